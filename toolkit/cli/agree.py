"""`qct agree`, `qct agree intra`, `qct agree sample-size`, `qct agree verify`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from toolkit.cli import options, output
from toolkit.cli.diagnostics import note
from toolkit.errors import CheckFailed, UsageError

if TYPE_CHECKING:
    from toolkit.operations.agreement.request import AgreementQuestion, IntervalKeywords
    from toolkit.report.tables import Table

app = options.noun("Measure inter-coder agreement.")

CodersOption = Annotated[str, typer.Option("--coders", metavar="A,B", help="Whom; all.")]
CodesOption = Annotated[str, typer.Option("--codes", metavar="ID,ID", help="Which; all used.")]
SourcesOption = Annotated[str, typer.Option("--sources", metavar="ID,ID", help="Which; all.")]
UnitOption = Annotated[
    str, typer.Option("--unit", help="character, token, sentence, turn, segment or source.")
]
SegmentsOption = Annotated[
    str | None,
    typer.Option(
        "--segments",
        metavar="FILE|coder:NAME",
        help="Of --unit segment: a CSV of source,start,end, or what one coder coded, fixed "
        "before coding; else the passages that someone coded.",
    ),
]
WholeOption = Annotated[
    bool, typer.Option("--whole-text", help="Interviewer's words too, not only experts'.")
]
AssistedOption = Annotated[
    bool, typer.Option("--include-assisted", help="Codings made after seeing a suggestion too.")
]
MethodOption = Annotated[
    str,
    typer.Option(
        "--method",
        help="Of intervals: bootstrap, bca, jackknife over sources; auto: jackknife below 15 "
        "sources. Over units that are no characters: gwet, cohen, hayes-krippendorff.",
    ),
]
ResamplesOption = Annotated[int, typer.Option("--resamples", help="Of the bootstrap.")]
SeedOption = Annotated[int, typer.Option("--seed", help="Of the bootstrap and of gamma.")]
OutOption = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Write a .csv, .json, .xlsx or .html as well."),
]


_HELP = """\
Measure agreement per code, pooled and macro, for all coders and each pair.

On span data directly: characters by run lengths, cost independent of text length.
Undefined is empty with a reason, never 1; a coder who did not work on a source is
missing there, not a "no". A round that is open and blind is refused.

Example: qct agree --coders coder-a,coder-b --domains top --intervals --out agreement.html
"""


@app.callback(invoke_without_command=True, help=_HELP)
def agree(
    context: typer.Context,
    coders: CodersOption = "",
    codes: CodesOption = "",
    sources: SourcesOption = "",
    round_: Annotated[
        str | None, typer.Option("--round", metavar="ID", help="One round; all but consensus.")
    ] = None,
    level: Annotated[str, typer.Option("--level", help="codes, parents or directions.")] = "codes",
    unit: UnitOption = "character",
    segments: SegmentsOption = None,
    whole_text: WholeOption = False,
    include_assisted: AssistedOption = False,
    by: Annotated[
        str | None, typer.Option("--by", metavar="WHAT", help="Everything by round or by source.")
    ] = None,
    domains: Annotated[
        str,
        typer.Option(
            "--domains", metavar="top|ID,ID", help="Rows for sets of codes: each with all below it."
        ),
    ] = "",
    coefficients: Annotated[
        str,
        typer.Option(
            "--coefficients",
            metavar="NAME,NAME",
            help="More columns: u-alpha, u-alpha-binary, cu-alpha, cu-alpha-domains, ku-alpha, "
            "alpha-u-1995, gamma, pabak, kappa-max, prevalence-index, bias-index, nvivo, maxqda.",
        ),
    ] = "",
    intervals: Annotated[
        bool, typer.Option("--intervals", help="With 95 % intervals, sources drawn again.")
    ] = False,
    method: MethodOption = "auto",
    resamples: ResamplesOption = 2000,
    seed: SeedOption = 0,
    overlaps: Annotated[
        bool, typer.Option("--overlaps", help="List where codes of one domain overlap instead.")
    ] = False,
    trend: Annotated[
        str | None,
        typer.Option("--trend", metavar="OVER", help="Over round, date or source instead."),
    ] = None,
    scales: Annotated[
        bool, typer.Option("--scales", help="Pooled alpha beside published scales instead.")
    ] = False,
    statement: Annotated[
        bool, typer.Option("--statement", help="A paragraph for a methods section instead.")
    ] = False,
    out: OutOption = None,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Measure agreement."""
    if context.invoked_subcommand is not None:
        return
    if sum((overlaps, trend is not None, scales, statement)) > 1:
        raise UsageError(
            "--overlaps, --trend, --scales and --statement each take the table's place; "
            "ask for one",
            code="two-tables",
        )
    if (overlaps or trend is not None or scales or statement) and (by or coefficients or intervals):
        raise UsageError(
            "--by, --coefficients and --intervals shape the table, and another view is asked for",
            code="not-in-this-view",
            hint="Leave them out; --trend, --scales and --statement have intervals of their own.",
        )
    asked: AgreementQuestion = {
        "coders": options.listed(coders),
        "codes": options.listed(codes),
        "sources": options.listed(sources),
        "round_id": round_,
        "level": level,
        "unit": unit,
        "segments": segments,
        "whole_text": whole_text,
        "independent_only": not include_assisted,
    }
    figures: IntervalKeywords = {"method": method, "resamples": resamples, "seed": seed}
    chosen = options.listed(domains)
    lead = ""
    with options.open_project(project, read_only=True) as open_:
        if overlaps:
            tables = [open_.agreement.overlaps(domains=chosen, **asked)]
        elif trend is not None:
            tables = [open_.agreement.trend(over=trend, **asked, **figures)]
        elif scales:
            tables = [open_.agreement.scales(**asked, **figures)]
        elif statement:
            tables = [open_.consensus.statement(**asked, **figures)]
        else:
            more = options.listed(coefficients)
            tables = [
                open_.agreement.report(
                    by=by,
                    domains=chosen,
                    coefficients=more,
                    intervals=intervals,
                    **asked,
                    **figures,
                )
            ]
            if chosen and level != "directions":
                tables.append(open_.agreement.overlaps(domains=chosen, **asked))
            if out is not None and out.suffix.lower() == ".html":
                lead = _paragraph(open_.consensus.statement(**asked, **figures))
    if statement and format_ is options.Format.TABLE:
        output.say(_paragraph(tables[0]))
    else:
        output.print_table(tables[0], format_)
    _finish(tables, out, lead)


