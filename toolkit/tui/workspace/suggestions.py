"""Suggestions: asked for, answered, never applied by themselves.

In an open round the coder's own answer comes first: a code, or the explicit statement that none
fits. The model is asked in a thread, so that reading and coding go on while it loads.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.domain.spans import Span
from toolkit.domain.suggestions import Outcome, Suggestion
from toolkit.errors import QctError
from toolkit.i18n import _
from toolkit.tui.state.comparing import Comparing
from toolkit.tui.support.threads import start_thread
from toolkit.tui.widgets.bars import short
from toolkit.tui.workspace.controller import Controller, Host

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.timer import Timer

    from toolkit.domain.codebook import Code
    from toolkit.tui.state.coding_session import CodingSession
    from toolkit.tui.transcript.widget import TranscriptView
    from toolkit.tui.workspace.editing import Editing
    from toolkit.tui.workspace.new_code import NewCodes

_SPINNER = "|/-\\"


@dataclass(frozen=True, slots=True)
class SuggestionRequest:
    """What the model was asked, so that a late answer to a cancelled request is ignored."""

    number: int
    source_id: str
    span: Span
    cursor: int


class Suggestions(Controller):
    """Asking the model, and recording the coder's decision."""

    def __init__(
        self,
        host: Host,
        session: CodingSession,
        view: TranscriptView,
        editing: Editing,
        new_codes: NewCodes,
        every: Callable[[float, Callable[[], None]], Timer],
    ) -> None:
        """`every` calls something again and again, so many seconds apart."""
        super().__init__(host, session, view)
        self._editing, self._new_codes, self._every = editing, new_codes, every
        self.request: SuggestionRequest | None = None
        """The request that the model is working on."""
        self._comparing = Comparing()
        self._count = 0
        self._turned = 0
        self._timer: Timer | None = None
        self._ready: tuple[SuggestionRequest, list[Suggestion]] | None = None
        """Suggestions that came while the coder was busy elsewhere."""

    def ask(self) -> None:
        span = self.target()
        if span is None:
            return
        if self._ready is not None and self._ready[0].span == span:
            self._offer(*self._ready)
        elif self.session.needs_commitment(span):
            self._commit_first(span)
        else:
            self._request(span)

    def no_code(self) -> None:
        span = self.target()
        if span is not None and self._state_none(span):
            self.host.say(_("Saved: no code fits here."))

    def _state_none(self, span: Span) -> bool:
        def commit() -> bool:
            self.session.commit_none(span)
            return True

        worked = self.attempt(commit)
        if worked:
            self.host.refresh_data()
        return bool(worked)

    def _commit_first(self, span: Span) -> None:
        from toolkit.tui.screens.suggestions import CommitFirst

        def answered(answer: str | None) -> None:
            if answer == "code":
                self._editing.pick_codes(
                    span,
                    lambda codes: self._apply_then_ask(span, codes),
                    create_code=lambda code, also: self._create_then_ask(span, code, also),
                )
            elif answer == "none" and self._state_none(span):
                self._request(span)

        self.host.open_screen(CommitFirst(self.words(span)), answered)

    def _apply_then_ask(self, span: Span, codes: Sequence[str]) -> None:
        self._editing.apply_codes(span, codes)
        if not self.session.needs_commitment(span):
            self._request(span)

    def _create_then_ask(self, span: Span, code: Code, also: Sequence[str]) -> None:
        self._new_codes.apply(span, code, also)
        self._request(span)

    # --- the request ------------------------------------------------------------------

    def _request(self, span: Span) -> None:
        """Ask the model for suggestions on a span without waiting for them."""
        document = self.view.document
        if document is None:
            return
        self._count += 1
        request = SuggestionRequest(self._count, document.source.id, span, self.view.cursor)
        self.request = request
        session = self.session

        def work() -> None:
            offered: list[Suggestion] = []
            failure: QctError | None = None
            try:
                offered = session.project.suggestions.for_span(
                    request.source_id,
                    span.start,
                    span.end,
                    coder=session.coder,
                    round_id=session.round.id,
                    at_once=True,
                    show=False,
                )
            except QctError as error:
                failure = error
            except Exception as error:
                # A defect in a model must not leave the coder waiting. Its message may hold
                # interview text, so only its kind is told.
                failure = QctError(
                    _("the model failed with {kind}").format(kind=type(error).__name__),
                    code="suggest-failed",
                    hint=_("`qct doctor` checks the models. Coding goes on without suggestions."),
                )
            self.host.in_main_thread(lambda: self._answered(request, offered, failure))

        start_thread(session.project, work, "suggest")
        self._turned = 0
        self._timer = self._every(0.2, self._turn)
        self._turn()
        self.host.update_bars()

    def _turn(self) -> None:
        sign = _SPINNER[self._turned % len(_SPINNER)]
        self._turned += 1
        self.host.say(_("{sign} Searching for similar coded passages …").format(sign=sign))

    def cancel(self) -> bool:
        """Cancel the request that the model is working on; whether there was one."""
        if self.request is None:
            return False
        self._end()
        self.host.say(_("Suggestion request cancelled."))
        return True

    def _end(self) -> None:
        self.request = None
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self.host.update_bars()

    def _answered(
        self, request: SuggestionRequest, offered: list[Suggestion], error: QctError | None
    ) -> None:
        """Take the model's answer, unless the request was cancelled since."""
        if self.request is None or request.number != self.request.number:
            return
        self._end()
        if error is not None:
            self.host.say("")
            self.host.report(error)
            return
        moved = self.view.cursor != request.cursor or not self._shows(request)
        if moved or self.host.app.screen is not self.view.screen:
            self._ready = (request, offered)
            self.host.say(_("Suggestions are ready. Go back to the passage and ask again."))
            return
        self._offer(request, offered)

    def _shows(self, request: SuggestionRequest) -> bool:
        document = self.view.document
        return document is not None and document.source.id == request.source_id

    # --- the answer -------------------------------------------------------------------

    def _offer(self, request: SuggestionRequest, offered: list[Suggestion]) -> None:
        from toolkit.tui.screens.suggestions import SuggestionScreen

        self._ready = None
        self.host.say("")
        if not offered:
            self.host.say(_("There is nothing to suggest yet. Code more passages, then ask again."))
            return
        # Only now does the coder see them; what was cancelled was never shown.
        if not self.attempt(lambda: self.session.show(offered)):
            return
        if any(each.evidence.unread for each in offered):
            self._comparing.start(self.session, request.source_id, request.span)
        screen = SuggestionScreen(self.session, offered, self.words(request.span), self._comparing)
        self.host.open_screen(screen, lambda answer: self._decided(offered, answer))

    def _decided(self, offered: list[Suggestion], answer: Suggestion | str | None) -> None:
        if isinstance(answer, Suggestion):
            own = [each for each in offered if each.batch_id == answer.batch_id]
            rest = [each for each in offered if each.batch_id != answer.batch_id]
            name = short(self.session.look(answer.code_id).name, 60)
            self._decide(
                lambda: self.session.decide(own, Outcome.ACCEPTED, taken=answer),
                _("Saved: {name}, as suggested").format(name=name),
            )
            if self.session.was_check(answer):
                self._tell_check(answer, rest)
                return
            self._go_on(rest)
        elif answer == "new":
            self._make_new(offered)
        elif answer == "again":
            self._decide_each(offered, Outcome.DEFERRED, "")
            self._request(offered[0].span)
        elif answer == "none":
            self._decide_each(offered, Outcome.NONE_OF_THESE, _("Saved: none of these."))
        elif answer == "other":
            self._editing.pick_codes(
                offered[0].span, lambda codes: self._take_other(offered, codes)
            )
        else:
            self._decide_each(offered, Outcome.DEFERRED, _("The suggestions are kept for later."))

    def _make_new(self, offered: list[Suggestion]) -> None:
        """Ask what the new code is; once it is made, none of the candidates fitted."""
        span = offered[0].span

        def made(code: Code, also: Sequence[str]) -> None:
            self._new_codes.apply(span, code, also)
            self._decide_each(offered, Outcome.NONE_OF_THESE, "")

        self._new_codes.ask(
            "",
            self.words(span),
            (),
            lambda codes: self._take_other(offered, codes),
            made,
            span=span,
        )

    def _go_on(self, rest: list[Suggestion]) -> None:
        """Ask about the other families; each is decided by itself, so that they stay open."""
        if any(each.verdict != "silent" for each in rest):
            self._offer_rest(rest)
        elif rest:
            self._decide_each(rest, Outcome.DEFERRED, "")

    def _tell_check(self, taken: Suggestion, rest: list[Suggestion]) -> None:
        """Tell that the candidate was a check, and ask whether its code fits all the same."""
        from toolkit.tui.screens.confirm import Confirm

        self.host.say("")

        def answered(keep: bool | None) -> None:
            if keep and self.attempt(lambda: self.session.keep_check(taken)):
                self.host.refresh_data()
            self._go_on(rest)

        name = short(self.session.look(taken.code_id).name, 60)
        self.host.open_screen(
            Confirm(
                _("This was a check"),
                _(
                    "{name} was there because nothing speaks for it. Nothing was coded. Code it "
                    "all the same?"
                ).format(name=name),
                _("Code it"),
            ),
            answered,
        )

    def _offer_rest(self, rest: list[Suggestion]) -> None:
        from toolkit.tui.screens.suggestions import SuggestionScreen

        screen = SuggestionScreen(self.session, rest, self.words(rest[0].span), self._comparing)
        self.host.open_screen(screen, lambda answer: self._decided(rest, answer))

    def _decide_each(self, offered: list[Suggestion], outcome: Outcome, done: str) -> None:
        """Give every family that was offered the same outcome."""

        def work() -> None:
            for batch in dict.fromkeys(each.batch_id for each in offered):
                own = [each for each in offered if each.batch_id == batch]
                self.session.decide(own, outcome)

        self._decide(work, done)

    def _take_other(self, offered: list[Suggestion], codes: Sequence[str]) -> None:
        names = ", ".join(self.session.look(code_id).name for code_id in codes)
        first = [each for each in offered if each.batch_id == offered[0].batch_id]
        rest = [each for each in offered if each.batch_id != offered[0].batch_id]

        def work() -> None:
            # The codes are recorded with the first family; they answer the others as well.
            self.session.decide(first, Outcome.EDITED, other_codes=codes)
            for batch in dict.fromkeys(each.batch_id for each in rest):
                own = [each for each in rest if each.batch_id == batch]
                self.session.decide(own, Outcome.NONE_OF_THESE)

        self._decide(
            work, _("Saved: {names}, instead of what was suggested").format(names=short(names, 60))
        )

    def _decide(self, work: Callable[[], object], done: str) -> None:
        def decided() -> bool:
            work()
            return True

        if self.attempt(decided):
            self.view.act(lambda reader: reader.clear())
            self.host.refresh_data()
            if done:
                self.host.say(done)
