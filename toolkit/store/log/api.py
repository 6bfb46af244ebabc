"""The event log in one place: reading it, undoing from it, proving it."""

from __future__ import annotations

from toolkit.store.log.dependents import dependents
from toolkit.store.log.entries import events, newest_seq
from toolkit.store.log.undo import NOT_UNDONE, redo, undo, undoable
from toolkit.store.log.verify import Finding, verify

__all__ = [
    "NOT_UNDONE",
    "Finding",
    "dependents",
    "events",
    "newest_seq",
    "redo",
    "undo",
    "undoable",
    "verify",
]
