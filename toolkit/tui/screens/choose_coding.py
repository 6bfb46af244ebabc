"""Choose among the codings at the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from toolkit.domain.codings import Coding
from toolkit.i18n import _
from toolkit.tui.widgets.bars import QUIET, safe, short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from toolkit.tui.state.coding_session import CodingSession

_ALL = 9


class ChooseCoding(ModalScreen[list[Coding]]):
    """A numbered list: a digit or enter chooses one coding, `a` all where possible."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss([])", "Leave"),
        Binding("a", "all", "All"),
        Binding("j", "down", show=False),
        Binding("k", "up", show=False),
        *(Binding(str(n), f"take({n})", show=False) for n in range(1, _ALL + 1)),
    ]

    def __init__(
        self, session: CodingSession, codings: Sequence[Coding], question: str, *, several: bool
    ) -> None:
        super().__init__()
        self._session = session
        self._codings = list(codings)
        self._question = question
        self._several = several

    def compose(self) -> ComposeResult:
        with Vertical(classes="window"):
            yield Static(self._question, classes="window-title", markup=False)
            options = OptionList(*map(self._option, range(len(self._codings))), markup=False)
            options.highlighted = 0
            yield options
            last = min(len(self._codings), _ALL)
            keys = [_("1–{last} or enter Choose").format(last=last), _("esc Cancel")]
            if self._several:
                keys.insert(1, _("a All of them"))
            yield Static("   ".join(keys), classes="window-keys", markup=False)

    def _option(self, index: int) -> Option:
        coding, session = self._codings[index], self._session
        document = session.document
        quote = document.text[coding.span.start : coding.span.end] if document else ""
        look = session.look(coding.code_id)
        return Option(
            Content.assemble(
                (f"{index + 1} ", QUIET),
                ("▌", look.color.hex),
                (safe(look.name), "bold"),
                (f"  {short(quote, 40)}", QUIET),
            )
        )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss([self._codings[event.option_index]])

    def action_take(self, number: int) -> None:
        if number <= len(self._codings):
            self.dismiss([self._codings[number - 1]])

    def action_all(self) -> None:
        if self._several:
            self.dismiss(list(self._codings))

    def action_down(self) -> None:
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        self.query_one(OptionList).action_cursor_up()
