"""Undo and redo: compensating events, so that nothing is ever erased."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from toolkit.errors import ConflictError, UsageError
from toolkit.i18n import _, ngettext
from toolkit.store.codebook_versions import code_rows, family_rows, new_version, pattern_rows
from toolkit.store.log.dependents import REGISTRATIONS, dependents, referring_columns
from toolkit.store.log.entries import (
    event_by_seq,
    event_from,
    newest_first,
    newest_seq,
    undone_ids,
)
from toolkit.store.log.erased import KIND as ERASING
from toolkit.store.log.erased import TEXT_SHA256 as ERASED
from toolkit.store.log.head import KINDS as HEAD_KINDS
from toolkit.store.log.redact import KIND
from toolkit.store.log.submitted_work import refuse_locked
from toolkit.store.tables import TABLES
from toolkit.store.writer import Clock, record, utc_now

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from toolkit.domain.events import Change, Event, Row
    from toolkit.store.protocol import Database

WITHDRAWING = frozenset({KIND, "source.readmit", ERASING})
LOCKING = frozenset({"round.submit", "round.close", "round.reopen"})
"""Kinds that lock work. Others rely on a lock, so it is not undone; `qct round reopen` takes it
back with a reason."""
HOLDING = frozenset({"replay.hold", "replay.release"})
"""Kinds that hold interviews back for a final figure; a release has a reason, an undo has none."""
FIXED = (
    LOCKING | WITHDRAWING | HOLDING | HEAD_KINDS
    | {"undo", "redo", "project.init", "store.migrate"}
)  # fmt: skip
"""Kinds that no `undo` takes back, not even by their number."""
NOT_UNDONE = FIXED | {"suggestion.offer", "suggestion.show", "direction.propose"}
"""Kinds that `undo` passes over. It takes back what people did, not what was shown to them."""

_SHOWN = 8


def undo(
    database: Database,
    *,
    actor: str,
    of: str | None = None,
    seq: int | None = None,
    kinds: Sequence[str] = (),
    with_dependents: bool = False,
    by: Mapping[str, str] = MappingProxyType({}),
    clock: Clock = utc_now,
) -> Event:
    """Compensate event `seq`, else the last event of `of` (anyone's when None) that stands.

    `kinds` are those that the last event is looked for among; without any, every kind. `by` goes
    into the summary: who acts in the actor's name.
    `with_dependents` takes back everything that builds on it too, as one step. Raises
    `UsageError` when there is nothing to undo and `ConflictError` when later work depends
    on it; nothing is changed then.
    """
    event = undoable(database, of=of, seq=seq, kinds=kinds)
    later = dependents(database, event)
    if later and not with_dependents:
        raise _needs_dependents(event, later)
    chain = [*reversed(later), event]
    for undone in chain:
        refuse_locked(database, undone.kind, undone.changes)
    summary: dict[str, Any] = {**event.summary, "of": event.kind}
    if later:
        summary = {
            "of": event.kind,
            "event": event.seq,
            "with": [undone.seq for undone in later],
            "undone": [undone.id for undone in later],
        }
    summary = {**_without_by(summary), **by}
    return _compensate(database, chain, actor=actor, kind="undo", summary=summary, clock=clock)


def undoable(
    database: Database,
    *,
    of: str | None = None,
    seq: int | None = None,
    kinds: Sequence[str] = (),
) -> Event:
    """The event that `undo` would take back. Raises `UsageError` where there is none."""
    undone = undone_ids(database)
    if seq is not None:
        return _named(database, seq, undone)
    whose = "actor = :actor" if of else ""
    for row in newest_first(database, whose, {"actor": of} if of else {}):
        eligible = row["kind"] in kinds if kinds else row["kind"] not in NOT_UNDONE
        if eligible and row["id"] not in undone and not _is_withdrawn(row["changes"]):
            return event_from(row)
    raise UsageError(_("there is nothing to undo"), code="nothing-to-undo")


def _is_withdrawn(changes: str) -> bool:
    """Whether nothing is left to take an event back to: it was withdrawn, or a text erased."""
    return changes == "[]" or ERASED in changes


def _named(database: Database, seq: int, undone: set[str]) -> Event:
    event = event_by_seq(database, seq)
    if event is None:
        raise UsageError(
            _("there is no event {seq}; the log has events 1 to {newest}").format(
                seq=seq, newest=newest_seq(database)
            ),
            code="unknown-event",
            hint=_("`qct log` lists them."),
        )
    if event.kind in FIXED:
        raise UsageError(
            _("event {seq} is {what}, which cannot be undone").format(seq=seq, what=event.kind),
            code="not-undoable",
            hint=_(
                "What was withdrawn or erased is gone. `qct sources withdraw --take-back` lets the "
                "file of a withdrawn source be imported again."
            )
            if event.kind in WITHDRAWING
            else _(
                "`qct redo` brings back what was undone; `qct undo --event N` takes back "
                "the event that it concerned."
            ),
        )
    if not event.changes:
        raise UsageError(
            _(
                "event {seq} concerned a source that was withdrawn, and nothing of it is left"
            ).format(seq=seq),
            code="withdrawn",
        )
    if event.id in undone:
        raise UsageError(_("event {seq} is already undone").format(seq=seq), code="already-undone")
    return event


def redo(
    database: Database,
    *,
    actor: str,
    of: str | None = None,
    kinds: Sequence[str] = (),
    by: Mapping[str, str] = MappingProxyType({}),
    clock: Clock = utc_now,
) -> Event:
    """Bring back the last undone event, unless something new was done since.

    With `kinds`, events of other kinds are passed over: they neither come back nor stand
    in the way.
    """
    redone = {
        row["undoes"] for row in database.query("SELECT undoes FROM events WHERE kind = 'redo'")
    }
    whose = "actor = :actor" if of else ""
    for row in newest_first(database, whose, {"actor": of} if of else {}):
        if row["kind"] in NOT_UNDONE - {"undo"} or row["id"] in redone:
            continue
        if row["kind"] != "undo":
            if kinds and row["kind"] not in kinds:
                continue
            break
        if _is_withdrawn(row["changes"]):
            continue
        event = event_from(row)
        if kinds and event.summary.get("of") not in kinds:
            continue
        if later := dependents(database, event):
            raise ConflictError(
                _(
                    "cannot redo (event {event}): event {later} ({kind} by {actor}) has "
                    "changed what it would bring back"
                ).format(
                    event=event.seq, later=later[0].seq, kind=later[0].kind, actor=later[0].actor
                ),
                code="undo-conflict",
                hint=_("`qct log` lists what was done since. Nothing was changed."),
            )
        summary = {key: value for key, value in event.summary.items() if key != "undone"}
        refuse_locked(database, str(event.summary.get("of")), event.changes)
        summary |= {"of": "undo", "brought_back": event.summary.get("of")}
        summary = {**_without_by(summary), **by}
        return _compensate(
            database, [event], actor=actor, kind="redo", summary=summary, clock=clock
        )
    raise UsageError(_("there is nothing to redo"), code="nothing-to-redo")


def _without_by(summary: Mapping[str, Any]) -> dict[str, Any]:
    """A summary without who took the step that is taken back."""
    return {key: value for key, value in summary.items() if key != "by"}


def _needs_dependents(event: Event, later: Sequence[Event]) -> ConflictError:
    listed = ", ".join(f"{other.seq} {other.kind} by {other.actor}" for other in later[:_SHOWN])
    if len(later) > _SHOWN:
        listed = _("{listed} and {count} more").format(listed=listed, count=len(later) - _SHOWN)
    return ConflictError(
        ngettext(
            "cannot undo {what} (event {event}): {count} later step depends on it: {listed}",
            "cannot undo {what} (event {event}): {count} later steps depend on it: {listed}",
            len(later),
        ).format(what=event.kind, event=event.seq, count=len(later), listed=listed),
        code="undo-conflict",
        hint=_(
            "`qct undo --event {event} --with-dependents` takes them back together, as one "
            "step; `qct undo --event {event} --dry-run` lists them. Nothing was changed."
        ).format(event=event.seq),
    )


def _compensate(
    database: Database,
    chain: Sequence[Event],
    *,
    actor: str,
    kind: str,
    summary: dict[str, Any],
    clock: Clock,
) -> Event:
    """Record the inverse of the events, newest first, as one event; the last one names it."""
    inverse = [change.inverse() for undone in chain for change in reversed(undone.changes)]
    _refuse_erased(chain, inverse)
    changes = _without_needed_registrations(database, inverse)
    texts: list[str] = []
    if any(change.table == "codebook_versions" for change in changes):
        changes, texts = _as_new_version(database, changes, clock())
    event = chain[-1]
    try:
        return record(
            database,
            actor=actor,
            kind=kind,
            changes=changes,
            summary=summary,
            texts=texts,
            undoes=event.id,
            clock=clock,
        )
    except ConflictError as error:
        refusal = (
            _("cannot undo {what} (event {event}): later work depends on it. {reason}")
            if kind == "undo"
            else _("cannot redo {what} (event {event}): later work depends on it. {reason}")
        )
        raise ConflictError(
            refusal.format(what=event.kind, event=event.seq, reason=error.message),
            code="undo-conflict",
            hint=_("Undo the later changes first; `qct log` lists them."),
        ) from error


def _refuse_erased(chain: Sequence[Event], inverse: Sequence[Change]) -> None:
    """Raise where a source would have a text again that was erased."""
    for change in inverse:
        if change.after is not None and change.after.get("text_sha256") == ERASED:
            raise UsageError(
                _("event {event} cannot be taken back: the text before it was erased").format(
                    event=chain[-1].seq
                ),
                code="redacted",
                hint=_("Codings can be changed and moved by hand; nothing was changed."),
            )


def _as_new_version(
    database: Database, changes: Sequence[Change], created_at: str
) -> tuple[list[Change], list[str]]:
    """The same changes, ending in a version of their own instead of taking versions away."""
    kept = [change for change in changes if change.table != "codebook_versions"]
    standing = {
        "codes": code_rows(database),
        "families": family_rows(database),
        "code_patterns": pattern_rows(database),
    }
    for change in kept:
        if change.table in standing:
            if change.after is None:
                standing[change.table].pop(str(change.key[0]), None)
            else:
                standing[change.table][str(change.key[0])] = dict(change.after)
    versions = [int(c.key[0]) for c in changes if c.table == "codebook_versions"]
    named = database.first(
        "SELECT id, name FROM codebook_versions WHERE version < :first "
        "ORDER BY version DESC LIMIT 1",
        {"first": min(versions)},
    ) or database.first("SELECT id, name FROM codebook_versions ORDER BY version DESC LIMIT 1")
    assert named is not None
    added, content = new_version(
        database,
        standing["codes"].values(),
        standing["families"].values(),
        standing["code_patterns"].values(),
        created_at=created_at,
        book_id=named["id"],
        name=named["name"],
    )
    return [*kept, added], [content]


def _without_needed_registrations(database: Database, changes: Sequence[Change]) -> list[Change]:
    """The changes without those that would take away a registration that is still needed,
    or bring back one that is there."""
    gone = {(change.table, change.key) for change in changes if change.after is None}
    kept: list[Change] = []
    for change in changes:
        if change.table in REGISTRATIONS:
            removes, adds = change.after is None, change.before is None
            if removes and _needed(database, change, changes, gone):
                gone.discard((change.table, change.key))
                continue
            if adds and _current(database, change) is not None:
                continue
        kept.append(change)
    return kept


def _needed(
    database: Database, change: Change, changes: Sequence[Change], gone: set[tuple[str, Any]]
) -> bool:
    row = change.before or {}
    if _current(database, change) != dict(row):
        return True
    if change.table == "coverage":
        named = ("round_id", "coder_id", "source_id")
        where = {name: row[name] for name in named}
        return any(
            _count(database, table, where) > _removed_by(changes, table, where, gone)
            for table in ("codings", "commitments", "direction_mappings")
        )
    return any(
        _count(database, table, {column: row["id"]})
        > _removed_by(changes, table, {column: row["id"]}, gone)
        for table, column in referring_columns("coders")
    )


def _current(database: Database, change: Change) -> dict[str, Any] | None:
    table = TABLES[change.table]
    keys = dict(zip(table.key, change.key, strict=True))
    where = " AND ".join(f"{column} = :{column}" for column in keys)
    row = database.first(f"SELECT * FROM {table.name} WHERE {where}", keys)
    return dict(row) if row is not None else None


def _count(database: Database, table: str, where: dict[str, Any]) -> int:
    condition = " AND ".join(f"{column} = :{column}" for column in where)
    row = database.first(f"SELECT count(*) AS n FROM {table} WHERE {condition}", where)
    return int(row["n"]) if row is not None else 0


def _removed_by(
    changes: Iterable[Change], table: str, where: dict[str, Any], gone: set[tuple[str, Any]]
) -> int:
    """Rows that the changes themselves take away, or let name something else."""

    def matches(row: Row | None) -> bool:
        return row is not None and all(row[column] == value for column, value in where.items())

    return sum(
        change.table == table
        and matches(change.before)
        and ((table, change.key) in gone if change.after is None else not matches(change.after))
        for change in changes
    )
