"""`qct adjudicate accept-a|accept-b|union|intersection|span|leave-open|agreed|status|...`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from toolkit.cli import completing, options, output
from toolkit.cli.commands import argument, group, option, together
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, open_project
from toolkit.cli.parsing import parse_span
from toolkit.cli.team import comparison
from toolkit.cli.team.comparison import Comparison
from toolkit.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.cli.options import Destination, Format


@dataclass(frozen=True, slots=True)
class Consensus:
    """The round and the coder that hold the results."""

    to: str
    as_coder: str

    def keywords(self) -> dict[str, Any]:
        """The consensus as the project's methods take it."""
        return {"to": self.to, "as_coder": self.as_coder}


adjudicate = group("adjudicate", _("Settle disagreements; the results form the consensus."))

_to = option(
    "--to",
    metavar="ROUND",
    default="consensus",
    text=_("Round that holds the consensus (default: {default})."),
    complete=completing.rounds,
)
_consensus = options.as_value(
    Consensus,
    "layer",
    _to,
    option(
        "--as",
        "as_coder",
        metavar="NAME",
        default="consensus",
        text=_("Coder name under which the consensus is stored (default: {default})."),
    ),
)
_reason = option(
    "--reason", metavar="TEXT", default="", text=_("Reason, kept with the result (default: none).")
)
_code = option(
    "--code",
    metavar="ID",
    text=_("Code of the result (default: the code of both coders)."),
    complete=completing.codes,
)
_ids = argument(
    "ids", "ID", _("Ids that `qct disagreements` lists, or their first characters."), many=True
)
_settled = together(
    _reason,
    options.as_value(
        Comparison,
        "compared",
        comparison.round_,
        comparison.include_assisted,
        comparison.include_unfinished,
    ),
    _consensus,
    options.coder,
    options.project,
)
_reported = together(
    options.as_value(
        Comparison,
        "compared",
        comparison.coders,
        comparison.source,
        comparison.round_,
        comparison.include_assisted,
        comparison.include_unfinished,
    ),
    _consensus,
)
_printed = together(options.out, options.project, options.format_)


@adjudicate.command("accept-a")
@_ids
@_settled
def accept_a(
    ids: tuple[str, ...],
    reason: str,
    compared: Comparison,
    layer: Consensus,
    coder: str | None,
    folder: str | None,
) -> None:
    """Accept the answer of coder a; where coder a has nothing, the result is no coding.

    Example: qct adjudicate accept-a 871b2ce406 --reason "the act is named" --coder lead
    """
    _settle("accept-a", ids, compared, layer, coder, folder, reason=reason)


@adjudicate.command("accept-b")
@_ids
@_settled
def accept_b(
    ids: tuple[str, ...],
    reason: str,
    compared: Comparison,
    layer: Consensus,
    coder: str | None,
    folder: str | None,
) -> None:
    """Accept the answer of coder b; where coder b has nothing, the result is no coding.

    Example: qct adjudicate accept-b 871b2ce406 4613843e62 --coder lead
    """
    _settle("accept-b", ids, compared, layer, coder, folder, reason=reason)


@adjudicate.command("union")
@_ids
@_code
@_settled
def union(
    ids: tuple[str, ...],
    code: str | None,
    reason: str,
    compared: Comparison,
    layer: Consensus,
    coder: str | None,
    folder: str | None,
) -> None:
    """Code all characters that either coder coded.

    Example: qct adjudicate union 9b3a663dbd --coder lead
    """
    _settle("union", ids, compared, layer, coder, folder, reason=reason, code=code)


@adjudicate.command("intersection")
@_ids
@_code
@_settled
def intersection(
    ids: tuple[str, ...],
    code: str | None,
    reason: str,
    compared: Comparison,
    layer: Consensus,
    coder: str | None,
    folder: str | None,
) -> None:
    """Code only the characters that both coders coded; where one coded nothing, no coding.

    Example: qct adjudicate intersection 9b3a663dbd --coder lead
    """
    _settle("intersection", ids, compared, layer, coder, folder, reason=reason, code=code)


