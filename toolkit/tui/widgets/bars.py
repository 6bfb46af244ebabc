"""The one-line bars: title, status, hints; and text made safe to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from toolkit.text.cells import drawn, truncate
from toolkit.text.wrap import wrap
from toolkit.tui.widgets.lines import plain_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.geometry import Region
    from textual.strip import Strip

QUIET = "$foreground 62%"
"""Style of what may be overlooked."""

_BETWEEN = "   "
Part = tuple[str, str]
"""Text and its style."""


def safe(text: str) -> str:
    """Text from people made safe for a widget: lines stay, control characters become visible."""
    return "\n".join(drawn(line) for line in text.split("\n"))


class Bar(Widget):
    """One line with something at its left and something at its right end."""

    DEFAULT_CSS = "Bar { height: 1; width: 1fr; }"
    ALLOW_SELECT = False

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._left: Sequence[Part] = ()
        self._right: Sequence[Part] = ()

    def set(self, left: Sequence[Part], right: Sequence[Part] = ()) -> None:
        """Show these parts; the left side is cut where both do not fit."""
        left, right = tuple(left), tuple(right)
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self.refresh()

    @property
    def text(self) -> str:
        """What the bar says, left then right."""
        return "".join(part for part, _ in (*self._left, *self._right))

    def render_lines(self, crop: Region) -> list[Strip]:
        return plain_lines(self, crop)

    def render(self) -> Content:
        cells = self.size.width
        left, right = Content.assemble(*self._left), Content.assemble(*self._right)
        most = cells - min(left.cell_length + 1, cells // 2)
        if right.cell_length > most:
            right = right.truncate(most, ellipsis=True)
        room = max(cells - right.cell_length - (1 if right else 0), 0)
        if left.cell_length > room:
            left = left.truncate(room, ellipsis=True)
        gap = " " * max(cells - left.cell_length - right.cell_length, 0)
        return Content.assemble(left, gap, right)


def key_rows(keys: Sequence[tuple[str, str]], cells: int) -> Content:
    """Keys with what they do, in rows of `cells` cells; a key and its label stay together."""
    rows: list[list[Content]] = [[]]
    left = cells
    for key, what in keys:
        part = Content.assemble((key, "bold $text-accent"), (f" {what}", QUIET))
        if rows[-1] and part.cell_length + len(_BETWEEN) > left:
            rows.append([])
            left = cells
        left -= part.cell_length + (len(_BETWEEN) if rows[-1] else 0)
        rows[-1].append(part)
    return Content("\n").join(Content(_BETWEEN).join(row) for row in rows)


def hanging(text: str, cells: int, indent: int) -> str:
    """Text from people broken into rows of `cells` cells, each set in by `indent`."""
    blank, lines = " " * indent, safe(text)
    rows = wrap(lines, max(cells - indent - 1, 4))
    return "\n".join(
        blank + lines[start:end].rstrip() for start, end in zip(rows.start, rows.end, strict=True)
    )


def short(text: str, cells: int) -> str:
    """One line of text from people, in at most `cells` cells."""
    return truncate(" ".join(text.split()), cells)
