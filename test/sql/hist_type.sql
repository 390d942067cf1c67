--
-- hist_type: nps_hist as a stored type.
--
-- What must hold: one canonical text form, and every other text either means
-- the same or is refused with 22P02; casts keep every count, or refuse; + and -
-- are exact, and refuse what would overflow or fall below zero; the order is
-- total, and equal histograms hash alike, so indexes, joins, DISTINCT and hash
-- partitions work; counts up to the end of bigint give the exact score.
--
-- the plans are chosen below, whatever the session was started with
SET enable_hashagg = on;
SET enable_hashjoin = on;
SET enable_mergejoin = on;
SET enable_nestloop = on;
SET enable_sort = on;
SET enable_seqscan = on;
SET enable_indexscan = on;
SET enable_indexonlyscan = on;
SET enable_bitmapscan = on;

CREATE FUNCTION pg_temp.refusal(query text, OUT said text, OUT hint text)
LANGUAGE plpgsql AS $$
DECLARE
	message text;
BEGIN
	EXECUTE query INTO message;
	said := 'accepted: ' || message;
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS said = RETURNED_SQLSTATE, message = MESSAGE_TEXT, hint = PG_EXCEPTION_HINT;
	said := said || ' ' || message;
END $$;

-- does the input function take it?  Asked softly as well where the server can (16)
CREATE FUNCTION pg_temp.takes(input text) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
	hard text := 'taken';
	soft boolean;
BEGIN
	BEGIN
		PERFORM input::nps_hist;
	EXCEPTION WHEN OTHERS THEN
		hard := SQLSTATE;
	END;
	IF current_setting('server_version_num')::integer >= 160000 THEN
		EXECUTE 'SELECT pg_input_is_valid($1, ''nps_hist'')' INTO soft USING input;
		IF soft IS DISTINCT FROM (hard = 'taken') THEN
			RETURN hard || ' but soft says ' || soft;
		END IF;
	END IF;
	RETURN hard;
END $$;

-- does the plan have such a node?
CREATE FUNCTION pg_temp.plans(node text, query text) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
	plan jsonb;
BEGIN
	EXECUTE 'EXPLAIN (FORMAT JSON, COSTS OFF) ' || query INTO plan;
	RETURN plan::text LIKE '%"Node Type": "' || node || '"%';
END $$;

-- text that is taken, and its canonical form
SELECT input, input::nps_hist AS canonical
FROM (VALUES (1, '{}'), (2, '{9:3}'), (3, '{9:3,6:1}'), (4, '{9:0}'), (5, '{ 0 : 1 , 10 : 2 }'), (6, '  {6:1}  '), (7, '{ }'),
             (8, '{09:007}'), (10, '{0:1,1:2,2:3,3:4,4:5,5:6,6:7,7:8,8:9,9:10,10:11}'),
             (11, '{0:9223372036854775807}'), (12, '{0:9223372036854775806,10:1}'), (13, '{000000000000000000000010:1}')) AS v(ord, input) ORDER BY ord;

SELECT E'\t{\n1 : 1,\r2:2 }\n'::nps_hist = '{1:1,2:2}' AS spaces;

-- text that is refused: the same error for all, so one shows message and hint
SELECT said, hint FROM pg_temp.refusal('SELECT ''{11:1}''::nps_hist');
SELECT pg_temp.takes(input) AS state, count(*) AS inputs, string_agg(input, '  ' ORDER BY ord) FILTER (WHERE pg_temp.takes(input) <> '22P02') AS which
FROM (VALUES
	-- braces and punctuation
	(1, ''), (2, ' '), (3, '{'), (4, '}'), (5, '9:1'), (6, '{9:1'), (7, '9:1}'), (8, '{{9:1}}'), (9, '[9:1]'), (10, '{9:1}}'),
	(11, '{,}'), (12, '{9:1,}'), (13, '{,9:1}'), (14, '{9:1,,8:1}'), (15, '{9:1;8:1}'), (16, '{9=1}'), (17, '{9}'), (18, '{9:}'),
	(19, '{:1}'), (20, '{:}'), (21, '{9::1}'), (22, '{9:1:1}'), (23, '{9:1 8:1}'), (24, '{"9":1}'), (25, '{9:"1"}'), (26, '(9:1)'),
	-- signs, fractions, other digits, spaces in numbers
	(30, '{9:-1}'), (31, '{-1:1}'), (32, '{+9:1}'), (33, '{9:+1}'), (34, '{9.0:1}'), (35, '{9:1.0}'), (36, '{9:1e2}'), (37, '{0x9:1}'),
	(38, '{9:0x1}'), (39, '{1 0:1}'), (40, '{9:1 0}'), (41, '{9:1_0}'), (42, '{a:1}'), (43, '{9:a}'), (44, '{9:NaN}'), (45, '{NULL:1}'), (46, '{9:NULL}'),
	-- off the scale, twice the same score
	(50, '{11:1}'), (51, '{99999999999999999999:1}'), (52, '{18446744073709551625:1}'), (53, '{9:1,9:1}'), (54, '{9:1,09:1}'), (55, '{9:0,9:0}'),
	-- too large: one count, the total
	(60, '{0:9223372036854775808}'), (61, '{0:99999999999999999999999}'), (62, '{0:18446744073709551617}'), (63, '{0:9223372036854775807,1:1}'),
	(64, '{0:4611686018427387904,5:4611686018427387904}'),
	-- trailing and leading text
	(70, '{9:1}x'), (71, '{9:1} {8:1}'), (72, '{}{}'), (73, '{},'), (74, 'x{9:1}'), (75, '1{9:1}'), (76, 'v2{9:1}'), (77, '{} 1'),
	-- other spaces are not spaces here
	(80, E'{9:1\u000b}'), (81, E'{9:1}\u000c')) AS v(ord, input)
