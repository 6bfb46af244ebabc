"""The fit of themes to segments and their vectors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from toolkit.errors import InputError
from toolkit.i18n import _, ngettext
from toolkit.text.stage_directions import without_stage_directions
from toolkit.themes.apart import MOST, RECURRING, SMALL_TALK, recurring, small_talk
from toolkit.themes.bertopic_model import Topics, counted, fit_topics, versions
from toolkit.themes.clustering import PrincipalComponents, centres_of, cluster
from toolkit.themes.guided import guided, numbered_by_size
from toolkit.themes.keywords import frequent, places_of, shared_out, varied
from toolkit.themes.quality import collapse, diversity, npmi
from toolkit.themes.recipe import (
    METHODS,
    Labels,
    Matrix,
    Recipe,
    choose,
    rows_by_name,
    without_interviews,
)
from toolkit.themes.result import Keyword, Theme, ThemeMember, ThemeRun
from toolkit.themes.stability import RESAMPLES, stability
from toolkit.themes.units import ThemeSegment, is_korean, languages

if TYPE_CHECKING:
    from numpy.typing import NDArray

TermsOf = Callable[[ThemeSegment], Sequence[str]]
JOINED = "\u241f"
"""Stands for a blank inside a term while BERTopic counts terms."""
REPRESENTATIVES = 3
RELEVANCE = 0.7
"""Weight of typicality against novelty in maximal marginal relevance."""
SAME_PASSAGE = 0.98
"""Cosine from which on two passages say the same."""
OPENING = 0.1
"""Share of an interview that is its opening."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a fit."""

    topics: int | None = None
    """Number of themes; None for the one that the recipe gives."""
    method: str | None = None
    seed: int = 42
    resamples: int = RESAMPLES
    talk: Mapping[str, Matrix] = field(default_factory=dict)
    """Vectors of ordinary talk by language."""
    most_small_talk: float = MOST
    """Largest share of the segments that is set apart as small talk."""
    guides: Mapping[str, Matrix] = field(default_factory=dict)
    """Vectors of the meanings of codes that guide the themes, by code."""


def fit_themes(
    segments: Sequence[ThemeSegment],
    vectors: NDArray[np.floating],
    *,
    model: str,
    terms_of: TermsOf,
    asked: Asked = Asked(),
) -> ThemeRun:
    """The themes of the segments, whatever their order.

    `vectors` has a row for each segment, by the embedding model with the id `model`.
    `terms_of` gives the terms of which keywords are made, words or phrases, of each segment.
    """
    choose(len(segments), topics=asked.topics, method=asked.method, seed=asked.seed)
    order = sorted(range(len(segments)), key=lambda at: segments[at])
    ordered = [segments[at] for at in order]
    every = np.asarray(vectors, dtype=np.float64)[order]
    texts = [without_stage_directions(segment.text) for segment in ordered]
    place = set_apart(texts, ordered, every, asked)
    kept = np.flatnonzero(place == 0).tolist()
    recipe = choose(len(kept), topics=asked.topics, method=asked.method, seed=asked.seed)
    ordered_kept = [ordered[at] for at in kept]
    sources = [segment.source_id for segment in ordered_kept]
    spoken = languages([texts[at] for at in kept])
    adjusted = without_interviews(every[kept], sources, spoken, recipe.interview_share)
    terms = [tuple(terms_of(segment)) for segment in ordered_kept]
    # Topics are made of the vectors; the words are counted for the keywords alone.
    documents = [" ".join(term.replace(" ", JOINED) for term in of_one) for of_one in terms]
    fitted, guides = (
        guided_topics(documents, adjusted, recipe, asked.guides)
        if asked.guides
        else (fit_topics(documents, adjusted, recipe, str.split), {})
    )
    place[kept] = fitted.labels
    collapsed = collapse(np.bincount(fitted.labels).tolist())
    if collapsed and recipe.method != METHODS[0] and asked.topics is None:
        raise collapsed_error(recipe, np.bincount(fitted.labels).tolist())
    # Another guided fit would find the codes again, since their meanings stay the same.
    resamples = 0 if guides else asked.resamples
    stable = stability(adjusted, sources, fitted.labels, recipe, resamples)
    words = chosen_keywords(fitted.keywords, terms, fitted.labels)
    plain_words = [[keyword.word for keyword in of_theme] for of_theme in words]
    ranks = representatives(adjusted, sources, fitted.labels)
    themes = described(ordered_kept, adjusted, fitted.labels, words, npmi(plain_words, terms))
    if stable is not None:
        themes = tuple(
            replace(theme, stability=share)
            for theme, share in zip(themes, stable.found_again, strict=True)
        )
    parameters: dict[str, object] = recipe.as_plain() | {
        "outliers_reassigned": fitted.reassigned,
        "all_segments": len(segments),
        "small_talk": int((place == SMALL_TALK).sum()),
        "recurring": int((place == RECURRING).sum()),
        "most_small_talk": asked.most_small_talk,
        "diversity": diversity(plain_words),
        "collapsed": collapsed,
        **({"guides": {str(number): code for number, code in guides.items()}} if guides else {}),
    }
    rank_of = {kept[at]: rank for at, rank in ranks.items()}
    return ThemeRun(
        themes=themes,
        members=tuple(
            ThemeMember(segment.source_id, segment.span, int(label), rank_of.get(at))
            for at, (segment, label) in enumerate(zip(ordered, place, strict=True))
        ),
        model=model,
        seed=asked.seed,
        parameters=parameters | (stable.as_plain() if stable else {}),
        versions=versions(recipe.method),
    )


