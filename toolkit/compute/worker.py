"""A process that computes chunks: it reads them from its input and writes results to its output.

It loads what the job needs once, with the first chunk, and ends when its input ends, so that it
never outlives the process that started it.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from toolkit.compute.chunks import place_of
from toolkit.compute.messages import packed, receive, send, unpacked
from toolkit.errors import QctError

if TYPE_CHECKING:
    from collections.abc import Callable

RESULT, FAULT, REPORTED = "result", "fault", "reported"
"""Kinds of answers: a result, a fault of the function, and an error with a message for people."""
SINGLE_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def main() -> None:
    """Answer each message until the input ends."""
    # Whatever prints must not mix with the answers: standard output becomes standard error.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with suppress(ValueError):
        # An interrupt of the terminal goes to all its processes; the first one ends this one.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    load: Callable[[], Callable[[Any], Any]] | None = None
    function: Callable[[Any], Any] | None = None
    with suppress(EOFError, OSError):
        while True:
            content = receive(sys.stdin.buffer)
            try:
                if load is None:
                    load, items = unpacked(content)
                else:
                    items = unpacked(content)
                if function is None:
                    function = load()
                answer = packed((RESULT, function(items)))
            except QctError as error:
                answer = packed((REPORTED, (type(error), error.message, error.code, error.hint)))
            except Exception as error:
                # The message of the fault may quote an item, so it stays here.
                answer = packed((FAULT, (type(error).__name__, place_of(error))))
            send(answers, answer)
