--
-- weighted: the weighted scores and their state, nps_weights.
--
-- What must hold: the reference values of R (survey::svymean for the error); a
-- row without score or weight, or of weight 0, does not count; the result does
-- not depend on the order of the rows, on how they are split, or on the plan; it
-- does not depend on the scale of the weights, and equal weights change nothing;
-- text and binary form give back the same value, and what is no state is
-- refused; what is no weight is refused with 22003.
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
		PERFORM input::nps_weights;
	EXCEPTION WHEN OTHERS THEN
		hard := SQLSTATE;
	END;
	IF current_setting('server_version_num')::integer >= 160000 THEN
		EXECUTE 'SELECT pg_input_is_valid($1, ''nps_weights'')' INTO soft USING input;
		IF soft IS DISTINCT FROM (hard = 'taken') THEN
			RETURN hard || ' but soft says ' || soft;
		END IF;
	END IF;
	RETURN hard;
END $$;
CREATE FUNCTION pg_temp.random(seed text, below integer) RETURNS integer
LANGUAGE sql IMMUTABLE AS $$ SELECT ('x' || substr(md5(seed), 1, 7))::bit(28)::integer % below $$;

-- reference values: deviations in points below 1e-6 for interval ends, relative ones below 1e-9
CREATE TEMP TABLE reference AS
SELECT * FROM (VALUES
	('integer weights', 25, 78, 19.870571129760478, 1.1752136752136753, 39.743589743589745, 16.936415644660187, 9.2270435321809234, 62.801873692686769, 2.9679996428178526, 66.222911777580791, -9.0876644226704713, 72.029795468311605),
	('random, 5', 5, 17.980913999999999, 3.9367998229501016, 1.2105507262856878, 47.902759559386141, 49.462816088181697, -30.931883368701751, 87.714126467734673, -41.824175342712167, 90.314096799954569, -57.922885392628089, 93.599955143628421),
	('random, 8', 8, 151.9374, 6.8996445296012103, 1.1594800233081557, -17.45686052282058, 26.372114084915481, -55.269401224383486, 27.14495022151646, -60.852783155651771, 35.194273023215025, -69.819113946584181, 48.866770222115107),
	('all promoters', 5, 3.515714, 3.7303048890395956, 1.3403730120535269, 100, 0, 15.922709490774078, 100, -1.4680058162887084, 100, -28.022530143449977, 100),
	('one row', 1, 3.7, 1, 1, 100, NULL, -46.026810243189132, 100, -58.690137124552507, 100, -73.804491343962837, 100))
	AS v(name, n, sum_w, n_eff, deff, nps, se, low90, high90, low95, high95, low99, high99);
CREATE TEMP TABLE answer AS
SELECT name, a[1]::integer AS score, a[2] AS weight
FROM (VALUES
	('integer weights', '{{10,5},{9,2},{9,2},{5,5},{8,1},{9,2},{10,3},{8,4},{10,3},{8,5},{2,3},{10,2},{10,1},{10,4},{8,3},{3,4},{8,3},{10,2},{10,5},{7,2},{9,5},{7,2},{9,2},{8,3},{10,5}}'::float8[]),
	('random, 5', '{{10,0.881304},{10,4.24627},{9,2.64234},{5,4.68378},{10,5.52722}}'),
	('random, 8', '{{10,23.2795},{8,16.6018},{0,16.4469},{8,12.4932},{5,11.5981},{6,21.758},{7,36.1878},{8,13.5721}}'),
	('all promoters', '{{10,0.386982},{9,0.620253},{10,1.12466},{10,0.164339},{9,1.21948}}'),
	('one row', '{{10,3.7}}')) AS v(name, answers),
	LATERAL (SELECT ARRAY[answers[i][1], answers[i][2]] AS a FROM generate_subscripts(answers, 1) AS i) AS s;
