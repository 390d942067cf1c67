
-- ---------------------------------------------------------------------------
-- Trends: the score of every source, unit and calendar period, with the change
-- since the period before it.  Sources are never added up here.
-- ---------------------------------------------------------------------------

-- What must stay true: the calendar has every period from the source's first to
-- its last for each of its units, so the row before is the period before; a cell
-- that min_group hides shows nothing and is compared with nothing; no comparison
-- crosses a break; p-values are adjusted over what is shown of a source and grain.
CREATE FUNCTION cx_trend(
	only_kind text, grains text[], sources text[], level double precision, min_n integer, method text,
	OUT source text, OUT grain text, OUT unit text, OUT period date,
	OUT n bigint, OUT promoters bigint, OUT passives bigint, OUT detractors bigint,
	OUT invalid bigint, OUT missing bigint, OUT score numeric, OUT ci_low numeric, OUT ci_high numeric,
	OUT delta numeric, OUT z double precision, OUT p_value double precision, OUT p_adjusted double precision,
	OUT change text, OUT complete boolean
) RETURNS SETOF record LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	wrong text;
	registered text;
	fact_sources text[];
	fact_units text[];
	fact_periods date[];
	fact_hists @extschema@.nps_hist[];
	fact_invalid bigint[];
	fact_missing bigint[];
