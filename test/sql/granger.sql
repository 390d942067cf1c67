--
-- granger: cx_granger(), cx_granger_lag(), cx_dumitrescu_hurlin() and
-- cx_panel_adjust() over arrays.
--
-- What must hold: F is that of the two regressions, by hand and by partial
-- correlation; lags are those of the calendar and end at a break; the panel test
-- is put together from the tests of its units; what can have no F is NULL with a
-- reason, bad arguments are refused with what is wrong with them.
--
-- The reference values of R are compared in test/unit/test_granger.c.
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

CREATE FUNCTION pg_temp.near(a double precision, b double precision) RETURNS boolean LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE WHEN a IS NULL OR b IS NULL THEN a IS NULL AND b IS NULL ELSE abs(a - b) <= 1e-9 * greatest(1, abs(b)) END $$;

--
-- by hand: what x leaves of y is .9 of 2.421053, so F = 1.521053 / (.9 / 1); the slope is -1.7
--
SELECT n, df1, df2, f::numeric(10, 6), p_value::numeric(6, 4), reason
FROM cx_granger('{1,2,3,4,5}', '{0,1,0,1,1}', '{1,2,2,4,3}', 1);
SELECT n, df1, df2, f::numeric(10, 6), p_value::numeric(6, 4), slope::numeric(10, 6), reason
FROM cx_granger_lag('{1,2,3,4,5}', '{0,1,0,1,1}', '{1,2,2,4,3}', 1);
-- a gap in the calendar, rows of NULL in it, and any order of rows: the same
SELECT count(DISTINCT g) AS one, min(n) AS rows
FROM (VALUES
	('{1,2,3,4,5,9,10,11,12}'::int[], '{3,1,4,1,5,9,2,6,5}'::float8[], '{2,7,1,8,2,8,1,8,2}'::float8[]),
	('{1,2,3,4,5,7,9,10,11,12}', '{3,1,4,1,5,NULL,9,2,6,5}', '{2,7,1,8,2,NULL,8,1,8,2}'),
	('{12,11,10,9,5,4,3,2,1}', '{5,6,2,9,5,1,4,1,3}', '{2,8,1,8,2,8,1,7,2}')) AS v(p, x, y), cx_granger(p, x, y, 1) AS g;
-- a break at 5 takes the row of 5 away
SELECT n FROM cx_granger('{1,2,3,4,5,6,7,8}', '{3,1,4,1,5,9,2,6}', '{2,7,1,8,2,8,1,8}', 1, '{0,0,0,0,1,1,1,1}');

--
-- a panel of 4 series: y follows y of the period before and x of three before
--
CREATE TEMP TABLE panel AS
WITH RECURSIVE series AS (
	SELECT 'u' || u AS unit, u, 1 AS period, 10 * u + pg_temp.noise('x' || u || '/1') AS x, 0::float8 AS x1, 0::float8 AS x2, 0::float8 AS x3, 5::float8 AS y
	FROM generate_series(1, 4) AS u
	UNION ALL
	SELECT unit, u, period + 1, 10 * u + 4 * pg_temp.noise('x' || u || '/' || period + 1), x, x1, x2,
		.5 * y + .8 * x2 + pg_temp.noise('y' || u || '/' || period + 1)
	FROM series WHERE period < 20 + 5 * u
)
SELECT unit, period, x, CASE WHEN period % 13 <> 0 THEN y END AS y FROM series;
CREATE TEMP TABLE arrays AS
SELECT array_agg(unit) AS u, array_agg(period) AS p, array_agg(x) AS x, array_agg(y) AS y FROM panel;
CREATE TEMP TABLE by_unit AS
SELECT unit, array_agg(period) AS p, array_agg(x) AS x, array_agg(y) AS y FROM panel GROUP BY unit;

-- one lag: F by the partial correlation of y and x, earlier y being equal
SELECT b.unit, l AS lag, g.n = r.n AS n, pg_temp.near(g.f, r.partial ^ 2 / (1 - r.partial ^ 2) * (r.n - 3)) AS f, sign(g.slope) = sign(r.partial) AS sign
FROM by_unit AS b, generate_series(1, 4) AS l, cx_granger_lag(b.p, b.x, b.y, l) AS g,
	LATERAL (
		SELECT count(*) AS n, (corr(now.y, far.x) - corr(now.y, near.y) * corr(near.y, far.x)) /
			sqrt((1 - corr(now.y, near.y) ^ 2) * (1 - corr(near.y, far.x) ^ 2)) AS partial
		FROM panel AS now JOIN panel AS near ON near.unit = now.unit AND near.period = now.period - 1
			JOIN panel AS far ON far.unit = now.unit AND far.period = now.period - l
		WHERE now.unit = b.unit AND now.y IS NOT NULL AND near.y IS NOT NULL AND far.x IS NOT NULL
	) AS r
