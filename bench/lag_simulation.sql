-- lag_simulation.sql: size and power of the lag statistics, by simulation.
--
-- Panels of units x periods without any effect, with a planted one, and with the
-- reverse one: AR(1) series, random walks, trends of each unit's own, a shock that
-- all share, sampling noise, gaps, a third of the units four times as noisy ("unequal":
-- "search 0..max" is cx_lag_permutation, which takes units as they are and is not made
-- for these; the columns after it are cx_lag_search, which makes them equal).  Each is put through the functions that the
-- views call.  Printed: in how many of 100 panels a test at 5 % speaks, how often
-- the right lag is found, and what the verdict is.  The designs are those of
-- test/data/oracle/sim_lag.R, which had its own code; its figures stand beside.
--
-- :panels panels of each design (+-1.8 at 5 % with 600, +-0.8 with 3,000).
\set QUIET on
\set ON_ERROR_STOP on
\pset footer off
\pset null ''
SET client_min_messages = warning;
SET jit = off;

CREATE SCHEMA simulation;
SET search_path = simulation, public;

-- An AR(1) series after 25 periods of warming up; phi = 1: a random walk.
CREATE FUNCTION series(n integer, phi double precision, sd double precision) RETURNS double precision[] LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	v double precision[];
BEGIN
	SELECT array_agg(sd * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())) INTO v FROM generate_series(1, n);
	FOR t IN 2 .. n LOOP
		v[t] := v[t] + phi * v[t - 1];
	END LOOP;
	RETURN v;
END $$;

-- One panel, the same for the same draw.  beta: what x does to y `lag` periods later;
-- rev: what y does to x.
CREATE FUNCTION panel(draw integer, n_units integer, n_periods integer, type text, lag integer, beta double precision, noise double precision,
	rev double precision, gaps double precision, OUT units text[], OUT periods integer[], OUT x double precision[], OUT y double precision[])
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	n integer := n_periods + 25;
	walk boolean := type LIKE '%rw%';
	shock double precision[];
	xs double precision[];
	ys double precision[];
	slope double precision[];
	level double precision[];
	error double precision[];
	loud double precision;
	i integer := 0;
BEGIN
	PERFORM setseed(draw::bigint * 7919 % 1000003 / 1000003.0);
	shock := series(n, 0.6, CASE WHEN type LIKE '%common%' THEN 6 ELSE 0 END);
	FOR u IN 1 .. n_units LOOP
		loud := CASE WHEN type LIKE '%unequal%' AND u <= n_units / 3 THEN 4 ELSE 1 END;
		xs := series(n, CASE WHEN walk THEN 1 ELSE 0.5 END, loud * CASE WHEN walk THEN 4 ELSE 8 END);
		ys := series(n, CASE WHEN walk THEN 1 ELSE 0.5 END, loud * CASE WHEN walk THEN 3 ELSE 5 END);
		slope := series(2, 0, CASE WHEN type LIKE '%trend%' THEN 1 ELSE 0 END);
		level := series(2, 0, 1);
		error := series(2 * n_periods, 0, noise);
		IF beta <> 0 THEN
			FOR t IN lag + 1 .. n LOOP ys[t] := ys[t] + beta * xs[t - lag]; END LOOP;
		END IF;
		IF rev <> 0 THEN
			FOR t IN lag + 1 .. n LOOP xs[t] := xs[t] + rev * ys[t - lag]; END LOOP;
		END IF;
		FOR t IN 1 .. n_periods LOOP
			i := i + 1;
			units[i] := u;
			periods[i] := t;
			x[i] := CASE WHEN gaps = 0 OR random() >= gaps THEN
				xs[25 + t] + shock[25 + t] + 20 * level[1] + error[t]
				+ CASE WHEN type LIKE '%trend%' THEN (1.5 + slope[1]) * t ELSE 0 END END;
			y[i] := CASE WHEN gaps = 0 OR random() >= gaps THEN
				ys[25 + t] + shock[25 + t] + 15 * level[2] + error[n_periods + t]
				+ CASE WHEN type LIKE '%trend%' THEN (1.5 + slope[2]) * t ELSE 0 END END;
		END LOOP;
	END LOOP;
