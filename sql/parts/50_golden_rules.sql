
-- ---------------------------------------------------------------------------
-- Golden Rules: the code frame as tables, and the functions that match with it
--
-- Shipped rows are `builtin`: protected from edits, made anew by CREATE
-- EXTENSION, and therefore not dumped.  A user's row with the same key replaces
-- a shipped one; with enabled = false it switches it off.
--
-- What must stay true: golden_rule has one row a number, so that a join with it
-- gives each mention one title, and so that keywords can refer to it (pg_dump
-- restores it before them because they do).  There a user's row therefore does
-- not stand beside the shipped one but takes its place, and DELETE gives it back
-- (60_golden_rule_triggers.sql).  An upgrade that ships a number which a user has
-- leaves the user's row where it is; a restore ends the same.
-- ---------------------------------------------------------------------------

CREATE FUNCTION golden_rule_shipped(
	OUT rule smallint, OUT code text, OUT title_nl text, OUT title_en text,
	OUT role text, OUT experience text, OUT since integer, OUT kind text
) RETURNS SETOF record LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 8
BEGIN ATOMIC
	VALUES (1::smallint, 'available'::text, 'wees beschikbaar'::text, 'be available'::text, 'hygiene'::text, 'CX'::text, 2009, 'rule'::text),
		(2, 'promises', 'kom beloften na', 'keep your promises', 'hygiene', 'CX', 2009, 'rule'),
		(3, 'formalities', 'doe niet moeilijk over formaliteiten', 'make no fuss over formalities', 'hygiene', 'CX', 2009, 'rule'),
		(4, 'mistakes', 'geef fouten toe en los ze op', 'admit mistakes and put them right', 'hygiene', 'CX', 2009, 'rule'),
		(5, 'bother', 'val klanten niet onnodig lastig', 'do not bother customers needlessly', 'hygiene', 'CX', 2009, 'rule'),
		(6, 'involved', 'wees oprecht betrokken', 'be sincerely involved', 'differentiator', 'CX', 2010, 'rule'),
		(7, 'society', 'heb aandacht voor mens en maatschappij', 'care for people and society', 'differentiator', 'SX', 2017, 'rule'),
		(1001, 'employees', 'medewerkers', 'employees', 'both', 'CX', NULL, 'topic');
END;
COMMENT ON FUNCTION golden_rule_shipped() IS
	'the rules and topics as nps_ext ships them, whatever rows of your own have taken their place in golden_rule';

-- codes are told apart among one's own rows only, so that a dump can be restored
-- where a shipped rule has come to have the code of one of them
CREATE TABLE golden_rule (
	rule smallint PRIMARY KEY CHECK (rule OPERATOR(pg_catalog.>) (0)::smallint),
	code text NOT NULL,
	title_nl text NOT NULL,
	title_en text NOT NULL,
	role text NOT NULL CHECK (role OPERATOR(pg_catalog.=) 'hygiene'::text OR role OPERATOR(pg_catalog.=) 'differentiator'::text OR role OPERATOR(pg_catalog.=) 'both'::text),
	experience text NOT NULL CHECK (experience OPERATOR(pg_catalog.=) 'CX'::text OR experience OPERATOR(pg_catalog.=) 'SX'::text),
	since integer,
	kind text NOT NULL CHECK (kind OPERATOR(pg_catalog.=) 'rule'::text OR kind OPERATOR(pg_catalog.=) 'topic'::text),
	builtin boolean NOT NULL DEFAULT false,
	enabled boolean NOT NULL DEFAULT true,
	UNIQUE (code, builtin)
);
COMMENT ON TABLE golden_rule IS
	'the Golden Rules of customer friendliness (after MarketResponse/SAMR), and topics. Add rules of your own with numbers from 100; a row of your own with the number of a shipped one takes its place until you delete it, and what you leave out of it stays as shipped';
