"""Files of a project that hold words of given texts: transcripts, exports, saved quotes."""

from __future__ import annotations

import html
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import InputError
from toolkit.language import docbin
from toolkit.operations.sources.cite import FILE as QUOTES
from toolkit.report.files import side_file_of
from toolkit.report.provenance import SIDE_FILE_ENDING, from_json
from toolkit.report.read_export import read_export
from toolkit.text.shared_runs import reduced

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from toolkit.report.provenance import Recorded
    from toolkit.text.shared_runs import SharedRuns
    from toolkit.text.whole_words import WholeWords

COPY, EXPORT, QUOTED, ANSWERS, OTHER = "copy", "export", "quotes", "answers", "other"
FOLDERS = ("corpus", "codebooks", "outputs")
_PACKED = (".xlsx", ".docx", ".odt", ".ods", ".zip", ".qdpx")
_ENCODINGS = ("utf-8-sig", "utf-16", "cp949")
_LARGEST = 200_000_000
"""Bytes of a packed member beyond which it is not read."""


@dataclass(frozen=True, slots=True)
class FileWithWords:
    """A file that holds words of a text."""

    path: Path
    kind: str
    """`copy` of a text, `export` with its provenance, saved `quotes`, `answers` (codings or
    mappings, one a line), or `other`."""


def files_with_words(
    folder: Path, quoted: SharedRuns, bodies: Iterable[str], named: Sequence[Path] = ()
) -> list[FileWithWords]:
    """The files below corpus/, codebooks/ and outputs/, and those in `named`, in order.

    `bodies` are the texts themselves: a file that holds one of them whole is a copy of it.
    """
    whole = [reduced(body).strip() for body in bodies]
    result = []
    for path in _files((folder / name for name in FOLDERS), named):
        texts = list(_texts_in(path))
        if any(quoted.any_in(text) for text in texts):
            result.append(FileWithWords(path, _kind(folder, path, texts, whole)))
    return result


def files_naming(
    folder: Path, words: WholeWords, named: Sequence[Path] = ()
) -> list[FileWithWords]:
    """The files below corpus/, codebooks/ and outputs/, and those in `named`, with such words."""
    result = []
    for path in _files((folder / name for name in FOLDERS), named):
        texts = list(_texts_in(path))
        if any(map(words.any_in, texts)):
            result.append(FileWithWords(path, _kind(folder, path, texts, ())))
    return result


def without_citations(quotes: str, source_ids: Iterable[str], quoted: SharedRuns) -> str:
    """Saved quotes without those of these sources."""
    ends = tuple(f"” ({name}, " for name in source_ids)
    kept = [
        entry
        for entry in quotes.split("\n\n")
        if not quoted.any_in(entry) and not any(end in entry for end in ends)
    ]
    return "\n\n".join(kept)


def without_answers(lines: str, source_ids: Collection[str]) -> str | None:
    """Codings or mappings, one a line, without those on these sources.

    None where a line does not name its source, so that the file is something else.
    """
    kept = []
    for line in lines.splitlines(keepends=True):
        if not line.strip():
            continue
        try:
            source = json.loads(line)["source"]
        except (ValueError, KeyError, TypeError):
            return None
        if source not in source_ids:
            kept.append(line)
    return "".join(kept)


def exports_counting(folder: Path, source_ids: Collection[str]) -> list[Path]:
    """Exports below outputs/ whose provenance names one of the sources."""
    result = []
    for path in _files([folder / "outputs"]):
        recorded = _recorded(path)
        if recorded is not None and not set(source_ids).isdisjoint(recorded.sources):
            result.append(path)
    return result


def beside(path: Path) -> list[Path]:
    """The file and, where it has one, the file of its provenance."""
    side = path.with_name(path.name + SIDE_FILE_ENDING)
    return [path, *([side] if side.is_file() else [])]


def _files(roots: Iterable[Path], named: Sequence[Path] = ()) -> list[Path]:
    below = (path for root in roots for path in root.rglob("*"))
    return sorted({path for path in (*below, *named) if path.is_file() and not path.is_symlink()})


def _kind(folder: Path, path: Path, texts: Sequence[str], whole: Sequence[str]) -> str:
    if path == folder / QUOTES:
        return QUOTED
    if _recorded(path) is not None:
        return EXPORT
    if path.suffix.lower() == ".jsonl" and without_answers("".join(texts), ()) is not None:
        return ANSWERS
    size = sum(map(len, texts))
    if any(
        body and body in reduced(text) and size <= 2 * len(body) for body in whole for text in texts
    ):
        return COPY
    return OTHER


def _recorded(path: Path) -> Recorded | None:
    try:
        if path.suffix.lower() == docbin.ENDING:
            beside = side_file_of(path)
            return from_json(beside.read_text(encoding="utf-8"), beside.name)
        return read_export(path).recorded
    except (InputError, OSError, ValueError, KeyError):
        return None


def _texts_in(path: Path) -> Iterator[str]:
    """The texts of a file, also of the parts of a packed one, without their markup."""
    try:
        if path.suffix.lower() in _PACKED and zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for member in archive.infolist():
                    if not member.is_dir() and member.file_size <= _LARGEST:
                        yield _plain(archive.read(member))
            return
        data = path.read_bytes()
        if path.suffix.lower() == docbin.ENDING:
            yield from docbin.texts(data)
            return
        yield _plain(data)
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return


def _plain(data: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return html.unescape(text) if "&" in text else text
    return data.decode("latin-1")
