--
-- sources: registered tables of answers, and the facts and the panel that are
-- read from them.
--
-- What must hold: whatever can be wrong with a source is refused when it is
-- added, with what to do about it; any name works, and is quoted; dirty rows are
-- left out and counted and never fail; a time is placed by the calendar of the
-- source; small groups are hidden and play no part in the lag; what is dropped or
-- renamed later is named in the error; rows are read with the privileges, and
-- under the row security, of whoever asks.  All expected values are by hand.
--
CREATE SCHEMA sources;
SET client_min_messages = warning;

-- the SQLSTATE and the message with which a query is refused, and the hint
CREATE FUNCTION pg_temp.refusal(query text, OUT said text, OUT hint text) LANGUAGE plpgsql AS $$
DECLARE
	message text;
BEGIN
	EXECUTE query;
	said := 'accepted';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS said = RETURNED_SQLSTATE, message = MESSAGE_TEXT, hint = PG_EXCEPTION_HINT;
	said := said || ' ' || message;
END $$;

-- facts, readable: n and the sum of the scores
CREATE FUNCTION pg_temp.facts(OUT source text, OUT kind text, OUT unit text, OUT period text, OUT n bigint, OUT total numeric,
	OUT invalid bigint, OUT missing bigint)
RETURNS SETOF record LANGUAGE sql AS $$
	SELECT f.source, f.kind, f.unit, to_char(f.period, 'YYYY-MM'), coalesce(nps_count(f.hist), 0),
		(SELECT sum(c * (i - 1)) FROM unnest(f.hist::bigint[]) WITH ORDINALITY AS h(c, i)), f.invalid, f.missing
	FROM cx_facts() AS f ORDER BY f.source COLLATE "C", f.unit COLLATE "C", f.period $$;

--
-- no source: no rows, no error
--
SELECT (SELECT count(*) FROM cx_source) AS sources, (SELECT count(*) FROM cx_facts()) AS facts,
	(SELECT count(*) FROM enps_nps_panel) AS panel, (SELECT count(*) FROM enps_nps_lag) AS lags;

--
-- cx_source_add: what is refused
--
CREATE TABLE sources.survey (
	id integer PRIMARY KEY, q1 integer, gone integer, yes boolean, answered_at timestamptz, day date, country text);
