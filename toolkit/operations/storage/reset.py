"""Building the store of a project anew from its plain files, where no work of people is lost."""

from __future__ import annotations

import contextlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.errors import ConflictError, UsageError
from toolkit.i18n import _
from toolkit.operations.session import ProjectSession
from toolkit.operations.sources.import_results import Imported
from toolkit.operations.storage import open_project
from toolkit.operations.storage.backup import make_backup, overwrite
from toolkit.operations.storage.draft_folder import draft_folder
from toolkit.store import migrate, queries
from toolkit.store.connect import connect
from toolkit.store.log.entries import newest_seq, undone_ids
from toolkit.store.log.head import HeadKeeper, beside, newest_head

if TYPE_CHECKING:
    from toolkit.store.protocol import Database

_FROM_FILES = frozenset(
    {
        "project.init", "store.migrate", "codebook.import", "directions.import", "cases.import",
        "source.import", "coding.import", "mapping.import", "coder.lead",
    }
)  # fmt: skip
"""Kinds of steps that `qct init` itself takes."""
_OF_MODELS = frozenset(
    {"suggestion.offer", "suggestion.show", "direction.propose", "themes.fit", "themes.assign"}
)
"""Kinds of steps that hold what a model computed, which it computes again."""
_REVERSALS = frozenset({"undo", "redo"})

_COMPARED: dict[str, tuple[str, ...]] = {
    "sources": ("id", "title", "language", "text_sha256", "turns_sha256", "metadata"),
    "cases": ("id", "attributes"),
    "participations": ("source_id", "case_id", "speaker"),
    "codes": (
        "id", "parent", "name", "definition", "include", "exclude", "examples",
        "counter_examples", "color", "directions", "status",
    ),
    "code_patterns": ("code_id", "patterns"),
    "families": ("id", "name", "exclusive", "codes"),
    "directions": ("id", "body"),
    "rounds": ("id", "mode", "status", "coders", "sources"),
    "codings": (
        "source_id", "span_start", "span_end", "code_id", "coder_id", "round_id", "discuss",
    ),
    "commitments": ("source_id", "span_start", "span_end", "coder_id", "round_id"),
    "memos": ("target", "target_id", "coder_id", "body"),
    "direction_mappings": (
        "source_id", "span_start", "span_end", "direction_id", "coder_id", "round_id", "stance",
        "note",
    ),
    "coverage": ("round_id", "coder_id", "source_id", "progress"),
    "settings": ("key", "value"),
}  # fmt: skip
"""Tables that files fill, with the columns that do not differ from one import to the next."""

_NAMES = {
    "sources": _("sources"),
    "cases": _("cases"),
    "participations": _("participations of cases"),
    "codes": _("codes"),
    "code_patterns": _("search patterns of codes"),
    "families": _("families"),
    "directions": _("directions"),
    "rounds": _("rounds"),
    "codings": _("codings"),
    "commitments": _("passages stated to have no code"),
    "memos": _("memos"),
    "direction_mappings": _("mappings to directions"),
    "coverage": _("statements of progress"),
    "settings": _("settings"),
}


@dataclass(frozen=True, slots=True)
class Reset:
    """What building a store anew did."""

    imported: tuple[Imported, ...]
    backup: Path
    """The backup of the store as it was before."""


class _DraftSession(ProjectSession):
    """A session of a store that is being built; what it writes beside it goes away with it."""

    @property
    def private_folder(self) -> Path:
        return Path(self.database.label).parent


def need_resettable(session: ProjectSession) -> None:
    """Raise `UsageError` for a store on a server, and where qct.toml names no files."""
    if not isinstance(open_project.store_location(session.folder, session.config), Path):
        raise UsageError(
            _("the store of this project is on a server, and --reset builds a file"),
            code="reset-server",
            hint=_("`qct undo` takes steps back there."),
        )
    if not any((session.config.files.codebook, session.config.files.sources)):
        raise UsageError(
            _("qct.toml names no files under [files] to build the store from"),
            code="reset-no-files",
            hint=_("`qct undo` takes steps back; `qct restore latest` brings a backup back."),
        )


