"""`qct audit coding`: codings and codes to look at again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.cli import completing, options, output
from toolkit.cli.commands import group, option
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, open_project
from toolkit.i18n import _
from toolkit.operations.review.review import OUTLIERS

if TYPE_CHECKING:
    from toolkit.cli.options import Format

COLUMNS = ("kind", "code", "other", "source", "start", "end", "quote", "reason", "coding")

audit = group("audit", _("List codings and codes to look at again, with the reasons."))


@audit.command("coding")
@option(
    "--code",
    metavar="ID",
    text=_("Only this code (default: all codes)."),
    complete=completing.codes,
)
@option(
    "--most",
    metavar="NUMBER",
    kind=click.IntRange(0, 10_000),
    default=OUTLIERS,
    text=_("Most codings to list that resemble another code (default: {default})."),
)
@option(
    "--seed",
    metavar="NUMBER",
    kind=click.IntRange(0, 2**31 - 1),
    default=1,
    text=_("Seed of the permutation test of drift (default: {default})."),
)
@options.model
@options.coder
@option(
    "--round",
    "round_id",
    metavar="ID",
    text=_("Only codings of this round (default: all rounds but open blind ones)."),
    complete=completing.rounds,
)
@options.project
@options.format_
def coding(
    code: str | None,
    most: int,
    seed: int,
    model: str | None,
    coder: str | None,
    round_id: str | None,
    folder: str | None,
    format_: Format,
) -> None:
    """List what to look at again among your codings; none of it is a verdict.

    outlier: a coding that resembles the passages of another code more than those of its own.
    drift: a code whose first and last codings differ more than the order of interviews explains.
    alike: two codes whose passages are hard to tell apart. incomplete: a code without definition
    or example.

    Example: qct audit coding --code trust --format csv
    """
    with open_project(folder, read_only=True, whole=True) as project:
        found = project.review.codings(
            coder=acting_coder(project, coder),
            code_id=code,
            round_id=round_id,
            model=model,
            most=most,
            seed=seed,
        )
    rows = [
        (
            each.kind,
            each.code_id,
            each.other_code,
            each.source_id,
            each.start,
            each.end,
            " ".join(each.quote.split()),
            each.reason,
            each.coding_id,
        )
        for each in found.remarks
    ]
    output.emit(COLUMNS, rows, format_, wrapped=("quote", "reason"))
    for line in found.notes:
        note(line)
    note(_("these are reasons to look again, and no verdicts"))
