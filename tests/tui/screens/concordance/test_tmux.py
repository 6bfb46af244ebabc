"""The concordance in tmux, as a person would use it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.tui.terminals import Tmux, needs_tmux
from toolkit.text.cells import width

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from toolkit.project import Project

pytestmark = needs_tmux


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    running = Tmux(tmp_path)
    yield running
    running.close()


def test_a_line_leads_to_its_place_and_f_back_to_the_list(project: Project, tmux: Tmux) -> None:
    command = [sys.executable, "-m", "toolkit", "code", "E01", "--coder", "coder-a"]
    tmux.start([*command, "--project", str(project.folder)])
    tmux.wait_for("all saved")
    tmux.press("f")
    tmux.wait_for("press enter")
    for letter in "re:명단|leak":
        tmux.press(letter)
    tmux.press("Enter")
    tmux.wait_for("2 places · 2 of 2 sources")
    listed = tmux.screen().splitlines()[3:]
    before, after = (next(line for line in listed if word in line) for word in ("leak", "명단"))
    # What stands left of a word is as wide in cells, whatever its letters are.
    assert width(before.partition("leak")[0]) == width(after.partition("명단")[0])
    tmux.press("j")
    tmux.press("Enter")
    tmux.wait_for("match 1 of 1")
    assert "K01" in tmux.screen()
    tmux.press("f")
    tmux.wait_for("place 2 of 2")
    tmux.press("Escape")
    tmux.wait_for("all saved")
    tmux.press("q")
    tmux.wait_for_end()
