# 004_docs.pl: what the README and the manual show is what the extension does.
#
# Every ```sql block is run, in order, in one session a file, on the simulated
# sample of the demo; a ```text block behind it must be what psql prints for it,
# and a block without one must run without an error.  Statements that are meant
# to fail stand before a ```text block that begins with "ERROR:".
use strict;
use warnings;
use Test::More;
BEGIN
{
	plan skip_all => 'PostgreSQL refuses root' if $> == 0;
	eval 'use PostgreSQL::Test::Cluster; use PostgreSQL::Test::Utils; 1'
	  or plan skip_all => 'PostgreSQL::Test::Cluster and IPC::Run are needed';
}

my $node = PostgreSQL::Test::Cluster->new('docs');
$node->init(extra => [ '--locale=C.UTF-8', '--encoding=UTF8' ]);
$node->start;

for my $file ('README.md', glob 'doc/*.md')
{
	(my $db = lc "doc_$file") =~ s/\W/_/g;
	$node->safe_psql('postgres', "CREATE DATABASE $db");
	$node->safe_psql($db, 'CREATE EXTENSION nps_ext');
	system('psql', '-X', '-q', '-o', '/dev/null', '-v', 'ON_ERROR_STOP=1', '-f', 'demo/sample.sql', $node->connstr($db)) == 0
	  or BAIL_OUT('the sample does not load');

	my $markdown = slurp_file($file);
	my @blocks;
	while ($markdown =~ /^```(sql|text)\n(.*?)^```$/msg)
	{
		if ($1 eq 'sql') { push @blocks, { sql => $2, line => 1 + (substr($markdown, 0, $-[0]) =~ tr/\n//) } }
		elsif (@blocks && !defined $blocks[-1]{expected}) { $blocks[-1]{expected} = $2 }
		else { fail("$file: a text block follows no sql block") }
	}
	ok(@blocks > 0, "$file has examples");

	# one session: a marker tells the output of the blocks apart
	my $script = join '', map { "\\echo <<block>>\n$_->{sql}\n" } @blocks;
	my ($out, $err) = ('', '');
	IPC::Run::run([ 'psql', '-X', '-q', '-v', 'VERBOSITY=default', '-v', 'SHOW_CONTEXT=never', '-d', $node->connstr($db) ],
		'<', \$script, '>', \$out, '2>&1');
	my @outputs = split /^<<block>>\n/m, $out;
	shift @outputs;

	for my $i (0 .. $#blocks)
	{
		my ($block, $got) = ($blocks[$i], $outputs[$i] // '');
		my $name = "$file line $block->{line}";
		if (defined $block->{expected}) { is(tidy($got), tidy($block->{expected}), $name) }
		else { unlike($got, qr/ERROR:/, $name) or diag($got) }
	}
}

# without trailing blanks, empty lines at the end, and psql's line numbers
sub tidy
{
	my $text = shift;
	$text =~ s/^psql:<stdin>:\d+: //mg;
	$text =~ s/[ \t]+$//mg;
	$text =~ s/\n+\z/\n/;
	return $text;
}

# the commands that the README promises are there
my $readme = slurp_file('README.md');
my $makefile = slurp_file('Makefile');
for my $goal ($readme =~ /\bmake (demo|check|bench)\b/g) { like($makefile, qr/^DEV_GOALS =.*\b$goal\b/m, "make $goal") }
for my $link ($readme =~ /\]\(([^):]+)\)/g) { ok(-e $link, "$link exists") }

$node->stop;
done_testing();
