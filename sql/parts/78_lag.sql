
-- ---------------------------------------------------------------------------
-- The lag between eNPS and NPS: what the registered sources say
-- ---------------------------------------------------------------------------

CREATE FUNCTION enps_nps_lag(
	OUT grain text, OUT transform text, OUT lag integer, OUT pairs bigint, OUT units integer,
	OUT r_pooled double precision, OUT r_within double precision, OUT r_twoway double precision,
	OUT slope double precision, OUT slope_twoway double precision
) RETURNS SETOF record LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT p.grain, s.transform, s.lag, s.pairs, s.units,
		s.r_pooled, s.r_within, s.r_twoway, s.slope_within, s.slope_twoway
	FROM (
		SELECT c.grain, pg_catalog.array_agg(c.unit) AS units, pg_catalog.array_agg(c.period_index) AS periods,
			pg_catalog.array_agg(c.enps::double precision) AS enps, pg_catalog.array_agg(c.nps::double precision) AS nps
		FROM (
			SELECT q.grain, q.unit, q.enps, q.nps,
				CASE	-- exact operators only: inexact ones could be caught by a hostile schema
					WHEN q.grain = 'month'::text THEN extract(year FROM q.period) * 12::numeric + extract(month FROM q.period)
					WHEN q.grain = 'quarter'::text THEN extract(year FROM q.period) * 4::numeric + extract(quarter FROM q.period)
					ELSE extract(year FROM q.period)
				END::integer AS period_index
			FROM cx_panel_cells() AS q
		) AS c
		GROUP BY c.grain
	) AS p
		JOIN (VALUES ('month'::text, -24, 48), ('quarter'::text, -8, 16), ('year'::text, -2, 4)) AS g(grain, min_lag, max_lag)
			ON g.grain = p.grain
		CROSS JOIN LATERAL cx_lag_scan(p.units, p.periods, p.enps, p.nps, g.min_lag, g.max_lag) AS s
	ORDER BY pg_catalog.array_position(ARRAY['month', 'quarter', 'year']::text[], p.grain), s.lag;
END;
COMMENT ON FUNCTION enps_nps_lag() IS
	'association of eNPS with the NPS of the same unit `lag` periods later, from all registered sources';

CREATE VIEW enps_nps_lag WITH (security_invoker = true) AS
	SELECT l.grain, l.transform, l.lag, l.pairs, l.units, l.r_pooled, l.r_within, l.r_twoway, l.slope, l.slope_twoway
	FROM enps_nps_lag() AS l;
ALTER VIEW enps_nps_lag OWNER TO @extowner@;
GRANT SELECT ON enps_nps_lag TO PUBLIC;
COMMENT ON VIEW enps_nps_lag IS
	'association of eNPS with the NPS of the same unit `lag` periods later, for every grain and lag (two years back to four years ahead); read r_twoway: r_pooled and r_within are what misleads';
COMMENT ON COLUMN enps_nps_lag.grain IS 'month, quarter or year: the unit of lag';
COMMENT ON COLUMN enps_nps_lag.transform IS 'level: the scores themselves';
COMMENT ON COLUMN enps_nps_lag.lag IS 'periods by which eNPS leads NPS; negative: NPS leads';
COMMENT ON COLUMN enps_nps_lag.pairs IS 'pairs of an eNPS and an NPS of one unit, `lag` calendar periods apart';
COMMENT ON COLUMN enps_nps_lag.units IS 'units with at least one pair';
COMMENT ON COLUMN enps_nps_lag.r_pooled IS 'correlation of all pairs together: mixes how units differ with how they change';
COMMENT ON COLUMN enps_nps_lag.r_within IS 'correlation with the means of units taken out: still fooled by trends and shocks that units share';
COMMENT ON COLUMN enps_nps_lag.r_twoway IS 'correlation with the means of units and of periods taken out: the headline';
COMMENT ON COLUMN enps_nps_lag.slope IS 'NPS points for one eNPS point, means of units taken out';
COMMENT ON COLUMN enps_nps_lag.slope_twoway IS 'NPS points for one eNPS point, means of units and of periods taken out';
