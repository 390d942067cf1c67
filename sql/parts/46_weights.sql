
-- ---------------------------------------------------------------------------
-- nps_weights: answers of different weight, as sums of the weights and of their
-- squares by category: all that the score, its error and its interval need
-- ---------------------------------------------------------------------------

CREATE TYPE nps_weights;
CREATE FUNCTION nps_weights_in(cstring) RETURNS nps_weights
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_weights_in(cstring) IS 'text input of nps_weights';
CREATE FUNCTION nps_weights_out(nps_weights) RETURNS cstring
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_weights_out(nps_weights) IS 'text output of nps_weights';
CREATE FUNCTION nps_weights_recv(internal) RETURNS nps_weights
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_weights_recv(internal) IS 'binary input of nps_weights';
CREATE FUNCTION nps_weights_send(nps_weights) RETURNS bytea
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_weights_send(nps_weights) IS 'binary output of nps_weights';

CREATE TYPE nps_weights (
	INPUT = nps_weights_in, OUTPUT = nps_weights_out,
	RECEIVE = nps_weights_recv, SEND = nps_weights_send,
	INTERNALLENGTH = 112, ALIGNMENT = double, CATEGORY = 'h'
);
COMMENT ON TYPE nps_weights IS
	'state of weighted scores: number of answers, and sums of weights and of squared weights of detractors, passives and promoters; written {n;w,w,w;w2,w2,w2}; {} is no answers';

CREATE FUNCTION nps_weights_plus(nps_weights, nps_weights) RETURNS nps_weights
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_weights_plus(nps_weights, nps_weights) IS 'all answers of both';
CREATE OPERATOR + (FUNCTION = nps_weights_plus, LEFTARG = nps_weights, RIGHTARG = nps_weights, COMMUTATOR = +);
COMMENT ON OPERATOR + (nps_weights, nps_weights) IS 'all answers of both';

