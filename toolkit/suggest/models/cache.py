"""Cache of vectors on disk, so that each text is embedded once.

Vectors reveal the texts that they were made from. The file is therefore as private as the
transcripts, and `purge` removes it.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing, contextmanager
from functools import partial
from typing import TYPE_CHECKING

from toolkit.compute.chunks import Job, cut
from toolkit.compute.executors import Serial, executor_for, map_chunks
from toolkit.errors import InputError
from toolkit.i18n import _
from toolkit.private_cache import connected, remove, text_key

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from toolkit.compute.chunks import Progress
    from toolkit.compute.executors import Executor
    from toolkit.suggest.models.embedders import Embedder, Vectors

FILE = "embeddings.db"
CHUNK = 32
"""Texts embedded between two writes; a killed process loses at most so many."""
LEAST = 200
"""Texts from which on several processes embed them, since each has to load the model first."""
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

    def embed(
        self,
        texts: Sequence[str],
        *,
        progress: Progress | None = None,
        cancel: threading.Event | None = None,
    ) -> Vectors:
        """As `Embedder.embed`; many texts at once are embedded by several processes.

        `progress` is told how many of the texts that were not known are embedded, and of how many.
        Once `cancel` is set, `CancelledError` is raised; vectors that were finished are kept.
        """
        import numpy as np

        if not texts:
            return np.zeros((0, self.dim), dtype=np.float32)
        for attempt in range(ATTEMPTS):
            try:
                return self._embed(texts, progress, cancel)
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

    def _embed(
        self, texts: Sequence[str], progress: Progress | None, cancel: threading.Event | None
    ) -> Vectors:
        import numpy as np

        keys = [text_key(text) for text in texts]
        with opened(self._folder) as connection:
            known = read(connection, self.id, self.dim, set(keys))
            missing = {k: text for k, text in zip(keys, texts, strict=True) if k not in known}
            # Which texts share a batch must not depend on the order of the input.
            todo = sorted(missing.items(), key=lambda item: (len(item[1]), item[1]))
            # A text is confidential, so errors name it by the start of its hash.
            ids = [_("text {hash}").format(hash=key.hex()[:12]) for key, _text in todo]
            chunks = cut([text for _key, text in todo], ids, CHUNK)
            job, executor = self._job(len(todo))
            done = map_chunks(job, chunks, executor, cancel=cancel)
            at = 0
            for vectors in done:
                fresh = {k: row for (k, _t), row in zip(todo[at:], vectors, strict=False)}
                write(connection, self.id, fresh)
                known |= fresh
                at += len(vectors)
                # What is told is written, so that who ends the work here need not do it again.
                if progress is not None:
                    progress(at, len(todo))
        return np.stack([known[k] for k in keys])

    def _job(self, count: int) -> tuple[Job[str, Vectors], Executor]:
        """How so many texts are embedded.

        Another process loads a model by its name, checks its files itself, and is compared with
        this one. A model that has no name there is used in this process alone.
        """
        name = getattr(self._inner, "name", "")
        if not name:
            return Job(_("embedding"), lambda: self._inner.embed), Serial()
        return Job(_("embedding"), partial(_loaded, name, self.id)), executor_for(count, LEAST)


def _loaded(name: str, model_id: str) -> Callable[[Sequence[str]], Vectors]:
    """The model of a name. Raises `InputError` where it is not the one with this id."""
    from toolkit.suggest.models import registry

    model = registry.embedder(name)
    if model.id != model_id:
        raise InputError(
            _("model {name!r} is {found} here and {wanted} in the process that asks").format(
                name=name, found=model.id, wanted=model_id
            ),
            code="model-differs",
        )
    return model.embed


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
