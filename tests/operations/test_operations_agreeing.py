"""Agreement on a project: who is compared, on what, and what is missing."""

from __future__ import annotations

import pytest

from toolkit.errors import InputError, UsageError
from toolkit.project import Project


def _code_row(project: Project, code: str = "trust", **options: object) -> object:
    rows = project.agreement(**options)  # type: ignore[arg-type]
    return next(row for row in rows if row.code == code and len(row.coders) == 2)


def test_the_same_reading_agrees_fully(project: Project) -> None:
    text = project.text("E01")
    start = text.index("We do not")
    for coder in ("coder-a", "coder-b"):
        project.add_coding("E01", start, start + 30, "trust", coder=coder)
    row = _code_row(project)
    assert row.percent == 1.0  # type: ignore[attr-defined]
    assert row.cohen_kappa == pytest.approx(1.0)  # type: ignore[attr-defined]
    assert row.krippendorff_alpha == pytest.approx(1.0)  # type: ignore[attr-defined]


def test_a_source_one_coder_never_opened_is_missing_not_a_no(project: Project) -> None:
    start = project.text("E01").index("We do not")
    for coder in ("coder-a", "coder-b"):
        project.add_coding("E01", start, start + 30, "trust", coder=coder)
    before = _code_row(project)
    start = project.text("K01").index("저쪽")
    project.add_coding("K01", start, start + 10, "trust", coder="coder-a")
    after = _code_row(project)
    assert after.cohen_kappa == before.cohen_kappa  # type: ignore[attr-defined]
    assert after.sources == before.sources == 1  # type: ignore[attr-defined]


def test_the_interviewer_is_outside_the_frame_unless_asked_for(project: Project) -> None:
    start = project.text("E01").index("We do not")
    for coder in ("coder-a", "coder-b"):
        project.add_coding("E01", start, start + 30, "trust", coder=coder)
    experts = _code_row(project).n  # type: ignore[attr-defined]
    spoken = sum(len(turn.body) for turn in project.turns("E01") if turn.role == "expert")
    assert experts == spoken
    everything = _code_row(project, whole_text=True).n  # type: ignore[attr-defined]
    assert everything == project.source("E01").length


def test_answers_after_a_suggestion_do_not_count(project: Project) -> None:
    start = project.text("E01").index("We do not")
    project.add_coding("E01", start, start + 30, "trust", coder="coder-a")
    project.add_coding("E01", start, start + 30, "trust", coder="coder-b", origin="suggested:x")
    project.add_coding("E01", start, start + 9, "security", coder="coder-b")
    independent = _code_row(project)
    assert independent.uses == (1, 0)  # type: ignore[attr-defined]
    assert _code_row(project, independent_only=False).uses == (1, 1)  # type: ignore[attr-defined]


def test_it_says_why_there_is_nothing_to_compare(project: Project) -> None:
    with pytest.raises(InputError, match="nobody has coded"):
        project.agreement()
    project.add_coding("E01", 3, 9, "trust", coder="coder-a")
    with pytest.raises(InputError, match="only coder-a"):
        project.agreement()
    project.add_coding("K01", 3, 9, "trust", coder="coder-b")
    with pytest.raises(InputError, match="no source was worked on by two"):
        project.agreement()
    with pytest.raises(UsageError, match="character, token, sentence"):
        project.agreement(unit="word")


@pytest.mark.parametrize("unit", ["character", "sentence", "turn"])
def test_every_unit_is_counted_in_its_own_size(project: Project, unit: str) -> None:
    start = project.text("E01").index("We do not")
    for coder in ("coder-a", "coder-b"):
        project.add_coding("E01", start, start + 30, "trust", coder=coder)
    row = _code_row(project, unit=unit)
    assert row.unit == unit  # type: ignore[attr-defined]
    assert row.n == {"character": row.n, "sentence": 5, "turn": 2}[unit]  # type: ignore[attr-defined]
