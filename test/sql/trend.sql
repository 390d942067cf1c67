--
-- trend: nps_trend, enps_trend, the panel's own columns, and breaks.
--
-- What must hold: the table of the journey "monthly NPS per country" comes out to
-- the digit; every number is that of plain SQL over the rows; a comparison is with
-- the calendar period before, never across a break nor with a hidden cell; p-values
-- are adjusted over what is shown; empty periods are rows; a running period is
-- marked; a source is read once in a query, and only if it is asked for; months add
-- up to quarters and years, whatever the order of rows or the number of tables.
--
CREATE SCHEMA trend;
SET client_min_messages = warning;
SET TimeZone = 'UTC';
SET DateStyle = ISO;

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

SELECT (SELECT count(*) FROM nps_trend) AS nps, (SELECT count(*) FROM enps_trend) AS enps, (SELECT count(*) FROM cx_break) AS breaks;

--
-- the journey: promoters, passives, detractors by country and month
--
CREATE TABLE trend.j1 (country text, at timestamptz, score integer);
INSERT INTO trend.j1
SELECT country, (month + (i * 7) % 27 + time '00:30') AT TIME ZONE 'Europe/Amsterdam', CASE WHEN i <= p THEN 10 WHEN i <= p + n THEN 7 ELSE 3 END
FROM (VALUES ('NL', date '2016-01-01', 40, 40, 20), ('NL', '2016-02-01', 46, 36, 18), ('NL', '2016-03-01', 95, 40, 15), ('NL', '2016-04-01', 11, 5, 4),
	('DE', '2016-01-01', 30, 50, 20), ('DE', '2016-02-01', 22, 44, 34), ('DE', '2016-03-01', 2, 1, 1)) AS v(country, month, p, n, d), generate_series(1, p + n + d) AS i;
SELECT cx_source_add('klant', 'trend.j1', score => 'score', answered_at => 'at', unit => 'country', time_zone => 'Europe/Amsterdam');

-- to the digit, by the adjusted Wald interval and test with which it was computed;
-- DE in April is the country without answers that must not vanish
SELECT unit, to_char(period, 'YYYY-MM') AS month, n, round(nps) AS nps, round(ci_low, 1) AS ci_low, round(ci_high, 1) AS ci_high,
	round(delta, 1) AS delta, round(p_value::numeric, 3) AS p_value, round(p_adjusted::numeric, 4) AS p_adjusted, change, complete
FROM nps_trend('{month}', method => 'adjusted_wald') ORDER BY unit DESC, period;
-- by the defaults: the same counts, scores, deltas and words
SELECT unit, to_char(period, 'YYYY-MM') AS month, n, promoters AS pro, passives AS pas, detractors AS det, round(nps) AS nps, round(ci_low, 1) AS ci_low, round(ci_high, 1) AS ci_high,
	round(delta, 1) AS delta, round(z::numeric, 3) AS z, round(p_value::numeric, 4) AS p_value, round(p_adjusted::numeric, 4) AS p_adjusted, change
FROM nps_trend WHERE source = 'klant' AND grain = 'month' ORDER BY unit DESC, period;
-- the journey's other pair: -6.6, z -0.573, p 0.567, none
BEGIN;
TRUNCATE trend.j1;
INSERT INTO trend.j1 SELECT 'NL', month, CASE WHEN i <= p THEN 9 WHEN i <= p + n THEN 8 ELSE 0 END
FROM (VALUES (date '2016-01-15', 52, 23, 12), ('2016-02-15', 54, 23, 17)) AS v(month, p, n, d), generate_series(1, p + n + d) AS i;
SELECT n, round(delta, 1) AS delta, round(z::numeric, 3) AS z, round(p_value::numeric, 3) AS p_value, change FROM nps_trend('{month}', method => 'adjusted_wald');
ROLLBACK;
-- other parameters: at 99 % the changes are not proven, with min_n 4 nothing is few
SELECT level, min_n, string_agg(coalesce(change, '-'), ' ' ORDER BY unit DESC, period) AS changes, count(p_adjusted) AS adjusted, round(max(ci_high - ci_low), 1) AS widest
FROM (VALUES (0.95, 30), (0.99, 30), (0.95, 4), (0.95, 101)) AS v(level, min_n), nps_trend('{month}', level => v.level, min_n => v.min_n) GROUP BY 1, 2 ORDER BY 1, 2;
SELECT grain, unit, period, n, change FROM nps_trend('{year,quarter}') ORDER BY 1, 2, 3;

