"""`qct directions propose`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.cli import completing, options, output
from toolkit.cli.analyse.directions.of_directions import directions
from toolkit.cli.analyse.directions.texts import Bulk, rank_texts
from toolkit.cli.commands import option
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, open_project
from toolkit.errors import UsageError
from toolkit.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.cli.options import Destination, Format


@directions.command("propose")
@option(
    "--texts",
    metavar="FILE",
    kind=options.FILE,
    text=_(
        "File of texts to rank instead: .txt (one a line), .csv, .tsv, .json or .jsonl (default: "
        "none, coded segments are ranked)."
    ),
)
@option(
    "--column",
    metavar="NAME",
    text=_("Column of --texts, and of --train, that holds the texts (default: text)."),
)
@option(
    "--labels",
    metavar="NAME",
    text=_(
        "Column of --texts with the directions that a person gave, separated by semicolons; the "
        "proposals are then compared with them (default: none)."
    ),
)
@option(
    "--scheme",
    metavar="FILE",
    kind=options.FILE,
    text=_("Direction scheme in YAML to choose from (default: the project's directions)."),
)
@option(
    "--train",
    metavar="FILE",
    kind=options.FILE,
    text=_(
        "Table of labelled texts to learn from, with the columns of --column and --labels "
        "(default: none; without --labels its column is named direction)."
    ),
)
@options.only_sources
@option(
    "--segments-of",
    metavar="NAME",
    text=_("Only segments of this coder (default: all coders)."),
    complete=completing.coders,
)
@options.coder
@options.model
@options.out
@options.project
@options.format_
def propose(
    texts: Path | None,
    column: str | None,
    labels: str | None,
    scheme: Path | None,
    train: Path | None,
    sources: tuple[str, ...],
    segments_of: str | None,
    coder: str | None,
    model: str | None,
    out: Destination,
    folder: str | None,
    format_: Format,
) -> None:
    """Propose directions for coded segments, from the links of their codes and from their words.

    Proposals are kept apart from confirmed mappings and enter no matrix. With --texts nothing
    is stored: each text of the table is ranked against the directions of the project or of a
    scheme. The score is a probability then.

    Example: qct directions propose --texts answers.csv --column answer -o outputs/proposals.csv
    """
    from toolkit.report.provenance import Provenance
    from toolkit.report.tables import Table

    if texts is not None:
        bulk = Bulk(texts, column, labels, scheme, train, model)
        rank_texts(bulk, sources, segments_of, out, folder, format_)
        return
    for name, value in (
        ("--column", column),
        ("--labels", labels),
        ("--scheme", scheme),
        ("--train", train),
    ):
        if value is not None:
            raise UsageError(
                _("{option} is for the texts of a table").format(option=name),
                code="option-needs",
                hint=_("Name the table with --texts FILE."),
            )
    with open_project(folder) as project:
        who = acting_coder(project, coder)
        proposals = project.directions.propose(
            actor=who, sources=sources, coder=segments_of, model=model
        )
        segments = {(proposal.source_id, proposal.span): None for proposal in proposals}
        provenance = project.history.stamped(
            Provenance(
                readers=(segments_of,) if segments_of else (),
                sources=tuple(dict.fromkeys(source_id for source_id, _span in segments)),
                unit="segment",
            ),
            reader=who,
        )
    table = Table(
        ("source", "start", "end", "direction", "score", "verdict", "prior", "evidence", "model"),
        tuple(
            (
                proposal.source_id,
                proposal.span.start,
                proposal.span.end,
                proposal.direction_id,
                round(proposal.score, 4),
                proposal.verdict,
                None if proposal.prior is None else round(proposal.prior, 4),
                round(proposal.evidence, 4),
                proposal.model,
            )
            for proposal in proposals
        ),
        _("direction proposals"),
        provenance=provenance,
    )
    output.print_table(table, format_)
    note(
        _(
            "{count} proposals for {segments} segments; `qct directions confirm` decides on them"
        ).format(count=len(proposals), segments=len(segments))
    )
    output.write_tables([table], out)
