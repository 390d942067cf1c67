#
# 006_states_binary: the binary forms of nps_weights, nps_pairs and nps_waves,
# friendly and hostile (that of nps_hist: 001_hist_binary).
#
# What must hold: bytes are taken if and only if they keep the invariants of
# their type, which are judged here and not by the server; all others are refused
# with an error, whatever they are.  What is taken goes out as it came in, by
# binary and by text, and every function that reads it gives a result or says
# that a number is out of range.  The server lives on.
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
my $MIN = '-9223372036854775808';
my $HEAD = pack('N N', 1, 0);		# version, flags
my $dir = PostgreSQL::Test::Utils::tempdir();
my $node = PostgreSQL::Test::Cluster->new('states');
$node->init;
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION nps_ext');
my $started = $node->safe_psql('postgres', 'SELECT pg_postmaster_start_time()');

# ---------------------------------------------------------------------------
# the types: values to begin with, and the rules
# ---------------------------------------------------------------------------
sub finite { return $_[0] == $_[0] && abs($_[0]) <= 1.7976931348623157e308 }
sub is_minus_zero { return $_[0] == 0 && pack('d>', $_[0]) ne pack('d>', 0) }

# counts of which none is negative and that a bigint can add up
sub countable
{
	my $total = Math::BigInt->new(0);
	for my $count (@_)
	{
		return 0 if $count < 0;
		$total->badd("$count");
	}
	return $total->bcmp($MAX) <= 0;
}

sub weights { my ($n, @sums) = @_; return $HEAD . pack('q> d>12', $n, @sums) }
sub pairs { return $HEAD . pack('q>16', @_) }
sub waves { return $HEAD . pack('N', scalar @_) . join('', map { pack('d> q>3', @$_) } @_) }

# sum(w^2) <= sum(w)^2 <= n sum(w^2), give or take rounding; see weights_type.c
sub moments_valid
{
	my ($n, $w, $w2) = @_;
	my $lost = 2 ** -1022 / 2 ** -52;
	return $w2 == 0 if $w == 0;
	return $w < sqrt($lost) * $n if $w2 < $lost;
	my $ratio = $w / sqrt($w2);
	return $ratio > 1 - 1e-6 && $ratio < sqrt($n) * (1 + 1e-6);
}

sub is_weights
{
	my ($bytes) = @_;
	return 0 if length $bytes != 112 || substr($bytes, 0, 8) ne $HEAD;
	my ($n, @sum) = unpack('q> d>12', substr($bytes, 8));
	return 0 if $n < 0;
	my (@w, @w2);
	for my $i (0 .. 5)
	{
		my ($hi, $lo) = @sum[ 2 * $i, 2 * $i + 1 ];
		return 0 if !finite($hi) || !finite($lo) || $hi < 0 || $hi + $lo != $hi || is_minus_zero($hi) || is_minus_zero($lo);
		push @{ $i < 3 ? \@w : \@w2 }, $hi;
	}
	for my $i (0 .. 2) { return 0 if !moments_valid($n, $w[$i], $w2[$i]) }
	my ($w, $w2) = (0 + $w[0] + $w[1] + $w[2], 0 + $w2[0] + $w2[1] + $w2[2]);
	return $w == 0 if $n == 0;
	return finite($w) && finite($w2) && $w > 0 && moments_valid($n, $w, $w2);
}

sub is_pairs
{
	my ($bytes) = @_;
	return 0 if length $bytes != 136 || substr($bytes, 0, 8) ne $HEAD;
	my @count = unpack('q>16', substr($bytes, 8));
	return $count[15] == 0 && countable(@count);
}

sub is_waves
{
	my ($bytes) = @_;
	return 0 if length $bytes < 12 || substr($bytes, 0, 8) ne $HEAD;
	my $n = unpack('N', substr($bytes, 8));
	return 0 if $n > 10000 || length $bytes != 12 + 32 * $n;
	my ($before, @all);
	for my $i (0 .. $n - 1)
	{
		my ($t, @count) = unpack('d> q>3', substr($bytes, 12 + 32 * $i));
		return 0 if !finite($t) || is_minus_zero($t) || (defined $before && $t <= $before);
		return 0 if !grep { $_ != 0 } @count;
		push @all, @count;
		$before = $t;
	}
	return countable(@all);
}

