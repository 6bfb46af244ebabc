"""The codings behind a matrix, each with its place, its case and its words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from toolkit.analysis.by_cases import placed
from toolkit.analysis.by_directions import pairs_of
from toolkit.analysis.case_stretches import places
from toolkit.analysis.codes_by_codes import MeetingRefs
from toolkit.analysis.counting import CellRefs, Stretches, opens_segment
from toolkit.analysis.grouping import GroupedRefs
from toolkit.analysis.records import STANCES, Records, spelled
from toolkit.domain.codings import MANUAL
from toolkit.errors import StoreError
from toolkit.i18n import _
from toolkit.operations.codings.origins import suggested_as
from toolkit.operations.matrices.matrix import MadeMatrix
from toolkit.operations.matrices.side_by_side import RefsOfEach, column_id
from toolkit.operations.session import ProjectSession
from toolkit.report.tables import Cell, Table
from toolkit.store import queries
from toolkit.store.log.entries import newest_mark

if TYPE_CHECKING:
    from toolkit.analysis.counting import Ints  # noqa: TC004 - numpy is not imported for a type
    from toolkit.analysis.matrix import Matrix
    from toolkit.domain.codebook import Codebook  # noqa: TC004 - as above

PLACE = ("source", "start", "end", "turn", "time")
LEAD = ("column", "id", "coder", "round", "case")
ORIGIN = ("origin", "suggested_rank")
PROPOSED = "proposed"
"""Origin of a mapping that confirms what a model proposed."""
SEGMENTS = "segments"
"""The column whose sum is the number of segments: 1 for the first coding of a segment, else 0."""


@dataclass(frozen=True, slots=True)
class Part:
    """Records in columns; a record in two columns comes twice."""

    records: Records
    record: Ints
    columns: Sequence[str]
    """The column of each, by id."""
    uses: Stretches
    """The same with labels as rows, in the places in which segments are merged."""
    n_places: int


MOST_AT_ONCE = 50_000
"""Answers up to which all that stands beside them is read with them; of more it is read when it is
asked for, and refused where the project has changed by then."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What the list of segments shows beside the answers."""

    book: Codebook
    directions: Mapping[str, str]
    """Names by id."""
    cases: Mapping[str, Mapping[str, str]]
    """Attributes by case."""
    turns: Mapping[str, _Turns]
    mappings: Records | None
    """The mappings that count, for the columns of directions and stances."""
    origins: Mapping[str, tuple[str, int | None]]
    """By answer, how it came about, and the rank of the suggestion that it was."""


