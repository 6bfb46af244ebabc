"""Plain text transcripts, and the decoding of bytes. Files that are not text are refused."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import InputError
from toolkit.formats import not_transcripts
from toolkit.formats.metadata import imported
from toolkit.formats.transcripts import ImportedSource, read_bytes, refusal
from toolkit.i18n import _
from toolkit.text.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


_UTF8 = ("", "utf-8-sig")
"""The encodings of which nothing need be said."""
_SEVEN_BITS = ("iso2022", "hz", "utf-7")
"""Encodings of other scripts whose bytes are those of ASCII."""


@dataclass(frozen=True, slots=True)
class OwnEncoding:
    """The encoding that a person named for one file: it is read so, whatever its bytes may be."""

    name: str


def read_plain(
    given: str | Path | bytes,
    name: str = "",
    *,
    encoding: str | OwnEncoding | None = None,
    as_text: bool = False,
) -> ImportedSource:
    """Read a plain text transcript from a path, or from the bytes of the file `name`.

    It reads UTF-8 with or without BOM, and UTF-16 or UTF-32 with BOM; `encoding` is that of a file
    that is none of these. Where another than UTF-8 was used, the notes of the source name it.
    Raises `InputError` for captions, web pages and other text that is no transcript, unless
    `as_text` says that it is to be read as it stands.
    """
    if isinstance(given, bytes):
        data, name = given, name or "text"
    else:
        path = Path(given)
        data, name = read_bytes(path), name or path.name
    used = _encoding_used(data, name, encoding)
    text = normalise(_decoded(data, name, used))
    if not as_text and (other := not_transcripts.by_text(text)):
        raise refusal(name, other)
    notes = (_("read as {encoding}").format(encoding=used),) if used not in _UTF8 else ()
    return imported(text, name, notes=notes)


def decode(data: bytes, name: str, encoding: str | OwnEncoding | None = None) -> str:
    """The text in the bytes of the file `name`, without BOM.

    `encoding` is that of bytes that are not UTF-8 and have no mark. Raises `InputError` for bytes
    that are not text in the encoding.
    """
    return _decoded(data, name, _encoding_used(data, name, encoding))


def check_encoding(encoding: str, name: str) -> codecs.CodecInfo:
    """The codec of an encoding of text, named for `name`. Raises `InputError` for what is none."""
    try:
        codec = codecs.lookup(encoding)
        if not codec._is_text_encoding:
            raise LookupError(encoding)
    except LookupError as error:
        raise InputError(
            _("unknown encoding {encoding!r} for {name}").format(encoding=encoding, name=name),
            code="unknown-encoding",
            hint=_(
                "Valid, among others: utf-8, utf-16, cp949, euc-kr, cp1252, latin-1, shift_jis."
            ),
        ) from error
    return codec


def _encoding_used(data: bytes, name: str, encoding: str | OwnEncoding | None) -> str:
    """The encoding to read bytes in; empty for UTF-8 and for what nobody named.

    The encoding of one file alone comes first, then a mark at the start, then UTF-8: text in
    another encoding is hardly ever valid UTF-8 by chance.
    """
    if isinstance(encoding, OwnEncoding):
        return encoding.name
    codec = check_encoding(encoding, name) if encoding else None
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return marked
    if not encoding or codec is None or b"\0" in data:
        return encoding or ""
    if data.isascii():
        return encoding if codec.name.startswith(_SEVEN_BITS) else ""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return encoding
    return ""


def _decoded(data: bytes, name: str, encoding: str) -> str:
    if not data:
        raise InputError(_("{name} is empty").format(name=name), code="empty-file")
    text = _decode_as(data, name, encoding) if encoding else _decode_unnamed(data, name)
    at = text.find("\0")
    if at >= 0:
        raise InputError(
            _("{name}:{line}: a zero byte: this is no plain text").format(
                name=name, line=text.count(chr(10), 0, at) + 1
            ),
            code="binary-file",
            hint=_("Text in UTF-16 without a mark at its start needs --encoding utf-16-le."),
        )
    return text


def _decode_unnamed(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if b"\0" in data:
            raise InputError(
                _("{name} is not text: it contains zero bytes").format(name=name),
                code="binary-file",
                hint=_("Text in UTF-16 without a mark at its start needs --encoding utf-16-le."),
            ) from error
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            _("{name}:{line}: not UTF-8 (byte {start})").format(
                name=name, line=line, start=error.start
            ),
            code="unknown-encoding",
            hint=_encoding_hint(data),
        ) from error


def _decode_as(data: bytes, name: str, encoding: str) -> str:
    codec = check_encoding(encoding, name)
    try:
        return codec.decode(data, "strict")[0].removeprefix("\ufeff")
    except UnicodeError as error:
        start = getattr(error, "start", 0)
        line = data.count(b"\n", 0, start) + 1
        raise InputError(
            _("{name}:{line}: not {encoding} (byte {start})").format(
                name=name, line=line, encoding=encoding, start=start
            ),
            code="unknown-encoding",
            hint=_("Leave out --encoding for UTF-8, or name the one it was saved in."),
        ) from error


_CANDIDATES: tuple[tuple[str, str], ...] = (
    ("cp949", "\uac00-\ud7a3"),
    ("shift_jis", "\u3040-\u30ff\u3001\u3002\u4e00-\u9fff"),
    ("gb18030", "\u4e00-\u9fff\u3001\u3002\uff0c\uff1a\uff1f"),
    ("cp1252", "A-Za-zÀ-ÖØ-öø-ÿŒœŠšŽž‘’“”–—…€«»¿¡"),
    ("cp1251", "\u0410-\u044f\u0401\u0451«»–—…„“"),
    ("cp1255", "\u05d0-\u05ea"),
    ("cp1256", "\u0621-\u064a\u060c\u061b\u061f"),
)
"""Encodings that transcripts were saved in before UTF-8, each with the characters of its words."""
_LIKELY = 0.8
"""Share of the characters above ASCII that have to be those of the encoding's words."""
_SHOWN = 3
"""How many candidates a hint shows at most."""
_FIRST_LINE = 40
"""Characters of the first line that a candidate shows."""


def _encoding_hint(data: bytes) -> str:
    """The encodings that the bytes may be in, the likeliest first, with a line read by each."""
    candidates = sorted(_readings(data), key=lambda reading: -reading[0])[:_SHOWN]
    if not candidates:
        return _(
            "Its encoding is not known. Save it as UTF-8, or name its encoding with --encoding."
        )
    lines = [f"  --encoding {encoding}  {line}" for _share, encoding, line in candidates]
    return _(
        "Choose the encoding whose line reads right, or save the file as UTF-8:\n{candidates}"
    ).format(candidates="\n".join(lines))


def _readings(data: bytes) -> Iterator[tuple[float, str, str]]:
    """The share of fitting characters, the encoding, and the first line that shows it."""
    for encoding, letters in _CANDIDATES:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        foreign = [char for char in text if ord(char) > 127]
        fitting = len(re.findall(f"[{letters}]", "".join(foreign)))
        if foreign and fitting >= _LIKELY * len(foreign):
            first = next(line for line in text.splitlines() if not line.isascii())
            line = " ".join(first.split())
            shown = line[:_FIRST_LINE] + ("…" if len(line) > _FIRST_LINE else "")
            yield fitting / len(foreign), encoding, shown
