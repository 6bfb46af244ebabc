"""`qct directions replay`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from toolkit.cli import completing, options, output
from toolkit.cli.analyse.directions.of_directions import directions
from toolkit.cli.analysing import show_state
from toolkit.cli.commands import option
from toolkit.cli.opening import acting_coder, open_project
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.cli.options import Destination, Format
    from toolkit.operations.directions.replay import DirectionReplay

DECIMALS = 3


@directions.command("replay")
@option(
    "--coder",
    metavar="NAME",
    text=_("Coder whose confirmed directions are replayed (default: all coders together)."),
    complete=completing.coders,
)
@options.model
@options.out
@options.project
@options.format_
def replay(
    coder: str | None,
    model: str | None,
    out: Destination,
    folder: str | None,
    format_: Format,
) -> None:
    """Replay the confirmed segments to see how good proposals of directions would have been.

    Each segment is predicted without the answers of its interview: by its codes alone (map_only),
    by its text alone, and by both in four stages. The row `chosen` takes for each direction the
    stage that was best in the other interviews, as proposals do. Nothing is stored.

    Example: qct directions replay --coder coder-a --out outputs/directions_replay.csv
    """
    from toolkit.directions.coded.table import COLUMNS
    from toolkit.report.provenance import Provenance
    from toolkit.report.tables import Table

    with open_project(folder, read_only=True) as project:
        reader = acting_coder(project, None)
        done = project.directions.replay(
            reader=reader,
            coder=coder,
            model=model,
            note=_progress if sys.stderr.isatty() else None,
        )
        provenance = project.history.stamped(
            Provenance(
                readers=(coder,) if coder else (), sources=tuple(done.sources), unit="segment"
            ),
            reader=reader,
        )
    rows = tuple(
        tuple(round(cell, DECIMALS) if isinstance(cell, float) else cell for cell in row)
        for row in done.rows
    )
    table = Table(
        COLUMNS,
        rows,
        _("replay of confirmed directions"),
        notes=tuple(_notes(done, coder)),
        provenance=provenance,
    )
    output.print_report([table], format_, out)


def _notes(done: DirectionReplay, coder: str | None) -> list[str]:
    lines = [
        _("answers of {coder}: {segments} segments in {interviews} interviews").format(
            coder=coder or _("all coders, a direction counts that at least half of them gave"),
            segments=done.segments,
            interviews=len(done.sources),
        ),
        _("F1 proposes a direction from a probability of .35 on"),
    ]
    if done.without_codes:
        lines.append(
            _(
                "{count} segments have no code with links; base rates stand for the map there"
            ).format(count=done.without_codes)
        )
    if done.recall is not None and done.flagged is not None:
        lines.append(
            _(
                "planted contradictions (a tenth of the segments get the text of another): "
                "{recall:.2f} are flagged, and {flagged:.2f} of the other segments"
            ).format(recall=done.recall, flagged=done.flagged)
        )
    return lines


def _progress(done: int, total: int) -> None:
    """Tell how many interviews are read, on a terminal."""
    line = _("read {done} of {total} interviews").format(done=done, total=total)
    show_state(line, ended=done >= total)
