-- Demo sample of nps_ext: a customer survey and a staff pulse in 22 countries, 2016-Q1 .. 2023-Q4.
--
--     createdb cxdemo && psql -d cxdemo -f sample.sql
--
-- ALL OF IT IS SIMULATED. No person answered anything; every comment was invented for this file.
-- Core SQL of PostgreSQL 15 and later; nps_ext may be installed or not, before or after.
-- Run it in a database that has no schemas crm, hr and sample_build. It leaves behind
--
--     crm.survey   about 200,000 answers of customers  (recommend us? 0..10, with comments)  -> NPS
--     hr.pulse     about  60,000 answers of employees  (recommend us as employer? 0..10)     -> eNPS
--
-- WHAT WAS PLANTED, so that an analysis can be held against the truth (u = country, t = quarter):
--
--     eNPS(u, t) =  5 + level(u)       + x(u, t)           + shock(t)
--     NPS(u, t)  = 20 - 1.5 * level(u) + 0.7 * x(u, t - 8) + shock(t) + noise(u, t)
--
--   * lead: what moves eNPS within a country comes back in NPS EIGHT QUARTERS later, times 0.7.
--     x is AR(1) from quarter to quarter (0.55), spread 11 points; it starts in 2014, so that the
--     first NPS quarters have their past too.
--   * opposite levels: level runs from +24.2 to -24.2 over the countries and enters NPS with a minus sign.
--     Whoever throws all countries on one heap (pooled r) therefore finds a NEGATIVE relation at
--     every lag; the planted one shows within countries only (two-way r at lag 8 about 0.67, every
--     other lag 0.34 or less).
--   * common shock: quarters good or bad for everybody (spread 3) and a crisis in 2020-Q2..Q4
--     (-8, -5, -3), the same in both series: it lifts the within r at lag 0 a little, which the
--     two-way r, with quarter effects taken out, does not see.
--   * noise: 3 points of NPS of its own per country and quarter. On top of it comes honest sampling
--     noise, since each answer is drawn alone: about 90 pulse and 240 survey answers a cell
--     (NL 900, BE 700, both varying by 15 %), passives about 35 %.
--     Sampling noise in eNPS flattens the slope (0.7 is seen as about 0.5): that is attenuation.
--   * comments: about 60 % of the survey answers, Dutch in NL and BE (about 30 % of the comments),
--     English elsewhere. Detractors mostly tell of a Golden Rule broken, promoters of one kept,
--     passives of both: table "topic" below has the shares. Rules 1-5 are noticed mostly when
--     broken, 6 and 7 mostly when kept. Channel and team carry no effect.
--
-- DIRT, as in life:
--   * gaps: about 4 % of the 704 country-quarters are missing, in each series on its own
--     (26 of the pulse, 25 of the survey), so that pairing by row order goes wrong.
--   * about 3 % of the scores are NULL; about 0.3 % are not on the scale (11, -1 or 99).
--   * about 0.5 % of the survey answers came at night within two hours of a quarter's border. The
--     quarter meant is that of Europe/Amsterdam: read in UTC, about 400 of them change quarter.
--   * about 1.4 % of the survey answers are a customer's second one in the same quarter.
--   * about 3 % of the survey answers have an empty string for a comment; the silent rest has NULL.
--   * pulse teams differ in size: Legal is so small in most quarters that it must not be shown.
--
-- Every draw is a hash of a key, not random(): all machines and versions get the same rows.

\set sample_quiet :QUIET
\set sample_stop :ON_ERROR_STOP
\set QUIET on
\set ON_ERROR_STOP on

BEGIN;
SET LOCAL client_encoding = 'UTF8';
SET LOCAL client_min_messages = warning;

CREATE SCHEMA sample_build;                 -- scaffolding, dropped at the end
CREATE SCHEMA crm;
CREATE SCHEMA hr;

-- ---------------------------------------------------------------------------------------------
-- Chance. A key gives 32 bytes; draw 1..16 takes two of them, and is uniform in [0, 1).
-- ---------------------------------------------------------------------------------------------
CREATE FUNCTION sample_build.dice(key text) RETURNS bytea LANGUAGE sql IMMUTABLE AS
$$ SELECT sha256(convert_to(key, 'UTF8')) $$;

CREATE FUNCTION sample_build.draw(dice bytea, k integer) RETURNS float8 LANGUAGE sql IMMUTABLE AS
$$ SELECT (get_byte(dice, 2 * k - 2) * 256 + get_byte(dice, 2 * k - 1)) / 65536.0::float8 $$;

