--
-- lag_search: the search over lags, cx_lag_permutation() and cx_lag_search().
--
-- What must hold: p is the share of pairings of units, as large as the one
-- observed, that a second computation in SQL counts; r is that of the lag scan; a
-- planted effect is found at its lag, on its side, and its shadows are told from
-- it; nothing but the seed decides; order, origin and unit of measurement do not
-- matter; what cannot be known is NULL, with a reason; bad arguments are refused with
-- what is wrong with them; a search can be cancelled.
--

-- the SQLSTATE and the message with which a query is refused
CREATE FUNCTION pg_temp.refusal(query text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE query;
	RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ' ' || SQLERRM;
END $$;

-- a random normal number, the same everywhere
CREATE FUNCTION pg_temp.normal(key text) RETURNS double precision LANGUAGE sql IMMUTABLE AS
$$ SELECT sum(('x' || substr(md5(key || i), 1, 7))::bit(28)::int / 268435456.0::double precision) - 6 FROM generate_series(1, 12) AS i $$;

--
-- every pairing of five units, in SQL: x - unit mean - period mean + mean, at each
-- lag; differences lose period means only
--
CREATE TEMP TABLE small AS
SELECT k, u, 2000 + p AS p, 10 * u + 3 * p + 5 * pg_temp.normal(concat_ws('/', k, u, p, 'x')) AS x,
	2 * p - 9 * u + 6 * pg_temp.normal(concat_ws('/', k, u, p, 'y')) + (k % 3) * pg_temp.normal(concat_ws('/', k, u, p - 1, 'x')) AS y
FROM generate_series(1, 12) AS k, generate_series(1, 5) AS u, LATERAL generate_series(1, 7 + k % 4) AS p;

CREATE TEMP TABLE pairing AS	-- the x of unit a[u] goes with the y of unit u
SELECT ARRAY[a, b, c, d, e] AS a
FROM generate_series(1, 5) AS a, generate_series(1, 5) AS b, generate_series(1, 5) AS c, generate_series(1, 5) AS d, generate_series(1, 5) AS e
WHERE (SELECT count(DISTINCT v) FROM unnest(ARRAY[a, b, c, d, e]) AS v) = 5;

WITH series AS (
	SELECT 'level' AS transform, k, u, p, x, y FROM small
	UNION ALL
	SELECT 'difference', b.k, b.u, b.p, b.x - a.x, b.y - a.y FROM small a JOIN small b ON b.k = a.k AND b.u = a.u AND b.p = a.p + 1
), side AS (
	SELECT transform, l, a.k, a.u, b.p, a.x, b.y, count(*) OVER (PARTITION BY transform, l, a.k, a.u) AS t
	FROM generate_series(-2, 3) AS l, series a JOIN series b USING (transform, k, u) WHERE b.p = a.p + l
), demeaned AS (
	SELECT transform, l, k, u, p, t,
		x - avg(x) OVER q - CASE WHEN transform = 'level' THEN avg(x) OVER v - avg(x) OVER a ELSE 0 END AS x,
		y - avg(y) OVER q - CASE WHEN transform = 'level' THEN avg(y) OVER v - avg(y) OVER a ELSE 0 END AS y
	FROM side WINDOW v AS (PARTITION BY transform, l, k, u), q AS (PARTITION BY transform, l, k, p), a AS (PARTITION BY transform, l, k)
), product AS (
	SELECT transform, l, k, x.u AS xu, y.u AS yu, min(x.t) AS t, sum(x.x * y.y) AS xy
	FROM demeaned x JOIN demeaned y USING (transform, l, k, p) GROUP BY transform, l, k, x.u, y.u
), size AS (
	SELECT transform, l, k, sqrt(sum(x * x) * sum(y * y)) AS size FROM demeaned GROUP BY transform, l, k
), r AS (
	SELECT transform, l, k, a, CASE transform WHEN 'level' THEN 4 * (min(t) - 1) - 1 ELSE 4 * min(t) - 1 END AS df, sum(xy) / min(size) AS r
	FROM product JOIN size USING (transform, l, k) JOIN pairing ON a[yu] = xu GROUP BY transform, l, k, a
), largest AS (
	SELECT transform, k, a, max(abs(r) * sqrt(df / (1 - r * r))) AS t, (array_agg(l ORDER BY abs(r) * sqrt(df / (1 - r * r)) DESC))[1] AS l
	FROM r GROUP BY transform, k, a
), formula AS (
	SELECT transform, k, o.t, o.l, avg((s.t >= o.t * (1 - 1e-12))::int) AS p
	FROM largest o JOIN largest s USING (transform, k) WHERE o.a = '{1,2,3,4,5}' GROUP BY transform, k, o.t, o.l
)
SELECT f.transform, count(*) AS panels, count(*) FILTER (WHERE abs(c.statistic / f.t - 1) < 1e-9) AS statistic,
	count(*) FILTER (WHERE c.best_lag = f.l) AS best_lag, count(*) FILTER (WHERE abs(c.p_value - f.p) < 1e-12) AS p_value,
	count(*) FILTER (WHERE c.permutations = 120 AND c.exact AND c.reason IS NULL) AS exact, count(DISTINCT f.p) > 6 AS different
FROM formula f JOIN (SELECT k, array_agg('unit ' || u) AS us, array_agg(p) AS ps, array_agg(x) AS xs, array_agg(y) AS ys FROM small GROUP BY k) AS a USING (k),
	cx_lag_permutation(us, ps, xs, ys, -2, 3, transform => f.transform) AS c
GROUP BY f.transform ORDER BY f.transform;

--
-- planted effects, with shocks of periods and levels of units: 18 units x 26
-- quarters, every eighth value missing, autocorrelation .6
--
CREATE TEMP TABLE latent AS
WITH RECURSIVE walk AS (
	SELECT k, u, -12 AS p, 8 * pg_temp.normal(concat_ws('/', k, u, 'x')) AS x, 8 * pg_temp.normal(concat_ws('/', k, u, 'e')) AS e
	FROM (VALUES ('no effect'), ('lag 2'), ('lag 8'), ('same period'), ('reverse 3'), ('two-sided')) AS v(k), generate_series(1, 18) AS u
	UNION ALL
	SELECT k, u, p + 1, 0.6 * x + 6.4 * pg_temp.normal(concat_ws('/', k, u, p, 'x')), 0.6 * e + 6.4 * pg_temp.normal(concat_ws('/', k, u, p, 'e'))
	FROM walk WHERE p < 26
)
SELECT * FROM walk;
CREATE TEMP TABLE panel AS
SELECT a.k, 'unit ' || a.u AS unit, 8000 + a.p AS period,
	CASE WHEN pg_temp.normal(concat_ws('/', a.k, a.u, a.p, 'no x')) > -1.5 THEN
		7 * a.u + 9 * pg_temp.normal(concat_ws('/', a.k, a.p, 'x')) + 2 * a.p
		+ CASE a.k WHEN 'reverse 3' THEN a.e + 0.8 * b.x WHEN 'two-sided' THEN a.x + 0.7 * b.e ELSE a.x END END AS x,
	CASE WHEN pg_temp.normal(concat_ws('/', a.k, a.u, a.p, 'no y')) > -1.5 THEN
		-5 * a.u + 9 * pg_temp.normal(concat_ws('/', a.k, a.p, 'y')) + a.p
		+ CASE a.k WHEN 'no effect' THEN a.e WHEN 'reverse 3' THEN a.x ELSE a.e + 0.8 * c.x END END AS y
FROM latent a JOIN (VALUES ('no effect', 0, 0), ('lag 2', 0, 2), ('lag 8', 0, 8), ('same period', 0, 0), ('reverse 3', 3, 0), ('two-sided', 3, 4)) AS v(k, reverse, lead) USING (k)
	JOIN latent b ON b.k = a.k AND b.u = a.u AND b.p = a.p - reverse JOIN latent c ON c.k = a.k AND c.u = a.u AND c.p = a.p - lead
WHERE a.p > 0;
CREATE TEMP TABLE arrays AS
SELECT k, array_agg(unit) AS u, array_agg(period) AS p, array_agg(x) AS x, array_agg(y) AS y FROM panel GROUP BY k;
CREATE TEMP TABLE found AS
SELECT k, s.* FROM arrays, cx_lag_search(u, p, x, y, -5, 10, permutations => 199) AS s;

SELECT k, units, lags_scanned AS lags, strongest_lag AS strongest, p_any, best_lag AS lead, round(best_r::numeric, 2) AS r, round(best_slope::numeric, 2) AS slope,
	p_lead, lag_low AS low, lag_high AS high, round(lag_share::numeric, 2) AS share
FROM found ORDER BY k;
SELECT k, round(same_r::numeric, 2) AS same_r, p_same, reverse_lag AS reverse, round(reverse_r::numeric, 2) AS r, round(reverse_slope::numeric, 2) AS slope, p_reverse,
	p_lead_after, p_reverse_after, round(detectable_slope::numeric, 2) AS detectable, permutations, exact, leaning_units AS leaning, reason
FROM found ORDER BY k;

-- r at the three lags is that of the lag scan
SELECT count(*) AS panels, count(*) FILTER (WHERE abs(f.best_r - s.r[1]) < 1e-9) AS lead, count(*) FILTER (WHERE abs(f.same_r - s.r[2]) < 1e-9) AS same,
	count(*) FILTER (WHERE abs(f.reverse_r - s.r[3]) < 1e-9) AS reverse
FROM found f JOIN arrays USING (k), LATERAL (
	SELECT array_agg(r_twoway ORDER BY lag DESC) AS r FROM cx_lag_scan(u, p, x, y, -5, 10)
	WHERE transform = 'level' AND lag IN (best_lag, 0, reverse_lag)) AS s;
-- units that are louder in both series, and have nothing in common: the permutation of
-- the panel as it is takes their noise for more than chance too often, the search not
WITH loud AS (
	SELECT k, array_agg('u' || u) AS u, array_agg(p) AS p, array_agg(CASE WHEN u > 8 THEN 6 ELSE 1 END * pg_temp.normal(concat_ws('/', k, u, p, 'lx')) + pg_temp.normal(concat_ws('/', k, p))) AS x,
		array_agg(CASE WHEN u > 8 THEN 6 ELSE 1 END * pg_temp.normal(concat_ws('/', k, u, p, 'ly')) + pg_temp.normal(concat_ws('/', k, p))) AS y
	FROM generate_series(1, 40) AS k, generate_series(1, 12) AS u, generate_series(1, 16) AS p GROUP BY k
)
SELECT count(*) AS panels, count(*) FILTER (WHERE s.p_any <= 0.05) AS search, count(*) FILTER (WHERE c.p_value <= 0.05) > 8 AS as_it_is
FROM loud, cx_lag_search(u, p, x, y, -3, 4, 99) AS s, cx_lag_permutation(u, p, x, y, -3, 4, 99) AS c;
-- units that do not vary have no part in p: without them it is the same
SELECT count(*) AS panels, count(*) FILTER (WHERE a.p_any = b.p_any AND a.p_lead = b.p_lead AND a.units = 7 AND b.units = 6 AND a.permutations = 720) AS same
FROM (SELECT k, array_agg(unit) AS u, array_agg(period) AS p, array_agg(CASE unit WHEN 'unit 7' THEN 12 ELSE x END) AS x, array_agg(y) AS y,
	array_agg(CASE unit WHEN 'unit 7' THEN NULL ELSE x END) AS x6 FROM panel WHERE length(unit) = 6 AND unit < 'unit 8' AND x + y IS NOT NULL GROUP BY k) AS few,
	cx_lag_search(u, p, x, y, -2, 2) AS a, cx_lag_search(u, p, x6, y, -2, 2) AS b;

--
-- what does not matter
--
CREATE FUNCTION pg_temp.same(changed text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	result text;
BEGIN
	EXECUTE format($q$
		SELECT format('%%s of %%s', count(*) FILTER (WHERE (s.best_lag, s.p_lead, s.lag_low, s.lag_high, s.lag_share, s.p_same, s.reverse_lag, s.p_reverse,
				s.strongest_lag, s.p_any, s.p_lead_after, s.p_reverse_after) IS NOT DISTINCT FROM (f.best_lag, f.p_lead, f.lag_low, f.lag_high, f.lag_share, f.p_same,
				f.reverse_lag, f.p_reverse, f.strongest_lag, f.p_any, f.p_lead_after, f.p_reverse_after) AND abs(abs(s.best_t) - abs(f.best_t)) < 1e-9), count(*))
		FROM found f JOIN (%s) AS s USING (k)$q$, changed) INTO result;
	RETURN result;
END $$;
SELECT what, pg_temp.same(format('SELECT k, c.* FROM (SELECT k, array_agg(unit ORDER BY %1$s) AS u, array_agg(%2$s ORDER BY %1$s) AS p,
	array_agg(%3$s ORDER BY %1$s) AS x, array_agg(%4$s ORDER BY %1$s) AS y FROM panel GROUP BY k) AS a, cx_lag_search(u, p, x, y, -5, 10, 199 %5$s) AS c',
	sorted, period, x, y, more)) AS same
FROM (VALUES
	(1, 'rows in another order', 'md5(unit || period)', 'period', 'x', 'y', ''),
	(2, 'periods from another origin', 'unit, period', 'period - 30000', 'x', 'y', ''),
	(3, 'x times 1000, plus 7', 'unit, period', 'period', 'x * 1000 + 7', 'y', ''),
	(4, 'y times -3, minus 50', 'unit, period', 'period', 'x', 'y * -3 - 50', ''),
	(5, 'NaN and infinities for NULL', 'unit, period', 'period', 'coalesce(x, ''NaN'')', 'coalesce(y, ''-Infinity'')', ''),
	(7, 'shocks that all share', 'unit, period', 'period', 'x + 90 * pg_temp.normal(period || ''more x'')', 'y - 90 * pg_temp.normal(period || ''more y'')', ''),
	(6, 'one segment, standard errors of 0', 'unit, period', 'period', 'x', 'y',
		', x_se => array_fill(0::float8, ARRAY[cardinality(u)]), y_se => array_fill(0::float8, ARRAY[cardinality(u)]), segments => array_fill(7, ARRAY[cardinality(u)])')
) AS v(i, what, sorted, period, x, y, more) ORDER BY i;
-- units by other names, in another order, and one more that has no x
SELECT pg_temp.same($q$SELECT k, c.* FROM (SELECT k, array_agg(md5(unit)) AS u, array_agg(period) AS p, array_agg(x) AS x, array_agg(y) AS y
	FROM (TABLE panel UNION ALL SELECT k, 'unit 12 b', period, NULL, y FROM panel WHERE unit = 'unit 12') AS more GROUP BY k) AS a, cx_lag_search(u, p, x, y, -5, 10, 199) AS c$q$) AS same;
SELECT count(*) AS panels, count(*) FILTER (WHERE (a.statistic, a.best_lag, a.p_value) = (b.statistic, b.best_lag, b.p_value)) AS same
FROM (SELECT k, array_agg(unit) AS u, array_agg(md5(unit)) AS other, array_agg(period) AS p, array_agg(x) AS x, array_agg(y) AS y FROM panel GROUP BY k) AS g,
	cx_lag_permutation(u, p, x, y, -5, 10, 199) AS a, cx_lag_permutation(other, p, x, y, -5, 10, 199) AS b;
-- lags below the floors do not count: in lags, p, resamples and what shows
SELECT count(*) AS panels, count(*) FILTER (WHERE a::text = b::text) AS same, min(a.lags_scanned) AS lags
FROM (SELECT k, array_agg(unit) AS u, array_agg(period) AS p, array_agg(x) AS x, array_agg(y) AS y FROM panel
	WHERE period > 8010 OR unit IN ('unit 1', 'unit 2', 'unit 3') GROUP BY k) AS g,
	cx_lag_search(u, p, x, y, -25, 25, 199, min_units => 10) AS a,
	LATERAL (SELECT min(lag) AS low, max(lag) AS high, count(*) AS lags FROM cx_lag_scan(u, p, x, y, -25, 25, min_units => 10) WHERE transform = 'level' AND p_value IS NOT NULL) AS l,
	cx_lag_search(u, p, x, y, low, high, 199) AS b
WHERE a.lags_scanned = l.lags AND l.lags = high - low + 1 AND l.lags < 35;
SELECT a.lags_scanned AS lags, a.best_lag, a.p_any, a.leaning_units AS leaning, a.reason FROM arrays,
	(VALUES (1000, 0), (0, 19), (1000, 19)) AS v(min_pairs, min_units), cx_lag_search(u, p, x, y, -2, 2, 199, min_pairs => v.min_pairs, min_units => v.min_units) AS a WHERE k = 'lag 2';
SELECT reason FROM arrays, cx_lag_scan(u, p, x, y, 1, 1, min_pairs => 1000, min_units => 19) WHERE k = 'lag 2' AND transform = 'level';
-- the association of all units leans on many, that of one loud unit on it
SELECT a.leaning_units > 3 AS many, b.leaning_units AS one FROM (
	SELECT array_agg(unit) AS u, array_agg(period) AS p, array_agg(x) AS x, array_agg(y) AS y,
		array_agg(CASE unit WHEN 'unit 4' THEN 10 ELSE 1 END * x) AS lx, array_agg(CASE unit WHEN 'unit 4' THEN 10 ELSE 1 END * y) AS ly FROM panel WHERE k = 'lag 2') AS l,
	cx_lag_search(u, p, x, y, -5, 10, 199) AS a, cx_lag_search(u, p, lx, ly, -5, 10, 199) AS b;
-- what is left is looked for where p_any <= alpha; a higher alpha needs less to show
SELECT k, s.p_any <= 0.6 AS significant, s.p_lead_after IS NOT NULL AS after, s.detectable_slope < f.detectable_slope AS shows_earlier
FROM arrays JOIN found f USING (k), cx_lag_search(u, p, x, y, -5, 10, 199, alpha => 0.6) AS s WHERE k = 'no effect';
-- y leading x by 3 is x lagging y by 3
SELECT count(*) AS panels, count(*) FILTER (WHERE s.reverse_lag = -f.best_lag AND abs(s.reverse_r - f.best_r) < 1e-9 AND abs(s.reverse_slope - f.best_slope) < 1e-9
	AND abs(s.same_r - f.same_r) < 1e-9) AS mirrored
FROM (SELECT k, s.* FROM arrays, cx_lag_search(u, p, x, y, -5, 5, 19) AS s) AS f JOIN (SELECT k, s.* FROM arrays, cx_lag_search(u, p, y, x, -5, 5, 19) AS s) AS s USING (k);
-- the seed decides, and nothing else
SELECT count(DISTINCT p_value) FILTER (WHERE seed = 1) AS one_seed, count(DISTINCT p_value) > 1 AS other_seeds, max(p_value) - min(p_value) < 0.15 AS about_the_same
FROM arrays, (VALUES (1), (1), (2), (3), (-9223372036854775808)) AS v(seed), cx_lag_permutation(u, p, x, y, -5, 10, 199, seed) AS c WHERE k = 'no effect';

--
-- a break: nothing is paired across it, and each side has a mean of its own, so that
-- another level beyond it does not matter
--
WITH broken AS (
	SELECT k, array_agg(unit) AS u, array_agg(period) AS p, array_agg(x + CASE WHEN late THEN 300 ELSE 0 END) AS x,
		array_agg(y - CASE WHEN late THEN 500 ELSE 0 END) AS y, array_agg(x) AS x0, array_agg(y) AS y0, array_agg(late::int) AS s
	FROM (SELECT *, period > 8010 AND right(unit, 1) IN ('3', '7') AS late FROM panel) AS l WHERE k IN ('lag 2', 'no effect') GROUP BY k
)
SELECT k, a.strongest_lag = b.strongest_lag AND abs(a.best_r - b.best_r) < 1e-9 AND a.p_lead = b.p_lead AND a.p_reverse = b.p_reverse AS level_does_not_matter,
	a.best_r <> f.best_r AS break_does, abs(c.best_r) > abs(b.best_r) + 0.1 AS poses_as_effect_if_unknown
FROM broken JOIN found f USING (k), cx_lag_search(u, p, x, y, -5, 10, 199, segments => s) AS a, cx_lag_search(u, p, x0, y0, -5, 10, 199, segments => s) AS b,
	cx_lag_search(u, p, x, y, -5, 10, 199) AS c ORDER BY k;
-- a break after every period: no pairs but those of the same period, each alone
SELECT lags_scanned, reason FROM arrays, cx_lag_search(u, p, x, y, -5, 10, segments => p) AS s WHERE k = 'lag 2';
SELECT statistic, best_lag, p_value, permutations, reason FROM arrays, cx_lag_permutation(u, p, x, y, -5, 10, segments => p) AS s WHERE k = 'lag 2';

-- noise in x that is known is allowed for when the effect is taken out
WITH noisy AS (
	SELECT k, array_agg(unit) AS u, array_agg(period) AS p, array_agg(x + 7 * pg_temp.normal(unit || period)) AS x, array_agg(y) AS y, array_agg(7::float8) AS se
	FROM panel WHERE k = 'lag 2' GROUP BY k
)
SELECT a.strongest_lag, a.p_lead, a.p_lead_after AS noise_unknown, b.p_lead_after AS noise_known
FROM noisy, cx_lag_search(u, p, x, y, -5, 10) AS a, cx_lag_search(u, p, x, y, -5, 10, x_se => se) AS b;

--
-- what cannot be known
--
SELECT what, s.units, lags_scanned AS lags, best_lag, round(best_r::numeric, 3) AS best_r, p_lead, lag_low, p_any, detectable_slope AS detectable, permutations, exact, s.reason
FROM (VALUES
	(1, 'no rows', '{}'::text[], '{}'::int[], '{}'::float8[], '{}'::float8[]),
	(2, 'one pair', '{a,a}', '{1,2}', '{1,NULL}', '{NULL,2}'),
	(9, 'no pairs', '{a,a}', '{1,4}', '{1,NULL}', '{NULL,2}'),
	(3, 'one unit', '{a,a,a,a}', '{1,2,3,4}', '{1,2,3,1}', '{2,4,6,5}'),
	(4, 'one period', '{a,b,c,d,e,f}', '{1,1,1,1,1,1}', '{1,2,3,4,5,9}', '{6,4,2,1,0,5}'),
	(5, 'two units', '{a,a,a,a,b,b,b,b}', '{1,2,3,4,1,2,3,4}', '{1,2,4,1,5,8,9,2}', '{3,1,2,4,4,6,4,1}'),
	(6, 'x constant', '{a,a,a,b,b,b}', '{1,2,3,1,2,3}', '{0.1,0.1,0.1,0.7,0.7,0.7}', '{1,2,3,3,1,2}'),
	(7, 'y the same everywhere', '{a,a,a,a,b,b,b,b}', '{1,2,3,4,1,2,3,4}', '{1,2,3,4,3,1,2,9}', '{0.1,0.5,0.2,0.3,0.1,0.5,0.2,0.3}'),
	(8, 'too large for arithmetic', '{a,a,a,b,b,b}', '{1,2,3,1,2,3}', '{1e308,-1e308,1e308,-1e308,1e308,2}', '{1,2,3,3,1,2}')
) AS v(i, what, u, p, x, y), cx_lag_search(u, p, x, y, -1, 1) AS s ORDER BY i;
SELECT s.statistic, s.best_lag, s.p_value, s.permutations, s.exact, s.reason
FROM (VALUES
	(1, '{a,a,a,a,b,b,b,b}'::text[], '{1,2,3,4,1,2,3,4}'::int[], '{1,2,4,1,5,8,9,2}'::float8[], '{3,1,2,4,4,6,4,1}'::float8[]),
	(2, '{a,b,c,d,e}', '{1,2,3,4,5}', '{1,2,3,4,5}', '{2,4,1,3,5}'),
	(3, '{a,b,c,d,e,a,b,c,d,e,a,b,c,d,e}', '{1,1,1,1,1,2,2,2,2,2,3,3,3,3,3}', '{2,2,2,2,2,2,2,2,2,2,2,2,2,2,2}', '{5,8,3,1,4,2,9,4,7,1,3,8,5,2,6}')
) AS v(i, u, p, x, y), cx_lag_permutation(u, p, x, y, -1, 1) AS s ORDER BY i;
-- each unit is asked once a year, in a quarter of its own: others have no pairs with it
WITH yearly AS (
	SELECT array_agg('u' || u) AS u, array_agg(4 * t + u % 4) AS p, array_agg(pg_temp.normal(concat_ws('/', u, t, 'x'))) AS x, array_agg(pg_temp.normal(concat_ws('/', u, t, 'y'))) AS y
	FROM generate_series(1, 12) AS u, generate_series(1, 9) AS t
)
SELECT s.units, s.lags_scanned, s.best_lag, s.best_t IS NOT NULL AS t, s.p_lead, s.p_any, s.reason FROM yearly, cx_lag_search(u, p, x, y, -4, 4) AS s;
-- just as many shuffles as alpha needs
SELECT p_any, detectable_slope IS NOT NULL AS detectable FROM arrays, cx_lag_search(u, p, x, y, 0, 2, permutations => 9, alpha => 0.1) AS s WHERE k = 'lag 2';
-- a NULL for an argument that is needed: NULL; for another one: not given
SELECT cx_lag_search(NULL, '{1}', '{1}', '{1}', 0, 0) IS NULL AS units, cx_lag_permutation('{a}', '{1}', '{1}', NULL, 0, 0) IS NULL AS y,
	cx_lag_search('{a}', '{1}', '{1}', '{1}', 0, 0, transform => NULL) IS NULL AS transform, cx_lag_search('{a}', '{1}', '{1}', '{1}', 0, 0, segments => NULL) IS NULL AS segments,
	cx_lag_search('{a}', '{1}', '{1}', '{1}', 0, 0, min_pairs => NULL) IS NULL AS min_pairs, cx_lag_search('{a}', '{1}', '{1}', '{1}', 0, 0, alpha => NULL) IS NULL AS alpha;
-- the ends of integer
SELECT l.lag, s.lags_scanned, s.reason FROM (VALUES (2147483647), (-2147483648)) AS l(lag),
	cx_lag_search('{a,a,a,a}', '{-2147483648,-1,0,2147483647}', '{1,2,3,4}', '{4,1,2,3}', l.lag, l.lag) AS s;

--
-- what is refused
--
SELECT pg_temp.refusal('SELECT ' || arguments) FROM (VALUES
	(1, $q$cx_lag_search('{a,b}', '{1}', '{1,2}', '{1,2}', 0, 0)$q$),
	(2, $q$cx_lag_search('{a,b}', '{1,2}', '{1,2}', '{1,2}', 0, 0, x_se => '{1}')$q$),
	(3, $q$cx_lag_permutation('{a,b}', '{1,2}', '{1,2}', '{1,2}', 0, 0, segments => '{1,2,3}')$q$),
	(4, $q$cx_lag_permutation('{a,b,a}', '{7,7,7}', '{1,2,3}', '{1,2,3}', 0, 0)$q$),
	(5, $q$cx_lag_search('{a,b}', '{1,2}', '{1,2}', '{1,2}', 3, 2)$q$),
	(6, $q$cx_lag_search('{a,b}', '{1,2}', '{1,2}', '{1,2}', -2147483648, 2147483647)$q$),
	(7, $q$cx_lag_permutation('{a,b}', '{1,2}', '{1,2}', '{1,2}', 1, 10001)$q$),
	(8, $q$cx_lag_search('{a,b}', '{1,2}', '{1,2}', '{1,2}', 0, 0, permutations => 0)$q$),
	(9, $q$cx_lag_permutation('{a,b}', '{1,2}', '{1,2}', '{1,2}', 0, 0, permutations => 1000001)$q$),
	(10, $q$cx_lag_permutation('{a,b}', '{1,2}', '{1,2}', '{1,2}', 0, 0, transform => 'levels')$q$),
	(11, $q$cx_lag_search('{a,b}', '{1,2}', '{1,2}', '{1,2}', 0, 0, transform => '')$q$),
	(12, $q$cx_lag_search('{a,b}', '{1,2}', '{1,2}', '{1,2}', 1, 10000)$q$),
	(13, $q$cx_lag_search('{a,b}', '{1,2}', '{1,2}', '{1,2}', 0, 0, alpha => 5)$q$),
	(14, $q$cx_lag_search('{a,b}', '{1,2}', '{1,2}', '{1,2}', 0, 0, alpha => 0)$q$),
	(15, $q$cx_lag_search('{a,b}', '{1,2}', '{1,2}', '{1,2}', 0, 0, alpha => 'NaN')$q$),
	(16, $q$cx_lag_search('{a,b}', '{1,2}', '{1,2}', '{1,2}', 0, 0, permutations => 1)$q$),
	(17, $q$cx_lag_search('{a,b,c,d,e,f,g,h}', '{1,1,1,1,1,1,1,1}', '{1,2,3,4,5,6,7,8}', '{1,4,3,2,5,6,7,8}', 0, 0, permutations => 18)$q$),
	(18, $q$cx_lag_search('{a,b,c,d,e,f,g,h}', '{1,1,1,1,1,1,1,1}', '{1,2,3,4,5,6,7,8}', '{1,4,3,2,5,6,7,8}', 0, 0, permutations => 19)$q$),
	(19, $q$cx_lag_search('{a,b,c,d,e,f,g,h}', '{1,1,1,1,1,1,1,1}', '{1,2,3,4,5,6,7,8}', '{1,4,3,2,5,6,7,8}', 0, 0, alpha => 1e-7)$q$)
) AS v(i, arguments) ORDER BY i;
SELECT cx_lag_search('{a}', '{1}', '{1}', '{1}', 0, 0, alpha => 5);
SELECT cx_lag_search('{a,b,c,d,e,f,g,h}', '{1,1,1,1,1,1,1,1}', '{1,2,3,4,5,6,7,8}', '{1,4,3,2,5,6,7,8}', 0, 0, alpha => 0.001, permutations => 99);
SELECT cx_lag_search('{a,b,c,d,e,f,g,h}', '{1,1,1,1,1,1,1,1}', '{1,2,3,4,5,6,7,8}', '{1,4,3,2,5,6,7,8}', 0, 0, alpha => 1e-7);

--
-- many units, and a search that takes too long
--
CREATE TEMP TABLE wide AS
WITH cell AS (
	SELECT u, p, ('x' || substr(md5(concat_ws('/', u, p, 'x')), 1, 7))::bit(28)::int / 268435456.0::double precision AS x,
		('x' || substr(md5(concat_ws('/', u, p - 2, 'x')), 1, 7))::bit(28)::int / 268435456.0::double precision AS x_before,
		('x' || substr(md5(concat_ws('/', u, p, 'y')), 1, 7))::bit(28)::int / 268435456.0::double precision AS y
	FROM generate_series(1, 3000) AS u, generate_series(1, 12) AS p
)
SELECT array_agg('unit ' || u) AS u, array_agg(p) AS p, array_agg(x) AS x, array_agg(y + 0.1 * x_before) AS y FROM cell;
SELECT s.units, s.best_lag, s.p_lead, abs(s.best_slope - 0.1) < 0.03 AS slope, s.lag_low, s.lag_high, s.p_reverse > 0.01 AS no_reverse, s.p_lead_after > 0.01 AS no_more,
	s.detectable_slope < 0.05 AS small_ones_show
FROM wide, cx_lag_search(u, p, x, y, -2, 4, permutations => 199) AS s;
SET statement_timeout = '200ms';
SELECT cx_lag_search(u, p, x, y, -2, 4, permutations => 1000000) FROM wide;
SELECT cx_lag_permutation(u, p, x, y, -5, 10, permutations => 1000000) FROM arrays WHERE k = 'no effect';
SELECT cx_lag_search(u, p, x, y, -5000, 4999) FROM wide;
RESET statement_timeout;
