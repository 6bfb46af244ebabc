"""The event log: looking back, undo and redo, and the project as it was at an earlier time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from toolkit.domain.events import Event
from toolkit.errors import UsageError
from toolkit.i18n import _
from toolkit.operations.session import ProjectSession, need_code, need_round, need_source
from toolkit.operations.subject import Subject, in_one_snapshot
from toolkit.store import queries
from toolkit.store.log import entries
from toolkit.store.log import undo as undoing
from toolkit.store.log.dependents import dependents
from toolkit.store.log.time_travel import PastDatabase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.report.provenance import Provenance
    from toolkit.store.log.head import Head
    from toolkit.store.log.verify import Finding


@dataclass(frozen=True, slots=True)
class UndoPlan:
    """What an undo would take back, before it happens."""

    event: Event
    dependents: tuple[Event, ...]
    """Later events that build on it, oldest first; they go with it or it stays."""


def at_point(session: ProjectSession, at: str | int) -> ProjectSession:
    """The same project as it was after an event (number or id) or at a time; to be read only."""
    if _is_event(at) and session.bound_by():
        raise UsageError(
            _(
                "{coder} works in a blind round, and numbers of events tell of the work of others"
            ).format(coder=session.identity.name),
            code="round-blind",
            hint=_("Name a time instead, such as 2026-03-01T14:30."),
        )
    seq = resolve(session, at)
    if seq == 0:
        first = entries.event_by_seq(session.database, 1)
        raise UsageError(
            _("there was no project at {at}; it began at {start}").format(
                at=at, start=first.at if first else _("no time")
            ),
            code="before-project",
            hint=_("`qct log` shows when what was done."),
        )
    past = PastDatabase(session.database, seq)
    session.database.close()
    return replace(session, database=past)


def resolve(session: ProjectSession, at: str | int) -> int:
    """The number of the last event that had happened by then; 0 before the first."""
    seq = _seq(session, at) if _is_event(at) else None
    if seq is not None:
        return seq
    last = _end(str(at)) - timedelta(milliseconds=1)
    return entries.seq_at(session.database, _spell(last))


def _is_event(at: str | int) -> bool:
    text = str(at)
    return (text.isdecimal() and len(text) < 8) or (len(text) == 36 and text.count("-") == 4)


def _owner(session: ProjectSession, of: str | None) -> str | None:
    """Whose steps are meant: anyone's, but a bound person's own for them."""
    return of or (session.identity.name if session.bound_by() else None)


def _own_seq(session: ProjectSession, event: str | int) -> int:
    """The number of an event of a bound person, who is told of no other event.

    They name it by its id: which numbers are their own would tell how much others did in between.
    """
    own = session.database.first(
        "SELECT seq FROM events WHERE actor = :me AND id = :event",
        {"me": session.identity.name, "event": str(event)},
    )
    if own is None:
        raise UsageError(
            _("{event} is not the id of a step of your own").format(event=event),
            code="not-your-own",
            hint=_(
                "While a blind round binds you, numbers of events say nothing to you, and you can "
                "undo what you did yourself; without --event it is the last step."
            ),
        )
    return int(own["seq"])


def _seq(session: ProjectSession, event: str | int | None) -> int | None:
    if event is None:
        return None
    if session.bound_by():
        return _own_seq(session, event)
    newest = entries.newest_seq(session.database)
    text = str(event)
    if text.isdecimal():
        if int(text) <= newest:
            return int(text)
    elif (seq := entries.seq_of(session.database, text)) is not None:
        return seq
    raise UsageError(
        _("there is no event {text}; the log has events 1 to {newest}").format(
            text=text, newest=newest
        ),
        code="unknown-event",
        hint=_("`qct log` lists them with their numbers."),
    )


def _moment(text: str) -> tuple[datetime, timedelta]:
    """A time, and how long what was said lasts: a day, a minute, a second or a millisecond."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            _("{text!r} is neither an event nor a time").format(text=text),
            code="time-syntax",
            hint=_(
                "Write a number or id from `qct log`, or a time in UTC: 2026-03-01, "
                "2026-03-01T14:30 or 2026-03-01T14:30:05+09:00."
            ),
        ) from None
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    clock = text.replace(" ", "T").partition("T")[2].rstrip("Z").partition("+")[0]
    if not clock:
        return moment, timedelta(days=1)
    if "." in clock:
        return moment, timedelta(milliseconds=1)
    return moment, timedelta(seconds=1) if clock.count(":") == 2 else timedelta(minutes=1)


def _end(text: str) -> datetime:
    """The first moment after a time, after the whole day for a day."""
    moment, lasts = _moment(text)
    return moment + lasts