@dataclass(frozen=True, slots=True)
class SegmentData:
    """What the list of segments is made of. Words are read when they are asked for."""

    session: ProjectSession = field(repr=False)
    of_codes: bool
    text_of: Mapping[str, str]
    """By source, the hash of the text that the answers were read with."""
    made: MadeMatrix = field(repr=False)
    read_mappings: Callable[[], Records | None]
    """The mappings that count, for the columns of directions and stances."""
    language: str
    newest: tuple[int, str, str] | None
    """Number, id and hash of the newest event when the answers were read."""
    beside: Beside | None = field(repr=False)
    """None where there are more than `MOST_AT_ONCE` answers."""

    def table(self, *, with_risks: bool = True, with_quotes: bool = True) -> Table:
        """Every coding (or mapping) in every column, with its place, case and words.

        The sum of the column `segments` over a code and a column is the cell of the code by
        itself; that of `segments 1` over `level 1` the cell of a branch of the first level, and
        so on.
        """
        rows = self.rows()
        quotes = self.quotes(rows) if with_quotes else {}
        risks: Mapping[str, str] = {}
        if with_risks and quotes:
            risks = self.risks(quotes.values())
        origins = self.origins(rows)
        columns = [*rows.columns, *ORIGIN, *(["quote"] if with_quotes else [])]
        columns += ["risk"] if with_risks else []
        made = []
        for at, row in enumerate(rows.rows):
            quote = quotes.get(at, "")
            more = ([quote] if with_quotes else []) + ([risks.get(quote, "")] if with_risks else [])
            made.append((*row, *origins[at], *more))
        return Table(tuple(columns), tuple(made), _("segments"))

    def count(self) -> int:
        """How many rows there are."""
        return sum(len(part.record) for part in parts_of(self.made.matrix))

    def rows(self) -> SegmentRows:
        """The rows without words."""
        return _Rows(self).made()

    def quotes(self, rows: SegmentRows) -> dict[int, str]:
        """The words of each row."""
        texts = queries.bodies_of(
            self.session.database, {self.text_of[source] for source, _s, _e in rows.places}
        )
        return {
            at: texts.get(self.text_of[source], "")[start:end]
            for at, (source, start, end) in enumerate(rows.places)
        }

    def origins(self, rows: SegmentRows) -> list[tuple[str, int | None]]:
        """How each coding or mapping came about, and the rank of the suggestion that it was."""
        at_id, known = rows.columns.index("id"), self.read_beside().origins
        return [known.get(str(row[at_id]), ("", None)) for row in rows.rows]

    def read_beside(self) -> Beside:
        """What stands beside the answers, of the state that they were read with.

        Raises `StoreError` where that is read only now and the project has changed meanwhile.
        """
        if self.beside is not None:
            return self.beside
        if newest_mark(self.session.database) != self.newest:
            raise StoreError(
                _("the project has changed since the matrix was made"),
                code="matrix-changed",
                hint=_("Make the matrix again."),
            )
        return read_beside(
            self.session, self.made, self.language, self.read_mappings if self.of_codes else None
        )

    def risks(self, quotes: Iterable[str]) -> Mapping[str, str]:
        """What may tell who spoke, by quote; quotes without such details are left out."""
        from toolkit.operations.identifiers.risk import risk_sentences

        return risk_sentences(self.session, quotes)


@dataclass(frozen=True, slots=True)
class SegmentRows:
    """Rows of the list of segments, and the place of each."""

    columns: Sequence[str]
    rows: Sequence[tuple[Cell, ...]]
    places: Sequence[tuple[str, int, int]]


def parts_of(matrix: Matrix) -> list[Part]:
    """What a matrix counts, by column; a matrix of codes by codes has each coding once."""
    return list(_parts(matrix.refs, matrix.column_ids, lambda name: name))


def _parts(
    refs: Mapping[tuple[str, str], Any], columns: Sequence[str], name: Callable[[str], str]
) -> Iterable[Part]:
    import numpy as np

    if isinstance(refs, RefsOfEach):
        for coder, made in refs.matrices.items():

            def of_coder(column: str, coder: str = coder) -> str:
                return column_id(column, coder)

            yield from _parts(made.refs, made.column_ids, of_coder)
    elif isinstance(refs, GroupedRefs):
        groups = refs.group_of
        yield from _parts(refs.ungrouped, list(groups), lambda case: name(groups[case]))
    elif isinstance(refs, MeetingRefs):
        records = refs.records
        uses = Stretches(records.label, records.source, records.start, records.end)
        every = np.arange(len(records))
        yield Part(records, every, [""] * len(records), uses, max(len(records.sources), 1))
    else:
        assert isinstance(refs, CellRefs)
        assert refs.counted is not None
        counted = refs.counted
        lists = counted.rows_of
        shown = np.array([bool(rows) for rows in lists], dtype=bool)
        uses = counted.uses
        keep = shown[uses.row] if len(uses.row) else np.zeros(0, dtype=bool)
        uses, record = uses.taken(keep), counted.record[keep]
        names = [name(column) for column in columns]
        of_use = counted.areas.column[uses.place].tolist() if len(uses.row) else []
        yield Part(
            counted.records,
            record,
            [names[column] for column in of_use],
            uses,
            counted.areas.n_places,
        )


