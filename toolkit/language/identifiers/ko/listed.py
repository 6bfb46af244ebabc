"""Lists of words as they are written in the modules beside this one."""

from __future__ import annotations


def words_of(text: str) -> frozenset[str]:
    """The words of a text, each once."""
    return frozenset(text.split())


def listing(text: str) -> tuple[str, ...]:
    """The words of a text in order."""
    return tuple(text.split())
