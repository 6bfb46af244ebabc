"""Withdrawing sources: what a person said is taken out of the project, wherever it stands."""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.domain.events import canonical_json
from toolkit.errors import StoreError, UsageError
from toolkit.i18n import _
from toolkit.operations.identity import Identity, bound_by
from toolkit.operations.sources import words_in_files
from toolkit.operations.sources.withdrawn import WithdrawalRule, rule_for, take_out
from toolkit.operations.sources.words_in_files import FileWithWords
from toolkit.operations.storage.backup import backups_in, make_backup
from toolkit.operations.storage.purge import derived_files, drafts
from toolkit.store import queries
from toolkit.store.offline.journal import Journal
from toolkit.store.sqlite import SqliteDatabase
from toolkit.store.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from toolkit.operations.session import ProjectSession
    from toolkit.store.log.redact import Rule

REMOVED, REDUCED, LEFT = "removed", "reduced", "left to you"
"""What is done with something that holds words of a withdrawn source."""


@dataclass(frozen=True, slots=True)
class Held:
    """Something that holds words of the sources, or counts them."""

    kind: str
    """`rows`, `file`, `backup`, `cache` or `figures`."""
    name: str
    """A table, or a path below the project's folder."""
    count: int
    """Rows, or 1 for a file."""
    action: str
    """`removed`, `reduced` or `left to you`."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What a withdrawal did, or would do."""

    sources: tuple[str, ...]
    held: tuple[Held, ...]
    event: int | None = None
    """Number of the event; None where nothing was done."""
    is_scrubbed: bool = True
    """Whether the freed pages of the store were overwritten."""
    not_removed: tuple[str, ...] = ()
    """Files that could not be removed or reduced, each with the reason."""


@dataclass(frozen=True, slots=True)
class Planned:
    """Everything that holds words of sources that are to be withdrawn."""

    sources: tuple[str, ...]
    rule: WithdrawalRule
    held: tuple[Held, ...]
    files: Sequence[FileWithWords]
    backups: Sequence[Path]
    derived: Sequence[Path]


def carry_out(session: ProjectSession, planned: Planned, *, actor: str) -> Withdrawn:
    """Take the sources out of the store, and then out of the files."""
    done = take_out(session.database, planned.sources, actor=actor, clock=session.clock)
    session.caches.clear()
    is_scrubbed = session.database.scrub()
    failed = _remove_files(session, planned)
    if planned.backups:
        make_backup(session, verified=True)
    return Withdrawn(planned.sources, planned.held, done.event.seq, is_scrubbed, tuple(failed))


def refuse_bound(session: ProjectSession, actor: str) -> None:
    """Raise for a coder of an open blind round: what is removed tells of the work of others."""
    if bound := bound_by(session.database, Identity(actor, is_login=True)):
        raise UsageError(
            _(
                "{coder} works in the blind round {round}, and a withdrawal lists the work of "
                "others"
            ).format(coder=actor, round=bound[0].id),
            code="blind-round",
            hint=_("Someone who takes no part in the round can withdraw the source."),
        )


def refuse_away(session: ProjectSession) -> None:
    """Raise where part of the work cannot be reached: it could come back with words in it."""
    if session.database.away:
        raise StoreError(
            _("the server is away, and a withdrawal concerns everyone: it has to wait"),
            code="store-away",
            hint=_("Try again when the server is back; `qct doctor` says whether it is."),
        )
    if not Journal(session.private_folder).is_empty():
        raise UsageError(
            _("changes wait on this machine for the server, and they may hold words of the source"),
            code="journal-waiting",
            hint=_("Send them with `qct store replay`, and withdraw the source then."),
        )


def plan(session: ProjectSession, named: tuple[str, ...]) -> Planned:
    """Find everything that holds words of the sources."""
    database = session.database
    rule = rule_for(database, named)
    bodies = list(queries.bodies_of(database, rule.hashes).values())
    given = given_files(session)
    files = words_in_files.files_with_words(session.folder, rule.quoted, bodies, given)
    backups = [backup.path for backup in backups_in(session.folder) if _holds(backup.path, named)]
    derived = derived_with_words(session)
    held = [*rows_held(session, rule), *_files_held(session, files, rule)]
    held += [Held("backup", shown(session, path), 1, REMOVED) for path in backups]
    held += [Held("cache", shown(session, path), 1, REMOVED) for path in derived]
    return Planned(named, rule, tuple(held), files, backups, derived)


def given_files(session: ProjectSession) -> list[Path]:
    """The plain files that qct.toml names."""
    config = session.config.files
    patterns = [*config.sources, config.cases, *config.codings, *config.mappings, config.codebook]
    return [path for pattern in patterns if pattern for path in session.folder.glob(pattern)]


