"""Evidence of a text for each direction, from the sentences and terms of the directions.

Each embedding model is fitted by ridge regression, as one linear map, to the codebook's
prototype sentences, terms, names and definitions of each direction in all languages that the
model reads, and to ordinary talk as one more class:

    W = (T' D T + lambda I)^-1 T' D Y

T has unit vectors after subtraction of the mean of ordinary talk in the same language, D
weights that make all classes count alike, and Y a column for each class. The subtraction
removes what all sentences of a language have in common, so that Korean and English prototypes
support each other. The evidence for a direction is its column minus that of ordinary
talk, averaged over the models, plus a bonus for each of its terms in the text.

lambda and the weights were chosen on the tuning half of tests/directions/probes_*.jsonl.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from toolkit.directions.background import BACKGROUND
from toolkit.domain.directions import NO_DIRECTION

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from toolkit.domain.directions import Direction

RIDGE = 3.0
TERM_WEIGHT = 0.3
"""Weight of a term as a training sentence; a prototype has 1."""
TERM_BONUS = 0.08
"""Evidence for each distinct term of the direction in the text."""
MOST_TERMS = 2
"""Most terms of a direction that add evidence."""
DECIMALS = 4
HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")

Matrix = NDArray[np.float64]


class Embeds(Protocol):
    """The part of an embedder that the evidence needs."""

    @property
    def id(self) -> str: ...

    @property
    def dim(self) -> int: ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


@dataclass(frozen=True)
class EvidenceModel:
    """An embedding model, with its weight in the evidence and the languages that it reads."""

    embedder: Embeds
    weight: float = 1.0
    languages: frozenset[str] | None = None
    """Languages that it reads; None for all."""

    def reads(self, language: str) -> bool:
        """Whether the model reads the language."""
        return self.languages is None or language in self.languages


@dataclass(frozen=True, slots=True)
class Statement:
    """A training sentence of a direction or of ordinary talk."""

    text: str
    language: str
    label: int
    """Index of the direction; ordinary talk has the number of directions."""
    weight: float
    is_spoken: bool = True
    """Whether it is a sentence that somebody could say, and no term, name or definition."""
    is_example: bool = False
    """Whether a person labelled it, so that it is no sentence of the scheme."""


@dataclass(frozen=True)
class FittedModel:
    """A model fitted to the directions."""

    model: EvidenceModel
    means: dict[str, Matrix]
    """Mean vectors of ordinary talk by language."""
    weights: Matrix
    """Shape (dim, directions + 1); the last column is ordinary talk."""
    sentences: tuple[Statement, ...]
    """What it was fitted to."""
    held_out: Matrix
    """Margins of the training sentences, each by the fit without it; (sentences, directions)."""

    def read(self, texts: Sequence[str], languages: Sequence[str]) -> Matrix:
        """Margins over ordinary talk, shape (texts, directions)."""
        vectors = self.model.embedder.embed(texts).astype(np.float64)
        means = np.stack([self.means[language] for language in languages])
        classes = unit(vectors - means) @ self.weights
        margins: Matrix = classes[:, :-1] - classes[:, -1:]
        return margins


def fit(
    model: EvidenceModel, directions: Sequence[Direction], examples: Sequence[Statement] = ()
) -> FittedModel:
    """The model fitted to the sentences of the directions, the examples and ordinary talk."""
    training = training_sentences(directions, examples, model.reads)
    vectors = model.embedder.embed([statement.text for statement in training]).astype(np.float64)
    language_of_row = np.array([statement.language for statement in training])
    labels = np.array([statement.label for statement in training])
    is_talk = np.array(
        [not sentence.is_example and sentence.label == len(directions) for sentence in training]
    )
    means = {
        lang: vectors[(language_of_row == lang) & is_talk].mean(axis=0)
        for lang in dict.fromkeys(language_of_row.tolist())
    }
    rows = unit(vectors - np.stack([means[statement.language] for statement in training]))
    weights = np.array([statement.weight for statement in training])
    totals = np.bincount(labels, weights, minlength=len(directions) + 1)
    weights = weights / totals[labels]
    solution, held_out = ridge(rows, labels, weights / weights.mean())
    margins = held_out[:, :-1] - held_out[:, -1:]
    return FittedModel(model, means, solution, tuple(training), margins)


def training_sentences(
    directions: Sequence[Direction],
    examples: Sequence[Statement] = (),
    reads: Callable[[str], bool] = lambda _language: True,
) -> list[Statement]:
    """What a model learns from: the sentences of the directions, ordinary talk and the examples.

    Sentences in languages that the model does not read are left out.
    """
    talk = {lang: lines for lang, lines in BACKGROUND.items() if reads(lang)}
    return [
        *statements(directions, tuple(talk)),
        *(
            Statement(line, language, len(directions), 1.0)
            for language, lines in talk.items()
            for line in lines
        ),
        *(example for example in examples if example.language in talk),
    ]


def example_of(text: str, labels: Sequence[int]) -> list[Statement]:
    """A labelled text as training sentences, one for each label, which share its weight."""
    language = language_of(text)
    return [
        Statement(text, language, label, 1.0 / len(labels), len(labels) == 1, is_example=True)
        for label in labels
    ]


def statements(directions: Sequence[Direction], languages: tuple[str, ...]) -> list[Statement]:
    """The training sentences of each direction in these languages, from the codebook."""
    result: list[Statement] = []
    for label, direction in enumerate(directions):
        of_direction = [
            statement
            for language in languages
            for statement in _statements_in(direction, language, label)
        ]
        name = direction.label() or direction.id
        result += of_direction or [Statement(name, languages[0], label, 1.0, is_spoken=False)]
    cases = boundary_statements(directions)
    return [*result, *(case for case in cases if case.language in languages)]


def boundary_statements(directions: Sequence[Direction]) -> list[Statement]:
    """The boundary cases of the scheme, one for each direction that they belong to.

    A case that belongs to none says what is ordinary talk; one that is unclear says nothing.
    """
    number = {direction.id: at for at, direction in enumerate(directions)}
    number[NO_DIRECTION] = len(directions)
    cases = {case.text: case for direction in directions for case in direction.boundary_cases}
    return [
        Statement(
            case.text, language_of(case.text), number[named], 1.0 / len(known), len(known) == 1
        )
        for case in cases.values()
        if (known := [named for named in case.directions if named in number])
        for named in known
    ]


def _statements_in(direction: Direction, language: str, label: int) -> list[Statement]:
    """Name with definition, prototypes and terms of a direction in a language."""
    name = direction.name.get(language, "")
    definition = direction.definition.get(language, "")
    whole = ": ".join(part for part in (name, definition) if part)
    sentences = direction.prototypes.get(language, ())
    terms = direction.terms.get(language, ())
    return [
        *([Statement(whole, language, label, 1.0, is_spoken=False)] if whole else []),
        *(Statement(sentence, language, label, 1.0) for sentence in sentences),
        *(Statement(term, language, label, TERM_WEIGHT, is_spoken=False) for term in terms),
    ]


def ridge(
    rows: Matrix, labels: NDArray[np.intp], weights: NDArray[np.float64]
) -> tuple[Matrix, Matrix]:
    """Weighted ridge regression of one-hot labels on rows.

    Returns the coefficients, shape (dim, classes), and the prediction of each row by the fit
    without it, shape (rows, classes), which follows from the fit with it (Allen 1974):
    y - (y - yhat) / (1 - h) with h = w x' (X'WX + lambda I)^-1 x. With fewer rows than dimensions
    the same numbers come from X' (XX' + lambda W^-1)^-1 Y, whose matrix is smaller.
    """
    target = np.eye(int(labels.max()) + 1)[labels]
    if len(rows) < rows.shape[1]:
        alike = rows @ rows.T
        share = np.linalg.inv(alike + np.diag(RIDGE / weights))
        by_row = share @ target
        leverages = np.einsum("ij,ji->i", alike, share)
        left = (target - alike @ by_row) / np.maximum(1.0 - leverages, 1e-9)[:, None]
        return rows.T @ by_row, target - left
    weighted = rows * weights[:, None]
    inverse = np.linalg.inv(weighted.T @ rows + RIDGE * np.eye(rows.shape[1]))
    solution: Matrix = inverse @ (weighted.T @ target)
    leverage = np.einsum("ij,ij->i", rows @ inverse, weighted)
    missed = (target - rows @ solution) / np.maximum(1.0 - leverage, 1e-9)[:, None]
    held_out: Matrix = target - missed
    return solution, held_out


def evidence(
    texts: Sequence[str], directions: Sequence[Direction], fitted: Sequence[FittedModel]
) -> Matrix:
    """The evidence for each direction, shape (texts, directions); 0 is as near as ordinary talk.

    The models that read the language of a text give its evidence, with their weights.
    """
    languages = [language_of(text) for text in texts]
    readings = []
    for fitted_model in fitted:
        rows = [at for at, language in enumerate(languages) if fitted_model.model.reads(language)]
        if rows:
            margins = fitted_model.read([texts[at] for at in rows], [languages[at] for at in rows])
            readings.append((fitted_model.model.weight, rows, margins))
    return joined(texts, languages, directions, readings)


def held_out_evidence(
    directions: Sequence[Direction], fitted: Sequence[FittedModel]
) -> tuple[list[Statement], Matrix]:
    """The training sentences, and the evidence for each by the fits without it.

    Terms and definitions are left out, which nobody says, and examples with several labels,
    which the fits have again under another label.
    """
    every = list(dict.fromkeys(sentence for model in fitted for sentence in model.sentences))
    place = {sentence: at for at, sentence in enumerate(every)}
    readings = [
        (
            model.model.weight,
            [place[sentence] for sentence in model.sentences],
            model.held_out,
        )
        for model in fitted
    ]
    texts = [sentence.text for sentence in every]
    total = joined(texts, [sentence.language for sentence in every], directions, readings)
    kept = [at for at, sentence in enumerate(every) if sentence.is_spoken]
    return [every[at] for at in kept], total[kept]


def joined(
    texts: Sequence[str],
    languages: Sequence[str],
    directions: Sequence[Direction],
    readings: Sequence[tuple[float, list[int], Matrix]],
) -> Matrix:
    """The mean of the models' margins by their weights, plus the bonus for terms.

    A reading has the weight of a model, the rows that it reads, and its margins for them.
    """
    total = np.zeros((len(texts), len(directions)))
    weight = np.zeros(len(texts))
    for own_weight, rows, margins in readings:
        total[rows] += own_weight * margins
        weight[rows] += own_weight
    total /= np.maximum(weight, 1e-9)[:, None]
    for at, text in enumerate(texts):
        folded = fold(text)
        for column, direction in enumerate(directions):
            total[at, column] += TERM_BONUS * term_hits(folded, languages[at], direction)
    return np.round(total, DECIMALS)


def language_of(text: str) -> str:
    """The language of a text: `ko` where it has Hangul, else `en`."""
    return "ko" if HANGUL.search(text) else "en"


def fold(text: str) -> str:
    """The text in NFC and lower case, for comparison."""
    return unicodedata.normalize("NFC", text).casefold()


def term_hits(folded: str, language: str, direction: Direction) -> int:
    """The number of distinct terms of the direction in the text, at most `MOST_TERMS`.

    English terms match whole words, also with a plural s. Korean terms match anywhere, since
    particles and spacing vary.
    """
    hits = 0
    for term in direction.terms.get(language, ()):
        folded_term = fold(term)
        if language == "ko":
            hits += folded_term.replace(" ", "") in folded.replace(" ", "")
        else:
            hits += bool(re.search(rf"(?<!\w){re.escape(folded_term)}s?(?!\w)", folded))
    return min(hits, MOST_TERMS)


def unit(rows: Matrix) -> Matrix:
    """The rows scaled to length 1; rows of zeros stay zero."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    result: Matrix = np.zeros_like(rows)
    np.divide(rows, lengths, out=result, where=lengths > 1e-12)
    return result
