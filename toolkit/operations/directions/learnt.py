"""What was decided about segments, as the models of directions learn from it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.directions.coded.stages import Features
from toolkit.domain.codebook import DirectionLinks
from toolkit.domain.directions import ALONE, UNCLEAR
from toolkit.operations.directions.models import readers
from toolkit.operations.directions.segments import Segment, segment_texts
from toolkit.operations.session import need_round
from toolkit.operations.suggestions.material import interviews_of
from toolkit.store import queries

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from toolkit.domain.directions import Direction, DirectionMapping
    from toolkit.domain.spans import Span
    from toolkit.operations.session import ProjectSession

LEAST_SEGMENTS = 20
LEAST_INTERVIEWS = 3
"""So much has to be decided before proposals learn from it beyond the links of codes."""

Place = tuple[str, "Span"]


@dataclass(frozen=True)
class Learnt:
    """Segments as arrays, with their places in the order of the rows."""

    features: Features
    ids: tuple[str, ...]
    segments: tuple[Segment, ...]
    texts: tuple[str, ...]


def answers_of(
    session: ProjectSession, actor: str, coder: str | None = None
) -> dict[Place, frozenset[str]]:
    """The directions of each decided segment that the actor may see; empty for `none`.

    A direction counts where at least half of those who decided about the segment gave it. Answers
    `unclear` say nothing.
    """
    viewer = queries.viewer(session.database, actor, need_round(session, None))
    return majority(queries.direction_mappings(session.database, coder=coder, viewer=viewer))


def majority(mappings: Sequence[DirectionMapping]) -> dict[Place, frozenset[str]]:
    """The directions that at least half of the coders of each segment gave."""
    given: dict[Place, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for mapping in mappings:
        if mapping.direction_id != UNCLEAR:
            given[mapping.source_id, mapping.span][mapping.coder_id].add(mapping.direction_id)
    result = {}
    for place, by_coder in given.items():
        votes: dict[str, int] = defaultdict(int)
        for named in by_coder.values():
            for direction_id in named - set(ALONE):
                votes[direction_id] += 1
        result[place] = frozenset(
            direction_id for direction_id, count in votes.items() if 2 * count >= len(by_coder)
        )
    return result


def is_enough(answers: Mapping[Place, frozenset[str]]) -> bool:
    """Whether so much is decided that proposals can learn from it."""
    return (
        len(answers) >= LEAST_SEGMENTS
        and len({source_id for source_id, _span in answers}) >= LEAST_INTERVIEWS
    )


def learn(
    session: ProjectSession,
    segments: Sequence[Segment],
    answers: Mapping[Place, frozenset[str]],
    directions: Sequence[Direction],
    model: str | None = None,
    note: Callable[[int, int], None] | None = None,
) -> Learnt:
    """The segments, decided or not, and every decided place that is not among them."""
    import numpy as np

    from toolkit.directions.coded.margins import Remembered, joint_vectors, learnt_margins
    from toolkit.directions.coded.world import World
    from toolkit.directions.evidence import EvidenceModel, evidence, language_of
    from toolkit.directions.prior import link
    from toolkit.directions.propose import fit_models

    there = {(segment.source_id, segment.span) for segment in segments}
    every = [
        *segments,
        *(Segment(*place, frozenset()) for place in answers if place not in there),
    ]
    texts = segment_texts(session, every)
    ids = [direction.id for direction in directions]
    places = [(segment.source_id, segment.span) for segment in every]
    labels = np.array(
        [[name in answers.get(place, ()) for name in ids] for place in places], dtype=bool
    ).reshape(len(every), len(ids))
    known = np.array([place in answers for place in places], dtype=bool)
    interview = interviews_of(queries.sources(session.database))
    numbers = {name: at for at, name in enumerate(sorted(set(interview.values())))}
    interviews = np.array(
        [numbers[interview[segment.source_id]] for segment in every], dtype=np.intp
    )
    links = {
        code.id: code.directions
        for code in queries.codes(session.database)
        if code.directions != DirectionLinks()
    }
    used = sorted({code for segment in every for code in segment.code_ids if code in links})
    languages = {language_of(text) for text in texts}
    models = [
        EvidenceModel(Remembered(reader), reader.weight, reader.languages)
        for reader in readers(session, model, languages)
        if any(map(reader.reads, languages))
    ]
    fitted = fit_models(models, directions)
    world = World(
        labels=labels,
        known=known,
        interviews=interviews,
        codes=np.array(
            [[code in segment.code_ids for code in used] for segment in every], dtype=bool
        ).reshape(len(every), len(used)),
        links=np.array(
            [[link(links[code], name) for name in ids] for code in used], dtype=float
        ).reshape(len(used), len(ids)),
        scheme_margins=evidence(texts, directions, fitted.models),
        learnt_margins=learnt_margins(texts, labels, known, interviews, directions, models, note),
        vectors=joint_vectors(texts, fitted.models),
        slope=fitted.scale.slope,
    )
    return Learnt(Features(world), tuple(ids), tuple(every), tuple(texts))
