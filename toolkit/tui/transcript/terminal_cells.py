"""Cells of the terminal: what differs between two rows, and the shortest way to write it.

A cell is its text and style. A wide character takes its own cell and an empty one after it;
marks that combine belong to the cell of their character.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.style import Style

if TYPE_CHECKING:
    from rich.color import ColorSystem
    from textual.strip import Strip

Cell = tuple[str, Style | None]
UNKNOWN: Cell = ("\0", None)
"""A cell of which nobody knows what the terminal shows; it differs from every other."""
Run = tuple[int, int, Sequence[Cell]]
"""Row, column, and the cells to write from there on."""
_GAP = 6
"""Equal cells between two changes that are written again rather than skipped over."""
_COLOURS = {"38": "foreground", "48": "background"}


def cells_of(strip: Strip) -> list[Cell]:
    """The cells of a strip, as many as it is wide."""
    cells: list[Cell] = []
    for text, style, _ in strip:
        if text.isascii():
            cells += [(char, style) for char in text]
            continue
        for char in text:
            width = cell_len(char)
            if width:
                cells.append((char, style))
                cells += [("", style)] * (width - 1)
            elif cells:
                at = len(cells) - 1
                while at and not cells[at][0]:
                    at -= 1
                cells[at] = (cells[at][0] + char, cells[at][1])
    return cells


def changed_runs(before: Sequence[Cell], after: Sequence[Cell]) -> list[tuple[int, list[Cell]]]:
    """Runs of `after` that differ from `before`, by the column where each begins.

    Neither half of a wide character is ever written without the other.
    """
    known = len(before)
    changed = [at for at, cell in enumerate(after) if at >= known or cell != before[at]]
    runs: list[tuple[int, list[Cell]]] = []
    end = 0
    for at in changed:
        if runs and at - end <= _GAP:
            end = at + 1
        else:
            if runs:
                runs[-1] = _cut(before, after, runs[-1][0], end)
            runs.append((at, []))
            end = at + 1
    if runs:
        runs[-1] = _cut(before, after, runs[-1][0], end)
    return runs


def _cut(
    before: Sequence[Cell], after: Sequence[Cell], start: int, end: int
) -> tuple[int, list[Cell]]:
    """The run from `start` to `end`, widened to whole characters of both rows."""

    def is_half(at: int) -> bool:
        return not after[at][0] or (at < len(before) and not before[at][0])

    while start and is_half(start):
        start -= 1
    while end < len(after) and is_half(end):
        end += 1
    return start, list(after[start:end])


def encode(runs: Iterable[Run], system: ColorSystem | None) -> str:
    """The runs as text for the terminal; a style is written only as far as it changes."""
    pieces: list[str] = []
    style: Style | None = None
    fresh = True
    for y, x, cells in runs:
        pieces.append(f"\x1b[{y + 1};{x + 1}H")
        for text, after in cells:
            if after is not style or fresh:
                if fresh or after != style:
                    pieces.append(_change(None if fresh else style, after, fresh, system))
                style, fresh = after, False
            pieces.append(text)
    if pieces:
        pieces.append("\x1b[0m")
    return "".join(pieces)


@lru_cache(maxsize=4096)
def _change(
    before: Style | None, after: Style | None, fresh: bool, system: ColorSystem | None
) -> str:
    """The sequence that leads from one style to another."""
    codes = _codes(after, system)
    if fresh:
        return f"\x1b[{';'.join(['0', *codes.values()])}m"
    had = _codes(before, system)
    if had.keys() - codes.keys():
        return f"\x1b[{';'.join(['0', *codes.values()])}m"
    changes = [code for name, code in codes.items() if had.get(name) != code]
    return f"\x1b[{';'.join(changes)}m" if changes else ""


@lru_cache(maxsize=1024)
def _codes(style: Style | None, system: ColorSystem | None) -> dict[str, str]:
    """The codes of a style by what they set: foreground, background, each attribute."""
    if style is None or system is None:
        return {}
    rendered = style.render("x", color_system=system)
    if "\x1b[" not in rendered:
        return {}
    numbers = rendered[rendered.index("\x1b[") + 2 :].split("m", 1)[0].split(";")
    codes: dict[str, str] = {}
    at = 0
    while at < len(numbers):
        number = numbers[at]
        name = _COLOURS.get(number)
        if name is not None:
            size = 5 if numbers[at + 1] == "2" else 3
            codes[name] = ";".join(numbers[at : at + size])
            at += size
            continue
        plain = int(number)
        if 30 <= plain <= 37 or 90 <= plain <= 97:
            name = "foreground"
        elif 40 <= plain <= 47 or 100 <= plain <= 107:
            name = "background"
        codes[name or number] = number
        at += 1
    return codes
