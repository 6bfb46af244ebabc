"""Repainting only the cells that changed.

Textual renders every row of each widget that a change may touch, throws away all but the changed
rows, and writes those as a whole; on a screen full of text that is most of what a key costs. Here
only the changed rows of the widget in front are rendered, and only the cells that differ from
what the terminal shows are written. This overrides what Textual keeps to itself, so it is used
with known versions of Textual only: `compositor.py` decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate
from textual.geometry import Region, Size
from textual.strip import Strip

from toolkit.tui.transcript.terminal_cells import UNKNOWN, Cell, Run, cells_of, changed_runs, encode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console, RenderableType
    from textual.screen import Screen
    from textual.strip import Strip
    from textual.widget import Widget

Part = tuple["Widget", Region, Region]
"""A widget, its region, and the part of the screen that it repaints."""


class Written:
    """What the terminal shows, by row: cells, or the strips that were written."""

    def __init__(self) -> None:
        self._rows: list[list[Cell] | Iterable[Strip]] = []
        self._width = 0

    def reset(self, rows: Iterable[Iterable[Strip]], size: Size) -> None:
        """Note that the whole screen was written."""
        self._rows, self._width = list(rows), size.width

    def fit(self, size: Size) -> None:
        """Know nothing of a screen that was not written as a whole in this size."""
        if (self._width, len(self._rows)) != size:
            self._width = size.width
            self._rows = [[UNKNOWN] * size.width for _ in range(size.height)]

    def write(self, y: int, x: int, strip: Strip) -> list[Run]:
        """Note that a strip is written; the runs of cells in it that differ from before."""
        row, cells = self._row(y), cells_of(strip)
        end = x + len(cells)
        before = row[x:end]
        if before == cells:
            return []
        row[x:end] = cells
        return [(y, x + start, run) for start, run in changed_runs(before, cells)]

    def _row(self, y: int) -> list[Cell]:
        row = self._rows[y]
        if not isinstance(row, list):
            row = [cell for strip in row for cell in cells_of(strip)][: self._width]
            row += [UNKNOWN] * (self._width - len(row))
            self._rows[y] = row
        return row


class NotedLayout(LayoutUpdate):
    """A full update that is noted once it goes to the terminal."""

    def __init__(self, update: LayoutUpdate, written: Written) -> None:
        super().__init__(update.strips, update.region)
        self._written = written

    def render_segments(self, console: Console) -> str:
        self._written.reset(self.strips, self.region.size)
        return super().render_segments(console)


class CellsUpdate(ChopsUpdate):
    """Strips of which only the cells that differ go to the terminal."""

    def __init__(self, strips: Sequence[tuple[int, int, Strip]], written: Written) -> None:
        """`strips` have the row and the column where each begins."""
        super().__init__([], [], [])
        self._strips, self._written = strips, written

    def render_segments(self, console: Console) -> str:
        runs = [run for y, x, strip in self._strips for run in self._written.write(y, x, strip)]
        return encode(runs, console._color_system)


class RowCompositor(Compositor):
    """A compositor whose partial updates render and write what changed."""

    def __init__(self) -> None:
        super().__init__()
        self.is_waiting = False
        """Whether nothing is rendered until the screen has what it is to show."""
        self._written = Written()

    def render_update(
        self,
        full: bool = False,
        screen_stack: list[Screen[Any]] | None = None,
        simplify: bool = False,
    ) -> RenderableType | None:
        if self.is_waiting:
            return None
        return super().render_update(full, screen_stack, simplify)

    def render_full_update(self, simplify: bool = False) -> LayoutUpdate:
        update = super().render_full_update(simplify)
        # What is simplified is exported and never goes to the terminal.
        return update if simplify else NotedLayout(update, self._written)

    def render_partial_update(self) -> ChopsUpdate | None:
        regions = list(self._dirty_regions)
        self._dirty_regions.clear()
        strips: list[tuple[int, int, Strip]] = []
        for widget, region, part in self._parts(regions):
            lines = widget.render_lines(part.translate(-region.offset))
            strips += [(y, part.x, line) for y, line in zip(part.line_range, lines, strict=False)]
        self._written.fit(self.size)
        return CellsUpdate(strips, self._written) if strips else None

    def _parts(self, regions: Iterable[Region]) -> list[Part]:
        """What is repainted, each part by the widget that is in front there."""
        widgets = [
            (widget, region, region.intersection(clip))
            for widget, (region, clip) in self.visible_widgets.items()
        ]
        parts: list[Part] = []
        for dirty in regions:
            left = [dirty.intersection(self.size.region)]
            for widget, region, shown in widgets:  # those in front come first
                rest: list[Region] = []
                for part in left:
                    if shown.overlaps(part):
                        parts.append((widget, region, part.intersection(shown)))
                        rest += _around(part, shown)
                    else:
                        rest.append(part)
                left = rest
                if not left:
                    break
        return parts


def _around(part: Region, hole: Region) -> list[Region]:
    """What is left of a region without another one that it overlaps."""
    x, y, right, bottom = part.x, part.y, part.right, part.bottom
    top, low = max(hole.y, y), min(hole.bottom, bottom)
    pieces = [
        Region.from_corners(x, y, right, top),
        Region.from_corners(x, low, right, bottom),
        Region.from_corners(x, top, hole.x, low) if hole.x > x else Region(),
        Region.from_corners(hole.right, top, right, low) if hole.right < right else Region(),
    ]
    return [piece for piece in pieces if piece]
