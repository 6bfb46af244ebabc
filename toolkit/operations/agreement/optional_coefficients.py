"""Coefficients that are computed on request, for rows of the agreement table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.agreement.coefficient import Coefficient
from toolkit.agreement.layers import Overlap, OverlapError, find_overlaps
from toolkit.agreement.report import AgreementRow
from toolkit.agreement.spans import CodedSpan
from toolkit.agreement.unitizing import UnitSums
from toolkit.errors import UsageError
from toolkit.operations.agreement.request import Scope

if TYPE_CHECKING:
    from toolkit.agreement.intervals import Interval

COLUMNS: dict[str, tuple[str, ...]] = {
    "u-alpha": ("u_alpha",),
    "u-alpha-binary": ("u_alpha_binary",),
    "cu-alpha": ("cu_alpha", "cu_alpha_coverage"),
    "cu-alpha-domains": ("cu_alpha_domains",),
    "ku-alpha": ("ku_alpha", "ku_alpha_coverage"),
    "alpha-u-1995": ("alpha_u_1995",),
    "gamma": ("gamma", "gamma_cat"),
    "pabak": ("pabak",),
    "kappa-max": ("cohen_kappa_max",),
    "prevalence-index": ("prevalence_index",),
    "bias-index": ("bias_index",),
    "nvivo": ("nvivo_kappa", "nvivo_kappa_by_length"),
    "maxqda": ("maxqda_percent", "maxqda_kappa", "maxqda_presence", "maxqda_frequency"),
}
"""What may be asked for, and the columns it fills."""
OF_SPANS = (
    "u-alpha",
    "u-alpha-binary",
    "cu-alpha",
    "cu-alpha-domains",
    "ku-alpha",
    "alpha-u-1995",
    "gamma",
    "maxqda",
)
WITH_INTERVALS = {
    "u-alpha": "u_alpha",
    "u-alpha-binary": "u_alpha_binary",
    "cu-alpha": "cu_alpha",
    "cu-alpha-domains": "cu_alpha_domains",
    "ku-alpha": "ku_alpha",
}
"""Those that can be computed for thousands of draws of the sources."""
ENDS = ("low", "high")
GAMMA_MOST = 300
GAMMA_TOO_MUCH = f"three or more coders have over {GAMMA_MOST} codings each in a source: too many"
NOT_HERE: list[float | str | None] = [None]
"""Of a row that the coefficient is not made for."""


def check_coefficients(names: Sequence[str], scope: Scope) -> None:
    wrong = [name for name in names if name not in COLUMNS]
    if wrong:
        raise UsageError(
            f"unknown coefficient {wrong[0]!r}; valid: {', '.join(COLUMNS)}",
            code="unknown-coefficient",
        )
    if scope.of_directions and (of_spans := [name for name in names if name in OF_SPANS]):
        raise UsageError(
            f"{of_spans[0]} measures where codings begin and end; mapped segments are given",
            code="coefficient-of-spans",
            hint="Leave it out with --level directions.",
        )


@dataclass(frozen=True, slots=True)
class Draws:
    """How intervals are drawn."""

    method: str
    """auto, bootstrap, bca or jackknife."""
    resamples: int


class OptionalCoefficients:
    """Values of requested coefficients; layers are measured once."""

    def __init__(
        self,
        scope: Scope,
        names: Sequence[str],
        members: Mapping[str, tuple[str, ...]],
        seed: int,
        draws: Draws | None = None,
    ) -> None:
        """`members`: the codes of each domain; with `draws` some have intervals."""
        self._scope = scope
        self._names = names
        self._members = members
        self._seed = seed
        self._draws = draws
        self.drawn: list[Interval] = []
        """The intervals that were given."""
        self._domain = {code: name for name, codes in members.items() for code in codes}
        self._layers: dict[tuple[tuple[str, ...], tuple[str, ...]], UnitSums | str] = {}
        self._tables = scope.tables()
        # NVivo counts characters, whatever unit is asked for.
        self._characters = self._tables if scope.unit == "character" else scope.characters()
        self.undefined: dict[tuple[str, str], int] = defaultdict(int)
        """How many values are missing, by column and reason. Cells of rows that a coefficient
        is not made for (`NOT_HERE`) are not counted."""

    @property
    def columns(self) -> tuple[str, ...]:
        plain = tuple(column for name in self._names for column in COLUMNS[name])
        return plain + tuple(f"{name}_{end}" for name in self._interval_names for end in ENDS)

    @property
    def _interval_names(self) -> tuple[str, ...]:
        if self._draws is None:
            return ()
        return tuple(WITH_INTERVALS[name] for name in self._names if name in WITH_INTERVALS)

    def values(self, row: AgreementRow) -> tuple[list[float | None], str]:
        """The cells of a row, and why those are empty that could hold a value."""
        found: list[float | None] = []
        missing: list[str] = []
        for name in self._names:
            for column, value in zip(COLUMNS[name], self._of(name, row), strict=True):
                if isinstance(value, str):
                    self.undefined[column, value] += 1
                    missing.append(f"{column}: {value}")
                    found.append(None)
                else:
                    found.append(value)
        for name in self._interval_names:
            one = self._interval(name, row)
            found += [None, None] if one is None else [one.low, one.high]
            if one is not None and one.reason is not None:
                missing.append(f"{name}_low, {name}_high: {one.reason}")
        return found, "; ".join(missing)

    def _interval(self, name: str, row: AgreementRow) -> Interval | None:
        """Of a coefficient of the unitizing family, sources drawn again."""
        from toolkit.agreement.by_source import unit_intervals

        draws, sums = self._draws, self._layer_of(name, row)
        if draws is None or sums is None or isinstance(sums, str):
            return None
        found = unit_intervals(
            sums,
            "cu_alpha" if name == "cu_alpha_domains" else name,
            code=row.code if name == "ku_alpha" else None,
            method="bootstrap" if draws.method == "bca" else draws.method,
            resamples=draws.resamples,
            seed=self._seed,
        )[-1 if draws.method == "bca" else 0]
        self.drawn.append(found)
        return found

    def _layer_of(self, name: str, row: AgreementRow) -> UnitSums | str | None:
        """What a coefficient of the family measures in a row; None where it is not made for it."""
        if row.scope == "macro":
            return None
        if name == "cu_alpha_domains":
            return self._domain_layer(row.coders) if row.scope == "pooled" else None
        if name == "ku_alpha":
            if row.scope != "code":
                return None
            return self.layer(
                row.coders, self._members.get(self._domain.get(row.code, ""), (row.code,))
            )
        if name == "cu_alpha" and row.scope == "code":
            return None
        return self.layer(row.coders, self.codes_of(row))

    def _domain_layer(self, coders: Sequence[str]) -> UnitSums | str:
        """All domains as one layer, each of them one code."""
        from toolkit.agreement.domains import DOMAINS_OVERLAP, domain_sums

        try:
            return domain_sums(self._scope.frames, self._scope.spans, coders, self._members)
        except OverlapError:
            return DOMAINS_OVERLAP

    def notes(self) -> list[str]:
        columns: dict[str, list[str]] = defaultdict(list)
        for column, reason in sorted(self.undefined):
            columns[reason].append(column)
        return [f"{', '.join(names)}: empty where {why}" for why, names in sorted(columns.items())]

    def layer(self, coders: Sequence[str], codes: Sequence[str]) -> UnitSums | str:
        """The layer of these codes, or why there is none."""
        from toolkit.agreement.unitizing import unit_sums

        key = (tuple(coders), tuple(codes))
        if key not in self._layers:
            scope = self._scope
            try:
                self._layers[key] = unit_sums(scope.frames, scope.spans, coders, codes)
            except OverlapError:
                self._layers[key] = (
                    "codes of one layer overlap inside a coder: `qct agree overlaps` lists where"
                )
        return self._layers[key]

    def codes_of(self, row: AgreementRow) -> tuple[str, ...]:
        if row.scope == "code":
            return (row.code,)
        return self._members[row.code] if row.scope == "domain" else self._scope.codes

    def _of(self, name: str, row: AgreementRow) -> Sequence[float | str | None]:
        width = len(COLUMNS[name])
        if row.scope == "macro":
            return NOT_HERE * width
        if name in WITH_INTERVALS:
            return self._unitizing(name, row)
        if name == "alpha-u-1995":
            return [self._alpha_u(row)]
        if name == "gamma":
            return self._gamma(row)
        if len(row.coders) > 2:
            return NOT_HERE * width
        if name == "maxqda":
            return self._maxqda(row)
        if row.scope == "domain":
            return NOT_HERE * width
        if name == "nvivo":
            return self._nvivo(row)
        return [self._paradox(name, row)]

    def _unitizing(self, name: str, row: AgreementRow) -> Sequence[float | str | None]:
        from toolkit.agreement import unitizing

        width = len(COLUMNS[name])
        sums = self._layer_of(WITH_INTERVALS[name], row)
        if sums is None:
            return NOT_HERE * width
        if isinstance(sums, str):
            return [sums] * width
        if name == "ku-alpha":
            found = (
                unitizing.ku_alpha(sums, row.code),
                unitizing.ku_alpha_coverage(sums, row.code),
            )
            return [_value(one) for one in found]
        functions: dict[str, tuple[Callable[[UnitSums], Coefficient], ...]] = {
            "u-alpha": (unitizing.u_alpha,),
            "u-alpha-binary": (unitizing.u_alpha_binary,),
            "cu-alpha": (unitizing.cu_alpha, unitizing.cu_alpha_coverage),
            "cu-alpha-domains": (unitizing.cu_alpha,),
        }
        return [_value(function(sums)) for function in functions[name]]

    def _alpha_u(self, row: AgreementRow) -> float | str | None:
        from toolkit.agreement.unitizing_1995 import alpha_u

        scope, codes = self._scope, self.codes_of(row)
        shared = scope.only(scope.shared(row.coders))
        spans = [s for s in shared.spans if s.code in codes and s.coder in row.coders]
        if not shared.frames:
            return "no source was worked on by all of these coders"
        return _value(alpha_u(shared.frames, spans, row.coders, codes))

    def _gamma(self, row: AgreementRow) -> Sequence[float | str | None]:
        """Plain mean over the sources that all the coders worked on, inside their frames."""
        from toolkit.agreement.gamma import gamma_agreement
        from toolkit.agreement.spans import place

        scope, codes = self._scope, self.codes_of(row)
        found: list[tuple[float | None, float | None]] = []
        for source_id in scope.shared(row.coders):
            one = scope.only([source_id])
            placed = place(one.frames, one.spans, row.coders, codes)
            columns = (placed.coder, placed.code, placed.start, placed.end)
            spans = [
                CodedSpan(source_id, row.coders[coder], codes[code], start, end)
                for coder, code, start, end in zip(*(c.tolist() for c in columns), strict=True)
            ]
            if len(row.coders) > 2 and len(spans) > GAMMA_MOST * len(row.coders):
                return [GAMMA_TOO_MUCH] * 2
            if len({span.coder for span in spans}) < 2:
                continue
            result = gamma_agreement(spans, row.coders, seed=self._seed)
            found.append((result.gamma.value, result.gamma_cat.value))
        return [_mean([pair[at] for pair in found]) for at in (0, 1)]

    def _maxqda(self, row: AgreementRow) -> Sequence[float | str | None]:
        from toolkit.agreement.other_programs import document_agreement, segment_agreement

        scope, codes = self._scope, self.codes_of(row)
        first, second = row.coders
        pair = first, second
        rows = segment_agreement(scope.frames, scope.spans, pair, codes, overlap=0.9)
        last = rows[0] if row.scope == "code" else rows[-1]
        kappa = None if row.scope == "code" else _value(last.kappa)
        levels = [
            _value(document_agreement(scope.frames, scope.spans, pair, codes, by=by))
            for by in ("presence", "frequency")
        ]
        return [_value(last.percent), kappa, *levels]

    def _nvivo(self, row: AgreementRow) -> Sequence[float | str | None]:
        from toolkit.agreement.other_programs import nvivo_average, nvivo_rows

        codes = self.codes_of(row)
        rows = nvivo_rows(self._characters)
        kept = [one for one in rows if one.code in codes and one.coders == row.coders]
        return [_value(nvivo_average(kept, weighting)) for weighting in ("plain", "length")]

    def _paradox(self, name: str, row: AgreementRow) -> float | str | None:
        from toolkit.agreement import paradox

        functions: dict[str, Callable[..., Coefficient]] = {
            "pabak": paradox.pabak,
            "kappa-max": paradox.cohen_kappa_max,
            "prevalence-index": paradox.prevalence_index,
            "bias-index": paradox.bias_index,
        }
        return _value(functions[name](self._tables.ratings(self.codes_of(row), row.coders)))


def overlaps(scope: Scope, members: Mapping[str, tuple[str, ...]]) -> list[tuple[str, Overlap]]:
    """Where codes of one domain overlap inside a coder, by domain."""
    return [
        (name, overlap)
        for name, codes in members.items()
        for overlap in find_overlaps(_of_coders(scope), codes)
    ]


def _of_coders(scope: Scope) -> list[CodedSpan]:
    return [span for span in scope.spans if span.coder in scope.coders]


def _value(found: Coefficient) -> float | str | None:
    return found.reason if found.value is None else found.value


def _mean(values: Sequence[float | None]) -> float | str:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else "no source has marks of two coders"
