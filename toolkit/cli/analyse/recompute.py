"""`qct recompute`: whether a file still says what its project says."""

from __future__ import annotations

import os
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli import options, output
from toolkit.cli.commands import argument, command, flag
from toolkit.cli.notes import note
from toolkit.cli.opening import open_project
from toolkit.config import STORE_PATH
from toolkit.errors import CheckFailed, InputError, QctError, StoreError
from toolkit.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from tempfile import TemporaryDirectory

    from toolkit.cli.options import Format
    from toolkit.cli.recorded import ReadCommand
    from toolkit.project import Project
    from toolkit.report.compare import Difference
    from toolkit.report.provenance import Recorded

COLUMNS = ("table", "row", "column", "file", "now")
MOST_DIFFERENCES = 10
MOST_EVENTS = 20


@command("recompute")
@argument(
    "file",
    "FILE",
    _(
        "File that a command wrote with --out: a .csv, .json, .jsonl, .txt, .xlsx or .html; or "
        "a .spacy of `qct export docbin`."
    ),
    kind=options.FILE,
)
@flag("--at-event", text=_("Recompute as of the event that the file was read at, not as of now."))
@options.project
@options.format_
def recompute(file: Path, at_event: bool, folder: str | None, format_: Format) -> None:
    """Run the command behind an exported file again and compare; exit with 1 if a cell differs.

    It prints the first cells and rows that differ, and which events came in between. Of a .spacy
    it compares each document (source, revision, text) and each span (place, label, round). A file
    that does not say where it comes from is refused with 3. Only commands that read are run.

    Example: qct recompute outputs/codes_by_sector.xlsx
    """
    from toolkit.cli.recorded import read_command
    from toolkit.report.compare import differences
    from toolkit.report.read_export import read_export, read_grid

    export = read_export(file)
    recorded = export.recorded
    with open_project(folder, read_only=True) as project:
        here = project.folder
        asked = read_command(
            recorded.command, recorded.inputs, [file.resolve().parent, Path.cwd(), here]
        )
        events = _events_since(project, recorded)
        name = project.config.name
    at = asked.at or _event(recorded, at_event) or _outer_at()
    with _temporary(here) as scratch:
        now, typed = Path(scratch, f"now{file.suffix.lower()}"), Path(scratch, "typed.json")
        # In a .csv numbers are texts; the same table as .json tells which of them are numbers.
        by_values = file.suffix.lower() == ".csv"
        _run(asked, at, here, [now, typed] if by_values else [now])
        rows = differences(
            export.grids, read_export(now).grids, read_grid(typed) if by_values else None
        )
    output.emit(COLUMNS, [_row(row) for row in rows[:MOST_DIFFERENCES]], format_)
    if export.is_altered:
        note(_("{file} was changed after it was written").format(file=file.name))
    _tell_origin(recorded, name)
    _tell_events(events, recorded)
    if rows:
        raise CheckFailed(
            ngettext(
                "{file} differs from what its project says in {count} place",
                "{file} differs from what its project says in {count} places",
                len(rows),
            ).format(file=file, count=len(rows)),
            code="recompute-differs",
            hint=_("Its command is: {command}").format(command=recorded.command),
        )
    note(_("{file} is what `{command}` gives").format(file=file, command=recorded.command))


def _row(difference: Difference) -> tuple[object, ...]:
    return (
        difference.table,
        difference.row,
        difference.column,
        difference.before,
        difference.now,
    )


def _event(recorded: Recorded, at_event: bool) -> str:
    """The event to read the project at, where it is asked for."""
    if not at_event:
        return ""
    if recorded.event is None:
        raise InputError(
            _("the file names no event that the project could be read at"),
            code="no-event",
            hint=_("Leave --at-event away to compare with the project as it is now."),
        )
    return recorded.event.id


def _outer_at() -> str:
    """The event or time of --at before the command."""
    return str(click.get_current_context().find_root().meta.get("qct.at") or "")


def _temporary(folder: Path) -> TemporaryDirectory[str]:
    """A folder that only its owner can read, in the project's own where that can be written."""
    from tempfile import TemporaryDirectory as Temporary

    private = folder / Path(STORE_PATH).parent
    inside = private.is_dir() and os.access(private, os.W_OK)
    return Temporary(prefix="recompute-", dir=private if inside else None)


def _run(asked: ReadCommand, at: str, folder: Path, paths: Sequence[Path]) -> None:
    """Run a command that only reads, without its output, and let it write its table to files."""
    words = ["--project", str(folder), *(["--at", at] if at else []), *asked.path, *asked.options]
    if asked.written_by == "--out":
        _call([*words, *(word for path in paths for word in ("--out", str(path)))])
        return
    option = [asked.written_by] if asked.written_by else []
    for path in paths:
        _call([*words, *option, str(path)])


def _call(words: Sequence[str]) -> None:
    from toolkit.cli.app import root

    try:
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            root()(list(words), prog_name="qct", standalone_mode=False)
    except StoreError:
        raise
    except QctError as error:
        raise InputError(
            _("the command of the file cannot run now: {reason}").format(reason=error.message),
            code="recompute-failed",
            hint=error.hint,
        ) from error
    except click.ClickException as error:
        raise InputError(
            _("the command of the file cannot run now: {reason}").format(
                reason=error.format_message()
            ),
            code="recompute-failed",
        ) from error


def _events_since(project: Project, recorded: Recorded) -> list[tuple[int, str]] | None:
    """The events after the one that the file names; None where the project has no such event."""
    if recorded.event is None:
        return None
    return project.history.since(recorded.event.id)


def _tell_origin(recorded: Recorded, project: str) -> None:
    """Tell where the file was made by another version or in a project of another name."""
    from toolkit import __version__

    software = f"qct {__version__}"
    if recorded.software not in ("", software):
        note(
            _("the file was written by {software}, and this is {current}").format(
                software=recorded.software, current=software
            )
        )
    if recorded.project != project:
        note(
            _("the file is of the project {name!r}, and this is {current!r}").format(
                name=recorded.project, current=project
            )
        )


def _tell_events(events: list[tuple[int, str]] | None, recorded: Recorded) -> None:
    if recorded.event is None:
        note(_("the file names no event, so what came in between is not known"))
        return
    if events is None:
        note(
            _("event {number} of the file is not in the log that you may see here").format(
                number=recorded.event.number
            )
        )
        return
    if not events:
        note(_("nothing happened since event {number}").format(number=recorded.event.number))
        return
    shown = ", ".join(f"{number} {kind}" for number, kind in events[:MOST_EVENTS])
    more = len(events) - MOST_EVENTS
    if more > 0:
        shown += _(" and {count} more").format(count=more)
    note(
        ngettext(
            "{count} event since event {number}: {events}",
            "{count} events since event {number}: {events}",
            len(events),
        ).format(count=len(events), number=recorded.event.number, events=shown)
    )
