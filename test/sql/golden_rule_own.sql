--
-- golden_rule_own: rules of one's own, and shipped rules replaced and switched off.
--
-- What must hold: a rule of one's own with the number of a shipped one takes its
-- place, whole or in part, in the next statement; one that is off takes all of its
-- keywords and cues out of force, and out of the code frame; DELETE brings the
-- shipped one back; golden_rule has one row a number; nobody is told more than
-- the tables tell.
--
\set VERBOSITY terse
SELECT golden_rule_codebook_version() AS version, golden_rule_code_frame()::text AS shipped \gset
CREATE FUNCTION pg_temp.lines(of_rule integer) RETURNS TABLE(kind text, lines bigint) LANGUAGE sql AS $$
SELECT field[1], count(*) FROM (SELECT string_to_array(line, E'\t') AS field FROM string_to_table(golden_rule_code_frame()::text, E'\n') AS line) AS l
WHERE field[1] IN ('rule', 'topic', 'keyword', 'cue') AND field[2] = of_rule::text OR field[1] = 'mask' AND of_rule::text = ANY (string_to_array(field[4], ','))
GROUP BY field[1] ORDER BY field[1] COLLATE "C" $$;

--
-- a shipped rule switched off: all its keywords, cues and masks with it
--
SELECT kind, lines > 0 AS some FROM pg_temp.lines(5);
SELECT golden_rules('elke week spam en ongevraagde mails en enquetes, onbereikbaar');
INSERT INTO golden_rule (rule, enabled) VALUES (5, false);
SELECT golden_rules('elke week spam en ongevraagde mails en enquetes, onbereikbaar'), golden_rule_codebook_version() = :'version' AS same_version;
SELECT count(*) AS lines FROM pg_temp.lines(5);
SELECT count(*) AS tags FROM golden_rule_tags('elke week spam en ongevraagde mails en enquetes') WHERE rule = 5;
-- what is left is a frame
SELECT golden_rule_code_frame()::text::golden_rule_frame = golden_rule_code_frame() AS same,
	golden_rule_code_frame() = regexp_replace(regexp_replace(:'shipped', E'^((rule|cue|keyword)\t5\t|mask\t.*\t5$).*\n', '', 'gn'), E'^(mask.*)(\t|,)5,', '\\1\\2', 'gn')::golden_rule_frame AS without_it;
-- the row has the rest as shipped, is one's own, and stands alone
SELECT * FROM golden_rule WHERE rule IN (5, 6) ORDER BY rule;
-- keywords of one's own wait with it
INSERT INTO golden_rule_keyword (rule, language, pattern) VALUES (5, 'xx', 'qvijf');
SELECT golden_rules('qvijf') AS off;
UPDATE golden_rule SET enabled = true, title_en = 'leave customers in peace' WHERE rule = 5;
SELECT golden_rules('qvijf') AS on, golden_rules('elke week spam') AS shipped_keywords, (SELECT title_en FROM golden_rule WHERE rule = 5), golden_rule_codebook_version() = :'version' AS same_version;
DELETE FROM golden_rule_keyword WHERE NOT builtin;
SELECT golden_rule_codebook_version() = :'version' AS same_version;
-- it keeps its number, and cannot pass for shipped
UPDATE golden_rule SET rule = 50 WHERE rule = 5;
UPDATE golden_rule SET builtin = true WHERE rule = 5;
INSERT INTO golden_rule (rule, enabled) VALUES (5, false);
INSERT INTO golden_rule (rule, enabled) VALUES (5, false) ON CONFLICT (rule) DO UPDATE SET enabled = excluded.enabled;
SELECT golden_rules('elke week spam') AS off;
DELETE FROM golden_rule WHERE rule = 5;
SELECT * FROM golden_rule WHERE rule = 5;
SELECT golden_rule_code_frame()::text = :'shipped' AS as_shipped;

