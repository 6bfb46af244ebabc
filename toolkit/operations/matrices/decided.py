"""What people decided on the sources in scope: whose answers a matrix rests on, and the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from toolkit.domain.codings import Coding
from toolkit.domain.directions import DirectionMapping
from toolkit.domain.transcript import Source
from toolkit.i18n import _
from toolkit.operations.answers.chosen import (
    ChosenAnswers,
    choose,
    coding_statements,
    mapping_statements,
)
from toolkit.operations.answers.kept import LeftOut, kept
from toolkit.operations.answers.renderings import renderings_among
from toolkit.store import queries

if TYPE_CHECKING:
    from toolkit.operations.matrices.request import MatrixRequest
    from toolkit.operations.session import ProjectSession


@dataclass(frozen=True, slots=True)
class DecidedData:
    """What people decided on the sources in scope; no suggestion and no proposal."""

    sources: Sequence[Source]
    codings: Sequence[Coding]
    """Those that count, or are shown as unfinished."""
    mappings: Sequence[DirectionMapping]
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
            codings=[coding for coding in self.codings if coding.coder_id == coder],
            mappings=[mapping for mapping in self.mappings if mapping.coder_id == coder],
            chosen=self.chosen.of_coder(coder),
            chosen_mappings=self.chosen_mappings.of_coder(coder),
            left_out={},
            left_out_mappings={},
        )

    def finished_only(self) -> DecidedData:
        """The same without what is shown although it is not finished."""
        if not self.chosen.unfinished:
            return self
        unfinished = self.chosen.unfinished
        shown = [coding.id for coding in self.codings if coding.source_id in unfinished]
        left = dict(self.left_out)
        if shown:
            reason = _("the coder has not finished the source")
            left[reason] = [*left.get(reason, ()), *shown]
        return replace(
            self,
            codings=[coding for coding in self.codings if coding.source_id not in unfinished],
            chosen=self.chosen.without_unfinished(),
            left_out=left,
        )


def decided_data(session: ProjectSession, kind: str, request: MatrixRequest) -> DecidedData:
    """The codings and mappings that a matrix rests on, and those in scope that it leaves out."""
    sources, renderings = sources_in_scope(session, request.sources)
    ids = [source.id for source in sources]
    inside = set(ids)
    every = [
        coding for coding in queries.iterate_codings(session.database) if coding.source_id in inside
    ]
    mapped = [
        mapping
        for mapping in queries.direction_mappings(session.database)
        if mapping.source_id in inside and kind != "codes-by-cases"
    ]
    answers = request.rule
    # Mappings are kept in the round in which they were made, whichever round was coded in, so a
    # round that is named is that of what the matrix counts.
    of_codings, of_mappings = request.round_id, None
    if kind == "directions-by-cases":
        of_codings, of_mappings = None, request.round_id
    coded = coding_statements(session, ids)
    chosen = choose(session, coded, answers=answers, round_id=of_codings)
    chosen_mappings = choose(
        session, mapping_statements(mapped), answers=answers, round_id=of_mappings
    )
    codings, left_out = kept(every, chosen)
    mappings, left_out_mappings = kept(mapped, chosen_mappings)
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


def sources_in_scope(
    session: ProjectSession, names: Sequence[str]
) -> tuple[list[Source], list[str]]:
    """The sources named, else all but renderings, and the ids of the renderings left out."""
    every = queries.sources(session.database)
    if names:
        return [source for source in every if source.id in names], []
    left_out = renderings_among(every)
    return [source for source in every if source.id not in left_out], left_out
