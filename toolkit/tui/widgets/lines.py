"""Rendering the lines of widgets that paint every cell of themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.color import Color
    from textual.geometry import Region
    from textual.strip import Strip
    from textual.widget import Widget


def plain_lines(widget: Widget, crop: Region, background: Color | None = None) -> list[Strip]:
    """The lines of a widget without border, padding or opacity.

    Textual works these out for every line it renders, which costs more than the line itself.
    `background` is the widget's, where it is known.
    """
    strips = [widget.render_line(y) for y in crop.line_range]
    filters = widget.app.get_line_filters()
    if filters:
        background = background or widget.background_colors[1]
        for line_filter in filters:
            strips = [strip.apply_filter(line_filter, background) for strip in strips]
    if crop.x == 0 and all(strip.cell_length == crop.width for strip in strips):
        return strips
    return [strip.adjust_cell_length(crop.right).crop(crop.x, crop.right) for strip in strips]
