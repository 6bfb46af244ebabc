"""Codes on the number keys: applied by one key, pinned and freed by another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.i18n import _
from toolkit.tui.widgets.bars import short
from toolkit.tui.workspace.controller import Controller, Host

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.tui.state.coding_session import CodingSession
    from toolkit.tui.transcript.widget import TranscriptView
    from toolkit.tui.workspace.editing import Editing


class Pins(Controller):
    """Applying, pinning and freeing."""

    def __init__(
        self, host: Host, session: CodingSession, view: TranscriptView, editing: Editing
    ) -> None:
        super().__init__(host, session, view)
        self._editing = editing

    def apply(self, number: int) -> None:
        session, span = self.session, self.target()
        code_id = session.pins.get(number)
        if code_id is None:
            self.host.say(
                _("No code is on key {number}. Press P to put one there.").format(number=number)
            )
        elif all(code.id != code_id for code in session.usable_codes()):
            self.host.say(
                _("Key {number} is for {code_id}, which is not in use here.").format(
                    number=number, code_id=short(code_id, 40)
                )
            )
        elif span is not None:
            self._editing.apply_codes(span, [code_id])

    def pin(self) -> None:
        def picked(codes: Sequence[str]) -> None:
            from toolkit.tui.screens.pin import PinScreen

            code_id = codes[0]
            self.host.open_screen(
                PinScreen(self.session, code_id),
                lambda number: self._pin(code_id, number),
            )

        self._editing.pick_codes(
            None, picked, several=False, title=_("Choose a code for a number key")
        )

    def _pin(self, code_id: str, number: int | None) -> None:
        """Pin to a number; 0 frees the one that the code has, None leaves things as they are."""
        session = self.session
        if number is None:
            return
        name = short(session.look(code_id).name, 40)
        pinned_to = next((n for n, pinned in session.pins.items() if pinned == code_id), None)

        def work() -> str:
            if number:
                session.pin(number, code_id)
                return _("Key {number} now applies {name}.").format(number=number, name=name)
            if pinned_to is not None:
                session.unpin(pinned_to)
            return _("{name} is no longer on a number key.").format(name=name)

        message = self.attempt(work)
        if message is not None:
            self.host.say(message)
