"""What the words before and behind a number say of it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from toolkit.language.identifiers.candidate import Kind
from toolkit.language.identifiers.numbers.nouns import LISTS

_WORDS: dict[str, str] = {
    "resident": (
        r"social security|socials?|national insurance|\bn\.?i\.? number|\bnino\b|\bssn\b|passport|"
        r"(?:staff|employee|personnel|payroll|badge|service|warrant|collar|worker|identity|"
        r"identification|student|member(?:ship)?|licen[cs]e holder|officer|personal)"
        r"(?:\s+(?:id|card|code|identification|identity|reference))?\s*(?:number|no\b|num\b|#"
        r"|id\b)|"
        r"(?:staff|employee) (?:id|code|card)|(?:national|identity|identification|citizen) card|"
        r"\bnin\b|\bbvn\b|\bpan (?:number|card)|\bhkid\b|\bnric\b|\bdni\b|\bcpf\b|steuer-?id"
        r"|ausweis|"
        r"codice fiscale|fiscal (?:code|number)|personal (?:code|identity)|(?:registration"
        r"|client|citizen|patient|"
        r"hospital|identity|insurance|case-?holder) (?:number|no\b|code)|"
        r"\bid number|\bnational id\b|\bpps\b|\bppsn\b|\bpesel\b|\bnhs number|\bbsn\b"
        r"|\bpersonnummer|"
        r"\bcpr\b|\baadhaar\b|\bnif\b|\btax(?:payer)? (?:id|number)|driving licen[cs]e|"
        r"driver'?s licen[cs]e|my number is staff|주민(?:등록)?번호|여권번호|여권 번호|사번|"
        r"외국인등록번호|운전면허|행번|교번|직원 ?번호"
    ),
    "account": (
        r"\baccounts?\b(?!able)|\bacct\b|\ba/c\b|sort code|\biban\b|\bbic\b|routing number|"
        r"\b(?:credit|debit|bank|purchase|purchasing|payment|corporate|company|visa|amex|master)"
        r"(?:\s*card)?\b|\bcard number|\bcard\b|계좌|통장|카드|예금주|입금|송금|은행|금고"
    ),
    "plate": (
        r"\bplates?\b|number ?plate|registration|\breg\b(?! ?ex)|\bregistered as\b|"
        r"\bvehicles?\b|\bvans?\b|\bcars?\b|\btag\b|\bmotor(?:cycle|bike)\b|\bbike\b|\blorry\b"
        r"|\btrucks?\b|"
        r"\btaxi\b|\bambulances?\b|\bsaloon\b|\bhatchback\b|\btrailers?\b|\bbus\b|\bcoach\b"
        r"|\bmatatu\b|\bjeep\b|\bpick-?up\b|\bminibus\b|\btractor\b|\bmoped\b|\bscooter\b"
        r"|\blogbook\b|"
        r"\b(?:skoda|toyota|ford|vauxhall|honda|hyundai|kia|mercedes|bmw|audi|volkswagen|vw"
        r"|golf|fiesta|"
        r"transit|fiat|renault|peugeot|nissan|volvo|mazda|corolla|hilux|land ?rover|suzuki"
        r"|opel|seat|"
        r"citroen|dacia|tesla|prius|sonata|chevy|dodge|subaru|jaguar|okada|keke|camry|impala"
        r"|corsa|astra|"
        r"polo|clio|civic|passat|octavia|fabia|yaris|micra|qashqai|sportage|tucson|avante|duster|"
        r"daihatsu|isuzu|scania|mahindra|maruti|tata|alto|bolero|innova|swift dzire|ranger|navara|"
        r"pajero|land cruiser|prado|probox|sprinter|vivaro|berlingo|kangoo|panda|punto)\b|"
        r"차량|차 번호|번호판"
    ),
    "room": (
        r"\brooms?\b|\brm\b|\boffices?\b|\bsuites?\b|\blabs?\b|\bstudios?\b|\bwards?\b|"
        r"\btheatre\b|회의실|사무실|강의실"
    ),
    "extension": r"\bextensions?\b|\bext\b|\bextn\b|내선|구내번호|교환번호",
    "telephone": (
        r"\b(?:tele)?phones?\b|\bphoned\b|\btel\b|\bmobiles?\b|\bcell(?:phone)?\b|\bhandy\b"
        r"|\bfax\b|"
        r"\bdial(?:led|ed|ling|ing|s)?\b|\bring(?:s|ing)?\b|\brang\b|\brung\b|\bcall(?:s|ed"
        r"|ing)?\b|"
        r"\btext(?:ed|s)? (?:me|him|her|them|us)\b|\btext\b|\blandline\b|\bhot ?line\b|\bhelp "
        r"?line\b|"
        r"\bhelp ?desk\b|\bswitchboard\b|\bwhats ?app\b|\bvoice ?mail\b|\bdirect line\b|"
        r"\b(?:my|his|her|their|our|the|your|its|whose|same|new|old|home|work|desk|direct|contact|"
        r"general|main|duty|emergency|local|free) lines?\b|\breach (?:me|him|her|them|us)\b"
        r"|\bget (?:me|him|her|them|us|hold)\b|"
        r"\bpabx\b|\bpbx\b|\boperator\b|\bask for\b|\bpicks? up\b|\bpicked up\b|\bsupport "
        r"line\b|\bout of hours\b|\bout-of-hours\b|"
        r"전화|번호|연락처|핸드폰|휴대폰|팩스|콜센터|다이얼"
    ),
    "number": (
        r"\b(?:my|his|her|their|our|the|your|its|whose|same|new|old|home|work|desk|direct|contact|"
        r"general|main|duty|emergency|local|free) numbers?\b|\bnumber (?:is|was|for|there"
        r"|to)\b|\bnumber'?s\b"
    ),
    "none": (
        r"\b(?:ticket|case|incident|reference|ref|section|article|regulation|directive|act|law|"
        r"statute|clause|paragraph|chapter|schedule|version|release|build|invoice|order|record|"
        r"row|line|page|form|table|figure|schema|error|code|port|ip|address range|isbn|doi|iso|"
        r"resolution|circular|bill|uprn|item|job|batch|budget|model|standard|rfc|issue|request|"
        r"queue|docket|bug|change|serial|asset|memo|letter|file|circular|note|survey"
        r"|batch)s?(?: (?:number|no\.?|#|id))?:?$|#$"
    ),
}


def _alternatives(pattern: str) -> list[str]:
    """The alternatives of a pattern that are in no parentheses."""
    parts, depth, start = [], 0, 0
    for place, char in enumerate(pattern):
        depth += (char == "(") - (char == ")")
        if char == "|" and not depth:
            parts.append(pattern[start:place])
            start = place + 1
    return [*parts, pattern[start:]]


def _compiled(pattern: str) -> re.Pattern[str]:
    """The pattern with what begins with a Latin letter at starts of words alone, which is fast."""
    latin: list[str] = []
    others: list[str] = []
    for part in _alternatives(pattern):
        bare = part.removeprefix("\\b")
        (others if "가" <= bare[0] <= "힣" or bare[0] in "#$" else latin).append(bare)
    return re.compile("|".join([rf"\b(?:{'|'.join(latin)})", *others]))


_CONTEXTS = {name: _compiled(pattern) for name, pattern in _WORDS.items()}
_LOWER = str.maketrans({chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)})
_BLOCK = 1024
_OVERLAP = 64
_KINDS = {
    "resident": Kind.RESIDENT_NUMBER, "account": Kind.ACCOUNT, "plate": Kind.PLATE,
    "room": Kind.ROOM, "extension": Kind.EXTENSION, "telephone": Kind.TELEPHONE,
    "number": Kind.TELEPHONE,
}  # fmt: skip
_OF_A_KIND = 45
"""Code points between `staff card` and `number` that leave them of one kind."""
BEFORE = 90
"""Code points before a number that are looked at."""
_UNIT = re.compile(
    r"\s*(?:%|per\s?cent|percent|(?:of\s)?(?:them|these|those)\b|(?:(?!(?:on|in|at|for|to|from"
    r"|and|or|the|with|by|of|is|was|a|which|that|if|so|but|these|those|most|some|all|many"
    r"|every|other|this|because|when|while|where|there|here|you|he|she|they|we|it|i|before|after"
    r"|until|since|not|no|my|his|her|their|our|your|as|then|who|what"
    r"|about)\b)\w+\s){0,2}?(?:people|"
    r"persons|records?|rows?|messages?|tickets?|cases?|pounds?|euros?|dollars?|won|quid|bucks|"
    r"grand|users?|files?|lines?|forms?|days?|weeks?|months?|years?|hours?|minutes?|seconds?|mins?|"
    r"times|pages?|staff|employees|residents|households|properties|addresses|entries|requests|"
    r"items|fields|columns|tables|servers|schools|councils|agencies|offices|beds|patients|"
    r"calls|letters|emails|documents|applications|claims|miles|metres|meters|kilometres|kilos|"
    r"tonnes|percentile|points|degrees|words|characters|megabytes|gigabytes|bytes|accounts|"
    r"transactions|duplicates|errors|steps|questions|signatures|copies|boxes|vehicles|cars|"
    r"meetings|participants|respondents|interviews|seats|permits|licen[cs]es|invoices|orders|"
    r"floors?|flights?|stops|blocks|digits|figures|decimals|cc|o'?clock|a\.?m|p\.?m)\b"
    r"|\s(?:at night|in the (?:morning|evening|afternoon)|sharp)\b)",
    re.IGNORECASE,
)


class Context(NamedTuple):
    """The word that says what a number is."""

    kind: Kind | None
    distance: int
    """Code points from its end to the number."""


class _Hits:
    """Where the words of contexts stand in a text, looked up block by block when first asked."""

    def __init__(self, text: str) -> None:
        self._lower = text.translate(_LOWER)
        self._blocks: dict[tuple[str, int], list[tuple[int, int]]] = {}

    def last(self, name: str, low: int, high: int) -> int | None:
        """The end of the last word of a context that lies in a stretch."""
        for block in range(high // _BLOCK, low // _BLOCK - 1, -1):
            for start, end in reversed(self._block(name, block)):
                if start < low:
                    break
                if end <= high:
                    return end
        return None

    def _block(self, name: str, block: int) -> list[tuple[int, int]]:
        key = (name, block)
        if key not in self._blocks:
            start, end = block * _BLOCK, (block + 1) * _BLOCK
            hits = _CONTEXTS[name].finditer(
                self._lower, start, min(end + _OVERLAP, len(self._lower))
            )
            self._blocks[key] = [hit.span() for hit in hits if hit.start() < end]
        return self._blocks[key]


@lru_cache(maxsize=1)
def _hits(text: str) -> _Hits:
    return _Hits(text)


def before(text: str, start: int, *names: str, width: int = BEFORE) -> Context | None:
    """The nearest word before `start` that says what a number is, among the named contexts."""
    hits = _hits(text)
    best: Context | None = None
    for name in names or _KINDS:
        end = hits.last(name, max(0, start - width), start)
        if end is None:
            continue
        distance = start - end
        if name == "number" and best is not None and best.distance <= distance + _OF_A_KIND:
            continue
        if best is None or distance < best.distance:
            best = Context(_KINDS[name], distance)
    return best


def hits_of(text: str, name: str) -> list[int]:
    """The ends of all words of a context in a text, in order."""
    return [match.end() for match in _CONTEXTS[name].finditer(text.translate(_LOWER))]


def denied(text: str, start: int) -> bool:
    """Whether the word right before a number says that it counts or numbers a thing."""
    return bool(
        _CONTEXTS["none"].search(text[max(0, start - 40) : start].rstrip().translate(_LOWER))
    )


_LISTED = re.compile(
    r"\b(?:" + "|".join(sorted(LISTS)) + r")(?:s|'s)?\b(?!\s*(?:phone|mobile|telephone))",
    re.IGNORECASE,
)


_BETWEEN_WORDS = 3
"""Words between a word for a thing that is numbered and its number, at most."""
_APART = re.compile(r"[\s\"”]*(?:\.\.\.|…|[.?!]\s)")
"""What ends what is said of a thing, so that a number behind it is another's."""
_NUMBERED = re.compile(r"\s*(?:numbers?|no\b|#|codes?|ids?|ref)", re.IGNORECASE)


def is_listed(text: str, start: int, width: int = 50) -> bool:
    """Whether a word for a thing that is numbered stands shortly before, and none for a number
    of a person behind it.
    """
    low = max(0, start - width)
    head = text[low:start]
    end = max((match.end() for match in _LISTED.finditer(head)), default=-1)
    if end < 0:
        return False
    between = head[end:]
    if _APART.match(between) or (head[end - 1] == "s" and between.startswith(",")):
        return False
    if len(between.split()) > _BETWEEN_WORDS and not _NUMBERED.match(between):
        return False
    context = before(text, start, *(set(_KINDS) - {"number"}), width=width)
    return context is None or context.distance >= start - low - end


def is_amount(text: str, end: int) -> bool:
    """Whether a unit or a counted thing stands behind a number."""
    return bool(_UNIT.match(text[end : end + 40]))
