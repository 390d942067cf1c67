
-- ---------------------------------------------------------------------------
-- nps_waves: detractors, passives and promoters at each time t, for trends
-- ---------------------------------------------------------------------------

CREATE TYPE nps_waves;
CREATE FUNCTION nps_waves_in(cstring) RETURNS nps_waves
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_waves_in(cstring) IS 'text input of nps_waves';
CREATE FUNCTION nps_waves_out(nps_waves) RETURNS cstring
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_waves_out(nps_waves) IS 'text output of nps_waves';
CREATE FUNCTION nps_waves_recv(internal) RETURNS nps_waves
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_waves_recv(internal) IS 'binary input of nps_waves';
CREATE FUNCTION nps_waves_send(nps_waves) RETURNS bytea
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_waves_send(nps_waves) IS 'binary output of nps_waves';

CREATE TYPE nps_waves (
	INPUT = nps_waves_in, OUTPUT = nps_waves_out,
	RECEIVE = nps_waves_recv, SEND = nps_waves_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended, CATEGORY = 'h'
);
COMMENT ON TYPE nps_waves IS
	'answers by wave: detractors, passives and promoters at each time t; written {t:detractors/passives/promoters,...}, for example {1:4/3/33,2.5:5/2/33}; {} is no answers';

CREATE FUNCTION nps_waves_plus(nps_waves, nps_waves) RETURNS nps_waves
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_waves_plus(nps_waves, nps_waves) IS 'all answers of both';
CREATE FUNCTION nps_waves_minus(nps_waves, nps_waves) RETURNS nps_waves
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_waves_minus(nps_waves, nps_waves) IS 'the answers of the first state without those of the second, which must be part of it';
CREATE OPERATOR + (FUNCTION = nps_waves_plus, LEFTARG = nps_waves, RIGHTARG = nps_waves, COMMUTATOR = +);
COMMENT ON OPERATOR + (nps_waves, nps_waves) IS 'all answers of both';
CREATE OPERATOR - (FUNCTION = nps_waves_minus, LEFTARG = nps_waves, RIGHTARG = nps_waves);
COMMENT ON OPERATOR - (nps_waves, nps_waves) IS 'the answers of the first state without those of the second, which must be part of it';

