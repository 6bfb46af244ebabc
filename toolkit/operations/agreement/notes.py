"""Notes on agreement: what was compared, on what text, and what the figures mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.domain.rounds import CONSENSUS, names_one_round
from toolkit.domain.transcript import Role
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.agreement.intervals.interval import Interval
    from toolkit.operations.agreement.request import AgreementRequest, Scope
    from toolkit.operations.agreement.unit_intervals import Key
    from toolkit.report.tables import Cell

NOTE_COLUMNS = (
    "level",
    "frame",
    "rounds",
    "answers",
    "missing_rule",
    "codebook_versions",
    "interval_level",
    "resamples",
    "degenerate",
    "seed",
)
"""Columns for what the notes say, since a file of CSV or JSON travels without the notes."""


def scope_notes(scope: Scope) -> list[str]:
    """The notes that every figure shares."""
    request = scope.request
    first = _("unit: {unit}; level: {level}; frame: {frame}; {rounds}; codebook version {versions}")
    if scope.of_directions:
        first = _("unit: {unit}; level: {level}; frame: {frame}; {rounds}")
    notes = [
        first.format(
            unit=scope.unit,
            level=request.level,
            frame=frame_of(scope),
            rounds=rounds_of(request),
            versions=", ".join(map(str, scope.codebook_versions)) or _("none"),
        )
    ]
    if scope.unit != "character" and not scope.of_directions:
        notes.append(_("a unit counts as coded when any part of it is"))
    notes.append(_("answers: {answers}").format(answers=answers_of(request)))
    return [*notes, *scope.notes]


def note_cells(
    scope: Scope, missing_rule: str, interval: Interval | None, *, seeded: int | None = None
) -> tuple[Cell, ...]:
    """Cells for the columns of `NOTE_COLUMNS`.

    Parameters
    ----------
    interval
        Interval of alpha, whose level, resamples and degenerate resamples are told; None
        without intervals.
    seeded
        The seed of what else was drawn at random in this row.
    """
    request = scope.request
    drawn: tuple[Cell, ...] = (None, None, None, seeded)
    if interval is not None:
        seed = seeded if interval.seed is None else interval.seed
        drawn = (interval.level, interval.resamples, interval.degenerate, seed)
    return (
        request.level,
        frame_of(scope),
        rounds_of(request),
        answers_of(request),
        missing_rule,
        " ".join(map(str, scope.codebook_versions)),
        *drawn,
    )


def merge_notes(of_group: Mapping[str, Sequence[str]], groups: int) -> list[str]:
    """Notes with the groups they are about; what holds for all is said without them."""
    return [
        note if len(names) == groups else f"{', '.join(names)}: {note}"
        for note, names in of_group.items()
    ]


def frame_of(scope: Scope) -> str:
    """The text, or the segments, that the figures are about."""
    if scope.of_directions:
        return _("segments that two or more coders mapped")
    frame = _("all text") if scope.request.whole_text else _experts_only(scope)
    if not scope.segments:
        return frame
    return _("{frame}; segments: {segments}").format(frame=frame, segments=scope.segments)


def _experts_only(scope: Scope) -> str:
    """That the frame is what experts say, and who else is there and outside it."""
    outside: set[Role] = set()
    for frame in scope.frames:
        outside |= scope.roles_outside.get(frame.source_id, frozenset())
    if outside == {Role.INTERVIEWER}:
        return _("what experts say; the interviewer is outside it")
    if outside == {Role.OTHER}:
        return _("what experts say; other speakers are outside it")
    if outside:
        return _("what experts say; the interviewer and other speakers are outside it")
    return _("what experts say; nobody else speaks")


def rounds_of(request: AgreementRequest) -> str:
    """The rounds whose answers are compared."""
    if names_one_round(request.round_id):
        return _("round {round_id}").format(round_id=request.round_id)
    return _("all rounds but {consensus}, put together").format(consensus=CONSENSUS)


def answers_of(request: AgreementRequest) -> str:
    """Which of the answers are compared."""
    if request.independent_only:
        return _("only those given before a suggestion was seen")
    return _("all, those given after a suggestion was seen too")


def interval_notes(intervals: Sequence[Interval], method: str) -> list[str]:
    """Methods, level, draws and seed of the intervals; what is sampled, and how well it covers."""
    from toolkit.operations.agreement.unit_intervals import NOTES

    defined = [interval for interval in intervals if interval.reason is None]
    if not defined:
        return [_("no intervals: {reason}").format(reason=intervals[0].reason)]
    notes = [
        _("intervals: {methods}; {level:.0%}; {sampled}").format(
            methods="; ".join(dict.fromkeys(map(method_of, defined))),
            level=defined[0].level,
            sampled=NOTES.get(
                method,
                _("characters of a text are not independent, so sources are what is sampled"),
            ),
        ),
        coverage_note(method),
    ]
    if any(interval.below for interval in defined):
        notes.append(
            _("alpha_below: probability that alpha is below .667 and below .8, of the same method")
        )
    degenerate = [interval for interval in defined if interval.degenerate]
    if degenerate:
        worst = max(degenerate, key=lambda interval: interval.degenerate / interval.resamples)
        note = _(
            "in {count} intervals up to {degenerate} of {resamples} resamples were undefined and "
            "are left out"
        )
        notes.append(
            note.format(
                count=len(degenerate), degenerate=worst.degenerate, resamples=worst.resamples
            )
        )
    return notes


def coverage_note(method: str) -> str:
    """How often intervals of a method contain the true value."""
    from toolkit.agreement.intervals.clustered import MEASURED

    if method == "auto":
        low, high = MEASURED
        note = _(
            "coverage: in simulations with 5 to 20 sources {low:.0%} to {high:.0%} of these "
            "intervals contained the true value (`make coverage` in the toolkit's repository "
            "measures it again)"
        )
        return note.format(low=low, high=high)
    return _(
        "coverage: not assured for this method, and too low for rare codes and few sources; "
        "`--method auto` is the one whose coverage is measured"
    )


def withheld_notes(intervals: Mapping[Key, Interval]) -> list[str]:
    """The rows whose value has no interval, by reason; undefined values are told elsewhere."""
    from toolkit.agreement.intervals import clusters

    reasons = (clusters.TOO_FEW, clusters.FEW_USES, clusters.FEW_SOURCES)
    groups = {coders for _scope, _code, coders, _name in intervals}
    rows: dict[str, dict[str, None]] = {}
    for (scope, code, coders, _name), interval in intervals.items():
        if interval.reason in reasons:
            label = code or scope
            label += f" ({' '.join(coders)})" if len(groups) > 1 else ""
            rows.setdefault(str(interval.reason), {})[label] = None
    note = _("no interval for {rows}: {reason}")
    return [note.format(rows=", ".join(names), reason=reason) for reason, names in rows.items()]


def method_of(interval: Interval) -> str:
    """The method of an interval, with what was drawn at random."""
    from toolkit.agreement.intervals.clustered import CLUSTERED

    if interval.seed is None:
        return interval.method
    text = _("{method}, {resamples} resamples, seed {seed}")
    if interval.method == CLUSTERED:
        text = _("{method}, {resamples} draws, seed {seed}")
    return text.format(method=interval.method, resamples=interval.resamples, seed=interval.seed)


def coefficient_notes(coefficients: Sequence[str], seed: int) -> list[str]:
    """What the requested columns mean."""
    notes = []
    if any(name.startswith(("u-", "cu-", "ku-", "alpha-u")) for name in coefficients):
        notes.append(
            _(
                "u family (Krippendorff): on characters whatever the unit; u_alpha of a code: that "
                "code against all else; ku_alpha: within its domain; cu_alpha is silent on what "
                "one coder missed, so read its coverage with it"
            )
        )
    if "gamma" in coefficients:
        notes.append(
            _(
                "gamma: plain mean over sources; alpha 3, beta 1, delta 1, 30 random texts, "
                "statistical sampler, seed {seed}; gamma_cat compares the codes of aligned units "
                "only (Mathet 2017), and is empty for one code"
            ).format(seed=seed)
        )
    if "nvivo" in coefficients:
        notes.append(
            _(
                "nvivo_kappa: as NVivo, by characters whatever the unit, plain mean over sources "
                "and by their length, but what it prints as 1 because nobody coded is left out"
            )
        )
    if "maxqda" in coefficients:
        notes.append(
            _(
                "maxqda: segments with a one-to-one partner that shares 90 % of their union; "
                "presence, frequency: sources in which both used the code, or used it equally "
                "often, or neither"
            )
        )
    return notes
