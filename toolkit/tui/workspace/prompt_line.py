"""The line above the status that asks for a place or for what to find."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.tui.transcript.widget import TranscriptView
    from toolkit.tui.widgets.prompt import Prompt


class PromptLine:
    """At most one prompt is open at a time."""

    def __init__(
        self,
        view: TranscriptView,
        mount: Callable[[Prompt], object],
        changed: Callable[[], object],
    ) -> None:
        """`mount` puts a prompt on the screen; `changed` is told when one was opened."""
        self._view, self._mount, self._changed = view, mount, changed
        self.current: Prompt | None = None

    def open(self, prompt: Prompt) -> None:
        """Ask; a question that is open already only gets the focus again."""
        before = self.current
        if before is not None and before.id == prompt.id:
            before.focus()
            return
        if before is not None:
            before.remove()
        self.current = prompt
        self._mount(prompt)
        prompt.focus()
        self._changed()

    def close(self) -> None:
        if self.current is not None:
            self.current.remove()
            self.current = None
        self._view.focus()
