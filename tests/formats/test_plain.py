"""Plain transcripts are read as they are, or refused with one clear message."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from toolkit.errors import InputError
from toolkit.formats.detect import FileKind, kind_of_file
from toolkit.formats.plain import OwnEncoding, decode, read_plain
from toolkit.formats.transcripts import read_source

if TYPE_CHECKING:
    from tests.other_user import OtherUser

KOREAN = "면담자: 왜요?\n전문가: 책임 때문입니다.\n"


def write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def refused(path: Path, code: str, encoding: str | OwnEncoding | None = None) -> InputError:
    with pytest.raises(InputError) as caught:
        read_source(path, encoding=encoding)
    assert caught.value.code == code
    assert path.name in caught.value.message
    return caught.value


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"], ids=lambda name: name
)
def test_unicode_with_or_without_a_mark(tmp_path: Path, encoding: str) -> None:
    source = read_source(write(tmp_path, "K03.txt", KOREAN.encode(encoding)))
    assert source.text == KOREAN
    assert (source.id_hint, source.title, source.language) == ("K03", "K03", "ko")


@pytest.mark.parametrize("others", [2, 1_000, 6_666])
@pytest.mark.parametrize("marks", [0, 3_000])
@pytest.mark.parametrize("hangul_first", [True, False])
def test_a_text_is_korean_with_more_than_a_third_of_its_letters(
    others: int, marks: int, hangul_first: bool
) -> None:
    def language(hangul: int) -> str:
        halves = ["가" * hangul, "b" * others]
        words = "".join(halves if hangul_first else reversed(halves)) + "." * marks
        return read_plain(words.encode()).language

    assert language(others // 2) == "und"
    assert language(others // 2 + 1) == "ko"


def test_line_ends_become_lf_and_nothing_else_changes(tmp_path: Path) -> None:
    text = "  I: caf" + unicodedata.normalize("NFD", "é") + " \r\nE07: so\u00a0\rend  \n\n"
    source = read_source(write(tmp_path, "E07.txt", text))
    assert source.text == text.replace("\r\n", "\n").replace("\r", "\n")


def test_front_matter(tmp_path: Path) -> None:
    text = (
        "---\n# a comment\nid: E07\ntitle: On trust\nlanguage: no\ncase: C7\n"
        "speakers: {E07: C7, K: C8}\ninterviewer: [Lee, I]\n"
        "years: 012\ndate: 2021-05-12\nsenior: yes\ntags: [a, 1]\nempty:\n---\n\nI: Hello\n"
    )
    source = read_source(write(tmp_path, "x.txt", text))
    assert source.text == "\nI: Hello\n"
    assert (source.id_hint, source.title, source.language) == ("E07", "On trust", "no")
    assert (source.case, source.speakers) == ("C7", {"E07": "C7", "K": "C8"})
    assert source.interviewers == ("Lee", "I")
    assert source.metadata == {
        "years": "012",
        "date": "2021-05-12",
        "senior": "yes",
        "tags": ["a", "1"],
        "empty": "",
    }
    listed = read_plain(b"---\nspeakers: [A, B]\ninterviewer: X\n---\nA: hm\n", "x.txt")
    assert listed.speakers == {"A": "", "B": ""}
    assert listed.interviewers == ("X",)


@pytest.mark.parametrize(
    ("block", "line"),
    [
        ("id: E07\nnote: a: b", 3),
        ("- a\n- b", 2),
        ("id: 1\nid: 2", 3),
        ("a: &x 1\nb: *x", 2),
        ("a: 1\n\tb: 2", 3),
    ],
)
def test_bad_front_matter_names_its_line(tmp_path: Path, block: str, line: int) -> None:
    path = write(tmp_path, "E07.txt", f"---\n{block}\n---\ntext\n")
    with pytest.raises(InputError, match=rf"E07\.txt:{line}: "):
        read_source(path)


@pytest.mark.parametrize("block", ["id: [a]", "speakers: {A: [b]}", "interviewer: {a: b}"])
def test_front_matter_of_the_wrong_shape_is_refused(tmp_path: Path, block: str) -> None:
    refused(write(tmp_path, "E07.txt", f"---\n{block}\n---\ntext\n"), "bad-front-matter")


def test_front_matter_left_open(tmp_path: Path) -> None:
    refused(write(tmp_path, "E07.txt", "---\nid: E07\nI: Hello\n"), "front-matter-open")


def test_korean_code_page_is_named_and_accepted_by_name(tmp_path: Path) -> None:
    path = write(tmp_path, "old.txt", KOREAN.encode("cp949"))
    assert "--encoding cp949" in refused(path, "unknown-encoding").hint
    for encoding in ("cp949", "euc-kr"):
        assert read_source(path, encoding=encoding).text == KOREAN


def test_western_code_page_is_guessed_too(tmp_path: Path) -> None:
    path = write(tmp_path, "old.txt", "déjà vu – “ça”".encode("cp1252"))
    assert "cp1252" in refused(path, "unknown-encoding").hint


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("면담자: 안녕하세요, 오늘 와 주셔서 감사합니다.", "cp949"),
        ("質問者: こんにちは。", "shift_jis"),
        ("问：您好，请介绍。", "gb18030"),
        ("Вопрос: Здравствуйте.", "cp1251"),
        ("Intervieweur : ça va, déjà ?", "cp1252"),
        ("מראיין: שלום", "cp1255"),
        ("السؤال: مرحبا", "cp1256"),
    ],
)
def test_a_hint_shows_the_first_line_in_each_likely_encoding(
    tmp_path: Path, text: str, encoding: str
) -> None:
    path = write(tmp_path, "old.txt", f"plain\n{text}\n".encode(encoding))
    lines = refused(path, "unknown-encoding").hint.splitlines()[1:]
    assert f"  --encoding {encoding}  {text}" in lines
    assert 1 <= len(lines) <= 3


def test_an_encoding_that_cannot_be_told_is_said_to_be_unknown(tmp_path: Path) -> None:
    path = write(tmp_path, "odd.txt", bytes(range(128, 256)) * 3)
    assert "not known" in refused(path, "unknown-encoding").hint


def test_bytes_that_are_nothing_known_name_their_line(tmp_path: Path) -> None:
    path = write(tmp_path, "odd.txt", b"fine\nfine\n\xff\xff\xff\xff\x81")
    assert ":3:" in refused(path, "unknown-encoding").message


@pytest.mark.parametrize(
    ("encoding", "message"), [("utf-9", "utf-9"), ("base64", "base64"), ("ascii", ":2:")]
)
def test_an_encoding_that_does_not_fit(tmp_path: Path, encoding: str, message: str) -> None:
    path = write(tmp_path, "E07.txt", "one\ncafé\n".encode("cp1252"))
    assert message in refused(path, "unknown-encoding", encoding=encoding).message


@pytest.mark.parametrize(
    ("written", "named", "note"),
    [
        ("utf-8", "cp949", ""),
        ("utf-8-sig", "cp949", ""),
        ("ascii", "utf-16-le", ""),
        ("cp949", "cp949", "read as cp949"),
        ("utf-16", "cp949", "read as utf-16"),
        ("utf-16-le", "utf-16-le", "read as utf-16-le"),
        ("iso2022_kr", "iso2022_kr", "read as iso2022_kr"),
    ],
)
def test_a_named_encoding_is_for_files_that_are_not_unicode(
    tmp_path: Path, written: str, named: str, note: str
) -> None:
    text = "I: Well?\n\nE07: Yes.\n" if written == "ascii" else "면담자: 네?\n\nE07: 그래요.\n"
    source = read_source(write(tmp_path, "E07.txt", text.encode(written)), encoding=named)
    assert (source.text, "; ".join(source.notes)) == (text, note)


def test_the_encoding_of_one_file_comes_before_what_its_bytes_look_like(tmp_path: Path) -> None:
    path = write(tmp_path, "E07.txt", "é")
    assert read_source(path, encoding=OwnEncoding("latin-1")).text == "Ã©"
    assert ":1:" in refused(path, "unknown-encoding", encoding=OwnEncoding("ascii")).message


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt", b"", "empty-file"),
        ("a.txt", b"\xef\xbb\xbf", "empty-file"),
        ("a.txt", b" \n\n", "empty-file"),
        ("a.txt", b"---\nid: x\n---\n\n", "empty-file"),
        ("a.txt", b"I: Hello\nE07: \0\n", "binary-file"),
        ("a.txt", b"\x00\x01\xff\xfe", "binary-file"),
        ("a.txt", "utf".encode("utf-16-le"), "binary-file"),
        ("a.txt", b"%PDF-1.7 ...", "not-text"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "not-text"),
        ("a.rtf", b"{\\rtf1 hello}", "not-text"),
        ("a.docx", b"plain text", "bad-docx"),
        ("a.mp3", b"ID3\x04", "not-text"),
    ],
)
def test_what_is_no_transcript(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    refused(write(tmp_path, name, data), code)


def test_a_missing_file_names_its_neighbours(tmp_path: Path) -> None:
    write(tmp_path, "E07.txt", "x")
    assert "E07.txt" in refused(tmp_path / "E7.txt", "no-such-file").hint
    refused(tmp_path / "nowhere" / "E07.txt", "no-such-file")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    refused(tmp_path, "is-folder")


READ = """
import sys
from pathlib import Path
from toolkit.errors import InputError
from toolkit.formats.transcripts import read_bytes
try:
    print(read_bytes(Path(sys.argv[1])))
