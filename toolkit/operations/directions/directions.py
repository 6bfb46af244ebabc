"""Policy directions of segments: proposed from codes and text, decided by people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from toolkit.domain.directions import (
    ALONE,
    NO_DIRECTION,
    Direction,
    DirectionMapping,
    DirectionProposal,
    Stance,
)
from toolkit.domain.ids import uuid7
from toolkit.domain.spans import Span
from toolkit.errors import InputError, UsageError, unknown
from toolkit.i18n import _
from toolkit.operations.directions.models import need_directions, rank, readers_of
from toolkit.operations.directions.proposed import kept, store
from toolkit.operations.directions.segments import coded_segments, priors, segment_texts
from toolkit.operations.directions.texts import examples_of
from toolkit.operations.session import (
    ProjectSession,
    check_open,
    check_span,
    need_code,
    need_coder,
    need_round,
    need_source,
    new_coder,
)
from toolkit.operations.subject import Subject, in_one_snapshot
from toolkit.store import queries, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from toolkit.directions.propose import Proposal
    from toolkit.directions.sampling import Drawn, Share
    from toolkit.operations.directions.overview import Overview
    from toolkit.operations.directions.replay import DirectionReplay
    from toolkit.operations.directions.rule import Rule
    from toolkit.operations.directions.scheme import SchemeVersion
    from toolkit.operations.directions.segments import Segment
    from toolkit.operations.directions.statements import CheckedStatement


class OverviewQuestion(TypedDict, total=False):
    """Whose answers an overview rests on; see `MatrixRequest`."""

    answers: str | None
    coder: str | None
    round_id: str | None
    sources: Sequence[str]


class Directions(Subject):
    """Policy directions, the proposals for them, and the mappings that people confirmed."""

    def all(self) -> list[Direction]:
        """The directions of the project, in order."""
        return queries.directions(self._session.database)

    @in_one_snapshot
    def versions(self) -> list[SchemeVersion]:
        """The imports of directions, the oldest first, with the mappings made under each."""
        from toolkit.operations.directions import scheme

        known = scheme.versions(self._session)
        return known

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
        ranked = self._ranked(segments, directions, actor, model)
        now = session.clock()
        proposals = [
            proposal
            for segment, ranking in zip(segments, ranked, strict=True)
            for proposal in kept(segment, ranking, readers_of(session, ranking.text, model), now)
        ]
        return store(session, actor, segments, proposals)

    def _ranked(
        self,
        segments: Sequence[Segment],
        directions: Sequence[Direction],
        actor: str,
        model: str | None,
    ) -> list[Proposal]:
        """The rankings of segments, by what was decided so far where that is enough."""
        from toolkit.directions.coded.rank import rank_learnt
        from toolkit.operations.directions.learnt import answers_of, is_enough, learn

        session = self._session
        answers = answers_of(session, actor)
        if not is_enough(answers):
            texts = segment_texts(session, segments)
            return rank(
                session, texts, directions, model, priors(session, segments, directions, actor)
            )
        there = {(segment.source_id, segment.span) for segment in segments}
        decided = [
            segment
            for segment in coded_segments(session, actor, (), None)
            if (segment.source_id, segment.span) in answers
            and (segment.source_id, segment.span) not in there
        ]
        learnt = learn(session, [*segments, *decided], answers, directions, model)
        return rank_learnt(learnt.features, learnt.ids, learnt.texts)[: len(segments)]

    @in_one_snapshot
    def replay(
        self,
        *,
        reader: str,
        coder: str | None = None,
        model: str | None = None,
        note: Callable[[int, int], None] | None = None,
    ) -> DirectionReplay:
        """How good proposals would have been for the segments that people decided about.

        Each segment is predicted without any answer of its interview. `coder` takes the answers of
        one coder (default: a direction counts that at least half of the coders gave). Answers that
        the reader may not see take no part.
        """
        from toolkit.operations.directions.learnt import answers_of
        from toolkit.operations.directions.replay import replay

        if coder is not None:
            need_coder(self._session, coder)
        answers = answers_of(self._session, reader, coder)
        return replay(self._session, answers, reader=reader, model=model, note=note)

    def propose_for_texts(
        self,
        texts: Sequence[str],
        *,
        model: str | None = None,
        scheme: Sequence[Direction] | None = None,
        examples: Sequence[tuple[str, Sequence[str]]] = (),
    ) -> list[Proposal]:
        """Rank the directions for texts that need not be in the project; nothing is stored.

        `scheme` are the directions to choose from (default: those of the project). `examples` are
        texts with their direction ids, from which the models learn; `none` is an id too.
        """
        directions = list(scheme) if scheme is not None else need_directions(self._session)
        valid = {*(direction.id for direction in directions), *ALONE}
        for _text, labels in examples:
            for label in labels:
                if label not in valid:
                    raise unknown("direction", label, sorted(valid))
        learnt = examples_of(examples, directions)
        return rank(self._session, list(texts), directions, model, examples=learnt)

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

        `none` says that it belongs to no direction, and `unclear` that one cannot tell; each stands
        alone. A direction that was proposed for the very segment records which proposal it
        confirms.
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

    # --- what follows from what people confirmed ------------------------------------------

    @in_one_snapshot
    def overview(
        self, *, by: str | None = None, stance: str = "mapped", **question: Unpack[OverviewQuestion]
    ) -> Overview:
        """The segments that people mapped to directions, with their experts, codes and stances.

        Whose answers count, and from which round and sources, is asked for as in a matrix. `by` is
        a case attribute that groups experts. `stance` says which counts first: that of the mapping
        (`mapped`), or that of stance codes (`codes`). Proposals that nobody confirmed are left out.
        """
        from toolkit.operations.directions.overview import overview
        from toolkit.operations.matrices.request import MatrixRequest

        request = MatrixRequest(**question)
        return overview(self._session, request, by=by, stance=stance)

    @in_one_snapshot
    def written(self, path: str | Path, shown: Overview) -> list[CheckedStatement]:
        """The written directions of a file, with the confirmed segments that they name.

        Raises `InputError` for a place that is no confirmed segment of the overview.
        """
        from toolkit.formats.directions.statements_yaml import read_statements
        from toolkit.operations.directions.statements import checked

        statements = read_statements(Path(path), shown.ids)
        return checked(statements, shown, str(path))

    @in_one_snapshot
    def sample(
        self,
        size: int,
        *,
        actor: str,
        by: str = "source",
        seed: int = 1,
        sources: Sequence[str] = (),
    ) -> list[Drawn]:
        """A sample of coded segments, in strata by source or in one (`none`), with weights."""
        from toolkit.operations.directions.sample import draw_sample

        for source_id in sources:
            need_source(self._session, source_id)
        return draw_sample(self._session, actor=actor, size=size, by=by, seed=seed, sources=sources)

    @in_one_snapshot
    def shares(self, path: str | Path, shown: Overview) -> list[Share]:
        """The shares of directions among all segments, from the sample of a file.

        Raises `InputError` while a segment of the sample has no confirmed direction.
        """
        from toolkit.directions.sampling import Drawn
        from toolkit.formats.directions.sample_csv import read_sample
        from toolkit.operations.directions.sample import shares_of

        drawn = [Drawn(*row) for row in read_sample(Path(path))]
        return shares_of(self._session, drawn, shown)

    @in_one_snapshot
    def rule(
        self,
        code_id: str,
        direction_id: str,
        *,
        coder: str,
        round_id: str | None = None,
        model: str | None = None,
    ) -> Rule:
        """What mapping all segments of a code to a direction would do, and what is missing.

        Segments whose text disagrees are exceptions, which are decided one by one, as are some
        others that are drawn. A rule also needs enough segments that two coders have mapped.
        """
        from toolkit.operations.directions.rule import plan

        need_code(self._session, code_id)
        check_directions(self._session, [direction_id])
        return plan(
            self._session, code_id, direction_id, coder=coder, round_id=round_id, model=model
        )

    def apply_rule(
        self,
        code_id: str,
        direction_id: str,
        *,
        coder: str,
        round_id: str | None = None,
        model: str | None = None,
    ) -> list[DirectionMapping]:
        """Map the segments that the rule covers, as one step that undo takes back.

        Each mapping says by its `proposal_id` that the rule made it, and counts for no agreement of
        independent answers. Raises `UsageError` while something is missing (`Rule.missing`).
        """
        from toolkit.operations.directions.rule import apply, plan

        planned = plan(
            self._session, code_id, direction_id, coder=coder, round_id=round_id, model=model
        )
        return apply(self._session, planned, coder=coder, round_id=round_id)

    def mappings(self, *, coder: str | None = None) -> list[DirectionMapping]:
        """What people decided, or what one coder did, in the order of the text."""
        return queries.direction_mappings(self._session.database, coder=coder)


def check_directions(session: ProjectSession, named: Sequence[str]) -> None:
    """Raise unless these directions can be confirmed together."""
    if not named:
        raise UsageError(
            _("no direction is given"),
            code="no-direction",
            hint=_(
                "Name one or more, or `{none}` for a segment that belongs to none, or `unclear`."
            ).format(none=NO_DIRECTION),
        )
    valid = [direction.id for direction in queries.directions(session.database)]
    for direction_id in named:
        if direction_id not in (*ALONE, *valid):
            raise unknown("direction", direction_id, [*valid, *ALONE])
    alone = [direction_id for direction_id in named if direction_id in ALONE]
    if alone and len(named) > 1:
        raise UsageError(
            _("`{none}` stands alone: a segment belongs to no direction or to some").format(
                none=alone[0]
            )
            if alone[0] == NO_DIRECTION
            else _("`{unclear}` stands alone: nobody knows yet where the segment belongs").format(
                unclear=alone[0]
            ),
            code="direction-none",
        )
