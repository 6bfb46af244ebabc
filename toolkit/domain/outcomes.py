"""What became of suggestions that were shown, and how often coders followed a check."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from math import sqrt
from typing import TYPE_CHECKING

from toolkit.domain.suggestions import Outcome

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from toolkit.domain.suggestions import Decision, Reveal, Suggestion

LEAST_CHECKS = 10
"""Answered checks of a coder from which on the over-trust index is a figure."""
LEAST_SHOWN = 10
"""Suggestions with an outcome from which on a share is a figure."""
Z = 1.959963984540054
"""The 97.5 % point of the normal distribution."""


class Fate(StrEnum):
    """What became of one suggestion that was shown."""

    ACCEPTED = "accepted"
    """The coder took it."""
    BY_HAND = "by-hand"
    """The coder gave the code to the passage by hand after it was shown."""
    HAD = "had"
    """The coder had given the code to the passage before it was shown."""
    OTHER = "other"
    """The coder took another candidate of the same list, or other codes in its place."""
    REJECTED = "rejected"
    """The coder said that none of the candidates fits."""
    IGNORED = "ignored"
    """None of these, and the coder has finished the source."""
    OPEN = "open"
    """None of these, and the coder has not finished the source."""


ANSWERED = (Fate.ACCEPTED, Fate.BY_HAND, Fate.OTHER, Fate.REJECTED, Fate.IGNORED)
"""Outcomes that say what a coder made of a suggestion. One whose code they had given before says
nothing of it, and one that is open says nothing yet."""
TAKEN = (Fate.ACCEPTED, Fate.BY_HAND)


@dataclass(frozen=True, slots=True)
class OwnCode:
    """A code that a coder has on a passage, and since when."""

    code_id: str
    created_at: str


def fate_of(
    suggestion: Suggestion,
    reveal: Reveal,
    decisions: Sequence[Decision],
    own: Collection[OwnCode],
    *,
    finished: bool,
) -> tuple[Fate, Decision | None]:
    """What became of a suggestion, and the decision that says so.

    Parameters
    ----------
    decisions
        What the coder decided about the batch, the earliest first.
    own
        The codes that the coder has on text of the passage, without what came from this suggestion.
    finished
        Whether the coder has finished the source in the round of the reveal.
    """
    decided = [each for each in decisions if each.outcome is not Outcome.DEFERRED]
    code = suggestion.code_id
    taken = next((each for each in decided if each.suggestion_id == suggestion.id), None)
    last = taken or (decided[-1] if decided else None)
    if (last is not None and code in last.codes_before) or any(
        each.code_id == code and each.created_at < reveal.shown_at for each in own
    ):
        return Fate.HAD, last
    if taken is not None:
        return Fate.ACCEPTED, taken
    if last is not None and code in last.codes_after:
        return Fate.BY_HAND, last
    if any(each.code_id == code for each in own):
        return Fate.BY_HAND, last
    if last is not None:
        replaced = last.outcome in (Outcome.ACCEPTED, Outcome.EDITED)
        return (Fate.OTHER if replaced else Fate.REJECTED), last
    return (Fate.IGNORED if finished else Fate.OPEN), None


def wilson(count: int, total: int) -> tuple[float, float]:
    """The 95 % interval of Wilson (1927) of a share; (0, 1) without cases."""
    if not total:
        return 0.0, 1.0
    share = count / total
    middle = share + Z * Z / (2 * total)
    half = Z * sqrt(share * (1 - share) / total + Z * Z / (4 * total * total))
    scale = 1 + Z * Z / total
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def is_drawn(seed: str, every: int, coder: str, source_id: str, start: int, end: int) -> bool:
    """Whether a reveal is one of those that get a check: one in `every`, the same each time."""
    return draw(seed, "reveal", coder, source_id, start, end) % every == 0


def draw(seed: str, *parts: object) -> int:
    """A number that the seed draws for these parts, the same on every machine."""
    text = "\0".join(map(str, (seed, *parts)))
    return int.from_bytes(sha256(text.encode("utf-8", "surrogatepass")).digest()[:8], "big")
