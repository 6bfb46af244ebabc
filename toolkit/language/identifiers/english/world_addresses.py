"""Addresses in the forms of many countries, and the parts that stand before and behind a street."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.english import lists
from toolkit.language.identifiers.english.given_names import GIVEN_NAMES
from toolkit.language.identifiers.english.vocabulary import is_common

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈČĎĐĒĘĚĜĞĢĤĪİĶĹĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŴŹŻŽ"
_CAP = rf"[{_UPPER}][\w'’-]*"
_JOIN = (
    r"(?:y|yr|a|de|da|do|dos|das|del|della|delle|di|du|des|d'|la|le|les|los|las|van|der|den|het"
    r"|von|zum|zur|am|an|im|na|nad|pod|w|we|of|the|and|il|is|tal|ta'|bin|al|el|na|ka|ya|wa)"
)
_NAME = rf"{_CAP}(?: (?:{_JOIN} ){{0,2}}(?:il-|is-|al-|el-|tal-|l-|d')?{_CAP}){{0,3}}"
_POST = (
    r"(?:\d{4,6}(?:-\d{3,4})?|\d{3} \d{2,3}|\d{2}-\d{3}|[A-Z]{2,3} ?\d{3,5}|\d{4} ?[A-Z]{2}"
    r"|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d)(?![\w-]|[.,]\d)"
)
_INSIDE = (
    r"(?:\d{1,2}\.?\s?[ºª°](?:\s?(?:[A-Z](?!\w)|izquierda|derecha|izq\.?|dcha\.?|esq\.?|dto\.?))?"
    r"|\d{1,2}[-–]\d{1,2}(?!\d)|[A-Z](?![\w'’])|fundos|bajo"
    r"|(?i:skr\. ?poczt\.?|lok\.|m\.|apt\.?|apto\.?|flat|unit|piso|andar|sala|level|floor|suite|box"
    r"|door|etage|stock|stiege|top|lgh|bl\.|sc\.|et\.|ap\.|esc\.?|bloco|torre|bis|p\.o\. box) ?"
    r"#?\w{1,5}(?!\w))"
)
_TOWN = rf"{_NAME}(?=[.,;:!?\"”)]|\s{_POST}|\s?\n|$)"
_TAIL = rf"(?:,? {_INSIDE}|,? {_POST}(?: {_NAME})?|, {_TOWN})"
_TAILS = re.compile(_TAIL)
_NUMBER = r"(?!(?:19|20)\d\d\b)(?:\d{1,4}(?:[-/]\d{1,4})?[A-Za-z]?|[A-Z]-?\d{1,4})"
_NO_MONTH = (
    r"(?!(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|I\b|I'|AM\b|PM\b|GMT\b|GB\b|MB\b"
    r"|EU\b"
    r"|UK\b|US\b))"
)
_NUMBER_FIRST = re.compile(
    rf"(?<![\w.,/£$€₩#-])(?:(?:No\.?|Nr\.?|Number) )?{_NUMBER},? {_NO_MONTH}"
    rf"(?:{_NAME}, (?:{_TOWN}|{_POST}(?: {_NAME})?)|{_CAP} {_JOIN} {_CAP}(?=[,.;!?])"
    rf"|{_NAME} {_POST})"
)
_WORDS = (
    r"(?:Heol|Ffordd|Stryd|Lôn|Maes|Rhodfa|Sráid|Bóthar|Cnoc|Baile|Triq|Pjazza|Misraħ|Rua|Calle|C/"
    r"|Carrer|Avinguda|Avenida|Avda\.?|Av\.?|Rue|Via|Viale|Vicolo|Piazza|Piazzale|Plaza|Plaça|Rynek"
    r"|Plac|Pl\.|ul\.|Ul\.|Ulica|Osiedle|os\.|Trg|Ulitsa|Prospekt|Jalan|Jl\.|Lorong|Soi|Strada"
    r"|Str\."
    r"|Bulevardul|Odos|Leoforos|Chaussée|Chemin|Quai|Passeig|Praça|Travessa|Largo|Estrada|Alameda"
    r"|Paseo|Camino|Carretera|Ronda|Impasse|Cité|Kampung|Taman|Lebuh|Náměstí|Corso|Rambla|Carrera"
    r"|Cra\."
    r"|Transversal|Diagonal|Jirón|Jr\.|Pasaje|Am|An der|In der|Im|Unter den|Auf der|Zum|Zur|Beim)"
)
_WORD_FIRST = re.compile(
    rf"(?<![\w/])(?!(?:Am|Im|An|In|Auf|Zum|Zur|Beim)\b(?! {_CAP}(?:,)? \d{{1,4}}[a-z]?\b)){_WORDS}"
    rf"(?: (?:{_JOIN} ){{0,2}}(?:il-|is-|al-|el-|tal-|l-|d['’])?{_CAP}){{0,5}},? {_NUMBER}(?![\w:"
    r"%])"
)
_WORD_SECOND = re.compile(
    rf"(?<![\w.,/-]){_NUMBER},? {_WORDS}(?: (?:{_JOIN} ){{0,2}}{_CAP}){{1,4}}"
)
_COMPOUND = re.compile(
    rf"(?<![\w-])(?!Note|Launch|Key|Touch|Think|Mouse)(?:{_CAP} )?[{_UPPER}][a-zà-ž]{{3,24}}(?:pa"
    r"d|steeg|dreef"
    r"|markt|hof|zeile|chaussee|graben|tér|körút|väg|vei|plass|torg|stieg|winkel|berg|hoek|werf)"
    rf" (?!(?:19|20)\d\d\b)\d{{1,4}}[a-zA-Z]?(?![\w:%-]|[.,]\d)"
)
_KOREAN = re.compile(
    rf"(?<![\w-])(?:\d{{1,4}}(?:-\d{{1,3}})?,? )?{_CAP}(?: ?\d{{1,2}})?-(?:ro|daero|gil)"
    r"(?: \d{1,3}(?:beon)?-gil)?(?:,? \d{1,4}(?:-\d{1,4})?(?!\w))?"
    rf"(?:, (?!Unit|Apt|Flat|Suite|Room|Floor|Building){_CAP}(?:-si|-gu|-dong|-do|-gun|-eup"
    rf"|-myeon)?){{0,3}}(?: \d{{5}}(?!\d))?"
)
_LOT = re.compile(rf"(?<![\w-]){_CAP}-(?:dong|ri|ga) \d{{1,4}}(?:-\d{{1,4}})?(?![\w:%]|[.,]\d)")
_SHOP = re.compile(
    rf"(?<![\w-])(?:S\.?C\.?[OF]\.?|Stall|Kiosk|Godown|Bay|Chalet|Bungalow|Khasra|Survey|Ward|Lot) "
    rf"(?:No\.? )?[A-Z]?-?\d{{1,4}}(?:[/-]\w{{1,4}})?,? {_NO_MONTH}{_NAME}(?=[,.;:!?\"”)]|\n|$)"
)
_PREFIX = re.compile(
    r"(?<![\w-])(?:(?:(?:Level|Flat|No\.?|Nr\.?|Number|Unit|Shop|Suite|Apt\.?|Apartment|Room"
    r"|Floor|Block"
    r"|House|Plot|Door|H\.|D\.|S\.?C\.?[OF]\.?|Stall|Tower|Villa|Office|Building|Bldg\.?|Lot"
    r"|Entrance) ?"
    r"(?:No\.? ?)?#?[A-Z]?-?\d{0,5}(?:/\d{1,4})?[A-Z]?|(?:[Gg]round|\d{1,2}(?:st|nd|rd|th)"
    r"|[Ff]irst|[Ss]econd"
    r"|[Tt]hird) [Ff]loor|[A-Z]?\d{1,4}/\d{1,4}[A-Z]?),? )+$"
)
_ENGLISH = (
    r"(?:Green|Street|Square|Lane|Avenue|Close|Mall|Crescent|Drive|Hill|Row|Strand|Parade|Grove"
    r"|Quay|Mews|Terrace"
    r"|Road|Mount|Meadows|Paddock|Orchard|Common|Walk|Way|Court|Gardens|Rise|Croft|Spinney|Glebe"
    r"|Butts|Headlands)"
)
_THE_GREEN = re.compile(
    rf"(?<![\w.,/-]){_NUMBER},? The (?:{_CAP} )?{_ENGLISH}(?!\w)"
    rf"|\b[Nn]umber (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|twelve|\w+teen"
    rf"|\w+ty(?:[ -]\w+)?),? (?:{_CAP} ){{1,3}}{_ENGLISH}(?!\w)"
    r"|(?<![\w.,/-])\d{2,5} (?:US |State |County |Rural )?(?:Route|Highway|Hwy|Road) \d{1,4}(?!\w)"
)
_SPOKEN = re.compile(
    r"(?<!\w)(?:calle|rua|rue|via|avenida|ulica|rúa|carrer|heol|triq|jalan) (?:(?:de|da|do|del|la"
    r"|las|los|le|y)"
    r" ){0,2}\w+(?: \w+)? (?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?: (?:one"
    r"|two|three|four"
    r"|five|six|seven|eight|nine))?|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen"
    r"|nineteen|one|two|three|four|five|six|seven|eight|nine|\d{1,4})(?!\w)"
)
_NO_ADDRESS = re.compile(
    r"\b(?:articles?|sections?|rule|regulations?|version|level|page|chapter|annex|appendix"
    r"|schedule|table"
    r"|figure|item|form|group|room|line|grade|band|class|windows|office|python|release|step|phase"
    r"|stage"
    r"|age|aged|of|over|under|about|around|only|all|those|these|with|between|were|are|got|had|have)"
    r"\s$",
    re.IGNORECASE,
)
_BEFORE = 60


def find_world_addresses(text: str, *, lower: bool) -> Iterator[Candidate]:
    """Streets and numbers in the order and with the words of many countries."""
    if lower:
        for match in _SPOKEN.finditer(text):
            yield Candidate(*match.span(), Kind.ADDRESS, "street of another language", 82)
        return
    for pattern, strength in (
        (_NUMBER_FIRST, 80), (_WORD_FIRST, 83), (_WORD_SECOND, 83), (_COMPOUND, 78), (_KOREAN, 84),
        (_LOT, 76), (_SHOP, 83), (_THE_GREEN, 83),
    ):  # fmt: skip
        for match in pattern.finditer(text):
            if pattern is _NUMBER_FIRST and _is_no_address(text, match):
                continue
            if pattern is _KOREAN and not re.search(r"\d", match.group()):
                continue
            yield Candidate(*match.span(), Kind.ADDRESS, "address of the world", strength)


def _is_no_address(text: str, match: re.Match[str]) -> bool:
    """Whether a number before capitals counts something or names no street."""
    if _NO_ADDRESS.search(text[max(0, match.start() - 20) : match.start()]):
        return True
    words = re.findall(r"[^\W\d_][\w'’-]*", match.group())
    names = [word.lower() for word in words if word[0].isupper()]
    streets = lists.STREETS | lists.PLACE_ENDS
    if not any(word[0].isupper() and not word.isupper() for word in words):
        return True
    return all(
        is_common(name) or name in lists.COUNTRIES | lists.DEMONYMS for name in names
    ) and not any(name in streets for name in names)


def whole_addresses(text: str, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """The same addresses with the flat before them, and with the town and the postcode behind."""
    for candidate in candidates:
        start, end = candidate.start, candidate.end
        if not re.search(r"\d", text[start:end]):
            yield candidate
            continue
        head = _PREFIX.search(text[max(0, start - _BEFORE) : start])
        if head is not None:
            start -= len(head.group())
        for _ in range(4):
            tail = _TAILS.match(text, end)
            if tail is None or not _is_part(tail.group()):
                break
            end = tail.end()
        wider = (start, end) != (candidate.start, candidate.end)
        yield candidate._replace(start=start, end=end, strength=candidate.strength + wider)


def _is_part(tail: str) -> bool:
    """Whether what stands behind an address is a part of it, and not the next thing that is "
    "said."""
    if re.search(r"\d|[ºª°]", tail):
        return True
    words = re.findall(r"[^\W\d_][\w'’-]*", tail)
    names = [word for word in words if word[0].isupper()]
    if not names:
        return True
    if names[0].lower() in GIVEN_NAMES and len(names) < 3:
        return False
    last = names[-1].lower()
    return not is_common(names[0].lower()) or last in lists.PLACE_ENDS | lists.STREETS