GROUP BY 1;
-- and the soft question says yes where it should
SELECT DISTINCT pg_temp.takes(input) FROM unnest(ARRAY['{}', '{9:3}', ' { 0 : 1 , 10 : 2 } ', '{0:9223372036854775807}']) AS input;

-- bigint[] and back; the bounds of the array do not matter, its shape does
SELECT '{0,1,2,3,4,5,6,7,8,9,10}'::bigint[]::nps_hist AS from_array, '{0:1,10:3}'::nps_hist::bigint[] AS to_array,
       '[0:10]={1,0,0,0,0,0,0,0,0,0,2}'::bigint[]::nps_hist AS from_zero_based, NULL::bigint[]::nps_hist IS NULL AS "null";
SELECT said FROM (VALUES
	(1, '{}'), (2, '{1}'), (3, '{0,0,0,0,0,0,0,0,0,0}'), (4, '{0,0,0,0,0,0,0,0,0,0,0,0}'), (5, '{{0,0,0,0,0,0,0,0,0,0,0}}'),
	(6, '{0,0,0,0,0,0,0,0,0,NULL,0}'), (7, '{0,0,0,-1,0,0,0,0,0,0,0}'), (8, '{9223372036854775807,0,0,0,0,0,0,0,0,0,1}')) AS v(ord, a),
	pg_temp.refusal(format('SELECT %L::bigint[]::nps_hist', a)) ORDER BY ord;
-- an array that had a NULL and has none any more
CREATE TEMP TABLE counted (a bigint[]);
INSERT INTO counted VALUES ('{NULL,0,0,0,0,0,0,0,0,3,4}');
UPDATE counted SET a[1] = 2;
SELECT said FROM pg_temp.refusal('SELECT a::nps_hist FROM counted');

-- jsonb has a key for each score; casts do not happen behind one's back
SELECT '{0:1,10:3}'::nps_hist::jsonb AS jsonb;
SELECT (SELECT sum(value::bigint) FROM jsonb_each_text('{0:1,4:2,10:9223372036854775800}'::nps_hist::jsonb)) AS exact_in_jsonb;
CREATE TEMP TABLE assigned (h nps_hist, a bigint[], j jsonb);
INSERT INTO assigned SELECT h, h, h FROM (VALUES ('{2:5,9:1}'::nps_hist)) AS v(h);
INSERT INTO assigned SELECT a, a, NULL FROM (VALUES ('{0,0,5,0,0,0,0,0,0,1,0}'::bigint[])) AS v(a);
SELECT h, a, j IS NULL AS no_json FROM assigned;
SELECT left(said, 5) AS sqlstate FROM unnest(ARRAY[		-- no cast, or no implicit one
	'SELECT ''{9:1}''::nps_hist::bigint', 'SELECT 9::nps_hist', 'SELECT ''{"9":1}''::jsonb::nps_hist',
	'SELECT array_length(''{9:1}''::nps_hist, 1)', 'SELECT ''{9:1}''::nps_hist + 1']) WITH ORDINALITY AS v(query, ord),
	pg_temp.refusal(query) ORDER BY ord;

-- + and -
SELECT a + b AS sum, (a + b) = (b + a) AS commutes, (a + b) - b = a AS inverse, a + '{}' = a AS neutral, a - a AS nothing, a - '{}' = a AS unchanged
FROM (VALUES ('{0:1,9:3}'::nps_hist, '{9:4,10:5}'::nps_hist)) AS v(a, b);
SELECT said, hint FROM (VALUES (1, '{9:3}', '{9:4}'), (2, '{}', '{0:1}'), (3, '{9:3}', '{8:1}')) AS v(ord, a, b),
	pg_temp.refusal(format('SELECT %L::nps_hist - %L', a, b)) ORDER BY ord;
