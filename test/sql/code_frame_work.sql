--
-- code_frame_work: the views for whoever keeps the code frame.
--
-- What must hold: words are those that the tagger reads; terms never cross a
-- sentence or clause, and long sentences lose none; the views count what plain
-- SQL with regular expressions counts; nothing is shown to whom the answers are
-- not, and small groups are hidden where a source asks for it.
--
SET client_min_messages = warning;
\set VERBOSITY terse

--
-- words, terms, language
--
SELECT golden_rule_words('Didn''t they e-mail? NO: "op-tijd", 10/10!'), golden_rule_words('...') AS none, golden_rule_words('') AS empty, golden_rule_words(NULL) IS NULL AS null;
-- an accent is folded away
SELECT golden_rule_words('idee' || CASE WHEN getdatabaseencoding() = 'SQL_ASCII' THEN convert_from('\xc3ab', 'SQL_ASCII') ELSE convert_from('\xeb', 'LATIN1') END || 'N');
-- qualifiers in phrases only, function words and numbers nowhere, each term once, sorted by bytes
SELECT golden_rule_terms('De rekening klopt niet. De rekening was 30 euro te hoog');
-- a phrase ends with the sentence, and with the clause; a function word or number parts it as well
SELECT golden_rule_terms('pakket kwijt. Monteur boos, chauffeur moe: fiets stuk'), golden_rule_terms('pakket en monteur 3 fietsen') AS parted;
SELECT golden_rule_terms('niet te, de het') AS none, golden_rule_terms(NULL) IS NULL AS null;
-- a sentence of more words than a piece holds: each word once, each phrase once
SELECT cardinality(t) AS terms, cardinality(array(SELECT unnest(t) EXCEPT SELECT unnest(r))) AS wrong, cardinality(array(SELECT unnest(r) EXCEPT SELECT unnest(t))) AS missed
FROM (SELECT golden_rule_terms(string_agg('w' || i, ' ' ORDER BY i)) AS t,
		array_agg('w' || i) || array_agg(format('w%s w%s', i, i + 1)) FILTER (WHERE i < 3000) AS r FROM generate_series(1, 3000) AS i) AS x;
SELECT cardinality(golden_rule_words(repeat('woord ', 100000))) AS words, golden_rule_terms(repeat('woord ', 100000)), golden_rule_terms(repeat('x', 1000)) AS too_long;

-- the list is sorted, which its search needs, and folded
SELECT count(*) > 500 AS many, count(*) FILTER (WHERE word COLLATE "C" < before) AS unsorted, count(*) FILTER (WHERE golden_rule_words(word) <> ARRAY[word]) AS not_folded,
	count(DISTINCT (word, language)) = count(*) AS once, array_agg(DISTINCT kind ORDER BY kind) AS kinds
FROM (SELECT *, lag(word) OVER (ORDER BY i) COLLATE "C" AS before FROM golden_rule_function_words() WITH ORDINALITY AS f(word, language, kind, i)) AS f;
-- each word that one language has alone is found, and speaks for it
SELECT language, count(*) FILTER (WHERE golden_rule_language(word) IS DISTINCT FROM language) AS exceptions
FROM (SELECT word, min(language) AS language FROM golden_rule_function_words() GROUP BY word HAVING count(*) = 1) AS f GROUP BY language ORDER BY language;
SELECT golden_rule_language(c) AS language, c AS comment FROM unnest(ARRAY[
	'Ik heb heel lang aan de lijn gehangen en niemand nam op', 'I was on the line for ages and nobody picked up',
	'Prima geholpen', 'Great people', 'Service desk was helpful, maar de website niet echt', 'goed, good',
	'', '10', 'in', 'Reklamation', 'Die Lieferung war sehr gut und der Service ist auch nicht schlecht',
	'Le service est tres bien et les gens sont dans la region', 'El servicio es muy bueno pero no para todo', 'xyzzy plugh frobozz foo bar baz qux quux the']) AS c;

--
-- a code frame of its own, and 600 comments made of plain words
--
BEGIN;
SET LOCAL session_replication_role = replica;
DELETE FROM golden_rule_keyword;
DELETE FROM golden_rule_cue;
DELETE FROM golden_rule_mask;
DELETE FROM golden_rule_negator;
DELETE FROM golden_rule_tone;
DELETE FROM golden_rule;
SET LOCAL session_replication_role = origin;
INSERT INTO golden_rule (rule, code, title_nl, title_en, role, experience, kind) VALUES
	(100, 'a', 'a', 'a', 'both', 'CX', 'rule'), (101, 'b', 'b', 'b', 'both', 'CX', 'rule'), (102, 'c', 'c', 'c', 'both', 'CX', 'rule'),
	(1000, 't', 't', 't', 'both', 'CX', 'topic');
