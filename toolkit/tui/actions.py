"""Everything a person can do in the workspace, in one table.

Keys, footer, command palette and help are all made from `ACTIONS`, so none of them can
say something that the others do not. Keys are remapped in qct.toml by action id:

    [keys]
    "coding.remove" = "x,delete"
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ActionContext:
    """What the applicability of an action depends on."""

    document: bool = False
    sources: bool = False
    selection: bool = False
    coding: bool = False
    """A coding that this coder may see is under the cursor."""
    own_coding: bool = False
    may_change: bool = True
    suggestions: bool = True
    """Suggestions exist in this round at all."""
    repeatable: bool = False
    searching: bool = False
    touring: bool = False
    asked: bool = False
    """A line is open that asks for something."""
    busy: bool = False
    others: bool = True
    """Other coders' work may be seen."""
    pinned: bool = False
    """A code is pinned to a number."""
    new_codes: bool = True
    """Codes can be made while coding."""


Test = Callable[[ActionContext], bool]


# The first line of each test's docstring is what the documentation says of it.


def _always(_: ActionContext) -> bool:
    """always"""
    return True


def _reading(now: ActionContext) -> bool:
    """a source is open"""
    return now.document


def _several_sources(now: ActionContext) -> bool:
    """there are several sources"""
    return now.sources


def _selected(now: ActionContext) -> bool:
    """something is selected"""
    return now.document and now.selection


def _on_coding(now: ActionContext) -> bool:
    """a coding is at the cursor"""
    return now.coding


def _clearable(now: ActionContext) -> bool:
    """something is selected, searched for or asked, or the tour is on"""
    return now.selection or now.searching or now.asked or now.busy or now.touring


def _may_change(now: ActionContext) -> bool:
    """the round is open"""
    return now.may_change


def _changing(now: ActionContext) -> bool:
    """a source and the round are open"""
    return now.document and now.may_change


def _repeatable(now: ActionContext) -> bool:
    """a code was applied before"""
    return _changing(now) and now.repeatable


def _coining(now: ActionContext) -> bool:
    """a source is open and the round takes new codes"""
    return _changing(now) and now.new_codes


def _pinned(now: ActionContext) -> bool:
    """codes are pinned and the round is open"""
    return _changing(now) and now.pinned


def _fitting(now: ActionContext) -> bool:
    """something is selected and the round is open"""
    return _changing(now) and now.selection


def _fitting_new(now: ActionContext) -> bool:
    """something is selected and the round takes new codes"""
    return _coining(now) and now.selection


def _own(now: ActionContext) -> bool:
    """a coding of yours is at the cursor"""
    return now.may_change and now.own_coding


def _askable(now: ActionContext) -> bool:
    """the round has suggestions and none is being looked for"""
    return _changing(now) and now.suggestions and not now.busy


def _deniable(now: ActionContext) -> bool:
    """the round has suggestions and something is selected"""
    return _changing(now) and now.suggestions and now.selection


@dataclass(frozen=True, slots=True)
class Action:
    id: str
    keys: str
    """Comma-separated, as Textual names them."""
    label: str
    """Short, for the footer; ends in … when something opens."""
    help: str
    action: str
    """The controller of the workspace and its method, as in `reading.move`."""
    group: str
    enabled_when: Test = _reading
    available_when: Test = _always
    """Whether the action is offered at all; one that is not is left out of the help too."""
    arguments: tuple[object, ...] = ()
    """What the method is called with."""

    def applies(self, now: ActionContext) -> bool:
        """Whether the action would do something now."""
        return self.available_when(now) and self.enabled_when(now)


MOVE, SELECT, CODE, ASK, VIEW = "Move", "Select", "Code", "Suggestions", "Workspace"
GROUPS = (CODE, SELECT, MOVE, ASK, VIEW)


def _move(name: str, keys: str, label: str) -> Action:
    return Action(f"move.{name}", keys, label, label, "reading.move", MOVE, arguments=(name,))


