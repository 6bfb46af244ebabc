"""Charts of a replay: calibration, learning and labour, drawn by Altair and vl-convert.

A chart is SVG without scripts, fonts or addresses. Its layout has fixed sizes and measures no text,
so that equal figures give equal bytes whatever fonts a machine has. Colours are those of Okabe &
Ito (2008), which people with any colour vision tell apart; dashes and shapes tell the series apart
without colour. Each has a description in words with all its figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from toolkit.errors import InputError
from toolkit.i18n import _, ngettext
from toolkit.report.figures import Figure, figure
from toolkit.text.cells import drawn, truncate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import ModuleType

FONT = "system-ui, 'Noto Sans KR', 'Noto Sans CJK KR', 'Malgun Gothic', sans-serif"
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [10, 2], [4, 1], [1, 3])
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right")
MOST_SERIES = len(COLOURS)
_GREY = "#666666"
_WIDTH, _HEIGHT = 400, 300
_PADDING = {"left": 60, "top": 54, "right": 170, "bottom": 50}
_NAME_CELLS = 20
_TITLE_CELLS = 64


class ReliabilityBin(Protocol):
    """Answers of similar confidence: a row of the reliability table."""

    @property
    def count(self) -> int: ...
    @property
    def confidence(self) -> float: ...
    @property
    def right(self) -> float: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...


class LearningPoint(Protocol):
    """The share of hits with so many earlier interviews."""

    @property
    def earlier(self) -> int: ...
    @property
    def count(self) -> int: ...
    @property
    def hits(self) -> float: ...


class LabourPoint(Protocol):
    """The share of right codes when so many passages are coded by hand."""

    @property
    def by_hand(self) -> float: ...
    @property
    def right(self) -> float: ...
    @property
    def at_random(self) -> float: ...


def reliability_diagram(identifier: str, title: str, bins: Sequence[ReliabilityBin]) -> Figure:
    """How often the first candidate is right against the probability that was said.

    Each point is a bin of answers with a 95 % interval; on the diagonal the probabilities are
    true. The counts stand below the title, and beside the points where they differ.

    Parameters
    ----------
    identifier
        A name for the figure that no other figure of the page has, of letters, digits and hyphens.
    title
        Shown above the chart.
    bins
        The reliability table, by rising confidence.
    """
    alt = _altair()
    rows = [
        {
            "said": row.confidence,
            "right": row.right,
            "low": row.low,
            "high": row.high,
            "count": f"{row.count:,}",
        }
        for row in bins
    ]
    across = _share_axis(alt, "said", _("probability of the first candidate"))
    up = _share_axis(alt, "right", _("share of right first candidates"))
    diagonal = (
        alt.Chart(alt.Data(values=[{"said": 0, "right": 0}, {"said": 1, "right": 1}]))
        .mark_line(color=_GREY, strokeDash=[4, 4], strokeWidth=1)
        .encode(x=alt.X(**across), y=alt.Y(**up))
    )
    base = alt.Chart(alt.Data(values=rows)).encode(x=alt.X(**across))
    spans = base.mark_rule(color=COLOURS[0], strokeWidth=1.5).encode(
        y=alt.Y("low:Q"), y2=alt.Y2("high")
    )
    points = base.mark_point(filled=True, size=60, color=COLOURS[0], opacity=1).encode(
        y=alt.Y(**up)
    )
    layers = [diagonal, spans, points]
    sizes = [row.count for row in bins]
    if max(sizes, default=0) > min(sizes, default=0) + 1:
        layers.append(
            base.mark_text(align="left", dx=7, dy=-6, fontSize=10).encode(
                y=alt.Y(**up), text=alt.Text("count:N")
            )
        )
    words = [
        _("{count} answers with a mean probability of {said:.0%}: {right:.0%} right.").format(
            count=f"{row.count:,}", said=row.confidence, right=row.right
        )
        for row in bins
    ]
    return _figure(alt, identifier, title, words, layers, _counts(sizes))


def _counts(sizes: Sequence[int]) -> str:
    """How many answers there are, and in each point."""
    least, most = min(sizes, default=0), max(sizes, default=0)
    total = sum(sizes)
    if least == most:
        text = ngettext("{total} answer, {most} a point", "{total} answers, {most} a point", total)
    else:
        text = ngettext(
            "{total} answer, {least} to {most} a point",
            "{total} answers, {least} to {most} a point",
            total,
        )
    return text.format(total=f"{total:,}", least=f"{least:,}", most=f"{most:,}")


def learning_chart(
    identifier: str, title: str, series: Mapping[str, Sequence[LearningPoint]], k: int
) -> Figure:
    """hit@k by the number of interviews that were coded earlier, a line for each method.

    Parameters
    ----------
    identifier, title
        As for `reliability_diagram`.
    series
        The points of each method by its name, at most seven methods.
    k
        How many candidates count, for the label of the axis.

    Raises
    ------
    ValueError
        There are more series than colours.
    """
    points = {
        name: [(row.earlier, row.hits, row.count) for row in rows] for name, rows in series.items()
    }
    words = [
        _("{method}: {points}.").format(
            method=name,
            points=", ".join(
                ngettext(
                    "{hits:.0%} after {earlier} interview ({count} answers)",
                    "{hits:.0%} after {earlier} interviews ({count} answers)",
                    earlier,
                ).format(hits=hits, earlier=earlier, count=f"{count:,}")
                for earlier, hits, count in rows
            ),
        )
        for name, rows in points.items()
    ]
    most = max((row[0] for rows in points.values() for row in rows), default=1)
    return _lines(
        identifier,
        title,
        {name: [row[:2] for row in rows] for name, rows in points.items()},
        words,
        across=(_("interviews coded earlier"), float(most)),
        up=_("share with a right code among the first {k}").format(k=k),
    )


def labour_chart(identifier: str, title: str, points: Sequence[LabourPoint]) -> Figure:
    """How right all codes are by the share of passages that a person codes.

    One line gives a person the passages of which the machine is least sure, the other draws them.
    """
    sure, drawn_by_chance = _("the least sure ones"), _("drawn by chance")
    words = [
        _("{hand:.0%} by hand: {right:.0%} right, and {random:.0%} where they are drawn.").format(
            hand=row.by_hand, right=row.right, random=row.at_random
        )
        for row in points
    ]
    return _lines(
        identifier,
        title,
        {
            sure: [(row.by_hand, row.right) for row in points],
            drawn_by_chance: [(row.by_hand, row.at_random) for row in points],
        },
        words,
        across=(_("share of passages coded by hand"), None),
        up=_("share of all passages with a right code"),
    )


def _lines(
    identifier: str,
    title: str,
    series: Mapping[str, Sequence[tuple[float, float]]],
    words: Sequence[str],
    *,
    across: tuple[str, float | None],
    up: str,
) -> Figure:
    """A chart of lines. `across` is the label of its axis and its end, None for a share."""
    if len(series) > MOST_SERIES:
        raise ValueError(f"a chart has room for {MOST_SERIES} series, not for {len(series)}")
    alt = _altair()
    names = [_name(name, number) for number, name in enumerate(series)]
    rows = [
        {"across": x, "up": y, "series": name}
        for name, points in zip(names, series.values(), strict=True)
        for x, y in points
    ]
    label, end = across
    horizontal = _share_axis(alt, "across", label)
    if end is not None:
        horizontal["scale"] = alt.Scale(domain=[0, end], nice=False)
        horizontal["axis"] = _axis(alt, label, format="d", tickMinStep=1)
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X(**horizontal),
        y=alt.Y(**_share_axis(alt, "up", up)),
        color=alt.Color("series:N", scale=_scale(alt, names, COLOURS), legend=_legend(alt)),
    )
    lines = base.mark_line(strokeWidth=2).encode(
        strokeDash=alt.StrokeDash("series:N", scale=_scale(alt, names, DASHES), legend=_legend(alt))
    )
    points = base.mark_point(filled=True, size=30, opacity=1).encode(
        shape=alt.Shape("series:N", scale=_scale(alt, names, SHAPES), legend=_legend(alt))
    )
    return _figure(alt, identifier, title, words, [lines, points])


def _figure(
    alt: ModuleType,
    identifier: str,
    title: str,
    words: Sequence[str],
    layers: Sequence[Any],
    subtitle: str = "",
) -> Figure:
    """The layers as a drawing with a title above them."""
    import vl_convert

    chart = (
        alt.layer(*layers)
        .properties(
            width=_WIDTH,
            height=_HEIGHT,
            padding=_PADDING,
            autosize=alt.AutoSizeParams(type="none"),
            title=alt.TitleParams(
                truncate(drawn(title), _TITLE_CELLS),
                subtitle=subtitle,
                subtitleColor=_GREY,
                anchor="start",
                frame="group",
                offset=10,
                fontSize=14,
                limit=0,
            ),
        )
        .configure(font=FONT, background="#ffffff")
        .configure_view(stroke="#cccccc")
    )
    svg = vl_convert.vegalite_to_svg(
        chart.to_dict(),
        vl_version=".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2]),
        allowed_base_urls=[],
    )
    return figure(identifier, title, " ".join(words) or _("There is nothing to show."), svg)


def _share_axis(alt: ModuleType, field: str, label: str) -> dict[str, Any]:
    """An axis from 0 to 100 %, as the arguments of `alt.X` and `alt.Y`."""
    return {
        "field": field,
        "type": "quantitative",
        "scale": alt.Scale(domain=[0, 1], nice=False),
        "axis": _axis(alt, label, format=".0%", tickCount=5),
    }


def _axis(alt: ModuleType, label: str, **fields: Any) -> Any:
    """An axis whose place does not depend on the width of any text."""
    return alt.Axis(
        title=label,
        titleLimit=0,
        labelLimit=0,
        labelOverlap=False,
        labelBound=False,
        labelFlush=False,
        minExtent=32,
        maxExtent=32,
        gridColor="#e5e5e5",
        **fields,
    )


def _legend(alt: ModuleType) -> Any:
    return alt.Legend(title=None, orient="right", labelLimit=0, symbolSize=60, symbolStrokeWidth=2)


def _scale(alt: ModuleType, names: Sequence[str], values: Sequence[Any]) -> Any:
    return alt.Scale(domain=list(names), range=list(values[: len(names)]))


def _name(name: str, number: int) -> str:
    """The name of a series as it is drawn: no control characters, and room for it."""
    short = truncate(drawn(name), _NAME_CELLS)
    return short if short == name else f"{number + 1} {short}"


def _altair() -> ModuleType:
    """Altair, or an error that names the extra with it and vl-convert."""
    try:
        import altair
        import vl_convert  # noqa: F401 - what draws
    except ImportError as missing:
        raise InputError(
            _("charts need the package {package}, which is not installed.").format(
                package=missing.name or "altair"
            ),
            code="charts-missing",
            hint=_("Install it with: pip install 'qualitative-coding-toolkit[report]'."),
        ) from missing
    return altair
