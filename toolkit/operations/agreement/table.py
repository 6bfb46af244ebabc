"""The agreement table: what is printed and exported, with notes on what the figures mean."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.agreement.table.rows import AgreementRow, table_rows
from toolkit.domain.rounds import CONSENSUS, names_one_round
from toolkit.errors import QctError, UsageError
from toolkit.i18n import _, ngettext
from toolkit.operations.agreement.domains import TOP, domain_members, relabelled
from toolkit.operations.agreement.notes import (
    NOTE_COLUMNS,
    coefficient_notes,
    interval_notes,
    merge_notes,
    note_cells,
    scope_notes,
    withheld_notes,
)
from toolkit.operations.agreement.request import (
    AgreementRequest,
    IntervalOptions,
    Scope,
    TableOptions,
)
from toolkit.operations.agreement.scope import resolve_used
from toolkit.operations.agreement.unit_intervals import METHODS as UNIT_METHODS
from toolkit.operations.agreement.unit_intervals import Key, check_units, unit_based
from toolkit.report.tables import Cell, Table
from toolkit.store import queries

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from toolkit.agreement.intervals.interval import Interval
    from toolkit.agreement.table.cover import CoverTables
    from toolkit.domain.codebook import Codebook
    from toolkit.operations.session import ProjectSession

COLUMNS = (
    "scope",
    "code",
    "coders",
    "percent",
    "cohen_kappa",
    "krippendorff_alpha",
    "fleiss_kappa",
    "gwet_ac1",
    "brennan_prediger",
    "uses",
    "prevalence",
    "n",
    "unit",
    "sources",
    "reason",
    "conger_kappa",
    "few_uses",
)
ASIDE = (*NOTE_COLUMNS, "undefined")
"""`undefined`: why cells of requested coefficients are empty, each with its column."""
THRESHOLDS = (0.667, 0.8)
"""Values of alpha for which the table gives the probability of a lower one."""
GROUPINGS = ("round", "source")
NOT_MEASURABLE = ("too-few-coders", "no-shared-source", "no-code-used", "round-blind")
"""Codes of the errors for which a round is left out of a table by rounds."""
BY_SOURCE = ("auto", "bootstrap", "bca", "jackknife")
METHODS = (*BY_SOURCE, *UNIT_METHODS)
WITH_INTERVALS = ("krippendorff_alpha", "cohen_kappa", "gwet_ac1")

Group = tuple[str, Scope]
"""A round, a source or a day with the answers of it."""


def check_table(options: TableOptions) -> None:
    """Raise `UsageError` for options that are not known."""
    if options.by is not None and options.by not in GROUPINGS:
        raise UsageError(
            _("agreement is not split by {by!r}; valid: {valid}").format(
                by=options.by, valid=", ".join(GROUPINGS)
            ),
            code="unknown-grouping",
        )
    check_intervals(options)


def check_intervals(options: IntervalOptions) -> None:
    """Raise `UsageError` for a method that is not known, or for no resamples."""
    if options.method not in METHODS:
        raise UsageError(
            _("unknown interval method {method!r}; valid: {valid}").format(
                method=options.method, valid=", ".join(METHODS)
            ),
            code="unknown-method",
        )
    if options.resamples < 1:
        raise UsageError(
            _("a bootstrap needs one resample or more, got {resamples}").format(
                resamples=options.resamples
            ),
            code="resamples",
        )


def scopes_by(
    session: ProjectSession, request: AgreementRequest, by: str | None
) -> tuple[list[Group], list[str]]:
    """The answers once for each round or source, and notes on what was left out."""
    if by == "round":
        return rounds_with_answers(session, request)
    scope = resolve_used(session, request)
    if by == "source":
        return sources_with_answers(scope), []
    return [("", scope)], []


def sources_with_answers(scope: Scope) -> list[Group]:
    """Each source that two coders worked on; of the others nothing can be said."""
    return [(name, scope.only([name])) for name in scope.shared()]


def rounds_with_answers(
    session: ProjectSession, request: AgreementRequest
) -> tuple[list[Group], list[str]]:
    """Each round that can be measured, oldest answers first, and why the others cannot."""
    groups: list[Group] = []
    notes = []
    names = [round_.id for round_ in queries.rounds(session.database) if round_.id != CONSENSUS]
    if names_one_round(request.round_id):
        names = [request.round_id]
    for name in names:
        try:
            groups.append((name, resolve_used(session, replace(request, round_id=name))))
        except QctError as error:
            if error.code not in NOT_MEASURABLE:
                raise
            note = _("round {round_id} is left out: {reason}")
            notes.append(note.format(round_id=name, reason=error.message))
    if not groups:
        resolve_used(session, request)
    return sorted(groups, key=_last_day), notes


def _last_day(group: Group) -> tuple[str, str]:
    name, scope = group
    return max(scope.dates.values(), default=""), name


def agreement_table(
    groups: Sequence[Group], notes: Sequence[str], book: Codebook, options: TableOptions
) -> Table:
    """The table of one scope or of several, with everything needed to judge it in the notes."""
    of_group: dict[str, list[str]] = {}
    rows: list[tuple[Cell, ...]] = []
    columns: tuple[str, ...] = COLUMNS + ASIDE
    for name, scope in groups:
        part = _ScopeRows(book, scope, options)
        lead = () if options.by is None else (name,)
        rows += [(*row[: len(COLUMNS)], *lead, *row[len(COLUMNS) :]) for row in part.rows()]
        columns = (*COLUMNS, *(("group",) if options.by else ()), *part.columns, *ASIDE)
        for note in dict.fromkeys(part.notes):
            of_group.setdefault(note, []).append(name)
    every_note = [*notes, *merge_notes(of_group, len(groups))]
    rare = sum(row[0] == "code" and bool(row[COLUMNS.index("few_uses")]) for row in rows)
    if rare:
        note = ngettext(
            "{count} row rests on fewer than 10 uses: read the uses and an interval, not the value",
            "{count} rows rest on fewer than 10 uses: read the uses and an interval, not the value",
            rare,
        )
        every_note.append(note.format(count=rare))
    return Table(
        columns, tuple(rows), _("agreement"), tuple(dict.fromkeys(every_note)), aside=ASIDE
    )


def overlap_table(scope: Scope, members: Mapping[str, tuple[str, ...]]) -> Table:
    """Where codes of one domain overlap inside a coder: what no layer may flatten."""
    from toolkit.operations.agreement.optional_coefficients import overlaps

    rows = tuple(
        (
            name,
            overlap.source_id,
            overlap.coder,
            overlap.first,
            overlap.second,
            overlap.start,
            overlap.end,
        )
        for name, overlap in overlaps(scope, members)
    )
    columns = ("domain", "source", "coder", "first", "second", "start", "end")
    return Table(columns, rows, _("overlaps inside a domain"), scope.notes)


class _ScopeRows:
    """All rows of one scope, with their notes."""

    def __init__(self, book: Codebook, scope: Scope, options: TableOptions) -> None:
        self._scope = scope
        self._options = options
        self._members = domain_members(book, scope, options.domains)
        self._tables = scope.tables()
        self._domain_tables = None
        if self._members:
            self._domain_tables = relabelled(scope, self._members).tables()
        self._optional = None
        if options.coefficients:
            from toolkit.operations.agreement.optional_coefficients import (
                Draws,
                OptionalCoefficients,
                check_coefficients,
            )

            check_coefficients(options.coefficients, scope)
            members = self._members
            if not members and not scope.of_directions:
                members = domain_members(book, scope, (TOP,))
            draws = None
            if options.intervals and options.method in BY_SOURCE:
                draws = Draws(options.method, options.resamples)
            self._optional = OptionalCoefficients(
                scope, options.coefficients, members, options.seed, draws
            )
        self.notes = scope_notes(scope)
        self.columns: tuple[str, ...] = ()
        if self._optional is not None:
            self.columns += self._optional.columns
        if options.intervals:
            self.columns += _INTERVAL_COLUMNS

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        rows = self._rows()
        intervals = self._intervals() if self._options.intervals else {}
        for row in rows:
            cells: list[Cell] = list(_plain(row))
            missing = ""
            if self._optional is not None:
                values, missing = self._optional.values(row)
                cells += values
            alpha = None
            if self._options.intervals:
                key = (row.scope, row.code, row.coders)
                own = {name: intervals.get((*key, name)) for name in WITH_INTERVALS}
                cells += _all_interval_cells(own)
                alpha = own["krippendorff_alpha"] or own["cohen_kappa"]
            seed = self._options.seed if "gamma" in self._options.coefficients else None
            note_values = note_cells(self._scope, row.missing_rule, alpha, seeded=seed)
            yield (*cells, *note_values, missing)
        self._add_notes(rows, intervals)

    def _rows(self) -> list[AgreementRow]:
        rows = table_rows(self._tables)
        if self._domain_tables is None:
            return rows
        domains = [
            replace(row, scope="domain")
            for row in table_rows(self._domain_tables)
            if row.scope == "code"
        ]
        codes = [row for row in rows if row.scope == "code"]
        return [*codes, *domains, *rows[len(codes) :]]

    def _intervals(self) -> dict[Key, Interval]:
        intervals = intervals_of(self._tables, self._options)
        if self._domain_tables is not None:
            for key, interval in intervals_of(self._domain_tables, self._options).items():
                if key[0] == "code":
                    intervals["domain", *key[1:]] = interval
        return intervals

    def _add_notes(self, rows: Sequence[AgreementRow], intervals: Mapping[Key, Interval]) -> None:
        rules = "; ".join(dict.fromkeys(row.missing_rule for row in rows))
        self.notes += [
            _("missing data: {rules}").format(rules=rules),
            _(
                "pooled: one fourfold table summed over codes, so frequent codes weigh more; "
                "macro: plain mean over codes"
            ),
            _(
                "empty: undefined, for the reason given; uses: coded stretches of each coder, in "
                "the order of coders; prevalence: share of all decisions that are the code"
            ),
        ]
        if self._members:
            self.notes.append(
                _(
                    "domain: any code of the domain against none of it; which code of it is what "
                    "--coefficients cu-alpha measures"
                )
            )
        self.notes += [f"{' '.join(row.coders)}: {row.note}" for row in rows if row.note]
        if self._optional is not None:
            self.notes += coefficient_notes(self._options.coefficients, self._options.seed)
            self.notes += self._optional.notes()
        drawn = [*intervals.values(), *(self._optional.drawn if self._optional is not None else ())]
        if drawn:
            self.notes += interval_notes(drawn, self._options.method)
            if any(interval.reason is None for interval in drawn):
                withheld = self._optional.withheld if self._optional is not None else {}
                self.notes += withheld_notes({**intervals, **withheld})


_INTERVAL_COLUMNS = (
    *(f"{name}_{end}" for name in WITH_INTERVALS for end in ("low", "high")),
    "alpha_below_667",
    "alpha_below_800",
    "interval",
)


def _all_interval_cells(intervals: Mapping[str, Interval | None]) -> list[Cell]:
    cells: list[Cell] = []
    for name in WITH_INTERVALS:
        cells += interval_cells(intervals[name])
    alpha = intervals["krippendorff_alpha"]
    below = dict(alpha.below) if alpha is not None and alpha.low is not None else {}
    cells += [below.get(0.667), below.get(0.8)]
    first = alpha or next(filter(None, intervals.values()), None)
    note = f" ({first.note})" if first is not None and first.note else ""
    cells.append("" if first is None else first.reason or first.method + note)
    return cells


def intervals_of(
    tables: CoverTables,
    options: IntervalOptions,
    thresholds: tuple[float, ...] = THRESHOLDS,
) -> dict[Key, Interval]:
    """Intervals by scope, code, coders and coefficient.

    `thresholds` are values for which the probability of a coefficient below them is given.
    """
    if options.method in UNIT_METHODS:
        check_units(options.method, tables.unit)
        return unit_based(tables, options.method, resamples=options.resamples, seed=options.seed)
    from toolkit.agreement.intervals.by_source import source_intervals

    by_row = source_intervals(
        tables,
        WITH_INTERVALS,
        method="bootstrap" if options.method == "bca" else options.method,
        resamples=options.resamples,
        seed=options.seed,
        thresholds=thresholds,
    )
    return {
        (row.scope, row.code, row.coders, row.coefficient): row.intervals[
            -1 if options.method == "bca" else 0
        ]
        for row in by_row
    }


def interval_cells(interval: Interval | None) -> tuple[Cell, Cell]:
    return (None, None) if interval is None else (interval.low, interval.high)


def _plain(row: AgreementRow) -> tuple[Cell, ...]:
    return (
        row.scope,
        row.code,
        " ".join(row.coders),
        row.percent,
        row.cohen_kappa,
        row.krippendorff_alpha,
        row.fleiss_kappa,
        row.gwet_ac1,
        row.brennan_prediger,
        " ".join(map(str, row.uses)),
        row.prevalence,
        row.n,
        row.unit,
        row.sources,
        row.reason or "",
        row.conger_kappa,
        row.few_uses,
    )
