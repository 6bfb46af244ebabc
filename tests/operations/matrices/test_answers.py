"""A matrix rests on one reading of each source, says whose, and leaves nothing out in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.finished import add_finished
from toolkit.domain.codings import Mode
from toolkit.errors import InputError, UsageError
from toolkit.project import Project

if TYPE_CHECKING:
    from toolkit.operations.matrices.report import MatrixReport

A, B, C = "coder-a", "coder-b", "coder-c"
TRUST, LEAK = "We do not trust their figures.", "A leak is what my director fears."
CASES = ("E01", "K01")
K_TRUST = "저쪽 자료를 믿지 못해요."


def place(project: Project, source: str, quote: str) -> tuple[str, int, int]:
    start = project.sources.text(source).index(quote)
    return source, start, start + len(quote)


def codes(report: MatrixReport, code: str) -> dict[str, Any]:
    row = report.matrix.row_ids.index(code)
    return dict(zip(report.matrix.column_ids, report.matrix.cells[row], strict=True))


def reasons(report: MatrixReport) -> dict[Any, Any]:
    return {str(reason): count for reason, count in report.left_out.rows}


@pytest.fixture
def twice(project: Project) -> Project:
    """A project in which two coders have finished E01, and only A has finished K01."""
    add_finished(project, *place(project, "E01", TRUST), "trust", coder=A)
    add_finished(project, *place(project, "E01", "We do not trust"), "trust", coder=B)
    add_finished(project, *place(project, "E01", LEAK), "trust", coder=B)
    add_finished(project, *place(project, "K01", K_TRUST), "trust", coder=A)
    return project


def test_two_readings_of_a_text_are_never_added(twice: Project) -> None:
    with pytest.raises(InputError, match="E01 was finished by several of coder-a, coder-b") as no:
        twice.matrices.codes_by_cases()
    assert "--answers coder-a" in no.value.hint
    assert "qct coders lead coder-a" in no.value.hint


def test_a_lead_coder_that_only_the_settings_name_is_told_of(twice: Project) -> None:
    settings_file = twice.folder / "qct.toml"
    lines = settings_file.read_text("utf-8")
    for named in ("nobody", B):
        text = lines.replace("[project]", f'[project]\nlead = "{named}"')
        settings_file.write_text(text, "utf-8")
        with Project.open(twice.folder) as again:
            with pytest.raises(InputError) as no:
                again.matrices.codes_by_cases()
            assert (f"qct.toml names {named} as the lead" in no.value.hint) is (named == B)
    twice.rounds.set_lead_coder(B, actor=B)
    assert codes(twice.matrices.codes_by_cases(), "trust")["E01"] == 2


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (A, {"E01": 1, "K01": 1}),
        (B, {"E01": 2, "K01": None}),
        (f"{B},{A}", {"E01": 2, "K01": 1}),
        (f"consensus,{A}", {"E01": 1, "K01": 1}),
        ("union", {"E01": 2, "K01": 1}),
        ("intersection", {"E01": 1, "K01": 1}),
        (f"union:{A}", {"E01": 1, "K01": 1}),
        (
            "each",
            {"E01 coder-a": 1, "E01 coder-b": 2, "K01 coder-a": 1, "K01 coder-b": None},
        ),
    ],
)
def test_a_rule_says_whose_answers_count(
    twice: Project, answers: str, expected: dict[str, int | None]
) -> None:
    report = twice.matrices.codes_by_cases(answers=answers)
    assert codes(report, "trust") == expected
    assert any(f"answers by the rule {answers}: " in note for note in report.table.notes)


def test_the_intersection_is_what_all_coders_have(twice: Project) -> None:
    report = twice.matrices.codes_by_cases(answers="intersection", measure="words")
    assert codes(report, "trust")["E01"] == len(["We", "do", "not", "trust"])
    (reason,) = report.left_out_ids
    assert reason == "not all of the coders have it there"


def test_the_lead_coder_counts_where_there_is_no_consensus(twice: Project) -> None:
    twice.rounds.set_lead_coder(B, actor="lead")
    report = twice.matrices.codes_by_cases()
    # Nobody but coder-a has finished K01, so no other reading stands in its place.
    assert codes(report, "trust") == {"E01": 2, "K01": 1}
    assert (
        "answers by the rule coder-b,coder-a, since none was named: coder-b: 1 source (round "
        "main); coder-a: 1 source (round main)" in report.table.notes
    )
    twice.history.undo(actor="lead")
    assert twice.rounds.lead_coder() == ""


def test_the_consensus_counts_once_it_is_finished(twice: Project) -> None:
    twice.rounds.set_lead_coder(A, actor="lead")
    twice.consensus.accept_agreed(actor="lead")
    assert "consensus" not in str(twice.matrices.codes_by_cases().matrix.refs["trust", "E01"])
    before = codes(twice.matrices.codes_by_cases(), "trust")
    assert before == {"E01": 1, "K01": 1}
    for row in twice.consensus.disagreements():
        twice.consensus.settle([row.id], "accept-b", actor="lead")
    report = twice.matrices.codes_by_cases()
    assert codes(report, "trust") == {"E01": 2, "K01": 1}
    assert any("consensus: 1 source (round consensus)" in note for note in report.table.notes)


def test_a_first_coding_of_a_visitor_changes_no_figure(twice: Project) -> None:
    twice.rounds.set_lead_coder(A, actor="lead")
    before = twice.matrices.codes_by_cases()
    twice.codings.add(*place(twice, "E01", LEAK), "security", coder="visitor")
    after = twice.matrices.codes_by_cases()
    assert after.matrix.cells == before.matrix.cells
    assert "not finished and left out: visitor E01" in after.table.notes


def test_a_lone_researcher_sees_unfinished_work_outside_the_denominators(project: Project) -> None:
    project.codings.add(*place(project, "E01", TRUST), "trust", coder=A)
    add_finished(project, *place(project, "K01", K_TRUST), "trust", coder=A)
    report = project.matrices.codes_by_cases()
    assert codes(report, "trust") == {"E01": 1, "K01": 1}
    assert report.table.subheads == (("", "cases worked on", "0 of 1", "1 of 1"),)
    notes = report.table.notes
    assert "cases worked on: 1 of 2; not: E01" in notes
    assert any("not finished, shown without zeros" in note and "E01" in note for note in notes)
    # What is not coded in an unfinished source is not absent there.
    assert codes(report, "security") == {"E01": None, "K01": 0}


def test_a_group_holds_finished_work_only(project: Project) -> None:
    (project.folder / "cases.csv").write_text("id,sector\nE01,a\nK01,a\n", encoding="utf-8")
    project.sources.import_files([project.folder / "cases.csv"], actor="lead")
    for source, quote in (("E01", TRUST), ("K01", K_TRUST)):
        project.codings.add(*place(project, source, quote), "trust", coder=A)
    empty = project.matrices.codes_by_cases(by="sector")
    assert empty.table.subheads == (("", "cases worked on", "0 of 2"),)
    assert {cell for row in empty.matrix.cells for cell in row} == {None}
    assert any("not finished" in note for note in empty.table.notes)
    project.rounds.finish(["E01"], coder=A)
    half = project.matrices.codes_by_cases(by="sector")
    assert half.table.subheads == (("", "cases worked on", "1 of 2"),)
    assert codes(half, "trust") == {"a": 1}
    assert reasons(half) == {"the coder has not finished the source": 1}


def test_a_coder_and_a_rule_are_refused_together(twice: Project) -> None:
    with pytest.raises(UsageError, match="both given"):
        twice.matrices.codes_by_cases(coder=A, answers=B)
    assert (
        twice.matrices.codes_by_cases(coder=A).matrix.cells
        == twice.matrices.codes_by_cases(answers=A).matrix.cells
    )


@pytest.mark.parametrize("answers", ["", " , ", "union:", "each:,"])
def test_a_rule_that_names_nobody_is_refused(twice: Project, answers: str) -> None:
    with pytest.raises(UsageError, match="names nobody"):
        twice.matrices.codes_by_cases(answers=answers)


def test_a_coder_nobody_knows_is_refused(twice: Project) -> None:
    with pytest.raises(InputError, match="coder-z"):
        twice.matrices.codes_by_cases(answers=f"{A},coder-z")


def test_rounds_are_put_together_on_request_only(project: Project) -> None:
    add_finished(project, *place(project, "E01", TRUST), "trust", coder=A)
    for name in ("R1", "R2"):
        project.rounds.open(name, actor="lead", mode=Mode.COMMIT_THEN_REVEAL)
        add_finished(project, *place(project, "E01", LEAK), "trust", coder=A, round_id=name)
        project.rounds.close(name, actor="lead")
    report = project.matrices.codes_by_cases()
    assert codes(report, "trust") == {"E01": 1, "K01": None}
    assert any("coder-a: 1 source (round R2)" in note for note in report.table.notes)
    assert reasons(report) == {"the coder's answers in another round count": 2}
    assert codes(project.matrices.codes_by_cases(round_id="all"), "trust")["E01"] == 2
    assert codes(project.matrices.codes_by_cases(round_id="main"), "trust")["E01"] == 1


def test_how_much_is_mapped_stands_beside_every_figure_of_directions(twice: Project) -> None:
    _source, start, end = place(twice, "E01", TRUST)
    twice.directions.confirm("E01", start, end, ["organization"], coder=A)
    twice.directions.confirm("K01", 0, 5, ["none"], coder=A)
    for report in (
        twice.matrices.directions_by_cases(answers=A),
        twice.matrices.codes_by_directions(answers=A),
    ):
        assert "1 of 2 coded segments are mapped" in report.table.notes
    crossed = twice.matrices.codes_by_directions(answers=A)
    assert reasons(crossed) == {
        "another coder's answers count": 2,
        "nobody whose mappings count has mapped it": 1,
    }


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["E01", "K01"]),
        st.integers(0, 100),
        st.integers(1, 30),
        st.sampled_from(["trust", "security", "proposal"]),
        st.sampled_from([A, B, C]),
        st.sampled_from([None, "R1"]),
        st.booleans(),
    ),
    min_size=1,
    max_size=8,
)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(STEPS, st.sampled_from([A, f"{A},{B}", "union", "intersection", "each", f"each:{B},{C}"]))
def test_every_coding_is_in_a_cell_or_left_out_for_one_reason(
    project: Project, steps: list[tuple[Any, ...]], answers: str
) -> None:
    if "R1" not in {round_.id for round_ in project.rounds.all()}:
        project.rounds.open("R1", actor="lead", mode=Mode.COMMIT_THEN_REVEAL)
    for source, start, length, code, coder, round_id, finished in steps:
        end = min(start + length, project.sources.get(source).length)
        project.codings.add(source, start, end, code, coder=coder, round_id=round_id)
        project.rounds.finish([source], coder=coder, round_id=round_id, finished=finished)
    known = {coder.id for coder in project.rounds.coders()}
    if any(name not in known for name in (A, B, C) if name in answers):
        return
    report = project.matrices.codes_by_cases(answers=answers)
    shown = {
        coding_id
        for row in report.matrix.row_ids
        for column in report.matrix.column_ids
        for coding_id in report.matrix.refs[row, column]
    }
    left = [coding_id for ids in report.left_out_ids.values() for coding_id in ids]
    assert len(left) == len(set(left))
    assert shown.isdisjoint(left)
    assert shown | set(left) == {coding.id for coding in project.codings.find()}


def _import(project: Project, name: str, text: str) -> None:
    path = project.folder / name
    path.write_text(text, encoding="utf-8")
    project.sources.import_files([path], actor="lead")


def test_cases_need_not_have_the_names_of_files(twice: Project) -> None:
    before = codes(twice.matrices.codes_by_cases(answers=A), "trust")
    _import(twice, "cases.csv", "id,source,sector\nP01,E01,a\nP02,K01,b\n")
    report = twice.matrices.codes_by_cases(answers=A)
    assert codes(report, "trust") == {"P01": before["E01"], "P02": before["K01"]}
    assert report.table.subheads == (("", "cases worked on", "1 of 1", "1 of 1"),)
    assert {case.id for case in twice.sources.cases()} == {"P01", "P02"}
    by_sector = twice.matrices.codes_by_cases(answers=A, by="sector")
    assert codes(by_sector, "trust") == {"a": 1, "b": 1}
    # Reading the transcript again brings the stand-in of the file's name not back.
    twice.sources.import_files([twice.folder.parent / "E01.txt"], actor="lead")
    assert codes(twice.matrices.codes_by_cases(answers=A), "trust") == {"P01": 1, "P02": 1}
    assert twice.history.verify() == []


def test_a_focus_group_counts_once(project: Project) -> None:
    path = project.folder / "F1.txt"
    path.write_text(
        "Moderator: Who decides?\n\nAnna: We do.\n\nBen: They do.\n\n"
        "Moderator: Who pays?\n\nAnna: Nobody pays.\n\nBen: Everyone.\n",
        encoding="utf-8",
    )
    project.sources.import_files([path], actor="lead")
    for quote in ("We do.", "They do."):
        add_finished(project, *place(project, "F1", quote), "trust", coder=A)
    _import(project, "cases.csv", "id,source,speaker\nP1,F1,Anna\nP2,F1,Ben\n")
    report = project.matrices.codes_by_cases(sources=["F1"])
    assert codes(report, "trust") == {"P1": 1, "P2": 1}


def test_cases_that_speak_nowhere_are_named(twice: Project) -> None:
    path = twice.folder / "cases.csv"
    path.write_text("id,sector\nP01,a\nP02,b\n", encoding="utf-8")
    (imported,) = twice.sources.import_files([path], actor="lead")
    assert "P01, P02 speak in no source" in imported.note
    report = twice.matrices.codes_by_cases(answers=A)
    assert codes(report, "trust") == {"E01": 1, "K01": 1}
    assert any("P01, P02" in note and "no column" in note for note in report.table.notes)


def test_a_named_round_is_that_of_what_the_matrix_counts(twice: Project) -> None:
    _source, start, end = place(twice, "E01", TRUST)
    twice.directions.confirm("E01", start, end, ["organization"], coder=A)
    twice.rounds.open("R1", actor="lead", mode=Mode.COMMIT_THEN_REVEAL)
    here = twice.matrices.directions_by_cases(answers=A, round_id="main")
    assert codes(here, "organization")["E01"] == 1
    elsewhere = twice.matrices.directions_by_cases(answers=A, round_id="R1")
    assert codes(elsewhere, "organization")["E01"] is None
    assert list(reasons(elsewhere).values()) == [1]


def test_directions_side_by_side_are_those_of_everyone_who_mapped(twice: Project) -> None:
    """Who mapped need not have coded: what C mapped stands there, and A and B have no column."""
    _source, start, end = place(twice, "E01", TRUST)
    twice.directions.confirm("E01", start, end, ["organization"], coder=C)
    report = twice.matrices.directions_by_cases(answers="each")
    assert codes(report, "organization") == {f"E01 {C}": 1, f"K01 {C}": None}
    codings = twice.matrices.codes_by_cases(answers="each")
    assert set(codes(codings, "trust")) == {f"{case} {who}" for case in CASES for who in (A, B)}


def test_the_mapped_share_follows_the_rule_of_the_matrix(twice: Project) -> None:
    _source, start, _end = place(twice, "E01", TRUST)
    twice.directions.confirm("E01", start, start + 2, ["organization"], coder=A)
    for rule, share in (("coding", "0 of 2"), ("shorter", "1 of 2")):
        report = twice.matrices.codes_by_directions(answers=A, shared_with=rule)
        assert f"{share} coded segments are mapped" in report.table.notes


def test_a_project_without_answers_says_so(project: Project) -> None:
    report = project.matrices.codes_by_cases()
    assert "nobody has answered on these sources yet" in report.table.notes
    assert {cell for row in report.matrix.cells for cell in row} == {None}
