"""Correcting a transcript that is already coded: a new revision that carries everything."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from toolkit.domain.events import Change, Event, canonical_json, sha256_text
from toolkit.domain.ids import derived_id
from toolkit.domain.rounds import Progress, RoundStatus
from toolkit.domain.spans import Span
from toolkit.errors import ConflictError, InputError
from toolkit.i18n import _
from toolkit.store import queries, rows
from toolkit.store.log import entries
from toolkit.store.log import undo as undoing
from toolkit.store.tables import TABLES
from toolkit.text.corrections.carry_spans import Carrier, CarryOutcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from toolkit.domain.transcript import Source, Turn
    from toolkit.operations.session import ProjectSession
    from toolkit.store.preconditions import Precondition
    from toolkit.text.corrections.carry_spans import Carried

SPANNED = (
    "codings",
    "commitments",
    "direction_mappings",
    "pattern_decisions",
    "queue_items",
    "suggestions",
    "direction_proposals",
    "theme_members",
    "theme_assignments",
)
"""Tables whose rows lie on a stretch of a source's text."""


@dataclass(frozen=True, slots=True)
class CarriedRow:
    """Something that lies on the text, and where the correction leaves it."""

    table: str
    id: str
    code: str
    """Code or direction; empty for what has neither."""
    coder: str
    round: str
    outcome: CarryOutcome
    before: Span
    after: Span | None
    quote_before: str
    quote_after: str
    state: str
    """`closed` or `submitted` where its round or its coder was done with it, else empty."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a correction did, or would do."""

    source: str
    revision: int
    """Of the new text."""
    length: int
    turns: int
    rows: tuple[CarriedRow, ...]
    """Everything on the text, in its order, what stays where it is included."""

    def count(self, outcome: CarryOutcome, table: str = "codings") -> int:
        return sum(row.outcome is outcome and row.table == table for row in self.rows)


class Carries(Protocol):
    """Says where a correction leaves a span of the old text."""

    def carry(self, span: Span) -> Carried:
        """The span as the corrected text has it."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A correction that is not recorded yet: what it does, and what to record."""

    correction: Correction
    changes: tuple[Change, ...]
    texts: tuple[str, ...]


def counts_told(session: ProjectSession, prepared: Iterable[Prepared]) -> dict[str, int]:
    """How many codings corrections move, change and orphan, for the log.

    Nothing where a blind round binds the person: their own event would tell of others' codings.
    """
    if session.bound_by():
        return {}
    corrections = [each.correction for each in prepared]
    return {
        outcome.value: sum(correction.count(outcome) for correction in corrections)
        for outcome in CarryOutcome
        if outcome is not CarryOutcome.SAME
    }


def prepare(
    session: ProjectSession,
    source: Source,
    text: str,
    turns: Sequence[Turn],
    *,
    carrier: Carries | None = None,
) -> Prepared:
    """The correction that makes `text` the next revision of the source, with these turns.

    Spans are carried by `carrier`, else by comparing the two texts.
    """
    stored = queries.row(session.database, "sources", id=source.id)
    assert stored is not None
    now = session.clock()
    carried, moves = _carry_rows(session, source, text, now, carrier)
    correction = Correction(source.id, source.revision + 1, len(text), len(turns), tuple(carried))
    corrected = replace(
        source, text_sha256=sha256_text(text), length=len(text), revision=correction.revision
    )
    turns_text = rows.turns_json(turns)
    after = rows.source_row(
        corrected, turns_sha256=sha256_text(turns_text), position=stored["position"]
    )
    earlier = {
        "source_id": source.id,
        "revision": source.revision,
        "text_sha256": source.text_sha256,
        "turns_sha256": stored["turns_sha256"],
        "length": source.length,
        "replaced_at": now,
    }
    changes = [rows.changed("sources", stored, after), rows.added("source_revisions", earlier)]
    return Prepared(correction, (*changes, *moves), (text, turns_text))


def record(
    session: ProjectSession,
    prepared: Sequence[Prepared],
    *,
    newest: int,
    actor: str,
    kind: str,
    summary: Mapping[str, Any],
    changes: Sequence[Change] = (),
    preconditions: Sequence[Precondition] = (),
) -> Event:
    """Record corrections, and `changes` with them, as one step.

    Raises `ConflictError` where one of the texts, or what `preconditions` name, is another now.

    `newest` is the number of the event that was the last when planning began: the step is taken
    back, and `ConflictError` raised, where somebody put something on one of the texts since then.
    """
    event = session.record(
        actor=actor,
        kind=kind,
        changes=[*(change for each in prepared for change in each.changes), *changes],
        summary=summary,
        texts=[text for each in prepared for text in each.texts],
        preconditions=preconditions,
    )
    for each in prepared:
        _take_back_if_coded(session, each.correction.source, newest, event, actor)
    return event