except InputError as error:
    print(error.code, error.message)
"""


def test_an_unreadable_file(nobody: OtherUser) -> None:
    path = write(nobody.folder, "E07.txt", "x")
    nobody.own(path)
    assert nobody.run(READ, path).stdout == "b'x'\n"
    path.chmod(0)
    assert nobody.run(READ, path).stdout.startswith("unreadable-file ")


@pytest.mark.parametrize("name", ["pipe", "/dev/zero"])
def test_a_pipe_and_a_device_are_refused_at_once(tmp_path: Path, must_end: None, name: str) -> None:
    path = tmp_path / name
    if name == "pipe":
        os.mkfifo(path)
    assert "pipe or a device" in refused(path, "unreadable-file").message


def test_a_file_that_fails_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, "E07.txt", "x")

    def fail(self: Path, mode: str) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", fail)
    assert "Permission denied" in refused(path, "unreadable-file").message


def test_a_file_name_from_a_decomposing_file_system_gives_one_id(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "면담1.txt")
    assert read_plain(b"text", name).id_hint == "면담1"


def test_errors_never_quote_the_text() -> None:
    secret = "the minister said SECRET"
    for data in (
        f"{secret}\0".encode(),
        f"{secret} é".encode("latin-1"),
        b"\xff" + secret.encode(),
    ):
        with pytest.raises(InputError) as caught:
            decode(data, "E07.txt")
        assert "SECRET" not in caught.value.message
    for data in (f"{secret}\0".encode(), f"é\n{secret} é".encode("latin-1")):
        with pytest.raises(InputError) as caught:
            decode(data, "E07.txt")
        assert "SECRET" not in str(caught.value)


def test_the_hint_of_an_encoding_shows_little_of_one_line() -> None:
    line = "é" + "word " * 20 + "SECRET"
    with pytest.raises(InputError) as caught:
        decode(f"{line}\nnext é SECRET".encode("latin-1"), "E07.txt")
    assert "SECRET" not in str(caught.value)
    assert all(len(shown) < 70 for shown in caught.value.hint.splitlines()[1:])


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("E01.txt", "I: hi", FileKind.TRANSCRIPT),
        ("E01.txt", "{laughs} So.", FileKind.TRANSCRIPT),
        ("a.jsonl", '{"source": "E01", "code": "x"}\n', FileKind.CODINGS),
        ("a.jsonl", '\n{"source": "E01", "directions": ["x"]}\n', FileKind.MAPPINGS),
        ("a.jsonl", '{"directions": ["x"], "quote": "' + "x" * 9000, FileKind.MAPPINGS),
        ("a.jsonl", "not json", FileKind.CODINGS),
        ("a.txt", '{"source": "E01", "code": "x"}\n', FileKind.CODINGS),
        ("a.csv", "id,sector\n", FileKind.CASES),
        ("a.yaml", "codes:\n  - id: x\n    directions: {}\n", FileKind.CODEBOOK),
        ("a.yml", "id: x\ndirections:\n  - id: x\n", FileKind.DIRECTIONS),
    ],
)
def test_kinds_of_files(tmp_path: Path, name: str, text: str, kind: FileKind) -> None:
    assert kind_of_file(write(tmp_path, name, text)) is kind


def test_importing_the_readers_costs_nothing() -> None:
    program = (
        "import sys; import toolkit.formats.transcripts, toolkit.formats.detect, "
        "toolkit.formats.plain, "
        "toolkit.text.turns, toolkit.text.sentences, toolkit.text.offsets; "
        "heavy = {'yaml', 'docx', 'zipfile', 'numpy', 'csv', 'xlsxwriter'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    process = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert process.stdout.strip() == "[]"
