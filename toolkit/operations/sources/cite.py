"""Quotes with their citation: shown, or put by in a file of the project."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from toolkit.domain.spans import Span
from toolkit.errors import UsageError
from toolkit.operations.session import ProjectSession, check_span, need_text
from toolkit.store import queries
from toolkit.text.citations import cited

FILE = Path("outputs") / "quotes.txt"
"""Below the project's folder. Quotes are plain text, with an empty line after each."""


@dataclass(frozen=True, slots=True)
class SavedQuote:
    path: Path
    text: str
    new: bool
    """Whether it was put there now; a quote is in the file once."""


def cite(
    session: ProjectSession, source_id: str, start: int, end: int, *, text_sha256: str | None = None
) -> str:
    """The words of a span (code points), verbatim, and where they are.

    `text_sha256` is the text that the offsets were read from: with another one by now this
    raises `ConflictError`.
    """
    source = need_text(session, source_id, text_sha256)
    check_span(source, start, end)
    text = queries.text_body(session.database, source.text_sha256)
    return cited(text, source_id, queries.turns(session.database, source_id), Span(start, end))


def keep_quote(
    session: ProjectSession, source_id: str, start: int, end: int, *, text_sha256: str | None = None
) -> SavedQuote:
    """`cite`, added to the end of outputs/quotes.txt. Raises `UsageError` if it cannot be."""
    text = cite(session, source_id, start, end, text_sha256=text_sha256)
    path, entry = session.folder / FILE, f"{text}\n\n".encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        there = path.read_bytes() if path.exists() else b""
        if b"\n\n" + entry in b"\n\n" + there:
            return SavedQuote(path, text, new=False)
        with path.open("ab") as file:
            # What someone wrote by hand may not end its line.
            file.write(entry if not there or there.endswith(b"\n\n") else b"\n\n" + entry)
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {error.strerror or 'input/output error'}",
            code="cannot-write",
            hint="Close the program that holds it, or make the folder yours to write.",
        ) from error
    return SavedQuote(path, text, new=True)
