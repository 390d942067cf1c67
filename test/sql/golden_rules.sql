--
-- golden_rules: which rules a comment mentions.
--
-- What must hold: the numbers of the rules that a comment mentions, sorted, each
-- once; words are whole words unless the keyword says otherwise, and a phrase
-- does not run across the end of a sentence; case, accents, apostrophes and the
-- spelling of "not" do not matter; every keyword finds what it says, and nothing
-- else does; an edit counts from the next statement, for those who may see it;
-- shipped keywords are never changed, but can be replaced and switched off.
--
-- The expected rules were decided by reading the comments against the list of
-- keywords, not by the matcher.  Cues, which are learned, are left out of the
-- code frame they are read with.
--
-- The comments need Unicode: a database of another encoding has the other
-- expected file.
--
SELECT getdatabaseencoding() <> 'UTF8' AS not_utf8 \gset
\if :not_utf8
\quit
\endif
SET client_encoding = 'UTF8';

-- the SQLSTATE and the message with which a query is refused, the detail and the hint
CREATE FUNCTION pg_temp.refusal(query text, OUT said text, OUT detail text, OUT hint text) LANGUAGE plpgsql AS $$
DECLARE
	message text;
BEGIN
	EXECUTE query;
	said := 'accepted';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS said = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	said := said || ' ' || message;
END $$;

-- the shipped code frame, without what was learned; and of that the keywords alone
CREATE TEMP TABLE frames AS
SELECT regexp_replace(shipped, E'^(cue|tone)\t.*\n', '', 'gn')::golden_rule_frame AS frame,
	regexp_replace(shipped, E'^(cue|tone|mask|negator)\t.*\n', '', 'gn')::golden_rule_frame AS keywords
FROM (SELECT golden_rule_code_frame()::text) AS f(shipped);
-- what the tables hold at the moment, but for what was learned
CREATE FUNCTION pg_temp.rules(comment text) RETURNS smallint[] LANGUAGE sql AS $$
SELECT golden_rules(comment, regexp_replace(golden_rule_code_frame()::text, E'^(cue|tone)\t.*\n', '', 'gn')::golden_rule_frame) $$;

