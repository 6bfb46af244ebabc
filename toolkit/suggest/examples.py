"""What the scorer learns from: passages that people coded, and what the codebook says."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from toolkit.domain.codebook import Code, Codebook, CodeStatus
from toolkit.domain.codings import Coding
from toolkit.domain.spans import Span
from toolkit.suggest.embedders import Embedder
from toolkit.suggest.terms import FlatRows, SparseRow, TermIndex

ASSISTED_WEIGHT = 0.3
"""Of a coding made after a suggestion was seen; 1 for an independent one."""


@dataclass(frozen=True, slots=True)
class Example:
    """A code that a person put on a passage."""

    coding_id: str
    source_id: str
    span: Span
    code_id: str
    coder_id: str
    weight: float

    @classmethod
    def of(cls, coding: Coding) -> Example:
        weight = 1.0 if coding.independent else ASSISTED_WEIGHT
        return cls(
            coding.id, coding.source_id, coding.span, coding.code_id, coding.coder_id, weight
        )


@dataclass(frozen=True)
class ExampleSet:
    """Examples in a fixed order (source, start, end, code, coder), with their vectors."""

    examples: tuple[Example, ...]
    vectors: NDArray[np.float32]
    """Shape (examples, dim), unit rows."""
    terms: tuple[SparseRow, ...]
    """TF-IDF rows, one an example."""

    @cached_property
    def sha256(self) -> str:
        """Of the codings learnt from: the same set gives the same suggestions."""
        lines = "\n".join(
            f"{e.coding_id}\t{e.source_id}\t{e.span}\t{e.code_id}\t{e.coder_id}\t{e.weight}"
            for e in self.examples
        )
        return hashlib.sha256(lines.encode()).hexdigest()

    @cached_property
    def sources(self) -> NDArray[np.intp]:
        """Number of each example's source."""
        number: dict[str, int] = {}
        return np.array(
            [number.setdefault(e.source_id, len(number)) for e in self.examples], dtype=np.intp
        )

    @cached_property
    def flat_terms(self) -> FlatRows:
        return FlatRows.of(self.terms)

    @cached_property
    def _places(self) -> tuple[dict[str, int], NDArray[np.intp]]:
        number = {e.source_id: int(at) for e, at in zip(self.examples, self.sources, strict=True)}
        ends = [(e.span.start, e.span.end) for e in self.examples]
        return number, np.array(ends, dtype=np.intp).reshape(-1, 2)

    def apart_from(self, source_id: str, span: Span) -> NDArray[np.bool_]:
        """Which examples may teach about a passage: those that share no text with it."""
        number, ends = self._places
        elsewhere = self.sources != number.get(source_id, -1)
        apart: NDArray[np.bool_] = elsewhere | (ends[:, 1] <= span.start) | (ends[:, 0] >= span.end)
        return apart

    @cached_property
    def _distinct(self) -> dict[tuple[str, ...], NDArray[np.intp]]:
        return {}

    def distinct(self, codes: CodeSet) -> NDArray[np.intp]:
        """Code position and row, shape (passages, 2), of each passage of each code.

        A passage that several coders gave the same code counts once, at its highest weight.
        """
        if codes.ids not in self._distinct:
            best: dict[tuple[int, str, Span], int] = {}
            for row, example in enumerate(self.examples):
                at = codes.position.get(example.code_id)
                if at is None:
                    continue
                key = (at, example.source_id, example.span)
                if key not in best or example.weight > self.examples[best[key]].weight:
                    best[key] = row
            pairs = [(at, row) for (at, _, _), row in best.items()]
            self._distinct[codes.ids] = np.array(pairs, dtype=np.intp).reshape(-1, 2)
        return self._distinct[codes.ids]

    @cached_property
    def weights(self) -> NDArray[np.float64]:
        return np.array([e.weight for e in self.examples], dtype=np.float64)


@dataclass(frozen=True)
class CodeSet:
    """The codes to choose from and what their definitions look like to the model."""

    ids: tuple[str, ...]
    """In codebook order."""
    meanings: NDArray[np.float32]
    """Mean of the vectors of names, definitions and include lines; shape (codes, dim)."""
    exclusions: NDArray[np.float32]
    """Mean of the vectors of the exclude lines; zeros for a code without any."""
    terms: tuple[SparseRow, ...]
    """TF-IDF of the same statements."""
    position: dict[str, int] = field(default_factory=dict)


def ordered(codings: Iterable[Coding]) -> list[Example]:
    """Examples in their fixed order, whatever order the codings came in."""
    return sorted(
        (Example.of(coding) for coding in codings),
        key=lambda e: (e.source_id, e.span, e.code_id, e.coder_id, e.coding_id),
    )


def example_set(
    examples: Sequence[Example], texts: Sequence[str], embedder: Embedder, index: TermIndex
) -> ExampleSet:
    """`texts`: the passage of each example, in the same order."""
    rows = {text: index.row(text) for text in set(texts)}
    return ExampleSet(tuple(examples), embedder.embed(texts), tuple(rows[t] for t in texts))


def candidates(codebook: Codebook) -> tuple[Code, ...]:
    """The codes that a passage can be given: active leaves, in codebook order."""
    return tuple(code for code in codebook.leaves() if code.status is CodeStatus.ACTIVE)


def code_set(
    codes: Sequence[Code],
    embedder: Embedder,
    index: TermIndex,
    reads: Callable[[str], bool] = lambda _: True,
) -> CodeSet:
    """Read the codebook with the model that reads the passages.

    Lines in a script that the model does not know (`reads`) are left out.
    """
    said = [tuple(filter(reads, statements(code))) or (code.id,) for code in codes]
    barred = [tuple(filter(reads, map(exclusion, code.exclude))) for code in codes]
    return CodeSet(
        ids=tuple(code.id for code in codes),
        meanings=means(said, embedder),
        exclusions=means(barred, embedder),
        terms=tuple(index.row("\n".join(lines)) for lines in said),
        position={code.id: at for at, code in enumerate(codes)},
    )


def statements(code: Code) -> tuple[str, ...]:
    """Names, definitions and include lines, in every language."""
    lines = (*code.name.values(), *code.definition.values(), *code.include)
    return tuple(line for line in lines if line.strip()) or (code.id,)


def exclusion(line: str) -> str:
    """An exclude line without the pointer to the code that takes the passage instead."""
    return line.split("→")[0].split("->")[0].strip()


def means(groups: Sequence[Sequence[str]], embedder: Embedder) -> NDArray[np.float32]:
    """Mean vector of each group of texts, scaled to length 1; zeros for an empty group."""
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