-- what is refused, with data and without
CREATE TEMP TABLE refused AS SELECT i, r.* FROM (VALUES
	(1, $$nps_trend('{week}')$$), (2, $$nps_trend('{month,NULL}')$$), (3, $$nps_trend(sources => '{klant,klnt}')$$), (4, $$enps_trend(sources => '{klant}')$$), (5, $$nps_trend(sources => '{NULL}')$$),
	(6, 'nps_trend(min_n => 0)'), (7, 'nps_trend(level => 1)'), (8, $$enps_trend(method => 'exact')$$), (9, $$nps_trend(method => 'bayes')$$), (10, $$cx_facts('klant')$$)) AS v(i, f), pg_temp.refusal('SELECT * FROM ' || f) AS r;
SELECT said, hint FROM refused ORDER BY i;
-- NULL asks for nothing; no grain and no source are none
SELECT (SELECT count(*) FROM nps_trend(NULL)) AS a, (SELECT count(*) FROM nps_trend(level => NULL)) AS b, (SELECT count(*) FROM nps_trend('{}')) AS c,
	(SELECT count(*) FROM nps_trend(sources => '{}')) AS d, (SELECT count(*) FROM nps_trend('{month,month}')) AS e, (SELECT count(*) FROM nps_trend('{month}')) AS f;

--
-- min_group: hidden in all its numbers, and never compared with; NL in April has 20,
-- DE in March 4.  A cell without answers is no hidden cell
--
UPDATE cx_source SET min_group = 21;
INSERT INTO trend.j1 VALUES ('DE', '2016-03-02', NULL), ('DE', '2016-04-02', NULL), ('DE', '2016-04-02', 11), ('DE', '2016-02-02', 12);
\pset null .
SELECT unit, to_char(period, 'YYYY-MM') AS month, n, promoters AS pro, passives AS pas, detractors AS det, invalid, missing, nps, round(ci_low) AS low, round(ci_high) AS high,
	delta, round(z::numeric, 2) AS z, round(p_value::numeric, 3) AS p_value, round(p_adjusted::numeric, 3) AS p_adjusted, change
FROM nps_trend('{month}') ORDER BY unit DESC, period;
\pset null ''
-- as many as min_group are shown
UPDATE cx_source SET min_group = 20;
SELECT n, nps, change FROM nps_trend('{month}') WHERE unit = 'NL' AND period = '2016-04-01';
UPDATE cx_source SET min_group = NULL;
DELETE FROM trend.j1 WHERE score IS NULL OR score > 10;

--
-- breaks
--
SELECT said, hint FROM (VALUES
	(1, $$cx_break_add(NULL, 'x')$$), (2, $$cx_break_add('2016-01-01', NULL)$$), (3, $$cx_break_add('2016-01-01', '  ')$$), (4, $$cx_break_add('infinity', 'x')$$), (5, $$cx_break_add('0216-01-01', 'x')$$),
	(6, $$cx_break_add('2016-01-01', 'x', 'NPS')$$), (7, $$cx_break_drop('2016-01-01')$$)) AS v(i, f), pg_temp.refusal('SELECT ' || f) AS r ORDER BY i;
-- a comparison by month and unit, and the segment: a dash is none
CREATE FUNCTION pg_temp.compared() RETURNS TABLE (grain text, unit text, compared text, segments text) LANGUAGE sql AS $$
	SELECT t.grain, t.unit, string_agg(CASE WHEN t.delta IS NULL THEN '-' ELSE 'x' END, '' ORDER BY t.period), string_agg(p.segment::text, ',' ORDER BY t.period)
	FROM nps_trend AS t JOIN enps_nps_panel AS p USING (grain, unit, period) GROUP BY 1, 2 ORDER BY 1, 2 $$;
