--
-- pairs: two waves of the same people, and their state, nps_pairs.
--
-- What must hold: the reference values of R; a NULL score is a person who is not
-- in that wave; the state counts what GROUP BY counts, however the rows are
-- ordered or split, whatever the plan; in moving windows it is that of the frame;
-- text and binary form give back the same value, and what is no state is refused;
-- what cannot be known is NULL.
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
		PERFORM input::nps_pairs;
	EXCEPTION WHEN OTHERS THEN
		hard := SQLSTATE;
	END;
	IF current_setting('server_version_num')::integer >= 160000 THEN
		EXECUTE 'SELECT pg_input_is_valid($1, ''nps_pairs'')' INTO soft USING input;
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

-- paired t test: reference values; se is 0 where all changed alike: then there is no test
CREATE TEMP TABLE reference AS
SELECT * FROM (VALUES
	('no change', nps_pairs '{dd:5,pp:6,PP:9}', 20, 0, 0, NULL, 19, NULL, NULL, NULL),
	('all up', '{dP:8,pP:7}', 15, 153.33333333333334, 13.33333333333333, 11.500000000000004, 14, 1.6120159557141307e-08, 124.73617749442928, 181.93048917223743),
	('both up', '{dp:1,pP:1}', 2, 100, 0, NULL, 1, NULL, NULL, NULL),
	('random, 8', '{dd:1,dp:1,pp:2,PP:4}', 8, 12.5, 12.5, 1, 7, 0.35061666282020748, -17.057803144909805, 42.057803144909805),
	('random, 60', '{dd:5,dp:6,dP:1,pd:6,pp:7,pP:2,Pp:8,PP:25}', 60, -6.666666666666667, 8.5260208781744087, -0.78192004944915561, 59, 0.43738833534863675, -23.727195037377726, 10.393861704044392),
	('random, 12', '{dd:5,pd:1,pp:2,Pp:2,PP:2}', 12, -25, 13.055824196677341, -1.9148542155126758, 11, 0.081864231165694371, -53.735675309652166, 3.7356753096521622))
	AS v(name, state, n, delta, se, t, df, p, low, high);
SELECT name, r.n = c.n AS n, abs(r.delta - c.delta) < 1e-9 AS delta, abs(r.se - c.se) < 1e-9 AS se, abs(r.t - c.t) < 1e-9 AS t, r.df = c.df AS df, abs(r.p / c.p_value - 1) < 1e-9 AS p,
       abs(r.low - c.low) < 1e-9 AS low, abs(r.high - c.high) < 1e-9 AS high, (r.p IS NULL) = (c.p_value IS NULL) AND (r.low IS NULL) = (c.low IS NULL) AS nulls
FROM reference AS r, nps_paired_test(state) AS c ORDER BY name;

-- waves that share some people: reference values
SELECT n1, n2, overlap, abs(delta - 19.047619047619047) < 1e-9 AS delta, abs(se - 15.72998112700189) < 1e-9 AS se, abs(z - 1.2109117546824095) < 1e-9 AS z, abs(p_value - 0.22592922706274224) < 1e-9 AS p,
       round(low, 4) AS low, round(high, 4) AS high
FROM (SELECT (nps_overlap_test(a, b)).* FROM (VALUES (NULL, 10), (NULL, 10), (NULL, 2), (1, 9), (10, NULL), (10, 10), (10, 10), (10, 10), (10, 10), (10, 10), (4, 4), (5, 2), (5, 6), (7, NULL), (7, 7), (7, 8), (7, 8), (8, NULL), (8, 10), (8, 5), (8, 9), (8, 9), (9, 10), (9, 9)) AS v(a, b)) AS r;

