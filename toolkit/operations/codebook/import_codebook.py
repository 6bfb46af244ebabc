"""Taking in codebooks and directions, as versions."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from toolkit.domain.codebook import Code, Codebook, same_names
from toolkit.domain.events import Change, canonical_json
from toolkit.errors import InputError
from toolkit.i18n import _
from toolkit.operations.codebook.edit import need_levels
from toolkit.store import queries, rows
from toolkit.store.codebook_versions import family_rows, new_version

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.domain.directions import DirectionScheme
    from toolkit.operations.session import ProjectSession

SCHEME = "direction_scheme"
"""Key of the setting with the id and version of the scheme of directions, as JSON."""


@dataclass(frozen=True, slots=True)
class CodebookChange:
    """What an import did. Ids in the order of the codebook."""

    version: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    left_alone: tuple[str, ...]
    """Codes of the project that the file does not have; they stay as they are."""
    same_names: tuple[tuple[str, tuple[str, ...]], ...]
    """Active codes that share a name in one language after the import: the language, and ids."""


@dataclass(frozen=True, slots=True)
class CodebookVersion:
    version: int
    created_at: str
    codes: tuple[Code, ...]


def import_codebook(session: ProjectSession, codebook: Codebook, *, actor: str) -> CodebookChange:
    """Make the project's codes those of `codebook`; the same codebook again changes nothing.

    Families of the codebook replace those of the project. A codebook without any leaves the
    project's families as they are.
    """
    present = {code.id: code for code in queries.codes(session.database)}
    _check_parents(codebook, known=present)
    need_levels({**present, **codebook.by_id}.values())
    imported = {code.id: rows.code_row(code) for code in codebook}
    added = [code for code in codebook if code.id not in present]
    altered = [
        code
        for code in codebook
        if code.id in present
        and (
            rows.code_row(present[code.id]) != imported[code.id]
            or dict(present[code.id].search) != dict(code.search)
        )
    ]
    version = queries.codebook(session.database).version
    families, family_changes = _family_changes(session, codebook)
    if added or altered or family_changes or version == 0:
        changes = [rows.added("codes", imported[code.id]) for code in added]
        changes += [
            rows.changed("codes", rows.code_row(present[code.id]), imported[code.id])
            for code in altered
            if rows.code_row(present[code.id]) != imported[code.id]
        ]
        patterns_were = rows.pattern_rows(present.values())
        patterns = rows.pattern_rows({**present, **codebook.by_id}.values())
        changes += rows.pattern_changes(patterns_were, patterns)
        changes += family_changes
        made, content = new_version(
            session.database,
            {**{k: rows.code_row(v) for k, v in present.items()}, **imported}.values(),
            families.values(),
            patterns.values(),
            created_at=session.clock(),
            book_id=codebook.id,
            name=canonical_json(dict(codebook.name)),
        )
        version = int(made.key[0])
        changes.append(made)
        session.record(
            actor=actor,
            kind="codebook.import",
            changes=changes,
            summary={
                "version": version,
                "added": [code.id for code in added],
                "changed": [code.id for code in altered],
            },
            texts=[content],
        )
    return CodebookChange(
        version,
        tuple(code.id for code in added),
        tuple(code.id for code in altered),
        tuple(code_id for code_id in present if code_id not in imported),
        tuple(
            (language, tuple(code.id for code in codes))
            for language, codes in same_names({**present, **codebook.by_id}.values())
        ),
    )


def _family_changes(
    session: ProjectSession, codebook: Codebook
) -> tuple[dict[str, dict[str, Any]], list[Change]]:
    """The rows of the families after the import by id, and the changes that lead there."""
    present = family_rows(session.database)
    if not codebook.families:
        return present, []
    imported = {
        family.id: rows.family_row(family, position)
        for position, family in enumerate(codebook.families)
    }
    changes = [
        rows.removed("families", row) for row in present.values() if row["id"] not in imported
    ]
    for family_id, row in imported.items():
        if family_id not in present:
            changes.append(rows.added("families", row))
        elif present[family_id] != row:
            changes.append(rows.changed("families", present[family_id], row))
    return imported, changes


def _check_parents(codebook: Codebook, known: Iterable[str]) -> None:
    ids = {code.id for code in codebook} | set(known)
    for code in codebook:
        if code.parent is not None and code.parent not in ids:
            raise InputError(
                _("code {code} has the unknown parent {parent!r}").format(
                    code=code.id, parent=code.parent
                ),
                code="unknown-parent",
            )


def import_directions(
    session: ProjectSession, scheme: DirectionScheme, *, actor: str
) -> tuple[list[str], list[str]]:
    """Make the project's directions these. Returns the ids added and changed.

    The id and version of the scheme are kept too, since no mapping says which it was made under.
    """
    present = {direction.id: direction for direction in queries.directions(session.database)}
    added: list[str] = []
    altered: list[str] = []
    changes: list[Change] = []
    for direction in scheme.directions:
        row = rows.direction_row(direction)
        if direction.id not in present:
            changes.append(rows.added("directions", row))
            added.append(direction.id)
        elif (before := rows.direction_row(present[direction.id])) != row:
            changes.append(rows.changed("directions", before, row))
            altered.append(direction.id)
    changes += _scheme_changes(session, scheme)
    if changes:
        session.record(
            actor=actor,
            kind="directions.import",
            changes=changes,
            summary={"added": added, "changed": altered},
        )
    return added, altered


def _scheme_changes(session: ProjectSession, scheme: DirectionScheme) -> list[Change]:
    """The change of the setting that names the scheme of the directions, if any."""
    before = queries.row(session.database, "settings", key=SCHEME)
    after = None
    if scheme.id or scheme.version is not None:
        value = canonical_json({"id": scheme.id, "version": scheme.version})
        after = {"key": SCHEME, "value": value}
    if before == after:
        return []
    return [Change("settings", (SCHEME,), before, after)]


def direction_scheme(session: ProjectSession) -> tuple[str, int | None]:
    """The id and version of the scheme that the directions were last imported from.

    An empty id, and no version, where the file gave none or the import did not keep them.
    """
    stored = queries.setting(session.database, SCHEME)
    if not stored:
        return "", None
    value = json.loads(stored)
    return value["id"], value["version"]
