"""A key renders only the rows that changed, and not the whole screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from toolkit.tui.transcript import compositor
from toolkit.tui.transcript.row_compositor import RowCompositor
from toolkit.tui.transcript.widget import TranscriptView

if TYPE_CHECKING:
    from textual.geometry import Region
    from textual.strip import Strip

    from tests.tui.conftest import Open

KEYS = ("j", "s", "l", ")", "v", "w", "escape", "n")


async def test_moving_by_a_character_renders_one_row(
    workspace: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[int] = []
    render = TranscriptView.render_lines

    def count(self: TranscriptView, crop: Region) -> list[Strip]:
        rendered.append(crop.height)
        return render(self, crop)

    async with workspace() as (pilot, screen):
        await pilot.pause(0.3)
        monkeypatch.setattr(TranscriptView, "render_lines", count)
        row = screen.view.reader.layout.row_of(screen.view.cursor)  # type: ignore[union-attr]
        await pilot.press("l")
        await pilot.pause(0.3)
        assert screen.view.reader is not None
        assert screen.view.reader.layout.row_of(screen.view.cursor) == row
        assert rendered == [1]


async def test_partial_updates_leave_what_a_full_one_would(workspace: Open) -> None:
    async with workspace() as (pilot, screen):
        await pilot.press(*KEYS)
        await pilot.pause(0.3)
        piecewise = pilot.app.export_screenshot(title="same")
        screen.refresh(repaint=True)
        await pilot.pause(0.1)
        assert pilot.app.export_screenshot(title="same") == piecewise


def test_the_installed_version_is_a_tested_one() -> None:
    assert compositor.textual_version() in compositor.TESTED


@pytest.mark.parametrize("other", ["8.2.9", "8.3.0", "9.0.0"])
async def test_an_unknown_version_of_textual_shows_the_same_with_its_own_compositor(
    workspace: Open, monkeypatch: pytest.MonkeyPatch, other: str
) -> None:
    screens = []
    for version in (compositor.textual_version(), other):
        monkeypatch.setattr(compositor, "textual_version", lambda version=version: version)
        async with workspace() as (pilot, screen):
            assert isinstance(screen._compositor, RowCompositor) is (version != other)
            await pilot.press(*KEYS)
            await pilot.pause(0.3)
            screens.append(pilot.app.export_screenshot(title="same"))
    assert screens[0] == screens[1]