--
-- comments, with the rules that a reader finds in them
--
CREATE TEMP TABLE reading (id serial, expected smallint[], comment text);
INSERT INTO reading (expected, comment) VALUES
	-- nothing
	(NULL, NULL), ('{}', ''), ('{}', '   '), ('{}', '...!?'), ('{}', 'ok'), ('{}', 'Geen mening'), ('{}', '👍👍'), ('{}', '10/10'),
	-- one rule
	('{1}', 'Niet bereikbaar: 40 minuten in de wacht en niemand belde terug.'),
	('{1}', 'I was on hold for ages'),
	('{1}', 'Snel iemand aan de lijn!'),
	('{2}', 'De monteur kwam te laat'),
	('{2}', 'They did what they said they would'),
	('{2}', 'Pakket nooit aangekomen'),
	('{3}', 'Wat een bureaucratie, al die formulieren'),
	('{3}', 'No questions asked, very flexible'),
	('{3}', 'Regels zijn regels, zei hij'),
	('{4}', 'Mijn klacht is nog niet opgelost'),
	('{4}', 'They apologised and sent a new phone'),
	('{4}', 'Blijft kapot'),
	('{5}', 'Van het ene kantoor doorverbonden naar het andere'),
	('{5}', 'Please stop sending me your newsletters'),
	('{5}', 'Ik word overspoeld met mailings'),
	('{6}', 'Wat een vriendelijke mevrouw'),
	('{6}', 'She really listened to me'),
	('{6}', 'Ik voelde me een nummertje'),
	('{7}', 'Alles in plastic verpakt, zonde'),
	('{7}', 'Great that you use green energy'),
	('{7}', 'Mooi, die zonnepanelen op het dak'),
	-- several: sorted, each once
	('{1,6}', 'Vriendelijk, vriendelijker, vriendelijkst; en altijd bereikbaar, echt bereikbaar'),
	('{2,4}', 'Te laat geleverd, maar wel excuses gekregen'),
	('{1,2,3,4,5,6,7}', 'Duurzaam en attent, geen spam, netjes opgelost, soepel geregeld, op tijd geleverd en goed bereikbaar'),
	('{1,2,3,4,5,6,7}', 'Available, on time, no fuss, refunded, no spam, friendly, sustainable'),
	('{4,7}', 'Defecte koelkast, en dan die enorme doos'),
	-- both languages in one comment
	('{1,6}', 'Super friendly personeel maar lange wachttijd'),
	-- case
	('{6}', 'VRIENDELIJK'), ('{6}', 'VrIeNdElIjK'), ('{3}', 'RED TAPE'),
	-- accents, composed and decomposed; ligatures; capital and small IJ
	('{5}', U&'Weer een enqu\00EAte'), ('{5}', U&'Weer een enque\0302te'), ('{5}', 'Weer een ENQUÊTE'), ('{5}', 'weer een enquete'),
	('{6}', U&'niet ge\00EFnteresseerd'), ('{6}', U&'niet gei\0308nteresseerd'), ('{6}', 'niet geinteresseerd'),
	('{6}', U&'vriendel\0133k'), ('{6}', U&'VRIENDEL\0132K'), ('{2}', U&'op t\0133d'), ('{3}', U&'\FB02exibel'),
	-- apostrophes of every kind, contractions, spaces of every kind
	('{2}', 'It didn''t arrive'), ('{2}', U&'It didn\2019t arrive'), ('{2}', 'It didnt arrive'), ('{2}', 'It did not arrive'), ('{2}', U&'It didn\02BCt arrive'),
	('{1}', 'I can''t reach them'), ('{1}', 'I cannot reach them'), ('{1}', 'I cant reach them'), ('{1}', 'I CAN NOT reach them'), ('{1}', U&'I can\2019t\00A0reach them'),
	('{5}', 'Too many e-mails'), ('{5}', 'Too many emails'), ('{5}', 'Too many E mails'), ('{5}', U&'Too many e\2011mails'),
	('{2}', E'op\ttijd'), ('{2}', 'op    tijd'), ('{2}', 'op-tijd'), ('{2}', 'op, tijd'), ('{2}', U&'op\00A0tijd'),
	-- words and parts of words: star is one, starten is none; late is one, later is none
	('{3}', 'Erg star'), ('{}', 'Het starten lukte'), ('{}', 'bestar'), ('{2}', 'It was late'), ('{}', 'I called later'), ('{}', 'chocolate'), ('{}', 'translated'),
	('{}', 'de kilometers'), ('{6}', 'heel kil'), ('{}', 'botten'), ('{6}', 'bot'), ('{}', 'robbot'), ('{}', 'formsx'), ('{3}', 'so many forms'),
	-- the start of a word (wachtrij*), its end (*wachttijd), a part (*formulier*)
	('{1}', 'wachtrijen'), ('{1}', 'wachtrij'), ('{}', 'onwachtrij'), ('{1}', 'belwachttijd'), ('{1}', 'telefoonwachttijden was *wachttijd*? wachttijd'),
	('{3}', 'aanvraagformulieren'), ('{3}', 'formulier'), ('{3}', 'webformulier'),
	('{4}', 'garantieklacht'), ('{4}', 'klachtenlijn'), ('{4}', 'garantieklachten'), ('{}', 'garantieklachtje'),
	-- a phrase: in this order, next to each other, within a sentence
	('{2}', 'Kwam op tijd'), ('{}', 'tijd op'), ('{}', 'op de tijd'), ('{}', 'Daar zat ik op. Tijd genoeg.'), ('{}', 'Daar zat ik op! Tijd genoeg'), ('{}', E'zat ik op\ntijd genoeg'),
	('{}', 'hop tijd'), ('{}', 'op tijden'), ('{1}', 'geen wachtrij'), ('{2}', 'op: tijd'), ('{2}', '"op" (tijd)');
SELECT count(*) AS comments FROM reading;
-- where the reader and the function differ: none
SELECT id, comment, expected, golden_rules(comment, frame) AS got FROM reading, frames WHERE golden_rules(comment, frame) IS DISTINCT FROM expected ORDER BY id;
-- what was learned adds to it
SELECT id, comment FROM reading WHERE NOT golden_rules(comment) @> expected ORDER BY id;
-- the type, and what NULL and nothing give
SELECT pg_typeof(golden_rules('')), golden_rules('') = '{}' AS empty, golden_rules(NULL) IS NULL AS null, array_ndims(golden_rules('late')) AS ndims, golden_rules('late') @> '{2}' AS late;

