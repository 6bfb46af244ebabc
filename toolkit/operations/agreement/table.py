"""The agreement table: what is printed and exported, with its small print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from toolkit.agreement.spans import CodedSpan
from toolkit.agreement.table.rows import AgreementRow, table_rows
from toolkit.domain.rounds import CONSENSUS
from toolkit.errors import QctError, UsageError
from toolkit.operations.agreement.notes import (
    SMALL_PRINT,
    coefficient_notes,
    interval_notes,
    scope_notes,
    small_print,
)
from toolkit.operations.agreement.request import AgreementRequest, Scope
from toolkit.operations.agreement.scope import resolve, resolve_used
from toolkit.operations.agreement.unit_intervals import METHODS as UNIT_METHODS
from toolkit.operations.agreement.unit_intervals import check_units, unit_based
from toolkit.operations.session import ProjectSession, need_code
from toolkit.report.tables import Cell, Table
from toolkit.store import queries

if TYPE_CHECKING:
    from toolkit.agreement.intervals.interval import Interval
    from toolkit.agreement.table.cover import CoverTables

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
ASIDE = (*SMALL_PRINT, "undefined")
"""`undefined`: why cells of requested coefficients are empty, each with its column."""
GROUPINGS = ("round", "source")
NOT_MEASURABLE = ("too-few-coders", "no-shared-source", "no-code-used", "round-blind")
TOP = "top"
"""Domains: the codebook's top-level codes, each with all below it."""
BY_SOURCE = ("auto", "bootstrap", "bca", "jackknife")
METHODS = (*BY_SOURCE, *UNIT_METHODS)
WITH_INTERVALS = ("krippendorff_alpha", "cohen_kappa", "gwet_ac1")
RESAMPLES = 2000

Key = tuple[str, str, tuple[str, ...], str]
"""Scope, code, coders and coefficient."""


@dataclass(frozen=True, slots=True)
class TableOptions:
    """What the table shows beyond the plain coefficients."""

    by: str | None = None
    """round or source: everything once for each."""
    domains: Sequence[str] = ()
    """Codes that stand for themselves and all below them, or `top`."""
    coefficients: Sequence[str] = ()
    """Names in `agreement_extras.COLUMNS`."""
    intervals: bool = False
    method: str = "auto"
    resamples: int = RESAMPLES
    seed: int = 0


def agreement_report(session: ProjectSession, **options: Any) -> Table:
    """Agreement with everything that a reader needs to judge it in the notes.

    The options are the fields of `AgreementRequest` and of `TableOptions`.
    """
    wanted, shown = split(options)
    check(shown)
    groups, notes = _groups(session, wanted, shown)
    of_group: dict[str, list[str]] = {}
    rows: list[tuple[Cell, ...]] = []
    columns: tuple[str, ...] = COLUMNS + ASIDE
    for name, scope in groups:
        part = _Part(session, scope, shown)
        lead = () if shown.by is None else (name,)
        rows += [(*row[: len(COLUMNS)], *lead, *row[len(COLUMNS) :]) for row in part.rows()]
        columns = (*COLUMNS, *(("group",) if shown.by else ()), *part.columns, *ASIDE)
        for note in dict.fromkeys(part.notes):
            of_group.setdefault(note, []).append(name)
    notes += said_once(of_group, len(groups))
    rare = sum(row[0] == "code" and bool(row[COLUMNS.index("few_uses")]) for row in rows)
    if rare:
        notes.append(
            f"{rare} rows rest on fewer than 10 uses: read the uses and an interval, not the value"
        )
    return Table(columns, tuple(rows), "agreement", tuple(dict.fromkeys(notes)), aside=ASIDE)


def said_once(of_group: Mapping[str, Sequence[str]], groups: int) -> list[str]:
    """Notes with the groups they are about; what holds for all is said without them."""
    return [
        note if len(names) == groups else f"{', '.join(names)}: {note}"
        for note, names in of_group.items()
    ]


def split(options: Mapping[str, Any]) -> tuple[AgreementRequest, TableOptions]:
    """Options by what they choose: the answers, or what is shown of them."""
    names = AgreementRequest.__dataclass_fields__
    wanted = {name: value for name, value in options.items() if name in names}
    return AgreementRequest(**wanted), TableOptions(
        **{k: v for k, v in options.items() if k not in names}
    )


