
-- ---------------------------------------------------------------------------
-- Score aggregates.  One state, one transition function for each input type:
-- the aggregates differ in the final function only, so PostgreSQL shares the
-- state between all that stand in one query over the same column.
-- ---------------------------------------------------------------------------

CREATE FUNCTION nps_hist_accum(nps_hist, smallint) RETURNS nps_hist
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_hist_accum_int2';
COMMENT ON FUNCTION nps_hist_accum(nps_hist, smallint) IS 'transition: the histogram with one answer more';
CREATE FUNCTION nps_hist_discard(nps_hist, smallint) RETURNS nps_hist
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_hist_discard_int2';
COMMENT ON FUNCTION nps_hist_discard(nps_hist, smallint) IS 'inverse transition: the histogram with one answer less';
CREATE FUNCTION nps_hist_accum(nps_hist, integer) RETURNS nps_hist
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_hist_accum_int4';
COMMENT ON FUNCTION nps_hist_accum(nps_hist, integer) IS 'transition: the histogram with one answer more';
CREATE FUNCTION nps_hist_discard(nps_hist, integer) RETURNS nps_hist
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_hist_discard_int4';
COMMENT ON FUNCTION nps_hist_discard(nps_hist, integer) IS 'inverse transition: the histogram with one answer less';
CREATE FUNCTION nps_hist_accum(nps_hist, bigint) RETURNS nps_hist
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_hist_accum_int8';
COMMENT ON FUNCTION nps_hist_accum(nps_hist, bigint) IS 'transition: the histogram with one answer more';
CREATE FUNCTION nps_hist_discard(nps_hist, bigint) RETURNS nps_hist
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_hist_discard_int8';
COMMENT ON FUNCTION nps_hist_discard(nps_hist, bigint) IS 'inverse transition: the histogram with one answer less';
CREATE FUNCTION nps_hist_accum(nps_hist, numeric) RETURNS nps_hist
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_hist_accum_numeric';
COMMENT ON FUNCTION nps_hist_accum(nps_hist, numeric) IS 'transition: the histogram with one answer more';
CREATE FUNCTION nps_hist_discard(nps_hist, numeric) RETURNS nps_hist
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_hist_discard_numeric';
COMMENT ON FUNCTION nps_hist_discard(nps_hist, numeric) IS 'inverse transition: the histogram with one answer less';
CREATE FUNCTION nps_hist_accum(nps_hist, double precision) RETURNS nps_hist
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_hist_accum_float8';
COMMENT ON FUNCTION nps_hist_accum(nps_hist, double precision) IS 'transition: the histogram with one answer more';
CREATE FUNCTION nps_hist_discard(nps_hist, double precision) RETURNS nps_hist
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_hist_discard_float8';
COMMENT ON FUNCTION nps_hist_discard(nps_hist, double precision) IS 'inverse transition: the histogram with one answer less';
CREATE FUNCTION nps_hist_merge(nps_hist, nps_hist) RETURNS nps_hist
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_hist_merge(nps_hist, nps_hist) IS 'combine: all answers of both histograms';
CREATE FUNCTION nps_hist_unmerge(nps_hist, nps_hist) RETURNS nps_hist
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_hist_unmerge(nps_hist, nps_hist) IS 'inverse of combine: the answers of the first histogram without those of the second';