def read_beside(
    session: ProjectSession,
    made: MadeMatrix,
    language: str,
    read_mappings: Callable[[], Records | None] | None,
) -> Beside:
    """What stands beside answers; `read_mappings` is None where the answers are mappings."""
    database = session.database
    parts = parts_of(made.matrix)
    sources = {name for part in parts for name in part.records.used_sources()}
    stored = queries.turns_of(database, sorted(sources))
    return Beside(
        queries.codebook(database),
        {each.id: each.label(language) for each in queries.directions(database)},
        {case.id: case.attributes for case in queries.cases(database)},
        {
            name: _Turns(
                [turn.span.start for turn in stored.get(name, ())],
                [turn.timestamp or "" for turn in stored.get(name, ())],
            )
            for name in sources
        },
        read_mappings() if read_mappings is not None else None,
        _origins(session, of_codes=read_mappings is not None),
    )


def _origins(session: ProjectSession, *, of_codes: bool) -> dict[str, tuple[str, int | None]]:
    database = session.database
    if not of_codes:
        return {
            row["id"]: (PROPOSED if row["proposal_id"] is not None else MANUAL, None)
            for row in database.iterate("SELECT id, proposal_id FROM direction_mappings")
        }
    origin = {
        row["id"]: str(row["origin"]) for row in database.iterate("SELECT id, origin FROM codings")
    }
    suggested = suggested_as(database, origin.values())
    return {
        name: (said, suggested[said].rank if said in suggested else None)
        for name, said in origin.items()
    }


