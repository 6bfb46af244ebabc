"""What one coder sees of a project, without any widget.

Everything is read through the coder's viewer, so that a blind round has nothing to hide:
what others or models did never enters this object.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.domain.codebook import Code, CodeStatus
from toolkit.domain.codings import Coding, Mode
from toolkit.domain.rounds import Progress, Round, RoundStatus
from toolkit.domain.transcript import Case, Role, Turn
from toolkit.errors import QctError
from toolkit.i18n import _
from toolkit.tui.transcript.document import Document
from toolkit.tui.transcript.painter import CodeLook, code_color

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from toolkit.domain.memos import Memo
    from toolkit.domain.spans import Span
    from toolkit.operations.speakers.listing import SpeakerRow
    from toolkit.project import Project

RECENT, OFTEN = 5, 5
"""Codes that are listed before the others: the last ones, and the most applied."""


def _text_order(coding: Coding) -> tuple[object, ...]:
    """The order in which the store gives the codings of a source."""
    ends = (coding.span.start, coding.span.end)
    return (*ends, coding.code_id, coding.coder_id, coding.round_id, coding.id)


class CoderView:
    """A coder's place in a project: who they are, what is open, what they may see and do."""

    def __init__(
        self,
        project: Project,
        *,
        coder: str,
        round_id: str | None = None,
        read_only: bool = False,
    ) -> None:
        self.project = project
        self.coder = coder
        self.language = project.config.language
        self.viewer = project.rounds.viewer(coder, round_id)
        self.read_only = read_only
        self.document: Document | None = None
        self.codings: list[Coding] = []
        """Those of the open source that this coder may see."""
        self.only_own = False
        """Whether other coders' work is left out of the view."""
        self.compared: tuple[str, ...] = ()
        """Two coders to show against each other where both have coded; empty: everyone."""
        self.memos: dict[str, list[Memo]] = {}
        """Memos on codings, by coding id."""
        self.last_codes: tuple[str, ...] = ()
        self.recent: list[str] = []
        self.waiting = 0
        """Changes kept on this machine while the server is away."""
        self.told = 0
        """How many of the project's arrivals the coder has been told of."""
        self.locked: frozenset[str] = frozenset()
        """Sources that this coder has submitted in the round."""
        self.finished: frozenset[str] = frozenset()
        """Sources that this coder has finished in the round, the submitted ones too."""
        self._cases: dict[tuple[str, str], Case] = {}
        """By source and speaker; an empty speaker stands for every expert turn."""
        self._looks: dict[str, CodeLook] = {}
        self.reload_project()

    @property
    def round(self) -> Round:
        return self.viewer.round

    @property
    def is_blind(self) -> bool:
        return self.round.is_blind

    @property
    def may_change(self) -> bool:
        return not self.read_only and self.round.status is RoundStatus.OPEN and not self.is_locked

    @property
    def is_locked(self) -> bool:
        """Whether this coder has submitted the open source."""
        return self.document is not None and self.document.source.id in self.locked

    @property
    def is_finished(self) -> bool:
        """Whether this coder has finished the open source."""
        return self.document is not None and self.document.source.id in self.finished

    @property
    def can_create_codes(self) -> bool:
        """Whether codes can be made while coding; a blind round keeps to its codebook."""
        return self.may_change and not self.round.takes_no_new_codes

    @property
    def may_suggest(self) -> bool:
        """Whether suggestions exist at all here; in a blind round they do not."""
        return self.may_change and self.round.mode is not Mode.BLIND

    def reload_project(self) -> None:
        """Read again what does not belong to one source."""
        # Rounds are opened and closed elsewhere: what may be seen changes with them.
        self.viewer = self.project.rounds.viewer(self.coder, self.round.id)
        # A blind round keeps to its version: a code that others made since would tell of them.
        self.codebook = self.project.codebook.in_round(self.round.id)
        self.sources = [
            source
            for source in self.project.sources.all()
            if not self.round.sources or source.id in self.round.sources
        ]
        cases = {case.id: case for case in self.project.sources.cases()}
        self._cases = {
            (row.source_id, row.speaker): cases[row.case_id]
            for row in self.project.sources.participations()
            if row.case_id in cases
        }
        own = [
            row
            for row in self.project.rounds.coverage()
            if (row.round_id, row.coder_id) == (self.round.id, self.coder)
        ]
        self.locked = frozenset(row.source_id for row in own if row.progress is Progress.SUBMITTED)
        self.finished = frozenset(row.source_id for row in own if row.progress.is_finished)
        self._looks.clear()
        # What an undo took away can neither be repeated nor come first.
        known = self.codebook.by_id
        self.last_codes = tuple(code_id for code_id in self.last_codes if code_id in known)
        self.recent = [code_id for code_id in self.recent if code_id in known]
        self.pins = self._pins()
        self.version = self.project.storage.data_version()
        self.reload_counts()

    def arrived(self) -> str:
        """A sentence on the changes that have reached a server again, once for each time."""
        new = self.project.storage.replayed[self.told :]
        self.told += len(new)
        return "; ".join(arrival.sentence for arrival in new)

    def _pins(self) -> dict[int, str]:
        """The coder's pinned codes; a damaged file must not keep anyone from coding."""
        try:
            return self.project.preferences.pins(self.coder)
        except QctError:
            return {}

    def speakers(self) -> tuple[SpeakerRow, ...]:
        """Who speaks in the open source; empty where none is open."""
        return self.project.speakers.list([self.document.source.id]) if self.document else ()

    def case_of(self, turn: Turn) -> Case | None:
        """The case who speaks in a turn; None for the interviewer and for others."""
        if self.document is None or turn.role is not Role.EXPERT:
            return None
        source = self.document.source.id
        return self._cases.get((source, turn.speaker)) or self._cases.get((source, ""))

    def why_hidden(self, source_id: str = "") -> str:
        """Why other coders' work is hidden, on a source or on any; empty if it is not."""
        if self.is_blind:
            return _(
                "Round {id} is blind: the work of other coders is hidden until it is closed."
            ).format(id=self.round.id)
        bound = self.viewer.blind_rounds
        if source_id:
            bound = tuple(r for r in bound if not r.sources or source_id in r.sources)
        elif self.shared_sources():
            return ""
        if not bound:
            return ""
        text = (
            _("You take part in {rounds}, which is blind on {source} until it is closed.")
            if source_id
            else _("You take part in {rounds}, which is blind until it is closed.")
        )
        return text.format(rounds=", ".join(round_.id for round_ in bound), source=source_id)

    def shared_sources(self) -> list[str]:
        """Sources on which this coder may see others: those of no blind round they are in."""
        if self.is_blind:
            return []
        bound = self.viewer.blind_rounds
        if any(not round_.sources for round_ in bound):
            return []
        kept = {source for round_ in bound for source in round_.sources}
        return [source.id for source in self.sources if source.id not in kept]

    def coders_here(self) -> list[str]:
        """Coders whose codings of the open source this coder may see, this coder first."""
        coders = sorted({coding.coder_id for coding in self.codings})
        return sorted(coders, key=lambda coder: coder != self.coder)

    @property
    def comparing(self) -> tuple[str, ...]:
        """The two coders who are compared here; nobody where one of them has no codings.

        A coder who has nothing here may not have worked here: that is no answer to compare.
        """
        if not self.compared:  # asked with every key: nobody is looked up for nothing
            return ()
        return self.compared if set(self.compared) <= set(self.coders_here()) else ()

    def reload_counts(self) -> None:
        self.waiting = self.project.storage.waiting if self.project.storage.away else 0
        self.counts = self.project.codings.counts(coder=self.coder, viewer=self.viewer)

    def open(self, source_id: str) -> Document:
        source = self.project.sources.get(source_id)
        text, turns = self.project.sources.text(source_id), self.project.sources.turns(source_id)
        self.document = Document(source, text, turns)
        self.reload_codings()
        return self.document

    def reload(self) -> None:
        """Read everything anew: the project, the open source's text, its codings."""
        self.reload_project()
        if not self._follow_text():
            self.reload_codings()

    def _follow_text(self) -> bool:
        """Read the open source anew if its text or its turns changed; close it if it is gone."""
        if self.document is None:
            return False
        source = next(
            (source for source in self.sources if source.id == self.document.source.id), None
        )
        if (
            source is not None
            and source.text_sha256 == self.document.source.text_sha256
            and self.document.turns == tuple(self.project.sources.turns(source.id))
        ):
            return False
        if source is None:
            self.document, self.codings, self.memos = None, [], {}
        else:
            self.open(source.id)
        return True

    def reload_codings(self) -> None:
        if self.document is None:
            return
        source_id = self.document.source.id
        self.codings = self.project.codings.find(source=source_id, viewer=self.viewer)
        shown = {coding.id for coding in self.codings}
        self.memos = {}
        for memo in self.project.memos.find(source=source_id, viewer=self.viewer):
            if memo.target_id in shown:
                self.memos.setdefault(memo.target_id, []).append(memo)

    def show_added(self, added: Iterable[Coding]) -> None:
        """Put codings that this coder has just added to the open source among those shown.

        What others did meanwhile is read when `changed_elsewhere` says so.
        """
        shown = {coding.id for coding in self.codings}
        new = [coding for coding in added if coding.id not in shown]
        self.codings = sorted([*self.codings, *new], key=_text_order)
        for coding in new:
            self.counts[coding.source_id] = self.counts.get(coding.source_id, 0) + 1
        self.waiting = self.project.storage.waiting if self.project.storage.away else 0

    def changed_elsewhere(self) -> bool:
        """Whether another process has written since the last look; remembers the answer."""
        version = self.project.storage.data_version()
        changed, self.version = version != self.version, version
        return changed

    def alike(self) -> dict[str, list[Coding]]:
        """What the view shows, by id: one coding for all that put the same code on the same span.

        The coder's own stands for the others, so that it is the one that actions change.
        """
        if pair := self.comparing:
            # Side by side nobody's coding stands for another's.
            return {coding.id: [coding] for coding in self.codings if coding.coder_id in pair}
        groups: dict[tuple[Span, str], list[Coding]] = {}
        for coding in self.own_codings if self.only_own else self.codings:
            groups.setdefault((coding.span, coding.code_id), []).append(coding)
        for group in groups.values():
            group.sort(key=lambda c: (not self.is_own(c), c.coder_id, c.round_id, c.id))
        return {group[0].id: group for group in groups.values()}

    def noted(self, shown: Mapping[str, Sequence[Coding]]) -> frozenset[str]:
        """Ids of shown codings that have a memo, their own or of one alike."""
        return frozenset(
            name for name, group in shown.items() if any(c.id in self.memos for c in group)
        )

    @property
    def own_codings(self) -> list[Coding]:
        return [coding for coding in self.codings if self.is_own(coding)]

    def is_own(self, coding: Coding) -> bool:
        return coding.coder_id == self.coder and coding.round_id == self.round.id

    def look(self, code_id: str) -> CodeLook:
        """Name and colour of a code; a code that left the codebook shows its id."""
        look = self._looks.get(code_id)
        if look is None:
            code = self.codebook.by_id.get(code_id)
            if code is None:
                look = CodeLook(code_id, code_color("", 0))
            else:
                place = self.codebook.codes.index(code)
                look = CodeLook(code.label(self.language), code_color(code.color, place))
            self._looks[code_id] = look
        return look

    def path(self, code_id: str) -> str:
        """Names of the code's ancestors, outermost first."""
        above = self.codebook.path(code_id)[:-1]
        return " › ".join(code.label(self.language) for code in above)

    def usable_codes(self) -> list[Code]:
        """Codes that may be applied, in codebook order."""
        return [code for code in self.codebook.depth_first() if code.status is CodeStatus.ACTIVE]

    def used_codes(self) -> tuple[list[str], dict[str, int]]:
        """This coder's last codes, and those most applied with how often; none is in both."""
        used = self.project.codebook.used(self.coder, self.viewer)
        recent = list(dict.fromkeys([*self.recent, *(code_id for code_id, _ in used)]))[:RECENT]
        often = sorted((use for use in used if use[0] not in recent), key=lambda use: -use[1])
        return recent, dict(often[:OFTEN])

    def my_memo(self, coding_id: str) -> str:
        mine = [m.text for m in self.memos.get(coding_id, ()) if m.coder_id == self.coder]
        return mine[0] if mine else ""
