"""Submitted work, which undo and redo must not change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.errors import UsageError
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.domain.events import Change
    from toolkit.store.protocol import Database

CODING_KINDS = frozenset(
    {
        "coding.add",
        "coding.change",
        "coding.remove",
        "coding.split",
        "coding.join",
        "coding.move",
        "coding.none",
        "code.coin",
        "queue.answer",
        "search.decide",
        "suggestion.decide",
        "direction.confirm",
        "source.finish",
        "source.unfinish",
    }
)
"""Kinds of steps that a coder takes inside a round. Imports and merges bring work from elsewhere.
"""


def refuse_locked(database: Database, kind: str, changes: Sequence[Change]) -> None:
    """Raise `UsageError` when undoing or redoing a step would change work locked by a round."""
    if kind not in CODING_KINDS:
        return
    places = {
        (row["round_id"], row["coder_id"], row["source_id"])
        for change in changes
        if (row := change.after or change.before) is not None
        and {"round_id", "coder_id", "source_id"} <= row.keys()
    }
    for round_id, coder, source_id in sorted(places):
        round_row = database.first("SELECT status FROM rounds WHERE id = :id", {"id": round_id})
        if round_row is not None and round_row["status"] == "closed":
            raise UsageError(
                _("the last step belongs to round {round_id}, which is closed; it stands").format(
                    round_id=round_id
                ),
                code="round-closed",
                hint=_("It stays as it was; `qct undo --event N` takes back another step."),
            )
        stated = database.first(
            "SELECT progress FROM coverage WHERE round_id = :round AND coder_id = :coder "
            "AND source_id = :source",
            {"round": round_id, "coder": coder, "source": source_id},
        )
        if stated is not None and stated["progress"] == "submitted":
            raise UsageError(
                _(
                    "the last step is in what {coder} has submitted of {source_id} in round "
                    "{round_id}; it stands"
                ).format(coder=coder, source_id=source_id, round_id=round_id),
                code="round-submitted",
                hint=_("Whoever leads the study can unlock it with `qct round reopen`."),
            )
