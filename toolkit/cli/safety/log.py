"""`qct log`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.cli import completing, options, output
from toolkit.cli.commands import command, flag, option
from toolkit.cli.modes import mode_name
from toolkit.cli.notes import note
from toolkit.cli.opening import open_project
from toolkit.cli.options import Format
from toolkit.domain.codings import Mode
from toolkit.errors import CheckFailed
from toolkit.i18n import _, ngettext

if TYPE_CHECKING:
    from toolkit.cli.options import Format


@command("log")
@flag("--verify", text=_("Verify the chain, the texts and the rows instead of listing events."))
@option(
    "--coder",
    metavar="NAME",
    text=_("Only what this coder did (default: all coders)."),
    complete=completing.coders,
)
@option(
    "--source",
    metavar="ID",
    text=_("Only what concerned this source (default: all)."),
    complete=completing.sources,
)
@option(
    "--code",
    metavar="ID",
    text=_("Only what concerned this code (default: all)."),
    complete=completing.codes,
)
@option(
    "--kind",
    metavar="KIND",
    text=_("Only this kind of event: coding.add, or coding for all of coding.* (default: all)."),
)
@option(
    "--since",
    metavar="TIME",
    text=_("Earliest time in UTC, inclusive: 2026-03-01 or 2026-03-01T14:30 (default: none)."),
)
@option(
    "--until",
    metavar="TIME",
    text=_("Latest time in UTC, inclusive: 2026-03-01 or 2026-03-01T14:30 (default: none)."),
)
@option(
    "--at",
    metavar="EVENT|TIME",
    text=_("Event or time in UTC at which to show the log (default: now)."),
)
@option(
    "--last",
    metavar="N",
    kind=click.IntRange(min=1),
    default=30,
    text=_("Number of events to show, the newest (default: {default})."),
)
@options.project
@options.format_
def log(
    verify: bool,
    coder: str | None,
    source: str | None,
    code: str | None,
    kind: str | None,
    since: str | None,
    until: str | None,
    at: str | None,
    last: int,
    folder: str | None,
    format_: Format,
) -> None:
    """Show the newest events, or verify that nothing was altered.

    --verify recomputes every hash of the chain and every text's hash, and replays all events
    to prove that they give exactly the rows of the store. The exit code is 1 if anything
    differs. --at shows the log as it was then; before a command it opens the project as it was
    then, so that any table can be had of a past point: qct --at 120 matrix codes-by-cases

    Example: qct log --verify
    """
    with open_project(folder, read_only=True, coder=coder, whole=verify, at=at) as project:
        if verify:
            findings = project.history.verify()
            newest = project.history.events(limit=1)
            total = newest[0].seq if newest else 0
            if findings:
                output.emit(
                    ("event", "problem"),
                    [(finding.seq, finding.problem) for finding in findings],
                    format_,
                )
                count = len(findings)
                raise CheckFailed(
                    ngettext(
                        "the log does not hold: {count} problem in {total} events",
                        "the log does not hold: {count} problems in {total} events",
                        count,
                    ).format(count=count, total=total),
                    code="log-broken",
                    hint=_("Keep the file as it is and restore the newest backup elsewhere."),
                )
            output.emit(
                ("events", "chain", "texts", "rows"),
                [(total, "holds", "hold", "equal the replay")],
                format_,
            )
            if redacted := project.history.redacted():
                note(
                    ngettext(
                        "{count} event lost content when sources were withdrawn ({sources}); what "
                        "is left of it has the hash that the withdrawal put into the log",
                        "{count} events lost content when sources were withdrawn ({sources}); what "
                        "is left of them has the hashes that the withdrawal put into the log",
                        redacted,
                    ).format(
                        count=redacted,
                        sources=", ".join(each.source_id for each in project.sources.withdrawn())
                        or _("imported again since"),
                    )
                )
            return
        # Gaps in the numbers would tell a coder in a blind round how much others did.
        bound = project.seen_by is not None and bool(project.seen_by.blind_rounds)
        rows = [
            ("" if bound else event.seq, event.at, event.actor, event.kind, _summary(event.summary))
            for event in project.history.events(
                actor=coder,
                limit=last,
                source=source,
                code=code,
                kind=kind,
                since=since,
                until=until,
            )
        ]
    output.emit(("event", "time", "actor", "kind", "what"), rows, format_)


def _summary(summary: object) -> str:
    if not isinstance(summary, dict):
        return ""
    parts = []
    for key, value in summary.items():
        if isinstance(value, list):
            shown = ", ".join(map(str, value[:3]))
            more = len(value) - 3
            value = shown
            if more > 0:
                value = _("{listed} and {count} more").format(listed=shown, count=more)
        if key == "mode" and value in list(Mode):
            value = mode_name(Mode(value))
        if value not in ("", None):
            parts.append(f"{key}: {value}")
    return "; ".join(parts)
