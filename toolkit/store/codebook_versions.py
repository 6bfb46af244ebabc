"""A version of the codebook is the codes as they stood, kept as one text.

Version numbers only go up: taking an edit back makes a version too, so that what a coding
says it was made under never comes to mean something else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from toolkit.domain.codebook import Codebook
from toolkit.domain.events import Change, canonical_json, sha256_text
from toolkit.store import rows
from toolkit.store.protocol import Database


def code_rows(database: Database) -> dict[str, dict[str, Any]]:
    """The codes as stored, by id."""
    return {row["id"]: dict(row) for row in database.query("SELECT * FROM codes ORDER BY id")}


def new_version(
    database: Database,
    codes: Iterable[Mapping[str, Any]],
    *,
    created_at: str,
    book_id: str,
    name: str,
) -> tuple[Change, str]:
    """The change that adds the next version over these code rows, and the text it refers to.

    `name` is the codebook's name as JSON.
    """
    content = canonical_json(sorted(codes, key=lambda row: (row["position"], row["id"])))
    last = database.one("SELECT max(version) AS version FROM codebook_versions")
    row = {
        "version": (last["version"] or 0) + 1 if last is not None else 1,
        "id": book_id,
        "name": name,
        "content_sha256": sha256_text(content),
        "created_at": created_at,
    }
    return rows.added("codebook_versions", row), content


def codebook_at(database: Database, version: int) -> Codebook | None:
    """The codebook as it was in a version, or None where there is no such version."""
    row = database.one(
        "SELECT version, id, name, body FROM codebook_versions "
        "JOIN texts ON texts.sha256 = content_sha256 WHERE version = :version",
        {"version": version},
    )
    if row is None:
        return None
    return Codebook(
        tuple(rows.code_from(code) for code in json.loads(row["body"])),
        version=row["version"],
        id=row["id"],
        name=json.loads(row["name"]),
    )
