"""Bodies by their legal form, by the policy they are named after, and by the people who are of "
"them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.english import lists
from toolkit.language.identifiers.english.body_rules.lower_policies import find_lower_policies
from toolkit.language.identifiers.english.given_names import GIVEN_NAMES
from toolkit.language.identifiers.english.things import THINGS
from toolkit.language.identifiers.english.vocabulary import FUNCTION
from toolkit.language.identifiers.english.world_words import COMPANIES
from toolkit.language.identifiers.word_sets import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.language.identifiers.english.reading import Reading, Word

_CAP = r"[A-ZÀ-ÝÄÖÜŁŚŻŹĆŠČŽ][\w'’-]*"
_LEGAL_FORM = re.compile(
    rf"(?<![\w-])(?!The )(?:{_CAP} (?:(?:and|&|i|und|et|y|e) )?){{0,3}}{_CAP},? (?:sp\. ?z ?o\. ?"
    r"o\.?|Sp\. ?z ?o\. ?o\.?"
    r"|S\.A\.?|S\.L\.?|S\.r\.l\.|SRL|SARL|SAS|B\.V\.?|BV|N\.V\.?|NV|A/S|ApS|Oyj?|AB|KG|e\.V\.|mbH"
    r"|GmbH"
    r"|Ltda\.?|Lda\.?|\(?Pvt\.?\)? Ltd\.?|Pty\.? Ltd\.?|K\.K\.|Kft\.?|Zrt\.?|s\.r\.o\.|a\.s\."
    r"|d\.o\.o\.|OÜ|SIA|UAB"
    r"|Sdn\.? Bhd\.?|Tbk|JSC|LLP|CIC|CLG|DAC|& Sons?|& Co\.?|& Partners|& Daughters|& Brothers"
    r"|Bros\.?)"
    rf"(?: {_CAP}(?= ?[.,;:!?\"”]))?(?![\w-])"
)
_COURT_IN = re.compile(
    r"(?<![\w-])(?:(?:District|Regional|County|City|Municipal|Town|Local|Provincial|Labour|Labor"
    r"|Tax"
    r"|Administrative|Magistrates['’]?|High|Family|Employment|Social|Police|University|General"
    r"|Civil"
    r"|Land|Appeal|Employment|Immigration|Central|State|Revenue) ){1,3}(?:Court|Office|Hospital"
    r"|Council"
    r"|Tribunal|Registry|Library|Archive|Administration|Centre|Center|Commission) (?:in|of"
    rf"|at) (?:the )?{_CAP}(?: {_CAP})?"
)
_FOREIGN_FOR = re.compile(
    r"(?<![\w-])[A-ZÄÖÜ][a-zäöüß]*(?:amt|ministerium|anstalt|agentur|behörde|stelle|kammer"
    r"|verband|verein"
    rf"|zentrum|werk|dienst|bund) (?:für|der|des|von|zur) (?:(?:die|den|das|und|soziale) )?{_CAP}"
    rf"(?:(?: und|,) {_CAP}){{0,2}}(?![\w-])"
)
_FOREIGN_HEADS = re.compile(
    r"(?<![\w-])(?:Posto de Saúde|Centro de Salud|Casa de Saúde|Caja|Seguridad Social|Hacienda"
    r"|Correos|Consulado"
    r"|Embajada|Parroquia|Colegio|Escuela|Instituto|Escola|Creche|Santa Casa|Unidade Básica"
    r"|Maison|École|Lycée"
    r"|Collège|Crèche|Clinique|Scuola|Liceo|Istituto|Comune|Ospedale|Schule|Grundschule|Gymnasium"
    r"|Gemeinde"
    r"|Verein|Basisschool|Gimnasio|Szkoła|Przychodnia|Ośrodek|Fundacja|Stowarzyszenie|Iskola"
    r"|Shule|Chuo|Kituo"
    r"|Hospitali|Kanisa|Masjid|Pesantren|Sekolah|Puskesmas|Klinik|Koperasi|Ysgol|Cyngor|Prifysgol"
    r"|Coláiste"
    r"|Scoil|Gaelscoil|Comhairle|Comhlacht|Údarás|Te Puni|Te Whatu|Te Kura|Kura|Marae|Oranga"
    r"|Iglesia|Igreja)"
    r"(?: (?:de|da|do|dos|das|del|de la|de los|du|des|la|le|el|di|von|van|im|in|ya|na|w|nr|y|yr"
    rf"|of|an|na)){{0,2}}"
    rf" (?!I\b|I'){_CAP}(?: (?:(?:de|da|do|del|la|di|y|yr|na) )?(?!I\b){_CAP}){{0,4}}(?![\w-])"
)
_POLICY = word_set(
    "home foreign internal external inland revenue affairs work income customs excise "
    "immigration border "
    "protection social welfare development justice interior finance treasury education health "
    "housing "
    "transport agriculture labour labor defence defense veterans pensions corrections child "
    "children "
    "youth families family community communities environment environmental energy trade industry "
    "tourism "
    "culture sport heritage planning standards trading public works water lands mines fisheries "
    "oceans forestry "
    "rural urban local government civil service personnel citizenship refugees police prisons "
    "probation "
    "ports maritime aviation conservation statistics births deaths marriages business innovation "
    "employment "
    "skills human services medical food drugs safety road traffic elections electoral parks "
    "licensing "
    "highways waste benefits council tax adult"
)
_SURE_POLICY = word_set(
    "affairs revenue inland customs excise immigration corrections interior income welfare "
    "border mines "
    "fisheries defence defense prisons probation citizenship highways electoral marriages aviation "
    "conservation"
)
_NO_POLICY = word_set("health safety education work social service services council tax")
_FUNCTIONS = re.compile(
    r"(?<![\w-])(?<!the word )(?:(?:Fire|Fire and Rescue|Probation|Passport|Prison|Ambulance|Tax"
    r"|Pension|Pensions|Revenue|Customs"
    r"|Immigration|Land|Patent|Census|Statistics|Migration|Coast|Border|Electoral|Audit|Health"
    r"|Police|Forestry|Postal"
    r"|Weather|Meteorological|Excise|Drainage|Education|Child Support|Student Loans|Parole"
    r"|Coroner's|Sheriff's|Court"
    r"|Prosecution|Ombudsman|Civil|Secret|Foreign|Diplomatic|Intelligence|Employment|Labour|Labor"
    r"|Unemployment) ){1,3}"
    r"(?:Service|Office|Agency|Registry|Authority|Board|Department|Commission|Inspectorate"
    r"|Administration|Bureau"
    r"|Directorate|Secretariat|Tribunal|Guard|Force)(?!\w)"
)
_WITH_DIGITS = re.compile(
    r"(?<![\w.&])(?:G4S|O2|3M|7-Eleven|E\.ON|B&Q|M&S|H&M|AT&T|P&O|S4C|Channel 4|T-Mobile|P&G"
    r"|A&E Networks|C&A)(?![\w&])"
)
_APPOSED = re.compile(
    r"\b(?:clinic|school|hospital|company|firm|vendor|contractor|supplier|charity|union"
    r"|association|bank|agency"
    r"|hotel|church|college|university|nursery|surgery|start-?up|ngo|outfit|consultancy|provider"
    r"|subsidiary|employer"
    r"|foundation|co-?operative|landlord|party|newspaper|lobby|federation|restaurant|shop|factory"
    r"|mill|publisher)"
    r"(?:,| called| named|, called|, it's called|, that's) (?:the )?(?P<name>(?!I\b|I'|The |And "
    r"|But |So |Well |Yes |No |Oh )"
    rf"{_CAP}(?: (?:(?:of|and|&|for|de|la|del) )?{_CAP}){{0,4}})(?=[,.;?!\n]| (?:and|who|which"
    r"|they|in|at|on|that|was|is)\b)"
)
_NAMED = re.compile(
    r"\b(?:firm|company|charity|outfit|start-?up|vendor|contractor|agency|union|school|supplier"
    r"|bank|group|shop|clinic)"
    rf" (?:named|called) (?P<name>(?:The |the )?(?!I\b|I'){_CAP}(?: (?:(?:of|and|&|for|de|on"
    rf"|in) )?{_CAP}){{0,4}})"
)
_WORKPLACE = re.compile(
    r"\b(?:left for|joined|work(?:s|ed|ing)? (?:at|for)|employed by|(?:job|people|folks|friend"
    r"|someone) (?:at|from))"
    r" (?P<name>Google|Microsoft|Amazon|Apple|Oracle|Facebook|Meta|SAP|Twitter|Uber|Netflix|Adobe"
    r"|Cisco|Intel|Samsung|Dell)\b"
)
_TOWN_OF = re.compile(
    r"\b(?:[Vv]illage|[Hh]amlet|[Tt]own|[Pp]arish|[Ss]uburb|[Ii]sland|[Bb]orough|[Dd]istrict"
    r"|[Nn]eighbou?rhood|[Ss]ettlement"
    rf"|[Tt]ownship) (?:of|called|named) (?P<name>(?!I\b|I'){_CAP}(?: (?:(?:on|upon|of|de|da"
    rf"|ya) )?{_CAP}){{0,3}})"
)
_COUNTRY_LAST = re.compile(
    r"(?<![\w-])(?!(?:New|South|North|East|West|Great|Northern|Southern|Mr|Mrs|Ms|Dr|In|From|To"
    r"|Across|And|The|For|Of|Like|But|So)\b)"
    rf"{_CAP}(?: (?:of )?(?!New |South |North |Northern ){_CAP}){{0,3}} "
    r"(?:Scotland|England|Wales|Northern Ireland|Ireland|New Zealand|Australia|Canada|UK|Korea"
    r"|Kenya|Nigeria|Ghana|Uganda|India"
    r"|Tasmania|Victoria|Queensland|Ontario|Norway|Sweden|Finland|Denmark|Estonia|Europe"
    r"|International|Global|Africa|Asia"
    r"|Worldwide|Nederland|Deutschland|France|Italia|España|Polska|Malta|Malaysia"
    r"|Singapore)(?![\w-]| [A-Z])"
)
_ACTING = word_set(
    "took objected balloted paid runs ran sends bought merged funds funded owns owned holds "
    "keeps provides issues "
    "collects hates loves insists insisted wanted wants refused refuses agreed agrees said says "
    "told asked asks "
    "lent gave sent promised complained denied decided announced published hired employs fined "
    "sued audited "
    "inspected approved rejected replied wrote rang phoned"
)
_JOINS = word_set(
    "the then and but that so when because if until while where what how since as says"
)
_CAMEL_LINKS = word_set("at joined join left by for from to")
_ASKED = word_set(
    "at from with by to ring rang rings rung phone phoned call called calls ask asked tell told "
    "join joined "
    "left through via contact contacted emailed wrote told us for is it's so"
)
_FOLK = word_set(
    "crowd people lot folks guys fella lady woman man rep mob gang side lads office helpline line"
)
_BANKED = word_set(
    "account accounts branch loan overdraft mortgage cashpoint atm agent teller till"
)


def find_more_bodies(reading: Reading) -> Iterator[Candidate]:
    """Bodies that have no head word of their own."""
    if reading.lower:
        yield from find_lower_policies(reading)
        for word in reading.words:
            if word.lower in COMPANIES and not word.label and not word.common:
                yield Candidate(word.start, word.end, Kind.ORGANISATION, "company", 60)
        return
    for pattern, strength in (
        (_FUNCTIONS, 58), (_WITH_DIGITS, 73), (_LEGAL_FORM, 76), (_COURT_IN, 72),
        (_FOREIGN_FOR, 70), (_FOREIGN_HEADS, 69),
    ):  # fmt: skip
        for match in pattern.finditer(reading.text):
            yield Candidate(*match.span(), Kind.ORGANISATION, "form of a body", strength)
    for match in _APPOSED.finditer(reading.text):
        first = match["name"].split()[0].lower().rstrip(".")
        if first not in lists.PERSON_TITLES | lists.CALENDAR | GIVEN_NAMES | lists.COUNTRIES:
            yield Candidate(*match.span("name"), Kind.ORGANISATION, "name behind its noun", 53)
    for pattern, kind in (
        (_NAMED, Kind.ORGANISATION), (_WORKPLACE, Kind.ORGANISATION), (_TOWN_OF, Kind.PLACE),
    ):  # fmt: skip
        for match in pattern.finditer(reading.text):
            yield Candidate(*match.span("name"), kind, "name behind its noun", 57)
    for match in _COUNTRY_LAST.finditer(reading.text):
        apostrophe = re.search(r"['’]", match.group())
        if not apostrophe and not _is_sentence_start(reading.text, match.start()):
            yield Candidate(*match.span(), Kind.ORGANISATION, "body of a country", 61)
    yield from _by_words(reading)


def _is_sentence_start(text: str, start: int) -> bool:
    """Whether a stretch begins a sentence, so that its capital says nothing."""
    head = text[max(0, start - 3) : start]
    return not head.strip() or head.strip()[-1:] in '.?!:"“' or "\n" in head


def _by_words(reading: Reading) -> Iterator[Candidate]:
    """Policies that stand for a body, well-known companies, and capitals before people of a "
    "body."""
    words = reading.words
    index = 0
    while index < len(words):
        word = words[index]
        if not word.cap or word.label or word.heading:
            index += 1
            continue
        if word.lower in COMPANIES and not (word.first and word.common):
            yield Candidate(word.start, word.end, Kind.ORGANISATION, "company", 60)
            index += 1
            continue
        last = _run(reading, index)
        run = words[index : last + 1]
        content = [w for w in run if w.lower != "and"]
        names = {w.lower for w in content}
        after = reading.near(last)
        following = after.lower if after is not None else ""
        if names <= _POLICY and not run[0].caps and _is_policy(reading, index, last, names):
            yield Candidate(run[0].start, run[-1].end, Kind.ORGANISATION, "policy of a body", 62)
        elif (
            following in _FOLK
            and len(content) >= 2
            and not run[0].first
            and not any(w.given or w.never or w.lower in lists.GENERIC for w in content)
        ):
            yield Candidate(run[0].start, run[-1].end, Kind.ORGANISATION, "people of a body", 55)
        elif (
            following in _BANKED
            and len(run) == 1
            and not word.first
            and not (word.caps or word.never or word.given)
            and word.lower not in lists.GENERIC
        ):
            yield Candidate(word.start, word.end, Kind.ORGANISATION, "bank of an account", 56)
        elif (
            following in _ACTING
            and not run[0].first
            and reading.link(index) in _JOINS
            and _is_acting(content)
        ):
            yield Candidate(run[0].start, run[-1].end, Kind.ORGANISATION, "body that acts", 51)
        elif (
            len(run) == 1
            and not word.first
            and reading.link(index) in _CAMEL_LINKS
            and re.fullmatch(r"[A-Z][a-z]{2,}[A-Z][a-z]{2,}", word.text)
            and not word.never
        ):
            yield Candidate(word.start, word.end, Kind.ORGANISATION, "name of a company", 51)
        elif (
            word.lower == "treasury"
            and len(run) == 1
            and not word.first
            and reading.link(index) == "the"
        ):
            yield Candidate(word.start, word.end, Kind.ORGANISATION, "treasury", 51)
        index = last + 1


