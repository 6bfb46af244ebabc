"""The lines of a concordance: every place of a word, of a pattern or of an expression."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toolkit.analysis.terms.concordance import Line, line
from toolkit.domain.spans import Span
from toolkit.errors import UsageError, shorten
from toolkit.i18n import _
from toolkit.language.patterns.parse import parse
from toolkit.operations.search.search_sources import search_sources, searcher
from toolkit.operations.terms.concordance import Hit, find
from toolkit.operations.terms.spoken import read_as_written, read_spoken
from toolkit.report.provenance import Provenance

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.domain.transcript import Source
    from toolkit.operations.session import ProjectSession
    from toolkit.operations.terms.request import TermsRequest
    from toolkit.operations.terms.spoken import Spoken

LEMMA, WRITTEN, REGEX = "lemma", "written", "regex"
SEARCHES = (LEMMA, WRITTEN, REGEX)
"""By lemma, a pattern of words too; as it is written; as a regular expression."""


@dataclass(frozen=True, slots=True)
class Concordance:
    """Every place of a word with its context, in the order of the texts."""

    word: str
    """The word, pattern or expression, as it was asked for."""
    search: str
    """One of `SEARCHES`."""
    lines: tuple[Line, ...]
    sources: int
    """How many sources were looked through."""
    texts: Mapping[str, str]
    """SHA-256 of the text of each source, by its id: offsets are code points of these texts."""
    unread: tuple[str, ...]
    """Sentences on words that were left out, or taken as they are written, for want of an
    analyser of their language."""
    notes: tuple[str, ...] = ()
    """Whose words were looked through, and what was left out."""
    provenance: Provenance | None = field(default=None, repr=False)

    @property
    def sources_with(self) -> int:
        """How many sources have a line."""
        return len({item.source_id for item in self.lines})


def needs_lemmas(word: str, search: str) -> bool:
    """Whether a word is looked for in all its forms, which needs every word's lemma.

    A pattern of words is looked for as in a search, which also reads languages without an
    analyser. Raises `UsageError` for an unknown search, no word, and a pattern that is wrong.
    """
    if search not in SEARCHES:
        raise UsageError(
            _("unknown search {search!r}; valid: {valid}").format(
                search=search, valid=", ".join(SEARCHES)
            ),
            code="terms-search",
        )
    if not word.strip():
        raise UsageError(_("there is no word to look for"), code="terms-wordless")
    return search == LEMMA and parse(word).is_plain


def read(
    session: ProjectSession,
    sources: Sequence[Source],
    request: TermsRequest,
    word: str,
    search: str,
) -> Spoken:
    """What is said in sources, with its lemmas where the search needs them."""
    reading = read_spoken if needs_lemmas(word, search) else read_as_written
    return reading(session, sources, request)


def concordance(
    session: ProjectSession,
    spoken: Spoken,
    stretches: Mapping[str, Sequence[Span]],
    request: TermsRequest,
    *,
    word: str,
    search: str,
    width: int,
) -> Concordance:
    """The places that begin in stretches, with `width` code points on each side."""
    unread = list(spoken.notes())
    if needs_lemmas(word, search):
        hits = find(spoken, stretches, word)
    else:
        hits, by_language = _searched(session, spoken, stretches, request, word, search)
        unread += [_as_written(name, ids) for name, ids in sorted(by_language.items())]
    if request.language is not None:
        spans = {
            name: [piece.span for piece in source.pieces] for name, source in spoken.sources.items()
        }
        hits = [hit for hit in hits if _holds(spans[hit.source_id], hit.start)]
    return Concordance(
        word.strip(),
        search,
        tuple(_lines(spoken, hits, width)),
        len(spoken.sources),
        {name: source.source.text_sha256 for name, source in spoken.sources.items()},
        tuple(unread),
    )


def _searched(
    session: ProjectSession,
    spoken: Spoken,
    stretches: Mapping[str, Sequence[Span]],
    request: TermsRequest,
    word: str,
    search: str,
) -> tuple[list[Hit], dict[str, list[str]]]:
    """The places by a search, and the sources by each language without an analyser."""
    hits: list[Hit] = []
    unread: dict[str, list[str]] = {}
    sources = [source.source for source in spoken.sources.values()]
    if not sources:
        return hits, unread
    with searcher(word, regex=search == REGEX, lemma=search == LEMMA) as finder:
        for result in search_sources(session, finder, sources, request.progress):
            for language in result.unread:
                unread.setdefault(language, []).append(result.source_id)
            own = stretches.get(result.source_id, ())
            hits += [
                Hit(result.source_id, span.start, span.end)
                for span in result.matches
                if _holds(own, span.start)
            ]
    return hits, unread


def _as_written(language: str, ids: Sequence[str]) -> str:
    return _(
        "there is no analyser of the language {language}, so its words were searched as "
        "they are written: {sources}"
    ).format(language=language, sources=shorten(list(ids), 10))


def _holds(spans: Sequence[Span], offset: int) -> bool:
    """Whether one of the spans, which are in order and do not overlap, holds an offset."""
    at = bisect_right(spans, offset, key=lambda span: span.start) - 1
    return at >= 0 and offset < spans[at].end


def _lines(spoken: Spoken, hits: Iterable[Hit], width: int) -> Iterable[Line]:
    for hit in hits:
        source = spoken.sources[hit.source_id]
        at = bisect_right(source.turns, hit.start, key=lambda turn: turn.body.start) - 1
        yield line(hit.source_id, source.text, Span(hit.start, hit.end), source.turns[at], width)
