"""Opening, submitting and closing rounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from toolkit.domain.codings import (
    Coder,
    Mode,
)
from toolkit.domain.events import Change
from toolkit.domain.rounds import CONSENSUS, Coverage, Progress, Round, RoundStatus, Viewer
from toolkit.errors import InputError, UsageError, unknown
from toolkit.operations.session import (
    ProjectSession,
    check_open,
    need_round,
    need_source,
    new_coder,
)
from toolkit.operations.subject import Subject, in_one_snapshot
from toolkit.store import queries, rows
from toolkit.store.queries import consensus_rounds


def open_round(
    session: ProjectSession,
    round_id: str,
    *,
    actor: str,
    mode: Mode = Mode.BLIND,
    coders: Sequence[str] = (),
    sources: Sequence[str] = (),
    codebook_version: int | None = None,
) -> Round:
    """Open a round over a codebook version (the current one); its mode is settled from now on."""
    if not round_id or round_id != round_id.strip() or not round_id.isprintable():
        raise UsageError(
            f"{round_id!r} cannot name a round: it is empty or has spaces around it or "
            "unprintable characters",
            code="round-name",
        )
    if queries.row(session.database, "rounds", id=round_id) is not None:
        raise UsageError(
            f"there already is a round {round_id}",
            code="round-exists",
            hint="`qct round list` shows it; choose another name.",
        )
    for source_id in sources:
        need_source(session, source_id)
    version = _version(session, codebook_version)
    round_ = Round(
        round_id,
        mode,
        coders=tuple(coders),
        sources=tuple(sources),
        codebook_version=version,
    )
    changes: list[Change] = []
    for coder in coders:
        changes += new_coder(session, coder)
    changes.append(rows.added("rounds", rows.round_row(round_)))
    session.record(
        actor=actor,
        kind="round.open",
        changes=changes,
        summary={
            "round": round_id,
            "mode": mode.value,
            "coders": list(coders),
            "sources": list(sources),
            "codebook_version": version,
        },
    )
    return round_


def _version(session: ProjectSession, wanted: int | None) -> int:
    current = queries.codebook(session.database).version
    if wanted is None or wanted == current:
        return current
    found = session.database.query("SELECT version FROM codebook_versions ORDER BY version")
    versions = [str(row["version"]) for row in found]
    if str(wanted) not in versions:
        raise unknown(
            "codebook version", str(wanted), versions, hint="`qct codebook history` shows them."
        )
    return wanted


def close_round(session: ProjectSession, round_id: str, *, actor: str) -> Round:
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


def submit(session: ProjectSession, round_id: str, source_id: str, *, coder: str) -> Coverage:
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


def reopen(
    session: ProjectSession, round_id: str, source_id: str, *, coder: str, actor: str, reason: str
) -> Coverage:
    """Take back the lock on what a coder submitted; someone else does it, and says why.

    A closed round stays closed: its coders have seen one another's work since.
    """
    round_ = need_round(session, round_id)
    need_source(session, source_id)
    if round_.status is RoundStatus.CLOSED:
        raise UsageError(
            f"round {round_id} is closed and cannot be opened again: its coders may have seen "
            "one another's work",
            code="round-closed",
            hint="Open another round for the sources with `qct round open`.",
        )
    if actor == coder:
        raise UsageError(
            f"{coder} cannot unlock what {coder} has submitted",
            code="round-own-lock",
            hint="Whoever leads the study does that: `qct round reopen ... --coder LEAD`.",
        )
    if not reason.strip():
        raise UsageError(
            "a source is not reopened without a reason",
            code="round-reason",
            hint="Say why with --reason; it is kept in the log.",
        )
    before = queries.row(
        session.database, "coverage", round_id=round_id, coder_id=coder, source_id=source_id
    )
    if before is None or before["progress"] != Progress.SUBMITTED:
        raise InputError(
            f"{coder} has not submitted {source_id} in round {round_id}",
            code="round-not-submitted",
            hint=f"`qct round progress {round_id}` shows who has submitted what.",
        )
    after = Coverage(round_id, coder, source_id, Progress.WORKING)
    session.record(
        actor=actor,
        kind="round.reopen",
        changes=[
            *new_coder(session, actor),
            rows.changed("coverage", before, rows.coverage_row(after)),
        ],
        summary={
            "round": round_id,
            "source": source_id,
            "coder": coder,
            "reason": reason.strip(),
        },
    )
    return after


def settled_rounds(session: ProjectSession) -> set[str]:
    """Ids of the rounds that hold what was settled: nobody's answers, and nobody's to do."""
    return {CONSENSUS, *consensus_rounds(session.database)}


NOT_STARTED = "not started"


@dataclass(frozen=True, slots=True)
class RoundProgress:
    coder_id: str
    source_id: str
    state: str
    """`not started`, `working` or `submitted`; silence on a source means "no" only from
    `working` on."""


def progress(
    session: ProjectSession, round_id: str, *, viewer: Viewer | None = None
) -> list[RoundProgress]:
    """How far everyone is with every source of the round, in the order of the sources.

    Who takes part in a blind round learns about themselves only.
    """
    round_ = need_round(session, round_id)
    covered = {
        (one.coder_id, one.source_id): one.progress.value
        for one in queries.coverage(session.database)
        if one.round_id == round_id
    }
    coders = list(round_.coders) or sorted({coder for coder, _ in covered})
    if viewer is not None and any(one.id == round_id for one in viewer.blind_rounds):
        coders = [viewer.coder_id]
    names = [
        one.id
        for one in queries.sources(session.database)
        if not round_.sources or one.id in round_.sources
    ]
    return [
        RoundProgress(coder, source, covered.get((coder, source), NOT_STARTED))
        for coder in coders
        for source in names
    ]


class Rounds(Subject):
    """Rounds, who works in them, and how far each coder is."""

    def coders(self) -> list[Coder]:
        return queries.coders(self._session.database)

    def all(self) -> list[Round]:
        return queries.rounds(self._session.database)

    def settled(self) -> set[str]:
        """Ids of the rounds that hold what was settled; nobody answers in them."""
        return settled_rounds(self._session)

    def get(self, round_id: str | None = None) -> Round:
        """The round of that name; the standing round for None."""
        return need_round(self._session, round_id)

    @in_one_snapshot
    def viewer(self, coder: str, round_id: str | None = None) -> Viewer:
        """Through whose eyes to read: pass it to `codings` and `memos`."""
        return queries.viewer(self._session.database, coder, need_round(self._session, round_id))

    @in_one_snapshot
    def coverage(self) -> list[Coverage]:
        return queries.coverage(self._session.database)

    def open(
        self,
        round_id: str,
        *,
        actor: str,
        mode: Mode = Mode.BLIND,
        coders: Sequence[str] = (),
        sources: Sequence[str] = (),
        codebook_version: int | None = None,
    ) -> Round:
        return open_round(
            self._session,
            round_id,
            actor=actor,
            mode=mode,
            coders=coders,
            sources=sources,
            codebook_version=codebook_version,
        )

    def close(self, round_id: str, *, actor: str) -> Round:
        return close_round(self._session, round_id, actor=actor)

    def reopen(
        self, round_id: str, source_id: str, *, coder: str, actor: str, reason: str
    ) -> Coverage:
        """Unlock what `coder` submitted; `actor` is someone else and says why."""
        return reopen(self._session, round_id, source_id, coder=coder, actor=actor, reason=reason)

    @in_one_snapshot
    def progress(self, round_id: str) -> list[RoundProgress]:
        """How far each coder is with each source of the round."""
        return progress(self._session, round_id, viewer=self._session.seen_by)

    def submit(self, round_id: str, source_id: str, *, coder: str) -> Coverage:
        return submit(self._session, round_id, source_id, coder=coder)