my @types = (
	{
		name => 'nps_weights', judge => \&is_weights, words => 13, from => 8,
		good => [ weights(0, (0) x 12), weights(4, 1, 0, 0, 0, 3.5, 0, 1, 0, 0, 0, 6.25, 0), weights(3, 0, 0, 0.3, 2e-17, 0, 0, 0, 0, 0.05, 0, 0, 0),
			weights(1000, 100, 0, 200, 0, 700, 0, 100, 0, 200, 0, 700, 0), weights($MAX, 1, 0, 0, 0, 0, 0, 1e-18, 0, 0, 0, 0, 0), weights(1, 0, 0, 0, 0, 5e-324, 0, (0) x 6) ],
		reads => [ 'nps_score(s)', 'nps_count(s)', 'nps_weighted(s)', "nps_weighted(s, 0.5, 'bayes')", 'nps_interval(s)', "nps_test(s, '{4;1,0,3.5;1,0,6.25}')", 's + s', 'nps_weights_hash(s)',
			'(SELECT nps_rollup(x) FROM unnest(ARRAY[s, s]) AS x)', 'nps_weights_accum(s, 9, 1.5)' ],
	},
	{
		name => 'nps_pairs', judge => \&is_pairs, words => 16, from => 8,
		good => [ pairs((0) x 16), pairs(1 .. 15, 0), pairs(1000, (0) x 14, 0), pairs($MAX, (0) x 15), pairs((0) x 14, $MAX, 0), pairs((600000000000000000) x 15, 0) ],
		reads => [ 'nps_paired_test(s)', 'nps_overlap_test(s, 0.5)', 's + s', 's - s', "s - '{dd:1}'", 'nps_pairs_hash(s)', '(SELECT nps_rollup(x) FROM unnest(ARRAY[s, s]) AS x)', 'nps_pairs_accum(s, 9, NULL::integer)' ],
	},
	{
		name => 'nps_waves', judge => \&is_waves, words => 12, from => 8,
		good => [ waves(), waves([ 1, 4, 3, 33 ]), waves([ -2.5, 1, 0, 0 ], [ 0, 0, 1, 0 ], [ 3, 9, 9, 9 ]), waves([ 5e-324, 1, 2, 3 ], [ 1.7976931348623157e308, 3, 2, 1 ]),
			waves([ 1, $MAX, 0, 0 ]), waves([ 1, '4611686018427387904', 0, 0 ], [ 2, 0, '4611686018427387903', 0 ]), waves(map { [ $_ / 3, $_ % 5, 2, 1 ] } 1 .. 40) ],
		reads => [ 'nps_slope(s)', 'nps_slope(s, 0.5)', 'nps_count(s)', 's + s', 's - s', "s + '{1:1/1/1,7:0/0/1}'", 'nps_waves_hash(s)', '(SELECT nps_rollup(x) FROM unnest(ARRAY[s, s]) AS x)', 'nps_waves_accum(s, 9, 1)', 'nps_waves_compact(s)' ],
	});

