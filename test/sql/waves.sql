--
-- waves: the trend over waves and its state, nps_waves; nps_homogeneity.
--
-- What must hold: the reference values of R; the trend is that of least squares
-- over the single answers; the state counts what GROUP BY counts, however the
-- rows are ordered or split, whatever the plan, stored packed or out of line; in
-- moving windows it is that of the frame; text and binary form give back the same
-- value, and what is no state is refused; what cannot be known is NULL.
--
CREATE FUNCTION pg_temp.refusal(query text, OUT said text, OUT hint text)
LANGUAGE plpgsql AS $$
DECLARE
	message text;
BEGIN
	EXECUTE query INTO message;
	said := 'accepted: ' || coalesce(message, 'NULL');
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS said = RETURNED_SQLSTATE, message = MESSAGE_TEXT, hint = PG_EXCEPTION_HINT;
	said := said || ' ' || message;
END $$;
CREATE FUNCTION pg_temp.takes(input text) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
	hard text := 'taken';
	soft boolean;
BEGIN
	BEGIN
		PERFORM input::nps_waves;
	EXCEPTION WHEN OTHERS THEN
		hard := SQLSTATE;
	END;
	IF current_setting('server_version_num')::integer >= 160000 THEN
		EXECUTE 'SELECT pg_input_is_valid($1, ''nps_waves'')' INTO soft USING input;
		IF soft IS DISTINCT FROM (hard = 'taken') THEN
			RETURN hard || ' but soft says ' || soft;
		END IF;
	END IF;
	RETURN hard;
