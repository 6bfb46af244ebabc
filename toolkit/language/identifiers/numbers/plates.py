"""Plates of vehicles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.numbers import contexts

if TYPE_CHECKING:
    from collections.abc import Iterator

_COUNTIES = "CE|CN|CW|DL|KE|KK|KY|LD|LH|LK|LM|LS|MH|MN|MO|OY|RN|SO|TN|TS|WD|WH|WW|WX|[CDGLTW]"
_FORMS = re.compile(
    # The United Kingdom since 2001, and Ireland.
    r"(?<![\w-])(?:[A-Z]{2}\d{2}\s?[A-Z]{3}|[a-z]{2}\d{2} [a-z]{3}|[A-Z]{2} \d{2} [A-Z]{3})(?![\w-])"
    rf"|(?<![\w.,-])(?:\d{{2}}|[12]\d[12])[- ](?i:{_COUNTIES})[- ]\d{{1,6}}(?![\w,.-]\d|\w)"
)
_CODE = re.compile(
    r"(?<![\w.-])(?=[A-Z0-9ÄÖÜ]{0,3}[- ·]?[A-Z]{0,3}[- ]?[A-Z]{0,3}\d)[A-ZÄÖÜ0-9]{1,4}(?:[- ·][A-Z0-9]{1,4}){0,2}(?![\w-]|[.,]\d)"
    r"|(?<![\w.-])[A-Z0-9]{5,8}(?![\w-])"
    r"|(?<![\w.-])[a-z]{1,3}[- ]?\d{1,4}[- ]?[a-z]{1,3}(?![\w-])"
    r"|(?<![\w.-])(?:[a-z]{1,3}[- ]\d{3,4}|\d{3,4}[- ][a-z]{2,3})(?![\w-])"
)
_LETTER = (
    r"(?:[A-Za-z](?![\w'’])|alpha|alfa|bravo|charlie|delta|echo|foxtrot|golf|hotel|india|juliett?|kilo|"
    r"lima|mike|november|oscar|papa|quebec|romeo|sierra|tango|uniform|victor|whiskey|whisky|xray|"
    r"x-ray|yankee|zulu)"
)
_DIGIT = (
    r"(?:\d{1,4}|oh|zero|nought|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
    r"fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|"
    r"eighty|ninety|double|triple)"
)
_SPOKEN = re.compile(
    rf"(?<![\w'’-])(?:{_LETTER}|{_DIGIT}|[A-Z]{{2,3}}(?!\w))(?:[,\s.-]{{1,3}}(?:(?:um|uh|er)[,\s]{{1,2}})?"
    rf"(?:{_LETTER}|{_DIGIT}|[A-Z]{{2,3}}(?!\w))){{3,9}}(?![\w'’])",
    re.IGNORECASE,
)
_NEAR = 60


def find_plates(text: str) -> Iterator[Candidate]:
    """Plates by their form, and codes behind a word for a plate or a vehicle."""
    for match in _FORMS.finditer(text):
        yield Candidate(*match.span(), Kind.PLATE, "form", 78)
    for match in _CODE.finditer(text):
        code = match.group()
        letters = sum(map(str.isalpha, code))
        digits = sum(map(str.isdigit, code))
        if letters and digits and 4 <= letters + digits <= 8 and _is_said(text, match.start()):
            yield Candidate(*match.span(), Kind.PLATE, "code behind a word", 76)
    for match in _SPOKEN.finditer(text):
        start, end = match.span()
        words = re.findall(r"[\w'-]+", match.group())
        if words[0].lower() in ("a", "i", "o"):
            start += len(re.match(r"\w+[,\s.-]*", match.group())[0])  # type: ignore[index]
            words = words[1:]
        letters = sum(bool(re.fullmatch(_LETTER, word, re.IGNORECASE)) for word in words)
        if letters >= 1 and len(words) - letters >= 1 and _is_said(text, start):
            yield Candidate(start, end, Kind.PLATE, "plate read out", 74)


def _is_said(text: str, start: int) -> bool:
    context = contexts.before(text, start, width=_NEAR)
    return context is not None and context.kind is Kind.PLATE
