"""Pictures show what is stored of a run, as it stands, and compute nothing again."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.operations.themes.conftest import SAID
from toolkit.domain.codebook import Code
from toolkit.errors import UsageError
from toolkit.operations.themes.edits import edits_of, standing
from toolkit.operations.themes.pictures import pictures_of
from toolkit.operations.themes.runs import need_run
from toolkit.operations.themes.shown import report_of
from toolkit.report.themes.charts import figures
from toolkit.report.themes.pictures import PICTURES, Mark

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from toolkit.operations.themes.runs import StoredRun
    from toolkit.project import Project
    from toolkit.report.themes.pictures import ThemePictures

pytest.importorskip("bertopic")


def total(pictures: ThemePictures, number: int) -> tuple[int, int]:
    """The segments of a theme by cases, and by tenths."""
    return (
        sum(counts.themes[number] for counts in pictures.cases.values()),
        sum(counts.themes[number] for counts in pictures.tenths),
    )


def of_run(project: Project, run: StoredRun) -> ThemePictures:
    """The pictures of a run that is not as it was stored."""
    state = standing(run, [])
    report = report_of(project._session, run, state)
    return pictures_of(project._session, run, state, [], report)


def test_every_segment_is_in_a_case_and_in_a_tenth(fitted: Project) -> None:
    pictures, report = fitted.themes.pictures(), fitted.themes.show()
    for drawn, theme in zip(pictures.themes, report.themes, strict=True):
        assert total(pictures, theme.number) == (theme.size, theme.size)
        # The openings of the fit and the first tenth of the picture are one figure.
        first = pictures.tenths[0].themes[theme.number]
        assert first / theme.size == pytest.approx(theme.opening, abs=1e-4)
        assert drawn.place == theme.place
        assert drawn.quote == theme.representatives[0].quote
    assert len(pictures.cases) == 4
    assert all(counts.total == 6 for counts in pictures.cases.values())
    assert set(figures(pictures)) == set(PICTURES)


def test_words_have_the_weights_of_the_fit_and_the_tree_its_cosines(fitted: Project) -> None:
    pictures, report = fitted.themes.pictures(), fitted.themes.show()
    stored = fitted._session.database.query("SELECT * FROM themes ORDER BY theme")
    for drawn, row in zip(pictures.themes, stored, strict=True):
        words = [[word.text, word.weight] for word in drawn.words]
        assert words == json.loads(row["keywords"])
    first = pictures.joins[0]
    cosines = [
        theme.cosines[other.number]
        for theme in report.themes
        for other in report.themes
        if theme.number < other.number
    ]
    assert first.cosine == max(cosines)


def test_nothing_is_fitted_or_read_by_a_model(
    fitted: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_arguments: object, **_named: object) -> None:
        raise AssertionError("a model was asked")

    monkeypatch.setattr("toolkit.operations.themes.fitting.embedder", refused)
    monkeypatch.setattr("toolkit.operations.themes.steps.embedder", refused)
    events = len(fitted.history.events())
    assert fitted.themes.pictures() == fitted.themes.pictures()
    assert len(fitted.history.events()) == events


def test_a_changed_theme_keeps_its_counts_and_loses_the_figures_of_the_fit(
    fitted: Project,
) -> None:
    fitted.themes.merge([0, 2], actor="coder-a")
    fitted.themes.reject(1, actor="coder-a")
    pictures = fitted.themes.pictures()
    merged, rejected = pictures.themes
    assert total(pictures, 0) == (16, 16)
    assert merged.place is None
    assert {word.weight for word in merged.words} == {None}
    assert rejected.mark is Mark.REJECTED
    assert rejected.place is not None
    assert rejected.quote == ""
    assert fitted.themes.pictures(unfold=True).themes[1].quote
    assert pictures.joins == ()
    for name in ("map", "words", "hierarchy"):
        assert any(note.endswith("merged or split them: 0") for note in pictures.notes[name])
    assert "map" in figures(pictures)
    assert "hierarchy" not in figures(pictures)


def test_an_unstable_theme_is_drawn_as_such_although_a_code_was_made_of_it(
    fitted: Project,
) -> None:
    fitted.themes.make_code(0, Code("upkeep", {"en": "Upkeep"}), actor="coder-a")
    session, report = fitted._session, fitted.themes.show()
    shaken = replace(report.themes[0], stability=0.1)
    run = need_run(session, None)
    steps = edits_of(session, run.id)
    report = replace(report, themes=(shaken, *report.themes[1:]))
    first = pictures_of(session, run, standing(run, steps), steps, report).themes[0]
    assert first.mark is Mark.UNSTABLE
    assert first.status == "code upkeep"
    assert first.told.endswith("(unstable)")
    assert first.quote == ""


def test_what_was_assigned_later_is_counted(
    fitted: Project, write: Callable[[str, str], Path]
) -> None:
    turns = "\n\n".join(
        f"I: And?\n\nE09: {sentence} I tell you this as number 9." for sentence in SAID.values()
    )
    path = write("E09.txt", f"---\nlanguage: en\n---\n{turns}\n")
    fitted.sources.import_files([path], actor="lead")
    fitted.themes.assign(["E09"], actor="coder-a")
    pictures = fitted.themes.pictures()
    assert [total(pictures, number) for number in range(3)] == [(9, 9)] * 3
    assert any(name.startswith("E09") for name in pictures.cases)


def test_what_is_set_apart_is_counted_and_told(fitted: Project) -> None:
    run = need_run(fitted._session, None)
    members = [replace(m, theme=-1) if m.source_id == "E01" else m for m in run.members]
    parameters = {**run.parameters, "small_talk": 6}
    pictures = of_run(fitted, replace(run, members=tuple(members), parameters=parameters))
    assert sum(part.small_talk for part in pictures.tenths) == 6
    assert pictures.cases["E01"].small_talk == pictures.cases["E01"].total == 6
    assert pictures.table("positions").rows[-1][0] == "small_talk"
    assert any(note.startswith("6 segments that are set apart") for note in pictures.notes["map"])


def test_a_segment_is_of_the_case_that_speaks(
    fitted: Project, write: Callable[[str, str], Path]
) -> None:
    table = write("cases.csv", "id,source\nanna,E01\nbert,E01\nanna,E02\n")
    fitted.sources.import_files([table], actor="lead")
    pictures = fitted.themes.pictures()
    assert pictures.cases["anna"].total == 12
    assert pictures.cases["bert"].total == 6
    assert pictures.notes["cases"] == ("6 segments are of several cases",)


def test_an_older_run_without_places_says_so(fitted: Project) -> None:
    run = need_run(fitted._session, None)
    bare = {k: v for k, v in run.parameters.items() if k not in ("places", "cosines")}
    pictures = of_run(fitted, replace(run, parameters=bare))
    assert "map" not in figures(pictures)
    assert {"words", "cases", "positions"} <= set(figures(pictures))
    for name in ("map", "hierarchy"):
        assert any("older version" in note for note in pictures.notes[name])


def test_nobody_sees_pictures_while_the_first_blind_round_is_open(fitted: Project) -> None:
    fitted.rounds.open("R1", coders=["coder-b", "coder-c"], actor="lead")
    with pytest.raises(UsageError, match="themes are for nobody before"):
        fitted.themes.pictures()
    fitted.rounds.close("R1", actor="lead")
    assert fitted.themes.pictures().themes
