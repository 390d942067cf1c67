--
-- units: nps_shrink, nps_rank_interval, nps_against_rest over parallel arrays.
--
-- What must hold: the reference values of R; ranks and tests are those that SQL
-- makes of nps_test() and nps_p_adjust(), pair by pair; rows come in the order of
-- the arrays, and what they say does not depend on it to the last digit; a unit
-- without answers is a row that changes nothing; what cannot be known is NULL;
-- what is no set of units is refused, and a long ranking can be cancelled.
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
CREATE FUNCTION pg_temp.counts(promoters bigint, passives bigint, detractors bigint) RETURNS nps_hist
LANGUAGE sql IMMUTABLE AS $$ SELECT format('{0:%s,7:%s,9:%s}', detractors, passives, promoters)::nps_hist $$;

-- the units of the tests: two small cases of the reference, a leaderboard, pseudo-random ones, one alone
CREATE TABLE units_test (grp text, at integer, unit text, h nps_hist);
CREATE TEMP TABLE reference (grp text, unit text, detractors bigint, passives bigint, promoters bigint, credibility float8, shrunk numeric, sd numeric);
INSERT INTO reference VALUES
	('s03', 'u01', 0, 0, 4, 0.07952119289254847, 40.059201608572948, 11.543459875173943),
	('s03', 'u02', 1, 1, 1, 0.060850623205806531, 32.758327642134979, 11.659943287622673),
	('s03', 'u03', 0, 3, 3, 0.11472043636439741, 36.615324639518036, 11.320596735687635),
	('s03', 'u04', 95, 98, 207, 0.89625600110469994, 28.713846795664761, 3.8753469766796749),
	('s03', 'u05', 0, 0, 1, 0.021141176929581687, 36.257544536292308, 11.903896183151751),
	('s05', 'u01', 4, 6, 10, 0, 30, 0),
	('s05', 'u02', 4, 6, 10, 0, 30, 0),
	('s09', 'u01', 6, 1, 5, 0.934523398906975, -6.0868066027355034, 13.994961456041406),
	('s09', 'u02', 6, 99, 295, 0.99790248388824576, 72.152941724144938, 2.5048475324898343),
	('s09', 'u03', 0, 1, 0, 0.54325093005795788, 11.864989574851496, 36.96302270391579);
INSERT INTO units_test SELECT grp, row_number() OVER (PARTITION BY grp ORDER BY unit), unit, pg_temp.counts(promoters, passives, detractors) FROM reference;
INSERT INTO units_test SELECT 'teams', at, unit, pg_temp.counts(p, q, d) FROM (VALUES (1, 'Arnhem', 5, 0, 0), (2, 'Breda', 130, 50, 20), (3, 'Cuijk', 50, 22, 8), (4, 'Delft', 8, 3, 1), (5, 'Ede', 60, 60, 30), (6, 'Goes', 3, 0, 0)) AS v(at, unit, p, q, d);
INSERT INTO units_test SELECT 'random', i, 'r' || i, pg_temp.counts(pg_temp.random('p' || i, m * (1 + i % 4)), pg_temp.random('q' || i, m), pg_temp.random('d' || i, m * (4 - i % 4))) FROM generate_series(1, 40) AS i, LATERAL (SELECT (ARRAY[2, 20, 200])[1 + i % 3] AS m) AS size;
INSERT INTO units_test VALUES ('one', 1, 'u', '{3:1,9:4}');
UPDATE units_test SET h = NULL WHERE grp = 'random' AND at % 20 = 7;
UPDATE units_test SET h = '{}', unit = NULL WHERE grp = 'random' AND at = 9;
CREATE TABLE units_arrays AS SELECT grp, array_agg(unit ORDER BY at) AS names, array_agg(h ORDER BY at) AS hists FROM units_test GROUP BY grp;

-- shrinkage: the reference values
SELECT a.grp, s.unit, s.n, round(s.nps, 6) AS nps, round(s.credibility::numeric, 6) AS credibility, round(s.shrunk, 6) AS shrunk, round(s.shrunk_sd, 6) AS sd,
	abs(s.credibility - r.credibility) < 1e-9 AND abs(s.shrunk - r.shrunk) < 1e-9 AND abs(s.shrunk_sd - r.sd) < 1e-9 AS right