INSERT INTO golden_rule_keyword (rule, language, pattern, polarity, enabled) VALUES
	(100, 'nl', 'zork*', 'positive', true), (100, 'nl', 'niet zork*', 'negative', true), (100, 'nl', 'dood woord', 'neutral', true), (100, 'en', 'blap', 'negative', true),
	(101, 'en', '  BLAP ', 'positive', true), (101, 'nl', 'glim   blap', 'negative', true), (101, 'en', 'zorkig', 'negative', true), (101, 'en', 'zorkige', 'positive', false),
	(102, 'en', 'unused', 'positive', true), (1000, 'en', 'blap', 'neutral', true), (100, 'en', 'zorkig', 'negative', true);
-- a mask hides zorkig from rule 101, and one is for a rule without keywords
INSERT INTO golden_rule_mask (language, pattern, rules) VALUES ('nl', 'zorkig mooi', '{101}'), ('nl', 'mooi zork', '{99}');

CREATE FUNCTION pg_temp.pick(n integer, key text) RETURNS integer LANGUAGE sql IMMUTABLE AS
$$ SELECT 1 + ('x' || substr(md5(key), 1, 7))::bit(28)::int % n $$;
CREATE SCHEMA work;
-- the score as text: 0 to 12, so that some are none
CREATE TABLE work.answer AS
SELECT c AS id, CASE WHEN c % 20 > 0 THEN (pg_temp.pick(13, c || 's') - 1)::text END AS score, date '2026-01-01' + c % 300 AS day,
	string_agg(CASE WHEN c % 2 = 0
		THEN ('{de,het,een,was,niet,rekening,mooi,zork,zorkig,klopt,tas,fiets,glim,hier,voor,mij}'::text[])[pg_temp.pick(16, c || '/' || w)]
		ELSE ('{the,and,very,invoice,car,blap,glim,roof,not,this,for,them,bike,cup,tree,tool}'::text[])[pg_temp.pick(16, c || '/' || w)] END,
		CASE WHEN pg_temp.pick(5, c || '.' || w) = 1 THEN '. ' ELSE ' ' END ORDER BY w) AS comment
FROM generate_series(1, 600) AS c CROSS JOIN LATERAL generate_series(1, 1 + pg_temp.pick(9, c || 'n')) AS w
GROUP BY c;
INSERT INTO work.answer (id, score, day, comment) VALUES
	(901, '9', '2026-01-01', NULL), (902, '9', '2026-01-01', ''), (903, '9', '2026-01-01', ' ...'), (904, 'n/a', '2026-01-01', 'ZORK!'), (905, ' 9.0 ', '2026-01-01', 'blap. glim blap');

-- without a source: no rows, but what needs no comment
SELECT (SELECT count(*) FROM golden_rule_coverage) AS coverage, (SELECT count(*) FROM golden_rule_suggestions) AS suggestions,
	(SELECT count(*) FROM golden_rule_keyword_use WHERE hits = 0) AS keywords, (SELECT count(*) FROM golden_rule_overlap) AS pairs;
SELECT cx_source_add('silent', 'work.answer', score => 'score', answered_at => 'day');
SELECT cx_source_add('work', 'work.answer', kind => 'enps', score => 'score', answered_at => 'day', comment => 'comment');

