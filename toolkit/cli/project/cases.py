"""`qct cases`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.cli import options, output
from toolkit.cli.commands import command
from toolkit.cli.opening import open_project

if TYPE_CHECKING:
    from toolkit.cli.options import Format


@command("cases")
@options.project
@options.format_
def cases(folder: str | None, format_: Format) -> None:
    """List the cases (participants), their sources and their attributes.

    Example: qct cases --format json
    """
    with open_project(folder, read_only=True) as project:
        listed = project.sources.cases()
        sources: dict[str, list[str]] = {}
        for participation in project.sources.participations():
            sources.setdefault(participation.case_id, []).append(participation.source_id)
    attributes = list(dict.fromkeys(name for case in listed for name in case.attributes))
    rows = [
        (
            case.id,
            " ".join(sorted(set(sources.get(case.id, [])))),
            *(case.attributes.get(name, "") for name in attributes),
        )
        for case in listed
    ]
    output.emit(("case", "sources", *attributes), rows, format_)
