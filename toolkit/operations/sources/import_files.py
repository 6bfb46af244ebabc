"""Taking files into the project: all of them are checked before the first is stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.domain.events import Change, sha256_text
from toolkit.domain.transcript import Case, Participation, Source, Turn
from toolkit.errors import InputError, shorten
from toolkit.formats.cases_table import CasesTable
from toolkit.formats.codings_jsonl import CodingRecord, MappingRecord
from toolkit.formats.detect import FileKind, kind_of_file
from toolkit.formats.transcripts import ImportedSource, read_source
from toolkit.i18n import _
from toolkit.operations.sources import import_records as records
from toolkit.operations.sources.import_batch import Batch, Imported
from toolkit.operations.sources.import_cases import (
    silent_cases_note,
    stand_ins_replaced,
    without_withdrawn_cases,
)
from toolkit.operations.sources.import_speakers import SpeakersPlan, plan_speakers
from toolkit.operations.sources.read_turns import known_of, metadata_of, speaker_keys
from toolkit.operations.sources.withdrawn import refuse_withdrawn
from toolkit.operations.speakers.change import SourceSpeakers, participation_order
from toolkit.operations.speakers.listing import as_rows
from toolkit.operations.speakers.warnings import SourceFacts, warnings_of
from toolkit.store import rows
from toolkit.text.labels.decisions import left_out, read_again
from toolkit.text.labels.speakers import speakers_of

if TYPE_CHECKING:
    from toolkit.operations.session import ProjectSession

NOT_ATTRIBUTES = frozenset({"status"})
"""Front matter that says something of the file and not of the participant."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Files that have been read and checked, and are not stored yet."""

    batch: Batch
    sources: Sequence[_SourcePlan]
    cases: Sequence[tuple[Path, CasesTable]]
    speakers: SpeakersPlan
    codings: Sequence[tuple[Path, Sequence[CodingRecord]]]
    mappings: Sequence[tuple[Path, Sequence[MappingRecord]]]

    @property
    def incoming(self) -> int:
        """How many codings and mappings the files hold."""
        return sum(len(rows_) for _, rows_ in (*self.codings, *self.mappings))

    def store(self, actor: str) -> list[Imported]:
        """Store transcripts first, then cases, speakers, codings and mappings."""
        batch = self.batch
        return [
            *(_store_source(batch, plan, actor) for plan in self.sources),
            *(_store_cases(batch, path, table, actor) for path, table in self.cases),
            *self.speakers.store(batch, actor),
            *(records.store_codings(batch, path, read, actor) for path, read in self.codings),
            *(records.store_mappings(batch, path, read, actor) for path, read in self.mappings),
        ]


def check_files(
    session: ProjectSession,
    paths: Sequence[Path],
    *,
    encoding: str | None,
    source_id: str | None,
    language: str | None,
    as_text: bool = False,
    preview: bool = False,
) -> ImportPlan:
    """Read and check files, whatever order they come in. Raises for the first that is wrong."""
    kinds: dict[FileKind, list[Path]] = {kind: [] for kind in FileKind}
    for path in paths:
        kinds[FileKind.TRANSCRIPT if as_text else _kind(path)].append(path)
    if source_id is not None and len(kinds[FileKind.TRANSCRIPT]) != 1:
        raise InputError(
            _("--id names one source, and {count} transcripts were given").format(
                count=len(kinds[FileKind.TRANSCRIPT])
            ),
            code="id-for-many",
        )
    batch = Batch(session, preview=preview)
    read = [
        (path, _with(read_source(path, encoding=encoding, as_text=as_text), source_id, language))
        for path in kinds[FileKind.TRANSCRIPT]
    ]
    batch.read_sources(source.id_hint for _, source in read)
    plans = [_plan_source(batch, path, source) for path, source in read]
    tables = [(path, _read_cases(batch, path, encoding)) for path in kinds[FileKind.CASES]]
    batch.read_participants(
        Participation(plan.source.id, case.id) for plan in plans for case in plan.cases
    )
    for _path, table in tables:
        batch.read_participants(table.participations)
        batch.read_participants(Participation("", case.id) for case in table.cases)
    for plan in plans:
        plan.settle_cases(batch)
    incoming = {plan.source.id: plan.speakers for plan in plans}
    speakers = plan_speakers(session, kinds[FileKind.SPEAKERS], encoding, incoming)
    given = {part.case_id for source in incoming.values() for part in source.participations}
    batch.read_cases(given - {case.id for plan in plans for case in plan.cases})
    codings = [(path, records.read_codings(batch, path)) for path in kinds[FileKind.CODINGS]]
    mappings = [(path, records.read_mappings(batch, path)) for path in kinds[FileKind.MAPPINGS]]
    return ImportPlan(batch, plans, tables, speakers, codings, mappings)


