"""What coders disagree about, as one coder may see it, and how it is settled. No widget."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from toolkit.agreement.disagreements import (
    BOUNDARY,
    EXTRA,
    KINDS,
    MISSED,
    OTHER_CODE,
    Disagreement,
)
from toolkit.domain.codebook import local
from toolkit.domain.progress import ProgressCallback, no_progress
from toolkit.domain.rounds import RoundStatus
from toolkit.domain.spans import Span
from toolkit.errors import QctError
from toolkit.i18n import _
from toolkit.tui.widgets.bars import QUIET, Part, safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.agreement.spans import CodedSpan
    from toolkit.domain.adjudication import Adjudication, Settlement
    from toolkit.domain.memos import Memo
    from toolkit.tui.state.coding_session import CodingSession

CONTEXT = 160
"""Code points shown before and after the passage."""
ENDS = 60
"""Code points shown of either end of what a coder has there."""
ADJUDICATE = "adjudicate"
"""The kind of event that a settlement is; undo here takes back nothing else."""


_TOO_FEW = ("too-few-coders", "no-shared-source")
_ANOTHER = _(
    "Another coder codes the same sources with `qct code --coder "
    "NAME`, or sends their copy and `qct merge` brings it in."
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What is kept; empty keeps everything."""

    kind: str = ""
    code: str = ""
    other: str = ""
    """A second code, where two are looked at that stand in each other's place."""
    source: str = ""
    pair: tuple[str, ...] = ()

    def keeps(self, row: Disagreement) -> bool:
        return (
            (not self.kind or row.kind == self.kind)
            and (not self.code or self.code in row.codes)
            and (not self.other or self.other in row.codes)
            and (not self.source or row.source_id == self.source)
            and (not self.pair or (row.coder_a, row.coder_b) == self.pair)
        )

    @property
    def text(self) -> str:
        codes = " / ".join(filter(None, (self.code, self.other)))
        return " · ".join(filter(None, (self.kind, codes, self.source, " ".join(self.pair))))


