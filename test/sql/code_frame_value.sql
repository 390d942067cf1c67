--
-- golden_rule_frame: a whole code frame as one value; and the tables it is made of.
--
-- What must hold: text in and out are one canonical form, which says all there
-- is; what is malformed is refused, with the line; matching with a value is
-- IMMUTABLE and the same as with the tables it came from; rows of one's own
-- replace, switch off and add, in every table; the version changes with the
-- content and with nothing else.
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

--
-- the text form
--
-- the shipped frame: in and out are the same, its lines are sorted, and all tables are in it
SELECT golden_rule_code_frame()::text AS shipped \gset
SELECT (:'shipped'::golden_rule_frame)::text = :'shipped' AS same, golden_rule_frame_send(:'shipped') = convert_to(:'shipped', 'UTF8') AS same_bytes,
	left(:'shipped', 20) = E'golden_rule_frame\t1\n' AND right(:'shipped', 1) = E'\n' AS framed;
SELECT count(*) AS unsorted FROM (SELECT line COLLATE "C" < lag(line COLLATE "C") OVER (ORDER BY i) AS down FROM regexp_split_to_table(btrim(:'shipped', E'\n'), E'\n') WITH ORDINALITY AS l(line, i) WHERE i > 1) AS s WHERE down;
SELECT kind, lines = rows AS same FROM (SELECT split_part(line, E'\t', 1) AS kind, count(*) AS lines FROM regexp_split_to_table(:'shipped', E'\n') AS line GROUP BY 1) AS l FULL JOIN (
	SELECT kind, count(*) AS rows FROM golden_rule GROUP BY 1
	UNION ALL SELECT 'keyword', count(*) FROM golden_rule_keyword WHERE enabled
	UNION ALL SELECT 'cue', count(*) FROM golden_rule_cue WHERE enabled HAVING count(*) > 0
	UNION ALL SELECT 'mask', count(*) FROM golden_rule_mask WHERE enabled
	UNION ALL SELECT 'negator', count(*) FROM golden_rule_negator WHERE enabled
	UNION ALL SELECT 'tone', count(*) FROM golden_rule_tone WHERE enabled HAVING count(*) > 0) AS r USING (kind)
WHERE kind NOT IN ('', 'golden_rule_frame', 'cue', 'tone') ORDER BY kind;
-- what comes in is put in canonical form: order, spaces, numbers, escapes
SELECT E'golden_rule_frame\t1
tone\tnl\t fijn  werk \t+1.50
topic\t12\ta\\tb\\\\c
rule\t007\tx
mask\tnl\thele  dag\t12,7,7
negator\tnl\tniet\tbefore\t03
cue\t7\ten\tnice\\tday\t1e-1\t-0
keyword\t7\tnl\tNiet  BEREIKBAAR\tneutral
mask\tnl\thalve dag\t
cue\t12\ten\tday\t-100\t100'::golden_rule_frame;
SELECT E'golden_rule_frame\t1'::golden_rule_frame, E'golden_rule_frame\t1\n'::golden_rule_frame;
-- a frame of nothing finds nothing
SELECT golden_rules('te laat', E'golden_rule_frame\t1'), (SELECT count(*) FROM golden_rule_tags('te laat', E'golden_rule_frame\t1')) AS tags, golden_rule_codebook_version(E'golden_rule_frame\t1'::golden_rule_frame);
-- in and out, whatever is in it: lines with odd characters, in any order
SELECT string_agg(line, E'\n' ORDER BY md5(line)) AS odd FROM unnest(ARRAY[
	E'rule\t-32768\t ', E'rule\t32767\té\\n\\r\\t\\\\', E'topic\t0\t日本', E'keyword\t-32768\tn\\tl\tcan''t ... reach\tneutral', E'keyword\t0\t\u00a0\t👍\tpositive', E'keyword\t0\txx\ta bb* *cc ... d\tnegative',
	E'cue\t0\txx\ta b\t0.1\t-0.3333333', E'cue\t0\txx\ta c\t3.4e-38\t1e-45', E'mask\txx\ta-b/c&d\t-32768,0,32767', E'negator\txx\ta\tbefore\t20', E'negator\txx\ta\tafter\t0', E'negator\txx\ta\texception\t0',
	E'negator\txx\ta\twish\t0', E'negator\txx\ta\tcontrast\t0', E'negator\txx\ta\tjoiner\t0', E'tone\txx\ta\t-100']) AS line \gset
