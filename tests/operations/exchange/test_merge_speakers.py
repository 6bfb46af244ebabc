"""Roles and names of speakers travel between copies of a project, and no coding with them."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.operations.exchange.test_merge import Fork, fork, rows
from toolkit.operations.speakers.warnings import role_note
from toolkit.project import Project

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["fork"]


def _roles(project: Project) -> dict[str, str]:
    return {row.label: row.role.value for row in project.speakers.list(["E01"])}


def test_a_role_set_in_one_copy_comes_in_and_can_be_undone(project: Project, fork: Fork) -> None:
    other = fork()
    project.codings.add("E01", 30, 60, "trust", coder="coder-a")
    other.speakers.set({"I": "other"}, ["E01"], actor="coder-b")
    other.speakers.rename("E01", "Ms Kim", ["E01"], actor="coder-b")
    other.speakers.case("Ms Kim", "C7", ["E01"], actor="coder-b")
    before = rows(project)
    report = project.exchange.merge(other.folder, actor="lead")
    assert not report.undecided
    assert _roles(project) == {"I": "other", "Ms Kim": "expert"}
    assert [row.case for row in project.speakers.list(["E01"])] == ["", "C7"]
    assert len(project.codings.find()) == 1
    assert project.history.verify() == []
    assert project.exchange.merge(other.folder, actor="lead").event is None
    project.history.undo(actor="lead")
    assert rows(project) == before


@pytest.mark.parametrize("prefer", ["ours", "theirs"])
def test_roles_set_differently_are_decided_by_a_person(
    project: Project, fork: Fork, prefer: str
) -> None:
    other = fork()
    project.speakers.set({"I": "other"}, ["E01"], actor="coder-a")
    other.speakers.set({"I": "expert"}, ["E01"], actor="coder-b")
    (conflict,) = project.exchange.merge(other.folder, actor="lead", dry_run=True).undecided
    assert conflict.id == "sources/E01"
    project.exchange.merge(other.folder, actor="lead", prefer=prefer)
    assert _roles(project)["I"] == {"ours": "other", "theirs": "expert"}[prefer]
    assert project.history.verify() == []


def test_a_bundle_has_the_roles_and_brings_back_others(project: Project, tmp_path: Path) -> None:
    project.speakers.set({"I": "other"}, ["E01"], actor="lead")
    project.codings.add("E01", 30, 60, "trust", coder="coder-b")
    bundle = project.exchange.bundle(tmp_path / "b.zip", coder="coder-b", actor="lead")
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(tmp_path)
    with Project.open(tmp_path / "b") as away:
        assert _roles(away) == {"I": "other", "E01": "expert"}
        assert role_note(away._session, ["E01"]) == role_note(project._session, ["E01"])
        away.speakers.set({"E01": "expert", "I": "interviewer"}, ["E01"], actor="coder-b")
    metadata = dict(project.sources.get("E01").metadata)
    assert not project.exchange.merge(tmp_path / "b", actor="lead").undecided
    assert _roles(project) == {"I": "interviewer", "E01": "expert"}
    assert dict(project.sources.get("E01").metadata) == metadata
    assert project.history.verify() == []
