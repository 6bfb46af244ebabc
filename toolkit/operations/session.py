"""An open project, as the operations need it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.config import STORE_PATH, Config
from toolkit.domain.codings import Coder
from toolkit.domain.rounds import DEFAULT_ROUND, Round, Viewer
from toolkit.errors import InputError, unknown
from toolkit.i18n import _
from toolkit.operations.caches import Caches
from toolkit.operations.identity import Identity, bound_by, identity_of
from toolkit.store import queries, rows, writer
from toolkit.store.preconditions import Precondition
from toolkit.store.protocol import Database
from toolkit.store.round_rules import check_coder_name, check_may_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from toolkit.domain.codebook import Code
    from toolkit.domain.events import Change, Event
    from toolkit.domain.transcript import Source


PROGRAM = "qct"
"""The actor of steps that the toolkit takes by itself."""


@dataclass(slots=True)
class ProjectSession:
    folder: Path
    config: Config
    database: Database
    clock: writer.Clock = writer.utc_now
    seen_by: Viewer | None = None
    """The viewer that everything is restricted to, if any; see `Project.restrict_to_viewer`."""
    caches: Caches = field(default_factory=Caches, repr=False, compare=False)
    """Values computed from the project's data, which closing the project releases."""
    keeps_rules: bool = False
    """Whether whoever reads through this session passes a viewer to every reading, as the
    workspace does."""
    open_reader: Callable[[], ProjectSession] | None = field(
        default=None, repr=False, compare=False
    )
    """Opens another session of the same project for reading only."""
    _gate: threading.local = field(default_factory=threading.local, repr=False, compare=False)
    _reading: threading.RLock = field(default_factory=threading.RLock, repr=False, compare=False)
    _readers: list[ProjectSession] = field(default_factory=list, repr=False, compare=False)
    """Sessions of a bound person, the newest last: another thread may still read in an earlier."""

    @property
    def private_folder(self) -> Path:
        """The folder of the store and of everything derived from transcripts, readable to its
        owner."""
        return self.folder / Path(STORE_PATH).parent

    @property
    def identity(self) -> Identity:
        """Who is at the keyboard."""
        return identity_of(self.config)

    def bound_by(self) -> tuple[Round, ...]:
        """The open blind rounds that bind the person at the keyboard."""
        if self.seen_by is not None:
            return self.seen_by.blind_rounds
        return bound_by(self.database, self.identity)

    @contextmanager
    def inside(self) -> Iterator[bool]:
        """The inside of a method that has passed the gate; gives whether another is outside it."""
        depth = getattr(self._gate, "depth", 0)
        self._gate.depth = depth + 1
        try:
            yield depth > 0
        finally:
            self._gate.depth = depth

    def is_bound(self) -> bool:
        """Whether what is read has to go through the views of a bound person."""
        return not self.keeps_rules and bool(self.bound_by())

    def reader_for_bound(self) -> ProjectSession:
        """The session that shows what the person may see: this one for who is not bound."""
        with self._reading:
            if self.seen_by is not None or not self.is_bound():
                return self
            round_ = need_round(self, None)
            mine = queries.viewer(self.database, self.identity.name, round_)
            viewer = replace(mine, sees_own=True)
            if self._readers and self._readers[-1].seen_by == viewer:
                return self._readers[-1]
            if self.database.read_only:
                self.restrict_to(viewer)
                return self
            if self.open_reader is None:
                raise AssertionError("a session that writes knows how to open one that reads")
            reader = self.open_reader()
            reader.restrict_to(viewer)
            self._readers.append(reader)
            return reader

    def acting_for(self, actor: str) -> dict[str, str]:
        """What a summary says where someone acts in another's name.

        A login name is not put into the log: it says who owns the machine, and no more.
        """
        me = self.identity
        return {} if me.is_login or actor in (me.name, PROGRAM) else {"by": me.name}

    def restrict_to(self, viewer: Viewer) -> None:
        """Let everything read from now on be what the viewer may see, and write nothing."""
        from toolkit.store.visibility import restrict_to_viewer

        restrict_to_viewer(self.database, viewer)
        self.caches.clear()
        self.seen_by = viewer

    def close(self) -> None:
        """Close the store, and release what was computed from it."""
        for reader in self._readers:
            reader.close()
        self._readers.clear()
        self.caches.close()
        self.database.close()

    def record(
        self,
        *,
        actor: str,
        kind: str,
        changes: Sequence[Change],
        summary: Mapping[str, Any] | None = None,
        texts: Iterable[str] = (),
        preconditions: Iterable[Precondition] = (),
    ) -> Event:
        """Record changes as one event; who acts for another is in its summary as `by`."""
        return writer.record(
            self.database,
            actor=actor,
            kind=kind,
            changes=changes,
            summary={**(summary or {}), **self.acting_for(actor)},
            texts=texts,
            preconditions=preconditions,
            clock=self.clock,
        )