def guided_topics(
    documents: Sequence[str], vectors: Matrix, recipe: Recipe, guides: Mapping[str, Matrix]
) -> tuple[Topics, dict[int, str]]:
    """Themes of the codes, and free ones of the segments that no code has; and the codes."""
    names = sorted(guides)
    codes = guided(vectors, np.stack([guides[name] for name in names]))
    rest = np.flatnonzero(codes < 0)
    number = min(recipe.topics, max(1, len(rest) // 2))
    free = (
        cluster(vectors[rest], replace(recipe, topics=number, method=METHODS[0]))
        if number > 1
        else np.zeros(len(rest), dtype=np.intp)
    )
    labels, owners = numbered_by_size(codes, free, names)
    return counted(documents, vectors, labels, str.split), owners


def collapsed_error(recipe: Recipe, sizes: Sequence[int]) -> InputError:
    """The error for a partition that is mostly one theme, or has too few, with what to try."""
    return InputError(
        ngettext(
            "{method} finds {count} theme in {segments} segments, and the largest has {size}",
            "{method} finds {count} themes in {segments} segments, and the largest has {size}",
            len(sizes),
        ).format(method=recipe.method, count=len(sizes), segments=recipe.segments, size=max(sizes)),
        code="themes-collapsed",
        hint=_(
            "Such themes say little. Leave --method away, which takes kmeans, or state the number "
            "with --themes."
        ),
    )


def set_apart(
    texts: Sequence[str], segments: Sequence[ThemeSegment], vectors: Matrix, asked: Asked
) -> Labels:
    """For each segment 0, or the mark of what it is set apart as."""
    place = np.zeros(len(texts), dtype=np.intp)
    again = recurring(texts, [segment.source_id for segment in segments])
    place[again] = RECURRING
    rest = np.flatnonzero(~again)
    if len(rest):
        spoken = languages([texts[at] for at in rest.tolist()])
        idle = small_talk(vectors[rest], spoken, asked.talk, asked.most_small_talk)
        place[rest[idle]] = SMALL_TALK
    return place


def chosen_keywords(
    ranked: Sequence[Sequence[Keyword]], terms: Sequence[Sequence[str]], labels: Labels
) -> tuple[tuple[Keyword, ...], ...]:
    """The keywords of each theme; a theme of Korean and English segments has words of both."""
    plain = [
        [Keyword(word.word.replace(JOINED, " "), word.weight) for word in of_theme]
        for of_theme in ranked
    ]
    places = places_of(terms, {word.word for of_theme in plain for word in of_theme})
    korean = np.array([is_korean(" ".join(of_one)) for of_one in terms], dtype=bool)
    result = []
    for number, candidates in enumerate(plain):
        rows = np.flatnonzero(labels == number)
        share = float(korean[rows].mean())
        candidates = frequent(candidates, places, frozenset(rows.tolist()))
        by_language = {
            "ko": varied([word for word in candidates if is_korean(word.word)], places),
            "en": varied([word for word in candidates if not is_korean(word.word)], places),
        }
        if 0.0 < share < 1.0 and all(by_language.values()):
            result.append(shared_out(by_language, {"ko": share, "en": 1 - share}))
        else:
            result.append(varied(candidates, places))
    return tuple(result)


def described(
    segments: Sequence[ThemeSegment],
    vectors: Matrix,
    labels: Labels,
    words: Sequence[tuple[Keyword, ...]],
    coherence: Sequence[float | None],
) -> tuple[Theme, ...]:
    """The themes with their sizes, places and nearness."""
    ends: dict[str, int] = {}
    for segment in segments:
        ends[segment.source_id] = max(ends.get(segment.source_id, 1), segment.span.end)
    early = np.array([s.span.start < OPENING * ends[s.source_id] for s in segments], dtype=bool)
    centres = centres_of(vectors, labels, len(words))
    cosines = np.round(centres @ centres.T, 4)
    on_map = PrincipalComponents(2).fit(vectors)
    spots = np.round(on_map.project(centres), 4)
    result = []
    for number, of_theme in enumerate(words):
        rows = labels == number
        result.append(
            Theme(
                number=number,
                size=int(rows.sum()),
                sources=len({segments[at].source_id for at in np.flatnonzero(rows).tolist()}),
                keywords=of_theme,
                stability=None,
                npmi=coherence[number],
                opening=round(float(early[rows].mean()), 4),
                place=(float(spots[number, 0]), float(spots[number, -1])),
                cosines=tuple(float(value) for value in cosines[number]),
            )
        )
    return tuple(result)


def representatives(vectors: Matrix, sources: Sequence[str], labels: Labels) -> dict[int, int]:
    """The rank (1, 2, 3) of the representative segments of each theme, by row.

    Segments are chosen by maximal marginal relevance to the mean of the theme. Each is from
    another interview, and none says what another says already.
    """
    ranks: dict[int, int] = {}
    for rows in rows_by_name([str(label) for label in labels]):
        centre = vectors[rows].mean(axis=0)
        typical = np.round(vectors[rows] @ centre / max(float(np.linalg.norm(centre)), 1e-9), 6)
        free = np.ones(len(rows), dtype=bool)
        owner = np.array([sources[row] for row in rows])
        nearest = np.zeros(len(rows))
        for rank in range(1, REPRESENTATIVES + 1):
            if not free.any():
                break
            gain = np.round(RELEVANCE * typical - (1 - RELEVANCE) * nearest, 6)
            best = int(np.argmax(np.where(free, gain, -np.inf)))
            ranks[int(rows[best])] = rank
            near = np.round(vectors[rows] @ vectors[rows[best]], 6)
            nearest = near if rank == 1 else np.maximum(nearest, near)
            free &= (owner != owner[best]) & (near < SAME_PASSAGE)
    return ranks
