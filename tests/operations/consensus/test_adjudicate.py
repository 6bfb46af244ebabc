"""Disagreements are settled in a layer of their own, and the answers stay as they are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.finished import add_finished
from toolkit.errors import ConflictError, InputError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.domain.codings import Coding
    from toolkit.operations.agreement.request import AgreementQuestion
    from toolkit.project import Project
    from toolkit.report.tables import Table

A, B = "coder-a", "coder-b"
TRUST, LEAK = "We do not trust their figures.", "A leak is what my director fears."


def _say(project: Project, source: str, quote: str, code: str, coder: str, **more: Any) -> Coding:
    start = project.sources.text(source).index(quote)
    return add_finished(project, source, start, start + len(quote), code, coder=coder, **more)


@pytest.fixture
def coded(project: Project) -> Project:
    """A project whose E01 has a boundary, another code, a missed coding and one agreement."""
    for coder in (A, B):
        _say(project, "E01", "Last spring", "proposal", coder)
    _say(project, "E01", TRUST, "trust", A)
    _say(project, "E01", "trust their figures. Last", "trust", B)
    _say(project, "E01", LEAK, "security", A)
    _say(project, "E01", LEAK, "proposal", B)
    _say(project, "E01", "sent us a list", "trust", A)
    return project


def _id(project: Project, kind: str) -> str:
    (row,) = project.consensus.disagreements(kinds=[kind])
    return row.id


def _layer(project: Project, round_: str = "consensus") -> list[tuple[str, str]]:
    return [
        (
            coding.code_id,
            project.sources.text(coding.source_id)[coding.span.start : coding.span.end],
        )
        for coding in project.codings.find(round_id=round_)
    ]


def _dicts(table: Table) -> list[dict[str, Any]]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


@pytest.mark.parametrize(
    ("kind", "outcome", "how", "expected", "yielded"),
    [
        ("boundary", "accept-a", {}, [("trust", TRUST)], (B,)),
        ("boundary", "accept-b", {}, [("trust", "trust their figures. Last")], (A,)),
        ("boundary", "union", {}, [("trust", f"{TRUST} Last")], (A, B)),
        ("boundary", "intersection", {}, [("trust", "trust their figures.")], (A, B)),
        ("boundary", "leave-open", {"reason": "unclear"}, [], ()),
        ("other-code", "accept-a", {}, [("security", LEAK)], (B,)),
        ("other-code", "union", {"code": "trust"}, [("trust", LEAK)], (A, B)),
        ("other-code", "intersection", {"code": "proposal"}, [("proposal", LEAK)], (A,)),
        ("missed", "accept-a", {}, [("trust", "sent us a list")], (B,)),
        ("missed", "accept-b", {}, [], (A,)),
        ("missed", "intersection", {}, [], (A,)),
        ("missed", "union", {}, [("trust", "sent us a list")], (B,)),
    ],
)
def test_each_outcome_and_who_yielded(
    coded: Project,
    kind: str,
    outcome: str,
    how: dict[str, Any],
    expected: list[tuple[str, str]],
    yielded: tuple[str, ...],
) -> None:
    answers = [*coded.codings.find(coder=A), *coded.codings.find(coder=B)]
    (made,) = coded.consensus.settle([_id(coded, kind)], outcome, actor="lead", **how)
    assert _layer(coded) == expected
    assert made.yielded == yielded
    assert made.decided_by == "lead"
    assert [*coded.codings.find(coder=A), *coded.codings.find(coder=B)] == answers
    assert coded.history.verify() == []


def test_a_span_of_its_own(coded: Project) -> None:
    start = coded.sources.text("E01").index("trust their")
    (made,) = coded.consensus.settle(
        [_id(coded, "boundary")], "span", actor="lead", start=start, end=start + 5
    )
    assert _layer(coded) == [("trust", "trust")]
    assert made.yielded == (A, B)
    assert {coding.coder_id for coding in coded.codings.find(round_id="consensus")} == {"consensus"}


def test_undo_takes_a_settlement_back(coded: Project) -> None:
    coded.consensus.settle([_id(coded, "boundary")], "accept-a", actor="lead")
    coded.history.undo(actor="lead")
    assert _layer(coded) == []
    assert coded.consensus.adjudications().rows == ()
    coded.history.redo(actor="lead")
    assert len(coded.consensus.adjudications().rows) == 1
    assert coded.history.verify() == []


def test_settling_again_replaces_what_was_settled(coded: Project) -> None:
    boundary_id = _id(coded, "boundary")
    coded.consensus.settle([boundary_id], "accept-a", actor="lead")
    coded.consensus.settle([boundary_id[:6]], "accept-b", actor="lead", reason="on second thought")
    assert _layer(coded) == [("trust", "trust their figures. Last")]
    (row,) = _dicts(coded.consensus.adjudications())
    assert (row["outcome"], row["reason"]) == ("accept-b", "on second thought")


def test_what_is_settled_is_no_independent_answer(coded: Project) -> None:
    before = coded.agreement.report().rows
    coded.consensus.settle(
        [_id(coded, "boundary")], "accept-a", actor="lead", to="settled", as_coder="team"
    )
    coded.consensus.accept_agreed(actor="lead", to="settled", as_coder="team")
    assert coded.agreement.report().rows == before
    assert {row.coder_b for row in coded.consensus.disagreements()} == {B}


def test_agreement_is_taken_over_once(coded: Project) -> None:
    (made,) = coded.consensus.accept_agreed(actor="lead")
    assert made.yielded == ()
    assert _layer(coded) == [("proposal", "Last spring")]
    assert coded.consensus.accept_agreed(actor="lead") == []
    assert coded.consensus.adjudications().rows == ()


def test_a_settled_row_says_so(coded: Project) -> None:
    missed_id = _id(coded, "missed")
    coded.consensus.settle([missed_id], "accept-b", actor="lead")
    settled = {row["id"]: row["settled"] for row in _dicts(coded.consensus.disagreement_table())}
    assert settled[missed_id] == "accept-b"
    assert sorted(settled.values()) == ["", "", "accept-b"]


def _status(project: Project) -> dict[tuple[str, str, str], tuple[Any, Any]]:
    return {
        (row["when"], row["measure"], row["coders"]): (row["count"], row["of"])
        for row in _dicts(project.consensus.settlement_report())
    }


def test_status_before_and_after(coded: Project) -> None:
    both = f"{A} {B}"
    assert _status(coded)["after", "resolved", both] == (0, 3)
    coded.consensus.settle([_id(coded, "missed")], "accept-b", actor="lead")
    coded.consensus.settle([_id(coded, "boundary")], "union", actor="lead")
    coded.consensus.settle(
        [_id(coded, "other-code")], "leave-open", actor="lead", reason="ask the team"
    )
    status = _status(coded)
    assert status["before", "agreed", both] == (1, 4)
    assert status["adjudication", "leave-open", both] == (1, 3)
    assert status["adjudication", "yielded", A] == (2, 2)
    assert status["adjudication", "yielded", B] == (1, 2)
    assert status["after", "resolved", both] == (2, 3)
    assert status["after", "agreed or resolved", both] == (3, 4)


def test_an_answer_that_changes_takes_its_settlement_out_of_the_count(coded: Project) -> None:
    coded.consensus.settle([_id(coded, "missed")], "accept-b", actor="lead")
    (own,) = [c for c in coded.codings.find(coder=A, code="trust") if len(c.span) == 14]
    coded.codings.change(own.id, coder=A, end=own.span.end - 1)
    assert _status(coded)["after", "resolved", f"{A} {B}"] == (0, 3)
    assert any(
        "1 adjudications rest on answers" in n for n in coded.consensus.settlement_report().notes
    )


def test_coders_against_consensus(coded: Project) -> None:
    assert coded.consensus.report().rows == ()
    coded.consensus.accept_agreed(actor="lead")
    coded.consensus.settle([_id(coded, "missed")], "accept-b", actor="lead")
    coded.consensus.settle([_id(coded, "boundary")], "accept-a", actor="lead")
    assert coded.consensus.report().rows == ()
    coded.consensus.settle([_id(coded, "other-code")], "accept-b", actor="lead")
    rows = {(row["code"], row["coder"]): row for row in _dicts(coded.consensus.report())}
    of_a = rows["trust", A]
    assert (of_a["both"], of_a["coder_only"], of_a["consensus_only"]) == (30, 14, 0)
    assert of_a["precision"] == pytest.approx(30 / 44)
    assert (of_a["codings_precision"], of_a["codings_recall"]) == (0.5, 1.0)
    of_b = rows["trust", B]
    assert (of_b["both"], of_b["coder_only"], of_b["consensus_only"]) == (20, 5, 10)
    assert rows["", B]["f1"] == pytest.approx(2 * (20 + 11 + 33) / (2 * (20 + 11 + 33) + 5 + 10))
    assert rows["security", A]["recall"] is None


def test_a_consensus_from_elsewhere_is_not_mixed_in(coded: Project, tmp_path: Path) -> None:
    start = coded.sources.text("E01").index(TRUST)
    place = {"source": "E01", "start": start, "end": start + len(TRUST), "code": "trust"}
    made = tmp_path / "consensus.jsonl"
    made.write_text(json.dumps({**place, "coder": "consensus", "round": "consensus"}))
    coded.sources.import_files([made], actor="lead")
    with pytest.raises(UsageError, match="made elsewhere"):
        coded.consensus.settle([_id(coded, "missed")], "accept-a", actor="lead")
    assert coded.consensus.accept_agreed(actor="lead") == []
    coded.consensus.settle([_id(coded, "missed")], "accept-a", actor="lead", to="second")
    assert _layer(coded, "second") == [("trust", "sent us a list")]
    assert _status(coded)["after", "resolved", f"{A} {B}"] == (3, 3)


def test_a_round_of_answers_is_never_written_to(coded: Project) -> None:
    with pytest.raises(UsageError, match="holds answers of coder-a, coder-b"):
        coded.consensus.settle([_id(coded, "missed")], "accept-a", actor="lead", to="main")


@pytest.mark.parametrize(
    ("kind", "outcome", "how", "code"),
    [
        ("boundary", "leave-open", {}, "reason-needed"),
        ("boundary", "guess", {}, "unknown-outcome"),
        ("boundary", "agreed", {}, "unknown-outcome"),
        ("boundary", "span", {}, "span-needed"),
        ("boundary", "span", {"start": 5, "end": 99999}, "span-outside"),
        ("boundary", "accept-a", {"code": "trust"}, "code-with-accept"),
        ("other-code", "union", {}, "code-needed"),
        ("other-code", "span", {"start": 5, "end": 9}, "code-needed"),
        ("boundary", "union", {"code": "nothing"}, "unknown-code"),
    ],
)
def test_what_cannot_be_settled_so(
    coded: Project, kind: str, outcome: str, how: dict[str, Any], code: str
) -> None:
    with pytest.raises((UsageError, InputError)) as refused:
        coded.consensus.settle([_id(coded, kind)], outcome, actor="lead", **how)
    assert refused.value.code == code
    assert _layer_is_empty(coded)


def test_a_place_is_of_one_text_and_refused_on_another(coded: Project) -> None:
    read = {"E01": coded.sources.get("E01").text_sha256}
    coded.sources.correct("E01", "# " + coded.sources.text("E01"), actor="lead")
    boundary = _id(coded, "boundary")
    with pytest.raises(ConflictError):
        coded.consensus.settle([boundary], "span", actor="lead", start=31, end=40, texts=read)
    assert _layer_is_empty(coded)
    read = {"E01": coded.sources.get("E01").text_sha256}
    coded.consensus.settle([boundary], "span", actor="lead", start=31, end=40, texts=read)
    assert _layer(coded) == [("trust", coded.sources.text("E01")[31:40])]


def _layer_is_empty(project: Project) -> bool:
    return all(coding.round_id == "main" for coding in project.codings.find())


def test_ids_that_name_nothing_or_too_much(coded: Project) -> None:
    for prefix, code in (("zzz", "unknown-disagreement"), ("", "unknown-disagreement")):
        with pytest.raises(InputError) as refused:
            coded.consensus.settle([prefix], "accept-a", actor="lead")
        assert refused.value.code == code


def test_the_consensus_is_finished_once_every_row_is_taken_up(coded: Project) -> None:
    def state() -> list[str]:
        return [row.progress for row in coded.rounds.coverage() if row.round_id == "consensus"]

    coded.consensus.accept_agreed(actor="lead")
    assert state() == ["working"]
    for row in coded.consensus.disagreements():
        assert state() == ["working"]
        coded.consensus.settle([row.id], "accept-a", actor="lead")
    assert state() == ["finished"]
    coded.history.undo(actor="lead")
    assert state() == ["working"]


def test_a_third_coders_disagreements_keep_the_consensus_open(coded: Project) -> None:
    _say(coded, "E01", TRUST, "trust", "coder-c")
    pair: AgreementQuestion = {"coders": [A, B], "sources": ["E01"]}
    coded.consensus.accept_agreed(actor="lead", **pair)
    for row in coded.consensus.disagreements(**pair):
        coded.consensus.settle([row.id], "accept-a", actor="lead", **pair)
    states = [row.progress for row in coded.rounds.coverage() if row.round_id == "consensus"]
    assert states == ["working"]
