"""Moving about, selecting and copying: actions that change nothing in the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.i18n import _, ngettext
from toolkit.tui.workspace.controller import Controller, Host

if TYPE_CHECKING:
    from toolkit.tui.state.coding_session import CodingSession
    from toolkit.tui.transcript.widget import TranscriptView
    from toolkit.tui.workspace.navigation import Navigation

_FAR = frozenset(["start", "end"])
"""Motions that go so far that the coder may want to come back."""

_STEPS = frozenset(["coding", "coding-back"])
"""Motions to the next of several places."""
_LAST = {
    (False, False): _("No coding after this one."),
    (True, False): _("No coding before this one."),
    (False, True): _("No match after this one."),
    (True, True): _("No match before this one."),
}
"""What is said where there are no more places: by whether it goes back, and is a match."""


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
            searching = bool(self.view.reader and self.view.reader.matches)
            self.host.say(_LAST[motion == "coding-back", searching])

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
            self.host.say(
                _("There is no uncoded expert turn before this one.")
                if back
                else _("There is no uncoded expert turn after this one.")
            )
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
            self.host.say(
                ngettext(
                    "Copied {count} character with its citation.",
                    "Copied {count} characters with their citation.",
                    len(span),
                ).format(count=len(span))
            )

    def keep_quote(self) -> None:
        """Add the quote to a file, for terminals that let no program copy."""
        span = self.target()
        kept = self.attempt(lambda: self.session.keep_quote(span)) if span is not None else None
        if span is None or kept is None:
            return
        file = f"{kept.path.parent.name}/{kept.path.name}"
        if kept.new:
            self.host.say(
                ngettext(
                    "Added {count} character with its citation to {file}.",
                    "Added {count} characters with their citation to {file}.",
                    len(span),
                ).format(count=len(span), file=file)
            )
        else:
            self.host.say(_("That quote is in {file} already.").format(file=file))
