"""Directions as coders gave them to segments, ready to be compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from toolkit.agreement.spans import CodedSpan, SourceFrame
from toolkit.operations.agreement.frames import last_days
from toolkit.operations.agreement.request import SEGMENT, AgreementRequest, Scope
from toolkit.operations.session import ProjectSession
from toolkit.store import queries


def direction_scope(
    session: ProjectSession,
    wanted: AgreementRequest,
    counts: Callable[[str], bool],
    notes: list[str],
) -> Scope:
    """Each mapped segment is one unit, each direction a yes or no; adds to `notes`.

    `counts` tells whether a round enters.
    """
    found = [
        one
        for one in queries.direction_mappings(session.database)
        if counts(one.round_id)
        and (not wanted.sources or one.source_id in wanted.sources)
        and (not wanted.coders or one.coder_id in wanted.coders)
    ]
    kept = [one for one in found if not (wanted.independent_only and one.proposal_id)]
    if len(kept) < len(found):
        notes.append(f"{len(found) - len(kept)} mappings that confirm a proposal are left out")
    coders = tuple(wanted.coders) or tuple(sorted({one.coder_id for one in kept}))
    answered: dict[str, dict[tuple[int, int], set[str]]] = defaultdict(lambda: defaultdict(set))
    for one in kept:
        answered[one.source_id][one.span.start, one.span.end].add(one.coder_id)
    frames, spans, alone = [], [], 0
    for source in queries.sources(session.database):
        if source.id not in answered:
            continue
        by_coders: dict[frozenset[str], list[tuple[int, int]]] = defaultdict(list)
        for place, who in sorted(answered[source.id].items()):
            by_coders[frozenset(who)].append(place)
            alone += len(who) < 2
        for people, places in sorted(by_coders.items(), key=lambda item: sorted(item[0])):
            name = (
                source.id if len(by_coders) == 1 else f"{source.id} ({', '.join(sorted(people))})"
            )
            at = {place: number for number, place in enumerate(places)}
            units = [(number, number + 1) for number in at.values()]
            frames.append(SourceFrame(name, len(places), coverage=people, units=units))
            spans += [
                CodedSpan(name, one.coder_id, one.direction_id, number, number + 1)
                for one in kept
                if one.source_id == source.id
                and (number := at.get((one.span.start, one.span.end))) is not None
            ]
    if alone:
        notes.append(f"{alone} segments were mapped by one coder only and say nothing here")
    used = {span.code for span in spans}
    known = [one.id for one in queries.directions(session.database)]
    extra = sorted(used - set(known))
    return Scope(
        wanted=wanted,
        coders=coders,
        codes=tuple(wanted.codes) or tuple(one for one in [*known, *extra] if one in used),
        frames=tuple(frames),
        spans=tuple(spans),
        unit=SEGMENT,
        codebook_versions=(queries.codebook(session.database).version,),
        dates=last_days(kept),
    )
