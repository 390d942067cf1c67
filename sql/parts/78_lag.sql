
-- ---------------------------------------------------------------------------
-- Does eNPS lead NPS?  What the registered sources say: thin functions over the
-- panel (73_panel.sql) and the statistics of any panel (74 to 77), and views of
-- the same names for tools that cannot pass arguments.
-- ---------------------------------------------------------------------------

-- The lags that are scanned unless told otherwise: two years back, four ahead.
CREATE FUNCTION cx_panel_arrays(
	grains text[] DEFAULT '{month,quarter,year}',
	OUT grain text, OUT min_lag integer, OUT max_lag integer, OUT step interval, OUT last_index integer, OUT last_period date,
	OUT units text[], OUT periods integer[], OUT enps double precision[], OUT nps double precision[],
	OUT enps_se double precision[], OUT nps_se double precision[], OUT segments integer[]
) RETURNS SETOF record LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT g.grain, l.min_lag, l.max_lag, g.step, pg_catalog.max(c.period_index), pg_catalog.max(c.period),
		pg_catalog.array_agg(c.unit), pg_catalog.array_agg(c.period_index),
		pg_catalog.array_agg(c.enps::double precision), pg_catalog.array_agg(c.nps::double precision),
		pg_catalog.array_agg(c.enps_se::double precision), pg_catalog.array_agg(c.nps_se::double precision),
		pg_catalog.array_agg(c.segment)
	FROM cx_panel_cells() AS c
		JOIN cx_grains(grains) AS g ON g.grain = c.grain
		JOIN (VALUES ('month'::text, -24, 48), ('quarter'::text, -8, 16), ('year'::text, -2, 4)) AS l(grain, min_lag, max_lag)
			ON l.grain = c.grain
	WHERE c.complete
	GROUP BY g.grain, g.place, g.step, l.min_lag, l.max_lag
	ORDER BY g.place;
END;
COMMENT ON FUNCTION cx_panel_arrays(text[]) IS
	'the finished periods of the panel as parallel arrays, one row for each grain, with the lags that are scanned by default';

