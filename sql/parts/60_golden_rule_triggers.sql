
-- ---------------------------------------------------------------------------
-- What guards the code frame; made after the shipped rows are in
-- ---------------------------------------------------------------------------

CREATE FUNCTION golden_rule_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF TG_OP = 'TRUNCATE' THEN
		RAISE EXCEPTION '% cannot be truncated: it holds rows that are shipped with nps_ext', TG_TABLE_NAME
			USING ERRCODE = 'object_not_in_prerequisite_state',
				HINT = format('Delete your own rows: DELETE FROM %I.%I WHERE NOT builtin.', TG_TABLE_SCHEMA, TG_TABLE_NAME);
	END IF;
	IF TG_TABLE_NAME = 'golden_rule' AND TG_OP = 'UPDATE' AND OLD.builtin <> NEW.builtin AND pg_trigger_depth() > 1 THEN
		-- golden_rule_take_place(), or a trigger that does no other things
		PERFORM FROM @extschema@.golden_rule_shipped() AS s
		WHERE s.rule = NEW.rule AND s.rule = OLD.rule AND (NOT NEW.builtin OR (NEW.enabled
			AND ROW(s.code, s.title_nl, s.title_en, s.role, s.experience, s.since, s.kind)
				IS NOT DISTINCT FROM ROW(NEW.code, NEW.title_nl, NEW.title_en, NEW.role, NEW.experience, NEW.since, NEW.kind)));
		IF FOUND THEN
			RETURN NEW;
		END IF;
	END IF;
	IF (TG_OP <> 'INSERT' AND OLD.builtin) OR (TG_OP <> 'DELETE' AND NEW.builtin) THEN
		RAISE EXCEPTION 'rows of % with builtin = true are shipped with nps_ext and cannot be changed by %', TG_TABLE_NAME, TG_OP
			USING ERRCODE = 'object_not_in_prerequisite_state',
				HINT = CASE TG_TABLE_NAME
					WHEN 'golden_rule' THEN 'Insert a row of your own with the same number: it takes the place of the shipped one, and with enabled = false it switches that off. Rules of your own get numbers from 100.'
					ELSE 'Insert a row of your own with the same key, such as language and pattern: it replaces the shipped one, and with enabled = false it switches that off.'
				END;
	END IF;
	RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;
COMMENT ON FUNCTION golden_rule_guard() IS 'trigger: refuses changes of rows that are shipped with nps_ext';

-- A user's row with the number of a shipped one: the row that is there is given
-- other values, as there is one a number.  DELETE gives it the shipped ones again.
CREATE FUNCTION golden_rule_take_place() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	number smallint;
	shipped record;
