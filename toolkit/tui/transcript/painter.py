"""Turning a row of the layout into a strip of styled cells.

Nothing is said by colour alone: coded text also has a stripe with brackets and a name in
the margin, overlaps are underlined, and without colour every coded stretch is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.strip import Strip

from toolkit.domain.spans import Span
from toolkit.text.cells import cluster_start, drawn, is_plain, next_cluster, pad, truncate, width
from toolkit.tui.transcript.layout import OVERFLOW, Layout, Stripe

UNICODE_GLYPHS = {"first": "┏", "middle": "┃", "last": "┗", "only": "╺"}
ASCII_GLYPHS = {"first": "[", "middle": "|", "last": "]", "only": "="}
UNICODE_OTHER = {"first": "╔", "middle": "║", "last": "╚", "only": "═"}
ASCII_OTHER = {"first": "{", "middle": ":", "last": "}", "only": "~"}
"""Of the second of two coders who are compared."""

_HUES = (
    "#6ea8d9", "#d98c5f", "#7fb685", "#c78bc4", "#d9b85a", "#66b8b0",
    "#d97a86", "#97a0e0", "#a8b860", "#c99a7a", "#7cc0dd", "#b58ad9",
)  # fmt: skip
"""For codes that name no colour of their own, by place in the codebook."""

_TINT, _FOCUS_TINT = 0.26, 0.48
_LEAST_NAME = 5
"""Cells under which a cut name says too little."""


def code_color(color: str, position: int) -> Color:
    """The code's own colour, or one by its place in the codebook when it has none."""
    if color:
        try:
            return Color.parse(color)
        except ValueError:
            pass
    return Color.parse(_HUES[position % len(_HUES)])


def readable(color: Color, background: Color) -> Color:
    """`color` moved away from `background` until it can be read on it as text."""
    target = Color(255, 255, 255) if background.brightness < 0.5 else Color(0, 0, 0)
    for step in range(6):
        candidate = color.blend(target, step * 0.14)
        if _contrast(candidate, background) >= 3.2:
            return candidate
    return color.blend(target, 0.8)


def _luminance(color: Color) -> float:
    def channel(value: int) -> float:
        part = value / 255
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = color.rgb
    return 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue)


