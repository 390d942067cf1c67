-- ---------------------------------------------------------------------------
-- Many units side by side: countries, branches, teams.  Units are handed over
-- as parallel arrays, which array_agg() builds in one query with a row for each
-- unit; rows come back in the order of the arrays.
-- ---------------------------------------------------------------------------

CREATE FUNCTION nps_shrink(
	unit_names text[], hists nps_hist[],
	OUT unit text, OUT n bigint, OUT nps numeric,
	OUT credibility double precision, OUT shrunk numeric, OUT shrunk_sd numeric
) RETURNS SETOF record LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE ROWS 50 COST 1000
AS 'MODULE_PATHNAME', 'nps_units_shrink';
COMMENT ON FUNCTION nps_shrink(text[], nps_hist[]) IS
	'scores of units drawn towards their common mean, a small unit the most (Buehlmann-Straub): credibility is the share of its own score; shrunk_sd 0 means that no spread between units was seen beyond chance, not certainty; NULL with fewer than 2 units, or as many units as answers';

CREATE FUNCTION nps_rank_interval(
	unit_names text[], hists nps_hist[], level double precision DEFAULT 0.95,
	OUT unit text, OUT n bigint, OUT nps numeric,
	OUT rank bigint, OUT rank_low bigint, OUT rank_high bigint
) RETURNS SETOF record LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE ROWS 50 COST 100000
AS 'MODULE_PATHNAME', 'nps_units_rank';
COMMENT ON FUNCTION nps_rank_interval(text[], nps_hist[], double precision) IS
	'ranks of units by score, 1 is best, ties share; rank_low is the best and rank_high the worst rank that chance allows: all pairs are tested, adjusted after Holm; at most 2000 units';

CREATE FUNCTION nps_against_rest(
	unit_names text[], hists nps_hist[], level double precision DEFAULT 0.95, method text DEFAULT 'score',
	OUT unit text, OUT n bigint, OUT nps numeric, OUT nps_rest numeric, OUT delta numeric,
	OUT z double precision, OUT p_value double precision, OUT p_holm double precision,
	OUT low numeric, OUT high numeric
) RETURNS SETOF record LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE ROWS 50 COST 10000
AS 'MODULE_PATHNAME', 'nps_units_against_rest';
COMMENT ON FUNCTION nps_against_rest(text[], nps_hist[], double precision, text) IS
	'each unit against all others together, as nps_test does; delta, with limits low and high, is the unit minus the rest; p_holm is p_value adjusted for the number of units';