-- equality and hashing, for GROUP BY, DISTINCT and hash joins; an order would mean nothing
CREATE FUNCTION nps_waves_eq(nps_waves, nps_waves) RETURNS boolean
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_waves_eq(nps_waves, nps_waves) IS 'equal';
CREATE FUNCTION nps_waves_ne(nps_waves, nps_waves) RETURNS boolean
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_waves_ne(nps_waves, nps_waves) IS 'not equal';
CREATE FUNCTION nps_waves_hash(nps_waves) RETURNS integer
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_waves_hash(nps_waves) IS 'hash of nps_waves';
CREATE FUNCTION nps_waves_hash_extended(nps_waves, bigint) RETURNS bigint
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_waves_hash_extended(nps_waves, bigint) IS 'hash of nps_waves with a seed';
CREATE OPERATOR = (
	FUNCTION = nps_waves_eq, LEFTARG = nps_waves, RIGHTARG = nps_waves,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES
);
CREATE OPERATOR <> (
	FUNCTION = nps_waves_ne, LEFTARG = nps_waves, RIGHTARG = nps_waves,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR = (nps_waves, nps_waves) IS 'equal';
COMMENT ON OPERATOR <> (nps_waves, nps_waves) IS 'not equal';
CREATE OPERATOR CLASS nps_waves_ops DEFAULT FOR TYPE nps_waves USING hash AS
	OPERATOR 1 =,
	FUNCTION 1 nps_waves_hash(nps_waves), FUNCTION 2 nps_waves_hash_extended(nps_waves, bigint);
COMMENT ON OPERATOR CLASS nps_waves_ops USING hash IS 'hashing of nps_waves, for GROUP BY, DISTINCT and hash joins';
COMMENT ON OPERATOR FAMILY nps_waves_ops USING hash IS 'hashing of nps_waves';

-- ---------------------------------------------------------------------------
-- Aggregates over scores in time
-- ---------------------------------------------------------------------------

CREATE FUNCTION nps_waves_accum(nps_waves, smallint, double precision) RETURNS nps_waves
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_waves_accum_int2';
COMMENT ON FUNCTION nps_waves_accum(nps_waves, smallint, double precision) IS 'transition: the state with one answer more';
CREATE FUNCTION nps_waves_discard(nps_waves, smallint, double precision) RETURNS nps_waves
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_waves_discard_int2';
COMMENT ON FUNCTION nps_waves_discard(nps_waves, smallint, double precision) IS 'inverse transition: the state with one answer less';
CREATE FUNCTION nps_waves_accum(nps_waves, integer, double precision) RETURNS nps_waves
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_waves_accum_int4';
COMMENT ON FUNCTION nps_waves_accum(nps_waves, integer, double precision) IS 'transition: the state with one answer more';
CREATE FUNCTION nps_waves_discard(nps_waves, integer, double precision) RETURNS nps_waves
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_waves_discard_int4';
COMMENT ON FUNCTION nps_waves_discard(nps_waves, integer, double precision) IS 'inverse transition: the state with one answer less';
CREATE FUNCTION nps_waves_accum(nps_waves, bigint, double precision) RETURNS nps_waves
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_waves_accum_int8';
COMMENT ON FUNCTION nps_waves_accum(nps_waves, bigint, double precision) IS 'transition: the state with one answer more';
CREATE FUNCTION nps_waves_discard(nps_waves, bigint, double precision) RETURNS nps_waves
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_waves_discard_int8';
COMMENT ON FUNCTION nps_waves_discard(nps_waves, bigint, double precision) IS 'inverse transition: the state with one answer less';
CREATE FUNCTION nps_waves_accum(nps_waves, numeric, double precision) RETURNS nps_waves
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_waves_accum_numeric';
COMMENT ON FUNCTION nps_waves_accum(nps_waves, numeric, double precision) IS 'transition: the state with one answer more';
CREATE FUNCTION nps_waves_discard(nps_waves, numeric, double precision) RETURNS nps_waves
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_waves_discard_numeric';
COMMENT ON FUNCTION nps_waves_discard(nps_waves, numeric, double precision) IS 'inverse transition: the state with one answer less';
CREATE FUNCTION nps_waves_accum(nps_waves, double precision, double precision) RETURNS nps_waves
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_waves_accum_float8';
COMMENT ON FUNCTION nps_waves_accum(nps_waves, double precision, double precision) IS 'transition: the state with one answer more';
CREATE FUNCTION nps_waves_discard(nps_waves, double precision, double precision) RETURNS nps_waves
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_waves_discard_float8';
COMMENT ON FUNCTION nps_waves_discard(nps_waves, double precision, double precision) IS 'inverse transition: the state with one answer less';
CREATE FUNCTION nps_waves_merge(nps_waves, nps_waves) RETURNS nps_waves
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_waves_merge(nps_waves, nps_waves) IS 'combine: all answers of both states';
CREATE FUNCTION nps_waves_unmerge(nps_waves, nps_waves) RETURNS nps_waves
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_waves_unmerge(nps_waves, nps_waves) IS 'inverse of combine: the answers of the first state without those of the second';
CREATE FUNCTION nps_waves_compact(nps_waves) RETURNS nps_waves
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_waves_compact(nps_waves) IS 'final function of nps_waves: the state in as few bytes as it needs';

CREATE TYPE nps_slope_result AS (
	waves bigint,
	n bigint,
	slope numeric,
	se numeric,
	t double precision,
	df bigint,
	p_value double precision,
	low numeric,
	high numeric,
	f double precision,
	f_p_value double precision,
	lack_f double precision,
	lack_p_value double precision,
	se_scaled numeric,
	p_scaled double precision
);
COMMENT ON TYPE nps_slope_result IS 'trend of the score over waves, from the single answers';
COMMENT ON COLUMN nps_slope_result.waves IS 'number of different times with answers';
COMMENT ON COLUMN nps_slope_result.n IS 'number of answers';
COMMENT ON COLUMN nps_slope_result.slope IS 'change of the score in points for each unit of t';
COMMENT ON COLUMN nps_slope_result.se IS 'standard error of the slope, from the variance within waves';
COMMENT ON COLUMN nps_slope_result.t IS 'test statistic: slope / standard error; NULL if it cannot be known';
COMMENT ON COLUMN nps_slope_result.df IS 'degrees of freedom: n - waves';
COMMENT ON COLUMN nps_slope_result.p_value IS 'two-sided p-value of no trend; NULL if it cannot be known';
COMMENT ON COLUMN nps_slope_result.low IS 'lower end of the confidence interval of the slope';
COMMENT ON COLUMN nps_slope_result.high IS 'upper end of the confidence interval of the slope';
COMMENT ON COLUMN nps_slope_result.f IS 'F statistic of no difference among waves, trend or not; NULL if it cannot be known';
COMMENT ON COLUMN nps_slope_result.f_p_value IS 'p-value of no difference among waves';
COMMENT ON COLUMN nps_slope_result.lack_f IS 'F statistic of a straight line, with waves - 2 and df degrees of freedom: above 1, waves leave it by more than sampling explains; NULL with two waves';
COMMENT ON COLUMN nps_slope_result.lack_p_value IS 'p-value of a straight line; NULL with two waves';
COMMENT ON COLUMN nps_slope_result.se_scaled IS 'standard error of the slope that allows for waves off the line: se x sqrt(max(1, lack_f)); NULL with two waves';
COMMENT ON COLUMN nps_slope_result.p_scaled IS 'p-value of no trend with se_scaled, on waves - 2 degrees of freedom where lack_f is above 1; NULL with two waves';

-- what a state says, and final functions
CREATE FUNCTION nps_count(waves nps_waves) RETURNS bigint
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_waves_count';
COMMENT ON FUNCTION nps_count(waves nps_waves) IS 'number of answers in all waves';
CREATE FUNCTION nps_slope(waves nps_waves, level double precision DEFAULT 0.95) RETURNS nps_slope_result
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_waves_slope';
COMMENT ON FUNCTION nps_slope(nps_waves, double precision) IS 'trend of the score over waves, from a stored state; NULL without answers';
CREATE TYPE nps_mann_kendall_result AS (
	waves bigint,
	s bigint,
	tau double precision,
	p_value double precision,
	exact boolean
);
COMMENT ON TYPE nps_mann_kendall_result IS 'do waves rise or fall, by the order of their scores alone?';
COMMENT ON COLUMN nps_mann_kendall_result.waves IS 'number of different times with answers';
COMMENT ON COLUMN nps_mann_kendall_result.s IS 'pairs of waves of which the later is higher, less those of which it is lower';
COMMENT ON COLUMN nps_mann_kendall_result.tau IS 'Kendall''s tau-b of time and score, -1 to 1; NULL if all scores are equal';
COMMENT ON COLUMN nps_mann_kendall_result.p_value IS 'two-sided p-value of no trend; NULL if all scores are equal';
COMMENT ON COLUMN nps_mann_kendall_result.exact IS 'whether p_value is exact: up to 50 waves, no two of the same score; else it is a normal approximation';
CREATE FUNCTION nps_mann_kendall(waves nps_waves) RETURNS nps_mann_kendall_result
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_waves_mann_kendall';
COMMENT ON FUNCTION nps_mann_kendall(waves nps_waves) IS
	'do waves rise or fall, by the order of their scores alone (Mann 1945, Kendall 1975)?  Each wave counts once; NULL without answers';
CREATE FUNCTION nps_slope_final(nps_waves) RETURNS nps_slope_result
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_waves_slope';
COMMENT ON FUNCTION nps_slope_final(nps_waves) IS 'final function of nps_slope';

CREATE AGGREGATE nps_slope(score smallint, t double precision) (
	SFUNC = nps_waves_accum, STYPE = nps_waves, INITCOND = '{}',
	FINALFUNC = nps_slope_final, MFINALFUNC = nps_slope_final,
	COMBINEFUNC = nps_waves_merge, PARALLEL = SAFE,
	MSFUNC = nps_waves_accum, MINVFUNC = nps_waves_discard, MSTYPE = nps_waves, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_slope(score smallint, t double precision) IS
	'trend of scores 0 to 10 over time: points for each unit of t, with t test at 95 % (one variance for all waves) and analysis of variance; at most 10,000 different t; NULL without answers';
CREATE AGGREGATE nps_slope(score integer, t double precision) (
	SFUNC = nps_waves_accum, STYPE = nps_waves, INITCOND = '{}',
	FINALFUNC = nps_slope_final, MFINALFUNC = nps_slope_final,
	COMBINEFUNC = nps_waves_merge, PARALLEL = SAFE,
	MSFUNC = nps_waves_accum, MINVFUNC = nps_waves_discard, MSTYPE = nps_waves, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_slope(score integer, t double precision) IS
	'trend of scores 0 to 10 over time: points for each unit of t, with t test at 95 % (one variance for all waves) and analysis of variance; at most 10,000 different t; NULL without answers';
CREATE AGGREGATE nps_slope(score bigint, t double precision) (
	SFUNC = nps_waves_accum, STYPE = nps_waves, INITCOND = '{}',
	FINALFUNC = nps_slope_final, MFINALFUNC = nps_slope_final,
	COMBINEFUNC = nps_waves_merge, PARALLEL = SAFE,
	MSFUNC = nps_waves_accum, MINVFUNC = nps_waves_discard, MSTYPE = nps_waves, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_slope(score bigint, t double precision) IS
	'trend of scores 0 to 10 over time: points for each unit of t, with t test at 95 % (one variance for all waves) and analysis of variance; at most 10,000 different t; NULL without answers';
CREATE AGGREGATE nps_slope(score numeric, t double precision) (
	SFUNC = nps_waves_accum, STYPE = nps_waves, INITCOND = '{}',
	FINALFUNC = nps_slope_final, MFINALFUNC = nps_slope_final,
	COMBINEFUNC = nps_waves_merge, PARALLEL = SAFE,
	MSFUNC = nps_waves_accum, MINVFUNC = nps_waves_discard, MSTYPE = nps_waves, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_slope(score numeric, t double precision) IS
	'trend of scores 0 to 10 over time: points for each unit of t, with t test at 95 % (one variance for all waves) and analysis of variance; at most 10,000 different t; NULL without answers';
CREATE AGGREGATE nps_slope(score double precision, t double precision) (
	SFUNC = nps_waves_accum, STYPE = nps_waves, INITCOND = '{}',
	FINALFUNC = nps_slope_final, MFINALFUNC = nps_slope_final,
	COMBINEFUNC = nps_waves_merge, PARALLEL = SAFE,
	MSFUNC = nps_waves_accum, MINVFUNC = nps_waves_discard, MSTYPE = nps_waves, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_slope(score double precision, t double precision) IS
	'trend of scores 0 to 10 over time: points for each unit of t, with t test at 95 % (one variance for all waves) and analysis of variance; at most 10,000 different t; NULL without answers';
CREATE AGGREGATE nps_waves(score smallint, t double precision) (
	SFUNC = nps_waves_accum, STYPE = nps_waves, INITCOND = '{}',
	FINALFUNC = nps_waves_compact, MFINALFUNC = nps_waves_compact,
	COMBINEFUNC = nps_waves_merge, PARALLEL = SAFE,
	MSFUNC = nps_waves_accum, MINVFUNC = nps_waves_discard, MSTYPE = nps_waves, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_waves(score smallint, t double precision) IS
	'the mergeable state of scores in time, to be stored and rolled up; at most 10,000 different t; {} without answers';
CREATE AGGREGATE nps_waves(score integer, t double precision) (
	SFUNC = nps_waves_accum, STYPE = nps_waves, INITCOND = '{}',
	FINALFUNC = nps_waves_compact, MFINALFUNC = nps_waves_compact,
	COMBINEFUNC = nps_waves_merge, PARALLEL = SAFE,
	MSFUNC = nps_waves_accum, MINVFUNC = nps_waves_discard, MSTYPE = nps_waves, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_waves(score integer, t double precision) IS
	'the mergeable state of scores in time, to be stored and rolled up; at most 10,000 different t; {} without answers';
CREATE AGGREGATE nps_waves(score bigint, t double precision) (
	SFUNC = nps_waves_accum, STYPE = nps_waves, INITCOND = '{}',
	FINALFUNC = nps_waves_compact, MFINALFUNC = nps_waves_compact,
	COMBINEFUNC = nps_waves_merge, PARALLEL = SAFE,
	MSFUNC = nps_waves_accum, MINVFUNC = nps_waves_discard, MSTYPE = nps_waves, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_waves(score bigint, t double precision) IS
	'the mergeable state of scores in time, to be stored and rolled up; at most 10,000 different t; {} without answers';
CREATE AGGREGATE nps_waves(score numeric, t double precision) (
	SFUNC = nps_waves_accum, STYPE = nps_waves, INITCOND = '{}',
	FINALFUNC = nps_waves_compact, MFINALFUNC = nps_waves_compact,
	COMBINEFUNC = nps_waves_merge, PARALLEL = SAFE,
	MSFUNC = nps_waves_accum, MINVFUNC = nps_waves_discard, MSTYPE = nps_waves, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_waves(score numeric, t double precision) IS
	'the mergeable state of scores in time, to be stored and rolled up; at most 10,000 different t; {} without answers';
CREATE AGGREGATE nps_waves(score double precision, t double precision) (
	SFUNC = nps_waves_accum, STYPE = nps_waves, INITCOND = '{}',
	FINALFUNC = nps_waves_compact, MFINALFUNC = nps_waves_compact,
	COMBINEFUNC = nps_waves_merge, PARALLEL = SAFE,
	MSFUNC = nps_waves_accum, MINVFUNC = nps_waves_discard, MSTYPE = nps_waves, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_waves(score double precision, t double precision) IS
	'the mergeable state of scores in time, to be stored and rolled up; at most 10,000 different t; {} without answers';
CREATE AGGREGATE nps_rollup(waves nps_waves) (
	SFUNC = nps_waves_merge, STYPE = nps_waves, INITCOND = '{}',
	FINALFUNC = nps_waves_compact, MFINALFUNC = nps_waves_compact,
	COMBINEFUNC = nps_waves_merge, PARALLEL = SAFE,
	MSFUNC = nps_waves_merge, MINVFUNC = nps_waves_unmerge, MSTYPE = nps_waves, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_rollup(waves nps_waves) IS
	'all answers of many states: months to a year, teams to a country; {} for none';

-- ---------------------------------------------------------------------------
-- Do units differ by more than sampling?  One-way analysis of variance over the
-- histograms of units: {units, n, promoters - detractors, and two sums of squares,
-- each as two doubles}
-- ---------------------------------------------------------------------------

CREATE TYPE nps_homogeneity_result AS (
	units bigint,
	n bigint,
	f double precision,
	df1 bigint,
	df2 bigint,
	p_value double precision
);
COMMENT ON TYPE nps_homogeneity_result IS 'one-way analysis of variance: do the scores of units differ by more than sampling does?';
COMMENT ON COLUMN nps_homogeneity_result.units IS 'number of units with answers';
COMMENT ON COLUMN nps_homogeneity_result.n IS 'number of answers';
COMMENT ON COLUMN nps_homogeneity_result.f IS 'F statistic of no difference among the units; NULL if it cannot be known';
COMMENT ON COLUMN nps_homogeneity_result.df1 IS 'degrees of freedom among the units: units - 1';
COMMENT ON COLUMN nps_homogeneity_result.df2 IS 'degrees of freedom within the units: n - units';
COMMENT ON COLUMN nps_homogeneity_result.p_value IS 'p-value of no difference among the units; NULL if it cannot be known';
CREATE FUNCTION nps_homogeneity_accum(double precision[], nps_hist) RETURNS double precision[]
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_homogeneity_accum(double precision[], nps_hist) IS 'transition: the sums with one unit more';
CREATE FUNCTION nps_homogeneity_merge(double precision[], double precision[]) RETURNS double precision[]
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_homogeneity_merge(double precision[], double precision[]) IS 'combine: the sums of both states';
CREATE FUNCTION nps_homogeneity_final(double precision[]) RETURNS nps_homogeneity_result
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_homogeneity_final(double precision[]) IS 'final function of nps_homogeneity';
CREATE AGGREGATE nps_homogeneity(hist nps_hist) (
	SFUNC = nps_homogeneity_accum, STYPE = double precision[], INITCOND = '{0,0,0,0,0,0,0}',
	FINALFUNC = nps_homogeneity_final,
	COMBINEFUNC = nps_homogeneity_merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_homogeneity(hist nps_hist) IS
	'do the scores of units (a histogram each) differ by more than sampling?  One-way analysis of variance, with one variance for all units; units without answers are not counted; NULL without any';