--
-- which way the shipped grammar turns keywords: rule, polarity, comment
--
CREATE TEMP TABLE pointing (id serial, rule smallint, expected text, comment text);
INSERT INTO pointing (rule, expected, comment) VALUES
	-- a contrast, a clause, a sentence between them
	(6, 'negative', 'Great prices, but the staff were rude'), (6, 'negative', 'Onbeschoft, maar prachtige spullen, top!'), (6, 'negative', 'Rude, fixed straight away'),
	(6, 'mixed', 'De een was onvriendelijk maar de ander heel vriendelijk'), (6, 'positive', 'Ze waren niet alleen vriendelijk maar ook goedkoop'),
	-- the clause turned round
	(1, 'negative', 'Bereikbaar zijn jullie helaas niet'), (6, 'negative', 'Vriendelijk waren ze absoluut niet'), (6, 'negative', 'Friendly they were not'),
	(6, 'negative', 'Vriendelijk kun je het personeel niet noemen'), (6, 'negative', 'Vriendelijk is anders'), (6, 'positive', 'Onvriendelijk was hij zeker niet'),
	(6, 'positive', 'Ze zijn vriendelijk, dat was het niet'), (6, 'negative', 'Onvriendelijk personeel, het was niet druk'),
	-- negators
	(6, 'negative', 'Vriendelijk noch behulpzaam'), (6, 'negative', 'Friendly nor helpful'), (6, 'negative', 'Ze waren alles behalve vriendelijk'), (6, 'negative', 'They ain''t friendly'),
	(4, 'negative', 'Excuses bleven uit'), (4, 'negative', 'Compensatie geweigerd'), (4, 'negative', 'Excuses kreeg ik ook niet'), (5, 'positive', 'Nul reclame'), (6, 'negative', 'Zero empathy'),
	-- exceptions
	(6, 'positive', 'Kan niet vriendelijker'), (6, 'positive', 'Vriendelijker kan niet'), (6, 'positive', 'They could not be friendlier or more friendly'),
	(6, 'positive', 'I can''t complain about the friendly staff'), (6, 'negative', 'Het kan niet vriendelijk genoemd worden'),
	-- wishes and questions
	(6, 'positive', 'I would like to thank Sarah for being so friendly'), (6, 'positive', 'Ik zou graag Marieke willen bedanken voor haar vriendelijke hulp'),
	(6, 'neutral', 'I would like friendly staff'), (6, 'neutral', 'Ik zou graag vriendelijk personeel zien'), (6, 'negative', 'Perhaps the rudest staff I have ever met'), (6, 'neutral', 'Perhaps friendly staff next time'), (6, 'neutral', 'Perhaps the staff could be friendly'),
	(6, 'positive', 'Misschien wel de vriendelijkste winkel van Nederland'), (6, 'negative', 'Helaas niet vriendelijk, hopelijk wordt dat beter'), (6, 'neutral', 'Hopelijk zijn ze vriendelijk'),
	(6, 'neutral', 'Vriendelijk personeel, dat zou fijn zijn'), (6, 'positive', 'De fooi (tip) was niet nodig, heel vriendelijk'),
	(6, 'neutral', 'Zijn ze vriendelijk?'), (1, 'negative', 'Maar waarom neemt er nooit iemand op?'), (6, 'negative', 'So why are they so rude?');
SELECT count(*) AS comments FROM pointing;
-- where the reader and the function differ: none
SELECT id, p.rule, comment, expected, polarity FROM frames, pointing AS p LEFT JOIN LATERAL golden_rule_mentions(comment, NULL, frame) AS m ON m.rule = p.rule
WHERE polarity IS DISTINCT FROM expected ORDER BY id;
-- masks
SELECT golden_rules('De prijs is aardig aan de hoge kant', frame) AS aardig, golden_rules('The policy covers fire and theft', frame) AS policy,
	golden_rules('Veel aandacht voor duurzaamheid', frame) AS aandacht FROM frames;
-- understatement is tone
SELECT comment, polarity FROM unnest(ARRAY['De bereikbaarheid was niet slecht', 'De bereikbaarheid is verre van slecht', 'Op de bereikbaarheid is niets aan te merken', 'Availability was not bad', 'De bereikbaarheid was niet best'])
	WITH ORDINALITY AS c(comment, i) LEFT JOIN LATERAL golden_rule_mentions(comment) AS m ON m.rule = 1 ORDER BY i;

