"""The lead coder of a project, whose answers count where there is no consensus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.operations.session import need_coder
from toolkit.store import queries, rows

if TYPE_CHECKING:
    from toolkit.domain.events import Change
    from toolkit.operations.session import ProjectSession

LEAD = "lead_coder"
"""Key of the setting that names the lead coder."""


def lead_coder(session: ProjectSession) -> str:
    """The lead coder of the project; empty where none was named."""
    return queries.setting(session.database, LEAD)


def lead_changes(session: ProjectSession, coder: str) -> list[Change]:
    """The change that names the lead coder; none where that is the lead already."""
    need_coder(session, coder)
    before = queries.row(session.database, "settings", key=LEAD)
    after = {"key": LEAD, "value": coder}
    if before is None:
        return [rows.added("settings", after)]
    return [rows.changed("settings", before, after)] if before != after else []
