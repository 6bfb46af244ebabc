"""`qct search`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.cli import completing, options, output
from toolkit.cli.analysing import AnalysisProgress
from toolkit.cli.commands import argument, command, flag, option
from toolkit.cli.notes import note
from toolkit.cli.opening import open_project
from toolkit.errors import UsageError, shorten
from toolkit.i18n import _
from toolkit.operations.search import lemmas

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.cli.options import Format
    from toolkit.operations.search.code_hits import Unit

COLUMNS = ("source", "start", "end", "turn", "speaker", "match", "context")


@command("search")
@argument(
    "pattern",
    "PATTERN",
    _("Words to find, or a pattern of words (default: with --code, the patterns of the code)."),
    required=False,
)
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
@option(
    "--code",
    metavar="ID",
    text=_("List the passages as hits for this code, and code those that you keep (default: no)."),
    complete=completing.codes,
)
@option(
    "--unit",
    kind=click.Choice(["sentence", "turn", "match"]),
    default="sentence",
    text=_("With --code, the passage of a hit (default: {default})."),
)
@option(
    "--accept",
    metavar="1,3-5|all",
    text=_("With --code, code these hits (default: a terminal asks about each)."),
)
@option(
    "--reject",
    metavar="1,3-5|all",
    text=_("With --code, remember that the code does not fit these hits (default: none)."),
)
@options.round_worked_in
@options.coder
@options.project
@options.format_
def search(
    pattern: str | None,
    lemma: bool,
    exact_words: bool,
    regex: bool,
    sources: tuple[str, ...],
    count: bool,
    code: str | None,
    unit: Unit,
    accept: str | None,
    reject: str | None,
    round_id: str | None,
    coder: str | None,
    folder: str | None,
    format_: Format,
) -> None:
    """Find words, a pattern of words, or a regular expression.

    Case, accents and width make no difference. A word finds all its forms, as share finds shared
    and sharing. Every match is listed with its offsets in characters, its turn, and the words
    around it.

    With --code nothing is coded without a decision of yours. What you keep is coded as one step,
    which qct undo takes back; what you reject is remembered.

    Example: qct search "share ... (data|list)" --count
    """
    if code is not None:
        if lemma + exact_words + regex + count:
            raise UsageError(
                _("--code takes patterns of words, without --count and other kinds of search"),
                code="search-kinds",
                hint=_("Leave the other option away; =shared is the exact form of a word."),
            )
        from toolkit.cli.code.search_hits import hits_of_code

        unread = hits_of_code(
            code,
            pattern,
            unit=unit,
            accept=accept,
            reject=reject,
            sources=sources,
            round_id=round_id,
            coder=coder,
            folder=folder,
            format_=format_,
        )
        tell_kind(by_lemma=lemmas.is_installed(), unread=unread, kinds=not lemmas.is_installed())
        return
    if pattern is None or accept is not None or reject is not None:
        raise UsageError(
            _("a search needs a PATTERN, and --accept and --reject need --code"),
            code="search-what",
            hint=_('Write `qct search "share ... data"` or `qct search --code ID`.'),
        )
    rows: list[tuple[object, ...]] = []
    total = 0
    missing: dict[str, list[str]] = {}
    with open_project(folder, read_only=True) as project:
        by_lemma = _by_lemma(lemma=lemma, exact_words=exact_words, regex=regex)
        with project.sources.searcher(pattern, regex=regex, lemma=by_lemma) as searcher:
            progress = AnalysisProgress()
            for source in project.sources.search(searcher, sources=sources, note=progress):
                for language in source.unread:
                    missing.setdefault(language, []).append(source.source_id)
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
        tell_kind(by_lemma=by_lemma, unread=missing, kinds=not exact_words)


def _by_lemma(*, lemma: bool, exact_words: bool, regex: bool) -> bool:
    """Whether to search by lemma. Raises `UsageError` for two kinds of search at once."""
    if lemma + exact_words + regex > 1:
        raise UsageError(
            _("--lemma, --exact-words and --regex are three kinds of search"),
            code="search-kinds",
            hint=_("Give one of them."),
        )
    return lemma or not (exact_words or regex or not lemmas.is_installed())


def tell_kind(*, by_lemma: bool, unread: Mapping[str, Sequence[str]], kinds: bool) -> None:
    """Say on stderr in which way words were searched; `kinds` is whether it was a choice."""
    if not by_lemma:
        if kinds:
            note(
                _(
                    "words were searched as they are written, since no analyser of a language is "
                    "installed; pip install 'qualitative-coding-toolkit[language]' brings them"
                )
            )
        return
    if kinds:
        text = _(
            "words were searched by lemma, in all their forms; --exact-words takes them as written"
        )
        note(text)
    for language, ids in sorted(unread.items()):
        note(
            _(
                "there is no analyser of the language {language}, so its words were searched as "
                "they are written: {sources}"
            ).format(language=language, sources=shorten(list(ids), 10))
        )
