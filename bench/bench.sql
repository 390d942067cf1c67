-- bench.sql: nps_ext beside what one would write otherwise, in one run.
--
-- Times mean nothing away from the machine they were taken on, so what is
-- printed first is ratios: of a statement to the one it is compared with in the
-- same round, the median over the rounds.  The statements of a group are run in
-- turn, round after round, so that noise of the machine hits all of them alike;
-- those of the whole table, which are quick and have the tightest bars, three
-- times as often.
\set QUIET on
\set ON_ERROR_STOP on
\pset footer off
SET client_min_messages = warning;
SET jit = off;
SET max_parallel_workers_per_gather = 0;
SET work_mem = '256MB';

CREATE SCHEMA bench;
SET search_path = bench, public;

CREATE UNLOGGED TABLE answer AS
	SELECT i AS id, (i % 25)::smallint AS unit, ((i::bigint * 7919) % 200000)::integer AS customer,
		CASE WHEN h % 50 = 0 THEN NULL ELSE (ARRAY[0, 3, 5, 6, 7, 7, 8, 8, 9, 9, 10])[1 + h % 11] END AS score
	FROM (SELECT i, abs(hashint4(i)) AS h FROM generate_series(1, :rows) AS i) AS random;
CREATE UNLOGGED TABLE recent AS SELECT * FROM answer WHERE id <= :rows / 5 ORDER BY id;
-- the 19,141 comments that the cues were learned from, over and over, in no order
\set written `cat "$NPS_COMMENTS"`
CREATE UNLOGGED TABLE comment AS
	SELECT text FROM (
		SELECT split_part(line, E'\t', 4) AS text FROM regexp_split_to_table(:'written', E'\n') AS line WHERE line <> '') AS written,
		generate_series(1, 1 + :comments / 19141) AS again
	ORDER BY md5(text || again) LIMIT :comments;
CREATE UNLOGGED TABLE pair AS
	SELECT nps_hist(score) FILTER (WHERE id % 2 = 0) AS h1, nps_hist(score) FILTER (WHERE id % 2 = 1) AS h2
	FROM answer WHERE id <= 1000000 GROUP BY id / 100;
VACUUM ANALYZE pair;
VACUUM ANALYZE answer;
VACUUM ANALYZE recent;
VACUUM ANALYZE comment;

CREATE TABLE statement (topic text, name text, baseline text, bar numeric, query text, position integer GENERATED ALWAYS AS IDENTITY);
CREATE TABLE timing (topic text, name text, round integer, ms double precision);
CHECKPOINT;

-- what one writes without the extension
\set formula '100.0 * (count(*) FILTER (WHERE score >= 9) - count(*) FILTER (WHERE score <= 6)) / nullif(count(score), 0)'
\set formula_window '100.0 * (count(*) FILTER (WHERE score >= 9) OVER w - count(*) FILTER (WHERE score <= 6) OVER w) / nullif(count(score) OVER w, 0)'

