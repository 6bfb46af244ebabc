"""Rounds lock, and blind ones leak nothing."""

from __future__ import annotations

import pytest

from toolkit.domain.codings import MemoTarget, Mode
from toolkit.errors import InputError, UsageError
from toolkit.project import Project


@pytest.fixture
def blind(project: Project) -> Project:
    project.open_round("R1", actor="lead", coders=["coder-a", "coder-b"], sources=["E01"])
    return project


def test_a_round_settles_mode_coders_and_sources(blind: Project) -> None:
    coding = blind.add_coding("E01", 3, 9, "trust", coder="coder-a", round="R1")
    assert (coding.round_id, coding.mode) == ("R1", Mode.BLIND)
    with pytest.raises(UsageError, match="takes no part"):
        blind.add_coding("E01", 3, 9, "trust", coder="coder-c", round="R1")
    with pytest.raises(UsageError, match="not part of round"):
        blind.add_coding("K01", 3, 9, "trust", coder="coder-a", round="R1")
    with pytest.raises(UsageError, match="already is a round"):
        blind.open_round("R1", actor="lead")


def test_what_is_submitted_is_locked(blind: Project) -> None:
    coding = blind.add_coding("E01", 3, 9, "trust", coder="coder-a", round="R1")
    blind.submit("R1", "E01", coder="coder-a")
    with pytest.raises(UsageError, match="submitted"):
        blind.add_coding("E01", 10, 20, "trust", coder="coder-a", round="R1")
    with pytest.raises(UsageError, match="submitted"):
        blind.remove_codings([coding.id], coder="coder-a")
    blind.add_coding("E01", 10, 20, "trust", coder="coder-b", round="R1")


def test_a_closed_round_takes_nothing_more(blind: Project) -> None:
    blind.close_round("R1", actor="lead")
    with pytest.raises(UsageError, match="closed"):
        blind.add_coding("E01", 3, 9, "trust", coder="coder-a", round="R1")
    with pytest.raises(UsageError, match="already closed"):
        blind.close_round("R1", actor="lead")


def test_a_blind_viewer_sees_the_same_whatever_others_do(blind: Project) -> None:
    mine = blind.add_coding("E01", 3, 9, "trust", coder="coder-a", round="R1")
    viewer = blind.viewer("coder-a", "R1")

    def seen() -> object:
        return (
            blind.codings(viewer=viewer),
            blind.memos(viewer=viewer),
            blind.counts("coder-a", viewer=viewer),
        )

    before = seen()
    theirs = blind.add_coding("E01", 3, 30, "security", coder="coder-b", round="R1")
    blind.set_memo(MemoTarget.CODING, theirs.id, "look", coder="coder-b")
    blind.add_coding("E01", 5, 12, "proposal", coder="coder-c")
    assert seen() == before
    assert blind.codings(viewer=viewer) == [mine]
    blind.close_round("R1", actor="lead")
    assert len(blind.codings(viewer=blind.viewer("coder-a", "R1"))) == 3


def test_a_blind_round_cannot_be_peeked_at_from_outside(blind: Project) -> None:
    blind.add_coding("E01", 3, 30, "security", coder="coder-b", round="R1")
    blind.add_coding("E01", 3, 30, "security", coder="coder-b")
    elsewhere = blind.add_coding("K01", 3, 30, "security", coder="coder-b")
    assert blind.codings(viewer=blind.viewer("coder-a")) == [elsewhere]
    assert len(blind.codings(viewer=blind.viewer("lead"))) == 2


def test_a_lock_is_not_undone_and_holds_against_undo(blind: Project) -> None:
    blind.add_coding("E01", 3, 9, "trust", coder="coder-a", round="R1")
    blind.submit("R1", "E01", coder="coder-a")
    with pytest.raises(UsageError, match="has submitted"):
        blind.undo(actor="coder-a", of="coder-a")
    blind.reopen("R1", "E01", coder="coder-a", actor="lead", reason="half was missing")
    blind.undo(actor="coder-a", of="coder-a")
    assert blind.codings() == []
    blind.close_round("R1", actor="lead")
    with pytest.raises(UsageError, match="closed"):
        blind.redo(actor="coder-a", of="coder-a")
    assert not blind.verify_log()


def test_someone_else_reopens_with_a_reason_that_the_log_keeps(blind: Project) -> None:
    with pytest.raises(InputError, match="has not submitted"):
        blind.reopen("R1", "E01", coder="coder-a", actor="lead", reason="why")
    blind.submit("R1", "E01", coder="coder-a")
    with pytest.raises(UsageError, match="cannot unlock"):
        blind.reopen("R1", "E01", coder="coder-a", actor="coder-a", reason="why")
    with pytest.raises(UsageError, match="without a reason"):
        blind.reopen("R1", "E01", coder="coder-a", actor="lead", reason=" ")
    blind.reopen("R1", "E01", coder="coder-a", actor="lead", reason="half was missing")
    assert blind.events(limit=1)[0].summary["reason"] == "half was missing"
    blind.add_coding("E01", 10, 20, "trust", coder="coder-a", round="R1")
    blind.close_round("R1", actor="lead")
    with pytest.raises(UsageError, match="cannot be opened again"):
        blind.reopen("R1", "E01", coder="coder-a", actor="lead", reason="why")


def test_progress_says_who_has_covered_what(blind: Project) -> None:
    blind.submit("R1", "E01", coder="coder-b")
    assert [(p.coder_id, p.source_id, p.state) for p in blind.progress("R1")] == [
        ("coder-a", "E01", "not started"),
        ("coder-b", "E01", "submitted"),
    ]
    with Project.open(blind.folder, read_only=True) as seen:
        seen.restrict_to_viewer(seen.viewer("coder-a"))
        assert [p.coder_id for p in seen.progress("R1")] == ["coder-a"]


def test_a_round_names_a_version_of_the_codebook_that_exists(project: Project) -> None:
    assert project.open_round("R1", actor="lead", codebook_version=1).codebook_version == 1
    with pytest.raises(InputError, match="unknown codebook version '7'"):
        project.open_round("R2", actor="lead", codebook_version=7)
    with pytest.raises(UsageError, match="cannot name a round"):
        project.open_round(" R2", actor="lead")
