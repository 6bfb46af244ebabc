"""What a text says about its directions, from the directions' own sentences and terms.

Every reader (an embedding model) fits one linear map by ridge regression from what
the codebook gives for each direction - prototype sentences, terms, name and definition,
in every language it reads - and from ordinary talk as an eighth class:

    W = (T' D T + lambda I)^-1 T' D Y

T holds unit vectors after taking off the mean of ordinary talk in the same language, D
weights that make every class count alike, Y one column a class. Taking off the mean
removes what all talk of a language has in common, so that Korean and English prototypes
support each other. The evidence for a direction is its column minus that of ordinary
talk, averaged over the readers, plus a little for each of its terms in the text.

lambda and the weights were chosen on the tuning half of tests/directions/probes_*.jsonl.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from toolkit.directions.background import BACKGROUND
from toolkit.domain.codebook import Direction

RIDGE = 3.0
TERM_WEIGHT = 0.3
"""Of a term as a training sentence, against 1 for a prototype."""
TERM_BONUS = 0.08
"""Evidence for each distinct term found in the text."""
MOST_TERMS = 2
"""Terms of a direction that are rewarded."""
DECIMALS = 4
HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")

Matrix = NDArray[np.float64]


class Embeds(Protocol):
    """The part of an embedder that is needed here."""

    @property
    def id(self) -> str: ...

    @property
    def dim(self) -> int: ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


@dataclass(frozen=True)
class Reader:
    """A model with a say in the evidence."""

    embedder: Embeds
    weight: float = 1.0
    languages: frozenset[str] | None = None
    """Languages it can read; None for all."""

    def reads(self, language: str) -> bool:
        return self.languages is None or language in self.languages


@dataclass(frozen=True)
class Fitted:
    """A reader that has learnt the directions."""

    reader: Reader
    means: dict[str, Matrix]
    """Mean vector of ordinary talk by language."""
    weights: Matrix
    """Shape (dim, directions + 1); the last column is ordinary talk."""

    def read(self, texts: Sequence[str], languages: Sequence[str]) -> Matrix:
        """Margins over ordinary talk, shape (texts, directions)."""
        vectors = self.reader.embedder.embed(texts).astype(np.float64)
        means = np.stack([self.means[language] for language in languages])
        classes = unit(vectors - means) @ self.weights
        margins: Matrix = classes[:, :-1] - classes[:, -1:]
        return margins


@dataclass(frozen=True, slots=True)
class Statement:
    text: str
    language: str
    label: int
    """Position of the direction; the number of directions stands for ordinary talk."""
    weight: float


def fit(reader: Reader, directions: Sequence[Direction]) -> Fitted:
    """Learn the directions from what their codebook says."""
    talk = {lang: lines for lang, lines in BACKGROUND.items() if reader.reads(lang)}
    said = statements(directions, tuple(talk))
    said += [
        Statement(line, language, len(directions), 1.0)
        for language, lines in talk.items()
        for line in lines
    ]
    vectors = reader.embedder.embed([one.text for one in said]).astype(np.float64)
    language_of = np.array([one.language for one in said])
    labels = np.array([one.label for one in said])
    means = {
        lang: vectors[(language_of == lang) & (labels == len(directions))].mean(axis=0)
        for lang in talk
    }
    rows = unit(vectors - np.stack([means[one.language] for one in said]))
    weights = np.array([one.weight for one in said])
    totals = np.bincount(labels, weights, minlength=len(directions) + 1)
    weights = weights / totals[labels]
    return Fitted(reader, means, ridge(rows, labels, weights / weights.mean()))


def statements(directions: Sequence[Direction], languages: tuple[str, ...]) -> list[Statement]:
    """What the codebook says about each direction, in the languages that can be compared."""
    said = []
    for label, direction in enumerate(directions):
        for language in languages:
            name = direction.name.get(language, "")
            definition = direction.definition.get(language, "")
            whole = ": ".join(part for part in (name, definition) if part)
            said += [(whole, language, label, 1.0)] if whole else []
            said += [(p, language, label, 1.0) for p in direction.prototypes.get(language, ())]
            said += [(t, language, label, TERM_WEIGHT) for t in direction.terms.get(language, ())]
        if not any(one[2] == label for one in said):
            said.append((direction.label() or direction.id, languages[0], label, 1.0))
    return [Statement(*one) for one in said]


def ridge(rows: Matrix, labels: NDArray[np.intp], weights: NDArray[np.float64]) -> Matrix:
    """Weighted ridge regression of one-hot labels on rows, shape (dim, classes)."""
    target = np.eye(int(labels.max()) + 1)[labels]
    weighted = rows * weights[:, None]
    gram = weighted.T @ rows + RIDGE * np.eye(rows.shape[1])
    solution: Matrix = np.linalg.solve(gram, weighted.T @ target).astype(np.float64)
    return solution


def evidence(
    texts: Sequence[str], directions: Sequence[Direction], fitted: Sequence[Fitted]
) -> Matrix:
    """Evidence for every direction, shape (texts, directions); 0 is as near as ordinary talk.

    A text is read by the readers that know its language, with their weights.
    """
    total = np.zeros((len(texts), len(directions)))
    weight = np.zeros(len(texts))
    languages = [language_of(text) for text in texts]
    for one in fitted:
        rows = [at for at, language in enumerate(languages) if one.reader.reads(language)]
        if not rows:
            continue
        margins = one.read([texts[at] for at in rows], [languages[at] for at in rows])
        total[rows] += one.reader.weight * margins
        weight[rows] += one.reader.weight
    total /= np.maximum(weight, 1e-9)[:, None]
    for at, text in enumerate(texts):
        folded = fold(text)
        for column, direction in enumerate(directions):
            total[at, column] += TERM_BONUS * term_hits(folded, languages[at], direction)
    return np.round(total, DECIMALS)


def language_of(text: str) -> str:
    """Which ordinary talk a text is compared with: Korean where it has Hangul, else English."""
    return "ko" if HANGUL.search(text) else "en"


def fold(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def term_hits(folded: str, language: str, direction: Direction) -> int:
    """Distinct terms of the direction in the text, at most `MOST_TERMS`.

    English terms match whole words, with a plural s; Korean ones anywhere, as particles
    and spacing vary.
    """
    found = 0
    for term in direction.terms.get(language, ()):
        wanted = fold(term)
        if language == "ko":
            found += wanted.replace(" ", "") in folded.replace(" ", "")
        else:
            found += bool(re.search(rf"(?<!\w){re.escape(wanted)}s?(?!\w)", folded))
    return min(found, MOST_TERMS)


def unit(rows: Matrix) -> Matrix:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    result: Matrix = np.zeros_like(rows)
    np.divide(rows, lengths, out=result, where=lengths > 1e-12)
    return result