def _spell(moment: datetime) -> str:
    """As `store.writer.utc_now` spells it, so that texts compare as times."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class History(Subject):
    """The event log: undo, redo, and verification."""

    def undo(
        self,
        *,
        actor: str,
        of: str | None = None,
        event: str | int | None = None,
        kinds: Sequence[str] = (),
        with_dependents: bool = False,
    ) -> Event:
        """Compensate `event` (number or id), else the last step that stands, of `of` or anyone.

        `kinds` (`coding.add`, `memo.set` …) are those that the last step is looked for among.
        Raises `ConflictError` when later steps build on it; `with_dependents` takes them back
        too, as one step.
        """
        session = self._session
        of = _owner(session, of)
        return undoing.undo(
            session.database,
            actor=actor,
            of=of,
            seq=_seq(session, event),
            kinds=kinds,
            with_dependents=with_dependents,
            by=session.acting_for(actor),
            clock=session.clock,
        )

    @in_one_snapshot
    def plan_undo(self, *, of: str | None = None, event: str | int | None = None) -> UndoPlan:
        """What `undo` would take back, and which later steps build on it. Changes nothing."""
        session = self._session
        of = _owner(session, of)
        planned = undoing.undoable(session.database, of=of, seq=_seq(session, event))
        return UndoPlan(planned, tuple(dependents(session.database, planned)))

    def redo(self, *, actor: str, of: str | None = None, kinds: Sequence[str] = ()) -> Event:
        """Bring back the step last undone, unless something new (of `kinds`) was done since."""
        session = self._session
        of = _owner(session, of)
        return undoing.redo(
            session.database,
            actor=actor,
            of=of,
            kinds=kinds,
            by=session.acting_for(actor),
            clock=session.clock,
        )

    @in_one_snapshot
    def events(
        self,
        *,
        actor: str | None = None,
        limit: int | None = None,
        kind: str | None = None,
        source: str | None = None,
        code: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> Sequence[Event]:
        """The log, newest first, kept to what matches every argument given.

        `since` and `until` are times (`2026-03-01`, `2026-03-01T14:30`), UTC unless they say
        otherwise; both ends are included, and a day is the whole day.
        """
        session = self._session
        if source is not None:
            need_source(session, source)
        if code is not None:
            need_code(session, code)
        return entries.events(
            session.database,
            actor=actor,
            limit=limit,
            kind=kind,
            source=source,
            code=code,
            since=_spell(_moment(since)[0]) if since is not None else None,
            until=_spell(_end(until)) if until is not None else None,
        )

    @in_one_snapshot
    def stamped(self, provenance: Provenance, *, reader: str) -> Provenance:
        """The provenance with the project's name, the newest event and the version of qct.

        It is for what `reader` has written a table of; a reader bound by an open blind round
        gets neither events nor counts.
        """
        from toolkit.operations.provenance import stamped

        session = self._session
        viewer = queries.viewer(session.database, reader, need_round(session, None))
        return stamped(session, provenance, viewer)

    @in_one_snapshot
    def since(self, event_id: str) -> list[tuple[int, str]] | None:
        """Numbers and kinds of the events after an event, the oldest first.

        None where the log has no event of this id.
        """
        seq = entries.seq_of(self._session.database, event_id)
        return None if seq is None else entries.kinds_after(self._session.database, seq)

    @in_one_snapshot
    def redacted(self) -> int:
        """How many events lost content because sources were withdrawn or earlier texts erased.

        `verify` proves what is left of them by the hash that this step put into the log.
        """
        from toolkit.store.log.redact import redacted_contents

        return len(redacted_contents(self._session.database))

    def head(self) -> Head | None:
        """The newest event of the log, with its hash; None for an empty log or a bound person."""
        from toolkit.store.log.head import newest_head

        return None if self._session.bound_by() else newest_head(self._session.database)

    def accept_head(self, reason: str, *, actor: str) -> Event:
        """Go on with a log that lacks steps which were acknowledged on this machine.

        An event says so, with the head that was lost, and becomes the head that is kept. Raises
        `UsageError` where nothing is missing, or without a reason.
        """
        from toolkit.store.log.head import ACCEPTED

        database = self._session.database
        keeper = database.head
        if not reason.strip():
            raise UsageError(
                _("a reason is needed for going on with a shorter log"),
                code="no-reason",
                hint=_("Name it with --reason TEXT."),
            )
        lost = keeper.lost(database) if keeper is not None else None
        if keeper is None or lost is None:
            raise UsageError(
                _("the log lacks nothing that was acknowledged on this machine"),
                code="nothing-lost",
                hint=_("`qct log --verify` verifies everything."),
            )
        with keeper.accept():
            return self._session.record(
                actor=actor,
                kind=ACCEPTED,
                changes=[],
                summary={"reason": reason.strip(), **lost.summary},
            )

    def verify(self) -> list[Finding]:
        """What the log and the store disagree about; empty when everything is proven.

        A bound person learns whether it holds, and nothing more.
        """
        from toolkit.store.log.verify import Finding, verify

        findings = verify(self._session.database)
        if findings and self._session.bound_by():
            return [
                Finding(None, _("the log does not hold; someone outside the round can see why"))
            ]
        return findings
