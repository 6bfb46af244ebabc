"""Directions of all segments of a code by one rule, once people have checked what it does."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from toolkit.domain.directions import DirectionMapping
from toolkit.domain.ids import uuid7
from toolkit.errors import UsageError
from toolkit.i18n import _
from toolkit.operations.directions.learnt import answers_of, learn
from toolkit.operations.directions.models import need_directions
from toolkit.operations.directions.segments import Segment, coded_segments
from toolkit.operations.session import check_open, need_round, new_coder
from toolkit.store import queries, rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.domain.spans import Span
    from toolkit.operations.session import ProjectSession

MARK = "rule:"
"""Begins the `proposal_id` of a mapping that a rule made; code and direction follow."""
OPENED = 5
"""So many segments, or all exceptions where these are more, have to be decided one by one."""
DOUBLE_SHARE = 0.20
DOUBLE_LEAST = 60


@dataclass(frozen=True, slots=True)
class RuleSegment:
    """A segment of the code, and what a rule would do with it."""

    segment: Segment
    text: str
    state: str
    """`exception`: the text disagrees; `check`: to be decided one by one; `decided`: the coder has
    decided about it; `rule`: it gets the direction by the rule."""
    speaks_for: str = ""
    """The direction that the text of an exception is nearest to."""


@dataclass(frozen=True)
class Rule:
    """What a rule would do, and what is missing before it applies."""

    code_id: str
    direction_id: str
    segments: tuple[RuleSegment, ...]
    missing: tuple[str, ...]
    double: int
    """Segments that two coders have mapped without proposals."""
    double_needed: int
    masi: float | None
    """Krippendorff's alpha by MASI distance on the segments mapped twice."""
    alphas: tuple[tuple[str, float | None], ...]
    """Alpha of each direction, on the same segments."""

    def of(self, state: str) -> list[RuleSegment]:
        """The segments of a state."""
        return [part for part in self.segments if part.state == state]


def plan(
    session: ProjectSession,
    code_id: str,
    direction_id: str,
    *,
    coder: str,
    round_id: str | None = None,
    model: str | None = None,
) -> Rule:
    """What the rule would do with each segment of the code, and what is missing."""
    import numpy as np

    from toolkit.directions.coded.contradictions import against

    directions = need_directions(session)
    round_ = need_round(session, round_id)
    every = coded_segments(session, coder, (), None)
    segments = [segment for segment in every if code_id in segment.code_ids]
    if not segments:
        raise UsageError(
            _("no segment has the code {code}").format(code=code_id), code="no-segments"
        )
    answers = answers_of(session, coder)
    own = {
        (mapping.source_id, mapping.span)
        for mapping in queries.direction_mappings(session.database, coder=coder)
        if mapping.round_id == round_.id and not (mapping.proposal_id or "").startswith(MARK)
    }
    mapped = {
        (mapping.source_id, mapping.span)
        for mapping in queries.direction_mappings(session.database, coder=coder)
        if mapping.round_id == round_.id
    }
    learnt = learn(session, segments, answers, directions, model)
    world = learnt.features.world
    likely = np.zeros(world.labels.shape, dtype=bool)
    if direction_id in learnt.ids:
        likely[:, learnt.ids.index(direction_id)] = True
    flagged, nearest = against(likely, world.learnt_margins)
    exceptions = {at for at in range(len(segments)) if flagged[at]}
    others = sorted(set(range(len(segments))) - exceptions, key=lambda at: _order(segments[at]))
    checks = set(others[: max(0, OPENED - len(exceptions))])
    parts = []
    for at, segment in enumerate(segments):
        place = segment.source_id, segment.span
        if place in mapped:
            state = "decided"
        elif at in exceptions:
            state = "exception"
        else:
            state = "check" if at in checks else "rule"
        speaks_for = learnt.ids[int(nearest[at])] if at in exceptions else ""
        parts.append(RuleSegment(segment, learnt.texts[at], state, speaks_for))
    double, masi, alphas = double_mapping(session, coder, learnt.ids)
    needed = max(DOUBLE_LEAST, int(np.ceil(DOUBLE_SHARE * len(every))))
    missing = []
    if double < needed:
        missing.append(
            _("{double} segments are mapped by two coders without proposals, of {needed}").format(
                double=double, needed=needed
            )
        )
    unopened = [at for at in exceptions | checks if _place(segments[at]) not in own]
    if unopened:
        missing.append(
            _("{count} segments have to be decided one by one first").format(count=len(unopened))
        )
    return Rule(code_id, direction_id, tuple(parts), tuple(missing), double, needed, masi, alphas)


def _place(segment: Segment) -> tuple[str, Span]:
    return segment.source_id, segment.span


def _order(segment: Segment) -> bytes:
    """An order that nobody chose, the same on every machine."""
    place = f"{segment.source_id}:{segment.span.start}:{segment.span.end}"
    return sha256(place.encode()).digest()


def double_mapping(
    session: ProjectSession, actor: str, ids: Sequence[str]
) -> tuple[int, float | None, tuple[tuple[str, float | None], ...]]:
    """Segments mapped by two coders without proposals, and the agreement on them."""
    from toolkit.agreement.sets import exact_distance, set_alpha

    viewer = queries.viewer(session.database, actor, need_round(session, None))
    given: dict[tuple[str, Span], dict[str, set[str]]] = {}
    for mapping in queries.direction_mappings(session.database, viewer=viewer):
        if mapping.proposal_id is None:
            by_coder = given.setdefault((mapping.source_id, mapping.span), {})
            by_coder.setdefault(mapping.coder_id, set()).add(mapping.direction_id)
    twice = [by_coder for by_coder in given.values() if len(by_coder) >= 2]
    coders = sorted({coder for by_coder in twice for coder in by_coder})
    whole = [[by_coder.get(coder) for coder in coders] for by_coder in twice]
    alphas = []
    for name in ids:
        answers = [
            [None if answer is None else answer & {name} for answer in unit] for unit in whole
        ]
        alphas.append((name, set_alpha(answers, exact_distance).value if twice else None))
    return len(twice), set_alpha(whole).value if twice else None, tuple(alphas)


def apply(
    session: ProjectSession, rule: Rule, *, coder: str, round_id: str | None = None
) -> list[DirectionMapping]:
    """Give the direction to every segment that the rule covers, as one step.

    Raises `UsageError` while anything is missing.
    """
    if rule.missing:
        raise UsageError(
            _("the rule {code} → {direction} does not apply yet: {why}").format(
                code=rule.code_id, direction=rule.direction_id, why="; ".join(rule.missing)
            ),
            code="rule-unchecked",
            hint=_("The list shows which; `qct directions confirm` decides on one at a time."),
        )
    round_ = need_round(session, round_id)
    now = session.clock()
    covered = rule.of("rule")
    for source_id in dict.fromkeys(part.segment.source_id for part in covered):
        check_open(session, round_, coder, source_id)
    mappings = [
        DirectionMapping(
            id=uuid7(),
            source_id=part.segment.source_id,
            span=part.segment.span,
            direction_id=rule.direction_id,
            coder_id=coder,
            round_id=round_.id,
            proposal_id=f"{MARK}{rule.code_id}:{rule.direction_id}",
            created_at=now,
        )
        for part in covered
    ]
    if mappings:
        session.record(
            actor=coder,
            kind="direction.rule",
            changes=[
                *new_coder(session, coder),
                *(rows.added("direction_mappings", rows.mapping_row(made)) for made in mappings),
            ],
            summary={
                "code": rule.code_id,
                "direction": rule.direction_id,
                "segments": len(mappings),
                "round": round_.id,
            },
        )
    return mappings
