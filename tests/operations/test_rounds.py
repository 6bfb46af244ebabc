"""Closed rounds cannot be changed, and blind rounds give nothing away."""

from __future__ import annotations

import pytest

from toolkit.domain.codings import Mode
from toolkit.domain.memos import MemoTarget
from toolkit.errors import InputError, UsageError
from toolkit.project import Project


@pytest.fixture
def blind(project: Project) -> Project:
    project.rounds.open("R1", actor="lead", coders=["coder-a", "coder-b"], sources=["E01"])
    return project


def test_a_round_settles_mode_coders_and_sources(blind: Project) -> None:
    coding = blind.codings.add("E01", 3, 9, "trust", coder="coder-a", round_id="R1")
    assert (coding.round_id, coding.mode) == ("R1", Mode.BLIND)
    with pytest.raises(UsageError, match="takes no part"):
        blind.codings.add("E01", 3, 9, "trust", coder="coder-c", round_id="R1")
    with pytest.raises(UsageError, match="not part of round"):
        blind.codings.add("K01", 3, 9, "trust", coder="coder-a", round_id="R1")
    with pytest.raises(UsageError, match="already is a round"):
        blind.rounds.open("R1", actor="lead")


def test_what_is_submitted_is_locked(blind: Project) -> None:
    coding = blind.codings.add("E01", 3, 9, "trust", coder="coder-a", round_id="R1")
    blind.rounds.submit("R1", "E01", coder="coder-a")
    with pytest.raises(UsageError, match="submitted"):
        blind.codings.add("E01", 10, 20, "trust", coder="coder-a", round_id="R1")
    with pytest.raises(UsageError, match="submitted"):
        blind.codings.remove([coding.id], coder="coder-a")
    blind.codings.add("E01", 10, 20, "trust", coder="coder-b", round_id="R1")


def test_a_closed_round_takes_nothing_more(blind: Project) -> None:
    blind.rounds.close("R1", actor="lead")
    with pytest.raises(UsageError, match="closed"):
        blind.codings.add("E01", 3, 9, "trust", coder="coder-a", round_id="R1")
    with pytest.raises(UsageError, match="already closed"):
        blind.rounds.close("R1", actor="lead")


def test_a_blind_viewer_sees_the_same_whatever_others_do(blind: Project) -> None:
    own_coding = blind.codings.add("E01", 3, 9, "trust", coder="coder-a", round_id="R1")
    viewer = blind.rounds.viewer("coder-a", "R1")

    def seen() -> object:
        return (
            blind.codings.find(viewer=viewer),
            blind.memos.find(viewer=viewer),
            blind.codings.counts(coder="coder-a", viewer=viewer),
        )

    before = seen()
    other_coding = blind.codings.add("E01", 3, 30, "security", coder="coder-b", round_id="R1")
    blind.memos.write(MemoTarget.CODING, other_coding.id, "look", coder="coder-b")
    blind.codings.add("E01", 5, 12, "proposal", coder="coder-c")
    assert seen() == before
    assert blind.codings.find(viewer=viewer) == [own_coding]
    blind.rounds.close("R1", actor="lead")
    assert len(blind.codings.find(viewer=blind.rounds.viewer("coder-a", "R1"))) == 3


def test_a_blind_round_cannot_be_peeked_at_from_outside(blind: Project) -> None:
    blind.codings.add("E01", 3, 30, "security", coder="coder-b", round_id="R1")
    blind.codings.add("E01", 3, 30, "security", coder="coder-b")
    elsewhere = blind.codings.add("K01", 3, 30, "security", coder="coder-b")
    assert blind.codings.find(viewer=blind.rounds.viewer("coder-a")) == [elsewhere]
    assert len(blind.codings.find(viewer=blind.rounds.viewer("lead"))) == 2


