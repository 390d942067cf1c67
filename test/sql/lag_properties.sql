--
-- lag_properties: what must hold for cx_lag_scan() and cx_lag_scan_unit() on any
-- panel.
--
-- What must hold: periods are joined by the calendar, never by the order of
-- rows, so gaps shift nothing; nothing is paired or differenced across a break;
-- the pooled, between and within figures are those of corr() and regr_slope();
-- the two-way ones are what alternating the two demeanings converges to, also
-- with gaps, in rotating and in disconnected panels, with an error clustered by
-- unit; names, order, origin and unit of measurement do not matter; what cannot
-- be known is NULL, never NaN, with a reason; bad arguments are refused with
-- what is wrong with them.
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
$$ SELECT CASE WHEN a IS NULL OR b IS NULL THEN a IS NULL AND b IS NULL ELSE abs(a - b) < 1e-9 * greatest(1, abs(b)) END $$;

--
-- the calendar, by hand: y is x of the period before; period 4 is missing.  By
-- the order of rows (the window function lag()), x of 3 would meet y of 5.
--
CREATE TEMP TABLE gap(p, x, y) AS VALUES (1, 3, 0), (2, 1, 3), (3, 4, 1), (5, 5, 7), (6, 9, 5), (7, 2, 9);
SELECT 'calendar' AS joined_by, s.pairs, s.r_pooled::numeric(6, 4), s.slope_within::numeric(6, 4) AS slope
FROM (SELECT array_agg('nl'::text) AS u, array_agg(p) AS p, array_agg(x::float8) AS x, array_agg(y::float8) AS y FROM gap) AS a,
	cx_lag_scan(u, p, x, y, 1, 1) AS s WHERE s.transform = 'level'
UNION ALL
SELECT 'order of rows', count(*) FILTER (WHERE before IS NOT NULL), corr(y, before)::numeric(6, 4), regr_slope(y, before)::numeric(6, 4)
FROM (SELECT y, lag(x) OVER (ORDER BY p) AS before FROM gap) AS o;
-- a row of NULLs in period 4 is the same as no row; so is a value with no partner
SELECT s.lag, s.pairs, s.r_pooled::numeric(6, 4)
FROM cx_lag_scan(array_fill('nl'::text, '{9}'), '{1,2,3,4,5,6,7,0,99}', '{3,1,4,NULL,5,9,2,NULL,NULL}', '{0,3,1,NULL,7,5,9,NULL,12}', 0, 1) AS s
WHERE s.transform = 'level';
-- differences are between neighbours in the calendar: of 2, 3, 6 and 7 only
SELECT s.lag, s.pairs, s.r_pooled::numeric(6, 4), s.spearman::numeric(6, 4)
FROM cx_lag_scan(array_fill('nl'::text, '{6}'), '{1,2,3,5,6,7}', '{3,1,4,5,9,2}', '{0,3,1,7,5,9}', -1, 1) AS s
WHERE s.transform = 'difference';
-- a break after period 3: 4 and 5 are a stretch of their own, with 1 to 3 nothing is paired
SELECT s.transform, s.lag, s.pairs, s.r_within::numeric(6, 4) FROM cx_lag_scan(array_fill('nl'::text, '{5}'), '{1,2,3,4,5}',
	'{3,1,4,90,91}', '{0,3,1,7,5}', 0, 2, segments => '{0,0,0,1,1}') AS s;

--
-- random panels with gaps: 4 to 9 units, 8 to 14 periods, a quarter of the rows
-- missing, and a tenth of the values NULL; in every other panel, some units have
-- a break; a few standard errors are not known
--
CREATE TEMP TABLE panel AS
SELECT k, 'u' || u AS unit, 24000 + p AS period,
	CASE WHEN pg_temp.score(concat_ws('/', k, u, p, 'no x')) > -80 THEN pg_temp.score(concat_ws('/', k, u, p, 'x')) + 20 * u + 5 * p END AS x,
	CASE WHEN pg_temp.score(concat_ws('/', k, u, p, 'no y')) > -80 THEN pg_temp.score(concat_ws('/', k, u, p, 'y')) - 30 * u + 9 * p END AS y,
	CASE WHEN k % 4 > 0 OR u + p > 3 THEN 10 + p % 4 * 7.5::float8 END AS x_se, 5 + u % 3 * 10::float8 AS y_se,
	CASE WHEN k % 2 = 1 AND u % 3 > 0 AND p > 4 + u THEN 1 ELSE 0 END AS segment
