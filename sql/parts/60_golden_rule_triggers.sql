
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
	IF (TG_OP <> 'INSERT' AND OLD.builtin) OR (TG_OP <> 'DELETE' AND NEW.builtin) THEN
		RAISE EXCEPTION 'rows of % with builtin = true are shipped with nps_ext and cannot be changed by %', TG_TABLE_NAME, TG_OP
			USING ERRCODE = 'object_not_in_prerequisite_state',
				HINT = CASE TG_TABLE_NAME
					WHEN 'golden_rule' THEN 'Insert a rule of your own, with a number from 100.'
					ELSE 'Insert a row of your own with the same key, such as language and pattern: it replaces the shipped one, and with enabled = false it switches that off.'
				END;
	END IF;
	RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;
COMMENT ON FUNCTION golden_rule_guard() IS 'trigger: refuses changes of rows that are shipped with nps_ext';

CREATE FUNCTION golden_rule_keyword_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	PERFORM @extschema@.golden_rule_pattern_check(NEW.pattern);
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION golden_rule_keyword_guard() IS 'trigger: refuses keyword patterns that are not well formed';

CREATE FUNCTION golden_rule_changed() RETURNS trigger
	LANGUAGE c AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION golden_rule_changed() IS 'trigger: makes every session read the keywords again';

CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON golden_rule
	FOR EACH ROW EXECUTE FUNCTION golden_rule_guard();
CREATE TRIGGER guard_truncate BEFORE TRUNCATE ON golden_rule
	FOR EACH STATEMENT EXECUTE FUNCTION golden_rule_guard();
CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON golden_rule_keyword
	FOR EACH ROW EXECUTE FUNCTION golden_rule_guard();
CREATE TRIGGER guard_truncate BEFORE TRUNCATE ON golden_rule_keyword
	FOR EACH STATEMENT EXECUTE FUNCTION golden_rule_guard();
CREATE TRIGGER pattern_check BEFORE INSERT OR UPDATE OF pattern ON golden_rule_keyword
	FOR EACH ROW EXECUTE FUNCTION golden_rule_keyword_guard();
CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON golden_rule_cue
	FOR EACH ROW EXECUTE FUNCTION golden_rule_guard();
CREATE TRIGGER guard_truncate BEFORE TRUNCATE ON golden_rule_cue
	FOR EACH STATEMENT EXECUTE FUNCTION golden_rule_guard();
CREATE TRIGGER pattern_check BEFORE INSERT OR UPDATE OF pattern ON golden_rule_cue
	FOR EACH ROW EXECUTE FUNCTION golden_rule_keyword_guard();
CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON golden_rule_mask
	FOR EACH ROW EXECUTE FUNCTION golden_rule_guard();
CREATE TRIGGER guard_truncate BEFORE TRUNCATE ON golden_rule_mask
	FOR EACH STATEMENT EXECUTE FUNCTION golden_rule_guard();
CREATE TRIGGER pattern_check BEFORE INSERT OR UPDATE OF pattern ON golden_rule_mask
	FOR EACH ROW EXECUTE FUNCTION golden_rule_keyword_guard();
CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON golden_rule_negator
	FOR EACH ROW EXECUTE FUNCTION golden_rule_guard();
CREATE TRIGGER guard_truncate BEFORE TRUNCATE ON golden_rule_negator
	FOR EACH STATEMENT EXECUTE FUNCTION golden_rule_guard();
CREATE TRIGGER pattern_check BEFORE INSERT OR UPDATE OF pattern ON golden_rule_negator
	FOR EACH ROW EXECUTE FUNCTION golden_rule_keyword_guard();
CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON golden_rule_tone
	FOR EACH ROW EXECUTE FUNCTION golden_rule_guard();
CREATE TRIGGER guard_truncate BEFORE TRUNCATE ON golden_rule_tone
	FOR EACH STATEMENT EXECUTE FUNCTION golden_rule_guard();
CREATE TRIGGER pattern_check BEFORE INSERT OR UPDATE OF pattern ON golden_rule_tone
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
