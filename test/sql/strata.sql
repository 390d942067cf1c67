--
-- strata: nps_stratified, as an aggregate and over arrays.
--
-- What must hold: the reference values of R; the estimate is that of its formulas
-- from single answers; one stratum is nps_interval() with its population; strata
-- that are alike, each in proportion, are as good as none; the aggregate says
-- what the arrays say, whatever the order of rows and the plan; where a stratum
-- is incomplete the score is not known; what is no set of strata is refused.
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
CREATE FUNCTION pg_temp.random(seed text, below integer) RETURNS integer
LANGUAGE sql IMMUTABLE AS $$ SELECT (('x' || left(md5(seed), 8))::bit(32)::bigint % below)::integer $$;
CREATE FUNCTION pg_temp.counts(detractors bigint, passives bigint, promoters bigint) RETURNS nps_hist
LANGUAGE sql IMMUTABLE AS $$ SELECT format('{0:%s,7:%s,9:%s}', detractors, passives, promoters)::nps_hist $$;

-- reference values (test/data/oracle/e_strata.csv)
CREATE TEMP TABLE reference (id text, w float8[], people bigint[], det bigint[], pas bigint[], pro bigint[], nps numeric, se numeric, n_eff float8, low numeric, high numeric);
INSERT INTO reference VALUES
	('one stratum', NULL, '{20}', '{2}', '{3}', '{5}', 30, 18.408935028645434, 20, -6.81540574632354, 58.961370745758643),
	('two strata', NULL, '{20,1000}', '{2,20}', '{3,30}', '{5,50}', 30, 7.309683278827837, 115.34368070953433, 15.098677685047793, 43.418839866541965),
	('a census', NULL, '{8,5,3}', '{3,0,1}', '{2,1,1}', '{3,4,1}', 25, 0, NULL, 25, 25),
	('a lone answer', '{0.2,0.3,0.5}', NULL, '{1,0,12}', '{2,0,20}', '{3,1,30}', 51.182795698924735, 24.812778167612258, 8.3911263307556911, -8.52623975227886, 82.557639562402812),
	('all promoters', NULL, '{300,200}', '{0,0}', '{0,0}', '{9,4}', 100, 0, 12.820512820512821, 53.889504754722303, 100),
	('no variance within', NULL, '{300,200}', '{0,6}', '{0,0}', '{9,0}', 20, 0, 15.463917525773196, -27.866841550124999, 59.907486079912509),
	('lone answers only', NULL, '{30,20}', '{0,1}', '{0,0}', '{1,0}', 20, NULL, 2, -73.688941948992479, 87.384151049258591),
	('alike', '{1,1}', NULL, '{4,4}', '{6,6}', '{10,10}', 30, 12.669898018116548, 40, 4.1930239368329545, 51.669096747613331),
	('one person', NULL, '{1,25}', '{1,3}', '{0,4}', '{0,5}', 12.179487179487175, 16.710315802959986, 24.959999999999997, -19.881461327510582, 41.627848189485576);
CREATE TEMP TABLE stratum AS
SELECT id, row_number() OVER (PARTITION BY id) AS at, s.w, s.people, pg_temp.counts(s.det, s.pas, s.pro) AS h
FROM reference AS r, unnest(r.w, r.people, r.det, r.pas, r.pro) AS s(w, people, det, pas, pro);
CREATE TEMP TABLE got AS
SELECT id, nps_stratified(h, people) FILTER (WHERE w IS NULL) AS by_people, nps_stratified(h, people, w) FILTER (WHERE w IS NOT NULL) AS by_weight,
	nps_stratified(array_agg(h), array_agg(people), CASE WHEN count(w) > 0 THEN array_agg(w) END) AS by_array
FROM stratum GROUP BY id;
SELECT r.id, (g.by_array).strata, (g.by_array).n, abs((g.by_array).n_eff - n_eff) < 1e-9 AS n_eff, abs((g.by_array).nps - nps) < 1e-9 AS nps, abs((g.by_array).se - se) < 1e-9 AS se,
	abs((g.by_array).ci_low - low) < 1e-9 AS low, abs((g.by_array).ci_high - high) < 1e-9 AS high, coalesce(g.by_people, g.by_weight) = g.by_array AS aggregate
FROM reference AS r JOIN got AS g USING (id) ORDER BY r.id;