INSERT INTO statement (topic, name, baseline, bar, query) VALUES
	('whole table', 'nps(score)', 'FILTER formula', 0.85, 'SELECT nps(score) FROM answer'),
	('whole table', 'nps(score)', 'count(score)', 1.10, NULL),
	('whole table', 'nps(score)', 'avg(score)', NULL, NULL),
	('whole table', 'FILTER formula', NULL, NULL, 'SELECT ' || :'formula' || ' FROM answer'),
	('whole table', 'count(score)', NULL, NULL, 'SELECT count(score) FROM answer'),
	('whole table', 'avg(score)', NULL, NULL, 'SELECT avg(score) FROM answer'),
	('whole table', 'nps, enps, nps_hist', 'nps(score)', NULL, 'SELECT nps(score), enps(score), nps_hist(score) FROM answer'),
	('whole table', 'nps_interval(score)', 'nps(score)', 1.05, 'SELECT nps_interval(score) FROM answer'),
	('10,000 pairs', 'nps_test(h1, h2)', 'nps_test by adjusted_wald', NULL, 'SELECT count(t.p_value) FROM pair, nps_test(h1, h2) AS t'),
	('10,000 pairs', 'nps_test by adjusted_wald', NULL, NULL, 'SELECT count(t.p_value) FROM pair, nps_test(h1, h2, method => ''adjusted_wald'') AS t'),
	('25 groups', 'nps(score)', 'FILTER formula', NULL, 'SELECT count(n) FROM (SELECT unit, nps(score) AS n FROM answer GROUP BY unit) AS g'),
	('25 groups', 'nps(score)', 'count(score)', NULL, NULL),
	('25 groups', 'nps(score)', 'avg(score)', NULL, NULL),
	('25 groups', 'FILTER formula', NULL, NULL, 'SELECT count(n) FROM (SELECT unit, ' || :'formula' || ' AS n FROM answer GROUP BY unit) AS g'),
	('25 groups', 'count(score)', NULL, NULL, 'SELECT count(n) FROM (SELECT unit, count(score) AS n FROM answer GROUP BY unit) AS g'),
	('25 groups', 'avg(score)', NULL, NULL, 'SELECT count(n) FROM (SELECT unit, avg(score) AS n FROM answer GROUP BY unit) AS g'),
	('200,000 groups', 'nps(score)', 'FILTER formula', NULL, 'SELECT count(n) FROM (SELECT customer, nps(score) AS n FROM answer GROUP BY customer) AS g'),
	('200,000 groups', 'nps(score)', 'count(score)', NULL, NULL),
	('200,000 groups', 'nps(score)', 'avg(score)', NULL, NULL),
	('200,000 groups', 'FILTER formula', NULL, NULL, 'SELECT count(n) FROM (SELECT customer, ' || :'formula' || ' AS n FROM answer GROUP BY customer) AS g'),
	('200,000 groups', 'count(score)', NULL, NULL, 'SELECT count(n) FROM (SELECT customer, count(score) AS n FROM answer GROUP BY customer) AS g'),
	('200,000 groups', 'avg(score)', NULL, NULL, 'SELECT count(n) FROM (SELECT customer, avg(score) AS n FROM answer GROUP BY customer) AS g'),
	('rolling 1,000 rows', 'nps(score)', 'FILTER formula', 0.90,
		'SELECT count(n) FROM (SELECT nps(score) OVER w AS n FROM recent WINDOW w AS (ORDER BY id ROWS 999 PRECEDING)) AS r'),
	('rolling 1,000 rows', 'FILTER formula', NULL, NULL,
		'SELECT count(n) FROM (SELECT ' || :'formula_window' || ' AS n FROM recent WINDOW w AS (ORDER BY id ROWS 999 PRECEDING)) AS r'),
	('parallel', 'two workers', 'none', NULL, 'SET LOCAL max_parallel_workers_per_gather = 2; SELECT nps(score) FROM answer'),
	('parallel', 'none', NULL, NULL, 'SET LOCAL max_parallel_workers_per_gather = 0; SELECT nps(score) FROM answer'),
	('tagging', 'golden_rules(comment)', 'lower(comment)', 1.5, 'SELECT count(golden_rules(text)) FROM comment'),
	('tagging', 'golden_rules(comment)', 'lower(comment COLLATE "C")', NULL, NULL),
	('tagging', 'golden_rules(comment)', 'to_tsvector(comment)', NULL, NULL),
	('tagging', 'golden_rules(comment)', 'to_tsvector, seven tsqueries', 0.05, NULL),
	('tagging', 'golden_rules(comment)', 'seven regexes', 0.02, NULL),
	('tagging', 'ten times the patterns, and nothing more found', 'a frame', NULL, NULL),
	('tagging', 'a tenth of the patterns, and less found', 'a frame', NULL, NULL),
	('tagging', 'ten times the text, a tenth of the comments', 'golden_rules(comment)', 1.0,
		'SELECT count(golden_rules(repeat(text || '' '', 10))) FROM (SELECT text FROM comment LIMIT ' || :comments / 10 || ') AS few'),
	('tagging', 'golden_rule_mentions(comment)', 'lower(comment)', NULL, 'SELECT count(rule) FROM comment, golden_rule_mentions(text)'),
	('tagging', 'lower(comment)', NULL, NULL, 'SELECT count(lower(text)) FROM comment'),
	('tagging', 'lower(comment COLLATE "C")', NULL, NULL, 'SELECT count(lower(text COLLATE "C")) FROM comment'),
	('tagging', 'a frame made ready, once', 'golden_rules(comment)', NULL, 'SELECT golden_rules(''x'', golden_rule_code_frame())'),
	('tagging', 'to_tsvector(comment)', NULL, NULL, 'SELECT count(to_tsvector(''dutch'', text)) FROM comment');

