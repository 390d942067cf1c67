--
-- lag_journey: does the NPS of customers follow the eNPS of employees?
--
-- What must hold: 22 countries answer for 32 quarters; the NPS of a country
-- moves 0.7 points for each point its eNPS moved 8 quarters before, while
-- countries with a high eNPS have a low NPS.  The lag view, fed with nothing but
-- two tables of answers, finds lag 8 and the slope, and shows the wrong sign of
-- the pooled correlation beside it.  Where there is no effect but a trend that
-- all countries share, r_within is fooled and r_twoway is not.
--
-- The numbers come from the closed formulas for a balanced panel, in SQL, on the
-- same fixture before there was an extension.
--

-- the fixture: pseudo-random numbers that are the same everywhere
CREATE FUNCTION pg_temp.uniform(key text) RETURNS double precision LANGUAGE sql IMMUTABLE AS
$$ SELECT (('x' || substr(md5(key), 1, 8))::bit(32)::bigint) / 4294967296.0::double precision $$;
CREATE FUNCTION pg_temp.normal(key text) RETURNS double precision LANGUAGE sql IMMUTABLE AS
$$ SELECT sum(pg_temp.uniform(key || ':' || i)) - 6 FROM generate_series(1, 12) AS i $$;

CREATE TEMP TABLE latent AS
WITH RECURSIVE country AS (
	SELECT g AS id, 'C' || lpad(g::text, 2, '0') AS land, (g - 11.5) * 3.0 AS level FROM generate_series(1, 22) AS g
), walk AS (
	SELECT id, land, level, 0 AS t, 8 * pg_temp.normal('x' || id || '-0') AS x FROM country
	UNION ALL
	SELECT id, land, level, t + 1, 0.75 * x + 6 * pg_temp.normal('x' || id || '-' || (t + 1)) FROM walk WHERE t < 31
)
SELECT * FROM walk;

-- true scores, and then counts: 60 employees and 240 customers, 35 % of them passive
CREATE TEMP TABLE truth AS
SELECT 'enps' AS kind, 60 AS m, land, t, level + x AS score FROM latent
UNION ALL
SELECT 'nps', 240, a.land, a.t,
	10 - 0.8 * a.level + 0.7 * coalesce(b.x, 0) + 3 * pg_temp.normal('n' || a.id || '-' || a.t)
FROM latent a LEFT JOIN latent b ON b.id = a.id AND b.t = a.t - 8;

CREATE TEMP TABLE counts AS
SELECT kind, m, land, ('2016-01-01'::date + (t * 3 || ' months')::interval)::date AS quarter,
	(m * 0.65 / 2 + m * score / 200)::int AS promoters,
	(m * 0.65)::int - (m * 0.65 / 2 + m * score / 200)::int AS detractors
FROM truth;
SELECT kind, count(*) AS cells, min(promoters), max(promoters), min(detractors), max(detractors) FROM counts GROUP BY kind ORDER BY kind;

-- the answers one by one: employees on a date, customers at half past midnight
-- in Amsterdam, which is the day before (and at times the quarter before) in UTC
CREATE SCHEMA lag_journey;
CREATE TABLE lag_journey.pulse AS
SELECT land, quarter + (i * 7) % 85 AS filled_on,
	(CASE WHEN i <= promoters THEN 9 + i % 2 WHEN i <= promoters + detractors THEN i % 7 ELSE 7 + i % 2 END)::smallint AS recommend
FROM counts, generate_series(1, m) AS i WHERE kind = 'enps';
CREATE TABLE lag_journey.survey AS
SELECT land AS country, (quarter + (i * 7) % 85 + time '00:30') AT TIME ZONE 'Europe/Amsterdam' AS answered_at,
	CASE WHEN i <= promoters THEN 9 + i % 2 WHEN i <= promoters + detractors THEN i % 7 ELSE 7 + i % 2 END AS q1
FROM counts, generate_series(1, m) AS i WHERE kind = 'nps';

SELECT cx_source_add('medew', 'lag_journey.pulse', kind => 'enps', score => 'recommend', answered_at => 'filled_on',
	unit => 'land', time_zone => 'Europe/Amsterdam');
SELECT cx_source_add('klant', 'lag_journey.survey', kind => 'nps', score => 'q1', answered_at => 'answered_at',
	unit => 'country', time_zone => 'Europe/Amsterdam');

