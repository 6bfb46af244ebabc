"""What the steps of an import share."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

from toolkit.domain.events import sha256_text
from toolkit.domain.transcript import Participation, Source
from toolkit.formats.codings_jsonl import CodingRecord, MappingRecord
from toolkit.i18n import ngettext
from toolkit.operations.codings.import_rules import ImportRules
from toolkit.operations.identifiers.erasures import Erasure, erasures
from toolkit.operations.session import ProjectSession
from toolkit.operations.sources.withdrawn import Withdrawal, withdrawals
from toolkit.store import queries, rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

    from toolkit.domain.events import Change
    from toolkit.store.preconditions import Precondition


OnSource = TypeVar("OnSource", CodingRecord, MappingRecord)


@dataclass(slots=True)
class Batch:
    """The sources and cases of an import, as they are stored and as its files add to them.

    What is stored of all of them is read at once, so that the statements of an import grow
    with its files alone and not with the project.
    """

    session: ProjectSession
    rules: ImportRules
    preview: bool = False
    """Whether nothing is stored, since it is only to be seen what would be."""
    texts: dict[str, str] = field(default_factory=dict)
    pending: dict[str, str] = field(default_factory=dict)
    """Texts by id of the sources that this batch adds."""
    sources: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Stored rows of sources by id."""
    turns: dict[str, str] = field(default_factory=dict)
    """Turns of sources by id, as they are stored: as values they take far more memory."""
    having_text: dict[str, set[str]] = field(default_factory=dict)
    """Ids of sources by the hash of their text."""
    cases: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Stored rows of cases by id."""
    taking_part: dict[str, set[Participation]] = field(default_factory=dict)
    """Participations by source."""
    last_position: int = 0
    """The greatest position of a stored source; 0 where there is none."""

    withdrawals: list[Withdrawal] | None = None
    """The sources that were withdrawn; None until they are asked for."""
    erasures: list[Erasure] | None = None
    """The sources of which texts were erased; None until they are asked for."""
    passed_over: dict[str, int] = field(default_factory=dict)
    """Lines on withdrawn sources that are not taken in, by file."""

    def read_sources(self, source_ids: Iterable[str]) -> None:
        """Read the stored rows of these sources, and their turns."""
        database = self.session.database
        self.sources |= {
            row["id"]: row for row in queries.rows_among(database, "sources", "id", source_ids)
        }
        self.turns |= queries.stored_turns_of(database, self.sources)
        self.last_position = queries.last_position(database)

    def read_sources_of(self, hashes: Iterable[str]) -> None:
        """Read which stored sources have the texts of these hashes."""
        for row in queries.rows_among(self.session.database, "sources", "text_sha256", hashes):
            self.having_text.setdefault(row["text_sha256"], set()).add(row["id"])

    def other_sources_of(self, source: Source) -> list[str]:
        """The ids of other sources, stored and in this batch, that have the text of a source."""
        return sorted(self.having_text.get(source.text_sha256, set()) - {source.id})

    def read_participants(self, participations: Iterable[Participation]) -> None:
        """Read what is stored of these cases, and who takes part in these sources."""
        database = self.session.database
        asked = list(participations)
        source_ids = [participation.source_id for participation in asked]
        self.read_cases(participation.case_id for participation in asked)
        self.add_participations(
            rows.participation_from(row)
            for row in queries.rows_among(database, "participations", "source_id", source_ids)
        )

    @property
    def participations(self) -> Iterator[Participation]:
        """Who takes part in the sources of the batch."""
        return chain.from_iterable(self.taking_part.values())

    def participations_in(self, source_id: str) -> Set[Participation]:
        """Who takes part in a source."""
        return self.taking_part.get(source_id, frozenset())

    def add_participations(self, participations: Iterable[Participation]) -> None:
        for part in participations:
            self.taking_part.setdefault(part.source_id, set()).add(part)

    def drop_participations(self, participations: Iterable[Participation]) -> None:
        for part in participations:
            self.taking_part[part.source_id].discard(part)

    def read_cases(self, case_ids: Iterable[str]) -> None:
        """Read the stored rows of these cases."""
        self.cases |= {
            row["id"]: row
            for row in queries.rows_among(self.session.database, "cases", "id", case_ids)
        }

    def withdrawn(self) -> list[Withdrawal]:
        """The sources that were withdrawn from the project."""
        if self.withdrawals is None:
            self.withdrawals = withdrawals(self.session.database)
        return self.withdrawals

    def erased(self) -> list[Erasure]:
        """The sources of which earlier texts were erased."""
        if self.erasures is None:
            self.erasures = erasures(self.session.database)
        return self.erasures

    def without_withdrawn(self, file: str, records: Iterable[OnSource]) -> list[OnSource]:
        """The records of a file that are on no withdrawn source; the others are counted."""
        gone = {withdrawal.source_id for withdrawal in self.withdrawn()}
        every = list(records)
        kept = [record for record in every if record.source not in gone]
        if len(kept) < len(every):
            self.passed_over[file] = len(every) - len(kept)
        return kept

    def passed_over_note(self, file: str) -> str:
        """The sentence on lines of a file that are on withdrawn sources; empty without any."""
        count = self.passed_over.get(file, 0)
        if not count:
            return ""
        return ngettext(
            "{count} line is on a source that was withdrawn, and was passed over",
            "{count} lines are on sources that were withdrawn, and were passed over",
            count,
        ).format(count=count)

    def record(
        self,
        *,
        actor: str,
        kind: str,
        changes: Sequence[Change],
        summary: Mapping[str, Any],
        texts: Iterable[str] = (),
        preconditions: Iterable[Precondition] = (),
    ) -> None:
        """Record changes as one step, unless this is a preview."""
        if not self.preview:
            self.session.record(
                actor=actor,
                kind=kind,
                changes=changes,
                summary=summary,
                texts=texts,
                preconditions=preconditions,
            )

    def text_sha256(self, source_id: str) -> str | None:
        """The hash of the text that the source has, None for a source that is not there."""
        if source_id in self.pending:
            return sha256_text(self.pending[source_id])
        row = self.sources.get(source_id)
        return str(row["text_sha256"]) if row is not None else None

    def text(self, source_id: str) -> str | None:
        if source_id in self.pending:
            return self.pending[source_id]
        if source_id not in self.texts:
            row = self.sources.get(source_id) or queries.row(
                self.session.database, "sources", id=source_id
            )
            if row is None:
                return None
            self.texts[source_id] = queries.text_body(self.session.database, row["text_sha256"])
        return self.texts[source_id]

    def known_sources(self) -> list[str]:
        stored = [source.id for source in queries.sources(self.session.database)]
        return stored + [source_id for source_id in self.pending if source_id not in stored]
