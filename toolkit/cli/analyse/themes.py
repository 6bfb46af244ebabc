"""`qct themes fit|show`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.cli import options, output
from toolkit.cli.commands import group, option
from toolkit.cli.opening import acting_coder, open_project
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.cli.options import Destination, Format

themes = group("themes", _("Find topics in what experts say, and look at them."))


@themes.command("fit")
@option(
    "--topics",
    metavar="N",
    kind=click.IntRange(min=2),
    text=_("Number of themes (default: as many as the recipe finds)."),
)
@option(
    "--sources",
    metavar="ID,ID",
    kind=options.IDS,
    default="",
    text=_("Only these sources (default: all in the language)."),
)
@option(
    "--language",
    metavar="LANG",
    text=_("Language of the sources (default: the one of most sources)."),
)
@option(
    "--seed",
    kind=int,
    metavar="N",
    default=42,
    text=_("Seed of everything random (default: {default})."),
)
@options.coder
@options.model
@options.out
@options.project
@options.format_
def fit(
    topics: int | None,
    sources: tuple[str, ...],
    language: str | None,
    seed: int,
    coder: str | None,
    model: str | None,
    out: Destination,
    folder: str | None,
    format_: Format,
) -> None:
    """Fit BERTopic on what experts say, by a recipe for small corpora.

    The same seed gives the same themes. Seed, versions, model and parameters are stored with
    the result. A theme helps to read and enters no count.

    Example: qct themes fit --topics 12 --out outputs/themes.csv
    """
    with open_project(folder) as project:
        report = project.themes.fit(
            actor=acting_coder(project, coder),
            topics=topics,
            sources=sources,
            language=language,
            seed=seed,
            model=model,
        )
    output.print_report([report.table], format_, out)


@themes.command("show")
@option("--run", metavar="ID", text=_("Stored run to show (default: the latest)."))
@options.out
@options.project
@options.format_
def show(run: str | None, out: Destination, folder: str | None, format_: Format) -> None:
    """Show a stored run: keywords and representative segments of every theme.

    Example: qct themes show --format csv
    """
    with open_project(folder, read_only=True) as project:
        report = project.themes.show(run)
    output.print_report([report.table], format_, out)