FROM generate_series(1, 12) AS k, LATERAL generate_series(1, 3 + k % 7) AS u, LATERAL generate_series(1, 7 + k % 8) AS p
WHERE pg_temp.score(concat_ws('/', k, u, p, 'no row')) > -50;
-- 101: rotating, each unit stays for four periods; 102: two panels that share
-- neither unit nor period; 103: the same, but for one shared period
INSERT INTO panel
SELECT 101, 'u' || u, p, pg_temp.score(concat_ws('/', 101, u, p, 'x')), pg_temp.score(concat_ws('/', 101, u, p, 'y')), 10, 10, 0
FROM generate_series(1, 6) AS u, LATERAL generate_series(u, u + 3) AS p
UNION ALL
SELECT c, 'u' || u, p, pg_temp.score(concat_ws('/', c, u, p, 'x')) + 1000 * (u / 4), pg_temp.score(concat_ws('/', c, u, p, 'y')) - 1000 * (u / 4), 10, 10, 0
FROM generate_series(102, 103) AS c, generate_series(1, 6) AS u, LATERAL generate_series((u / 4) * (107 - c), (u / 4) * (107 - c) + 4) AS p;

CREATE TEMP TABLE scan AS
SELECT k, s.* FROM (
	SELECT k, array_agg(unit) AS u, array_agg(period) AS p, array_agg(x) AS x, array_agg(y) AS y,
		array_agg(x_se) AS xs, array_agg(y_se) AS ys, array_agg(segment) AS g FROM panel GROUP BY k) AS a,
	cx_lag_scan(u, p, x, y, -2, 3, xs, ys, g) AS s;

CREATE TEMP TABLE series AS
SELECT k, 'level' AS transform, unit, period, segment, x, y, x_se, y_se FROM panel
UNION ALL
SELECT k, 'difference', unit, b.period, segment, b.x - a.x, b.y - a.y, sqrt(b.x_se ^ 2 + a.x_se ^ 2), sqrt(b.y_se ^ 2 + a.y_se ^ 2)
FROM panel a JOIN panel b USING (k, unit, segment) WHERE b.period = a.period + 1;
CREATE TEMP TABLE pair AS
SELECT k, transform, l AS lag, unit, segment, b.period, a.x, b.y, a.x_se, b.y_se
FROM generate_series(-2, 3) AS l, series a JOIN series b USING (k, transform, unit, segment)
WHERE b.period = a.period + l AND a.x IS NOT NULL AND b.y IS NOT NULL;
-- of levels, a pair alone in its stretch is all mean: the two-way figures do without it
CREATE TEMP TABLE used AS
SELECT * FROM (SELECT *, count(*) OVER (PARTITION BY k, transform, lag, unit, segment) AS beside FROM pair) AS p
WHERE transform = 'difference' OR beside > 1;

-- alternate the two demeanings until no period mean is left
CREATE TEMP TABLE twoway AS
SELECT k, transform, lag, unit, segment, period, x - avg(x) OVER p AS x, y - avg(y) OVER p AS y
FROM used WHERE transform = 'difference' WINDOW p AS (PARTITION BY k, lag, period);
CREATE FUNCTION pg_temp.alternate() RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	CREATE TEMP TABLE going AS SELECT k, transform, lag, unit, segment, period, x, y FROM used WHERE transform = 'level';
	FOR round IN 1 .. 2000 LOOP
		CREATE TEMP TABLE next AS
		SELECT k, transform, lag, unit, segment, period, x - xm AS x, y - ym AS y, max(greatest(abs(xm), abs(ym))) OVER (PARTITION BY k, lag) AS left_over FROM (
			SELECT *, avg(x) OVER (PARTITION BY k, lag, period) AS xm, avg(y) OVER (PARTITION BY k, lag, period) AS ym
			FROM (SELECT k, transform, lag, unit, segment, period, x - avg(x) OVER u AS x, y - avg(y) OVER u AS y
				FROM going WINDOW u AS (PARTITION BY k, lag, unit, segment)) AS by_unit) AS by_period;
		DROP TABLE going;
		INSERT INTO twoway SELECT k, transform, lag, unit, segment, period, x, y FROM next WHERE left_over < 1e-12;
		CREATE TEMP TABLE going AS SELECT k, transform, lag, unit, segment, period, x, y FROM next WHERE left_over >= 1e-12;
		DROP TABLE next;
		IF NOT EXISTS (SELECT FROM going) THEN
			RETURN 'converged';
		END IF;
	END LOOP;
	RETURN 'did not converge';
