"""Queues of passages: choosing one, answering it, and showing what was coded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.i18n import _
from toolkit.tui.workspace.controller import Controller

if TYPE_CHECKING:
    from toolkit.tui.screens.queue import Place


class QueueController(Controller):
    """Answering queues. They show nothing of other coders."""

    def choose(self) -> None:
        """Open the queue with passages left; where there are several, ask for one."""
        from toolkit.tui.screens.choose_item import Item, Pick
        from toolkit.tui.state.queue import described, open_queues

        states = self.attempt(lambda: open_queues(self.session))
        if states is None:
            return
        if not states:
            self.host.say(
                _("You have no queue with passages left. Make one with `qct queue make`.")
            )
            return
        if len(states) == 1:
            self.open(states[0].queue.number)
            return
        items = [
            Item(
                str(state.queue.number),
                _("Queue {number}").format(number=state.queue.number),
                described(state),
            )
            for state in states
        ]
        self.host.open_screen(
            Pick(_("Answer a queue"), items),
            lambda answer: self.open(int(answer)) if answer is not None else None,
        )

    def open(self, number: int) -> None:
        """Answer one queue."""
        from toolkit.tui.screens.queue import QueueScreen
        from toolkit.tui.state.queue import QueueAnswers

        answers = self.attempt(lambda: QueueAnswers(self.session, number))
        if answers is None:
            return

        def back(place: Place | None) -> None:
            if answers.has_changed and self.attempt(self._reload):
                self.host.refresh_data(sources=True)
            if place is not None:
                source_id, start = place
                self.host.open_source(source_id, at=start)
                self.view.focus()

        self.host.open_screen(QueueScreen(answers), back)

    def _reload(self) -> bool:
        self.session.reload()
        return True
