"""`qct export docbin`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.cli import completing, options, output
from toolkit.cli.commands import argument, group, option
from toolkit.cli.notes import note
from toolkit.cli.opening import open_project
from toolkit.cli.recorded import command_in_use
from toolkit.i18n import _, ngettext

if TYPE_CHECKING:
    from pathlib import Path

export = group("export", _("Export the project for other programs."))


@export.command("docbin")
@argument("file", "FILE.spacy", _("File to write."), kind=options.FILE)
@options.only_sources
@option(
    "--coder",
    "coders",
    metavar="NAME",
    multiple=True,
    text=_("Only codings of this coder; repeat it for others (default: everyone's)."),
    complete=completing.coders,
)
@option(
    "--answers",
    metavar="RULE",
    text=_(
        "Rule for whose codings are exported, as in `qct matrix` (default: everyone's, each in "
        "a group of their own)."
    ),
)
@options.project
def docbin(
    file: Path,
    sources: tuple[str, ...],
    coders: tuple[str, ...],
    answers: str | None,
    folder: str | None,
) -> None:
    """Write sources, turns and codings as a DocBin of spaCy, to annotate or to train with.

    Each source is a document with the groups of spans turns, coder:NAME for each coder, and
    consensus, whose labels are ids of codes. `qct import FILE.spacy` brings the groups of coders
    back, with what was added to them and without what was removed. It needs the extra [language].

    Example: qct export docbin outputs/study.spacy --answers consensus,coder-a
    """
    from toolkit.operations.exchange.docbin import check_file

    check_file(file)
    with open_project(folder, read_only=True) as project:
        made = project.exchange.docbin(sources=sources, coders=coders, answers=answers)
        command, _files = command_in_use()
        made = replace(made, provenance=replace(made.provenance, command=command))
        written = made.write(file)
    note(
        ngettext(
            "{documents} with {count:,} coding", "{documents} with {count:,} codings", made.codings
        ).format(
            documents=ngettext("{count} document", "{count} documents", made.documents).format(
                count=made.documents
            ),
            count=made.codings,
        )
    )
    for line in made.notes:
        note(line)
    for path in written:
        output.tell_written(path)
