"""Suggestions that were shown, with what became of each, and the figures over them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from toolkit.domain.outcomes import (
    ANSWERED,
    LEAST_CHECKS,
    LEAST_SHOWN,
    TAKEN,
    Fate,
    OwnCode,
    fate_of,
    wilson,
)
from toolkit.domain.rounds import Progress
from toolkit.domain.suggestions import Decision, Outcome, Reveal, Suggestion
from toolkit.errors import UsageError
from toolkit.i18n import _, ngettext
from toolkit.store import queries, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from toolkit.domain.codings import Coding
    from toolkit.operations.session import ProjectSession

DONE = frozenset({Progress.FINISHED.value, Progress.SUBMITTED.value})


@dataclass(frozen=True, slots=True)
class ShownSuggestion:
    """A suggestion that was shown, and what became of it."""

    suggestion: Suggestion
    reveal: Reveal
    fate: Fate
    decision: Decision | None
    """What the coder decided about its list; None where nothing was decided."""


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """How often the suggestions of a group were taken."""

    group: str
    shown: int
    accepted: int
    by_hand: int
    other: int
    rejected: int
    ignored: int
    had: int
    open: int
    share: float | None
    """(accepted + by hand) / (accepted + by hand + other + rejected + ignored); None below
    `LEAST_SHOWN` of these."""
    low: float | None
    high: float | None
    """The 95 % interval of the share by Wilson."""

    @property
    def answered(self) -> int:
        """The suggestions that the share is of."""
        return self.accepted + self.by_hand + self.other + self.rejected + self.ignored


@dataclass(frozen=True, slots=True)
class OutcomeTable:
    """The rows of a question, and what a reader has to know about them."""

    rows: tuple[OutcomeRow, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    """Ids of the sources of the suggestions."""


@dataclass(frozen=True, slots=True)
class OverTrust:
    """How often a coder took a candidate that nothing speaks for."""

    coder: str
    shown: int
    """Checks that were shown."""
    answered: int
    """Those of them that were taken, rejected, passed over for others or ignored."""
    taken: int
    index: float | None
    """taken / answered; None below `LEAST_CHECKS` answered ones."""
    low: float | None
    high: float | None
    reason: str
    """Why there is no index; empty where there is one."""


GROUPINGS: dict[str, Callable[[ShownSuggestion], str]] = {
    "rank": lambda each: str(each.suggestion.rank),
    "model": lambda each: each.suggestion.model,
    "family": lambda each: each.suggestion.evidence.family,
    "code": lambda each: each.suggestion.code_id,
    "verdict": lambda each: each.suggestion.verdict,
    "coder": lambda each: each.reveal.coder_id,
    "source": lambda each: each.reveal.source_id,
    "round": lambda each: each.reveal.round_id,
    "month": lambda each: each.reveal.shown_at[:7],
    "week": lambda each: _week(each.reveal.shown_at),
    "moment": lambda each: moment(each.reveal),
}
"""What suggestions can be grouped by."""


def moment(reveal: Reveal) -> str:
    """Whether it was shown `after` the coder's own answer, or `before` one."""
    return "after" if reveal.after_commit else "before"


def shown_suggestions(
    session: ProjectSession, *, coder: str | None = None, source: str | None = None
) -> list[ShownSuggestion]:
    """Every suggestion that was shown, checks included, in the order in which they were shown."""
    given: dict[str, Any] = {"coder": coder, "source": source}
    named = {name: value for name, value in given.items() if value is not None}
    where = "".join(f" AND r.{name}{'_id'} = :{name}" for name in named)
    stored = session.database.query(
        "SELECT s.*, r.round_id AS r_round, r.place AS r_place, r.after_commit AS r_after, "
        "r.is_check AS r_check, r.shown_at AS r_shown FROM suggestions s "
        f"JOIN reveals r ON r.id = s.id WHERE r.shown_at <> ''{where} "
        "ORDER BY r.shown_at, s.source_id, s.span_start, s.batch_id, r.place, s.id",
        named,
    )
    decided: dict[str, list[Decision]] = defaultdict(list)
    for decision in queries.decisions(session.database):
        decided[decision.batch_id].append(decision)
    finished = {
        (row["round_id"], row["coder_id"], row["source_id"])
        for row in session.database.query("SELECT * FROM coverage")
        if row["progress"] in DONE
    }
    codings: dict[tuple[str, str, str], list[Coding]] = defaultdict(list)
    for coding in queries.iterate_codings(session.database, coder=coder, source=source):
        codings[coding.round_id, coding.coder_id, coding.source_id].append(coding)
    return [_with_fate(dict(row), decided, finished, codings) for row in stored]


def _with_fate(
    row: dict[str, Any],
    decided: dict[str, list[Decision]],
    finished: set[tuple[str, str, str]],
    codings: dict[tuple[str, str, str], list[Coding]],
) -> ShownSuggestion:
    suggestion = rows.suggestion_from(row)
    reveal = rows.reveal_from(
        {
            **{name: row[name] for name in ("id", "batch_id", "source_id", "coder_id")},
            "round_id": row["r_round"],
            "place": row["r_place"],
            "after_commit": row["r_after"],
            "is_check": row["r_check"],
            "shown_at": row["r_shown"],
        }
    )
    where = (reveal.round_id, reveal.coder_id, reveal.source_id)
    own = [
        OwnCode(coding.code_id, coding.created_at)
        for coding in codings[where]
        if coding.span.overlaps(suggestion.span) and coding.origin != f"suggested:{suggestion.id}"
    ]
    fate, decision = fate_of(
        suggestion, reveal, decided[reveal.batch_id], own, finished=where in finished
    )
    return ShownSuggestion(suggestion, reveal, fate, decision)


