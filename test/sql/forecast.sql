--
-- forecast: cx_lag_forecast() over arrays.
--
-- What must hold: a forecast is the unit's level, the effect of the last period
-- and the slope times an x that has been seen; the record (rmse) is that of
-- forecasts made with what was known at the time; rows, names, calendar and
-- scale do not matter; where nothing is expected the reason says why.
--
-- Slopes and levels are compared with a regression on dummies, and the record with
-- simulations, in test/unit/test_forecast.c.
--

-- the SQLSTATE, message and hint with which a query is refused
CREATE FUNCTION pg_temp.refusal(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	hint text;
BEGIN
	EXECUTE query;
	RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
	RETURN SQLSTATE || ' ' || SQLERRM || ' / ' || hint;
END $$;

-- the same number everywhere, between -1 and 1
CREATE FUNCTION pg_temp.noise(key text) RETURNS double precision LANGUAGE sql IMMUTABLE AS
$$ SELECT ('x' || substr(md5(key), 1, 7))::bit(28)::int / 134217728.0::double precision - 1 $$;

--
-- by hand: y = 10 for nl, 20 for be, 30 for de + (5, 1, 4) by period + twice x of
-- the period before, without error; the level of es is unknown, fr has no x
--
CREATE TEMP TABLE exact AS
SELECT unit, 100 + t AS period, x[t + 1]::float8 AS x, level + effect[t] + 2 * x[t]::float8 AS y
FROM (VALUES ('nl', 10, '{1,7,2,9}'::int[]), ('be', 20, '{3,1,8,2}'), ('de', 30, '{5,0,1,1}'), ('fr', 40, '{2,4,9,NULL}')) AS u(unit, level, x),
	(SELECT '{5,1,4}'::int[] AS effect) AS e, generate_series(0, 3) AS t
UNION ALL VALUES ('es', 103, 1, 50);
SELECT f.unit, f.period, f.ahead, f.lag, f.x_seen, f.y_last, f.expected::numeric(10, 6), f.low, f.forecasts, f.reason
FROM (SELECT array_agg(unit) AS u, array_agg(period) AS p, array_agg(x) AS x, array_agg(y) AS y FROM exact) AS a,
	cx_lag_forecast(u, p, x, y, 1, 2) AS f;

--
-- 12 units x 24 periods; x leads y by 3; a tenth of the values is missing
--
CREATE TEMP TABLE panel AS
SELECT 'u' || u AS unit, 24000 + t AS period, CASE WHEN pg_temp.noise(concat_ws('/', 'gap', u, t)) > -.8 THEN x[t] + 3 * u END AS x,
	CASE WHEN pg_temp.noise(concat_ws('/', 'hole', u, t)) > -.8 THEN 5 * u + 3 * pg_temp.noise('shared' || t) + .5 * x[t - 3] + 4 * pg_temp.noise(concat_ws('/', 'y', u, t)) END AS y
FROM generate_series(1, 12) AS u, LATERAL (SELECT array_agg(20 * pg_temp.noise(concat_ws('/', 'x', u, i)) ORDER BY i) AS x FROM generate_series(1, 24) AS i) AS s,
	generate_series(1, 24) AS t;
CREATE FUNCTION pg_temp.at(origin int, max_lag int, horizon int, lag int DEFAULT NULL) RETURNS TABLE (unit text, period int, ahead int, lag int, y_last float8, expected float8, rmse float8)
LANGUAGE sql AS $$
	SELECT f.unit, f.period, f.ahead, f.lag, f.y_last, f.expected, f.rmse
	FROM (SELECT array_agg(p.unit) AS u, array_agg(p.period) AS p, array_agg(p.x) AS x, array_agg(p.y) AS y FROM panel AS p WHERE p.period <= origin) AS a,
		cx_lag_forecast(u, p, x, y, max_lag, horizon, lag) AS f $$;
CREATE TEMP TABLE forecast AS
SELECT f.* FROM (SELECT array_agg(unit) AS u, array_agg(period) AS p, array_agg(x) AS x, array_agg(y) AS y FROM panel) AS a,
	cx_lag_forecast(u, p, x, y, 6, 4) AS f;
-- the lag that is there is chosen as long as its x has been seen; beyond it, others that say nothing
SELECT ahead, array_agg(DISTINCT lag) AS lag, count(*) AS units, count(expected) AS expected, max(forecasts) AS forecasts,
	bool_and(rmse < rmse_no_change) AS beats_no_change, bool_and(rmse < .9 * rmse_without_x) AS thanks_to_x,
	bool_and(low < expected AND expected < high) AS ordered, count(DISTINCT unit_rmse) AS unit_errors,
	bool_and(unit_rmse BETWEEN rmse / 3 AND rmse * 3) AS like_rmse
FROM forecast GROUP BY ahead ORDER BY ahead;
-- a regression with the scores of the unit's own history: y(t + 1) by x(t - 2)
SELECT corr(f.expected, p.x) > .5 AS rises_with_x FROM forecast AS f JOIN panel AS p USING (unit) WHERE f.ahead = 1 AND p.period = f.period - 3;

-- the record: forecasts for the last 7 of the 21 periods with y, each from what was known
SELECT r.ahead, r.forecasts = f.forecasts AS forecasts, abs(r.rmse - f.rmse) < 1e-8 AS rmse, abs(r.no_change - f.rmse_no_change) < 1e-8 AS no_change
FROM (
	SELECT e.ahead, count(*) AS forecasts, sqrt(avg((e.expected - p.y) ^ 2)) AS rmse, sqrt(avg((e.y_last - p.y) ^ 2)) AS no_change
	FROM generate_series(24012, 24023) AS origin, pg_temp.at(origin, 6, 4) AS e JOIN panel AS p USING (unit, period)
	WHERE e.expected IS NOT NULL AND p.y IS NOT NULL AND e.period > 24017
	GROUP BY e.ahead
) AS r JOIN (SELECT DISTINCT ahead, forecasts, rmse, rmse_no_change FROM forecast) AS f USING (ahead)
ORDER BY ahead;
-- the width is that of t at the level asked for, with a degree for each of 2 forecasts of a unit, and one: t(.975, 3 df) = 3.1824, t(.9) = 1.6377
SELECT level, f.forecasts, min((f.high - f.low) / 2 / f.unit_rmse)::numeric(6, 4) AS t, max((f.high - f.low) / 2 / f.unit_rmse)::numeric(6, 4) AS t_of_others
FROM (SELECT array_agg('u' || u) AS u, array_agg(t) AS p, array_agg(pg_temp.noise(concat_ws('/', 'a', u, t))) AS x, array_agg(pg_temp.noise(concat_ws('/', 'b', u, t))) AS y
	FROM generate_series(1, 4) AS u, generate_series(1, 6) AS t) AS a,
	(VALUES (.95::float8), (.8)) AS l(level), cx_lag_forecast(u, p, x, y, 1, 1, level => l.level) AS f
GROUP BY 1, 2 ORDER BY 1;

-- a noisy unit has wider limits; those of others follow their own errors, though period effects take some of its noise to them
SELECT CASE f.unit WHEN 'u1' THEN 'noisy' ELSE 'others' END AS units, bool_and(g.unit_rmse > 4 * f.unit_rmse) AS larger, bool_and(g.unit_rmse < g.rmse) AS below_that_of_all,
	bool_and(g.rmse > 2 * f.rmse) AS rmse_of_all_larger
FROM forecast AS f, (
	SELECT array_agg(unit) AS u, array_agg(period) AS p, array_agg(x) AS x, array_agg(y + CASE unit WHEN 'u1' THEN 40 * pg_temp.noise('n' || period) ELSE 0 END) AS y FROM panel) AS a,
	cx_lag_forecast(u, p, x, y, 6, 1, 3) AS g
WHERE g.unit = f.unit AND f.ahead = 1 GROUP BY 1 ORDER BY 1;

-- order of rows, names of units, calendar and scale do not matter
SELECT count(*) AS rows, count(*) FILTER (WHERE (f.lag, f.forecasts, f.reason) IS DISTINCT FROM (g.lag, g.forecasts, g.reason)
	OR abs(100 * f.expected + 7 - g.expected) > 1e-7 OR abs(100 * f.high + 7 - g.high) > 1e-7 OR abs(100 * f.rmse - g.rmse) > 1e-7 OR (f.expected IS NULL) <> (g.expected IS NULL)) AS differ
FROM forecast AS f, (
	SELECT array_agg(reverse(unit) ORDER BY md5(unit || period)) AS u, array_agg(period - 90000 ORDER BY md5(unit || period)) AS p,
		array_agg(5 - x / 3 ORDER BY md5(unit || period)) AS x, array_agg(100 * y + 7 ORDER BY md5(unit || period)) AS y FROM panel) AS a,
	cx_lag_forecast(u, p, x, y, 6, 4) AS g
WHERE g.unit = reverse(f.unit) AND g.period = f.period - 90000;

--
-- breaks: since the one of u1 its level is 500 higher; before that of u2 there is hardly anything
--
SELECT f.unit, abs(f.expected - e.expected - CASE f.unit WHEN 'u1' THEN 500 ELSE 0 END) < 6 AS as_before, f.reason
FROM (
	SELECT array_agg(unit) AS u, array_agg(period) AS p, array_agg(x) AS x, array_agg(y + CASE WHEN unit = 'u1' AND period > 24010 THEN 500 ELSE 0 END) AS y,
		array_agg(CASE WHEN unit = 'u1' AND period > 24010 OR unit = 'u2' AND period > 24022 THEN 1 END) AS s FROM panel) AS a,
	cx_lag_forecast(u, p, x, y, 6, 1, 3, s) AS f JOIN pg_temp.at(24024, 6, 1, 3) AS e USING (unit)
WHERE f.unit IN ('u1', 'u2', 'u4') ORDER BY 1;

--
-- nothing expected, and why; nothing at all
--
SELECT ahead, lag, reason, count(*) FROM forecast WHERE reason IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 1, 3;
SELECT unit, period, ahead, lag, y_last, expected, forecasts, reason FROM cx_lag_forecast('{a,a,a,a}', '{1,2,3,4}', '{1,2,5,1}', '{3,1,2,8}', 2, 1);
-- units spelled in two ways; y that is nothing but unit and period
SELECT DISTINCT f.lag, f.expected, f.rmse, f.unit_rmse, f.reason
FROM (SELECT array_agg(CASE WHEN s = 1 THEN unit ELSE upper(unit) END) AS u, array_agg(period) AS p, array_agg(CASE s WHEN 1 THEN x END) AS x, array_agg(CASE s WHEN 2 THEN y END) AS y
	FROM panel, generate_series(1, 2) AS s) AS a, cx_lag_forecast(u, p, x, y, 6, 2) AS f;
SELECT DISTINCT f.ahead, f.lag, f.reason
FROM (SELECT array_agg(unit) AS u, array_agg(period) AS p, array_agg(x) AS x, array_agg(length(unit) + period % 5) AS y FROM panel) AS a, cx_lag_forecast(u, p, x, y, 6, 2) AS f
WHERE f.expected IS NOT NULL ORDER BY 1;
-- x once in six periods; the best lag is 3
SELECT DISTINCT f.ahead, f.lag, f.reason
FROM (SELECT array_agg(unit) AS u, array_agg(period) AS p, array_agg(CASE WHEN period % 6 = 0 THEN x END) AS x, array_agg(y) AS y FROM panel) AS a, cx_lag_forecast(u, p, x, y, 12, 3) AS f
WHERE f.expected IS NOT NULL ORDER BY 1;
SELECT DISTINCT f.ahead, f.lag, f.expected, f.reason
FROM (SELECT array_agg(unit) AS u, array_agg(period) AS p, array_agg(x) AS x, array_agg(y) AS y FROM panel) AS a, cx_lag_forecast(u, p, x, y, 6, 3, 2) AS f
WHERE f.ahead = 3;
SELECT (SELECT count(*) FROM cx_lag_forecast('{}', '{}', '{}', '{}', 1, 1)) AS no_cells, (SELECT count(*) FROM cx_lag_forecast('{a}', '{1}', '{1}', '{NULL}', 1, 1)) AS no_y,
	(SELECT count(*) FROM cx_lag_forecast(NULL, '{1}', '{1}', '{1}', 1, 1)) AS no_arrays;

--
-- refusals
--
SELECT pg_temp.refusal(q) FROM unnest(ARRAY[
	$$SELECT cx_lag_forecast('{a}', '{1}', '{1}', '{1}', 0, 1)$$,
	$$SELECT cx_lag_forecast('{a}', '{1}', '{1}', '{1}', 10001, 1)$$,
	$$SELECT cx_lag_forecast('{a}', '{1}', '{1}', '{1}', 1, 101)$$,
	$$SELECT cx_lag_forecast('{a}', '{1}', '{1}', '{1}', 1, 1, lag => 0)$$,
	$$SELECT cx_lag_forecast('{a}', '{1}', '{1}', '{1}', 1, 1, level => 95)$$,
	$$SELECT cx_lag_forecast('{a}', '{1}', '{1,2}', '{1}', 1, 1)$$,
	$$SELECT cx_lag_forecast('{a,a}', '{1,1}', '{1,2}', '{1,2}', 1, 1)$$,
	$$SELECT cx_lag_forecast('{a}', '{2147483647}', '{1}', '{1}', 1, 1)$$]) AS q;
-- and work without end is cancelled
SET statement_timeout = '200ms';
SELECT count(*) FROM (SELECT array_agg(u::text) AS u, array_agg(t) AS p, array_agg(random()) AS x, array_agg(random()) AS y
	FROM generate_series(1, 150) AS u, generate_series(1, 400) AS t) AS a, cx_lag_forecast(u, p, x, y, 390, 100);
RESET statement_timeout;

DROP TABLE exact, panel, forecast;
