"""Labels that stand alone on their lines without any mark, the speech on the lines below.

Headings, refrains and one-word answers look the same. Such lines are labels only where they make
a talk of the whole text: they recur with another between, nearly every paragraph follows one of
them, and at least one is a role or a code, or one of the names asks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from toolkit.text.labels.openings import Opening
from toolkit.text.labels.words import HEADINGS, QUESTIONS
from toolkit.text.speaker_labels import Strength, base_key, label_key, strength

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from toolkit.text.labels.openings import Lines

_PASSES = 4
_SHARE_OF_SPEECH = 0.9
_SHARE_OF_ANSWERS = 0.5
"""The same where an interviewer asks, since long answers have several paragraphs; other roles and
codes that precede so much are told of at least."""
_SHARE_TO_REPORT = 0.75
"""Names that precede so much are told of."""
_LEAST_SPEECHES = 3
_ROMAN = re.compile(r"[IVX]+")
_SENTENCE_END = re.compile(r"\w\w[.]$|[!?。！？؟…,،;]$")
_QUESTION_END = re.compile(r"[?？؟][\"'”’»」』)]*$|か。$|까\.$")


@dataclass(frozen=True, slots=True)
class LabelAlone:
    """A line that may be a label; `identity` is equal for all spellings of it."""

    opening: Opening
    label: str
    identity: str
    strength: Strength


@dataclass(frozen=True, slots=True)
class LabelsAlone:
    """What the lines that stand alone make of a text."""

    labels: Sequence[LabelAlone] = ()
    """The labels, in order; empty unless they are certain."""
    left: Sequence[str] = ()
    """Labels that look like it and are not certain, the most frequent first."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """A paragraph or a line: a label, or speech."""

    candidate: LabelAlone | None
    has_words: bool
    """Whether words follow the label in the same paragraph."""


@dataclass(frozen=True, slots=True)
class _Walk:
    """A reading of the text from top to bottom, with some of the lines as labels."""

    labels: Sequence[LabelAlone]
    speeches: int
    """Paragraphs of speech below the first label."""
    preceded: int
    """Those that follow a label directly."""
    ends_open: bool
    """Whether nothing follows the last label."""

    @property
    def share(self) -> float:
        return self.preceded / self.speeches if self.speeches >= _LEAST_SPEECHES else 0.0


def labels_alone(text: str, lines: Lines, known: frozenset[str], after: int) -> LabelsAlone:
    """The labels that stand alone on their lines; `after` is where the head of the text ends.

    `known` are labels of interviewers, and of speakers that the caller names.
    """
    certain = {label_key(label) for label in known}
    candidates = [
        candidate
        for opening in lines.alone
        if opening.start >= after and (candidate := _candidate(opening, certain))
    ]
    uses = Counter(candidate.identity for candidate in candidates)
    if sum(times > 1 for times in uses.values()) < 2:
        return LabelsAlone()
    units = _units(lines, [c for c in candidates if uses[c.identity] > 1], candidates)
    recurring = _recurring(units, {identity for identity, times in uses.items() if times > 1})
    if len(recurring) < 2:
        return LabelsAlone()
    # In a talk a role or a code that occurs once is a label too.
    once = {c.identity for c in candidates if c.strength is Strength.SURE}
    walk = _walk(units, recurring | once)
    if _is_talk(text, walk, certain):
        return LabelsAlone(walk.labels)
    sure = any(label.strength is Strength.SURE for label in walk.labels)
    if walk.share < (_SHARE_OF_ANSWERS if sure else _SHARE_TO_REPORT):
        return LabelsAlone()
    shown = {c.identity: c.label for c in reversed(walk.labels)}
    often = Counter(c.identity for c in walk.labels if c.identity in recurring)
    return LabelsAlone((), [shown[identity] for identity, _times in often.most_common()])


def _candidate(opening: Opening, certain: set[str]) -> LabelAlone | None:
    label = opening.label
    if label_key(opening.written) in certain:
        label = opening.written
    key = label_key(label)
    looks = Strength.SURE if key in certain and len(key) > 1 else strength(label)
    if looks < Strength.LIKELY:
        return None
    if looks is Strength.LIKELY and (
        _SENTENCE_END.search(label) or set(key.replace("-", " ").split()) & HEADINGS
    ):
        return None
    return LabelAlone(opening, label, label if len(key) == 1 else key, looks)


def _units(
    lines: Lines, recurring: Sequence[LabelAlone], candidates: Iterable[LabelAlone]
) -> list[_Unit]:
    """The paragraphs of a text; its lines where labels do not stand at paragraphs."""
    by_start = {candidate.opening.start: candidate for candidate in candidates}
    if sum(c.opening.after_blank for c in recurring) * 5 < len(recurring) * 4:
        return [_Unit(by_start.get(start), has_words=False) for start in lines.starts]
    paragraphs = set(lines.paragraphs)
    alone = {start for start, below in pairwise(lines.starts) if below in paragraphs}
    alone.update(lines.starts[-1:])
    return [_Unit(by_start.get(start), start not in alone) for start in lines.paragraphs]


def _walk(units: Iterable[_Unit], accepted: set[str]) -> _Walk:
    """Read the units with the accepted lines as labels.

    What follows a label is its speech, also where it looks like a label (`Seoul`), but for a role
    or a code: the label before it has no speech then.
    """
    labels: list[LabelAlone] = []
    speeches = preceded = 0
    is_open = False
    for unit in units:
        candidate = unit.candidate
        if (
            candidate is not None
            and candidate.identity in accepted
            and (not is_open or candidate.strength is Strength.SURE)
        ):
            labels.append(candidate)
            is_open = not unit.has_words
            speeches += unit.has_words
            preceded += unit.has_words
        elif labels:
            speeches += 1
            preceded += is_open
            is_open = False
    return _Walk(labels, speeches, preceded, is_open)


def _recurring(units: Sequence[_Unit], identities: set[str]) -> set[str]:
    """The identities that recur with another between; of names, those without which one and the
    same speaker would follow on himself somewhere."""
    for _ in range(_PASSES):
        labels = _walk(units, identities).labels
        turns = list(_without_repeats(labels))
        runs = Counter(label.identity for label in turns)
        needed = {
            label.identity
            for before, label, behind in zip(turns, turns[1:], turns[2:], strict=False)
            if before.identity == behind.identity
        }
        needed |= {label.identity for label in turns if label.strength is Strength.SURE}
        kept = {identity for identity in identities if runs[identity] > 1 and identity in needed}
        if kept == identities:
            break
        identities = kept
    return identities


def _without_repeats(labels: Iterable[LabelAlone]) -> Iterator[LabelAlone]:
    before = None
    for label in labels:
        if label.identity != before:
            yield label
        before = label.identity


def _is_talk(text: str, walk: _Walk, certain: set[str]) -> bool:
    keys = [base_key(label_key(label.label)) for label in walk.labels]
    if all(key in QUESTIONS for key in keys):
        return False
    if all(_ROMAN.fullmatch(label.label) for label in walk.labels):
        # Sections of a document, although `I` and `IV` are labels of interviewers.
        return False
    sure = any(label.strength is Strength.SURE for label in walk.labels)
    asked = any(key in certain for key in keys)
    if walk.ends_open and not asked:
        # A name below each quotation, as in lists of quotations.
        return False
    if not sure:
        return walk.share >= _SHARE_OF_SPEECH and _name_asks(text, walk.labels)
    return walk.share >= (_SHARE_OF_ANSWERS if asked else _SHARE_OF_SPEECH)


def _name_asks(text: str, labels: Sequence[LabelAlone]) -> bool:
    """Whether the speeches of one label mostly end as questions, and those of another do not."""
    stops = [label.opening.start for label in labels[1:]] + [len(text)]
    speeches: Counter[str] = Counter()
    questions: Counter[str] = Counter()
    for label, stop in zip(labels, stops, strict=True):
        words = text[max(label.opening.end, stop - 40) : stop].rstrip()
        speeches[label.identity] += 1
        questions[label.identity] += bool(_QUESTION_END.search(words))
    shares = [(questions[name] / times, questions[name]) for name, times in speeches.items()]
    asks = any(share > 0.5 and times > 1 for share, times in shares)
    return asks and any(share <= 0.5 for share, _times in shares)
