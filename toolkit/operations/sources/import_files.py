"""Taking files into the project: all of them are checked before the first is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from glob import glob
from pathlib import Path, PurePosixPath
from typing import Literal, TypeAlias, TypedDict, TypeVar

from toolkit.domain.transcript import Participation
from toolkit.errors import InputError
from toolkit.formats.cases_table import CasesTable
from toolkit.formats.codings_jsonl import CodingRecord, MappingRecord
from toolkit.formats.detect import FileKind, kind_of_file
from toolkit.formats.transcripts import ImportedSource, read_source
from toolkit.i18n import _
from toolkit.operations.codings.import_rules import ImportRules
from toolkit.operations.session import ProjectSession
from toolkit.operations.sources import import_records as records
from toolkit.operations.sources.file_encodings import FileEncodings
from toolkit.operations.sources.gather_files import Gathered, GatheredFile
from toolkit.operations.sources.import_batch import Batch
from toolkit.operations.sources.import_cases import read_cases_table, store_cases
from toolkit.operations.sources.import_results import (
    BadFilesError,
    Imported,
    ImportedFiles,
    ImportStopped,
    Phase,
    Progress,
    Refused,
)
from toolkit.operations.sources.import_speakers import SpeakersPlan, plan_speakers
from toolkit.operations.sources.import_transcripts import SourcePlan, plan_source, refused_ids

Record = TypeVar("Record", CodingRecord, MappingRecord)
Ids: TypeAlias = Literal["name", "path"]
"""What the ids of sources are made of, where the file names none: the name of the file, or its
path in the folder that was named (`north/E01.txt` is `north-E01`)."""


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What is to be imported, and how it is read."""

    encoding: str | Mapping[str, str] | None = None
    source_id: str | None = None
    ids: Ids = "name"
    language: str | None = None
    as_text: bool = False
    preview: bool = False
    skip_bad: bool = False
    into_closed: str | None = None
    """Why closed rounds take codings too; None where they do not."""
    progress: Progress | None = None

    def tell(self, phase: Phase, done: int, total: int) -> None:
        """Tell whoever watches how far the import is; a preview stores nothing."""
        if self.progress is not None and not (self.preview and phase is Phase.STORING):
            self.progress(phase, done, total)


