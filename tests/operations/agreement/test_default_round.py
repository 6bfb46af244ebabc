"""Tests of the round that is compared where none is named, and of rounds that never are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.operations.agreement.coded_study import A, B, row_of, say
from toolkit.domain.codings import Mode
from toolkit.errors import InputError, UsageError

if TYPE_CHECKING:
    from toolkit.project import Project


def test_an_open_blind_round_is_refused_and_left_out(coded: Project) -> None:
    before = coded.agreement.report()
    coded.rounds.open("R2", actor="lead", mode=Mode.BLIND)
    say(coded, "E01", "There should be one rule", "proposal", A, round_id="R2")
    with pytest.raises(UsageError, match="R2 is open and blind") as refused:
        coded.agreement.report(round_id="R2")
    assert refused.value.code == "round-blind"
    assert "qct round close R2" in refused.value.hint
    after = coded.agreement.report()
    assert after.rows == before.rows
    assert any("open and blind: R2" in note for note in after.notes)


def test_two_passes_are_put_together_on_request_only(coded: Project) -> None:
    before = coded.agreement.report()
    assert not any("--round" in note for note in before.notes)
    say(coded, "E01", "There should be one rule", "proposal", A)
    report = coded.agreement.report()
    assert [row[:10] for row in report.rows[:2]] == [row[:10] for row in before.rows[:2]]
    assert any(
        "round R1 is the only one in which two coders have finished a source; answers in main "
        "are not compared" in note
        for note in report.notes
    )
    together = coded.agreement.report(round_id="all").notes
    assert any(f"{A} coded sources in several rounds" in note for note in together)
    assert any("all rounds but consensus, put together" in note for note in together)


def test_the_round_closed_last_is_compared(coded: Project) -> None:
    for name in ("R3", "R2"):
        coded.rounds.open(name, actor="lead", mode=Mode.BLIND)
        for coder in (A, B):
            say(coded, "E01", "A leak is what", "security", coder, round_id=name)
        coded.rounds.close(name, actor="lead")
    notes = coded.agreement.report().notes
    assert any("round R2 is the one of R1, R2, R3 that was closed last" in note for note in notes)
    assert any("; round R2; " in note for note in notes)


def test_two_coders_who_meet_in_no_round_are_compared_over_rounds(project: Project) -> None:
    project.rounds.open("R1", actor="lead", mode=Mode.COMMIT_THEN_REVEAL)
    say(project, "E01", "A leak is what", "security", A, round_id="R1")
    say(project, "E01", "A leak is what", "security", B)
    table = project.agreement.report()
    assert row_of(table, "code", "security")["cohen_kappa"] == 1.0
    assert any(
        "there is no round in which two coders have finished a source, so R1, main are put "
        "together" in note
        for note in table.notes
    )


def test_consensus_is_no_coder_to_agree_with(coded: Project) -> None:
    coded.consensus.accept_agreed(actor="lead")
    with pytest.raises(InputError) as caught:
        coded.agreement.report(coders=[A, "consensus"])
    assert "qct adjudicate consensus" in caught.value.hint