def matching(folder: Path, pattern: str) -> list[Path]:
    """The files that a pattern of qct.toml names. Raises `InputError` where there is none."""
    names = sorted(glob(pattern, root_dir=folder, recursive=True))
    if not names:
        raise InputError(
            _("{folder}: [files] names {pattern!r}, and no file matches it").format(
                folder=folder / "qct.toml", pattern=pattern
            ),
            code="no-such-file",
        )
    return [folder / name for name in names]


def _kind(path: Path) -> FileKind:
    kind = kind_of_file(path)
    if kind in (FileKind.CODEBOOK, FileKind.DIRECTIONS):
        raise InputError(
            _("{path} is a {kind} file, not material").format(path=path, kind=kind.value),
            code="wrong-command",
            hint=_("Take it in with `qct codebook import {path}`.").format(path=path),
        )
    return kind


# --- transcripts ---------------------------------------------------------------------


@dataclass(slots=True)
class _SourcePlan:
    path: Path
    source: Source
    text: str
    speakers: SourceSpeakers
    left_out: list[str]
    """What opens lines like a label and is not taken for one."""
    cases: list[Case]
    named_case: str
    """The case that the file names; empty where it names none."""
    notes: list[str]

    def settle_cases(self, batch: Batch) -> None:
        """Keep the cases of a source that is there already; others may have changed them.

        Labels that the file names and that have no case of their own yet get the one it says.
        """
        source_id = self.source.id
        stored = {part for part in batch.participations if part.source_id == source_id}
        if source_id not in batch.sources or not stored:
            return
        named = self.speakers.participations
        self.speakers.participations = set(stored)
        own = {part.speaker for part in stored}
        labels = self.speakers.roles
        for part in sorted(named, key=lambda part: part.speaker):
            if part.speaker and part.speaker in labels and part.speaker not in own:
                self.speakers.give_case(part.speaker, part.case_id)
        taking_part = {part.case_id for part in self.speakers.participations}
        self.cases = [case for case in self.cases if case.id in taking_part]
        if self.named_case and self.named_case not in taking_part:
            self.notes.append(
                _("its cases stay as they are; `qct speakers case LABEL CASE` changes them")
            )


def _with(source: ImportedSource, source_id: str | None, language: str | None) -> ImportedSource:
    return replace(
        source,
        id_hint=source.id_hint if source_id is None else source_id,
        language=language or source.language,
    )


def _plan_source(batch: Batch, path: Path, read: ImportedSource) -> _SourcePlan:
    source_id = _checked_id(path, read.id_hint)
    present = batch.text_sha256(source_id)
    refuse_withdrawn(batch.withdrawn(), source_id, sha256_text(read.text), str(path))
    if present is not None and present != sha256_text(read.text):
        if not _is_earlier(batch.session, source_id, read.text):
            raise InputError(
                _("{path}: there is already a source {source_id} with other text").format(
                    path=path, source_id=source_id
                ),
                code="source-differs",
                hint=_(
                    "Give this one another id with --id; or if it is the same interview "
                    "corrected, `qct correct {source_id} --file {path}` carries its "
                    "codings."
                ).format(source_id=source_id, path=path),
            )
        note = _("an earlier text of {source_id}; its correction stays").format(source_id=source_id)
        read = replace(read, text=batch.text(source_id) or "", notes=(*read.notes, note))
    batch.pending[source_id] = read.text
    row = batch.sources.get(source_id)
    source = Source(
        id=source_id,
        title=read.title,
        language=read.language,
        text_sha256=sha256_text(read.text),
        length=len(read.text),
        revision=int(row["revision"]) if row is not None else 1,
        origin=path.name,
        metadata=metadata_of(read),
    )
    cases, participations = _participants(source_id, read)
    turns, left = _turns(batch, source, read.text)
    speakers = SourceSpeakers(source_id, turns, set(participations))
    return _SourcePlan(path, source, read.text, speakers, left, cases, read.case, list(read.notes))


def _turns(batch: Batch, source: Source, text: str) -> tuple[list[Turn], list[str]]:
    """The turns of a source, and what opens its lines like a label and is none.

    Turns that are stored stay, unless the file names other speakers.
    """
    row = batch.sources.get(source.id)
    stored = batch.turns[source.id] if row is not None else []
    if row is not None and (
        speaker_keys(rows.source_from(row).metadata) == speaker_keys(source.metadata)
    ):
        return stored, []
    known = known_of(source, stored)
    return read_again(text, known, stored), left_out(text, known)


