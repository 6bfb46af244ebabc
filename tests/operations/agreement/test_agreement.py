"""Agreement on a project names who is compared, on which texts, and whose answers are missing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.finished import add_finished
from tests.operations.study import LEAK, TABLES, build_study
from toolkit.domain.codings import Mode
from toolkit.domain.spans import Span, union
from toolkit.errors import InputError, UsageError
from toolkit.operations.agreement.frames import without

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from toolkit.project import Project


def _code_row(project: Project, code: str = "trust", **options: object) -> object:
    rows = project.agreement.coefficients(**options)  # type: ignore[arg-type]
    return next(row for row in rows if row.code == code and len(row.coders) == 2)


def test_the_same_reading_agrees_fully(project: Project) -> None:
    text = project.sources.text("E01")
    start = text.index("We do not")
    for coder in ("coder-a", "coder-b"):
        add_finished(project, "E01", start, start + 30, "trust", coder=coder)
    row = _code_row(project)
    assert row.percent == 1.0  # type: ignore[attr-defined]
    assert row.cohen_kappa == pytest.approx(1.0)  # type: ignore[attr-defined]
    assert row.krippendorff_alpha == pytest.approx(1.0)  # type: ignore[attr-defined]


def test_a_source_one_coder_never_opened_is_missing_not_a_no(project: Project) -> None:
    start = project.sources.text("E01").index("We do not")
    for coder in ("coder-a", "coder-b"):
        add_finished(project, "E01", start, start + 30, "trust", coder=coder)
    before = _code_row(project)
    start = project.sources.text("K01").index("저쪽")
    add_finished(project, "K01", start, start + 10, "trust", coder="coder-a")
    after = _code_row(project)
    assert after.cohen_kappa == before.cohen_kappa  # type: ignore[attr-defined]
    assert after.sources == before.sources == 1  # type: ignore[attr-defined]


def test_the_interviewer_is_outside_the_frame_unless_asked_for(project: Project) -> None:
    start = project.sources.text("E01").index("We do not")
    for coder in ("coder-a", "coder-b"):
        add_finished(project, "E01", start, start + 30, "trust", coder=coder)
    experts = _code_row(project).n  # type: ignore[attr-defined]
    spoken = sum(len(turn.body) for turn in project.sources.turns("E01") if turn.role == "expert")
    assert experts == spoken
    everything = _code_row(project, whole_text=True).n  # type: ignore[attr-defined]
    assert everything == project.sources.get("E01").length


def test_answers_after_a_suggestion_do_not_count(project: Project) -> None:
    start = project.sources.text("E01").index("We do not")
    add_finished(project, "E01", start, start + 30, "trust", coder="coder-a")
    add_finished(project, "E01", start, start + 30, "trust", coder="coder-b", origin="suggested:x")
    add_finished(project, "E01", start, start + 9, "security", coder="coder-b")
    independent = _code_row(project)
    assert independent.uses == (1, 0)  # type: ignore[attr-defined]
    assert _code_row(project, independent_only=False).uses == (1, 1)  # type: ignore[attr-defined]


def test_it_says_why_there_is_nothing_to_compare(project: Project) -> None:
    with pytest.raises(InputError, match="nobody has coded"):
        project.agreement.coefficients()
    add_finished(project, "E01", 3, 9, "trust", coder="coder-a")
    with pytest.raises(InputError, match="only coder-a"):
        project.agreement.coefficients()
    add_finished(project, "K01", 3, 9, "trust", coder="coder-b")
    with pytest.raises(InputError, match="no source was worked on by two"):
        project.agreement.coefficients()
    with pytest.raises(UsageError, match="character, token, sentence"):
        project.agreement.coefficients(unit="word")


@pytest.mark.parametrize("unit", ["character", "sentence", "turn"])
def test_every_unit_is_counted_in_its_own_size(project: Project, unit: str) -> None:
    start = project.sources.text("E01").index("We do not")
    for coder in ("coder-a", "coder-b"):
        add_finished(project, "E01", start, start + 30, "trust", coder=coder)
    row = _code_row(project, unit=unit)
    assert row.unit == unit  # type: ignore[attr-defined]
    assert row.n == {"character": row.n, "sentence": 5, "turn": 2}[unit]  # type: ignore[attr-defined]


# --- silence: an answer, or none -------------------------------------------------------------

A, B = "coder-a", "coder-b"
TRUST = "We do not trust their figures."


def _say(project: Project, quote: str, coder: str, code: str = "trust", **more: Any) -> None:
    start = project.sources.text("E01").index(quote)
    add_finished(project, "E01", start, start + len(quote), code, coder=coder, **more)


def test_who_submitted_a_source_without_a_coding_said_no_to_everything(project: Project) -> None:
    project.rounds.open("R1", actor="lead", mode=Mode.BLIND, coders=[A, B], sources=["E01"])
    _say(project, TRUST, A, round_id="R1")
    for coder in (A, B):
        project.rounds.submit("R1", "E01", coder=coder)
    project.rounds.close("R1", actor="lead")
    row = _code_row(project)
    assert row.coders == (A, B)  # type: ignore[attr-defined]
    assert row.uses == (1, 0)  # type: ignore[attr-defined]
    assert row.cohen_kappa == 0.0  # type: ignore[attr-defined]


def test_unfinished_work_is_left_out_and_told(project: Project) -> None:
    project.rounds.open("R1", actor="lead", mode=Mode.COMMIT_THEN_REVEAL, coders=[A, B])
    for coder in (A, B):
        _say(project, TRUST, coder, round_id="R1")
    agreed = project.agreement.report()
    assert not any("not finished" in note for note in agreed.notes)
    project.rounds.finish(["E01"], coder=B, round_id="R1", finished=False)
    with pytest.raises(InputError, match="only coder-a has finished a source") as refused:
        project.agreement.report()
    assert "not finished and left out, with 1 coding: coder-b E01 (1)" in refused.value.hint
    taken_in = project.agreement.report(include_unfinished=True)
    assert taken_in.rows == agreed.rows
    assert any("not finished, and taken in with 1 coding" in note for note in taken_in.notes)


@pytest.mark.parametrize("figure", sorted(TABLES))
def test_unfinished_work_changes_no_figure(project: Project, figure: str) -> None:
    build_study(project)
    before = TABLES[figure](project)
    project.rounds.open("R3", actor="lead", mode=Mode.COMMIT_THEN_REVEAL)
    for coder, round_id in ((B, "R3"), ("visitor", "R3"), ("visitor", "main")):
        start = project.sources.text("E01").index(LEAK)
        project.codings.add("E01", start, start + 9, "proposal", coder=coder, round_id=round_id)
    after = TABLES[figure](project)
    assert after.rows == before.rows
    assert after.columns == before.columns


def test_nobody_who_finished_says_so(project: Project) -> None:
    for coder in (A, B):
        project.codings.add("E01", 30, 60, "trust", coder=coder)
    with pytest.raises(InputError, match="nobody has finished a source"):
        project.agreement.coefficients()


def test_a_round_with_suggestions_in_view_is_missing_and_not_a_no(project: Project) -> None:
    project.rounds.open("R1", actor="lead", mode=Mode.BLIND)
    for coder in (A, B):
        _say(project, TRUST, coder, round_id="R1")
    project.rounds.close("R1", actor="lead")
    before = project.agreement.report(codes=["trust"])
    project.rounds.open("R2", actor="lead", mode=Mode.ASSISTED)
    _say(project, "There should be one rule", "coder-c", "proposal", round_id="R2")
    project.rounds.submit("R2", "E01", coder="coder-c")
    after = project.agreement.report(codes=["trust"])
    assert after.rows == before.rows
    assert any("answers in R2 are not compared" in note for note in after.notes)
    together = project.agreement.report(codes=["trust"], round_id="all")
    assert [row[:9] for row in together.rows] == [row[:9] for row in before.rows]
    assert any(
        "what coder-c did in rounds with suggestions in view (R2)" in note
        for note in together.notes
    )
    everyone = project.agreement.report(independent_only=False, round_id="all")
    assert any(row[2] == "coder-a coder-b coder-c" for row in everyone.rows)


def test_a_passage_decided_with_a_suggestion_in_view_leaves_the_frame(project: Project) -> None:
    leak = "A leak is what my director fears."
    for coder in (A, B):
        _say(project, TRUST, coder)
    _say(project, leak, A, "security")
    _say(project, leak, B, "security", mode=Mode.ASSISTED, origin="suggested:x")
    row = _code_row(project, "security")
    spoken = sum(len(turn.body) for turn in project.sources.turns("E01") if turn.role == "expert")
    # B did not answer there, so the passage counts neither as a disagreement nor as an agreement.
    assert row.n == spoken - len(leak)  # type: ignore[attr-defined]
    assert row.uses == (0, 0)  # type: ignore[attr-defined]
    assert _code_row(project, "trust").cohen_kappa == 1.0  # type: ignore[attr-defined]
    assert any("1 passages that a coder decided on" in n for n in project.agreement.report().notes)
    assert project.consensus.disagreements() == []
    whole = _code_row(project, "security", whole_text=True)
    assert whole.n == project.sources.get("E01").length - len(leak)  # type: ignore[attr-defined]
    assisted = _code_row(project, "security", independent_only=False)
    assert (assisted.n, assisted.uses) == (spoken, (1, 1))  # type: ignore[attr-defined]


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)), max_size=6),
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)), max_size=6),
)
def test_a_frame_without_passages(
    stretches: list[tuple[int, int]], away: list[tuple[int, int]]
) -> None:
    frame = union(Span(at, at + size) for at, size in stretches)
    gaps = [Span(at, at + size) for at, size in away]
    offsets = [at for span in without(frame, gaps) for at in range(span.start, span.end)]
    outside = {at for gap in gaps for at in range(gap.start, gap.end)}
    inside = [at for span in frame for at in range(span.start, span.end)]
    assert offsets == [at for at in inside if at not in outside]


FIGURES: dict[str, Callable[[Project], Any]] = {
    "report": lambda p: p.agreement.report(coders=[A, B]),
    "by round": lambda p: p.agreement.report(coders=[A, B], by="round"),
    "by source": lambda p: p.agreement.report(coders=[A, B], by="source"),
    "trend": lambda p: p.agreement.trend(over="round", coders=[A, B]),
    "by date": lambda p: p.agreement.trend(over="date", coders=[A, B]),
    "statement": lambda p: p.consensus.statement(coders=[A, B]),
    "scales": lambda p: p.agreement.scales(coders=[A, B]),
    "sample size": lambda p: p.agreement.sample_size(coders=[A, B]),
}


@pytest.mark.parametrize("name", FIGURES)
def test_where_nothing_was_coded_it_is_said(project: Project, name: str) -> None:
    project.rounds.open("R1", actor="lead", mode=Mode.BLIND, coders=[A, B], sources=["E01"])
    for coder in (A, B):
        project.rounds.submit("R1", "E01", coder=coder)
    project.rounds.close("R1", actor="lead")
    with pytest.raises(InputError, match="no code was used by coder-a, coder-b"):
        FIGURES[name](project)
    # Once another coder has used a code, a coder who leaves it out has given an answer.
    _say(project, TRUST, "coder-c")
    if name == "sample size":
        with pytest.raises(UsageError, match="the rarest has no share"):
            FIGURES[name](project)
    elif name == "scales":
        with pytest.raises(InputError, match="no interval here: no coder used the code"):
            FIGURES[name](project)
    else:
        FIGURES[name](project)
    assert project.consensus.disagreements(coders=[A, B]) == []


def test_a_code_stands_for_its_branch_unless_asked_exactly(project: Project) -> None:
    for coder in (A, B):
        _say(project, TRUST, coder, "trust")
        _say(project, LEAK, coder, "security")
    branch = _code_row(project, "obstacles", codes=["obstacles"])
    assert branch.uses == (2, 2)  # type: ignore[attr-defined]
    assert branch.percent == 1.0  # type: ignore[attr-defined]
    parents = _code_row(project, "obstacles", level="parents")
    assert branch.cohen_kappa == parents.cohen_kappa  # type: ignore[attr-defined]
    alone = _code_row(project, "obstacles", codes=["obstacles"], exactly=True)
    assert alone.uses == (0, 0)  # type: ignore[attr-defined]


def test_what_nobody_used_has_no_percent_and_no_part_in_the_mean(project: Project) -> None:
    for coder in (A, B):
        _say(project, TRUST, coder, "trust")
    _say(project, LEAK, B, "trust")
    rows = {row.code or row.scope: row for row in project.agreement.coefficients(codes=["trust"])}
    with_unused = {
        row.code or row.scope: row
        for row in project.agreement.coefficients(codes=["trust", "security"])
    }
    unused = with_unused["security"]
    assert unused.percent is None
    assert unused.reason == "no coder used the code: there is nothing to agree or disagree about"
    assert with_unused["macro"].percent == rows["macro"].percent
    assert rows["trust"].percent is not None
    assert rows["trust"].percent < 1


def test_only_codes_used_in_the_named_sources_are_listed(project: Project) -> None:
    for coder in (A, B):
        _say(project, TRUST, coder, "trust")
        start = project.sources.text("K01").index("유출되면")
        add_finished(project, "K01", start, start + 9, "security", coder=coder)
    listed = [row.code for row in project.agreement.coefficients(sources=["E01"]) if row.code]
    assert listed == ["trust"]


def test_a_frame_without_text_is_no_missing_source(
    project: Project, write: Callable[[str, str], Path]
) -> None:
    path = write("Q1.txt", "Interviewer: Who decides?\n\nInterviewer: And who signs?\n")
    project.sources.import_files([path], actor="lead")
    for coder in (A, B):
        add_finished(project, "Q1", 13, 24, "trust", coder=coder)
    table = project.agreement.report(sources=["Q1"])
    reasons = {row[table.columns.index("reason")] for row in table.rows}
    assert len(reasons) == 1
    assert "nobody there is read as an expert" in str(reasons)
    assert any(
        "2 codings lie outside the frame" in note and "coder-a: 1, coder-b: 1" in note
        for note in table.notes
    )
    whole = project.agreement.report(sources=["Q1"], whole_text=True)
    assert whole.rows[0][whole.columns.index("percent")] == 1.0
    assert not any("outside the frame" in note for note in whole.notes)


def test_an_interview_in_two_languages_is_compared_once(
    project: Project, write: Callable[[str, str], Path]
) -> None:
    text = "---\nrendering_of: E01\n---\n" + project.sources.text("E01")
    project.sources.import_files([write("T01.txt", text)], actor="lead")
    for coder in (A, B):
        _say(project, TRUST, coder)
    before = project.agreement.report()
    for coder in (A, B):
        start = project.sources.text("T01").index(TRUST)
        add_finished(project, "T01", start, start + 9, "security", coder=coder)
    after = project.agreement.report()
    assert after.rows == before.rows
    assert any("render another source: T01" in note for note in after.notes)
    named = project.agreement.report(sources=["E01", "T01"])
    assert {row[1] for row in named.rows} > {row[1] for row in before.rows}


def test_a_passage_decided_with_help_is_not_said_to_be_the_interviewers(project: Project) -> None:
    for coder in (A, B):
        _say(project, TRUST, coder)
    _say(project, LEAK, A, "security")
    _say(project, LEAK, B, "security", mode=Mode.ASSISTED, origin="suggested:x")
    notes = project.agreement.report().notes
    assert any("1 passages that a coder decided on" in note for note in notes)
    assert not any("where no expert speaks" in note for note in notes)
