
-- ---------------------------------------------------------------------------
-- Registered sources: which of the user's own tables hold answers, and where
-- in them the score, the date and the unit are.  Only names are stored, never
-- an expression and never an answer.
-- ---------------------------------------------------------------------------

CREATE TABLE cx_source (
	name text PRIMARY KEY,
	kind text NOT NULL CHECK (kind OPERATOR(pg_catalog.=) 'nps'::text OR kind OPERATOR(pg_catalog.=) 'enps'::text),
	relation text NOT NULL,
	score text NOT NULL,
	answered_at text NOT NULL,
	unit text,
	comment text,
	respondent text,
	team text,
	stage text,
	weight text,
	email text,
	invited_at text,
	time_zone text NOT NULL,
	min_group integer CHECK (min_group OPERATOR(pg_catalog.>=) 1),
	include text,
	exclude text,
	min_n integer CHECK (min_n OPERATOR(pg_catalog.>=) 1)
);
ALTER TABLE cx_source OWNER TO @extowner@;
GRANT SELECT ON cx_source TO PUBLIC;
SELECT pg_catalog.pg_extension_config_dump('cx_source', '');
COMMENT ON TABLE cx_source IS
	'registered sources: tables and views with answers, which the views read with the privileges of whoever asks; edit with cx_source_add and cx_source_drop';
COMMENT ON COLUMN cx_source.name IS 'name of the source';
COMMENT ON COLUMN cx_source.kind IS 'nps: answers of customers; enps: answers of employees';
COMMENT ON COLUMN cx_source.relation IS 'table, view, materialized view or foreign table, with its schema';
COMMENT ON COLUMN cx_source.score IS 'column with the score, 0 to 10';
COMMENT ON COLUMN cx_source.answered_at IS 'column with the date or time of the answer';
COMMENT ON COLUMN cx_source.unit IS 'column with what is compared: country, business line, branch; NULL: all answers are one unit';
COMMENT ON COLUMN cx_source.comment IS 'column with the comment';
COMMENT ON COLUMN cx_source.respondent IS 'column that tells respondents apart';
COMMENT ON COLUMN cx_source.team IS 'column with the team';
COMMENT ON COLUMN cx_source.stage IS 'column with the stage of the customer journey';
COMMENT ON COLUMN cx_source.weight IS 'column with the weight of an answer';
COMMENT ON COLUMN cx_source.email IS 'column with the e-mail address of the respondent';
COMMENT ON COLUMN cx_source.invited_at IS 'column with the date or time of the invitation';
COMMENT ON COLUMN cx_source.time_zone IS 'time zone whose calendar decides the period of a timestamp with time zone, and which periods are over';
COMMENT ON COLUMN cx_source.min_group IS 'cells with fewer answers are not shown; NULL: all are';
COMMENT ON COLUMN cx_source.include IS 'boolean column: rows count only where it is true; NULL: all do';
COMMENT ON COLUMN cx_source.exclude IS 'boolean column: rows where it is true do not count; NULL: all do';
COMMENT ON COLUMN cx_source.min_n IS 'a cell of the panel with fewer answers has no score, as it would be too uncertain; NULL: 5 for enps, 30 for nps';

-- The base type of a column that can play a role in a source; an error if there
-- is no such column, or its type will not do.
CREATE FUNCTION cx_source_column(source text, relation regclass, role text, column_name text)
RETURNS text LANGUAGE plpgsql STABLE STRICT
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	attribute smallint;
	type_oid oid;
	base_type text;
	wanted text[];