-- Near enough normal(0, 1): eight uniforms have variance 2/3, and their sum is exact in float8.
CREATE FUNCTION sample_build.normal(dice bytea) RETURNS float8 LANGUAGE sql IMMUTABLE AS
$$ SELECT (sum(sample_build.draw(dice, k)) - 4) * 1.2247448713915890::float8 FROM generate_series(1, 8) k $$;

-- ---------------------------------------------------------------------------------------------
-- The planted truth.
-- ---------------------------------------------------------------------------------------------
CREATE TABLE sample_build.country AS
SELECT cid::integer, code, (11.5 - cid)::float8 * 2.3 AS level,
       CASE code WHEN 'NL' THEN 900 WHEN 'BE' THEN 700 ELSE 240 END AS survey_size,
       CASE WHEN code IN ('NL', 'BE') THEN 'nl' ELSE 'en' END AS lang,
       CASE WHEN code IN ('NL', 'BE') THEN 0.74 ELSE 0.56 END AS talkative
FROM unnest(ARRAY['DK', 'FI', 'NO', 'SE', 'DE', 'CH', 'AT', 'NL', 'LU', 'CZ', 'BE',
                  'FR', 'PL', 'GB', 'IE', 'IT', 'ES', 'PT', 'AU', 'CA', 'US', 'ZA'])
     WITH ORDINALITY AS c (code, cid);

CREATE TABLE sample_build.movement AS                       -- x(u, t), t = -8 .. 31
WITH RECURSIVE walk AS (
    SELECT cid, -8 AS t, 11 * sample_build.normal(sample_build.dice('x ' || cid || ' -8')) AS x
    FROM sample_build.country
  UNION ALL
    SELECT cid, t + 1, 0.55::float8 * x + 9.187::float8                          -- 11 * sqrt(1 - 0.55^2)
                       * sample_build.normal(sample_build.dice('x ' || cid || ' ' || t + 1))
    FROM walk WHERE t < 31
)
SELECT cid, t, x FROM walk;

CREATE TABLE sample_build.quarter AS
SELECT t, starts, starts + interval '3 months' AS ends,
       extract(day FROM starts + interval '3 months' - starts)::integer AS days,
       3 * sample_build.normal(sample_build.dice('shock ' || t))
         - CASE t WHEN 17 THEN 8 WHEN 18 THEN 5 WHEN 19 THEN 3 ELSE 0 END AS shock
FROM (SELECT t, timestamp '2016-01-01' + t * interval '3 months' AS starts FROM generate_series(0, 31) t) q;

-- One row a series, country and quarter: the score meant, the answers to draw, the class shares.
CREATE TABLE sample_build.cell AS
WITH meant AS (
    SELECT 'pulse' AS series, c.cid, q.t, 5 + c.level + now_x.x + q.shock AS score, 90 AS size
    FROM sample_build.country c CROSS JOIN sample_build.quarter q
         JOIN sample_build.movement now_x ON now_x.cid = c.cid AND now_x.t = q.t
  UNION ALL
    SELECT 'survey', c.cid, q.t, 20 - 1.5::float8 * c.level + 0.7::float8 * then_x.x + q.shock
           + 3 * sample_build.normal(sample_build.dice('noise ' || c.cid || ' ' || q.t)), c.survey_size
    FROM sample_build.country c CROSS JOIN sample_build.quarter q
         JOIN sample_build.movement then_x ON then_x.cid = c.cid AND then_x.t = q.t - 8
), shared AS (                                  -- fewer passives where the score leaves no room for them
    SELECT *, sample_build.dice('gap ' || series || ' ' || cid || ' ' || t) AS dice,
           least(0.35::float8, 0.9::float8 * (1 - abs(score) / 100)) AS passives
    FROM meant
)
SELECT series, cid, t, score,
       floor(size * (0.85::float8 + 0.3::float8 * sample_build.draw(dice, 2)))::integer AS answers,
       (1 - passives - score / 100) / 2 AS detractors, passives
FROM shared
WHERE sample_build.draw(dice, 1) >= 0.04;       -- the gaps

