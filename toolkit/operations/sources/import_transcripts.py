"""Planning and storing transcripts: what each becomes, and the case that speaks in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.domain.events import Change, sha256_text
from toolkit.domain.transcript import Case, Participation, Source
from toolkit.errors import InputError
from toolkit.i18n import _
from toolkit.operations.identifiers.erasures import refuse_erased_text
from toolkit.operations.sources.import_cases import case_changes, participation_changes
from toolkit.operations.sources.import_results import Imported
from toolkit.operations.sources.read_turns import known_of, metadata_of, speaker_keys
from toolkit.operations.sources.withdrawn import refuse_withdrawn
from toolkit.operations.speakers.change import SourceSpeakers, participation_order
from toolkit.operations.speakers.listing import as_rows
from toolkit.operations.speakers.warnings import SourceFacts, warnings_of
from toolkit.store import rows
from toolkit.text.labels.decisions import left_out, read_again
from toolkit.text.labels.speakers import Speaker, speakers_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from toolkit.domain.transcript import Turn
    from toolkit.formats.transcripts import ImportedSource
    from toolkit.operations.session import ProjectSession
    from toolkit.operations.sources.import_batch import Batch

NOT_ATTRIBUTES = frozenset({"status"})
"""Front matter that says something of the file and not of the participant."""


@dataclass(slots=True)
class SourcePlan:
    """A transcript that was read and checked, and is not stored yet.

    Its turns are kept as they are stored: as values those of a large batch take more memory than
    its texts.
    """

    path: Path
    source: Source
    text: str
    turns: str
    """The turns as they are stored."""
    speakers: Sequence[Speaker]
    participations: set[Participation]
    left_out: list[str]
    """What opens lines like a label and is not taken for one."""
    cases: list[Case]
    named_case: str
    """The case that the file names; empty where it names none."""
    notes: list[str]
    twins: Sequence[str] = ()
    """Ids of other sources that have the same text."""
    drafted: SourceSpeakers | None = None
    """The speakers as a table changes them."""

    def draft(self) -> SourceSpeakers:
        """The speakers as values that can be changed, until `settle_draft` takes them over."""
        if self.drafted is None:
            turns = rows.turns_from(self.turns)
            self.drafted = SourceSpeakers(self.source.id, turns, self.participations)
        return self.drafted

    def settle_draft(self) -> None:
        """Take over what was changed in the draft, if there is one."""
        if self.drafted is not None:
            self.turns = rows.turns_json(self.drafted.turns)
            self.speakers = speakers_of(self.text, self.drafted.turns)
            self.participations = self.drafted.participations
            self.drafted = None

    def settle_cases(self, batch: Batch) -> None:
        """Keep the cases of a source that is there already; others may have changed them.

        Labels that the file names and that have no case of their own yet get the one it says.
        """
        source_id = self.source.id
        stored = batch.participations_in(source_id)
        if source_id not in batch.sources or not stored:
            return
        named = sorted(self.participations, key=lambda part: part.speaker)
        self.participations = set(stored)
        own = {part.speaker for part in stored}
        labels = {speaker.label for speaker in self.speakers}
        for part in named:
            if part.speaker and part.speaker in labels and part.speaker not in own:
                self.draft().give_case(part.speaker, part.case_id)
        self.settle_draft()
        taking_part = {part.case_id for part in self.participations}
        self.cases = [case for case in self.cases if case.id in taking_part]
        if self.named_case and self.named_case not in taking_part:
            self.notes.append(
                _("its cases stay as they are; `qct speakers case LABEL CASE` changes them")
            )

    def store(self, batch: Batch, actor: str) -> Imported:
        """Record the source with its turns, cases and participations as one step."""
        self.settle_draft()
        source_id = self.source.id
        before = batch.sources.get(source_id)
        position = int(before["position"]) if before is not None else batch.last_position + 1
        row = rows.source_row(self.source, turns_sha256=sha256_text(self.turns), position=position)
        changes: list[Change] = []
        if before is None:
            changes.append(rows.added("sources", row))
        elif before != row:
            changes.append(rows.changed("sources", before, row))
        # An attribute that a cases table has set is not taken back by the front matter.
        changes += case_changes(batch, self.cases, overwrite=False)
        new_cases = sorted({part.case_id for part in self.participations} - set(batch.cases))
        changes += case_changes(batch, map(Case, new_cases), overwrite=False)
        changes += _replaced(batch, source_id, self.participations)
        if changes:
            batch.record(
                actor=actor,
                kind="source.import",
                changes=changes,
                summary={"source": source_id, "characters": self.source.length},
                texts=[self.text, self.turns],
            )
        batch.sources[source_id] = row
        batch.last_position = max(batch.last_position, position)
        facts = SourceFacts(
            self.source, self.text, self.speakers, list(self.participations), self.left_out
        )
        return Imported(
            str(self.path),
            "source",
            source_id,
            int(bool(changes)),
            int(not changes),
            "; ".join(self.notes),
            tuple(as_rows(source_id, self.speakers, self.participations)),
            tuple(self._warnings(facts)),
        )

    def _warnings(self, facts: SourceFacts) -> Iterator[str]:
        yield from warnings_of(facts)
        if self.twins:
            yield _(
                "{source} has the same text as {others}: a matrix would count its words twice"
            ).format(source=self.source.id, others=", ".join(self.twins))


def refused_ids(read: Iterable[tuple[Path, ImportedSource]]) -> Iterator[tuple[Path, InputError]]:
    """The files that would all be one and the same source, though they hold different ones."""
    by_id: dict[str, list[tuple[Path, ImportedSource]]] = {}
    for path, source in read:
        by_id.setdefault(source.id_hint, []).append((path, source))
    for source_id, files in by_id.items():
        if len(files) == 1 or len({_content(source) for _path, source in files}) == 1:
            continue
        for path, _source in files:
            others = ", ".join(str(other) for other, _source in files if other != path)
            yield (
                path,
                InputError(
                    _("{path} would be the source {source_id}, and so would {others}").format(
                        path=path, source_id=source_id, others=others
                    ),
                    code="same-id",
                    hint=_(
                        "`--ids path` makes ids of folders and names; or write an id into the "
                        "front matter, or rename a file."
                    ),
                ),
            )


def _content(source: ImportedSource) -> str:
    """What a file says, however it was written."""
    return repr(replace(source, notes=()))


def plan_source(batch: Batch, path: Path, read: ImportedSource) -> SourcePlan:
    """What a transcript becomes. Raises `InputError` where it cannot be stored under its id."""
    source_id = _checked_id(path, read.id_hint)
    present, sha256 = batch.text_sha256(source_id), sha256_text(read.text)
    refuse_withdrawn(batch.withdrawn(), source_id, sha256, str(path))
    if present != sha256:
        refuse_erased_text(batch.erased(), source_id, sha256, str(path))
    if present is not None and present != sha256:
        if not _is_earlier(batch.session, source_id, read.text):
            raise InputError(
                _("{path}: there is already a source {source_id} with other text").format(
                    path=path, source_id=source_id
                ),
                code="source-differs",
                hint=_(
                    "Give this one another id with --id, or with `id:` in its front matter; or "
                    "if it is the same interview corrected, `qct correct {source_id} --file "
                    "{path}` carries its codings."
                ).format(source_id=source_id, path=path),
            )
        note = _("an earlier text of {source_id}; its correction stays").format(source_id=source_id)
        read = replace(read, text=batch.text(source_id) or "", notes=(*read.notes, note))
        sha256 = present
    batch.pending[source_id] = read.text
    batch.having_text.setdefault(sha256, set()).add(source_id)
    row = batch.sources.get(source_id)
    source = Source(
        id=source_id,
        title=read.title,
        language=read.language,
        text_sha256=sha256,
        length=len(read.text),
        revision=int(row["revision"]) if row is not None else 1,
        origin=path.name,
        metadata=metadata_of(read),
    )
    cases, participations = _participants(source_id, read)
    turns, body, left = _turns(batch, source, read.text)
    return SourcePlan(
        path=path,
        source=source,
        text=read.text,
        turns=body,
        speakers=speakers_of(read.text, turns),
        participations=set(participations),
        left_out=left,
        cases=cases,
        named_case=read.case,
        notes=list(read.notes),
    )


def _turns(batch: Batch, source: Source, text: str) -> tuple[list[Turn], str, list[str]]:
    """The turns of a source, the same as they are stored, and what only looks like a label.

    Turns that are stored stay, unless the file names other speakers.
    """
    row = batch.sources.get(source.id)
    stored = rows.turns_from(batch.turns[source.id]) if row is not None else []
    if row is not None and (
        speaker_keys(rows.source_from(row).metadata) == speaker_keys(source.metadata)
    ):
        return stored, batch.turns[source.id], []
    known = known_of(source, stored)
    turns = read_again(text, known, stored)
    return turns, rows.turns_json(turns), left_out(text, known)


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


def _replaced(batch: Batch, source_id: str, participations: set[Participation]) -> list[Change]:
    """The changes that give a source these participations in the place of those it has."""
    stored = batch.participations_in(source_id)
    gone = sorted(stored - participations, key=participation_order)
    batch.drop_participations(gone)
    return [
        *(rows.removed("participations", rows.participation_row(part)) for part in gone),
        *participation_changes(batch, sorted(participations, key=participation_order)),
    ]