SELECT r.name, s.n = r.n AS n, abs(s.sum_w / r.sum_w - 1) < 1e-9 AS sum_w, abs(s.n_eff / r.n_eff - 1) < 1e-9 AS n_eff, abs(s.deff / r.deff - 1) < 1e-9 AS deff,
       abs(s.nps - r.nps) < 1e-9 AND abs(points - r.nps) < 1e-9 AS nps, abs(s.se - r.se) < 1e-9 AS se,
       greatest(abs(s.ci_low - low95), abs(s.ci_high - high95), abs(i90.low - low90), abs(i90.high - high90), abs(i99.low - low99), abs(i99.high - high99)) < 1e-6 AS intervals
FROM reference AS r JOIN (SELECT name, nps(score, weight) AS points, (nps_weighted(score, weight)).*, nps_weights(score, weight) AS state FROM answer GROUP BY name) AS s USING (name),
	nps_interval(state, 0.9) AS i90, nps_interval(state, level => 0.99) AS i99
ORDER BY r.name;

-- a row without score or weight, or of weight 0, is not counted, whatever else it says
SELECT nps_weights(score, weight) AS state, (nps_weighted(score, weight)).n, nps(score, weight) AS nps
FROM (VALUES (9, 2.0::float8), (10, 0.5), (7, 1), (3, 1.5), (NULL, 1), (9, NULL), (NULL, NULL), (9, 0), (9, '-0'), (11, 0), (NULL, -1), (NULL, 'NaN')) AS v(score, weight);
-- and without answers all is NULL
SELECT nps(score, weight) IS NULL AS nps, nps_weighted(score, weight) IS NULL AS weighted, nps_weights(score, weight) AS state, nps_count(nps_weights(score, weight)),
       nps_score(nps_weights(score, weight)) IS NULL AS score, nps_rollup(nps_weights '{}') AS rollup, nps_rollup(NULL::nps_weights) AS rollup_of_null
FROM (VALUES (9, 0.0::float8), (NULL, 1)) AS v(score, weight);
SELECT nps_interval(nps_weights '{}') AS i, nps_test(nps_weights '{}', nps_weights '{1;0,0,1;0,0,1}') AS t, nps_interval(NULL::nps_weights) AS i_null,
       nps_interval(nps_weights '{1;0,0,1;0,0,1}', NULL) AS level_null, nps_interval(nps_weights '{1;0,0,1;0,0,1}', 0.9, NULL) AS method_null;

-- what is refused
SELECT said, CASE WHEN said !~ 'score' THEN hint END AS hint FROM (VALUES (1, '9, -1'), (2, '9, ''NaN'''), (3, '9, ''Infinity'''), (4, '9, ''-Infinity'''), (5, '11, 1'), (6, '-1, 1'), (7, '8.5, 1'), (8, '9, 1e160'), (9, '9, -1e-300')) AS v(ord, args),
	pg_temp.refusal(format('SELECT nps(%s)', args)) ORDER BY ord;
