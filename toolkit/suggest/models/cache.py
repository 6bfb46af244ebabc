"""Cache of vectors on disk, so that each text is embedded once.

Vectors reveal the texts that they were made from. The file is therefore as private as the
transcripts, and `purge` removes it.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from toolkit.private_cache import connected, remove, text_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from toolkit.suggest.models.embedders import Embedder, Vectors

FILE = "embeddings.db"
CHUNK = 256
"""Texts embedded between two writes; a killed process loses at most so many."""
ATTEMPTS = 5
COLUMNS = (
    "model TEXT NOT NULL, text_sha256 BLOB NOT NULL, vector BLOB NOT NULL, "
    "PRIMARY KEY (model, text_sha256)"
)


class CachedEmbedder:
    """An embedder that looks up each text by (model id, SHA-256 of the text) first."""

    def __init__(self, inner: Embedder, folder: Path) -> None:
        self._inner = inner
        self._folder = folder

    @property
    def id(self) -> str:
        return self._inner.id

    @property
    def dim(self) -> int:
        return self._inner.dim

    def embed(self, texts: Sequence[str]) -> Vectors:
        import numpy as np

        if not texts:
            return np.zeros((0, self.dim), dtype=np.float32)
        for attempt in range(ATTEMPTS):
            try:
                return self._embed(texts)
            except sqlite3.OperationalError:
                # While another process opens or closes the file, it is locked for a moment,
                # and the timeout of SQLite does not cover that.
                time.sleep(0.02 * (attempt + 1))
            except OSError:
                break
            except sqlite3.DatabaseError:
                purge(self._folder)
        # Without a writable folder everything works, but slower.
        return self._inner.embed(texts)

    def missing(self, texts: Sequence[str]) -> list[str]:
        """Those of the texts whose vectors are not in the cache, each once, in their order."""
        keys = {text_key(text): text for text in texts}
        try:
            with opened(self._folder) as connection:
                known = keys_of(connection, self.id, keys)
        except (OSError, sqlite3.Error):
            return list(keys.values())
        return [text for key, text in keys.items() if key not in known]

    def is_empty(self) -> bool:
        """Whether no vector of the model is in the cache."""
        try:
            with opened(self._folder) as connection:
                held = connection.execute(
                    "SELECT 1 FROM vectors WHERE model = ? LIMIT 1", (self.id,)
                )
                return held.fetchone() is None
        except (OSError, sqlite3.Error):
            return True

    def _embed(self, texts: Sequence[str]) -> Vectors:
        import numpy as np

        keys = [text_key(text) for text in texts]
        with opened(self._folder) as connection:
            known = read(connection, self.id, self.dim, set(keys))
            missing = {k: text for k, text in zip(keys, texts, strict=True) if k not in known}
            # Which texts share a batch must not depend on the order of the input.
            todo = sorted(missing.items(), key=lambda item: (len(item[1]), item[1]))
            for start in range(0, len(todo), CHUNK):
                chunk = todo[start : start + CHUNK]
                vectors = self._inner.embed([text for _, text in chunk])
                fresh = {k: row for (k, _), row in zip(chunk, vectors, strict=True)}
                write(connection, self.id, fresh)
                known |= fresh
        return np.stack([known[k] for k in keys])


def purge(folder: Path) -> int:
    """Remove all vectors in `folder`, and return the number of freed bytes."""
    return remove(folder, FILE)


@contextmanager
def opened(folder: Path) -> Iterator[sqlite3.Connection]:
    """A connection to the cache file, which has mode 0600; a damaged file is replaced."""
    connection = connected(folder, FILE, "vectors", COLUMNS)
    with closing(connection):
        yield connection


def read(
    connection: sqlite3.Connection, model: str, dim: int, keys: set[bytes]
) -> dict[bytes, Vectors]:
    """The cached vectors by key; a vector of the wrong size counts as missing."""
    import numpy as np

    vectors: dict[bytes, Vectors] = {}
    ordered = sorted(keys)
    for start in range(0, len(ordered), 500):
        part = ordered[start : start + 500]
        marks = ",".join("?" * len(part))
        rows = connection.execute(
            f"SELECT text_sha256, vector FROM vectors WHERE model = ? AND text_sha256 IN ({marks})",
            (model, *part),
        )
        for digest, blob in rows:
            if len(blob) == dim * 4:
                vectors[digest] = np.frombuffer(blob, dtype="<f4").astype(np.float32)
    return vectors


def keys_of(connection: sqlite3.Connection, model: str, keys: Iterable[bytes]) -> set[bytes]:
    """Those of the keys under which a vector of the model is cached."""
    ordered = sorted(keys)
    known: set[bytes] = set()
    for start in range(0, len(ordered), 500):
        part = ordered[start : start + 500]
        marks = ",".join("?" * len(part))
        rows = connection.execute(
            f"SELECT text_sha256 FROM vectors WHERE model = ? AND text_sha256 IN ({marks})",
            (model, *part),
        )
        known.update(row[0] for row in rows)
    return known


def write(connection: sqlite3.Connection, model: str, vectors: dict[bytes, Vectors]) -> None:
    """Add the vectors in a transaction."""
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(
        "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
        [(model, digest, row.astype("<f4").tobytes()) for digest, row in vectors.items()],
    )
    connection.execute("COMMIT")