END $$;

CREATE TABLE design (id integer GENERATED ALWAYS AS IDENTITY, scenario text, units integer, periods integer, type text, lag integer,
	max_lag integer, beta double precision, noise double precision, rev double precision, gaps double precision,
	r_size double precision, r_lag double precision);
-- the last two columns: the figures of sim_lag.R, where it has the design
INSERT INTO design (scenario, units, periods, type, lag, max_lag, beta, noise, rev, gaps, r_size, r_lag) VALUES
	('null', 20, 8, 'ar', 2, 4, 0, 0, 0, 0, 4.2, NULL),
	('null', 20, 8, 'rw', 2, 4, 0, 0, 0, 0, 4.7, NULL),
	('null', 20, 8, 'trend', 2, 4, 0, 0, 0, 0, 6.0, NULL),
	('null', 20, 8, 'common', 2, 4, 0, 0, 0, 0, 3.3, NULL),
	('null', 20, 32, 'ar', 8, 12, 0, 0, 0, 0, 4.3, NULL),
	('null', 20, 32, 'rw', 8, 12, 0, 0, 0, 0, 6.0, NULL),
	('null', 20, 32, 'trend', 8, 12, 0, 0, 0, 0, 4.5, NULL),
	('null', 20, 32, 'common', 8, 12, 0, 0, 0, 0, 4.5, NULL),
	('null', 6, 32, 'ar', 8, 12, 0, 0, 0, 0, 4.2, NULL),
	('null', 6, 32, 'rw_common', 8, 12, 0, 0, 0, 0, 6.8, NULL),
	('null, gaps', 20, 8, 'common', 2, 4, 0, 0, 0, 0.15, NULL, NULL),
	('null, gaps', 20, 32, 'rw_common', 8, 12, 0, 0, 0, 0.15, NULL, NULL),
	('null, unequal', 20, 8, 'unequal', 2, 4, 0, 0, 0, 0, NULL, NULL),
	('null, unequal', 20, 8, 'unequal_common', 2, 4, 0, 0, 0, 0, NULL, NULL),
	('null, unequal', 20, 32, 'unequal', 8, 12, 0, 0, 0, 0, NULL, NULL),
	('null, unequal', 20, 32, 'unequal_common', 8, 12, 0, 0, 0, 0, NULL, NULL),
	('null, unequal, gaps', 12, 20, 'unequal_common', 4, 6, 0, 0, 0, 0.15, NULL, NULL),
	('effect', 20, 8, 'ar', 2, 4, 0.3, 0, 0, 0, 92.8, 98.5),
	('effect', 20, 8, 'ar', 2, 4, 0.3, 5, 0, 0, 49.5, 83.3),
	('effect', 20, 8, 'ar', 2, 4, 0.3, 10, 0, 0, 12.7, 43.2),
	('effect', 20, 8, 'common', 2, 4, 0.3, 5, 0, 0, 45.3, 79.0),
	('effect', 20, 8, 'rw', 2, 4, 0.5, 5, 0, 0, 37.7, 52.8),
	('effect', 20, 32, 'ar', 8, 12, 0.3, 5, 0, 0, 99.8, 99.8),
	('effect', 20, 32, 'ar', 8, 12, 0.3, 10, 0, 0, 60.0, 77.3),
	('effect', 6, 8, 'ar', 2, 4, 0.3, 5, 0, 0, 13.3, 42.7),
	('effect, unequal', 20, 8, 'unequal_common', 2, 4, 0.3, 0, 0, 0, NULL, NULL),
	('effect, unequal', 20, 32, 'unequal_common', 8, 12, 0.3, 0, 0, 0, NULL, NULL),
	('effect, gaps', 20, 32, 'ar', 8, 12, 0.3, 5, 0, 0.15, NULL, NULL),
	('reverse', 20, 8, 'ar', 2, 4, 0, 3, 0.5, 0, NULL, NULL),
	('reverse', 20, 32, 'ar', 8, 12, 0, 3, 0.5, 0, NULL, NULL),
	('both', 20, 32, 'ar', 8, 12, 0.5, 3, 0.5, 0, NULL, NULL);

