"""Reading the desk of de-identification in tests."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from textual.widgets import OptionList, Static

from toolkit.tui.screens.identifiers.desk import DeidentifyScreen
from toolkit.tui.widgets.bars import Bar

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.pilot import Pilot

    from tests.tui.workspace.helpers import Open
    from toolkit.project import Project

PATIENCE = 600
"""Looks at the desk before a test gives up, a twentieth of a second apart."""


def desk(pilot: Pilot[None]) -> DeidentifyScreen:
    screen = pilot.app.screen
    assert isinstance(screen, DeidentifyScreen)
    return screen


@asynccontextmanager
async def opened_desk(workspace: Open) -> AsyncIterator[Pilot[None]]:
    """The workspace in E05 with the desk open, once its list is read."""
    async with workspace("E05") as (pilot, _screen):
        await pilot.press("A")
        await settled(pilot)
        yield pilot


async def settled(pilot: Pilot[None]) -> DeidentifyScreen:
    """The desk, once everything that was decided is done and listed."""
    for _ in range(PATIENCE):
        await pilot.pause(0.05)
        screen = pilot.app.screen
        if isinstance(screen, DeidentifyScreen) and not screen.is_busy:
            await pilot.pause()
            return screen
    raise AssertionError("the desk did not come to rest")


async def press(pilot: Pilot[None], *keys: str) -> DeidentifyScreen:
    """Press keys, each once the desk has come to rest."""
    for key in keys:
        await pilot.press(key)
        await settled(pilot)
    return desk(pilot)


def lines(pilot: Pilot[None], name: str = "list") -> list[str]:
    options = desk(pilot).query_one(f"#desk-{name}", OptionList)
    return [
        " ".join(str(options.get_option_at_index(at).prompt).split())
        for at in range(options.option_count)
    ]


def status(pilot: Pilot[None]) -> str:
    return desk(pilot).query_one("#desk-status", Bar).text.strip()


def title(pilot: Pilot[None]) -> str:
    return desk(pilot).query_one("#desk-title", Bar).text.strip()


def shown(pilot: Pilot[None], name: str) -> str:
    """The text of a part of the screen on top, named by its id."""
    return str(pilot.app.screen.query_one(f"#{name}", Static).content)


def quotes(project: Project, source: str = "E05") -> list[tuple[str, str]]:
    """What is coded in a source, by its words."""
    text = project.sources.text(source)
    return [
        (text[c.span.start : c.span.end], c.code_id) for c in project.codings.find(source=source)
    ]


def row(pilot: Pilot[None], words: str) -> int:
    return next(at for at, line in enumerate(lines(pilot)) if line.startswith(words))


async def go_to(pilot: Pilot[None], words: str) -> None:
    """Highlight the row that begins with these words."""
    desk(pilot).query_one("#desk-list", OptionList).highlighted = row(pilot, words)
    await pilot.pause()