-- who counts where
SELECT nps_pairs(a, b) AS state, (nps_paired_test(a, b)).n AS pairs, (nps_overlap_test(a, b)).n1, (nps_overlap_test(a, b)).n2, (nps_overlap_test(a, b)).overlap
FROM (VALUES (9, 0), (9, 8), (NULL, 3), (4, NULL), (NULL, NULL), (3, 3), (10, 9), (7, 6)) AS v(a, b);
-- without pairs, with one, with people in one wave only
SELECT nps_paired_test(a, b) IS NULL AS paired, nps_overlap_test(a, b) IS NULL AS overlapping, nps_pairs(a, b) AS state FROM (VALUES (NULL::integer, NULL::integer)) AS v(a, b);
SELECT nps_paired_test(a, b) AS paired, nps_overlap_test(a, b) AS overlapping, nps_pairs(a, b) AS state FROM (VALUES (9, 0)) AS v(a, b);
SELECT s AS state, nps_paired_test(s) AS paired, n1, n2, overlap, delta, round(se, 6) AS se, round(z::numeric, 6) AS z, round(p_value::numeric, 6) AS p
FROM unnest('{"{}","{d-:3}","{d-:3,-P:2}","{d-:3,P-:4,-P:2,-d:9}","{d-:3,P-:4,-P:2,-d:9,Pd:1}"}'::nps_pairs[]) AS s, nps_overlap_test(s) AS o;
SELECT nps_paired_test(nps_pairs '{dd:1,dP:3,Pd:1}') = nps_paired_test(nps_pairs '{dd:1,dP:3,Pd:1,-d:7,P-:8}') AS who_is_in_one_wave_does_not_matter, round((nps_paired_test(nps_pairs '{dd:1,dP:3,Pd:1}', 0.5)).low, 4) AS low50, nps_paired_test(NULL::nps_pairs) AS "null";
-- without people in both it is the test of two samples, divisor n - 1
SELECT round(se, 6) AS se, round(100 * sqrt((1 - 0.36 / 1) * 5 / 4 / 5 + (0.4 - 0) * 5 / 4 / 5), 6) AS by_hand FROM nps_overlap_test('{d-:4,P-:1,-d:1,-p:3,-P:1}');
-- by score limits: reference values of R; nobody in both is nps_test(); a few people who all moved alike leave 0 out at every level
SELECT n1, n2, overlap, abs(delta - 8.0861244019138763) < 1e-9 AS delta, abs(se - 5.2519977550521686) < 1e-9 AS se, abs(z - 1.5347157275143428) < 1e-9 AS z, abs(p_value - 0.12485367087689037) < 1e-9 AS p, abs(low - -2.2413681882370071) < 1e-9 AS low, abs(high - 18.272743592864749) < 1e-9 AS high
FROM nps_overlap_test('{dd:30,dp:12,dP:2,pd:6,pp:40,pP:16,Pd:2,Pp:8,PP:44,d-:20,p-:20,P-:20,-d:10,-p:10,-P:10}'::nps_pairs, method => 'score');
SELECT (o.delta, o.se, o.z, o.p_value, o.low, o.high) = (t.delta, t.se, t.z, t.p_value, t.low, t.high) AS as_apart, round(o.p_value::numeric, 4) AS p, (SELECT round(p_value::numeric, 4) FROM nps_overlap_test(s)) AS p_wald, nps_overlap_test(s, 0.9, 'wald') = nps_overlap_test(s, 0.9) AS default_wald
FROM (VALUES (nps_pairs '{P-:10,-d:3,-p:9,-P:88}')) AS v(s), nps_overlap_test(s, 0.9, 'score') AS o, nps_test('{9:88,7:9,0:3}'::nps_hist, '{9:10}'::nps_hist, 0.9) AS t;
SELECT delta, z, p_value, round(low, 6) AS low, round(high, 6) AS high, nps_overlap_test('{}'::nps_pairs, method => 'score') AS "none", nps_overlap_test('{d-:3}'::nps_pairs, method => 'score') AS one_wave, nps_overlap_test('{d-:3}'::nps_pairs, method => NULL) AS "null"
FROM nps_overlap_test('{dp:8,pP:8}'::nps_pairs, method => 'score');

