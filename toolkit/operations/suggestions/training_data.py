"""What the scorer may learn from in a project, gathered once and kept while nothing changes."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from toolkit.domain.codings import Coding
from toolkit.domain.transcript import Role
from toolkit.operations.session import ProjectSession, need_round
from toolkit.operations.suggestions.models import embedder
from toolkit.store import queries

if TYPE_CHECKING:
    from toolkit.suggest.embedders import Embedder
    from toolkit.suggest.examples import CodeSet, TrainingSet
    from toolkit.suggest.terms import TermIndex

OWN_CODINGS = 20
OWN_SOURCES = 3
"""From so many codings in so many sources on, a coder's model learns from them alone."""

T = TypeVar("T")


class LruCache(Generic[T]):
    """The few last results, by what they were made from."""

    def __init__(self, most: int = 4) -> None:
        self._most = most
        self._results: OrderedDict[str, T] = OrderedDict()

    def get(self, parts: Iterable[object], make: Callable[[], T]) -> T:
        key = hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()
        if key not in self._results:
            self._results[key] = make()
        self._results.move_to_end(key)
        while len(self._results) > self._most:
            self._results.popitem(last=False)
        return self._results[key]


@dataclass(frozen=True)
class ScorerContext:
    """Everything a passage is compared with."""

    embedder: Embedder
    index: TermIndex
    codes: CodeSet
    training_set: TrainingSet
    novelty: float | None
    """Similarity under which a passage may need a new code; None with too few examples."""


_lock = threading.Lock()
_indexes: LruCache[TermIndex] = LruCache()
_codes: LruCache[CodeSet] = LruCache()
_benches: LruCache[ScorerContext] = LruCache()
_current: LruCache[ScorerContext] = LruCache()


def workbench(session: ProjectSession, coder: str, model: str) -> ScorerContext:
    """Codes and examples as the coder's model knows them.

    Sources in a script that the model does not read take no part. Nothing is read again
    while the log has no new event but suggestions.
    """
    newest = session.database.one(
        "SELECT hash FROM events WHERE kind <> 'suggestion.offer' ORDER BY seq DESC LIMIT 1"
    )
    parts = [session.database.url, newest["hash"] if newest else "", coder, model]
    with _lock:
        return _current.get(parts, lambda: _workbench(session, coder, model))


def _workbench(session: ProjectSession, coder: str, model: str) -> ScorerContext:
    from toolkit.suggest import registry
    from toolkit.suggest.examples import candidates, code_set, ordered, training_set_of
    from toolkit.suggest.terms import TermIndex
    from toolkit.suggest.thresholds import novelty_threshold

    hashes = {one.id: one.text_sha256 for one in queries.sources(session.database)}
    texts = {
        source_id: text
        for source_id, sha in hashes.items()
        if registry.reads(model, text := queries.text_body(session.database, sha))
    }
    reader = embedder(session, model)
    material = [reader.id, *(hashes[source_id] for source_id in texts)]
    codes = candidates(queries.codebook(session.database))
    examples = ordered(one for one in visible_codings(session, coder) if one.source_id in texts)
    index = _indexes.get(material, lambda: TermIndex(spoken(session, texts)))

    def read_codes() -> CodeSet:
        return code_set(codes, reader, index, reads=lambda line: registry.reads(model, line))

    def learn() -> ScorerContext:
        passages = [texts[one.source_id][one.span.start : one.span.end] for one in examples]
        code_vectors = _codes.get([*material, *codes], read_codes)
        training_set = training_set_of(examples, passages, reader, index)
        return ScorerContext(
            reader, index, code_vectors, training_set, novelty_threshold(code_vectors, training_set)
        )

    return _benches.get([*material, *codes, *examples], learn)


def visible_codings(session: ProjectSession, coder: str) -> list[Coding]:
    """What a coder's model may learn from.

    Their own codings once there are enough; before that everyone's that they may see.
    """
    codings = open_to(session, coder)
    own = [one for one in codings if one.coder_id == coder]
    if len(own) >= OWN_CODINGS and len({one.source_id for one in own}) >= OWN_SOURCES:
        return own
    return codings


def open_to(session: ProjectSession, coder: str) -> list[Coding]:
    """What a coder may see of the codings, and their own of every round."""
    viewer = queries.viewer(session.database, coder, need_round(session, None))
    return [
        one
        for one in queries.codings(session.database)
        if one.coder_id == coder or viewer.may_see(one)
    ]


def shared_with(session: ProjectSession, coder: str) -> list[Coding]:
    """What a coder may see without the own ones of open blind rounds.

    Whatever is made of these may be stored where others read it.
    """
    viewer = queries.viewer(session.database, coder, need_round(session, None))
    return queries.codings(session.database, viewer=viewer)


def spoken(session: ProjectSession, texts: Mapping[str, str]) -> list[str]:
    """What the experts said, turn by turn: the background that words are weighed against."""
    return [
        text[turn.body.start : turn.body.end]
        for source_id, text in texts.items()
        for turn in queries.turns(session.database, source_id)
        if turn.role is Role.EXPERT
    ]
