"""Background threads: quitting never waits for them, and they leave no connection open."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.project import Project


def start_thread(
    project: Project | None, work: Callable[[], object], name: str
) -> threading.Thread:
    """Start `work` in a thread of its own.

    Each thread has its own connection to the store. It is closed with the thread: a server
    has a hundred for everyone together.
    """

    def run() -> None:
        try:
            work()
        finally:
            if project is not None:
                project.release()

    # A daemon: quitting never waits for it.
    thread = threading.Thread(target=run, name=name, daemon=True)
    thread.start()
    return thread
