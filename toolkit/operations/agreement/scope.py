"""Whose answers are compared, on what text, in which units."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from toolkit.agreement.spans import CodedSpan
from toolkit.domain.codebook import Codebook
from toolkit.domain.codings import Coding, Mode
from toolkit.domain.rounds import CONSENSUS, DEFAULT_ROUND, Coverage, Progress, Round, RoundStatus
from toolkit.domain.spans import Span, union
from toolkit.errors import InputError, UsageError, unknown
from toolkit.operations.agreement.directions import direction_scope
from toolkit.operations.agreement.frames import last_days, source_frames
from toolkit.operations.agreement.request import (
    LEVELS,
    SEGMENT,
    UNITS,
    AgreementRequest,
    Scope,
)
from toolkit.operations.agreement.units import (
    Segments,
    coded_passages,
    given_segments,
    left_out,
)
from toolkit.operations.codebook.families import domain_of
from toolkit.operations.session import (
    ProjectSession,
    need_code,
    need_coder,
    need_round,
    need_source,
)
from toolkit.store import queries
from toolkit.store.adjudications import settled_rounds


def resolve(session: ProjectSession, wanted: AgreementRequest) -> Scope:
    """Collect the answers. Errors where nothing can be compared, or where it would leak."""
    check_wanted(session, wanted)
    notes: list[str] = []
    if wanted.round_id is None:
        blind = [one.id for one in queries.rounds(session.database) if one.is_blind]
        if blind:
            notes.append(f"left out, since they are open and blind: {', '.join(blind)}")
    scope = gather(session, wanted, notes)
    if len(scope.coders) < 2:
        who = f"only {scope.coders[0]} has coded" if scope.coders else "nobody has coded"
        raise InputError(
            f"agreement needs two coders, and here {who}",
            code="too-few-coders",
            hint="; ".join(notes)
            or "`qct coders` shows who has coded what; widen --round, --sources or --coders.",
        )
    if not scope.shared():
        raise InputError(
            f"no source was worked on by two of {', '.join(scope.coders)}",
            code="no-shared-source",
            hint="`qct adjudicate consensus` sets each coder against what was settled."
            if CONSENSUS in wanted.coders
            else "; ".join(notes) or "`qct coders` shows who has worked on what.",
        )
    return replace(scope, notes=tuple(notes))


def resolve_used(session: ProjectSession, wanted: AgreementRequest) -> Scope:
    """As `resolve`, for figures: an error where no code was used, so that there are none."""
    scope = resolve(session, wanted)
    if not scope.codes:
        raise InputError(
            f"no code was used by {', '.join(scope.coders)}, or by anyone else: there is nothing "
            "to agree or disagree about",
            code="no-code-used",
            hint="; ".join(scope.notes) or "`qct coders` shows who has coded what.",
        )
    return scope


def gather(session: ProjectSession, wanted: AgreementRequest, notes: list[str]) -> Scope:
    """The answers as they are, of however many coders; adds to `notes` what was left out."""
    if wanted.level == "directions":
        counts = counted_rounds(session, wanted.round_id)
        return direction_scope(session, wanted, counts, notes)
    return _codes(session, wanted, notes)


def domains_of(book: Codebook) -> dict[str, str] | None:
    """Domain by code: its family, else its top-level code; None where all codes are one domain.

    A codebook without families and without levels is one domain.
    """
    if not book.families and all(code.parent is None for code in book):
        return None
    return {code.id: domain_of(book, code.id) for code in book}


def counted_rounds(session: ProjectSession, round_id: str | None) -> Callable[[str], bool]:
    """Whether answers of a round enter: the one asked for, else all that may."""
    if round_id is not None:
        return lambda one: one == round_id
    left_out = {one.id for one in queries.rounds(session.database) if one.is_blind}
    left_out |= settled_rounds(session.database)
    return lambda one: one not in left_out


def refuse_blind(round_: Round) -> None:
    if round_.is_blind:
        raise UsageError(
            f"round {round_.id} is open and blind: any figure on it would tell its coders "
            "about each other",
            code="round-blind",
            hint=f"When its coders are done, `qct round close {round_.id}`.",
        )


def check_wanted(session: ProjectSession, wanted: AgreementRequest) -> None:
    if wanted.unit not in UNITS:
        raise UsageError(
            f"unknown unit {wanted.unit!r}; valid: {', '.join(UNITS)}", code="unknown-unit"
        )
    if wanted.segments is not None and (wanted.unit, wanted.level == "directions") != (
        SEGMENT,
        False,
    ):
        raise UsageError(
            "segments are given, and they are not the unit",
            code="segments-unused",
            hint="Say --unit segment; directions have mapped segments of their own.",
        )
    if wanted.level == "directions" and wanted.unit not in ("character", SEGMENT):
        raise UsageError(
            f"directions are compared on mapped segments, not by {wanted.unit}",
            code="unit-of-directions",
            hint="Leave --unit out with --level directions.",
        )
    if wanted.level not in LEVELS:
        raise UsageError(
            f"unknown level {wanted.level!r}; valid: {', '.join(LEVELS)}", code="unknown-level"
        )
    for source_id in wanted.sources:
        need_source(session, source_id)
    for name in wanted.codes:
        if wanted.level == "directions":
            valid = [one.id for one in queries.directions(session.database)]
            if name not in valid:
                raise unknown("direction", name, valid, hint="`qct directions show` lists them.")
        else:
            need_code(session, name)
    for coder_id in wanted.coders:
        need_coder(session, coder_id)
    if wanted.round_id is not None:
        refuse_blind(need_round(session, wanted.round_id))


def _codes(session: ProjectSession, wanted: AgreementRequest, notes: list[str]) -> Scope:
    counts = counted_rounds(session, wanted.round_id)
    everything = queries.codings(session.database)
    found = [
        coding
        for coding in everything
        if counts(coding.round_id)
        and (not wanted.sources or coding.source_id in wanted.sources)
        and (not wanted.coders or coding.coder_id in wanted.coders)
    ]
    kept = [c for c in found if c.independent] if wanted.independent_only else found
    if len(kept) < len(found):
        notes.append(
            f"{len(found) - len(kept)} codings made after a suggestion was seen are left out"
        )
    passes = _passes(session, wanted, counts, notes)
    coders = tuple(wanted.coders) or _answering(kept, passes)
    passes = [one for one in passes if one.coder_id in coders]
    worked: dict[str, set[str]] = defaultdict(set)
    for one in passes:
        worked[one.source_id].add(one.coder_id)
    times = Counter((one.coder_id, one.source_id) for one in passes)
    again = sorted({coder for (coder, _), count in times.items() if count > 1})
    if again:
        notes.append(
            f"{', '.join(again)} coded sources in several rounds, put together here: name one "
            "with --round"
        )
    segments, rule = None, ""
    if wanted.unit == SEGMENT:
        segments, rule, missed = _segments(session, wanted, kept, worked)
        notes += missed
    outside = _assisted(found, wanted, worked, notes)
    label = _labels(session, wanted.level)
    spans = tuple(
        CodedSpan(c.source_id, c.coder_id, label[c.code_id], c.span.start, c.span.end)
        for c in kept
        if segments is None or c.source_id in segments
    )
    book = queries.codebook(session.database)
    # A code that others used has a row here too: not using it is an answer.
    hidden = {one.id for one in queries.rounds(session.database) if one.is_blind}
    used = {label[coding.code_id] for coding in everything if coding.round_id not in hidden}
    codes = tuple(wanted.codes) or tuple(c.id for c in book.depth_first() if c.id in used)
    return Scope(
        wanted=wanted,
        coders=coders,
        codes=codes,
        frames=tuple(
            source_frames(
                session,
                worked,
                sources=wanted.sources,
                unit=wanted.unit,
                whole_text=wanted.whole_text,
                segments=segments,
                outside=outside,
            )
        ),
        spans=spans,
        unit=wanted.unit,
        codebook_versions=tuple(sorted({coding.codebook_version for coding in kept})),
        dates=last_days(kept),
        segments=rule,
        outside=outside,
    )


def _passes(
    session: ProjectSession,
    wanted: AgreementRequest,
    counts: Callable[[str], bool],
    notes: list[str],
) -> list[Coverage]:
    """Who worked on what, in which round; not where suggestions were in view all along."""
    found = [
        one
        for one in queries.coverage(session.database)
        if counts(one.round_id)
        and (not wanted.sources or one.source_id in wanted.sources)
        and (not wanted.coders or one.coder_id in wanted.coders)
    ]
    rounds = {one.id: one for one in queries.rounds(session.database)}
    if wanted.independent_only:
        assisted = {name for name, one in rounds.items() if one.mode is Mode.ASSISTED}
        helped = [one for one in found if one.round_id in assisted]
        if helped:
            who = ", ".join(sorted({one.coder_id for one in helped}))
            where = ", ".join(sorted({one.round_id for one in helped}))
            notes.append(
                f"what {who} did in rounds with suggestions in view ({where}) is missing here, "
                "not a no"
            )
        found = [one for one in found if one.round_id not in assisted]
    under_way = sorted(
        {
            f"{one.coder_id} {one.source_id}"
            for one in found
            if one.progress is Progress.WORKING
            and one.round_id != DEFAULT_ROUND
            and rounds[one.round_id].status is RoundStatus.OPEN
        }
    )
    if under_way:
        notes.append(
            f"not submitted yet, so that what is left to read counts as uncoded: "
            f"{', '.join(under_way)}"
        )
    return found


def _answering(kept: Iterable[Coding], passes: Iterable[Coverage]) -> tuple[str, ...]:
    """Whoever coded something, or submitted a source: finding nothing is an answer too."""
    submitted = {one.coder_id for one in passes if one.progress is Progress.SUBMITTED}
    return tuple(sorted({coding.coder_id for coding in kept} | submitted))


def _assisted(
    found: Iterable[Coding],
    wanted: AgreementRequest,
    worked: Mapping[str, set[str]],
    notes: list[str],
) -> dict[str, list[Span]]:
    """Passages that a coder decided on only after a suggestion: no answer, and no no either."""
    if not wanted.independent_only:
        return {}
    places: dict[str, list[Span]] = defaultdict(list)
    for coding in found:
        if coding.mode is Mode.ASSISTED and coding.coder_id in worked.get(coding.source_id, ()):
            places[coding.source_id].append(coding.span)
    if places:
        count = sum(len(union(spans)) for spans in places.values())
        notes.append(
            f"{count} passages that a coder decided on with a suggestion in view are outside the "
            "frame: leaving them out is no answer"
        )
    return places


def _segments(
    session: ProjectSession,
    wanted: AgreementRequest,
    codings: Sequence[Coding],
    worked: Mapping[str, set[str]],
) -> tuple[Segments, str, list[str]]:
    """The units by source, where they come from, and what they leave out."""
    if wanted.segments is None:
        found = coded_passages(codings)
        return {source: found.units.get(source, ()) for source in worked}, found.rule, []
    hidden = [one.id for one in queries.rounds(session.database) if one.is_blind]
    found = given_segments(session, wanted.segments, hidden)
    shared = [source for source, coders in worked.items() if len(coders) >= 2]
    units = {source: places for source, places in found.units.items() if places}
    return units, found.rule, left_out(units, codings, shared)


def _labels(session: ProjectSession, level: str) -> dict[str, str]:
    """What each code counts as: itself, or the code it stands under."""
    codes = queries.codes(session.database)
    if level == "codes":
        return {code.id: code.id for code in codes}
    return {code.id: code.parent or code.id for code in codes}
