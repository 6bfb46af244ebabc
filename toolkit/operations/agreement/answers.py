"""Codings as answers: who coded what, on what text, and in which units."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from toolkit.agreement.spans import CodedSpan
from toolkit.domain.codings import Coding, Mode
from toolkit.domain.spans import Span, union
from toolkit.i18n import _, ngettext
from toolkit.operations.agreement.accounted import OUTSIDE_FRAME, account_codings
from toolkit.operations.agreement.frames import last_days, source_frames
from toolkit.operations.agreement.request import SEGMENT, AgreementRequest, Scope
from toolkit.operations.agreement.units import (
    GivenSegments,
    coded_passages,
    given_segments,
    unreached,
)
from toolkit.operations.answers.renderings import renderings_among, renderings_note
from toolkit.store import queries

if TYPE_CHECKING:
    from toolkit.domain.codebook import Codebook
    from toolkit.domain.rounds import Coverage
    from toolkit.operations.answers.counted_rounds import CountedRounds
    from toolkit.operations.session import ProjectSession

Coders = Mapping[str, set[str]]
"""By source, the coders who worked on it."""


def code_scope(session: ProjectSession, request: AgreementRequest, rounds: CountedRounds) -> Scope:
    """The codings asked for, with notes on what is left out."""
    sources = queries.sources(session.database)
    renderings = set() if request.sources else set(renderings_among(sources))
    every = [c for c in queries.codings(session.database) if c.source_id not in renderings]
    asked_for = [coding for coding in every if _is_asked_for(coding, request, rounds)]
    every_statement = queries.coverage(session.database)
    coverage, assisted_notes = _coverage(every_statement, request, rounds)
    assisted_notes += _rendering_notes(coverage, renderings)
    coverage = [stated for stated in coverage if stated.source_id not in renderings]
    finished, unfinished = finished_work(coverage, request)
    in_scope = [coding for coding in asked_for if _place(coding) not in unfinished]
    kept, left_out = _independent(in_scope, request)
    not_counted = [*assisted_notes, *unfinished_notes(coverage, asked_for, request)]
    coverage = finished
    coders = tuple(request.coders) or _answering(kept, coverage)
    coverage = [stated for stated in coverage if stated.coder_id in coders]
    worked = _coders_by_source(coverage)
    segments, unreached_notes = _segments(session, request, rounds, kept, worked)
    outside = _assisted_passages(in_scope, request, worked)
    book = queries.codebook(session.database)
    labels = _labels(book, request)
    framed = source_frames(
        session,
        worked,
        sources=request.sources,
        unit=request.unit,
        whole_text=request.whole_text,
        segments=None if segments is None else segments.units,
        outside=outside,
    )
    # Work in progress of anybody is no answer, so it adds no code on whose absence others agree.
    _finished, in_progress = finished_work(every_statement, request)
    answered = [coding for coding in every if _place(coding) not in in_progress]
    codes = tuple(request.codes) or _used_codes(book, answered, labels, request, rounds)
    accounted = account_codings(
        every,
        request,
        rounds,
        unfinished=unfinished,
        coders=coders,
        codes=codes,
        labels=labels,
        frames=framed.frames,
        finished_in=(stated.round_id for stated in coverage),
    )
    return Scope(
        request=request,
        coders=coders,
        codes=codes,
        frames=framed.frames,
        roles_outside=framed.roles_outside,
        spans=tuple(
            CodedSpan(coding.source_id, coding.coder_id, label, coding.span.start, coding.span.end)
            for coding in kept
            if segments is None or coding.source_id in segments.units
            for label in labels.get(coding.code_id, ())
        ),
        unit=request.unit,
        codebook_versions=tuple(sorted({coding.codebook_version for coding in kept})),
        dates=last_days(kept),
        notes=(
            *left_out,
            *not_counted,
            *_several_rounds(coverage),
            *unreached_notes,
            *_outside_notes(outside),
            *_outside_frame_notes(accounted.left_out, kept, outside),
        ),
        segments="" if segments is None else segments.rule,
        outside=outside,
        answers=tuple(in_scope),
        unfinished=len(unfinished),
        accounted=accounted,
    )


def _is_asked_for(
    answer: Coding | Coverage, request: AgreementRequest, rounds: CountedRounds
) -> bool:
    return (
        answer.round_id in rounds
        and (not request.sources or answer.source_id in request.sources)
        and (not request.coders or answer.coder_id in request.coders)
    )


def _independent(
    codings: Sequence[Coding], request: AgreementRequest
) -> tuple[Sequence[Coding], list[str]]:
    """The codings that count, and a note on those made after a suggestion was seen."""
    if not request.independent_only:
        return codings, []
    kept = [coding for coding in codings if coding.independent]
    if len(kept) == len(codings):
        return kept, []
    note = _("{count} codings made after a suggestion was seen are left out")
    return kept, [note.format(count=len(codings) - len(kept))]


def _coverage(
    statements: Iterable[Coverage], request: AgreementRequest, rounds: CountedRounds
) -> tuple[list[Coverage], list[str]]:
    """Who worked on what, in which round, and notes on what does not count as worked on.

    Work in a round with suggestions in view does not, unless it is asked for.
    """
    coverage = [stated for stated in statements if _is_asked_for(stated, request, rounds)]
    notes = []
    if request.independent_only:
        assisted = rounds.assisted
        helped = [stated for stated in coverage if stated.round_id in assisted]
        coverage = [stated for stated in coverage if stated.round_id not in assisted]
        notes += _assisted_rounds(helped)
    return coverage, notes


def _rendering_notes(coverage: Iterable[Coverage], renderings: Collection[str]) -> list[str]:
    """A note on renderings that two coders could be compared on."""
    coders: dict[str, set[str]] = defaultdict(set)
    for stated in coverage:
        if stated.source_id in renderings:
            coders[stated.source_id].add(stated.coder_id)
    shared = sorted(source for source, who in coders.items() if len(who) > 1)
    return [renderings_note(shared)] if shared else []


def _assisted_rounds(helped: Sequence[Coverage]) -> list[str]:
    if not helped:
        return []
    note = _(
        "what {coders} did in rounds with suggestions in view ({rounds}) is "
        "treated as missing, not as 'not coded'"
    )
    return [
        note.format(
            coders=", ".join(sorted({stated.coder_id for stated in helped})),
            rounds=", ".join(sorted({stated.round_id for stated in helped})),
        )
    ]


Place = tuple[str, str, str]
"""Round, coder, source."""


def _place(answer: Coding | Coverage) -> Place:
    return answer.round_id, answer.coder_id, answer.source_id


def finished_work(
    coverage: Iterable[Coverage], request: AgreementRequest
) -> tuple[list[Coverage], set[Place]]:
    """The statements that count as answers, and where work is left out as unfinished."""
    stated = list(coverage)
    if request.include_unfinished:
        return stated, set()
    finished = [statement for statement in stated if statement.progress.is_finished]
    return finished, {_place(part) for part in stated if not part.progress.is_finished}


def unfinished_notes(
    coverage: Iterable[Coverage], codings: Iterable[Coding], request: AgreementRequest
) -> list[str]:
    """Who has not finished what, with how many codings, and whether it is left out."""
    under_way = sorted({_place(part) for part in coverage if not part.progress.is_finished})
    if not under_way:
        return []
    made = Counter(map(_place, codings))
    names = ", ".join(
        _("{coder} {source} ({codings})").format(
            coder=place[1], source=place[2], codings=made[place]
        )
        for place in under_way
    )
    total = sum(made[place] for place in under_way)
    if request.include_unfinished:
        note = ngettext(
            "not finished, and taken in with {count} coding, so that what is left to read counts "
            "as uncoded: {names}",
            "not finished, and taken in with {count} codings, so that what is left to read counts "
            "as uncoded: {names}",
            total,
        )
    else:
        note = ngettext(
            "not finished and left out, with {count} coding: {names}; `qct sources finish` states "
            "that a source is finished, and --include-unfinished takes the rest in",
            "not finished and left out, with {count} codings: {names}; `qct sources finish` "
            "states that a source is finished, and --include-unfinished takes the rest in",
            total,
        )
    return [note.format(count=total, names=names)]


def _answering(codings: Iterable[Coding], coverage: Iterable[Coverage]) -> tuple[str, ...]:
    """Whoever coded something, or finished a source: finding nothing is an answer too."""
    finished = {stated.coder_id for stated in coverage if stated.progress.is_finished}
    return tuple(sorted({coding.coder_id for coding in codings} | finished))


def _coders_by_source(coverage: Iterable[Coverage]) -> dict[str, set[str]]:
    worked: dict[str, set[str]] = defaultdict(set)
    for stated in coverage:
        worked[stated.source_id].add(stated.coder_id)
    return dict(worked)


def _several_rounds(coverage: Iterable[Coverage]) -> list[str]:
    times = Counter((stated.coder_id, stated.source_id) for stated in coverage)
    coders = sorted({coder for (coder, _source), count in times.items() if count > 1})
    if not coders:
        return []
    note = _("{coders} coded sources in several rounds, put together here: name one with --round")
    return [note.format(coders=", ".join(coders))]


def _assisted_passages(
    codings: Iterable[Coding], request: AgreementRequest, worked: Coders
) -> dict[str, list[Span]]:
    """Passages that a coder decided on only after a suggestion: neither an answer nor a no."""
    if not request.independent_only:
        return {}
    passages: dict[str, list[Span]] = defaultdict(list)
    for coding in codings:
        if coding.mode is Mode.ASSISTED and coding.coder_id in worked.get(coding.source_id, ()):
            passages[coding.source_id].append(coding.span)
    return dict(passages)


def _outside_notes(outside: Mapping[str, Sequence[Span]]) -> list[str]:
    if not outside:
        return []
    note = _(
        "{count} passages that a coder decided on with a suggestion in view are outside the "
        "frame: leaving them out is no answer"
    )
    return [note.format(count=sum(len(union(spans)) for spans in outside.values()))]


def _segments(
    session: ProjectSession,
    request: AgreementRequest,
    rounds: CountedRounds,
    codings: Sequence[Coding],
    worked: Coders,
) -> tuple[GivenSegments | None, list[str]]:
    """The units by source with their rule, and notes on what they leave out.

    None where the unit is not a segment.
    """
    if request.unit != SEGMENT:
        return None, []
    if request.segments is None:
        coded = coded_passages(codings)
        return GivenSegments({name: coded.units.get(name, ()) for name in worked}, coded.rule), []
    given = given_segments(
        session,
        request.segments,
        rounds.blind,
        sources=request.sources,
        include_unfinished=request.include_unfinished,
    )
    shared = [source for source, coders in worked.items() if len(coders) >= 2]
    units = {source: places for source, places in given.units.items() if places}
    notes = [*given.notes, *unreached(units, codings, shared)]
    return GivenSegments(units, given.rule), notes


def _labels(book: Codebook, request: AgreementRequest) -> dict[str, tuple[str, ...]]:
    """What each code counts as: itself, or the code it stands under, or every named code whose
    branch it is in. A code that counts as nothing is not compared."""
    if request.level != "codes":
        return {code.id: (code.parent or code.id,) for code in book}
    if not request.codes:
        return {code.id: (code.id,) for code in book}
    branches = {
        name: {name} if request.exactly else set(book.descendants(name)) for name in request.codes
    }
    return {
        code.id: tuple(name for name, branch in branches.items() if code.id in branch)
        for code in book
    }


def _used_codes(
    book: Codebook,
    codings: Iterable[Coding],
    labels: Mapping[str, Sequence[str]],
    request: AgreementRequest,
    rounds: CountedRounds,
) -> tuple[str, ...]:
    """Codes used in the sources asked for, in codebook order. One that others used there is
    among them: not using it is an answer. `codings` has no work in progress."""
    hidden = set(rounds.blind)
    used = {
        label
        for coding in codings
        if coding.round_id not in hidden
        and (not request.sources or coding.source_id in request.sources)
        for label in labels.get(coding.code_id, ())
    }
    return tuple(code.id for code in book.depth_first() if code.id in used)


def _outside_frame_notes(
    left_out: Mapping[str, Sequence[str]],
    codings: Iterable[Coding],
    assisted: Mapping[str, Sequence[Span]],
) -> list[str]:
    """A note on codings of whose words none is in the frame: how many, of whom, and why.

    Those in passages that a coder decided on with a suggestion in view have a note of their own.
    """
    outside = set(left_out.get(OUTSIDE_FRAME, ()))
    counts = Counter(
        coding.coder_id
        for coding in codings
        if coding.id in outside
        and not any(coding.span.overlaps(span) for span in assisted.get(coding.source_id, ()))
    )
    if not counts:
        return []
    names = ", ".join(
        _("{coder}: {count}").format(coder=coder, count=count)
        for coder, count in sorted(counts.items())
    )
    note = ngettext(
        "{count} coding lies outside the frame, where no expert speaks, and is not compared "
        "({names})",
        "{count} codings lie outside the frame, where no expert speaks, and are not compared "
        "({names})",
        counts.total(),
    )
    return [note.format(count=counts.total(), names=names)]