def outcome_table(
    session: ProjectSession, *, by: Sequence[str], coder: str | None, source: str | None
) -> OutcomeTable:
    """How often suggestions were taken, by what they are grouped by; without checks."""
    for name in by:
        if name not in GROUPINGS:
            raise UsageError(
                _("suggestions cannot be grouped by {name!r}; valid: {valid}").format(
                    name=name, valid=", ".join(GROUPINGS)
                ),
                code="outcomes-by",
            )
    every = shown_suggestions(session, coder=coder, source=source)
    real = [each for each in every if not each.reveal.is_check]
    groups: dict[tuple[str, ...], list[Fate]] = defaultdict(list)
    for each in real:
        groups[tuple(GROUPINGS[name](each) for name in by)].append(each.fate)
    listed = tuple(
        outcome_row(" · ".join(part or _("codes without a family") for part in group), fates)
        for group, fates in sorted(groups.items())
    )
    sources = tuple(sorted({each.reveal.source_id for each in real}))
    return OutcomeTable(listed, tuple(_notes(session, every, listed)), sources)


def outcome_row(group: str, fates: Sequence[Fate]) -> OutcomeRow:
    """The figures of a group of suggestions."""
    count = {fate: fates.count(fate) for fate in Fate}
    answered = sum(count[fate] for fate in ANSWERED)
    taken = sum(count[fate] for fate in TAKEN)
    low, high = wilson(taken, answered)
    is_figure = answered >= LEAST_SHOWN
    return OutcomeRow(
        group,
        len(fates),
        count[Fate.ACCEPTED],
        count[Fate.BY_HAND],
        count[Fate.OTHER],
        count[Fate.REJECTED],
        count[Fate.IGNORED],
        count[Fate.HAD],
        count[Fate.OPEN],
        taken / answered if is_figure else None,
        low if is_figure else None,
        high if is_figure else None,
    )


def _notes(
    session: ProjectSession, every: Sequence[ShownSuggestion], listed: Sequence[OutcomeRow]
) -> Iterable[str]:
    yield _(
        "share is (accepted + by_hand) of the suggestions that were accepted, coded by hand, "
        "passed over for other codes, rejected or ignored. It says how often people follow "
        "suggestions, and not how often suggestions are right: `qct replay` says that."
    )
    if any(row.ignored for row in listed):
        yield _(
            "ignored are suggestions in sources that their coder has finished, about which nothing "
            "was decided."
        )
    if undecided := sum(row.open for row in listed):
        yield ngettext(
            "{count} suggestion is open: nothing was decided, and its source is not finished.",
            "{count} suggestions are open: nothing was decided, and their sources are not "
            "finished.",
            undecided,
        ).format(count=undecided)
    if had := sum(row.had for row in listed):
        yield ngettext(
            "{count} suggestion is of a code that its coder had given to the passage before it was "
            "shown, which says nothing of following it.",
            "{count} suggestions are of codes that their coders had given to the passages before "
            "they were shown, which says nothing of following them.",
            had,
        ).format(count=had)
    if any(row.share is None for row in listed):
        yield _("There is no share below {least} suggestions with an outcome.").format(
            least=LEAST_SHOWN
        )
    if any(row.share is not None for row in listed):
        yield _(
            "low and high are a 95 % interval (Wilson). It takes suggestions as independent; those "
            "of one interview are less so, and the interval is then too narrow."
        )
    checks = sum(each.reveal.is_check for each in every)
    if checks:
        yield ngettext(
            "{count} candidate that was a check is left out; `qct decisions checks` counts it.",
            "{count} candidates that were checks are left out; `qct decisions checks` counts them.",
            checks,
        ).format(count=checks)
    yield from _unknown(session)


def _unknown(session: ProjectSession) -> Iterable[str]:
    row = session.database.first(
        "SELECT count(*) AS n FROM suggestions WHERE verdict <> 'silent' "
        "AND id NOT IN (SELECT id FROM reveals)"
    )
    if row is not None and row["n"]:
        yield ngettext(
            "left out: {count} suggestion of an earlier version, which did not store whether it "
            "was shown",
            "left out: {count} suggestions of earlier versions, which did not store whether they "
            "were shown",
            row["n"],
        ).format(count=row["n"])


def over_trust(session: ProjectSession, *, coder: str | None = None) -> list[OverTrust]:
    """How often coders took checks, by coder; of one coder where one is named."""
    checks: dict[str, list[ShownSuggestion]] = defaultdict(list)
    for each in shown_suggestions(session, coder=coder):
        if each.reveal.is_check:
            checks[each.reveal.coder_id].append(each)
    return [_index(name, checks[name]) for name in sorted(checks)]


def _index(coder: str, checks: Sequence[ShownSuggestion]) -> OverTrust:
    answered = [each for each in checks if each.fate in ANSWERED]
    taken = sum(each.fate in TAKEN for each in answered)
    low, high = wilson(taken, len(answered))
    if len(answered) < LEAST_CHECKS:
        reason = _("{count} of {least} answered checks").format(
            count=len(answered), least=LEAST_CHECKS
        )
        return OverTrust(coder, len(checks), len(answered), taken, None, None, None, reason)
    return OverTrust(coder, len(checks), len(answered), taken, taken / len(answered), low, high, "")


def first_taken(session: ProjectSession, suggestion_id: str) -> Decision | None:
    """The decision by which a suggestion was accepted; None where it was not."""
    return next(
        (
            each
            for each in queries.decisions(session.database)
            if each.suggestion_id == suggestion_id and each.outcome is Outcome.ACCEPTED
        ),
        None,
    )


def _week(moment_: str) -> str:
    """The ISO week of a moment, such as `2026-W07`."""
    from datetime import datetime

    year, week, _day = datetime.fromisoformat(moment_).isocalendar()
    return f"{year}-W{week:02d}"
