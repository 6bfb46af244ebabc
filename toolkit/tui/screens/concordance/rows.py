"""How a concordance is drawn: its columns, its lines, and its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.binding import Binding, BindingType
from textual.content import Content

from toolkit.i18n import _
from toolkit.text.cells import flush_right, pad, truncate, width
from toolkit.tui.widgets.bars import QUIET

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.analysis.terms.concordance import Line
    from toolkit.tui.state.concordance import Sizes

_MOST_SOURCE, _MOST_SPEAKER = 14, 16
_LEAST_MATCH = 8
_NARROW = 60
"""Cells of a list below which sources and speakers have half as much room."""
Keys = tuple[tuple[str, str], ...]
"""Keys with what they do."""
LIST_KEYS: Keys = (
    ("enter", _("Go to it")), ("l", _("By left")), ("r", _("By right")), ("s", _("By source")),
    ("w", _("Experts or all")), ("/", _("Another word")), ("esc", _("Back")),
)  # fmt: skip
WAITING_KEYS: Keys = (("esc", _("Stop")),)
ORDER_TEXTS: Mapping[str, str] = {
    "text": _("by source"),
    "left": _("by the words on the left"),
    "right": _("by the words on the right"),
}
SEARCH_TEXTS: Mapping[str, str] = {
    "lemma": _("in all forms"),
    "written": _("as written"),
    "regex": _("regular expression"),
}
WHO_TEXTS: Mapping[str, str] = {"experts": _("experts"), "all": _("all who speak")}
CSS = """
ConcordanceScreen { background: $background; layout: vertical; }
ConcordanceScreen #kwic-title { background: $panel; }
ConcordanceScreen #kwic-word { height: 1; border: none; padding: 0 1; background: $surface; }
ConcordanceScreen #kwic-limits { height: auto; max-height: 2; padding: 0 1;
    color: $text-warning; display: none; }
ConcordanceScreen #kwic-head { height: 1; padding: 0 1; text-wrap: nowrap; }
ConcordanceScreen #kwic-list { height: 1fr; border: none; padding: 0 1; text-wrap: nowrap;
    background: $background; scrollbar-size-vertical: 1; }
ConcordanceScreen #kwic-list:focus { border: none; }
ConcordanceScreen #kwic-why { height: 1fr; padding: 1 2; display: none; }
ConcordanceScreen #kwic-status { background: $surface; }
ConcordanceScreen #kwic-keys { background: $panel; height: auto; max-height: 2; padding: 0 1; }
ConcordanceScreen.-without #kwic-list, ConcordanceScreen.-without #kwic-head { display: none; }
ConcordanceScreen.-without #kwic-why { display: block; }
"""
BINDINGS: list[BindingType] = [
    Binding("escape,q", "leave", "Back"),
    Binding("j", "step(1)", show=False),
    Binding("k", "step(-1)", show=False),
    Binding("down", "to_list", show=False),
    Binding("l", "sort('left')", "By left"),
    Binding("r", "sort('right')", "By right"),
    Binding("s", "sort('text')", "By source"),
    Binding("ctrl+t,w", "who", "Experts or all"),
    Binding("slash,f", "ask", "Another word"),
]


class Columns(NamedTuple):
    """Cells of each column of a list."""

    source: int
    speaker: int
    left: int
    match: int
    right: int


def columns(cells: int, sizes: Sizes) -> Columns:
    """The columns in a list of `cells` cells: left and right of the word share what is free."""
    part = 2 if cells < _NARROW else 1
    source = min(max(sizes.source, width(_("Source"))), _MOST_SOURCE // part)
    speaker = 0
    if sizes.speaker:
        speaker = min(max(sizes.speaker, width(_("Speaker"))), _MOST_SPEAKER // part)
    match = min(max(sizes.match, width(_("Word"))), max(cells // 5, _LEAST_MATCH))
    # Two blanks after the source and the speaker, and one on each side of the word.
    free = max(cells - source - speaker - match - (6 if speaker else 4), 4)
    return Columns(source, speaker, free // 2, match, free - free // 2)


def heading(at: Columns) -> Content:
    """What the columns are."""
    parts = [pad(_("Source"), at.source), "  "]
    if at.speaker:
        parts += [pad(_("Speaker"), at.speaker), "  "]
    parts += [flush_right(_("Left"), at.left), " ", pad(_("Word"), at.match), " ", _("Right")]
    return Content.assemble(("".join(parts), QUIET))


def line_row(item: Line, at: Columns) -> Content:
    """A line of the concordance; the word stands in the same cells in every line."""
    return Content.assemble(
        (pad(item.source_id, at.source) + "  ", QUIET),
        ((pad(item.speaker, at.speaker) + "  ") if at.speaker else "", QUIET),
        flush_right(item.left, at.left),
        " ",
        (pad(item.match, at.match), "bold"),
        " ",
        truncate(item.right, at.right, ellipsis=""),
    )
