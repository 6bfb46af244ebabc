"""Taking in codings and direction mappings: every line is proven against text and codebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.domain.codings import Coding, Mode
from toolkit.domain.directions import ALONE, DirectionMapping, Stance
from toolkit.domain.ids import derived_id
from toolkit.domain.memos import Memo, MemoTarget
from toolkit.domain.rounds import DEFAULT_ROUND, Progress
from toolkit.errors import InputError
from toolkit.formats import codings_jsonl
from toolkit.formats.codings_jsonl import CodingRecord
from toolkit.i18n import _, ngettext
from toolkit.operations.codings.apply import first_statements
from toolkit.operations.codings.import_rules import hint_of
from toolkit.operations.session import ProjectSession, new_coder
from toolkit.operations.sources.import_results import Imported
from toolkit.store import queries, rows
from toolkit.store.round_rules import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from toolkit.domain.events import Change, Key
    from toolkit.domain.rounds import Round
    from toolkit.errors import QctError
    from toolkit.formats.codings_jsonl import MappingRecord
    from toolkit.operations.sources.import_batch import Batch

SHOWN_PROBLEMS = 20


def read_codings(batch: Batch, path: Path) -> list[CodingRecord]:
    """The codings of a file that are on no withdrawn source; the rules take note of them."""
    return noted(batch, path, batch.without_withdrawn(str(path), codings_jsonl.read_codings(path)))


def noted(batch: Batch, path: Path, records: list[CodingRecord]) -> list[CodingRecord]:
    """The same codings, of which the rules have taken note."""
    batch.rules.note(str(path), ((_coding_id(record), _answer(record)) for record in records))
    return records


def check_codings(batch: Batch, path: Path, records: Sequence[CodingRecord]) -> None:
    """Raise `InputError` for the lines that do not fit text, codebook or the rules of rounds."""
    codes = [code.id for code in queries.codes(batch.session.database)]
    named = ((record.line, record.code) for record in records)
    known = _carried(batch.session, "codings")
    fresh = [record for record in records if not known or _coding_id(record) not in known]
    present = _present(batch.session)
    refused = [
        (record.line, error)
        for record in records
        if (
            error := batch.rules.problem(
                _answer(record),
                is_there=_coding_id(record) in present or _place(record) in present,
                code=record.code,
            )
        )
    ]
    _refuse(batch, path, fresh, "code", named, codes, refused)


def read_mappings(batch: Batch, path: Path) -> list[MappingRecord]:
    """The mappings of a file that are on no withdrawn source; the rules take note of them."""
    records = batch.without_withdrawn(str(path), codings_jsonl.read_mappings(path))
    batch.rules.note_mappings(map(_answer, records))
    return records


def check_mappings(batch: Batch, path: Path, records: Sequence[MappingRecord]) -> None:
    """Raise `InputError` for the lines that do not fit text, directions or the rules of rounds."""
    directions = [direction.id for direction in queries.directions(batch.session.database)]
    named = ((record.line, name) for record in records for name in record.directions)
    known = _carried(batch.session, "direction_mappings")
    stored = {
        row["id"] for row in batch.session.database.query("SELECT id FROM direction_mappings")
    }
    fresh, refused = [], []
    for record in records:
        ids = {_mapping_id(record, direction) for direction in record.directions}
        if not known or not ids <= known:
            fresh.append(record)
        error = batch.rules.problem(_answer(record), is_there=ids <= (known | stored))
        if error is not None:
            refused.append((record.line, error))
    _refuse(batch, path, fresh, "direction", named, [*directions, *ALONE], refused)


def _answer(record: CodingRecord | MappingRecord) -> Answer:
    if isinstance(record, CodingRecord):
        return Answer(record.round, record.coder, record.source, record.mode, record.origin)
    return Answer(DEFAULT_ROUND, record.coder, record.source)


def _place(record: CodingRecord) -> Key:
    return record.source, record.start, record.end, record.code, record.coder, record.round


def _present(session: ProjectSession) -> set[str | Key]:
    """What is there already: ids of codings, and places with code, coder and round.

    A coding that was made by hand has another id than the same one in a file.
    """
    present: set[str | Key] = set(_waiting(session, "codings"))
    for row in session.database.query(
        "SELECT id, source_id, span_start, span_end, code_id, coder_id, round_id FROM codings"
    ):
        coding_id, *place = row
        present |= {coding_id, tuple(place)}
    return present


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
    refused: Sequence[tuple[int, QctError]],
) -> None:
    """Raise one error that names every line that does not fit, up to `SHOWN_PROBLEMS`."""
    known = set(valid)
    lines = [
        (problem.line, problem.message)
        for problem in codings_jsonl.check_quotes(records, batch.text)
    ]
    lines += [(line, error.message) for line, error in refused]
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
    if strangers:
        code, hint = (
            f"bad-{kind}s",
            _("Valid {what}s: {valid}.").format(
                what=kind, valid=", ".join(valid) or _("none yet; import them first")
            ),
        )
    elif len(refused) == len(lines):
        codes = {error.code for _line, error in refused}
        code = codes.pop() if len(codes) == 1 else "bad-codings"
        hint = hint_of(error for _line, error in refused)
    else:
        code = "bad-codings"
        hint = _("Offsets count code points from the first character after the front matter.")
    raise InputError(
        ngettext(
            "{path}: {count} problem; nothing was imported\n{problems}",
            "{path}: {count} problems; nothing was imported\n{problems}",
            len(lines),
        ).format(path=path, count=len(lines), problems="\n".join(shown)),
        code=code,
        hint=hint,
    )


def store_codings(
    batch: Batch, path: Path, records: Sequence[CodingRecord], actor: str
) -> Imported:
    """The codings as one step. Their ids follow from what they say, so nothing comes in twice."""
    session = batch.session
    changes, rounds = _rounds_and_coders(batch, [(r.round, r.coder) for r in records])
    version = queries.codebook(session.database).version
    now = session.clock()
    present = _present(session)
    new: dict[str, tuple[Coding, CodingRecord]] = {}
    for record in records:
        coding_id = _coding_id(record)
        if coding_id in present or coding_id in new or _place(record) in present:
            continue
        round_ = rounds[record.round]
        coding = Coding(
            id=coding_id,
            source_id=record.source,
            span=record.span,
            code_id=record.code,
            coder_id=record.coder,
            round_id=record.round,
            mode=Mode(record.mode) if record.mode else round_.mode,
            # A blind round keeps to the version of the codebook that it was opened with.
            codebook_version=(round_.is_blind and round_.codebook_version) or version,
            created_at=record.created_at or now,
            origin=record.origin,
            discuss=record.discuss,
        )
        new[coding_id] = (coding, record)
    fresh = [record for _coding, record in new.values()]
    for round_id, coder in sorted({(r.round, r.coder) for r in fresh}):
        worked = {r.source for r in fresh if (r.round, r.coder) == (round_id, coder)}
        changes += first_statements(session, round_id, coder, worked, Progress.FINISHED)
    changes += [rows.added("codings", rows.coding_row(coding)) for coding, _ in new.values()]
    changes += [
        rows.added("memos", rows.memo_row(_note(coding, record.note, now)))
        for coding, record in new.values()
        if record.note
    ]
    _store(batch, actor, "coding.import", path, changes, [record.round for record in fresh])
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
    changes, _rounds = _rounds_and_coders(batch, [(DEFAULT_ROUND, r.coder) for r in records])
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
    _store(batch, actor, "mapping.import", path, changes, [DEFAULT_ROUND] * len(new))
    total = sum(len(record.directions) for record in records)
    note = batch.passed_over_note(str(path))
    return Imported(str(path), "mappings", path.stem, len(new), total - len(new), note)


def _rounds_and_coders(
    batch: Batch, named: Iterable[tuple[str, str]]
) -> tuple[list[Change], dict[str, Round]]:
    """The rounds of an import, and the changes that make those (and the coders) that are new."""
    session = batch.session
    rounds = {round_.id: round_ for round_ in queries.rounds(session.database)}
    changes: list[Change] = []
    pairs = list(named)
    for coder in dict.fromkeys(coder for _round, coder in pairs):
        changes += new_coder(session, coder)
    for round_id in dict.fromkeys(round_id for round_id, _coder in pairs):
        if round_id not in rounds:
            rounds[round_id] = batch.rules.new[round_id]
            changes.append(rows.added("rounds", rows.round_row(rounds[round_id])))
    return changes, rounds


def _store(
    batch: Batch,
    actor: str,
    kind: str,
    path: Path,
    changes: list[Change],
    rounds: Sequence[str],
) -> None:
    """Record the changes as one step; `rounds` has the round of each answer that is new."""
    if not changes:
        return
    made = [str(change.key[0]) for change in changes if change.table == "rounds"]
    batch.record(
        actor=actor,
        kind=kind,
        changes=changes,
        summary={"file": path.name, "new": len(rounds), **batch.rules.summary(made, rounds)},
        preconditions=batch.rules.preconditions(rounds),
    )
