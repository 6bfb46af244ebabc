"""The line above the status that asks for a word or two: what to find, where to go."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from toolkit.i18n import _
from toolkit.tui.widgets.bars import QUIET, Part

if TYPE_CHECKING:
    from collections.abc import Callable


class Prompt(Input):
    """A question of one line; whoever opens it is told what was typed."""

    KEYS: tuple[tuple[str, str], ...] = (("enter", _("Go")), ("esc", _("Cancel")))
    """What the line of hints says while it asks: keys, and what they do."""

    def __init__(
        self,
        asks: str,
        *,
        id: str,  # noqa: A002
        submitted: Callable[[str], object],
        changed: Callable[[], object] | None = None,
    ) -> None:
        """`submitted` gets the text when enter is pressed; `changed` is called when it changes."""
        super().__init__(placeholder=asks, id=id, classes="prompt")
        self._submitted, self._changed = submitted, changed

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

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self._changed is not None:
            self._changed()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._submitted(event.value)


class PatternPrompt(Prompt):
    """Asks for words by lemma or as they are written, or for a regular expression."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+r", "regex", "Regex", show=False)]
    MARK: ClassVar[str] = "re:"
    """Begins a regular expression, where it is typed."""

    def __init__(
        self,
        asks: str,
        *,
        id: str,  # noqa: A002
        changed: Callable[[], object],
        submitted: Callable[[str], object],
        has_lemmas: bool = False,
    ) -> None:
        """`changed` is called when text or kind of the search change. `has_lemmas` is whether
        words can be searched by lemma."""
        super().__init__(asks, id=id, submitted=submitted, changed=changed)
        self._look_again = changed
        self.regex = False
        self._has_lemmas = self.lemma = has_lemmas
        if has_lemmas:
            kinds = ("^r", _("By lemma, regular expression, as written"))
            self.KEYS = tuple(kinds if key[0] == "^r" else key for key in self.KEYS)

    @property
    def by_lemma(self) -> bool:
        """Whether words are searched by lemma."""
        return self.lemma and not self.pattern[1]

    @property
    def pattern(self) -> tuple[str, bool]:
        """What to find, and whether it is a regular expression."""
        if self.value.startswith(self.MARK):
            return self.value[len(self.MARK) :], True
        return self.value, self.regex

    def action_regex(self) -> None:
        if self.value.startswith(self.MARK):
            self.value = self.value[len(self.MARK) :]
            self.regex = False
        elif self.lemma:
            self.regex, self.lemma = True, False
        elif self.regex:
            self.regex = False
        else:
            self.regex, self.lemma = not self._has_lemmas, self._has_lemmas
        self._look_again()


class SearchPrompt(PatternPrompt):
    """Asks what to find in the open source, or in all of them."""

    KEYS: tuple[tuple[str, str], ...] = (
        ("enter", _("Go to a match")),
        ("^r", _("Words or regular expression")),
        ("^s", _("All sources…")),
        ("esc", _("Cancel")),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "everywhere", "All sources", show=False)
    ]

    def __init__(
        self,
        asks: str,
        *,
        id: str,  # noqa: A002
        changed: Callable[[], object],
        submitted: Callable[[str], object],
        everywhere: Callable[[], object],
        has_lemmas: bool = False,
    ) -> None:
        """`everywhere` is called when all sources are to be searched."""
        super().__init__(asks, id=id, changed=changed, submitted=submitted, has_lemmas=has_lemmas)
        self._everywhere = everywhere

    def action_everywhere(self) -> None:
        self._everywhere()


class ContextPrompt(PatternPrompt):
    """Asks which word to show in context."""

    KEYS: tuple[tuple[str, str], ...] = (
        ("enter", _("Show its places")),
        ("^r", _("Words or regular expression")),
        ("^t", _("Experts or all")),
        ("↓", _("To the list")),
        ("esc", _("Back")),
    )