END $$;
SELECT pg_temp.alternate();

-- all pairs: pooled, between the units' means, average ranks
CREATE TEMP TABLE by_pair AS
SELECT k, transform, lag, count(*) AS pairs, count(DISTINCT unit) AS units, corr(y, x) AS r_pooled, corr(y_rank, x_rank) AS spearman,
	(SELECT corr(my, mx) FROM (SELECT avg(x) AS mx, avg(y) AS my FROM pair q
		WHERE (q.k, q.transform, q.lag) = (p.k, p.transform, p.lag) GROUP BY unit) AS m) AS r_between
FROM (
	SELECT *, rank() OVER (PARTITION BY k, transform, lag ORDER BY x) + count(*) OVER (PARTITION BY k, transform, lag, x) / 2.0 AS x_rank,
		rank() OVER (PARTITION BY k, transform, lag ORDER BY y) + count(*) OVER (PARTITION BY k, transform, lag, y) / 2.0 AS y_rank
	FROM pair) AS p
GROUP BY k, transform, lag;
CREATE TEMP TABLE by_unit AS
SELECT k, transform, lag, CASE WHEN least(stddev_pop(x), stddev_pop(y)) > 1e-9 THEN corr(y, x) END AS r_within,
	CASE WHEN stddev_pop(x) > 1e-9 THEN regr_slope(y, x) END AS slope_within
FROM (SELECT k, transform, lag, x - avg(x) OVER u AS x, y - avg(y) OVER u AS y FROM pair WINDOW u AS (PARTITION BY k, transform, lag, unit, segment)) AS w
GROUP BY k, transform, lag;
-- NULL where nothing but rounding is left of a side, and where a single degree of
-- freedom is left, so that any two series would fit; the error needs 3 units and
-- 2 degrees of freedom beside the slope
CREATE TEMP TABLE by_both AS
WITH base AS (
	SELECT k, transform, lag, count(*) AS n, count(DISTINCT t.unit) AS g, count(DISTINCT period) AS periods,
		count(*) - count(DISTINCT period) - CASE transform WHEN 'level' THEN count(DISTINCT (t.unit, segment)) - 1 ELSE 0 END AS remaining,
		least(stddev_pop(t.x), stddev_pop(t.y)) > 1e-9 AS varies, stddev_pop(t.x) > 1e-9 AS x_varies,
		corr(t.y, t.x) AS r, sum(t.x * t.y) / nullif(sum(t.x * t.x), 0) AS slope, sum(t.x * t.x) AS xx, sum(t.y * t.y) AS yy,
		CASE WHEN count(x_se) = count(*) THEN avg(x_se ^ 2) END AS x_noise, CASE WHEN count(y_se) = count(*) THEN avg(y_se ^ 2) END AS y_noise
	FROM twoway t JOIN used u USING (k, transform, lag, unit, segment, period)
	GROUP BY k, transform, lag
), score AS (
	SELECT k, transform, lag, sum(s * s) AS squares FROM (
		SELECT k, transform, lag, t.unit, sum(t.x * (t.y - slope * t.x)) AS s FROM twoway t JOIN base USING (k, transform, lag)
		GROUP BY k, transform, lag, t.unit) AS by_cluster
	GROUP BY k, transform, lag
)
SELECT k, transform, lag, CASE WHEN remaining > 1 AND varies THEN r END AS r_twoway, CASE WHEN remaining > 1 AND x_varies THEN slope END AS slope,
	CASE WHEN remaining > 1 AND varies THEN remaining - 1 END AS df,
	CASE WHEN remaining > 1 AND varies THEN r * sqrt((remaining - 1) / (1 - r * r)) END AS t_value,
	CASE WHEN remaining > 2 AND varies AND g > 2 THEN sqrt(squares / (xx * xx) * g / (g - 1) * (n - 1) / (n - 1 - periods)) END AS slope_se,
	CASE WHEN remaining > 1 AND x_varies THEN 1 - x_noise / (xx / remaining) END AS reliability_x,
	CASE WHEN remaining > 1 AND varies THEN 1 - y_noise / (yy / remaining) END AS reliability_y
