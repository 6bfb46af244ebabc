"""How a command opens its project, and who acts in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.cli.notes import note
from toolkit.domain.rounds import ALL_ROUNDS, CONSENSUS, DEFAULT_ROUND
from toolkit.errors import StoreError, UsageError
from toolkit.i18n import _, ngettext
from toolkit.project import Project

if TYPE_CHECKING:
    from collections.abc import Sequence


def open_project(
    folder: str | None,
    *,
    read_only: bool = False,
    round_id: str | None = None,
    coder: str | None = None,
    whole: bool = False,
    keeps_rules: bool = False,
    at: str | None = None,
) -> Project:
    """The project; opened to be read, it shows only what the person may see.

    A listing leaves out the rows of open blind rounds; `round_id` names one of which the person
    sees their own rows. That person is whom QCT_CODER or qct.toml names, so that nobody sees
    more by filtering with --coder; only without them it is the one whom `coder` names.
    `at` (or --at before the command) opens the project as it was then.
    `whole` is for commands that read no answers, or whose methods keep to the rules themselves.
    With `keeps_rules`, which is for the workspace, whoever reads passes a viewer each time.
    """
    folder = folder or root_folder()
    at = at or _root_at()
    if at is not None and not read_only:
        raise StoreError(
            _("this command changes the project, and its past (--at {at}) cannot change").format(
                at=at
            ),
            code="past-read-only",
            hint=_("Leave --at away to change the project as it is now."),
        )
    project = Project.open(folder, read_only=read_only, at=at, keeps_rules=keeps_rules)
    for sent in project.storage.replayed:
        note(sent.sentence)
    if project.storage.away:
        note(project.storage.offline_copy().sentence)
    elif count := project.storage.waiting:
        note(
            ngettext(
                "{count} change made on this machine is not sent yet; `qct store replay` sends it",
                "{count} changes made on this machine are not sent yet; "
                "`qct store replay` sends them",
                count,
            ).format(count=count)
        )
    if warning := project.storage.log_warning():
        note(warning)
    if not read_only and (context := click.get_current_context(silent=True)) is not None:
        # What could not be kept beside the store is known when the command has ended.
        context.call_on_close(lambda: _tell_head(project))
    if warning := project.storage.placement_warning():
        note(_("warning: {warning}").format(warning=warning))
    if read_only and not whole and not keeps_rules:
        restrict_to_reader(project, round_id, coder, tell=True)
    return project


def _tell_head(project: Project) -> None:
    if text := project.storage.head_note():
        note(text)


def restrict_to_reader(
    project: Project, round_id: str | None, coder: str | None, *, tell: bool
) -> None:
    """Show of the project only what the person at the keyboard may see."""
    me = project.rounds.identity()
    reader = (coder or "") if me.is_login and not project.rounds.binding_me() else me.name
    viewer = project.rounds.viewer(reader, None if round_id == ALL_ROUNDS else round_id)
    project.restrict_to_viewer(viewer)
    if tell:
        for line in viewer.left_out:
            note(line)


def root_folder() -> str | None:
    """The folder named by --project before the command."""
    context = click.get_current_context(silent=True)
    return context.find_root().obj if context is not None else None


def _root_at() -> str | None:
    context = click.get_current_context(silent=True)
    return context.meta.get("qct.at") if context is not None else None


def acting_coder(project: Project, coder: str | None) -> str:
    """The coder who acts: --coder, else QCT_CODER, else qct.toml, else the login name."""
    return project.rounds.identity().name if coder is None else coder


def own_coder(project: Project, coder: str | None, reason: str) -> str:
    """The coder whose habits are meant; one bound by a blind round may name only themselves.

    `reason` says what the habits of another would tell. The project is open to be read.
    """
    who = acting_coder(project, coder)
    viewer = project.seen_by
    if viewer is not None and viewer.blind_rounds and who != viewer.coder_id:
        raise UsageError(
            _("{coder} takes part in an open blind round; {reason}").format(
                coder=viewer.coder_id, reason=reason
            ),
            code="not-your-own",
            hint=_("Leave --coder away for your own."),
        )
    return who


def working_coder(project: Project, coder: str | None) -> str:
    """The coder who acts; a name that the project has not seen before is announced.

    A coder who takes part in an open blind round is not told who else has worked here.
    """
    who = acting_coder(project, coder)
    known = [coder_.id for coder_ in project.rounds.coders() if coder_.id != CONSENSUS]
    if who in known:
        return who
    if project.rounds.viewer(who).blind_rounds:
        text = _("{coder} has not worked here before")
    elif known:
        text = _("{coder} has not worked here before; the coders are {known}")
    else:
        text = _("{coder} is the first coder here")
    note(text.format(coder=who, known=", ".join(known)))
    return who


def working_round(
    project: Project, coder: str, round_id: str | None, source_ids: Sequence[str] = ()
) -> str:
    """The round to work in: the one named, else the open one that names the coder, else main."""
    if round_id is not None:
        return round_id
    round_ = project.rounds.of_coder(coder, source_ids)
    if round_.id != DEFAULT_ROUND:
        note(
            _("in round {round}, the open one that names {coder}").format(
                round=round_.id, coder=coder
            )
        )
    return round_.id
