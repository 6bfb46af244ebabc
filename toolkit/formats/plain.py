"""Plain text transcripts, and the decoding of bytes. Files that are not text are refused."""

from __future__ import annotations

import codecs
from pathlib import Path

from toolkit.errors import InputError
from toolkit.formats.metadata import imported
from toolkit.formats.transcripts import ImportedSource, read_bytes
from toolkit.i18n import _
from toolkit.text.normalise import normalise

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KOREAN = "cp949"
"""The Korean code page of Windows, a superset of EUC-KR."""


def read_plain(
    given: str | Path | bytes, name: str = "", *, encoding: str | None = None
) -> ImportedSource:
    """Read a plain text transcript from a path, or from the bytes of the file `name`.

    Without `encoding` it reads UTF-8 with or without BOM, and UTF-16 or UTF-32 with BOM.
    """
    if isinstance(given, bytes):
        data, name = given, name or "text"
    else:
        path = Path(given)
        data, name = read_bytes(path), name or path.name
    return imported(normalise(decode(data, name, encoding)), name)


def decode(data: bytes, name: str, encoding: str | None = None) -> str:
    """The text in the bytes of the file `name`, without BOM.

    Raises `InputError` for bytes that are not text in the encoding.
    """
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
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_as(data, name, encoding)
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
        guess = _guess(data)
        raise InputError(
            _("{name}:{line}: not UTF-8 (byte {start})").format(
                name=name, line=line, start=error.start
            ),
            code="unknown-encoding",
            hint=(
                _("It reads like {guess}: add --encoding {encoding}.").format(
                    guess=guess[1], encoding=guess[0]
                )
                if guess
                else _("Save it as UTF-8, or name its encoding with --encoding.")
            ),
        ) from error


def _decode_as(data: bytes, name: str, encoding: str) -> str:
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


def _guess(data: bytes) -> tuple[str, str] | None:
    """The most likely encoding of bytes that are not UTF-8, with its name for people."""
    try:
        text = data.decode(_KOREAN)
    except UnicodeDecodeError:
        text = ""
    foreign = [char for char in text if ord(char) > 127]
    hangul = sum(1 for char in foreign if "가" <= char <= "힣")
    if foreign and hangul * 2 > len(foreign):
        return _KOREAN, _("Korean text in CP949 or EUC-KR")
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    foreign = [char for char in text if ord(char) > 127]
    letters = sum(1 for char in foreign if char.isalpha() or char in "‘’“”–—…€«»")
    return ("cp1252", _("Western European text of Windows")) if letters * 2 > len(foreign) else None