FROM units_arrays AS a, nps_shrink(a.names, a.hists) AS s JOIN reference AS r USING (unit) WHERE r.grp = a.grp ORDER BY a.grp, s.unit;

-- the leaderboard: small teams are at the raw top of it
SELECT unit, n, nps, round(credibility::numeric, 4) AS credibility, round(shrunk, 2) AS shrunk, round(shrunk_sd, 2) AS sd FROM units_arrays, nps_shrink(names, hists) WHERE grp = 'teams';
SELECT r.* FROM units_arrays, nps_rank_interval(names, hists) AS r WHERE grp = 'teams';
SELECT unit, n, nps, round(nps_rest, 4) AS nps_rest, round(delta, 4) AS delta, round(z::numeric, 4) AS z, round(p_value::numeric, 6) AS p_value, round(p_holm::numeric, 6) AS p_holm, round(low, 2) AS low, round(high, 2) AS high
FROM units_arrays, nps_against_rest(names, hists) WHERE grp = 'teams';

-- rows in the order of the arrays; unit, n and nps are the same three times
SELECT count(*) AS rows, count(*) FILTER (WHERE (s.unit, s.n, s.nps) IS DISTINCT FROM (u.unit, coalesce(nps_count(u.h), 0), nps_score(u.h)) OR (s.unit, s.n, s.nps) IS DISTINCT FROM (r.unit, r.n, r.nps) OR (s.unit, s.n, s.nps) IS DISTINCT FROM (o.unit, o.n, o.nps)) AS differ
FROM units_arrays AS a, ROWS FROM (nps_shrink(names, hists)) WITH ORDINALITY AS s(unit, n, nps, credibility, shrunk, sd, at)
	JOIN units_test AS u USING (at), LATERAL (SELECT * FROM nps_rank_interval(names, hists) OFFSET s.at - 1 LIMIT 1) AS r, LATERAL (SELECT * FROM nps_against_rest(names, hists) OFFSET s.at - 1 LIMIT 1) AS o WHERE u.grp = a.grp;

-- shrinkage by its formulas, from single answers
CREATE TEMP TABLE answer AS
SELECT grp, at, y FROM units_test, LATERAL (VALUES (nps_promoters(h), 1::float8), (nps_passives(h), 0), (nps_detractors(h), -1)) AS c(times, y), generate_series(1, c.times);
WITH unit AS (
	SELECT grp, at, count(*) AS n, avg(y) AS m, var_pop(y) AS v FROM answer GROUP BY grp, at
), common AS (
	SELECT grp, t.m AS mean, sum(u.n * v) / (t.n - count(*)) AS within, greatest(0, (sum(u.n * (u.m - t.m) ^ 2) / (count(*) - 1) - sum(u.n * v) / (t.n - count(*))) * (count(*) - 1) / (t.n - sum(u.n::float8 ^ 2) / t.n)) AS tau2
	FROM unit AS u JOIN (SELECT grp, count(*) AS n, avg(y) AS m FROM answer GROUP BY grp) AS t USING (grp) GROUP BY grp, t.n, t.m HAVING count(*) > 1
), credible AS (
	SELECT grp, at, m, mean, tau2, n * tau2 / (n * tau2 + within) AS z FROM unit JOIN common USING (grp)
), want AS (
	SELECT grp, at, z, 100 * (z * m + (1 - z) * mu) AS shrunk, 100 * sqrt(tau2 * (1 - z)) AS sd
	FROM credible JOIN (SELECT grp, CASE WHEN sum(z) > 0 THEN sum(z * m) / sum(z) ELSE max(mean) END AS mu FROM credible GROUP BY grp) AS m USING (grp)
), got AS (
	SELECT grp, s.* FROM units_arrays, nps_shrink(names, hists) WITH ORDINALITY AS s(unit, n, nps, credibility, shrunk, shrunk_sd, at)
)
SELECT grp, count(*) AS units, count(*) FILTER (WHERE abs(g.credibility - w.z) < 1e-9 AND abs(g.shrunk::float8 - w.shrunk) < 1e-9 AND abs(g.shrunk_sd::float8 - w.sd) < 1e-9) AS right, count(*) FILTER (WHERE n = 0 AND num_nonnulls(g.nps, credibility, g.shrunk, shrunk_sd) = 0) AS without_answers
FROM got AS g LEFT JOIN want AS w USING (grp, at) GROUP BY grp ORDER BY grp;

