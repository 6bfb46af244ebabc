"""Matrices over a million codings."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

from benchmarks.measure import row, sized
from toolkit.analysis.by_cases import codes_by_cases, directions_by_cases
from toolkit.analysis.case_stretches import Material
from toolkit.analysis.matrix import Matrix
from toolkit.domain.codebook import Code, Codebook
from toolkit.domain.codings import Coding
from toolkit.domain.directions import Direction, DirectionMapping
from toolkit.domain.spans import Span
from toolkit.domain.transcript import Participation

if TYPE_CHECKING:
    from collections.abc import Iterator

CODINGS = sized(1_000_000, 20_000)
BUDGET = 2.0


def rows() -> Iterator[dict[str, object]]:
    chance = random.Random(7)
    sources = [f"E{at:02}" for at in range(20)]
    spans = [Span(at, at + 20 + at % 180) for at in range(60_000)]
    material = Material([], [Participation(source, source) for source in sources])
    book = Codebook(
        (
            *(Code(f"p{at}", {"en": "P"}) for at in range(8)),
            *(Code(f"c{at}", {"en": "C"}, parent=f"p{at % 8}") for at in range(40)),
        )
    )
    places = [(chance.choice(sources), chance.choice(spans)) for _ in range(CODINGS)]
    codings = [
        Coding(str(at), source, span, f"c{chance.randrange(40)}", "x", "main")
        for at, (source, span) in enumerate(places)
    ]
    yield _timed(
        f"codes by cases, {CODINGS:,} codings", lambda: codes_by_cases(codings, book, material)
    )
    directions = [Direction(f"d{at}", {"en": "D"}) for at in range(7)]
    mappings = [
        DirectionMapping(str(at), source, span, f"d{chance.randrange(7)}", "x", "main")
        for at, (source, span) in enumerate(places)
    ]
    yield _timed(
        f"directions by cases, {CODINGS:,} mappings",
        lambda: directions_by_cases(mappings, directions, material),
    )


def _timed(name: str, make: object) -> dict[str, object]:
    assert callable(make)
    before = time.process_time()
    matrix = make()
    spent = time.process_time() - before
    assert isinstance(matrix, Matrix)
    return row(name, round(spent, 2), "s", BUDGET)