def test_a_lock_is_not_undone_and_holds_against_undo(blind: Project) -> None:
    blind.codings.add("E01", 3, 9, "trust", coder="coder-a", round_id="R1")
    blind.rounds.submit("R1", "E01", coder="coder-a")
    with pytest.raises(UsageError, match="has submitted"):
        blind.history.undo(actor="coder-a", of="coder-a")
    blind.rounds.reopen("R1", "E01", coder="coder-a", actor="lead", reason="half was missing")
    blind.history.undo(actor="coder-a", of="coder-a")
    assert blind.codings.find() == []
    blind.rounds.close("R1", actor="lead")
    with pytest.raises(UsageError, match="closed"):
        blind.history.redo(actor="coder-a", of="coder-a")
    assert not blind.history.verify()


def test_someone_else_reopens_with_a_reason_that_the_log_keeps(blind: Project) -> None:
    with pytest.raises(InputError, match="has not submitted"):
        blind.rounds.reopen("R1", "E01", coder="coder-a", actor="lead", reason="why")
    blind.rounds.submit("R1", "E01", coder="coder-a")
    with pytest.raises(UsageError, match="cannot unlock"):
        blind.rounds.reopen("R1", "E01", coder="coder-a", actor="coder-a", reason="why")
    with pytest.raises(UsageError, match="without a reason"):
        blind.rounds.reopen("R1", "E01", coder="coder-a", actor="lead", reason=" ")
    blind.rounds.reopen("R1", "E01", coder="coder-a", actor="lead", reason="half was missing")
    assert blind.history.events(limit=1)[0].summary["reason"] == "half was missing"
    blind.codings.add("E01", 10, 20, "trust", coder="coder-a", round_id="R1")
    blind.rounds.close("R1", actor="lead")
    with pytest.raises(UsageError, match="cannot be opened again"):
        blind.rounds.reopen("R1", "E01", coder="coder-a", actor="lead", reason="why")


def test_progress_says_who_has_covered_what(blind: Project) -> None:
    blind.rounds.submit("R1", "E01", coder="coder-b")
    assert [(p.coder_id, p.source_id, p.state) for p in blind.rounds.progress("R1")] == [
        ("coder-a", "E01", "not started"),
        ("coder-b", "E01", "submitted"),
    ]
    with Project.open(blind.folder, read_only=True) as seen:
        seen.restrict_to_viewer(seen.rounds.viewer("coder-a"))
        assert [p.coder_id for p in seen.rounds.progress("R1")] == ["coder-a"]


def test_a_round_names_a_version_of_the_codebook_that_exists(project: Project) -> None:
    assert project.rounds.open("R1", actor="lead", codebook_version=1).codebook_version == 1
    with pytest.raises(InputError, match="unknown codebook version '7'"):
        project.rounds.open("R2", actor="lead", codebook_version=7)
    with pytest.raises(UsageError, match="cannot name a round"):
        project.rounds.open(" R2", actor="lead")


def test_finishing_locks_nothing_and_can_be_undone(blind: Project) -> None:
    def state() -> str:
        (row,) = [row for row in blind.rounds.progress("R1") if row.coder_id == "coder-a"]
        return row.state

    blind.rounds.finish(["E01"], coder="coder-a", round_id="R1")
    assert state() == "finished"
    blind.codings.add("E01", 3, 9, "trust", coder="coder-a", round_id="R1")
    assert state() == "finished"
    blind.rounds.finish(["E01"], coder="coder-a", round_id="R1", finished=False)
    assert state() == "working"
    blind.history.undo(actor="coder-a")
    assert state() == "finished"
    blind.rounds.submit("R1", "E01", coder="coder-a")
    assert state() == "submitted"
    for finished in (True, False):
        with pytest.raises(UsageError, match="submitted"):
            blind.rounds.finish(["E01"], coder="coder-a", round_id="R1", finished=finished)
    with pytest.raises(UsageError, match="submitted"):
        blind.history.undo(actor="coder-a", event=_last(blind, "source.finish"))


def _last(project: Project, kind: str) -> int:
    return max(event.seq for event in project.history.events() if event.kind == kind)


def test_finishing_states_all_sources_or_none(project: Project) -> None:
    with pytest.raises(InputError, match="E99"):
        project.rounds.finish(["E01", "E99"], coder="coder-a")
    assert project.rounds.coverage() == []
    project.rounds.finish(["E01", "K01", "E01"], coder="coder-a")
    assert [part.progress for part in project.rounds.coverage()] == ["finished", "finished"]
    events = len(list(project.history.events()))
    project.rounds.finish(["E01"], coder="coder-a")
    assert len(list(project.history.events())) == events


