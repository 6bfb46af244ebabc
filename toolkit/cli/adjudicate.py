"""`qct adjudicate accept-a|accept-b|union|intersection|span|leave-open|agreed|status|...`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from toolkit.cli import options, output
from toolkit.cli.diagnostics import note
from toolkit.report.tables import Table

app = options.noun("Settle disagreements in a consensus layer of its own.")

IdsArgument = Annotated[
    list[str], typer.Argument(metavar="ID...", help="From `qct disagreements`, or the beginning.")
]
ReasonOption = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")]
CodeOption = Annotated[
    str | None, typer.Option("--code", metavar="ID", help="The code, where there were two.")
]
RoundOption = Annotated[
    str | None,
    typer.Option("--round", metavar="ID", help="Answers of one round; all but consensus."),
]
CodersOption = Annotated[
    str, typer.Option("--coders", metavar="A,B", help="Between whom; everyone.")
]
ToOption = Annotated[
    str, typer.Option("--to", metavar="ROUND", help="The round that holds the consensus.")
]
AsOption = Annotated[
    str, typer.Option("--as", metavar="NAME", help="The coder that stands for the consensus.")
]
OutOption = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Write a .csv, .json, .xlsx or .html as well."),
]
AssistedOption = Annotated[
    bool, typer.Option("--include-assisted", help="Codings made after seeing a suggestion too.")
]


@app.command("accept-a")
def accept_a(
    ids: IdsArgument,
    reason: ReasonOption = "",
    round_: RoundOption = None,
    include_assisted: AssistedOption = False,
    to: ToOption = "consensus",
    as_: AsOption = "consensus",
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
) -> None:
    """Coder a's answer holds; where coder a has nothing, nothing does.

    Example: qct adjudicate accept-a 871b2ce406 --reason "the act is named" --coder lead
    """
    _settle("accept-a", ids, project, coder, round_, include_assisted, to, as_, reason=reason)


@app.command("accept-b")
def accept_b(
    ids: IdsArgument,
    reason: ReasonOption = "",
    round_: RoundOption = None,
    include_assisted: AssistedOption = False,
    to: ToOption = "consensus",
    as_: AsOption = "consensus",
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
) -> None:
    """Coder b's answer holds; where coder b has nothing, nothing does.

    Example: qct adjudicate accept-b 871b2ce406 4613843e62 --coder lead
    """
    _settle("accept-b", ids, project, coder, round_, include_assisted, to, as_, reason=reason)


@app.command()
def union(
    ids: IdsArgument,
    code: CodeOption = None,
    reason: ReasonOption = "",
    round_: RoundOption = None,
    include_assisted: AssistedOption = False,
    to: ToOption = "consensus",
    as_: AsOption = "consensus",
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
) -> None:
    """All characters that either coder coded.

    Example: qct adjudicate union 9b3a663dbd --coder lead
    """
    _settle(
        "union", ids, project, coder, round_, include_assisted, to, as_, reason=reason, code=code
    )


@app.command()
def intersection(
    ids: IdsArgument,
    code: CodeOption = None,
    reason: ReasonOption = "",
    round_: RoundOption = None,
    include_assisted: AssistedOption = False,
    to: ToOption = "consensus",
    as_: AsOption = "consensus",
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
) -> None:
    """The characters that both coders coded; of a missed or extra coding nothing.

    Example: qct adjudicate intersection 9b3a663dbd --coder lead
    """
    _settle(
        "intersection",
        ids,
        project,
        coder,
        round_,
        include_assisted,
        to,
        as_,
        reason=reason,
        code=code,
    )


@app.command()
def span(
    id_: Annotated[str, typer.Argument(metavar="ID", help="From `qct disagreements`.")],
    at: Annotated[str, typer.Option("--at", metavar="START:END", help="Code points.")],
    code: CodeOption = None,
    reason: ReasonOption = "",
    round_: RoundOption = None,
    include_assisted: AssistedOption = False,
    to: ToOption = "consensus",
    as_: AsOption = "consensus",
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
) -> None:
    """A placement that neither coder had.

    Example: qct adjudicate span 871b2ce406 --at 3935:4449 --code tech-standards --coder lead
    """
    start, end = options.parse_span(at)
    _settle(
        "span",
        [id_],
        project,
        coder,
        round_,
        include_assisted,
        to,
        as_,
        reason=reason,
        code=code,
        start=start,
        end=end,
    )


@app.command("leave-open")
def leave_open(
    ids: IdsArgument,
    reason: ReasonOption = "",
    round_: RoundOption = None,
    include_assisted: AssistedOption = False,
    to: ToOption = "consensus",
    as_: AsOption = "consensus",
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
) -> None:
    """Looked at and not settled; the reason is kept, and nothing enters the consensus.

    Example: qct adjudicate leave-open 871b2ce406 --reason "the codebook does not say" --coder lead
    """
    _settle("leave-open", ids, project, coder, round_, include_assisted, to, as_, reason=reason)


@app.command()
def agreed(
    coders: CodersOption = "",
    sources: Annotated[str, typer.Option("--source", metavar="ID,ID", help="Which; all.")] = "",
    round_: RoundOption = None,
    include_assisted: AssistedOption = False,
    to: ToOption = "consensus",
    as_: AsOption = "consensus",
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
) -> None:
    """Take over into the consensus what both coders have.

    Example: qct adjudicate agreed --source E01 --coder lead
    """
    with options.open_project(project) as open_:
        made = open_.consensus.accept_agreed(
            actor=options.acting_coder(open_, coder),
            coders=options.listed(coders),
            sources=options.listed(sources),
            round_id=round_,
            independent_only=not include_assisted,
            to=to,
            as_coder=as_,
        )
    note(f"{len(made)} agreed rows are in the consensus {to}; `qct undo` takes that back")


@app.command()
def status(
    coders: CodersOption = "",
    sources: Annotated[str, typer.Option("--source", metavar="ID,ID", help="Which; all.")] = "",
    round_: RoundOption = None,
    include_assisted: AssistedOption = False,
    to: ToOption = "consensus",
    as_: AsOption = "consensus",
    out: OutOption = None,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Before and after: disagreements, what became of them, who yielded, share resolved.

    Example: qct adjudicate status --out outputs/adjudication.html
    """
    asked = _asked(coders, sources, round_, include_assisted, to, as_)
    with options.open_project(project, read_only=True) as open_:
        tables = [open_.consensus.settlement_report(**asked)]
        if out is not None:
            tables += [open_.consensus.report(**asked), open_.consensus.adjudications(to=to)]
    _show(tables, format_, out)