SELECT (E'golden_rule_frame\t1\n' || :'odd')::golden_rule_frame AS frame \gset
SELECT :'frame';
SELECT (:'frame'::golden_rule_frame)::text = :'frame' AS same;

--
-- what is malformed
--
SELECT i, said, detail FROM (VALUES
	(1, ''), (2, 'x'), (3, E'golden_rule_frame\t2'), (4, E'golden_rule_frame 1'), (5, E'golden_rule_frame\t1x'), (6, E'golden_rule_frame\t1\r\n'), (7, E' golden_rule_frame\t1'), (8, E'\ngolden_rule_frame\t1'),
	(10, E'golden_rule_frame\t1\n\n'), (11, E'golden_rule_frame\t1\nrule\t1\ta\n\nrule\t2\tb'), (12, E'golden_rule_frame\t1\nrules\t1\ta'), (13, E'golden_rule_frame\t1\nrule\t1'), (14, E'golden_rule_frame\t1\nrule\t1\ta\tb'),
	(15, E'golden_rule_frame\t1\nrule\tone\ta'), (16, E'golden_rule_frame\t1\nrule\t32768\ta'), (17, E'golden_rule_frame\t1\nrule\t\ta'), (18, E'golden_rule_frame\t1\nrule\t1.0\ta'), (19, E'golden_rule_frame\t1\nrule\t1\ta\ntopic\t1\tb'),
	(20, E'golden_rule_frame\t1\nrule\t1\ta\\x'), (21, E'golden_rule_frame\t1\nrule\t1\ta\\'), (22, E'golden_rule_frame\t1\nkeyword\t1\tnl\ta\tneutral'), (23, E'golden_rule_frame\t1\nrule\t1\ta\nkeyword\t1\tnl\ta\tgood'),
	(24, E'golden_rule_frame\t1\nrule\t1\ta\nkeyword\t1\t\ta\tneutral'), (25, E'golden_rule_frame\t1\nrule\t1\ta\nkeyword\t1\tnl\t\tneutral'), (26, E'golden_rule_frame\t1\nrule\t1\ta\nkeyword\t1\tnl\ta*b\tneutral'),
	(27, E'golden_rule_frame\t1\nrule\t1\ta\nkeyword\t1\tnl\ta, b\tneutral'), (28, E'golden_rule_frame\t1\nrule\t1\ta\nkeyword\t1\tnl\tbb  CC\tneutral\nkeyword\t1\tnl\tbb cc\tpositive'),
	(29, E'golden_rule_frame\t1\nrule\t1\ta\ncue\t1\tnl\tbb\t1\tx'), (30, E'golden_rule_frame\t1\nrule\t1\ta\ncue\t1\tnl\tbb\t\t0'), (31, E'golden_rule_frame\t1\nrule\t1\ta\ncue\t1\tnl\tbb\t100.01\t0'), (32, E'golden_rule_frame\t1\nrule\t1\ta\ncue\t1\tnl\tbb\tNaN\t0'),
	(33, E'golden_rule_frame\t1\nrule\t1\ta\ncue\t1\tnl\tbb\t1\t-inf'), (34, E'golden_rule_frame\t1\nrule\t1\ta\ncue\t2\tnl\tbb\t1\t1'), (35, E'golden_rule_frame\t1\nmask\tnl\tbb\t1'), (36, E'golden_rule_frame\t1\nrule\t1\ta\nmask\tnl\tbb\t1,'),
	(37, E'golden_rule_frame\t1\nrule\t1\ta\nmask\tnl\tbb\t,1'), (38, E'golden_rule_frame\t1\nrule\t1\ta\nmask\tnl\tbb\t1;2'), (39, E'golden_rule_frame\t1\nmask\tnl\tbb'), (40, E'golden_rule_frame\t1\nnegator\tnl\tbb\tbefore\t21'),
	(41, E'golden_rule_frame\t1\nnegator\tnl\tbb\tbefore\t-1'), (42, E'golden_rule_frame\t1\nnegator\tnl\tbb\tbehind\t1'), (43, E'golden_rule_frame\t1\nnegator\tnl\tbb\tbefore\t'), (44, E'golden_rule_frame\t1\ntone\tnl\tbb\t1e9'), (45, E'golden_rule_frame\t1\ntone\tnl\tbb\t0x'),
	(46, E'golden_rule_frame\t1\ntone\tnl\tbb\t1\ntone\tnl\tBB\t2'), (47, E'golden_rule_frame\t1\nnegator\tnl\tbb\tbefore\t1\nnegator\tnl\tbb\tafter\t1\nnegator\tnl\tb-b\twish\t0\nnegator\tnl\tb b\twish\t0')
) AS v(i, frame), pg_temp.refusal(format('SELECT %L::golden_rule_frame', frame)) ORDER BY i;
-- a number is written plainly
SELECT number, (SELECT said FROM pg_temp.refusal(format(E'SELECT E''golden_rule_frame\\t1\\ntone\\tnl\\tbb\\t%s''::golden_rule_frame', number))) AS tone, (SELECT said FROM pg_temp.refusal(format(E'SELECT E''golden_rule_frame\\t1\\nrule\\t%s\\ta''::golden_rule_frame', number))) AS rule
FROM unnest('{1,+1,1e0,0x1," 1","1 ",inf,nan}'::text[]) AS number;
SELECT DISTINCT hint FROM unnest(ARRAY['', E'golden_rule_frame\t1\nx']) AS frame, pg_temp.refusal(format('SELECT %L::golden_rule_frame', frame));

