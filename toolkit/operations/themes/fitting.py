"""The material of a fit of themes, and the fit."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.domain.codebook import CodeStatus, local
from toolkit.domain.transcript import Role
from toolkit.errors import InputError, UsageError, unknown
from toolkit.i18n import _
from toolkit.operations.answers.renderings import renderings_among
from toolkit.operations.session import ProjectSession, need_source
from toolkit.operations.suggestions.models import embedder, model_for
from toolkit.operations.themes.exclusive import exclusive_codes
from toolkit.store import queries
from toolkit.text.stage_directions import without_stage_directions

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from toolkit.domain.transcript import Source, Turn
    from toolkit.suggest.models.embedders import Embedder
    from toolkit.themes.result import ThemeRun
    from toolkit.themes.units import ThemeSegment

ALL_LANGUAGES = "all"
"""In place of a language: the sources of every language together."""
MOST_OF_SOURCES = 0.6
"""Share of the sources in which one speaker among experts is taken for the interviewer."""


@dataclass(frozen=True, slots=True)
class FitRequest:
    """What a person asks of a fit."""

    themes: int | None = None
    """Number of themes. None: by the number of segments."""
    sources: Sequence[str] = ()
    """Empty: all in `language`."""
    language: str | None = None
    """None: the one that most sources are in. `all`: every language together."""
    method: str | None = None
    """kmeans, umap or ward. None: kmeans."""
    unit: str = "passage"
    """passage, turn or sentence."""
    small_talk: float | None = None
    """Largest share of the segments that is set apart as small talk. None: a quarter."""
    guided: bool = False
    """Whether the meanings of the codes guide the themes."""
    seed: int = 42
    model: str | None = None
    """The embedding model. None: that of the project for the language."""


def fit(session: ProjectSession, request: FitRequest) -> tuple[ThemeRun, list[tuple[str, str]]]:
    """The run of a fit, which is not stored yet, and the sources and hashes of its texts."""
    from toolkit.operations.terms.segments import segment_terms
    from toolkit.suggest.terms import tokens
    from toolkit.themes.apart import MOST
    from toolkit.themes.fit import Asked, fit_themes
    from toolkit.themes.recipe import choose

    chosen = chosen_sources(session, request.sources, request.language)
    segments = segments_of(session, [source.id for source in chosen], request.unit)
    # Refuse before a model is loaded.
    choose(len(segments), topics=request.themes, method=request.method, seed=request.seed)
    most = MOST if request.small_talk is None else request.small_talk
    if not 0 <= most <= 0.9:
        raise UsageError(
            _("{share} is no share of segments to set apart; valid: 0 to 0.9").format(share=most),
            code="themes-small-talk",
        )
    texts = [without_stage_directions(unit.text) for unit in segments]
    reader = reader_for(session, chosen, texts, request.model)
    terms = segment_terms(session, chosen, tokens)
    run = fit_themes(
        segments,
        vectors_of(reader, texts),
        model=reader.id,
        terms_of=terms.of,
        asked=Asked(
            topics=request.themes,
            method=request.method,
            seed=request.seed,
            talk=ordinary_talk(reader, texts) if most else {},
            most_small_talk=most,
            guides=meanings(session, reader) if request.guided else {},
        ),
    )
    parameters = {**run.parameters, "unit": request.unit}
    if terms.analysers:
        # Other analysers give other keywords, so it is another run.
        parameters["analysers"] = dict(terms.analysers)
    return (
        replace(run, parameters=parameters),
        [(source.id, source.text_sha256) for source in chosen],
    )


def reader_for(
    session: ProjectSession, sources: Sequence[Source], texts: Sequence[str], model: str | None
) -> Embedder:
    """The embedding model that reads all the texts."""
    spoken = {source.language for source in sources}
    language = spoken.pop() if len(spoken) == 1 else "und"
    return embedder(session, model_for(session, texts, model=model, language=language))


def meanings(session: ProjectSession, reader: Embedder) -> dict[str, NDArray[np.float64]]:
    """Vectors of what the active codes without codes below them mean, by code.

    Exclusive families, such as a stance, are left out. Raises `UsageError` where fewer than two
    codes are left, or where a name is all that they have.
    """
    book = queries.codebook(session.database)
    aside = exclusive_codes(book)
    parents = {code.parent for code in book}
    language = session.config.language
    texts = {}
    for code in book:
        definition = local(code.definition, language)
        if code.id in aside or code.id in parents or code.status is not CodeStatus.ACTIVE:
            continue
        if definition:
            texts[code.id] = "\n".join([code.label(language), definition, *code.include])
    if len(texts) < 2:
        raise UsageError(
            _(
                "themes can be guided by two codes with definitions or more; there are {count}"
            ).format(count=len(texts)),
            code="themes-guided",
            hint=_("`qct codebook redefine CODE --definition en=TEXT` gives a code a definition."),
        )
    vectors = vectors_of(reader, list(texts.values()))
    return dict(zip(texts, vectors, strict=True))


def vectors_of(reader: Embedder, texts: Sequence[str]) -> NDArray[np.float64]:
    """The vectors of texts, in the precision in which they are compared."""
    import numpy as np

    return reader.embed(texts).astype(np.float64)


def ordinary_talk(reader: Embedder, texts: Sequence[str]) -> dict[str, NDArray[np.float64]]:
    """Vectors of ordinary talk in the languages of the texts."""
    from toolkit.directions.background import BACKGROUND
    from toolkit.themes.units import languages

    return {
        language: vectors_of(reader, BACKGROUND[language])
        for language in sorted(set(languages(texts)))
        if language in BACKGROUND
    }


def segments_of(
    session: ProjectSession, source_ids: Sequence[str], unit: str
) -> list[ThemeSegment]:
    """What the experts say in the sources, cut into units. Raises `InputError` where a speaker
    is read as an expert who seems to be the interviewer."""
    from toolkit.themes.units import units

    texts = queries.texts_of(session.database, source_ids)
    turns = queries.turns_of(session.database, source_ids)
    refuse_interviewers({source_id: turns[source_id] for source_id in source_ids})
    return [
        segment
        for source_id in source_ids
        for segment in units(source_id, texts[source_id], turns[source_id], unit)
    ]


def refuse_interviewers(turns: Mapping[str, Sequence[Turn]]) -> None:
    """Raise `InputError` for a speaker who is read as an expert in most sources, beside another
    expert in each and with no interviewer there: the questions would become themes.

    A role that a person set is not doubted.
    """
    heard: dict[str, set[str]] = defaultdict(set)
    for source_id, of_source in turns.items():
        experts = {turn.speaker for turn in of_source if turn.role is Role.EXPERT}
        settled = {turn.speaker for turn in of_source if turn.role_set}
        if len(experts) < 2 or any(turn.role is Role.INTERVIEWER for turn in of_source):
            continue
        for speaker in experts - settled:
            heard[speaker].add(source_id)
    needed = max(2, MOST_OF_SOURCES * len(turns))
    everywhere = sorted(name for name, where in heard.items() if name and len(where) >= needed)
    # Two people who are both in every source are a panel, and no interviewer.
    if len(everywhere) != 1:
        return
    name = everywhere[0]
    raise InputError(
        _(
            "{speaker} is read as an expert in {count} of {all} sources, beside another expert "
            "each time, and is perhaps the interviewer"
        ).format(speaker=name, count=len(heard[name]), all=len(turns)),
        code="themes-interviewer",
        hint=_(
            "Say which it is: `qct speakers set {speaker}=interviewer`, or =expert. What "
            "interviewers say enters no theme."
        ).format(speaker=f"'{name}'" if " " in name else name),
    )


def chosen_sources(
    session: ProjectSession, named: Sequence[str], language: str | None
) -> list[Source]:
    """The sources to fit on, in project order.

    Of every language together those are left out that render another source, unless named: the
    same interview would count twice.
    """
    everything = queries.sources(session.database)
    if not everything:
        raise InputError(
            _("the project has no sources"),
            code="no-sources",
            hint=_("`qct import FILE` adds one."),
        )
    if named:
        ids = {need_source(session, source_id).id for source_id in named}
        everything = [source for source in everything if source.id in ids]
    if language == ALL_LANGUAGES:
        renderings = set() if named else set(renderings_among(everything))
        return [source for source in everything if source.id not in renderings]
    languages = Counter(source.language for source in everything)
    if language is None and not named:
        language = min(languages, key=lambda name: (-languages[name], name))
    if language is not None and language not in languages:
        raise unknown("language", language, [*sorted(languages), ALL_LANGUAGES])
    return [source for source in everything if language in (None, source.language)]
