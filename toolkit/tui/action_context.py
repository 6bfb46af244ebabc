"""When actions of the workspace apply."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from toolkit.i18n import _


@dataclass(frozen=True, slots=True)
class ActionContext:
    """What the applicability of an action depends on."""

    document: bool = False
    """A source is open."""
    sources: bool = False
    """There are several sources."""
    selection: bool = False
    coding: bool = False
    """A coding that this coder may see is under the cursor."""
    own_coding: bool = False
    may_change: bool = True
    suggestions: bool = True
    """Suggestions exist in this round at all."""
    repeatable: bool = False
    """Codes were applied before."""
    searching: bool = False
    """Matches of a search are marked."""
    tour_is_on: bool = False
    asked: bool = False
    """A line is open that asks for something."""
    busy: bool = False
    """The model is computing suggestions."""
    others: bool = True
    """Other coders' work may be seen."""
    pinned: bool = False
    """A code is on a number key."""
    new_codes: bool = True
    """Codes can be made while coding."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that must be so for an action to apply."""

    text: str
    """What the documentation and `qct keys` say of it."""
    holds: Callable[[ActionContext], bool]

    def __call__(self, now: ActionContext) -> bool:
        return self.holds(now)


ALWAYS = Condition(_("always"), lambda now: True)
READING = Condition(_("a source is open"), lambda now: now.document)
SEVERAL_SOURCES = Condition(_("there are several sources"), lambda now: now.sources)
SELECTED = Condition(_("something is selected"), lambda now: now.document and now.selection)
ON_CODING = Condition(_("a coding is at the cursor"), lambda now: now.coding)
CLEARABLE = Condition(
    _("there is a selection, a search or a question, or the tour is on"),
    lambda now: now.selection or now.searching or now.asked or now.busy or now.tour_is_on,
)
OPEN_ROUND = Condition(_("the round is open"), lambda now: now.may_change)
CHANGEABLE = Condition(
    _("a source and the round are open"), lambda now: now.document and now.may_change
)
REPEATABLE = Condition(
    _("a code was applied before"), lambda now: CHANGEABLE(now) and now.repeatable
)
NEW_CODES = Condition(
    _("a source is open and the round takes new codes"),
    lambda now: CHANGEABLE(now) and now.new_codes,
)
CODE_ON_KEY = Condition(
    _("a code is on a number key and the round is open"),
    lambda now: CHANGEABLE(now) and now.pinned,
)
FITTABLE = Condition(
    _("something is selected and the round is open"),
    lambda now: CHANGEABLE(now) and now.selection,
)
NEW_CODE_FROM_WORDS = Condition(
    _("something is selected and the round takes new codes"),
    lambda now: NEW_CODES(now) and now.selection,
)
ON_OWN_CODING = Condition(
    _("a coding of yours is at the cursor"), lambda now: now.may_change and now.own_coding
)
SUGGESTIBLE = Condition(
    _("the round has suggestions and none is being computed"),
    lambda now: CHANGEABLE(now) and now.suggestions and not now.busy,
)
DENIABLE = Condition(
    _("the round has suggestions and something is selected"),
    lambda now: CHANGEABLE(now) and now.suggestions and now.selection,
)
WITH_SUGGESTIONS = Condition(_("the round has suggestions"), lambda now: now.suggestions)
OTHERS_SHOWN = Condition(_("other coders' work may be seen"), lambda now: now.others)
