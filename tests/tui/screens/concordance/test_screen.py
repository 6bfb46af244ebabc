"""The concordance of the workspace, key by key."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Static

from tests.tui.screens.concordance.helpers import (
    ask,
    concordance,
    rows,
    settled,
    shown,
    status,
    title,
    words,
)
from toolkit.errors import InputError
from toolkit.operations.terms.terms import Terms
from toolkit.text.cells import edges, width
from toolkit.tui.screens.concordance.screen import ConcordanceScreen
from toolkit.tui.widgets.long_list import WINDOW, LongList
from toolkit.tui.workspace.screen import WorkspaceScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tui.workspace.helpers import Open
    from toolkit.project import Project

SHARED = "us"
"""Letters that the English interview has three times."""


async def test_every_place_is_a_line_with_source_speaker_and_context(workspace: Open) -> None:
    async with workspace() as (pilot, _screen):
        await ask(pilot, SHARED)
        assert words(pilot) == [
            "E01 E01 We do not tr us t their figures. Last spring [Agency 3] sent us",
            "E01 E01 rust their figures. Last spring [Agency 3] sent us a list with holes. 😀",
            "E01 E01 ctor fears. There should be one rule for all of us .",
        ]
        assert title(pilot).startswith("In context  as written")
        assert title(pilot).endswith("us · 3 places · 1 of 2 sources")
        assert status(pilot).startswith("place 1 of 3")
        assert status(pilot).endswith("experts · by source")
        assert concordance(pilot)._list.has_focus


async def test_the_lines_are_those_of_the_command_line(workspace: Open, project: Project) -> None:
    async with workspace() as (pilot, _screen):
        await ask(pilot, r"re:\bl\w+t\b|\w*가\w*")
        made = concordance(pilot).listing.answer
        assert made is not None
        listed = [
            (line.source_id, f"{line.start}:{line.end}", line.match)
            for line in concordance(pilot).listing.lines
        ]
    (table, *_others) = project.terms.concordance(r"\bl\w+t\b|\w*가\w*", search="regex")
    assert listed == [(row[0], row[1], row[4]) for row in table.rows]
    assert {source for source, _at, _match in listed} == {"E01", "K01"}


@pytest.mark.usefixtures("by_lemma")
async def test_a_word_is_shown_in_all_its_forms_and_a_pattern_as_in_a_search(
    workspace: Open,
) -> None:
    async with workspace() as (pilot, _screen):
        await ask(pilot, "figure")
        assert title(pilot).startswith("In context  in all forms")
        assert [line.match for line in concordance(pilot).listing.lines] == ["figures"]
        await ask(pilot, "list NEAR/3 hole")
        assert [line.match for line in concordance(pilot).listing.lines] == ["list with holes"]
        # The kinds of search follow one another: by lemma, expression, as written.
        await ask(pilot, "l.ak", "ctrl+r")
        assert title(pilot).startswith("In context  regular expression")
        assert [line.match for line in concordance(pilot).listing.lines] == ["leak"]
        await ask(pilot, "igur", "ctrl+r")
        assert title(pilot).startswith("In context  as written")
        assert [line.match for line in concordance(pilot).listing.lines] == ["igur"]


async def test_lines_are_sorted_by_left_by_right_and_by_source(workspace: Open) -> None:
    async with workspace() as (pilot, _screen):
        await ask(pilot, SHARED)
        listing = concordance(pilot).listing
        await pilot.press("down", "l")
        await pilot.pause()
        assert [line.left.split()[-1] for line in listing.lines] == ["of", "sent", "tr"]
        assert status(pilot).endswith("by the words on the left")
        # The same line stays highlighted.
        assert listing.current is not None
        assert listing.current.left.endswith("sent")
        assert status(pilot).startswith("place 2 of 3")
        await pilot.press("r")
        await pilot.pause()
        assert [line.right[:3] for line in listing.lines] == [".", "a l", "t t"]
        assert listing.current.left.endswith("sent")
        await pilot.press("s")
        await pilot.pause()
        assert [line.start for line in listing.lines] == sorted(
            line.start for line in listing.lines
        )
        assert status(pilot).endswith("by source")


async def test_w_shows_what_everybody_says_and_experts_again(workspace: Open) -> None:
    async with workspace() as (pilot, _screen):
        await ask(pilot, "secur")
        assert shown(pilot, "why") == (
            "No expert says “secur” in 2 sources. It was looked for as it is written. ^t looks "
            "through what everybody says."
        )
        await pilot.press("ctrl+t")
        await settled(pilot)
        assert words(pilot) == ["E01 I And secur ity?"]
        assert "all who speak" in status(pilot)
        await pilot.press("w")
        await settled(pilot)
        assert rows(pilot) == []
        assert status(pilot) == "experts · by source"


async def test_whose_words_are_looked_through_may_be_chosen_before_the_word(
    workspace: Open,
) -> None:
    async with workspace() as (pilot, _screen):
        await pilot.press("f", "ctrl+t")
        await pilot.pause()
        assert status(pilot) == "all who speak · by source"
        await pilot.press(*"secur", "enter")
        await settled(pilot)
        assert words(pilot) == ["E01 I And secur ity?"]


@pytest.mark.usefixtures("by_lemma")
async def test_what_nobody_says_is_told_in_whole_sentences(workspace: Open) -> None:
    async with workspace() as (pilot, _screen):
        await pilot.press("f")
        await pilot.pause()
        assert shown(pilot, "why").startswith("Type a word, a phrase, or a pattern of words")
        await ask(pilot, "nowhere")
        assert shown(pilot, "why") == (
            "No expert says “nowhere” in 2 sources. It was looked for in all its forms; ^r changes "
            "to words as written. ^t looks through what everybody says."
        )
        assert "0 places · 0 of 2 sources" in title(pilot)
        assert not concordance(pilot).query_one(LongList).display
        await pilot.press("enter")
        await settled(pilot)
        # The field is asked for again, and is left by one key.
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, WorkspaceScreen)


async def test_nothing_is_looked_for_without_a_word(workspace: Open) -> None:
    async with workspace() as (pilot, _screen):
        await ask(pilot, "  ")
        assert status(pilot).startswith("Type a word first.")
        assert concordance(pilot).listing.answer is None


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("re:(", "This is no regular expression: missing ), unterminated subpattern"),
        ("re:[b", "This is no regular expression: unterminated character set"),
    ],
)
async def test_what_cannot_be_read_says_where_and_another_word_is_taken(
    workspace: Open, typed: str, message: str
) -> None:
    async with workspace() as (pilot, _screen):
        await ask(pilot, typed)
        assert shown(pilot, "why").startswith(message)
        assert concordance(pilot)._prompt.has_focus
        await ask(pilot, "leak")
        assert len(rows(pilot)) == 1
        assert shown(pilot, "why") == ""


@pytest.mark.usefixtures("by_lemma")
async def test_a_missing_analyser_is_named(
    workspace: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_arguments: object, **_named: object) -> None:
        raise InputError("spaCy is not installed", code="language-missing", hint="Install it.")

    monkeypatch.setattr(Terms, "lines", missing)
    async with workspace() as (pilot, _screen):
        await ask(pilot, "leak")
        assert shown(pilot, "why") == "SpaCy is not installed. Install it."


async def test_languages_that_nothing_analyses_are_told_above_the_list(
    workspace: Open, many_scripts: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    import toolkit.tui.state.concordance as state

    assert many_scripts
    real = state.ConcordanceList.read

    def read(self: Any, question: Any, tell: Any) -> Any:
        from dataclasses import replace

        answer = real(self, question, tell)
        return replace(answer, made=replace(answer.made, unread=("left out: 3 words in 'he'",)))

    monkeypatch.setattr(state.ConcordanceList, "read", read)
    async with workspace() as (pilot, _screen):
        await ask(pilot, "leak")
        assert shown(pilot, "limits") == "Left out: 3 words in 'he'"
        assert concordance(pilot).query_one("#kwic-limits", Static).display


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (124, 30)])
async def test_the_word_stands_in_the_same_cells_in_every_script(
    workspace: Open, many_scripts: Project, size: tuple[int, int]
) -> None:
    assert many_scripts
    async with workspace(size=size) as (pilot, _screen):
        await ask(pilot, "re:us|못해요|명단|אמון|הרשימה")
        lines = concordance(pilot).listing.lines
        assert {line.source_id for line in lines} == {"E01", "K01", "H01"}
        listing = concordance(pilot).query_one(LongList)
        assert not listing.show_horizontal_scrollbar
        room = listing.scrollable_content_region.width
        starts, ends = set(), set()
        for row, line in zip(rows(pilot), lines, strict=True):
            # The word stands after what is left of it, of which the end is shown.
            before = row.index(line.match, row.rindex(line.left[-4:].strip()))
            starts.add(edges(row)[before])
            ends.add(edges(row)[before + len(line.match)] <= room)
            assert width(row) <= room
        assert len(starts) == 1
        assert ends == {True}


async def test_thousands_of_places_make_a_screenful_of_rows(
    workspace: Open, project: Project, write: Callable[[str, str], Path]
) -> None:
    turns = "\n\n".join(f"B01: ha {'ha ' * 99}" for _ in range(60))
    text = f"---\nid: B01\nlanguage: en\n---\nI: And?\n\n{turns}\n"
    project.sources.import_files([write("B01.txt", text)], actor="lead")
    async with workspace() as (pilot, _screen):
        await ask(pilot, "ha ")
        assert "6,000 places · 1 of 3 sources" in title(pilot)
        listing = concordance(pilot).query_one(LongList)
        assert (listing.count, listing.option_count) == (6000, WINDOW)
        await pilot.press("end")
        await pilot.pause()
        assert status(pilot).startswith("place 6,000 of 6,000")
        await pilot.press("r")
        await pilot.pause()
        assert listing.option_count == WINDOW
        assert concordance(pilot).listing.current is not None
        await pilot.press("home", "pagedown", "k")
        await pilot.pause()
        assert concordance(pilot).listing.at == listing.at


async def test_escape_stops_what_is_looked_for_and_keeps_the_list_before(
    workspace: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    async with workspace() as (pilot, _screen):
        await ask(pilot, SHARED)
        before = words(pilot)
        real = Terms.lines

        def slowly(self: Terms, *arguments: Any, **named: Any) -> Any:
            named["progress"](12, 345)
            assert go_on.wait(30)
            return real(self, *arguments, **named)

        monkeypatch.setattr(Terms, "lines", slowly)
        await pilot.press("slash", *"leak", "enter")
        for _ in range(200):
            await pilot.pause(0.02)
            if "12" in status(pilot):
                break
        assert "analysing 12 of 345 pieces for the first time" in status(pilot)
        await pilot.press("escape")
        await pilot.pause()
        go_on.set()
        await settled(pilot)
        assert status(pilot).startswith("Stopped.")
        assert words(pilot) == before
        assert concordance(pilot).listing.answer is not None
        # The field, then the list, then the workspace.
        await pilot.press("escape")
        assert concordance(pilot)._list.has_focus
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, WorkspaceScreen)


async def test_what_people_say_is_not_taken_for_markup(
    workspace: Open, project: Project, write: Callable[[str, str], Path]
) -> None:
    spoken = "X01: [b]bold[/b] \x1b[31m and [red]statutes[/] are here."
    text = f"---\nid: X01\nlanguage: en\n---\nI: So?\n\n{spoken}\n"
    project.sources.import_files([write("X01.txt", text)], actor="lead")
    async with workspace() as (pilot, _screen):
        await ask(pilot, "statutes")
        (row,) = rows(pilot)
        assert "[b]bold[/b]" in row
        assert "[red]" in row
        assert "\x1b" not in row
        await ask(pilot, "re:[[]b[]]")
        assert "[b]" in title(pilot) + words(pilot)[0]
        await ask(pilot, "[nowhere]")
        assert "“[nowhere]”" in shown(pilot, "why")


async def test_the_hints_are_those_of_where_the_keys_go(workspace: Open) -> None:
    async with workspace() as (pilot, _screen):
        await ask(pilot, SHARED)
        assert shown(pilot, "keys").startswith("enter Go to it")
        await pilot.press("slash")
        await pilot.pause()
        assert "Show its places" in shown(pilot, "keys")
        await pilot.press("down")
        await pilot.pause()
        assert shown(pilot, "keys").startswith("enter Go to it")
        await pilot.press("j", "j", "k")
        assert concordance(pilot).listing.at == 1
        assert isinstance(pilot.app.screen, ConcordanceScreen)