BEGIN
	IF only_kind IS NULL OR cx_trend.grains IS NULL OR cx_trend.level IS NULL OR cx_trend.min_n IS NULL OR cx_trend.method IS NULL THEN
		RETURN;
	END IF;
	IF EXISTS (SELECT FROM unnest(cx_trend.grains) AS g(grain) WHERE g.grain IS NULL OR g.grain NOT IN ('month', 'quarter', 'year')) THEN
		SELECT coalesce(quote_literal(g.grain), 'NULL') INTO wrong
		FROM unnest(cx_trend.grains) AS g(grain) WHERE g.grain IS NULL OR g.grain NOT IN ('month', 'quarter', 'year') LIMIT 1;
		RAISE EXCEPTION 'grain % is none of month, quarter, year', wrong
			USING ERRCODE = 'invalid_parameter_value', HINT = 'For example: grains => ''{month,quarter}''.';
	END IF;
	IF cx_trend.min_n < 1 THEN
		RAISE EXCEPTION 'min_n % is below 1', cx_trend.min_n
			USING ERRCODE = 'invalid_parameter_value',
				HINT = 'Give the smallest number of answers with which a period can be compared; 1 compares all.';
	END IF;
	IF EXISTS (SELECT FROM unnest(cx_trend.sources) AS a(name)
			WHERE NOT EXISTS (SELECT FROM @extschema@.cx_source s WHERE s.name = a.name AND s.kind = only_kind)) THEN
		SELECT coalesce('"' || a.name || '"', 'NULL') INTO wrong
		FROM unnest(cx_trend.sources) AS a(name)
		WHERE NOT EXISTS (SELECT FROM @extschema@.cx_source s WHERE s.name = a.name AND s.kind = only_kind) LIMIT 1;
		SELECT string_agg(s.name, ', ' ORDER BY s.name COLLATE "C") INTO registered
		FROM @extschema@.cx_source s WHERE s.kind = only_kind;
		RAISE EXCEPTION 'there is no source % of kind %', wrong, only_kind
			USING ERRCODE = 'undefined_object',
				HINT = coalesce('Registered: ' || registered || '.', 'No source of this kind is registered.');
	END IF;
	-- a wrong level or method fails with data and without
	PERFORM @extschema@.nps_interval('{9:1}'::@extschema@.nps_hist, cx_trend.level, cx_trend.method),
		@extschema@.nps_test('{9:1}'::@extschema@.nps_hist, '{9:1}'::@extschema@.nps_hist, cx_trend.level, cx_trend.method);

	-- the sources are read by a statement of their own, which is short: psql shows the
	-- statement that fails, and it is here that a user's table can fail
	SELECT array_agg(f.source), array_agg(f.unit), array_agg(f.period), array_agg(f.hist), array_agg(f.invalid), array_agg(f.missing)
	INTO fact_sources, fact_units, fact_periods, fact_hists, fact_invalid, fact_missing
	FROM @extschema@.cx_facts(only_kind, cx_trend.sources) AS f
	WHERE f.unit IS NOT NULL AND f.period IS NOT NULL;

	RETURN QUERY
	WITH fact AS MATERIALIZED (
		SELECT f.source, f.unit, f.period, f.hist, f.invalid, f.missing
		FROM unnest(fact_sources, fact_units, fact_periods, fact_hists, fact_invalid, fact_missing) AS f(source, unit, period, hist, invalid, missing)
	),
	grain AS (
		SELECT g.grain, g.step, g.place FROM @extschema@.cx_grains() AS g WHERE g.grain = ANY (cx_trend.grains)
	),
	calendar AS (	-- periods through an array, of which the planner expects a few, not a thousand
		SELECT span.source, g.grain, u.unit, p.period::date AS period
		FROM (SELECT f.source, min(f.period) AS first, max(f.period) AS last FROM fact f GROUP BY f.source) AS span
			JOIN (SELECT DISTINCT f.source, f.unit FROM fact f) AS u ON u.source = span.source
			CROSS JOIN grain g
			CROSS JOIN LATERAL unnest(ARRAY(
				SELECT generate_series(date_trunc(g.grain, span.first::timestamp), date_trunc(g.grain, span.last::timestamp), g.step))) AS p(period)
	),
	cell AS (
		SELECT a.source, a.grain, a.unit, a.period, @extschema@.nps_rollup(a.hist) AS hist, sum(a.invalid)::bigint AS invalid, sum(a.missing)::bigint AS missing
		FROM (SELECT k.source, k.grain, k.unit, k.period, NULL::@extschema@.nps_hist AS hist, 0 AS invalid, 0 AS missing FROM calendar k
			UNION ALL
			SELECT f.source, g.grain, f.unit, date_trunc(g.grain, f.period::timestamp)::date, f.hist, f.invalid, f.missing FROM fact f CROSS JOIN grain g) AS a
		GROUP BY a.source, a.grain, a.unit, a.period
	),
	filled AS (	-- a hidden cell has no numbers from here on
		SELECT c.source, c.grain, g.place, c.unit, c.period,
			c.period::timestamp + g.step <= now() AT TIME ZONE s.time_zone AS complete,
			CASE WHEN NOT h.hidden THEN c.hist END AS hist,
			CASE WHEN NOT h.hidden THEN c.invalid END AS invalid,
			CASE WHEN NOT h.hidden THEN c.missing END AS missing
		FROM cell c JOIN grain g ON g.grain = c.grain JOIN @extschema@.cx_source s ON s.name = c.source
			CROSS JOIN LATERAL (SELECT coalesce(@extschema@.nps_count(c.hist) BETWEEN 1 AND s.min_group - 1, false) AS hidden) AS h
	),
	break AS MATERIALIZED (SELECT b.grain, b.unit, b.period FROM @extschema@.cx_break_periods(only_kind) AS b),
	pair AS (
		SELECT r.*,
			CASE WHEN NOT EXISTS (SELECT FROM break b WHERE b.grain = r.grain AND b.period = r.period AND b.unit = r.unit)
					AND NOT EXISTS (SELECT FROM break b WHERE b.grain = r.grain AND b.period = r.period AND b.unit IS NULL)
				THEN lag(r.hist) OVER (PARTITION BY r.source, r.grain, r.unit ORDER BY r.period) END AS before
		FROM filled r
	),
	tested AS (
		SELECT p.*, t.delta, t.z, t.p_value, few.few, CASE WHEN NOT few.few THEN t.p_value END AS p
		FROM pair p
			LEFT JOIN LATERAL @extschema@.nps_test(p.hist, p.before, cx_trend.level, cx_trend.method) AS t ON true
			CROSS JOIN LATERAL (SELECT least(@extschema@.nps_count(p.hist), @extschema@.nps_count(p.before)) < cx_trend.min_n AS few) AS few
	),
	-- nps_p_adjust(.., 'bh') by windows: of k p-values, j are as small as this one;
	-- a join with its array could be planned as a nested loop over all cells
	ranked AS (
		SELECT t.*, (count(t.p) OVER (PARTITION BY t.source, t.grain))::double precision AS k,
			(count(t.p) OVER (PARTITION BY t.source, t.grain ORDER BY t.p))::double precision AS j
		FROM tested t
	),
	adjusted AS (
		SELECT r.*, CASE WHEN r.p IS NOT NULL THEN
			min(least(1, r.p * (r.k / nullif(r.j, 0)))) OVER (PARTITION BY r.source, r.grain ORDER BY r.p DESC NULLS LAST) END AS p_adjusted
		FROM ranked r
	)
	SELECT t.source, t.grain, t.unit, t.period,
		@extschema@.nps_count(t.hist), @extschema@.nps_promoters(t.hist), @extschema@.nps_passives(t.hist), @extschema@.nps_detractors(t.hist),
		t.invalid, t.missing, @extschema@.nps_score(t.hist), ci.low, ci.high,
		t.delta, t.z, t.p_value, t.p_adjusted,
		CASE
			WHEN t.delta IS NULL THEN NULL
			WHEN t.few THEN 'few'
			WHEN t.p_adjusted >= 1 - cx_trend.level THEN 'none'
			WHEN t.p_adjusted < 1 - cx_trend.level THEN CASE WHEN t.delta > 0 THEN 'up' ELSE 'down' END
		END,
		t.complete
	FROM adjusted t
		LEFT JOIN LATERAL @extschema@.nps_interval(t.hist, cx_trend.level, cx_trend.method) AS ci ON true
	ORDER BY t.source COLLATE "C", t.place, t.unit COLLATE "C", t.period;
