"""Bundle: a project for one coder, with what they need to code blind and nothing of others."""

from __future__ import annotations

import os
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from toolkit import config as configuration
from toolkit.domain.codings import Coder
from toolkit.domain.events import Change, canonical_json
from toolkit.domain.queues import QueueKind
from toolkit.domain.rounds import DEFAULT_ROUND, Round
from toolkit.errors import InputError, UsageError
from toolkit.i18n import _
from toolkit.operations.session import ProjectSession, need_coder, need_source
from toolkit.store import migrate, queries, rows
from toolkit.store.log.row_history import BUNDLE
from toolkit.store.round_rules import check_takes, check_takes_part
from toolkit.store.sqlite import SqliteDatabase
from toolkit.store.tables import TABLES, TEXTS
from toolkit.store.writer import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from toolkit.store.protocol import Database

OWN = ("coverage", "codings", "commitments", "direction_mappings")
"""Tables whose rows have a coder, a source and a round."""


def check_file(out: Path) -> None:
    """Raise `UsageError` where a bundle cannot be written to this file."""
    if out.suffix.lower() != ".zip":
        raise UsageError(
            _("{out} does not end in .zip, and a bundle is one").format(out=out),
            code="bundle-name",
            hint=_("Name it {name}.").format(name=out.with_suffix(".zip").name),
        )
    if out.exists():
        raise UsageError(
            _("{out} is already there").format(out=out),
            code="file-exists",
            hint=_("Choose another name; nothing is written over."),
        )


def chosen_sources(
    session: ProjectSession, named: Sequence[str], coder: str, round_: Round
) -> list[str]:
    """Ids of the sources that a coder gets: those named, else those of the round, or all."""
    check_takes_part(round_, coder)
    if not round_.coders:
        need_coder(session, coder)
    chosen = [need_source(session, name).id for name in named] or list(round_.sources)
    for name in chosen:
        check_takes(round_, coder, name)
    chosen = chosen or [source.id for source in queries.sources(session.database)]
    if not chosen:
        raise InputError(_("the project has no sources yet"), code="no-sources")
    return chosen


def rows_for(
    session: ProjectSession, coder: str, chosen: Sequence[str], round_: Round
) -> list[Change]:
    """The changes that make the store of the bundle: rows of the coder's and of nobody else's."""
    database = session.database
    given = {"coder": coder, **{f"s{at}": name for at, name in enumerate(chosen)}}
    among = f"({', '.join(f':s{at}' for at in range(len(chosen)))})"
    rounds = {each.id: each for each in queries.rounds(database)}
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for name in ("codes", "code_patterns", "families", "directions"):
        tables[name] = _all(database, f"SELECT * FROM {name}", {})
    tables["sources"] = _all(database, f"SELECT * FROM sources WHERE id IN {among}", given)
    for row in tables["sources"]:
        row["metadata"] = canonical_json({})
    tables["coders"] = [rows.coder_row(Coder(coder))]
    for name in OWN:
        tables[name] = _all(
            database,
            f"SELECT * FROM {name} WHERE coder_id = :coder AND source_id IN {among}",
            given,
        )
    tables["queues"], tables["queue_items"] = _queues(database, given, among, round_, coder)
    mine = {row["id"] for row in tables["codings"]}
    codes = {row["id"] for row in tables["codes"]}
    tables["memos"] = [
        row
        for row in _all(database, "SELECT * FROM memos WHERE coder_id = :coder", given)
        if row["target"] == "project"
        or (row["target"] == "coding" and row["target_id"] in mine)
        or (row["target"] == "source" and row["target_id"] in chosen)
        or (row["target"] == "code" and row["target_id"] in codes)
    ]
    named = {
        DEFAULT_ROUND,
        round_.id,
        *(row["round_id"] for n in (*OWN, "queues") for row in tables[n]),
    }
    tables["rounds"] = [
        rows.round_row(_own(rounds[name], coder, chosen, round_)) for name in sorted(named)
    ]
    tables["codebook_versions"] = _versions(database, tables, round_)
    return [rows.added(name, row) for name in TABLES for row in tables[name]]