ALTER TABLE sources.survey DROP COLUMN gone;
CREATE SEQUENCE sources.counter;
CREATE TYPE sources.pair AS (q1 integer, day date);
CREATE TEMP TABLE refused AS
SELECT i, said, hint FROM (VALUES
	(1, $q$NULL, 'sources.survey'$q$),
	(2, $q$'', 'sources.survey'$q$),
	(3, $q$'s', NULL$q$),
	(4, $q$'s', 'sources.nothing'$q$),
	(5, $q$'s', 'sources.survey_pkey'$q$),
	(6, $q$'s', 'sources.counter'$q$),
	(7, $q$'s', 'sources.pair', 'nps', 'q1', 'day'$q$),
	(8, $q$'s', 'sources.survey', kind => 'NPS', score => 'q1', answered_at => 'day'$q$),
	(9, $q$'s', 'sources.survey', kind => NULL, score => 'q1', answered_at => 'day'$q$),
	(10, $q$'s', 'sources.survey'$q$),
	(11, $q$'s', 'sources.survey', score => 'q1'$q$),
	(12, $q$'s', 'sources.survey', score => 'q2', answered_at => 'day'$q$),
	(13, $q$'s', 'sources.survey', score => 'gone', answered_at => 'day'$q$),
	(14, $q$'s', 'sources.survey', score => '........pg.dropped.3........', answered_at => 'day'$q$),
	(15, $q$'s', 'sources.survey', score => 'tableoid', answered_at => 'day'$q$),
	(16, $q$'s', 'sources.survey', score => 'Q1', answered_at => 'day'$q$),
	(17, $q$'s', 'sources.survey', score => 'q1 + 1', answered_at => 'day'$q$),
	(18, $q$'s', 'sources.survey', score => 'yes', answered_at => 'day'$q$),
	(19, $q$'s', 'sources.survey', score => 'q1', answered_at => 'country'$q$),
	(20, $q$'s', 'sources.survey', score => 'q1', answered_at => 'day', unit => 'land'$q$),
	(21, $q$'s', 'sources.survey', score => 'q1', answered_at => 'day', weight => 'country'$q$),
	(22, $q$'s', 'sources.survey', score => 'q1', answered_at => 'day', invited_at => 'q1'$q$),
	(23, $q$'s', 'sources.survey', score => 'q1', answered_at => 'day', comment => 'c'$q$),
	(24, $q$'s', 'sources.survey', score => 'q1', answered_at => 'day', respondent => 'r'$q$),
	(25, $q$'s', 'sources.survey', score => 'q1', answered_at => 'day', team => 't'$q$),
	(26, $q$'s', 'sources.survey', score => 'q1', answered_at => 'day', stage => 's'$q$),
	(27, $q$'s', 'sources.survey', score => 'q1', answered_at => 'day', email => 'e'$q$),
	(28, $q$'s', 'sources.survey', score => 'q1', answered_at => 'day', min_group => 0$q$),
	(29, $q$'s', 'sources.survey', score => 'q1', answered_at => 'day', time_zone => 'Mars/Olympus'$q$),
	(30, $q$'s', 'sources.survey', score => 'q1', answered_at => 'day', include => 'no'$q$),
	(31, $q$'s', 'sources.survey', score => 'q1', answered_at => 'day', include => 'q1'$q$),
	(32, $q$'s', 'sources.survey', score => 'q1', answered_at => 'day', exclude => 'not yes'$q$),
	(33, $q$'s', 'sources.survey', score => 'q1', answered_at => 'day', exclude => 'country'$q$),
	(34, $q$'s', 'sources.survey', score => 'q1', answered_at => 'day', include => 'yes', exclude => 'yes'$q$),
	(35, $q$'s', 'sources.survey', score => 'q1', answered_at => 'day', min_n => 0$q$)
) AS v(i, arguments), pg_temp.refusal('SELECT cx_source_add(' || arguments || ')');
SELECT said FROM refused ORDER BY i;
-- each kind of hint once
SELECT hint FROM refused WHERE i IN (1, 5, 8, 10, 12, 18, 19, 21, 28, 30, 31, 34, 35) ORDER BY i;
SELECT count(*) AS sources FROM cx_source;

-- what is stored: the names, and the zone of the session where none is given
BEGIN;
SET LOCAL TimeZone = 'Asia/Tokyo';
SELECT cx_source_add('all', 'sources.survey', 'enps', score => 'q1', answered_at => 'answered_at', unit => 'country', comment => 'country',
	respondent => 'id', team => 'country', stage => 'country', weight => 'q1', email => 'country', invited_at => 'day', min_group => 5, include => 'yes', min_n => 7);
SELECT cx_source_add('few', 'sources.survey', score => 'q1', answered_at => 'day', time_zone => 'UTC');
SELECT * FROM cx_source ORDER BY name \gx
SELECT * FROM pg_temp.refusal($$SELECT cx_source_add('few', 'sources.survey', score => 'q1', answered_at => 'day')$$);
SELECT * FROM pg_temp.refusal($$SELECT cx_source_drop('fww')$$);
SELECT cx_source_drop('few'), cx_source_drop('all');
SELECT * FROM pg_temp.refusal($$SELECT cx_source_drop('few')$$);
SELECT * FROM pg_temp.refusal($$SELECT cx_source_drop(NULL)$$);
COMMIT;

--
-- hostile names
--
CREATE SCHEMA "so""ur;ces' x";
CREATE TABLE "so""ur;ces' x"."Ta ble""; DROP TABLE sources.survey; --" (
	"Score""'; --" integer, "When %I $1" date, "Un""it;" text, "select" text);
