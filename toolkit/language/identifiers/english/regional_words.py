"""Words that people say in the Englishes of the world, none of which is a name."""

from __future__ import annotations

import re

from toolkit.language.identifiers.word_sets import word_set

REGIONAL_WORDS = word_set(
    # Australia and New Zealand.
    "arvo aussie barbie barra billabong bloke bludger bogan brekkie brolly bub chook chooks "
    "cobber cocky crikey crook dag dero dinkum doco drongo dunny esky fair-dinkum footy furphy "
    "g'day galah garbo gidday hooroo iwi jumbuck kai kiwi knackered larrikin mob muster "
    "mozzie nappy ocker paddock pakeha pokie pokies postie prezzie rego ripper righto righty "
    "righty-o servo sickie smoko snag snags spruik strewth stoush sunnies swag tinny "
    "tradie tradies truckie trackies tucker ute uey uni unis utes whanau wharfie whinge whinging "
    "woop yabber yakka yobbo crn tfn bsb abn acn mygov gst "
    # The United Kingdom and Ireland.
    "aye banjaxed bampot blether bolshy bosh brill bungalow butty cagoule chav chinwag chippy "
    "clobber coddle codswallop collywobbles corrie cuppa daft dander dreich earwig eejits fiver "
    "footie gallus gander ganzie ginnel gobshite guff hen hoose innit jammy jobsworth jumper "
    "jumpers lorra loo lorry lorries mardy messages mither mithered naff natter neb "
    "nesh nowt numpty nuppence och oot outwith owt peely-wally petrol plonk pram prang press "
    "quango quangos rammy scran scundered shite skint skive skiving snicket spuds stroppy "
    "stushie summat tenner tat telly thole thon tha tother twitten twigged us'n wean weans "
    "wheelie whisht wonky yer yersel yourself zebra yoke yokes gansey eircode culchie "
    "jackeen gurrier gurriers slan sláinte slainte taoiseach tánaiste tanaiste oireachtas dáil "
    "dail seanad gaeltacht gaelscoil cumann "
    # The United States and Canada.
    "ain't ain gonna gotta finna fixin hafta oughta imma lemme gimme dunno whatcha y'all yall "
    "yessir nossir ma'am yup nope howdy heck darn dang tarnation loonie toonie toque tuque "
    "double-double eh hydro washroom snowbird snowbirds poutine bayou holler hollers critter "
    "critters parish perp perps sergeant-at-arms prolly "
    # India, Pakistan and Bangladesh.
    "accha acha achha aiyo arre arrey baba babu bandh bhai bhaiya bhavan bigha cent chai challan "
    "chalo chappal chowkidar chulha crore crores dabba dada dadi dal daroga dharna dhaba dhobi "
    "didi gaon ghee gherao gram guntha haan hai hartal jaldi jugaad katcha khata khatauni "
    "khasra kutcha lakh lakhs lathi lekhpal lokpal mandal mandi mandir matlab mela mohalla "
    "munshi muhurtham naka namaste neta nullah paan paise panchayat panchayats panch patta patwari "
    "peon peons pucca puja pukka purdah roti sabha sabji sahib samiti sarkar sarpanch "
    "sarpanches seth sir-ji tahsil tahsildar tahsildars taluk taluka talukas tehsil tehsildar "
    "tehsildars theek thik upazila wala wallah yaar zamindar zila zilla talati "
    # Africa.
    "abeg abi agbada akara ashawo asoebi baraza barazas bakkie bakkies biltong boda boda-boda "
    "bodas braai bundu chama chapati chop chapa chief-tancy danfo dash duka ehn ehen fufu garri "
    "gele gomesi haba harambee howzit jollof jua kali kgotla kraal kudu lekker lobola makuti "
    "mabati matatu matatus mzee mzungu mwananchi wananchi ndio nduma ngo nko nyumba oga ogas okada "
    "okadas pap pikin posho rondavel rondavels sabi sangoma sef sha shamba shambas sheng "
    "shebeen shuka sukuma suya toyi-toyi tuk-tuk ubuntu ugali wahala wetin bwana asante sawa "
    "pole hapana mama na-so naija keke kente chale trotro waakye kenkey tsotsi voetsek indaba "
    # South-east Asia and others.
    "ang-pow aiyah alamak baju barangay batik cakap can-can chope confirm-plus hawker kampong "
    "kampung kiasu kopi kopitiam lah leh lor makan mamak meh pasar sambal sarong shiok sien siam "
    "tapau void-deck wah walao ya-lah barong jeepney jeepneys sari-sari tingi tita tito "
    # Money, furniture and other things of the world.
    "złoty zloty grosz groszy koruna forint lei leu lev dinar dinars dirham riyal rial baht "
    "ringgit rupiah "
    "peso pesos real reais won yuan yen renminbi kwacha cedi cedis naira kobo birr shilling "
    "shillings "
    "almirah mithai bund paisa dupatta kurta chappals dhoti hon bro fullas fulla auntie aunty "
    "aunties "
    "mayoress corper corpers secretariat secretariats payslip payslips superannuation handoff "
    "handoffs "
    "megabit megabits gigabit fishbone validator validators oiler cumecs inverter inverters footer "
    "pabx collectorate almirahs señora señor senora senor doña dona jeep jeeps ute matua whaea "
    "padrón "
    "empadronamiento "
    # Festivals and dishes.
    "biryani samosa dosa idli chapatti naan paratha pilau ugali injera tajine couscous falafel "
    "hummus kebab kebabs pierogi borscht goulash paella tortilla tortillas empanada empanadas "
    "croissant croissants baguette brioche schnitzel bratwurst strudel stollen stroopwafel"
)
"""In lower case."""

IDIOMS = re.compile(
    r"\b(?:for pete's sake|bob's your uncle|rob(?:bing)? peter to pay paul|jack of all trades|"
    r"tom,? dick,? (?:and|or) harry|average joe|joe (?:public|bloggs|soap)|john q\.? public|"
    r"murphy's law|parkinson's law|goodhart's law|moore's law|conway's law|hobson's choice|"
    r"the joneses|even stevens?|heath robinson|doubting thomas|nosy parker|smart alec|peter "
    r"principle|"
    r"johnny[- ]come[- ]lately|happy as larry|what in the name of|gordon bennett|billy no[- ]mates|"
    r"sod's law|pandora's box|achilles'? heel|rip van winkle|big brother|uncle sam|mickey mouse|"
    r"little britain|mary celeste|jekyll and hyde|sherlock|einstein|robin hood|father christmas)\b",
    re.IGNORECASE,
)
"""Phrases with names of nobody."""

FESTIVALS = word_set(
    "pongal onam holi navratri durga dussehra sankranti baisakhi vaisakhi vesak songkran tet "
    "nowruz thaipusam bihu chhath ugadi lohri deepavali rakhi janmashtami iftar muharram ashura "
    "mawlid kwanzaa juneteenth hogmanay samhain beltane lughnasa purim sukkot shavuot epiphany "
    "candlemas whitsun martinmas carnival mardi gras"
)
"""Feasts, in lower case."""
