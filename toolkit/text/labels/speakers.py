"""The speakers of a source, with how much each says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.domain.transcript import Role

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.domain.transcript import Turn


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker of a source."""

    label: str
    """Empty in a text without labels."""
    role: Role
    role_set: bool
    """Whether a person set the role."""
    turns: int
    words: int
    share: float
    """Share of the words in all turns of the source, from 0 to 1."""


def speakers_of(text: str, turns: Sequence[Turn]) -> list[Speaker]:
    """The speakers in the order in which they first speak."""
    from toolkit.text.sentences import count_words

    said: dict[str, list[str]] = {}
    for turn in turns:
        said.setdefault(turn.speaker, []).append(text[turn.body.start : turn.body.end])
    # A blank between two turns keeps their words apart, so that they can be counted together.
    return _measured(turns, {label: count_words("\n".join(said[label])) for label in said})


def estimated_speakers(turns: Sequence[Turn]) -> list[Speaker]:
    """The same without the text: code points stand in the place of words."""
    lengths: dict[str, int] = {}
    for turn in turns:
        lengths[turn.speaker] = lengths.get(turn.speaker, 0) + len(turn.body)
    return _measured(turns, lengths)


def _measured(turns: Sequence[Turn], words: Mapping[str, int]) -> list[Speaker]:
    times: dict[str, int] = {}
    first: dict[str, Turn] = {}
    for turn in turns:
        label = turn.speaker
        first.setdefault(label, turn)
        times[label] = times.get(label, 0) + 1
    total = sum(words.values())
    return [
        Speaker(
            label,
            turn.role,
            turn.role_set,
            times[label],
            words[label],
            words[label] / total if total else 0.0,
        )
        for label, turn in first.items()
    ]