@adjudicate.command("span")
@argument("disagreement_id", "ID", _("Id that `qct disagreements` lists."))
@options.span
@_code
@_settled
def span(
    disagreement_id: str,
    at: str,
    code: str | None,
    reason: str,
    compared: Comparison,
    layer: Consensus,
    coder: str | None,
    folder: str | None,
) -> None:
    """Code another passage than either coder did.

    Example: qct adjudicate span 871b2ce406 --at 3935:4449 --code tech-standards --coder lead
    """
    start, end = parse_span(at)
    _settle(
        "span",
        [disagreement_id],
        compared,
        layer,
        coder,
        folder,
        reason=reason,
        code=code,
        start=start,
        end=end,
    )


@adjudicate.command("leave-open")
@_ids
@_settled
def leave_open(
    ids: tuple[str, ...],
    reason: str,
    compared: Comparison,
    layer: Consensus,
    coder: str | None,
    folder: str | None,
) -> None:
    """Leave disagreements open; the reason is kept, and nothing enters the consensus.

    Example: qct adjudicate leave-open 871b2ce406 --reason "the codebook does not say" --coder lead
    """
    _settle("leave-open", ids, compared, layer, coder, folder, reason=reason)


@adjudicate.command("agreed")
@_reported
@options.coder
@options.project
def agreed(compared: Comparison, layer: Consensus, coder: str | None, folder: str | None) -> None:
    """Copy to the consensus what both coders have.

    Example: qct adjudicate agreed --source E01 --coder lead
    """
    with open_project(folder) as project:
        made = project.consensus.accept_agreed(
            actor=acting_coder(project, coder), **layer.keywords(), **compared.keywords()
        )
    note(
        ngettext(
            "{count} agreed coding copied to the round {round}; `qct undo` undoes that",
            "{count} agreed codings copied to the round {round}; `qct undo` undoes that",
            len(made),
        ).format(count=len(made), round=layer.to)
    )


@adjudicate.command("status")
@_reported
@_printed
def status(
    compared: Comparison,
    layer: Consensus,
    out: Destination,
    folder: str | None,
    format_: Format,
) -> None:
    """Show disagreements before and after: the results, who yielded, and the share resolved.

    Example: qct adjudicate status --out outputs/adjudication.html
    """
    asked = {**layer.keywords(), **compared.keywords()}
    with open_project(folder, read_only=True) as project:
        tables = [project.consensus.settlement_report(**asked)]
        if out.paths:
            tables += [
                project.consensus.report(**asked),
                project.consensus.adjudications(to=layer.to),
            ]
    output.print_report(tables, format_, out)


@adjudicate.command("consensus")
@_reported
@_printed
def consensus(
    compared: Comparison,
    layer: Consensus,
    out: Destination,
    folder: str | None,
    format_: Format,
) -> None:
    """Compare each coder with the consensus, per code and in all: precision, recall and F1.

    Example: qct adjudicate consensus --format csv
    """
    with open_project(folder, read_only=True) as project:
        table = project.consensus.report(**layer.keywords(), **compared.keywords())
    output.print_report([table], format_, out)


@adjudicate.command("list")
@_to
@_printed
def list_(to: str, out: Destination, folder: str | None, format_: Format) -> None:
    """List the settled disagreements: the result, by whom, the reason, and who yielded.

    Example: qct adjudicate list --format json
    """
    with open_project(folder, read_only=True) as project:
        table = project.consensus.adjudications(to=to)
    output.print_report([table], format_, out)


def _settle(
    outcome: str,
    ids: Sequence[str],
    compared: Comparison,
    layer: Consensus,
    coder: str | None,
    folder: str | None,
    *,
    reason: str,
    code: str | None = None,
    start: int | None = None,
    end: int | None = None,
) -> None:
    with open_project(folder) as project:
        settled = project.consensus.settle(
            ids,
            outcome,
            actor=acting_coder(project, coder),
            **layer.keywords(),
            round_id=compared.round_id,
            independent_only=not compared.include_assisted,
            include_unfinished=compared.include_unfinished,
            reason=reason,
            code=code,
            start=start,
            end=end,
        )
    for row in settled:
        count = len(row.codings)
        text = ngettext(
            "{id} in {source}: {outcome}, {count} coding in the consensus",
            "{id} in {source}: {outcome}, {count} codings in the consensus",
            count,
        ).format(
            id=row.disagreement_id, source=row.source_id, outcome=row.outcome.value, count=count
        )
        yielded = _("; yielded: {coders}").format(coders=", ".join(row.yielded))
        note(text + (yielded if row.yielded else ""))
