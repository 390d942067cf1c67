#
# 003_config_dump: what a user configured survives pg_dump, in every encoding,
# and is seen by every session.
#
# What must hold: rows of one's own in all tables of the code frame, the version
# of it, frames stored as values, registered sources and breaks come back after pg_dump
# and psql, also with the extension in a schema of another name and without a
# superuser; shipped rows come from CREATE EXTENSION, once, and are not dumped.  In databases of other encodings than UTF-8 accents
# fold just the same, and no bytes make golden_rules() fail.  A session that has
# read the keywords sees another session's edit in its next statement.
#
use strict;
use warnings;
use utf8;
use Test::More;

BEGIN
{
	plan skip_all => 'PostgreSQL refuses to run as root' if $> == 0;
	eval { require PostgreSQL::Test::Cluster; require PostgreSQL::Test::Utils; 1 }
	  or plan skip_all => 'needs IPC::Run and the PostgreSQL test modules';
}

my $dir = PostgreSQL::Test::Utils::tempdir();
my $node = PostgreSQL::Test::Cluster->new('config');
$node->init;
$node->start;

sub query
{
	my ($db, $sql, $user) = @_;
	utf8::encode($sql);
	return $node->safe_psql($db, "SET client_encoding = 'UTF8';\n$sql", extra_params => [ '-U', $user // $node->safe_psql('postgres', 'SELECT current_user') ]);
}

# ---------------------------------------------------------------------------
# dump and restore
# ---------------------------------------------------------------------------
$node->safe_psql('postgres', 'CREATE ROLE owner LOGIN');

# the other schema has a name that needs quotes (the server allows no quote in it)
foreach my $case ([ 'plain', 'public', 'public' ], [ 'other', 'C x; Y', '"C x; Y"' ])
{
	my ($db, $schema, $quoted) = @$case;
	my $is_in = "in schema $schema";

	$node->safe_psql('postgres', "CREATE DATABASE $_ OWNER owner TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'") foreach ($db, "${db}_copy");
	query($db, "CREATE SCHEMA $quoted", 'owner') if $schema ne 'public';
	query($db, qq{
		CREATE EXTENSION nps_ext SCHEMA $quoted;
		SET search_path = $quoted, public;
		INSERT INTO golden_rule (rule, code, title_nl, title_en, role, experience) VALUES (100, 'price', 'wees redelijk in prijs', 'be fair in price', 'hygiene', 'CX');
		-- a shipped rule that is off, and a topic of other names, whose code a rule of one's own has taken
		INSERT INTO golden_rule (rule, enabled) VALUES (3, false);
		INSERT INTO golden_rule (rule, code, title_nl) VALUES (1001, 'people', 'mensen');
		INSERT INTO golden_rule (rule, code, title_nl, title_en, role, experience, enabled) VALUES (99, 'employees', 'a', 'b', 'both', 'SX', false);
		UPDATE golden_rule SET since = 2026 WHERE rule = 1001;
		INSERT INTO golden_rule_keyword (rule, language, pattern, polarity) VALUES (100, 'fr', 'très cher', 'negative'), (6, 'nl', 'tof*', 'positive');
		-- an override of polarity, one that switches off, and one that is itself off
		INSERT INTO golden_rule_keyword (rule, language, pattern, polarity) VALUES (2, 'en', 'late', 'neutral');
		INSERT INTO golden_rule_keyword (rule, language, pattern, enabled) VALUES (4, 'nl', 'kapot*', false), (1, 'nl', 'foetsie', false);
		INSERT INTO golden_rule (rule, code, title_nl, title_en, role, experience, kind) VALUES (1100, 'own', 'onderwerp', 'topic', 'both', 'CX', 'topic');
		INSERT INTO golden_rule_keyword (rule, language, pattern) VALUES (1100, 'nl', 'qding ... qdong*');
		INSERT INTO golden_rule_cue (rule, language, pattern, weight, tone) VALUES (100, 'nl', 'qhint', 0.7, -0.1), (100, 'nl', 'qwenk*', 0.3, 1e-7);
		INSERT INTO golden_rule_mask (language, pattern, rules) VALUES ('nl', 'qhint qniets', '{100,1100}'), ('nl', 'qalles', NULL);
		INSERT INTO golden_rule_negator (language, pattern, direction, scope) VALUES ('nl', 'qniet', 'before', 20), ('nl', 'niet', 'before', 4);
		INSERT INTO golden_rule_tone (language, pattern, tone) VALUES ('nl', 'qfijn', 1.1);
		CREATE TABLE public.frozen (made integer, frame golden_rule_frame, version text GENERATED ALWAYS AS (golden_rule_codebook_version(frame)) STORED);
		INSERT INTO public.frozen VALUES (1, golden_rule_code_frame());
		CREATE TABLE public."Sur vey" (q1 smallint, day date, land text, done boolean DEFAULT true, test boolean);
		INSERT INTO public."Sur vey" VALUES (9, '2026-01-31', 'NL'), (10, '2026-02-01', 'NL'), (3, '2026-02-01', 'BE');
		INSERT INTO public."Sur vey" VALUES (0, '2026-02-02', 'NL', false, NULL), (0, '2026-02-02', 'NL', true, true);
		SELECT cx_source_add('klant', 'public."Sur vey"', score => 'q1', answered_at => 'day', unit => 'land', time_zone => 'Europe/Amsterdam', include => 'done', exclude => 'test', min_n => 1);
		SELECT cx_source_add('mede''werker', 'public."Sur vey"', 'enps', score => 'q1', answered_at => 'day', unit => 'land', time_zone => 'UTC', min_group => 4, include => 'done');
		SELECT cx_break_add('2026-02-01', 'other questions'), cx_break_add('2026-02-01', 'tab	and \nline', 'nps', 'N''L'), cx_break_add('2026-03-02', 'moved', 'enps');
		CREATE VIEW public.tagged AS SELECT golden_rules(comment) AS rules FROM (VALUES ('te laat'::text), ('toffe qast'), ('TRES CHER'), ('weer kapot qegaan'), ('kapotte qdeur'), ('foetsie'), ('qhint, qwenkbrauw'), ('qhint qniets qwenk')) AS v(comment);
	}, 'owner');

	my @content = (
		[ 'rules of one\'s own', 'SELECT * FROM golden_rule WHERE NOT builtin ORDER BY rule',
			"3|formalities|doe niet moeilijk over formaliteiten|make no fuss over formalities|hygiene|CX|2009|rule|f|f\n99|employees|a|b|both|SX||rule|f|f\n"
			. "100|price|wees redelijk in prijs|be fair in price|hygiene|CX||rule|f|t\n1001|people|mensen|employees|both|CX|2026|topic|f|t\n1100|own|onderwerp|topic|both|CX||topic|f|t" ],
		[ 'cues of one\'s own', 'SELECT * FROM golden_rule_cue WHERE NOT builtin ORDER BY pattern', "100|nl|qhint|0.7|-0.1|t|f\n100|nl|qwenk*|0.3|1e-07|t|f" ],
		[ 'masks of one\'s own', 'SELECT * FROM golden_rule_mask WHERE NOT builtin ORDER BY pattern', "nl|qalles||t|f\nnl|qhint qniets|{100,1100}|t|f" ],
		[ 'negators of one\'s own', 'SELECT * FROM golden_rule_negator WHERE NOT builtin ORDER BY pattern', "nl|niet|before|4|t|f\nnl|qniet|before|20|t|f" ],
		[ 'tone words of one\'s own', 'SELECT * FROM golden_rule_tone WHERE NOT builtin', 'nl|qfijn|1.1|t|f' ],
		[ 'frames', 'SELECT made, version = golden_rule_codebook_version(), version = golden_rule_codebook_version(frame), frame::text = golden_rule_code_frame()::text FROM public.frozen', '1|t|t|t' ],
		[ 'tags', q{SELECT rule, keyword, hit FROM golden_rule_tags('qding een twee qdongen') WHERE rule = 1100}, '1100|qding ... qdong*|qding een twee qdongen' ],
		[ 'keywords of one\'s own', 'SELECT * FROM golden_rule_keyword WHERE NOT builtin ORDER BY rule, pattern',
			"1|nl|foetsie|neutral|f|f\n2|en|late|neutral|t|f\n4|nl|kapot*|neutral|f|f\n6|nl|tof*|positive|t|f\n100|fr|tr\xC3\xA8s cher|negative|t|f\n1100|nl|qding ... qdong*|neutral|t|f" ],
		[ 'sources', 'SELECT name, kind, relation, score, answered_at, unit, time_zone, min_group, include, exclude, min_n FROM cx_source ORDER BY name',
			qq{klant|nps|public."Sur vey"|q1|day|land|Europe/Amsterdam||done|test|1\nmede'werker|enps|public."Sur vey"|q1|day|land|UTC|4|done||} ],
		[ 'breaks', q{SELECT starts, kind, unit, replace(note, E'\\n', '/') FROM cx_break ORDER BY starts, kind},
			"2026-02-01|nps|N'L|tab\tand /line\n2026-02-01|||other questions\n2026-03-02|enps||moved" ],
		# "weer kapot" is a phrase of rule 4, which the override of kapot* leaves alone
		[ 'golden_rules', 'SELECT string_agg(rules::text, \' \') FROM tagged', '{2} {6} {100} {4} {} {} {100} {}' ],
		[ 'panel', q{SELECT unit, to_char(period, 'YYYY-MM'), enps, enps_n, nps, nps_n, segment FROM enps_nps_panel WHERE grain = 'month' ORDER BY 1, 2},
			"BE|2026-01||0||0|0\nBE|2026-02|||-100|1|1\nNL|2026-01|||100|1|0\nNL|2026-02|||100|1|1" ],
		[ 'trend', q{SELECT unit, to_char(period, 'YYYY-MM'), n, nps, delta FROM nps_trend WHERE grain = 'month' ORDER BY 1, 2},
			"BE|2026-01|0||\nBE|2026-02|1|-100|\nNL|2026-01|1|100|\nNL|2026-02|1|100|" ]);
	my $path = "SET search_path = $quoted, public;";
	my $shipped = "$path SELECT (SELECT count(*) FROM golden_rule WHERE builtin), (SELECT count(*) FROM golden_rule_keyword WHERE builtin), (SELECT md5(string_agg(k::text, ',' ORDER BY k::text)) FROM (SELECT k::text FROM golden_rule_keyword k WHERE builtin UNION ALL SELECT c::text FROM golden_rule_cue c WHERE builtin UNION ALL SELECT m::text FROM golden_rule_mask m WHERE builtin UNION ALL SELECT n::text FROM golden_rule_negator n WHERE builtin UNION ALL SELECT t::text FROM golden_rule_tone t WHERE builtin UNION ALL SELECT r::text FROM golden_rule r WHERE builtin) AS k), golden_rule_codebook_version()";
	my $before = query($db, $shipped);

	is(query($db, "$path $_->[1]", 'owner'), $_->[2], "before, $is_in: $_->[0]") for @content;
	$node->command_ok([ 'pg_dump', '-U', 'owner', '-f', "$dir/$db.sql", $db ], "dump, $is_in");
	my $dump = PostgreSQL::Test::Utils::slurp_file("$dir/$db.sql");
	unlike($dump, qr/^\d+\tnl\tbereikbaar\t/m, "no shipped keyword is dumped, $is_in");
	unlike($dump, qr/CREATE TABLE \Q$quoted\E\.golden_rule/, "nor are the tables themselves, $is_in");
	$node->command_ok([ 'psql', '-X', '-q', '-U', 'owner', '-v', 'ON_ERROR_STOP=1', '-o', "$dir/$db.out", '-f', "$dir/$db.sql", "${db}_copy" ], "restore, $is_in");
	is(query("${db}_copy", "$path $_->[1]", 'owner'), $_->[2], "restored, $is_in: $_->[0]") for @content;
	is(query("${db}_copy", $shipped), $before, "shipped rows are there once, $is_in");
	like($before, qr/^6\|[1-9]\d\d\d\|/, "and they are the whole code frame, $is_in");

	# the triggers guard the copy as well
	my ($ret, $out, $err) = $node->psql("${db}_copy", "$path DELETE FROM golden_rule_keyword WHERE pattern = 'late'");
	like($err, qr/shipped with nps_ext and cannot be changed by DELETE/, "shipped rows are protected in the copy, $is_in");
}

# ---------------------------------------------------------------------------
# encodings
# ---------------------------------------------------------------------------
my %versions;
foreach my $encoding ('LATIN1', 'LATIN9', 'WIN1252', 'SQL_ASCII')
{
	my $db = lc $encoding;
	$node->safe_psql('postgres', "CREATE DATABASE $db TEMPLATE template0 ENCODING '$encoding' LOCALE 'C'");
	query($db, 'CREATE EXTENSION nps_ext');

	# what is stored is one byte a letter, but in SQL_ASCII, which takes bytes as they come
	is(query($db, q{SELECT octet_length('enquête')}), $encoding eq 'SQL_ASCII' ? '8' : '7', "$encoding: bytes of an accented word");
	is(query($db, q{SELECT golden_rules('Alweer een enquête') @> '{5}', golden_rules('ENQUÊTE') @> '{5}', golden_rules('enquete') @> '{5}'}), 't|t|t', "$encoding: accents fold");
	query($db, q{INSERT INTO golden_rule_keyword (rule, language, pattern) VALUES (3, 'fr', 'très compliqué'), (6, 'fr', 'naïf')});
	is(query($db, q{SELECT golden_rules('TRÈS COMPLIQUÉ'), golden_rules('tres complique'), golden_rules('naif'), golden_rules('naïfs')}),
		'{3}|{3}|{6}|{}', "$encoding: accents in keywords fold");
	if ($encoding ne 'LATIN1')
	{
		query($db, q{INSERT INTO golden_rule_keyword (rule, language, pattern) VALUES (6, 'fr', 'cœur')});
		is(query($db, q{SELECT golden_rules('de tout CŒUR'), golden_rules('de tout coeur')}), '{6}|{6}', "$encoding: ligatures fold");
	}
	is(query($db, q{SELECT count(*), count(golden_rules(chr(a) || 'te laat' || chr(b) || chr(a))) FROM generate_series(1, 255) AS a, generate_series(1, 255) AS b}),
		'65025|65025', "$encoding: no bytes make it fail");
	is(query($db, q{SELECT count(*), count(*) FILTER (WHERE golden_rules('te laat' || chr(b)) @> '{2}') FROM generate_series(1, 32) AS b}),
		'32|32', "$encoding: control characters separate words");
	if ($encoding eq 'SQL_ASCII')
	{
		# bytes that are no UTF-8 separate words
		is(query($db, q{SELECT count(*), count(*) FILTER (WHERE golden_rules(chr(b) || 'te laat' || chr(b) || 'duurzaam') @> '{2,7}') FROM generate_series(128, 255) AS b}),
			'128|128', 'SQL_ASCII: stray bytes separate words');
		is(query($db, q{SELECT count(*) FROM generate_series(1, 400) AS i, golden_rules((SELECT string_agg(chr(1 + ('x' || substr(md5(i || '/' || j), 1, 7))::bit(28)::int % 255), '') FROM generate_series(1, 200) AS j)) AS r WHERE r IS NOT NULL}),
			'400', 'SQL_ASCII: nor do random bytes');
	}
	# places are counted in characters, as length() and substr() do, and nothing is lost
	is(query($db, q{SELECT count(*), count(*) FILTER (WHERE substr(c, start_pos, t.length) <> hit), count(*) FILTER (WHERE hit <> 'naïf')
		FROM (SELECT chr(a) || ' é naïf ' || chr(b) || chr(a) || chr(b) || ' naïf' FROM generate_series(1, 255, 3) AS a, generate_series(1, 255, 5) AS b) AS v(c), golden_rule_tags(c) AS t WHERE keyword = 'naïf'}),
		'8670|0|0', "$encoding: a tag is the text at its place");
	is(query($db, q{SELECT count(*) FILTER (WHERE golden_rule_highlight(c, '', '') <> c), count(*) FILTER (WHERE golden_rule_highlight(c, '[[', ']]') <> replace(c, 'naïf', '[[naïf]]'))
		FROM (SELECT chr(a) || ' naïf ' || chr(b) FROM generate_series(1, 255) AS a, generate_series(1, 255, 9) AS b) AS v(c)}), '0|0', "$encoding: a highlight changes nothing")
	  if $encoding =~ /LATIN/;
	is(query($db, q{SELECT golden_rule_highlight('naïf'), octet_length(golden_rule_highlight('x'))}), "\xC2\xABna\xC3\xAFf\xC2\xBB|1", "$encoding: the marks are characters of it");
	is(query($db, q{SELECT (golden_rule_code_frame()::text)::golden_rule_frame::text = golden_rule_code_frame()::text, golden_rule_frame_send(golden_rule_code_frame()::text::golden_rule_frame) = golden_rule_frame_send(golden_rule_code_frame())}),
		't|t', "$encoding: a frame goes out and in");
	$versions{$encoding} = query($db, q{DELETE FROM golden_rule_keyword WHERE language = 'fr' AND pattern LIKE 'c%ur'; SELECT golden_rule_codebook_version()}) if $encoding ne 'WIN1252';

	my ($ret, $out, $err) = $node->psql($db, q{INSERT INTO golden_rule_keyword (rule, language, pattern) VALUES (1, 'nl', 'duur, traag')});
	like($err, qr/invalid pattern "duur, traag".*\n.*The fault is at character 5/, "$encoding: a malformed pattern is refused");
}

is(join(' ', map { $versions{$_} eq $versions{LATIN1} ? 1 : 0 } sort keys %versions), '1 1 1', 'the same code frame has the same version in every encoding');

# the extension can be made in databases of encodings without its shipped characters
foreach my $encoding ('LATIN2', 'LATIN5', 'EUC_JP', 'KOI8R', 'EUC_JIS_2004', 'MULE_INTERNAL')
{
	my $db = lc "made_$encoding";
	$node->safe_psql('postgres', "CREATE DATABASE $db TEMPLATE template0 ENCODING '$encoding' LOCALE 'C'");
	$node->safe_psql($db, 'CREATE EXTENSION nps_ext');
	is($node->safe_psql($db, q{SELECT golden_rules('Niet bereikbaar, te laat') @> '{1,2}', golden_rule_highlight_html('<zzz>'), length(golden_rule_codebook_version())}), 't|&lt;zzz&gt;|16', "$encoding: it works");
	like($node->safe_psql($db, q{SELECT golden_rule_highlight('zzz onbereikbaar zzz')}), $encoding =~ /LATIN2|KOI8R/ ? qr/^zzz <<onbereikbaar>> zzz$/ : qr/^zzz .+onbereikbaar.+ zzz$/, "$encoding: marks that it has");
}

# a character that has no place in UTF-8 is one all the same, and does not stop anything
is($node->safe_psql('made_euc_jp', q{
	INSERT INTO golden_rule_keyword (rule, language, pattern) VALUES (1, 'xx', 'qhier');
	CREATE TABLE bytes AS SELECT convert_from(decode(lpad(to_hex(a), 2, '0') || lpad(to_hex(b), 2, '0'), 'hex'), 'EUC_JP') AS c FROM generate_series(161, 254) AS a, generate_series(161, 254, 3) AS b;
	SELECT count(*) > 2000, count(*) FILTER (WHERE golden_rules(c || ' qhier') <> '{1}'), count(*) FILTER (WHERE golden_rule_highlight_html(c || ' qhier ' || c) !~ '<mark[^>]*>qhier</mark>'),
		count(*) FILTER (WHERE (SELECT string_agg(start_pos || hit, ',') FROM golden_rule_tags(c || ' ' || c || ' qhier ' || c)) !~ '^5qhier') FROM bytes}),
	't|0|0|0', 'EUC_JP: all characters');

# ---------------------------------------------------------------------------
# an edit while another session is connected
# ---------------------------------------------------------------------------
SKIP:
{
	skip 'no background_psql in this version of the test modules', 6
	  unless eval { require PostgreSQL::Test::BackgroundPsql; PostgreSQL::Test::BackgroundPsql->can('query_safe') };

	my $session = $node->background_psql('plain');
	my $look = q{SELECT golden_rules('qfoei, wat een stank')};
	is($session->query_safe($look), '{7}', 'a session has read the keywords');
	$node->safe_psql('plain', q{INSERT INTO golden_rule_keyword (rule, language, pattern) VALUES (4, 'nl', 'qfoei')});
	is($session->query_safe($look), '{4,7}', 'it sees a new one in its next statement');
	$node->safe_psql('plain', q{UPDATE golden_rule_keyword SET rule = 5 WHERE pattern = 'qfoei'});
	is($session->query_safe($look), '{5,7}', 'and a changed one');
	$node->safe_psql('plain', q{BEGIN; DELETE FROM golden_rule_keyword WHERE NOT builtin; ROLLBACK});
	is($session->query_safe($look), '{5,7}', 'not one that was rolled back');
	$node->safe_psql('plain', q{DELETE FROM golden_rule_keyword WHERE pattern = 'qfoei'; INSERT INTO golden_rule_keyword (rule, language, pattern, enabled) VALUES (7, 'nl', 'stank', false)});
	is($session->query_safe($look), '{}', 'and one that is gone, and one that is switched off');
	$node->safe_psql('plain', q{SET client_min_messages = warning; DROP EXTENSION nps_ext CASCADE; CREATE EXTENSION nps_ext});
	is($session->query_safe($look), '{7}', 'and the keywords of an extension that was made anew');
	$session->quit;
}

$node->stop;
done_testing();