ORDER BY 1, 2;
-- the lag that is there is found, and not its opposite
SELECT unit, (cx_granger_lag(p, x, y, 3)).p_value < .001 AS x_leads, (cx_granger_lag(p, y, x, 3)).p_value > .01 AS y_does_not,
	(cx_granger(p, x, y, 3)).p_value < .001 AS of_order_3
FROM by_unit ORDER BY unit;

--
-- the panel test from the tests of the units (T = rows + order)
--
SELECT d.units, d.t = m.t AS t, pg_temp.near(d.w_bar, m.w) AS w_bar, pg_temp.near(d.z_bar, m.z) AS z_bar,
	pg_temp.near(d.z_tilde, m.z_tilde) AS z_tilde, d.units_left_out, d.reason
FROM arrays AS a, cx_dumitrescu_hurlin(a.u, a.p, a.x, a.y, 2) AS d, (
	SELECT avg(g.n + 2)::float8 AS t, avg(2 * g.f) AS w, sqrt(count(*) / 4.0::float8) * (avg(2 * g.f) - 2) AS z,
		sqrt(count(*)) * (avg(2 * g.f) - avg(2 * t1.m)) / sqrt(avg(4 * t1.v)) AS z_tilde
	FROM by_unit AS b, cx_granger(b.p, b.x, b.y, 2) AS g,
		LATERAL (SELECT df2::float8 / (df2 - 2) AS m, 2 * df2::float8 ^ 2 * (2 + df2 - 2) / (2 * (df2 - 2) ^ 2 * (df2 - 4)) AS v FROM (SELECT g.df2) AS q) AS t1
) AS m;
-- a unit with too few periods, and one whose x does not vary, are left out
SELECT d.units, d.units_left_out, d.t, pg_temp.near(d.z_tilde, e.z_tilde) AS same
FROM arrays AS a, cx_dumitrescu_hurlin(a.u, a.p, a.x, a.y, 1) AS e,
	cx_dumitrescu_hurlin(a.u || array_fill('flat'::text, '{30}') || array_fill('short'::text, '{8}'),
		a.p || ARRAY(SELECT generate_series(1, 30)) || ARRAY(SELECT generate_series(1, 8)),
		a.x || array_fill(1::float8, '{30}') || ARRAY(SELECT pg_temp.noise('s' || i) FROM generate_series(1, 8) AS i),
		a.y || ARRAY(SELECT pg_temp.noise('f' || i) FROM generate_series(1, 38) AS i), 1) AS d;
SELECT * FROM cx_dumitrescu_hurlin('{a,a}', '{1,2}', '{1,2}', '{2,1}', 3);
SELECT units, t, p_value, units_left_out, reason FROM cx_dumitrescu_hurlin('{}', '{}', '{}', '{}', 1);

--
-- what units share taken out: against the same in SQL for differences; for levels,
-- no mean is left, and what is left is the same whatever is added to units and periods
--
SELECT count(*) AS cells, bool_and(pg_temp.near(d.x, s.x)) AS x, bool_and(pg_temp.near(d.y, s.y)) AS y
FROM arrays AS a, cx_panel_adjust(a.u, a.p, a.x, a.y, 'difference') AS d
	FULL JOIN (
		SELECT now.unit, now.period, now.x - before.x - avg(now.x - before.x) OVER p AS x, now.y - before.y - avg(now.y - before.y) OVER p AS y
		FROM panel AS now JOIN panel AS before ON before.unit = now.unit AND before.period = now.period - 1
		WINDOW p AS (PARTITION BY now.period)
	) AS s ON s.unit = d.unit AND s.period = d.period;
CREATE TEMP TABLE adjusted AS
SELECT d.unit, d.period, d.x, d.y, e.x AS x_moved
FROM arrays AS a, cx_panel_adjust(a.u, a.p, a.x, a.y, 'level') AS d,
	(SELECT array_agg(unit) AS u, array_agg(period) AS p, array_agg(7 * x + 1000 * period + 50 * length(unit) * ascii(right(unit, 1))) AS x, array_agg(y) AS y FROM panel) AS b,
	cx_panel_adjust(b.u, b.p, b.x, b.y, 'level') AS e
WHERE e.unit = d.unit AND e.period = d.period;
SELECT count(*) AS cells, count(y) AS y, bool_and(abs(7 * x - x_moved) < 1e-8) AS same, stddev(x) > 1 AS something_left FROM adjusted;
SELECT max(abs(mean)) < 1e-9 AS none_left FROM (SELECT avg(y) AS mean FROM adjusted GROUP BY unit UNION ALL SELECT avg(x) FROM adjusted GROUP BY period) AS m;
-- by hand: b before a; a break, of which the segment tells; a value alone in its stretch is NULL
SELECT unit, period, x::numeric(6, 3), y::numeric(6, 3), segment FROM cx_panel_adjust('{b,b,a,a,a}', '{1,2,1,2,3}', '{0,1,4,9,0}', '{1,2,5,NULL,5}', 'level', '{1,1,2,2,3}');
SELECT unit, period, x::numeric(6, 3), y::numeric(6, 3), segment FROM cx_panel_adjust('{b,b,a,a,a,a}', '{1,2,1,2,3,4}', '{0,1,4,9,0,8}', '{1,2,5,NULL,5,6}', 'difference', '{1,1,2,2,-3,-3}');

