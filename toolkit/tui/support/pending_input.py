"""Order of keys: a key that ends an entry waits for the letters typed before it.

Letters reach a screen by way of the field that has the focus, a key bound with priority
reaches it at once: typed quickly, Enter would overtake the last letters, and escape lose them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget


def after_pending_input(field: Widget, then: Callable[[], object]) -> None:
    """Call `then` once the field has received everything that was typed before."""

    def go_on() -> None:
        if field.is_attached:
            then()

    field.call_later(go_on)
