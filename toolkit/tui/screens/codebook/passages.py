"""A list of codings, to jump to one or to mark several."""

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

MOST = 500
"""Codings listed; what is left out is said."""


class PassagesScreen(ModalScreen[list[Coding]]):
    """Returns the coding to go to, or those marked; an empty list when left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss([])", "Leave"),
        Binding("j", "step(1)", show=False),
        Binding("k", "step(-1)", show=False),
        Binding("space", "mark", "Mark", priority=True),
    ]

    def __init__(
        self,
        session: CodingSession,
        codings: Sequence[Coding],
        title: str,
        *,
        several: bool = False,
        none: str = "",
    ) -> None:
        """`none` is shown where there are no codings."""
        super().__init__()
        self._session, self._title, self._several = session, title, several
        self._none = none
        self._codings = list(codings[:MOST])
        self._left_out = len(codings) - len(self._codings)
        self._marked: set[int] = set()
        self._texts: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        with Vertical(classes="window tall wide"):
            more = (
                (" " + _("(and {left_out} more)").format(left_out=self._left_out))
                if self._left_out
                else ""
            )
            title = f"{self._title} · {len(self._codings)}{more}"
            yield Static(title, classes="window-title", markup=False)
            options = OptionList(*map(self._option, range(len(self._codings))), markup=False)
            options.highlighted = 0 if self._codings else None
            options.styles.height = "1fr"
            options.styles.max_height = "100%"
            yield options
            if not self._codings:
                options.display = False
                yield Static(self._none, id="passages-none", classes="window-body", markup=False)
                keys = _("esc Cancel")
            elif self._several:
                keys = _("space Mark   enter Continue   esc Cancel")
            else:
                keys = _("enter Go to the passage   ↑ ↓ Move   esc Cancel")
            yield Static(keys, classes="window-keys", markup=False)

    def _option(self, index: int) -> Option:
        coding, session = self._codings[index], self._session
        text = self._texts.get(coding.source_id)
        if text is None:
            text = self._texts[coding.source_id] = session.project.sources.text(coding.source_id)
        who = "you" if coding.coder_id == session.coder else coding.coder_id
        look = session.look(coding.code_id)
        mark = "" if not self._several else "+ " if index in self._marked else "  "
        return Option(
            Content.assemble(
                (mark, "bold $text-success"),
                ("▌", look.color.hex),
                (safe(coding.source_id), "bold"),
                (f" {safe(who)} · {safe(coding.round_id)} · v{coding.codebook_version}  ", QUIET),
                short(text[coding.span.start : coding.span.end], 200),
            )
        )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if self._several:
            chosen = sorted(self._marked) or [event.option_index]
            self.dismiss([self._codings[at] for at in chosen])
        else:
            self.dismiss([self._codings[event.option_index]])

    def action_mark(self) -> None:
        listing = self.query_one(OptionList)
        at = listing.highlighted
        if at is None or not self._several:
            return
        self._marked ^= {at}
        listing.replace_option_prompt_at_index(at, self._option(at).prompt)
        listing.action_cursor_down()

    def action_step(self, by: int) -> None:
        listing = self.query_one(OptionList)
        if by > 0:
            listing.action_cursor_down()
        else:
            listing.action_cursor_up()