--
-- frames can be compared, grouped and told apart
--
SELECT E'golden_rule_frame\t1\ntone\tnl\tbb\t1'::golden_rule_frame = E'golden_rule_frame\t1\ntone\tnl\t  bb\t1.0\n'::golden_rule_frame AS same, E'golden_rule_frame\t1\ntone\tnl\tbb\t1'::golden_rule_frame <> E'golden_rule_frame\t1\ntone\tnl\tbb\t2'::golden_rule_frame AS other,
	golden_rule_code_frame() IS DISTINCT FROM golden_rule_code_frame() AS itself, golden_rule_code_frame() = NULL AS null;
SELECT count(*) FROM (SELECT DISTINCT f FROM unnest(ARRAY[golden_rule_code_frame(), golden_rule_code_frame(), E'golden_rule_frame\t1', E'golden_rule_frame\t1\n', NULL]) AS f) AS d;
SELECT f, count(*) FROM unnest(ARRAY[E'golden_rule_frame\t1', E'golden_rule_frame\t1\n']::golden_rule_frame[]) AS f GROUP BY f;

--
-- IMMUTABLE: generated columns, indexes, constraints
--
SELECT proname, pronargs, provolatile, proisstrict, proparallel FROM pg_proc WHERE 'golden_rule_frame'::regtype = ANY (proargtypes || prorettype) ORDER BY proname COLLATE "C", pronargs;
SELECT E'golden_rule_frame\t1\nrule\t1\ta\nrule\t2\tb\ntopic\t3\tc\nkeyword\t1\tnl\tqeen\tpositive\nkeyword\t2\tnl\tqtwee*\tneutral\nkeyword\t3\tnl\tqdrie\tneutral\nnegator\tnl\tqniet\tbefore\t2' AS small \gset
CREATE TABLE frame_answer (comment text, rules smallint[] GENERATED ALWAYS AS (golden_rules(comment, :'small')) STORED,
	CHECK (NOT golden_rules(comment, :'small') @> '{1,2}'));
INSERT INTO frame_answer VALUES ('qeen'), (NULL), (''), ('qniet Qtweede'), ('qdrie'), (repeat('zzz ', 1000) || 'qeen');
CREATE INDEX frame_answer_rules ON frame_answer USING gin (golden_rules(comment, :'small'));
CREATE INDEX frame_answer_two ON frame_answer ((golden_rules(comment, :'small') @> '{2}'));
SELECT left(comment, 20) AS comment, rules FROM frame_answer ORDER BY rules, comment;
UPDATE frame_answer SET comment = 'qtwee' WHERE comment = 'qeen' RETURNING rules;
SELECT said FROM pg_temp.refusal($$INSERT INTO frame_answer VALUES ('qeen qtwee')$$);
SELECT said FROM pg_temp.refusal($$CREATE INDEX ON frame_answer (golden_rules(comment))$$);
SET enable_seqscan = off;
SELECT comment FROM frame_answer WHERE golden_rules(comment, :'small') @> '{2}' ORDER BY comment;
RESET enable_seqscan;
DROP TABLE frame_answer;