-- 40 pseudo-random strata, by their formulas from single answers
CREATE TABLE strata_test AS
SELECT i AS id, i % 4 AS grp, pg_temp.counts(pg_temp.random('d' || i, 30), pg_temp.random('p' || i, 20), 2 + pg_temp.random('P' || i, 40)) AS h, 80 + pg_temp.random('N' || i, 2000) AS people, (1 + pg_temp.random('w' || i, 100)) / 7.0::float8 AS w
FROM generate_series(1, 40) AS i;
CREATE TEMP TABLE answer AS
SELECT id, y FROM strata_test, LATERAL (VALUES (nps_promoters(h), 1::float8), (nps_passives(h), 0), (nps_detractors(h), -1)) AS c(times, y), generate_series(1, c.times);
CREATE TEMP VIEW want AS
WITH unit AS (
	SELECT id, grp, count(*) AS n, avg(y) AS m, var_samp(y) AS s2, var_pop(y) AS v, avg((y = 1)::int)::float8 AS p, avg((y = -1)::int)::float8 AS d, s.people, s.w FROM answer JOIN strata_test AS s USING (id) GROUP BY id, grp, s.people, s.w
), weighed AS (
	SELECT grp, what, CASE what WHEN 'people' THEN people ELSE w END AS size, CASE what WHEN 'weight' THEN 1 ELSE 1 - n / people::float8 END AS g, n, m, s2, v, p, d FROM unit, unnest('{people,weight,both}'::text[]) AS what
), summed AS (
	SELECT grp, what, sum(n) AS n, sum(size * m) / sum(size) AS m, sum(size * p) / sum(size) AS p, sum(size * d) / sum(size) AS d, sum(size ^ 2 * g * s2 / n) / sum(size) ^ 2 AS var, sum(size ^ 2 * g * v / n) / sum(size) ^ 2 AS own, sum(size ^ 2 * g / n) / sum(size) ^ 2 AS equal FROM weighed GROUP BY grp, what
)
SELECT grp, what, n, 100 * m AS nps, 100 * sqrt(var) AS se, least(1 / equal, (p + d - m ^ 2) / own) AS n_eff FROM summed;
WITH said AS (
	SELECT grp, nps_stratified(h, people) AS people, nps_stratified(h, NULL, w) AS weight, nps_stratified(h, people, w) AS weight_of_people FROM strata_test GROUP BY grp
)
SELECT what, count(*) AS groups, count(*) FILTER (WHERE n = (s).n AND abs(nps - (s).nps::float8) < 1e-9) AS nps, count(*) FILTER (WHERE abs(se - (s).se::float8) < 1e-9) AS se, count(*) FILTER (WHERE abs(n_eff - (s).n_eff) < 1e-6) AS n_eff,
	count(*) FILTER (WHERE (s).ci_low < (s).nps AND (s).nps < (s).ci_high) AS inside
FROM want JOIN said USING (grp), LATERAL (SELECT CASE what WHEN 'people' THEN people WHEN 'weight' THEN weight ELSE weight_of_people END AS s) AS one GROUP BY what ORDER BY what;
-- strata alike and sampled in proportion: the interval is that of all of them together; at any level, by any method
SELECT method, level, abs((s).ci_low - i.low) < 1e-6 AS low, abs((s).ci_high - i.high) < 1e-6 AS high
FROM unnest('{score,adjusted_wald,wald,student_t,bayes}'::text[]) AS method, unnest('{0.8,0.99}'::float8[]) AS level,
	(SELECT array_agg(h) AS hs, array_agg(people) AS ps FROM (VALUES (pg_temp.counts(20, 20, 60), 200), (pg_temp.counts(40, 40, 120), 400)) AS v(h, people)) AS a,
	LATERAL (SELECT nps_stratified(hs, ps, NULL, level, method) AS s) AS b, nps_interval(pg_temp.counts(60, 60, 180), level, method, population => 600) AS i ORDER BY method, level;