END
$$;
COMMENT ON FUNCTION cx_trend(only_kind text, grains text[], sources text[], level double precision, min_n integer, method text) IS
	'what nps_trend and enps_trend show, for sources of that kind';

CREATE FUNCTION nps_trend(
	grains text[] DEFAULT '{month,quarter,year}', sources text[] DEFAULT NULL,
	level double precision DEFAULT 0.95, min_n integer DEFAULT 30, method text DEFAULT 'score',
	OUT source text, OUT grain text, OUT unit text, OUT period date,
	OUT n bigint, OUT promoters bigint, OUT passives bigint, OUT detractors bigint,
	OUT invalid bigint, OUT missing bigint, OUT nps numeric, OUT ci_low numeric, OUT ci_high numeric,
	OUT delta numeric, OUT z double precision, OUT p_value double precision, OUT p_adjusted double precision,
	OUT change text, OUT complete boolean
) RETURNS SETOF record LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT t.source, t.grain, t.unit, t.period, t.n, t.promoters, t.passives, t.detractors, t.invalid, t.missing,
		t.score, t.ci_low, t.ci_high, t.delta, t.z, t.p_value, t.p_adjusted, t.change, t.complete
	FROM cx_trend('nps'::text, grains, sources, level, min_n, method) AS t;
END;
COMMENT ON FUNCTION nps_trend(grains text[], sources text[], level double precision, min_n integer, method text) IS
	'Net Promoter Score of every registered source of customers by unit and calendar period, with interval and the change since the period before; of these grains and sources, at this level, with the interval and test of this method; min_n: with fewer answers a comparison is few';

CREATE VIEW nps_trend WITH (security_invoker = true) AS
	SELECT t.source, t.grain, t.unit, t.period, t.n, t.promoters, t.passives, t.detractors, t.invalid, t.missing,
		t.nps, t.ci_low, t.ci_high, t.delta, t.z, t.p_value, t.p_adjusted, t.change, t.complete
	FROM nps_trend() AS t;
ALTER VIEW nps_trend OWNER TO @extowner@;
GRANT SELECT ON nps_trend TO PUBLIC;
COMMENT ON VIEW nps_trend IS
	'Net Promoter Score of every registered source of customers by unit and calendar period, with interval and the change since the period before; every period from the first to the last is a row';
COMMENT ON COLUMN nps_trend.source IS 'name of the source; sources are not added up';
COMMENT ON COLUMN nps_trend.grain IS 'month, quarter or year';
COMMENT ON COLUMN nps_trend.unit IS 'country, business line, branch: what the source calls unit';
COMMENT ON COLUMN nps_trend.period IS 'first day of the calendar period';
COMMENT ON COLUMN nps_trend.n IS 'answers with a score; 0 without; here and in the other numbers, NULL with fewer than min_group of the source';
COMMENT ON COLUMN nps_trend.promoters IS 'answers of 9 and 10';
COMMENT ON COLUMN nps_trend.passives IS 'answers of 7 and 8';
COMMENT ON COLUMN nps_trend.detractors IS 'answers of 0 to 6';
COMMENT ON COLUMN nps_trend.invalid IS 'rows with a score that is none; not in n';
COMMENT ON COLUMN nps_trend.missing IS 'rows without a score; not in n';
COMMENT ON COLUMN nps_trend.nps IS 'Net Promoter Score, -100 to 100; NULL without answers';
COMMENT ON COLUMN nps_trend.ci_low IS 'lower limit of the 95 % confidence interval, score method';
COMMENT ON COLUMN nps_trend.ci_high IS 'upper limit of the 95 % confidence interval, score method';
COMMENT ON COLUMN nps_trend.delta IS 'change in points since the calendar period before; NULL if that has no answers, or a break lies between';
COMMENT ON COLUMN nps_trend.z IS 'test statistic of the change';
COMMENT ON COLUMN nps_trend.p_value IS 'two-sided p-value of the change, as if it were the only one looked at';
COMMENT ON COLUMN nps_trend.p_adjusted IS 'p-value adjusted for the number of comparisons of the source and grain (Benjamini and Hochberg 1995); NULL if there are few answers';
COMMENT ON COLUMN nps_trend.change IS 'up, down: p_adjusted is below 0.05, so that of all changes so marked about 5 % or fewer are chance; none: not proven; few: a period has fewer than 30 answers; NULL: no comparison';
COMMENT ON COLUMN nps_trend.complete IS 'false: by the calendar of the source the period is still running';

