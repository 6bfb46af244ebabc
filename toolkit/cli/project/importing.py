"""`qct import`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.cli import options, output
from toolkit.cli.commands import argument, command, flag, option
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, open_project
from toolkit.cli.options import Format
from toolkit.cli.project.speakers_shown import COLUMNS, cells, lines
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from toolkit.operations.sources.import_results import Imported


@command("import")
@argument("paths", "FILE", _("Files to import."), kind=options.FILE, many=True)
@option(
    "--id",
    "source_id",
    metavar="ID",
    text=_("Id of the source, for a single transcript (default: made of the file's name)."),
)
@options.encoding
@option(
    "--language",
    metavar="LANG",
    text=_("Language of the transcripts, such as en or ko (default: what each file says)."),
)
@option(
    "--as",
    "read_as",
    kind=click.Choice(["auto", "text"]),
    default="auto",
    text=_(
        "Read the files by their content, or as plain text whatever they seem to be "
        "(default: {default})."
    ),
)
@flag(
    "--preview",
    text=_("Read and check everything, print what would be stored, and store nothing."),
)
@options.coder
@options.project
@options.format_
def import_files(
    paths: tuple[Path, ...],
    source_id: str | None,
    encoding: str | None,
    language: str | None,
    read_as: str,
    preview: bool,
    coder: str | None,
    folder: str | None,
    format_: Format,
) -> None:
    """Import transcripts (.txt, .md, .docx), tables (.csv), codings and mappings (.jsonl).

    Tables hold cases (id, source, speaker, attributes) or speakers (source, label, role, case).
    Who speaks in each transcript, and in which role, is printed; `qct speakers` changes it.
    All files are checked before the first is stored; importing a file twice changes nothing.
    Captions, web pages, spreadsheets and other files that are no transcripts are refused.
    A coding whose quote differs from the text at its offsets is refused, with its line.

    Example: qct import interviews/*.txt cases.csv
    """
    with open_project(folder) as project:
        imported = project.sources.import_files(
            paths,
            actor=acting_coder(project, coder),
            encoding=encoding,
            source_id=source_id,
            language=language,
            as_text=read_as == "text",
            preview=preview,
        )
    output.emit(
        ("file", "kind", "id", "new", "unchanged", "note"),
        [(file.file, file.kind, file.id, file.new, file.unchanged, file.note) for file in imported],
        format_,
    )
    _show_speakers(imported, format_)
    for file in imported:
        for warning in file.warnings:
            note(_("warning: {warning}").format(warning=warning))
    if preview:
        note(_("this is a preview: nothing was stored; leave --preview away to import"))


def _show_speakers(imported: Sequence[Imported], format_: Format) -> None:
    """Show who speaks: as a second table, or on stderr where stdout is for a program."""
    rows = [row for file in imported for row in file.speakers]
    if not rows:
        return
    if format_ is Format.TABLE:
        output.say("")
        output.emit(COLUMNS, map(cells, rows), format_)
        return
    for line in lines(rows):
        note(line)