-- shocks that all units share, and no effect: taken for one, unless they are taken out
WITH shock AS (
	SELECT t, sum(pg_temp.noise('shock' || t)) OVER (ORDER BY t) AS s FROM generate_series(1, 40) AS t
),
cells AS (
	SELECT array_agg('u' || u) AS u, array_agg(t) AS p,
		array_agg(20 * s + 4 * pg_temp.noise(concat_ws('/', 'sx', u, t))) AS x,
		array_agg(20 * lag + 4 * pg_temp.noise(concat_ws('/', 'sy', u, t))) AS y
	FROM generate_series(1, 12) AS u, (SELECT t, s, lag(s) OVER (ORDER BY t) AS lag FROM shock) AS l
)
SELECT raw.p_value < 1e-6 AS found, taken_out.p_value > .05 AS not_found, taken_out.units, taken_out.t
FROM cells AS c, cx_dumitrescu_hurlin(c.u, c.p, c.x, c.y, 1) AS raw,
	LATERAL (SELECT array_agg(unit) AS u, array_agg(period) AS p, array_agg(a.x) AS x, array_agg(a.y) AS y, array_agg(segment) AS s
		FROM cx_panel_adjust(c.u, c.p, c.x, c.y, 'difference') AS a) AS d,
	cx_dumitrescu_hurlin(d.u, d.p, d.x, d.y, 1, d.s) AS taken_out;

--
-- no F, and why
--
SELECT * FROM cx_granger('{1,2,3,4,5}', '{0,1,0,1,1}', '{1,2,2,4,3}', 2);
SELECT reason FROM cx_granger('{1,2,3,4,5,6}', '{3,3,3,3,3,3}', '{1,2,2,4,3,1}', 1)
UNION ALL SELECT reason FROM cx_granger('{1,2,3,4,5,6}', '{1,2,2,4,3,1}', '{3,3,3,3,3,3}', 1)
UNION ALL SELECT reason FROM cx_granger('{1,2,3,4,5,6}', '{1,2,2,4,3,1}', '{1,2,2,4,3,1}', 1)
UNION ALL SELECT reason FROM cx_granger('{1,2,3,4,5,6,7}', '{1,2,2,4,3,1,7}', '{0,1,2,2,4,3,1}', 1)
UNION ALL SELECT reason FROM cx_granger('{}', '{}', '{}', 100)
UNION ALL SELECT reason FROM cx_granger_lag('{1,2}', '{1,2}', '{1,2}', 2147483647);
-- NaN and infinity are no values; NULL arrays give NULL
SELECT n FROM cx_granger('{1,2,3,4,5}', '{0,NaN,0,1,1}', '{1,2,2,4,Infinity}', 1);
SELECT cx_granger(NULL, '{1}', '{1}', 1) IS NULL AS granger, cx_granger_lag('{1}', NULL, '{1}', 1) IS NULL AS lag,
	cx_dumitrescu_hurlin('{a}', '{1}', '{1}', '{1}', NULL) IS NULL AS panel,
	(SELECT count(*) FROM cx_panel_adjust(NULL, '{1}', '{1}', '{1}', 'level')) AS adjusted;

--
-- refusals
--
SELECT pg_temp.refusal(q) FROM unnest(ARRAY[
	$$SELECT cx_granger('{1}', '{1}', '{1}', 0)$$,
	$$SELECT cx_granger('{1}', '{1}', '{1}', 101)$$,
	$$SELECT cx_granger('{1,2}', '{1}', '{1}', 1)$$,
	$$SELECT cx_granger('{1,2}', '{1,2}', '{1,2}', 1, '{1}')$$,
	$$SELECT cx_granger('{1,1}', '{1,2}', '{1,2}', 1)$$,
	$$SELECT cx_granger('{1,NULL}', '{1,2}', '{1,2}', 1)$$,
	$$SELECT cx_granger('{{1,2}}', '{1,2}', '{1,2}', 1)$$,
	$$SELECT cx_granger_lag('{1}', '{1}', '{1}', 0)$$,
	$$SELECT cx_dumitrescu_hurlin('{a}', '{1}', '{1}', '{1}', -1)$$,
	$$SELECT cx_dumitrescu_hurlin('{a,b}', '{1}', '{1}', '{1}', 1)$$,
	$$SELECT cx_panel_adjust('{a}', '{1}', '{1}', '{1}', 'diff')$$]) AS q;

DROP TABLE panel, arrays, by_unit, adjusted;
