--
-- The tagger: mentions, tags, highlights and stored tags.
--
-- What must hold: polarity follows negation, wishes, tone and, at last, the
-- score; a tag gives the words hit and their place in the comment; highlights
-- change nothing but for the marks, and the HTML form is safe whatever was typed;
-- stored tags are those of golden_rules(); all forms of a function agree.
--
-- Meaning is tested with a code frame of this file; of the shipped one only what
-- any sensible frame says.
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

CREATE TEMP TABLE own (frame golden_rule_frame);
INSERT INTO own VALUES (E'golden_rule_frame\t1
rule\t1\treach
rule\t2\tpromise
rule\t6\tcare
topic\t1001\tstaff
keyword\t1\tnl\tbereikbaar\tpositive
keyword\t1\tnl\tonbereikbaar\tnegative
keyword\t1\tnl\twachtrij*\tneutral
keyword\t1\ten\tcan not reach\tnegative
keyword\t2\tnl\tkwam* ... na\tpositive
keyword\t2\tnl\top tijd\tpositive
keyword\t2\tnl\ttijd\tneutral
keyword\t6\tnl\taandacht\tpositive
keyword\t6\tnl\tgeen nummer\tpositive
keyword\t6\tnl\tnummer\tnegative
keyword\t6\tnl\téchte*\tneutral
keyword\t1001\tnl\tmedewerker*\tneutral
cue\t6\tnl\tkoffie\t0.5\t0.5
cue\t6\tnl\tkoekje*\t0.5\t0
cue\t6\tnl\tmuseum\t-1\t0
mask\tnl\tduurt ... tijd\t2
mask\tnl\tmedewerker van de maand\t
negator\tnl\tniet\tbefore\t3
negator\tnl\tniet\tafter\t2
negator\tnl\tgeen\tbefore\t2
negator\tnl\tnooit\tafter\t3
negator\tnl\tniet alleen\texception\t0
negator\tnl\tzou ... zijn\twish\t0
negator\tnl\tmaar\tcontrast\t0
negator\tnl\ten\tjoiner\t0
tone\tnl\tfijn*\t1
tone\tnl\tslecht*\t-1
');

-- mentions as "1- 6+", tags as "1-bereikbaar! .."
CREATE FUNCTION pg_temp.mentions(comment text, score numeric DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
SELECT coalesce(string_agg(rule || CASE polarity WHEN 'positive' THEN '+' WHEN 'negative' THEN '-' WHEN 'mixed' THEN '~' ELSE '=' END, ' ' ORDER BY rule), '')
FROM own, golden_rule_mentions(comment, score, frame) $$;
CREATE FUNCTION pg_temp.tags(comment text) RETURNS text LANGUAGE sql AS $$
SELECT coalesce(string_agg(rule || CASE polarity WHEN 'positive' THEN '+' WHEN 'negative' THEN '-' WHEN 'mixed' THEN '~' ELSE '=' END
	|| hit || CASE WHEN negated THEN '!' ELSE '' END || ' @' || start_pos || ',' || length, '; '), '')
FROM own, golden_rule_tags(comment, frame) $$;

--
-- what comments say
--
CREATE TEMP TABLE reading (id serial, expected text, comment text);
INSERT INTO reading (expected, comment) VALUES
	('', ''), ('', '...'), ('', 'niets hiervan'),
	('1+', 'Goed bereikbaar'), ('1-', 'Niet bereikbaar'), ('1-', 'Onbereikbaar!'), ('1+', 'Niet onbereikbaar'), ('1-', 'Niet echt goed bereikbaar'),
	('1+', 'Niet, bereikbaar'), ('1+', 'Niet goedkoop maar bereikbaar'), ('1+', 'Niet alleen bereikbaar'), ('1-', 'Bereikbaar waren ze nooit'), ('1+', 'Bereikbaar, nooit traag'),
	('1+', 'Bereikbaar en nooit traag'), ('1-', 'Onbereikbaar, zoals nooit'), ('1~', 'Soms bereikbaar, soms onbereikbaar'), ('1~', 'Bereikbaar. Niet bereikbaar.'),
	('1-', 'I can''t reach them'), ('1-', 'I cannot reach anybody'),
	('2+', 'Kwam zijn afspraak na'), ('2-', 'Kwamen afspraken niet na'), ('', 'Kwam de een of andere dag na'), ('2+', 'Op tijd'), ('2-', 'Niet op tijd'),
	('2=', 'De tijd'), ('', 'Het duurt veel tijd'), ('2=', 'Duurt. Tijd'), ('2+', 'Het duurt en duurt. Kwam dan op tijd'), ('', 'Het duurt, en dan op tijd'),
	('6+', 'Aandacht'), ('6-', 'Geen aandacht voor de klant'), ('6+', 'Ik voelde me geen nummer'), ('6-', 'Ik voelde me een nummer'), ('6+', 'Ik voelde me geen nummer, aandacht!'),
	('6=', 'Echte'), ('6=', 'échte'), ('6=', U&'e\0301chte'), ('6=', 'ÉCHTE'), ('6=', 'echte'),
	-- tone: clause or sentence matter not, each word once; it adds up over sentences
	('1+', 'Fijne wachtrij'), ('1-', 'Slechte wachtrij'), ('1=', 'Wachtrij. Fijn'), ('1=', 'Fijne, slechte wachtrij'), ('1-', 'Geen fijne wachtrij'), ('1+', 'Geen slechte wachtrij'),
	('1+ 2=', 'Fijne wachtrij. Tijd'), ('1-', 'Fijn, fijn, slecht geregeld, slechte wachtrij, onbereikbaar'),
	-- wishes
	('1=', 'Bereikbaar zou mooi zijn'), ('1=', 'Een slechte wachtrij zou mooi zijn'), ('1-', 'Bereikbaar zou mooi zijn. Onbereikbaar'),
	-- cues
	('', 'koffie'), ('6+', 'koffie met koekjes'), ('', 'koffie. koekje'), ('', 'koffie en een koekje in het museum'), ('6+', 'aandacht in het museum'), ('6+', 'koffie koffie'),
	-- topics are no rules
	('', 'De medewerkers'), ('1+', 'De medewerkers waren bereikbaar');
SELECT id, comment, expected, pg_temp.mentions(comment) AS got FROM reading WHERE pg_temp.mentions(comment) <> expected ORDER BY id;
-- the rules are those of the mentions, in order
SELECT count(*) FILTER (WHERE golden_rules(comment, frame)::text <> coalesce((SELECT array_agg(rule)::text FROM golden_rule_mentions(comment, NULL, frame)), '{}')) AS exceptions FROM reading, own;
-- every rule mentioned has a tag, and all tags are of rules mentioned or topics
SELECT count(*) FILTER (WHERE golden_rules(comment, frame) <> ARRAY(SELECT DISTINCT rule FROM golden_rule_tags(comment, frame) WHERE rule < 1000 ORDER BY rule)) AS exceptions FROM reading, own;
-- the score settles what words leave open: 9 and 10, 0 to 6
SELECT left(score::text, 10) AS score, pg_temp.mentions('wachtrij', score) AS open, pg_temp.mentions('bereikbaar', score) AS said, pg_temp.mentions('bereikbaar, onbereikbaar', score) AS mixed,
	pg_temp.mentions('wachtrij zou fijn zijn', score) AS wish, pg_temp.mentions('', score) AS nothing
FROM unnest('{NULL,0,6,7,8,9,10,9.00}'::numeric[]) AS score;
SELECT score, (SELECT string_agg(polarity, ',') FROM golden_rule_mentions('wachtrij', score, frame)) AS double, (SELECT string_agg(polarity, ',') FROM golden_rule_mentions('wachtrij', score::real, frame)) AS real,
	(SELECT string_agg(polarity, ',') FROM golden_rule_mentions('wachtrij', score::integer, frame)) AS integer FROM own, unnest('{NULL,0,6,7,8,9,10}'::float8[]) AS score;
-- one that is none is refused, as nps() does, whatever its type, even if the comment says nothing
SELECT type, left(score, 5) AS score, left(said, 60) AS said, detail, hint FROM unnest('{-1,6.5,11,NaN,Infinity,1e300,9.00000000000000000001}'::text[]) WITH ORDINALITY AS s(score, i), unnest('{numeric,double precision}'::text[]) WITH ORDINALITY AS t(type, j),
	pg_temp.refusal(format('SELECT * FROM golden_rule_mentions('''', %L::%s)', score, type)) ORDER BY j, i;
SELECT said FROM unnest('{smallint,integer,bigint,real}'::text[]) AS type, pg_temp.refusal(format('SELECT * FROM golden_rule_mentions(NULL, 11::%s)', type));
SELECT said FROM own, pg_temp.refusal(format('SELECT * FROM golden_rule_mentions('''', 11, %L)', frame)) UNION ALL SELECT said FROM own, pg_temp.refusal(format('SELECT * FROM golden_rule_mentions('''', 11.0, %L)', frame));
-- NULLs
SELECT count(*) AS rows FROM own, golden_rule_mentions(NULL, 9, frame);
SELECT count(*) AS rows FROM golden_rule_mentions('te laat', 9, NULL);
SELECT count(*) AS rows FROM golden_rule_mentions(NULL);
SELECT count(*) AS rows FROM golden_rule_mentions(NULL, 9);
SELECT count(*) AS rows FROM golden_rule_tags(NULL);
SELECT count(*) AS rows FROM own, golden_rule_tags(NULL, frame);
SELECT count(*) AS rows FROM golden_rule_tags('te laat', NULL);
SELECT golden_rules(NULL, frame) IS NULL AND golden_rules('te laat', NULL) IS NULL AND golden_rules(NULL) IS NULL AND golden_rule_highlight(NULL) IS NULL AND golden_rule_highlight('a', NULL) IS NULL
	AND golden_rule_highlight('a', '<', NULL) IS NULL AND golden_rule_highlight_html(NULL) IS NULL AND golden_rule_pattern_check(NULL) IS NULL AND golden_rule_codebook_version(NULL) IS NULL AS all_null FROM own;
SELECT golden_rules('', frame) AS rules, golden_rule_highlight('') = '' AND golden_rule_highlight_html('') = '' AS empty FROM own;

--
-- tags
--
SELECT t.* FROM own, golden_rule_tags('De medewerkers waren niet bereikbaar en kwamen afspraken nooit na, maar wel koffie met een koekje.', frame) AS t;
-- psql 17 and 18 count the columns of invisible characters otherwise
\pset format unaligned
SELECT comment, pg_temp.tags(comment) FROM unnest(ARRAY[
	'I can''t reach you', 'CANNOT REACH', 'Top👍🏽 bereikbaar', U&'e\0301chte caf\00E9s, bereikbaar', 'op, tijd', E'op\ttijd\nbereikbaar', '«bereikbaar»', U&'be\00ADreikbaar\0301!', 'kwam (eindelijk) na',
	'medewerker van de maand', 'bereikbaar bereikbaar', U&'\FEFFbereikbaar', '(bereikbaar)(onbereikbaar)']) AS comment;
\pset format aligned
-- in order of their places, over many sentences
SELECT count(*) AS tags, count(*) FILTER (WHERE start_pos < before) AS out_of_order
FROM (SELECT start_pos, lag(start_pos) OVER () AS before FROM own, golden_rule_tags(repeat('Wachtrij. Niet bereikbaar, geen aandacht maar op tijd! ', 500), frame)) AS t;

-- wherever, a tag is the text at its place: comments of words of the frame and others, with
-- accents, emoji, contractions, invisible and foreign characters between them
CREATE FUNCTION pg_temp.pick(n integer, key text) RETURNS integer LANGUAGE sql IMMUTABLE AS
$$ SELECT 1 + ('x' || substr(md5(key), 1, 7))::bit(28)::int % n $$;
CREATE TABLE tagger_made AS
SELECT c AS id, string_agg((ARRAY['bereikbaar', 'Onbereikbaar', 'can''t reach', U&'can\2019t  reach', 'cannot reach', 'kwam', 'na', 'op', 'tijd', 'niet', 'geen', 'nummer', U&'\00C9chte', U&'e\0301chten', 'maar', 'en',
		'👍', '👨‍👩‍👧', U&'\00AD', U&'\200D', U&'\0301', '日本語', 'fijn', 'zou', 'zijn', 'koffie', 'koekje', 'Medewerkers', 'e-mail', U&'\FB01jn', 'ij', U&'t\0133d', 'niet alleen', 'nooit'])[pg_temp.pick(34, c || '/' || w)]
	|| (ARRAY[' ', ' ', ' ', ' ', ', ', '. ', U&'\00A0', '', '-', '🙂', E'\n', ' (', '? ', U&'\00AD '])[pg_temp.pick(14, c || '/' || w || 's')], '' ORDER BY w) AS comment
FROM generate_series(1, 2000) AS c CROSS JOIN LATERAL generate_series(1, pg_temp.pick(25, c || 'n')) AS w
GROUP BY c;
SELECT count(*) > 5000 AS many, count(*) FILTER (WHERE substr(comment, start_pos, length) <> hit OR length < 1) AS elsewhere, count(*) FILTER (WHERE octet_length(hit) > char_length(hit)) > 100 AS some_wide
FROM tagger_made, own, golden_rule_tags(comment, frame);
-- found by the same words alone
SELECT count(*) FILTER (WHERE NOT EXISTS (SELECT FROM golden_rule_tags(t.hit, frame) AS again WHERE again.keyword = t.keyword AND again.hit = t.hit)) AS exceptions
FROM tagger_made, own, golden_rule_tags(comment, frame) AS t WHERE keyword !~ 'ko(ffie|ekje)' AND hit !~ 'duurt';
SELECT count(*) FILTER (WHERE golden_rules(comment, frame) <> ARRAY(SELECT DISTINCT rule FROM golden_rule_tags(comment, frame) WHERE rule < 1000 ORDER BY rule)) AS exceptions FROM tagger_made, own;

-- a mention is of a polarity that a tag of the rule has; mixed if tags have both
SELECT count(*) > 2000 AS many, count(DISTINCT polarity) AS polarities, count(*) FILTER (WHERE NOT shown @> CASE polarity WHEN 'mixed' THEN '{positive,negative}' ELSE ARRAY[polarity] END
	AND NOT (polarity = 'neutral' AND shown @> '{positive,negative}')) AS exceptions
FROM own, tagger_made, golden_rule_mentions(comment, NULL, frame) AS m
	CROSS JOIN LATERAL (SELECT array_agg(DISTINCT t.polarity) AS shown FROM golden_rule_tags(comment, frame) AS t WHERE t.rule = m.rule) AS s;

--
-- the shipped frame: what any sensible frame says
--
SELECT comment, string_agg(rule || ' ' || polarity, ', ' ORDER BY rule) AS mentions
FROM unnest(ARRAY['Geen aandacht voor de klant', 'Ruilen zonder bon was geen probleem', 'ik voelde me geen nummer', 'onbereikbaar']) WITH ORDINALITY AS c(comment, i), golden_rule_mentions(comment)
GROUP BY i, comment ORDER BY i;
SELECT rule, CASE WHEN rule = 1 THEN polarity END AS polarity, hit, start_pos, negated FROM golden_rule_tags('De medewerkers waren niet bereikbaar.') WHERE hit IN ('medewerkers', 'bereikbaar') AND rule IN (1, 1001) ORDER BY start_pos, rule;
SELECT golden_rules('Echte aandacht') = golden_rules('Échte aandacht') AS accents;
SELECT id, expected, golden_rules(comment) AS got FROM (VALUES
	(1, '{1}'::smallint[], 'Niet bereikbaar: 40 minuten in de wacht en niemand belde terug.'), (2, '{2}', 'De monteur kwam zijn afspraak niet na.'),
	(3, '{6}', 'Oprechte aandacht, ik voelde me geen nummer.'), (4, '{6}', 'Heel betrokken medewerker, echt persoonlijk contact.'),
	(5, '{7}', 'Fijn dat jullie duurzaam bezorgen en de buurt helpen.'), (6, '{1}', 'Snel bereikbaar en netjes geholpen.'),
	(7, '{4}', 'Fout wilden ze niet toegeven, nooit opgelost.'), (8, '{2}', 'Prima, afspraak nagekomen.'),
	(9, '{5}', 'Elke week ongevraagde mails, hou op met spam.'), (10, '{3}', 'Ruilen zonder bon was geen probleem.'),
	(11, '{3}', 'Veel gedoe met formulieren.'), (12, '{}', 'Goed.'), (13, NULL, NULL), (14, '{6}', 'Geen aandacht voor de klant.')) AS v(id, expected, comment)
WHERE golden_rules(comment) IS DISTINCT FROM expected;

--
-- highlights; from here on with words of one's own in the tables, which no shipped row knows
--
INSERT INTO golden_rule_keyword (rule, language, pattern, polarity) VALUES (1, 'xx', 'qbereik*', 'positive'), (6, 'xx', 'qlief', 'positive'), (6, 'xx', 'qlief qmans', 'positive'), (2, 'xx', 'qlief', 'negative'),
	(1001, 'xx', 'qmens', 'neutral'), (4, 'xx', 'qkwam ... qna', 'negative'), (5, 'xx', 'qan''t', 'neutral');
CREATE TEMP TABLE shown (id serial, comment text);
INSERT INTO shown (comment) VALUES
	(''), ('zzz'), ('qbereikbaar'), ('Zzz Qbereikbaar, zzz.'), ('qlief qlief'), ('qlief, qlief'), ('qlief qmans'), ('qkwam zzz qlief qna zzz'), ('qkwam qmens qlief qna'), ('qmens'),
	('<b>qbereikbaar</b>'), ('<script>qalert("qlief")</script>'), ('a & b &amp; qlief'), ('"qlief" ''qlief'''), ('<qlief>'), ('qkwam <i> & "''> qna'), ('qlief👍🏽'), (U&'q\0301lief'), ('«qlief»'), ('</mark><mark>qlief'),
	(E'qlief\nqlief'), ('&#39;'), (U&'\202Eqlief');
\pset format unaligned
SELECT id, golden_rule_highlight(comment), golden_rule_highlight(comment, '[[', ''), golden_rule_highlight_html(comment) FROM shown ORDER BY id;
\pset format aligned
-- without the marks it is the comment; without the tags and unescaped, the HTML is, too
CREATE FUNCTION pg_temp.plain(html text) RETURNS text LANGUAGE sql AS
$$ SELECT replace(replace(replace(replace(replace(regexp_replace(html, '<mark data-rules="-?\d+( -?\d+)*" data-polarity="(positive|negative|neutral|mixed)">|</mark>', '', 'g'), '&lt;', '<'), '&gt;', '>'), '&quot;', '"'), '&#39;', ''''), '&amp;', '&') $$;
SELECT count(*) > 2000 AS many, count(*) FILTER (WHERE replace(replace(golden_rule_highlight(comment, '{{{', '}}}'), '{{{', ''), '}}}', '') <> comment) AS changed,
	count(*) FILTER (WHERE golden_rule_highlight(comment, '', '') <> comment) AS changed_by_nothing,
	count(*) FILTER (WHERE pg_temp.plain(golden_rule_highlight_html(comment)) <> comment) AS changed_html,
	count(*) FILTER (WHERE regexp_replace(golden_rule_highlight_html(comment), '<mark data-rules="[0-9 ]+" data-polarity="[a-z]+">|</mark>', '', 'g') ~ '[<>"'']') AS unescaped
FROM (SELECT comment FROM shown UNION ALL SELECT replace(replace(comment, 'bereikbaar', 'qbereik'), 'nummer', 'qlief <"&''> ') FROM tagger_made) AS c;
-- highlighted is what is tagged
SELECT count(*) FILTER (WHERE (SELECT string_agg(m[1], '' ORDER BY i) FROM regexp_matches(golden_rule_highlight(comment, '{{{', '}}}'), '\{\{\{(.*?)\}\}\}', 'g') WITH ORDINALITY AS r(m, i))
	IS DISTINCT FROM (SELECT string_agg(substr(comment, p, 1), '' ORDER BY p) FROM generate_series(1, length(comment)) AS p WHERE EXISTS (SELECT FROM golden_rule_tags(comment) WHERE p BETWEEN start_pos AND start_pos + length - 1))) AS exceptions
FROM shown;
SELECT length(golden_rule_highlight(repeat('qlief & ', 200000))) AS long, length(golden_rule_highlight_html(repeat('&', 1000000))) AS longer;

--
-- stored tags
--
CREATE TABLE tagger_answer (id integer PRIMARY KEY, note varchar(200), "Rules" smallint[], n integer DEFAULT 0);
CREATE TRIGGER tag BEFORE INSERT OR UPDATE ON tagger_answer FOR EACH ROW EXECUTE FUNCTION golden_rule_tag_trigger('note', 'Rules');
INSERT INTO tagger_answer (id, note) VALUES (1, 'qlief en qbereikbaar'), (2, NULL), (3, ''), (4, 'zzz');
INSERT INTO tagger_answer VALUES (5, 'qmens qlief', '{7}'), (6, NULL, '{7}');
SELECT * FROM tagger_answer ORDER BY id;
UPDATE tagger_answer SET note = 'qbereik' WHERE id = 1;
UPDATE tagger_answer SET note = NULL WHERE id = 5;
UPDATE tagger_answer SET "Rules" = '{3,4}', n = 1 WHERE id = 4;
UPDATE tagger_answer SET note = 'qlief' WHERE id = 2;
INSERT INTO tagger_answer VALUES (3, 'x') ON CONFLICT (id) DO UPDATE SET note = 'qlief';
SELECT * FROM tagger_answer ORDER BY id;
-- COPY, a table with a dropped column, a domain, partitions, inheritance
ALTER TABLE tagger_answer DROP COLUMN n;
COPY tagger_answer (id, note) FROM stdin;
10	qlief qmans
11	\N
\.
CREATE DOMAIN tagger_note AS text CHECK (length(VALUE) < 100);
ALTER TABLE tagger_answer ALTER note TYPE tagger_note;
INSERT INTO tagger_answer (note, id) VALUES ('Qlief.', 12);
CREATE TABLE tagger_split (id integer, rules smallint[], comment text) PARTITION BY RANGE (id);
CREATE TABLE tagger_split1 (comment text, filler integer, rules smallint[], id integer);
ALTER TABLE tagger_split1 DROP COLUMN filler;
ALTER TABLE tagger_split ATTACH PARTITION tagger_split1 FOR VALUES FROM (0) TO (10);
CREATE TRIGGER tag BEFORE INSERT OR UPDATE ON tagger_split FOR EACH ROW EXECUTE FUNCTION golden_rule_tag_trigger('comment', 'rules');
INSERT INTO tagger_split (id, comment) SELECT i, repeat('qlief ', i) FROM generate_series(0, 3) AS i;
SELECT * FROM tagger_answer WHERE id >= 10 ORDER BY id;
SELECT tableoid::regclass, * FROM tagger_split ORDER BY id;
-- a column of a domain holds what the domain allows, and a generated one is refused
CREATE DOMAIN tagger_rules AS smallint[] CHECK (cardinality(VALUE) < 2);
CREATE DOMAIN tagger_some AS tagger_rules NOT NULL;
CREATE TABLE tagger_domain (a text, b text GENERATED ALWAYS AS (upper(a)) STORED, r tagger_some DEFAULT '{}', g smallint[] GENERATED ALWAYS AS ('{1}'::smallint[]) STORED, n smallint[]);
CREATE TRIGGER tag BEFORE INSERT OR UPDATE ON tagger_domain FOR EACH ROW EXECUTE FUNCTION golden_rule_tag_trigger('a', 'r');
INSERT INTO tagger_domain (a) VALUES ('qlief qbereik');
INSERT INTO tagger_domain (a) VALUES (NULL);
INSERT INTO tagger_domain (a) VALUES ('qbereik'), ('qniets') RETURNING r;
UPDATE tagger_domain SET a = 'qlief qbereik';
CREATE OR REPLACE TRIGGER tag BEFORE INSERT OR UPDATE ON tagger_domain FOR EACH ROW EXECUTE FUNCTION golden_rule_tag_trigger('b', 'n');
INSERT INTO tagger_domain (a) VALUES ('qlief');
CREATE OR REPLACE TRIGGER tag BEFORE INSERT OR UPDATE ON tagger_domain FOR EACH ROW EXECUTE FUNCTION golden_rule_tag_trigger('a', 'g');
INSERT INTO tagger_domain (a) VALUES ('qlief');
SELECT a, r, n FROM tagger_domain ORDER BY a;
DROP TABLE tagger_domain;
DROP DOMAIN tagger_some, tagger_rules;
-- an edit of the keywords counts for the next row stored
INSERT INTO golden_rule_keyword (rule, language, pattern) VALUES (7, 'xx', 'qmensen');
INSERT INTO tagger_split (id, comment) VALUES (5, 'qmensen') RETURNING rules;
-- what is refused
CREATE TABLE tagger_bad (a text, b integer, c smallint[], d integer[], e text[]);
CREATE FUNCTION pg_temp.try(timing text, arguments text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	answer text;
BEGIN
	EXECUTE format('CREATE TRIGGER t %s EXECUTE FUNCTION golden_rule_tag_trigger(%s)', timing, arguments);
	SELECT concat_ws(E'\n  ', said, nullif(detail, ''), nullif(hint, '')) INTO answer
	FROM pg_temp.refusal('INSERT INTO tagger_bad (a) VALUES (''x''); UPDATE tagger_bad SET b = 1; DELETE FROM tagger_bad; TRUNCATE tagger_bad');
	DROP TRIGGER t ON tagger_bad;
	RETURN answer;
END $$;
SELECT i, pg_temp.try(timing, arguments) FROM (VALUES
	(1, 'BEFORE INSERT ON tagger_bad FOR EACH ROW', ''), (2, 'BEFORE INSERT ON tagger_bad FOR EACH ROW', '''a'''), (3, 'BEFORE INSERT ON tagger_bad FOR EACH ROW', '''a'', ''c'', ''c'''),
	(4, 'BEFORE INSERT ON tagger_bad FOR EACH ROW', '''z'', ''c'''), (5, 'BEFORE INSERT ON tagger_bad FOR EACH ROW', '''a'', ''z'''), (6, 'BEFORE INSERT ON tagger_bad FOR EACH ROW', '''b'', ''c'''),
	(7, 'BEFORE INSERT ON tagger_bad FOR EACH ROW', '''a'', ''d'''), (8, 'BEFORE INSERT ON tagger_bad FOR EACH ROW', '''a'', ''e'''), (9, 'BEFORE INSERT ON tagger_bad FOR EACH ROW', '''c'', ''a'''),
	(10, 'BEFORE INSERT ON tagger_bad FOR EACH ROW', '''ctid'', ''c'''), (11, 'BEFORE INSERT ON tagger_bad FOR EACH ROW', '''A'', ''c'''),
	(12, 'AFTER INSERT ON tagger_bad FOR EACH ROW', '''a'', ''c'''), (13, 'BEFORE INSERT ON tagger_bad FOR EACH STATEMENT', '''a'', ''c'''), (14, 'BEFORE DELETE ON tagger_bad FOR EACH ROW', '''a'', ''c'''),
	(15, 'BEFORE TRUNCATE ON tagger_bad FOR EACH STATEMENT', '''a'', ''c'''), (16, 'BEFORE INSERT ON tagger_bad FOR EACH ROW', '''a'', ''c''')
) AS v(i, timing, arguments) ORDER BY i;
SELECT said FROM pg_temp.refusal('SELECT golden_rule_tag_trigger()');
SELECT said FROM pg_temp.refusal('SELECT golden_rule_changed()');
DROP TABLE tagger_answer, tagger_split, tagger_bad;
DROP DOMAIN tagger_note;

--
-- all forms agree: of the tables, of a frame; serial, parallel
--
CREATE TEMP TABLE frozen AS SELECT golden_rule_code_frame() AS frame;
SELECT count(*) FILTER (WHERE golden_rules(comment) IS DISTINCT FROM golden_rules(comment, frame)) AS rules,
	count(*) FILTER (WHERE ARRAY(SELECT m FROM golden_rule_mentions(comment, 4) AS m)::text <> ARRAY(SELECT m FROM golden_rule_mentions(comment, 4, frame) AS m)::text) AS mentions,
	count(*) FILTER (WHERE ARRAY(SELECT t FROM golden_rule_tags(comment) AS t)::text <> ARRAY(SELECT t FROM golden_rule_tags(comment, frame) AS t)::text) AS tags
FROM frozen, (SELECT comment FROM tagger_made UNION ALL SELECT comment FROM shown UNION ALL SELECT comment FROM reading) AS c;
ANALYZE tagger_made;
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
SET LOCAL min_parallel_table_scan_size = 0;
SET LOCAL parallel_setup_cost = 0;
SET LOCAL parallel_tuple_cost = 0;
SET LOCAL max_parallel_workers_per_gather = 2;
-- the frame is a constant in the plan
SELECT format('SELECT sum(hashtext(t::text)) AS tags, sum(hashtext(m::text)) AS mentions, sum(hashtext(golden_rules(comment, %1$L)::text)) AS rules, sum(hashtext(golden_rule_highlight_html(comment))) AS html, count(*) FROM tagger_made, golden_rule_tags(comment) AS t, golden_rule_mentions(comment, 9, %1$L) AS m', frame) AS query FROM own \gset
SELECT pg_temp.is_parallel(:'query') AS parallel;
:query \gset parallel_
SET LOCAL max_parallel_workers_per_gather = 0;
SELECT pg_temp.is_parallel(:'query') AS parallel;
:query \gset serial_
SELECT :'parallel_count' > '0' AS any, (:'parallel_tags', :'parallel_mentions', :'parallel_rules', :'parallel_html', :'parallel_count') = (:'serial_tags', :'serial_mentions', :'serial_rules', :'serial_html', :'serial_count') AS same;
ROLLBACK;
DELETE FROM golden_rule_keyword WHERE NOT builtin;
DROP TABLE tagger_made;
SELECT count(*) AS rows_of_ones_own FROM golden_rule_keyword WHERE NOT builtin;
