"""Transcript formats: the list of readers, and the value that each of them returns.

`READERS` lists the formats. Each reader has a module of its own, which is imported when a
file of its format is read.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from toolkit.errors import InputError, nearest
from toolkit.formats import not_transcripts
from toolkit.i18n import _
from toolkit.regular_files import need_regular

if TYPE_CHECKING:
    from toolkit.formats.not_transcripts import OtherFile
    from toolkit.formats.plain import OwnEncoding

MAX_BYTES = 100_000_000
"""Largest size of a transcript, in bytes."""


@dataclass(frozen=True, slots=True)
class ImportedSource:
    """A transcript as read from a file, before it becomes a source of a project."""

    id_hint: str
    """The `id` of the front matter, else the name of the file without its ending."""
    title: str
    text: str
    """The text as it will be stored: no front matter, LF line ends, no BOM, otherwise untouched."""
    metadata: Mapping[str, object] = field(default_factory=dict)
    """The other keys of the front matter in their order, as str, list and dict: case attributes."""
    notes: tuple[str, ...] = ()
    """Sentences about what the reader left out, for the person who imports."""
    language: str = "und"
    """Code of ISO 639-1, or `und` where the language is unknown or mixed."""
    case: str = ""
    """The case (participant) of the source; empty where none is named."""
    speakers: Mapping[str, str] = field(default_factory=dict)
    """Case id by speaker label; empty where the label itself is the case."""
    interviewers: tuple[str, ...] = ()
    """Labels of the interviewer; empty for the usual labels."""
    names_id: bool = False
    """Whether the file itself names its id."""


@dataclass(frozen=True, slots=True)
class TranscriptFormat:
    """A format of transcripts: the endings of its files, and the function that reads them."""

    name: str
    endings: tuple[str, ...]
    module: str
    function: str
    takes_encoding: bool = False

    def read(
        self,
        data: bytes,
        name: str,
        encoding: str | OwnEncoding | None,
        *,
        as_text: bool = False,
    ) -> ImportedSource:
        function = cast(
            "Callable[..., ImportedSource]", getattr(import_module(self.module), self.function)
        )
        if self.takes_encoding:
            return function(data, name, encoding=encoding, as_text=as_text)
        return function(data, name)


PLAIN = TranscriptFormat(
    "plain text", (".txt", ".md", ".text"), "toolkit.formats.plain", "read_plain", True
)
DOCX = TranscriptFormat("Word document", (".docx",), "toolkit.formats.docx", "read_docx")
READERS: tuple[TranscriptFormat, ...] = (PLAIN, DOCX)


def read_source(
    path: str | Path, *, encoding: str | OwnEncoding | None = None, as_text: bool = False
) -> ImportedSource:
    """Read a transcript. Its format follows from its content, then from its ending.

    With `as_text` a file of text is read as it stands, whatever it seems to be. Raises
    `InputError`, naming the file, where it cannot be read as a transcript.
    """
    path = Path(path)
    name = str(path)
    if other := not_transcripts.by_name(name):
        raise refusal(name, other)
    data = read_bytes(path)
    return reader_for(data, name, as_text=as_text).read(data, name, encoding, as_text=as_text)


def reader_for(data: bytes, name: str, *, as_text: bool = False) -> TranscriptFormat:
    """The format of a file with this content and name. Raises `InputError` for other formats."""
    if other := not_transcripts.by_bytes(data):
        raise refusal(name, other)
    if data.startswith(b"PK\x03\x04"):
        return DOCX
    if name.lower().endswith(DOCX.endings) and not as_text:
        raise InputError(
            _("{name} is not a Word document, whatever its name says").format(name=name),
            code="bad-docx",
            hint=_("If it is plain text, rename it to .txt; if it was cut off, copy it again."),
        )
    return PLAIN


def refusal(name: str, other: OtherFile) -> InputError:
    """The error for a file that is no transcript."""
    hint = other.hint
    if other.is_text:
        hint = _("{hint} `--as text` imports it as it stands.").format(hint=hint)
    return InputError(
        _("{name} is {kind}, not a transcript").format(name=name, kind=other.kind),
        code="not-text",
        hint=hint,
    )


def read_bytes(path: Path, first: int = -1) -> bytes:
    """The file's bytes, or only the `first` ones of them.

    Raises one clear `InputError` for whatever is in the way.
    """
    name = str(path)
    try:
        if path.is_dir():
            raise InputError(
                _("{name} is a folder, not a file").format(name=name),
                code="is-folder",
                hint=_("Name the files in it, for example {folder}/*.txt").format(
                    folder=name.rstrip("/")
                ),
            )
        if not path.exists():
            raise InputError(
                _("{name} does not exist").format(name=name),
                code="no-such-file",
                hint=_similar(path),
            )
        need_regular(path)
        if path.stat().st_size > MAX_BYTES:
            raise InputError(
                _("{name} is larger than {limit} MB, too large for a transcript").format(
                    name=name, limit=MAX_BYTES // 1000000
                ),
                code="file-too-large",
            )
        with path.open("rb") as file:
            data = file.read(first)
    except OSError as error:
        raise InputError(
            _("{name} cannot be read: {reason}").format(
                name=name, reason=error.strerror or _("input/output error")
            ),
            code="unreadable-file",
            hint=_("Check its permissions."),
        ) from error
    if not data:
        raise InputError(_("{name} is empty").format(name=name), code="empty-file")
    return data


def file_stem(name: str) -> str:
    """The name of a file without its ending, in NFC: some file systems decompose names."""
    return unicodedata.normalize("NFC", Path(name).stem)


def _similar(path: Path) -> str:
    try:
        names = [other.name for other in path.parent.iterdir()]
    except OSError:
        return _("The folder {folder} does not exist.").format(folder=path.parent)
    near = nearest(path.name, names)
    return _("Did you mean {names}?").format(names=_(" or ").join(near)) if near else ""
