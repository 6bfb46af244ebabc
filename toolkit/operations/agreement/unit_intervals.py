"""Intervals that take units for independent: for given segments, mapped ones, turns, sources.

What is sampled then is the unit, not the source. Codes pooled decide on the same unit again
and again, so pooled and macro have none.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.agreement.coefficient import NO_VARIATION, NOT_USED
from toolkit.agreement.intervals.analytic import NOT_INDEPENDENT, cohen_interval, gwet_interval
from toolkit.agreement.intervals.interval import Interval
from toolkit.agreement.table.rows import AgreementRow, table_rows
from toolkit.errors import UsageError
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from toolkit.agreement.ratings import Ratings
    from toolkit.agreement.table.cover import CoverTables

METHODS = ("gwet", "cohen", "hayes-krippendorff")
DEPENDENT = ("character", "token")
POOLED = _("codes pooled decide on one unit several times: sources are what can be sampled")
NOTES = {
    "gwet": _(
        "units count as independent draws; of turns or sentences of few interviews that is "
        "too bold, so that sources are the safer choice"
    ),
    "cohen": _("two coders, kappa only; units count as independent draws"),
    "hayes-krippendorff": _("alpha only, for comparison with KALPHA: far too narrow"),
}

Key = tuple[str, str, tuple[str, ...], str]
"""Scope, code, coders and coefficient."""


def check_units(method: str, unit: str) -> None:
    """Raise for a method that takes units for independent where they are pieces of words."""
    if method in METHODS and unit in DEPENDENT:
        raise UsageError(
            f"{method}: {NOT_INDEPENDENT}",
            code="units-dependent",
            hint=_("`--method auto` draws sources again; or name larger units with --unit."),
        )


def unit_based(
    tables: CoverTables, method: str, *, resamples: int, seed: int
) -> dict[Key, Interval]:
    """Intervals by scope, code, coders and coefficient: of each code, all coders and pairs."""
    intervals: dict[Key, Interval] = {}
    for row in table_rows(tables):
        key = row.scope, row.code, row.coders
        if row.scope != "code":
            for name in _COEFFICIENTS[method]:
                intervals[*key, name] = Interval(method, None, None, reason=POOLED)
            continue
        for name, interval in _of_code(tables, row, method, resamples, seed):
            intervals[*key, name] = interval
    return intervals


def _of_code(
    tables: CoverTables, row: AgreementRow, method: str, resamples: int, seed: int
) -> Iterator[tuple[str, Interval]]:
    ratings = tables.ratings([row.code], row.coders)
    for name, function in _COEFFICIENTS[method].items():
        if name == "cohen_kappa" and len(row.coders) > 2:
            continue
        if row.krippendorff_alpha is None:
            reason = row.reason or (NO_VARIATION if any(row.uses) else NOT_USED)
            yield name, Interval(method, None, None, reason=reason)
        else:
            interval = function(ratings, resamples, seed)
            if interval.low is not None:
                interval = replace(interval, low=max(interval.low, -1.0))
            yield name, interval


def _hayes_krippendorff(ratings: Ratings, resamples: int, seed: int) -> Interval:
    from toolkit.agreement.intervals.bootstrap import hayes_krippendorff

    return hayes_krippendorff(ratings, resamples=resamples, seed=seed)


_COEFFICIENTS: dict[str, dict[str, Callable[[Ratings, int, int], Interval]]] = {
    "gwet": {
        "krippendorff_alpha": lambda ratings, *_rest: gwet_interval("krippendorff_alpha", ratings),
        "cohen_kappa": lambda ratings, *_rest: gwet_interval("conger_kappa", ratings),
        "gwet_ac1": lambda ratings, *_rest: gwet_interval("gwet_ac1", ratings),
    },
    "cohen": {"cohen_kappa": lambda ratings, *_rest: cohen_interval(ratings)},
    "hayes-krippendorff": {"krippendorff_alpha": _hayes_krippendorff},
}
