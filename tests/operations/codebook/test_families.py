"""Families of a project are versioned with the codebook, undone, merged, bundled and shown."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from tests.conftest import CODEBOOK
from toolkit.domain.codebook import Family
from toolkit.formats.codebook_yaml import read_codebook, write_codebook
from toolkit.operations.agreement.domains import domains_of
from toolkit.operations.codebook.families import exclusive_domains, families_of, family_lines
from toolkit.project import Project

Write = Callable[[str, str], Path]

TOPICS = '  - {id: topics, name: {en: "Topics"}, exclusive: true, codes: [obstacles]}\n'
REMEDY = '  - {id: remedy, name: {en: "Remedy"}, exclusive: false, codes: [proposal]}\n'
MARKED = CODEBOOK.replace("codes:\n", f"families:\n{TOPICS}{REMEDY}codes:\n", 1)


def marked(project: Project, write: Write, text: str = MARKED) -> int:
    return project.codebook.import_file(write("marked.yaml", text), actor="lead").version


def test_families_come_in_as_a_version_and_the_same_again_changes_nothing(
    project: Project, write: Write
) -> None:
    version = project.codebook.current().version
    assert marked(project, write) == version + 1
    assert marked(project, write) == version + 1
    assert project.codebook.current().families == read_codebook(MARKED).families
    assert project.history.verify() == []


def test_a_codebook_without_families_leaves_them_and_one_with_others_replaces_them(
    project: Project, write: Write
) -> None:
    marked(project, write)
    project.codebook.import_file(write("plain.yaml", CODEBOOK), actor="lead")
    assert [family.id for family in project.codebook.current().families] == ["topics", "remedy"]
    marked(project, write, MARKED.replace(TOPICS, ""))
    assert [family.id for family in project.codebook.current().families] == ["remedy"]


def test_an_export_reads_back_with_its_families(project: Project, write: Write) -> None:
    marked(project, write)
    written = write_codebook(project.codebook.current())
    assert read_codebook(written).families == project.codebook.current().families
    assert TOPICS in written


def test_undo_takes_families_back_as_a_version(project: Project, write: Write) -> None:
    before = project.codebook.current().version
    marked(project, write)
    project.history.undo(actor="lead")
    assert project.codebook.current().families == ()
    assert project.codebook.current().version == before + 2
    project.history.redo(actor="lead")
    assert [family.id for family in project.codebook.current().families] == ["topics", "remedy"]
    assert project.history.verify() == []


def test_an_edit_of_a_code_keeps_the_families_and_versions_remember_theirs(
    project: Project, write: Write
) -> None:
    version = marked(project, write)
    project.codebook.rename("trust", {"en": "No trust"}, actor="lead")
    changed = marked(project, write, MARKED.replace("exclusive: true", "exclusive: false"))
    assert [
        (d.code, d.field, d.before, d.after) for d in project.codebook.diff(version, changed)
    ] == [
        (
            "topics",
            "family",
            "Topics (exclusive): obstacles",
            "Topics (not exclusive): obstacles",
        )
    ]
    assert project.codebook.diff(version - 1, version)[0].field == "family"


def test_families_changed_on_both_sides_of_a_merge_are_for_a_person(
    project: Project, write: Write, tmp_path: Path
) -> None:
    marked(project, write)
    folder = tmp_path / "copy"
    shutil.copytree(project.folder, folder, ignore=shutil.ignore_patterns("*-wal", "*-shm"))
    shutil.copy(project.storage.backup(), folder / ".qct" / "project.db")
    with Project.open(folder) as other:
        marked(project, write, MARKED.replace('"Topics"', '"Subjects"'))
        marked(other, write, MARKED.replace('"Topics"', '"Themes"').replace('"Remedy"', '"Cure"'))
    report = project.exchange.merge(folder, actor="lead", prefer="ours")
    assert [conflict.id for conflict in report.conflicts] == ["families/topics"]
    assert [family.label() for family in project.codebook.current().families] == [
        "Subjects",
        "Cure",
    ]
    newest = project.codebook.current()
    assert project.codebook.versions()[-1].version == newest.version
    assert project.history.verify() == []


def test_a_bundle_carries_the_families(project: Project, write: Write, tmp_path: Path) -> None:
    marked(project, write)
    project.codings.add("E01", 3, 9, "trust", coder="coder-a")
    bundle = project.exchange.bundle(tmp_path / "work.zip", coder="coder-a", actor="lead")
    shutil.unpack_archive(bundle, tmp_path / "unpacked")
    with Project.open(tmp_path / "unpacked" / "work") as other:
        assert other.codebook.current().families == project.codebook.current().families


def test_the_domains_of_agreement_are_the_families(project: Project, write: Write) -> None:
    marked(project, write)
    book = project.codebook.current()
    assert domains_of(book) == {
        "obstacles": "topics",
        "trust": "topics",
        "security": "topics",
        "proposal": "remedy",
    }
    assert exclusive_domains(book) == {"topics": ("obstacles", "trust", "security")}
    assert family_lines(book) == [
        "family topics (Topics), exclusive: 3 codes",
        "family remedy (Remedy), not exclusive: 1 code",
    ]


def test_without_families_the_branches_of_the_tree_take_their_place(project: Project) -> None:
    book = project.codebook.current()
    assert families_of(book) == (
        Family("obstacles", {"en": "Obstacles", "ko": "저해 요인"}, True, ("obstacles",)),
    )
    assert exclusive_domains(book) == {"obstacles": ("obstacles", "trust", "security")}
