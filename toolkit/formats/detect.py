"""Which kind of material a file holds, by its content first and its name second."""

from __future__ import annotations

import json
import re
from enum import StrEnum
from pathlib import Path

from toolkit.formats.transcripts import read_bytes

_HEAD = 4096
_OBJECT = re.compile(rb"\s*\{\s*[\"}]")
_TOP_KEY = re.compile(rb"^(\w+):", re.MULTILINE)


class Kind(StrEnum):
    TRANSCRIPT = "transcript"
    CODINGS = "codings"
    MAPPINGS = "mappings"
    CASES = "cases"
    CODEBOOK = "codebook"
    DIRECTIONS = "directions"


def kind_of_file(path: str | Path) -> Kind:
    """What to read a file as; whatever is not recognised is a transcript.

    Raises `InputError` where the file cannot be read at all.
    """
    path = Path(path)
    head = read_bytes(path, _HEAD).removeprefix(b"\xef\xbb\xbf")
    ending = path.suffix.lower()
    if ending in (".jsonl", ".ndjson", ".json") or _OBJECT.match(head):
        return _records(head)
    if ending in (".csv", ".tsv"):
        return Kind.CASES
    if ending in (".yaml", ".yml"):
        keys = _TOP_KEY.findall(head)
        return Kind.DIRECTIONS if b"directions" in keys and b"codes" not in keys else Kind.CODEBOOK
    return Kind.TRANSCRIPT


def _records(head: bytes) -> Kind:
    """Codings, unless the first line has directions instead of a code."""
    first = next((line for line in head.splitlines() if line.strip()), b"")
    try:
        record = json.loads(first)
    except (ValueError, RecursionError):
        has_code, has_directions = b'"code"' in first, b'"directions"' in first
    else:
        if not isinstance(record, dict):
            return Kind.CODINGS
        has_code, has_directions = "code" in record, "directions" in record
    return Kind.MAPPINGS if has_directions and not has_code else Kind.CODINGS
