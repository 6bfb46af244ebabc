"""Problems of a file that people write by hand, each with its line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from toolkit.errors import InputError, nearest, shorten
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Severity(StrEnum):
    """Whether a problem keeps a file from being imported."""

    ERROR = "error"
    """The file cannot be imported as it is."""
    WARNING = "warning"
    """The file can be imported, but somebody should look at it."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A problem in a line of a file."""

    file: str
    line: int
    """Number of the line from 1; 0 for the file as a whole."""
    severity: Severity
    code: str
    """Stable name of the kind of problem, for example `unknown-key`."""
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.severity.value}: {self.message}"


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that keep the file from being imported."""
    return [problem for problem in problems if problem.severity is Severity.ERROR]


def refuse(problems: Sequence[Problem], *, hint: str = "") -> None:
    """Raise one `InputError` for the errors among `problems`, naming the first."""
    serious = errors(problems)
    if not serious:
        return
    first = serious[0]
    place = f"{first.file}:{first.line}" if first.line else first.file
    text = f"{place}: {first.message}"
    if len(serious) > 1:
        text = _("{problem} ({count} more)").format(problem=text, count=len(serious) - 1)
    raise InputError(text, code=first.code, hint=hint)


def choices(given: str, valid: Iterable[str]) -> str:
    """The end of a message: the valid words nearest to `given`, else all valid words."""
    listed = list(valid)
    near = nearest(given, listed, most=2)
    if near:
        return did_you_mean(near)
    return _("valid: {names}").format(names=shorten(listed)) if listed else _("there is none")


def did_you_mean(names: Iterable[str]) -> str:
    """The question whether one of these words was meant."""
    return _("did you mean {names}?").format(names=_(" or ").join(names))
