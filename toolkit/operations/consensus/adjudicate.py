"""Settling disagreements: the result goes to a layer of its own, answers stay as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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
from toolkit.domain.rounds import CONSENSUS, Round
from toolkit.domain.spans import Span
from toolkit.domain.transcript import Source
from toolkit.errors import InputError, UsageError
from toolkit.operations.agreement.scope import refuse_blind
from toolkit.operations.codings.apply import NO_TEXTS, Texts, working_on
from toolkit.operations.consensus.disagreements import aligned
from toolkit.operations.session import (
    ProjectSession,
    check_span,
    need_code,
    need_text,
    new_coder,
    text_seen,
)
from toolkit.store import queries, rows
from toolkit.store.queries import adjudications

Piece = tuple[str, int, int]
"""Code, start, end."""


@dataclass(frozen=True, slots=True)
class Layer:
    """Where what was settled goes."""

    round_id: str = CONSENSUS
    coder_id: str = CONSENSUS


DEFAULT_LAYER = Layer()


def settle(
    session: ProjectSession,
    disagreement_ids: Sequence[str],
    outcome: Settlement,
    *,
    actor: str,
    start: int | None = None,
    end: int | None = None,
    code: str | None = None,
    reason: str = "",
    layer: Layer = DEFAULT_LAYER,
    texts: Texts = NO_TEXTS,
    **options: Any,
) -> list[Adjudication]:
    """Settle disagreements as one step, replacing what was settled of them before.

    Parameters
    ----------
    disagreement_ids
        As `disagreements` gives them, or their beginnings; `options` are its options.
    outcome
        span needs `start` and `end`, and `code` where the two coders had different ones;
        union and intersection of different codes need `code`; leave-open needs a reason.
    texts
        By source the hash of the text that `start` and `end` were read from; a
        `ConflictError` is raised when it was corrected since.
    """
    before = _texts(session)
    _, found = aligned(session, **options)
    chosen = [_find(found, wanted) for wanted in dict.fromkeys(disagreement_ids)]
    if outcome is Settlement.LEAVE_OPEN and not reason.strip():
        raise UsageError(
            "what is left open needs a reason", code="reason-needed", hint="Say why with --reason."
        )
    if code is not None:
        need_code(session, code)
    if outcome is Settlement.SPAN:
        if start is None or end is None:
            raise UsageError("a span of its own needs a place", code="span-needed")
        for row in chosen:
            check_span(need_text(session, row.source_id, texts.get(row.source_id)), start, end)
    results = [(row, _result(row, outcome, start, end, code)) for row in chosen]
    return _record(session, results, outcome, actor, reason.strip(), layer, before)


def settlement(name: str) -> Settlement:
    """The outcome of that name."""
    valid = [one.value for one in Settlement if one is not Settlement.AGREED]
    if name not in valid:
        raise UsageError(
            f"unknown outcome {name!r}; valid: {', '.join(valid)}", code="unknown-outcome"
        )
    return Settlement(name)


def accept_agreed(
    session: ProjectSession, *, actor: str, layer: Layer = DEFAULT_LAYER, **options: Any
) -> list[Adjudication]:
    """Take over into the consensus what both coders have, where that was not done yet."""
    before = _texts(session)
    scope, found = aligned(session, **options)
    if len(scope.coders) != 2:
        raise UsageError(
            f"agreement is taken over from two coders, and here are {', '.join(scope.coders)}",
            code="two-coders",
            hint="Name two with --coders A,B.",
        )
    done = {one.disagreement_id for one in adjudications(session.database, round_id=layer.round_id)}
    foreign = foreign_sources(session, layer)
    results = [
        (row, _pieces(row.a))
        for row in found
        if row.kind == AGREED and row.id not in done and row.source_id not in foreign
    ]
    if not results:
        return []
    return _record(session, results, Settlement.AGREED, actor, "", layer, before)


def _texts(session: ProjectSession) -> dict[str, Source]:
    """The sources as they are before their codings are read: spans hold in these texts only."""
    return {source.id: source for source in queries.sources(session.database)}


def foreign_sources(session: ProjectSession, layer: Layer = DEFAULT_LAYER) -> set[str]:
    """Sources whose consensus came from elsewhere, for example from a file."""
    own = {
        coding_id
        for one in adjudications(session.database, round_id=layer.round_id)
        for coding_id in one.codings
    }
    return {
        coding.source_id
        for coding in queries.codings(session.database, round_id=layer.round_id)
        if coding.id not in own
    }


def _find(found: Sequence[Disagreement], wanted: str) -> Disagreement:
    fits = [row for row in found if row.id.startswith(wanted)] if wanted else []
    open_ = [row for row in fits if row.kind != AGREED]
    if len(open_) == 1:
        return open_[0]
    hint = "`qct disagreements` lists them with their ids; give it the same options as here."
    if len(open_) > 1:
        raise InputError(
            f"{wanted!r} begins the ids of {len(open_)} disagreements: "
            f"{', '.join(row.id for row in open_[:5])}",
            code="disagreement-ambiguous",
            hint=hint,
        )
    if fits:
        raise InputError(f"the coders agree on {wanted}", code="disagreement-agreed", hint=hint)
    raise InputError(
        f"there is no disagreement {wanted!r}; it may have changed with its answers",
        code="unknown-disagreement",
        hint=hint,
    )


def _result(
    row: Disagreement,
    outcome: Settlement,
    start: int | None,
    end: int | None,
    code: str | None,
) -> list[Piece]:
    a, b = _pieces(row.a), _pieces(row.b)
    if outcome is Settlement.LEAVE_OPEN:
        return []
    if outcome in (Settlement.ACCEPT_A, Settlement.ACCEPT_B):
        if code is not None:
            raise UsageError(
                "accepting an answer takes its code too",
                code="code-with-accept",
                hint="Use union, intersection or span to give another code.",
            )
        return a if outcome is Settlement.ACCEPT_A else b
    chosen = _code(row, outcome, code)
    if outcome is Settlement.SPAN:
        assert start is not None
        assert end is not None
        return [(chosen, start, end)]
    if outcome is Settlement.UNION:
        return [(chosen, *stretch) for stretch in covered([*row.a, *row.b])]
    return [(chosen, *stretch) for stretch in common(covered(row.a), covered(row.b))]


def _code(row: Disagreement, outcome: Settlement, code: str | None) -> str:
    if code is not None:
        return code
    if row.kind == OTHER_CODE:
        raise UsageError(
            f"{row.id} is about two codes, {' and '.join(row.codes)}; {outcome.value} needs one",
            code="code-needed",
            hint="Name it with --code; it may be a third.",
        )
    return row.codes[0]


def _pieces(spans: Sequence[CodedSpan]) -> list[Piece]:
    return [(span.code, span.start, span.end) for span in spans]


def _yielded(row: Disagreement, result: Sequence[Piece]) -> tuple[str, ...]:
    """The coders whose answer covers other characters, or other codes, than the result."""
    settled = _cover(result)
    answers = ((row.coder_a, _pieces(row.a)), (row.coder_b, _pieces(row.b)))
    return tuple(coder for coder, pieces in answers if _cover(pieces) != settled)


def _cover(pieces: Sequence[Piece]) -> dict[str, list[tuple[int, int]]]:
    return {
        code: covered(CodedSpan("", "", c, start, end) for c, start, end in pieces if c == code)
        for code, _, _ in pieces
    }


def _record(
    session: ProjectSession,
    results: Sequence[tuple[Disagreement, list[Piece]]],
    outcome: Settlement,
    actor: str,
    reason: str,
    layer: Layer,
    texts: Mapping[str, Source],
) -> list[Adjudication]:
    round_, changes = _ready(session, layer, {row.source_id for row, _ in results})
    changes += new_coder(session, layer.coder_id)
    replaced = _replaced(session, layer, {row.id for row, _ in results})
    changes += replaced.changes
    existing = {
        (coding.source_id, coding.code_id, coding.span): coding.id
        for coding in queries.codings(session.database, round_id=layer.round_id)
        if coding.coder_id == layer.coder_id and coding.id not in replaced.codings
    }
    codings: list[Coding] = []
    made: list[Adjudication] = []
    now, version = session.clock(), queries.codebook(session.database).version
    for row, pieces in results:
        ids = []
        for code, start, end in pieces:
            key = (row.source_id, code, Span(start, end))
            if key not in existing:
                coding = Coding(
                    id=uuid7(),
                    source_id=row.source_id,
                    span=Span(start, end),
                    code_id=code,
                    coder_id=layer.coder_id,
                    round_id=round_.id,
                    mode=Mode.COMMIT_THEN_REVEAL,
                    codebook_version=version,
                    created_at=now,
                )
                existing[key] = coding.id
                codings.append(coding)
            ids.append(existing[key])
        settled = outcome is not Settlement.LEAVE_OPEN
        made.append(
            Adjudication(
                id=uuid7(),
                disagreement_id=row.id,
                source_id=row.source_id,
                round_id=round_.id,
                kind=row.kind,
                coder_a=row.coder_a,
                coder_b=row.coder_b,
                answers_a=_spelt(row.a),
                answers_b=_spelt(row.b),
                outcome=outcome,
                codings=tuple(ids),
                yielded=_yielded(row, pieces) if settled else (),
                decided_by=actor,
                reason=reason,
                created_at=now,
            )
        )
    worked = {one.source_id for one in made if one.is_settled}
    changes += working_on(session, round_.id, layer.coder_id, worked)
    changes += [rows.added("codings", rows.coding_row(coding)) for coding in codings]
    changes += [rows.added("adjudications", rows.adjudication_row(one)) for one in made]
    session.record(
        actor=actor,
        kind="adjudicate",
        changes=changes,
        summary={
            "outcome": outcome.value,
            "disagreements": [one.disagreement_id for one in made][:20],
            "count": len(made),
            "round": round_.id,
        },
        preconditions=[text_seen(texts[name]) for name in sorted({one.source_id for one in made})],
    )
    return made


@dataclass(frozen=True, slots=True)
class _Replaced:
    changes: list[Change]
    codings: set[str]


def _replaced(session: ProjectSession, layer: Layer, disagreement_ids: set[str]) -> _Replaced:
    """What takes back earlier settlements of the same, but not what others rest on too."""
    every = adjudications(session.database, round_id=layer.round_id)
    earlier = [one for one in every if one.disagreement_id in disagreement_ids]
    kept = {
        coding_id
        for one in every
        if one.disagreement_id not in disagreement_ids
        for coding_id in one.codings
    }
    gone = {coding_id for one in earlier for coding_id in one.codings} - kept
    changes = [rows.removed("adjudications", rows.adjudication_row(one)) for one in earlier]
    found = [
        row
        for coding_id in sorted(gone)
        if (row := queries.row(session.database, "codings", id=coding_id)) is not None
    ]
    return _Replaced(changes + [rows.removed("codings", row) for row in found], gone)


def _ready(
    session: ProjectSession, layer: Layer, source_ids: set[str]
) -> tuple[Round, list[Change]]:
    """The consensus round, made if need be, and checked to hold nobody's own answers."""
    row = queries.row(session.database, "rounds", id=layer.round_id)
    if row is None:
        version = queries.codebook(session.database).version
        made = Round(layer.round_id, Mode.COMMIT_THEN_REVEAL, codebook_version=version)
        return made, [rows.added("rounds", rows.round_row(made))]
    round_ = rows.round_from(row)
    refuse_blind(round_)
    others = sorted(
        {
            coding.coder_id
            for coding in queries.codings(session.database, round_id=round_.id)
            if coding.coder_id != layer.coder_id
        }
    )
    if others:
        raise UsageError(
            f"round {round_.id} holds answers of {', '.join(others)}; a consensus is kept apart "
            "from answers",
            code="round-not-consensus",
            hint="Name another round with --to.",
        )
    if elsewhere := sorted(foreign_sources(session, layer) & source_ids):
        raise UsageError(
            f"the consensus on {', '.join(elsewhere)} in round {round_.id} was made elsewhere "
            "and is not mixed with this",
            code="consensus-foreign",
            hint="Name another round with --to.",
        )
    return round_, []


def _spelt(spans: Sequence[CodedSpan]) -> tuple[str, ...]:
    return tuple(f"{span.code} {span.start}:{span.end}" for span in spans)