@app.command()
def consensus(
    coders: CodersOption = "",
    sources: Annotated[str, typer.Option("--source", metavar="ID,ID", help="Which; all.")] = "",
    round_: RoundOption = None,
    include_assisted: AssistedOption = False,
    to: ToOption = "consensus",
    as_: AsOption = "consensus",
    out: OutOption = None,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Each coder against the consensus, per code and in all: precision, recall, F1.

    Example: qct adjudicate consensus --format csv
    """
    asked = _asked(coders, sources, round_, include_assisted, to, as_)
    with options.open_project(project, read_only=True) as open_:
        tables = [open_.consensus.report(**asked)]
    _show(tables, format_, out)


@app.command("list")
def list_(
    to: ToOption = "consensus",
    out: OutOption = None,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """List what was settled: how, by whom, why, and who yielded.

    Example: qct adjudicate list --format json
    """
    with options.open_project(project, read_only=True) as open_:
        tables = [open_.consensus.adjudications(to=to)]
    _show(tables, format_, out)


def _settle(
    outcome: str,
    ids: Sequence[str],
    project: str | None,
    coder: str | None,
    round_: str | None,
    include_assisted: bool,
    to: str,
    as_: str,
    **how: Any,
) -> None:
    with options.open_project(project) as open_:
        made = open_.consensus.settle(
            ids,
            outcome,
            actor=options.acting_coder(open_, coder),
            round_id=round_,
            independent_only=not include_assisted,
            to=to,
            as_coder=as_,
            **how,
        )
    for one in made:
        yielded = f"; yielded: {', '.join(one.yielded)}" if one.yielded else ""
        note(
            f"{one.disagreement_id} in {one.source_id}: {one.outcome.value}, "
            f"{len(one.codings)} consensus codings{yielded}"
        )


def _asked(
    coders: str, sources: str, round_: str | None, include_assisted: bool, to: str, as_: str
) -> dict[str, Any]:
    return {
        "coders": options.listed(coders),
        "sources": options.listed(sources),
        "round_id": round_,
        "independent_only": not include_assisted,
        "to": to,
        "as_coder": as_,
    }


def _show(tables: Sequence[Table], format_: options.Format, out: Path | None) -> None:
    output.print_table(tables[0], format_)
    for line in tables[0].notes:
        note(line)
    if out is not None:
        from toolkit.report.files import write_report

        write_report(tables, out)
        note(f"wrote {out}")
