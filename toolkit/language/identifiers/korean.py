"""What may identify people in a Korean text: the rules of every kind, without overlaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.ko import (
    addresses,
    births,
    bodies,
    employers,
    journeys,
    numbers,
    places,
    read,
    rooms,
)
from toolkit.language.identifiers.ko.masks import numbers_a_thing, unmasked
from toolkit.language.identifiers.ko.people import (
    abroad,
    bare_names,
    calls,
    introductions,
    labels,
    names,
    repeated,
    unknown,
)
from toolkit.language.identifiers.ko.words import Morphemes, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.domain.spans import Span
    from toolkit.language.protocol import Analysis


def find_korean(text: str, analysis: Analysis, turns: Sequence[Span] = ()) -> list[Candidate]:
    """Stretches of a Korean text that may identify somebody, in order, none over another.

    `turns` are the labels of speakers, with the times and marks beside them.
    The analysis may be empty; with the morphemes of Korean the rules find more and err less.
    """
    morphemes = Morphemes(analysis)
    runs = list(words(text))
    shown = unmasked(text)
    figures = [
        *births.births(shown),
        *numbers.state_numbers(shown),
        *numbers.accounts(shown),
        *rooms.plates(shown),
        *rooms.rooms(shown),
        *numbers.explained_figures(shown),
        *read.read_numbers(shown),
    ]
    candidates = [
        *(figure for figure in figures if not numbers_a_thing(text, figure)),
        *addresses.streets(text, morphemes),
        *addresses.lots(text),
        *addresses.read_addresses(text),
        *bodies.listed(text, runs),
        *bodies.companies(text),
        *employers.employers(text),
        *bodies.described(text, morphemes),
        *bodies.by_suffix(text, runs, morphemes),
        *places.places(text, runs, morphemes),
        *places.in_two_words(text, runs),
        *journeys.journeys(text, morphemes),
        *names.before_titles(text, runs, morphemes),
        *introductions.introduced(text, morphemes),
        *introductions.latin(text),
        *introductions.hidden(text),
        *introductions.foreign(text),
        *introductions.surnames_said(text),
        *abroad.pairs(text, runs, morphemes),
        *calls.called(text, morphemes),
        *labels.labels(text, turns),
        *bare_names.after_titles(text, runs, morphemes),
        *bare_names.alone(text, runs, morphemes),
        *unknown.unknown(text, morphemes),
    ]
    kept = without_overlaps(candidates)
    again = [
        *births.after_names(text, kept),
        *bodies.with_branches(text, kept),
        *employers.banks_before_accounts(text, kept),
        *places.in_addresses(text, kept, runs),
        *repeated.repeated(text, (c for c in kept if c.kind is Kind.PERSON), runs, morphemes),
        *read.repeated_numbers(shown, kept),
        *places.without_suffix(text, (c for c in kept if c.kind is Kind.PLACE), runs),
    ]
    return without_overlaps([*kept, *again])


def without_overlaps(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates in order of place; of two that overlap the stronger, then the longer."""
    ranked = sorted(set(candidates), key=lambda c: (-c.strength, c.start - c.end, c.start, c.rule))
    taken = bytearray(max((c.end for c in ranked), default=0))
    kept = []
    for candidate in ranked:
        if not any(taken[candidate.start : candidate.end]):
            taken[candidate.start : candidate.end] = b"\1" * (candidate.end - candidate.start)
            kept.append(candidate)
    return sorted(kept)
