"""The words that say whose or what a code is, and the light words that may stand between."""

from __future__ import annotations

import re

from toolkit.language.identifiers.candidate import Kind
from toolkit.language.identifiers.word_sets import word_set

_NUMBER = r"(?:number|no|num|nr|id|code|card|pin|reference)"
_RESIDENT = (
    r"(?:medical|health|ration|union|membership|library|student|pension|insurance) card|"
    r"(?:sea(?:man|farer)'?s?|discharge|service|id|identity|pass|health|record) (?:book|booklet)|"
    r"national insurance|\bn\.?i\.?|nino|social security|social insurance|socials?|\bssn|\bsin|"
    r"itin|passports?|(?:identity|identification|id) (?:card|document|book|number|no|code)|"
    r"national id(?:entity)?|citizen (?:card|id|number)|voter'?s? (?:id|card)|residence "
    r"(?:permit|card)|biometric (?:permit|card)|"
    rf"(?:staff|employee|personnel|payroll|badge|shield|warrant|collar|shoulder|force|service|"
    rf"matric|matriculation|enrol?lment|student|pupil|candidate|registration|registrant|"
    rf"patient|hospital|prisoner|inmate|offender|client|customer|claimant|member|membership|"
    rf"beneficiary|taxpayer|tax|medicare|medicaid|medical|health|insurance|licen[cs]e|permit|"
    rf"driver|visa|clock|works|civil service|file holder|person|personal|policyholder|council "
    rf"tax|refugee|case ?worker|officer|nurse|teacher|police|bar|gmc|nmc) {_NUMBER}|"
    r"(?:index|admission|roll|jamb|waec|tsc|ippis|p\.?f\.?|persal|force|regimental|pension|prsi"
    r"|gms|"
    rf"medical card|teaching council|garda|registered|chart|booking|alien|a|docket holder|user"
    rf"|login|"
    rf"ration|family|household|birth certificate|citizenship|military|army|police|unit|tax file|"
    rf"identity|cadre|employment|union|pass|library|student card|crew|seafarer|pilot|driver card|"
    rf"reference person|bar council|roster|crb|vetting|ni|health card|sus|client|customer) "
    rf"{_NUMBER}|"
    r"\bcnic|\bnid|\bepic|\buan|\babha|\btin|\bnip|\brg\b|\bpis\b|matr[ií]cula|\bnaf|persal|"
    r"[a-zäöü]*(?:personal|matrikel|versicherungs|ausweis|dienst|steuer|personeels|identifikations)"
    r"nummer|username|user ?name|log-?in|licen[cs]e|permit|enrol?ment|membership|badge|payroll|"
    r"medicare|\bpps|ppsn|pesel|\bbsn|\bburgerservicenummer|\bdni|\bnie|\bnif|\bcpf|\bcurp|"
    r"aadh?aar|\bpan|\bnin|\bbvn|ghana card|huduma(?: card)?|\bkra pin|\bnhs|\bchi|\bihi|\bmrn|"
    r"\bcrn|\btfn|\bird|mykad|nric|hkid|\bcpr|personnummer|codice fiscale|steuer-?id|"
    r"steuernummer|ausweis|sozialversicherungsnummer|"
    r"driv(?:er|ing|er's|ers) licen[cs]e|driver'?s|(?:badge|collar|shoulder|warrant card)"
)
_ACCOUNT = (
    r"accounts?|acct|a/c|sort code|iban|\bbic|swift(?: code)?|routing|transit|institution|"
    r"branch code|\bbsb|ifsc|clabe|(?:debit|credit|bank|payment|purchase|travel) card|"
    r"(?<!staff )(?<!identity )(?<!id )(?<!medical )cards?|savings|giro|conta|kontonummer|visa|"
    r"mastercard"
)
_PLATE = (
    r"plates?|registration|\breg|rego|\btag|vehicles?|vans?|cars?|lorry|lorries|trucks?|bus|"
    r"minibus|coach|jeep|pick-?up|\bute|bakkie|tractor|trailer|moped|scooter|motor ?bikes?|"
    r"motor ?cycle|okada|keke|taxi|cab|matatu|boda|ambulance|hatchback|estate|saloon|sedan|suv|"
    r"toyota|hilux|corolla|skoda|ford|transit|fiesta|focus|vauxhall|astra|corsa|honda|hyundai|kia|"
    r"mercedes|bmw|audi|volkswagen|golf|polo|fiat|renault|clio|peugeot|nissan|volvo|mazda|opel|"
    r"citro[eë]n|dacia|tesla|prius|subaru|mahindra|maruti|tata|isuzu|land ?rover|scania"
)
_ROOM = (
    r"(?:court|class|bed|meeting )?rooms?|\brm|offices?|suite|wards?|cubicles?|chambers?|cabin|"
    r"lab|laboratory|studio|theatre|work ?station|pod|booth|locker|zimmer|raum|sala|salle|"
    r"despacho|gabinete|pok[oó]j|kamer|desk|carrel|porta[kc]abin"
    r"|(?<!my )(?<!his )(?<!her )(?<!your )(?<!their )cell|bay|b[uü]ro|biuro|aula|bureau"
    r"|consultorio|kantoor|cubby|hut|"
    r"container|chamber|courtroom|classroom|lokal|ruang|bilik|stue"
)
_EXTENSION = (
    r"extensions?|\bext|extn|intercom|dial(?:s|led|ling|ing)?|tie[- ]?line|short ?code|"
    r"short ?dial|speed ?dial|internal(?: line)?|desk phone|desk line|direct line|hunt group|"
    r"pager|bleep|beeper|ramal|durchwahl|toestel(?:nummer)?|wewn[eę]trzny|extensi[oó]n|anexo"
    r"|interno|"
    r"poste|anknytning|lokalnummer|(?:internal|short|desk|station) (?:code|number|no)|handset"
)
_ADDRESS = (
    r"house number|flat number|door number|post ?code|zip(?: code)?|eircode|"
    r"postal code|pin ?code|(?:p\.? ?o\.?|post office|postal|gpo) box|private bag|letterbox"
)
NOUNS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"(?<!\w)(?:{words})$", re.IGNORECASE))
    for kind, words in (
        (Kind.ADDRESS, _ADDRESS),
        (Kind.RESIDENT_NUMBER, _RESIDENT),
        (Kind.EXTENSION, _EXTENSION),
        (Kind.ACCOUNT, _ACCOUNT),
        (Kind.PLATE, _PLATE),
        (Kind.ROOM, _ROOM),
    )
)
"""Patterns of words that end at the end of a stretch, by the kind of the number they name."""
ANY_NOUN = re.compile(
    r"(?<!\w)(?:" + "|".join((_ADDRESS, _RESIDENT, _EXTENSION, _ACCOUNT, _PLATE, _ROOM)) + ")$",
    re.IGNORECASE,
)
"""All of them together, which one search looks for."""
LONGEST_NOUN = 44
"""Code points that such words have, at most."""
LIGHT = word_set(
    "is was it's its that's are were be been number numbers no num nr code id card the a an my "
    "his her your their our whose on of for from it that this these and but or um uh er erm like "
    "so i've i'd he's she's they've we've got get have has had here there gave give gives me him "
    "us them read reads reading says say said goes go went starts begins beginning ending ends "
    "ended in with last first four three two six digits digit letters letter are then plus let "
    "see hang hold wait think sorry yeah yes new old right wrong true correct same one i he she "
    "they you we what's called down up as at by to main line just well now actually still not "
    "only back shared duty front reference full which written writes wrote number's card's "
    "code's id's about into put puts typed keyed entered enter showing shows show had used was "
    "comes came look looks double-check number-plate s t d ll re ve okay ok oh know mean self "
    "know better than phone i which would should could been being"
)
"""Words that may stand between such a word and its number."""
LISTS = word_set(
    "ticket tickets case incident docket section article regulation directive act law statute "
    "clause paragraph chapter schedule version release build invoice order record row page form "
    "table figure schema error port ip isbn doi iso resolution circular bill uprn item job batch "
    "budget model standard rfc issue request queue bug change serial asset lot barcode sku parcel "
    "tracking control meter screen grid survey folio consignment shipment gauge mileage odometer "
    "reference ref grant permit purchase po tender contract policy rule suit writ claim "
    "notice receipt vote motion"
)
"""Words for things whose numbers identify nobody."""
