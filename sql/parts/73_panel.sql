
-- ---------------------------------------------------------------------------
-- The panel: eNPS and NPS side by side
-- ---------------------------------------------------------------------------

-- the cells that have answers; what min_group hides is NULL
CREATE FUNCTION cx_panel_cells(
	OUT grain text, OUT unit text, OUT period date,
	OUT enps numeric, OUT enps_n bigint, OUT nps numeric, OUT nps_n bigint
) RETURNS SETOF record LANGUAGE sql STABLE
BEGIN ATOMIC
	WITH facts AS MATERIALIZED (
		SELECT f.kind, f.unit, f.period, f.hist
		FROM cx_facts() f
		WHERE f.unit IS NOT NULL AND f.period IS NOT NULL
	),
	cells AS (
		SELECT g.grain, f.unit, pg_catalog.date_trunc(g.grain, f.period::timestamp)::date AS period,
			nps_rollup(f.hist) FILTER (WHERE f.kind = 'enps'::text) AS enps,
			nps_rollup(f.hist) FILTER (WHERE f.kind = 'nps'::text) AS nps
		FROM facts f CROSS JOIN (VALUES ('month'::text), ('quarter'::text), ('year'::text)) AS g(grain)
		GROUP BY 1, 2, 3
	),
	floors AS (
		SELECT pg_catalog.max(s.min_group) FILTER (WHERE s.kind = 'enps'::text) AS enps,
			pg_catalog.max(s.min_group) FILTER (WHERE s.kind = 'nps'::text) AS nps
		FROM cx_source s
	)
	SELECT c.grain, c.unit, c.period,
		CASE WHEN nps_count(c.enps) >= coalesce(f.enps, 1) THEN nps_score(c.enps) END,
		CASE WHEN nps_count(c.enps) >= coalesce(f.enps, 1) OR nps_count(c.enps) = 0 THEN nps_count(c.enps) END,
		CASE WHEN nps_count(c.nps) >= coalesce(f.nps, 1) THEN nps_score(c.nps) END,
		CASE WHEN nps_count(c.nps) >= coalesce(f.nps, 1) OR nps_count(c.nps) = 0 THEN nps_count(c.nps) END
	FROM cells c CROSS JOIN floors f;
END;
COMMENT ON FUNCTION cx_panel_cells() IS
	'eNPS and NPS of every unit and calendar period that has answers, for the grains month, quarter and year';

CREATE FUNCTION enps_nps_panel(
	OUT grain text, OUT unit text, OUT period date,
	OUT enps numeric, OUT enps_n bigint, OUT nps numeric, OUT nps_n bigint
) RETURNS SETOF record LANGUAGE sql STABLE
BEGIN ATOMIC
	WITH cells AS MATERIALIZED (SELECT * FROM cx_panel_cells()),
	calendar AS (	-- every period from the first to the last, for every unit
		SELECT g.grain, u.unit, p.period::date AS period
		FROM (VALUES ('month'::text, '1 month'::interval), ('quarter'::text, '3 months'::interval), ('year'::text, '1 year'::interval)) AS g(grain, step)
			CROSS JOIN LATERAL (SELECT pg_catalog.min(c.period) AS first, pg_catalog.max(c.period) AS last FROM cells c WHERE c.grain = g.grain) AS span
			CROSS JOIN LATERAL pg_catalog.generate_series(span.first::timestamp, span.last::timestamp, g.step) AS p(period)
			CROSS JOIN (SELECT DISTINCT c.unit FROM cells c) AS u
	)
	SELECT k.grain, k.unit, k.period, c.enps,
		CASE WHEN c.unit IS NULL THEN 0::bigint ELSE c.enps_n END, c.nps,
		CASE WHEN c.unit IS NULL THEN 0::bigint ELSE c.nps_n END
	FROM calendar k LEFT JOIN cells c ON c.grain = k.grain AND c.unit = k.unit AND c.period = k.period
	ORDER BY pg_catalog.array_position(ARRAY['month', 'quarter', 'year']::text[], k.grain), k.unit, k.period;
END;
COMMENT ON FUNCTION enps_nps_panel() IS
	'eNPS and NPS by unit and calendar period, from all registered sources; an empty period is a row with n = 0 and NULL';

CREATE VIEW enps_nps_panel WITH (security_invoker = true) AS
	SELECT p.grain, p.unit, p.period, p.enps, p.enps_n, p.nps, p.nps_n FROM enps_nps_panel() AS p;
ALTER VIEW enps_nps_panel OWNER TO @extowner@;
GRANT SELECT ON enps_nps_panel TO PUBLIC;
COMMENT ON VIEW enps_nps_panel IS
	'eNPS and NPS by unit and calendar period, from all registered sources; every period from the first to the last is a row';
COMMENT ON COLUMN enps_nps_panel.grain IS 'month, quarter or year';
COMMENT ON COLUMN enps_nps_panel.unit IS 'country, business line, branch: what the sources call unit';
COMMENT ON COLUMN enps_nps_panel.period IS 'first day of the calendar period';
COMMENT ON COLUMN enps_nps_panel.enps IS 'employee Net Promoter Score, -100 to 100; NULL without answers, or with fewer than min_group';
COMMENT ON COLUMN enps_nps_panel.enps_n IS 'answers of employees; 0 without, NULL with fewer than min_group';
COMMENT ON COLUMN enps_nps_panel.nps IS 'Net Promoter Score of customers, -100 to 100; NULL without answers, or with fewer than min_group';
COMMENT ON COLUMN enps_nps_panel.nps_n IS 'answers of customers; 0 without, NULL with fewer than min_group';