def need_source(session: ProjectSession, source_id: str) -> Source:
    row = queries.row(session.database, "sources", id=source_id)
    if row is None:
        withdrawn = queries.row(session.database, "withdrawals", source_id=source_id)
        if withdrawn is not None:
            raise InputError(
                _("source {source} was withdrawn on {date}").format(
                    source=source_id, date=withdrawn["withdrawn_at"][:10]
                ),
                code="source-withdrawn",
                hint=_("`qct sources` lists those that are there."),
            )
        raise unknown(
            "source",
            source_id,
            [source.id for source in queries.sources(session.database)],
            hint=_("`qct sources` lists them; `qct import FILE` adds one."),
        )
    return rows.source_from(row)


def need_text(session: ProjectSession, source_id: str, text_sha256: str | None) -> Source:
    """The source. Its text must have the hash `text_sha256`, where one is given.

    Raises `ConflictError` when the text was corrected since the offsets were read.
    """
    source = need_source(session, source_id)
    check_text(source, text_sha256)
    return source


def check_text(source: Source, text_sha256: str | None) -> None:
    """Raise `ConflictError` unless the source has the text of this hash, where one is given."""
    if text_sha256 is not None:
        expected = Precondition("sources", source.id, "text_sha256", text_sha256)
        expected.check(source.text_sha256)


def text_seen(source: Source) -> Precondition:
    """Precondition: the source still has this text when a step on it is written."""
    return Precondition("sources", source.id, "text_sha256", source.text_sha256)


def need_code(session: ProjectSession, code_id: str) -> Code:
    code = queries.code(session.database, code_id)
    if code is None:
        raise unknown(
            "code",
            code_id,
            [code.id for code in queries.codes(session.database)],
            hint=_("`qct codebook show` lists them; `qct codebook import FILE` adds more."),
        )
    return code


def is_hidden(session: ProjectSession, round_: Round) -> bool:
    """Whether a bound person may not even know that there is the round.

    A layer of consensus tells that others have settled something.
    """
    if round_.id == DEFAULT_ROUND or round_.is_blind or session.keeps_rules:
        return False
    return round_.id in queries.settled_rounds(session.database) and bool(session.bound_by())


def need_round(session: ProjectSession, round_id: str | None) -> Round:
    """The round, the default round for None."""
    named = round_id or DEFAULT_ROUND
    row = queries.row(session.database, "rounds", id=named)
    if row is None or is_hidden(session, rows.round_from(row)):
        raise unknown(
            "round",
            named,
            [round_.id for round_ in queries.rounds(session.reader_for_bound().database)],
            hint=_("`qct round open NAME` opens one."),
        )
    return rows.round_from(row)


def need_coder(session: ProjectSession, coder_id: str) -> Coder:
    row = queries.row(session.database, "coders", id=coder_id)
    if row is None:
        raise unknown(
            "coder",
            coder_id,
            [coder.id for coder in queries.coders(session.reader_for_bound().database)],
            hint=_("`qct coders` lists them."),
        )
    return rows.coder_from(row)


def new_coder(session: ProjectSession, coder_id: str) -> list[Change]:
    """The change that registers a coder, for the first act of one who is not known yet."""
    check_coder_name(coder_id)
    if queries.row(session.database, "coders", id=coder_id) is not None:
        return []
    return [rows.added("coders", rows.coder_row(Coder(coder_id)))]


def check_open(session: ProjectSession, round_: Round, coder_id: str, source_id: str) -> None:
    """Raise unless the coder may still work on the source in the round."""
    row = queries.row(
        session.database,
        "coverage",
        round_id=round_.id,
        coder_id=coder_id,
        source_id=source_id,
    )
    check_may_code(round_, coder_id, source_id, row["progress"] if row is not None else None)


def check_span(source: Source, start: int, end: int) -> None:
    if not 0 <= start < end <= source.length:
        raise InputError(
            _(
                "{start}:{end} is not a span of source {source}: it needs 0 <= start < "
                "end <= {length} (code points)"
            ).format(start=start, end=end, source=source.id, length=source.length),
            code="span-outside",
            hint=_("`qct sources` shows how long each text is; {source} ends at {length}.").format(
                source=source.id, length=source.length
            ),
        )
