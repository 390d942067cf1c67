--
-- score_windows: the aggregates over moving windows.
--
-- What must hold: at every row, over every kind of frame, with NULLs and with a
-- FILTER, the value is the one recomputed from the rows of the frame.  Which
-- rows those are is asked from the server's own array_agg(id) over the same
-- window (which has no inverse transition, so it starts afresh at each row);
-- the value is recomputed from them by counting in plain SQL.  Each line shows
-- how many rows were compared, how many of them had a frame without answers,
-- and how many differed: 0.
--
CREATE FUNCTION pg_temp.random(seed text, below integer) RETURNS integer
LANGUAGE sql IMMUTABLE AS $$ SELECT ('x' || substr(md5(seed), 1, 7))::bit(28)::integer % below $$;

-- 200 rows in 4 units; days with several answers and days without; a fifth NULL
CREATE TEMP TABLE answer AS
SELECT id, pg_temp.random('u' || id, 4) AS unit, pg_temp.random('d' || id, 75) AS day,
       CASE WHEN pg_temp.random('n' || id, 5) > 0 THEN pg_temp.random('s' || id, 11) END AS score
FROM generate_series(1, 200) AS id;
ALTER TABLE answer ADD PRIMARY KEY (id);
ALTER TABLE answer ADD h nps_hist;
UPDATE answer SET h = CASE WHEN score IS NULL THEN NULL ELSE '{}'::nps_hist END;
UPDATE answer SET h = ('{' || score || ':' || id || ',10:2}')::nps_hist WHERE score < 10;
SELECT count(*) AS rows, count(score) AS answers, count(DISTINCT day) < 75 AS gaps, count(*) FILTER (WHERE h = '{}') AS empty_hists FROM answer;

-- the counts of a set of rows, by hand
CREATE FUNCTION pg_temp.counts(ids integer[], only_odd boolean) RETURNS bigint[]
LANGUAGE sql STABLE AS $$
	SELECT array_agg((SELECT count(*) FROM answer WHERE id = ANY (ids) AND score = s AND (NOT only_odd OR id % 2 = 1)) ORDER BY s)
	FROM generate_series(0, 10) AS s
$$;
CREATE FUNCTION pg_temp.points(ids integer[], only_odd boolean) RETURNS numeric
LANGUAGE sql STABLE AS $$
	SELECT trim_scale(100.0 * sum(CASE WHEN score >= 9 THEN 1 WHEN score <= 6 THEN -1 ELSE 0 END) / nullif(count(score), 0))
	FROM answer WHERE id = ANY (ids) AND (NOT only_odd OR id % 2 = 1)
$$;
CREATE FUNCTION pg_temp.merged(ids integer[]) RETURNS bigint[]
LANGUAGE sql STABLE AS $$
	SELECT array_agg(coalesce((SELECT sum((h::bigint[])[s + 1]) FROM answer WHERE id = ANY (ids)), 0)::bigint ORDER BY s) FROM generate_series(0, 10) AS s
$$;

CREATE FUNCTION pg_temp.compare(over_window text, OUT rows bigint, OUT without_answers bigint, OUT differ bigint)
LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format($q$
		SELECT count(*), count(*) FILTER (WHERE nps IS NULL),
		       count(*) FILTER (WHERE nps IS DISTINCT FROM pg_temp.points(ids, false)
		                           OR enps_odd IS DISTINCT FROM pg_temp.points(ids, true)
		                           OR hist::bigint[] IS DISTINCT FROM pg_temp.counts(ids, false)
		                           OR hist_odd::bigint[] IS DISTINCT FROM pg_temp.counts(ids, true)
		                           OR rollup::bigint[] IS DISTINCT FROM pg_temp.merged(ids))
		FROM (SELECT coalesce(array_agg(id) OVER w, '{}') AS ids, nps(score) OVER w AS nps, nps_hist(score) OVER w AS hist,
		             enps(score::numeric) FILTER (WHERE id %% 2 = 1) OVER w AS enps_odd,
		             nps_hist(score::float8) FILTER (WHERE id %% 2 = 1) OVER w AS hist_odd, nps_rollup(h) OVER w AS rollup
		      FROM answer WINDOW w AS (%s)) AS v $q$, over_window)
	INTO rows, without_answers, differ;
END $$;