BEGIN
	SELECT a.attnum, a.atttypid INTO attribute, type_oid
	FROM pg_attribute a
	WHERE a.attrelid = relation AND a.attname = column_name AND a.attnum > 0 AND NOT a.attisdropped;
	IF attribute IS NULL THEN
		RAISE EXCEPTION 'source "%": % has no column "%" for %', source, relation, column_name, role
			USING ERRCODE = 'undefined_column',
				HINT = format('It has: %s. Give the name of a column%s; after a change of the table, cx_source_drop(%L) and add the source again.',
					(SELECT string_agg(a.attname, ', ' ORDER BY a.attnum) FROM pg_attribute a
						WHERE a.attrelid = relation AND a.attnum > 0 AND NOT a.attisdropped),
					CASE WHEN role IN ('score', 'answered_at') THEN '' ELSE format(', or leave %s out', role) END, source);
	END IF;

	WITH RECURSIVE base(oid, typbasetype, typtype) AS (
		SELECT t.oid, t.typbasetype, t.typtype FROM pg_type t WHERE t.oid = type_oid
		UNION ALL
		SELECT t.oid, t.typbasetype, t.typtype FROM base b JOIN pg_type t ON t.oid = b.typbasetype WHERE b.typtype = 'd'
	)
	SELECT format_type(b.oid, NULL) INTO base_type FROM base b WHERE b.typtype <> 'd';

	IF role IN ('comment', 'email') AND NOT EXISTS (SELECT FROM pg_type t WHERE t.oid = type_oid AND t.typcategory = 'S') THEN
		wanted := ARRAY['text', 'character varying', 'character'];
	ELSE
		wanted := CASE role
			WHEN 'score' THEN ARRAY['smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision', 'text', 'character varying', 'character']
			WHEN 'weight' THEN ARRAY['smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision']
			WHEN 'answered_at' THEN ARRAY['date', 'timestamp without time zone', 'timestamp with time zone']
			WHEN 'invited_at' THEN ARRAY['date', 'timestamp without time zone', 'timestamp with time zone']
			WHEN 'include' THEN ARRAY['boolean']
			WHEN 'exclude' THEN ARRAY['boolean']
		END;
	END IF;
	IF base_type <> ALL (wanted) THEN
		RAISE EXCEPTION 'source "%": column "%" of % is of type %, which will not do for %',
				source, column_name, relation, base_type, role
			USING ERRCODE = 'datatype_mismatch',
				HINT = format('Give a column of one of these types: %s; or a view that converts it.', array_to_string(wanted, ', '));
	END IF;
	RETURN base_type;
END
$$;
COMMENT ON FUNCTION cx_source_column(source text, relation regclass, role text, column_name text) IS
	'base type of the column that plays a role in a source; an error that says what is wrong if it cannot play it';

CREATE FUNCTION cx_source_read_column(source text, relation regclass, role text, column_name text)
RETURNS text LANGUAGE plpgsql STABLE STRICT
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	base_type text := @extschema@.cx_source_column(source, relation, role, column_name);
BEGIN
	IF NOT has_column_privilege(relation, column_name, 'SELECT') THEN
		RAISE EXCEPTION 'source "%": no permission to read column "%" of %', source, column_name, relation
			USING ERRCODE = 'insufficient_privilege',
				HINT = format('Ask for GRANT SELECT ON %s TO %I.', relation, current_user);
	END IF;
	RETURN base_type;
END
$$;
COMMENT ON FUNCTION cx_source_read_column(source text, relation regclass, role text, column_name text) IS
	'the same as cx_source_column, and an error if the caller may not read the column';

CREATE FUNCTION cx_source_add(
	name text, relation regclass, kind text DEFAULT 'nps',
	score text DEFAULT NULL, answered_at text DEFAULT NULL, unit text DEFAULT NULL,
	comment text DEFAULT NULL, respondent text DEFAULT NULL, team text DEFAULT NULL,
	stage text DEFAULT NULL, weight text DEFAULT NULL, email text DEFAULT NULL,
	invited_at text DEFAULT NULL, time_zone text DEFAULT NULL, min_group integer DEFAULT NULL,
	include text DEFAULT NULL, exclude text DEFAULT NULL, min_n integer DEFAULT NULL
) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
	relation_name text;
	relation_kind "char";
	persistence "char";
	mapping record;
	time_type text;
