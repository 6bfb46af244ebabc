"""Erasing in a copy what the project has erased since the copy was made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.operations.identifiers.accept import labels_of_cases
from toolkit.operations.identifiers.erasure import erase
from toolkit.operations.identifiers.erasures import erased_hashes, erasures
from toolkit.operations.identifiers.key import read_key
from toolkit.operations.session import PROGRAM
from toolkit.operations.sources import correct
from toolkit.store import queries
from toolkit.store.log.entries import newest_seq

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from toolkit.domain.transcript import Source, Turn
    from toolkit.operations.identifiers.erasures import Erasure
    from toolkit.operations.session import ProjectSession
    from toolkit.store.protocol import Database


@dataclass(frozen=True, slots=True)
class ErasedAgain:
    """What was erased in a copy again."""

    sources: tuple[str, ...] = ()
    words: int = 0
    """Words that the key named and that were looked for."""
    lost: tuple[str, ...] = ()
    """Sources with an erased text for which the project has no other text."""


def erase_again(copy: ProjectSession, known: Database, passphrase: str | None) -> ErasedAgain:
    """Erase in a copy the texts that were erased in the store `known`.

    A source that has such a text as its text of now gets the one that it has in `known`, and
    what lies on it follows. The words come from the key. Raises `UsageError` where that is sealed
    and the passphrase is missing; nothing is changed then.
    """
    standing, hashes = erasures(known), erased_hashes(known)
    database = copy.database
    if not queries.known_texts(database, hashes):
        return ErasedAgain()
    entries = list(read_key(copy, passphrase).entries.values())
    names, lost = sources_having(database, hashes), []
    for source in queries.sources(database):
        if source.text_sha256 in hashes and not _carry_to_now(copy, known, source, standing):
            lost.append(source.id)
    names = [name for name in names if name not in lost]
    if names:
        erase(database, names, entries, actor=PROGRAM, clock=copy.clock, only=hashes)
    return ErasedAgain(tuple(names), len(entries), tuple(lost))


def sources_having(database: Database, hashes: Collection[str]) -> list[str]:
    """Ids of the sources that have, or had before a correction, a text of these hashes."""
    return sorted(
        {
            row[column]
            for table, column in (("sources", "id"), ("source_revisions", "source_id"))
            for row in queries.rows_among(database, table, "text_sha256", hashes)
        }
    )


def _carry_to_now(
    copy: ProjectSession, known: Database, source: Source, standing: Sequence[Erasure]
) -> bool:
    """Give a source of the copy the text that it has in `known`; False where that has none."""
    now = {each.id: each for each in queries.sources(known)}
    names = [source.id, *(e.source_id for e in standing if source.text_sha256 in e.texts)]
    of = next((now[name] for name in names if name in now), None)
    if of is None:
        return False
    newest = newest_seq(copy.database)
    text = queries.text_body(known, of.text_sha256)
    before, turns = queries.turns(copy.database, source.id), queries.turns(known, of.id)
    labels = _new_labels(before, turns)
    correct.record(
        copy,
        [correct.prepare(copy, source, text, turns)],
        newest=newest,
        actor=PROGRAM,
        kind="source.deidentify",
        summary={"sources": [source.id]},
        changes=labels_of_cases(copy, source, labels),
    )
    return True


def _new_labels(before: Sequence[Turn], turns: Sequence[Turn]) -> dict[str, str]:
    """The label that took the place of each speaker's, where the turns are the same ones."""
    if len(before) != len(turns):
        return {}
    return {
        old.speaker: new.speaker
        for old, new in zip(before, turns, strict=True)
        if old.speaker != new.speaker
    }
