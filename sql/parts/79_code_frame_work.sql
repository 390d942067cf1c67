
-- ---------------------------------------------------------------------------
-- Keeping the code frame: what it covers in the comments of the registered
-- sources, what it misses, which keywords never fire and which get in each
-- other's way.
--
-- Every function here reads the comments in one query over all sources, with the
-- privileges of whoever asks, and gives back counts, never a comment.  What a
-- comment costs is in C functions; compiling the query around them (jit) would
-- take longer than running it.
-- ---------------------------------------------------------------------------

CREATE FUNCTION golden_rule_words(comment text) RETURNS text[]
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION golden_rule_words(comment text) IS
	'the words of a comment in order, as the tagger reads them: without case, accents and punctuation; {} where there is none';

CREATE FUNCTION golden_rule_terms(comment text) RETURNS text[]
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION golden_rule_terms(comment text) IS
	'the words and two-word phrases of a comment that could be keywords, each once: no numbers and no function words, but a negation or the like may be part of a phrase (te laat); a phrase is within a clause';

CREATE FUNCTION golden_rule_language(comment text) RETURNS text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION golden_rule_language(comment text) IS
	'language of a comment, nl or en, by a vote of its common words (golden_rule_function_words); NULL where that is undecided';

CREATE FUNCTION golden_rule_function_words(OUT word text, OUT language text, OUT kind text)
	RETURNS SETOF record
	LANGUAGE c IMMUTABLE PARALLEL SAFE ROWS 850 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION golden_rule_function_words() IS
	'the words by which golden_rule_language votes (language NULL: some other one), with their kind: function words are no terms of golden_rule_terms, qualifiers only the first or second word of one, markers are';

-- ---------------------------------------------------------------------------
-- Comments of the registered sources
-- ---------------------------------------------------------------------------

-- A comment is one with a word in it; its score is NULL where there is none, or
-- none from 0 to 10.
CREATE FUNCTION cx_comments_query(sources text[]) RETURNS text LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	s @extschema@.cx_source;
	relation regclass;
	score_type text;
	parts text[] := '{}';
	wrong text;
	registered text;
BEGIN
	SELECT coalesce('"' || a.name || '"', 'NULL') INTO wrong FROM unnest(sources) AS a(name)
	WHERE NOT EXISTS (SELECT FROM @extschema@.cx_source c WHERE c.name = a.name AND c.comment IS NOT NULL) LIMIT 1;
	IF FOUND THEN
		SELECT string_agg(c.name, ', ' ORDER BY c.name COLLATE "C") INTO registered FROM @extschema@.cx_source c WHERE c.comment IS NOT NULL;
		RAISE EXCEPTION 'there is no source % with a comment column', wrong
			USING ERRCODE = 'undefined_object',
				HINT = coalesce('Registered with comments: ' || registered || '.', 'No source with a comment column is registered.');
	END IF;
	FOR s IN SELECT * FROM @extschema@.cx_source c
		WHERE c.comment IS NOT NULL AND (sources IS NULL OR c.name = ANY (sources)) ORDER BY c.name
	LOOP
		relation := @extschema@.cx_source_relation(s);
		PERFORM @extschema@.cx_source_read_column(s.name, relation, 'comment', s.comment);
		score_type := @extschema@.cx_source_read_column(s.name, relation, 'score', s.score);
		parts := parts || format('SELECT %1$L::text AS source, %2$s AS score, %3$s AS comment FROM %4$s AS t WHERE %5$s AND %6$s.golden_rule_words(%3$s) <> ''{}''',
			s.name, @extschema@.cx_score_expression(score_type, CASE WHEN score_type IN ('text', 'character varying', 'character')
				THEN @extschema@.cx_text_expression(relation, s.score) ELSE format('t.%I', s.score) END),
			@extschema@.cx_text_expression(relation, s.comment), relation, @extschema@.cx_source_filter(s), '@extschema@');
	END LOOP;
	RETURN CASE WHEN parts = '{}' THEN 'SELECT NULL::text AS source, NULL::smallint AS score, NULL::text AS comment WHERE false'
		ELSE array_to_string(parts, ' UNION ALL ') END;
