"""`qct speakers set|rename|merge|case|import`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.cli import completing, options, output
from toolkit.cli.commands import argument, group, option
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, open_project
from toolkit.cli.project.speakers_shown import COLUMNS, cells
from toolkit.errors import UsageError
from toolkit.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from toolkit.cli.options import Format
    from toolkit.project import Project

speakers = group("speakers", _("Set the roles, names and cases of speakers."))

_sources = option(
    "--sources",
    metavar="ID,ID",
    kind=options.IDS,
    default="",
    text=_("Only in these sources (default: all in which the label speaks)."),
    complete=completing.sources,
)


@speakers.command("set")
@argument(
    "roles",
    "LABEL=ROLE",
    _("Labels with their roles: interviewer, expert or other; a text without labels has =ROLE."),
    many=True,
)
@_sources
@options.coder
@options.project
@options.format_
def set_(
    roles: tuple[str, ...],
    sources: tuple[str, ...],
    coder: str | None,
    folder: str | None,
    format_: Format,
) -> None:
    """Set the roles of labels; only the words of experts count in agreement and in matrices.

    It is one step that `qct undo` takes back, and changes no text and no coding. A role that is
    set stays when the text is imported again, corrected or read anew.

    Example: qct speakers set I2=expert Interpreter=other --sources P2
    """
    named = dict(map(_label_and_role, roles))
    with open_project(folder) as project:
        changed = project.speakers.set(named, sources, actor=acting_coder(project, coder))
        _show(project, changed, format_)


@speakers.command("rename")
@argument("old", "OLD", _("Label to change."))
@argument("new", "NEW", _("New name of the speaker."))
@_sources
@options.coder
@options.project
@options.format_
def rename(
    old: str,
    new: str,
    sources: tuple[str, ...],
    coder: str | None,
    folder: str | None,
    format_: Format,
) -> None:
    """Give a speaker another name in lists and citations; the text keeps its label.

    Example: qct speakers rename P1 "Panel member 1" --sources F1
    """
    with open_project(folder) as project:
        changed = project.speakers.rename(old, new, sources, actor=acting_coder(project, coder))
        _show(project, changed, format_)


@speakers.command("merge")
@argument("spellings", "LABEL", _("Labels that are one speaker."), many=True)
@option("--into", metavar="LABEL", required=True, text=_("Label of the speaker they become."))
@_sources
@options.coder
@options.project
@options.format_
def merge(
    spellings: tuple[str, ...],
    into: str,
    sources: tuple[str, ...],
    coder: str | None,
    folder: str | None,
    format_: Format,
) -> None:
    """Make several spellings of a label one speaker; the text keeps them.

    Example: qct speakers merge Interviewer1 "INTERVIEWER 1" --into Interviewer
    """
    with open_project(folder) as project:
        actor = acting_coder(project, coder)
        changed = project.speakers.merge(spellings, into, sources, actor=actor)
        _show(project, changed, format_)


@speakers.command("case")
@argument("label", "LABEL", _("Label of the speaker."))
@argument("case_id", "CASE", _("Id of the case that speaks; a new one is made."))
@_sources
@options.coder
@options.project
@options.format_
def case(
    label: str,
    case_id: str,
    sources: tuple[str, ...],
    coder: str | None,
    folder: str | None,
    format_: Format,
) -> None:
    """Say which case (participant) speaks under a label, as matrices count it.

    The case that stood for all experts of the source then stands for each of the others.

    Example: qct speakers case P1 C07 --sources F1
    """
    with open_project(folder) as project:
        known = {case.id for case in project.sources.cases()}
        changed = project.speakers.case(label, case_id, sources, actor=acting_coder(project, coder))
        _show(project, changed, format_)
    if changed and case_id not in known:
        note(
            _("{case} is a new case without attributes; `qct import cases.csv` adds them").format(
                case=case_id
            )
        )


@speakers.command("import")
@argument(
    "path", "FILE", _("Table with the columns source, label, role and case."), kind=options.FILE
)
@options.encoding
@options.coder
@options.project
@options.format_
def import_(
    path: Path, encoding: str | None, coder: str | None, folder: str | None, format_: Format
) -> None:
    """Import a table of speakers (.csv or .tsv): source, label, role, case.

    An empty cell leaves the role or the case as it is. Every bad line is named, and nothing is
    stored if one is bad. `qct sources --speakers --format csv` prints such a table.

    Example: qct speakers import speakers.csv
    """
    with open_project(folder) as project:
        actor = acting_coder(project, coder)
        changed = project.speakers.import_table(path, actor=actor, encoding=encoding)
        _show(project, changed, format_)


def _label_and_role(text: str) -> tuple[str, str]:
    label, equals, role = text.rpartition("=")
    if not equals:
        raise UsageError(
            _("{text!r} is not LABEL=ROLE").format(text=text),
            code="label-role",
            hint=_("For example `qct speakers set I2=expert`."),
        )
    return label.strip(), role.strip()


def _show(project: Project, changed: Sequence[str], format_: Format) -> None:
    """Print the speakers of the sources that differ now, and tell how many these are."""
    output.emit(COLUMNS, map(cells, project.speakers.list(changed) if changed else ()), format_)
    if not changed:
        note(_("nothing was changed: it was so already"))
        return
    note(
        ngettext(
            "changed in {count} source; no coding was touched",
            "changed in {count} sources; no coding was touched",
            len(changed),
        ).format(count=len(changed))
    )
