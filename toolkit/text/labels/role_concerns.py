"""What in the speakers of a source looks as if labels or roles were read wrongly."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from toolkit.domain.transcript import Role

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from toolkit.text.labels.speakers import Speaker

MOST_OF_ONE = 0.9
"""Share of the words over which one speaker is told of."""
MOST_IN_TURN = 0.97
"""The same where an interviewer asks in turn, since experts answer short questions at length: in 9
of the 24 texts of the example study, all read rightly, an expert has 90 to 93 % of the words."""
MOST_OF_INTERVIEWER = 0.6
"""Share of the words over which an interviewer is told of."""

_LEAST_QUESTIONS = 5
"""So many turns of interviewers, and half as many as the speaker has, are asking in turn."""
_LAST_NUMBER = re.compile(r"(\d{1,4})\D*$")


class Kind(StrEnum):
    """What looks wrong."""

    NO_LABELS = "no-labels"
    NO_INTERVIEWER = "no-interviewer"
    NO_EXPERT = "no-expert"
    ONE_SPEAKER = "one-speaker"
    INTERVIEWER_TALKS = "interviewer-talks"
    CASE_ASKS = "case-asks"


@dataclass(frozen=True, slots=True)
class Concern:
    """Something that looks wrong in the speakers of a source."""

    kind: Kind
    label: str = ""
    """The speaker it is about; empty where it is about all."""
    share: float = 0.0
    """Share of the words of that speaker."""


def concerns(
    speakers: Sequence[Speaker], named: Collection[str], *, slack: float = 0.0
) -> Iterator[Concern]:
    """What looks wrong in the speakers of a source.

    Parameters
    ----------
    named
        What the file and the project call the participants: ids of cases, labels of speakers.
    slack
        So much less of the words is enough, for shares that are estimates.

    A role that a person set is as it should be, and is told of no more.
    """
    open_ = [speaker for speaker in speakers if not speaker.role_set]
    if not open_:
        return
    if not any(speaker.label for speaker in speakers):
        yield Concern(Kind.NO_LABELS)
        return
    roles = {speaker.role for speaker in speakers}
    if Role.INTERVIEWER not in roles:
        yield Concern(Kind.NO_INTERVIEWER)
    if Role.EXPERT not in roles:
        yield Concern(Kind.NO_EXPERT)
    reported = set()
    for speaker in open_:
        if speaker.role is Role.INTERVIEWER and _is_named(speaker, speakers, named):
            reported.add(speaker.label)
            yield Concern(Kind.CASE_ASKS, speaker.label, speaker.share)
    questions = sum(speaker.turns for speaker in speakers if speaker.role is Role.INTERVIEWER)
    for speaker in open_:
        if speaker.label in reported or len(speakers) == 1:
            continue
        asks = speaker.role is Role.INTERVIEWER
        in_turn = not asks and questions >= max(_LEAST_QUESTIONS, speaker.turns / 2)
        most = MOST_OF_INTERVIEWER if asks else MOST_IN_TURN if in_turn else MOST_OF_ONE
        if speaker.share <= most - slack:
            continue
        if asks:
            yield Concern(Kind.INTERVIEWER_TALKS, speaker.label, speaker.share)
        else:
            yield Concern(Kind.ONE_SPEAKER, speaker.label, speaker.share)


def _is_named(speaker: Speaker, speakers: Sequence[Speaker], named: Collection[str]) -> bool:
    """Whether a speaker read as the interviewer is a participant by what the file says.

    The label is the name itself, or it has its number where nobody else is an expert and
    another label is the interviewer's: `I2` beside `Interviewer` in an interview with `P2`.
    """
    if _key(speaker.label) in map(_key, named):
        return True
    alone = len(speakers) == 1 or any(other.role is Role.EXPERT for other in speakers)
    number = _number(speaker.label)
    return not alone and number is not None and number in {_number(name) for name in named}


def _number(name: str) -> int | None:
    match = _LAST_NUMBER.search(name)
    return int(match[1]) if match else None


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