def _carry_rows(
    session: ProjectSession, source: Source, text: str, now: str, carrier: Carries | None
) -> tuple[list[CarriedRow], list[Change]]:
    """Where the new text leaves everything that lies on the source, and the changes that say so."""
    old = queries.text_body(session.database, source.text_sha256)
    carrier = carrier or Carrier(old, text)
    states = _states(session, source.id)
    carried_rows: list[CarriedRow] = []
    removed: list[Change] = []
    others: list[Change] = []
    for table, row in _rows_on(session, source.id):
        span = Span(row["span_start"], row["span_end"])
        carried = carrier.carry(span)
        carried_rows.append(_carried(table, row, carried.span, carried.outcome, old, text, states))
        if carried.span is None:
            removed.append(rows.removed(table, row))
            others.append(rows.added("orphans", _orphan(table, row, source, now)))
        elif carried.span != span:
            after = {**row, "span_start": carried.span.start, "span_end": carried.span.end}
            if "span_start" in TABLES[table].key:
                removed.append(rows.removed(table, row))
                others.append(rows.added(table, after))
            else:
                others.append(rows.changed(table, row, after))
    return carried_rows, [*removed, *_distinct(others)]


def _take_back_if_coded(
    session: ProjectSession, source_id: str, newest: int, correction: Event, actor: str
) -> None:
    """Take the correction back if someone put something on the text while it was planned.

    `newest` is the number of the event that was the last when planning began.
    """
    meanwhile = [
        event
        for seq in range(newest + 1, correction.seq)
        if (event := entries.event_by_seq(session.database, seq)) is not None
    ]
    coded = any(
        change.table in SPANNED and (change.after or {}).get("source_id") == source_id
        for event in meanwhile
        for change in event.changes
    )
    if coded:
        undoing.undo(session.database, actor=actor, seq=correction.seq, clock=session.clock)
        raise ConflictError(
            _("{source_id} was coded while its correction was under way; it was taken back").format(
                source_id=source_id
            ),
            code="correct-met",
            hint=_("Run the correction again."),
        )


def _distinct(changes: Iterable[Change]) -> Iterator[Change]:
    """The changes without a second new row of a key: two spans that became the same span."""
    seen: set[tuple[str, tuple[str | int, ...]]] = set()
    for change in changes:
        if change.before is None:
            if (change.table, change.key) in seen:
                continue
            seen.add((change.table, change.key))
        yield change


def check_new_text(source: Source, text: str) -> None:
    """Raise `InputError` for what cannot be the next text of the source."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise InputError(
            _("the new text of {source} has characters that are not Unicode").format(
                source=source.id
            ),
            code="text-not-unicode",
            hint=_("Save it as UTF-8, or name its encoding with --encoding."),
        ) from None
    if not text.strip():
        raise InputError(
            _("the new text of {source} is empty").format(source=source.id), code="empty-text"
        )
    if sha256_text(text) == source.text_sha256:
        raise InputError(
            _("this is already the text of {source}; there is nothing to correct").format(
                source=source.id
            ),
            code="text-same",
        )


def _rows_on(session: ProjectSession, source_id: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for table in SPANNED:
        keys = ", ".join(TABLES[table].key)
        for row in session.database.query(
            f"SELECT * FROM {table} WHERE source_id = :source "
            f"ORDER BY span_start, span_end, {keys}",
            {"source": source_id},
        ):
            yield table, dict(row)


def _states(session: ProjectSession, source_id: str) -> dict[tuple[str, str], str]:
    """`closed` or `submitted` by round and coder."""
    closed = {
        round_.id
        for round_ in queries.rounds(session.database)
        if round_.status is RoundStatus.CLOSED
    }
    states = {}
    for coverage in queries.coverage(session.database):
        if coverage.source_id != source_id:
            continue
        if coverage.round_id in closed:
            states[coverage.round_id, coverage.coder_id] = "closed"
        elif coverage.progress is Progress.SUBMITTED:
            states[coverage.round_id, coverage.coder_id] = coverage.progress.value
    return states


def _carried(
    table: str,
    row: Mapping[str, Any],
    span: Span | None,
    outcome: CarryOutcome,
    old: str,
    new: str,
    states: Mapping[tuple[str, str], str],
) -> CarriedRow:
    return CarriedRow(
        table=table,
        id=str(row.get("id", "")),
        code=str(row.get("code_id", row.get("direction_id", ""))),
        coder=str(row.get("coder_id", "")),
        round=str(row.get("round_id", "")),
        outcome=outcome,
        before=Span(row["span_start"], row["span_end"]),
        after=span,
        quote_before=old[row["span_start"] : row["span_end"]],
        quote_after=new[span.start : span.end] if span is not None else "",
        state=states.get((row.get("round_id", ""), row.get("coder_id", "")), ""),
    )


def _orphan(table: str, row: Mapping[str, Any], source: Source, now: str) -> dict[str, Any]:
    key = [row[column] for column in TABLES[table].key]
    return {
        "id": row["id"] if "id" in row else derived_id("orphan", table, *key, source.revision),
        "origin_table": table,
        "source_id": source.id,
        "revision": source.revision,
        "span_start": row["span_start"],
        "span_end": row["span_end"],
        "coder_id": row.get("coder_id"),
        "round_id": row.get("round_id"),
        "code_id": row.get("code_id"),
        "body": canonical_json(dict(row)),
        "orphaned_at": now,
    }