END $$;
CREATE FUNCTION pg_temp.random(seed text, below integer) RETURNS integer
LANGUAGE sql IMMUTABLE AS $$ SELECT ('x' || substr(md5(seed), 1, 7))::bit(28)::integer % below $$;
CREATE FUNCTION pg_temp.is_partial(query text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	plan jsonb;
BEGIN
	EXECUTE 'EXPLAIN (FORMAT JSON) ' || query INTO plan;
	RETURN jsonb_path_exists(plan, '$.** ? (@."Partial Mode" == "Partial")');
END $$;

-- reference values
CREATE TEMP TABLE reference AS
SELECT * FROM (VALUES
	('four waves with gaps', nps_waves '{3:36/66/48,6:6/21/13,7:37/67/46,8:2/6/4}', 4, 352, 0.039255845707458617, 2.0192441728014257, 0.019440861207486605, 348, 0.9845005554807702, 0.3079032730159621, 0.81967853340921082),
	('three waves', '{0:68/8/74,1:15/2/23,2:4/1/7}', 3, 202, 12.719298245614036, 11.823827160127498, 1.0757344532662199, 199, 0.28334850914148474, 0.61223416805881004, 0.54315622791345919))
	AS v(name, state, waves, n, slope, se, t, df, p, f, f_p);
SELECT name, r.waves = s.waves AND r.n = s.n AND r.df = s.df AS counts, abs(r.slope / s.slope - 1) < 1e-9 AS slope, abs(r.se / s.se - 1) < 1e-9 AS se, abs(r.t / s.t - 1) < 1e-9 AS t, abs(r.p / s.p_value - 1) < 1e-9 AS p,
       abs(r.f / s.f - 1) < 1e-9 AS f, abs(r.f_p / s.f_p_value - 1) < 1e-9 AS f_p, round(s.low, 4) AS low, round(s.high, 4) AS high
FROM reference AS r, nps_slope(state) AS s ORDER BY name;
-- how far waves leave the line (test/data/oracle/e_lack.csv: waves that stray, waves that do not, a bend, two waves)
SELECT name, abs(s.lack_f - r.f) < 1e-9 * r.f AS lack_f, abs(s.lack_p_value - r.p) < 1e-9 AS lack_p, abs(s.se_scaled - r.se) < 1e-9 AS se_scaled, abs(s.p_scaled - r.scaled) < 1e-9 AS p_scaled, s.se_scaled > s.se AS wider, s.p_scaled > s.p_value + 1e-9 AS p_larger
FROM (VALUES ('stray', 'l01', 2.2314230921226024::float8, 0.037812677470004476::float8, 1.2585919753411003, 0.24725718857896881::float8), ('straight', 'l02', 0.43459700789012434, 0.78368154168099591, 0.45509307855842746, 0.0044210038678401346),
	('bend', 'l06', 11720.909461210847, 0, 29.362385118786673, 0.99999999999999845), ('two', 'l04', NULL, NULL, NULL, NULL)) AS r(name, id, f, p, se, scaled),
	LATERAL (SELECT CASE id WHEN 'l01' THEN nps_waves '{0:48/63/89,1:34/90/76,2:57/67/76,3:55/67/78,4:36/74/90,5:39/84/77,6:44/83/73,7:63/75/62}' WHEN 'l02' THEN nps_waves '{0:3/4/5,1:84/149/167,2:12/8/15,5:23/28/39,9:3/0/5,14:32/101/127}' WHEN 'l04' THEN nps_waves '{1:2/1/1,2:1/1/2}' WHEN 'l06' THEN nps_waves '{-3:900/50/50,0.5:10/50/940,4:900/50/50}' END) AS w(state), nps_slope(state) AS s ORDER BY name;
-- the same from f and t; the scaled error stretches with the unit of t
SELECT name, abs(s.lack_f - ((s.waves - 1) * s.f - s.t ^ 2) / (s.waves - 2)) < 1e-9 AS lack_f, abs(s.se_scaled - s.se * sqrt(greatest(1, s.lack_f))::numeric) < 1e-9 AS se_scaled, s.p_scaled = s.p_value AS p_the_same FROM reference, nps_slope(state) AS s ORDER BY name;
SELECT round(a.se_scaled, 9) = round(b.se_scaled * 86400, 9) AS se_scaled, abs(a.p_scaled - b.p_scaled) < 1e-9 AS p_scaled, a.se_scaled > a.se AS wider FROM nps_slope(nps_waves '{0:30/20/50,1:60/20/20,2:10/20/70,3:40/40/30}') AS a, nps_slope(nps_waves '{1700000000:30/20/50,1700086400:60/20/20,1700172800:10/20/70,1700259200:40/40/30}') AS b;
-- analysis of variance over the waves as units gives the same F
SELECT name, (h).units = waves AND (h).n = r.n AND (h).df1 = waves - 1 AND (h).df2 = df AS counts, abs((h).f / r.f - 1) < 1e-9 AS f, abs((h).p_value / f_p - 1) < 1e-9 AS p
FROM reference AS r, LATERAL (SELECT nps_homogeneity(('{0:' || c[2] || ',7:' || c[3] || ',9:' || c[4] || '}')::nps_hist) AS h FROM regexp_matches(state::text, '([0-9]+):([0-9]+)/([0-9]+)/([0-9]+)', 'g') AS c) AS a ORDER BY name;

-- rows without score or t do not count; -0 is 0
SELECT nps_waves(s, t) AS state, (nps_slope(s, t)).waves, (nps_slope(s, t)).n FROM (VALUES (9, 1.0::float8), (0, 2), (8, 1), (9, -2.5), (3, 0), (4, '-0'), (NULL, 4), (4, NULL), (NULL, 'NaN')) AS v(s, t);
-- without answers; with one wave; as many waves as answers; without variance within the waves
SELECT nps_waves(s, t) AS state, nps_slope(s, t) IS NULL AS slope, nps_count(nps_waves(s, t)) FROM (VALUES (9, NULL::float8)) AS v(s, t);
SELECT s AS state, r.waves, r.n, round(slope, 6) AS slope, round(se, 6) AS se, t IS NULL AS t, df, p_value IS NULL AS p, low IS NULL AND high IS NULL AS limits, f IS NULL AND f_p_value IS NULL AS f, num_nulls(lack_f, lack_p_value, se_scaled, p_scaled) = 4 AS lack
FROM unnest('{"{}","{3:1/2/3}","{1:1/0/0,2:0/1/0,3:0/0/1}","{1:3/0/0,2:0/4/0}","{1:0/0/2,2:0/0/5}"}'::nps_waves[]) AS s, nps_slope(s) AS r;
-- two waves: the test is that of two means with pooled variance
SELECT round(slope, 9) = 50 AS slope, round(low + high, 9) = 100 AS symmetric, abs(f - t * t) < 1e-12 AS f_is_t_squared, abs(p_value - f_p_value) < 1e-12 AS p, round(high - low, 6) AS width95, round((SELECT high - low FROM nps_slope(nps_waves '{1:2/1/1,2:1/1/2}', 0.5)), 6) AS width50
FROM nps_slope(nps_waves '{1:2/1/1,2:1/1/2}');

-- the unit and the zero of t are free, up to the ends of double precision
SELECT exponent, round((r).slope * ('1e' || exponent)::numeric, 6) AS slope, round((r).t::numeric, 9) AS t, round((r).p_value::numeric, 9) AS p
FROM unnest('{-200,-100,0,100,300}'::integer[]) AS exponent, LATERAL (SELECT nps_slope(s, t * ('1e' || exponent)::float8) AS r FROM (VALUES (0, 1), (8, 1), (9, 1), (0, 2), (9, 2), (9, 2), (0, 4), (8, 4), (10, 4), (10, 4)) AS v(s, t)) AS l ORDER BY exponent;
SELECT round(a.slope * 86400, 6) AS slope, round(b.slope * 86400, 6) AS later, round(a.se * 86400, 6) AS se, round(b.se * 86400, 6) AS later_se FROM nps_slope(nps_waves '{0:3/2/5,86400:2/2/6,172800:1/2/7}') AS a, nps_slope(nps_waves '{1700000000:3/2/5,1700086400:2/2/6,1700172800:1/2/7}') AS b;
SELECT slope > 0 AND slope < 1e-300 AS slope, round(t::numeric, 6) AS t, p_value IS NOT NULL AS p FROM nps_slope(nps_waves '{-1.7976931348623157e308:3/2/5,1.7976931348623157e308:2/2/6}');

-- what is refused; ten thousand waves
SELECT said, CASE WHEN said !~ 'score' THEN hint END AS hint FROM unnest(ARRAY['nps_slope(9, ''NaN'')', 'nps_waves(9, ''-Infinity'')', 'nps_slope(11, 1)', 'nps_waves(8.5, 1)', 'nps_slope(''{}''::nps_waves, 0)', 'nps_waves(9, i) FROM generate_series(1, 10001) AS i',
	'nps_waves(9, i) + nps_waves(9, i + 5000.5) FROM generate_series(1, 5001) AS i']) WITH ORDINALITY AS v(call, ord),
	pg_temp.refusal('SELECT ' || call) ORDER BY ord;
SELECT (nps_slope(9, i)).waves, (nps_slope(9, -i)).n, length(nps_waves(i % 11, (i * 37) % 10000)::text) FROM generate_series(1, 10000) AS i;

-- Mann-Kendall: reference values of cor.test (e_kendall.csv: k08, k13, k01); pairs counted by SQL; what cannot be known
SELECT id, r.waves, r.s, round(tau::numeric, 9) AS tau, round(p_value::numeric, 9) AS p_value, exact, abs(r.p_value - want) < 1e-12 AS p_right
FROM (VALUES ('ties', '{1,2,2,3,1,4,4,4,5}'::integer[], 0.0097949407745368516), ('four', '{1,3,2,4}', 0.33333333333333326), ('rising', '{1,2,3,4,5}', 0.016666666666666607), ('two', '{2,1}', 1), ('equal', '{7,7,7}', NULL), ('one', '{1}', NULL), ('none', '{}', NULL)) AS v(id, y, want),
	LATERAL (SELECT nps_rollup(w) AS w FROM (SELECT format('{%s:%s/0/%s}', i, 3 * (10 - y[i]), 3 * y[i])::nps_waves AS w FROM generate_subscripts(y, 1) AS i) AS g) AS g, nps_mann_kendall(w) AS r ORDER BY id;
CREATE TEMP TABLE trending AS SELECT i AS t, format('{%s:%s/5/%s}', i / 7.0, 1 + pg_temp.random('x' || i, 30), i / 5 + pg_temp.random('y' || i, 40))::nps_waves AS w FROM generate_series(1, 70) AS i;
CREATE TEMP VIEW trending_score AS SELECT t, 100.0 * (c[3]::integer - c[1]::integer) / (c[1]::integer + c[2]::integer + c[3]::integer) AS nps FROM trending, regexp_match(w::text, ':([0-9]+)/([0-9]+)/([0-9]+)') AS c;
SELECT n, r.waves, r.s = (SELECT sum(sign(b.nps - a.nps)) FROM trending_score AS a JOIN trending_score AS b ON a.t < b.t WHERE b.t <= n) AS s, round(tau::numeric, 6) AS tau, round(p_value::numeric, 6) AS p_value, exact
FROM unnest('{8,20,70}'::integer[]) AS n, LATERAL (SELECT nps_rollup(w) AS w FROM trending WHERE t <= n) AS u, nps_mann_kendall(w) AS r ORDER BY n;

-- 6000 pseudo-random answers in 40 waves
CREATE TABLE waves_test AS
SELECT id, id % 7 AS unit, pg_temp.random('t' || id, 40) / 4.0::float8 AS t, CASE WHEN pg_temp.random('n' || id, 9) > 0 THEN greatest(pg_temp.random('a' || id, 11), pg_temp.random('b' || id, 11)) END AS score FROM generate_series(1, 6000) AS id;
ALTER TABLE waves_test ADD h nps_hist;
UPDATE waves_test SET h = ('{' || score || ':' || 1 + id % 9 || ',7:' || id % 4 || '}')::nps_hist WHERE score <> 7;
ALTER TABLE waves_test SET (parallel_workers = 2);
ANALYZE waves_test;

-- the state is what GROUP BY counts; slope and error are those of the answers as numbers
SELECT nps_waves(score, t)::text = (SELECT '{' || string_agg(t || ':' || d || '/' || q || '/' || p, ',' ORDER BY t) || '}'
		FROM (SELECT t, count(*) FILTER (WHERE score <= 6) AS d, count(*) FILTER (WHERE score IN (7, 8)) AS q, count(*) FILTER (WHERE score >= 9) AS p FROM waves_test WHERE score IS NOT NULL GROUP BY t) AS g) AS counted FROM waves_test;
WITH y AS (SELECT t, 100.0 * ((score >= 9)::int - (score <= 6)::int) AS y FROM waves_test WHERE score IS NOT NULL),
     w AS (SELECT t, count(*) AS n, avg(y) AS m, var_pop(y) AS v FROM y GROUP BY t),
     s AS (SELECT sum(n * v) / (sum(n) - count(*)) AS within, sum(n * (m - (SELECT avg(y) FROM y)) ^ 2) / (count(*) - 1) AS among FROM w)
SELECT abs(r.slope - (SELECT regr_slope(y, t) FROM y)) < 1e-9 AS slope, abs(r.se - sqrt(within::float8 / (SELECT regr_sxx(y, t) FROM y))) < 1e-9 AS se, abs(r.f / (among / within) - 1) < 1e-9 AS f
FROM s, (SELECT (nps_slope(score, t)).* FROM waves_test) AS r;

-- any split, merged in any order; any permutation: equal to the last byte
WITH split AS (
	SELECT seed, nps_rollup(s ORDER BY md5(seed || ':' || g)) AS s
	FROM (SELECT seed, pg_temp.random('g' || seed || ':' || id, 1 + seed * 17) AS g, nps_waves(score, t) AS s FROM generate_series(0, 19) AS seed, waves_test GROUP BY seed, g) AS part GROUP BY seed
), permuted AS (
	SELECT seed, nps_waves(score, t ORDER BY md5(seed || ':' || id)) AS s FROM generate_series(1, 10) AS seed, waves_test GROUP BY seed
)
SELECT count(*) AS tries, count(*) FILTER (WHERE s <> (SELECT nps_waves(score, t) FROM waves_test)) AS differ, count(DISTINCT pg_column_size(s)) AS sizes FROM (TABLE split UNION ALL TABLE permuted) AS t;

-- a parallel plan gives what a serial one gives; all types give the same
SELECT 'SELECT unit' || string_agg(replace($$, concat(nps_waves(score::#, t), nps_slope(score::#, t), nps_homogeneity(h)) AS $$, '#', type) || name, '') || ' FROM waves_test GROUP BY unit' AS query
FROM (VALUES ('i2', 'int2'), ('i4', 'int4'), ('i8', 'int8'), ('n', 'numeric'), ('f8', 'float8')) AS v(name, type) \gset
SET max_parallel_workers_per_gather = 0;
CREATE TEMP TABLE serial AS :query;
SELECT count(*) AS units, count(*) FILTER (WHERE i2 <> i4 OR i8 <> i4 OR n <> i4 OR f8 <> i4) AS types_differ FROM serial;
SET max_parallel_workers_per_gather = 2; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;
SELECT pg_temp.is_partial(:'query') AS parallel;
CREATE TEMP TABLE parallel AS :query;
SELECT count(*) AS units, count(*) FILTER (WHERE p IS DISTINCT FROM s) AS differ FROM serial AS s FULL JOIN parallel AS p USING (unit);
SET max_parallel_workers_per_gather = 0;

-- moving windows: the state of the frame, and all aggregates over one window
CREATE TEMP TABLE state AS
SELECT id % 300 AS id, nps_waves(score, t) AS s FROM waves_test GROUP BY id % 300
UNION ALL SELECT -1, '{}' UNION ALL SELECT -2, NULL UNION ALL SELECT -3, '{-1.5e-300:9223372036854775807/0/0}' UNION ALL SELECT -4, nps_waves(i % 11, i / 7.0) FROM generate_series(1, 5000) AS i;
CREATE TEMP TABLE few AS SELECT * FROM waves_test WHERE id <= 300;
SELECT frame, count(*) AS rows, count(*) FILTER (WHERE in_window IS DISTINCT FROM (SELECT nps_waves(score, t) FROM few WHERE id = ANY (ids))) AS differ, count(*) FILTER (WHERE test IS DISTINCT FROM nps_slope(in_window)::text) AS test_differs
FROM (SELECT 'range' AS frame, coalesce(array_agg(id) OVER w, '{}') AS ids, nps_waves(score, t) OVER w AS in_window, (nps_slope(score, t) OVER w)::text AS test FROM few WINDOW w AS (ORDER BY t RANGE BETWEEN 1 PRECEDING AND 0.25 PRECEDING)
      UNION ALL SELECT 'rows', coalesce(array_agg(id) OVER w, '{}'), nps_waves(score, t) OVER w, (nps_slope(score, t) OVER w)::text FROM few WINDOW w AS (ORDER BY id ROWS BETWEEN 20 PRECEDING AND 3 PRECEDING)) AS o
GROUP BY frame ORDER BY frame;
SELECT count(*) AS rows, count(*) FILTER (WHERE s IS DISTINCT FROM (SELECT nps_rollup(i.s) FROM state AS i WHERE i.id BETWEEN o.id - 5 AND o.id)) AS differ
FROM (SELECT id, nps_rollup(s) OVER (ORDER BY id RANGE BETWEEN 5 PRECEDING AND CURRENT ROW) AS s FROM state WHERE id >= 0) AS o WHERE id >= 5;

-- stored short, long, out of line and compressed; merged from there, also as an aggregate's first state
CREATE AGGREGATE pg_temp.merged(nps_waves) (SFUNC = nps_waves_merge, STYPE = nps_waves);
CREATE FUNCTION pg_temp.from_storage(OUT states bigint, OUT differ bigint, OUT rollup boolean, OUT first_state boolean, OUT alone_differ bigint, OUT long boolean) LANGUAGE plpgsql AS $$
BEGIN
	SELECT count(*), count(*) FILTER (WHERE o.s IS DISTINCT FROM i.s OR o.s + '{1:1/1/1}' IS DISTINCT FROM i.s + '{1:1/1/1}' OR nps_count(o.s) IS DISTINCT FROM nps_count(i.s) OR nps_waves_hash(o.s) IS DISTINCT FROM nps_waves_hash(i.s))
	INTO states, differ FROM state AS i FULL JOIN waves_stored AS o USING (id) WHERE id <> -3;
	SELECT nps_rollup(s) = (SELECT nps_rollup(s) FROM state WHERE id <> -3), pg_temp.merged(s ORDER BY id) = nps_rollup(s) AND pg_temp.merged(s ORDER BY id DESC) = nps_rollup(s), max(pg_column_size(s)) > 100000
	INTO rollup, first_state, long FROM waves_stored WHERE id <> -3;
	SELECT count(*) FILTER (WHERE one IS DISTINCT FROM s) INTO alone_differ FROM (SELECT s, (SELECT pg_temp.merged(i.s) FROM waves_stored AS i WHERE i.id = o.id) AS one FROM waves_stored AS o) AS m;
END $$;
CREATE TABLE waves_stored (id integer, s nps_waves);
INSERT INTO waves_stored TABLE state;
SELECT * FROM pg_temp.from_storage();
TRUNCATE waves_stored;
ALTER TABLE waves_stored ALTER s SET STORAGE external;
INSERT INTO waves_stored SELECT id, s + '{}' FROM state;
SELECT * FROM pg_temp.from_storage();

-- states of one wave or of some, in any order: found, put in between or behind, all as rows would
WITH parts AS (SELECT of, g % of AS part, nps_waves(g % 11, (g * 7919 % 901 - 450) / 4.0) AS w FROM unnest('{1,7,300,1802}'::bigint[]) AS of, generate_series(0, 1801) AS g GROUP BY of, g % of)
SELECT of AS states, way, nps_rollup(w ORDER BY CASE way WHEN 'up' THEN part WHEN 'down' THEN -part ELSE part * 7907 % 1801 END) = (SELECT nps_waves(g % 11, (g * 7919 % 901 - 450) / 4.0) FROM generate_series(0, 1801) AS g) AS same
FROM parts, unnest('{up,down,mixed}'::text[]) AS way GROUP BY of, way ORDER BY of, way;
WITH long AS (SELECT nps_waves(g % 11, g) AS w FROM generate_series(1, 100) AS g), short AS (SELECT ARRAY['{5:1/2/3}', '{0.5:1/2/3,50:0/0/1,200:1/0/0}', '{1:0/1/0,100:0/1/0}', '{}']::nps_waves[] AS s)
SELECT i, w + s[i] = s[i] + w AS commutes, nps_count(w + s[i]) - 100 AS more, (w + s[i]) - s[i] = w AS inverse, (SELECT nps_rollup(x) FROM unnest(ARRAY[w, s[i]]) AS x) = w + s[i] AS rolled_up FROM long, short, generate_subscripts(s, 1) AS i ORDER BY i;
-- more answers than can be counted: in a wave at once, in all waves at the end
SELECT said FROM unnest(ARRAY['{1:9223372036854775807/0/0}', '{1:9223372036854775806/0/0}', '{2:9223372036854775807/0/0}']) WITH ORDINALITY AS v(state, ord),
	pg_temp.refusal(format('SELECT nps_rollup(s) FROM unnest(ARRAY[%L, ''{1:0/1/0}'']::nps_waves[]) AS s', state)) ORDER BY ord;
SELECT said FROM pg_temp.refusal('SELECT nps_waves_merge(''{1:9223372036854775807/0/0}'', ''{2:0/1/0}'')');
SELECT said FROM pg_temp.refusal('SELECT nps_slope(nps_rollup(s)) FROM unnest(''{"{1:9223372036854775807/0/0}","{2:0/1/0}"}''::nps_waves[]) AS s');

-- text: out and in again; spaces; order; waves without answers
SELECT count(*) AS states, count(*) FILTER (WHERE s::text::nps_waves IS DISTINCT FROM s OR s::text::nps_waves::text IS DISTINCT FROM s::text) AS differ FROM state;
SELECT ord, input::nps_waves FROM (VALUES (1, '{}'), (2, ' { } '), (3, '{2:1/2/3,1:4/5/6}'), (4, E' {\t-1.50 : 1 / 2\n/ 3 , 1e2:0/0/01 } '), (5, '{1:0/0/0}'), (6, '{1:0/0/0,2:0/0/1}'), (7, '{-0:1/0/0}'), (8, '{5e-324:1/0/0,1.7976931348623157e308:0/1/0}'), (9, '{0.1:9223372036854775806/1/0}'),
	(10, '{0.10000000000000000555:1/0/0}')) AS v(ord, input) ORDER BY ord;
SELECT said, hint FROM pg_temp.refusal('SELECT nps_waves ''{1:1/2}''');
SELECT pg_temp.takes(input) AS state, count(*) AS inputs, string_agg(input, '  ' ORDER BY ord) FILTER (WHERE pg_temp.takes(input) <> '22P02') AS which
FROM (VALUES (1, ''), (2, '{'), (3, '}'), (4, '{1}'), (5, '{1:}'), (6, '{1:1/2}'), (7, '{1:1/2/3/4}'), (8, '{1:1/2/3'), (9, '1:1/2/3'), (10, '{1:1/2/3,}'), (11, '{,1:1/2/3}'), (12, '{1:1/2/3}}'), (13, '{1:1/2/3}x'), (14, '{}{}'), (15, 'v2{}'), (16, '{1:1/2/3,1:1/2/3}'),
	(17, '{1:1/2/3,1.0:1/2/3}'), (18, '{0:1/2/3,-0:1/2/3}'), (19, '{1:0/0/0,1:1/0/0}'), (20, '{1:-1/2/3}'), (21, '{1:1/2/+3}'), (22, '{1:1.0/2/3}'), (23, '{NaN:1/2/3}'), (24, '{Infinity:1/2/3}'), (25, '{1e309:1/2/3}'), (26, '{0x1:1/2/3}'), (27, '{.5:1/2/3}'), (28, '{5.:1/2/3}'),
	(29, '{1:9223372036854775808/0/0}'), (30, '{1:9223372036854775807/1/0}'), (31, '{1:9223372036854775807/0/0,2:1/0/0}'), (32, '{1:1,2,3}'), (33, '{1:1/2/3 2:1/2/3}'), (34, '{1=1/2/3}'), (35, '{a:1/2/3}'), (36, '{,}'), (37, '{--1:1/2/3}'), (38, '{1:1//3}')) AS v(ord, input)
GROUP BY 1;
SELECT n, pg_temp.takes('{' || string_agg(i || ':1/0/0', ',') || '}') AS state FROM unnest('{10000,10001}'::integer[]) AS n, generate_series(1, n) AS i GROUP BY n ORDER BY n;
-- binary: out and in again
\getenv dir PG_ABS_BUILDDIR
\set copy_out '\\copy state TO ''' :dir '/results/waves.bin'' (FORMAT binary)'
\set copy_in '\\copy again FROM ''' :dir '/results/waves.bin'' (FORMAT binary)'
CREATE TEMP TABLE again (LIKE state);
:copy_out
:copy_in
SELECT count(*) AS states, count(*) FILTER (WHERE a.s IS DISTINCT FROM o.s OR a.s::text IS DISTINCT FROM o.s::text) AS differ FROM state AS o FULL JOIN again AS a USING (id);
SELECT encode(nps_waves_send('{1:4/3/33}'), 'hex') AS binary_form;

-- +, -, =, <>, hash; operands are not changed
SELECT a + b AS sum, (a + b) = (b + a) AS commutes, a + '{}' = a AS neutral, (a + b) - b = a AS inverse, a - a AS nothing, a <> b AS other, a + NULL IS NULL AS "null", a AS a_after
FROM (VALUES (nps_waves '{1:1/2/3,3:0/0/1}', nps_waves '{0:1/0/0,1:1/1/1,2:0/5/0,4:0/0/9}')) AS v(a, b);
SELECT said FROM (VALUES (1, '+', '{1:9223372036854775807/0/0}', '{1:1/0/0}'), (2, '+', '{1:9223372036854775807/0/0}', '{2:0/1/0}'), (3, '-', '{1:1/0/0}', '{1:2/0/0}'), (4, '-', '{}', '{1.5:0/0/1}')) AS v(ord, op, a, b), pg_temp.refusal(format('SELECT %L::nps_waves %s %L', a, op, b)) ORDER BY ord;
SELECT count(*) AS groups, (SELECT count(DISTINCT s::text) FROM state) AS texts FROM (SELECT s FROM state WHERE s IS NOT NULL GROUP BY s) AS g;
SELECT count(*) AS joined, count(*) FILTER (WHERE nps_waves_hash(a.s) <> nps_waves_hash(b.s) OR nps_waves_hash_extended(a.s, 7) <> nps_waves_hash_extended(b.s, 7)) AS other_hash FROM state AS a JOIN again AS b USING (s);

-- the support functions, which anybody may call, work on copies
CREATE TEMP TABLE stored AS SELECT nps_waves '{1:1/2/3}' AS s;
SELECT s AS before, nps_waves_accum(s, 9, 1) AS one_more, nps_waves_accum(s, 9, 0) AS new_wave, nps_waves_discard(s, 0, 1) AS one_less, nps_waves_merge(s, s) AS twice, nps_waves_unmerge(s, s) AS none, nps_waves_compact(nps_waves_accum(s, 9, 0)) = nps_waves_accum(s, 9, 0) AS compact, s AS after FROM stored;
SELECT said FROM unnest(ARRAY['nps_waves_accum(s, 12, 1)', 'nps_waves_discard(s, 3, 2)', 'nps_waves_discard(''{1:1/0/0}'', 9, 1)', 'nps_waves_accum(''{1:9223372036854775807/0/0}'', 9, 9)', 'nps_waves_unmerge(s, s + s)', 'nps_waves_accum(s, 9, ''NaN'')']) WITH ORDINALITY AS v(call, ord),
	pg_temp.refusal(format('SELECT %s FROM stored', call)) ORDER BY ord;
SELECT s AS still FROM stored;

-- homogeneity: units without answers do not count; what cannot be known; equal units do not differ
SELECT (h).units, (h).n, round((h).f::numeric, 9) AS f, (h).df1, (h).df2, round((h).p_value::numeric, 9) AS p FROM (SELECT nps_homogeneity(h) AS h FROM unnest('{"{9:3,0:2}","{8:3,0:2}","{}",NULL}'::nps_hist[]) AS h) AS r;
SELECT nps_homogeneity(h) IS NULL AS none FROM unnest('{"{}",NULL}'::nps_hist[]) AS h;
SELECT nps_homogeneity(h) AS one_unit FROM unnest('{"{9:3,0:2}"}'::nps_hist[]) AS h;
SELECT nps_homogeneity(h) AS without_variance FROM unnest('{"{9:3}","{0:2}"}'::nps_hist[]) AS h;
SELECT nps_homogeneity(h) AS one_answer_each FROM unnest('{"{9:1}","{0:1}","{8:1}"}'::nps_hist[]) AS h;
SELECT (h).units, (h).n, (h).f < 1e-12 AS equal, (h).p_value > 0.999999 AS p FROM (SELECT nps_homogeneity(h) AS h FROM unnest('{"{9:300000001,0:200000003,7:1}","{9:300000001,0:200000003,7:1}","{10:300000001,5:200000003,7:1}"}'::nps_hist[]) AS h) AS r;
-- a state of so many answers that a sum of squares was rounded above their number
SELECT (h).n, (h).f IS NULL AS one_unit, (nps_homogeneity_merge(s, s))[2] AS merged FROM (SELECT nps_homogeneity(h) AS h FROM (VALUES ('{0:1592285209581273,10:1592285209581273}'::nps_hist)) AS v(h)) AS r,
	nps_homogeneity_accum('{0,0,0,0,0,0,0}', '{0:1592285209581273,10:1592285209581273}') AS s;
SELECT (h).units, (h).n, (h).f FROM (SELECT nps_homogeneity(('{0:' || n || ',10:' || n || '}')::nps_hist) AS h FROM generate_series(1592285209581273, 1592285209581274) AS n) AS r;
SELECT count(DISTINCT h) AS results_of_ten_orders FROM (SELECT nps_homogeneity(h ORDER BY md5(seed || ':' || id))::text AS h FROM waves_test, generate_series(1, 10) AS seed GROUP BY seed) AS p;
SELECT said FROM unnest(ARRAY['nps_homogeneity_accum(''{0,0,0,0,0,0}'', ''{9:1}'')', 'nps_homogeneity_accum(''{NULL,0,0,0,0,0,0}'', ''{9:1}'')', 'nps_homogeneity_merge(''{0,0,0,0,0,0,0}'', ''{2,1,0,0,0,0,0}'')', 'nps_homogeneity_final(''{NaN,0,0,0,0,0,0}'')', 'nps_homogeneity_final(''{1,2,1,Infinity,0,0,0}'')',
	'nps_homogeneity_accum(''{0,0,0,0,0,0,0}'', ''{9:9223372036854775807}'')', 'nps_homogeneity_final(''{{0,0,0,0,0,0,0}}'')']) WITH ORDINALITY AS v(call, ord), pg_temp.refusal('SELECT ' || call) ORDER BY ord;
SELECT s AS before, nps_homogeneity_accum(s, '{9:1,0:1}') AS one_more, nps_homogeneity_merge(nps_homogeneity_accum(s, '{9:1,0:1}'), s) AS merged, s AS after FROM (VALUES ('{0,0,0,0,0,0,0}'::float8[])) AS v(s);
DROP TABLE waves_test, waves_stored;
