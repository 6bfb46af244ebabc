"""Sets of words, as the lists of the rules write them."""

from __future__ import annotations


def word_set(*texts: str) -> frozenset[str]:
    """The words of the texts; an underscore stands for a space inside a word."""
    return frozenset(word.replace("_", " ") for text in texts for word in text.split())