SELECT said FROM (VALUES (1, 'nps_weighted(s, 0)'), (2, 'nps_weighted(s, 1)'), (3, 'nps_weighted(s, ''NaN'')'), (4, 'nps_interval(s, 0.9, ''wlad'')'), (5, 'nps_interval(s, population => 3)'),
                         (6, 'nps_test(s, s, 0.9, ''bayes'')'), (7, 'nps_test(s, s, -1)'), (8, 'nps_weighted(s, 0.9, '''')')) AS v(ord, call),
	pg_temp.refusal(format('SELECT %s FROM (VALUES (nps_weights ''{4;1,0,3;1,0,3}'')) AS v(s)', call)) ORDER BY ord;
SELECT said, hint FROM pg_temp.refusal('SELECT nps_interval(nps_weights ''{4;1,0,3;1,0,3}'', method => ''Score'')');

-- weights of any size; their squares may be too small to hold, then only the score is known
SELECT round(nps(s, w * scale), 6) AS nps, round(((nps_weighted(s, w * scale)).n_eff)::numeric, 6) AS n_eff, round((nps_weighted(s, w * scale)).ci_low, 6) AS low
FROM unnest('{1e-140,1,1e140}'::float8[]) AS scale, (VALUES (9, 2.0::float8), (10, 0.5), (7, 1), (3, 1.5)) AS v(s, w) GROUP BY scale ORDER BY scale;
SELECT nps(9, 1e-300) AS nps, r.* FROM pg_temp.refusal('SELECT nps_weighted(9, 1e-300)') AS r GROUP BY said, hint;
SELECT round((nps_weighted(s, w)).n_eff::numeric, 6) AS a_tiny_one_among_others FROM (VALUES (9, 2.0::float8), (10, 1), (0, 1e-320)) AS v(s, w);

-- methods; a census; two samples
SELECT m, round(low, 4) AS low, round(high, 4) AS high FROM unnest('{score,adjusted_wald,wald,student_t,bayes}'::text[]) WITH ORDINALITY AS u(m, ord), nps_interval('{60;300.5,210,540.25;7000,3000,12000.75}'::nps_weights, 0.95, m) ORDER BY ord;
SELECT p AS population, round(low, 4) AS low, round(high, 4) AS high FROM unnest('{60,61,100,1000,1000000000000,NULL}'::bigint[]) WITH ORDINALITY AS u(p, ord), nps_interval('{60;300.5,210,540.25;7000,3000,12000.75}'::nps_weights, population => p) ORDER BY ord;
SELECT m, round(delta, 4) AS delta, round(se, 4) AS se, round(z::numeric, 4) AS z, round(p_value::numeric, 6) AS p, round(low, 4) AS low, round(high, 4) AS high
FROM unnest('{score,adjusted_wald,wald,student_t}'::text[]) WITH ORDINALITY AS u(m, ord), nps_test('{60;300.5,210,540.25;7000,3000,12000.75}'::nps_weights, '{40;20,10,10;20,10,10}', method => m) ORDER BY ord;

-- 3000 pseudo-random answers, for the laws; weights of three digits, of 53 bits, and of very different size
CREATE TABLE weighted_test AS
SELECT id, id % 7 AS unit, greatest(pg_temp.random('a' || id, 11), pg_temp.random('b' || id, 11)) AS score, (1 + pg_temp.random('w' || id, 5000)) / 1000.0::float8 AS w,
       (1 + pg_temp.random('v' || id, 5000)) / 4999.0::float8 AS v, 10.0::float8 ^ (pg_temp.random('x' || id, 9) - 4) / 3 AS x
FROM generate_series(1, 3000) AS id;
ALTER TABLE weighted_test SET (parallel_workers = 2);
ANALYZE weighted_test;

-- the sum is that of numeric; the answers are counted
SELECT (nps_weighted(score, w)).sum_w = sum(w::text::numeric)::float8 AS sum, nps_count(nps_weights(score, w)) = count(*) AS n,
       abs(nps(score, w) - 100 * sum(w::text::numeric * CASE WHEN score >= 9 THEN 1 WHEN score <= 6 THEN -1 ELSE 0 END) / sum(w::text::numeric)) < 1e-12 AS nps FROM weighted_test;

-- any split, merged in any order; any permutation: for w and v to the last bit, as their sums are exact
WITH whole AS (
	SELECT nps_weights(score, w) AS w, nps_weights(score, v) AS v, nps_weighted(score, x)::text AS x FROM weighted_test
), split AS (
	SELECT seed, nps_rollup(w ORDER BY md5(seed || ':' || g)) AS w, nps_rollup(v ORDER BY md5(seed || ':' || g)) AS v, nps_weighted(nps_rollup(x ORDER BY md5(seed || ':' || g)))::text AS x
	FROM (SELECT seed, pg_temp.random('g' || seed || ':' || id, 1 + seed * 7) AS g, nps_weights(score, w) AS w, nps_weights(score, v) AS v, nps_weights(score, x) AS x
	      FROM generate_series(0, 19) AS seed, weighted_test GROUP BY seed, g) AS part GROUP BY seed
), permuted AS (
	SELECT seed, nps_weights(score, w ORDER BY md5(seed || ':' || id)) AS w, nps_weights(score, v ORDER BY md5(seed || ':' || id)) AS v, nps_weighted(score, x ORDER BY md5(seed || ':' || id))::text AS x
	FROM generate_series(1, 20) AS seed, weighted_test GROUP BY seed
)
SELECT (SELECT count(*) FILTER (WHERE s.w <> whole.w OR s.v <> whole.v) FROM split AS s) AS split_differs, (SELECT count(*) FILTER (WHERE s.x <> whole.x) FROM split AS s) AS x_split_differs,
       (SELECT count(*) FILTER (WHERE s.w <> whole.w OR s.v <> whole.v) FROM permuted AS s) AS order_differs, (SELECT count(*) FILTER (WHERE s.x <> whole.x) FROM permuted AS s) AS x_order_differs
FROM whole;

-- a parallel plan gives what a serial one gives
SELECT $$SELECT unit, nps(score, w)::text AS nps, nps_weights(score, v)::text AS state, nps_weighted(score::numeric, v)::text AS stats, nps_weighted(score::int2, v)::text AS i2,
	nps_weighted(score::int8, v)::text AS i8, nps_weighted(score::float8, v)::text AS f8 FROM weighted_test GROUP BY unit$$ AS query \gset
SET max_parallel_workers_per_gather = 0;
CREATE TEMP TABLE serial AS :query;
SELECT count(*) AS units, count(*) FILTER (WHERE i2 <> stats OR i8 <> stats OR f8 <> stats) AS types_differ FROM serial;
SET max_parallel_workers_per_gather = 2; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;
CREATE FUNCTION pg_temp.is_partial(query text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	plan jsonb;
BEGIN
	EXECUTE 'EXPLAIN (FORMAT JSON) ' || query INTO plan;
	RETURN jsonb_path_exists(plan, '$.** ? (@."Partial Mode" == "Partial")');
END $$;
SELECT pg_temp.is_partial(:'query') AS parallel;
CREATE TEMP TABLE parallel AS :query;
SELECT count(*) AS units, count(*) FILTER (WHERE p IS DISTINCT FROM s) AS differ FROM serial AS s FULL JOIN parallel AS p USING (unit);
SET max_parallel_workers_per_gather = 0;

-- one sample: weights that are all 1 are counts; p is 1 - level where the interval ends; the margin is half its width
SELECT v, w IS NOT DISTINCT FROM h AS as_counts FROM unnest('{-100,-20,0,25,100}'::float8[]) AS v, nps_test('{4;1,1,2;1,1,2}'::nps_weights, v) AS w, nps_test('{0:1,7:1,9:2}'::nps_hist, v) AS h;
SELECT t.estimate = nps_score(s) AS estimate, abs(t.p_value - 0.1) < 1e-9 AS p_low, abs(u.p_value - 0.1) < 1e-9 AS p_high, t.z > 0 AND u.z < 0 AS z, abs(nps_margin(s, 0.9) - (high - low) / 2) < 1e-12 AS margin, nps_margin(s, 0.9, 'wald', 61) < nps_margin(s, 0.9, 'wald') AS population
FROM (VALUES (nps_weights '{60;300.5,210,540.25;7000,3000,12000.75}')) AS v(s), nps_interval(s, 0.9) AS i, nps_test(s, low::float8) AS t, nps_test(s, high::float8) AS u;
SELECT nps_test(nps_weights '{}', 20) AS none, nps_test(NULL::nps_weights, 20) AS "null", (nps_test('{1;0,0,1;0,0,1}'::nps_weights, '{1;0,0,1;0,0,1}')).delta AS literal, nps_margin(nps_weights '{}') IS NULL AND nps_margin(NULL::nps_weights) IS NULL AND nps_margin(nps_weights '{1;0,0,1;0,0,1}', method => NULL) IS NULL AS margin;
SELECT said, hint FROM pg_temp.refusal('SELECT nps_test(nps_weights ''{1;0,0,1;0,0,1}'', 101)');
-- a difference is without trailing zeros, as a score is
SELECT a.delta AS none, b.delta AS some FROM nps_test('{16;7,0,9;7,0,9}'::nps_weights, '{16;7,0,9;7,0,9}'::nps_weights) AS a, nps_test('{16;7,0,9;7,0,9}'::nps_weights, '{1;0,0,1;0,0,1}'::nps_weights) AS b;
-- student_t with a population keeps the degrees of freedom of the effective answers: weights that are all 1 are counts
SELECT count(*) AS cases, count(*) FILTER (WHERE abs(i.low - j.low) < 1e-9 AND abs(i.high - j.high) < 1e-9) AS same
FROM unnest('{4,5,60}'::bigint[]) AS people, unnest('{wald,student_t}'::text[]) AS method, nps_interval('{4;1,1,2;1,1,2}'::nps_weights, 0.9, method, people) AS i, nps_interval('{0:1,7:1,9:2}'::nps_hist, 0.9, method, people) AS j;

-- weights that are all 1, or any other whole number: n_eff is n, deff is 1, to the last bit
SELECT w AS weight, count(*) AS states, count(*) FILTER (WHERE (said).n_eff <> n OR (said).deff <> 1) AS differ, count(*) FILTER (WHERE w = 1 AND nps_interval(state) <> nps_interval(hist)) AS interval_differs
FROM unnest('{1,3,17,1000}'::bigint[]) AS w, (SELECT n, n / 3 AS d, (n - n / 3) / 2 AS s FROM generate_series(2, 1000) AS n) AS c,
	LATERAL (SELECT format('{%s;%s,%s,%s;%s,%s,%s}', n, d * w, s * w, (n - d - s) * w, d * w * w, s * w * w, (n - d - s) * w * w)::nps_weights AS state, format('{0:%s,7:%s,9:%s}', d, s, n - d - s)::nps_hist AS hist) AS l,
	LATERAL (SELECT nps_weighted(state) AS said) AS m GROUP BY w ORDER BY w;
SELECT (nps_weighted(s, 1)).n_eff, (nps_weighted(s, 1)).deff FROM (VALUES (10), (3)) AS v(s);
-- the scale of the weights does not matter, and equal weights are none; a power of two to the last bit
SELECT (nps_weighted(score, w)).ci_low = (nps_weighted(score, w * 1024)).ci_low AS scale, abs((nps_weighted(score, w)).ci_low - (nps_weighted(score, w / 7)).ci_low) < 1e-9 AS scale_7,
       nps(score, 1) = nps(score) AS ones, abs(nps(score, 0.1) - nps(score)) < 1e-9 AS tenths, (nps_weighted(score, 1)).n_eff = count(*) AS n, (nps_weighted(score, 1)).deff = 1 AS deff,
       (nps_weighted(score, w)).n_eff < count(*) AS fewer
FROM weighted_test;
SELECT count(*) AS units, count(*) FILTER (WHERE nps <> ones) AS differ FROM (SELECT id / 10, nps(score), nps(score::numeric, 1) AS ones FROM weighted_test GROUP BY id / 10) AS u;

-- windows: there is no inverse, so each frame is computed anew
SELECT count(*) AS rows, count(*) FILTER (WHERE in_window IS DISTINCT FROM (SELECT nps_weights(score, w) FROM weighted_test AS i WHERE i.id BETWEEN o.id - 20 AND o.id)) AS differ
FROM (SELECT id, nps_weights(score, w) OVER (ORDER BY id ROWS BETWEEN 20 PRECEDING AND CURRENT ROW) AS in_window FROM weighted_test) AS o WHERE id < 300;

-- text: out and in again; spaces; what is not canonical
CREATE TEMP TABLE state AS
SELECT id % 500 AS id, nps_weights(score, CASE id % 3 WHEN 0 THEN w WHEN 1 THEN v ELSE x END) AS s FROM weighted_test GROUP BY id % 500
UNION ALL SELECT -1, '{}' UNION ALL SELECT -2, NULL UNION ALL SELECT -3, nps_weights(9, 1e153) UNION ALL SELECT -4, nps_weights(s, 5e-324) FROM generate_series(0, 10) AS s;
SELECT count(*) AS states, count(*) FILTER (WHERE s::text::nps_weights IS DISTINCT FROM s OR s::text::nps_weights::text IS DISTINCT FROM s::text) AS differ FROM state;
SELECT ord, input::nps_weights FROM (VALUES (1, '{}'), (2, ' { } '), (3, '{4;1,0,3.5;1,0,6.25}'), (4, E' {\t4 ; 1 , 0,3.50\n;01.0,0.0,625e-2 } '), (5, '{0;0,0,0;0,0,0}'), (6, '{2;0,0.30000000000000004-2.7755575615628914e-17,0;0,0.05,0}'),
	(7, '{2;0,0.3+2e-17,0;0,0.05,0}'), (8, '{9223372036854775807;1,0,0;1e-18,0,0}'), (9, '{1;0,0,5e-324;0,0,0}'), (10, '{1;-0,0,1;0,-0,1}')) AS v(ord, input) ORDER BY ord;
SELECT said, hint FROM pg_temp.refusal('SELECT nps_weights ''{4;1,0;1,0}''');
SELECT pg_temp.takes(input) AS state, count(*) AS inputs, string_agg(input, '  ' ORDER BY ord) FILTER (WHERE pg_temp.takes(input) <> '22P02') AS which
FROM (VALUES
	-- punctuation
	(1, ''), (2, '{'), (3, '}'), (4, '{4}'), (5, '{4;}'), (6, '{4;1,0,3}'), (7, '{4;1,0,3;}'), (8, '{4;1,0,3;1,0}'), (9, '{4;1,0,3;1,0,3,0}'), (10, '{4;1,0,3;1,0,3;}'), (11, '{;1,0,3;1,0,3}'), (12, '{4,1,0,3,1,0,3}'),
	(13, '4;1,0,3;1,0,3'), (14, '{4;1,0,3;1,0,3}}'), (15, '{4;1,0,3;1,0,3}x'), (16, 'v2{}'), (17, '{}{}'), (18, '(4;1,0,3;1,0,3)'), (19, '{4;1,,3;1,0,3}'), (20, '{4;1 0 3;1 0 3}'),
	-- numbers
	(30, '{4.0;1,0,3;1,0,3}'), (31, '{-4;1,0,3;1,0,3}'), (32, '{+4;1,0,3;1,0,3}'), (33, '{4e0;1,0,3;1,0,3}'), (34, '{9223372036854775808;1,0,3;1,0,3}'), (35, '{4;0x1,0,3;1,0,3}'), (36, '{4;1,0,NaN;1,0,3}'),
	(37, '{4;1,0,inf;1,0,3}'), (38, '{4;1,0,Infinity;1,0,3}'), (39, '{4;1,0,1e309;1,0,3}'), (40, '{4;+1,0,3;1,0,3}'), (41, '{4;1.,0,3;1,0,3}'), (42, '{4;.5,0,3;1,0,3}'), (43, '{4;1e,0,3;1,0,3}'), (44, '{4;1E0,0,3;1,0,3}'), (45, '{4;1,0,3;1,0,3f}'),
	(46, '{4;1+,0,3;1,0,3}'), (47, '{4;1+-1e-20,0,3;1,0,3}'), (48, '{4;1+ 1e-20,0,3;1,0,3}'), (49, '{4;1+1e-20+1e-40,0,3;1,0,3}'), (50, '{4;1--1e-20,0,3;1,0,3}'), (51, '{4;0x1p0,0,3;1,0,3}'),
	-- sums that no weights have
	(60, '{4;-1,0,3;1,0,3}'), (61, '{4;1,0,3;-1,0,3}'), (62, '{0;1,0,3;1,0,3}'), (63, '{4;0,0,0;0,0,0}'), (64, '{4;1,0,3;1,1,3}'), (65, '{4;1,1,3;1,0,3}'), (66, '{4;1,0,3;2,0,3}'), (67, '{4;1,0,3;1,0,9.1}'), (68, '{3;1,1,2;1,1,1}'),
	(69, '{1;1,0,1;1,0,1}'), (70, '{4;1,0,3+0.5;1,0,3}'), (71, '{4;1+1e-5,0,3;1,0,3}'), (72, '{1;1e308,1e308,1e308;1e308,0,0}'), (73, '{2;0,0,1;0,0,0}'), (74, '{4;1e200,0,0;1e300,1e308,1e308}')) AS v(ord, input)
GROUP BY 1;

-- binary: out and in again
\getenv dir PG_ABS_BUILDDIR
\set copy_out '\\copy state TO ''' :dir '/results/weighted.bin'' (FORMAT binary)'
\set copy_in '\\copy again FROM ''' :dir '/results/weighted.bin'' (FORMAT binary)'
CREATE TEMP TABLE again (LIKE state);
:copy_out
:copy_in
SELECT count(*) AS states, count(*) FILTER (WHERE a.s IS DISTINCT FROM o.s OR a.s::text IS DISTINCT FROM o.s::text) AS differ FROM state AS o FULL JOIN again AS a USING (id);
SELECT encode(nps_weights_send('{4;1,0,3.5;1,0,6.25}'), 'hex') AS binary_form;

-- +, =, <>, hash; operands are not changed
SELECT a + b AS sum, (a + b) = (b + a) AS commutes, a + '{}' = a AS neutral, a <> b AS other, a = a::text::nps_weights AS same, a + NULL IS NULL AS "null", a AS a_after
FROM (VALUES ('{4;1,0,3.5;1,0,6.25}'::nps_weights, '{2;0.1,0.2,0;0.010000000000000002,0.04000000000000001,0}'::nps_weights)) AS v(a, b);
SELECT said FROM (VALUES (1, '{9223372036854775807;1,0,0;1e-18,0,0}', '{1;1,0,0;1,0,0}'), (2, '{1;1e154,0,0;1e308,0,0}', '{1;0,1e154,0;0,1e308,0}')) AS v(ord, a, b), pg_temp.refusal(format('SELECT %L::nps_weights + %L', a, b)) ORDER BY ord;
SELECT count(*) AS groups, (SELECT count(DISTINCT s::text) FROM state) AS texts FROM (SELECT s FROM state WHERE s IS NOT NULL GROUP BY s) AS g;
SELECT count(*) AS joined, count(*) FILTER (WHERE nps_weights_hash(a.s) <> nps_weights_hash(b.s) OR nps_weights_hash_extended(a.s, 7) <> nps_weights_hash_extended(b.s, 7)) AS other_hash FROM state AS a JOIN again AS b USING (s);

-- the support functions, which anybody may call, work on copies
CREATE TEMP TABLE stored AS SELECT nps_weights(9, 2) AS s;
SELECT s AS before, nps_weights_accum(s, 3, 1.5) AS one_more, nps_weights_accum(s, 3, 0) = s AS weight_0, nps_weights_merge(s, s) AS twice, s AS after FROM stored;
SELECT said FROM unnest(ARRAY['nps_weights_accum(s, 3, -1)', 'nps_weights_accum(s, 12, 1)', 'nps_weights_accum(''{9223372036854775807;1,0,0;1e-18,0,0}'', 3, 1)']) WITH ORDINALITY AS v(call, ord),
	pg_temp.refusal(format('SELECT %s FROM stored', call)) ORDER BY ord;
SELECT s AS still FROM stored;
DROP TABLE weighted_test;