-- one stratum: nps_interval, with and without its population
SELECT count(*) AS strata, count(*) FILTER (WHERE abs((s).nps - nps_score(h)) < 1e-9 AND abs((s).ci_low - i.low) < 1e-9 AND abs((s).ci_high - i.high) < 1e-9 AND (s).strata = 1) AS as_plain
FROM strata_test, LATERAL (SELECT nps_stratified(ARRAY[h], ARRAY[people]) AS s) AS l, nps_interval(h, population => people) AS i;
SELECT count(*) AS strata, count(*) FILTER (WHERE abs((s).ci_low - i.low) < 1e-9 AND abs((s).ci_high - i.high) < 1e-9 AND round((s).se, 9) = round(sqrt(nps_variance(h) * 10000 / (nps_count(h) - 1)), 9)) AS as_plain
FROM strata_test, LATERAL (SELECT nps_stratified(ARRAY[h], NULL, '{0.3}') AS s) AS l, nps_interval(h) AS i;
-- equal weights of equal answers: what nps_weighted says, but for the error, which knows the strata
SELECT s.nps, w.nps, round(s.n_eff::numeric, 9) AS n_eff, s.n_eff = w.n_eff AS same_n_eff, s.ci_low = w.ci_low AND s.ci_high = w.ci_high AS interval, round(s.se, 6) AS se, round(w.se, 6) AS weighted_se
FROM nps_stratified('{"{0:4,7:6,9:10}","{0:8,7:12,9:20}"}'::nps_hist[], NULL, '{1,2}') AS s, (SELECT (nps_weighted(score, 1)).* FROM (SELECT unnest(ARRAY[0, 7, 9]) AS score, unnest(ARRAY[12, 18, 30]) AS n) AS v, generate_series(1, n)) AS w;
-- the size of the weights does not matter
SELECT nps_stratified(h, people, w * 1024) = nps_stratified(h, people, w) AS times_1024, abs((nps_stratified(h, people, w / 7)).ci_low - (nps_stratified(h, people, w)).ci_low) < 1e-9 AS seventh, nps_stratified(h, people, people) = nps_stratified(h, people) AS people FROM strata_test;

-- incomplete: no answers, or no size; nothing at all, or weight 0, is no stratum
SELECT what, (s).strata, (s).incomplete, (s).n, round((s).n_eff::numeric, 6) AS n_eff, (s).nps, round((s).se, 6) AS se, round((s).ci_low, 6) AS low, round((s).ci_high, 6) AS high FROM (VALUES
	(1, 'no answers', nps_stratified('{"{9:8,0:2}","{}"}'::nps_hist[], '{100,50}')), (2, 'no histogram', nps_stratified('{"{9:8,0:2}",NULL}'::nps_hist[], '{100,50}')),
	(3, 'no population', nps_stratified('{"{9:8,0:2}","{9:5}"}'::nps_hist[], '{100,NULL}')), (4, 'no weight', nps_stratified('{"{9:8,0:2}","{9:5}"}'::nps_hist[], '{100,50}', '{1,NULL}')),
	(5, 'nothing', nps_stratified('{"{9:8,0:2}",NULL}'::nps_hist[], '{100,NULL}')), (6, 'nobody', nps_stratified('{"{9:8,0:2}","{}"}'::nps_hist[], '{100,0}')),
	(7, 'weight 0', nps_stratified('{"{9:8,0:2}","{9:5}"}'::nps_hist[], '{100,50}', '{1,0}')), (8, 'some populations', nps_stratified('{"{9:8,0:2}","{9:4,0:1}"}'::nps_hist[], '{10,NULL}', '{1,1}'))) AS v(ord, what, s) ORDER BY ord;
SELECT nps_stratified(h, n) IS NULL AS all_null, nps_stratified(h, 5) IS NULL AS no_answers, nps_stratified('{9:1}'::nps_hist, n) AS no_size, nps_stratified(array_agg(h), NULL) IS NULL AS arrays, nps_stratified('{}'::nps_hist[], '{}') IS NULL AS empty,
	nps_stratified(NULL::nps_hist[], '{1}') IS NULL AS "null", nps_stratified('{"{9:1}"}'::nps_hist[], '{1}', level => NULL) IS NULL AS level FROM (VALUES (NULL::nps_hist, NULL::bigint), (NULL, NULL)) AS v(h, n);
SELECT nps_stratified(h, 5) IS NULL AS no_rows FROM strata_test WHERE false;

