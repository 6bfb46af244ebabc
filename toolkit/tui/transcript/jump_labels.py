"""Labels laid over the places in view, to jump to one by typing it.

A label stands in brackets over the first cells of its place, so that it is told from the text
without colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip

if TYPE_CHECKING:
    from rich.style import Style

    from toolkit.tui.transcript.document import Document
    from toolkit.tui.transcript.layout import Layout

LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""The home row first."""
_BRACKETS = 2
Spots = Mapping[int, Sequence[tuple[int, str]]]
"""Labels by row: the column where each begins, in cells of the view, and what it says."""


def labels(count: int) -> list[str]:
    """Up to `count` different labels, none the beginning of another, the short ones first.

    >>> labels(3), len(labels(100)), labels(100)[:2]
    (['a', 's', 'd'], 100, ['a', 's'])
    """
    base = len(LETTERS)
    if count <= base:
        return list(LETTERS[:count])
    count = min(count, base * base)
    # So many letters begin a label of two.
    first = -(-(count - base) // (base - 1))
    single = list(LETTERS[: base - first])
    double = [
        first_letter + second_letter
        for first_letter in LETTERS[base - first :]
        for second_letter in LETTERS
    ]
    return (single + double)[:count]


def places(document: Document, start: int, end: int, codings: Iterable[int]) -> list[int]:
    """Where one may want to go in `[start, end)`: turns, codings, sentences, in that order."""
    turns = [body.start for body in document.turn_bodies]
    sentences = [sentence.start for sentence in document.sentences_in(start, end)]
    starts = dict.fromkeys([*turns, *codings, *sentences])
    return [place for place in starts if start <= place < end]


def spread(layout: Layout, offsets: Iterable[int], cursor: int) -> dict[int, str]:
    """Labels by place; of places too near each other for a label each, the first wanted.

    The places nearest to the cursor, by rows and then by columns, have the shortest labels.
    """
    widest = 2 + _BRACKETS
    taken: dict[int, list[int]] = {}
    kept = []
    for place in offsets:
        row, column = layout.row_of(place), _column(layout, place, widest)
        if place != cursor and all(abs(column - other) >= widest for other in taken.get(row, ())):
            taken.setdefault(row, []).append(column)
            kept.append(place)
    here = layout.row_of(cursor)
    kept.sort(key=lambda place: (abs(layout.row_of(place) - here), abs(place - cursor)))
    return dict(zip(kept, labels(len(kept)), strict=False))


def spots(layout: Layout, labelled: Mapping[int, str]) -> dict[int, list[tuple[int, str]]]:
    """Where the labels of places are drawn."""
    frame = layout.frame
    by_row: dict[int, list[tuple[int, str]]] = {}
    for place in sorted(labelled):
        label = f"[{labelled[place]}]"
        column = frame.text_column + _column(layout, place, len(label))
        by_row.setdefault(layout.row_of(place), []).append((column, label))
    return by_row


def _column(layout: Layout, place: int, cells: int) -> int:
    """Where a label of so many cells begins in the text: over its place, or left of the edge."""
    return min(layout.column_of(place), max(layout.frame.text - cells, 0))


def overlaid(strip: Strip, here: Sequence[tuple[int, str]], style: Style) -> Strip:
    """A row with its labels over it, as wide as before."""
    cells, at = strip.cell_length, 0
    parts = []
    for column, label in here:
        if column < at:
            continue
        parts += [strip.crop(at, column), Strip([Segment(label, style)], len(label))]
        at = column + len(label)
    parts.append(strip.crop(at, cells))
    return Strip.join(parts).adjust_cell_length(cells)
