"""Reading the labels of stored texts anew: the speakers change, the texts and codings stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.domain.events import Change, sha256_text
from toolkit.domain.transcript import Turn
from toolkit.operations.sources.read_turns import known_of
from toolkit.operations.speakers.listing import SOURCES_AT_ONCE
from toolkit.store import queries, rows
from toolkit.text.labels.decisions import left_out, read_again

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.domain.spans import Span
    from toolkit.domain.transcript import Source
    from toolkit.operations.session import ProjectSession


@dataclass(frozen=True, slots=True)
class Reread:
    """The turns of a source before and after its labels were read anew."""

    source: str
    before: Sequence[Turn]
    after: Sequence[Turn]
    left_out: Sequence[str]
    """What opens lines like a label and is not taken for one."""

    @property
    def differs(self) -> bool:
        """Whether the labels are read otherwise now."""
        return _comparable(self.before) != _comparable(self.after)


def _comparable(turns: Sequence[Turn]) -> list[tuple[str, str, Span, Span]]:
    return [(turn.speaker, turn.role.value, turn.span, turn.body) for turn in turns]


def readings(session: ProjectSession, sources: Sequence[Source]) -> Iterator[Reread]:
    """How the labels of these sources are read now; a text takes some milliseconds."""
    for first in range(0, len(sources), SOURCES_AT_ONCE):
        together = sources[first : first + SOURCES_AT_ONCE]
        ids = [source.id for source in together]
        texts = queries.texts_of(session.database, ids)
        stored = queries.turns_of(session.database, ids)
        for source in together:
            before, text = stored[source.id], texts[source.id]
            known = known_of(source, before)
            after = read_again(text, known, before)
            yield Reread(source.id, before, after, tuple(left_out(text, known)))


def reread(session: ProjectSession, sources: Sequence[Source], actor: str) -> list[Reread]:
    """Record how the labels of these sources are read now."""
    read = list(readings(session, sources))
    changes: list[Change] = []
    texts: list[str] = []
    for reading in read:
        if not reading.differs:
            continue
        row = queries.row(session.database, "sources", id=reading.source)
        assert row is not None
        body = rows.turns_json(reading.after)
        texts.append(body)
        changes.append(rows.changed("sources", row, {**row, "turns_sha256": sha256_text(body)}))
    if changes:
        session.record(
            actor=actor,
            kind="sources.reread",
            changes=changes,
            summary={"sources": [reading.source for reading in read if reading.differs]},
            texts=texts,
        )
    return read
