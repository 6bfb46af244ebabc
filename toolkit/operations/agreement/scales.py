"""The pooled value beside published scales: with what probability it lies in which band."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.agreement.scales import BAND_LIMITS, SCALES, memberships_below
from toolkit.agreement.table.rows import table_rows
from toolkit.errors import InputError
from toolkit.i18n import _
from toolkit.operations.agreement.notes import (
    NOTE_COLUMNS,
    interval_notes,
    note_cells,
    scope_notes,
)
from toolkit.operations.agreement.table import intervals_of
from toolkit.report.tables import Cell, Table

if TYPE_CHECKING:
    from toolkit.operations.agreement.request import IntervalOptions, Scope

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
    *NOTE_COLUMNS,
)


def scales_table(scope: Scope, options: IntervalOptions) -> Table:
    """Membership probabilities of pooled alpha, for all coders and each pair.

    They are those of the distribution that the interval comes from.
    """
    tables = scope.tables()
    intervals = intervals_of(tables, options, thresholds=BAND_LIMITS)
    rows: list[tuple[Cell, ...]] = []
    reason = ""
    for row in table_rows(tables):
        interval = intervals.get(("pooled", "", row.coders, "krippendorff_alpha"))
        if row.scope != "pooled" or interval is None:
            continue
        if row.krippendorff_alpha is None or not interval.below:
            reason = row.reason or interval.reason or _("it does not vary over sources")
            continue
        for scale in SCALES:
            rows += [
                (
                    scale.name,
                    membership.band.words,
                    membership.band.low,
                    membership.band.high,
                    membership.probability,
                    membership.cumulative,
                    " ".join(row.coders),
                    row.krippendorff_alpha,
                    interval.standard_error,
                    scale.source,
                    *note_cells(scope, row.missing_rule, interval),
                )
                for membership in memberships_below(dict(interval.below), scale)
            ]
    if not rows:
        raise InputError(
            _("pooled alpha has no interval here: {reason}").format(reason=reason),
            code="no-standard-error",
            hint=_("Let two coders code more sources."),
        )
    notes = [
        _(
            "cumulative: probability that alpha lies in the band or above, by the method of the "
            "interval; read the lowest band that is as good as sure, not the point value "
            "(Gwet 2014)"
        ),
        _("the scales are quoted for comparison and give no verdict: none was made for your study"),
        *scope_notes(scope),
        *interval_notes(list(intervals.values()), options.method)[:2],
    ]
    return Table(COLUMNS, tuple(rows), _("scales"), tuple(notes), aside=NOTE_COLUMNS)
