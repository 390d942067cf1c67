-- How often does the interval hold the true score?  Exact coverage, no simulation.
--
--     scripts/coverage.sh                     in a throw-away cluster
--     psql -d DB -f bench/coverage.sql        in any database with nps_ext
--
-- For n answers, every outcome (promoters, passives, detractors) is enumerated:
-- (n + 1)(n + 2) / 2 of them, 5,151 for n = 100.  The 95 % interval of each is
-- computed once for each method.  The coverage under a distribution is the sum of
-- the trinomial probabilities of the outcomes whose interval holds the true score.
-- In percent, the nominal value is 95.0.  Changes nothing: temporary tables only.

\set ON_ERROR_STOP on
\set QUIET on
\pset footer off

BEGIN;
SET LOCAL max_parallel_workers_per_gather = 0;

CREATE TEMP TABLE distribution (place int, name text, d int, s int, p int) ON COMMIT DROP;
INSERT INTO distribution VALUES         -- detractors, passives, promoters in percent
    (1, 'strong',    10, 20, 70),
    (2, 'typical',   20, 30, 50),
    (3, 'neutral',   30, 40, 30),
    (4, 'polarised', 40, 10, 50),
    (5, 'negative',  45, 40, 15),
    (6, 'extreme',    3,  9, 88);

-- ln k!, from 0 to 100
CREATE TEMP TABLE log_factorial ON COMMIT DROP AS
SELECT k, coalesce(sum(ln(k::float8)) FILTER (WHERE k > 0) OVER (ORDER BY k), 0) AS value
FROM generate_series(0, 100) AS k;

-- limits are doubles that have been printed: one that is meant to be the true score may miss it by a rounding
CREATE TEMP TABLE outcome ON COMMIT DROP AS
SELECT n, d, n - d - p AS s, p, method, (ci).low - 1e-9 AS low, (ci).high + 1e-9 AS high
FROM unnest(ARRAY[10, 20, 50, 100]) AS n,
     generate_series(0, n) AS d,
     generate_series(0, n - d) AS p,
     unnest(ARRAY['score', 'adjusted_wald', 'wald']) AS method,
     nps_interval(ARRAY[d, 0, 0, 0, 0, 0, 0, n - d - p, 0, 0, p]::bigint[]::nps_hist, method => method) AS ci;

CREATE TEMP TABLE coverage ON COMMIT DROP AS
SELECT o.method, o.n, x.place, x.name,
       sum(exp(fn.value - fd.value - fs.value - fp.value
               + o.d * ln(x.d / 100.0::float8) + o.s * ln(x.s / 100.0::float8) + o.p * ln(x.p / 100.0::float8)))
           FILTER (WHERE x.p - x.d BETWEEN o.low AND o.high) * 100 AS percent,
       sum(exp(fn.value - fd.value - fs.value - fp.value
               + o.d * ln(x.d / 100.0::float8) + o.s * ln(x.s / 100.0::float8) + o.p * ln(x.p / 100.0::float8))) AS mass
FROM outcome AS o
     CROSS JOIN distribution AS x
     JOIN log_factorial AS fn ON fn.k = o.n
     JOIN log_factorial AS fd ON fd.k = o.d
     JOIN log_factorial AS fs ON fs.k = o.s
     JOIN log_factorial AS fp ON fp.k = o.p
GROUP BY o.method, o.n, x.place, x.name;

-- probabilities that do not add up to 1 would be a mistake here, not a finding
SELECT 1 / (bool_and(abs(mass - 1) < 1e-9))::int AS checked FROM coverage \gset

\echo 'Exact coverage of 95 % intervals, in percent'
SELECT method, n,
       round(max(percent) FILTER (WHERE place = 1)::numeric, 1) AS strong,
       round(max(percent) FILTER (WHERE place = 2)::numeric, 1) AS typical,
       round(max(percent) FILTER (WHERE place = 3)::numeric, 1) AS neutral,
       round(max(percent) FILTER (WHERE place = 4)::numeric, 1) AS polarised,
       round(max(percent) FILTER (WHERE place = 5)::numeric, 1) AS negative,
       round(max(percent) FILTER (WHERE place = 6)::numeric, 1) AS extreme,
       round(avg(percent)::numeric, 1) AS mean,
       round(min(percent)::numeric, 1) AS min
FROM coverage
GROUP BY method, n
ORDER BY method <> 'score', method, n;
COMMIT;
