"""`qct replay`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from toolkit.cli import completing, options, output
from toolkit.cli.analysing import show_state
from toolkit.cli.commands import command, flag, option
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, open_project
from toolkit.cli.parsing import listed
from toolkit.errors import UsageError
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.cli.options import Destination, Format
    from toolkit.operations.suggestions.replay import Replay
    from toolkit.report.tables import Cell, Table

DECIMALS = 3


@command("replay")
@option(
    "--coder",
    metavar="NAME",
    text=_("Coder whose codings are replayed (default: you)."),
    complete=completing.coders,
)
@option(
    "--orders",
    metavar="N",
    kind=click.IntRange(min=0, max=200),
    default=20,
    text=_("Random orders of the interviews besides that of coding (default: {default})."),
)
@option(
    "--second",
    metavar="NAME",
    text=_("Coder whose answers are the human ceiling (default: who shares most sources)."),
    complete=completing.coders,
)
@flag(
    "--renderings",
    text=_(
        "Compare sources that render another one, such as translations, with their originals: how "
        "often a right code is among the first, by language."
    ),
)
@flag("--held", text=_("Give the figures on the interviews that are held back, and on them alone."))
@option(
    "--hold",
    metavar="N|ID,ID",
    text=_(
        "Hold back N interviews that --seed draws, or those named, and do no replay "
        "(default: none)."
    ),
)
@option(
    "--seed",
    metavar="NUMBER",
    kind=click.IntRange(0, 2**31 - 1),
    default=1,
    text=_("Seed that draws the interviews of --hold (default: {default})."),
)
@option(
    "--release",
    metavar="REASON",
    text=_("Let go of the interviews that are held back, and do no replay (default: keep them)."),
)
@options.model
@options.out
@options.project
@options.format_
def replay(
    coder: str | None,
    orders: int,
    second: str | None,
    renderings: bool,
    held: bool,
    hold: str | None,
    seed: int,
    release: str | None,
    model: str | None,
    out: Destination,
    folder: str | None,
    format_: Format,
) -> None:
    """Replay the interviews to see how good suggestions would have been.

    Each interview is predicted from the interviews before it, in the order of coding and in
    random orders, by the suggestions and by simple methods beside them. Nothing is stored. A .html
    or .xlsx has a second table: how sure the answers are, and what time candidates save; a .html
    also has charts. The first time the models read every passage, which can take some minutes.

    Some interviews can be held back with --hold for a final figure: replays leave them out, until
    --held asks for the figures on them, learned from the others alone. The log keeps the freeze,
    no undo takes it back, and figures say whether they are on held interviews.

    Example: qct replay --coder coder-a --orders 5 --out outputs/replay.html
    """
    if hold is not None or release is not None:
        _change_held(folder, hold, seed, release)
        return
    from toolkit.report.provenance import Provenance
    from toolkit.report.tables import Table
    from toolkit.suggest.replay import further
    from toolkit.suggest.replay.table import COLUMNS

    if renderings:
        _compare_renderings(coder, model, out, folder, format_)
        return
    with open_project(folder, read_only=True) as project:
        reader = acting_coder(project, None)
        whose = coder or reader
        done = project.suggestions.replay(
            reader=reader,
            coder=whose,
            orders=orders,
            second=second,
            model=model,
            on_held=held,
            note=_progress if sys.stderr.isatty() else None,
        )
        details = (
            ("coder", whose),
            ("orders", str(orders)),
            ("model", model or ""),
            ("held", "yes" if held else "no"),
        )
        provenance = project.history.stamped(
            Provenance(sources=tuple(sorted(done.answered)), details=details), reader=reader
        )
    title = _("replay of the suggestions for {coder}").format(coder=whose)
    rows = _rounded(row.cells for row in done.results.rows)
    table = Table(COLUMNS, rows, title, notes=done.results.notes, provenance=provenance)
    more = Table(
        further.COLUMNS,
        _rounded(further.further_rows(done.families)),
        _("how sure the answers are, and what candidates save"),
    )
    pages, rest = out.parted(".html")
    output.print_report([table, more], format_, rest)
    if pages:
        from toolkit.report.files import write_bytes

        page = _page(done, output.with_command(table), more).encode()
        for path in pages:
            write_bytes(path, page)
            output.tell_written(path)


def _compare_renderings(
    coder: str | None, model: str | None, out: Destination, folder: str | None, format_: Format
) -> None:
    """The table of `--renderings`."""
    from toolkit.report.provenance import Provenance
    from toolkit.report.tables import Table
    from toolkit.suggest.replay.renderings import COLUMNS

    with open_project(folder, read_only=True) as project:
        reader = acting_coder(project, None)
        whose = coder or reader
        done = project.suggestions.compare_renderings(reader=reader, coder=whose, model=model)
        details = (("coder", whose), ("model", model or ""))
        provenance = project.history.stamped(
            Provenance(sources=done.sources, details=details), reader=reader
        )
    title = _("suggestions for renderings beside their originals, for {coder}").format(coder=whose)
    rows = _rounded(row.cells for row in done.rows)
    table = Table(COLUMNS, rows, title, notes=done.notes, provenance=provenance)
    output.print_report([table], format_, out)


def _change_held(folder: str | None, hold: str | None, seed: int, release: str | None) -> None:
    """Hold interviews back, or let go of them."""
    if hold is not None and release is not None:
        raise UsageError(_("--hold and --release exclude each other"), code="held-both")
    with open_project(folder) as project:
        actor = acting_coder(project, None)
        if release is not None:
            project.suggestions.release(release, actor=actor)
            note(_("no interviews are held back any more"))
            return
        if hold is not None and hold.isascii() and hold.isdigit() and len(hold) < 7:
            done = project.suggestions.hold(int(hold), seed=seed, actor=actor)
        else:
            done = project.suggestions.hold(sources=listed(hold or ""), actor=actor)
    note(
        _("held back from now on: {sources}; `qct replay --held` gives the figures on them").format(
            sources=", ".join(done.sources)
        )
    )


def _rounded(rows: Iterable[Sequence[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    """The rows with rounded figures."""
    return tuple(
        tuple(round(cell, DECIMALS) if isinstance(cell, float) else cell for cell in row)
        for row in rows
    )


def _page(done: Replay, table: Table, more: Table) -> str:
    """The page with both tables and a section of charts for each family."""
    from toolkit.report.replay_page import FamilyCharts, replay_page
    from toolkit.suggest.replay import metrics
    from toolkit.suggest.replay.outcomes import pooled
    from toolkit.suggest.replay.table import main_rank

    charts = []
    for family, methods in done.families.items():
        if not methods.get("qct"):
            continue
        answers = pooled(methods["qct"])
        k = main_rank(answers.labels.shape[1])
        learning = {
            name: metrics.learning_curve(parts, done.orders[: len(parts)], k)
            for name, parts in methods.items()
            if name != "second_coder"
        }
        charts.append(
            FamilyCharts(
                family, metrics.reliability(answers), learning, k, metrics.labour_curve(answers)
            )
        )
    return replay_page(table, charts, further=more, provenance=table.provenance)


def _progress(done: int, total: int) -> None:
    """Tell how many replays are done, on a terminal."""
    line = _("replayed {done} of {total}").format(done=done, total=total)
    show_state(line, ended=done >= total)
