"""`qct deidentify key|forget|seal|open|erase`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.cli import completing, options, output
from toolkit.cli.asking import (
    confirmed,
    passphrase_if_sealed,
    passphrase_twice,
    take_back_stands_alone,
)
from toolkit.cli.commands import argument, command, flag
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, open_project
from toolkit.cli.project.withdraw import tell_not_removed
from toolkit.errors import UsageError
from toolkit.i18n import _, ngettext

if TYPE_CHECKING:
    from toolkit.cli.options import Format


@command("key")
@options.project
@options.format_
def key_(folder: str | None, format_: Format) -> None:
    """List the pseudonyms with the words that they stand for.

    The key is a file of its own beside the store, readable to you alone. Keep it apart from what
    you share, or seal it with `qct deidentify seal`.

    Example: qct deidentify key --format csv
    """
    with open_project(folder, read_only=True) as project:
        entries = project.identifiers.key(passphrase=passphrase_if_sealed(project))
        path = project.identifiers.key_path()
    rows = [(e.replacement, e.kind.value, e.words, "yes" if e.always else "") for e in entries]
    output.emit(("pseudonym", "kind", "words", "always"), rows, format_)
    note(_("the key is {path}").format(path=path))


@command("forget")
@argument(
    "pseudonyms",
    "PSEUDONYM",
    _("Pseudonyms of the key (default: none, --rejected is given)."),
    many=True,
    required=False,
)
@flag("--rejected", text=_("Let everything that was rejected be listed again."))
@options.project
def forget(pseudonyms: tuple[str, ...], rejected: bool, folder: str | None) -> None:
    """Drop pseudonyms from the key, or with --rejected what was rejected.

    Texts stay as they are: what a dropped pseudonym stood for cannot be looked up any more.

    Example: qct deidentify forget "[Person 3]"
    """
    if bool(pseudonyms) == rejected:
        raise UsageError(
            _("say what to forget: either PSEUDONYM or --rejected"), code="forget-what"
        )
    with open_project(folder) as project:
        count = project.identifiers.forget(pseudonyms, passphrase=passphrase_if_sealed(project))
    note(ngettext("{count} entry was dropped", "{count} entries were dropped", count).format(
        count=count
    ))  # fmt: skip


@command("seal")
@options.project
def seal(folder: str | None) -> None:
    """Encrypt the key with a passphrase, which is asked for twice.

    From then on every command that reads the key asks for the passphrase, or takes it from
    QCT_PASSPHRASE where there is no terminal. It cannot be recovered. The extra `encryption` is
    needed.

    Example: qct deidentify seal
    """
    with open_project(folder) as project:
        project.identifiers.seal_key(passphrase_twice())
        path = project.identifiers.key_path()
    note(_("the key is sealed in {path}; nobody can read it without the passphrase").format(
        path=path
    ))  # fmt: skip


@command("open")
@options.project
def open_(folder: str | None) -> None:
    """Make a sealed key a plain file again.

    Example: qct deidentify open
    """
    with open_project(folder) as project:
        project.identifiers.open_key(passphrase_if_sealed(project) or "")
        path = project.identifiers.key_path()
    note(_("the key is the plain file {path}").format(path=path))


@command("erase")
@argument("ids", "SOURCE", _("Ids of sources."), many=True, complete=completing.sources)
@flag("--dry-run", text=_("List what would be removed, and change nothing."))
@flag("--yes", text=_("Erase without asking (default: list, then ask)."))
@flag("--take-back", text=_("Let erased texts of the sources be imported again."))
@options.coder
@options.project
@options.format_
def erase(
    ids: tuple[str, ...],
    dry_run: bool,
    yes: bool,
    take_back: bool,
    coder: str | None,
    folder: str | None,
    format_: Format,
) -> None:
    """Erase for good what sources said before pseudonyms took its place.

    Earlier texts and the replaced words go from the store, the log, backups, caches and exports;
    the log can still be verified, and codings stay. Everything is listed first, and you are
    asked: it cannot be undone, and `--at` shows nothing from before any more. Files that are
    "left to you", such as the transcript that was imported, are yours to change; so is the key.
    An erased text does not come back by an import, a merge or a restored backup.

    Example: qct deidentify erase E05 --dry-run
    """
    take_back_stands_alone(take_back, dry_run=dry_run, yes=yes)
    if take_back:
        with open_project(folder) as project:
            readmitted = project.identifiers.readmit(ids, actor=acting_coder(project, coder))
        note(
            _("erased texts of {sources} can be imported again with `qct import`").format(
                sources=", ".join(readmitted)
            )
        )
        return
    with open_project(folder) as project:
        actor = acting_coder(project, coder)
        key = passphrase_if_sealed(project)
        planned = project.identifiers.erase(ids, actor=actor, passphrase=key, dry_run=True)
        rows = [(held.kind, held.name, held.count, held.action) for held in planned.held]
        output.emit(("kind", "name", "count", "action"), rows, format_)
        if dry_run:
            return
        question = _("Erase the earlier texts of {sources} for good?")
        if not yes and not confirmed(question.format(sources=", ".join(planned.sources))):
            note(_("nothing was changed; --yes erases without asking"))
            raise click.exceptions.Exit(1)
        done = project.identifiers.erase(ids, actor=actor, passphrase=key)
        path = project.identifiers.key_path()
    note(
        _("erased with event {event}; `qct log --verify` proves what is left").format(
            event=done.event
        )
    )
    if path.exists():
        note(
            _("the key {path} still says what each pseudonym stands for; keep it apart").format(
                path=path
            )
        )
    if any(held.action == "left to you" for held in done.held):
        note(_("files and ids that are left to you still hold replaced words"))
    tell_not_removed(done.is_scrubbed, done.not_removed)