def _contrast(color: Color, other: Color) -> float:
    """WCAG 2.1 contrast ratio, 1 to 21."""
    high, low = sorted((_luminance(color), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@dataclass(frozen=True, slots=True)
class CodeLook:
    """How a code appears in the transcript and beside it."""

    name: str
    color: Color


@dataclass(frozen=True, slots=True)
class Overlay:
    """What lies over the row now: cursor, selection, the coding in focus, search matches."""

    cursor: int | None = None
    selection: Span | None = None
    focus: str = ""
    matches: Sequence[Span] = ()


NOTHING = Overlay()


class Painter:
    """Paints rows. Styles are worked out once for each combination that occurs."""

    def __init__(
        self,
        parts: Mapping[str, Style],
        background: Color,
        look: Callable[[str], CodeLook],
        *,
        coder: str,
        colored: bool = True,
        tinted: bool = True,
        ascii_stripes: bool = False,
        noted: frozenset[str] = frozenset(),
        lanes: int = 1,
        compared: Sequence[str] = (),
    ) -> None:
        """`parts` are the view's component styles by name; `look` tells a code's looks;
        `noted` holds the ids of codings with a memo; `lanes` is how many are shown;
        `compared` are two coders to be told apart by glyph and letter."""
        self._parts = parts
        self._background = background
        self._look = look
        self._coder = coder
        self._colored = colored
        self._tinted = tinted and colored
        self._glyphs = ASCII_GLYPHS if ascii_stripes else UNICODE_GLYPHS
        self._other = ASCII_OTHER if ascii_stripes else UNICODE_OTHER
        self._compared = tuple(compared)
        self._noted = noted
        self._lanes = lanes
        self._styles: dict[tuple[object, ...], Style] = {}

    @property
    def background(self) -> Color:
        """The background of the view."""
        return self._background

    def style(self, part: str) -> Style:
        """A component style of the view, by its name."""
        return self._parts[part]

    def blank(self, cells: int) -> Strip:
        return Strip([Segment(" " * cells, self._parts["text"])], cells)

    def line(self, text: str, cells: int) -> Strip:
        """A line of the workspace's own words."""
        return Strip([Segment(pad(f"   {text}", cells), self._parts["interviewer"])], cells)

    def row(
        self, layout: Layout, row: int, stripes: Sequence[Stripe], overlay: Overlay = NOTHING
    ) -> Strip:
        """The strip of one row, `layout.cells` wide."""
        frame, base = layout.frame, self._parts["text"]
        segments = [Segment(" ", base)]
        if frame.number:
            segments.append(self._number(layout, row))
        if frame.label:
            segments.append(self._label(layout, row))
        used = self._text(layout, row, stripes, overlay, segments)
        segments.append(Segment(" " * max(frame.text + 2 - used, 0), base))
        self._margin(layout, stripes, overlay.focus, segments)
        left = layout.cells - frame.margin_column - frame.margin
        if left > 0:
            segments.append(Segment(" " * left, base))
        return Strip(segments, layout.cells)

    def _number(self, layout: Layout, row: int) -> Segment:
        text = " " * layout.frame.number
        if layout.opens_paragraph(row):
            line = layout.line_number(row)
            text = f"{line:>{layout.frame.number - 1}} "
        return Segment(text, self._parts["number"])

    def _label(self, layout: Layout, row: int) -> Segment:
        document, cells = layout.document, layout.frame.label
        start = layout.rows.start[row]
        if start not in document.leads:
            return Segment(" " * cells, self._parts["text"])
        turn = document.turn_at(start)
        speaker = turn.speaker if turn else ""
        part = "label-interviewer" if document.is_no_expert(start) else "label"
        return Segment(pad(speaker, cells - 1) + " ", self._parts[part])

    def _text(
        self,
        layout: Layout,
        row: int,
        stripes: Sequence[Stripe],
        overlay: Overlay,
        segments: list[Segment],
    ) -> int:
        """Append the text column; the cells it took."""
        text = layout.document.text
        start, end = layout.body(row)
        dim = layout.document.is_no_expert(start)
        spans = sorted((s.coding for s in stripes), key=lambda c: (-len(c.span), c.span, c.id))
        # The blank at the end of a wrapped row is not worth colouring.
        inked = start + len(text[start:end].rstrip())
        cuts = {start, inked, end}
        for coding in spans:
            cuts.update((coding.span.start, coding.span.end))
        if overlay.selection is not None:
            cuts.update((overlay.selection.start, overlay.selection.end))
        for match in overlay.matches:
            cuts.update((match.start, match.end))
        cursor = overlay.cursor
        if cursor is not None:
            cuts.update((cursor, next_cluster(text, cursor)))
        inside = sorted(cut for cut in cuts if start <= cut <= end)
        if not is_plain(text[start:end]):
            snapped = {start, end, *(cluster_start(text, cut) for cut in inside if cut < end)}
            inside = sorted(snapped)
        used = 0
        for first, last in pairwise(inside):
            covering = [c for c in spans if c.span.start <= first < min(c.span.end, inked)]
            piece = text[first:last]
            style = self._style(
                covering[-1].code_id if covering else "",
                len(covering) > 1,
                any(c.id == overlay.focus for c in covering),
                dim,
                overlay.selection is not None and first in overlay.selection,
                cursor is not None and first == cursor,
                any(first in match for match in overlay.matches),
            )
            shown = drawn(piece)
            if shown:
                segments.append(Segment(shown, style))
                used += len(shown) if is_plain(shown) else width(piece)
        if cursor is not None and (cursor >= end or start == end) and used <= layout.frame.text:
            cursor_style = self._style("", False, False, dim, False, True, False)
            segments.append(Segment(" ", cursor_style))
            used += 1
        return used

    def _style(
        self,
        code_id: str,
        overlap: bool,
        focused: bool,
        dim: bool,
        selected: bool,
        cursor: bool,
        matched: bool,
    ) -> Style:
        key = (code_id, overlap, focused, dim, selected, cursor, matched)
        style = self._styles.get(key)
        if style is None:
            style = self._styles[key] = self._mix(*key)
        return style

    def _mix(
        self,
        code_id: str,
        overlap: bool,
        focused: bool,
        dim: bool,
        selected: bool,
        cursor: bool,
        matched: bool,
    ) -> Style:
        style = self._parts["interviewer" if dim else "text"]
        if code_id:
            color = self._look(code_id).color
            if self._tinted:
                amount = _FOCUS_TINT if focused else _TINT
                style += Style(bgcolor=self._background.blend(color, amount).rich_color)
            elif self._colored:
                style += Style(color=color.rich_color)
            stands_out = focused or (overlap and not self._tinted)
            style += Style(underline=overlap or not self._tinted, bold=stands_out or None)
        if matched:
            style += self._parts["match"]
        if selected:
            style += self._parts["selection"] if self._tinted else Style(reverse=True)
        if cursor:
            style += self._parts["cursor"]
            if self._colored:
                style += Style(reverse=False)
            else:
                style += Style(reverse=not selected, bold=True, underline=selected)
        return style

    def _margin(
        self, layout: Layout, stripes: Sequence[Stripe], focus: str, segments: list[Segment]
    ) -> None:
        frame, margin = layout.frame, self._parts["margin"]
        if not stripes:
            segments.append(Segment(" " * frame.margin, margin))
            return
        lanes = self._lanes
        in_lane = {stripe.lane: stripe for stripe in stripes if stripe.lane < lanes}
        for lane in range(lanes):
            stripe = in_lane.get(lane)
            if stripe is None:
                segments.append(Segment(" ", margin))
            else:
                segments.append(Segment(self._glyph(stripe), self._stripe_style(stripe, focus)))
        hidden = sum(stripe.lane >= lanes for stripe in stripes)
        segments.append(Segment(f"+{min(hidden, 9)} " if hidden else " " * OVERFLOW, margin))
        names = frame.margin - lanes - OVERFLOW
        self._names(names, [s for s in stripes if s.first], focus, segments)

    def _glyph(self, stripe: Stripe) -> str:
        second = self._compared[1:] == (stripe.coding.coder_id,)
        glyphs = self._other if second else self._glyphs
        if stripe.first:
            return glyphs["only" if stripe.last else "first"]
        return glyphs["last" if stripe.last else "middle"]

    def _stripe_style(self, stripe: Stripe, focus: str) -> Style:
        coding = stripe.coding
        key = ("stripe", coding.code_id, coding.id == focus, coding.coder_id == self._coder)
        style = self._styles.get(key)
        if style is None:
            style = self._parts["margin"]
            if self._colored:
                color = self._look(coding.code_id).color
                if self._tinted:
                    color = readable(color, self._background)
                style += Style(color=color.rich_color)
            style += Style(bold=coding.id == focus, italic=coding.coder_id != self._coder)
            self._styles[key] = style
        return style

    def _names(
        self, cells: int, starting: Sequence[Stripe], focus: str, segments: list[Segment]
    ) -> None:
        """Names of the codings that start here, then how many found no room: `law, cost +2`."""
        margin, left = self._parts["margin"], cells
        labels = [self._label_of(stripe) for stripe in starting]
        rooms = share_out([width(name) + len(mark) for name, mark in labels], cells)
        for number, (room, (name, mark)) in enumerate(zip(rooms, labels, strict=False)):
            if number:
                segments.append(Segment(", ", margin))
                left -= 2
            shown = truncate(name, room - len(mark)) + mark
            segments.append(Segment(shown, self._stripe_style(starting[number], focus)))
            left -= width(shown)
        if rooms and len(rooms) < len(labels):
            more = f" +{len(labels) - len(rooms)}"
            segments.append(Segment(more, margin))
            left -= len(more)
        segments.append(Segment(" " * max(left, 0), margin))

    def _label_of(self, stripe: Stripe) -> tuple[str, str]:
        """The code's name as it is drawn, and the marks that go after it."""
        coding = stripe.coding
        mark = ("?" if coding.discuss else "") + ("*" if coding.id in self._noted else "")
        name = drawn(self._look(coding.code_id).name)
        if coding.coder_id in self._compared:
            name = f"{'AB'[self._compared.index(coding.coder_id)]} {name}"
        return name, mark


def share_out(widths: Sequence[int], cells: int) -> list[int]:
    """Cells for each of the first names, as many as find room; ", " stands between two.

    Where not all find room, space for a count such as ` +2` is left at the end. Short names
    give what they do not need to the long ones.
    """
    for count in range(len(widths), 0, -1):
        rest = len(f" +{len(widths) - count}") if count < len(widths) else 0
        room = cells - rest - 2 * (count - 1)
        if room >= _LEAST_NAME * count or (count == 1 and room > 1):
            shares = [min(want, room // count) for want in widths[:count]]
            for index, want in enumerate(widths[:count]):
                spare = room - sum(shares)
                shares[index] += min(max(want - shares[index], 0), spare)
            return shares
    return []
