"""The statements of an import grow with its files, not with what the project already holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.store.statements import counted

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.project import Project


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _files(folder: Path, names: range) -> list[Path]:
    paths = []
    for number in names:
        path = folder / f"S{number:03}.txt"
        path.write_text(f"I: What hinders sharing?\n\nS{number:03}: The act of {number}.\n")
        paths.append(path)
    return paths


def test_statements_grow_with_the_files_alone(empty_project: Project, tmp_path: Path) -> None:
    counts = []
    # The second import is as large as the first, but the project already has files by then.
    for names in (range(12), range(12, 24), range(24, 48)):
        with counted(empty_project) as statements:
            empty_project.sources.import_files(_files(tmp_path, names), actor="lead")
        counts.append(len(statements))
    first, second, double = counts
    assert second == first
    assert double <= 2 * first
    assert double <= 10 * 24
    assert [source.id for source in empty_project.sources.all()] == [f"S{n:03}" for n in range(48)]


def test_files_that_are_there_already_cost_no_statement_each(
    empty_project: Project, tmp_path: Path
) -> None:
    paths = _files(tmp_path, range(24))
    empty_project.sources.import_files(paths, actor="lead")
    events = empty_project.history.events()
    with counted(empty_project) as statements:
        again = empty_project.sources.import_files(paths, actor="lead")
    assert [(file.new, file.unchanged) for file in again] == [(0, 1)] * 24
    assert empty_project.history.events() == events
    assert len(statements) <= 8, statements
