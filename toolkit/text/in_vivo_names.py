"""A code's name out of the words that somebody said."""

from __future__ import annotations

import unicodedata

from toolkit.text.cells import cluster_start

LONGEST_NAME = 60
"""Code points, the mark of a cut included."""
CUT = "…"


def in_vivo_name(text: str) -> str:
    """The words as they were said, in one line and not too long; "" where there are none.

    Blanks become single ones, and stops and commas at the end are left off. What is longer
    than `LONGEST_NAME` is cut after a word, where there is one, and never inside a character.

    >>> in_vivo_name(" We do not\\n trust them. "), in_vivo_name("– …")
    ('We do not trust them', '')
    """
    shown = "".join(" " if _is_control(char) else char for char in text)
    words = " ".join(shown.split()).rstrip(".,;:。、，；： ")
    if not any(char.isalnum() for char in words):
        return ""
    if len(words) <= LONGEST_NAME:
        return words
    end = cluster_start(words, LONGEST_NAME - len(CUT))
    blank = words.rfind(" ", 0, end + 1)
    return words[: blank if blank > LONGEST_NAME // 3 else end].rstrip(".,;: ") + CUT


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")