--
-- a shipped rule with other names, of another kind; the topic; all at once
--
INSERT INTO golden_rule (rule, code, title_nl, title_en, role, experience, since, kind) VALUES (7, 'green', 'groen', 'green', 'both', 'CX', 2026, 'topic');
INSERT INTO golden_rule (rule, title_nl) VALUES (1001, 'mensen');
SELECT * FROM golden_rule WHERE NOT builtin ORDER BY rule;
SELECT golden_rules('duurzaam en onbereikbaar') AS a_topic, (SELECT count(*) > 0 FROM golden_rule_tags('duurzaam') WHERE rule = 7) AS tagged;
INSERT INTO golden_rule (rule, kind) VALUES (1001, 'rule') ON CONFLICT (rule) DO UPDATE SET kind = excluded.kind;
SELECT golden_rules('de medewerkers') AS a_rule;
DELETE FROM golden_rule WHERE NOT builtin;
INSERT INTO golden_rule (rule, enabled) SELECT rule, false FROM golden_rule_shipped();
SELECT golden_rules('onbereikbaar, te laat, spam en duurzaam') AS nothing, (SELECT count(*) FROM golden_rule_tags('de medewerkers')) AS tags, (SELECT count(*) FROM string_to_table(golden_rule_code_frame()::text, E'\n') AS line WHERE line ~ E'^(rule|topic|keyword|cue|mask\t.*[0-9]$)') AS lines;
DELETE FROM golden_rule WHERE NOT builtin;
SELECT count(*) AS shipped FROM golden_rule AS r JOIN golden_rule_shipped() AS s USING (rule, code, title_nl, title_en, role, experience, kind) WHERE r.builtin AND r.enabled AND r.since IS NOT DISTINCT FROM s.since;
SELECT golden_rule_code_frame()::text = :'shipped' AS as_shipped;
-- codes may change hands; COPY, as a dump is restored
INSERT INTO golden_rule (rule, code) VALUES (1, 'reach');
INSERT INTO golden_rule (rule, code, title_nl, title_en, role, experience) VALUES (100, 'available', 'a', 'b', 'both', 'CX');
CREATE TEMP TABLE kept AS SELECT * FROM golden_rule WHERE NOT builtin;
DELETE FROM golden_rule WHERE rule = 1;
DELETE FROM golden_rule WHERE NOT builtin AND rule = 100;
DELETE FROM golden_rule WHERE NOT builtin;
COPY golden_rule FROM stdin;
100	available	a	b	both	CX	\N	rule	f	t
1	reach	wees beschikbaar	be available	hygiene	CX	2009	rule	f	t
\.
SELECT count(*) AS restored FROM golden_rule JOIN kept USING (rule, code, title_nl, title_en, role, experience, kind, builtin, enabled);
DELETE FROM golden_rule WHERE rule = 100;
DELETE FROM golden_rule WHERE NOT builtin;
-- a rule of one's own is switched off likewise, and needs its names
INSERT INTO golden_rule (rule, code, title_nl, title_en, role, experience) VALUES (100, 'price', 'prijs', 'price', 'both', 'CX');
INSERT INTO golden_rule_keyword (rule, language, pattern) VALUES (100, 'xx', 'qduur');
INSERT INTO golden_rule_mask (language, pattern, rules) VALUES ('xx', 'niet qduur', '{100}'), ('xx', 'zo qduur', '{2,100}');
SELECT golden_rules('qduur') AS on, kind, lines FROM pg_temp.lines(100);
UPDATE golden_rule SET enabled = false WHERE rule = 100;
SELECT golden_rules('qduur') AS off, (SELECT string_agg(line, ' ') FROM string_to_table(golden_rule_code_frame()::text, E'\n') AS line WHERE line ~ 'qduur') AS lines;
INSERT INTO golden_rule (rule, enabled) VALUES (101, false);
INSERT INTO golden_rule (rule, code, title_nl, title_en, role, experience) VALUES (101, 'price', 'p', 'p', 'both', 'CX');
INSERT INTO golden_rule (rule, code, title_nl, title_en, role, experience) VALUES (100, 'price', 'p', 'p', 'both', 'CX') ON CONFLICT DO NOTHING;
INSERT INTO golden_rule (rule, enabled) VALUES (0, false);
DELETE FROM golden_rule_mask WHERE NOT builtin;
DELETE FROM golden_rule_keyword WHERE NOT builtin;
DELETE FROM golden_rule WHERE NOT builtin;
-- undone with the transaction
BEGIN;
INSERT INTO golden_rule (rule, enabled) VALUES (2, false);
SELECT golden_rules('te laat');
SAVEPOINT s;
DELETE FROM golden_rule WHERE rule = 2;
SELECT golden_rules('te laat');
ROLLBACK TO s;
SELECT golden_rules('te laat');
ROLLBACK;
SELECT golden_rules('te laat'), golden_rule_codebook_version() = :'version' AS same_version;

