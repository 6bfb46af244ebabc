"""Segments for clustering: turns of experts, cut at sentences into pieces of similar length."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.domain.spans import Span, stripped
from toolkit.domain.transcript import Role, Turn
from toolkit.errors import unknown
from toolkit.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

UNITS = ("passage", "turn", "sentence")
"""Ways to cut what experts say."""
ENOUGH_WORDS = 80
"""Number of words from which on a piece is complete."""
MOST_WORDS = 120
"""Longest piece; a sentence beyond it starts a new piece, if the piece has 40 words."""
FEWEST_WORDS = 40
"""Shortest last piece; a shorter one joins the piece before it."""
TOO_SHORT = 8
"""Fewest words of a piece; shorter turns ("Yes, exactly.") have no topic and are left out."""
KOREAN_SHARE = 0.6
"""Korean words, with spaces between them, for each English word."""


@dataclass(frozen=True, slots=True, order=True)
class ThemeSegment:
    """A piece of a turn of an expert."""

    source_id: str
    span: Span
    text: str


def units(
    source_id: str, text: str, turns: Iterable[Turn], unit: str = "passage"
) -> list[ThemeSegment]:
    """The pieces of all turns of experts in a source, in the order of the text.

    `unit` is `passage` (pieces of similar length), `turn` or `sentence`. Raises `InputError` for
    another.
    """
    if unit not in UNITS:
        raise unknown("unit", unit, UNITS)
    pieces = [
        ThemeSegment(source_id, piece, text[piece.start : piece.end])
        for turn in turns
        if turn.role is Role.EXPERT
        for piece in _CUTS[unit](text, turn.body)
    ]
    return sorted(piece for piece in pieces if weight(piece.text) >= TOO_SHORT)


def split(text: str, body: Span) -> list[Span]:
    """The pieces of a turn, of about 80 to 120 words, cut between sentences."""
    pieces: list[Span] = []
    start: int | None = None
    end = body.start
    for sentence in sentences(text, body):
        if start is not None:
            so_far = weight(text[start:end])
            longer = weight(text[start : sentence.end])
            if so_far >= ENOUGH_WORDS or (longer > MOST_WORDS and so_far >= FEWEST_WORDS):
                pieces.append(Span(start, end))
                start = None
        start = sentence.start if start is None else start
        end = sentence.end
    if start is not None:
        if pieces and weight(text[start:end]) < FEWEST_WORDS:
            pieces[-1] = pieces[-1].hull(Span(start, end))
        else:
            pieces.append(Span(start, end))
    return pieces


def whole(text: str, body: Span) -> list[Span]:
    """The turn itself, without the blanks around it."""
    turn = stripped(text, body.start, body.end)
    return [turn] if turn is not None else []


def each_sentence(text: str, body: Span) -> list[Span]:
    """The sentences of a turn."""
    return list(sentences(text, body))


def weight(text: str) -> float:
    """The length in English words; a Korean word counts for more than one."""
    words = text.split()
    korean = sum(any("\uac00" <= character <= "\ud7a3" for character in word) for word in words)
    return len(words) - korean + korean / KOREAN_SHARE


def is_korean(text: str) -> bool:
    """Whether most words are Korean."""
    if text.isascii():
        return False
    words = text.split()
    korean = sum(any("\uac00" <= character <= "\ud7a3" for character in word) for word in words)
    return korean * 2 > len(words)


def languages(texts: Sequence[str]) -> tuple[str, ...]:
    """`ko` or `en` for each text; the mean of each language is subtracted before clustering."""
    return tuple("ko" if is_korean(text) else "en" for text in texts)


_CUTS: dict[str, Callable[[str, Span], list[Span]]] = {
    "passage": split,
    "turn": whole,
    "sentence": each_sentence,
}
