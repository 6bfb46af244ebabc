"""Numbers that are read in Hangul: digit by digit (공일공), or with units (이백십사)."""

from __future__ import annotations

import re

_DIGITS = {
    **dict(zip("공영일이삼사오육칠팔구", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)),
    "륙": 6,
    "빵": 0,
}
DIGIT = "공영일이삼사오육륙칠팔구빵"
"""Syllables that are read for digits."""
_UNITS = {"십": 10, "백": 100, "천": 1000}
NUMERAL = "[일이삼사오육륙칠팔구십백천만공영]"
"""A syllable of a number with units."""
_NUMERAL = re.compile(rf"{NUMERAL}+")


def digits_of(text: str) -> str:
    """The digits that a text has, in figures or in Hangul; other characters are left out."""
    return "".join(
        str(_DIGITS[char]) if char in _DIGITS else char
        for char in text
        if char in _DIGITS or char.isdigit()
    )


def value(text: str) -> int | None:
    """The number that a text of numerals with units says, as 이백십사 214; None if it is none."""
    text = text.replace(" ", "")
    if not _NUMERAL.fullmatch(text):
        return None
    total, part, digit = 0, 0, 0
    for char in text:
        if char == "만":
            total += max(1, part + digit) * 10_000
            part, digit = 0, 0
        elif char in _UNITS:
            part += max(1, digit) * _UNITS[char]
            digit = 0
        elif digit:
            return None
        else:
            digit = _DIGITS[char]
    return total + part + digit