-- The shipped code frame; what is left of it where nine lines of ten are taken
-- away; and with nine more patterns for each, that begin like it and end in what
-- nobody writes.  All comments are read twice, and the second time is what counts:
-- making a frame ready, and looking up each word for the first time, are left out.
CREATE TABLE frame_line AS
	SELECT line, n, line ~ '^(golden_rule_frame|rule|topic)' AS head
	FROM regexp_split_to_table(golden_rule_code_frame()::text, E'\n') WITH ORDINALITY AS t(line, n) WHERE line <> '';
INSERT INTO statement (topic, name, query)
	SELECT 'tagging', name, format('SECOND HALF SELECT golden_rules(text, %L) AS rules, clock_timestamp() AS at FROM (TABLE comment UNION ALL TABLE comment) AS twice OFFSET 0', string_agg(line, E'\n'))
	FROM (
		SELECT 'a frame' AS name, line FROM frame_line
		UNION ALL SELECT 'a tenth of the patterns, and less found', line FROM frame_line WHERE head OR n % 10 = 0
		UNION ALL SELECT 'ten times the patterns, and nothing more found', line FROM frame_line
		UNION ALL SELECT 'ten times the patterns, and nothing more found',
			regexp_replace(line, CASE WHEN line ~ '^(mask|tone|negator)' THEN '^((?:[^\t]*\t){2}[^\t]*[^\t*])(\*?)(\t|$)' ELSE '^((?:[^\t]*\t){3}[^\t]*[^\t*])(\*?)(\t|$)' END,
				format('\1q%sq\2\3', copy))
			FROM frame_line, generate_series(1, 9) AS copy WHERE NOT head) AS frame
	GROUP BY name ORDER BY name <> 'a frame', name;

-- the keywords that are words or stems as one tsquery a rule
INSERT INTO statement (topic, name, query)
	SELECT 'tagging', 'to_tsvector, seven tsqueries', 'SELECT ' || string_agg(format('count(*) FILTER (WHERE v @@ %L::tsquery)', query), ', ' ORDER BY rule)
		|| ' FROM (SELECT to_tsvector(''dutch'', text) AS v FROM (SELECT text FROM comment LIMIT ' || :comments / 10 || ') AS few OFFSET 0) AS vector'
	FROM (
		SELECT rule, string_agg(CASE WHEN pattern LIKE '%*' THEN rtrim(pattern, '*') || ':*' ELSE pattern END, '|') AS query
		FROM golden_rule_keyword WHERE builtin AND rule <= 7 AND pattern ~ '^[a-z0-9]+\*?$' GROUP BY rule) AS by_rule;

-- the same keywords as one regular expression a rule; a hundredth of the comments is enough for them
INSERT INTO statement (topic, name, query)
	SELECT 'tagging', 'seven regexes', 'SELECT ' || string_agg(format('count(*) FILTER (WHERE text ~* %L)', regex), ', ' ORDER BY rule)
		|| ' FROM (SELECT text FROM comment LIMIT ' || :comments / 100 || ') AS few'
	FROM (
		SELECT rule, string_agg(CASE WHEN pattern LIKE '*%' THEN '' ELSE '\m' END || replace(replace(btrim(pattern, '*'), ' ... ', '.{1,40}'), '*', '\w*')
			|| CASE WHEN pattern LIKE '%*' THEN '' ELSE '\M' END, '|') AS regex
		FROM golden_rule_keyword WHERE builtin AND rule <= 7 GROUP BY rule) AS by_rule;

