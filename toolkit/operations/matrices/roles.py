"""A note on matrices whose figures rest on roles that may be read wrongly."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.analysis.matrix import Measure
from toolkit.operations.speakers.warnings import role_note
from toolkit.store import queries

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.domain.transcript import Source
    from toolkit.operations.matrices.report import MatrixReport
    from toolkit.operations.session import ProjectSession


def with_role_note(
    session: ProjectSession, report: MatrixReport, measure: str, sources: Iterable[Source]
) -> MatrixReport:
    """The report with a note, where roles change its figures and may be read wrongly.

    They change the words that count, and who speaks in a source of several cases.
    """
    ids = [source.id for source in sources]
    if measure != Measure.WORDS:
        crowded = {
            part.source_id for part in queries.participations(session.database) if part.speaker
        }
        ids = [source_id for source_id in ids if source_id in crowded]
    notes = role_note(session, ids)
    if not notes:
        return report
    return replace(
        report,
        matrix=replace(report.matrix, notes=(*report.matrix.notes, *notes)),
        table=replace(report.table, notes=(*report.table.notes, *notes)),
    )
