--
-- lag_properties: what must hold for cx_lag_scan() on any panel.
--
-- What must hold: periods are joined by the calendar, never by the order of
-- rows, so gaps shift nothing; the pooled and within figures are those of corr()
-- and regr_slope(); the two-way ones are what alternating the two demeanings
-- converges to, also with gaps, in rotating and in disconnected panels; names,
-- order, origin and unit of measurement do not matter; what cannot be known is
-- NULL, never NaN; bad arguments are refused with what is wrong with them.
--
-- Expected values: by hand, or from a second computation in SQL.
--

-- the SQLSTATE and the message with which a query is refused
CREATE FUNCTION pg_temp.refusal(query text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE query;
	RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ' ' || SQLERRM;
END $$;

-- the same number everywhere, between -100 and 100
CREATE FUNCTION pg_temp.score(key text) RETURNS double precision LANGUAGE sql IMMUTABLE AS
$$ SELECT ('x' || substr(md5(key), 1, 7))::bit(28)::int / 268435456.0::double precision * 200 - 100 $$;

-- equal but for rounding, or both NULL
CREATE FUNCTION pg_temp.near(a double precision, b double precision) RETURNS boolean LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE WHEN a IS NULL OR b IS NULL THEN a IS NULL AND b IS NULL ELSE abs(a - b) < 1e-9 END $$;

--
-- the calendar, by hand: y is x of the period before; period 4 is missing.  By
-- the order of rows (the window function lag()), x of 3 would meet y of 5.
--
CREATE TEMP TABLE gap(p, x, y) AS VALUES (1, 3, 0), (2, 1, 3), (3, 4, 1), (5, 5, 7), (6, 9, 5), (7, 2, 9);
SELECT 'calendar' AS joined_by, s.pairs, s.r_pooled::numeric(6, 4), s.slope_within::numeric(6, 4) AS slope
FROM (SELECT array_agg('nl'::text) AS u, array_agg(p) AS p, array_agg(x::float8) AS x, array_agg(y::float8) AS y FROM gap) AS a,
	cx_lag_scan(u, p, x, y, 1, 1) AS s
UNION ALL
SELECT 'order of rows', count(*) FILTER (WHERE before IS NOT NULL), corr(y, before)::numeric(6, 4), regr_slope(y, before)::numeric(6, 4)
FROM (SELECT y, lag(x) OVER (ORDER BY p) AS before FROM gap) AS o;
-- a row of NULLs in period 4 is the same as no row; so is a value with no partner
SELECT s.lag, s.pairs, s.r_pooled::numeric(6, 4)
FROM cx_lag_scan(array_fill('nl'::text, '{9}'), '{1,2,3,4,5,6,7,0,99}', '{3,1,4,NULL,5,9,2,NULL,NULL}', '{0,3,1,NULL,7,5,9,NULL,12}', 0, 1) AS s;

--
-- random panels with gaps: 4 to 9 units, 8 to 14 periods, a quarter of the rows
-- missing, and a tenth of the values NULL
--
CREATE TEMP TABLE panel AS
SELECT k, 'u' || u AS unit, 24000 + p AS period,
	CASE WHEN pg_temp.score(concat_ws('/', k, u, p, 'no x')) > -80 THEN pg_temp.score(concat_ws('/', k, u, p, 'x')) + 20 * u + 5 * p END AS x,
	CASE WHEN pg_temp.score(concat_ws('/', k, u, p, 'no y')) > -80 THEN pg_temp.score(concat_ws('/', k, u, p, 'y')) - 30 * u + 9 * p END AS y
FROM generate_series(1, 12) AS k, LATERAL generate_series(1, 3 + k % 7) AS u, LATERAL generate_series(1, 7 + k % 8) AS p
WHERE pg_temp.score(concat_ws('/', k, u, p, 'no row')) > -50;
-- 101: rotating, each unit stays for four periods; 102: two panels that share
-- neither unit nor period; 103: the same, but for one shared period
INSERT INTO panel
SELECT 101, 'u' || u, p, pg_temp.score(concat_ws('/', 101, u, p, 'x')), pg_temp.score(concat_ws('/', 101, u, p, 'y'))
FROM generate_series(1, 6) AS u, LATERAL generate_series(u, u + 3) AS p
UNION ALL
SELECT c, 'u' || u, p, pg_temp.score(concat_ws('/', c, u, p, 'x')) + 1000 * (u / 4), pg_temp.score(concat_ws('/', c, u, p, 'y')) - 1000 * (u / 4)
FROM generate_series(102, 103) AS c, generate_series(1, 6) AS u, LATERAL generate_series((u / 4) * (107 - c), (u / 4) * (107 - c) + 4) AS p;

CREATE TEMP TABLE scan AS
SELECT k, s.* FROM (
	SELECT k, array_agg(unit) AS u, array_agg(period) AS p, array_agg(x) AS x, array_agg(y) AS y FROM panel GROUP BY k) AS a,
	cx_lag_scan(u, p, x, y, -2, 3) AS s;

CREATE TEMP TABLE pair AS
SELECT a.k, l AS lag, b.unit, b.period, a.x, b.y
FROM generate_series(-2, 3) AS l, panel a JOIN panel b USING (k, unit)
WHERE b.period = a.period + l AND a.x IS NOT NULL AND b.y IS NOT NULL;

-- alternate the two demeanings until no period mean is left
CREATE TEMP TABLE twoway (LIKE pair);
CREATE FUNCTION pg_temp.alternate() RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	CREATE TEMP TABLE going AS SELECT * FROM pair;
	FOR round IN 1 .. 2000 LOOP
		CREATE TEMP TABLE next AS
		SELECT k, lag, unit, period, x - xm AS x, y - ym AS y, max(greatest(abs(xm), abs(ym))) OVER (PARTITION BY k, lag) AS left_over FROM (
			SELECT k, lag, unit, period, x, y, avg(x) OVER (PARTITION BY k, lag, period) AS xm, avg(y) OVER (PARTITION BY k, lag, period) AS ym
			FROM (SELECT k, lag, unit, period, x - avg(x) OVER u AS x, y - avg(y) OVER u AS y
				FROM going WINDOW u AS (PARTITION BY k, lag, unit)) AS by_unit) AS by_period;
		DROP TABLE going;
		INSERT INTO twoway SELECT k, lag, unit, period, x, y FROM next WHERE left_over < 1e-12;
		CREATE TEMP TABLE going AS SELECT k, lag, unit, period, x, y FROM next WHERE left_over >= 1e-12;
		DROP TABLE next;
		IF NOT EXISTS (SELECT FROM going) THEN
			RETURN 'converged';
		END IF;
	END LOOP;
	RETURN 'did not converge';
END $$;
SELECT pg_temp.alternate();

-- NULL where nothing but rounding is left of a side, and, two-way, where a single
-- degree of freedom is left, so that any two series would fit
CREATE TEMP TABLE formula AS
SELECT k, lag, count(*) AS pairs, count(DISTINCT unit) AS units, corr(p.y, p.x) AS r_pooled,
	CASE WHEN least(stddev_pop(w.x), stddev_pop(w.y)) > 1e-9 THEN corr(w.y, w.x) END AS r_within,
	CASE WHEN stddev_pop(w.x) > 1e-9 THEN regr_slope(w.y, w.x) END AS slope_within,
	CASE WHEN least(stddev_pop(t.x), stddev_pop(t.y)) > 1e-9 AND count(*) - count(DISTINCT unit) - count(DISTINCT period) + 1 > 1
		THEN corr(t.y, t.x) END AS r_twoway,
	CASE WHEN stddev_pop(t.x) > 1e-9 AND count(*) - count(DISTINCT unit) - count(DISTINCT period) + 1 > 1
		THEN regr_slope(t.y, t.x) END AS slope_twoway
FROM pair p
	JOIN (SELECT k, lag, unit, period, x - avg(x) OVER u AS x, y - avg(y) OVER u AS y FROM pair WINDOW u AS (PARTITION BY k, lag, unit)) AS w
		USING (k, lag, unit, period)
	JOIN twoway t USING (k, lag, unit, period)
GROUP BY k, lag;
SELECT CASE WHEN k < 100 THEN 'gaps' WHEN k = 101 THEN 'rotating' ELSE 'disconnected' END AS panels, count(*) AS scans,
	count(*) FILTER (WHERE s.pairs = f.pairs AND s.units = f.units) AS pairs,
	count(*) FILTER (WHERE pg_temp.near(s.r_pooled, f.r_pooled)) AS r_pooled,
	count(*) FILTER (WHERE pg_temp.near(s.r_within, f.r_within)) AS r_within,
	count(*) FILTER (WHERE pg_temp.near(s.slope_within, f.slope_within)) AS slope_within,
	count(*) FILTER (WHERE pg_temp.near(s.r_twoway, f.r_twoway)) AS r_twoway,
	count(*) FILTER (WHERE pg_temp.near(s.slope_twoway, f.slope_twoway)) AS slope_twoway,
	count(*) FILTER (WHERE f.r_twoway IS NULL) AS unknown
FROM scan s JOIN formula f USING (k, lag) GROUP BY 1 ORDER BY 2 DESC, 1;

--
-- complete panels, small ones above all: x - unit mean - period mean + mean
--
CREATE TEMP TABLE complete AS
SELECT g, t, k, u, p, pg_temp.score(concat_ws('/', g, t, k, u, p, 'x')) AS x, pg_temp.score(concat_ws('/', g, t, k, u, p, 'y')) AS y
FROM (VALUES (2, 3), (3, 3), (3, 4), (5, 8), (8, 12)) AS size(g, t), generate_series(1, 60) AS k,
	LATERAL generate_series(1, g) AS u, LATERAL generate_series(1, t) AS p;
WITH demeaned AS (
	SELECT g, t, k, x - avg(x) OVER a - avg(x) OVER b + avg(x) OVER c AS x, y - avg(y) OVER a - avg(y) OVER b + avg(y) OVER c AS y
	FROM complete WINDOW a AS (PARTITION BY g, t, k, u), b AS (PARTITION BY g, t, k, p), c AS (PARTITION BY g, t, k)
), formula AS (
	SELECT g, t, k, corr(y, x) AS r, regr_slope(y, x) AS slope FROM demeaned GROUP BY g, t, k
), scan AS (
	SELECT g, t, k, s.* FROM (
		SELECT g, t, k, array_agg(u::text) AS us, array_agg(p) AS ps, array_agg(x) AS xs, array_agg(y) AS ys FROM complete GROUP BY g, t, k) AS a,
		cx_lag_scan(us, ps, xs, ys, 0, 0) AS s
)
SELECT g AS units, t AS periods, count(*) AS panels, count(*) FILTER (WHERE abs(r - r_twoway) < 1e-9) AS r_twoway,
	count(*) FILTER (WHERE abs(slope - slope_twoway) < 1e-9 * greatest(1, abs(slope))) AS slope_twoway
FROM scan JOIN formula USING (g, t, k) GROUP BY g, t ORDER BY g, t;

--
-- what does not matter
--
CREATE FUNCTION pg_temp.same(changed text, x_times float8 DEFAULT 1, y_times float8 DEFAULT 1) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	result text;
BEGIN
	EXECUTE format($q$
		SELECT format('%%s of %%s', count(*) FILTER (WHERE c.pairs = s.pairs AND c.units = s.units
				AND pg_temp.near(c.r_pooled, sign($1 * $2) * s.r_pooled) AND pg_temp.near(c.r_within, sign($1 * $2) * s.r_within)
				AND pg_temp.near(c.r_twoway, sign($1 * $2) * s.r_twoway)
				AND pg_temp.near(c.slope_within * $1 / $2, s.slope_within) AND pg_temp.near(c.slope_twoway * $1 / $2, s.slope_twoway)), count(*))
		FROM scan s JOIN (SELECT k, c.* FROM (%s) AS a, cx_lag_scan(u, p, x, y, -2, 3) AS c) AS c USING (k, lag)$q$, changed)
		INTO result USING x_times, y_times;
	RETURN result;
END $$;
SELECT what, pg_temp.same(format('SELECT k, array_agg(%1$s ORDER BY %2$s) AS u, array_agg(%3$s ORDER BY %2$s) AS p,
	array_agg(%4$s ORDER BY %2$s) AS x, array_agg(%5$s ORDER BY %2$s) AS y FROM panel GROUP BY k',
	unit, sorted, period, x, y), x_times, y_times) AS same
FROM (VALUES
	(1, 'units by other names', 'md5(unit) || '' and more''', 'unit, period', 'period', 'x', 'y', 1, 1),
	(2, 'rows in another order', 'unit', 'md5(unit || period)', 'period', 'x', 'y', 1, 1),
	(3, 'periods from another origin', 'unit', 'unit, period', 'period - 30000', 'x', 'y', 1, 1),
	(4, 'x times 1000, plus 7', 'unit', 'unit, period', 'period', 'x * 1000 + 7', 'y', 1000, 1),
	(5, 'y times -3, minus 50', 'unit', 'unit, period', 'period', 'x', 'y * -3 - 50', 1, -3),
	(6, 'NaN and infinities for NULL', 'unit', 'unit, period', 'period',
		'coalesce(x, (''{NaN,Infinity,-Infinity}''::float8[])[1 + period % 3])',
		'coalesce(y, (''{-Infinity,NaN,Infinity}''::float8[])[1 + period % 3])', 1, 1)
) AS v(i, what, unit, sorted, period, x, y, x_times, y_times) ORDER BY i;
-- y leading x by 2 is x lagging y by 2
SELECT count(*) AS scans, count(*) FILTER (WHERE s.pairs = b.pairs AND pg_temp.near(s.r_pooled, b.r_pooled)
	AND pg_temp.near(s.r_within, b.r_within)) AS same
FROM (SELECT k, array_agg(unit) AS u, array_agg(period) AS p, array_agg(x) AS x, array_agg(y) AS y FROM panel GROUP BY k) AS a
	CROSS JOIN LATERAL cx_lag_scan(u, p, y, x, -3, 2) AS b JOIN scan s ON s.k = a.k AND s.lag = -b.lag;

--
-- what cannot be known
--
CREATE FUNCTION pg_temp.known(units text[], periods int[], x float8[], y float8[], l int DEFAULT 0,
	OUT pairs bigint, OUT units_found int, OUT r_pooled numeric, OUT r_within numeric, OUT r_twoway numeric, OUT slope numeric, OUT slope_twoway numeric)
LANGUAGE sql AS $$
	SELECT s.pairs, s.units, round(s.r_pooled::numeric, 6), round(s.r_within::numeric, 6), round(s.r_twoway::numeric, 6),
		round(s.slope_within::numeric, 6), round(s.slope_twoway::numeric, 6)
	FROM cx_lag_scan(units, periods, x, y, l, l) AS s $$;
SELECT what, k.* FROM (VALUES
	(1, 'no rows', '{}'::text[], '{}'::int[], '{}'::float8[], '{}'::float8[]),
	(2, 'no pairs', '{a,a}', '{1,2}', '{1,NULL}', '{NULL,2}'),
	(3, 'one pair', '{a,a}', '{1,2}', '{1,NULL}', '{2,2}'),
	(4, 'one unit', '{a,a,a}', '{1,2,3}', '{1,2,3}', '{2,4,6}'),
	(5, 'one period', '{a,b,c}', '{1,1,1}', '{1,2,3}', '{6,4,2}'),
	(6, 'x constant', '{a,a,a,b,b,b}', '{1,2,3,1,2,3}', '{0.1,0.1,0.1,0.1,0.1,0.1}', '{1,2,3,3,1,2}'),
	(7, 'y constant', '{a,a,a,b,b,b}', '{1,2,3,1,2,3}', '{1,2,3,3,1,2}', '{0.1,0.1,0.1,0.1,0.1,0.1}'),
	(8, 'x constant in a unit', '{a,a,a,b,b,b}', '{1,2,3,1,2,3}', '{0.1,0.1,0.1,0.7,0.7,0.7}', '{1,2,3,5,6,8}'),
	(9, 'x the same everywhere', '{a,a,a,b,b,b}', '{1,2,3,1,2,3}', '{0.1,0.5,0.2,0.1,0.5,0.2}', '{1,2,3,3,1,2}'),
	(10, 'unit and period add up', '{a,a,a,b,b,b}', '{1,2,3,1,2,3}', '{1.1,1.4,1.2,2.3,2.6,2.4}', '{1,2,3,3,1,2}'),
	(11, 'too large for arithmetic', '{a,a,a,b,b,b}', '{1,2,3,1,2,3}', '{1e308,-1e308,1e308,-1e308,1e308,2}', '{1,2,3,3,1,2}'),
	(12, 'too small for it', '{a,a,a,b,b,b}', '{1,2,3,1,2,3}', '{1e-310,2e-310,0,0,0,1e-310}', '{1,2,3,3,1,2}')
) AS v(i, what, u, p, x, y), LATERAL pg_temp.known(u, p, x, y) AS k ORDER BY i;
-- two units over three periods, by hand: the differences between the units are
-- 4, 6, 5 in x and 1, 5, 2 in y: slope 4/2, r = 4 / sqrt(2 * 26/3).  Over two
-- periods any two differences are on a line, so nothing can be known two-way
SELECT * FROM pg_temp.known('{a,a,a,b,b,b}', '{1,2,3,1,2,3}', '{1,2,4,5,8,9}', '{3,1,2,4,6,4}')
UNION ALL
SELECT * FROM pg_temp.known('{a,a,b,b}', '{1,2,1,2}', '{1,2,5,8}', '{3,1,4,6}');
-- never NaN, never an infinity
SELECT count(*) AS rows, count(*) FILTER (WHERE s::text ~* 'nan|inf') AS not_a_number
FROM (VALUES ('{1e308,-1e308,1e308,-1e308,1e308,2}'::float8[]), ('{1e-310,2e-310,0,0,0,1e-310}'), ('{NaN,Infinity,1,2,-Infinity,3}'),
	('{0,0,0,0,0,0}'), ('{1,1,1,1,1,1}'), ('{1e200,1e200,1e-200,0,NULL,5}'), ('{NULL,NULL,NULL,NULL,NULL,NULL}'), ('{1,2,3,4,5,6}')) AS a(x),
	(VALUES ('{1e308,-1e308,1e308,-1e308,1e308,2}'::float8[]), ('{1e-310,2e-310,0,0,0,1e-310}'), ('{NaN,Infinity,1,2,-Infinity,3}'),
	('{0,0,0,0,0,0}'), ('{0.1,0.1,0.1,0.1,0.1,0.1}'), ('{3,1,2,6,5,4}')) AS b(y),
	cx_lag_scan('{a,a,a,b,b,b}', '{1,2,3,1,2,3}', x, y, -3, 3) AS s;
-- a NULL for an argument: no rows
SELECT count(*) FROM cx_lag_scan(NULL, '{1}', '{1}', '{1}', 0, 0);

--
-- the ends of integer
--
SELECT s.lag, s.pairs FROM (VALUES (0), (1), (2147483647), (-2147483647), (-2147483648)) AS l(lag),
	cx_lag_scan('{a,a,a,a}', '{-2147483648,-1,0,2147483647}', '{1,2,3,4}', '{4,1,2,3}', l.lag, l.lag) AS s;
SELECT count(*) AS lags, sum(pairs) AS pairs
FROM cx_lag_scan('{a,a}', '{2147483647,2147483646}', '{1,2}', '{4,1}', 2147473648, 2147483647);

--
-- what is refused
--
SELECT pg_temp.refusal('SELECT count(*) FROM cx_lag_scan(' || arguments || ')') FROM (VALUES
	(1, $q$'{a,b}', '{1}', '{1,2}', '{1,2}', 0, 0$q$),
	(2, $q$'{a,b}', '{1,2}', '{1,2,3}', '{1,2}', 0, 0$q$),
	(3, $q$'{a,b}', '{1,2}', '{1,2}', '{}', 0, 0$q$),
	(4, $q$'{a,NULL}', '{1,2}', '{1,2}', '{1,2}', 0, 0$q$),
	(5, $q$'{a,b}', '{NULL,2}', '{1,2}', '{1,2}', 0, 0$q$),
	(6, $q$'{a,b,a}', '{7,7,7}', '{1,2,3}', '{1,2,3}', 0, 0$q$),
	(7, $q$'{a,b}', '{1,2}', '{1,2}', '{1,2}', 3, 2$q$),
	(8, $q$'{a,b}', '{1,2}', '{1,2}', '{1,2}', 1, 10001$q$),
	(9, $q$'{a,b}', '{1,2}', '{1,2}', '{1,2}', -2147483648, 2147483647$q$),
	(10, $q$'{{a,b}}', '{1,2}', '{1,2}', '{1,2}', 0, 0$q$),
	(11, $q$'{a,b}', '{{1,2}}', '{1,2}', '{1,2}', 0, 0$q$),
	(12, $q$'{a,b}', '{1,2}', '{1,2}', '{{1},{2}}', 0, 0$q$),
	(13, $q$'{a,b,A}', '{7,7,7}', '{1,2,3}', '{1,2,3}', 1, 10000$q$)
) AS v(i, arguments) ORDER BY i;

--
-- 1000 units over 60 periods: y follows x by 2 periods with slope 0.5, and has
-- effects of units and of periods of its own
--
WITH cell AS (
	SELECT u, p, pg_temp.score(concat_ws('/', u, p, 'x')) AS x, pg_temp.score(concat_ws('/', u, p - 2, 'x')) AS x_before
	FROM generate_series(1, 1000) AS u, generate_series(1, 60) AS p
), arrays AS (
	SELECT array_agg('unit ' || u) AS u, array_agg(p) AS p, array_agg(x) AS x, array_agg(0.5 * x_before + 3 * u - 7 * (p % 5)) AS y FROM cell
)
SELECT s.lag, s.pairs, s.units, abs(s.slope_twoway - 0.5) < 1e-9 AS slope_found, s.r_twoway > 1 - 1e-9 AS all_of_it, abs(s.r_twoway) < 0.05 AS none_of_it
FROM arrays, cx_lag_scan(u, p, x, y, -1, 3) AS s ORDER BY s.lag;
