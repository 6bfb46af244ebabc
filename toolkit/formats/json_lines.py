"""JSON Lines: records, and problems with their lines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from toolkit.errors import nearest
from toolkit.formats.problems import Problem, Severity, choices, did_you_mean
from toolkit.i18n import _


class _RepeatedKeyError(ValueError):
    pass


@dataclass(frozen=True, slots=True)
class JsonLine:
    """The record in line `number`, counted from 1."""

    number: int
    values: Mapping[str, Any]


def read_lines(text: str, file: str, problems: list[Problem]) -> Iterator[JsonLine]:
    """The objects of a JSON Lines text; a line without an object is added to `problems`."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line, object_pairs_hook=_object, parse_constant=_refuse_constant)
        except _RepeatedKeyError as error:
            problems.append(
                _error(
                    file, number, "repeated-key", _("{error} is given twice").format(error=error)
                )
            )
        except (ValueError, RecursionError) as error:
            message = (
                _("not valid JSON at column {column}: {reason}").format(
                    column=error.colno, reason=error.msg
                )
                if isinstance(error, json.JSONDecodeError)
                else _("not valid JSON: {reason}").format(reason=_("not valid JSON"))
            )
            problems.append(_error(file, number, "bad-json", message))
        else:
            if isinstance(value, dict):
                yield JsonLine(number, value)
            else:
                problems.append(
                    _error(file, number, "not-an-object", _("each line must be one JSON object"))
                )


class Fields:
    """The typed fields of a line; errors are added to `problems`."""

    def __init__(
        self, line: JsonLine, file: str, known: tuple[str, ...], problems: list[Problem]
    ) -> None:
        self._line = line
        self._file = file
        self._known = known
        self._problems = problems

    def report(self, code: str, message: str) -> None:
        """Add a problem of this line."""
        self._problems.append(_error(self._file, self._line.number, code, message))

    def text(self, key: str, *, needed: bool = False, default: str = "") -> str:
        """A text; `default` where the field is absent, with a problem where it is `needed`."""
        value = self._line.values.get(key)
        if value is None:
            if needed:
                self._missing(key)
            return default
        if not isinstance(value, str):
            self.report("not-text", _("{key} must be text").format(key=key))
            return default
        if needed and not value.strip():
            self.report("empty-value", _("{key} is empty").format(key=key))
        return value

    def offset(self, key: str) -> int:
        """An offset in code points, 0 or more; -1 with a problem where the field is no offset."""
        value = self._line.values.get(key)
        if value is None:
            self._missing(key)
        elif isinstance(value, bool) or not isinstance(value, int):
            self.report(
                "not-a-number", _("{key} must be a whole number of characters").format(key=key)
            )
        elif value < 0:
            self.report(
                "bad-span", _("{key} must be 0 or more, is {value}").format(key=key, value=value)
            )
        else:
            return value
        return -1

    def span(self) -> tuple[int, int]:
        """The fields `start` and `end` in code points; -1 for each that is no offset."""
        start, end = self.offset("start"), self.offset("end")
        if start >= 0 and 0 <= end <= start:
            self.report(
                "bad-span",
                _("a span needs start < end, got {start}:{end}").format(start=start, end=end),
            )
        return start, end

    def choice(self, key: str, valid: tuple[str, ...]) -> str:
        """A text out of `valid`; empty where the field is absent."""
        value = self.text(key)
        if value and value not in valid:
            self.report(
                f"unknown-{key}",
                _("unknown {key} {value!r}; {choices}").format(
                    key=key, value=value, choices=choices(value, valid)
                ),
            )
            return ""
        return value

    def moment(self, key: str) -> str:
        """A date and time by ISO 8601; empty where the field is absent."""
        value = self.text(key)
        if value:
            try:
                datetime.fromisoformat(value)
            except ValueError:
                self.report(
                    "bad-time",
                    _("{key} must be a time such as 2021-05-12T09:30:00Z").format(key=key),
                )
                return ""
        return value

    def _missing(self, key: str) -> None:
        others = [name for name in self._line.values if name not in self._known]
        near = nearest(key, others, most=2)
        message = (
            _("{key} is missing; {suggestion}").format(key=key, suggestion=did_you_mean(near))
            if near
            else _("{key} is missing").format(key=key)
        )
        self.report("missing-field", message)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for key, value in pairs:
        if key in fields:
            raise _RepeatedKeyError(repr(key))
        fields[key] = value
    return fields


def _refuse_constant(name: str) -> object:
    raise ValueError(name)


def _error(file: str, line: int, code: str, message: str) -> Problem:
    return Problem(file, line, Severity.ERROR, code, message)
