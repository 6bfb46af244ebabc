"""Actions that move, select and show: none of them changes the project."""

from __future__ import annotations

from toolkit.text.citations import cited
from toolkit.tui.workspace.bookmarks import MarkingActions
from toolkit.tui.workspace.go_to import GoingActions
from toolkit.tui.workspace.search import SearchingActions

_FAR = frozenset(["start", "end"])
"""Motions that go so far that one may want to come back."""

_STEPS = {"coding": "after", "coding-back": "before"}
"""Motions to one of several places, and where it is missing when there is no more."""


class ReadingActions(GoingActions, MarkingActions, SearchingActions):
    """Moving about and choosing stretches of text."""

    def action_move(self, motion: str) -> None:
        here = self.stand
        self.view.act(lambda reader: reader.move(motion))
        if motion in _FAR and self.stand != here:
            self.left = here
        elif motion in _STEPS and self.stand == here:
            noun = "match" if self.view.reader and self.view.reader.matches else "coding"
            self.say(f"No {noun} {_STEPS[motion]} this one.")

    def action_extend(self, motion: str) -> None:
        self.view.act(lambda reader: reader.move(motion, extend=True))

    def action_select(self, unit: str) -> None:
        self.view.act(lambda reader: reader.select(unit))

    def action_visual(self) -> None:
        self.view.act(lambda reader: reader.toggle_visual())

    def action_grow(self) -> None:
        self.view.act(lambda reader: reader.grow())

    def action_shrink(self) -> None:
        self.view.act(lambda reader: reader.shrink())

    def action_shrink_start(self) -> None:
        self.view.act(lambda reader: reader.shrink_start())

    def action_select_coding(self) -> None:
        """The innermost coding here; with that selected already, the next one around it."""
        spans = [coding.span for coding in self.view.under_cursor()]
        current = self.view.selection
        wider = [s for s in spans if current and s.covers(current) and s != current]
        chosen = (wider or spans)[0]
        self.view.act(lambda reader: reader.pick(chosen))

    def action_uncoded(self, back: bool) -> None:
        reader = self.view.reader
        if reader is None:
            return
        found = reader.uncoded_turn(self.session.own_codings, back=back)
        if found is None:
            where = "before" if back else "after"
            self.say(f"No uncoded expert turn {where} this one.")
            return
        self.view.act(lambda reader: reader.go(found))

    def action_clear(self) -> None:
        if self.cancel_question():
            return
        if self.prompt is not None:
            if self.prompt.id == "search":
                self.stop_search()
            self.close_prompt()
            self.say("")
            return
        if self.view.selection is not None:
            self.view.act(lambda reader: reader.clear())
        elif self.situation().searching or not self.leave_tour():
            self.stop_search()

    # --- showing --------------------------------------------------------------------

    def action_numbers(self) -> None:
        self.view.toggle_numbers()

    def action_copy(self) -> None:
        span, document = self.target(), self.view.document
        if span is not None and document is not None:
            quote = cited(document.text, document.source.id, document.turns, span)
            self.app.copy_to_clipboard(quote)
            self.say(f"Copied {len(span)} characters with their citation.")

    def action_keep_quote(self) -> None:
        """For terminals that let no program copy."""
        span = self.target()
        kept = self.attempt(lambda: self.session.keep_quote(span)) if span is not None else None
        if span is None or kept is None:
            return
        file = f"{kept.path.parent.name}/{kept.path.name}"
        if kept.new:
            self.say(f"Added {len(span)} characters with their citation to {file}.")
        else:
            self.say(f"That quote is in {file} already.")

    def action_palette(self) -> None:
        self.app.action_command_palette()

    def action_quit(self) -> None:
        self.app.exit()
