
-- ---------------------------------------------------------------------------
-- Operators of nps_hist: merge and take apart; compare, group, hash
-- ---------------------------------------------------------------------------

CREATE FUNCTION nps_hist_plus(nps_hist, nps_hist) RETURNS nps_hist
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_hist_plus(nps_hist, nps_hist) IS 'all answers of both histograms';
CREATE FUNCTION nps_hist_minus(nps_hist, nps_hist) RETURNS nps_hist
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_hist_minus(nps_hist, nps_hist) IS 'the answers of the first histogram without those of the second, which must be part of it';
CREATE OPERATOR + (FUNCTION = nps_hist_plus, LEFTARG = nps_hist, RIGHTARG = nps_hist, COMMUTATOR = +);
COMMENT ON OPERATOR + (nps_hist, nps_hist) IS 'all answers of both histograms';
CREATE OPERATOR - (FUNCTION = nps_hist_minus, LEFTARG = nps_hist, RIGHTARG = nps_hist);
COMMENT ON OPERATOR - (nps_hist, nps_hist) IS 'the answers of the first histogram without those of the second, which must be part of it';

CREATE FUNCTION nps_hist_eq(nps_hist, nps_hist) RETURNS boolean
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_hist_eq(nps_hist, nps_hist) IS 'equal: the same count for every score';
CREATE FUNCTION nps_hist_ne(nps_hist, nps_hist) RETURNS boolean
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_hist_ne(nps_hist, nps_hist) IS 'not equal';
CREATE FUNCTION nps_hist_lt(nps_hist, nps_hist) RETURNS boolean
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_hist_lt(nps_hist, nps_hist) IS 'less, by the counts of score 0, then 1, ..';
CREATE FUNCTION nps_hist_le(nps_hist, nps_hist) RETURNS boolean
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_hist_le(nps_hist, nps_hist) IS 'less or equal, by the counts of score 0, then 1, ..';
CREATE FUNCTION nps_hist_gt(nps_hist, nps_hist) RETURNS boolean
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_hist_gt(nps_hist, nps_hist) IS 'greater, by the counts of score 0, then 1, ..';
CREATE FUNCTION nps_hist_ge(nps_hist, nps_hist) RETURNS boolean
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_hist_ge(nps_hist, nps_hist) IS 'greater or equal, by the counts of score 0, then 1, ..';
CREATE FUNCTION nps_hist_cmp(nps_hist, nps_hist) RETURNS integer
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_hist_cmp(nps_hist, nps_hist) IS 'btree comparison: -1, 0 or 1';
CREATE FUNCTION nps_hist_hash(nps_hist) RETURNS integer
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_hist_hash(nps_hist) IS 'hash of the counts';
CREATE FUNCTION nps_hist_hash_extended(nps_hist, bigint) RETURNS bigint
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_hist_hash_extended(nps_hist, bigint) IS 'hash of the counts with a seed';

CREATE OPERATOR = (
	FUNCTION = nps_hist_eq, LEFTARG = nps_hist, RIGHTARG = nps_hist,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);
CREATE OPERATOR <> (
	FUNCTION = nps_hist_ne, LEFTARG = nps_hist, RIGHTARG = nps_hist,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel
);
CREATE OPERATOR < (
	FUNCTION = nps_hist_lt, LEFTARG = nps_hist, RIGHTARG = nps_hist,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
CREATE OPERATOR <= (
	FUNCTION = nps_hist_le, LEFTARG = nps_hist, RIGHTARG = nps_hist,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
CREATE OPERATOR > (
	FUNCTION = nps_hist_gt, LEFTARG = nps_hist, RIGHTARG = nps_hist,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
CREATE OPERATOR >= (
	FUNCTION = nps_hist_ge, LEFTARG = nps_hist, RIGHTARG = nps_hist,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR = (nps_hist, nps_hist) IS 'equal: the same count for every score';
COMMENT ON OPERATOR <> (nps_hist, nps_hist) IS 'not equal';
COMMENT ON OPERATOR < (nps_hist, nps_hist) IS 'less, by the counts of score 0, then 1, ..';
COMMENT ON OPERATOR <= (nps_hist, nps_hist) IS 'less or equal, by the counts of score 0, then 1, ..';
COMMENT ON OPERATOR > (nps_hist, nps_hist) IS 'greater, by the counts of score 0, then 1, ..';
COMMENT ON OPERATOR >= (nps_hist, nps_hist) IS 'greater or equal, by the counts of score 0, then 1, ..';

CREATE OPERATOR CLASS nps_hist_ops DEFAULT FOR TYPE nps_hist USING btree AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
	FUNCTION 1 nps_hist_cmp(nps_hist, nps_hist);
COMMENT ON OPERATOR CLASS nps_hist_ops USING btree IS 'total order of histograms, for sorting, DISTINCT and unique indexes';
COMMENT ON OPERATOR FAMILY nps_hist_ops USING btree IS 'total order of histograms';

CREATE OPERATOR CLASS nps_hist_ops DEFAULT FOR TYPE nps_hist USING hash AS
	OPERATOR 1 =,
	FUNCTION 1 nps_hist_hash(nps_hist), FUNCTION 2 nps_hist_hash_extended(nps_hist, bigint);
COMMENT ON OPERATOR CLASS nps_hist_ops USING hash IS 'hashing of histograms, for GROUP BY, hash joins and hash partitions';
COMMENT ON OPERATOR FAMILY nps_hist_ops USING hash IS 'hashing of histograms';
