-- ---------------------------------------------------------------------------
-- The grammar of the code frame: negators, exceptions to them, wishes, where a
-- clause begins; and masks.  A number is the scope of a negator, in words.
-- ---------------------------------------------------------------------------

INSERT INTO golden_rule_negator (language, pattern, direction, scope, builtin)
SELECT frame.language, keyword.pattern, frame.direction, frame.scope, true
FROM (VALUES
	('nl', 'before', 1::smallint, $$
		zonder, minder
	$$),
	('nl', 'before', 2::smallint, $$
		niets, niks, weinig, onvoldoende, mag iets, mag wat
	$$),
	('nl', 'before', 3::smallint, $$
		niet, geen, nergens, niemand, nauwelijks, amper, gebrek aan, allesbehalve, verre van, noch, mag wel,
		mocht wel, mogen wel, gestopt met, stoppen met
	$$),
	('nl', 'before', 4::smallint, $$
		nooit
	$$),
	('nl', 'after', 1::smallint, $$
		nauwelijks, ho maar
	$$),
	('nl', 'after', 2::smallint, $$
		niet, nooit
	$$),
	('nl', 'after', 3::smallint, $$
		ver te zoeken, ontbreekt, ontbrak, afgeschaft
	$$),
	('nl', 'exception', 0::smallint, $$
		niet alleen, niet enkel, niet zomaar, niet normaal zo, niet voor niets, niet te geloven, niets dan,
		niets op aan te merken, niks op aan te merken, niks mis, niets mis, geen probleem, geen enkel probleem,
		geen moeite, geen klachten, geen klacht, geen twijfel, geen wonder, zonder twijfel, zonder meer,
		zonder uitzondering, nog nooit zo, nooit zo, kan niet beter, kon niet beter, niet beter, niet te klagen,
		waarom niet, al niet, of niet, waarom, hoezo, waar blijft, waar blijven
	$$),
	('nl', 'wish', 0::smallint, $$
		zou fijn zijn, zou mooi zijn, zou leuk zijn, zou handig zijn, zou prettig zijn, tip, misschien,
		wellicht, is het mogelijk, kunnen jullie, hopelijk, ik hoop, hoop dat, zou welkom zijn,
		zouden welkom zijn, ben benieuwd, zou graag, liefst
	$$),
	('nl', 'contrast', 0::smallint, $$
		alhoewel, alleen, als, dat, doch, doordat, dus, echter, hoewel, maar, omdat, terwijl, toen, waarom,
		want, zodat
	$$),
	('nl', 'joiner', 0::smallint, $$
		en, of
	$$),
	('en', 'before', 1::smallint, $$
		without, little
	$$),
	('en', 'before', 2::smallint, $$
		nothing, anything but, less than, could be more, should be, less, fewer
	$$),
	('en', 'before', 3::smallint, $$
		not, no, nobody, no one, none, neither, nor, hardly, barely, scarcely, lack of, lacked, lacking,
		far from, failed to, fail to, unable to, could have been, should have, got rid of, get rid of,
		stopped using, removed, cut down on
	$$),
	('en', 'before', 4::smallint, $$
		never
	$$),
	('en', 'before', 6::smallint, $$
		not once
	$$),
	('en', 'after', 2::smallint, $$
		lacking
	$$),
	('en', 'exception', 0::smallint, $$
		not only, not just, not once but, no doubt, no wonder, no problem, no problems, no complaints,
		no complaint, can not fault, could not fault, nothing but, could not be more, could not have been more,
		could not have been, can not be better, could not be better, not to mention, never been so,
		without doubt, without a doubt, without exception, no matter, why, how come, since when
	$$),
	('en', 'wish', 0::smallint, $$
		would be good, would be nice, would be great, would be helpful, would like, suggest, suggestion, maybe,
		is it possible, can you, hopefully, i hope, lets hope, fingers crossed, would be welcome, perhaps,
		any chance, any plans, id like, would love to see
	$$),
	('en', 'contrast', 0::smallint, $$
		although, because, but, however, though, whereas, while, yet
	$$),
	('en', 'joiner', 0::smallint, $$
		and, or
	$$)
) AS frame(language, direction, scope, patterns)
	CROSS JOIN LATERAL pg_catalog.regexp_split_to_table(pg_catalog.btrim(frame.patterns, E' \t\n'), E',\\s*') AS keyword(pattern);

INSERT INTO golden_rule_mask (language, pattern, rules, builtin)
SELECT frame.language, keyword.pattern, frame.rules, true
FROM (VALUES
	('nl', NULL::smallint[], $$
		vuistregel*, bon appetit, openingsbod, in het vervolg
	$$),
	('nl', '{1}'::smallint[], $$
		product* ... beschikbaar, niet meer beschikbaar, beschikbaar in, wacht* ... pakket*,
		wacht* ... bestelling*, wacht* ... levering*
	$$),
	('nl', '{2}'::smallint[], $$
		niemand belde* ... terug
	$$),
	('nl', '{3}'::smallint[], $$
		in de regel, regel is
	$$),
	('nl', '{4}'::smallint[], $$
		geen klachten, geen klacht, geen problemen, geen probleem, geen enkel probleem, zonder problemen,
		sorry maar, sorry hoor, klachtformulier*, klachtenformulier*
	$$),
	('nl', '{5}'::smallint[], $$
		op de hoogte, voel* me geen nummer, geen nummer
	$$),
	('nl', '{6}'::smallint[], $$
		persoonlijke gegevens, aardig wat, aardig lang, aardig duur, een bot, chat bot, milieuvriendelijk*,
		diervriendelijk*, gebruiksvriendelijk*, kindvriendelijk*
	$$),
	('nl', '{7}'::smallint[], $$
		sociale media, social media, in de buurt
	$$),
	('en', NULL::smallint[], $$
		rule of thumb, many happy returns
	$$),
	('en', '{1}'::smallint[], $$
		available in, no longer available, not available in, waiting for my order, waiting for my parcel,
		wait* ... delivery
	$$),
	('en', '{2}'::smallint[], $$
		open late, late night*, late at night, late evening*, late mother, late father, late husband, late wife,
		of late
	$$),
	('en', '{3}'::smallint[], $$
		as a rule, in return, return trip, return ticket*, return flight*, return customer*, i will return,
		will be returning, will not return, returned ... call*, return* my call*
	$$),
	('en', '{4}'::smallint[], $$
		no problem, no problems, no complaint*, can not complain, sorry to say, i am sorry, sorry but,
		must admit, have to admit, make the mistake of, my mistake, fixed price*, fixed rate*, fixed fee*
	$$),
	('en', '{5}'::smallint[], $$
		junk food, repeat customer*, repeat order*, repeat purchase*, repeat business, repeat prescription*,
		money transferred
	$$),
	('en', '{6}'::smallint[], $$
		kind of, all kind*, any kind, personal data, personal details, personal information, never heard of,
		not heard back, not heard from, not heard anything, five star*, 5 star*, 1 star, one star
	$$),
	('en', '{7}'::smallint[], $$
		local branch, local store, local office, all inclusive, waste of time, waste of money, waste of space,
		wast* my time, wast* ... hours, disabled my
	$$)
) AS frame(language, rules, patterns)
	CROSS JOIN LATERAL pg_catalog.regexp_split_to_table(pg_catalog.btrim(frame.patterns, E' \t\n'), E',\\s*') AS keyword(pattern);
