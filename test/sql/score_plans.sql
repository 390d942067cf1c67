--
-- score_plans: the same result whatever plan the server makes.
--
-- What must hold: parallel, spilled, shared, sorted and compiled plans give what
-- a plain serial one gives, which in turn is what counting in SQL gives.  Each
-- check first makes sure that the plan is the one meant, since a check of a plan
-- that was not used proves nothing.
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

CREATE FUNCTION pg_temp.random(seed text, below integer) RETURNS integer
LANGUAGE sql IMMUTABLE AS $$ SELECT ('x' || substr(md5(seed), 1, 7))::bit(28)::integer % below $$;

-- does some node of the plan, as it was run, satisfy each of the conditions?
CREATE FUNCTION pg_temp.plan(query text, VARIADIC path text[]) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
	plan jsonb;
	step text;
	found boolean := true;
BEGIN
	EXECUTE 'EXPLAIN (FORMAT JSON, ANALYZE, TIMING OFF) ' || query INTO plan;
	FOREACH step IN ARRAY path LOOP
		found := found AND jsonb_path_exists(plan, ('$.** ? (' || step || ')')::jsonpath);
	END LOOP;
	RETURN found;
END $$;

CREATE TABLE score_plans_test AS
SELECT id, id % 7 AS unit, id % 3 AS wave, CASE WHEN pg_temp.random('n' || id, 9) > 0 THEN pg_temp.random('s' || id, 11) END AS score
FROM generate_series(1, 20000) AS id;
ALTER TABLE score_plans_test ADD h nps_hist;
UPDATE score_plans_test SET h = ('{' || score || ':' || id || '}')::nps_hist WHERE score IS NOT NULL;
ALTER TABLE score_plans_test SET (parallel_workers = 2);
ANALYZE score_plans_test;

-- counted in plain SQL; never parallel, no hashing
SET max_parallel_workers_per_gather = 0;
SET enable_hashagg = off;
CREATE TEMP TABLE by_hand AS
SELECT unit, count(score) AS n, trim_scale(100.0 * sum(CASE WHEN score >= 9 THEN 1 WHEN score <= 6 THEN -1 ELSE 0 END) / count(score)) AS points
FROM score_plans_test GROUP BY unit;
SELECT count(*) AS units, sum(n) < 20000 AS with_nulls, count(*) FILTER (WHERE b.points IS DISTINCT FROM s.nps OR b.n IS DISTINCT FROM nps_count(s.h)) AS serial_differs
FROM by_hand AS b LEFT JOIN (SELECT unit, nps(score), nps_hist(score) AS h FROM score_plans_test GROUP BY unit) AS s USING (unit);

