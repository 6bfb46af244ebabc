"""What suggestions may learn from in a project, read once and kept while nothing changes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from toolkit.domain.events import canonical_json
from toolkit.domain.transcript import RENDERING_OF, Role
from toolkit.operations.session import ProjectSession, need_round
from toolkit.operations.suggestions.models import space as project_space
from toolkit.store import queries, rows
from toolkit.suggest.coded import Coded
from toolkit.suggest.examples import CodeSet, TrainingSet
from toolkit.suggest.groups import Group
from toolkit.suggest.space import Space
from toolkit.suggest.terms import TermIndex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from toolkit.domain.codings import Coding
    from toolkit.domain.spans import Span
    from toolkit.domain.transcript import Source
    from toolkit.suggest.code_model import CodeModel

OWN_CODINGS = 20
OWN_SOURCES = 3
"""From so many codings in so many sources on, a coder's model learns from them alone."""
BACKGROUND_SOURCES = 24
BACKGROUND_SENTENCES = 8
"""Sources, and sentences of each, that stand for ordinary talk of the project."""
SENTENCE_LENGTHS = range(30, 200)
"""Characters of such a sentence."""


@dataclass(frozen=True)
class ScorerContext:
    """Everything a passage is compared with."""

    session: ProjectSession
    space: Space
    index: TermIndex
    codes: CodeSet
    groups: tuple[Group, ...]
    training_set: TrainingSet
    coded: Coded
    texts: tuple[object, ...]
    """The models and the hashes of all texts, from which the vectors follow."""
    interviews: Mapping[str, str]
    """The interview of each source: the source itself, or the one that it is a rendering of."""
    numbers: Mapping[str, int]
    """The number of each interview with coded passages or quotations."""

    @property
    def width(self) -> int:
        """The number of terms."""
        return self.index.width

    def elsewhere(self, source_id: str) -> NDArray[np.bool_]:
        """Which coded passages are of other interviews, shape (passages,)."""
        result: NDArray[np.bool_] = self.coded.interviews != self._interview(source_id)
        return result

    def _interview(self, source_id: str) -> int:
        """The number of the interview of a source; -2 where nothing of it is learned from."""
        return self.numbers.get(self.interviews.get(source_id, source_id), -2)

    def before(self, source_id: str, span: Span) -> NDArray[np.intp]:
        """Rows of the coded passages of a source that share no text with a span."""
        number = self.training_set.number_of_source.get(source_id, -1)
        coded = self.coded
        apart = (coded.ends <= span.start) | (coded.starts >= span.end)
        return np.flatnonzero((coded.sources == number) & apart)

    def model(self, source_id: str) -> CodeModel:
        """The model for passages of a source; it learned from other interviews alone."""
        from toolkit.suggest.code_model import fit_codes

        usable = self.elsewhere(source_id)
        families = [group.columns for group in self.groups]
        grouped = tuple(tuple(columns.tolist()) for columns in families)
        quotes, digests = None, [self.coded.digest(usable)]
        if (quoted := self.coded.quoted) is not None:
            quotes = quoted.interviews != self._interview(source_id)
            digests.append(quoted.digest(quotes))
        return self.session.caches.get(
            "suggestions.model",
            (self.texts, self.codes.sha256, *digests, grouped),
            lambda: fit_codes(self.codes, self.coded, usable, families, self.width, quotes),
        )


def scorer_context(
    session: ProjectSession,
    coder: str,
    models: tuple[str, ...],
    script: str | None,
    codings: tuple[Coding, ...] | None = None,
) -> ScorerContext:
    """Codes and examples as the coder's model knows them, in the space of the models.

    Words are compared within `script` (see `space.script_of`), with None within every script, which
    takes the time of an analysis of each. The examples are `codings` where these are given, else
    what the coder's model may learn from.

    Sources in a script that no model reads take no part. Nothing is read again while the log has
    no new event but suggestions.
    """
    newest = session.database.first(
        "SELECT hash FROM events WHERE kind <> 'suggestion.offer' ORDER BY seq DESC LIMIT 1"
    )
    event = newest["hash"] if newest is not None else ""
    return session.caches.get(
        "suggestions.context",
        (event, coder, models, script, codings),
        lambda: _read_context(session, coder, models, script, codings),
    )


def _read_context(
    session: ProjectSession,
    coder: str,
    models: tuple[str, ...],
    script: str | None,
    codings: tuple[Coding, ...] | None,
) -> ScorerContext:
    from toolkit.suggest.coded import coded_passages
    from toolkit.suggest.examples import candidates, code_set, ordered, training_set_of
    from toolkit.suggest.groups import groups_of
    from toolkit.suggest.models import registry
    from toolkit.suggest.quoted import quotations, quoted_passages
    from toolkit.suggest.space import script_of
    from toolkit.suggest.terms import TermIndex

    def reads(text: str) -> bool:
        return any(registry.reads(model, text) for model in models)

    sources = queries.sources(session.database)
    stored = session.database.query(
        "SELECT id, text_sha256, turns_sha256 FROM sources ORDER BY position, id"
    )
    bodies = queries.texts_of(session.database, (row["id"] for row in stored))
    texts = {source_id: text for source_id, text in bodies.items() if reads(text)}
    texts_key = (
        models,
        script,
        *((row["text_sha256"], row["turns_sha256"]) for row in stored if row["id"] in texts),
    )
    book = queries.codebook(session.database)
    codes = candidates(book)
    codes_key = (texts_key, canonical_json([rows.code_row(code) for code in codes]))
    chosen = visible_codings(session, coder) if codings is None else codings
    examples = ordered(coding for coding in chosen if coding.source_id in texts)
    space = session.caches.get(
        "suggestions.space",
        texts_key,
        lambda: project_space(session, models, background(session, texts)),
    )
    index = session.caches.get(
        "suggestions.terms",
        texts_key,
        lambda: TermIndex(
            spoken(session, texts), lambda text: script is None or script_of(text) in ("", script)
        ),
    )

    def read_examples() -> ScorerContext:
        code_vectors = session.caches.get(
            "suggestions.codes", codes_key, lambda: code_set(codes, space, index, reads=reads)
        )
        passages = [
            texts[coding.source_id][coding.span.start : coding.span.end] for coding in examples
        ]
        training_set = training_set_of(examples, passages, space, index)
        interviews = interviews_of(sources)
        quoted = quotations(codes, texts, interviews, examples)
        named = [interviews[name] for name in training_set.number_of_source]
        named += [one.interview for one in quoted if one.interview]
        numbers = {name: at for at, name in enumerate(dict.fromkeys(named))}
        coded = coded_passages(
            code_vectors,
            training_set,
            index.width,
            {name: numbers[interviews[name]] for name in training_set.number_of_source},
        )
        position = code_vectors.position
        quotes = quoted_passages(quoted, position, numbers, space, index, reads)
        return ScorerContext(
            session,
            space,
            index,
            code_vectors,
            groups_of(book, code_vectors),
            training_set,
            replace(coded, quoted=quotes),
            texts_key,
            interviews,
            numbers,
        )

    families = tuple((family.id, family.codes) for family in book.families)
    return session.caches.get(
        "suggestions.examples", (codes_key, families, tuple(examples)), read_examples
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
