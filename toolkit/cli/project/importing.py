"""`qct import`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.cli import options, output
from toolkit.cli.commands import argument, command, flag, option
from toolkit.cli.diagnostics import ExitCode
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, open_project
from toolkit.cli.options import Format
from toolkit.cli.parsing import encodings_by_file
from toolkit.cli.project.import_progress import ImportProgress
from toolkit.cli.project.speakers_shown import COLUMNS, cells, lines
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import Literal

    from toolkit.operations.sources.import_results import Imported, ImportedFiles, Refused


@command("import")
@argument(
    "paths",
    "FILE",
    _("Files to import, and folders, which are read with their subfolders."),
    kind=options.FILE,
    many=True,
)
@option(
    "--id",
    "source_id",
    metavar="ID",
    text=_("Id of the source, for a single transcript (default: made of the file's name)."),
)
@option(
    "--ids",
    kind=click.Choice(["name", "path"]),
    default="name",
    text=_(
        "Make ids of the names of files, or of their paths in the folder, so that north/E01.txt "
        "is north-E01 (default: {default})."
    ),
)
@option(
    "--encoding",
    "encodings",
    metavar="[FILE=]NAME",
    multiple=True,
    text=_(
        "Encoding of text files that are not UTF-8, such as cp949; FILE=NAME is for one file, a "
        "folder or a pattern; repeat it for others (default: UTF-8)."
    ),
)
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
    "--skip-bad",
    text=_("Leave out files that cannot be imported, name them, and end with 1."),
)
@option(
    "--into-closed",
    metavar="REASON",
    text=_(
        "Let closed rounds take codings that they do not have yet, and keep the reason in the log "
        "(default: such lines are refused)."
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
    ids: Literal["name", "path"],
    encodings: tuple[str, ...],
    language: str | None,
    read_as: str,
    skip_bad: bool,
    into_closed: str | None,
    preview: bool,
    coder: str | None,
    folder: str | None,
    format_: Format,
) -> None:
    """Import transcripts (.txt, .md, .docx), tables (.csv), codings and mappings (.jsonl).

    Tables hold cases (id, source, speaker, attributes) or speakers (source, label, role, case).
    Who speaks in each transcript, and in which role, is printed; `qct speakers` changes it.
    All files are checked before the first is stored, and all bad ones are listed; importing a file
    twice changes nothing. Each file is stored as one step: ^C keeps those that are stored, and the
    same command stores the rest.
    Hidden files and lock files in folders are passed over, and this is said.
    Captions, web pages, spreadsheets and other files that are no transcripts are refused.
    A coding whose quote differs from the text at its offsets is refused, with its line; so is one
    that its round does not take, as `qct codings add` would refuse it. An import may make a round
    and fill it; the round is closed from then on.

    Example: qct import interviews/ cases.csv --encoding cp949
    """
    from toolkit.operations.sources.import_results import ImportStopped

    try:
        with (
            open_project(folder) as project,
            ImportProgress(shown=format_ is Format.TABLE) as progress,
        ):
            imported = project.sources.import_files(
                paths,
                actor=acting_coder(project, coder),
                encoding=encodings_by_file(encodings),
                source_id=source_id,
                ids=ids,
                language=language,
                as_text=read_as == "text",
                preview=preview,
                skip_bad=skip_bad,
                into_closed=into_closed,
                progress=progress,
            )
    except ImportStopped as stop:
        note(stop.sentence)
        raise click.exceptions.Exit(ExitCode.INTERRUPTED) from stop
    _show(imported, format_)
    if imported.skipped:
        raise click.exceptions.Exit(ExitCode.CHECK_FAILED)


def _show(imported: ImportedFiles, format_: Format) -> None:
    from toolkit.operations.sources.import_results import passed_over_sentence, reasons

    output.emit(
        ("file", "kind", "id", "new", "unchanged", "note"),
        [
            *(
                (file.file, file.kind, file.id, file.new, file.unchanged, file.note)
                for file in imported
            ),
            *map(_skipped, imported.skipped),
        ],
        format_,
    )
    _show_speakers(imported, format_)
    for file in imported:
        for warning in file.warnings:
            note(_("warning: {warning}").format(warning=warning))
    if imported.passed_over:
        note(passed_over_sentence(imported.passed_over))
    if imported.skipped:
        note(_("skipped, since they cannot be imported:"))
        for line in reasons(imported.skipped):
            note(line)
    note(imported.sentence)
    if imported.preview:
        note(_("this is a preview: nothing was stored; leave --preview away to import"))


def _skipped(refused: Refused) -> tuple[object, ...]:
    """A file that was skipped as a row of the table."""
    return refused.file, "skipped", "", 0, 0, refused.error.message.partition("\n")[0]


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
