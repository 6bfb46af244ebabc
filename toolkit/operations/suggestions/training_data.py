"""What the scorer may learn from in a project, read once and kept while nothing changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.domain.events import canonical_json
from toolkit.domain.transcript import Role
from toolkit.operations.session import ProjectSession, need_round
from toolkit.operations.suggestions.models import embedder as project_embedder
from toolkit.store import queries, rows
from toolkit.suggest.examples import CodeSet, TrainingSet
from toolkit.suggest.models.embedders import Embedder
from toolkit.suggest.terms import TermIndex

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.domain.codings import Coding

OWN_CODINGS = 20
OWN_SOURCES = 3
"""From so many codings in so many sources on, a coder's model learns from them alone."""


@dataclass(frozen=True)
class ScorerContext:
    """Everything a passage is compared with."""

    embedder: Embedder
    index: TermIndex
    codes: CodeSet
    training_set: TrainingSet
    novelty: float | None
    """Similarity under which a passage may need a new code; None with too few examples."""


def scorer_context(session: ProjectSession, coder: str, model: str) -> ScorerContext:
    """Codes and examples as the coder's model knows them.

    Sources in a script that the model does not read take no part. Nothing is read again
    while the log has no new event but suggestions.
    """
    newest = session.database.first(
        "SELECT hash FROM events WHERE kind <> 'suggestion.offer' ORDER BY seq DESC LIMIT 1"
    )
    event = newest["hash"] if newest is not None else ""
    return session.caches.get(
        "suggestions.context",
        (event, coder, model),
        lambda: _read_context(session, coder, model),
    )


def _read_context(session: ProjectSession, coder: str, model: str) -> ScorerContext:
    from toolkit.suggest.examples import candidates, code_set, ordered, training_set_of
    from toolkit.suggest.models import registry
    from toolkit.suggest.terms import TermIndex
    from toolkit.suggest.thresholds import novelty_threshold

    def reads(text: str) -> bool:
        return registry.reads(model, text)

    stored = session.database.query(
        "SELECT id, text_sha256, turns_sha256 FROM sources ORDER BY position, id"
    )
    bodies = queries.texts_of(session.database, (row["id"] for row in stored))
    texts = {source_id: text for source_id, text in bodies.items() if reads(text)}
    embedder = project_embedder(session, model)
    codes = candidates(queries.codebook(session.database))
    codings = visible_codings(session, coder)
    examples = ordered(coding for coding in codings if coding.source_id in texts)
    index_key = (
        embedder.id,
        *((row["text_sha256"], row["turns_sha256"]) for row in stored if row["id"] in texts),
    )
    codes_key = (index_key, canonical_json([rows.code_row(code) for code in codes]))

    def index_terms() -> TermIndex:
        return TermIndex(spoken(session, texts))

    def read_codes() -> CodeSet:
        return code_set(codes, embedder, index, reads=reads)

    def read_examples() -> ScorerContext:
        code_vectors = session.caches.get("suggestions.codes", codes_key, read_codes)
        passages = [
            texts[coding.source_id][coding.span.start : coding.span.end] for coding in examples
        ]
        training_set = training_set_of(examples, passages, embedder, index)
        novelty = novelty_threshold(code_vectors, training_set)
        return ScorerContext(embedder, index, code_vectors, training_set, novelty)

    index = session.caches.get("suggestions.terms", index_key, index_terms)
    return session.caches.get("suggestions.examples", (codes_key, tuple(examples)), read_examples)


def visible_codings(session: ProjectSession, coder: str) -> list[Coding]:
    """What a coder's model may learn from.

    Their own codings once there are enough; before that everyone's that they may see.
    """
    codings = open_to(session, coder)
    own = [coding for coding in codings if coding.coder_id == coder]
    if len(own) >= OWN_CODINGS and len({coding.source_id for coding in own}) >= OWN_SOURCES:
        return own
    return codings


def open_to(session: ProjectSession, coder: str) -> list[Coding]:
    """What a coder may see of the codings, and their own of every round."""
    viewer = queries.viewer(session.database, coder, need_round(session, None))
    return [
        coding
        for coding in queries.codings(session.database)
        if coding.coder_id == coder or viewer.may_see(coding)
    ]


def shared_with(session: ProjectSession, coder: str) -> list[Coding]:
    """What a coder may see without the own ones of open blind rounds.

    Whatever is made of these may be stored where others read it.
    """
    viewer = queries.viewer(session.database, coder, need_round(session, None))
    return queries.codings(session.database, viewer=viewer)


def spoken(session: ProjectSession, texts: Mapping[str, str]) -> list[str]:
    """What the experts said, turn by turn: the background that words are weighed against."""
    turns = queries.turns_of(session.database, texts)
    return [
        text[turn.body.start : turn.body.end]
        for source_id, text in texts.items()
        for turn in turns[source_id]
        if turn.role is Role.EXPERT
    ]
