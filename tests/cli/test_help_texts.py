"""The help of every command is written in whole phrases that name their subject and the default."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click
import pytest

from toolkit.cli.app import COMMANDS, root
from toolkit.cli.commands import (
    Argument,
    Command,
    argument,
    first_sentence,
    flag,
    help_text,
    option,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_BARE = re.compile(r"(Of|Which|What|Whom|Who|Whose|How|Why|Where|When|The same)\b")
"""Words that begin an answer to a question which the reader does not know."""


def _faults_of_text(text: str) -> Iterator[str]:
    if not text:
        yield "has no help"
        return
    if _BARE.match(text):
        yield f"begins with a question word: {text!r}"
    if not text[0].isupper() and not text.startswith("-"):
        yield f"begins with a small letter: {text!r}"
    if not text.endswith("."):
        yield f"has no final period: {text!r}"


def _faults_of_default(parameter: click.Parameter, text: str) -> Iterator[str]:
    if parameter.required or (isinstance(parameter, click.Option) and parameter.is_flag):
        return
    named = re.search(r"\(default: (.+)\)", text)
    if named is None:
        yield f"names no default: {text!r}"
        return
    # A default that is not a value is described in words, such as all, none or the newest.
    value = parameter.default if isinstance(parameter.default, str | int | float) else ""
    if str(value) not in named[1]:
        yield f"has the default {value!r} and names {named[1]!r}"


def _faults(command: click.Command) -> list[str]:
    """The faults in the help of a command that would stop a reader."""
    paragraph = " ".join(help_text(command).split("\n\n")[0].split())
    faults = [f"help {fault}" for fault in _faults_of_text(paragraph)]
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            name, text = parameter.opts[0], parameter.help or ""
        elif isinstance(parameter, Argument):
            name, text = str(parameter.metavar), parameter.text
        elif isinstance(parameter, click.Argument):
            faults.append(f"{parameter.name} has no help")
            continue
        else:
            continue
        faults += [f"{name} {fault}" for fault in _faults_of_text(text)]
        faults += [f"{name} {fault}" for fault in _faults_of_default(parameter, text)]
    return faults


def _commands() -> Iterator[tuple[str, click.Command]]:
    def below(path: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
        yield path, command
        if isinstance(command, click.Group):
            context = click.Context(command)
            for name in command.list_commands(context):
                subcommand = command.get_command(context, name)
                assert subcommand is not None
                yield from below(f"{path} {name}", subcommand)

    yield from below("qct", root())


@pytest.mark.parametrize(
    ("path", "command"), [pytest.param(*pair, id=pair[0]) for pair in _commands()]
)
def test_help_is_written_in_whole_phrases(path: str, command: click.Command) -> None:
    assert _faults(command) == [], path


@pytest.mark.parametrize(("name", "line"), [(name, line) for name, (_, line) in COMMANDS.items()])
def test_the_list_of_commands_is_written_in_whole_phrases(name: str, line: str) -> None:
    assert list(_faults_of_text(line)) == [], name


@pytest.mark.parametrize("path", ["qct agree", "qct codebook", "qct store", "qct round"])
def test_lists_of_subcommands_are_never_cut(path: str) -> None:
    command = dict(_commands())[path]
    assert isinstance(command, click.Group)
    context = click.Context(command, info_name=path, terminal_width=80)
    shown = " ".join(command.get_help(context).split())
    for sub in command.commands.values():
        assert f"{sub.name} {first_sentence(sub)}" in shown


@pytest.mark.parametrize(
    ("decorator", "fault"),
    [
        (option("--coders", text="Whom; all."), "--coders begins with a question word"),
        (option("--seed", default=0, text="Of the bootstrap."), "--seed begins with a question"),
        (option("--until", text="The same; included."), "--until begins with a question word"),
        (option("--out", text="File to write"), "--out has no final period"),
        (option("--out", text="File to write."), "--out names no default"),
        (
            option("--resamples", default=9, text="Number (default: 8)."),
            "--resamples has the default 9",
        ),
        (
            option("--out", text="file to write (default: none)."),
            "--out begins with a small letter",
        ),
        (flag("--all", text="Which are weak as well."), "--all begins with a question word"),
        (argument("code", "CODE", "Code to show.", required=False), "[CODE] names no default"),
        (argument("code", "CODE", ""), "CODE has no help"),
        (click.argument("code"), "code has no help"),
        (click.option("--quiet", is_flag=True), "--quiet has no help"),
    ],
)
def test_a_riddle_is_refused(decorator: object, fault: str) -> None:
    def made_up() -> None:
        """List what is there."""

    assert callable(decorator)
    command = click.command("made-up", cls=Command)(decorator(made_up))
    first, *_ = _faults(command)
    assert first.startswith(fault)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("How many units to code.", "help begins with a question word"),
        ("Show it", "help has no final period"),
        ("", "help has no help"),
    ],
)
def test_a_riddle_of_a_command_is_refused(text: str, fault: str) -> None:
    first, *_ = _faults(Command("made-up", help=text))
    assert first.startswith(fault)