def check(shown: TableOptions) -> None:
    if shown.by is not None and shown.by not in GROUPINGS:
        raise UsageError(
            f"agreement is not split by {shown.by!r}; valid: {', '.join(GROUPINGS)}",
            code="unknown-grouping",
        )
    if shown.method not in METHODS:
        raise UsageError(
            f"unknown interval method {shown.method!r}; valid: {', '.join(METHODS)}",
            code="unknown-method",
        )
    if shown.resamples < 1:
        raise UsageError(
            f"a bootstrap needs one resample or more, got {shown.resamples}", code="resamples"
        )


def overlap_table(session: ProjectSession, **options: Any) -> Table:
    """Where codes of one domain overlap inside a coder: what no layer may flatten."""
    from toolkit.operations.agreement.optional_coefficients import overlaps

    wanted, shown = split(options)
    scope = resolve(session, wanted)
    members = domain_members(session, scope, shown.domains or (TOP,))
    rows = tuple(
        (name, one.source_id, one.coder, one.first, one.second, one.start, one.end)
        for name, one in overlaps(scope, members)
    )
    columns = ("domain", "source", "coder", "first", "second", "start", "end")
    return Table(columns, rows, "overlaps inside a domain", scope.notes)


def domain_members(
    session: ProjectSession, scope: Scope, domains: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """The codes in scope that belong to each domain, in codebook order.

    `domains` names families, or codes that each stand for themselves and all codes below them.
    """
    book = queries.codebook(session.database)
    if not domains:
        return {}
    if scope.of_directions:
        raise UsageError(
            "directions are one set already and have no domains",
            code="domains-of-directions",
            hint="Leave --domains out with --level directions.",
        )
    if list(domains) == [TOP]:
        if all(code.parent is None for code in book):
            return {"all": scope.codes}
        top_of = {code: book.path(code)[0].id for code in scope.codes}
        tops = dict.fromkeys(top_of.values())
        return {top: tuple(c for c in scope.codes if top_of[c] == top) for top in tops}
    members: dict[str, tuple[str, ...]] = {}
    for name in domains:
        below = set(book.family_members(name))
        if not below:
            need_code(session, name)
            below = set(book.descendants(name))
        members[name] = tuple(code for code in scope.codes if code in below)
    twice = {code for name in members for code in members[name]}
    if len(twice) < sum(map(len, members.values())):
        raise UsageError(
            f"the domains {', '.join(domains)} share codes; domains exclude each other",
            code="domains-overlap",
            hint="Name codes of which none stands below another.",
        )
    return {name: codes for name, codes in members.items() if codes}


def _groups(
    session: ProjectSession, wanted: AgreementRequest, shown: TableOptions
) -> tuple[list[tuple[str, Scope]], list[str]]:
    """Named scopes, and what was left out."""
    if shown.by == "round":
        return rounds_with_answers(session, wanted)
    scope = resolve_used(session, wanted)
    if shown.by == "source":
        shared = scope.shared()
        # The frames of the rest stay away: one coder alone says nothing there.
        return [(name, scope.only([name])) for name in shared], []
    return [("", scope)], []


def rounds_with_answers(
    session: ProjectSession, wanted: AgreementRequest
) -> tuple[list[tuple[str, Scope]], list[str]]:
    """Each round that can be measured, oldest answers first, and why the others cannot."""
    found, notes = [], []
    names = [one.id for one in queries.rounds(session.database) if one.id != CONSENSUS]
    if wanted.round_id is not None:
        names = [wanted.round_id]
    for name in names:
        try:
            found.append((name, resolve_used(session, replace(wanted, round_id=name))))
        except QctError as error:
            if error.code not in (
                "too-few-coders",
                "no-shared-source",
                "no-code-used",
                "round-blind",
            ):
                raise
            notes.append(f"round {name} is left out: {error.message}")
    if not found:
        resolve_used(session, wanted)
    return sorted(found, key=lambda one: (max(one[1].dates.values(), default=""), one[0])), notes


class _Part:
    """All rows of one scope."""

    def __init__(self, session: ProjectSession, scope: Scope, shown: TableOptions) -> None:
        self._scope = scope
        self._shown = shown
        self._members = domain_members(session, scope, shown.domains)
        self._tables = scope.tables()
        self._domain_tables = None
        if self._members:
            self._domain_tables = relabelled(scope, self._members).tables()
        self._extras = None
        if shown.coefficients:
            from toolkit.operations.agreement.optional_coefficients import (
                Draws,
                OptionalCoefficients,
                check_coefficients,
            )

            check_coefficients(shown.coefficients, scope)
            members = self._members or domain_members(session, scope, _default_domains(scope))
            draws = None
            if shown.intervals and shown.method in BY_SOURCE:
                draws = Draws(shown.method, shown.resamples)
            self._extras = OptionalCoefficients(
                scope, shown.coefficients, members, shown.seed, draws
            )
        self.notes = scope_notes(scope)
        self.columns: tuple[str, ...] = ()
        if self._extras is not None:
            self.columns += self._extras.columns
        if shown.intervals:
            self.columns += _INTERVAL_COLUMNS

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        found = self._rows()
        intervals = self._intervals() if self._shown.intervals else {}
        for row in found:
            cells: list[Cell] = list(_plain(row))
            missing = ""
            if self._extras is not None:
                values, missing = self._extras.values(row)
                cells += values
            alpha = None
            if self._shown.intervals:
                key = (row.scope, row.code, row.coders)
                own = {name: intervals.get((*key, name)) for name in WITH_INTERVALS}
                cells += _interval_cells(own)
                alpha = own["krippendorff_alpha"] or own["cohen_kappa"]
            seed = self._shown.seed if "gamma" in self._shown.coefficients else None
            print_ = small_print(self._scope, row.missing_rule, alpha, seeded=seed)
            yield (*cells, *print_, missing)
        self._add_notes(found, list(intervals.values()))

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
        found = intervals_of(self._tables, self._shown)
        if self._domain_tables is not None:
            for key, interval in intervals_of(self._domain_tables, self._shown).items():
                if key[0] == "code":
                    found["domain", *key[1:]] = interval
        return found

    def _add_notes(self, rows: Sequence[AgreementRow], intervals: Sequence[Interval]) -> None:
        rules = "; ".join(dict.fromkeys(row.missing_rule for row in rows))
        self.notes += [
            f"missing data: {rules}",
            "pooled: one fourfold table summed over codes, so frequent codes weigh more; "
            "macro: plain mean over codes",
            "empty: undefined, for the reason given; uses: coded stretches of each coder, in "
            "the order of coders; prevalence: share of all decisions that are the code",
        ]
        if self._members:
            self.notes.append(
                "domain: any code of the domain against none of it; which code of it is what "
                "--coefficients cu-alpha measures"
            )
        self.notes += [f"{' '.join(row.coders)}: {row.note}" for row in rows if row.note]
        if self._extras is not None:
            self.notes += coefficient_notes(self._shown.coefficients, self._shown.seed)
            self.notes += self._extras.notes()
        drawn = [*intervals, *(self._extras.drawn if self._extras is not None else ())]
        if drawn:
            self.notes += interval_notes(drawn, self._shown.method)


def _default_domains(scope: Scope) -> tuple[str, ...]:
    return () if scope.of_directions else (TOP,)


def relabelled(scope: Scope, members: Mapping[str, tuple[str, ...]]) -> Scope:
    """The scope with each code counted as its domain."""
    domain = {code: name for name, codes in members.items() for code in codes}
    spans = tuple(
        CodedSpan(span.source_id, span.coder, domain[span.code], span.start, span.end)
        for span in scope.spans
        if span.code in domain
    )
    return replace(scope, codes=tuple(members), spans=spans)


_INTERVAL_COLUMNS = (
    *(f"{name}_{end}" for name in WITH_INTERVALS for end in ("low", "high")),
    "alpha_below_667",
    "alpha_below_800",
    "interval",
)


def _interval_cells(found: Mapping[str, Interval | None]) -> list[Cell]:
    cells: list[Cell] = []
    for name in WITH_INTERVALS:
        cells += interval_cells(found[name])
    alpha = found["krippendorff_alpha"]
    below = dict(alpha.below) if alpha is not None and alpha.low is not None else {}
    cells += [below.get(0.667), below.get(0.8)]
    told = alpha or next((one for one in found.values() if one is not None), None)
    note = f" ({told.note})" if told is not None and told.note else ""
    cells.append("" if told is None else told.reason or told.method + note)
    return cells


def intervals_of(tables: CoverTables, shown: TableOptions) -> dict[Key, Interval]:
    """Intervals by scope, code, coders and coefficient."""
    if shown.method in UNIT_METHODS:
        check_units(shown.method, tables.unit)
        return unit_based(tables, shown.method, resamples=shown.resamples, seed=shown.seed)
    from toolkit.agreement.intervals.by_source import source_intervals

    found = source_intervals(
        tables,
        WITH_INTERVALS,
        method="bootstrap" if shown.method == "bca" else shown.method,
        resamples=shown.resamples,
        seed=shown.seed,
    )
    return {
        (one.scope, one.code, one.coders, one.coefficient): one.intervals[
            -1 if shown.method == "bca" else 0
        ]
        for one in found
    }


def interval_cells(one: Interval | None) -> tuple[Cell, Cell]:
    return (None, None) if one is None else (one.low, one.high)


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
