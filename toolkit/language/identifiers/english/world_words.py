"""Words in capitals that name nobody: vehicles, illnesses, languages, greetings of the world."""

from __future__ import annotations

import re

from toolkit.language.identifiers.word_sets import word_set

VEHICLES = word_set(
    "jeep hilux corolla camry yaris avensis probox landcruiser corsa astra zafira mokka "
    "insignia polo golf passat jetta tiguan touareg touran fiesta focus mondeo transit kuga puma "
    "escort clio megane twingo scenic kangoo captur duster sandero logan dokker peugeot citroën "
    "berlingo picasso octavia fabia yeti panda punto ducato cinquecento "
    "civic jazz micra qashqai navara x-trail sunny almera elantra "
    "sonata avante sorento sportage picanto mazda subaru forester impreza "
    "suzuki jimny alto vitara wagonr dzire ertiga daihatsu isuzu mitsubishi pajero "
    "lancer outlander shogun chevy chevrolet impala silverado suburban dodge durango "
    "chrysler buick cadillac gmc pontiac mustang bronco tacoma tundra sienna "
    "prius tesla tata mahindra maruti bolero innova bajaj yamaha kawasaki ducati "
    "harley-davidson scania iveco leyland unimog sprinter vivaro trafic lexus acura infiniti "
    "porsche ferrari lamborghini bentley rolls-royce skoda škoda dacia seat lada trabant wartburg "
    "daewoo ssangyong kia hyundai volvo saab opel vauxhall fiat renault nissan toyota honda"
)
"""Makes and models of vehicles."""
ILLNESSES = word_set(
    "parkinson alzheimer crohn hodgkin tourette asperger huntington hashimoto addison cushing graves "
    "down bell raynaud wilson meniere ménière menière korsakoff paget sjogren"
)
"""Persons whose name an illness has: no name in `Parkinson's`."""
LANGUAGES = word_set(
    "honduran salvadoran salvadorian guatemalan nicaraguan panamanian costarican haitian dominican "
    "ecuadorian bolivian paraguayan uruguayan cuban togolese beninese malian chadian gabonese "
    "cameroonian ivorian liberian gambian guinean burkinabe angolan mozambican zambian malawian "
    "namibian malagasy mauritian djiboutian omani qatari emirati bahraini yemeni turkmen kyrgyz "
    "tajik bhutanese laotian hmong rohingya timorese fijian samoan tongan papuan luo kikuyu kamba "
    "luhya maasai masai zulu xhosa sotho tswana afrikaans afrikaner hausa fulani tigrinya amharic "
    "oromo wolof lingala shona ndebele kinyarwanda luganda twi akan ewe dari pashtun sindhi marathi "
    "telugu kannada malayalam odia assamese sanskrit cyrillic breton frisian sorbian ladino yiddish "
    "romansh faroese greenlandic manx tagalog cebuano javanese sundanese sinhala sinhalese hangeul "
    "konkani tulu bhojpuri maithili rajasthani balochi saraiki uyghur tatar chechen abkhaz ossetian "
    "berber amazigh kabyle tuareg bambara dinka nuer acholi chichewa bemba sesotho setswana sepedi "
    "quechua guarani guaraní aymara nahuatl mayan cree ojibwe navajo cherokee mohawk creole pidgin "
    "esperanto braille olympic olympics paralympic paralympics gregorian julian copernican keynesian "
    "freudian dickensian shakespearean machiavellian stalinist leninist maoist thatcherite reaganite"
)
"""Languages, scripts and peoples, and adjectives of names."""
GREETINGS = word_set(
    "ja jawohl nee oui ouais si sí sim não nein doch tak nie ano jo hai āe kia ora tēnā tena koe "
    "koutou mōrena morena karibu karibuni asante asanteni sana jambo habari pole salaam salam "
    "salamu alaikum aleikum namaste namaskar namaskaram vanakkam shukriya dhanyavad inshallah "
    "insha'allah mashallah alhamdulillah wallahi yalla shukran merhaba aloha talofa bula annyeong "
    "arigato gracias merci danke obrigado obrigada grazie dziękuję dzień dobry cześć hola bonjour "
    "ciao guten morgen grüezi servus moin sawubona dumela molo yebo ndiyo sláinte slainte diolch "
    "bore da croeso shwmae iechyd salut adiós adios buenos buenas días tardes noches bueno vale "
    "claro pues entonces mira oye bom dia boa tarde noite pois alors bon voilà voila mais enfin eh "
    "allora ecco beh dobrze proszę no niestety genau also naja tja halt eben quasi ach gell tschüss "
    "hyvää kiitos joo takk tusen tack hej hei goddag skål tervist aitäh labdien paldies ačiū "
    "köszönöm igen szia mulțumesc da nu bine hvala molim spasibo khorosho davai nyet shalom toda "
    "mabuhay salamat po opo sawasdee khap khrap terima kasih selamat pagi xin chào cảm ơn "
    "whānau whanau kōrero korero karakia mahi kaupapa hui mana aroha hapū iwi kaumātua kuia tamariki "
    "mokopuna nim ssi hyung noona unni oppa ajumma ajusshi"
)
"""What people say to one another in many languages, and words that they leave untranslated."""
MORE_IDIOMS = re.compile(
    r"(?i:\bfrom adam\b|\badam and eve\b|\bel ni[ñn]o\b|\bla ni[ñn]a\b|\bjack the lad\b|\bplain jane\b"
    r"|\bjoe average\b|\bjane doe\b|\bjohn doe\b|\bsiri\b|\bsod's\b)"
    r"|\b(?:St\.? |Saint )[A-Z][\w'-]+['’]s (?:Day|Eve|Night|Cross|flag)\b"
    r"|\b(?:Ley|Loi|Lei|Gesetz|Legge|Ustawa|Decreto|Real Decreto|Code|Código|Codice)(?: [A-Z][\w'’-]+){0,3}"
    r" (?:\d{1,4}/\d{2,4}|\d{1,3}(?:\.\d{3})?)"
)
"""Phrases, feasts and laws with names of nobody."""
NICKNAMES = word_set(
    "abby abbie abe addie aggie alec ally andie archie babs barb barney baz bea becks bert bertie "
    "bette bev biddy birdie bo bonnie brad bren bridie buddy bunny cal cass cath caz ces chaz chip "
    "chuck chucky cissy con connie coop coz dan dani danny deb debbie debs dee del den denny des dex "
    "dicky dina dinah dixie dodie dolly don dora dot dottie dougie dunc dusty eddie effie elle elsie "
    "ernie evie fay fern flo flora flossie fran frankie fred freddie gabe gabby gaby gaz gene geoff "
    "georgie gerry gil ginny greg greta gus gwen hal hank hattie hetty hilda howie hugh ike izzy "
    "jackie jake jan janie jas jeb jed jeff jem jen jenny jess jez jill jim jo jodie joe joey jools "
    "josie jude jules kat kate kath kay ken kenny kev kim kip kirsty kit kitty lance laurie len lenny "
    "les lettie lew lex lil lily lin linda lindy liv liz lizzie lola lottie lou louie lulu mac maddie "
    "madge mags maggie mandy marge margie marnie marty matt mattie maud maude mel mick mickey mike "
    "milly mimi min minnie mo moe moll molly monty morrie nan nance nat nate ned nell nelly nessa "
    "nick nicky nora norm ollie oz oscar paddy pam patty peg peggy penny perce phil pip polly poppy "
    "prue queenie rab rae ray reg rene ricky rita rob robbie rod roddy ron ronnie ros rosie roz russ "
    "sal sally sam sammy seb shaz shel shirl sid sissy sol stan steph steve stew stu sukie suze suzy "
    "tam tash ted teddy tel tess theo tilda tilly tim timmy tina toby tom tommy toni tony trace tricia "
    "trish trix trudy val vera vi vic vicky viv wally walt wendy wes wilf will win winnie yaz zac zak "
    "zara zed zeke zoe blessing sunday godwin goodluck precious patience comfort mercy glory favour "
    "gift innocent promise lucky fortune happiness memory beauty nomsa talent wisdom prosper"
)
"""Short forms of given names and names of West and southern Africa that are words."""
SURNAME_SHAPE = re.compile(
    r"[a-zà-ž]{2,}(?:ski|ska|cki|cka|dzki|dzka|wicz|czyk|czak|ová|ova|ovic|ović|ević|enko|chuk|shvili|adze"
    r"|opoulos|opoulou|akis|idis|ides|sson|sdottir|sdóttir|escu|yan|ian|ez|ashvili|nen|ukas|aitė|ienė)"
)
"""Endings that family names of many countries have."""
COMPANIES = word_set(
    "lidl aldi tesco asda sainsbury waitrose morrisons spar ikea primark argos carrefour auchan "
    "mercadona edeka rewe kaufland biedronka żabka dunnes supervalu woolworths coles kmart walmart "
    "costco walgreens safeway kroger shoprite jumia checkers pick'n'pay naivas carulla oxxo leroy "
    "vodafone telefónica orange-telecom safaricom airtel mtn glo jio verizon comcast sprint telstra "
    "optus ryanair easyjet lufthansa emirates-air lot ups fedex dhl dpd hermes evri yodel lloyds "
    "barclays natwest santander halifax hsbc citibank nedbank absa capitec fnb kcb zenith gtbank "
    "revolut monzo starling swedbank nordea danske commerzbank sparkasse raiffeisen unicredit bbva "
    "caixabank itaú bradesco banorte boots superdrug specsavers greggs starbucks mcdonald's subway "
    "mcdonalds siemens bosch philips ericsson thales leidos palantir experian equifax xerox-uk "
    "allianz axa aviva zurich-insurance generali ergo nestlé nestle unilever danone heineken diageo "
    "boeing airbus bombardier embraer shell bp total-energies eni equinor vattenfall eon edf iberdrola "
    "enel centrica npower tesco's lidl's"
)
"""Companies that are well known and make no software."""
