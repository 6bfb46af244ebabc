"""What suggestions may learn from in a project, read once and kept while nothing changes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from toolkit.operations.session import ProjectSession
from toolkit.operations.suggestions.material import interviews_of, material
from toolkit.operations.suggestions.models import cache_folder
from toolkit.operations.suggestions.parts import compared, index_of, space_of, whole
from toolkit.operations.suggestions.proposing import held_back
from toolkit.suggest.coded import Coded
from toolkit.suggest.examples import CodeSet, TrainingSet
from toolkit.suggest.groups import Group
from toolkit.suggest.space import Space
from toolkit.suggest.terms import TermIndex

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.domain.codings import Coding
    from toolkit.domain.spans import Span
    from toolkit.suggest.code_model import CodeModel


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
    held: frozenset[str]
    """Codes that are not proposed for passages."""
    unread: int = 0
    """Coded passages that are not compared yet, and left out."""
    is_whole: bool = True
    """Whether nothing is left out: no coded passage, no line of the codebook, and no morpheme."""

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
        from toolkit.suggest.code_model import CodeModel, fit_codes
        from toolkit.suggest.kept.store import kept_value
        from toolkit.suggest.kept.words import version

        usable = self.elsewhere(source_id)
        families = [group.columns for group in self.groups]
        grouped = tuple(tuple(columns.tolist()) for columns in families)
        quotes, digests = None, [self.coded.digest(usable)]
        if (quoted := self.coded.quoted) is not None:
            quotes = quoted.interviews != self._interview(source_id)
            digests.append(quoted.digest(quotes))
        key = (
            self.texts,
            self.space.id,
            self.codes.sha256,
            *digests,
            grouped,
            tuple(sorted(self.held)),
        )
        held = np.array([code_id in self.held for code_id in self.codes.ids], dtype=bool)

        def fit() -> CodeModel:
            return fit_codes(self.codes, self.coded, usable, families, self.width, quotes, held)

        def kept() -> CodeModel:
            parts = (key, self.space.background_sha256, self._numbers(usable), version())
            digest = hashlib.sha256(repr(parts).encode())
            return kept_value(cache_folder(self.session), digest.digest(), CodeModel, fit)

        return self.session.caches.get("suggestions.model", key, kept)

    def _numbers(self, usable: NDArray[np.bool_]) -> list[tuple[int, str]]:
        """The sources with passages that are learned from, each with its number."""
        present = set(self.coded.sources[usable].tolist())
        numbers = self.training_set.number_of_source.items()
        return sorted((number, name) for name, number in numbers if number in present)


def scorer_context(
    session: ProjectSession,
    coder: str,
    models: tuple[str, ...],
    script: str | None,
    codings: tuple[Coding, ...] | None = None,
    *,
    at_once: bool = False,
) -> ScorerContext:
    """Codes and examples as the coder's model knows them, in the space of the models.

    Words are compared within `script` (see `space.script_of`), with None within every script, which
    takes the time of an analysis of each. The examples are `codings` where these are given, else
    what the coder's model may learn from. `at_once` leaves out those whose vectors are not known
    yet, and the descriptions of codes in other scripts likewise.

    Sources in a script that no model reads take no part. Nothing is read again while the log has
    no new event but suggestions.
    """
    newest = session.database.first(
        "SELECT hash FROM events WHERE kind <> 'suggestion.offer' ORDER BY seq DESC LIMIT 1"
    )
    event = newest["hash"] if newest is not None else ""
    key = (event, coder, models, script, codings)
    if at_once and not session.caches.has("suggestions.context", key):
        # What is compared meanwhile is taken up by the next question.
        part = _read_context(session, coder, models, script, codings, at_once=True)
        if not part.is_whole:
            return part
    return session.caches.get(
        "suggestions.context",
        key,
        lambda: _read_context(session, coder, models, script, codings, at_once=False),
    )


def _read_context(
    session: ProjectSession,
    coder: str,
    models: tuple[str, ...],
    script: str | None,
    codings: tuple[Coding, ...] | None,
    at_once: bool,
) -> ScorerContext:
    from toolkit.suggest.coded import coded_passages
    from toolkit.suggest.examples import code_set, training_set_of
    from toolkit.suggest.groups import groups_of
    from toolkit.suggest.quoted import quotations, quoted_passages
    from toolkit.suggest.space import script_of

    read = material(session, coder, models, script, codings)
    part = compared(read) if at_once else whole(read)
    space = space_of(read)
    index = index_of(read, loads=part.loads)
    held = held_back(session, in_queues=False)
    families = tuple((family.id, family.codes) for family in read.book.families)

    def reads(line: str) -> bool:
        return read.reads(line) and (part.every_line or script_of(line) in ("", script))

    def read_examples() -> ScorerContext:
        code_vectors = session.caches.get(
            "suggestions.codes",
            (read.codes_key, part.every_line, part.loads),
            lambda: code_set(read.codes, space, index, reads=reads),
        )
        examples = [read.examples[row] for row in part.rows]
        passages = [read.passages[row] for row in part.rows]
        training_set = training_set_of(examples, passages, space, index)
        interviews = interviews_of(read.sources)
        # At once the descriptions of the codes are enough.
        quoting = read.codes if part.every_line else ()
        quoted = quotations(quoting, read.texts, interviews, examples)
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
            groups_of(read.book, code_vectors),
            training_set,
            replace(coded, quoted=quotes),
            (read.texts_key, part.loads),
            interviews,
            numbers,
            held,
            len({(each.source_id, each.span) for each in read.examples})
            - len({(each.source_id, each.span) for each in examples}),
            part == whole(read),
        )

    key = (read.codes_key, families, held, part, tuple(read.examples))
    return session.caches.get("suggestions.examples", key, read_examples)
