"""Runs of digits and number words, as numbers are written and as they are read aloud."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from toolkit.language.identifiers.word_sets import word_set

_DIGITS = {
    "zero": "0", "oh": "0", "o": "0", "nought": "0", "naught": "0", "nil": "0", "one": "1",
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9",
}  # fmt: skip
_TEENS = {
    "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14",
    "fifteen": "15", "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19",
}  # fmt: skip
_TENS = {
    "twenty": "2", "thirty": "3", "forty": "4", "fourty": "4", "fifty": "5", "sixty": "6",
    "seventy": "7", "eighty": "8", "ninety": "9",
}  # fmt: skip
_TIMES = {"double": 2, "triple": 3, "treble": 3, "quadruple": 4}
_SCALES = frozenset(["hundred", "thousand", "million", "billion", "hundreds", "thousands"])
_FILLERS = word_set(
    "um uh er erm eh ah hm and then so sorry ok okay yeah yes space dash hyphen stroke slash well "
    "like again wait hang on"
)
_WORD = re.compile(r"[^\W\d_]+|\d+|⟦")
_APART = re.compile(r"[^\w\n?!;:\[\]%£$€₩⟦⟧]{0,4}")
"""What may stand between two numbers of one run beside fillers."""
_TAKEN = re.compile(
    # Dates, times, amounts, network addresses, versions and percentages are no numbers of people.
    r"(?<![\d-])(?:19|20)\d\d[-./](?:0?[1-9]|1[0-2])[-./](?:0?[1-9]|[12]\d|3[01])(?![\d-])"
    r"|(?<![\d/.-])(?:0?[1-9]|[12]\d|3[01])[/.](?:0?[1-9]|1[0-2]|[12]\d|3[01])[/.](?:(?:19|20)\d\d|\d\d)(?![\d/])"
    r"|(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2})?(?![\d.])"
    r"|(?<![\d.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)"
    r"|(?<![\d:])\d{1,2}:\d\d(?::\d\d)?(?!\d)"
    r"|\bv(?:ersion)?\.?\s?\d+(?:\.\d+)*"
    r"|(?<![\d.,-])\d+\.\d{1,2}(?![\d.-])"
    r"|[£$€₩]\s?\d[\d,.]*"
    r"|(?<![\d.])\d+(?:\.\d+)?\s?(?:%|per\s?cent\b|percent\b|k\b|km\b|kg\b|GB\b|MB\b|TB\b|am\b|pm\b)"
    r"|(?<![\d./-])(?:19|20)\d\d\s?[-–/]\s?(?:19|20)?\d\d(?![\d-])",
    re.IGNORECASE,
)
MAX_NUMBERS = 40
"""Numbers in a run, at most."""


class Number(NamedTuple):
    """A number of a run."""

    start: int
    end: int
    digits: str
    form: str
    """`written`, `digit` (a word for one digit), `words` (a word for more), `scale` (hundred)."""


class Run(NamedTuple):
    """Numbers that follow one another."""

    numbers: tuple[Number, ...]
    tight: bool
    """Whether nothing but spaces, hyphens, full stops, slashes and parentheses stands between."""

    @property
    def start(self) -> int:
        """Offset of the first digit or letter."""
        return self.numbers[0].start

    @property
    def end(self) -> int:
        """Offset behind the last digit or letter."""
        return self.numbers[-1].end

    @property
    def digits(self) -> str:
        """All digits."""
        return "".join(number.digits for number in self.numbers)

    @property
    def written(self) -> bool:
        """Whether it is written in digits alone."""
        return all(number.form == "written" for number in self.numbers)

    @property
    def read_out(self) -> bool:
        """Whether it is read digit by digit, for the most part."""
        single = sum(len(n.digits) for n in self.numbers if n.form == "digit")
        scaled = any(number.form == "scale" for number in self.numbers) and (
            single < 6 or any(number.digits == "000" for number in self.numbers)
        )
        words = [n for n in self.numbers if n.form in ("digit", "words")]
        if scaled or len(words) < 3:
            return False
        written = sum(len(number.digits) for number in self.numbers if number.form == "written")
        return (single + written) * 2 >= len(self.digits) and single >= 2

    @property
    def counts(self) -> bool:
        """Whether it counts, as in `one, two, three, four`."""
        if len(self.numbers) < 3 or any(len(n.digits) > 2 for n in self.numbers):
            return False
        values = [int(number.digits or 0) for number in self.numbers]
        steps = {later - earlier for earlier, later in pairwise(values)}
        return steps in ({1}, {-1}, {1, -2}) or values[:3] == [1, 2, 3]


_TIGHT = re.compile(r"[\s.\-–/()]{0,3}")


def taken_spans(text: str) -> list[tuple[int, int]]:
    """The stretches of dates, times, amounts, addresses of networks, versions, in order."""
    return [match.span() for match in _TAKEN.finditer(text)]


def runs(text: str) -> list[Run]:
    """The runs of numbers of a text, in order; single ones too."""
    taken = taken_spans(text)
    result: list[Run] = []
    current: list[Number] = []
    tight, fillers, position, block = True, 0, 0, 0
    times: tuple[int, int] | None = None

    def close() -> None:
        nonlocal current, tight
        if current:
            result.append(Run(tuple(current), tight))
        current, tight = [], True

    for match in _WORD.finditer(text):
        word, start, end = match.group(), match.start(), match.end()
        while block < len(taken) and taken[block][1] <= start:
            block += 1
        inside = block < len(taken) and taken[block][0] < end
        lower = word.lower()
        number = None if inside else _number(lower, start, end, times)
        near = bool(_APART.fullmatch(text, position, start)) if position else False
        position = end
        if number is None:
            if lower in _TIMES and not inside:
                if not near:
                    close()
                times = (start, _TIMES[lower])
            else:
                times = None
                fillers += 1
                if inside or not near or lower not in _FILLERS or fillers > 3:
                    close()
                elif current:
                    tight = False
            continue
        if current and (not near or len(current) >= MAX_NUMBERS):
            close()
        if current and tight and not _TIGHT.fullmatch(text, current[-1].end, number.start):
            tight = False
        _add(current, number, text)
        fillers, times = 0, None
    close()
    return result


def _number(word: str, start: int, end: int, times: tuple[int, int] | None) -> Number | None:
    if word.isdigit() and word.isascii():
        if times:
            return Number(times[0], end, word * times[1], "digit")
        return Number(start, end, word, "written")
    if word in _DIGITS:
        if times:
            return Number(times[0], end, _DIGITS[word] * times[1], "digit")
        return Number(start, end, _DIGITS[word], "digit")
    if word in _TEENS:
        return Number(start, end, _TEENS[word], "words")
    if word in _TENS:
        return Number(start, end, _TENS[word] + "0", "words")
    if word in _SCALES:
        return Number(start, end, "00" if word == "hundred" else "000", "scale")
    return None


def _add(current: list[Number], number: Number, text: str) -> None:
    """Add a number; `seventy` and `one` are one number, 71."""
    last = current[-1] if current else None
    if (
        last is not None
        and last.form == "words"
        and last.digits[1:] == "0"
        and last.digits != "10"
        and number.form == "digit"
        and number.digits in "123456789"
        and text[last.end : number.start] in (" ", "-", "\u2011")
    ):
        current[-1] = Number(last.start, number.end, last.digits[0] + number.digits, "words")
    else:
        current.append(number)
