"""`qct sources`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.cli import options, output
from toolkit.cli.commands import command
from toolkit.cli.opening import open_project

if TYPE_CHECKING:
    from toolkit.cli.options import Format


@command("sources")
@options.round_shown
@options.project
@options.format_
def sources(round_id: str | None, folder: str | None, format_: Format) -> None:
    """List the transcripts: language, length in characters, turns, cases and codings.

    Example: qct sources --format csv
    """
    with open_project(folder, read_only=True, round_id=round_id) as project:
        codings = project.codings.counts(round_id=round_id)
        cases: dict[str, list[str]] = {}
        for participation in project.sources.participations():
            cases.setdefault(participation.source_id, []).append(participation.case_id)
        rows = [
            (
                source.id,
                source.title,
                source.language,
                source.length,
                len(project.sources.turns(source.id)),
                " ".join(cases.get(source.id, [])),
                codings.get(source.id, 0),
            )
            for source in project.sources.all()
        ]
    output.emit(
        ("source", "title", "language", "characters", "turns", "cases", "codings"), rows, format_
    )
