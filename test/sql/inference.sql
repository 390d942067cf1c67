-- inference.sql: intervals, tests and planning on histograms.
--
-- Reference values are from R and from closed forms; whole files of them are
-- compared in test/unit.  Here: that SQL hands arguments and results on as it
-- should, at the edges as well.
SET client_min_messages = warning;

CREATE FUNCTION pg_temp.refusal(query text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE query;
	RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ' ' || SQLERRM;
END $$;
CREATE FUNCTION pg_temp.hist(promoters bigint, passives bigint, detractors bigint) RETURNS nps_hist LANGUAGE sql AS
$$ SELECT (ARRAY[detractors, 0, 0, 0, 0, 0, 0, passives, 0, promoters, 0]::bigint[])::nps_hist $$;

-- adjusted Wald of 40/40/20, 5/0/0 and 3/0/0: 4.973580781648209 .. 33.861370674662474, 17.49145303416897 .. 100,
-- -6.5792867038085845 .. 100 (plain SQL, independent of the extension)
SELECT p, round(i.low, 10) AS low, round(i.high, 10) AS high
FROM (VALUES (40, 40, 20), (5, 0, 0), (3, 0, 0)) AS v(p, s, d), nps_interval(pg_temp.hist(p, s, d), method => 'adjusted_wald') AS i;

-- score method, closed forms: all promoters, lower limit (n - z^2) / (n + z^2); all passives, +- z^2 / (n + z^2)
SELECT n, abs(i.low::float8 - 100 * (n - z2) / (n + z2)) < 1e-10 AS promoters_low, i.high = 100 AS promoters_high,
	abs(j.high::float8 - 100 * z2 / (n + z2)) < 1e-10 AND j.low = -j.high AS passives
FROM (VALUES (1), (2), (10), (1000), (1000000)) AS v(n), (VALUES (1.959963984540054 ^ 2)) AS z(z2),
	nps_interval(pg_temp.hist(n, 0, 0)) AS i, nps_interval(pg_temp.hist(0, n, 0)) AS j;

-- the interval as an aggregate, in every type, is that of the histogram; NULL without answers
SELECT nps_interval(s::smallint) = i AS int2, nps_interval(s) = i AS int4, nps_interval(s::bigint) = i AS int8,
	nps_interval(s::numeric) = i AS "numeric", nps_interval(s::float8) = i AS float8
FROM unnest('{9,10,3,7,8,9}'::integer[]) AS s, nps_interval(pg_temp.hist(3, 2, 1)) AS i GROUP BY i;
SELECT nps_interval(NULL::integer) IS NULL AS aggregate, nps_interval('{}'::nps_hist) IS NULL AS hist,
	nps_margin('{}') IS NULL AS margin, nps_standard_error('{}') IS NULL AS se,
	nps_interval('{9:1}'::nps_hist, method => 'student_t') IS NULL AS student_of_one;

-- it costs no second pass: the state is that of nps(), and moves in windows
SELECT count(*) AS rows, count(*) FILTER (WHERE i IS DISTINCT FROM nps_interval(h)) AS different
FROM (SELECT nps_interval(s) OVER w AS i, nps_hist(s) OVER w AS h
	FROM (SELECT g, CASE WHEN g % 7 > 0 THEN g * g % 11 END AS s FROM generate_series(1, 100) AS g) AS x
	WINDOW w AS (ORDER BY g ROWS 5 PRECEDING)) AS y;

-- every method holds the estimate, in order and inside the scale; a census is its own interval
SELECT m, bool_and(i.low <= nps_score(h) AND nps_score(h) <= i.high AND i.low >= -100 AND i.high <= 100) AS holds,
	bool_and((nps_interval(h, 0.99, m)).low <= i.low) AS wider_at_99, bool_and(abs(nps_margin(h, 0.95, m) - (i.high - i.low) / 2) < 1e-12) AS margin,
	bool_and(abs(c.low - nps_score(h)) < 1e-12 AND c.high = c.low) AS census
FROM unnest('{score,adjusted_wald,wald,student_t,bayes}'::text[]) AS m,
	(SELECT pg_temp.hist(20 + g, 3 * g, 40 - g) AS h FROM generate_series(0, 40, 10) AS g) AS x, nps_interval(h, 0.95, m) AS i, nps_interval(h, 0.95, m, nps_count(h)) AS c
GROUP BY m ORDER BY m;
-- 60 of 120 people: the interval of 120 effective answers
SELECT nps_interval(pg_temp.hist(20, 20, 20), population => 120) = nps_interval(pg_temp.hist(40, 40, 40)) AS finite;

-- student_t keeps the n - 1 degrees of freedom of the answers: mean +- qt(n - 1) sqrt(var / n (1 - n / N)) of R, clipped
SELECT n, abs(i.low - v.low) < 1e-9 AS low, abs(i.high - v.high) < 1e-9 AS high
FROM (VALUES (1, pg_temp.hist(2, 1, 0), 4, 0.95, -5.04421216249104, 100), (2, pg_temp.hist(3, 1, 1), 8, 0.95, -28.0087380658256, 100), (3, pg_temp.hist(24, 12, 9), 55, 0.99, 19.6816872411404, 46.9849794255263)) AS v(n, h, people, level, low, high),
	nps_interval(h, level, 'student_t', people) AS i ORDER BY n;
SELECT nps_interval('{10:1}'::nps_hist, 0.95, 'student_t', 2) IS NULL AS one_of_two, nps_interval('{10:1}'::nps_hist, 0.95, 'student_t', 1) AS one_of_one,
	nps_margin('{10:1}', 0.95, 'student_t', 2) IS NULL AS margin;

SELECT * FROM nps_stats(pg_temp.hist(40, 40, 20));
SELECT * FROM nps_stats('{}');

-- one sample: against 0 it is McNemar's (P - D) / sqrt(P + D) = 20 / sqrt(60)
SELECT estimate, abs(z - 20 / sqrt(60)) < 1e-12 AS mcnemar, round(p_value::numeric, 10) AS p_value FROM nps_test(pg_temp.hist(40, 40, 20), 0);
SELECT estimate, z, p_value FROM nps_test(pg_temp.hist(40, 40, 20), 20);
SELECT estimate, z, p_value FROM nps_test('{}'::nps_hist, 20);

-- the value may be of any type; NULL is NULL; a literal that stands beside a histogram is one
SELECT count(DISTINCT t) AS results FROM (VALUES (nps_test(pg_temp.hist(3, 0, 1), 30)), (nps_test(pg_temp.hist(3, 0, 1), 30::smallint)), (nps_test(pg_temp.hist(3, 0, 1), 30::bigint)), (nps_test(pg_temp.hist(3, 0, 1), 30.0)),
	(nps_test(pg_temp.hist(3, 0, 1), 30::real)), (nps_test(pg_temp.hist(3, 0, 1), 30::float8)), (nps_test('{9:3,0:1}', 30)), (nps_test(pg_temp.hist(3, 0, 1), null_value => 30))) AS v(t);
SELECT nps_test('{9:3,0:1}'::nps_hist, NULL) IS NULL AS "null", (nps_test('{9:3,0:1}'::nps_hist, '{9:3}')).delta AS hist, (nps_test('{9:3,0:1}', '{9:3}'::nps_hist, 0.9, 'wald')).delta AS turned, (nps_test('{9:3,0:1}', '{9:3}', 0.9)).delta AS level,
	nps_margin('{9:3,0:1}') = nps_margin('{9:3,0:1}'::nps_hist) AS margin, nps_margin('{9:3,0:1}', population => 100) = nps_margin('{9:3,0:1}'::nps_hist, population => 100) AS population;

-- two samples, adjusted Wald: 52/23/12 -> 54/23/17 is -6.615309366593297, se 10.99865048083574, z -0.5728079602597312,
-- p 0.5667747286982154 (plain SQL); the default method says no more than that either
SELECT round(delta, 10) AS delta, round(se, 10) AS se, round(z::numeric, 10) AS z, round(p_value::numeric, 10) AS p_value
FROM nps_test(pg_temp.hist(54, 23, 17), pg_temp.hist(52, 23, 12), method => 'adjusted_wald');
SELECT round(delta, 3) AS delta, round(p_value::numeric, 3) AS p_value, low < 0 AND high > 0 AS may_be_none FROM nps_test(pg_temp.hist(54, 23, 17), pg_temp.hist(52, 23, 12));
-- turned round, all changes its sign; the same group twice has p = 1; without answers all is NULL
SELECT a.delta = -b.delta AND a.low = -b.high AND abs(a.z + b.z) < 1e-12 AND abs(a.p_value - b.p_value) < 1e-12 AS turned
FROM nps_test(pg_temp.hist(9, 3, 1), pg_temp.hist(20, 20, 30)) AS a, nps_test(pg_temp.hist(20, 20, 30), pg_temp.hist(9, 3, 1)) AS b;
SELECT delta, z, p_value FROM nps_test(pg_temp.hist(9, 3, 1), pg_temp.hist(9, 3, 1));
SELECT * FROM nps_test('{}'::nps_hist, pg_temp.hist(9, 3, 1));
-- a far tail keeps its digits: with n promoters against n detractors, z^2 = n (1 + sqrt 2) by square-and-add
SELECT abs(z - sqrt(200 * (1 + sqrt(2)))) < 1e-9 AS closed_form, p_value > 0 AND p_value < 1e-100 AS tiny FROM nps_test(pg_temp.hist(200, 0, 0), pg_temp.hist(0, 0, 200));

-- p-values, by hand: holm 0.03 = 3 x 0.01, then max(0.03, 2 x 0.04), and the largest; NULL does not count
SELECT nps_p_adjust('{0.01,0.04,NULL,0.03}') AS holm, nps_p_adjust('{0.01,0.04,NULL,0.03}', 'bonferroni') AS bonferroni,
	nps_p_adjust('{0.01,0.04,0.03}', 'bh') AS bh, nps_p_adjust('{}') AS none, nps_p_adjust('{NULL}') AS unknown;

-- planning: 385 = ceil(1e4 z^2 / 10^2); 419 = ceil(1e4 (1.96 + 0.8416)^2 1.2 / 15^2); what is detectable is found with that power
SELECT nps_sample_size(10) AS worst, nps_sample_size(10, variance => 0.61) AS usual, nps_sample_size(10, population => 500) AS of_500,
	nps_sample_size_difference(15, variance1 => 0.6, variance2 => 0.6) AS difference,
	round(nps_power(nps_detectable_difference(300, 200, 0.9)::float8, 300, 200)::numeric, 6) AS power;
-- 100 (qnorm(0.975) + qnorm(0.8)) sqrt(1/4 + 1/4) = 198.1; with 3 and 4 answers it would be 214, but no two scores are more than 200 apart
SELECT abs(nps_detectable_difference(4, 4) - 198.101990579967) < 1e-9 AS of_4_and_4, nps_detectable_difference(3, 4) AS of_3_and_4, nps_detectable_difference(1, 1) AS of_1_and_1, nps_detectable_difference(1, 1, variance1 => 0.1, variance2 => 0.1) < 200 AS little_variance;
-- margins too small to square: everybody of a population; nobody, but at least 1, without variance
SELECT nps_sample_size(1e-9, population => 100) AS p9, nps_sample_size(1e-200, population => 100) AS p200, nps_sample_size(5e-324, population => 1000000007) AS p324,
	nps_sample_size(1e-200, variance => 0) AS v, nps_sample_size_difference(1e-200, variance1 => 0, variance2 => 0) AS v2, nps_sample_size(5e-324, variance => 0, population => 7) AS vp;

-- refused
SELECT query, pg_temp.refusal('SELECT ' || query) FROM unnest(ARRAY[
	'nps_interval(''{9:1}''::nps_hist, 0)', 'nps_interval(''{9:1}''::nps_hist, ''NaN'')', 'nps_interval(''{9:1}''::nps_hist, method => ''Wald'')',
	'nps_interval(''{9:7}''::nps_hist, population => 5)', 'nps_stats(''{9:1}'', 1)', 'nps_test(''{9:1}''::nps_hist, 101)', 'nps_test(''{9:1}''::nps_hist, ''NaN''::numeric)',
	'nps_test(''{9:1}''::nps_hist, ''{9:2}''::nps_hist, method => ''bayes'')', 'nps_test(''{9:1}''::nps_hist, ''{9:2}''::nps_hist, 95)',
	'nps_p_adjust(''{0.5,1.5}'')', 'nps_p_adjust(''{{0.5},{0.5}}'')', 'nps_p_adjust(''{0.5}'', ''fdr'')',
	'nps_sample_size(0)', 'nps_sample_size(10, variance => 2)', 'nps_sample_size(1e-9)', 'nps_sample_size(1e-200)', 'nps_sample_size_difference(1e-200)', 'nps_sample_size_difference(0)', 'nps_sample_size_difference(5, power => 1)',
	'nps_power(5, 0, 10)', 'nps_detectable_difference(10, -1)']) AS query;
-- NULL in, NULL out
SELECT nps_interval(NULL::nps_hist) IS NULL AND nps_interval('{9:1}'::nps_hist, NULL) IS NULL AND nps_interval('{9:1}'::nps_hist, method => NULL) IS NULL
	AND nps_margin(NULL) IS NULL AND nps_sample_size(NULL) IS NULL AND nps_p_adjust(NULL) IS NULL AS all_null;
