"""Which codes occur together, in units that are named.

For codes a and b with n_a, n_b and n_both units, of N in all:

    Jaccard = n_both / (n_a + n_b - n_both)      P(b|a) = n_both / n_a
    lift = n_both N / (n_a n_b)                  NPMI = ln(p_ab / (p_a p_b)) / -ln p_ab

A unit holds a code once, however often it is coded there, so that Jaccard lies in [0, 1];
counting pairs of overlapping quotations, as some programs do, can exceed 1. With segments as
units, n_both pairs each segment of a with at most one overlapping segment of b (a maximum
matching), and what needs N is undefined, since uncoded text has no segments to count.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import TypeAlias

from toolkit.analysis.case_stretches import Material
from toolkit.domain.codebook import Codebook
from toolkit.domain.codings import Coding
from toolkit.domain.spans import Span
from toolkit.domain.transcript import Role

UNEVEN = 5.0
"""From this ratio of frequencies on, Jaccard is small whatever the rarer code does."""


class Unit(StrEnum):
    SEGMENT = "segment"
    """Codings of a code that overlap are one segment; two segments meet where they overlap."""
    TURN = "turn"
    """An expert's turn; a coding belongs to each one that it overlaps."""
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two codes that meet in at least one unit."""

    a: str
    b: str
    n_a: int
    n_b: int
    n_both: int
    jaccard: float
    a_given_b: float
    b_given_a: float
    expected: float | None
    """n_both if the codes had nothing to do with each other; None for segments."""
    lift: float | None
    npmi: float | None
    uneven: bool
    """One code is at least `UNEVEN` times as frequent as the other."""
    refs: tuple[str, ...]
    """Ids of the codings in the units where they meet, in the order of the text."""


@dataclass(frozen=True, slots=True)
class CoOccurrence:
    unit: Unit
    units: int | None
    """N: expert turns, or sources, that coders worked on; None for segments."""
    pairs: tuple[Pair, ...]
    """Most units together first, then in codebook order."""
    notes: tuple[str, ...]


Meeting: TypeAlias = tuple[str, int]
"""A unit: source id and number."""
Held: TypeAlias = dict[Meeting, list[Coding]]


def co_occurrence(
    codings: Sequence[Coding],
    codebook: Codebook,
    material: Material,
    *,
    unit: Unit | str = Unit.TURN,
) -> CoOccurrence:
    """How often the codes of the codings occur together, for all coders in scope at once.

    A code and the codes above it are never paired: one implies the other.
    """
    unit = Unit(unit)
    by_code: dict[str, list[Coding]] = {}
    for coding in sorted(codings, key=_place):
        by_code.setdefault(coding.code_id, []).append(coding)
    order = [code.id for code in codebook.depth_first() if code.id in by_code]
    order += sorted(by_code.keys() - set(order))
    total = _universe(codings, material, unit)
    held = {code: _held(by_code[code], material, unit) for code in order}
    related = {code.id: {step.id for step in codebook.path(code.id)} for code in codebook}
    found = []
    for a, b in combinations(order, 2):
        if b in related.get(a, ()) or a in related.get(b, ()):
            continue
        refs, n_both = _meetings(held[a], held[b], unit)
        if n_both:
            found.append(_pair(a, b, len(held[a]), len(held[b]), n_both, total, refs))
    found.sort(key=lambda pair: -pair.n_both)
    return CoOccurrence(unit, total, tuple(found), _notes(unit, total))


def _pair(
    a: str, b: str, n_a: int, n_b: int, n_both: int, total: int | None, refs: tuple[str, ...]
) -> Pair:
    expected = n_a * n_b / total if total else None
    # Both in every unit: there is nothing that their meeting could be told from.
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


def _universe(codings: Sequence[Coding], material: Material, unit: Unit) -> int | None:
    if unit is Unit.SEGMENT:
        return None
    sources = {coding.source_id for coding in codings} | set(material.covered or ())
    if unit is Unit.SOURCE:
        return len(sources)
    return sum(
        turn.role is Role.EXPERT for source in sources for turn in material.turns.get(source, ())
    )


def _held(codings: Sequence[Coding], material: Material, unit: Unit) -> Held:
    """The units that hold a code, each with its codings there; `codings` in text order."""
    if unit is Unit.SOURCE:
        return _by_source(codings)
    return _by_segment(codings) if unit is Unit.SEGMENT else _by_turn(codings, material)


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


def _meetings(a: Held, b: Held, unit: Unit) -> tuple[tuple[str, ...], int]:
    """Ids of the codings where a and b meet, and in how many units they do."""
    pairs = list(_matched(a, b)) if unit is Unit.SEGMENT else [(at, at) for at in a if at in b]
    met = [coding for left, right in pairs for coding in (*a[left], *b[right])]
    return tuple(dict.fromkeys(coding.id for coding in sorted(met, key=_place))), len(pairs)


def _matched(a: Held, b: Held) -> Iterator[tuple[Meeting, Meeting]]:
    """A maximum matching of overlapping segments: both families lie in order and apart."""
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
        (key[0], found[0].span.start, max(coding.span.end for coding in found), key)
        for key, found in held.items()
    ]


def _place(coding: Coding) -> tuple[str, int, int, str]:
    return coding.source_id, coding.span.start, coding.span.end, coding.id


def _notes(unit: Unit, total: int | None) -> tuple[str, ...]:
    what = {
        Unit.SEGMENT: "unit: segments; each is paired with at most one that overlaps it; "
        "expected, lift and NPMI need a number of units and are undefined",
        Unit.TURN: f"unit: expert turns, {total} in the sources worked on",
        Unit.SOURCE: f"unit: sources, {total} worked on",
    }[unit]
    return what, f"uneven: one code is {UNEVEN:g} times as frequent, so that Jaccard says little"
