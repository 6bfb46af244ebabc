"""The desk of de-identification, key by key."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, OptionList

from tests.tui.screens.identifiers.helpers import (
    desk,
    go_to,
    lines,
    opened_desk,
    press,
    quotes,
    settled,
    shown,
    status,
    title,
)
from tests.tui.workspace.helpers import open_source_id
from toolkit.domain.codings import Mode
from toolkit.project import Project
from toolkit.tui.screens.choose_item import Pick
from toolkit.tui.screens.identifiers.desk import DeidentifyScreen
from toolkit.tui.screens.identifiers.passphrase import PassphraseScreen
from toolkit.tui.screens.identifiers.pseudonym import PseudonymScreen
from toolkit.tui.screens.message import MessageScreen
from toolkit.tui.workspace.screen import WorkspaceScreen

if TYPE_CHECKING:
    from tests.tui.screens.identifiers.conftest import Analysers
    from tests.tui.workspace.helpers import Open

ACCEPTED = "Park Ji-hoon: 2 places are [Person 1] now, in 1 source. u undoes it."
PASSPHRASE = "four words that differ"


def _deidentified(project: Project) -> int:
    """How many steps of de-identification the log has, without those undone."""
    kinds = [event.kind for event in project.history.events()]
    return kinds.count("source.deidentify")


async def test_words_are_listed_by_group_with_pseudonym_and_counts(
    workspace: Open, named: Project
) -> None:
    before = len(named.history.events())
    async with opened_desk(workspace) as pilot:
        assert lines(pilot) == [
            "Park Ji-hoon person [Person 1] 2 in 1 new",
            "010-1234-5678 telephone [telephone number] 1 in 1 new",
            "Ji-hoon person [Person 1] 1 in 1 new",
            "Ministry of Finance organisation [Ministry A] 1 in 1 new",
            "기획재정부 organisation [기관-1] 1 in 1 new",
            "김민수 person [인물-1] 1 in 1 new",
            "민수 person [인물-1] 1 in 1 new",
        ]
        assert title(pilot) == "De-identify7 names and numbers · 8 places"
        assert lines(pilot, "places") == [
            "[x] E05 E05: ▸Park Ji-hoon◂ of the Ministry of Finance did.",
            "[x] E05 ▸Park Ji-hoon◂ kept it, and I trust [b]nobody[/b] there.",
        ]
        assert shown(pilot, "desk-details").startswith(
            "Park Ji-hoon → [Person 1]  person, 2 places in 1 source"
        )
        assert not desk(pilot).query_one("#desk-limits").display
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, WorkspaceScreen)
    assert len(named.history.events()) == before


async def test_the_palette_opens_it(workspace: Open, named: Project) -> None:
    assert named
    async with workspace("E05") as (pilot, _screen):
        await pilot.press("ctrl+p", *"de-identify")
        await pilot.pause(0.3)
        await pilot.press("enter")
        await settled(pilot)
        assert len(lines(pilot)) == 7


async def test_a_accepts_all_places_in_all_sources_as_one_step(
    workspace: Open, named: Project
) -> None:
    async with workspace("E05") as (pilot, screen):
        await pilot.press("A")
        await settled(pilot)
        await press(pilot, "a")
        assert "Park Ji-hoon" not in named.sources.text("E05")
        assert named.sources.text("E05").count("[Person 1]") == 2
        assert _deidentified(named) == 1
        assert status(pilot) == ACCEPTED
        # Offsets have moved: the next step is at the new ones, and the same person stays one.
        assert lines(pilot)[1] == "Ji-hoon person [Person 1] 1 in 1 new"
        await press(pilot, "j", "a")
        assert "[Person 1] called me on 010-1234-5678." in named.sources.text("E05")
        assert _deidentified(named) == 2
        await pilot.press("escape")
        await pilot.pause()
        assert screen.view.document is not None
        assert screen.view.document.text == named.sources.text("E05")
        assert "Ji-hoon" not in screen.view.document.text
        assert {c.code_id for c in screen.session.codings} == {"trust", "proposal"}
    assert quotes(named) == [
        ("[Person 1] of the Ministry of Finance did.", "trust"),
        ("Nothing came of it.", "proposal"),
    ]
    assert [entry.words for entry in named.identifiers.key()] == ["Ji-hoon", "Park Ji-hoon"]
    assert named.history.verify() == []


async def test_korean_particles_fit_the_pseudonym(workspace: Open, named: Project) -> None:
    async with workspace("K14") as (pilot, _screen):
        await pilot.press("A")
        await settled(pilot)
        await go_to(pilot, "민수")
        await press(pilot, "a")
    assert "[인물-1]이 다시" in named.sources.text("K14")


async def test_u_takes_the_last_step_back_and_redo_brings_it_again(
    workspace: Open, named: Project
) -> None:
    before = named.sources.text("E05")
    async with opened_desk(workspace) as pilot:
        await press(pilot, "a", "u")
        assert named.sources.text("E05") == before
        assert status(pilot).startswith("Undone")
        # The key keeps the pseudonym, so the words are known now.
        assert "Park Ji-hoon person [Person 1] 2 in 1 known" in lines(pilot)
        await press(pilot, "ctrl+r")
        assert "Park Ji-hoon" not in named.sources.text("E05")
        await press(pilot, "u", "u")
        assert status(pilot) == "Nothing was changed: there is nothing to undo."
        assert named.sources.text("E05") == before
    assert quotes(named)[0][0].startswith("Park Ji-hoon of the Ministry")
    assert named.history.verify() == []


async def test_the_workspace_undoes_it_too(workspace: Open, named: Project) -> None:
    before = named.sources.text("E05")
    async with workspace("E05") as (pilot, screen):
        await pilot.press("A")
        await settled(pilot)
        await press(pilot, "a")
        await pilot.press("escape", "u")
        await pilot.pause()
        assert named.sources.text("E05") == before
        assert screen.view.document is not None
        assert screen.view.document.text == before


async def test_decisions_wait_for_their_turn(workspace: Open, named: Project) -> None:
    """Keys pressed while a step runs are kept, each for its row, and end as steps of their own."""
    async with opened_desk(workspace) as pilot:
        await pilot.press("a", "a", "a", "a")
        await settled(pilot)
        assert [line.split(" ")[0] for line in lines(pilot)] == ["기획재정부", "김민수", "민수"]
        assert _deidentified(named) == 4
    assert (
        "[Person 1] of the [Ministry A] did. [Person 1] called me on [telephone number]."
        in named.sources.text("E05")
    )


async def test_a_row_says_that_its_step_is_under_way(
    workspace: Open, named: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, accept = threading.Event(), named.identifiers.accept

    def slowly(*words: object, **named_words: object) -> object:
        assert go_on.wait(30)
        return accept(*words, **named_words)  # type: ignore[arg-type]

    monkeypatch.setattr(named.identifiers, "accept", slowly)
    async with opened_desk(workspace) as pilot:
        await pilot.press("a")
        await pilot.pause(0.2)
        assert lines(pilot)[0] == "~Park Ji-hoon person [Person 1] under way new"
        assert "Park Ji-hoon: under way" in status(pilot)
        await pilot.press("k", "r")
        await pilot.pause(0.1)
        assert len(desk(pilot)._waiting) == 1, "a second decision on the same words is not taken"
        # It is a step that is done whole: leaving waits for it.
        await pilot.press("escape")
        await pilot.pause(0.1)
        assert isinstance(pilot.app.screen, DeidentifyScreen)
        go_on.set()
        for _ in range(200):
            await pilot.pause(0.05)
            if isinstance(pilot.app.screen, WorkspaceScreen):
                break
        assert isinstance(pilot.app.screen, WorkspaceScreen)
    assert "Park Ji-hoon" not in named.sources.text("E05")


async def test_capital_a_accepts_and_keeps_it_for_sources_to_come(
    workspace: Open, named: Project
) -> None:
    async with opened_desk(workspace) as pilot:
        await press(pilot, "A")
        assert status(pilot).endswith("Always from now on.")
        await press(pilot, "u")
        assert lines(pilot)[-1] == "Park Ji-hoon person [Person 1] 2 in 1 always"
    assert [(e.words, e.always) for e in named.identifiers.key()] == [("Park Ji-hoon", True)]


async def test_r_rejects_words_which_are_not_listed_again(workspace: Open, named: Project) -> None:
    before = named.sources.text("E05")
    async with opened_desk(workspace) as pilot:
        await go_to(pilot, "Ministry")
        await press(pilot, "r")
        assert not any("Ministry" in line for line in lines(pilot))
        assert status(pilot) == ("Ministry of Finance is no organisation: it is not listed again.")
    assert named.sources.text("E05") == before
    assert _deidentified(named) == 0


async def test_rejecting_known_words_keeps_their_pseudonym_in_the_key(
    workspace: Open, named: Project
) -> None:
    async with opened_desk(workspace) as pilot:
        await press(pilot, "a", "u")
        await go_to(pilot, "Park Ji-hoon")
        await press(pilot, "r")
        assert not any(line.startswith("Park") for line in lines(pilot))
        assert status(pilot) == "Park Ji-hoon: 2 places are not listed again."
    assert [entry.replacement for entry in named.identifiers.key()] == ["[Person 1]"]


async def test_space_leaves_single_places_out(workspace: Open, named: Project) -> None:
    async with opened_desk(workspace) as pilot:
        await press(pilot, "space")
        assert status(pilot).startswith("Press enter first")
        await press(pilot, "enter", "j", "space")
        assert [line[:3] for line in lines(pilot, "places")] == ["[x]", "[ ]"]
        assert lines(pilot)[0] == "Park Ji-hoon person [Person 1] 2 in 1 -1 new"
        await press(pilot, "enter")
        assert not desk(pilot).is_at_places
        await press(pilot, "a")
    text = named.sources.text("E05")
    assert "[Person 1] of the Ministry" in text
    assert "Park Ji-hoon kept it" in text


async def test_with_every_place_left_out_nothing_is_accepted(
    workspace: Open, named: Project
) -> None:
    async with opened_desk(workspace) as pilot:
        await go_to(pilot, "Ji-hoon")
        await press(pilot, "enter", "space", "a")
        assert status(pilot).startswith("Every place is left out")
        assert _deidentified(named) == 0
        await press(pilot, "space", "escape", "a")
        assert _deidentified(named) == 1


async def test_r_among_the_places_rejects_one_of_them(workspace: Open, named: Project) -> None:
    async with opened_desk(workspace) as pilot:
        await press(pilot, "enter", "j", "r")
        assert lines(pilot)[0] != ""
        assert "Park Ji-hoon person [Person 1] 1 in 1 new" in lines(pilot)
        assert desk(pilot).is_at_places
        assert lines(pilot, "places") == [
            "[x] E05 E05: ▸Park Ji-hoon◂ of the Ministry of Finance did."
        ]


async def test_c_takes_a_pseudonym_that_there_is_so_that_two_spellings_are_one_person(
    workspace: Open, named: Project
) -> None:
    async with opened_desk(workspace) as pilot:
        await go_to(pilot, "김민수")
        await press(pilot, "a")
        await go_to(pilot, "Park")
        await pilot.press("c")
        await pilot.pause()
        asking = pilot.app.screen
        assert isinstance(asking, PseudonymScreen)
        assert asking.query_one(Input).value == "[Person 1]"
        offered = asking.query_one(OptionList)
        assert str(offered.get_option_at_index(0).prompt) == "[인물-1]  김민수, 민수"
        await pilot.press("down")
        await pilot.pause()
        assert asking.query_one(Input).value == "[인물-1]"
        assert "both become the same" in shown(pilot, "pseudonym-line")
        await pilot.press("enter")
        await settled(pilot)
    assert "[인물-1] of the Ministry" in named.sources.text("E05")
    assert {e.words for e in named.identifiers.key() if e.replacement == "[인물-1]"} == {
        "김민수",
        "Park Ji-hoon",
    }


async def test_c_refuses_what_tells_the_name_and_changes_nothing(
    workspace: Open, named: Project
) -> None:
    async with opened_desk(workspace) as pilot:
        await go_to(pilot, "Ji-hoon")
        await pilot.press("c", "ctrl+u", *"mr ji-hoon", "enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, PseudonymScreen)
        assert "holds the words" in shown(pilot, "pseudonym-line")
        await pilot.press("escape")
        await settled(pilot)
    assert _deidentified(named) == 0


async def test_c_takes_what_is_written(workspace: Open, named: Project) -> None:
    async with opened_desk(workspace) as pilot:
        await pilot.press("c", "ctrl+u", *"[Lead 1]", "enter")
        await settled(pilot)
    assert "[Lead 1] of the Ministry" in named.sources.text("E05")


async def test_filters_by_kind_and_by_new_alone(workspace: Open, named: Project) -> None:
    async with opened_desk(workspace) as pilot:
        await press(pilot, "a", "u", "n")
        assert not any(line.endswith("known") for line in lines(pilot))
        assert title(pilot).startswith("De-identify  only new")
        await pilot.press("t")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Pick)
        await pilot.press(*"organ", "enter")
        await settled(pilot)
        assert [line.split(" ")[0] for line in lines(pilot)] == ["Ministry", "기획재정부"]
        assert title(pilot).startswith("De-identify  only organisation · new")
        await press(pilot, "escape")
        assert len(lines(pilot)) == 7
        assert isinstance(pilot.app.screen, DeidentifyScreen)


async def test_analysing_says_how_far_it_is_and_escape_leaves(
    workspace: Open, named: Project, analysers: Analysers
) -> None:
    go_on = threading.Event()
    analysers.before = lambda: go_on.wait(30)
    async with workspace("E05") as (pilot, screen):
        await pilot.press("A")
        for _ in range(200):
            await pilot.pause(0.05)
            if "120" in status(pilot):
                break
        assert "analysing 120 of 1,479 pieces" in status(pilot)
        assert lines(pilot) == []
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, WorkspaceScreen)
        await pilot.press("J")
        await pilot.pause()
        assert open_source_id(screen) == "K14"
        go_on.set()
        await pilot.press("A")
        await settled(pilot)
        assert len(lines(pilot)) == 7


async def test_without_the_extra_a_line_says_that_rules_alone_find_names(
    workspace: Open, named: Project, analysers: Analysers
) -> None:
    from toolkit.errors import InputError

    def missing() -> None:
        raise InputError("spaCy is not installed", code="language-missing")

    analysers.before = missing
    async with opened_desk(workspace) as pilot:
        assert desk(pilot).query_one("#desk-limits").display
        assert shown(pilot, "desk-limits") == (
            "Names are found by rules alone, and more are missed: spaCy is not installed."
        )
        assert len(lines(pilot)) == 7


async def test_a_sealed_key_asks_for_its_passphrase(workspace: Open, named: Project) -> None:
    pytest.importorskip("pyrage")
    named.identifiers.seal_key(PASSPHRASE)
    async with workspace("E05") as (pilot, _screen):
        await pilot.press("A")
        await pilot.pause(0.1)
        assert isinstance(pilot.app.screen, PassphraseScreen)
        field = pilot.app.screen.query_one(Input)
        assert field.password
        await pilot.press(*"wrong words", "enter")
        for _ in range(400):
            await pilot.pause(0.05)
            if pilot.app.screen.query("#passphrase-wrong"):
                break
        assert shown(pilot, "passphrase-wrong") == (
            "This passphrase does not open the key. Nothing was changed."
        )
        await pilot.press(*PASSPHRASE, "enter")
        await settled(pilot)
        await press(pilot, "a")
        assert "Park Ji-hoon" not in named.sources.text("E05")
        await pilot.press("escape", "A")
        await pilot.pause(0.1)
        # Nobody kept it.
        assert isinstance(pilot.app.screen, PassphraseScreen)
        await pilot.press("escape")
        await pilot.pause(0.1)
        assert isinstance(pilot.app.screen, WorkspaceScreen)
    assert [e.words for e in named.identifiers.key(passphrase=PASSPHRASE)] == ["Park Ji-hoon"]


async def test_a_text_corrected_meanwhile_is_left_and_listed_anew(
    workspace: Open, named: Project
) -> None:
    async with opened_desk(workspace) as pilot:
        text = named.sources.text("E05")
        with Project.open(named.folder) as other:
            other.sources.correct("E05", "Well. " + text, actor="lead")
        await pilot.press("a")
        for _ in range(200):
            await pilot.pause(0.05)
            if isinstance(pilot.app.screen, MessageScreen):
                break
        assert isinstance(pilot.app.screen, MessageScreen)
        assert "corrected in the meantime" in shown(pilot, "message")
        assert named.sources.text("E05") == "Well. " + text
        await pilot.press("escape")
        await settled(pilot)
        await press(pilot, "a")
    assert named.sources.text("E05").count("[Person 1]") == 2


async def test_a_project_that_is_only_read_lists_and_changes_nothing(
    workspace: Open, named: Project
) -> None:
    with Project.open(named.folder, read_only=True) as reading:
        async with workspace("E05", on=reading, read_only=True) as (pilot, _screen):
            await pilot.press("A")
            await settled(pilot)
            for key in ("a", "A", "c", "r", "u"):
                await press(pilot, key)
                assert "read-only" in status(pilot)
    assert _deidentified(named) == 0


async def test_a_coder_in_a_blind_round_may_use_it(workspace: Open, named: Project) -> None:
    named.rounds.open("R1", actor="lead", mode=Mode.BLIND, coders=["coder-a", "coder-b"])
    async with workspace("E05", round_id="R1") as (pilot, _screen):
        await pilot.press("A")
        await settled(pilot)
        await press(pilot, "a")
        # Codings of others moved with the words, and nothing here tells of them.
        assert status(pilot) == ACCEPTED
    assert "Park Ji-hoon" not in named.sources.text("E05")


async def test_without_sources_it_says_how_to_import(
    workspace: Open, bare: Project, analysers: Analysers
) -> None:
    assert analysers is not None
    async with workspace(None, on=bare) as (pilot, _screen):
        await pilot.press("A")
        await settled(pilot)
        assert "qct import" in shown(pilot, "desk-details")
        await press(pilot, "a", "c", "r", "enter", "space")
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, WorkspaceScreen)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (124, 30)])
async def test_columns_stand_under_each_other_at_any_width(
    workspace: Open, named: Project, size: tuple[int, int]
) -> None:
    from toolkit.text.cells import edges

    async with workspace("E05", size=size) as (pilot, _screen):
        await pilot.press("A")
        await settled(pilot)
        options = desk(pilot).query_one("#desk-list", OptionList)
        assert not options.show_horizontal_scrollbar
        starts = set()
        for at in range(options.option_count):
            line = str(options.get_option_at_index(at).prompt)
            starts.add(edges(line)[line.index("new")])
            assert edges(line)[-1] <= options.scrollable_content_region.width
        assert len(starts) == 1