-- the panel has the cells of the fixture, each with all of its answers
SELECT count(*) AS cells, count(*) FILTER (WHERE p.enps_n = 60 AND p.nps_n = 240) AS complete,
	count(*) FILTER (WHERE p.enps = 100.0 * (e.promoters - e.detractors) / e.m) AS enps_as_counted,
	count(*) FILTER (WHERE abs(p.nps - 100.0 * (n.promoters - n.detractors) / n.m) < 1e-12) AS nps_as_counted
FROM enps_nps_panel p
	JOIN counts e ON e.kind = 'enps' AND e.land = p.unit AND e.quarter = p.period
	JOIN counts n ON n.kind = 'nps' AND n.land = p.unit AND n.quarter = p.period
WHERE p.grain = 'quarter';

-- 22 countries x 96 months, 32 quarters, 8 years
SELECT grain, count(*) AS rows, to_char(min(period), 'YYYY-MM-DD') AS first, to_char(max(period), 'YYYY-MM-DD') AS last
FROM enps_nps_panel GROUP BY grain ORDER BY count(*) DESC;

-- the lag table
CREATE TEMP TABLE lag_table AS
SELECT grain, transform, lag, pairs, units, r_pooled, r_within, r_twoway, slope_within AS slope, slope AS slope_twoway
FROM enps_nps_lag WHERE transform = 'level';
SELECT lag, pairs, units, round(r_pooled::numeric, 3) AS pooled_r, round(r_within::numeric, 3) AS within_r,
	round(slope::numeric, 3) AS slope
FROM lag_table WHERE grain = 'quarter' ORDER BY lag;

-- two-way
SELECT lag, round(r_twoway::numeric, 3) AS twoway_r FROM lag_table
WHERE grain = 'quarter' AND lag IN (-8, 0, 7, 8, 9, 16) ORDER BY lag;

-- the best lag, by each measure, and the planted slope of 0.7
SELECT (array_agg(lag ORDER BY r_twoway DESC))[1] AS twoway, (array_agg(lag ORDER BY r_within DESC))[1] AS within,
	(array_agg(lag ORDER BY slope_twoway DESC))[1] AS slope,
	round(max(slope_twoway)::numeric, 1) AS slope_twoway, max(r_pooled) < 0 AS pooled_is_negative_at_every_lag
FROM lag_table WHERE grain = 'quarter';

-- the whole scan of the quarters, with sampling errors: levels and differences.
-- The counts of this fixture are the rounded truth, not a sample of it, so the errors
-- overstate the noise: reliabilities below 0, and no corrected r
CREATE TEMP TABLE scan AS
SELECT s.* FROM (
	SELECT array_agg(e.land) AS units, array_agg((extract(year FROM e.quarter) * 4 + extract(quarter FROM e.quarter))::int) AS periods,
		array_agg(e.nps) AS x, array_agg(n.nps) AS y, array_agg(e.se) AS x_se, array_agg(n.se) AS y_se
	FROM (SELECT *, 100.0::double precision * (promoters - detractors) / m AS nps,
			100 * sqrt((promoters + detractors - (promoters - detractors) ^ 2 / m::double precision) / m / m) AS se FROM counts) AS e
		JOIN (SELECT *, 100.0::double precision * (promoters - detractors) / m AS nps,
			100 * sqrt((promoters + detractors - (promoters - detractors) ^ 2 / m::double precision) / m / m) AS se FROM counts) AS n USING (land, quarter)
	WHERE e.kind = 'enps' AND n.kind = 'nps') AS p
	CROSS JOIN LATERAL cx_lag_scan(units, periods, x, y, -8, 16, x_se, y_se) AS s;
SELECT transform, lag, pairs, round(r_between::numeric, 3) AS r_between, round(r_twoway::numeric, 3) AS r_twoway, round(spearman_twoway::numeric, 3) AS spearman_twoway,
	round(slope::numeric, 3) AS slope, round(low::numeric, 3) AS low, round(high::numeric, 3) AS high, p_value < 1e-9 AS p_tiny, round(p_holm::numeric, 3) AS p_holm,
	round(t_value::numeric, 1) AS t, df, round(reliability_x::numeric, 2) AS rel_x, round(reliability_y::numeric, 2) AS rel_y, round(r_corrected::numeric, 2) AS r_corrected
FROM scan WHERE lag IN (-3, 0, 4, 7, 8, 9, 12) ORDER BY transform DESC, lag;
SELECT transform, count(*) AS lags, max(lags_scanned) AS lags_scanned, (array_agg(lag ORDER BY abs(t_value) DESC))[1] AS best_lag,
	count(*) FILTER (WHERE p_holm < 0.05 AND lag > 0) AS leads, count(*) FILTER (WHERE p_holm < 0.05 AND lag <= 0) AS reverse_or_same, count(reason) AS reasons
