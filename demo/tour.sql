-- tour.sql: three answers from the sample, as a psql session.  Run with
-- psql -X -e, so that every statement stands before its result.
\pset footer off
\pset null ''

\echo
\echo 'THE SAMPLE IS SIMULATED.  Planted in it: where eNPS rises in a country, NPS rises'
\echo '8 quarters later (0.7 points for a point), while countries with a high eNPS have a'
\echo 'low NPS; a shock that all countries share; gaps; missing and dirty scores.'
\echo
\echo '== 1. NPS by country ========================================================='
\echo
\echo 'Some scores in the table are not on the scale, and nps_ext says so:'
\echo
SELECT nps(score) FROM crm.survey;
\echo
\echo 'Its hint leaves them out.  One histogram by country gives every number:'
\echo
SELECT country, nps_count(h) AS n, nps_promoters(h) AS promoters,
       nps_passives(h) AS passives, nps_detractors(h) AS detractors,
       round(nps_score(h), 1) AS nps, nps_bar(h, 24) AS bar
FROM (SELECT country, nps_hist(score) FILTER (WHERE score BETWEEN 0 AND 10) AS h
      FROM crm.survey GROUP BY country) AS by_country
ORDER BY nps_score(h) DESC;
\echo
\echo 'Is a change more than chance?  In Luxembourg it is, in France it may be noise:'
\echo
WITH yearly AS (
    SELECT country, extract(year FROM answered_at AT TIME ZONE 'Europe/Amsterdam') AS year, nps_hist(score) AS h
    FROM crm.survey WHERE score BETWEEN 0 AND 10 AND country IN ('LU', 'FR') GROUP BY 1, 2)
SELECT country, round(nps_score(h), 1) AS nps, round(i.low, 1) AS low, round(i.high, 1) AS high,
       round(t.delta, 1) AS delta, round(t.p_value::numeric, 4) AS p_value
FROM (SELECT *, lag(h) OVER (PARTITION BY country ORDER BY year) AS before FROM yearly) AS y,
     nps_interval(h) AS i, nps_test(h, before) AS t
WHERE year = 2023 ORDER BY country;
\echo
\echo '== 2. What the comments speak of ============================================='
\echo
SELECT score, golden_rules(comment) AS rules, comment
FROM crm.survey
WHERE comment <> '' AND country IN ('NL', 'GB') AND answer_id % 997 = 0
ORDER BY answer_id LIMIT 12;

SELECT g.rule, g.title_en, count(*) AS comments,
       round(nps(score) FILTER (WHERE score BETWEEN 0 AND 10), 1) AS nps
FROM crm.survey, unnest(golden_rules(comment)) AS mention(rule)
     JOIN golden_rule AS g USING (rule)
GROUP BY g.rule, g.title_en ORDER BY g.rule;
\echo
\echo '== 3. Does eNPS lead NPS? ===================================================='
\echo
\echo 'Name your tables once; the views read them:'
\echo
SELECT cx_source_add('klant', 'crm.survey', kind => 'nps', score => 'score',
                     answered_at => 'answered_at', unit => 'country',
                     time_zone => 'Europe/Amsterdam');
SELECT cx_source_add('medew', 'hr.pulse', kind => 'enps', score => 'recommend',
                     answered_at => 'filled_at', unit => 'country');
\echo 'The answer in one row, and what to keep in mind:'
\echo
SELECT verdict, best_lag, lag_low, lag_high, round(r_twoway::numeric, 2) AS r_twoway, round(slope::numeric, 2) AS slope,
       p_value, reverse_lag, p_reverse_after
FROM enps_nps_lag_summary WHERE grain = 'quarter';
SELECT regexp_split_to_table(caveats, '; ') AS caveat FROM enps_nps_lag_summary WHERE grain = 'quarter';
\echo 'Read r_twoway: countries'' levels and shared shocks are taken out.  r_pooled is'
\echo 'what a naive join shows, and has the wrong sign.'
\echo
SELECT lag, pairs, units, round(r_pooled::numeric, 2) AS r_pooled,
       round(r_within::numeric, 2) AS r_within, round(r_twoway::numeric, 2) AS r_twoway,
       repeat('#', greatest(0, round(30 * r_twoway)::integer)) AS twoway
FROM enps_nps_lag WHERE grain = 'quarter' AND transform = 'level' ORDER BY lag;
