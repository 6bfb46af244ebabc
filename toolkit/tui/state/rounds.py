"""Rounds as a coder sees them: what is left to do, and how far the coder and others are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.domain.codings import Mode
from toolkit.domain.rounds import Coverage, Progress, Round, RoundStatus
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.tui.state.coding_session import CodingSession

MODES = {
    Mode.BLIND: _("blind"),
    Mode.COMMIT_THEN_REVEAL: _("open"),
    Mode.ASSISTED: _("assisted"),
}
SAID = {
    Progress.WORKING: _("coding"),
    Progress.FINISHED: _("finished"),
    Progress.SUBMITTED: _("submitted"),
}
NOT_STARTED = _("not started")


@dataclass(frozen=True, slots=True)
class Line:
    """A source in a round."""

    round: Round
    source_id: str
    title: str
    state: str
    codings: int
    """Of this coder, in this round."""
    others: tuple[tuple[str, str], ...] = ()
    """Other coders and how far they are, where that may be seen."""

    @property
    def is_submitted(self) -> bool:
        return self.state == SAID[Progress.SUBMITTED]

    @property
    def is_finished(self) -> bool:
        """Whether the coder has finished the source; what is submitted is finished."""
        return self.state in (SAID[Progress.FINISHED], SAID[Progress.SUBMITTED])


class Rounds:
    """Open rounds that this coder may work in first, then the rest."""

    def __init__(self, session: CodingSession) -> None:
        self.session = session
        self.reload()

    def reload(self) -> None:
        project, session = self.session.project, self.session
        self._titles = {source.id: source.title for source in project.sources.all()}
        self._coverage = project.rounds.coverage()
        mine = project.codings.find(coder=session.coder, viewer=session.viewer)
        if not session.is_blind:
            mine = project.codings.find(coder=session.coder)
        self._counts = Counter((coding.round_id, coding.source_id) for coding in mine)
        self._settled = project.rounds.settled()
        rounds = [round_ for round_ in project.rounds.all() if self._takes_part(round_)]
        self.rounds = sorted(rounds, key=lambda round_: (self._later(round_), round_.id))

    def _takes_part(self, round_: Round) -> bool:
        """Whether the coder takes part; a consensus round has no coders at work."""
        if round_.id in self._settled and round_.id != self.session.round.id:
            return False
        return round_.is_for(self.session.coder)

    def _later(self, round_: Round) -> int:
        here = round_.id == self.session.round.id
        return 0 if here else 1 if round_.status is RoundStatus.OPEN else 2

    def is_open(self, round_: Round) -> bool:
        return round_.status is RoundStatus.OPEN

    def describe(self, round_: Round) -> str:
        version = (
            _("codebook version {codebook_version}").format(
                codebook_version=round_.codebook_version
            )
            if round_.codebook_version
            else ""
        )
        who = ", ".join(round_.coders) if round_.coders else "anyone"
        return " · ".join(filter(None, (MODES[round_.mode], round_.status.value, version, who)))

    def lines(self, round_: Round) -> list[Line]:
        """Its sources; of a closed round and of one for all sources those that someone began."""
        own = {c.source_id: c for c in self._of(round_) if c.coder_id == self.session.coder}
        sources: Iterable[str] = round_.sources or self._titles
        if not self.is_open(round_):
            sources = [source for source in sources if source in own]
        return [
            Line(
                round_,
                source,
                self._titles.get(source, ""),
                SAID[own[source].progress] if source in own else NOT_STARTED,
                self._counts[round_.id, source],
                self._others(round_, source),
            )
            for source in sources
        ]

    def _of(self, round_: Round) -> list[Coverage]:
        return [row for row in self._coverage if row.round_id == round_.id]

    def _others(self, round_: Round, source_id: str) -> tuple[tuple[str, str], ...]:
        """In a blind round, and on a source that the coder reads blind, there are none."""
        if round_.is_blind or source_id not in self.session.shared_sources():
            return ()
        return tuple(
            (row.coder_id, SAID[row.progress])
            for row in self._of(round_)
            if row.source_id == source_id and row.coder_id != self.session.coder
        )

    def to_do(self, round_: Round) -> str:
        """What this coder still has to do in the round."""
        lines = self.lines(round_)
        if not self.is_open(round_):
            return _("closed: no more coding")
        left = [line for line in lines if not line.is_finished]
        if not lines:
            return _("no sources yet")
        if not left:
            if all(line.is_submitted for line in lines):
                return _("everything submitted")
            return _("everything finished")
        done = len(lines) - len(left)
        return _("{done} of {count} finished; next: {source_id}").format(
            done=done, count=len(lines), source_id=left[0].source_id
        )

    def finish(self, line: Line, *, finished: bool) -> None:
        """State that this coder has finished a source, or is still working on it."""
        self.session.project.rounds.finish(
            [line.source_id],
            coder=self.session.coder,
            round_id=line.round.id,
            finished=finished,
        )
        self.session.reload()
        self.reload()

    def submit(self, line: Line) -> None:
        self.session.project.rounds.submit(line.round.id, line.source_id, coder=self.session.coder)
        self.session.reload()
        self.reload()
