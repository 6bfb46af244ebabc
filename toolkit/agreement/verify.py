"""Recompute worked examples and say where they hold.

An example is a dictionary in the schema `icr-fixture/1`: kind, source, data, and a list
of expected coefficients with parameters, value and absolute tolerance.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.agreement.verify_kinds import KINDS, Value
from toolkit.errors import InputError

SCHEMA = "icr-fixture/1"
PUBLISHED = Path(__file__).with_name("published.json")


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
    except (AttributeError, KeyError, TypeError) as error:
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
        except (AttributeError, IndexError, KeyError, TypeError) as error:
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
    """
    rows: list[VerifyRow] = []
    for path in files or [PUBLISHED]:
        try:
            found = json.loads(path.read_text("utf-8"))
            for fixture in found if isinstance(found, list) else [found]:
                rows += verify_fixture(fixture)
        except (OSError, ValueError) as error:
            raise InputError(
                f"{path} is no worked example: {error}",
                code="bad-example",
                hint="The format is the schema icr-fixture/1: see docs/agreement.md.",
            ) from error
    return rows


def _check(fixture: Mapping[str, Any]) -> None:
    if not isinstance(fixture, Mapping):
        raise ValueError(f"an example is an object, not {type(fixture).__name__}")
    if fixture.get("schema") != SCHEMA:
        raise ValueError(f"schema {fixture.get('schema')!r} is not {SCHEMA!r}")
    for part in ("kind", "source", "data", "expect"):
        if part not in fixture:
            raise ValueError(f"the example has no {part!r}")
    if fixture["kind"] not in KINDS:
        raise ValueError(f"unknown kind {fixture['kind']!r}; known: {', '.join(KINDS)}")
    for expect in fixture["expect"]:
        missing = {"coefficient", "value", "tolerance"} - expect.keys()
        if missing:
            raise ValueError(f"an expectation has no {', '.join(sorted(missing))}")


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