-- ---------------------------------------------------------------------------------------------
-- What people say. topic: of 100 comments of a class, how many speak of which rule (0 = of none),
-- and in what mood: kept (+), broken (-) or neither (~).
-- ---------------------------------------------------------------------------------------------
CREATE TABLE sample_build.topic AS
SELECT class, (row_number() OVER (PARTITION BY class ORDER BY rule, mood COLLATE "C") - 1)::integer AS slot, rule, mood
FROM (VALUES
    ('promoter',  0, '+', 40), ('promoter',  0, '~',  2),
    ('promoter',  1, '+',  5), ('promoter',  1, '-',  2),
    ('promoter',  2, '+',  5), ('promoter',  2, '-',  2),
    ('promoter',  3, '+',  3), ('promoter',  4, '+',  3), ('promoter',  5, '+',  2),
    ('promoter',  6, '+', 26), ('promoter',  6, '-',  1), ('promoter',  7, '+',  9),
    ('passive',   0, '+', 15), ('passive',   0, '~', 30),
    ('passive',   1, '+',  4), ('passive',   1, '-',  8),
    ('passive',   2, '+',  4), ('passive',   2, '-',  7),
    ('passive',   3, '+',  1), ('passive',   3, '-',  4),
    ('passive',   4, '+',  3), ('passive',   4, '-',  2), ('passive',   5, '-',  4),
    ('passive',   6, '+', 10), ('passive',   6, '-',  3),
    ('passive',   7, '+',  4), ('passive',   7, '-',  1),
    ('detractor', 0, '-', 12), ('detractor', 0, '~',  3),
    ('detractor', 1, '+',  1), ('detractor', 1, '-', 19), ('detractor', 2, '-', 18),
    ('detractor', 3, '-', 12), ('detractor', 4, '-', 14), ('detractor', 5, '-',  9),
    ('detractor', 6, '+',  2), ('detractor', 6, '-',  8), ('detractor', 7, '-',  2)
) AS share (class, rule, mood, per_100), generate_series(1, per_100);

CREATE TABLE sample_build.said (id integer GENERATED ALWAYS AS IDENTITY, lang text, rule integer, mood text, sentence text);