SELECT * FROM pg_temp.compared();
-- on the first day of a month, within a quarter and a year
SELECT cx_break_add('2016-02-01', 'new questionnaire', 'nps');
SELECT * FROM pg_temp.compared();
-- within a month, of one unit only: February of DE stands alone
SELECT cx_break_add('2016-02-10', 'borders', unit => 'DE');
SELECT * FROM pg_temp.compared() WHERE grain = 'month';
SELECT * FROM pg_temp.refusal($$SELECT cx_break_add('2016-02-10', 'again', unit => 'DE')$$);
SELECT * FROM pg_temp.refusal($$SELECT cx_break_drop('2016-02-10')$$);
SELECT * FROM cx_break ORDER BY starts;
SELECT cx_break_drop('2016-02-01', 'nps'), cx_break_drop('2016-02-10', unit => 'DE');
-- a break in the answers of employees, on the first of April: none in this trend, but
-- a new segment for both in the panel; first of a quarter, so the year alone is mixed
SELECT cx_break_add('2016-04-01', 'pulse moved', 'enps');
SELECT * FROM pg_temp.compared();
-- two kinds on one day are one border; one of a unit that is not there is none
SELECT cx_break_add('2016-04-01', 'survey moved', 'nps'), cx_break_add('2016-03-01', 'x', unit => 'FR'), cx_break_add('2016-04-01', 'both', unit => 'NL');
SELECT * FROM pg_temp.compared() WHERE grain = 'month';
-- p-values are adjusted over what is shown: of the three that were tested, those of
-- NL and DE in February are left, with 2 x 0.0333 and 0.451
SELECT cx_break_drop('2016-04-01', 'enps'), cx_break_add('2016-03-15', 'rework', unit => 'NL');
SELECT unit, to_char(period, 'YYYY-MM') AS month, round(p_adjusted::numeric, 4) AS p_adjusted, change FROM nps_trend('{month}') WHERE p_adjusted IS NOT NULL ORDER BY 1, 2;
DELETE FROM cx_break;
-- years: a break on the first of January parts years, one within makes the year stand alone
CREATE TABLE trend.years AS SELECT 9 AS score, make_date(y, 3, 1) AS day FROM generate_series(2010, 2015) AS y;
SELECT cx_source_drop('klant'), cx_source_add('years', 'trend.years', score => 'score', answered_at => 'day');
SELECT cx_break_add('2012-01-01', 'first day'), cx_break_add('2014-07-02', 'within');
SELECT * FROM pg_temp.compared() WHERE grain = 'year';
DELETE FROM cx_break;
SELECT cx_source_drop('years');

--
-- the panel: scores with too few answers, and the standard error
--
CREATE TABLE trend.many (source integer, score integer, day date, unit text DEFAULT 'a');
INSERT INTO trend.many SELECT s, CASE WHEN i % 2 = 0 THEN 10 ELSE 3 END, day FROM (VALUES
	(1, date '2016-01-01', 29), (1, '2016-02-01', 30), (1, '2016-03-01', 6), (2, '2016-03-01', 24), (2, '2016-04-01', 8), (2, '2016-05-01', 7), (3, '2016-01-01', 4), (3, '2016-02-01', 5)) AS v(s, day, n), generate_series(1, n) AS i;
CREATE VIEW trend.many1 AS SELECT * FROM trend.many WHERE source = 1;
CREATE VIEW trend.many2 AS SELECT * FROM trend.many WHERE source = 2;
CREATE VIEW trend.many3 AS SELECT * FROM trend.many WHERE source = 3;
SELECT cx_source_add('one', 'trend.many1', score => 'score', answered_at => 'day', unit => 'unit'),
	cx_source_add('two', 'trend.many2', score => 'score', answered_at => 'day', unit => 'unit', min_n => 8),
	cx_source_add('three', 'trend.many3', 'enps', score => 'score', answered_at => 'day', unit => 'unit');
-- 29 are too few and 30 enough by default; 30 of both sources, with the larger limit of the
-- two; 8 are enough where only the source with the limit of 8 has answers; employees 5
\pset null .
SELECT to_char(period, 'YYYY-MM') AS month, enps, enps_n, round(enps_se, 2) AS enps_se, nps, nps_n, round(nps_se, 2) AS nps_se, period_index, segment, complete FROM enps_nps_panel WHERE grain = 'month' ORDER BY 1;
SELECT grain, unit, period, enps_n, nps, nps_n, period_index FROM enps_nps_panel WHERE grain <> 'month' ORDER BY 1, 2, 3;
-- a larger limit of a source counts where it has answers
UPDATE cx_source SET min_n = 31 WHERE name = 'two';
SELECT to_char(period, 'YYYY-MM') AS month, nps, nps_n FROM enps_nps_panel WHERE grain = 'month' ORDER BY 1;
UPDATE cx_source SET min_n = NULL, min_group = 25 WHERE kind = 'nps';
SELECT to_char(period, 'YYYY-MM') AS month, nps, nps_n, nps_se FROM enps_nps_panel WHERE grain = 'month' AND nps_n IS DISTINCT FROM 30 ORDER BY 1;
\pset null ''
-- the cells are the panel's rows, without the empty ones
UPDATE cx_source SET min_group = NULL, min_n = NULL;
DELETE FROM trend.many WHERE day = '2016-04-01';
SELECT (SELECT count(*) FROM enps_nps_panel) AS panel, (SELECT count(*) FROM cx_panel_cells()) AS cells, count(*) AS differ
FROM (SELECT c.* FROM cx_panel_cells() AS c
	EXCEPT SELECT grain, unit, period, period_index, segment, complete, enps, enps_n, enps_se, nps, nps_n, nps_se FROM enps_nps_panel) AS d;