def _queues(
    database: Database, given: dict[str, Any], among: str, round_: Round, coder: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The coder's queues with their passages in the chosen sources.

    A blind round shows nothing of models, so that no queue that a model filled goes with it.
    """
    kinds = [kind.value for kind in QueueKind]
    if round_.is_blind or queries.viewer(database, coder, round_).blind_rounds:
        kinds.remove(QueueKind.MISSED.value)
    items = _all(
        database,
        f"SELECT * FROM queue_items WHERE coder_id = :coder AND source_id IN {among}",
        given,
    )
    filled = {row["queue_id"] for row in items}
    queues = [
        row
        for row in _all(database, "SELECT * FROM queues WHERE coder_id = :coder", given)
        if row["id"] in filled and row["kind"] in kinds
    ]
    kept = {row["id"] for row in queues}
    return queues, [row for row in items if row["queue_id"] in kept]


def _own(each: Round, coder: str, chosen: Sequence[str], round_: Round) -> Round:
    """The round, reduced to what concerns this coder."""
    names = chosen if each.id == round_.id else [s for s in each.sources if s in chosen]
    coders = (coder,) if each.id == round_.id or each.coders else ()
    return replace(each, coders=coders, sources=tuple(names))


def _versions(
    database: Database, tables: dict[str, list[dict[str, Any]]], round_: Round
) -> list[dict[str, Any]]:
    every = _all(database, "SELECT * FROM codebook_versions ORDER BY version", {})
    used = {row["codebook_version"] for row in tables["codings"]} | {round_.codebook_version}
    return [row for row in every if row["version"] in used or row is every[-1]]


def _all(database: Database, sql: str, given: dict[str, Any]) -> list[dict[str, Any]]:
    named = {name: value for name, value in given.items() if f":{name}" in sql}
    return [dict(row) for row in database.query(sql, named)]


def write_store(
    session: ProjectSession,
    path: Path,
    changes: Sequence[Change],
    coder: str,
    chosen: Sequence[str],
    round_: Round,
    actor: str,
) -> None:
    """Write the store of the bundle."""
    last = session.database.first("SELECT id FROM events ORDER BY seq DESC LIMIT 1")
    migrate.create(path)
    database = SqliteDatabase(path)
    try:
        record(
            database,
            actor=actor,
            kind=BUNDLE,
            changes=changes,
            summary={
                "coder": coder,
                "sources": list(chosen),
                "round": round_.id,
                "taken_after": last["id"] if last is not None else "",
            },
            texts=_texts(session.database, changes),
            clock=session.clock,
        )
        # The store becomes one file, without a log beside it.
        database.execute("PRAGMA journal_mode = DELETE")
    finally:
        database.close()


def _texts(database: Database, changes: Iterable[Change]) -> list[str]:
    referred = {
        str(change.after[column.name])
        for change in changes
        if change.after is not None
        for column in TABLES[change.table].columns
        if column.references == f"{TEXTS.name}.sha256"
    }
    bodies = queries.bodies_of(database, referred)
    return [bodies[sha256] for sha256 in sorted(referred)]


def pack(session: ProjectSession, store: Path, out: Path, coder: str) -> None:
    """Write the .zip: the settings of a project for the coder, and its store."""
    name = out.stem
    settings = configuration.template(session.config.name or session.folder.name)
    settings = settings.replace(
        '# coder = "coder-a"        ', f"coder = {configuration.quoted(coder)}  "
    )
    settings = settings.replace(
        'language = "en"  ', f"language = {configuration.quoted(session.config.language)}  "
    )
    try:
        descriptor = os.open(out, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with (
            open(descriptor, "wb") as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            for folder in (name, f"{name}/.qct"):
                _entry(archive, f"{folder}/", b"", 0o40700)
            _entry(archive, f"{name}/{configuration.FILE_NAME}", settings.encode(), 0o100600)
            _entry(archive, f"{name}/{configuration.STORE_PATH}", store.read_bytes(), 0o100600)
    except OSError as error:
        raise UsageError(
            _("{out} cannot be written: {reason}").format(out=out, reason=error.strerror or error),
            code="file-unwritable",
        ) from error


def _entry(archive: zipfile.ZipFile, name: str, content: bytes, mode: int) -> None:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.external_attr = mode << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, content)
