"""`qct marks list|set|remove`: places to come back to."""

from __future__ import annotations

from typing import Annotated

import typer

from toolkit.cli import options, output
from toolkit.cli.diagnostics import note

app = options.noun("List, set and remove the marks that ' goes to in the workspace.")

LetterArgument = Annotated[
    str, typer.Argument(metavar="LETTER", help="One letter, as in a.", show_default=False)
]
COLUMNS = ("mark", "source", "offset", "turn", "text", "state")
_SHOWN = 60
"""Code points of text that a listing shows of each place."""


@app.command("list")
def list_(
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """List one coder's marks, each with its place in the text as it is now.

    The state is empty, `moved` where the text was corrected since and the mark followed its
    words, or `gone` where it lost them.

    Example: qct marks list --coder coder-a
    """
    with options.open_project(project, read_only=True) as open_:
        who = options.own_coder(open_, coder, "marks tell where others have been")
        rows: list[tuple[object, ...]] = []
        for mark in open_.preferences.bookmarks(who):
            if mark.offset is None:
                rows.append((mark.letter, mark.source_id, None, None, "", "gone"))
                continue
            text, turns = open_.sources.text(mark.source_id), open_.sources.turns(mark.source_id)
            before = [turn.index + 1 for turn in turns if turn.span.start <= mark.offset]
            quote = " ".join(text[mark.offset : mark.offset + _SHOWN].split())
            turn, state = (before[-1] if before else None), ("moved" if mark.moved else "")
            rows.append((mark.letter, mark.source_id, mark.offset, turn, quote, state))
    output.emit(COLUMNS, rows, format_)


@app.command("set")
def set_(
    letter: LetterArgument,
    source: Annotated[str, typer.Argument(help="Id of the source.", show_default=False)],
    at: Annotated[
        str,
        typer.Option("--at", metavar="PLACE", help="Offset (1234), L12 (line), T12 (turn), 12:34."),
    ],
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
) -> None:
    """Mark a place with a letter, in place of where the letter was.

    Marks are kept on this machine, by coder; they are no step of the project.

    Example: qct marks set a E07 --at T12
    """
    with options.open_project(project, read_only=True) as open_:
        who = options.own_coder(open_, coder, "marks tell where others have been")
        mark = open_.preferences.set_bookmark(
            letter, source, open_.sources.offset_of(source, at), coder=who
        )
    note(f"{who}: {mark.letter} marks {mark.source_id} at {mark.offset}")


@app.command()
def remove(
    letter: LetterArgument,
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
) -> None:
    """Forget a mark.

    Example: qct marks remove a
    """
    with options.open_project(project, read_only=True) as open_:
        who = options.own_coder(open_, coder, "marks tell where others have been")
        mark = open_.preferences.remove_bookmark(letter, coder=who)
    note(f"{who}: {mark.letter} marks nothing")