--
-- frames in a table, and frames that change from row to row
--
CREATE TEMP TABLE frames (i integer, frame golden_rule_frame);
INSERT INTO frames SELECT i, format(E'golden_rule_frame\t1\nrule\t%s\tr\nkeyword\t%s\tnl\tqwoord%s\tpositive', i, i, i % 3)::golden_rule_frame FROM generate_series(1, 60) AS i;
INSERT INTO frames VALUES (0, NULL), (100, golden_rule_code_frame());
SELECT count(*) AS frames, count(*) FILTER (WHERE golden_rules('qwoord0 qwoord1 qwoord2', frame) = ARRAY[i]::smallint[]) AS right_ones FROM frames WHERE i BETWEEN 1 AND 99;
SELECT string_agg(golden_rules('qwoord1', frame)::text, ' ' ORDER BY i) FROM frames WHERE i <= 7;
SELECT i, n, golden_rules('qwoord' || n, frame) AS rules, (SELECT string_agg(hit, ',') FROM golden_rule_tags('qwoord' || n, frame)) AS hits, (SELECT string_agg(rule || polarity, ',') FROM golden_rule_mentions('qwoord' || n, 3, frame)) AS mentions
FROM (SELECT * FROM frames WHERE i BETWEEN 2 AND 4 ORDER BY i DESC) AS f, generate_series(0, 2) AS n ORDER BY n, i;
-- loops, plans that are kept, frames in variables
CREATE FUNCTION pg_temp.loop(OUT answers text) LANGUAGE plpgsql AS $$
DECLARE
	f golden_rule_frame;
	n integer;
BEGIN
	answers := '';
	FOR n IN 1..20 LOOP
		SELECT frame INTO f FROM frames WHERE i = 1 + n % 4;
		answers := answers || golden_rules('qwoord1', f)::text || (SELECT count(*) FROM golden_rule_tags('qwoord1', f)) || ' ';
	END LOOP;
	f := NULL;
	answers := answers || coalesce(golden_rules('qwoord1', f)::text, 'null');
	FOR f IN SELECT frame FROM frames WHERE i IN (1, 4, 7) ORDER BY i LOOP
		answers := answers || ' ' || golden_rules('qwoord1', f)::text;
		INSERT INTO golden_rule_keyword (rule, language, pattern) VALUES (1, 'xx', 'qlus' || length(answers));
		answers := answers || golden_rules('qwoord1 qlus' || length(answers))::text;
	END LOOP;
END $$;
BEGIN;
SELECT pg_temp.loop();
ROLLBACK;
PREPARE tag(text, golden_rule_frame) AS SELECT golden_rules($1, $2);
EXECUTE tag('qwoord1', E'golden_rule_frame\t1\nrule\t5\tr\nkeyword\t5\tnl\tqwoord1\tneutral');
EXECUTE tag('qwoord1', E'golden_rule_frame\t1\nrule\t6\tr\nkeyword\t6\tnl\tqwoord1\tneutral');
EXECUTE tag('qwoord1', NULL);
SET plan_cache_mode = force_generic_plan;
EXECUTE tag('qwoord1', E'golden_rule_frame\t1\nrule\t5\tr\nkeyword\t5\tnl\tqwoord1\tneutral');
EXECUTE tag('qwoord1', E'golden_rule_frame\t1\nrule\t6\tr\nkeyword\t6\tnl\tqwoord1\tneutral');
RESET plan_cache_mode;
-- arrays, rows, COPY
SELECT ARRAY[frame, frame]::text = ARRAY[frame, frame]::text[]::golden_rule_frame[]::text AS same FROM frames WHERE i = 1;
SELECT (ARRAY(SELECT frame FROM frames WHERE i IN (1, 2) ORDER BY i))[2];
COPY (SELECT frame FROM frames WHERE i = 1) TO stdout;
-- named arguments
SELECT golden_rules(frame => frame, comment => 'qwoord1') AS named FROM frames WHERE i = 1;
SELECT * FROM golden_rule_mentions(frame => :'small', comment => 'qtweetje', score => 10);