def _is_earlier(session: ProjectSession, source_id: str, text: str) -> bool:
    """Whether it is a text that the source had before it was corrected."""
    return (
        session.database.first(
            "SELECT 1 AS found FROM source_revisions "
            "WHERE source_id = :source AND text_sha256 = :sha256",
            {"source": source_id, "sha256": sha256_text(text)},
        )
        is not None
    )


def _checked_id(path: Path, given: str) -> str:
    if not given.strip() or given != given.strip() or not given.isprintable() or len(given) > 100:
        raise InputError(
            _(
                "{path}: {given!r} cannot be the id of a source: it must be 1 to 100 "
                "printable characters without spaces around them"
            ).format(path=path, given=given),
            code="source-id",
            hint=_("Name one with --id."),
        )
    return given


def _participants(source_id: str, read: ImportedSource) -> tuple[list[Case], list[Participation]]:
    attributes = {
        name: str(value)
        for name, value in read.metadata.items()
        if not isinstance(value, list | dict) and name not in NOT_ATTRIBUTES
    }
    if read.speakers:
        named = {label: case or label for label, case in read.speakers.items()}
        return (
            [Case(case) for case in sorted(set(named.values()))],
            [Participation(source_id, case, label) for label, case in sorted(named.items())],
        )
    case_id = read.case or source_id
    return [Case(case_id, attributes)], [Participation(source_id, case_id)]


def _store_source(batch: Batch, plan: _SourcePlan, actor: str) -> Imported:
    turns_text = rows.turns_json(plan.speakers.turns)
    before = batch.sources.get(plan.source.id)
    position = int(before["position"]) if before is not None else batch.last_position + 1
    row = rows.source_row(plan.source, turns_sha256=sha256_text(turns_text), position=position)
    changes: list[Change] = []
    if before is None:
        changes.append(rows.added("sources", row))
    elif before != row:
        changes.append(rows.changed("sources", before, row))
    # An attribute that a cases table has set is not taken back by the front matter.
    changes += _case_changes(batch, plan.cases, overwrite=False)
    participations = plan.speakers.participations
    new_cases = sorted({part.case_id for part in participations} - set(batch.cases))
    changes += _case_changes(batch, map(Case, new_cases), overwrite=False)
    changes += _replaced(batch, plan.source.id, participations)
    if changes:
        batch.record(
            actor=actor,
            kind="source.import",
            changes=changes,
            summary={"source": plan.source.id, "characters": plan.source.length},
            texts=[plan.text, turns_text],
        )
    batch.sources[plan.source.id] = row
    batch.last_position = max(batch.last_position, position)
    speakers = speakers_of(plan.text, plan.speakers.turns)
    facts = SourceFacts(plan.source, plan.text, speakers, list(participations), plan.left_out)
    return Imported(
        str(plan.path),
        "source",
        plan.source.id,
        int(bool(changes)),
        int(not changes),
        "; ".join(plan.notes),
        tuple(as_rows(plan.source.id, speakers, participations)),
        tuple(warnings_of(facts)),
    )


def _replaced(batch: Batch, source_id: str, participations: set[Participation]) -> list[Change]:
    """The changes that give a source these participations in the place of those it has."""
    stored = {part for part in batch.participations if part.source_id == source_id}
    gone = sorted(stored - participations, key=participation_order)
    batch.participations -= set(gone)
    return [
        *(rows.removed("participations", rows.participation_row(part)) for part in gone),
        *_participation_changes(batch, sorted(participations, key=participation_order)),
    ]


def _case_changes(batch: Batch, cases: Iterable[Case], *, overwrite: bool) -> list[Change]:
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


def _participation_changes(batch: Batch, participations: Iterable[Participation]) -> list[Change]:
    new = [
        participation
        for participation in participations
        if participation not in batch.participations
    ]
    batch.participations.update(new)
    return [
        rows.added("participations", rows.participation_row(participation)) for participation in new
    ]


# --- cases ---------------------------------------------------------------------------


def _read_cases(batch: Batch, path: Path, encoding: str | None) -> CasesTable:
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


def _store_cases(batch: Batch, path: Path, table: CasesTable, actor: str) -> Imported:
    batch.read_cases(part.source_id for part in table.participations)
    table, removed = stand_ins_replaced(batch, table)
    changes = _case_changes(batch, table.cases, overwrite=True)
    changed_cases = len(changes)
    changes += _participation_changes(batch, table.participations)
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
