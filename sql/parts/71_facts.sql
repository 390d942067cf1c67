
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

-- The relation of a source; an error that names the source if it is not there.
CREATE FUNCTION cx_source_relation(source cx_source) RETURNS regclass LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	relation regclass;
BEGIN
	BEGIN
		relation := to_regclass(source.relation);
	EXCEPTION WHEN insufficient_privilege THEN	-- of its schema
		RAISE EXCEPTION 'source "%": no permission to read %', source.name, source.relation
			USING ERRCODE = 'insufficient_privilege',
				HINT = format('Ask for GRANT USAGE on its schema and GRANT SELECT ON %s TO %I.', source.relation, current_user);
	END;
	IF relation IS NULL THEN
		RAISE EXCEPTION 'source "%" reads %, which does not exist', source.name, source.relation
			USING ERRCODE = 'undefined_table',
				HINT = format('If it or its schema was renamed or dropped: SELECT cx_source_drop(%L), then add the source again.', source.name);
	END IF;
	RETURN relation;
END
$$;
COMMENT ON FUNCTION cx_source_relation(source cx_source) IS 'the table or view that a source reads; an error that says what to do if it is gone';

-- Which rows of a source count, as a condition on its relation under the alias t.
CREATE FUNCTION cx_source_filter(source cx_source) RETURNS text LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	relation regclass := @extschema@.cx_source_relation(source);
BEGIN
	PERFORM @extschema@.cx_source_read_column(source.name, relation, 'include', source.include);
	PERFORM @extschema@.cx_source_read_column(source.name, relation, 'exclude', source.exclude);
	RETURN concat_ws(' AND ', 'true',
		't.' || quote_ident(source.include), 't.' || quote_ident(source.exclude) || ' IS NOT TRUE');
END
$$;
COMMENT ON FUNCTION cx_source_filter(source cx_source) IS
	'the condition under which a row of a source counts, for a query with its relation AS t';

-- A text column as an expression whose comparisons are by characters: where its
-- collation has equal strings of other characters, grouping by it would keep any
-- of them, and regular expressions would fail.
CREATE FUNCTION cx_text_expression(relation regclass, column_name text) RETURNS text LANGUAGE sql STABLE STRICT
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT format('t.%I::text', column_name) || CASE WHEN EXISTS (
		SELECT FROM pg_attribute a JOIN pg_collation c ON c.oid = a.attcollation
		WHERE a.attrelid = relation AND a.attname = column_name AND NOT c.collisdeterministic) THEN ' COLLATE "C"' ELSE '' END
$$;
COMMENT ON FUNCTION cx_text_expression(relation regclass, column_name text) IS
	'an expression that gives a column, of the relation under the alias t, as text that is compared by characters';

