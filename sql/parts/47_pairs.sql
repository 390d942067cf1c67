
-- ---------------------------------------------------------------------------
-- nps_pairs: two waves of the same people, as counts of who went from which
-- category to which; a wave may miss a person
-- ---------------------------------------------------------------------------

CREATE TYPE nps_pairs;
CREATE FUNCTION nps_pairs_in(cstring) RETURNS nps_pairs
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_pairs_in(cstring) IS 'text input of nps_pairs';
CREATE FUNCTION nps_pairs_out(nps_pairs) RETURNS cstring
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_pairs_out(nps_pairs) IS 'text output of nps_pairs';
CREATE FUNCTION nps_pairs_recv(internal) RETURNS nps_pairs
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_pairs_recv(internal) IS 'binary input of nps_pairs';
CREATE FUNCTION nps_pairs_send(nps_pairs) RETURNS bytea
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_pairs_send(nps_pairs) IS 'binary output of nps_pairs';

CREATE TYPE nps_pairs (
	INPUT = nps_pairs_in, OUTPUT = nps_pairs_out,
	RECEIVE = nps_pairs_recv, SEND = nps_pairs_send,
	INTERNALLENGTH = 136, ALIGNMENT = double, CATEGORY = 'h'
);
COMMENT ON TYPE nps_pairs IS
	'two waves of the same people: how many went from each category to each; written {from-to:count,...} with d detractor, p passive, P promoter, - no answer, for example {dP:3,pp:5,-d:1}; {} is nobody';

CREATE FUNCTION nps_pairs_plus(nps_pairs, nps_pairs) RETURNS nps_pairs
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_pairs_plus(nps_pairs, nps_pairs) IS 'all people of both';
CREATE FUNCTION nps_pairs_minus(nps_pairs, nps_pairs) RETURNS nps_pairs
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_pairs_minus(nps_pairs, nps_pairs) IS 'the people of the first state without those of the second, which must be part of it';
CREATE OPERATOR + (FUNCTION = nps_pairs_plus, LEFTARG = nps_pairs, RIGHTARG = nps_pairs, COMMUTATOR = +);
COMMENT ON OPERATOR + (nps_pairs, nps_pairs) IS 'all people of both';
CREATE OPERATOR - (FUNCTION = nps_pairs_minus, LEFTARG = nps_pairs, RIGHTARG = nps_pairs);
COMMENT ON OPERATOR - (nps_pairs, nps_pairs) IS 'the people of the first state without those of the second, which must be part of it';

