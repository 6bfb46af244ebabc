"""The pictures of themes, each with all its figures in words.

Nothing is told by colour alone: an unstable theme is hatched with a dashed edge, a rejected one is
an empty shape with a dotted edge, both are named so, and shades stand behind written counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.i18n import _, ngettext
from toolkit.report.themes.drawing import (
    BLUE,
    CELL,
    GREY,
    HATCH,
    INK,
    LIGHT,
    Drawing,
    label_places,
)
from toolkit.report.themes.pictures import TENTHS, Mark, shown, titles
from toolkit.text.cells import width

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from toolkit.report.figures import Figure
    from toolkit.report.themes.pictures import DrawnTheme, ThemePictures

MAP_WIDTH, MAP_HEIGHT = 720, 460
LABEL_CELLS = 34
_ROW = 22
_NAMES = 250
"""Pixels of the names to the left of a picture."""
_LINE = 440
"""Pixels of an axis."""
_HEAD = 150
"""Pixels of the names above a table of counts."""
_SQUARE = 36
_HEAD_CELLS = 28
_DASHES = {Mark.PLAIN: "", Mark.UNSTABLE: "5 3", Mark.REJECTED: "2 3"}
_FILLS = {Mark.PLAIN: BLUE, Mark.UNSTABLE: HATCH, Mark.REJECTED: "#ffffff"}
_STEPS = ("#ffffff", "#deebf7", "#9ecae1", "#4292c6", "#08519c")
"""Shades of one colour, each darker than the one before it also without colour."""


def figures(pictures: ThemePictures) -> dict[str, Figure]:
    """The figure of each picture that has something to show, by its name."""
    makers: dict[str, Callable[[ThemePictures], Figure | None]] = {
        "map": theme_map,
        "words": term_bars,
        "hierarchy": hierarchy,
        "stability": stability_strip,
        "cases": by_case,
        "positions": over_interview,
    }
    made = {name: maker(pictures) for name, maker in makers.items()}
    return {name: figure for name, figure in made.items() if figure is not None}


def theme_map(pictures: ThemePictures) -> Figure | None:
    """The themes by their places, each a circle whose area is its number of segments. A browser
    shows the passage that stands for a theme where the pointer rests on it."""
    placed = [(theme, theme.place) for theme in pictures.themes if theme.place is not None]
    if not placed:
        return None
    height = MAP_HEIGHT + 15 * max(0, len(placed) - 15)
    drawing = Drawing(MAP_WIDTH, height)
    drawing.rect(0.5, 0.5, MAP_WIDTH - 1, height - 1, fill="#ffffff", stroke=LIGHT)
    spots = _spots([place for _theme, place in placed], (MAP_WIDTH, height))
    largest = max(1, *(theme.size for theme, _place in placed))
    widest = 17 * min(1.0, (15 / len(placed)) ** 0.5)
    circles = [
        (x, y, 5 + widest * (theme.size / largest) ** 0.5)
        for (theme, _place), (x, y) in zip(placed, spots, strict=True)
    ]
    labels = [theme.short(LABEL_CELLS) for theme, _place in placed]
    boxes = label_places(
        circles, [CELL * width(label) for label in labels], (4, 4, MAP_WIDTH - 4, height - 4)
    )
    for (x, y, radius), box in zip(circles, boxes, strict=True):
        near_x, near_y = min(max(x, box[0]), box[2]), min(max(y, box[1]), box[3])
        if (near_x - x) ** 2 + (near_y - y) ** 2 > (radius + 12) ** 2:
            drawing.line(x, y, near_x, near_y, stroke=GREY)
    for at in sorted(range(len(placed)), key=lambda at: -circles[at][2]):
        theme = placed[at][0]
        drawing.circle(
            *circles[at],
            fill=_FILLS[theme.mark],
            stroke="#ffffff" if theme.mark is Mark.PLAIN else BLUE,
            dash=_DASHES[theme.mark],
            hover=_hover(theme),
        )
    for label, box in zip(labels, boxes, strict=True):
        drawing.text(box[0], box[3] - 4, label, cells=LABEL_CELLS)
    words = [
        ngettext(
            "{theme}: {count} segment in {sources} interviews",
            "{theme}: {count} segments in {sources} interviews",
            theme.size,
        ).format(theme=theme.told, count=theme.size, sources=theme.sources)
        + _at(place)
        for theme, place in placed
    ]
    return drawing.figure("themes-map", titles()["map"], " ".join(words))


def term_bars(pictures: ThemePictures) -> Figure | None:
    """The words of each theme with their weights as bars, in columns of themes."""
    themes = [theme for theme in pictures.themes if theme.words]
    if not themes:
        return None
    columns, across, line = 3, 300, 16
    heights = [(len(shown(theme)) + 1) * line + 18 for theme in themes]
    rows = [themes[at : at + columns] for at in range(0, len(themes), columns)]
    tall = [max(heights[at : at + columns]) for at in range(0, len(themes), columns)]
    drawing = Drawing(columns * across, sum(tall))
    most = pictures.heaviest
    top = 0.0
    for row, height in zip(rows, tall, strict=True):
        for column, theme in enumerate(row):
            left = column * across
            drawing.text(left, top + 14, theme.short(42), cells=42)
            for at, word in enumerate(shown(theme)):
                y = top + 20 + at * line
                drawing.text(left + 132, y + 11, word.text, cells=19, anchor="end")
                if word.weight is None or most <= 0:
                    continue
                drawing.rect(
                    left + 138,
                    y + 1,
                    max(1.0, 110 * word.weight / most),
                    line - 4,
                    fill=_FILLS[theme.mark],
                    stroke=BLUE,
                    dash=_DASHES[theme.mark],
                    hover=f"{word.text}: {word.weight:.3f}",
                )
        top += height
    words = [
        _("{theme}: {words}.").format(
            theme=theme.told,
            words=", ".join(
                word.text if word.weight is None else f"{word.text} {word.weight:.3f}"
                for word in shown(theme)
            ),
        )
        for theme in themes
    ]
    return drawing.figure("themes-words", titles()["words"], " ".join(words))


def hierarchy(pictures: ThemePictures) -> Figure | None:
    """A tree that joins the nearest themes first, by the mean cosine at which they join."""
    if not pictures.joins:
        return None
    names = {theme.number: theme for theme in pictures.themes}
    last = pictures.joins[-1]
    order = (*last.first, *last.second)
    least = min(join.cosine for join in pictures.joins)
    span = max(1 - least, 0.01)
    drawing = Drawing(_NAMES + _LINE + 40, 34 + _ROW * len(order) + 6)

    def across(cosine: float) -> float:
        return _NAMES + 10 + _LINE * (1 - cosine) / span

    drawing.text(_NAMES + 10, 12, _("mean cosine at which they join"), fill=GREY)
    for tick in (1.0, 0.75, 0.5, 0.25, 0.0, -0.25, -0.5, -0.75, -1.0):
        if tick >= least - 0.001:
            x = across(tick)
            drawing.line(x, 32, x, drawing.height, stroke=LIGHT)
            drawing.text(x, 28, f"{tick:.2f}", anchor="middle", fill=GREY, size=10)
    heights: dict[tuple[int, ...], tuple[float, float]] = {}
    for at, number in enumerate(order):
        y = 34 + _ROW * (at + 0.5)
        heights[(number,)] = (across(1.0), y)
        drawing.text(_NAMES, y + 4, names[number].short(36), cells=36, anchor="end")
    for join in pictures.joins:
        first, second = heights[join.first], heights[join.second]
        x = across(join.cosine)
        for part in (first, second):
            drawing.line(part[0], part[1], x, part[1])
        drawing.line(x, first[1], x, second[1])
        heights[(*join.first, *join.second)] = (x, (first[1] + second[1]) / 2)
    words = [
        _("{first} and {second} join at {cosine:.2f}.").format(
            first=_listed(join.first), second=_listed(join.second), cosine=join.cosine
        )
        for join in pictures.joins
    ]
    return drawing.figure("themes-hierarchy", titles()["hierarchy"], " ".join(words))


def stability_strip(pictures: ThemePictures) -> Figure | None:
    """The stability of each theme from 0 to 1, with a line from which on a theme is stable."""
    if all(theme.stability is None for theme in pictures.themes):
        return None
    limit = pictures.stable_from
    drawing = Drawing(_NAMES + _LINE + 60, 30 + _ROW * len(pictures.themes) + 6)

    def across(share: float) -> float:
        return _NAMES + 12 + _LINE * share

    for tick in (0.0, 0.2, 0.4, limit, 0.8, 1.0):
        x = across(tick)
        edge = tick == limit
        drawing.line(
            x, 22, x, drawing.height, stroke=INK if edge else LIGHT, dash="4 3" if edge else ""
        )
        drawing.text(x, 16, f"{tick:.1f}", anchor="middle", fill=GREY, size=10)
    for at, theme in enumerate(pictures.themes):
        y = 30 + _ROW * (at + 0.5)
        drawing.text(_NAMES, y + 4, theme.short(36), cells=36, anchor="end")
        if theme.stability is None:
            drawing.text(across(0) + 4, y + 4, _("not measured"), fill=GREY)
            continue
        stable = theme.stability >= limit
        drawing.line(across(0), y, across(theme.stability), y, stroke=GREY)
        drawing.circle(
            across(theme.stability),
            y,
            6,
            fill=BLUE if stable else "#ffffff",
            stroke=BLUE,
            dash="" if stable else "3 2",
            hover=f"{theme.told}: {theme.stability:.2f}",
        )
        drawing.text(across(1) + 12, y + 4, f"{theme.stability:.2f}", size=10)
    words = [
        _("{theme}: {value}.").format(
            theme=theme.told,
            value=_("not measured") if theme.stability is None else f"{theme.stability:.2f}",
        )
        for theme in pictures.themes
    ]
    return drawing.figure("themes-stability", titles()["stability"], " ".join(words))


def by_case(pictures: ThemePictures) -> Figure | None:
    """The segments of each case in each theme, shaded by their share of the case's segments."""
    apart = [
        (name, [getattr(counts, field) for counts in pictures.cases.values()])
        for name, field in (
            (_("small talk, set apart"), "small_talk"),
            (_("recurring words, set apart"), "recurring"),
        )
    ]
    apart = [(name, values) for name, values in apart if any(values)]
    rows = [
        _Line(
            name,
            name,
            [
                *(counts.themes[theme.number] for theme in pictures.themes),
                *(values[at] for _name, values in apart),
            ],
        )
        for at, (name, counts) in enumerate(pictures.cases.items())
    ]
    columns = [
        *((theme.told, theme.short(_HEAD_CELLS)) for theme in pictures.themes),
        *((name, name) for name, _values in apart),
    ]
    return _grid("cases", columns, rows, split_column=len(pictures.themes))


