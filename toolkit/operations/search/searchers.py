"""Searching texts, one or all, for words or for a regular expression."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

from toolkit.domain.transcript import Turn
from toolkit.errors import CheckFailed, UsageError
from toolkit.i18n import _
from toolkit.text.search import NO_MATCHES, Haystack, Matches, folded_pattern

if TYPE_CHECKING:
    from types import TracebackType

    import regex

    from toolkit.domain.spans import Span

SECONDS = 2.0
"""How long a regular expression may take in one text, in seconds of CPU time."""
MOST_COPIES = 100_000
"""How often the parts of an expression may be repeated by numbers in braces, multiplied."""
Places = tuple["array[int]", "array[int]"]
"""Where matches start, and where each ends."""
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
    """Looks for a regular expression, and gives up when that takes too long.

    Case, accents and width do not count; `^` and `$` are the ends of lines. The matching runs
    in a thread of its own, without Python's lock: whoever waits for it can be told to stop at
    once, and the matching itself ends after `seconds` of CPU time. Measured on the example study
    against a child process with `re`, which this replaced: 25 ms once for the import of `regex`
    in place of 75 to 250 ms for each new search; the same matches; most repetitions inside
    repetitions that never end in `re` end at once.
    """

    def __init__(self, pattern: str, *, seconds: float = SECONDS) -> None:
        """Raises `UsageError`, saying where, for what is no regular expression."""
        self._seconds = seconds
        self._stopped = False
        self._answers: SimpleQueue[Places | None] | None = None
        self._expression = _compiled(folded_pattern(pattern)) if pattern else None

    def find(self, haystack: Haystack) -> Matches:
        """Its matches in a text, none of them empty. Raises `UsageError` when it is too slow."""
        if self._expression is None:
            return NO_MATCHES
        answers = self._answers = SimpleQueue()
        if self._stopped:
            raise _given_up()
        Thread(
            target=self._match, args=(haystack.folded, answers), name="regex", daemon=True
        ).start()
        places = answers.get()
        if self._stopped:
            raise _given_up()
        if places is None:
            raise self._too_much()
        return haystack.matches(*places)

    def stop(self) -> None:
        self._stopped = True
        if self._answers is not None:
            self._answers.put(None)

    def _match(self, text: str, answers: SimpleQueue[Places | None]) -> None:
        assert self._expression is not None
        starts, ends = array("l"), array("l")
        answer: Places | None = None
        try:
            for match in self._expression.finditer(text, concurrent=True, timeout=self._seconds):
                if match.end() > match.start():
                    starts.append(match.start())
                    ends.append(match.end())
                if self._stopped:
                    return
            answer = starts, ends
        except (TimeoutError, MemoryError):
            pass
        finally:
            answers.put(answer)

    def _too_much(self) -> UsageError:
        return UsageError(
            _(
                "this regular expression takes more than {seconds:g} s in one text; it was stopped"
            ).format(seconds=self._seconds),
            code="regex-too-much",
            hint=_("Repetition inside repetition, as in (a+)+, is the usual cause."),
        )


def _given_up() -> CheckFailed:
    return CheckFailed(_("the search was given up"), code="search-stopped")


def _compiled(pattern: str) -> regex.Pattern[str]:
    import regex

    flags = regex.IGNORECASE | regex.MULTILINE
    wrong = _("it is too large")
    # A repeated part is copied when it is compiled, so a million copies fill the memory.
    if prod(max(int(times), 1) for times in re.findall(r"\{(\d{1,9})", pattern)) <= MOST_COPIES:
        try:
            return regex.compile(pattern, flags)
        except regex.error as error:
            wrong = _told(pattern, error)
        except (RecursionError, OverflowError, MemoryError):
            pass
    raise UsageError(
        _("this is no regular expression: {wrong}").format(wrong=wrong),
        code="regex-syntax",
        hint=_("A backslash takes their meaning from . ^ $ * + ? { } [ ] \\ | ( and )."),
    )


def _told(pattern: str, error: regex.error) -> str:
    """What is wrong, and where, in the words of `re`: it names the place where a part begins."""
    try:
        re.compile(pattern)
    except re.error as own:
        return (
            own.msg
            if own.pos is None
            else _("{problem} at character {place}").format(problem=own.msg, place=own.pos + 1)
        )
    except (RecursionError, OverflowError, MemoryError):
        pass
    return str(error).partition(" at position ")[0]


@dataclass(frozen=True, slots=True)
class SourceMatches:
    """What was found in one source."""

    source_id: str
    text: str
    turns: Sequence[Turn]
    matches: Matches
    unread: tuple[str, ...] = ()
    """Languages of the source without an analyser, in a search by lemma."""

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
