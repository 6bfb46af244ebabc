"""`qct audit coding|families|bias`: codings, codes, families and groups to look at again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.cli import completing, options, output
from toolkit.cli.commands import flag, group, option
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, open_project
from toolkit.i18n import _
from toolkit.operations.review.review import OUTLIERS

if TYPE_CHECKING:
    from toolkit.cli.options import Destination, Format

COLUMNS = ("kind", "code", "other", "source", "start", "end", "quote", "reason", "coding")

FAMILY_COLUMNS = (
    "state",
    "family",
    "name",
    "exclusive",
    "codes",
    "passages",
    "together",
    "pairs",
    "expected",
    "remark",
)

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


@audit.command("families")
@flag(
    "--propose",
    text=_(
        "Propose families although the codebook marks some (default: only where it marks none)."
    ),
)
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
def families(
    propose: bool, coder: str | None, round_id: str | None, folder: str | None, format_: Format
) -> None:
    """Show how you use the codes of each family together, and propose families.

    Suggestions offer candidates for each family by itself, such as one stance and three topics.
    Where the codebook marks no families, sets of codes are proposed that you give to the same
    passage less than half as often as by chance. To use them, add the lines that are printed to
    the codebook file and import it.

    Example: qct audit families --propose
    """
    with open_project(folder, read_only=True, whole=True) as project:
        found = project.review.families(
            coder=acting_coder(project, coder), round_id=round_id, propose=propose
        )
        language = project.config.language
    rows = [
        (
            each.state,
            each.family.id,
            each.family.label(language),
            each.family.exclusive,
            ", ".join(each.family.codes),
            each.passages,
            each.together,
            each.pairs,
            each.expected,
            each.remark,
        )
        for each in found.families
    ]
    output.emit(FAMILY_COLUMNS, rows, format_, wrapped=("codes", "remark"))
    for line in found.notes:
        note(line)
    if found.lines:
        note(_("to use what is proposed, add these lines to the codebook file and import it:"))
        for line in found.lines:
            note(line)


BIAS_COLUMNS = (
    "family", "attribute", "group", "measure", "interviews", "passages", "agreement", "low", "high",
    "difference", "difference_low", "difference_high", "p", "q", "reason",
)  # fmt: skip
DECIMALS = 3


@audit.command("bias")
@option(
    "--coder",
    metavar="NAME",
    text=_("Coder whose codings are replayed (default: you)."),
    complete=completing.coders,
)
@option(
    "--by",
    "by",
    metavar="NAME,NAME",
    kind=options.IDS,
    default="",
    text=_(
        "Groups: language, length and attributes of cases (default: sector where cases have it, "
        "language and length)."
    ),
)
@option(
    "--orders",
    metavar="N",
    kind=click.IntRange(min=0, max=200),
    default=20,
    text=_("Random orders of the interviews besides that of coding (default: {default})."),
)
@flag("--held", text=_("Take the interviews that are held back, and them alone."))
@options.model
@options.out
@options.project
@options.format_
def bias(
    coder: str | None,
    by: tuple[str, ...],
    orders: int,
    held: bool,
    model: str | None,
    out: Destination,
    folder: str | None,
    format_: Format,
) -> None:
    """Compare how well suggestions agree with a person between sectors, languages and lengths.

    The interviews are replayed as `qct replay` does. Each group is compared with all other
    passages, with intervals from drawing interviews again, and p-values that are corrected for the
    number of comparisons. A group of fewer than 5 interviews or 30 passages has no figures.

    Example: qct audit bias --coder coder-a --by sector,length --orders 5
    """
    from toolkit.report.provenance import Provenance
    from toolkit.report.tables import Table

    with open_project(folder, read_only=True) as project:
        reader = acting_coder(project, None)
        found = project.suggestions.bias(
            reader=reader, coder=coder or reader, by=by, orders=orders, model=model, on_held=held
        )
        details = (
            ("coder", coder or reader),
            ("orders", str(orders)),
            ("model", model or ""),
            ("held", "yes" if held else "no"),
        )
        provenance = project.history.stamped(
            Provenance(sources=tuple(sorted(found.sources)), details=details), reader=reader
        )
    rows = tuple(
        tuple(
            round(value, DECIMALS) if isinstance(value, float) else value
            for value in (getattr(row, column) for column in BIAS_COLUMNS)
        )
        for row in found.rows
    )
    title = _("agreement of suggestions with {coder} by group").format(coder=coder or reader)
    table = Table(BIAS_COLUMNS, rows, title, notes=found.notes, provenance=provenance)
    output.print_report([table], format_, out)
