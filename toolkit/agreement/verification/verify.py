"""Verification of worked examples: expected values are computed again and compared.

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

from toolkit.agreement.verification.free_units import ALIGNMENT, ordered
from toolkit.agreement.verification.kinds import KINDS
from toolkit.agreement.verification.values import Value
from toolkit.errors import InputError
from toolkit.i18n import _
from toolkit.regular_files import read_regular

SCHEMA = "icr-fixture/1"
PUBLISHED = Path(__file__).with_name("published.json")
LIMITS = {
    "categories": 10_000,
    "resamples": 1_000_000,
    "samples": 10_000,
    "stretch": 1_000_000,
    "n_t": 1_000,
}
"""The largest numbers that an example may hold; larger ones would use up time and memory."""
UNKNOWN = _("unknown coefficient")
"""What stands in the place of the computed value for a coefficient that is not known."""
_BAD_DATA = (
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
    """An expected value and the value that is computed here."""

    source: str
    coefficient: str
    params: Mapping[str, Any]
    expected: Value
    computed: Value | str
    """What is computed here, or `UNKNOWN`."""
    tolerance: float
    holds: bool
    """Whether the two differ by the tolerance at most; never for an unknown coefficient."""


def verify_fixture(fixture: Mapping[str, Any]) -> list[VerifyRow]:
    """Compute every expected value of an example.

    An expected None holds where the value is undefined here too. The two limits of an
    interval are each compared. A coefficient that is not known for the kind gets a row that
    says so and does not hold, and the others are computed.

    Raises
    ------
    ValueError
        The schema is another one, the kind is unknown, or a part is missing.

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
    except _BAD_DATA as error:
        message = _("the data are not those of kind {kind}: {error}")
        raise ValueError(message.format(kind=fixture["kind"], error=repr(error))) from error
    rows = []
    for expect in fixture["expect"]:
        name, params = expect["coefficient"], expect.get("params") or {}
        expected: Value = _plain(expect["value"])
        computed: Value | str = UNKNOWN
        holds = False
        if name in known:
            _check_value(name, expect["value"])
            try:
                if name == ALIGNMENT:
                    expected = ordered(expect["value"] or ())
                value = known[name](data, params)
            except _BAD_DATA as error:
                message = _("{name} cannot be computed with {params}: {error}")
                raise ValueError(
                    message.format(name=name, params=dict(params), error=repr(error))
                ) from error
            computed, holds = value, _holds(expected, value, expect["tolerance"])
        rows.append(
            VerifyRow(
                fixture["source"], name, params, expected, computed, expect["tolerance"], holds
            )
        )
    return rows


def known_coefficients() -> list[str]:
    """Return the names of all coefficients that an example can expect, of whatever kind."""
    return sorted({name for _, known in KINDS.values() for name in known})


def verify_files(files: Sequence[Path] | None = None) -> list[VerifyRow]:
    """Compute every expected value of the examples in files, or of the published ones here.

    A file holds one example or a list of them.

    Raises
    ------
    InputError
        A file cannot be read, is not JSON, or holds no example; the error names the file.

    Examples
    --------
    >>> import json, tempfile
    >>> from pathlib import Path
    >>> example = {
    ...     "schema": "icr-fixture/1", "kind": "holsti", "source": "Holsti 1969",
    ...     "data": {"agreed_decisions": 18, "n1": 24, "n2": 21},
    ...     "expect": [{"coefficient": "holsti", "params": {}, "value": 0.8, "tolerance": 0}],
    ... }
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "holsti.json")
    ...     _ = file.write_text(json.dumps(example))
    ...     [row.holds for row in verify_files([file])]
    [True]
    """
    rows: list[VerifyRow] = []
    for path in files or [PUBLISHED]:
        try:
            content = json.loads(read_regular(path))
            for fixture in content if isinstance(content, list) else [content]:
                rows += verify_fixture(fixture)
        except (OSError, ValueError, RecursionError) as error:
            raise InputError(
                _("{path} is no worked example: {reason}").format(path=path, reason=_reason(error)),
                code="bad-example",
                hint=_("The format is the schema icr-fixture/1: see docs/agreement.md."),
            ) from error
    return rows