--
-- rows of one's own in all tables: they add, replace and switch off
--
CREATE FUNCTION pg_temp.says(comment text) RETURNS text LANGUAGE sql AS
$$ SELECT coalesce(string_agg(rule || CASE polarity WHEN 'positive' THEN '+' WHEN 'negative' THEN '-' WHEN 'mixed' THEN '~' ELSE '=' END, ' ' ORDER BY rule), '') FROM golden_rule_mentions(comment) $$;
SELECT golden_rule_codebook_version() AS version \gset
SELECT length(:'version') AS digits, :'version' ~ '^[0-9a-f]+$' AS hexadecimal, golden_rule_codebook_version(golden_rule_code_frame()) = :'version' AS same,
	left(encode(sha256(convert_to(golden_rule_code_frame()::text, 'UTF8')), 'hex'), 16) = :'version' AS sha256;
INSERT INTO golden_rule (rule, code, title_nl, title_en, role, experience) VALUES (8, 'eight', 'acht', 'eight', 'hygiene', 'CX'), (100, 'hundred', 'honderd', 'hundred', 'both', 'SX');
INSERT INTO golden_rule (rule, code, title_nl, title_en, role, experience, kind) VALUES (1100, 'own topic', 'onderwerp', 'topic', 'both', 'CX', 'topic');
INSERT INTO golden_rule_keyword (rule, language, pattern, polarity) VALUES (8, 'fr', 'qun', 'positive'), (100, 'de', 'qun', 'negative'), (1100, 'xx', 'qun', 'neutral'), (100, 'xx', 'qneutraal', 'neutral');
INSERT INTO golden_rule_cue (rule, language, pattern, weight, tone) VALUES (8, 'xx', 'qhint*', 0.5, 1), (8, 'xx', 'qwenk', 0.5, 1);
INSERT INTO golden_rule_mask (language, pattern, rules) VALUES ('xx', 'qun masque', '{8}'), ('xx', 'qtout masque qun', NULL);
INSERT INTO golden_rule_negator (language, pattern, direction, scope) VALUES ('xx', 'qpas', 'before', 2), ('xx', 'qzou', 'wish', 0);
INSERT INTO golden_rule_tone (language, pattern, tone) VALUES ('xx', 'qfijn', 1.5);
SELECT pg_temp.says('qun') AS keyword, pg_temp.says('qpas qun') AS negator, pg_temp.says('qhint qwenk') AS cues, pg_temp.says('qhint') AS cue, pg_temp.says('qun masque') AS mask, pg_temp.says('qtout masque qun') AS mask_all,
	pg_temp.says('qneutraal') AS neutral, pg_temp.says('qneutraal qfijn') AS tone, pg_temp.says('qzou qun') AS wish, (SELECT count(*) FROM golden_rule_tags('qun') WHERE rule = 1100) AS topic, golden_rules('qun') AS rules;