CREATE FUNCTION run(query text) RETURNS double precision LANGUAGE plpgsql AS $$
DECLARE
	setting text := split_part(query, ';', 1);
	started timestamptz;
	ms double precision;
BEGIN
	IF setting LIKE 'SET LOCAL%' THEN
		EXECUTE setting;
		query := split_part(query, ';', 2);
	END IF;
	IF query LIKE 'SECOND HALF %' THEN
		EXECUTE format('SELECT 1000 * extract(epoch FROM max(at) - percentile_disc(0.5) WITHIN GROUP (ORDER BY at)), count(rules) FROM (%s) AS each', substr(query, length('SECOND HALF '))) INTO ms;
		RETURN ms;
	END IF;
	started := clock_timestamp();
	EXECUTE query;
	RETURN 1000 * extract(epoch FROM clock_timestamp() - started);
END
$$;

CREATE PROCEDURE measure(rounds integer) LANGUAGE plpgsql AS $$
DECLARE
	s statement;
	t text;
BEGIN
	FOR t IN SELECT topic FROM statement WHERE query IS NOT NULL GROUP BY topic ORDER BY min(position) LOOP
		FOR round IN 0 .. rounds * CASE WHEN t = 'whole table' THEN 3 ELSE 1 END LOOP	-- round 0 warms up
			FOR s IN SELECT * FROM statement WHERE topic = t AND query IS NOT NULL ORDER BY (position * (round + 1)) % 7, position LOOP
				IF round = 0 THEN
					PERFORM run(s.query);
				ELSE
					INSERT INTO timing VALUES (s.topic, s.name, round, run(s.query) * CASE s.name WHEN 'seven regexes' THEN 100 WHEN 'to_tsvector, seven tsqueries' THEN 10 ELSE 1 END);
				END IF;
				COMMIT;
			END LOOP;
		END LOOP;
	END LOOP;
END
$$;
CALL measure(:rounds);

\echo
\echo 'Ratios, medians over the rounds; less is faster.  A bar is what nps_ext promises.'
WITH ratio AS (
	SELECT s.position, s.topic, s.name, s.baseline, s.bar,
		percentile_cont(0.5) WITHIN GROUP (ORDER BY a.ms / b.ms) AS ratio
	FROM statement s JOIN timing a USING (topic, name) JOIN timing b ON b.topic = s.topic AND b.name = s.baseline AND b.round = a.round
	GROUP BY s.position, s.topic, s.name, s.baseline, s.bar)
SELECT topic, name, 'against ' || baseline AS against, round(ratio::numeric, 3) AS ratio, bar,
	CASE WHEN ratio <= bar THEN 'met' WHEN bar IS NOT NULL THEN 'MISSED' END AS verdict
FROM ratio ORDER BY position;

\echo 'Medians of this run, this machine; the regexes were run on a hundredth of the comments, the tsqueries on a tenth, times 100 and 10.'
SELECT topic, name, count(*) AS rounds, round(percentile_cont(0.5) WITHIN GROUP (ORDER BY ms)::numeric, 1) AS median_ms,
	round(min(ms)::numeric, 1) AS min_ms, round(max(ms)::numeric, 1) AS max_ms
FROM timing t JOIN (SELECT topic, name, min(position) AS position FROM statement GROUP BY 1, 2) AS s USING (topic, name)
GROUP BY topic, name, s.position ORDER BY s.position;
SELECT count(*) AS comments, count(DISTINCT text) AS different, round(avg(length(text))) AS average_length, (SELECT count(*) FROM golden_rule_keyword) AS keywords, (SELECT count(*) FROM golden_rule_cue) AS cues FROM comment;
SELECT name AS memory, total_bytes AS bytes FROM pg_backend_memory_contexts WHERE name LIKE 'nps_ext%' ORDER BY name;
