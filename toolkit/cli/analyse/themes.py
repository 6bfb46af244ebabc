"""`qct themes fit|show|compare`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.cli import options, output
from toolkit.cli.analyse.themes_editing import COMMANDS, run_option
from toolkit.cli.commands import flag, group, option
from toolkit.cli.opening import acting_coder, open_project
from toolkit.errors import UsageError
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from toolkit.cli.options import Destination, Format
    from toolkit.operations.themes.themes import Themes
    from toolkit.report.tables import Table

METHODS = ("kmeans", "umap", "ward")
UNITS = ("passage", "turn", "sentence")
PICTURES = ("map", "words", "hierarchy", "stability", "cases", "positions")

themes = group("themes", _("Find themes in what experts say, and say what they mean."))

for _command in COMMANDS:
    themes.add_command(_command)


@themes.command("fit")
@option(
    "--themes",
    "wanted",
    metavar="N",
    kind=click.IntRange(min=2),
    text=_("Number of themes (default: 5 to 15, by the number of segments)."),
)
@option(
    "--method",
    kind=click.Choice(METHODS),
    text=_("Method that puts segments together (default: kmeans, at every size)."),
)
@option(
    "--unit",
    kind=click.Choice(UNITS),
    default="passage",
    text=_("Piece of speech that is a segment; a passage has 80 to 120 words (default: passage)."),
)
@option(
    "--small-talk",
    metavar="SHARE",
    kind=click.FloatRange(0, 0.9),
    text=_("Largest share of segments set apart as small talk; 0 keeps all (default: 0.25)."),
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
    text=_("Language of the sources, or all (default: the one of most sources)."),
)
@option(
    "--seed",
    kind=int,
    metavar="N",
    default=42,
    text=_("Seed of everything random (default: {default})."),
)
@flag("--guided", text=_("Let the definitions of the codes guide the themes; the rest stays free."))
@options.coder
@options.model
@options.out
@options.project
@options.format_
def fit(
    wanted: int | None,
    method: str | None,
    unit: str,
    small_talk: float | None,
    sources: tuple[str, ...],
    language: str | None,
    seed: int,
    guided: bool,
    coder: str | None,
    model: str | None,
    out: Destination,
    folder: str | None,
    format_: Format,
) -> None:
    """Find themes in what experts say with BERTopic, by a recipe for interviews.

    What interviewers say never enters, and small talk is set apart. The same seed gives the same
    themes. Seed, versions, model and parameters are stored with the result, which is never
    computed again by itself. A theme helps to read and enters no count.

    Example: qct themes fit --themes 12 --out outputs/themes.csv
    """
    with open_project(folder) as project:
        report = project.themes.fit(
            actor=acting_coder(project, coder),
            themes=wanted,
            method=method,
            unit=unit,
            small_talk=small_talk,
            sources=sources,
            language=language,
            seed=seed,
            guided=guided,
            model=model,
        )
    output.print_report([report.table], format_, out)


@themes.command("show")
@run_option
@flag("--unfold", text=_("Show unstable and rejected themes with their passages too."))
@flag("--apart", text=_("List the segments that were set apart, such as small talk, instead."))
@option(
    "--picture",
    kind=click.Choice(PICTURES),
    text=_("Show one picture as a table instead, with bars in a terminal (default: none)."),
)
@options.out
@options.project
@options.format_
def show(
    run: str | None,
    unfold: bool,
    apart: bool,
    picture: str | None,
    out: Destination,
    folder: str | None,
    format_: Format,
) -> None:
    """Show a stored run: keywords and representative segments of every theme.

    Unstable themes are folded to one row each. Nothing is computed again. A page (--out FILE.html)
    also has pictures, each beside its data: the map of the themes, their words, hierarchy and
    stability, and how they spread over cases and over the interview. It loads nothing.

    Example: qct themes show --out outputs/themes.html
    """
    if apart and picture:
        raise UsageError(_("--apart and --picture exclude each other"), code="themes-both")
    with open_project(folder, read_only=True) as project:
        if picture:
            pictures = project.themes.pictures(run, unfold=unfold)
            data = pictures.table(picture)
            # A drawing is for people; a program gets the figures.
            shown = pictures.drawn_table(picture) if format_ == "table" else data
            output.print_table(shown, format_)
            output.finish_report([data], out)
        elif apart:
            output.print_report([project.themes.apart(run)], format_, out)
        else:
            table = project.themes.show(run, unfold=unfold).table
            pages, rest = out.parted(".html")
            output.print_report([table], format_, rest)
            _write_pages(project.themes, pages, table, run, unfold)


def _write_pages(
    subject: Themes, pages: Sequence[Path], table: Table, run: str | None, unfold: bool
) -> None:
    """Write the pages with pictures."""
    if not pages:
        return
    from toolkit.report.files import write_bytes
    from toolkit.report.themes.page import themes_page

    pictures = subject.pictures(run, unfold=unfold)
    page = themes_page(output.with_command(table), pictures).encode()
    for path in pages:
        write_bytes(path, page)
        output.tell_written(path)


@themes.command("compare")
@run_option
@options.answers
@flag("--words", text=_("List the keywords of every code too."))
@options.out
@options.project
@options.format_
def compare(
    run: str | None,
    answers: str | None,
    words: bool,
    out: Destination,
    folder: str | None,
    format_: Format,
) -> None:
    """Show themes beside codes: what is coded, what hardly is, and what to read next.

    A theme of which less than a fifth is coded is a blind spot. A code that is spread over
    several themes may mean several things, and two codes that fill one theme may mean one. Only
    sources that are finished by those whose answers count are counted.

    Example: qct themes compare --words
    """
    with open_project(folder, read_only=True) as project:
        compared = project.themes.compare(run, answers=answers, words=words)
    output.print_report(compared.tables, format_, out)