class ImportKeywords(TypedDict, total=False):
    """The fields of `ImportRequest` as keyword arguments."""

    encoding: str | Mapping[str, str] | None
    source_id: str | None
    ids: Ids
    language: str | None
    as_text: bool
    preview: bool
    skip_bad: bool
    into_closed: str | None
    progress: Progress | None


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Files that have been read and checked, and are not stored yet."""

    batch: Batch
    request: ImportRequest
    gathered: Gathered
    refused: Sequence[Refused]
    """Files that are left out, since they cannot be imported."""
    sources: Sequence[SourcePlan]
    copies: Sequence[Imported]
    """Files that hold the same as another of the batch, under the same id."""
    cases: Sequence[tuple[Path, CasesTable]]
    speakers: SpeakersPlan
    codings: Sequence[tuple[Path, Sequence[CodingRecord]]]
    mappings: Sequence[tuple[Path, Sequence[MappingRecord]]]

    @property
    def incoming(self) -> int:
        """How many codings and mappings the files hold."""
        return sum(len(rows_) for _, rows_ in (*self.codings, *self.mappings))

    def store(self, actor: str) -> ImportedFiles:
        """Store transcripts first, then cases, speakers, codings and mappings; a file is one step.

        Raises `ImportStopped` where a person stops it, with what is stored by then.
        """
        steps = list(self._steps(actor))
        done: list[Imported] = []
        try:
            for number, step in enumerate(steps):
                self.request.tell(Phase.STORING, number, len(steps))
                done += step()
            self.request.tell(Phase.STORING, len(steps), len(steps))
        except KeyboardInterrupt as stop:
            stored = [] if self.request.preview else done
            raise ImportStopped(stored, self._count - len(done)) from stop
        return ImportedFiles(
            [*done, *self.copies],
            skipped=self.refused,
            passed_over=self.gathered.passed_over,
            preview=self.request.preview,
        )

    @property
    def _count(self) -> int:
        others = len(self.cases) + len(self.codings) + len(self.mappings)
        return len(self.sources) + others + len(self.speakers.tables)

    def _steps(self, actor: str) -> Iterator[Callable[[], list[Imported]]]:
        batch = self.batch
        for plan in self.sources:
            yield partial(_alone, plan.store, batch, actor)
        for path, table in self.cases:
            yield partial(_alone, store_cases, batch, path, table, actor)
        if self.speakers.tables:
            yield partial(self.speakers.store, batch, actor)
        for path, read in self.codings:
            yield partial(_alone, records.store_codings, batch, path, read, actor)
        for path, mapped in self.mappings:
            yield partial(_alone, records.store_mappings, batch, path, mapped, actor)


def _alone(store: Callable[..., Imported], *arguments: object) -> list[Imported]:
    return [store(*arguments)]


@dataclass(slots=True)
class _Checker:
    """The checks of a batch: what is wrong with a file is kept, and the others are checked too."""

    session: ProjectSession
    request: ImportRequest
    gathered: Gathered
    encodings: FileEncodings
    batch: Batch
    refused: dict[str, InputError] = field(default_factory=dict)

    @contextmanager
    def of(self, path: Path) -> Iterator[None]:
        try:
            yield
        except InputError as error:
            self.refused[str(path)] = error

    def kinds(self) -> dict[FileKind, list[GatheredFile]]:
        """The files by what they hold."""
        kinds: dict[FileKind, list[GatheredFile]] = {kind: [] for kind in FileKind}
        for file in self.gathered.files:
            with self.of(file.path):
                kind = FileKind.TRANSCRIPT if self.request.as_text else _kind(file.path)
                kinds[kind].append(file)
        return kinds

    def transcripts(self, files: Sequence[GatheredFile]) -> list[tuple[Path, ImportedSource]]:
        """The transcripts as they were read, without those that cannot be."""
        read = []
        for number, file in enumerate(files):
            self.request.tell(Phase.READING, number, len(files))
            with self.of(file.path):
                encoding = self.encodings.of(file)
                source = read_source(file.path, encoding=encoding, as_text=self.request.as_text)
                read.append((file.path, self._named(file, source)))
        for path, error in refused_ids(read):
            self.refused[str(path)] = error
        return [(path, source) for path, source in read if str(path) not in self.refused]

    def _named(self, file: GatheredFile, source: ImportedSource) -> ImportedSource:
        """The source with the id and the language that the person asks for."""
        request = self.request
        id_hint = source.id_hint
        if request.source_id is not None:
            id_hint = request.source_id
        elif request.ids == "path" and file.folder is not None and not source.names_id:
            id_hint = "-".join(PurePosixPath(file.inside).with_suffix("").parts)
        return replace(source, id_hint=id_hint, language=request.language or source.language)

    def plans(
        self, read: list[tuple[Path, ImportedSource]]
    ) -> tuple[list[SourcePlan], list[Imported]]:
        """What becomes of each transcript, and those that are copies of another."""
        self.batch.read_sources(source.id_hint for _, source in read)
        plans: dict[str, SourcePlan] = {}
        copies = []
        for path, source in read:
            if (first := plans.get(source.id_hint)) is not None:
                note = _("holds the same as {path}").format(path=first.path)
                copies.append(Imported(str(path), "source", source.id_hint, 0, 1, note))
                continue
            with self.of(path):
                plans[source.id_hint] = plan_source(self.batch, path, source)
        self.batch.read_sources_of(plan.source.text_sha256 for plan in plans.values())
        for plan in plans.values():
            plan.twins = self.batch.other_sources_of(plan.source)
        return list(plans.values()), copies

    def answers(
        self,
        files: Sequence[GatheredFile],
        read: Callable[[Batch, Path], Sequence[Record]],
        check: Callable[[Batch, Path, Sequence[Record]], None],
    ) -> list[tuple[Path, Sequence[Record]]]:
        """The lines of all files; they are checked once all are read, since they go together."""
        opened = []
        for file in files:
            with self.of(file.path):
                opened.append((file.path, read(self.batch, file.path)))
        good = []
        for path, lines in opened:
            with self.of(path):
                check(self.batch, path, lines)
                good.append((path, lines))
        return good

    def problems(self, tables: Iterable[GatheredFile]) -> list[Refused]:
        """Everything that cannot be imported, in the order of the files.

        `tables` are the files that name sources; what they name may be in another bad file.
        """
        naming = {str(file.path) for file in tables}
        problems = list(self.gathered.refused)
        for file in self.gathered.files:
            path = str(file.path)
            if (error := self.refused.get(path)) is None:
                continue
            if path in naming and not naming.issuperset(self.refused):
                seen_to = _("The source may be in a transcript that cannot be imported.")
                error.hint = f"{error.hint} {seen_to}".strip()
            problems.append(Refused(path, error))
        return problems


def check_files(session: ProjectSession, gathered: Gathered, request: ImportRequest) -> ImportPlan:
    """Read and check files, whatever order they come in.

    Raises `BadFilesError` for all that cannot be imported, unless they are to be skipped.
    """
    encodings = FileEncodings(request.encoding, gathered.files)
    rules = ImportRules(session, request.into_closed)
    batch = Batch(session, rules, preview=request.preview)
    checker = _Checker(session, request, gathered, encodings, batch)
    kinds = checker.kinds()
    transcripts = kinds[FileKind.TRANSCRIPT]
    if request.source_id is not None and len(transcripts) != 1:
        raise InputError(
            _("--id names one source, and {count} transcripts were given").format(
                count=len(transcripts)
            ),
            code="id-for-many",
        )
    plans, copies = checker.plans(checker.transcripts(transcripts))
    tables = []
    for file in kinds[FileKind.CASES]:
        with checker.of(file.path):
            tables.append((file.path, read_cases_table(batch, file.path, encodings.of(file))))
    batch.read_participants(
        Participation(plan.source.id, case.id) for plan in plans for case in plan.cases
    )
    for _path, table in tables:
        batch.read_participants(table.participations)
        batch.read_participants(Participation("", case.id) for case in table.cases)
    for plan in plans:
        plan.settle_cases(batch)
    speakers = plan_speakers(
        session,
        [(file.path, encodings.of(file)) for file in kinds[FileKind.SPEAKERS]],
        {plan.source.id: plan for plan in plans},
        checker.of,
    )
    given = {part.case_id for plan in plans for part in plan.participations}
    batch.read_cases(given - {case.id for plan in plans for case in plan.cases})
    codings = checker.answers(kinds[FileKind.CODINGS], records.read_codings, records.check_codings)
    if kinds[FileKind.DOCBIN]:
        from toolkit.operations.exchange import import_docbin as docbins

        codings += checker.answers(
            kinds[FileKind.DOCBIN], docbins.read_codings, docbins.check_codings
        )
    mappings = checker.answers(
        kinds[FileKind.MAPPINGS], records.read_mappings, records.check_mappings
    )
    naming = tuple(kind for kind in FileKind if kind is not FileKind.TRANSCRIPT)
    refused = checker.problems(file for kind in naming for file in kinds[kind])
    if refused and not request.skip_bad:
        raise BadFilesError(refused, len(gathered.files) + len(gathered.refused))
    return ImportPlan(
        batch, request, gathered, refused, plans, copies, tables, speakers, codings, mappings
    )


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
