"""Reading labels anew, with the names and roles that a person gave to what was read before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.domain.transcript import Role, Turn
from toolkit.text.labels.pattern import labels_left
from toolkit.text.labels.words import INTERVIEWER_LABELS
from toolkit.text.turns import interviewer_keys, parse_turns, role_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class KnownLabels:
    """The labels that are known before a text is read."""

    interviewers: tuple[str, ...]
    """Labels of the interviewer."""
    speakers: frozenset[str]
    """Labels that are labels wherever they open a line, whatever the role."""


def known_labels(
    interviewers: Sequence[str], speakers: Iterable[str], stored: Iterable[Turn] = ()
) -> KnownLabels:
    """The labels that the file of a source names.

    Where it names no interviewer it is as the `stored` turns show, else the usual labels.
    """
    named = tuple(interviewers) or named_interviewers(stored) or INTERVIEWER_LABELS
    return KnownLabels(named, frozenset(speakers))


def read_again(text: str, known: KnownLabels, stored: Sequence[Turn]) -> list[Turn]:
    """The turns of a text as its labels are read now, with what a person decided of the stored."""
    read = parse_turns(text, known.interviewers, speakers=known.speakers)
    return with_decisions(read, stored)


def left_out(text: str, known: KnownLabels) -> list[str]:
    """What opens lines like a label and is not taken for one; free right after `read_again`."""
    return labels_left(text, {*known.interviewers, *known.speakers})


def with_decisions(read: Iterable[Turn], stored: Iterable[Turn]) -> list[Turn]:
    """The turns that were read, with the names and roles that a person gave to the stored ones.

    A name holds for the label that the text has, a role for the name; both where the label
    still occurs.
    """
    names: dict[str, str] = {}
    roles: dict[str, Role] = {}
    for turn in stored:
        if turn.label_read:
            names[turn.label_read] = turn.speaker
        if turn.role_set:
            roles[turn.speaker] = turn.role
    if not (names or roles):
        return list(read)
    decided = []
    for turn in read:
        speaker = names.get(turn.speaker, turn.speaker)
        decided.append(
            replace(
                turn,
                speaker=speaker,
                label_read="" if speaker == turn.speaker else turn.speaker,
                role=roles.get(speaker, turn.role),
                role_set=speaker in roles,
            )
        )
    return decided


def named_interviewers(turns: Iterable[Turn]) -> tuple[str, ...]:
    """The interviewer's labels that a file must have named, so that roles came out as stored.

    Empty where the usual labels give these roles. Roles that a person set tell nothing of it.
    """
    roles = {
        turn.label_read or turn.speaker: turn.role
        for turn in turns
        if turn.speaker and not turn.role_set
    }
    usual = interviewer_keys(INTERVIEWER_LABELS)
    if all(role_of(label, usual) is role for label, role in roles.items()):
        return ()
    return tuple(sorted(label for label, role in roles.items() if role is Role.INTERVIEWER))


def labels_read(turns: Iterable[Turn]) -> list[str]:
    """The labels that the text of the turns has, in alphabetical order."""
    return sorted({turn.label_read or turn.speaker for turn in turns} - {""})