CREATE FUNCTION enps_trend(
	grains text[] DEFAULT '{month,quarter,year}', sources text[] DEFAULT NULL,
	level double precision DEFAULT 0.95, min_n integer DEFAULT 30, method text DEFAULT 'score',
	OUT source text, OUT grain text, OUT unit text, OUT period date,
	OUT n bigint, OUT promoters bigint, OUT passives bigint, OUT detractors bigint,
	OUT invalid bigint, OUT missing bigint, OUT enps numeric, OUT ci_low numeric, OUT ci_high numeric,
	OUT delta numeric, OUT z double precision, OUT p_value double precision, OUT p_adjusted double precision,
	OUT change text, OUT complete boolean
) RETURNS SETOF record LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT t.source, t.grain, t.unit, t.period, t.n, t.promoters, t.passives, t.detractors, t.invalid, t.missing,
		t.score, t.ci_low, t.ci_high, t.delta, t.z, t.p_value, t.p_adjusted, t.change, t.complete
	FROM cx_trend('enps'::text, grains, sources, level, min_n, method) AS t;
END;
COMMENT ON FUNCTION enps_trend(grains text[], sources text[], level double precision, min_n integer, method text) IS
	'employee Net Promoter Score of every registered source of employees by unit and calendar period, with interval and the change since the period before; of these grains and sources, at this level, with the interval and test of this method; min_n: with fewer answers a comparison is few';

CREATE VIEW enps_trend WITH (security_invoker = true) AS
	SELECT t.source, t.grain, t.unit, t.period, t.n, t.promoters, t.passives, t.detractors, t.invalid, t.missing,
		t.enps, t.ci_low, t.ci_high, t.delta, t.z, t.p_value, t.p_adjusted, t.change, t.complete
	FROM enps_trend() AS t;
ALTER VIEW enps_trend OWNER TO @extowner@;
GRANT SELECT ON enps_trend TO PUBLIC;
COMMENT ON VIEW enps_trend IS
	'employee Net Promoter Score of every registered source of employees by unit and calendar period, with interval and the change since the period before; every period from the first to the last is a row';
COMMENT ON COLUMN enps_trend.source IS 'name of the source; sources are not added up';
COMMENT ON COLUMN enps_trend.grain IS 'month, quarter or year';
COMMENT ON COLUMN enps_trend.unit IS 'country, business line, branch: what the source calls unit';
COMMENT ON COLUMN enps_trend.period IS 'first day of the calendar period';
COMMENT ON COLUMN enps_trend.n IS 'answers with a score; 0 without; here and in the other numbers, NULL with fewer than min_group of the source';
COMMENT ON COLUMN enps_trend.promoters IS 'answers of 9 and 10';
COMMENT ON COLUMN enps_trend.passives IS 'answers of 7 and 8';
COMMENT ON COLUMN enps_trend.detractors IS 'answers of 0 to 6';
COMMENT ON COLUMN enps_trend.invalid IS 'rows with a score that is none; not in n';
COMMENT ON COLUMN enps_trend.missing IS 'rows without a score; not in n';
COMMENT ON COLUMN enps_trend.enps IS 'employee Net Promoter Score, -100 to 100; NULL without answers';
COMMENT ON COLUMN enps_trend.ci_low IS 'lower limit of the 95 % confidence interval, score method';
COMMENT ON COLUMN enps_trend.ci_high IS 'upper limit of the 95 % confidence interval, score method';
COMMENT ON COLUMN enps_trend.delta IS 'change in points since the calendar period before; NULL if that has no answers, or a break lies between';
COMMENT ON COLUMN enps_trend.z IS 'test statistic of the change';
COMMENT ON COLUMN enps_trend.p_value IS 'two-sided p-value of the change, as if it were the only one looked at';
COMMENT ON COLUMN enps_trend.p_adjusted IS 'p-value adjusted for the number of comparisons of the source and grain (Benjamini and Hochberg 1995); NULL if there are few answers';
COMMENT ON COLUMN enps_trend.change IS 'up, down: p_adjusted is below 0.05, so that of all changes so marked about 5 % or fewer are chance; none: not proven; few: a period has fewer than 30 answers; NULL: no comparison';
COMMENT ON COLUMN enps_trend.complete IS 'false: by the calendar of the source the period is still running';
