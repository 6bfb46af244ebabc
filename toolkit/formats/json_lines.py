"""JSON Lines as records whose problems have a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from toolkit.formats.problems import Problem, Severity, choices


class _RepeatedKeyError(ValueError):
    pass


@dataclass(frozen=True, slots=True)
class Line:
    """One record, as read from line `number` (from 1)."""

    number: int
    values: Mapping[str, Any]


def read_lines(text: str, file: str, problems: list[Problem]) -> Iterator[Line]:
    """The objects of a JSON Lines text; what is none is added to `problems`."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line, object_pairs_hook=_object, parse_constant=_refuse_constant)
        except _RepeatedKeyError as error:
            problems.append(_error(file, number, "repeated-key", f"{error} is given twice"))
        except (ValueError, RecursionError) as error:
            reason = error.msg if isinstance(error, json.JSONDecodeError) else "not valid JSON"
            at = f" at column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
            problems.append(_error(file, number, "bad-json", f"not valid JSON{at}: {reason}"))
        else:
            if isinstance(value, dict):
                yield Line(number, value)
            else:
                problems.append(
                    _error(file, number, "not-an-object", "each line must be one JSON object")
                )


class Fields:
    """The typed fields of one line; what is wrong goes to `problems`."""

    def __init__(self, line: Line, file: str, known: tuple[str, ...], found: list[Problem]) -> None:
        self._line = line
        self._file = file
        self._known = known
        self._problems = found

    def report(self, code: str, message: str) -> None:
        self._problems.append(_error(self._file, self._line.number, code, message))

    def text(self, key: str, *, needed: bool = False, default: str = "") -> str:
        value = self._line.values.get(key)
        if value is None:
            if needed:
                self._missing(key)
            return default
        if not isinstance(value, str):
            self.report("not-text", f"{key} must be text")
            return default
        if needed and not value.strip():
            self.report("empty-value", f"{key} is empty")
        return value

    def offset(self, key: str) -> int:
        """A code point offset, 0 or more; -1 with a problem where there is none."""
        value = self._line.values.get(key)
        if value is None:
            self._missing(key)
        elif isinstance(value, bool) or not isinstance(value, int):
            self.report("not-a-number", f"{key} must be a whole number of characters")
        elif value < 0:
            self.report("bad-span", f"{key} must be 0 or more, is {value}")
        else:
            return value
        return -1

    def span(self) -> tuple[int, int]:
        start, end = self.offset("start"), self.offset("end")
        if start >= 0 and 0 <= end <= start:
            self.report("bad-span", f"a span needs start < end, got {start}:{end}")
        return start, end

    def choice(self, key: str, valid: tuple[str, ...]) -> str:
        """One of `valid`, or "" where the field is not there."""
        value = self.text(key)
        if value and value not in valid:
            self.report(f"unknown-{key}", f"unknown {key} {value!r}; {choices(value, valid)}")
            return ""
        return value

    def moment(self, key: str) -> str:
        """A date and time by ISO 8601, or ""."""
        value = self.text(key)
        if value:
            try:
                datetime.fromisoformat(value)
            except ValueError:
                self.report("bad-time", f"{key} must be a time such as 2021-05-12T09:30:00Z")
                return ""
        return value

    def _missing(self, key: str) -> None:
        others = [name for name in self._line.values if name not in self._known]
        near = choices(key, others) if others else ""
        hint = f"; {near}" if near.startswith("did you mean") else ""
        self.report("missing-field", f"{key} is missing{hint}")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _RepeatedKeyError(repr(key))
        found[key] = value
    return found


def _refuse_constant(name: str) -> object:
    raise ValueError(name)


def _error(file: str, line: int, code: str, message: str) -> Problem:
    return Problem(file, line, Severity.ERROR, code, message)
