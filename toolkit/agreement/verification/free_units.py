"""Worked examples with units that are placed freely: gamma, and its best alignment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from toolkit.agreement.gamma.gamma import GammaResult, gamma_agreement
from toolkit.agreement.spans import CodedSpan

if TYPE_CHECKING:
    from toolkit.agreement.verification.values import Compute, Params, Value

TEXT = "text"
SAMPLES = 200
"""How many random texts are drawn where an example does not say."""
ALIGNMENT = "gamma_best_alignment"
"""The coefficient whose value is a list: the units of each unitary alignment, one entry for
each coder in the order of their names, `[start, end, category]` or null."""


@dataclass(frozen=True)
class FreeUnits:
    """The units of an example, and the results by the settings that were asked for."""

    spans: Sequence[CodedSpan]
    coders: list[str]
    params: Mapping[str, Any]
    results: dict[tuple[Any, ...], GammaResult] = field(default_factory=dict)

    def result(self, params: Params) -> GammaResult:
        """Return gamma with the settings of the example and those of an expected value."""
        stated = {**self.params, **params}
        options = {
            "alpha": stated["alpha"],
            "beta": stated["beta"],
            "delta": stated["deltaEmpty"],
            "samples": stated.get("samples", SAMPLES),
            "seed": stated.get("seed", 0),
        }
        options |= {name: stated[name] for name in ("sampler", "rule") if name in stated}
        key = tuple(options.items())
        if key not in self.results:
            self.results[key] = gamma_agreement(self.spans, self.coders, **options)
        return self.results[key]


def read_free_units(data: Mapping[str, Any]) -> FreeUnits:
    """Return the units of an example."""
    spans = [
        CodedSpan(TEXT, unit["annotator"], str(unit["category"]), unit["start"], unit["end"])
        for unit in data["continuum"]
    ]
    return FreeUnits(spans, sorted({span.coder for span in spans}), data["params"])


def _alignment(units: FreeUnits, params: Params) -> Value:
    rows = [
        tuple(None if span is None else (span.start, span.end, span.code) for span in row)
        for row in units.result(params).aligned
    ]
    return ordered(rows)


def ordered(rows: Sequence[Any]) -> tuple[Any, ...]:
    """Return unitary alignments in one order, as tuples, with categories as text.

    Raises
    ------
    TypeError, ValueError
        They are no list of lists of units.
    """
    plain = [tuple(None if unit is None else _unit(*unit) for unit in unitary) for unitary in rows]
    return tuple(sorted(plain, key=lambda row: [unit or (-1, -1, "") for unit in row]))


def _unit(start: float, end: float, category: object) -> tuple[float, float, str]:
    return start, end, str(category)


GAMMA: dict[str, Compute] = {
    "gamma": lambda units, params: units.result(params).gamma.value,
    "gamma_cat": lambda units, params: units.result(params).gamma_cat.value,
    "gamma_k": lambda units, params: units.result(params).gamma_k[str(params["category"])].value,
    "gamma_best_alignment_disorder": lambda units, params: units.result(params).observed,
    "gamma_unitary_alignments": lambda units, params: float(len(units.result(params).aligned)),
    ALIGNMENT: _alignment,
}
"""The coefficients of examples of the kind `gamma`, by name."""
