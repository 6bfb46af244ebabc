"""`qct marks list|set|remove`: bookmarks in the transcripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.cli import options, output
from toolkit.cli.commands import argument, group, option
from toolkit.cli.notes import note
from toolkit.cli.opening import open_project, own_coder
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.cli.options import Format

COLUMNS = ("mark", "source", "offset", "turn", "text", "state")
_SHOWN = 60
"""Characters of text that a listing shows of each place."""
_WHY = _("marks tell where others have been")

marks = group("marks", _("List, set and remove the marks that the key ' goes to in the workspace."))
_letter = argument("letter", "LETTER", _("Letter of the mark, such as a."))


@marks.command("list")
@options.coder
@options.project
@options.format_
def list_(coder: str | None, folder: str | None, format_: Format) -> None:
    """List the marks of one coder, each with its place in the text as it is now.

    The state is empty; or `moved`, where the text was corrected and the mark moved with its
    words; or `gone`, where the correction removed them.

    Example: qct marks list --coder coder-a
    """
    with open_project(folder, read_only=True) as project:
        who = own_coder(project, coder, _WHY)
        rows: list[tuple[object, ...]] = []
        for mark in project.preferences.bookmarks(who):
            if mark.offset is None:
                rows.append((mark.letter, mark.source_id, None, None, "", "gone"))
                continue
            text, turns = (
                project.sources.text(mark.source_id),
                project.sources.turns(mark.source_id),
            )
            before = [turn.index + 1 for turn in turns if turn.span.start <= mark.offset]
            quote = " ".join(text[mark.offset : mark.offset + _SHOWN].split())
            turn, state = (before[-1] if before else None), ("moved" if mark.moved else "")
            rows.append((mark.letter, mark.source_id, mark.offset, turn, quote, state))
    output.emit(COLUMNS, rows, format_)


@marks.command("set")
@_letter
@options.source_argument
@option(
    "--at",
    "place",
    metavar="PLACE",
    required=True,
    text=_("Place to mark: an offset (1234), a line (L12), a turn (T12) or a time (12:34)."),
)
@options.coder
@options.project
def set_(letter: str, source: str, place: str, coder: str | None, folder: str | None) -> None:
    """Mark a place with a letter; a mark with that letter moves there.

    Marks are kept on this machine, for each coder; they are no part of the project's log.

    Example: qct marks set a E07 --at T12
    """
    with open_project(folder, read_only=True) as project:
        who = own_coder(project, coder, _WHY)
        mark = project.preferences.set_bookmark(
            letter, source, project.sources.offset_of(source, place), coder=who
        )
    note(
        _("{coder}: {letter} marks {source} at {offset}").format(
            coder=who, letter=mark.letter, source=mark.source_id, offset=mark.offset
        )
    )


@marks.command("remove")
@_letter
@options.coder
@options.project
def remove(letter: str, coder: str | None, folder: str | None) -> None:
    """Remove a mark.

    Example: qct marks remove a
    """
    with open_project(folder, read_only=True) as project:
        who = own_coder(project, coder, _WHY)
        mark = project.preferences.remove_bookmark(letter, coder=who)
    note(_("{coder}: removed the mark {letter}").format(coder=who, letter=mark.letter))