COMMENT ON COLUMN golden_rule.rule IS 'number of the rule, above 0; those to 99 may come to be shipped';
COMMENT ON COLUMN golden_rule.code IS 'short name';
COMMENT ON COLUMN golden_rule.title_nl IS 'the rule in Dutch';
COMMENT ON COLUMN golden_rule.title_en IS 'the rule in English';
COMMENT ON COLUMN golden_rule.role IS 'hygiene: one can only lose on it; differentiator: one can win on it; both';
COMMENT ON COLUMN golden_rule.experience IS 'CX: customer experience; SX: sustainable experience, care for people and planet';
COMMENT ON COLUMN golden_rule.since IS 'year in which the rule was found';
COMMENT ON COLUMN golden_rule.kind IS
	'rule, which it is if nothing is said: golden_rules() and golden_rule_mentions() give it; topic: only golden_rule_tags() and highlights do';
COMMENT ON COLUMN golden_rule.builtin IS 'shipped with nps_ext';
COMMENT ON COLUMN golden_rule.enabled IS 'false: it is not in the code frame, and nor are its keywords and cues';

INSERT INTO golden_rule (rule, code, title_nl, title_en, role, experience, since, kind, builtin)
SELECT s.rule, s.code, s.title_nl, s.title_en, s.role, s.experience, s.since, s.kind, true FROM golden_rule_shipped() AS s;

-- the C code knows these tables by the names and types of their columns
-- (src/tag/frame_tables.c)
CREATE TABLE golden_rule_keyword (
	rule smallint NOT NULL REFERENCES golden_rule,
	language text NOT NULL CHECK (language OPERATOR(pg_catalog.<>) ''::text),
	pattern text NOT NULL,
	polarity text NOT NULL DEFAULT 'neutral'
		CHECK (polarity OPERATOR(pg_catalog.=) 'positive'::text OR polarity OPERATOR(pg_catalog.=) 'negative'::text OR polarity OPERATOR(pg_catalog.=) 'neutral'::text),
	enabled boolean NOT NULL DEFAULT true,
	builtin boolean NOT NULL DEFAULT false,
	PRIMARY KEY (rule, language, pattern, builtin)
);
COMMENT ON TABLE golden_rule_keyword IS
	'keywords of the Golden Rules; a row of your own replaces the shipped one of the same rule, language and pattern, and enabled = false switches that off';
COMMENT ON COLUMN golden_rule_keyword.rule IS 'the rule that the keyword speaks of';
COMMENT ON COLUMN golden_rule_keyword.language IS 'language of the keyword: nl, en, ..; all languages match at once';
COMMENT ON COLUMN golden_rule_keyword.pattern IS
	'a word (bereikbaar), the start of one (stem*), its end (*suffix), a part of it (*infix*), a phrase (te bereiken, geen wacht* gehad), or two of them with a gap of at most three words between (kwam ... opdagen); case, accents and apostrophes do not matter';
COMMENT ON COLUMN golden_rule_keyword.polarity IS 'positive: the rule is kept; negative: it is broken; neutral: it is mentioned';
COMMENT ON COLUMN golden_rule_keyword.enabled IS 'false: the keyword does not count';
COMMENT ON COLUMN golden_rule_keyword.builtin IS 'shipped with nps_ext';

CREATE TABLE golden_rule_cue (
	rule smallint NOT NULL REFERENCES golden_rule,
	language text NOT NULL CHECK (language OPERATOR(pg_catalog.<>) ''::text),
	pattern text NOT NULL,
	weight real NOT NULL CHECK (weight OPERATOR(pg_catalog.>=) (-100)::real AND weight OPERATOR(pg_catalog.<=) (100)::real),
	tone real NOT NULL DEFAULT 0 CHECK (tone OPERATOR(pg_catalog.>=) (-100)::real AND tone OPERATOR(pg_catalog.<=) (100)::real),
	enabled boolean NOT NULL DEFAULT true,
	builtin boolean NOT NULL DEFAULT false,
	PRIMARY KEY (rule, language, pattern, builtin)
);
COMMENT ON TABLE golden_rule_cue IS
	'hints: words that speak of a rule too weakly to be keywords; where those in a sentence add up to 1 they make a tag. The shipped ones were learned from comments written for the purpose';
