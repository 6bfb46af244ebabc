"""`qct help`."""

from __future__ import annotations

import click

from toolkit.cli.commands import argument, command
from toolkit.i18n import _


@command("help")
@argument(
    "words",
    "COMMAND",
    _("Command to explain, with its subcommand (default: all commands are listed)."),
    required=False,
    many=True,
)
@click.pass_context
def help_(context: click.Context, words: tuple[str, ...]) -> None:
    """Show the help of a command, or list all commands.

    Example: qct help agree statement
    """
    shown = context.find_root()
    for word in words:
        group = shown.command
        if not isinstance(group, click.Group):
            shown.fail(
                _("{command} has no subcommand {word!r}").format(
                    command=shown.command_path, word=word
                )
            )
        _name, named, _rest = group.resolve_command(shown, [word])
        assert named is not None
        shown = click.Context(named, info_name=word, parent=shown)
    click.echo(shown.get_help())
