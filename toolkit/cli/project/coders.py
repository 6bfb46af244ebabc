"""`qct coders`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.cli import options, output
from toolkit.cli.commands import command
from toolkit.cli.opening import open_project

if TYPE_CHECKING:
    from toolkit.cli.options import Format


@command("coders")
@options.round_shown
@options.project
@options.format_
def coders(round_id: str | None, folder: str | None, format_: Format) -> None:
    """List the coders, the sources each has worked on and finished, and the codings of each.

    Example: qct coders
    """
    with open_project(folder, read_only=True, round_id=round_id) as project:
        sources: dict[str, set[str]] = {}
        finished: dict[str, set[str]] = {}
        for coverage in project.rounds.coverage():
            sources.setdefault(coverage.coder_id, set()).add(coverage.source_id)
            if coverage.progress.is_finished:
                finished.setdefault(coverage.coder_id, set()).add(coverage.source_id)
        rows = [
            (
                coder.id,
                len(sources.get(coder.id, ())),
                len(finished.get(coder.id, ())),
                sum(project.codings.counts(coder=coder.id).values()),
                " ".join(sorted(sources.get(coder.id, ()))),
            )
            for coder in project.rounds.coders()
        ]
    output.emit(("coder", "sources", "finished", "codings", "worked_on"), rows, format_)