-- what a histogram says; nps_score is also the final function of nps and enps
CREATE FUNCTION nps_score(hist nps_hist) RETURNS numeric
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_score(hist nps_hist) IS 'Net Promoter Score of a histogram: 100 x (promoters - detractors) / answers, -100 to 100; NULL without answers';
CREATE FUNCTION nps_count(hist nps_hist) RETURNS bigint
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_count(hist nps_hist) IS 'number of answers in a histogram';
CREATE FUNCTION nps_promoters(hist nps_hist) RETURNS bigint
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_promoters(hist nps_hist) IS 'number of promoters: answers 9 and 10';
CREATE FUNCTION nps_passives(hist nps_hist) RETURNS bigint
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_passives(hist nps_hist) IS 'number of passives: answers 7 and 8';
CREATE FUNCTION nps_detractors(hist nps_hist) RETURNS bigint
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_detractors(hist nps_hist) IS 'number of detractors: answers 0 to 6';
CREATE FUNCTION nps_mean(hist nps_hist) RETURNS numeric
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_mean(hist nps_hist) IS 'mean of the scores, 0 to 10; NULL without answers';
CREATE FUNCTION nps_variance(hist nps_hist) RETURNS numeric
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_variance(hist nps_hist) IS 'variance of an answer counted as +1 (promoter), 0 (passive), -1 (detractor), divisor n: 0 to 1; NULL without answers';
CREATE FUNCTION nps_top_box(hist nps_hist, from_score integer) RETURNS numeric
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_top_box(hist nps_hist, from_score integer) IS 'percentage of answers of from_score or higher, 0 to 100; NULL without answers';
CREATE FUNCTION nps_csat_final(nps_hist) RETURNS numeric
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_csat_final(nps_hist) IS 'final function of csat';
CREATE FUNCTION nps_ces_final(nps_hist) RETURNS numeric
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_ces_final(nps_hist) IS 'final function of ces';

