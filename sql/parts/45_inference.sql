
-- ---------------------------------------------------------------------------
-- Inference: the number with its uncertainty.  Formulas, assumptions and
-- sources: doc/statistics.md.  Everything on the score scale is in points.
-- ---------------------------------------------------------------------------

CREATE TYPE nps_interval AS (low numeric, high numeric);
COMMENT ON TYPE nps_interval IS 'confidence interval of a score or of a difference, in points';
COMMENT ON COLUMN nps_interval.low IS 'lower limit, in points';
COMMENT ON COLUMN nps_interval.high IS 'upper limit, in points';

CREATE FUNCTION nps_interval(hist nps_hist, level double precision DEFAULT 0.95, method text DEFAULT 'score', population bigint DEFAULT NULL)
	RETURNS nps_interval LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_interval_hist';
COMMENT ON FUNCTION nps_interval(hist nps_hist, level double precision, method text, population bigint) IS
	'confidence interval of the Net Promoter Score; methods score (Tango), adjusted_wald, wald, student_t, bayes; population: answers are a sample of so many; NULL without answers';
CREATE FUNCTION nps_interval_final(nps_hist) RETURNS nps_interval
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_interval_final(nps_hist) IS 'final function of nps_interval';
CREATE AGGREGATE nps_interval(score smallint) (
	SFUNC = nps_hist_accum, STYPE = nps_hist, INITCOND = '{}',
	FINALFUNC = nps_interval_final, MFINALFUNC = nps_interval_final,
	COMBINEFUNC = nps_hist_merge, PARALLEL = SAFE,
	MSFUNC = nps_hist_accum, MINVFUNC = nps_hist_discard, MSTYPE = nps_hist, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_interval(score smallint) IS
	'95 % confidence interval of the Net Promoter Score of scores 0 to 10, score method; NULLs are not counted; NULL without answers';
CREATE AGGREGATE nps_interval(score integer) (
	SFUNC = nps_hist_accum, STYPE = nps_hist, INITCOND = '{}',
	FINALFUNC = nps_interval_final, MFINALFUNC = nps_interval_final,
	COMBINEFUNC = nps_hist_merge, PARALLEL = SAFE,
	MSFUNC = nps_hist_accum, MINVFUNC = nps_hist_discard, MSTYPE = nps_hist, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_interval(score integer) IS
	'95 % confidence interval of the Net Promoter Score of scores 0 to 10, score method; NULLs are not counted; NULL without answers';
CREATE AGGREGATE nps_interval(score bigint) (
	SFUNC = nps_hist_accum, STYPE = nps_hist, INITCOND = '{}',
	FINALFUNC = nps_interval_final, MFINALFUNC = nps_interval_final,
	COMBINEFUNC = nps_hist_merge, PARALLEL = SAFE,
	MSFUNC = nps_hist_accum, MINVFUNC = nps_hist_discard, MSTYPE = nps_hist, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_interval(score bigint) IS
	'95 % confidence interval of the Net Promoter Score of scores 0 to 10, score method; NULLs are not counted; NULL without answers';
CREATE AGGREGATE nps_interval(score numeric) (
	SFUNC = nps_hist_accum, STYPE = nps_hist, INITCOND = '{}',
	FINALFUNC = nps_interval_final, MFINALFUNC = nps_interval_final,
	COMBINEFUNC = nps_hist_merge, PARALLEL = SAFE,
	MSFUNC = nps_hist_accum, MINVFUNC = nps_hist_discard, MSTYPE = nps_hist, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_interval(score numeric) IS
	'95 % confidence interval of the Net Promoter Score of scores 0 to 10, score method; NULLs are not counted; NULL without answers';
CREATE AGGREGATE nps_interval(score double precision) (
	SFUNC = nps_hist_accum, STYPE = nps_hist, INITCOND = '{}',
	FINALFUNC = nps_interval_final, MFINALFUNC = nps_interval_final,
	COMBINEFUNC = nps_hist_merge, PARALLEL = SAFE,
	MSFUNC = nps_hist_accum, MINVFUNC = nps_hist_discard, MSTYPE = nps_hist, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_interval(score double precision) IS
	'95 % confidence interval of the Net Promoter Score of scores 0 to 10, score method; NULLs are not counted; NULL without answers';

CREATE FUNCTION nps_margin(hist nps_hist, level double precision DEFAULT 0.95, method text DEFAULT 'score', population bigint DEFAULT NULL)
	RETURNS numeric LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_margin(hist nps_hist, level double precision, method text, population bigint) IS
	'margin of error: half the width of the confidence interval, in points; NULL without answers';

CREATE FUNCTION nps_standard_error(hist nps_hist) RETURNS numeric
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_standard_error(hist nps_hist) IS
	'standard error of the Net Promoter Score, in points: 100 sqrt(variance / n); NULL without answers';

CREATE FUNCTION nps_stats(
	hist nps_hist, level double precision DEFAULT 0.95,
	OUT n bigint, OUT promoters bigint, OUT passives bigint, OUT detractors bigint,
	OUT promoter_share numeric, OUT passive_share numeric, OUT detractor_share numeric,
	OUT nps numeric, OUT se numeric, OUT ci_low numeric, OUT ci_high numeric, OUT mean numeric
) LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_stats(hist nps_hist, level double precision) IS
	'all about one histogram in a row: counts, shares in percent, score, standard error, interval (score method), mean';

CREATE FUNCTION nps_test(
	hist nps_hist, null_value double precision,
	OUT estimate numeric, OUT z double precision, OUT p_value double precision
) LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_test_one';
COMMENT ON FUNCTION nps_test(hist nps_hist, null_value double precision) IS
	'does the score differ from a value?  Score test (Tango 1998), two-sided';

CREATE FUNCTION nps_test(
	hist1 nps_hist, hist2 nps_hist, level double precision DEFAULT 0.95, method text DEFAULT 'score',
	OUT delta numeric, OUT se numeric, OUT z double precision, OUT p_value double precision,
	OUT low numeric, OUT high numeric
) LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_test_two';
COMMENT ON FUNCTION nps_test(hist1 nps_hist, hist2 nps_hist, level double precision, method text) IS
	'do two independent groups differ?  delta is the first score minus the second; methods score (MOVER on score limits), adjusted_wald, wald, student_t; two-sided';

CREATE FUNCTION nps_p_adjust(p double precision[], method text DEFAULT 'holm') RETURNS double precision[]
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_p_adjust(p double precision[], method text) IS
	'p-values adjusted for their number, in the order given: holm, hochberg, bh, by or bonferroni; NULLs stay NULL and do not count';

CREATE FUNCTION nps_sample_size(margin double precision, level double precision DEFAULT 0.95, variance double precision DEFAULT 1, population bigint DEFAULT NULL)
	RETURNS bigint LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_sample_size(margin double precision, level double precision, variance double precision, population bigint) IS
	'answers needed for a margin of error in points; variance from 0 to 1 as nps_variance gives it, 1 is the worst case';

CREATE FUNCTION nps_sample_size_difference(
	delta double precision, power double precision DEFAULT 0.8, level double precision DEFAULT 0.95,
	variance1 double precision DEFAULT 1, variance2 double precision DEFAULT 1
) RETURNS bigint LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_sample_size_difference(delta double precision, power double precision, level double precision, variance1 double precision, variance2 double precision) IS
	'answers needed in each of two groups to find a difference of delta points with that power, two-sided';

CREATE FUNCTION nps_power(
	delta double precision, n1 bigint, n2 bigint, level double precision DEFAULT 0.95,
	variance1 double precision DEFAULT 1, variance2 double precision DEFAULT 1
) RETURNS double precision LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_power(delta double precision, n1 bigint, n2 bigint, level double precision, variance1 double precision, variance2 double precision) IS
	'probability, 0 to 1, that groups of n1 and n2 answers show a true difference of delta points as significant, two-sided';

CREATE FUNCTION nps_detectable_difference(
	n1 bigint, n2 bigint, power double precision DEFAULT 0.8, level double precision DEFAULT 0.95,
	variance1 double precision DEFAULT 1, variance2 double precision DEFAULT 1
) RETURNS numeric LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_detectable_difference(n1 bigint, n2 bigint, power double precision, level double precision, variance1 double precision, variance2 double precision) IS
	'smallest true difference, in points, that groups of n1 and n2 answers show with that power; NULL if 200, the largest there is, does not';