FROM scan GROUP BY transform ORDER BY transform DESC;

-- every lag against the closed formulas: x - unit mean - period mean + mean
CREATE TEMP TABLE pair AS
SELECT l AS lag, e.land, n.quarter, 100.0::double precision * (e.promoters - e.detractors) / e.m AS x,
	100.0::double precision * (n.promoters - n.detractors) / n.m AS y
FROM generate_series(-8, 16) AS l, counts e, counts n
WHERE e.kind = 'enps' AND n.kind = 'nps' AND n.land = e.land AND n.quarter = (e.quarter + (l * 3 || ' months')::interval)::date;
WITH demeaned AS (
	SELECT lag, x, y, x - avg(x) OVER u AS xw, y - avg(y) OVER u AS yw,
		x - avg(x) OVER u - avg(x) OVER p + avg(x) OVER a AS xt, y - avg(y) OVER u - avg(y) OVER p + avg(y) OVER a AS yt
	FROM pair WINDOW u AS (PARTITION BY lag, land), p AS (PARTITION BY lag, quarter), a AS (PARTITION BY lag)
), formula AS (
	SELECT lag, count(*) AS pairs, corr(y, x) AS r_pooled, corr(yw, xw) AS r_within, corr(yt, xt) AS r_twoway,
		regr_slope(yw, xw) AS slope, regr_slope(yt, xt) AS slope_twoway
	FROM demeaned GROUP BY lag
)
SELECT count(*) AS lags, count(*) FILTER (WHERE t.pairs = f.pairs) AS pairs,
	count(*) FILTER (WHERE abs(t.r_pooled - f.r_pooled) < 1e-9) AS r_pooled,
	count(*) FILTER (WHERE abs(t.r_within - f.r_within) < 1e-9) AS r_within,
	count(*) FILTER (WHERE abs(t.r_twoway - f.r_twoway) < 1e-9) AS r_twoway,
	count(*) FILTER (WHERE abs(t.slope - f.slope) < 1e-9) AS slope,
	count(*) FILTER (WHERE abs(t.slope_twoway - f.slope_twoway) < 1e-9) AS slope_twoway
FROM lag_table t JOIN formula f USING (lag) WHERE t.grain = 'quarter';

-- and the error clustered by country, likewise; with the same for differences,
-- which lose period means only
WITH change AS (
	SELECT a.land, a.quarter, b.x - a.x AS x, b.y - a.y AS y FROM pair a
		JOIN pair b ON b.land = a.land AND b.lag = 0 AND b.quarter = a.quarter + interval '3 months' WHERE a.lag = 0
), series AS (
	SELECT 'level' AS transform, lag, land, quarter, x, y FROM pair
	UNION ALL
	SELECT 'difference', l, e.land, n.quarter, e.x, n.y FROM generate_series(-8, 16) AS l, change e, change n
	WHERE n.land = e.land AND n.quarter = e.quarter + (l * 3 || ' months')::interval
), demeaned AS (
	SELECT transform, lag, land, quarter,
		CASE transform WHEN 'level' THEN x - avg(x) OVER u - avg(x) OVER p + avg(x) OVER a ELSE x - avg(x) OVER p END AS x,
		CASE transform WHEN 'level' THEN y - avg(y) OVER u - avg(y) OVER p + avg(y) OVER a ELSE y - avg(y) OVER p END AS y
	FROM series WINDOW u AS (PARTITION BY transform, lag, land), p AS (PARTITION BY transform, lag, quarter), a AS (PARTITION BY transform, lag)
), fit AS (
	SELECT transform, lag, count(*) AS n, count(DISTINCT quarter) AS t, corr(y, x) AS r, regr_slope(y, x) AS slope, sum(x * x) AS xx
	FROM demeaned GROUP BY transform, lag
), score AS (
	SELECT transform, lag, sum(s * s) AS squares FROM (
		SELECT transform, lag, land, sum(x * (y - slope * x)) AS s FROM demeaned JOIN fit USING (transform, lag) GROUP BY transform, lag, land) AS c
	GROUP BY transform, lag
)
SELECT transform, count(*) AS lags, count(*) FILTER (WHERE s.pairs = f.n) AS pairs,
	count(*) FILTER (WHERE abs(s.r_twoway - f.r) < 1e-9) AS r_twoway, count(*) FILTER (WHERE abs(s.slope - f.slope) < 1e-9) AS slope,
	count(*) FILTER (WHERE abs(s.slope_se - sqrt(squares * 22 / 21 * (n - 1) / (n - t - 1)) / xx) < 1e-9) AS slope_se
