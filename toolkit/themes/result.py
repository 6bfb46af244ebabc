"""A fitted set of themes, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from toolkit.domain.spans import Span


@dataclass(frozen=True, slots=True)
class Keyword:
    word: str
    weight: float
    """c-TF-IDF."""


@dataclass(frozen=True, slots=True)
class Theme:
    number: int
    """From 0, largest first."""
    size: int
    """Segments in it."""
    sources: int
    """Sources they come from."""
    keywords: tuple[Keyword, ...]
    """Weightiest first."""
    stability: float | None
    """Share of the resamples of interviews in which it was found again; None if not measured."""


@dataclass(frozen=True, slots=True)
class ThemeMember:
    """A segment and the theme it was put in."""

    source_id: str
    span: Span
    theme: int
    representative_rank: int | None = None
    """1 for the most typical segment; None beyond the few that are shown."""


@dataclass(frozen=True, slots=True)
class ThemeRun:
    """One fit. The same segments, model, seed and versions give the same run."""

    themes: tuple[Theme, ...]
    members: tuple[ThemeMember, ...]
    """In the order of sources and text."""
    model: str
    """Id of the embedding model."""
    seed: int
    parameters: Mapping[str, object] = field(default_factory=dict)
    """The recipe, and what it found: see `recipe.Recipe`, `stability.Stability`."""
    versions: Mapping[str, str] = field(default_factory=dict)
    """Of the packages that have a say in the result."""
