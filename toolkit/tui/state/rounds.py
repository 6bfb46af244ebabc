"""Rounds as one coder sees them: what is theirs to do, how far they are, and how far others are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from toolkit.domain.codings import Mode
from toolkit.domain.rounds import Coverage, Progress, Round, RoundStatus
from toolkit.tui.state.coding_session import CodingSession

MODES = {
    Mode.BLIND: "blind",
    Mode.COMMIT_THEN_REVEAL: "own answer first",
    Mode.ASSISTED: "assisted",
}
SAID = {Progress.WORKING: "coding", Progress.SUBMITTED: "submitted"}
NOT_BEGUN = "not begun"


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
        self._counts = Counter((one.round_id, one.source_id) for one in mine)
        self._settled = project.rounds.settled()
        found = [one for one in project.rounds.all() if self._takes_part(one)]
        self.rounds = sorted(found, key=lambda one: (self._later(one), one.id))

    def _takes_part(self, one: Round) -> bool:
        """A consensus is nobody's to do, and where a round is blind it would tell of others."""
        if one.id in self._settled and one.id != self.session.round.id:
            return False
        return not one.coders or self.session.coder in one.coders

    def _later(self, one: Round) -> int:
        here = one.id == self.session.round.id
        return 0 if here else 1 if one.status is RoundStatus.OPEN else 2

    def is_open(self, one: Round) -> bool:
        return one.status is RoundStatus.OPEN

    def describe(self, one: Round) -> str:
        version = f"codebook version {one.codebook_version}" if one.codebook_version else ""
        who = ", ".join(one.coders) if one.coders else "anyone"
        return " · ".join(filter(None, (MODES[one.mode], one.status.value, version, who)))

    def lines(self, one: Round) -> list[Line]:
        """Its sources; of a closed round and of one for all sources those that someone began."""
        own = {c.source_id: c for c in self._of(one) if c.coder_id == self.session.coder}
        sources: Iterable[str] = one.sources or self._titles
        if not self.is_open(one):
            sources = [source for source in sources if source in own]
        return [
            Line(
                one,
                source,
                self._titles.get(source, ""),
                SAID[own[source].progress] if source in own else NOT_BEGUN,
                self._counts[one.id, source],
                self._others(one, source),
            )
            for source in sources
        ]

    def _of(self, one: Round) -> list[Coverage]:
        return [row for row in self._coverage if row.round_id == one.id]

    def _others(self, one: Round, source_id: str) -> tuple[tuple[str, str], ...]:
        """In a blind round, and on a source that the coder reads blind, there are none."""
        if one.is_blind or source_id not in self.session.shared_sources():
            return ()
        return tuple(
            (row.coder_id, SAID[row.progress])
            for row in self._of(one)
            if row.source_id == source_id and row.coder_id != self.session.coder
        )

    def to_do(self, one: Round) -> str:
        """What is this coder's to do in the round."""
        lines = self.lines(one)
        if not self.is_open(one):
            return "closed: nothing more is coded in it"
        left = [line for line in lines if not line.is_submitted]
        if not lines:
            return "no sources yet"
        if not left:
            return "everything submitted"
        done = len(lines) - len(left)
        return f"{done} of {len(lines)} submitted; next: {left[0].source_id}"

    def submit(self, line: Line) -> None:
        self.session.project.rounds.submit(line.round.id, line.source_id, coder=self.session.coder)
        self.session.reload()
        self.reload()
