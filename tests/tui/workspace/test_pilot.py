"""Every action of the workspace, by its keys."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input, OptionList, Static, TextArea

from toolkit.domain.codings import MemoTarget, Mode, Outcome, Suggestion
from toolkit.errors import StoreError, UsageError
from toolkit.project import Project
from toolkit.tui.screens.choose_coding import ChooseCoding
from toolkit.tui.screens.code_picker import CodePicker
from toolkit.tui.screens.help import HelpScreen
from toolkit.tui.screens.memo import MemoScreen
from toolkit.tui.screens.message import MessageScreen
from toolkit.tui.screens.suggestions import CommitFirst, SuggestionScreen
from toolkit.tui.widgets.bars import Bar
from toolkit.tui.widgets.inspector import Inspector
from toolkit.tui.workspace.screen import WorkspaceScreen

Open = Callable[..., Any]
Place = Callable[[str, str], tuple[int, int]]

FIRST = "We do not trust their figures."
SECOND = "Last spring [Agency 3] sent us a list with holes."
LEAK = "A leak is what my director fears."


def selected(screen: WorkspaceScreen) -> str:
    span = screen.view.selection
    assert span is not None
    assert screen.view.document is not None
    return screen.view.document.text[span.start : span.end]


def shown_source(screen: WorkspaceScreen) -> str | None:
    return screen.view.document.source.id if screen.view.document is not None else None


def at_cursor(screen: WorkspaceScreen) -> str:
    assert screen.view.document is not None
    return screen.view.document.text[screen.view.cursor :]


def coded(project: Project, source: str = "E01", coder: str = "coder-a") -> list[tuple[str, str]]:
    text = project.sources.text(source)
    return [
        (text[c.span.start : c.span.end], c.code_id)
        for c in project.codings.find(source=source, coder=coder)
    ]


def status(screen: WorkspaceScreen) -> str:
    screen.show_bars()
    return screen.query_one("#status", Bar).text


# --- coding ----------------------------------------------------------------------------


async def test_a_sentence_is_coded_in_four_keys_and_is_there_for_another_process(
    workspace: Open, project: Project
) -> None:
    async with workspace(at=35) as (pilot, screen):
        await pilot.press("s", "enter", "t", "enter")
        with Project.open(project.folder) as other:
            assert coded(other) == [(FIRST, "trust")]
        assert "Saved: Distrust" in status(screen)
        assert "all saved" in status(screen)
        assert screen.view.selection is None
        assert at_cursor(screen).startswith(FIRST)


async def test_enter_without_a_selection_codes_the_sentence(
    workspace: Open, project: Project, place: Place
) -> None:
    async with workspace(at=place("E01", "director")[0]) as (pilot, _):
        await pilot.press("enter", "s", "e", "c", "enter")
    assert coded(project) == [(LEAK, "security")]


async def test_several_codes_are_one_step(workspace: Open, project: Project) -> None:
    async with workspace(at=35) as (pilot, _):
        await pilot.press("enter", "t", "r", "tab", "s", "e", "c", "enter")
        assert coded(project) == [(FIRST, "security"), (FIRST, "trust")]
        await pilot.press("u")
        assert coded(project) == []
        await pilot.press("ctrl+r")
        assert len(coded(project)) == 2


async def test_leaving_the_picker_changes_nothing(workspace: Open, project: Project) -> None:
    async with workspace(at=35) as (pilot, screen):
        await pilot.press("enter", "t", "escape")
        assert pilot.app.screen is screen
    assert coded(project) == []


async def test_repeat_puts_the_last_codes_on_the_next_sentence(
    workspace: Open, project: Project
) -> None:
    async with workspace(at=35) as (pilot, screen):
        await pilot.press(".")
        assert coded(project) == []
        await pilot.press("enter", "t", "enter", ")", ".")
        assert coded(project) == [(FIRST, "trust"), (SECOND, "trust")]
        await pilot.press(".")
        assert len(coded(project)) == 2
        assert "Already there" in status(screen)


async def test_removing_asks_only_when_several_are_here(
    workspace: Open, project: Project, place: Place
) -> None:
    start, end = place("E01", FIRST)
    for code in ("trust", "security"):
        project.codings.add("E01", start, end, code, coder="coder-a")
    async with workspace(at=start) as (pilot, screen):
        await pilot.press("x")
        assert isinstance(pilot.app.screen, ChooseCoding)
        await pilot.press("1")
        left = coded(project)
        assert len(left) == 1
        await pilot.press("x")
        assert pilot.app.screen is screen
        assert coded(project) == []
        await pilot.press("u")
        assert coded(project) == left


async def test_all_here_can_be_removed_at_once(
    workspace: Open, project: Project, place: Place
) -> None:
    start, end = place("E01", FIRST)
    for code in ("trust", "security"):
        project.codings.add("E01", start, end, code, coder="coder-a")
    async with workspace(at=start) as (pilot, _):
        await pilot.press("x", "a")
    assert coded(project) == []


async def test_others_codings_are_shown_but_not_touched(
    workspace: Open, project: Project, place: Place
) -> None:
    start, end = place("E01", FIRST)
    project.codings.add("E01", start, end, "trust", coder="coder-b")
    async with workspace(at=start) as (pilot, screen):
        assert [c.coder_id for c in screen.view.under_cursor()] == ["coder-b"]
        await pilot.press("x", "r", "m", "?")
        assert pilot.app.screen is screen
    assert coded(project, coder="coder-b") == [(FIRST, "trust")]


async def test_recoding(workspace: Open, project: Project, place: Place) -> None:
    start, end = place("E01", FIRST)
    project.codings.add("E01", start, end, "trust", coder="coder-a")
    async with workspace(at=start) as (pilot, _):
        await pilot.press("r", "s", "e", "c", "enter")
    assert coded(project) == [(FIRST, "security")]


async def test_fitting_a_coding_to_the_selection(
    workspace: Open, project: Project, place: Place
) -> None:
    start, end = place("E01", FIRST)
    project.codings.add("E01", start, end, "trust", coder="coder-a")
    async with workspace(at=start) as (pilot, _):
        await pilot.press("i", "+")
        await pilot.press("R")
        assert coded(project) == [(f"{FIRST} Last", "trust")]


async def test_a_memo_is_kept_on_leaving_and_removed_when_emptied(
    workspace: Open, project: Project, place: Place
) -> None:
    start, end = place("E01", FIRST)
    coding = project.codings.add("E01", start, end, "trust", coder="coder-a")
    async with workspace(at=start) as (pilot, screen):
        await pilot.press("m")
        assert isinstance(pilot.app.screen, MemoScreen)
        pilot.app.screen.query_one(TextArea).text = "[b]왜[/b]?"
        await pilot.press("escape")
        memos = project.memos.find(target=MemoTarget.CODING, target_id=coding.id)
        assert [memo.text for memo in memos] == ["[b]왜[/b]?"]
        inspected = str(screen.query_one("#inspected", Static).content)
        assert "[b]왜[/b]?" in inspected
        await pilot.press("m")
        pilot.app.screen.query_one(TextArea).text = ""
        await pilot.press("escape")
        assert project.memos.find(target=MemoTarget.CODING, target_id=coding.id) == []


async def test_reverting_a_memo_leaves_it(workspace: Open, project: Project, place: Place) -> None:
    start, end = place("E01", FIRST)
    coding = project.codings.add("E01", start, end, "trust", coder="coder-a")
    project.memos.write(MemoTarget.CODING, coding.id, "before", coder="coder-a")
    async with workspace(at=start) as (pilot, _):
        await pilot.press("m")
        pilot.app.screen.query_one(TextArea).text = "after"
        await pilot.press("ctrl+r")
    assert project.memos.find(target_id=coding.id)[0].text == "before"


async def test_the_discuss_mark_goes_on_and_off(
    workspace: Open, project: Project, place: Place
) -> None:
    start, end = place("E01", FIRST)
    project.codings.add("E01", start, end, "trust", coder="coder-a")
    async with workspace(at=start) as (pilot, screen):
        await pilot.press("?")
        assert project.codings.find()[0].discuss
        assert "To discuss" in status(screen)
        await pilot.press("?")
        assert not project.codings.find()[0].discuss


async def test_undo_takes_back_only_ones_own_work(
    workspace: Open, project: Project, place: Place
) -> None:
    start, end = place("E01", FIRST)
    async with workspace(at=start) as (pilot, _):
        await pilot.press("enter", "t", "enter")
        project.codings.add("E01", start, end, "security", coder="coder-b")
        await pilot.press("u")
        assert coded(project) == []
        assert coded(project, coder="coder-b") == [(FIRST, "security")]


async def test_undo_passes_over_what_is_not_coding(
    workspace: Open, project: Project, tmp_path: Path, place: Place
) -> None:
    start, _ = place("E01", FIRST)
    extra = tmp_path / "E09.txt"
    extra.write_text("EXP: One more voice.\n", encoding="utf-8")
    async with workspace(at=start) as (pilot, screen):
        await pilot.press("enter", "t", "enter")
        project.sources.import_files([extra], actor="coder-a")
        project.rounds.open("later", actor="coder-a")
        await pilot.press("u")
        assert "Undone: coding" in status(screen)
        assert coded(project) == []
        assert project.sources.get("E09").length
        assert "later" in {one.id for one in project.rounds.all()}
        await pilot.press("ctrl+r")
        assert "Brought back: coding" in status(screen)
        assert coded(project) == [(FIRST, "trust")]
        await pilot.press("u", "u")
        assert "Nothing left to undo" in status(screen)
        assert project.sources.get("E09").length


async def test_a_source_is_submitted_after_a_question_and_locked(
    workspace: Open, project: Project, place: Place
) -> None:
    start, _ = place("E01", FIRST)
    async with workspace(at=start) as (pilot, screen):
        await pilot.press("S", "n")
        assert screen.session.may_change
        await pilot.press("S", "y")
        assert "Submitted: E01" in status(screen)
        assert {(c.source_id, str(c.progress)) for c in project.rounds.coverage()} == {
            ("E01", "submitted")
        }
        assert "submitted" in screen.query_one("#title", Bar).text
        await pilot.press("enter")
        assert pilot.app.screen is screen
        assert coded(project) == []
        await pilot.press("J")
        assert screen.session.may_change


async def test_a_memo_on_the_source(workspace: Open, project: Project) -> None:
    async with workspace() as (pilot, screen):
        await pilot.press("M", "h", "i", "escape")
        assert "Memo saved" in status(screen)
        kept = project.memos.find(target=MemoTarget.SOURCE)
        assert [(memo.target_id, memo.text) for memo in kept] == [("E01", "hi")]
        await pilot.press("M", "backspace", "backspace", "escape")
        assert project.memos.find(target=MemoTarget.SOURCE) == []


async def test_shrinking_from_the_start(workspace: Open, place: Place) -> None:
    start, _ = place("E01", FIRST)
    async with workspace(at=start) as (pilot, screen):
        await pilot.press("s", "s", "_")
        assert selected(screen) == SECOND
        await pilot.press("_")
        assert selected(screen) == SECOND.removeprefix("Last ")


async def test_nothing_to_undo_or_redo_is_said_and_no_error(workspace: Open) -> None:
    async with workspace() as (pilot, screen):
        await pilot.press("u")
        assert "Nothing left to undo" in status(screen)
        await pilot.press("ctrl+r")
        assert "Nothing to bring back" in status(screen)
        assert pilot.app.screen is screen


async def test_an_error_of_the_store_is_shown_whole_and_changes_nothing(
    workspace: Open, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise StoreError("the store [x] is locked", code="store-locked", hint="Try [/again].")

    async with workspace(at=35) as (pilot, screen):
        monkeypatch.setattr(project, "add_codings", fail)
        await pilot.press("enter", "t", "enter")
        assert isinstance(pilot.app.screen, MessageScreen)
        shown = pilot.app.screen
        assert "the store [x] is locked" in str(shown.query_one("#message", Static).content)
        assert "Try [/again]." in str(shown.query_one("#message-hint", Static).content)
        await pilot.press("y")
        assert pilot.app.clipboard == "the store [x] is locked\nTry [/again]."
        await pilot.press("escape")
        assert pilot.app.screen is screen
    assert coded(project) == []


# --- moving and selecting ----------------------------------------------------------------


MOVES = {
    "w": "hinders",
    "w w b": "hinders",
    "e": "t hinders",
    ")": "We do not",
    ") ) (": "We do not",
    "]": "We do not",
    "] ] [": "We do not",
    "} {": "What hinders",
    "l l h": "hat hinders",
    "right right left": "hat hinders",
    "j j": "We do not",
    "down down up up": "What hinders",
    "$": "?",
    "end home": "What hinders",
    "G": "\n",
    "G g": "What hinders",
    "pagedown": "\n",
    "ctrl+d ctrl+u": "What hinders",
    ">": "We do not",
    "> >": "A leak",
    "> > <": "We do not",
}


async def test_motions(workspace: Open) -> None:
    async with workspace() as (pilot, screen):
        for keys, lands in MOVES.items():
            screen.view.act(lambda reader: reader.go(0))
            await pilot.press(*keys.split())
            assert at_cursor(screen).startswith(lands), keys


SELECTIONS = {
    "s": FIRST,
    "s s": f"{FIRST} {SECOND}",
    "s s -": FIRST,
    "t": f"{FIRST} {SECOND} 😀",
    "p": f"{FIRST} {SECOND} 😀",
    "W": "We",
    "W + +": "We do not",
    "W + -": "We",
    "v e": "We",
    "v w h h": "We",
    "shift+right shift+right": "We ",
    "s shift+right": f"{FIRST} ",
    "v ) h h": FIRST,
    "t - -": FIRST,
}


async def test_selecting(workspace: Open, place: Place) -> None:
    start = place("E01", FIRST)[0]
    async with workspace() as (pilot, screen):
        for keys, text in SELECTIONS.items():
            screen.view.act(lambda reader: reader.go(start))
            await pilot.press(*keys.split())
            assert selected(screen) == text, keys


async def test_a_plain_motion_drops_a_unit_but_extends_in_visual_mode(workspace: Open) -> None:
    async with workspace(at=35) as (pilot, screen):
        await pilot.press("s", "l")
        assert screen.view.selection is None
        await pilot.press("v", "l", "l")
        assert len(selected(screen)) == 3
        assert "VISUAL" in status(screen)
        await pilot.press("escape")
        assert screen.view.selection is None


async def test_going_from_coding_to_coding(workspace: Open, project: Project, place: Place) -> None:
    for quote in (FIRST, LEAK):
        project.codings.add("E01", *place("E01", quote), "trust", coder="coder-a")
    async with workspace() as (pilot, screen):
        await pilot.press("n")
        assert at_cursor(screen).startswith(FIRST)
        await pilot.press("n")
        assert at_cursor(screen).startswith(LEAK)
        await pilot.press("N")
        assert at_cursor(screen).startswith(FIRST)
        await pilot.press("<")
        assert "No uncoded expert turn" in status(screen)


async def test_selecting_what_a_coding_covers_goes_outwards(
    workspace: Open, project: Project, place: Place
) -> None:
    turn = place("E01", f"{FIRST} {SECOND}")
    project.codings.add("E01", *turn, "security", coder="coder-a")
    project.codings.add("E01", *place("E01", FIRST), "trust", coder="coder-a")
    async with workspace(at=turn[0]) as (pilot, screen):
        await pilot.press("i")
        assert selected(screen) == FIRST
        await pilot.press("i")
        assert selected(screen) == f"{FIRST} {SECOND}"


async def test_the_mouse_selects_by_drag_word_and_sentence(workspace: Open) -> None:
    async with workspace() as (pilot, screen):
        column = screen.view.reader.layout.frame.text_column
        await pilot.mouse_down("#transcript", offset=(column, 2))
        await pilot.hover("#transcript", offset=(column + 8, 2))
        await pilot.mouse_up("#transcript", offset=(column + 8, 2))
        assert selected(screen) == "We do not"
        await pilot.click("#transcript", offset=(column + 11, 2), times=2)
        assert selected(screen) == "trust"
        await pilot.click("#transcript", offset=(column + 11, 2), times=3)
        assert selected(screen) == FIRST


async def test_a_wide_character_is_selected_from_either_of_its_cells(workspace: Open) -> None:
    async with workspace("K01") as (pilot, screen):
        column = screen.view.reader.layout.frame.text_column
        for cell in (column + 2, column + 3):
            await pilot.mouse_down("#transcript", offset=(column, 2))
            await pilot.hover("#transcript", offset=(cell, 2))
            await pilot.mouse_up("#transcript", offset=(cell, 2))
            assert selected(screen) == "저쪽"


async def test_search_counts_moves_and_ends(workspace: Open) -> None:
    async with workspace() as (pilot, screen):
        await pilot.press("/", *"E01")
        assert "No match" in status(screen) or "match" in status(screen)
        screen.query_one("#search", Input).value = "A"
        await pilot.pause()
        assert "matches in" in status(screen)
        screen.query_one("#search", Input).value = "LEAK"
        await pilot.pause()
        assert "1 match in 1 turn" in status(screen)
        await pilot.press("enter")
        assert at_cursor(screen).startswith("leak")
        assert "match 1 of 1" in status(screen)
        await pilot.press("escape")
        assert "match" not in status(screen)


# --- the picker --------------------------------------------------------------------------


async def test_the_picker_finds_by_any_name_and_shows_the_definition(workspace: Open) -> None:
    async with workspace(at=35) as (pilot, _):
        await pilot.press("enter")
        picker = pilot.app.screen
        assert isinstance(picker, CodePicker)
        picker.query_one(Input).value = "불신"
        await pilot.pause()
        listing = picker.query_one("#picker-list", OptionList)
        assert listing.get_option_at_index(0).id == "trust"
        side = str(picker.query_one("#picker-details", Static).content)
        assert "Not relying on what another body sends." in side
        picker.query_one(Input).value = "zzzz"
        await pilot.pause()
        assert listing.option_count == 1
        assert "New code “zzzz”" in str(listing.get_option_at_index(0).prompt)
        assert "No code matches." in str(picker.query_one("#picker-details", Static).content)


async def test_outside_blind_rounds_recent_codes_come_first(
    workspace: Open, project: Project
) -> None:
    async with workspace(at=35) as (pilot, _):
        await pilot.press("enter", *"prop", "enter", "enter")
        listing = pilot.app.screen.query_one("#picker-list", OptionList)
        assert listing.get_option_at_index(0).id == "proposal"


async def test_a_blind_picker_keeps_the_codebooks_order(workspace: Open, project: Project) -> None:
    project.rounds.open("blind", actor="lead", mode=Mode.BLIND)
    async with workspace(at=35, round_id="blind") as (pilot, _):
        await pilot.press("enter", *"prop", "enter", "enter")
        listing = pilot.app.screen.query_one("#picker-list", OptionList)
        ids = [listing.get_option_at_index(n).id for n in range(listing.option_count)]
        assert ids == ["obstacles", "trust", "security", "proposal"]
        await pilot.press("s")
        ids = [listing.get_option_at_index(n).id for n in range(listing.option_count)]
        assert ids == [one for one in ["obstacles", "trust", "security", "proposal"] if one in ids]


# --- suggestions ---------------------------------------------------------------------------


async def _until(pilot: Any, kind: type) -> None:
    for _ in range(100):
        if isinstance(pilot.app.screen, kind):
            return
        await pilot.pause(0.02)
    raise AssertionError(f"{kind.__name__} did not open")


async def test_the_coders_answer_comes_before_the_models(
    workspace: Open, project: Project, suggesting: list[dict[str, Any]]
) -> None:
    async with workspace(at=35) as (pilot, _):
        await pilot.press("a")
        assert isinstance(pilot.app.screen, CommitFirst)
        await pilot.press("enter", *"prop", "enter")
        await _until(pilot, SuggestionScreen)
        assert coded(project) == [(FIRST, "proposal")]
        said = str(pilot.app.screen.query_one("#candidates", Static).content)
        assert "1 ▌Distrust  strong" in said
        assert "저쪽 자료를 [b]믿지[/b] 못해요" in said
        assert "K01, coder-b" in said
        assert "shared words: figures, list, holes" in said
        assert "coded Security" in said
        assert "Proposal" not in said
        await pilot.press("1")
    assert suggesting[0]["outcome"] is Outcome.ACCEPTED
    assert suggesting[0]["suggestion_id"] == "s1"
    assert suggesting[0]["codes_before"] == ("proposal",)
    assert suggesting[0]["codes_after"] == ("proposal", "trust")
    assert suggesting[0]["seen_first"] is True


async def test_no_code_is_as_good_an_own_answer(
    workspace: Open, project: Project, suggesting: list[dict[str, Any]]
) -> None:
    async with workspace(at=35) as (pilot, _):
        await pilot.press("a", "0")
        await _until(pilot, SuggestionScreen)
        await pilot.press("0")
    assert coded(project) == []
    assert suggesting[0]["outcome"] is Outcome.NONE_OF_THESE
    assert suggesting[0]["codes_after"] == ()
    assert suggesting[0]["seen_first"] is False


async def test_another_code_and_later_are_decisions_too(
    workspace: Open, project: Project, suggesting: list[dict[str, Any]]
) -> None:
    project.rounds.open("helped", actor="lead", mode=Mode.ASSISTED)
    async with workspace(at=35, round_id="helped") as (pilot, _):
        await pilot.press("a")
        await _until(pilot, SuggestionScreen)
        await pilot.press("c", *"prop", "enter")
        await pilot.press("a")
        await _until(pilot, SuggestionScreen)
        await pilot.press("escape")
    assert [one["outcome"] for one in suggesting] == [Outcome.EDITED, Outcome.DEFERRED]
    assert suggesting[0]["codes_after"] == ("proposal",)
    assert suggesting[0]["seen_first"] is True


async def test_silent_candidates_are_never_shown(
    workspace: Open, project: Project, suggesting: list[dict[str, Any]]
) -> None:
    project.rounds.open("helped", actor="lead", mode=Mode.ASSISTED)
    async with workspace(at=35, round_id="helped") as (pilot, _):
        await pilot.press("a")
        await _until(pilot, SuggestionScreen)
        assert "Proposal" not in str(pilot.app.screen.query_one("#candidates", Static).content)
        await pilot.press("3", "w", "3")
        assert suggesting == []


async def test_where_nothing_is_near_enough_the_other_answers_are_still_there(
    workspace: Open,
    project: Project,
    suggesting: list[dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    canned = project.suggestions.for_span

    def silent(*given: Any, **named: Any) -> list[Suggestion]:
        return [replace(one, verdict="silent") for one in canned(*given, **named)]

    monkeypatch.setattr(project, "suggest", silent)
    project.rounds.open("helped", actor="lead", mode=Mode.ASSISTED)
    async with workspace(at=35, round_id="helped") as (pilot, _):
        await pilot.press("a")
        await _until(pilot, SuggestionScreen)
        said = str(pilot.app.screen.query_one("#candidates", Static).content)
        assert "Nothing is near enough" in said
        assert "0 No code fits" in said
        await pilot.press("1")
        assert suggesting == []
        await pilot.press("0")
    assert [one["outcome"] for one in suggesting] == [Outcome.NONE_OF_THESE]


async def test_a_slow_model_leaves_the_workspace_usable_and_can_be_dropped(
    workspace: Open,
    project: Project,
    suggesting: list[dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate = threading.Event()
    answer = project.suggestions.for_span

    def slow(*arguments: Any, **options: Any) -> Any:
        gate.wait(5)
        return answer(*arguments, **options)

    monkeypatch.setattr(project, "suggest", slow)
    project.rounds.open("helped", actor="lead", mode=Mode.ASSISTED)
    async with workspace(at=35, round_id="helped") as (pilot, screen):
        await pilot.press("a")
        assert "Looking for" in status(screen)
        await pilot.press(")")
        assert at_cursor(screen).startswith(SECOND)
        await pilot.press("escape")
        assert "Asked no further" in status(screen)
        gate.set()
        await pilot.pause(0.1)
        assert pilot.app.screen is screen
        gate.clear()
        await pilot.press("a", ")")
        gate.set()
        for _ in range(50):
            await pilot.pause(0.02)
            if "are ready" in status(screen):
                break
        assert pilot.app.screen is screen
        await pilot.press("(", "a")
        await _until(pilot, SuggestionScreen)


async def test_a_failing_model_is_one_message(
    workspace: Open, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise UsageError("no model for Korean", code="no-model", hint="Install one.")

    monkeypatch.setattr(project, "suggest", fail)
    project.rounds.open("helped", actor="lead", mode=Mode.ASSISTED)
    async with workspace(at=35, round_id="helped") as (pilot, screen):
        await pilot.press("a")
        await _until(pilot, MessageScreen)
        await pilot.press("escape")
        assert not screen.action_context().busy


async def test_zero_on_a_selection_states_that_no_code_fits(
    workspace: Open, project: Project
) -> None:
    async with workspace(at=35) as (pilot, screen):
        await pilot.press("s", "0")
        assert "no code fits" in status(screen)
    assert project.history.events(limit=1)[0].kind == "coding.none"


# --- rounds ----------------------------------------------------------------------------------


async def test_a_blind_screen_is_the_same_whatever_others_did(
    workspace: Open, project: Project, place: Place, suggesting: list[dict[str, Any]]
) -> None:
    project.rounds.open("blind", actor="lead", mode=Mode.BLIND)
    own = place("E01", FIRST)
    project.codings.add("E01", *own, "trust", coder="coder-a", round_id="blind")

    async def drawn() -> list[str]:
        async with workspace(at=own[0], round_id="blind") as (pilot, screen):
            await pilot.press("a", "0")
            assert pilot.app.screen is screen
            screen.show_bars()
            await pilot.pause(0.1)
            shots = [pilot.app.export_screenshot(simplify=True)]
            await pilot.press("f1")
            shots.append(pilot.app.export_screenshot(simplify=True))
            await pilot.press("escape", "enter")
            shots.append(pilot.app.export_screenshot(simplify=True))
            await pilot.press("escape", "ctrl+p")
            await pilot.pause(0.2)
            shots.append(pilot.app.export_screenshot(simplify=True))
            return shots

    before = await drawn()
    for quote in (FIRST, LEAK, SECOND):
        coding = project.codings.add(
            "E01", *place("E01", quote), "security", coder="coder-b", round_id="blind"
        )
        project.memos.write(MemoTarget.CODING, coding.id, "seen?", coder="coder-b")
        project.codings.add("E01", *place("E01", quote), "security", coder="coder-b")
    assert [_without_ids(s) for s in await drawn()] == [_without_ids(s) for s in before]


def _without_ids(svg: str) -> str:
    """A screenshot without the random prefix of its element ids."""
    import re

    return re.sub(r"terminal-\d+", "terminal", svg)


async def test_a_closed_round_and_read_only_change_nothing(
    workspace: Open, project: Project, place: Place
) -> None:
    start, end = place("E01", FIRST)
    project.rounds.open("R1", actor="lead", mode=Mode.ASSISTED)
    project.codings.add("E01", start, end, "trust", coder="coder-a", round_id="R1")
    project.rounds.close("R1", actor="lead")
    async with workspace(at=start, round_id="R1") as (pilot, screen):
        await pilot.press("enter", "x", "u", "a")
        assert pilot.app.screen is screen
        assert "closed" in screen.query_one("#title", Bar).text
    async with workspace(at=start, read_only=True) as (pilot, screen):
        await pilot.press("enter", "x", "u", "a")
        assert pilot.app.screen is screen
        assert "nothing can be changed" in status(screen)
    assert len(project.codings.find()) == 1


async def test_a_round_shows_only_its_sources(workspace: Open, project: Project) -> None:
    project.rounds.open("R1", actor="lead", mode=Mode.BLIND, sources=["K01"])
    async with workspace(None, round_id="R1") as (_, screen):
        assert [source.id for source in screen.session.sources] == ["K01"]
        assert screen.view.document.source.id == "K01"


# --- the workspace -----------------------------------------------------------------------------


async def test_what_another_process_wrote_appears_within_two_seconds(
    workspace: Open, project: Project, place: Place
) -> None:
    async with workspace(at=35) as (pilot, screen):
        with Project.open(project.folder) as other:
            other.codings.add("E01", *place("E01", FIRST), "trust", coder="coder-b")
        for _ in range(40):
            await pilot.pause(0.1)
            if screen.view.under_cursor():
                break
        assert [c.coder_id for c in screen.view.under_cursor()] == ["coder-b"]


async def test_the_inspector_says_who_speaks(workspace: Open, project: Project) -> None:
    def inspected(screen: WorkspaceScreen) -> str:
        screen.show_bars()
        return str(screen.query_one("#inspected", Static).render())

    async with workspace(at=35) as (pilot, screen):
        await pilot.pause()
        assert "Turn 2 · E01\nsector government" in inspected(screen)
        await pilot.press("g")
        await pilot.pause()
        assert "Turn 1" in inspected(screen)
        assert "government" not in inspected(screen)


async def test_a_text_corrected_elsewhere_is_followed(
    workspace: Open, project: Project, place: Place
) -> None:
    start, _ = place("E01", FIRST)
    async with workspace(at=start + 3) as (pilot, screen):
        await pilot.press("s", "c")
        await pilot.pause()
        with Project.open(project.folder) as other:
            text = other.sources.text("E01")
            other.sources.correct("E01", "[Recorded in the office]\n" + text, actor="lead")
        # The picker was opened on the text as it was: what it would code is refused.
        await pilot.press("enter")
        await pilot.pause()
        assert project.codings.find() == []
        body = pilot.app.screen.query_one(".window-body Static", Static).render()
        assert "was corrected in the meantime" in str(body)
        await pilot.press("escape", "escape")
        for _ in range(40):
            await pilot.pause(0.1)
            if "was corrected" in status(screen):
                break
        assert screen.view.document.sources.text == project.sources.text("E01")
        moved = len("[Recorded in the office]\n")
        assert screen.view.cursor == start + moved
        await pilot.press("s", "c", "enter")
        await pilot.pause()
        [coding] = project.codings.find()
        assert project.sources.text("E01")[coding.span.start : coding.span.end] == FIRST


async def test_a_source_that_is_gone_is_closed(workspace: Open, project: Project) -> None:
    async with workspace(at=35) as (pilot, screen):
        await pilot.press("J")
        await pilot.pause()
        assert screen.view.document.source.id == "K01"
        screen.session.sources.clear()
        screen.session._follow_text()
        screen.refresh_data(sources=True)
        await pilot.pause()
        assert shown_source(screen) is None
        assert "K01 is no longer part" in status(screen)
        await pilot.press("s", "c", "w", "x", "y")
        assert pilot.app.screen is screen
        screen.session.reload()
        screen.open_source("E01")
        await pilot.pause()
        assert shown_source(screen) == "E01"


async def test_a_small_terminal_says_so_and_recovers(workspace: Open) -> None:
    async with workspace(size=(40, 10)) as (pilot, screen):
        assert screen.has_class("-small")
        assert "40x10" in str(screen.query_one("#too-small", Static).content)
        assert not screen.query_one("#title").display
        await pilot.press("s", "j", "enter", "x", "/")
        assert pilot.app.screen is screen
        assert screen.view.selection is None
        await pilot.resize_terminal(100, 30)
        await pilot.pause()
        assert not screen.has_class("-small")
        assert screen.view.rows_painted > 0


async def test_panes_follow_the_width_and_the_coder(workspace: Open) -> None:
    async with workspace(size=(130, 30)) as (pilot, screen):
        assert screen.query_one("#sources").display
        assert screen.query_one(Inspector).display
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert not screen.query_one("#sources").display
        assert not screen.query_one(Inspector).display
        await pilot.press("f2")
        assert screen.query_one("#sources").display
        await pilot.press("down", "enter")
        assert screen.view.document.source.id == "K01"
        assert not screen.query_one("#sources").display
        await pilot.press("f3")
        assert screen.query_one(Inspector).display


async def test_going_through_the_sources_keeps_the_place_in_each(workspace: Open) -> None:
    async with workspace() as (pilot, screen):
        await pilot.press("]", "J")
        assert screen.view.document.source.id == "K01"
        await pilot.press("K")
        assert screen.view.document.source.id == "E01"
        assert at_cursor(screen).startswith(FIRST)


async def test_without_a_name_the_first_source_not_begun_opens(
    workspace: Open, project: Project
) -> None:
    project.codings.add("E01", 3, 8, "trust", coder="coder-a")
    async with workspace(None) as (_, screen):
        assert screen.view.document.source.id == "K01"


async def test_a_project_without_sources_says_what_to_do(
    workspace: Open, bare: Project, write: Callable[[str, str], Any]
) -> None:
    async with workspace(None, on=bare) as (pilot, screen):
        assert "qct import" in status(screen)
        drawn = "".join(screen.view.render_line(y).text for y in range(9))
        assert "qct import interviews" in drawn
        await pilot.press("s", "enter", "x", "/", "n", "u")
        with Project.open(bare.folder) as other:
            other.sources.import_files([write("x.txt", "Only a line.\n")], actor="lead")
        for _ in range(40):
            await pilot.pause(0.1)
            if screen.view.document is not None:
                break
        assert screen.view.document.text == "Only a line.\n"


async def test_a_project_without_codes_says_what_to_do(
    workspace: Open, bare: Project, write: Callable[[str, str], Any]
) -> None:
    bare.sources.import_files([write("x.txt", "Only a line.\n")], actor="lead")
    async with workspace(None, on=bare) as (pilot, _):
        await pilot.press("enter")
        await pilot.pause()
        side = str(pilot.app.screen.query_one("#picker-details", Static).content)
        assert "no codes yet" in side
        assert "qct codebook import" in side
        await pilot.press(*"First", "enter")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert [code.id for code in bare.codebook.current()] == ["first"]


async def test_copying_gives_the_quote_with_its_citation(workspace: Open) -> None:
    async with workspace(at=35) as (pilot, _):
        await pilot.press("s", "y")
        assert pilot.app.clipboard == f"“{FIRST}” (E01, turn 2, E01, 31:61)"


async def test_help_lists_what_exists_here(workspace: Open, project: Project) -> None:
    project.rounds.open("blind", actor="lead", mode=Mode.BLIND)
    async with workspace(size=(120, 60)) as (pilot, _):
        await pilot.press("f1")
        assert isinstance(pilot.app.screen, HelpScreen)
        assert "candidate codes" in str(pilot.app.screen.query_one("#help", Static).content)
    async with workspace(size=(120, 60), round_id="blind") as (pilot, _):
        await pilot.press("f1")
        assert "candidate codes" not in str(pilot.app.screen.query_one("#help", Static).content)


async def test_the_palette_runs_actions_codes_and_sources(
    workspace: Open, project: Project
) -> None:
    async with workspace(at=35) as (pilot, screen):
        await pilot.press("ctrl+p")
        await pilot.press(*"code: prop")
        await pilot.pause(0.3)
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert coded(project) == [(FIRST, "proposal")]
        await pilot.press("ctrl+p")
        await pilot.press(*"open k01")
        await pilot.pause(0.3)
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert screen.view.document.source.id == "K01"


async def test_keys_are_remapped_in_the_settings(
    workspace: Open, project: Project, place: Place
) -> None:
    start, end = place("E01", FIRST)
    project.codings.add("E01", start, end, "trust", coder="coder-a")
    with (project.folder / "qct.toml").open("a", encoding="utf-8") as file:
        file.write('\n[keys]\n"coding.remove" = "d"\n"coding.aply" = "z"\n')
    with Project.open(project.folder) as remapped:
        async with workspace(at=start, on=remapped) as (pilot, screen):
            assert "no action 'coding.aply'; did you mean coding.apply?" in status(screen)
            assert "d Remove" in screen.query_one("#hints", Bar).text
            await pilot.press("x")
            assert len(coded(project)) == 1
            await pilot.press("d")
            assert coded(project) == []


async def test_the_coder_can_look_at_own_work_alone(
    workspace: Open, project: Project, place: Place
) -> None:
    start, end = place("E01", FIRST)
    project.codings.add("E01", start, end, "trust", coder="coder-b")
    async with workspace(at=start) as (pilot, screen):
        await pilot.press("o")
        assert screen.view.under_cursor() == []
        await pilot.press("o")
        assert len(screen.view.under_cursor()) == 1


async def test_quitting_leaves_with_success(workspace: Open) -> None:
    async with workspace() as (pilot, _):
        await pilot.press("q")
        assert pilot.app.return_code == 0


async def test_line_numbers_and_themes(workspace: Open) -> None:
    async with workspace() as (pilot, screen):
        await pilot.press("f4")
        assert screen.view.reader.layout.frame.number
        line = screen.view.render_line(0).text
        assert line.split()[0] == "1"
        seen = []
        for _ in range(4):
            await pilot.press("f6")
            seen.append(pilot.app.theme)
        assert seen == ["qct-light", "qct-contrast", "ansi-dark", "qct-dark"]


# --- what a key costs ----------------------------------------------------------------------------


async def test_a_cursor_move_repaints_at_most_two_rows(
    workspace: Open, project: Project, write: Callable[[str, str], Any]
) -> None:
    body = "\n\n".join(f"E01: {'We share what the law allows. ' * 12}" for _ in range(200))
    project.sources.import_files([write("LONG.txt", body)], actor="lead")
    async with workspace("LONG", at=600, size=(120, 40)) as (pilot, screen):
        view = screen.view
        for key in ("j", "k", "down", "up", "w", "b", "l", "h", ")", "end", "home"):
            await pilot.pause(0.1)
            before = view.rows_painted
            await pilot.press(key)
            await pilot.pause(0.1)
            assert 1 <= view.rows_painted - before <= 2, key


async def test_a_coding_repaints_its_rows_and_not_the_screen(
    workspace: Open, project: Project, write: Callable[[str, str], Any]
) -> None:
    body = "\n\n".join(f"E01: {'We share what the law allows. ' * 12}" for _ in range(40))
    project.sources.import_files([write("LONG.txt", body)], actor="lead")
    async with workspace("LONG", at=600, size=(120, 40)) as (pilot, screen):
        await pilot.press("enter", "t", "enter")
        await pilot.pause(0.2)
        before = screen.view.rows_painted
        screen.controllers.editing.apply_codes(screen.controllers.reading.target(), ["security"])
        await pilot.pause(0.2)
        assert screen.view.rows_painted - before <= 40
        before = screen.view.rows_painted
        screen.controllers.editing.apply_codes(screen.controllers.reading.target(), ["proposal"])
        await pilot.pause(0.2)
        assert screen.view.rows_painted - before <= 40
