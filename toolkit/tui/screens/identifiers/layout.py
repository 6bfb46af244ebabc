"""What the desk looks like, and its keys."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from toolkit.i18n import _

Keys = tuple[tuple[str, str], ...]
"""Keys with what they do."""

LIST_KEYS: Keys = (
    ("a", _("Accept")), ("A", _("Accept always")), ("c", _("Change…")), ("r", _("Reject")),
    ("enter", _("Places")), ("t", _("Kind")), ("n", _("New only")), ("u", _("Undo")),
    ("esc", _("Back")),
)  # fmt: skip
PLACE_KEYS: Keys = (
    ("space", _("Leave out")), ("r", _("Reject this place")), ("a", _("Accept the others")),
    ("c", _("Change…")), ("u", _("Undo")), ("enter", _("Words")),
)  # fmt: skip
READING_KEYS: Keys = (("esc", _("Cancel")),)
CSS = """
DeidentifyScreen { background: $background; layout: vertical; }
DeidentifyScreen #desk-title { background: $panel; }
DeidentifyScreen #desk-limits { height: auto; max-height: 2; padding: 0 1;
    color: $text-warning; display: none; }
DeidentifyScreen #desk-status { background: $surface; }
DeidentifyScreen #desk-keys { background: $panel; height: auto; max-height: 3; padding: 0 1; }
DeidentifyScreen #desk-panes { height: 1fr; }
DeidentifyScreen OptionList { height: 1fr; border: none; padding: 0 1;
    background: $background; scrollbar-size-vertical: 1; }
DeidentifyScreen OptionList:focus { border: none; }
DeidentifyScreen #desk-main { width: 3fr; height: 1fr; }
DeidentifyScreen #desk-head { height: 1; padding: 0 1; text-wrap: nowrap; }
DeidentifyScreen #desk-list { text-wrap: nowrap; }
DeidentifyScreen #desk-side { width: 2fr; height: 1fr; border-left: solid $panel; }
DeidentifyScreen #desk-details { height: auto; padding: 0 1; }
DeidentifyScreen.-narrow #desk-panes { layout: vertical; }
DeidentifyScreen.-narrow #desk-main { width: 1fr; height: 3fr; }
DeidentifyScreen.-narrow #desk-side { width: 1fr; height: 2fr; border-left: none;
    border-top: solid $panel; }
"""
BINDINGS: list[BindingType] = [
    Binding("escape,q", "leave", "Back"),
    Binding("j", "step(1)", show=False),
    Binding("k", "step(-1)", show=False),
    Binding("a", "decide('accept')", "Accept"),
    Binding("A", "decide('always')", "Accept always"),
    Binding("c", "change", "Change"),
    Binding("r", "reject", "Reject"),
    Binding("space", "leave_out", "Leave out"),
    Binding("t", "kind", "Kind"),
    Binding("n", "new_only", "New only"),
    Binding("u,ctrl+z", "go_back('undo')", "Undo"),
    Binding("ctrl+r,ctrl+y", "go_back('redo')", "Redo"),
]
