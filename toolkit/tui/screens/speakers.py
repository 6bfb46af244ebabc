"""The speakers of a source with their roles, which a key changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from toolkit.domain.transcript import Role
from toolkit.i18n import _, ngettext
from toolkit.text.cells import pad, width
from toolkit.tui.widgets.bars import QUIET, safe, short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from toolkit.operations.speakers.listing import SpeakerRow

SetRole = Callable[[str, str], bool]
"""Gives a label a role; whether it has it now."""
_LABEL = 30

_ROLES = {
    Role.EXPERT: _("expert"),
    Role.INTERVIEWER: _("interviewer"),
    Role.OTHER: _("other"),
}


class SpeakersScreen(ModalScreen[dict[str, str]]):
    """Returns the roles that were set, by label; empty where none was."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Leave"),
        Binding("j", "step(1)", show=False),
        Binding("k", "step(-1)", show=False),
        Binding("e", "set_role('expert')", "Expert"),
        Binding("i", "set_role('interviewer')", "Interviewer"),
        Binding("o", "set_role('other')", "Other"),
    ]

    def __init__(self, rows: Sequence[SpeakerRow], label: str, set_role: SetRole | None) -> None:
        """`label` is highlighted first; without `set_role` the roles are only shown."""
        super().__init__()
        self._rows, self._label, self._set_role = list(rows), label, set_role
        self._changed: dict[str, str] = {}
        shown = [width(short(_name(row.label), _LABEL)) for row in rows]
        self._cells = max(shown, default=0)

    def compose(self) -> ComposeResult:
        with Vertical(classes="window"):
            title = _("Speakers of {source}").format(source=short(self._rows[0].source, 40))
            yield Static(title, classes="window-title", markup=False)
            options = OptionList(*map(self._option, self._rows), markup=False)
            labels = [row.label for row in self._rows]
            options.highlighted = labels.index(self._label) if self._label in labels else 0
            yield options
            yield Static(
                _("Only what experts say counts in agreement and in words."),
                classes="window-keys",
                markup=False,
            )
            keys = [_("esc Close")]
            if self._set_role is not None:
                keys = [_("e Expert"), _("i Interviewer"), _("o Other"), *keys]
            yield Static("   ".join(keys), classes="window-keys", markup=False)

    def _option(self, row: SpeakerRow) -> Option:
        turns = ngettext("{count} turn", "{count} turns", row.turns).format(count=row.turns)
        measure = _("{turns}, {share:.0%} of the words").format(turns=turns, share=row.share)
        case = _("  case {case}").format(case=short(row.case, 20)) if row.case else ""
        name = pad(short(_name(row.label), _LABEL), self._cells)
        return Option(
            Content.assemble(
                safe(name), "  ", pad(_ROLES[row.role], _WIDEST), ("  " + measure + case, QUIET)
            )
        )

    def action_set_role(self, role: str) -> None:
        options = self.query_one(OptionList)
        at = options.highlighted
        if at is None or self._set_role is None:
            return
        row = self._rows[at]
        if self._set_role(row.label, role):
            self._rows[at] = replace(row, role=Role(role), role_set=True)
            self._changed[row.label] = role
            options.replace_option_prompt_at_index(at, self._option(self._rows[at]).prompt)

    def action_step(self, by: int) -> None:
        options = self.query_one(OptionList)
        if by > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def action_leave(self) -> None:
        self.dismiss(self._changed)


_WIDEST = max(map(width, _ROLES.values()))


def _name(label: str) -> str:
    return label or _("(no label)")
