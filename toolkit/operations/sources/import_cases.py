"""Tables of cases: who they are, and in which sources each speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.domain.transcript import Case, Participation
from toolkit.errors import InputError, shorten
from toolkit.formats.cases_table import CasesTable
from toolkit.i18n import _
from toolkit.operations.sources.import_results import Imported
from toolkit.store import queries, rows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from toolkit.domain.events import Change
    from toolkit.formats.plain import OwnEncoding
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
        if source_id in case_ids or stand_in not in batch.participations_in(source_id):
            continue
        batch.drop_participations([stand_in])
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


def case_changes(batch: Batch, cases: Iterable[Case], *, overwrite: bool) -> list[Change]:
    """The changes that add cases and their attributes.

    `overwrite` says whether an attribute that is stored gives way to another value.
    """
    changes = []
    for case in cases:
        before = batch.cases.get(case.id)
        if before is None:
            after = rows.case_row(case)
            changes.append(rows.added("cases", after))
        else:
            attributes = rows.case_from(before).attributes
            merged = (
                {**attributes, **case.attributes}
                if overwrite
                else {**case.attributes, **attributes}
            )
            after = rows.case_row(Case(case.id, merged))
            if after != before:
                changes.append(rows.changed("cases", before, after))
        batch.cases[case.id] = after
    return changes


def participation_changes(batch: Batch, participations: Iterable[Participation]) -> list[Change]:
    """The changes that add the participations that are not there yet."""
    new = [
        participation
        for participation in participations
        if participation not in batch.participations_in(participation.source_id)
    ]
    batch.add_participations(new)
    return [
        rows.added("participations", rows.participation_row(participation)) for participation in new
    ]


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


def read_cases_table(batch: Batch, path: Path, encoding: str | OwnEncoding | None) -> CasesTable:
    """Read a table of cases. Raises `InputError` for a source that is unknown."""
    from toolkit.formats.cases_table import read_cases

    table = without_withdrawn_cases(batch, str(path), read_cases(path, encoding=encoding))
    known = batch.known_sources()
    for participation in table.participations:
        if participation.source_id not in known:
            raise InputError(
                _(
                    "{path}: case {case_id} takes part in the unknown source "
                    "{source_id!r}; valid: {known}"
                ).format(
                    path=path,
                    case_id=participation.case_id,
                    source_id=participation.source_id,
                    known=shorten(known) or _("none yet"),
                ),
                code="unknown-source",
                hint=_("Import the transcripts first, or in the same command."),
            )
    return table


def store_cases(batch: Batch, path: Path, table: CasesTable, actor: str) -> Imported:
    """Record the cases of a table as one step."""
    batch.read_cases(part.source_id for part in table.participations)
    table, removed = stand_ins_replaced(batch, table)
    changes = case_changes(batch, table.cases, overwrite=True)
    changed_cases = len(changes)
    changes += participation_changes(batch, table.participations)
    changes += removed
    if changes:
        batch.record(
            actor=actor,
            kind="cases.import",
            changes=changes,
            summary={"cases": [case.id for case in table.cases]},
        )
    unchanged = len(table.cases) - changed_cases
    notes = (
        silent_cases_note(batch, (case.id for case in table.cases)),
        batch.passed_over_note(str(path)),
    )
    return Imported(
        str(path), "cases", path.stem, changed_cases, unchanged, "; ".join(filter(None, notes))
    )
