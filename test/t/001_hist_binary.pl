#
# 001_hist_binary: the binary form of nps_hist, friendly and hostile.
#
# What must hold: what goes out by COPY BINARY is, byte for byte, version, flags
# and eleven counts in network order, and comes back as the same value.  Bytes
# that are no histogram are refused with an error, whatever they are, and the
# server lives on.  The bytes are made and judged here, not by the server.
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

use Math::BigInt;

my $MAX = '9223372036854775807';
my $dir = PostgreSQL::Test::Utils::tempdir();
my $node = PostgreSQL::Test::Cluster->new('binary');
$node->init;
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION nps_ext');
my $started = $node->safe_psql('postgres', 'SELECT pg_postmaster_start_time()');

# the payload of a histogram; counts as decimal strings
sub payload
{
	my ($counts, $version, $flags) = @_;
	return pack('N N', $version // 1, $flags // 0) . join('', map { pack('q>', $_) } @$counts);
}

# a COPY BINARY file with one row of one column; length -1 for NULL
sub copy_file
{
	my ($field, $length) = @_;
	return "PGCOPY\n\377\r\n\0" . pack('N N n N', 0, 0, 1, ($length // length $field) & 0xffffffff) . $field . pack('n', 0xffff);
}

sub write_file
{
	my ($name, $bytes) = @_;
	open(my $out, '>:raw', "$dir/$name") or die "$dir/$name: $!";
	print $out $bytes;
	close $out or die;
	return "$dir/$name";
}

# Is it a histogram?  Judged by the rules alone.
sub is_histogram
{
	my ($bytes) = @_;
	return 0 if length $bytes != 96 || substr($bytes, 0, 8) ne pack('N N', 1, 0);
	my $total = Math::BigInt->new(0);
	for my $count (unpack('q>11', substr($bytes, 8)))
	{
		return 0 if $count < 0;
		$total->badd("$count");
	}
	return $total->bcmp($MAX) <= 0;
}

# COPY each file into the table from one session; SQLSTATE or 'accepted' by name
sub try_files
{
	my (@cases) = @_;		# [name, bytes of the file]
	my $n = 0;
	my $script = "\\set VERBOSITY sqlstate\n";
	for my $case (@cases)
	{
		my $path = write_file('case' . $n++, $case->[1]);
		$script .= "\\warn CASE $case->[0]\nCOPY hostile FROM '$path' (FORMAT binary);\n";
	}
	my ($out, $err) = ('', '');
	$node->psql('postgres', $script . "\\warn CASE end\nSELECT 'the session lives';\n",
		stdout => \$out, stderr => \$err, on_error_stop => 0);
	my %said;
	my $current;
	for my $line (split /\n/, $err)
	{
		if ($line =~ /^CASE (.*)/) { $current = $1; $said{$current} = 'accepted' }
		elsif ($line =~ /ERROR:  (\S+)/) { $said{$current} = $1 }
		else { $said{$current} = $line }
	}
	return (\%said, $out);
}

# ---------------------------------------------------------------------------
# out and in again
# ---------------------------------------------------------------------------
$node->safe_psql('postgres', q{
	CREATE TABLE hist (id integer, counts bigint[], h nps_hist);
	INSERT INTO hist
	SELECT id, (SELECT array_agg((('x' || md5(id || ':' || s))::bit(64)::bigint & ((1::bigint << 59) - 1)) >> ((id * 7 + s * 5) % 61) ORDER BY s)
	            FROM generate_series(0, 10) AS s)
	FROM generate_series(1, 1000) AS id;
	INSERT INTO hist VALUES (0, array_fill(0::bigint, '{11}')), (-1, '{9223372036854775807,0,0,0,0,0,0,0,0,0,0}'), (-2, '{0,0,0,0,0,0,0,0,0,0,9223372036854775807}');
	UPDATE hist SET h = counts;
	INSERT INTO hist VALUES (1001, NULL, NULL);
});

for my $format ('binary', 'text', 'csv')
{
	is($node->safe_psql('postgres', qq{
			CREATE TABLE again (LIKE hist);
			COPY hist TO '$dir/hist.$format' (FORMAT $format);
			COPY again FROM '$dir/hist.$format' (FORMAT $format);
			SELECT count(*), count(*) FILTER (WHERE a.h IS DISTINCT FROM o.h OR a.h::bigint[] IS DISTINCT FROM o.counts)
			FROM hist AS o FULL JOIN again AS a USING (id);
			DROP TABLE again;
		}), '1004|0', "COPY out and in by $format gives the same 1004 rows");
}

# the bytes of the file are what the counts say
$node->safe_psql('postgres', "COPY (SELECT h FROM hist WHERE id BETWEEN -2 AND 1000 ORDER BY id) TO '$dir/bytes' (FORMAT binary)");
my @counts = map { [ split /,/ ] } split /\n/,
  $node->safe_psql('postgres', q{SELECT array_to_string(counts, ',') FROM hist WHERE id BETWEEN -2 AND 1000 ORDER BY id});
my $expected = "PGCOPY\n\377\r\n\0" . pack('N N', 0, 0) . join('', map { pack('n N', 1, 96) . payload($_) } @counts) . pack('n', 0xffff);
is(scalar @counts, 1003, 'histograms to look at');
ok(PostgreSQL::Test::Utils::slurp_file("$dir/bytes") eq $expected, 'each is version 1, flags 0 and eleven counts in network byte order');

# ---------------------------------------------------------------------------
# hostile bytes
# ---------------------------------------------------------------------------
$node->safe_psql('postgres', 'CREATE TABLE hostile (h nps_hist)');

my @good = (1 .. 11);
my @case = (		# name, file, what must be said
	[ 'good',                         copy_file(payload(\@good)),                   'accepted' ],
	[ 'NULL',                         copy_file('', -1),                            'accepted' ],
	[ 'version 0',                    copy_file(payload(\@good, 0)),                '22P03' ],
	[ 'version 2',                    copy_file(payload(\@good, 2)),                '22P03' ],
	[ 'version 1, other byte order',  copy_file(payload(\@good, 0x01000000)),       '22P03' ],
	[ 'version 2^32-1',               copy_file(payload(\@good, 0xffffffff)),       '22P03' ],
	[ 'flags 1',                      copy_file(payload(\@good, 1, 1)),             '22P03' ],
	[ 'flags 2^31',                   copy_file(payload(\@good, 1, 0x80000000)),    '22P03' ],
	[ 'all zero bytes',               copy_file("\0" x 96),                         '22P03' ],
	[ 'all bytes 255',                copy_file("\377" x 96),                       '22P03' ],
	[ 'bigint end, one count',        copy_file(payload([ $MAX, (0) x 10 ])),       'accepted' ],
	[ 'sum is the end of bigint',     copy_file(payload([ '9223372036854775797', (1) x 10 ])), 'accepted' ],
	[ 'sum one beyond',               copy_file(payload([ '9223372036854775798', (1) x 10 ])), '22P03' ],
	[ 'sum wraps to a small number',  copy_file(payload([ $MAX, $MAX, 5, (0) x 8 ])),          '22P03' ],
	[ 'all counts at the end',        copy_file(payload([ ($MAX) x 11 ])),          '22P03' ],
	[ 'the text form',                copy_file('{9:3}'),                           '08P01' ],
	[ 'one byte more',                copy_file(payload(\@good) . "\0"),            '22P03' ],
	[ 'one count more',               copy_file(payload([ @good, 12 ])),            '22P03' ],
	[ 'a kilobyte more',              copy_file(payload(\@good) . "\0" x 1024),     '22P03' ],
	[ 'length -2',                    copy_file(payload(\@good), -2),               '22P04' ],
	[ 'length beyond the file',       copy_file(payload(\@good), 1000),             '22P04' ],
	[ 'file cut in the value',        substr(copy_file(payload(\@good)), 0, 60),    '22P04' ]);
for my $i (0 .. 10)
{
	my @negative = @good;
	$negative[$i] = -1;
	push @case, [ "-1 answers of score $i", copy_file(payload(\@negative)), '22P03' ];
	$negative[$i] = '-9223372036854775808';
	push @case, [ "-2^63 answers of score $i", copy_file(payload(\@negative)), '22P03' ];
}
push @case, map { [ "cut to $_ bytes", copy_file(substr(payload(\@good), 0, $_)), '08P01' ] } 0 .. 95;

my ($said, $out) = try_files(@case);
my @wrong = grep { ($said->{ $_->[0] } // 'nothing') ne $_->[2] } @case;
is(scalar @case, 140, 'hostile and friendly values to try');
is(join('; ', map { "$_->[0]: " . ($said->{ $_->[0] } // 'nothing') . ", not $_->[2]" } @wrong), '', 'each is taken or refused as it should be');
like($out, qr/the session lives/, 'the session lives on');
is($node->safe_psql('postgres', 'SELECT count(*), count(h), min(nps_count(h)) FROM hostile'), '4|3|66', 'what was taken is what was good');

# mutations: random bytes of a good value replaced, with a fixed seed
srand(20090217);
my @mutant;
for my $i (1 .. 600)
{
	my $bytes = payload([ map { $i % 2 ? int(rand(1000)) : '838488366986797800' } 1 .. 11 ]);		# the end of bigint, divided by 11
	my $from = $i % 3 == 0 ? 0 : 8;		# mostly the counts, or the version refuses all
	for (1 .. 1 + int(rand(3)))
	{
		substr($bytes, $from + int(rand(96 - $from)), 1) = chr(int(rand(256)));
	}
	push @mutant, [ "mutant $i", copy_file($bytes), is_histogram($bytes) ? 'accepted' : '22P03', $bytes ];
}
$node->safe_psql('postgres', 'TRUNCATE hostile');
($said, $out) = try_files(@mutant);
@wrong = grep { ($said->{ $_->[0] } // 'nothing') ne $_->[2] } @mutant;
is(join('; ', map { "$_->[0]: " . ($said->{ $_->[0] } // 'nothing') . ", not $_->[2]: " . unpack('H*', $_->[3]) } @wrong),
	'', 'mutations are taken when they are histograms, and refused with 22P03 otherwise');
my @taken = grep { $_->[2] eq 'accepted' } @mutant;
cmp_ok(scalar @taken, '>', 50, 'enough of them are histograms');
cmp_ok(scalar @mutant - scalar @taken, '>', 50, 'and enough are not');
is($node->safe_psql('postgres', q{SELECT string_agg(DISTINCT encode(nps_hist_send(h), 'hex') COLLATE "C", ' ' ORDER BY encode(nps_hist_send(h), 'hex') COLLATE "C") FROM hostile}),
	join(' ', do { my %seen; sort grep { !$seen{$_}++ } map { unpack('H*', $_->[3]) } @taken }), 'what was taken goes out as it came in');
is($node->safe_psql('postgres', 'SELECT count(*) FILTER (WHERE h::text::nps_hist IS DISTINCT FROM h) FROM hostile'), '0', 'and can be written as text and read again');

is($node->safe_psql('postgres', 'SELECT pg_postmaster_start_time()'), $started, 'the server lives on');
unlike(PostgreSQL::Test::Utils::slurp_file($node->logfile), qr/PANIC|terminated by signal|server process .* was terminated/, 'no process died');

$node->stop;
done_testing();
