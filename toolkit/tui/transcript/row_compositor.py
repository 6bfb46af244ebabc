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
from textual.geometry import Region

from toolkit.tui.transcript.terminal_cells import UNKNOWN, Cell, Run, cells_of, changed_runs, encode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console, RenderableType
    from textual.screen import Screen
    from textual.strip import Strip
    from textual.widget import Widget

Part = tuple["Widget", Region, Region]
"""A widget, its region, and the part of the screen that it repaints."""


class CellsUpdate(ChopsUpdate):
    """Runs of cells to be written to the terminal."""

    def __init__(self, runs: Sequence[Run]) -> None:
        super().__init__([], [], [])
        self.runs = runs

    def render_segments(self, console: Console) -> str:
        return encode(self.runs, console._color_system)


class RowCompositor(Compositor):
    """A compositor whose partial updates render and write what changed."""

    def __init__(self) -> None:
        super().__init__()
        self.is_waiting = False
        """Whether nothing is rendered until the screen has what it is to show."""
        self._written: list[list[Cell] | Iterable[Strip]] = []
        """What the terminal shows, by row: cells, or the strips that were written."""

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
        if not simplify:  # simplified is what is exported, not what the terminal gets
            self._written = list(update.strips)
        return update

    def render_partial_update(self) -> ChopsUpdate | None:
        regions = list(self._dirty_regions)
        self._dirty_regions.clear()
        if len(self._written) != self.size.height:
            self._written = [[UNKNOWN] * self.size.width for _ in range(self.size.height)]
        runs: list[Run] = []
        for widget, region, part in self._parts(regions):
            strips = widget.render_lines(part.translate(-region.offset))
            for y, strip in zip(part.line_range, strips, strict=False):
                runs += self._write(y, part.x, strip)
        return CellsUpdate(runs) if runs else None

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

    def _write(self, y: int, x: int, strip: Strip) -> list[Run]:
        """Note what is written to a row from a column on; the runs of cells that differ."""
        written, cells = self._row(y), cells_of(strip)
        end = x + len(cells)
        before = written[x:end]
        if before == cells:
            return []
        written[x:end] = cells
        return [(y, x + start, run) for start, run in changed_runs(before, cells)]

    def _row(self, y: int) -> list[Cell]:
        """The cells that the terminal shows in a row."""
        row = self._written[y]
        if not isinstance(row, list):
            row = [cell for strip in row for cell in cells_of(strip)]
            row = self._written[y] = row[: self.size.width]
            row += [UNKNOWN] * (self.size.width - len(row))
        return row


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