BEGIN
	IF TG_OP = 'INSERT' THEN
		number := NEW.rule;
	ELSE
		number := OLD.rule;
	END IF;
	SELECT s.* INTO shipped FROM @extschema@.golden_rule_shipped() AS s WHERE s.rule = number;
	IF TG_OP = 'DELETE' THEN
		IF shipped.rule IS NULL THEN
			RETURN OLD;
		END IF;
		UPDATE @extschema@.golden_rule AS r SET code = shipped.code, title_nl = shipped.title_nl, title_en = shipped.title_en, role = shipped.role,
			experience = shipped.experience, since = shipped.since, kind = shipped.kind, enabled = true, builtin = true
		WHERE r.rule = number;
		RAISE NOTICE 'rule % is as shipped again', number;
		RETURN NULL;
	END IF;
	IF TG_OP = 'UPDATE' THEN
		IF shipped.rule IS NOT NULL AND NEW.rule <> number THEN
			RAISE EXCEPTION 'rule % is a shipped one, of which your row has taken the place: it cannot become rule %', number, NEW.rule
				USING ERRCODE = 'object_not_in_prerequisite_state',
					HINT = format('Insert a rule %s of your own, and delete this row to have the shipped one back.', NEW.rule);
		END IF;
		RETURN NEW;
	END IF;
	IF NEW.rule < 1 THEN
		RAISE EXCEPTION 'rule number % is not above 0', NEW.rule
			USING ERRCODE = 'check_violation', HINT = 'Give rules of your own numbers from 100.';
	END IF;
	NEW.kind := coalesce(NEW.kind, shipped.kind, 'rule');
	IF shipped.rule IS NULL THEN
		RETURN NEW;
	END IF;
	-- the only column that may be NULL is left out only with others: rows of a dump have them all
	IF NEW.code IS NULL OR NEW.title_nl IS NULL OR NEW.title_en IS NULL OR NEW.role IS NULL OR NEW.experience IS NULL THEN
		NEW.since := coalesce(NEW.since, shipped.since);
	END IF;
	NEW.code := coalesce(NEW.code, shipped.code);
	NEW.title_nl := coalesce(NEW.title_nl, shipped.title_nl);
	NEW.title_en := coalesce(NEW.title_en, shipped.title_en);
	NEW.role := coalesce(NEW.role, shipped.role);
	NEW.experience := coalesce(NEW.experience, shipped.experience);
	UPDATE @extschema@.golden_rule AS r SET code = NEW.code, title_nl = NEW.title_nl, title_en = NEW.title_en, role = NEW.role,
		experience = NEW.experience, since = NEW.since, kind = NEW.kind, enabled = NEW.enabled, builtin = false
	WHERE r.rule = number AND r.builtin;
	IF NOT FOUND THEN
		RETURN NEW;	-- there is a row of one's own: INSERT says so, or ON CONFLICT acts
	END IF;
	RAISE NOTICE 'rule % is yours now, in the place of the shipped one', number
		USING HINT = format('DELETE FROM %I.golden_rule WHERE rule = %s gives the shipped one back.', TG_TABLE_SCHEMA, number);
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION golden_rule_take_place() IS 'trigger: a rule of one''s own with the number of a shipped one takes its place, until it is deleted';

CREATE FUNCTION golden_rule_keyword_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	key bytea := @extschema@.golden_rule_pattern_key(NEW.pattern);
	same text;