SELECT cx_source_drop('one'), cx_source_drop('two'), cx_source_drop('three');
-- 40/40/20 has (33.861370674662474 - 4.973580781648209) / 2 / z by the reference; 5/0/0 is not 0
SELECT abs(cx_standard_error('{6:20,8:40,9:40}') - (33.861370674662474 - 4.973580781648209) / 2 / 1.959963984540054) < 1e-9 AS as_reference,
	round(cx_standard_error('{9:5}'), 3) AS alike, cx_standard_error('{}') AS none, cx_standard_error(NULL) AS null_,
	(SELECT count(*) FROM generate_series(1, 300) AS i, LATERAL (SELECT nps_hist((i * j * 7) % 11) AS h FROM generate_series(1, i) AS j) AS r
		WHERE abs(cx_standard_error(h)::float8 / ((nps_test(h, h, 0.95, 'adjusted_wald')).se::float8 / sqrt(2)) - 1) > 1e-12) AS differ_from_test;
-- period_index: neighbours differ by 1, over any border
SELECT grain, count(*) AS periods, count(*) FILTER (WHERE i = before + 1) AS steps_of_1
FROM (SELECT g.grain, cx_period_index(g.grain, p::date) AS i, lag(cx_period_index(g.grain, p::date)) OVER (PARTITION BY g.grain ORDER BY p) AS before
	FROM cx_grains() AS g, generate_series('1900-01-01'::timestamp, '2199-12-01', g.step) AS p) AS s GROUP BY grain ORDER BY 2;
SELECT cx_period_index('month', '2016-03-01') AS month, cx_period_index('quarter', '2016-03-01') AS quarter, cx_period_index('year', '2016-03-01') AS year, cx_period_index('week', '2016-03-01') AS none;

--
-- the running period, whatever today is: a period is complete when it is over by the
-- calendar of the source; in the panel, of all sources.  The zones are made up, and a
-- week ahead and behind, so that half of all days there is a month that is over in one only
--
CREATE TABLE trend.recent AS SELECT 9 AS score, now() + make_interval(days => i) AS at, (now() + make_interval(days => i))::date AS day FROM generate_series(-800, 40) AS i;
SELECT cx_source_add('east', 'trend.recent', score => 'score', answered_at => 'at', time_zone => '<ahead>-167', min_n => 1),
	cx_source_add('west', 'trend.recent', 'enps', score => 'score', answered_at => 'at', time_zone => '<behind>+167', min_n => 1),
	cx_source_add('day', 'trend.recent', score => 'score', answered_at => 'day', time_zone => '<ahead>-167', min_n => 1);
BEGIN;
SELECT s.source, s.grain, count(*) > 2 AS several, bool_and(complete = (period + step <= now() AT TIME ZONE zone)) AS by_calendar, bool_or(complete) AS some_are,
	bool_or(NOT complete) AS not_all, count(*) FILTER (WHERE NOT complete AND period <= now() AT TIME ZONE zone) AS running
FROM (SELECT source, grain, period, complete FROM nps_trend UNION ALL SELECT source, grain, period, complete FROM enps_trend) AS s JOIN cx_grains() USING (grain)
	JOIN (SELECT name AS source, time_zone AS zone FROM cx_source) AS z USING (source)
