"""Repainting a row without rendering the rest of the screen.

Textual renders every row of each widget that a change may touch and then throws away all
but the changed ones; on a screen full of text that is most of what a key costs. Here only
the rows that changed are rendered. This overrides what Textual keeps to itself, which is why
its version is pinned; `tests/tui` counts the rows.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.strip import Strip


class RowCompositor(Compositor):
    """A compositor whose partial updates render changed rows only."""

    def __init__(self) -> None:
        super().__init__()
        self._changed: tuple[Region, ...] = ()
        """What the partial update under way repaints, in cells of the screen."""

    def render_partial_update(self) -> ChopsUpdate | None:
        self._changed = tuple(self._dirty_regions)
        try:
            return super().render_partial_update()
        finally:
            self._changed = ()

    def _get_renders(
        self, crop: Region | None = None
    ) -> Iterable[tuple[Region, Region, list[Strip]]]:
        if not self._changed:
            yield from super()._get_renders(crop)
            return
        for widget, (region, clip) in self.visible_widgets.items():
            shown = region.intersection(clip)
            touched = [part for part in self._changed if part.overlaps(shown)]
            if not touched:
                continue
            top = max(min(part.y for part in touched), shown.y)
            end = min(max(part.bottom for part in touched), shown.bottom)
            rows = Region(shown.x, top, shown.width, end - top)
            yield region, rows, widget.render_lines(rows.translate(-region.offset))
