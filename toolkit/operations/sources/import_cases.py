"""Storing a table of cases: who they are, and in which sources each speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.domain.transcript import Case, Participation
from toolkit.formats.cases_table import CasesTable
from toolkit.i18n import _
from toolkit.store import queries, rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.domain.events import Change
    from toolkit.operations.sources.import_batch import Batch


def stand_ins_replaced(batch: Batch, table: CasesTable) -> tuple[CasesTable, list[Change]]:
    """The table with what the stand-ins of its sources knew, and the changes that remove them.

    A transcript that names nobody gets a case of its own id, so that it has a column before
    anyone says who speaks. Where a table says who speaks in the source, that case goes, since the
    words would count for both. Its attributes, from the front matter, go to the case that takes
    its place where that is only one, and stay the source's otherwise.
    """
    speaking: dict[str, set[str]] = {}
    for part in table.participations:
        speaking.setdefault(part.source_id, set()).add(part.case_id)
    changes: list[Change] = []
    attributes = {case.id: dict(case.attributes) for case in table.cases}
    for source_id, case_ids in sorted(speaking.items()):
        stand_in = Participation(source_id, source_id)
        if source_id in case_ids or stand_in not in batch.participations:
            continue
        batch.participations.discard(stand_in)
        changes.append(rows.removed("participations", rows.participation_row(stand_in)))
        row = batch.cases.get(source_id)
        if row is None:
            continue
        if len(case_ids) == 1:
            (case_id,) = case_ids
            known = rows.case_from(row).attributes
            stored = batch.cases.get(case_id)
            already = rows.case_from(stored).attributes if stored is not None else {}
            attributes[case_id] = {**known, **already, **attributes[case_id]}
        if not _needed(batch, source_id):
            del batch.cases[source_id]
            changes.append(rows.removed("cases", row))
    cases = tuple(Case(case_id, values) for case_id, values in attributes.items())
    return type(table)(cases, table.participations), changes


def _needed(batch: Batch, case_id: str) -> bool:
    """Whether the case speaks elsewhere, or somebody wrote a memo on it."""
    database = batch.session.database
    elsewhere = database.query(
        "SELECT source_id, speaker FROM participations WHERE case_id = :case", {"case": case_id}
    )
    places = {(row["source_id"], row["speaker"]) for row in elsewhere} - {(case_id, "")}
    return bool(places) or any(
        memo.target == "case" and memo.target_id == case_id for memo in queries.memos(database)
    )


def silent_cases_note(batch: Batch, case_ids: Iterable[str]) -> str:
    """A note on cases that speak in no source, and so have no column; empty for none."""
    speaking = {part.case_id for part in queries.participations(batch.session.database)}
    speaking |= {part.case_id for part in batch.participations}
    silent = [case_id for case_id in case_ids if case_id not in speaking]
    if not silent:
        return ""
    return _(
        "{cases} speak in no source, so no matrix counts anything for them: add a column `source` "
        "to the table"
    ).format(cases=", ".join(silent))


def without_withdrawn_cases(batch: Batch, file: str, table: CasesTable) -> CasesTable:
    """The table without the rows of withdrawn sources, and the cases that had no others."""
    gone = {withdrawal.source_id for withdrawal in batch.withdrawn()}
    kept = tuple(part for part in table.participations if part.source_id not in gone)
    if len(kept) == len(table.participations):
        return table
    batch.passed_over[file] = len(table.participations) - len(kept)
    stay = {part.case_id for part in kept}
    left = {part.case_id for part in table.participations} - stay
    return CasesTable(tuple(case for case in table.cases if case.id not in left), kept)
