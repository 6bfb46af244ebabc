"""The small print of agreement: what was compared, on what, and what the figures mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from toolkit.domain.rounds import CONSENSUS
from toolkit.operations.agreement.request import AgreementRequest, Scope
from toolkit.report.tables import Cell

if TYPE_CHECKING:
    from toolkit.agreement.intervals.interval import Interval

SMALL_PRINT = (
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
"""Said in the notes, and in every row of a file that travels without them."""
ANY_PART = "a unit counts as coded when any part of it is"


def scope_notes(scope: Scope) -> list[str]:
    """The small print that every figure shares."""
    wanted = scope.wanted
    versions = ", ".join(map(str, scope.codebook_versions)) or "none"
    return [
        f"unit: {scope.unit}; level: {wanted.level}; frame: {frame_of(scope)}; "
        f"{rounds_of(wanted)}; codebook version {versions}",
        *([ANY_PART] if scope.unit != "character" and not scope.of_directions else []),
        f"answers: {answers_of(wanted)}",
        *scope.notes,
    ]


def small_print(
    scope: Scope, missing_rule: str, interval: Interval | None, *, seeded: int | None = None
) -> tuple[Cell, ...]:
    """Cells for the columns of `SMALL_PRINT`.

    Parameters
    ----------
    interval
        Of alpha, whose level, resamples and degenerate resamples are told; None without one.
    seeded
        The seed of what else was drawn at random in this row.
    """
    wanted = scope.wanted
    drawn: tuple[Cell, ...] = (None, None, None, seeded)
    if interval is not None:
        seed = seeded if interval.seed is None else interval.seed
        drawn = (interval.level, interval.resamples, interval.degenerate, seed)
    return (
        wanted.level,
        frame_of(scope),
        rounds_of(wanted),
        answers_of(wanted),
        missing_rule,
        " ".join(map(str, scope.codebook_versions)),
        *drawn,
    )


def frame_of(scope: Scope) -> str:
    """What text, or which segments, the figures are about."""
    if scope.of_directions:
        return "segments that two or more coders mapped"
    whole = scope.wanted.whole_text
    frame = "all text" if whole else "what experts say; the interviewer is outside it"
    return f"{frame}; segments: {scope.segments}" if scope.segments else frame


def rounds_of(wanted: AgreementRequest) -> str:
    return f"round {wanted.round_id}" if wanted.round_id else f"all rounds but {CONSENSUS}"


def answers_of(wanted: AgreementRequest) -> str:
    if wanted.independent_only:
        return "only those given before a suggestion was seen"
    return "all, those given after a suggestion was seen too"


def interval_notes(intervals: Sequence[Interval], method: str) -> list[str]:
    """Methods, level, resamples and seed of the intervals; how many were degenerate."""
    from toolkit.operations.agreement.unit_intervals import NOTES

    done = [one for one in intervals if one.reason is None]
    if not done:
        return [f"no intervals: {intervals[0].reason}"]
    methods = dict.fromkeys(
        one.method
        + (f", {one.resamples} resamples, seed {one.seed}" if one.seed is not None else "")
        for one in done
    )
    lost = [one for one in done if one.degenerate]
    sampled = NOTES.get(
        method, "characters of a text are not independent, so sources are what is sampled"
    )
    notes = [f"intervals: {'; '.join(methods)}; {done[0].level:.0%}; {sampled}"]
    if any(one.below for one in done):
        notes.append(
            "alpha_below: probability that alpha is below .667 and below .8, of the same method"
        )
    if lost:
        worst = max(lost, key=lambda one: one.degenerate / one.resamples)
        notes.append(
            f"in {len(lost)} intervals up to {worst.degenerate} of {worst.resamples} resamples "
            "were undefined and are left out"
        )
    return notes


def coefficient_notes(coefficients: Sequence[str], seed: int) -> list[str]:
    """What the requested columns mean."""
    notes = []
    if any(name.startswith(("u-", "cu-", "ku-", "alpha-u")) for name in coefficients):
        notes.append(
            "u family (Krippendorff): on characters whatever the unit; u_alpha of a code: that "
            "code against all else; ku_alpha: within its domain; cu_alpha is silent on what one "
            "coder missed, so read its coverage with it"
        )
    if "gamma" in coefficients:
        notes.append(
            "gamma: plain mean over sources; alpha 3, beta 1, delta 1, 30 random texts, "
            f"statistical sampler, seed {seed}"
        )
    if "nvivo" in coefficients:
        notes.append(
            "nvivo_kappa: as NVivo, by characters whatever the unit, plain mean over sources and "
            "by their length, but what it prints as 1 because nobody coded is left out"
        )
    if "maxqda" in coefficients:
        notes.append(
            "maxqda: segments with a one-to-one partner that shares 90 % of their union; presence, "
            "frequency: sources in which both used the code, or used it equally often, or neither"
        )
    return notes
