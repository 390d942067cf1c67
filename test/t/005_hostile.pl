# 005_hostile.pl: the extension is trusted, so neither the schema it is put into
# nor the role that owns its tables need be friends.
#
# - CREATE EXTENSION by a superuser in a schema full of traps binds none of them:
#   what it makes refers to pg_catalog and to itself only.
# - The owner of the keyword table may alter it or put something else in its
#   place: golden_rules() then fails with a message, and the server stays up.
use strict;
use warnings;
use Test::More;
BEGIN
{
	plan skip_all => 'PostgreSQL refuses root' if $> == 0;
	eval 'use PostgreSQL::Test::Cluster; use PostgreSQL::Test::Utils; 1'
	  or plan skip_all => 'PostgreSQL::Test::Cluster and IPC::Run are needed';
}

my $node = PostgreSQL::Test::Cluster->new('hostile');
$node->init;
$node->start;

# ---------------------------------------------------------------------------
# traps: better matches than pg_catalog has, for what is inexact or polymorphic
# ---------------------------------------------------------------------------
$node->safe_psql('postgres', 'CREATE ROLE mallory; CREATE DATABASE traps');
my $traps = 'CREATE SCHEMA evil AUTHORIZATION mallory; SET ROLE mallory; SET search_path = evil, pg_catalog;
	CREATE FUNCTION agg_step(anyelement, text) RETURNS anyelement LANGUAGE sql AS $$ SELECT $1 $$;';
my @types = ('smallint', 'integer', 'bigint', 'numeric', 'double precision', 'text', 'boolean', 'date', 'timestamp', 'timestamptz', 'name');
my $n = 0;
foreach my $left (@types)
{
	foreach my $right (@types)
	{
		next if $left eq $right;
		$n++;
		$traps .= "CREATE FUNCTION trap$n($left, $right) RETURNS boolean LANGUAGE plpgsql AS \$\$ BEGIN RAISE WARNING 'trapped'; RETURN true; END \$\$;";
		foreach my $op ('=', '<>', '<', '<=', '>', '>=', '+', '-', '*', '/', '||', '~')
		{
			# where pg_catalog has the very operator, it is found first
			$traps .= "CREATE OPERATOR evil.$op (FUNCTION = trap$n, LEFTARG = $left, RIGHTARG = $right);";
		}
	}
	$traps .= "CREATE FUNCTION evil.$_($left) RETURNS $left LANGUAGE sql AS \$\$ SELECT \$1 \$\$;" for ('array_agg', 'count', 'min', 'max', 'array_length', 'unnest', 'cardinality', 'lower');
	$traps .= "CREATE FUNCTION evil.array_position($left\[], $left) RETURNS integer LANGUAGE sql AS \$\$ SELECT 1 \$\$;";
	$traps .= "CREATE FUNCTION evil.$_(text, $left) RETURNS text LANGUAGE sql AS \$\$ SELECT \$1 \$\$;" for ('date_trunc', 'date_part', 'btrim', 'regexp_split_to_table', 'coalesce', 'format', 'concat');
}
$node->safe_psql('traps', $traps);
$node->safe_psql('traps', 'CREATE EXTENSION nps_ext SCHEMA evil');
is($node->safe_psql('traps', q{
	WITH member AS (SELECT classid, objid FROM pg_depend WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'
			AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'nps_ext')),
		inside AS (	-- members, and what belongs to them: rules, defaults, constraints, triggers
			SELECT * FROM member
			UNION SELECT d.classid, d.objid FROM pg_depend d JOIN member m ON d.refclassid = m.classid AND d.refobjid = m.objid AND d.deptype IN ('i', 'a'))
	SELECT count(*) > 300, string_agg(pg_describe_object(d.classid, d.objid, 0) || ' uses ' || pg_describe_object(d.refclassid, d.refobjid, 0), '; ')
			FILTER (WHERE d.refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass, 'pg_type'::regclass)
				AND d.refobjid >= 16384 AND NOT EXISTS (SELECT FROM inside i WHERE i.classid = d.refclassid AND i.objid = d.refobjid))
	FROM pg_depend d JOIN inside i ON d.classid = i.classid AND d.objid = i.objid}),
	't|', 'in a schema full of traps, only pg_catalog and the extension itself are used');

