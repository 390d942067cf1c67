#
# 006_code_frame: code frames from hostile hands, large ones, and interruptions.
#
# What must hold: bytes that are no code frame are refused by the binary form,
# whatever they are, and what is taken goes out and in unchanged; 100,000 patterns
# are matched; a rebuild that fails or is cancelled leaves the session with what it
# had, and with the truth once it can read it; a long comment can be cancelled; a
# code frame too large for the limit is an error, not a crash.
#
use strict;
use warnings;
use Test::More;
use Time::HiRes qw(time);

BEGIN
{
	plan skip_all => 'PostgreSQL refuses to run as root' if $> == 0;
	eval { require PostgreSQL::Test::Cluster; require PostgreSQL::Test::Utils; 1 }
	  or plan skip_all => 'needs IPC::Run and the PostgreSQL test modules';
}

my $dir = PostgreSQL::Test::Utils::tempdir();
my $node = PostgreSQL::Test::Cluster->new('frames');
$node->init(extra => [ '--locale=C', '--encoding=UTF8' ]);
$node->append_conf('postgresql.conf', "fsync = off\nautovacuum = off");
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION nps_ext; CREATE TABLE taken (frame golden_rule_frame)');
my $started = $node->safe_psql('postgres', 'SELECT pg_postmaster_start_time()');

# ---------------------------------------------------------------------------
# the binary form, mutated
# ---------------------------------------------------------------------------
my $frame = "golden_rule_frame\t1\n" . join('', map { "$_\n" } (
	"cue\t1\tnl\tloket*\t0.5\t-0.25", "cue\t2\tnl\tbalie\t0.5\t1e-05", "keyword\t1\tnl\tbereik*\tpositive", "keyword\t2\tnl\tkwam* ... na\tneutral",
	"keyword\t2\tnl\t\xC3\xA9\xC3\xA9n keer \xF0\x9F\x91\x8D\tnegative", "mask\tnl\thele dag\t1,2", "mask\tnl\thalve dag\t", "negator\tnl\tniet\tbefore\t3", "rule\t1\tone",
	"rule\t2\ttwo\\t\\\\", "tone\tnl\tfijn\t1.5", "topic\t1001\tstaff"));

sub copy_file
{
	my ($name, $field) = @_;
	open(my $out, '>:raw', "$dir/$name") or die "$dir/$name: $!";
	print $out "PGCOPY\n\377\r\n\0" . pack('N N n N', 0, 0, 1, length $field) . $field . pack('n', 0xffff);
	close $out or die;
	return "$dir/$name";
}

# COPY each into the table, in one session; what was said of each
sub try_all
{
	my (@fields) = @_;
	my $n = 0;
	my $script = "\\set VERBOSITY sqlstate\n" . join '', map { my $path = copy_file('f' . $n++, $_); "\\warn CASE\nCOPY taken FROM '$path' (FORMAT binary);\n" } @fields;
	my ($out, $err) = ('', '');
	$node->psql('postgres', "$script\\warn CASE\nSELECT 'the session lives';\n", stdout => \$out, stderr => \$err, on_error_stop => 0);
	like($out, qr/the session lives/, 'the session lives');
	my @said = split /^CASE\n/m, "$err\n", -1;
	shift @said;
	pop @said if @said > @fields;
	return map { /ERROR:  (\S+)/ ? $1 : $_ eq '' ? 'taken' : $_ } @said;
}

my @known = ([ $frame, 'taken' ], [ '', '22P02' ], [ "golden_rule_frame\t1\n", 'taken' ], [ "$frame\0", qr/^(22021|22P02)$/ ], [ "\0$frame", qr/^(22021|22P02)$/ ], [ "$frame\xff", '22021' ], [ substr($frame, 0, 60), '22P02' ],
	[ $frame . "rule\t1\tagain\n", '22P02' ], [ join("\n", (split /\n/, $frame)[0], reverse((split /\n/, $frame)[1 .. 12])), 'taken' ]);