# ---------------------------------------------------------------------------
# COPY each payload into the table; SQLSTATE or 'accepted' for each
# ---------------------------------------------------------------------------
sub try_payloads
{
	my (@payloads) = @_;
	my $script = "\\set VERBOSITY sqlstate\n";
	for my $i (0 .. $#payloads)
	{
		open(my $out, '>:raw', "$dir/case$i") or die "$dir/case$i: $!";
		print $out "PGCOPY\n\377\r\n\0" . pack('N N n N', 0, 0, 1, length $payloads[$i]) . $payloads[$i] . pack('n', 0xffff);
		close $out or die;
		$script .= "\\warn CASE $i\nCOPY hostile FROM '$dir/case$i' (FORMAT binary);\n";
	}
	my ($out, $err) = ('', '');
	$node->psql('postgres', $script . "\\warn CASE end\nSELECT 'the session lives';\n",
		stdout => \$out, stderr => \$err, on_error_stop => 0);
	my (%said, $current);
	for my $line (split /\n/, $err)
	{
		if ($line =~ /^CASE (.*)/) { $current = $1; $said{$current} = 'accepted' }
		elsif ($line =~ /ERROR:  (\S+)/) { $said{$current} = $1 }
		else { $said{$current} = $line }
	}
	return (\%said, $out =~ /the session lives/);
}

# numbers that are trouble, as 8 bytes
my @words = ((map { pack('d>', $_) } (0, 1, 3, 0.1, 2e-17, -1, 5e-324, -5e-324, 2.2250738585072014e-308, 1e-200, 1e154, 1e308, 1.7976931348623157e308)),
	(map { pack('H16', $_) } ('8000000000000000', '7ff0000000000000', 'fff0000000000000', '7ff8000000000000', 'fff8000000000001', '7ff0000000000001', 'ffffffffffffffff')),
	(map { pack('q>', $_) } (1, 2, 1000, -1, $MAX, $MIN, '4611686018427387904')));

sub mutate
{
	my ($type, $bytes) = @_;
	my $how = int(rand(20));
	my $any = sub { return $_[0] + int(rand(length($bytes) - $_[0])) };
	if ($how < 6 && length $bytes > $type->{from})				# some bytes behind the head
	{
		substr($bytes, $any->($type->{from}), 1) = chr(int(rand(256))) for 1 .. 1 + int(rand(3));
	}
	elsif ($how < 7) { substr($bytes, $any->(0), 1) = chr(int(rand(256))) }		# any byte
	elsif ($how < 8) { $bytes = substr($bytes, 0, int(rand(length $bytes))) }	# cut short
	elsif ($how < 9) { $bytes .= join '', map { chr(int(rand(256))) } 1 .. 1 + int(rand(64)) }
	elsif ($how < 10) { $bytes = join '', map { chr(int(rand(256))) } 1 .. int(rand(200)) }
	elsif ($how < 11)											# the head, and noise of the right length
	{
		substr($bytes, 8) = join '', map { chr(int(rand(256))) } 9 .. length $bytes;
	}
	else														# words that are trouble
	{
		my $skip = $type->{name} eq 'nps_waves' ? 12 : 8;
		my $room = int((length($bytes) - $skip) / 8);
		for (1 .. 1 + int(rand(3)))
		{
			substr($bytes, $skip + 8 * int(rand($room)), 8) = $words[ int(rand(@words)) ] if $room > 0;
		}
	}
	return $bytes;
}

# ---------------------------------------------------------------------------
# each type
# ---------------------------------------------------------------------------
srand(20240229);
for my $type (@types)
{
	my $name = $type->{name};
	my @good = @{ $type->{good} };
	$node->safe_psql('postgres', "DROP TABLE IF EXISTS hostile; CREATE TABLE hostile (s $name)");

	# every cut of a good value, one byte more, other versions and flags
	my $value = $good[2];
	my @payloads = (@good, (map { substr($value, 0, $_) } 0 .. length($value) - 1), "$value\0", $value x 2,
		map { $_ . substr($value, 8) } pack('N N', 0, 0), pack('N N', 2, 0), pack('N N', 0x01000000, 0), pack('N N', 1, 1), pack('N N', 1, 0x80000000), pack('N N', 0xffffffff, 0xffffffff));
	push @payloads, map { $HEAD . pack('N', $_) . substr($value, 12) } (0, 2, 4, 10000, 10001, 0x7fffffff, 0x80000000, 0xffffffff) if $name eq 'nps_waves';
	push @payloads, map { mutate($type, $good[ int(rand(@good)) ]) } 1 .. 700;

	my ($said, $lives) = try_payloads(@payloads);
	my @wrong = grep { ($said->{$_} // 'nothing') !~ ($type->{judge}->($payloads[$_]) ? qr/^accepted$/ : qr/^(22P03|08P01)$/) } 0 .. $#payloads;
	my @taken = grep { $type->{judge}->($payloads[$_]) } 0 .. $#payloads;
	is(join('; ', map { ($said->{$_} // 'nothing') . ': ' . unpack('H*', $payloads[$_]) } @wrong), '', "$name: bytes are taken when they keep the rules, and refused with an error otherwise");
	ok($lives, "$name: the session lives on");
	is(scalar(grep { $_ < @good } @taken), scalar @good, "$name: good values are taken");
	cmp_ok(scalar @taken, '>', 60, "$name: enough were taken (" . @taken . ' of ' . @payloads . ')');
	cmp_ok(scalar @payloads - scalar @taken, '>', 300, "$name: and enough refused");

	# out as it came in
	my %seen;
	is($node->safe_psql('postgres', "SELECT string_agg(DISTINCT encode(${name}_send(s), 'hex') COLLATE \"C\", ' ' ORDER BY encode(${name}_send(s), 'hex') COLLATE \"C\") FROM hostile"),
		join(' ', sort grep { !$seen{$_}++ } map { unpack('H*', $payloads[$_]) } @taken), "$name: what was taken goes out as it came in");
	is($node->safe_psql('postgres', "SELECT count(*), count(*) FILTER (WHERE s::text::$name IS DISTINCT FROM s OR ${name}_send(s::text::$name) <> ${name}_send(s)) FROM hostile"),
		@taken . '|0', "$name: and can be written as text and read again");
	$node->safe_psql('postgres', "COPY hostile TO '$dir/all' (FORMAT binary); CREATE TABLE again (s $name); COPY again FROM '$dir/all' (FORMAT binary)");
	is($node->safe_psql('postgres', 'SELECT count(*) FROM (TABLE hostile EXCEPT ALL TABLE again) AS d'), '0', "$name: COPY out and in gives the same");
	$node->safe_psql('postgres', 'DROP TABLE again');

	# and every reader survives it
	my $calls = join ', ', map { "(\$\$$_\$\$)" } @{ $type->{reads} };
	my ($ret, $out, $err) = $node->psql('postgres', qq{
		CREATE TEMP TABLE said (call text, state text);
		DO \$do\$
		DECLARE
			call text;
			value $name;
			result text;
		BEGIN
			FOR call, value IN SELECT c.call, h.s FROM (VALUES $calls) AS c(call), (SELECT DISTINCT s FROM hostile) AS h LOOP
				BEGIN
					EXECUTE 'SELECT (' || call || ')::text FROM (SELECT \$1) AS v(s)' INTO result USING value;
					INSERT INTO said VALUES (call, CASE WHEN result ~* 'nan|inf' THEN 'not finite: ' || value::text || ' ' || result ELSE 'result' END);
				EXCEPTION WHEN OTHERS THEN
					INSERT INTO said VALUES (call, CASE WHEN SQLSTATE = '22003' THEN 'out of range' ELSE SQLSTATE || ' ' || SQLERRM || ' ' || value::text END);
				END;
			END LOOP;
		END \$do\$;
		SELECT string_agg(DISTINCT call || ': ' || state, '; ') FROM said WHERE state NOT IN ('result', 'out of range');
		SELECT count(DISTINCT call), count(*) FILTER (WHERE state = 'result') > 5 * count(DISTINCT call) FROM said;});
	is("$out$err", "\n" . @{ $type->{reads} } . '|t', "$name: every reader gives a result or says what is out of range");
}

is($node->safe_psql('postgres', 'SELECT pg_postmaster_start_time()'), $started, 'the server lives on');
unlike(PostgreSQL::Test::Utils::slurp_file($node->logfile), qr/PANIC|terminated by signal|server process .* was terminated/, 'no process died');

$node->stop;
done_testing();
