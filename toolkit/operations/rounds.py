"""Rounds: opening and closing them, and how far each coder is with each source."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.domain.codings import Coder, Mode
from toolkit.domain.rounds import (
    DEFAULT_ROUND,
    Coverage,
    Progress,
    Round,
    RoundStatus,
    Viewer,
)
from toolkit.errors import InputError, UsageError
from toolkit.i18n import _
from toolkit.operations.answers.lead import LEAD, lead_changes
from toolkit.operations.codings.apply import state_progress
from toolkit.operations.gate import Access, check
from toolkit.operations.new_round import check_new_round, checked_version
from toolkit.operations.session import (
    check_open,
    need_round,
    need_source,
    new_coder,
)
from toolkit.operations.subject import Subject, in_one_snapshot
from toolkit.store import queries, rows
from toolkit.store.snapshots import read_in_snapshot

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from toolkit.domain.events import Change
    from toolkit.operations.coders import CoderChange
    from toolkit.operations.double_coding import OverlapSettings
    from toolkit.operations.identity import Identity

NOT_STARTED = "not started"


@dataclass(frozen=True, slots=True)
class RoundProgress:
    coder_id: str
    source_id: str
    state: str
    """`not started`, `working`, `finished` or `submitted`; what is left uncoded in a source
    means "no" only once it is finished or submitted."""

    @property
    def is_finished(self) -> bool:
        return self.state in (Progress.FINISHED, Progress.SUBMITTED)


class Rounds(Subject):
    """Rounds, who works in them, and how far each coder is."""

    def coders(self) -> list[Coder]:
        """Everyone who has acted in the project as a coder, by id."""
        return queries.coders(self._session.database)

    def all(self) -> list[Round]:
        """Every round, by id."""
        return queries.rounds(self._session.database)

    def settled(self) -> set[str]:
        """Ids of the rounds that hold what was settled; nobody answers in them."""
        return queries.settled_rounds(self._session.database)

    def get(self, round_id: str | None = None) -> Round:
        """The round of that name; the default round for None."""
        return need_round(self._session, round_id)

    @in_one_snapshot
    def of_coder(self, coder: str, source_ids: Sequence[str] = ()) -> Round:
        """The round that a coder works in on the sources without naming one.

        It is the open round that names the coder and takes the sources; the default round where
        there is none. Raises `UsageError` where there are several.
        """
        session = self._session
        naming = [
            round_
            for round_ in queries.rounds(session.database)
            if round_.status is RoundStatus.OPEN
            and coder in round_.coders
            and (not round_.sources or set(source_ids) <= set(round_.sources))
        ]
        if len(naming) > 1:
            names = ", ".join(round_.id for round_ in naming)
            raise UsageError(
                _("{coder} takes part in several open rounds: {rounds}").format(
                    coder=coder, rounds=names
                ),
                code="round-needed",
                hint=_("Name one with --round ({rounds}, or {default} for none of them).").format(
                    rounds=names, default=DEFAULT_ROUND
                ),
            )
        return naming[0] if naming else need_round(session, None)

    @in_one_snapshot
    def lead_coder(self) -> str:
        """The lead coder, whose answers count where there is no consensus; empty for nobody."""
        return queries.setting(self._session.database, LEAD)

    def set_lead_coder(self, coder: str, *, actor: str) -> None:
        """Name the lead coder of the project. Nothing happens where that is the lead already."""
        changes = lead_changes(self._session, coder)
        if changes:
            self._session.record(
                actor=actor, kind="coder.lead", changes=changes, summary={"coder": coder}
            )

    def rename_coder(self, old: str, new: str, *, actor: str) -> CoderChange:
        """Give a coder another name in all rows that name them."""
        from toolkit.operations.coders import plan_rename

        session = self._session
        planned = read_in_snapshot(session.database, lambda: plan_rename(session, old, new, actor))
        return self._carry_out(planned, actor=actor, kind="coder.rename", called="name")

    def merge_coders(self, old: str, into: str, *, actor: str) -> CoderChange:
        """Make all work of the coder `old` work of the coder `into`."""
        from toolkit.operations.coders import plan_merge_of_coders

        session = self._session
        planned = read_in_snapshot(
            session.database, lambda: plan_merge_of_coders(session, old, into, actor)
        )
        return self._carry_out(planned, actor=actor, kind="coder.merge", called="into")

    def _carry_out(
        self, planned: tuple[list[Change], CoderChange], *, actor: str, kind: str, called: str
    ) -> CoderChange:
        """Record a change of coders; `called` is the name of the coder after it in the log."""
        changes, change = planned
        summary = {"coder": change.before, called: change.after, "codings": change.codings}
        self._session.record(actor=actor, kind=kind, changes=changes, summary=summary)
        return change

    @in_one_snapshot
    def viewer(self, coder: str, round_id: str | None = None) -> Viewer:
        """What a coder may see who works in a round: a filter of codings and memos."""
        round_ = need_round(self._session, round_id)
        return queries.viewer(self._session.database, coder, round_)

    @in_one_snapshot
    def coverage(self) -> list[Coverage]:
        """What each coder has done with each source in each round, stated or shown by codings."""
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
        """Open a round; its mode is settled from now on.

        It is for the coders and sources that are named, or for all, and over a version of the
        codebook, the newest unless another is named.
        """
        session = self._session
        check_new_round(session, round_id)
        for source_id in sources:
            need_source(session, source_id)
        version = checked_version(session, codebook_version)
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

    def open_overlapping(
        self, round_id: str, *, actor: str, **settings: Unpack[OverlapSettings]
    ) -> list[Round]:
        """Open a round for a sample that all coders code, and one a coder for the other sources.

        The rounds are opened as one step; the first is the one of the sample.
        """
        from toolkit.operations.double_coding import plan_overlapping

        session = self._session
        opened, changes, summary = read_in_snapshot(
            session.database, lambda: plan_overlapping(session, round_id, **settings)
        )
        session.record(actor=actor, kind="round.open", changes=changes, summary=summary)
        return opened

    def close(self, round_id: str, *, actor: str) -> Round:
        """Close a round: nobody codes in it any more, and its work is shown to all."""
        before = need_round(self._session, round_id)
        if before.status is RoundStatus.CLOSED:
            raise UsageError(
                _("round {round_id} is already closed").format(round_id=round_id),
                code="round-closed",
            )
        after = replace(before, status=RoundStatus.CLOSED)
        self._session.record(
            actor=actor,
            kind="round.close",
            changes=[rows.changed("rounds", rows.round_row(before), rows.round_row(after))],
            summary={"round": round_id},
        )
        return after

    def reopen(
        self, round_id: str, source_id: str, *, coder: str, actor: str, reason: str
    ) -> Coverage:
        """Unlock what `coder` submitted; `actor` is someone else and says why.

        A closed round stays closed: its coders have seen one another's work since.
        """
        session = self._session
        round_ = need_round(session, round_id)
        need_source(session, source_id)
        if round_.status is RoundStatus.CLOSED:
            raise UsageError(
                _(
                    "round {round_id} is closed and cannot be opened again: its coders "
                    "may have seen one another's work"
                ).format(round_id=round_id),
                code="round-closed",
                hint=_("Open another round for the sources with `qct round open`."),
            )
        if actor == coder:
            raise UsageError(
                _("{coder} cannot unlock what {coder} has submitted").format(coder=coder),
                code="round-own-lock",
                hint=_("Whoever leads the study does that: `qct round reopen ... --coder LEAD`."),
            )
        if not reason.strip():
            raise UsageError(
                _("a source is not reopened without a reason"),
                code="round-reason",
                hint=_("Say why with --reason; it is kept in the log."),
            )
        before = queries.row(
            session.database, "coverage", round_id=round_id, coder_id=coder, source_id=source_id
        )
        if before is None or before["progress"] != Progress.SUBMITTED:
            raise InputError(
                _("{coder} has not submitted {source_id} in round {round_id}").format(
                    coder=coder, source_id=source_id, round_id=round_id
                ),
                code="round-not-submitted",
                hint=_("`qct round progress {round_id}` shows who has submitted what.").format(
                    round_id=round_id
                ),
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

    @in_one_snapshot
    def progress(self, round_id: str) -> list[RoundProgress]:
        """How far each coder is with each source of the round, in the order of the sources.

        A coder in the round while it is blind learns about themselves only.
        """
        session = self._session
        round_ = need_round(session, round_id)
        covered = {
            (coverage.coder_id, coverage.source_id): coverage.progress.value
            for coverage in queries.coverage(session.database)
            if coverage.round_id == round_id
        }
        coders = list(round_.coders) or sorted({coder for coder, _source in covered})
        viewer = session.seen_by
        if viewer is not None and any(blind.id == round_id for blind in viewer.blind_rounds):
            coders = [viewer.coder_id]
        source_ids = [
            source.id
            for source in queries.sources(session.database)
            if not round_.sources or source.id in round_.sources
        ]
        return [
            RoundProgress(coder, source_id, covered.get((coder, source_id), NOT_STARTED))
            for coder in coders
            for source_id in source_ids
        ]

    @in_one_snapshot
    def unfinished(self, round_id: str, *, actor: str) -> list[RoundProgress]:
        """Who has not finished what in the round, as far as `actor` may know.

        A source that a coder has not begun is among them where the round names its coders and
        its sources; else nobody has been given it. An actor who takes part in the round while it
        is blind learns about themselves only.
        """
        round_ = self.get(round_id)
        assigned = bool(round_.coders and round_.sources)
        is_bound = self.binds(round_id, actor)
        return [
            row
            for row in self.progress(round_id)
            if not row.is_finished
            and (assigned or row.state != NOT_STARTED)
            and (not is_bound or row.coder_id == actor)
        ]

    def identity(self) -> Identity:
        """Who is at the keyboard: QCT_CODER, else `coder` in qct.toml, else the login name."""
        return self._session.identity

    def binding_me(self) -> tuple[Round, ...]:
        """The open blind rounds that bind whoever is at the keyboard."""
        return tuple(self._session.bound_by())

    def check_own(self, coder: str) -> None:
        """Raise `UsageError` where a blind round binds the person and this is another coder."""
        check(self._session, Access.OWN, {"coder": coder})

    @in_one_snapshot
    def binds(self, round_id: str, coder: str) -> bool:
        """Whether the coder takes part in the round while it is blind, and so sees no one else."""
        return any(blind.id == round_id for blind in self.viewer(coder).blind_rounds)

    def submit(self, round_id: str, source_id: str, *, coder: str) -> Coverage:
        """State that the coder is done with the source in the round; it is locked from then on."""
        session = self._session
        round_ = need_round(session, round_id)
        need_source(session, source_id)
        check_open(session, round_, coder, source_id)
        after = Coverage(round_.id, coder, source_id, Progress.SUBMITTED)
        session.record(
            actor=coder,
            kind="round.submit",
            changes=[*new_coder(session, coder), *state_progress(session, after)],
            summary={"round": round_.id, "source": source_id},
        )
        return after

    @in_one_snapshot
    def _finishing(
        self, source_ids: Sequence[str], coder: str, round_id: str | None, progress: Progress
    ) -> tuple[list[Coverage], list[Change]]:
        session = self._session
        round_ = need_round(session, round_id)
        statements = [
            Coverage(round_.id, coder, source_id, progress)
            for source_id in dict.fromkeys(source_ids)
        ]
        changes = []
        for statement in statements:
            need_source(session, statement.source_id)
            check_open(session, round_, coder, statement.source_id)
            changes += state_progress(session, statement)
        return statements, changes

    def finish(
        self,
        source_ids: Sequence[str],
        *,
        coder: str,
        round_id: str | None = None,
        finished: bool = True,
    ) -> list[Coverage]:
        """State that the coder has finished the sources in the round, or is still working on them.

        What is left uncoded in a finished source counts as having no code. Nothing is locked,
        and undo takes it back. Raises `UsageError` where the coder has submitted one of the
        sources or the round is closed; nothing is stated then.
        """
        progress = Progress.FINISHED if finished else Progress.WORKING
        statements, changes = self._finishing(source_ids, coder, round_id, progress)
        if changes:
            self._session.record(
                actor=coder,
                kind="source.finish" if finished else "source.unfinish",
                changes=[*new_coder(self._session, coder), *changes],
                summary={
                    "round": statements[0].round_id,
                    "sources": [statement.source_id for statement in statements],
                },
            )
        return statements
