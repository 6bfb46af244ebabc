"""How the desk draws a group, a place, and what it says beside the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from toolkit.i18n import _, ngettext
from toolkit.operations.identifiers.propose import NEW
from toolkit.text.cells import pad, width
from toolkit.tui.state.identifiers import KINDS, STATES
from toolkit.tui.widgets.bars import QUIET, Part, safe

if TYPE_CHECKING:
    from toolkit.operations.identifiers.propose import Proposal
    from toolkit.tui.state.identifiers import Desk, Group

FEW = 12
"""Places that are shown beside the list before one goes to them."""
_WIDE, _WIDER = 64, 90
"""Cells of a list from which kinds, and then counts, have all the room that they need."""


def _columns(cells: int) -> tuple[int, int, int, int, int]:
    """Cells of words, kind, pseudonym, places and state in a list of `cells` cells."""
    state = max(map(width, STATES.values()))
    kind = 15 if cells >= _WIDER else 12 if cells >= _WIDE else 8
    places = 14 if cells >= _WIDER else 9
    room = max(cells - state - places - kind - 5, 12)
    words = room * 11 // 20
    return words, kind, room - words, places, state


def heading(cells: int) -> Content:
    """What the columns of the list are."""
    names = (_("Words"), _("Kind"), _("Pseudonym"), _("Places"), _("State"))
    parts = [pad(name, room) for name, room in zip(names, _columns(cells), strict=True)]
    return Content.assemble((" " + " ".join(parts), QUIET))


def group_row(group: Group, cells: int, *, left_out: int, is_under_way: bool) -> Content:
    """A group in one line of `cells` cells: words, kind, pseudonym, places, state."""
    words, kind, pseudonym, places, state = _columns(cells)
    count = f"{group.count_text} -{left_out}" if left_out else group.count_text
    style = QUIET if is_under_way else ""
    return Content.assemble(
        ("~" if is_under_way else " ", "bold $text-warning"),
        (pad(group.words, words), style or "bold"),
        " ",
        (pad(KINDS[group.kind], kind), QUIET),
        " ",
        (pad(group.replacement, pseudonym), style),
        " ",
        (pad(_("under way") if is_under_way else count, places), QUIET),
        " ",
        (pad(STATES[group.state], state), style if group.state == NEW else QUIET),
    )


def place_row(desk: Desk, place: Proposal) -> Content:
    """A place with the sentence around it; the words are marked, and whether it is left out."""
    passage = desk.passage(place)
    is_out = desk.is_left_out(place)
    style = QUIET if is_out else ""
    return Content.assemble(
        ("[ ] " if is_out else "[x] ", "bold $text-accent"),
        (f"{safe(place.source)}  ", QUIET),
        (safe(passage.before), style),
        (f"▸{safe(passage.words)}◂", style or "bold"),
        (safe(passage.after), style),
    )


def details(desk: Desk, group: Group | None, *, shown: int, at: int | None) -> Content:
    """The head of the places: words, pseudonym, kind, how many places there are, and, where they
    are many, how many are `shown` or the number of the one that is highlighted."""
    if group is None:
        return Content(_why_none(desk))
    parts: list[Part] = [
        (safe(group.words), "bold"),
        (" → ", QUIET),
        (safe(group.replacement), "bold $text-accent"),
        (f"  {KINDS[group.kind]}, {_counts(group)}", QUIET),
    ]
    if len(group.places) > shown:
        text = _("the first {shown} of {all:,} places; enter lists them all")
        parts.append((f"\n{text.format(shown=shown, all=len(group.places))}", QUIET))
    elif at is not None and len(group.places) > FEW:
        text = _("place {number:,} of {all:,}").format(number=at + 1, all=len(group.places))
        parts.append((f"\n{text}", QUIET))
    return Content.assemble(*parts)


def _counts(group: Group) -> str:
    places = ngettext("{n:,} place", "{n:,} places", len(group.places)).format(n=len(group.places))
    sources = ngettext("{n} source", "{n} sources", group.sources).format(n=group.sources)
    return _("{places} in {sources}").format(places=places, sources=sources)


def _why_none(desk: Desk) -> str:
    if desk.listing is None:
        return _("Names and numbers are being looked for in all sources.")
    if desk.groups:
        return _("Nothing is listed with these filters. Press esc to clear them.")
    if not desk.listing.texts:
        return _("There are no sources yet. Import some with `qct import FILE`.")
    return _("Nothing is listed. Read the transcripts all the same: names can be missed.")
