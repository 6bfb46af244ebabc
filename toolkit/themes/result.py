"""The result of a fit of themes, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from toolkit.domain.spans import Span


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word that is typical of a theme."""

    word: str
    weight: float
    """Weight by c-TF-IDF."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A topic with its keywords and its stability."""

    number: int
    """Number from 0, the largest theme."""
    size: int
    """Number of segments."""
    sources: int
    """Number of sources of the segments."""
    keywords: tuple[Keyword, ...]
    """Keywords by weight, highest first."""
    stability: float | None
    """Share of the resamples in which the theme came back; None where it was not measured."""


@dataclass(frozen=True, slots=True)
class ThemeMember:
    """A segment and its theme."""

    source_id: str
    span: Span
    theme: int
    representative_rank: int | None = None
    """Rank from 1, the most typical segment; None beyond the few that are shown."""


@dataclass(frozen=True, slots=True)
class ThemeRun:
    """A fit. Equal segments, model, seed and versions give an equal run."""

    themes: tuple[Theme, ...]
    members: tuple[ThemeMember, ...]
    """Segments in the order of sources and text."""
    model: str
    """Id of the embedding model."""
    seed: int
    parameters: Mapping[str, object] = field(default_factory=dict)
    """The recipe and the figures of the fit; see `recipe.Recipe` and `stability.Stability`."""
    versions: Mapping[str, str] = field(default_factory=dict)
    """Versions of the packages that decide the result."""
