"""The speakers of a source, with how much each says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.domain.transcript import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

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

    return _measured(turns, [count_words(text, turn.body) for turn in turns])


def estimated_speakers(turns: Sequence[Turn]) -> list[Speaker]:
    """The same without the text: code points stand in the place of words."""
    return _measured(turns, [len(turn.body) for turn in turns])


def _measured(turns: Sequence[Turn], lengths: Sequence[int]) -> list[Speaker]:
    words: dict[str, int] = {}
    times: dict[str, int] = {}
    first: dict[str, Turn] = {}
    for turn, length in zip(turns, lengths, strict=True):
        label = turn.speaker
        first.setdefault(label, turn)
        times[label] = times.get(label, 0) + 1
        words[label] = words.get(label, 0) + length
    total = sum(lengths)
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
