"""`qct coders`."""

from __future__ import annotations

from toolkit.cli import options, output

app = options.noun("List the coders.")


@app.command()
def coders(
    round_: options.RoundSeenOption = None,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """List the coders, the sources each has worked on and the codings each has made.

    Example: qct coders
    """
    with options.open_project(project, read_only=True, round_=round_) as open_:
        worked: dict[str, set[str]] = {}
        for one in open_.rounds.coverage():
            worked.setdefault(one.coder_id, set()).add(one.source_id)
        rows = [
            (
                coder.id,
                len(worked.get(coder.id, ())),
                sum(open_.codings.counts(coder.id).values()),
                " ".join(sorted(worked.get(coder.id, ()))),
            )
            for coder in open_.rounds.coders()
        ]
    output.emit(("coder", "sources", "codings", "worked_on"), rows, format_)
