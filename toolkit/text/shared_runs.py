"""Runs of words that a text shares with others: quotations, wherever they stand.

White space counts as one space, so that a quotation is recognised whose lines were broken
elsewhere. Nothing else is changed before comparing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.domain.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

LEAST = 32
"""Code points, after white space has been reduced, from which on a shared run is a quotation."""
_BLOCK = LEAST // 2
_SPACE = re.compile(r"\s+")


def reduced(text: str) -> str:
    """The text with every run of white space as one space."""
    return _SPACE.sub(" ", text)


class SharedRuns:
    """Finds what a text quotes from given texts.

    `is_common` is asked of each run that was found; where it says yes, the run is no quotation
    of these texts alone, such as a question that was read aloud in every interview.
    """

    def __init__(
        self, texts: Iterable[str], *, is_common: Callable[[str], bool] = lambda _run: False
    ) -> None:
        self._texts = [reduced(text) for text in texts]
        self._is_common = is_common
        # A run of LEAST code points holds a whole block, wherever it begins.
        self._blocks: dict[str, list[tuple[int, int]]] = {}
        for number, text in enumerate(self._texts):
            for at in range(0, len(text) - _BLOCK + 1, _BLOCK):
                self._blocks.setdefault(text[at : at + _BLOCK], []).append((number, at))

    def spans(self, text: str) -> list[Span]:
        """Spans of the runs in `text`, in its code points, in order and apart."""
        short, places = _reduced_with_places(text)
        return [
            Span(places[start], places[end - 1] + 1)
            for start, end in self._found(short)
            if not self._is_common(short[start:end])
        ]

    def any_in(self, text: str) -> bool:
        """Whether the text quotes anything."""
        short = reduced(text)
        return any(not self._is_common(short[start:end]) for start, end in self._found(short))

    def without(self, text: str, mark: str) -> str:
        """The text with `mark` in the place of each run."""
        for span in reversed(self.spans(text)):
            text = text[: span.start] + mark + text[span.end :]
        return text

    def _found(self, short: str) -> Iterator[tuple[int, int]]:
        """Runs of at least `LEAST` code points in a reduced text, the longest at each place."""
        at, last = 0, len(short) - _BLOCK
        done = 0
        while at <= last:
            places = self._blocks.get(short[at : at + _BLOCK])
            if places is None:
                at += 1
                continue
            start, end = max(
                (self._extended(short, at, *place, done) for place in places),
                key=lambda run: run[1] - run[0],
            )
            if end - start >= LEAST:
                yield start, end
                at = done = end
            else:
                at += 1

    def _extended(
        self, short: str, at: int, number: int, place: int, earliest: int
    ) -> tuple[int, int]:
        """The run around a shared block: as far as both texts go on alike."""
        text = self._texts[number]
        start, back = at, place
        while start > earliest and back > 0 and short[start - 1] == text[back - 1]:
            start, back = start - 1, back - 1
        end, forth = at + _BLOCK, place + _BLOCK
        while end < len(short) and forth < len(text) and short[end] == text[forth]:
            end, forth = end + 1, forth + 1
        return start, end


def _reduced_with_places(text: str) -> tuple[str, list[int]]:
    """The reduced text, and for each of its code points its place in `text`."""
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for match in _SPACE.finditer(text):
        pieces.append(text[at : match.start()])
        places.extend(range(at, match.start()))
        pieces.append(" ")
        places.append(match.start())
        at = match.end()
    pieces.append(text[at:])
    places.extend(range(at, len(text)))
    return "".join(pieces), places
