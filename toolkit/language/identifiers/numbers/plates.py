"""Plates of vehicles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.english.vocabulary import is_common
from toolkit.language.identifiers.numbers import contexts
from toolkit.language.identifiers.word_sets import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator

_COUNTIES = "CE|CN|CW|DL|KE|KK|KY|LD|LH|LK|LM|LS|MH|MN|MO|OY|RN|SO|TN|TS|WD|WH|WW|WX|[CDGLTW]"
_FORMS = re.compile(
    # The United Kingdom since 2001, and Ireland.
    r"(?<![\w-])(?:[A-Z]{2}[ -]?\d{1,2}[ -][A-Z]{1,3}[ -]\d{4}|[A-Z]{2}\d{2}\s?[A-Z]{3}"
    r"|[a-z]{2}\d{2} [a-z]{3}|[A-Z]{2} \d{2} [A-Z]{3})(?![\w-])"
    rf"|(?<![\w.,-])(?:\d{{2}}|[12]\d[12])[- ](?i:{_COUNTIES})[- ]\d{{1,6}}(?![\w,.-]\d|\w)"
    # Spain, Brazil, Kenya, Nigeria, Ghana, Germany, the Netherlands, France, Italy, South Africa.
    r"|(?<![\w.,-])\d{4}[ -][BCDFGHJKLMNPRSTVWXYZ]{3}(?![\w-])"
    r"|(?<![\w-])(?:[A-Z]{3}\d[A-J]\d\d|K[A-Z]{2} ?\d{3}[A-Z]|[A-Z]{3}[- ]?\d{3}[- ]?[A-Z]{2}"
    r"|G[A-Z][- ]\d{1,4}-\d\d|[A-ZÄÖÜ]{1,3}-[A-Z]{1,2}[ -]\d{1,4}[EH]?"
    r"|[A-Z]{2}-\d{3}-[A-Z]{2}|[A-Z]{2}-\d{2,3}-[A-Z]{1,2}|\d{1,2}-[A-Z]{2,3}-\d{1,2}|[A-Z]-\d{3}-[A-Z]{2}"
    r"|[A-Z]{2} ?\d\d ?[A-Z]{2} ?GP|[A-Z]{2,3} \d{3}[- ]\d{3})(?![\w-]|[.,]\d)"
    r"|(?<![\w.,-])(?:\d\d|[12]\d[12])[- ](?!(?i:to|in|of|or|am|pm|by|at|on|is|no|st|nd|rd|th"
    r"|kg|km|so|as|mm|cm|gb|mb|kb|hz|v|x)\b)[A-Za-z]{1,2}[- ]\d{3,6}(?![\w,.-]\d|\w)",
    re.ASCII,
)
_CODE = re.compile(
    r"(?<![\w.-])[A-ZÄÖÜ0-9]{1,8}(?:[- ·]{1,2}[A-Z0-9]{1,5}){0,3}(?![\w-]|[.,]\d)"
    r"|(?<![\w.-])[a-z]{1,3}[- ]?\d{1,4}[- ]?[a-z]{1,3}(?![\w-])"
    r"|(?<![\w.-])(?:[a-z]{1,3}[- ]\d{3,4}|\d{2,4}[- ][a-z]{1,3}(?:[- ]\d{1,5})?)(?![\w-])",
    re.ASCII,
)
_NATO = word_set(
    "alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike "
    "november oscar papa quebec romeo sierra tango uniform victor whiskey whisky xray x-ray "
    "yankee zulu"
)
_NUMBERS = word_set(
    "oh zero nought one two three four five six seven eight nine ten eleven twelve thirteen "
    "fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy "
    "eighty ninety double triple"
)
_PIECE = re.compile(r"(?<!['’])[^\W_]+(?:-ray)?(?!['’]\w)")
_BETWEEN = re.compile(r"[,\s-]{1,2}(?:(?:um|uh|er|erm),?\s)?|\s?[-–]\s?|")
_NEAR = 60


def find_plates(text: str) -> Iterator[Candidate]:
    """Plates by their form, and codes behind a word for a plate or a vehicle."""
    for match in _FORMS.finditer(text):
        yield Candidate(*match.span(), Kind.PLATE, "form", 78)
    for match in _CODE.finditer(text):
        code = match.group()
        letters = sum(map(str.isalpha, code))
        digits = sum(map(str.isdigit, code))
        if (
            letters
            and digits >= 2
            and 4 <= letters + digits <= 10
            and _is_said(text, match.start())
        ):
            yield Candidate(*match.span(), Kind.PLATE, "code behind a word", 76)
    yield from _read_out(text)


def _read_out(text: str) -> Iterator[Candidate]:
    """Letters and numbers that are read out behind a word for a plate."""
    until = 0
    for end in contexts.hits_of(text, "plate"):
        if end >= until:
            until = end + _NEAR + 80
            yield from _read_out_in(text, end, until)


def _read_out_in(text: str, start: int, end: int) -> Iterator[Candidate]:
    run: list[tuple[re.Match[str], str]] = []
    for match in _PIECE.finditer(text, start, end):
        form = _form(match.group())
        near = bool(run) and bool(_BETWEEN.fullmatch(text, run[-1][0].end(), match.start()))
        if run and (not form or not near):
            yield from _from_run(text, run)
            run = []
        if form and len(run) < 12:
            run.append((match, form))
    yield from _from_run(text, run)


def _form(piece: str) -> str:
    lower = piece.lower()
    if (piece.isdigit() and len(piece) <= 4) or lower in _NUMBERS:
        return "number"
    if lower in _NATO or (
        len(piece) <= 3 and piece.isalpha() and (piece.isupper() or not is_common(lower))
    ):
        return "letters"
    return "letters" if len(piece) == 1 and piece.isalpha() else ""


def _from_run(text: str, run: list[tuple[re.Match[str], str]]) -> Iterator[Candidate]:
    run = list(run)
    while run and (
        run[0][0].group() in ("a", "I", "i", "o") or run[0][0].group().lower() in ("um", "uh")
    ):
        run.pop(0)
    while run and run[-1][0].group() in ("a", "I", "i", "o"):
        run.pop()
    letters = sum(
        1 if m.group().lower() in _NATO else len(m.group()) for m, form in run if form == "letters"
    )
    numbers = sum(form == "number" for _, form in run)
    if not (1 <= letters <= 6 and 1 <= numbers <= 7 and len(run) >= 3):
        return
    if all(m.group().isdigit() or m.group().lower() in _NUMBERS for m, _ in run):
        return
    start, end = run[0][0].start(), run[-1][0].end()
    if _is_said(text, start) and not contexts.is_amount(text, end):
        yield Candidate(start, end, Kind.PLATE, "plate read out", 74)


def _is_said(text: str, start: int) -> bool:
    context = contexts.before(text, start, width=_NEAR)
    return context is not None and context.kind is Kind.PLATE