BEGIN
	PERFORM @extschema@.golden_rule_pattern_check(NEW.pattern);
	-- constraints say this as well, but not what there is to choose from
	IF TG_TABLE_NAME IN ('golden_rule_keyword', 'golden_rule_cue') THEN
		PERFORM FROM @extschema@.golden_rule AS r WHERE r.rule = NEW.rule;
		IF NOT FOUND AND NEW.rule IS NOT NULL THEN
			RAISE EXCEPTION 'there is no rule %', NEW.rule
				USING ERRCODE = 'foreign_key_violation',
					HINT = format('Insert it into %I.golden_rule first; rules of your own get numbers from 100.', TG_TABLE_SCHEMA);
		END IF;
	END IF;
	IF TG_TABLE_NAME = 'golden_rule_keyword' THEN
		IF NEW.polarity NOT IN ('positive', 'negative', 'neutral') THEN
			RAISE EXCEPTION 'polarity "%" of the pattern "%" is not known', NEW.polarity, NEW.pattern
				USING ERRCODE = 'check_violation', HINT = 'It is positive, negative or neutral.';
		END IF;
	ELSIF TG_TABLE_NAME = 'golden_rule_negator' THEN
		IF NEW.direction NOT IN ('before', 'after', 'exception', 'wish', 'contrast', 'joiner') THEN
			RAISE EXCEPTION 'direction "%" of the pattern "%" is not known', NEW.direction, NEW.pattern
				USING ERRCODE = 'check_violation', HINT = 'It is before, after, exception, wish, contrast or joiner.';
		END IF;
	END IF;
	-- the unique indexes below say so as well, but say less; a condition on their first column alone,
	-- so that no plan reads all rows of a language by another index
	IF TG_TABLE_NAME = 'golden_rule_keyword' THEN
		SELECT t.pattern INTO same FROM @extschema@.golden_rule_keyword AS t
		WHERE NOT t.builtin AND t.rule IS NOT DISTINCT FROM NEW.rule AND t.language IS NOT DISTINCT FROM NEW.language AND @extschema@.golden_rule_pattern_key(t.pattern) = key
			AND t.pattern <> NEW.pattern AND t.pattern IS DISTINCT FROM OLD.pattern;
	ELSIF TG_TABLE_NAME = 'golden_rule_cue' THEN
		SELECT t.pattern INTO same FROM @extschema@.golden_rule_cue AS t
		WHERE NOT t.builtin AND t.rule IS NOT DISTINCT FROM NEW.rule AND t.language IS NOT DISTINCT FROM NEW.language AND @extschema@.golden_rule_pattern_key(t.pattern) = key
			AND t.pattern <> NEW.pattern AND t.pattern IS DISTINCT FROM OLD.pattern;
	ELSIF TG_TABLE_NAME = 'golden_rule_mask' THEN
		SELECT t.pattern INTO same FROM @extschema@.golden_rule_mask AS t
		WHERE NOT t.builtin AND t.language IS NOT DISTINCT FROM NEW.language AND @extschema@.golden_rule_pattern_key(t.pattern) = key
			AND t.pattern <> NEW.pattern AND t.pattern IS DISTINCT FROM OLD.pattern;
	ELSIF TG_TABLE_NAME = 'golden_rule_negator' THEN
		SELECT t.pattern INTO same FROM @extschema@.golden_rule_negator AS t
		WHERE NOT t.builtin AND t.language IS NOT DISTINCT FROM NEW.language AND t.direction IS NOT DISTINCT FROM NEW.direction AND @extschema@.golden_rule_pattern_key(t.pattern) = key
			AND t.pattern <> NEW.pattern AND t.pattern IS DISTINCT FROM OLD.pattern;
	ELSE
		SELECT t.pattern INTO same FROM @extschema@.golden_rule_tone AS t
		WHERE NOT t.builtin AND t.language IS NOT DISTINCT FROM NEW.language AND @extschema@.golden_rule_pattern_key(t.pattern) = key
			AND t.pattern <> NEW.pattern AND t.pattern IS DISTINCT FROM OLD.pattern;
	END IF;
	IF same IS NOT NULL THEN
		RAISE EXCEPTION 'the pattern "%" is the same as your pattern "%" in %', NEW.pattern, same, TG_TABLE_NAME
			USING ERRCODE = 'unique_violation',
				DETAIL = 'Case, accents, apostrophes and spaces do not tell patterns apart.',
				HINT = format('Change that row instead: UPDATE %I.%I SET .. WHERE NOT builtin AND pattern = %L.', TG_TABLE_SCHEMA, TG_TABLE_NAME, same);
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION golden_rule_keyword_guard() IS 'trigger: refuses keyword patterns that are not well formed, rules, polarities and directions that there are not, and a second row of one''s own with the same words';

CREATE FUNCTION golden_rule_mask_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF NEW.rules = '{}' OR array_ndims(NEW.rules) > 1 OR array_position(NEW.rules, NULL) IS NOT NULL THEN
		RAISE EXCEPTION 'the rules of a mask cannot be %', NEW.rules
			USING ERRCODE = 'invalid_parameter_value',
				HINT = 'Give a list of rules, such as ''{2,5}'', or NULL for a mask that hides all rules; with enabled = false it hides none.';
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION golden_rule_mask_guard() IS 'trigger: refuses rules of a mask that are no plain list';

