"""Codings and direction mappings as parallel arrays, which is how matrices count them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.domain.codings import Coding
from toolkit.domain.directions import DirectionMapping, Stance
from toolkit.domain.spans import Span

if TYPE_CHECKING:
    from numpy import bytes_  # noqa: TC004 - numpy is not imported for a type
    from numpy.typing import NDArray  # noqa: TC004 - numpy is not imported for a type

    from toolkit.analysis.counting import Ints  # noqa: TC004 - numpy is not imported for a type

STANCES = tuple(stance.value for stance in Stance)
"""The stances by their number; -1 stands for none."""


class Answer(NamedTuple):
    """One coding or mapping."""

    id: str
    source_id: str
    span: Span
    label: str
    """The code or the direction."""
    coder_id: str
    round_id: str
    stance: str
    """Of a mapping; empty for none."""


class Ids(Sequence[str]):
    """Ids of answers in alphabetical order, which are looked up when they are asked for."""

    __slots__ = ("_ids", "_named", "numbers")

    def __init__(self, ids: NDArray[bytes_], numbers: Ints) -> None:
        self._ids, self.numbers = ids, numbers
        self._named: tuple[str, ...] | None = None

    def _all(self) -> tuple[str, ...]:
        if self._named is None:
            self._named = tuple(sorted(spelled(self._ids[self.numbers])))
        return self._named

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, at: Any) -> Any:
        return self._all()[at]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._all() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return repr(self._all())

    def joined(self, others: Sequence[Ids]) -> Ids:
        """These ids and those of others of the same records, each once."""
        import numpy as np

        marks = np.zeros(len(self._ids), dtype=bool)
        for part in (self, *others):
            marks[part.numbers] = True
        return Ids(self._ids, np.flatnonzero(marks))

    def without(self, other: Ids) -> Ids:
        """These ids but those."""
        import numpy as np

        marks = np.zeros(len(self._ids), dtype=bool)
        marks[self.numbers] = True
        marks[other.numbers] = False
        return Ids(self._ids, np.flatnonzero(marks))


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """Answers as parallel arrays, whose numbers stand for the names in the tuples."""

    source: Ints
    start: Ints
    end: Ints
    label: Ints
    """The code or the direction."""
    coder: Ints
    round: Ints
    stance: Ints
    """Numbers of `STANCES`; -1 for none."""
    number: Ints
    """Place in `ids`. The pieces that a rule cuts an answer into share it."""
    sources: tuple[str, ...]
    labels: tuple[str, ...]
    coders: tuple[str, ...]
    rounds: tuple[str, ...]
    ids: NDArray[bytes_]
    """Ids of all answers that were read, in UTF-8."""
    day: Ints | None = None
    """The day on which each answer was given, as 20260131; None where nobody asks."""

    def __len__(self) -> int:
        return len(self.source)

    def __iter__(self) -> Iterator[Answer]:
        columns = (self.source, self.start, self.end, self.label, self.coder, self.round)
        names = spelled(self.ids[self.number])
        rows = zip(*(part.tolist() for part in (*columns, self.stance)), strict=True)
        for name, (source, start, end, label, coder, round_, stance) in zip(
            names, rows, strict=True
        ):
            yield Answer(
                name,
                self.sources[source],
                Span(start, end),
                self.labels[label],
                self.coders[coder],
                self.rounds[round_],
                STANCES[stance] if stance >= 0 else "",
            )

    def taken(self, at: Any) -> Records:
        """The records at these indices, or where the mask is true."""
        return replace(
            self,
            source=self.source[at],
            start=self.start[at],
            end=self.end[at],
            label=self.label[at],
            coder=self.coder[at],
            round=self.round[at],
            stance=self.stance[at],
            number=self.number[at],
            day=None if self.day is None else self.day[at],
        )

    def places(self) -> list[tuple[str, str, str]]:
        """The rounds, coders and sources that there are records of."""
        import numpy as np

        n_coders, n_sources = max(len(self.coders), 1), max(len(self.sources), 1)
        keys = (self.round * n_coders + self.coder) * n_sources + self.source
        keys = np.flatnonzero(np.bincount(keys, minlength=1))
        return [
            (
                self.rounds[key // n_sources // n_coders],
                self.coders[key // n_sources % n_coders],
                self.sources[key % n_sources],
            )
            for key in keys.tolist()
        ]

    def ids_at(self, at: Any) -> Ids:
        """The ids of the records at these indices, each once."""
        import numpy as np

        # Marks are several times as quick as sorting.
        marks = np.zeros(len(self.ids), dtype=bool)
        marks[self.number[at]] = True
        return Ids(self.ids, np.flatnonzero(marks))

    def used_labels(self) -> set[str]:
        """The codes or directions that there is a record of."""
        return {self.labels[at] for at in present(self.label, len(self.labels))}

    def used_sources(self) -> set[str]:
        """The sources that there is a record in."""
        return {self.sources[at] for at in present(self.source, len(self.sources))}


def present(numbers: Ints, size: int) -> list[int]:
    """The distinct numbers, in order; all are below `size`."""
    import numpy as np

    return [int(at) for at in np.flatnonzero(np.bincount(numbers, minlength=size))]


def spelled(ids: NDArray[bytes_]) -> list[str]:
    """Ids as texts."""
    return [name.decode("utf-8") for name in ids.tolist()]


def records_of(answers: Records | Sequence[Coding] | Sequence[DirectionMapping]) -> Records:
    """The answers as arrays, with names numbered in alphabetical order."""
    if isinstance(answers, Records):
        return answers
    import numpy as np

    sources, source = numbered([answer.source_id for answer in answers])
    labels, label = numbered(
        [each.code_id if isinstance(each, Coding) else each.direction_id for each in answers]
    )
    coders, coder = numbered([answer.coder_id for answer in answers])
    rounds, round_ = numbered([answer.round_id for answer in answers])
    stances = [
        STANCES.index(each.stance.value)
        if isinstance(each, DirectionMapping) and each.stance is not None
        else -1
        for each in answers
    ]
    # Answers of one id are the pieces of one.
    ids, number = numbered([answer.id for answer in answers])
    return Records(
        source=source,
        start=np.array([answer.span.start for answer in answers], dtype=np.int64),
        end=np.array([answer.span.end for answer in answers], dtype=np.int64),
        label=label,
        coder=coder,
        round=round_,
        stance=np.array(stances, dtype=np.int64),
        number=number,
        sources=sources,
        labels=labels,
        coders=coders,
        rounds=rounds,
        ids=np.array([name.encode("utf-8") for name in ids] or [b""], dtype=bytes),
    )


def numbered(names: Sequence[str]) -> tuple[tuple[str, ...], Ints]:
    """The distinct names in alphabetical order, and the number of each name given."""
    import numpy as np

    ordered = sorted(set(names))
    number: Mapping[str, int] = {name: at for at, name in enumerate(ordered)}
    return tuple(ordered), np.array([number[name] for name in names], dtype=np.int64)
