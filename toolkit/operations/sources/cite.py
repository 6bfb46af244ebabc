"""Quotes with their citation, put by in a file of the project."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from toolkit.errors import UsageError
from toolkit.i18n import _
from toolkit.regular_files import read_regular

FILE = Path("outputs") / "quotes.txt"
"""Below the project's folder. Quotes are plain text, with an empty line after each."""


@dataclass(frozen=True, slots=True)
class SavedQuote:
    path: Path
    text: str
    new: bool
    """Whether it was put there now; a quote is in the file once."""


def append_quote(path: Path, text: str) -> SavedQuote:
    """Add a quote to the end of the file unless it is there. Raises `UsageError` if it cannot."""
    entry = f"{text}\n\n".encode()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        present = read_regular(path) if path.exists() else b""
        if b"\n\n" + entry in b"\n\n" + present:
            return SavedQuote(path, text, new=False)
        # Quotes are words of transcripts, so only their owner may read them.
        descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
        os.chmod(path, 0o600)
        with open(descriptor, "ab") as file:
            # What someone wrote by hand may not end its line.
            file.write(entry if not present or present.endswith(b"\n\n") else b"\n\n" + entry)
    except OSError as error:
        raise UsageError(
            _("{path} cannot be written: {reason}").format(
                path=path, reason=error.strerror or _("input/output error")
            ),
            code="cannot-write",
            hint=_("Close the program that holds it, or make the folder yours to write."),
        ) from error
    return SavedQuote(path, text, new=True)