GROUP BY 1, 2 ORDER BY 1, 2;
SELECT grain, bool_and(complete = (period + step <= now() AT TIME ZONE '<behind>+167')) AS by_the_latest FROM enps_nps_panel JOIN cx_grains() USING (grain) GROUP BY 1 ORDER BY 1;
-- the lag takes complete periods only
SELECT bool_and(l.pairs = n) FROM enps_nps_lag AS l, (SELECT count(*) AS n FROM enps_nps_panel WHERE grain = 'month' AND complete AND enps_n > 0 AND nps_n > 0) AS p WHERE l.grain = 'month' AND l.transform = 'level' AND l.lag = 0;
COMMIT;
SELECT cx_source_drop('east'), cx_source_drop('west'), cx_source_drop('day');

--
-- one pass: each source is read once in a query, and only where it is needed
--
CREATE SEQUENCE trend.customers;
CREATE SEQUENCE trend.employees;
CREATE FUNCTION trend.counted(counter regclass) RETURNS SETOF trend.many LANGUAGE plpgsql VOLATILE AS $$
BEGIN
	PERFORM nextval(counter);
	RETURN QUERY SELECT * FROM trend.many;
END $$;
CREATE VIEW trend.customer AS SELECT * FROM trend.counted('trend.customers');
CREATE VIEW trend.employee AS SELECT * FROM trend.counted('trend.employees');
SELECT cx_source_add('customer', 'trend.customer', score => 'score', answered_at => 'day', unit => 'unit', min_n => 1),
	cx_source_add('employee', 'trend.employee', 'enps', score => 'score', answered_at => 'day', unit => 'unit', min_n => 1);
CREATE FUNCTION pg_temp.scans(query text, OUT customers bigint, OUT employees bigint) LANGUAGE plpgsql AS $$
BEGIN
	PERFORM setval('trend.customers', 1), setval('trend.employees', 1);
	EXECUTE 'CREATE TEMP TABLE result ON COMMIT DROP AS ' || query;
	DROP TABLE result;
	customers := nextval('trend.customers') - 2;
	employees := nextval('trend.employees') - 2;
