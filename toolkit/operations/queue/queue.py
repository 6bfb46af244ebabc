"""Queues: passages that a coder decides about with yes or no, in a drawn order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.domain.queues import Answer, QueueKind
from toolkit.errors import UsageError
from toolkit.i18n import _
from toolkit.operations.queue import answer as answering
from toolkit.operations.queue import passages
from toolkit.operations.queue.make import Asked, make_queue
from toolkit.operations.queue.show import shown
from toolkit.operations.queue.stored import (
    items_of,
    need_item,
    need_state,
    oldest_of,
    refuse_model,
    states_of,
    waiting,
)
from toolkit.operations.session import need_code
from toolkit.operations.subject import Subject, in_one_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from toolkit.domain.queues import Queue, QueueItem
    from toolkit.operations.queue.answer import Answered
    from toolkit.operations.queue.make import Made
    from toolkit.operations.queue.show import Shown
    from toolkit.operations.queue.stored import QueueState
    from toolkit.operations.search.code_hits import Unit as HitUnit


class ProjectQueues(Subject):
    """Queues of passages. Each belongs to one coder, who alone answers it.

    A queue is named by its number among those of the coder, a passage by its number in the queue.
    """

    # --- reading ----------------------------------------------------------------------

    @in_one_snapshot
    def all(self, *, coder: str) -> list[QueueState]:
        """The queues of a coder by number, each with how many passages are answered."""
        return sorted(states_of(self._session, coder), key=lambda state: state.queue.number)

    @in_one_snapshot
    def get(self, number: int, *, coder: str) -> QueueState:
        """A queue of a coder. Raises `InputError` where there is none of this number."""
        return need_state(self._session, number, coder)

    @in_one_snapshot
    def items(self, number: int, *, coder: str) -> list[QueueItem]:
        """The passages of a queue in the order in which they are asked about.

        Their scores are None unless the queue was made to show them.
        """
        queue = self._queue(number, coder)
        return [_hidden(queue, item) for item in items_of(self._session, queue)]

    @in_one_snapshot
    def show(self, number: int, position: int, *, coder: str) -> Shown:
        """One passage of a queue with its surroundings, its question and the code."""
        queue = self._queue(number, coder)
        return shown(
            self._session, queue, _hidden(queue, need_item(self._session, queue, position))
        )

    @in_one_snapshot
    def next(self, number: int, *, coder: str) -> Shown | None:
        """The passage to answer next; None where all are answered.

        Passages that were put off come after those without any answer.
        """
        queue = self._queue(number, coder)
        found = waiting(self._session, queue, 1)
        return shown(self._session, queue, _hidden(queue, found[0])) if found else None

    def _queue(self, number: int, coder: str) -> Queue:
        """The queue, whose passages the coder may see now."""
        queue = need_state(self._session, number, coder).queue
        refuse_model(self._session, queue)
        return queue

    # --- making -----------------------------------------------------------------------

    def make_from_units(
        self,
        code_id: str,
        *,
        coder: str,
        round_id: str | None = None,
        sources: Sequence[str] = (),
        unit: passages.Unit = "sentence",
        seed: int = 1,
    ) -> Made:
        """A queue of all sentences or turns of experts: "Is this CODE?" about each."""
        listed = passages.sources_of(self._session, round_id, sources)
        return self._make(
            QueueKind.UNITS,
            passages.units(self._session, code_id, listed, unit),
            coder=coder,
            round_id=round_id,
            seed=seed,
        )

    def make_from_hits(
        self,
        code_id: str,
        patterns: Sequence[str] = (),
        *,
        coder: str,
        round_id: str | None = None,
        sources: Sequence[str] = (),
        unit: HitUnit = "sentence",
        seed: int = 1,
        note: Callable[[int, int], None] | None = None,
    ) -> Made:
        """A queue of the hits of search patterns, those of the code where none are given.

        Answers count for how many of the hits were kept (`suggestions.pattern_precision`).
        """
        from toolkit.operations.search.code_hits import code_hits

        need_code(self._session, code_id)
        listed = code_hits(
            self._session,
            code_id,
            patterns,
            coder=coder,
            round_id=round_id,
            unit=unit,
            sources=sources,
            note=note,
        )
        return self._make(
            QueueKind.HITS,
            passages.hits(listed),
            coder=coder,
            round_id=round_id,
            seed=seed,
            notes=passages.hits_left_out(listed),
        )

    def make_from_places(
        self,
        path: str | Path,
        *,
        coder: str,
        code_id: str | None = None,
        round_id: str | None = None,
        seed: int = 1,
        encoding: str | None = None,
    ) -> Made:
        """A queue of the places of a table (source, start, end, code and perhaps why)."""
        return self._make(
            QueueKind.PLACES,
            passages.read_places(self._session, path, code_id=code_id, encoding=encoding),
            coder=coder,
            round_id=round_id,
            seed=seed,
        )

    def make_from_missed(
        self,
        *,
        coder: str,
        code_id: str | None = None,
        round_id: str | None = None,
        sources: Sequence[str] = (),
        model: str | None = None,
        most: int = 100,
        seed: int = 1,
        shows_scores: bool = False,
    ) -> Made:
        """A queue of uncoded sentences that resemble a code's examples (`review.missed`).

        `shows_scores` lets the coder see the similarity while answering, and is recorded.
        Sources that the coder has submitted are locked and are left out.
        """
        from toolkit.operations.review.missed import missed, without_submitted

        found = missed(
            self._session,
            coder=coder,
            round_id=round_id,
            code_id=code_id,
            source_ids=sources,
            model=model,
            most=most,
        )
        kept = without_submitted(self._session, found, coder, round_id)
        return make_queue(
            self._session,
            QueueKind.MISSED,
            [
                Asked(passage.source_id, passage.span, passage.code_id, (), passage.similarity)
                for passage in kept.passages
            ],
            coder=coder,
            round_id=round_id,
            seed=seed,
            shows_scores=shows_scores,
            notes=kept.notes,
        )

    def _make(
        self,
        kind: QueueKind,
        asked: Sequence[Asked],
        *,
        coder: str,
        round_id: str | None,
        seed: int,
        notes: Sequence[str] = (),
    ) -> Made:
        return make_queue(
            self._session,
            kind,
            asked,
            coder=coder,
            round_id=round_id,
            seed=seed,
            shows_scores=False,
            notes=notes,
        )

    # --- answering --------------------------------------------------------------------

    def answer(
        self,
        number: int,
        position: int,
        given: Answer | str,
        *,
        coder: str,
        text_sha256: str | None = None,
    ) -> Answered:
        """Answer a passage with `yes`, `no` or `later`, as one step that `qct undo` takes back.

        A yes codes the passage with origin `queue`; `search` for a hit, `missed` for a passage
        that a model found. `text_sha256` is the hash of the text that the coder read: where it
        was corrected since, `ConflictError` is raised and nothing is recorded.
        """
        if given not in (Answer.YES, Answer.NO, Answer.LATER):
            raise UsageError(
                _("{given!r} is no answer; valid: yes, no, later").format(given=str(given)),
                code="queue-answer",
            )
        queue = self._queue(number, coder)
        item = need_item(self._session, queue, position)
        return answering.answer(self._session, queue, item, Answer(given), text_sha256=text_sha256)

    def take_back(self, number: int, *, coder: str) -> QueueItem:
        """Take back the last answer of a queue that stands, with its coding, as one step."""
        return answering.take_back(self._session, need_state(self._session, number, coder).queue)

    def stop(self, number: int, *, coder: str) -> Queue:
        """Let a queue ask no more; its answers and codings stay."""
        return answering.stop(self._session, oldest_of(self._session, number, coder).queue)


def _hidden(queue: Queue, item: QueueItem) -> QueueItem:
    """The passage without its score, unless the queue was made to show it."""
    from dataclasses import replace

    return item if queue.shows_scores or item.score is None else replace(item, score=None)
