"""The terms of segments of experts' speech, of which the keywords of themes are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.errors import InputError
from toolkit.operations.terms.request import TermsRequest
from toolkit.operations.terms.spoken import read_spoken
from toolkit.text.stage_directions import without_stage_directions
from toolkit.themes.units import ThemeSegment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.domain.transcript import Source
    from toolkit.operations.session import ProjectSession

LABEL_TERMS = 3
"""Most terms of a label."""


@dataclass(frozen=True, slots=True)
class SegmentTerms:
    """The terms of a segment, and what found them."""

    of: Callable[[ThemeSegment], Sequence[str]]
    analysers: Mapping[str, str]
    """The analyser of each language; empty where words are cut by rule."""


def segment_terms(
    session: ProjectSession, sources: Iterable[Source], tokens: Callable[[str], list[str]]
) -> SegmentTerms:
    """The lemmas and noun phrases of segments of the sources.

    Where an analyser is not installed, or a language has none, `tokens` cuts the words by rule.
    """

    def by_rule(segment: ThemeSegment) -> list[str]:
        return tokens(without_stage_directions(segment.text))

    try:
        spoken = read_spoken(session, sources, TermsRequest())
    except InputError as error:
        if not error.code.startswith("language-"):
            raise
        return SegmentTerms(by_rule, {})

    def by_analysis(segment: ThemeSegment) -> list[str]:
        terms = spoken.sources[segment.source_id].terms_in(segment.span)
        return [term.term for term in terms] or by_rule(segment)

    return SegmentTerms(by_analysis, spoken.models)


def label_of(keywords: Sequence[str]) -> str:
    """A label of a theme: its first noun phrases, then its first words that are in none of them."""
    phrases = [word for word in keywords if " " in word][:LABEL_TERMS]
    inside = {part for phrase in phrases for part in phrase.split()}
    words = [word for word in keywords if " " not in word and word not in inside]
    return ", ".join([*phrases, *words][:LABEL_TERMS])
