"""Checks of over-trust: now and then a candidate that nothing speaks for (methods.md D11).

They are off unless the project turns them on, and every coder is told before the first one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.domain.events import canonical_json
from toolkit.domain.outcomes import draw, is_drawn
from toolkit.i18n import _
from toolkit.store import queries, rows

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from toolkit.domain.events import Change
    from toolkit.domain.spans import Span
    from toolkit.operations.session import ProjectSession

KEY = "suggestion_checks"
"""Key of the setting that turns checks on."""
EVERY = 12
"""One reveal in so many has a check, unless the project says otherwise."""
MOST_LIKELY = 0.05
"""A code with at least this probability is not implausible."""


@dataclass(frozen=True, slots=True)
class Checks:
    """How a project checks whether coders follow suggestions that nothing speaks for."""

    every: int = 0
    """One reveal in so many has a check; 0 where they are off."""
    since: str = ""
    """When they were turned on."""
    seed: str = ""
    """Draws the reveals and the codes; it tells nothing of people."""

    @property
    def are_on(self) -> bool:
        """Whether the project uses checks."""
        return self.every > 0

    @property
    def notice(self) -> str:
        """What a coder is told with every list of suggestions; empty where they are off."""
        if not self.are_on:
            return ""
        return _(
            "Checks are on: about one list of suggestions in {every} holds a candidate that was "
            "put there because nothing speaks for it. Look at each candidate before you take it."
        ).format(every=self.every)


def checks_of(session: ProjectSession) -> Checks:
    """The checks of the project."""
    value = queries.setting(session.database, KEY)
    return Checks(**json.loads(value)) if value else Checks()


def setting_changes(session: ProjectSession, checks: Checks) -> list[Change]:
    """The change that stores the checks; none where they are stored so already."""
    before = queries.row(session.database, "settings", key=KEY)
    value = canonical_json({"every": checks.every, "since": checks.since, "seed": checks.seed})
    after = {"key": KEY, "value": value}
    if before is None:
        return [rows.added("settings", after)] if checks.are_on else []
    return [rows.changed("settings", before, after)] if dict(before) != after else []


def was_told(session: ProjectSession, checks: Checks, coder: str) -> bool:
    """Whether suggestions, and with them the notice, were shown to the coder since."""
    shown = session.database.first(
        "SELECT 1 FROM reveals WHERE coder_id = :coder AND shown_at <> '' AND shown_at >= :since",
        {"coder": coder, "since": checks.since},
    )
    return shown is not None


def is_check(session: ProjectSession, suggestion_id: str) -> bool:
    """Whether a suggestion was put among others because nothing speaks for it."""
    row = queries.row(session.database, "reveals", id=suggestion_id)
    return row is not None and bool(row["is_check"])


def is_due(session: ProjectSession, checks: Checks, coder: str, source_id: str, span: Span) -> bool:
    """Whether a reveal gets a check: checks are on, the coder was told, and it is drawn."""
    return (
        checks.are_on
        and is_drawn(checks.seed, checks.every, coder, source_id, span.start, span.end)
        and was_told(session, checks, coder)
    )


def chosen_code(
    checks: Checks,
    by_chance: Sequence[tuple[str, float]],
    taken: Collection[str],
    place: tuple[object, ...],
) -> str | None:
    """The code of a check: one of the less likely half of a family, and not among the taken ones.

    `by_chance` has the codes of the family with their probabilities, the most likely first. None
    where no code is unlikely enough.
    """
    half = by_chance[(len(by_chance) + 1) // 2 :]
    unlikely = [code for code, chance in half if chance < MOST_LIKELY and code not in taken]
    if not unlikely:
        return None
    return sorted(unlikely)[draw(checks.seed, "code", *place) % len(unlikely)]


def turned_on(session: ProjectSession, every: int) -> Checks:
    """Checks from now on, with a seed of their own; a seed that is there stays."""
    before = checks_of(session)
    now = session.clock()
    seed = before.seed or format(draw(now, "checks", session.config.name), "x")
    return replace(before, every=every, since=now, seed=seed)
