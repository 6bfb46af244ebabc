"""`qct agree`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli import options, output
from toolkit.cli.diagnostics import note
from toolkit.errors import CheckFailed

app = options.noun("Measure inter-coder agreement.")


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


@app.callback(invoke_without_command=True)
def agree(
    context: typer.Context,
    coders: Annotated[str, typer.Option("--coders", metavar="A,B", help="Whom; all.")] = "",
    codes: Annotated[str, typer.Option("--codes", metavar="ID,ID", help="Which; all used.")] = "",
    sources: Annotated[str, typer.Option("--sources", metavar="ID,ID", help="Which; all.")] = "",
    round_: Annotated[
        str | None, typer.Option("--round", metavar="ID", help="One round; all but consensus.")
    ] = None,
    unit: Annotated[str, typer.Option("--unit", help="character, sentence or turn.")] = "character",
    whole_text: Annotated[
        bool, typer.Option("--whole-text", help="Interviewer's words too, not only experts'.")
    ] = False,
    include_assisted: Annotated[
        bool,
        typer.Option("--include-assisted", help="Codings made after seeing a suggestion too."),
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write a .csv or .xlsx as well.")
    ] = None,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Measure agreement per code, pooled and macro, for all coders and each pair.

    On span data directly: characters by run lengths, cost independent of text length.
    Undefined is empty with a reason, never 1; a coder who did not work on a source is
    missing there, not a "no".

    Example: qct agree --coders coder-a,coder-b --format csv
    """
    if context.invoked_subcommand is not None:
        return
    from toolkit.report.tables import write_table

    with options.open_project(project, read_only=True, round_=round_) as open_:
        table = open_.agreement_report(
            coders=_list(coders),
            codes=_list(codes),
            sources=_list(sources),
            round=round_,
            unit=unit,
            whole_text=whole_text,
            independent_only=not include_assisted,
        )
    output.print_table(table, format_)
    for line in table.notes:
        note(line)
    if out is not None:
        write_table(table, out)
        note(f"wrote {out}")


@app.command()
def verify(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Worked examples in JSON; the shipped ones.", show_default=False),
    ] = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Check every coefficient against published worked examples; exit with 1 if one fails.

    Example: qct agree verify examples/*.json --format json
    """
    from toolkit.agreement.verify import verify_files

    rows = verify_files(files)
    output.emit(
        ("source", "coefficient", "params", "expected", "computed", "tolerance", "holds"),
        [
            (r.source, r.coefficient, r.params, r.expected, r.computed, r.tolerance, r.holds)
            for r in rows
        ],
        format_,
    )
    failed = sum(not row.holds for row in rows)
    if failed:
        raise CheckFailed(
            f"{failed} of {len(rows)} expected values do not hold", code="agree-verify"
        )
    note(f"{len(rows)} expected values hold")
