"""Tests of copying a quote and of saving it in a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.widgets import Static

from toolkit.tui.screens.message import MessageScreen

if TYPE_CHECKING:
    from toolkit.project import Project

Open = Callable[..., Any]
Place = Callable[[str, str], tuple[int, int]]
SENTENCE = "We do not trust their figures."


async def test_a_quote_is_copied_and_kept_in_the_same_words(
    workspace: Open, project: Project, place: Place
) -> None:
    start, end = place("E01", SENTENCE)
    cited = f"“{SENTENCE}” (E01, turn 2, E01, {start}:{end})"
    async with workspace(at=start) as (pilot, screen):
        await pilot.press("s", "y")
        assert pilot.app.clipboard == cited
        await pilot.press("Y")
        path = project.folder / "outputs" / "quotes.txt"
        assert path.read_text(encoding="utf-8") == f"{cited}\n\n"
        assert screen.message == "Added 30 characters with their citation to outputs/quotes.txt."
        await pilot.press("escape", "Y")
        assert screen.message == "That quote is in outputs/quotes.txt already."
        assert path.read_text(encoding="utf-8") == f"{cited}\n\n"


async def test_reading_only_one_may_still_quote(
    workspace: Open, project: Project, place: Place
) -> None:
    async with workspace(at=place("E01", SENTENCE)[0], read_only=True) as (pilot, _):
        await pilot.press("s", "Y")
    assert (project.folder / "outputs" / "quotes.txt").exists()


async def test_what_cannot_be_written_opens_a_window(workspace: Open, project: Project) -> None:
    (project.folder / "outputs" / "quotes.txt").mkdir()
    async with workspace() as (pilot, _):
        await pilot.press("s", "Y")
        assert isinstance(pilot.app.screen, MessageScreen)
        message = str(pilot.app.screen.query_one("#message", Static).content)
        assert "quotes.txt cannot be written" in message
