"""YAML front matter, split off a text. `toolkit.formats` reads the YAML itself."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.errors import InputError
from toolkit.i18n import _

_FENCE = "---"


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A text and the metadata block above it."""

    block: str
    """The lines between the two fences; empty where there is no front matter."""
    body: str
    """The source's text, which begins after the newline of the closing fence."""
    start: int
    """Offset of the body in the whole text, in code points."""
    first_line: int
    """Line number of the block's first line in the whole text, from 1."""


def split_front_matter(text: str, name: str = "the text") -> FrontMatter:
    """The front matter and the body of a text.

    Front matter is everything between a first line `---` and the next line `---` or `...`.
    `text` is normalised (LF, no BOM), and `name` is what an error message calls it. Raises
    `InputError` where the block is never closed, because its lines would become speech.
    """
    first, newline, _rest = text.partition("\n")
    if first.rstrip() != _FENCE or not newline:
        return FrontMatter("", text, 0, 1)
    opened = at = len(first) + 1
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if text[at:end].rstrip() in (_FENCE, "..."):
            start = min(end + 1, len(text))
            return FrontMatter(text[opened:at], text[start:], start, 2)
        at = end + 1
    raise InputError(
        _("{name}: the front matter opened by --- on line 1 is never closed").format(name=name),
        code="front-matter-open",
        hint=_("Put a line with --- after the metadata, or remove the first line."),
    )