def derived_with_words(session: ProjectSession) -> list[Path]:
    """Caches, copies and left-over drafts, and changes that the server refused.

    A step that was killed may have left a whole copy of the store.
    """
    derived = derived_files(session, left_over=drafts(session.private_folder))
    refused = Journal(session.private_folder).refused
    return [*derived, *([refused] if refused.exists() else [])]


def rows_held(
    session: ProjectSession, rule: Rule, is_left: Callable[[str], bool] = lambda _key: False
) -> Iterator[Held]:
    """The rows that a rule removes or reduces, by table.

    A row that stays as it is counts as left to the person where `is_left` says so of a part of
    its key, which no rule changes.
    """
    for name in TABLES:
        counts = Counter[str]()
        for stored in session.database.query(f"SELECT * FROM {name}"):
            row = dict(stored)
            key = tuple(row[column] for column in TABLES[name].key)
            left = rule.row(name, key, row)
            if left is None:
                counts[REMOVED] += 1
            elif dict(left) != row:
                counts[REDUCED] += 1
            elif any(is_left(str(part)) for part in key):
                counts[LEFT] += 1
        for action, count in sorted(counts.items(), reverse=True):
            yield Held("rows", name, count, action)


def remove(session: ProjectSession, files: Iterable[Path], backups: Iterable[Path]) -> list[str]:
    """Remove files, and backups with what SQLite keeps beside them; what could not be removed
    is returned with the reason."""
    failed = []
    ends = ("", "-wal", "-shm")
    beside = (path.with_name(path.name + end) for path in backups for end in ends)
    for path in (*files, *beside):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            failed.append(f"{shown(session, path)}: {error.strerror or error}")
    return failed


def _files_held(
    session: ProjectSession, files: Sequence[FileWithWords], rule: WithdrawalRule
) -> Iterator[Held]:
    actions = {
        words_in_files.COPY: REMOVED,
        words_in_files.EXPORT: REMOVED,
        words_in_files.QUOTED: REDUCED,
        words_in_files.ANSWERS: REDUCED,
        words_in_files.OTHER: LEFT,
    }
    for file in files:
        yield Held("file", shown(session, file.path), 1, actions[file.kind])
    words = {file.path for file in files}
    for path in words_in_files.exports_counting(session.folder, rule.sources):
        if path not in words:
            yield Held("figures", shown(session, path), 1, LEFT)


def shown(session: ProjectSession, path: Path) -> str:
    """The path below the project's folder, else the whole path."""
    try:
        return path.relative_to(session.folder).as_posix()
    except ValueError:
        return str(path)


def _holds(backup: Path, named: Sequence[str]) -> bool:
    """Whether a backup has words of one of the sources; a damaged one is taken to have them."""
    among = ", ".join(f":s{at}" for at in range(len(named)))
    given = {f"s{at}": name for at, name in enumerate(named)}
    try:
        with contextlib.closing(SqliteDatabase(backup, read_only=True)) as copy:
            quoted = [canonical_json(name) for name in named]
            if copy.first(f"SELECT 1 FROM sources WHERE id IN ({among})", given):
                return True
            changes = copy.iterate("SELECT changes FROM events")
            return any(name in row["changes"] for row in changes for name in quoted)
    except StoreError:
        return True


def _remove_files(session: ProjectSession, planned: Planned) -> list[str]:
    """Remove and reduce files; those that could not be are returned with the reason."""
    removed: list[Path] = [*planned.derived]
    for file in planned.files:
        if file.kind in (words_in_files.COPY, words_in_files.EXPORT):
            removed += words_in_files.beside(file.path)
    failed = remove(session, removed, planned.backups)
    for file in planned.files:
        if file.kind in (words_in_files.QUOTED, words_in_files.ANSWERS):
            try:
                _reduce_file(file, planned.rule)
            except (OSError, UnicodeDecodeError) as error:
                failed.append(f"{shown(session, file.path)}: {error}")
    return failed


def _reduce_file(file: FileWithWords, rule: WithdrawalRule) -> None:
    """Take the sources out of saved quotes or a file of answers, which goes if nothing is left."""
    text = file.path.read_bytes().decode("utf-8")
    left = (
        words_in_files.without_citations(text, rule.sources, rule.quoted)
        if file.kind == words_in_files.QUOTED
        else words_in_files.without_answers(text, rule.sources)
    )
    if not left:
        file.path.unlink()
        return
    draft = file.path.with_name(f".{file.path.name}.new")
    descriptor = os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with open(descriptor, "wb") as target:
        target.write(left.encode("utf-8"))
    draft.replace(file.path)
