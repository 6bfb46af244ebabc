"""`qct import`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli import options, output

app = options.noun("Take in files.")


@app.command("import")
def import_(
    paths: Annotated[list[Path], typer.Argument(help="Files to take in.", show_default=False)],
    source_id: Annotated[
        str | None, typer.Option("--id", help="Id of the source, for a single transcript.")
    ] = None,
    encoding: Annotated[
        str | None, typer.Option("--encoding", help="Of text files that are not UTF-8: cp949, ...")
    ] = None,
    language: Annotated[
        str | None, typer.Option("--language", help="Of the transcripts: en, ko, ...")
    ] = None,
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Take in transcripts (.txt, .md, .docx), cases (.csv), codings and mappings (.jsonl).

    All files are checked before the first is stored; the same file twice changes nothing.
    A coding whose quote is not the text at its offsets is refused, with its line.

    Example: qct import interviews/*.txt cases.csv
    """
    with options.open_project(project) as open_:
        done = open_.sources.import_files(
            paths,
            actor=options.acting_coder(open_, coder),
            encoding=encoding,
            source_id=source_id,
            language=language,
        )
    output.emit(
        ("file", "kind", "id", "new", "unchanged", "note"),
        [(item.file, item.kind, item.id, item.new, item.unchanged, item.note) for item in done],
        format_,
    )
