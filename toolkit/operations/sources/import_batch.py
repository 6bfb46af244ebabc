"""What the steps of an import share."""

from __future__ import annotations

from dataclasses import dataclass, field

from toolkit.operations.session import ProjectSession
from toolkit.store import queries


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one file."""

    file: str
    kind: str
    id: str
    new: int
    unchanged: int
    note: str = ""

    @property
    def sentence(self) -> str:
        done = f"{self.new} new" if self.new else "nothing new"
        extra = f" ({self.note})" if self.note else ""
        return f"{self.kind} {self.id} from {self.file}: {done}{extra}"


@dataclass(slots=True)
class Batch:
    """What is about to be stored, so that later files of a batch can refer to earlier ones."""

    session: ProjectSession
    texts: dict[str, str] = field(default_factory=dict)
    pending: dict[str, str] = field(default_factory=dict)
    """Text by id of sources that this batch adds."""

    def text(self, source_id: str) -> str | None:
        if source_id in self.pending:
            return self.pending[source_id]
        if source_id not in self.texts:
            row = queries.row(self.session.database, "sources", id=source_id)
            if row is None:
                return None
            self.texts[source_id] = queries.text_body(self.session.database, row["text_sha256"])
        return self.texts[source_id]

    def known_sources(self) -> list[str]:
        stored = [source.id for source in queries.sources(self.session.database)]
        return stored + [source_id for source_id in self.pending if source_id not in stored]