-- all aggregates over all types, a text column a type: the query for what follows
SELECT 'SELECT unit' || string_agg(replace($$, concat_ws(' ', nps(score::#), enps(score::#) FILTER (WHERE wave = 1), nps_hist(score::#),
	nps_hist(score::#) FILTER (WHERE false), csat(score::#) FILTER (WHERE score BETWEEN 1 AND 5), ces(score::#) FILTER (WHERE score BETWEEN 1 AND 7)) AS "#"$$,
	'#', type), '') || $$, nps_rollup(h)::text AS rollup FROM score_plans_test GROUP BY unit$$ AS every_aggregate
FROM unnest('{int2,int4,int8,numeric,float8}'::text[]) AS type \gset
CREATE TEMP TABLE serial AS :every_aggregate;
SELECT count(*) AS units, count(*) FILTER (WHERE int2 <> int4 OR int8 <> int4 OR "numeric" <> int4 OR float8 <> int4) AS types_differ FROM serial;

-- parallel: partial states are combined
SET max_parallel_workers_per_gather = 2;
SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;
SET enable_hashagg = on;
SELECT pg_temp.plan(:'every_aggregate', '@."Node Type" == "Gather" || @."Node Type" == "Gather Merge"', '@."Partial Mode" == "Partial"', '@."Partial Mode" == "Finalize"') AS parallel,
       pg_temp.plan('SELECT nps(score), nps_rollup(h) FROM score_plans_test', '@."Partial Mode" == "Partial"', '@."Partial Mode" == "Finalize"') AS parallel_without_groups;
CREATE TEMP TABLE parallel AS :every_aggregate;
SELECT (SELECT count(*) FROM parallel) AS units,
       (SELECT count(*) FROM (TABLE parallel EXCEPT TABLE serial) AS d) + (SELECT count(*) FROM (TABLE serial EXCEPT TABLE parallel) AS d) AS differ;
SELECT nps(score) AS none, nps_hist(score) AS no_hist, nps_rollup(h) AS no_rollup FROM score_plans_test WHERE id < 0;
SELECT nps_hist(score) AS one_row, nps(score) FROM score_plans_test WHERE id = (SELECT min(id) FROM score_plans_test WHERE score = 9);
-- an error in a worker is the same error
DO $$
BEGIN
	PERFORM nps(id) FROM score_plans_test;
	RAISE 'not refused';
EXCEPTION WHEN numeric_value_out_of_range THEN
	RAISE NOTICE 'refused: %', regexp_replace(SQLERRM, 'score \d+', 'score N');
END $$;
SET max_parallel_workers_per_gather = 0;

-- partial states of partitions are combined: without workers, so on every machine,
-- and one of the partitions is empty
CREATE TEMP TABLE of_waves (LIKE score_plans_test) PARTITION BY LIST (wave);
CREATE TEMP TABLE of_waves_0 PARTITION OF of_waves FOR VALUES IN (0);
CREATE TEMP TABLE of_waves_1 PARTITION OF of_waves FOR VALUES IN (1, 2);
CREATE TEMP TABLE of_waves_none PARTITION OF of_waves FOR VALUES IN (99);
INSERT INTO of_waves SELECT * FROM score_plans_test;
SET enable_partitionwise_aggregate = on;
ANALYZE of_waves;
SELECT replace(:'every_aggregate', 'score_plans_test', 'of_waves') AS of_partitions \gset
SELECT pg_temp.plan(:'of_partitions', '@."Partial Mode" == "Partial"', '@."Partial Mode" == "Finalize"') AS partitionwise,
       pg_temp.plan('SELECT nps(score), nps_hist(score), nps_rollup(h) FROM of_waves', '@."Partial Mode" == "Partial"', '@."Partial Mode" == "Finalize"') AS without_groups;
CREATE TEMP TABLE partitionwise AS :of_partitions;
SELECT (SELECT count(*) FROM partitionwise) AS units,
       (SELECT count(*) FROM (TABLE partitionwise EXCEPT TABLE serial) AS d) + (SELECT count(*) FROM (TABLE serial EXCEPT TABLE partitionwise) AS d) AS differ;
SELECT p.nps = s.nps AND p.h = s.h AND p.r = s.r AS without_groups
FROM (SELECT nps(score), nps_hist(score) AS h, nps_rollup(h) AS r FROM of_waves) AS p,
     (SELECT nps(score), nps_hist(score) AS h, nps_rollup(h) AS r FROM score_plans_test) AS s;
RESET enable_partitionwise_aggregate;

-- DISTINCT counts each score once, ORDER BY changes nothing, nor does FILTER against WHERE
SELECT nps(DISTINCT score) AS distinct_scores,			-- 100 x (2 - 7) / 11
       nps_hist(DISTINCT score) AS one_each,
       nps_hist(score ORDER BY id DESC) = nps_hist(score) AS any_order,
       nps_hist(score ORDER BY score NULLS FIRST, h) = nps_hist(score) AS sorted,
       nps_rollup(h ORDER BY h DESC) = nps_rollup(h) AS rollup_any_order,
       nps_rollup(DISTINCT h) = nps_rollup(h) AS all_different,
       nps(score) FILTER (WHERE wave = 1) = (SELECT nps(score) FROM score_plans_test WHERE wave = 1) AS filtered,
       nps(score) FILTER (WHERE score >= 9) AS promoters_only
FROM score_plans_test;

-- grouping sets, by sorting and by hashing, against UNION ALL
CREATE TEMP VIEW in_parts AS
	SELECT unit, wave, nps(score) AS nps, nps_hist(score)::text AS h, nps_rollup(h)::text AS r FROM score_plans_test GROUP BY unit, wave
	UNION ALL SELECT unit, NULL, nps(score), nps_hist(score)::text, nps_rollup(h)::text FROM score_plans_test GROUP BY unit
	UNION ALL SELECT NULL, wave, nps(score), nps_hist(score)::text, nps_rollup(h)::text FROM score_plans_test GROUP BY wave
	UNION ALL SELECT NULL, NULL, nps(score), nps_hist(score)::text, nps_rollup(h)::text FROM score_plans_test;
CREATE TEMP VIEW cubed AS
	SELECT unit, wave, nps(score) AS nps, nps_hist(score)::text AS h, nps_rollup(h)::text AS r FROM score_plans_test GROUP BY CUBE (unit, wave);
CREATE TEMP VIEW rolled AS
	SELECT unit, nps(score) AS nps, nps_hist(score)::text AS h FROM score_plans_test GROUP BY ROLLUP (unit);
SET enable_hashagg = off;
SELECT pg_temp.plan('SELECT * FROM cubed', '@.Strategy == "Sorted"') AS sorted, count(*) AS sets,
       (SELECT count(*) FROM (TABLE cubed EXCEPT TABLE in_parts) AS d) + (SELECT count(*) FROM (TABLE in_parts EXCEPT TABLE cubed) AS d) AS differ FROM cubed;
SET enable_hashagg = on;
SET enable_sort = off;
SELECT pg_temp.plan('SELECT * FROM cubed', '@.Strategy == "Mixed" || @.Strategy == "Hashed"') AS hashed, count(*) AS sets,
       (SELECT count(*) FROM (TABLE cubed EXCEPT TABLE in_parts) AS d) + (SELECT count(*) FROM (TABLE in_parts EXCEPT TABLE cubed) AS d) AS differ FROM cubed;
SET enable_sort = on;
-- and the way that also works over shards: states first, then the grouping sets over them
SELECT count(*) AS sets, count(*) FILTER (WHERE r.h IS DISTINCT FROM s.h OR r.nps IS DISTINCT FROM s.nps) AS differ
FROM rolled AS r LEFT JOIN (
	WITH state AS (SELECT unit, nps_hist(score) AS h FROM score_plans_test GROUP BY unit)
	SELECT unit, nps_rollup(h)::text AS h, nps_score(nps_rollup(h)) AS nps FROM state GROUP BY ROLLUP (unit)) AS s ON r.unit IS NOT DISTINCT FROM s.unit;

-- a hash aggregate that does not fit in memory writes rows to disk and reads them again
SET work_mem = '64kB'; SET hash_mem_multiplier = 1; SET enable_sort = off;
SELECT pg_temp.plan('SELECT id / 4, nps(score), nps_hist(score), nps_rollup(h) FROM score_plans_test GROUP BY id / 4', '@.Strategy == "Hashed" && @."Disk Usage" > 0 && @."HashAgg Batches" > 1') AS spilled;
CREATE TEMP TABLE spilled AS SELECT id / 4 AS g, nps(score), nps_hist(score) AS h, nps_rollup(h) AS r FROM score_plans_test GROUP BY id / 4;
RESET work_mem; RESET hash_mem_multiplier; SET enable_sort = on;
SET enable_hashagg = off;
SELECT count(*) AS groups, count(*) FILTER (WHERE d.nps IS DISTINCT FROM s.nps OR d.h IS DISTINCT FROM s.h OR d.r IS DISTINCT FROM s.r) AS differ
FROM spilled AS d FULL JOIN (SELECT id / 4 AS g, nps(score), nps_hist(score) AS h, nps_rollup(h) AS r FROM score_plans_test GROUP BY id / 4) AS s USING (g);
SET enable_hashagg = on;

-- one state for all score aggregates over one argument: it is evaluated once a
-- row.  Counted by a function that claims to be immutable, but counts its calls
-- (arguments that are volatile are never shared).
CREATE TEMP SEQUENCE calls;
CREATE FUNCTION pg_temp.counted(score anyelement) RETURNS anyelement
LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM nextval('pg_temp.calls'); RETURN score; END $$;
CREATE FUNCTION pg_temp.calls_of(call text) RETURNS bigint
LANGUAGE plpgsql AS $$
BEGIN
	PERFORM setval('pg_temp.calls', 1, false);
	EXECUTE format('SELECT %s FROM (SELECT score::smallint AS s2, score AS s4, score::bigint AS s8, score::numeric AS sn, score::float8 AS f8
	                                FROM score_plans_test WHERE score BETWEEN 1 AND 5 ORDER BY id LIMIT 1000) AS t', call);
	RETURN nextval('pg_temp.calls') - 1;
END $$;
SELECT col, pg_temp.calls_of(replace('nps(#), enps(#), nps_hist(#), csat(#), ces(#)', '#', 'pg_temp.counted(' || col || ')')) AS calls_for_five
FROM unnest('{s2,s4,s8,sn,f8}'::text[]) WITH ORDINALITY AS c(col, ord) ORDER BY ord;
SELECT pg_temp.calls_of('nps(pg_temp.counted(s4)), avg(pg_temp.counted(s4))') AS calls_without_sharing;
-- sharing does not let one final function spoil the state for the next
SELECT nps(s), enps(s), ces(s), csat(s), nps_hist(s), nps(s) AS again, nps_count(nps_hist(s)) FROM unnest('{1,2,4,5,5}'::integer[]) AS s;

-- compiled, where the server can compile: the same
SET jit = on; SET jit_above_cost = 0; SET jit_inline_above_cost = 0; SET jit_optimize_above_cost = 0;
SELECT NOT pg_jit_available() OR pg_temp.plan(:'every_aggregate', '@.JIT.Functions > 0') AS compiled_if_it_can;
CREATE TEMP TABLE compiled AS :every_aggregate;
SELECT (SELECT count(*) FROM compiled) AS units,
       (SELECT count(*) FROM (TABLE compiled EXCEPT TABLE serial) AS d) + (SELECT count(*) FROM (TABLE serial EXCEPT TABLE compiled) AS d) AS differ;
SET jit = off;
DROP VIEW in_parts, cubed, rolled;
DROP TABLE score_plans_test;
