"""Helpers with which tests of the workspace read its screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from toolkit.tui.widgets.bars import Bar

if TYPE_CHECKING:
    from toolkit.project import Project
    from toolkit.tui.workspace.screen import WorkspaceScreen

Open = Callable[..., Any]
Place = Callable[[str, str], tuple[int, int]]
FIRST = "We do not trust their figures."
SECOND = "Last spring [Agency 3] sent us a list with holes."
LEAK = "A leak is what my director fears."


def selected(screen: WorkspaceScreen) -> str:
    span = screen.view.selection
    assert span is not None
    assert screen.view.document is not None
    return screen.view.document.text[span.start : span.end]


def at_cursor(screen: WorkspaceScreen) -> str:
    assert screen.view.document is not None
    return screen.view.document.text[screen.view.cursor :]


def coded(project: Project, source: str = "E01", coder: str = "coder-a") -> list[tuple[str, str]]:
    text = project.sources.text(source)
    return [
        (text[c.span.start : c.span.end], c.code_id)
        for c in project.codings.find(source=source, coder=coder)
    ]


def status(screen: WorkspaceScreen) -> str:
    screen.show_bars()
    return screen.query_one("#status", Bar).text


def open_source_id(screen: WorkspaceScreen) -> str:
    """Id of the open source; empty where none is open."""
    return screen.view.document.source.id if screen.view.document is not None else ""
