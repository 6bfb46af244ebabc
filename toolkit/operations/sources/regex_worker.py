"""Regular expressions in a process of their own, which can be ended when one never ends.

Run as a program with nothing but the standard library. Everything goes through pipes: each
message is eight bytes of length and that much UTF-8. It reads the expression, answers with
the error in it or with nothing, and then answers each text with the starts and ends of its
matches, as two arrays of 64-bit numbers one after the other.
"""

from __future__ import annotations

import re
import sys
from array import array

MEMORY = 1 << 30
"""Bytes that the process may take."""


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _read() -> str | None:
    source = sys.stdin.buffer
    head = source.read(8)
    if len(head) < 8:
        return None
    return source.read(int.from_bytes(head, "little")).decode("utf-8", "surrogatepass")


def _write(answer: bytes) -> None:
    sys.stdout.buffer.write(len(answer).to_bytes(8, "little") + answer)
    sys.stdout.buffer.flush()


def main() -> None:
    _limit_memory()
    try:
        expression = re.compile(_read() or "", re.IGNORECASE | re.MULTILINE)
    except re.error as error:
        at = "" if error.pos is None else f" at character {error.pos + 1}"
        _write(f"{error.msg}{at}".encode())
        return
    except (RecursionError, OverflowError, MemoryError):
        _write(b"it is too large")
        return
    _write(b"")
    while (text := _read()) is not None:
        starts, ends = array("q"), array("q")
        for match in expression.finditer(text):
            if match.end() > match.start():
                starts.append(match.start())
                ends.append(match.end())
        _write(starts.tobytes() + ends.tobytes())


if __name__ == "__main__":
    main()
