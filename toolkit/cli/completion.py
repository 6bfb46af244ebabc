"""`qct completion`."""

from __future__ import annotations

import click

from toolkit.cli.commands import argument, command
from toolkit.i18n import _


@command("completion")
@argument(
    "shell",
    "SHELL",
    _("Shell to write the script for: bash, zsh or fish."),
    kind=click.Choice(["bash", "zsh", "fish"]),
)
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that completes commands, options and ids in a shell.

    Keep it where the shell looks for such scripts, and open a new shell:

    bash: qct completion bash > ~/.local/share/bash-completion/completions/qct

    zsh: qct completion zsh > ~/.zfunc/_qct, with `fpath+=~/.zfunc` before `compinit` in ~/.zshrc

    fish: qct completion fish > ~/.config/fish/completions/qct.fish

    Example: qct completion bash > ~/.local/share/bash-completion/completions/qct
    """
    from click.shell_completion import get_completion_class

    script = get_completion_class(shell)
    assert script is not None
    click.echo(script(context.find_root().command, {}, "qct", "_QCT_COMPLETE").source())
