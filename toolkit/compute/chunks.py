"""What is computed: a job, and the chunks that its function is applied to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from toolkit.errors import InputError, QctError
from toolkit.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator

Item = TypeVar("Item")
Result = TypeVar("Result")

Progress = Callable[[int, int], None]
"""Is told how many items are done, and of how many."""
NAMED = 3
"""Ids that an error names before it counts the others."""


class CancelledError(Exception):
    """The work was cancelled by who asked for it; what was done so far is dropped."""


@dataclass(frozen=True, slots=True)
class Job(Generic[Item, Result]):
    """A function with what it needs, such as a model, which is loaded once in each process.

    `load` and the items are sent to other processes by pickle, so `load` is a function of a module
    or a `partial` of one. What the function gives may depend on its items alone, never on other
    chunks, on the process or on the time.
    """

    name: str
    """What it does, for messages, such as `embedding`."""
    load: Callable[[], Callable[[Sequence[Item]], Result]]


@dataclass(frozen=True, slots=True)
class Chunk(Generic[Item]):
    """Items that are computed together."""

    number: int
    ids: tuple[str, ...]
    """An id of each item, which errors name; an item itself may be confidential."""
    items: tuple[Item, ...]


def cut(items: Sequence[Item], ids: Sequence[str], size: int) -> list[Chunk[Item]]:
    """The items in chunks of `size`, in their order; where they are cut depends on nothing else.

    Raises `ValueError` where items and ids differ in number, or the size is not positive.
    """
    if len(items) != len(ids) or size < 1:
        raise ValueError("each item needs an id, and chunks a positive size")
    return [
        Chunk(number, tuple(ids[start : start + size]), tuple(items[start : start + size]))
        for number, start in enumerate(range(0, len(items), size))
    ]


def failed(name: str, chunk: Chunk[Item], kind: str, place: str) -> QctError:
    """The error for a chunk whose function failed: its ids and the kind of fault, no content."""
    return InputError(
        _("{name} failed on {ids}: {kind} in {place}.").format(
            name=name, ids=named(chunk), kind=kind, place=place
        ),
        code="compute-failed",
        hint=_("Leave these out to compute the others. Nothing half-done was kept."),
    )


def lost(name: str, chunk: Chunk[Item], tries: int) -> QctError:
    """The error for a chunk during which processes ended again and again."""
    return InputError(
        _("{name}: the process that computed {ids} ended {tries} times without an answer.").format(
            name=name, ids=named(chunk), tries=tries
        ),
        code="compute-lost",
        hint=_(
            "Often the memory was not enough. Set QCT_WORKERS=1 to compute in one process alone."
        ),
    )


def named(chunk: Chunk[Item]) -> str:
    """The first ids of a chunk, and the number of the others."""
    shown = ", ".join(chunk.ids[:NAMED])
    others = len(chunk.ids) - NAMED
    if others <= 0:
        return shown
    return ngettext("{ids} and {count} other", "{ids} and {count} others", others).format(
        ids=shown, count=others
    )


def place_of(error: BaseException) -> str:
    """The innermost module of this package in which an error was raised, with its line."""
    found = "?"
    for module, line in _frames(error):
        if module.startswith("toolkit.") and not module.startswith("toolkit.compute."):
            found = f"{module}:{line}"
    return found


def _frames(error: BaseException) -> Iterator[tuple[str, int]]:
    trace = error.__traceback__
    while trace is not None:
        yield str(trace.tb_frame.f_globals.get("__name__", "")), trace.tb_lineno
        trace = trace.tb_next
