"""What reading a transcript gives, and which reader takes which file.

`READERS` is the one list of formats. Each reader lives in its own module, which is imported
when a file of its kind is met.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import cast

from toolkit.errors import InputError

MAX_BYTES = 100_000_000
"""Larger files are no transcripts."""


@dataclass(frozen=True, slots=True)
class ImportedSource:
    """A transcript as read from a file, before it becomes a source of a project."""

    id_hint: str
    """The front matter's `id`, else the file's name without its ending."""
    title: str
    text: str
    """As it will be stored: no front matter, LF line ends, no BOM, otherwise untouched."""
    metadata: Mapping[str, object] = field(default_factory=dict)
    """The rest of the front matter, as str, list and dict, in its order: case attributes."""
    notes: tuple[str, ...] = ()
    """What was left out while reading, for the person who imports."""
    language: str = "und"
    """ISO 639-1; "ko" is recognised by its script, other languages need the front matter."""
    case: str = ""
    """The case (participant) the source belongs to, "" where none is named."""
    speakers: Mapping[str, str] = field(default_factory=dict)
    """Case id by speaker label ("" where the label is its own case)."""
    interviewers: tuple[str, ...] = ()
    """Labels of the interviewer; empty: the usual ones."""


@dataclass(frozen=True, slots=True)
class TranscriptFormat:
    """A format: how its files are recognised and where its reader is."""

    name: str
    endings: tuple[str, ...]
    module: str
    function: str
    takes_encoding: bool = False

    def read(self, data: bytes, name: str, encoding: str | None) -> ImportedSource:
        function = cast(
            Callable[..., ImportedSource], getattr(import_module(self.module), self.function)
        )
        if self.takes_encoding:
            return function(data, name, encoding=encoding)
        return function(data, name)


PLAIN = TranscriptFormat(
    "plain text", (".txt", ".md", ".text"), "toolkit.formats.plain", "read_plain", True
)
DOCX = TranscriptFormat("Word document", (".docx",), "toolkit.formats.docx", "read_docx")
READERS: tuple[TranscriptFormat, ...] = (PLAIN, DOCX)

_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF", "Save the text of the PDF as .txt, or the original as .docx."),
    (b"\xd0\xcf\x11\xe0", "an old Word (.doc) or encrypted Office file", "Save it as .docx."),
    (b"{\\rtf", "an RTF document", "Save it as .docx or as plain text."),
    (b"SQLite format 3\0", "a database", "Import transcripts as .txt or .docx."),
    (b"\x89PNG", "a picture", "Import transcripts as .txt or .docx."),
    (b"\xff\xd8\xff", "a picture", "Import transcripts as .txt or .docx."),
    (b"ID3", "a sound recording", "Import its transcript as .txt or .docx."),
    (b"RIFF", "a sound recording", "Import its transcript as .txt or .docx."),
    (b"OggS", "a sound recording", "Import its transcript as .txt or .docx."),
    (b"\x1f\x8b", "a compressed file", "Unpack it first."),
)


def read_source(path: str | Path, *, encoding: str | None = None) -> ImportedSource:
    """Read one transcript, by its content first and its ending second.

    Raises `InputError`, naming the file, for whatever cannot be read as a transcript.
    """
    path = Path(path)
    name = path.name or str(path)
    data = read_bytes(path)
    return reader_for(data, name).read(data, name, encoding)


def reader_for(data: bytes, name: str) -> TranscriptFormat:
    """The reader for a file of this content and name."""
    if data.startswith(b"PK\x03\x04"):
        return DOCX
    for magic, what, hint in _FOREIGN:
        if data.startswith(magic):
            raise InputError(f"{name} is {what}, not a transcript", code="not-text", hint=hint)
    if name.lower().endswith(DOCX.endings):
        raise InputError(
            f"{name} is not a Word document, whatever its name says",
            code="bad-docx",
            hint="If it is plain text, rename it to .txt; if it was cut off, copy it again.",
        )
    return PLAIN


def read_bytes(path: Path) -> bytes:
    """The file's bytes, with one clear `InputError` for whatever is in the way."""
    name = str(path)
    try:
        if path.is_dir():
            raise InputError(
                f"{name} is a folder, not a file",
                code="is-folder",
                hint="Name the files in it, for example " + name.rstrip("/") + "/*.txt",
            )
        if not path.exists():
            raise InputError(f"{name} does not exist", code="no-such-file", hint=_similar(path))
        if path.stat().st_size > MAX_BYTES:
            raise InputError(
                f"{name} is larger than {MAX_BYTES // 1_000_000} MB, too large for a transcript",
                code="file-too-large",
            )
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{name} cannot be read: {error.strerror or 'input/output error'}",
            code="unreadable-file",
            hint="Check its permissions.",
        ) from error
    if not data:
        raise InputError(f"{name} is empty", code="empty-file")
    return data


def file_stem(name: str) -> str:
    """A file's name without its ending, NFC (some file systems hand out decomposed names)."""
    return unicodedata.normalize("NFC", Path(name).stem)


def _similar(path: Path) -> str:
    from difflib import get_close_matches

    try:
        names = [other.name for other in path.parent.iterdir()]
    except OSError:
        return f"The folder {path.parent} does not exist."
    near = get_close_matches(path.name, names, n=3, cutoff=0.6)
    return f"Did you mean {' or '.join(near)}?" if near else ""
