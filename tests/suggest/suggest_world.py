"""A small world of passages whose similarity is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from toolkit.domain.codebook import Code, Codebook, CodeStatus, Family
from toolkit.domain.codings import Coding, Mode
from toolkit.domain.spans import Span
from toolkit.suggest.candidates import Candidate, Ranking, rank
from toolkit.suggest.code_model import CodeModel, fit_codes
from toolkit.suggest.coded import Coded, coded_passages
from toolkit.suggest.examples import (
    CodeSet,
    TrainingSet,
    candidates,
    code_set,
    ordered,
    training_set_of,
)
from toolkit.suggest.groups import Group, groups_of
from toolkit.suggest.passage import Passage
from toolkit.suggest.terms import TermIndex, sparse_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

TOPICS = ("law", "money", "leak", "fear")


class ByTopic:
    """An embedder whose vectors point to the topics that a text names."""

    id = "topics@1"
    dim = len(TOPICS) + 1

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows: NDArray[np.float32] = np.array(
            [[text.split().count(topic) for topic in TOPICS] + [0.5] for text in texts],
            dtype=np.float32,
        ).reshape(len(texts), self.dim)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows


def coding(
    source: str,
    start: int,
    code: str,
    *,
    coder: str = "coder-a",
    mode: Mode = Mode.BLIND,
    origin: str = "manual",
    number: int = 0,
) -> Coding:
    return Coding(
        id=f"{source}-{start}-{code}-{coder}-{number}",
        source_id=source,
        span=Span(start, start + 10),
        code_id=code,
        coder_id=coder,
        round_id="main",
        mode=mode,
        origin=origin,
    )


CODES = Codebook(
    (
        Code("group", {"en": "group"}),
        *(Code(topic, {"en": topic}, parent="group") for topic in TOPICS),
        Code("gone", {"en": "law law"}, parent="group", status=CodeStatus.RETIRED),
    )
)
PAIRS = Codebook(
    CODES.codes,
    families=(
        Family("rules", codes=("law", "money")),
        Family("trouble", codes=("leak", "fear")),
    ),
)
"""The same codes in two families."""


class World:
    """Codings with their texts, and all that suggestions make of them."""

    def __init__(self, *coded: tuple[Coding, str], book: Codebook = CODES) -> None:
        self.embedder = ByTopic()
        texts = {(c.source_id, c.span): text for c, text in coded}
        self.index = TermIndex([*sorted(texts.values()), *TOPICS])
        examples = ordered(c for c, _ in coded)
        self.training_set: TrainingSet = training_set_of(
            examples, [texts[e.source_id, e.span] for e in examples], self.embedder, self.index
        )
        self.codes: CodeSet = code_set(candidates(book), self.embedder, self.index)
        self.groups: tuple[Group, ...] = groups_of(book, self.codes)
        self.coded: Coded = coded_passages(self.codes, self.training_set, self.index.width)

    def passage(self, text: str, source: str = "E99", start: int = 0, end: int = 10) -> Passage:
        return Passage(
            source, Span(start, end), self.embedder.embed([text])[0], self.index.row(text)
        )

    def model(self, passage: Passage) -> CodeModel:
        """What the other interviews teach."""
        usable = self.coded.sources != self._number(passage)
        families = [group.columns for group in self.groups]
        return fit_codes(self.codes, self.coded, usable, families, self.index.width)

    def rank(
        self,
        passage: Passage,
        group: int = 0,
        most: int | None = len(TOPICS),
        model: CodeModel | None = None,
    ) -> Ranking:
        """The candidates of a group, with the passages of the same interview as examples."""
        coded = self.coded
        apart = (coded.ends <= passage.span.start) | (coded.starts >= passage.span.end)
        own = np.flatnonzero((coded.sources == self._number(passage)) & apart)
        terms = sparse_rows([passage.terms], self.index.width)
        model = self.model(passage) if model is None else model
        return rank(model, passage, terms, coded, own, most)[group]

    def candidate(self, passage: Passage, code: str) -> Candidate:
        """The candidate of a code among all codes of the only group."""
        return next(c for c in self.rank(passage).candidates if self.code(c) == code)

    def code(self, candidate: Candidate, group: int = 0) -> str:
        """The id of the code of a candidate."""
        return self.codes.ids[int(self.groups[group].columns[candidate.column])]

    def order(self, ranking: Ranking, group: int = 0) -> list[str]:
        """The ids of the codes of a ranking, best first."""
        return [self.code(candidate, group) for candidate in ranking.candidates]

    def _number(self, passage: Passage) -> int:
        return self.training_set.number_of_source.get(passage.source_id, -1)
