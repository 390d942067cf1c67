
-- ---------------------------------------------------------------------------
-- Lag statistics of any panel, handed over as parallel arrays: other series and
-- reference panels can be put through what the lag views use.
-- ---------------------------------------------------------------------------

CREATE FUNCTION cx_lag_scan(
	units text[], periods integer[], x double precision[], y double precision[], min_lag integer, max_lag integer,
	x_se double precision[] DEFAULT NULL, y_se double precision[] DEFAULT NULL, segments integer[] DEFAULT NULL,
	level double precision DEFAULT 0.95, min_pairs integer DEFAULT 0, min_units integer DEFAULT 0,
	OUT transform text, OUT lag integer, OUT pairs bigint, OUT units integer,
	OUT r_pooled double precision, OUT r_between double precision, OUT r_within double precision, OUT r_twoway double precision,
	OUT spearman double precision,
	OUT slope double precision, OUT slope_se double precision, OUT low double precision, OUT high double precision,
	OUT p_value double precision, OUT p_holm double precision,
	OUT slope_within double precision, OUT spearman_twoway double precision, OUT t_value double precision, OUT df double precision,
	OUT reliability_x double precision, OUT reliability_y double precision, OUT r_corrected double precision,
	OUT lags_scanned integer, OUT reason text
) RETURNS SETOF record LANGUAGE c IMMUTABLE PARALLEL SAFE ROWS 50 COST 10000
AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION cx_lag_scan(text[], integer[], double precision[], double precision[], integer, integer, double precision[], double precision[], integer[], double precision, integer, integer) IS
	'lag scan over any panel handed over as parallel arrays, of levels and of differences: x of a unit at period p - lag is paired with its y at period p, so x leads at lag > 0; NULLs and absent rows are gaps, nothing is paired across a change of segment; slope to p_value are two-way, clustered by unit; p_holm is Holm''s over the lags_scanned lags of the transform that have a p_value; reason says why r_twoway or p_value is NULL; nothing is said about a lag with fewer than min_pairs pairs or min_units units';

CREATE FUNCTION cx_lag_scan_unit(
	periods integer[], x double precision[], y double precision[], min_lag integer, max_lag integer,
	segments integer[] DEFAULT NULL, level double precision DEFAULT 0.95,
	OUT transform text, OUT lag integer, OUT pairs bigint,
	OUT pearson double precision, OUT spearman double precision, OUT n_eff double precision, OUT p_naive double precision,
	OUT p_value double precision, OUT low double precision, OUT high double precision, OUT reason text
) RETURNS SETOF record LANGUAGE c IMMUTABLE PARALLEL SAFE ROWS 50 COST 1000
AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION cx_lag_scan_unit(integer[], double precision[], double precision[], integer, integer, integer[], double precision) IS
	'lag scan of the two series of one unit, of levels and of differences: x at period p - lag is paired with y at period p; p_value, low and high count n_eff pairs, that is without what autocorrelation repeats (Pyper & Peterman 1998), p_naive all of them; reason says what is missing or to be warned of';