-- Of two rows of one's own with the same words one would count, and nothing would
-- say which.  An upgrade in which folding changes has to make these anew.
CREATE UNIQUE INDEX golden_rule_keyword_same_words ON golden_rule_keyword (golden_rule_pattern_key(pattern), rule, language) WHERE NOT builtin;
CREATE UNIQUE INDEX golden_rule_cue_same_words ON golden_rule_cue (golden_rule_pattern_key(pattern), rule, language) WHERE NOT builtin;
CREATE UNIQUE INDEX golden_rule_mask_same_words ON golden_rule_mask (golden_rule_pattern_key(pattern), language) WHERE NOT builtin;
CREATE UNIQUE INDEX golden_rule_negator_same_words ON golden_rule_negator (golden_rule_pattern_key(pattern), language, direction) WHERE NOT builtin;
CREATE UNIQUE INDEX golden_rule_tone_same_words ON golden_rule_tone (golden_rule_pattern_key(pattern), language) WHERE NOT builtin;
COMMENT ON INDEX golden_rule_keyword_same_words IS 'rows of one''s own whose patterns differ only in case, accents and the like are the same';
COMMENT ON INDEX golden_rule_cue_same_words IS 'rows of one''s own whose patterns differ only in case, accents and the like are the same';
COMMENT ON INDEX golden_rule_mask_same_words IS 'rows of one''s own whose patterns differ only in case, accents and the like are the same';
COMMENT ON INDEX golden_rule_negator_same_words IS 'rows of one''s own whose patterns differ only in case, accents and the like are the same';
COMMENT ON INDEX golden_rule_tone_same_words IS 'rows of one''s own whose patterns differ only in case, accents and the like are the same';

CREATE FUNCTION golden_rule_changed() RETURNS trigger
	LANGUAGE c AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION golden_rule_changed() IS 'trigger: makes every session read the keywords again';

CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON golden_rule
	FOR EACH ROW EXECUTE FUNCTION golden_rule_guard();
CREATE TRIGGER guard_truncate BEFORE TRUNCATE ON golden_rule
	FOR EACH STATEMENT EXECUTE FUNCTION golden_rule_guard();
CREATE TRIGGER take_place BEFORE INSERT OR UPDATE OR DELETE ON golden_rule
	FOR EACH ROW EXECUTE FUNCTION golden_rule_take_place();
CREATE TRIGGER rules_check BEFORE INSERT OR UPDATE ON golden_rule_mask
	FOR EACH ROW EXECUTE FUNCTION golden_rule_mask_guard();
CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON golden_rule_keyword
	FOR EACH ROW EXECUTE FUNCTION golden_rule_guard();
CREATE TRIGGER guard_truncate BEFORE TRUNCATE ON golden_rule_keyword
	FOR EACH STATEMENT EXECUTE FUNCTION golden_rule_guard();
CREATE TRIGGER pattern_check BEFORE INSERT OR UPDATE OF rule, language, pattern, polarity ON golden_rule_keyword
	FOR EACH ROW EXECUTE FUNCTION golden_rule_keyword_guard();
CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON golden_rule_cue
	FOR EACH ROW EXECUTE FUNCTION golden_rule_guard();
CREATE TRIGGER guard_truncate BEFORE TRUNCATE ON golden_rule_cue
	FOR EACH STATEMENT EXECUTE FUNCTION golden_rule_guard();
CREATE TRIGGER pattern_check BEFORE INSERT OR UPDATE OF rule, language, pattern ON golden_rule_cue
	FOR EACH ROW EXECUTE FUNCTION golden_rule_keyword_guard();
CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON golden_rule_mask
	FOR EACH ROW EXECUTE FUNCTION golden_rule_guard();
CREATE TRIGGER guard_truncate BEFORE TRUNCATE ON golden_rule_mask
	FOR EACH STATEMENT EXECUTE FUNCTION golden_rule_guard();
CREATE TRIGGER pattern_check BEFORE INSERT OR UPDATE OF language, pattern ON golden_rule_mask
	FOR EACH ROW EXECUTE FUNCTION golden_rule_keyword_guard();
CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON golden_rule_negator
	FOR EACH ROW EXECUTE FUNCTION golden_rule_guard();
