"""The root command. Each noun's module is imported only when it is called."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Any

import click
import typer
from typer.core import TyperGroup

COMMANDS: dict[str, tuple[str, str]] = {
    # name -> module below toolkit.cli, one line of help
    "init": ("init", "Make a folder a project, and build its store from its plain files."),
    "import": ("importing", "Take in transcripts, cases, codings or direction mappings."),
    "sources": ("sources", "List the transcripts."),
    "cases": ("cases", "List the cases (participants) and their attributes."),
    "coders": ("coders", "List the coders and what each has done."),
    "code": ("workspace", "Open the workspace and code."),
    "keys": ("keys", "Show the keys of the workspace."),
    "codings": ("codings", "List, add and remove codings."),
    "memos": ("memos", "List, show and write memos."),
    "search": ("search", "Find words or a regular expression in the transcripts."),
    "marks": ("marks", "List, set and remove marks: places to come back to."),
    "codebook": ("codebook", "Show, import, export and check the codebook."),
    "correct": ("correct", "Correct a transcript; codings follow their words."),
    "round": ("rounds", "Open, submit, reopen, close and list rounds."),
    "agree": ("agree", "Measure inter-coder agreement, per code and pooled."),
    "disagreements": ("disagreements", "Show where coders disagree, and which codes they confuse."),
    "adjudicate": ("adjudicate", "Settle disagreements in a consensus layer of its own."),
    "suggest": ("suggest", "Suggest codes for a span; a suggestion is never data."),
    "themes": ("themes", "Fit topics on the experts' turns and look at them."),
    "directions": ("directions", "Propose, show and confirm policy directions of segments."),
    "matrix": ("matrix", "Tabulate codes and directions by case."),
    "quotes": ("quotes", "List the passages behind a code, verbatim and located."),
    "cite": ("cite", "Quote a passage with its citation, or put it by in outputs/quotes.txt."),
    "log": ("log", "Show the event log, or prove it with --verify."),
    "undo": ("undo", "Take back the last step."),
    "redo": ("redo", "Bring back the step last undone."),
    "merge": ("merge", "Bring in what was done in another copy of the project."),
    "bundle": ("bundle", "Make a project for one coder, with nothing of the others."),
    "backup": ("backup", "Copy the store while it is in use, or list the copies."),
    "store": ("store", "Show the store, move it to a server and back, send what waits."),
    "restore": ("restore", "Put a backup in the place of the store."),
    "purge": ("purge", "Remove vectors and caches that were made of transcripts."),
    "doctor": ("doctor", "Check the store, the models and that nothing needs a network."),
    "where": ("where", "Show where this project keeps what."),
}


class LazyGroup(TyperGroup):
    """A group whose commands are named in a table and imported on call."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"toolkit.cli.{COMMANDS[cmd_name][0]}")
        command = typer.main.get_command(module.app)
        command.name = cmd_name
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in COMMANDS:
            from difflib import get_close_matches

            near = get_close_matches(name, list(COMMANDS), n=2)
            meant = f" Did you mean {' or '.join(near)}?" if near else ""
            ctx.fail(f"no command {name!r}.{meant} Valid: {', '.join(COMMANDS)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


def _version(wanted: bool) -> None:
    if wanted:
        from toolkit import __version__

        print(f"qct {__version__}")
        raise typer.Exit


def _root(
    context: typer.Context,
    project: Annotated[
        str | None, typer.Option("--project", metavar="DIR", help="The project folder.")
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(
            "--at",
            metavar="EVENT|TIME",
            help="Read the project as it was after an event or at a time (UTC).",
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Code expert interviews in the terminal; everything stays on this machine.

    A project is a folder with a qct.toml. Commands find it from any folder below;
    --project and QCT_PROJECT override that. With --at every command that reads shows the
    project as it was: qct --at 2026-03-01 matrix codes-by-cases

    Example: qct init study && cd study && qct import interviews/*.txt && qct code
    """
    context.obj = project
    context.meta["qct.at"] = at


def root() -> Any:
    app = typer.Typer(
        cls=LazyGroup,
        rich_markup_mode=None,
        add_completion=False,
        pretty_exceptions_enable=False,
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_root)
    return typer.main.get_command(app)
