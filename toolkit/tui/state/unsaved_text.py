"""Drafts on the disk of texts not saved yet, so that a lost connection costs no memo."""

from __future__ import annotations

import contextlib
import os
from hashlib import sha256
from pathlib import Path

from toolkit.config import STORE_PATH

FOLDER = "drafts"


class UnsavedText:
    """The text of one editor, readable to its owner alone; gone once it is saved or given up."""

    def __init__(self, folder: Path, key: str) -> None:
        """`key` names who writes on what."""
        private = folder / Path(STORE_PATH).parent
        self.path = private / FOLDER / f"{sha256(key.encode()).hexdigest()[:16]}.txt"

    def read(self) -> str | None:
        try:
            return self.path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    def write(self, text: str) -> None:
        """Keep it; where the disk refuses, the editor still holds the text."""
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(mode=0o700, exist_ok=True)
            fresh = self.path.with_suffix(".new")
            descriptor = os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
            with open(descriptor, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self.path)

    def drop(self) -> None:
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)
