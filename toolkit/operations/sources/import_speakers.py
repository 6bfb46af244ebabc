"""Taking in tables of speakers, for sources that are stored and that come with the same import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.operations.sources.import_batch import Batch, Imported
from toolkit.operations.speakers.change import Draft, SourceSpeakers
from toolkit.store import queries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.operations.session import ProjectSession


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
    paths: Sequence[Path],
    encoding: str | None,
    incoming: Mapping[str, SourceSpeakers],
) -> SpeakersPlan:
    """Read and check tables of speakers.

    `incoming` are the speakers of sources that come with the same import; a table changes them
    there, before they are stored. Raises `InputError` that names every bad line of a table.
    """
    if not paths:
        return SpeakersPlan((), None)
    from toolkit.formats.speakers_table import read_speakers
    from toolkit.operations.speakers.table import apply_table

    read = [(path, read_speakers(path, encoding=encoding)) for path in paths]
    named = {line.source for _path, lines in read for line in lines} - set(incoming)
    stored = [row["id"] for row in queries.rows_among(session.database, "sources", "id", named)]
    draft = Draft(session, stored)
    sources = {**draft.sources, **incoming}
    tables = [
        TableRead(path, len(lines), apply_table(path, lines, sources)) for path, lines in read
    ]
    return SpeakersPlan(tables, draft)
