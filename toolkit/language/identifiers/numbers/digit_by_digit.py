"""Numbers that are said or written digit by digit, short ones of a switchboard, and long groups."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.numbers import contexts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.language.identifiers.numbers.codes import Code

_HYPHENS = re.compile(r"(?<![\w.,:/-])\d(?:-\d){2,15}(?![\w:/-]|[.,]\d)")
"""`4-0-9`: nobody counts so."""
_SPACES = re.compile(r"(?<![\w.,:/-])\d(?:,? \d){4,15}(?![\w:/%-]|[.,]\d)")
_COUNTED = re.compile(r"1[-, ]+2[-, ]+3")
_LINE = re.compile(
    r"\b(?:at|on|dial(?:l?ed|s)?|ring|rang|call(?:ed)?|press(?:ed|es)?|try|to|is|was|it's|that's"
    r"|line|phone)\s(?P<code>\d{1,2}-\d{3,4})(?![\w:/%-]|[.,]\d)",
    re.IGNORECASE,
)
"""`5-1190`, the end of a number inside a house."""
_SPEAKS = re.compile(
    r"\b(?:phones?|phoned|ask(?:ed|s)? for|calls?|called|ring|rings|rang|reach(?:ed)?|line|lines"
    r"|desk|dial\w*|extension|switchboard|operator|reception|number|voice ?mail|pick(?:s"
    r"|ed)? up)\b",
    re.IGNORECASE,
)
_INTERNAL = re.compile(
    r"(?<![\w.,:/-])(?P<code>\d{2,5}),? (?:internal(?:ly)?|on the (?:internal|intercom|inside"
    r"|house phone|switchboard))\b(?! (?:market|audit|rule|meeting|control|review|document|order))",
    re.IGNORECASE,
)
_PRESSED = re.compile(
    r"\b(?:you|i|we|they|just|then|and|to|must|can|could|please) press(?:ed)?\s"
    r"(?P<code>(?!0\b)\d{2,5}|(?:oh|zero|one|two|three|four|five|six|seven|eight|nine)"
    r"(?:[\s-](?:oh|zero|one|two|three|four|five|six|seven|eight|nine)){1,4})(?![\w%:]|[.,]\d)",
    re.IGNORECASE,
)
_EXCHANGE = re.compile(
    r"\b(?:switchboard|intercom|exchange|internal(?:ly)?|bleep|pager|operator|lobby phone"
    r"|inside line|house phone)\b[^.?!\n\d]{0,40}$",
    re.IGNORECASE,
)
_IS = re.compile(
    r"\b(?:he's|she's|i'm|we're|they're|it's|that's|is|was|on|at|number|then|only"
    r"|say)[,:]?\s[\"“']?$",
    re.IGNORECASE,
)
_FOREIGN_LINE = re.compile(
    r"\b(?:door(?:kies|kiez)nummer|doorkies|durchwahl|nebenstelle|klappe|toestel(?:nummer)?|ramal"
    r"|extensi[oó]n|anexo|interno|poste|wewn[eę]trzny|linka|mellék|alanumero|anknytning"
    r"|lokalnummer|linja|centralina)\b[\"”'’:,\s–-]{1,6}(?P<code>\d{2,5})(?![\w%:]|[.,]\d)",
    re.IGNORECASE,
)
_PLUS = re.compile(
    r"\bplus (?:oh|zero|one|two|three|four|five|six|seven|eight|nine|double|triple)"
    r"(?:[\s,-]{1,2}(?:oh|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|double"
    r"|triple)\b){2,15}",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"\b(?:employee|officer|constable|trooper|inmate|prisoner|patient|claimant|case ?worker|user"
    r"|recruit|cadet"
    r"|sergeant|detective|payroll|badge|warden|guard|operator|agent|teller|student|pupil|candidate)"
    r"(?:'s| is| was)?,? (?:number |no\.? |id )?(?P<code>(?!(?:19"
    r"|20)\d\d\b)[A-Z]{0,3}-?\d{3,8})(?![\w%:/-]|[.,]\d)",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"\b(?:log-?in|user ?name|user ?id|handle|log-?on)(?:'s| is| was|,|:)? (?:still |just )?[\"“']?"
    r"(?P<code>(?=[a-z._-]*\d)[a-z][a-z._-]{1,12}\d{1,6})\b",
    re.IGNORECASE,
)
_GROUPS = re.compile(
    r"(?<![\w.,/£$€₩₹#+-])\d{2,7}(?:(?: |-| - )(?:(?:double|triple)[- ])?\d{1,7}){1,6}(?![\w%/-]"
    r"|[.,]\d)",
    re.IGNORECASE,
)
_LEAST = 9
"""Digits of groups that no word names, at least: no amount is written so."""
_MOST = 20
_LINES = 12
"""Digits of a telephone number, at most."""
_BEGUN = re.compile(r"[+()\d][\s()-]{0,3}$")
"""A number that has begun before, with a code in parentheses."""
_OTHERS = re.compile(r"(?i)(?:\+[\d ]{1,6}|\b(?:box|bag)\s|\blike\s)$")
"""What stands before a number that another rule reads, or that is none."""
_AMOUNT = re.compile(r"[1-9]\d{0,2}(?: \d{3})+")
_YEARS = re.compile(r"(?:19|20)\d\d(?:[ -]+(?:19|20)\d\d)+")


def find_digit_by_digit(text: str, found: Sequence[Code]) -> Iterator[Candidate]:
    """Numbers that a person reads digit by digit or presses, and long groups of digits."""
    for match in _HYPHENS.finditer(text):
        if not _COUNTED.match(match.group()):
            yield _of_length(text, *match.span())
    for match in _SPACES.finditer(text):
        if not _COUNTED.match(match.group()):
            yield _of_length(text, *match.span())
    for match in _LINE.finditer(text):
        start, end = match.span("code")
        if _SPEAKS.search(text[max(0, start - 60) : start]) and not _is_thing(text, start, end):
            yield Candidate(start, end, Kind.EXTENSION, "end of a number in a house", 66)
    for pattern in (_INTERNAL, _PRESSED, _FOREIGN_LINE):
        for match in pattern.finditer(text):
            yield Candidate(*match.span("code"), Kind.EXTENSION, "number inside a house", 67)
    for pattern in (_WHO, _LOGIN):
        for match in pattern.finditer(text):
            start, end = match.span("code")
            if not _is_thing(text, start, end):
                yield Candidate(start, end, Kind.RESIDENT_NUMBER, "number of a person", 68)
    for match in _PLUS.finditer(text):
        yield Candidate(*match.span(), Kind.TELEPHONE, "read out behind plus", 66)
    for match in _GROUPS.finditer(text):
        yield from _grouped(text, *match.span())
    for code in found:
        if 2 <= code.digits <= 4 and not code.letters and not contexts.is_amount(text, code.end):
            head = text[max(0, code.start - 70) : code.start]
            if _IS.search(head) and _EXCHANGE.search(head):
                yield Candidate(code.start, code.end, Kind.EXTENSION, "number inside a house", 67)


def _of_length(text: str, start: int, end: int) -> Candidate:
    """A number of the kind that its length and the words before it say."""
    digits = sum(map(str.isdigit, text[start:end]))
    context = contexts.before(text, start, width=120)
    kind = context.kind if context is not None else None
    if digits <= 5:
        kind = kind if kind in (Kind.ROOM, Kind.RESIDENT_NUMBER) else Kind.EXTENSION
    elif kind not in (Kind.ACCOUNT, Kind.TELEPHONE):
        kind = Kind.RESIDENT_NUMBER
    return Candidate(start, end, kind, "digit by digit", 66)


def _is_thing(text: str, start: int, end: int) -> bool:
    return contexts.is_listed(text, start) or contexts.is_amount(text, end)


def _grouped(text: str, start: int, end: int) -> Iterator[Candidate]:
    piece = text[start:end]
    digits = sum(map(str.isdigit, piece))
    if not _LEAST <= digits <= _MOST or _AMOUNT.fullmatch(piece) or _YEARS.fullmatch(piece):
        return
    if _is_thing(text, start, end) or contexts.denied(text, start):
        return
    if _OTHERS.search(text[max(0, start - 20) : start]):
        return
    context = contexts.before(text, start, width=160)
    kind = context.kind if context is not None else None
    if kind not in (Kind.ACCOUNT, Kind.TELEPHONE, Kind.RESIDENT_NUMBER):
        line = piece[:2] == "00" or (piece[0] == "0" and digits <= _LINES)
        kind = Kind.TELEPHONE if line else Kind.RESIDENT_NUMBER
    begun = _BEGUN.search(text[max(0, start - 6) : start])
    yield Candidate(start, end, kind, "long groups of digits", 79 if begun else 87)
