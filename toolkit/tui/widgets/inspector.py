"""The pane that tells everything about the codings under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from toolkit.domain.codings import MANUAL, MISSED, QUEUE, SEARCH, Coding
from toolkit.i18n import _
from toolkit.tui.widgets.bars import QUIET, Part, hanging, safe
from toolkit.tui.widgets.lines import plain_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.geometry import Region
    from textual.strip import Strip

    from toolkit.domain.transcript import Turn
    from toolkit.tui.state.coding_session import CodingSession

_WHAT_TO_DO = _(
    "Press enter to code the sentence. Press s to select it, t for the turn, v to select freely."
)


class InspectorText(Static):
    """What the inspector says."""

    def render_lines(self, crop: Region) -> list[Strip]:
        return plain_lines(self, crop)


class Inspector(VerticalScroll):
    """Codings at the cursor, innermost first: code, path, coder, round, flags, memos."""

    def __init__(self, session: CodingSession, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._session = session
        self._shown: object = None
        self._inspected: tuple[tuple[tuple[Coding, ...], ...], Turn | None] = ((), None)
        self._tall = 0
        """Rows of what is shown where they are more than fit, else 0."""

    def compose(self) -> ComposeResult:
        yield InspectorText(id="inspected", markup=False)

    def inspect(self, groups: Sequence[Sequence[Coding]], turn: Turn | None) -> None:
        """Show these codings, each with those alike, or what can be done where there are none."""
        session = self._session
        memos = tuple(tuple(session.memos.get(c.id, ())) for group in groups for c in group)
        codings = tuple(map(tuple, groups))
        pins = tuple((n, session.look(code_id).name) for n, code_id in session.pins.items())
        state = (codings, memos, turn, pins, session.may_change, self._cells)
        if state == self._shown:
            return
        self._shown, self._inspected = state, (codings, turn)
        parts: list[Content | Part] = [self._who(turn)] if turn is not None else []
        parts += [self._coding(group) for group in codings] or [self._nothing()]
        if pins and session.may_change:
            parts.append(self._pins(pins))
        self._update(Content("\n\n").join(map(_content, parts)))

    def on_resize(self) -> None:
        self.inspect(*self._inspected)

    @property
    def _cells(self) -> int:
        return self.scrollable_content_region.width

    def _update(self, content: Content) -> None:
        """Show the content; lay the screen out again only where its fit has changed."""
        text = self.query_one("#inspected", Static)
        height = self.scrollable_content_region.height
        rows = content.plain.count("\n") + 1
        tall = rows if rows > height else 0
        changed, self._tall = tall != self._tall, tall
        if changed:
            text.styles.height = tall or "100%"
        text.update(content, layout=changed)

    def _who(self, turn: Turn) -> Part:
        """The turn, and what is known of who speaks."""
        stamp = f" · {turn.timestamp}" if turn.timestamp else ""
        speaker = f" · {safe(turn.speaker)}" if turn.speaker else ""
        heading = hanging(
            _("Turn {number}{speaker}{stamp}").format(
                number=turn.index + 1, speaker=speaker, stamp=stamp
            ),
            self._cells,
            0,
        )
        case = self._session.case_of(turn)
        if case is None:
            return heading, QUIET
        known = [f"{safe(name)} {safe(value)}" for name, value in case.attributes.items() if value]
        named = [safe(case.id)] if case.id != turn.speaker else []
        about = hanging(" · ".join([*named, *known]), self._cells, 0)
        return f"{heading}\n{about}" if about else heading, QUIET

    def _nothing(self) -> Content:
        if self._session.document is None:
            return Content.styled(_("Nothing is open."), "bold")
        if not self._session.may_change:
            return Content.styled(_("No coding here."), "bold")
        return Content.assemble(
            ((_("No coding here.") + "\n"), "bold"), (hanging(_WHAT_TO_DO, self._cells, 0), QUIET)
        )

    def _pins(self, pins: Sequence[tuple[int, str]]) -> Content:
        """The number keys and what they apply."""
        rows = [(f"\n{n} {hanging(name, self._cells - 2, 2).lstrip()}", QUIET) for n, name in pins]
        return Content.assemble((_("Codes on number keys"), f"bold {QUIET}"), *rows)

    def _coding(self, group: Sequence[Coding]) -> Content:
        session, cells, coding = self._session, self._cells, group[0]
        look = session.look(coding.code_id)
        name = hanging(look.name, cells, 1)[1:]
        parts: list[Part] = [("▌", look.color.hex), (name, "bold")]
        if any(member.discuss for member in group):
            parts.append((("\n " + _("flagged for discussion")), "$text-warning"))
        path = session.path(coding.code_id)
        if path:
            parts.append((f"\n{hanging(path, cells, 1)}", QUIET))
        for member in group:
            who = "you" if member.coder_id == session.coder else member.coder_id
            origin = _origin(member.origin)
            parts.append((f"\n{hanging(f'{who} · {member.round_id}{origin}', cells, 1)}", QUIET))
        parts.append(
            (
                (
                    "\n "
                    + _("{count} characters, {span}").format(
                        count=len(coding.span), span=coding.span
                    )
                ),
                QUIET,
            )
        )
        for memo in (memo for member in group for memo in session.memos.get(member.id, ())):
            by = "" if memo.coder_id == session.coder else f"{memo.coder_id}: "
            parts.append((f"\n{hanging(by + memo.text, cells, 1)}", "italic"))
        return Content.assemble(*parts)


def _content(part: Content | Part) -> Content:
    return part if isinstance(part, Content) else Content.styled(*part)


def _origin(origin: str) -> str:
    """How a coding was come by, where it was not by hand alone."""
    if origin == MANUAL:
        return ""
    texts = {
        SEARCH: _("· from a search"),
        QUEUE: _("· from a queue"),
        MISSED: _("· from a queue of missed passages"),
    }
    return " " + texts.get(origin, _("· from a suggestion"))
