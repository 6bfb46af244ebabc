"""`qct directions propose|show|confirm`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.cli import completing, options, output
from toolkit.cli.commands import Words, flag, group, option
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, open_project
from toolkit.cli.parsing import parse_span
from toolkit.domain.directions import Stance
from toolkit.errors import UsageError
from toolkit.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.cli.options import Destination, Format
    from toolkit.project import Project

directions = group("directions", _("Propose, show and confirm policy directions of segments."))


@directions.command("propose")
@option(
    "--texts",
    metavar="FILE",
    kind=options.FILE,
    text=_(
        "File of texts to rank instead: .txt (one a line), .csv or .jsonl with the field `text` "
        "(default: none, coded segments are ranked)."
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
    is stored: each text is ranked against the project's directions.

    Example: qct directions propose --texts sentences.csv --format json
    """
    from toolkit.report.provenance import Provenance
    from toolkit.report.tables import Table

    if texts is not None:
        _rank_texts(texts, model, out, folder, format_)
        return
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


def _rank_texts(
    path: Path, model: str | None, out: Destination, folder: str | None, format_: Format
) -> None:
    from toolkit.formats.text_table import read_texts
    from toolkit.report.provenance import Provenance
    from toolkit.report.tables import Table

    given = read_texts(path)
    with open_project(folder, read_only=True) as project:
        proposals = project.directions.propose_for_texts(
            [text for _row, text in given], model=model
        )
        provenance = project.history.stamped(
            Provenance(unit="text"), reader=acting_coder(project, None)
        )
    columns = ("row", "text", "direction", "score", "verdict", "ranked")
    rows = [
        (
            row,
            proposal.text,
            proposal.direction,
            proposal.score,
            proposal.verdict,
            [list(pair) for pair in proposal.ranked],
        )
        for (row, _text), proposal in zip(given, proposals, strict=True)
    ]
    output.emit(columns, rows, format_)
    table = Table(columns, output.flat(rows), _("directions of texts"), provenance=provenance)
    output.write_tables([table], out)


@directions.command("show")
@options.only_source
@flag("--proposals", text=_("Show open proposals instead of confirmed mappings."))
@options.project
@options.format_
def show(source: str | None, proposals: bool, folder: str | None, format_: Format) -> None:
    """Show confirmed mappings of segments to directions, or the open proposals.

    Example: qct directions show --source E01
    """
    with open_project(folder, read_only=True) as project:
        if source is not None:
            project.sources.get(source)
        columns, rows = (_proposed if proposals else _confirmed)(project, source)
    output.emit(columns, rows, format_, wrapped=("quote",))


def _confirmed(
    project: Project, source: str | None
) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    columns = ("source", "start", "end", "direction", "stance", "coder", "quote", "id")
    return columns, [
        (
            mapping.source_id,
            mapping.span.start,
            mapping.span.end,
            mapping.direction_id,
            mapping.stance.value if mapping.stance else "",
            mapping.coder_id,
            project.sources.text(mapping.source_id)[mapping.span.start : mapping.span.end],
            mapping.id,
        )
        for mapping in project.directions.mappings()
        if source in (None, mapping.source_id)
    ]


def _proposed(
    project: Project, source: str | None
) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    decided = {(mapping.source_id, mapping.span) for mapping in project.directions.mappings()}
    columns = ("source", "start", "end", "direction", "score", "verdict", "quote")
    return columns, [
        (
            proposal.source_id,
            proposal.span.start,
            proposal.span.end,
            proposal.direction_id,
            proposal.score,
            proposal.verdict,
            project.sources.text(proposal.source_id)[proposal.span.start : proposal.span.end],
        )
        for proposal in project.directions.proposals()
        if source in (None, proposal.source_id)
        and (proposal.source_id, proposal.span) not in decided
    ]


@directions.command("confirm")
@options.source
@options.span
@option(
    "--direction",
    "chosen",
    metavar="ID",
    required=True,
    multiple=True,
    text=_("Direction of the segment, or `none`; repeat it for others."),
)
@option(
    "--stance",
    metavar="STANCE",
    kind=Words(*(stance.value for stance in Stance)),
    text=_("Stance of the segment: barrier, enabler, proposal or description (default: none)."),
)
@option("--note", "reason", metavar="TEXT", default="", text=_("Reason (default: none)."))
@options.coder
@options.project
def confirm(
    source: str,
    at: str,
    chosen: tuple[str, ...],
    stance: str | None,
    reason: str,
    coder: str | None,
    folder: str | None,
) -> None:
    """Decide which directions a segment belongs to; this replaces your earlier decision on it.

    Example: qct directions confirm --source E01 --at 120:184 --direction security
    """
    if stance is not None and stance not in list(Stance):
        raise UsageError(
            _("unknown stance {stance!r}; valid: {names}").format(
                stance=stance, names=", ".join(Stance)
            ),
            code="stance",
        )
    start, end = parse_span(at)
    with open_project(folder) as project:
        mappings = project.directions.confirm(
            source,
            start,
            end,
            chosen,
            coder=acting_coder(project, coder),
            stance=Stance(stance) if stance else None,
            note=reason,
        )
    names = ", ".join(mapping.direction_id for mapping in mappings)
    note(f"{source} {start}:{end}: {names}")