my @said = try_all(map { $_->[0] } @known);
for my $i (0 .. $#known) { like($said[$i] // 'nothing', ref $known[$i][1] ? $known[$i][1] : qr/^$known[$i][1]$/, "binary form $i") }

srand(20260101);
my @mutants = map {
	my $bytes = $frame;
	for (0 .. int rand 3)
	{
		my $at = int rand length $bytes;
		my $what = int rand 5;
		if ($what == 0) { substr($bytes, $at, 1) = chr int rand 256 }
		elsif ($what == 1) { substr($bytes, $at, 1 + int rand 4) = '' }
		elsif ($what == 2) { substr($bytes, $at, 0) = ("\t", "\n", '*', ' ', '...', '\\', '-', '1e39', "\xC3", 'nan')[ int rand 10 ] }
		elsif ($what == 3) { substr($bytes, $at, 0) = substr($bytes, int rand length $bytes, int rand 40) }
		else { substr($bytes, int rand length $bytes, 1) = substr($bytes, $at, 1) }
	}
	$bytes
} 1 .. 600;
@said = try_all(@mutants);
is(scalar(@said), 600, 'each is answered');
my %codes;
$codes{$_}++ for @said;
is(join(' ', grep { !/^(taken|22P02|22021)$/ } sort keys %codes), '', 'frames that are mutated are taken or refused');
cmp_ok($codes{taken} // 0, '>', 20, 'some are taken');
cmp_ok($codes{'22P02'} // 0, '>', 100, 'many are refused');
is($node->safe_psql('postgres', q{SELECT count(*) FILTER (WHERE frame::text::golden_rule_frame::text <> frame::text), count(*) FILTER (WHERE golden_rule_frame_send(frame::text::golden_rule_frame) <> golden_rule_frame_send(frame)),
		count(*) FILTER (WHERE golden_rules('loket balie bereikbaar kwam zomaar na', frame) IS NULL) FROM taken}), '0|0|0', 'what is taken goes out and in, and matches');
$node->safe_psql('postgres', "COPY taken TO '$dir/out' (FORMAT binary); CREATE TABLE again (frame golden_rule_frame); COPY again FROM '$dir/out' (FORMAT binary)");
is($node->safe_psql('postgres', q{SELECT count(*) FROM (SELECT frame::text FROM taken EXCEPT SELECT frame::text FROM again) AS x}), '0', 'by binary COPY as well');

# ---------------------------------------------------------------------------
# 100,000 patterns
# ---------------------------------------------------------------------------
$node->safe_psql('postgres', q{INSERT INTO golden_rule_keyword (rule, language, pattern, polarity)
	SELECT 1 + i % 7, 'xx', CASE i % 5 WHEN 0 THEN 'w' || md5(i::text) WHEN 1 THEN substr(md5(i::text), 1, 12) || '*' WHEN 2 THEN '*' || substr(md5(i::text), 1, 12) WHEN 3 THEN md5(i::text) || ' ... zeind' || i ELSE md5(i::text) || ' zeind*' END, 'positive'
	FROM generate_series(1, 100000) AS i});
is($node->safe_psql('postgres', q{
	SELECT count(*), count(*) FILTER (WHERE NOT golden_rules(comment) @> ARRAY[(1 + i % 7)::smallint])
	FROM (SELECT i, CASE i % 5 WHEN 0 THEN 'w' || md5(i::text) WHEN 1 THEN substr(md5(i::text), 1, 12) || 'zz' WHEN 2 THEN 'zz' || substr(md5(i::text), 1, 12) WHEN 3 THEN md5(i::text) || ' een twee zeind' || i ELSE md5(i::text) || ' zeinde' END
		FROM generate_series(1, 100000, 37) AS i) AS v(i, comment)}), '2703|0', '100,000 patterns of all kinds are found');
is($node->safe_psql('postgres', q{SELECT count(*) FROM golden_rule_tags('w' || md5('5') || ' ' || md5('3') || ' zeind3') WHERE keyword LIKE 'w%' OR keyword LIKE '%zeind3'}), '2', 'by golden_rule_tags(), too');
is($node->safe_psql('postgres', q{SELECT golden_rules('w' || md5('5'), golden_rule_code_frame()) @> '{6}', golden_rules('te laat', golden_rule_code_frame()::text::golden_rule_frame) @> '{2}'}), 't|t', 'and as a value');

# ---------------------------------------------------------------------------
# interruptions
# ---------------------------------------------------------------------------
# a rebuild that is cancelled: the next call rebuilds, and the answer is right
my ($ret, $out, $err) = $node->psql('postgres', q{
	SELECT golden_rules('zzz zcancel');
	INSERT INTO golden_rule_keyword (rule, language, pattern) VALUES (3, 'xx', 'zcancel');
	SET statement_timeout = 15;
	SELECT golden_rules('zzz zcancel');
	SELECT golden_rules('zzz zcancel');
	SET statement_timeout = 0;
	SELECT golden_rules('zzz zcancel');
	BEGIN;
	DELETE FROM golden_rule_keyword WHERE pattern = 'zcancel';
	SAVEPOINT s;
	SET LOCAL statement_timeout = 15;
	SELECT golden_rules('zzz zcancel');
	ROLLBACK TO s;
	SELECT golden_rules('zzz zcancel');
	ROLLBACK;
	SELECT golden_rules('zzz zcancel');}, on_error_stop => 0);
like($err, qr/canceling statement due to statement timeout/, 'a rebuild can be cancelled');
is($out, "{}\n{3}\n{}\n{3}", 'and what comes after it sees the truth');

# memory that a failed rebuild took is given back
is($node->safe_psql('postgres', q{
	DO $$ BEGIN FOR i IN 1..3 LOOP
		INSERT INTO golden_rule_keyword (rule, language, pattern) VALUES (3, 'xx', 'zrebuild' || i);
		BEGIN
			PERFORM golden_rules('zzz');
			RAISE EXCEPTION 'undo';
		EXCEPTION WHEN raise_exception THEN NULL;
		END;
	END LOOP; END $$;
	SELECT count(*), sum(total_bytes) < 200000000 FROM pg_backend_memory_contexts WHERE name LIKE 'nps_ext codebook%'}), '1|t', 'one codebook is kept, however often it is made');

# it outlives transactions that leave its tables alone; making it takes some 50 ms
is($node->safe_psql('postgres', q{
	CREATE TABLE other (i int);
	SELECT golden_rules('zzz') IS NOT NULL;
	CREATE TEMP TABLE took (ms float8);
	DO $$ DECLARE began timestamptz; BEGIN FOR i IN 1..20 LOOP
		INSERT INTO other VALUES (i);
		COMMIT;
		began := clock_timestamp();
		PERFORM golden_rules('zzz');
		INSERT INTO took VALUES (1000 * extract(epoch FROM clock_timestamp() - began));
	END LOOP; END $$;
	DROP TABLE other;
	SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) < 10 FROM took}), "t\nt", 'writing elsewhere does not make it anew');

# a long comment can be cancelled soon
my $began = time;
($ret, $out, $err) = $node->psql('postgres', q{SET statement_timeout = 300; SELECT length(golden_rule_highlight(string_agg(c, ' '))), count(*) FROM (SELECT repeat('niet bereikbaar en te laat, ', 1000000) AS c FROM generate_series(1, 30)) AS x});
like($err, qr/canceling statement due to statement timeout/, 'a long comment can be cancelled');
($ret, $out, $err) = $node->psql('postgres', q{CREATE TABLE long AS SELECT repeat('niet bereikbaar en te laat, ', 5000000) AS c; SET statement_timeout = 200; SELECT golden_rules(c) FROM long});
like($err, qr/canceling statement due to statement timeout/, 'also where it is one row');
cmp_ok(time - $began, '<', 60, 'soon');
is($node->safe_psql('postgres', q{SELECT golden_rules(c) @> '{1,2}' FROM long; DROP TABLE long}), 't', 'and matched when nobody cancels it');

# ---------------------------------------------------------------------------
# too much: an error in the middle of a rebuild, after which the old frame is there
# ---------------------------------------------------------------------------
$node->safe_psql('postgres', q{DELETE FROM golden_rule_keyword WHERE NOT builtin});
($ret, $out, $err) = $node->psql('postgres', q{
	SELECT golden_rules('te laat') @> '{2}';
	BEGIN;
	SET LOCAL session_replication_role = replica;	-- without the check of each pattern
	INSERT INTO golden_rule_keyword (rule, language, pattern) SELECT 1, 'xx', '*' || (SELECT string_agg(md5(i || '/' || j), '') FROM generate_series(1, 7) AS j) || substr(md5(i::text), 1, 30) FROM generate_series(1, 130000) AS i;
	SELECT golden_rules('te laat') @> '{2}';
	ROLLBACK;
	SELECT golden_rules('te laat') @> '{2}';
	SELECT count(*) FROM pg_backend_memory_contexts WHERE name LIKE 'nps_ext codebook%';}, on_error_stop => 0);
like($err, qr/ERROR:  \d+ patterns need automata of more than 512 MB/, 'a code frame that is too large is refused');
like($err, qr/HINT:  Disable or delete keywords/, 'with what to do');
is($out, "t\nt\n1", 'and the session goes on with the old one');

is($node->safe_psql('postgres', 'SELECT pg_postmaster_start_time()'), $started, 'the server never went down');
$node->stop;
done_testing();
