"""`qct merge`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.cli import options, output
from toolkit.cli.asking import with_passphrase
from toolkit.cli.commands import Words, argument, command, option
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, open_project
from toolkit.cli.options import Format
from toolkit.errors import CheckFailed, shorten
from toolkit.i18n import _, ngettext

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.operations.exchange.merge import MergeReport

SHOWN_STEPS = 20
COLUMNS = ("conflict", "why", "field", "base", "ours", "theirs", "decision")


@command("merge")
@argument(
    "other", "OTHER", _("Project folder, store (.db) or bundle (.zip) to merge."), kind=options.FILE
)
@options.dry_run
@option(
    "--prefer",
    metavar="SIDE",
    kind=Words("ours", "theirs"),
    text=_("Side that wins where nothing is decided: ours or theirs (default: neither)."),
)
@option(
    "--decisions",
    metavar="FILE",
    kind=options.FILE,
    text=_(
        "JSON file with a decision for each conflict; with --dry-run, where it does not exist, "
        "it is written to be filled in (default: none)."
    ),
)
@option(
    "--into-closed",
    metavar="REASON",
    text=_(
        "Let closed rounds take answers that they do not have yet, and keep the reason in the log "
        "(default: such a merge is refused)."
    ),
)
@options.coder
@options.project
@options.format_
def merge(
    other: Path,
    dry_run: bool,
    prefer: str | None,
    decisions: Path | None,
    into_closed: str | None,
    coder: str | None,
    folder: str | None,
    format_: Format,
) -> None:
    """Merge the work done in another copy of the project, as one step that can be undone.

    Independent work combines; what one side removed is removed. What both sides changed
    differently is a conflict: all conflicts are listed side by side, nothing is merged until
    each is decided, and the exit code is 1. Merging the same copy twice changes nothing. The
    store is backed up first. A bundle brings the work of its coder alone, and rounds take what
    `qct codings add` would put into them. Whose codings come, and what is for everyone, is said
    before anything is done. This is for whoever leads the study: it shows the rows of all coders.

    Example: qct merge ../copy-of-b --dry-run --decisions conflicts.json
    """
    with open_project(folder) as project:
        filled_in = decisions if decisions is not None and decisions.exists() else None
        report = with_passphrase(
            lambda key: project.exchange.merge(
                other,
                actor=acting_coder(project, coder),
                prefer=prefer,
                decisions=filled_in,
                dry_run=dry_run,
                into_closed=into_closed,
                passphrase=key,
                announce=_announce,
            )
        )
        if dry_run and decisions is not None and filled_in is None:
            project.exchange.write_decisions(report, decisions)
            note(_("wrote {path}: write ours or theirs for each decision").format(path=decisions))
    rows = [
        (conflict.id, conflict.why, *line, report.decided.get(conflict.id, ""))
        for conflict in report.conflicts
        for line in _fields(conflict.base, conflict.ours, conflict.theirs)
    ]
    if rows or format_ is not Format.TABLE:
        output.emit(COLUMNS, rows, format_)
    for table, (added, changed, removed) in report.counts.items():
        note(
            _("{table}: {added} added, {changed} changed, {removed} removed").format(
                table=table, added=added, changed=changed, removed=removed
            )
        )
    for source, count in report.withdrawn.items():
        note(
            ngettext(
                "{count} row on {source}, which was withdrawn here, was left out",
                "{count} rows on {source}, which was withdrawn here, were left out",
                count,
            ).format(count=count, source=source)
        )
    _tell_erased(report)
    for source, count in report.left_out.items():
        note(
            _("{source}: {count} rows left out, since they belong to the text not chosen").format(
                source=source, count=count
            )
        )
    if report.undecided and not dry_run:
        raise CheckFailed(
            _("{count} conflicts are undecided; nothing was merged").format(
                count=len(report.undecided)
            ),
            code="merge-conflicts",
            hint=_(
                "Decide with --prefer ours|theirs, or one by one with "
                "`--dry-run --decisions FILE`, then `--decisions FILE`."
            ),
        )
    if report.event is not None:
        note(
            _("merged {other} (event {event}); `qct undo` undoes it").format(
                other=report.other, event=report.event.seq
            )
        )
    elif not report.counts:
        note(_("nothing to merge"))


def _announce(report: MergeReport) -> None:
    """Say whose codings come in, and what changes for everyone."""
    from toolkit.operations.exchange.merge_rules import by_coder_sentence

    if report.codings_by_coder:
        note(by_coder_sentence(report.codings_by_coder.items()))
    if report.shared:
        note(_("for everyone: {steps}").format(steps=shorten(list(report.shared), SHOWN_STEPS)))


def _tell_erased(report: MergeReport) -> None:
    """Say what was left out because its text was erased here, and what to erase here too."""
    for source, count in report.erased.items():
        note(
            ngettext(
                "{count} row on {source} was left out: it lies on a text that was erased here",
                "{count} rows on {source} were left out: they lie on a text that was erased here",
                count,
            ).format(count=count, source=source)
        )
    if report.still_here:
        note(
            _(
                "the other copy has erased earlier texts of {sources}, and this project still has "
                "them: `qct deidentify erase {ids}` takes them out here too"
            ).format(sources=", ".join(report.still_here), ids=" ".join(report.still_here))
        )


def _fields(base: object, ours: object, theirs: object) -> list[tuple[str, ...]]:
    """One line for each field that differs; a row that is missing is `(removed)`."""
    sides = [side if isinstance(side, dict) else None for side in (base, ours, theirs)]
    names = dict.fromkeys(name for side in sides if side is not None for name in side)
    lines: list[tuple[str, ...]] = []
    for name in names:
        texts = [_text(side, name) for side in sides]
        if texts[1] != texts[2]:
            lines.append((name, *texts))
    if any(side is None for side in sides[1:]):
        return [("(row)", *("(removed)" if side is None else "(kept)" for side in sides))]
    return lines


def _text(side: dict[str, object] | None, name: str) -> str:
    return "" if side is None or side.get(name) is None else str(side[name])