INSERT INTO sample_build.said (lang, rule, mood, sentence) VALUES
    -- Dutch: no rule at all
    ('nl', 0, '+', 'Prima.'),
    ('nl', 0, '+', 'Top!'),
    ('nl', 0, '+', 'Zeer tevreden'),
    ('nl', 0, '+', 'Ga zo door!!'),
    ('nl', 0, '+', 'Zit hier al sinds mijn studententijd, blijf nog wel even.'),
    ('nl', 0, '+', 'Je krijgt waar voor je geld'),
    ('nl', 0, '+', 'Loopt allemaal als een trein.'),
    ('nl', 0, '+', 'Fijne app, werkt lekker'),
    ('nl', 0, '~', 'Gaat wel'),
    ('nl', 0, '~', 'Kan beter, kan slechter.'),
    ('nl', 0, '~', 'Valt niet tegen, valt niet op'),
    ('nl', 0, '~', 'Wel aan de dure kant.'),
    ('nl', 0, '~', 'Ben er nog maar net klant, dus lastig te zeggen'),
    ('nl', 0, '~', 'n.v.t.'),
    ('nl', 0, '-', 'Waardeloos.'),
    ('nl', 0, '-', 'Nooit meer'),
    ('nl', 0, '-', 'Veel te duur geworden de laatste jaren.'),
    ('nl', 0, '-', 'Kwaliteit is hard achteruit gegaan'),
    ('nl', 0, '-', 'Ben inmiddels overgestapt naar een ander, zegt genoeg.'),
    -- 1 be available
    ('nl', 1, '+', 'Had binnen een minuut iemand aan de lijn.'),
    ('nl', 1, '+', 'Ook ''s avonds laat gewoon bereikbaar, top'),
    ('nl', 1, '+', 'Direkt antwoord via de app, en dat op een zondag'),
    ('nl', 1, '+', 'Ik was meteen aan de beurt.'),
    ('nl', 1, '-', 'Drie kwartier in de wachtrij en toen viel de verbinding weg.'),
    ('nl', 1, '-', 'Op zaterdag krijg je dus echt niemand te pakken'),
    ('nl', 1, '-', 'Al vier keer gebeld, er neemt gewoon geen mens op!!'),
    ('nl', 1, '-', 'De chat staat uit zodra ik eens tijd heb.'),
    ('nl', 1, '-', 'Mijn mail van begin deze maand is nog steeds onbeantwoord'),
    ('nl', 1, '-', 'Eén loket open en twintig man in de rij, tja.'),
    -- 2 keep your promises
    ('nl', 2, '+', 'Pakje was er precies op de dag die we hadden afgesproken.'),
    ('nl', 2, '+', 'Netjes teruggebeld, zoals toegezegd'),
    ('nl', 2, '+', 'Ze doen gewoon wat ze zeggen.'),
    ('nl', 2, '+', 'Op tijd geleverd en de prijs klopte tot op de cent'),
    ('nl', 2, '-', 'Monteur zou tussen 9 en 12 komen, om vijf uur nog niemand gezien.'),
    ('nl', 2, '-', 'Ze zouden me terugbellen maar dat is nooit gebeurt'),
    ('nl', 2, '-', 'Beloofd voor donderdag, geleverd anderhalve week later.'),
    ('nl', 2, '-', 'In de offerte 80 euro, op de factuur ineens 112.'),
    ('nl', 2, '-', 'Afspraak twee keer verzet zonder iets te laten weten...'),
    -- 3 no fuss over formalities
    ('nl', 3, '+', 'Retour zonder gezeur, zo mag het.'),
    ('nl', 3, '+', 'Ruilen was geen enkel probleem'),
    ('nl', 3, '+', 'Abonnement opzeggen was in twee klikken geregeld.'),
    ('nl', 3, '+', 'Ze deden nergens moeilijk over'),
    ('nl', 3, '-', 'Voor een adreswijziging drie formulieren invullen, hoe dan.'),
    ('nl', 3, '-', 'Zonder bonnetje geen retour, terwijl ze mijn aankoop gewoon in beeld hebben'),
    ('nl', 3, '-', 'Opzeggen kan alleen per brief?! In welk jaar leven we'),
    ('nl', 3, '-', '"Zo staat het in de voorwaarden, meneer." Lekker star.'),
    ('nl', 3, '-', 'Wéér een kopie van mijn paspoort opsturen, wat een papierwinkel'),
    -- 4 admit mistakes and put them right
    ('nl', 4, '+', 'Foutje in de factuur, na één belletje keurig rechtgezet.'),
    ('nl', 4, '+', 'Ze gaven eerlijk hun fout toe en losten het dezelfde middag op'),
    ('nl', 4, '+', 'Kapot aangekomen, dag later lag er een nieuwe.'),
    ('nl', 4, '-', 'Verkeerde maat gestuurd en ik mag zelf de verzendkosten betalen.'),
    ('nl', 4, '-', 'Na drie klachten is de storing nog steeds niet verholpen'),
    ('nl', 4, '-', 'Hun eigen fout en toch krijg ik de schuld, ongelofelijk.'),
    ('nl', 4, '-', 'Dubbel afgeschreven en mijn geld heb ik nog altijd niet terug!'),
    ('nl', 4, '-', 'Geen excuses, geen oplossing, niks'),
    -- 5 do not bother customers needlessly
    ('nl', 5, '+', 'In één telefoontje geregeld, hoefde niks twee keer uit te leggen.'),
    ('nl', 5, '+', 'Geen reclame, geen gebel, heerlijk rustig'),
    ('nl', 5, '-', 'Elke dag een mailtje met aanbiedingen, hou daar eens mee op'),
    ('nl', 5, '-', 'Vijf keer doorverbonden en steeds opnieuw mijn verhaal doen.'),
    ('nl', 5, '-', 'Word onder het eten gebeld voor een abbonement dat ik al heb'),
    ('nl', 5, '-', 'Bij de kassa proberen ze je van alles aan te smeren.'),
    -- 6 be sincerely involved
    ('nl', 6, '+', 'Wat een lieve mevrouw aan de telefoon!'),
    ('nl', 6, '+', 'Ze luisterde naar mijn hele verhaal, zonder haast.'),
    ('nl', 6, '+', 'Vriendelijk personeel'),
    ('nl', 6, '+', 'Denken met je mee, dat vind ik zo fijn'),
    ('nl', 6, '+', 'Toen mijn man in het ziekenhuis lag kregen we een kaartje, dat doet wat met je.'),
    ('nl', 6, '+', 'Hier ben je geen nummer.'),
    ('nl', 6, '+', 'super behulpzaam en geduldig, ook met mijn moeder van 84'),
    ('nl', 6, '+', 'De jongen in de winkel wist mijn naam nog, leuk!'),
    ('nl', 6, '+', 'Persoonlijk advies, oprecht geïnteresseerd in wat ik nodig heb'),
    ('nl', 6, '-', 'De medewerker was kortaf en zat half op zijn telefoon.'),
    ('nl', 6, '-', 'Je voelt je een nummertje'),
    ('nl', 6, '-', 'Ik werd behandeld alsof ik dom was.'),
    ('nl', 6, '-', 'Luisteren doen ze niet, alles gaat van een briefje af'),
    -- 7 care for people and society
    ('nl', 7, '+', 'Fijn dat de bestelling op de fiets komt en zonder plastic.'),
    ('nl', 7, '+', 'Goed dat er ook mensen met een beperking werken'),
    ('nl', 7, '+', 'Mijn oude toestel namen ze mee voor hergebruik, helemaal vóór.'),
    ('nl', 7, '+', 'Ze steunen de voedselbank hier in de wijk, mooi hoor'),
    ('nl', 7, '+', 'Echt groene stroom en ze zijn er open over.'),
    ('nl', 7, '-', 'Eén potje crème in een doos waar een magnetron in past, zonde.'),
    ('nl', 7, '-', 'Roepen dat ze duurzaam zijn en dan alles in plastic verpakken'),
    ('nl', 7, '-', 'Hun bezorgers worden uitgeknepen en dat vind ik niet kunnen.'),

    -- English: no rule at all
    ('en', 0, '+', 'Good value'),
    ('en', 0, '+', 'Excellent.'),
    ('en', 0, '+', 'Very happy with everything!'),
    ('en', 0, '+', 'Never had a reason to look elsewhere.'),
    ('en', 0, '+', 'Does what I need it to do'),
    ('en', 0, '+', 'Would recomend to anyone'),
    ('en', 0, '+', 'App is great, keep it up!!'),
    ('en', 0, '+', 'All good, thanks'),
    ('en', 0, '~', 'It''s ok'),
    ('en', 0, '~', 'Average, nothing more nothing less.'),
    ('en', 0, '~', 'Bit pricey but fine'),
    ('en', 0, '~', 'No comment'),
    ('en', 0, '~', 'Only used them twice so hard to say.'),
    ('en', 0, '~', 'Room for improvement'),
    ('en', 0, '-', 'Terrible.'),
    ('en', 0, '-', 'Never again'),
    ('en', 0, '-', 'Prices go up every year and you get less for it.'),
    ('en', 0, '-', 'Quality is not what it used to be'),
    ('en', 0, '-', 'Already switched to someone else, best decision ever'),
    -- 1
    ('en', 1, '+', 'Rang at nine in the evening and someone actually picked up.'),
    ('en', 1, '+', 'Got a reply on chat within a minute'),
    ('en', 1, '+', 'There is always somebody at the desk to help you.'),
    ('en', 1, '+', 'no queue at all, in and out'),
    ('en', 1, '-', '50 minutes on hold and then the line went dead.'),
    ('en', 1, '-', 'You just cannot get hold of a human being'),
    ('en', 1, '-', 'Three emails, zero replies!'),
    ('en', 1, '-', 'Queue out the door and a single cashier, on a Saturday!'),
    ('en', 1, '-', 'The branch near me shut and the helpline closes before I finish work.'),
    ('en', 1, '-', 'Had to argue with a chatbot for half an hour, no way to reach anyone'),
    -- 2
    ('en', 2, '+', 'Turned up exactly when they said they would.'),
    ('en', 2, '+', 'Parcel was on time to the hour'),
    ('en', 2, '+', 'They said they''d ring back and they did, same afternoon.'),
    ('en', 2, '+', 'The price quoted was the price I payed'),
    ('en', 2, '-', 'Took the day off for the engineer and he never showed up.'),
    ('en', 2, '-', 'Was promised a call back, that was two weeks ago'),
    ('en', 2, '-', 'Next day delivery my foot, it took nine days.'),
    ('en', 2, '-', 'Quoted one price on the phone and billed me another...'),
    ('en', 2, '-', 'Still waiting for a parcel that was due on the 3rd'),
    -- 3
    ('en', 3, '+', 'Swapped it for another colour, no fuss.'),
    ('en', 3, '+', 'Lost my receipt and they didn''t make a problem of it'),
    ('en', 3, '+', 'Cancelling was one click. Respect.'),
    ('en', 3, '+', 'Returns are really easy'),
    ('en', 3, '-', 'Four forms and a utility bill just to change my surname.'),
    ('en', 3, '-', 'Box was opened so no return, those are the rules apparently'),
    ('en', 3, '-', 'You can join online in seconds but to cancel you must write a LETTER'),
    ('en', 3, '-', 'All they could say was "computer won''t let me".'),
    ('en', 3, '-', 'so much red tape for a simple refund'),
    -- 4
    ('en', 4, '+', 'They got my order wrong but owned up and had it sorted by Friday.'),
    ('en', 4, '+', 'Charged me twice, apologised and refunded it the same day'),
    ('en', 4, '+', 'Arrived broken, replacement was here in no time.'),
    ('en', 4, '-', 'Sent me the wrong size and I have to pay the postage??'),
    ('en', 4, '-', 'Third complaint and the leak still hasn''t been fixed.'),
    ('en', 4, '-', 'Their mistake, yet somehow it''s my fault'),
    ('en', 4, '-', 'Double charged in May and I have not seen a penny back.'),
    ('en', 4, '-', 'Still waiting for somebody to say sorry'),
    -- 5
    ('en', 5, '+', 'One call and it was done, didn''t have to tell my story twice.'),
    ('en', 5, '+', 'No pushy sales talk and no junk mail, lovely'),
    ('en', 5, '-', 'An offer in my inbox every single morning, please STOP'),
    ('en', 5, '-', 'Passed between five departments, each one asked for my account number again.'),
    ('en', 5, '-', 'They ring at dinner time to sell me insurance i allready have'),
    ('en', 5, '-', 'Unsubscribed three times and still get the newsletter.'),
    -- 6
    ('en', 6, '+', 'Such a kind lady on the phone!'),
    ('en', 6, '+', 'He really listened and took his time with me.'),
    ('en', 6, '+', 'Friendly staff'),
    ('en', 6, '+', 'They thought along with us instead of just selling something'),
    ('en', 6, '+', 'When my dad passed away they sent flowers. I won''t forget that.'),
    ('en', 6, '+', 'You feel like a person here, not a number'),
    ('en', 6, '+', 'very patient with my gran who is hopeless with tablets'),
    ('en', 6, '+', 'The girl at the café counter remembered my order, love that!'),
    ('en', 6, '+', 'Honest, personal advice and always a smile.'),
    ('en', 6, '-', 'The man at the desk was plain rude.'),
    ('en', 6, '-', 'Nobody there gives a damn about you'),
    ('en', 6, '-', 'I was spoken to like a child.'),
    ('en', 6, '-', 'They read from a script and don''t listen to a word you say'),
    -- 7
    ('en', 7, '+', 'Love that it comes by bike and without any plastic.'),
    ('en', 7, '+', 'They give jobs to people who struggle to find one elsewhere, great'),
    ('en', 7, '+', 'Took my old phone back for recycling.'),
    ('en', 7, '+', 'Good to see they support the food bank down our road'),
    ('en', 7, '+', 'They really mean it with the green stuff, solar on every roof.'),
    ('en', 7, '-', 'One lipstick in a box the size of a microwave, what a waste.'),
    ('en', 7, '-', 'Calls itself sustainable and wraps everything in plastic'),
    ('en', 7, '-', 'The way they pay their drivers is a disgrace.');