CREATE AGGREGATE nps(score smallint) (
	SFUNC = nps_hist_accum, STYPE = nps_hist, INITCOND = '{}',
	FINALFUNC = nps_score, MFINALFUNC = nps_score,
	COMBINEFUNC = nps_hist_merge, PARALLEL = SAFE,
	MSFUNC = nps_hist_accum, MINVFUNC = nps_hist_discard, MSTYPE = nps_hist, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps(score smallint) IS
	'Net Promoter Score of scores 0 to 10, in points from -100 to 100; NULLs are not counted; NULL without answers';
CREATE AGGREGATE nps(score integer) (
	SFUNC = nps_hist_accum, STYPE = nps_hist, INITCOND = '{}',
	FINALFUNC = nps_score, MFINALFUNC = nps_score,
	COMBINEFUNC = nps_hist_merge, PARALLEL = SAFE,
	MSFUNC = nps_hist_accum, MINVFUNC = nps_hist_discard, MSTYPE = nps_hist, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps(score integer) IS
	'Net Promoter Score of scores 0 to 10, in points from -100 to 100; NULLs are not counted; NULL without answers';
CREATE AGGREGATE nps(score bigint) (
	SFUNC = nps_hist_accum, STYPE = nps_hist, INITCOND = '{}',
	FINALFUNC = nps_score, MFINALFUNC = nps_score,
	COMBINEFUNC = nps_hist_merge, PARALLEL = SAFE,
	MSFUNC = nps_hist_accum, MINVFUNC = nps_hist_discard, MSTYPE = nps_hist, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps(score bigint) IS
	'Net Promoter Score of scores 0 to 10, in points from -100 to 100; NULLs are not counted; NULL without answers';
CREATE AGGREGATE nps(score numeric) (
	SFUNC = nps_hist_accum, STYPE = nps_hist, INITCOND = '{}',
	FINALFUNC = nps_score, MFINALFUNC = nps_score,
	COMBINEFUNC = nps_hist_merge, PARALLEL = SAFE,
	MSFUNC = nps_hist_accum, MINVFUNC = nps_hist_discard, MSTYPE = nps_hist, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps(score numeric) IS
	'Net Promoter Score of scores 0 to 10, in points from -100 to 100; NULLs are not counted; NULL without answers';
CREATE AGGREGATE nps(score double precision) (
	SFUNC = nps_hist_accum, STYPE = nps_hist, INITCOND = '{}',
	FINALFUNC = nps_score, MFINALFUNC = nps_score,
	COMBINEFUNC = nps_hist_merge, PARALLEL = SAFE,
	MSFUNC = nps_hist_accum, MINVFUNC = nps_hist_discard, MSTYPE = nps_hist, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps(score double precision) IS
	'Net Promoter Score of scores 0 to 10, in points from -100 to 100; NULLs are not counted; NULL without answers';

CREATE AGGREGATE enps(score smallint) (
	SFUNC = nps_hist_accum, STYPE = nps_hist, INITCOND = '{}',
	FINALFUNC = nps_score, MFINALFUNC = nps_score,
	COMBINEFUNC = nps_hist_merge, PARALLEL = SAFE,
	MSFUNC = nps_hist_accum, MINVFUNC = nps_hist_discard, MSTYPE = nps_hist, MINITCOND = '{}'
);
COMMENT ON AGGREGATE enps(score smallint) IS
	'employee Net Promoter Score of scores 0 to 10, in points from -100 to 100; NULLs are not counted; NULL without answers';
CREATE AGGREGATE enps(score integer) (
	SFUNC = nps_hist_accum, STYPE = nps_hist, INITCOND = '{}',
	FINALFUNC = nps_score, MFINALFUNC = nps_score,
	COMBINEFUNC = nps_hist_merge, PARALLEL = SAFE,
	MSFUNC = nps_hist_accum, MINVFUNC = nps_hist_discard, MSTYPE = nps_hist, MINITCOND = '{}'
);
COMMENT ON AGGREGATE enps(score integer) IS
	'employee Net Promoter Score of scores 0 to 10, in points from -100 to 100; NULLs are not counted; NULL without answers';
CREATE AGGREGATE enps(score bigint) (
	SFUNC = nps_hist_accum, STYPE = nps_hist, INITCOND = '{}',
	FINALFUNC = nps_score, MFINALFUNC = nps_score,
	COMBINEFUNC = nps_hist_merge, PARALLEL = SAFE,
	MSFUNC = nps_hist_accum, MINVFUNC = nps_hist_discard, MSTYPE = nps_hist, MINITCOND = '{}'
);
COMMENT ON AGGREGATE enps(score bigint) IS
	'employee Net Promoter Score of scores 0 to 10, in points from -100 to 100; NULLs are not counted; NULL without answers';
CREATE AGGREGATE enps(score numeric) (
	SFUNC = nps_hist_accum, STYPE = nps_hist, INITCOND = '{}',
	FINALFUNC = nps_score, MFINALFUNC = nps_score,
	COMBINEFUNC = nps_hist_merge, PARALLEL = SAFE,
	MSFUNC = nps_hist_accum, MINVFUNC = nps_hist_discard, MSTYPE = nps_hist, MINITCOND = '{}'
);
COMMENT ON AGGREGATE enps(score numeric) IS
	'employee Net Promoter Score of scores 0 to 10, in points from -100 to 100; NULLs are not counted; NULL without answers';
CREATE AGGREGATE enps(score double precision) (
	SFUNC = nps_hist_accum, STYPE = nps_hist, INITCOND = '{}',
	FINALFUNC = nps_score, MFINALFUNC = nps_score,
	COMBINEFUNC = nps_hist_merge, PARALLEL = SAFE,
	MSFUNC = nps_hist_accum, MINVFUNC = nps_hist_discard, MSTYPE = nps_hist, MINITCOND = '{}'
);
COMMENT ON AGGREGATE enps(score double precision) IS
	'employee Net Promoter Score of scores 0 to 10, in points from -100 to 100; NULLs are not counted; NULL without answers';

CREATE AGGREGATE nps_hist(score smallint) (
	SFUNC = nps_hist_accum, STYPE = nps_hist, INITCOND = '{}',
	COMBINEFUNC = nps_hist_merge, PARALLEL = SAFE,
	MSFUNC = nps_hist_accum, MINVFUNC = nps_hist_discard, MSTYPE = nps_hist, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_hist(score smallint) IS
	'histogram of scores 0 to 10: the exact, mergeable value behind every number; NULLs are not counted; {} without answers';
CREATE AGGREGATE nps_hist(score integer) (
	SFUNC = nps_hist_accum, STYPE = nps_hist, INITCOND = '{}',
	COMBINEFUNC = nps_hist_merge, PARALLEL = SAFE,
	MSFUNC = nps_hist_accum, MINVFUNC = nps_hist_discard, MSTYPE = nps_hist, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_hist(score integer) IS
	'histogram of scores 0 to 10: the exact, mergeable value behind every number; NULLs are not counted; {} without answers';
CREATE AGGREGATE nps_hist(score bigint) (
	SFUNC = nps_hist_accum, STYPE = nps_hist, INITCOND = '{}',
	COMBINEFUNC = nps_hist_merge, PARALLEL = SAFE,
	MSFUNC = nps_hist_accum, MINVFUNC = nps_hist_discard, MSTYPE = nps_hist, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_hist(score bigint) IS
	'histogram of scores 0 to 10: the exact, mergeable value behind every number; NULLs are not counted; {} without answers';
CREATE AGGREGATE nps_hist(score numeric) (
	SFUNC = nps_hist_accum, STYPE = nps_hist, INITCOND = '{}',
	COMBINEFUNC = nps_hist_merge, PARALLEL = SAFE,
	MSFUNC = nps_hist_accum, MINVFUNC = nps_hist_discard, MSTYPE = nps_hist, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_hist(score numeric) IS
	'histogram of scores 0 to 10: the exact, mergeable value behind every number; NULLs are not counted; {} without answers';
CREATE AGGREGATE nps_hist(score double precision) (
	SFUNC = nps_hist_accum, STYPE = nps_hist, INITCOND = '{}',
	COMBINEFUNC = nps_hist_merge, PARALLEL = SAFE,
	MSFUNC = nps_hist_accum, MINVFUNC = nps_hist_discard, MSTYPE = nps_hist, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_hist(score double precision) IS
	'histogram of scores 0 to 10: the exact, mergeable value behind every number; NULLs are not counted; {} without answers';

CREATE AGGREGATE csat(score smallint) (
	SFUNC = nps_hist_accum, STYPE = nps_hist, INITCOND = '{}',
	FINALFUNC = nps_csat_final, MFINALFUNC = nps_csat_final,
	COMBINEFUNC = nps_hist_merge, PARALLEL = SAFE,
	MSFUNC = nps_hist_accum, MINVFUNC = nps_hist_discard, MSTYPE = nps_hist, MINITCOND = '{}'
);
COMMENT ON AGGREGATE csat(score smallint) IS
	'customer satisfaction: percentage of answers 4 and 5 on the scale 1 to 5; NULLs are not counted; NULL without answers';
CREATE AGGREGATE csat(score integer) (
	SFUNC = nps_hist_accum, STYPE = nps_hist, INITCOND = '{}',
	FINALFUNC = nps_csat_final, MFINALFUNC = nps_csat_final,
	COMBINEFUNC = nps_hist_merge, PARALLEL = SAFE,
	MSFUNC = nps_hist_accum, MINVFUNC = nps_hist_discard, MSTYPE = nps_hist, MINITCOND = '{}'
);
COMMENT ON AGGREGATE csat(score integer) IS
	'customer satisfaction: percentage of answers 4 and 5 on the scale 1 to 5; NULLs are not counted; NULL without answers';
CREATE AGGREGATE csat(score bigint) (
	SFUNC = nps_hist_accum, STYPE = nps_hist, INITCOND = '{}',
	FINALFUNC = nps_csat_final, MFINALFUNC = nps_csat_final,
	COMBINEFUNC = nps_hist_merge, PARALLEL = SAFE,
	MSFUNC = nps_hist_accum, MINVFUNC = nps_hist_discard, MSTYPE = nps_hist, MINITCOND = '{}'
);
COMMENT ON AGGREGATE csat(score bigint) IS
	'customer satisfaction: percentage of answers 4 and 5 on the scale 1 to 5; NULLs are not counted; NULL without answers';
CREATE AGGREGATE csat(score numeric) (
	SFUNC = nps_hist_accum, STYPE = nps_hist, INITCOND = '{}',
	FINALFUNC = nps_csat_final, MFINALFUNC = nps_csat_final,
	COMBINEFUNC = nps_hist_merge, PARALLEL = SAFE,
	MSFUNC = nps_hist_accum, MINVFUNC = nps_hist_discard, MSTYPE = nps_hist, MINITCOND = '{}'
);
COMMENT ON AGGREGATE csat(score numeric) IS
	'customer satisfaction: percentage of answers 4 and 5 on the scale 1 to 5; NULLs are not counted; NULL without answers';
CREATE AGGREGATE csat(score double precision) (
	SFUNC = nps_hist_accum, STYPE = nps_hist, INITCOND = '{}',
	FINALFUNC = nps_csat_final, MFINALFUNC = nps_csat_final,
	COMBINEFUNC = nps_hist_merge, PARALLEL = SAFE,
	MSFUNC = nps_hist_accum, MINVFUNC = nps_hist_discard, MSTYPE = nps_hist, MINITCOND = '{}'
);
COMMENT ON AGGREGATE csat(score double precision) IS
	'customer satisfaction: percentage of answers 4 and 5 on the scale 1 to 5; NULLs are not counted; NULL without answers';

CREATE AGGREGATE ces(score smallint) (
	SFUNC = nps_hist_accum, STYPE = nps_hist, INITCOND = '{}',
	FINALFUNC = nps_ces_final, MFINALFUNC = nps_ces_final,
	COMBINEFUNC = nps_hist_merge, PARALLEL = SAFE,
	MSFUNC = nps_hist_accum, MINVFUNC = nps_hist_discard, MSTYPE = nps_hist, MINITCOND = '{}'
);
COMMENT ON AGGREGATE ces(score smallint) IS
	'customer effort score: mean on the scale 1 to 7; NULLs are not counted; NULL without answers';
CREATE AGGREGATE ces(score integer) (
	SFUNC = nps_hist_accum, STYPE = nps_hist, INITCOND = '{}',
	FINALFUNC = nps_ces_final, MFINALFUNC = nps_ces_final,
	COMBINEFUNC = nps_hist_merge, PARALLEL = SAFE,
	MSFUNC = nps_hist_accum, MINVFUNC = nps_hist_discard, MSTYPE = nps_hist, MINITCOND = '{}'
);
COMMENT ON AGGREGATE ces(score integer) IS
	'customer effort score: mean on the scale 1 to 7; NULLs are not counted; NULL without answers';
CREATE AGGREGATE ces(score bigint) (
	SFUNC = nps_hist_accum, STYPE = nps_hist, INITCOND = '{}',
	FINALFUNC = nps_ces_final, MFINALFUNC = nps_ces_final,
	COMBINEFUNC = nps_hist_merge, PARALLEL = SAFE,
	MSFUNC = nps_hist_accum, MINVFUNC = nps_hist_discard, MSTYPE = nps_hist, MINITCOND = '{}'
);
COMMENT ON AGGREGATE ces(score bigint) IS
	'customer effort score: mean on the scale 1 to 7; NULLs are not counted; NULL without answers';
CREATE AGGREGATE ces(score numeric) (
	SFUNC = nps_hist_accum, STYPE = nps_hist, INITCOND = '{}',
	FINALFUNC = nps_ces_final, MFINALFUNC = nps_ces_final,
	COMBINEFUNC = nps_hist_merge, PARALLEL = SAFE,
	MSFUNC = nps_hist_accum, MINVFUNC = nps_hist_discard, MSTYPE = nps_hist, MINITCOND = '{}'
);
COMMENT ON AGGREGATE ces(score numeric) IS
	'customer effort score: mean on the scale 1 to 7; NULLs are not counted; NULL without answers';
CREATE AGGREGATE ces(score double precision) (
	SFUNC = nps_hist_accum, STYPE = nps_hist, INITCOND = '{}',
	FINALFUNC = nps_ces_final, MFINALFUNC = nps_ces_final,
	COMBINEFUNC = nps_hist_merge, PARALLEL = SAFE,
	MSFUNC = nps_hist_accum, MINVFUNC = nps_hist_discard, MSTYPE = nps_hist, MINITCOND = '{}'
);
COMMENT ON AGGREGATE ces(score double precision) IS
	'customer effort score: mean on the scale 1 to 7; NULLs are not counted; NULL without answers';

CREATE AGGREGATE nps_rollup(hist nps_hist) (
	SFUNC = nps_hist_merge, STYPE = nps_hist, INITCOND = '{}',
	COMBINEFUNC = nps_hist_merge, PARALLEL = SAFE,
	MSFUNC = nps_hist_merge, MINVFUNC = nps_hist_unmerge, MSTYPE = nps_hist, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_rollup(hist nps_hist) IS
	'all answers of many histograms: months to a quarter, teams to a country; {} for none';
