"""Interviews that are held back, so that a replay on them is an honest final figure.

Once interviews are frozen, a replay learns from the others and leaves the held ones out, until it
is asked for the figures on them. The freeze is an event of the log and no undo takes it back; it is
released with a reason, which the log and every later figure keep.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from toolkit.domain.events import canonical_json
from toolkit.domain.outcomes import draw
from toolkit.errors import InputError, UsageError
from toolkit.i18n import _, ngettext
from toolkit.operations.session import need_source
from toolkit.operations.suggestions.material import interviews_of
from toolkit.store import queries, rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.domain.codings import Coding
    from toolkit.domain.events import Change
    from toolkit.operations.session import ProjectSession

KEY = "held_interviews"
"""Key of the setting that names them."""
KIND_HOLD, KIND_RELEASE = "replay.hold", "replay.release"


@dataclass(frozen=True, slots=True)
class Release:
    """That interviews which were held are held no more."""

    at: str
    reason: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """The interviews that are held back, and those that were before."""

    sources: tuple[str, ...] = ()
    """Ids of the sources, renderings of the same interviews included; empty for none."""
    at: str = ""
    """When they were frozen."""
    seed: int | None = None
    """What drew them; None where a person named them."""
    released: tuple[Release, ...] = ()
    """Earlier freezes that were released."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What a figure on them, or without them, has to say."""
        told = [
            _("interviews were held back before and released on {date}: {reason}").format(
                date=each.at[:10], reason=each.reason
            )
            for each in self.released
        ]
        if not self.sources:
            return (
                _(
                    "no interviews are held back; `qct replay --hold N` freezes some for a final "
                    "figure"
                ),
                *told,
            )
        return tuple(told)


def held_of(session: ProjectSession) -> Held:
    """The interviews that are held back in the project."""
    value = queries.setting(session.database, KEY)
    if not value:
        return Held()
    plain = json.loads(value)
    return Held(
        tuple(plain["sources"]),
        plain["at"],
        plain["seed"],
        tuple(
            Release(each["at"], each["reason"], tuple(each["sources"]))
            for each in plain["released"]
        ),
    )


def hold(
    session: ProjectSession,
    *,
    count: int | None,
    sources: Sequence[str],
    seed: int,
    actor: str,
) -> Held:
    """Freeze interviews: `count` that the seed draws, or those of the sources named.

    Raises `UsageError` where some are held already, and where none would be left.
    """
    before = held_of(session)
    if before.sources:
        raise UsageError(
            _("interviews are held back since {date}: {sources}").format(
                date=before.at[:10], sources=", ".join(before.sources)
            ),
            code="held-already",
            hint=_("`qct replay --release REASON` lets go of them; every later figure says so."),
        )
    interviews = interviews_of(queries.sources(session.database))
    for name in sources:
        need_source(session, name)
    every = sorted(set(interviews.values()))
    if sources:
        chosen = {interviews[name] for name in sources}
    else:
        drawn = sorted(every, key=lambda name: (draw(str(seed), "hold", name), name))
        chosen = set(drawn[: count or 0])
    if not chosen or (count is not None and count >= len(every)) or len(chosen) == len(every):
        raise UsageError(
            ngettext(
                "there is {count} interview; some must be held back, and some left to learn from",
                "there are {count} interviews; some must be held back, and some left to learn from",
                len(every),
            ).format(count=len(every)),
            code="held-count",
            hint=_("A fifth of the interviews is usual; `qct sources` lists them."),
        )
    names = tuple(name for name, interview in interviews.items() if interview in chosen)
    after = Held(names, session.clock(), None if sources else seed, before.released)
    session.record(
        actor=actor,
        kind=KIND_HOLD,
        changes=_changes(session, after),
        summary={"sources": list(names), **({} if sources else {"seed": seed})},
    )
    return after


def release(session: ProjectSession, reason: str, *, actor: str) -> Held:
    """Let go of the held interviews; the reason stays. Raises `UsageError` without one."""
    before = held_of(session)
    if not before.sources:
        raise UsageError(_("no interviews are held back"), code="held-none")
    if not reason.strip():
        raise UsageError(_("held interviews are not released without a reason"), code="held-reason")
    let_go = Release(session.clock(), reason.strip(), before.sources)
    after = Held(released=(*before.released, let_go))
    session.record(
        actor=actor,
        kind=KIND_RELEASE,
        changes=_changes(session, after),
        summary={"sources": list(before.sources), "reason": reason.strip()},
    )
    return after


def _changes(session: ProjectSession, held: Held) -> list[Change]:
    before = queries.row(session.database, "settings", key=KEY)
    after = {"key": KEY, "value": canonical_json(asdict(held))}
    return [rows.changed("settings", before, after) if before else rows.added("settings", after)]


def need_held(held: Held) -> None:
    """Raise `InputError` where no interviews are held back."""
    if not held.sources:
        raise InputError(
            _("no interviews are held back"),
            code="held-none",
            hint=_("`qct replay --hold N` freezes N of them, which the seed draws."),
        )


def on_held(held: Held, codings: Iterable[Coding]) -> tuple[str, ...]:
    """What figures on held interviews say: which these are, and what was coded before."""
    theirs = [coding for coding in codings if coding.source_id in held.sources]
    early = sum(coding.created_at < held.at for coding in theirs)
    return (
        _(
            "these figures are on held interviews, frozen on {date}: {sources}; all methods "
            "learned from the other interviews alone"
        ).format(date=held.at[:10], sources=", ".join(held.sources)),
        _(
            "{early} of their {count} codings were made before the freeze, so that figures on them "
            "may have been seen before"
        ).format(early=early, count=len(theirs))
        if early
        else _("none of their codings was made before the freeze"),
        *held.notes,
    )


def without_held(held: Held, codings: Iterable[Coding]) -> tuple[str, ...]:
    """What figures without the held interviews say; where none are held, that."""
    if not held.sources:
        return held.notes
    count = sum(coding.source_id in held.sources for coding in codings)
    return (
        _(
            "held interviews, frozen on {date}, are left out with {count} codings: {sources}; "
            "`qct replay --held` gives the figures on them"
        ).format(date=held.at[:10], count=count, sources=", ".join(held.sources)),
        *held.notes,
    )
