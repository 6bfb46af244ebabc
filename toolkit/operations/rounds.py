"""Opening, submitting and closing rounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from toolkit.domain.coding import Mode
from toolkit.domain.events import Change
from toolkit.domain.rounds import Coverage, Progress, Round, RoundStatus
from toolkit.errors import UsageError
from toolkit.operations.session import (
    Session,
    check_open,
    need_round,
    need_source,
    new_coder,
)
from toolkit.store import queries, rows


def open_round(
    session: Session,
    round_id: str,
    *,
    actor: str,
    mode: Mode = Mode.BLIND,
    coders: Sequence[str] = (),
    sources: Sequence[str] = (),
) -> Round:
    """Open a round over the current codebook; its mode is settled from now on."""
    if queries.row(session.database, "rounds", id=round_id) is not None:
        raise UsageError(
            f"there already is a round {round_id}",
            code="round-exists",
            hint="`qct round list` shows it; choose another name.",
        )
    for source_id in sources:
        need_source(session, source_id)
    round_ = Round(
        round_id,
        mode,
        coders=tuple(coders),
        sources=tuple(sources),
        codebook_version=queries.codebook(session.database).version,
    )
    changes: list[Change] = []
    for coder in coders:
        changes += new_coder(session, coder)
    changes.append(rows.added("rounds", rows.round_row(round_)))
    session.record(
        actor=actor,
        kind="round.open",
        changes=changes,
        summary={"round": round_id, "mode": mode.value, "coders": list(coders)},
    )
    return round_


def close_round(session: Session, round_id: str, *, actor: str) -> Round:
    before = need_round(session, round_id)
    if before.status is RoundStatus.CLOSED:
        raise UsageError(f"round {round_id} is already closed", code="round-closed")
    after = replace(before, status=RoundStatus.CLOSED)
    session.record(
        actor=actor,
        kind="round.close",
        changes=[rows.changed("rounds", rows.round_row(before), rows.round_row(after))],
        summary={"round": round_id},
    )
    return after


def submit(session: Session, round_id: str, source_id: str, *, coder: str) -> Coverage:
    """State that the coder is done with the source in the round; it is locked from then on."""
    round_ = need_round(session, round_id)
    need_source(session, source_id)
    check_open(session, round_, coder, source_id)
    after = Coverage(round_.id, coder, source_id, Progress.SUBMITTED)
    before = queries.row(
        session.database, "coverage", round_id=round_.id, coder_id=coder, source_id=source_id
    )
    row = rows.coverage_row(after)
    change = rows.changed("coverage", before, row) if before else rows.added("coverage", row)
    session.record(
        actor=coder,
        kind="round.submit",
        changes=[*new_coder(session, coder), change],
        summary={"round": round_.id, "source": source_id},
    )
    return after
