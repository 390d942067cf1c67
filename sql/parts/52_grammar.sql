-- ---------------------------------------------------------------------------
-- The grammar of the code frame: negators, exceptions to them, wishes, where a
-- clause begins; masks; and understatement.  A number is the scope, in words, of
-- a negator or a wish (0: the sentence); of a contrast, 1 if it only begins a clause.
-- ---------------------------------------------------------------------------

INSERT INTO golden_rule_negator (language, pattern, direction, scope, builtin)
SELECT frame.language, keyword.pattern, frame.direction, frame.scope, true
FROM (VALUES
	('nl', 'before', 1::smallint, $$
		zonder, minder, nul
	$$),
	('nl', 'before', 2::smallint, $$
		niets, niks, weinig, onvoldoende, mag iets, mag wat
	$$),
	('nl', 'before', 3::smallint, $$
		niet, geen, nergens, niemand, nauwelijks, amper, gebrek aan, allesbehalve, alles behalve, verre van,
		noch, mag wel, mocht wel, mogen wel, gestopt met, stoppen met
	$$),
	('nl', 'before', 4::smallint, $$
		nooit, niemand die
	$$),
	('nl', 'after', 0::smallint, $$
		noch, is anders, was anders, geen sprake, kan ... niet noemen, kun ... niet noemen, kon ... niet noemen,
		is het ... niet, is hij ... niet, is ze ... niet, is zij ... niet, was het ... niet, was hij ... niet,
		was ze ... niet, was zij ... niet, zijn ze ... niet, zijn zij ... niet, zijn jullie ... niet,
		waren ze ... niet, waren zij ... niet, waren jullie ... niet
	$$),
	('nl', 'after', 1::smallint, $$
		nauwelijks, ho maar, is ... niet, was ... niet, zijn ... niet, waren ... niet, ben ... niet,
		bent ... niet, is ... nooit, was ... nooit, zijn ... nooit, waren ... nooit, zou worden, zouden worden,
		kreeg ik ... niet, kregen we ... niet, kregen wij ... niet, krijg je ... niet, heb ik ... niet,
		hebben we ... niet, kreeg ik ... nooit, kregen we ... nooit, krijg je ... nooit, heb ik ... nooit,
		hebben we ... nooit
	$$),
	('nl', 'after', 2::smallint, $$
		niet, nooit, ook niet, helaas niet, absoluut niet, zeker niet, echt niet, totaal niet, helemaal niet,
		bepaald niet, is er ... niet, was er ... niet, waren er ... niet, zijn er ... niet, zat er ... niet
	$$),
	('nl', 'after', 3::smallint, $$
		ver te zoeken, ontbreekt, ontbrak, ontbreken, ontbraken, afgeschaft, bleef uit, bleven uit, blijft uit,
		blijven uit, uitgebleven, geweigerd, weiger*, afgewezen
	$$),
	('nl', 'exception', 0::smallint, $$
		niet alleen, niet enkel, niet zomaar, niet normaal zo, niet voor niets, niet te geloven, niets dan,
		niets op aan te merken, niks op aan te merken, niks mis, niets mis, geen probleem, geen enkel probleem,
		geen moeite, geen klachten, geen klacht, geen twijfel, geen wonder, zonder twijfel, zonder meer,
		niets te klagen, niks te klagen, niet klagen, kan niet *ijker, kon niet *ijker, kan niet *amer,
		kon niet *amer, kan niet *eler, kon niet *eler, kan niet sneller, kon niet sneller, kan niet liever,
		kan niet aardiger, *ijker kan niet, *ijker kon niet, *amer kan niet, *amer kon niet, sneller kan niet,
		beter kan niet, liever kan niet, aardiger kan niet, graag ... bedanken, graag ... complimenteren,
		zou graag ... bedanken, zou ... graag ... bedanken, zou graag ... complimenteren,
		zou ... graag ... complimenteren, graag ... compliment*, zou graag ... compliment*, alleen maar,
		maar liefst, nog maar, zeg maar, alleen al, misschien wel de *ste, misschien wel het *ste,
		misschien de *ste, wellicht de *ste, wellicht het *ste, zonder uitzondering, nog nooit zo, nooit zo, kan niet beter, kon niet beter,
		niet beter, niet te klagen, waarom niet, al niet, of niet, waarom, hoezo, waar blijft, waar blijven
	$$),
	('nl', 'wish', 0::smallint, $$
		zou fijn zijn, zou mooi zijn, zou leuk zijn, zou handig zijn, zou prettig zijn, zou welkom zijn,
		zouden welkom zijn, tip wees, tip zorg, tip maak, als tip, een tip, mijn tip, tip voor
	$$),
	('nl', 'wish', 20::smallint, $$
		misschien, wellicht, is het mogelijk, kunnen jullie, hopelijk, ik hoop, hoop dat, ben benieuwd, zou graag,
		liefst
	$$),
	('nl', 'contrast', 0::smallint, $$
		alhoewel, alleen, doch, echter, hoewel, maar, terwijl
	$$),
	('nl', 'contrast', 1::smallint, $$
		als, dat, doordat, dus, omdat, toen, waarom, want, zodat
	$$),
	('nl', 'joiner', 0::smallint, $$
		en, of
	$$),
	('en', 'before', 1::smallint, $$
		without, little, zero
	$$),
	('en', 'before', 2::smallint, $$
		nothing, anything but, less than, could be more, should be, less, fewer
	$$),
	('en', 'before', 3::smallint, $$
		not, aint, shant, mightnt, oughtnt, darent, no, nobody, nobodys, no ones, nothings, no one, none,
		neither, nor, hardly, barely, scarcely, lack of, lacked, lacking, far from, failed to, fail to,
		unable to, could have been, should have, got rid of, get rid of, stopped using, removed, cut down on
	$$),
	('en', 'before', 4::smallint, $$
		never
	$$),
	('en', 'before', 6::smallint, $$
		not once
	$$),
	('en', 'after', 0::smallint, $$
		nor, they ... are not, they ... were not, he ... is not, he ... was not, she ... is not, she ... was not,
		it ... is not, it ... was not, you ... are not, they aint, it aint
	$$),
	('en', 'after', 2::smallint, $$
		lacking, refused, denied, declined
	$$),
	('en', 'exception', 0::smallint, $$
		not only, not just, not once but, no doubt, no wonder, no problem, no problems, no complaints,
		no complaint, can not fault, could not fault, can not complain, could not complain, can not be *er,
		could not be *er, could not have been *er, never met *er, never met a *er, never have i met, not a bad,
		would like to thank, id like to thank, would like to compliment, id like to compliment,
		would like to commend, id like to commend, would like to say, id like to say, would like to praise,
		id like to praise, perhaps the *st, maybe the *st, perhaps one of, maybe one of, nothing but, but also,
		no excuses, could not be more, could not have been more, could not have been, can not be better,
		could not be better, not to mention, never been so, without doubt, without a doubt, without exception,
		no matter, why, how come, since when
	$$),
	('en', 'wish', 0::smallint, $$
		would be good, would be nice, would be great, would be helpful, would be welcome
	$$),
	('en', 'wish', 20::smallint, $$
		would like, suggest, suggestion, maybe, is it possible, can you, could you, hopefully, i hope, lets hope,
		fingers crossed, perhaps, any chance, any plans, id like, would love to see
	$$),
	('en', 'contrast', 0::smallint, $$
		although, but, however, though, whereas, while, yet
	$$),
	('en', 'contrast', 1::smallint, $$
		because
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
		in de regel, regel is, vergoeding geweigerd, compensatie geweigerd, terugbetaling geweigerd,
		excuses geweigerd
	$$),
	('nl', '{4}'::smallint[], $$
		geen klachten, geen klacht, geen problemen, geen probleem, geen enkel probleem, zonder problemen,
		sorry maar, sorry hoor, klachtformulier*, klachtenformulier*
	$$),
	('nl', '{5}'::smallint[], $$
		op de hoogte, voel* me geen nummer, geen nummer
	$$),
	('nl', '{6}'::smallint[], $$
		persoonlijke gegevens, aardig wat, aardig lang, aardig duur, aardig aan de, aardig gesteg*, aardig hoog,
		aardig prijzig, aardig veel, aardig druk, aardig vol, aandacht voor duurza*, aandacht voor het milieu,
		aandacht voor de natuur, aandacht voor dier*, een bot, chat bot, milieuvriendelijk*, diervriendelijk*,
		gebruiksvriendelijk*, kindvriendelijk*
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
		as a rule, policy cover*, insurance policy, in return, return trip, return ticket*, return flight*,
		return customer*, i will return, will be returning, will not return, returned ... call*,
		return* my call*
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

-- Words of praise and blame that are too rare in the comments learned from, or that a
-- learned stem gets wrong; each in one language, as tones of both add up.  And phrases
-- whose tone is not that of their words: understatement, and what it is about.
INSERT INTO golden_rule_tone (language, pattern, tone, builtin)
SELECT frame.language, keyword.pattern, frame.tone, true
FROM (VALUES
	('nl', 2::real, $$
		uitstekend, uitstekende, fantastisch, fantastische, voortreffelijk*, schitterend*, subliem*, uitmuntend*,
		voorbeeldig*, keurig, keurige, briljant*, petje af, complimenten, tevreden, geweldige
	$$),
	('nl', (-2)::real, $$
		waardeloos, waardeloze, vreselijk, vreselijke, verschrikkelijk*, rampzalig*, belachelijk*, schandalig*,
		bedroevend*, teleurstell*, teleurgesteld*, beroerd, beroerde, abominabel*, erbarmelijk*, ondermaats*,
		dramatisch*, ontevreden, om te huilen
	$$),
	('en', 2::real, $$
		great, excellent, fantastic, perfect, amazing, wonderful, brilliant, superb, outstanding, exceptional,
		awesome, marvellous, impeccable, lovely, delighted, first class, very happy, very pleased, very satisfied
	$$),
	('en', (-2)::real, $$
		bad, poor, awful, terrible, useless, horrible, horrendous, dreadful, appalling, atrocious, disgraceful, shocking,
		pathetic, disappointing, disappointed, abysmal, dismal, disgusting, unacceptable, ridiculous, worst,
		shambles
	$$),
	('nl', 3::real, $$
		niet slecht, niet zo slecht, helemaal niet slecht, niet verkeerd, verre van slecht,
		niets op aan te merken, niks op aan te merken, niets aan te merken, niks aan te merken, niets te klagen,
		niks te klagen, viel mee, valt mee, vielen mee, viel reuze mee, valt reuze mee, viel best mee,
		valt best mee, willen bedanken, wil bedanken, willen complimenteren, wil complimenteren,
		veel aandacht voor, veel oog voor
	$$),
	('nl', (-3)::real, $$
		niet best, niet zo best, laat te wensen over, lieten te wensen over, liet te wensen over,
		niet om over naar huis, viel tegen, valt tegen, vielen tegen, kan beter, kon beter, moet beter,
		zich ... niet aan, weinig aandacht voor, geen aandacht voor, weinig oog voor, geen oog voor,
		ver te zoeken
	$$),
	('en', 3::real, $$
		not bad, not too bad, not so bad, not that bad, not half bad, were not bad, was not bad, can not complain,
		could not complain, nothing to complain, like to thank, like to compliment, like to commend, like to praise
	$$),
	('en', (-3)::real, $$
		far from ideal, far from good, far from great, leaves a lot to be desired, left a lot to be desired,
		could be better, could have been better, needs improvement, not the best, not ideal
	$$)
) AS frame(language, tone, patterns)
	CROSS JOIN LATERAL pg_catalog.regexp_split_to_table(pg_catalog.btrim(frame.patterns, E' \t\n'), E',\\s*') AS keyword(pattern);
