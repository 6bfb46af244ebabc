"""Samples of coded segments, and shares of directions among all of them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Literal

from toolkit.directions.sampling import Drawn, Key, Share, draw, shares
from toolkit.domain.directions import UNCLEAR
from toolkit.errors import InputError, unknown
from toolkit.i18n import _
from toolkit.operations.directions.segments import coded_segments
from toolkit.store import queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.operations.directions.overview import Overview
    from toolkit.operations.session import ProjectSession

Stratum = Literal["source", "none"]
STRATA = ("source", "none")


def draw_sample(
    session: ProjectSession, *, actor: str, size: int, by: str, seed: int, sources: Sequence[str]
) -> list[Drawn]:
    """A sample of the coded segments that the actor may see, in strata."""
    if by not in STRATA:
        raise unknown("stratum", by, STRATA)
    strata: dict[str, list[Key]] = defaultdict(list)
    for segment in coded_segments(session, actor, sources, None):
        key = (segment.source_id, segment.span.start, segment.span.end)
        strata[segment.source_id if by == "source" else "all"].append(key)
    if not strata:
        raise InputError(_("there are no coded segments to draw from"), code="no-segments")
    return draw(strata, size, seed)


def shares_of(session: ProjectSession, sample: Sequence[Drawn], shown: Overview) -> list[Share]:
    """The shares of directions among all segments, from the answers about the sample.

    Raises `InputError` while a segment of the sample has no answer; leaving it out would bend
    the shares.
    """
    answers = {
        (passage.source_id, passage.start, passage.end): passage.directions
        for passage in shown.passages
    }
    missing = [part for part in sample if part.key not in answers]
    if missing:
        part = missing[0]
        raise InputError(
            _(
                "{count} of {all} segments of the sample have no confirmed direction, such as "
                "{source}:{start}:{end}"
            ).format(
                count=len(missing),
                all=len(sample),
                source=part.source_id,
                start=part.start,
                end=part.end,
            ),
            code="sample-unfinished",
            hint=_("Decide about all of them, with `{unclear}` where one cannot tell.").format(
                unclear=UNCLEAR
            ),
        )
    known = [direction.id for direction in queries.directions(session.database)]
    used = {name for part in sample for name in answers[part.key]}
    return shares(sample, answers, [*known, *sorted(used - set(known))])
