"""The versions of the project's directions, as the log has them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.operations.codebook.import_codebook import SCHEME
from toolkit.store import queries
from toolkit.store.log import entries

if TYPE_CHECKING:
    from toolkit.operations.session import ProjectSession


@dataclass(frozen=True, slots=True)
class SchemeVersion:
    """A state of the directions, from one import to the next."""

    number: int
    """Counts the imports that changed something, from 1."""
    scheme: str
    """Id in the file; empty where it gave none."""
    version: int | None
    """Version in the file; None where it gave none."""
    at: str
    actor: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    mappings: int
    """Mappings of today that were made from this import to the next."""


def versions(session: ProjectSession) -> list[SchemeVersion]:
    """The imports of directions, the oldest first. What was undone is not among them."""
    undone = entries.undone_ids(session.database)
    events = [
        event
        for event in sorted(
            entries.events(session.database, kind="directions.import"), key=lambda each: each.seq
        )
        if event.id not in undone
    ]
    made = [mapping.created_at for mapping in queries.direction_mappings(session.database)]
    result: list[SchemeVersion] = []
    scheme, version = "", None
    for number, event in enumerate(events, 1):
        for change in event.changes:
            if change.table == "settings" and change.key == (SCHEME,):
                value = json.loads(change.after["value"]) if change.after else {}
                scheme, version = value.get("id", ""), value.get("version")
        # What was mapped before the first import, or under it, is counted with it.
        since = event.at if number > 1 else ""
        until = events[number].at if number < len(events) else None
        result.append(
            SchemeVersion(
                number,
                scheme,
                version,
                event.at,
                event.actor,
                tuple(event.summary.get("added", ())),
                tuple(event.summary.get("changed", ())),
                sum(since <= at and (until is None or at < until) for at in made),
            )
        )
    return result
