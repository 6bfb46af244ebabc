"""What optional coefficients are computed from, and the functions that compute their cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.agreement.unitizing.unit_sums import UnitSums
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.agreement.coefficient import Coefficient
    from toolkit.agreement.spans import CodedSpan
    from toolkit.agreement.table.rows import AgreementRow
    from toolkit.operations.agreement.request import Scope

GAMMA_MAX_CODINGS = 300
"""For three or more coders gamma is exact only up to this mean number of codings a coder."""
MAXQDA_OVERLAP = 0.9
"""The share of two segments' union that must be common, which MAXQDA proposes."""


CODE, DOMAIN, POOLED = "code", "domain", "pooled"
"""Scopes of rows of the agreement table."""


@dataclass(frozen=True, slots=True)
class CoefficientCell:
    """The value of a coefficient in a row, or the reason why there is none.

    Without a value and a reason the coefficient is not made for the row.
    """

    value: float | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class MeasuredLayer:
    """The sums of a layer, or the reason why its codes are no layer."""

    sums: UnitSums | None = None
    reason: str | None = None


Compute = Callable[["Measurements", "AgreementRow"], Sequence[CoefficientCell]]
"""Computes the cells of a row, one for each column of the coefficient."""
MeasureLayer = Callable[["Measurements", "AgreementRow"], MeasuredLayer]


class Measurements:
    """What the coefficients of a scope are computed from; each layer is measured once."""

    def __init__(self, scope: Scope, members: Mapping[str, tuple[str, ...]], seed: int) -> None:
        """`members` has the codes of each domain; `seed` is that of gamma's random texts."""
        self.scope = scope
        self.members = members
        self.seed = seed
        self.tables = scope.tables()
        self.characters = self.tables if scope.unit == "character" else scope.characters()
        """The cover tables by characters, which NVivo counts whatever the unit is."""
        self._domain = {code: name for name, codes in members.items() for code in codes}
        self._layers: dict[tuple[tuple[str, ...], tuple[str, ...]], MeasuredLayer] = {}

    def codes_of(self, row: AgreementRow) -> tuple[str, ...]:
        """Return the codes that a row is about."""
        if row.scope == CODE:
            return (row.code,)
        return self.members[row.code] if row.scope == DOMAIN else self.scope.codes

    def layer_of_row(self, row: AgreementRow) -> MeasuredLayer:
        """Return the layer of the codes that a row is about."""
        return self._layer(row.coders, self.codes_of(row))

    def layer_around(self, row: AgreementRow) -> MeasuredLayer:
        """Return the layer of the domain that the code of a row belongs to."""
        domain = self._domain.get(row.code, "")
        return self._layer(row.coders, self.members.get(domain, (row.code,)))

    def layer_of_domains(self, row: AgreementRow) -> MeasuredLayer:
        """Return all domains as a layer, in which each domain is a code."""
        from toolkit.agreement.unitizing.domains import DOMAINS_OVERLAP, domain_sums
        from toolkit.agreement.unitizing.layers import OverlapError

        scope = self.scope
        try:
            return MeasuredLayer(domain_sums(scope.frames, scope.spans, row.coders, self.members))
        except OverlapError:
            return MeasuredLayer(reason=DOMAINS_OVERLAP)

    def _layer(self, coders: Sequence[str], codes: Sequence[str]) -> MeasuredLayer:
        from toolkit.agreement.unitizing.layers import OverlapError
        from toolkit.agreement.unitizing.unit_sums import unit_sums

        key = tuple(coders), tuple(codes)
        if key not in self._layers:
            scope = self.scope
            try:
                layer = MeasuredLayer(unit_sums(scope.frames, scope.spans, coders, codes))
            except OverlapError:
                layer = MeasuredLayer(
                    reason=_(
                        "codes of one layer overlap inside a coder: "
                        "`qct agree overlaps` lists where"
                    )
                )
            self._layers[key] = layer
        return self._layers[key]


def _cell(coefficient: Coefficient) -> CoefficientCell:
    return CoefficientCell(coefficient.value, coefficient.reason)


def of_layer(measure: MeasureLayer, *names: str, of_code: bool = False) -> Compute:
    """Return what computes coefficients of the unitizing family, by the names of functions."""

    def compute(measurements: Measurements, row: AgreementRow) -> Sequence[CoefficientCell]:
        from toolkit.agreement.unitizing import alpha_2016

        layer = measure(measurements, row)
        if layer.sums is None:
            return [CoefficientCell(reason=layer.reason)] * len(names)
        functions: list[Callable[..., Coefficient]] = [getattr(alpha_2016, name) for name in names]
        arguments = (layer.sums, row.code) if of_code else (layer.sums,)
        return [_cell(function(*arguments)) for function in functions]

    return compute


