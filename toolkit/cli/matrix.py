"""`qct matrix`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli import options, output
from toolkit.cli.diagnostics import note

app = options.noun("Tabulate codes and directions by case.")

MeasureOption = Annotated[
    str,
    typer.Option(
        "--measure", help="counts (segments), present (0 or 1) or words (in coded passages)."
    ),
]
CoderFilter = Annotated[
    str | None, typer.Option("--coder", metavar="NAME", help="Of one coder; all by default.")
]
RoundFilter = Annotated[
    str | None, typer.Option("--round", metavar="ID", help="Of one round; all by default.")
]
SourcesFilter = Annotated[
    str, typer.Option("--sources", metavar="ID,ID", help="Over some sources; all by default.")
]
ByOption = Annotated[
    str | None,
    typer.Option("--by", metavar="ATTRIBUTE", help="Columns are values of a case attribute."),
]
OutOption = Annotated[
    list[Path] | None,
    typer.Option("--out", metavar="FILE", help="Write .xlsx, .csv or .json too; repeatable."),
]


def _run(
    kind: str,
    measure: str,
    coder: str | None,
    round_: str | None,
    sources: str,
    by: str | None,
    out: list[Path] | None,
    project: str | None,
    format_: options.Format,
) -> None:
    with options.open_project(project, read_only=True, round_=round_, coder=coder) as open_:
        report = open_.matrices.report(
            kind,
            measure=measure,
            coder=coder,
            round_id=round_,
            sources=options.listed(sources),
            by=by,
        )
        output.print_table(report.table, format_)
        for line in report.table.notes:
            note(line)
        for path in out or []:
            report.write(path)
            note(f"wrote {path}")


@app.command("codes-by-cases")
def codes_by_cases(
    measure: MeasureOption = "counts",
    coder: CoderFilter = None,
    round_: RoundFilter = None,
    sources: SourcesFilter = "",
    by: ByOption = None,
    out: OutOption = None,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Codes in rows, cases in columns; a parent counts what lies below it, once.

    An .xlsx has a second sheet with every segment behind every number.

    Example: qct matrix codes-by-cases --by sector --out outputs/codes_by_sector.xlsx
    """
    _run("codes-by-cases", measure, coder, round_, sources, by, out, project, format_)


@app.command("directions-by-cases")
def directions_by_cases(
    measure: MeasureOption = "counts",
    coder: CoderFilter = None,
    sources: SourcesFilter = "",
    by: ByOption = None,
    out: OutOption = None,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Policy directions in rows, cases in columns, over confirmed mappings only.

    Example: qct matrix directions-by-cases --measure present --format csv
    """
    _run("directions-by-cases", measure, coder, None, sources, by, out, project, format_)


@app.command("codes-by-directions")
def codes_by_directions(
    measure: MeasureOption = "counts",
    coder: CoderFilter = None,
    round_: RoundFilter = None,
    sources: SourcesFilter = "",
    out: OutOption = None,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Codes in rows, policy directions in columns: coded segments that people mapped there.

    Example: qct matrix codes-by-directions --out outputs/codes_by_directions.csv
    """
    _run("codes-by-directions", measure, coder, round_, sources, None, out, project, format_)
