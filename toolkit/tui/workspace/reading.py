"""Moving about, selecting and copying: actions that change nothing in the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.tui.workspace.controller import Controller, Host

if TYPE_CHECKING:
    from toolkit.tui.state.coding_session import CodingSession
    from toolkit.tui.transcript.widget import TranscriptView
    from toolkit.tui.workspace.navigation import Navigation

_FAR = frozenset(["start", "end"])
"""Motions that go so far that the coder may want to come back."""

_STEPS = {"coding": "after", "coding-back": "before"}
"""Motions to the next of several places, and the word for where there are no more."""


class Reading(Controller):
    """Motions, selections, line numbers and quotes."""

    def __init__(
        self, host: Host, session: CodingSession, view: TranscriptView, navigation: Navigation
    ) -> None:
        super().__init__(host, session, view)
        self._navigation = navigation

    def move(self, motion: str) -> None:
        before = self._navigation.position
        self.view.act(lambda reader: reader.move(motion))
        if motion in _FAR and self._navigation.position != before:
            self._navigation.previous = before
        elif motion in _STEPS and self._navigation.position == before:
            noun = "match" if self.view.reader and self.view.reader.matches else "coding"
            self.host.say(f"No {noun} {_STEPS[motion]} this one.")

    def extend(self, motion: str) -> None:
        self.view.act(lambda reader: reader.move(motion, extend=True))

    def select(self, unit: str) -> None:
        self.view.act(lambda reader: reader.select(unit))

    def visual(self) -> None:
        self.view.act(lambda reader: reader.toggle_visual())

    def grow(self) -> None:
        self.view.act(lambda reader: reader.grow())

    def shrink(self) -> None:
        self.view.act(lambda reader: reader.shrink())

    def shrink_start(self) -> None:
        self.view.act(lambda reader: reader.shrink_start())

    def select_coding(self) -> None:
        """Select the innermost coding here; if it is selected already, the next around it."""
        spans = [coding.span for coding in self.view.under_cursor()]
        current = self.view.selection
        wider = [s for s in spans if current and s.covers(current) and s != current]
        chosen = (wider or spans)[0]
        self.view.act(lambda reader: reader.pick(chosen))

    def uncoded(self, back: bool) -> None:
        """Go to the next or previous expert turn that this coder has not coded."""
        reader = self.view.reader
        if reader is None:
            return
        start = reader.uncoded_turn(self.session.own_codings, back=back)
        if start is None:
            where = "before" if back else "after"
            self.host.say(f"No uncoded expert turn {where} this one.")
            return
        self.view.act(lambda reader: reader.go(start))

    def numbers(self) -> None:
        self.view.toggle_numbers()

    def copy(self) -> None:
        from toolkit.text.citations import cited

        span, document = self.target(), self.view.document
        if span is not None and document is not None:
            quote = cited(document.text, document.source.id, document.turns, span)
            self.host.app.copy_to_clipboard(quote)
            self.host.say(f"Copied {len(span)} characters with their citation.")

    def keep_quote(self) -> None:
        """Add the quote to a file, for terminals that let no program copy."""
        span = self.target()
        kept = self.attempt(lambda: self.session.keep_quote(span)) if span is not None else None
        if span is None or kept is None:
            return
        file = f"{kept.path.parent.name}/{kept.path.name}"
        if kept.new:
            self.host.say(f"Added {len(span)} characters with their citation to {file}.")
        else:
            self.host.say(f"That quote is in {file} already.")
