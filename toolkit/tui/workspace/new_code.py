"""Making codes while coding: described, compared with what there is, applied, in one step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from toolkit.domain.codebook import Code
from toolkit.domain.codings import Coding
from toolkit.domain.spans import Span
from toolkit.errors import QctError
from toolkit.tui.widgets.bars import short
from toolkit.tui.workspace.base import WorkspaceBase

Coining = Callable[[Code, Sequence[str]], None]
"""Makes a code and applies it together with codes that were marked; may raise `QctError`."""
_NEW = "Saved, with a new code"


class CoiningActions(WorkspaceBase):
    """New codes without leaving the text."""

    def put(self, span: Span, codes: Sequence[str]) -> None:
        raise NotImplementedError

    def action_new_code(self) -> None:
        span, document = self.target(), self.view.document
        if span is not None and document is not None:
            self.describe_code(
                "",
                document.text[span.start : span.end],
                (),
                lambda codes: self.put(span, codes),
                lambda code, also: self.put_new(span, code, also),
            )

    def action_in_vivo(self) -> None:
        """Code the selection with its own words; what they are called is kept short."""
        span = self.target()
        if span is None:
            return
        before = self.session.codebook.by_id
        code = self.attempt(lambda: self.session.coin_in_vivo(span))
        if code is not None:
            self._coined(code, span, "Saved" if code.id in before else _NEW)

    def describe_code(
        self,
        name: str,
        quote: str,
        also: Sequence[str],
        then: Callable[[Sequence[str]], None],
        create_code: Coining,
        written: Mapping[str, str] | None = None,
    ) -> None:
        """Ask what the new code is. `then` gets a code that is there already, if the coder
        takes one instead; where the new one cannot be made, what was written comes back."""
        from toolkit.tui.screens.message import MessageScreen
        from toolkit.tui.screens.new_code import TAKEN, NewCodeScreen
        from toolkit.tui.state.code_form import read_new

        def filled(texts: dict[str, str] | None) -> None:
            if texts is None:
                return
            if TAKEN in texts:
                then((*also, texts[TAKEN]))
                return
            try:
                create_code(read_new(texts), also)
            except QctError as error:
                self.app.push_screen(
                    MessageScreen("That did not work", error.message, error.hint),
                    lambda _: self.describe_code(name, quote, also, then, create_code, texts),
                )

        screen = NewCodeScreen(self.session, name=name, quote=quote, written=written)
        self.app.push_screen(screen, filled)

    def put_new(self, span: Span, code: Code, also: Sequence[str] = ()) -> None:
        """Make a code and apply it to a span with others, as one step."""
        self.session.create_code(code, span, also=also)
        self._coined(code, span)

    def recode_new(self, coding: Coding, code: Code) -> None:
        """Make a code and give it to a coding, as one step."""
        self.session.create_code(code, None, instead_of=coding.id)
        self._coined(code, coding.span)

    def _coined(self, code: Code, span: Span, done: str = _NEW) -> None:
        self.view.act(lambda reader: reader.go(span.start))
        self.refresh_data(sources=True)
        name = short(self.session.look(code.id).name, 60)
        self.say(f"{done}: {name}")
