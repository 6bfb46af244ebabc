"""Transcripts, the cases that speak in them, and the places in their texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.domain.rounds import Viewer
from toolkit.domain.transcript import Case, Participation, Source, Turn
from toolkit.operations.session import need_source
from toolkit.store import queries

if TYPE_CHECKING:
    from toolkit.operations.sources.cite import SavedQuote
    from toolkit.operations.sources.correct import Correction
    from toolkit.operations.sources.import_batch import Imported
    from toolkit.operations.sources.orphans import Orphan
    from toolkit.operations.sources.search import Searcher, SourceMatches

from toolkit.operations.subject import Subject, in_one_snapshot


class Sources(Subject):
    """Transcripts, the cases that speak in them, and the places in their texts."""

    def all(self) -> list[Source]:
        return queries.sources(self._session.database)

    def get(self, source_id: str) -> Source:
        return need_source(self._session, source_id)

    @in_one_snapshot
    def text(self, source_id: str) -> str:
        """The source's text; every offset in the project counts its code points."""
        source = need_source(self._session, source_id)
        return queries.text_body(self._session.database, source.text_sha256)

    def turns(self, source_id: str) -> list[Turn]:
        need_source(self._session, source_id)
        return queries.turns(self._session.database, source_id)

    @in_one_snapshot
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

        with project.sources.searcher("leak") as finder:
            for found in project.sources.search(finder):
                print(found.source_id, len(found.matches))
        """
        from toolkit.operations.sources.search import search

        return search(self._session, finder, sources=sources)

    @in_one_snapshot
    def cite(self, source_id: str, start: int, end: int, *, text_sha256: str | None = None) -> str:
        """The words of a span, verbatim, with source, turn, speaker, time and offsets.

        `text_sha256` is the text that the offsets were read from.
        """
        from toolkit.operations.sources.cite import cite

        return cite(self._session, source_id, start, end, text_sha256=text_sha256)

    def save_quote(
        self, source_id: str, start: int, end: int, *, text_sha256: str | None = None
    ) -> SavedQuote:
        """`cite`, added to the end of outputs/quotes.txt, where it is once."""
        from toolkit.operations.sources.cite import keep_quote

        return keep_quote(self._session, source_id, start, end, text_sha256=text_sha256)

    def cases(self) -> list[Case]:
        return queries.cases(self._session.database)

    def participations(self) -> list[Participation]:
        return queries.participations(self._session.database)

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

    @in_one_snapshot
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

    @in_one_snapshot
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

    @in_one_snapshot
    def uncoded(
        self,
        source_id: str,
        *,
        coder: str,
        round_id: str | None = None,
        limit: int = 10,
    ) -> list[tuple[int, int]]:
        """Passages of the experts that share nothing with the coder's codings, in order."""
        from toolkit.operations.sources.uncoded import uncoded_passages

        return uncoded_passages(
            self._session, source_id, coder=coder, round_id=round_id, limit=limit
        )
