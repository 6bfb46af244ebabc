"""`qct directions confirm`."""

from __future__ import annotations

from toolkit.cli import options
from toolkit.cli.analyse.directions.of_directions import directions
from toolkit.cli.commands import Words, option
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, open_project
from toolkit.cli.parsing import parse_span
from toolkit.domain.directions import Stance
from toolkit.errors import UsageError
from toolkit.i18n import _


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