END
$$;
COMMENT ON FUNCTION cx_comments_query(sources text[]) IS
	'the query that reads (source, score, comment) of every comment in the registered sources, or in those of these names';

-- ---------------------------------------------------------------------------
-- golden_rule_coverage: how many comments are tagged
-- ---------------------------------------------------------------------------

CREATE FUNCTION golden_rule_coverage(
	sources text[] DEFAULT NULL,
	OUT source text, OUT language text, OUT score_class text,
	OUT n bigint, OUT tagged bigint, OUT share numeric
) RETURNS SETOF record LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET jit = off
AS $$
BEGIN
	RETURN QUERY EXECUTE format($q$
		SELECT f.source, f.language, f.score_class,
			CASE WHEN f.n >= f.floor THEN f.n END, CASE WHEN f.n >= f.floor THEN f.tagged END,
			CASE WHEN f.n >= f.floor THEN trim_scale(100 * f.tagged / f.n::numeric) END
		FROM (
			SELECT c.source, c.language, c.score_class, count(*) AS n, count(*) FILTER (WHERE c.tagged) AS tagged,
				coalesce((SELECT s.min_group FROM %2$s.cx_source s WHERE s.name = c.source), 1) AS floor
			FROM (
				SELECT a.source, %2$s.golden_rule_language(a.comment) AS language,
					coalesce(%2$s.nps_category(a.score), 'none') AS score_class, %2$s.golden_rules(a.comment) <> '{}' AS tagged
				FROM (%1$s) AS a
			) AS c
			GROUP BY c.source, c.language, c.score_class
		) AS f
		ORDER BY f.source, f.language, array_position('{promoter,passive,detractor,none}'::text[], f.score_class)
		$q$, @extschema@.cx_comments_query(sources), '@extschema@');
END
$$;
COMMENT ON FUNCTION golden_rule_coverage(sources text[]) IS
	'how many comments of the registered sources, or of those named, speak of a Golden Rule, by source, language and score class';

CREATE VIEW golden_rule_coverage WITH (security_invoker = true) AS
	SELECT c.source, c.language, c.score_class, c.n, c.tagged, c.share FROM golden_rule_coverage() AS c;
ALTER VIEW golden_rule_coverage OWNER TO @extowner@;
GRANT SELECT ON golden_rule_coverage TO PUBLIC;
COMMENT ON VIEW golden_rule_coverage IS
	'how many comments of the registered sources speak of a Golden Rule, by source, language and score class; a comment is one with a word in it';
COMMENT ON COLUMN golden_rule_coverage.source IS 'name of the source';
COMMENT ON COLUMN golden_rule_coverage.language IS 'nl or en, by golden_rule_language(comment); NULL: undecided';
COMMENT ON COLUMN golden_rule_coverage.score_class IS 'promoter, passive, detractor; none: without a score from 0 to 10';
COMMENT ON COLUMN golden_rule_coverage.n IS 'comments; NULL with fewer than the min_group of the source';
COMMENT ON COLUMN golden_rule_coverage.tagged IS 'comments that speak of at least one rule (topics are none); NULL as n';
COMMENT ON COLUMN golden_rule_coverage.share IS 'tagged as a percentage of n, 0 to 100; NULL as n';

-- ---------------------------------------------------------------------------
-- golden_rule_suggestions: what the comments without a rule speak of
-- ---------------------------------------------------------------------------