SELECT said FROM (VALUES (1, '{9:9223372036854775807}', '{9:1}'), (2, '{9:9223372036854775807}', '{0:1}'),
                         (3, '{0:4611686018427387904}', '{10:4611686018427387904}')) AS v(ord, a, b),
	pg_temp.refusal(format('SELECT %L::nps_hist + %L', a, b)) ORDER BY ord;
SELECT '{0:4611686018427387904}'::nps_hist + '{10:4611686018427387903}' AS just_fits, nps_hist '{9:1}' + NULL IS NULL AS "null";
-- the operands are not changed, not even where they are stored
CREATE TEMP TABLE stored AS SELECT '{3:1}'::nps_hist AS h;
SELECT h AS before, h + h AS twice, h - h AS none, h AS after FROM stored;

-- nor may the support functions, which anybody can call, make what could not be stored
SELECT said FROM unnest(ARRAY['nps_hist_merge(h, h)', 'nps_hist_unmerge(h, ''{1:1}'')', 'nps_hist_accum(h, 0)', 'nps_hist_discard(h, 1)',
                              'nps_hist_accum(h, 11)']) WITH ORDINALITY AS v(call, ord),
	pg_temp.refusal(format('SELECT %s FROM (VALUES (''{0:9223372036854775807}''::nps_hist)) AS v(h)', call)) ORDER BY ord;
SELECT left(said, 5) AS total_too_large FROM pg_temp.refusal('SELECT nps_hist_accum(''{0:9223372036854775807}'', 5)');
SELECT h AS before, nps_hist_accum(h, 9) AS one_more, nps_hist_discard(h, 3) AS one_less, nps_hist_merge(h, h) AS twice,
       nps_hist_unmerge(h, h) AS none, h AS after FROM stored;
SELECT h AS still FROM stored;

-- order: by the counts of 0, then 1, ..; the same as that of the arrays
CREATE TEMP TABLE hist_type_test (id integer, h nps_hist);
INSERT INTO hist_type_test
SELECT i, ARRAY[i % 3, 0, i % 2, 0, 0, 0, 0, i % 5 / 3, 0, 0, (i % 7 = 0)::integer]::bigint[]::nps_hist FROM generate_series(1, 210) AS i;
SELECT count(*) AS n, count(DISTINCT h) AS histograms, count(DISTINCT h::bigint[]) AS arrays,
       (SELECT count(*) FROM (SELECT h FROM hist_type_test GROUP BY h) AS g) AS groups,
       (SELECT count(*) FROM (SELECT h FROM hist_type_test UNION SELECT h FROM hist_type_test) AS u) AS in_union,
       array_agg(h::text ORDER BY h, id) = array_agg(h::text ORDER BY h::bigint[], id) AS ordered,
       array_agg(h::text ORDER BY h DESC, id) = array_agg(h::text ORDER BY h::bigint[] DESC, id) AS backwards
FROM hist_type_test;
SELECT count(*) AS pairs,
       count(*) FILTER (WHERE (a.h < b.h) <> (a.c < b.c) OR (a.h <= b.h) <> (a.c <= b.c) OR (a.h = b.h) <> (a.c = b.c)
                           OR (a.h <> b.h) <> (a.c <> b.c) OR (a.h >= b.h) <> (a.c >= b.c) OR (a.h > b.h) <> (a.c > b.c)
                           OR nps_hist_cmp(a.h, b.h) <> CASE WHEN a.c < b.c THEN -1 WHEN a.c = b.c THEN 0 ELSE 1 END) AS wrong,
       count(*) FILTER (WHERE (a.h = b.h) AND (nps_hist_hash(a.h) <> nps_hist_hash(b.h)
                           OR nps_hist_hash_extended(a.h, 42) <> nps_hist_hash_extended(b.h, 42))) AS equal_but_other_hash,
       count(*) FILTER (WHERE a.h <> b.h AND nps_hist_hash(a.h) = nps_hist_hash(b.h)) AS other_but_equal_hash
FROM (SELECT h, h::bigint[] AS c FROM hist_type_test WHERE id <= 105) AS a, (SELECT h, h::bigint[] AS c FROM hist_type_test WHERE id > 105) AS b;

-- hash and merge joins give what a join over the arrays gives
SET enable_nestloop = off; SET enable_mergejoin = off;
SELECT pg_temp.plans('Hash Join', 'SELECT count(*) FROM hist_type_test AS a JOIN hist_type_test AS b USING (h)') AS hash_join,
       (SELECT count(*) FROM hist_type_test AS a JOIN hist_type_test AS b USING (h))
     = (SELECT sum(n * n) FROM (SELECT count(*) AS n FROM hist_type_test GROUP BY h::bigint[]) AS g) AS same;
