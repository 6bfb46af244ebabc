"""Searching texts, one or all, for words or for a regular expression."""

from __future__ import annotations

import subprocess
import sys
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import IO

from toolkit.domain.spans import Span
from toolkit.domain.transcript import Turn
from toolkit.errors import CheckFailed, QctError, UsageError
from toolkit.text.search import NO_MATCHES, Haystack, Matches, folded_pattern

SOURCES_AT_ONCE = 20
"""Sources read by one statement, so that matches in the first are told before all is read."""
SECONDS = 2.0
"""How long a regular expression may take in one text."""
_START_SECONDS = 10.0
_CHILD = Path(__file__).with_name("regex_worker.py")
AROUND = 40
"""Code points of context on either side of a match."""


class Searcher:
    """Finds one thing in any number of texts. Use it in a `with` block."""

    def find(self, haystack: Haystack) -> Matches:
        raise NotImplementedError

    def stop(self) -> None:
        """Give up, from any thread: a `find` under way raises `CheckFailed` at once."""

    def close(self) -> None:
        """Free what it holds."""

    def __enter__(self) -> Searcher:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class Words(Searcher):
    """Looks for words as a reader means them."""

    def __init__(self, words: str) -> None:
        self._words = words

    def find(self, haystack: Haystack) -> Matches:
        return haystack.find(self._words)


class Regex(Searcher):
    """Looks for a regular expression, in a process that is ended when it takes too long.

    Case, accents and width do not count; `^` and `$` are the ends of lines.
    """

    def __init__(self, pattern: str, *, seconds: float = SECONDS) -> None:
        """Raises `UsageError`, saying where, for what is no regular expression."""
        self._seconds = seconds
        self._late = self._stopped = False
        self._empty = not pattern
        try:
            # Isolated and without site-packages: it starts in a hundredth of a second.
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", str(_CHILD)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise UsageError(
                f"a regular expression cannot be searched for: {error.strerror}",
                code="regex-unavailable",
                hint="Words can be searched for all the same.",
            ) from error
        try:
            wrong = self._ask(folded_pattern(pattern), _START_SECONDS).decode()
        except QctError:
            self.close()
            raise
        if wrong:
            self.close()
            raise UsageError(
                f"this is no regular expression: {wrong}",
                code="regex-syntax",
                hint="A backslash takes their meaning from . ^ $ * + ? { } [ ] \\ | ( and ).",
            )

    def find(self, haystack: Haystack) -> Matches:
        """Its matches in a text, none of them empty. Raises `UsageError` when it is too slow."""
        if self._empty:
            return NO_MATCHES
        found = array("q")
        found.frombytes(self._ask(haystack.folded, self._seconds))
        half = len(found) // 2
        return haystack.matches(array("l", found[:half]), array("l", found[half:]))

    def stop(self) -> None:
        self._stopped = True
        self._process.kill()

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def _ask(self, text: str, seconds: float) -> bytes:
        timer = Timer(seconds, self._end_late)
        timer.daemon = True
        timer.start()
        try:
            return self._exchange(text.encode("utf-8", "surrogatepass"))
        finally:
            timer.cancel()

    def _end_late(self) -> None:
        self._late = True
        self._process.kill()

    def _exchange(self, message: bytes) -> bytes:
        wants, gives = self._process.stdin, self._process.stdout
        assert wants is not None
        assert gives is not None
        try:
            wants.write(len(message).to_bytes(8, "little") + message)
            wants.flush()
            return _whole(gives, int.from_bytes(_whole(gives, 8), "little"))
        except (OSError, EOFError):
            raise self._why_it_ended() from None

    def _why_it_ended(self) -> QctError:
        if self._stopped:
            return CheckFailed("the search was given up", code="search-stopped")
        why = f"more than {self._seconds:g} s" if self._late else "more memory than there is"
        return UsageError(
            f"this regular expression takes {why} in one text; it was stopped",
            code="regex-too-much",
            hint="Repetition inside repetition, as in (a+)+, is the usual cause.",
        )


def _whole(pipe: IO[bytes], size: int) -> bytes:
    found = pipe.read(size)
    if len(found) < size:
        raise EOFError
    return found


@dataclass(frozen=True, slots=True)
class SourceMatches:
    """What was found in one source."""

    source_id: str
    text: str
    turns: Sequence[Turn]
    matches: Matches

    def context(self, span: Span) -> tuple[str, str, str]:
        """What stands before a match in its line, the match, and what stands after it."""
        first = self.text[max(span.start - AROUND, 0) : span.start].rpartition("\n")[2]
        last = self.text[span.end : span.end + AROUND].partition("\n")[0]
        return first.lstrip(), _line(self.text[span.start : span.end]), last.rstrip()

    def turn_of(self, span: Span) -> Turn | None:
        at = bisect_right(self.turns, span.start, key=lambda turn: turn.span.start) - 1
        return self.turns[at] if at >= 0 else None


def _line(text: str) -> str:
    return "".join(" " if char.isspace() else char for char in text)
