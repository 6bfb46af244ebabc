"""A project on which two coders disagree, and what a screen of the workspace shows of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.finished import add_finished
from toolkit.domain.codings import Mode
from toolkit.domain.memos import MemoTarget
from toolkit.tui.screens.team.disagreements import DisagreementsScreen
from toolkit.tui.widgets.bars import Bar

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from toolkit.project import Project

A, B = "coder-a", "coder-b"
FIRST = "We do not trust their figures."
LEAK = "A leak is what my director fears."
RULE = "There should be one rule for all of us."


def say(project: Project, quote: str, code: str, coder: str, source: str = "E01") -> Any:
    start = project.sources.text(source).index(quote)
    return add_finished(
        project, source, start, start + len(quote), code, coder=coder, round_id="R1"
    )


@pytest.fixture
def disputed(project: Project) -> Project:
    """A project with a missed coding, another code, a boundary disagreement, and one agreement."""
    project.rounds.open("R1", actor="lead", mode=Mode.BLIND, coders=[A, B])
    say(project, FIRST, "trust", A)
    say(project, FIRST, "trust", B)
    noted = say(project, LEAK, "security", A)
    project.memos.write(MemoTarget.CODING, noted.id, "the [b]director[/b]", coder=A)
    say(project, LEAK, "trust", B)
    say(project, RULE, "proposal", A)
    say(project, "Last spring [Agency 3] sent us a list", "trust", B)
    say(project, "유출되면 누가 책임집니까.", "security", A, "K01")
    say(project, "누가 책임집니까.", "security", B, "K01")
    project.rounds.close("R1", actor="lead")
    return project


def text(pilot: Pilot[None], selector: str) -> str:
    widget = pilot.app.screen.query_one(selector)
    return widget.text if isinstance(widget, Bar) else str(widget.render())


async def opened(pilot: Pilot[None], code: str = "", kind: str = "") -> DisagreementsScreen:
    """Open the screen at the disagreement about a code or of a kind."""
    await pilot.press("f8")
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, DisagreementsScreen)
    for row in screen._listed:
        if (code and code in row.codes) or (kind and row.kind == kind):
            screen.refill(row.id)
            break
    await pilot.pause()
    return screen