FROM scan s JOIN fit f USING (transform, lag) JOIN score USING (transform, lag) GROUP BY transform ORDER BY transform DESC;

-- differences from the year before peak at 8 as well, but throw false dips at 4 and
-- 12, as neighbouring ones overlap: the scan's own differences are of neighbours
-- (pooled_r is the yoy_diff of the fixture before there was an extension)
SELECT s.lag, round(s.r_pooled::numeric, 3) AS pooled_r, round(s.r_within::numeric, 3) AS within_r, round(s.r_twoway::numeric, 3) AS twoway_r FROM (
	SELECT array_agg(a.land) AS units, array_agg((extract(year FROM b.quarter) * 4 + extract(quarter FROM b.quarter))::int) AS periods,
		array_agg(b.x - a.x) AS x, array_agg(b.y - a.y) AS y
	FROM pair a JOIN pair b ON b.land = a.land AND b.lag = 0 AND b.quarter = a.quarter + interval '1 year' WHERE a.lag = 0) AS p
	CROSS JOIN LATERAL cx_lag_scan(units, periods, x, y, -8, 16) AS s
WHERE s.transform = 'level' AND s.lag IN (-8, 0, 4, 8, 12, 16) ORDER BY s.lag;

-- the other grains: two years back to four years ahead; a pair less for each
-- country with every step, and the effect two years ahead in both
SELECT grain, min(transform) AS transform, count(*) AS lags, min(lag), max(lag),
	bool_and(pairs = 22 * (CASE grain WHEN 'month' THEN 96 WHEN 'quarter' THEN 32 ELSE 8 END - abs(lag))) AS pairs_as_expected,
	bool_and(units = 22) AS all_units, (array_agg(lag ORDER BY r_twoway DESC))[1] AS best_lag
FROM lag_table GROUP BY grain ORDER BY count(*) DESC;

-- country by country, at lag 8
WITH scan AS (
	SELECT s.* FROM (
		SELECT unit, array_agg(unit) AS units,
			array_agg((extract(year FROM period) * 4 + extract(quarter FROM period))::int) AS periods,
			array_agg(enps::double precision) AS x, array_agg(nps::double precision) AS y
		FROM enps_nps_panel WHERE grain = 'quarter' GROUP BY unit) AS p
		CROSS JOIN LATERAL cx_lag_scan(units, periods, x, y, 8, 8) AS s
	WHERE s.transform = 'level'
)
SELECT count(*) AS units, count(*) FILTER (WHERE r_pooled > 0) AS pos, round(min(r_pooled)::numeric, 2) AS mn,
	round((percentile_cont(0.5) WITHIN GROUP (ORDER BY r_pooled))::numeric, 2) AS med, round(max(r_pooled)::numeric, 2) AS mx
FROM scan;

-- the same from the scan of one unit, which knows how far autocorrelation goes
WITH unit_scan AS (
	SELECT p.unit, s.* FROM (
		SELECT unit, array_agg((extract(year FROM period) * 4 + extract(quarter FROM period))::int) AS periods,
			array_agg(enps::double precision) AS x, array_agg(nps::double precision) AS y
		FROM enps_nps_panel WHERE grain = 'quarter' GROUP BY unit) AS p
		CROSS JOIN LATERAL cx_lag_scan_unit(periods, x, y, 8, 8) AS s
)
SELECT transform, count(*) AS units, count(*) FILTER (WHERE pearson > 0) AS pos, round(min(pearson)::numeric, 2) AS mn,
	round((percentile_cont(0.5) WITHIN GROUP (ORDER BY pearson))::numeric, 2) AS med, round(max(pearson)::numeric, 2) AS mx,
	min(pairs) AS pairs, round(min(n_eff)::numeric, 1) AS n_eff_from, round(max(n_eff)::numeric, 1) AS n_eff_to,
	count(*) FILTER (WHERE p_value < 0.05) AS significant, count(*) FILTER (WHERE low > 0) AS low_above_0
FROM unit_scan GROUP BY transform ORDER BY transform DESC;

