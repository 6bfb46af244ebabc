"""Themes beside codes: whose answers count, what is hardly coded, and what overlaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from toolkit.domain.codebook import Code

if TYPE_CHECKING:
    from toolkit.project import Project

pytest.importorskip("bertopic")


@pytest.fixture
def coded(interviews: Project) -> Project:
    """Three interviews finished by coder-a, who codes two of the three topics."""
    interviews.themes.fit(actor="lead", model="lexical", themes=3)
    for name in ("law", "money"):
        interviews.codebook.add(Code(name, {"en": name.title()}), actor="lead")
    begins = {"law": "The statute", "money": "The budget"}
    for source in ("E01", "E02", "E03"):
        text = interviews.sources.text(source)
        for code, words in begins.items():
            at = text.find(words)
            while at >= 0:
                interviews.codings.add(source, at, at + 80, code, coder="coder-a")
                at = text.find(words, at + 1)
        interviews.rounds.finish([source], coder="coder-a")
    return interviews


def test_a_theme_that_nobody_codes_is_a_blind_spot(coded: Project) -> None:
    table = coded.themes.compare().themes
    rows = {row[0]: dict(zip(table.columns, row, strict=True)) for row in table.rows}
    # E04 is not finished, so that of 8 segments of each topic 6 count.
    assert {row["segments"] for row in rows.values()} == {6}
    by_share = sorted(rows.values(), key=lambda row: float(row["share"] or 0))
    assert [row["coded"] for row in by_share] == [0, 6, 6]
    assert by_share[0]["remark"] == "blind spot: hardly coded"
    assert sorted(str(row["codes"]) for row in by_share[1:]) == ["law 6", "money 6"]
    assert any("coder-a: 3 sources" in note for note in table.notes)


def test_the_unfinished_source_is_what_to_read_next(coded: Project) -> None:
    table = coded.themes.compare().next_sources
    assert [(row[0], row[1], row[2]) for row in table.rows] == [("E04", 6, 2)]


def test_words_of_codes_are_those_of_their_passages(coded: Project) -> None:
    table = coded.themes.compare(words=True).codes
    words = {row[0]: str(row[-1]) for row in table.rows}
    assert "statute" in words["law"] or "clause" in words["law"]
    assert "budget" in words["money"] or "invoice" in words["money"]


def test_without_codings_every_theme_says_so(interviews: Project) -> None:
    interviews.themes.fit(actor="lead", model="lexical", themes=3)
    table = interviews.themes.compare().themes
    assert {row[-1] for row in table.rows} == {"nobody has finished its sources"}
