"""`qct directions show`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.cli import options, output
from toolkit.cli.analyse.directions.of_directions import directions
from toolkit.cli.commands import Words, flag, option
from toolkit.cli.opening import acting_coder, open_project
from toolkit.errors import UsageError
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.cli.options import Destination, Format
    from toolkit.operations.directions.overview import Overview
    from toolkit.project import Project
    from toolkit.report.provenance import Provenance


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose answers an overview rests on."""

    answers: str | None
    coder: str | None
    round_id: str | None
    sources: tuple[str, ...]
    by: str | None = None
    stance: str = "mapped"

    def overview(self, project: Project) -> Overview:
        """The overview that was asked for."""
        return project.directions.overview(
            by=self.by,
            stance=self.stance,
            answers=self.answers,
            coder=self.coder,
            round_id=self.round_id,
            sources=self.sources,
        )

    def provenance(self, project: Project, shown: Overview) -> Provenance:
        """Where the figures of an overview come from."""
        from toolkit.report.provenance import Provenance

        readers = tuple(name for name in (self.coder, self.answers) if name)
        return project.history.stamped(
            Provenance(readers=readers, sources=shown.sources, unit="segment"),
            reader=acting_coder(project, None),
        )


whose = options.as_value(
    Asked,
    "asked",
    options.answers,
    options.answers_coder,
    options.answers_round,
    options.only_sources,
    option(
        "--by",
        metavar="ATTRIBUTE",
        text=_("Case attribute that groups the experts (default: none)."),
    ),
    option(
        "--stance",
        metavar="FROM",
        kind=Words("mapped", "codes"),
        default="mapped",
        text=_(
            "Stance that counts first: mapped (of the mapping) or codes (of stance codes on the "
            "passage) (default: {default})."
        ),
    ),
)


@directions.command("show")
@options.only_source
@flag("--list", "listed", text=_("List every confirmed mapping instead of the overview."))
@flag("--proposals", text=_("Show open proposals instead of confirmed mappings."))
@whose
@options.out
@options.project
@options.format_
def show(
    source: str | None,
    listed: bool,
    proposals: bool,
    asked: Asked,
    out: Destination,
    folder: str | None,
    format_: Format,
) -> None:
    """Show confirmed directions by category and stance, with segments, experts and a quote.

    Only what people confirmed is counted, by the answers of --answers. With --list every mapping
    has a line, and with --proposals every proposal that waits for a person.

    Example: qct directions show --coder coder-a --out outputs/directions.xlsx
    """
    from toolkit.directions.overview import CATEGORIES, categories
    from toolkit.report.tables import Table

    if listed and proposals:
        raise UsageError(
            _("--list has confirmed mappings, and --proposals has open proposals"),
            code="option-conflict",
            hint=_("Name one of them."),
        )
    with open_project(
        folder, read_only=True, round_id=asked.round_id, coder=asked.coder
    ) as project:
        if source is not None:
            project.sources.get(source)
        if listed or proposals:
            columns, rows = (_proposed if proposals else _confirmed)(project, source)
            output.emit(columns, rows, format_, wrapped=("quote",))
            return
        if source is not None:
            asked = Asked(
                asked.answers, asked.coder, asked.round_id, (source,), asked.by, asked.stance
            )
        shown = asked.overview(project)
        provenance = asked.provenance(project, shown)
    table = Table(
        CATEGORIES,
        tuple(categories(shown.passages, shown.ids)),
        _("directions by stance"),
        notes=shown.notes,
        wrapped=("quote",),
        provenance=provenance,
    )
    output.print_report([table], format_, out)


def _confirmed(
    project: Project, source: str | None
) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    columns = ("source", "start", "end", "direction", "stance", "coder", "made_by", "quote", "id")
    return columns, [
        (
            mapping.source_id,
            mapping.span.start,
            mapping.span.end,
            mapping.direction_id,
            mapping.stance.value if mapping.stance else "",
            mapping.coder_id,
            made_by(mapping.proposal_id),
            project.sources.text(mapping.source_id)[mapping.span.start : mapping.span.end],
            mapping.id,
        )
        for mapping in project.directions.mappings()
        if source in (None, mapping.source_id)
    ]


def made_by(proposal_id: str | None) -> str:
    """How a mapping was made: `person`, `proposal`, or `rule:CODE:DIRECTION`."""
    if not proposal_id:
        return "person"
    return proposal_id if proposal_id.startswith("rule:") else "proposal"


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