-- What each slot of a class can say in a language: the sentences to choose from, first to last.
CREATE TABLE sample_build.phrasebook AS
SELECT t.class, t.slot, s.lang, s.sentences
FROM sample_build.topic t
     JOIN (SELECT lang, rule, mood, array_agg(sentence ORDER BY id) AS sentences
           FROM sample_build.said GROUP BY lang, rule, mood) s USING (rule, mood);

-- ---------------------------------------------------------------------------------------------
-- The answers. A class is drawn with the shares of the cell, then a score within the class, then
-- the dirt. Detractors are twenty equal chances, as they are in life: more sixes than zeros.
-- ---------------------------------------------------------------------------------------------
CREATE UNLOGGED TABLE sample_build.answer AS
SELECT series, cid, t, i, dice,
       CASE WHEN sample_build.draw(dice, 1) < detractors            THEN 'detractor'
            WHEN sample_build.draw(dice, 1) < detractors + passives THEN 'passive'
            ELSE 'promoter' END AS class,
       floor(100 * sample_build.draw(dice, 10))::integer AS slot,               -- what he speaks of
       floor(100 * sample_build.draw(dice, 12))::integer AS second_slot
FROM (SELECT cell.*, i, sample_build.dice(series || ' ' || cid || ' ' || t || ' ' || i) AS dice
      FROM sample_build.cell, generate_series(1, answers) AS i
      OFFSET 0) AS thrown;                      -- offset 0: hash once an answer, not once a draw