def over_interview(pictures: ThemePictures) -> Figure | None:
    """The segments of each theme by the tenth of the interview in which they begin, shaded by
    their share of the theme's segments."""
    rows = [
        _Line(theme.told, theme.short(36), [part.themes[theme.number] for part in pictures.tenths])
        for theme in pictures.themes
    ]
    apart = [_Line(label, label, parts) for _name, label, parts in pictures.apart]
    columns = [(name, name) for name in TENTHS]
    return _grid("positions", columns, [*rows, *apart], split_row=len(rows))


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of counts."""

    name: str
    short: str
    """The name as it is drawn."""
    counts: list[int]


def _grid(
    picture: str,
    columns: Sequence[tuple[str, str]],
    rows: Sequence[_Line],
    *,
    split_column: int | None = None,
    split_row: int | None = None,
) -> Figure | None:
    """Counts in squares, shaded by their share of the row; a gap parts what is set apart.

    Columns have their whole name, and the one that is drawn.
    """
    if not rows or not columns:
        return None
    gap = 10

    def left(column: int) -> float:
        apart = split_column is not None and column >= split_column
        return _NAMES + 8 + _SQUARE * column + (gap if apart else 0)

    below = gap if split_row is not None else 0
    drawing = Drawing(left(len(columns)) + 110, _HEAD + _ROW * len(rows) + below)
    for column, (_whole, short) in enumerate(columns):
        drawing.text(left(column) + _SQUARE / 2, _HEAD - 8, short, cells=_HEAD_CELLS, turned=-50)
    for at, row in enumerate(rows):
        top = _HEAD + _ROW * at + (gap if split_row is not None and at >= split_row else 0)
        drawing.text(_NAMES, top + 15, row.short, cells=36, anchor="end")
        total = sum(row.counts)
        for column, count in enumerate(row.counts):
            step = 0 if not count else min(1 + int(8 * count / total), len(_STEPS) - 1)
            drawing.rect(
                left(column),
                top,
                _SQUARE,
                _ROW,
                fill=_STEPS[step],
                stroke=LIGHT,
                hover=_("{row}, {column}: {count} of {total}").format(
                    row=row.name, column=columns[column][0], count=count, total=total
                ),
            )
            drawing.text(
                left(column) + _SQUARE / 2,
                top + 15,
                str(count) if count else "·",
                anchor="middle",
                fill="#ffffff" if step == len(_STEPS) - 1 else INK if count else GREY,
                size=11,
            )
    words = [
        _("{row}: {counts}.").format(
            row=row.name,
            counts=", ".join(
                f"{name} {count}"
                for (name, _short), count in zip(columns, row.counts, strict=True)
                if count
            )
            or _("none"),
        )
        for row in rows
    ]
    return drawing.figure(f"themes-{picture}", titles()[picture], " ".join(words))


def _spots(
    places: Sequence[tuple[float, float]], size: tuple[float, float]
) -> list[tuple[float, float]]:
    """The places in pixels, on one scale for both directions, so that nearness stays true."""
    xs, ys = [x for x, _y in places], [y for _x, y in places]
    room = (size[0] - 260, size[1] - 90)
    spans = (max(xs) - min(xs), max(ys) - min(ys))
    scale = min(
        (have / span for have, span in zip(room, spans, strict=True) if span > 0), default=0.0
    )
    middle = ((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2)
    return [
        (size[0] / 2 + scale * (x - middle[0]), size[1] / 2 - scale * (y - middle[1]))
        for x, y in places
    ]


def _hover(theme: DrawnTheme) -> str:
    words = ", ".join(word.text for word in shown(theme))
    quote = theme.quote or _("its passages are folded; --unfold shows them")
    where = f" ({theme.where[0]})" if theme.where else ""
    return f"{theme.told}\n{words}\n{quote}{where}"


def _at(place: tuple[float, float]) -> str:
    return _(", at {x:.2f} and {y:.2f}.").format(x=place[0], y=place[1])


def _listed(themes: tuple[int, ...]) -> str:
    return ", ".join(map(str, sorted(themes)))
