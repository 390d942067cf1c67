--
-- hist_properties: what must hold for any answers, on pseudo-random ones.
--
-- What must hold: however the answers are split, in whatever order they and
-- their parts come, the histogram is the same; text and binary forms give back
-- the same value; the score of a merged histogram is the score of the pooled
-- answers (and not the mean of the parts' scores).  The random numbers are md5
-- hashes of a key, so every run has the same; each check prints how many cases
-- there were, and how many of them broke the law: 0.
--
CREATE FUNCTION pg_temp.random(seed text, below integer) RETURNS integer
LANGUAGE sql IMMUTABLE AS $$ SELECT ('x' || substr(md5(seed), 1, 7))::bit(28)::integer % below $$;

-- 4000 answers, more high than low ones
CREATE TEMP TABLE answer AS
SELECT id, greatest(pg_temp.random('a' || id, 11), pg_temp.random('b' || id, 11)) AS score FROM generate_series(1, 4000) AS id;
SELECT count(*) AS answers, count(DISTINCT score) AS scores, min(score), max(score) FROM answer;

-- the histogram is what GROUP BY counts
SELECT count(*) AS scores, count(*) FILTER (WHERE ((SELECT nps_hist(score) FROM answer)::bigint[])[s + 1]
                                              IS DISTINCT FROM (SELECT count(*) FROM answer WHERE score = s)) AS wrong
FROM generate_series(0, 10) AS s;

-- any split: 30 random groupings into 1 to some 200 groups, merged in random order
WITH part AS (
	SELECT seed, pg_temp.random('g' || seed || ':' || id, 1 + seed * 7) AS g, nps_hist(score) AS h
	FROM generate_series(0, 29) AS seed, answer GROUP BY seed, g
), merged AS (
	SELECT seed, count(*) AS groups, nps_rollup(h ORDER BY md5(seed || ':' || g)) AS h FROM part GROUP BY seed
)
SELECT count(*) AS splits, min(groups) AS fewest, max(groups) > 150 AS many,
       count(*) FILTER (WHERE h IS DISTINCT FROM (SELECT nps_hist(score) FROM answer) OR nps_score(h) IS DISTINCT FROM (SELECT nps(score) FROM answer)) AS wrong
FROM merged;

-- any order: 30 permutations of the rows
SELECT count(*) AS permutations, count(DISTINCT h) AS histograms
FROM (SELECT nps_hist(score ORDER BY md5(seed || ':' || id)) AS h FROM generate_series(1, 30) AS seed, answer GROUP BY seed) AS p;

-- 100 parts folded from the left, from the right, and as a tree of halves
CREATE TEMP TABLE part AS
SELECT g, nps_hist(score) AS h FROM (SELECT pg_temp.random('p' || id, 100) + 1 AS g, score FROM answer) AS a GROUP BY g;
WITH RECURSIVE folded_left AS (
	SELECT 1 AS g, h FROM part WHERE g = 1
	UNION ALL SELECT f.g + 1, f.h + p.h FROM folded_left AS f JOIN part AS p ON p.g = f.g + 1
), folded_right AS (
	SELECT 100 AS g, h FROM part WHERE g = 100
	UNION ALL SELECT f.g - 1, p.h + f.h FROM folded_right AS f JOIN part AS p ON p.g = f.g - 1
), halved AS (
	SELECT s AS level, g, h FROM (SELECT 0 AS s, g - 1 AS g, h FROM part) AS leaf
	UNION ALL
	SELECT level + 1, g / 2, CASE WHEN other IS NULL THEN h ELSE h + other END
	FROM (SELECT level, g, h, lead(h) OVER (PARTITION BY level, g / 2 ORDER BY g) AS other FROM halved WHERE level < 7) AS pair
	WHERE g % 2 = 0
)
SELECT (SELECT count(*) FROM part) AS parts,
       (SELECT h FROM folded_left WHERE g = 100) = whole AS folded_left,
       (SELECT h FROM folded_right WHERE g = 1) = whole AS folded_right,
       (SELECT h FROM halved WHERE level = 7) = whole AS halved,
       (SELECT nps_rollup(h) FROM part) = whole AS rollup,
       (SELECT nps_rollup(h) FROM (SELECT nps_rollup(h) AS h FROM part GROUP BY g / 10) AS tens) = whole AS rollup_of_rollups
FROM (SELECT nps_hist(score) AS whole FROM answer) AS w;

-- histograms of all sizes: counts of 0, of a few, and up to 2^59, and the empty one
CREATE TEMP TABLE hist AS
SELECT id, array_agg(CASE pg_temp.random('k' || id || ':' || s, 3) WHEN 0 THEN 0 WHEN 1 THEN pg_temp.random('s' || id || ':' || s, 20)
                     ELSE ('x' || md5('l' || id || ':' || s))::bit(64)::bigint & ((1::bigint << pg_temp.random('w' || id || ':' || s, 60)) - 1) END ORDER BY s) AS counts
FROM generate_series(1, 2000) AS id, generate_series(0, 10) AS s GROUP BY id;
INSERT INTO hist VALUES (0, array_fill(0::bigint, '{11}'));
ALTER TABLE hist ADD h nps_hist;
UPDATE hist SET h = counts;

-- out and in again, in all forms; the forms themselves, built by hand
SELECT count(*) AS histograms, count(DISTINCT counts) > 1990 AS different,
       count(*) FILTER (WHERE h::text::nps_hist IS DISTINCT FROM h) AS wrong_text,
       count(*) FILTER (WHERE h::bigint[] IS DISTINCT FROM counts OR h::bigint[]::nps_hist IS DISTINCT FROM h) AS wrong_array,
       count(*) FILTER (WHERE h::text IS DISTINCT FROM (SELECT '{' || coalesce(string_agg(i - 1 || ':' || c, ',' ORDER BY i), '') || '}'
                                          FROM unnest(counts) WITH ORDINALITY AS u(c, i) WHERE c > 0)) AS wrong_form,
       count(*) FILTER (WHERE h::jsonb IS DISTINCT FROM (SELECT jsonb_object_agg(i - 1, c) FROM unnest(counts) WITH ORDINALITY AS u(c, i))) AS wrong_jsonb,
       count(*) FILTER (WHERE nps_hist_send(h) IS DISTINCT FROM (SELECT int4send(1) || int4send(0) || string_agg(int8send(c), '' ORDER BY i)
                                                   FROM unnest(counts) WITH ORDINALITY AS u(c, i))) AS wrong_binary,
       count(*) FILTER (WHERE pg_column_size(h) IS DISTINCT FROM 96) AS wrong_size
FROM hist;

-- counts, mean and score against numeric arithmetic on the counts
SELECT count(*) AS histograms,
       count(*) FILTER (WHERE nps_count(h) IS DISTINCT FROM n OR nps_detractors(h) IS DISTINCT FROM d OR nps_passives(h) IS DISTINCT FROM q OR nps_promoters(h) IS DISTINCT FROM p) AS wrong_counts,
       count(*) FILTER (WHERE nps_score(h) IS DISTINCT FROM 100 * (p - d) / nullif(n, 0)
                           OR nps_from_counts(p, q, d) IS DISTINCT FROM nps_score(h)) AS wrong_score,
       count(*) FILTER (WHERE nps_mean(h) IS DISTINCT FROM total / nullif(n, 0)) AS wrong_mean,
       count(*) FILTER (WHERE abs(nps_variance(h) - ((p + d) / nullif(n, 0) - ((p - d) / nullif(n, 0)) ^ 2)) > 1e-14) AS wrong_variance
FROM (SELECT h, sum(c) AS n, sum(c) FILTER (WHERE i <= 7) AS d, sum(c) FILTER (WHERE i IN (8, 9)) AS q,
             sum(c) FILTER (WHERE i >= 10) AS p, sum(c * (i - 1)) AS total
      FROM hist, unnest(counts) WITH ORDINALITY AS u(c, i) GROUP BY id, h) AS k(h, n, d, q, p, total);

-- triples: associative, commutative, invertible; and the sum is that of the counts
SELECT count(*) AS triples,
       count(*) FILTER (WHERE (a.h + b.h) + c.h IS DISTINCT FROM a.h + (b.h + c.h)) AS not_associative,
       count(*) FILTER (WHERE a.h + b.h IS DISTINCT FROM b.h + a.h) AS not_commutative,
       count(*) FILTER (WHERE (a.h + b.h) - b.h IS DISTINCT FROM a.h OR (a.h + b.h) - a.h IS DISTINCT FROM b.h) AS not_inverse,
       count(*) FILTER (WHERE (a.h + b.h)::bigint[] IS DISTINCT FROM (SELECT array_agg(x + y ORDER BY i) FROM unnest(a.counts, b.counts) WITH ORDINALITY AS u(x, y, i))) AS wrong_sum
FROM hist AS a
	JOIN hist AS b ON b.id = pg_temp.random('b' || a.id, 2000)
	JOIN hist AS c ON c.id = pg_temp.random('c' || a.id, 2000);

-- pooled, not averaged: groups of different sizes
SELECT abs(avg(nps) - nps_score(nps_rollup(h))) > 1 AS mean_of_scores_is_another,
       nps_score(nps_rollup(h)) = 100 * (sum(p) - sum(d)) / sum(n) AS merged_is_pooled,
       nps_score(nps_rollup(h)) = sum(nps_count(h) * nps_score(h)) / sum(nps_count(h)) AS weighted_mean_of_scores,
       nps_from_counts(sum(nps_promoters(h)), sum(nps_passives(h)), sum(nps_detractors(h))) = nps_score(nps_rollup(h)) AS from_counts
FROM (SELECT id % 100 < 30 AS small, nps(score), nps_hist(score) AS h, count(*) FILTER (WHERE score >= 9) AS p,
             count(*) FILTER (WHERE score <= 6) AS d, count(*)::numeric AS n
      FROM (SELECT id, CASE WHEN id % 100 < 30 THEN score / 2 ELSE score END AS score FROM answer) AS a GROUP BY 1) AS g;
