"""What a coder reads of a passage before answering: its words, those around, and the question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.domain.codebook import Code, local
from toolkit.domain.queues import QueueItem
from toolkit.i18n import _
from toolkit.operations.session import need_code, need_source
from toolkit.store import queries

if TYPE_CHECKING:
    from toolkit.domain.queues import Queue
    from toolkit.domain.spans import Span
    from toolkit.domain.transcript import Turn
    from toolkit.operations.session import ProjectSession

AROUND = 600
"""Characters of the text that are shown before and after a passage."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage as it is shown for an answer. It tells nothing of models unless asked."""

    item: QueueItem
    name: str
    """`QUEUE-PASSAGE`, by which the passage is answered on the command line."""
    code: Code
    question: str
    quote: str
    before: str
    """What stands before the passage, from the beginning of a word."""
    after: str
    speaker: str
    """Label of who says it; empty where the text has no labels."""
    turn: int
    """Number of the turn, from 1; 0 outside of turns."""
    text_sha256: str
    """Hash of the text that was read; an answer may require it."""
    was_corrected: bool
    """Whether the text was corrected since the queue was made."""
    score: float | None
    """Similarity to the code's examples; None unless the queue was made to show it."""

    def definition(self, language: str) -> str:
        """What the code means, in the language or any other; empty where nobody wrote it."""
        return local(self.code.definition, language)


def shown(session: ProjectSession, queue: Queue, item: QueueItem, *, language: str = "") -> Shown:
    """The passage with its surroundings, the question and the code's definition."""
    source = need_source(session, item.source_id)
    text = queries.text_body(session.database, source.text_sha256)
    code = need_code(session, item.code_id)
    span = item.span
    begin = _at_word(text, max(0, span.start - AROUND), span.start)
    turn = _turn_at(queries.turns(session.database, source.id), span)
    return Shown(
        item=item,
        name=f"{queue.number}-{item.position}",
        code=code,
        question=_("Is this {code}?").format(code=code.label(language or session.config.language)),
        quote=text[span.start : span.end],
        before=text[begin : span.start],
        after=text[span.end : span.end + AROUND],
        speaker=turn.speaker if turn is not None else "",
        turn=turn.index + 1 if turn is not None else 0,
        text_sha256=source.text_sha256,
        was_corrected=source.revision != item.revision,
        score=item.score if queue.shows_scores else None,
    )


def _at_word(text: str, start: int, end: int) -> int:
    """The first beginning of a word from `start` on; 0 stays 0."""
    if start == 0:
        return 0
    blank = next((at for at in range(start, end) if text[at].isspace()), start - 1)
    return blank + 1


def _turn_at(turns: list[Turn], span: Span) -> Turn | None:
    return next((turn for turn in turns if turn.span.start <= span.start < turn.span.end), None)
