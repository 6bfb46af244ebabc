"""Tests of the figures on themes, against values computed by hand and other programs."""

from __future__ import annotations

import math

import pytest

from toolkit.themes.keywords import places_of, shared_out, varied
from toolkit.themes.quality import collapse, diversity, npmi
from toolkit.themes.result import Keyword


def test_npmi_of_a_worked_example() -> None:
    """Of 4 segments 2 have both words, a is in 3, b in 2: ln(2*4/(3*2)) / -ln(2/4)."""
    documents = [["a", "b"], ["a", "b"], ["a"], ["c"]]
    expected = math.log(8 / 6) / math.log(2)
    (found,) = npmi([["a", "b"]], documents)
    assert found == pytest.approx(expected, abs=1e-4)
    assert npmi([["a", "c"], ["a"], ["c", "c2"]], documents) == (-1.0, None, -1.0)
    assert npmi([["a", "b"]], [["a", "b"]] * 3) == (1.0,)


def test_diversity_counts_words_of_several_themes_once() -> None:
    assert diversity([["a", "b"], ["a", "c"]]) == 0.75
    assert diversity([]) is None


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([3620, 306, 155], "few"),
        ([150, 80, 40, 30], "largest"),
        ([120, 80, 50, 50], ""),
        ([60, 40], ""),
        ([100, 100, 99], ""),
        ([100, 100, 100], "few"),
    ],
)
def test_collapsed_partitions_are_told(sizes: list[int], expected: str) -> None:
    assert collapse(sizes) == expected


def test_keywords_are_chosen_for_variety() -> None:
    documents = [["data", "data platform"]] * 4 + [["budget"]] * 3
    candidates = [Keyword("data platform", 1.0), Keyword("data", 0.95), Keyword("budget", 0.6)]
    places = places_of(documents, {keyword.word for keyword in candidates})
    assert [k.word for k in varied(candidates, places, 2)] == ["data platform", "budget"]


def test_both_languages_of_a_theme_have_keywords() -> None:
    ranked = {
        "ko": [Keyword(f"예산{n}", 1.0) for n in range(10)],
        "en": [Keyword(f"budget{n}", 2.0) for n in range(10)],
    }
    chosen = [keyword.word for keyword in shared_out(ranked, {"ko": 0.7, "en": 0.3})]
    assert [word[0] == "예" for word in chosen] == [True] * 7 + [False] * 3
    alone = shared_out(ranked, {"ko": 0.95, "en": 0.05})
    assert all(keyword.word[0] == "예" for keyword in alone)
