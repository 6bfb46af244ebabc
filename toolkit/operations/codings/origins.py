"""Where codings come from, in words that an export can carry: by hand, a rank, a queue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.store import queries

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.store.protocol import Database

SUGGESTED = "suggested:"
"""Begins the origin of a coding that was a suggestion; its id follows."""


@dataclass(frozen=True, slots=True)
class SuggestedAs:
    """The suggestion that became a coding."""

    rank: int
    model: str


def suggested_as(database: Database, origins: Iterable[str]) -> dict[str, SuggestedAs]:
    """Rank and model by origin, of the origins that are suggestions of this store."""
    ids = {origin.removeprefix(SUGGESTED) for origin in origins if origin.startswith(SUGGESTED)}
    return {
        f"{SUGGESTED}{row['id']}": SuggestedAs(int(row["rank"]), str(row["model"]))
        for row in queries.rows_among(database, "suggestions", "id", sorted(ids))
    }
