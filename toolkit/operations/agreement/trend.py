"""Agreement over time: by round, by date, and of a coder with the own earlier answers."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from toolkit.agreement.spans import CodedSpan
from toolkit.agreement.table.rows import table_rows
from toolkit.agreement.trend import slope
from toolkit.domain.codings import Coding
from toolkit.domain.rounds import Coverage, names_one_round
from toolkit.errors import InputError, UsageError
from toolkit.i18n import _
from toolkit.operations.agreement.accounted import ALONE, Accounted
from toolkit.operations.agreement.answers import finished_work, unfinished_notes
from toolkit.operations.agreement.notes import (
    NOTE_COLUMNS,
    interval_notes,
    merge_notes,
    note_cells,
    scope_notes,
    withheld_notes,
)
from toolkit.operations.agreement.request import (
    SEGMENT,
    AgreementRequest,
    IntervalOptions,
    Scope,
)
from toolkit.operations.agreement.scope import check_request, gather, resolve_used
from toolkit.operations.agreement.table import (
    Group,
    interval_cells,
    intervals_of,
    rounds_with_answers,
    sources_with_answers,
)
from toolkit.operations.agreement.units import coded_passages
from toolkit.operations.answers.counted_rounds import CountedRounds, counted_rounds
from toolkit.report.tables import Cell, Table
from toolkit.store import queries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from toolkit.agreement.intervals.interval import Interval
    from toolkit.agreement.table.cover import CoverTables
    from toolkit.operations.agreement.unit_intervals import Key
    from toolkit.operations.session import ProjectSession

TREND = ("round", "date", "source")
_TITLES = {
    "round": _("agreement by round"),
    "date": _("agreement by date"),
    "source": _("agreement by source"),
}
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
    *NOTE_COLUMNS,
)


def check_trend(over: str) -> None:
    """Raise `UsageError` unless there is a trend over that."""
    if over not in TREND:
        raise UsageError(
            _("no trend over {over!r}; valid: {valid}").format(over=over, valid=", ".join(TREND)),
            code="unknown-trend",
        )


def groups_over(
    session: ProjectSession, request: AgreementRequest, over: str
) -> tuple[list[Group], list[str]]:
    """The answers by round, day or source, and notes on what was left out."""
    if over == "round":
        return rounds_with_answers(session, request)
    scope = resolve_used(session, request)
    return _by_date(scope) if over == "date" else (sources_with_answers(scope), [])


def trend_table(
    groups: Sequence[Group], notes: Sequence[str], over: str, options: IntervalOptions
) -> Table:
    """Pooled agreement of each group, with its slope in the notes."""
    rows, shared_notes = _rows_and_notes(groups, options)
    first = [row for row in rows if row[3] == rows[0][3]] if rows else []
    every_note = [
        *notes,
        *shared_notes,
        _slope_note(first),
    ]
    if over == "date":
        every_note.append(_("by date: each source counts on the day of its last answer"))
    if over == "source":
        every_note.append(
            _("by source: in the order of their ids; one source has no interval of its own")
        )
    return Table(
        COLUMNS,
        rows,
        _TITLES[over],
        tuple(dict.fromkeys(every_note)),
        aside=NOTE_COLUMNS,
    )


def intra_table(passes: Sequence[Group], options: IntervalOptions) -> Table:
    """Each coder against the own earlier answers."""
    if not passes:
        raise InputError(
            _("no coder has coded a source in two rounds"),
            code="no-second-pass",
            hint=_("`qct round open NAME --coders A --sources E01,E02` opens a second pass."),
        )
    rows, shared_notes = _rows_and_notes(passes, options)
    notes = (
        _("coder@round: the same coder in two rounds, on sources worked on in both"),
        *shared_notes,
    )
    title = _("agreement with the own earlier coding")
    return Table(COLUMNS, rows, title, notes, aside=NOTE_COLUMNS)


def _rows_and_notes(
    groups: Sequence[Group], options: IntervalOptions
) -> tuple[tuple[tuple[Cell, ...], ...], list[str]]:
    """The rows of all groups, and the notes on their scopes."""
    rows: list[tuple[Cell, ...]] = []
    of_group: dict[str, list[str]] = {}
    drawn: list[Interval] = []
    for name, scope in groups:
        tables = scope.tables()
        intervals = intervals_of(tables, options)
        pooled = {key: interval for key, interval in intervals.items() if key[0] == "pooled"}
        drawn += pooled.values()
        rows += _rows(name, scope, tables, pooled)
        for note in (*scope_notes(scope), *withheld_notes(pooled)):
            of_group.setdefault(note, []).append(name)
    notes = merge_notes(of_group, len(groups))
    if any(interval.reason is None for interval in drawn):
        notes += interval_notes(drawn, options.method)
    return tuple(rows), [*notes, _("the rows are pooled over codes")]


def _rows(
    name: str, scope: Scope, tables: CoverTables, intervals: Mapping[Key, Interval]
) -> Iterator[tuple[Cell, ...]]:
    shared = {source.split(" (")[0] for source in scope.shared()}
    days = sorted(day for source, day in scope.dates.items() if source in shared)
    for row in table_rows(tables):
        if row.scope != "pooled":
            continue
        cells = {
            coefficient: intervals.get((row.scope, row.code, row.coders, coefficient))
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
            *note_cells(scope, row.missing_rule, alpha),
        )


def _by_date(scope: Scope) -> tuple[list[Group], list[str]]:
    """The sources of each day; those in which nothing was coded have none."""
    days: dict[str, list[str]] = {}
    for name in scope.shared():
        days.setdefault(scope.dates.get(name.split(" (")[0], ""), []).append(name)
    undated = days.pop("", [])
    notes = []
    if undated:
        note = _("left out, since nothing is coded there: {sources}")
        notes.append(note.format(sources=", ".join(undated)))
    return [(day, scope.only(days[day])) for day in sorted(days)], notes


def _slope_note(rows: Sequence[tuple[Cell, ...]]) -> str:
    values = [row[4] if isinstance(row[4], float) else None for row in rows]
    drift = slope(values)
    if drift.value is None:
        return _("no drift can be told: {reason}").format(reason=drift.reason)
    note = _(
        "alpha changes by {value:+.3f} from one to the next ({level:.0%}: {low:+.3f} to "
        "{high:+.3f}, n {n}): {verdict}"
    )
    return note.format(
        value=drift.value,
        level=drift.level,
        low=drift.low,
        high=drift.high,
        n=drift.n,
        verdict=_("drift") if drift.is_drift else _("no drift beyond chance"),
    )


def own_passes(session: ProjectSession, request: AgreementRequest) -> Iterator[Group]:
    """Two rounds of a coder as if they were two coders, one pair of rounds after another."""
    _check_own(session, request)
    rounds = counted_rounds(session, None)
    codings = _counted(queries.codings(session.database), request, rounds)
    coverage = _counted(queries.coverage(session.database), request, rounds)
    finished, _unfinished = finished_work(coverage, request)
    worked: dict[tuple[str, str], set[str]] = {}
    for stated in finished:
        worked.setdefault((stated.coder_id, stated.round_id), set()).add(stated.source_id)
    began: dict[tuple[str, str], str] = {}
    for coding in codings:
        key = coding.coder_id, coding.round_id
        began[key] = min(began.get(key, coding.created_at), coding.created_at)
    for coder in request.coders or sorted({coder for coder, _round in worked}):
        own = [round_id for name, round_id in worked if name == coder]
        own.sort(key=lambda round_id: (began.get((coder, round_id), ""), round_id))
        if len(own) < 2:
            continue
        base = replace(
            gather(session, replace(request, coders=(coder,)), rounds),
            # Its notes are about one coder in all rounds, not about two rounds of the coder.
            notes=tuple(
                unfinished_notes(
                    (stated for stated in coverage if stated.coder_id == coder), codings, request
                )
            ),
        )
        for earlier, later in pairwise(own):
            shared = worked[coder, earlier] & worked[coder, later]
            shared &= {frame.source_id for frame in base.frames}
            if shared:
                scope = _two_passes(base, codings, coder, (earlier, later), shared)
                yield f"{coder}: {earlier} and {later}", scope


def _check_own(session: ProjectSession, request: AgreementRequest) -> None:
    """Raise for what a coder cannot be compared on with the own earlier answers."""
    if names_one_round(request.round_id):
        raise UsageError(
            _("a coder is compared across rounds, so --round cannot name one"), code="intra-round"
        )
    if request.level != "codes":
        raise UsageError(
            _("a coder is compared with their own earlier coding by codes only"), code="intra-level"
        )
    check_request(session, request)


Answer = TypeVar("Answer", Coding, Coverage)


def _counted(
    answers: Iterable[Answer], request: AgreementRequest, rounds: CountedRounds
) -> list[Answer]:
    """The answers that count; without those that a suggestion was seen before, unless asked for."""
    counted = [answer for answer in answers if answer.round_id in rounds]
    if not request.independent_only:
        return counted
    assisted = rounds.assisted
    return [
        answer
        for answer in counted
        if answer.round_id not in assisted and (isinstance(answer, Coverage) or answer.independent)
    ]


def _two_passes(
    base: Scope,
    codings: Sequence[Coding],
    coder: str,
    rounds: tuple[str, str],
    shared: set[str],
) -> Scope:
    """The scope of a coder in which each of two rounds is a coder of its own."""
    names = tuple(f"{coder}@{round_id}" for round_id in rounds)
    kept = [
        coding
        for coding in codings
        if coding.coder_id == coder and coding.round_id in rounds and coding.source_id in shared
    ]
    spans = tuple(
        CodedSpan(
            coding.source_id,
            f"{coder}@{coding.round_id}",
            coding.code_id,
            coding.span.start,
            coding.span.end,
        )
        for coding in kept
    )
    frames = tuple(
        replace(frame, coverage=frozenset(names))
        for frame in base.frames
        if frame.source_id in shared
    )
    if base.unit == SEGMENT and base.request.segments is None:
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
        accounted=Accounted(
            {coding.id for coding in kept},
            {
                _("the coder has coded the source in one round only")
                if reason == ALONE
                else reason: ids
                for reason, ids in base.accounted.left_out.items()
            },
            rounds,
        ),
    )
