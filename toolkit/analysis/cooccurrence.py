"""Co-occurrence of codes in segments, turns or sources.

For codes a and b with n_a, n_b and n_both units, of N in all:

    Jaccard = n_both / (n_a + n_b - n_both)      P(b|a) = n_both / n_a
    lift = n_both N / (n_a n_b)                  NPMI = ln(p_ab / (p_a p_b)) / -ln p_ab

A unit has a code at most once, however often it is coded there, so that Jaccard lies in [0, 1];
a count of pairs of overlapping quotations, as in some programs, can exceed 1. With segments as
units, n_both pairs each segment of a with at most one overlapping segment of b (a maximum
matching), and values that need N are undefined, since uncoded text has no segments.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

from toolkit.domain.codings import Coding
from toolkit.domain.transcript import Role
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from toolkit.analysis.case_stretches import Material
    from toolkit.domain.codebook import Codebook
    from toolkit.domain.spans import Span

UNEVEN = 5.0
"""Ratio of frequencies from which on Jaccard is small, whatever the rarer code does."""


class CooccurrenceUnit(StrEnum):
    """The unit in which two codes occur together."""

    SEGMENT = "segment"
    """Overlapping codings of a code are a segment; two segments meet where they overlap."""
    TURN = "turn"
    """A turn of an expert; a coding belongs to all turns that it overlaps."""
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two codes that occur together in at least one unit."""

    a: str
    b: str
    n_a: int
    n_b: int
    n_both: int
    jaccard: float
    a_given_b: float
    b_given_a: float
    expected: float | None
    """n_both if the codes were independent of each other; None for segments."""
    lift: float | None
    npmi: float | None
    uneven: bool
    """Whether one code is at least `UNEVEN` times as frequent as the other."""
    refs: tuple[str, ...]
    """Ids of the codings in the shared units, in the order of the text."""


@dataclass(frozen=True, slots=True)
class CoOccurrence:
    """All pairs of codes that occur together, with the unit of counting."""

    unit: CooccurrenceUnit
    units: int | None
    """N: the number of expert turns or sources that coders worked on; None for segments."""
    pairs: tuple[Pair, ...]
    """Pairs with the most shared units first, then in codebook order."""
    notes: tuple[str, ...]


Meeting: TypeAlias = tuple[str, int]
"""A unit, as the id of its source and a number."""
Held: TypeAlias = dict[Meeting, list[Coding]]


def co_occurrence(
    codings: Sequence[Coding],
    codebook: Codebook,
    material: Material,
    *,
    unit: CooccurrenceUnit | str = CooccurrenceUnit.TURN,
) -> CoOccurrence:
    """The co-occurrence of the codes of the codings, over all coders in scope together.

    A code is never paired with a code above it, since the one implies the other.
    """
    unit = CooccurrenceUnit(unit)
    by_code: dict[str, list[Coding]] = {}
    for coding in sorted(codings, key=_place):
        by_code.setdefault(coding.code_id, []).append(coding)
    order = [code.id for code in codebook.depth_first() if code.id in by_code]
    order += sorted(by_code.keys() - set(order))
    total = _universe(codings, material, unit)
    held = {code: _held(by_code[code], material, unit) for code in order}
    related = {code.id: {step.id for step in codebook.path(code.id)} for code in codebook}
    pairs = []
    for a, b in combinations(order, 2):
        if b in related.get(a, ()) or a in related.get(b, ()):
            continue
        refs, n_both = _meetings(held[a], held[b], unit)
        if n_both:
            pairs.append(_pair(a, b, len(held[a]), len(held[b]), n_both, total, refs))
    pairs.sort(key=lambda pair: -pair.n_both)
    return CoOccurrence(unit, total, tuple(pairs), _notes(unit, total))


def _pair(
    a: str, b: str, n_a: int, n_b: int, n_both: int, total: int | None, refs: tuple[str, ...]
) -> Pair:
    expected = n_a * n_b / total if total else None
    # Where both are in every unit, there is no other unit to compare with.
    everywhere = total is None or n_both == total
    return Pair(
        a=a,
        b=b,
        n_a=n_a,
        n_b=n_b,
        n_both=n_both,
        jaccard=n_both / (n_a + n_b - n_both),
        a_given_b=n_both / n_b,
        b_given_a=n_both / n_a,
        expected=expected,
        lift=n_both / expected if expected else None,
        npmi=None
        if everywhere or not expected or not total
        else math.log(n_both / expected) / -math.log(n_both / total),
        uneven=max(n_a, n_b) >= UNEVEN * min(n_a, n_b),
        refs=refs,
    )