FROM base JOIN score USING (k, transform, lag);
SELECT s.transform, CASE WHEN k >= 102 THEN 'disconnected' WHEN k = 101 THEN 'rotating' WHEN k % 2 = 1 THEN 'gaps, breaks' ELSE 'gaps' END AS panels, count(*) AS scans,
	count(*) FILTER (WHERE s.pairs = coalesce(a.pairs, 0) AND s.units = coalesce(a.units, 0)) AS pairs,
	count(*) FILTER (WHERE pg_temp.near(s.r_pooled, a.r_pooled)) AS r_pooled,
	count(*) FILTER (WHERE pg_temp.near(s.spearman, a.spearman)) AS spearman,
	count(*) FILTER (WHERE pg_temp.near(s.r_between, a.r_between)) AS r_between,
	count(*) FILTER (WHERE pg_temp.near(s.r_within, b.r_within)) AS r_within,
	count(*) FILTER (WHERE pg_temp.near(s.slope_within, b.slope_within)) AS slope_within,
	count(*) FILTER (WHERE pg_temp.near(s.r_twoway, c.r_twoway)) AS r_twoway,
	count(*) FILTER (WHERE pg_temp.near(s.slope, c.slope)) AS slope,
	count(*) FILTER (WHERE pg_temp.near(s.df, c.df) AND pg_temp.near(s.t_value, c.t_value)) AS t_value,
	count(*) FILTER (WHERE pg_temp.near(s.slope_se, c.slope_se)) AS slope_se,
	count(*) FILTER (WHERE pg_temp.near(s.reliability_x, c.reliability_x) AND pg_temp.near(s.reliability_y, c.reliability_y)) AS reliability,
	count(s.r_twoway) AS known, count(s.p_value) AS p_known
FROM scan s LEFT JOIN by_pair a USING (k, transform, lag) LEFT JOIN by_unit b USING (k, transform, lag) LEFT JOIN by_both c USING (k, transform, lag)
GROUP BY 1, 2 ORDER BY 1 DESC, 3 DESC, 2;

-- between the columns: limits lie about the slope, p is below .05 where they leave
-- out 0, r without noise is r over the root of the reliabilities, Holm is that of
-- nps_p_adjust() over the lags of a transform that have a p, and what is missing
-- has a reason
SELECT count(*) AS scans, count(*) FILTER (WHERE low < high AND pg_temp.near(low + high, 2 * slope)) AS limits, count(p_value) AS p_known,
	count(*) FILTER (WHERE (p_value < 0.05) = (low > 0 OR high < 0)) AS p_as_limits, count(*) FILTER (WHERE p_value < 0.05) AS significant,
	count(*) FILTER (WHERE p_holm = holm AND lags_scanned = scanned) AS holm,
	count(*) FILTER (WHERE pg_temp.near(r_corrected, CASE WHEN reliability_x >= 0.2 AND reliability_y >= 0.2
		THEN greatest(-1, least(1, r_twoway / sqrt(reliability_x * reliability_y))) END)) AS corrected, count(r_corrected) AS can_be,
	count(*) FILTER (WHERE (reason IS NULL) = (r_twoway IS NOT NULL AND p_value IS NOT NULL)) AS reasons
FROM scan JOIN (
	SELECT k, transform, unnest(array_agg(lag ORDER BY lag)) AS lag, unnest(nps_p_adjust(array_agg(p_value ORDER BY lag), 'holm')) AS holm, count(p_value) AS scanned
	FROM scan GROUP BY k, transform) AS h USING (k, transform, lag);
SELECT transform, coalesce(reason, 'all is known') AS reason, count(*) AS scans, count(r_twoway) AS r, count(p_value) AS p
FROM scan GROUP BY 1, 2 ORDER BY 1 DESC, 3 DESC, 2;
-- wider limits for more confidence; the rest stays
SELECT count(*) FILTER (WHERE n.high - n.low > s.high - s.low) AS wider,
	count(*) FILTER (WHERE to_jsonb(s) - '{low,high}'::text[] = to_jsonb(n) - '{low,high}'::text[]) AS same, count(*) AS scans, count(s.low) AS known
