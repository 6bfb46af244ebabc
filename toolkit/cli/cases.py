"""`qct cases`."""

from __future__ import annotations

from toolkit.cli import options, output

app = options.noun("List the cases.")


@app.command()
def cases(
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """List the cases (participants), their sources and their attributes.

    Example: qct cases --format json
    """
    with options.open_project(project, read_only=True) as open_:
        found = open_.sources.cases()
        sources: dict[str, list[str]] = {}
        for participation in open_.sources.participations():
            sources.setdefault(participation.case_id, []).append(participation.source_id)
    attributes = list(dict.fromkeys(name for case in found for name in case.attributes))
    rows = [
        (
            case.id,
            " ".join(sorted(set(sources.get(case.id, [])))),
            *(case.attributes.get(name, "") for name in attributes),
        )
        for case in found
    ]
    output.emit(("case", "sources", *attributes), rows, format_)
