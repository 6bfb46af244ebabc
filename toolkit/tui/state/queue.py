"""One coder's queues of passages, and their answers, without any widget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.i18n import _, ngettext

if TYPE_CHECKING:
    from toolkit.domain.codings import Coding
    from toolkit.domain.queues import Answer
    from toolkit.operations.queue.show import Shown
    from toolkit.operations.queue.stored import QueueState
    from toolkit.tui.state.coding_session import CodingSession


def open_queues(session: CodingSession) -> list[QueueState]:
    """The queues of the coder with passages left, the newest first."""
    states = session.project.queue.all(coder=session.coder)
    return [state for state in reversed(states) if state.is_open]


def described(state: QueueState) -> str:
    """What a queue asks about and how far it is, on one line."""
    sources = {
        "units": _("sentences or turns"),
        "hits": _("hits of a search"),
        "places": _("places of a table"),
        "missed": _("passages that may have been missed"),
    }
    return _("{code}: {kind}, {answered} of {count} answered, round {round}").format(
        code=state.queue.code_id or _("several codes"),
        kind=sources[state.queue.kind.value],
        answered=state.answered,
        count=state.items,
        round=state.queue.round_id,
    )


class QueueAnswers:
    """A queue while its coder answers it. Each answer is durable when the method returns."""

    def __init__(self, session: CodingSession, number: int) -> None:
        """Raises `QctError` where the coder has no queue of this number."""
        self.session, self.number = session, number
        self.has_changed = False
        """Whether an answer was given or taken back."""
        self.state: QueueState
        self.passage: Shown | None
        self.read()

    def read(self) -> None:
        """Read how far the queue is, and the passage that is next."""
        queue, coder = self.session.project.queue, self.session.coder
        self.state = queue.get(self.number, coder=coder)
        self.passage = queue.next(self.number, coder=coder) if self.state.is_open else None

    def answer(self, given: Answer) -> Coding | None:
        """Answer the passage that is shown; gives the coding after a yes."""
        passage = self.passage
        if passage is None:
            return None
        done = self.session.project.queue.answer(
            self.number,
            passage.item.position,
            given,
            coder=self.session.coder,
            text_sha256=passage.text_sha256,
        )
        self.has_changed = True
        self.read()
        return done.coding

    def take_back(self) -> None:
        """Take the last answer back; its passage is shown again, as the next of its kind."""
        coder = self.session.coder
        item = self.session.project.queue.take_back(self.number, coder=coder)
        self.has_changed = True
        self.read()
        if self.state.is_open:
            self.passage = self.session.project.queue.show(self.number, item.position, coder=coder)

    @property
    def progress(self) -> str:
        """How many passages are answered and how many are left."""
        state = self.state
        text = _("{answered} of {count}, {left} left").format(
            answered=state.answered, count=state.items, left=state.left
        )
        if state.later:
            text += _(", {later} of them put off").format(later=state.later)
        return text

    @property
    def result(self) -> str:
        """What the answers were, once nothing is left."""
        state = self.state
        return ngettext(
            "{count} passage is answered: {yes} yes, {no} no.",
            "All {count} passages are answered: {yes} yes, {no} no.",
            state.items,
        ).format(count=state.items, yes=state.yes, no=state.no)
