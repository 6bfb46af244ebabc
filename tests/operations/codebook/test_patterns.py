"""Search patterns of codes are versioned with the codebook, undone, merged, bundled and shown."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import CODEBOOK
from toolkit.domain.codebook import Code
from toolkit.errors import InputError
from toolkit.formats.codebook_yaml import read_codebook, write_codebook
from toolkit.language.patterns.parse import PatternError
from toolkit.project import Project

Write = Callable[[str, str], Path]
SEARCH = {"en": ("trust ... figure", "distrust"), "ko": ("불신",)}


def given(project: Project, code: str = "trust") -> dict[str, tuple[str, ...]]:
    return dict(project.codebook.code(code).search)


def test_patterns_are_an_edit_that_is_a_version_and_undone(project: Project) -> None:
    version = project.codebook.current().version
    edit = project.codebook.redefine("trust", search=SEARCH, actor="lead")
    assert (edit.version, edit.changed) == (version + 1, ("trust",))
    assert given(project) == SEARCH == project.codebook.current()["trust"].search
    assert project.codebook.version(version + 1)["trust"].search == SEARCH
    assert project.codebook.redefine("trust", search=SEARCH, actor="lead").changed == ()
    project.history.undo(actor="lead")
    assert given(project) == {}
    project.history.redo(actor="lead")
    assert given(project) == SEARCH
    assert project.history.verify() == []


def test_languages_are_changed_one_by_one_and_other_edits_keep_patterns(project: Project) -> None:
    project.codebook.redefine("trust", search=SEARCH, actor="lead")
    project.codebook.redefine("trust", search={"ko": ()}, actor="lead")
    assert given(project) == {"en": SEARCH["en"]}
    project.codebook.redefine("trust", definition={"en": "Other."}, actor="lead")
    project.codebook.rename("trust", {"en": "Doubt"}, actor="lead")
    project.codebook.move("trust", None, actor="lead")
    project.codebook.retire("trust", actor="lead")
    project.codebook.add(Code("late", {"en": "Late"}, search={"en": ("late",)}), actor="lead")
    assert given(project) == {"en": SEARCH["en"]}
    assert given(project, "late") == {"en": ("late",)}
    assert project.history.verify() == []


def test_what_differs_is_shown_by_language(project: Project) -> None:
    version = project.codebook.current().version
    project.codebook.redefine("trust", search=SEARCH, actor="lead")
    changes = project.codebook.diff(version, version + 1)
    assert [(change.field, change.before, change.after) for change in changes] == [
        ("search.en", "", "trust ... figure; distrust"),
        ("search.ko", "", "불신"),
    ]
    assert project.codebook.older_definition() == []


@pytest.mark.parametrize(
    ("search", "error", "message"),
    [
        ({"en": ["a (b"]}, PatternError, "at character 3"),
        ({"English": ["a"]}, InputError, "no language code"),
    ],
)
def test_what_cannot_be_read_changes_nothing(
    project: Project, search: dict[str, list[str]], error: type[Exception], message: str
) -> None:
    before = project.codebook.current()
    with pytest.raises(error, match=message):
        project.codebook.redefine("trust", search=search, actor="lead")
    assert project.codebook.current() == before


def test_an_export_reads_back_and_an_import_twice_changes_nothing(
    project: Project, write: Write
) -> None:
    project.codebook.redefine("trust", search=SEARCH, actor="lead")
    written = write_codebook(project.codebook.current())
    assert read_codebook(written)["trust"].search == SEARCH
    file = write("written.yaml", written)
    version = project.codebook.current().version
    assert project.codebook.import_file(file, actor="lead").version == version
    taken_out = project.codebook.import_file(write("plain.yaml", CODEBOOK), actor="lead")
    assert (taken_out.changed, given(project)) == (("trust",), {})
    assert project.codebook.import_file(file, actor="lead").changed == ("trust",)
    assert given(project) == SEARCH
    assert project.history.verify() == []


def test_a_merge_brings_patterns_and_makes_one_version(project: Project, tmp_path: Path) -> None:
    backup = project.storage.backup()
    folder = tmp_path / "copy"
    shutil.copytree(project.folder, folder, ignore=shutil.ignore_patterns("*-wal", "*-shm"))
    shutil.copy(backup, folder / ".qct" / "project.db")
    with Project.open(folder) as other:
        other.codebook.redefine("trust", search=SEARCH, actor="lead")
    project.codebook.redefine("security", search={"en": ("leak",)}, actor="lead")
    project.exchange.merge(folder, actor="lead")
    book = project.codebook.current()
    assert (book["trust"].search, book["security"].search) == (SEARCH, {"en": ("leak",)})
    assert project.codebook.version(book.version) == book
    assert project.history.verify() == []
    project.history.undo(actor="lead")
    assert given(project) == {}


def test_a_bundle_has_the_patterns(project: Project, tmp_path: Path) -> None:
    project.codebook.redefine("trust", search=SEARCH, actor="lead")
    project.rounds.open("R1", actor="lead", coders=["coder-a"], sources=["E01"])
    bundle = project.exchange.bundle(
        tmp_path / "work.zip", coder="coder-a", actor="lead", round_id="R1"
    )
    shutil.unpack_archive(bundle, tmp_path / "unpacked")
    with Project.open(tmp_path / "unpacked" / "work") as bundled:
        assert given(bundled) == SEARCH
        assert bundled.history.verify() == []
