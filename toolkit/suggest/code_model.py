"""What is learned of all codes from coded passages, for every family of codes at once.

The families share the sums of examples and one ridge regression. Its targets are, for each code,
the share of the passage's codes of the family less 1 / codes of the family, or 0 where the passage
has no code of the family; and for each family whether the passage has a code of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from toolkit.suggest.applying import Applying, fit_applying, parts_of
from toolkit.suggest.calibration import Calibration, calibrate
from toolkit.suggest.closeness import (
    Sums,
    capped_weights,
    closeness,
    held_out_closeness,
    meanings_of,
    sums_of,
)
from toolkit.suggest.family_model import (
    FamilyModel,
    Features,
    Spreads,
    combined,
    learned_weight,
    spread,
)
from toolkit.suggest.ridge import Ridge, fit_ridge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.suggest.coded import Coded
    from toolkit.suggest.examples import CodeSet


@dataclass(frozen=True)
class Answers:
    """What is said of passages for a family, each of shape (passages, codes of the family)."""

    features: Features
    scores: NDArray[np.float64]
    chances: NDArray[np.float64]
    """The probability that a coded passage gets the code."""


@dataclass(frozen=True)
class CodeModel:
    """What was learned from the passages of some interviews."""

    meanings: Sums
    """The meanings of the codes with their weight as pseudo-examples."""
    examples: Sums
    ridge: Ridge | None
    """None without examples. The targets are the codes and behind them the families."""
    families: tuple[FamilyModel, ...]

    @property
    def known(self) -> Sums:
        """Meanings and examples together."""
        return self.meanings.plus(self.examples)

    def answers(
        self,
        vectors: NDArray[np.float32],
        terms: Any,
        recency: NDArray[np.float64],
        own: Sums | None = None,
    ) -> tuple[Answers, ...]:
        """What every family says of passages.

        Parameters
        ----------
        vectors, terms, recency
            Unit vectors (n, dim), TF-IDF rows (n, terms), and the recent use of each code.
        own
            Sums of examples of the same interview that may be used as well.
        """
        sums = self.known if own is None else self.known.plus(own)
        return self.judged(closeness(vectors, terms, sums), vectors, recency)

    def judged(
        self,
        near: tuple[NDArray[np.float64], NDArray[np.float64]],
        vectors: NDArray[np.float32],
        recency: NDArray[np.float64],
    ) -> tuple[Answers, ...]:
        """As `answers`, with the cosines to the prototypes by vectors and by terms given."""
        learned = self.learned(vectors)
        count = recency.shape[1]
        features = Features(*near, recency, learned[:, :count])
        every_part = parts_of(
            learned[:, count:], (recency, *near), [model.columns for model in self.families]
        )
        result = []
        for model, parts in zip(self.families, every_part, strict=True):
            own = features.of(model.columns)
            scores = model.scores(own)
            result.append(Answers(own, scores, model.chances(scores, parts)))
        return tuple(result)

    def learned(self, vectors: NDArray[np.floating]) -> NDArray[np.float64]:
        """What the regression says of passages, shape (passages, codes + families)."""
        if self.ridge is None:
            return np.zeros((len(vectors), len(self.meanings.vectors) + len(self.families)))
        return self.ridge.predict(vectors)


def fit_codes(
    codes: CodeSet,
    coded: Coded,
    usable: NDArray[np.bool_],
    families: Sequence[NDArray[np.intp]],
    width: int,
    quotes: NDArray[np.bool_] | None = None,
    held: NDArray[np.bool_] | None = None,
) -> CodeModel:
    """Learn from the usable passages, and from what the codebook quotes.

    A quotation is an example of its code, in the sums of examples alone: it does not say which
    other codes the passage has, so that the regression and the calibration do not learn from it.

    Parameters
    ----------
    quotes
        The quotations that may be used, shape (quotations,). Without it these are the ones from
        interviews with usable passages, and those from no known interview.
    families
        The columns of the codes of each family.
    width
        The number of terms.
    held
        Which codes are not offered, shape (codes,); None for none.
    """
    meanings = meanings_of(codes, width)
    rows = np.flatnonzero(usable & (coded.weights > 0).any(axis=1))
    weights, interviews, vectors = coded.weights[rows], coded.interviews[rows], coded.vectors[rows]
    known = _with_quotes(coded, rows, quotes)
    capped = capped_weights(known.weights, known.interviews)
    examples = sums_of(capped, known.vectors, known.terms)
    if not len(rows):
        unknown = tuple(_unknown(columns, held) for columns in families)
        return CodeModel(meanings, examples, None, unknown)
    asked = len(rows)
    near = held_out_closeness(
        meanings.plus(examples), capped, known.vectors, known.terms, known.interviews, asked
    )
    targets = targets_of(weights > 0, families)
    ridge = fit_ridge(vectors, targets, weights.max(axis=1), interviews)
    count = weights.shape[1]
    recency = coded.recency[rows]
    features = Features(*near, recency, ridge.held_out[:, :count])
    parts = parts_of(ridge.held_out[:, count:], (recency, *near), families)
    # The interviews are ranked by one another, so that a single one gives no answers.
    has_answers = len(np.unique(interviews)) > 1
    models = tuple(
        _family(columns, features, own_parts, weights, interviews, held, has_answers=has_answers)
        for columns, own_parts in zip(families, parts, strict=True)
    )
    return CodeModel(meanings, examples, ridge, models)


@dataclass(frozen=True)
class _Known:
    """Coded passages and behind them quotations, a row for each."""

    interviews: NDArray[np.intp]
    """A quotation from no known interview has a negative number of its own."""
    vectors: NDArray[np.float32]
    terms: Any
    weights: NDArray[np.float64]


def _with_quotes(coded: Coded, rows: NDArray[np.intp], quotes: NDArray[np.bool_] | None) -> _Known:
    """The coded passages `rows` and the quotations that may be used."""
    own = _Known(
        coded.interviews[rows], coded.vectors[rows], coded.terms[rows], coded.weights[rows]
    )
    quoted = coded.quoted
    if quoted is None or not len(quoted):
        return own
    if quotes is None:
        quotes = quoted.known_from(np.unique(own.interviews).tolist())
    chosen = np.flatnonzero(quotes)
    if not len(chosen):
        return own
    from scipy.sparse import vstack

    interviews = quoted.interviews[chosen].copy()
    nowhere = interviews < 0
    interviews[nowhere] = -1 - np.arange(int(nowhere.sum()))
    weights = np.eye(own.weights.shape[1])[quoted.columns[chosen]]
    return _Known(
        np.concatenate([own.interviews, interviews]),
        np.concatenate([own.vectors, quoted.vectors[chosen]]),
        vstack([own.terms, quoted.terms[chosen]], format="csr"),
        np.concatenate([own.weights, weights]),
    )


def targets_of(
    given: NDArray[np.bool_], families: Sequence[NDArray[np.intp]]
) -> NDArray[np.float64]:
    """The targets of the regression, shape (passages, codes + families).

    `given` says which codes the passages have, shape (passages, codes).
    """
    targets = np.zeros((len(given), given.shape[1] + len(families)))
    for at, columns in enumerate(families):
        own = given[:, columns]
        number = own.sum(axis=1, keepdims=True)
        shares = own / np.maximum(number, 1) - 1 / len(columns)
        targets[:, columns] = np.where(number > 0, shares, 0.0)
        applies = number[:, 0] > 0
        targets[:, given.shape[1] + at] = applies - applies.mean()
    return targets


def _held(held: NDArray[np.bool_] | None, columns: NDArray[np.intp]) -> NDArray[np.bool_]:
    """The codes of a family that are not offered; empty where all are."""
    own = np.zeros(0, dtype=bool) if held is None else held[columns]
    return own if own.any() else np.zeros(0, dtype=bool)


def _unknown(columns: NDArray[np.intp], held: NDArray[np.bool_] | None) -> FamilyModel:
    counts, none = np.zeros((2, len(columns)), dtype=np.intp), np.zeros(0)
    own = _held(held, columns)
    return FamilyModel(columns, Spreads(), 0.0, Applying(), Calibration(), none, counts, own)


def _family(
    columns: NDArray[np.intp],
    every_feature: Features,
    parts: NDArray[np.float64],
    every_weight: NDArray[np.float64],
    interviews: NDArray[np.intp],
    held: NDArray[np.bool_] | None,
    *,
    has_answers: bool,
) -> FamilyModel:
    features, labels = every_feature.of(columns), every_weight[:, columns] > 0
    own = labels.sum(axis=1) > 0
    spreads = Spreads(spread(features.prototype[own]), spread(features.lexical[own]))
    trust = learned_weight(int(own.sum()), len(columns))
    applying, calibration = Applying(), Calibration()
    if has_answers and own.any():
        applying = fit_applying(parts, own)
        scores, chances = combined(features, spreads, trust), applying.chances(parts)
        left_out = _held(held, columns)
        calibration = calibrate(scores, labels, chances, left_out if len(left_out) else None)
    counts = np.array(
        [labels.sum(axis=0), [len(np.unique(interviews[label])) for label in labels.T]],
        dtype=np.intp,
    )
    nearness = np.where(labels, features.prototype, -np.inf).max(axis=1)[own]
    own_held = _held(held, columns)
    return FamilyModel(columns, spreads, trust, applying, calibration, nearness, counts, own_held)
