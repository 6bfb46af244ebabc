"""Taking in codings and direction mappings: every line is proven against text and codebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.domain.codings import Coding, Mode
from toolkit.domain.directions import NO_DIRECTION, DirectionMapping, Stance
from toolkit.domain.ids import derived_id
from toolkit.domain.memos import Memo, MemoTarget
from toolkit.domain.rounds import DEFAULT_ROUND, Progress, Round, RoundStatus
from toolkit.errors import InputError
from toolkit.formats import codings_jsonl
from toolkit.i18n import _
from toolkit.operations.codings.apply import first_statements
from toolkit.operations.session import ProjectSession, new_coder
from toolkit.operations.sources.import_results import Imported
from toolkit.store import queries, rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from toolkit.domain.events import Change
    from toolkit.formats.codings_jsonl import CodingRecord, MappingRecord
    from toolkit.operations.sources.import_batch import Batch

SHOWN_PROBLEMS = 20


def read_codings(batch: Batch, path: Path) -> list[CodingRecord]:
    records = batch.without_withdrawn(str(path), codings_jsonl.read_codings(path))
    codes = [code.id for code in queries.codes(batch.session.database)]
    named = ((record.line, record.code) for record in records)
    known = _carried(batch.session, "codings")
    fresh = [record for record in records if not known or _coding_id(record) not in known]
    _refuse(batch, path, fresh, "code", named, codes)
    return records


def read_mappings(batch: Batch, path: Path) -> list[MappingRecord]:
    records = batch.without_withdrawn(str(path), codings_jsonl.read_mappings(path))
    directions = [direction.id for direction in queries.directions(batch.session.database)]
    named = ((record.line, name) for record in records for name in record.directions)
    known = _carried(batch.session, "direction_mappings")
    fresh = [
        record
        for record in records
        if not known
        or not all(_mapping_id(record, direction) in known for direction in record.directions)
    ]
    _refuse(batch, path, fresh, "direction", named, [*directions, NO_DIRECTION])
    return records


def _carried(session: ProjectSession, table: str) -> set[str]:
    """Ids of what lies on a corrected text: its file still has the words and offsets of before."""
    corrected = "SELECT source_id FROM source_revisions"
    carried = session.database.query(f"SELECT id FROM {table} WHERE source_id IN ({corrected})")
    return {row["id"] for row in carried} | _waiting(session, table)


def _waiting(session: ProjectSession, table: str) -> set[str]:
    waiting = session.database.query(
        "SELECT id FROM orphans WHERE origin_table = :table", {"table": table}
    )
    return {row["id"] for row in waiting}


def _coding_id(record: CodingRecord) -> str:
    return derived_id(
        "coding",
        record.source,
        record.start,
        record.end,
        record.code,
        record.coder,
        record.round,
    )


def _mapping_id(record: MappingRecord, direction: str) -> str:
    return derived_id("mapping", record.source, record.start, record.end, direction, record.coder)


def _refuse(
    batch: Batch,
    path: Path,
    records: Sequence[CodingRecord | MappingRecord],
    kind: str,
    named: Iterable[tuple[int, str]],
    valid: Sequence[str],
) -> None:
    """Raise one error that names every line that does not fit, up to `SHOWN_PROBLEMS`."""
    known = set(valid)
    lines = [
        (problem.line, problem.message)
        for problem in codings_jsonl.check_quotes(records, batch.text)
    ]
    strangers = [(line, name) for line, name in named if name not in known]
    lines += [
        (line, _("unknown {kind} {name!r}").format(kind=kind, name=name))
        for line, name in strangers
    ]
    if not lines:
        return
    shown = [
        _("  line {line}: {problem}").format(line=line, problem=problem)
        for line, problem in sorted(lines)[:SHOWN_PROBLEMS]
    ]
    if len(lines) > SHOWN_PROBLEMS:
        shown.append(_("  ... and {count} more").format(count=len(lines) - SHOWN_PROBLEMS))
    raise InputError(
        _("{path}: {count} problems; nothing was imported\n{problems}").format(
            path=path, count=len(lines), problems="\n".join(shown)
        ),
        code=f"bad-{kind}s" if strangers else "bad-codings",
        hint=_("Valid {what}s: {valid}.").format(
            what=kind, valid=", ".join(valid) or _("none yet; import them first")
        )
        if strangers
        else _("Offsets count code points from the first character after the front matter."),
    )


def store_codings(
    batch: Batch, path: Path, records: Sequence[CodingRecord], actor: str
) -> Imported:
    """The codings as one step. Their ids follow from what they say, so nothing comes in twice."""
    session = batch.session
    changes, rounds = _rounds_and_coders(session, [(r.round, r.coder) for r in records])
    version = queries.codebook(session.database).version
    now = session.clock()
    present = {row["id"] for row in session.database.query("SELECT id FROM codings")}
    present |= _waiting(session, "codings")
    new: dict[str, tuple[Coding, CodingRecord]] = {}
    for record in records:
        coding_id = _coding_id(record)
        if coding_id in present or coding_id in new:
            continue
        coding = Coding(
            id=coding_id,
            source_id=record.source,
            span=record.span,
            code_id=record.code,
            coder_id=record.coder,
            round_id=record.round,
            mode=Mode(record.mode) if record.mode else rounds[record.round].mode,
            codebook_version=version,
            created_at=record.created_at or now,
            origin=record.origin,
            discuss=record.discuss,
        )
        new[coding_id] = (coding, record)
    for round_id, coder in sorted({(r.round, r.coder) for r in records}):
        worked = {r.source for r in records if (r.round, r.coder) == (round_id, coder)}
        changes += first_statements(session, round_id, coder, worked, Progress.FINISHED)
    changes += [rows.added("codings", rows.coding_row(coding)) for coding, _ in new.values()]
    changes += [
        rows.added("memos", rows.memo_row(_note(coding, record.note, now)))
        for coding, record in new.values()
        if record.note
    ]
    _store(batch, actor, "coding.import", path, changes, len(new))
    note = batch.passed_over_note(str(path))
    return Imported(str(path), "codings", path.stem, len(new), len(records) - len(new), note)


def _note(coding: Coding, text: str, now: str) -> Memo:
    return Memo(
        derived_id("memo", coding.id),
        MemoTarget.CODING,
        coding.id,
        coding.coder_id,
        text,
        created_at=now,
        updated_at=now,
    )


def store_mappings(
    batch: Batch, path: Path, records: Sequence[MappingRecord], actor: str
) -> Imported:
    """The mappings as one step, each once."""
    session = batch.session
    changes, _rounds = _rounds_and_coders(session, [(DEFAULT_ROUND, r.coder) for r in records])
    now = session.clock()
    present = {row["id"] for row in session.database.query("SELECT id FROM direction_mappings")}
    present |= _waiting(session, "direction_mappings")
    new: dict[str, DirectionMapping] = {}
    for record in records:
        for direction in record.directions:
            mapping_id = _mapping_id(record, direction)
            if mapping_id in present or mapping_id in new:
                continue
            new[mapping_id] = DirectionMapping(
                id=mapping_id,
                source_id=record.source,
                span=record.span,
                direction_id=direction,
                coder_id=record.coder,
                round_id=DEFAULT_ROUND,
                stance=Stance(record.stance) if record.stance else None,
                note=record.note,
                created_at=record.created_at or now,
            )
    changes += [
        rows.added("direction_mappings", rows.mapping_row(mapping)) for mapping in new.values()
    ]
    _store(batch, actor, "mapping.import", path, changes, len(new))
    total = sum(len(record.directions) for record in records)
    note = batch.passed_over_note(str(path))
    return Imported(str(path), "mappings", path.stem, len(new), total - len(new), note)


def _rounds_and_coders(
    session: ProjectSession, named: Iterable[tuple[str, str]]
) -> tuple[list[Change], dict[str, Round]]:
    """The rounds of an import, and the changes that make those (and the coders) that are new."""
    rounds = {round_.id: round_ for round_ in queries.rounds(session.database)}
    version = queries.codebook(session.database).version
    changes: list[Change] = []
    pairs = list(named)
    for coder in dict.fromkeys(coder for _round, coder in pairs):
        changes += new_coder(session, coder)
    for round_id in dict.fromkeys(round_id for round_id, _coder in pairs):
        if round_id not in rounds:
            # What comes in from files was done elsewhere and is over, so it may be looked at.
            rounds[round_id] = Round(
                round_id, Mode.BLIND, RoundStatus.CLOSED, codebook_version=version
            )
            changes.append(rows.added("rounds", rows.round_row(rounds[round_id])))
    return changes, rounds


def _store(
    batch: Batch, actor: str, kind: str, path: Path, changes: list[Change], new: int
) -> None:
    if changes:
        batch.record(
            actor=actor, kind=kind, changes=changes, summary={"file": path.name, "new": new}
        )
