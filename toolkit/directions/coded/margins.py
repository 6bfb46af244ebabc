"""Evidence of texts whose models learnt from decided segments of other interviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from toolkit.directions.evidence import evidence, example_of, fit, language_of, unit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from toolkit.directions.coded.world import Bools, Ints, Matrix
    from toolkit.directions.evidence import EvidenceModel, FittedModel, Statement
    from toolkit.domain.directions import Direction


class Remembered:
    """An embedder that embeds each text once."""

    def __init__(self, inner: EvidenceModel) -> None:
        self._inner = inner.embedder
        self._known: dict[str, NDArray[np.float32]] = {}

    @property
    def id(self) -> str:
        return self._inner.id

    @property
    def dim(self) -> int:
        return self._inner.dim

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of the texts, shape (texts, dim)."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known |= dict(zip(new, self._inner.embed(new), strict=True))
        return np.array([self._known[text] for text in texts], dtype=np.float32).reshape(
            len(texts), self.dim
        )


def learnt_margins(
    texts: Sequence[str],
    labels: Bools,
    known: Bools,
    interviews: Ints,
    directions: Sequence[Direction],
    readers: Sequence[EvidenceModel],
    note: Callable[[int, int], None] | None = None,
) -> Matrix:
    """Margins of each text, shape (texts, directions), by models with known texts as examples.

    A known text is read by models that know no text of its interview, others by models that
    know all known texts.
    """
    result = np.zeros(labels.shape)
    groups = sorted({int(number) for number in interviews[known]})
    parts = [(known & (interviews == number), number) for number in groups]
    if not known.all():
        parts.append((~known, -1))
    for done, (rows, number) in enumerate(parts, 1):
        learns = np.flatnonzero(known & (interviews != number))
        examples = [
            statement for at in learns.tolist() for statement in example(texts[at], labels[at])
        ]
        asked = np.flatnonzero(rows)
        own = [texts[at] for at in asked.tolist()]
        languages = {language_of(text) for text in own}
        fitted = [
            fit(reader, directions, examples)
            for reader in readers
            if any(map(reader.reads, languages))
        ]
        result[asked] = evidence(own, directions, fitted)
        if note is not None:
            note(done, len(parts))
    return result


def example(text: str, labels: Bools) -> list[Statement]:
    """A decided text as examples of its directions, or of ordinary talk."""
    if not text.strip():
        return []
    return example_of(text, np.flatnonzero(labels).tolist() or [len(labels)])


def joint_vectors(texts: Sequence[str], fitted: Sequence[FittedModel]) -> Matrix:
    """The vectors of all models side by side, without what texts of a language have in common.

    A model has the weight of its evidence, and zeros for texts that it does not read.
    """
    languages = [language_of(text) for text in texts]
    blocks = []
    for model in fitted:
        embedder = model.model.embedder
        block = np.zeros((len(texts), embedder.dim))
        rows = [at for at, language in enumerate(languages) if model.model.reads(language)]
        if rows:
            vectors = embedder.embed([texts[at] for at in rows]).astype(np.float64)
            middle = np.stack([model.means[languages[at]] for at in rows])
            block[rows] = unit(vectors - middle) * np.sqrt(model.model.weight)
        blocks.append(block)
    return np.concatenate(blocks, axis=1) if blocks else np.zeros((len(texts), 0))