--
-- who may read the code frame: the tagger tells what its tables tell
--
CREATE ROLE regress_own_reader;
CREATE ROLE regress_own_group;
SET ROLE regress_own_reader;
SELECT golden_rules('te laat') AS public;
RESET ROLE;
REVOKE SELECT ON golden_rule_cue FROM PUBLIC;
SELECT golden_rules('te laat') AS owner;
SET ROLE regress_own_reader;
\set VERBOSITY default
SELECT golden_rules('te laat');
\set VERBOSITY terse
SELECT golden_rule_code_frame();
SELECT golden_rule_codebook_version();
SELECT * FROM golden_rule_tags('te laat');
SELECT golden_rules('te laat', E'golden_rule_frame\t1\nrule\t2\ta\nkeyword\t2\tnl\tte laat\tnegative') AS with_a_frame_of_its_own;
RESET ROLE;
-- by a role that it is a member of; by columns; and no longer
GRANT SELECT ON golden_rule_cue TO regress_own_group;
GRANT regress_own_group TO regress_own_reader;
SET ROLE regress_own_reader;
SELECT golden_rules('te laat') AS member;
RESET ROLE;
REVOKE regress_own_group FROM regress_own_reader;
SET ROLE regress_own_reader;
SELECT golden_rules('te laat');
RESET ROLE;
GRANT SELECT (rule, language, pattern, weight, tone, enabled, builtin) ON golden_rule_cue TO regress_own_reader;
SET ROLE regress_own_reader;
SELECT golden_rules('te laat') AS columns;
RESET ROLE;
REVOKE SELECT ON golden_rule_cue FROM regress_own_group;
REVOKE SELECT (rule, language, pattern, weight, tone, enabled, builtin) ON golden_rule_cue FROM regress_own_reader;
GRANT SELECT ON golden_rule_cue TO PUBLIC;
-- row security cannot be kept, and is not passed by
BEGIN;
ALTER TABLE golden_rule_keyword ENABLE ROW LEVEL SECURITY;
SELECT golden_rules('te laat') AS owner;
SET LOCAL ROLE regress_own_reader;
\set VERBOSITY default
SELECT golden_rules('te laat');
\set VERBOSITY terse
ROLLBACK;
SET ROLE regress_own_reader;
SELECT golden_rules('te laat') AS public;
RESET ROLE;
DROP ROLE regress_own_reader, regress_own_group;
-- nor does a trigger of one's own make a row a shipped one, or a shipped one another
BEGIN;
CREATE TEMP TABLE copied (rule smallint, builtin boolean, title_nl text);
CREATE FUNCTION pg_temp.copy_rule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	UPDATE golden_rule AS r SET builtin = NEW.builtin, title_nl = coalesce(NEW.title_nl, r.title_nl) WHERE r.rule = NEW.rule;
	RETURN NEW;
END
$$;
CREATE TRIGGER copy AFTER INSERT ON copied FOR EACH ROW EXECUTE FUNCTION pg_temp.copy_rule();
INSERT INTO golden_rule (rule, code, title_nl, title_en, role, experience) VALUES (200, 'own', 'eigen', 'own', 'both', 'CX');
SAVEPOINT s;
INSERT INTO copied VALUES (200, true);
ROLLBACK TO s;
INSERT INTO golden_rule (rule, title_nl) VALUES (3, 'doe maar');
INSERT INTO copied VALUES (3, true);
ROLLBACK TO s;
INSERT INTO copied VALUES (3, false, 'doe maar');
INSERT INTO copied VALUES (3, true);
ROLLBACK TO s;
-- what is NULL stays so when a row comes back whole, as from a dump
INSERT INTO golden_rule (rule) VALUES (1);
UPDATE golden_rule SET since = NULL WHERE rule = 1;
CREATE TEMP TABLE dumped AS TABLE golden_rule;
DELETE FROM golden_rule WHERE rule = 1;
INSERT INTO golden_rule SELECT * FROM dumped WHERE rule = 1;
SELECT rule, since, builtin FROM golden_rule WHERE rule = 1;
ROLLBACK;
-- the same words under another rule or language are the same row there
BEGIN;
INSERT INTO golden_rule_keyword (rule, language, pattern) VALUES (1, 'nl', 'zelfde woorden'), (2, 'nl', 'Zelfde Woorden');
UPDATE golden_rule_keyword SET rule = 1 WHERE rule = 2 AND NOT builtin;
ROLLBACK;
SELECT golden_rule_code_frame()::text = :'shipped' AS as_shipped, (SELECT count(*) FROM golden_rule WHERE NOT builtin) AS own;
-- what is not there to choose
\set VERBOSITY default
INSERT INTO golden_rule_keyword (rule, language, pattern) VALUES (77, 'nl', 'qwoord');
INSERT INTO golden_rule_cue (rule, language, pattern, weight) VALUES (77, 'nl', 'qwoord', 1);
INSERT INTO golden_rule_keyword (rule, language, pattern, polarity) VALUES (1, 'nl', 'qwoord', 'good');
INSERT INTO golden_rule_negator (language, pattern, direction) VALUES ('nl', 'qwoord', 'behind');
BEGIN;
INSERT INTO golden_rule_keyword (rule, language, pattern, polarity) VALUES (1, 'nl', 'qwoord', 'positive');
UPDATE golden_rule_keyword SET polarity = 'bad' WHERE NOT builtin;
ROLLBACK;
\set VERBOSITY terse
