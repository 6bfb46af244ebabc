"""The speakers of sources, with their words and cases, as rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.domain.transcript import Participation, Role, Turn
from toolkit.operations.session import need_source
from toolkit.store import queries, rows
from toolkit.text.labels.speakers import Speaker, speakers_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from toolkit.operations.session import ProjectSession

SOURCES_AT_ONCE = 50
"""Texts that are held in memory together."""


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """A speaker of a source, with the case that speaks."""

    source: str
    label: str
    """Empty in a text without labels."""
    role: Role
    turns: int
    words: int
    share: float
    """Share of the words in all turns of the source, from 0 to 1."""
    case: str
    """Ids of cases with blanks between them; empty for a speaker who is no case."""
    role_set: bool
    """Whether a person set the role; else it follows from the label."""


def source_ids(session: ProjectSession, named: Sequence[str]) -> list[str]:
    """The ids of the sources named, each once; of all where none is."""
    if named:
        return [need_source(session, source_id).id for source_id in dict.fromkeys(named)]
    return [source.id for source in queries.sources(session.database)]


def speaker_rows(session: ProjectSession, sources: Sequence[str]) -> Iterator[SpeakerRow]:
    """The speakers of these sources, in the order in which they first speak."""
    database = session.database
    for first in range(0, len(sources), SOURCES_AT_ONCE):
        ids = sources[first : first + SOURCES_AT_ONCE]
        texts, turns = queries.texts_of(database, ids), queries.turns_of(database, ids)
        taking_part = participations_of(session, ids)
        for source_id in ids:
            speakers = speakers_of(texts[source_id], turns[source_id])
            yield from as_rows(source_id, speakers, taking_part[source_id])


def as_rows(
    source_id: str, speakers: Iterable[Speaker], participations: Iterable[Participation]
) -> Iterator[SpeakerRow]:
    """The speakers of one source as rows."""
    taking_part = list(participations)
    for speaker in speakers:
        yield SpeakerRow(
            source_id,
            speaker.label,
            speaker.role,
            speaker.turns,
            speaker.words,
            round(speaker.share, 3),
            " ".join(cases_of(speaker.label, speaker.role, taking_part)),
            speaker.role_set,
        )


def cases_of(label: str, role: Role, participations: Iterable[Participation]) -> list[str]:
    """The cases that speak under a label: its own, else those of all experts of the source."""
    taking_part = list(participations)
    own = sorted({part.case_id for part in taking_part if part.speaker == label})
    if own and label:
        return own
    if role is not Role.EXPERT:
        return []
    return sorted({part.case_id for part in taking_part if not part.speaker})


def participations_of(
    session: ProjectSession, sources: Iterable[str]
) -> dict[str, list[Participation]]:
    """Who takes part in these sources, by source."""
    ids = list(sources)
    taking_part: dict[str, list[Participation]] = {source_id: [] for source_id in ids}
    for row in queries.rows_among(session.database, "participations", "source_id", ids):
        participation = rows.participation_from(row)
        taking_part[participation.source_id].append(participation)
    return taking_part


def roles_of(turns: Iterable[Turn]) -> dict[str, Role]:
    """The role of each label, in the order in which they first speak."""
    roles: dict[str, Role] = {}
    for turn in turns:
        roles.setdefault(turn.speaker, turn.role)
    return roles
