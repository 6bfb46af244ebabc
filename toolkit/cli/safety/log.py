"""`qct log`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.cli import completing, options, output
from toolkit.cli.commands import flag, group_with_table, option
from toolkit.cli.modes import mode_name
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, open_project
from toolkit.cli.options import Format
from toolkit.domain.codings import Mode
from toolkit.errors import CheckFailed
from toolkit.i18n import _, ngettext

if TYPE_CHECKING:
    from toolkit.cli.options import Format
    from toolkit.project import Project


@group_with_table("log")
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
@click.pass_context
def log(
    context: click.Context,
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

    --verify recomputes every hash of the chain and every text's hash, replays all events to
    prove that they give exactly the rows of the store, and compares the end of the log with the
    head that this machine keeps beside it. The exit code is 1 if anything differs. The head that
    it prints is the hash of the newest event: whoever writes it down elsewhere can tell later
    whether the log was rewritten.

    --at shows the log as it was then; before a command it opens the project as it was then, so
    that any table can be had of a past point: qct --at 120 matrix codes-by-cases

    Example: qct log --verify
    """
    if context.invoked_subcommand is not None:
        return
    with open_project(folder, read_only=True, coder=coder, whole=verify, at=at) as project:
        if verify:
            findings = project.history.verify()
            head = project.history.head()
            total = head.number if head is not None else None
            if findings:
                output.emit(
                    ("event", "problem"),
                    [(finding.seq, finding.problem) for finding in findings],
                    format_,
                )
                count = len(findings)
                if total is None:
                    raise CheckFailed(_("the log does not hold"), code="log-broken")
                raise CheckFailed(
                    ngettext(
                        "the log does not hold: {count} problem in {total} events",
                        "the log does not hold: {count} problems in {total} events",
                        count,
                    ).format(count=count, total=total),
                    code="log-broken",
                    hint=_(
                        "`qct restore latest` brings the newest backup back and keeps this store "
                        "beside it; `qct log accept-head --reason TEXT` goes on with the log as "
                        "it is."
                    )
                    if project.storage.log_warning()
                    else _("Keep the file as it is and restore the newest backup elsewhere."),
                )
            output.emit(
                ("events", "chain", "texts", "rows", "head"),
                [(total, "holds", "hold", "equal the replay", head.hash if head else None)],
                format_,
            )
            if total is not None and (redacted := project.history.redacted()):
                note(
                    ngettext(
                        "{count} event lost content when sources were withdrawn or earlier texts "
                        "erased ({sources}); what is left of it has the hash that this put into "
                        "the log",
                        "{count} events lost content when sources were withdrawn or earlier texts "
                        "erased ({sources}); what is left of them has the hashes that this put "
                        "into the log",
                        redacted,
                    ).format(
                        count=redacted,
                        sources=", ".join(_sources_redacted(project)) or _("imported again since"),
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


@log.command("accept-head")
@option(
    "--reason",
    metavar="TEXT",
    required=True,
    text=_("Reason for going on without the steps that the log lacks."),
)
@options.project
def accept_head(reason: str, folder: str | None) -> None:
    """Go on with a log that lacks steps which were acknowledged on this machine.

    It is for when no backup has these steps, or when the shorter log is the right one. An event
    records the head that was lost and the reason. Nothing is brought back.

    Example: qct log accept-head --reason "the disk failed on 3 March"
    """
    with open_project(folder) as project:
        event = project.history.accept_head(reason, actor=acting_coder(project, None))
    output.say(
        _("the log goes on from event {number}; what it lacks is recorded there").format(
            number=event.seq
        )
    )


def _sources_redacted(project: Project) -> list[str]:
    """The sources that are withdrawn, and those of which an earlier text was erased."""
    erased = project.history.events(kind="source.erase")
    ids = {name for event in erased for name in event.summary.get("sources", ())}
    return sorted(ids | {each.source_id for each in project.sources.withdrawn()})


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
