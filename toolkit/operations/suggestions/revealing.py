"""What is stored of suggestions when they are computed, and when they are shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.domain.suggestions import Reveal
from toolkit.errors import InputError
from toolkit.i18n import _
from toolkit.store import queries, rows

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from toolkit.domain.events import Change
    from toolkit.domain.rounds import Round
    from toolkit.domain.spans import Span
    from toolkit.domain.suggestions import Suggestion
    from toolkit.operations.session import ProjectSession

SILENT = "silent"


def has_own_answer(
    session: ProjectSession, round_: Round, coder: str, source_id: str, span: Span
) -> bool:
    """Whether the coder has coded text of the passage, or said that no code fits there."""
    own = queries.codings(session.database, source=source_id, coder=coder, round_id=round_.id)
    return any(coding.span.overlaps(span) for coding in own) or queries.has_commitment(
        session.database, source_id, span.start, span.end, coder, round_.id
    )


def reveals_of(
    offered: Sequence[Suggestion],
    round_: Round,
    check: str,
    *,
    after_commit: bool,
    shown_at: str,
    also_silent: bool,
) -> list[Reveal]:
    """The reveals of the candidates of a passage.

    Parameters
    ----------
    check
        The id of the candidate that is a check; empty for none.
    shown_at
        Empty where they are computed now and shown later.
    also_silent
        Whether candidates that are too unlikely to be suggested are shown as well.
    """
    places: dict[str, int] = {}
    reveals = []
    for each in offered:
        if each.verdict == SILENT and not also_silent:
            continue
        places[each.batch_id] = places.get(each.batch_id, 0) + 1
        reveals.append(
            Reveal(
                each.id,
                each.batch_id,
                each.source_id,
                each.coder_id,
                round_.id,
                places[each.batch_id],
                after_commit,
                each.id == check,
                shown_at,
            )
        )
    return reveals


def shown_changes(session: ProjectSession, batch_ids: Collection[str], coder: str) -> list[Change]:
    """The changes that say that these batches are shown now; what was shown already stays.

    Raises `InputError` for a batch that is none of the coder's.
    """
    changes: list[Change] = []
    for batch_id in batch_ids:
        stored = session.database.query(
            "SELECT * FROM reveals WHERE batch_id = :batch AND coder_id = :coder ORDER BY place",
            {"batch": batch_id, "coder": coder},
        )
        if not stored and not _is_of(session, batch_id, coder):
            raise InputError(
                _("there is no batch of suggestions {batch_id} for {coder}").format(
                    batch_id=batch_id, coder=coder
                ),
                code="unknown-batch",
                hint=_("`qct suggest SOURCE --at START:END` makes one."),
            )
        for row in stored:
            before = rows.reveal_from(row)
            if not before.shown_at:
                after = replace(before, shown_at=session.clock())
                changes.append(
                    rows.changed("reveals", rows.reveal_row(before), rows.reveal_row(after))
                )
    return changes


def _is_of(session: ProjectSession, batch_id: str, coder: str) -> bool:
    found = session.database.first(
        "SELECT 1 FROM suggestions WHERE batch_id = :batch AND coder_id = :coder",
        {"batch": batch_id, "coder": coder},
    )
    return found is not None
