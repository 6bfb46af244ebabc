"""`qct search`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.cli import completing, options, output
from toolkit.cli.commands import argument, command, flag, option
from toolkit.cli.notes import note
from toolkit.cli.opening import open_project
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.cli.options import Format

COLUMNS = ("source", "start", "end", "turn", "speaker", "match", "context")


@command("search")
@argument("pattern", "PATTERN", _("Words to find."))
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
    regex: bool,
    sources: tuple[str, ...],
    count: bool,
    folder: str | None,
    format_: Format,
) -> None:
    """Find words or a regular expression; case, accents and width make no difference.

    Every match is listed with its offsets in characters, its turn, and the words around it.

    Example: qct search "protocol|procedure" --regex --count
    """
    rows: list[tuple[object, ...]] = []
    total = 0
    with (
        open_project(folder, read_only=True) as project,
        project.sources.searcher(pattern, regex=regex) as searcher,
    ):
        for source in project.sources.search(searcher, sources=sources):
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
