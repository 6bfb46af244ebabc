"""What may be read wrongly is told at import, by doctor, and where roles change figures."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.finished import add_finished
from toolkit.domain.transcript import Role
from toolkit.operations.speakers.warnings import role_note, stored_warnings
from toolkit.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterator

Write = Callable[[str, str], Path]
ROOT = Path(__file__).resolve().parents[3]

ASKED = "What hinders sharing in your office, and since when?"
SPOKEN = "We do not trust their figures at all, and nobody knows why it is so."
NUMBERED = (
    f"---\ncase: P2\n---\nInterviewer: {ASKED}\n\nI2: {SPOKEN}\n\nInterviewer: And?\n\nI2: So.\n"
)
SOURCES = {
    "A6": (NUMBERED, "I2 was read as the interviewer", "`qct speakers set I2=expert --sources A6`"),
    "I1": (
        f"---\ncase: I1\n---\nI1: {ASKED}\n\nI2: {SPOKEN}\n\nI1: So?\n",
        "I1 was read as the interviewer",
        "`qct speakers set I1=expert --sources I1`",
    ),
    "none": (
        f"Kim: {ASKED}\n\nLee: {SPOKEN}\n\nKim: So?\n\nLee: No.\n",
        "no interviewer was found among Kim, Lee",
        "`qct speakers set LABEL=interviewer --sources none`",
    ),
    "all ask": (
        f"Q: {ASKED}\n\nInterviewer: {SPOKEN}\n",
        "no expert was found among Q, Interviewer",
        "`qct speakers set LABEL=expert --sources 'all ask'`",
    ),
    "long": (
        f"I: So?\n\nE01: {SPOKEN * 3}\n",
        "E01 has 98% of the words",
        "`qct speakers set E01=expert --sources long`",
    ),
    "talker": (
        f"I: {ASKED * 3}\n\nE01: No.\n\nI: Well?\n\nE01: Yes.\n",
        "the interviewer I has 93% of the words",
        "`qct speakers set I=expert --sources talker`",
    ),
    "missed": (
        f"I: {ASKED}\n\nE01: {SPOKEN}\nRule at hand: a.\nRule at hand: b.\nRule at hand: c.\n",
        "lines that begin with Rule at hand were not taken as turns",
        "`speakers: [...]`",
    ),
    "plain": (
        f"{SPOKEN}\n\n{SPOKEN}\n",
        "no speaker labels were found",
        "`qct speakers set =expert --sources plain`",
    ),
    "language": (
        f"---\nlanguage: ko\n---\nI: {ASKED * 3}\n\nE01: {SPOKEN * 9}\n",
        "its language is ko, but the text reads as en",
        "--language en",
    ),
}


@pytest.mark.parametrize("name", SOURCES)
def test_an_import_and_doctor_name_the_source_and_what_mends_it(
    project: Project, write: Write, name: str
) -> None:
    text, message, mends = SOURCES[name]
    (imported,) = project.sources.import_files([write(f"{name}.txt", text)], actor="lead")
    (warning,) = [line for line in imported.warnings if message in line]
    assert warning.startswith(f"{name}: ")
    assert mends in warning
    shown = [check for check in project.storage.diagnose() if check.part == "speakers"]
    assert ("note", warning) in [(check.state, check.detail) for check in shown]


def test_an_interview_as_it_should_be_has_no_warning(project: Project, tmp_path: Path) -> None:
    for imported in project.sources.import_files([tmp_path / "E01.txt"], actor="lead"):
        assert imported.warnings == ()
    assert [check.state for check in project.storage.diagnose() if check.part == "speakers"] == [
        "ok"
    ]
    assert role_note(project._session, ["E01", "K01"]) == []


def test_a_person_who_set_the_roles_is_not_asked_again(project: Project, write: Write) -> None:
    project.sources.import_files([write("A6.txt", NUMBERED)], actor="lead")
    source = project.sources.get("A6")
    assert len(list(stored_warnings(project._session, [source], {}))) == 2
    project.speakers.set({"I2": "expert"}, ["A6"], actor="lead")
    assert list(stored_warnings(project._session, [source], {})) == []
    project.speakers.set({"I2": "interviewer", "Interviewer": "interviewer"}, ["A6"], actor="lead")
    assert list(stored_warnings(project._session, [source], {})) == []


def test_an_expert_without_a_case_is_named(project: Project) -> None:
    project.speakers.case("E01", "E01x", actor="lead")
    project.speakers.set({"I": "expert", "E01": "expert"}, ["E01"], actor="lead")
    warnings = list(stored_warnings(project._session, [project.sources.get("E01")], {}))
    assert warnings == [
        "E01: the expert I speaks for no case, so that matrices leave the words out; "
        "`qct speakers case I CASE --sources E01` names one"
    ]


def _coded(project: Project, source: str, quote: str) -> None:
    start = project.sources.text(source).index(quote)
    for coder in ("coder-a", "coder-b"):
        add_finished(project, source, start, start + len(quote), "trust", coder=coder)


def test_agreement_and_matrices_name_sources_whose_roles_change_their_figures(
    project: Project, write: Write
) -> None:
    project.sources.import_files([write("A6.txt", NUMBERED)], actor="lead")
    _coded(project, "E01", "We do not trust their figures.")
    note = "the roles of speakers may be read wrongly in A6; `qct doctor` tells more"
    words = project.matrices.codes_by_cases(answers="union", measure="words")
    assert note in words.table.notes
    assert note in words.matrix.notes
    assert note not in project.matrices.codes_by_cases(answers="union").table.notes
    assert (
        note
        not in project.matrices.codes_by_cases(
            answers="union", measure="words", sources=["E01"]
        ).table.notes
    )
    assert note not in project.agreement.report().notes
    _coded(project, "A6", SPOKEN)
    assert note in project.agreement.report().notes
    assert note not in project.agreement.report(sources=["E01"]).notes
    assert note not in project.agreement.report(whole_text=True).notes
    project.speakers.set({"I2": "expert"}, ["A6"], actor="lead")
    assert note not in project.agreement.report().notes
    assert note not in project.matrices.codes_by_cases(answers="union", measure="words").table.notes


def test_only_experts_count(project: Project) -> None:
    """`other` is outside the frame and the words, like the interviewer."""
    _coded(project, "E01", "We do not trust their figures.")
    assert project.matrices.codes_by_cases(
        answers="union", measure="words", sources=["E01"]
    ).matrix.cells[1] == (6,)
    for role in (Role.OTHER, Role.INTERVIEWER):
        project.speakers.set({"E01": role.value}, ["E01"], actor="lead")
        matrix = project.matrices.codes_by_cases(
            answers="union", measure="words", sources=["E01"]
        ).matrix
        assert matrix.cells[1] == (0,)


ROLES = (
    (
        {"I": "interviewer", "I2": "expert"},
        "the interviewer is outside it",
        "once, interviewer left out",
    ),
    (
        {"I": "other", "I2": "expert"},
        "other speakers are outside it",
        "once, other speakers left out",
    ),
    (
        {"I": "interviewer", "I2": "other"},
        "the interviewer and other speakers are outside it",
        "interviewer and other speakers left out",
    ),
    ({"I": "expert", "I2": "expert"}, "nobody else speaks", "each counted once"),
)


def test_notes_name_the_roles_that_are_there_and_left_out(project: Project, write: Write) -> None:
    text = "I: Why?\n\nE09: It is so.\n\nI2: He means the law.\n\nI: And?\n\nE09: It is.\n"
    project.sources.import_files([write("E09.txt", text)], actor="lead")
    _coded(project, "E09", "It is so.")
    for roles, frame, words in ROLES:
        project.speakers.set(roles, ["E09"], actor="lead")
        notes = project.agreement.report(sources=["E09"]).notes
        assert f"what experts say; {frame}" in " ".join(notes)
        matrix = project.matrices.codes_by_cases(answers="union", measure="words", sources=["E09"])
        assert matrix.table.notes[0].endswith(words)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    folder = tmp_path_factory.mktemp("example")
    for name in ("corpus", "codebooks"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "qct.toml", folder)
    with Project.init(folder) as project:
        done = project.sources.build(actor="lead")
        assert [item.warnings for item in done if item.warnings] == []
        yield project


def test_the_example_study_has_no_warning(example: Project) -> None:
    checks = {
        check.part: check.state
        for check in example.storage.diagnose()
        if check.part in ("speakers", "labels")
    }
    assert checks == {"speakers": "ok", "labels": "ok"}
    assert role_note(example._session, [source.id for source in example.sources.all()]) == []