COMMENT ON COLUMN golden_rule_cue.rule IS 'the rule that the cue hints at';
COMMENT ON COLUMN golden_rule_cue.language IS 'language of the words: nl, en, ..; all languages match at once';
COMMENT ON COLUMN golden_rule_cue.pattern IS 'as in golden_rule_keyword';
COMMENT ON COLUMN golden_rule_cue.weight IS 'what it adds to the sum of the sentence, each time it stands there; a tag takes 1, and below 0 it speaks against the rule';
COMMENT ON COLUMN golden_rule_cue.tone IS 'what it adds to the polarity of its rule, each time, where that is tagged: above 0 is positive, below 0 negative';
COMMENT ON COLUMN golden_rule_cue.enabled IS 'false: the row does not count';
COMMENT ON COLUMN golden_rule_cue.builtin IS 'shipped with nps_ext';

CREATE TABLE golden_rule_mask (
	language text NOT NULL CHECK (language OPERATOR(pg_catalog.<>) ''::text),
	pattern text NOT NULL,
	rules smallint[],
	enabled boolean NOT NULL DEFAULT true,
	builtin boolean NOT NULL DEFAULT false,
	PRIMARY KEY (language, pattern, builtin)
);
COMMENT ON TABLE golden_rule_mask IS
	'phrases in which shorter keywords and cues mean something else, and do not count (return ticket)';
COMMENT ON COLUMN golden_rule_mask.language IS 'language of the words: nl, en, ..; all languages match at once';
COMMENT ON COLUMN golden_rule_mask.pattern IS 'as in golden_rule_keyword';
COMMENT ON COLUMN golden_rule_mask.rules IS 'the rules that it hides; NULL: all of them';
COMMENT ON COLUMN golden_rule_mask.enabled IS 'false: the row does not count';
COMMENT ON COLUMN golden_rule_mask.builtin IS 'shipped with nps_ext';

CREATE TABLE golden_rule_negator (
	language text NOT NULL CHECK (language OPERATOR(pg_catalog.<>) ''::text),
	pattern text NOT NULL,
	direction text NOT NULL
		CHECK (direction OPERATOR(pg_catalog.=) 'before'::text OR direction OPERATOR(pg_catalog.=) 'after'::text OR direction OPERATOR(pg_catalog.=) 'exception'::text OR direction OPERATOR(pg_catalog.=) 'wish'::text OR direction OPERATOR(pg_catalog.=) 'contrast'::text OR direction OPERATOR(pg_catalog.=) 'joiner'::text),
	scope smallint NOT NULL DEFAULT 0 CHECK (scope OPERATOR(pg_catalog.>=) (0)::smallint AND scope OPERATOR(pg_catalog.<=) (20)::smallint),
	enabled boolean NOT NULL DEFAULT true,
	builtin boolean NOT NULL DEFAULT false,
	PRIMARY KEY (language, pattern, direction, builtin)
);
COMMENT ON TABLE golden_rule_negator IS
	'words of grammar: what negates, and how far; what only looks like it; wishes; where a clause begins';
COMMENT ON COLUMN golden_rule_negator.language IS 'language of the words: nl, en, ..; all languages match at once';
COMMENT ON COLUMN golden_rule_negator.pattern IS 'as in golden_rule_keyword';
COMMENT ON COLUMN golden_rule_negator.direction IS 'before: it turns the scope words behind it; after: those before it; exception: a negator, wish or contrast in it is none (niet alleen), and a question with one that excepts nothing is a complaint (waarom); wish: what it is about is neutral, as questions are; contrast: the other side of the sentence begins (maar); joiner: stops a negator behind it (en)';
COMMENT ON COLUMN golden_rule_negator.scope IS 'of a negator: how many words may stand between it and what it turns; of a wish: it is about its clause and so many words behind it, 0 for the whole sentence; of a contrast: 1 if it only begins a clause (omdat)';
COMMENT ON COLUMN golden_rule_negator.enabled IS 'false: the row does not count';
COMMENT ON COLUMN golden_rule_negator.builtin IS 'shipped with nps_ext';

CREATE TABLE golden_rule_tone (
	language text NOT NULL CHECK (language OPERATOR(pg_catalog.<>) ''::text),
	pattern text NOT NULL,
	tone real NOT NULL CHECK (tone OPERATOR(pg_catalog.>=) (-100)::real AND tone OPERATOR(pg_catalog.<=) (100)::real),
	enabled boolean NOT NULL DEFAULT true,
	builtin boolean NOT NULL DEFAULT false,
	PRIMARY KEY (language, pattern, builtin)
);
COMMENT ON TABLE golden_rule_tone IS
	'words that are of no rule but say which way a comment points';
