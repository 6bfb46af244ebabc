"""Versions of the codebook: codes, families and search patterns of each, kept as one text.

The text is a JSON list of code rows, or `{"codes": [...], "families": [...]}` where the codebook
has families or patterns, with `"patterns": [...]` where it has patterns.

Version numbers only go up: taking an edit back makes a version too, so that what a coding says it
was made under never comes to mean something else.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from toolkit.domain.codebook import Codebook
from toolkit.domain.events import Change, canonical_json, sha256_text
from toolkit.store import rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from toolkit.store.protocol import Database


def code_rows(database: Database) -> dict[str, dict[str, Any]]:
    """The codes as stored, by id."""
    return {row["id"]: dict(row) for row in database.query("SELECT * FROM codes ORDER BY id")}


def family_rows(database: Database) -> dict[str, dict[str, Any]]:
    """The families as stored, by id."""
    return {row["id"]: dict(row) for row in database.query("SELECT * FROM families ORDER BY id")}


def pattern_rows(database: Database) -> dict[str, dict[str, Any]]:
    """The rows of search patterns as stored, by id of the code."""
    stored = database.query("SELECT * FROM code_patterns ORDER BY code_id")
    return {row["code_id"]: dict(row) for row in stored}


def version_content(
    codes: Iterable[Mapping[str, Any]],
    families: Iterable[Mapping[str, Any]],
    patterns: Iterable[Mapping[str, Any]] = (),
) -> str:
    """The text of a version with these rows."""
    ordered_codes, ordered_families = (
        sorted(entries, key=lambda row: (row["position"], row["id"]))
        for entries in (codes, families)
    )
    ordered_patterns = sorted(patterns, key=lambda row: str(row["code_id"]))
    body: dict[str, Any] = {"codes": ordered_codes, "families": ordered_families}
    if ordered_patterns:
        return canonical_json({**body, "patterns": ordered_patterns})
    return canonical_json(body if ordered_families else ordered_codes)


def version_parts(content: str) -> tuple[list[Any], list[Any], list[Any]]:
    """The rows of codes, families and search patterns in the text of a version."""
    body = json.loads(content)
    if isinstance(body, list):
        return body, [], []
    return body["codes"], body["families"], body.get("patterns", [])


def read_version(
    content: str, *, version: int, codebook_id: str = "codebook", name: str = "{}"
) -> Codebook:
    """The codebook in the text of a version; `name` is its name as JSON."""
    codes, families, listed = version_parts(content)
    patterns = {row["code_id"]: row["patterns"] for row in listed}
    return Codebook(
        tuple(rows.code_from(code, patterns.get(code["id"])) for code in codes),
        version=version,
        id=codebook_id,
        name=json.loads(name),
        families=tuple(rows.family_from(family) for family in families),
    )


def new_version(
    database: Database,
    codes: Iterable[Mapping[str, Any]],
    families: Iterable[Mapping[str, Any]],
    patterns: Iterable[Mapping[str, Any]],
    *,
    created_at: str,
    book_id: str,
    name: str,
) -> tuple[Change, str]:
    """The change that adds the next version over these rows, and the text it refers to.

    `name` is the codebook's name as JSON.
    """
    content = version_content(codes, families, patterns)
    last = database.first("SELECT max(version) AS version FROM codebook_versions")
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
    row = database.first(
        "SELECT version, id, name, body FROM codebook_versions "
        "JOIN texts ON texts.sha256 = content_sha256 WHERE version = :version",
        {"version": version},
    )
    if row is None:
        return None
    return read_version(
        row["body"], version=row["version"], codebook_id=row["id"], name=row["name"]
    )