my ($ret, $out, $err) = $node->psql('traps', q{
	CREATE TABLE public.answer (score integer, day date, country text, comment text);
	INSERT INTO public.answer SELECT i % 11, date '2020-01-01' + i, 'u' || i % 3, (ARRAY['te laat', 'mooie fiets', 'late; refund refused'])[1 + i % 3] FROM generate_series(1, 900) i;
	SELECT evil.cx_source_add('a', 'public.answer', score => 'score', answered_at => 'day', unit => 'country', comment => 'comment');
	SELECT evil.cx_source_add('b', 'public.answer', kind => 'enps', score => 'score', answered_at => 'day', unit => 'country');
	SELECT count(*) > 0 FROM evil.enps_nps_lag;
	SELECT count(*) > 0 FROM evil.enps_nps_panel;
	SELECT evil.cx_break_add('2020-05-10', 'a break');
	SELECT count(*) > 0 FROM evil.enps_nps_panel;
	SELECT count(*) > 0 FROM evil.nps_trend;
	SELECT count(*) > 0 FROM evil.enps_trend;
	SELECT evil.cx_break_drop('2020-05-10');
	SELECT count(*) > 0 FROM evil.golden_rule_coverage;
	SELECT count(*) > 0 FROM evil.golden_rule_suggestions;
	SELECT count(*) > 0 FROM evil.golden_rule_suggestions('{mooie fiets}', '{9}', 1);
	SELECT count(*) > 0 FROM evil.golden_rule_keyword_use;
	SELECT count(*) > 0 FROM evil.golden_rule_overlap;
	SELECT count(*) > 0 FROM evil.golden_rule_conflicts;
	SELECT evil.golden_rules('te laat');});
is($ret, 0, 'and it works there');
unlike($err, qr/trapped/, 'without stepping into one');

