"""Files of other programs, which are refused by name."""

from __future__ import annotations

import zipfile
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from tests.near_misses import OF_FILES, repeated
from tests.work import calls
from toolkit.errors import InputError
from toolkit.formats.cases_table import parse_cases
from toolkit.formats.not_transcripts import by_text
from toolkit.formats.transcripts import read_source

if TYPE_CHECKING:
    from pathlib import Path

SUBRIP = "1\n00:00:01,000 --> 00:00:03,000\nHello.\n\n2\n00:00:04,000 --> 00:00:05,000\nYes.\n"


def archive(*names: str, mimetype: str = "") -> bytes:
    """A ZIP file with empty files of these names, and a type where one is given."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        if mimetype:
            package.writestr("mimetype", mimetype)
        for name in names:
            package.writestr(name, "")
    return target.getvalue()


def compound(stream: str) -> bytes:
    """The start of a file of an old Office program that has this stream."""
    name = stream.encode("utf-16-le").ljust(64, b"\0")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + name


BINARY = [
    ("a.pdf", b"%PDF-1.7", "a PDF"),
    ("a.rtf", b"{\\rtf1", "an RTF document"),
    ("a.doc", compound("WordDocument"), "an old Word"),
    ("a.doc", compound("WordDocument") + "The Workbook says".encode("utf-16-le"), "an old Word"),
    ("a.xls", compound("Workbook"), "a spreadsheet"),
    ("a.ppt", compound("PowerPoint Document"), "a presentation"),
    ("a.hwp", compound("FileHeader") + b"HWP Document File", "Hangul Word Processor"),
    ("a.hwpx", archive("Contents/section0.xml", mimetype="application/hwp+zip"), "Hangul"),
    ("a.xlsx", archive("xl/workbook.xml"), "a spreadsheet"),
    ("a.docx", archive("xl/workbook.xml"), "a spreadsheet"),
    ("a.pptx", archive("ppt/presentation.xml"), "a presentation"),
    ("a.ods", archive(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "a spreadsheet"),
    ("a.odt", archive(mimetype="application/vnd.oasis.opendocument.text"), "an OpenDocument"),
    ("a.qdpx", archive("project.qde"), "REFI-QDA"),
    ("a.mp3", b"ID3\x04" + bytes(40), "a recording"),
    ("a.mp3", b"\xff\xfb\x90\x64" + bytes(40), "a recording"),
    ("a.wav", b"RIFF\x24\x00\x00\x00WAVE", "a recording"),
    ("a.m4a", bytes(4) + b"ftypM4A ", "a recording"),
    ("a.mp4", bytes(4) + b"ftypisom", "a recording"),
    ("a.ogg", b"OggS" + bytes(40), "a recording"),
    ("a.flac", b"fLaC" + bytes(40), "a recording"),
    ("a.amr", b"#!AMR\n", "a recording"),
    ("a.webm", b"\x1aE\xdf\xa3" + bytes(40), "a recording"),
    ("a.gz", b"\x1f\x8b\x08", "a compressed file"),
    ("a.png", b"\x89PNG\r\n", "a picture"),
    ("a.db", b"SQLite format 3\0", "a database"),
]
TEXT = [
    ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v P1>Hello\n", "WebVTT"),
    ("a.txt", "\ufeffWEBVTT - Zoom\n\n1\n00:00:01.000 --> 00:00:02.000\nHello\n", "WebVTT"),
    ("a.srt", SUBRIP, "SubRip"),
    ("a.txt", SUBRIP, "SubRip"),
    ("a.sbv", "0:00:00.599,0:00:04.160\nHello.\n\n0:00:04.160,0:00:06.770\nYes.\n", "SBV"),
    ("a.TextGrid", 'File type = "ooTextFile"\nObject class = "TextGrid"\n', "TextGrid"),
    ("a.html", "<!DOCTYPE html>\n<html><body><p>Hello</p></body></html>", "web page"),
    ("a.txt", "<html lang='ko'>\n<p>안녕</p></html>", "web page"),
    ("a.eaf", '<?xml version="1.0"?>\n<ANNOTATION_DOCUMENT/>', "XML"),
    ("a.txt", "I: Hi.\n\n00:01:02.000 --> 00:01:03.000\nA: Yes.\n\n00:02:02.000 --> 00:02:09.000\n",
     "times of captions"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "kind"), BINARY, ids=[f"{n}-{k}" for n, _, k in BINARY])
@pytest.mark.parametrize("as_text", [False, True])
def test_other_files_are_refused_by_name(
    tmp_path: Path, name: str, data: bytes, kind: str, as_text: bool
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError, match="not a transcript") as caught:
        read_source(path, as_text=as_text)
    assert kind in caught.value.message
    assert caught.value.code == "not-text"
    assert caught.value.hint
    assert "--as text" not in caught.value.hint


@pytest.mark.parametrize(("name", "text", "kind"), TEXT, ids=[f"{n}-{k}" for n, _, k in TEXT])
def test_text_of_other_programs_is_refused_unless_it_is_asked_for(
    tmp_path: Path, name: str, text: str, kind: str
) -> None:
    path = tmp_path / name
    for encoding in ("utf-8", "utf-16"):
        path.write_bytes(text.encode(encoding))
        with pytest.raises(InputError, match="not a transcript") as caught:
            read_source(path)
        assert kind in caught.value.message
        assert "--as text" in caught.value.hint
        assert read_source(path, as_text=True).text == text.removeprefix("\ufeff")


@pytest.mark.parametrize("name", ["~$interview.docx", ".~lock.interview.odt#", "~$면담.docx"])
def test_lock_files_of_open_documents_are_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\x05coder-a" + bytes(40))
    with pytest.raises(InputError, match="lock file"):
        read_source(path)


@pytest.mark.parametrize(
    "text",
    [
        "I: Data go from A --> B.\nE01: And B --> C.\n",
        "I: Hello.\n00:01:02 E01: Yes.\n00:02:03 I: And then?\n",
        "1\nI: Hello.\n2\nE01: <b>Yes</b>.\n",
        "E01: We write <html> by hand, and XML too.\n",
        "[00:00:01.000] I: Hello.\n[00:00:02.000] E01: Yes.\n",
    ],
)
def test_transcripts_that_look_a_little_like_them_are_read(tmp_path: Path, text: str) -> None:
    path = tmp_path / "E01.txt"
    path.write_text(text, encoding="utf-8")
    assert read_source(path).text == text


@pytest.mark.parametrize(
    "header",
    [
        "speaker,text",
        "id,speaker,text",
        "id,source,start,end,code,quote",
        "화자,발화",
        "Who,Utterance",
    ],
)
def test_a_table_of_turns_or_codings_is_not_taken_for_cases(header: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_cases(f"{header}\n{header}\n", "turns.csv")
    assert caught.value.code == "not-cases"
    assert "--as text" in caught.value.hint


@pytest.mark.parametrize("header", ["id,source,speaker,sector", "id,name,start", "id,content"])
def test_attributes_of_cases_may_have_such_names(header: str) -> None:
    columns = header.count(",")
    assert parse_cases(f"{header}\nE01{',x' * columns}\n", "cases.csv").cases


@pytest.mark.parametrize("piece", OF_FILES)
def test_text_that_repeats_is_looked_at_to_its_end(piece: str) -> None:
    """A pattern that tries every way to match would not come to an end here."""
    short, long = (repeated(piece, length) for length in (50_000, 200_000))
    assert by_text(long) is None
    assert calls(partial(by_text, long)) <= 6 * calls(partial(by_text, short))


def test_a_page_may_open_with_comments() -> None:
    other = by_text("<!-- saved from a mail -->\n<!-- twice -->\n<HTML><p>Hello")
    assert other is not None
    assert "web page" in other.kind