def _universe(codings: Sequence[Coding], material: Material, unit: CooccurrenceUnit) -> int | None:
    if unit is CooccurrenceUnit.SEGMENT:
        return None
    sources = {coding.source_id for coding in codings} | set(material.covered or ())
    if unit is CooccurrenceUnit.SOURCE:
        return len(sources)
    return sum(
        turn.role is Role.EXPERT for source in sources for turn in material.turns.get(source, ())
    )


def _held(codings: Sequence[Coding], material: Material, unit: CooccurrenceUnit) -> Held:
    """The units with a code, each with its codings; `codings` are in the order of the text."""
    if unit is CooccurrenceUnit.SOURCE:
        return _by_source(codings)
    return _by_segment(codings) if unit is CooccurrenceUnit.SEGMENT else _by_turn(codings, material)


def _by_source(codings: Sequence[Coding]) -> Held:
    held: Held = {}
    for coding in codings:
        held.setdefault((coding.source_id, 0), []).append(coding)
    return held


def _by_segment(codings: Sequence[Coding]) -> Held:
    held: Held = {}
    source, number, reached = "", -1, 0
    for coding in codings:
        if coding.source_id != source or coding.span.start >= reached:
            source, number, reached = coding.source_id, number + 1, 0
        reached = max(reached, coding.span.end)
        held.setdefault((source, number), []).append(coding)
    return held


def _by_turn(codings: Sequence[Coding], material: Material) -> Held:
    from bisect import bisect_right

    bodies: dict[str, list[tuple[int, Span]]] = {}
    for source in {coding.source_id for coding in codings}:
        bodies[source] = [
            (turn.index, turn.body)
            for turn in material.turns.get(source, ())
            if turn.role is Role.EXPERT
        ]
    held: Held = {}
    for coding in codings:
        here = bodies[coding.source_id]
        at = bisect_right(here, coding.span.start, key=lambda entry: entry[1].end)
        while at < len(here) and here[at][1].start < coding.span.end:
            held.setdefault((coding.source_id, here[at][0]), []).append(coding)
            at += 1
    return held


def _meetings(a: Held, b: Held, unit: CooccurrenceUnit) -> tuple[tuple[str, ...], int]:
    """Ids of the codings in the units that a and b share, and the number of these units."""
    pairs = (
        list(_matched(a, b))
        if unit is CooccurrenceUnit.SEGMENT
        else [(at, at) for at in a if at in b]
    )
    met = [coding for left, right in pairs for coding in (*a[left], *b[right])]
    return tuple(dict.fromkeys(coding.id for coding in sorted(met, key=_place))), len(pairs)


def _matched(a: Held, b: Held) -> Iterator[tuple[Meeting, Meeting]]:
    """A maximum matching of overlapping segments; each side is ordered and does not overlap."""
    left, right = _extents(a), _extents(b)
    i = j = 0
    while i < len(left) and j < len(right):
        (source, start, end, key), (other, other_start, other_end, other_key) = left[i], right[j]
        if source == other and start < other_end and other_start < end:
            yield key, other_key
            i, j = i + 1, j + 1
        elif (source, end) <= (other, other_end):
            i += 1
        else:
            j += 1


def _extents(held: Mapping[Meeting, Sequence[Coding]]) -> list[tuple[str, int, int, Meeting]]:
    return [
        (key[0], codings[0].span.start, max(coding.span.end for coding in codings), key)
        for key, codings in held.items()
    ]


def _place(coding: Coding) -> tuple[str, int, int, str]:
    return coding.source_id, coding.span.start, coding.span.end, coding.id


def _notes(unit: CooccurrenceUnit, total: int | None) -> tuple[str, ...]:
    unit_note = {
        CooccurrenceUnit.SEGMENT: _(
            "unit: segments; each is paired with at most one that overlaps it; "
            "expected, lift and NPMI need a number of units and are undefined"
        ),
        CooccurrenceUnit.TURN: _("unit: expert turns, {total} in the sources worked on").format(
            total=total
        ),
        CooccurrenceUnit.SOURCE: _("unit: sources, {total} worked on").format(total=total),
    }[unit]
    return unit_note, _(
        "uneven: one code is {ratio:g} times as frequent, so that Jaccard says little"
    ).format(ratio=UNEVEN)
