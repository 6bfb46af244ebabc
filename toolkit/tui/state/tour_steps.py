"""The tour: five things that a coder does once, each told when it is due. No widget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from toolkit.domain.spans import Span
from toolkit.i18n import _


@dataclass(frozen=True, slots=True)
class Scene:
    """What the tour looks at to know that something was done."""

    source: str = ""
    selection: Span | None = None
    codings: frozenset[str] = frozenset()
    """Ids of the coder's own in the open source."""
    memos: frozenset[str] = frozenset()
    """Texts of the coder's own on the open source and its codings."""
    helped: int = 0
    """How often the help was opened."""


@dataclass(frozen=True, slots=True)
class Step:
    title: str
    says: str
    """With the ids of actions in braces, where their keys go."""
    done: Callable[[Scene, Scene], bool]
    """Whether it is done, from the scene at its beginning and now."""
    changes: bool = False
    """Whether it needs a round in which something may be changed."""


STEPS = (
    Step(
        _("Select a sentence"),
        _(
            "You code what you have selected. {select.sentence} selects "
            "the sentence at the cursor. Press it again to add the next "
            "sentence; {select.turn} selects whole turns. Try "
            "{select.sentence}."
        ),
        lambda before, now: now.selection is not None and now.selection != before.selection,
    ),
    Step(
        _("Code it"),
        _(
            "{coding.apply} lists the codes: type part of a name and press "
            "enter. Every change is saved at once, and a bracket in the "
            "margin shows the coding."
        ),
        lambda before, now: bool(now.codings - before.codings),
        changes=True,
    ),
    Step(
        _("Undo"),
        _(
            "Everything can be undone: {change.undo} undoes, {change.redo} "
            "redoes, even after a restart. Try {change.undo}."
        ),
        lambda before, now: bool(before.codings - now.codings),
        changes=True,
    ),
    Step(
        _("Write a memo"),
        _(
            "Write your thoughts in memos: {memo.source} opens the memo of "
            "this interview, {coding.memo} that of a coding. Write a word; "
            "esc saves it, and {change.undo} undoes it."
        ),
        lambda before, now: bool(now.memos - before.memos),
        changes=True,
    ),
    Step(
        _("Find help"),
        _(
            "{view.help} lists every key; {view.palette} finds any action, "
            "code or interview by name. Try {view.help}, then esc to close "
            "it."
        ),
        lambda before, now: now.helped > before.helped,
    ),
)


class Tour:
    """Which step is due. It goes on by itself when that one is done."""

    def __init__(self, scene: Scene) -> None:
        self.index = 0
        self._before = scene

    @property
    def step(self) -> Step | None:
        """The one that is due; None when all are done."""
        return STEPS[self.index] if self.index < len(STEPS) else None

    def see(self, now: Scene) -> bool:
        """Look whether the step is done; if so go on to the next and say so."""
        step = self.step
        if now.source != self._before.source:
            # What was done in another source is no step in this one.
            self._before = now
        if step is None or not step.done(self._before, now):
            return False
        self.skip(now)
        return True

    def skip(self, now: Scene) -> None:
        """Go on without having done it."""
        if self.step is not None:
            self.index += 1
            self._before = now
