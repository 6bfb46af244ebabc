"""Agreement over time: by round, by date, and of a coder with the own earlier answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from toolkit.agreement.spans import CodedSpan
from toolkit.agreement.trend import slope
from toolkit.domain.codings import Coding, Mode
from toolkit.errors import InputError, UsageError
from toolkit.operations.agreement.notes import SMALL_PRINT, scope_notes, small_print
from toolkit.operations.agreement.request import SEGMENT, AgreementRequest, Scope
from toolkit.operations.agreement.scope import check_wanted, counted_rounds, gather, resolve_used
from toolkit.operations.agreement.table import (
    TableOptions,
    check,
    interval_cells,
    intervals_of,
    rounds_with_answers,
    said_once,
    split,
)
from toolkit.operations.agreement.units import coded_passages
from toolkit.operations.session import ProjectSession
from toolkit.report.tables import Cell, Table
from toolkit.store import queries

TREND = ("round", "date", "source")
COLUMNS = (
    "group",
    "first_date",
    "last_date",
    "coders",
    "krippendorff_alpha",
    "alpha_low",
    "alpha_high",
    "cohen_kappa",
    "kappa_low",
    "kappa_high",
    "percent",
    "uses",
    "n",
    "unit",
    "sources",
    "interval",
    *SMALL_PRINT,
)


def trend_table(session: ProjectSession, *, over: str, **options: Any) -> Table:
    """Pooled agreement by round, by the day a source was last worked on, or source by source."""
    if over not in TREND:
        raise UsageError(f"no trend over {over!r}; valid: {', '.join(TREND)}", code="unknown-trend")
    wanted, shown = split(options)
    check(shown)
    groups: list[tuple[str, Scope]]
    if over == "round":
        groups, notes = rounds_with_answers(session, wanted)
    elif over == "date":
        groups, notes = _by_date(resolve_used(session, wanted))
    else:
        scope = resolve_used(session, wanted)
        groups, notes = [(name, scope.only([name])) for name in scope.shared()], []
    rows: list[tuple[Cell, ...]] = []
    of_group: dict[str, list[str]] = {}
    for name, scope in groups:
        rows += _rows(name, scope, shown)
        for note in scope_notes(scope):
            of_group.setdefault(note, []).append(name)
    first = [row for row in rows if row[3] == rows[0][3]] if rows else []
    notes += [*said_once(of_group, len(groups)), _slope_note(first)]
    notes.append("pooled over codes; intervals: sources are what is sampled")
    if over == "date":
        notes.append("by date: each source counts on the day of its last answer")
    if over == "source":
        notes.append("by source: in the order of their ids; one source has no interval of its own")
    title = f"agreement by {over}"
    return Table(COLUMNS, tuple(rows), title, tuple(dict.fromkeys(notes)), aside=SMALL_PRINT)


def intra_table(session: ProjectSession, **options: Any) -> Table:
    """Each coder against the own earlier answers: rounds that share sources, one after another."""
    wanted, shown = split(options)
    check(shown)
    if wanted.round_id is not None:
        raise UsageError(
            "a coder is compared across rounds, so --round cannot name one", code="intra-round"
        )
    rows: list[tuple[Cell, ...]] = []
    scopes = list(_passes(session, wanted))
    of_group: dict[str, list[str]] = {}
    for coder, earlier, later, scope in scopes:
        name = f"{coder}: {earlier} and {later}"
        rows += _rows(name, scope, shown)
        for note in scope_notes(scope):
            of_group.setdefault(note, []).append(name)
    if not scopes:
        raise InputError(
            "no coder has coded a source in two rounds",
            code="no-second-pass",
            hint="`qct round open NAME --coders A --sources E01,E02` opens a second pass.",
        )
    notes = [
        "coder@round: the same coder in two rounds, on sources worked on in both",
        "pooled over codes; intervals: sources are what is sampled",
        *said_once(of_group, len(scopes)),
    ]
    title = "agreement with the own earlier coding"
    return Table(COLUMNS, tuple(rows), title, tuple(notes), aside=SMALL_PRINT)


def _rows(name: str, scope: Scope, shown: TableOptions) -> Iterator[tuple[Cell, ...]]:
    from toolkit.agreement.table.rows import table_rows

    tables = scope.tables()
    found = intervals_of(tables, shown)
    shared = {source.split(" (")[0] for source in scope.shared()}
    days = sorted(day for source, day in scope.dates.items() if source in shared)
    for row in table_rows(tables):
        if row.scope != "pooled":
            continue
        cells = {
            coefficient: found.get((row.scope, row.code, row.coders, coefficient))
            for coefficient in ("krippendorff_alpha", "cohen_kappa")
        }
        alpha, kappa = cells["krippendorff_alpha"], cells["cohen_kappa"]
        yield (
            name,
            days[0] if days else "",
            days[-1] if days else "",
            " ".join(row.coders),
            row.krippendorff_alpha,
            *interval_cells(alpha),
            row.cohen_kappa,
            *interval_cells(kappa),
            row.percent,
            " ".join(map(str, row.uses)),
            row.n,
            row.unit,
            row.sources,
            "" if alpha is None else alpha.reason or alpha.method,
            *small_print(scope, row.missing_rule, alpha),
        )


def _by_date(scope: Scope) -> tuple[list[tuple[str, Scope]], list[str]]:
    """The sources of each day; those in which nothing was coded have none."""
    days: dict[str, list[str]] = {}
    for name in scope.shared():
        days.setdefault(scope.dates.get(name.split(" (")[0], ""), []).append(name)
    undated = days.pop("", [])
    notes = [f"left out, since nothing is coded there: {', '.join(undated)}"] if undated else []
    return [(day, scope.only(days[day])) for day in sorted(days)], notes


def _slope_note(rows: Sequence[tuple[Cell, ...]]) -> str:
    values = [row[4] if isinstance(row[4], float) else None for row in rows]
    found = slope(values)
    if found.value is None:
        return f"no drift can be told: {found.reason}"
    verdict = "drift" if found.is_drift else "no drift beyond chance"
    return (
        f"alpha changes by {found.value:+.3f} from one to the next "
        f"({found.level:.0%}: {found.low:+.3f} to {found.high:+.3f}, n {found.n}): {verdict}"
    )


def _passes(
    session: ProjectSession, wanted: AgreementRequest
) -> Iterator[tuple[str, str, str, Scope]]:
    """Two rounds of one coder as if they were two coders."""
    check_own(session, wanted)
    in_view = {one.id for one in queries.rounds(session.database) if one.mode is Mode.ASSISTED}
    counted = counted_rounds(session, None)

    def counts(round_id: str) -> bool:
        return counted(round_id) and not (wanted.independent_only and round_id in in_view)

    everything = [
        coding
        for coding in queries.codings(session.database)
        if counts(coding.round_id) and (coding.independent or not wanted.independent_only)
    ]
    worked: dict[tuple[str, str], set[str]] = {}
    for one in queries.coverage(session.database):
        if counts(one.round_id):
            worked.setdefault((one.coder_id, one.round_id), set()).add(one.source_id)
    began: dict[tuple[str, str], str] = {}
    for coding in everything:
        key = coding.coder_id, coding.round_id
        began[key] = min(began.get(key, coding.created_at), coding.created_at)
    coders = list(wanted.coders) or sorted({coder for coder, _ in worked})
    for coder in coders:
        own = [round_id for who, round_id in worked if who == coder]
        own.sort(key=lambda round_id: (began.get((coder, round_id), ""), round_id))
        if len(own) < 2:
            continue
        base = gather(session, replace(wanted, coders=(coder,)), [])
        for earlier, later in pairwise(own):
            shared = worked[coder, earlier] & worked[coder, later]
            shared &= {frame.source_id for frame in base.frames}
            if shared:
                yield (
                    coder,
                    earlier,
                    later,
                    _pass(base, everything, coder, (earlier, later), shared),
                )


def check_own(session: ProjectSession, wanted: AgreementRequest) -> None:
    """Raise for what a coder cannot be compared on with the own earlier answers."""
    if wanted.level != "codes":
        raise UsageError("a coder is compared with the own earlier codes only", code="intra-level")
    check_wanted(session, wanted)


def _pass(
    base: Scope,
    everything: Sequence[Coding],
    coder: str,
    rounds: tuple[str, str],
    shared: set[str],
) -> Scope:
    names = tuple(f"{coder}@{round_id}" for round_id in rounds)
    kept = [
        coding
        for coding in everything
        if coding.coder_id == coder and coding.round_id in rounds and coding.source_id in shared
    ]
    spans = tuple(
        CodedSpan(c.source_id, f"{coder}@{c.round_id}", c.code_id, c.span.start, c.span.end)
        for c in kept
    )
    frames = tuple(
        replace(frame, coverage=frozenset(names))
        for frame in base.frames
        if frame.source_id in shared
    )
    if base.unit == SEGMENT and base.wanted.segments is None:
        own = coded_passages(kept).units
        frames = tuple(replace(frame, units=own.get(frame.source_id, ())) for frame in frames)
    used = {span.code for span in spans}
    return replace(
        base,
        coders=names,
        codes=tuple(code for code in base.codes if code in used),
        frames=frames,
        spans=spans,
        codebook_versions=tuple(sorted({coding.codebook_version for coding in kept})),
    )