-- no effect: the NPS of another country, and both rise 1.5 points a quarter
WITH trend AS (
	SELECT e.land, e.x + 1.5 * (extract(year FROM e.quarter)::int - 2016) * 4 AS x,
		n.y + 1.5 * (extract(year FROM e.quarter)::int - 2016) * 4 AS y,
		(extract(year FROM e.quarter) * 4 + extract(quarter FROM e.quarter))::int AS period
	FROM pair e JOIN pair n ON n.land = 'C' || lpad((23 - substr(e.land, 2)::int)::text, 2, '0') AND n.quarter = e.quarter
	WHERE e.lag = 0 AND n.lag = 0
), panel AS (
	SELECT array_agg(land) AS units, array_agg(period) AS periods, array_agg(x) AS x, array_agg(y) AS y FROM trend
)
SELECT s.lag, round(s.r_pooled::numeric, 3) AS pooled_r, round(s.r_within::numeric, 3) AS within_r, round(s.r_twoway::numeric, 3) AS twoway_r
FROM panel, cx_lag_scan(units, periods, x, y, 0, 16) AS s WHERE s.transform = 'level' AND s.lag % 4 = 0 ORDER BY s.lag;

-- the right country against every other one: rotate the labels 21 times
WITH numbered AS (
	SELECT dense_rank() OVER (ORDER BY land) - 1 AS i, x, y, (extract(year FROM quarter) * 4 + extract(quarter FROM quarter))::int AS period
	FROM pair WHERE lag = 0
), rotated AS (
	SELECT k, array_agg(e.i::text) AS units, array_agg(period) AS periods, array_agg(e.x) AS x, array_agg(n.y) AS y
	FROM generate_series(0, 21) AS k, numbered e JOIN numbered n USING (period)
	WHERE n.i = (e.i + k) % 22 GROUP BY k
), scan AS (
	SELECT k, s.r_within AS r FROM rotated, cx_lag_scan(units, periods, x, y, 8, 8) AS s WHERE s.transform = 'level'
)
SELECT round(max(r) FILTER (WHERE k = 0)::numeric, 3) AS observed, round(max(r) FILTER (WHERE k > 0)::numeric, 3) AS best_shuffled,
	count(*) FILTER (WHERE r >= (SELECT r FROM scan WHERE k = 0)) AS as_high, count(*) AS "of"
FROM scan;

-- the answer in one row for each grain: two years, the reverse direction is but a
-- shadow of the lead, and what is believed of the slope holds the planted 0.7
SELECT grain, verdict, best_lag, lag_low <= best_lag AND best_lag <= lag_high AS in_interval, p_value, low < 0.7 AND 0.7 < high AS planted_slope,
	strongest_lag = best_lag AS strongest, p_any, p_reverse_after > 0.05 AS reverse_is_shadow, units, lags_scanned
FROM enps_nps_lag_summary;
-- (the counts are the rounded truth and no sample, so their standard errors overstate the noise)
SELECT grain, regexp_split_to_table(caveats, '; ') AS caveat FROM enps_nps_lag_summary;
SELECT s.best_lag, s.pairs, abs(s.r_twoway - l.r_twoway) < 1e-12 AS r_twoway, abs(s.slope - l.slope) < 1e-12 AS slope,
	(s.low, s.high) = (l.low, l.high) AS limits, abs(s.r_difference - d.r_twoway) < 1e-12 AS r_difference, s.p_difference = d.p_value AS p_difference,
	abs(s.reverse_r - r.r_twoway) < 1e-12 AS reverse_r
FROM enps_nps_lag_summary s
	JOIN enps_nps_lag l ON l.grain = s.grain AND l.lag = s.best_lag AND l.transform = 'level'
	JOIN enps_nps_lag d ON d.grain = s.grain AND d.lag = s.best_lag AND d.transform = 'difference'
	JOIN enps_nps_lag r ON r.grain = s.grain AND r.lag = s.reverse_lag AND r.transform = 'level'
WHERE s.grain = 'quarter';
-- the seed makes no difference to the answer, and the same seed none at all
SELECT seed, verdict, best_lag, p_value FROM generate_series(1, 3) AS seed, enps_nps_lag_summary(grains => '{quarter}', seed => seed);
SELECT count(DISTINCT s::text) AS answers FROM generate_series(1, 3) AS i, enps_nps_lag_summary(grains => '{quarter}', seed => i * 0 + 7) AS s;

-- where the lags of the one direction only are scanned, the other has none
SELECT best_lag, reverse_lag, p_reverse, verdict FROM enps_nps_lag_summary('{quarter}', 1, 16);
SELECT best_lag, p_value, reverse_lag IS NOT NULL AS reverse, verdict FROM enps_nps_lag_summary('{quarter}', -8, 0);

