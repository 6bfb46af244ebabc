"""Coefficients that are computed on request, as further columns of the agreement table.

`REGISTRY` is the only list of them: their names, columns, needs and functions. Importing
this module loads no coefficient, so that a help text can name them at no cost.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from toolkit.errors import UsageError
from toolkit.i18n import _
from toolkit.operations.agreement.measurements import (
    CODE,
    DOMAIN,
    POOLED,
    CoefficientCell,
    Compute,
    MeasureLayer,
    Measurements,
    alpha_1995,
    maxqda,
    mean_gamma,
    nvivo,
    of_layer,
    of_two_coders,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.agreement.intervals.interval import Interval
    from toolkit.agreement.table.rows import AgreementRow
    from toolkit.agreement.unitizing.layers import Overlap
    from toolkit.operations.agreement.request import Scope
    from toolkit.operations.agreement.unit_intervals import Key


class Needs(Enum):
    """What a coefficient is computed from."""

    SPANS = "spans"
    """Where codings begin and end, which mapped segments do not tell."""
    RATINGS = "ratings"
    """Each unit with the code or without it."""


@dataclass(frozen=True, slots=True)
class Draws:
    """How the intervals are drawn."""

    method: str
    """auto, bootstrap, bca or jackknife."""
    resamples: int


@dataclass(frozen=True, slots=True)
class OptionalCoefficient:
    """A coefficient that can be requested, and the rows and columns that it fills."""

    name: str
    """What people type after --coefficients."""
    columns: tuple[str, ...]
    needs: Needs
    scopes: tuple[str, ...]
    """The rows that it is made for: code, domain, pooled. It has no mean over codes."""
    compute: Compute
    pairs_only: bool = False
    """Whether it compares exactly two coders."""
    layer: MeasureLayer | None = None
    """The layer that it measures. Where there is one, sources can be drawn again for it."""
    interval: str = ""
    """The name of its interval in `toolkit.agreement.unit_intervals`."""

    @property
    def has_interval(self) -> bool:
        """Return whether intervals can be computed."""
        return self.layer is not None

    def fits(self, row: AgreementRow) -> bool:
        """Return whether the coefficient is made for a row."""
        return row.scope in self.scopes and not (self.pairs_only and len(row.coders) != 2)


def coefficient_names() -> tuple[str, ...]:
    """Return the names that can be requested, in the order of help and documentation."""
    return tuple(REGISTRY)


def check_coefficients(names: Sequence[str], scope: Scope) -> None:
    """Refuse unknown names, and coefficients of spans where there are only mapped segments.

    Raises
    ------
    UsageError
        With the code unknown-coefficient or coefficient-of-spans.
    """
    for name in names:
        if name not in REGISTRY:
            raise UsageError(
                _("unknown coefficient {name!r}; valid: {names}").format(
                    name=name, names=", ".join(coefficient_names())
                ),
                code="unknown-coefficient",
            )
    of_spans = [name for name in names if REGISTRY[name].needs is Needs.SPANS]
    if scope.of_directions and of_spans:
        raise UsageError(
            _("{name} measures where codings begin and end; mapped segments are given").format(
                name=of_spans[0]
            ),
            code="coefficient-of-spans",
            hint=_("Leave it out with --level directions."),
        )


class OptionalCoefficients:
    """The requested coefficients of the rows of a scope, with their intervals and notes."""

    def __init__(
        self,
        scope: Scope,
        names: Sequence[str],
        members: Mapping[str, tuple[str, ...]],
        seed: int,
        draws: Draws | None = None,
    ) -> None:
        """`members` has the codes of each domain; with `draws` intervals are computed."""
        self._coefficients = tuple(REGISTRY[name] for name in names)
        self._measurements = Measurements(scope, members, seed)
        self._draws = draws
        self.drawn: list[Interval] = []
        """The intervals that were computed."""
        self.withheld: dict[Key, Interval] = {}
        """Those of them that have a reason and no limits, by row and column."""
        self.undefined: dict[tuple[str, str], int] = defaultdict(int)
        """How many values are undefined, by column and reason. Rows that a coefficient is not
        made for are not counted."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns of the values, then those of the intervals."""
        values = tuple(column for item in self._coefficients for column in item.columns)
        limits = [
            f"{item.columns[0]}_{limit}"
            for item in self._with_intervals()
            for limit in ("low", "high")
        ]
        return (*values, *limits)

    def values(self, row: AgreementRow) -> tuple[list[float | None], str]:
        """Return the cells of a row, and why cells are empty that could hold a value."""
        values: list[float | None] = []
        reasons: list[str] = []
        for item in self._coefficients:
            for column, cell in zip(item.columns, self._cells(item, row), strict=True):
                values.append(cell.value)
                if cell.reason is not None:
                    self.undefined[column, cell.reason] += 1
                    reasons.append(f"{column}: {cell.reason}")
        for item in self._with_intervals():
            interval = self._interval(item, row)
            values += [None, None] if interval is None else [interval.low, interval.high]
            if interval is not None and interval.reason is not None:
                column = item.columns[0]
                self.withheld[row.scope, row.code, row.coders, column] = interval
                reasons.append(f"{column}_low, {column}_high: {interval.reason}")
        return values, "; ".join(reasons)

    def notes(self) -> list[str]:
        """Return a note for each reason, with the columns that are empty for it."""
        columns: dict[str, list[str]] = defaultdict(list)
        for column, reason in sorted(self.undefined):
            columns[reason].append(column)
        return [
            _("{columns}: empty where {reason}").format(columns=", ".join(names), reason=reason)
            for reason, names in sorted(columns.items())
        ]

    def _cells(self, item: OptionalCoefficient, row: AgreementRow) -> Sequence[CoefficientCell]:
        if not item.fits(row):
            return [CoefficientCell()] * len(item.columns)
        return item.compute(self._measurements, row)

    def _with_intervals(self) -> list[OptionalCoefficient]:
        return [item for item in self._coefficients if self._draws and item.has_interval]

    def _interval(self, item: OptionalCoefficient, row: AgreementRow) -> Interval | None:
        """Return the interval of a coefficient in a row, with sources drawn again."""
        from toolkit.agreement.intervals.by_source import unit_intervals

        draws = self._draws
        if draws is None or item.layer is None or not item.fits(row):
            return None
        sums = item.layer(self._measurements, row).sums
        if sums is None:
            return None
        percentile_first = unit_intervals(
            sums,
            item.interval,
            code=row.code if item.interval == "ku_alpha" else None,
            method="bootstrap" if draws.method == "bca" else draws.method,
            resamples=draws.resamples,
            seed=self._measurements.seed,
        )
        interval = percentile_first[-1 if draws.method == "bca" else 0]
        self.drawn.append(interval)
        return interval


