"""Accepting proposals: the texts with pseudonyms, as a correction that carries every coding."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from toolkit.domain.events import Change
from toolkit.domain.spans import Span
from toolkit.domain.transcript import Source
from toolkit.errors import InputError, UsageError
from toolkit.i18n import _
from toolkit.language.identifiers.candidate import Kind
from toolkit.operations.identifiers.key import Entry, Key, Place
from toolkit.operations.sources import correct
from toolkit.operations.sources.correct import Correction
from toolkit.operations.sources.read_turns import known_of
from toolkit.store import queries, rows
from toolkit.text.corrections.replacements import Replaced, Replacement
from toolkit.text.particles import adjusted
from toolkit.text.turns import parse_turns
from toolkit.text.whole_words import WholeWords

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from toolkit.domain.transcript import Turn
    from toolkit.operations.session import ProjectSession

LONGEST = 80
"""Characters of the longest pseudonym."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A stretch that is to be replaced. Offsets are code points of the source's text."""

    source: str
    start: int
    end: int
    kind: Kind
    replacement: str
    always: bool = False
    """Whether these words are to be replaced in sources to come, too."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What accepting did, or would do."""

    replaced: int
    """Stretches."""
    corrections: tuple[Correction, ...]
    event: int | None = None
    """The number of the step that undo takes back; None where nothing was done."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A source with what is to be replaced in it."""

    source: Source
    replaced: Replaced
    prepared: correct.Prepared
    changes: tuple[Change, ...]
    """Of the labels under which cases speak."""


def check_replacement(words: str, replacement: str) -> None:
    """Raise `UsageError` for what cannot take the place of these words."""
    if not replacement.strip() or "\n" in replacement or len(replacement) > LONGEST:
        raise UsageError(
            _("a pseudonym is one line of 1 to {longest} characters").format(longest=LONGEST),
            code="pseudonym-form",
        )
    if words.casefold() in replacement.casefold():
        raise UsageError(
            _("this pseudonym holds the words that it replaces"),
            code="pseudonym-tells",
            hint=_("Leave the pseudonym away, and one such as [Person 3] is made."),
        )


def plan(session: ProjectSession, source: Source, choices: Sequence[Choice]) -> Planned:
    """The source with these stretches replaced. Raises `InputError` where two of them overlap."""
    text = queries.text_body(session.database, source.text_sha256)
    ordered = sorted(choices, key=lambda choice: choice.start)
    for choice in ordered:
        if not 0 <= choice.start < choice.end <= len(text):
            raise InputError(
                _("{start}:{end} is outside {source}, which has {length} characters").format(
                    start=choice.start, end=choice.end, source=source.id, length=len(text)
                ),
                code="span-outside",
            )
        check_replacement(text[choice.start : choice.end], choice.replacement)
    for first, second in pairwise(ordered):
        if second.start < first.end:
            raise InputError(
                _("{first} and {second} of {source} overlap").format(
                    first=f"{first.start}:{first.end}",
                    second=f"{second.start}:{second.end}",
                    source=source.id,
                ),
                code="identifiers-overlap",
                hint=_("Accept one of them."),
            )
    replaced = Replaced(text, _with_particles(text, ordered))
    stored = queries.turns(session.database, source.id)
    words = WholeWords(
        {text[choice.start : choice.end]: choice.replacement.strip("[]") for choice in ordered}
    )
    turns, labels = _turns(source, stored, replaced, words)
    prepared = correct.prepare(session, source, replaced.text, turns, carrier=replaced)
    return Planned(source, replaced, prepared, tuple(labels_of_cases(session, source, labels)))


def _with_particles(text: str, ordered: Sequence[Choice]) -> list[Replacement]:
    """The replacements, with those of Korean particles that fit the pseudonym no more."""
    result = []
    for at, choice in enumerate(ordered):
        result.append(Replacement(choice.start, choice.end, choice.replacement))
        stop = ordered[at + 1].start if at + 1 < len(ordered) else len(text)
        length, particle = adjusted(
            choice.replacement, text[choice.end : min(stop, choice.end + 12)]
        )
        if length and text[choice.end : choice.end + length] != particle:
            result.append(Replacement(choice.end, choice.end + length, particle))
    return result


def _turns(
    source: Source, stored: Sequence[Turn], replaced: Replaced, words: WholeWords
) -> tuple[list[Turn], dict[str, str]]:
    """The turns in the new text, and the new name of each speaker whose name was replaced.

    The turns are where they were: only the label of a speaker can be another. It is as the new
    text is read; in a name that a person gave a speaker the words are replaced.
    """
    known = known_of(source, stored)
    read = {
        turn.span.start: turn.speaker
        for turn in parse_turns(replaced.text, known.interviewers, speakers=known.speakers)
    }
    labels: dict[str, str] = {}
    carried = []
    for turn in stored:
        span, body = (_carried(replaced, each) for each in (turn.span, turn.body))
        own = turn.label_read or turn.speaker
        before = replaced.carry(Span(turn.span.start, turn.body.start)) if own else None
        if before is not None and before.outcome.value == "changed":
            assert before.span is not None
            written = replaced.text[before.span.start : before.span.end]
            label = read.get(span.start) or written.strip().rstrip(":：").strip()
            name = words.replaced(turn.speaker) if turn.label_read else label
            labels[turn.speaker] = name
            # The role is as it was, whatever the pseudonym reads like.
            label_read = "" if name == label else label
            turn = replace(turn, speaker=name, label_read=label_read, role_set=True)
        carried.append(replace(turn, span=span, body=body))
    return carried, labels


def _carried(replaced: Replaced, span: Span) -> Span:
    after = replaced.carry(span).span
    assert after is not None
    return after


def labels_of_cases(
    session: ProjectSession, source: Source, labels: dict[str, str]
) -> list[Change]:
    """The changes by which cases speak under the new labels."""
    stored = session.database.query(
        "SELECT * FROM participations WHERE source_id = :source ORDER BY case_id, speaker",
        {"source": source.id},
    )
    changes = []
    for row in map(dict, stored):
        if row["speaker"] in labels:
            changes.append(rows.removed("participations", row))
            changes.append(rows.added("participations", {**row, "speaker": labels[row["speaker"]]}))
    return changes


def with_words(
    session: ProjectSession, planned: Iterable[Planned], chosen: Mapping[str, Sequence[Choice]]
) -> list[tuple[Choice, str]]:
    """Each choice with the words that it replaces; choices by source."""
    result = []
    for each in planned:
        text = queries.text_body(session.database, each.source.text_sha256)
        result += [(choice, text[choice.start : choice.end]) for choice in chosen[each.source.id]]
    return result


def note_in_key(key: Key, planned: Planned, choices: Sequence[Choice], text: str) -> None:
    """Keep the pseudonyms, and where places that were rejected lie in the new text."""
    for choice in choices:
        words = text[choice.start : choice.end]
        key.accept(Entry(choice.kind, words, choice.replacement, always=choice.always))
    source = planned.source
    new_sha256 = planned.prepared.changes[0].after["text_sha256"]  # type: ignore[index]
    for place in list(key.places):
        if (place.source, place.text_sha256) == (source.id, source.text_sha256):
            span = _carried(planned.replaced, Span(place.start, place.end))
            key.places.add(Place(source.id, new_sha256, span.start, span.end))
