"""A text as rules read it: plain hyphens and spaces, no lines that a page ends, no shouting.

Every change keeps the length, so that offsets are those of the text as it was.
"""

from __future__ import annotations

import re

from toolkit.language.identifiers.english.vocabulary import is_common
from toolkit.language.identifiers.word_sets import word_set

_SIGNS = str.maketrans(
    {
        "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ", "\u2010": "-", "\u2011": "-",
        "\u00ad": "-", "\u2212": "-", "\uff0d": "-", "\u02bc": "'", "\uff07": "'", "`": "'",
    }
)  # fmt: skip
_DASH = re.compile(r"(?<=[^\W_])[\u2012\u2013](?=[^\W_])")
_LINE = re.compile(r"^[^\n]+(?=\n[^\n])", re.MULTILINE)
_NEW_SPEAKER = re.compile(
    r"[ \t]*(?:[^\n:]{1,30}:(?:\s|$)|[A-Z]\d{0,2}\.\s|[-–—*•>#]|\[?\d{1,2}:\d\d|\d{1,3}[.)]\s"
    r"|\d{1,6}$)"
)
_LONGEST = 132
"""Code points of a line that a page ends, at most."""
_FEWEST = 6
"""Lines that a page ends in a text, at least."""
_FULL = 0.75
"""Share of the length of the longest that such lines have, nearly all of them."""
_MOST_LINES = 0.7
_SHOUTED = 0.75
"""Share of capitals among letters from which a text is shouted."""
_MANY_LETTERS = 200


def plain(text: str) -> str:
    """The text with plain signs; lines that a page ends are joined; shouted text is lowered.

    >>> plain("Room\u00a04\u201112")
    'Room 4-12'
    """
    text = _DASH.sub("-", text.translate(_SIGNS))
    return _lowered(_unwrapped(text))


def _unwrapped(text: str) -> str:
    """The text with spaces for the ends of lines, where nearly all lines are of one length."""
    ends = [
        (match.start(), match.end())
        for match in _LINE.finditer(text)
        if not _NEW_SPEAKER.match(text, match.end() + 1)
    ]
    lengths = sorted(end - start for start, end in ends)
    if len(lengths) < _FEWEST:
        return text
    longest = lengths[int(0.95 * (len(lengths) - 1))]
    full = sum(length >= _FULL * longest for length in lengths)
    if longest > _LONGEST or full < _MOST_LINES * len(lengths):
        return text
    pieces: list[str] = []
    position = 0
    for start, end in ends:
        if end - start >= _FULL * longest * 0.8:
            pieces += [text[position:end], " "]
            position = end + 1
    return "".join([*pieces, text[position:]])


def _lowered(text: str) -> str:
    """The text in lower case, where it is written in capitals."""
    letters = sum(map(str.isalpha, text))
    if letters < _MANY_LETTERS or sum(map(str.isupper, text)) < _SHOUTED * letters:
        return text
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else text


_CAPITAL = re.compile(r"[A-ZÀ-Þ]")
_FEW = 0.012
"""Share of capitals among letters under which a text is written without them."""
_CODE_PARTS = re.compile(
    r"(?<![\w@./'-])(?:[a-z]{1,4}(?=[ -]?\d)|(?<=\d)[a-z]{1,4}|[a-z]{1,4}(?=\d)"
    r"|(?<=\d[ -])[a-z]{1,4})(?![a-z@'.])|(?<=\d)[a-z]{1,3}(?![\w@'])"
)
_MIXED = re.compile(r"(?<![\w@./'-])(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{4,24}(?![\w@])")
_UNITS = word_set(
    "am pm st nd rd th km kg mm cm mb gb kb k m bn s ml x hz ish a i an in to of on at or is as "
    "by my we he "
    "me us it so do go no be if up and the for was had has not but per are his her its you all out"
)


def with_capital_codes(text: str) -> str:
    """In a text without capital letters, the letters of codes as they are written: `KTA 7R41`."""
    if len(_CAPITAL.findall(text)) > _FEW * len(text):
        return text
    text = _CODE_PARTS.sub(_raised, text)
    return _MIXED.sub(_raised, text)


def _raised(match: re.Match[str]) -> str:
    piece = match.group()
    letters = re.sub(r"\d", "", piece)
    if letters in _UNITS or re.fullmatch(r"\d+(?:st|nd|rd|th|am|pm|km|kg|mb|gb|k|m)", piece):
        return piece
    if piece.isalpha() and len(piece) > 1 and is_common(piece):
        return piece
    raised = piece.upper()
    return raised if len(raised) == len(piece) else piece
