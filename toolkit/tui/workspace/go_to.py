"""Actions that go to a place by its name, or by a label laid over it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from textual import on
from textual.widgets import Input

from toolkit.errors import QctError
from toolkit.text.locations import LocationKind, find_place, parse_place
from toolkit.tui.transcript.jump_labels import spread
from toolkit.tui.widgets.bars import short
from toolkit.tui.widgets.prompt import Prompt
from toolkit.tui.workspace.navigation import JumpingBase


class GoingActions(JumpingBase):
    """The line that asks where to go, and labels to go to what is in view."""

    _labels: Mapping[int, str] = MappingProxyType({})
    """Those laid over the text, by place."""
    _typed = ""

    def action_jump_to(self) -> None:
        reader = self.view.reader
        if reader is None:
            return
        self._labels = spread(reader.layout, self.view.places_in_view(), reader.cursor)
        if not self._labels:
            self.say("There is nothing else in view to jump to.")
            return
        self._typed = ""
        self._ask_label()

    def _ask_label(self) -> None:
        """Wait for a letter, with the labels shown that it may belong to."""
        left = {place: one for place, one in self._labels.items() if one.startswith(self._typed)}
        self.view.ask_key(self._label_key)
        self.view.show_labels(left)
        self.say(f"Jump to which label? {self._typed}")

    def _label_key(self, key: str) -> None:
        typed = self._typed + key.lower()
        place = next((place for place, one in self._labels.items() if one == typed), None)
        if (
            place is None
            and len(key) == 1
            and any(one.startswith(typed) for one in self._labels.values())
        ):
            self._typed = typed
            self._ask_label()
            return
        self._labels = {}
        self.view.show_labels({})
        if place is not None:
            self.jump(place)
        self.say("" if place is not None or len(key) != 1 else f"There is no label {typed}.")

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
        if place.kind is LocationKind.TIME and turn is not None:
            said = f"At {place}: turn {turn.index + 1}, from {turn.timestamp}."
        self.say(said)