def ends(words: str, most: int = 2 * ENDS) -> str:
    """Words on one line; of many the first and the last, where coders draw their boundaries.

    >>> ends("one two three four five six", 11)
    'one … six'
    """
    line = " ".join(words.split())
    if len(line) <= most:
        return line
    first, last = line[: most // 2], line[-(most // 2) :]
    # Text without spaces is cut where it is.
    head = first[: first.rfind(" ")] if " " in first.strip() else first
    tail = last[last.find(" ") + 1 :] if " " in last.strip() else last
    return f"{head.rstrip()} … {tail.lstrip()}"


def definition(session: CodingSession, code_id: str) -> list[Part]:
    """What a code means, and what it takes and leaves; nothing of a code that is gone."""
    code = session.codebook.by_id.get(code_id)
    if code is None:
        return []
    definition = local(code.definition, session.language) or _("No definition yet.")
    look = session.look(code_id)
    parts: list[Part] = [("▌", look.color.hex), (f"{safe(look.name)}", "bold")]
    parts.append((f"\n{safe(definition)}\n", ""))
    for name, lines in ((_("Include"), code.include), (_("Exclude"), code.exclude)):
        parts += [(f"{name}: {safe('; '.join(lines))}\n", QUIET)] if lines else []
    return parts


class Disagreements:
    """Disagreements of all pairs of coders on the sources that this coder may see others on."""

    def __init__(self, session: CodingSession, tell: ProgressCallback = no_progress) -> None:
        self.session = session
        self.rows: list[Disagreement] = []
        self.settled: dict[str, Adjudication] = {}
        """How disagreements were settled, or left open, by the id of the disagreement."""
        self.round_id = ""
        """The round whose answers are compared; `all` where rounds are together."""
        self.filters = Filters()
        self.why_none = ""
        """Why there is nothing to show."""
        self._read(tell)

    @property
    def may_settle(self) -> bool:
        return not self.session.read_only

    def _read(self, tell: ProgressCallback) -> None:
        session = self.session
        self.why_none = session.why_hidden()
        if self.why_none:
            return
        sources = session.shared_sources()
        try:
            self.round_id = session.project.consensus.compared_round(
                sources=sources, round_id=self._named_round()
            )
            self.rows = session.project.consensus.disagreements(
                sources=sources, round_id=self.round_id, tell=tell
            )
        except QctError as error:
            self.why_none = error.message
            if error.code in _TOO_FEW:
                self.why_none += f". {_ANOTHER}"
            return
        self._read_settled()
        if not self.rows:
            self.why_none = _("The coders agree wherever two of them have coded.")

    def _named_round(self) -> str | None:
        """The round that the workspace was opened in, where it is over; else none is named."""
        session = self.session
        round_ = session.round
        is_over = round_.status is RoundStatus.CLOSED
        return round_.id if is_over and round_.id not in session.project.rounds.settled() else None

    def _read_settled(self) -> None:
        """What was decided. Settling adds a layer of its own: what coders answered stays."""
        settlements = self.session.project.consensus.settlements()
        self.settled = {settlement.disagreement_id: settlement for settlement in settlements}

    def listed(self) -> list[Disagreement]:
        """Those that the filters keep, most characters in dispute first."""
        return [row for row in self.rows if self.filters.keeps(row)]

    @property
    def share(self) -> str:
        done = sum(1 for row in self.rows if self._is_done(row))
        return _("round {round}: {done} of {count} settled").format(
            round=self.round_id, done=done, count=len(self.rows)
        )

    def _is_done(self, row: Disagreement) -> bool:
        settlement = self.settled.get(row.id)
        return settlement is not None and settlement.is_settled

    def mark(self, row: Disagreement) -> str:
        """`=` settled, `?` looked at and left open, blank else."""
        settlement = self.settled.get(row.id)
        return " " if settlement is None else "=" if settlement.is_settled else "?"

    # --- choosing ---------------------------------------------------------------------

    def kinds(self) -> list[str]:
        return [kind for kind in KINDS if any(row.kind == kind for row in self.rows)]

    def codes(self) -> list[str]:
        used = {code for row in self.rows for code in row.codes}
        return [code.id for code in self.session.codebook.depth_first() if code.id in used]

    def sources(self) -> list[str]:
        used = {row.source_id for row in self.rows}
        return [source.id for source in self.session.sources if source.id in used]

    def pairs(self) -> list[tuple[str, str]]:
        return sorted({(row.coder_a, row.coder_b) for row in self.rows})

    # --- describing -------------------------------------------------------------------

    def codes_text(self, row: Disagreement) -> str:
        return " / ".join(self.session.look(code).name for code in row.codes)

    def details(self, row: Disagreement) -> list[Part]:
        """What it is, how it was settled, and the words in their context."""
        says = {
            MISSED: _("{coder_b} has nothing here").format(coder_b=row.coder_b),
            EXTRA: _("{coder_a} has nothing here").format(coder_a=row.coder_a),
            OTHER_CODE: _("Both coded this passage, with different codes"),
            BOUNDARY: _("Both applied this code, to different words"),
        }[row.kind]
        parts: list[Part] = [
            (f"{row.kind}", "bold"),
            (f"  {safe(says)}\n", ""),
            (f"{safe(row.source_id)} {row.start}:{row.end}, ", QUIET),
            (
                (_("{characters} characters in dispute").format(characters=row.characters) + "\n"),
                QUIET,
            ),
        ]
        return [*parts, *self._settled(row), *self._passage(row)]

    def answers(self, row: Disagreement) -> tuple[list[Part], list[Part]]:
        """What either coder has there, with their memos."""
        return (
            self._answer(row, f"A {row.coder_a}", row.a),
            self._answer(row, f"B {row.coder_b}", row.b),
        )

    def definitions(self, row: Disagreement) -> list[list[Part]]:
        """Of each code in dispute, in the order of the answers."""
        return [definition(self.session, code) for code in row.codes]

    def _settled(self, row: Disagreement) -> list[Part]:
        settlement = self.settled.get(row.id)
        if settlement is None:
            return []
        parts: list[Part] = [(f"\n{settlement.outcome}", "bold $text-success")]
        parts.append(
            ((" " + _("by {decided_by}").format(decided_by=safe(settlement.decided_by))), "")
        )
        if settlement.yielded:
            parts.append(
                (_("; {coders} yielded").format(coders=safe(" ".join(settlement.yielded))), "")
            )
        if settlement.reason:
            parts.append((f": {safe(settlement.reason)}", "italic"))
        return [*parts, ("\n", "")]

    def _passage(self, row: Disagreement) -> list[Part]:
        """The words in dispute, and what stands around them."""
        text = self.session.project.sources.text(row.source_id)
        first, last = max(row.start - CONTEXT, 0), min(row.end + CONTEXT, len(text))
        cuts = {row.start, row.end}
        for span in (*row.a, *row.b):
            cuts |= {span.start, span.end}
        parts: list[Part] = [
            ("\n…" if first else "\n", QUIET),
            (safe(text[first : row.start]), QUIET),
        ]
        for start, end in pairwise(sorted(cuts)):
            both = all(
                any(answer.start <= start < answer.end for answer in side)
                for side in (row.a, row.b)
            )
            parts.append((safe(text[start:end]), "bold underline" if both else "bold"))
        parts += [(safe(text[row.end : last]), QUIET), ("…\n" if last < len(text) else "\n", QUIET)]
        return parts

    def _answer(self, row: Disagreement, who: str, spans: Sequence[CodedSpan]) -> list[Part]:
        parts: list[Part] = [(f"{safe(who)}\n", "bold $text-accent")]
        if not spans:
            return [*parts, (("  " + _("nothing") + "\n"), QUIET)]
        text = self.session.project.sources.text(row.source_id)
        for span in spans:
            look = self.session.look(span.code)
            parts += [("  ▌", look.color.hex), (f"{safe(look.name)}", "bold")]
            words = ends(text[span.start : span.end])
            parts.append((f"  {span.start}:{span.end}\n  “{safe(words)}”\n", QUIET))
            parts += [(f"  {safe(memo.text)}\n", "italic") for memo in self._memos(span)]
        return parts

    def _memos(self, span: CodedSpan) -> list[Memo]:
        session = self.session
        codings = session.project.codings.find(
            source=span.source_id, coder=span.coder, code=span.code, viewer=session.viewer
        )
        ids = {coding.id for coding in codings if coding.span == Span(span.start, span.end)}
        memos = session.project.memos.find(source=span.source_id, viewer=session.viewer)
        return [memo for memo in memos if memo.target_id in ids and memo.coder_id == span.coder]

    # --- settling ---------------------------------------------------------------------

    def settle(
        self,
        row: Disagreement,
        outcome: Settlement,
        *,
        reason: str = "",
        code: str | None = None,
        span: Span | None = None,
        text_sha256: str = "",
    ) -> None:
        """Settle it in the consensus layer; `text_sha256` is of the text that `span` is from.

        Raises `QctError` where that cannot be.
        """
        place: dict[str, Any] = {}
        if span is not None:
            texts = {row.source_id: text_sha256}
            place = {"start": span.start, "end": span.end, "texts": texts}
        self.session.project.consensus.settle(
            [row.id],
            outcome,
            actor=self.session.coder,
            reason=reason,
            code=code or None,
            sources=[row.source_id],
            coders=[row.coder_a, row.coder_b],
            round_id=self.round_id,
            **place,
        )
        self._read_settled()

    def undo(self) -> None:
        coder = self.session.coder
        self.session.project.history.undo(actor=coder, of=coder, kinds=(ADJUDICATE,))
        self._read_settled()

    def redo(self) -> None:
        coder = self.session.coder
        self.session.project.history.redo(actor=coder, of=coder, kinds=(ADJUDICATE,))
        self._read_settled()