SELECT golden_rule_codebook_version() <> :'version' AS changed;
-- off, each of them
UPDATE golden_rule_cue SET enabled = false WHERE pattern = 'qwenk';
UPDATE golden_rule_mask SET enabled = false WHERE NOT builtin;
UPDATE golden_rule_negator SET enabled = false WHERE NOT builtin;
UPDATE golden_rule_tone SET enabled = false WHERE NOT builtin;
SELECT pg_temp.says('qpas qun') AS negator, pg_temp.says('qhint qwenk') AS cues, pg_temp.says('qun masque') AS mask, pg_temp.says('qtout masque qun') AS mask_all, pg_temp.says('qneutraal qfijn') AS tone, pg_temp.says('qzou qun') AS wish;
UPDATE golden_rule SET kind = 'topic' WHERE rule = 8;
SELECT pg_temp.says('qun') AS now_a_topic, (SELECT string_agg(rule::text, ' ' ORDER BY rule) FROM golden_rule_tags('qun')) AS tags;
-- shipped rows of each table replaced and switched off, however they are written
INSERT INTO golden_rule_negator (language, pattern, direction, scope, enabled) VALUES ('nl', 'NIET', 'before', 0, false), ('nl', 'zonder', 'before', 20, true);
SELECT pg_temp.says('niet qun') AS niet_off, pg_temp.says('zonder 1 2 3 4 5 6 7 8 9 qun') AS zonder_further;
INSERT INTO golden_rule_mask (language, pattern, rules, enabled) VALUES ('nl', 'in  de regel', NULL, true), ('en', 'as a rule', NULL, false);
SELECT count(*) AS lines FROM regexp_split_to_table(golden_rule_code_frame()::text, E'\n') AS line WHERE line ~ E'^mask\t(nl\tin de regel\t$|en\tas a rule)';
-- two rows of one's own that are the same words are refused, in each table
SELECT i, said, detail, hint FROM (VALUES
	(1, $$INSERT INTO golden_rule_keyword (rule, language, pattern, polarity) VALUES (100, 'xx', 'QDUBBEL', 'negative'), (100, 'xx', 'q-dubbel', 'positive'), (100, 'xx', 'qdubbél', 'positive')$$),
	(2, $$INSERT INTO golden_rule_keyword (rule, language, pattern) VALUES (100, 'xx', 'qaap ... qnoot'); INSERT INTO golden_rule_keyword (rule, language, pattern, enabled) VALUES (100, 'xx', 'Qaap...Qnoot', false)$$),
	(3, $$INSERT INTO golden_rule_cue (rule, language, pattern, weight) VALUES (100, 'xx', 'q''s', 1), (100, 'xx', 'QS', -1)$$), (4, $$INSERT INTO golden_rule_mask (language, pattern) VALUES ('xx', 'qa  qb'), ('xx', 'qa qb')$$),
	(5, $$INSERT INTO golden_rule_negator (language, pattern, direction) VALUES ('xx', 'can''t', 'wish'), ('xx', 'cannot', 'wish')$$), (6, $$INSERT INTO golden_rule_tone (language, pattern, tone) VALUES ('xx', 'qa*', 1), ('xx', 'QA*', -1)$$),
	(7, $$INSERT INTO golden_rule_keyword (rule, language, pattern) VALUES (100, 'xx', 'qa'), (100, 'xx', 'qb'); UPDATE golden_rule_keyword SET pattern = 'QA' WHERE pattern = 'qb'$$),
	(8, $$INSERT INTO golden_rule_keyword (rule, language, pattern) VALUES (100, 'xx', 'qa'), (8, 'xx', 'QA'); UPDATE golden_rule_keyword SET rule = 100 WHERE pattern = 'QA'$$)
) AS v(i, query), pg_temp.refusal(query) ORDER BY i;
-- what is not the same: another rule, language, star, gap, direction; nor a row and itself
BEGIN;
INSERT INTO golden_rule_keyword (rule, language, pattern) VALUES (100, 'xx', 'qaa qbb'), (8, 'xx', 'qaa qbb'), (100, 'xy', 'qaa qbb'), (100, 'xx', 'qaa qbb*'), (100, 'xx', 'qaa ... qbb'), (100, 'xx', 'qaa* qbb');
INSERT INTO golden_rule_negator (language, pattern, direction) VALUES ('xx', 'qa', 'wish'), ('xx', 'qa', 'joiner'), ('xx', 'QA', 'contrast');
UPDATE golden_rule_keyword SET pattern = upper(pattern) WHERE NOT builtin AND language = 'xy';
UPDATE golden_rule_keyword SET pattern = pattern, polarity = 'negative' WHERE NOT builtin;
SELECT count(*) FROM golden_rule_keyword WHERE NOT builtin AND (pattern ~ 'qaa' OR pattern = 'QAA QBB');
ROLLBACK;
SELECT golden_rule_pattern_key('Eén keer') = golden_rule_pattern_key('een  KEER') AS same, golden_rule_pattern_key('een keer') = golden_rule_pattern_key('een keer*') AS open, golden_rule_pattern_key('a*b') IS NULL AS malformed;
-- a mask for a rule that is none does not hinder
INSERT INTO golden_rule_mask (language, pattern, rules) VALUES ('xx', 'qneutraal', '{99}'), ('xx', 'qneutraal qneutraal', '{98,99}');
SELECT golden_rules('qneutraal qneutraal') AS not_masked, golden_rule_code_frame()::text::golden_rule_frame = golden_rule_code_frame() AS a_frame;
-- the rules of a mask are a list
SELECT rules, said, hint FROM unnest('{"{}","{NULL}","{1,NULL}","{{1,2},{3,4}}","{1}",NULL}'::text[]) AS rules, pg_temp.refusal(format('INSERT INTO golden_rule_mask (language, pattern, rules) VALUES (''xx'', %L, %L)', 'qrules' || coalesce(length(rules), 0), rules));
SELECT said FROM pg_temp.refusal($$UPDATE golden_rule_mask SET rules = '{}' WHERE NOT builtin$$);
DELETE FROM golden_rule_mask WHERE NOT builtin;
DELETE FROM golden_rule_negator WHERE NOT builtin;
DELETE FROM golden_rule_tone WHERE NOT builtin;
DELETE FROM golden_rule_cue WHERE NOT builtin;
DELETE FROM golden_rule_keyword WHERE NOT builtin;
DELETE FROM golden_rule WHERE NOT builtin;
SELECT golden_rule_codebook_version() = :'version' AS same_version, golden_rule_code_frame()::text = :'shipped' AS same_frame;

