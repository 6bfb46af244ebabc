"""Codes of digits and letters, as they are written and as they are spelled aloud."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from toolkit.language.identifiers.numbers.runs import taken_spans
from toolkit.language.identifiers.word_sets import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator

DIGITS = {
    "zero": "0", "oh": "0", "nought": "0", "naught": "0", "nil": "0", "one": "1", "two": "2",
    "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "niner": "9", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13",
    "fourteen": "14", "fifteen": "15", "sixteen": "16", "seventeen": "17", "eighteen": "18",
    "nineteen": "19", "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50",
    "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90",
}  # fmt: skip
_TIMES = {"double": 2, "triple": 3, "treble": 3, "quadruple": 4}
ALPHABET = word_set(
    "alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike "
    "november oscar papa quebec romeo sierra tango uniform victor whiskey whisky xray x-ray "
    "yankee zulu "
    # The alphabet of police in the United States.
    "adam boy charles david edward frank george henry ida john king lincoln mary nora ocean paul "
    "queen robert sam tom union william young zebra baker able nancy"
)
"""Words that are said for letters."""
_SIGNS = word_set("dash hyphen slash stroke space um uh er erm then capital and sorry")
_MOST_SIGNS = 2
_TOKEN = re.compile(r"[Xx]-ray\b|[^\W_]+(?:['’][^\W_]+)?")
_GAP = re.compile(r"[ \t\u00a0]{0,2}[-–—/.,·()]{0,2}[ \t\u00a0]{0,2}")
_WRITTEN = re.compile(r"\d{1,19}")
_MIXED = re.compile(
    r"(?=[A-Za-z]{0,6}\d)(?:[A-Z0-9]{2,20}|[a-z]{0,2}\d{1,9}[a-z]{0,2}\d{0,5}|\d{1,9}[a-z])"
)
_ORDINAL = re.compile(
    r"\d+(?:st|nd|rd|th|am|pm|km|kg|mm|cm|mb|gb|kb|k|m|bn|s|ml|x|hz)", re.IGNORECASE
)
_CAPITALS = re.compile(r"[A-ZÄÖÜ]{1,5}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST = 24
"""Digits and letters of a code, at most."""
_STANDARDS = word_set(
    "iso rfc bs en din ieee pci dss ip vlan isbn doi sap api rev pp sec reg hb sb hr po inv ref "
    "item "
    "lot sku ver cve ms ec eu iec ansi astm fips nist sp"
)
"""Capitals before numbers of standards, laws and orders."""
_LABELS = word_set(
    "pan nin ssn sin id ni nino pps ppsn bsn cpf dni nie nif tfn crn bvn mrn ref reg"
)
"""Capitals that name a number and are no part of it."""


class Code(NamedTuple):
    """A run of digits and letters that may be a code; it has one digit at least."""

    start: int
    end: int
    chars: str
    """The digits and, in capitals, the letters."""
    spoken: bool
    """Whether a part of it is written in words."""
    alphabet: int
    """How many words of an alphabet for spelling it has."""

    @property
    def digits(self) -> int:
        """The number of digits."""
        return sum(map(str.isdigit, self.chars))

    @property
    def letters(self) -> int:
        """The number of letters."""
        return len(self.chars) - self.digits


class _Token(NamedTuple):
    start: int
    end: int
    chars: str
    form: str
    """`written`, `mixed`, `capitals`, `letter`, `digit`, `alphabet` or `times`."""


def codes(text: str) -> Iterator[Code]:
    """All codes of a text, in order."""
    taken = taken_spans(text)
    block = 0
    run: list[_Token] = []
    signs = 0
    position = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        while block < len(taken) and taken[block][1] <= start:
            block += 1
        inside = block < len(taken) and taken[block][0] < end
        word = match.group()
        token = None if inside else _token(word, start, end)
        gap = text[position:start] if run else ""
        if word == "Oh" and "." in (gap or "."):
            token = None
        near = len(gap) <= 4 and bool(_GAP.fullmatch(gap))
        position = end
        if token is None:
            if run and near and not inside and word.lower() in _SIGNS and signs < _MOST_SIGNS:
                signs += 1
                continue
            yield from _from(text, run)
            run, signs = [], 0
            continue
        joined = bool(
            run and signs and _YEAR.fullmatch(run[-1].chars) and _YEAR.fullmatch(token.chars)
        )
        if run and (not near or joined or _is_list(run[-1], token, gap)):
            yield from _from(text, run)
            run = []
        # A word such as `double` has no characters, so that the words are bounded as well.
        if len(run) < 2 * _LONGEST and sum(len(t.chars) for t in run) < _LONGEST:
            run.append(token)
        signs = 0
    yield from _from(text, run)


def _token(word: str, start: int, end: int) -> _Token | None:
    lower = word.lower()
    if _WRITTEN.fullmatch(word):
        return _Token(start, end, word, "written")
    if lower in DIGITS:
        return _Token(start, end, DIGITS[lower], "digit")
    if lower in _TIMES:
        return _Token(start, end, "", "times")
    if word[0].isdigit() and _ORDINAL.fullmatch(word):
        return None
    if _MIXED.fullmatch(word):
        return _Token(start, end, word.upper(), "mixed")
    if len(word) == 1 and word.isascii() and word.isalpha():
        return _Token(start, end, word.upper(), "letter")
    if len(word) == 2 and word.islower() and not set(word) & set("aeiouy"):
        return _Token(start, end, word.upper(), "capitals")
    if _CAPITALS.fullmatch(word):
        return _Token(start, end, word, "capitals")
    if lower in ALPHABET:
        return _Token(start, end, lower[0].upper(), "alphabet")
    return None


def _is_list(last: _Token, token: _Token, gap: str) -> bool:
    """Whether two tokens are two numbers of a list or of two sentences, not of one code."""
    written = ("written", "mixed", "capitals")
    apart = any(sign in gap for sign in ",.") and " " in gap
    return apart and last.form in written and token.form in written


def _is_word(text: str, token: _Token) -> bool:
    """Whether `a` or `I` at an end of a code is a word of the sentence."""
    if token.form != "letter" or token.chars not in "AIO":
        return False
    before, behind = text[max(0, token.start - 1) : token.start], text[token.end : token.end + 2]
    if before == "-" or behind[:1] == "-":
        return False
    return text[token.start].islower() or token.chars == "I" or behind[:1] == " "


def _from(text: str, run: list[_Token]) -> Iterator[Code]:
    low, high = 0, len(run)
    while low < high and (
        (run[low].form == "capitals" and run[low].chars.lower() in _LABELS)
        or _is_word(text, run[low])
    ):
        low += 1
    while high > low and (run[high - 1].form == "times" or _is_word(text, run[high - 1])):
        high -= 1
    run = run[low:high]
    if run and run[0].form == "capitals" and run[0].chars.lower() in _STANDARDS:
        return
    chars = ""
    times = 1
    alphabet = sum(token.form == "alphabet" for token in run)
    for place, token in enumerate(run):
        if token.form == "times":
            following = run[place + 1].chars if place + 1 < len(run) else ""
            times = 1 if len(following) != 1 else 2
            continue
        chars += token.chars * times
        times = 1
    chars = _joined_tens(run, chars)
    if not any(map(str.isdigit, chars)):
        return
    spoken = any(token.form in ("digit", "alphabet", "times") for token in run)
    yield Code(run[0].start, run[-1].end, chars[:_LONGEST], spoken, alphabet)


def _joined_tens(run: list[_Token], chars: str) -> str:
    """`twenty` and `one` are 21, not 201, where the whole code is those two words."""
    pairs = [t.chars for t in run]
    if len(pairs) == 2 and len(pairs[0]) == 2 and pairs[0][1] == "0" and len(pairs[1]) == 1:
        return pairs[0][0] + pairs[1] if run[0].form == run[1].form == "digit" else chars
    return chars
