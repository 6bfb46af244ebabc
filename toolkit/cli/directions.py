"""`qct directions propose|show|confirm`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli import options, output
from toolkit.cli.diagnostics import note
from toolkit.domain.codings import Stance
from toolkit.errors import UsageError

app = options.noun("Propose, show and confirm policy directions of segments.")

OutOption = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Write a .csv or .xlsx as well.")
]


@app.command()
def propose(
    texts: Annotated[
        Path | None,
        typer.Option(
            "--texts",
            metavar="FILE",
            help="Rank texts of your own: .txt (one a line), .csv or .jsonl (field `text`).",
        ),
    ] = None,
    sources: Annotated[
        str, typer.Option("--sources", metavar="ID,ID", help="Of some sources; all by default.")
    ] = "",
    segments_of: Annotated[
        str | None,
        typer.Option("--segments-of", metavar="NAME", help="Segments of one coder; all."),
    ] = None,
    coder: options.CoderOption = None,
    model: options.ModelOption = None,
    out: OutOption = None,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Propose directions for coded segments: what their codes link to, and what the text says.

    Proposals are kept apart from confirmed mappings and enter no matrix. With --texts nothing
    is stored: each text is ranked against the project's directions.

    Example: qct directions propose --texts sentences.csv --format json
    """
    from toolkit.report.files import write_table
    from toolkit.report.tables import Table

    if texts is not None:
        from toolkit.formats.text_table import read_texts

        given = read_texts(texts)
        with options.open_project(project, read_only=True) as open_:
            ranked = open_.directions.propose_for_texts([text for _, text in given], model=model)
        columns = ("row", "text", "direction", "score", "verdict", "ranked")
        rows = [
            (
                given[at][0],
                one.text,
                one.direction,
                one.score,
                one.verdict,
                [list(pair) for pair in one.ranked],
            )
            for at, one in enumerate(ranked)
        ]
        output.emit(columns, rows, format_)
        return
    with options.open_project(project) as open_:
        found = open_.directions.propose(
            actor=options.acting_coder(open_, coder),
            sources=options.listed(sources),
            coder=segments_of,
            model=model,
        )
    table = Table(
        ("source", "start", "end", "direction", "score", "verdict", "prior", "evidence", "model"),
        tuple(
            (
                one.source_id,
                one.span.start,
                one.span.end,
                one.direction_id,
                round(one.score, 4),
                one.verdict,
                None if one.prior is None else round(one.prior, 4),
                round(one.evidence, 4),
                one.model,
            )
            for one in found
        ),
        "direction proposals",
    )
    output.print_table(table, format_)
    segments = len({(one.source_id, one.span) for one in found})
    note(f"{len(found)} proposals for {segments} segments; `qct directions confirm` decides")
    if out is not None:
        write_table(table, out)
        note(f"wrote {out}")


@app.command()
def show(
    source: Annotated[
        str | None, typer.Option("--source", metavar="ID", help="Of one source.")
    ] = None,
    proposals: Annotated[
        bool, typer.Option("--proposals", help="What is proposed instead of what is confirmed.")
    ] = False,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Show confirmed mappings of segments onto directions, or the open proposals.

    Example: qct directions show --source E01
    """
    with options.open_project(project, read_only=True) as open_:
        if source is not None:
            open_.sources.get(source)
        mappings = open_.directions.mappings()
        decided = {(one.source_id, one.span) for one in mappings}
        if proposals:
            columns: tuple[str, ...] = (
                "source",
                "start",
                "end",
                "direction",
                "score",
                "verdict",
                "quote",
            )
            rows: list[tuple[object, ...]] = [
                (
                    p.source_id,
                    p.span.start,
                    p.span.end,
                    p.direction_id,
                    p.score,
                    p.verdict,
                    open_.sources.text(p.source_id)[p.span.start : p.span.end],
                )
                for p in open_.directions.proposals()
                if (source in (None, p.source_id)) and (p.source_id, p.span) not in decided
            ]
        else:
            columns = ("source", "start", "end", "direction", "stance", "coder", "quote", "id")
            rows = [
                (
                    m.source_id,
                    m.span.start,
                    m.span.end,
                    m.direction_id,
                    m.stance.value if m.stance else "",
                    m.coder_id,
                    open_.sources.text(m.source_id)[m.span.start : m.span.end],
                    m.id,
                )
                for m in mappings
                if source in (None, m.source_id)
            ]
    output.emit(columns, rows, format_)


@app.command()
def confirm(
    source: Annotated[str, typer.Option("--source", metavar="ID", help="The source.")],
    at: Annotated[
        str, typer.Option("--at", metavar="START:END", help="The segment, in code points.")
    ],
    direction: Annotated[
        list[str],
        typer.Option("--direction", metavar="ID", help="A direction, or `none`; repeatable."),
    ],
    stance: Annotated[
        str | None,
        typer.Option("--stance", help="barrier, enabler, proposal or description."),
    ] = None,
    memo: Annotated[str, typer.Option("--note", help="Why.")] = "",
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
) -> None:
    """Decide which directions a segment belongs to; replaces your earlier decision on it.

    Example: qct directions confirm --source E01 --at 120:184 --direction security
    """
    if stance is not None and stance not in list(Stance):
        raise UsageError(f"unknown stance {stance!r}; valid: {', '.join(Stance)}", code="stance")
    start, end = options.parse_span(at)
    with options.open_project(project) as open_:
        made = open_.directions.confirm(
            source,
            start,
            end,
            direction,
            coder=options.acting_coder(open_, coder),
            stance=Stance(stance) if stance else None,
            note=memo,
        )
    note(f"{source} {start}:{end}: {', '.join(one.direction_id for one in made)}")
