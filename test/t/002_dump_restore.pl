#
# 002_dump_restore: histograms survive pg_dump, and the extension's comings and
# goings never cost a user data.
#
# What must hold: a database owner who is no superuser can install the extension
# (it is trusted), and dump and restore it with all that is built upon it: tables
# with histograms, constraints, generated columns, indexes, views, materialized
# views.  DROP EXTENSION refuses as long as something depends on it; CASCADE
# takes what cannot be without it, and never a table nor an answer.
#
use strict;
use warnings;
use Test::More;

BEGIN
{
	plan skip_all => 'PostgreSQL refuses to run as root' if $> == 0;
	eval { require PostgreSQL::Test::Cluster; require PostgreSQL::Test::Utils; 1 }
	  or plan skip_all => 'needs IPC::Run and the PostgreSQL test modules';
}

my $dir = PostgreSQL::Test::Utils::tempdir();
my $node = PostgreSQL::Test::Cluster->new('dump');
$node->init;
$node->start;

# SQLSTATE of a statement, or 'accepted'
sub sqlstate
{
	my ($db, $user, $sql) = @_;
	my $err = '';
	$node->psql($db, "\\set VERBOSITY sqlstate\n$sql", stderr => \$err, extra_params => [ '-U', $user ]);
	return $err =~ /ERROR:  (\S+)/ ? $1 : $err ne '' ? $err : 'accepted';
}

sub query { my ($db, $sql) = @_; return $node->safe_psql($db, $sql, extra_params => [ '-U', 'owner' ]) }

# a plain dump as text, without the random key that newer versions guard it with
sub dump_of
{
	my ($db, $file) = @_;
	$node->command_ok([ 'pg_dump', '-U', 'owner', '-f', $file, $db ], "the owner dumps $db");
	return join '', grep { !/^\\(un)?restrict / } map { "$_\n" } split /\n/, PostgreSQL::Test::Utils::slurp_file($file);
}

# ---------------------------------------------------------------------------
# who may install
# ---------------------------------------------------------------------------
$node->safe_psql('postgres', q{
	CREATE ROLE owner LOGIN;
	CREATE ROLE guest LOGIN;
	CREATE DATABASE survey OWNER owner;
	CREATE DATABASE survey2 OWNER owner;
	CREATE DATABASE survey3 OWNER owner;
});
is(sqlstate('survey', 'guest', 'CREATE EXTENSION nps_ext'), '42501', 'a guest may not install the extension');
is(sqlstate('survey', 'owner', 'CREATE EXTENSION nps_ext'), 'accepted', 'the owner of the database, no superuser, may');
is(query('survey', q{SELECT r.rolname, r.rolsuper FROM pg_extension AS e JOIN pg_roles AS r ON r.oid = e.extowner WHERE extname = 'nps_ext'}),
	'owner|f', 'and owns it');
is($node->safe_psql('survey', q{SELECT nps(s), nps_hist(s) FROM unnest('{9,9,0,7}'::integer[]) AS s}, extra_params => [ '-U', 'guest' ]),
	'25|{0:1,7:1,9:2}', 'everybody may use it');

# ---------------------------------------------------------------------------
# dump and restore of everything that can be built upon it
# ---------------------------------------------------------------------------
query('survey', q{
	CREATE TABLE response (id integer PRIMARY KEY, country text, score smallint CHECK (nps_category(score) <> 'none'));
	INSERT INTO response SELECT i, (ARRAY['NL', 'BE', 'DE'])[i % 3 + 1], CASE WHEN i % 9 > 0 THEN ('x' || substr(md5(i::text), 1, 6))::bit(24)::integer % 11 END FROM generate_series(1, 500) AS i;
	CREATE TABLE month (
		country text, month date, h nps_hist NOT NULL DEFAULT '{}' CHECK (nps_count(h) < 1000),
		points numeric GENERATED ALWAYS AS (nps_score(h)) STORED,
		PRIMARY KEY (country, month), UNIQUE (h, country));
	INSERT INTO month (country, month, h)
	SELECT country, date '2024-01-01' + id / 100 * 31, nps_hist(score) FROM response GROUP BY 1, 2;
	INSERT INTO month (country, month) VALUES ('XX', '2024-01-01');
	CREATE TABLE big (h nps_hist);
	INSERT INTO big VALUES ('{9:9223372036854775807}'), (NULL), ('{}'), ('{0:9007199254740993,10:1}');
	CREATE TABLE sharded (h nps_hist, n integer) PARTITION BY HASH (h);
	CREATE TABLE sharded0 PARTITION OF sharded FOR VALUES WITH (MODULUS 2, REMAINDER 0);
	CREATE TABLE sharded1 PARTITION OF sharded FOR VALUES WITH (MODULUS 2, REMAINDER 1);
	INSERT INTO sharded SELECT h, row_number() OVER (ORDER BY h) FROM month;
	CREATE INDEX month_hash ON month USING hash (h);
	CREATE INDEX month_points ON month (nps_score(h), nps_count(h)) WHERE h <> '{}';
	CREATE VIEW by_country AS SELECT country, nps(score), enps(score) FILTER (WHERE score > 3) AS over_3, csat(score % 5 + 1) FROM response GROUP BY country;
	CREATE VIEW moving AS SELECT id, nps(score) OVER (ORDER BY id ROWS BETWEEN 50 PRECEDING AND CURRENT ROW) FROM response;
	CREATE MATERIALIZED VIEW total AS SELECT nps_rollup(h) AS h, nps_score(nps_rollup(h)) FROM month;
	CREATE FUNCTION label(nps_hist) RETURNS text LANGUAGE sql RETURN nps_label(nps_score($1));
	CREATE DOMAIN answered AS nps_hist CHECK (VALUE > '{}');
	COMMENT ON COLUMN month.h IS 'answers';
});