-- A term counts once a comment.  Each list of terms gets a NULL, so that the row
-- of the term NULL holds the totals of a language, in the same pass.
-- log_odds is ln((p + .5) / (P - p + .5)) - ln((d + .5) / (D - d + .5)): of P
-- promoters and D detractors without a rule, p and d use the term (Haldane 1956,
-- Anscombe 1956); z divides it by the square root of the sum of the inverses of
-- the same four numbers (Gart and Zweifel 1967).
CREATE FUNCTION golden_rule_suggestions_query(comments text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT format($q$
		WITH counted AS (
			SELECT a.language, u.term, count(*) AS n,
				count(*) FILTER (WHERE a.score BETWEEN 9 AND 10) AS promoters, count(*) FILTER (WHERE a.score BETWEEN 0 AND 6) AS detractors
			FROM (
				SELECT %2$s.golden_rule_language(c.comment) AS language, c.score, array_append(%2$s.golden_rule_terms(c.comment), NULL) AS terms
				FROM (%1$s) AS c
				WHERE %2$s.golden_rules(c.comment) = '{}'
			) AS a CROSS JOIN LATERAL unnest(a.terms) AS u(term)
			GROUP BY a.language, u.term
			HAVING count(*) >= $1 OR u.term IS NULL
		),
		cells AS (
			SELECT t.language, t.term, t.n, t.promoters, t.detractors, w.promoters > 0 AND w.detractors > 0 AS known,
				t.promoters + 0.5::float8 AS p, w.promoters - t.promoters + 0.5::float8 AS p_without,
				t.detractors + 0.5::float8 AS d, w.detractors - t.detractors + 0.5::float8 AS d_without
			FROM counted AS t JOIN counted AS w ON w.term IS NULL AND w.language IS NOT DISTINCT FROM t.language
			WHERE t.term IS NOT NULL
		)
		SELECT c.language, c.term, 1 + length(c.term) - length(replace(c.term, ' ', '')), c.n, c.promoters, c.detractors,
			CASE WHEN c.known THEN ln(c.p / c.p_without) - ln(c.d / c.d_without) END,
			CASE WHEN c.known THEN (ln(c.p / c.p_without) - ln(c.d / c.d_without)) / sqrt(1 / c.p + 1 / c.p_without + 1 / c.d + 1 / c.d_without) END
		FROM cells AS c
		ORDER BY c.n DESC, c.term COLLATE "C", c.language COLLATE "C"
		$q$, comments, '@extschema@')
$$;
COMMENT ON FUNCTION golden_rule_suggestions_query(comments text) IS
	'the query that counts the terms of the comments without a rule, of those that a query gives as (comment, score)';

CREATE FUNCTION golden_rule_suggestions(
	comments text[], scores numeric[] DEFAULT NULL, min_count integer DEFAULT 5,
	OUT language text, OUT term text, OUT words integer, OUT n bigint,
	OUT promoters bigint, OUT detractors bigint, OUT log_odds double precision, OUT z double precision
) RETURNS SETOF record LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET jit = off
AS $$
BEGIN
	IF scores IS NOT NULL AND cardinality(scores) <> cardinality(comments) THEN
		RAISE EXCEPTION '% comments have % scores', cardinality(comments), cardinality(scores)
			USING ERRCODE = 'array_subscript_error',
				HINT = 'Give a score, or NULL, for each comment, in the same order.';
	END IF;
	RETURN QUERY EXECUTE @extschema@.golden_rule_suggestions_query('SELECT u.comment, u.score FROM unnest($2, $3) AS u(comment, score)')
		USING min_count, comments, scores;
END
$$;
COMMENT ON FUNCTION golden_rule_suggestions(comments text[], scores numeric[], min_count integer) IS
	'suggestions for keywords: words and two-word phrases of the comments without a rule that at least min_count of them use, with counts and log-odds of promoters against detractors; scores are from 0 to 10, in the order of the comments';

CREATE FUNCTION golden_rule_suggestions(
	min_count integer DEFAULT 5, sources text[] DEFAULT NULL,
	OUT language text, OUT term text, OUT words integer, OUT n bigint,
	OUT promoters bigint, OUT detractors bigint, OUT log_odds double precision, OUT z double precision
) RETURNS SETOF record LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET jit = off
AS $$
BEGIN
	RETURN QUERY EXECUTE @extschema@.golden_rule_suggestions_query(@extschema@.cx_comments_query(sources))
		USING greatest(min_count, (SELECT max(s.min_group) FROM @extschema@.cx_source s
			WHERE s.comment IS NOT NULL AND (sources IS NULL OR s.name = ANY (sources))));
END
$$;
COMMENT ON FUNCTION golden_rule_suggestions(min_count integer, sources text[]) IS
	'the same over the comments of the registered sources, or of those named; where one has a min_group, at least so many comments';

CREATE VIEW golden_rule_suggestions WITH (security_invoker = true) AS
	SELECT s.language, s.term, s.words, s.n, s.promoters, s.detractors, s.log_odds, s.z FROM golden_rule_suggestions() AS s;
ALTER VIEW golden_rule_suggestions OWNER TO @extowner@;
GRANT SELECT ON golden_rule_suggestions TO PUBLIC;
COMMENT ON VIEW golden_rule_suggestions IS
	'suggestions for keywords: words and two-word phrases in the comments of the registered sources that speak of no Golden Rule, most frequent first';
COMMENT ON COLUMN golden_rule_suggestions.language IS 'language of the comments; NULL: undecided';
COMMENT ON COLUMN golden_rule_suggestions.term IS 'a word or two-word phrase, as the tagger reads it';
COMMENT ON COLUMN golden_rule_suggestions.words IS 'words of the term: 1 or 2';
COMMENT ON COLUMN golden_rule_suggestions.n IS 'comments without a rule that use it: at least 5, and at least the min_group of the sources';
COMMENT ON COLUMN golden_rule_suggestions.promoters IS 'those of promoters, score 9 or 10';
COMMENT ON COLUMN golden_rule_suggestions.detractors IS 'those of detractors, score 0 to 6';
COMMENT ON COLUMN golden_rule_suggestions.log_odds IS
	'log-odds ratio of promoters against detractors, 0.5 added to each count: above 0, promoters use it more; NULL where the language has no comments without a rule of one of them';
COMMENT ON COLUMN golden_rule_suggestions.z IS 'log_odds divided by its standard error: beyond 3 or so it is hardly chance';

-- ---------------------------------------------------------------------------
-- golden_rule_keyword_use: which keywords fire, and which never do
-- ---------------------------------------------------------------------------

CREATE FUNCTION golden_rule_frame_keywords(
	frame golden_rule_frame,
	OUT rule smallint, OUT language text, OUT pattern text, OUT polarity text, OUT number bigint
) RETURNS SETOF record LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 2000
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT l.field[2]::smallint, l.field[3], l.field[4], l.field[5],
		dense_rank() OVER (ORDER BY l.field[2]::smallint, l.field[3] COLLATE "C", l.field[5] COLLATE "C")
	FROM (SELECT string_to_array(line, E'\t') AS field FROM string_to_table(frame::text, E'\n') AS line) AS l
	WHERE l.field[1] = 'keyword'
$$;
COMMENT ON FUNCTION golden_rule_frame_keywords(frame golden_rule_frame) IS
	'the keywords of a code frame, a row each; number counts the groups of one rule, language and polarity';

CREATE FUNCTION golden_rule_keyword_use(
	sources text[] DEFAULT NULL,
	OUT rule smallint, OUT language text, OUT pattern text, OUT polarity text, OUT builtin boolean,
	OUT hits bigint, OUT comments bigint, OUT promoters bigint, OUT detractors bigint
) RETURNS SETOF record LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET jit = off
AS $$
BEGIN
	RETURN QUERY EXECUTE format($q$
		WITH hit AS (
			SELECT t.rule, t.keyword, sum(t.hits)::bigint AS hits, count(*) AS comments,
				count(*) FILTER (WHERE a.score >= 9) AS promoters, count(*) FILTER (WHERE a.score <= 6) AS detractors
			FROM (%1$s) AS a
				CROSS JOIN LATERAL (SELECT g.rule, g.keyword, count(*) AS hits FROM %2$s.golden_rule_tags(a.comment) AS g GROUP BY g.rule, g.keyword) AS t
			GROUP BY t.rule, t.keyword
		)
		SELECT k.rule, k.language, k.pattern, k.polarity,
			NOT EXISTS (SELECT FROM %2$s.golden_rule_keyword AS o WHERE o.rule = k.rule AND o.language = k.language AND NOT o.builtin AND o.enabled
				AND btrim(regexp_replace(o.pattern, '\s+', ' ', 'g')) = k.pattern),
			coalesce(h.hits, 0), coalesce(h.comments, 0), coalesce(h.promoters, 0), coalesce(h.detractors, 0)
		FROM %2$s.golden_rule_frame_keywords(%2$s.golden_rule_code_frame()) AS k
			LEFT JOIN hit AS h ON h.rule = k.rule AND h.keyword = k.pattern
		ORDER BY k.rule, k.language COLLATE "C", coalesce(h.comments, 0) DESC, k.pattern COLLATE "C"
		$q$, @extschema@.cx_comments_query(sources), '@extschema@');
END
$$;
COMMENT ON FUNCTION golden_rule_keyword_use(sources text[]) IS
	'how often each keyword in force fires in the comments of the registered sources, or of those named';

CREATE VIEW golden_rule_keyword_use WITH (security_invoker = true) AS
	SELECT u.rule, u.language, u.pattern, u.polarity, u.builtin, u.hits, u.comments, u.promoters, u.detractors
	FROM golden_rule_keyword_use() AS u;
ALTER VIEW golden_rule_keyword_use OWNER TO @extowner@;
GRANT SELECT ON golden_rule_keyword_use TO PUBLIC;
COMMENT ON VIEW golden_rule_keyword_use IS
	'how often each keyword in force fires in the comments of the registered sources; comments = 0: it never does, as nobody says it or a longer keyword of its rule, or a mask, always takes its words';
COMMENT ON COLUMN golden_rule_keyword_use.rule IS 'the rule or topic of the keyword';
COMMENT ON COLUMN golden_rule_keyword_use.language IS 'language of the keyword; the same pattern of one rule in two languages has one count, as all languages match at once';
COMMENT ON COLUMN golden_rule_keyword_use.pattern IS 'the keyword';
COMMENT ON COLUMN golden_rule_keyword_use.polarity IS 'positive, negative or neutral, as the keyword has it';
COMMENT ON COLUMN golden_rule_keyword_use.builtin IS 'shipped with nps_ext, and not replaced by a row of your own';
COMMENT ON COLUMN golden_rule_keyword_use.hits IS 'times that it fires';
COMMENT ON COLUMN golden_rule_keyword_use.comments IS 'comments in which it fires';
COMMENT ON COLUMN golden_rule_keyword_use.promoters IS 'those of promoters, score 9 or 10';
COMMENT ON COLUMN golden_rule_keyword_use.detractors IS 'those of detractors, score 0 to 6';

-- ---------------------------------------------------------------------------
-- golden_rule_overlap: rules that come together
-- ---------------------------------------------------------------------------

CREATE FUNCTION golden_rule_overlap(
	sources text[] DEFAULT NULL,
	OUT rule smallint, OUT other_rule smallint, OUT comments bigint, OUT rule_n bigint, OUT other_rule_n bigint,
	OUT n bigint, OUT share numeric, OUT lift double precision
) RETURNS SETOF record LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET jit = off
AS $$
BEGIN
	RETURN QUERY EXECUTE format($q$
		WITH combination AS MATERIALIZED (
			SELECT c.rules, count(*) AS n FROM (SELECT %2$s.golden_rules(a.comment) AS rules FROM (%1$s) AS a) AS c GROUP BY c.rules
		),
		single AS MATERIALIZED (
			SELECT r.rule, coalesce((SELECT sum(c.n) FROM combination AS c WHERE r.rule = ANY (c.rules)), 0)::bigint AS n
			FROM %2$s.golden_rule AS r WHERE r.kind = 'rule' AND r.enabled
		)
		SELECT p.rule, p.other_rule, p.comments, p.rule_n, p.other_rule_n, p.n,
			CASE WHEN p.rule_n + p.other_rule_n > 0 THEN trim_scale(100 * p.n / (p.rule_n + p.other_rule_n - p.n)::numeric) END,
			CASE WHEN p.rule_n > 0 AND p.other_rule_n > 0 THEN p.n::float8 * p.comments / (p.rule_n::float8 * p.other_rule_n) END
		FROM (
			SELECT a.rule, b.rule AS other_rule, a.n AS rule_n, b.n AS other_rule_n,
				coalesce((SELECT sum(c.n) FROM combination AS c), 0)::bigint AS comments,
				coalesce((SELECT sum(c.n) FROM combination AS c WHERE a.rule = ANY (c.rules) AND b.rule = ANY (c.rules)), 0)::bigint AS n
			FROM single AS a JOIN single AS b ON a.rule < b.rule
		) AS p
		ORDER BY p.rule, p.other_rule
		$q$, @extschema@.cx_comments_query(sources), '@extschema@');
END
$$;
COMMENT ON FUNCTION golden_rule_overlap(sources text[]) IS
	'for each pair of Golden Rules, how many comments of the registered sources, or of those named, speak of both';

CREATE VIEW golden_rule_overlap WITH (security_invoker = true) AS
	SELECT o.rule, o.other_rule, o.comments, o.rule_n, o.other_rule_n, o.n, o.share, o.lift FROM golden_rule_overlap() AS o;
ALTER VIEW golden_rule_overlap OWNER TO @extowner@;
GRANT SELECT ON golden_rule_overlap TO PUBLIC;
COMMENT ON VIEW golden_rule_overlap IS
	'for each pair of Golden Rules, how many comments of the registered sources speak of both: a share near 100 says that they measure the same';
COMMENT ON COLUMN golden_rule_overlap.rule IS 'a rule';
COMMENT ON COLUMN golden_rule_overlap.other_rule IS 'another one, with a higher number';
COMMENT ON COLUMN golden_rule_overlap.comments IS 'all comments, tagged or not';
COMMENT ON COLUMN golden_rule_overlap.rule_n IS 'comments that speak of rule';
COMMENT ON COLUMN golden_rule_overlap.other_rule_n IS 'comments that speak of other_rule';
COMMENT ON COLUMN golden_rule_overlap.n IS 'comments that speak of both';
COMMENT ON COLUMN golden_rule_overlap.share IS 'n as a percentage of the comments that speak of at least one of the two; NULL where there is none';
COMMENT ON COLUMN golden_rule_overlap.lift IS
	'n divided by what chance would give, rule_n * other_rule_n / comments: above 1 they attract each other; NULL where a rule has no comment';

-- ---------------------------------------------------------------------------
-- golden_rule_conflicts: keywords and rules that get in each other's way
-- ---------------------------------------------------------------------------

-- The tagger leaves one keyword of a rule where several hit the same words, so
-- that a conflict within a rule does not show in its tags.  This is a frame in
-- which each group of keywords (rule, language, polarity) is a rule, so that none
-- of another group hides one; masks hold as they do.
CREATE FUNCTION golden_rule_conflict_frame(frame golden_rule_frame)
RETURNS golden_rule_frame LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
	WITH keyword AS MATERIALIZED (
		SELECT * FROM @extschema@.golden_rule_frame_keywords(frame)
	),
	numbers AS MATERIALIZED (
		SELECT k.rule::text AS rule, string_agg(DISTINCT k.number::text, ',') AS numbers FROM keyword AS k GROUP BY k.rule
	),
	mask AS MATERIALIZED (
		SELECT m.field, (SELECT string_agg(n.numbers, ',') FROM numbers AS n WHERE n.rule = ANY (string_to_array(m.field[4], ','))) AS numbers
		FROM (SELECT string_to_array(l, E'\t') AS field FROM string_to_table(frame::text, E'\n') AS l) AS m
		WHERE m.field[1] = 'mask'
	)
	SELECT (E'golden_rule_frame\t1\n' || coalesce(string_agg(l.line, E'\n') || E'\n', ''))::@extschema@.golden_rule_frame
	FROM (
		SELECT DISTINCT concat_ws(E'\t', 'rule', k.number, k.number) FROM keyword AS k
		UNION ALL
		SELECT concat_ws(E'\t', 'keyword', k.number, k.language, k.pattern, k.polarity) FROM keyword AS k
		UNION ALL
		SELECT concat_ws(E'\t', 'mask', m.field[2], m.field[3], coalesce(m.numbers, '')) FROM mask AS m
		WHERE m.numbers IS NOT NULL OR m.field[4] = ''
	) AS l(line)
$$;
COMMENT ON FUNCTION golden_rule_conflict_frame(frame golden_rule_frame) IS
	'the keywords and masks of a code frame, where each group of keywords of one rule, language and polarity is a rule: for golden_rule_conflicts';

CREATE FUNCTION golden_rule_conflicts(
	sources text[] DEFAULT NULL,
	OUT conflict text, OUT rule smallint, OUT language text, OUT pattern text, OUT polarity text,
	OUT other_rule smallint, OUT other_language text, OUT other_pattern text, OUT other_polarity text, OUT comments bigint
) RETURNS SETOF record LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET jit = off
AS $$
DECLARE
	frame @extschema@.golden_rule_frame := @extschema@.golden_rule_code_frame();
BEGIN
	RETURN QUERY EXECUTE format($q$
		WITH keyword AS MATERIALIZED (	-- folded: the words as the tagger reads them, with the stars where they were
			SELECT k.*, row_number() OVER (ORDER BY k.number, k.pattern COLLATE "C") AS id,
				(SELECT string_agg(CASE WHEN w = '...' THEN w ELSE concat(CASE WHEN w LIKE '*%%' THEN '*' END,
						array_to_string(%2$s.golden_rule_words(w), ' '), CASE WHEN w LIKE '%%*' THEN '*' END) END, ' ' ORDER BY i)
					FROM string_to_table(k.pattern, ' ') WITH ORDINALITY AS s(w, i)) AS folded
			FROM %2$s.golden_rule_frame_keywords($1) AS k JOIN %2$s.golden_rule AS r ON r.rule = k.rule AND r.kind = 'rule'
		),
		hit AS MATERIALIZED (	-- pairs of keywords that hit the same words, or words that begin or end alike
			SELECT h.number, h.pattern, h.other_number, h.other_pattern, h.same, count(*) AS comments
			FROM (%1$s) AS c CROSS JOIN LATERAL (
				SELECT t.numbers[i] AS number, t.patterns[i] AS pattern, t.numbers[j] AS other_number, t.patterns[j] AS other_pattern,
					bool_or(t.starts[i] = t.starts[j] AND t.ends[i] = t.ends[j]) AS same
				FROM (
					SELECT array_agg(g.rule ORDER BY g.rule) AS numbers, array_agg(g.keyword ORDER BY g.rule) AS patterns,
						array_agg(g.start_pos ORDER BY g.rule) AS starts, array_agg(g.start_pos + g.length ORDER BY g.rule) AS ends
					FROM %2$s.golden_rule_tags(c.comment, $2) AS g
					HAVING count(*) > 1
				) AS t, generate_subscripts(t.numbers, 1) AS i, generate_subscripts(t.numbers, 1) AS j
				WHERE i < j AND t.numbers[i] <> t.numbers[j] AND (t.starts[i] = t.starts[j] OR t.ends[i] = t.ends[j])
				GROUP BY 1, 2, 3, 4
			) AS h
			GROUP BY h.number, h.pattern, h.other_number, h.other_pattern, h.same
		),
		hit_pair AS (
			SELECT a.id, b.id AS other_id, bool_or(h.same) AS same, sum(h.comments)::bigint AS comments
			FROM hit AS h JOIN keyword AS a ON a.number = h.number AND a.pattern = h.pattern
				JOIN keyword AS b ON b.number = h.other_number AND b.pattern = h.other_pattern
			WHERE h.same OR a.rule <> b.rule
			GROUP BY a.id, b.id
		),
		same_pair AS (
			SELECT a.id, b.id AS other_id FROM keyword AS a JOIN keyword AS b ON a.folded = b.folded AND a.id < b.id
		)
		SELECT c.* FROM (
			SELECT CASE WHEN s.id IS NOT NULL THEN 'same pattern' WHEN h.same THEN 'same words' ELSE 'shared words' END AS conflict,
				a.rule, a.language, a.pattern, a.polarity, b.rule AS other_rule, b.language AS other_language, b.pattern AS other_pattern,
				b.polarity AS other_polarity, coalesce(h.comments, 0) AS comments
			FROM hit_pair AS h FULL JOIN same_pair AS s USING (id, other_id)
				JOIN keyword AS a USING (id) JOIN keyword AS b ON b.id = other_id
			WHERE a.rule <> b.rule OR a.polarity <> b.polarity
			UNION ALL
			SELECT 'both ways', m.rule, NULL, NULL, NULL, NULL, NULL, NULL, NULL, count(*)
			FROM (%1$s) AS c CROSS JOIN LATERAL %2$s.golden_rule_mentions(c.comment, NULL::numeric) AS m
			WHERE m.polarity = 'mixed'
			GROUP BY m.rule
		) AS c
		ORDER BY c.conflict COLLATE "C", c.comments DESC, c.rule, c.other_rule, c.pattern COLLATE "C", c.other_pattern COLLATE "C"
		$q$, @extschema@.cx_comments_query(sources), '@extschema@')
		USING frame, @extschema@.golden_rule_conflict_frame(frame);
END
$$;
COMMENT ON FUNCTION golden_rule_conflicts(sources text[]) IS
	'keywords of different rules or polarity with the same pattern, or that hit the same words in comments of the registered sources, or of those named; and rules that comments speak of both ways; topics are left out, as they are meant to share words';

CREATE VIEW golden_rule_conflicts WITH (security_invoker = true) AS
	SELECT c.conflict, c.rule, c.language, c.pattern, c.polarity, c.other_rule, c.other_language, c.other_pattern, c.other_polarity, c.comments
	FROM golden_rule_conflicts() AS c;
ALTER VIEW golden_rule_conflicts OWNER TO @extowner@;
GRANT SELECT ON golden_rule_conflicts TO PUBLIC;
COMMENT ON VIEW golden_rule_conflicts IS
	'keywords and rules that get in each other''s way: pairs of keywords of different rules or polarity, and rules that a comment speaks of both ways';
COMMENT ON COLUMN golden_rule_conflicts.conflict IS
	'same pattern: two keywords are the same; same words: two hit exactly the same words of a comment; shared words: of two rules, they hit words that begin or end with the same one; both ways: a rule has positive and negative hits in one comment, which makes it mixed';
COMMENT ON COLUMN golden_rule_conflicts.rule IS 'rule of the keyword';
COMMENT ON COLUMN golden_rule_conflicts.language IS 'language of the keyword; NULL for both ways, as all below but comments';
COMMENT ON COLUMN golden_rule_conflicts.pattern IS 'the keyword';
COMMENT ON COLUMN golden_rule_conflicts.polarity IS 'polarity of the keyword, whatever the words around it make of it';
COMMENT ON COLUMN golden_rule_conflicts.other_rule IS 'rule of the other keyword; NULL for both ways';
COMMENT ON COLUMN golden_rule_conflicts.other_language IS 'language of the other keyword';
COMMENT ON COLUMN golden_rule_conflicts.other_pattern IS 'the other keyword';
COMMENT ON COLUMN golden_rule_conflicts.other_polarity IS 'polarity of the other keyword';
COMMENT ON COLUMN golden_rule_conflicts.comments IS 'comments of the registered sources in which it happens';
