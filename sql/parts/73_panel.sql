
-- ---------------------------------------------------------------------------
-- The panel: eNPS and NPS side by side
-- ---------------------------------------------------------------------------

-- Never 0, not even where all answers are alike: a weight of 1 / se^2 stays finite.
CREATE FUNCTION cx_standard_error(hist nps_hist) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE WHEN nps_count(hist) > 0::bigint THEN
		(100::double precision * pg_catalog.sqrt(((a.p + a.d) - (a.p - a.d) * (a.p - a.d) / a.n) / (a.n * a.n)))::numeric END
	FROM (SELECT nps_promoters(hist)::double precision + 0.75::double precision AS p,
		nps_detractors(hist)::double precision + 0.75::double precision AS d,
		nps_count(hist)::double precision + 3::double precision AS n) AS a;
END;
COMMENT ON FUNCTION cx_standard_error(hist nps_hist) IS
	'adjusted-Wald standard error of the score in points: that of 3/4 promoter, 3/2 passives and 3/4 detractor more (Rocks 2016); never 0; NULL without answers';

-- the cells that have answers; what min_group hides is NULL
CREATE FUNCTION cx_panel_cells(
	OUT grain text, OUT unit text, OUT period date, OUT period_index integer, OUT segment integer, OUT complete boolean,
	OUT enps numeric, OUT enps_n bigint, OUT enps_se numeric, OUT nps numeric, OUT nps_n bigint, OUT nps_se numeric
) RETURNS SETOF record LANGUAGE sql STABLE
BEGIN ATOMIC
	WITH fact AS MATERIALIZED (
		SELECT f.kind, f.unit, f.period, f.hist, s.min_n
		FROM cx_facts() f JOIN cx_source s ON s.name = f.source
		WHERE f.unit IS NOT NULL AND f.period IS NOT NULL
	),
	cell AS (	-- a source without answers in a cell has no say in how many it needs
		SELECT g.grain, f.unit, pg_catalog.date_trunc(g.grain, f.period::timestamp)::date AS period, g.step,
			nps_rollup(f.hist) FILTER (WHERE f.kind = 'enps'::text) AS enps,
			nps_rollup(f.hist) FILTER (WHERE f.kind = 'nps'::text) AS nps,
			pg_catalog.max(coalesce(f.min_n, 5)) FILTER (WHERE f.kind = 'enps'::text AND nps_count(f.hist) > 0::bigint) AS enps_min_n,
			pg_catalog.max(coalesce(f.min_n, 30)) FILTER (WHERE f.kind = 'nps'::text AND nps_count(f.hist) > 0::bigint) AS nps_min_n
		FROM fact f CROSS JOIN cx_grains() AS g
		GROUP BY g.grain, f.unit, pg_catalog.date_trunc(g.grain, f.period::timestamp)::date, g.step
	),
	whole AS (
		SELECT pg_catalog.max(s.min_group) FILTER (WHERE s.kind = 'enps'::text) AS enps_min_group,
			pg_catalog.max(s.min_group) FILTER (WHERE s.kind = 'nps'::text) AS nps_min_group,
			pg_catalog.min(pg_catalog.now() AT TIME ZONE s.time_zone) AS now
		FROM cx_source s
	),
	known AS (	-- the scores, where there are enough answers to show and to trust them
		SELECT c.grain, c.unit, c.period, c.period::timestamp + c.step <= w.now AS complete, c.enps, c.nps,
			nps_count(c.enps) AS enps_n, nps_count(c.nps) AS nps_n,
			w.enps_min_group, w.nps_min_group,
			nps_count(c.enps) >= coalesce(GREATEST(c.enps_min_n, w.enps_min_group), 1)::bigint AS enps_known,
			nps_count(c.nps) >= coalesce(GREATEST(c.nps_min_n, w.nps_min_group), 1)::bigint AS nps_known
		FROM cell c CROSS JOIN whole w
	),
	break AS MATERIALIZED (SELECT b.grain, b.unit, b.period FROM cx_break_periods() AS b)
	SELECT k.grain, k.unit, k.period, cx_period_index(k.grain, k.period),
		(SELECT pg_catalog.count(DISTINCT b.period)::integer FROM break b
			WHERE b.grain = k.grain AND (b.unit IS NULL OR b.unit = k.unit) AND b.period <= k.period),
		k.complete,
		CASE WHEN k.enps_known THEN nps_score(k.enps) END,
		CASE WHEN k.enps_n >= coalesce(k.enps_min_group, 1)::bigint OR k.enps_n = 0::bigint THEN k.enps_n END,
		CASE WHEN k.enps_known THEN cx_standard_error(k.enps) END,
		CASE WHEN k.nps_known THEN nps_score(k.nps) END,
		CASE WHEN k.nps_n >= coalesce(k.nps_min_group, 1)::bigint OR k.nps_n = 0::bigint THEN k.nps_n END,
		CASE WHEN k.nps_known THEN cx_standard_error(k.nps) END
	FROM known k;
