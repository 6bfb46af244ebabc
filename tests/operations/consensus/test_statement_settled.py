"""Who settled what, and what became of the codings, in the agreement statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.operations.consensus.test_adjudicate import _id, coded

if TYPE_CHECKING:
    from toolkit.project import Project

__all__ = ["coded"]


def _texts(project: Project, origin: str = "data") -> list[str]:
    rows = project.consensus.statement(resamples=20).rows
    return [str(text) for item, text, where in rows if item == "disagreements" and where == origin]


def test_nothing_settled_is_to_be_stated(coded: Project) -> None:
    assert _texts(coded) == []
    assert _texts(coded, "to be stated") == [
        "[to be stated: how disagreements were talked through, and by whom decided]"
    ]


def test_who_settled_and_what_changed_comes_from_the_rows_and_the_log(coded: Project) -> None:
    """A boundary goes to B, of two codes A's is taken, a missed coding is dropped."""
    coded.consensus.accept_agreed(actor="lead")
    for kind, outcome, actor in (
        ("boundary", "accept-b", "lead"),
        ("other-code", "accept-a", "judge"),
        ("missed", "accept-b", "judge"),
    ):
        coded.consensus.settle([_id(coded, kind)], outcome, actor=actor)
    outcomes, decided, changes = _texts(coded)
    assert outcomes.startswith("3 disagreements were settled and 0 left open")
    assert "The decisions were recorded by: judge 2, lead 1 (in 3 steps of the log, " in decided
    assert changes == (
        "Compared with what was settled in round consensus, "
        "of 4 codings of coder-a 2 were kept, 1 got other ends, 0 another code, 1 were dropped, "
        "and 0 were added that coder-a had not; "
        "of 3 codings of coder-b 2 were kept, 0 got other ends, 1 another code, 0 were dropped, "
        "and 0 were added that coder-b had not."
    )
    assert _texts(coded, "to be stated") == [
        "[to be stated: how disagreements were talked through]"
    ]


def test_an_added_coding_counts_for_whoever_had_it_not(coded: Project) -> None:
    coded.consensus.settle([_id(coded, "missed")], "accept-a", actor="lead")
    changes = _texts(coded)[2]
    assert "of 1 codings of coder-a 1 were kept" in changes
    assert "of 0 codings of coder-b 0 were kept" in changes
    assert "1 were added that coder-b had not" in changes


def test_what_is_left_open_or_undone_changes_nothing(coded: Project) -> None:
    coded.consensus.settle([_id(coded, "missed")], "leave-open", actor="lead", reason="unclear")
    outcomes, decided = _texts(coded)
    assert "0 disagreements were settled and 1 left open" in outcomes
    assert "lead 1 (in 1 step of the log" in decided
    coded.history.undo(actor="lead")
    assert _texts(coded) == []


def test_other_coders_and_sources_do_not_count(coded: Project) -> None:
    coded.consensus.settle([_id(coded, "missed")], "accept-a", actor="lead")
    coded.rounds.finish(["E01"], coder="coder-c")
    rows = coded.consensus.statement(coders=["coder-a", "coder-c"], resamples=20).rows
    assert "disagreements were settled" not in str(rows)