-- The statistics speak of x and y; here these are eNPS and NPS.
CREATE FUNCTION cx_reason(reason text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN pg_catalog.regexp_replace(pg_catalog.regexp_replace(reason, '\mx\M'::text, 'eNPS'::text, 'g'::text), '\my\M'::text, 'NPS'::text, 'g'::text);
COMMENT ON FUNCTION cx_reason(text) IS 'a reason of the lag statistics in words of the lag views: x is eNPS, y is NPS';

CREATE FUNCTION enps_nps_lag(
	grains text[] DEFAULT '{month,quarter,year}', min_lag integer DEFAULT NULL, max_lag integer DEFAULT NULL,
	min_pairs integer DEFAULT 12, min_units integer DEFAULT 8, level double precision DEFAULT 0.95,
	OUT grain text, OUT transform text, OUT lag integer, OUT pairs bigint, OUT units integer,
	OUT r_pooled double precision, OUT r_between double precision, OUT r_within double precision, OUT r_twoway double precision,
	OUT spearman double precision,
	OUT slope double precision, OUT slope_se double precision, OUT low double precision, OUT high double precision,
	OUT p_value double precision, OUT p_holm double precision,
	OUT slope_within double precision, OUT spearman_twoway double precision,
	OUT reliability_enps double precision, OUT reliability_nps double precision, OUT r_corrected double precision,
	OUT lags_scanned integer, OUT reason text
) RETURNS SETOF record LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT p.grain, s.transform, s.lag, s.pairs, s.units, s.r_pooled, s.r_between, s.r_within, s.r_twoway, s.spearman,
		s.slope, s.slope_se, s.low, s.high, s.p_value, s.p_holm, s.slope_within, s.spearman_twoway,
		s.reliability_x, s.reliability_y, s.r_corrected, s.lags_scanned, cx_reason(s.reason)
	FROM cx_panel_arrays(grains) AS p
		CROSS JOIN LATERAL cx_lag_scan(p.units, p.periods, p.enps, p.nps,
			coalesce(enps_nps_lag.min_lag, p.min_lag), coalesce(enps_nps_lag.max_lag, p.max_lag),
			p.enps_se, p.nps_se, p.segments, level, min_pairs, min_units) AS s
	ORDER BY pg_catalog.array_position(ARRAY['month', 'quarter', 'year']::text[], p.grain),
		s.transform = 'difference'::text, s.lag;
END;
COMMENT ON FUNCTION enps_nps_lag(text[], integer, integer, integer, integer, double precision) IS
	'association of eNPS with the NPS of the same unit `lag` periods later, from all registered sources; nothing is said about fewer than min_pairs pairs or min_units units';

CREATE VIEW enps_nps_lag WITH (security_invoker = true) AS
	SELECT l.grain, l.transform, l.lag, l.pairs, l.units, l.r_pooled, l.r_between, l.r_within, l.r_twoway, l.spearman, l.slope, l.slope_se, l.low, l.high, l.p_value, l.p_holm, l.slope_within, l.spearman_twoway, l.reliability_enps, l.reliability_nps, l.r_corrected, l.lags_scanned, l.reason
	FROM enps_nps_lag() AS l;
ALTER VIEW enps_nps_lag OWNER TO @extowner@;
GRANT SELECT ON enps_nps_lag TO PUBLIC;
COMMENT ON VIEW enps_nps_lag IS
	'association of eNPS with the NPS of the same unit `lag` periods later, for every grain, transform and lag (two years back to four years ahead); read r_twoway: r_pooled and r_within are what misleads';
COMMENT ON COLUMN enps_nps_lag.grain IS 'month, quarter or year: the unit of lag';
COMMENT ON COLUMN enps_nps_lag.transform IS 'level: the scores themselves; difference: changes from one period to the next, the check against trends';
COMMENT ON COLUMN enps_nps_lag.lag IS 'periods by which eNPS leads NPS; negative: NPS leads';
COMMENT ON COLUMN enps_nps_lag.pairs IS 'pairs of an eNPS and an NPS of one unit, `lag` calendar periods apart and no break between';
COMMENT ON COLUMN enps_nps_lag.units IS 'units with at least one pair';
COMMENT ON COLUMN enps_nps_lag.r_pooled IS 'correlation of all pairs together: mixes how units differ with how they change';
COMMENT ON COLUMN enps_nps_lag.r_between IS 'correlation of the means of units: how they differ, not how they change';
COMMENT ON COLUMN enps_nps_lag.r_within IS 'correlation with the means of units taken out: still fooled by trends and shocks that units share';
COMMENT ON COLUMN enps_nps_lag.r_twoway IS 'correlation with the means of units and of periods taken out: the headline';
COMMENT ON COLUMN enps_nps_lag.spearman IS 'rank correlation of all pairs together';
COMMENT ON COLUMN enps_nps_lag.slope IS 'NPS points for one eNPS point, means of units and of periods taken out';
COMMENT ON COLUMN enps_nps_lag.slope_se IS 'standard error of slope, clustered by unit';
COMMENT ON COLUMN enps_nps_lag.low IS 'lower limit of slope';
COMMENT ON COLUMN enps_nps_lag.high IS 'upper limit of slope';
COMMENT ON COLUMN enps_nps_lag.p_value IS 'p-value of slope for this lag alone, from the clustered standard error';
COMMENT ON COLUMN enps_nps_lag.p_holm IS 'p-value allowing for all lags scanned (Holm)';
COMMENT ON COLUMN enps_nps_lag.slope_within IS 'NPS points for one eNPS point, only the means of units taken out';
COMMENT ON COLUMN enps_nps_lag.spearman_twoway IS 'rank correlation with the means of units and of periods taken out';
COMMENT ON COLUMN enps_nps_lag.reliability_enps IS 'share of what moves in eNPS that is not sampling noise';
COMMENT ON COLUMN enps_nps_lag.reliability_nps IS 'share of what moves in NPS that is not sampling noise';
COMMENT ON COLUMN enps_nps_lag.r_corrected IS 'r_twoway with sampling noise allowed for; NULL where a reliability is below 0.2';
COMMENT ON COLUMN enps_nps_lag.lags_scanned IS 'lags that p_holm allows for';
COMMENT ON COLUMN enps_nps_lag.reason IS 'why values are NULL';

CREATE FUNCTION enps_nps_lag_by_unit(
	grains text[] DEFAULT '{month,quarter,year}', min_lag integer DEFAULT NULL, max_lag integer DEFAULT NULL,
	level double precision DEFAULT 0.95,
	OUT grain text, OUT unit text, OUT transform text, OUT lag integer, OUT pairs bigint,
	OUT pearson double precision, OUT spearman double precision, OUT n_eff double precision, OUT p_naive double precision,
	OUT p_value double precision, OUT low double precision, OUT high double precision, OUT reason text
) RETURNS SETOF record LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT u.grain, u.unit, s.transform, s.lag, s.pairs, s.pearson, s.spearman, s.n_eff, s.p_naive, s.p_value, s.low, s.high, cx_reason(s.reason)
	FROM (
		SELECT p.grain, p.min_lag, p.max_lag, c.unit, pg_catalog.array_agg(c.period) AS periods,
			pg_catalog.array_agg(c.enps) AS enps, pg_catalog.array_agg(c.nps) AS nps, pg_catalog.array_agg(c.segment) AS segments
		FROM cx_panel_arrays(grains) AS p
			CROSS JOIN LATERAL ROWS FROM (pg_catalog.unnest(p.units), pg_catalog.unnest(p.periods), pg_catalog.unnest(p.enps),
				pg_catalog.unnest(p.nps), pg_catalog.unnest(p.segments)) AS c(unit, period, enps, nps, segment)
		GROUP BY p.grain, p.min_lag, p.max_lag, c.unit
	) AS u
		CROSS JOIN LATERAL cx_lag_scan_unit(u.periods, u.enps, u.nps,
			coalesce(enps_nps_lag_by_unit.min_lag, u.min_lag), coalesce(enps_nps_lag_by_unit.max_lag, u.max_lag),
			u.segments, level) AS s
	ORDER BY pg_catalog.array_position(ARRAY['month', 'quarter', 'year']::text[], u.grain), u.unit COLLATE pg_catalog."C",
		s.transform = 'difference'::text, s.lag;
END;
COMMENT ON FUNCTION enps_nps_lag_by_unit(text[], integer, integer, double precision) IS
	'association of eNPS with NPS `lag` periods later within each unit by itself: shared trends and shocks are still in it';

CREATE VIEW enps_nps_lag_by_unit WITH (security_invoker = true) AS
	SELECT l.grain, l.unit, l.transform, l.lag, l.pairs, l.pearson, l.spearman, l.n_eff, l.p_naive, l.p_value, l.low, l.high, l.reason
	FROM enps_nps_lag_by_unit() AS l;
ALTER VIEW enps_nps_lag_by_unit OWNER TO @extowner@;
GRANT SELECT ON enps_nps_lag_by_unit TO PUBLIC;
COMMENT ON VIEW enps_nps_lag_by_unit IS
	'association of eNPS with NPS `lag` periods later within each unit by itself: shared trends and shocks are still in it';
COMMENT ON COLUMN enps_nps_lag_by_unit.grain IS 'month, quarter or year: the unit of lag';
COMMENT ON COLUMN enps_nps_lag_by_unit.unit IS 'country, business line, branch: what the sources call unit';
COMMENT ON COLUMN enps_nps_lag_by_unit.transform IS 'level: the scores themselves; difference: changes from one period to the next, the check against trends';
COMMENT ON COLUMN enps_nps_lag_by_unit.lag IS 'periods by which eNPS leads NPS; negative: NPS leads';
COMMENT ON COLUMN enps_nps_lag_by_unit.pairs IS 'pairs of an eNPS and an NPS, `lag` calendar periods apart and no break between';
COMMENT ON COLUMN enps_nps_lag_by_unit.pearson IS 'correlation';
COMMENT ON COLUMN enps_nps_lag_by_unit.spearman IS 'rank correlation';
COMMENT ON COLUMN enps_nps_lag_by_unit.n_eff IS 'pairs that as many independent ones would be worth (Pyper & Peterman 1998)';
COMMENT ON COLUMN enps_nps_lag_by_unit.p_naive IS 'p-value as if neighbouring periods were independent: too small';
COMMENT ON COLUMN enps_nps_lag_by_unit.p_value IS 'p-value with n_eff in place of pairs; on levels that share a trend still too small';
COMMENT ON COLUMN enps_nps_lag_by_unit.low IS 'lower limit of pearson, with n_eff';
COMMENT ON COLUMN enps_nps_lag_by_unit.high IS 'upper limit of pearson, with n_eff';
COMMENT ON COLUMN enps_nps_lag_by_unit.reason IS 'why values are NULL, or not more than descriptive';

-- In words what the search over lags found.
CREATE FUNCTION cx_lag_verdict(
	strongest_lag integer, p_any double precision, p_lead_after double precision, p_reverse_after double precision,
	alpha double precision DEFAULT 0.05
) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
	WHEN p_any IS NULL THEN 'too little data'::text
	WHEN p_any > alpha THEN 'no stable relation'::text
	WHEN strongest_lag = 0 THEN 'same period'::text
	WHEN strongest_lag > 0 AND p_reverse_after <= alpha THEN 'both'::text
	WHEN strongest_lag < 0 AND p_lead_after <= alpha THEN 'both'::text
	WHEN strongest_lag > 0 THEN 'eNPS leads'::text
	ELSE 'NPS leads'::text
END;
COMMENT ON FUNCTION cx_lag_verdict(integer, double precision, double precision, double precision, double precision) IS
	'the verdict on a search over lags (cx_lag_search): the strongest lag decides the direction; both, if the other direction remains after it has been taken out';

CREATE FUNCTION enps_nps_lag_summary(
	grains text[] DEFAULT '{month,quarter,year}', min_lag integer DEFAULT NULL, max_lag integer DEFAULT NULL,
	min_pairs integer DEFAULT 12, min_units integer DEFAULT 8,
	permutations integer DEFAULT 999, seed bigint DEFAULT 1, alpha double precision DEFAULT 0.05,
	OUT grain text, OUT verdict text, OUT strongest_lag integer, OUT p_any double precision,
	OUT best_lag integer, OUT lag_low integer, OUT lag_high integer, OUT lag_share double precision,
	OUT r_twoway double precision, OUT slope double precision, OUT low double precision, OUT high double precision,
	OUT p_value double precision,
	OUT reverse_lag integer, OUT reverse_r double precision, OUT reverse_slope double precision, OUT p_reverse double precision,
	OUT same_r double precision, OUT p_same double precision,
	OUT p_lead_after double precision, OUT p_reverse_after double precision,
	OUT r_difference double precision, OUT p_difference double precision,
	OUT reliability_enps double precision, OUT reliability_nps double precision, OUT r_corrected double precision,
	OUT detectable_slope double precision,
	OUT units integer, OUT pairs bigint, OUT lags_scanned integer, OUT caveats text
) RETURNS SETOF record LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT p.grain, v.verdict, s.strongest_lag, s.p_any,
		s.best_lag, s.lag_low, s.lag_high, s.lag_share, s.best_r, s.best_slope, b.low, b.high, s.p_lead,
		s.reverse_lag, s.reverse_r, s.reverse_slope, s.p_reverse, s.same_r, s.p_same, s.p_lead_after, s.p_reverse_after,
		b.r_difference, b.p_difference, b.reliability_x, b.reliability_y, b.r_corrected,
		s.detectable_slope, s.units, b.pairs, s.lags_scanned,
		pg_catalog.array_to_string(ARRAY[
			CASE v.verdict WHEN 'too little data'::text THEN cx_reason(s.reason) END,
			CASE WHEN o.one_sided > 0 THEN
				pg_catalog.format('%s units have answers of one kind only: are they spelled alike?', o.one_sided) END,
			CASE WHEN v.none THEN
				'no relation shown is not none'::text || CASE WHEN s.detectable_slope IS NULL THEN ''::text ELSE
					pg_catalog.format(': at lag %s a slope of %s could have been missed', s.best_lag, pg_catalog.round(s.detectable_slope::numeric, 2)) END END,
			CASE WHEN v.none AND LEAST(s.p_lead, s.p_same, s.p_reverse) <= alpha THEN
				pg_catalog.format('lag %s would pass by itself; with all lags in the search it does not',
					CASE LEAST(s.p_lead, s.p_same, s.p_reverse) WHEN s.p_lead THEN s.best_lag WHEN s.p_same THEN 0 ELSE s.reverse_lag END) END,
			CASE WHEN v.shown AND t.r_strongest < 0::double precision THEN
				'the relation is negative: where the one rose, the other fell'::text END,
			CASE WHEN v.shown AND s.strongest_lag <> 0 AND (t.p_difference > alpha OR t.r_difference * t.r_strongest < 0::double precision) THEN
				'changes from period to period do not confirm it: a slow drift of some units could look like this'::text END,
			CASE WHEN v.shown AND s.strongest_lag <> 0 AND (s.strongest_lag = t.min_lag OR s.strongest_lag = t.max_lag) THEN
				'the lag is the last one scanned: scan further'::text END,
			CASE WHEN v.shown AND s.strongest_lag > 0 AND s.lag_low < s.lag_high THEN
				pg_catalog.format('the lag lies between %s and %s', s.lag_low, s.lag_high) END,
			CASE WHEN v.shown AND s.strongest_lag > 0 AND s.p_reverse IS NULL THEN
				'a lead of NPS was not tested: no lag below 0 has enough pairs'::text END,
			CASE WHEN v.shown AND s.strongest_lag < 0 AND s.p_lead IS NULL THEN
				'a lead of eNPS was not tested: no lag above 0 has enough pairs'::text END,
			CASE WHEN v.shown AND (s.strongest_lag > 0 AND s.p_reverse <= alpha AND s.p_reverse_after IS NULL
					OR s.strongest_lag < 0 AND s.p_lead <= alpha AND s.p_lead_after IS NULL) THEN
				'the lead in the other direction may be a shadow of this one or not: the data are too noisy, or too few, to tell'::text END,
			CASE WHEN v.shown AND s.strongest_lag = 0 AND s.p_lead_after <= alpha THEN 'beside it, a lead of eNPS remains'::text END,
			CASE WHEN v.shown AND s.strongest_lag = 0 AND s.p_reverse_after <= alpha THEN 'beside it, a lead of NPS remains'::text END,
			CASE WHEN b.reliability_x < 0::double precision THEN
				'eNPS moves less than sampling noise alone would make it: too few answers, or not single answers of a sample'::text
			WHEN b.reliability_x < 0.5::double precision THEN
				pg_catalog.format('%s %% of what moves in eNPS is sampling noise: slope and r are pulled to zero',
					pg_catalog.round(100::numeric * (1::double precision - b.reliability_x)::numeric)) END,
			CASE WHEN b.reliability_y < 0::double precision THEN
				'NPS moves less than sampling noise alone would make it: too few answers, or not single answers of a sample'::text
			WHEN b.reliability_y < 0.5::double precision THEN
				pg_catalog.format('%s %% of what moves in NPS is sampling noise: r is pulled to zero',
					pg_catalog.round(100::numeric * (1::double precision - b.reliability_y)::numeric)) END,
			CASE WHEN v.verdict <> 'too little data'::text AND s.units < 10 THEN
				pg_catalog.format('%s units are few: only a strong relation can show', s.units) END,
			CASE WHEN v.shown AND s.leaning_units <= GREATEST(s.units / 8, 1) THEN
				pg_catalog.format('half of the relation comes from %s of %s units', s.leaning_units, s.units) END,
			CASE WHEN v.shown THEN 'first is not because: something else may move both, with different delays'::text END
		], '; '::text)
	FROM cx_panel_arrays(grains) AS p
		CROSS JOIN LATERAL cx_lag_search(p.units, p.periods, p.enps, p.nps,
			coalesce(enps_nps_lag_summary.min_lag, p.min_lag), coalesce(enps_nps_lag_summary.max_lag, p.max_lag),
			permutations, seed, p.enps_se, p.nps_se, p.segments, 'level'::text,
			coalesce(min_pairs, 12), coalesce(min_units, 8), coalesce(alpha, 0.05::double precision)) AS s
		CROSS JOIN LATERAL (	-- the best lead: limits, noise, and differences
			SELECT pg_catalog.max(c.pairs) FILTER (WHERE c.transform = 'level'::text) AS pairs,
				pg_catalog.max(c.low) FILTER (WHERE c.transform = 'level'::text) AS low,
				pg_catalog.max(c.high) FILTER (WHERE c.transform = 'level'::text) AS high,
				pg_catalog.max(c.reliability_x) FILTER (WHERE c.transform = 'level'::text) AS reliability_x,
				pg_catalog.max(c.reliability_y) FILTER (WHERE c.transform = 'level'::text) AS reliability_y,
				pg_catalog.max(c.r_corrected) FILTER (WHERE c.transform = 'level'::text) AS r_corrected,
				pg_catalog.max(c.r_twoway) FILTER (WHERE c.transform = 'difference'::text) AS r_difference,
				pg_catalog.max(c.p_value) FILTER (WHERE c.transform = 'difference'::text) AS p_difference
			FROM cx_lag_scan(p.units, p.periods, p.enps, p.nps, s.best_lag, s.best_lag, p.enps_se, p.nps_se, p.segments) AS c
		) AS b
		CROSS JOIN LATERAL (	-- the strongest lag, in levels and in differences
			SELECT pg_catalog.max(c.r_twoway) FILTER (WHERE c.transform = 'level'::text) AS r_strongest,
				pg_catalog.max(c.r_twoway) FILTER (WHERE c.transform = 'difference'::text) AS r_difference,
				pg_catalog.max(c.p_value) FILTER (WHERE c.transform = 'difference'::text) AS p_difference,
				coalesce(enps_nps_lag_summary.min_lag, p.min_lag) AS min_lag, coalesce(enps_nps_lag_summary.max_lag, p.max_lag) AS max_lag
			FROM cx_lag_scan(p.units, p.periods, p.enps, p.nps, s.strongest_lag, s.strongest_lag, NULL, NULL, p.segments) AS c
		) AS t
		CROSS JOIN LATERAL (
			SELECT pg_catalog.count(*) AS one_sided
			FROM (SELECT FROM ROWS FROM (pg_catalog.unnest(p.units), pg_catalog.unnest(p.enps), pg_catalog.unnest(p.nps)) AS c(unit, enps, nps)
				GROUP BY c.unit HAVING pg_catalog.bool_and(c.enps IS NULL) <> pg_catalog.bool_and(c.nps IS NULL)) AS u
		) AS o
		CROSS JOIN LATERAL (
			SELECT w.verdict, w.verdict = 'no stable relation'::text AS none,
				w.verdict <> ALL (ARRAY['too little data', 'no stable relation']::text[]) AS shown
			FROM (SELECT cx_lag_verdict(s.strongest_lag, s.p_any, s.p_lead_after, s.p_reverse_after, coalesce(alpha, 0.05::double precision)) AS verdict) AS w
		) AS v
	ORDER BY pg_catalog.array_position(ARRAY['month', 'quarter', 'year']::text[], p.grain);
END;
COMMENT ON FUNCTION enps_nps_lag_summary(text[], integer, integer, integer, integer, integer, bigint, double precision) IS
	'what the lag scan says, in one row for each grain: best lead, strongest reverse lag, tests that allow for the search over lags, a verdict and its caveats; lags with fewer than min_pairs pairs or min_units units take no part';

CREATE VIEW enps_nps_lag_summary WITH (security_invoker = true) AS
	SELECT l.grain, l.verdict, l.strongest_lag, l.p_any, l.best_lag, l.lag_low, l.lag_high, l.lag_share, l.r_twoway, l.slope, l.low, l.high, l.p_value, l.reverse_lag, l.reverse_r, l.reverse_slope, l.p_reverse, l.same_r, l.p_same, l.p_lead_after, l.p_reverse_after, l.r_difference, l.p_difference, l.reliability_enps, l.reliability_nps, l.r_corrected, l.detectable_slope, l.units, l.pairs, l.lags_scanned, l.caveats
	FROM enps_nps_lag_summary() AS l;
ALTER VIEW enps_nps_lag_summary OWNER TO @extowner@;
GRANT SELECT ON enps_nps_lag_summary TO PUBLIC;
COMMENT ON VIEW enps_nps_lag_summary IS
	'does eNPS lead NPS? One row for each grain: best lead, strongest reverse lag, tests that allow for the search over lags, a verdict and its caveats';
COMMENT ON COLUMN enps_nps_lag_summary.grain IS 'month, quarter or year: the unit of lag';
COMMENT ON COLUMN enps_nps_lag_summary.verdict IS 'eNPS leads, NPS leads, same period, both, no stable relation, or too little data';
COMMENT ON COLUMN enps_nps_lag_summary.strongest_lag IS 'lag with the largest two-way |t| of all: its sign decides the direction';
COMMENT ON COLUMN enps_nps_lag_summary.p_any IS 'p-value of strongest_lag, allowing for the search over all lags: decides whether there is a relation';
COMMENT ON COLUMN enps_nps_lag_summary.best_lag IS 'lag > 0 with the largest two-way |t|: the best lead of eNPS';
COMMENT ON COLUMN enps_nps_lag_summary.lag_low IS 'lower limit of best_lag, 95 %, from resampled units';
COMMENT ON COLUMN enps_nps_lag_summary.lag_high IS 'upper limit of best_lag';
COMMENT ON COLUMN enps_nps_lag_summary.lag_share IS 'share of the resamples that choose best_lag';
COMMENT ON COLUMN enps_nps_lag_summary.r_twoway IS 'correlation at best_lag with the means of units and of periods taken out';
COMMENT ON COLUMN enps_nps_lag_summary.slope IS 'NPS points for one eNPS point at best_lag';
COMMENT ON COLUMN enps_nps_lag_summary.low IS 'lower limit of slope, 95 %, clustered by unit; does not allow for the search';
COMMENT ON COLUMN enps_nps_lag_summary.high IS 'upper limit of slope';
COMMENT ON COLUMN enps_nps_lag_summary.p_value IS 'p-value of the best lead, allowing for the search over all lags > 0: eNPS of one unit with NPS of another, permuted';
COMMENT ON COLUMN enps_nps_lag_summary.reverse_lag IS 'lag < 0 with the largest two-way |t|: the best lead of NPS';
COMMENT ON COLUMN enps_nps_lag_summary.reverse_r IS 'correlation at reverse_lag';
COMMENT ON COLUMN enps_nps_lag_summary.reverse_slope IS 'eNPS points for one earlier NPS point at reverse_lag';
COMMENT ON COLUMN enps_nps_lag_summary.p_reverse IS 'p-value of the best lead of NPS, allowing for the search over all lags < 0';
COMMENT ON COLUMN enps_nps_lag_summary.same_r IS 'correlation at lag 0';
COMMENT ON COLUMN enps_nps_lag_summary.p_same IS 'p-value at lag 0';
COMMENT ON COLUMN enps_nps_lag_summary.p_lead_after IS 'p-value of a lead of eNPS that remains after strongest_lag has been taken out';
COMMENT ON COLUMN enps_nps_lag_summary.p_reverse_after IS 'p-value of a lead of NPS that remains after strongest_lag has been taken out';
COMMENT ON COLUMN enps_nps_lag_summary.r_difference IS 'correlation of changes at best_lag';
COMMENT ON COLUMN enps_nps_lag_summary.p_difference IS 'p-value of the slope of changes at best_lag';
COMMENT ON COLUMN enps_nps_lag_summary.reliability_enps IS 'share of what moves in eNPS that is not sampling noise';
COMMENT ON COLUMN enps_nps_lag_summary.reliability_nps IS 'share of what moves in NPS that is not sampling noise';
COMMENT ON COLUMN enps_nps_lag_summary.r_corrected IS 'r_twoway with sampling noise allowed for';
COMMENT ON COLUMN enps_nps_lag_summary.detectable_slope IS 'slope at best_lag that a panel like this shows in 80 of 100 cases, the search over all lags allowed for';
COMMENT ON COLUMN enps_nps_lag_summary.units IS 'units with both scores';
COMMENT ON COLUMN enps_nps_lag_summary.pairs IS 'pairs at best_lag';
COMMENT ON COLUMN enps_nps_lag_summary.lags_scanned IS 'lags searched';
COMMENT ON COLUMN enps_nps_lag_summary.caveats IS 'what to keep in mind, in words, parted by semicolons';

CREATE FUNCTION enps_nps_granger(
	grains text[] DEFAULT '{month,quarter,year}', lag_orders integer[] DEFAULT NULL,
	OUT grain text, OUT transform text, OUT direction text, OUT form text, OUT lag_order integer, OUT unit text,
	OUT units integer, OUT n integer, OUT df1 integer, OUT df2 integer, OUT f double precision, OUT slope double precision,
	OUT w_bar double precision, OUT z_bar double precision, OUT z_tilde double precision,
	OUT p_value double precision, OUT reason text
) RETURNS SETOF record LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT a.grain, a.transform, a.direction, t.form, a.lag_order, t.unit, t.units, t.n, t.df1, t.df2, t.f, t.slope,
		t.w_bar, t.z_bar, t.z_tilde, t.p_value, cx_reason(t.reason)
	FROM (
		SELECT p.grain, m.transform, d.direction, k.lag_order, m.units, m.periods, m.segments,
			CASE WHEN d.direction = 'enps_to_nps'::text THEN m.enps ELSE m.nps END AS x,
			CASE WHEN d.direction = 'enps_to_nps'::text THEN m.nps ELSE m.enps END AS y
		FROM cx_panel_arrays(grains) AS p
			CROSS JOIN LATERAL (
				SELECT k.transform, pg_catalog.array_agg(c.unit) AS units, pg_catalog.array_agg(c.period) AS periods,
					pg_catalog.array_agg(c.x) AS enps, pg_catalog.array_agg(c.y) AS nps, pg_catalog.array_agg(c.segment) AS segments
				FROM (VALUES ('level'::text), ('difference'::text)) AS k(transform)
					CROSS JOIN LATERAL cx_panel_adjust(p.units, p.periods, p.enps, p.nps, k.transform, p.segments) AS c
				GROUP BY k.transform
			) AS m
			CROSS JOIN (VALUES ('enps_to_nps'::text), ('nps_to_enps'::text)) AS d(direction)
			CROSS JOIN LATERAL pg_catalog.unnest(coalesce(lag_orders, CASE p.grain
				WHEN 'month'::text THEN ARRAY[1, 12, 24]
				WHEN 'quarter'::text THEN ARRAY[1, 4, 8]
				ELSE ARRAY[1, 2] END)) AS k(lag_order)
	) AS a
		CROSS JOIN LATERAL (
			SELECT 'panel'::text AS form, NULL::text AS unit, h.units, NULL::integer AS n, NULL::integer AS df1, NULL::integer AS df2,
				NULL::double precision AS f, NULL::double precision AS slope, h.w_bar, h.z_bar, h.z_tilde, h.p_value, h.reason
			FROM cx_dumitrescu_hurlin(a.units, a.periods, a.x, a.y, a.lag_order, a.segments) AS h
			UNION ALL
			SELECT w.form, u.unit, NULL, g.n, g.df1, g.df2, CASE WHEN g.df2 >= 3 THEN g.f END, g.slope, NULL, NULL, NULL,
				CASE WHEN g.df2 >= 3 THEN g.p_value END,
				CASE WHEN g.df2 < 3 THEN 'fewer than 3 degrees of freedom'::text ELSE g.reason END
			FROM (
				SELECT c.unit, pg_catalog.array_agg(c.period) AS periods, pg_catalog.array_agg(c.x) AS x,
					pg_catalog.array_agg(c.y) AS y, pg_catalog.array_agg(c.segment) AS segments
				FROM ROWS FROM (pg_catalog.unnest(a.units), pg_catalog.unnest(a.periods), pg_catalog.unnest(a.x),
					pg_catalog.unnest(a.y), pg_catalog.unnest(a.segments)) AS c(unit, period, x, y, segment)
				GROUP BY c.unit
			) AS u
				CROSS JOIN (VALUES ('all lags'::text), ('one lag'::text)) AS w(form)
				CROSS JOIN LATERAL (
					SELECT r.n, r.df1, r.df2, r.f, NULL::double precision AS slope, r.p_value, r.reason
					FROM cx_granger(u.periods, u.x, u.y, a.lag_order, u.segments) AS r WHERE w.form = 'all lags'::text
					UNION ALL
					SELECT r.n, r.df1, r.df2, r.f, r.slope, r.p_value, r.reason
					FROM cx_granger_lag(u.periods, u.x, u.y, a.lag_order, u.segments) AS r WHERE w.form = 'one lag'::text
				) AS g
		) AS t
	ORDER BY pg_catalog.array_position(ARRAY['month', 'quarter', 'year']::text[], a.grain), a.transform = 'difference'::text,
		a.direction, a.lag_order, t.form <> 'panel'::text, t.form, t.unit COLLATE pg_catalog."C";
END;
COMMENT ON FUNCTION enps_nps_granger(text[], integer[]) IS
	'does the past of the one series help to predict the other beyond its own past? Per unit and over the panel, with period means taken out; prediction, not cause';

CREATE VIEW enps_nps_granger WITH (security_invoker = true) AS
	SELECT g.grain, g.transform, g.direction, g.form, g.lag_order, g.unit, g.units, g.n, g.df1, g.df2, g.f, g.slope, g.w_bar, g.z_bar, g.z_tilde, g.p_value, g.reason
	FROM enps_nps_granger() AS g;
ALTER VIEW enps_nps_granger OWNER TO @extowner@;
GRANT SELECT ON enps_nps_granger TO PUBLIC;
COMMENT ON VIEW enps_nps_granger IS
	'does the past of the one series help to predict the other beyond its own past? Panel test and tests by unit; prediction, not cause';
COMMENT ON COLUMN enps_nps_granger.grain IS 'month, quarter or year';
COMMENT ON COLUMN enps_nps_granger.transform IS 'level: scores with the means of units and of periods taken out; difference: changes with the means of periods taken out';
COMMENT ON COLUMN enps_nps_granger.direction IS 'enps_to_nps: does earlier eNPS help to predict NPS; nps_to_enps: the reverse';
COMMENT ON COLUMN enps_nps_granger.form IS 'panel: all units together (Dumitrescu & Hurlin 2012); all lags: one unit, lags 1 to lag_order; one lag: one unit, that lag alone';
COMMENT ON COLUMN enps_nps_granger.lag_order IS 'number of lags; in the form one lag: the lag';
COMMENT ON COLUMN enps_nps_granger.unit IS 'the unit; NULL in the form panel';
COMMENT ON COLUMN enps_nps_granger.units IS 'units in the panel test';
COMMENT ON COLUMN enps_nps_granger.n IS 'periods in the regression of the unit';
COMMENT ON COLUMN enps_nps_granger.df1 IS 'degrees of freedom of f: lags tested';
COMMENT ON COLUMN enps_nps_granger.df2 IS 'degrees of freedom of f: what is left';
COMMENT ON COLUMN enps_nps_granger.f IS 'F of the unit';
COMMENT ON COLUMN enps_nps_granger.slope IS 'coefficient in the form one lag: points of the predicted score for one point of the other';
COMMENT ON COLUMN enps_nps_granger.w_bar IS 'mean Wald statistic of the units';
COMMENT ON COLUMN enps_nps_granger.z_bar IS 'w_bar standardised, for many periods';
COMMENT ON COLUMN enps_nps_granger.z_tilde IS 'w_bar standardised, for few periods; p_value is its';
COMMENT ON COLUMN enps_nps_granger.p_value IS 'p-value: the other series adds nothing';
COMMENT ON COLUMN enps_nps_granger.reason IS 'why values are NULL';

CREATE FUNCTION enps_nps_predict(
	horizon integer DEFAULT 4, grains text[] DEFAULT '{quarter}', lag_used integer DEFAULT NULL, max_lag integer DEFAULT NULL,
	level double precision DEFAULT 0.95,
	OUT grain text, OUT unit text, OUT period date, OUT ahead integer, OUT lag integer,
	OUT enps_period date, OUT enps numeric, OUT nps_last numeric, OUT nps_expected numeric, OUT low numeric, OUT high numeric,
	OUT unit_rmse numeric, OUT rmse numeric, OUT rmse_no_change numeric, OUT rmse_without_enps numeric, OUT forecasts integer, OUT reason text
) RETURNS SETOF record LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT p.grain, f.unit, (p.last_period + (f.period - p.last_index)::double precision * p.step)::date, f.ahead, f.lag,
		(p.last_period + (f.period - f.lag - p.last_index)::double precision * p.step)::date, f.x_seen::numeric, f.y_last::numeric,
		CASE WHEN f.expected IS NOT NULL THEN least(greatest(f.expected, -100::double precision), 100::double precision)::numeric END,
		CASE WHEN f.low IS NOT NULL THEN least(greatest(f.low, -100::double precision), 100::double precision)::numeric END,
		CASE WHEN f.high IS NOT NULL THEN least(greatest(f.high, -100::double precision), 100::double precision)::numeric END,
		f.unit_rmse::numeric, f.rmse::numeric, f.rmse_no_change::numeric, f.rmse_without_x::numeric, f.forecasts, cx_reason(f.reason)
	FROM cx_panel_arrays(grains) AS p
		CROSS JOIN LATERAL cx_lag_forecast(p.units, p.periods, p.enps, p.nps, coalesce(enps_nps_predict.max_lag, p.max_lag),
			horizon, lag_used, p.segments, level) AS f
	ORDER BY pg_catalog.array_position(ARRAY['month', 'quarter', 'year']::text[], p.grain), f.unit COLLATE pg_catalog."C", f.ahead;
END;
COMMENT ON FUNCTION enps_nps_predict(integer, text[], integer, integer, double precision) IS
	'the NPS to expect in each unit in the next `horizon` periods from eNPS already seen, with the error that such forecasts had before beside that of "no change"';