CREATE TRIGGER guard_truncate BEFORE TRUNCATE ON golden_rule_negator
	FOR EACH STATEMENT EXECUTE FUNCTION golden_rule_guard();
CREATE TRIGGER pattern_check BEFORE INSERT OR UPDATE OF language, direction, pattern ON golden_rule_negator
	FOR EACH ROW EXECUTE FUNCTION golden_rule_keyword_guard();
CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON golden_rule_tone
	FOR EACH ROW EXECUTE FUNCTION golden_rule_guard();
CREATE TRIGGER guard_truncate BEFORE TRUNCATE ON golden_rule_tone
	FOR EACH STATEMENT EXECUTE FUNCTION golden_rule_guard();
CREATE TRIGGER pattern_check BEFORE INSERT OR UPDATE OF language, pattern ON golden_rule_tone
	FOR EACH ROW EXECUTE FUNCTION golden_rule_keyword_guard();

-- by row and ALWAYS: logical replication applies rows, without statement triggers
CREATE TRIGGER zz_changed AFTER INSERT OR UPDATE OR DELETE ON golden_rule
	FOR EACH ROW EXECUTE FUNCTION golden_rule_changed();
CREATE TRIGGER zz_changed_truncate AFTER TRUNCATE ON golden_rule
	FOR EACH STATEMENT EXECUTE FUNCTION golden_rule_changed();
ALTER TABLE golden_rule ENABLE ALWAYS TRIGGER zz_changed;
ALTER TABLE golden_rule ENABLE ALWAYS TRIGGER zz_changed_truncate;
CREATE TRIGGER zz_changed AFTER INSERT OR UPDATE OR DELETE ON golden_rule_keyword
	FOR EACH ROW EXECUTE FUNCTION golden_rule_changed();
CREATE TRIGGER zz_changed_truncate AFTER TRUNCATE ON golden_rule_keyword
	FOR EACH STATEMENT EXECUTE FUNCTION golden_rule_changed();
ALTER TABLE golden_rule_keyword ENABLE ALWAYS TRIGGER zz_changed;
ALTER TABLE golden_rule_keyword ENABLE ALWAYS TRIGGER zz_changed_truncate;
CREATE TRIGGER zz_changed AFTER INSERT OR UPDATE OR DELETE ON golden_rule_cue
	FOR EACH ROW EXECUTE FUNCTION golden_rule_changed();
CREATE TRIGGER zz_changed_truncate AFTER TRUNCATE ON golden_rule_cue
	FOR EACH STATEMENT EXECUTE FUNCTION golden_rule_changed();
ALTER TABLE golden_rule_cue ENABLE ALWAYS TRIGGER zz_changed;
ALTER TABLE golden_rule_cue ENABLE ALWAYS TRIGGER zz_changed_truncate;
CREATE TRIGGER zz_changed AFTER INSERT OR UPDATE OR DELETE ON golden_rule_mask
	FOR EACH ROW EXECUTE FUNCTION golden_rule_changed();
CREATE TRIGGER zz_changed_truncate AFTER TRUNCATE ON golden_rule_mask
	FOR EACH STATEMENT EXECUTE FUNCTION golden_rule_changed();
ALTER TABLE golden_rule_mask ENABLE ALWAYS TRIGGER zz_changed;
ALTER TABLE golden_rule_mask ENABLE ALWAYS TRIGGER zz_changed_truncate;
CREATE TRIGGER zz_changed AFTER INSERT OR UPDATE OR DELETE ON golden_rule_negator
	FOR EACH ROW EXECUTE FUNCTION golden_rule_changed();
CREATE TRIGGER zz_changed_truncate AFTER TRUNCATE ON golden_rule_negator
	FOR EACH STATEMENT EXECUTE FUNCTION golden_rule_changed();
ALTER TABLE golden_rule_negator ENABLE ALWAYS TRIGGER zz_changed;
ALTER TABLE golden_rule_negator ENABLE ALWAYS TRIGGER zz_changed_truncate;
CREATE TRIGGER zz_changed AFTER INSERT OR UPDATE OR DELETE ON golden_rule_tone
	FOR EACH ROW EXECUTE FUNCTION golden_rule_changed();
