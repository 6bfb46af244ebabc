"""Every edit on the codebook screen is previewed, confirmed, and can be undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input, OptionList, Static, TextArea

from tests.blindness import ROUND, act, begin
from toolkit.domain.codebook import CodeStatus
from toolkit.tui.screens.codebook.screen import CodebookScreen
from toolkit.tui.screens.codebook.versions import VersionsScreen
from toolkit.tui.screens.confirm import Confirm
from toolkit.tui.screens.form import FormScreen
from toolkit.tui.screens.message import MessageScreen
from toolkit.tui.widgets.bars import Bar
from toolkit.tui.workspace.screen import WorkspaceScreen

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from toolkit.project import Project

Open = Callable[..., Any]
Place = Callable[[str, str], tuple[int, int]]
FIRST = "We do not trust their figures."
LEAK = "A leak is what my director fears."


@pytest.fixture
def coded(project: Project, place: Place) -> Project:
    project.codings.add("E01", *place("E01", FIRST), "trust", coder="coder-a")
    project.codings.add("E01", *place("E01", LEAK), "security", coder="coder-a")
    project.codings.add("E01", *place("E01", LEAK), "security", coder="coder-b")
    return project


async def opened(pilot: Pilot[None], code: str) -> CodebookScreen:
    """Open the codebook screen with a code selected."""
    await pilot.press("f5")
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, CodebookScreen)
    screen.refill(code)
    await pilot.pause()
    return screen


def text_of(pilot: Pilot[None], selector: str = ".window-body") -> str:
    return str(pilot.app.screen.query_one(selector, Static).render())


async def fill(pilot: Pilot[None], **texts: str) -> None:
    form = pilot.app.screen
    assert isinstance(form, FormScreen)
    for name, text in texts.items():
        at = [field.name for field in form._fields].index(name.replace("__", "."))
        widget = form.query_one(f"#field-{at}")
        if isinstance(widget, Input):
            widget.value = text
        else:
            assert isinstance(widget, TextArea)
            widget.text = text
    await pilot.press("ctrl+s")
    await pilot.pause()


async def test_it_shows_the_tree_the_counts_and_what_a_code_says(
    workspace: Open, coded: Project
) -> None:
    coded.codebook.retire("proposal", actor="lead")
    async with workspace() as (pilot, _):
        screen = await opened(pilot, "security")
        rows = [str(option.prompt) for option in screen.query_one(OptionList).options]
        assert [row.split()[0].strip("▌") for row in rows] == [
            "Obstacles", "Distrust", "Security", "Proposal",
        ]  # fmt: skip
        assert rows[2].startswith("  ▌")
        assert rows[2].endswith("1 of 2")
        assert "(retired)" in rows[3]
        details = text_of(pilot, "#book-details")
        for part in ("ko 보안", "Leaks and access.", "coder-a 1", "coder-b 1", "law-system"):
            assert part in details
        await pilot.press("slash", "ㅂ", "ㅇ")
        assert [code.id for code, _ in screen._listed] == ["security"]
        await pilot.press("escape", "escape")
        assert isinstance(pilot.app.screen, WorkspaceScreen)


async def test_a_definition_is_edited_after_a_preview_and_undone(
    workspace: Open, coded: Project
) -> None:
    async with workspace() as (pilot, _):
        await opened(pilot, "security")
        await pilot.press("e")
        await fill(pilot, definition__en="Leaks only.", include="one\ntwo")
        assert isinstance(pilot.app.screen, Confirm)
        assert "2 codings (coder-a 1, coder-b 1; E01 2)" in text_of(pilot)
        assert coded.codebook.code("security").definition["en"] == "Leaks and access."
        await pilot.press("y")
        assert coded.codebook.code("security").definition["en"] == "Leaks only."
        assert coded.codebook.code("security").include == ("one", "two")
        await pilot.press("o")
        assert "older definition · 2" in text_of(pilot, ".window-title")
        await pilot.press("escape", "u")
        assert coded.codebook.code("security").definition["en"] == "Leaks and access."
        await pilot.press("ctrl+r")
        assert coded.codebook.code("security").definition["en"] == "Leaks only."
    assert coded.codebook.current().version == 4


async def test_a_definition_can_be_emptied_in_one_language(workspace: Open, coded: Project) -> None:
    coded.codebook.redefine("security", definition={"ko": "유출과 접근."}, actor="lead")
    async with workspace() as (pilot, _):
        await opened(pilot, "security")
        await pilot.press("e")
        await fill(pilot, definition__en="")
        assert isinstance(pilot.app.screen, Confirm)
        await pilot.press("y")
        assert coded.codebook.code("security").definition == {"ko": "유출과 접근."}
        await pilot.press("u")
        assert coded.codebook.code("security").definition["en"] == "Leaks and access."


@pytest.mark.parametrize("columns", [60, 72, 80, 90, 110])
async def test_a_key_and_what_it_does_stand_together(
    workspace: Open, coded: Project, columns: int
) -> None:
    async with workspace(size=(columns, 30)) as (pilot, _):
        screen = await opened(pilot, "security")
        keys = screen.query_one("#book-keys", Static)
        await pilot.pause()
        rows = "\n".join(
            "".join(part.text for part in keys.render_line(y)) for y in range(keys.size.height)
        )
        for pair in ("a Add", "e Edit", "m Move", "x Retire", "u Undo", "esc Back"):
            assert pair in rows


async def test_rename_and_saying_no_brings_back_what_was_written(
    workspace: Open, coded: Project
) -> None:
    async with workspace() as (pilot, _):
        await opened(pilot, "trust")
        await pilot.press("r")
        await fill(pilot, name__ko="신뢰 부족")
        await pilot.press("n")
        await pilot.pause()
        await fill(pilot)
        await pilot.press("y")
    assert coded.codebook.code("trust").name == {"en": "Distrust", "ko": "신뢰 부족"}


async def test_merging_tells_first_what_it_touches(workspace: Open, coded: Project) -> None:
    async with workspace() as (pilot, _):
        await opened(pilot, "security")
        await pilot.press("M", "t", "r", "u", "enter")
        await pilot.pause()
        assert "2 codings get another code" in text_of(pilot)
        assert "2 codings (coder-a 1, coder-b 1; E01 2)" in text_of(pilot)
        await pilot.press("escape")
        assert len(coded.codings.find(code="security")) == 2
        await pilot.press("M", "t", "r", "u", "enter")
        await pilot.pause()
        await pilot.press("y")
        assert len(coded.codings.find(code="trust")) == 3
        assert coded.codebook.code("security").status is CodeStatus.RETIRED
        await pilot.press("u")
        assert len(coded.codings.find(code="security")) == 2


async def test_move_retire_and_reinstate(workspace: Open, coded: Project) -> None:
    async with workspace() as (pilot, _):
        screen = await opened(pilot, "trust")
        await pilot.press("m", "enter")
        await pilot.pause()
        await pilot.press("p", "r", "o", "p", "enter")
        await pilot.pause()
        await pilot.press("y")
        assert coded.codebook.code("trust").parent is None
        assert [code.id for code in coded.codebook.current().children()] == [
            "obstacles", "trust", "proposal",
        ]  # fmt: skip
        screen.refill("trust")
        for status in (CodeStatus.RETIRED, CodeStatus.ACTIVE):
            await pilot.press("x")
            await pilot.pause()
            await pilot.press("y")
            assert coded.codebook.code("trust").status is status


async def test_add_and_split(workspace: Open, coded: Project) -> None:
    async with workspace() as (pilot, _):
        await opened(pilot, "security")
        await pilot.press("a")
        await fill(pilot, id="no good", name__en="Cost")
        assert isinstance(pilot.app.screen, MessageScreen)
        await pilot.press("escape")
        await pilot.pause()
        await fill(pilot, id="cost")
        await pilot.press("y")
        assert coded.codebook.code("cost").parent == "obstacles"
        assert coded.codebook.code("cost").name == {"en": "Cost"}
        pilot.app.screen.refill("security")  # type: ignore[attr-defined]
        await pilot.press("s", "space", "enter")
        await pilot.pause()
        await fill(pilot, id="leak", name__ko="유출")
        assert "1 coding gets another code" in text_of(pilot)
        await pilot.press("y")
        assert len(coded.codings.find(code="leak")) == len(coded.codings.find(code="security")) == 1


async def test_enter_goes_to_a_passage(workspace: Open, coded: Project, place: Place) -> None:
    async with workspace("K01") as (pilot, screen):
        await opened(pilot, "security")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert screen.view.document.source.id == "E01"
        assert screen.view.cursor == place("E01", LEAK)[0]


async def test_versions_are_listed_and_compared(workspace: Open, coded: Project) -> None:
    coded.codebook.rename("trust", {"ko": "신뢰 부족"}, actor="lead")
    coded.codebook.redefine("trust", actor="lead", definition={"en": "No reliance."})
    async with workspace() as (pilot, _):
        await opened(pilot, "trust")
        assert "changed in version 3" in text_of(pilot, "#book-details")
        await pilot.press("v")
        await pilot.pause()
        assert isinstance(pilot.app.screen, VersionsScreen)
        assert "+ No reliance." in text_of(pilot, "#version-diff")
        assert "신뢰" not in text_of(pilot, "#version-diff")
        await pilot.press("down", "down", "space", "up", "up")
        await pilot.pause()
        assert "From version 1 to 3" in text_of(pilot, "#version-diff")
        assert "+ 신뢰 부족" in text_of(pilot, "#version-diff")


async def test_read_only_edits_nothing(workspace: Open, coded: Project) -> None:
    async with workspace(read_only=True) as (pilot, _):
        screen = await opened(pilot, "trust")
        for key in ("a", "e", "r", "m", "M", "s", "x", "u"):
            await pilot.press(key)
            assert pilot.app.screen is screen
        assert "read-only" in screen.query_one("#book-status", Bar).text
        assert "Retire" not in text_of(pilot, "#book-keys")


@pytest.mark.parametrize("round_id", [ROUND, "main"])
async def test_in_a_blind_round_only_ones_own_is_counted_and_previewed(
    project: Project, workspace: Open, round_id: str
) -> None:
    async def look() -> list[str]:
        async with workspace(round_id=round_id) as (pilot, _):
            screen = await opened(pilot, "trust")
            shown_texts = [str(option.prompt) for option in screen.query_one(OptionList).options]
            shown_texts.append(text_of(pilot, "#book-details"))
            await pilot.press("x")
            await pilot.pause()
            if round_id == ROUND:
                shown_texts.append(screen.query_one("#book-status", Bar).text)
                assert "fixed to version" in shown_texts[-1]
            else:
                shown_texts.append(text_of(pilot))
                await pilot.press("escape", "M", "s", "e", "c", "enter")
                await pilot.pause()
                shown_texts.append(text_of(pilot, "#message"))
                await pilot.press("escape")
            await pilot.press("enter")
            await pilot.pause()
            shown_texts.append(text_of(pilot, ".window-title"))
        return shown_texts

    begin(project)
    before = await look()
    act(project.folder, 3, steps=14)
    assert len(project.codings.find(coder="coder-b")) > 0
    assert await look() == before
