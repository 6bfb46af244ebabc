"""Taking in tables of speakers, for sources that are stored and that come with the same import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.operations.sources.import_results import Imported
from toolkit.operations.speakers.change import Draft
from toolkit.store import queries

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager

    from toolkit.formats.plain import OwnEncoding
    from toolkit.operations.session import ProjectSession
    from toolkit.operations.sources.import_batch import Batch
    from toolkit.operations.sources.import_transcripts import SourcePlan


@dataclass(frozen=True, slots=True)
class TableRead:
    """A table of speakers that fits, with how many of its lines change something."""

    path: Path
    lines: int
    changed: int


@dataclass(frozen=True, slots=True)
class SpeakersPlan:
    """Tables of speakers that have been checked, and what they change in stored sources."""

    tables: Sequence[TableRead]
    draft: Draft | None

    def store(self, batch: Batch, actor: str) -> list[Imported]:
        """Record the changes of all tables as one step."""
        if self.draft is not None and not batch.preview:
            files = [table.path.name for table in self.tables]
            self.draft.record(actor=actor, kind="speakers.import", summary={"files": files})
        return [
            Imported(
                str(table.path),
                "speakers",
                table.path.stem,
                table.changed,
                table.lines - table.changed,
            )
            for table in self.tables
        ]


def plan_speakers(
    session: ProjectSession,
    files: Sequence[tuple[Path, str | OwnEncoding | None]],
    incoming: Mapping[str, SourcePlan],
    checking: Callable[[Path], AbstractContextManager[None]],
) -> SpeakersPlan:
    """Read and check tables of speakers, each with the encoding named for it.

    `incoming` are the sources that come with the same import; a table changes them there, before
    they are stored. `checking` takes the `InputError` of a table, which names its bad lines; that
    table changes nothing then.
    """
    if not files:
        return SpeakersPlan((), None)
    from toolkit.formats.speakers_table import SpeakerLine, read_speakers
    from toolkit.operations.speakers.table import apply_table

    read: list[tuple[Path, list[SpeakerLine]]] = []
    for path, encoding in files:
        with checking(path):
            read.append((path, read_speakers(path, encoding=encoding)))
    named = {line.source for _path, lines in read for line in lines}
    stored = queries.rows_among(session.database, "sources", "id", named - set(incoming))
    draft = Draft(session, [row["id"] for row in stored])
    drafted = {name: plan.draft() for name, plan in incoming.items() if name in named}
    sources = {**draft.sources, **drafted}
    tables = []
    for path, lines in read:
        with checking(path):
            tables.append(TableRead(path, len(lines), apply_table(path, lines, sources)))
    for plan in incoming.values():
        plan.settle_draft()
    return SpeakersPlan(tables, draft)
