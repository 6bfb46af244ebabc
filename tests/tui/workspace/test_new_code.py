"""Codes are made while coding from the picker, by a key, or in place of another code."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.widgets import Input, OptionList, Static

from toolkit.domain.codebook import Code
from toolkit.domain.codings import Mode
from toolkit.errors import InputError
from toolkit.tui.screens.code_picker import CodePicker
from toolkit.tui.screens.codebook.new_code import NewCodeScreen
from toolkit.tui.screens.codebook.screen import CodebookScreen
from toolkit.tui.screens.message import MessageScreen
from toolkit.tui.state.coding_session import CodingSession
from toolkit.tui.widgets.bars import Bar
from toolkit.tui.workspace.screen import WorkspaceScreen

if TYPE_CHECKING:
    import pytest
    from textual.pilot import Pilot

    from toolkit.domain.spans import Span
    from toolkit.project import Project
    from toolkit.tui.screens.form import FormScreen

Open = Callable[..., Any]
Place = Callable[[str, str], tuple[int, int]]
FIRST = "We do not trust their figures."


def form(pilot: Pilot[None]) -> NewCodeScreen:
    screen = pilot.app.screen
    assert isinstance(screen, NewCodeScreen)
    return screen


def value(screen: FormScreen, name: str) -> str:
    return screen.texts()[name]


def write(screen: FormScreen, name: str, text: str) -> None:
    at = [field.name for field in screen._fields].index(name)
    screen.query_one(f"#field-{at}", Input).value = text


def near(screen: NewCodeScreen) -> list[str]:
    return [str(option.prompt) for option in screen.query_one("#near", OptionList).options]


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    """Wait for what a thread sends, up to ten seconds."""
    for _turn in range(200):
        await pilot.pause(0.05)
        if holds():
            return
    raise AssertionError("it never came")


def coded(project: Project) -> list[tuple[str, str]]:
    text = project.sources.text("E01")
    return [
        (text[c.span.start : c.span.end], c.code_id) for c in project.codings.find(source="E01")
    ]


async def test_a_name_that_nothing_matches_becomes_a_code_in_one_step(
    workspace: Open, project: Project
) -> None:
    async with workspace(at=35) as (pilot, screen):
        await pilot.press("enter", *"Dizzy", "space", *"lists")
        assert isinstance(pilot.app.screen, CodePicker)
        rows = pilot.app.screen.query_one(OptionList).options
        assert [str(row.prompt) for row in rows] == ["+ New code “Dizzy lists”…"]
        await pilot.press("enter")
        await pilot.pause()
        asked = form(pilot)
        assert value(asked, "name.en") == "Dizzy lists"
        assert value(asked, "id") == "dizzy-lists"
        assert len(project.codebook.current()) == 4
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert coded(project) == [(FIRST, "dizzy-lists")]
        assert project.codebook.code("dizzy-lists").name == {"en": "Dizzy lists"}
        assert "with a new code: Dizzy lists" in screen.message
        assert screen.session.last_codes == ("dizzy-lists",)
        await pilot.press("u")
        assert coded(project) == []
        assert len(project.codebook.current()) == 4
        assert screen.message == "Undone: new code and its coding (Dizzy lists, E01 turn 2)"
        assert screen.session.last_codes == ()
        await pilot.press("ctrl+r")
        assert coded(project) == [(FIRST, "dizzy-lists")]


async def test_marked_codes_go_with_the_new_one(workspace: Open, project: Project) -> None:
    async with workspace(at=35) as (pilot, _):
        await pilot.press("enter", "t", "r", "tab", *"Zzz", "ctrl+t")
        await pilot.pause()
        assert value(form(pilot), "name.en") == "Zzz"
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert sorted(coded(project)) == [(FIRST, "trust"), (FIRST, "zzz")]
        await pilot.press("u")
        assert coded(project) == []


async def test_the_nearest_codes_follow_what_is_written(workspace: Open, project: Project) -> None:
    async with workspace(at=35) as (pilot, screen):
        await pilot.press("C")
        await pilot.pause()
        asked = form(pilot)
        assert near(asked) == []
        write(asked, "name.en", "Distrusted lists")
        await pilot.pause()
        assert near(asked)[0].startswith("1 ▌Distrust  Not relying on what another body sends.")
        assert value(asked, "id") == "distrusted-lists"
        write(asked, "id", "lists")
        write(asked, "name.en", "Leaky secure lists")
        await pilot.pause()
        assert value(asked, "id") == "lists"
        assert "Security" in near(asked)[0]
        await pilot.press("ctrl+n", "1")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert coded(project) == [(FIRST, "security")]
        assert len(project.codebook.current()) == 4


async def test_the_words_of_the_passage_propose_names(
    workspace: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_for: list[Span] = []

    def names(_session: CodingSession, span: Span) -> tuple[str, ...]:
        asked_for.append(span)
        return "Shared figures", "빈 명단", "Holes"

    monkeypatch.setattr(CodingSession, "names_in", names)
    async with workspace(at=35) as (pilot, _):
        await pilot.press("C")
        await pilot.pause()
        asked = form(pilot)
        assert "^o Name from the words" in str(asked.query_one(".window-keys", Static).render())
        await pilot.press("ctrl+o")
        await until(pilot, lambda: value(asked, "name.en") == "Shared figures")
        assert value(asked, "id") == "shared-figures"
        await pilot.press("ctrl+o")
        # A Korean name goes where the form asks for one.
        assert value(asked, "name.ko") == "빈 명단"
        await pilot.press("ctrl+o")
        assert value(asked, "name.en") == "Holes"
        await pilot.press("ctrl+o")
        assert value(asked, "name.en") == "Shared figures"
    # The passage is analysed once, and only when a name is asked for.
    assert len(asked_for) == 1


async def test_where_no_analyser_is_installed_the_form_says_so(
    workspace: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_session: CodingSession, _span: Span) -> tuple[str, ...]:
        raise InputError("spaCy is not installed", code="language-missing")

    monkeypatch.setattr(CodingSession, "names_in", missing)
    async with workspace(at=35) as (pilot, _):
        await pilot.press("C")
        await pilot.pause()
        asked = form(pilot)
        title = asked.query_one("#near-title", Static)
        await pilot.press("ctrl+o")
        await until(pilot, lambda: "spaCy is not installed" in str(title.render()))
        assert value(asked, "name.en") == ""


async def test_what_cannot_be_made_comes_back_as_it_was_written(
    workspace: Open, project: Project
) -> None:
    async with workspace(at=35) as (pilot, screen):
        await pilot.press("C")
        await pilot.pause()
        write(form(pilot), "name.en", "Other")
        write(form(pilot), "id", "trust")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert isinstance(pilot.app.screen, MessageScreen)
        await pilot.press("enter")
        await pilot.pause()
        assert (value(form(pilot), "name.en"), value(form(pilot), "id")) == ("Other", "trust")
        await pilot.press("escape")
        await pilot.press("escape")
        await pilot.pause()
        assert pilot.app.screen is screen
    assert coded(project) == []
    assert len(project.codebook.current()) == 4


async def test_a_korean_name_is_written_down_as_korean(workspace: Open, project: Project) -> None:
    async with workspace("K01", at=22) as (pilot, _):
        await pilot.press("enter")
        pilot.app.screen.query_one(Input).value = "빈칸 많은 명단"
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()
    assert project.codebook.code("빈칸-많은-명단").name == {"ko": "빈칸 많은 명단"}
    assert [c.code_id for c in project.codings.find(source="K01")] == ["빈칸-많은-명단"]


async def test_the_selected_words_become_a_code(workspace: Open, project: Project) -> None:
    async with workspace(at=35) as (pilot, screen):
        await pilot.press("I")
        assert project.codings.find() == []
        await pilot.press("s", "I")
        assert coded(project) == [(FIRST, "we-do-not-trust-their-figures")]
        code = project.codebook.code("we-do-not-trust-their-figures")
        assert code.name == {"en": "We do not trust their figures"}
        assert "with a new code" in screen.message
        assert screen.view.selection is None
        await pilot.press("u")
        assert coded(project) == []
        assert len(project.codebook.current()) == 4


async def test_words_that_name_a_code_already_make_no_second_one(
    workspace: Open, project: Project, place: Place
) -> None:
    project.codebook.rename("trust", {"en": "we do not TRUST their figures"}, actor="lead")
    async with workspace(at=35) as (pilot, screen):
        await pilot.press("s", "I")
        assert coded(project) == [(FIRST, "trust")]
        assert screen.message.startswith("Saved: we do not TRUST")
    assert len(project.codebook.current()) == 4


async def test_a_selection_without_words_names_nothing(
    workspace: Open, project: Project, place: Place
) -> None:
    async with workspace(at=place("E01", "😀")[0]) as (pilot, _):
        await pilot.press("v", "I")
        await pilot.pause()
        assert isinstance(pilot.app.screen, MessageScreen)
    assert len(project.codebook.current()) == 4


async def test_recoding_to_a_new_code_is_one_step(
    workspace: Open, project: Project, place: Place
) -> None:
    was = project.codings.add("E01", *place("E01", FIRST), "trust", coder="coder-a")
    async with workspace(at=35) as (pilot, _):
        await pilot.press("r", *"Zzz", "enter")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()
        (now,) = project.codings.find()
        assert (now.id, now.code_id) == (was.id, "zzz")
        await pilot.press("u")
        assert project.codings.find() == [was]


async def test_a_blind_round_offers_no_new_codes(workspace: Open, project: Project) -> None:
    project.rounds.open("R1", actor="lead", mode=Mode.BLIND)
    async with workspace(at=35, round_id="R1") as (pilot, screen):
        await pilot.press("C")
        assert pilot.app.screen is screen
        await pilot.press("enter", *"Zzz")
        picker = pilot.app.screen
        assert isinstance(picker, CodePicker)
        assert picker.query_one(OptionList).option_count == 0
        assert "New code" not in str(picker.query_one(".window-keys", Static).render())
        await pilot.press("ctrl+t", "enter")
        assert pilot.app.screen is picker
    assert len(project.codebook.current()) == 4


async def test_read_only_makes_nothing(workspace: Open, project: Project) -> None:
    async with workspace(at=35, read_only=True) as (pilot, screen):
        await pilot.press("C")
        assert pilot.app.screen is screen
        assert isinstance(screen, WorkspaceScreen)
    assert len(project.codebook.current()) == 4


async def test_in_a_blind_round_codes_of_others_are_nowhere(
    workspace: Open, project: Project, place: Place
) -> None:
    async def look() -> list[str]:
        async with workspace(at=35, round_id="R1") as (pilot, screen):
            shown_texts = [code.id for code in screen.session.usable_codes()]
            await pilot.press("s", "I")
            shown_texts.append(screen.message)
            await pilot.press("f5")
            await pilot.pause()
            listing = pilot.app.screen.query_one(OptionList)
            shown_texts += [str(option.prompt) for option in listing.options]
            await pilot.press("a")
            await pilot.pause()
            assert isinstance(pilot.app.screen, CodebookScreen)
            shown_texts.append(pilot.app.screen.query_one("#book-status", Bar).text)
            await pilot.press("v")
            await pilot.pause()
            shown_texts += [
                str(option.prompt) for option in pilot.app.screen.query_one(OptionList).options
            ]
        return shown_texts

    project.rounds.open("R1", actor="lead", mode=Mode.BLIND)
    before = await look()
    assert "fixed to version 1" in " ".join(before)
    project.codebook.add(Code("figures", {"en": FIRST}), actor="coder-b")
    project.codebook.rename("trust", {"en": "Otherwise"}, actor="coder-b")
    assert await look() == before
    project.rounds.close("R1", actor="lead")
    async with workspace(round_id="R1") as (_, screen):
        assert len(screen.session.codebook) == 5
