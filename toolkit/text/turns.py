"""Speaker turns of a transcript.

A turn begins at its label, with the numbers, times and marks before it, and its body after the
label's notes and attributes. `toolkit.text.labels` says how labels are written and which of them
are labels in a text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.domain.spans import Span, stripped
from toolkit.domain.transcript import Role, Turn
from toolkit.text.labels.pattern import labels_of
from toolkit.text.labels.words import INTERVIEWER_LABELS
from toolkit.text.speaker_labels import base_key, label_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PARAGRAPH = re.compile(r"\S(?:.*(?:\n(?![^\S\n]*(?:\n|\Z)).*)*)?")


def parse_turns(
    text: str,
    interviewer_labels: Iterable[str] = INTERVIEWER_LABELS,
    *,
    speakers: Iterable[str] = (),
) -> list[Turn]:
    """The turns of a text, in order and without overlap.

    `interviewer_labels` replaces the usual labels (`I`, `Interviewer`, `면담자` ...); a number
    after a label is ignored. `speakers` are known labels, which are labels wherever they open
    a line. Offsets are code points of `text`. A label without words after it makes no turn,
    and lines above the first label belong to no turn. In a text without labels each paragraph
    is a turn of an expert with an empty speaker; blank lines separate paragraphs, or line ends
    where the text has no blank line.
    """
    given_labels = list(interviewer_labels)
    interviewers = interviewer_keys(given_labels)
    labels = labels_of(text, {*given_labels, *speakers})
    if not labels:
        return [
            Turn(index, "", Role.EXPERT, span, span) for index, span in enumerate(_paragraphs(text))
        ]
    roles = {label: role_of(label, interviewers) for label in {label.label for label in labels}}
    turns: list[Turn] = []
    stops = [label.start for label in labels[1:]] + [len(text)]
    for label, stop in zip(labels, stops, strict=True):
        body = stripped(text, label.end, stop)
        if body is None:
            continue
        span = Span(label.start, body.end)
        role = roles[label.label]
        turns.append(Turn(len(turns), label.label, role, span, body, label.timestamp))
    return turns


def interviewer_keys(labels: Iterable[str]) -> frozenset[str]:
    """The keys of labels of interviewers, as `role_of` takes them."""
    return frozenset(map(label_key, labels))


def role_of(label: str, interviewers: frozenset[str]) -> Role:
    """The role that a label has by itself; a number after it does not matter."""
    key = label_key(label)
    asks = key in interviewers or base_key(key) in interviewers
    return Role.INTERVIEWER if asks else Role.EXPERT


def _paragraphs(text: str) -> Iterator[Span]:
    if re.search(r"\n[^\S\n]*\n", text.strip()):
        stretches = [match.span() for match in _PARAGRAPH.finditer(text)]
    else:
        stretches = [match.span() for match in re.finditer(r"[^\n]+", text)]
    for start, end in stretches:
        span = stripped(text, start, end)
        if span is not None:
            yield span
