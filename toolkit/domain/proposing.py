"""Whether models propose a code, and where."""

from __future__ import annotations

from enum import StrEnum


class Proposing(StrEnum):
    """What models may do with a code; people can always give it."""

    ASSIST = "assist"
    """It is proposed like any other."""
    HAND = "hand"
    """It is never proposed."""
    QUEUE = "queue"
    """It is proposed in queues of yes and no alone."""
