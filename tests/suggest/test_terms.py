"""Tests of the words that texts share."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.suggest import terms
from toolkit.suggest.terms import FlatRows, TermIndex, stem, tokens


@pytest.mark.parametrize(
    ("word", "stemmed"),
    [
        ("ministries", "ministry"),
        ("agencies", "agency"),
        ("processes", "process"),
        ("breaches", "breach"),
        ("laws", "law"),
        ("status", "status"),
        ("class", "class"),
        ("ministry's", "ministry"),
        ("analysis", "analysis"),
    ],
)
def test_english_words_lose_their_plural(word: str, stemmed: str) -> None:
    assert stem(word) == stemmed


def test_fillers_are_no_terms() -> None:
    assert tokens("Well, I don’t know, we asked the Ministries for their data.") == [
        "ministry",
        "data",
    ]


def test_korean_words_lose_their_particles() -> None:
    pytest.importorskip("kiwipiepy")
    assert {"예산", "부처"} <= set(tokens("부처에서 예산을 안 줍니다."))
    assert set(tokens("예산이 없어요")) & set(tokens("예산은 있습니다"))


def test_without_an_analyser_korean_words_fall_into_pieces(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(terms, "analyser", lambda: None)
    assert set(tokens("예산이 없어요")) & set(tokens("예산은 있습니다")) == {"예산"}
    assert tokens("법") == ["법"]


def test_a_term_that_every_text_has_weighs_less() -> None:
    index = TermIndex(["data law", "data budget", "data leak"])
    columns, values = index.row("data law")
    weight = {index.terms[column]: value for column, value in zip(columns, values, strict=True)}
    assert weight["law"] > weight["data"]
    assert np.linalg.norm(values) == pytest.approx(1)
    assert index.row("unknown words")[0].size == 0


@given(st.lists(st.lists(st.sampled_from(["law", "budget", "leak", "data"])), max_size=6))
def test_sums_of_rows_equal_sums_of_dense_rows(texts: list[list[str]]) -> None:
    index = TermIndex(["law budget", "leak data"])
    rows = index.rows([" ".join(words) for words in texts])
    groups = np.arange(len(rows), dtype=np.intp) % 2
    weights = np.arange(1.0, len(rows) + 1)
    dense = np.zeros((2, 4))
    for at, (columns, values) in enumerate(rows):
        dense[at % 2, columns] += weights[at] * values
    assert np.allclose(FlatRows.of(rows).sums(groups, weights, (2, 4)), dense)


def test_terms_are_shown_by_words_that_stand_in_the_text() -> None:
    text = "Ministries keep policies, boxes and an NDA; the ministry's boss agrees."
    # The rule cuts "boxes" to "boxe", which nobody should have to read.
    assert terms.tokens(text)[:4] == ["ministry", "policy", "boxe", "nda"]
    shown = terms.words_for(text, ["ministry", "policy", "boxe", "nda", "ministry", "absent"])
    assert shown == ("ministries", "policies", "boxes", "NDA", "absent")
    for word in shown[:-1]:
        assert word in text.casefold() or word in text


def test_korean_terms_are_shown_as_words(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "저쪽 자료를 믿지 못해요."
    monkeypatch.setattr(terms, "analyser", lambda: None)
    assert terms.words_for(text, ["자료", "료를"]) == ("자료를",)
    monkeypatch.undo()
    pytest.importorskip("kiwipiepy")
    assert terms.words_for(text, terms.tokens(text)) == ("자료", "믿다")
