"""Speaker turns of a transcript.

A speaker label stands at the start of a line and ends in a colon (or a tab, or is alone on
its line with a timestamp). Prose has colons too, so only these are labels: a known
role or code (`I`, `E07`, `면담자`), a titled name (`Dr Kim`, `박 과장`), or a name that recurs
where there is another speaker.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.domain.spans import Span, stripped
from toolkit.domain.transcript import Role, Turn
from toolkit.text.labels.words import INTERVIEWER_LABELS
from toolkit.text.speaker_labels import Strength, base_key, label_key, strength

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CLOCK = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_LONG_CLOCK = r"\d{1,3}:\d{2}:\d{2}(?:[.,]\d{1,3})?"
_FENCED = rf"(?:\[\s*{_CLOCK}\s*\]|\(\s*{_CLOCK}\s*\)|\#{_CLOCK}(?:-\d)?\#)"
_BLANK = r"[^\S\n]*+"
# Runs of blanks are possessive: two in a row would try every way to divide a long run.
_LABEL = re.compile(
    rf"""^{_BLANK}
    (?: (?P<before>{_FENCED}|{_CLOCK}(?=\s)) {_BLANK} )?
    (?P<label>\[[^\[\]:：\n]{{1,40}}\]|[^\s:：\[\]()\#][^:：\[\]()\#\t\n]{{0,39}}?) [^\S\n\t]*+
    (?: (?P<between>{_FENCED}|(?<=\s){_LONG_CLOCK}|(?<=\s){_CLOCK}(?={_BLANK}$)) {_BLANK} )?
    (?: (?P<colon>[:：]) {_BLANK} (?P<after>{_FENCED})? | (?P<tab>\t) | (?P<alone>$) )
    """,
    re.MULTILINE | re.VERBOSE,
)
_PARAGRAPH = re.compile(r"\S(?:.*(?:\n(?![^\S\n]*(?:\n|\Z)).*)*)?")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A place in the text that may be a label."""

    start: int
    end: int
    label: str
    key: str
    strength: Strength
    timestamp: str | None


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
    interviewers = {label_key(label) for label in given_labels}
    labels = _labels(text, {*given_labels, *speakers})
    if not labels:
        return [
            Turn(index, "", Role.EXPERT, span, span) for index, span in enumerate(_paragraphs(text))
        ]
    turns: list[Turn] = []
    stops = [label.start for label in labels[1:]] + [len(text)]
    for label, stop in zip(labels, stops, strict=True):
        body = stripped(text, label.end, stop)
        if body is None:
            continue
        is_interviewer = label.key in interviewers or base_key(label.key) in interviewers
        role = Role.INTERVIEWER if is_interviewer else Role.EXPERT
        span = Span(label.start, body.end)
        turns.append(Turn(len(turns), label.label, role, span, body, label.timestamp))
    return turns


def _labels(text: str, known: set[str]) -> list[_Candidate]:
    """The candidates that are labels in this text."""
    candidates = list(_candidates(text, known))
    uses = Counter(candidate.key for candidate in candidates)
    sure = {c.key for c in candidates if c.strength is Strength.SURE}
    repeated = {c.key for c in candidates if uses[c.key] > 1}
    if any(len(key) == 1 for key in repeated):
        # Where speakers are single letters, a letter that occurs once is a speaker too.
        repeated |= {key for key in uses if len(key) == 1}
    # A single recurring name may be a running heading; an interview has two speakers.
    taken = sure | repeated if len(sure | repeated) > 1 else sure
    return [candidate for candidate in candidates if candidate.key in taken]


def _candidates(text: str, known: set[str]) -> Iterator[_Candidate]:
    certain = {label_key(label) for label in known}
    for match in _LABEL.finditer(text):
        written = match["label"]
        bracketed = written.startswith("[")
        label = (written[1:-1] if bracketed else written).strip()
        stamps = [stamp for stamp in match.group("before", "between", "after") if stamp]
        if match["alone"] is not None and not stamps:
            continue
        key = label_key(label)
        # A lower-case letter is an item of a list, unless the caller gives it as a label.
        sure = key in certain and (len(key) > 1 or label in known)
        certainty = Strength.SURE if sure else strength(label)
        if certainty is Strength.NONE:
            continue
        if match["colon"] and not match["after"] and not _spaced(text, match.end("colon")):
            # "10:30" and "http://" have a colon inside a word; "면담자:네" still is a label.
            follower = text[match.end("colon")]
            if certainty is not Strength.SURE or follower.isdigit() or follower == "/":
                continue
        if certainty is Strength.LIKELY and stamps and not match["tab"]:
            certainty = Strength.SURE
        start = match.start("before") if match["before"] else match.start("label")
        stamp = stamps[0].strip("[]()# ").partition("-")[0].strip() if stamps else None
        yield _Candidate(start, match.end(), label, key, certainty, stamp)


def _spaced(text: str, at: int) -> bool:
    return at >= len(text) or text[at].isspace()


def _paragraphs(text: str) -> Iterator[Span]:
    if re.search(r"\n[^\S\n]*\n", text.strip()):
        stretches = [match.span() for match in _PARAGRAPH.finditer(text)]
    else:
        stretches = [match.span() for match in re.finditer(r"[^\n]+", text)]
    for start, end in stretches:
        span = stripped(text, start, end)
        if span is not None:
            yield span
