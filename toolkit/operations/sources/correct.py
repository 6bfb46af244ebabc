"""Correcting a transcript that is already coded: a new revision that carries everything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from toolkit.domain.events import Change, Event, canonical_json, sha256_text
from toolkit.domain.ids import derived_id
from toolkit.domain.rounds import RoundStatus
from toolkit.domain.spans import Span
from toolkit.domain.transcript import Role, Source, Turn
from toolkit.errors import ConflictError, InputError
from toolkit.operations.session import ProjectSession, check_span, need_source
from toolkit.store import queries, rows
from toolkit.store.log import entries
from toolkit.store.log import undo as undoing
from toolkit.store.tables import TABLES
from toolkit.text.carry_spans import Carrier, CarryOutcome
from toolkit.text.speaker_labels import INTERVIEWER_LABELS
from toolkit.text.turns import parse_turns

SPANNED = (
    "codings",
    "commitments",
    "direction_mappings",
    "suggestions",
    "direction_proposals",
    "theme_members",
)
"""Tables whose rows lie on a stretch of a source's text."""
ORPHANS_OF_PEOPLE = ("codings", "direction_mappings")
"""Tables whose orphans wait for a person; other orphans are kept and not asked about."""


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


def replaced_text(session: ProjectSession, source_id: str, start: int, end: int, text: str) -> str:
    """The source's text with `[start, end)` (code points) replaced."""
    source = need_source(session, source_id)
    if not (start == end and 0 <= start <= source.length):
        check_span(source, start, end)
    body = queries.text_body(session.database, source.text_sha256)
    return body[:start] + text + body[end:]


def correct(
    session: ProjectSession, source_id: str, text: str, *, actor: str, dry_run: bool = False
) -> Correction:
    """Make `text` the next revision of a source; the earlier one is kept.

    Codings, commitments, mappings and what models offered move with their words; memos stay
    on their codings. Whose words are gone waits as an orphan. One step, which undo takes back.
    """
    seen = entries.newest_seq(session.database)
    source = need_source(session, source_id)
    _check_text(source, text)
    old = queries.text_body(session.database, source.text_sha256)
    carrier = Carrier(old, text)
    turns = _turns(session, source_id, text)
    new = replace(
        source,
        text_sha256=sha256_text(text),
        length=len(text),
        revision=source.revision + 1,
    )
    stored = queries.row(session.database, "sources", id=source_id)
    assert stored is not None
    states = _states(session, source_id)
    found: list[CarriedRow] = []
    removed: list[Change] = []
    others: list[Change] = []
    now = session.clock()
    for table, row in _rows_on(session, source_id):
        span = Span(row["span_start"], row["span_end"])
        carried = carrier.carry(span)
        found.append(_carried(table, row, carried.span, carried.outcome, old, text, states))
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
    correction = Correction(source_id, new.revision, len(text), len(turns), tuple(found))
    if dry_run:
        return correction
    turns_text = rows.turns_json(turns)
    after_row = rows.source_row(
        new, turns_sha256=sha256_text(turns_text), position=stored["position"]
    )
    kept = {
        "source_id": source_id,
        "revision": source.revision,
        "text_sha256": source.text_sha256,
        "turns_sha256": stored["turns_sha256"],
        "length": source.length,
        "replaced_at": now,
    }
    event = session.record(
        actor=actor,
        kind="source.correct",
        changes=[
            rows.changed("sources", stored, after_row),
            rows.added("source_revisions", kept),
            *removed,
            *_distinct(others),
        ],
        summary={
            "source": source_id,
            "revision": new.revision,
            **{
                one.value: correction.count(one)
                for one in CarryOutcome
                if one is not CarryOutcome.SAME
            },
        },
        texts=[text, turns_text],
    )
    _check_unmet(session, source_id, seen, event, actor)
    return correction


def _check_unmet(
    session: ProjectSession, source_id: str, seen: int, event: Event, actor: str
) -> None:
    """Take the correction back if someone put something on the text while it was planned."""
    between = [
        one
        for seq in range(seen + 1, event.seq)
        if (one := entries.event_by_seq(session.database, seq)) is not None
    ]
    met = any(
        change.table in SPANNED and (change.after or {}).get("source_id") == source_id
        for one in between
        for change in one.changes
    )
    if met:
        undoing.undo(session.database, actor=actor, seq=event.seq, clock=session.clock)
        raise ConflictError(
            f"{source_id} was coded while its correction was under way; it was taken back",
            code="correct-met",
            hint="Run the correction again.",
        )


def _distinct(changes: Iterable[Change]) -> Iterator[Change]:
    """Without new rows whose key another one has: two stretches that became the same one."""
    seen: set[tuple[str, tuple[str | int, ...]]] = set()
    for change in changes:
        if change.before is None:
            if (change.table, change.key) in seen:
                continue
            seen.add((change.table, change.key))
        yield change


def _check_text(source: Source, text: str) -> None:
    try:
        digest = sha256_text(text)
    except UnicodeEncodeError:
        raise InputError(
            f"the new text of {source.id} has characters that are not Unicode",
            code="text-not-unicode",
            hint="Save it as UTF-8, or name its encoding with --encoding.",
        ) from None
    if not text.strip():
        raise InputError(f"the new text of {source.id} is empty", code="empty-text")
    if digest == source.text_sha256:
        raise InputError(
            f"this is already the text of {source.id}; there is nothing to correct",
            code="text-same",
        )


def _turns(session: ProjectSession, source_id: str, text: str) -> list[Turn]:
    """The turns of the new text, by the labels that the present ones have."""
    present = queries.turns(session.database, source_id)
    asking = {turn.speaker for turn in present if turn.role is Role.INTERVIEWER and turn.speaker}
    saying = {turn.speaker for turn in present if turn.role is Role.EXPERT and turn.speaker}
    return parse_turns(text, asking or INTERVIEWER_LABELS, speakers=sorted(saying | asking))


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
        one.id for one in queries.rounds(session.database) if one.status is RoundStatus.CLOSED
    }
    return {
        (one.round_id, one.coder_id): "closed" if one.round_id in closed else one.progress.value
        for one in queries.coverage(session.database)
        if one.source_id == source_id
        and (one.round_id in closed or one.progress.value == "submitted")
    }


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
