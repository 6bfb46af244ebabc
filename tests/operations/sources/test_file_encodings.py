"""An encoding is found for each file of an import by what a person named."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from toolkit.errors import InputError
from toolkit.formats.plain import OwnEncoding
from toolkit.operations.sources.file_encodings import FileEncodings
from toolkit.operations.sources.gather_files import gather

Write = Callable[[str, str], Path]
LATIN, KOREAN = OwnEncoding("latin-1"), OwnEncoding("cp949")


@pytest.fixture
def folder(tmp_path: Path, write: Write) -> Path:
    for name in ("old/1.txt", "old/2.txt", "new.txt", unicodedata.normalize("NFD", "면담.txt")):
        write(f"in/{name}", "x")
    return tmp_path / "in"


def _found(
    folder: Path, named: str | Mapping[str, str] | None
) -> dict[str, str | OwnEncoding | None]:
    files = gather([folder]).files
    encodings = FileEncodings(named, files)
    return {file.inside: encodings.of(file) for file in files}


def test_an_encoding_may_be_for_all(folder: Path) -> None:
    assert set(_found(folder, None).values()) == {None}
    assert set(_found(folder, "cp949").values()) == {"cp949"}


def test_files_come_before_folders_and_these_before_all(folder: Path) -> None:
    named = {"old/2.txt": "latin-1", "*": "cp949", "old/": "cp1252", "면담.txt": "cp949"}
    assert _found(folder, named) == {
        "new.txt": "cp949",
        "old/1.txt": "cp1252",
        "old/2.txt": LATIN,
        "면담.txt": KOREAN,
    }


def test_paths_and_patterns_name_files_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    named = {"in/new.txt": "latin-1", "old/*.txt": "cp1252", str(folder / "old/1.txt"): "cp949"}
    assert _found(folder, named) == {
        "new.txt": LATIN,
        "old/1.txt": KOREAN,
        "old/2.txt": "cp1252",
        "면담.txt": None,
    }


@pytest.mark.parametrize(
    ("named", "message"),
    [
        ({"old/3.txt": "cp949"}, "old/3.txt, which is no file"),
        ({"old/1.txt": "cp94"}, "'cp94' for old/1.txt"),
        ("cp94", "'cp94' for all files"),
    ],
)
def test_what_names_nothing_is_refused(
    folder: Path, named: str | Mapping[str, str], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        _found(folder, named)