--
-- every shipped keyword finds its own rule, and no whole word is found inside
-- another word (where no pattern with a star covers it)
--
SELECT count(*) > 1000 AS many, count(*) FILTER (WHERE NOT rule = ANY (golden_rules(translate(replace(pattern, '...', ' '), '*', ''), keywords)) AND rule < 1000) AS exceptions
FROM golden_rule_keyword, frames WHERE builtin AND enabled;
SELECT count(*) FILTER (WHERE golden_rules('zzz' || btrim(pattern, '*') || 'zzz', keywords) @> ARRAY[rule]) AS inside_another_word
FROM golden_rule_keyword k, frames WHERE pattern NOT LIKE '%*%' AND pattern NOT LIKE '% %'
	AND NOT EXISTS (SELECT FROM golden_rule_keyword i WHERE i.rule = k.rule AND i.pattern LIKE '*%*' AND k.pattern LIKE '%' || btrim(i.pattern, '*') || '%');

--
-- the same by regular expressions: 300 comments of 2 to 13 words, taken from the
-- keywords, from pieces of them and from filler, some with an end of sentence
--
CREATE FUNCTION pg_temp.pick(n integer, key text) RETURNS integer LANGUAGE sql IMMUTABLE AS
$$ SELECT 1 + ('x' || substr(md5(key), 1, 7))::bit(28)::int % n $$;
CREATE TEMP TABLE keyword AS SELECT row_number() OVER (ORDER BY pattern COLLATE "C", rule, language COLLATE "C")::int AS i, rule, pattern
FROM golden_rule_keyword WHERE enabled AND rule < 1000;
CREATE TEMP TABLE made AS
SELECT c AS id, string_agg(replace(replace(CASE pg_temp.pick(10, c || '/' || w)
		WHEN 1 THEN (ARRAY['de', 'het', 'was', 'the', 'and', 'niet', 'not', 'een', 'no', 'geen'])[pg_temp.pick(10, c || '/' || w || 'f')]
		WHEN 2 THEN split_part(translate(k.pattern, '*', ''), ' ', 1)
		WHEN 3 THEN translate(k.pattern, '*', '') || 'en'
		WHEN 4 THEN 'ver' || translate(k.pattern, '*', '')
		WHEN 5 THEN replace(translate(k.pattern, '*', ''), ' ', '. ')
		WHEN 6 THEN left(translate(k.pattern, '*', ''), -1)
		WHEN 7 THEN replace(k.pattern, '*', 'er')
		WHEN 8 THEN replace(k.pattern, '...', (ARRAY['een', 'een twee drie', 'een twee drie vier', 'een. twee'])[pg_temp.pick(4, c || '/' || w || 'g')])
		ELSE translate(k.pattern, '*', '') END, '...', ' '), '  ', ' '), CASE WHEN pg_temp.pick(6, c || 's') = 1 THEN '. ' ELSE ' ' END ORDER BY w) AS comment
FROM generate_series(1, 300) AS c CROSS JOIN LATERAL generate_series(1, 1 + pg_temp.pick(12, c || 'n')) AS w
	JOIN keyword k ON k.i = pg_temp.pick((SELECT count(*)::int FROM keyword), c || '/' || w || 'k')
GROUP BY c;
UPDATE made SET comment = regexp_replace(translate(comment, '*', ''), ' +', ' ', 'g');
-- "kwam ... niet na*": the second part begins within the 4 words after the first
CREATE FUNCTION pg_temp.expression(pattern text) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT '(^|[^a-z0-9])' || replace(replace(pattern, '*', '[a-z0-9]*'), ' ... ', '( [a-z0-9]+){0,3} ') || '($|[^a-z0-9])' $$;
CREATE FUNCTION pg_temp.by_regular_expressions() RETURNS TABLE(id integer, rules smallint[]) LANGUAGE plpgsql AS $$
DECLARE
	k record;
BEGIN
	CREATE TEMP TABLE hit (id integer, rule smallint);
	FOR k IN SELECT DISTINCT rule, pg_temp.expression(pattern) AS expression FROM keyword
	LOOP
		INSERT INTO hit SELECT m.id, k.rule FROM made m WHERE m.comment ~ k.expression;
	END LOOP;
	RETURN QUERY SELECT m.id, coalesce((SELECT array_agg(DISTINCT h.rule ORDER BY h.rule) FROM hit h WHERE h.id = m.id), '{}') FROM made m;
