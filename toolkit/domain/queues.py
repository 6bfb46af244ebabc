"""Queues of passages about which a coder answers one question with yes or no."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

from toolkit.domain.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = 20_000
"""Passages that one queue can hold; nobody answers more."""


class QueueKind(StrEnum):
    """Where the passages of a queue come from."""

    HITS = "hits"
    """Hits of the search patterns of a code."""
    UNITS = "units"
    """All sentences or turns of experts, for a closed question."""
    PLACES = "places"
    """A table of places that somebody gave."""
    MISSED = "missed"
    """Uncoded sentences that a model found to resemble the examples of a code."""


class Answer(StrEnum):
    """What a coder said of a passage."""

    NONE = ""
    """Nothing yet."""
    YES = "yes"
    NO = "no"
    LATER = "later"
    """Put off: the passage comes again after those without an answer."""

    @property
    def is_final(self) -> bool:
        """Whether the coder has decided."""
        return self in (Answer.YES, Answer.NO)


class QueueStatus(StrEnum):
    """Whether a queue still asks."""

    OPEN = "open"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Queue:
    """A list of passages that one coder decides about in a round."""

    id: str
    number: int
    """Counts the queues of the coder from 1; a coder names a queue by it."""
    kind: QueueKind
    code_id: str
    """The code that is asked about; empty where the passages have several."""
    coder_id: str
    round_id: str
    seed: int
    """The passages are in the order that this number draws."""
    shows_scores: bool
    """Whether the coder asked to see the scores of a model while answering."""
    status: QueueStatus = QueueStatus.OPEN
    created_at: str = ""


@dataclass(frozen=True, slots=True)
class QueueItem:
    """A passage of a queue and what its coder said of it."""

    id: str
    queue_id: str
    position: int
    """Counts the passages of the queue from 1, in the order in which they are asked about."""
    source_id: str
    span: Span
    revision: int
    """Revision of the source's text when the queue was made."""
    code_id: str
    coder_id: str
    round_id: str
    why: tuple[str, ...] = ()
    """What led to the passage: search patterns, or what a table says of it."""
    score: float | None = None
    """Cosine similarity to the examples of the code, in a queue that a model filled."""
    answer: Answer = Answer.NONE
    coding_id: str | None = None
    """The coding that a yes made, or that was there already."""
    answered_at: str = ""


def in_drawn_order(
    places: Iterable[tuple[str, int, int, str]], seed: int
) -> list[tuple[str, int, int, str]]:
    """The distinct places (source id, start, end, code id) in the order that a seed draws.

    They are put in the order of the SHA-256 of `SEED:SOURCE:START:END:CODE`, which is the same on
    every machine, and in which the place of one passage depends on no other.
    """

    def drawn(place: tuple[str, int, int, str]) -> bytes:
        source, start, end, code = place
        return sha256(f"{seed}:{source}:{start}:{end}:{code}".encode()).digest()

    return sorted(dict.fromkeys(places), key=drawn)