COMMENT ON COLUMN golden_rule_tone.language IS 'language of the words: nl, en, ..; all languages match at once';
COMMENT ON COLUMN golden_rule_tone.pattern IS 'as in golden_rule_keyword';
COMMENT ON COLUMN golden_rule_tone.tone IS 'above 0 is positive, below 0 negative; about 2 is as much as a keyword';
COMMENT ON COLUMN golden_rule_tone.enabled IS 'false: the row does not count';
COMMENT ON COLUMN golden_rule_tone.builtin IS 'shipped with nps_ext';

ALTER TABLE golden_rule OWNER TO @extowner@;
ALTER TABLE golden_rule_keyword OWNER TO @extowner@;
ALTER TABLE golden_rule_cue OWNER TO @extowner@;
ALTER TABLE golden_rule_mask OWNER TO @extowner@;
ALTER TABLE golden_rule_negator OWNER TO @extowner@;
ALTER TABLE golden_rule_tone OWNER TO @extowner@;
GRANT SELECT ON golden_rule, golden_rule_keyword, golden_rule_cue, golden_rule_mask, golden_rule_negator, golden_rule_tone TO PUBLIC;
SELECT pg_catalog.pg_extension_config_dump('golden_rule', 'WHERE NOT builtin');
SELECT pg_catalog.pg_extension_config_dump('golden_rule_keyword', 'WHERE NOT builtin');
SELECT pg_catalog.pg_extension_config_dump('golden_rule_cue', 'WHERE NOT builtin');
SELECT pg_catalog.pg_extension_config_dump('golden_rule_mask', 'WHERE NOT builtin');
SELECT pg_catalog.pg_extension_config_dump('golden_rule_negator', 'WHERE NOT builtin');
SELECT pg_catalog.pg_extension_config_dump('golden_rule_tone', 'WHERE NOT builtin');

-- ---------------------------------------------------------------------------
-- golden_rule_frame: the whole code frame as a value
-- ---------------------------------------------------------------------------

CREATE TYPE golden_rule_frame;

CREATE FUNCTION golden_rule_frame_in(cstring) RETURNS golden_rule_frame
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION golden_rule_frame_out(golden_rule_frame) RETURNS cstring
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION golden_rule_frame_recv(internal) RETURNS golden_rule_frame
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION golden_rule_frame_send(golden_rule_frame) RETURNS bytea
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION golden_rule_frame_in(cstring) IS 'text form of a code frame to its value';
COMMENT ON FUNCTION golden_rule_frame_out(golden_rule_frame) IS 'text form of a code frame';
COMMENT ON FUNCTION golden_rule_frame_recv(internal) IS 'binary form of a code frame to its value';
COMMENT ON FUNCTION golden_rule_frame_send(golden_rule_frame) IS 'binary form of a code frame';

CREATE TYPE golden_rule_frame (
	INPUT = golden_rule_frame_in,
	OUTPUT = golden_rule_frame_out,
	RECEIVE = golden_rule_frame_recv,
	SEND = golden_rule_frame_send,
	INTERNALLENGTH = variable,
	ALIGNMENT = int4,
	STORAGE = extended
);
COMMENT ON TYPE golden_rule_frame IS
	'a whole code frame as one value: rules, topics, keywords, cues, masks, negators and tone words; its text form has a line for each';

-- the text is canonical, so equal frames have equal bytes
CREATE FUNCTION golden_rule_frame_eq(golden_rule_frame, golden_rule_frame) RETURNS boolean
	LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'byteaeq';
CREATE FUNCTION golden_rule_frame_ne(golden_rule_frame, golden_rule_frame) RETURNS boolean
	LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'byteane';
