"""The model by letters, with what the texts of a project teach it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from toolkit.suggest.models import lexical
from toolkit.suggest.models.lexical import Lexical, Projected, Projection

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest


def _fit(_key: bytes, fit: Callable[[], Projection]) -> Projection:
    return fit()


def test_words_that_are_used_together_come_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexical, "MOST_DIRECTIONS", 4)
    random = np.random.default_rng(3)
    topics = [
        ["budget", "funding", "invoice", "salary", "refund", "ledger"],
        ["privacy", "leak", "secret", "breach", "spy", "hacker"],
        ["statute", "judge", "clause", "treaty", "verdict", "court"],
    ]
    texts = [" ".join(random.choice(topics[n % 3], 4)) + f" {n}" for n in range(120)]
    model, plain = Projected(texts, _fit), Lexical()
    words = [word for topic in topics for word in topic]
    same = np.kron(np.eye(3), np.ones((6, 6))).astype(bool)
    rows, before = model.embed(words), plain.embed(words)
    assert rows.shape == (18, model.dim) == (18, 4)
    gains = rows @ rows.T - before @ before.T
    apart = ~np.eye(18, dtype=bool)
    assert gains[same & apart].mean() > gains[~same].mean() + 0.1
    assert [lexical.directions_of(count) for count in (9, 90)] == [3, 4]
    again = Projected(texts[::-1], _fit)
    assert again.id == model.id != Projected(texts[1:], _fit).id
    np.testing.assert_allclose(again.embed(words), rows, atol=1e-5)
