"""The pooled value beside published scales: with what probability it lies in which band."""

from __future__ import annotations

from typing import Any

from toolkit.agreement.scales import SCALES, memberships
from toolkit.agreement.table.rows import table_rows
from toolkit.errors import InputError
from toolkit.operations.agreement.notes import (
    SMALL_PRINT,
    interval_notes,
    scope_notes,
    small_print,
)
from toolkit.operations.agreement.scope import resolve_used
from toolkit.operations.agreement.table import check, intervals_of, split
from toolkit.operations.session import ProjectSession
from toolkit.report.tables import Cell, Table

COLUMNS = (
    "scale",
    "band",
    "from",
    "to",
    "probability",
    "cumulative",
    "coders",
    "krippendorff_alpha",
    "standard_error",
    "source",
    *SMALL_PRINT,
)


def scales_table(session: ProjectSession, **options: Any) -> Table:
    """Gwet's membership probabilities of pooled alpha, for all coders and each pair."""
    wanted, shown = split(options)
    check(shown)
    scope = resolve_used(session, wanted)
    tables = scope.tables()
    intervals = intervals_of(tables, shown)
    rows: list[tuple[Cell, ...]] = []
    reason = ""
    for row in table_rows(tables):
        found = intervals.get(("pooled", "", row.coders, "krippendorff_alpha"))
        if row.scope != "pooled" or found is None:
            continue
        if row.krippendorff_alpha is None or not found.standard_error:
            reason = row.reason or found.reason or "it does not vary over sources"
            continue
        for scale in SCALES:
            rows += [
                (
                    scale.name,
                    one.band.words,
                    one.band.low,
                    one.band.high,
                    one.probability,
                    one.cumulative,
                    " ".join(row.coders),
                    row.krippendorff_alpha,
                    found.standard_error,
                    scale.source,
                    *small_print(scope, row.missing_rule, found),
                )
                for one in memberships(row.krippendorff_alpha, found.standard_error, scale)
            ]
    if not rows:
        raise InputError(
            f"pooled alpha has no standard error here: {reason}",
            code="no-standard-error",
            hint="More sources coded by two coders are what it takes.",
        )
    notes = [
        "cumulative: probability that alpha lies in the band or above (Gwet 2014); read the "
        "lowest band that is as good as sure, not the point value",
        "scales are quoted, they are no verdict: none of them knows what your figures are for",
        *scope_notes(scope),
        *interval_notes(list(intervals.values()), shown.method)[:1],
    ]
    return Table(COLUMNS, tuple(rows), "scales", tuple(notes), aside=SMALL_PRINT)
