"""Codings and direction mappings as parallel arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from toolkit.analysis.case_stretches import CaseStretch, Material, frame_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.analysis.counting import Ints  # noqa: TC004 - numpy is not imported for a type
    from toolkit.domain.spans import Span


class Located(Protocol):
    """A value on a span of a source: a coding or a direction mapping."""

    @property
    def id(self) -> str: ...
    @property
    def source_id(self) -> str: ...
    @property
    def span(self) -> Span: ...


@dataclass(frozen=True, slots=True)
class RecordArrays:
    """Records as parallel arrays; `source` and `label` are indices of `sources` and `labels`."""

    source: Ints
    start: Ints
    end: Ints
    label: Ints
    sources: tuple[str, ...]
    labels: tuple[str, ...]


def tabulate(records: Sequence[Located], labels: Sequence[str]) -> RecordArrays:
    """The records and their `labels` as arrays, with names numbered in alphabetical order."""
    import numpy as np

    spans = [record.span for record in records]
    sources, source = _numbered([record.source_id for record in records])
    kinds, label = _numbered(labels)
    return RecordArrays(
        source=source,
        start=np.array([span.start for span in spans], dtype=np.int64),
        end=np.array([span.end for span in spans], dtype=np.int64),
        label=label,
        sources=sources,
        labels=kinds,
    )


def word_arrays(
    stretches_of_cases: Sequence[CaseStretch], material: Material
) -> list[tuple[Ints, Ints]]:
    """Starts and ends of the words that count, for each stretch of a case."""
    import numpy as np

    from toolkit.text.sentences import words

    arrays = []
    for case_stretch in stretches_of_cases:
        spans: list[Span] = []
        if case_stretch.source_id in material.texts:
            text = material.texts[case_stretch.source_id]
            for stretch in frame_of(material, case_stretch):
                spans.extend(words(text, stretch))
        arrays.append(
            (
                np.array([span.start for span in spans], dtype=np.int64),
                np.array([span.end for span in spans], dtype=np.int64),
            )
        )
    return arrays


def _numbered(names: Sequence[str]) -> tuple[tuple[str, ...], Ints]:
    import numpy as np

    ordered = sorted(set(names))
    number = {name: at for at, name in enumerate(ordered)}
    return tuple(ordered), np.array([number[name] for name in names], dtype=np.int64)
