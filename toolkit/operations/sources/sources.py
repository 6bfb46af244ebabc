"""Transcripts, the cases that speak in them, and the places in their texts.

What imports, corrects and searches is imported by the methods that do it: `qct sources` and
the workspace list and read sources alone, and start in half the time without it.
"""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from toolkit.domain.memos import MemoTarget
from toolkit.domain.spans import Span, union
from toolkit.errors import InputError, unknown
from toolkit.i18n import _
from toolkit.operations.session import check_span, need_round, need_source, need_text
from toolkit.operations.sources import orphans as orphaned
from toolkit.operations.sources.cite import FILE, SavedQuote, append_quote
from toolkit.operations.sources.uncoded import overlaps_any
from toolkit.operations.subject import Subject, in_one_snapshot
from toolkit.store import queries, rows
from toolkit.text.citations import cited

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from toolkit.domain.events import Change
    from toolkit.domain.rounds import Viewer
    from toolkit.domain.transcript import Case, Participation, Source, Turn
    from toolkit.operations.search.searchers import Searcher, SourceMatches
    from toolkit.operations.sources.correct import Correction
    from toolkit.operations.sources.import_files import ImportKeywords
    from toolkit.operations.sources.import_results import Imported, ImportedFiles
    from toolkit.operations.sources.orphans import Orphan
    from toolkit.operations.sources.reread import Reread
    from toolkit.operations.sources.withdraw import Withdrawn
    from toolkit.operations.sources.withdrawn import Withdrawal


