"""Tests of selecting clause by clause."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.project import Project

Open = Callable[..., Any]
SAID = (
    "I: Why?\n\nE09: We asked them twice, but nobody gave an answer because the law says no. "
    "Then we all left.\n\nE09: 법은 있는데 아무도 지키지 않고, 시간이 없어서 그냥 물어봤어요.\n"
)


@pytest.fixture
def spoken(bare: Project, write: Callable[[str, str], Path]) -> Project:
    bare.sources.import_files([write("E09.txt", SAID)], actor="lead")
    return bare


def selected(screen: Any) -> str:
    span = screen.view.selection
    return SAID[span.start : span.end]


async def test_comma_selects_the_clause_and_then_one_more(workspace: Open, spoken: Project) -> None:
    async with workspace("E09", on=spoken, at=SAID.index("nobody")) as (pilot, screen):
        assert spoken.sources.text("E09") == SAID
        await pilot.press("comma")
        assert selected(screen) == "but nobody gave an answer"
        await pilot.press("comma")
        assert selected(screen) == "but nobody gave an answer because the law says no."
        await pilot.press("comma")
        assert selected(screen).endswith("says no. Then we all left.")
        await pilot.press("-", "-", "-")
        assert selected(screen) == "but nobody gave an"
        await pilot.press("escape", "left", "b", "comma", "_")
        assert selected(screen).endswith("asked them twice,")


async def test_korean_clauses_too_and_a_clause_is_coded_alone(
    workspace: Open, spoken: Project
) -> None:
    async with workspace("E09", on=spoken, at=SAID.index("시간")) as (pilot, screen):
        await pilot.press("comma")
        assert selected(screen) == "시간이 없어서"
        await pilot.press("+")
        assert selected(screen) == "시간이 없어서 그냥 물어봤어요."
        await pilot.press("escape", "comma", "I")
        (coding,) = spoken.codings.find()
        assert SAID[coding.span.start : coding.span.end] == "시간이 없어서"
        await pilot.press("u")
        assert spoken.codings.find() == []
