"""What holds for every round that is opened: its name, and its version of the codebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.errors import UsageError, unknown
from toolkit.i18n import _
from toolkit.store import queries
from toolkit.store.round_rules import check_round_name

if TYPE_CHECKING:
    from toolkit.operations.session import ProjectSession


def check_new_round(session: ProjectSession, round_id: str) -> None:
    """Raise `UsageError` for what cannot name a new round."""
    check_round_name(round_id)
    if queries.row(session.database, "rounds", id=round_id) is not None:
        raise UsageError(
            _("there already is a round {round_id}").format(round_id=round_id),
            code="round-exists",
            hint=_("`qct round list` shows it; choose another name."),
        )


def checked_version(session: ProjectSession, version: int | None) -> int:
    """The version of the codebook, the newest for None. Raises for one that does not exist."""
    newest = queries.codebook(session.database).version
    if version is None or version == newest:
        return newest
    rows_ = session.database.query("SELECT version FROM codebook_versions ORDER BY version")
    versions = [str(row["version"]) for row in rows_]
    if str(version) not in versions:
        raise unknown(
            "codebook version", str(version), versions, hint=_("`qct codebook history` shows them.")
        )
    return version
