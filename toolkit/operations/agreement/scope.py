"""Whose answers are compared, on what text, in which units."""

from __future__ import annotations

from dataclasses import replace

from toolkit.domain.rounds import CONSENSUS, names_one_round
from toolkit.errors import InputError, UsageError, unknown
from toolkit.i18n import _
from toolkit.operations.agreement.answers import code_scope
from toolkit.operations.agreement.default_round import with_default_round
from toolkit.operations.agreement.directions import direction_scope
from toolkit.operations.agreement.request import (
    LEVELS,
    SEGMENT,
    UNITS,
    AgreementRequest,
    Scope,
)
from toolkit.operations.answers.counted_rounds import CountedRounds, counted_rounds, refuse_blind
from toolkit.operations.session import (
    ProjectSession,
    need_code,
    need_coder,
    need_round,
    need_source,
)
from toolkit.operations.speakers.warnings import role_note
from toolkit.store import queries


def resolve(session: ProjectSession, request: AgreementRequest) -> Scope:
    """Collect the answers. Errors where nothing can be compared, or where it would leak."""
    check_request(session, request)
    asked_for = request
    every = counted_rounds(session, None)
    request, chosen = with_default_round(session, request, every)
    rounds = every.only(request.round_id)
    scope = gather(session, request, rounds)
    blind = [] if names_one_round(asked_for.round_id) else _blind_notes(rounds)
    scope = replace(scope, notes=(*blind, *chosen, *scope.notes))
    if len(scope.coders) < 2:
        raise InputError(
            _("agreement needs two coders, and here {who}").format(who=_who_coded(scope)),
            code="too-few-coders",
            hint="; ".join(scope.notes)
            or _("`qct coders` shows who has coded what; widen --round, --sources or --coders."),
        )
    if not scope.shared():
        raise InputError(
            _not_shared(scope).format(coders=", ".join(scope.coders)),
            code="no-shared-source",
            hint=_("`qct adjudicate consensus` sets each coder against what was settled.")
            if CONSENSUS in request.coders
            else "; ".join(scope.notes) or _("`qct coders` shows who has worked on what."),
        )
    return scope


def resolve_used(session: ProjectSession, request: AgreementRequest) -> Scope:
    """As `resolve`, for figures: an error where no code was used, so that there are none."""
    scope = resolve(session, request)
    if not scope.codes:
        raise InputError(
            _(
                "no code was used by {coders}, or by anyone else: there is nothing to agree or "
                "disagree about"
            ).format(coders=", ".join(scope.coders)),
            code="no-code-used",
            hint="; ".join(scope.notes) or _("`qct coders` shows who has coded what."),
        )
    return scope


def gather(session: ProjectSession, request: AgreementRequest, rounds: CountedRounds) -> Scope:
    """The answers as they are, of however many coders, with notes on what was left out."""
    if request.level == "directions":
        return direction_scope(session, request, rounds)
    scope = code_scope(session, request, rounds)
    if request.whole_text:
        return scope
    notes = role_note(session, [frame.source_id for frame in scope.frames])
    return replace(scope, notes=(*scope.notes, *notes))


def check_request(session: ProjectSession, request: AgreementRequest) -> None:
    """Raise for names that the project does not know and for options that exclude each other."""
    _check_unit(request)
    for source_id in request.sources:
        need_source(session, source_id)
    for name in request.codes:
        if request.level == "directions":
            _need_direction(session, name)
        else:
            need_code(session, name)
    for coder_id in request.coders:
        need_coder(session, coder_id)
    if names_one_round(request.round_id):
        refuse_blind(need_round(session, request.round_id))


def _check_unit(request: AgreementRequest) -> None:
    of_directions = request.level == "directions"
    if request.unit not in UNITS:
        raise UsageError(
            _("unknown unit {unit!r}; valid: {valid}").format(
                unit=request.unit, valid=", ".join(UNITS)
            ),
            code="unknown-unit",
        )
    if request.segments is not None and (request.unit != SEGMENT or of_directions):
        raise UsageError(
            _("segments are given, but the unit is not segment"),
            code="segments-unused",
            hint=_("Say --unit segment; directions have mapped segments of their own."),
        )
    if of_directions and request.unit not in ("character", SEGMENT):
        raise UsageError(
            _("directions are compared on mapped segments, not by {unit}").format(
                unit=request.unit
            ),
            code="unit-of-directions",
            hint=_("Leave --unit out with --level directions."),
        )
    if request.level not in LEVELS:
        raise UsageError(
            _("unknown level {level!r}; valid: {valid}").format(
                level=request.level, valid=", ".join(LEVELS)
            ),
            code="unknown-level",
        )


def _need_direction(session: ProjectSession, name: str) -> None:
    valid = [direction.id for direction in queries.directions(session.database)]
    if name not in valid:
        raise unknown("direction", name, valid, hint=_("`qct directions scheme` lists them."))


def _blind_notes(rounds: CountedRounds) -> list[str]:
    if not rounds.blind:
        return []
    note = _("left out, since they are open and blind: {rounds}")
    return [note.format(rounds=", ".join(rounds.blind))]


def _who_coded(scope: Scope) -> str:
    if not scope.coders:
        if scope.unfinished:
            return _("nobody has finished a source")
        return _("nobody has coded")
    text = (
        _("only {coder} has finished a source") if scope.unfinished else _("only {coder} has coded")
    )
    return text.format(coder=scope.coders[0])


def _not_shared(scope: Scope) -> str:
    if scope.unfinished:
        return _("no source was finished by two of {coders}")
    return _("no source was worked on by two of {coders}")