-- any order of rows, a parallel plan, windows
SELECT count(*) AS orders, count(DISTINCT s::text) AS results FROM (SELECT seed, nps_stratified(h, people, w ORDER BY md5(seed || ':' || id)) AS s FROM strata_test, generate_series(1, 50) AS seed GROUP BY seed) AS o;
CREATE TABLE strata_many AS SELECT s.* FROM strata_test AS s, generate_series(1, 500);
ALTER TABLE strata_many SET (parallel_workers = 2);
ANALYZE strata_many;
CREATE FUNCTION pg_temp.is_partial(query text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	plan jsonb;
BEGIN
	EXECUTE 'EXPLAIN (FORMAT JSON) ' || query INTO plan;
	RETURN jsonb_path_exists(plan, '$.** ? (@."Partial Mode" == "Partial")');
END $$;
SELECT 'SELECT grp, nps_stratified(h, people)::text AS s, nps_stratified(h, people, w)::text AS t FROM strata_many GROUP BY grp' AS query \gset
SET max_parallel_workers_per_gather = 0;
CREATE TEMP TABLE serial AS :query;
SET max_parallel_workers_per_gather = 2; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;
SELECT pg_temp.is_partial(:'query') AS parallel;
CREATE TEMP TABLE parallel AS :query;
SELECT count(*) AS groups, count(*) FILTER (WHERE b IS DISTINCT FROM a) AS differ FROM serial AS a FULL JOIN parallel AS b USING (grp);
SET max_parallel_workers_per_gather = 0;
SELECT count(*) AS rows, count(*) FILTER (WHERE s IS DISTINCT FROM (SELECT nps_stratified(h, people) FROM strata_test AS i WHERE i.id BETWEEN o.id - 5 AND o.id)) AS differ
FROM (SELECT id, nps_stratified(h, people) OVER (ORDER BY id ROWS 5 PRECEDING) AS s FROM strata_test) AS o;

-- what is refused
SELECT said, hint FROM unnest(ARRAY[
	$$nps_stratified('{9:8}'::nps_hist, 7)$$, $$nps_stratified('{9:8}'::nps_hist, 7, 1)$$, $$nps_stratified('{}'::nps_hist, -1)$$, $$nps_stratified('{9:8}'::nps_hist, NULL, -1)$$, $$nps_stratified('{}'::nps_hist, NULL, 'NaN')$$, $$nps_stratified('{9:8}'::nps_hist, 9, 'Infinity')$$,
	$$nps_stratified('{9:8}'::nps_hist, NULL, 1e160)$$, $$nps_stratified('{9:8}'::nps_hist, NULL, 1e-160)$$, $$nps_stratified('{9:9223372036854775807}'::nps_hist, NULL, 1)$$, $$nps_stratified('{9:8}'::nps_hist, 0.5)$$,
	$$nps_stratified('{"{9:8}"}'::nps_hist[], '{7}')$$, $$nps_stratified('{"{9:8}"}'::nps_hist[], '{10,10}')$$, $$nps_stratified('{"{9:8}"}'::nps_hist[], NULL, '{}')$$, $$nps_stratified('{{"{9:8}"}}'::nps_hist[], '{10}')$$, $$nps_stratified('{"{9:8}"}'::nps_hist[], '{10}', '{{1}}')$$,
	$$nps_stratified('{"{9:8}"}'::nps_hist[], '{10}', level => 1)$$, $$nps_stratified('{"{9:8}"}'::nps_hist[], '{10}', method => 'goodman')$$
]) WITH ORDINALITY AS v(call, ord), pg_temp.refusal('SELECT ' || call) ORDER BY ord;
SELECT said FROM pg_temp.refusal('SELECT nps_stratified(h, NULL, 9e153) FROM strata_many');

-- the support functions, which anybody may call, work on copies and refuse what is no state
CREATE TEMP TABLE sums AS SELECT nps_strata_accum(array_fill(0::float8, '{20}'), '{9:3,0:1}', 10) AS s;
SELECT what, (r).strata, (r).n, round((r).n_eff::numeric, 6) AS n_eff, round((r).nps, 6) AS nps, round((r).se, 6) AS se
FROM sums, LATERAL (VALUES (1, 'two', nps_strata_final(nps_strata_accum(s, '{9:1,0:1}', 5))), (2, 'by weight', nps_strata_final(nps_strata_accum_weighted(s, '{9:1,0:1}', NULL, 5))), (3, 'merged', nps_strata_final(nps_strata_merge(s, s))), (4, 'NULL', nps_strata_final(nps_strata_accum(NULL, '{9:1}', 5))), (5, 'still', nps_strata_final(s))) AS v(ord, what, r) ORDER BY ord;
SELECT count(*) AS states, count(*) FILTER (WHERE said ~ '^22023 the array is no state of nps_stratified') AS refused
FROM (VALUES ('{}'::text), ('{1}'), ('{{1,2},{3,4}}'), (array_fill(0::float8, '{19}')::text), (array_fill(NULL::float8, '{20}')::text), (array_fill(-1::float8, '{20}')::text), (array_fill(1.5::float8, '{20}')::text), (array_fill('NaN'::float8, '{20}')::text), (array_fill('Infinity'::float8, '{20}')::text), (array_fill(1e300::float8, '{20}')::text)) AS v(state),
	unnest('{nps_strata_final(%L),nps_strata_merge(%1$L\, %1$L),nps_strata_accum(%L\, NULL\, NULL),nps_strata_accum_weighted(%L\, NULL\, NULL\, NULL)}'::text[]) AS call, pg_temp.refusal(format('SELECT ' || call, state));
DROP VIEW want;
DROP TABLE strata_test, strata_many;
