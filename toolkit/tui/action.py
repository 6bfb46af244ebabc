"""What an action of the workspace is."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.tui.action_context import ALWAYS, READING, ActionContext, Condition


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a person can do in the workspace."""

    id: str
    keys: str
    """Comma-separated, as Textual names them."""
    label: str
    """Short, for the footer; ends in … when something opens."""
    help: str
    action: str
    """The controller of the workspace and its method, as in `reading.move`."""
    group: str
    enabled_when: Condition = READING
    available_when: Condition = ALWAYS
    """Whether the action is offered at all; one that is not is left out of the help too."""
    arguments: tuple[object, ...] = ()
    """What the method is called with."""

    def applies(self, now: ActionContext) -> bool:
        """Whether the action would do something now."""
        return self.available_when(now) and self.enabled_when(now)