ANALYZE sample_build.country, sample_build.quarter, sample_build.phrasebook, sample_build.answer;

CREATE FUNCTION sample_build.score(class text, dice bytea) RETURNS smallint LANGUAGE sql IMMUTABLE AS
$$ SELECT (CASE WHEN sample_build.draw(dice, 3) < 0.030 THEN NULL
                WHEN sample_build.draw(dice, 3) < 0.031 THEN 11
                WHEN sample_build.draw(dice, 3) < 0.032 THEN -1
                WHEN sample_build.draw(dice, 3) < 0.033 THEN 99
                WHEN class = 'promoter' THEN CASE WHEN sample_build.draw(dice, 2) < 0.54 THEN 9 ELSE 10 END
                WHEN class = 'passive'  THEN CASE WHEN sample_build.draw(dice, 2) < 0.42 THEN 7 ELSE 8 END
                ELSE ('{6,6,6,6,6,6,6,5,5,5,5,5,4,4,3,3,2,2,1,0}'::integer[])
                     [1 + floor(20 * sample_build.draw(dice, 2))::integer] END)::smallint $$;

CREATE TABLE crm.survey (
    answer_id   bigint PRIMARY KEY,
    country     text NOT NULL,
    answered_at timestamptz NOT NULL,
    customer_id bigint NOT NULL,
    channel     text NOT NULL,
    score       smallint,
    comment     text
);

