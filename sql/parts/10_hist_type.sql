
-- ---------------------------------------------------------------------------
-- nps_hist: the score histogram, how many answers gave 0, 1, .. 10
-- ---------------------------------------------------------------------------

CREATE TYPE nps_hist;
CREATE FUNCTION nps_hist_in(cstring) RETURNS nps_hist
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_hist_in(cstring) IS 'text input of nps_hist';
CREATE FUNCTION nps_hist_out(nps_hist) RETURNS cstring
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_hist_out(nps_hist) IS 'text output of nps_hist';
CREATE FUNCTION nps_hist_recv(internal) RETURNS nps_hist
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_hist_recv(internal) IS 'binary input of nps_hist';
CREATE FUNCTION nps_hist_send(nps_hist) RETURNS bytea
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_hist_send(nps_hist) IS 'binary output of nps_hist';

CREATE TYPE nps_hist (
	INPUT = nps_hist_in, OUTPUT = nps_hist_out,
	RECEIVE = nps_hist_recv, SEND = nps_hist_send,
	INTERNALLENGTH = 96, ALIGNMENT = double,
	-- where a function takes other states as well, an unknown literal is a histogram
	CATEGORY = 'h', PREFERRED = true
);
COMMENT ON TYPE nps_hist IS
	'score histogram: number of answers for each score from 0 to 10; written {score:count,...}, for example {6:1,9:3}; {} is no answers';

CREATE FUNCTION nps_hist_from_counts(counts bigint[]) RETURNS nps_hist
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_hist_from_array';
COMMENT ON FUNCTION nps_hist_from_counts(bigint[]) IS
	'histogram from 11 counts: the first element is the number of answers 0, the last of answers 10';
CREATE CAST (bigint[] AS nps_hist) WITH FUNCTION nps_hist_from_counts(bigint[]) AS ASSIGNMENT;
COMMENT ON CAST (bigint[] AS nps_hist) IS 'histogram from 11 counts, of score 0 to 10';

CREATE FUNCTION nps_hist_counts(hist nps_hist) RETURNS bigint[]
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_hist_to_array';
COMMENT ON FUNCTION nps_hist_counts(nps_hist) IS
	'the 11 counts of a histogram: the first element is the number of answers 0, the last of answers 10';
CREATE CAST (nps_hist AS bigint[]) WITH FUNCTION nps_hist_counts(nps_hist) AS ASSIGNMENT;
COMMENT ON CAST (nps_hist AS bigint[]) IS 'the 11 counts of a histogram, of score 0 to 10';

CREATE FUNCTION nps_hist_to_jsonb(hist nps_hist) RETURNS jsonb
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_hist_to_jsonb(nps_hist) IS
	'histogram as a JSON object with a key for each score, {"0": 0, .. "10": 3}';
CREATE CAST (nps_hist AS jsonb) WITH FUNCTION nps_hist_to_jsonb(nps_hist) AS ASSIGNMENT;
COMMENT ON CAST (nps_hist AS jsonb) IS 'histogram as a JSON object with a key for each score';
