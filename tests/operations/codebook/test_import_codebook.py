"""An imported codebook becomes a version."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.project import Project

Write = Callable[[str, str], Path]


def _book(write: Write, *codes: str) -> Path:
    lines = [
        f"  - {{id: {code}, name: {{en: {code}}}, definition: About {code}}}" for code in codes
    ]
    return write("b.yaml", "codes:\n" + "\n".join(lines) + "\n")


def test_each_change_is_a_version_and_no_change_is_none(
    empty_project: Project, write: Write
) -> None:
    first = empty_project.codebook.import_file(_book(write, "a", "b"), actor="lead")
    assert (first.version, first.added, first.changed) == (1, ("a", "b"), ())
    again = empty_project.codebook.import_file(_book(write, "a", "b"), actor="lead")
    assert (again.version, again.added, again.changed) == (1, (), ())
    second = empty_project.codebook.import_file(_book(write, "a", "c"), actor="lead")
    assert (second.version, second.added, second.left_alone) == (2, ("c",), ("b",))
    assert {code.id for code in empty_project.codebook.current()} == {"a", "b", "c"}
    history = empty_project.codebook.versions()
    assert [(v.version, {code.id for code in v.codes}) for v in history] == [
        (1, {"a", "b"}),
        (2, {"a", "b", "c"}),
    ]


def test_a_coding_keeps_the_version_it_was_made_under(empty_project: Project, write: Write) -> None:
    empty_project.codebook.import_file(_book(write, "a"), actor="lead")
    empty_project.sources.import_files([write("x.txt", "some words here")], actor="lead")
    empty_project.codings.add("x", 0, 4, "a", coder="coder-a")
    empty_project.codebook.import_file(_book(write, "a", "b"), actor="lead")
    empty_project.codings.add("x", 5, 10, "a", coder="coder-a")
    assert [coding.codebook_version for coding in empty_project.codings.find()] == [1, 2]


def test_undo_takes_an_imported_codebook_back(empty_project: Project, write: Write) -> None:
    empty_project.codebook.import_file(_book(write, "a"), actor="lead")
    empty_project.history.undo(actor="lead")
    assert len(empty_project.codebook.current()) == 0
    assert empty_project.history.verify() == []
