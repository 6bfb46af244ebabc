"""`qct search`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.cli import completing, options, output
from toolkit.cli.analysing import AnalysisProgress
from toolkit.cli.commands import argument, command, flag, option
from toolkit.cli.notes import note
from toolkit.cli.opening import open_project
from toolkit.errors import UsageError, shorten
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.cli.options import Format

COLUMNS = ("source", "start", "end", "turn", "speaker", "match", "context")


@command("search")
@argument("pattern", "PATTERN", _("Words to find, or a pattern of words (docs/search.md)."))
@flag(
    "--lemma",
    text=_("Find every form of a word (default: on where an analyser of a language is installed)."),
)
@flag("--exact-words", text=_("Find the words as they are written (default: --lemma)."))
@flag("--regex", text=_("Read PATTERN as a regular expression."))
@option(
    "--source",
    "sources",
    metavar="ID",
    multiple=True,
    text=_("Only this source; repeat it for others (default: all sources)."),
    complete=completing.sources,
)
@flag("--count", text=_("Count the matches of each source instead of listing them."))
@options.project
@options.format_
def search(
    pattern: str,
    lemma: bool,
    exact_words: bool,
    regex: bool,
    sources: tuple[str, ...],
    count: bool,
    folder: str | None,
    format_: Format,
) -> None:
    """Find words, a pattern of words, or a regular expression.

    Case, accents and width make no difference. A word finds all its forms, as share finds shared
    and sharing. Every match is listed with its offsets in characters, its turn, and the words
    around it.

    Example: qct search "share ... (data|list)" --count
    """
    rows: list[tuple[object, ...]] = []
    total = 0
    unread: dict[str, list[str]] = {}
    with open_project(folder, read_only=True) as project:
        by_lemma = _by_lemma(lemma=lemma, exact_words=exact_words, regex=regex)
        with project.sources.searcher(pattern, regex=regex, lemma=by_lemma) as searcher:
            progress = AnalysisProgress()
            for source in project.sources.search(searcher, sources=sources, note=progress):
                for language in source.unread:
                    unread.setdefault(language, []).append(source.source_id)
                total += len(source.matches)
                if count:
                    rows.append((source.source_id, len(source.matches)))
                    continue
                for span in source.matches:
                    turn, (before, match, after) = source.turn_of(span), source.context(span)
                    where = (turn.index + 1, turn.speaker) if turn is not None else (None, "")
                    place = (source.source_id, span.start, span.end)
                    rows.append((*place, *where, match, f"{before}{match}{after}"))
    output.emit(("source", "matches") if count else COLUMNS, rows, format_)
    if not total:
        note(_("no match"))
    if not regex:
        tell_kind(by_lemma=by_lemma, asked=exact_words, unread=unread)


def _by_lemma(*, lemma: bool, exact_words: bool, regex: bool) -> bool:
    """Whether to search by lemma. Raises `UsageError` for two kinds of search at once."""
    from toolkit.operations.search.lemmas import is_installed

    if lemma + exact_words + regex > 1:
        raise UsageError(
            _("--lemma, --exact-words and --regex are three kinds of search"),
            code="search-kinds",
            hint=_("Give one of them."),
        )
    return lemma or not (exact_words or regex or not is_installed())


def tell_kind(*, by_lemma: bool, asked: bool, unread: Mapping[str, list[str]]) -> None:
    """Say on stderr in which way words were searched."""
    if not by_lemma:
        if not asked:
            note(
                _(
                    "words were searched as they are written, since no analyser of a language is "
                    "installed; pip install 'qualitative-coding-toolkit[language]' brings them"
                )
            )
        return
    note(_("words were searched by lemma, in all their forms; --exact-words takes them as written"))
    for language, ids in sorted(unread.items()):
        note(
            _(
                "there is no analyser of the language {language}, so its words were searched as "
                "they are written: {sources}"
            ).format(language=language, sources=shorten(ids, 10))
        )