-- the version does not change with order, with rows that are off, with who shipped what
INSERT INTO golden_rule_keyword (rule, language, pattern, polarity) VALUES (1, 'xx', 'qaa', 'neutral'), (1, 'xx', 'qbb', 'neutral');
SELECT golden_rule_codebook_version() AS version \gset two_
DELETE FROM golden_rule_keyword WHERE NOT builtin;
INSERT INTO golden_rule_keyword (rule, language, pattern, polarity) VALUES (1, 'xx', 'qbb', 'neutral'), (1, 'xx', 'qcc', 'neutral');
INSERT INTO golden_rule_keyword (rule, language, pattern, polarity) VALUES (1, 'xx', ' qaa', 'neutral');
UPDATE golden_rule_keyword SET enabled = false WHERE pattern = 'qcc';
SELECT golden_rule_codebook_version() = :'two_version' AS same;
INSERT INTO golden_rule_keyword (rule, language, pattern, polarity) SELECT rule, language, pattern, polarity FROM golden_rule_keyword WHERE builtin AND rule = 3;
SELECT golden_rule_codebook_version() = :'two_version' AS same_after_copies;
UPDATE golden_rule_keyword SET polarity = 'positive' WHERE pattern = 'qbb';
SELECT golden_rule_codebook_version() = :'two_version' AS same_after_change;
DELETE FROM golden_rule_keyword WHERE NOT builtin;
UPDATE golden_rule SET title_en = title_en WHERE false;
SELECT golden_rule_codebook_version() = :'version' AS same_again;

