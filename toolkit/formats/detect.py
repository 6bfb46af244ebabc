"""Detection of what a file contains, by its content first and its name second."""

from __future__ import annotations

import codecs
import json
import re
from enum import StrEnum
from pathlib import Path

from toolkit.formats.speakers_table import heads_speakers
from toolkit.formats.transcripts import read_bytes

_HEAD = 4096
_OBJECT = re.compile(rb"\s*\{\s*[\"}]")
_TOP_KEY = re.compile(rb"^(\w+):", re.MULTILINE)


class FileKind(StrEnum):
    """What a file contains."""

    TRANSCRIPT = "transcript"
    CODINGS = "codings"
    DOCBIN = "docbin"
    MAPPINGS = "mappings"
    CASES = "cases"
    SPEAKERS = "speakers"
    CODEBOOK = "codebook"
    DIRECTIONS = "directions"


def kind_of_file(path: str | Path) -> FileKind:
    """The kind of a file; a file of no other kind is a transcript.

    Raises `InputError` where the file cannot be read.
    """
    path = Path(path)
    head = read_bytes(path, _HEAD).removeprefix(b"\xef\xbb\xbf")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head.decode("utf-16", "ignore").encode("utf-8", "ignore")
    ending = path.suffix.lower()
    if ending == ".spacy":
        return FileKind.DOCBIN
    if ending in (".jsonl", ".ndjson", ".json") or _OBJECT.match(head):
        return _records(head)
    if ending in (".csv", ".tsv"):
        return FileKind.SPEAKERS if _heads_speakers(head) else FileKind.CASES
    if ending in (".yaml", ".yml"):
        keys = _TOP_KEY.findall(head)
        return (
            FileKind.DIRECTIONS
            if b"directions" in keys and b"codes" not in keys
            else FileKind.CODEBOOK
        )
    return FileKind.TRANSCRIPT


def _heads_speakers(head: bytes) -> bool:
    """Whether the first line names the columns of a table of speakers, in any encoding of ASCII."""
    first = next((line for line in head.splitlines() if line.strip()), b"")
    columns = re.split(rb"[,;\t]", first)
    return heads_speakers(column.decode("latin-1").strip(' "') for column in columns)


def _records(head: bytes) -> FileKind:
    """Codings, unless the first line has directions instead of a code."""
    first = next((line for line in head.splitlines() if line.strip()), b"")
    try:
        record = json.loads(first)
    except (ValueError, RecursionError):
        has_code, has_directions = b'"code"' in first, b'"directions"' in first
    else:
        if not isinstance(record, dict):
            return FileKind.CODINGS
        has_code, has_directions = "code" in record, "directions" in record
    return FileKind.MAPPINGS if has_directions and not has_code else FileKind.CODINGS