def build_anew(session: ProjectSession, *, actor: str) -> Reset:
    """Build the store anew from the files that qct.toml names; a backup is made first.

    Raises `UsageError` where the store holds work of people or rows that these files do not
    give; nothing is changed then.
    """
    store = open_project.store_location(session.folder, session.config)
    assert isinstance(store, Path)
    seen = newest_seq(session.database)
    _refuse_loss(_steps_of_people(session.database))
    with draft_folder(session.private_folder, "reset-") as folder:
        fresh = folder / "project.db"
        imported = _build(session, fresh, actor, session.database)
        backup = make_backup(session, verified=True)
        if newest_seq(session.database) != seen:
            raise ConflictError(
                _("somebody has changed the project in the meantime"),
                code="store-conflict",
                hint=_("Look at `qct log`. Nothing was changed."),
            )
        session.caches.clear()
        with contextlib.closing(connect(fresh, read_only=True)) as built:
            head = newest_head(built)
        with HeadKeeper(beside(store)).replaced(head):
            overwrite(store, fresh)
    return Reset(tuple(imported), backup)


def _build(session: ProjectSession, fresh: Path, actor: str, standing: Database) -> list[Imported]:
    """Build a store in the file, and raise where the standing one has rows that it lacks."""
    from toolkit.operations.sources.sources import Sources

    migrate.create(fresh)
    database = connect(fresh)
    try:
        draft = _DraftSession(session.folder, session.config, database, clock=session.clock)
        open_project.begin(draft)
        imported = Sources(draft).build(actor=actor)
        _refuse_loss(_rows_beyond(standing, database))
        # The store becomes one file, without a log beside it.
        database.execute("PRAGMA journal_mode = DELETE")
    finally:
        database.close()
    return imported


def _steps_of_people(database: Database) -> list[str]:
    """What stands of the steps that people took, by kind and coder.

    While a blind round is open nothing is told but that.
    """
    blind = [round_.id for round_ in queries.rounds(database) if round_.is_blind]
    if blind:
        return [_("round {round}, which is blind and open").format(round=name) for name in blind]
    undone = undone_ids(database)
    ignored = _FROM_FILES | _OF_MODELS | _REVERSALS
    steps = Counter(
        (row["kind"], row["actor"])
        for row in database.query("SELECT id, kind, actor FROM events ORDER BY seq")
        if row["kind"] not in ignored and row["id"] not in undone
    )
    return [
        _("{count} x {kind} by {actor}").format(count=count, kind=kind, actor=actor)
        for (kind, actor), count in sorted(steps.items())
    ]


def _rows_beyond(standing: Database, fresh: Database) -> list[str]:
    """What the standing store has and the fresh one lacks, by table."""
    beyond = []
    for table, columns in _COMPARED.items():
        only_there = _counted(standing, table, columns) - _counted(fresh, table, columns)
        if count := only_there.total():
            beyond.append(
                _("{things} that the files do not give: {count}").format(
                    count=count, things=_NAMES[table]
                )
            )
    return beyond


def _counted(database: Database, table: str, columns: tuple[str, ...]) -> Counter[tuple[Any, ...]]:
    return Counter(
        tuple(row[column] for column in columns)
        for row in database.query(f"SELECT {', '.join(columns)} FROM {table}")
    )


def _refuse_loss(lost: list[str]) -> None:
    if lost:
        raise UsageError(
            _("building the store anew would lose: {lost}").format(lost="; ".join(lost)),
            code="reset-loses-work",
            hint=_(
                "Nothing was changed. `qct log` lists the steps and `qct undo` takes them back; "
                "`qct backup` keeps a copy of the store."
            ),
        )
