--
-- catalog.sql: the contract that every object of nps_ext keeps.
--
-- Asked from the catalogs, for all members of the extension, so it also holds
-- for objects added later.  A test that fails lists the offenders.  Run by
--     pg_prove -d DB test/pgtap/*.sql
-- in a database that has pgtap and nps_ext.  The last tests install the
-- extension elsewhere; all is rolled back.
--
\set ECHO none
\set QUIET 1
\pset format unaligned
\pset tuples_only true
\pset pager off
\set ON_ERROR_ROLLBACK 1
\set ON_ERROR_STOP true
SET client_min_messages = warning;

BEGIN;
SELECT plan(51);

-- the members, each with its name
CREATE TEMP VIEW member AS
SELECT d.classid, d.objid, i.type, i.identity
FROM pg_depend AS d JOIN pg_extension AS e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid,
	pg_identify_object(d.classid, d.objid, 0) AS i
WHERE e.extname = 'nps_ext' AND d.deptype = 'e';
CREATE TEMP VIEW function AS
SELECT p.*, p.oid::regprocedure::text AS identity, l.lanname FROM pg_proc AS p JOIN pg_language AS l ON l.oid = p.prolang
WHERE p.oid IN (SELECT objid FROM member WHERE classid = 'pg_proc'::regclass);
CREATE TEMP VIEW aggregate AS
SELECT a.*, f.identity, f.proname, f.proargtypes, f.pronargs, f.proparallel, f.provolatile, t.typtype, t.typlen
FROM pg_aggregate AS a JOIN function AS f ON f.oid = a.aggfnoid JOIN pg_type AS t ON t.oid = a.aggtranstype;
CREATE TEMP VIEW relation AS
SELECT c.*, c.oid::regclass::text AS identity FROM pg_class AS c
WHERE c.oid IN (SELECT objid FROM member WHERE classid = 'pg_class'::regclass);
-- the aggregates over one score, which share a state
CREATE TEMP VIEW score_aggregate AS
SELECT a.*, format_type(proargtypes[0], NULL) AS input FROM aggregate AS a
WHERE pronargs = 1 AND aggtranstype = (SELECT objid FROM member WHERE type = 'type' AND identity ~ '\mnps_hist$') AND proargtypes[0] <> aggtranstype;

-- these tests would hold for nothing at all
SELECT cmp_ok((SELECT count(*) FROM member), '>=', 90::bigint, 'the extension has its objects');
SELECT set_has(
	$$SELECT proname::text, input FROM score_aggregate$$,
	$$SELECT n, t FROM unnest('{nps,enps,nps_hist,csat,ces}'::text[]) AS n, unnest('{smallint,integer,bigint,numeric,double precision}'::text[]) AS t$$,
	'nps, enps, nps_hist, csat and ces take all five types');
SELECT set_has($$SELECT identity FROM aggregate$$, $$VALUES ('nps_rollup(nps_hist)')$$, 'nps_rollup is an aggregate over nps_hist');
SELECT is_empty($$
	SELECT proname, count(DISTINCT prorettype) FROM function
	WHERE proname IN ('nps_interval', 'nps_weighted', 'nps_slope', 'nps_stratified', 'nps_score', 'nps_count')
	GROUP BY proname HAVING count(DISTINCT prorettype) > 1 OR count(*) < 2
	$$, 'over rows, over a state and over arrays, a function gives the same columns');
SELECT is_empty($$
	SELECT identity FROM function WHERE prokind = 'f' AND proname IN ('nps_interval', 'nps_margin', 'nps_test') AND identity ~ '\mnps_hist\M'
	  AND to_regprocedure(replace(identity, 'nps_hist', 'nps_weights')) IS NULL
	$$, 'intervals and tests of a histogram are there for weights, too');

-- comments
SELECT is_empty($$
	SELECT type, identity FROM member
	WHERE type NOT IN ('sequence', 'index') AND coalesce(obj_description(objid, classid::regclass::name), '') = ''
	  AND NOT (classid = 'pg_type'::regclass AND objid IN (SELECT oid FROM pg_type WHERE typcategory = 'A' OR typrelid IN (SELECT oid FROM pg_class WHERE relkind <> 'c')))
	$$, 'every object has a comment');
SELECT is_empty($$
	SELECT r.identity, a.attname FROM relation AS r JOIN pg_attribute AS a ON a.attrelid = r.oid
	WHERE r.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND a.attnum > 0 AND NOT a.attisdropped AND coalesce(col_description(r.oid, a.attnum), '') = ''
	$$, 'every column of a table or view has a comment');
SELECT is_empty($$
	SELECT type, identity FROM member WHERE obj_description(objid, classid::regclass::name) ~ '^\s|\s$|TODO|FIXME'
	$$, 'no comment is unfinished');

-- aggregates: splittable over workers, partitions and shards
SELECT is_empty($$SELECT identity FROM aggregate WHERE aggcombinefn = 0$$, 'every aggregate can combine states');
SELECT is_empty($$SELECT identity, aggtranstype::regtype FROM aggregate WHERE typtype = 'p'$$, 'no aggregate has a pseudo-type (internal) as its state');
SELECT is_empty($$SELECT identity FROM aggregate WHERE proparallel <> 's'$$, 'every aggregate is parallel safe');
SELECT is_empty($$SELECT identity FROM aggregate WHERE aggkind <> 'n' OR pronargs = 0$$, 'every aggregate is a plain one with an argument');
SELECT is_empty($$SELECT identity FROM aggregate WHERE aggfinalmodify <> 'r' OR aggmfinalmodify <> 'r'$$, 'no final function modifies the state');
SELECT is_empty($$
	SELECT a.identity, f::regprocedure FROM aggregate AS a, unnest(ARRAY[aggtransfn, aggfinalfn, aggcombinefn, aggmtransfn, aggminvtransfn, aggmfinalfn]::oid[]) AS f
	WHERE f <> 0 AND NOT EXISTS (SELECT FROM pg_proc WHERE oid = f AND proparallel = 's' AND provolatile <> 'v')
	$$, 'the support functions of aggregates are parallel safe, and none is volatile');
SELECT is_empty($$SELECT identity FROM score_aggregate WHERE aggminvtransfn = 0 OR aggmtransfn = 0
	UNION ALL SELECT identity FROM aggregate WHERE proname = 'nps_rollup' AND aggminvtransfn = 0 AND identity <> 'nps_rollup(nps_weights)'$$, 'the score aggregates have a moving mode with an inverse');
SELECT is_empty($$
	SELECT identity FROM score_aggregate WHERE aggmtransfn <> aggtransfn OR aggmtranstype <> aggtranstype OR aggmfinalfn <> aggfinalfn OR agginitval IS DISTINCT FROM aggminitval
	$$, 'moving or not, a score aggregate computes the same');
SELECT is_empty($$
	SELECT input, count(*) FROM score_aggregate
	GROUP BY input HAVING count(DISTINCT (aggtransfn, aggtranstype, coalesce(agginitval, 'none'), aggcombinefn)) > 1
	$$, 'all score aggregates of one type share transition, state and start, so they share one pass');
SELECT is_empty($$SELECT proname, count(DISTINCT prorettype) FROM function WHERE proname IN ('nps', 'enps', 'csat', 'ces') AND pronargs = 1 GROUP BY proname HAVING bool_or(prorettype <> 'numeric'::regtype)$$,
	'scores are numeric, whatever the type of the answers');

-- functions
SELECT is_empty($$SELECT identity FROM function WHERE prosecdef$$, 'no function is SECURITY DEFINER');
SELECT is_empty($$
	SELECT identity FROM function WHERE prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype) AND proacl IS NOT NULL
	  AND NOT EXISTS (SELECT FROM aclexplode(proacl) WHERE grantee = 0 AND privilege_type = 'EXECUTE')
	$$, 'everybody may call every function (trigger functions apart)');
SELECT is_empty($$
	SELECT identity FROM function
	WHERE lanname IN ('sql', 'plpgsql') AND prosqlbody IS NULL AND NOT EXISTS (SELECT FROM unnest(proconfig) AS c WHERE c LIKE 'search_path=%')
	$$, 'SQL and PL/pgSQL functions are bound at creation or pin their search_path');
SELECT is_empty($$
	SELECT identity, c FROM function, unnest(proconfig) AS c WHERE c LIKE 'search_path=%' AND c ~ '\m(public)\M|\$user'
	$$, 'no pinned search_path has a schema that anybody may write to');
SELECT is_empty($$SELECT identity, lanname FROM function WHERE lanname NOT IN ('c', 'sql', 'plpgsql', 'internal')$$, 'no language beyond C, SQL and PL/pgSQL is needed');
SELECT is_empty($$
	SELECT identity FROM function
	WHERE lanname = 'c' AND prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype)
	  AND (SELECT objid FROM member WHERE type = 'type' AND identity ~ '\mnps_hist$') = ANY (proargtypes || prorettype)
	  AND NOT (provolatile = 'i' AND proparallel = 's' AND (proisstrict OR coalesce(pg_get_expr(proargdefaults, 0), '') ~ '\mNULL\M'))
	$$, 'C functions over nps_hist are immutable and parallel safe, and strict unless an argument may be left out as NULL');
SELECT is_empty($$
	SELECT identity FROM function WHERE lanname = 'c' AND prokind = 'f' AND probin IS DISTINCT FROM '$libdir/nps_ext'
	$$, 'C functions are in the one module, found by $libdir');

-- the code frame: what reads the tables is STABLE, what takes a frame as a value IMMUTABLE
SELECT set_eq(
	$$SELECT proname::text, pronargs::integer, provolatile::text, proisstrict, proretset FROM function WHERE proname ~ '^golden_rule(s|_mentions|_tags|_highlight|_highlight_html|_code_frame|_codebook_version|_pattern_check)$'$$,
	$$VALUES ('golden_rules', 1, 's', true, false), ('golden_rules', 2, 'i', true, false), ('golden_rule_mentions', 2, 's', false, true), ('golden_rule_mentions', 3, 'i', false, true),
		('golden_rule_tags', 1, 's', false, true), ('golden_rule_tags', 2, 'i', false, true), ('golden_rule_highlight', 3, 's', true, false), ('golden_rule_highlight_html', 1, 's', true, false),
		('golden_rule_code_frame', 0, 's', false, false), ('golden_rule_codebook_version', 0, 's', false, false), ('golden_rule_codebook_version', 1, 'i', true, false), ('golden_rule_pattern_check', 1, 'i', true, false)$$,
	'the functions of the tagger are there, STABLE with the tables, IMMUTABLE with a frame');
SELECT is_empty($$SELECT identity FROM function WHERE proname ~ '^golden_rule' AND lanname = 'c' AND prorettype <> 'trigger'::regtype AND proparallel <> 's'$$, 'all of them in C are parallel safe');
SELECT is_empty($$SELECT identity FROM function WHERE proname IN ('golden_rules', 'golden_rule_mentions', 'golden_rule_tags') AND (procost < 100 OR proretset AND prorows > 10)$$, 'and their cost is known to the planner');
SELECT results_eq(
	$$SELECT typlen::integer, typstorage::text, typalign::text FROM pg_type WHERE oid = (SELECT objid FROM member WHERE type = 'type' AND identity ~ '\mgolden_rule_frame$')$$,
	$$VALUES (-1, 'x', 'i')$$, 'golden_rule_frame is of any length, compressed and stored apart');

-- types, operators
SELECT is_empty($$
	SELECT t.oid::regtype FROM pg_type AS t JOIN member AS m ON m.classid = 'pg_type'::regclass AND m.objid = t.oid
	WHERE t.typtype = 'b' AND t.typcategory <> 'A' AND (t.typreceive = 0 OR t.typsend = 0)
	$$, 'base types have a binary form');
SELECT results_eq(
	$$SELECT typlen::integer, typbyval, typalign::text FROM pg_type WHERE oid = (SELECT objid FROM member WHERE type = 'type' AND identity ~ '\mnps_hist$')$$,
	$$VALUES (96, false, 'd')$$, 'nps_hist is 96 bytes long, by reference, aligned as bigint: for ever');
SELECT set_eq(
	$$SELECT opcmethod FROM pg_opclass WHERE opcdefault AND opcintype = (SELECT objid FROM member WHERE type = 'type' AND identity ~ '\mnps_hist$')$$,
	$$SELECT oid FROM pg_am WHERE amname IN ('btree', 'hash')$$, 'nps_hist can be sorted, grouped and hashed');
SELECT is_empty($$
	SELECT castsource::regtype, casttarget::regtype FROM pg_cast AS c JOIN member AS m ON m.classid = 'pg_cast'::regclass AND m.objid = c.oid WHERE castcontext = 'i'
	$$, 'no cast is implicit');

-- tables and views
SELECT is_empty($$
	SELECT identity FROM relation WHERE relkind = 'v' AND NOT coalesce('security_invoker=true' = ANY (reloptions) OR 'security_invoker=on' = ANY (reloptions) OR 'security_invoker=1' = ANY (reloptions), false)
	$$, 'every view runs with the rights of its reader');
SELECT is_empty($$
	SELECT r.identity, a.attname, format_type(a.atttypid, a.atttypmod) FROM relation AS r JOIN pg_attribute AS a ON a.attrelid = r.oid
	WHERE r.relkind IN ('v', 'm') AND a.attnum > 0 AND a.atttypid <> ALL ('{int2,int4,int8,numeric,float8,text,bool,date,timestamptz}'::regtype[])
	$$, 'views have only types that every reporting tool reads');
SELECT is_empty($$
	SELECT identity FROM relation WHERE relkind IN ('r', 'p') AND oid <> ALL (coalesce((SELECT extconfig FROM pg_extension WHERE extname = 'nps_ext'), '{}'))
	$$, 'every table is known to pg_dump as configuration');


-- sources, breaks and the views over them
SELECT is_empty($$
	SELECT want FROM unnest('{cx_source,cx_break}'::text[]) AS want LEFT JOIN relation ON relname = want AND relkind = 'r'
	WHERE relation.oid IS NULL OR NOT has_table_privilege('public', relation.oid, 'SELECT') OR has_table_privilege('public', relation.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
	  OR relrowsecurity OR (SELECT extcondition[array_position(extconfig, relation.oid)] FROM pg_extension WHERE extname = 'nps_ext') IS DISTINCT FROM ''
	$$, 'sources and breaks are dumped whole, read by everybody and edited by the owner only');
SELECT is_empty($$
	SELECT identity FROM relation WHERE relkind = 'r' AND relreplident <> 'f' AND NOT EXISTS (SELECT FROM pg_index WHERE indrelid = relation.oid AND indisprimary)
	$$, 'every table can be edited where all tables are published');
SELECT is_empty($$
	SELECT want FROM unnest('{nps_trend,enps_trend,enps_nps_panel,enps_nps_lag}'::text[]) AS want
	WHERE NOT EXISTS (SELECT FROM relation WHERE relname = want AND relkind = 'v') OR (SELECT count(*) FROM function WHERE proname = want AND proretset AND provolatile = 's' AND proparallel = 'u') <> 1
	$$, 'each view over sources has a function of its name, STABLE, and not for parallel workers, as it reads what the user names');
SELECT is_empty($$
	SELECT r.relname, a.attname, a.atttypid::regtype FROM relation AS r JOIN pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0 JOIN function AS f ON f.proname = r.relname AND f.proretset
	WHERE r.relkind = 'v' AND r.relname IN ('nps_trend', 'enps_trend', 'enps_nps_panel', 'enps_nps_lag')
	  AND (SELECT (array_agg(n ORDER BY i) FILTER (WHERE m = 't' OR m = 'o'))[a.attnum] IS DISTINCT FROM a.attname::text
			OR (array_agg(t ORDER BY i) FILTER (WHERE m = 't' OR m = 'o'))[a.attnum] IS DISTINCT FROM a.atttypid
			OR count(*) FILTER (WHERE m = 't' OR m = 'o') <> r.relnatts
		FROM unnest(f.proargnames, f.proargmodes::text[], f.proallargtypes) WITH ORDINALITY AS u(n, m, t, i))
	$$, 'and the same columns');
SELECT is(
	(SELECT string_agg(format('%s %s', attname, format_type(atttypid, NULL)), ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = (SELECT oid FROM relation WHERE relname = 'nps_trend') AND attnum > 0),
	'source text, grain text, unit text, period date, n bigint, promoters bigint, passives bigint, detractors bigint, invalid bigint, missing bigint, nps numeric, ci_low numeric, ci_high numeric, '
	|| 'delta numeric, z double precision, p_value double precision, p_adjusted double precision, change text, complete boolean',
	'nps_trend has the columns that reports rely on');

-- the tables of the code frame
CREATE TEMP VIEW frame_table AS SELECT * FROM relation WHERE relkind = 'r' AND identity ~ '\mgolden_rule(_(keyword|cue|mask|negator|tone))?$';
SELECT is((SELECT count(*) FROM frame_table), 6::bigint, 'the code frame has six tables');
SELECT is_empty($$
	SELECT identity, want FROM frame_table CROSS JOIN unnest('{guard,guard_truncate,zz_changed,zz_changed_truncate}'::text[]) AS want
	WHERE NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = frame_table.oid AND tgname = want AND tgenabled = CASE WHEN want LIKE 'zz%' THEN 'A' ELSE 'O' END)
	UNION ALL SELECT identity, 'pattern_check' FROM frame_table WHERE EXISTS (SELECT FROM pg_attribute WHERE attrelid = frame_table.oid AND attname = 'pattern')
		AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = frame_table.oid AND tgname = 'pattern_check' AND tgenabled = 'O')
	UNION ALL SELECT v.relname, v.tgname FROM (VALUES ('golden_rule', 'take_place'), ('golden_rule_mask', 'rules_check')) AS v(relname, tgname)
	WHERE NOT EXISTS (SELECT FROM pg_trigger JOIN frame_table AS f ON f.oid = tgrelid WHERE f.relname = v.relname AND pg_trigger.tgname = v.tgname AND tgenabled = 'O')
	UNION ALL SELECT identity, 'same_words' FROM frame_table WHERE relname <> 'golden_rule' AND NOT EXISTS (SELECT FROM pg_index WHERE indrelid = frame_table.oid AND indisunique
		AND pg_get_indexdef(indexrelid) ~ 'golden_rule_pattern_key\(pattern\).* WHERE \(NOT builtin\)$')
	$$, 'each is guarded, checks its patterns, and tells of changes even while replicating');
SELECT is_empty($$SELECT identity FROM frame_table WHERE NOT has_table_privilege('public', oid, 'SELECT') OR has_table_privilege('public', oid, 'INSERT, UPDATE, DELETE, TRUNCATE')$$, 'everybody may read each, and nobody but the owner may edit');
SELECT is_empty($$SELECT identity FROM frame_table WHERE relrowsecurity OR NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = frame_table.oid AND contype = 'p')$$, 'each has a key, and no row security, which the tagger would not see');
SELECT is_empty($$
	SELECT identity, extcondition[array_position(extconfig, frame_table.oid)] FROM frame_table, pg_extension
	WHERE extname = 'nps_ext' AND extcondition[array_position(extconfig, frame_table.oid)] IS DISTINCT FROM 'WHERE NOT builtin'
	$$, 'only rows of one''s own are dumped');
SELECT is_empty($$
	SELECT frame_table.identity, a.attname, format_type(a.atttypid, a.atttypmod) FROM frame_table JOIN pg_attribute AS a ON a.attrelid = frame_table.oid AND a.attname IN ('builtin', 'enabled')
	WHERE a.atttypid <> 'bool'::regtype OR NOT a.attnotnull
	UNION ALL SELECT identity, 'builtin', 'missing' FROM frame_table WHERE NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = frame_table.oid AND attname = 'builtin')
	$$, 'each knows which rows are shipped');

-- the extension itself
SELECT results_eq(
	$$SELECT trusted, superuser, relocatable FROM pg_available_extension_versions WHERE name = 'nps_ext' AND installed$$,
	$$VALUES (true, true, false)$$, 'trusted, needs its C functions, not relocatable');

-- install elsewhere, by a name that needs quotes, and drop clean
CREATE TEMP TABLE leftover (class regclass, before bigint, after bigint);
INSERT INTO leftover SELECT c::regclass FROM unnest('{pg_proc,pg_aggregate,pg_type,pg_class,pg_attribute,pg_operator,pg_opclass,pg_opfamily,pg_amop,pg_amproc,pg_cast,pg_trigger,pg_rewrite,pg_constraint,pg_namespace,pg_depend,pg_description,pg_init_privs,pg_attrdef}'::text[]) AS c;
CREATE FUNCTION pg_temp.rows_of(class regclass) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	n bigint;
BEGIN
	EXECUTE format('SELECT count(*) FROM %s', class) INTO n;
	RETURN n;
END $$;
DROP EXTENSION nps_ext;
UPDATE leftover SET before = pg_temp.rows_of(class);
CREATE SCHEMA "Odd schema";
CREATE EXTENSION nps_ext SCHEMA "Odd schema";
SELECT is_empty($$
	SELECT i.type, i.schema, i.identity FROM pg_depend AS d JOIN pg_extension AS e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid,
		pg_identify_object(d.classid, d.objid, 0) AS i
	WHERE e.extname = 'nps_ext' AND d.deptype = 'e' AND i.schema IS DISTINCT FROM '"Odd schema"' AND i.type <> 'cast'
	$$, 'all objects are in the schema that was asked for');
SET LOCAL search_path = pg_catalog;
CREATE TEMP TABLE elsewhere AS
SELECT "Odd schema".nps(s), "Odd schema".nps_label("Odd schema".nps_score("Odd schema".nps_hist(s))) AS label
FROM unnest('{9,9,0}'::integer[]) AS s;
SET LOCAL search_path = public;
SELECT results_eq('SELECT round(nps, 2), label FROM elsewhere', $$VALUES (33.33, '+33')$$, 'and it works there, without being on the search_path');
DROP TABLE elsewhere;
DROP EXTENSION nps_ext;
DROP SCHEMA "Odd schema";
UPDATE leftover SET after = pg_temp.rows_of(class);
SELECT is_empty($$SELECT * FROM leftover WHERE before IS DISTINCT FROM after$$, 'DROP EXTENSION leaves nothing behind');

SELECT * FROM finish();
ROLLBACK;
