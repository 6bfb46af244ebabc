"""Tests of the disagreements of a project, with their places, words and definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.finished import add_finished
from toolkit.domain.codings import Mode
from toolkit.errors import InputError, UsageError

if TYPE_CHECKING:
    from toolkit.project import Project
    from toolkit.report.tables import Table

A, B = "coder-a", "coder-b"


def _say(project: Project, source: str, quote: str, code: str, coder: str, **more: Any) -> None:
    start = project.sources.text(source).index(quote)
    add_finished(project, source, start, start + len(quote), code, coder=coder, **more)


@pytest.fixture
def coded(project: Project) -> Project:
    """A project with one disagreement of each kind and one agreement."""
    for coder in (A, B):
        _say(project, "E01", "Last spring", "proposal", coder)
    _say(project, "E01", "We do not trust their figures.", "trust", A)
    _say(project, "E01", "trust their figures.", "trust", B)
    _say(project, "E01", "A leak is what my director fears.", "security", A)
    _say(project, "E01", "A leak is what my director fears.", "trust", B)
    _say(project, "K01", "저쪽 자료를 믿지 못해요.", "trust", A)
    _say(project, "K01", "같은 규칙이 필요해요.", "proposal", B)
    return project


def _dicts(table: Table) -> list[dict[str, Any]]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def test_each_kind_is_told_and_the_largest_comes_first(coded: Project) -> None:
    disagreements = coded.consensus.disagreements()
    assert [row.characters for row in disagreements] == sorted(
        (row.characters for row in disagreements), reverse=True
    )
    assert sorted(row.kind for row in disagreements) == [
        "boundary",
        "extra",
        "missed",
        "other-code",
    ]


def test_places_and_words_are_those_of_the_text(coded: Project) -> None:
    for row in _dicts(coded.consensus.disagreement_table()):
        assert row["quote"] == coded.sources.text(row["source"])[row["start"] : row["end"]]
    (boundary,) = _dicts(coded.consensus.disagreement_table(kinds=["boundary"]))
    start = coded.sources.text("E01").index("We do not")
    assert boundary["a"] == f"{start}:{start + 30}"
    assert boundary["b"] == f"{start + 10}:{start + 30}"
    assert boundary["characters"] == 10


def test_filters(coded: Project) -> None:
    assert {row.source_id for row in coded.consensus.disagreements(sources=["K01"])} == {"K01"}
    assert [row.kind for row in coded.consensus.disagreements(codes=["security"])] == ["other-code"]
    assert len(coded.consensus.disagreements(codes=["obstacles"])) == 3
    assert len(coded.consensus.disagreements(limit=2)) == 2
    in_order = coded.consensus.disagreements(in_order=True)
    assert [row.source_id for row in in_order] == ["E01", "E01", "K01", "K01"]
    with pytest.raises(UsageError, match="missed, extra, other-code, boundary"):
        coded.consensus.disagreements(kinds=["wrong"])
    with pytest.raises(UsageError, match="1 or more"):
        coded.consensus.disagreements(limit=0)
    with pytest.raises(InputError, match="unknown code"):
        coded.consensus.disagreements(codes=["nothing"])


def test_an_open_blind_round_shows_nothing(coded: Project) -> None:
    coded.rounds.open("R1", actor="lead", mode=Mode.BLIND)
    for coder in (A, B):
        _say(coded, "E01", "And security?", "security", coder, round_id="R1")
    before = coded.consensus.disagreements()
    _say(coded, "E01", "What hinders", "trust", A, round_id="R1")
    assert coded.consensus.disagreements() == before
    with pytest.raises(UsageError, match="open and blind"):
        coded.consensus.disagreements(round_id="R1")


def test_confusion_adds_up_to_what_each_coder_coded(coded: Project) -> None:
    table = coded.consensus.confusion()
    rows = {row[0]: dict(zip(table.columns[1:], row[1:], strict=True)) for row in table.rows}
    own = len("We do not trust their figures.") + len("저쪽 자료를 믿지 못해요.")
    counts_of = rows["trust"].values()
    assert sum(count for count in counts_of if isinstance(count, int | float)) == own
    assert rows["security"]["trust"] == len("A leak is what my director fears.")
    assert rows["(nothing)"]["(nothing)"] is None
    codings = coded.consensus.confusion(measure="codings")
    counts = {row[0]: dict(zip(codings.columns[1:], row[1:], strict=True)) for row in codings.rows}
    assert counts["proposal"]["proposal"] == 1
    assert counts["trust"]["(nothing)"] == 1
    with pytest.raises(UsageError, match="characters, codings"):
        coded.consensus.confusion(measure="words")


def test_confused_codes_stand_side_by_side(coded: Project) -> None:
    (pair,) = _dicts(coded.consensus.confused_codes())
    assert (pair["code"], pair["other"], pair["codings"]) == ("security", "trust", 1)
    assert pair["definition"] == "Leaks and access."
    assert pair["other_definition"] == "Not relying on what another body sends."
