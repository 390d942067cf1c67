--
-- score_basics: the score of a table that people get wrong, and every number
-- that comes straight from the answers.
--
-- What must hold: the same answer for every type a score may have; NULL is no
-- answer and is never counted; what is not a whole number from 0 to 10 is an
-- error (22003) that names the value and says what to do, and is never rounded;
-- no answers give NULL.  All expected values were worked out by hand.
--
-- the SQLSTATE and the message with which a query is refused, and the hint
CREATE FUNCTION pg_temp.refusal(query text, OUT said text, OUT hint text)
LANGUAGE plpgsql AS $$
DECLARE
	message text;
BEGIN
	EXECUTE query;
	said := 'accepted';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS said = RETURNED_SQLSTATE, message = MESSAGE_TEXT, hint = PG_EXCEPTION_HINT;
	said := said || ' ' || message;
END $$;

-- asks for an aggregate over good scores and a bad one; when refused, asks again
-- with the (last) FILTER clause of the hint behind it
CREATE FUNCTION pg_temp.follow(call text, bad numeric, good numeric[]) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
	query constant text := 'SELECT round(%s %s, 1) FROM unnest($1) AS score';
	result text;
	hint text;
BEGIN
	EXECUTE format(query, call, '') INTO result USING good || bad;
	RETURN 'not refused: ' || result;
EXCEPTION WHEN numeric_value_out_of_range THEN
	GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
	BEGIN
		EXECUTE format(query, call, substring(hint FROM '.*(FILTER \(.*\))')) INTO result USING good || bad;
		RETURN result;
	EXCEPTION WHEN OTHERS THEN
		RETURN 'the hint does not help: ' || SQLSTATE;
	END;
END $$;

-- five promoters, three passives, two detractors, two NULLs, one 11, one -1:
-- 100 x (5 - 2) / 10 = 30
CREATE DOMAIN pg_temp.answer AS smallint;
CREATE TEMP TABLE fourteen (
	id integer, s2 smallint, s4 integer, s8 bigint, sn numeric,
	f8 double precision, f4 real, sd pg_temp.answer, txt text);
INSERT INTO fourteen
SELECT id, s, s, s, s, s, s, s, s
FROM unnest('{9,10,9,10,9, 7,8,7, 0,6, NULL,NULL, 11,-1}'::integer[]) WITH ORDINALITY AS t(s, id);

SELECT nps(s2) FILTER (WHERE s2 BETWEEN 0 AND 10) AS smallint,
       nps(s4) FILTER (WHERE s4 BETWEEN 0 AND 10) AS integer,
       nps(s8) FILTER (WHERE s8 BETWEEN 0 AND 10) AS bigint,
       nps(sn) FILTER (WHERE sn BETWEEN 0 AND 10) AS numeric,
       nps(f8) FILTER (WHERE f8 BETWEEN 0 AND 10) AS float8,
       nps(f4) FILTER (WHERE f4 BETWEEN 0 AND 10) AS real,
       nps(sd) FILTER (WHERE sd BETWEEN 0 AND 10) AS domain
FROM fourteen;

-- enps has the same arithmetic; the result type is numeric, so that it rounds
SELECT enps(s2) FILTER (WHERE s2 BETWEEN 0 AND 10) AS enps,
       round(nps(s4) FILTER (WHERE s4 BETWEEN 0 AND 10), 1) AS rounded,
       pg_typeof(nps(s2)) AS nps_is, pg_typeof(enps(f8)) AS enps_is, pg_typeof(nps_hist(s4)) AS hist_is,
       nps_hist(s2) FILTER (WHERE s2 BETWEEN 0 AND 10) AS hist
FROM fourteen WHERE id <= 12;

-- without the filter: refused, in every type and by every aggregate
SELECT said, count(*) AS types, hint FROM unnest('{s2,s4,s8,sn,f8,f4,sd}'::text[]) AS col,
	pg_temp.refusal(format('SELECT nps(%I) FROM fourteen WHERE id <> 14', col)) GROUP BY said, hint;
SELECT said, count(*) AS aggregates FROM unnest('{nps,enps,nps_hist,csat,ces}'::text[]) AS agg,
	pg_temp.refusal(format('SELECT %I(s4) FROM fourteen WHERE id = 14', agg)) GROUP BY said;

