"""Who speaks where: the speaker turns of a transcript.

A speaker label stands at the start of a line and ends in a colon (or a tab, or is alone on
its line with a timestamp). Since prose has colons too, a label must look like one: a known
role or code (`I`, `E07`, `면담자`), a titled name (`Dr Kim`, `박 과장`), or a name that recurs
next to another speaker's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from toolkit.domain.spans import Span, stripped
from toolkit.domain.transcript import Role, Turn
from toolkit.text.speaker_labels import INTERVIEWER_LABELS, Strength, base_key, label_key, strength

_CLOCK = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_LONG_CLOCK = r"\d{1,3}:\d{2}:\d{2}(?:[.,]\d{1,3})?"
_FENCED = rf"(?:\[\s*{_CLOCK}\s*\]|\(\s*{_CLOCK}\s*\)|\#{_CLOCK}(?:-\d)?\#)"
_BLANK = r"[^\S\n]*+"
# Blank runs are possessive: two of them side by side would try every way to share a long one.
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
    """A place that reads like a label."""

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
    """The turns of a text, in order and apart.

    `interviewer_labels` replaces the usual ones (`I`, `Interviewer`, `면담자` ...); a number
    after a label does not matter. `speakers` are labels known for certain, taken as labels
    wherever they open a line. Offsets are code points of `text` as given. A label with
    nothing said after it makes no turn, and lines above the first label belong to none.
    A text without labels is one expert turn a paragraph, with an empty speaker; paragraphs
    are set off by blank lines, or are lines where the text has no blank line.
    """
    asking = list(interviewer_labels)
    interviewers = {label_key(label) for label in asking}
    labels = _labels(text, {*asking, *speakers})
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
        heard = label.key in interviewers or base_key(label.key) in interviewers
        role = Role.INTERVIEWER if heard else Role.EXPERT
        span = Span(label.start, body.end)
        turns.append(Turn(len(turns), label.label, role, span, body, label.timestamp))
    return turns


def _labels(text: str, known: set[str]) -> list[_Candidate]:
    """The candidates that behave like labels in this text."""
    candidates = list(_candidates(text, known))
    uses = Counter(candidate.key for candidate in candidates)
    sure = {c.key for c in candidates if c.strength is Strength.SURE}
    repeated = {c.key for c in candidates if uses[c.key] > 1}
    if any(len(key) == 1 for key in repeated):
        # Where people are single letters, the one who speaks once is a letter too.
        repeated |= {key for key in uses if len(key) == 1}
    # One name that recurs may be a running heading; a conversation takes two speakers.
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
        # A lower-case letter is a list item, unless the caller spells it so.
        sure = key in certain and (len(key) > 1 or label in known)
        found = Strength.SURE if sure else strength(label)
        if found is Strength.NONE:
            continue
        if match["colon"] and not match["after"] and not _spaced(text, match.end("colon")):
            # "10:30", "http://": a colon inside a word. "면담자:네" is a label all the same.
            follower = text[match.end("colon")]
            if found is not Strength.SURE or follower.isdigit() or follower == "/":
                continue
        if found is Strength.LIKELY and stamps and not match["tab"]:
            found = Strength.SURE
        start = match.start("before") if match["before"] else match.start("label")
        stamp = stamps[0].strip("[]()# ").partition("-")[0].strip() if stamps else None
        yield _Candidate(start, match.end(), label, key, found, stamp)


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
