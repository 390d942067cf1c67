
-- ---------------------------------------------------------------------------
-- The search over lags of any panel: how often chance alone gives as much, which
-- lags the data allow, and what the panel could have shown.
-- ---------------------------------------------------------------------------

CREATE FUNCTION cx_lag_permutation(
	units text[], periods integer[], x double precision[], y double precision[], min_lag integer, max_lag integer,
	permutations integer DEFAULT 999, seed bigint DEFAULT 1, transform text DEFAULT 'level', segments integer[] DEFAULT NULL,
	OUT statistic double precision, OUT best_lag integer, OUT p_value double precision,
	OUT permutations integer, OUT exact boolean, OUT reason text
) RETURNS record LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1000000
AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION cx_lag_permutation(text[], integer[], double precision[], double precision[], integer, integer, integer, bigint, text, integer[]) IS
	'unit-permutation max-t test: the largest |t| over the lags, unit and period means taken out, against pairing the x of one unit with the y of another; p_value knows of the search over lags; up to 7 units all pairings are gone through (exact), else `permutations` shuffles by seed; transform level or difference; p_value is NULL, with a reason, with fewer than 5 units, or where shuffled units share fewer than half of the pairs';

CREATE FUNCTION cx_lag_search(
	units text[], periods integer[], x double precision[], y double precision[], min_lag integer, max_lag integer,
	permutations integer DEFAULT 999, seed bigint DEFAULT 1,
	x_se double precision[] DEFAULT NULL, y_se double precision[] DEFAULT NULL, segments integer[] DEFAULT NULL,
	transform text DEFAULT 'level', min_pairs integer DEFAULT 0, min_units integer DEFAULT 0, alpha double precision DEFAULT 0.05,
	OUT units integer, OUT lags_scanned integer,
	OUT best_lag integer, OUT best_r double precision, OUT best_slope double precision, OUT best_t double precision, OUT p_lead double precision,
	OUT lag_low integer, OUT lag_high integer, OUT lag_share double precision,
	OUT same_r double precision, OUT same_t double precision, OUT p_same double precision,
	OUT reverse_lag integer, OUT reverse_r double precision, OUT reverse_slope double precision, OUT reverse_t double precision, OUT p_reverse double precision,
	OUT strongest_lag integer, OUT p_any double precision, OUT p_lead_after double precision, OUT p_reverse_after double precision,
	OUT detectable_slope double precision, OUT permutations integer, OUT exact boolean, OUT leaning_units integer, OUT reason text
) RETURNS record LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1000000
AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION cx_lag_search(text[], integer[], double precision[], double precision[], integer, integer, integer, bigint, double precision[], double precision[], integer[], text, integer, integer, double precision) IS
	'the search over lags in one row: the best lag at which x leads (best_), the same period (same_), the best lag at which y leads (reverse_, slope of x on earlier y), by largest |t| of two-way least squares; p_ are permutation tests that know of the search, once means are taken out and each unit''s x and y divided by their own standard deviations, so that units of unequal noise can be exchanged; lag_low and lag_high: 95 % of resamples of units have their best lag there, lag_share has just this one; p_lead_after and p_reverse_after: the same tests once the effect of strongest_lag is taken out, so that its shadows at other lags do not count (only where p_any <= alpha); detectable_slope: what would have made p_any <= alpha, at best_lag, in 80 % of panels like this; leaning_units: the fewest units that make up half of the association at strongest_lag; lags with fewer than min_pairs pairs or min_units units are not searched';
