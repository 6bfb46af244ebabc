"""What the workspace does to a project: one coder at work, without any widget."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from toolkit.domain.codings import Coding, Mode
from toolkit.domain.memos import MemoTarget
from toolkit.domain.spans import Span, stripped
from toolkit.errors import UsageError
from toolkit.i18n import _
from toolkit.tui.state.coder_view import RECENT, CoderView

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.domain.codebook import Code
    from toolkit.domain.events import Event
    from toolkit.domain.suggestions import Decision, Outcome, Suggestion
    from toolkit.domain.transcript import Source
    from toolkit.operations.sources.cite import SavedQuote

UNDOABLE = (
    "coding.add",
    "coding.remove",
    "coding.split",
    "coding.join",
    "coding.change",
    "coding.none",
    "coding.place",
    "coding.drop",
    "memo.set",
    "memo.remove",
    "queue.answer",
    "search.decide",
    "suggestion.decide",
    "source.finish",
    "source.unfinish",
    "speakers.set",
    "source.deidentify",
    "code.add",
    "code.coin",
    "code.rename",
    "code.redefine",
    "code.move",
    "code.merge",
    "code.split",
    "code.retire",
    "code.reinstate",
    "code.proposing",
)
"""Kinds of event that undo and redo go through here: what is done while coding. An import,
a round or a fit made under the same name is left to `qct undo`."""


class CodingSession(CoderView):
    """A coder at work in a project. Changes are durable when a method returns."""

    def trimmed(self, span: Span) -> Span:
        """`span` without blank space at its ends; unchanged if it is blank."""
        assert self.document is not None
        return stripped(self.document.text, span.start, span.end) or span

    def apply(self, span: Span, code_ids: Sequence[str]) -> list[Coding]:
        """Code a span, leaving out what this coder has already put on exactly it."""
        source = self._source()
        there = {c.code_id for c in self.own_codings if c.span == span}
        missing = [code_id for code_id in dict.fromkeys(code_ids) if code_id not in there]
        if code_ids:
            self.remember(code_ids)
        if not missing:
            return []
        added = self.project.codings.add_many(
            [(source.id, span.start, span.end, code_id) for code_id in missing],
            coder=self.coder,
            round_id=self.round.id,
            texts=self._texts,
        )
        self.show_added(added)
        return added

    def create_code(
        self,
        code: Code,
        span: Span | None,
        *,
        also: Sequence[str] = (),
        instead_of: str | None = None,
    ) -> None:
        """Make a code and put it on a span with the codes `also`, or give it to a coding."""
        places = [(self._source().id, span.start, span.end)] if span is not None else []
        self.project.codings.create_code(
            code,
            places,
            coder=self.coder,
            round_id=self.round.id,
            also=also,
            instead_of=instead_of,
            texts=self._texts,
        )
        self._after_change(everything=True)
        self.remember([*also, code.id])

    def create_code_in_vivo(self, span: Span) -> Code:
        """Apply a code named by the words of a span; returns the code, new or existing."""
        code, _ = self.project.codings.code_in_vivo(
            self._source().id,
            span.start,
            span.end,
            coder=self.coder,
            round_id=self.round.id,
            texts=self._texts,
        )
        self._after_change(everything=True)
        self.remember([code.id])
        return code

    def names_in(self, span: Span) -> tuple[str, ...]:
        """Names for a new code from the words of a span of the open source."""
        return self.project.terms.names(self._source().id, span.start, span.end)

    def pin(self, number: int, code_id: str) -> None:
        """Put a code under a number key."""
        self.pins = self.project.preferences.pin(number, code_id, coder=self.coder)

    def unpin(self, number: int) -> None:
        self.pins = self.project.preferences.unpin(number, coder=self.coder)

    def keep_quote(self, span: Span) -> SavedQuote:
        """Add a passage of the open source to the file of quotes."""
        source = self._source()
        return self.project.sources.save_quote(
            source.id, span.start, span.end, text_sha256=source.text_sha256
        )

    def remember(self, code_ids: Sequence[str]) -> None:
        """Keep for `repeat`, and for the top of an open round's picker."""
        self.last_codes = tuple(dict.fromkeys(code_ids))
        kept = [code_id for code_id in self.recent if code_id not in self.last_codes]
        self.recent = [*self.last_codes, *kept][:RECENT]

    def remove(self, coding_ids: Iterable[str]) -> None:
        self.project.codings.remove(list(coding_ids), coder=self.coder)
        self._after_change()

    def recode(self, coding_id: str, code_id: str) -> None:
        self.project.codings.change(coding_id, coder=self.coder, code_id=code_id)
        self.remember([code_id])
        self._after_change()

    def resize(self, coding_id: str, span: Span) -> None:
        self.project.codings.change(
            coding_id, coder=self.coder, start=span.start, end=span.end, texts=self._texts
        )
        self._after_change()

    def split(self, coding_id: str, at: int) -> None:
        self.project.codings.split(coding_id, at, coder=self.coder, texts=self._texts)
        self._after_change()

    def join(self, coding_ids: Sequence[str]) -> None:
        self.project.codings.join(coding_ids, coder=self.coder)
        self._after_change()

    def flag(self, coding: Coding) -> bool:
        """Flag a coding for discussion, or remove the flag; returns whether it is flagged now."""
        after = self.project.codings.change(coding.id, coder=self.coder, discuss=not coding.discuss)
        self._after_change()
        return after.discuss

    def note(self, coding_id: str, text: str) -> None:
        self.project.memos.write(MemoTarget.CODING, coding_id, text, coder=self.coder)
        self._after_change()

    def source_memo(self) -> str:
        """This coder's memo on the open source."""
        memos = self.project.memos.find(
            target=MemoTarget.SOURCE, target_id=self._source().id, viewer=self.viewer
        )
        return next((memo.text for memo in memos if memo.coder_id == self.coder), "")

    def note_source(self, text: str) -> None:
        self.project.memos.write(MemoTarget.SOURCE, self._source().id, text, coder=self.coder)
        self._after_change()

    def set_role(self, label: str, role: str) -> None:
        """Give a label of the open source a role, for everyone in the project."""
        self.project.speakers.set({label: role}, [self._source().id], actor=self.coder)
        self._after_change(everything=True)

    def submit(self) -> None:
        """Lock the open source: this coder is done with it in the round."""
        self.project.rounds.submit(self.round.id, self._source().id, coder=self.coder)
        self._after_change(everything=True)

    def finish(self, *, finished: bool) -> None:
        """State that this coder has finished the open source, or is still working on it."""
        self.project.rounds.finish(
            [self._source().id], coder=self.coder, round_id=self.round.id, finished=finished
        )
        self._after_change(everything=True)

    def undo(self) -> Event:
        event = self.project.history.undo(actor=self.coder, of=self.coder, kinds=UNDOABLE)
        self._after_change(everything=True)
        return event

    def redo(self) -> Event:
        event = self.project.history.redo(actor=self.coder, of=self.coder, kinds=UNDOABLE)
        self._after_change(everything=True)
        return event

    def all_own_codings(self) -> dict[str, Coding]:
        """This coder's codings of the round in every source, by id."""
        codings = self.project.codings.find(coder=self.coder, viewer=self.viewer)
        return {coding.id: coding for coding in codings if self.is_own(coding)}

    def turn_number(self, coding: Coding) -> int:
        """Number of the turn that a coding begins in, from 1; 0 where there are no turns."""
        turns = self.project.sources.turns(coding.source_id)
        return bisect_right([turn.span.start for turn in turns], coding.span.start)

    # --- suggestions ------------------------------------------------------------------

    def needs_commitment(self, span: Span) -> bool:
        """Whether the coder must answer here before suggestions are shown."""
        if self.round.mode is not Mode.COMMIT_THEN_REVEAL:
            return False
        if any(coding.span.overlaps(span) for coding in self.own_codings):
            return False
        return not self.project.codings.has_commitment(
            self._source().id, span.start, span.end, coder=self.coder, round_id=self.round.id
        )

    def commit_none(self, span: Span) -> None:
        self.project.codings.commit_none(
            self._source().id,
            span.start,
            span.end,
            coder=self.coder,
            round_id=self.round.id,
            texts=self._texts,
        )
        self._after_change()

    def family_name(self, family_id: str) -> str:
        """The name of a family of the codebook for people; that of codes without a family."""
        family = next((f for f in self.codebook.families if f.id == family_id), None)
        return family.label(self.language) if family is not None else _("Other codes")

    def codes_on(self, span: Span) -> tuple[str, ...]:
        """This coder's codes that overlap a span."""
        return tuple(dict.fromkeys(c.code_id for c in self.own_codings if c.span.overlaps(span)))

    def decide(
        self,
        offered: Sequence[Suggestion],
        outcome: Outcome,
        *,
        taken: Suggestion | None = None,
        other_codes: Sequence[str] = (),
    ) -> Decision:
        """Record the answer to suggestions. Codes taken join those already on the span.

        The coder decided first, without having seen anything, only where an own answer came
        before the reveal and still stands; codes added after it were seen first.
        """
        before = self.codes_on(offered[0].span)
        extra = [taken.code_id] if taken else list(other_codes)
        own_answer_stands = not extra and self.round.mode is Mode.COMMIT_THEN_REVEAL
        decision = self.project.suggestions.decide(
            offered[0].batch_id,
            outcome,
            coder=self.coder,
            suggestion_id=taken.id if taken else None,
            seen_first=not own_answer_stands,
            codes_before=before,
            codes_after=tuple(dict.fromkeys([*before, *extra])),
            round_id=self.round.id,
        )
        if given := [code for code in extra if code in decision.codes_after]:
            self.remember(given)
        self._after_change()
        return decision

    def show(self, offered: Sequence[Suggestion]) -> bool:
        """Store that suggestions, which were computed before, are shown now."""
        batches = list(dict.fromkeys(each.batch_id for each in offered))
        self.project.decisions.show(batches, coder=self.coder)
        return True

    @property
    def checks_notice(self) -> str:
        """What a coder is told of checks with every list of suggestions; empty without checks."""
        return self.project.decisions.checks().notice

    def was_check(self, taken: Suggestion) -> bool:
        """Whether a candidate that was taken was there as a check."""
        return self.project.decisions.was_check(taken.id)

    def keep_check(self, taken: Suggestion) -> bool:
        """Code the passage with the code of a check, which fits all the same."""
        self.project.decisions.keep_check(taken.id, coder=self.coder)
        self._after_change()
        return True

    def _source(self) -> Source:
        if self.document is None:
            raise UsageError(
                _("no source is open"),
                code="no-source",
                hint=_("Import one with `qct import FILE`, then open it from the list."),
            )
        return self.document.source

    @property
    def _texts(self) -> dict[str, str]:
        """The text that offsets are read from here: a step on another one is refused."""
        source = self._source()
        return {source.id: source.text_sha256}

    def _after_change(self, *, everything: bool = False) -> None:
        if everything:
            self.reload()
        else:
            self.reload_counts()
            self.reload_codings()
