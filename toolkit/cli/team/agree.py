"""`qct agree`, and `qct agree overlaps|trend|scales|statement|intra|sample-size|verify`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.cli import options, output
from toolkit.cli.commands import (
    Words,
    argument,
    flag,
    group_with_table,
    moved_option,
    option,
    together,
)
from toolkit.cli.notes import note
from toolkit.cli.opening import open_project
from toolkit.cli.options import Destination, Format
from toolkit.cli.team import comparison
from toolkit.cli.team.comparison import Comparison, Figures
from toolkit.cli.team.ratings import Written, written
from toolkit.errors import CheckFailed
from toolkit.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.operations.agreement.sample_size import SampleSizeKeywords
    from toolkit.report.tables import Table

_LEVEL = option(
    "--level",
    metavar="LEVEL",
    kind=Words("codes", "parents", "directions"),
    default="codes",
    text=_("Level of comparison: codes, parents or directions (default: {default})."),
)
_compared = options.as_value(
    Comparison,
    "compared",
    comparison.coders,
    comparison.codes,
    comparison.exactly,
    options.only_sources,
    comparison.round_,
    _LEVEL,
    comparison.unit,
    comparison.segments,
    comparison.whole_text,
    comparison.include_assisted,
    comparison.include_unfinished,
)
_domains = option(
    "--families",
    "--domains",
    "domains",
    metavar="exclusive|top|ID,ID",
    kind=options.IDS,
    default="",
    text=_(
        "Families that get rows of their own, or codes, each with all codes below it; exclusive "
        "is every exclusive family of the codebook, top every code at the top (default: none). "
        "--domains is another name for this option."
    ),
)
_printed = together(options.out, options.project, options.format_)


@group_with_table("agree")
@_compared
@option(
    "--by",
    metavar="WHAT",
    kind=Words("round", "source"),
    text=_("Separate rows for each round or source: round or source (default: all together)."),
)
@_domains
@option(
    "--coefficients",
    metavar="NAME,NAME",
    kind=options.IDS,
    default="",
    text=_(
        "Further columns: u-alpha, u-alpha-binary, cu-alpha, cu-alpha-domains, ku-alpha, "
        "alpha-u-1995, gamma, pabak, kappa-max, prevalence-index, bias-index, nvivo, maxqda "
        "(default: none)."
    ),
)
@flag("--intervals", text=_("Add 95 % intervals, with sources as what is sampled."))
@comparison.figures
@written
@moved_option("--overlaps", "qct agree overlaps")
@moved_option("--trend", "qct agree trend --over round|date|source", takes_value=True)
@moved_option("--scales", "qct agree scales")
@moved_option("--statement", "qct agree statement")
@_printed
@click.pass_context
def agree(
    context: click.Context,
    compared: Comparison,
    by: str | None,
    domains: tuple[str, ...],
    coefficients: tuple[str, ...],
    intervals: bool,
    figures: Figures,
    written: Written,
    out: Destination,
    folder: str | None,
    format_: Format,
) -> None:
    """Measure agreement per code, pooled and macro, for all coders and each pair.

    It is measured on spans, by characters, so that the length of the texts costs nothing. An
    undefined value is empty with a reason, never 1. A coder who did not work on a source is
    missing there, which is not a "no". A round that is open and blind is refused.

    Example: qct agree --coders coder-a,coder-b --families top --intervals --out agreement.html
    """
    if context.invoked_subcommand is not None:
        return
    lead = ""
    asked = compared.keywords()
    written.check(by=by, families=domains, coefficients=coefficients, intervals=intervals)
    if written.family is not None:
        with open_project(folder, read_only=True) as project:
            tables = written.tables(project, compared)
            ratings = written.table(project, compared)
        output.print_report(tables, format_, out)
        written.write(ratings, out.bom)
        return
    with open_project(folder, read_only=True) as project:
        ratings = written.table(project, compared)
        tables = [
            project.agreement.report(
                by=by,
                domains=domains,
                coefficients=coefficients,
                intervals=intervals,
                **asked,
                **figures.keywords(),
            )
        ]
        if domains and compared.level != "directions":
            tables.append(project.agreement.overlaps(domains=domains, **asked))
        if out.has(".html"):
            lead = _paragraph(project.consensus.statement(**asked, **figures.keywords()))
    output.print_report(tables, format_, out, lead=lead)
    written.write(ratings, out.bom)
    for table in tables[1:]:
        if table.rows:
            note(
                _("{count} {title}: `qct agree overlaps` lists them; all of them count").format(
                    count=len(table.rows), title=table.title
                )
            )


@agree.command("overlaps")
@_compared
@_domains
@_printed
def overlaps(
    compared: Comparison,
    domains: tuple[str, ...],
    out: Destination,
    folder: str | None,
    format_: Format,
) -> None:
    """List where codes of one domain overlap inside a coder.

    Where they do, the unitizing coefficients are empty for that domain.

    Example: qct agree overlaps --families top
    """
    with open_project(folder, read_only=True) as project:
        table = project.agreement.overlaps(domains=domains, **compared.keywords())
    output.print_report([table], format_, out)


@agree.command("trend")
@option(
    "--over",
    metavar="WHAT",
    kind=Words("round", "date", "source"),
    default="round",
    text=_("Order of the values: round, date or source (default: {default})."),
)
@_compared
@comparison.figures
@_printed
def trend(
    over: str,
    compared: Comparison,
    figures: Figures,
    out: Destination,
    folder: str | None,
    format_: Format,
) -> None:
    """Show pooled agreement over rounds, dates or sources, with intervals and a test of drift.

    Example: qct agree trend --over date
    """
    with open_project(folder, read_only=True) as project:
        table = project.agreement.trend(over=over, **compared.keywords(), **figures.keywords())
    output.print_report([table], format_, out)


@agree.command("scales")
@_compared
@comparison.figures
@_printed
def scales(
    compared: Comparison,
    figures: Figures,
    out: Destination,
    folder: str | None,
    format_: Format,
) -> None:
    """Show with what probability pooled alpha lies in each band of published scales.

    Example: qct agree scales --coders coder-a,coder-b
    """
    with open_project(folder, read_only=True) as project:
        table = project.agreement.scales(**compared.keywords(), **figures.keywords())
    output.print_report([table], format_, out)


@agree.command("statement")
@_compared
@comparison.figures
@_printed
def statement(
    compared: Comparison,
    figures: Figures,
    out: Destination,
    folder: str | None,
    format_: Format,
) -> None:
    """Write a paragraph for a methods section, from the data; what is yours to state is marked.

    Example: qct agree statement --round R1
    """
    with open_project(folder, read_only=True) as project:
        table = project.consensus.statement(**compared.keywords(), **figures.keywords())
    if format_ is Format.TABLE:
        output.say(_paragraph(table))
        output.finish_report([table], out)
    else:
        output.print_report([table], format_, out)


@agree.command("intra")
@options.as_value(
    Comparison,
    "compared",
    comparison.coders,
    comparison.codes,
    comparison.exactly,
    options.only_sources,
    comparison.unit,
    comparison.segments,
    comparison.whole_text,
    comparison.include_assisted,
    comparison.include_unfinished,
)
@comparison.figures
@_printed
def intra(
    compared: Comparison,
    figures: Figures,
    out: Destination,
    folder: str | None,
    format_: Format,
) -> None:
    """Compare each coder with their own earlier coding of the same sources, round by round.

    Example: qct agree intra --coders coder-a
    """
    with open_project(folder, read_only=True) as project:
        table = project.agreement.intra(**compared.keywords(), **figures.keywords())
    output.print_report([table], format_, out)


@agree.command("sample-size")
@option(
    "--smallest",
    metavar="VALUE",
    kind=float,
    text=_("Smallest acceptable value (default: several, a row for each)."),
)
@option(
    "--rarest",
    metavar="SHARE",
    kind=float,
    text=_("Share of the rarest code (default: that of the project's rarest code)."),
)
@option(
    "--expected",
    metavar="VALUE",
    kind=float,
    text=_("Kappa that you expect, to be tested against the smallest (default: no test)."),
)
@option(
    "--significance",
    metavar="ALPHA",
    kind=float,
    text=_("Significance level, alpha (default: several, a row for each)."),
)
@option(
    "--power",
    metavar="VALUE",
    kind=float,
    default=0.8,
    text=_("Power of the test of kappa (default: {default})."),
)
@options.project
@options.format_
def sample_size(
    smallest: float | None,
    rarest: float | None,
    expected: float | None,
    significance: float | None,
    power: float,
    folder: str | None,
    format_: Format,
) -> None:
    """Show how many units two coders must both code; it is planned before they code.

    Example: qct agree sample-size --smallest 0.8 --rarest 0.05 --expected 0.9
    """
    planned: SampleSizeKeywords = {
        "smallest": smallest,
        "expected": expected,
        "significance": significance,
        "power": power,
    }
    if rarest is not None:
        from toolkit.operations.agreement.agreement import Agreement

        table = Agreement.sample_size_for(rarest=rarest, **planned)
    else:
        with open_project(folder, read_only=True) as project:
            table = project.agreement.sample_size(**planned)
    output.print_report([table], format_, Destination())


@agree.command("verify")
@argument(
    "files",
    "FILE",
    _("Worked examples in JSON (default: the published ones that come with qct)."),
    kind=options.FILE,
    required=False,
    many=True,
)
@options.format_
def verify(files: tuple[Path, ...], format_: Format) -> None:
    """Check coefficients against published worked examples; exit with 1 if one fails.

    A coefficient that is not known has a row that says so, and the others are computed.

    Example: qct agree verify examples/*.json --format json
    """
    from toolkit.agreement.verification.verify import UNKNOWN, known_coefficients, verify_files

    rows = verify_files(list(files) or None)
    output.emit(
        ("source", "coefficient", "params", "expected", "computed", "tolerance", "holds"),
        [
            (r.source, r.coefficient, r.params, r.expected, r.computed, r.tolerance, r.holds)
            for r in rows
        ],
        format_,
    )
    failed = sum(not row.holds for row in rows)
    unknown = sorted({row.coefficient for row in rows if row.computed == UNKNOWN})
    if failed:
        hint = _("Not known for the kind of their example: {names}. Known of all kinds: {known}.")
        raise CheckFailed(
            _("{failed} of {count} expected values do not hold").format(
                failed=failed, count=len(rows)
            ),
            code="agree-verify",
            hint=hint.format(names=", ".join(unknown), known=", ".join(known_coefficients()))
            if unknown
            else "",
        )
    note(_("{count} expected values hold").format(count=len(rows)))


def _paragraph(statement_: Table) -> str:
    return " ".join(str(row[1]) for row in statement_.rows)
