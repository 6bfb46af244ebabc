"""New codes made while coding: described, compared with what there is, applied, in one step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from toolkit.domain.codebook import Code
from toolkit.domain.spans import Span
from toolkit.errors import QctError
from toolkit.i18n import _
from toolkit.tui.widgets.bars import short
from toolkit.tui.workspace.controller import Controller, Host

if TYPE_CHECKING:
    from toolkit.domain.codings import Coding
    from toolkit.tui.state.coding_session import CodingSession
    from toolkit.tui.transcript.widget import TranscriptView

CreateCode = Callable[[Code, Sequence[str]], None]
"""Makes a code and applies it together with codes that were marked; may raise `QctError`."""
ApplyCodes = Callable[[Span, Sequence[str]], None]
"""Applies codes to a stretch of the open source."""
_NEW = _("Saved, with a new code")


class NewCodes(Controller):
    """New codes without leaving the text."""

    def __init__(
        self, host: Host, session: CodingSession, view: TranscriptView, apply_codes: ApplyCodes
    ) -> None:
        """`apply_codes` is used where the coder takes an existing code after all."""
        super().__init__(host, session, view)
        self._apply_codes = apply_codes

    def describe(self) -> None:
        """Ask for a new code for the selection or the sentence."""
        span = self.target()
        if span is not None:
            self.ask(
                "",
                self.words(span),
                (),
                lambda codes: self._apply_codes(span, codes),
                lambda code, also: self.apply(span, code, also),
                span=span,
            )

    def in_vivo(self) -> None:
        """Code the selection by its own words; the name made of them is kept short."""
        span = self.target()
        if span is None:
            return
        before = self.session.codebook.by_id
        code = self.attempt(lambda: self.session.create_code_in_vivo(span))
        if code is not None:
            self._applied(code, span, _("Saved") if code.id in before else _NEW)

    def ask(
        self,
        name: str,
        quote: str,
        also: Sequence[str],
        take_existing: Callable[[Sequence[str]], None],
        create_code: CreateCode,
        written: Mapping[str, str] | None = None,
        *,
        span: Span | None = None,
    ) -> None:
        """Ask what the new code is; the words of `span` may name it. `take_existing` gets a code
        that the coder takes instead; where the new one cannot be made, what was written comes
        back."""
        from toolkit.tui.screens.codebook.new_code import TAKEN, NewCodeScreen
        from toolkit.tui.screens.message import show_error
        from toolkit.tui.state.code_form import read_new

        def answered(texts: dict[str, str] | None) -> None:
            if texts is None:
                return
            if TAKEN in texts:
                take_existing((*also, texts[TAKEN]))
                return
            try:
                create_code(read_new(texts), also)
            except QctError as error:
                show_error(
                    self.host.app,
                    error,
                    lambda: self.ask(
                        name, quote, also, take_existing, create_code, texts, span=span
                    ),
                )

        screen = NewCodeScreen(
            self.session,
            name=name,
            quote=quote,
            written=written,
            names=None if span is None else partial(self.session.names_in, span),
        )
        self.host.open_screen(screen, answered)

    def apply(self, span: Span, code: Code, also: Sequence[str] = ()) -> None:
        """Make a code and apply it to a span with others, as one step."""
        self.session.create_code(code, span, also=also)
        self._applied(code, span)

    def recode(self, coding: Coding, code: Code) -> None:
        """Make a code and give it to a coding, as one step."""
        self.session.create_code(code, None, instead_of=coding.id)
        self._applied(code, coding.span)

    def _applied(self, code: Code, span: Span, done: str = _NEW) -> None:
        self.view.act(lambda reader: reader.go(span.start))
        self.host.refresh_data(sources=True)
        name = short(self.session.look(code.id).name, 60)
        self.host.say(f"{done}: {name}")
