"""A replay of decided directions: how good proposals would have been, interview by interview."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.directions.coded.table import Outcome
from toolkit.errors import InputError
from toolkit.i18n import _
from toolkit.operations.directions.learnt import LEAST_INTERVIEWS, learn
from toolkit.operations.directions.models import need_directions
from toolkit.operations.directions.segments import coded_segments

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from toolkit.operations.directions.learnt import Place
    from toolkit.operations.session import ProjectSession

FEWEST = 20


@dataclass(frozen=True)
class DirectionReplay:
    """The figures of a replay of directions."""

    rows: tuple[tuple[str | float | int | None, ...], ...]
    """Under `directions.coded.table.COLUMNS`."""
    sources: tuple[str, ...]
    segments: int
    without_codes: int
    """Segments that no code with links lies on exactly; their prior is the base rate."""
    recall: float | None
    """Share of planted contradictions that are flagged."""
    flagged: float | None
    """Share of other segments that are flagged."""
    outcome: Outcome


def replay(
    session: ProjectSession,
    answers: Mapping[Place, frozenset[str]],
    *,
    reader: str,
    model: str | None,
    note: Callable[[int, int], None] | None,
) -> DirectionReplay:
    """Replay these answers, with the codes of their segments that `reader` may see."""
    from toolkit.directions.coded import table
    from toolkit.directions.coded.contradictions import planted

    directions = need_directions(session)
    sources = sorted({source_id for source_id, _span in answers})
    if len(answers) < FEWEST or len(sources) < LEAST_INTERVIEWS:
        raise InputError(
            _(
                "{segments} segments in {interviews} interviews have directions; a replay needs "
                "{fewest} in {least}"
            ).format(
                segments=len(answers),
                interviews=len(sources),
                fewest=FEWEST,
                least=LEAST_INTERVIEWS,
            ),
            code="replay-few",
            hint=_("Decide about more with `qct directions confirm`, or name another --coder."),
        )
    segments = [
        segment
        for segment in coded_segments(session, reader, (), None)
        if (segment.source_id, segment.span) in answers
    ]
    learnt = learn(session, segments, answers, directions, model, note)
    world = learnt.features.world
    outcome = table.replay(learnt.features)
    recall, flagged = planted(
        world.labels, outcome.chances[table.MAP], world.learnt_margins, world.interviews
    )
    return DirectionReplay(
        tuple(table.rows_of(outcome, world.labels, learnt.ids)),
        tuple(sources),
        len(answers),
        int((~world.codes.any(axis=1)).sum()),
        recall,
        flagged,
        outcome,
    )
