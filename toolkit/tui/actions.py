"""Everything a person can do in the workspace, in one table.

Keys, footer, command palette and help are all made from `ACTIONS`, so none of them can
say something that the others do not. Keys are remapped in qct.toml by action id:

    [keys]
    "coding.remove" = "x,delete"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.i18n import _
from toolkit.tui.action import Action
from toolkit.tui.action_context import (
    ALWAYS,
    CHANGEABLE,
    CLEARABLE,
    CODE_ON_KEY,
    DENIABLE,
    FITTABLE,
    NEW_CODE_FROM_WORDS,
    NEW_CODES,
    ON_CODING,
    ON_OWN_CODING,
    OPEN_ROUND,
    OTHERS_SHOWN,
    REPEATABLE,
    SELECTED,
    SEVERAL_SOURCES,
    SUGGESTIBLE,
    WITH_SUGGESTIONS,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.tui.action_context import ActionContext


MOVE, SELECT, CODE = _("Move"), _("Select"), _("Code")
ASK, VIEW = _("Suggestions"), _("Workspace")
GROUPS = (CODE, SELECT, MOVE, ASK, VIEW)


def _move(name: str, keys: str, label: str) -> Action:
    return Action(f"move.{name}", keys, label, label, "reading.move", MOVE, arguments=(name,))


def _extend(name: str, keys: str, label: str) -> Action:
    return Action(f"extend.{name}", keys, label, label, "reading.extend", SELECT, arguments=(name,))


def _edge(name: str, keys: str, label: str, help_text: str) -> Action:
    return Action(
        f"coding.{name}", keys, label, help_text, "editing.edge", CODE, ON_OWN_CODING,
        arguments=(name,),
    )  # fmt: skip


def _code_key(number: int) -> Action:
    return Action(
        f"pinned.{number}", str(number), _("Code {number}").format(number=number),
        _("Apply the code on key {number}").format(number=number),
        "pins.apply", CODE, CODE_ON_KEY, arguments=(number,),
    )  # fmt: skip


ACTIONS: tuple[Action, ...] = (
    _move("left", "left,h", _("One character left")),
    _move("right", "right,l", _("One character right")),
    _move("down", "down,j", _("One row down")),
    _move("up", "up,k", _("One row up")),
    _move("word", "w,ctrl+right", _("Next word")),
    _move("word-back", "b,ctrl+left", _("Previous word")),
    _move("word-end", "e", _("End of the word")),
    _move("sentence", ")", _("Next sentence")),
    _move("sentence-back", "(", _("Previous sentence")),
    _move("turn", "]", _("Next turn")),
    _move("turn-back", "[", _("Previous turn")),
    _move("paragraph", "}", _("Next paragraph")),
    _move("paragraph-back", "{", _("Previous paragraph")),
    _move("row-start", "home,^", _("Start of the row")),
    _move("row-end", "end,$", _("End of the row")),
    _move("page-down", "pagedown,ctrl+f,space", _("One page down")),
    _move("page-up", "pageup,ctrl+b", _("One page up")),
    _move("half-down", "ctrl+d", _("Half a page down")),
    _move("half-up", "ctrl+u", _("Half a page up")),
    _move("start", "g,ctrl+home", _("Start of the source")),
    _move("end", "G,ctrl+end", _("End of the source")),
    Action(
        "move.coding", "n", _("Next"),
        _("Next coding, or next match while searching"),
        "reading.move", MOVE, arguments=("coding",),
    ),
    Action(
        "move.coding-back", "N", _("Previous"),
        _("Previous coding, or previous match while searching"),
        "reading.move", MOVE, arguments=("coding-back",),
    ),
    Action(
        "move.uncoded", ">", _("Uncoded"),
        _("Next expert turn that you have not coded"),
        "reading.uncoded", MOVE, arguments=(False,),
    ),
    Action(
        "move.uncoded-back", "<", _("Previous uncoded"),
        _("Previous expert turn that you have not coded"),
        "reading.uncoded", MOVE, arguments=(True,),
    ),
    Action(
        "move.search", "/", _("Search…"),
        _("Find words or a regular expression, here or in all sources"),
        "search.open", MOVE,
    ),
    Action(
        "move.context", "f", _("In context…"),
        _("Show every place of a word with the words around it, and go to one (a concordance)"),
        "concordance.open", MOVE,
    ),
    Action(
        "move.go-to", ":", _("Go to…"),
        _("Go to a line (12), a turn (T12), a time (12:34) or an offset (@1234)"),
        "go_to.ask_place", MOVE,
    ),
    Action(
        "move.jump", "ctrl+o", _("Jump…"),
        _("Label turns, codings and sentences in view, and go to the one whose label is typed"),
        "go_to.show_labels", MOVE,
    ),
    Action(
        "mark.set", '"', _("Bookmark…"),
        _("Set a bookmark here, named by the letter that you type next"),
        "bookmarks.set", MOVE,
    ),
    Action(
        "mark.go", "'", _("To bookmark…"),
        _(
            "Go to the bookmark whose letter you type next; ' again goes back to before the "
            "last jump"
        ),
        "bookmarks.go", MOVE, ALWAYS,
    ),
    Action(
        "move.disagreement", "d", _("Disagreement"),
        _("Next disagreement between coders"),
        "team.go_to_disagreement", MOVE, arguments=(1,),
    ),
    Action(
        "move.disagreement-back", "D", _("Previous disagreement"),
        _("Previous disagreement between coders"),
        "team.go_to_disagreement", MOVE, arguments=(-1,),
    ),
    Action(
        "source.next", "J,ctrl+down", _("Next source"),
        _("Open the next source"),
        "panes.source", MOVE, SEVERAL_SOURCES, arguments=(1,),
    ),
    Action(
        "source.previous", "K,ctrl+up", _("Previous source"),
        _("Open the previous source"),
        "panes.source", MOVE, SEVERAL_SOURCES, arguments=(-1,),
    ),
    Action(
        "select.sentence", "s", _("Sentence"),
        _("Select the sentence; again extends by one sentence"),
        "reading.select", SELECT, arguments=("sentence",),
    ),
    Action(
        "select.clause", "comma", _("Clause"),
        _("Select the clause; again extends by one clause"),
        "reading.select", SELECT, arguments=("clause",),
    ),
    Action(
        "select.turn", "t", _("Turn"),
        _("Select the turn; again extends by one turn"),
        "reading.select", SELECT, arguments=("turn",),
    ),
    Action(
        "select.paragraph", "p", _("Paragraph"),
        _("Select the paragraph; again extends by one paragraph"),
        "reading.select", SELECT, arguments=("paragraph",),
    ),
    Action(
        "select.word", "W", _("Word"),
        _("Select the word; again extends by one word"),
        "reading.select", SELECT, arguments=("word",),
    ),
    Action(
        "select.coding", "i", _("Coded text"),
        _("Select the text of the coding here; again selects the coding around it"),
        "reading.select_coding", SELECT, ON_CODING,
    ),
    Action(
        "select.visual", "v", _("Visual"),
        _("Extend the selection with every motion"),
        "reading.visual", SELECT,
    ),
    Action(
        "select.extend", "+,=", _("Extend"),
        _("Extend the selection by one sentence (or word, turn)"),
        "reading.grow", SELECT,
    ),
    Action(
        "select.shrink", "-", _("Shrink"),
        _("Shorten the selection at its end by one sentence (or word, turn)"),
        "reading.shrink", SELECT, SELECTED,
    ),
    Action(
        "select.shrink-start", "_", _("Shrink start"),
        _("Shorten the selection at its start by one sentence (or word, turn)"),
        "reading.shrink_start", SELECT, SELECTED,
    ),
    _extend("left", "shift+left", _("Extend by a character to the left")),
    _extend("right", "shift+right", _("Extend by a character to the right")),
    _extend("down", "shift+down", _("Extend by a row down")),
    _extend("up", "shift+up", _("Extend by a row up")),
    _extend("word", "ctrl+shift+right", _("Extend to the next word")),
    _extend("word-back", "ctrl+shift+left", _("Extend to the previous word")),
    _extend("row-end", "shift+end", _("Extend to the end of the row")),
    _extend("row-start", "shift+home", _("Extend to the start of the row")),
    Action(
        "select.clear", "escape", _("Clear"),
        _("Clear selection or search; cancel"),
        "workspace.clear", SELECT, CLEARABLE,
    ),
    Action(
        "coding.apply", "enter,c", _("Code…"),
        _("Choose codes for the selection, or for the sentence at the cursor"),
        "editing.apply", CODE, CHANGEABLE,
    ),
    Action(
        "coding.repeat", ".", _("Repeat"), _("Apply the last codes again"),
        "editing.repeat", CODE, REPEATABLE,
    ),
    Action(
        "coding.new-code", "C", _("New code…"),
        _("Make a new code for the selection or the sentence; similar codes are shown"),
        "new_codes.describe", CODE, NEW_CODES,
    ),
    Action(
        "coding.in-vivo", "I", _("In vivo"),
        _("Make a new code named by the words selected, and apply it"),
        "new_codes.in_vivo", CODE, NEW_CODE_FROM_WORDS,
    ),
    Action(
        "coding.pin", "P", _("Pin…"),
        _("Put a code on a number key, or take it off"),
        "pins.pin", CODE, OPEN_ROUND,
    ),
    *map(_code_key, range(1, 10)),
    Action(
        "coding.remove", "x,delete", _("Remove"), _("Remove your coding"),
        "editing.remove", CODE, ON_OWN_CODING,
    ),
    Action(
        "coding.recode", "r", _("Recode…"), _("Change the code of your coding"),
        "editing.recode", CODE, ON_OWN_CODING,
    ),
    Action(
        "coding.resize", "R", _("Fit"), _("Fit your coding to the selection"),
        "editing.resize", CODE, FITTABLE,
    ),
    _edge("end-back", "alt+left", _("End left"), _("Move the end of your coding one word left")),
    _edge("end-on", "alt+right", _("End right"), _("Move the end of your coding one word right")),
    _edge("start-back", "alt+shift+left", _("Start left"),
          _("Move the start of your coding one word left")),
    _edge("start-on", "alt+shift+right", _("Start right"),
          _("Move the start of your coding one word right")),
    Action(
        "coding.split", "X", _("Split"), _("Split your coding at the cursor"),
        "editing.split", CODE, ON_OWN_CODING,
    ),
    Action(
        "coding.join", "&", _("Join"),
        _("Join your codings of the same code within the selection"),
        "editing.join", CODE, FITTABLE,
    ),
    Action(
        "coding.memo", "m", _("Memo…"), _("Write a memo on your coding"),
        "memos.on_coding", CODE, ON_OWN_CODING,
    ),
    Action(
        "coding.discuss", "?", _("Discuss"),
        _("Flag your coding for discussion"),
        "editing.discuss", CODE, ON_OWN_CODING,
    ),
    Action(
        "change.undo", "u,ctrl+z", _("Undo"), _("Undo your last change"),
        "editing.undo", CODE, OPEN_ROUND,
    ),
    Action(
        "change.redo", "ctrl+r,ctrl+y", _("Redo"), _("Redo"),
        "editing.redo", CODE, OPEN_ROUND,
    ),
    Action(
        "suggest.ask", "a", _("Suggest…"),
        _("Suggest codes for the selection or the sentence, after your own answer"),
        "suggestions.ask", ASK, SUGGESTIBLE, available_when=WITH_SUGGESTIONS,
    ),
    Action(
        "suggest.none", "0", _("No code"),
        _("Record that no code fits the selection"),
        "suggestions.no_code", ASK, DENIABLE, available_when=WITH_SUGGESTIONS,
    ),
    Action(
        "queue.open", "Q", _("Queue…"),
        _("Answer a queue of passages with yes or no, one key each"),
        "queue.choose", CODE, OPEN_ROUND,
    ),
    Action(
        "memo.source", "M", _("Source memo…"),
        _("Write a memo on the whole source"),
        "memos.on_source", CODE, CHANGEABLE,
    ),
    Action(
        "memo.choose", "ctrl+n", _("Memo on…"),
        _("Write a memo on the project, this source, its case or a code"),
        "memos.choose", CODE, OPEN_ROUND,
    ),
    Action(
        "source.finish", "F", _("Finished"),
        _("State that this source is finished, or that it is not; nothing is locked"),
        "team.finish", VIEW, CHANGEABLE,
    ),
    Action(
        "round.submit", "S", _("Submit…"),
        _("Submit this source as finished, which locks it"),
        "team.submit", VIEW, CHANGEABLE,
    ),
    Action(
        "quote.copy", "y", _("Copy"),
        _("Copy the selection with its citation"),
        "reading.copy", VIEW,
    ),
    Action(
        "quote.keep", "Y", _("Keep quote"),
        _("Add the selection with its citation to outputs/quotes.txt"),
        "reading.keep_quote", VIEW,
    ),
    Action(
        "view.help", "f1", _("Help"), _("Show this help"),
        "tour.help", VIEW, ALWAYS,
    ),
    Action(
        "view.tour", "f10", _("Tour"),
        _("Guided tour (5 steps); again goes to the next step"),
        "tour.next", VIEW,
    ),
    Action(
        "view.palette", "ctrl+p", _("Commands"),
        _("Find any action, code or source by name"),
        "workspace.palette", VIEW, ALWAYS,
    ),
    Action(
        "view.sources", "f2", _("Sources"),
        _("Show or hide the source list"),
        "panes.toggle", VIEW, ALWAYS, arguments=("sources",),
    ),
    Action(
        "source.speakers", "L", _("Speakers…"),
        _("Show who speaks in this source, and change the role of a label"),
        "speakers.show", VIEW,
    ),
    Action(
        "text.deidentify", "A", _("De-identify…"),
        _("List words that may identify somebody, and put pseudonyms in their place"),
        "identifiers.desk", VIEW, ALWAYS,
    ),
    Action(
        "text.pseudonym", "*", _("Replace by a pseudonym…"),
        _("Put a pseudonym in the place of the words selected"),
        "identifiers.replace", VIEW, SELECTED,
    ),
    Action(
        "view.inspector", "f3", _("Inspector"),
        _("Show or hide the inspector"),
        "panes.toggle", VIEW, ALWAYS, arguments=("inspector",),
    ),
    Action(
        "view.numbers", "f4", _("Line numbers"),
        _("Show or hide line numbers"),
        "reading.numbers", VIEW,
    ),
    Action(
        "view.codebook", "f5", _("Codebook…"),
        _("Read and edit the codebook: definitions, merges, versions"),
        "codebook.open", VIEW, ALWAYS,
    ),
    Action(
        "team.disagreements", "f8", _("Disagreements…"),
        _("Compare where coders disagree, and settle it"),
        "team.disagreements", VIEW, ALWAYS,
    ),
    Action(
        "team.rounds", "f9", _("Rounds…"),
        _("List your rounds and sources, and submit them"),
        "team.rounds", VIEW, ALWAYS,
    ),
    Action(
        "team.compare", "f7", _("Compare…"),
        _("Compare the codings of two coders in the text, or show everyone's again"),
        "team.compare", VIEW,
    ),
    Action(
        "view.own", "o", _("Own"),
        _("Show only your own codings, or everyone's again"),
        "team.only_own", VIEW, available_when=OTHERS_SHOWN,
    ),
    Action(
        "view.theme", "f6", _("Theme"),
        _("Change colours: dark, light, high contrast, terminal"),
        "app.next_theme", VIEW, ALWAYS,
    ),
    Action(
        "view.quit", "q,ctrl+q", _("Quit"),
        _("Quit; everything is saved already"),
        "workspace.quit", VIEW, ALWAYS,
    ),
)  # fmt: skip

ASKING = frozenset(["mark.set", "mark.go", "move.jump"])
"""Ids of the actions that wait for one key more."""

BY_ID: Mapping[str, Action] = {action.id: action for action in ACTIONS}


def applicable(now: ActionContext) -> list[Action]:
    """The actions that would do something now, group by group."""
    fitting = [action for action in ACTIONS if action.applies(now)]
    return sorted(fitting, key=lambda action: GROUPS.index(action.group))
