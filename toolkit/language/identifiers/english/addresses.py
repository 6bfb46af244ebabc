"""Addresses: a street with a number, and what follows of the town and the postcode."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.english import lists
from toolkit.language.identifiers.english.reading import NEVER
from toolkit.language.identifiers.english.vocabulary import is_common
from toolkit.language.identifiers.english.world_addresses import (
    find_world_addresses,
    whole_addresses,
)
from toolkit.language.identifiers.word_sets import word_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from toolkit.language.identifiers.english.reading import Reading

_POSTCODE = re.compile(
    r"(?<![\w-])(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[a-z]{1,2}\d[a-z\d]? \d[a-z]{2}|[A-Z]\d\d "
    r"?[A-Z]\d[A-Z\d]{2})(?![\w-])"
)
"""A postcode of the United Kingdom or an Eircode of Ireland."""
_ZIP = re.compile(r",?\s+(?:[A-Z]{2},?\s+)?\d{5}(?:-\d{4})?(?![\w-])")
_SPOKEN_NUMBER = word_set(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety "
    "hundred thousand oh double zero triple"
)
_FLAT = frozenset(["flat", "apartment", "apt", "unit", "number", "no", "house"])
_HOUSE = re.compile(r"\d{1,5}[a-zA-Z]?$")
_UNIT = re.compile(
    r",?\s(?:unit|apt\.?|apartment|flat|suite|ste\.?|lgh|m\.|apto?\.?|piso|floor"
    r"|#)\s?#?\d{1,5}[A-Za-z]?(?!\w)|\s?/\s?\d{1,4}(?!\w)",
    re.IGNORECASE,
)
_NO_STREET = word_set(
    "the a an of my your our his her their this that way one two each per in on at to and or is "
    "was from for people cars per main back other same long hours minutes year years day days"
)
_PARKS = word_set("car business science retail theme national ball play water bike")
_EUROPEAN = re.compile(
    r"(?<![\w-])(?:[A-ZÄÖÜŁŚŻ][\w.'’-]*[ -]){0,3}[A-ZÄÖÜ]?[\w'-]*(?:straße|strasse|stra[sß]e"
    r"|gasse|weg|platz|allee|ufer|damm|ring|straat|laan|plein|gracht|kade|singel|dijk)\s(?!(?:19"
    r"|20)\d\d)\d{1,4}[a-z]?(?:[-/]\d{1,3})?(?!\w)"
    r"(?:, (?:[1-9]\d{4}|[1-9]\d{3} ?[A-Z]{2}) [A-ZÄÖÜ][\w-]+(?: (?:am|an der|im|bei) "
    r"[A-Z][a-z]+)?)?"
    r"|(?<![\w-])[A-ZÅÄÖØÆ][\w'’-]*(?:vägen|gatan|gränd|torget|vej|gade|veien|gata|katu|tie"
    r"|utca|út)\s\d{1,4}[a-zA-Z]?(?!\w)"
    r"|(?<![\w-])(?i:ul\.|ulica|al\.|os\.|rue|avenue de|boulevard|via|viale|calle|plaza|piazza"
    r"|avenida|av\.|plac|aleja|náměstí|ulice|calea|strada|carrera|travessa|praça|corso"
    r"|rua)\s(?:[a-zà-ÿ]{1,3}['’ "
    r"]\s?){0,2}[A-ZÀ-ÝŁŚŻ][\w'’-]*(?:\s[A-ZÀ-ÝŁ][\w'’-]*){0,3},?\s\d{1,4}[a-z]?"
    r"(?:/\d{1,4})?(?!\w)(?:, \d{1,2}[ºª°](?: ?[A-Z])?)?"
    r"|(?<![\w-])\d{1,4}(?:bis|ter)?,?\s(?i:rue|avenue|boulevard|place|quai|chemin"
    r"|allée)\s(?:[a-zà-ÿ]{1,3}['’ ]\s?){0,2}[A-ZÀ-Ý][\w'’-]*(?:[\s-][A-ZÀ-Ý][\w'’-]*){0,3}(?:, "
    r"(?:\d{5} )?[A-ZÀ-Ý][\w'’-]+)?"
    r"|(?<![\w-])\d{1,4}(?:-\d{1,4})?,?\s[A-Z][\w-]{1,30}(?:-ro|-gil|-daero"
    r"|daero)(?:\s\d{1,3}(?:beon)?-gil)?(?:,\s(?!Unit|Apt|Flat|Suite"
    r"|Room)[A-Z][\w-]{1,20}(?:-gu|-dong|-si|-do|-gun)?){0,3}(?![\w-])"
    r"|(?<![\w-])[A-Z][\w-]{1,30}(?:-ro|-gil|-daero"
    r"|daero)(?:\s\d{1,3}(?:beon)?-gil)?,?\s\d{1,4}(?:-\d{1,4})?(?![\w-])"
)


_CAPITALS = r"[A-ZÀ-ÝŁŚŻ][\w'’-]*(?: (?:of |the )?[A-ZÀ-ÝŁŚŻ][\w'’-]*){0,3}"
_HOUSE_AT = re.compile(
    r"\b(?:lives?|lived|living|live|moved|staying|stayed|address(?:ed)?|house|home|registered"
    r"|we're|i'm|he's|she's|they're|it's|based|over|out|round|gate|shop|clinic|surgery|office|come"
    r"|came|premises|site|building|counter|somewhere|now"
    r"|delivered?|sent|letters?|visit(?:ed)?|went|"
    r"born|door|property|tenants?|household)\b[^.?!\n\d]{0,25}?\b(?:at|to|is|was|in|for|from"
    r"|number|no\.)\s(?:number\s|no\.\s)?"
    rf"(?P<address>\d{{1,4}}[A-Za-z]?,? (?!January|February|March|April|May|June|July|August"
    rf"|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday"
    rf"|I\b){_CAPITALS}(?:, {_CAPITALS}){{0,3}}(?:,? (?i:apartment|apt\.?|flat|unit|suite|#) "
    rf"?\d{{1,4}}[A-Za-z]?)?)"
)
_PLOT = re.compile(
    r"(?<!\w)(?:(?:Plot|House|H\. ?No\.?|Block|Door|Shop|Villa|Sector|Tower|Building|Bldg"
    r"|Entrance|P\.? ?O\.? Box|PO "
    r"Box|G\.?P\.?O\.? Box|Private Bag|Locked Bag|P\.? ?M\.? ?B\.?|Postfach|Apartado|Casilla"
    r"|Stand|Erf|Lot|Flat|Apartment|Apt\.?|Unit|Km|Mile|RR|Rural Route"
    r"|Box)\s(?:No\.?\s|Number\s)?(?:[A-Z]?-?\d{1,6}(?:[/-]?\w{1,5})?)(?!\w))"
    rf"(?:,? {_CAPITALS}(?: \d{{1,4}}(?!\d))?){{0,4}}"
)


_FLOOR = (
    r"(?:(?:\d{1,2}(?:st|nd|rd|th)|[Gg]round|[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ff]ifth"
    r"|[Ss]ixth"
    r"|[Tt]op) [Ff]loor|(?:Suite|Ste\.?|Unit|Apt\.?|Apartment|Flat|Room|Building|Block|Floor"
    r"|Bldg\.?)"
    r" #?[A-Z]?-?\d{0,4}[A-Z]?)(?!\w)"
)
_BEHIND_STREET = re.compile(rf"(?:,? {_FLOOR})+")
_TOWN_BEHIND = re.compile(rf",? (?!I\b){_CAPITALS}(?=[.?!,;\"”]|$)")
_HOUSE_NAME = re.compile(
    r"(?<!\w)(?:[Tt]he )?(?:[A-Z][\w'’-]+ ){1,2}(?:Cottage|Lodge|House|Farm|Rectory|Vicarage|Barn"
    r"|Villa|Bungalow|Manor|Court|Mansions|Apartments),? (?:[A-Z][\w'’-]+ ){1,2}(?:Street|Road"
    r"|Lane|Avenue|Close|Drive|Way|Crescent|Terrace|Hill|Row|Square|Green)(?!\w)"
    rf"(?:, {_CAPITALS}){{0,2}}"
)
_POSTCODES = re.compile(
    # The Netherlands, Canada, Poland, Brazil, India, Australia and the United States.
    r"(?<![\w.,-])(?:[1-9]\d{3} (?!AM|PM|BC|AD|GB|MB|KB|TB|EU|UK|US|IT|HR|ID)[A-Z]{2}(?=[ "
    r",.]+[A-Z]|[.,]|$)"
    r"|[ABCEGHJ-NPRSTVXY]\d[A-Z][ -]?\d[A-Z]\d|\d{5}-\d{3}"
    r"|\d{2}-\d{3}(?= [A-ZŁŚŻ][a-zà-ż])|(?:NSW|VIC|QLD|TAS|WA|SA|ACT|NT) \d{4}"
    r"|(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI"
    r"|S[CD]|T[NX]|UT|V[AT]|W[AIVY])\s\d{5}(?:-\d{4})?)(?![\w-])"
)


_ON_STREET = re.compile(
    r"(?<!\w)(?:(?:[A-Z]|\d{1,3}(?:st|nd|rd|th))[\w'’-]* ){1,3}(?:Street|Road|Lane|Avenue|Close"
    r"|Drive|Way|Crescent|Terrace"
    r"|Hill"
    r"|Row|Square|Place|Court|Gardens),? (?:at )?(?:number|no\.?|house) (?:\d{1,4}[a-z]?"
    r"|(?i:one|two|three"
    r"|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|twenty|thirty"
    r"|forty"
    r"|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|six|seven|eight"
    r"|nine))?)(?!\w)"
)
_NUMBERED_HOUSE = re.compile(
    r"(?<!\w)(?:number|no\.) \d{1,4}[A-Za-z]?,? (?!(?:January|February|March|April|May|June"
    r"|July|August"
    rf"|September|October|November|December|I|On|In|Of)\b){_CAPITALS}"
)
_SPOKEN_HOUSE = re.compile(
    r"\b(?:address|lives?|living|lived|house|flat|home|moved|at|to)\b(?: (?:is|at|in|on|to|was"
    r"|number)){1,2} "
    r"(?P<address>(?i:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen"
    r"|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty"
    r"|ninety)"
    r"(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?) (?:[A-Z][\w'’-]+ )?[A-Z][\w'’-]+)"
)
_LIVES_AT = re.compile(
    r"\b(?:lives?|living|lived|i'm|he's|she's|we're|they're|stay(?:s|ing|ed)?|moved "
    r"(?:in)?to)\s(?:at|in|on|to)?\s?"
    r"(?:number|no\.)\s(?P<number>\d{1,4}[a-zA-Z]?)(?!\w|[.,]\d| (?:in|on|of) )",
    re.IGNORECASE,
)


_AT_HOUSE = re.compile(
    r"\b(?:at|outside|opposite) (?:number )?(?P<address>\d{1,4}[A-Za-z]?,? (?!(?:January"
    r"|February|March"
    r"|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday"
    rf"|Thursday|Friday|Saturday|Sunday|I|I'm|I'd|AM|PM|GMT|BST|O'Clock)\b){_CAPITALS})"
)
_ROUTE = re.compile(r" (?:[A-Z]{0,2}-?\d{1,4}[A-Z]?)(?![\w:%]|[.,]\d)")


_NUMBER_BEHIND = re.compile(
    r"\b(?:lives?|living|lived|address|house|flat|moved|home|stays?|staying|office|clinic|shop"
    r"|registered|"
    r"delivered|sent|went|at|on)\b[^.?!\n\d]{0,25}?\b(?:at|in|on|to|is|was"
    r"|of)\s(?P<address>(?:(?:der|den|het|la|le|el|de) )?"
    r"(?P<name>[A-ZÀ-ÝŁŚŻ][\w'’-]+(?: (?:de |van |der |del |da |do |dos |la "
    r")?[A-ZÀ-ÝŁŚŻ][\w'’-]+){0,2}),? "
    r"(?!(?:19|20)\d\d)\d{1,4}(?:[a-z]|/\d{1,3})?)(?![\w%:]|[.,]\d|-\d)"
)
_NO_HOUSE = word_set(
    "room floor level section article version form phase rule chapter page part table figure annex "
    "appendix schedule box ward lab office suite bay theatre gate platform terminal line route bus "
    "flight channel radio unit band grade class tier stage step group team number no windows "
    "python "
    "covid category type zone district january february march april may june july august september "
    "october november december monday tuesday wednesday thursday friday saturday sunday"
)
_LETTERED_HOUSE = re.compile(
    r"(?<![\w-])(?:[A-Z]{1,2}[-/ ]?\d{1,4}(?:/\d{1,4})?|\d{1,4}/\d{1,4}(?:-?[A-Z])?"
    r"|\d{1,4}-[A-Z]),? "
    r"(?:(?:\d{1,2}(?:st|nd|rd|th)|[A-Z][\w'’-]+),? ){1,4}(?:Street|Road|Lane|Colony|Nagar|Marg"
    r"|Enclave|Vihar"
    r"|Layout|Extension|Estate|Gardens|Sector \d+|Phase \d+|Block|Cross|Main|Avenue|Park"
    r"|Society|Apartments)"
    rf"(?!\w)(?:, {_CAPITALS}){{0,3}}"
)
_PARTS = re.compile(
    r"(?<!\w)(?:(?:Quadra|Lote|Bloco|Conjunto|Kebele|Woreda|Block|House|Flat|Apto\.?|Casa|Tower"
    r"|Phase|Sector"
    r"|Zone|Stand|Ward|Gate|Road|Street|Stage) (?:No\. ?)?[A-Z]?-?\d{0,5}[A-Z]?(?:, | )?){2,5}"
)


def find_addresses(reading: Reading) -> Iterable[Candidate]:
    """Streets with numbers, with what belongs to them before and behind, and postcodes."""
    found = [*_streets(reading), *find_world_addresses(reading.text, lower=reading.lower)]
    return found if reading.lower else whole_addresses(reading.text, found)


def _streets(reading: Reading) -> Iterator[Candidate]:
    """Streets with numbers, and postcodes."""
    text, words = reading.text, reading.words
    for match in _POSTCODE.finditer(text):
        yield Candidate(*match.span(), Kind.ADDRESS, "postcode", 66)
    for match in _POSTCODES.finditer(text):
        yield Candidate(*match.span(), Kind.ADDRESS, "postcode", 64)
    for match in _ON_STREET.finditer(text):
        yield Candidate(*match.span(), Kind.ADDRESS, "street and number", 80)
    for match in _LIVES_AT.finditer(text):
        yield Candidate(*match.span("number"), Kind.ADDRESS, "number of a house", 62)
    for match in _NUMBERED_HOUSE.finditer(text):
        yield Candidate(*match.span(), Kind.ADDRESS, "number of a house", 61)
    for match in _SPOKEN_HOUSE.finditer(text):
        yield Candidate(*match.span("address"), Kind.ADDRESS, "number of a house", 61)
    for match in _AT_HOUSE.finditer(text):
        yield Candidate(*match.span("address"), Kind.ADDRESS, "house with a number", 63)
    for match in _NUMBER_BEHIND.finditer(text):
        names = match["name"].lower().split()
        if names[-1] not in _NO_HOUSE and not all(map(is_common, names)):
            yield Candidate(*match.span("address"), Kind.ADDRESS, "number behind a street", 62)
    for match in _LETTERED_HOUSE.finditer(text):
        yield Candidate(*match.span(), Kind.ADDRESS, "house with a letter", 82)
    for match in _PARTS.finditer(text):
        if sum(map(str.isdigit, match.group())) >= 2:
            end = match.start() + len(match.group().rstrip(", "))
            yield Candidate(match.start(), end, Kind.ADDRESS, "parts of an address", 79)
    for match in _HOUSE_NAME.finditer(text):
        yield Candidate(*match.span(), Kind.ADDRESS, "house with a name", 80)
    for match in _EUROPEAN.finditer(text):
        if match.group().islower() and not reading.lower:
            continue
        unit = _UNIT.match(text, match.end())
        end = unit.end() if unit else match.end()
        yield Candidate(match.start(), end, Kind.ADDRESS, "street", 79)
    for match in _HOUSE_AT.finditer(text):
        yield Candidate(*match.span("address"), Kind.ADDRESS, "house with a number", 71)
    for match in _PLOT.finditer(text):
        part = match.group()[:1] in "FAUL" and "," not in match.group()
        yield Candidate(*match.span(), Kind.ADDRESS, "plot", 60 if part else 82)
    for index, word in enumerate(words):
        capital = word.lower in lists.CAPITAL_STREETS and word.cap and not reading.lower
        street = word.lower in lists.STREETS or capital
        if not street or index < 2 or word.label or word.heading:
            continue
        start = _start(reading, index)
        if start is None:
            continue
        end = _end(reading, index)
        floors = _BEHIND_STREET.search(text, words[index].end, end)
        yield Candidate(
            words[start].start, end, Kind.ADDRESS, "street with a number", 87 if floors else 81
        )


def _is_spoken(lower: str) -> bool:
    return all(part in _SPOKEN_NUMBER for part in lower.split("-"))


def _start(reading: Reading, index: int) -> int | None:
    """The word of the number of the house before a street."""
    words = reading.words
    place = index - 1
    names = 0
    if words[index].lower in (
        "st",
        "rd",
        "ave",
        "ln",
        "dr",
        "ct",
        "sq",
        "ro",
        "gil",
        "via",
        "calle",
    ) and (not words[index].cap and not reading.lower):
        return None
    while place >= 0 and names < 4 and words[place + 1].before in (" ", ". ", "-", "  ", ", "):
        word = words[place]
        if words[place + 1].before == ". " and len(word.text) > 3:
            return None
        if words[place + 1].before == ", " and not (
            names and (_HOUSE.match(word.text) or _is_spoken(word.lower)) and words[place + 1].cap
        ):
            return None
        if (
            _HOUSE.match(word.text)
            or _is_spoken(word.lower)
            or re.match(r"\d+(?:st|nd|rd|th)$", word.text)
        ):
            if names == 0 and not re.match(r"\d+(?:st|nd|rd|th)$", word.text):
                return None
            if re.match(r"\d+(?:st|nd|rd|th)$", word.text):
                names += 1
                place -= 1
                continue
            return _first_of_number(reading, place)
        if word.lower in _PARKS and words[index].lower == "park":
            return None
        if word.lower in _NO_STREET or (not reading.lower and not word.cap) or not word.alpha:
            return None
        if word.lower in lists.CALENDAR and names == 0:
            return None
        names += 1
        place -= 1
    return None


def _first_of_number(reading: Reading, place: int) -> int | None:
    words = reading.words
    if words[place].lower == "hundred" and reading.lower:
        pass
    first = place
    while (
        place > 0
        and first - place < 12
        and words[place].before in (" ", "-", ", ", "/")
        and (
            _is_spoken(words[place - 1].lower)
            or _HOUSE.match(words[place - 1].text)
            or (
                words[place - 1].lower == "and"
                and place > 1
                and words[place - 2].lower in ("hundred", "thousand")
            )
        )
    ):
        if (
            words[place].before == ", "
            and words[place - 1].lower not in _SPOKEN_NUMBER
            and not (place > 1 and words[place - 2].lower in _FLAT)
        ):
            break
        place -= 1
    if place > 1 and words[place - 1].lower == "and" and words[place - 2].lower in _SPOKEN_NUMBER:
        place -= 2
    if place > 0 and words[place - 1].lower in ("flat", "apartment", "apt", "unit"):
        return place - 1
    while (
        place > 0
        and words[place].before in ("/", "/ ", ", ")
        and _HOUSE.match(words[place - 1].text)
        and (words[place].before != ", " or (place > 1 and words[place - 1].before == "/"))
    ):
        place -= 1
    return place


def _end(reading: Reading, index: int) -> int:
    """Offset behind the street, and behind the town and postcode that follow."""
    text, words = reading.text, reading.words
    last = index
    scan = index + 1
    if (
        scan < len(words)
        and words[index].before == " "
        and words[scan].lower
        in ("north", "south", "east", "west", "nw", "ne", "sw", "se", "extension", "upper", "lower")
        and words[scan].cap
        and words[scan].before == " "
    ):
        last = scan
        scan += 1
    parts = 0
    while not reading.lower and scan < len(words) and parts < 5 and scan - index < 20:
        word = words[scan]
        if _POSTCODE.match(text, word.start):
            break
        if (
            word.before == ", "
            and word.cap
            and (word.lower not in NEVER or word.caps)
            and word.text != "I"
            and _is_town(reading, scan)
        ):
            parts += 1
        elif not (
            word.before == " " and word.cap and parts and words[scan - 1].cap and word.text != "I"
        ):
            break
        last = scan
        scan += 1
    end = words[last].end
    route = words[last].lower in ("road", "highway", "route", "hwy") and _ROUTE.match(text, end)
    end = route.end() if route else end
    floor = _BEHIND_STREET.match(text, end)
    if floor:
        end = floor.end()
        town = _TOWN_BEHIND.match(text, end)
        end = town.end() if town else end
    unit = _UNIT.match(text, end)
    end = unit.end() if unit else end
    code = re.compile(r",?\s+").match(text, end)
    if code:
        postcode = _POSTCODE.match(text, code.end())
        if postcode:
            return postcode.end()
    zip_code = _ZIP.match(text, end)
    if zip_code and (parts or "," in zip_code.group() or re.search(r"[A-Z]{2}", zip_code.group())):
        return zip_code.end()
    return end


def _is_town(reading: Reading, place: int) -> bool:
    """Whether the words in capitals behind a comma end with the phrase, as a town does."""
    words = reading.words
    scan = place
    while (
        scan + 1 < len(words)
        and scan - place < 6
        and words[scan + 1].cap
        and words[scan + 1].before == " "
    ):
        scan += 1
    if all(w.given and not w.first for w in words[place : scan + 1]) and scan == place:
        following = words[scan + 1].lower if scan + 1 < len(words) else ""
        return following not in lists.SPEECH
    ends = reading.text[words[scan].end : words[scan].end + 1] in (
        "",
        ".",
        ",",
        "?",
        "!",
        '"',
        "\n",
    )
    plain = all(
        not (w.never or w.given or w.lower in lists.PERSON_TITLES) for w in words[place : scan + 1]
    )
    return (
        (ends and plain and scan - place < 3)
        or any(
            w.unknown or w.lower in lists.PLACE_STARTS | lists.PLACE_ENDS or w.entity == "place"
            for w in words[place : scan + 1]
        )
        or words[place].caps
    )