-- equality and hashing, for GROUP BY, DISTINCT and hash joins; an order would mean nothing
CREATE FUNCTION nps_weights_eq(nps_weights, nps_weights) RETURNS boolean
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_weights_eq(nps_weights, nps_weights) IS 'equal';
CREATE FUNCTION nps_weights_ne(nps_weights, nps_weights) RETURNS boolean
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_weights_ne(nps_weights, nps_weights) IS 'not equal';
CREATE FUNCTION nps_weights_hash(nps_weights) RETURNS integer
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_weights_hash(nps_weights) IS 'hash of nps_weights';
CREATE FUNCTION nps_weights_hash_extended(nps_weights, bigint) RETURNS bigint
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_weights_hash_extended(nps_weights, bigint) IS 'hash of nps_weights with a seed';
CREATE OPERATOR = (
	FUNCTION = nps_weights_eq, LEFTARG = nps_weights, RIGHTARG = nps_weights,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES
);
CREATE OPERATOR <> (
	FUNCTION = nps_weights_ne, LEFTARG = nps_weights, RIGHTARG = nps_weights,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR = (nps_weights, nps_weights) IS 'equal';
COMMENT ON OPERATOR <> (nps_weights, nps_weights) IS 'not equal';
CREATE OPERATOR CLASS nps_weights_ops DEFAULT FOR TYPE nps_weights USING hash AS
	OPERATOR 1 =,
	FUNCTION 1 nps_weights_hash(nps_weights), FUNCTION 2 nps_weights_hash_extended(nps_weights, bigint);
COMMENT ON OPERATOR CLASS nps_weights_ops USING hash IS 'hashing of nps_weights, for GROUP BY, DISTINCT and hash joins';
COMMENT ON OPERATOR FAMILY nps_weights_ops USING hash IS 'hashing of nps_weights';

-- ---------------------------------------------------------------------------
-- Weighted aggregates.  No inverse transition: weights that are taken out again
-- would leave rounding behind
-- ---------------------------------------------------------------------------

CREATE FUNCTION nps_weights_accum(nps_weights, smallint, double precision) RETURNS nps_weights
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_weights_accum_int2';
COMMENT ON FUNCTION nps_weights_accum(nps_weights, smallint, double precision) IS 'transition: the state with one answer more';
CREATE FUNCTION nps_weights_accum(nps_weights, integer, double precision) RETURNS nps_weights
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_weights_accum_int4';
COMMENT ON FUNCTION nps_weights_accum(nps_weights, integer, double precision) IS 'transition: the state with one answer more';
CREATE FUNCTION nps_weights_accum(nps_weights, bigint, double precision) RETURNS nps_weights
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_weights_accum_int8';
COMMENT ON FUNCTION nps_weights_accum(nps_weights, bigint, double precision) IS 'transition: the state with one answer more';
CREATE FUNCTION nps_weights_accum(nps_weights, numeric, double precision) RETURNS nps_weights
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_weights_accum_numeric';
COMMENT ON FUNCTION nps_weights_accum(nps_weights, numeric, double precision) IS 'transition: the state with one answer more';
CREATE FUNCTION nps_weights_accum(nps_weights, double precision, double precision) RETURNS nps_weights
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_weights_accum_float8';
COMMENT ON FUNCTION nps_weights_accum(nps_weights, double precision, double precision) IS 'transition: the state with one answer more';
CREATE FUNCTION nps_weights_merge(nps_weights, nps_weights) RETURNS nps_weights
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_weights_combine';
COMMENT ON FUNCTION nps_weights_merge(nps_weights, nps_weights) IS 'combine: all answers of both states';

CREATE TYPE nps_weighted_stats AS (
	n bigint,
	sum_w double precision,
	n_eff double precision,
	deff double precision,
	nps numeric,
	se numeric,
	ci_low numeric,
	ci_high numeric
);
COMMENT ON TYPE nps_weighted_stats IS 'weighted Net Promoter Score with its standard error and interval';
COMMENT ON COLUMN nps_weighted_stats.n IS 'number of answers with a weight above 0';
COMMENT ON COLUMN nps_weighted_stats.sum_w IS 'sum of the weights';
COMMENT ON COLUMN nps_weighted_stats.n_eff IS 'effective number of answers: as many answers of equal weight would say as much; the smaller of the one by Kish and the linearised one';
COMMENT ON COLUMN nps_weighted_stats.deff IS 'design effect: n / effective number by Kish; 1 for equal weights';
COMMENT ON COLUMN nps_weighted_stats.nps IS 'weighted Net Promoter Score, -100 to 100';
COMMENT ON COLUMN nps_weighted_stats.se IS 'standard error of the score in points, linearised (with replacement)';
COMMENT ON COLUMN nps_weighted_stats.ci_low IS 'lower end of the confidence interval in points';
COMMENT ON COLUMN nps_weighted_stats.ci_high IS 'upper end of the confidence interval in points';

-- what a state says; nps_score is also the final function of nps(score, weight)
CREATE FUNCTION nps_score(weights nps_weights) RETURNS numeric
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_weights_score';
COMMENT ON FUNCTION nps_score(weights nps_weights) IS 'weighted Net Promoter Score: 100 x (weight of promoters - weight of detractors) / weight of all, -100 to 100; NULL without answers';
CREATE FUNCTION nps_count(weights nps_weights) RETURNS bigint
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_weights_count';
COMMENT ON FUNCTION nps_count(weights nps_weights) IS 'number of answers with a weight above 0';
CREATE FUNCTION nps_weighted(weights nps_weights, level double precision DEFAULT 0.95, method text DEFAULT 'score') RETURNS nps_weighted_stats
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_weights_stats';
COMMENT ON FUNCTION nps_weighted(nps_weights, double precision, text) IS 'weighted Net Promoter Score with its standard error and interval, from a stored state; NULL without answers';
CREATE FUNCTION nps_weighted_final(nps_weights) RETURNS nps_weighted_stats
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_weights_stats';
COMMENT ON FUNCTION nps_weighted_final(nps_weights) IS 'final function of nps_weighted';
CREATE FUNCTION nps_interval(weights nps_weights, level double precision DEFAULT 0.95, method text DEFAULT 'score', population bigint DEFAULT NULL)
	RETURNS nps_interval LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_weights_interval';
COMMENT ON FUNCTION nps_interval(nps_weights, double precision, text, bigint) IS
	'confidence interval of a weighted score in points, on the effective number of answers; population: how many people could have answered, where that is known; NULL without answers';
CREATE FUNCTION nps_margin(weights nps_weights, level double precision DEFAULT 0.95, method text DEFAULT 'score', population bigint DEFAULT NULL)
	RETURNS numeric LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_weights_margin';
COMMENT ON FUNCTION nps_margin(nps_weights, double precision, text, bigint) IS
	'margin of error of a weighted score: half the width of the confidence interval, in points; NULL without answers';
CREATE FUNCTION nps_test(weights nps_weights, null_value double precision,
	OUT estimate numeric, OUT z double precision, OUT p_value double precision)
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_weights_test_one';
COMMENT ON FUNCTION nps_test(nps_weights, double precision) IS
	'does a weighted score differ from a value?  Score test on the effective number of answers, two-sided';
CREATE FUNCTION nps_test(weights1 nps_weights, weights2 nps_weights, level double precision DEFAULT 0.95, method text DEFAULT 'score',
	OUT delta numeric, OUT se numeric, OUT z double precision, OUT p_value double precision, OUT low numeric, OUT high numeric)
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_weights_test';
COMMENT ON FUNCTION nps_test(nps_weights, nps_weights, double precision, text) IS
	'do two weighted scores differ?  delta is the first minus the second, in points; on the effective numbers of answers; NULL without answers in either';

CREATE AGGREGATE nps(score smallint, weight double precision) (
	SFUNC = nps_weights_accum, STYPE = nps_weights, INITCOND = '{}',
	FINALFUNC = nps_score,
	COMBINEFUNC = nps_weights_merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps(score smallint, weight double precision) IS
	'weighted Net Promoter Score of scores 0 to 10, in points from -100 to 100; rows without score or weight, or of weight 0, are not counted; NULL without answers';
CREATE AGGREGATE nps(score integer, weight double precision) (
	SFUNC = nps_weights_accum, STYPE = nps_weights, INITCOND = '{}',
	FINALFUNC = nps_score,
	COMBINEFUNC = nps_weights_merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps(score integer, weight double precision) IS
	'weighted Net Promoter Score of scores 0 to 10, in points from -100 to 100; rows without score or weight, or of weight 0, are not counted; NULL without answers';
CREATE AGGREGATE nps(score bigint, weight double precision) (
	SFUNC = nps_weights_accum, STYPE = nps_weights, INITCOND = '{}',
	FINALFUNC = nps_score,
	COMBINEFUNC = nps_weights_merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps(score bigint, weight double precision) IS
	'weighted Net Promoter Score of scores 0 to 10, in points from -100 to 100; rows without score or weight, or of weight 0, are not counted; NULL without answers';
CREATE AGGREGATE nps(score numeric, weight double precision) (
	SFUNC = nps_weights_accum, STYPE = nps_weights, INITCOND = '{}',
	FINALFUNC = nps_score,
	COMBINEFUNC = nps_weights_merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps(score numeric, weight double precision) IS
	'weighted Net Promoter Score of scores 0 to 10, in points from -100 to 100; rows without score or weight, or of weight 0, are not counted; NULL without answers';
CREATE AGGREGATE nps(score double precision, weight double precision) (
	SFUNC = nps_weights_accum, STYPE = nps_weights, INITCOND = '{}',
	FINALFUNC = nps_score,
	COMBINEFUNC = nps_weights_merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps(score double precision, weight double precision) IS
	'weighted Net Promoter Score of scores 0 to 10, in points from -100 to 100; rows without score or weight, or of weight 0, are not counted; NULL without answers';
CREATE AGGREGATE nps_weighted(score smallint, weight double precision) (
	SFUNC = nps_weights_accum, STYPE = nps_weights, INITCOND = '{}',
	FINALFUNC = nps_weighted_final,
	COMBINEFUNC = nps_weights_merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_weighted(score smallint, weight double precision) IS
	'weighted Net Promoter Score with its standard error and 95 % interval (score method on the effective number of answers); NULL without answers';
CREATE AGGREGATE nps_weighted(score integer, weight double precision) (
	SFUNC = nps_weights_accum, STYPE = nps_weights, INITCOND = '{}',
	FINALFUNC = nps_weighted_final,
	COMBINEFUNC = nps_weights_merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_weighted(score integer, weight double precision) IS
	'weighted Net Promoter Score with its standard error and 95 % interval (score method on the effective number of answers); NULL without answers';
CREATE AGGREGATE nps_weighted(score bigint, weight double precision) (
	SFUNC = nps_weights_accum, STYPE = nps_weights, INITCOND = '{}',
	FINALFUNC = nps_weighted_final,
	COMBINEFUNC = nps_weights_merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_weighted(score bigint, weight double precision) IS
	'weighted Net Promoter Score with its standard error and 95 % interval (score method on the effective number of answers); NULL without answers';
CREATE AGGREGATE nps_weighted(score numeric, weight double precision) (
	SFUNC = nps_weights_accum, STYPE = nps_weights, INITCOND = '{}',
	FINALFUNC = nps_weighted_final,
	COMBINEFUNC = nps_weights_merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_weighted(score numeric, weight double precision) IS
	'weighted Net Promoter Score with its standard error and 95 % interval (score method on the effective number of answers); NULL without answers';
CREATE AGGREGATE nps_weighted(score double precision, weight double precision) (
	SFUNC = nps_weights_accum, STYPE = nps_weights, INITCOND = '{}',
	FINALFUNC = nps_weighted_final,
	COMBINEFUNC = nps_weights_merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_weighted(score double precision, weight double precision) IS
	'weighted Net Promoter Score with its standard error and 95 % interval (score method on the effective number of answers); NULL without answers';
CREATE AGGREGATE nps_weights(score smallint, weight double precision) (
	SFUNC = nps_weights_accum, STYPE = nps_weights, INITCOND = '{}',
	COMBINEFUNC = nps_weights_merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_weights(score smallint, weight double precision) IS
	'the mergeable state of weighted scores, to be stored and rolled up; {} without answers';
CREATE AGGREGATE nps_weights(score integer, weight double precision) (
	SFUNC = nps_weights_accum, STYPE = nps_weights, INITCOND = '{}',
	COMBINEFUNC = nps_weights_merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_weights(score integer, weight double precision) IS
	'the mergeable state of weighted scores, to be stored and rolled up; {} without answers';
CREATE AGGREGATE nps_weights(score bigint, weight double precision) (
	SFUNC = nps_weights_accum, STYPE = nps_weights, INITCOND = '{}',
	COMBINEFUNC = nps_weights_merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_weights(score bigint, weight double precision) IS
	'the mergeable state of weighted scores, to be stored and rolled up; {} without answers';
CREATE AGGREGATE nps_weights(score numeric, weight double precision) (
	SFUNC = nps_weights_accum, STYPE = nps_weights, INITCOND = '{}',
	COMBINEFUNC = nps_weights_merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_weights(score numeric, weight double precision) IS
	'the mergeable state of weighted scores, to be stored and rolled up; {} without answers';
CREATE AGGREGATE nps_weights(score double precision, weight double precision) (
	SFUNC = nps_weights_accum, STYPE = nps_weights, INITCOND = '{}',
	COMBINEFUNC = nps_weights_merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_weights(score double precision, weight double precision) IS
	'the mergeable state of weighted scores, to be stored and rolled up; {} without answers';
CREATE AGGREGATE nps_rollup(weights nps_weights) (
	SFUNC = nps_weights_merge, STYPE = nps_weights, INITCOND = '{}',
	COMBINEFUNC = nps_weights_merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_rollup(weights nps_weights) IS
	'all answers of many weighted states: months to a quarter, teams to a country; {} for none';
