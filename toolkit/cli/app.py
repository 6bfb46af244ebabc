"""The root command. The module of a command is imported only when that command is called."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import click

from toolkit.cli import options
from toolkit.cli.commands import Group, option
from toolkit.i18n import _

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

GROUPS: dict[str, dict[str, tuple[str, str]]] = {
    # heading -> command -> (module below toolkit.cli and name in it, one line of help)
    _("Project"): {
        "init": ("project.init:init", _("Make a folder a project and build its store.")),
        "import": (
            "project.importing:import_files",
            _("Import transcripts, cases, speakers, codings or direction mappings."),
        ),
        "sources": (
            "project.sources:sources",
            _("List the transcripts or their speakers; finish, reread or withdraw them."),
        ),
        "speakers": (
            "project.speakers:speakers",
            _("Set the roles, names and cases of speakers."),
        ),
        "cases": ("project.cases:cases", _("List the cases (participants) and their attributes.")),
        "coders": ("project.coders:coders", _("List the coders and what each has done.")),
        "model": (
            "project.model:model",
            _("List the embedding models; add and remove models of your own."),
        ),
        "where": ("project.where:where", _("Show where this project keeps its files.")),
        "doctor": (
            "project.doctor:doctor",
            _("Check the store, the models and that nothing needs a network."),
        ),
    },
    _("Code"): {
        "code": ("code.workspace:code", _("Open the workspace and code.")),
        "codings": ("code.codings:codings", _("List, add, change and remove codings.")),
        "codebook": (
            "code.codebook:codebook",
            _("Show, import, export, check and edit the codebook."),
        ),
        "memos": ("code.memos:memos", _("List, show and write memos.")),
        "marks": ("code.marks:marks", _("List, set and remove bookmarks in the transcripts.")),
        "search": (
            "code.search:search",
            _("Find words or a regular expression in the transcripts."),
        ),
        "queue": (
            "queue.queue:queue",
            _("Answer a list of passages with yes or no."),
        ),
        "missed": (
            "review.missed:missed",
            _("List uncoded sentences that resemble the examples of a code."),
        ),
        "audit": (
            "review.audit:audit",
            _("List codings and codes to look at again, with the reasons."),
        ),
        "suggest": (
            "code.suggest:suggest",
            _("Suggest codes for a passage; nothing is coded by itself."),
        ),
        "decisions": (
            "review.decisions:decisions",
            _("Count how often suggestions were accepted, rejected and ignored."),
        ),
        "quotes": ("code.quotes:quotes", _("List the passages behind a code, word for word.")),
        "cite": ("code.cite:cite", _("Quote a passage with its citation.")),
        "correct": (
            "code.correct:correct",
            _("Correct a transcript; its codings move with their words."),
        ),
        "deidentify": (
            "code.deidentify:deidentify",
            _("List words that identify people, and replace them by pseudonyms."),
        ),
        "keys": ("code.keys:keys", _("Show the keys of the workspace.")),
    },
    _("Team"): {
        "round": ("team.rounds:rounds", _("Open, submit, reopen, close and list rounds.")),
        "bundle": ("team.bundle:bundle", _("Pack a project for one coder, without others' work.")),
        "merge": ("team.merge:merge", _("Merge the work done in another copy of the project.")),
        "agree": ("team.agree:agree", _("Measure agreement between coders, per code and pooled.")),
        "disagreements": (
            "team.disagreements:disagreements",
            _("List where coders disagree and which codes they confuse."),
        ),
        "adjudicate": (
            "team.adjudicate:adjudicate",
            _("Settle disagreements; the results form the consensus."),
        ),
    },
    _("Analyse"): {
        "matrix": ("analyse.matrix:matrix", _("Tabulate codes and directions by case.")),
        "replay": (
            "analyse.replay:replay",
            _("Replay the interviews to see how good suggestions would have been."),
        ),
        "terms": (
            "analyse.terms:terms",
            _("List typical terms, compare groups of words, and show words in context."),
        ),
        "themes": ("analyse.themes:themes", _("Find topics in what experts say.")),
        "directions": (
            "analyse.directions:directions",
            _("Map coded passages to policy directions."),
        ),
        "recompute": (
            "analyse.recompute:recompute",
            _("Compute an exported file again and tell what differs."),
        ),
    },
    _("Exchange"): {
        "export": ("exchange.export:export", _("Export the project for other programs.")),
    },
    _("Safety"): {
        "log": ("safety.log:log", _("Show the event log, or verify it with --verify.")),
        "undo": ("safety.undo:undo", _("Undo the last step.")),
        "redo": ("safety.redo:redo", _("Redo the step that was undone last.")),
        "backup": ("safety.backup:backup", _("Back the store up, or list the backups.")),
        "restore": ("safety.restore:restore", _("Restore the store from a backup.")),
        "purge": ("safety.purge:purge", _("Delete caches derived from transcripts.")),
        "store": (
            "safety.store:store",
            _("Show or move the database; send changes made offline."),
        ),
    },
    _("Help"): {
        "help": ("help:help_", _("Show the help of a command.")),
        "completion": (
            "completion:completion",
            _("Print the script that completes commands in bash, zsh or fish."),
        ),
    },
}
COMMANDS: dict[str, tuple[str, str]] = {
    name: entry for commands in GROUPS.values() for name, entry in commands.items()
}


class Root(Group):
    """A group whose commands are named in a table and imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, _colon, name = COMMANDS[cmd_name][0].partition(":")
        command = getattr(import_module(f"toolkit.cli.{module}"), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        for heading, commands in GROUPS.items():
            if commands:
                with formatter.section(heading):
                    # One width for all groups, so that their lines begin in one column.
                    rows = [(name.ljust(_WIDEST), line) for name, (_, line) in commands.items()]
                    formatter.write_dl(rows)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        named = [
            CompletionItem(name, help=line)
            for name, (_, line) in COMMANDS.items()
            if name.startswith(incomplete)
        ]
        return named + click.Command.shell_complete(self, ctx, incomplete)


_WIDEST = max(map(len, COMMANDS))


def _show_version(context: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        from toolkit import __version__

        click.echo(f"qct {__version__}")
        context.exit()


@click.group(
    "qct",
    cls=Root,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@options.project
@option(
    "--at",
    metavar="EVENT|TIME",
    text=_(
        "Show the project as it was after this event or at this time in UTC "
        "(default: as it is now)."
    ),
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_show_version,
    help=_("Show the version and exit."),
)
@click.pass_context
def qct(context: click.Context, folder: str | None, at: str | None) -> None:
    """Code expert interviews in the terminal; everything stays on this machine.

    A project is a folder with a qct.toml. Commands find it from any folder below;
    --project and QCT_PROJECT override that. With --at every command that reads shows the
    project as it was: qct --at 2026-03-01 matrix codes-by-cases

    Example: qct init study && cd study && qct import interviews/*.txt && qct code
    """
    context.obj = folder
    context.meta["qct.at"] = at
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def root() -> click.Group:
    """The whole command line."""
    return qct
