"""`qct store show|copy|offline|replay`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.cli import options, output
from toolkit.cli.commands import argument, flag, group
from toolkit.cli.notes import note
from toolkit.cli.opening import open_project
from toolkit.errors import CheckFailed
from toolkit.i18n import _, ngettext

if TYPE_CHECKING:
    from toolkit.cli.options import Format

COLUMNS = (
    "kind", "state", "where", "version", "schema", "events", "answer_ms", "waiting", "refused",
)  # fmt: skip

store = group("store", _("Show or move the database; send changes made offline."))


@store.command("show")
@options.project
@options.format_
def show(folder: str | None, format_: Format) -> None:
    """Show which store this project uses, whether it answers, and what is not sent yet.

    Example: qct store show
    """
    with open_project(folder, read_only=True, whole=True) as project:
        info = project.storage.info()
    row = (
        info.kind,
        info.state,
        info.where,
        info.version,
        info.schema,
        info.events,
        info.answer_ms,
        info.waiting,
        info.refused,
    )
    output.emit(COLUMNS, [row], format_)


@store.command("copy")
@argument(
    "url",
    "URL",
    _("Empty store: sqlite:///PATH or postgresql+psycopg://USER@HOST/DATABASE."),
)
@options.project
@options.format_
def copy(url: str, folder: str | None, format_: Format) -> None:
    """Copy the whole project into an empty store, and verify the copy.

    Every table's hash is compared, and the log is verified on the other side. The project
    goes on using its store until qct.toml names the new one.

    Example: qct store copy postgresql+psycopg://lead@db.example.org/study
    """
    with open_project(folder, read_only=True, whole=True) as project:
        done = project.storage.copy_to(url)
    output.emit(
        ("table", "rows", "sha256"),
        [(table.name, table.rows, table.sha256[:16]) for table in done.tables],
        format_,
    )
    note(
        _("copied to {where}: every hash is equal, and the log of {events} events holds").format(
            where=done.where, events=done.events
        )
    )
    note(
        _("  To work there, write under [project] in qct.toml: {setting}").format(
            setting=done.setting
        )
    )


@store.command("offline")
@flag("--remove", text=_("Remove the copy from this machine."))
@options.project
def offline(remove: bool, folder: str | None) -> None:
    """Copy a server's project to this machine, so that work goes on without the server.

    The workspace makes the copy and updates it by itself; this command updates it now, before
    a journey without network. While the server is out of reach, codings and memos go to the
    copy and to the journal, and are sent when it is back. `offline = false` under [project] in
    qct.toml forbids copies.

    Example: qct store offline
    """
    with open_project(folder) as project:
        if remove:
            output.say(_("removed {path}").format(path=project.storage.remove_offline_copy()))
            return
        made = project.storage.make_offline_copy()
    output.say(
        _("{path}: {events} events, the newest of {time}").format(
            path=made.path, events=made.events, time=made.as_of
        )
    )


@store.command("replay")
@options.project
def replay(folder: str | None) -> None:
    """Send the changes that were kept on this machine while the server was out of reach.

    Opening the project sends them too; this command also tries refused changes again. Nothing
    is sent twice. The exit code is 1 if a change is still refused.

    Example: qct store replay
    """
    with open_project(folder) as project:
        replays = [*project.storage.replayed, project.storage.replay_journal()]
    sent = sum(replay.sent for replay in replays)
    known = sum(replay.known for replay in replays)
    # What was refused at opening has just been tried again.
    refused = replays[-1].refused
    output.say(
        _("{sent} sent, {known} had already arrived, {refused} refused").format(
            sent=sent, known=known, refused=refused
        )
    )
    if refused:
        raise CheckFailed(
            ngettext(
                "{count} change does not fit what others did in the meantime",
                "{count} changes do not fit what others did in the meantime",
                refused,
            ).format(count=refused),
            code="journal-refused",
            hint=_(
                "They are kept in .qct/journal/refused.jsonl; make them again by hand "
                "where they are still needed, then move that file away."
            ),
        )
