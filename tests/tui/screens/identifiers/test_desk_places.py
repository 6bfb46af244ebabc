"""The places of one name on the desk, where they are many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tui.screens.identifiers.helpers import (
    desk,
    go_to,
    lines,
    press,
    settled,
    shown,
    status,
)
from toolkit.tui.screens.identifiers.rows import FEW
from toolkit.tui.widgets.long_list import WINDOW, LongList

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from tests.tui.workspace.helpers import Open
    from toolkit.project import Project

MANY = 2 * WINDOW + 50


@pytest.fixture
def crowded(named: Project, write: Callable[[str, str], Path]) -> Project:
    """The project with an interview that names one person in each of very many turns."""
    turns = "\n\n".join(f"E06: 김민수 was here {number} times." for number in range(MANY))
    text = f"---\nid: E06\nlanguage: en\n---\nI: And?\n\n{turns}\n"
    named.sources.import_files([write("E06.txt", text)], actor="lead")
    return named


def places(pilot: Pilot[None]) -> LongList:
    return desk(pilot).query_one("#desk-places", LongList)


def head(pilot: Pilot[None]) -> str:
    return shown(pilot, "desk-details").partition("\n")[2]


async def test_all_places_are_reached_and_their_number_is_always_said(
    workspace: Open, crowded: Project
) -> None:
    assert crowded
    async with workspace("E05", size=(124, 30)) as (pilot, _screen):
        await pilot.press("A")
        await settled(pilot)
        await go_to(pilot, "김민수")
        whole = f"{MANY + 1:,}"
        assert f"{whole} places in 2 sources" in shown(pilot, "desk-details")
        assert head(pilot) == f"the first {FEW} of {whole} places; enter lists them all"
        assert len(lines(pilot, "places")) == FEW
        await press(pilot, "enter")
        assert head(pilot) == f"place 1 of {whole}"
        assert places(pilot).count == MANY + 1
        assert len(lines(pilot, "places")) == WINDOW
        await press(pilot, "end")
        assert head(pilot) == f"place {whole} of {whole}"
        assert lines(pilot, "places")[-1].endswith(f"was here {MANY - 1} times.")
        await press(pilot, "up", "k", "up")
        assert head(pilot) == f"place {MANY - 2:,} of {whole}"
        assert f"{whole} places in 2 sources" in shown(pilot, "desk-details")
        await press(pilot, "home", "up")
        assert head(pilot) == f"place {whole} of {whole}"


async def test_a_place_far_down_is_left_out_and_another_rejected(
    workspace: Open, crowded: Project
) -> None:
    async with workspace("E05", size=(124, 30)) as (pilot, _screen):
        await pilot.press("A")
        await settled(pilot)
        await go_to(pilot, "김민수")
        await press(pilot, "enter", "end", "up", "space")
        assert places(pilot).at == MANY - 1
        row = next(line for line in lines(pilot, "places") if line.startswith("[ ]"))
        assert row == f"[ ] E06 E06: ▸김민수◂ was here {MANY - 2} times."
        await press(pilot, "up", "r")
        assert status(pilot) == "김민수: 1 place is not listed again."
        # The highlight stays in its row, also beyond the rows that were made first.
        assert places(pilot).at == MANY - 2
        assert head(pilot) == f"place {MANY - 1:,} of {MANY:,}"
        highlighted = places(pilot).highlighted_option
        assert highlighted is not None
        assert f"was here {MANY - 2} times" in str(highlighted.prompt)
        await press(pilot, "a")
        replaced = f"김민수: {MANY - 1} places are [인물-1] now, in 2 sources."
        assert status(pilot).startswith(replaced)
    text = crowded.sources.text("E06")
    assert text.count("김민수") == 2
    assert f"김민수 was here {MANY - 2} times" in text
    assert f"김민수 was here {MANY - 3} times" in text


async def test_few_places_are_not_numbered(workspace: Open, named: Project) -> None:
    assert named
    async with workspace("E05") as (pilot, _screen):
        await pilot.press("A")
        await settled(pilot)
        assert head(pilot) == ""
        await press(pilot, "enter")
        assert head(pilot) == ""
        assert "2 places in 1 source" in shown(pilot, "desk-details")