BEGIN
	IF name IS NULL OR name = '' OR relation IS NULL THEN
		RAISE EXCEPTION 'a source needs a name and a relation'
			USING ERRCODE = 'null_value_not_allowed',
				HINT = 'For example: cx_source_add(''klant'', ''crm.survey'', kind => ''nps'', score => ''q1'', answered_at => ''answered_at'', unit => ''country'').';
	END IF;
	IF kind IS NULL OR kind NOT IN ('nps', 'enps') THEN
		RAISE EXCEPTION 'source "%": kind % is neither nps nor enps', name, coalesce(quote_literal(kind), 'NULL')
			USING ERRCODE = 'invalid_parameter_value',
				HINT = 'Use ''nps'' for answers of customers, ''enps'' for answers of employees.';
	END IF;
	IF min_group < 1 THEN
		RAISE EXCEPTION 'source "%": min_group % is below 1', name, min_group
			USING ERRCODE = 'invalid_parameter_value',
				HINT = 'Give the smallest number of answers that may be shown, or NULL for no limit.';
	END IF;
	IF min_n < 1 THEN
		RAISE EXCEPTION 'source "%": min_n % is below 1', name, min_n
			USING ERRCODE = 'invalid_parameter_value',
				HINT = 'Give the smallest number of answers that make a score of the panel, or leave min_n out: 5 for enps, 30 for nps.';
	END IF;
	IF include = exclude THEN
		RAISE EXCEPTION 'source "%": include and exclude are both column "%", so no row would count', name, include
			USING ERRCODE = 'invalid_parameter_value',
				HINT = 'Leave one of them out.';
	END IF;
	IF EXISTS (SELECT FROM @extschema@.cx_source s WHERE s.name = cx_source_add.name) THEN
		RAISE EXCEPTION 'source "%" exists already', name
			USING ERRCODE = 'unique_violation',
				HINT = format('Drop it first with cx_source_drop(%L), or choose another name.', name);
	END IF;

	SELECT format('%I.%I', n.nspname, c.relname), c.relkind, c.relpersistence INTO relation_name, relation_kind, persistence
	FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = relation;
	IF relation_kind IS NULL OR relation_kind NOT IN ('r', 'p', 'v', 'm', 'f') THEN
		RAISE EXCEPTION 'source "%": % holds no rows to read', name, relation
			USING ERRCODE = 'wrong_object_type',
				HINT = 'Give a table, a view, a materialized view or a foreign table.';
	END IF;
	IF EXISTS (SELECT FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
			WHERE d.classid = 'pg_class'::regclass AND d.objid = relation AND d.deptype = 'e'
				AND d.refclassid = 'pg_extension'::regclass AND e.extname = 'nps_ext') THEN
		RAISE EXCEPTION 'source "%": % belongs to nps_ext itself', name, relation
			USING ERRCODE = 'wrong_object_type',
				HINT = 'Give the table or view that holds the answers.';
	END IF;
	IF persistence = 't' THEN
		RAISE WARNING 'source "%": % is temporary, so the views will fail in other sessions', name, relation
			USING HINT = 'Register a table that stays, or drop the source before this session ends.';
	END IF;

	FOR mapping IN
		SELECT * FROM (VALUES
			('score', score), ('answered_at', answered_at), ('unit', unit), ('comment', comment),
			('respondent', respondent), ('team', team), ('stage', stage), ('weight', weight),
			('email', email), ('invited_at', invited_at), ('include', include), ('exclude', exclude)) AS m(role, column_name)
	LOOP
		IF mapping.column_name IS NULL THEN
			IF mapping.role IN ('score', 'answered_at') THEN
				RAISE EXCEPTION 'source "%" needs a column for %', name, mapping.role
					USING ERRCODE = 'null_value_not_allowed',
						HINT = format('Add %s => ''column'' to the call.', mapping.role);
			END IF;
			CONTINUE;
		END IF;
		PERFORM @extschema@.cx_source_read_column(name, relation, mapping.role, mapping.column_name);
	END LOOP;

	time_type := @extschema@.cx_source_column(name, relation, 'answered_at', answered_at);
	IF time_zone IS NULL THEN
		time_zone := current_setting('TimeZone');
		IF time_type = 'timestamp with time zone' THEN
			RAISE NOTICE 'source "%": periods follow the calendar of time zone %', name, time_zone
				USING HINT = 'That is the zone of this session; another one: time_zone => ''Europe/Amsterdam''.';
		END IF;
	ELSIF time_type = 'timestamp without time zone' THEN
		RAISE NOTICE 'source "%": column "%" has no time zone, so it is read as a clock in % shows it', name, answered_at, time_zone
			USING HINT = format('If it is in UTC, register a view that has %I AT TIME ZONE ''UTC''.', answered_at);
	END IF;
	BEGIN
		PERFORM '2000-01-01 00:00+00'::timestamptz AT TIME ZONE time_zone;
	EXCEPTION WHEN invalid_parameter_value THEN
		RAISE EXCEPTION 'source "%": there is no time zone "%"', name, time_zone
			USING ERRCODE = 'invalid_parameter_value',
				HINT = 'Zones have names like Europe/Amsterdam: SELECT name FROM pg_timezone_names.';
	END;
	IF weight IS NOT NULL THEN
		RAISE NOTICE 'source "%": the weight is remembered, but no view uses it yet', name;
	END IF;
	IF EXISTS (SELECT FROM @extschema@.cx_source s WHERE s.relation = relation_name AND s.kind = cx_source_add.kind) THEN
		RAISE WARNING 'source "%": % is registered already, so its answers count twice', name, relation_name
			USING HINT = 'The panel and the lag add up all sources of one kind; cx_source_drop() forgets one.';
	END IF;

	BEGIN
		INSERT INTO @extschema@.cx_source
		VALUES (name, kind, relation_name, score, answered_at, unit, comment, respondent, team,
			stage, weight, email, invited_at, time_zone, min_group, include, exclude, min_n);
	EXCEPTION WHEN unique_violation THEN	-- another session was quicker
		RAISE EXCEPTION 'source "%" exists already', name
			USING ERRCODE = 'unique_violation',
				HINT = format('Drop it first with cx_source_drop(%L), or choose another name.', name);
	END;
