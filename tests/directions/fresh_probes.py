"""The fresh probes, and the rule that splits them; see tests/directions/fresh/README.md."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path
from typing import Literal

FOLDER = Path(__file__).parent / "fresh"
Half = Literal["open", "kept aside"]


def half_of(text: str) -> Half:
    """The half of a sentence, by the first byte of the SHA-256 of its text."""
    return "open" if hashlib.sha256(text.encode()).digest()[0] % 2 else "kept aside"


def fresh_probes(language: str, half: Half) -> list[tuple[str, str]]:
    """The sentences of a half with their directions."""
    with (FOLDER / f"{language}.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = [(row["text"], row["direction"].replace("_", "-")) for row in csv.DictReader(stream)]
    return [(text, direction) for text, direction in rows if half_of(text) == half]
