"""`qct themes show` with pictures: a page of all of them, and the data of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.operations.themes.conftest import SAID
from tests.report.test_html_page import _read
from toolkit.cli.analyse.themes import PICTURES
from toolkit.report.themes import pictures

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Qct
    from toolkit.project import Project

pytest.importorskip("bertopic")


@pytest.fixture
def fitted(project: Project, write: Callable[[str, str], Path]) -> Project:
    """Themes in two interviews, one of which says the like in other words."""
    paths = []
    for name in ("P01", "P02"):
        turns = "\n\n".join(f"{name}: {said}" for said in (*SAID.values(), *SAID.values()))
        paths.append(write(f"{name}.txt", f"---\nlanguage: en\n---\n{turns}\n"))
    project.sources.import_files(paths, actor="lead")
    project.themes.fit(actor="lead", model="lexical", themes=3, sources=["P01", "P02"])
    return project


def test_the_page_has_every_picture_and_is_the_same_every_time(
    qct: Qct, fitted: Project, tmp_path: Path
) -> None:
    first, second = tmp_path / "a" / "t.html", tmp_path / "b" / "t.html"
    for path in (first, second):
        path.parent.mkdir()
        ran = qct("themes", "show", "--out", str(path))
        assert ran.code == 0, ran.err
        assert f"wrote {path}" in ran.err
    written = first.read_text(encoding="utf-8")
    assert first.read_bytes() == second.read_bytes()
    # Stability needs four interviews.
    assert _read(written).tags.count("svg") == len(PICTURES) - 1
    assert "it was not measured for these themes" in written
    assert SAID["leak"] in written
    assert "qct themes show" in written
    for sign in ("http", "<script", "href=", "src="):
        assert sign not in written


def test_the_data_of_each_picture_can_be_had(qct: Qct, fitted: Project) -> None:
    for name in PICTURES:
        rows = qct("themes", "show", "--picture", name, "--format", "json").json()
        table = fitted.themes.pictures().table(name)
        assert [tuple(row.values()) for row in rows] == list(table.rows)
        assert rows
        shown = qct("themes", "show", "--picture", name)
        assert pictures.titles()[name] in shown.out
        assert pictures.explanations()[name] in shown.err
        assert ("█" in shown.out) == (name == "words")


def test_names_are_those_of_the_pictures_and_one_at_a_time(qct: Qct, fitted: Project) -> None:
    assert PICTURES == pictures.PICTURES
    ran = qct("themes", "show", "--picture", "map", "--apart")
    assert ran.code == 2
    assert "--apart and --picture exclude each other" in ran.err
    assert qct("themes", "show", "--picture", "pie").code == 2


def test_a_picture_is_written_as_a_table(qct: Qct, fitted: Project, tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    assert qct("themes", "show", "--picture", "words", "--out", str(path)).code == 0
    head, first, *_rest = path.read_text(encoding="utf-8").splitlines()
    assert head == "theme,label,status,rank,word,weight"
    assert first.startswith("0,")