def _extend(name: str, keys: str, label: str) -> Action:
    return Action(f"extend.{name}", keys, label, label, "reading.extend", SELECT, arguments=(name,))


def _edge(name: str, keys: str, label: str, says: str) -> Action:
    return Action(
        f"coding.{name}", keys, label, says, "editing.edge", CODE, _own, arguments=(name,)
    )


def _pin(number: int) -> Action:
    return Action(
        f"pinned.{number}",
        str(number),
        f"Pinned {number}",
        f"Apply the code pinned to {number}",
        "pins.apply",
        CODE,
        _pinned,
        arguments=(number,),
    )


def _suggestions(now: ActionContext) -> bool:
    return now.suggestions


ACTIONS: tuple[Action, ...] = (
    _move("left", "left,h", "One character back"),
    _move("right", "right,l", "One character on"),
    _move("down", "down,j", "One row down"),
    _move("up", "up,k", "One row up"),
    _move("word", "w,ctrl+right", "Next word"),
    _move("word-back", "b,ctrl+left", "Word before"),
    _move("word-end", "e", "End of the word"),
    _move("sentence", ")", "Next sentence"),
    _move("sentence-back", "(", "Sentence before"),
    _move("turn", "]", "Next turn"),
    _move("turn-back", "[", "Turn before"),
    _move("paragraph", "}", "Next paragraph"),
    _move("paragraph-back", "{", "Paragraph before"),
    _move("row-start", "home,^", "Start of the row"),
    _move("row-end", "end,$", "End of the row"),
    _move("page-down", "pagedown,ctrl+f,space", "A page down"),
    _move("page-up", "pageup,ctrl+b", "A page up"),
    _move("half-down", "ctrl+d", "Half a page down"),
    _move("half-up", "ctrl+u", "Half a page up"),
    _move("start", "g,ctrl+home", "Start of the source"),
    _move("end", "G,ctrl+end", "End of the source"),
    Action("move.coding", "n", "Next", "Next coding, or next match while searching",
           "reading.move", MOVE, arguments=("coding",)),
    Action("move.coding-back", "N", "Before", "Coding or match before", "reading.move",
           MOVE, arguments=("coding-back",)),
    Action(
        "move.uncoded", ">", "Uncoded", "Next expert turn that you have not coded",
        "reading.uncoded", MOVE, arguments=(False,)),
    Action(
        "move.uncoded-back", "<", "Uncoded before", "Uncoded expert turn before",
        "reading.uncoded", MOVE, arguments=(True,)),
    Action(
        "move.search", "/", "Search…",
        "Find words or a regular expression, here or in all sources",
        "search.open", MOVE,
    ),
    Action(
        "move.go-to", ":", "Go to…", "Go to a line (12), a turn (T12), a time (12:34) or an "
        "offset (@1234)", "go_to.ask_place", MOVE,
    ),
    Action(
        "move.jump", "ctrl+o", "Jump…", "Label turns, codings and sentences in view; go to the one "
        "whose label is typed", "go_to.show_labels", MOVE,
    ),
    Action("mark.set", '"', "Mark…", "Mark this place with the letter typed next", "bookmarks.set",
           MOVE),
    Action(
        "mark.go", "'", "To mark…",
        "Go to the mark whose letter is typed next; ' once more: back to before the last jump",
        "bookmarks.go", MOVE, _always,
    ),
    Action("move.disagreement", "d", "Disagreement", "Next disagreement between coders",
           "team.go_to_disagreement", MOVE, arguments=(1,)),
    Action("move.disagreement-back", "D", "Disagreement before",
           "Disagreement between coders before", "team.go_to_disagreement", MOVE, arguments=(-1,)),
    Action(
        "source.next", "J,ctrl+down", "Next source", "Open the next source",
        "panes.source", MOVE, _several_sources, arguments=(1,)),
    Action(
        "source.previous", "K,ctrl+up", "Source before", "Open the source before",
        "panes.source", MOVE, _several_sources, arguments=(-1,)),
    Action(
        "select.sentence", "s", "Sentence", "Select the sentence; again: one more",
        "reading.select", SELECT, arguments=("sentence",)),
    Action(
        "select.clause", "comma", "Clause", "Select the clause; again: one more",
        "reading.select", SELECT, arguments=("clause",)),
    Action(
        "select.turn", "t", "Turn", "Select the turn; again: one more",
        "reading.select", SELECT, arguments=("turn",)),
    Action(
        "select.paragraph", "p", "Paragraph", "Select the paragraph; again: one more",
        "reading.select", SELECT, arguments=("paragraph",)),
    Action(
        "select.word", "W", "Word", "Select the word; again: one more",
        "reading.select", SELECT, arguments=("word",)),
    Action(
        "select.coding", "i", "Coded text",
        "Select what the coding here covers; again: the one around it",
        "reading.select_coding", SELECT, _on_coding,
    ),
    Action("select.visual", "v", "Visual", "Let every motion extend the selection",
           "reading.visual",
           SELECT),
    Action("select.extend", "+,=", "Extend", "One unit more at the end", "reading.grow", SELECT),
    Action("select.shrink", "-", "Shrink", "One unit less at the end", "reading.shrink", SELECT,
           _selected),
    Action("select.shrink-start", "_", "Shrink start", "One unit less at the start",
           "reading.shrink_start", SELECT, _selected),
    _extend("left", "shift+left", "Extend by a character back"),
    _extend("right", "shift+right", "Extend by a character"),
    _extend("down", "shift+down", "Extend by a row"),
    _extend("up", "shift+up", "Extend by a row up"),
    _extend("word", "ctrl+shift+right", "Extend by a word"),
    _extend("word-back", "ctrl+shift+left", "Extend by a word back"),
    _extend("row-end", "shift+end", "Extend to the end of the row"),
    _extend("row-start", "shift+home", "Extend to the start of the row"),
    Action(
        "select.clear", "escape", "Clear", "Drop the selection, the search, or the question asked",
        "workspace.clear", SELECT, _clearable,
    ),
    Action(
        "coding.apply", "enter,c", "Code…",
        "Choose codes for the selection, or for the sentence at the cursor",
        "editing.apply", CODE, _changing,
    ),
    Action(
        "coding.repeat", ".", "Repeat", "Apply the last codes again", "editing.repeat", CODE,
        _repeatable,
    ),
    Action("coding.new-code", "C", "New code…",
           "Make a code for the selection or the sentence; the nearest codes are shown first",
           "new_codes.describe", CODE, _coining),
    Action("coding.in-vivo", "I", "In vivo", "Code the selection by its own words, as a new code",
           "new_codes.in_vivo", CODE, _fitting_new),
    Action("coding.pin", "P", "Pin…", "Put a code under a number key, or free the key", "pins.pin",
           CODE, _may_change),
    *map(_pin, range(1, 10)),
    Action("coding.remove", "x,delete", "Remove", "Remove a coding of yours here",
           "editing.remove", CODE,
           _own),
    Action("coding.recode", "r", "Recode…", "Give a coding of yours another code",
           "editing.recode", CODE,
           _own),
    Action(
        "coding.resize", "R", "Fit", "Make a coding of yours cover exactly the selection",
        "editing.resize", CODE, _fitting,
    ),
    _edge("end-back", "alt+left", "End back", "Take the last word off a coding of yours"),
    _edge("end-on", "alt+right", "End on", "Add the next word to a coding of yours"),
    _edge("start-back", "alt+shift+left", "Start back", "Add the word before to a coding of yours"),
    _edge("start-on", "alt+shift+right", "Start on", "Take the first word off a coding of yours"),
    Action("coding.split", "X", "Split", "Make two of a coding of yours, parted at the cursor",
           "editing.split", CODE, _own),
    Action("coding.join", "&", "Join", "Make one of your codings of a code that the selection "
           "touches", "editing.join", CODE, _fitting),
    Action("coding.memo", "m", "Memo…", "Write a memo on a coding of yours",
           "memos.on_coding", CODE, _own),
    Action("coding.discuss", "?", "Discuss", "Mark a coding of yours as one to discuss",
           "editing.discuss", CODE, _own),
    Action("change.undo", "u,ctrl+z", "Undo", "Take your last change back", "editing.undo", CODE,
           _may_change),
    Action("change.redo", "ctrl+r,ctrl+y", "Redo", "Bring an undone change back",
           "editing.redo", CODE,
           _may_change),
    Action(
        "suggest.ask", "a", "Suggest…",
        "Ask for candidate codes for the selection or the sentence; your own answer comes first",
        "suggestions.ask", ASK, _askable,
        _suggestions,
    ),
    Action(
        "suggest.none", "0", "No code", "State that no code fits the selection",
        "suggestions.no_code", ASK, _deniable,
        _suggestions,
    ),
    Action("memo.source", "M", "Source memo…", "Write a memo on the whole source",
           "memos.on_source", CODE, _changing),
    Action("memo.choose", "ctrl+n", "Memo on…",
           "Write a memo on the project, this source, its case or a code", "memos.choose", CODE,
           _may_change),
    Action("round.submit", "S", "Submit…", "State that you are done with this source; locks it",
           "team.submit", VIEW, _changing),
    Action("quote.copy", "y", "Copy", "Copy the selection with its citation", "reading.copy", VIEW),
    Action("quote.keep", "Y", "Keep quote",
           "Add the selection with its citation to outputs/quotes.txt", "reading.keep_quote", VIEW),
    Action("view.help", "f1", "Help", "Show this help", "tour.help", VIEW, _always),
    Action("view.tour", "f10", "Tour", "Five steps that show around; again: the next step",
           "tour.next",
           VIEW),
    Action("view.palette", "ctrl+p", "Commands", "Find any action, code or source by name",
           "workspace.palette", VIEW, _always),
    Action("view.sources", "f2", "Sources", "Show or hide the source list", "panes.toggle",
           VIEW, _always, arguments=("sources",)),
    Action("view.inspector", "f3", "Inspector", "Show or hide the inspector",
           "panes.toggle", VIEW, _always, arguments=("inspector",)),
    Action("view.numbers", "f4", "Line numbers", "Show or hide line numbers",
           "reading.numbers", VIEW),
    Action("view.codebook", "f5", "Codebook…",
           "Look at the codebook and edit it: definitions, merges, versions", "codebook.open", VIEW,
           _always),
    Action("team.disagreements", "f8", "Disagreements…",
           "Where coders disagree: both answers side by side, and settling them",
           "team.disagreements",
           VIEW, _always),
    Action("team.rounds", "f9", "Rounds…",
           "What is yours to do, source by source, and submitting it",
           "team.rounds", VIEW, _always),
    Action("team.compare", "f7", "Compare…",
           "Show two coders' codings against each other, or everyone's again",
           "team.compare", VIEW),
    Action("view.own", "o", "Own", "Show only your own codings, or everyone's again",
           "team.only_own", VIEW, available_when=lambda now: now.others),
    Action("view.theme", "f6", "Theme", "Next theme: dark, light, high contrast, terminal",
           "app.next_theme", VIEW, _always),
    Action("view.quit", "q,ctrl+q", "Quit", "Leave; everything is saved already",
           "workspace.quit", VIEW,
           _always),
)  # fmt: skip

ASKING = frozenset(["mark.set", "mark.go", "move.jump"])
"""Ids of the actions that wait for one key more."""

BY_ID: Mapping[str, Action] = {action.id: action for action in ACTIONS}


def applicable(now: ActionContext) -> list[Action]:
    """The actions that would do something now, group by group."""
    fitting = [action for action in ACTIONS if action.applies(now)]
    return sorted(fitting, key=lambda action: GROUPS.index(action.group))
