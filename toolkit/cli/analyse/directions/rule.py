"""`qct directions rule`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.cli import completing, options, output
from toolkit.cli.analyse.directions.of_directions import directions
from toolkit.cli.commands import argument, flag, option
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, open_project
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.cli.options import Format
    from toolkit.operations.directions.rule import Rule

DECIMALS = 3


@directions.command("rule")
@argument("code", "CODE", _("Code whose segments the rule covers."), complete=completing.codes)
@option("--direction", metavar="ID", required=True, text=_("Direction that they belong to."))
@flag("--apply", "applied", text=_("Map the segments, once everything that is missing is done."))
@options.coder
@options.model
@options.project
@options.format_
def rule(
    code: str,
    direction: str,
    applied: bool,
    coder: str | None,
    model: str | None,
    folder: str | None,
    format_: Format,
) -> None:
    """Show what mapping all segments of a code to a direction would do, and do it with --apply.

    Segments whose text speaks for another direction are exceptions. You decide about all of them,
    and about at least five segments in all, one by one with `qct directions confirm`. A rule also
    needs 60 segments, and a fifth of all, that two coders mapped without proposals.

    Example: qct directions rule obstacle-security --direction security
    """
    with open_project(folder, read_only=not applied) as project:
        who = acting_coder(project, coder)
        planned = project.directions.rule(code, direction, coder=who, model=model)
        made = (
            project.directions.apply_rule(code, direction, coder=who, model=model)
            if applied
            else None
        )
    rows = [
        (
            part.segment.source_id,
            part.segment.span.start,
            part.segment.span.end,
            part.state,
            part.speaks_for,
            part.text,
        )
        for part in planned.segments
    ]
    columns = ("source", "start", "end", "state", "text_speaks_for", "quote")
    output.emit(columns, rows, format_, wrapped=("quote",))
    for line in _notes(planned):
        note(line)
    if made is not None:
        note(
            _("{count} segments are mapped to {direction} by the rule").format(
                count=len(made), direction=direction
            )
        )


def _notes(planned: Rule) -> list[str]:
    lines = [
        _("{double} segments mapped by two coders without proposals, of {needed} needed").format(
            double=planned.double, needed=planned.double_needed
        )
    ]
    if planned.masi is not None:
        alphas = ", ".join(
            f"{name} {'–' if alpha is None else f'{alpha:.2f}'}" for name, alpha in planned.alphas
        )
        lines.append(
            _("agreement on them: alpha (MASI) {masi:.3f}; by direction {alphas}").format(
                masi=planned.masi, alphas=alphas
            )
        )
    lines += [_("missing: {what}").format(what=line) for line in planned.missing]
    return lines
