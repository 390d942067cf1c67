
-- ---------------------------------------------------------------------------
-- nps_stratified: one score from strata (countries, teams, channels) that count
-- by their size, however many answered in each.  The state is that of
-- NpsStrataSums: four counts, and eight sums as two doubles each
-- ---------------------------------------------------------------------------

CREATE TYPE nps_stratified_stats AS (
	strata bigint,
	incomplete bigint,
	n bigint,
	n_eff double precision,
	nps numeric,
	se numeric,
	ci_low numeric,
	ci_high numeric
);
COMMENT ON TYPE nps_stratified_stats IS 'Net Promoter Score from strata of known size, with its standard error and interval';
COMMENT ON COLUMN nps_stratified_stats.strata IS 'number of strata';
COMMENT ON COLUMN nps_stratified_stats.incomplete IS 'strata without answers, or without a population or weight: where there are any, the score cannot be known and is NULL';
COMMENT ON COLUMN nps_stratified_stats.n IS 'number of answers';
COMMENT ON COLUMN nps_stratified_stats.n_eff IS 'effective number of answers: as many of an endless population would say as much; the smaller of the one by Kish and the linearised one; NULL if everybody answered';
COMMENT ON COLUMN nps_stratified_stats.nps IS 'Net Promoter Score of all strata together, each by its size, -100 to 100';
COMMENT ON COLUMN nps_stratified_stats.se IS 'standard error of the score in points (Cochran 1977); NULL if no stratum has two answers';
COMMENT ON COLUMN nps_stratified_stats.ci_low IS 'lower end of the confidence interval in points';
COMMENT ON COLUMN nps_stratified_stats.ci_high IS 'upper end of the confidence interval in points';

CREATE FUNCTION nps_stratified(
	hists nps_hist[], populations bigint[], weights double precision[] DEFAULT NULL,
	level double precision DEFAULT 0.95, method text DEFAULT 'score'
) RETURNS nps_stratified_stats LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_stratified_arrays';
COMMENT ON FUNCTION nps_stratified(nps_hist[], bigint[], double precision[], double precision, text) IS
	'Net Promoter Score from strata, as parallel arrays: histograms, numbers of people (NULL: unknown, no finite correction), and weights if not those numbers; NULL without answers';

CREATE FUNCTION nps_strata_accum(double precision[], hist nps_hist, population bigint DEFAULT NULL) RETURNS double precision[]
	LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_strata_accum(double precision[], nps_hist, bigint) IS 'transition: the sums with one stratum more';
CREATE FUNCTION nps_strata_accum_weighted(double precision[], hist nps_hist, population bigint, weight double precision DEFAULT NULL) RETURNS double precision[]
	LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_strata_accum';
COMMENT ON FUNCTION nps_strata_accum_weighted(double precision[], nps_hist, bigint, double precision) IS 'transition: the sums with one stratum more';
CREATE FUNCTION nps_strata_merge(double precision[], double precision[]) RETURNS double precision[]
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_strata_merge_sql';
COMMENT ON FUNCTION nps_strata_merge(double precision[], double precision[]) IS 'combine: the sums of both states';
CREATE FUNCTION nps_strata_final(double precision[]) RETURNS nps_stratified_stats
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_strata_final(double precision[]) IS 'final function of nps_stratified';

CREATE AGGREGATE nps_stratified(hist nps_hist, population bigint) (
	SFUNC = nps_strata_accum, STYPE = double precision[], INITCOND = '{0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
	FINALFUNC = nps_strata_final,
	COMBINEFUNC = nps_strata_merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_stratified(hist nps_hist, population bigint) IS
	'Net Promoter Score from strata, a row for each: its histogram and the number of people in it; with standard error and 95 % interval (score method, finite population); NULL without answers';
CREATE AGGREGATE nps_stratified(hist nps_hist, population bigint, weight double precision) (
	SFUNC = nps_strata_accum_weighted, STYPE = double precision[], INITCOND = '{0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
	FINALFUNC = nps_strata_final,
	COMBINEFUNC = nps_strata_merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_stratified(hist nps_hist, population bigint, weight double precision) IS
	'the same with weights that need not be the numbers of people; population NULL: unknown, no finite correction; strata of weight 0 are not counted';

