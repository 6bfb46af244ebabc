"""Texts with marks around what identifies people, and what the rules propose in them."""

from __future__ import annotations

import re

from toolkit.language.identifiers.korean import find_korean
from toolkit.language.protocol import NOTHING

_MARK = re.compile(r"⟦(\w+)\|([^⟧]*)⟧")


def plain(marked: str) -> str:
    """The text without its marks."""
    return _MARK.sub(r"\2", marked)


def marks(marked: str) -> list[tuple[str, str]]:
    """The kind and the text of each mark, in order."""
    return _MARK.findall(marked)


def proposals(text: str) -> list[tuple[str, str]]:
    """The kind and the text of each proposal for a text without analysis, in order."""
    return [(str(c.kind), text[c.start : c.end]) for c in find_korean(text, NOTHING)]
