"""Methods that suggestions have to beat, on the same passages and examples.

A method gets the rows of passages that were coded in earlier interviews and the rows of a single
interview, and scores every code of the family for each of the latter. It learns from the codings of
earlier interviews; `frequency` alone also sees the earlier passages of the same interview.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from toolkit.suggest.replay.outcomes import Items, ranks_of

Rows = NDArray[np.intp]
NEIGHBOURS = 10
INVERSE_PENALTY = 10.0
"""C of the logistic regressions: the inverse of the strength of their penalty."""
TOLERANCE = 1e-4
MOST_STEPS = 200
MOST_ROTATED = 1500
"""Most passages whose features are rotated, which takes time with the cube of their number."""


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """What a method says of the passages of one interview."""

    scores: NDArray[np.float64]
    """Score of each code, the higher the better, shape (passages, codes). Equal scores are ranked
    in code order; -inf says that the code is no candidate."""
    confidence: NDArray[np.float64]
    """Probability that the first candidate is right, shape (passages,). NaN: there is none."""

    @property
    def ranks(self) -> Rows:
        """The rank of each code: see `outcomes.ranks_of`."""
        return ranks_of(self.scores)


class Baseline(Protocol):
    """A method: scores for the rows `asked` of the items, from the rows `earlier`."""

    def __call__(self, items: Items, earlier: Rows, asked: Rows) -> Answers: ...


def frequency(items: Items, earlier: Rows, asked: Rows) -> Answers:
    """How often each code was given, in earlier interviews and earlier in the same interview.

    The score of a code is the share of earlier passages that have it, and the share of the
    first code is the confidence. `asked` is in the order of the passages of one interview.
    """
    labels = items.labels[asked].astype(np.float64)
    before = np.cumsum(labels, axis=0) - labels + items.labels[earlier].sum(axis=0)
    passages = len(earlier) + np.arange(len(asked))[:, None]
    scores = before / np.maximum(passages, 1)
    return Answers(scores, _first(scores, (passages > 0)[:, 0]))


def names(items: Items, earlier: Rows, asked: Rows) -> Answers:  # noqa: ARG001 - as all methods
    """The cosine of the passage to the name and definition of each code; it learns nothing."""
    scores = items.vectors[asked].astype(np.float64) @ items.names.astype(np.float64).T
    return Answers(scores, np.full(len(asked), np.nan))


def knn(items: Items, earlier: Rows, asked: Rows, neighbours: int = NEIGHBOURS) -> Answers:
    """The share of the nearest earlier passages that have a code, weighted by their cosines.

    score_k = sum of w_j 1[k in Y_j] / sum of w_j over the 10 nearest passages j, w_j their
    cosine and 0 below 0 (Dudani 1976 for votes weighted by distance). The score of the first
    code is the confidence. Of passages equally near the earlier row counts.
    """
    cosines = items.vectors[asked] @ items.vectors[earlier].T
    nearest = np.argsort(-cosines, axis=1, kind="stable")[:, :neighbours]
    weights = np.maximum(np.take_along_axis(cosines, nearest, 1), 0).astype(np.float64)
    votes = np.einsum("in,ink->ik", weights, items.labels[earlier][nearest].astype(np.float64))
    total = weights.sum(axis=1)
    scores = votes / np.maximum(total, 1e-12)[:, None]
    return Answers(scores, _first(scores, total > 0))


@dataclass(slots=True, eq=False)
class Regression:
    """Multinomial logistic regression on features of the passages: `lr()` or `tfidf_lr()`.

    A passage with several codes is an example of each, so that the model is fitted to pairs of
    passage and code and gives P(k), the probability that a code drawn from the passage is k.
    The scores are these. The confidence is 1 - (1 - P)^m for the first code, m the mean number
    of codes of an earlier passage: the chance that k is among m drawn codes; in a family of one
    code a passage it is P itself. Codes without an earlier passage score 0.

    The penalty is C = 10 on unit vectors, as scikit-learn's `LogisticRegression` defines it (its
    solver lbfgs with its own tolerance of .0001 and at most 200 steps). A fit begins where
    the call before ended, which is several times faster when interviews come one after the
    other: use `restarted()` or a new object for each order of the interviews.
    """

    features: Callable[[Items], Any]
    """The array or sparse matrix of all passages."""
    _items: Items | None = field(default=None, init=False, repr=False)
    _features: Any = field(default=None, init=False, repr=False)
    """The features of `_items`, rotated."""
    _weights: NDArray[np.float64] | None = field(default=None, init=False, repr=False)
    """Coefficients of the codes and, in the last column, their intercepts."""

    def restarted(self) -> Regression:
        """The method for another order of the same interviews, which has learned nothing yet."""
        method = Regression(self.features)
        method._items, method._features = self._items, self._features
        return method

    def __call__(self, items: Items, earlier: Rows, asked: Rows) -> Answers:
        """Probabilities of the codes for each passage asked for."""
        if self._items is not items:
            self._items, self._features = items, rotated(self.features(items))
            self._weights = None
        labels = items.labels[earlier]
        passages, codes = np.nonzero(labels)
        present = np.unique(codes)
        scores = np.zeros((len(asked), items.labels.shape[1]))
        if not len(present) or not len(asked):
            return Answers(scores, np.full(len(asked), np.nan))
        scores[:, present] = self._fitted(items, earlier[passages], codes, asked, present)
        drawn = labels.sum() / len(earlier)
        first = np.clip(scores.max(axis=1), 0.0, 1.0)
        return Answers(scores, 1 - (1 - first) ** drawn)

    def _fitted(
        self, items: Items, rows: Rows, codes: Rows, asked: Rows, present: Rows
    ) -> NDArray[np.float64]:
        """Probabilities of the codes that are present, shape (asked, present)."""
        if len(present) == 1:
            return np.ones((len(asked), 1))
        from sklearn.linear_model import LogisticRegression

        features = self._features
        model = LogisticRegression(
            C=INVERSE_PENALTY, tol=TOLERANCE, max_iter=MOST_STEPS, warm_start=True
        )
        width = features.shape[1] + 1
        if self._weights is None:
            self._weights = np.zeros((items.labels.shape[1], width))
        if len(present) > 2:
            model.coef_ = self._weights[present, :-1]
            model.intercept_ = self._weights[present, -1]
        with warnings.catch_warnings():
            # Early in a replay there are few passages for each code, which scikit-learn remarks on.
            warnings.simplefilter("ignore", UserWarning)
            model.fit(features[rows], codes)
        if len(present) > 2:
            self._weights[present, :-1] = model.coef_
            self._weights[present, -1] = model.intercept_
        probabilities: NDArray[np.float64] = model.predict_proba(features[asked])
        return probabilities


def rotated(features: Any) -> Any:
    """Features with the same products of any two rows, of fewer columns where there are few rows.

    X X' = Q L Q' gives Q sqrt(L), which has at most as many columns as rows. A penalty on the
    length of the weights sees products of rows alone (the representer theorem: Kimeldorf & Wahba
    1971), so that predictions stay the same, and a fit has fewer weights. Features
    with many rows or few columns are given back as they are.
    """
    rows, columns = features.shape
    if not rows or rows >= columns or rows > MOST_ROTATED:
        return features
    products = features @ features.T
    values, vectors = np.linalg.eigh(
        products.toarray() if hasattr(products, "toarray") else products
    )
    kept = values > values[-1] * 1e-12
    return vectors[:, kept] * np.sqrt(values[kept])


def lr() -> Regression:
    """Logistic regression on the vectors of the passages."""
    return Regression(_vectors)


def tfidf_lr() -> Regression:
    """Logistic regression on the TF-IDF rows of the passages."""
    return Regression(_terms)


def _vectors(items: Items) -> NDArray[np.float64]:
    return items.vectors.astype(np.float64)


def _terms(items: Items) -> Any:
    return items.terms.astype(np.float64)


LEARNERS: dict[str, Callable[[], Baseline]] = {
    "frequency": lambda: frequency,
    "names": lambda: names,
    "knn": lambda: knn,
    "tfidf_lr": tfidf_lr,
    "lr": lr,
}
"""A maker of each method by its name in the table of a replay; use a new one for each order."""


def _first(scores: NDArray[np.float64], known: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The highest score of each row as the confidence, NaN where it rests on nothing."""
    return np.where(known, scores.max(axis=1, initial=0.0), np.nan)


