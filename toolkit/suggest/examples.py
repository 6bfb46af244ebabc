"""Training data of the scorer: passages that people coded, and the texts of the codebook."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from toolkit.domain.codebook import Code, Codebook, CodeStatus
from toolkit.domain.spans import Span
from toolkit.suggest.terms import SparseRow, TermIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from toolkit.domain.codings import Coding
    from toolkit.suggest.models.embedders import Embedder

ASSISTED_WEIGHT = 0.3
"""Weight of a coding made after a suggestion was seen; an independent coding has 1."""


@dataclass(frozen=True, slots=True)
class TrainingExample:
    """A passage that a person gave a code, with its weight in training."""

    coding_id: str
    source_id: str
    span: Span
    code_id: str
    coder_id: str
    weight: float

    @classmethod
    def of(cls, coding: Coding) -> TrainingExample:
        weight = 1.0 if coding.independent else ASSISTED_WEIGHT
        return cls(
            coding.id, coding.source_id, coding.span, coding.code_id, coding.coder_id, weight
        )


@dataclass(frozen=True)
class TrainingSet:
    """Training examples in the order of source, start, end, code and coder, with their vectors."""

    examples: tuple[TrainingExample, ...]
    vectors: NDArray[np.float32]
    """Unit rows, shape (examples, dim)."""
    terms: tuple[SparseRow, ...]
    """TF-IDF rows, one for each example."""

    @cached_property
    def sha256(self) -> str:
        """Hash of the codings; equal hashes give equal suggestions."""
        lines = "\n".join(
            f"{e.coding_id}\t{e.source_id}\t{e.span}\t{e.code_id}\t{e.coder_id}\t{e.weight}"
            for e in self.examples
        )
        return hashlib.sha256(lines.encode()).hexdigest()

    @cached_property
    def sources(self) -> NDArray[np.intp]:
        """The number of the source of each example, shape (examples,)."""
        number: dict[str, int] = {}
        return np.array(
            [number.setdefault(e.source_id, len(number)) for e in self.examples], dtype=np.intp
        )

    @cached_property
    def number_of_source(self) -> dict[str, int]:
        """The number of each source with examples, as in `sources`."""
        return {e.source_id: int(at) for e, at in zip(self.examples, self.sources, strict=True)}

    def rows_of(self, code_id: str) -> NDArray[np.intp]:
        """The rows of the examples of a code, ascending."""
        return self._rows_of_codes.get(code_id, np.zeros(0, dtype=np.intp))

    @cached_property
    def _rows_of_codes(self) -> dict[str, NDArray[np.intp]]:
        rows: dict[str, list[int]] = {}
        for row, example in enumerate(self.examples):
            rows.setdefault(example.code_id, []).append(row)
        return {code_id: np.array(places, dtype=np.intp) for code_id, places in rows.items()}

    @cached_property
    def _ends(self) -> NDArray[np.intp]:
        ends = [(e.span.start, e.span.end) for e in self.examples]
        return np.array(ends, dtype=np.intp).reshape(-1, 2)

    def apart_from(self, source_id: str, span: Span) -> NDArray[np.bool_]:
        """Which examples share no text with a passage, so that they may be shown beside it."""
        elsewhere = self.sources != self.number_of_source.get(source_id, -1)
        ends = self._ends
        apart: NDArray[np.bool_] = elsewhere | (ends[:, 1] <= span.start) | (ends[:, 0] >= span.end)
        return apart


@dataclass(frozen=True)
class CodeSet:
    """The codes to choose from, with the vectors of their definitions."""

    ids: tuple[str, ...]
    """Ids in codebook order."""
    meanings: NDArray[np.float32]
    """Mean of the vectors of names, definitions and include lines; shape (codes, dim)."""
    terms: tuple[SparseRow, ...]
    """TF-IDF rows of names, definitions and include lines."""
    position: dict[str, int] = field(default_factory=dict)

    @cached_property
    def sha256(self) -> str:
        """Hash of the ids and of all vectors of the codes."""
        content = hashlib.sha256("\n".join(self.ids).encode())
        content.update(self.meanings.tobytes())
        for columns, values in self.terms:
            content.update(columns.tobytes() + values.tobytes())
        return content.hexdigest()


def ordered(codings: Iterable[Coding]) -> list[TrainingExample]:
    """The training examples of the codings in their fixed order."""
    return sorted(
        (TrainingExample.of(coding) for coding in codings),
        key=lambda e: (e.source_id, e.span, e.code_id, e.coder_id, e.coding_id),
    )


def training_set_of(
    examples: Sequence[TrainingExample], texts: Sequence[str], embedder: Embedder, index: TermIndex
) -> TrainingSet:
    """The training set of the examples; `texts` has their passages in the same order."""
    return TrainingSet(tuple(examples), embedder.embed(texts), tuple(index.rows(texts)))


def candidates(codebook: Codebook) -> tuple[Code, ...]:
    """The codes that a passage can get: active codes without codes below, in codebook order."""
    return tuple(code for code in codebook.leaves() if code.status is CodeStatus.ACTIVE)


def code_set(
    codes: Sequence[Code],
    embedder: Embedder,
    index: TermIndex,
    reads: Callable[[str], bool] = lambda line: True,
) -> CodeSet:
    """The codes with the vectors of their lines, by the model that embeds the passages.

    Lines in a script that the model does not read (see `reads`) are left out.
    """
    statements_of_codes = [tuple(filter(reads, statements(code))) or (code.id,) for code in codes]
    return CodeSet(
        ids=tuple(code.id for code in codes),
        meanings=means(statements_of_codes, embedder),
        terms=tuple(index.rows(["\n".join(lines) for lines in statements_of_codes])),
        position={code.id: at for at, code in enumerate(codes)},
    )


def statements(code: Code) -> tuple[str, ...]:
    """Names, definitions and include lines in all languages; the id where there are none."""
    lines = (*code.name.values(), *code.definition.values(), *code.include)
    return tuple(line for line in lines if line.strip()) or (code.id,)


def means(groups: Sequence[Sequence[str]], embedder: Embedder) -> NDArray[np.float32]:
    """The mean vector of each group of texts, scaled to length 1; zeros for an empty group."""
    flat = [text for group in groups for text in group]
    vectors = embedder.embed(flat)
    result = np.zeros((len(groups), embedder.dim), dtype=np.float32)
    start = 0
    for at, group in enumerate(groups):
        if group:
            mean = vectors[start : start + len(group)].mean(axis=0)
            result[at] = mean / max(float(np.linalg.norm(mean)), 1e-9)
        start += len(group)
    return result
