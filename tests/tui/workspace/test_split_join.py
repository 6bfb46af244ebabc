"""Tests of splitting a coding at the cursor and of joining two across a selection."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from toolkit.domain.spans import Span

if TYPE_CHECKING:
    from toolkit.project import Project

Open = Callable[..., Any]
Place = Callable[[str, str], tuple[int, int]]
SENTENCE = "We do not trust their figures."


async def test_split_join_and_undo(workspace: Open, project: Project, place: Place) -> None:
    start, end = place("E01", SENTENCE)
    project.codings.add("E01", start, end, "trust", coder="coder-a")
    async with workspace(at=start + len("We do not ")) as (pilot, screen):
        await pilot.press("X")
        first, second = sorted(c.span for c in project.codings.find(coder="coder-a"))
        assert screen.view.document.text[first.start : first.end] == "We do not"
        assert second.end == end
        screen.view.act(lambda reader: reader.go(start))
        await pilot.press("s", "&")
        assert [c.span for c in project.codings.find(coder="coder-a")] == [Span(start, end)]
        await pilot.press("u")
        assert len(project.codings.find(coder="coder-a")) == 2


async def test_join_says_what_it_needs(workspace: Open, project: Project, place: Place) -> None:
    start, end = place("E01", SENTENCE)
    project.codings.add("E01", start, end, "trust", coder="coder-a")
    async with workspace(at=start) as (pilot, screen):
        await pilot.press("s", "&")
        assert "two of your codings" in screen.message
        assert len(project.codings.find()) == 1
