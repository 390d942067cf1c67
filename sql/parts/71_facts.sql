
-- ---------------------------------------------------------------------------
-- Facts: the histogram of every source, unit and month, in one pass a source.
-- Everything that the views show is rolled up from these.
-- ---------------------------------------------------------------------------

-- A score is taken if it is a whole number from 0 to 10, in whatever type.
CREATE FUNCTION cx_score_expression(score_type text, score text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT format(CASE
		WHEN score_type IN ('smallint', 'integer', 'bigint') THEN
			'CASE WHEN %1$s BETWEEN 0 AND 10 THEN %1$s::smallint END'
		WHEN score_type IN ('numeric', 'real', 'double precision') THEN
			'CASE WHEN %1$s BETWEEN 0 AND 10 AND %1$s = trunc(%1$s) THEN %1$s::smallint END'
		ELSE
			$re$substring(%1$s from '^[[:space:]]*(10|[0-9])(?:[.]0*)?[[:space:]]*$')::smallint$re$
		END, score)
$$;
COMMENT ON FUNCTION cx_score_expression(score_type text, score text) IS
	'an expression that gives a column of this type as a score, and NULL where it holds none';

-- The query that reads one source.  A score is taken if it is a whole number
-- from 0 to 10, in whatever type; other scores are counted as invalid, NULLs
-- and blanks as missing.  A time is placed by the calendar of the source's zone;
-- dates before 1900 or after 2199 are no dates of answers: sentinels, typing errors.
CREATE FUNCTION cx_source_query(source cx_source) RETURNS text LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	relation regclass := to_regclass(source.relation);
	score_type text;
	score text := format('t.%I', source.score);
	answered_at text := format('t.%I', source.answered_at);
	valid text;
	missing text := score || ' IS NULL';
	plausible text;
	at text;
BEGIN
	IF relation IS NULL THEN
		RAISE EXCEPTION 'source "%" reads %, which does not exist', source.name, source.relation
			USING ERRCODE = 'undefined_table',
				HINT = format('If it was renamed or dropped: SELECT cx_source_drop(%L), then add the source again.', source.name);
	END IF;
	score_type := @extschema@.cx_source_column(source.name, relation, 'score', source.score);
	IF source.unit IS NOT NULL THEN
		PERFORM @extschema@.cx_source_column(source.name, relation, 'unit', source.unit);
	END IF;

	valid := @extschema@.cx_score_expression(score_type, score);
	IF score_type IN ('text', 'character varying', 'character') THEN
		missing := format($re$coalesce(%s ~ '^[[:space:]]*$', true)$re$, score);
	END IF;

	IF @extschema@.cx_source_column(source.name, relation, 'answered_at', source.answered_at) = 'timestamp with time zone' THEN
		plausible := format('%1$s >= ''1900-01-02 00:00+00''::timestamptz AND %1$s < ''2200-01-01 00:00+00''::timestamptz', answered_at);
		at := format('%s AT TIME ZONE %L', answered_at, source.time_zone);
	ELSE
		plausible := format('%1$s >= ''1900-01-01''::date AND %1$s < ''2200-01-01''::date', answered_at);
		at := format('%s::timestamp', answered_at);
	END IF;

	RETURN format(
		'SELECT a.unit, a.period, %s.nps_hist(a.score), '
		'count(*) FILTER (WHERE a.score IS NULL AND NOT a.missing), count(*) FILTER (WHERE a.missing) '
		'FROM (SELECT %s AS unit, CASE WHEN %s THEN date_trunc(''month'', %s)::date END AS period, '
		'%s AS score, %s AS missing FROM %s AS t) AS a GROUP BY a.unit, a.period',
		'@extschema@', CASE WHEN source.unit IS NULL THEN '''all''::text' ELSE format('t.%I::text', source.unit) END,
		plausible, at, valid, missing, relation);
END
$$;
COMMENT ON FUNCTION cx_source_query(cx_source) IS 'the query that turns the rows of one source into monthly histograms by unit';

CREATE FUNCTION cx_facts(
	OUT source text, OUT kind text, OUT unit text, OUT period date,
	OUT hist nps_hist, OUT invalid bigint, OUT missing bigint
) RETURNS SETOF record LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	s @extschema@.cx_source;
BEGIN
	FOR s IN SELECT * FROM @extschema@.cx_source ORDER BY name LOOP
		RETURN QUERY EXECUTE format('SELECT %L::text, %L::text, f.* FROM (%s) AS f', s.name, s.kind, @extschema@.cx_source_query(s));
	END LOOP;
END
$$;
COMMENT ON FUNCTION cx_facts() IS
	'monthly score histograms of every registered source by unit, with the numbers of invalid and of missing scores; read with the privileges of the caller; unit or period is NULL where a row has none';
