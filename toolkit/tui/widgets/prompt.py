"""The line above the status that asks for a word or two: what to find, where to go."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from toolkit.tui.widgets.bars import QUIET, Part


class Prompt(Input):
    """One at a time; the screen gives it its meaning by its id."""

    KEYS: ClassVar[tuple[tuple[str, str], ...]] = (("enter", "Go"), ("esc", "Leave"))
    """What the line of hints says while it asks: keys, and what they do."""

    def __init__(self, asks: str, *, id: str, value: str = "") -> None:  # noqa: A002
        super().__init__(value, placeholder=asks, id=id, classes="prompt")

    @property
    def hints(self) -> list[Part]:
        parts: list[Part] = []
        for key, label in self.KEYS:
            parts += [
                ("   " if parts else " ", ""),
                (key, "bold $text-accent"),
                (f" {label}", QUIET),
            ]
        return parts


class SearchPrompt(Prompt):
    """Asks what to find: words, or a regular expression."""

    KEYS = (
        ("enter", "Go to a match"),
        ("^r", "Words or regular expression"),
        ("^s", "All sources…"),
        ("esc", "Leave"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r", "regex", "Regex", show=False),
        Binding("ctrl+s", "everywhere", "All sources", show=False),
    ]
    MARK: ClassVar[str] = "re:"
    """Begins a regular expression, where it is typed."""

    class Turned(Message):
        """Words are looked for in place of an expression, or the other way round."""

    class Everywhere(Message):
        """What is typed is to be looked for in all sources."""

    regex = False

    @property
    def wanted(self) -> tuple[str, bool]:
        """What to find, and whether it is a regular expression."""
        if self.value.startswith(self.MARK):
            return self.value[len(self.MARK) :], True
        return self.value, self.regex

    def action_regex(self) -> None:
        if self.value.startswith(self.MARK):
            self.value = self.value[len(self.MARK) :]
            self.regex = False
        else:
            self.regex = not self.regex
        self.post_message(self.Turned())

    def action_everywhere(self) -> None:
        self.post_message(self.Everywhere())