-- a text column has no overload (the error is the server's own)
SELECT left(said, 5) AS sqlstate FROM pg_temp.refusal('SELECT nps(txt) FROM fourteen');

-- the edges of the categories; NULLs, no rows, no rows that pass
SELECT s AS score, nps(s), nps_category(s) FROM generate_series(0, 10) AS s GROUP BY s ORDER BY s;
SELECT nps(s) AS nps, enps(s) AS enps, csat(s) AS csat, ces(s) AS ces, nps_hist(s) AS hist
FROM (VALUES (NULL::integer), (NULL)) AS v(s);
SELECT nps(s4) AS nps, enps(s4) AS enps, csat(s4) AS csat, ces(s4) AS ces, nps_hist(s4) AS hist
FROM fourteen WHERE false;
SELECT id % 2 AS odd, nps(s4) FILTER (WHERE id = 1) AS only_first FROM fourteen GROUP BY 1 ORDER BY 1;
SELECT nps(NULL) AS untyped_null, nps('9') AS untyped_literal;

-- whole is whole, however it is written
SELECT nps(s) FROM (VALUES (9.0), (10.000), (9), (6.0), (-0.0)) AS v(s);			-- 100 x (3 - 2) / 5
SELECT nps(s) FROM (VALUES (9.0::float8), (1e1), (7), ('-0')) AS v(s);				-- 100 x (2 - 1) / 4
SELECT nps(s) FROM (VALUES (1e1::numeric), (0.7e1)) AS v(s);						-- 50

-- what is not whole, or off the scale: 22003 with the value
SET extra_float_digits = 1;
SELECT said FROM unnest('{9.5,11,-1,10.5,-0.5,9.00000000000000000001,1e25,NaN,Infinity,-Infinity}'::text[]) WITH ORDINALITY AS v(lit, ord),
	pg_temp.refusal(format('SELECT nps(%L::numeric)', lit)) ORDER BY ord;
SELECT said FROM unnest('{9.5,11,-1,-1e-300,10.000000000000002,NaN,Infinity,-Infinity}'::text[]) WITH ORDINALITY AS v(lit, ord),
	pg_temp.refusal(format('SELECT nps(%L::double precision)', lit)) ORDER BY ord;
SELECT said		-- 2^16 + 9 and 2^32 + 9 must not become 9
FROM (VALUES (1, 32767::bigint, 'smallint'), (2, -2147483648, 'integer'), (3, 65545, 'integer'),
             (4, 9223372036854775807, 'bigint'), (5, 4294967305, 'bigint')) AS v(ord, score, type),
	pg_temp.refusal(format('SELECT nps(%L::%s)', score, type)) ORDER BY ord;

-- whoever follows a hint to the letter gets the score of the good answers: nps
-- of 9, 0 and 10 is 33.3, csat of 5 and 1 is 50, ces of 7 and 1 is 4
SELECT measure, bad, pg_temp.follow(format('%s(score)', measure), bad, good)
FROM (VALUES (1, 'nps', 11, '{9,0,10}'::numeric[]), (2, 'nps', 9.5, '{9,0,10}'), (3, 'enps', 'NaN', '{9,0,10}'),
             (4, 'csat', 6, '{5,1}'), (5, 'ces', 8, '{7,1}')) AS v(ord, measure, bad, good) ORDER BY ord;

-- csat: share of 4 and 5 on 1..5; ces: mean on 1..7; other answers are refused
SELECT csat(s) AS csat, ces(s) AS ces FROM unnest('{1,2,3,4,4,5,5,5,NULL}'::smallint[]) AS s;	-- 5 of 8; 29 / 8
SELECT csat(s) AS none, ces(s) AS lowest FROM unnest('{1,1}'::numeric[]) AS s;
SELECT csat(s) AS all_of_them, ces(s) AS a_third FROM unnest('{4,5,4}'::float8[]) AS s;			-- 13 / 3
SELECT ces(s) FROM unnest('{7,7,6}'::bigint[]) AS s;
SELECT said FROM unnest('{csat(6),csat(0),ces(8),ces(0),csat(4.5)}'::text[]) WITH ORDINALITY AS v(call, ord),
	pg_temp.refusal('SELECT ' || call) ORDER BY ord;

-- category of one answer, in every type
SELECT nps_category(6::smallint) AS smallint, nps_category(7::bigint) AS bigint, nps_category(8.0) AS numeric,
       nps_category(9::float8) AS float8, nps_category(10::real) AS real, nps_category(NULL::integer) AS "null";
SELECT said FROM unnest('{8.5::numeric,8.5::float8,11,(-1)::smallint,11::bigint}'::text[]) WITH ORDINALITY AS v(score, ord),
	pg_temp.refusal('SELECT nps_category(' || score || ')') ORDER BY ord;

-- from counts: also from sum(bigint), which is numeric
SELECT nps_from_counts(5, 3, 2) AS thirty, nps_from_counts(0, 0, 0) AS no_answers, nps_from_counts(NULL, 1, 1) AS "null",
       nps_from_counts(0, 0, 7) AS lowest, nps_from_counts(1, 2, 0) AS a_third;
SELECT nps_from_counts(sum(p), sum(q), sum(d)) AS summed, pg_typeof(sum(p)) AS sum_is
FROM (VALUES (4::bigint, 1::bigint, 0::bigint), (1, 2, 2)) AS v(p, q, d);
SELECT nps_from_counts(1e30, 0, 3e30) AS beyond_bigint;
SELECT said FROM (VALUES (1, '-1, 0, 5'), (2, '1.5, 0, 0'), (3, '1, ''NaN'', 0'), (4, '1, 1, ''Infinity''')) AS v(ord, counts),
	pg_temp.refusal('SELECT nps_from_counts(' || counts || ')') ORDER BY ord;

-- labels round half away from zero, and zero has no sign
SELECT score, nps_label(score)
FROM (VALUES (1, 47), (2, 46.5), (3, 0.5), (4, 0.49), (5, 0), (6, -0.49), (7, -0.5), (8, -12.4999), (9, 100), (10, -100),
             (11, 'NaN'::numeric), (12, 'Infinity'), (13, NULL)) AS v(ord, score) ORDER BY ord;

-- bars: always the full width, the cells left over go to the largest remainders
SELECT ord, nps_bar(h, w), length(nps_bar(h, w))
FROM (VALUES (1, '{0:2,7:3,9:5}'::nps_hist, 10), (2, '{0:1,7:1,9:1}', 30), (3, '{0:1,7:1,9:1}', 10), (4, '{0:1,9:6}', 4),
             (5, '{10:1}', 1), (6, '{8:1}', 5), (7, '{6:1}', 3), (8, '{0:1,8:999}', 20), (9, '{}', 10)) AS v(ord, h, w) ORDER BY ord;
SELECT nps_bar('{0:2,7:3,9:5}') AS default_width_30, length(nps_bar('{9:9223372036854775807}', 1000)) AS widest,
       nps_bar('{0:4611686018427387903,10:4611686018427387903}', 6) AS huge;
SELECT said FROM (VALUES (1, 0), (2, -1), (3, 1001)) AS v(ord, w),
	pg_temp.refusal(format('SELECT nps_bar(''{9:1}'', %s)', w)) ORDER BY ord;

-- top box: share of from_score or higher
SELECT nps_top_box('{1:1,3:2,4:3,5:4}', 4) AS top_two_of_five, nps_top_box('{9:1,3:2}', 0) AS everything,
       nps_top_box('{9:1,3:2}', 10) AS nothing, nps_top_box('{9:1,3:2}', 9) AS a_third, nps_top_box('{}', 9) AS no_answers;
SELECT said FROM (VALUES (1, -1), (2, 11)) AS v(ord, f),
	pg_temp.refusal(format('SELECT nps_top_box(''{9:1}'', %s)', f)) ORDER BY ord;

-- counts, mean and variance against plain SQL over the answers
SELECT id, nps_count(h) = n AND nps_promoters(h) = p AND nps_passives(h) = q AND nps_detractors(h) = d AS counts,
       round(nps_mean(h), 12) = round(mean, 12) AS mean, round(nps_variance(h), 12) = round(variance, 12) AS variance,
       nps_mean(h), nps_variance(h)
FROM (SELECT id, nps_hist(s) AS h, count(s) AS n,
             count(*) FILTER (WHERE s IN (9, 10)) AS p, count(*) FILTER (WHERE s IN (7, 8)) AS q,
             count(*) FILTER (WHERE s <= 6) AS d, avg(s) AS mean,
             var_pop(CASE WHEN s >= 9 THEN 1 WHEN s >= 7 THEN 0 WHEN s >= 0 THEN -1 END) AS variance
      FROM (VALUES (1, '{9,10,9,10,9,7,8,7,0,6,NULL}'::integer[]), (2, '{10,10}'), (3, '{0,10}'), (4, '{8}'),
                   (5, '{0,1,2,3,4,5,6,7,8,9,10}'), (6, '{6,6,9}')) AS v(id, scores), unnest(scores) AS s
      GROUP BY id) AS g ORDER BY id;
SELECT nps_count('{}') AS n, nps_promoters('{}') AS p, nps_passives('{}') AS q, nps_detractors('{}') AS d,
       nps_score('{}') AS nps, nps_mean('{}') AS mean, nps_variance('{}') AS variance;

-- results are trimmed: 30 prints as 30, and what does not end has 16 digits or more
SELECT nps_score('{0:2,7:3,9:5}') AS thirty, nps_score('{9:1,0:2}') AS minus_a_third, nps_score('{9:1,7:7}') AS an_eighth;
