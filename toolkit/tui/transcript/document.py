"""A source as the workspace reads it: text, turns, and the units a reader moves by."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from toolkit.domain.spans import Span
from toolkit.domain.transcript import Role, Source, Turn
from toolkit.text import motions
from toolkit.text.cells import cluster_start, next_cluster
from toolkit.text.search import Haystack

if TYPE_CHECKING:
    from collections.abc import Sequence

CLAUSE = "clause"
SENTENCE = "sentence"
TURN = "turn"
PARAGRAPH = "paragraph"
WORD = "word"
CHARACTER = "character"
_REACH = 400
"""Code points that are searched on either side at first."""


class Document:
    """The text of one source with its turns. Offsets are code points."""

    def __init__(self, source: Source, text: str, turns: Sequence[Turn]) -> None:
        self.source = source
        self.text = text
        self.turns = tuple(turns)
        self.turn_starts = [turn.span.start for turn in self.turns]
        """Where each turn begins, with its label."""
        self._sentences: dict[int, list[Span]] = {}
        self._clauses: dict[Span, list[Span]] = {}

    @cached_property
    def haystack(self) -> Haystack:
        """The text made ready to be searched."""
        return Haystack(self.text)

    @cached_property
    def leads(self) -> dict[int, int]:
        """Start of what is said, by the start of the line that opens a labelled turn."""
        return {
            turn.span.start: turn.body.start
            for turn in self.turns
            if turn.speaker
            and turn.body.start > turn.span.start
            and (turn.span.start == 0 or self.text[turn.span.start - 1] == "\n")
        }

    @cached_property
    def paragraphs(self) -> list[Span]:
        """The lines that hold something, without speakers' labels."""
        leads = self.leads
        return [
            Span(min(leads.get(line.start, line.start), line.end - 1), line.end)
            for line in motions.lines(self.text)
        ]

    @cached_property
    def turn_bodies(self) -> list[Span]:
        return [turn.body for turn in self.turns]

    def turn_index(self, offset: int) -> int:
        """Index of the turn at `offset`, or of the last one before it; -1 above the first."""
        return bisect_right(self.turn_starts, offset) - 1

    def turn_at(self, offset: int) -> Turn | None:
        index = self.turn_index(offset)
        return self.turns[index] if index >= 0 else None

    def is_no_expert(self, offset: int) -> bool:
        """Whether the interviewer, or another who counts nowhere, speaks at `offset`."""
        turn = self.turn_at(offset)
        return turn is not None and turn.role is not Role.EXPERT and offset < turn.span.end

    def clamp(self, offset: int) -> int:
        """The nearest place where a cursor may stand: a cluster start, outside labels."""
        offset = min(max(offset, 0), max(len(self.text) - 1, 0))
        turn = self.turn_at(offset)
        if turn is not None and offset < turn.body.start and turn.span.start in self.leads:
            offset = turn.body.start
        return cluster_start(self.text, offset)

    def before_label(self, offset: int) -> int:
        """For going back: from inside a turn's label to the last place before the turn."""
        turn = self.turn_at(offset)
        if turn is not None and offset < turn.body.start and turn.span.start in self.leads:
            return self.clamp(turn.span.start - 1) if turn.span.start else turn.body.start
        return self.clamp(offset)

    def cluster(self, offset: int) -> Span:
        """The character, as a reader sees it, at `offset`."""
        return Span(offset, max(next_cluster(self.text, offset), offset + 1))

    def moved_edge(self, span: Span, *, end: bool, back: bool) -> Span:
        """`span` with its start or its end a word further on or back; as it is at the limit.

        Marks at a word count as a step of their own. Speakers' labels are stepped over, and a
        word is always left.
        """
        here = span.end if end else span.start
        reach = _REACH
        while True:
            low, high = max(here - reach, 0), min(here + reach, len(self.text))
            while low > 0 and not self.text[low - 1].isspace():
                low -= 1
            while high < len(self.text) and not self.text[high].isspace():
                high += 1
            stops = self._edges(low, high, end=end)
            inside = [at for at in stops if (at > span.start if end else at < span.end)]
            places = [at for at in inside if (at < here if back else at > here)]
            if places:
                place = places[-1] if back else places[0]
                return Span(span.start, place) if end else Span(place, span.end)
            if low == 0 and high == len(self.text):
                return span
            reach *= 4

    def _edges(self, low: int, high: int, *, end: bool) -> list[int]:
        """Offsets at which a passage may start or end: at words, outside labels and clusters."""
        find = motions.word_ends if end else motions.word_starts
        return [
            at
            for at in find(self.text, low, high)
            if not self._in_label(at - 1 if end else at)
            and (at == len(self.text) or cluster_start(self.text, at) == at)
        ]

    def _in_label(self, offset: int) -> bool:
        turn = self.turn_at(offset)
        return turn is not None and turn.span.start in self.leads and offset < turn.body.start

    def units(self, unit: str, offset: int) -> Sequence[Span]:
        """Spans of that unit around `offset`: far enough for one step either way."""
        if unit == SENTENCE:
            return self._sentences_near(offset)
        if unit == CLAUSE:
            return self._clauses_near(offset)
        if unit == TURN:
            return self.turn_bodies or self.paragraphs
        if unit == PARAGRAPH:
            return self.paragraphs
        if unit == WORD:
            return self._words_near(offset)
        near = self.cluster(offset)
        after = next_cluster(self.text, offset)
        return [near, self.cluster(after)] if after < len(self.text) else [near]

    def unit_at(self, unit: str, offset: int) -> Span | None:
        """The unit that a reader at `offset` means."""
        span = motions.unit_at(self.units(unit, offset), offset)
        if unit in (SENTENCE, CLAUSE) and span is not None and span.end <= offset:
            # In the blank after a turn the next sentence is no nearer than the last one.
            turn = self.turn_at(offset)
            if turn is not None and offset < turn.body.start:
                return motions.next_unit(self.units(unit, offset), offset) or span
        return span

    def _words_near(self, offset: int) -> list[Span]:
        low = max(offset - 400, 0)
        high = min(offset + 400, len(self.text))
        while low > 0 and not self.text[low - 1].isspace():
            low -= 1
        return motions.words(self.text, low, high)

    def _sentences_of(self, index: int) -> list[Span]:
        """Sentences of a block: a turn's body, or a paragraph where there are no turns."""
        spans = self._sentences.get(index)
        if spans is None:
            from toolkit.text.sentences import sentences

            spans = self._sentences[index] = sentences(self.text, self._blocks[index])
        return spans

    @cached_property
    def _blocks(self) -> list[Span]:
        """Turn bodies, and the paragraphs that belong to no turn (titles, notes), in order."""
        if not self.turns:
            return self.paragraphs
        blocks = list(self.turn_bodies)
        first = self.turns[0].span.start
        blocks += [line for line in self.paragraphs if line.end <= first]
        return sorted(blocks)

    def _clauses_near(self, offset: int) -> list[Span]:
        """Clauses of the sentence at `offset` and of its neighbours."""
        near = self._sentences_near(offset)
        here = max(motions.unit_index(near, offset), 0)
        return [
            clause
            for sentence in near[max(here - 1, 0) : here + 2]
            for clause in self._clauses_of(sentence)
        ]

    def _clauses_of(self, sentence: Span) -> list[Span]:
        spans = self._clauses.get(sentence)
        if spans is None:
            from toolkit.text.clauses import clauses_of

            spans = self._clauses[sentence] = clauses_of(self.text, sentence)
        return spans

    def sentences_in(self, start: int, end: int) -> list[Span]:
        """Every sentence that begins in a stretch."""
        blocks = self._blocks
        index = max(motions.unit_index(blocks, start), 0)
        spans: list[Span] = []
        while index < len(blocks) and blocks[index].start < end:
            spans += [
                sentence for sentence in self._sentences_of(index) if start <= sentence.start < end
            ]
            index += 1
        return spans

    def _sentences_near(self, offset: int) -> list[Span]:
        blocks = self._blocks
        if not blocks:
            return []
        here = max(motions.unit_index(blocks, offset), 0)
        first = last = here
        spans = list(self._sentences_of(here))
        for _ in range(2):  # one block more each way, past any that hold no sentence
            while first > 0:
                first -= 1
                earlier = self._sentences_of(first)
                spans = earlier + spans
                if earlier:
                    break
            while last < len(blocks) - 1:
                last += 1
                later = self._sentences_of(last)
                spans += later
                if later:
                    break
        return spans