my @content = (
	[ 'responses',    'SELECT * FROM response ORDER BY id' ],
	[ 'histograms',   'SELECT * FROM month ORDER BY country, month' ],
	[ 'large counts', 'SELECT h::text, h::bigint[] FROM big ORDER BY big.h' ],
	[ 'partitions',   'SELECT tableoid::regclass, * FROM sharded ORDER BY n' ],
	[ 'view',         'SELECT * FROM by_country ORDER BY country COLLATE "C"' ],
	[ 'window view',  'SELECT * FROM moving ORDER BY id' ],
	[ 'materialized', 'SELECT * FROM total' ],
	[ 'function',     q{SELECT label(h) FROM month ORDER BY h, country COLLATE "C"} ],
	[ 'domain',       q{SELECT '{9:1}'::answered} ],
	[ 'extension',    q{SELECT extversion, nspname FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace WHERE extname = 'nps_ext'} ],
	[ 'by index',     q{SET enable_seqscan = off; SELECT month, points FROM month WHERE h = (SELECT h FROM month ORDER BY h DESC LIMIT 1)} ]);
my %before = map { $_->[0] => query('survey', $_->[1]) } @content;
is(query('survey', 'SELECT nps_rollup(h) = (SELECT nps_hist(score) FROM response) FROM month'), 't', 'the months add up to the responses');

my $plain = dump_of('survey', "$dir/plain.sql");
unlike($plain, qr/CREATE (FUNCTION|AGGREGATE|TYPE|OPERATOR|CAST) (public\.)?"?nps/, 'members of the extension are not dumped one by one');
like($plain, qr/CREATE EXTENSION IF NOT EXISTS nps_ext/, 'but the extension is');
$node->command_ok([ 'psql', '-X', '-q', '-U', 'owner', '-v', 'ON_ERROR_STOP=1', '-o', "$dir/restore.out", '-f', "$dir/plain.sql", 'survey2' ], 'the owner restores it by psql');
is(query('survey2', $_->[1]), $before{ $_->[0] }, "restored: $_->[0]") for @content;
ok(dump_of('survey2', "$dir/plain2.sql") eq $plain, 'the dump of the copy is the same dump');

$node->command_ok([ 'pg_dump', '-U', 'owner', '-Fc', '-f', "$dir/custom", 'survey' ], 'dumped in custom format');
$node->command_ok([ 'pg_restore', '-U', 'owner', '--exit-on-error', '-j', '2', '-d', 'survey3', "$dir/custom" ], 'restored by two jobs');
is(join("\n", map { query('survey3', $_->[1]) } @content), join("\n", map { $before{ $_->[0] } } @content), 'with the same content');

# ---------------------------------------------------------------------------
# who drops the extension loses no answer
# ---------------------------------------------------------------------------
is(sqlstate('survey', 'guest', 'DROP EXTENSION nps_ext'), '42501', 'a guest may not drop it');
is(sqlstate('survey', 'owner', 'DROP EXTENSION nps_ext'), '2BP01', 'DROP EXTENSION refuses while tables and views depend on it');
is(query('survey', $content[1][1]), $before{histograms}, 'and has not touched them');

query('survey3', 'DROP TABLE month, big, sharded CASCADE; DROP DOMAIN answered; DROP FUNCTION label; ALTER TABLE response DROP CONSTRAINT response_score_check');
is(sqlstate('survey3', 'owner', 'DROP EXTENSION nps_ext'), '2BP01', 'it refuses for a view alone');
query('survey3', 'DROP VIEW by_country, moving');
is(sqlstate('survey3', 'owner', 'DROP EXTENSION nps_ext'), 'accepted', 'and goes when nothing depends on it');
is(query('survey3', $content[0][1]), $before{responses}, 'the answers are all there');
is(sqlstate('survey3', 'owner', 'CREATE EXTENSION nps_ext'), 'accepted', 'it can come back');

my $tables = q{SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace};
my $all = query('survey2', $tables);
is(sqlstate('survey2', 'owner', 'SET client_min_messages = warning; DROP EXTENSION nps_ext CASCADE'), 'accepted', 'CASCADE is accepted');
is(query('survey2', $content[0][1]), $before{responses}, 'the answers are all there after CASCADE');
is(query('survey2', 'SELECT count(*) FROM month'), query('survey', 'SELECT count(*) FROM month'), 'so are the rows of a table that lost its histograms');
my $kept = query('survey2', $tables);
is($kept, 'big month response', 'only a table partitioned by histogram is gone')
  or diag("there were: $all");

$node->stop;
done_testing();