FROM (SELECT k, array_agg(unit) AS u, array_agg(period) AS p, array_agg(x) AS x, array_agg(y) AS y,
		array_agg(x_se) AS xs, array_agg(y_se) AS ys, array_agg(segment) AS g FROM panel GROUP BY k) AS a
	CROSS JOIN LATERAL (SELECT a.k, c.* FROM cx_lag_scan(u, p, x, y, -2, 3, xs, ys, g, level => 0.99) AS c) AS n
	JOIN scan s ON s.k = n.k AND s.transform = n.transform AND s.lag = n.lag;

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
		cx_lag_scan(us, ps, xs, ys, 0, 0) AS s WHERE s.transform = 'level'
)
SELECT g AS units, t AS periods, count(*) AS panels, count(*) FILTER (WHERE abs(r - r_twoway) < 1e-9) AS r_twoway,
	count(*) FILTER (WHERE pg_temp.near(scan.slope, formula.slope)) AS slope
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
				AND pg_temp.near(c.r_pooled, z * s.r_pooled) AND pg_temp.near(c.r_between, z * s.r_between)
				AND pg_temp.near(c.r_within, z * s.r_within) AND pg_temp.near(c.r_twoway, z * s.r_twoway)
				AND pg_temp.near(c.spearman, z * s.spearman) AND pg_temp.near(c.spearman_twoway, z * s.spearman_twoway)
				AND pg_temp.near(c.t_value, z * s.t_value) AND pg_temp.near(c.df, s.df) AND pg_temp.near(c.r_corrected, z * s.r_corrected)
				AND pg_temp.near(c.reliability_x, s.reliability_x) AND pg_temp.near(c.reliability_y, s.reliability_y)
				AND pg_temp.near(c.p_value, s.p_value) AND pg_temp.near(c.p_holm, s.p_holm)
				AND c.lags_scanned = s.lags_scanned AND c.reason IS NOT DISTINCT FROM s.reason
				AND pg_temp.near(c.slope_within * $1 / $2, s.slope_within) AND pg_temp.near(c.slope * $1 / $2, s.slope)
				AND pg_temp.near(c.slope_se * abs($1 / $2), s.slope_se)
				AND pg_temp.near(CASE WHEN z > 0 THEN c.low ELSE c.high END * $1 / $2, s.low)), count(*))
		FROM (SELECT *, sign($1 * $2) AS z FROM scan) AS s
			JOIN (SELECT k, c.* FROM (%s) AS a, cx_lag_scan(u, p, x, y, -2, 3, xs, ys, g) AS c) AS c USING (k, transform, lag)$q$, changed)
		INTO result USING x_times, y_times;
	RETURN result;
END $$;
SELECT what, pg_temp.same(format('SELECT k, array_agg(%1$s ORDER BY %2$s) AS u, array_agg(%3$s ORDER BY %2$s) AS p,
	array_agg(%4$s ORDER BY %2$s) AS x, array_agg(%5$s ORDER BY %2$s) AS y, array_agg(x_se * abs(%6$s) ORDER BY %2$s) AS xs,
	array_agg(y_se * abs(%7$s) ORDER BY %2$s) AS ys, array_agg(%8$s ORDER BY %2$s) AS g FROM panel GROUP BY k',
	unit, sorted, period, x, y, x_times, y_times, segment), x_times, y_times) AS same