END;
COMMENT ON FUNCTION cx_panel_cells() IS
	'eNPS and NPS, with standard errors, of every unit and calendar period that has rows, for the grains month, quarter and year; no pair may join cells of two segments, and none that is not complete';

-- the calendar's own columns are reckoned here for the periods that have no cell
CREATE FUNCTION enps_nps_panel(
	OUT grain text, OUT unit text, OUT period date,
	OUT enps numeric, OUT enps_n bigint, OUT enps_se numeric, OUT nps numeric, OUT nps_n bigint, OUT nps_se numeric,
	OUT period_index integer, OUT segment integer, OUT complete boolean
) RETURNS SETOF record LANGUAGE sql STABLE
BEGIN ATOMIC
	WITH cell AS MATERIALIZED (SELECT * FROM cx_panel_cells()),
	break AS MATERIALIZED (SELECT b.grain, b.unit, b.period FROM cx_break_periods() AS b),
	whole AS (SELECT pg_catalog.min(pg_catalog.now() AT TIME ZONE s.time_zone) AS now FROM cx_source s),
	calendar AS (	-- every period from the first to the last, for every unit; through an array, of which the planner expects a few, not a thousand
		SELECT g.grain, g.place, u.unit, p.period::date AS period, p.period + g.step <= w.now AS complete
		FROM cx_grains() AS g
			CROSS JOIN LATERAL (SELECT pg_catalog.min(c.period) AS first, pg_catalog.max(c.period) AS last FROM cell c WHERE c.grain = g.grain) AS span
			CROSS JOIN LATERAL pg_catalog.unnest(ARRAY(SELECT pg_catalog.generate_series(span.first::timestamp, span.last::timestamp, g.step))) AS p(period)
			CROSS JOIN (SELECT DISTINCT c.unit FROM cell c) AS u
			CROSS JOIN whole w
	)
	SELECT k.grain, k.unit, k.period,
		c.enps, CASE WHEN c.unit IS NULL THEN 0::bigint ELSE c.enps_n END, c.enps_se,
		c.nps, CASE WHEN c.unit IS NULL THEN 0::bigint ELSE c.nps_n END, c.nps_se,
		cx_period_index(k.grain, k.period),
		CASE WHEN c.unit IS NULL THEN
			(SELECT pg_catalog.count(DISTINCT b.period)::integer FROM break b
				WHERE b.grain = k.grain AND (b.unit IS NULL OR b.unit = k.unit) AND b.period <= k.period)
			ELSE c.segment END,
		k.complete
	FROM calendar k LEFT JOIN cell c ON c.grain = k.grain AND c.unit = k.unit AND c.period = k.period
	ORDER BY k.place, k.unit COLLATE pg_catalog."C", k.period;
END;
COMMENT ON FUNCTION enps_nps_panel() IS
	'eNPS and NPS by unit and calendar period, from all registered sources; an empty period is a row with n = 0 and NULL';

CREATE VIEW enps_nps_panel WITH (security_invoker = true) AS
	SELECT p.grain, p.unit, p.period, p.enps, p.enps_n, p.enps_se, p.nps, p.nps_n, p.nps_se, p.period_index, p.segment, p.complete
	FROM enps_nps_panel() AS p;
ALTER VIEW enps_nps_panel OWNER TO @extowner@;
GRANT SELECT ON enps_nps_panel TO PUBLIC;
COMMENT ON VIEW enps_nps_panel IS
	'eNPS and NPS by unit and calendar period, from all registered sources; every period from the first to the last is a row';
COMMENT ON COLUMN enps_nps_panel.grain IS 'month, quarter or year';
COMMENT ON COLUMN enps_nps_panel.unit IS 'country, business line, branch: what the sources call unit';
COMMENT ON COLUMN enps_nps_panel.period IS 'first day of the calendar period';
COMMENT ON COLUMN enps_nps_panel.enps IS 'employee Net Promoter Score, -100 to 100; NULL with fewer answers than min_n of the sources (5 unless told) or min_group';
COMMENT ON COLUMN enps_nps_panel.enps_n IS 'answers of employees; 0 without, NULL with fewer than min_group';
COMMENT ON COLUMN enps_nps_panel.enps_se IS 'standard error of enps in points, adjusted Wald: never 0, not even where all answers are alike';
COMMENT ON COLUMN enps_nps_panel.nps IS 'Net Promoter Score of customers, -100 to 100; NULL with fewer answers than min_n of the sources (30 unless told) or min_group';
COMMENT ON COLUMN enps_nps_panel.nps_n IS 'answers of customers; 0 without, NULL with fewer than min_group';
COMMENT ON COLUMN enps_nps_panel.nps_se IS 'standard error of nps in points, adjusted Wald: never 0, not even where all answers are alike';
COMMENT ON COLUMN enps_nps_panel.period_index IS 'the period as a whole number, so that neighbours differ by 1: 12 x year + month, 4 x year + quarter, or the year';
COMMENT ON COLUMN enps_nps_panel.segment IS 'stretch between breaks of the unit, from 0: periods of different segments are not to be compared or paired';
COMMENT ON COLUMN enps_nps_panel.complete IS 'false: the period is still running by the calendar of one of the sources at least';
