"""What adjudication came to: before, after, who yielded, and each coder against consensus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from toolkit.agreement.confusion import retrieval, retrieval_ratios
from toolkit.agreement.disagreements import AGREED, KINDS, Disagreement, align
from toolkit.agreement.spans import CodedSpan
from toolkit.agreement.table.cover import cover_tables
from toolkit.agreement.table.rows import table_rows
from toolkit.domain.adjudication import Adjudication, Settlement
from toolkit.operations.agreement.notes import scope_notes
from toolkit.operations.agreement.request import Scope
from toolkit.operations.agreement.scope import domains_of
from toolkit.operations.consensus.adjudicate import DEFAULT_LAYER, Layer, foreign_sources
from toolkit.operations.consensus.disagreements import aligned
from toolkit.operations.session import ProjectSession
from toolkit.report.tables import Cell, Table
from toolkit.store import queries
from toolkit.store.queries import adjudications

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


def settlement_table(
    session: ProjectSession, *, layer: Layer = DEFAULT_LAYER, **options: Any
) -> Table:
    """Before, adjudication, after: `when`, `measure`, `coders`, `value`, `count`, `of`."""
    scope, found = aligned(session, **options)
    state = _State(session, layer, found)
    rows: list[tuple[Cell, ...]] = []
    everyone = " ".join(scope.coders)
    for kind in KINDS:
        count = sum(row.kind == kind for row in state.open_or_settled)
        rows.append(("before", kind, everyone, None, count, len(found)))
    agreed = len(found) - len(state.open_or_settled)
    rows.append(("before", "agreed", everyone, _share(agreed, len(found)), agreed, len(found)))
    pooled = [row for row in table_rows(scope.tables()) if row.scope == "pooled"]
    for row in pooled:
        for name in ("krippendorff_alpha", "cohen_kappa"):
            value = getattr(row, name)
            if value is not None:
                rows.append(("before", name, " ".join(row.coders), value, None, None))
    total = len(state.open_or_settled)
    for outcome in Settlement:
        if outcome is not Settlement.AGREED:
            count = state.outcomes[outcome.value]
            rows.append(
                ("adjudication", outcome.value, everyone, _share(count, total), count, total)
            )
    elsewhere = len(state.elsewhere)
    rows.append(("adjudication", "elsewhere", everyone, _share(elsewhere, total), elsewhere, total))
    for coder in scope.coders:
        mine = [one for one in state.settled if coder in (one.coder_a, one.coder_b)]
        count = sum(coder in one.yielded for one in mine)
        rows.append(("adjudication", "yielded", coder, _share(count, len(mine)), count, len(mine)))
    done = len(state.settled) + elsewhere
    rows.append(("after", "resolved", everyone, _share(done, total), done, total))
    rows.append(
        (
            "after",
            "agreed or resolved",
            everyone,
            _share(agreed + done, len(found)),
            agreed + done,
            len(found),
        )
    )
    notes = [
        "before: independent answers, as `qct agree` and `qct disagreements` show them; nothing "
        "here changes them",
        "yielded: settled disagreements of the coder whose result is not that coder's answer; "
        "a settlement in between counts for both",
        "resolved: settled by adjudication or elsewhere (a consensus that was imported); "
        "left open is not resolved",
        *scope_notes(scope),
    ]
    if state.stale:
        notes.append(
            f"{state.stale} adjudications rest on answers that have changed since; they count "
            "for nothing here"
        )
    return Table(STATUS_COLUMNS, tuple(rows), "adjudication", tuple(notes))


def adjudication_table(session: ProjectSession, *, layer: Layer = DEFAULT_LAYER) -> Table:
    """Every settlement in the order in which it was made."""
    rows = tuple(
        (
            one.disagreement_id,
            one.kind,
            one.source_id,
            one.outcome.value,
            "; ".join(one.answers_a),
            "; ".join(one.answers_b),
            one.coder_a,
            one.coder_b,
            " ".join(one.yielded),
            one.reason,
            one.decided_by,
            one.created_at,
            one.round_id,
        )
        for one in adjudications(session.database, round_id=layer.round_id)
        if one.outcome is not Settlement.AGREED
    )
    return Table(LIST_COLUMNS, rows, "adjudications")


def consensus_table(
    session: ProjectSession, *, layer: Layer = DEFAULT_LAYER, **options: Any
) -> Table:
    """Each coder against the consensus: precision, recall and F1, by characters and codings.

    On sources in which everything is settled, and coder and consensus worked.
    """
    scope, found = aligned(session, **options)
    state = _State(session, layer, found)
    complete = state.complete(scope)
    settled = [
        CodedSpan(c.source_id, layer.coder_id, c.code_id, c.span.start, c.span.end)
        for c in queries.codings(session.database, round_id=layer.round_id, coder=layer.coder_id)
        if c.source_id in complete
    ]
    rows: list[tuple[Cell, ...]] = []
    for coder in scope.coders:
        rows += _against(session, scope, coder, layer.coder_id, settled, complete)
    order = {code: at for at, code in enumerate(scope.codes)}
    rows.sort(key=lambda row: order.get(str(row[0]), len(order)))
    left = [source for source in scope.shared() if source not in complete]
    notes = [
        "precision: share of what the coder coded that is in the consensus; recall: share of "
        "the consensus that the coder had; F1: their harmonic mean (Hripcsak & Rothschild 2005)",
        "both, coder_only, consensus_only: characters inside the frame; codings_*: a coding "
        "counts as found where it shares code and characters with one of the other side",
        *scope_notes(scope),
    ]
    if left:
        notes.append(f"not settled to the end and left out: {', '.join(left)}")
    return Table(CONSENSUS_COLUMNS, tuple(rows), "coders against consensus", tuple(notes))


class _State:
    """How far each aligned row is."""

    def __init__(
        self, session: ProjectSession, layer: Layer, found: Sequence[Disagreement]
    ) -> None:
        every = adjudications(session.database, round_id=layer.round_id)
        self.by_row: dict[str, Adjudication] = {one.disagreement_id: one for one in every}
        self.foreign = foreign_sources(session, layer)
        self.found = found
        self.open_or_settled = [row for row in found if row.kind != AGREED]
        ids = {row.id for row in self.open_or_settled}
        current = [one for one in every if one.disagreement_id in ids]
        self.settled = [one for one in current if one.is_settled]
        self.outcomes = Counter(one.outcome.value for one in current)
        self.elsewhere = [
            row
            for row in self.open_or_settled
            if row.source_id in self.foreign and row.id not in self.by_row
        ]
        known = {row.id for row in found}
        self.stale = sum(one.disagreement_id not in known for one in every)

    def complete(self, scope: Scope) -> set[str]:
        """Sources whose consensus came from elsewhere, or in which every row was taken up."""
        waiting = {row.source_id for row in self.found if row.id not in self.by_row}
        taken_up = {one.source_id for one in self.by_row.values()}
        shared = set(scope.shared())
        return {one for one in shared if one in self.foreign or one in taken_up - waiting}


def _against(
    session: ProjectSession,
    scope: Scope,
    coder: str,
    consensus: str,
    settled: Sequence[CodedSpan],
    complete: set[str],
) -> list[tuple[Cell, ...]]:
    worked = [f for f in scope.frames if f.source_id in complete and coder in f.coverage]
    if not worked:
        return []
    frames = [replace(frame, coverage=frozenset((coder, consensus))) for frame in worked]
    inside = {frame.source_id for frame in frames}
    spans = [s for s in (*scope.spans, *settled) if s.source_id in inside]
    spans = [s for s in spans if s.coder in (coder, consensus)]
    used = {span.code for span in spans}
    codes = [code for code in scope.codes if code in used]
    joint = cover_tables(frames, spans, [coder, consensus], codes).joint.sum(axis=0)
    aligned_rows = align(spans, (coder, consensus), domains_of(queries.codebook(session.database)))
    rows: list[tuple[Cell, ...]] = []
    for name, at in [*((code, [k]) for k, code in enumerate(codes)), ("", list(range(len(codes))))]:
        table = joint[at].sum(axis=0)
        both = int(table[0, 1])
        mine, theirs = int(table[0, 0]) - both, int(table[1, 1]) - both
        of_code = [_of_code(row, name) for row in aligned_rows]
        counts = [
            sum(part) for part in zip(*(retrieval([r], coder) for r in of_code if r), strict=True)
        ]
        rows.append(
            (
                name,
                coder,
                *retrieval_ratios(both, mine, theirs),
                both,
                mine,
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
