"""What no figure may depend on: ids of cases, where files are cut, and work in progress.

Names of speakers and of files are in `tests/operations/speakers/test_invariances.py`.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import CODEBOOK, DIRECTIONS
from tests.finished import add_finished
from tests.operations.study import MATRICES, TABLES, build_study
from toolkit.domain.codings import Mode
from toolkit.errors import InputError
from toolkit.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterable

A, B, VISITOR = "coder-a", "coder-b", "visitor"
REPORTS = ("table", "table by source", "table on sentences", "table of directions")
SEVERAL = settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
CODES = ("obstacles", "trust", "security", "proposal")


@pytest.fixture
def study(project: Project) -> Project:
    return build_study(project)


def _agreement(project: Project) -> dict[str, Any]:
    return {name: TABLES[name](project).rows for name in REPORTS}


def _matrices(project: Project) -> dict[str, Any]:
    reports = {name: report(project) for name, report in MATRICES.items()}
    return {
        name: (made.matrix.row_ids, made.matrix.column_ids, made.matrix.cells, made.table.subheads)
        for name, made in reports.items()
    }


WORK = st.lists(
    st.tuples(
        st.sampled_from(("E01", "K01")),
        st.integers(0, 60),
        st.integers(1, 25),
        st.sampled_from(CODES),
        st.sampled_from((A, B, VISITOR)),
        st.sampled_from(("R9", "main")),
    ),
    min_size=1,
    max_size=6,
)


@SEVERAL
@given(work=WORK)
def test_work_in_progress_changes_no_figure(study: Project, work: Iterable[Any]) -> None:
    """Whoever begins whatever source: codes that occur nowhere else add no row either.

    The work of all examples is added to one study, so that there is ever more of it.
    """
    if "R9" not in {round_.id for round_ in study.rounds.all()}:
        study.rounds.open("R9", actor="lead", mode=Mode.COMMIT_THEN_REVEAL)
    before = _agreement(study), _matrices(study)
    done = _places(study, finished=True)
    for source, start, length, code, coder, round_id in work:
        if (round_id, coder, source) not in done:
            span = source, start, start + length
            with suppress(InputError):  # the coder has this very coding already
                study.codings.add(*span, code, coder=coder, round_id=round_id)
    assert (_agreement(study), _matrices(study)) == before


def _places(project: Project, *, finished: bool) -> set[tuple[str, str, str]]:
    return {
        (part.round_id, part.coder_id, part.source_id)
        for part in project.rounds.coverage()
        if part.progress.is_finished is finished
    }


def test_a_code_that_only_unfinished_work_has_is_not_agreed_upon(study: Project) -> None:
    """Its absence would be one agreement more for everyone else, in pooled and macro."""
    before = _agreement(study)
    study.codings.add("E01", 30, 40, "obstacles", coder=VISITOR)
    assert _agreement(study) == before
    study.rounds.finish(["E01"], coder=VISITOR)
    codes = {row[1] for row in TABLES["table"](study).rows if row[0] == "code"}
    assert "obstacles" in codes


def test_other_ids_of_cases_change_the_heads_of_columns_alone(study: Project) -> None:
    before, agreed = _matrices(study), _agreement(study)
    new = {"E01": "A 1", "K01": "참여자-9"}
    table = study.folder / "cases.csv"
    lines = [f"{case},{source}" for source, case in new.items()]
    table.write_text("\n".join(["id,source", *lines]), encoding="utf-8")
    study.sources.import_files([table], actor="lead")
    after = _matrices(study)
    for name, (rows, columns, cells, heads) in before.items():
        if "cases" in name:
            columns = tuple(new[column] for column in columns)
        assert after[name] == (rows, columns, cells, heads)
    assert _agreement(study) == agreed


TURNS = (
    ("I", "What hinders sharing?"),
    ("P1", "We do not trust their figures. They do not trust ours."),
    ("I", "And security?"),
    ("P1", "A leak is what my director fears."),
    ("I", "Anything else?"),
    ("P1", "There should be one rule. Nobody wrote it."),
)
ANSWERS = {
    A: [("do not trust their", "trust"), ("A leak", "security"), ("one rule. Nobody", "proposal")],
    B: [("trust their figures", "trust"), ("my director fears", "security"), ("one", "proposal")],
}


def test_a_file_in_two_parts_gives_the_figures_of_the_whole() -> None:
    """The same case speaks in both parts: only the number of sources differs."""
    whole = _study_in_parts([TURNS])
    assert _study_in_parts([TURNS[:2], TURNS[2:]]) == whole


def _study_in_parts(parts: list[tuple[tuple[str, str], ...]]) -> dict[str, Any]:
    with TemporaryDirectory() as name, Project.init(Path(name) / "study") as project:
        folder = Path(name)
        (folder / "book.yaml").write_text(CODEBOOK, encoding="utf-8")
        (folder / "directions.yaml").write_text(DIRECTIONS, encoding="utf-8")
        project.codebook.import_file(folder / "book.yaml", actor="lead")
        project.directions.import_file(folder / "directions.yaml", actor="lead")
        for number, turns in enumerate(parts):
            path = folder / f"part{number}.txt"
            body = "\n\n".join(f"{label}: {words}" for label, words in turns)
            path.write_text(f"---\ncase: P1\nlanguage: en\n---\n{body}\n", encoding="utf-8")
            project.sources.import_files([path], actor="lead")
        texts = {source.id: project.sources.text(source.id) for source in project.sources.all()}
        for coder, answers in ANSWERS.items():
            for quote, code in answers:
                (source,) = (name for name, text in texts.items() if quote in text)
                start = texts[source].index(quote)
                place = source, start, start + len(quote)
                add_finished(project, *place, code, coder=coder)
                project.directions.confirm(*place, ["security"], coder=coder)
        tables = {
            "characters": project.agreement.report(),
            "sentences": project.agreement.report(unit="sentence"),
        }
        figures: dict[Any, Any] = {}
        for title, table in tables.items():
            skipped = table.columns.index("sources")
            figures[title] = [row[:skipped] + row[skipped + 1 :] for row in table.rows]
        for measure in ("counts", "words"):
            for kind in ("codes-by-cases", "directions-by-cases", "codes-by-directions"):
                matrix = project.matrices.report(kind, answers="union", measure=measure).matrix
                figures[kind, measure] = matrix.row_ids, matrix.column_ids, matrix.cells
        return figures
