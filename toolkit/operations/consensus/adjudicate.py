"""Settling disagreements: the result goes to a layer of its own, answers stay as they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from toolkit.agreement.disagreements import (
    AGREED,
    OTHER_CODE,
    Disagreement,
    common,
    covered,
)
from toolkit.agreement.spans import CodedSpan
from toolkit.domain.adjudication import Adjudication, Settlement
from toolkit.domain.codings import Coding, Mode
from toolkit.domain.events import Change
from toolkit.domain.ids import uuid7
from toolkit.domain.rounds import CONSENSUS, Coverage, Progress, Round
from toolkit.domain.spans import Span
from toolkit.domain.transcript import Source
from toolkit.errors import InputError, UsageError
from toolkit.i18n import _
from toolkit.operations.answers.counted_rounds import refuse_blind
from toolkit.operations.codings.apply import state_progress
from toolkit.operations.session import ProjectSession, new_coder, text_seen
from toolkit.store import queries, rows
from toolkit.store.preconditions import Precondition
from toolkit.store.queries import adjudications

Piece = tuple[str, int, int]
"""Code, start, end."""
Result = tuple[Disagreement, Sequence[Piece]]
"""A disagreement with the codings that settle it."""


@dataclass(frozen=True, slots=True)
class Layer:
    """The round and the coder that hold what was settled."""

    round_id: str = CONSENSUS
    coder_id: str = CONSENSUS


DEFAULT_LAYER = Layer()


@dataclass(frozen=True, slots=True)
class Choice:
    """How disagreements are to be settled."""

    outcome: Settlement
    start: int | None = None
    """Start and end of the span, for the outcome `span` only."""
    end: int | None = None
    code: str | None = None
    """The code of the result, where it is not the only one."""
    reason: str = ""


def settlement(name: str) -> Settlement:
    """The outcome of that name."""
    valid = [outcome.value for outcome in Settlement if outcome is not Settlement.AGREED]
    if name not in valid:
        raise UsageError(
            _("unknown outcome {name!r}; valid: {valid}").format(name=name, valid=", ".join(valid)),
            code="unknown-outcome",
        )
    return Settlement(name)


def check_choice(choice: Choice) -> None:
    """Raise `UsageError` where a reason or a place is missing."""
    if choice.outcome is Settlement.LEAVE_OPEN and not choice.reason.strip():
        raise UsageError(
            _("leaving a disagreement open needs a reason"),
            code="reason-needed",
            hint=_("Say why with --reason."),
        )
    if choice.outcome is Settlement.SPAN and (choice.start is None or choice.end is None):
        raise UsageError(_("the outcome span needs a start and an end"), code="span-needed")


def result_of(row: Disagreement, choice: Choice) -> Result:
    """The codings that settle a disagreement as chosen."""
    return row, _result(row, choice)


def agreed_results(
    session: ProjectSession, disagreements: Sequence[Disagreement], layer: Layer
) -> list[Result]:
    """What both coders have, where it was not taken over into the layer yet."""
    every = adjudications(session.database, round_id=layer.round_id)
    done = {adjudication.disagreement_id for adjudication in every}
    foreign = foreign_sources(session, layer)
    return [
        (row, pieces_of(row.a))
        for row in disagreements
        if row.kind == AGREED and row.id not in done and row.source_id not in foreign
    ]


def check_pair(coders: Sequence[str]) -> None:
    """Raise `UsageError` unless there are two coders."""
    if len(coders) != 2:
        raise UsageError(
            _("agreement is taken over from two coders, and here are {coders}").format(
                coders=", ".join(coders)
            ),
            code="two-coders",
            hint=_("Name two with --coders A,B."),
        )


def foreign_sources(session: ProjectSession, layer: Layer = DEFAULT_LAYER) -> set[str]:
    """Sources whose consensus came from elsewhere, for example from a file."""
    own = {
        coding_id
        for adjudication in adjudications(session.database, round_id=layer.round_id)
        for coding_id in adjudication.codings
    }
    return {
        coding.source_id
        for coding in queries.codings(session.database, round_id=layer.round_id)
        if coding.id not in own
    }


def find_disagreement(rows: Sequence[Disagreement], name: str) -> Disagreement:
    """The disagreement whose id begins with a name. Raises `InputError` unless it is one."""
    fits = [row for row in rows if row.id.startswith(name)] if name else []
    open_ = [row for row in fits if row.kind != AGREED]
    if len(open_) == 1:
        return open_[0]
    hint = _("`qct disagreements` lists them with their ids; give it the same options as here.")
    if len(open_) > 1:
        raise InputError(
            _("{name!r} begins the ids of {count} disagreements: {ids}").format(
                name=name, count=len(open_), ids=", ".join(row.id for row in open_[:5])
            ),
            code="disagreement-ambiguous",
            hint=hint,
        )
    if fits:
        raise InputError(
            _("the coders agree on {name}").format(name=name),
            code="disagreement-agreed",
            hint=hint,
        )
    raise InputError(
        _("there is no disagreement {name!r}; it may have changed with its answers").format(
            name=name
        ),
        code="unknown-disagreement",
        hint=hint,
    )


def _result(row: Disagreement, choice: Choice) -> list[Piece]:
    outcome = choice.outcome
    a, b = pieces_of(row.a), pieces_of(row.b)
    if outcome is Settlement.LEAVE_OPEN:
        return []
    if outcome in (Settlement.ACCEPT_A, Settlement.ACCEPT_B):
        if choice.code is not None:
            raise UsageError(
                _("accepting an answer takes its code too"),
                code="code-with-accept",
                hint=_("Use union, intersection or span to give another code."),
            )
        return a if outcome is Settlement.ACCEPT_A else b
    code = _code(row, choice)
    if outcome is Settlement.SPAN:
        assert choice.start is not None
        assert choice.end is not None
        return [(code, choice.start, choice.end)]
    if outcome is Settlement.UNION:
        return [(code, *stretch) for stretch in covered([*row.a, *row.b])]
    return [(code, *stretch) for stretch in common(covered(row.a), covered(row.b))]


def _code(row: Disagreement, choice: Choice) -> str:
    if choice.code is not None:
        return choice.code
    if row.kind == OTHER_CODE:
        raise UsageError(
            _("{name} is about two codes, {codes}; {outcome} needs one").format(
                name=row.id, codes=_(" and ").join(row.codes), outcome=choice.outcome.value
            ),
            code="code-needed",
            hint=_("Name it with --code; it may be a third."),
        )
    return row.codes[0]


def pieces_of(spans: Sequence[CodedSpan]) -> list[Piece]:
    return [(span.code, span.start, span.end) for span in spans]


def _yielded(row: Disagreement, result: Sequence[Piece]) -> tuple[str, ...]:
    """The coders whose answer covers other characters, or other codes, than the result."""
    settled = _cover(result)
    answers = ((row.coder_a, pieces_of(row.a)), (row.coder_b, pieces_of(row.b)))
    return tuple(coder for coder, pieces in answers if _cover(pieces) != settled)


def _cover(pieces: Sequence[Piece]) -> dict[str, list[tuple[int, int]]]:
    return {
        code: covered(
            CodedSpan("", "", other, start, end) for other, start, end in pieces if other == code
        )
        for code, _start, _end in pieces
    }


@dataclass(frozen=True, slots=True)
class SettlementPlan:
    """What a settlement says, and the state of the layer that it is written on."""

    results: Sequence[Result]
    outcome: Settlement
    layer: Layer
    sources: Mapping[str, Source]
    """The sources as they were when their codings were read: spans hold in these texts only."""
    changes: Sequence[Change]
    """What makes the layer ready, and takes earlier settlements of the same back."""
    existing: Mapping[tuple[str, str, Span], str]
    """Ids of codings in the layer that a result may rest on, by source, code and span."""
    codebook_version: int


def plan_settlement(
    session: ProjectSession,
    results: Sequence[Result],
    outcome: Settlement,
    layer: Layer,
    compared: Sequence[Disagreement],
) -> SettlementPlan:
    """Read what settling changes. Raises where the layer holds answers, or foreign results.

    `compared` is every aligned row of all coders and codes on the sources. The consensus on a
    source is finished once every row of it has been taken up.
    """
    source_ids = {row.source_id for row, _pieces in results}
    changes = _layer_round(session, layer, source_ids)
    changes += new_coder(session, layer.coder_id)
    taken_back, gone = _taken_back(session, layer, {row.id for row, _pieces in results})
    changes += taken_back
    finished = source_ids & _taken_up(session, layer, results, compared)
    for source_id in sorted(source_ids):
        progress = Progress.FINISHED if source_id in finished else Progress.WORKING
        statement = Coverage(layer.round_id, layer.coder_id, source_id, progress)
        changes += state_progress(
            session,
            statement,
            # What is left open adds nothing, so it does not begin the consensus on a source.
            adding=bool(finished) or outcome is not Settlement.LEAVE_OPEN,
        )
    codings = queries.codings(session.database, round_id=layer.round_id)
    return SettlementPlan(
        results,
        outcome,
        layer,
        sources={
            source.id: source
            for source in queries.sources(session.database)
            if source.id in source_ids
        },
        changes=tuple(changes),
        existing={
            (coding.source_id, coding.code_id, coding.span): coding.id
            for coding in codings
            if coding.coder_id == layer.coder_id and coding.id not in gone
        },
        codebook_version=queries.codebook(session.database).version,
    )


def _taken_up(
    session: ProjectSession,
    layer: Layer,
    results: Sequence[Result],
    compared: Sequence[Disagreement],
) -> set[str]:
    """Sources of which every aligned row has been taken up, with these results."""
    taken_up = {row.id for row, _pieces in results}
    earlier = adjudications(session.database, round_id=layer.round_id)
    taken_up |= {given.disagreement_id for given in earlier}
    waiting = {row.source_id for row in compared if row.id not in taken_up}
    return {row.source_id for row in compared} - waiting


def record_settlement(
    session: ProjectSession, plan: SettlementPlan, *, actor: str, reason: str
) -> list[Adjudication]:
    """Write a settlement as one step.

    Raises `ConflictError` where a text was corrected, or a coding that a result rests on was
    removed, since the plan was made.
    """
    existing = dict(plan.existing)
    made: list[Coding] = []
    settled: list[Adjudication] = []
    relied_on: list[Precondition] = []
    now = session.clock()
    for row, pieces in plan.results:
        ids = []
        for code, start, end in pieces:
            key = (row.source_id, code, Span(start, end))
            if key in plan.existing:
                relied_on.append(Precondition("codings", existing[key], "code_id", code))
            elif key not in existing:
                coding = _consensus_coding(plan, key, now)
                existing[key] = coding.id
                made.append(coding)
            ids.append(existing[key])
        is_open = plan.outcome is Settlement.LEAVE_OPEN
        settled.append(
            Adjudication(
                id=uuid7(),
                disagreement_id=row.id,
                source_id=row.source_id,
                round_id=plan.layer.round_id,
                kind=row.kind,
                coder_a=row.coder_a,
                coder_b=row.coder_b,
                answers_a=_spelled(row.a),
                answers_b=_spelled(row.b),
                outcome=plan.outcome,
                codings=tuple(ids),
                yielded=() if is_open else _yielded(row, pieces),
                decided_by=actor,
                reason=reason,
                created_at=now,
            )
        )
    texts = [text_seen(plan.sources[name]) for name in sorted(plan.sources)]
    session.record(
        actor=actor,
        kind="adjudicate",
        changes=[
            *plan.changes,
            *(rows.added("codings", rows.coding_row(coding)) for coding in made),
            *(rows.added("adjudications", rows.adjudication_row(row)) for row in settled),
        ],
        summary={
            "outcome": plan.outcome.value,
            "disagreements": [adjudication.disagreement_id for adjudication in settled][:20],
            "count": len(settled),
            "round": plan.layer.round_id,
        },
        preconditions=[*texts, *dict.fromkeys(relied_on)],
    )
    return settled


def _consensus_coding(plan: SettlementPlan, key: tuple[str, str, Span], now: str) -> Coding:
    source_id, code, span = key
    return Coding(
        id=uuid7(),
        source_id=source_id,
        span=span,
        code_id=code,
        coder_id=plan.layer.coder_id,
        round_id=plan.layer.round_id,
        mode=Mode.COMMIT_THEN_REVEAL,
        codebook_version=plan.codebook_version,
        created_at=now,
    )


def _taken_back(
    session: ProjectSession, layer: Layer, disagreement_ids: Collection[str]
) -> tuple[list[Change], set[str]]:
    """Changes that take back earlier settlements of the same, and ids of the codings that go.

    A coding that other settlements rest on too stays.
    """
    every = adjudications(session.database, round_id=layer.round_id)
    earlier = [row for row in every if row.disagreement_id in disagreement_ids]
    kept = {
        coding_id
        for adjudication in every
        if adjudication.disagreement_id not in disagreement_ids
        for coding_id in adjudication.codings
    }
    gone = {coding_id for adjudication in earlier for coding_id in adjudication.codings} - kept
    changes = [rows.removed("adjudications", rows.adjudication_row(row)) for row in earlier]
    for coding_id in sorted(gone):
        row = queries.row(session.database, "codings", id=coding_id)
        if row is not None:
            changes.append(rows.removed("codings", row))
    return changes, gone


def _layer_round(
    session: ProjectSession, layer: Layer, source_ids: Collection[str]
) -> list[Change]:
    """The change that makes the consensus round, if need be.

    Raises `UsageError` for a round that holds coders' own answers, or foreign results.
    """
    row = queries.row(session.database, "rounds", id=layer.round_id)
    if row is None:
        version = queries.codebook(session.database).version
        made = Round(layer.round_id, Mode.COMMIT_THEN_REVEAL, codebook_version=version)
        return [rows.added("rounds", rows.round_row(made))]
    round_ = rows.round_from(row)
    refuse_blind(round_)
    codings = queries.codings(session.database, round_id=round_.id)
    others = sorted({coding.coder_id for coding in codings} - {layer.coder_id})
    if others:
        raise UsageError(
            _(
                "round {round_id} holds answers of {coders}; a consensus is kept apart from answers"
            ).format(round_id=round_.id, coders=", ".join(others)),
            code="round-not-consensus",
            hint=_("Name another round with --to."),
        )
    if elsewhere := sorted(foreign_sources(session, layer).intersection(source_ids)):
        raise UsageError(
            _(
                "the consensus on {sources} in round {round_id} was made elsewhere and is not "
                "mixed with this"
            ).format(sources=", ".join(elsewhere), round_id=round_.id),
            code="consensus-foreign",
            hint=_("Name another round with --to."),
        )
    return []


def _spelled(spans: Sequence[CodedSpan]) -> tuple[str, ...]:
    return tuple(f"{span.code} {span.start}:{span.end}" for span in spans)
