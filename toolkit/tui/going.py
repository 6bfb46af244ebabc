"""Actions that go to a place by its name: a line, a turn, a time, an offset."""

from __future__ import annotations

from textual import on
from textual.widgets import Input

from toolkit.errors import QctError
from toolkit.text.places import Kind, find_place, parse_place
from toolkit.tui.jumping import JumpingBase
from toolkit.tui.widgets.bars import short
from toolkit.tui.widgets.prompt import Prompt


class GoingActions(JumpingBase):
    """The line that asks where to go."""

    def action_go_to(self) -> None:
        self.open_prompt(Prompt("Go to: 12 (line), T12 (turn), 12:34 (time), @1234", id="go-to"))

    @on(Input.Changed, "#go-to")
    def _typing(self, event: Input.Changed) -> None:
        event.stop()

    @on(Input.Submitted, "#go-to")
    def _go(self, event: Input.Submitted) -> None:
        """Go there; what is not there is said, and the line stays open to be put right."""
        event.stop()
        document = self.view.document
        if not event.value.strip() or document is None:
            self.close_prompt()
            return
        try:
            place = parse_place(event.value)
            offset = find_place(place, document.text, document.turns)
        except QctError as error:
            hint = f" {error.hint}" if error.code == "place-syntax" else ""
            message = short(error.message, 120)
            self.say(f"{message[0].upper()}{message[1:]}.{hint}")
            return
        self.close_prompt()
        self.jump(offset)
        turn = document.turn_at(self.view.cursor)
        said = f"At {place.kind.value} {place.number}."
        if place.kind is Kind.TIME and turn is not None:
            said = f"At {place}: turn {turn.index + 1}, from {turn.timestamp}."
        self.say(said)
