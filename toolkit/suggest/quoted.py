"""Passages that a codebook quotes to show what its codes mean, as further examples of the codes.

A quotation from an interview of the project is an example like a coded passage of that interview:
it teaches nothing about its own interview. One whose interview is not known is always an example.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from toolkit.suggest.terms import sparse_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from scipy.sparse import csr_matrix  # noqa: TC004 - a name in a field alone, not worth a load

    from toolkit.domain.codebook import Code, Example
    from toolkit.suggest.examples import TrainingExample
    from toolkit.suggest.models.embedders import Embedder
    from toolkit.suggest.terms import TermIndex

NOWHERE = -1
"""In place of the number of an interview where it is not known."""


@dataclass(frozen=True)
class Quotation:
    """One quoted passage."""

    interview: str
    """The id of its interview; empty where it is not known."""
    code_id: str
    text: str


@dataclass(frozen=True)
class Quoted:
    """A row for each quotation of a code."""

    interviews: NDArray[np.intp]
    """The number of the interview of each, as in `Coded`, or `NOWHERE`; shape (quotations,)."""
    columns: NDArray[np.intp]
    """The column of its code in the code set, shape (quotations,)."""
    vectors: NDArray[np.float32]
    """Unit rows, shape (quotations, dim)."""
    terms: csr_matrix
    """Unit TF-IDF rows, shape (quotations, terms)."""

    def __len__(self) -> int:
        return len(self.columns)

    def known_from(self, interviews: Collection[int]) -> NDArray[np.bool_]:
        """Which quotations are from some interviews or from nowhere, shape (quotations,)."""
        result: NDArray[np.bool_] = np.isin(self.interviews, [NOWHERE, *interviews])
        return result

    def digest(self, rows: NDArray[np.bool_]) -> str:
        """Hash of some quotations; `rows` has shape (quotations,)."""
        content = hashlib.sha256()
        for part in (self.interviews[rows], self.columns[rows], self.vectors[rows]):
            content.update(np.ascontiguousarray(part).tobytes())
        return content.hexdigest()


def quotations(
    codes: Iterable[Code],
    texts: Mapping[str, str],
    interviews: Mapping[str, str],
    examples: Iterable[TrainingExample],
) -> list[Quotation]:
    """What the codes quote, without what was coded with the same code anyway.

    Parameters
    ----------
    texts
        The texts of the sources by id. A quotation that names no source of the project belongs to
        the first source that contains its words, if one does.
    interviews
        The interview of each source.
    examples
        The coded passages that are learned from.
    """
    coded: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for example in examples:
        place = (example.source_id, example.code_id)
        coded.setdefault(place, []).append((example.span.start, example.span.end))
    found = []
    for code in codes:
        for quoted in code.examples:
            if not quoted.text.strip():
                continue
            source, start = _place(quoted, texts, interviews)
            end = start + len(quoted.text)
            taken = coded.get((source, code.id), ())
            if start >= 0 and any(a < end and start < b for a, b in taken):
                continue
            found.append(Quotation(interviews.get(source, ""), code.id, quoted.text))
    return found


def _place(
    quoted: Example, texts: Mapping[str, str], interviews: Mapping[str, str]
) -> tuple[str, int]:
    """The source of a quotation and where it starts in code points; "" and -1 if not known."""
    if quoted.source in interviews:
        start = texts.get(quoted.source, "").find(quoted.text)
        return quoted.source, quoted.start if quoted.start is not None else start
    for source, text in texts.items():
        start = text.find(quoted.text)
        if start >= 0:
            return source, start
    return "", -1


def quoted_passages(
    quoted: Iterable[Quotation],
    position: Mapping[str, int],
    numbers: Mapping[str, int],
    embedder: Embedder,
    index: TermIndex,
    reads: Callable[[str], bool] = lambda line: True,
) -> Quoted:
    """The quotations as arrays, without those of other codes and those that no model reads.

    `position` has the column of each code, and `numbers` the number of each interview.
    """
    kept = [one for one in quoted if one.code_id in position and reads(one.text)]
    return Quoted(
        np.array([numbers.get(one.interview, NOWHERE) for one in kept], dtype=np.intp),
        np.array([position[one.code_id] for one in kept], dtype=np.intp),
        embedder.embed([one.text for one in kept]),
        sparse_rows([index.row(one.text) for one in kept], index.width),
    )
