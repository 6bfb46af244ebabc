"""The pane that tells everything about the codings under the cursor."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from toolkit.domain.coding import MANUAL, Coding
from toolkit.domain.transcript import Turn
from toolkit.tui.session import Session
from toolkit.tui.widgets.bars import QUIET, safe


class Inspector(VerticalScroll):
    """Codings at the cursor, innermost first: code, path, coder, round, flags, memos."""

    def __init__(self, session: Session, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._session = session
        self._shown: object = None
        self._tall = 0
        """Rows of what is shown where they are more than fit, else 0."""

    def compose(self) -> ComposeResult:
        yield Static(id="inspected", markup=False)

    def inspect(self, codings: Sequence[Coding], turn: Turn | None) -> None:
        """Show these codings, or what can be done where there are none."""
        session = self._session
        memos = [session.memos.get(coding.id, ()) for coding in codings]
        state = (tuple(codings), tuple(map(tuple, memos)), turn, session.may_change)
        if state == self._shown:
            return
        self._shown = state
        parts: list[Content | str | tuple[str, str]] = []
        if turn is not None:
            parts += self._turn(turn)
        if not codings:
            parts += self._nothing()
        for coding in codings:
            parts += self._coding(coding)
        self._update(Content.assemble(*parts))

    def _update(self, content: Content) -> None:
        """Show it; the screen is laid out anew only when it does not fit or did not before."""
        text = self.query_one("#inspected", Static)
        width, height = text.content_size.width, self.scrollable_content_region.height
        rows = content.get_height({}, width) if width else 0
        wanted = rows if rows > height else 0
        changed, self._tall = wanted != self._tall, wanted
        if changed:
            text.styles.height = wanted or "100%"
        text.update(content, layout=changed)

    def _turn(self, turn: Turn) -> list[Content | str | tuple[str, str]]:
        stamp = f" · {turn.timestamp}" if turn.timestamp else ""
        speaker = f" · {safe(turn.speaker)}" if turn.speaker else ""
        return [(f"Turn {turn.index + 1}{speaker}{stamp}\n", QUIET)]

    def _nothing(self) -> list[Content | str | tuple[str, str]]:
        lines: list[Content | str | tuple[str, str]] = [("\nNo coding here.\n", "bold")]
        if self._session.may_change:
            lines.append(
                ("\nenter codes the sentence.\ns selects it, t the turn,\nv starts a "
                 "free selection.\n", QUIET)
            )  # fmt: skip
        return lines

    def _coding(self, coding: Coding) -> list[Content | str | tuple[str, str]]:
        session = self._session
        look = session.look(coding.code_id)
        parts: list[Content | str | tuple[str, str]] = [
            ("\n▌", look.color.hex),
            (safe(look.name), "bold"),
            ("  to discuss" if coding.discuss else "", "$text-warning"),
            "\n",
        ]
        path = session.path(coding.code_id)
        if path:
            parts.append((f"  {safe(path)}\n", QUIET))
        who = "you" if session.is_own(coding) else safe(coding.coder_id)
        origin = "" if coding.origin == MANUAL else " · from a suggestion"
        parts.append((f"  {who} · {safe(coding.round_id)}{origin}\n", QUIET))
        parts.append((f"  {len(coding.span)} characters, {coding.span}\n", QUIET))
        for memo in session.memos.get(coding.id, ()):
            by = "" if memo.coder_id == session.coder else f"{safe(memo.coder_id)}: "
            parts.append((f"  {by}{safe(memo.text)}\n", "italic"))
        return parts