class _Rows:
    """Makes the rows of the list of segments."""

    def __init__(self, data: SegmentData) -> None:
        self.data = data
        self.beside = data.read_beside()
        self.book, self.directions = self.beside.book, self.beside.directions
        self.cases = self.beside.cases
        self.attributes = list(dict.fromkeys(n for own in self.cases.values() for n in own))
        self.depth = max((len(self.book.path(code.id)) for code in self.book), default=0)
        self.paths = {code.id: self.book.path(code.id) for code in self.book}

    def made(self) -> SegmentRows:
        data = self.data
        parts = parts_of(data.made.matrix)
        lead = ("code", "name", "path") if data.of_codes else ("direction", "name")
        more = ("direction", "stance") if data.of_codes else ("stance",)
        levels = range(1, self.depth + 1) if data.of_codes else ()
        taken = {*lead, *LEAD, *PLACE, *more, *ORIGIN, SEGMENTS, "quote", "risk"}
        attributes = [f"case {n}" if n in taken else n for n in self.attributes]
        columns = [*lead, *LEAD, *attributes, *PLACE, *more, SEGMENTS]
        columns += [name for at in levels for name in (f"level {at}", f"{SEGMENTS} {at}")]
        rows: list[tuple[Cell, ...]] = []
        spots: list[tuple[str, int, int]] = []
        turns, mappings = self.beside.turns, self.beside.mappings
        order = {name: at for at, name in enumerate(data.made.matrix.column_ids)}
        keyed: list[tuple[tuple[Any, ...], tuple[Cell, ...], tuple[str, int, int]]] = []
        for part in parts:
            keyed += self._part(part, turns, mappings, order)
        keyed.sort(key=lambda each: each[0])
        rows = [row for _key, row, _spot in keyed]
        spots = [spot for _key, _row, spot in keyed]
        return SegmentRows(columns, rows, spots)

    def _part(
        self,
        part: Part,
        turns: Mapping[str, _Turns],
        mappings: Records | None,
        order: Mapping[str, int],
    ) -> list[tuple[tuple[Any, ...], tuple[Cell, ...], tuple[str, int, int]]]:
        records = part.records
        taken = records.taken(part.record)
        cases = self._cases(records)
        mapped = _mapped(records, mappings) if mappings is not None else {}
        first = opens_segment(part.uses, part.n_places).tolist()
        by_level = self._levels(part) if self.data.of_codes else []
        code_order = {code.id: at for at, code in enumerate(self.book.depth_first())}
        code_order |= {name: at for at, name in enumerate(self.directions)} if not by_level else {}
        columns = (taken.source, taken.start, taken.end, taken.label, taken.coder, taken.round)
        numbers = zip(*(c.tolist() for c in (*columns, taken.stance)), strict=True)
        ids = spelled(records.ids[taken.number])
        rows = []
        for at, (source_, start, end, label_, coder, round_, stance) in enumerate(numbers):
            source, label = records.sources[source_], records.labels[label_]
            record = int(part.record[at])
            own = cases.get(record, [])
            turn, time = turns[source].at(start)
            column = part.columns[at]
            if self.data.of_codes:
                path = self.paths.get(label, ())
                name = path[-1].label(self.data.language) if path else label
                lead: tuple[Cell, ...] = (
                    label,
                    name,
                    " > ".join(step.label(self.data.language) for step in path) or label,
                )
                marks: tuple[Cell, ...] = mapped.get(record, ("", ""))
            else:
                lead = (label, self.directions.get(label, label))
                marks = (STANCES[stance] if stance >= 0 else "",)
            levels: tuple[Cell, ...] = ()
            if by_level:
                levels = tuple(
                    cell
                    for depth, opens in enumerate(by_level)
                    for cell in ((path[depth].id, int(opens[at])) if depth < len(path) else ("", 0))
                )
            rows.append(
                (
                    (
                        code_order.get(label, len(code_order)),
                        label,
                        order.get(column, 0),
                        source,
                        start,
                        end,
                        ids[at],
                    ),
                    (
                        *lead,
                        column,
                        ids[at],
                        records.coders[coder],
                        records.rounds[round_],
                        "; ".join(own),
                        *(self._attribute(own, name) for name in self.attributes),
                        source,
                        start,
                        end,
                        turn,
                        time,
                        *marks,
                        int(first[at]),
                        *levels,
                    ),
                    (source, start, end),
                )
            )
        return rows

    def _levels(self, part: Part) -> list[list[bool]]:
        """By level of the codebook, which uses begin a segment of their branch."""
        import numpy as np

        levels = []
        for depth in range(self.depth):
            names = [
                path[depth].id if depth < len(path := self.paths.get(label, ())) else ""
                for label in part.records.labels
            ]
            known = {name: at for at, name in enumerate(dict.fromkeys(names))}
            row_of = np.array([known[name] for name in names] or [0], dtype=np.int64)
            uses = part.uses
            moved = Stretches(row_of[uses.row], uses.place, uses.start, uses.end)
            levels.append(opens_segment(moved, part.n_places).tolist())
        return levels

    def _cases(self, records: Records) -> dict[int, list[str]]:
        """The cases that each record belongs to."""
        stretches = places(self.data.made.material)
        record, place = placed(records, stretches)
        found: dict[int, list[str]] = {}
        for at, where in zip(record.tolist(), place.tolist(), strict=True):
            found.setdefault(at, []).append(stretches[where].case_id)
        return found

    def _attribute(self, cases: Sequence[str], name: str) -> str:
        values = dict.fromkeys(self.cases.get(case, {}).get(name, "") for case in cases)
        return "; ".join(value for value in values if value)


@dataclass(frozen=True, slots=True)
class _Turns:
    """The turns of a source."""

    starts: Sequence[int]
    times: Sequence[str]

    def at(self, offset: int) -> tuple[int | None, str]:
        """Number, from 1, and time of the turn at an offset; None before the first."""
        number = bisect_right(self.starts, offset)
        return (number, self.times[number - 1]) if number else (None, "")


def _mapped(codings: Records, mappings: Records) -> dict[int, tuple[str, str]]:
    """The directions and stances of the mappings that belong to each coding."""
    coding, mapping = pairs_of(codings, mappings, "coding")
    found: dict[int, list[set[str]]] = {}
    for at, other in zip(coding.tolist(), mapping.tolist(), strict=True):
        directions, stances = found.setdefault(at, [set(), set()])
        directions.add(mappings.labels[mappings.label[other]])
        if mappings.stance[other] >= 0:
            stances.add(STANCES[mappings.stance[other]])
    return {at: ("; ".join(sorted(a)), "; ".join(sorted(b))) for at, (a, b) in found.items()}
