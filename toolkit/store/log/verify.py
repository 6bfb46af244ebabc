"""Verification of the log, the texts and the rows, without the whole project in memory."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.domain.events import GENESIS, Key, sha256_text
from toolkit.errors import StoreError
from toolkit.i18n import _
from toolkit.store.log.objects import foreign_objects, odd_values
from toolkit.store.log.redact import content_hash, redacted_contents
from toolkit.store.log.time_travel import PastDatabase, replica_of
from toolkit.store.tables import TABLES, Table

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from toolkit.store.protocol import Database

MAX_FINDINGS = 1_000
"""Number of findings after which verification stops."""
_HASHED = ("prev_hash", "id", "at", "actor", "kind", "changes", "summary", "undoes", "hash")


@dataclass(frozen=True, slots=True)
class Finding:
    """A contradiction between the log and the store."""

    seq: int | None
    problem: str


def verify(database: Database, *, with_objects: bool = True) -> list[Finding]:
    """Everything wrong with the chain, the texts or the rows; empty for a sound store.

    `with_objects` also names what the database holds beside the tables of qct.
    """
    with database.snapshot():
        return _verify(database, [_verify_objects] if with_objects else [])


def _verify(
    database: Database, checks: list[Callable[[Database], Iterator[Finding]]]
) -> list[Finding]:
    findings: list[Finding] = []
    for check in (
        _verify_head,
        *checks,
        _verify_values,
        _verify_chain,
        _verify_texts,
        _verify_rows,
        _verify_spans,
    ):
        try:
            for finding in check(database):
                findings.append(finding)
                if len(findings) >= MAX_FINDINGS:
                    return findings
        except StoreError as error:
            if error.code not in ("store-damaged", "store-failed", "event-unreadable"):
                raise
            findings.append(Finding(None, error.message))
    return findings


def _verify_head(database: Database) -> Iterator[Finding]:
    """Compare the end of the log with the head that this machine keeps, where it keeps one."""
    keeper = database.head
    if keeper is None:
        return
    lost = keeper.lost(database, f"{database.schema}.events")
    if lost is not None:
        yield Finding(lost.head.number, lost.problem)
    elif keeper.is_unreadable:
        yield Finding(
            None,
            _("the kept head {path} cannot be read; the next step writes it anew").format(
                path=keeper.path
            ),
        )


def _verify_objects(database: Database) -> Iterator[Finding]:
    if isinstance(database, PastDatabase):
        return  # It is made anew each time, and of tables alone.
    for problem in foreign_objects(database):
        yield Finding(None, problem)


def _verify_values(database: Database) -> Iterator[Finding]:
    for table, key, column, kind in odd_values(database):
        yield Finding(
            int(key) if table == "events" and key.isdecimal() else None,
            _("{table} {row}: {column} holds a value of type {kind}").format(
                table=table, row=key, column=column, kind=kind
            ),
        )


def _verify_chain(database: Database) -> Iterator[Finding]:
    previous, expected_seq = GENESIS, 1
    redacted = redacted_contents(database)
    for row in database.iterate("SELECT * FROM events ORDER BY seq"):
        seq = int(row["seq"])
        if seq == expected_seq + 1:
            yield Finding(seq, _("event {event} is missing").format(event=expected_seq))
        elif seq != expected_seq:
            yield Finding(
                seq,
                _("events {first} to {last} are missing").format(first=expected_seq, last=seq - 1),
            )
        if row["prev_hash"] != previous:
            yield Finding(seq, _("does not follow the event before it"))
        values = [row[name] for name in _HASHED if row[name] is not None]
        if not all(isinstance(value, str) for value in values):
            # `_verify_values` has named it; there is no hash of it.
            previous, expected_seq = row["hash"], seq + 1
            continue
        digest = content_hash(row, changes=row["changes"], summary=row["summary"])
        if row["id"] in redacted:
            # Its hash is over content that was withdrawn; what is left has a hash of its own.
            if digest != redacted[row["id"]]:
                yield Finding(seq, _("was altered after content of it was withdrawn"))
        elif digest != row["hash"]:
            yield Finding(seq, _("was altered: its content does not have its hash"))
        previous, expected_seq = row["hash"], seq + 1


def _verify_texts(database: Database) -> Iterator[Finding]:
    for row in database.iterate("SELECT sha256, body FROM texts ORDER BY sha256"):
        body = row["body"]
        if not isinstance(body, str) or sha256_text(body) != row["sha256"]:
            yield Finding(
                None,
                _("text {digest} does not have its hash").format(digest=str(row["sha256"])[:12]),
            )
    for table in TABLES.values():
        for column in table.columns:
            if column.references != "texts.sha256":
                continue
            for row in database.iterate(
                f"SELECT {', '.join(table.key)} FROM {table.name} "
                f"WHERE {column.name} NOT IN (SELECT sha256 FROM texts)"
            ):
                yield Finding(
                    None,
                    _("{table} {row}: its text is missing").format(
                        table=table.name, row=_spell(tuple(row))
                    ),
                )


def _verify_rows(database: Database) -> Iterator[Finding]:
    referred: set[str] = set()
    with contextlib.closing(replica_of(database, referred)) as replica:
        for table in TABLES.values():
            yield from _compare(database, replica, table)
    if isinstance(database, PastDatabase):
        return  # It has the texts of later events too.
    for row in database.query("SELECT sha256 FROM texts ORDER BY sha256"):
        if row["sha256"] not in referred:
            yield Finding(
                None,
                _("text {digest} belongs to no event").format(digest=str(row["sha256"])[:12]),
            )


def _compare(database: Database, replica: sqlite3.Connection, table: Table) -> Iterator[Finding]:
    columns = ", ".join(table.column_names)
    look_up = f"SELECT {columns} FROM {table.name} WHERE " + " AND ".join(
        f"{column} = ?" for column in table.key
    )
    places = [table.column_names.index(column) for column in table.key]
    matched = 0
    for row in database.iterate(f"SELECT {columns} FROM {table.name}"):
        values = tuple(row)
        key = tuple(values[place] for place in places)
        expected = replica.execute(look_up, key).fetchone()
        if expected is None:
            yield Finding(
                None,
                _("{table} {row} is in the store but not in the log").format(
                    table=table.name, row=_spell(key)
                ),
            )
            continue
        matched += 1
        if tuple(expected) != values:
            yield Finding(
                None,
                _("{table} {row} differs from what the log says").format(
                    table=table.name, row=_spell(key)
                ),
            )
    (expected_rows,) = replica.execute(f"SELECT count(*) FROM {table.name}").fetchone()
    if matched == expected_rows:
        return
    where = " AND ".join(f"{column} = :{column}" for column in table.key)
    for row in replica.execute(f"SELECT {', '.join(table.key)} FROM {table.name}"):
        if database.first(f"SELECT 1 AS found FROM {table.name} WHERE {where}", dict(row)) is None:
            yield Finding(
                None,
                _("{table} {row} is in the log but not in the store").format(
                    table=table.name, row=_spell(tuple(row))
                ),
            )


def _verify_spans(database: Database) -> Iterator[Finding]:
    """Check the lengths of texts, and that no span lies outside its text."""
    for row in database.iterate(
        "SELECT sources.id, sources.length, body FROM sources "
        "JOIN texts ON texts.sha256 = sources.text_sha256 ORDER BY sources.id"
    ):
        if not isinstance(row["body"], str) or len(row["body"]) != row["length"]:
            yield Finding(
                None, _("sources {row} does not have the length of its text").format(row=row["id"])
            )
    for name in ("codings", "commitments", "direction_mappings"):
        for row in database.iterate(
            f"SELECT {name}.id FROM {name} JOIN sources ON sources.id = {name}.source_id "
            "WHERE span_start < 0 OR span_end <= span_start OR span_end > sources.length"
        ):
            yield Finding(
                None, _("{table} {row} lies outside its text").format(table=name, row=row["id"])
            )


def _spell(key: Key) -> str:
    return "/".join(map(str, key))