-- ranks: all pairs by nps_test, adjusted by nps_p_adjust
CREATE TEMP TABLE pair AS
WITH tested AS (
	SELECT a.grp, a.at AS a, b.at AS b, t.delta, t.p_value FROM units_test AS a JOIN units_test AS b ON a.grp = b.grp AND a.at < b.at, nps_test(a.h, b.h) AS t WHERE t.p_value IS NOT NULL
)
SELECT grp, p.* FROM (SELECT grp, array_agg(a ORDER BY a, b) AS a, array_agg(b ORDER BY a, b) AS b, array_agg(delta ORDER BY a, b) AS delta, nps_p_adjust(array_agg(p_value ORDER BY a, b)) AS p FROM tested GROUP BY grp) AS t, unnest(a, b, delta, p) AS p(a, b, delta, p_holm);
INSERT INTO pair SELECT grp, b, a, -delta, p_holm FROM pair;
WITH want AS (
	SELECT grp, at, level, rank() OVER (PARTITION BY grp, level ORDER BY nps_score(h) DESC) AS rank,
		1 + (SELECT count(*) FROM pair AS p WHERE p.grp = u.grp AND p.a = u.at AND p.p_holm < 1 - level AND p.delta < 0) AS rank_low,
		count(*) OVER (PARTITION BY grp, level) - (SELECT count(*) FROM pair AS p WHERE p.grp = u.grp AND p.a = u.at AND p.p_holm < 1 - level AND p.delta > 0) AS rank_high
	FROM units_test AS u, unnest('{0.5,0.95,0.999}'::float8[]) AS level WHERE nps_count(h) > 0
), got AS (
	SELECT grp, level, r.* FROM units_arrays, unnest('{0.5,0.95,0.999}'::float8[]) AS level, nps_rank_interval(names, hists, level) WITH ORDINALITY AS r(unit, n, nps, rank, rank_low, rank_high, at)
)
SELECT grp, level, count(*) AS units, count(g.rank) AS ranked, sum(g.rank_high - g.rank_low) AS width, count(*) FILTER (WHERE (g.rank, g.rank_low, g.rank_high) IS DISTINCT FROM (w.rank, w.rank_low, w.rank_high)) AS differ
FROM got AS g LEFT JOIN want AS w USING (grp, level, at) GROUP BY grp, level ORDER BY grp, level;

-- against the rest: nps_test of the unit and of all others rolled up
WITH got AS (
	SELECT a.grp, method, r.*, u.h, (SELECT nps_rollup(o.h) FROM units_test AS o WHERE o.grp = a.grp AND o.at <> u.at) AS rest
	FROM units_arrays AS a CROSS JOIN unnest('{score,adjusted_wald,wald,student_t}'::text[]) AS method,
		nps_against_rest(names, hists, 0.9, method) WITH ORDINALITY AS r(unit, n, nps, nps_rest, delta, z, p_value, p_holm, low, high, at) JOIN units_test AS u USING (at) WHERE u.grp = a.grp
)
SELECT grp, method, count(*) AS units, count(g.p_value) AS tested,
	count(*) FILTER (WHERE (g.nps_rest, g.delta, g.z, g.p_value, g.low, g.high) IS DISTINCT FROM (CASE WHEN g.n > 0 THEN nps_score(rest) END, t.delta, t.z, t.p_value, t.low, t.high)) AS differ,
	array_agg(g.p_holm ORDER BY at) = nps_p_adjust(array_agg(t.p_value ORDER BY at)) AS holm
FROM got AS g LEFT JOIN LATERAL nps_test(g.h, g.rest, 0.9, method) AS t ON true GROUP BY grp, method ORDER BY grp, method;

-- in any order of the units the rows say the same, to the last digit
CREATE FUNCTION pg_temp.said(names text[], hists nps_hist[]) RETURNS text[] LANGUAGE sql AS $$
	SELECT (SELECT array_agg(s::text) FROM nps_shrink(names, hists) AS s) || (SELECT array_agg(r::text) FROM nps_rank_interval(names, hists) AS r) || (SELECT array_agg(o::text) FROM nps_against_rest(names, hists) AS o)
