"""`qct disagreements`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli import options, output
from toolkit.cli.diagnostics import note
from toolkit.errors import UsageError

if TYPE_CHECKING:
    from toolkit.operations.agreement.request import AgreementQuestion

app = options.noun("Show where coders disagree.")


@app.command()
def disagreements(
    coders: Annotated[str, typer.Option("--coders", metavar="A,B", help="Whom; all.")] = "",
    codes: Annotated[
        str, typer.Option("--code", metavar="ID,ID", help="With all below it; all.")
    ] = "",
    sources: Annotated[str, typer.Option("--source", metavar="ID,ID", help="Which; all.")] = "",
    round_: Annotated[
        str | None, typer.Option("--round", metavar="ID", help="One round; all but consensus.")
    ] = None,
    types: Annotated[
        str, typer.Option("--type", metavar="T,T", help="missed, extra, other-code, boundary.")
    ] = "",
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", help="The first N only.")
    ] = None,
    in_order: Annotated[
        bool, typer.Option("--in-order", help="As in the text, not the largest first.")
    ] = False,
    confusion: Annotated[
        str | None,
        typer.Option("--confusion", metavar="BY", help="Code-by-code matrix: characters, codings."),
    ] = None,
    confused: Annotated[
        bool, typer.Option("--confused", help="Most confused codes, definitions side by side.")
    ] = False,
    include_assisted: Annotated[
        bool,
        typer.Option("--include-assisted", help="Codings made after seeing a suggestion too."),
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write a .csv, .json, .xlsx or .html as well."),
    ] = None,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """List aligned disagreements, most characters in dispute first, with their words.

    Every coding of two coders is in exactly one row. `qct adjudicate` settles a row by its id;
    `qct code SOURCE --at START` opens the place.

    Example: qct disagreements --type other-code,boundary --limit 20
    """
    asked: AgreementQuestion = {
        "coders": options.listed(coders),
        "codes": options.listed(codes),
        "sources": options.listed(sources),
        "round_id": round_,
        "independent_only": not include_assisted,
    }
    if confusion is not None and confused:
        raise UsageError(
            "--confusion and --confused are two tables; ask for one", code="two-tables"
        )
    with options.open_project(project, read_only=True) as open_:
        if confusion is not None:
            table = open_.consensus.confusion(measure=confusion, **asked)
        elif confused:
            table = open_.consensus.confused_codes(limit=limit, **asked)
        else:
            table = open_.consensus.disagreement_table(
                kinds=options.listed(types), limit=limit, in_order=in_order, **asked
            )
    output.print_table(table, format_)
    for line in table.notes:
        note(line)
    if out is not None:
        from toolkit.report.files import write_report

        write_report([table], out)
        note(f"wrote {out}")
