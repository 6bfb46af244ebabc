"""The line above the status that asks for a word or two: what to find, where to go."""

from __future__ import annotations

from textual.widgets import Input


class Prompt(Input):
    """One at a time; the screen gives it its meaning by its id."""

    def __init__(self, asks: str, *, id: str) -> None:  # noqa: A002
        super().__init__(placeholder=asks, id=id, classes="prompt")