FROM (VALUES
	(1, 'units by other names', 'md5(unit) || '' and more''', 'unit, period', 'period', 'x', 'y', 1, 1, 'segment'),
	(2, 'rows in another order', 'unit', 'md5(unit || period)', 'period', 'x', 'y', 1, 1, 'segment'),
	(3, 'periods from another origin', 'unit', 'unit, period', 'period - 30000', 'x', 'y', 1, 1, 'segment'),
	(4, 'x times 1000, plus 7', 'unit', 'unit, period', 'period', 'x * 1000 + 7', 'y', 1000, 1, 'segment'),
	(5, 'y times -3, minus 50', 'unit', 'unit, period', 'period', 'x', 'y * -3 - 50', 1, -3, 'segment'),
	(6, 'NaN and infinities for NULL', 'unit', 'unit, period', 'period',
		'coalesce(x, (''{NaN,Infinity,-Infinity}''::float8[])[1 + period % 3])',
		'coalesce(y, (''{-Infinity,NaN,Infinity}''::float8[])[1 + period % 3])', 1, 1, 'segment'),
	(7, 'segments by other numbers', 'unit', 'unit, period', 'period', 'x', 'y', 1, 1, '7 - segment * 2147483647')
) AS v(i, what, unit, sorted, period, x, y, x_times, y_times, segment) ORDER BY i;
-- 0 for a segment, or no segments: no break; NULL for errors: none known
SELECT count(*) AS scans, count(*) FILTER (WHERE c = n) AS same
FROM (SELECT k, array_agg(unit) AS u, array_agg(period) AS p, array_agg(x) AS x, array_agg(y) AS y FROM panel GROUP BY k) AS a
	CROSS JOIN LATERAL cx_lag_scan(u, p, x, y, -2, 3) AS c
	JOIN LATERAL cx_lag_scan(u, p, x, y, -2, 3, array_fill(NULL::float8, ARRAY[cardinality(u)]), NULL, array_fill(NULL::int, ARRAY[cardinality(u)])) AS n
		ON n.transform = c.transform AND n.lag = c.lag;
-- y leading x by 2 is x lagging y by 2
SELECT count(*) AS scans, count(*) FILTER (WHERE s.pairs = b.pairs AND pg_temp.near(s.r_pooled, b.r_pooled)
	AND pg_temp.near(s.r_within, b.r_within) AND pg_temp.near(s.r_between, b.r_between) AND pg_temp.near(s.spearman, b.spearman)) AS same
FROM (SELECT k, array_agg(unit) AS u, array_agg(period) AS p, array_agg(x) AS x, array_agg(y) AS y, array_agg(segment) AS g FROM panel GROUP BY k) AS a
	CROSS JOIN LATERAL cx_lag_scan(u, p, y, x, -3, 2, segments => g) AS b JOIN scan s ON s.k = a.k AND s.transform = b.transform AND s.lag = -b.lag;

--
-- what cannot be known
--
CREATE FUNCTION pg_temp.known(units text[], periods int[], x float8[], y float8[], l int DEFAULT 0,
	OUT pairs bigint, OUT units_found int, OUT r_pooled numeric, OUT r_within numeric, OUT r_twoway numeric, OUT slope_within numeric, OUT slope numeric, OUT reason text)
LANGUAGE sql AS $$
	SELECT s.pairs, s.units, round(s.r_pooled::numeric, 6), round(s.r_within::numeric, 6), round(s.r_twoway::numeric, 6),
		round(s.slope_within::numeric, 6), round(s.slope::numeric, 6), s.reason
	FROM cx_lag_scan(units, periods, x, y, l, l) AS s WHERE s.transform = 'level' $$;
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
	(12, 'too small for it', '{a,a,a,b,b,b}', '{1,2,3,1,2,3}', '{1e-310,2e-310,0,0,0,1e-310}', '{1,2,3,3,1,2}'),
	(13, 'two units', '{a,a,a,b,b,b}', '{1,2,3,1,2,3}', '{1,2,4,5,8,9}', '{3,1,2,4,6,4}'),
	(14, 'three units, two periods', '{a,a,b,b,c,c}', '{1,2,1,2,1,2}', '{1,2,5,8,4,3}', '{3,1,4,6,2,2}'),
	(15, 'y is x and effects', '{a,a,a,b,b,b,c,c,c}', '{1,2,3,1,2,3,1,2,3}', '{0.1,0.7,0.2,0.5,0.3,0.4,0.9,0.1,0.1}', '{1.1,3.7,5.2,2.5,4.3,6.4,3.9,5.1,7.1}'),
	(16, 'all is known', '{a,a,a,b,b,b,c,c,c}', '{1,2,3,1,2,3,1,2,3}', '{1,7,2,5,3,4,9,1,1}', '{1,3,5,2,4,6,3,1,7}')
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
SELECT count(*) FROM cx_lag_scan('{a}', '{1}', '{1}', '{1}', 0, NULL);
SELECT count(*) FROM cx_lag_scan('{a}', '{1}', '{1}', '{1}', 0, 0, level => NULL);

