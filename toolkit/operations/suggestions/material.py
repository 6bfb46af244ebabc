"""What suggestions read of a project: texts, codes, and the passages that people coded."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from toolkit.domain.codebook import Code, Codebook
from toolkit.domain.events import canonical_json
from toolkit.domain.transcript import RENDERING_OF, Role, Source
from toolkit.operations.session import ProjectSession, need_round
from toolkit.store import queries, rows
from toolkit.suggest.examples import TrainingExample

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from toolkit.domain.codings import Coding
    from toolkit.domain.spans import Span

OWN_CODINGS = 20
OWN_SOURCES = 3
"""From so many codings in so many sources on, a coder's model learns from them alone."""
BACKGROUND_SOURCES = 24
BACKGROUND_SENTENCES = 8
"""Sources, and sentences of each, that stand for ordinary talk of the project."""
SENTENCE_LENGTHS = range(30, 200)
"""Characters of such a sentence."""


@dataclass(frozen=True)
class Material:
    """What passages are compared with, before anything is computed of it.

    Sources in a script that no model reads take no part.
    """

    session: ProjectSession
    models: tuple[str, ...]
    script: str | None
    """The script within which words are compared; None for all."""
    sources: list[Source]
    texts: dict[str, str]
    texts_key: tuple[object, ...]
    """The models, the script and the hashes of all texts."""
    book: Codebook
    codes: tuple[Code, ...]
    examples: list[TrainingExample]
    """What is learned from, in its fixed order."""
    passages: list[str]
    """The texts of the examples."""

    def reads(self, text: str) -> bool:
        """Whether one of the models reads the script of a text."""
        from toolkit.suggest.models import registry

        return any(registry.reads(model, text) for model in self.models)

    @property
    def codes_key(self) -> tuple[object, ...]:
        """The texts and the codes."""
        return (self.texts_key, canonical_json([rows.code_row(code) for code in self.codes]))

    @cached_property
    def background(self) -> list[str]:
        """Ordinary sentences of the experts."""
        return background(self.session, self.texts)

    @cached_property
    def spoken(self) -> list[str]:
        """What the experts said, turn by turn."""
        return spoken(self.session, self.texts)


def material(
    session: ProjectSession,
    coder: str,
    models: tuple[str, ...],
    script: str | None,
    codings: Sequence[Coding] | None = None,
) -> Material:
    """What a coder's model knows; it learns from `codings` where these are given."""
    from toolkit.suggest.examples import candidates, ordered
    from toolkit.suggest.models import registry

    stored = session.database.query(
        "SELECT id, text_sha256, turns_sha256 FROM sources ORDER BY position, id"
    )
    bodies = queries.texts_of(session.database, (row["id"] for row in stored))
    texts = {
        source_id: text
        for source_id, text in bodies.items()
        if any(registry.reads(model, text) for model in models)
    }
    texts_key = (
        models,
        script,
        *((row["text_sha256"], row["turns_sha256"]) for row in stored if row["id"] in texts),
    )
    book = queries.codebook(session.database)
    chosen = visible_codings(session, coder) if codings is None else codings
    examples = ordered(coding for coding in chosen if coding.source_id in texts)
    return Material(
        session,
        models,
        script,
        queries.sources(session.database),
        texts,
        texts_key,
        book,
        candidates(book),
        examples,
        [texts[each.source_id][each.span.start : each.span.end] for each in examples],
    )


def interviews_of(sources: list[Source]) -> dict[str, str]:
    """The interview of each source: what it is a rendering of, or the source itself."""
    ids = {source.id for source in sources}
    return {
        source.id: (
            str(source.metadata[RENDERING_OF])
            if source.metadata.get(RENDERING_OF) in ids
            else source.id
        )
        for source in sources
    }


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


def background(session: ProjectSession, texts: Mapping[str, str]) -> list[str]:
    """Ordinary sentences of the experts, the same whatever order the sources have.

    At most `BACKGROUND_SENTENCES` of each of `BACKGROUND_SOURCES` sources of a language.
    """
    chosen: dict[str, list[str]] = {}
    languages = {source.id: source.language for source in queries.sources(session.database)}
    for source_id in sorted(texts, key=lambda name: _digest(texts[name])):
        chosen.setdefault(languages[source_id], []).append(source_id)
    few = [name for names in chosen.values() for name in names[:BACKGROUND_SOURCES]]
    turns = queries.turns_of(session.database, few)
    found: list[str] = []
    for source_id in few:
        bodies = [turn.body for turn in turns[source_id] if turn.role is Role.EXPERT]
        sentences = dict.fromkeys(_sentences(texts[source_id], bodies))
        found += sorted(sentences, key=_digest)[:BACKGROUND_SENTENCES]
    return sorted(found, key=_digest)


def _sentences(text: str, bodies: list[Span]) -> Iterator[str]:
    from toolkit.text.sentences import sentences

    for body in bodies:
        for span in sentences(text, body):
            if span.end - span.start in SENTENCE_LENGTHS:
                yield text[span.start : span.end]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
