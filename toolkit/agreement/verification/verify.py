"""Recompute worked examples and say where they hold.

An example is a dictionary in the schema `icr-fixture/1`: kind, source, data, and a list
of expected coefficients with parameters, value and absolute tolerance.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.agreement.verification.kinds import KINDS, Value
from toolkit.errors import InputError

SCHEMA = "icr-fixture/1"
PUBLISHED = Path(__file__).with_name("published.json")
MOST = {"categories": 10_000, "resamples": 1_000_000, "stretch": 1_000_000, "n_t": 1_000}
"""Largest numbers taken from an example: more would only use up time and memory."""
_NOT_SUCH_DATA = (
    AttributeError,
    IndexError,
    KeyError,
    MemoryError,
    OverflowError,
    RecursionError,
    TypeError,
    ZeroDivisionError,
)


@dataclass(frozen=True, slots=True)
class VerifyRow:
    """One expected value and what is computed here."""

    source: str
    coefficient: str
    params: Mapping[str, Any]
    expected: Value
    computed: Value
    tolerance: float
    holds: bool


def verify_fixture(fixture: Mapping[str, Any]) -> list[VerifyRow]:
    """Compute every expectation of an example.

    An expected None holds when the value is undefined here too. The two limits of an
    interval are compared one by one.

    Raises
    ------
    ValueError
        Another schema, an unknown kind or coefficient, or a part that is missing.

    Examples
    --------
    >>> rows = verify_fixture({
    ...     "schema": "icr-fixture/1", "kind": "holsti", "source": "Holsti 1969",
    ...     "data": {"agreed_decisions": 18, "n1": 24, "n2": 21},
    ...     "expect": [{"coefficient": "holsti", "params": {}, "value": 0.8, "tolerance": 0}],
    ... })
    >>> rows[0].computed, rows[0].holds
    (0.8, True)
    """
    _check(fixture)
    prepare, known = KINDS[fixture["kind"]]
    try:
        data = prepare(fixture["data"])
    except _NOT_SUCH_DATA as error:
        raise ValueError(f"the data are not those of kind {fixture['kind']}: {error!r}") from error
    rows = []
    for expect in fixture["expect"]:
        name, params = expect["coefficient"], expect.get("params") or {}
        if name not in known:
            raise ValueError(
                f"unknown coefficient {name!r} for {fixture['kind']}; known: {', '.join(known)}"
            )
        expected = _plain(expect["value"])
        try:
            computed = known[name](data, params)
        except _NOT_SUCH_DATA as error:
            raise ValueError(f"{name} cannot be computed with {dict(params)}: {error!r}") from error
        holds = _holds(expected, computed, expect["tolerance"])
        rows.append(
            VerifyRow(
                fixture["source"], name, params, expected, computed, expect["tolerance"], holds
            )
        )
    return rows


def verify_files(files: Sequence[Path] | None = None) -> list[VerifyRow]:
    """Compute every expectation of the examples in files, or of the published ones shipped here.

    A file holds one example or a list of them.

    Raises
    ------
    InputError
        A file that cannot be read, is not JSON, or holds no example; it names the file.

    Examples
    --------
    >>> rows = verify_files()
    >>> len(rows), all(row.holds for row in rows)
    (123, True)
    """
    rows: list[VerifyRow] = []
    for path in files or [PUBLISHED]:
        try:
            found = json.loads(path.read_text("utf-8"))
            for fixture in found if isinstance(found, list) else [found]:
                rows += verify_fixture(fixture)
        except (OSError, ValueError, RecursionError) as error:
            raise InputError(
                f"{path} is no worked example: {_why(error)}",
                code="bad-example",
                hint="The format is the schema icr-fixture/1: see docs/agreement.md.",
            ) from error
    return rows


def _check(fixture: Any) -> None:
    if not isinstance(fixture, Mapping):
        raise ValueError(f"an example is an object, not {type(fixture).__name__}")
    if fixture.get("schema") != SCHEMA:
        raise ValueError(f"schema {fixture.get('schema')!r} is not {SCHEMA!r}")
    for part in ("kind", "source", "data", "expect"):
        if part not in fixture:
            raise ValueError(f"the example has no {part!r}")
    for part in ("kind", "source"):
        if not isinstance(fixture[part], str):
            raise ValueError(f"the {part} is {_type(fixture[part])}, not text")
    if fixture["kind"] not in KINDS:
        raise ValueError(f"unknown kind {fixture['kind']!r}; known: {', '.join(KINDS)}")
    if isinstance(fixture["data"], Mapping):
        _check_size(fixture["data"])
    if not isinstance(fixture["expect"], list):
        raise ValueError(f"expect is {_type(fixture['expect'])}, not a list")
    for expect in fixture["expect"]:
        _check_expectation(expect)


def _check_expectation(expect: Any) -> None:
    if not isinstance(expect, Mapping):
        raise ValueError(f"an expectation is an object, not {_type(expect)}")
    missing = {"coefficient", "value", "tolerance"} - expect.keys()
    if missing:
        raise ValueError(f"an expectation has no {', '.join(sorted(missing))}")
    name = expect["coefficient"]
    if not isinstance(name, str):
        raise ValueError(f"a coefficient is named by text, not {_type(name)}")
    params = expect.get("params")
    if params is not None and not isinstance(params, Mapping):
        raise ValueError(f"the params of {name} are {_type(params)}, not an object")
    _check_size(params or {})
    tolerance = expect["tolerance"]
    if not _is_number(tolerance) or tolerance < 0:
        raise ValueError(f"the tolerance of {name} is {tolerance!r}, not a number of 0 or more")
    value = expect["value"]
    values = value if isinstance(value, list) else [value]
    wrong = [one for one in values if one is not None and not _is_number(one)]
    if wrong:
        raise ValueError(f"the value of {name} is {wrong[0]!r}, not a number, limits or null")


def _check_size(part: Mapping[str, Any]) -> None:
    for name, most in MOST.items():
        if _is_number(part.get(name)) and part[name] > most:
            raise ValueError(f"{name} is {part[name]}; at most {most} are computed")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _type(value: Any) -> str:
    return "null" if value is None else type(value).__name__


def _why(error: Exception) -> str:
    """What is wrong with a file, without the path that a system's message repeats."""
    if isinstance(error, OSError):
        return (error.strerror or type(error).__name__).lower()
    if isinstance(error, json.JSONDecodeError):
        return f"it is not JSON, or is cut off: {error}"
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8 text"
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return str(error)


def _plain(value: Any) -> Value:
    return tuple(value) if isinstance(value, Sequence) else value


def _holds(expected: Value, computed: Value, tolerance: float) -> bool:
    if expected is None or computed is None:
        return expected is None and computed is None
    if isinstance(expected, tuple) or isinstance(computed, tuple):
        if not (isinstance(expected, tuple) and isinstance(computed, tuple)):
            return False
        pairs = zip(expected, computed, strict=False)
        return len(expected) == len(computed) and all(
            _holds(one, other, tolerance) for one, other in pairs
        )
    return abs(expected - computed) <= tolerance
