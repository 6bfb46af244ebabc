"""Bundle: a project for one coder, with what they need to code blind and nothing of others."""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from toolkit import config as configuration
from toolkit.domain.codings import Coder
from toolkit.domain.events import Change, canonical_json
from toolkit.domain.rounds import DEFAULT_ROUND, Round
from toolkit.errors import InputError, UsageError
from toolkit.operations.session import ProjectSession, need_coder, need_round, need_source
from toolkit.store import migrate, queries, rows
from toolkit.store.log.row_history import BUNDLE
from toolkit.store.protocol import Database
from toolkit.store.sqlite import SqliteDatabase
from toolkit.store.tables import TABLES, TEXTS
from toolkit.store.writer import record

OWN = ("coverage", "codings", "commitments", "direction_mappings")
"""Tables whose rows have a coder, a source and a round."""


def make_bundle(
    session: ProjectSession,
    out: Path,
    *,
    coder: str,
    sources: Sequence[str] = (),
    round_id: str | None = None,
    actor: str,
) -> Path:
    """Write a .zip that is a project: the texts, the codebook, the round, and the coder's codings.

    The bundle has no row or name of another coder, no suggestion, no case and no history; `merge`
    brings the work back. Without `sources` it has the sources of the round, or all of them.
    """
    if out.suffix.lower() != ".zip":
        raise UsageError(
            f"{out} does not end in .zip, and a bundle is one",
            code="bundle-name",
            hint=f"Name it {out.with_suffix('.zip').name}.",
        )
    if out.exists():
        raise UsageError(
            f"{out} is already there",
            code="file-exists",
            hint="Choose another name; nothing is written over.",
        )
    round_ = need_round(session, round_id)
    if round_.coders and coder not in round_.coders:
        raise UsageError(
            f"{coder} takes no part in round {round_.id}; it is for {', '.join(round_.coders)}",
            code="round-coder",
        )
    if not round_.coders:
        need_coder(session, coder)
    chosen = [need_source(session, name).id for name in sources] or list(round_.sources)
    outside = [name for name in chosen if round_.sources and name not in round_.sources]
    if outside:
        raise UsageError(
            f"{outside[0]} is not part of round {round_.id}; it has {', '.join(round_.sources)}",
            code="round-source",
        )
    chosen = chosen or [source.id for source in queries.sources(session.database)]
    if not chosen:
        raise InputError("the project has no sources yet", code="no-sources")
    changes = _rows(session, coder, chosen, round_)
    session.private_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bundle-", dir=session.private_folder) as folder:
        store = Path(folder) / "project.db"
        _store(session, store, changes, coder, chosen, round_, actor)
        _pack(session, store, out, coder)
    return out


def _rows(
    session: ProjectSession, coder: str, chosen: Sequence[str], round_: Round
) -> list[Change]:
    database = session.database
    params = {"coder": coder, **{f"s{at}": name for at, name in enumerate(chosen)}}
    among = f"({', '.join(f':s{at}' for at in range(len(chosen)))})"
    rounds = {other.id: other for other in queries.rounds(database)}
    by_table: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for name in ("codes", "families", "directions"):
        by_table[name] = _all(database, f"SELECT * FROM {name}", {})
    by_table["sources"] = _all(database, f"SELECT * FROM sources WHERE id IN {among}", params)
    for row in by_table["sources"]:
        row["metadata"] = canonical_json({})
    by_table["coders"] = [rows.coder_row(Coder(coder))]
    for name in OWN:
        by_table[name] = _all(
            database,
            f"SELECT * FROM {name} WHERE coder_id = :coder AND source_id IN {among}",
            params,
        )
    mine = {row["id"] for row in by_table["codings"]}
    codes = {row["id"] for row in by_table["codes"]}
    by_table["memos"] = [
        row
        for row in _all(database, "SELECT * FROM memos WHERE coder_id = :coder", params)
        if row["target"] == "project"
        or (row["target"] == "coding" and row["target_id"] in mine)
        or (row["target"] == "source" and row["target_id"] in chosen)
        or (row["target"] == "code" and row["target_id"] in codes)
    ]
    round_ids = {DEFAULT_ROUND, round_.id, *(row["round_id"] for n in OWN for row in by_table[n])}
    by_table["rounds"] = [
        rows.round_row(_own(rounds[name], coder, chosen, round_)) for name in sorted(round_ids)
    ]
    by_table["codebook_versions"] = _versions(database, by_table, round_)
    return [rows.added(name, row) for name in TABLES for row in by_table[name]]


def _own(other: Round, coder: str, chosen: Sequence[str], round_: Round) -> Round:
    """The round, reduced to what concerns this coder."""
    from dataclasses import replace

    names = chosen if other.id == round_.id else [s for s in other.sources if s in chosen]
    coders = (coder,) if other.id == round_.id or other.coders else ()
    return replace(other, coders=coders, sources=tuple(names))


def _versions(
    database: Database, by_table: dict[str, list[dict[str, Any]]], round_: Round
) -> list[dict[str, Any]]:
    every = _all(database, "SELECT * FROM codebook_versions ORDER BY version", {})
    used = {row["codebook_version"] for row in by_table["codings"]} | {round_.codebook_version}
    return [row for row in every if row["version"] in used or row is every[-1]]


def _all(database: Database, sql: str, params: dict[str, Any]) -> list[dict[str, Any]]:
    named = {name: value for name, value in params.items() if f":{name}" in sql}
    return [dict(row) for row in database.query(sql, named)]


def _store(
    session: ProjectSession,
    path: Path,
    changes: Sequence[Change],
    coder: str,
    chosen: Sequence[str],
    round_: Round,
    actor: str,
) -> None:
    last = session.database.one("SELECT id FROM events ORDER BY seq DESC LIMIT 1")
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
    hashes = {
        str(change.after[column.name])
        for change in changes
        if change.after is not None
        for column in TABLES[change.table].columns
        if column.references == f"{TEXTS.name}.sha256"
    }
    bodies = queries.bodies_of(database, hashes)
    return [bodies[sha256] for sha256 in sorted(hashes)]


def _pack(session: ProjectSession, store: Path, out: Path, coder: str) -> None:
    name = out.stem
    settings = configuration.template(session.config.name or session.folder.name)
    settings = settings.replace('# coder = "coder-a"        ', f"coder = {_quoted(coder)}  ")
    settings = settings.replace(
        'language = "en"  ', f"language = {_quoted(session.config.language)}  "
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
            f"{out} cannot be written: {error.strerror or error}", code="file-unwritable"
        ) from error


def _entry(archive: zipfile.ZipFile, name: str, content: bytes, mode: int) -> None:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.external_attr = mode << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, content)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