def _check(fixture: Any) -> None:
    """Refuse what is no example, with a message that says what is wrong."""
    if not isinstance(fixture, Mapping):
        raise ValueError(
            _("an example is an object, not {type}").format(type=type(fixture).__name__)
        )
    if fixture.get("schema") != SCHEMA:
        raise ValueError(
            _("schema {schema!r} is not {known!r}").format(
                schema=fixture.get("schema"), known=SCHEMA
            )
        )
    for part in ("kind", "source", "data", "expect"):
        if part not in fixture:
            raise ValueError(_("the example has no {part!r}").format(part=part))
    for part in ("kind", "source"):
        if not isinstance(fixture[part], str):
            raise ValueError(
                _("the {part} is {type}, not text").format(part=part, type=_type(fixture[part]))
            )
    if fixture["kind"] not in KINDS:
        raise ValueError(
            _("unknown kind {kind!r}; known: {known}").format(
                kind=fixture["kind"], known=", ".join(KINDS)
            )
        )
    if isinstance(fixture["data"], Mapping):
        _check_size(fixture["data"])
    if not isinstance(fixture["expect"], list):
        raise ValueError(_("expect is {type}, not a list").format(type=_type(fixture["expect"])))
    for expect in fixture["expect"]:
        _check_expectation(expect)


def _check_expectation(expect: Any) -> None:
    if not isinstance(expect, Mapping):
        raise ValueError(_("an expectation is an object, not {type}").format(type=_type(expect)))
    missing = {"coefficient", "value", "tolerance"} - expect.keys()
    if missing:
        raise ValueError(
            _("an expectation has no {parts}").format(parts=", ".join(sorted(missing)))
        )
    name = expect["coefficient"]
    if not isinstance(name, str):
        raise ValueError(_("a coefficient is named by text, not {type}").format(type=_type(name)))
    params = expect.get("params")
    if params is not None and not isinstance(params, Mapping):
        raise ValueError(
            _("the params of {name} are {type}, not an object").format(
                name=name, type=_type(params)
            )
        )
    _check_size(params or {})
    tolerance = expect["tolerance"]
    if not _is_number(tolerance) or tolerance < 0:
        raise ValueError(
            _("the tolerance of {name} is {tolerance!r}, not a number of 0 or more").format(
                name=name, tolerance=tolerance
            )
        )


def _check_value(name: str, value: Any) -> None:
    """Refuse an expected value that the coefficient cannot have."""
    if name == ALIGNMENT:
        return
    values = value if isinstance(value, list) else [value]
    wrong = [number for number in values if number is not None and not _is_number(number)]
    if wrong:
        raise ValueError(
            _("the value of {name} is {value!r}, not a number, limits or null").format(
                name=name, value=wrong[0]
            )
        )


def _check_size(part: Mapping[str, Any]) -> None:
    """Refuse numbers that would use up time and memory."""
    for name, limit in LIMITS.items():
        if _is_number(part.get(name)) and part[name] > limit:
            raise ValueError(
                _("{name} is {value}; at most {limit} are computed").format(
                    name=name, value=part[name], limit=limit
                )
            )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _type(value: Any) -> str:
    return "null" if value is None else type(value).__name__


def _reason(error: Exception) -> str:
    """Return what is wrong with a file, without the path that a message of the system repeats."""
    if isinstance(error, OSError):
        return (error.strerror or type(error).__name__).lower()
    if isinstance(error, json.JSONDecodeError):
        return _("it is not JSON, or is cut off: {error}").format(error=error)
    if isinstance(error, UnicodeDecodeError):
        return _("it is not UTF-8 text")
    if isinstance(error, RecursionError):
        return _("it is nested too deeply")
    return str(error)


def _plain(value: Any) -> Value:
    is_list = isinstance(value, Sequence) and not isinstance(value, str)
    return tuple(value) if is_list else value


def _holds(expected: Any, computed: Any, tolerance: float) -> bool:
    if isinstance(expected, str) or isinstance(computed, str):
        # The category of a unit.
        return bool(expected == computed)
    if expected is None or computed is None:
        return expected is None and computed is None
    if isinstance(expected, tuple) or isinstance(computed, tuple):
        if not (isinstance(expected, tuple) and isinstance(computed, tuple)):
            return False
        pairs = zip(expected, computed, strict=False)
        return len(expected) == len(computed) and all(
            _holds(limit, computed_limit, tolerance) for limit, computed_limit in pairs
        )
    return bool(abs(expected - computed) <= tolerance)
