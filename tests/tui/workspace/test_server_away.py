"""Without its server the workspace keeps coding, says so, and sends the changes later."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tests.store.server import Server, running
from toolkit.project import Project
from toolkit.store.offline import failover as standby
from toolkit.store.offline import replica
from toolkit.tui.widgets.bars import Bar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.pilot import Pilot

    from tests.tui.conftest import Open
    from toolkit.tui.workspace.screen import WorkspaceScreen


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as server:
        yield server


@pytest.fixture
def store_url(server: Server) -> str:
    return server.new_database()


def status(screen: WorkspaceScreen) -> str:
    screen.show_bars()
    return screen.query_one("#status", Bar).text


async def until(pilot: Pilot[None], done: Callable[[], object]) -> None:
    limit = time.monotonic() + 30
    while not done():
        assert time.monotonic() < limit
        await pilot.pause(0.05)


async def test_the_workspace_codes_on_without_its_server(
    workspace: Open, project: Project, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standby, "SHORT_PATIENCE", 0.1)
    monkeypatch.setattr(standby, "POLL_SECONDS", 0.05)
    async with workspace(at=35) as (pilot, screen):
        until_copied = lambda: replica.usable(project.storage.offline_copy().path)  # noqa: E731
        await until(pilot, until_copied)
        assert "all saved" in status(screen)
        server.stop()
        await pilot.press("s", "c", "enter")
        await until(pilot, lambda: len(screen.session.codings) == 1)
        assert "server away, 1 kept here" in status(screen)
        assert [coding.code_id for coding in screen.view.under_cursor()]
        await pilot.press("u")
        await until(pilot, lambda: screen.session.codings == [])
        await pilot.press("ctrl+r")
        await until(pilot, lambda: len(screen.session.codings) == 1)
        assert "server away, 3 kept here" in status(screen)
        assert pilot.app.screen is screen
        server.start()
        await until(pilot, lambda: "all saved" in status(screen))
        assert "3 changes kept on this machine have reached the server" in status(screen)
        with Project.open(project.folder) as other:
            assert not other.storage.away
            assert other.codings.find() == screen.session.codings
            assert other.history.verify() == []