-- what is refused
SELECT said FROM unnest(ARRAY['nps_paired_test(11, 3)', 'nps_pairs(3, -1)', 'nps_pairs(3, 8.5)', 'nps_pairs(NULL::integer, 11)', 'nps_paired_test(''{}''::nps_pairs, 1)', 'nps_overlap_test(''{}''::nps_pairs, ''NaN'')', 'nps_overlap_test(''{}''::nps_pairs, method => ''mover'')', 'nps_overlap_test(''{}''::nps_pairs, method => ''student_t'')']) WITH ORDINALITY AS v(call, ord),
	pg_temp.refusal('SELECT ' || call) ORDER BY ord;

-- 5000 pseudo-random people, a sixth of them missing in each wave
CREATE TABLE pairs_test AS
SELECT id, id % 7 AS unit, CASE WHEN pg_temp.random('m' || id, 6) > 0 THEN pg_temp.random('a' || id, 11) END AS a, CASE WHEN pg_temp.random('n' || id, 6) > 0 THEN greatest(pg_temp.random('a' || id, 11), pg_temp.random('b' || id, 11)) END AS b
FROM generate_series(1, 5000) AS id;
ALTER TABLE pairs_test SET (parallel_workers = 2);
ANALYZE pairs_test;

-- the state is what GROUP BY counts; the tests are those of the answers as numbers
CREATE FUNCTION pg_temp.letter(score integer) RETURNS text LANGUAGE sql AS $$ SELECT CASE WHEN score >= 9 THEN 'P' WHEN score >= 7 THEN 'p' WHEN score >= 0 THEN 'd' ELSE '-' END $$;
SELECT nps_pairs(a, b)::text = (SELECT '{' || string_agg(k || ':' || n, ',' ORDER BY strpos('dpP-', left(k, 1)), strpos('dpP-', right(k, 1))) || '}'
		FROM (SELECT pg_temp.letter(a) || pg_temp.letter(b) AS k, count(*) AS n FROM pairs_test WHERE a IS NOT NULL OR b IS NOT NULL GROUP BY 1) AS g) AS counted FROM pairs_test;
WITH y AS (
	SELECT y1, y2, y2 - y1 AS d FROM (SELECT (a >= 9)::int - (a <= 6)::int AS y1, (b >= 9)::int - (b <= 6)::int AS y2 FROM pairs_test) AS s
), by_hand AS (
	SELECT count(d) AS n, avg(d) AS delta, stddev(d) / sqrt(count(d)) AS se, avg(y2) - avg(y1) AS o_delta,
	       sqrt(variance(y1) / count(y1) + variance(y2) / count(y2) - 2 * count(d) * covar_samp(y1, y2)::numeric / (count(y1) * count(y2))) AS o_se FROM y
)
SELECT p.n = h.n AS n, abs(p.delta - 100 * h.delta) < 1e-9 AS delta, abs(p.se - 100 * h.se) < 1e-9 AS se, abs(o.delta - 100 * o_delta) < 1e-9 AS o_delta, abs(o.se - 100 * o_se) < 1e-9 AS o_se
FROM by_hand AS h, (SELECT (nps_paired_test(a, b)).* FROM pairs_test) AS p, (SELECT (nps_overlap_test(a, b)).* FROM pairs_test) AS o;

-- any split, merged in any order; any permutation
WITH split AS (
	SELECT seed, nps_rollup(s ORDER BY md5(seed || ':' || g)) AS s
	FROM (SELECT seed, pg_temp.random('g' || seed || ':' || id, 1 + seed * 7) AS g, nps_pairs(a, b) AS s FROM generate_series(0, 19) AS seed, pairs_test GROUP BY seed, g) AS part GROUP BY seed
), permuted AS (
	SELECT seed, nps_pairs(a, b ORDER BY md5(seed || ':' || id)) AS s FROM generate_series(1, 10) AS seed, pairs_test GROUP BY seed
)
SELECT count(*) AS tries, count(*) FILTER (WHERE s <> (SELECT nps_pairs(a, b) FROM pairs_test)) AS differ FROM (TABLE split UNION ALL TABLE permuted) AS t;
-- swapping the waves turns the change round
SELECT x.delta = -y.delta AS delta, x.se = y.se AS se, x.p_value = y.p_value AS p, x.low = -y.high AS limits FROM (SELECT (nps_paired_test(a, b)).* FROM pairs_test) AS x, (SELECT (nps_paired_test(b, a)).* FROM pairs_test) AS y;

