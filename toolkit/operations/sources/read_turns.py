"""Reading of turns, by what the file of a source says of its speakers and a person decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.text.speakers import labels_read, read_again

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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


def said_of_speakers(metadata: Mapping[str, object]) -> tuple[object, object]:
    """What the file of a source says of its speakers."""
    return metadata.get(INTERVIEWER), metadata.get(SPEAKERS)


def read_turns(source: Source, text: str, stored: Sequence[Turn]) -> list[Turn]:
    """The turns of the text as its labels are read now, with what a person decided of `stored`."""
    named = source.metadata.get(SPEAKERS)
    return read_again(
        text,
        interviewers=_interviewers(source.metadata),
        speakers=list(named) if isinstance(named, dict) else [],
        stored=stored,
    )


def turns_of_correction(source: Source, text: str, stored: Sequence[Turn]) -> list[Turn]:
    """The turns of a corrected text: the labels of the stored turns are labels in it too."""
    return read_again(
        text,
        interviewers=_interviewers(source.metadata),
        speakers=labels_read(stored),
        stored=stored,
    )


def _interviewers(metadata: Mapping[str, object]) -> list[str]:
    named = metadata.get(INTERVIEWER)
    return [str(label) for label in named] if isinstance(named, list) else []
