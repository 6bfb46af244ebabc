"""The ranking of the directions of segments by what was learnt from decided ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from toolkit.directions.coded.choice import choose, joined, route
from toolkit.directions.coded.contradictions import contradicted
from toolkit.directions.coded.stages import STAGES, out_of_interview, predict
from toolkit.directions.evidence import DECIMALS
from toolkit.directions.propose import DirectionVerdict, Proposal, RankedDirection
from toolkit.domain.directions import NO_DIRECTION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.directions.coded.stages import Features


def rank_learnt(features: Features, ids: Sequence[str], texts: Sequence[str]) -> list[Proposal]:
    """A proposal for each segment, by the stage chosen for each direction.

    A decided segment is predicted without the answers of its interview.
    """
    world = features.world
    by_stage = {stage: out_of_interview(features, stage) for stage in STAGES}
    choice = choose(world, by_stage)
    known, others = np.flatnonzero(world.known), np.flatnonzero(~world.known)
    if len(others):
        for stage in set(choice.stages):
            by_stage[stage][others] = predict(features, stage, known, others)
    chances = joined(by_stage, choice.stages)
    prior = np.zeros_like(chances)
    if len(others):
        prior[others] = world.prior(others)
    for number in world.groups:
        own = known[world.interviews[known] == number]
        prior[own] = world.prior(own, (number,))
    flagged, nearest = contradicted(prior, world.learnt_margins)
    in_set = choice.sets(chances)
    has_codes = np.asarray(world.codes.any(axis=1))
    proposals = []
    for row, text in enumerate(texts):
        order = np.argsort(-chances[row], kind="stable").tolist()
        ranking = tuple(
            RankedDirection(
                direction_id=ids[at],
                score=round(float(chances[row, at]), DECIMALS),
                evidence=round(float(world.learnt_margins[row, at]), DECIMALS),
                prior=round(float(prior[row, at]), DECIMALS) if has_codes[row] else None,
                verdict=DirectionVerdict(choice.verdict(at, float(chances[row, at]))),
            )
            for at in order
        )
        best = ranking[0]
        is_none = best.verdict is DirectionVerdict.SILENT or not text.strip()
        members = tuple(ids[at] for at in order if in_set[row, at])
        proposals.append(
            Proposal(
                row=row,
                text=text,
                direction=NO_DIRECTION if is_none else best.direction_id,
                score=best.score,
                verdict=best.verdict.value,
                ranked=tuple((near.direction_id, near.score) for near in ranking),
                candidates=ranking,
                chance=best.score,
                members=members,
                route=route(len(members)),
                against=ids[int(nearest[row])] if flagged[row] else "",
            )
        )
    return proposals
