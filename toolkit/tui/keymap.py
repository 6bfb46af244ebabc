"""Keys by action: those of the table or of qct.toml, and how people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.errors import nearest
from toolkit.i18n import _
from toolkit.tui.actions import ACTIONS, BY_ID, GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def effective_keys(remapped: Mapping[str, str]) -> dict[str, str]:
    """Keys by action id, with those of qct.toml in place of the usual ones."""
    return {action.id: remapped.get(action.id, action.keys) for action in ACTIONS}


def key_table(remapped: Mapping[str, str]) -> list[tuple[str, str, str, str]]:
    """Action id, keys, what it does, and when, in the order of the help."""
    keys = effective_keys(remapped)
    ordered = sorted(ACTIONS, key=lambda action: GROUPS.index(action.group))
    return [
        (
            action.id,
            shown_keys(keys[action.id], len(keys[action.id])),
            action.help,
            action.enabled_when.text,
        )
        for action in ordered
    ]


def unknown_ids(remapped: Iterable[str]) -> list[str]:
    """A line for each remapped id that is no action, naming the nearest one that is."""
    lines = []
    for name in remapped:
        if name not in BY_ID:
            near = nearest(name, BY_ID, most=1)
            meant = _("; did you mean {near}?").format(near=near[0]) if near else ""
            lines.append(
                _("qct.toml, [keys]: there is no action {name!r}{meant}").format(
                    name=name, meant=meant
                )
            )
    return lines


_SHOWN = {
    "escape": "esc",
    "pagedown": "pgdn",
    "pageup": "pgup",
    "delete": "del",
    "comma": ",",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
}


def shown_key(key: str) -> str:
    """A key as people read it: `ctrl+p` is ^p, `escape` is esc."""
    *modifiers, name = key.strip().split("+") if key.strip() != "+" else ["+"]
    name = _SHOWN.get(name, name)
    if name.startswith("f") and name[1:].isdigit():
        name = name.upper()
    if "shift" in modifiers:
        name = f"⇧{name}"
    if "alt" in modifiers:
        name = f"alt+{name}"
    return f"^{name}" if "ctrl" in modifiers else name


def shown_keys(keys: str, most: int = 3) -> str:
    return " ".join(shown_key(key) for key in keys.split(",")[:most])