$$;
WITH shuffled AS (
	SELECT grp, seed, array_agg(at ORDER BY k) AS ats, pg_temp.said(array_agg(unit ORDER BY k), array_agg(h ORDER BY k)) AS said
	FROM units_test CROSS JOIN generate_series(1, 10) AS seed, md5(seed || ':' || at) AS k GROUP BY grp, seed
)
SELECT count(*) AS rows, count(*) FILTER (WHERE s.said[part * cardinality(names) + i] IS DISTINCT FROM a.said[part * cardinality(names) + s.ats[i]]) AS differ
FROM shuffled AS s JOIN (SELECT grp, names, pg_temp.said(names, hists) AS said FROM units_arrays) AS a USING (grp), generate_subscripts(s.ats, 1) AS i, generate_series(0, 2) AS part;

-- units without answers change nothing; a name or a histogram may be NULL, and names need not differ
SELECT unit, n, round(nps, 6) AS nps, round(credibility::numeric, 6) AS credibility, round(shrunk, 6) AS shrunk, round(shrunk_sd, 6) AS sd FROM nps_shrink('{a,b,NULL,c,a}', ARRAY['{9:8,7:2,0:1}', NULL, '{}', '{9:2,0:3}', '{9:2,0:3}']::nps_hist[]);
SELECT * FROM nps_rank_interval('{a,b,NULL,c,a}', ARRAY['{9:80,7:20,0:10}', NULL, '{}', '{9:20,0:30}', '{9:20,0:30}']::nps_hist[]);
SELECT unit, n, round(nps, 6) AS nps, round(nps_rest, 6) AS rest, round(delta, 6) AS delta, round(z::numeric, 6) AS z, round(p_value::numeric, 6) AS p_value, round(p_holm::numeric, 6) AS p_holm, round(low, 6) AS low, round(high, 6) AS high FROM nps_against_rest('{a,b,NULL,c,a}', ARRAY['{9:80,7:20,0:10}', NULL, '{}', '{9:20,0:30}', '{9:20,0:30}']::nps_hist[]);
SELECT a.grp, (SELECT array_agg(s::text) FROM nps_shrink(names, hists) AS s WHERE n > 0) = (SELECT array_agg(s::text) FROM nps_shrink(few_names, few) AS s) AS shrink,
	(SELECT array_agg(s::text) FROM nps_rank_interval(names, hists) AS s WHERE n > 0) = (SELECT array_agg(s::text) FROM nps_rank_interval(few_names, few) AS s) AS rank,
	(SELECT array_agg(s::text) FROM nps_against_rest(names, hists) AS s WHERE n > 0) = (SELECT array_agg(s::text) FROM nps_against_rest(few_names, few) AS s) AS rest
FROM units_arrays AS a, LATERAL (SELECT array_agg(unit ORDER BY at) AS few_names, array_agg(h ORDER BY at) AS few FROM units_test AS u WHERE u.grp = a.grp AND nps_count(h) > 0) AS u WHERE a.grp = 'random';

-- what cannot be known: one unit, as many units as answers, no spread, all alike, nothing at all
SELECT what, s.* FROM (VALUES (1, 'one', '{"{9:5,0:2}"}'::nps_hist[]), (2, 'one, one empty', '{"{9:5,0:2}","{}"}'), (3, 'n = k', '{"{9:1}","{0:1}"}'), (4, 'no spread within', '{"{9:3}","{0:2}"}'), (5, 'alike', '{"{9:3,0:1}","{9:6,0:2}"}'), (6, 'empty', '{NULL,"{}"}')) AS v(at, what, h),
	nps_shrink(array_fill('u'::text, ARRAY[cardinality(h)]), h) AS s ORDER BY v.at;
SELECT what, r.rank, r.rank_low, r.rank_high, o.n, o.nps, o.nps_rest, o.delta, o.z IS NULL AS z, o.p_value, o.p_holm, round(o.low, 2) AS low, round(o.high, 2) AS high FROM (VALUES (1, 'one', '{"{9:5,0:2}"}'::nps_hist[]), (2, 'one, one empty', '{"{9:5,0:2}","{}"}'), (3, 'alike', '{"{9:3,0:1}","{9:6,0:2}"}'), (4, 'empty', '{NULL,"{}"}')) AS v(at, what, h),
	LATERAL (SELECT array_fill('u'::text, ARRAY[cardinality(h)])) AS n(names), ROWS FROM (nps_rank_interval(names, h), nps_against_rest(names, h)) AS r(unit, n, nps, rank, rank_low, rank_high, unit2, n2, nps2, nps_rest, delta, z, p_value, p_holm, low, high), LATERAL (SELECT n2 AS n, nps2 AS nps, r.nps_rest, r.delta, r.z, r.p_value, r.p_holm, r.low, r.high) AS o ORDER BY v.at;
