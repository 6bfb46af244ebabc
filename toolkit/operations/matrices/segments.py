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
from toolkit.i18n import _
from toolkit.operations.codings.origins import suggested_as
from toolkit.operations.matrices.matrix import MadeMatrix
from toolkit.operations.matrices.side_by_side import RefsOfEach, column_id
from toolkit.operations.session import ProjectSession
from toolkit.report.tables import Cell, Table
from toolkit.store import queries

if TYPE_CHECKING:
    from toolkit.analysis.counting import Ints  # noqa: TC004 - numpy is not imported for a type
    from toolkit.analysis.matrix import Matrix

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


@dataclass(frozen=True, slots=True)
class SegmentData:
    """What the list of segments is made of; everything is read when it is asked for."""

    session: ProjectSession = field(repr=False)
    of_codes: bool
    text_of: Mapping[str, str]
    """By source, the hash of the text that the answers were read with."""
    made: MadeMatrix = field(repr=False)
    read_mappings: Callable[[], Records | None]
    """The mappings that count, for the columns of directions and stances."""
    language: str

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
        database, at_id = self.session.database, rows.columns.index("id")
        ids = [str(row[at_id]) for row in rows.rows]
        if not self.of_codes:
            read = queries.rows_among(database, "direction_mappings", "id", sorted(set(ids)))
            taken = {row["id"] for row in read if row["proposal_id"] is not None}
            return [(PROPOSED if name in taken else MANUAL, None) for name in ids]
        wanted = set(ids)
        origin = {
            row["id"]: str(row["origin"])
            for row in database.iterate("SELECT id, origin FROM codings")
            if row["id"] in wanted
        }
        suggested = suggested_as(database, origin.values())
        ranks = {name: suggested[said].rank for name, said in origin.items() if said in suggested}
        return [(origin.get(name, ""), ranks.get(name)) for name in ids]

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


class _Rows:
    """Makes the rows of the list of segments."""

    def __init__(self, data: SegmentData) -> None:
        self.data = data
        database = data.session.database
        self.book = queries.codebook(database)
        self.directions = {
            each.id: each.label(data.language) for each in queries.directions(database)
        }
        self.cases = {case.id: case.attributes for case in queries.cases(database)}
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
        turns = self._turns(parts)
        mappings = data.read_mappings() if data.of_codes else None
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

    def _turns(self, parts: Sequence[Part]) -> dict[str, _Turns]:
        sources = {name for part in parts for name in part.records.used_sources()}
        stored = queries.turns_of(self.data.session.database, sorted(sources))
        return {
            name: _Turns(
                [turn.span.start for turn in stored.get(name, ())],
                [turn.timestamp or "" for turn in stored.get(name, ())],
            )
            for name in sources
        }


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
