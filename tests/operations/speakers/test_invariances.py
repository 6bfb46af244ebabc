"""Names of speakers and of files are no answers: changing them changes no figure."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.conftest import CODEBOOK, DIRECTIONS, ENGLISH, KOREAN
from tests.finished import add_finished
from tests.operations.study import MATRICES, TABLES, build_study
from toolkit.project import Project

if TYPE_CHECKING:
    from collections.abc import Sequence

FIGURES = {
    **{
        name: TABLES[name]
        for name in ("table", "table by source", "table on sentences", "trend over rounds")
    },
    **MATRICES,
}
LABELS = st.one_of(
    st.text(alphabet="abcDEFé가나 12", min_size=1, max_size=12).map(str.strip).filter(bool),
    st.sampled_from(["I9", "Interviewer 2", "문", "Moderator", "P2", "Q", 'O\'Neil, "Jo"', "답=1"]),
)
SEVERAL = settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])

FEW = settings(SEVERAL, max_examples=2)
"""For properties that build studies anew."""


@pytest.fixture
def study(project: Project) -> Project:
    return build_study(project)


def _figures(project: Project) -> dict[str, Any]:
    tables = {name: report(project) for name, report in FIGURES.items()}
    return {name: (made.table if name in MATRICES else made).rows for name, made in tables.items()}


@SEVERAL
@given(asks=LABELS, says=LABELS)
def test_other_labels_change_no_figure(study: Project, asks: str, says: str) -> None:
    assume(len({asks, says, "I", "E01"}) == 4)
    before = _figures(study)
    study.speakers.rename("I", asks, actor="lead")
    study.speakers.rename("E01", says, actor="lead")
    assert _figures(study) == before
    for _step in range(2):
        study.history.undo(actor="lead")
    assert [row.label for row in study.speakers.list(["E01"])] == ["I", "E01"]


@FEW
@given(asks=st.sampled_from(["Interviewer", "면담자", "INT", "Moderator 1", "Q"]), says=LABELS)
def test_other_labels_in_the_files_change_no_figure(asks: str, says: str) -> None:
    """The words and the coded passages are the same; only what stands before them differs."""
    label = f"Person {says}".replace("=", "").replace('"', "")
    assert _study_of_files(asks, "E01", ("E01", "K01")) == _study_of_files(
        asks, label, ("E01", "K01")
    )


@FEW
@given(
    names=st.lists(
        st.text(alphabet="abzE019-가 ", min_size=1, max_size=9).map(str.strip).filter(bool),
        min_size=2,
        max_size=2,
        unique=True,
    )
)
def test_other_names_of_files_change_no_figure(names: Sequence[str]) -> None:
    assert _study_of_files("I", "E01", names) == _study_of_files("I", "E01", ("E01", "K01"))


def _study_of_files(asks: str, says: str, names: Sequence[str]) -> dict[str, Any]:
    """The figures of a study of two files with these labels and names."""
    english = ENGLISH.replace("id: E01\n", "case: E01\n").replace("\nI:", f"\n{asks}:")
    english = english.replace("\nE01:", f"\n{says}:").replace(
        "title:", f"interviewer: {asks}\ntitle:"
    )
    korean = KOREAN.replace("id: K01\n", "case: K01\n")
    with TemporaryDirectory() as folder, Project.init(Path(folder) / "study") as project:
        for name, text in (("book.yaml", CODEBOOK), ("directions.yaml", DIRECTIONS)):
            (Path(folder) / name).write_text(text, encoding="utf-8")
        project.codebook.import_file(Path(folder) / "book.yaml", actor="lead")
        project.directions.import_file(Path(folder) / "directions.yaml", actor="lead")
        files = [Path(folder) / f"{name}.txt" for name in names]
        for file, text in zip(files, (english, korean), strict=True):
            file.write_text(text, encoding="utf-8")
            project.sources.import_files([file], actor="lead")
        for coder, quotes in _ANSWERS.items():
            for at, quote, code in quotes:
                source = project.sources.all()[at]
                start = project.sources.text(source.id).index(quote)
                add_finished(project, source.id, start, start + len(quote), code, coder=coder)
                project.directions.confirm(
                    source.id, start, start + len(quote), ["security"], coder=coder
                )
        tables = {
            "agreement": project.agreement.report(),
            "sentences": project.agreement.report(unit="sentence"),
            "codes": project.matrices.codes_by_cases(answers="union").table,
            "words": project.matrices.codes_by_cases(answers="union", measure="words").table,
            "directions": project.matrices.directions_by_cases(answers="union").table,
            "both": project.matrices.codes_by_directions(answers="union").table,
        }
        return {name: (table.columns, table.rows) for name, table in tables.items()}


_ANSWERS = {
    "coder-a": [
        (0, "We do not trust their figures.", "trust"),
        (0, "A leak is what my director fears.", "security"),
        (1, "저쪽 자료를 믿지 못해요.", "trust"),
    ],
    "coder-b": [
        (0, "We do not trust their", "trust"),
        (1, "저쪽 자료를 믿지 못해요.", "trust"),
        (1, "유출되면 누가 책임집니까.", "security"),
    ],
}
