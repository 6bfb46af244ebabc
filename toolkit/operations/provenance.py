"""Where the figures of a table come from: what the project knows of that."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.operations.answers.rule import AnswersRule, Combination
from toolkit.report.provenance import CODINGS, MAPPINGS, EventMark, Provenance
from toolkit.store.log import entries
from toolkit.version import __version__

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from toolkit.domain.rounds import Viewer
    from toolkit.operations.agreement.request import Scope
    from toolkit.operations.session import ProjectSession
    from toolkit.report.tables import Table


def stamped(
    session: ProjectSession, provenance: Provenance, viewer: Viewer | None = None
) -> Provenance:
    """The provenance with the project's name, its newest event and the version of the software.

    It is called in the snapshot in which the figures were read. A viewer bound by an open blind
    round gets neither events nor counts, since others' work changes both; without a `viewer` it
    is the one that the project is restricted to.
    """
    row = entries.newest_mark(session.database)
    made = replace(
        provenance,
        project=session.config.name,
        event=EventMark(*row) if row is not None else None,
        language=session.config.language,
        software=f"qct {__version__}",
    )
    viewer = viewer or session.seen_by
    is_bound = viewer is not None and bool(viewer.blind_rounds)
    return made.for_bound_reader() if is_bound else made


def with_scopes(session: ProjectSession, table: Table, scopes: Iterable[Scope]) -> Table:
    """The table of a comparison, with the provenance of the answers that were compared."""
    every = list(scopes)
    if not every:
        return replace(table, provenance=stamped(session, Provenance()))
    of_directions = every[0].of_directions
    counted = {name for scope in every for name in scope.accounted.counted}
    left_out = merged_reasons((scope.accounted.left_out for scope in every), counted)
    coders = _distinct(name for scope in every for name in scope.coders)
    provenance = Provenance(
        answers=str(AnswersRule(Combination.EACH, coders)),
        readers=coders,
        rounds=tuple(sorted({name for scope in every for name in scope.accounted.rounds})),
        sources=_distinct(
            frame.source_id.split(" (")[0] for scope in every for frame in scope.frames
        ),
        codebook_versions=tuple(
            sorted({version for scope in every for version in scope.codebook_versions})
        ),
        unit=every[0].unit,
        counted_of=MAPPINGS if of_directions else CODINGS,
        counted=len(counted),
        left_out=tuple(left_out.items()),
    )
    return replace(table, provenance=stamped(session, provenance))


def merged_reasons(
    reasons: Iterable[Mapping[str, Collection[str]]], counted: Collection[str]
) -> dict[str, int]:
    """How many answers are left out for each reason: each once, and none that is counted."""
    seen = set(counted)
    result: dict[str, int] = {}
    for of_scope in reasons:
        for reason, ids in of_scope.items():
            new = set(ids) - seen
            seen |= new
            if new:
                result[reason] = result.get(reason, 0) + len(new)
    return result


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