-- The query that reads one source.  A score is taken if it is a whole number
-- from 0 to 10, in whatever type; other scores are counted as invalid, NULLs
-- and blanks as missing.  A time is placed by the calendar of the source's zone;
-- dates before 1900 or after 2199 are no dates of answers: sentinels, typing errors.
CREATE FUNCTION cx_source_query(source cx_source) RETURNS text LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	relation regclass := @extschema@.cx_source_relation(source);
	score_type text := @extschema@.cx_source_read_column(source.name, relation, 'score', source.score);
	score text := format('t.%I', source.score);
	unit text := '''all''::text';
	answered_at text := format('t.%I', source.answered_at);
	missing text;
	plausible text;
	at text;
BEGIN
	IF source.unit IS NOT NULL THEN
		PERFORM @extschema@.cx_source_read_column(source.name, relation, 'unit', source.unit);
		unit := @extschema@.cx_text_expression(relation, source.unit);
	END IF;

	IF score_type IN ('text', 'character varying', 'character') THEN
		score := @extschema@.cx_text_expression(relation, source.score);
		missing := format($re$coalesce(%s ~ '^[[:space:]]*$', true)$re$, score);
	ELSE
		missing := score || ' IS NULL';
	END IF;

	IF @extschema@.cx_source_read_column(source.name, relation, 'answered_at', source.answered_at) = 'timestamp with time zone' THEN
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
		'%s AS score, %s AS missing FROM %s AS t WHERE %s) AS a GROUP BY a.unit, a.period',
		'@extschema@', unit, plausible, at, @extschema@.cx_score_expression(score_type, score), missing,
		relation, @extschema@.cx_source_filter(source));
END
$$;
COMMENT ON FUNCTION cx_source_query(cx_source) IS 'the query that turns the rows of one source into monthly histograms by unit';

CREATE FUNCTION cx_facts(
	only_kind text DEFAULT NULL, only_sources text[] DEFAULT NULL,
	OUT source text, OUT kind text, OUT unit text, OUT period date,
	OUT hist nps_hist, OUT invalid bigint, OUT missing bigint
) RETURNS SETOF record LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	s @extschema@.cx_source;
	query text;
	state text;
	message text;
	detail text;
	hint text;
BEGIN
	IF only_kind NOT IN ('nps', 'enps') THEN
		RAISE EXCEPTION 'kind % is neither nps nor enps', quote_literal(only_kind)
			USING ERRCODE = 'invalid_parameter_value',
				HINT = 'Use ''nps'' for answers of customers, ''enps'' for answers of employees, or NULL for both.';
	END IF;
	FOR s IN SELECT c.* FROM @extschema@.cx_source c
		WHERE (only_kind IS NULL OR c.kind = only_kind) AND (only_sources IS NULL OR c.name = ANY (only_sources))
		ORDER BY c.name COLLATE "C"
	LOOP
		query := @extschema@.cx_source_query(s);
		BEGIN
			RETURN QUERY EXECUTE format('SELECT %L::text, %L::text, f.* FROM (%s) AS f', s.name, s.kind, query);
		EXCEPTION WHEN OTHERS THEN	-- a view of the user's that fails, a foreign server that is down
			GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
			RAISE EXCEPTION 'source "%" cannot be read: %', s.name, message
				USING ERRCODE = state, DETAIL = coalesce(nullif(detail, ''), format('It reads %s.', s.relation)),
					HINT = coalesce(nullif(hint, ''), format('Try SELECT * FROM %s, and mend that; or forget the source with cx_source_drop(%L).', s.relation, s.name));
		END;
	END LOOP;
END
$$;
COMMENT ON FUNCTION cx_facts(only_kind text, only_sources text[]) IS
	'monthly score histograms of registered sources by unit, with the numbers of invalid and of missing scores; read with the privileges of the caller; unit or period is NULL where a row has none; only sources of one kind or of these names, if given';

-- ---------------------------------------------------------------------------
-- The calendar: grains, their periods, and where a break parts them
-- ---------------------------------------------------------------------------

CREATE FUNCTION cx_grains(grains text[] DEFAULT NULL, OUT grain text, OUT step interval, OUT place integer)
RETURNS SETOF record LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE ROWS 3
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	wrong text;
BEGIN
	SELECT coalesce(quote_literal(g.grain), 'NULL') INTO wrong
	FROM unnest(grains) AS g(grain) WHERE g.grain IS NULL OR g.grain NOT IN ('month', 'quarter', 'year') LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'grain % is none of month, quarter, year', wrong
			USING ERRCODE = 'invalid_parameter_value', HINT = 'For example: grains => ''{month,quarter}''.';
	END IF;
	RETURN QUERY
	SELECT g.grain, g.step, g.place
	FROM (VALUES ('month'::text, '1 month'::interval, 1), ('quarter'::text, '3 months'::interval, 2), ('year'::text, '1 year'::interval, 3)) AS g(grain, step, place)
	WHERE grains IS NULL OR g.grain = ANY (grains);
END
$$;
COMMENT ON FUNCTION cx_grains(text[]) IS
	'the grains month, quarter and year, or those of them that are asked for, with the length of their periods and their place in a list; any other grain is an error';

CREATE FUNCTION cx_period_index(grain text, period date) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE	-- exact operators only: inexact ones could be caught by a hostile schema
	WHEN grain = 'month'::text THEN extract(year FROM period) * 12::numeric + extract(month FROM period)
	WHEN grain = 'quarter'::text THEN extract(year FROM period) * 4::numeric + extract(quarter FROM period)
	WHEN grain = 'year'::text THEN extract(year FROM period)
END::integer;
COMMENT ON FUNCTION cx_period_index(grain text, period date) IS
	'calendar periods counted as whole numbers, so that neighbours differ by 1: 12 x year + month, 4 x year + quarter, or the year';

-- A break that falls within a period leaves that period mixed, so it begins a
-- stretch of its own there and another one in the period after it.  (The SET keeps
-- the planner from looking in, where it would expect hundreds of breaks.)
CREATE FUNCTION cx_break_periods(only_kind text DEFAULT NULL, OUT grain text, OUT unit text, OUT period date)
RETURNS SETOF record LANGUAGE sql STABLE ROWS 10
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT DISTINCT g.grain, b.unit, p.period::date
	FROM cx_break b CROSS JOIN cx_grains() g
		CROSS JOIN LATERAL (SELECT pg_catalog.date_trunc(g.grain, b.starts::timestamp) AS first) AS t
		CROSS JOIN LATERAL (SELECT t.first AS period UNION ALL SELECT t.first + g.step WHERE t.first < b.starts::timestamp) AS p
	WHERE only_kind IS NULL OR b.kind IS NULL OR b.kind = only_kind;
END;
COMMENT ON FUNCTION cx_break_periods(only_kind text) IS
	'periods that are not to be compared with the one before, by grain and unit (NULL: all units); breaks of one kind only, if given';
