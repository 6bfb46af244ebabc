"""What adjudication came to: before, after, who yielded, and each coder against consensus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.agreement.confusion import retrieval, retrieval_ratios
from toolkit.agreement.disagreements import AGREED, KINDS, Disagreement, align
from toolkit.agreement.spans import CodedSpan
from toolkit.agreement.table.cover import cover_tables
from toolkit.agreement.table.rows import table_rows
from toolkit.domain.adjudication import Adjudication, Settlement
from toolkit.i18n import _
from toolkit.operations.agreement.domains import domains_of
from toolkit.operations.agreement.notes import scope_notes
from toolkit.operations.consensus.adjudicate import Layer, foreign_sources
from toolkit.report.tables import Cell, Table
from toolkit.store import queries
from toolkit.store.queries import adjudications

if TYPE_CHECKING:
    from toolkit.domain.codebook import Codebook
    from toolkit.operations.agreement.request import Scope
    from toolkit.operations.session import ProjectSession

STATUS_COLUMNS = ("when", "measure", "coders", "value", "count", "of")
CONSENSUS_COLUMNS = (
    "code",
    "coder",
    "precision",
    "recall",
    "f1",
    "both",
    "coder_only",
    "consensus_only",
    "codings_precision",
    "codings_recall",
    "codings_f1",
    "sources",
)
LIST_COLUMNS = (
    "disagreement",
    "kind",
    "source",
    "outcome",
    "answers_a",
    "answers_b",
    "coder_a",
    "coder_b",
    "yielded",
    "reason",
    "decided_by",
    "at",
    "round",
)


@dataclass(frozen=True, slots=True)
class SettlementState:
    """Disagreements, and what was settled of them in a layer."""

    rows: Sequence[Disagreement]
    """All aligned rows, agreement included."""
    adjudications: Sequence[Adjudication]
    """All of the layer, those on answers that have changed since too."""
    foreign: frozenset[str]
    """Sources whose consensus came from elsewhere."""

    @property
    def disagreements(self) -> list[Disagreement]:
        return [row for row in self.rows if row.kind != AGREED]

    @property
    def current(self) -> list[Adjudication]:
        """The adjudications of disagreements that there are still."""
        ids = {row.id for row in self.disagreements}
        return [given for given in self.adjudications if given.disagreement_id in ids]

    @property
    def settled(self) -> list[Adjudication]:
        return [given for given in self.current if given.is_settled]

    @property
    def stale(self) -> int:
        """How many adjudications rest on answers that have changed since."""
        known = {row.id for row in self.rows}
        return sum(given.disagreement_id not in known for given in self.adjudications)

    @property
    def elsewhere(self) -> list[Disagreement]:
        """Disagreements that are settled by a consensus that came from elsewhere."""
        taken_up = {given.disagreement_id for given in self.adjudications}
        return [
            row
            for row in self.disagreements
            if row.source_id in self.foreign and row.id not in taken_up
        ]

    def complete(self, scope: Scope) -> set[str]:
        """Sources whose consensus came from elsewhere, or in which every row was taken up."""
        by_row = {given.disagreement_id: given for given in self.adjudications}
        waiting = {row.source_id for row in self.rows if row.id not in by_row}
        taken_up = {given.source_id for given in by_row.values()}
        return set(scope.shared()) & (self.foreign | (taken_up - waiting))


def settlement_state(
    session: ProjectSession, layer: Layer, rows: Sequence[Disagreement]
) -> SettlementState:
    """What was settled of aligned rows in a layer."""
    return SettlementState(
        rows,
        adjudications(session.database, round_id=layer.round_id),
        frozenset(foreign_sources(session, layer)),
    )


def settlement_table(scope: Scope, state: SettlementState) -> Table:
    """Before, adjudication, after: `when`, `measure`, `coders`, `value`, `count`, `of`."""
    notes = [
        _(
            "before: independent answers, as `qct agree` and `qct disagreements` show them; "
            "nothing here changes them"
        ),
        _(
            "yielded: settled disagreements of the coder whose result is not that coder's answer; "
            "a settlement in between counts for both"
        ),
        _(
            "resolved: settled by adjudication or elsewhere (a consensus that was imported); "
            "left open is not resolved"
        ),
        *scope_notes(scope),
    ]
    if state.stale:
        note = _(
            "{count} adjudications rest on answers that have changed since; they count for "
            "nothing here"
        )
        notes.append(note.format(count=state.stale))
    rows = (*_before(scope, state), *_adjudication(scope, state), *_after(scope, state))
    return Table(STATUS_COLUMNS, rows, _("adjudication"), tuple(notes))


def _before(scope: Scope, state: SettlementState) -> Iterator[tuple[Cell, ...]]:
    everyone, total = " ".join(scope.coders), len(state.rows)
    disagreements = state.disagreements
    for kind in KINDS:
        count = sum(row.kind == kind for row in disagreements)
        yield "before", kind, everyone, None, count, total
    agreed = total - len(disagreements)
    yield "before", "agreed", everyone, _share(agreed, total), agreed, total
    for row in table_rows(scope.tables()):
        if row.scope != "pooled":
            continue
        for name in ("krippendorff_alpha", "cohen_kappa"):
            value = getattr(row, name)
            if value is not None:
                yield "before", name, " ".join(row.coders), value, None, None


def _adjudication(scope: Scope, state: SettlementState) -> Iterator[tuple[Cell, ...]]:
    everyone, total = " ".join(scope.coders), len(state.disagreements)
    outcomes = Counter(given.outcome for given in state.current)
    for outcome in Settlement:
        if outcome is not Settlement.AGREED:
            count = outcomes[outcome]
            yield "adjudication", outcome.value, everyone, _share(count, total), count, total
    elsewhere = len(state.elsewhere)
    yield "adjudication", "elsewhere", everyone, _share(elsewhere, total), elsewhere, total
    settled = state.settled
    for coder in scope.coders:
        own = [given for given in settled if coder in (given.coder_a, given.coder_b)]
        count = sum(coder in given.yielded for given in own)
        yield "adjudication", "yielded", coder, _share(count, len(own)), count, len(own)


def _after(scope: Scope, state: SettlementState) -> Iterator[tuple[Cell, ...]]:
    everyone, total, rows = " ".join(scope.coders), len(state.disagreements), len(state.rows)
    done = len(state.settled) + len(state.elsewhere)
    yield "after", "resolved", everyone, _share(done, total), done, total
    agreed = rows - total + done
    yield "after", "agreed or resolved", everyone, _share(agreed, rows), agreed, rows


def adjudication_table(every: Sequence[Adjudication]) -> Table:
    """The settlements as a table."""
    rows = tuple(
        (
            given.disagreement_id,
            given.kind,
            given.source_id,
            given.outcome.value,
            "; ".join(given.answers_a),
            "; ".join(given.answers_b),
            given.coder_a,
            given.coder_b,
            " ".join(given.yielded),
            given.reason,
            given.decided_by,
            given.created_at,
            given.round_id,
        )
        for given in every
    )
    return Table(LIST_COLUMNS, rows, _("adjudications"))


def consensus_table(
    scope: Scope,
    state: SettlementState,
    consensus: Sequence[CodedSpan],
    consensus_coder: str,
    book: Codebook,
) -> Table:
    """Each coder against the consensus: precision, recall and F1, by characters and codings.

    On sources in which everything is settled, and coder and consensus worked.
    """
    complete = state.complete(scope)
    settled = [span for span in consensus if span.source_id in complete]
    rows: list[tuple[Cell, ...]] = []
    for coder in scope.coders:
        rows += _against(scope, coder, consensus_coder, settled, complete, domains_of(book))
    order = {code: at for at, code in enumerate(scope.codes)}
    rows.sort(key=lambda row: order.get(str(row[0]), len(order)))
    left = [source for source in scope.shared() if source not in complete]
    notes = [
        _(
            "precision: share of what the coder coded that is in the consensus; recall: share of "
            "the consensus that the coder had; F1: their harmonic mean (Hripcsak & Rothschild 2005)"
        ),
        _(
            "both, coder_only, consensus_only: characters inside the frame; codings_*: a coding "
            "counts as found where it shares code and characters with one of the other side"
        ),
        *scope_notes(scope),
    ]
    if left:
        note = _("not settled to the end and left out: {sources}")
        notes.append(note.format(sources=", ".join(left)))
    return Table(CONSENSUS_COLUMNS, tuple(rows), _("coders against consensus"), tuple(notes))


def layer_spans(session: ProjectSession, layer: Layer) -> list[CodedSpan]:
    """The codings of a layer."""
    codings = queries.codings(session.database, round_id=layer.round_id, coder=layer.coder_id)
    return [
        CodedSpan(
            coding.source_id,
            coding.coder_id,
            coding.code_id,
            coding.span.start,
            coding.span.end,
        )
        for coding in codings
    ]


def _against(
    scope: Scope,
    coder: str,
    consensus: str,
    settled: Sequence[CodedSpan],
    complete: set[str],
    domains: dict[str, str] | None,
) -> list[tuple[Cell, ...]]:
    worked = [
        frame for frame in scope.frames if frame.source_id in complete and coder in frame.coverage
    ]
    if not worked:
        return []
    frames = [replace(frame, coverage=frozenset((coder, consensus))) for frame in worked]
    inside = {frame.source_id for frame in frames}
    spans = [
        span
        for span in (*scope.spans, *settled)
        if span.source_id in inside and span.coder in (coder, consensus)
    ]
    used = {span.code for span in spans}
    codes = [code for code in scope.codes if code in used]
    joint = cover_tables(frames, spans, [coder, consensus], codes).joint.sum(axis=0)
    aligned_rows = align(spans, (coder, consensus), domains)
    rows: list[tuple[Cell, ...]] = []
    for name, at in [*((code, [k]) for k, code in enumerate(codes)), ("", list(range(len(codes))))]:
        table = joint[at].sum(axis=0)
        both = int(table[0, 1])
        own, theirs = int(table[0, 0]) - both, int(table[1, 1]) - both
        of_code = [_of_code(row, name) for row in aligned_rows]
        counts = [
            sum(part) for part in zip(*(retrieval([r], coder) for r in of_code if r), strict=True)
        ]
        rows.append(
            (
                name,
                coder,
                *retrieval_ratios(both, own, theirs),
                both,
                own,
                theirs,
                *retrieval_ratios(*(counts or (0, 0, 0))),
                len(inside),
            )
        )
    return rows


def _of_code(row: Disagreement, code: str) -> Disagreement | None:
    """The row as far as it is about the code; all of it for the empty code."""
    if not code:
        return row
    a = tuple(span for span in row.a if span.code == code)
    b = tuple(span for span in row.b if span.code == code)
    return replace(row, a=a, b=b) if a or b else None


def _share(count: int, total: int) -> float | None:
    return count / total if total else None