CREATE TABLE result AS
SELECT d.id, search.p_lead, search.p_reverse, search.p_any, search.best_lag, search.lag_low, search.lag_high, search.detectable_slope,
	cx_lag_verdict(search.strongest_lag, search.p_any, search.p_lead_after, search.p_reverse_after) AS verdict,
	forward.best_lag AS forward_lag, forward.p_value AS p_forward, scan.p_one, scan.p_difference, scan.holm
FROM design AS d
	CROSS JOIN generate_series(1, :panels) AS i
	CROSS JOIN LATERAL panel(100000 * d.id + i, d.units, d.periods, d.type, d.lag, d.beta, d.noise, d.rev, d.gaps) AS p
	CROSS JOIN LATERAL cx_lag_search(p.units, p.periods, p.x, p.y, -d.max_lag, d.max_lag, 199, i) AS search
	CROSS JOIN LATERAL cx_lag_permutation(p.units, p.periods, p.x, p.y, 0, d.max_lag, 199, i) AS forward
	CROSS JOIN LATERAL (
		SELECT max(p_value) FILTER (WHERE transform = 'level' AND lag = d.lag) AS p_one,
			max(p_value) FILTER (WHERE transform = 'difference' AND lag = d.lag) AS p_difference,
			min(p_holm) FILTER (WHERE transform = 'level') AS holm
		FROM cx_lag_scan(p.units, p.periods, p.x, p.y, 0, d.max_lag)) AS scan;

\qecho Per cent of panels in which a test at 5 % speaks.
\qecho "search 0..max" and "right lag" have the figures of sim_lag.R beside them.
SELECT d.scenario, d.units AS g, d.periods AS t, d.type, d.beta, d.noise, d.gaps, d.max_lag AS lags,
	round(100 * avg((r.p_one <= 0.05)::int), 1) AS "one lag",
	round(100 * avg((r.p_difference <= 0.05)::int), 1) AS "one lag, changes",
	round(100 * avg((r.holm <= 0.05)::int), 1) AS "any lag, Holm",
	round(100 * avg((r.p_forward <= 0.05)::int), 1) AS "search 0..max", d.r_size AS "(R)",
	round(100 * avg((r.p_lead <= 0.05)::int), 1) AS "lead", round(100 * avg((r.p_reverse <= 0.05)::int), 1) AS "reverse",
	round(100 * avg((r.p_any <= 0.05)::int), 1) AS "any",
	CASE WHEN d.beta <> 0 THEN round(100 * avg((r.forward_lag = d.lag)::int), 1) END AS "right lag", d.r_lag AS "(R)",
	CASE WHEN d.beta <> 0 THEN round(100 * avg((r.lag_low <= d.lag AND r.lag_high >= d.lag)::int), 1) END AS "lag in interval"
FROM design d JOIN result r USING (id)
GROUP BY d.id, d.scenario, d.units, d.periods, d.type, d.beta, d.noise, d.gaps, d.max_lag, d.r_size, d.r_lag, d.lag ORDER BY d.id;

\qecho Verdicts, per cent.
SELECT d.scenario, d.units AS g, d.periods AS t, d.type, d.beta, d.noise, d.rev, d.gaps,
	round(100 * avg((r.verdict = 'no stable relation')::int), 1) AS "no stable relation",
	round(100 * avg((r.verdict = 'eNPS leads')::int), 1) AS "eNPS leads",
	round(100 * avg((r.verdict = 'same period')::int), 1) AS "same period",
	round(100 * avg((r.verdict = 'NPS leads')::int), 1) AS "NPS leads",
	round(100 * avg((r.verdict = 'both')::int), 1) AS "both",
	round(avg(r.detectable_slope)::numeric, 2) AS "detectable slope"
FROM design d JOIN result r USING (id)
GROUP BY d.id, d.scenario, d.units, d.periods, d.type, d.beta, d.noise, d.rev, d.gaps ORDER BY d.id;

DROP SCHEMA simulation CASCADE;
