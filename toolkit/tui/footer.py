"""Which actions the footer shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.tui.actions import BY_ID

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.tui.action import Action
    from toolkit.tui.action_context import ActionContext

MOST_HINTS = 7
_HINTS: Mapping[str, tuple[str, ...]] = {
    "busy": ("select.clear",),
    "selection": (
        "coding.apply", "coding.repeat", "select.extend", "select.shrink", "suggest.ask",
        "select.clear", "view.help",
    ),
    "searching": (
        "move.coding", "move.coding-back", "coding.apply", "select.sentence", "select.clear",
        "view.help",
    ),
    "coding": (
        "coding.apply", "coding.memo", "coding.discuss", "coding.recode", "coding.remove",
        "change.undo", "view.help",
    ),
    "plain": (
        "coding.apply", "select.sentence", "select.turn", "select.visual", "move.uncoded",
        "move.search", "view.help",
    ),
    "empty": ("view.palette", "view.quit", "view.help"),
}  # fmt: skip


def hints(now: ActionContext) -> list[Action]:
    """The actions to show in the footer, at most seven, the most useful first."""
    if not now.document:
        kind = "empty"
    elif now.busy:
        kind = "busy"
    elif now.selection:
        kind = "selection"
    elif now.searching:
        kind = "searching"
    else:
        kind = "coding" if now.own_coding else "plain"
    chosen = [BY_ID[action_id] for action_id in _HINTS[kind]]
    fitting = [action for action in chosen if action.applies(now)]
    return fitting[:MOST_HINTS]