SELECT (SELECT count(*) FROM nps_shrink('{}', '{}')) AS shrink, (SELECT count(*) FROM nps_rank_interval('{}', '{}')) AS rank, (SELECT count(*) FROM nps_against_rest('{}', '{}')) AS rest, (SELECT count(*) FROM nps_shrink(NULL, '{NULL}')) + (SELECT count(*) FROM nps_rank_interval('{a}', NULL)) + (SELECT count(*) FROM nps_against_rest('{a}', '{NULL}', NULL)) AS nulls;

-- other bounds, varchar names, counts beyond the whole numbers of a double
SELECT * FROM nps_rank_interval('[7:8]={x,y}'::varchar(3)[], '[-1:0]={"{9:9007199254740993,0:9007199254740992}","{9:9007199254740992,0:9007199254740993}"}');
SELECT unit, n, nps, nps_rest, delta FROM nps_against_rest('{x,y}', '{"{9:9007199254740993,7:1}","{9:9007199254740992,0:1}"}');

-- what is refused
SELECT said, hint FROM unnest(ARRAY[
	$$nps_shrink('{a,b}', '{NULL}')$$, $$nps_rank_interval('{a}', '{}')$$, $$nps_against_rest('{}', '{NULL}')$$, $$nps_shrink('{{a},{b}}', '{NULL,NULL}')$$, $$nps_against_rest('{a,b}', '{{NULL,NULL}}')$$,
	$$nps_rank_interval('{a}', '{NULL}', 1)$$, $$nps_against_rest('{a}', '{NULL}', 'NaN')$$, $$nps_against_rest('{a}', '{NULL}', 0.9, 'bayes')$$,
	$$nps_against_rest('{a,b}', '{"{9:9223372036854775807}","{9:1}"}')$$, $$nps_rank_interval(array_fill('u'::text, '{2001}'), array_fill('{9:1}'::nps_hist, '{2001}'))$$
]) WITH ORDINALITY AS v(call, ord), pg_temp.refusal('SELECT ' || call) ORDER BY ord;
SELECT pg_typeof(nps_shrink('{a}', '{NULL}')), (SELECT count(*) FROM nps_shrink(array_fill('u'::text, '{5000}'), array_fill('{9:1,0:1}'::nps_hist, '{5000}'))) AS shrink, (SELECT max(p_holm) FROM nps_against_rest(array_fill('u'::text, '{5000}'), array_fill('{9:1,0:1}'::nps_hist, '{5000}'))) AS rest;

-- a difference is without trailing zeros, as a score is
SELECT unit, nps, nps_rest, delta FROM nps_against_rest('{a,b}', ARRAY['{10:9,0:7}'::nps_hist, '{10:9,0:7}']) UNION ALL SELECT unit, nps, nps_rest, delta FROM nps_against_rest('{c,d}', ARRAY['{10:9,0:7}'::nps_hist, '{0:1}']);
-- a long ranking can be cancelled
CREATE TABLE units_many AS SELECT array_agg(i::text) AS names, array_agg(pg_temp.counts(pg_temp.random('p' || i, 400), pg_temp.random('q' || i, 300), pg_temp.random('d' || i, 200))) AS hists FROM generate_series(1, 2000) AS i;
CREATE PROCEDURE pg_temp.cancelled() LANGUAGE plpgsql AS $$
DECLARE
	start timestamptz := clock_timestamp();
BEGIN
	PERFORM max(rank_high) FROM units_many, nps_rank_interval(names, hists);
	RAISE NOTICE 'not cancelled';
EXCEPTION WHEN query_canceled THEN
	RAISE NOTICE 'cancelled, at once: %', clock_timestamp() - start < '1 s';
END $$;
SET statement_timeout = '50ms';
CALL pg_temp.cancelled();
RESET statement_timeout;
DROP TABLE units_test, units_arrays, units_many;
