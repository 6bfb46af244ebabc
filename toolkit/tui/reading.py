"""Actions that move, select, search and show: none of them changes the project."""

from __future__ import annotations

from textual.widgets import Input

from toolkit.domain.spans import Span
from toolkit.tui.base import WorkspaceBase
from toolkit.tui.document import Document
from toolkit.tui.search import find_all


class ReadingActions(WorkspaceBase):
    """Moving about and choosing stretches of text."""

    def action_move(self, motion: str) -> None:
        self.view.act(lambda reader: reader.move(motion))

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
        if self.view.selection is not None:
            self.view.act(lambda reader: reader.clear())
        else:
            self.stop_search()

    # --- searching ----------------------------------------------------------------

    def action_search(self) -> None:
        bar = self.query("#search")
        if bar:
            bar.first(Input).focus()
            return
        field = Input(placeholder="Search this source", id="search")
        self.mount(field, before="#status")
        field.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input.id != "search":
            return
        event.stop()
        document = self.view.document
        if document is None:
            return
        matches = find_all(document.text, event.value)
        self.view.set_matches(matches)
        self._tell_matches(document, matches, event.value)

    def _tell_matches(self, document: Document, matches: list[Span], query: str) -> None:
        if not query:
            self.say("")
        elif not matches:
            self.say("No match.")
        else:
            turns = len({document.turn_index(match.start) for match in matches})
            noun = "match" if len(matches) == 1 else "matches"
            self.say(f"{len(matches)} {noun} in {turns} {'turn' if turns == 1 else 'turns'}")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input.id != "search":
            return
        event.stop()
        self._close_search()
        reader = self.view.reader
        if reader is None or not reader.matches:
            self.stop_search()
            return
        here = any(self.view.cursor == match.start for match in reader.matches)
        if not here:
            after = [m for m in reader.matches if m.start >= self.view.cursor]
            goal = (after or list(reader.matches))[0].start
            self.view.act(lambda reader: reader.go(goal))

    def _close_search(self) -> None:
        self.query("#search").remove()
        self.view.focus()

    def stop_search(self) -> None:
        """Close the search and unmark its matches."""
        self._close_search()
        self.view.set_matches(())
        self.say("")

    # --- showing --------------------------------------------------------------------

    def action_numbers(self) -> None:
        self.view.toggle_numbers()

    def action_copy(self) -> None:
        span, document = self.target(), self.view.document
        if span is None or document is None:
            return
        turn = document.turn_at(span.start)
        speaker = f", {turn.speaker}" if turn and turn.speaker else ""
        place = f"turn {turn.index + 1}{speaker}" if turn else "before the first turn"
        quote = document.text[span.start : span.end]
        self.app.copy_to_clipboard(f"“{quote}” ({document.source.id}, {place}, {span})")
        self.say(f"Copied {len(span)} characters with their citation.")

    def action_palette(self) -> None:
        self.app.action_command_palette()

    def action_quit(self) -> None:
        self.app.exit()