class Sources(Subject):
    """Transcripts, the cases that speak in them, and the places in their texts."""

    def all(self) -> list[Source]:
        """Every source, in the order of the project."""
        return queries.sources(self._session.database)

    def get(self, source_id: str) -> Source:
        """The source of that id. Raises `InputError`, naming those there are, for another."""
        return need_source(self._session, source_id)

    @in_one_snapshot
    def text(self, source_id: str) -> str:
        """The source's text; every offset in the project counts its code points."""
        source = need_source(self._session, source_id)
        return queries.text_body(self._session.database, source.text_sha256)

    def turns(self, source_id: str) -> list[Turn]:
        """The utterances of the source's speakers, in order."""
        need_source(self._session, source_id)
        return queries.turns(self._session.database, source_id)

    @in_one_snapshot
    def offset_of(self, source_id: str, place: str) -> int:
        """The code point at a place: an offset (1234 or @1234), a line (L12 or line 12), a turn
        (T12 or turn 12) or a time (12:34 or 01:02:03).

        Raises `UsageError` for what is no place, `InputError` for what the text does not have.
        """
        from toolkit.text.locations import LocationKind, find_place, parse_place

        location = parse_place(place, bare=LocationKind.OFFSET)
        source = need_source(self._session, source_id)
        text = queries.text_body(self._session.database, source.text_sha256)
        return find_place(location, text, queries.turns(self._session.database, source_id))

    @staticmethod
    def searcher(pattern: str, *, regex: bool = False, lemma: bool = False) -> Searcher:
        """A searcher for words, a regular expression, or (`lemma`) a pattern as docs/search.md
        explains, to be used in a `with` block. Case, accents and width do not count.

        Raises `UsageError` for what is no regular expression or pattern, and `InputError` with
        `lemma` where no analyser is installed.
        """
        from toolkit.operations.search.search_sources import searcher

        return searcher(pattern, regex=regex, lemma=lemma)

    def search(
        self,
        finder: Searcher,
        *,
        sources: Sequence[str] = (),
        note: Callable[[int, int], None] | None = None,
    ) -> Iterator[SourceMatches]:
        """The matches in each source, or in those that are named, in their order:

        with project.sources.searcher("leak") as finder:
            for matches in project.sources.search(finder):
                print(matches.source_id, len(matches.matches))

        `note` is told how many pieces of new texts a search by lemma has analysed, of how many.
        """
        from toolkit.operations.search.search_sources import search_sources

        named = [need_source(self._session, source_id) for source_id in sources]
        return search_sources(self._session, finder, named, note)

    @in_one_snapshot
    def cite(self, source_id: str, start: int, end: int, *, text_sha256: str | None = None) -> str:
        """The words of a span, verbatim, with source, turn, speaker, time and offsets.

        `text_sha256` is the text that the offsets were read from. Raises `ConflictError` when the
        source has another text by now.
        """
        session = self._session
        source = need_text(session, source_id, text_sha256)
        check_span(source, start, end)
        text = queries.text_body(session.database, source.text_sha256)
        return cited(text, source_id, queries.turns(session.database, source_id), Span(start, end))

    def save_quote(
        self, source_id: str, start: int, end: int, *, text_sha256: str | None = None
    ) -> SavedQuote:
        """The citation of a span (see `cite`), added to outputs/quotes.txt unless it is there.

        Raises `UsageError` if the file cannot be written.
        """
        text = self.cite(source_id, start, end, text_sha256=text_sha256)
        return append_quote(self._session.folder / FILE, text)

    def cases(self) -> list[Case]:
        """The participants of the project, by id."""
        return queries.cases(self._session.database)

    def participations(self) -> list[Participation]:
        """Which case speaks in which source, and under which label."""
        return queries.participations(self._session.database)

    def import_files(
        self, paths: Iterable[str | Path], *, actor: str, **reading: Unpack[ImportKeywords]
    ) -> ImportedFiles:
        """Import transcripts, tables of cases and speakers, codings and direction mappings.

        Folders are read with their subfolders. What a file holds is told by its content. All files
        are checked before the first is stored: those that cannot be imported raise one
        `BadFilesError`, or are left out with `skip_bad` and listed in the result. Each file is
        stored as one step; a person who stops it gets `ImportStopped`, which says what is stored.

        `encoding` is that of files that are not UTF-8 and have no mark, or a mapping from files,
        folders and patterns to encodings, with `*` for all. `source_id` and `language` are those
        of the transcript, where only one is imported. `ids="path"` makes ids of the folder and the
        name of a file. With `as_text` every file is read as a transcript as it stands; else
        captions, web pages, spreadsheets and other files that are no transcripts are refused.
        Lines that their rounds do not take are refused; `into_closed` is a reason, which the log
        keeps, and lets closed rounds take more. What is there already may always come again.
        With `preview` everything is read and checked, and nothing is stored. `progress` is told
        the phase, how many files are done in it, and how many there are.
        """
        from toolkit.operations.sources.gather_files import gather
        from toolkit.operations.sources.import_files import ImportRequest, check_files
        from toolkit.operations.sources.import_results import ImportStopped
        from toolkit.operations.storage.backup import before_bulk

        request = ImportRequest(**reading)
        gathered = gather([Path(path) for path in paths])
        try:
            plan = check_files(self._session, gathered, request)
            if not request.preview:
                before_bulk(self._session, plan.incoming)
        except KeyboardInterrupt as stop:
            raise ImportStopped((), len(gathered.files)) from stop
        return plan.store(actor)

    @in_one_snapshot
    def replaced_text(self, source_id: str, start: int, end: int, text: str) -> str:
        """The source's text with `[start, end)` replaced; changes nothing."""
        source = need_source(self._session, source_id)
        if not (start == end and 0 <= start <= source.length):
            check_span(source, start, end)
        body = queries.text_body(self._session.database, source.text_sha256)
        return body[:start] + text + body[end:]

    def read_text(self, path: str | Path, *, encoding: str | None = None) -> str:
        """The text of a transcript file as an import would store it; changes nothing."""

        from toolkit.formats.transcripts import read_source

        return read_source(path, encoding=encoding).text

    def correct(
        self, source_id: str, text: str, *, actor: str, dry_run: bool = False
    ) -> Correction:
        """Make `text` the next revision of a source; the earlier one is kept.

        Codings, commitments, mappings and what models offered move with their words; memos stay
        on their codings. A coding whose words are gone waits as an orphan. It is one step, which
        undo takes back; with `dry_run` nothing is changed.
        """
        from toolkit.domain.events import sha256_text
        from toolkit.operations.identifiers.erasures import erasures, refuse_erased_text
        from toolkit.operations.sources import correct as corrections
        from toolkit.operations.sources.read_turns import turns_of_correction
        from toolkit.store.log.entries import newest_seq

        session = self._session
        newest = newest_seq(session.database)
        source = need_source(session, source_id)
        corrections.check_new_text(source, text)
        refuse_erased_text(erasures(session.database), source_id, sha256_text(text))
        turns = turns_of_correction(source, text, queries.turns(session.database, source_id))
        prepared = corrections.prepare(session, source, text, turns)
        if not dry_run:
            corrections.record(
                session,
                [prepared],
                newest=newest,
                actor=actor,
                kind="source.correct",
                summary={
                    "source": source_id,
                    "revision": prepared.correction.revision,
                    **corrections.counts_told(session, [prepared]),
                },
            )
        return prepared.correction

    def reread(self, source_ids: Sequence[str], *, actor: str) -> list[Reread]:
        """Read the labels of stored texts anew, as one step; texts and codings stay.

        Names and roles that a person gave stay where their label still occurs. Returns what the
        speakers were and are, for each source; nothing is recorded where all would stay.
        """
        from toolkit.operations.sources.reread import reread

        sources = [need_source(self._session, name) for name in dict.fromkeys(source_ids)]
        return reread(self._session, sources, actor)

    def withdraw(
        self, source_ids: Sequence[str], *, actor: str, dry_run: bool = False
    ) -> Withdrawn:
        """Take sources out of the project for good: texts, answers, quotes, vectors, exports.

        Their words leave the log too, which can still be verified: each event that lost content
        is marked, and the hash of what is left stands in the event of the withdrawal. Returns
        everything that held words of theirs, and what was done with it. It cannot be undone.
        With `dry_run` nothing is changed. Raises `InputError` for an unknown source,
        `UsageError` for a coder bound by a blind round and where changes wait for a server, and
        `StoreError` while the server is away.
        """
        from toolkit.operations.sources import withdraw

        session = self._session
        named = tuple(dict.fromkeys(need_source(session, name).id for name in source_ids))
        withdraw.refuse_bound(session, actor)
        withdraw.refuse_away(session)
        planned = withdraw.plan(session, named)
        if dry_run:
            return withdraw.Withdrawn(named, planned.held)
        return withdraw.carry_out(session, planned, actor=actor)

    def readmit(self, source_ids: Sequence[str], *, actor: str) -> tuple[str, ...]:
        """Let the files of withdrawn sources be imported again; nothing comes back by itself.

        Returns their ids. Raises `InputError` for a source that was not withdrawn.
        """
        session = self._session
        named = tuple(dict.fromkeys(source_ids))
        known = {
            row["source_id"]: dict(row)
            for row in session.database.query("SELECT * FROM withdrawals ORDER BY source_id")
        }
        for name in named:
            if name not in known:
                raise unknown("withdrawn source", name, list(known))
        session.record(
            actor=actor,
            kind="source.readmit",
            changes=[rows.removed("withdrawals", known[name]) for name in named],
            summary={"sources": list(named)},
        )
        return named

    @in_one_snapshot
    def withdrawn(self) -> list[Withdrawal]:
        """The sources that were withdrawn, by id."""
        from toolkit.operations.sources.withdrawn import withdrawals

        return withdrawals(self._session.database)

    @in_one_snapshot
    def orphans(self, *, viewer: Viewer | None = None) -> list[Orphan]:
        """Codings and mappings whose words a correction took away, by source and offset.

        A viewer in a blind round gets only their own.
        """
        database = self._session.database
        stored = database.query(
            "SELECT * FROM orphans ORDER BY source_id, revision, span_start, span_end, id"
        )
        return [
            orphaned.orphan_from(database, row)
            for row in map(dict, stored)
            if row["origin_table"] in orphaned.OF_PEOPLE and orphaned.may_see(viewer, row)
        ]

    def place_orphan(self, orphan_id: str, start: int, end: int, *, coder: str) -> dict[str, Any]:
        """Give the coder's own coding or mapping a place in the present text; returns its row."""
        session = self._session
        row = orphaned.need_own(session, orphan_id, coder)
        check_span(need_source(session, row["source_id"]), start, end)
        placed = {**json.loads(row["body"]), "span_start": start, "span_end": end}
        same = {name: placed[name] for name in placed if name in orphaned.STATEMENT}
        where = " AND ".join(f"{name} = :{name}" for name in same)
        if session.database.first(f"SELECT id FROM {row['origin_table']} WHERE {where}", same):
            raise InputError(
                _("{coder} already has this at {start}:{end} of {source}").format(
                    coder=coder, start=start, end=end, source=row["source_id"]
                ),
                code="orphan-double",
                hint=_("`qct codings drop {orphan_id}` lets it go.").format(orphan_id=orphan_id),
            )
        session.record(
            actor=coder,
            kind="coding.place",
            changes=[rows.removed("orphans", row), rows.added(row["origin_table"], placed)],
            summary={"coding": orphan_id, "source": row["source_id"], "at": f"{start}:{end}"},
        )
        return placed

    def drop_orphan(self, orphan_id: str, *, coder: str) -> None:
        """Let the coder's own coding without a place go, with its memos. Undo brings it back."""
        session = self._session
        row = orphaned.need_own(session, orphan_id, coder)
        memos = queries.memos(session.database, target=MemoTarget.CODING, target_id=orphan_id)
        changes: list[Change] = [rows.removed("memos", rows.memo_row(memo)) for memo in memos]
        session.record(
            actor=coder,
            kind="coding.drop",
            changes=[*changes, rows.removed("orphans", row)],
            summary={"coding": orphan_id, "source": row["source_id"]},
        )

    def build(self, *, actor: str) -> list[Imported]:
        """Import every file that `[files]` in qct.toml names; what is stored already is skipped.

        Then the lead coder that qct.toml names becomes the project's, unless it has one.
        """
        from toolkit.formats.transcripts import file_stem
        from toolkit.operations.answers.lead import lead_changes, lead_coder
        from toolkit.operations.codebook.import_codebook import import_codebook, import_directions
        from toolkit.operations.sources.import_files import matching
        from toolkit.operations.sources.import_results import Imported

        session = self._session
        files = session.config.files
        done: list[Imported] = []
        if files.codebook:
            from toolkit.formats.codebook_yaml import read_codebook

            book = read_codebook(session.folder / files.codebook)
            change = import_codebook(session, book, actor=actor)
            new = len(change.added) + len(change.changed)
            done.append(
                Imported(
                    files.codebook,
                    "codebook",
                    book.id,
                    new,
                    len(book) - new,
                    _("version {version}").format(version=change.version),
                )
            )
        if files.directions:
            from toolkit.formats.directions_yaml import read_scheme

            scheme = read_scheme(session.folder / files.directions)
            added, changed = import_directions(session, scheme, actor=actor)
            new = len(added) + len(changed)
            done.append(
                Imported(
                    files.directions,
                    "directions",
                    file_stem(files.directions),
                    new,
                    len(scheme.directions) - new,
                )
            )
        patterns = [*files.sources, *([files.cases] if files.cases else [])]
        patterns += [*files.codings, *files.mappings]
        paths = [path for pattern in patterns for path in matching(session.folder, pattern)]
        done += self.import_files(paths, actor=actor)
        if session.config.lead and not lead_coder(session):
            session.record(
                actor=actor,
                kind="coder.lead",
                changes=lead_changes(session, session.config.lead),
                summary={"coder": session.config.lead},
            )
        return done

    @in_one_snapshot
    def uncoded(
        self, source_id: str, *, coder: str, round_id: str | None = None, limit: int = 10
    ) -> list[tuple[int, int]]:
        """The first passages of the experts that share nothing with the coder's codings.

        Passages are on sentence borders. Only the coder's own codings of the round count, so that
        a blind round stays blind.
        """
        from toolkit.themes.units import units

        session = self._session
        source = need_source(session, source_id)
        round_ = need_round(session, round_id)
        codings = queries.codings(
            session.database, source=source_id, coder=coder, round_id=round_.id
        )
        coded = union(coding.span for coding in codings)
        text = queries.text_body(session.database, source.text_sha256)
        pieces = units(source_id, text, queries.turns(session.database, source_id))
        free = (piece.span for piece in pieces if not overlaps_any(piece.span, coded))
        return [(span.start, span.end) for span in islice(free, limit)]
