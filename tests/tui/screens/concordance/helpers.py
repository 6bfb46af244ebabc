"""Reading the concordance in tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from toolkit.tui.screens.concordance.screen import ConcordanceScreen
from toolkit.tui.widgets.bars import Bar
from toolkit.tui.widgets.long_list import LongList

if TYPE_CHECKING:
    from textual.pilot import Pilot

PATIENCE = 600
"""Looks at the screen before a test gives up, a fiftieth of a second apart."""


def concordance(pilot: Pilot[None]) -> ConcordanceScreen:
    screen = pilot.app.screen
    assert isinstance(screen, ConcordanceScreen)
    return screen


async def settled(pilot: Pilot[None]) -> ConcordanceScreen:
    """The concordance, once nothing is looked for."""
    await pilot.pause()
    for _ in range(PATIENCE):
        if not concordance(pilot).is_busy:
            await pilot.pause()
            return concordance(pilot)
        await pilot.pause(0.02)
    raise AssertionError("the concordance did not come to rest")


async def ask(pilot: Pilot[None], word: str, *keys: str) -> ConcordanceScreen:
    """Open the concordance or go to its field, type a word, press `keys` and enter."""
    await pilot.press("f")
    await pilot.pause()
    screen = concordance(pilot)
    screen.action_ask()
    screen._prompt.value = word
    await pilot.press(*keys, "enter")
    return await settled(pilot)


def rows(pilot: Pilot[None]) -> list[str]:
    """The lines that are made, as they are drawn."""
    listing = concordance(pilot).query_one(LongList)
    return [str(option.prompt) for option in listing.options]


def words(pilot: Pilot[None]) -> list[str]:
    """The lines without the blanks between columns."""
    return [" ".join(row.split()) for row in rows(pilot)]


def title(pilot: Pilot[None]) -> str:
    return concordance(pilot).query_one("#kwic-title", Bar).text.strip()


def status(pilot: Pilot[None]) -> str:
    return concordance(pilot).query_one("#kwic-status", Bar).text.strip()


def shown(pilot: Pilot[None], name: str) -> str:
    """The text of a part of the screen, empty where it is not displayed."""
    part = concordance(pilot).query_one(f"#kwic-{name}", Static)
    return str(part.content) if part.display else ""