-- a parallel plan gives what a serial one gives; all types give the same
SELECT 'SELECT unit' || string_agg(replace($$, concat(nps_pairs(a::#, b::#), nps_paired_test(a::#, b::#), nps_overlap_test(a::#, b::#)) AS $$, '#', type) || name, '') || ' FROM pairs_test GROUP BY unit' AS query
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
CREATE TEMP TABLE state AS SELECT id % 300 AS id, nps_pairs(a, b) AS s FROM pairs_test GROUP BY id % 300 UNION ALL SELECT -1, '{}' UNION ALL SELECT -2, NULL UNION ALL SELECT -3, '{d-:9223372036854775807}';
CREATE TEMP TABLE few AS SELECT * FROM pairs_test WHERE id <= 250;
SELECT frame, count(*) AS rows, count(*) FILTER (WHERE in_window IS DISTINCT FROM (SELECT nps_pairs(a, b) FROM few WHERE id = ANY (ids))) AS differ, count(*) FILTER (WHERE test IS DISTINCT FROM nps_paired_test(in_window)::text) AS test_differs
FROM (SELECT 'rows' AS frame, coalesce(array_agg(id) OVER w, '{}') AS ids, nps_pairs(a, b) OVER w AS in_window, (nps_paired_test(a, b) OVER w)::text AS test FROM few WINDOW w AS (ORDER BY id ROWS BETWEEN 20 PRECEDING AND 3 PRECEDING)
      UNION ALL SELECT 'groups', coalesce(array_agg(id) OVER w, '{}'), nps_pairs(a, b) OVER w, (nps_paired_test(a, b) OVER w)::text FROM few WINDOW w AS (ORDER BY a GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE TIES)) AS o
GROUP BY frame ORDER BY frame;
SELECT count(*) AS rows, count(*) FILTER (WHERE s IS DISTINCT FROM (SELECT nps_rollup(i.s) FROM state AS i WHERE i.id BETWEEN o.id - 5 AND o.id)) AS differ
FROM (SELECT id, nps_rollup(s) OVER (ORDER BY id RANGE BETWEEN 5 PRECEDING AND CURRENT ROW) AS s FROM state WHERE id >= 0) AS o WHERE id >= 5;

-- text: out and in again; order and spaces; zero counts
SELECT count(*) AS states, count(*) FILTER (WHERE s::text::nps_pairs IS DISTINCT FROM s OR s::text::nps_pairs::text IS DISTINCT FROM s::text) AS differ FROM state;
SELECT ord, input::nps_pairs FROM (VALUES (1, '{}'), (2, ' { } '), (3, '{PP:1,dd:2}'), (4, E' {\tdP : 3 ,\npp:5\r} '), (5, '{dd:0}'), (6, '{-d:1,d-:01}'), (7, '{dd:9223372036854775806,P-:1}')) AS v(ord, input) ORDER BY ord;
SELECT said, hint FROM pg_temp.refusal('SELECT nps_pairs ''{Dp:1}''');
SELECT pg_temp.takes(input) AS state, count(*) AS inputs, string_agg(input, '  ' ORDER BY ord) FILTER (WHERE pg_temp.takes(input) <> '22P02') AS which
FROM (VALUES (1, ''), (2, '{'), (3, '}'), (4, '{dd}'), (5, '{dd:}'), (6, '{:1}'), (7, '{dd:1'), (8, 'dd:1'), (9, '{dd:1,}'), (10, '{,dd:1}'), (11, '{dd:1,,pp:1}'), (12, '{dd:1}}'), (13, '{dd:1}x'), (14, '{}{}'), (15, 'v2{}'), (16, '{d:1}'), (17, '{ddd:1}'),
	(18, '{d d:1}'), (19, '{xd:1}'), (20, '{dx:1}'), (21, '{DD:1}'), (22, '{--:1}'), (23, '{--:0}'), (24, '{dd:1,dd:1}'), (25, '{dd:1,dd:0}'), (26, '{dd:-1}'), (27, '{dd:+1}'), (28, '{dd:1.0}'), (29, '{dd:1e2}'), (30, '{dd:9223372036854775808}'),
	(31, '{dd:9223372036854775807,pp:1}'), (32, '{dd:NaN}'), (33, '{d'), (34, '{-'), (35, '{dd=1}'), (36, '{dd:1;pp:1}')) AS v(ord, input)
GROUP BY 1;
-- binary: out and in again
\getenv dir PG_ABS_BUILDDIR
\set copy_out '\\copy state TO ''' :dir '/results/pairs.bin'' (FORMAT binary)'
\set copy_in '\\copy again FROM ''' :dir '/results/pairs.bin'' (FORMAT binary)'
CREATE TEMP TABLE again (LIKE state);
:copy_out
:copy_in
SELECT count(*) AS states, count(*) FILTER (WHERE a.s IS DISTINCT FROM o.s OR a.s::text IS DISTINCT FROM o.s::text) AS differ FROM state AS o FULL JOIN again AS a USING (id);
SELECT encode(nps_pairs_send('{dP:3,-d:1}'), 'hex') = '0000000100000000' || repeat('0', 32) || '0000000000000003' || repeat('0', 144) || '0000000000000001' || repeat('0', 48) AS binary_form;

-- +, -, =, <>, hash; operands are not changed
SELECT a + b AS sum, (a + b) = (b + a) AS commutes, a + '{}' = a AS neutral, (a + b) - b = a AS inverse, a <> b AS other, a + NULL IS NULL AS "null", a AS a_after
FROM (VALUES (nps_pairs '{dP:3,pp:5,-d:1}', nps_pairs '{dP:4,P-:2}')) AS v(a, b);
SELECT said FROM (VALUES (1, '+', '{dd:9223372036854775807}', '{dd:1}'), (2, '+', '{dd:9223372036854775807}', '{pp:1}'), (3, '-', '{dd:1}', '{dd:2}'), (4, '-', '{}', '{-P:1}')) AS v(ord, op, a, b), pg_temp.refusal(format('SELECT %L::nps_pairs %s %L', a, op, b)) ORDER BY ord;
SELECT count(*) AS groups, (SELECT count(DISTINCT s::text) FROM state) AS texts FROM (SELECT s FROM state WHERE s IS NOT NULL GROUP BY s) AS g;
SELECT count(*) AS joined, count(*) FILTER (WHERE nps_pairs_hash(a.s) <> nps_pairs_hash(b.s) OR nps_pairs_hash_extended(a.s, 7) <> nps_pairs_hash_extended(b.s, 7)) AS other_hash FROM state AS a JOIN again AS b USING (s);

-- the support functions, which anybody may call, work on copies, and without a state give NULL
CREATE TEMP TABLE stored AS SELECT nps_pairs '{dP:3}' AS s;
SELECT s AS before, nps_pairs_accum(s, 9, NULL::integer) AS one_more, nps_pairs_discard(s, 0, 10) AS one_less, nps_pairs_merge(s, s) AS twice, nps_pairs_unmerge(s, s) AS none, nps_pairs_accum(s, NULL::integer, NULL) = s AS nobody, s AS after,
       nps_pairs_accum(NULL, 9, 9) IS NULL AND nps_pairs_discard(NULL, 9, 9) IS NULL AS "null" FROM stored;
SELECT said FROM unnest(ARRAY['nps_pairs_accum(s, 3, 12)', 'nps_pairs_discard(s, 3, 3)', 'nps_pairs_accum(''{dd:9223372036854775807}'', 9, 9)', 'nps_pairs_unmerge(s, s + s)']) WITH ORDINALITY AS v(call, ord),
	pg_temp.refusal(format('SELECT %s FROM stored', call)) ORDER BY ord;
SELECT s AS still FROM stored;
DROP TABLE pairs_test;
