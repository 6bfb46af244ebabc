"""`qct disagreements`, and `qct disagreements confusion|confused`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.cli import completing, options, output
from toolkit.cli.commands import Words, flag, group_with_table, moved_option, option, together
from toolkit.cli.opening import open_project
from toolkit.cli.team import comparison
from toolkit.cli.team.comparison import Comparison
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.cli.options import Destination, Format

_compared = options.as_value(
    Comparison,
    "compared",
    comparison.coders,
    option(
        "--code",
        "codes",
        metavar="ID,ID",
        kind=options.IDS,
        default="",
        text=_("Codes to compare, each with all codes below it (default: all)."),
        complete=completing.codes,
    ),
    comparison.exactly,
    comparison.source,
    comparison.round_,
    comparison.include_assisted,
    comparison.include_unfinished,
)
_printed = together(options.out, options.project, options.format_)
_limit = option("--limit", metavar="N", kind=int, text=_("Number of rows to show (default: all)."))


@group_with_table("disagreements")
@_compared
@option(
    "--type",
    "types",
    metavar="T,T",
    kind=options.IDS,
    default="",
    text=_("Only these types: missed, extra, other-code or boundary (default: all)."),
)
@_limit
@flag("--in-order", text=_("Sort by the order of the text, not the largest first."))
@moved_option("--confusion", "qct disagreements confusion", takes_value=True)
@moved_option("--confused", "qct disagreements confused")
@_printed
@click.pass_context
def disagreements(
    context: click.Context,
    compared: Comparison,
    types: tuple[str, ...],
    limit: int | None,
    in_order: bool,
    out: Destination,
    folder: str | None,
    format_: Format,
) -> None:
    """List disagreements with their words, those with the most characters in dispute first.

    Every coding of two coders is in exactly one row. `qct adjudicate` settles a row by its id;
    `qct code SOURCE --at START` opens the place.

    Example: qct disagreements --type other-code,boundary --limit 20
    """
    if context.invoked_subcommand is not None:
        return
    with open_project(folder, read_only=True) as project:
        table = project.consensus.disagreement_table(
            kinds=types, limit=limit, in_order=in_order, **compared.keywords()
        )
    output.print_report([table], format_, out)


@disagreements.command("confusion")
@option(
    "--by",
    "measure",
    metavar="WHAT",
    kind=Words("characters", "codings"),
    default="characters",
    text=_("Measure of the cells: characters or codings (default: {default})."),
)
@_compared
@_printed
def confusion(
    measure: str, compared: Comparison, out: Destination, folder: str | None, format_: Format
) -> None:
    """Show code by code what one coder has where the other has that code.

    Example: qct disagreements confusion --by codings
    """
    with open_project(folder, read_only=True) as project:
        table = project.consensus.confusion(measure=measure, **compared.keywords())
    output.print_report([table], format_, out)


@disagreements.command("confused")
@_limit
@_compared
@_printed
def confused(
    limit: int | None,
    compared: Comparison,
    out: Destination,
    folder: str | None,
    format_: Format,
) -> None:
    """List the codes that coders confuse most, with both definitions side by side.

    Example: qct disagreements confused --limit 5
    """
    with open_project(folder, read_only=True) as project:
        table = project.consensus.confused_codes(limit=limit, **compared.keywords())
    output.print_report([table], format_, out)
