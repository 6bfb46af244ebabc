"""Tests of the space of several models, less the mean of each script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.suggest.models.embedders import unit_rows
from toolkit.suggest.space import FEWEST, SENTENCES, Part, Space, script_of

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from numpy.typing import NDArray


class Letters:
    """An embedder by counts of letters, with an offset for each script."""

    id = "letters@1"
    dim = 5

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), self.dim), dtype=np.float32)
        for at, text in enumerate(texts):
            rows[at, :3] = [text.count(letter) for letter in ("a", "b", "가")]
            rows[at, 3 if script_of(text) == "LATIN" else 4] = 3
        return unit_rows(rows)


class Lengths:
    """An embedder by the length of a text."""

    id = "lengths@1"
    dim = 2

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        angles = np.array([len(text) / 10 for text in texts], dtype=np.float32)
        return np.stack([np.cos(angles), np.sin(angles)], axis=1).reshape(len(texts), 2)


LATIN = [f"{'a' * n} {'b' * (9 - n)}" for n in range(1, FEWEST + 1)]
HANGUL = [f"{'가' * n} {'나' * (9 - n)}" for n in range(1, FEWEST + 1)]
LETTERS = Part(Letters(), lambda _text: True)
LENGTHS = Part(Lengths(), lambda text: script_of(text) == "HANGUL")


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Law", "LATIN"),
        ("12, 3!", ""),
        ("", ""),
        ("법과 정책", "HANGUL"),
        ("법과 policy", "LATIN"),
        ("é1", "LATIN"),
        ("ab 가나", "HANGUL"),
        ("закон", "CYRILLIC"),
    ],
)
def test_the_script_is_that_of_most_letters(text: str, script: str) -> None:
    assert script_of(text) == script


def test_the_mean_of_the_script_is_taken_off() -> None:
    space = Space([LETTERS], [*LATIN, *HANGUL])
    for text, background in (("aaa b", LATIN), ("가가", HANGUL)):
        expected = Letters().embed([text])[0] - Letters().embed(background).mean(axis=0)
        expected /= np.linalg.norm(expected)
        assert space.embed([text])[0] == pytest.approx(expected, abs=2e-5)


def test_with_few_sentences_nothing_is_taken_off() -> None:
    space = Space([LETTERS], [*LATIN[1:], *HANGUL])
    assert space.embed(["aab"])[0] == pytest.approx(Letters().embed(["aab"])[0], abs=2e-5)
    full = Space([LETTERS], [*LATIN, *HANGUL])
    assert not np.allclose(full.embed(["aab"]), space.embed(["aab"]), atol=1e-2)


def test_only_the_first_sentences_count() -> None:
    many = LATIN * 6
    assert len(many) == SENTENCES
    assert np.array_equal(
        Space([LETTERS], many).embed(["ab"]), Space([LETTERS], [*many, "aaaa"]).embed(["ab"])
    )


def test_a_model_that_does_not_read_a_text_leaves_its_part_zero() -> None:
    space = Space([LETTERS, LENGTHS], [*LATIN, *HANGUL])
    assert (space.id, space.dim) == ("letters@1+lengths@1", 7)
    latin, hangul = space.embed(["aab", "가가"])
    assert latin[5:].tolist() == [0, 0]
    assert np.abs(hangul[5:]).max() > 0
    # Each part that is there has the same length.
    assert np.linalg.norm(hangul[:5]) == pytest.approx(np.linalg.norm(hangul[5:]), abs=1e-4)
    assert Space([LENGTHS], HANGUL).embed(["aab"]).tolist() == [[0, 0]]


@given(st.lists(st.text("ab 가나1", max_size=8), max_size=6), st.randoms(use_true_random=False))
def test_the_same_texts_have_the_same_vectors_in_any_order(
    texts: list[str], shuffler: random.Random
) -> None:
    space = Space([LETTERS, LENGTHS], [*LATIN, *HANGUL])
    vectors = dict(zip(texts, space.embed(texts), strict=True))
    shuffled = list(texts)
    shuffler.shuffle(shuffled)
    for text, row in zip(shuffled, space.embed(shuffled), strict=True):
        assert np.array_equal(row, vectors[text])
        assert abs(np.linalg.norm(row) - 1) < 1e-3 or not row.any()
