"""A list of which only the rows around the highlighted one are made."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from textual.app import App

from toolkit.tui.widgets.long_list import WINDOW, LongList

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.app import ComposeResult
    from textual.pilot import Pilot

MANY = 20 * WINDOW
HEIGHT = 10


class Listing(App[None]):
    CSS = "LongList { height: 1fr; border: none; padding: 0; }"

    def compose(self) -> ComposeResult:
        yield LongList(id="list")


@asynccontextmanager
async def listing(
    count: int, at: int | None = 0
) -> AsyncIterator[tuple[Pilot[None], LongList, list[int]]]:
    """The list in a terminal of ten rows, and the numbers of the rows that were made."""
    made: list[int] = []

    def make(number: int) -> str:
        made.append(number)
        # Every third row takes two lines.
        return f"row {number}" + ("\nmore" if number % 3 == 0 else "")

    async with Listing().run_test(size=(40, HEIGHT)) as pilot:
        rows = pilot.app.query_one(LongList)
        rows.focus()
        rows.fill(count, make, at)
        await pilot.pause()
        yield pilot, rows, made


def prompts(rows: LongList) -> list[str]:
    return [str(option.prompt).partition("\n")[0] for option in rows.options]


def line_of_highlight(rows: LongList) -> int:
    """The line of the terminal in which the highlighted row begins."""
    assert rows.at is not None
    return rows._line_of(rows.at) - rows.scroll_offset.y


async def test_what_is_far_away_is_not_made() -> None:
    async with listing(MANY) as (_pilot, rows, made):
        assert rows.count == MANY
        assert rows.made == range(WINDOW)
        assert set(made) == set(range(WINDOW))


async def test_every_row_is_reached_from_the_first_to_the_last_and_back() -> None:
    count = 3 * WINDOW + 7
    async with listing(count) as (pilot, rows, _made):
        seen = [rows.at]
        for _ in range(count - 1):
            rows.action_cursor_down()
            seen.append(rows.at)
            assert rows.highlighted_option is not None
            assert str(rows.highlighted_option.prompt).startswith(f"row {rows.at}")
        assert seen == list(range(count))
        rows.action_cursor_down()
        assert rows.at == 0
        rows.action_cursor_up()
        assert rows.at == count - 1
        for _ in range(count - 1):
            rows.action_cursor_up()
        assert rows.at == 0
        await pilot.press("end")
        assert rows.at == count - 1
        await pilot.press("home")
        assert rows.at == 0


async def test_rows_stay_where_they_are_when_others_are_made() -> None:
    async with listing(MANY) as (pilot, rows, _made):
        rows.go(WINDOW - 2)
        await pilot.pause()
        before = line_of_highlight(rows)
        assert rows.made[0] == 0
        rows.action_cursor_down()
        await pilot.pause()
        assert rows.made[0] > 0, "the rows beyond the edge are made"
        assert rows.at == WINDOW - 1
        # The next row stands below the one before, or in the last line.
        assert line_of_highlight(rows) in (before, before + 1, before + 2)
        assert 0 <= line_of_highlight(rows) < HEIGHT


async def test_pages_go_through_all_rows() -> None:
    async with listing(MANY) as (pilot, rows, _made):
        last, pages = -1, 0
        while rows.at != MANY - 1:
            assert rows.at is not None
            assert last < rows.at <= last + HEIGHT + 1
            last, pages = rows.at, pages + 1
            rows.action_page_down()
        assert pages > MANY // (HEIGHT + 1)
        await pilot.press("pageup")
        assert rows.at < MANY - 1


async def test_a_wheel_goes_on_beyond_what_was_made() -> None:
    async with listing(MANY) as (pilot, rows, _made):
        for _ in range(6):
            rows.scroll_to(y=rows.max_scroll_y, animate=False, immediate=True)
            await pilot.pause()
        assert rows.made[0] > WINDOW
        # The rows that were at the end are shown still, and there is more below.
        assert rows.scroll_offset.y < rows.max_scroll_y
        assert rows.at in rows.made
        for _ in range(12):
            rows.scroll_to(y=0, animate=False, immediate=True)
            await pilot.pause()
        assert rows.made[0] == 0


@pytest.mark.parametrize("count", [0, 1, 5])
async def test_short_lists_are_made_whole(count: int) -> None:
    async with listing(count, 0 if count else None) as (pilot, rows, _made):
        assert prompts(rows) == [f"row {number}" for number in range(count)]
        for key in ("down", "up", "end", "home", "pagedown", "pageup"):
            await pilot.press(key)
        assert rows.at == (0 if count else None)
        rows.go(99)
        assert rows.at == (count - 1 if count else None)


async def test_a_row_is_made_again_where_it_is_made() -> None:
    async with listing(MANY, 5 * WINDOW) as (_pilot, rows, made):
        assert rows.at == 5 * WINDOW
        made.clear()
        rows.make_again(5 * WINDOW)
        rows.make_again(0)
        assert made == [5 * WINDOW]
