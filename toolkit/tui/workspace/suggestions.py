"""Actions around suggestions: asked for, answered, never applied by themselves.

In a commit-then-reveal round the coder's own answer comes first: a code, or the explicit
statement that none fits. The question runs in a thread of its own, so that reading and
coding go on while models load.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.message import Message
from textual.timer import Timer

from toolkit.domain.codebook import Code
from toolkit.domain.codings import Outcome, Suggestion
from toolkit.domain.spans import Span
from toolkit.errors import QctError
from toolkit.tui.support.threads import beside
from toolkit.tui.widgets.bars import short
from toolkit.tui.workspace.editing import EditingActions

_SPINNER = "|/-\\"


@dataclass(frozen=True, slots=True)
class SuggestionRequest:
    """What was asked, so that a late answer to a dropped question is known as such."""

    number: int
    source_id: str
    span: Span
    cursor: int


class AskingActions(EditingActions):
    """Asking the model, and answering it."""

    question: SuggestionRequest | None = None
    _asked = 0
    _turned = 0
    _timer: Timer | None = None
    _ready: tuple[SuggestionRequest, list[Suggestion]] | None = None
    """Suggestions that came while the coder was busy elsewhere."""

    class Answered(Message):
        """The model has answered, or failed to."""

        def __init__(
            self, question: SuggestionRequest, offered: list[Suggestion], error: QctError | None
        ) -> None:
            super().__init__()
            self.question, self.offered, self.error = question, offered, error

    def action_suggest(self) -> None:
        span = self.target()
        if span is None:
            return
        if self._ready is not None and self._ready[0].span == span:
            self._offer(*self._ready)
        elif self.session.needs_commitment(span):
            self._commit_first(span)
        else:
            self.ask(span)

    def action_commit_none(self) -> None:
        span = self.target()
        if span is not None and self._state_none(span):
            self.say("Saved: no code fits here.")

    def _state_none(self, span: Span) -> bool:
        def commit() -> bool:
            self.session.commit_none(span)
            return True

        worked = self.attempt(commit)
        if worked:
            self.refresh_data()
        return bool(worked)

    def _commit_first(self, span: Span) -> None:
        from toolkit.tui.screens.suggestions import CommitFirst

        document = self.view.document
        quote = document.text[span.start : span.end] if document else ""

        def answered(answer: str | None) -> None:
            if answer == "code":
                self.pick_codes(
                    span,
                    lambda codes: self._put_then_ask(span, codes),
                    create_code=lambda code, also: self._coin_then_ask(span, code, also),
                )
            elif answer == "none" and self._state_none(span):
                self.ask(span)

        self.app.push_screen(CommitFirst(quote), answered)

    def _put_then_ask(self, span: Span, codes: Sequence[str]) -> None:
        self.put(span, codes)
        if not self.session.needs_commitment(span):
            self.ask(span)

    def _coin_then_ask(self, span: Span, code: Code, also: Sequence[str]) -> None:
        self.put_new(span, code, also)
        self.ask(span)

    # --- the question -----------------------------------------------------------------

    def ask(self, span: Span) -> None:
        """Ask for suggestions on a span without waiting for them."""
        document = self.view.document
        if document is None:
            return
        self._asked += 1
        question = SuggestionRequest(self._asked, document.source.id, span, self.view.cursor)
        self.question = question
        session = self.session

        def work() -> None:
            offered: list[Suggestion] = []
            failed: QctError | None = None
            try:
                offered = session.project.suggestions.for_span(
                    question.source_id,
                    span.start,
                    span.end,
                    coder=session.coder,
                    round_id=session.round.id,
                    top=3,
                )
            except QctError as error:
                failed = error
            except Exception as error:
                # A defect in a model must not leave the coder waiting. Its message may hold
                # interview text, so only its kind is told.
                failed = QctError(
                    f"the model failed with {type(error).__name__}",
                    code="suggest-failed",
                    hint="`qct doctor` checks the models. Coding goes on without suggestions.",
                )
            self.post_message(self.Answered(question, offered, failed))

        beside(session.project, work, "suggest")
        self._turned = 0
        self._timer = self.set_interval(0.2, self._turn)
        self._turn()
        self.update_bars()

    def _turn(self) -> None:
        sign = _SPINNER[self._turned % len(_SPINNER)]
        self._turned += 1
        self.say(f"{sign} Looking for coded passages like this one …")

    def cancel_question(self) -> bool:
        if self.question is None:
            return False
        self._end_question()
        self.say("Asked no further.")
        return True

    def _end_question(self) -> None:
        self.question = None
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self.update_bars()

    def on_asking_actions_answered(self, event: Answered) -> None:
        event.stop()
        if self.question is None or event.question.number != self.question.number:
            return
        self._end_question()
        if event.error is not None:
            self.say("")
            self.report(event.error)
            return
        moved = self.view.cursor != event.question.cursor or not self._shows(event.question)
        if moved or self.app.screen is not self:
            self._ready = (event.question, event.offered)
            self.say("Suggestions are ready: go back to the passage and ask again.")
            return
        self._offer(event.question, event.offered)

    def _shows(self, question: SuggestionRequest) -> bool:
        document = self.view.document
        return document is not None and document.source.id == question.source_id

    # --- the answer -------------------------------------------------------------------

    def _offer(self, question: SuggestionRequest, offered: list[Suggestion]) -> None:
        from toolkit.tui.screens.suggestions import SuggestionScreen

        self._ready = None
        self.say("")
        if not offered:
            self.say("Nothing to suggest yet: code some passages more, then ask again.")
            return
        document = self.view.document
        quote = document.text[question.span.start : question.span.end] if document else ""
        screen = SuggestionScreen(self.session, offered, quote)
        self.app.push_screen(screen, lambda answer: self._answer(offered, answer))

    def _answer(self, offered: list[Suggestion], answer: Suggestion | str | None) -> None:
        if isinstance(answer, Suggestion):
            name = short(self.session.look(answer.code_id).name, 60)
            self._decide(
                lambda: self.session.decide(offered, Outcome.ACCEPTED, taken=answer),
                f"Saved: {name}, as suggested",
            )
        elif answer == "none":
            self._decide(
                lambda: self.session.decide(offered, Outcome.NONE_OF_THESE),
                "Saved: none of these.",
            )
        elif answer == "other":
            self.pick_codes(offered[0].span, lambda codes: self._take_other(offered, codes))
        else:
            self._decide(lambda: self.session.decide(offered, Outcome.DEFERRED), "Left for later.")

    def _take_other(self, offered: list[Suggestion], codes: Sequence[str]) -> None:
        names = ", ".join(self.session.look(code_id).name for code_id in codes)
        self._decide(
            lambda: self.session.decide(offered, Outcome.EDITED, other_codes=codes),
            f"Saved: {short(names, 60)}, instead of what was suggested",
        )

    def _decide(self, work: Callable[[], object], done: str) -> None:
        def decided() -> bool:
            work()
            return True

        if self.attempt(decided):
            self.view.act(lambda reader: reader.clear())
            self.refresh_data()
            self.say(done)
