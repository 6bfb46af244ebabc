"""Events on their way into the log, their position in it, and results of sending them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from toolkit.domain.events import Change
from toolkit.i18n import ngettext
from toolkit.store.preconditions import Precondition


@dataclass(frozen=True, slots=True)
class PendingEvent:
    """An event before it has its place in the chain; it can wait in the journal."""

    id: str
    at: str
    actor: str
    kind: str
    changes: tuple[Change, ...]
    summary: Mapping[str, Any]
    texts: tuple[str, ...]
    undoes: str | None
    changes_text: str
    summary_text: str
    preconditions: tuple[Precondition, ...] = ()
    """Facts that must still hold when the event is written; they are no part of it."""


@dataclass(frozen=True, slots=True)
class ChainPosition:
    """The place of an event in the chain."""

    seq: int
    prev_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """Result of sending the events that waited on this machine for the server."""

    sent: int = 0
    known: int = 0
    """Events that had arrived before the connection broke; they were not added again."""
    refused: int = 0
    """Events that did not fit what others did meanwhile; they are kept in `refused.jsonl`."""
    waiting: int = 0

    @property
    def sentence(self) -> str:
        arrived = self.sent + self.known
        sentence = ngettext(
            "{count} change kept on this machine has reached the server",
            "{count} changes kept on this machine have reached the server",
            arrived,
        ).format(count=arrived)
        if not self.refused:
            return sentence
        return ngettext(
            "{sentence}; {count} does not fit any more, see `qct doctor`",
            "{sentence}; {count} do not fit any more, see `qct doctor`",
            self.refused,
        ).format(sentence=sentence, count=self.refused)

    def __bool__(self) -> bool:
        return bool(self.sent or self.known or self.refused)