# ---------------------------------------------------------------------------
# the owner of the keyword table alters it
# ---------------------------------------------------------------------------
$node->safe_psql('postgres', 'CREATE ROLE alice; CREATE DATABASE hers OWNER alice');
$node->safe_psql('hers', 'GRANT CREATE ON SCHEMA public TO alice; SET ROLE alice; CREATE EXTENSION nps_ext');
my @alterations = (
	['a NULL', 'ALTER TABLE golden_rule_keyword DROP CONSTRAINT golden_rule_keyword_pkey; ALTER TABLE golden_rule_keyword ALTER language DROP NOT NULL; INSERT INTO golden_rule_keyword (rule, language, pattern) VALUES (1, NULL, $$abc$$)', '{}'],
	['another type', 'ALTER TABLE golden_rule_keyword DROP CONSTRAINT golden_rule_keyword_pkey; ALTER TABLE golden_rule_keyword DISABLE TRIGGER USER; DROP TRIGGER pattern_check ON golden_rule_keyword; ALTER TABLE golden_rule_keyword ALTER pattern TYPE bigint USING 94000000000000', undef],
	['a column less', 'ALTER TABLE golden_rule_keyword DROP COLUMN enabled', undef],
	['a column renamed', 'ALTER TABLE golden_rule_keyword RENAME pattern TO patroon', undef],
	['a view', 'ALTER TABLE golden_rule_keyword RENAME TO gone; CREATE VIEW golden_rule_keyword AS SELECT * FROM gone', undef],
	['nothing', 'ALTER TABLE golden_rule_keyword RENAME TO gone', undef],
);
# the other tables of the code frame
foreach my $table ('golden_rule', 'golden_rule_cue', 'golden_rule_mask', 'golden_rule_negator', 'golden_rule_tone')
{
	my $column = { golden_rule => 'kind', golden_rule_cue => 'weight', golden_rule_mask => 'rules', golden_rule_negator => 'scope', golden_rule_tone => 'tone' }->{$table};
	my $triggers = "ALTER TABLE $table DISABLE TRIGGER USER; ALTER TABLE $table DROP CONSTRAINT IF EXISTS ${table}_${column}_check;";

	push @alterations,
	  ["$table: a column less", "ALTER TABLE $table DROP COLUMN $column", undef],
	  ["$table: another type", "$triggers ALTER TABLE $table ALTER $column DROP DEFAULT, ALTER $column TYPE bigint USING 94000000000000", undef],
	  ["$table: a NULL", "$triggers ALTER TABLE $table ALTER $column DROP NOT NULL; UPDATE $table SET $column = NULL WHERE true", '{}'],
	  ["$table: a view", "ALTER TABLE $table RENAME TO gone; CREATE VIEW $table AS SELECT * FROM gone", undef],
	  ["$table: nothing", "ALTER TABLE $table RENAME TO gone", undef];
}
push @alterations,
  ['scope out of range', 'ALTER TABLE golden_rule_negator DROP CONSTRAINT golden_rule_negator_scope_check; INSERT INTO golden_rule_negator (language, pattern, direction, scope) VALUES ($$xx$$, $$q$$, $$before$$, 32767), ($$xx$$, $$r$$, $$before$$, -5)', '{}'],
  ['weights that are none', 'ALTER TABLE golden_rule_cue DROP CONSTRAINT golden_rule_cue_weight_check; INSERT INTO golden_rule_cue (rule, language, pattern, weight) VALUES (1, $$xx$$, $$hallo$$, $$NaN$$), (1, $$yy$$, $$hallo$$, $$Infinity$$)', '{}'],
  ['words that are none', 'ALTER TABLE golden_rule_negator DROP CONSTRAINT golden_rule_negator_direction_check, DISABLE TRIGGER USER; INSERT INTO golden_rule_negator (language, pattern, direction) VALUES ($$xx$$, $$q$$, $$sideways$$); ALTER TABLE golden_rule_keyword DROP CONSTRAINT golden_rule_keyword_polarity_check, DISABLE TRIGGER USER; INSERT INTO golden_rule_keyword VALUES (1, $$xx$$, $$hallo$$, $$%s%n$$)', '{}'],
  ['rules of rules', 'ALTER TABLE golden_rule_mask DISABLE TRIGGER USER; INSERT INTO golden_rule_mask (language, pattern, rules) VALUES ($$xx$$, $$q$$, $${{1,2},{3,NULL}}$$), ($$xx$$, $$r$$, (SELECT array_agg(i) FROM generate_series(-32768, 32767) AS i)), ($$xx$$, $$s$$, $${}$$)', '{}'],
  ['a keyword of no rule', 'ALTER TABLE golden_rule_keyword DROP CONSTRAINT golden_rule_keyword_rule_fkey, DISABLE TRIGGER USER; INSERT INTO golden_rule_keyword (rule, language, pattern) VALUES (32767, $$xx$$, $$hallo$$)', '{}'];

foreach my $alteration (@alterations)
{
	my ($what, $sql, $expected) = @$alteration;

	($ret, $out, $err) = $node->psql('hers', "SELECT golden_rules('te laat'); BEGIN; SET LOCAL client_min_messages = error; SET LOCAL ROLE alice; $sql; SELECT golden_rules('hallo'); ROLLBACK; SELECT golden_rules('te laat')", on_error_stop => 0);
	if (defined $expected) { like($out, qr/^\Q$expected\E$/m, "$what: no harm") }
	else { like($err, qr/no longer the table that CREATE EXTENSION nps_ext made|does not exist/, "$what: refused") }
	unlike($err, qr/terminat|crash|connection/, "$what: the server stays up");
	like($out, qr/\{2\}\s*\z/, "$what: all is well after the rollback");
}

$node->stop;
done_testing();
