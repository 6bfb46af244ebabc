"""The file in which fitted models and words of texts are kept, in the private cache of a project.

Both reveal the texts that they were made from. The file is as private as the transcripts, and
`purge` removes it. Each entry carries the SHA-256 of its content: one that a failing disk changed
is made anew, and so is a file that is no database.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from toolkit.private_cache import connected, remove
from toolkit.suggest.kept.packed import packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

FILE = "suggestions.db"
MODELS = "models"
"""The kind of entries that are models, of which only the newest are kept."""
MOST_MODELS = 32
_DIGEST = 32
_COLUMNS = (
    "kind TEXT NOT NULL, key BLOB NOT NULL, made INTEGER NOT NULL, content BLOB NOT NULL, "
    "PRIMARY KEY (kind, key)"
)
V = TypeVar("V")


def kept_value(folder: Path, key: bytes, kind: type[V], compute: Callable[[], V]) -> V:
    """The model of a kind kept under a key, else the one that `compute` returns, which is kept.

    `key` is a digest of everything that the model depends on; the code that fits it belongs to
    that already. Without a writable folder everything works, but slower.
    """
    full = hashlib.sha256(code_digest() + key).digest()
    content = read(folder, MODELS, [full]).get(full)
    if content is not None:
        with suppress(ValueError):
            present = unpacked(content)
            if isinstance(present, kind):
                return present
    value = compute()
    with suppress(TypeError):
        write(folder, MODELS, {full: packed(value)})
    return value


@cache
def code_digest() -> bytes:
    """The SHA-256 of the code that fits models, so that another version never takes its results."""
    content = hashlib.sha256()
    for path in sorted(Path(__file__).parent.parent.glob("*.py")):
        content.update(path.read_bytes())
    return content.digest()


def read(folder: Path, kind: str, keys: Iterable[bytes]) -> dict[bytes, bytes]:
    """What is kept under the keys, and whole; nothing where the file cannot be read."""
    ordered = sorted(set(keys))
    known: dict[bytes, bytes] = {}
    if not ordered or not (folder / FILE).exists():
        return known
    try:
        with closing(connected(folder, FILE, "kept", _COLUMNS)) as connection:
            for start in range(0, len(ordered), 500):
                part = ordered[start : start + 500]
                marks = ",".join("?" * len(part))
                rows = connection.execute(
                    f"SELECT key, content FROM kept WHERE kind = ? AND key IN ({marks})",
                    (kind, *part),
                )
                for key, blob in rows.fetchall():
                    content = _whole(blob)
                    if content is not None:
                        known[key] = content
    except sqlite3.OperationalError:
        pass  # Another process holds the file.
    except sqlite3.DatabaseError:
        purge(folder)
    except OSError:
        pass
    return known


def write(folder: Path, kind: str, contents: Mapping[bytes, bytes]) -> None:
    """Keep contents under their keys; a disk that fails is no error."""
    if not contents:
        return
    rows = [
        (kind, key, hashlib.sha256(content).digest() + zlib.compress(content, 1))
        for key, content in contents.items()
    ]
    try:
        with closing(connected(folder, FILE, "kept", _COLUMNS)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(
                "INSERT OR REPLACE INTO kept (kind, key, made, content) VALUES "
                "(?, ?, (SELECT coalesce(max(made), 0) + 1 FROM kept), ?)",
                rows,
            )
            connection.execute(
                "DELETE FROM kept WHERE kind = ? AND made <= (SELECT made FROM kept "
                "WHERE kind = ? ORDER BY made DESC LIMIT 1 OFFSET ?)",
                (MODELS, MODELS, MOST_MODELS),
            )
            connection.execute("COMMIT")
    except sqlite3.OperationalError:
        pass
    except sqlite3.DatabaseError:
        purge(folder)
    except OSError:
        pass


def purge(folder: Path) -> int:
    """Remove all that is kept in `folder`, and return the number of freed bytes."""
    return remove(folder, FILE)


def _whole(blob: Any) -> bytes | None:
    """The content of an entry; None where a failing disk left something else of it."""
    try:
        content = zlib.decompress(blob[_DIGEST:])
    except (zlib.error, TypeError):
        return None
    return content if hashlib.sha256(content).digest() == blob[:_DIGEST] else None
