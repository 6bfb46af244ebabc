"""`qct themes fit|show`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from toolkit.cli import options, output
from toolkit.cli.diagnostics import note

app = options.noun("Fit topics on the experts' turns and look at them.")

OutOption = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Write a .csv or .xlsx as well.")
]


@app.command()
def fit(
    topics: Annotated[
        int | None, typer.Option("--topics", metavar="N", min=2, help="How many; by the recipe.")
    ] = None,
    sources: Annotated[
        str, typer.Option("--sources", metavar="ID,ID", help="Of some sources; all of a language.")
    ] = "",
    language: Annotated[
        str | None, typer.Option("--language", help="Which; the one most sources are in.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="Of everything random.")] = 42,
    coder: options.CoderOption = None,
    model: options.ModelOption = None,
    out: OutOption = None,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Fit BERTopic on what experts say, by a recipe for small corpora; the same seed, the same
    themes. Seed, versions, model and parameters are stored with the result. A theme is a
    reading aid and enters no count.

    Example: qct themes fit --topics 12 --out outputs/themes.csv
    """
    with options.open_project(project) as open_:
        report = open_.themes.fit(
            actor=options.acting_coder(open_, coder),
            topics=topics,
            sources=options.listed(sources),
            language=language,
            seed=seed,
            model=model,
        )
    _print(report, out, format_)


@app.command()
def show(
    run: Annotated[
        str | None, typer.Option("--run", metavar="ID", help="A stored run; the latest.")
    ] = None,
    out: OutOption = None,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Show a stored run: keywords and representative segments of every theme.

    Example: qct themes show --format csv
    """
    with options.open_project(project, read_only=True) as open_:
        report = open_.themes.show(run)
    _print(report, out, format_)


def _print(report: Any, out: Path | None, format_: options.Format) -> None:
    output.print_table(report.table, format_)
    for line in report.table.notes:
        note(line)
    if out is not None:
        from toolkit.report.files import write_table

        write_table(report.table, out)
        note(f"wrote {out}")
