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
    do: str
    """The screen's action, with its parameters."""
    group: str
    when: Test = _reading
    exists: Test = _always
    """Whether it is there at all: what does not exist is not even in the help."""


MOVE, SELECT, CODE, ASK, VIEW = "Move", "Select", "Code", "Suggestions", "Workspace"
GROUPS = (CODE, SELECT, MOVE, ASK, VIEW)


def _move(name: str, keys: str, label: str) -> Action:
    return Action(f"move.{name}", keys, label, label, f"move('{name}')", MOVE)


def _extend(name: str, keys: str, label: str) -> Action:
    return Action(f"extend.{name}", keys, label, label, f"extend('{name}')", SELECT)


def _edge(name: str, keys: str, label: str, says: str) -> Action:
    return Action(f"coding.{name}", keys, label, says, f"edge('{name}')", CODE, _own)


def _pin(number: int) -> Action:
    says = f"Apply the code pinned to {number}"
    do = f"pinned({number})"
    return Action(f"pinned.{number}", str(number), f"Pinned {number}", says, do, CODE, _pinned)


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
           "move('coding')", MOVE),
    Action("move.coding-back", "N", "Before", "Coding or match before", "move('coding-back')",
           MOVE),
    Action(
        "move.uncoded", ">", "Uncoded", "Next expert turn that you have not coded",
        "uncoded(False)", MOVE,
    ),
    Action(
        "move.uncoded-back", "<", "Uncoded before", "Uncoded expert turn before",
        "uncoded(True)", MOVE,
    ),
    Action(
        "move.search", "/", "Search…",
        "Find words or a regular expression, here or in all sources",
        "search", MOVE,
    ),
    Action(
        "move.go-to", ":", "Go to…", "Go to a line (12), a turn (T12), a time (12:34) or an "
        "offset (@1234)", "go_to", MOVE,
    ),
    Action(
        "move.jump", "ctrl+o", "Jump…", "Label turns, codings and sentences in view; go to the one "
        "whose label is typed", "jump_to", MOVE,
    ),
    Action("mark.set", '"', "Mark…", "Mark this place with the letter typed next", "set_mark",
           MOVE),
    Action(
        "mark.go", "'", "To mark…",
        "Go to the mark whose letter is typed next; ' once more: back to before the last jump",
        "go_to_mark", MOVE, _always,
    ),
    Action("move.disagreement", "d", "Disagreement", "Next disagreement between coders",
           "dispute(1)", MOVE),
    Action("move.disagreement-back", "D", "Disagreement before",
           "Disagreement between coders before", "dispute(-1)", MOVE),
    Action(
        "source.next", "J,ctrl+down", "Next source", "Open the next source",
        "source(1)", MOVE, _several_sources,
    ),
    Action(
        "source.previous", "K,ctrl+up", "Source before", "Open the source before",
        "source(-1)", MOVE, _several_sources,
    ),
    Action(
        "select.sentence", "s", "Sentence", "Select the sentence; again: one more",
        "select('sentence')", SELECT,
    ),
    Action(
        "select.clause", "comma", "Clause", "Select the clause; again: one more",
        "select('clause')", SELECT,
    ),
    Action(
        "select.turn", "t", "Turn", "Select the turn; again: one more", "select('turn')", SELECT,
    ),
    Action(
        "select.paragraph", "p", "Paragraph", "Select the paragraph; again: one more",
        "select('paragraph')", SELECT,
    ),
    Action(
        "select.word", "W", "Word", "Select the word; again: one more", "select('word')", SELECT,
    ),
    Action(
        "select.coding", "i", "Coded text",
        "Select what the coding here covers; again: the one around it",
        "select_coding", SELECT, _on_coding,
    ),
    Action("select.visual", "v", "Visual", "Let every motion extend the selection", "visual",
           SELECT),
    Action("select.extend", "+,=", "Extend", "One unit more at the end", "grow", SELECT),
    Action("select.shrink", "-", "Shrink", "One unit less at the end", "shrink", SELECT,
           _selected),
    Action("select.shrink-start", "_", "Shrink start", "One unit less at the start",
           "shrink_start", SELECT, _selected),
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
        "clear", SELECT, _clearable,
    ),
    Action(
        "coding.apply", "enter,c", "Code…",
        "Choose codes for the selection, or for the sentence at the cursor",
        "apply", CODE, _changing,
    ),
    Action(
        "coding.repeat", ".", "Repeat", "Apply the last codes again", "repeat", CODE,
        _repeatable,
    ),
    Action("coding.new-code", "C", "New code…",
           "Make a code for the selection or the sentence; the nearest codes are shown first",
           "new_code", CODE, _coining),
    Action("coding.in-vivo", "I", "In vivo", "Code the selection by its own words, as a new code",
           "in_vivo", CODE, _fitting_new),
    Action("coding.pin", "P", "Pin…", "Put a code under a number key, or free the key", "pin",
           CODE, _may_change),
    *map(_pin, range(1, 10)),
    Action("coding.remove", "x,delete", "Remove", "Remove a coding of yours here", "remove", CODE,
           _own),
    Action("coding.recode", "r", "Recode…", "Give a coding of yours another code", "recode", CODE,
           _own),
    Action(
        "coding.resize", "R", "Fit", "Make a coding of yours cover exactly the selection",
        "resize", CODE, _fitting,
    ),
    _edge("end-back", "alt+left", "End back", "Take the last word off a coding of yours"),
    _edge("end-on", "alt+right", "End on", "Add the next word to a coding of yours"),
    _edge("start-back", "alt+shift+left", "Start back", "Add the word before to a coding of yours"),
    _edge("start-on", "alt+shift+right", "Start on", "Take the first word off a coding of yours"),
    Action("coding.split", "X", "Split", "Make two of a coding of yours, parted at the cursor",
           "split", CODE, _own),
    Action("coding.join", "&", "Join", "Make one of your codings of a code that the selection "
           "touches", "join", CODE, _fitting),
    Action("coding.memo", "m", "Memo…", "Write a memo on a coding of yours", "memo", CODE, _own),
    Action("coding.discuss", "?", "Discuss", "Mark a coding of yours as one to discuss",
           "discuss", CODE, _own),
    Action("change.undo", "u,ctrl+z", "Undo", "Take your last change back", "undo", CODE,
           _may_change),
    Action("change.redo", "ctrl+r,ctrl+y", "Redo", "Bring an undone change back", "redo", CODE,
           _may_change),
    Action(
        "suggest.ask", "a", "Suggest…",
        "Ask for candidate codes for the selection or the sentence; your own answer comes first",
        "suggest", ASK, _askable,
        _suggestions,
    ),
    Action(
        "suggest.none", "0", "No code", "State that no code fits the selection",
        "commit_none", ASK, _deniable,
        _suggestions,
    ),
    Action("memo.source", "M", "Source memo…", "Write a memo on the whole source",
           "source_memo", CODE, _changing),
    Action("memo.choose", "ctrl+n", "Memo on…",
           "Write a memo on the project, this source, its case or a code", "memo_on", CODE,
           _may_change),
    Action("round.submit", "S", "Submit…", "State that you are done with this source; locks it",
           "submit", VIEW, _changing),
    Action("quote.copy", "y", "Copy", "Copy the selection with its citation", "copy", VIEW),
    Action("quote.keep", "Y", "Keep quote",
           "Add the selection with its citation to outputs/quotes.txt", "keep_quote", VIEW),
    Action("view.help", "f1", "Help", "Show this help", "help", VIEW, _always),
    Action("view.tour", "f10", "Tour", "Five steps that show around; again: the next step", "tour",
           VIEW),
    Action("view.palette", "ctrl+p", "Commands", "Find any action, code or source by name",
           "palette", VIEW, _always),
    Action("view.sources", "f2", "Sources", "Show or hide the source list", "pane('sources')",
           VIEW, _always),
    Action("view.inspector", "f3", "Inspector", "Show or hide the inspector",
           "pane('inspector')", VIEW, _always),
    Action("view.numbers", "f4", "Line numbers", "Show or hide line numbers", "numbers", VIEW),
    Action("view.codebook", "f5", "Codebook…",
           "Look at the codebook and edit it: definitions, merges, versions", "codebook", VIEW,
           _always),
    Action("team.disagreements", "f8", "Disagreements…",
           "Where coders disagree: both answers side by side, and settling them", "disagreements",
           VIEW, _always),
    Action("team.rounds", "f9", "Rounds…",
           "What is yours to do, source by source, and submitting it", "rounds", VIEW, _always),
    Action("team.compare", "f7", "Compare…",
           "Show two coders' codings against each other, or everyone's again", "compare", VIEW),
    Action("view.own", "o", "Own", "Show only your own codings, or everyone's again",
           "only_own", VIEW, exists=lambda now: now.others),
    Action("view.theme", "f6", "Theme", "Next theme: dark, light, high contrast, terminal",
           "app.next_theme", VIEW, _always),
    Action("view.quit", "q,ctrl+q", "Quit", "Leave; everything is saved already", "quit", VIEW,
           _always),
)  # fmt: skip

ASKING = frozenset(["mark.set", "mark.go", "move.jump"])
"""Ids of the actions that wait for one key more."""

BY_ID: Mapping[str, Action] = {action.id: action for action in ACTIONS}


def applicable(now: ActionContext) -> list[Action]:
    """The actions that would do something now, group by group."""
    fitting = [action for action in ACTIONS if action.exists(now) and action.when(now)]
    return sorted(fitting, key=lambda action: GROUPS.index(action.group))
