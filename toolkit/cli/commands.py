"""Commands, groups, options and arguments in the form of this command line, on click.

Help lists arguments beside options, and the lines of a list of commands are never cut.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from inspect import cleandoc
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

import click
from click.core import ParameterSource

from toolkit.errors import UsageError, nearest
from toolkit.i18n import _, translated

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    TextType = click.ParamType[str]
else:
    TextType = click.ParamType  # generic in later releases of click only

Decorator: TypeAlias = Callable[[Any], Any]
Kind: TypeAlias = "click.ParamType[Any] | type[str] | type[int] | type[float] | None"
Completer: TypeAlias = Callable[[click.Context, click.Parameter, str], list[str]]


class Argument(click.Argument):
    """Argument with a help text of its own."""

    def __init__(self, declarations: Sequence[str], *, text: str, **settings: Any) -> None:
        super().__init__(declarations, **settings)
        self.text = text


class _WholeHelp(click.Command):
    """Help in the reader's language, with a section of arguments before that of options."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(help_text(self))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        arguments = [
            (str(parameter.metavar), parameter.text)
            for parameter in self.get_params(ctx)
            if isinstance(parameter, Argument)
        ]
        if arguments:
            with formatter.section(_("Arguments")):
                formatter.write_dl(arguments)
        super().format_options(ctx, formatter)


class Command(_WholeHelp):
    """One command."""


class Group(_WholeHelp, click.Group):
    """Command with subcommands, listed in the order in which they are added."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(self.commands)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args and not self.invoke_without_command and not ctx.resilient_parsing:
            names = ", ".join(self.list_commands(ctx))
            ctx.fail(
                _("{command} needs a subcommand: {names}.").format(
                    command=ctx.command_path, names=names
                )
            )
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in self.list_commands(ctx) and not name.startswith("-"):
            _refuse_name(ctx, name, self.list_commands(ctx))
        if self.invoke_without_command:
            self._refuse_options_before(ctx, name)
        return super().resolve_command(ctx, args)

    def _refuse_options_before(self, ctx: click.Context, name: str) -> None:
        """Refuse options of the group's own table before a subcommand, which would not see them."""
        given = [
            parameter.opts[0]
            for parameter in self.get_params(ctx)
            if parameter.name
            and ctx.get_parameter_source(parameter.name) is ParameterSource.COMMANDLINE
        ]
        if given and ctx.parent is not None:
            raise UsageError(
                _("{options} stands before {name}, which would not see it").format(
                    options=", ".join(given), name=name
                ),
                code="option-before-command",
                hint=_("Write options after the subcommand: `{path} {name} {options} ...`.").format(
                    path=ctx.command_path, name=name, options=given[0]
                ),
            )

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        lines = [(name, first_sentence(sub)) for name, sub in commands if sub is not None]
        if lines:
            with formatter.section(_("Commands")):
                formatter.write_dl(lines)


def help_text(command: click.Command) -> str:
    """The whole help of a command in the reader's language."""
    return translated(cleandoc(command.help or ""))


def first_sentence(command: click.Command) -> str:
    """What stands for a command in a list: the first sentence of its help, whole."""
    paragraph = " ".join(help_text(command).split("\n\n")[0].split())
    sentence, end, _rest = paragraph.partition(". ")
    return sentence + end.strip()


def _refuse_name(ctx: click.Context, name: str, names: Iterable[str]) -> NoReturn:
    near = nearest(name, names, most=2)
    meant = _(" Did you mean {names}?").format(names=_(" or ").join(near)) if near else ""
    ctx.fail(
        _("no command {name!r}.{meant} Valid: {names}").format(
            name=name, meant=meant, names=", ".join(names)
        )
    )


def command(name: str) -> Callable[[Callable[..., Any]], Command]:
    """Make a function the command of that name; its docstring is the help."""
    return click.command(name, cls=Command)


def group(name: str, text: str) -> Group:
    """A command that only holds subcommands."""
    return Group(name, help=text)


def group_with_table(name: str) -> Callable[[Callable[..., Any]], Group]:
    """Make a function a command that prints a table itself and has subcommands as well."""
    return click.group(
        name, cls=Group, invoke_without_command=True, subcommand_metavar="[COMMAND [ARGS]...]"
    )


def option(
    *names: str,
    text: str,
    metavar: str | None = None,
    kind: Kind = None,
    default: str | int | float | None = None,
    required: bool = False,
    multiple: bool = False,
    complete: Completer | None = None,
) -> Decorator:
    """An option that takes a value; `{default}` in its text is the default."""
    settings: dict[str, Any] = {"default": default} if default is not None else {}
    return click.option(
        *names,
        help=text.format(default=default) if default is not None else text,
        metavar=metavar,
        type=kind,
        required=required,
        multiple=multiple,
        shell_complete=complete,
        **settings,
    )


def flag(*names: str, text: str) -> Decorator:
    """An option that is on where it is given."""
    return click.option(*names, is_flag=True, default=False, help=text)


def argument(
    name: str,
    metavar: str,
    text: str,
    *,
    kind: Kind = None,
    required: bool = True,
    many: bool = False,
    complete: Completer | None = None,
) -> Decorator:
    """An argument; `many` takes one or more, or none where it is not required."""
    shown = metavar if required else f"[{metavar}]"
    return click.argument(
        name,
        cls=Argument,
        text=text,
        metavar=f"{shown}..." if many else shown,
        type=kind,
        required=required,
        nargs=-1 if many else 1,
        shell_complete=complete,
    )


def together(*parts: Decorator) -> Decorator:
    """Several options as one, in the order in which help lists them."""

    def decorate(callback: Any) -> Any:
        for part in reversed(parts):
            callback = part(callback)
        return callback

    return decorate


def moved_option(name: str, instead: str, *, takes_value: bool = False) -> Decorator:
    """An option of former times: it is not listed, and names the command that took its place."""

    def refuse(ctx: click.Context, parameter: click.Parameter, given: Any) -> None:  # noqa: ARG001
        source = ctx.get_parameter_source(str(parameter.name))
        if source is ParameterSource.COMMANDLINE and not ctx.resilient_parsing:
            raise UsageError(
                _("{option} is a command of its own now: `{command}`").format(
                    option=name, command=instead
                ),
                code="option-moved",
                hint=_("`{command} --help` shows its options.").format(command=instead),
            )

    settings: dict[str, Any] = (
        {"is_flag": False, "flag_value": ""} if takes_value else {"is_flag": True}
    )
    return click.option(
        name, hidden=True, is_eager=True, expose_value=False, callback=refuse, **settings
    )


class Words(TextType):
    """One of some words. The shell completes them; whoever uses the value refuses others."""

    name = "word"

    def __init__(self, *words: str) -> None:
        self.words = words

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(word) for word in self.words if word.startswith(incomplete)]
