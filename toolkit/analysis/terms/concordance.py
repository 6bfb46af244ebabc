"""Concordances: the places of a word with what stands left and right of it (KWIC)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.domain.spans import Span
    from toolkit.domain.transcript import Turn

ORDERS = ("text", "left", "right")
"""In the order of the text, or by the context, read away from the word."""


@dataclass(frozen=True, slots=True)
class Line:
    """A place of a word with its context, each in one line."""

    source_id: str
    start: int
    end: int
    speaker: str
    """The label of the turn."""
    left: str
    match: str
    right: str


def line(source_id: str, text: str, match: Span, turn: Turn, width: int) -> Line:
    """The line of a match, with up to `width` code points of what is spoken in its turn on each
    side.

    Runs of blanks become one blank; a word that the width would cut is left out.
    """
    start, end, body = match.start, match.end, turn.body
    before = text[max(body.start, start - width) : start]
    if start - width > body.start and not text[start - width - 1].isspace():
        before = before.partition(" ")[2] if " " in before else before
    after = text[end : min(body.end, end + width)]
    if end + width < body.end and not text[end + width].isspace():
        after = after.rpartition(" ")[0] if " " in after else after
    return Line(
        source_id, start, end, turn.speaker, _flat(before), _flat(text[start:end]), _flat(after)
    )


def ordered(lines: Iterable[Line], order: str) -> list[Line]:
    """The lines in an order of `ORDERS`; equal ones keep the order that they come in.

    By the left context the word next to the match comes first, then the one before it.
    """
    if order == "left":
        return sorted(lines, key=lambda item: [word.casefold() for word in _words(item.left)][::-1])
    if order == "right":
        return sorted(
            lines,
            key=lambda item: ([word.casefold() for word in _words(item.right)], item.match),
        )
    return list(lines)


def _words(text: str) -> list[str]:
    return [word.strip(".,;:!?()[]\"'“”‘’") for word in text.split()]


def _flat(text: str) -> str:
    return " ".join(text.split())
