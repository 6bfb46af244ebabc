"""The codes that models do not propose, or in queues alone: a setting of the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.domain.suggestions import Proposing
from toolkit.operations.session import need_code
from toolkit.store import queries, rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.domain.events import Change
    from toolkit.operations.session import ProjectSession

SETTING = "proposing:"
"""What the key of the setting of a code begins with; its id follows."""


def proposing_of(session: ProjectSession) -> dict[str, Proposing]:
    """The codes of the codebook for which something else than `assist` is settled."""
    settled = session.database.query(
        "SELECT key, value FROM settings WHERE key LIKE :keys ORDER BY key",
        {"keys": f"{SETTING}%"},
    )
    known = {code.id for code in queries.codes(session.database)}
    return {
        code_id: Proposing(row["value"])
        for row in settled
        if (code_id := row["key"].removeprefix(SETTING)) in known
        and row["value"] != Proposing.ASSIST.value
    }


def proposing_by_code(session: ProjectSession) -> dict[str, Proposing]:
    """What models may do with each code of the codebook, in its order."""
    settled = proposing_of(session)
    return {
        code.id: settled.get(code.id, Proposing.ASSIST) for code in queries.codes(session.database)
    }


def settle_proposing(
    session: ProjectSession, code_ids: Iterable[str], how: Proposing, actor: str
) -> list[str]:
    """Settle what models may do with codes, as one step; the codes that it changes."""
    changes = {}
    for code_id in dict.fromkeys(code_ids):
        change = proposing_change(session, code_id, how)
        if change is not None:
            changes[code_id] = change
    if changes:
        session.record(
            actor=actor,
            kind="code.proposing",
            changes=list(changes.values()),
            summary={"codes": list(changes), "proposing": how.value},
        )
    return list(changes)


def proposing_change(session: ProjectSession, code_id: str, how: Proposing) -> Change | None:
    """The change of the setting of a code; None where it is so already."""
    need_code(session, code_id)
    key = SETTING + code_id
    before = queries.row(session.database, "settings", key=key)
    after = {"key": key, "value": how.value}
    if before is None:
        return rows.added("settings", after) if how is not Proposing.ASSIST else None
    return rows.changed("settings", before, after) if before != after else None


def held_back(session: ProjectSession, *, in_queues: bool) -> frozenset[str]:
    """The codes that are not proposed for passages, or not even in queues."""
    return frozenset(
        code_id
        for code_id, how in proposing_of(session).items()
        if how is Proposing.HAND or not in_queues
    )


def listed(codes: Iterable[str]) -> str:
    """Ids in the order of the alphabet, for a sentence."""
    return ", ".join(sorted(codes))