SELECT over_window, c.* FROM (VALUES
	(1, ''),
	(2, 'PARTITION BY unit'),
	(3, 'ORDER BY id'),
	(4, 'PARTITION BY unit ORDER BY day'),
	(5, 'ORDER BY id ROWS BETWEEN 20 PRECEDING AND CURRENT ROW'),
	(6, 'PARTITION BY unit ORDER BY day, id ROWS BETWEEN 3 PRECEDING AND 2 FOLLOWING'),
	(7, 'ORDER BY id ROWS BETWEEN 7 FOLLOWING AND 11 FOLLOWING'),
	(8, 'ORDER BY id ROWS BETWEEN 9 PRECEDING AND 8 PRECEDING'),
	(9, 'ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 PRECEDING'),
	(10, 'ORDER BY id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING'),
	(11, 'ORDER BY id DESC ROWS BETWEEN 5 PRECEDING AND 5 FOLLOWING EXCLUDE CURRENT ROW'),
	(12, 'ORDER BY day RANGE BETWEEN 6 PRECEDING AND CURRENT ROW'),
	(13, 'PARTITION BY unit ORDER BY day RANGE BETWEEN 10 PRECEDING AND 4 PRECEDING'),
	(14, 'ORDER BY day RANGE BETWEEN 2 PRECEDING AND 2 FOLLOWING EXCLUDE TIES'),
	(15, 'ORDER BY day RANGE BETWEEN 2 PRECEDING AND 2 FOLLOWING EXCLUDE GROUP'),
	(16, 'ORDER BY day RANGE BETWEEN CURRENT ROW AND CURRENT ROW EXCLUDE CURRENT ROW'),
	(17, 'PARTITION BY unit ORDER BY score RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING'),
	(18, 'ORDER BY day GROUPS BETWEEN 3 PRECEDING AND 1 PRECEDING'),
	(19, 'PARTITION BY unit ORDER BY day GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE NO OTHERS'),
	(20, 'ORDER BY day GROUPS BETWEEN CURRENT ROW AND 2 FOLLOWING EXCLUDE TIES')) AS f(ord, over_window), pg_temp.compare(over_window) AS c
ORDER BY ord;

-- the other types, and csat and ces
SELECT count(*) AS rows,
       count(*) FILTER (WHERE i2 IS DISTINCT FROM i4 OR i8 IS DISTINCT FROM i4 OR num IS DISTINCT FROM i4 OR f8 IS DISTINCT FROM i4) AS types_differ,
       count(*) FILTER (WHERE csat IS DISTINCT FROM (SELECT trim_scale(100.0 * count(*) FILTER (WHERE a.score % 5 + 1 >= 4) / nullif(count(a.score), 0)) FROM answer AS a WHERE a.id = ANY (ids))) AS csat_differs,
       count(*) FILTER (WHERE ces IS DISTINCT FROM (SELECT trim_scale(avg(a.score % 5 + 1)) FROM answer AS a WHERE a.id = ANY (ids))) AS ces_differs
FROM (SELECT array_agg(id) OVER w AS ids, nps(score::smallint) OVER w AS i2, nps(score) OVER w AS i4, nps(score::bigint) OVER w AS i8,
             nps(score::numeric) OVER w AS num, nps(score::float8) OVER w AS f8, csat(score % 5 + 1) OVER w AS csat, ces(score % 5 + 1) OVER w AS ces
      FROM answer WINDOW w AS (ORDER BY id ROWS BETWEEN 12 PRECEDING AND CURRENT ROW)) AS v;

-- answers that slid out of the frame are forgotten
SELECT id, nps(score) OVER w, csat(score) OVER w, nps_hist(score) OVER w
FROM (VALUES (1, 5), (2, NULL), (3, NULL), (4, NULL), (5, 3)) AS v(id, score)
WINDOW w AS (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) ORDER BY id;

-- results of earlier rows are not changed by later ones
SELECT array_agg(h ORDER BY id)::text AS running FROM (SELECT id, nps_hist(id) OVER (ORDER BY id) AS h FROM generate_series(0, 3) AS id) AS v;
SELECT array_agg(h ORDER BY id)::text AS moving FROM (SELECT id, nps_hist(id) OVER (ORDER BY id ROWS 1 PRECEDING) AS h FROM generate_series(0, 3) AS id) AS v;

-- the window moves, it is not recomputed: each row goes in once and out once.
-- Counted by a function that claims to be immutable, but counts its calls.
CREATE TEMP SEQUENCE calls;
CREATE FUNCTION pg_temp.counted(score integer) RETURNS integer
LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM nextval('pg_temp.calls'); RETURN score; END $$;
CREATE FUNCTION pg_temp.counted(h nps_hist) RETURNS nps_hist
LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM nextval('pg_temp.calls'); RETURN h; END $$;
CREATE FUNCTION pg_temp.calls_of(call text) RETURNS bigint
LANGUAGE plpgsql AS $$
BEGIN
	PERFORM setval('pg_temp.calls', 1, false);
	EXECUTE format('SELECT count(v) FROM (SELECT %s OVER (ORDER BY id ROWS BETWEEN 99 PRECEDING AND CURRENT ROW) AS v FROM answer OFFSET 0) AS w', call);
	RETURN nextval('pg_temp.calls') - 1;
END $$;
SELECT call, pg_temp.calls_of(call) AS calls		-- 200 in, 100 out
FROM unnest('{nps,enps,nps_hist,nps_rollup}'::text[], '{score,score,score,h}'::text[]) WITH ORDINALITY AS a(agg, col, ord),
	format('%s(pg_temp.counted(%s))', agg, col) AS call ORDER BY ord;
SELECT pg_temp.calls_of('max(pg_temp.counted(score))') > 5000 AS what_cannot_move_is_recomputed;
