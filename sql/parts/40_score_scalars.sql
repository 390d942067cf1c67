
-- ---------------------------------------------------------------------------
-- Scalars: the category of one answer, scores from counts, labels
-- ---------------------------------------------------------------------------

CREATE FUNCTION nps_category(score smallint) RETURNS text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_category_int2';
COMMENT ON FUNCTION nps_category(score smallint) IS 'category of one answer: promoter (9-10), passive (7-8) or detractor (0-6)';
CREATE FUNCTION nps_category(score integer) RETURNS text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_category_int4';
COMMENT ON FUNCTION nps_category(score integer) IS 'category of one answer: promoter (9-10), passive (7-8) or detractor (0-6)';
CREATE FUNCTION nps_category(score bigint) RETURNS text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_category_int8';
COMMENT ON FUNCTION nps_category(score bigint) IS 'category of one answer: promoter (9-10), passive (7-8) or detractor (0-6)';
CREATE FUNCTION nps_category(score numeric) RETURNS text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_category_numeric';
COMMENT ON FUNCTION nps_category(score numeric) IS 'category of one answer: promoter (9-10), passive (7-8) or detractor (0-6)';
CREATE FUNCTION nps_category(score double precision) RETURNS text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'nps_category_float8';
COMMENT ON FUNCTION nps_category(score double precision) IS 'category of one answer: promoter (9-10), passive (7-8) or detractor (0-6)';
CREATE FUNCTION nps_from_counts(promoters numeric, passives numeric, detractors numeric) RETURNS numeric
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_from_counts(promoters numeric, passives numeric, detractors numeric) IS 'Net Promoter Score from counts, for tools that re-sum them; NULL without answers';
CREATE FUNCTION nps_label(score numeric) RETURNS text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_label(score numeric) IS 'score for people: +47, 0, -12; rounds half away from zero';
CREATE FUNCTION nps_bar(hist nps_hist, width integer DEFAULT 30) RETURNS text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION nps_bar(hist nps_hist, width integer) IS
	'bar of text, width characters: - detractors, . passives, # promoters; NULL without answers';