@dataclass(frozen=True, slots=True, eq=False)
class CodedSpans:
    """The passages that another coder coded in the family, in any order."""

    sources: Rows
    """Number of the interview of each passage, as in `Items`, shape (spans,)."""
    starts: Rows
    ends: Rows
    """Half-open in code points, shape (spans,)."""
    labels: NDArray[np.bool_]
    """Codes that the other coder gave, shape (spans, codes)."""


def second_coder(items: Items, ends: Rows, others: CodedSpans) -> tuple[Rows, Answers]:
    """What another coder said of overlapping passages, as a ranking: the human ceiling.

    A code scores the largest overlap of the item with a passage to which the other coder gave the
    code, as the shared characters by those that either has (Jaccard); of equal ones the first in
    code order leads. Codes that the other coder did not give are no candidates, so that no hit
    comes from their order.

    Parameters
    ----------
    ends
        Where each item ends in its interview, in code points, shape (items,).

    Returns
    -------
    The rows of the items that overlap any passage of the other coder, and the answers for them
    alone, without confidence. An item where the other coder coded nothing is left out: its codes
    are no disagreement on the label but on the passage.
    """
    count, codes = items.labels.shape
    scores = np.full((count, codes), -np.inf)
    for source in np.intersect1d(items.sources, others.sources).tolist():
        rows = np.flatnonzero(items.sources == source)
        spans = np.flatnonzero(others.sources == source)
        start, end = items.starts[rows][:, None], ends[rows][:, None]
        shared = np.minimum(end, others.ends[spans]) - np.maximum(start, others.starts[spans])
        either = np.maximum(end, others.ends[spans]) - np.minimum(start, others.starts[spans])
        share = np.where(shared > 0, shared / np.maximum(either, 1), -np.inf)
        for at, span in enumerate(spans.tolist()):
            given = others.labels[span]
            part = scores[np.ix_(rows, given)]
            scores[np.ix_(rows, given)] = np.maximum(part, share[:, [at]])
    overlap = np.flatnonzero(np.isfinite(scores).any(axis=1))
    return overlap, Answers(scores[overlap], np.full(len(overlap), np.nan))