--
-- the ends of integer
--
SELECT s.lag, s.pairs FROM (VALUES (0), (1), (2147483647), (-2147483647), (-2147483648)) AS l(lag),
	cx_lag_scan('{a,a,a,a}', '{-2147483648,-1,0,2147483647}', '{1,2,3,4}', '{4,1,2,3}', l.lag, l.lag) AS s WHERE s.transform = 'level';
SELECT count(*) AS lags, sum(pairs) AS pairs
FROM cx_lag_scan('{a,a}', '{2147483647,2147483646}', '{1,2}', '{4,1}', 2147473648, 2147483647) WHERE transform = 'level';

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
	(13, $q$'{a,b,A}', '{7,7,7}', '{1,2,3}', '{1,2,3}', 1, 10000$q$),
	(14, $q$'{a,b}', '{1,2}', '{1,2}', '{1,2}', 0, 0, '{1}'$q$),
	(15, $q$'{a,b}', '{1,2}', '{1,2}', '{1,2}', 0, 0, NULL, '{1,2,3}'$q$),
	(16, $q$'{a,b}', '{1,2}', '{1,2}', '{1,2}', 0, 0, y_se => '{1,-2}'$q$),
	(17, $q$'{a,b}', '{1,2}', '{1,2}', '{1,2}', 0, 0, segments => '{}'$q$),
	(18, $q$'{a,b}', '{1,2}', '{1,2}', '{1,2}', 0, 0, level => 95$q$)
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
SELECT s.lag, s.pairs, s.units, abs(s.slope - 0.5) < 1e-9 AS slope_found, s.r_twoway > 1 - 1e-9 AS all_of_it, abs(s.r_twoway) < 0.05 AS none_of_it, s.reason
FROM arrays, cx_lag_scan(u, p, x, y, -1, 3) AS s ORDER BY s.transform DESC, s.lag;

--
-- one unit: cx_lag_scan_unit() against corr(), over ranks for spearman; its p_naive
-- is that of n pairs, its p_value and limits those of n_eff
--
CREATE TEMP TABLE unit_scan AS
SELECT k, unit, s.* FROM (
	SELECT k, unit, array_agg(period) AS p, array_agg(x) AS x, array_agg(y) AS y, array_agg(segment) AS g FROM panel GROUP BY k, unit) AS a,
	cx_lag_scan_unit(p, x, y, -2, 3, g) AS s;
WITH used AS (
	SELECT k, transform, lag, unit, x - avg(x) OVER s AS x, y - avg(y) OVER s AS y, count(*) OVER s AS beside FROM pair
	WINDOW s AS (PARTITION BY k, transform, lag, unit, segment)
), formula AS (
	SELECT k, transform, lag, unit, count(*) AS pairs, corr(y, x) FILTER (WHERE beside > 1) AS r FROM used GROUP BY k, transform, lag, unit
)
SELECT transform, count(*) AS scans, count(*) FILTER (WHERE u.pairs = coalesce(f.pairs, 0)) AS pairs,
	count(*) FILTER (WHERE pg_temp.near(u.pearson, f.r)) AS pearson, count(u.pearson) AS known,
	count(*) FILTER (WHERE u.n_eff <= u.pairs) AS n_eff, count(*) FILTER (WHERE u.n_eff < u.pairs) AS smaller,
	count(*) FILTER (WHERE u.p_value >= u.p_naive) AS p, count(*) FILTER (WHERE u.low < u.pearson AND u.pearson < u.high) AS limits
FROM unit_scan u LEFT JOIN formula f USING (k, transform, lag, unit) GROUP BY transform ORDER BY 1 DESC;
SELECT transform, coalesce(reason, 'all is known') AS reason, count(*) AS scans, min(pairs), max(pairs), count(pearson) AS r, count(p_value) AS p, count(low) AS limits
FROM unit_scan GROUP BY 1, 2 ORDER BY 1 DESC, 3 DESC, 2;
-- as an analyst sees it; the 8 pairs by hand: t = r sqrt(6 / (1 - r^2))
SELECT transform, lag, pairs, round(pearson::numeric, 3) AS pearson, round(spearman::numeric, 3) AS spearman, round(n_eff::numeric, 1) AS n_eff,
	round(p_naive::numeric, 4) AS p_naive, round(p_value::numeric, 4) AS p_value, round(low::numeric, 2) AS low, round(high::numeric, 2) AS high, reason