INSERT INTO "so""ur;ces' x"."Ta ble""; DROP TABLE sources.survey; --" VALUES (9, '2026-01-05', 'it''s "x"; \', 'a'), (4, '2026-01-06', 'it''s "x"; \', 'b');
SELECT cx_source_add('o''"%s; $$', '"so""ur;ces'' x"."Ta ble""; DROP TABLE sources.survey; --"', score => 'Score"''; --', answered_at => 'When %I $1', unit => 'Un"it;', comment => 'select');
SELECT * FROM pg_temp.facts();
SELECT relation FROM cx_source;
-- a column named as the query's own alias, a table of a name that needs its schema
CREATE TABLE sources.t (t integer, a date, period text);
INSERT INTO sources.t VALUES (10, '2026-01-01', 'x');
SELECT cx_source_drop('o''"%s; $$'), cx_source_add('t', 'sources.t', score => 't', answered_at => 'a', unit => 'period');
SELECT * FROM pg_temp.facts();
SELECT cx_source_drop('t');
DROP SCHEMA "so""ur;ces' x" CASCADE;

--
-- score types, in a table of 32 rows
--
CREATE DOMAIN sources.small AS smallint;
CREATE DOMAIN sources.smaller AS sources.small;
CREATE DOMAIN sources.word AS text;
CREATE TABLE sources.types (
	day date DEFAULT '2026-02-01', s2 smallint, s4 integer, s8 bigint, n numeric, f4 real, f8 double precision,
	tx text, vc varchar(20), ch char(6), dom sources.smaller, word sources.word);
-- 6 scores with a total of 47, 8 that are none, 3 blanks and 15 NULLs
INSERT INTO sources.types (tx, vc, ch, word)
SELECT s, s, s, s FROM unnest(ARRAY['10', ' 9 ', '9.0', '9.', '0', '10.00', '11', '-1', '9.5', 'n/a', 'NaN', '1e1', 'ten', '+9', '   ', '', NULL]) AS s;
-- 3 scores with a total of 17, 3 that are none, 26 NULLs
INSERT INTO sources.types (s2, s4, s8, dom)
VALUES (0, 0, 0, 0), (7, 7, 7, 7), (10, 10, 10, 10), (11, 11, 11, 11), (-1, -1, -1, -1), (32767, 2147483647, 9223372036854775807, -32768);
-- 3 scores with a total of 18, 6 that are none, 23 NULLs
INSERT INTO sources.types (n, f4, f8)
SELECT s::numeric, s::real, s::double precision FROM unnest('{-0,8.0,10,9.5,10.0001,-0.1,NaN,Infinity,-Infinity}'::text[]) AS s;

-- the facts of one column
CREATE FUNCTION pg_temp.facts_of(relation text, score text, answered_at text, OUT unit text, OUT period text, OUT n bigint, OUT total numeric,
	OUT invalid bigint, OUT missing bigint)
RETURNS SETOF record LANGUAGE plpgsql AS $$
BEGIN
	PERFORM cx_source_add('one', relation, score => score, answered_at => answered_at, time_zone => 'Europe/Amsterdam');
	RETURN QUERY SELECT f.unit, f.period, f.n, f.total, f.invalid, f.missing FROM pg_temp.facts() AS f;
	PERFORM cx_source_drop('one');
END $$;
SELECT score, f.*
FROM unnest('{s2,s4,s8,dom,n,f4,f8,tx,vc,ch,word}'::text[]) AS score, pg_temp.facts_of('sources.types', score, 'day') AS f;

--
-- times: 2026-02-28 23:30 in UTC is in March in Amsterdam; the session's own zone
-- plays no part, and a date or a timestamp without zone is what it says
--
CREATE TABLE sources.times (score integer DEFAULT 9, d date, ts timestamp, tz timestamptz);
INSERT INTO sources.times (d, ts, tz) VALUES
	('2026-02-28', '2026-02-28 23:30', '2026-02-28 23:30+00'),
	('2026-03-01', '2026-03-01 00:00', '2026-02-28 22:59:59.999999+00'),
	('infinity', 'infinity', 'infinity'), ('-infinity', '-infinity', '-infinity'), (NULL, NULL, NULL);
CREATE FUNCTION pg_temp.in_zone(zone text, answered_at text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	PERFORM set_config('TimeZone', zone, true);
	RETURN (SELECT string_agg(format('%s: %s', coalesce(f.period, 'none'), f.n), '  ') FROM pg_temp.facts_of('sources.times', 'score', answered_at) AS f);
END $$;
SELECT zone, pg_temp.in_zone(zone, 'd') AS d, pg_temp.in_zone(zone, 'ts') AS ts, pg_temp.in_zone(zone, 'tz') AS tz
FROM unnest('{UTC,Asia/Tokyo,America/Los_Angeles}'::text[]) AS zone;
-- the first and the last day that a date can be never fail
INSERT INTO sources.times (d, ts, tz) VALUES
	('4713-01-01 BC', '4713-01-01 BC', '4713-01-01 BC'), ('5874897-12-31', '294276-12-31 23:59:59', '294276-12-31 23:59:59+00');
SELECT answered_at, (SELECT said FROM pg_temp.refusal(format('SELECT pg_temp.facts_of(%L, %L, %L)', 'sources.times', 'score', answered_at))) AS said
FROM unnest('{d,ts,tz}'::text[]) AS answered_at;
-- (a source left behind by an error would show here)
SELECT count(*) AS sources FROM cx_source;

--
-- what a source can be; and units: several types, NULL, none
--
CREATE TABLE sources.base (score integer, day date, country text, branch integer) PARTITION BY RANGE (day);
CREATE TABLE sources.base_1 PARTITION OF sources.base FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE sources.base_rest PARTITION OF sources.base DEFAULT;
INSERT INTO sources.base VALUES (10, '2026-01-10', 'NL', 7), (8, '2026-01-20', 'NL', 8), (0, '2026-02-10', 'NL', 7), (9, '2026-02-10', NULL, 7), (3, '2026-02-11', '', NULL);
CREATE VIEW sources.seen AS SELECT score + 0 AS score, day, country FROM sources.base WHERE country = 'NL';
CREATE MATERIALIZED VIEW sources.kept AS SELECT * FROM sources.base;
SELECT cx_source_add('partitioned', 'sources.base', score => 'score', answered_at => 'day', unit => 'country', min_n => 1),
	cx_source_add('partition', 'sources.base_1', score => 'score', answered_at => 'day', unit => 'branch'),
	cx_source_add('view', 'sources.seen', score => 'score', answered_at => 'day', unit => 'country', min_n => 1),
	cx_source_add('matview', 'sources.kept', score => 'score', answered_at => 'day');
\pset null NULL
SELECT * FROM pg_temp.facts();
SELECT cx_source_drop('partition'), cx_source_drop('matview');
-- two sources of one kind are added up, as histograms: NL has 2 x (10, 8) and 2 x (0);
-- the row without unit is in no panel; the blank unit is a unit
SELECT unit, to_char(period, 'YYYY-MM') AS period, enps, enps_n, nps, nps_n FROM enps_nps_panel WHERE grain = 'month' ORDER BY 1, 2;
\pset null ''
SELECT cx_source_drop('partitioned'), cx_source_drop('view');

--
-- filters: rows count where `include` is true and `exclude` is not; a domain over
-- boolean will do.  The scores of the rows that do not count are off the scale, too
--
CREATE DOMAIN sources.flag AS boolean;
CREATE TABLE sources.filtered (score integer, day date DEFAULT '2016-01-01', done boolean, "is test" sources.flag);
INSERT INTO sources.filtered (score, done, "is test") VALUES
	(10, true, NULL), (9, true, false), (0, true, true), (1, false, NULL), (2, NULL, false), (3, NULL, NULL), (11, true, NULL), (12, false, false), (NULL, true, true);
CREATE FUNCTION pg_temp.facts_where(include text, exclude text, OUT n bigint, OUT total numeric, OUT invalid bigint, OUT missing bigint)
RETURNS SETOF record LANGUAGE plpgsql AS $$
BEGIN
	PERFORM cx_source_add('one', 'sources.filtered', score => 'score', answered_at => 'day', include => facts_where.include, exclude => facts_where.exclude);
	RETURN QUERY SELECT f.n, f.total, f.invalid, f.missing FROM pg_temp.facts() AS f;
	PERFORM cx_source_drop('one');
END $$;
SELECT i AS include, e AS exclude, f.* FROM unnest('{NULL,done}'::text[]) AS i, unnest('{NULL,is test}'::text[]) AS e, pg_temp.facts_where(i, e) AS f
ORDER BY 1 NULLS FIRST, 2 NULLS FIRST;
SELECT count(*) AS sources FROM cx_source;

--
-- a collation to which nl and NL are equal: units stay what they are, and a score
-- in such a column is read all the same (a server without ICU has no such collation)
--
CREATE TABLE sources.collated (score text, day date DEFAULT '2016-01-01', country text);
DO $$ BEGIN
	CREATE COLLATION sources.no_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
	ALTER TABLE sources.collated ALTER score TYPE text COLLATE sources.no_case, ALTER country TYPE text COLLATE sources.no_case;
EXCEPTION WHEN feature_not_supported OR invalid_parameter_value OR syntax_error OR undefined_object THEN NULL;
END $$;
INSERT INTO sources.collated VALUES ('9', DEFAULT, 'NL'), (' 8 ', DEFAULT, 'nl'), ('n/a', DEFAULT, 'nl'), ('', DEFAULT, 'Nl');
SELECT cx_source_add('collated', 'sources.collated', score => 'score', answered_at => 'day', unit => 'country');
SELECT unit, n, total, invalid, missing FROM pg_temp.facts();
SELECT cx_source_drop('collated');

--
-- foreign tables: taken, and what fails in reading them names the source
--
CREATE FOREIGN DATA WRAPPER regress_nps_nothing;
CREATE SERVER regress_nps_nowhere FOREIGN DATA WRAPPER regress_nps_nothing;
CREATE FOREIGN TABLE sources.far (score integer, day date) SERVER regress_nps_nowhere;
SELECT cx_source_add('far', 'sources.far', score => 'score', answered_at => 'day');
SELECT * FROM pg_temp.refusal('SELECT * FROM enps_nps_panel');
SELECT cx_source_drop('far');
DROP FOREIGN DATA WRAPPER regress_nps_nothing CASCADE;
-- read for real, where the server has file_fdw; skipped elsewhere
CREATE FUNCTION pg_temp.foreign_facts() RETURNS text LANGUAGE plpgsql AS $f$
BEGIN
	IF NOT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'file_fdw') THEN
		RETURN 'skipped';
	END IF;
	CREATE EXTENSION file_fdw SCHEMA sources;
	CREATE SERVER regress_nps_file FOREIGN DATA WRAPPER file_fdw;
	CREATE FOREIGN TABLE sources.file (score text, day date) SERVER regress_nps_file
		OPTIONS (program $$printf '9,2016-01-01\nn/a,2016-01-02\n4,2016-02-01\n'$$, format 'csv');
	PERFORM cx_source_add('file', 'sources.file', score => 'score', answered_at => 'day');
	RETURN (SELECT string_agg(f::text, ' ') FROM pg_temp.facts() AS f);
END $f$;
SELECT pg_temp.foreign_facts() IN ('skipped', '(file,nps,all,2016-01,1,9,1,0) (file,nps,all,2016-02,1,4,0,0)') AS read_or_no_file_fdw_here;
DELETE FROM cx_source;

--
-- the calendar: every month from the first answer to the last is a row
--
CREATE TABLE sources.klant (score integer, day date, unit text);
CREATE TABLE sources.medew (score integer, day date, unit text);
INSERT INTO sources.klant VALUES (9, '2025-11-30', 'a'), (9, '2026-02-01', 'a'), (11, '2026-03-01', 'a'), (6, '2026-02-01', 'b');
INSERT INTO sources.medew VALUES (10, '2025-12-31', 'a'), (7, '2026-01-01', 'b');
SELECT cx_source_add('klant', 'sources.klant', score => 'score', answered_at => 'day', unit => 'unit', min_n => 1),
	cx_source_add('medew', 'sources.medew', 'enps', score => 'score', answered_at => 'day', unit => 'unit', min_n => 1);
SELECT grain, unit, to_char(period, 'YYYY-MM-DD') AS period, coalesce(enps::text, '.') AS enps, enps_n, coalesce(nps::text, '.') AS nps, nps_n
FROM enps_nps_panel ORDER BY 1, 2, 3;
SELECT cx_source_drop('klant'), cx_source_drop('medew');

--
-- min_group: 5 for customers, 4 for employees.  January is large enough for both,
-- February for neither, March for customers only, and in April there is nobody
--
TRUNCATE sources.klant, sources.medew;
INSERT INTO sources.klant SELECT 10, day, u FROM (VALUES (date '2016-01-15', 5), ('2016-02-15', 4), ('2016-03-15', 6), ('2016-05-15', 5)) AS v(day, n), generate_series(1, n), unnest('{a,b}'::text[]) AS u;
INSERT INTO sources.medew SELECT 0, day, u FROM (VALUES (date '2016-01-15', 4), ('2016-02-15', 1), ('2016-03-15', 3), ('2016-05-15', 4)) AS v(day, n), generate_series(1, n), unnest('{a,b}'::text[]) AS u;
SELECT cx_source_add('klant', 'sources.klant', score => 'score', answered_at => 'day', unit => 'unit', min_group => 5, min_n => 1),
	cx_source_add('medew', 'sources.medew', 'enps', score => 'score', answered_at => 'day', unit => 'unit', min_group => 4, min_n => 1);
SELECT to_char(period, 'YYYY-MM') AS period, coalesce(enps::text, '.') AS enps, coalesce(enps_n::text, '.') AS enps_n, coalesce(nps::text, '.') AS nps, coalesce(nps_n::text, '.') AS nps_n
FROM enps_nps_panel WHERE grain = 'month' AND unit = 'a' ORDER BY 1;
-- pairs: January and May at lag 0; eNPS of January and NPS of March at lag 2; nothing
-- at lag 1.  Without the limits February and March would add theirs
SELECT lag, pairs FROM enps_nps_lag WHERE grain = 'month' AND transform = 'level' AND lag BETWEEN 0 AND 4 ORDER BY lag;
UPDATE cx_source SET min_group = NULL;
SELECT lag, pairs FROM enps_nps_lag WHERE grain = 'month' AND transform = 'level' AND lag BETWEEN 0 AND 4 ORDER BY lag;
SELECT cx_source_drop('klant');

--
-- what happens to the table afterwards: the error names the source and the mend
--
SELECT said FROM pg_temp.refusal('SELECT * FROM cx_facts()');
ALTER TABLE sources.medew RENAME COLUMN score TO cijfer;
SELECT * FROM pg_temp.refusal('SELECT * FROM enps_nps_panel');
ALTER TABLE sources.medew RENAME COLUMN cijfer TO score;
ALTER TABLE sources.medew RENAME COLUMN unit TO land;
SELECT * FROM pg_temp.refusal('SELECT * FROM enps_nps_lag');
ALTER TABLE sources.medew RENAME COLUMN land TO unit;
ALTER TABLE sources.medew ALTER COLUMN score TYPE boolean USING false;
SELECT * FROM pg_temp.refusal('SELECT * FROM cx_facts()');
ALTER TABLE sources.medew DROP COLUMN score;
SELECT * FROM pg_temp.refusal('SELECT * FROM cx_facts()');
ALTER TABLE sources.medew RENAME TO weg;
SELECT * FROM pg_temp.refusal('SELECT * FROM cx_facts()');
DROP TABLE sources.weg;
SELECT * FROM pg_temp.refusal('SELECT * FROM enps_nps_lag');
SELECT cx_source_drop('medew');

-- in every role that the facts use: the column renamed, dropped, of a type that
-- will not do, and not to be read any more; from each of the views
CREATE ROLE regress_nps_owner;
CREATE TABLE sources.roles (score integer, day date, unit text, done boolean, test boolean, other text);
INSERT INTO sources.roles VALUES (9, '2016-01-01', 'a', true, false, '');
GRANT USAGE ON SCHEMA sources TO regress_nps_owner;
GRANT SELECT ON sources.roles TO regress_nps_owner;
SELECT cx_source_add('roles', 'sources.roles', score => 'score', answered_at => 'day', unit => 'unit', include => 'done', exclude => 'test');
-- what is said after a change, which is taken back
CREATE FUNCTION pg_temp.said_after(change text, OUT said text, OUT hint text) LANGUAGE plpgsql AS $$
BEGIN
	BEGIN
		EXECUTE change;
		SET LOCAL ROLE regress_nps_owner;
		SELECT string_agg(DISTINCT r.said, ' / '), min(r.hint) INTO said, hint
		FROM unnest('{cx_facts(),nps_trend,enps_nps_panel,enps_nps_lag}'::text[]) AS v, pg_temp.refusal('SELECT * FROM ' || v) AS r;
		RAISE EXCEPTION 'take it back' USING ERRCODE = 'XX999';
	EXCEPTION WHEN SQLSTATE 'XX999' THEN NULL;
	END;
END $$;
SELECT change, said FROM (VALUES (1, 'score', 'boolean USING true'), (2, 'day', 'text USING ''x'''), (3, 'unit', NULL), (4, 'done', 'text USING ''yes'''), (5, 'test', 'integer USING 0')) AS r(i, role, type),
	LATERAL (VALUES (1, 'RENAME COLUMN ' || role || ' TO gone'), (2, 'DROP COLUMN ' || role), (3, 'ALTER ' || role || ' TYPE ' || type)) AS c(j, change),
	pg_temp.said_after('ALTER TABLE sources.roles ' || change) WHERE change IS NOT NULL ORDER BY i, j;
SELECT role, said FROM unnest('{score,day,unit,done,test,other}'::text[]) WITH ORDINALITY AS r(role, i),
	pg_temp.said_after('REVOKE SELECT ON sources.roles FROM regress_nps_owner; GRANT SELECT ('
		|| array_to_string(array_remove('{score,day,unit,done,test,other}', role), ', ') || ') ON sources.roles TO regress_nps_owner') ORDER BY i;
SELECT change, said FROM (VALUES (1, 'ALTER SCHEMA sources RENAME TO bronnen'), (2, 'ALTER TABLE sources.roles RENAME TO rollen'), (3, 'ALTER TABLE sources.roles SET SCHEMA public'),
		(4, 'REVOKE USAGE ON SCHEMA sources FROM regress_nps_owner'), (5, 'ALTER TABLE sources.roles RENAME TO weg; CREATE SEQUENCE sources.roles'), (6, 'SELECT 1')) AS v(i, change),
	pg_temp.said_after(change) ORDER BY i;
SELECT hint FROM unnest('{ALTER TABLE sources.roles RENAME COLUMN done TO gone,ALTER TABLE sources.roles ALTER test TYPE text,REVOKE SELECT ON sources.roles FROM regress_nps_owner,REVOKE USAGE ON SCHEMA sources FROM regress_nps_owner}'::text[]) AS c,
	pg_temp.said_after(c);
SELECT cx_source_drop('roles');
-- a view over what the reader may not read, or that fails, names the source, too
CREATE VIEW sources.failing AS SELECT score / 0 AS score, day FROM sources.roles;
SELECT cx_source_add('failing', 'sources.failing', score => 'score', answered_at => 'day');
SELECT * FROM pg_temp.refusal('SELECT * FROM nps_trend');
SELECT cx_source_drop('failing');
DROP TABLE sources.roles CASCADE;
REVOKE USAGE ON SCHEMA sources FROM regress_nps_owner;
DROP ROLE regress_nps_owner;

--
-- privileges
--
CREATE ROLE regress_nps_reader;
CREATE ROLE regress_nps_view_reader;
GRANT USAGE ON SCHEMA sources TO regress_nps_reader, regress_nps_view_reader;
CREATE TABLE sources.secret (score integer, day date, unit text, note text);
INSERT INTO sources.secret VALUES (10, '2026-01-01', 'mine'), (0, '2026-01-01', 'theirs'), (8, '2026-01-02', 'mine');
SELECT cx_source_add('secret', 'sources.secret', score => 'score', answered_at => 'day', unit => 'unit', min_n => 1);
-- nothing granted
SET ROLE regress_nps_reader;
SELECT name FROM cx_source;
SELECT said FROM unnest('{cx_facts(),enps_nps_panel,enps_nps_panel(),enps_nps_lag,enps_nps_lag()}'::text[]) AS f, pg_temp.refusal('SELECT * FROM ' || f);
-- ordinary users do not edit the sources
SELECT said FROM (VALUES
	(1, $$INSERT INTO cx_source (name, kind, relation, score, answered_at, time_zone) VALUES ('x', 'nps', 'r', 's', 'a', 'UTC')$$),
	(2, $$UPDATE cx_source SET unit = 'note'$$), (3, $$DELETE FROM cx_source$$), (4, $$SELECT cx_source_drop('secret')$$),
	(5, $$SELECT cx_source_add('mine', 'sources.secret', score => 'score', answered_at => 'day')$$)) AS v(i, query), pg_temp.refusal(query) ORDER BY i;
RESET ROLE;
-- a manager of sources, who may not read the table: told which column
GRANT INSERT ON cx_source TO regress_nps_reader;
GRANT SELECT (score, day) ON sources.secret TO regress_nps_reader;
SET ROLE regress_nps_reader;
SELECT * FROM pg_temp.refusal($$SELECT cx_source_add('mine', 'sources.secret', score => 'score', answered_at => 'day', unit => 'unit')$$);
RESET ROLE;
REVOKE INSERT ON cx_source FROM regress_nps_reader;
-- SELECT on just the columns that count is enough
GRANT SELECT (unit) ON sources.secret TO regress_nps_reader;
SET ROLE regress_nps_reader;
SELECT unit, nps, nps_n FROM enps_nps_panel WHERE grain = 'year' ORDER BY unit;
RESET ROLE;
-- row security
ALTER TABLE sources.secret ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON sources.secret TO regress_nps_reader USING (unit = 'mine');
SET ROLE regress_nps_reader;
SELECT unit, nps, nps_n FROM enps_nps_panel WHERE grain = 'year' ORDER BY unit;
SELECT sum(nps_count(hist)) AS n FROM cx_facts();
RESET ROLE;
SELECT unit, nps, nps_n FROM enps_nps_panel WHERE grain = 'year' ORDER BY unit;
-- one who may read a view on the table, and not the table
SELECT cx_source_drop('secret');
CREATE VIEW sources.shown AS SELECT score, day, unit FROM sources.secret WHERE unit = 'theirs';
GRANT SELECT ON sources.shown TO regress_nps_view_reader;
SELECT cx_source_add('shown', 'sources.shown', score => 'score', answered_at => 'day', unit => 'unit', min_n => 1);
SET ROLE regress_nps_view_reader;
SELECT unit, nps, nps_n FROM enps_nps_panel WHERE grain = 'year' ORDER BY unit;
SELECT said FROM pg_temp.refusal('SELECT * FROM sources.secret');
RESET ROLE;
SET ROLE regress_nps_reader;
SELECT said FROM pg_temp.refusal('SELECT * FROM enps_nps_panel');
RESET ROLE;
SELECT cx_source_drop('shown');

-- a sentinel or a typing error in a date is no period: it does not stretch the calendar
CREATE TABLE sources.sentinel AS
	SELECT * FROM (VALUES (9, DATE '2024-01-15'), (8, '2024-03-01'), (7, '9999-12-31'), (6, '0202-05-01')) AS v(score, day);
GRANT SELECT ON sources.sentinel TO regress_nps_reader;
SELECT cx_source_add('sentinel', 'sources.sentinel', score => 'score', answered_at => 'day', min_n => 1);
SELECT grain, unit, period, nps, nps_n FROM enps_nps_panel;
SELECT period, nps_count(hist) AS n FROM cx_facts() ORDER BY period;
SELECT cx_source_drop('sentinel');

-- what a user should know when registering is said
SET client_min_messages = notice;
SET TimeZone = 'Europe/Amsterdam';
CREATE TABLE sources.told (score integer, at timestamptz, w real, remark text, doc jsonb);
SELECT cx_source_add('told', 'sources.told', score => 'score', answered_at => 'at', weight => 'w');
SELECT cx_source_add('twice', 'sources.told', score => 'score', answered_at => 'at', time_zone => 'UTC');
SELECT name, time_zone FROM cx_source ORDER BY name;
SELECT cx_source_drop('told');
SELECT cx_source_drop('twice');
CREATE TEMP TABLE fleeting (score integer, day date);
SELECT cx_source_add('fleeting', 'pg_temp.fleeting', score => 'score', answered_at => 'day');
SELECT cx_source_drop('fleeting');
SET client_min_messages = warning;
SELECT * FROM pg_temp.refusal('SELECT cx_source_add(''t'', ''sources.told'', score => ''score'', answered_at => ''at'', comment => ''doc'')');

SELECT count(*) AS sources FROM cx_source;
DROP SCHEMA sources CASCADE;
DROP ROLE regress_nps_reader;
DROP ROLE regress_nps_view_reader;
