"""Going to a place by its name, or by a label laid over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.errors import QctError
from toolkit.i18n import _
from toolkit.tui.widgets.bars import short
from toolkit.tui.widgets.prompt import Prompt
from toolkit.tui.workspace.controller import Controller, Host

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.tui.state.coding_session import CodingSession
    from toolkit.tui.transcript.widget import TranscriptView
    from toolkit.tui.workspace.navigation import Navigation
    from toolkit.tui.workspace.prompt_line import PromptLine


class GoTo(Controller):
    """The line that asks where to go, and labels for what is in view."""

    def __init__(
        self,
        host: Host,
        session: CodingSession,
        view: TranscriptView,
        navigation: Navigation,
        prompts: PromptLine,
    ) -> None:
        super().__init__(host, session, view)
        self._navigation, self._prompts = navigation, prompts
        self._labels: Mapping[int, str] = {}
        """The labels laid over the text, by place."""
        self._typed = ""

    def show_labels(self) -> None:
        """Lay a label over every place in view, and go to the one that is typed."""
        from toolkit.tui.transcript.jump_labels import spread

        reader = self.view.reader
        if reader is None:
            return
        self._labels = spread(reader.layout, self.view.places_in_view(), reader.cursor)
        if not self._labels:
            self.host.say(_("There is nothing else in view to jump to."))
            return
        self._typed = ""
        self._ask_label()

    def _ask_label(self) -> None:
        """Wait for a letter, showing the labels that begin with what was typed."""
        typed = self._typed
        left = {place: text for place, text in self._labels.items() if text.startswith(typed)}
        self.view.ask_key(self._label_key)
        self.view.show_labels(left)
        self.host.say(_("Type a label: {typed}").format(typed=typed))

    def _label_key(self, key: str) -> None:
        typed = self._typed + key.lower()
        place = next((place for place, text in self._labels.items() if text == typed), None)
        begins = any(text.startswith(typed) for text in self._labels.values())
        if place is None and len(key) == 1 and begins:
            self._typed = typed
            self._ask_label()
            return
        self._labels = {}
        self.view.show_labels({})
        if place is not None:
            self._navigation.jump(place)
        unknown = place is None and len(key) == 1
        self.host.say(_("There is no label {typed}.").format(typed=typed) if unknown else "")

    def ask_place(self) -> None:
        """Ask for a line, a turn, a time or an offset."""
        asks = _("Go to: 12 (line), T12 (turn), 12:34 (time), @1234")
        self._prompts.open(Prompt(asks, id="go-to", submitted=self._go))

    def _go(self, text: str) -> None:
        """Go there; a place that does not exist is named, and the line stays open."""
        from toolkit.text.locations import LocationKind, find_place, parse_place

        document = self.view.document
        if not text.strip() or document is None:
            self._prompts.close()
            return
        try:
            place = parse_place(text)
            offset = find_place(place, document.text, document.turns)
        except QctError as error:
            hint = f" {error.hint}" if error.code == "place-syntax" else ""
            message = short(error.message, 120)
            self.host.say(f"{message[0].upper()}{message[1:]}.{hint}")
            return
        self._prompts.close()
        self._navigation.jump(offset)
        turn = document.turn_at(self.view.cursor)
        message = _("At {kind} {number}.").format(kind=place.kind.value, number=place.number)
        if place.kind is LocationKind.TIME and turn is not None:
            message = _("At {place}: turn {number}, from {timestamp}.").format(
                place=place, number=turn.index + 1, timestamp=turn.timestamp
            )
        self.host.say(message)
