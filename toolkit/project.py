"""The project: one facade over everything the toolkit can do.

It delegates and holds no logic. The workspace and the command line call nothing else,
and neither need you:

    from toolkit import Project

    with Project.open("path/to/project") as project:
        project.add_coding("E01", 120, 180, "trust", coder="coder-a")
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from toolkit import config as configuration
from toolkit.domain.codebook import Code, Codebook, Direction
from toolkit.domain.codings import (
    MANUAL,
    Coder,
    Coding,
    Decision,
    DirectionMapping,
    DirectionProposal,
    Memo,
    MemoTarget,
    Mode,
    Outcome,
    Stance,
    Suggestion,
)
from toolkit.domain.events import Event
from toolkit.domain.rounds import Coverage, Round, Viewer
from toolkit.domain.transcript import Case, Participation, Source, Turn
from toolkit.operations.codings import apply as _coding
from toolkit.operations.session import ProjectSession, need_code, need_round, need_source
from toolkit.operations.storage import open_project as _lifecycle
from toolkit.store import queries

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.agreement.disagreements import Disagreement
    from toolkit.agreement.report import AgreementRow
    from toolkit.analysis.matrix import Matrix
    from toolkit.directions.propose import Proposal
    from toolkit.domain.adjudication import Adjudication, Settlement
    from toolkit.operations.codebook.edit import CodebookEdit
    from toolkit.operations.codebook.import_codebook import CodebookChange, CodebookVersion
    from toolkit.operations.codebook.versions import Difference
    from toolkit.operations.codings.listing import CodingRow
    from toolkit.operations.exchange.merge import MergeReport
    from toolkit.operations.history import UndoPlan
    from toolkit.operations.matrices.report import MatrixReport
    from toolkit.operations.preferences.bookmarks import Bookmark
    from toolkit.operations.rounds import RoundProgress
    from toolkit.operations.sources.cite import SavedQuote
    from toolkit.operations.sources.correct import Correction
    from toolkit.operations.sources.import_batch import Imported
    from toolkit.operations.sources.orphans import Orphan
    from toolkit.operations.sources.search import Searcher, SourceMatches
    from toolkit.operations.storage.backup import Backup
    from toolkit.operations.storage.copy_store import Copied, StoreInfo
    from toolkit.operations.storage.doctor import Diagnosis
    from toolkit.operations.storage.offline import StandIn
    from toolkit.operations.storage.purge import Purged
    from toolkit.operations.themes import ThemeReport
    from toolkit.report.tables import Table
    from toolkit.store.log.api import Finding
    from toolkit.store.offline.journal import Replayed
    from toolkit.text.code_similarity import SimilarCode


class Project:
    """An open project folder. Every method raises only `toolkit.QctError` for bad input."""

    def __init__(self, session: ProjectSession) -> None:
        self._session = session
        self.seen_by: Viewer | None = None
        """Through whose eyes everything is read since `restrict_to_viewer`."""

    @classmethod
    def open(
        cls,
        folder: str | Path | None = None,
        *,
        read_only: bool = False,
        at: str | int | None = None,
    ) -> Project:
        """The project in `folder`, else in QCT_PROJECT, else in the nearest folder upwards.

        `at` opens it read-only as it was after an event (number or id) or at a time (UTC).
        """
        session = _lifecycle.open_session(_path(folder), read_only=read_only or at is not None)
        if at is not None:
            from toolkit.operations.history import at_point

            session = at_point(session, at)
        return cls(session)

    @classmethod
    def init(cls, folder: str | Path = ".", *, name: str | None = None) -> Project:
        """Make `folder` a project, or open it if it already is one."""
        return cls(_lifecycle.init_session(Path(folder), name=name))

    def __enter__(self) -> Project:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._session.database.close()

    def release(self) -> None:
        """Close the connection that the calling thread has to the store, before it ends."""
        self._session.database.release()

    @property
    def folder(self) -> Path:
        return self._session.folder

    @property
    def config(self) -> configuration.Config:
        return self._session.config

    @property
    def name(self) -> str:
        return self._session.config.name or self._session.folder.name

    # --- reading -----------------------------------------------------------------

    def sources(self) -> list[Source]:
        return queries.sources(self._session.database)

    def source(self, source_id: str) -> Source:
        return need_source(self._session, source_id)

    def text(self, source_id: str) -> str:
        """The source's text; every offset in the project counts its code points."""
        source = need_source(self._session, source_id)
        return queries.text_body(self._session.database, source.text_sha256)

    def turns(self, source_id: str) -> list[Turn]:
        need_source(self._session, source_id)
        return queries.turns(self._session.database, source_id)

    def offset_of(self, source_id: str, place: str) -> int:
        """The code point at a place: an offset (1234 or @1234), a line (L12 or line 12), a turn
        (T12 or turn 12) or a time (12:34 or 01:02:03)."""
        from toolkit.operations.sources.locate import offset_of

        return offset_of(self._session, source_id, place)

    @staticmethod
    def searcher(pattern: str, *, regex: bool = False) -> Searcher:
        """What finds words, or a regular expression, in texts; for `search`.

        Case, accents and width do not count. Raises `UsageError` for what is no regular
        expression. Use it in a `with` block: an expression has a process of its own.
        """
        from toolkit.operations.sources.search import searcher

        return searcher(pattern, regex=regex)

    def search(self, finder: Searcher, *, sources: Sequence[str] = ()) -> Iterator[SourceMatches]:
        """What is found in each source, in their order, as it is found:

        with project.searcher("leak") as finder:
            for found in project.search(finder):
                print(found.source_id, len(found.matches))
        """
        from toolkit.operations.sources.search import search

        return search(self._session, finder, sources=sources)

    def marks(self, coder: str) -> list[Bookmark]:
        """The places that the coder has marked, by letter, in the texts as they are now."""
        from toolkit.operations.preferences.bookmarks import marks

        return marks(self._session, coder)

    def mark(self, letter: str, *, coder: str) -> Bookmark:
        """One of the coder's marks; its offset is None when a correction took its words."""
        from toolkit.operations.preferences.bookmarks import mark

        return mark(self._session, letter, coder=coder)

    def set_mark(self, letter: str, source_id: str, offset: int, *, coder: str) -> Bookmark:
        """Mark a place with a letter; kept on this machine, no step of the project."""
        from toolkit.operations.preferences.bookmarks import set_mark

        return set_mark(self._session, letter, source_id, offset, coder=coder)

    def remove_mark(self, letter: str, *, coder: str) -> Bookmark:
        """Forget a mark; where it was."""
        from toolkit.operations.preferences.bookmarks import remove_mark

        return remove_mark(self._session, letter, coder=coder)

    def cite(self, source_id: str, start: int, end: int, *, text_sha256: str | None = None) -> str:
        """The words of a span, verbatim, with source, turn, speaker, time and offsets.

        `text_sha256` is the text that the offsets were read from.
        """
        from toolkit.operations.sources.cite import cite

        return cite(self._session, source_id, start, end, text_sha256=text_sha256)

    def keep_quote(
        self, source_id: str, start: int, end: int, *, text_sha256: str | None = None
    ) -> SavedQuote:
        """`cite`, added to the end of outputs/quotes.txt, where it is once."""
        from toolkit.operations.sources.cite import keep_quote

        return keep_quote(self._session, source_id, start, end, text_sha256=text_sha256)

    def cases(self) -> list[Case]:
        return queries.cases(self._session.database)

    def participations(self) -> list[Participation]:
        return queries.participations(self._session.database)

    def code(self, code_id: str) -> Code:
        return need_code(self._session, code_id)

    def codebook(self) -> Codebook:
        return queries.codebook(self._session.database)

    def codebook_in(self, round_id: str | None = None) -> Codebook:
        """The codebook to code by in a round; an open blind round keeps to its version."""
        from toolkit.operations.codebook.versions import book_of

        return book_of(self._session, need_round(self._session, round_id))

    def directions(self) -> list[Direction]:
        return queries.directions(self._session.database)

    def coders(self) -> list[Coder]:
        return queries.coders(self._session.database)

    def rounds(self) -> list[Round]:
        return queries.rounds(self._session.database)

    def settled_rounds(self) -> set[str]:
        """Ids of the rounds that hold what was settled; nobody answers in them."""
        from toolkit.operations.rounds import settled_rounds

        return settled_rounds(self._session)

    def round(self, round_id: str | None = None) -> Round:
        """The round of that name; the standing round for None."""
        return need_round(self._session, round_id)

    def viewer(self, coder: str, round_id: str | None = None) -> Viewer:
        """Through whose eyes to read: pass it to `codings` and `memos`."""
        return queries.viewer(self._session.database, coder, need_round(self._session, round_id))

    def restrict_to_viewer(self, viewer: Viewer) -> None:
        """Let this object show only what the viewer may see; it cannot write any more."""
        from toolkit.store.visibility import restrict_to_viewer

        restrict_to_viewer(self._session.database, viewer)
        self.seen_by = viewer

    def coverage(self) -> list[Coverage]:
        return queries.coverage(self._session.database)

    def codings(
        self,
        *,
        source: str | None = None,
        coder: str | None = None,
        code: str | None = None,
        round: str | None = None,  # noqa: A002
        at: int | None = None,
        viewer: Viewer | None = None,
    ) -> list[Coding]:
        """Codings in the order of the text, kept to those that match every argument given."""
        return queries.codings(
            self._session.database,
            source=source,
            coder=coder,
            code=code,
            round_id=round,
            at=at,
            viewer=viewer,
        )

    def coding_rows(self, **filters: Any) -> list[CodingRow]:
        """`codings` with their quotes, as `qct codings` lists them; the same filters."""
        from toolkit.operations.codings.listing import coding_rows

        return coding_rows(self._session, **filters)

    def codings_frame(self, **filters: Any) -> pd.DataFrame:
        """`codings` as a pandas frame: source, start, end, code, coder, round, quote, id."""
        from toolkit.operations.codings.listing import codings_frame

        return codings_frame(self._session, **filters)

    def memos(
        self,
        *,
        target: MemoTarget | None = None,
        target_id: str | None = None,
        viewer: Viewer | None = None,
    ) -> list[Memo]:
        return queries.memos(
            self._session.database, target=target, target_id=target_id, viewer=viewer
        )

    def counts(self, coder: str, viewer: Viewer | None = None) -> dict[str, int]:
        """The coder's codings by source id."""
        return queries.count_codings(self._session.database, coder=coder, viewer=viewer)

    def code_counts(self, viewer: Viewer | None = None) -> dict[str, dict[str, int]]:
        """Codings by code id and coder, of those that the viewer may see."""
        return queries.count_codes(self._session.database, viewer=viewer)

    def used_codes(self, coder: str, viewer: Viewer | None = None) -> list[tuple[str, int]]:
        """The codes that the coder has applied and how often, the one applied last first."""
        return queries.used_codes(self._session.database, coder, viewer=viewer)

    def data_version(self) -> int:
        """A number that changes when anyone else has changed the project."""
        return self._session.database.data_version()

    # --- taking material in --------------------------------------------------------

    def import_files(
        self,
        paths: Iterable[str | Path],
        *,
        actor: str,
        encoding: str | None = None,
        source_id: str | None = None,
        language: str | None = None,
    ) -> list[Imported]:
        """Transcripts, cases tables, codings and direction mappings, told apart by content."""
        from toolkit.operations.sources.import_files import import_files

        return import_files(
            self._session,
            [Path(path) for path in paths],
            actor=actor,
            encoding=encoding,
            source_id=source_id,
            language=language,
        )

    def import_codebook(self, path: str | Path, *, actor: str) -> CodebookChange:
        from toolkit.formats.codebook_yaml import read_codebook
        from toolkit.operations.codebook.import_codebook import import_codebook

        return import_codebook(self._session, read_codebook(Path(path)), actor=actor)

    def import_directions(self, path: str | Path, *, actor: str) -> tuple[list[str], list[str]]:
        from toolkit.formats.directions_yaml import read_directions
        from toolkit.operations.codebook.import_codebook import import_directions

        return import_directions(self._session, read_directions(Path(path)), actor=actor)

    def add_code(self, code: Code, *, actor: str, dry_run: bool = False) -> CodebookEdit:
        """A new code. This and the edits below are one step and one version each; `dry_run`
        only tells what would change and which codings it concerns."""
        from toolkit.operations.codebook.edit import add_code

        return add_code(self._session, code, actor=actor, dry_run=dry_run)

    def coin_code(
        self,
        code: Code,
        places: Iterable[tuple[str, int, int]],
        *,
        coder: str,
        round: str | None = None,  # noqa: A002
        also: Sequence[str] = (),
        instead_of: str | None = None,
        texts: Mapping[str, str] | None = None,
    ) -> tuple[CodebookEdit, list[Coding]]:
        """A new code, applied at once to each place (source, start, end), as one step.

        The codes `also` are applied to the same places; `instead_of` is a coding that the new
        code is given to; `texts` as in `add_coding`.
        """
        from toolkit.operations.codings.new_code import coin_code

        return coin_code(
            self._session,
            code,
            places,
            coder=coder,
            round_id=round,
            also=also,
            instead_of=instead_of,
            texts=texts or {},
        )

    def code_in_vivo(
        self,
        source_id: str,
        start: int,
        end: int,
        *,
        coder: str,
        round: str | None = None,  # noqa: A002
        also: Sequence[str] = (),
        parent: str | None = None,
        texts: Mapping[str, str] | None = None,
    ) -> tuple[Code, list[Coding]]:
        """Apply a code named by the words of the span itself, made in the same step.

        An active code of that name is applied instead of a second one; `texts` as in
        `add_coding`.
        """
        from toolkit.operations.codings.new_code import code_in_vivo

        return code_in_vivo(
            self._session,
            source_id,
            start,
            end,
            coder=coder,
            round_id=round,
            also=also,
            parent=parent,
            texts=texts or {},
        )

    def nearest_codes(
        self, names: Iterable[str], definitions: Iterable[str] = (), *, most: int = 3
    ) -> list[SimilarCode]:
        """The codes that one of these names and definitions would resemble, nearest first.

        Compared by letters, in every language of the codebook; `score` is above 0, at most 1.
        """
        from toolkit.operations.codings.new_code import nearest_codes

        return nearest_codes(self._session, names, definitions, most=most)

    def pins(self, coder: str) -> dict[int, str]:
        """The codes that the coder has under the number keys of the workspace, by number."""
        from toolkit.operations.preferences.pins import pins

        return pins(self._session, coder)

    def pin(self, number: int, code_id: str, *, coder: str) -> dict[int, str]:
        """Put a code under a number (1 to 9); kept on this machine, no step of the project."""
        from toolkit.operations.preferences.pins import pin

        return pin(self._session, number, code_id, coder=coder)

    def unpin(self, number: int, *, coder: str) -> dict[int, str]:
        """Free a number."""
        from toolkit.operations.preferences.pins import unpin

        return unpin(self._session, number, coder=coder)

    def tour_seen(self, coder: str) -> bool:
        """Whether the coder has been shown around in the workspace of this project."""
        from toolkit.operations.preferences.tour import tour_seen

        return tour_seen(self._session, coder)

    def note_tour(self, coder: str) -> None:
        """Remember that the coder has been shown around; no step of the project."""
        from toolkit.operations.preferences.tour import note_tour

        note_tour(self._session, coder)

    def rename_code(
        self, code_id: str, name: Mapping[str, str], *, actor: str, dry_run: bool = False
    ) -> CodebookEdit:
        """Names by language; the id stays."""
        from toolkit.operations.codebook.edit import rename_code

        return rename_code(self._session, code_id, name, actor=actor, dry_run=dry_run)

    def redefine_code(self, code_id: str, *, actor: str, **changes: Any) -> CodebookEdit:
        """Definition, include, exclude, examples, counter_examples, color, directions."""
        from toolkit.operations.codebook.edit import redefine_code

        return redefine_code(self._session, code_id, actor=actor, **changes)

    def move_code(
        self,
        code_id: str,
        parent: str | None,
        *,
        actor: str,
        before: str | None = None,
        dry_run: bool = False,
    ) -> CodebookEdit:
        """Put a code under another (None: at the top), before a sibling or last."""
        from toolkit.operations.codebook.edit import move_code

        return move_code(
            self._session, code_id, parent, actor=actor, before=before, dry_run=dry_run
        )

    def merge_codes(
        self, code_ids: Sequence[str], into: str, *, actor: str, dry_run: bool = False
    ) -> CodebookEdit:
        """Move the codings of some codes to another and retire them."""
        from toolkit.operations.codebook.edit import merge_codes

        return merge_codes(self._session, code_ids, into, actor=actor, dry_run=dry_run)

    def split_code(
        self,
        code_id: str,
        new: Code,
        coding_ids: Sequence[str],
        *,
        actor: str,
        dry_run: bool = False,
    ) -> CodebookEdit:
        """A new code that takes over some codings of another."""
        from toolkit.operations.codebook.edit import split_code

        return split_code(self._session, code_id, new, coding_ids, actor=actor, dry_run=dry_run)

    def retire_code(
        self, code_id: str, *, actor: str, reinstate: bool = False, dry_run: bool = False
    ) -> CodebookEdit:
        """Take no new codings under a code, or with `reinstate` again."""
        from toolkit.operations.codebook.edit import retire_code

        return retire_code(
            self._session, code_id, actor=actor, reinstate=reinstate, dry_run=dry_run
        )

    def codebook_diff(self, first: int, second: int) -> list[Difference]:
        """What differs between two versions of the codebook, field by field."""
        from toolkit.operations.codebook.versions import diff

        return diff(self._session, first, second)

    def codebook_version(self, version: int) -> Codebook:
        """The codebook as it was in a version."""
        from toolkit.operations.codebook.versions import need_version

        return need_version(self._session, version)

    def older_definition(
        self, *, code: str | None = None, viewer: Viewer | None = None
    ) -> list[Coding]:
        """Codings made when their code was defined otherwise than now."""
        from toolkit.operations.codebook.versions import older_definition

        return older_definition(self._session, code=code, viewer=viewer)

    def codebook_history(self) -> list[CodebookVersion]:
        from toolkit.operations.codebook.import_codebook import codebook_history

        return codebook_history(self._session)

    # --- correcting a text --------------------------------------------------------------

    def replaced_text(self, source_id: str, start: int, end: int, text: str) -> str:
        """The source's text with `[start, end)` replaced; changes nothing."""
        from toolkit.operations.sources.correct import replaced_text

        return replaced_text(self._session, source_id, start, end, text)

    def read_text(self, path: str | Path, *, encoding: str | None = None) -> str:
        """The text of a transcript file as an import would store it; changes nothing."""
        from toolkit.formats.transcripts import read_source

        return read_source(path, encoding=encoding).text

    def correct(
        self, source_id: str, text: str, *, actor: str, dry_run: bool = False
    ) -> Correction:
        """Make `text` the source's next revision; everything on it follows its words."""
        from toolkit.operations.sources.correct import correct

        return correct(self._session, source_id, text, actor=actor, dry_run=dry_run)

    def orphans(self, *, viewer: Viewer | None = None) -> list[Orphan]:
        """Codings and mappings whose words a correction took away, waiting for a place."""
        from toolkit.operations.sources.orphans import orphans

        return orphans(self._session, viewer=viewer)

    def place_orphan(self, orphan_id: str, start: int, end: int, *, coder: str) -> dict[str, Any]:
        from toolkit.operations.sources.orphans import place_orphan

        return place_orphan(self._session, orphan_id, start, end, coder=coder)

    def drop_orphan(self, orphan_id: str, *, coder: str) -> None:
        from toolkit.operations.sources.orphans import drop_orphan

        drop_orphan(self._session, orphan_id, coder=coder)

    def build(self, *, actor: str) -> list[Imported]:
        """Import every file that `[files]` in qct.toml names."""
        from toolkit.operations.sources.import_files import build

        return build(self._session, actor=actor)

    # --- coding ----------------------------------------------------------------------

    def add_coding(
        self,
        source_id: str,
        start: int,
        end: int,
        code_id: str,
        *,
        coder: str,
        round: str | None = None,  # noqa: A002
        origin: str = MANUAL,
        mode: Mode | None = None,
        texts: Mapping[str, str] | None = None,
    ) -> Coding:
        """Apply a code to `[start, end)`, in code points; durable when this returns.

        `texts`: by source id, the hash of the text that the offsets were read from
        (`Source.text_sha256`). Raises `ConflictError` when it was corrected since.
        """
        return _coding.add_codings(
            self._session,
            [(source_id, start, end, code_id)],
            coder=coder,
            round_id=round,
            origin=origin,
            mode=mode,
            texts=texts or {},
        )[0]

    def add_codings(
        self,
        placements: Iterable[_coding.Placement],
        *,
        coder: str,
        round: str | None = None,  # noqa: A002
        texts: Mapping[str, str] | None = None,
    ) -> list[Coding]:
        """Apply several codes as one step; `texts` as in `add_coding`."""
        return _coding.add_codings(
            self._session, placements, coder=coder, round_id=round, texts=texts or {}
        )

    def remove_codings(self, coding_ids: Sequence[str], *, coder: str) -> list[Coding]:
        return _coding.remove_codings(self._session, coding_ids, coder=coder)

    def change_coding(
        self,
        coding_id: str,
        *,
        coder: str,
        start: int | None = None,
        end: int | None = None,
        code_id: str | None = None,
        discuss: bool | None = None,
        texts: Mapping[str, str] | None = None,
    ) -> Coding:
        """Move a coding's ends, give it another code or flag it; `texts` as in `add_coding`."""
        return _coding.change_coding(
            self._session,
            coding_id,
            coder=coder,
            start=start,
            end=end,
            code_id=code_id,
            discuss=discuss,
            texts=texts or {},
        )

    def split_coding(
        self, coding_id: str, at: int, *, coder: str, texts: Mapping[str, str] | None = None
    ) -> tuple[Coding, Coding]:
        """Part the coder's own coding in two at a code point; `texts` as in `add_coding`."""
        from toolkit.operations.codings.split_join import split_coding

        return split_coding(self._session, coding_id, at, coder=coder, texts=texts or {})

    def join_codings(self, coding_ids: Sequence[str], *, coder: str) -> Coding:
        """Make one of the coder's own codings of one code that touch or overlap."""
        from toolkit.operations.codings.split_join import join_codings

        return join_codings(self._session, coding_ids, coder=coder)

    def set_memo(self, target: MemoTarget, target_id: str, text: str, *, coder: str) -> Memo | None:
        """Write the coder's memo; an empty text removes it."""
        return _coding.set_memo(self._session, target, target_id, text, coder=coder)

    def add_to_memo(
        self, target: MemoTarget, target_id: str, text: str, *, coder: str
    ) -> Memo | None:
        """Put a paragraph at the end of the coder's memo."""
        from toolkit.operations.codings.memos import add_to_memo

        return add_to_memo(self._session, target, target_id, text, coder=coder)

    @staticmethod
    def memo_target(kind: str, target_id: str | None = None) -> tuple[MemoTarget, str]:
        """What a memo on `kind` (project, source, code, coding, case) is kept under."""
        from toolkit.operations.codings.memos import target_of

        return target_of(kind, target_id)

    def check_memo_target(self, target: MemoTarget, target_id: str) -> None:
        """Raise unless the thing exists."""
        _coding.need_target(self._session, target, target_id)

    def commit_none(
        self,
        source_id: str,
        start: int,
        end: int,
        *,
        coder: str,
        round: str | None = None,  # noqa: A002
        texts: Mapping[str, str] | None = None,
    ) -> None:
        """Record "no code here", the other answer that may come before a reveal."""
        _coding.commit_none(
            self._session,
            source_id,
            start,
            end,
            coder=coder,
            round_id=round,
            texts=texts or {},
        )

    def has_commitment(
        self,
        source_id: str,
        start: int,
        end: int,
        *,
        coder: str,
        round: str | None = None,  # noqa: A002
    ) -> bool:
        """Whether the coder has said "no code here" of the very span in the round."""
        round_ = need_round(self._session, round)
        return queries.has_commitment(
            self._session.database, source_id, start, end, coder, round_.id
        )

    # --- history ----------------------------------------------------------------------

    def undo(
        self,
        *,
        actor: str,
        of: str | None = None,
        event: str | int | None = None,
        kinds: Sequence[str] = (),
        with_dependents: bool = False,
    ) -> Event:
        """Compensate `event` (number or id), else the last step that stands, of `of` or anyone.

        `kinds` (`coding.add`, `memo.set` …) are those that the last step is looked for among.
        Raises `ConflictError` when later steps build on it; `with_dependents` takes them back
        too, as one step.
        """
        from toolkit.operations.history import undo

        return undo(
            self._session,
            actor=actor,
            of=of,
            event=event,
            kinds=kinds,
            with_dependents=with_dependents,
        )

    def plan_undo(self, *, of: str | None = None, event: str | int | None = None) -> UndoPlan:
        """What `undo` would take back, and which later steps build on it. Changes nothing."""
        from toolkit.operations.history import plan_undo

        return plan_undo(self._session, of=of, event=event)

    def redo(self, *, actor: str, of: str | None = None, kinds: Sequence[str] = ()) -> Event:
        """Bring back the step last undone, unless something new (of `kinds`) was done since."""
        from toolkit.operations.history import redo

        return redo(self._session, actor=actor, of=of, kinds=kinds)

    def events(
        self, *, actor: str | None = None, limit: int | None = None, **filters: Any
    ) -> Sequence[Event]:
        """The log, newest first; filters: `kind`, `source`, `code`, `since`, `until`."""
        from toolkit.operations.history import events

        return events(self._session, actor=actor, limit=limit, **filters)

    def verify_log(self) -> list[Finding]:
        """What the log and the store disagree about; empty when everything is proven."""
        from toolkit.store.log import api as log

        return log.verify(self._session.database)

    # --- rounds -----------------------------------------------------------------------

    def open_round(
        self,
        round_id: str,
        *,
        actor: str,
        mode: Mode = Mode.BLIND,
        coders: Sequence[str] = (),
        sources: Sequence[str] = (),
        codebook_version: int | None = None,
    ) -> Round:
        from toolkit.operations.rounds import open_round

        return open_round(
            self._session,
            round_id,
            actor=actor,
            mode=mode,
            coders=coders,
            sources=sources,
            codebook_version=codebook_version,
        )

    def close_round(self, round_id: str, *, actor: str) -> Round:
        from toolkit.operations.rounds import close_round

        return close_round(self._session, round_id, actor=actor)

    def reopen(
        self, round_id: str, source_id: str, *, coder: str, actor: str, reason: str
    ) -> Coverage:
        """Unlock what `coder` submitted; `actor` is someone else and says why."""
        from toolkit.operations.rounds import reopen

        return reopen(self._session, round_id, source_id, coder=coder, actor=actor, reason=reason)

    def progress(self, round_id: str) -> list[RoundProgress]:
        """How far each coder is with each source of the round."""
        from toolkit.operations.rounds import progress

        return progress(self._session, round_id, viewer=self.seen_by)

    def submit(self, round_id: str, source_id: str, *, coder: str) -> Coverage:
        from toolkit.operations.rounds import submit

        return submit(self._session, round_id, source_id, coder=coder)

    # --- suggestions, themes, directions -----------------------------------------------

    def suggest(
        self,
        source_id: str,
        start: int,
        end: int,
        *,
        coder: str,
        round: str | None = None,  # noqa: A002
        top: int = 3,
        model: str | None = None,
    ) -> list[Suggestion]:
        """At most `top` candidate codes for a span, best first; stored as suggestions only."""
        from toolkit.operations.suggestions.suggest import suggest

        return suggest(
            self._session,
            source_id,
            start,
            end,
            coder=coder,
            round_id=round,
            top=top,
            model=model,
        )

    def suggest_many(
        self, passages: Iterable[tuple[str, int, int]], **options: Any
    ) -> list[Suggestion]:
        """`suggest` for several passages (source, start, end), as one step."""
        from toolkit.operations.suggestions.suggest import suggest_many

        return suggest_many(self._session, list(passages), **_with_round_id(options))

    def uncoded_passages(
        self,
        source_id: str,
        *,
        coder: str,
        round: str | None = None,  # noqa: A002
        limit: int = 10,
    ) -> list[tuple[int, int]]:
        """Passages of the experts that share nothing with the coder's codings, in order."""
        from toolkit.operations.sources.uncoded import uncoded_passages

        return uncoded_passages(self._session, source_id, coder=coder, round_id=round, limit=limit)

    def decide(
        self,
        batch_id: str,
        outcome: Outcome,
        *,
        coder: str,
        suggestion_id: str | None = None,
        seen_first: bool = True,
        codes_before: Sequence[str] = (),
        codes_after: Sequence[str] = (),
        round: str | None = None,  # noqa: A002
    ) -> Decision:
        """Record what a coder did with a batch of suggestions, with the coding that follows."""
        from toolkit.operations.suggestions.suggest import decide

        return decide(
            self._session,
            batch_id,
            outcome,
            coder=coder,
            suggestion_id=suggestion_id,
            seen_first=seen_first,
            codes_before=codes_before,
            codes_after=codes_after,
            round_id=round,
        )

    def suggestions(self, *, batch_id: str | None = None) -> list[Suggestion]:
        return queries.suggestions(self._session.database, batch_id=batch_id)

    def decisions(self) -> list[Decision]:
        return queries.decisions(self._session.database)

    def fit_themes(
        self,
        *,
        actor: str,
        topics: int | None = None,
        sources: Sequence[str] = (),
        language: str | None = None,
        seed: int = 42,
        model: str | None = None,
    ) -> ThemeReport:
        """Fit topics on the experts' turns; stored with seed, versions and parameters."""
        from toolkit.operations.themes import fit_themes

        return fit_themes(
            self._session,
            actor=actor,
            topics=topics,
            sources=sources,
            language=language,
            seed=seed,
            model=model,
        )

    def themes(self, run_id: str | None = None) -> ThemeReport:
        """A stored theme run, the latest for None."""
        from toolkit.operations.themes import show_themes

        return show_themes(self._session, run_id)

    def propose_directions(
        self,
        *,
        actor: str,
        sources: Sequence[str] = (),
        coder: str | None = None,
        model: str | None = None,
    ) -> list[DirectionProposal]:
        """Propose directions for coded segments; stored apart from confirmed mappings."""
        from toolkit.operations.directions import propose

        return propose(self._session, actor=actor, sources=sources, coder=coder, model=model)

    def propose_directions_for_texts(
        self, texts: Sequence[str], *, model: str | None = None
    ) -> list[Proposal]:
        """Rank the directions for texts that need not be in the project; stores nothing."""
        from toolkit.operations.directions import propose_for_texts

        return propose_for_texts(self._session, texts, model=model)

    def confirm_directions(
        self,
        source_id: str,
        start: int,
        end: int,
        directions: Sequence[str],
        *,
        coder: str,
        round: str | None = None,  # noqa: A002
        stance: Stance | None = None,
        note: str = "",
    ) -> list[DirectionMapping]:
        """Decide a segment's directions (`none`: no direction), replacing the coder's own."""
        from toolkit.operations.directions import confirm

        return confirm(
            self._session,
            source_id,
            start,
            end,
            directions,
            coder=coder,
            round_id=round,
            stance=stance,
            note=note,
        )

    def direction_proposals(self) -> list[DirectionProposal]:
        return queries.direction_proposals(self._session.database)

    def direction_mappings(self, *, coder: str | None = None) -> list[DirectionMapping]:
        return queries.direction_mappings(self._session.database, coder=coder)

    # --- figures -----------------------------------------------------------------------

    def agreement(
        self,
        *,
        coders: Sequence[str] = (),
        codes: Sequence[str] = (),
        sources: Sequence[str] = (),
        round: str | None = None,  # noqa: A002
        unit: str = "character",
        whole_text: bool = False,
        independent_only: bool = True,
        level: str = "codes",
    ) -> list[AgreementRow]:
        """Agreement per code and pooled, on the answers given before anything was revealed."""
        from toolkit.operations.agreement.coefficients import agreement

        return agreement(
            self._session,
            coders=coders,
            codes=codes,
            sources=sources,
            round_id=round,
            unit=unit,
            whole_text=whole_text,
            independent_only=independent_only,
            level=level,
        )

    def matrix(
        self,
        kind: str,
        *,
        measure: str = "counts",
        coder: str | None = None,
        round: str | None = None,  # noqa: A002
        sources: Sequence[str] = (),
        by: str | None = None,
    ) -> Matrix:
        """`codes-by-cases`, `directions-by-cases` or `codes-by-directions`; decided data only."""
        from toolkit.operations.matrices.matrix import matrix

        return matrix(
            self._session,
            kind,
            measure=measure,
            coder=coder,
            round_id=round,
            sources=sources,
            by=by,
        )

    def agreement_report(self, **options: Any) -> Table:
        """`agreement` as the table that `qct agree` prints, its small print in the notes."""
        from toolkit.operations.agreement.table import agreement_report

        return agreement_report(self._session, **_with_round_id(options))

    def read_segments(self, path: str | Path) -> dict[str, list[tuple[int, int]]]:
        """Given units of agreement from a CSV of source,start,end (code points)."""
        from toolkit.operations.agreement.units import read_segments

        return read_segments(self._session, Path(path))

    def agreement_overlaps(self, **options: Any) -> Table:
        """Where codes of one domain overlap inside a coder, which nothing flattens."""
        from toolkit.operations.agreement.table import overlap_table

        return overlap_table(self._session, **_with_round_id(options))

    def agreement_trend(self, *, over: str, **options: Any) -> Table:
        """Pooled agreement over `round`, `date` or `source`, with intervals and a test of drift."""
        from toolkit.operations.agreement.trend import trend_table

        return trend_table(self._session, over=over, **_with_round_id(options))

    def agreement_intra(self, **options: Any) -> Table:
        """Each coder against the own earlier coding of the same sources."""
        from toolkit.operations.agreement.trend import intra_table

        return intra_table(self._session, **_with_round_id(options))

    def agreement_scales(self, **options: Any) -> Table:
        """With what probability pooled alpha lies in which band of published scales."""
        from toolkit.operations.agreement.scales import scales_table

        return scales_table(self._session, **_with_round_id(options))

    def agreement_statement(self, **options: Any) -> Table:
        """What a methods section says of agreement, item by item: proven, or to be stated."""
        from toolkit.operations.consensus.statement import statement_table

        return statement_table(self._session, **_with_round_id(options))

    def agreement_sample_size(self, **options: Any) -> Table:
        """`sample_size` for the project's own rarest code."""
        from toolkit.operations.agreement.sample_size import sample_size_table

        return sample_size_table(self._session, **_with_round_id(options))

    @staticmethod
    def sample_size(*, rarest: float, **options: Any) -> Table:
        """How many units two coders must both code; needs no project."""
        from toolkit.operations.agreement.sample_size import sample_size_table

        return sample_size_table(rarest=rarest, **options)

    def disagreements(self, **options: Any) -> list[Disagreement]:
        """Where coders disagree: missed, extra, other-code or boundary, largest first.

        `tell` is called with how many steps of how many are done; what it raises stops the work.
        """
        from toolkit.operations.consensus.disagreements import disagreements

        return disagreements(self._session, **_with_round_id(options))

    def disagreement_report(self, **options: Any) -> Table:
        """`disagreements` as the table that `qct disagreements` prints, with the words."""
        from toolkit.operations.consensus.disagreements import disagreement_table

        return disagreement_table(self._session, **_with_round_id(options))

    def confusion(self, **options: Any) -> Table:
        """Code by code, what one coder has where the other has that; `measure` characters."""
        from toolkit.operations.consensus.disagreements import confusion_table

        return confusion_table(self._session, **_with_round_id(options))

    def confused_codes(self, **options: Any) -> Table:
        """The codes most often put in each other's place, with both definitions."""
        from toolkit.operations.consensus.disagreements import confused_table

        return confused_table(self._session, **_with_round_id(options))

    def adjudicate(
        self,
        disagreement_ids: Sequence[str],
        outcome: Settlement | str,
        *,
        actor: str,
        to: str = "consensus",
        as_coder: str = "consensus",
        **options: Any,
    ) -> list[Adjudication]:
        """Settle disagreements; the result goes to the round `to`, answers stay as they are."""
        from toolkit.operations.consensus.adjudicate import Layer, settle, settlement

        layer = Layer(to, as_coder)
        return settle(
            self._session,
            disagreement_ids,
            settlement(outcome),
            actor=actor,
            layer=layer,
            **_with_round_id(options),
        )

    def accept_agreed(
        self, *, actor: str, to: str = "consensus", as_coder: str = "consensus", **options: Any
    ) -> list[Adjudication]:
        """Take over into the consensus what two coders both have."""
        from toolkit.operations.consensus.adjudicate import Layer, accept_agreed

        layer = Layer(to, as_coder)
        return accept_agreed(self._session, actor=actor, layer=layer, **_with_round_id(options))

    def settlement_report(
        self, *, to: str = "consensus", as_coder: str = "consensus", **options: Any
    ) -> Table:
        """Disagreements before, what became of them, who yielded, and the share resolved."""
        from toolkit.operations.consensus.adjudicate import Layer
        from toolkit.operations.consensus.report import settlement_table

        layer = Layer(to, as_coder)
        return settlement_table(self._session, layer=layer, **_with_round_id(options))

    def consensus_report(
        self, *, to: str = "consensus", as_coder: str = "consensus", **options: Any
    ) -> Table:
        """Each coder against the consensus: precision, recall and F1, per code and in all."""
        from toolkit.operations.consensus.adjudicate import Layer
        from toolkit.operations.consensus.report import consensus_table

        layer = Layer(to, as_coder)
        return consensus_table(self._session, layer=layer, **_with_round_id(options))

    def adjudications(self, *, to: str = "consensus") -> Table:
        """What was settled: how, by whom, why, and who yielded."""
        from toolkit.operations.consensus.adjudicate import Layer
        from toolkit.operations.consensus.report import adjudication_table

        return adjudication_table(self._session, layer=Layer(to))

    def matrix_report(self, kind: str, **options: Any) -> MatrixReport:
        """`matrix` as a table to print or to write, with the segments behind each number."""
        from toolkit.operations.matrices.report import matrix_report

        return matrix_report(self._session, kind, **_with_round_id(options))

    # --- the store -------------------------------------------------------------------

    def store_info(self) -> StoreInfo:
        """Which store this is, whether it answers, and what waits to be sent to it."""
        from toolkit.operations.storage.copy_store import store_info

        return store_info(self._session)

    def copy_store(self, url: str) -> Copied:
        """Copy everything into the empty store at `url` (SQLite or PostgreSQL), and prove it."""
        from toolkit.operations.storage.copy_store import copy_store

        return copy_store(self._session, url)

    def replay_journal(self) -> Replayed:
        """Send the changes that were kept on this machine while the server was away."""
        from toolkit.operations.storage.copy_store import replay_journal

        return replay_journal(self._session)

    @property
    def away(self) -> bool:
        """Whether the server is away and the copy on this machine stands in for it."""
        return self._session.database.away

    @property
    def waiting(self) -> int:
        """Changes kept on this machine that the server has not seen."""
        from toolkit.operations.storage.offline import waiting

        return waiting(self._session)

    def make_copy(self) -> StandIn:
        """Bring the copy on this machine, to work on without the server, up to now."""
        from toolkit.operations.storage.offline import make_copy

        return make_copy(self._session)

    def remove_copy(self) -> Path:
        """Remove that copy; where it was."""
        from toolkit.operations.storage.offline import remove_copy

        return remove_copy(self._session)

    def stand_in(self) -> StandIn:
        """The copy on this machine, and how old it is."""
        from toolkit.operations.storage.offline import stand_in

        return stand_in(self._session)

    def keep_following(self) -> None:
        """Keep that copy up in the background until the project is closed."""
        from toolkit.operations.storage.offline import keep_following

        keep_following(self._session)

    @property
    def replayed(self) -> list[Replayed]:
        """What was sent from the journal by itself since the project was opened."""
        return self._session.database.replayed

    def merge(
        self,
        other: str | Path,
        *,
        actor: str,
        prefer: str | None = None,
        decisions: Path | None = None,
        dry_run: bool = False,
    ) -> MergeReport:
        """Bring in what was done in another copy of the project, as one step.

        `decisions` is a file that `write_decisions` wrote and a person filled in; `prefer`
        (`ours` or `theirs`) decides the rest. With a conflict undecided nothing changes.
        """
        from toolkit.operations.exchange.merge import merge_copy, read_decisions

        decided = read_decisions(decisions) if decisions is not None else None
        return merge_copy(
            self._session,
            Path(other),
            actor=actor,
            prefer=prefer,
            decisions=decided,
            dry_run=dry_run,
        )

    def bundle(
        self,
        out: str | Path,
        *,
        coder: str,
        actor: str,
        sources: Sequence[str] = (),
        round: str | None = None,  # noqa: A002
    ) -> Path:
        """Write a .zip that is a project for one coder, without a trace of the others."""
        from toolkit.operations.exchange.bundle import make_bundle

        return make_bundle(
            self._session, Path(out), coder=coder, sources=sources, round_id=round, actor=actor
        )

    def write_decisions(self, report: MergeReport, path: Path) -> None:
        """The conflicts of a merge side by side, as JSON to be filled in."""
        from toolkit.operations.exchange.merge import write_decisions

        write_decisions(report, path)

    def backup(self) -> Path:
        """A proven copy of the store, made while it is in use."""
        from toolkit.operations.storage.backup import backup

        return backup(self._session)

    def backups(self) -> list[Backup]:
        """The backups that are kept, the newest first."""
        from toolkit.operations.storage.backup import backups

        return backups(self._session.folder)

    @staticmethod
    def restore(folder: str | Path | None, which: str) -> tuple[Path, Path | None]:
        """Put a backup (`latest`, its name or a file) in the place of a project's store.

        Returns which one it was, and where the replaced store is kept. The project need not
        open for this, since a damaged one would not.
        """
        from toolkit.operations.storage.backup import restore

        return restore(_path(folder), which)

    def purge(self, *, all_derived: bool = False) -> Purged:
        """Remove vectors and caches made of transcripts; they are made anew when needed."""
        from toolkit.operations.storage.purge import purge

        return purge(self._session, all_derived=all_derived)

    def placement_warning(self) -> str:
        """What is unsafe about where the project lies; empty when nothing is, or once said."""
        from toolkit.operations.storage.sync_folders import warn_once

        return warn_once(self._session)

    def diagnose(self) -> list[Diagnosis]:
        """Store, models, versions and network state, as `qct doctor` shows them."""
        from toolkit.operations.storage.doctor import diagnose

        return diagnose(self._session)

    def where(self) -> Mapping[str, str]:
        from toolkit.operations.storage.doctor import where

        return where(self._session)


def _path(folder: str | Path | None) -> Path | None:
    return None if folder is None else Path(folder)


def _with_round_id(options: dict[str, Any]) -> dict[str, Any]:
    return {("round_id" if name == "round" else name): value for name, value in options.items()}
