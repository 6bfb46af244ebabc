"""The lead coder of a project, whose answers count where there is no consensus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.operations.session import need_coder
from toolkit.store import queries, rows

if TYPE_CHECKING:
    from toolkit.operations.session import ProjectSession

LEAD = "lead_coder"
"""Key of the setting that names the lead coder."""


def lead_coder(session: ProjectSession) -> str:
    """The lead coder of the project; empty where none was named."""
    return queries.setting(session.database, LEAD)


def set_lead_coder(session: ProjectSession, coder: str, *, actor: str) -> None:
    """Name the lead coder. Nothing happens where that is the lead already."""
    need_coder(session, coder)
    before = queries.row(session.database, "settings", key=LEAD)
    after = {"key": LEAD, "value": coder}
    if before == after:
        return
    change = (
        rows.added("settings", after) if before is None else rows.changed("settings", before, after)
    )
    session.record(actor=actor, kind="coder.lead", changes=[change], summary={"coder": coder})
