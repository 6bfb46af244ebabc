"""What the agreement statement says of settled disagreements: who decided, and what changed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from toolkit.agreement.disagreements import AGREED, BOUNDARY, OTHER_CODE, align
from toolkit.agreement.spans import CodedSpan
from toolkit.domain.adjudication import Adjudication, Settlement
from toolkit.i18n import _, ngettext
from toolkit.operations.agreement.domains import domains_of
from toolkit.operations.consensus.adjudicate import DEFAULT_LAYER, foreign_sources
from toolkit.operations.consensus.statement_items import DATA, Item, to_be_stated
from toolkit.store import queries
from toolkit.store.log.entries import events
from toolkit.store.queries import adjudications

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from toolkit.domain.codebook import Codebook
    from toolkit.operations.agreement.request import Scope
    from toolkit.operations.session import ProjectSession

SETTLED = "\0settled"
"""Stands for the coder of a result; no coder can have this name."""


def settled(session: ProjectSession, scope: Scope) -> Iterator[Item]:
    """What was settled between the coders of the scope, on the sources that they share.

    With outcomes, who decided, and what became of each coder's codings; the same for a
    consensus that came from elsewhere, of which nobody here knows who decided.
    """
    shared, coders = set(scope.shared()), set(scope.coders)
    taken_up = [
        given
        for given in adjudications(session.database)
        if given.source_id in shared and {given.coder_a, given.coder_b} <= coders
    ]
    disputed = [given for given in taken_up if given.outcome is not Settlement.AGREED]
    book = queries.codebook(session.database)
    if disputed:
        yield "disagreements", _outcomes(disputed), DATA
        yield "disagreements", _decided(session, disputed), DATA
        for round_id in sorted({given.round_id for given in disputed}):
            of_round = [given for given in taken_up if given.round_id == round_id]
            lead = _("Compared with what was settled in round {round_id}").format(round_id=round_id)
            spans = _adjudicated(session, scope, book, of_round)
            yield from _changes(lead, scope, spans, book)
    elsewhere = foreign_sources(session, DEFAULT_LAYER)
    if elsewhere:
        text = _("A consensus is recorded for {count} sources ({sources}).")
        yield (
            "disagreements",
            text.format(count=len(elsewhere), sources=", ".join(sorted(elsewhere))),
            DATA,
        )
        lead = _("Compared with that consensus")
        yield from _changes(lead, scope, _recorded(session, scope, book, elsewhere), book)
    if disputed and not elsewhere:
        yield to_be_stated("disagreements", _("how disagreements were talked through"))
    else:
        yield to_be_stated(
            "disagreements", _("how disagreements were talked through, and by whom decided")
        )


def _outcomes(every: Sequence[Adjudication]) -> str:
    outcomes = Counter(given.outcome.value for given in every)
    yielded = Counter(coder for given in every for coder in given.yielded)
    text = _("{settled} disagreements were settled and {left_open} left open ({outcomes})").format(
        settled=sum(given.is_settled for given in every),
        left_open=outcomes["leave-open"],
        outcomes=", ".join(f"{count} {name}" for name, count in sorted(outcomes.items())),
    )
    if yielded:
        times = _("{coder} {count} times")
        names = ", ".join(
            times.format(coder=coder, count=count) for coder, count in sorted(yielded.items())
        )
        text += _("; {names} yielded").format(names=names)
    return _("{outcomes}. The answers given before were kept.").format(outcomes=text)


def _decided(session: ProjectSession, every: Sequence[Adjudication]) -> str:
    """Who recorded the decisions, and how many steps of the log hold them, from when to when."""
    deciders = Counter(given.decided_by for given in every)
    names = ", ".join(f"{name} {count}" for name, count in sorted(deciders.items()))
    text = _("The decisions were recorded by: {names}").format(names=names)
    ids = {given.id for given in every}
    days = sorted(
        event.at[:10]
        for event in events(session.database, kind="adjudicate")
        if any(
            change.table == "adjudications" and change.after is not None and change.key[0] in ids
            for change in event.changes
        )
    )
    if days:
        text += ngettext(
            " (in {count} step of the log, {first} to {last})",
            " (in {count} steps of the log, {first} to {last})",
            len(days),
        ).format(count=len(days), first=days[0], last=days[-1])
    return f"{text}."


def _adjudicated(
    session: ProjectSession, scope: Scope, book: Codebook, taken_up: Sequence[Adjudication]
) -> dict[str, set[CodedSpan]]:
    """By coder, the answers that were settled or agreed on, and what they became."""
    kept = _codes_asked_for(scope, book)
    results = {
        coding.id: coding
        for round_id in sorted({given.round_id for given in taken_up})
        for coding in queries.codings(session.database, round_id=round_id)
    }
    spans: dict[str, set[CodedSpan]] = {coder: set() for coder in scope.coders}
    for given in taken_up:
        if not given.is_settled:
            continue
        result = [
            CodedSpan(given.source_id, SETTLED, coding.code_id, coding.span.start, coding.span.end)
            for coding in map(results.get, given.codings)
            if coding is not None and coding.code_id in kept
        ]
        for coder, answers in ((given.coder_a, given.answers_a), (given.coder_b, given.answers_b)):
            own = (_span(given.source_id, coder, answer) for answer in answers)
            spans[coder] |= {span for span in own if span.code in kept} | set(result)
    return spans


def _span(source_id: str, coder: str, answer: str) -> CodedSpan:
    """An answer, spelled `code start:end`, as a span."""
    code, _space, place = answer.rpartition(" ")
    start, _colon, end = place.partition(":")
    return CodedSpan(source_id, coder, code, int(start), int(end))


def _recorded(
    session: ProjectSession, scope: Scope, book: Codebook, elsewhere: Collection[str]
) -> dict[str, set[CodedSpan]]:
    """By coder, answers in scope and the consensus from elsewhere, where both are finished."""
    kept = _codes_asked_for(scope, book)
    layer = DEFAULT_LAYER.round_id
    finished = {
        stated.source_id
        for stated in queries.coverage(session.database)
        if stated.round_id == layer and stated.progress.is_finished
    }
    consensus = [
        CodedSpan(coding.source_id, SETTLED, coding.code_id, coding.span.start, coding.span.end)
        for coding in queries.codings(session.database, round_id=layer)
        if coding.code_id in kept
    ]
    spans: dict[str, set[CodedSpan]] = {}
    for coder in scope.coders:
        sources = set(scope.shared([coder])) & set(scope.shared()) & finished & set(elsewhere)
        answers = [
            CodedSpan(coding.source_id, coder, coding.code_id, coding.span.start, coding.span.end)
            for coding in scope.answers
            if coding.coder_id == coder
            and coding.code_id in kept
            and (coding.independent or not scope.request.independent_only)
        ]
        spans[coder] = {span for span in (*answers, *consensus) if span.source_id in sources}
    return spans


def _codes_asked_for(scope: Scope, book: Codebook) -> set[str]:
    """The codes whose codings are compared: all, or those named with the codes below them."""
    request = scope.request
    if not request.codes:
        return {code.id for code in book}
    if request.exactly:
        return set(request.codes)
    return {below for name in request.codes for below in book.descendants(name)}


def _changes(
    lead: str, scope: Scope, spans: dict[str, set[CodedSpan]], book: Codebook
) -> Iterator[Item]:
    """What became of the codings of each coder."""
    parts = []
    for coder in scope.coders:
        own = [span for span in spans.get(coder, ()) if span.coder == coder]
        if spans.get(coder):
            counts = _fates(coder, spans[coder], book)
            text = _(
                "of {total} codings of {coder} {kept} were kept, {ends} got other ends, {recoded} "
                "another code, {dropped} were dropped, and {added} were added that {coder} had not"
            )
            parts.append(text.format(coder=coder, total=len(own), **counts))
    if parts:
        text = _("{lead}, {changes}.")
        yield "disagreements", text.format(lead=lead, changes="; ".join(parts)), DATA


def _fates(coder: str, spans: Iterable[CodedSpan], book: Codebook) -> dict[str, int]:
    """How many codings of a coder were kept or not, by the alignment of `qct disagreements`."""
    fates = {"kept": 0, "ends": 0, "recoded": 0, "dropped": 0, "added": 0}
    names = {AGREED: "kept", BOUNDARY: "ends", OTHER_CODE: "recoded"}
    for row in align(spans, (coder, SETTLED), domains_of(book)):
        own, result = (row.a, row.b) if row.coder_a == coder else (row.b, row.a)
        if own:
            fates[names.get(row.kind, "dropped")] += len(own)
        else:
            fates["added"] += len(result)
    return fates
