"""A form of named fields, each one line or several."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea

from toolkit.i18n import _
from toolkit.tui.support.pending_input import after_pending_input
from toolkit.tui.widgets.bars import short

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult

    from toolkit.tui.state.code_form import Field

_KEYS = _("^s Save   tab Next field   esc Cancel")
_CHANGED = _("^s Save   esc again discards your changes")


class FormScreen(ModalScreen[dict[str, str] | None]):
    """Returns every field's text by its name; None when left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "go_on", "Go on", priority=True),
        Binding("escape", "leave", "Leave", priority=True),
    ]
    keys = _KEYS

    def __init__(
        self, title: str, fields: Sequence[Field], values: Mapping[str, str] | None = None
    ) -> None:
        """`values` are what was written before, where the form is shown once more."""
        super().__init__()
        self._title, self._fields = title, list(fields)
        self._values = dict(values or {})
        self._warned = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="window tall wide"):
            yield Static(short(self._title, 90), classes="window-title", markup=False)
            with VerticalScroll(classes="window-body", can_focus=False):
                for at, field in enumerate(self._fields):
                    yield Static(field.label, classes="form-label", markup=False)
                    text = self._values.get(field.name, field.text)
                    if field.rows == 1:
                        yield Input(text, placeholder=field.example, id=f"field-{at}")
                    else:
                        area = TextArea(text, soft_wrap=True, show_line_numbers=False,
                                        tab_behavior="focus", id=f"field-{at}")  # fmt: skip
                        area.cursor_blink = False
                        area.styles.height = field.rows
                        yield area
            yield from self.compose_below()
            yield Static(self.keys, classes="window-keys", markup=False)

    def compose_below(self) -> ComposeResult:
        """Widgets between the fields and the keys; a plain form has none."""
        yield from ()

    def on_mount(self) -> None:
        self.query_one("#field-0").focus()

    def texts(self) -> dict[str, str]:
        texts = {}
        for at, field in enumerate(self._fields):
            widget = self.query_one(f"#field-{at}")
            assert isinstance(widget, Input | TextArea)
            texts[field.name] = widget.value if isinstance(widget, Input) else widget.text
        return texts

    def action_go_on(self) -> None:
        after_pending_input(self.focused or self, lambda: self.dismiss(self.texts()))

    def action_leave(self) -> None:
        """Cancel at once if nothing was changed, else only when asked twice."""
        changed = self.texts() != {field.name: field.text for field in self._fields}
        if changed and not self._warned:
            self._warned = True
            self.query_one(".window-keys", Static).update(_CHANGED)
            return
        self.dismiss(None)
