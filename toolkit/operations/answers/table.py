"""All codings or mappings of a project as arrays: read by one scan, and kept while nothing changes.

The arrays of a large project are kept in a file beside the store, under the newest event. They
hold ids and offsets, no words, and are as private as the store.
"""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from toolkit.analysis.records import STANCES, Records
from toolkit.operations.suggestions.models import cache_folder
from toolkit.store.log import entries
from toolkit.store.selections import columns_of, fingerprint
from toolkit.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from toolkit.analysis.counting import Ints
    from toolkit.operations.session import ProjectSession

FORMAT = "1"
"""Changes when a file would be written in another way."""
LARGE = 50_000
"""Rows from which on the arrays are kept in a file; fewer are read as quickly from the store."""
_NUMBERS = ("source", "start", "end", "label", "coder", "round", "stance")
_NAMES = ("sources", "labels", "coders", "rounds")


def answer_table(session: ProjectSession, table: str, *, with_day: bool = False) -> Records:
    """All codings (or mappings) that the session may see, as arrays in the order of the ids.

    `with_day` reads the day on which each was made as well.
    """
    if with_day or session.seen_by is not None:
        # What a bound person sees is read through their views, and kept nowhere.
        return _read(session, table, with_day=with_day)
    mark = fingerprint(session.database, table)
    newest = entries.newest_mark(session.database)
    key = sha256(json.dumps([FORMAT, __version__, table, mark, newest]).encode()).hexdigest()[:32]

    def made() -> Records:
        if mark[0] < LARGE:
            return _read(session, table)
        path = cache_folder(session) / f"{table}-{key}.npz"
        kept = _opened(path)
        if kept is None:
            kept = _read(session, table)
            _keep(kept, path, table)
        return kept

    return session.caches.get(f"answers of {table}", key, made)


def _read(session: ProjectSession, table: str, *, with_day: bool = False) -> Records:
    import numpy as np

    names: dict[str, dict[str, int]] = {name: {} for name in _NAMES}
    parts: dict[str, list[Ints]] = {name: [] for name in (*_NUMBERS, "day")}
    ids: list[Any] = []
    of_stance = {name: at for at, name in enumerate(STANCES)} | {"": -1}
    for batch in columns_of(session.database, table, with_time=with_day):
        start, end, source, label, coder, round_, stance, id_, *time = batch
        for name, column, kind in (
            ("source", source, "sources"),
            ("label", label, "labels"),
            ("coder", coder, "coders"),
            ("round", round_, "rounds"),
        ):
            parts[name].append(_numbers(column, names[kind]))
        parts["start"].append(np.array(start, dtype=np.int32))
        parts["end"].append(np.array(end, dtype=np.int32))
        if not any(stance):
            parts["stance"].append(np.full(len(stance), -1, dtype=np.int32))
        else:
            parts["stance"].append(np.array([of_stance[s] for s in stance], dtype=np.int32))
        ids.append(np.array([name.encode("utf-8") for name in id_], dtype=bytes))
        if with_day:
            parts["day"].append(np.array([_day(text) for text in time[0]], dtype=np.int64))
    nothing = np.zeros(0, dtype=np.int64)
    joined: dict[str, Any] = {
        name: np.concatenate([nothing, *of_name]).astype(np.int64)
        for name, of_name in parts.items()
    }
    ordered: dict[str, Any] = {}
    for name, kind in zip(("source", "label", "coder", "round"), _NAMES, strict=True):
        ordered[kind] = tuple(sorted(names[kind]))
        place = {text: at for at, text in enumerate(ordered[kind])}
        moved = np.array([place[text] for text in names[kind]] or [0], dtype=np.int64)
        joined[name] = moved[joined[name]]
    every = np.concatenate(ids) if ids else np.zeros(0, dtype="S1")
    day = joined.pop("day")
    return Records(
        **joined,
        number=np.arange(len(every)),
        **ordered,
        ids=every,
        day=day if with_day else None,
    )


def _numbers(column: Sequence[str], known: dict[str, int]) -> Ints:
    import numpy as np

    for name in set(column) - known.keys():
        known[name] = len(known)
    return np.array([known[name] for name in column], dtype=np.int32)


def _day(text: str) -> int:
    """`2026-01-31T...` as 20260131; 0 for no date."""
    digits = text[:10].replace("-", "")
    return int(digits) if len(digits) == 8 and digits.isdecimal() else 0


def _opened(path: Path) -> Records | None:
    """The arrays in the file; None where there is none, or a damaged one."""
    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as held:
            names = json.loads(bytes(held["names"]).decode("utf-8"))
            arrays: dict[str, Any] = {name: held[name].astype(np.int64) for name in _NUMBERS}
            ids = held["ids"]
    except (OSError, ValueError, KeyError, EOFError):
        return None
    except Exception as error:
        # A cut-off file: numpy reads it as a zip, whose error has a class of its own.
        if type(error).__name__ != "BadZipFile":
            raise
        return None
    named: dict[str, Any] = {kind: tuple(names[kind]) for kind in _NAMES}
    return Records(**arrays, number=np.arange(len(ids)), **named, ids=ids)


def _keep(records: Records, path: Path, table: str) -> None:
    """Put the arrays into the file, in the place of those of an earlier state."""
    import numpy as np

    names = json.dumps({kind: getattr(records, kind) for kind in _NAMES}).encode("utf-8")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        for old in path.parent.glob(f"{table}-*.npz"):
            old.unlink(missing_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez(
                    file,
                    names=np.frombuffer(names, dtype=np.uint8),
                    ids=records.ids,
                    **{name: getattr(records, name).astype(np.int32) for name in _NUMBERS},
                )
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
