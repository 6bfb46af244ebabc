"""`qct sources`."""

from __future__ import annotations

from collections import Counter

from toolkit.cli import options, output

app = options.noun("List the transcripts.")


@app.command()
def sources(
    round_: options.RoundSeenOption = None,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """List the transcripts: language, length in code points, turns, cases, codings.

    Example: qct sources --format csv
    """
    with options.open_project(project, read_only=True, round_=round_) as open_:
        codings = Counter(coding.source_id for coding in open_.codings.find(round_id=round_))
        cases: dict[str, list[str]] = {}
        for participation in open_.sources.participations():
            cases.setdefault(participation.source_id, []).append(participation.case_id)
        rows = [
            (
                source.id,
                source.title,
                source.language,
                source.length,
                len(open_.sources.turns(source.id)),
                " ".join(cases.get(source.id, [])),
                codings[source.id],
            )
            for source in open_.sources.all()
        ]
    output.emit(
        ("source", "title", "language", "characters", "turns", "cases", "codings"), rows, format_
    )