END
$$;
COMMENT ON FUNCTION cx_source_add(name text, relation regclass, kind text, score text, answered_at text, unit text,
	comment text, respondent text, team text, stage text, weight text, email text, invited_at text, time_zone text, min_group integer,
	include text, exclude text, min_n integer) IS
	'register a table or view with answers, by the names of its columns; time_zone defaults to the session''s';

CREATE FUNCTION cx_source_drop(name text) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	DELETE FROM @extschema@.cx_source s WHERE s.name = cx_source_drop.name;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'there is no source %', coalesce('"' || name || '"', 'NULL')
			USING ERRCODE = 'undefined_object',
				HINT = coalesce('Registered: ' || (SELECT string_agg(s.name, ', ' ORDER BY s.name) FROM @extschema@.cx_source s) || '.',
					'No source is registered.');
	END IF;
END
$$;
COMMENT ON FUNCTION cx_source_drop(name text) IS 'forget a registered source; the table it names is not touched';

-- ---------------------------------------------------------------------------
-- Breaks: days from which scores can no longer be compared with those before,
-- since the method changed, or the borders of a unit.
-- ---------------------------------------------------------------------------

CREATE TABLE cx_break (
	starts date NOT NULL CHECK (starts OPERATOR(pg_catalog.>=) '1900-01-01'::date AND starts OPERATOR(pg_catalog.<) '2200-01-01'::date),
	kind text CHECK (kind OPERATOR(pg_catalog.=) 'nps'::text OR kind OPERATOR(pg_catalog.=) 'enps'::text),
	unit text,
	note text NOT NULL,
	UNIQUE NULLS NOT DISTINCT (starts, kind, unit)
);
ALTER TABLE cx_break REPLICA IDENTITY FULL;	-- without a key, edits would fail where all tables are published
ALTER TABLE cx_break OWNER TO @extowner@;
GRANT SELECT ON cx_break TO PUBLIC;
SELECT pg_catalog.pg_extension_config_dump('cx_break', '');
COMMENT ON TABLE cx_break IS
	'breaks in the series: scores before one cannot be compared with scores after it; edit with cx_break_add and cx_break_drop';
