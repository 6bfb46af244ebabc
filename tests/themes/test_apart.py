"""Tests of what is set apart before themes are fitted."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from toolkit.themes.apart import recurring, small_talk

STATEMENT = "we thank you for coming and remind you that you may stop at any time"


def test_words_that_half_of_the_sources_have_recur() -> None:
    texts = [*([STATEMENT] * 3), *[f"office {n} has {n} rooms and {n} doors" for n in range(10)]]
    sources = ["A", "B", "C", *"ABCDEABCDE"]
    assert recurring(texts, sources).tolist() == [True] * 3 + [False] * 10
    # Where everything recurs, nothing stands out.
    assert not recurring([STATEMENT] * 6, list("ABCDEF")).any()


def test_two_sources_repeat_nothing() -> None:
    assert not recurring([STATEMENT] * 4, ["A", "A", "B", "B"]).any()


def test_a_long_answer_around_the_statement_stays() -> None:
    long_ = " ".join(f"word{n}" for n in range(40))
    texts = [STATEMENT, STATEMENT, f"{STATEMENT} {long_}", *["short"] * 6]
    assert recurring(texts, ["A", "B", *"CCCCCCC"]).tolist() == [True, True, *[False] * 7]


@given(st.lists(st.text("ab ", max_size=40), max_size=12))
def test_any_texts_have_an_answer(texts: list[str]) -> None:
    assert len(recurring(texts, [f"S{n % 4}" for n in range(len(texts))])) == len(texts)


def test_at_most_the_share_that_is_allowed_is_small_talk() -> None:
    random = np.random.default_rng(1)
    vectors = random.normal(0, 1, (100, 8))
    vectors[:40, 0] += 4
    talk = {"en": 6 * np.eye(8)[[0, 0]]}
    chosen = small_talk(vectors, ["en"] * 100, talk, 0.2)
    assert chosen.sum() <= 20
    assert set(np.flatnonzero(chosen).tolist()) <= set(range(40))
    assert not small_talk(vectors, ["en"] * 100, talk, 0.0).any()
    assert not small_talk(vectors, ["ko"] * 100, talk).any()
    assert not small_talk(vectors[:19], ["en"] * 19, talk).any()