-- equality and hashing, for GROUP BY, DISTINCT and hash joins; an order would mean nothing
CREATE FUNCTION nps_pairs_eq(nps_pairs, nps_pairs) RETURNS boolean
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_pairs_eq(nps_pairs, nps_pairs) IS 'equal';
CREATE FUNCTION nps_pairs_ne(nps_pairs, nps_pairs) RETURNS boolean
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_pairs_ne(nps_pairs, nps_pairs) IS 'not equal';
CREATE FUNCTION nps_pairs_hash(nps_pairs) RETURNS integer
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_pairs_hash(nps_pairs) IS 'hash of nps_pairs';
CREATE FUNCTION nps_pairs_hash_extended(nps_pairs, bigint) RETURNS bigint
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_pairs_hash_extended(nps_pairs, bigint) IS 'hash of nps_pairs with a seed';
CREATE OPERATOR = (
	FUNCTION = nps_pairs_eq, LEFTARG = nps_pairs, RIGHTARG = nps_pairs,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES
);
CREATE OPERATOR <> (
	FUNCTION = nps_pairs_ne, LEFTARG = nps_pairs, RIGHTARG = nps_pairs,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR = (nps_pairs, nps_pairs) IS 'equal';
COMMENT ON OPERATOR <> (nps_pairs, nps_pairs) IS 'not equal';
CREATE OPERATOR CLASS nps_pairs_ops DEFAULT FOR TYPE nps_pairs USING hash AS
	OPERATOR 1 =,
	FUNCTION 1 nps_pairs_hash(nps_pairs), FUNCTION 2 nps_pairs_hash_extended(nps_pairs, bigint);
COMMENT ON OPERATOR CLASS nps_pairs_ops USING hash IS 'hashing of nps_pairs, for GROUP BY, DISTINCT and hash joins';
COMMENT ON OPERATOR FAMILY nps_pairs_ops USING hash IS 'hashing of nps_pairs';

-- ---------------------------------------------------------------------------
-- Aggregates over two scores a person.  The transition is not strict: NULL is a
-- person who is not in that wave
-- ---------------------------------------------------------------------------

CREATE FUNCTION nps_pairs_accum(nps_pairs, smallint, smallint) RETURNS nps_pairs
	LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_pairs_accum_int2';
COMMENT ON FUNCTION nps_pairs_accum(nps_pairs, smallint, smallint) IS 'transition: the state with one person more';
CREATE FUNCTION nps_pairs_discard(nps_pairs, smallint, smallint) RETURNS nps_pairs
	LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_pairs_discard_int2';
COMMENT ON FUNCTION nps_pairs_discard(nps_pairs, smallint, smallint) IS 'inverse transition: the state with one person less';
CREATE FUNCTION nps_pairs_accum(nps_pairs, integer, integer) RETURNS nps_pairs
	LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_pairs_accum_int4';
COMMENT ON FUNCTION nps_pairs_accum(nps_pairs, integer, integer) IS 'transition: the state with one person more';
CREATE FUNCTION nps_pairs_discard(nps_pairs, integer, integer) RETURNS nps_pairs
	LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_pairs_discard_int4';
COMMENT ON FUNCTION nps_pairs_discard(nps_pairs, integer, integer) IS 'inverse transition: the state with one person less';
CREATE FUNCTION nps_pairs_accum(nps_pairs, bigint, bigint) RETURNS nps_pairs
	LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_pairs_accum_int8';
COMMENT ON FUNCTION nps_pairs_accum(nps_pairs, bigint, bigint) IS 'transition: the state with one person more';
CREATE FUNCTION nps_pairs_discard(nps_pairs, bigint, bigint) RETURNS nps_pairs
	LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_pairs_discard_int8';
COMMENT ON FUNCTION nps_pairs_discard(nps_pairs, bigint, bigint) IS 'inverse transition: the state with one person less';
CREATE FUNCTION nps_pairs_accum(nps_pairs, numeric, numeric) RETURNS nps_pairs
	LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_pairs_accum_numeric';
COMMENT ON FUNCTION nps_pairs_accum(nps_pairs, numeric, numeric) IS 'transition: the state with one person more';
CREATE FUNCTION nps_pairs_discard(nps_pairs, numeric, numeric) RETURNS nps_pairs
	LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_pairs_discard_numeric';
COMMENT ON FUNCTION nps_pairs_discard(nps_pairs, numeric, numeric) IS 'inverse transition: the state with one person less';
CREATE FUNCTION nps_pairs_accum(nps_pairs, double precision, double precision) RETURNS nps_pairs
	LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_pairs_accum_float8';
COMMENT ON FUNCTION nps_pairs_accum(nps_pairs, double precision, double precision) IS 'transition: the state with one person more';
CREATE FUNCTION nps_pairs_discard(nps_pairs, double precision, double precision) RETURNS nps_pairs
	LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_pairs_discard_float8';
COMMENT ON FUNCTION nps_pairs_discard(nps_pairs, double precision, double precision) IS 'inverse transition: the state with one person less';
CREATE FUNCTION nps_pairs_merge(nps_pairs, nps_pairs) RETURNS nps_pairs
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_pairs_merge(nps_pairs, nps_pairs) IS 'combine: all people of both states';
CREATE FUNCTION nps_pairs_unmerge(nps_pairs, nps_pairs) RETURNS nps_pairs
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_pairs_unmerge(nps_pairs, nps_pairs) IS 'inverse of combine: the people of the first state without those of the second';

CREATE TYPE nps_paired_result AS (
	n bigint,
	delta numeric,
	se numeric,
	t double precision,
	df bigint,
	p_value double precision,
	low numeric,
	high numeric
);
COMMENT ON TYPE nps_paired_result IS 'change between two waves of the same people, by the paired t test';
COMMENT ON COLUMN nps_paired_result.n IS 'people who answered in both waves';
COMMENT ON COLUMN nps_paired_result.delta IS 'change of the score in points: second wave - first wave';
COMMENT ON COLUMN nps_paired_result.se IS 'standard error of the change in points';
COMMENT ON COLUMN nps_paired_result.t IS 'test statistic: change / standard error; NULL if all changed alike';
COMMENT ON COLUMN nps_paired_result.df IS 'degrees of freedom: n - 1';
COMMENT ON COLUMN nps_paired_result.p_value IS 'two-sided p-value of no change; NULL if all changed alike';
COMMENT ON COLUMN nps_paired_result.low IS 'lower end of the confidence interval of the change in points';
COMMENT ON COLUMN nps_paired_result.high IS 'upper end of the confidence interval of the change in points';
CREATE TYPE nps_overlap_result AS (
	n1 bigint,
	n2 bigint,
	overlap bigint,
	delta numeric,
	se numeric,
	z double precision,
	p_value double precision,
	low numeric,
	high numeric
);
COMMENT ON TYPE nps_overlap_result IS 'change between two waves that share some of their people';
COMMENT ON COLUMN nps_overlap_result.n1 IS 'people who answered in the first wave';
COMMENT ON COLUMN nps_overlap_result.n2 IS 'people who answered in the second wave';
COMMENT ON COLUMN nps_overlap_result.overlap IS 'people who answered in both waves';
COMMENT ON COLUMN nps_overlap_result.delta IS 'change of the score in points: second wave - first wave';
COMMENT ON COLUMN nps_overlap_result.se IS 'standard error of the change in points, which takes the shared people into account';
COMMENT ON COLUMN nps_overlap_result.z IS 'test statistic: change / standard error with method wald; NULL if there is no error';
COMMENT ON COLUMN nps_overlap_result.p_value IS 'two-sided p-value of no change; NULL if it cannot be known';
COMMENT ON COLUMN nps_overlap_result.low IS 'lower end of the confidence interval of the change in points';
COMMENT ON COLUMN nps_overlap_result.high IS 'upper end of the confidence interval of the change in points';

-- what a state says, and final functions
CREATE FUNCTION nps_paired_test(pairs nps_pairs, level double precision DEFAULT 0.95) RETURNS nps_paired_result
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_pairs_paired_test';
COMMENT ON FUNCTION nps_paired_test(nps_pairs, double precision) IS 'change between two waves of the same people by the paired t test, from a stored state; uses those who answered in both; NULL if nobody did';
CREATE FUNCTION nps_paired_test_final(nps_pairs) RETURNS nps_paired_result
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_pairs_paired_test';
COMMENT ON FUNCTION nps_paired_test_final(nps_pairs) IS 'final function of nps_paired_test';
CREATE FUNCTION nps_overlap_test(pairs nps_pairs, level double precision DEFAULT 0.95, method text DEFAULT 'wald') RETURNS nps_overlap_result
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_pairs_overlap_test';
COMMENT ON FUNCTION nps_overlap_test(nps_pairs, double precision, text) IS
	'change between two waves that share some of their people, from a stored state; methods wald (the default) and score: wald finds changes that are none where a wave is small (10 answers against 100: up to 28 % at a nominal 5 %), score (square-and-add on score limits) does not; NULL without answers';
CREATE FUNCTION nps_overlap_test_final(nps_pairs) RETURNS nps_overlap_result
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_pairs_overlap_test';
COMMENT ON FUNCTION nps_overlap_test_final(nps_pairs) IS 'final function of nps_overlap_test';

CREATE AGGREGATE nps_paired_test(score1 smallint, score2 smallint) (
	SFUNC = nps_pairs_accum, STYPE = nps_pairs, INITCOND = '{}',
	FINALFUNC = nps_paired_test_final, MFINALFUNC = nps_paired_test_final,
	COMBINEFUNC = nps_pairs_merge, PARALLEL = SAFE,
	MSFUNC = nps_pairs_accum, MINVFUNC = nps_pairs_discard, MSTYPE = nps_pairs, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_paired_test(score1 smallint, score2 smallint) IS
	'change between two waves of the same people, second - first, by the paired t test at 95 %; uses those who answered in both; NULL if nobody did';
CREATE AGGREGATE nps_paired_test(score1 integer, score2 integer) (
	SFUNC = nps_pairs_accum, STYPE = nps_pairs, INITCOND = '{}',
	FINALFUNC = nps_paired_test_final, MFINALFUNC = nps_paired_test_final,
	COMBINEFUNC = nps_pairs_merge, PARALLEL = SAFE,
	MSFUNC = nps_pairs_accum, MINVFUNC = nps_pairs_discard, MSTYPE = nps_pairs, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_paired_test(score1 integer, score2 integer) IS
	'change between two waves of the same people, second - first, by the paired t test at 95 %; uses those who answered in both; NULL if nobody did';
CREATE AGGREGATE nps_paired_test(score1 bigint, score2 bigint) (
	SFUNC = nps_pairs_accum, STYPE = nps_pairs, INITCOND = '{}',
	FINALFUNC = nps_paired_test_final, MFINALFUNC = nps_paired_test_final,
	COMBINEFUNC = nps_pairs_merge, PARALLEL = SAFE,
	MSFUNC = nps_pairs_accum, MINVFUNC = nps_pairs_discard, MSTYPE = nps_pairs, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_paired_test(score1 bigint, score2 bigint) IS
	'change between two waves of the same people, second - first, by the paired t test at 95 %; uses those who answered in both; NULL if nobody did';
CREATE AGGREGATE nps_paired_test(score1 numeric, score2 numeric) (
	SFUNC = nps_pairs_accum, STYPE = nps_pairs, INITCOND = '{}',
	FINALFUNC = nps_paired_test_final, MFINALFUNC = nps_paired_test_final,
	COMBINEFUNC = nps_pairs_merge, PARALLEL = SAFE,
	MSFUNC = nps_pairs_accum, MINVFUNC = nps_pairs_discard, MSTYPE = nps_pairs, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_paired_test(score1 numeric, score2 numeric) IS
	'change between two waves of the same people, second - first, by the paired t test at 95 %; uses those who answered in both; NULL if nobody did';
CREATE AGGREGATE nps_paired_test(score1 double precision, score2 double precision) (
	SFUNC = nps_pairs_accum, STYPE = nps_pairs, INITCOND = '{}',
	FINALFUNC = nps_paired_test_final, MFINALFUNC = nps_paired_test_final,
	COMBINEFUNC = nps_pairs_merge, PARALLEL = SAFE,
	MSFUNC = nps_pairs_accum, MINVFUNC = nps_pairs_discard, MSTYPE = nps_pairs, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_paired_test(score1 double precision, score2 double precision) IS
	'change between two waves of the same people, second - first, by the paired t test at 95 %; uses those who answered in both; NULL if nobody did';
CREATE AGGREGATE nps_overlap_test(score1 smallint, score2 smallint) (
	SFUNC = nps_pairs_accum, STYPE = nps_pairs, INITCOND = '{}',
	FINALFUNC = nps_overlap_test_final, MFINALFUNC = nps_overlap_test_final,
	COMBINEFUNC = nps_pairs_merge, PARALLEL = SAFE,
	MSFUNC = nps_pairs_accum, MINVFUNC = nps_pairs_discard, MSTYPE = nps_pairs, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_overlap_test(score1 smallint, score2 smallint) IS
	'change between two waves that share some of their people, second - first, at 95 %, method wald; NULL is a person who is not in that wave; where a wave is small: nps_overlap_test(nps_pairs(score1, score2), method => ''score''); NULL without answers';
CREATE AGGREGATE nps_overlap_test(score1 integer, score2 integer) (
	SFUNC = nps_pairs_accum, STYPE = nps_pairs, INITCOND = '{}',
	FINALFUNC = nps_overlap_test_final, MFINALFUNC = nps_overlap_test_final,
	COMBINEFUNC = nps_pairs_merge, PARALLEL = SAFE,
	MSFUNC = nps_pairs_accum, MINVFUNC = nps_pairs_discard, MSTYPE = nps_pairs, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_overlap_test(score1 integer, score2 integer) IS
	'change between two waves that share some of their people, second - first, at 95 %, method wald; NULL is a person who is not in that wave; where a wave is small: nps_overlap_test(nps_pairs(score1, score2), method => ''score''); NULL without answers';
CREATE AGGREGATE nps_overlap_test(score1 bigint, score2 bigint) (
	SFUNC = nps_pairs_accum, STYPE = nps_pairs, INITCOND = '{}',
	FINALFUNC = nps_overlap_test_final, MFINALFUNC = nps_overlap_test_final,
	COMBINEFUNC = nps_pairs_merge, PARALLEL = SAFE,
	MSFUNC = nps_pairs_accum, MINVFUNC = nps_pairs_discard, MSTYPE = nps_pairs, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_overlap_test(score1 bigint, score2 bigint) IS
	'change between two waves that share some of their people, second - first, at 95 %, method wald; NULL is a person who is not in that wave; where a wave is small: nps_overlap_test(nps_pairs(score1, score2), method => ''score''); NULL without answers';
CREATE AGGREGATE nps_overlap_test(score1 numeric, score2 numeric) (
	SFUNC = nps_pairs_accum, STYPE = nps_pairs, INITCOND = '{}',
	FINALFUNC = nps_overlap_test_final, MFINALFUNC = nps_overlap_test_final,
	COMBINEFUNC = nps_pairs_merge, PARALLEL = SAFE,
	MSFUNC = nps_pairs_accum, MINVFUNC = nps_pairs_discard, MSTYPE = nps_pairs, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_overlap_test(score1 numeric, score2 numeric) IS
	'change between two waves that share some of their people, second - first, at 95 %, method wald; NULL is a person who is not in that wave; where a wave is small: nps_overlap_test(nps_pairs(score1, score2), method => ''score''); NULL without answers';
CREATE AGGREGATE nps_overlap_test(score1 double precision, score2 double precision) (
	SFUNC = nps_pairs_accum, STYPE = nps_pairs, INITCOND = '{}',
	FINALFUNC = nps_overlap_test_final, MFINALFUNC = nps_overlap_test_final,
	COMBINEFUNC = nps_pairs_merge, PARALLEL = SAFE,
	MSFUNC = nps_pairs_accum, MINVFUNC = nps_pairs_discard, MSTYPE = nps_pairs, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_overlap_test(score1 double precision, score2 double precision) IS
	'change between two waves that share some of their people, second - first, at 95 %, method wald; NULL is a person who is not in that wave; where a wave is small: nps_overlap_test(nps_pairs(score1, score2), method => ''score''); NULL without answers';
CREATE AGGREGATE nps_pairs(score1 smallint, score2 smallint) (
	SFUNC = nps_pairs_accum, STYPE = nps_pairs, INITCOND = '{}',
	COMBINEFUNC = nps_pairs_merge, PARALLEL = SAFE,
	MSFUNC = nps_pairs_accum, MINVFUNC = nps_pairs_discard, MSTYPE = nps_pairs, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_pairs(score1 smallint, score2 smallint) IS
	'the mergeable state of two waves of the same people, to be stored and rolled up; NULL is a person who is not in that wave; {} for nobody';
CREATE AGGREGATE nps_pairs(score1 integer, score2 integer) (
	SFUNC = nps_pairs_accum, STYPE = nps_pairs, INITCOND = '{}',
	COMBINEFUNC = nps_pairs_merge, PARALLEL = SAFE,
	MSFUNC = nps_pairs_accum, MINVFUNC = nps_pairs_discard, MSTYPE = nps_pairs, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_pairs(score1 integer, score2 integer) IS
	'the mergeable state of two waves of the same people, to be stored and rolled up; NULL is a person who is not in that wave; {} for nobody';
CREATE AGGREGATE nps_pairs(score1 bigint, score2 bigint) (
	SFUNC = nps_pairs_accum, STYPE = nps_pairs, INITCOND = '{}',
	COMBINEFUNC = nps_pairs_merge, PARALLEL = SAFE,
	MSFUNC = nps_pairs_accum, MINVFUNC = nps_pairs_discard, MSTYPE = nps_pairs, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_pairs(score1 bigint, score2 bigint) IS
	'the mergeable state of two waves of the same people, to be stored and rolled up; NULL is a person who is not in that wave; {} for nobody';
CREATE AGGREGATE nps_pairs(score1 numeric, score2 numeric) (
	SFUNC = nps_pairs_accum, STYPE = nps_pairs, INITCOND = '{}',
	COMBINEFUNC = nps_pairs_merge, PARALLEL = SAFE,
	MSFUNC = nps_pairs_accum, MINVFUNC = nps_pairs_discard, MSTYPE = nps_pairs, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_pairs(score1 numeric, score2 numeric) IS
	'the mergeable state of two waves of the same people, to be stored and rolled up; NULL is a person who is not in that wave; {} for nobody';
CREATE AGGREGATE nps_pairs(score1 double precision, score2 double precision) (
	SFUNC = nps_pairs_accum, STYPE = nps_pairs, INITCOND = '{}',
	COMBINEFUNC = nps_pairs_merge, PARALLEL = SAFE,
	MSFUNC = nps_pairs_accum, MINVFUNC = nps_pairs_discard, MSTYPE = nps_pairs, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_pairs(score1 double precision, score2 double precision) IS
	'the mergeable state of two waves of the same people, to be stored and rolled up; NULL is a person who is not in that wave; {} for nobody';
CREATE AGGREGATE nps_rollup(pairs nps_pairs) (
	SFUNC = nps_pairs_merge, STYPE = nps_pairs, INITCOND = '{}',
	COMBINEFUNC = nps_pairs_merge, PARALLEL = SAFE,
	MSFUNC = nps_pairs_merge, MINVFUNC = nps_pairs_unmerge, MSTYPE = nps_pairs, MINITCOND = '{}'
);
COMMENT ON AGGREGATE nps_rollup(pairs nps_pairs) IS
	'all people of many states: teams to a country; {} for none';
