"""A concordance as a person looks at it: what was asked for, its lines, and their order."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.analysis.terms.concordance import ORDERS, Line, ordered
from toolkit.errors import UsageError
from toolkit.i18n import _
from toolkit.operations.terms.lines import Concordance
from toolkit.text.cells import width
from toolkit.text.search import Matches

if TYPE_CHECKING:
    from toolkit.domain.progress import ProgressCallback
    from toolkit.tui.state.coding_session import CodingSession

AROUND = 100
"""Characters on each side of a word, which fill a terminal of 250 columns."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is shown in context."""

    word: str
    search: str
    """`lemma`, `written` or `regex`."""
    speakers: str = "experts"
    """`experts`, or `all` who speak."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """The widest of what the lines have, in cells."""

    source: int
    speaker: int
    match: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, in every order."""

    question: Question
    made: Concordance
    by_order: Mapping[str, tuple[Line, ...]]
    sizes: Sizes


class ConcordanceList:
    """The lines of one question, in the order that a person wants.

    It stays when its screen is left, so that a person comes back to the same line. `read` is for a
    thread of its own; the others are quick.
    """

    def __init__(self, session: CodingSession) -> None:
        self.session = session
        self.answer: Answer | None = None
        self.order = ORDERS[0]
        self.at = 0
        """The number of the line that is highlighted."""

    def read(self, question: Question, tell: ProgressCallback) -> Answer:
        """All places in the sources that the coder sees. Raises `QctError`, and what `tell`
        raises."""
        sources = [source.id for source in self.session.sources]
        if not sources:
            # Without names it would be asked of all sources, also of those outside of a round.
            raise UsageError(_("no source is open to you"), code="no-sources")
        made = self.session.project.terms.lines(
            question.word,
            search=question.search,
            width=AROUND,
            sources=sources,
            speakers=question.speakers,
            progress=tell,
        )
        sizes = Sizes(
            *(
                max(map(width, {getattr(item, name) for item in made.lines}), default=0)
                for name in ("source_id", "speaker", "match")
            )
        )
        by_order = {order: tuple(ordered(made.lines, order)) for order in ORDERS}
        return Answer(question, made, by_order, sizes)

    def show(self, answer: Answer) -> None:
        """List what was read. The line that was highlighted stays so where it is there still."""
        was, self.answer, self.at = self.current, answer, 0
        if was is not None:
            self._find(was)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines in the order of now."""
        return self.answer.by_order[self.order] if self.answer is not None else ()

    @property
    def current(self) -> Line | None:
        """The highlighted line."""
        return self.lines[self.at] if self.at < len(self.lines) else None

    def sort(self, order: str) -> None:
        """Put the lines in another order of `ORDERS`, with the same line highlighted."""
        was, self.order = self.current, order
        if was is not None:
            self._find(was)

    def _find(self, line: Line) -> None:
        place = (line.source_id, line.start)
        places = ((each.source_id, each.start) for each in self.lines)
        self.at = next((number for number, each in enumerate(places) if each == place), 0)

    def is_current(self) -> bool:
        """Whether the texts are those that the lines were read from, and no others are there."""
        if self.answer is None:
            return False
        texts = {source.id: source.text_sha256 for source in self.session.sources}
        return texts == dict(self.answer.made.texts)

    def matches_in(self, source_id: str) -> Matches:
        """The places in a source, to be marked in its text."""
        lines = self.answer.made.lines if self.answer is not None else ()
        own = [item for item in lines if item.source_id == source_id]
        return Matches(
            array("l", [item.start for item in own]), array("l", [item.end for item in own])
        )