-- the views by unit, and Granger's: what the functions say of the same arrays
SELECT v.grain, count(*) AS rows, count(*) FILTER (WHERE v.pearson = s.pearson AND v.p_value = s.p_value) AS same
FROM enps_nps_lag_by_unit v
	JOIN (SELECT unit, array_agg(period_index) AS t, array_agg(enps::double precision) AS x, array_agg(nps::double precision) AS y
		FROM enps_nps_panel WHERE grain = 'quarter' GROUP BY unit) AS p USING (unit)
	JOIN LATERAL cx_lag_scan_unit(p.t, p.x, p.y, -8, 16) AS s ON s.transform = v.transform AND s.lag = v.lag
WHERE v.grain = 'quarter' GROUP BY v.grain;
SELECT direction, lag_order, units, p_value < 0.05 AS adds_something FROM enps_nps_granger
WHERE grain = 'quarter' AND transform = 'level' AND form = 'panel' ORDER BY direction, lag_order;
SELECT direction, form, lag_order, count(*) AS units, count(*) FILTER (WHERE p_value < 0.05) AS significant, min(df2) AS df2
FROM enps_nps_granger WHERE grain = 'quarter' AND transform = 'level' AND form <> 'panel' AND lag_order = 8 GROUP BY 1, 2, 3 ORDER BY 1, 2;

-- the next two years from eNPS already seen: lag 8, and a smaller error than without
SELECT ahead, count(*) AS units, min(lag) AS lag, count(DISTINCT period) AS periods, to_char(min(period), 'YYYY-MM-DD') AS period,
	to_char(min(enps_period), 'YYYY-MM-DD') AS enps_period, bool_and(low < nps_expected AND nps_expected < high) AS limits,
	bool_and(rmse < rmse_no_change) AS better
FROM enps_nps_predict(8) WHERE ahead IN (1, 8) GROUP BY ahead ORDER BY ahead;
SELECT DISTINCT ahead, lag, nps_expected IS NULL AS none, reason FROM enps_nps_predict(9, lag_used => 8) WHERE ahead IN (8, 9) ORDER BY ahead;

-- a break: no pair across it, and those on either side are what two halves have
SELECT cx_break_add('2020-01-01', 'another questionnaire');
SELECT l.pairs, l.units, round(l.r_twoway::numeric, 2) AS r_twoway FROM enps_nps_lag l WHERE grain = 'quarter' AND transform = 'level' AND lag = 8;
SELECT count(*) FILTER (WHERE pairs = 22 * 2 * (16 - abs(lag))) AS as_counted, count(*) AS lags, count(*) FILTER (WHERE reason = 'no pairs') AS without
FROM enps_nps_lag WHERE grain = 'quarter' AND transform = 'level';
SELECT max(n) FROM enps_nps_granger WHERE grain = 'quarter' AND transform = 'level' AND form = 'all lags' AND lag_order = 4;
SELECT cx_break_drop('2020-01-01');

-- too little: 7 countries, or 11 pairs, say nothing unless they are asked to
SELECT cx_source_drop('klant');
CREATE VIEW lag_journey.few AS SELECT * FROM lag_journey.survey WHERE country <= 'C07';
SELECT cx_source_add('klant', 'lag_journey.few', kind => 'nps', score => 'q1', answered_at => 'answered_at', unit => 'country', time_zone => 'Europe/Amsterdam');
SELECT DISTINCT units, r_pooled, r_twoway, p_value, reason FROM enps_nps_lag WHERE grain = 'quarter';
SELECT grain, verdict, round(r_twoway::numeric, 6) AS r_twoway, round(p_value::numeric, 6) AS p_value, caveats FROM enps_nps_lag_summary;
SELECT verdict, best_lag, round(p_value::numeric, 4) AS p_value, units FROM enps_nps_lag_summary('{quarter}', min_units => 5);
SELECT lag, pairs, r_pooled IS NULL AS silent, reason FROM enps_nps_lag('{year}', 4, 7, min_units => 5) WHERE transform = 'level' ORDER BY lag;
DO $$ BEGIN PERFORM * FROM enps_nps_lag('{week}'); EXCEPTION WHEN invalid_parameter_value THEN RAISE NOTICE '%', SQLERRM; END $$;

SELECT cx_source_drop('medew');
SELECT cx_source_drop('klant');
SET client_min_messages = warning;
DROP SCHEMA lag_journey CASCADE;
