"""Splitting the YAML front matter off a text. The YAML itself is read by `toolkit.formats`."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.errors import InputError

_FENCE = "---"


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A text apart from the metadata block above it."""

    block: str
    """Between the two fences, "" where there is no front matter."""
    body: str
    """The source's text: begins right after the newline of the closing fence."""
    start: int
    """Where the body begins in the whole text, in code points."""
    first_line: int
    """Line number of the block's first line in the whole text, from 1."""


def split_front_matter(text: str, name: str = "the text") -> FrontMatter:
    """Front matter is everything between a first line `---` and the next line `---` or `...`.

    `text` is normalised (LF, no BOM); `name` is what an error calls it. Raises `InputError`
    where the block is opened and never closed: taking it for speech would shift nothing
    visibly and put metadata into the transcript.
    """
    first, newline, _ = text.partition("\n")
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
        f"{name}: the front matter opened by --- on line 1 is never closed",
        code="front-matter-open",
        hint="Put a line with --- after the metadata, or remove the first line.",
    )