-- what a reader of plain text finds
CREATE VIEW work.read AS
SELECT *, comment ~* '\m(zork|blap\M)' AS a, comment ~* '\mblap\M' OR regexp_replace(comment, 'zorkig mooi', '', 'g') ~ '\mzorkig\M' AS b,
	coalesce(nps_category(CASE WHEN trim(score) IN ('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '9.0', '10') THEN trim(score)::numeric END), 'none') AS class
FROM work.answer WHERE comment ~ '[a-zA-Z]';

--
-- coverage
--
SELECT language, score_class, n, tagged, round(share, 2) AS share, share = 100.0 * tagged / n AS exact FROM golden_rule_coverage;
SELECT count(*) AS exceptions FROM (
	SELECT 'work' AS source, golden_rule_language(comment) AS language, class, count(*) AS n, count(*) FILTER (WHERE a OR b) AS tagged FROM work.read GROUP BY 2, 3) AS r
	FULL JOIN golden_rule_coverage AS c ON c.source = r.source AND c.language IS NOT DISTINCT FROM r.language AND c.score_class = r.class
WHERE (c.n, c.tagged) IS DISTINCT FROM (r.n, r.tagged);

--
-- overlap
--
SELECT rule, other_rule, comments, rule_n, other_rule_n, n, round(share, 2) AS share, round(lift::numeric, 4) AS lift FROM golden_rule_overlap;
SELECT count(*) AS comments, count(*) FILTER (WHERE a) AS rule_n, count(*) FILTER (WHERE b) AS other_rule_n, count(*) FILTER (WHERE a AND b) AS n,
	round(100.0 * count(*) FILTER (WHERE a AND b) / count(*) FILTER (WHERE a OR b), 2) AS share,
	round(count(*) FILTER (WHERE a AND b) * count(*)::numeric / (count(*) FILTER (WHERE a) * count(*) FILTER (WHERE b)), 4) AS lift
FROM work.read;

--
-- use of keywords: the longest of a rule counts
--
SELECT rule, language, pattern, polarity, builtin, hits, comments, promoters, detractors FROM golden_rule_keyword_use;
WITH text AS (SELECT lower(comment) AS t, class FROM work.read),
expected(rule, pattern, hits) AS (
	SELECT 100, 'niet zork*', regexp_count(t, 'niet zork'), class FROM text
	UNION ALL SELECT 100, 'zorkig', regexp_count(t, '(?<!niet )\mzorkig\M'), class FROM text
	UNION ALL SELECT 100, 'zork*', regexp_count(t, '(?<!niet )\mzork\M'), class FROM text
	UNION ALL SELECT 100, 'blap', regexp_count(t, '\mblap\M'), class FROM text
	UNION ALL SELECT 1000, 'blap', regexp_count(t, '\mblap\M'), class FROM text
	UNION ALL SELECT 101, 'glim blap', regexp_count(t, '\mglim blap\M'), class FROM text
	UNION ALL SELECT 101, 'BLAP', regexp_count(t, '(?<!glim )\mblap\M'), class FROM text
	UNION ALL SELECT 101, 'zorkig', regexp_count(t, '\mzorkig\M(?! mooi)'), class FROM text
	UNION ALL SELECT 100, 'dood woord', 0, class FROM text
	UNION ALL SELECT 102, 'unused', 0, class FROM text)
SELECT count(*) AS keywords, count(*) FILTER (WHERE (u.hits, u.comments, u.promoters, u.detractors) IS DISTINCT FROM (e.hits, e.comments, e.promoters, e.detractors)) AS exceptions
FROM (SELECT rule, pattern, sum(hits) AS hits, count(*) FILTER (WHERE hits > 0) AS comments, count(*) FILTER (WHERE hits > 0 AND class = 'promoter') AS promoters,
		count(*) FILTER (WHERE hits > 0 AND class = 'detractor') AS detractors FROM expected GROUP BY rule, pattern) AS e
	FULL JOIN golden_rule_keyword_use AS u USING (rule, pattern);

--
-- conflicts
--
SELECT conflict, rule, pattern, polarity, other_rule, other_pattern, other_polarity, comments FROM golden_rule_conflicts;
-- the same by regular expressions, in that order; a mask hides zorkig from 101 before mooi
SELECT unnest(ARRAY[count(*) FILTER (WHERE comment ~ '(?<!niet )\mzork\M' AND comment ~ '(niet zork|\mzorkig\M|\mblap\M)'),
	count(*) FILTER (WHERE comment ~ '(?<!glim )\mblap\M' AND comment ~ '(\mglim blap\M|\mzorkig\M(?! mooi))'),
	count(*) FILTER (WHERE comment ~ '\mblap\M'), count(*) FILTER (WHERE comment ~ '\mzorkig\M(?! mooi)'),
	count(*) FILTER (WHERE comment ~ '\mzorkig\M'), count(*) FILTER (WHERE comment ~ '\mzorkig\M(?! mooi)'),
	count(*) FILTER (WHERE comment ~ '\mglim blap\M'), count(*) FILTER (WHERE comment ~ 'niet zorkig\M(?! mooi)')]) AS comments
FROM work.read;

--
-- suggestions, by plain SQL: words between spaces, phrases within what full stops part
--
CREATE VIEW work.term AS
WITH sentence AS (
	SELECT r.id, r.class, golden_rule_language(r.comment) AS language, s.i AS sentence, s.t FROM work.read AS r, regexp_split_to_table(lower(r.comment), '[.!]\s*') WITH ORDINALITY AS s(t, i) WHERE NOT (a OR b)),
word AS (
	SELECT s.*, w.word, w.i, lead(w.word) OVER (PARTITION BY s.id, s.sentence ORDER BY w.i) AS next FROM sentence AS s, regexp_split_to_table(s.t, ' ') WITH ORDINALITY AS w(word, i)),
known AS (SELECT word, bool_or(kind = 'qualifier') AS qualifier FROM golden_rule_function_words() WHERE kind <> 'marker' GROUP BY word)
SELECT w.id, w.class, w.language, w.word AS term FROM word AS w WHERE w.word <> '' AND w.word NOT IN (SELECT word FROM known)
UNION
SELECT w.id, w.class, w.language, w.word || ' ' || w.next FROM word AS w LEFT JOIN known AS k ON k.word = w.word LEFT JOIN known AS l ON l.word = w.next
WHERE w.next IS NOT NULL AND coalesce(k.qualifier, true) AND coalesce(l.qualifier, true) AND (k.word IS NULL OR l.word IS NULL);
CREATE TEMP TABLE suggestion AS
WITH total AS (SELECT golden_rule_language(comment) AS language, count(*) FILTER (WHERE class = 'promoter') + 0.5 AS p, count(*) FILTER (WHERE class = 'detractor') + 0.5 AS d
	FROM work.read WHERE NOT (a OR b) GROUP BY 1)
SELECT t.language, t.term, count(*) AS n, count(*) FILTER (WHERE class = 'promoter') AS promoters, count(*) FILTER (WHERE class = 'detractor') AS detractors, o.p, o.d
FROM work.term AS t JOIN total AS o ON o.language IS NOT DISTINCT FROM t.language GROUP BY t.language, t.term, o.p, o.d HAVING count(*) >= 5;
SELECT count(*) AS terms, count(*) FILTER (WHERE words = 2) AS phrases, count(*) FILTER (WHERE n < 5) AS rare FROM golden_rule_suggestions;
SELECT count(*) AS exceptions FROM suggestion AS e FULL JOIN golden_rule_suggestions AS s ON s.term = e.term AND s.language IS NOT DISTINCT FROM e.language
WHERE (s.n, s.promoters, s.detractors) IS DISTINCT FROM (e.n, e.promoters, e.detractors);
-- the log-odds, their standard error and so z, by hand
SELECT count(*) > 20 AS many, count(*) FILTER (WHERE abs(s.log_odds - ln((e.promoters + 0.5) * (e.d - e.detractors) / ((e.p - e.promoters) * (e.detractors + 0.5)))) > 1e-9
		OR abs(s.z - s.log_odds / sqrt(1 / (e.promoters + 0.5) + 1 / (e.p - e.promoters) + 1 / (e.detractors + 0.5) + 1 / (e.d - e.detractors))) > 1e-9) AS exceptions
FROM suggestion AS e JOIN golden_rule_suggestions AS s ON s.term = e.term AND s.language IS NOT DISTINCT FROM e.language;
SELECT language, term, n, promoters, detractors, round(log_odds::numeric, 3) AS log_odds, round(z::numeric, 3) AS z FROM golden_rule_suggestions LIMIT 6;
-- arrays give the same
SELECT count(*) AS exceptions FROM (
	SELECT array_agg(comment) AS comments, array_agg(CASE WHEN class <> 'none' THEN trim(score)::numeric END) AS scores FROM work.read) AS r,
	golden_rule_suggestions(r.comments, r.scores, 5) AS f FULL JOIN golden_rule_suggestions AS s ON s.term = f.term AND s.language IS NOT DISTINCT FROM f.language
WHERE s IS DISTINCT FROM ROW(f.language, f.term, f.words, f.n, f.promoters, f.detractors, f.log_odds, f.z);
SELECT * FROM golden_rule_suggestions('{mooie fiets,mooie tas,zork tas,NULL}', min_count => 2);
SELECT count(*) AS none FROM golden_rule_suggestions(NULL::text[]);
SELECT count(*) AS none FROM golden_rule_suggestions('{}'::text[], '{}');
SELECT term, n, promoters, detractors, round(log_odds::numeric, 4) AS log_odds FROM golden_rule_suggestions('{fiets,fiets,tas,fiets}', '{9,3,NaN,6.5}', 1);
SAVEPOINT s;
SELECT * FROM golden_rule_suggestions('{a,b}'::text[], '{1}');
ROLLBACK TO s;

--
-- of some sources only
--
SAVEPOINT s;
CREATE TABLE work.other (score integer, day date, note text);
INSERT INTO work.other VALUES (3, '2026-01-01', 'blap'), (10, '2026-01-01', 'fiets'), (9, '2026-01-01', 'fiets');
SELECT cx_source_add('other', 'work.other', score => 'score', answered_at => 'day', comment => 'note', min_group => 2);
SELECT source, score_class, n, tagged FROM golden_rule_coverage('{other}');
SELECT sum(n) AS n FROM golden_rule_coverage('{work,other}') UNION ALL SELECT sum(n) FROM golden_rule_coverage UNION ALL SELECT sum(n) FROM golden_rule_coverage('{}') UNION ALL SELECT sum(n) FROM golden_rule_coverage(NULL);
SELECT term, n FROM golden_rule_suggestions(1, '{other}');
SELECT count(*) AS terms FROM golden_rule_suggestions(sources => '{work}');
SELECT rule, pattern, hits FROM golden_rule_keyword_use('{other}') WHERE hits > 0;
SELECT DISTINCT comments FROM golden_rule_overlap('{other}');
SELECT conflict, pattern, other_pattern, comments FROM golden_rule_conflicts('{other}') WHERE comments > 0;
-- a source that nobody can read stands in the way of the views, and not of the others
DROP TABLE work.other;
SAVEPOINT gone;
SELECT count(*) FROM golden_rule_overlap;
ROLLBACK TO gone;
SELECT DISTINCT comments FROM golden_rule_overlap('{work}');
SELECT * FROM golden_rule_coverage('{work,nowhere}');
ROLLBACK TO gone;
SELECT * FROM golden_rule_suggestions(1, '{silent}');
ROLLBACK TO gone;
SELECT * FROM golden_rule_conflicts('{NULL}');
ROLLBACK TO s;
-- a rule that is off is not in the frame, and in no view
UPDATE golden_rule SET enabled = false WHERE rule = 101;
SELECT rule, other_rule FROM golden_rule_overlap;
SELECT count(*) FROM golden_rule_keyword_use WHERE rule = 101;
SELECT count(*) FROM golden_rule_conflicts WHERE 101 IN (rule, other_rule);
ROLLBACK TO s;

--
-- small groups are hidden
--
SELECT cx_source_drop('work');
SELECT cx_source_add('work', 'work.answer', kind => 'enps', score => 'score', answered_at => 'day', comment => 'comment', min_group => 60);
SELECT language, score_class, n, tagged, round(share, 2) AS share FROM golden_rule_coverage;
SELECT min(n) >= 60 AS floor FROM golden_rule_suggestions;

--
-- rows that a source leaves out are left out here as well
--
SAVEPOINT filter;
ALTER TABLE work.answer ADD COLUMN is_test boolean;
SELECT cx_source_drop('work');
SELECT cx_source_add('work', 'work.answer', kind => 'enps', score => 'score', answered_at => 'day', comment => 'comment', exclude => 'is_test');
SELECT sum(n) AS comments FROM golden_rule_coverage;
UPDATE work.answer SET is_test = (id % 3 = 0);
SELECT sum(c.n) AS comments, (SELECT count(*) FROM work.answer WHERE NOT is_test AND golden_rule_words(comment) <> '{}') AS counted FROM golden_rule_coverage AS c;
ALTER TABLE work.answer DROP COLUMN is_test;
SELECT * FROM golden_rule_coverage;
ROLLBACK TO filter;

--
-- who may not read the answers sees none; row security holds
--
CREATE ROLE regress_code_frame_reader;
GRANT USAGE ON SCHEMA work TO regress_code_frame_reader;
SET LOCAL ROLE regress_code_frame_reader;
SAVEPOINT s;
SELECT * FROM golden_rule_coverage;
ROLLBACK TO s;
SELECT * FROM golden_rule_suggestions;
ROLLBACK TO s;
RESET ROLE;
ALTER TABLE work.answer ENABLE ROW LEVEL SECURITY;
CREATE POLICY first_hundred ON work.answer USING (id <= 100);
GRANT SELECT ON work.answer TO regress_code_frame_reader;
SET LOCAL ROLE regress_code_frame_reader;
SELECT DISTINCT comments FROM golden_rule_overlap;
RESET ROLE;

-- a source whose table is gone
ALTER TABLE work.answer RENAME TO other;
SELECT * FROM golden_rule_overlap;
ROLLBACK;