SET enable_mergejoin = on; SET enable_hashjoin = off;
SELECT pg_temp.plans('Merge Join', 'SELECT count(*) FROM hist_type_test AS a JOIN hist_type_test AS b USING (h)') AS merge_join,
       (SELECT count(*) FROM hist_type_test AS a JOIN hist_type_test AS b USING (h))
     = (SELECT sum(n * n) FROM (SELECT count(*) AS n FROM hist_type_test GROUP BY h::bigint[]) AS g) AS same;
SET enable_nestloop = on; SET enable_hashjoin = on;

-- indexes: btree and hash find the same rows as no index; unique refuses
SELECT count(*) AS by_scan FROM hist_type_test WHERE h = '{0:1,2:1}';
CREATE INDEX hist_type_hash ON hist_type_test USING hash (h);
SET enable_seqscan = off; SET enable_bitmapscan = off;
SELECT pg_temp.plans('Index Scan', 'SELECT count(id) FROM hist_type_test WHERE h = ''{0:1,2:1}''') AS hash_index, count(id) FROM hist_type_test WHERE h = '{0:1,2:1}';
DROP INDEX hist_type_hash;
CREATE INDEX hist_type_btree ON hist_type_test (h);
SELECT pg_temp.plans('Index Scan', 'SELECT count(id) FROM hist_type_test WHERE h = ''{0:1,2:1}''') AS btree_index, count(id) FROM hist_type_test WHERE h = '{0:1,2:1}';
SELECT pg_temp.plans('Index Scan', 'SELECT count(id) FROM hist_type_test WHERE h < ''{0:1}''') AS range_scan,
       count(id) = (SELECT count(*) FROM generate_series(1, 210) AS i WHERE i % 3 = 0) AS right_rows FROM hist_type_test WHERE h < '{0:1}';
SET enable_seqscan = on; SET enable_bitmapscan = on;
CREATE TEMP TABLE once (h nps_hist PRIMARY KEY);
INSERT INTO once SELECT DISTINCT h FROM hist_type_test;
INSERT INTO once VALUES ('{0:1,2:1}') ON CONFLICT DO NOTHING;
SELECT left(said, 5) AS sqlstate FROM pg_temp.refusal('INSERT INTO once VALUES (''{2:01,0:1}'')');

-- hash partitions: a histogram is in one partition only, and is found there
CREATE TEMP TABLE parts (id integer, h nps_hist) PARTITION BY HASH (h);
CREATE TEMP TABLE part0 PARTITION OF parts FOR VALUES WITH (MODULUS 3, REMAINDER 0);
CREATE TEMP TABLE part1 PARTITION OF parts FOR VALUES WITH (MODULUS 3, REMAINDER 1);
CREATE TEMP TABLE part2 PARTITION OF parts FOR VALUES WITH (MODULUS 3, REMAINDER 2);
INSERT INTO parts SELECT id, h FROM hist_type_test;
SELECT sum(n) AS rows, count(DISTINCT part) AS partitions_used, count(*) = count(DISTINCT h) AS each_in_one
FROM (SELECT h, tableoid::oid AS part, count(*) AS n FROM parts GROUP BY h, tableoid) AS g;
SELECT count(*) AS found FROM parts WHERE h = '{0:1,2:1}';

-- large counts: the score is that of exact arithmetic on numeric
WITH big AS (
	SELECT ord, ARRAY[d, 0, 0, 0, 0, 0, 0, q, 0, 0, p]::bigint[]::nps_hist AS h, d::numeric, q::numeric, p::numeric, d::numeric + q + p AS n
	FROM (VALUES (1, 0::bigint, 0::bigint, 1::bigint), (2, 1, 0, 1099511627776), (3, 9007199254740993, 0, 9007199254740992),
	             (4, 9007199254740993, 1, 0), (5, 0, 9223372036854775806, 1), (6, 4611686018427387904, 0, 4611686018427387903),
	             (7, 9223372036854775807, 0, 0), (8, 1, 9223372036854775800, 6), (9, 92233720368547758, 0, 92233720368547759)) AS v(ord, d, q, p))
SELECT ord, nps_score(h) = 100 * (p - d) / n AS score, nps_mean(h) = (7 * q + 10 * p) / n AS mean,
       nps_top_box(h, 7) = 100 * (p + q) / n AS top_box, nps_count(h) = n AS count,
       abs(nps_variance(h) * n * n - (n * (p + d) - (p - d) * (p - d))) <= (n * (p + d) - (p - d) * (p - d)) * 1e-15 AS variance,
       h::text::nps_hist = h AS text, h::bigint[]::nps_hist = h AS array, nps_score(h) AS nps
FROM big ORDER BY ord;
SELECT said FROM pg_temp.refusal('SELECT nps_rollup(h) FROM (VALUES (''{1:9223372036854775807}''::nps_hist), (''{2:1}'')) AS v(h)');
