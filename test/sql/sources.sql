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
	(29, $q$'s', 'sources.survey', score => 'q1', answered_at => 'day', time_zone => 'Mars/Olympus'$q$)
) AS v(i, arguments), pg_temp.refusal('SELECT cx_source_add(' || arguments || ')');
SELECT said FROM refused ORDER BY i;
-- each kind of hint once
SELECT hint FROM refused WHERE i IN (1, 5, 8, 10, 12, 18, 19, 21, 28) ORDER BY i;
SELECT count(*) AS sources FROM cx_source;

-- what is stored: the names, and the zone of the session where none is given
BEGIN;
SET LOCAL TimeZone = 'Asia/Tokyo';
SELECT cx_source_add('all', 'sources.survey', 'enps', score => 'q1', answered_at => 'answered_at', unit => 'country', comment => 'country',
	respondent => 'id', team => 'country', stage => 'country', weight => 'q1', email => 'country', invited_at => 'day', min_group => 5);
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
SELECT cx_source_add('partitioned', 'sources.base', score => 'score', answered_at => 'day', unit => 'country'),
	cx_source_add('partition', 'sources.base_1', score => 'score', answered_at => 'day', unit => 'branch'),
	cx_source_add('view', 'sources.seen', score => 'score', answered_at => 'day', unit => 'country'),
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
-- the calendar: every month from the first answer to the last is a row
--
CREATE TABLE sources.klant (score integer, day date, unit text);
CREATE TABLE sources.medew (score integer, day date, unit text);
INSERT INTO sources.klant VALUES (9, '2025-11-30', 'a'), (9, '2026-02-01', 'a'), (11, '2026-03-01', 'a'), (6, '2026-02-01', 'b');
INSERT INTO sources.medew VALUES (10, '2025-12-31', 'a'), (7, '2026-01-01', 'b');
SELECT cx_source_add('klant', 'sources.klant', score => 'score', answered_at => 'day', unit => 'unit'),
	cx_source_add('medew', 'sources.medew', 'enps', score => 'score', answered_at => 'day', unit => 'unit');
SELECT grain, unit, to_char(period, 'YYYY-MM-DD') AS period, coalesce(enps::text, '.') AS enps, enps_n, coalesce(nps::text, '.') AS nps, nps_n
FROM enps_nps_panel ORDER BY 1, 2, 3;
SELECT cx_source_drop('klant'), cx_source_drop('medew');

--
-- min_group: 5 for customers, 4 for employees.  January is large enough for both,
-- February for neither, March for customers only, and in April there is nobody
--
TRUNCATE sources.klant, sources.medew;
INSERT INTO sources.klant SELECT 10, day, u FROM (VALUES (date '2026-01-15', 5), ('2026-02-15', 4), ('2026-03-15', 6), ('2026-05-15', 5)) AS v(day, n), generate_series(1, n), unnest('{a,b}'::text[]) AS u;
INSERT INTO sources.medew SELECT 0, day, u FROM (VALUES (date '2026-01-15', 4), ('2026-02-15', 1), ('2026-03-15', 3), ('2026-05-15', 4)) AS v(day, n), generate_series(1, n), unnest('{a,b}'::text[]) AS u;
SELECT cx_source_add('klant', 'sources.klant', score => 'score', answered_at => 'day', unit => 'unit', min_group => 5),
	cx_source_add('medew', 'sources.medew', 'enps', score => 'score', answered_at => 'day', unit => 'unit', min_group => 4);
SELECT to_char(period, 'YYYY-MM') AS period, coalesce(enps::text, '.') AS enps, coalesce(enps_n::text, '.') AS enps_n, coalesce(nps::text, '.') AS nps, coalesce(nps_n::text, '.') AS nps_n
FROM enps_nps_panel WHERE grain = 'month' AND unit = 'a' ORDER BY 1;
-- pairs: January and May at lag 0; eNPS of January and NPS of March at lag 2; nothing
-- at lag 1.  Without the limits February and March would add theirs
SELECT lag, pairs FROM enps_nps_lag WHERE grain = 'month' AND lag BETWEEN 0 AND 4 ORDER BY lag;
UPDATE cx_source SET min_group = NULL;
SELECT lag, pairs FROM enps_nps_lag WHERE grain = 'month' AND lag BETWEEN 0 AND 4 ORDER BY lag;
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

--
-- privileges
--
CREATE ROLE regress_nps_reader;
CREATE ROLE regress_nps_view_reader;
GRANT USAGE ON SCHEMA sources TO regress_nps_reader, regress_nps_view_reader;
CREATE TABLE sources.secret (score integer, day date, unit text, note text);
INSERT INTO sources.secret VALUES (10, '2026-01-01', 'mine'), (0, '2026-01-01', 'theirs'), (8, '2026-01-02', 'mine');
SELECT cx_source_add('secret', 'sources.secret', score => 'score', answered_at => 'day', unit => 'unit');
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
SELECT cx_source_add('shown', 'sources.shown', score => 'score', answered_at => 'day', unit => 'unit');
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
SELECT cx_source_add('sentinel', 'sources.sentinel', score => 'score', answered_at => 'day');
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