INSERT INTO crm.survey (answer_id, country, answered_at, customer_id, channel, score, comment)
WITH worded AS (
    SELECT a.cid, a.i, a.dice, a.class, c.code, c.talkative,
           CASE WHEN sample_build.draw(dice, 6) >= 0.005           -- by day, 8 to 22 hours
                THEN q.starts + floor(q.days * sample_build.draw(dice, 4)) * interval '1 day' + interval '8 hours'
                     + floor(50400 * sample_build.draw(dice, 5)) * interval '1 second'
                WHEN sample_build.draw(dice, 4) < 0.5              -- the first or the last night of the quarter
                THEN q.starts + floor(7000 * sample_build.draw(dice, 5)) * interval '1 second'
                ELSE q.ends - floor(1 + 7000 * sample_build.draw(dice, 5)) * interval '1 second'
           END AT TIME ZONE 'Europe/Amsterdam' AS answered_at,
           c.cid * 1000000 + 1 + floor(36 * c.survey_size * sample_build.draw(dice, 7))::bigint AS customer_id,
           one.sentences[1 + floor(cardinality(one.sentences) * sample_build.draw(dice, 11))::integer] AS first,
           CASE WHEN sample_build.draw(dice, 14) < 0.25            -- one in four says two things
                THEN two.sentences[1 + floor(cardinality(two.sentences) * sample_build.draw(dice, 13))::integer]
           END AS second
    FROM sample_build.answer a
         JOIN sample_build.country c USING (cid)
         JOIN sample_build.quarter q USING (t)
         JOIN sample_build.phrasebook one ON (one.class, one.lang, one.slot) = (a.class, c.lang, a.slot)
         JOIN sample_build.phrasebook two ON (two.class, two.lang, two.slot) = (a.class, c.lang, a.second_slot)
    WHERE a.series = 'survey'
    OFFSET 0
), joined AS (
    SELECT *, CASE WHEN second IS NULL OR second = first THEN first
                   WHEN right(first, 1) IN ('.', '!', '?') THEN first || ' ' || second
                   ELSE first || '. ' || second END AS said
    FROM worded
)
SELECT row_number() OVER (ORDER BY answered_at, cid, i), code, answered_at, customer_id,
       ('{email,email,email,email,email,email,email,email,web,web,web,web,web,app,app,app,phone,phone,phone,branch}'::text[])
           [1 + floor(20 * sample_build.draw(dice, 8))::integer],
       sample_build.score(class, dice),
       CASE WHEN sample_build.draw(dice, 9) >= talkative + 0.03 THEN NULL
            WHEN sample_build.draw(dice, 9) >= talkative        THEN ''
            WHEN sample_build.draw(dice, 15) < 0.02                  -- shouting
            THEN translate(upper(said COLLATE "C"), 'éèëïó', 'ÉÈËÏÓ')
            WHEN sample_build.draw(dice, 15) < 0.12                  -- typed on a phone, in a hurry
            THEN rtrim(lower(said COLLATE "C"), '.')
            ELSE said END