def test_who_has_not_finished_what(blind: Project) -> None:
    def unfinished(round_id: str) -> list[tuple[str, str, str]]:
        rows = blind.rounds.unfinished(round_id, actor="lead")
        return [(row.coder_id, row.source_id, row.state) for row in rows]

    blind.codings.add("E01", 3, 9, "trust", coder="coder-a", round_id="R1")
    assert unfinished("R1") == [
        ("coder-a", "E01", "working"),
        ("coder-b", "E01", "not started"),
    ]
    # Who takes part in a blind round learns about themselves only.
    own = blind.rounds.unfinished("R1", actor="coder-b")
    assert [row.coder_id for row in own] == ["coder-b"]
    for coder in ("coder-a", "coder-b"):
        blind.rounds.finish(["E01"], coder=coder, round_id="R1")
    assert unfinished("R1") == []
    # A round for everything gives nobody a source, so only what was begun can be unfinished.
    blind.rounds.open("R2", actor="lead", mode=Mode.COMMIT_THEN_REVEAL, coders=["coder-a"])
    assert unfinished("R2") == []
    blind.codings.add("K01", 3, 9, "trust", coder="coder-a", round_id="R2")
    assert unfinished("R2") == [("coder-a", "K01", "working")]


def test_the_round_of_a_coder_is_the_open_one_that_names_them(project: Project) -> None:
    assert project.rounds.of_coder("coder-a").id == "main"
    project.rounds.open("R1", actor="lead", coders=["coder-a"], sources=["E01"])
    assert project.rounds.of_coder("coder-a", ["E01"]).id == "R1"
    assert project.rounds.of_coder("coder-a", ["K01"]).id == "main"
    assert project.rounds.of_coder("coder-b", ["E01"]).id == "main"
    project.rounds.open("R2", actor="lead", coders=["coder-a"])
    assert project.rounds.of_coder("coder-a", ["K01"]).id == "R2"
    with pytest.raises(UsageError, match="several open rounds: R1, R2") as refused:
        project.rounds.of_coder("coder-a", ["E01"])
    assert "--round" in refused.value.hint
    project.rounds.close("R1", actor="lead")
    assert project.rounds.of_coder("coder-a", ["E01"]).id == "R2"


def test_codings_move_between_open_rounds(project: Project) -> None:
    project.rounds.open("R1", actor="lead", coders=["coder-a"], sources=["E01"])
    here = project.codings.add("E01", 3, 9, "trust", coder="coder-a")
    project.memos.write(MemoTarget.CODING, here.id, "why", coder="coder-a")
    (moved,) = project.codings.move([here.id], "R1", coder="coder-a")
    assert (moved.id, moved.round_id, moved.mode) == (here.id, "R1", here.mode)
    assert project.codings.find(coder="coder-a") == [moved]
    assert project.memos.find(target_id=here.id)
    project.history.undo(actor="coder-a")
    assert project.codings.find(coder="coder-a") == [here]
    elsewhere = project.codings.add("K01", 3, 9, "trust", coder="coder-a")
    with pytest.raises(UsageError, match="not part of round"):
        project.codings.move([here.id, elsewhere.id], "R1", coder="coder-a")
    assert project.codings.find(coder="coder-a", round_id="R1") == []
    project.codings.add("E01", 3, 9, "trust", coder="coder-a", round_id="R1")
    with pytest.raises(UsageError, match="in round R1 already"):
        project.codings.move([here.id], "R1", coder="coder-a")
    with pytest.raises(UsageError, match="coder-a's"):
        project.codings.move([here.id], "R1", coder="coder-b")
    project.rounds.close("R1", actor="lead")
    with pytest.raises(UsageError, match="closed"):
        project.codings.move([here.id], "R1", coder="coder-a")


def test_no_round_is_named_all(project: Project) -> None:
    with pytest.raises(UsageError, match="puts rounds together"):
        project.rounds.open("all", actor="lead")