--
-- what is refused in the other tables: malformed patterns, values out of range, changes of shipped rows
--
SELECT i, said, detail FROM (VALUES
	(1, $$INSERT INTO golden_rule_cue (rule, language, pattern, weight) VALUES (1, 'nl', 'een ... ', 1)$$), (2, $$INSERT INTO golden_rule_mask (language, pattern) VALUES ('nl', 'een, twee')$$),
	(3, $$INSERT INTO golden_rule_negator (language, pattern, direction) VALUES ('nl', 'ni*et', 'before')$$), (4, $$INSERT INTO golden_rule_tone (language, pattern, tone) VALUES ('nl', 'a*', 1)$$),
	(5, $$INSERT INTO golden_rule_keyword (rule, language, pattern) VALUES (1, 'nl', 'aa ... bb ... cc ... dd ... ee ... ff ... gg ... hh ... ii')$$),
	(11, $$INSERT INTO golden_rule_cue (rule, language, pattern, weight) VALUES (1, 'nl', 'een', 101)$$), (12, $$INSERT INTO golden_rule_cue (rule, language, pattern, weight) VALUES (1, 'nl', 'een', 'NaN')$$),
	(13, $$INSERT INTO golden_rule_cue (rule, language, pattern, weight, tone) VALUES (1, 'nl', 'een', 1, '-Infinity')$$), (14, $$INSERT INTO golden_rule_cue (rule, language, pattern, weight) VALUES (99, 'nl', 'een', 1)$$),
	(15, $$INSERT INTO golden_rule_negator (language, pattern, direction, scope) VALUES ('nl', 'qq', 'before', 21)$$), (16, $$INSERT INTO golden_rule_negator (language, pattern, direction, scope) VALUES ('nl', 'qq', 'before', -1)$$),
	(17, $$INSERT INTO golden_rule_negator (language, pattern, direction) VALUES ('nl', 'qq', 'behind')$$), (18, $$INSERT INTO golden_rule_tone (language, pattern, tone) VALUES ('', 'qq', 1)$$), (19, $$INSERT INTO golden_rule_tone (language, pattern, tone) VALUES ('nl', 'qq', 100.5)$$),
	(20, $$INSERT INTO golden_rule (rule, code, title_nl, title_en, role, experience, kind) VALUES (8, 'c', 'c', 'c', 'both', 'CX', 'other')$$),
	(21, $$INSERT INTO golden_rule (rule, code, title_nl, title_en, role, experience) VALUES (8, 'c', 'c', 'c', 'both', 'CX'), (9, 'c', 'c', 'c', 'both', 'CX')$$)
) AS v(i, query), pg_temp.refusal(query) ORDER BY i;
SET client_min_messages = warning;
SELECT t, (SELECT left(said, 5) FROM pg_temp.refusal(format('DELETE FROM %I WHERE builtin', t))) AS delete, (SELECT left(said, 5) FROM pg_temp.refusal(format('UPDATE %I SET builtin = false WHERE builtin', t))) AS update,
	(SELECT left(said, 5) FROM pg_temp.refusal(format('TRUNCATE %I CASCADE', t))) AS truncate
FROM unnest('{golden_rule,golden_rule_keyword,golden_rule_mask,golden_rule_negator}'::text[]) AS t;
RESET client_min_messages;
SELECT t, (SELECT left(said, 5) FROM pg_temp.refusal(format('TRUNCATE %I', t))) AS truncate, (SELECT left(said, 5) FROM pg_temp.refusal(query)) AS insert
FROM (VALUES ('golden_rule_cue', $$INSERT INTO golden_rule_cue (rule, language, pattern, weight, builtin) VALUES (1, 'nl', 'qq', 1, true)$$), ('golden_rule_tone', $$INSERT INTO golden_rule_tone (language, pattern, tone, builtin) VALUES ('nl', 'qq', 1, true)$$),
	('golden_rule_mask', $$INSERT INTO golden_rule_mask (language, pattern, builtin) VALUES ('nl', 'qq', true)$$), ('golden_rule_negator', $$INSERT INTO golden_rule_negator (language, pattern, direction, builtin) VALUES ('nl', 'qq', 'wish', true)$$)) AS v(t, query);
-- an UPDATE of one's own row to a malformed pattern, in each table
BEGIN;
INSERT INTO golden_rule_cue (rule, language, pattern, weight) VALUES (1, 'nl', 'qq', 1);
INSERT INTO golden_rule_mask (language, pattern) VALUES ('nl', 'qq');
INSERT INTO golden_rule_negator (language, pattern, direction) VALUES ('nl', 'qq', 'before');
INSERT INTO golden_rule_tone (language, pattern, tone) VALUES ('nl', 'qq', 1);
SELECT said FROM unnest('{cue,mask,negator,tone}'::text[]) AS t, pg_temp.refusal(format('UPDATE golden_rule_%s SET pattern = ''q*q'' WHERE NOT builtin', t));
ROLLBACK;
-- rows that nobody checked are left out with a warning, those of each table
BEGIN;
SET LOCAL session_replication_role = replica;
INSERT INTO golden_rule_cue (rule, language, pattern, weight) VALUES (1, 'xx', 'q*q', 1), (99, 'xx', 'qniets', 1);
INSERT INTO golden_rule_mask (language, pattern) VALUES ('xx', '(q)');
INSERT INTO golden_rule_negator (language, pattern, direction) VALUES ('xx', '*', 'before');
INSERT INTO golden_rule_tone (language, pattern, tone) VALUES ('xx', '', 1);
SELECT golden_rules('qniets') AS nothing;
ROLLBACK;
