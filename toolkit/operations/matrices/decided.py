"""What people decided on the sources in scope: whose answers a matrix rests on, and the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from toolkit.analysis.records import Records
from toolkit.domain.transcript import Source
from toolkit.i18n import _
from toolkit.operations.answers.chosen import (
    ChosenAnswers,
    Statement,
    choose,
    coding_statements,
)
from toolkit.operations.answers.kept import kept_records
from toolkit.operations.answers.renderings import renderings_among
from toolkit.operations.answers.table import answer_table
from toolkit.operations.matrices.request import CODE_BY_CODER, OF_MAPPINGS, READ_MAPPINGS
from toolkit.store import queries
from toolkit.store.selections import CODINGS, MAPPINGS

if TYPE_CHECKING:
    from toolkit.analysis.records import Ids
    from toolkit.operations.matrices.request import MatrixRequest
    from toolkit.operations.session import ProjectSession

LeftOut = Mapping[str, "Ids"]
"""Ids by the reason why they do not count."""


@dataclass(frozen=True, slots=True)
class DecidedData:
    """What people decided on the sources in scope; no suggestion and no proposal."""

    sources: Sequence[Source]
    codings: Records
    """Those that count, or are shown as unfinished."""
    mappings: Records
    renderings: Sequence[str]
    """Sources that render another source, and are not asked for."""
    chosen: ChosenAnswers
    """Whose codings count."""
    chosen_mappings: ChosenAnswers
    left_out: LeftOut = field(default_factory=dict)
    """Codings of the sources in scope that do not count."""
    left_out_mappings: LeftOut = field(default_factory=dict)

    def of_coder(self, coder: str) -> DecidedData:
        """What this coder alone decided; what others decided is neither counted nor left out."""
        return replace(
            self,
            codings=_of_coder(self.codings, coder),
            mappings=_of_coder(self.mappings, coder),
            chosen=self.chosen.of_coder(coder),
            chosen_mappings=self.chosen_mappings.of_coder(coder),
            left_out={},
            left_out_mappings={},
        )

    def finished_only(self) -> DecidedData:
        """The same without what is shown although it is not finished."""
        if not self.chosen.unfinished:
            return self
        import numpy as np

        unfinished = np.array([name in self.chosen.unfinished for name in self.codings.sources])
        shown = unfinished[self.codings.source] if len(unfinished) else unfinished
        return replace(
            self,
            codings=self.codings.taken(~shown),
            chosen=self.chosen.without_unfinished(),
            left_out=_more(
                self.left_out,
                _("the coder has not finished the source"),
                self.codings.ids_at(shown),
            ),
        )


def _more(left: LeftOut, reason: str, ids: Ids) -> LeftOut:
    if not len(ids):
        return left
    return {**left, reason: ids.joined([left[reason]]) if reason in left else ids}


def _of_coder(records: Records, coder: str) -> Records:
    number = records.coders.index(coder) if coder in records.coders else -1
    return records.taken(records.coder == number)


def decided_data(session: ProjectSession, kind: str, request: MatrixRequest) -> DecidedData:
    """The codings and mappings that a matrix rests on, and those in scope that it leaves out."""
    sources, renderings = sources_in_scope(session, request.sources)
    ids = [source.id for source in sources]
    with_day = bool(request.since or request.until)
    everything = answer_table(session, CODINGS, with_day=with_day)
    codings = _in_sources(everything, ids)
    mappings = codings.taken(slice(0, 0))
    if kind in READ_MAPPINGS or request.stance:
        mappings = _in_sources(answer_table(session, MAPPINGS, with_day=with_day), ids)
    # Mappings are kept in the round in which they were made, whichever round was coded in, so a
    # round that is named is that of what the matrix counts.
    of_codings, of_mappings = request.round_id, None
    if kind in OF_MAPPINGS:
        of_codings, of_mappings = None, request.round_id
    rule = request.rule
    if kind == CODE_BY_CODER and rule is None:
        rule = "each"
    coded = coding_statements(session, ids, everything.places())
    chosen = choose(session, coded, answers=rule, round_id=of_codings)
    mapped = [Statement(*place, True) for place in sorted(mappings.places())]
    chosen_mappings = choose(session, mapped, answers=rule, round_id=of_mappings)
    codings, left_out = kept_records(codings, chosen)
    mappings, left_out_mappings = kept_records(mappings, chosen_mappings)
    return DecidedData(
        sources,
        codings,
        mappings,
        renderings,
        chosen,
        chosen_mappings,
        left_out,
        left_out_mappings,
    )


def _in_sources(records: Records, source_ids: Sequence[str]) -> Records:
    import numpy as np

    kept = set(source_ids)
    inside = np.array([name in kept for name in records.sources], dtype=bool)
    if inside.all():
        return records
    return records.taken(inside[records.source])


def sources_in_scope(
    session: ProjectSession, names: Sequence[str]
) -> tuple[list[Source], list[str]]:
    """The sources named, else all but renderings, and the ids of the renderings left out."""
    every = queries.sources(session.database)
    if names:
        return [source for source in every if source.id in names], []
    left_out = renderings_among(every)
    return [source for source in every if source.id not in left_out], left_out
