-- ---------------------------------------------------------------------------
-- The code frame: shipped keywords by rule, language and polarity.  One line of
-- this list is edited like any text; triggers that would refuse it come later.
-- ---------------------------------------------------------------------------

INSERT INTO golden_rule_keyword (rule, language, pattern, polarity, builtin)
SELECT frame.rule, frame.language, keyword.pattern, frame.polarity, true
FROM (VALUES
	(1::smallint, 'nl', 'positive', $$
		bereikbaar, te bereiken, beschikbaar, laagdrempelig, aanspreekbaar, snel ... geholpen, direct geholpen,
		meteen geholpen, vlot geholpen, korte wacht*, snel aan de beurt, meteen aan de beurt,
		direct aan de beurt, ruime openingstijden, altijd iemand, snel iemand, meteen iemand, genoeg personeel,
		voldoende personeel, snel* antwoord, snel* ... reactie*, snel ... gereageerd, reage* ... snel,
		zelfde dag, dezelfde dag, staa* ... klaar, stond* ... klaar, kon* ... terecht, iemand aan de lijn,
		dag en nacht, binnen ... minuten, echt mens, mens aan de lijn, nam* ... meteen op, geen wacht*,
		geen rij*, overdag bereik*, weekend bereik*
	$$),
	(1::smallint, 'nl', 'negative', $$
		onbereikbaar, slecht bereikbaar, moeilijk bereikbaar, niet te bereiken, wachten, gewacht, lange wacht*,
		lange rij*, wachtrij*, wachtlijst*, wachtmuziek*, in de wacht, uren ... wacht*, niemand te,
		niemand ... op, neem* ... niet op, nam* ... niet op, geen gehoor, geen reactie, geen antwoord,
		nooit ... antwoord, nooit ... reactie, reage* ... niet, niets ... gehoord, nooit iemand, onderbezet*,
		te weinig personeel, *tekort*, geen personeel, een kassa, dichte deur, gesloten, keuzemenu*, chatbot*,
		voicemail, bandje, in gesprek, geen telefoonnummer, no reply, wacht* ... antwoord, wacht* ... reactie,
		eindeloos ... wacht*, niet open, moeilijk te bereiken, slecht te bereiken, telefonisch niet, wachtende*,
		ophang*, personeelsgebrek, niemand belde* ... terug
	$$),
	(1::smallint, 'nl', 'neutral', $$
		openingstijd*, bereikbaarheid, wachttijd*, *wachttijd, wachtkamer*, bereiken, reactietijd*, spreekuur,
		zaterdag ... open, zondag ... open, avond* open, antwoord
	$$),
	(1::smallint, 'en', 'positive', $$
		available, easy to reach, easily reached, easy to contact, easy to get hold of, reachable, accessible,
		answered straight away, answered immediately, answered quickly, quick reply, quick response,
		fast response, prompt response, prompt reply, quick to respond, responded quickly, replied within,
		replied quickly, helped straight away, helped immediately, served quickly, seen quickly, no queue*,
		no wait, no waiting, short wait*, without waiting, open late, open on sunday*, long opening hours,
		good opening hours, convenient hours, always there, always someone, someone was there, plenty of staff,
		enough staff, on hand, round the clock, real person, real human, picked up straight,
		picked up immediately, same day appointment, same day reply, at hand, got through, within minutes,
		quick to answer, in minutes, answered the phone, easy to find
	$$),
	(1::smallint, 'en', 'negative', $$
		unavailable, unreachable, hard to reach, impossible to reach, difficult to reach, impossible to contact,
		hard to get hold, can not get through, could not get through, can not reach, could not reach,
		no one answer*, nobody answer*, no answer, no reply, no response, never repl*, never respon*,
		never answer*, did not reply, did not respond, nobody ... picks up, on hold, long wait*, wait* ... long,
		long queue*, waiting, waited, understaffed, short staffed, not enough staff, no staff, nobody around,
		nobody in sight, nobody to help, no one to help, one till, only one ... open, voicemail, chatbot*,
		phone menu, cut off, always busy, limited hours, took ages, slow to respond, slow response,
		no phone number, was closed, were closed, closed early, nobody to talk, no human, can not find anyone,
		silence, not heard back, never heard back, rang out, hung up on
	$$),
	(1::smallint, 'en', 'neutral', $$
		opening hours, opening times, waiting time*, wait time*, queue*, response time*, phone line*, helpline,
		availability, appointment*, live chat, reception
	$$),
	(2::smallint, 'nl', 'positive', $$
		op tijd, stipt, nagekomen, kom* ... na, houd* ... aan, woord gehouden, deden wat, doen wat,
		zoals afgesproken, zoals beloofd, zoals beschreven, precies zoals, volgens afspraak,
		afspraak is afspraak, belofte* waar, maak* ... waar, waargemaakt, teruggebeld, belde* ... terug,
		bellen ... terug, snel* geleverd, snelle levering, snel bezorgd, snelle bezorging, eerder geleverd,
		eerder dan, volgende dag, snel in huis, betrouwbaar*, binnen de beloofde, binnen de afgesproken,
		op ... rekenen, klopte, niet te veel belo*, gedaan wat, is gekomen wat
	$$),
	(2::smallint, 'nl', 'negative', $$
		te laat, later dan, dagen later, weken later, niet geleverd, nooit geleverd, niet bezorgd,
		niet nagekomen, kom* ... niet na, houd* ... niet aan, zou* ... teruggebeld, zou* ... terugbellen,
		zou* ... bellen, beloofd maar, beloofd ... zou, loze belofte*, onbetrouwbaar*, vertrag*, *vertraging,
		uitgesteld, afgezegd, niet opdagen, nog steeds niet, nog steeds geen, niet ontvangen, nooit ontvangen,
		nooit aangekomen, niet aangekomen, nooit gekomen, niet gebeurd, waar blijft, smoes*, aan het lijntje,
		voor niets thuis, misleid*, leugen*, gelogen, klopt* niet, verborgen kosten, extra kosten,
		liep* ... uit, kwam* niet, kwam* gewoon niet, kwam* ... niet na, zou* ... gebeld, weer verzet, afspraak verzet,
		te laat gebracht
	$$),
	(2::smallint, 'nl', 'neutral', $$
		levering*, *levering, levertijd*, bezorging, bezorgd, geleverd, afspraken, belo*, afgesproken,
		toezegging*, toegezegd, planning
	$$),
	(2::smallint, 'en', 'positive', $$
		on time, arrived early, earlier than, punctual*, as promised, as agreed, as arranged, as advertised,
		as described, kept ... word, keep* ... word, kept ... promise*, keep* ... promise*, did what they said,
		do what they say, did exactly, exactly as, when they said, called ... back, rang ... back,
		phoned ... back, got back to, get back to, gets back to, fast delivery, quick delivery, prompt delivery,
		delivered quickly, delivered within, reliable, dependable, trustworthy, count on, rely on, stick* to,
		stuck to, followed through, honour*, honor*, on schedule, on the dot, met the deadline, arrived when,
		good communication, arrived ... next day, came ... next day, delivered ... next day, here the next day,
		kept me informed, kept us informed, keeps me informed, kept me updated
	$$),
	(2::smallint, 'en', 'negative', $$
		late, delay*, never arrived, not arrived, did not arrive, still waiting, still not here, still have not,
		never delivered, not delivered, never came, did not come, did not show, no show, failed to show,
		never showed, did not turn up, never turned up, failed to deliver, did not call back,
		never call* ... back, never rang, nobody called, no one called, never got back, supposed to, meant to,
		promised ... but, promise* ... never, broken promise*, broke ... promise*, empty promise*,
		false promise*, not as promised, not as described, did not keep, let ... down, unreliable, cancelled on,
		last minute, rescheduled, postponed, missed ... slot, missed ... deadline, misled, misleading, lied,
		lies, hidden fee*, hidden cost*, waiting for my order, waiting for my parcel, kept changing,
		not honour*, went back on
	$$),
	(2::smallint, 'en', 'neutral', $$
		delivery, deliveries, delivered, promise*, agreed, agreement*, courier, schedule*
	$$),
	(3::smallint, 'nl', 'positive', $$
		zonder bon*, zonder kassabon, zonder gedoe, zonder problemen, zonder moeite, zonder vragen,
		zonder gezeur, zonder discussie, niet moeilijk, nergens moeilijk, geen probleem, geen gedoe,
		geen gezeur, geen poespas, soepel*, flexib*, coulant*, coulance, makkelijk* ... ruilen,
		makkelijk* ... retour*, makkelijk* ... terug*, makkelijk* ... opzeggen, eenvoudig ... opzeggen,
		zo geregeld, snel geregeld, meteen geregeld, makkelijk* geregeld, eenvoudig geregeld, gewoon ... ruilen,
		gratis retour*, kosteloos, uitzondering gemaakt, door de vingers, in een handomdraai,
		fluitje van een cent, alles kan, simpel, simpel te, simpele procedure, weinig gedoe
	$$),
	(3::smallint, 'nl', 'negative', $$
		bureaucrat*, *bureaucratie, *formulier*, papierwinkel, papierwerk, rompslomp, regeltjes,
		regels zijn regels, kleine lettertjes, moeilijk doen, moeilijk gedaan, doe* ... moeilijk,
		ded* ... moeilijk, star, starre, inflexib*, niet flexib*, omslachtig*, onnodig ingewikkeld,
		te ingewikkeld, ingewikkelde, niet coulant, volgens het systeem, nu eenmaal, volgens de regels,
		volgens ... beleid, geen bon, bon verplicht, originele verpakking, kopie*, handtekening*, legitim*,
		bewijzen, aantonen, administratiekosten, lastig op te zeggen, lastig ... opzeggen, niet opzeggen,
		niet annuleren, niet ruilen, mocht niet, niet toegestaan, weiger*, geweiger*, gedoe, gezeur,
		geen uitzondering, strikt*, streng*, pietluttig*, kinderachtig*, tegoedbon, alleen telefonisch,
		alleen schriftelijk, van het kastje, boetes, bewijs van
	$$),
	(3::smallint, 'nl', 'neutral', $$
		retour*, ruilen, geruild, omruil*, teruggebracht, terugsturen, regels, bon, kassabon, annul*, opzegg*,
		opgezegd, formaliteit*, voorwaarden, procedure*, protocol*
	$$),
	(3::smallint, 'en', 'positive', $$
		no fuss, without fuss, without any fuss, no hassle, hassle free, without hassle, no problem,
		no questions, no questions asked, without question, no arguing, without a receipt, without receipt,
		no receipt needed, flexib*, lenient, easy return*, easy to return, easy refund*, easy exchange*,
		easy to exchange, easy to cancel, easily cancel*, easy to change, simple process, smooth, smoothly,
		painless, straightforward, made it easy, makes it easy, made an exception, bent the rules, no red tape,
		no paperwork, no small print, accommodat*, happy to exchange, happy to change, let me change,
		let me return, relaxed about, returns are easy, no quibble*, simple to, simple and, easy peasy,
		easy going, no receipt
	$$),
	(3::smallint, 'en', 'negative', $$
		red tape, bureaucra*, paperwork, a form, forms, rigid*, inflexib*, not flexible, strict*,
		rules are rules, computer says, small print, fine print, terms and conditions, complicated, convoluted,
		cumbersome, difficult to cancel, hard to cancel, impossible to cancel, difficult to return,
		hard to return, would not accept, would not take, would not let, will not let, will not accept, refuse*,
		not allowed, would not allow, insist*, company policy, without the original, original packaging,
		proof of, no refund without, store credit, made a fuss, such a fuss, made it difficult, so difficult,
		jump through, hoops, hassle, technicalit*, petty, nitpick*, cancellation fee, admin fee, admin charge,
		penalty, procedure*, no exceptions, stubborn, jobsworth, prove, their policy, store policy,
		because of policy, copies of, documents, overcomplicat*
	$$),
	(3::smallint, 'en', 'neutral', $$
		return, returns, returned, exchange*, receipt, rules, formalit*, cancel, cancelling, cancellation,
		policy, process
	$$),
	(4::smallint, 'nl', 'positive', $$
		opgelost, los* ... op, excuses, excuus, sorry, verontschuldig*, fout* toe, geven ... toe, gaf ... toe,
		gaven ... toe, toegegeven, rechtgezet, rechtgetrokken, hersteld, gecorrigeerd, gerepareerd, vergoed,
		vergoeding, gecompenseerd, compensatie, geld terug, geld ... teruggekregen, terugbetaald, teruggestort,
		nieuw* ... gestuurd, nieuw* ... toegestuurd, vervangen, nieuwe gekregen, klacht ... serieus,
		klacht ... opgepakt, goed afgehandeld, netjes afgehandeld, goede oplossing, snelle oplossing,
		oplossingsgericht, gefixt, goedgemaakt, verholpen, verantwoordelijkheid genomen
	$$),
	(4::smallint, 'nl', 'negative', $$
		niet opgelost, nooit opgelost, niemand ... oplost, geen oplossing, lossen niets op, onopgelost,
		geen excuses, geen excuus, geen sorry, niet toegeven, ontken*, schui* ... af, afgeschoven, afgewimpeld,
		afwimpel*, niet vergoed, geen geld terug, geld ... niet terug, niet ... terugbetaald,
		klacht* ... genegeerd, klacht* ... niets, niets ... gedaan, niks ... gedaan, niet gerepareerd,
		nog steeds kapot, weer kapot, verkeerde ... geleverd, verkeerd* ... gestuurd, weer fout, steeds fout,
		fout na fout, niet hersteld, zelf uitzoeken, nergens thuis, doofpot, slecht* afgehandeld, geen actie,
		geen verantwoordelijkheid, zelf betalen, blijft kapot, eigen schuld, mijn schuld, onze schuld,
		schuld bij, afgepoeierd, moest zelf
	$$),
	(4::smallint, 'nl', 'neutral', $$
		klacht*, *klacht, *klachten, fout, fouten, vergissing, probleem, problemen, storing*, kapot*, defect*,
		reparatie*, garantie, oplossing*, verkeerde, verkeerd, schade, beschadigd, *afschrijving, terugbetaling
	$$),
	(4::smallint, 'en', 'positive', $$
		apolog*, sorry, owned up, took responsibility, took ownership, take responsibility, held their hands up,
		fixed, sorted, resolve*, solved, put right, put it right, made it right, make it right, made up for,
		rectif*, corrected, repaired, replac*, sent a new, sent another, new one, refunded, full refund,
		money back, reimbursed, compensat*, goodwill, voucher, took ... seriously, taken seriously,
		complaint ... handled, handled well, good solution, great solution, found a solution, credited, waived,
		learned from, admit, admits, admitted, dealt with quickly, dealt with promptly, own up, made amends,
		put things right
	$$),
	(4::smallint, 'en', 'negative', $$
		not fixed, never fixed, not resolved, never resolved, unresolved, not solved, still not fixed,
		still broken, broken again, broke again, still not working, not sorted, no solution, no apology,
		not ... apology, never apolog*, did not apolog*, without apology, refused to admit, would not admit,
		never admit*, denied, deny, blame*, blaming, my fault, passed the buck, fobbed off, brushed off,
		ignored my complaint, complaint* ... ignored, nothing was done, nothing done, nothing has been done,
		no action, no refund, refused a refund, not refunded, never refunded, no compensation,
		not taken seriously, same mistake, mistake after, keep making, wrong item, wrong product, wrong size,
		sent the wrong, not repaired, no responsibility, washed their hands, would not refund,
		refuse* ... refund, left me with, not ... sorry, no accountability, nothing happened
	$$),
	(4::smallint, 'en', 'neutral', $$
		complain*, mistake*, error*, fault, faulty, broken, damaged, defect*, problem, problems, issue, issues,
		repair*, refund*, warranty, guarantee, solution*, wrong, incorrect, overcharged, charged twice
	$$),
	(5::smallint, 'nl', 'positive', $$
		niet lastig, geen spam, geen reclame, geen onnodige, niet opdringerig, niet gepusht,
		zonder opdringerig*, rustig ... rond*, rustig kijken, in een keer goed, in een keer geregeld,
		vast* aanspreekpunt, vast* contactpersoon, een aanspreekpunt, een contactpersoon, niet opnieuw,
		met rust gelaten, laat* ... met rust, nooit ongevraagd, geen verkoop*, niet onder druk, hoef* ... niets,
		niet doorverbonden, een keer ... uitleggen, zonder verkoop*
	$$),
	(5::smallint, 'nl', 'negative', $$
		spam*, lastig gevallen, lastiggevallen, lastig vallen, lastigvallen, opdringerig*, gepusht, push*,
		aangesmeerd, aansmeren, verkooppraat*, verkooptruc*, ongevraagd*, ongewenst*, reclame*, *reclame,
		te veel mail*, teveel mail*, elke dag ... mail*, dagelijks* ... mail*, blij* ... mailen,
		blij* ... bellen, steeds gebeld, kastje naar de muur, doorverbonden, doorverwezen, doorgestuurd,
		steeds iemand anders, telkens iemand anders, elke keer iemand anders, steeds opnieuw, telkens opnieuw,
		elke keer opnieuw, weer opnieuw, opnieuw ... verhaal, verhaal ... opnieuw, opnieuw uitleggen,
		zelfde vra*, dezelfde vra*, zelfde verhaal, onnodig*, overbodig*, telemarket*, uitschrijven, afmelden,
		aanmaning*, bestook*, overspoel*, doodgegooid, achteraan bellen, heen en weer, notificatie*,
		gegevens ... verkocht, stop met bellen, stop met mailen, stop met sturen, houd* ... mee op,
		hou* ... mee op, colporteur*, deur aan deur, week* gebeld, elke week ... gebeld, steeds ... mail*,
		pop up*
	$$),
	(5::smallint, 'nl', 'neutral', $$
		nieuwsbrie*, mailing*, brieven, aanbieding*, contactpersoon, aanspreekpunt, vragenlijst*, enquete*,
		herinnering*
	$$),
	(5::smallint, 'en', 'positive', $$
		no spam, no pressure, not pushy, never pushy, without being pushy, no hard sell, no sales pitch,
		no sales talk, no upselling, no junk, no unnecessary, left me alone, leave you alone, left us alone,
		never bother*, not bother*, did not bother, one point of contact, single point of contact, same person,
		one contact, not have to repeat, without having to repeat, no need to repeat, in one go, in one call,
		one call, one phone call, do not call, do not spam, browse in peace, left in peace, first time right
	$$),
	(5::smallint, 'en', 'negative', $$
		spam*, junk, pushy, hard sell, upsell*, sales pitch, sales call*, sales talk, cold call*, pester*,
		harass*, hound*, bombard*, inundat*, flooded with, badger*, bother*, unsolicited, unwanted, unnecessary,
		needless*, too many email*, email* every, constant email*, constant* call*, keep emailing, keep calling,
		kept calling, keep sending, keep asking, kept asking, stop calling, stop sending, unsubscrib*,
		pillar to post, passed around, passed from, transferred, department to department, from department,
		bounced, back and forth, round in circles, repeat*, same question*, same story, same information,
		from scratch, explain again, explain ... again, over and over, again and again, start again, start over,
		different person, different people, someone else every, chase, chasing, several times, multiple times,
		called ... times, questionnaire*, telemarket*, marketing emails, tried to sell, trying to sell,
		sold my data, pop up*, popup*, newsletter every, under pressure, pressured, pressure to, pressure me,
		nagging, cookie banner*, cookie wall*
	$$),
	(5::smallint, 'en', 'neutral', $$
		emails, mails, letters, newsletter*, marketing, promotions, contact person, point of contact, reminder*,
		survey*
	$$),
	(6::smallint, 'nl', 'positive', $$
		vriendelijk*, klantvriendelijk*, aardig*, lief, lieve, hartelijk*, gastvrij*, beleefd*, behulpza*,
		hulpvaardig*, attent*, betrokken*, persoonlijk*, aandacht, tijd voor, nam* ... tijd, neem* ... tijd,
		alle tijd, geduld*, luister*, geluisterd, meegedacht, denk* ... mee, dacht* ... mee, meedenk*, meele*,
		empath*, inlevings*, welkom, onthaal, thuis voelen, op mijn gemak, oprecht*, interesse, geinteresseerd,
		menselijk*, respect*, glimlach, stapje extra, extra moeite, moeite voor, zorgzaam*, goed geholpen,
		fijn geholpen, prettig geholpen, super geholpen, goede service, topservice, goed behandeld,
		netjes behandeld, serieus genomen, fijn contact, prettig contact, kennen je, bij naam, wist* ... nog,
		servicegericht, klantgericht*, hart voor, niets ... te veel, niks ... te veel, enthousiast*, liefde,
		kanjer*, goud waard, schatten, handgeschreven, friendly, goed personeel, fijne mens*, gerustgesteld,
		gezellig*, engel, voel* ... gehoord, begrip, begripvol*, topper*, geen nummer, uitstekend geholpen,
		top geholpen
	$$),
	(6::smallint, 'nl', 'negative', $$
		onvriendelijk*, onbeleefd*, onbeschoft*, bot, botte, brutaal, nors*, chagrijnig*, kortaf, arrogant*,
		hautain*, uit de hoogte, denigrerend, neerbuigend*, onverschillig*, ongeinteresseerd*, desinteresse,
		geen interesse, geen aandacht, geen tijd voor, onpersoonlijk*, afstandelijk*, kil, kille, nummertje,
		luister* ... niet, niet geluisterd, geen begrip, onbegrip, snauw*, afgesnauwd, grof, lomp*, grote mond,
		niet serieus, onprofessioneel*, respectloos*, geen respect, zucht*, genegeerd, negeer*, dwars door,
		geen blik, keek* niet op, in de steek, aan ... lot, standaard antwoord*, standaardantwoord*,
		afgescheept, niet welkom, kan ... niets schelen, kon ... schelen, uitgelachen, onheus, slecht geholpen,
		slecht behandeld, slechte service, opgehangen, niet behulpza*, robot, maar een nummer,
		slechts een nummer, gewoon een nummer, alleen om geld, uit op geld, van een script*, niet gehoord,
		onaardig*, onbehulpzaam
	$$),
	(6::smallint, 'nl', 'neutral', $$
		behandeld, bejegening, houding, omgang, klantcontact, bediening
	$$),
	(6::smallint, 'en', 'positive', $$
		friendly, friendliness, friendliest, kindness, polite*, courteous, helpful*, warmth, welcoming, welcome,
		welcomed, caring, genuine*, sincere*, attentive, attention, personal, personally, listen*,
		understanding, understood, empath*, sympath*, compassion*, patience, patiently, thoughtful, considerate,
		respect*, took ... time, take ... time, takes ... time, extra mile, above and beyond, thought along,
		think* along, interested in, smil*, at ease, feel at home, felt at home, valued, feel special,
		felt special, my name, by name, treated ... well, treated like a human, good advice, knowledgeable,
		professional, great staff, great service, nothing is too much, nothing was too much, nothing too much,
		made my day, looked after, reassur*, supportive, enthusias*, angel, darling, delight*, handwritten, gem,
		nice people, nice staff, nice lady, nice man, so nice, very nice, really nice, warm and, patient with,
		very patient, so patient, absolute star, a star, big heart, from the heart, remember* ... name,
		remember* me, remember* us, remember* my, kind, cared, lovely
	$$),
	(6::smallint, 'en', 'negative', $$
		unfriendly, rude*, impolite, unhelpful, arrogan*, condescend*, patronis*, patroniz*, dismissive,
		indifferent, uninterested, disinterested, not interested, could not care less, not care, nobody care*,
		no one care*, impersonal, distant, curt, abrupt, blunt, grumpy, surly, sullen, miserable, snapped,
		snappy, sigh*, eye roll*, rolled ... eyes, a number, another number, not listen*, never listen*,
		not heard, no empathy, no sympathy, no interest, lack of interest, disrespect*, insult*, impatient,
		unprofessional, ignored, talked down, looked down, treated like, treated badly, hostile, aggressive,
		no manners, unwelcom*, heartless, uncaring, robot*, scripted, standard reply, standard answer,
		only ... money, laughed at, fake, insincere, chatting to each, hung up, felt stupid, feel stupid,
		not be bothered, cold and, no care, not even look, cared less, bad attitude, an attitude,
		attitude problem, poor attitude, their attitude
	$$),
	(6::smallint, 'en', 'neutral', $$
		treated, tone of voice, manner, body language
	$$),
	(7::smallint, 'nl', 'positive', $$
		duurzaam, duurzame, milieuvriendelijk*, milieubewust*, klimaatneutra*, groene stroom, groene energie,
		groene keuze*, eerlijke handel, fairtrade, fair trade, eerlijke prijs voor, biologisch*, dierenwelzijn,
		diervriendelijk*, beter leven, scharrel*, plantaardig*, vegan*, vegetarisch*, recycl*, gerecycl*,
		hergebruik*, tweedehands*, herbruikba*, statiegeld, plasticvrij*, zonder plastic, minder plastic,
		minder verpakking, zonnepanelen, elektrisch* ... bezorg*, fietskoerier*, bomen, maatschappelijk*,
		goed* doel*, voedselbank*, sponsor*, lokale, lokaal, streekproduct*, uit de streek, uit de buurt,
		voor de buurt, sociale, inclusie*, arbeidsbeperking, beperking, rolstoel*, dakloz*, ethisch*,
		refurbish*, energiezuinig*, papierloos, too good to go, doneer*, donatie*, gedoneerd, verantwoord,
		verantwoorde, energieneutra*, mensen met een beperking
	$$),
	(7::smallint, 'nl', 'negative', $$
		niet duurzaam, *vervuil*, slecht voor het milieu, plastic*, verpakkingsmateriaal, grote doos,
		enorme doos, verspil*, *verspilling, weggegooid, weggooi*, wegwerp*, greenwash*, dierenleed,
		kiloknaller*, plofkip*, kinderarbeid, uitbuit*, uitgebuit*, onderbetaal*, hongerloon, sweatshop*,
		uitstoot, palmolie, alleen winst, winst boven, belastingontwijk*, fossiel*, stank, giftig*, overlast
	$$),
	(7::smallint, 'nl', 'neutral', $$
		duurzaamheid, milieu, klimaat, *afval, verpakking*, co2, keurmerk*, herkomst, dieren
	$$),
	(7::smallint, 'en', 'positive', $$
		sustainable, sustainably, eco friendly, environmentally friendly, environmentally conscious,
		climate neutral, carbon neutral, green energy, green choice, greener, fair trade, fairtrade, fair wage*,
		fair price* for, ethical*, organic, animal friendly, animal welfare, free range, cruelty free,
		plant based, vegan*, vegetarian, recycl*, upcycl*, reus*, refill*, second hand, secondhand, refurbish*,
		plastic free, no plastic, without plastic, less plastic, less packaging, minimal packaging, no waste,
		zero waste, solar, electric van*, electric ... deliver*, bike courier*, carbon offset*, good cause*,
		charit*, donat*, food bank*, homeless, sponsor*, local, locally, community, inclusive, inclusion,
		disabled, disabilit*, wheelchair, compostable, biodegradable, paperless, energy efficient, gives back,
		planet, plant* ... tree*, tree planting
	$$),
	(7::smallint, 'en', 'negative', $$
		not sustainable, unsustainable, pollut*, bad for the environment, harm* the environment, plastic,
		too much packaging, so much packaging, excess* packaging, oversized box, huge box, giant box, wast*,
		thrown away, throw away, throwaway, disposable, single use, greenwash*, animal cruelty,
		animal suffering, factory farm*, battery farm*, child labour, child labor, exploit*, underpaid,
		sweatshop*, emission*, flown in, fossil*, palm oil, unethical, only profit, profit over, tax avoid*,
		landfill, fast fashion, toxic
	$$),
	(7::smallint, 'en', 'neutral', $$
		sustainability, environment, environmental, climate, packaging, carbon, footprint, co2, animals
	$$),
	(1001::smallint, 'nl', 'neutral', $$
		medewerker*, *medewerker, *medewerkers, *medewerkster*, personeel, personeelslid, personeelsleden,
		collega, collegas, werknemer*, monteur*, verkoper*, verkoopster*, adviseur*, baliemedewerk*,
		kassamedewerk*, caissiere*, chauffeur*, bezorger*, receptionist*, verpleegkundige*, team
	$$),
	(1001::smallint, 'en', 'neutral', $$
		employee*, staff, staff member*, team, colleague*, crew, cashier*, clerk*, advisor*, adviser*, agent,
		agents, technician*, mechanic*, driver*, nurse*, waiter*, waitress*, shop assistant*, receptionist*,
		sales assistant*
	$$)
) AS frame(rule, language, polarity, patterns)
	CROSS JOIN LATERAL pg_catalog.regexp_split_to_table(pg_catalog.btrim(frame.patterns, E' \t\n'), E',\\s*') AS keyword(pattern);