@app.command()
def intra(
    coders: CodersOption = "",
    codes: CodesOption = "",
    sources: SourcesOption = "",
    unit: UnitOption = "character",
    segments: SegmentsOption = None,
    whole_text: WholeOption = False,
    include_assisted: AssistedOption = False,
    method: MethodOption = "auto",
    resamples: ResamplesOption = 2000,
    seed: SeedOption = 0,
    out: OutOption = None,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Compare each coder with the own earlier coding of the same sources, round by round.

    Example: qct agree intra --coders coder-a
    """
    with options.open_project(project, read_only=True) as open_:
        table = open_.agreement.intra(
            coders=options.listed(coders),
            codes=options.listed(codes),
            sources=options.listed(sources),
            unit=unit,
            segments=segments,
            whole_text=whole_text,
            independent_only=not include_assisted,
            method=method,
            resamples=resamples,
            seed=seed,
        )
    _show([table], format_, out)


@app.command("sample-size")
def sample_size(
    smallest: Annotated[
        float | None, typer.Option("--smallest", help="Smallest acceptable value; several.")
    ] = None,
    rarest: Annotated[
        float | None,
        typer.Option("--rarest", help="Share of the rarest code; the project's by default."),
    ] = None,
    expected: Annotated[
        float | None, typer.Option("--expected", help="Kappa hoped for: tests it against smallest.")
    ] = None,
    significance: Annotated[
        float | None, typer.Option("--significance", help="Risk of the first kind; several.")
    ] = None,
    power: Annotated[float, typer.Option("--power", help="Of the test of kappa.")] = 0.8,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """How many units two coders must both code, before you know what they will find.

    Example: qct agree sample-size --smallest 0.8 --rarest 0.05 --expected 0.9
    """
    planned: dict[str, Any] = {
        "smallest": smallest,
        "rarest": rarest,
        "expected": expected,
        "significance": significance,
        "power": power,
    }
    if rarest is not None:
        from toolkit.operations.agreement.agreement import Agreement

        table = Agreement.sample_size_for(**planned)
    else:
        with options.open_project(project, read_only=True) as open_:
            table = open_.agreement.sample_size(**planned)
    _show([table], format_, None)


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


def _show(tables: Sequence[Table], format_: options.Format, out: Path | None) -> None:
    output.print_table(tables[0], format_)
    _finish(tables, out)


def _paragraph(statement: Table) -> str:
    return " ".join(str(row[1]) for row in statement.rows)


def _finish(tables: Sequence[Table], out: Path | None, lead: str = "") -> None:
    for line in tables[0].notes:
        note(line)
    for table in tables[1:]:
        if table.rows:
            note(f"{len(table.rows)} {table.title}: --overlaps lists them; nothing is flattened")
    if out is not None:
        from toolkit.report.files import write_report

        write_report(tables, out, lead=lead)
        note(f"wrote {out}")
