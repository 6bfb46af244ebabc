"""What stands in the place of a text that was erased, while the log goes on to name one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.domain.events import sha256_text
from toolkit.errors import UsageError
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.store.protocol import Database

TEXT, TURNS = "[erased]\n", "[ ]"
"""The text and the turns of a revision that was erased. No real turns are spelled so."""
TEXT_SHA256, TURNS_SHA256 = sha256_text(TEXT), sha256_text(TURNS)
KIND = "source.erase"


def refuse_erased(database: Database, what: str) -> None:
    """Raise `UsageError` where a source of the database has a text that was erased."""
    stored = database.query(
        "SELECT id FROM sources WHERE text_sha256 = :erased ORDER BY id", {"erased": TEXT_SHA256}
    )
    if ids := [row["id"] for row in stored]:
        raise UsageError(
            _("redacted: the text that {sources} had {what} was erased for good").format(
                sources=", ".join(ids), what=what
            ),
            code="redacted",
            hint=_("`qct log` shows when; the project can be shown from there on."),
        )
