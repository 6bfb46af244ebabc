"""Which kind of material a file holds, by its content first and its name second."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path

from toolkit.formats.base import read_bytes

_HEAD = 4096


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
    head = read_bytes(path)[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    ending = path.suffix.lower()
    if ending in (".jsonl", ".ndjson") or head.lstrip()[:1] == b"{":
        return _records(head)
    if ending in (".csv", ".tsv"):
        return Kind.CASES
    if ending in (".yaml", ".yml"):
        lines = head.splitlines()
        return (
            Kind.DIRECTIONS if any(x.startswith(b"directions:") for x in lines) else Kind.CODEBOOK
        )
    return Kind.TRANSCRIPT


def _records(head: bytes) -> Kind:
    """Codings, unless the first line has directions instead of a code."""
    first = next((line for line in head.splitlines() if line.strip()), b"")
    try:
        record = json.loads(first)
    except ValueError:
        has_code, has_directions = b'"code"' in first, b'"directions"' in first
    else:
        if not isinstance(record, dict):
            return Kind.CODINGS
        has_code, has_directions = "code" in record, "directions" in record
    return Kind.MAPPINGS if has_directions and not has_code else Kind.CODINGS
