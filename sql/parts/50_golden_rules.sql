
-- ---------------------------------------------------------------------------
-- Golden Rules: the rules, their keywords, and golden_rules(comment)
--
-- Shipped rows are `builtin`: protected from edits, made anew by CREATE
-- EXTENSION, and therefore not dumped.  A user's row of the same rule, language
-- and pattern replaces a shipped one; with enabled = false it switches it off.
-- ---------------------------------------------------------------------------

CREATE TABLE golden_rule (
	rule smallint PRIMARY KEY,
	code text NOT NULL UNIQUE,
	title_nl text NOT NULL,
	title_en text NOT NULL,
	role text NOT NULL CHECK (role OPERATOR(pg_catalog.=) 'hygiene'::text OR role OPERATOR(pg_catalog.=) 'differentiator'::text),
	experience text NOT NULL CHECK (experience OPERATOR(pg_catalog.=) 'CX'::text OR experience OPERATOR(pg_catalog.=) 'SX'::text),
	since integer,
	builtin boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE golden_rule IS
	'the Golden Rules of customer friendliness (after MarketResponse/SAMR); add rules of your own with numbers from 100';
COMMENT ON COLUMN golden_rule.rule IS 'number of the rule';
COMMENT ON COLUMN golden_rule.code IS 'short name';
COMMENT ON COLUMN golden_rule.title_nl IS 'the rule in Dutch';
COMMENT ON COLUMN golden_rule.title_en IS 'the rule in English';
COMMENT ON COLUMN golden_rule.role IS 'hygiene: one can only lose on it; differentiator: one can win on it';
COMMENT ON COLUMN golden_rule.experience IS 'CX: customer experience; SX: sustainable experience, care for people and planet';
COMMENT ON COLUMN golden_rule.since IS 'year in which the rule was found';
COMMENT ON COLUMN golden_rule.builtin IS 'shipped with nps_ext';

INSERT INTO golden_rule (rule, code, title_nl, title_en, role, experience, since, builtin) VALUES
	(1, 'available', 'wees beschikbaar', 'be available', 'hygiene', 'CX', 2009, true),
	(2, 'promises', 'kom beloften na', 'keep your promises', 'hygiene', 'CX', 2009, true),
	(3, 'formalities', 'doe niet moeilijk over formaliteiten', 'make no fuss over formalities', 'hygiene', 'CX', 2009, true),
	(4, 'mistakes', 'geef fouten toe en los ze op', 'admit mistakes and put them right', 'hygiene', 'CX', 2009, true),
	(5, 'bother', 'val klanten niet onnodig lastig', 'do not bother customers needlessly', 'hygiene', 'CX', 2009, true),
	(6, 'involved', 'wees oprecht betrokken', 'be sincerely involved', 'differentiator', 'CX', 2010, true),
	(7, 'society', 'heb aandacht voor mens en maatschappij', 'care for people and society', 'differentiator', 'SX', 2017, true);

-- the C code knows these columns by name and type (src/tag/keywords.c)
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
	'a word (bereikbaar), the start of one (stem*), its end (*suffix), a part of it (*infix*), or a phrase (te bereiken, geen wacht*); case, accents and apostrophes do not matter';
COMMENT ON COLUMN golden_rule_keyword.polarity IS 'positive: the rule is kept; negative: it is broken; neutral: it is mentioned';
COMMENT ON COLUMN golden_rule_keyword.enabled IS 'false: the keyword does not count';
COMMENT ON COLUMN golden_rule_keyword.builtin IS 'shipped with nps_ext';

ALTER TABLE golden_rule OWNER TO @extowner@;
ALTER TABLE golden_rule_keyword OWNER TO @extowner@;
GRANT SELECT ON golden_rule, golden_rule_keyword TO PUBLIC;
SELECT pg_catalog.pg_extension_config_dump('golden_rule', 'WHERE NOT builtin');
SELECT pg_catalog.pg_extension_config_dump('golden_rule_keyword', 'WHERE NOT builtin');

CREATE FUNCTION golden_rules(comment text) RETURNS smallint[]
	LANGUAGE c STABLE STRICT PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION golden_rules(comment text) IS
	'numbers of the Golden Rules that a comment mentions, sorted, each once; {} for none, NULL for NULL';

CREATE FUNCTION golden_rule_pattern_check(pattern text) RETURNS boolean
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION golden_rule_pattern_check(pattern text) IS
	'true if a keyword pattern is well formed; otherwise an error that says what is wrong with it, and where';
