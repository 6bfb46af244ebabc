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
    """A theme with its keywords and its figures."""

    number: int
    """Number from 0, the largest theme."""
    size: int
    """Number of segments."""
    sources: int
    """Number of sources of the segments."""
    keywords: tuple[Keyword, ...]
    """Keywords, the most typical first, later ones also by what they add."""
    stability: float | None
    """Share of the resamples in which the theme came back; None where it was not measured."""
    npmi: float | None = None
    """How far its keywords occur together, from -1 to 1; see `quality.npmi`."""
    opening: float = 0.0
    """Share of its segments that start in the first tenth of their interview."""
    place: tuple[float, float] = (0.0, 0.0)
    """Where it stands on the map of themes: the first two components of the theme's mean."""
    cosines: tuple[float, ...] = ()
    """Cosines of its mean with those of all themes, by their numbers."""


@dataclass(frozen=True, slots=True)
class ThemeMember:
    """A segment and its theme."""

    source_id: str
    span: Span
    theme: int
    """Number of the theme; `apart.SMALL_TALK` or `apart.RECURRING` for what was set apart."""
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