def of_two_coders(name: str) -> Compute:
    """Return what computes a coefficient beside kappa, by the name of its function."""

    def compute(measurements: Measurements, row: AgreementRow) -> Sequence[CoefficientCell]:
        from toolkit.agreement.nominal import paradox

        function: Callable[..., Coefficient] = getattr(paradox, name)
        ratings = measurements.tables.ratings(measurements.codes_of(row), row.coders)
        return [_cell(function(ratings))]

    return compute


def alpha_1995(measurements: Measurements, row: AgreementRow) -> Sequence[CoefficientCell]:
    from toolkit.agreement.unitizing.alpha_1995 import alpha_u

    scope, codes = measurements.scope, measurements.codes_of(row)
    shared = scope.only(scope.shared(row.coders))
    spans = [span for span in shared.spans if span.code in codes and span.coder in row.coders]
    if not shared.frames:
        return [CoefficientCell(reason=_("no source was worked on by all of these coders"))]
    return [_cell(alpha_u(shared.frames, spans, row.coders, codes))]


def mean_gamma(measurements: Measurements, row: AgreementRow) -> Sequence[CoefficientCell]:
    """Compute the plain mean over the sources that all coders worked on, inside the frames."""
    from toolkit.agreement.gamma.gamma import gamma_agreement

    scope, codes = measurements.scope, measurements.codes_of(row)
    gammas: list[float] = []
    of_categories: list[float] = []
    for source_id in scope.shared(row.coders):
        spans = _spans_in_frame(scope.only([source_id]), source_id, row.coders, codes)
        if len(row.coders) > 2 and len(spans) > GAMMA_MAX_CODINGS * len(row.coders):
            reason = _("three or more coders have over {most} codings each in a source: too many")
            return [CoefficientCell(reason=reason.format(most=GAMMA_MAX_CODINGS))] * 2
        if len({span.coder for span in spans}) < 2:
            continue
        result = gamma_agreement(spans, row.coders, seed=measurements.seed)
        if result.gamma.value is not None:
            gammas.append(result.gamma.value)
        if result.gamma_cat.value is not None:
            of_categories.append(result.gamma_cat.value)
    return [_mean(gammas), _mean(of_categories)]


def _spans_in_frame(
    scope: Scope, source_id: str, coders: Sequence[str], codes: Sequence[str]
) -> list[CodedSpan]:
    """Return the codings of a source, cut to its frame and placed on the axis of the frame."""
    from toolkit.agreement.spans import CodedSpan, place

    placed = place(scope.frames, scope.spans, coders, codes)
    columns = (placed.coder, placed.code, placed.start, placed.end)
    return [
        CodedSpan(source_id, coders[coder], codes[code], start, end)
        for coder, code, start, end in zip(*(c.tolist() for c in columns), strict=True)
    ]


def _mean(values: Sequence[float]) -> CoefficientCell:
    if not values:
        return CoefficientCell(reason=_("no source has marks of two coders"))
    return CoefficientCell(sum(values) / len(values))


def maxqda(measurements: Measurements, row: AgreementRow) -> Sequence[CoefficientCell]:
    from toolkit.agreement.other_programs import document_agreement, segment_agreement

    scope, codes = measurements.scope, measurements.codes_of(row)
    first, second = row.coders
    pair = first, second
    rows = segment_agreement(scope.frames, scope.spans, pair, codes, overlap=MAXQDA_OVERLAP)
    segments = rows[0] if row.scope == CODE else rows[-1]
    # Chance agreement is 1 / codes, so a single code has no kappa.
    kappa = CoefficientCell() if row.scope == CODE else _cell(segments.kappa)
    documents = [
        _cell(document_agreement(scope.frames, scope.spans, pair, codes, by=by))
        for by in ("presence", "frequency")
    ]
    return [_cell(segments.percent), kappa, *documents]


def nvivo(measurements: Measurements, row: AgreementRow) -> Sequence[CoefficientCell]:
    from toolkit.agreement.other_programs import nvivo_average, nvivo_rows

    codes = measurements.codes_of(row)
    rows = [
        comparison
        for comparison in nvivo_rows(measurements.characters)
        if comparison.code in codes and comparison.coders == row.coders
    ]
    return [_cell(nvivo_average(rows, weighting)) for weighting in ("plain", "length")]
