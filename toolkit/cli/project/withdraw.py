"""`qct sources withdraw`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.cli import completing, options, output
from toolkit.cli.asking import confirmed, take_back_stands_alone
from toolkit.cli.commands import argument, command, flag
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, open_project
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.cli.options import Format
    from toolkit.operations.sources.withdraw import Withdrawn

COLUMNS = ("kind", "name", "count", "action")


@command("withdraw")
@argument("ids", "SOURCE", _("Ids of sources."), many=True, complete=completing.sources)
@flag("--dry-run", text=_("List what would be removed, and change nothing."))
@flag("--yes", text=_("Withdraw the sources without asking (default: list, then ask)."))
@flag("--take-back", text=_("Let the files of withdrawn sources be imported again."))
@options.coder
@options.project
@options.format_
def withdraw(
    ids: tuple[str, ...],
    dry_run: bool,
    yes: bool,
    take_back: bool,
    coder: str | None,
    folder: str | None,
    format_: Format,
) -> None:
    """Take sources out of the project for good, for a participant who withdraws.

    Texts, codings, memos, suggestions, mappings and settled answers on them go, also out of the
    log, which can still be verified, and out of the free pages of the store. Backups, caches and
    exports that hold their words are deleted. Everything is listed first, and you are asked:
    it cannot be undone. Files that are "left to you" are yours to change. Copies, bundles and
    version control outside the project folder are not reached.

    Example: qct sources withdraw E05 --dry-run
    """
    take_back_stands_alone(take_back, dry_run=dry_run, yes=yes)
    if take_back:
        with open_project(folder) as project:
            readmitted = project.sources.readmit(ids, actor=acting_coder(project, coder))
        note(
            _("{sources} can be imported again with `qct import`").format(
                sources=", ".join(readmitted)
            )
        )
        return
    with open_project(folder) as project:
        actor = acting_coder(project, coder)
        planned = project.sources.withdraw(ids, actor=actor, dry_run=True)
        _show(planned, format_)
        if dry_run:
            return
        if not yes and not confirmed(
            _("Withdraw {sources} for good?").format(sources=", ".join(planned.sources))
        ):
            note(_("nothing was changed; --yes withdraws without asking"))
            raise click.exceptions.Exit(1)
        done = project.sources.withdraw(ids, actor=actor)
    note(
        _("{sources} withdrawn with event {event}; `qct log --verify` proves what is left").format(
            sources=", ".join(done.sources), event=done.event
        )
    )
    if any(held.action == "left to you" for held in done.held):
        note(
            _(
                "files that are left to you still hold words of the source, or figures that "
                "counted it: `qct recompute FILE` says which figures differ now"
            )
        )
    tell_not_removed(done.is_scrubbed, done.not_removed)


def tell_not_removed(is_scrubbed: bool, not_removed: Sequence[str]) -> None:
    """Say what still holds words that were to go; the command ends with 1 then."""
    if not is_scrubbed:
        note(
            _(
                "another program was using the store, so freed pages may still hold words: close "
                "it and run `qct purge`"
            )
        )
    for failure in not_removed:
        note(_("not removed: {file}").format(file=failure))
    if not_removed or not is_scrubbed:
        raise click.exceptions.Exit(1)


def _show(withdrawn: Withdrawn, format_: Format) -> None:
    rows = [(held.kind, held.name, held.count, held.action) for held in withdrawn.held]
    output.emit(COLUMNS, rows, format_)