FROM cx_lag_scan_unit('{1,2,3,4,5,6,7,8,10}', '{3,1,4,1,5,9,2,6,5}', '{2,7,1,8,2,8,1,8,NULL}', 0, 3);
-- the order of rows and the origin of periods do not matter; level is for the limits
SELECT a = b AS same, round(c.high::numeric, 3) < round(a.high::numeric, 3) AS narrower
FROM cx_lag_scan_unit('{1,2,3,4,5,6,7,8}', '{3,1,4,1,5,9,2,6}', '{2,7,1,8,2,8,1,8}', 0, 0) AS a,
	cx_lag_scan_unit('{-3,-4,-2,-1,0,3,2,1}', '{1,3,4,1,5,6,2,9}', '{7,2,1,8,2,8,1,8}', 0, 0) AS b,
	cx_lag_scan_unit('{1,2,3,4,5,6,7,8}', '{3,1,4,1,5,9,2,6}', '{2,7,1,8,2,8,1,8}', 0, 0, level => 0.9) AS c
WHERE a.transform = 'level' AND b.transform = 'level' AND c.transform = 'level';
SELECT s.what, u.pairs, round(u.pearson::numeric, 6) AS pearson, round(u.p_naive::numeric, 9) AS p_naive, round(u.p_value::numeric, 9) AS p_value, u.reason FROM (VALUES
	(1, 'no rows', '{}'::int[], '{}'::float8[], '{}'::float8[]),
	(2, 'one pair', '{1}', '{1}', '{2}'),
	(3, 'two pairs', '{1,2}', '{1,2}', '{2,4}'),
	(4, 'x constant', '{1,2,3}', '{0.1,0.1,0.1}', '{2,4,1}'),
	(5, 'y constant', '{1,2,3}', '{1,2,4}', '{0.1,0.1,0.1}'),
	(6, 'a trend', '{1,2,3,4,5,6,7,8,9,10,11,12}', '{1,2,3,4,5,6,7,8,9,10,11,12.1}', '{2,3,4,5,6,7,8,9,10,11,12,13}'),
	(7, 'on a line', '{1,2,3,4,5,6,7,8}', '{1,-1,1,-1,1,-1,1,-1}', '{1,-1,1,-1,1,-1,1,-1}'),
	(8, 'slow', '{1,2,3,4,5,6,7,8,9,10}', '{1,2,3,4,5,4,3,2,1,0}', '{0,2,3,4,6,5,3,2,0,0}'),
	(9, 'to and fro', '{1,2,3,4,5,6,7,8}', '{1,-1,1,-1.2,1,-1,1.1,-1}', '{2,-2,2.1,-2,2,-2.3,2,-2}'),
	(10, 'too large', '{1,2,3}', '{1e308,-1e308,1e308}', '{1,2,4}')
) AS s(i, what, p, x, y), cx_lag_scan_unit(p, x, y, 0, 0) AS u WHERE u.transform = 'level' ORDER BY s.i;
SELECT count(*) FROM cx_lag_scan_unit('{1}', NULL, '{1}', 0, 0);
SELECT pg_temp.refusal('SELECT count(*) FROM cx_lag_scan_unit(' || arguments || ')') FROM (VALUES
	(1, $q$'{1}', '{1,2}', '{1,2}', 0, 0$q$),
	(2, $q$'{1,2}', '{1,2}', '{1}', 0, 0$q$),
	(3, $q$'{1,NULL}', '{1,2}', '{1,2}', 0, 0$q$),
	(4, $q$'{7,7}', '{1,2}', '{1,2}', 0, 0$q$),
	(5, $q$'{1,2}', '{1,2}', '{1,2}', 3, 2$q$),
	(6, $q$'{1,2}', '{1,2}', '{1,2}', 0, 0, '{1}'$q$),
	(7, $q$'{1,2}', '{1,2}', '{1,2}', 0, 0, level => 0$q$)
) AS v(i, arguments) ORDER BY i;
