"""What every key does, made from the action table."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from toolkit.i18n import _
from toolkit.tui.actions import ACTIONS, GROUPS
from toolkit.tui.keymap import shown_keys
from toolkit.tui.widgets.bars import QUIET

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult

    from toolkit.tui.action_context import ActionContext

_KEYS = 18

_START = (
    _(
        "Every change is saved at once. u undoes it.\n"
        "\n"
        "To code a sentence: press enter, type part of the code's "
        "name, press enter.\n"
        "To code another passage: select it first with s, t, p, v or "
        "the mouse."
    )
    + "\n"
)
_MARGIN = (
    _(
        "Each coding has a bracket in the margin and the name of its "
        "code beside its\n"
        "first row. Text with more than one code is underlined. ? "
        "marks a coding to\n"
        "discuss, * one with a memo; +2 counts brackets that found no "
        "room.\n"
        "Names in italics are other coders' work."
    )
    + "\n"
)


class HelpScreen(ModalScreen[None]):
    """Groups of keys; scrolls."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,q", "dismiss", "Close"),
        Binding("j", "scroll(2)", show=False),
        Binding("k", "scroll(-2)", show=False),
    ]

    def __init__(self, keys: Mapping[str, str], now: ActionContext) -> None:
        """`keys` are the effective keys by action id."""
        super().__init__()
        self._keys, self._now = keys, now

    def compose(self) -> ComposeResult:
        with Vertical(classes="window tall wide"):
            yield Static(_("Help"), classes="window-title", markup=False)
            with VerticalScroll(classes="window-body"):
                yield Static(self._text(), id="help", markup=False)
            yield Static(_("↑ ↓ Scroll   esc Close"), classes="window-keys", markup=False)

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def _text(self) -> Content:
        parts: list[str | tuple[str, str]] = [_START]
        for group in GROUPS:
            actions = [a for a in ACTIONS if a.group == group and a.available_when(self._now)]
            if not actions:
                continue
            parts.append((f"\n{group}\n", "bold $text-primary"))
            for action in actions:
                parts.append((f"  {shown_keys(self._keys[action.id]):<{_KEYS}}", "$text-accent"))
                parts.append(f"{action.help}\n")
        parts.append((("\n" + _("The margin") + "\n"), "bold $text-primary"))
        parts.append(_MARGIN)
        parts.append((("\n" + _("To change keys, edit [keys] in qct.toml.") + "\n"), QUIET))
        return Content.assemble(*parts)

    def action_scroll(self, rows: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=rows, animate=False)
