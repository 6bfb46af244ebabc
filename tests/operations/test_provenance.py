"""Where figures come from: every answer in scope is counted or left out, once, with a reason."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.operations.study import LEAK, MATRICES, TABLES, TRUST, A, B, build_study, say
from toolkit import __version__
from toolkit.domain.codings import Mode
from toolkit.errors import InputError
from toolkit.operations.agreement.request import AgreementRequest
from toolkit.operations.agreement.scope import resolve
from toolkit.project import Project
from toolkit.report.provenance import EventMark, Provenance

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.operations.agreement.request import AgreementQuestion
    from toolkit.operations.matrices.report import MatrixReport


@pytest.fixture
def study(project: Project) -> Project:
    return build_study(project)


def provenance_of(report: MatrixReport) -> Provenance:
    made = report.table.provenance
    assert made is not None
    return made


QUESTIONS: list[dict[str, object]] = [
    {},
    {"answers": A},
    {"answers": "union"},
    {"answers": "intersection"},
    {"answers": "each"},
    {"round_id": "all", "answers": "each"},
    {"by": "sector", "measure": "words"},
    {"sources": ("E01",), "coder": B},
]


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
@pytest.mark.parametrize("kind", ["codes_by_cases", "directions_by_cases", "codes_by_directions"])
def test_the_counts_of_a_matrix_are_the_answers_behind_its_cells(
    study: Project, kind: str, question: dict[str, object]
) -> None:
    if kind == "codes_by_directions" and "by" in question:
        question = {"measure": "words"}
    report: MatrixReport = getattr(study.matrices, kind)(**question)
    made = provenance_of(report)
    behind = {name for names in report.matrix.refs.values() for name in names}
    if kind == "codes_by_directions":
        behind &= {coding.id for coding in study.codings.find()}
    assert made.counted == len(behind)
    left = {name for names in report.left_out_ids.values() for name in names}
    assert sum(count for _reason, count in made.left_out) == len(left)
    assert not behind & left
    assert made.counted_of == ("mappings" if kind == "directions_by_cases" else "codings")


def test_a_matrix_says_whose_answers_in_which_state(study: Project) -> None:
    made = provenance_of(study.matrices.codes_by_cases(by="sector", sources=["E01", "K01"]))
    newest = study.history.events(limit=1)[0]
    assert made.project == "Study"
    assert made.command == "qct matrix codes-by-cases --sources E01,K01 --by sector"
    assert made.answers == "consensus,coder-a"
    assert made.sources == ("E01", "K01")
    assert made.codebook_versions == (1,)
    assert made.event == EventMark(newest.seq, newest.id, newest.hash)
    assert made.unit == "counts"
    assert made.software == f"qct {__version__}"
    assert made.language == "en"
    assert set(made.readers) <= {"consensus", A}
    assert set(made.rounds) <= {"consensus", "R1", "R2", "main"}


AGREEMENT: list[AgreementQuestion] = [
    {},
    {"round_id": "all"},
    {"round_id": "R1", "codes": ("trust",)},
    {"codes": ("obstacles",)},
    {"round_id": "all", "level": "parents"},
    {"coders": (A, B), "include_unfinished": True, "whole_text": True},
    {"sources": ("E01",), "independent_only": False},
]


@pytest.mark.parametrize("question", AGREEMENT, ids=str)
def test_every_coding_of_the_compared_sources_is_counted_or_left_out(
    study: Project, question: AgreementQuestion
) -> None:
    study.codings.add("E01", 60, 70, "trust", coder="coder-c")  # not finished
    scope = resolve(study._session, AgreementRequest(**question))
    sources = question.get("sources") or ("E01", "K01")
    every = [coding.id for coding in study.codings.find() if coding.source_id in sources]
    left = [name for names in scope.accounted.left_out.values() for name in names]
    assert sorted([*scope.accounted.counted, *left]) == sorted(every)
    # The counted ones are those whose spans the coefficients are computed from.
    counted = {c.id: c for c in study.codings.find() if c.id in set(scope.accounted.counted)}
    assert counted
    placed = {(span.source_id, span.coder, span.start, span.end) for span in scope.spans}
    assert {(c.source_id, c.coder_id, c.span.start, c.span.end) for c in counted.values()} <= placed
    if not question:
        assert {c.round_id for c in counted.values()} == set(scope.accounted.rounds)


def test_the_reasons_are_true(project: Project) -> None:
    project.rounds.open("R1", actor="lead", mode=Mode.COMMIT_THEN_REVEAL)
    for coder in (A, B):
        say(project, "E01", TRUST, "trust", coder, round_id="R1")
    say(project, "E01", "And security?", "security", A, round_id="R1")  # the interviewer asks
    say(project, "E01", LEAK, "security", B)  # in main
    say(project, "K01", "저쪽 자료를 믿지 못해요.", "trust", A, round_id="R1")
    table = project.agreement.report(round_id="R1")
    assert table.provenance is not None
    assert table.provenance.counted == 2
    assert dict(table.provenance.left_out) == {
        "outside the text that is compared": 1,
        "given in a round that is not compared": 1,
        "fewer than two of the coders can be compared on the source": 1,
    }
    assert table.provenance.rounds == ("R1",)
    assert table.provenance.answers == f"each:{A},{B}"
    split = project.agreement.report(by="source", round_id="R1")
    assert split.provenance is not None
    assert split.provenance.counted == 2


def test_directions_count_their_mappings(study: Project) -> None:
    table = study.agreement.report(level="directions")
    assert table.provenance is not None
    every = study.directions.mappings()
    left = sum(count for _reason, count in table.provenance.left_out)
    assert table.provenance.counted_of == "mappings"
    assert table.provenance.counted is not None
    assert table.provenance.counted + left == len(every)


def test_every_table_and_matrix_has_its_provenance(study: Project) -> None:
    newest = study.history.events(limit=1)[0]
    without = []
    for name, report in {**TABLES, **MATRICES}.items():
        try:
            value = report(study)
        except InputError as error:
            if error.code != "no-standard-error":  # scales, on two sources
                raise
            continue
        table = value.table if name in MATRICES else value
        if table.provenance is None:
            without.append(name)
            continue
        assert table.provenance.event == EventMark(newest.seq, newest.id, newest.hash), name
        assert table.provenance.sources or name in ("adjudications",), name
    assert without == ["sample size"]  # a plan, which no command writes to a file


def test_a_report_is_written_with_its_command_and_in_every_folder_alike(
    study: Project, tmp_path: Path
) -> None:
    study.close()
    copy = tmp_path / "elsewhere" / "of another name"
    shutil.copytree(study.folder, copy)
    written: list[dict[str, bytes]] = []
    for folder in (study.folder, copy):
        with Project.open(folder) as opened:
            for ending in ("csv", "json", "txt", "xlsx", "html"):
                report = opened.matrices.report("codes-by-cases", by="sector")
                report.write(folder / "outputs" / f"codes.{ending}")
        files = sorted((folder / "outputs").glob("codes.*"))
        written.append({file.name: file.read_bytes() for file in files})
    assert len(written[0]) == 8
    assert written[0] == written[1]
    content = json.loads(written[0]["codes.csv.meta.json"])
    assert content["command"] == "qct matrix codes-by-cases --by sector"
    for data in written[0].values():
        assert str(tmp_path).encode() not in data


def test_a_project_without_a_name_has_none_there(project: Project) -> None:
    settings = (project.folder / "qct.toml").read_text("utf-8")
    (project.folder / "qct.toml").write_text(settings.replace('"Study"', '""'), encoding="utf-8")
    with Project.open(project.folder) as opened:
        assert opened.name == project.folder.name
        made = provenance_of(opened.matrices.codes_by_cases())
    assert made.project == ""


def test_a_coder_bound_by_a_blind_round_gets_neither_events_nor_counts(study: Project) -> None:
    study.rounds.open("R3", actor="lead", mode=Mode.BLIND, coders=[A, B])
    open_to_all = provenance_of(study.matrices.codes_by_cases())
    assert open_to_all.event is not None
    assert open_to_all.counted is not None
    for coder, is_bound in ((A, True), ("lead", False)):
        with Project.open(study.folder, read_only=True) as opened:
            opened.restrict_to_viewer(opened.rounds.viewer(coder))
            made = provenance_of(opened.matrices.codes_by_cases(answers=A))
        assert (made.event is None) is is_bound
        assert (made.counted is None) is is_bound
        if is_bound:
            assert made.left_out == ()
        # Writing commands run in a project that is not restricted.
        stamped = study.history.stamped(Provenance(), reader=coder)
        assert (stamped.event is None) is is_bound


def test_events_since_one_are_listed(study: Project) -> None:
    before = study.history.events(limit=1)[0]
    assert study.history.since(before.id) == []
    study.codings.add("E01", 60, 70, "trust", coder=A)
    after = study.history.events(limit=1)[0]
    assert study.history.since(before.id) == [(after.seq, "coding.add")]
    assert study.history.since("no such event") is None
