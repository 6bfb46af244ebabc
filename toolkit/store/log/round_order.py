"""The order in which rounds came to be what they are, from the log."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from toolkit.domain.rounds import RoundStatus
from toolkit.store.log.row_history import BUNDLE, MERGE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.domain.rounds import Round
    from toolkit.store.protocol import Database

_KINDS = ("round.open", "round.close", "coding.import", MERGE, BUNDLE)
"""Kinds of event that make or close a round."""


def newest_first(database: Database, rounds: Iterable[Round]) -> list[Round]:
    """The closed rounds, the one closed last first, then the open ones, opened last first.

    Rounds that one event made, and the default round, which no event opened, come after these
    by name.
    """
    listed = list(rounds)
    if len(listed) < 2:
        return listed
    changed = _last_changes(database)
    return sorted(
        listed,
        key=lambda round_: (
            round_.status is not RoundStatus.CLOSED,
            -changed.get(round_.id, 0),
            round_.id,
        ),
    )


def _last_changes(database: Database) -> dict[str, int]:
    """By id of a round, the number of the last event that made, opened or closed it."""
    named = {f"kind_{at}": kind for at, kind in enumerate(_KINDS)}
    kinds = ", ".join(f":{name}" for name in named)
    last: dict[str, int] = {}
    for row in database.query(
        f"SELECT seq, changes FROM events WHERE kind IN ({kinds}) "
        "AND changes LIKE :pattern ORDER BY seq",
        {**named, "pattern": '%"table":"rounds"%'},
    ):
        for change in json.loads(row["changes"]):
            if change["table"] == "rounds":
                last[change["key"][0]] = row["seq"]
    return last
