"""A drawing in SVG that is written mark by mark, where nothing needs measuring.

Altair draws what has axes and scales. Pictures of themes need labels that give way to one another
and words that a browser shows where the pointer rests, which its drawings have not; both are
plain elements of SVG. Every text is escaped, cut to the cells it has, and shown without control
characters. Coordinates are pixels from the upper left.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from toolkit.report.charts import FONT
from toolkit.report.figures import NAMESPACE, figure
from toolkit.text.cells import drawn, truncate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.report.figures import Figure

CELL = 6.6
"""Pixels that a terminal cell of text takes at most on average, in the size of a label."""
INK, GREY, LIGHT = "#000000", "#595959", "#d0d0d0"
BLUE = "#0072B2"
"""Of the colours of Okabe & Ito (2008)."""
HATCH = "url(#hatch)"
_DEFINITIONS = (
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="6" height="6" fill="#ffffff"/>'
    f'<rect width="2" height="6" fill="{BLUE}"/></pattern></defs>'
)


class Drawing:
    """Marks one above another, the first at the bottom."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self._marks: list[str] = []

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = "none",
        stroke: str = "none",
        dash: str = "",
        hover: str = "",
    ) -> None:
        """A rectangle; `hover` is what a browser shows where the pointer rests on it."""
        self._mark(
            "rect",
            (("x", x), ("y", y), ("width", width), ("height", height)),
            (("fill", fill), ("stroke", stroke), ("stroke-dasharray", dash)),
            hover,
        )

    def circle(
        self,
        x: float,
        y: float,
        radius: float,
        *,
        fill: str = "none",
        stroke: str = INK,
        dash: str = "",
        hover: str = "",
    ) -> None:
        self._mark(
            "circle",
            (("cx", x), ("cy", y), ("r", radius)),
            (
                ("fill", fill),
                ("stroke", stroke),
                ("stroke-width", "1.5"),
                ("stroke-dasharray", dash),
            ),
            hover,
        )

    def line(
        self, x: float, y: float, to_x: float, to_y: float, *, stroke: str = INK, dash: str = ""
    ) -> None:
        self._mark(
            "line",
            (("x1", x), ("y1", y), ("x2", to_x), ("y2", to_y)),
            (("stroke", stroke), ("stroke-dasharray", dash)),
        )

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        cells: int = 60,
        anchor: str = "start",
        fill: str = INK,
        size: int = 12,
        turned: int = 0,
    ) -> None:
        """A line of text on the height `y`, cut to so many cells, turned by degrees."""
        turn = f"rotate({turned} {_number(x)} {_number(y)})" if turned else ""
        self._mark(
            "text",
            (("x", x), ("y", y)),
            (
                ("text-anchor", "" if anchor == "start" else anchor),
                ("fill", fill),
                ("font-size", "" if size == 12 else str(size)),
                ("transform", turn),
            ),
            content=escape(truncate(drawn(text), cells)),
        )

    def _mark(
        self,
        name: str,
        numbers: Iterable[tuple[str, float]],
        words: Iterable[tuple[str, str]],
        hover: str = "",
        content: str = "",
    ) -> None:
        places = "".join(f' {key}="{_number(value)}"' for key, value in numbers)
        rest = "".join(f' {key}="{escape(value)}"' for key, value in words if value)
        title = f"<title>{escape(drawn_lines(hover))}</title>" if hover else ""
        self._marks.append(f"<{name}{places}{rest}>{title}{content}</{name}>")

    def figure(self, identifier: str, title: str, description: str) -> Figure:
        """The drawing with its words."""
        width, height = _number(self.width), _number(self.height)
        svg = (
            f'<svg{NAMESPACE} width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
            f'{_DEFINITIONS}<g font-family="{escape(FONT)}" font-size="12">\n'
            + "\n".join(self._marks)
            + "\n</g></svg>"
        )
        return figure(identifier, title, description, svg)


def drawn_lines(text: str) -> str:
    """The text without control characters, its lines kept."""
    return "\n".join(drawn(line) for line in text.split("\n"))


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""


def label_places(
    circles: list[tuple[float, float, float]], widths: list[float], frame: Box, height: float = 15
) -> list[Box]:
    """A box for the label of each circle (x, y, radius), beside it where there is room.

    No box lies on another one as long as the frame has room for all, and none on a circle where
    another place is free.
    """
    left, top, right, bottom = frame
    taken: list[Box] = []
    rounds = [(x - r, y - r, x + r, y + r) for x, y, r in circles]
    for (x, y, radius), wide in zip(circles, widths, strict=True):
        spots = [
            (x + radius + 4, y - height / 2),
            (x - radius - 4 - wide, y - height / 2),
            (x - wide / 2, y - radius - 4 - height),
            (x - wide / 2, y + radius + 4),
        ]
        steps = int((bottom - top) / height)
        for step in range(1, steps + 1):
            for shift in (-step * height, step * height):
                spots += [
                    (x + radius + 4, y - height / 2 + shift),
                    (x - radius - 4 - wide, y - height / 2 + shift),
                    (x - wide / 2, y - height / 2 + shift),
                ]
        boxes = [
            (at, up, at + wide, up + height)
            for at, up in spots
            if left <= at and at + wide <= right and top <= up and up + height <= bottom
        ]
        grid = [
            (at, top + row * height, at + wide, top + (row + 1) * height)
            for row in range(steps)
            for at in (left, right - wide)
        ]
        clear = [box for box in (*boxes, *grid) if not any(_meet(box, other) for other in taken)]
        free = [box for box in clear if not any(_meet(box, other) for other in rounds)]
        # Nearest first: the spots are in the order of how near they are.
        taken.append((free or clear or boxes or grid)[0])
    return taken


def _meet(first: Box, second: Box) -> bool:
    return (
        first[0] < second[2]
        and second[0] < first[2]
        and first[1] < second[3]
        and second[1] < first[3]
    )