END $$;
-- plain words only, so that folding plays no part
SELECT count(*) FILTER (WHERE comment ~ '[^a-z0-9 .]' OR comment ~ '\m(e|cannot|(ca|wo|do|does|did|is|are|was|were|has|have|had|would|could|should|need|must)nt)\M') AS not_plain
FROM made;
SELECT count(*) AS comments, count(*) FILTER (WHERE rules = '{}') > 5 AS some_without, count(DISTINCT rules) > 20 AS varied,
	count(*) FILTER (WHERE golden_rules(m.comment, keywords) = rules) AS same
FROM made m JOIN pg_temp.by_regular_expressions() USING (id), frames;
SELECT m.comment, rules, golden_rules(m.comment, keywords) AS got FROM made m JOIN (SELECT h.id, array_agg(DISTINCT h.rule ORDER BY h.rule) AS rules FROM hit h GROUP BY h.id) AS r USING (id), frames
WHERE golden_rules(m.comment, keywords) <> rules ORDER BY m.id LIMIT 3;

--
-- long comments: 10 MB, and keywords at every place of a buffer
--
SELECT golden_rules(repeat('zomaar wat woorden ', 555000), frame) AS none, golden_rules(repeat('zomaar wat woorden ', 555000) || 'duurzaam', frame) AS last,
	golden_rules('kapot ' || repeat('x', 10000000) || ' zonder gedoe', frame) AS first_and_last, golden_rules(repeat('kapot! ', 1500000), frame) AS often FROM frames;
SELECT count(*) AS places, count(*) FILTER (WHERE golden_rules(repeat('x', n) || ' onnodig ingewikkeld e-mails didn''t arrive', frame) <> '{2,3,5}') AS exceptions
FROM generate_series(8000, 8400) AS n, frames;
SELECT count(*) AS places, count(*) FILTER (WHERE golden_rules(repeat('woord ', n) || 'onnodig ingewikkeld e-mails didn''t arrive' || repeat(' en', n), frame) <> '{2,3,5}') AS exceptions
FROM generate_series(350, 1400) AS n, frames;

