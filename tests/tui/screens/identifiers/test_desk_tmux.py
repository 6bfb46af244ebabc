"""The desk in tmux, as a coder would use it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.tui.screens.identifiers.conftest import E05
from tests.tui.terminals import Tmux, needs_tmux
from toolkit.language.identifiers.candidate import Kind
from toolkit.operations.identifiers.key import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from toolkit.project import Project

pytestmark = needs_tmux


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    running = Tmux(tmp_path)
    yield running
    running.close()


def test_a_name_is_replaced_and_the_step_undone(
    bare: Project, write: Callable[[str, str], Path], tmux: Tmux
) -> None:
    # The workspace runs in a process of its own, with the real rules: what is always to be
    # replaced is listed by them, whatever else they find. No model is loaded for this language.
    project = bare
    text = E05.replace("Park Ji-hoon", "Zebulon Quark").replace("language: en", "language: fr")
    project.sources.import_files([write("E05.txt", text)], actor="lead")
    project.identifiers.always([Entry(Kind.PERSON, "Zebulon Quark", "[Person 7]")])
    command = [sys.executable, "-m", "toolkit", "code", "E05", "--coder", "coder-a"]
    tmux.start([*command, "--project", str(project.folder)])
    tmux.wait_for("all saved")
    tmux.press("A")
    tmux.wait_for("Read the transcripts")
    tmux.wait_for("No analysis for 'fr'")
    # What is always to be replaced stands under everything new.
    tmux.press("End")
    tmux.wait_for("Zebulon Quark → [Person 7]")
    tmux.wait_for("▸Zebulon Quark◂")
    tmux.press("a")
    tmux.wait_for("Zebulon Quark: 2 places are [Person 7] now")
    tmux.press("Escape")
    tmux.wait_for("all saved")
    tmux.wait_for("[Person 7] of the")
    assert "Zebulon" not in tmux.screen()
    assert "Zebulon" not in project.sources.text("E05")
    tmux.press("A")
    tmux.wait_for("Read the transcripts")
    tmux.press("u")
    tmux.wait_for("Undone")
    tmux.press("Escape")
    tmux.wait_for("Zebulon Quark of the")
    assert project.history.verify() == []
    tmux.press("q")
    tmux.wait_for_end()
