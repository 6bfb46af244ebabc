"""What is told on stderr beside the data."""

from __future__ import annotations

import sys


def note(message: str) -> None:
    """Tell the user something that is not data."""
    print(visible(message), file=sys.stderr)


def visible(text: str) -> str:
    """The text with control characters spelled out, so that no name can drive a terminal."""
    return "".join(
        character
        if character in "\n\t" or character.isprintable()
        else character.encode("unicode_escape").decode("ascii")
        for character in text
    )
