"""What is wrong with a file that people write by hand: every problem with its line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from toolkit.errors import InputError, shorten


class Severity(StrEnum):
    ERROR = "error"
    """The file cannot be taken as it is."""
    WARNING = "warning"
    """It can, but somebody should look."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong in one line of a file."""

    file: str
    line: int
    """From 1; 0 where it concerns the file as a whole."""
    severity: Severity
    code: str
    """Stable and greppable, e.g. `unknown-key`."""
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.severity.value}: {self.message}"


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that keep the file from being taken."""
    return [problem for problem in problems if problem.severity is Severity.ERROR]


def refuse(problems: Sequence[Problem], *, hint: str = "") -> None:
    """Raise one `InputError` for the errors among `problems`, naming the first."""
    found = errors(problems)
    if not found:
        return
    first = found[0]
    place = f"{first.file}:{first.line}" if first.line else first.file
    others = f" ({len(found) - 1} more)" if len(found) > 1 else ""
    raise InputError(f"{place}: {first.message}{others}", code=first.code, hint=hint)


def choices(given: str, valid: Iterable[str]) -> str:
    """The nearest valid spelling of `given`, or all of them, as the end of a message."""
    listed = list(valid)
    near = get_close_matches(given, listed, n=2, cutoff=0.6)
    if near:
        return f"did you mean {' or '.join(near)}?"
    return f"valid: {shorten(listed)}" if listed else "there is none"