def overlaps(scope: Scope, members: Mapping[str, tuple[str, ...]]) -> list[tuple[str, Overlap]]:
    """Return where codes of a domain overlap inside a coder, with the domain."""
    from toolkit.agreement.unitizing.layers import find_overlaps

    spans = [span for span in scope.spans if span.coder in scope.coders]
    return [
        (name, overlap)
        for name, codes in members.items()
        for overlap in find_overlaps(spans, codes)
    ]


def _unitizing(
    name: str,
    columns: tuple[str, ...],
    scopes: tuple[str, ...],
    layer: MeasureLayer,
    interval: str,
) -> OptionalCoefficient:
    """Return a coefficient of the unitizing family of 2016, whose columns are its functions."""
    functions = (interval, *columns[1:])
    compute = of_layer(layer, *functions, of_code=interval == "ku_alpha")
    return OptionalCoefficient(
        name, columns, Needs.SPANS, scopes, compute, layer=layer, interval=interval
    )


def _beside_kappa(name: str, column: str) -> OptionalCoefficient:
    """Return a coefficient that is read beside the kappa of two coders."""
    return OptionalCoefficient(
        name, (column,), Needs.RATINGS, (CODE, POOLED), of_two_coders(column), pairs_only=True
    )


_ALL = (CODE, DOMAIN, POOLED)
REGISTRY: Mapping[str, OptionalCoefficient] = {
    coefficient.name: coefficient
    for coefficient in (
        _unitizing("u-alpha", ("u_alpha",), _ALL, Measurements.layer_of_row, "u_alpha"),
        _unitizing(
            "u-alpha-binary",
            ("u_alpha_binary",),
            _ALL,
            Measurements.layer_of_row,
            "u_alpha_binary",
        ),
        _unitizing(
            "cu-alpha",
            ("cu_alpha", "cu_alpha_coverage"),
            (DOMAIN, POOLED),
            Measurements.layer_of_row,
            "cu_alpha",
        ),
        _unitizing(
            "cu-alpha-domains",
            ("cu_alpha_domains",),
            (POOLED,),
            Measurements.layer_of_domains,
            "cu_alpha",
        ),
        _unitizing(
            "ku-alpha",
            ("ku_alpha", "ku_alpha_coverage"),
            (CODE,),
            Measurements.layer_around,
            "ku_alpha",
        ),
        OptionalCoefficient("alpha-u-1995", ("alpha_u_1995",), Needs.SPANS, _ALL, alpha_1995),
        OptionalCoefficient("gamma", ("gamma", "gamma_cat"), Needs.SPANS, _ALL, mean_gamma),
        _beside_kappa("pabak", "pabak"),
        _beside_kappa("kappa-max", "cohen_kappa_max"),
        _beside_kappa("prevalence-index", "prevalence_index"),
        _beside_kappa("bias-index", "bias_index"),
        OptionalCoefficient(
            "nvivo",
            ("nvivo_kappa", "nvivo_kappa_by_length"),
            Needs.RATINGS,
            (CODE, POOLED),
            nvivo,
            pairs_only=True,
        ),
        OptionalCoefficient(
            "maxqda",
            ("maxqda_percent", "maxqda_kappa", "maxqda_presence", "maxqda_frequency"),
            Needs.SPANS,
            _ALL,
            maxqda,
            pairs_only=True,
        ),
    )
}
"""The coefficients that can be requested, by name."""