def _is_acting(content: Sequence[Word]) -> bool:
    """Whether common words in capitals name a body rather than an office, a paper or a program."""
    titles = lists.PERSON_TITLES | lists.RELATIVES | lists.TITLE_PARTS | THINGS
    heads = lists.STRONG_HEADS | lists.WEAK_HEADS
    names = [word.lower for word in content]
    if any(word.never or word.given or word.caps for word in content):
        return False
    if names[-1] in titles or all(name in lists.GENERIC | heads | titles for name in names):
        return False
    return all(word.common for word in content)


def _run(reading: Reading, index: int) -> int:
    """The last word of a run of capitals, which `and` joins within policies."""
    words = reading.words
    last = index
    while last + 1 < len(words) and last - index < 6:
        word = words[last + 1]
        if words[last].possessive or word.label or word.before not in (" ", " & "):
            break
        if word.cap and word.text != "I":
            last += 1
        elif (
            word.lower == "and"
            and last + 2 < len(words)
            and words[last + 2].cap
            and words[last + 2].before == " "
            and words[last + 2].lower in _POLICY
            and words[last].lower in _POLICY
        ):
            last += 2
        else:
            break
    return last


def _is_policy(reading: Reading, first: int, last: int, names: set[str]) -> bool:
    """Whether words of policy in capitals stand for the body that is named after them."""
    words = reading.words
    link = reading.link(first)
    if not names & _SURE_POLICY or link in ("a", "an"):
        return False
    after = reading.near(last)
    if after is not None and after.cap:
        return False
    if len(names) >= 2:
        return not (words[first].first and words[first].lower in FUNCTION)
    if names & {"defence", "defense", "income", "welfare", "border", "mines", "interior"}:
        return False
    return link in _ASKED and not words[first].first