COMMENT ON COLUMN cx_break.starts IS 'first day on which it is new';
COMMENT ON COLUMN cx_break.kind IS 'nps: in the answers of customers; enps: of employees; NULL: both';
COMMENT ON COLUMN cx_break.unit IS 'the unit that it is in; NULL: all units';
COMMENT ON COLUMN cx_break.note IS 'what changed';

CREATE FUNCTION cx_break_add(starts date, note text DEFAULT NULL, kind text DEFAULT NULL, unit text DEFAULT NULL)
RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
BEGIN
	IF starts IS NULL OR note IS NULL OR note ~ '^\s*$' THEN
		RAISE EXCEPTION 'a break needs its first day and a note of what changed'
			USING ERRCODE = 'null_value_not_allowed',
				HINT = 'For example: cx_break_add(''2026-03-01'', ''new questionnaire'', kind => ''nps'').';
	END IF;
	IF starts < '1900-01-01'::date OR starts >= '2200-01-01'::date THEN
		RAISE EXCEPTION 'a break cannot start on %', starts
			USING ERRCODE = 'datetime_field_overflow',
				HINT = 'Give a day from 1900-01-01 to 2199-12-31, the days of which answers are counted.';
	END IF;
	IF kind NOT IN ('nps', 'enps') THEN
		RAISE EXCEPTION 'a break of kind % is neither nps nor enps', quote_literal(kind)
			USING ERRCODE = 'invalid_parameter_value',
				HINT = 'Use ''nps'' for answers of customers, ''enps'' for answers of employees, or leave kind out for both.';
	END IF;
	IF EXISTS (SELECT FROM @extschema@.cx_break b
			WHERE b.starts = cx_break_add.starts AND b.kind IS NOT DISTINCT FROM cx_break_add.kind AND b.unit IS NOT DISTINCT FROM cx_break_add.unit) THEN
		RAISE EXCEPTION 'there is a break on % already for kind %, unit %',
				starts, coalesce(kind, 'both'), coalesce(quote_literal(unit), 'all')
			USING ERRCODE = 'unique_violation',
				HINT = format('Drop it first: SELECT cx_break_drop(%L, %L, %L).', starts, kind, unit);
	END IF;
	INSERT INTO @extschema@.cx_break (starts, kind, unit, note) VALUES (starts, kind, unit, note);
END
$$;
COMMENT ON FUNCTION cx_break_add(starts date, note text, kind text, unit text) IS
	'note that from this day on scores can no longer be compared with those before, of one kind (or both) and of one unit (or all)';

CREATE FUNCTION cx_break_drop(starts date, kind text DEFAULT NULL, unit text DEFAULT NULL)
RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
BEGIN
	DELETE FROM @extschema@.cx_break b
	WHERE b.starts = cx_break_drop.starts AND b.kind IS NOT DISTINCT FROM cx_break_drop.kind AND b.unit IS NOT DISTINCT FROM cx_break_drop.unit;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'there is no break on % for kind %, unit %',
				coalesce(starts::text, 'NULL'), coalesce(kind, 'both'), coalesce(quote_literal(unit), 'all')
			USING ERRCODE = 'undefined_object',
				HINT = coalesce('Noted: ' || (SELECT string_agg(format('%s (kind %s, unit %s)', b.starts, coalesce(b.kind, 'both'), coalesce(quote_literal(b.unit), 'all')),
						', ' ORDER BY b.starts, b.kind COLLATE "C", b.unit COLLATE "C") FROM @extschema@.cx_break b) || '.',
					'No break is noted.');
	END IF;
END
$$;
COMMENT ON FUNCTION cx_break_drop(starts date, kind text, unit text) IS 'forget the break of this day, kind and unit: NULL is both kinds, all units';
