"""Which openings are labels, by the pattern of the whole text.

Roles and codes are labels wherever they open a line. A name is a label where it recurs with
another label between. Words of any kind are labels where the talk has no sense without them: they
stand between two turns of one and the same speaker, again and again. Where nine of ten
paragraphs open with a label, names and titles that occur once are labels too.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from toolkit.text.labels.alone import LabelsAlone, labels_alone
from toolkit.text.labels.header import end_of_header
from toolkit.text.labels.openings import Form, Lines, Opening, read_lines
from toolkit.text.labels.words import QUESTIONS
from toolkit.text.speaker_labels import Strength, base_key, is_title, label_key, strength

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_PASSES = 4
"""Names are dropped until each has another between; a longer chain of drops ends here."""
_SHARE_OF_PARAGRAPHS = 0.9
_LEAST_PARAGRAPHS = 3
_PLAIN = frozenset([Form.COLON, Form.TAB, Form.TIMED])
_FORMS_OF_NAMES = frozenset([Form.BRACKET, Form.BOLD, Form.HEADING, Form.CIRCLE])
"""Forms in which a role is a label as soon as it recurs; elsewhere they have other meanings."""


_LEAST_USES = {Strength.SURE: 1, Strength.LIKELY: 2, Strength.WEAK: 3}
"""So often something must open a line to be told of, where it is not taken for a label."""


class Label(NamedTuple):
    """A speaker label in a text; the speech begins at `end`."""

    start: int
    end: int
    label: str
    timestamp: str | None


class _Candidate(NamedTuple):
    """An opening with what is known of it from its looks."""

    opening: Opening
    label: str
    identity: str
    """The key of the label, and the name of its form where that is not a usual one."""
    strength: Strength


def labels_of(text: str, known: Iterable[str]) -> list[Label]:
    """The labels of a text, in order. `known` labels are labels wherever they open a line."""
    return [
        Label(
            candidate.opening.start,
            candidate.opening.end,
            candidate.label,
            candidate.opening.timestamp,
        )
        for candidate in _read(text, frozenset(known))[0]
    ]


def labels_left(text: str, known: Iterable[str]) -> list[str]:
    """What looks like labels and is not taken for any: names that recur, the most frequent first.

    It costs nothing after `labels_of` with the same arguments.
    """
    labels, candidates, alone = _read(text, frozenset(known))
    taken = {candidate.opening.start for candidate in labels}
    left = [
        candidate
        for candidate in candidates
        if candidate.opening.start not in taken
        and candidate.opening.form in _PLAIN
        and not candidate.opening.tight
    ]
    uses = Counter(candidate.identity for candidate in left)
    shown = {candidate.identity: candidate for candidate in reversed(left)}
    marked = [
        shown[identity].label
        for identity, times in uses.most_common()
        if times >= _LEAST_USES[shown[identity].strength]
    ]
    return [*marked, *(label for label in alone.left if label not in marked)]


@lru_cache(maxsize=1)
def _read(
    text: str, known: frozenset[str]
) -> tuple[list[_Candidate], list[_Candidate], LabelsAlone]:
    """The labels of a text, and everything below its head that looks like one."""
    lines = read_lines(text)
    header_end = end_of_header(text, lines)
    candidates = [
        candidate
        for candidate in _candidates(text, lines, known)
        if candidate.opening.start >= header_end
    ]
    taken = _taken(candidates)
    labels = [c for c in candidates if c.identity in taken]
    if len(labels) < len(candidates):
        taken |= _needed(candidates, taken, lines)
        once = _once(candidates, taken, lines)
        labels = [c for c in candidates if c.identity in taken or c.opening.start in once]
    if all(base_key(label_key(c.label)) in QUESTIONS for c in labels):
        # "Question 1: ..." with its answer below: a label would give the answer to who asks.
        labels = []
    alone = labels_alone(text, lines, known, header_end)
    return _with_alone(labels, alone), candidates, alone


def _with_alone(labels: list[_Candidate], alone: LabelsAlone) -> list[_Candidate]:
    """The labels with those that stand alone, where these make the talk.

    Others are labels beside them only for the same people and for people with a time; elsewhere
    they are what a speech begins with.
    """
    if not alone.labels:
        return labels
    people = {label.identity for label in alone.labels}
    added = [
        _Candidate(label.opening, label.label, label.identity, label.strength)
        for label in alone.labels
    ]
    kept = [c for c in labels if c.identity in people or c.opening.form is Form.TIMED]
    return sorted([*kept, *added], key=lambda candidate: candidate.opening.start)


# --- looks -------------------------------------------------------------------------


def _candidates(text: str, lines: Lines, known: frozenset[str]) -> Iterator[_Candidate]:
    certain = {label_key(label) for label in known}
    usual = _usual_forms(lines)
    strengths: dict[str, Strength] = {}

    def read(opening: Opening) -> tuple[str, str, Strength]:
        """The label, its identity, and how certain it is."""
        label = opening.label
        written = label_key(opening.written)
        if opening.written != label and written in certain:
            label = opening.written
        key = label_key(label)
        # A lower-case letter is an item of a list, unless the caller gives it as a label.
        sure = key in certain and (len(key) > 1 or label in known)
        if label not in strengths:
            strengths[label] = strength(label)
        certainty = _in_form(opening, Strength.SURE if sure else strengths[label], usual)
        identity = label if len(key) == 1 else key
        if opening.form not in _PLAIN and opening.form not in usual:
            identity = f"{identity}\n{opening.form.name}"
        return label, identity, certainty

    # A text has few labels, each many times.
    looks: dict[tuple[object, ...], tuple[str, str, Strength]] = {}
    for opening in lines.openings:
        look: tuple[object, ...] = (opening.label, opening.written, opening.form)
        if opening.timestamp or opening.time_follows:
            look = (*look, bool(opening.timestamp), opening.time_follows)
        known_look = looks.get(look)
        if known_look is None:
            known_look = looks[look] = read(opening)
        label, identity, certainty = known_look
        if opening.tight and not _follows_tightly(text[opening.end], certainty):
            continue
        if certainty is not Strength.NONE:
            yield _Candidate(opening, label, identity, certainty)


def _in_form(opening: Opening, looks: Strength, usual: frozenset[Form]) -> Strength:
    """How certain a label is, given how it is set off from the speech."""
    if looks is Strength.NONE or (opening.form is Form.COLON and not opening.timestamp):
        return looks
    if opening.form in _PLAIN:
        if opening.timestamp and opening.form is not Form.TAB and looks is Strength.LIKELY:
            return Strength.SURE
        if opening.form is Form.TIMED and looks is Strength.WEAK:
            return Strength.LIKELY if opening.time_follows else Strength.NONE
        return looks
    if opening.form in usual:
        return max(looks, Strength.LIKELY) if opening.form is Form.CIRCLE else looks
    if opening.form in _FORMS_OF_NAMES and looks is Strength.SURE:
        return Strength.LIKELY
    return min(looks, Strength.WEAK)


def _follows_tightly(follower: str, certainty: Strength) -> bool:
    """Whether speech may follow a colon without a space: not in `10:30`, not in `http://`."""
    if certainty is Strength.SURE:
        return not follower.isdigit() and follower != "/"
    return follower.isalpha() or follower in "\"'“‘(["


def _usual_forms(lines: Lines) -> frozenset[Form]:
    """The forms beside colon, tab and time in which labels of this text are written.

    Half of the paragraphs open in such a form, with two labels of which one recurs.
    """
    by_form: dict[Form, list[Opening]] = {}
    for opening in lines.openings:
        if opening.form not in _PLAIN:
            by_form.setdefault(opening.form, []).append(opening)
    usual = set()
    for form, openings in by_form.items():
        if len(openings) < _LEAST_PARAGRAPHS:
            continue
        keys = [base_key(label_key(opening.label)) for opening in openings]
        runs = Counter(key for key, _run in groupby(keys))
        starts = _starts(lines, openings, openings[0].start)
        half = sum(opening.start in starts for opening in openings) * 2 >= len(starts)
        if len(runs) > 1 and max(runs.values()) > 1 and (half or form is Form.CIRCLE):
            usual.add(form)
    return frozenset(usual)


# --- pattern -----------------------------------------------------------------------


def _taken(candidates: Sequence[_Candidate]) -> set[str]:
    """The labels that are sure by their looks, and the names that recur beside others."""
    sure = {c.identity for c in candidates if c.strength is Strength.SURE}
    names = {c.identity for c in candidates if c.strength is Strength.LIKELY} - sure
    if not names:
        return sure
    uses = Counter(c.identity for c in candidates if c.identity in names)
    recurring = {identity for identity, times in uses.items() if times > 1}
    if any(len(identity) == 1 for identity in recurring):
        # Where speakers are single letters, a letter that occurs once is a speaker too.
        letters = {identity for identity in names if len(identity) == 1}
    else:
        letters = set()
    for _ in range(_PASSES):
        among = sure | recurring | letters
        runs = Counter(identity for identity, _run in _runs(candidates, among))
        alternating = {identity for identity in recurring if runs[identity] > 1}
        if alternating == recurring:
            break
        recurring = alternating
    if not recurring:
        return sure
    return sure | recurring | letters


def _needed(candidates: Sequence[_Candidate], taken: set[str], lines: Lines) -> set[str]:
    """The labels of any looks without which one speaker would follow on himself."""
    by_paragraph = _by_paragraph(
        [c.opening for c in candidates if c.identity in taken] or [c.opening for c in candidates]
    )
    weak = [
        c
        for c in candidates
        if c.identity not in taken and (c.opening.after_blank or not by_paragraph)
    ]
    uses = Counter(c.identity for c in weak)
    recurring = {identity for identity, times in uses.items() if times > 1}
    if not recurring:
        return set()
    # A role in an unusual form is no label by itself; with another between it is.
    sides = taken or {c.identity for c in weak if c.strength > Strength.WEAK} & recurring
    if sides:
        places = {c.opening.start for c in weak}
        standing = [c for c in candidates if c.identity in sides or c.opening.start in places]
        needed = _between(standing, sides, recurring - sides)
        return needed | sides if needed else set()
    places = {c.opening.start for c in weak if c.identity in recurring}
    sequence = [c.identity for c in candidates if c.opening.start in places]
    needed = _in_turn(sequence)
    opened = {c.opening.start for c in weak if c.identity in needed}
    starts = _starts(lines, [c.opening for c in weak], min(opened or places))
    places &= starts
    if len(recurring) > 1 and len(places) >= _SHARE_OF_PARAGRAPHS * len(starts):
        return recurring
    # Without any role or name, only words that open half of the paragraphs make a talk.
    return needed if len(needed) > 1 and len(opened & starts) * 2 >= len(starts) else set()


def _between(candidates: Sequence[_Candidate], sides: set[str], weak: set[str]) -> set[str]:
    """The weak labels that come first between two turns of the same speaker, mostly."""
    runs = Counter(identity for identity, _run in _runs(candidates, sides | weak))
    inside: Counter[str] = Counter()
    at_ends: Counter[str] = Counter()
    before, first = None, None
    for identity, _run in _runs(candidates, sides | weak):
        if identity not in sides:
            first = first or identity
            continue
        if first is not None:
            if before is None:
                at_ends[first] += 1
            elif before == identity:
                inside[first] += 1
        before, first = identity, None
    if first is not None:
        at_ends[first] += 1
    alone = len(sides) == 1
    return {
        identity
        for identity in weak
        if runs[identity] > 1
        and (inside[identity] or alone)
        and (inside[identity] + at_ends[identity]) * 2 >= runs[identity]
    }


def _in_turn(sequence: Sequence[str]) -> set[str]:
    """The labels that stand between two turns of one and the same other label, mostly."""
    turns = [identity for identity, _run in groupby(sequence)]
    runs = Counter(turns)
    between: Counter[str] = Counter()
    for place, identity in enumerate(turns):
        neighbours = turns[max(place - 1, 0) : place] + turns[place + 1 : place + 2]
        between[identity] += len(set(neighbours)) == 1
    return {
        identity for identity, times in runs.items() if times > 1 and between[identity] * 2 >= times
    }


def _once(candidates: Sequence[_Candidate], taken: set[str], lines: Lines) -> set[int]:
    """Where names and titles stand that do not recur, if nine of ten paragraphs have a label."""
    uses = Counter(c.identity for c in candidates)
    people = [c for c in candidates if c.identity in taken or _reads_as_person(c, uses)]
    established = [c for c in people if c.identity in taken or uses[c.identity] > 1]
    if len({c.identity for c in established}) < 2:
        return set()
    starts = _starts(lines, [c.opening for c in established], established[0].opening.start)
    sure = {c.opening.start for c in established}
    labelled = {c.opening.start for c in people} & starts
    if (
        len(starts) >= _LEAST_PARAGRAPHS
        and len(labelled) >= _SHARE_OF_PARAGRAPHS * len(starts)
        and len(sure & labelled) * 2 >= len(labelled)
    ):
        return labelled
    return set()


def _reads_as_person(candidate: _Candidate, uses: Counter[str]) -> bool:
    """Whether a label in a usual form is a name, a title, or a word that recurs."""
    if "\n" in candidate.identity:
        return False
    if candidate.strength > Strength.WEAK or is_title(candidate.label):
        return True
    word = candidate.label
    return uses[candidate.identity] > 1 and len(word) > 1 and word.isidentifier()


def _runs(candidates: Iterable[_Candidate], among: set[str]) -> Iterator[tuple[str, object]]:
    """The turns of the labels in `among`, those that follow on each other taken as one."""
    return groupby(c.identity for c in candidates if c.identity in among)


def _by_paragraph(openings: Sequence[Opening]) -> bool:
    """Whether labels stand at the start of paragraphs, four of five at least."""
    return sum(opening.after_blank for opening in openings) * 5 >= len(openings) * 4


def _starts(lines: Lines, openings: Sequence[Opening], first: int) -> set[int]:
    """Where paragraphs start from `first` on; lines where labels do not stand at paragraphs."""
    starts = lines.paragraphs if _by_paragraph(openings) else lines.starts
    return {start for start in starts if start >= first}
