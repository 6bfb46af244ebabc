"""Analyses kept on disk, so that each text is analysed once.

They reveal the texts that they were made from. The file is therefore as private as the
transcripts, and `purge` removes it.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any, cast

from toolkit.language.protocol import Analysis, Entity, Phrase, Token
from toolkit.private_cache import connected, remove, text_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from toolkit.language.protocol import Analyser

FILE = "analyses.db"
_FORMAT = "1"
"""Changes when the same analysis would be written in another way, or made from other rules."""
_CHUNK = 64
"""Texts analysed between two writes; a killed process loses at most so many."""
_COLUMNS = (
    "model TEXT NOT NULL, text_sha256 BLOB NOT NULL, analysis BLOB NOT NULL, "
    "PRIMARY KEY (model, text_sha256)"
)


def analyses(
    analyser: Analyser,
    texts: Iterable[str],
    folder: Path,
    note: Callable[[int, int], None] | None = None,
) -> dict[str, bytes]:
    """The analysis of each text, packed, from the file in `folder` where it holds it.

    `note` is told how many of the texts that were not in the file are done. Without a writable
    folder, or with a damaged file, everything works but slower.
    """
    distinct = list(dict.fromkeys(texts))
    try:
        connection = _opened(folder)
    except (OSError, sqlite3.Error):
        return dict(zip(distinct, map(packed, analyser.analyse(distinct)), strict=True))
    model = f"{_FORMAT} {analyser.id}"
    with closing(connection):
        known = _read(connection, model, distinct)
        missing = [text for text in distinct if text not in known]
        if note is not None and missing:
            note(0, len(missing))
        for at in range(0, len(missing), _CHUNK):
            chunk = missing[at : at + _CHUNK]
            fresh = dict(zip(chunk, map(packed, analyser.analyse(chunk)), strict=True))
            with suppress(sqlite3.Error):
                _write(connection, model, fresh)
            known |= fresh
            if note is not None:
                note(at + len(chunk), len(missing))
    return known


def kept(folder: Path, kind: str, keys: Sequence[str]) -> dict[str, str]:
    """The texts of a kind that were kept under these keys with `keep`."""
    try:
        with closing(_opened(folder)) as connection:
            blobs = _read(connection, kind, keys)
    except (OSError, sqlite3.Error):
        return {}
    return {key: zlib.decompress(blob).decode("utf-8") for key, blob in blobs.items()}


def keep(folder: Path, kind: str, results: Mapping[str, str]) -> None:
    """Keep what was made from texts under keys that say from what; a failing disk is no error."""
    blobs = {key: zlib.compress(text.encode("utf-8"), 1) for key, text in results.items()}
    with suppress(OSError, sqlite3.Error), closing(_opened(folder)) as connection:
        _write(connection, kind, blobs)


def purge(folder: Path) -> int:
    """Remove all analyses in `folder`, and return the number of freed bytes."""
    return remove(folder, FILE)


def _opened(folder: Path) -> sqlite3.Connection:
    return connected(folder, FILE, "analyses", _COLUMNS)


def _read(connection: sqlite3.Connection, model: str, texts: Sequence[str]) -> dict[str, bytes]:
    by_key = {text_key(text): text for text in texts}
    keys = sorted(by_key)
    known: dict[str, bytes] = {}
    for at in range(0, len(keys), 500):
        part = keys[at : at + 500]
        marks = ",".join("?" * len(part))
        try:
            rows = connection.execute(
                "SELECT text_sha256, analysis FROM analyses "
                f"WHERE model = ? AND text_sha256 IN ({marks})",
                (model, *part),
            ).fetchall()
        except sqlite3.Error:
            return known
        for key, blob in rows:
            if _is_whole(blob):
                known[by_key[key]] = blob
    return known


def _write(connection: sqlite3.Connection, model: str, fresh: dict[str, bytes]) -> None:
    rows = [(model, text_key(text), blob) for text, blob in fresh.items()]
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.executemany("INSERT OR REPLACE INTO analyses VALUES (?, ?, ?)", rows)
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def packed(analysis: Analysis) -> bytes:
    """An analysis in the form in which it is kept: columns as JSON, compressed."""
    columns = [[list(column) for column in zip(*part, strict=True)] for part in analysis]
    return zlib.compress(json.dumps(columns, ensure_ascii=False).encode("utf-8"), 1)


def unpacked(blob: bytes, by: int = 0) -> Analysis:
    """The analysis, each offset larger by `by`, as for a piece that stands there in a text."""
    parts: list[tuple[Any, ...]] = []
    for columns, build in zip(
        json.loads(zlib.decompress(blob)), (Token, Entity, Phrase), strict=True
    ):
        if not columns:
            parts.append(())
            continue
        starts, ends, *others = columns
        if by:
            starts, ends = [start + by for start in starts], [end + by for end in ends]
        parts.append(tuple(map(cast("type[Any]", build), starts, ends, *others)))
    return Analysis(*parts)


def _is_whole(blob: object) -> bool:
    """Whether the file holds an analysis there, and not what a failing disk left of one."""
    try:
        # The checksum at the end of what was compressed proves it.
        return isinstance(blob, bytes) and bool(zlib.decompress(blob))
    except zlib.error:
        return False
