"""What is no transcript: files of other programs, known by their content and refused by name.

Content decides before the name does, so that a renamed file is known too. What is text all the
same, such as captions or a web page, can be read as it stands with `--as text`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from toolkit.i18n import _

_HEAD = 8192
"""Bytes, or characters, of a file that are looked at."""
_CUE = re.compile(r"^[ \t]*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{2,3}[ \t]*-->[ \t]*\d", re.MULTILINE)
_SBV_CUE = re.compile(r"^\d+:\d{2}:\d{2}\.\d{3},\d+:\d{2}:\d{2}\.\d{3}[ \t]*$", re.MULTILINE)
_SUBRIP = re.compile(r"\s*\d+[ \t]*\n(?:\d+:)?\d{1,2}:\d{2}[.,]\d{2,3}[ \t]*-->")
# Comments are passed over for good: with many of them, going back would take forever.
_HTML = re.compile(
    r"\s*+(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_XML = re.compile(r"\s*<\?xml\b|\s*<(?:ANNOTATION_DOCUMENT|TEI|tt)\b")


@dataclass(frozen=True, slots=True)
class OtherFile:
    """A file that is no transcript: what it is, and what its reader can do."""

    kind: str
    hint: str
    is_text: bool = False
    """Whether it can be read as it stands, as plain text."""


def by_name(name: str) -> OtherFile | None:
    """What a file is by its name alone: the lock files that office programs leave beside one."""
    plain = PurePath(name).name
    if plain.startswith(("~$", ".~lock.")):
        return OtherFile(
            _("the lock file of an open document"),
            _("Close the document, and import the file beside it."),
        )
    return None


def by_bytes(data: bytes) -> OtherFile | None:
    """What a file is by the bytes at its start; None for text and for Word documents."""
    head = data[:_HEAD]
    if head.startswith(b"PK\x03\x04"):
        return _archive(data)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return _compound(data)
    if head[4:8] == b"ftyp" or head.startswith((b"ID3", b"OggS", b"fLaC", b"#!AMR")):
        return _recording()
    if head.startswith(b"RIFF") or head.startswith((b"\x1aE\xdf\xa3", b"0&\xb2u\x8ef\xcf\x11")):
        return _recording()
    if len(head) > 3 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[2] >> 4 != 0xF:
        return _recording()
    if head.startswith(b"%PDF"):
        return OtherFile(
            _("a PDF"), _("Save the text of the PDF as .txt, or the original as .docx.")
        )
    if head.startswith(b"{\\rtf"):
        return OtherFile(_("an RTF document"), _("Save it as .docx or as plain text."))
    if head.startswith(b"HWP Document File"):
        return _hangul()
    if head.startswith(b"SQLite format 3\0"):
        return OtherFile(_("a database"), _("Import transcripts as .txt or .docx."))
    if head.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8")):
        return OtherFile(_("a picture"), _("Import transcripts as .txt or .docx."))
    if head.startswith((b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\xfd7zXZ", b"BZh")):
        return OtherFile(_("a compressed file"), _("Unpack it first."))
    return None


def by_text(text: str) -> OtherFile | None:
    """What a file of text is, where it is no transcript; None where nothing speaks against it.

    Times of captions inside a transcript count from two lines on: they would be read as words.
    """
    head = text[:_HEAD]
    if head.lstrip("\ufeff \t\n").startswith("WEBVTT"):
        return _captions(_("a WebVTT file of captions"))
    if _SUBRIP.match(head):
        return _captions(_("a SubRip file of captions"))
    if len(_SBV_CUE.findall(head)) > 1:
        return _captions(_("an SBV file of captions"))
    if "ooTextFile" in head[:200] or "TextGrid" in head[:200]:
        return OtherFile(
            _("a TextGrid of Praat"), _("Export its tier of words as plain text."), is_text=True
        )
    if _HTML.match(head):
        return OtherFile(
            _("a web page (HTML)"), _("Save its text as .txt, or print it to .docx."), is_text=True
        )
    if _XML.match(head):
        return OtherFile(
            _("an XML file"),
            _("Export the transcript as .txt or .docx from the program that wrote it."),
            is_text=True,
        )
    if "-->" in text and len(_CUE.findall(text)) > 1:
        return _captions(_("text with the times of captions in it"))
    return None


def _captions(kind: str) -> OtherFile:
    return OtherFile(
        kind,
        _("Export it as .txt or .docx without times; its cue times would count as words."),
        is_text=True,
    )


def _recording() -> OtherFile:
    return OtherFile(_("a recording"), _("Import its transcript as .txt or .docx."))


def _hangul() -> OtherFile:
    return OtherFile(
        _("a document of Hangul Word Processor"), _("Save it as .docx or as plain text.")
    )


def _spreadsheet() -> OtherFile:
    return OtherFile(
        _("a spreadsheet"),
        _("Save a table of cases as .csv, and transcripts as .txt or .docx."),
    )


def _compound(data: bytes) -> OtherFile:
    """A file in the container of old Office programs, by the names of the streams in it."""
    if _has_stream(data, "FileHeader"):
        return _hangul()
    if _has_stream(data, "Workbook"):
        return _spreadsheet()
    if _has_stream(data, "PowerPoint Document"):
        return OtherFile(_("a presentation"), _("Import transcripts as .docx or .txt."))
    return OtherFile(_("an old Word (.doc) or encrypted Office file"), _("Save it as .docx."))


def _has_stream(data: bytes, name: str) -> bool:
    """Whether a compound file has a stream of this name: in its directory names fill 64 bytes, so
    that the same word in a document is not taken for one."""
    return name.encode("utf-16-le").ljust(64, b"\0") in data


def _archive(data: bytes) -> OtherFile | None:
    """A file in a ZIP container, by the names in it; None for a Word document and a damaged file.

    The names are read from the raw bytes, so that nothing is unpacked.
    """
    if b"word/document.xml" in data:
        return None
    if b"application/hwp+zip" in data[:_HEAD] or b"Contents/section0.xml" in data:
        return _hangul()
    if b"vnd.oasis.opendocument" in data[:_HEAD]:
        if b"opendocument.spreadsheet" in data[:_HEAD]:
            return _spreadsheet()
        return OtherFile(_("an OpenDocument file"), _("Save it as .docx or as plain text."))
    if b"xl/workbook" in data:
        return _spreadsheet()
    if b"ppt/presentation" in data:
        return OtherFile(_("a presentation"), _("Import transcripts as .docx or .txt."))
    if b".qde" in data[:_HEAD]:
        return OtherFile(
            _("a project of another program (REFI-QDA)"),
            _("Export its transcripts as .txt or .docx from that program."),
        )
    return None
