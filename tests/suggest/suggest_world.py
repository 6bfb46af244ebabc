"""A small world of passages whose similarity is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from toolkit.domain.codebook import Code, Codebook, CodeStatus
from toolkit.domain.codings import Coding, Mode
from toolkit.domain.spans import Span
from toolkit.suggest.examples import (
    CodeSet,
    TrainingSet,
    candidates,
    code_set,
    ordered,
    training_set_of,
)
from toolkit.suggest.scorer import Passage
from toolkit.suggest.terms import TermIndex

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


EXCLUDED = {"law": ("about fear → fear",), "money": ("about leak → leak",)}
CODES = Codebook(
    (
        Code("group", {"en": "group"}),
        *(
            Code(
                topic,
                {"en": topic},
                parent="group",
                exclude=EXCLUDED.get(topic, ()),
            )
            for topic in TOPICS
        ),
        Code("gone", {"en": "law law"}, parent="group", status=CodeStatus.RETIRED),
    )
)


class World:
    """Codings with their texts, and the training set that the scorer makes of them."""

    def __init__(self, *coded: tuple[Coding, str]) -> None:
        self.embedder = ByTopic()
        texts = {(c.source_id, c.span): text for c, text in coded}
        self.index = TermIndex([*texts.values(), *TOPICS])
        examples = ordered(c for c, _ in coded)
        self.training_set: TrainingSet = training_set_of(
            examples, [texts[e.source_id, e.span] for e in examples], self.embedder, self.index
        )
        self.codes: CodeSet = code_set(candidates(CODES), self.embedder, self.index)

    def passage(self, text: str, source: str = "E99", start: int = 0, end: int = 10) -> Passage:
        return Passage(
            source, Span(start, end), self.embedder.embed([text])[0], self.index.row(text)
        )
