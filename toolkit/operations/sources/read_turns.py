"""Reading of turns, by what the file of a source says of its speakers and a person decided."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.text.labels.decisions import KnownLabels, known_labels, labels_read, read_again

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from toolkit.domain.transcript import Source, Turn
    from toolkit.formats.transcripts import ImportedSource

INTERVIEWER, SPEAKERS = "interviewer", "speakers"
"""Keys of the front matter, and of the metadata of a source."""


def metadata_of(read: ImportedSource) -> dict[str, object]:
    """The metadata of a source, with what its file says of the speakers, for later readings."""
    metadata = dict(read.metadata)
    if read.interviewers:
        metadata[INTERVIEWER] = list(read.interviewers)
    if read.speakers:
        metadata[SPEAKERS] = dict(read.speakers)
    return metadata


def speaker_keys(metadata: Mapping[str, object]) -> tuple[object, object]:
    """What the file of a source says of its speakers."""
    return metadata.get(INTERVIEWER), metadata.get(SPEAKERS)


def known_of(source: Source, stored: Iterable[Turn] = ()) -> KnownLabels:
    """The labels that the file of a source named, or that its stored turns show."""
    interviewers = source.metadata.get(INTERVIEWER)
    speakers = source.metadata.get(SPEAKERS)
    return known_labels(
        [str(label) for label in interviewers] if isinstance(interviewers, list) else [],
        list(speakers) if isinstance(speakers, dict) else [],
        stored,
    )


def turns_of_correction(source: Source, text: str, stored: Sequence[Turn]) -> list[Turn]:
    """The turns of a corrected text: the labels of the stored turns are labels in it too."""
    known = replace(known_of(source, stored), speakers=frozenset(labels_read(stored)))
    return read_again(text, known, stored)