CREATE FUNCTION golden_rule_frame_hash(golden_rule_frame) RETURNS integer
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'hashvarlena';
COMMENT ON FUNCTION golden_rule_frame_eq(golden_rule_frame, golden_rule_frame) IS 'are two code frames the same?';
COMMENT ON FUNCTION golden_rule_frame_ne(golden_rule_frame, golden_rule_frame) IS 'do two code frames differ?';
COMMENT ON FUNCTION golden_rule_frame_hash(golden_rule_frame) IS 'hash of a code frame';

CREATE OPERATOR = (LEFTARG = golden_rule_frame, RIGHTARG = golden_rule_frame, FUNCTION = golden_rule_frame_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES);
CREATE OPERATOR <> (LEFTARG = golden_rule_frame, RIGHTARG = golden_rule_frame, FUNCTION = golden_rule_frame_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR = (golden_rule_frame, golden_rule_frame) IS 'are two code frames the same?';
COMMENT ON OPERATOR <> (golden_rule_frame, golden_rule_frame) IS 'do two code frames differ?';
CREATE OPERATOR CLASS golden_rule_frame_hash_ops DEFAULT FOR TYPE golden_rule_frame USING hash AS
	OPERATOR 1 = (golden_rule_frame, golden_rule_frame), FUNCTION 1 golden_rule_frame_hash(golden_rule_frame);
COMMENT ON OPERATOR CLASS golden_rule_frame_hash_ops USING hash IS 'groups and tells apart code frames';
COMMENT ON OPERATOR FAMILY golden_rule_frame_hash_ops USING hash IS 'groups and tells apart code frames';

CREATE FUNCTION golden_rule_code_frame() RETURNS golden_rule_frame
	LANGUAGE c STABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION golden_rule_code_frame() IS
	'the code frame that the golden_rule tables hold: what is enabled, with rows of your own in the place of shipped ones';

CREATE FUNCTION golden_rule_codebook_version() RETURNS text
	LANGUAGE c STABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION golden_rule_codebook_version() IS
	'16 hexadecimal digits that change with the content of the code frame, and with nothing else';

CREATE FUNCTION golden_rule_codebook_version(frame golden_rule_frame) RETURNS text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'golden_rule_frame_version';
COMMENT ON FUNCTION golden_rule_codebook_version(frame golden_rule_frame) IS
	'16 hexadecimal digits that change with the content of the code frame, and with nothing else';

-- ---------------------------------------------------------------------------
-- Matching.  The forms without a frame are STABLE and read the tables; those
-- with one are IMMUTABLE: for generated columns, frozen reports and shards.
-- ---------------------------------------------------------------------------

CREATE FUNCTION golden_rules(comment text) RETURNS smallint[]
	LANGUAGE c STABLE STRICT PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION golden_rules(comment text) IS
	'numbers of the Golden Rules that a comment mentions, sorted, each once; {} for none, NULL for NULL';

CREATE FUNCTION golden_rules(comment text, frame golden_rule_frame) RETURNS smallint[]
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'golden_rules_of_frame';
COMMENT ON FUNCTION golden_rules(comment text, frame golden_rule_frame) IS
	'numbers of the rules that a comment mentions by this code frame, sorted, each once; {} for none';

CREATE FUNCTION golden_rule_mentions(comment text, score numeric DEFAULT NULL, OUT rule smallint, OUT polarity text)
	RETURNS SETOF record
	LANGUAGE c STABLE PARALLEL SAFE COST 100 ROWS 2 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION golden_rule_mentions(comment text, score numeric) IS
	'the rules that a comment mentions, a row each, with polarity positive (kept), negative (broken), neutral or mixed; the score of the respondent settles what is otherwise neutral: 9 and 10 positive, 0 to 6 negative; one that is no whole number from 0 to 10 is an error';

CREATE FUNCTION golden_rule_mentions(comment text, score numeric, frame golden_rule_frame, OUT rule smallint, OUT polarity text)
	RETURNS SETOF record
	LANGUAGE c IMMUTABLE PARALLEL SAFE COST 100 ROWS 2 AS 'MODULE_PATHNAME', 'golden_rule_mentions_of_frame';
COMMENT ON FUNCTION golden_rule_mentions(comment text, score numeric, frame golden_rule_frame) IS
	'the rules that a comment mentions by this code frame, a row each, with polarity; score may be NULL';

CREATE FUNCTION golden_rule_mentions(comment text, score double precision, OUT rule smallint, OUT polarity text)
	RETURNS SETOF record
	LANGUAGE c STABLE PARALLEL SAFE COST 100 ROWS 2 AS 'MODULE_PATHNAME', 'golden_rule_mentions_float8';
COMMENT ON FUNCTION golden_rule_mentions(comment text, score double precision) IS
	'the rules that a comment mentions, as with a numeric score';

CREATE FUNCTION golden_rule_mentions(comment text, score double precision, frame golden_rule_frame, OUT rule smallint, OUT polarity text)
	RETURNS SETOF record
	LANGUAGE c IMMUTABLE PARALLEL SAFE COST 100 ROWS 2 AS 'MODULE_PATHNAME', 'golden_rule_mentions_float8_of_frame';
COMMENT ON FUNCTION golden_rule_mentions(comment text, score double precision, frame golden_rule_frame) IS
	'the rules that a comment mentions by this code frame, as with a numeric score';

CREATE FUNCTION golden_rule_tags(comment text, OUT rule smallint, OUT polarity text, OUT keyword text, OUT hit text,
		OUT start_pos integer, OUT length integer, OUT negated boolean)
	RETURNS SETOF record
	LANGUAGE c STABLE PARALLEL SAFE COST 100 ROWS 5 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION golden_rule_tags(comment text) IS
	'why a comment is tagged, a row for each hit: rule or topic, polarity of the hit, the keyword or cue that caused it, the words hit and their place in the comment (characters from 1), and whether a negation turned it';

CREATE FUNCTION golden_rule_tags(comment text, frame golden_rule_frame, OUT rule smallint, OUT polarity text, OUT keyword text,
		OUT hit text, OUT start_pos integer, OUT length integer, OUT negated boolean)
	RETURNS SETOF record
	LANGUAGE c IMMUTABLE PARALLEL SAFE COST 100 ROWS 5 AS 'MODULE_PATHNAME', 'golden_rule_tags_of_frame';
COMMENT ON FUNCTION golden_rule_tags(comment text, frame golden_rule_frame) IS
	'why a comment is tagged by this code frame, a row for each hit';

-- not every encoding has the marks that are wanted
DO $$
DECLARE
	open text := '<<';
	close text := '>>';
BEGIN
	BEGIN
		open := pg_catalog.convert_from('\xc2ab'::bytea, 'UTF8');
		close := pg_catalog.convert_from('\xc2bb'::bytea, 'UTF8');
	EXCEPTION WHEN untranslatable_character OR undefined_function THEN
		open := '<<';
	END;
	EXECUTE pg_catalog.format('CREATE FUNCTION %s.golden_rule_highlight(comment text, open text DEFAULT %L, close text DEFAULT %L) RETURNS text
		LANGUAGE c STABLE STRICT PARALLEL SAFE COST 100 AS %L', '@extschema@', open, close, 'MODULE_PATHNAME');
END
$$;
COMMENT ON FUNCTION golden_rule_highlight(comment text, open text, close text) IS
	'the comment with marks around the words that make its tags; for plain text, not for HTML';

CREATE FUNCTION golden_rule_highlight_html(comment text) RETURNS text
	LANGUAGE c STABLE STRICT PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION golden_rule_highlight_html(comment text) IS
	'the comment as HTML, all of it escaped, with <mark data-rules data-polarity> around the words that make its tags';

CREATE FUNCTION golden_rule_tag_trigger() RETURNS trigger
	LANGUAGE c AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION golden_rule_tag_trigger() IS
	'trigger BEFORE INSERT OR UPDATE FOR EACH ROW with two arguments, the column with the comment and a smallint[] column: stores golden_rules(comment)';

CREATE FUNCTION golden_rule_pattern_check(pattern text) RETURNS boolean
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION golden_rule_pattern_check(pattern text) IS
	'true if a keyword pattern is well formed; otherwise an error that says what is wrong with it, and where';

CREATE FUNCTION golden_rule_pattern_key(pattern text) RETURNS bytea
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION golden_rule_pattern_key(pattern text) IS
	'the words of a pattern as the tagger compares them: equal for patterns that find the same; NULL for one that is not well formed';
