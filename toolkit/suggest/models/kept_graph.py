"""The graph of a model, written once and kept in the user's cache folder.

Making a graph takes the package onnx, whose import takes longer than all the rest of loading a
model. A kept graph counts only where its SHA-256 is the one that stands in the code, so that a
damaged or exchanged file is never loaded: it is made and written again. Where nothing can be
written the graph is made each time.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.suggest.models.encoder_graph import Shape

FOLDER = "graphs"
LARGEST = 1_000_000
"""Bytes of the largest file that is read; a graph has some ten thousand."""


def user_cache() -> Path:
    """The folder for what this user's programs can make again, as the platform has it.

    `XDG_CACHE_HOME` or ~/.cache on Linux, ~/Library/Caches on macOS, %LOCALAPPDATA% on Windows.
    Raises `ImportError` where platformdirs is missing.
    """
    from platformdirs import user_cache_path

    return user_cache_path("qct", appauthor=False)


def kept_graph(name: str, shape: Shape, sha256: str) -> bytes:
    """The graph of the model `name`, from the cache where it has this SHA-256, else made now.

    Raises `ImportError` where the graph has to be made and the package onnx is missing.
    """
    try:
        folder = user_cache() / FOLDER
    except (OSError, RuntimeError):  # A user without a home folder has no cache.
        return _made(shape)
    path = folder / f"{name}-{sha256[:12]}.onnx"
    content = _read(path)
    if content is not None and hashlib.sha256(content).hexdigest() == sha256:
        return content
    content = _made(shape)
    with suppress(OSError):
        _write(path, content)
    return content


def _made(shape: Shape) -> bytes:
    from toolkit.suggest.models.encoder_graph import encoder_graph

    return encoder_graph(shape)


def _read(path: Path) -> bytes | None:
    """The content of a regular file; None where there is none that can be read."""
    try:
        if not path.is_file() or path.stat().st_size > LARGEST:
            return None
        return path.read_bytes()
    except OSError:
        return None


def _write(path: Path, content: bytes) -> None:
    """Write a file that nobody else reads, under a passing name first and then under its own.

    Two processes that write at once each put a whole file in place. Raises `OSError`.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".part")
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
        os.replace(draft, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(draft)
        raise
