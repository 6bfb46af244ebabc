"""In-vivo names: names of codes in the words of a speaker."""

from __future__ import annotations

import unicodedata

from toolkit.text.cells import cluster_start

LONGEST_NAME = 60
"""Longest name in code points, with the mark of a cut."""
CUT = "…"


def in_vivo_name(text: str) -> str:
    """The spoken words as a name in a single line; empty where the text has no words.

    Runs of blanks become single blanks, and full stops and commas at the end are left off. A
    text longer than `LONGEST_NAME` is cut after a word where possible, never inside a character.

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