CREATE TRIGGER zz_changed_truncate AFTER TRUNCATE ON golden_rule_tone
	FOR EACH STATEMENT EXECUTE FUNCTION golden_rule_changed();
ALTER TABLE golden_rule_tone ENABLE ALWAYS TRIGGER zz_changed;
ALTER TABLE golden_rule_tone ENABLE ALWAYS TRIGGER zz_changed_truncate;

COMMENT ON TRIGGER guard ON golden_rule IS 'protects shipped rows';
COMMENT ON TRIGGER guard_truncate ON golden_rule IS 'protects shipped rows';
COMMENT ON TRIGGER take_place ON golden_rule IS 'a row of one''s own in the place of a shipped one';
COMMENT ON TRIGGER rules_check ON golden_rule_mask IS 'refuses rules that are no plain list';
COMMENT ON TRIGGER zz_changed ON golden_rule IS 'makes every session read the code frame again';
COMMENT ON TRIGGER zz_changed_truncate ON golden_rule IS 'makes every session read the code frame again';
COMMENT ON TRIGGER guard ON golden_rule_keyword IS 'protects shipped rows';
COMMENT ON TRIGGER guard_truncate ON golden_rule_keyword IS 'protects shipped rows';
COMMENT ON TRIGGER pattern_check ON golden_rule_keyword IS 'refuses malformed patterns';
COMMENT ON TRIGGER zz_changed ON golden_rule_keyword IS 'makes every session read the code frame again';
COMMENT ON TRIGGER zz_changed_truncate ON golden_rule_keyword IS 'makes every session read the code frame again';
COMMENT ON TRIGGER guard ON golden_rule_cue IS 'protects shipped rows';
COMMENT ON TRIGGER guard_truncate ON golden_rule_cue IS 'protects shipped rows';
COMMENT ON TRIGGER pattern_check ON golden_rule_cue IS 'refuses malformed patterns';
COMMENT ON TRIGGER zz_changed ON golden_rule_cue IS 'makes every session read the code frame again';
COMMENT ON TRIGGER zz_changed_truncate ON golden_rule_cue IS 'makes every session read the code frame again';
COMMENT ON TRIGGER guard ON golden_rule_mask IS 'protects shipped rows';
COMMENT ON TRIGGER guard_truncate ON golden_rule_mask IS 'protects shipped rows';
COMMENT ON TRIGGER pattern_check ON golden_rule_mask IS 'refuses malformed patterns';
COMMENT ON TRIGGER zz_changed ON golden_rule_mask IS 'makes every session read the code frame again';
COMMENT ON TRIGGER zz_changed_truncate ON golden_rule_mask IS 'makes every session read the code frame again';
COMMENT ON TRIGGER guard ON golden_rule_negator IS 'protects shipped rows';
COMMENT ON TRIGGER guard_truncate ON golden_rule_negator IS 'protects shipped rows';
COMMENT ON TRIGGER pattern_check ON golden_rule_negator IS 'refuses malformed patterns';
COMMENT ON TRIGGER zz_changed ON golden_rule_negator IS 'makes every session read the code frame again';
COMMENT ON TRIGGER zz_changed_truncate ON golden_rule_negator IS 'makes every session read the code frame again';
COMMENT ON TRIGGER guard ON golden_rule_tone IS 'protects shipped rows';
COMMENT ON TRIGGER guard_truncate ON golden_rule_tone IS 'protects shipped rows';
COMMENT ON TRIGGER pattern_check ON golden_rule_tone IS 'refuses malformed patterns';
COMMENT ON TRIGGER zz_changed ON golden_rule_tone IS 'makes every session read the code frame again';
COMMENT ON TRIGGER zz_changed_truncate ON golden_rule_tone IS 'makes every session read the code frame again';
