"""Ids: ordered by time for new rows, derived from the content for what comes from files."""

from __future__ import annotations

import hashlib
import os
import re
import time
import unicodedata
import uuid
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

LONGEST_SLUG = 40
_NAMESPACE = uuid.UUID("6f1d1b1e-6f0f-5d8e-9d3a-5f8d3c0a7c11")


def uuid7(now_ms: int | None = None) -> str:
    """A UUIDv7 (RFC 9562, 5.7): 48 bits of Unix milliseconds, then random bits."""
    milliseconds = time.time_ns() // 1_000_000 if now_ms is None else now_ms
    value = (milliseconds & (1 << 48) - 1) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))


def derived_id(kind: str, *parts: object) -> str:
    """The id of a thing from a file: the same in every project, so that merges recognise it."""
    named = "\x1f".join([kind, *map(str, parts)]).encode("utf-8")
    # A UUIDv5 (RFC 9562, 5.5), assembled here for speed: an import makes an id for every line.
    digest = hashlib.sha1(_NAMESPACE.bytes + named, usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digest[16], 16) & 3]
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"


def slug(name: str, taken: Container[str] = (), *, otherwise: str = "code") -> str:
    """A readable id made from a name, and different from all ids in `taken`.

    `otherwise` is used where the name has no letter or digit.

    >>> slug("Distrust of data!"), slug("불신", {"불신"}), slug("😀")
    ('distrust-of-data', '불신-2', 'code')
    """
    plain = unicodedata.normalize("NFKC", name).casefold()
    letters = "".join(c for c in plain if not unicodedata.category(c).startswith("M"))
    whole = re.sub(r"[^\w.]+|_", "-", unicodedata.normalize("NFC", letters)).strip("-._")
    base = whole[:LONGEST_SLUG]
    if len(whole) > LONGEST_SLUG and whole[LONGEST_SLUG] != "-" and "-" in base:
        base = base[: base.rindex("-")]
    base = base.strip("-._") or otherwise
    candidate, number = base, 1
    while candidate in taken:
        number += 1
        candidate = f"{base}-{number}"
    return candidate