END $$;
SELECT v AS "FROM", s.* FROM unnest('{cx_facts(),cx_facts(''nps''),nps_trend,enps_trend,nps_trend(),nps_trend(sources => ''\{customer\}''),enps_nps_panel,enps_nps_panel(),cx_panel_cells(),enps_nps_lag,enps_nps_lag(),enps_nps_lag_by_unit,enps_nps_lag_summary,enps_nps_granger,enps_nps_predict()}'::text[]) WITH ORDINALITY AS q(v, i),
	pg_temp.scans('SELECT * FROM ' || replace(v, '\', '')) AS s ORDER BY i;
SELECT cx_source_drop('customer'), cx_source_drop('employee');

--
-- against plain SQL over the rows, in a table of 5 units x 3 years with dirty rows and gaps
--
CREATE TABLE trend.rows AS
SELECT i, CASE i % 97 WHEN 0 THEN NULL WHEN 1 THEN 11 WHEN 2 THEN -1 ELSE (('x' || substr(md5('s' || i), 1, 6))::bit(24)::int % 23 + i % 5) % 11 END AS score,
	date '2014-01-01' + ('x' || substr(md5('d' || i), 1, 6))::bit(24)::int % 1095 AS day, 'u' || ('x' || substr(md5('u' || i), 1, 6))::bit(24)::int % 5 AS unit
FROM generate_series(1, 6500) AS i;
UPDATE trend.rows SET score = 10 WHERE unit = 'u0' AND score BETWEEN 0 AND 10 AND day BETWEEN '2015-04-01' AND '2015-06-30';
DELETE FROM trend.rows WHERE unit = 'u3' AND day BETWEEN '2014-05-01' AND '2014-08-31' OR unit = 'u4' AND day > '2015-06-15';
SELECT cx_source_add('rows', 'trend.rows', score => 'score', answered_at => 'day', unit => 'unit');
CREATE TEMP TABLE shown AS SELECT * FROM nps_trend;
CREATE TEMP TABLE plain AS
WITH counted AS (
	SELECT g AS grain, unit, date_trunc(g, day)::date AS period, count(*) FILTER (WHERE score BETWEEN 0 AND 10) AS n, count(*) FILTER (WHERE score IN (9, 10)) AS pro,
		count(*) FILTER (WHERE score IN (7, 8)) AS pas, count(*) FILTER (WHERE score BETWEEN 0 AND 6) AS det, count(*) FILTER (WHERE score NOT BETWEEN 0 AND 10) AS invalid, count(*) - count(score) AS missing,
		nps_hist(score) FILTER (WHERE score BETWEEN 0 AND 10) AS h
	FROM trend.rows, unnest('{month,quarter,year}'::text[]) AS g GROUP BY 1, 2, 3
)
SELECT a.*, t.delta, t.p_value, CASE WHEN a.n >= 30 AND b.n >= 30 THEN t.p_value END AS p_large
FROM counted AS a LEFT JOIN counted AS b ON b.grain = a.grain AND b.unit = a.unit AND b.period = a.period - CASE a.grain WHEN 'month' THEN interval '1 month' WHEN 'quarter' THEN interval '3 months' ELSE interval '1 year' END
	LEFT JOIN LATERAL nps_test(a.h, b.h) AS t ON true;
SELECT s.grain, count(*) AS rows, count(*) FILTER (WHERE s.n = 0) AS empty, count(*) FILTER (WHERE p.n IS NULL) AS not_in_rows,
	count(*) FILTER (WHERE (s.n, s.promoters, s.passives, s.detractors, s.invalid, s.missing) = (p.n, p.pro, p.pas, p.det, p.invalid, p.missing)) AS counts,
	count(*) FILTER (WHERE abs(s.nps - 100.0 * (p.pro - p.det) / p.n) < 1e-12) AS nps, count(*) FILTER (WHERE s.ci_low = (nps_interval(p.h)).low AND s.ci_high = (nps_interval(p.h)).high) AS interval,
	count(s.delta) AS deltas, count(*) FILTER (WHERE s.delta IS NOT DISTINCT FROM p.delta AND s.p_value IS NOT DISTINCT FROM p.p_value) AS tests
FROM shown AS s LEFT JOIN plain AS p USING (grain, unit, period) GROUP BY 1 ORDER BY 2 DESC;
-- p_adjusted, by the definition: the least of k p(j) / j over all j from its own rank on
WITH ranked AS (
	SELECT *, count(*) OVER g AS k, rank() OVER (PARTITION BY grain ORDER BY p_large) AS first, count(*) OVER (PARTITION BY grain ORDER BY p_large) AS last
	FROM plain WHERE p_large IS NOT NULL WINDOW g AS (PARTITION BY grain)
)
SELECT s.grain, count(*) AS adjusted, count(*) FILTER (WHERE abs(s.p_adjusted - b.p) <= 1e-12 * b.p) AS as_defined, count(*) FILTER (WHERE s.change IN ('up', 'down')) AS marked,
	count(*) FILTER (WHERE s.change = CASE WHEN b.p >= 0.05 THEN 'none' WHEN s.delta > 0 THEN 'up' ELSE 'down' END) AS words
FROM shown AS s JOIN ranked AS r USING (grain, unit, period), LATERAL (SELECT min(least(1, k * o.p_large / o.last)) AS p FROM ranked AS o WHERE o.grain = r.grain AND o.p_large >= r.p_large) AS b
GROUP BY 1 ORDER BY 2 DESC;
-- and by nps_p_adjust
SELECT grain, count(*) AS adjusted, count(*) FILTER (WHERE abs(p_adjusted - by_function) <= 1e-14) AS agree
FROM (SELECT grain, unnest(array_agg(p_adjusted ORDER BY unit, period)) AS p_adjusted, unnest(nps_p_adjust(array_agg(p_value ORDER BY unit, period), 'bh')) AS by_function
	FROM shown WHERE p_adjusted IS NOT NULL GROUP BY 1) AS a GROUP BY 1 ORDER BY 2 DESC;
SELECT grain, count(*) FILTER (WHERE change = 'few') AS few, count(*) FILTER (WHERE change = 'few' AND p_adjusted IS NULL AND delta IS NOT NULL) AS not_adjusted FROM shown GROUP BY 1 ORDER BY 1;
-- months add up to quarters, quarters to years
SELECT up.grain, count(*) AS periods, count(*) FILTER (WHERE (up.n, up.promoters, up.passives, up.detractors, up.invalid, up.missing) = (s.n, s.p, s.a, s.d, s.i, s.m)) AS add_up
FROM shown AS up, LATERAL (SELECT sum(n) AS n, sum(promoters) AS p, sum(passives) AS a, sum(detractors) AS d, sum(invalid) AS i, sum(missing) AS m FROM shown AS d
	WHERE d.unit = up.unit AND d.grain = CASE up.grain WHEN 'quarter' THEN 'month' ELSE 'quarter' END AND date_trunc(up.grain, d.period) = up.period) AS s
WHERE up.grain <> 'month' GROUP BY 1 ORDER BY 1;

-- the same rows in another order, and split in two tables, make the same panel
CREATE TEMP TABLE panel AS SELECT * FROM enps_nps_panel;
CREATE TABLE trend.odd AS SELECT * FROM trend.rows WHERE i % 3 = 1 ORDER BY md5(i::text);
CREATE TABLE trend.rest (LIKE trend.rows) PARTITION BY LIST (unit);
CREATE TABLE trend.rest_u1 PARTITION OF trend.rest FOR VALUES IN ('u1');
CREATE TABLE trend.rest_rest PARTITION OF trend.rest DEFAULT;
INSERT INTO trend.rest SELECT * FROM trend.rows WHERE i % 3 <> 1 ORDER BY score, md5(i::text);
CREATE VIEW trend.permuted AS SELECT * FROM trend.odd UNION ALL SELECT * FROM trend.rest;
SELECT cx_source_drop('rows'), cx_source_add('rows', 'trend.permuted', score => 'score', answered_at => 'day', unit => 'unit');
SELECT (SELECT count(*) FROM panel) AS panel, (SELECT count(*) FROM (SELECT * FROM enps_nps_panel EXCEPT ALL SELECT * FROM panel) AS d) AS differ,
	(SELECT count(*) FROM shown) AS trend, (SELECT count(*) FROM (SELECT * FROM nps_trend EXCEPT ALL SELECT * FROM shown) AS d) AS differ;
SELECT cx_source_drop('rows'), cx_source_add('odd', 'trend.odd', score => 'score', answered_at => 'day', unit => 'unit'), cx_source_add('rest', 'trend.rest', score => 'score', answered_at => 'day', unit => 'unit');
SELECT (SELECT count(*) FROM (SELECT * FROM enps_nps_panel EXCEPT ALL SELECT * FROM panel) AS d) AS differ,
	(SELECT count(*) FROM (SELECT * FROM panel EXCEPT ALL SELECT * FROM enps_nps_panel) AS d) AS missing;
-- the trend does not add up: it has the two sources, and a comparison is within its source
SELECT source, sum(n) AS n, count(*) FILTER (WHERE p_adjusted IS NOT NULL) AS adjusted FROM nps_trend('{year}') GROUP BY 1 ORDER BY 1;
-- and so is the adjustment
SELECT source, grain, count(*) AS adjusted, count(*) FILTER (WHERE abs(p_adjusted - by_function) <= 1e-14) AS agree
FROM (SELECT source, grain, unnest(array_agg(p_adjusted ORDER BY unit, period)) AS p_adjusted, unnest(nps_p_adjust(array_agg(p_value ORDER BY unit, period), 'bh')) AS by_function
	FROM nps_trend WHERE p_adjusted IS NOT NULL GROUP BY 1, 2) AS a GROUP BY 1, 2 ORDER BY 1, 2;

-- ties, and no change at all (p is 1): twins of each of three units
CREATE TABLE trend.twins AS SELECT CASE WHEN i <= d + m * step THEN 3 ELSE 9 END AS score, (date '2016-01-01' + make_interval(months => m))::date AS day, twin || step AS unit
FROM unnest('{a,b}'::text[]) AS twin, (VALUES (40, 0), (30, 12), (45, 6)) AS v(d, step), generate_series(0, 2) AS m, generate_series(1, 100) AS i;
SELECT cx_source_drop('odd'), cx_source_drop('rest'), cx_source_add('twins', 'trend.twins', score => 'score', answered_at => 'day', unit => 'unit');
SELECT unit, to_char(period, 'MM') AS month, delta, round(p_value::numeric, 4) AS p_value, round(p_adjusted::numeric, 4) AS p_adjusted, change,
	abs(p_adjusted - (nps_p_adjust(array_agg(p_value) OVER (ORDER BY unit, period ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING), 'bh'))[row_number() OVER (ORDER BY unit, period)]) < 1e-14 AS as_function
FROM nps_trend('{month}') WHERE delta IS NOT NULL ORDER BY 1, 2;
SELECT cx_source_drop('twins');

--
-- hostile names, also as units and breaks
--
CREATE TABLE trend."T ""%s'; --" ("S$1" text, "D'" date, "U""" text);
INSERT INTO trend."T ""%s'; --" VALUES ('9', '2016-01-01', 'o''"%s; $$'), ('n/a', '2016-01-02', 'o''"%s; $$'), ('10', '2016-02-01', 'o''"%s; $$'), ('0', '2016-02-01', '');
SELECT cx_source_add('n''"%s; $$', 'trend."T ""%s''; --"', score => 'S$1', answered_at => 'D''', unit => 'U"'), cx_break_add('2016-02-01', 'it''s "%s', unit => '');
SELECT source, unit, period, n, invalid, nps, delta FROM nps_trend('{month}', '{"n''\"%s; $$"}') ORDER BY 2, 3;
SELECT unit, string_agg(segment::text, ',' ORDER BY period) AS segments FROM enps_nps_panel WHERE grain = 'month' GROUP BY 1 ORDER BY 1;
SELECT cx_source_drop('n''"%s; $$'), cx_break_drop('2016-02-01', unit => '');

-- a temporary table, also one that hides a table of the same name; gone when it is dropped
CREATE TEMP TABLE passing (score integer, day date);
INSERT INTO passing VALUES (9, '2016-01-01'), (0, '2016-01-02');
SELECT cx_source_add('passing', 'passing', score => 'score', answered_at => 'day');
SELECT source, n, nps FROM nps_trend('{year}');
DROP TABLE passing;
SELECT regexp_replace(said, 'pg_temp_\d+', 'pg_temp_N') AS said FROM pg_temp.refusal('SELECT * FROM nps_trend');
SELECT cx_source_drop('passing');
CREATE TABLE trend.cx_source (score integer, day date);
INSERT INTO trend.cx_source VALUES (9, '2016-01-01');
SELECT cx_source_add('its name', 'trend.cx_source', score => 'score', answered_at => 'day');
CREATE TEMP TABLE cx_source (name text, kind text);
CREATE TEMP TABLE cx_break (starts date);
SELECT source, n, nps FROM nps_trend('{year}');
DROP TABLE pg_temp.cx_source, pg_temp.cx_break;
SELECT cx_source_drop('its name');

--
-- privileges and row security: one who may read customers only has their trend
--
CREATE ROLE regress_nps_trend;
GRANT USAGE ON SCHEMA trend TO regress_nps_trend;
CREATE TABLE trend.mine (score integer, day date, unit text);
CREATE TABLE trend.staff (score integer, day date, unit text);
INSERT INTO trend.mine VALUES (9, '2016-01-01', 'a'), (3, '2016-02-01', 'b'), (8, '2016-03-01', 'a');
INSERT INTO trend.staff VALUES (9, '2016-01-01', 'a');
GRANT SELECT ON trend.mine TO regress_nps_trend;
SELECT cx_source_add('mine', 'trend.mine', score => 'score', answered_at => 'day', unit => 'unit'), cx_source_add('other', 'trend.staff', score => 'score', answered_at => 'day'),
	cx_source_add('staff', 'trend.staff', 'enps', score => 'score', answered_at => 'day', unit => 'unit');
SET ROLE regress_nps_trend;
SELECT said FROM unnest('{nps_trend,enps_trend,nps_trend(sources => ''\{mine\}''),enps_nps_panel}'::text[]) WITH ORDINALITY AS q(v, i), pg_temp.refusal('SELECT * FROM ' || v) ORDER BY i;
SELECT unit, period, n, nps FROM nps_trend('{month}', '{mine}') ORDER BY 1, 2;
SELECT said FROM (VALUES (1, $$SELECT cx_break_add('2016-01-01', 'x')$$), (2, $$SELECT cx_break_drop('2016-01-01')$$), (3, 'SELECT * FROM cx_break'), (4, 'TRUNCATE cx_break')) AS v(i, q), pg_temp.refusal(q) ORDER BY i;
RESET ROLE;
SELECT cx_source_drop('other');
ALTER TABLE trend.mine ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON trend.mine TO regress_nps_trend USING (unit = 'b');
SET ROLE regress_nps_trend;
SELECT unit, period, n, nps FROM nps_trend WHERE grain = 'month';
RESET ROLE;
SELECT count(DISTINCT unit) AS units FROM nps_trend;
SELECT cx_source_drop('mine'), cx_source_drop('staff');

SELECT (SELECT count(*) FROM cx_source) AS sources, (SELECT count(*) FROM cx_break) AS breaks;
DROP SCHEMA trend CASCADE;
DROP ROLE regress_nps_trend;