--
-- in parallel as in serial
--
CREATE TABLE golden_rules_many AS SELECT i, m.comment FROM generate_series(1, 40) AS i, made m;
ANALYZE golden_rules_many;
CREATE FUNCTION pg_temp.is_parallel(query text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	line text;
	found boolean := false;
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
		found := found OR line ~ 'Gather';
	END LOOP;
	RETURN found;
END $$;
BEGIN;
SET LOCAL max_parallel_workers_per_gather = 2;
SET LOCAL min_parallel_table_scan_size = 0;
SET LOCAL parallel_setup_cost = 0;
SET LOCAL parallel_tuple_cost = 0;
INSERT INTO golden_rule_keyword (rule, language, pattern) VALUES (7, 'nl', 'niet');	-- not committed, and seen by workers
SELECT pg_temp.is_parallel('SELECT sum(hashtext(golden_rules(comment)::text)) FROM golden_rules_many') AS parallel;
CREATE TEMP TABLE outcome AS SELECT sum(hashtext(golden_rules(comment)::text)) AS sum, count(*) FILTER (WHERE golden_rules(comment) @> '{7}') AS sevens FROM golden_rules_many;
SET LOCAL max_parallel_workers_per_gather = 0;
SELECT pg_temp.is_parallel('SELECT sum(hashtext(golden_rules(comment)::text)) FROM golden_rules_many') AS parallel;
SELECT o.sum = s.sum AS same, o.sevens = s.sevens AS same_sevens, s.sevens > 0 AS any
FROM outcome o, (SELECT sum(hashtext(golden_rules(comment)::text)) AS sum, count(*) FILTER (WHERE golden_rules(comment) @> '{7}') AS sevens FROM golden_rules_many) AS s;
ROLLBACK;
DROP TABLE golden_rules_many;

--
-- rows of one's own
--
SELECT golden_rules('hartstikke flirp') AS before;
INSERT INTO golden_rule_keyword (rule, language, pattern, polarity) VALUES (6, 'nl', 'flirp', 'positive');
SELECT golden_rules('hartstikke flirp') AS added, golden_rules('flirpo') AS whole_word;
UPDATE golden_rule_keyword SET pattern = 'flirp*' WHERE pattern = 'flirp';
SELECT golden_rules('flirpo') AS changed;
UPDATE golden_rule_keyword SET rule = 5 WHERE pattern = 'flirp*';
SELECT golden_rules('flirpo') AS other_rule;
-- a shipped keyword switched off, for its rule and language only, and on again;
-- spelling does not matter: it is the same keyword
SELECT pg_temp.rules('spamming me') AS shipped;
INSERT INTO golden_rule_keyword (rule, language, pattern, enabled) VALUES (5, 'nl', 'spam*', false);
SELECT pg_temp.rules('spamming me') AS english_still;
INSERT INTO golden_rule_keyword (rule, language, pattern, enabled) VALUES (5, 'en', ' SPAM* ', false);
SELECT pg_temp.rules('spamming me') AS off, pg_temp.rules('no spam') AS phrase_still;
UPDATE golden_rule_keyword SET enabled = true WHERE language = 'en' AND pattern = ' SPAM* ';
SELECT pg_temp.rules('spamming me') AS replaced;
-- rules of one's own
INSERT INTO golden_rule (rule, code, title_nl, title_en, role, experience) VALUES
	(100, 'price', 'wees redelijk in prijs', 'be fair in price', 'hygiene', 'CX'), (8, 'app', 'maak een goede app', 'make a good app', 'hygiene', 'CX');
INSERT INTO golden_rule_keyword (rule, language, pattern) VALUES (100, 'fr', U&'qtr\00E8s cher'), (100, 'nl', 'qduur'), (8, 'nl', 'qapp');
SELECT pg_temp.rules('De qapp is qduur en duurzaam') AS own_rules, golden_rules('QTRES CHER') AS french;
SELECT said FROM pg_temp.refusal('DELETE FROM golden_rule WHERE rule = 100');
DELETE FROM golden_rule_keyword WHERE NOT builtin;
DELETE FROM golden_rule WHERE NOT builtin;
SELECT pg_temp.rules('spamming me, flirpo, qduur') AS shipped_again;

--
-- who sees an edit when
--
BEGIN;
INSERT INTO golden_rule_keyword (rule, language, pattern) VALUES (4, 'nl', 'qfoei');
SELECT golden_rules('qfoei') AS own_transaction;
SAVEPOINT s;
DELETE FROM golden_rule_keyword WHERE pattern = 'qfoei';
SELECT golden_rules('qfoei') AS deleted;
ROLLBACK TO s;
SELECT golden_rules('qfoei') AS savepoint_undone;
ROLLBACK;
SELECT golden_rules('qfoei') AS rolled_back;
-- a statement and a cursor see what was there when they began
BEGIN;
WITH added AS (INSERT INTO golden_rule_keyword (rule, language, pattern) VALUES (4, 'nl', 'qfoei') RETURNING 1)
SELECT golden_rules('qfoei') AS same_statement FROM added;
SELECT golden_rules('qfoei') AS next_statement;
DECLARE c CURSOR FOR SELECT golden_rules('qfoei, qbah') AS cursor FROM generate_series(1, 2);
FETCH 1 FROM c;
INSERT INTO golden_rule_keyword (rule, language, pattern) VALUES (5, 'nl', 'qbah');
SELECT golden_rules('qfoei, qbah') AS statement;
FETCH 1 FROM c;
SELECT golden_rules('qfoei, qbah') AS statement;
ROLLBACK;
-- row by row, in a function that edits between two calls
CREATE FUNCTION pg_temp.edit_and_look(OUT before smallint[], OUT after smallint[]) LANGUAGE plpgsql AS $$
BEGIN
	before := golden_rules('qfoei');
	INSERT INTO golden_rule_keyword (rule, language, pattern) VALUES (4, 'nl', 'qfoei');
	after := golden_rules('qfoei');
END $$;
BEGIN;
SELECT * FROM pg_temp.edit_and_look();
ROLLBACK;
-- rows applied by replication: the triggers that tell of a change fire; a pattern
-- that nobody checked is left out with a warning
BEGIN;
SET LOCAL session_replication_role = replica;
SELECT golden_rules('qfoei') AS before;
INSERT INTO golden_rule_keyword (rule, language, pattern) VALUES (4, 'nl', 'qfoei');
SELECT golden_rules('qfoei') AS replicated;
INSERT INTO golden_rule_keyword (rule, language, pattern) VALUES (4, 'nl', 'qb*qd');
SELECT golden_rules('qfoei qb qd') AS bad_one_left_out;
TRUNCATE golden_rule_keyword;
SELECT golden_rules('qfoei') AS truncated;
ROLLBACK;
SELECT pg_temp.rules('qfoei, te laat') AS as_it_was;

--
-- what is refused
--
SELECT said, hint FROM (VALUES
	(1, $$UPDATE golden_rule_keyword SET enabled = false WHERE pattern = 'late'$$),
	(2, $$DELETE FROM golden_rule_keyword WHERE pattern = 'late'$$),
	(3, $$TRUNCATE golden_rule_keyword$$),
	(4, $$SET client_min_messages = warning; TRUNCATE golden_rule CASCADE$$),
	(5, $$INSERT INTO golden_rule_keyword (rule, language, pattern, builtin) VALUES (1, 'nl', 'nieuw', true)$$),
	(6, $$UPDATE golden_rule SET title_en = 'be there' WHERE rule = 1$$),
	(7, $$DELETE FROM golden_rule WHERE rule = 7$$),
	(8, $$INSERT INTO golden_rule VALUES (8, 'c', 'nl', 'en', 'hygiene', 'CX', NULL, 'rule', true)$$),
	(9, $$INSERT INTO golden_rule_keyword (rule, language, pattern) VALUES (99, 'nl', 'nieuw')$$),
	(10, $$INSERT INTO golden_rule_keyword (rule, language, pattern) VALUES (1, '', 'nieuw')$$),
	(11, $$INSERT INTO golden_rule_keyword (rule, language, pattern, polarity) VALUES (1, 'nl', 'nieuw', 'goed')$$),
	(12, $$INSERT INTO golden_rule VALUES (8, 'c', 'nl', 'en', 'motivator', 'CX')$$),
	(13, $$INSERT INTO golden_rule VALUES (0, 'c', 'nl', 'en', 'hygiene', 'CX')$$),
	(14, $$INSERT INTO golden_rule VALUES (-1, 'c', 'nl', 'en', 'hygiene', 'CX')$$)
) AS v(i, query), pg_temp.refusal(query) ORDER BY i;
-- patterns that are not well formed, and where
SELECT pattern, said, detail FROM (VALUES
	(1, ''), (2, '  '), (3, '*'), (4, '?'), (5, 'be*ken'), (6, 'te b*ereiken'), (7, '* wacht'), (8, 'a*'), (9, '*a*'), (10, 'wacht ...'), (11, '... lang'), (12, 'een ... ... twee'),
	(13, 'duur, traag'), (19, 'foo & bar'), (20, 'foo - bar'), (21, '-foo'), (22, 't.a.v.'), (14, U&'\00E9\00E9n (of meer)'), (15, 'can''t*'), (16, 'wacht%'), (17, 'niet. wel'), (18, U&'\00E9\00E9n ... tw*ee')
) AS v(i, pattern), pg_temp.refusal(format('INSERT INTO golden_rule_keyword (rule, language, pattern) VALUES (1, ''nl'', %L)', pattern)) ORDER BY i;
SELECT said FROM pg_temp.refusal(format('SELECT golden_rule_pattern_check(%L)', repeat('a', 255)));
SELECT left(said, 40) || '..' || substr(said, 297) AS said FROM pg_temp.refusal(format('SELECT golden_rule_pattern_check(%L)', repeat('a', 256)));
SELECT DISTINCT hint FROM unnest('{a*,b*d}'::text[]) AS pattern, pg_temp.refusal(format('SELECT golden_rule_pattern_check(%L)', pattern));
-- an UPDATE is checked, too
BEGIN;
INSERT INTO golden_rule_keyword (rule, language, pattern) VALUES (1, 'nl', 'nieuw');
SELECT said FROM pg_temp.refusal($$UPDATE golden_rule_keyword SET pattern = 'ni*euw' WHERE pattern = 'nieuw'$$);
SELECT said FROM pg_temp.refusal($$UPDATE golden_rule_keyword SET builtin = true WHERE pattern = 'nieuw'$$);
ROLLBACK;
SELECT count(*) AS rows_of_ones_own FROM golden_rule_keyword WHERE NOT builtin;