FROM joined
ORDER BY 1;

CREATE TABLE hr.pulse (
    answer_id   bigint PRIMARY KEY,
    country     text NOT NULL,
    filled_at   date NOT NULL,
    team        text NOT NULL,
    recommend   smallint
);

INSERT INTO hr.pulse (answer_id, country, filled_at, team, recommend)
WITH dated AS (
    SELECT a.*, c.code, q.starts::date + floor(q.days * sample_build.draw(dice, 4))::integer AS filled_at
    FROM sample_build.answer a
         JOIN sample_build.country c USING (cid)
         JOIN sample_build.quarter q USING (t)
    WHERE a.series = 'pulse'
)
SELECT row_number() OVER (ORDER BY filled_at, cid, i), code, filled_at,
       ('{Service,Service,Service,Service,Service,Service,Service,Service,Service,Service,'
        'Operations,Operations,Operations,Operations,Operations,Operations,Operations,Operations,'
        'Sales,Sales,Sales,Sales,Sales,Sales,IT,IT,IT,Finance,Finance,Legal}'::text[])
           [1 + floor(30 * sample_build.draw(dice, 8))::integer],
       sample_build.score(class, dice)
FROM dated
ORDER BY 1;

-- ---------------------------------------------------------------------------------------------
-- Say what it is, and take the scaffolding down.
-- ---------------------------------------------------------------------------------------------
COMMENT ON TABLE crm.survey IS
'SIMULATED answers of customers in 22 countries, 2016-Q1 to 2023-Q4; no real person, comments invented. Planted: NPS follows the movement of eNPS (hr.pulse) within a country 8 quarters later, effect 0.7; country levels of NPS and eNPS have opposite signs, so pooled correlation is negative; a common shock per quarter (crisis in 2020). Dirt: about 4 % of country-quarters missing, 3 % NULL scores, 0.3 % scores off the scale (11, -1, 99), answers at night around quarter borders, customers answering twice in a quarter.';
COMMENT ON COLUMN crm.survey.answer_id   IS 'Number of the answer, in order of time';
COMMENT ON COLUMN crm.survey.country     IS 'ISO 3166 country code';
COMMENT ON COLUMN crm.survey.answered_at IS 'Moment of the answer; quarters were planted in Europe/Amsterdam time';
COMMENT ON COLUMN crm.survey.customer_id IS 'Customer; some answer more than once, a few twice in a quarter';
COMMENT ON COLUMN crm.survey.channel     IS 'email, web, app, phone or branch; carries no planted effect';
COMMENT ON COLUMN crm.survey.score       IS 'How likely to recommend us, 0..10; NULL = no answer; about 0.3 % are not on the scale';
COMMENT ON COLUMN crm.survey.comment     IS 'Why; Dutch in NL and BE, English elsewhere; NULL or empty where nothing was said';

COMMENT ON TABLE hr.pulse IS
'SIMULATED answers of employees in 22 countries, 2016-Q1 to 2023-Q4; no real person. Planted: the movement of eNPS within a country leads NPS (crm.survey) by 8 quarters, effect 0.7; country levels of eNPS and NPS have opposite signs; a common shock per quarter. Dirt: about 4 % of country-quarters missing, 3 % NULL scores, 0.3 % scores off the scale (11, -1, 99).';
COMMENT ON COLUMN hr.pulse.answer_id IS 'Number of the answer, in order of time';
COMMENT ON COLUMN hr.pulse.country   IS 'ISO 3166 country code';
COMMENT ON COLUMN hr.pulse.filled_at IS 'Day on which the form was filled in';
COMMENT ON COLUMN hr.pulse.team      IS 'Team; carries no planted effect; Legal is small on purpose';
COMMENT ON COLUMN hr.pulse.recommend IS 'How likely to recommend us as an employer, 0..10; NULL = no answer; about 0.3 % are not on the scale';

DROP SCHEMA sample_build CASCADE;
COMMIT;

ANALYZE crm.survey, hr.pulse;

SELECT (SELECT count(*) FROM crm.survey) AS sample_survey, (SELECT count(*) FROM hr.pulse) AS sample_pulse \gset
\echo Simulated sample: :sample_survey rows in crm.survey, :sample_pulse rows in hr.pulse

\unset sample_survey
\unset sample_pulse
\set QUIET :sample_quiet
\set ON_ERROR_STOP :sample_stop
\unset sample_quiet
\unset sample_stop
