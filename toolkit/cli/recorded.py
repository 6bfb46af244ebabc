"""Commands as they are recorded in what they write, and read again from there."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from toolkit.errors import InputError
from toolkit.i18n import _
from toolkit.report.provenance import InputFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NOT_RECORDED = ("--out", "--bom", "--project", "--format")
"""Options that change where and how a table is written, and nothing in it."""
OTHER_TABLES = ("--ratings",)
"""Options that write another table than --out; they are recorded without their file."""
READ_FROM = ("--segments", "--texts", "--scheme", "--train", "--statements", "--plan")
"""Options that name a file to read; all other files are written."""
MOST_SHOWN = 200
"""Most characters of a command that an error repeats."""
CODER = "coder:"
"""Begins a value of --segments that names a coder and no file."""
READING = (
    ("matrix", "codes-by-cases"),
    ("matrix", "codes-by-attribute"),
    ("matrix", "directions-by-cases"),
    ("matrix", "codes-by-directions"),
    ("matrix", "directions-by-stance"),
    ("matrix", "codes-by-codes"),
    ("matrix", "code-by-coder"),
    ("matrix", "pairs"),
    ("matrix", "contrasts"),
    ("agree", "overlaps"),
    ("agree", "trend"),
    ("agree", "scales"),
    ("agree", "statement"),
    ("agree", "intra"),
    ("agree",),
    ("disagreements", "confusion"),
    ("disagreements", "confused"),
    ("disagreements",),
    ("adjudicate", "status"),
    ("adjudicate", "consensus"),
    ("adjudicate", "list"),
    ("replay",),
    ("directions", "replay"),
    ("directions", "show"),
    ("directions", "report"),
    ("directions", "sample"),
    ("directions", "shares"),
    ("audit", "bias"),
    ("decisions",),
    ("codings", "list"),
    ("codings",),
    ("terms", "kwic"),
    ("terms",),
    ("themes", "show"),
    ("themes", "compare"),
    ("export", "docbin"),
)
"""Commands that only read and write an export, the only ones that run again; longer ones first."""
BY_ARGUMENT = (("export", "docbin"),)
"""Those of them that are told by an argument, not by --out, which file to write."""


@dataclass(frozen=True, slots=True)
class ReadCommand:
    """A recorded command that may run again."""

    path: tuple[str, ...]
    options: tuple[str, ...]
    at: str = ""
    """The event or time that the project was read at; empty for the newest state then."""
    written_by: str = "--out"
    """The option that names the file to write; empty where an argument does."""


def command_in_use(written_by: str = "--out") -> tuple[str, tuple[InputFile, ...]]:
    """The command that runs now, and the files that it reads beside the project.

    `written_by` is the option that names the file of the table, which is recorded for tables
    other than those of --out.
    Options are in the order of its help, without their defaults; a file is its name.
    """
    context = click.get_current_context()
    words = context.command_path.split()
    if at := context.find_root().meta.get("qct.at"):
        words[1:1] = ["--at", str(at)]
    inputs: list[InputFile] = []
    for parameter in context.command.params:
        words += _spelt(context, parameter, inputs)
    if written_by in OTHER_TABLES:
        words.append(written_by)
    return shlex.join(words), tuple(inputs)


def _spelt(
    context: click.Context, parameter: click.Parameter, inputs: list[InputFile]
) -> Iterator[str]:
    name = parameter.opts[0]
    if name in NOT_RECORDED or parameter.name is None:
        return
    if context.get_parameter_source(parameter.name) is not ParameterSource.COMMANDLINE:
        return
    value = context.params.get(parameter.name)
    if value == parameter.default:
        return
    if isinstance(parameter, click.Option) and parameter.is_flag:
        yield name
        return
    has_several = parameter.nargs == -1 or parameter.multiple
    for given in value if has_several and isinstance(value, tuple) else (value,):
        if isinstance(given, Path) or name in READ_FROM:
            if name not in READ_FROM:
                return
            given = _input(str(given), inputs)
        if isinstance(parameter, click.Option):
            yield name
        yield ",".join(given) if isinstance(given, tuple) else str(given)


def _input(value: str, inputs: list[InputFile]) -> str:
    """The name of a file that is read, which is added to `inputs`; other values as they are."""
    path = Path(value)
    if value.startswith(CODER) or not path.is_file():
        return value
    inputs.append(InputFile(path.name, _digest(path)))
    return path.name


def _digest(path: Path) -> str:
    from hashlib import sha256

    return sha256(path.read_bytes()).hexdigest()


def read_command(text: str, inputs: Sequence[InputFile], folders: Sequence[Path]) -> ReadCommand:
    """A command that a file names, checked word by word, since anyone can write a file.

    Only the commands of `READING` are taken, with arguments that are no files, and with options
    that they have and that neither name a file to write nor another project. A file to read is
    looked for by its name in `folders` and must have the hash that was recorded. Raises
    `InputError` for anything else.
    """
    try:
        words = shlex.split(text)
    except ValueError:
        words = []
    if words[:1] != ["qct"]:
        raise _refused(text, _("it is no command of qct"))
    rest, at = words[1:], ""
    if rest[:1] == ["--at"] and len(rest) > 1:
        at, rest = rest[1], rest[2:]
    path = next((path for path in READING if tuple(rest[: len(path)]) == path), None)
    if path is None:
        reason = _("only these are: {commands}")
        raise _refused(text, reason.format(commands=", ".join(map(" ".join, READING))))
    command, left = _command(path), rest[len(path) :]
    written_by = "" if path in BY_ARGUMENT else "--out"
    if left[-1:] and left[-1] in OTHER_TABLES and _has(command, left[-1]):
        written_by = left.pop()
    given = list(_options(text, command, left, inputs, folders))
    return ReadCommand(path, tuple(given), at, written_by)


def _has(command: click.Command, option: str) -> bool:
    return any(option in parameter.opts for parameter in command.params)


def _command(path: Sequence[str]) -> click.Command:
    from toolkit.cli.app import root

    command: click.Command = root()
    for name in path:
        assert isinstance(command, click.Group)
        below = command.get_command(click.Context(command), name)
        assert below is not None
        command = below
    return command


def _options(
    text: str,
    command: click.Command,
    words: Sequence[str],
    inputs: Sequence[InputFile],
    folders: Sequence[Path],
) -> Iterator[str]:
    known = {
        name: parameter
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.hidden and not parameter.is_eager
        for name in parameter.opts
        if parameter.opts[0] not in NOT_RECORDED
        and (name in READ_FROM or not isinstance(parameter.type, click.Path))
    }
    arguments = sum(
        isinstance(parameter, click.Argument) and not isinstance(parameter.type, click.Path)
        for parameter in command.params
    )
    left = iter(words)
    for name in left:
        if arguments and not name.startswith("-"):
            arguments -= 1
            yield name
            continue
        if name not in known:
            raise _refused(text, _("{option} is no option of it").format(option=repr(name)))
        yield name
        if known[name].is_flag:
            continue
        value = next(left, None)
        if value is None:
            raise _refused(text, _("{option} has no value").format(option=name))
        yield _input_path(value, inputs, folders) if name in READ_FROM else value


def _input_path(value: str, inputs: Sequence[InputFile], folders: Sequence[Path]) -> str:
    """Where the file is that a command read; a value that names a coder stays as it is."""
    if value.startswith(CODER):
        return value
    digests = [given.sha256 for given in inputs if given.name == value]
    if digests and Path(value).name == value:
        for folder in folders:
            path = folder / value
            if path.is_file() and _digest(path) in digests:
                return str(path)
    raise InputError(
        _("{name}, which the command read, is not here as it was").format(name=repr(value)),
        code="input-missing",
        hint=_("Put the same file beside the exported one; it was looked for in {folders}.").format(
            folders=", ".join(dict.fromkeys(map(str, folders)))
        ),
    )


def _refused(text: str, reason: str) -> InputError:
    return InputError(
        _("{command} is not run again: {reason}").format(
            command=repr(text[:MOST_SHOWN]), reason=reason
        ),
        code="not-recomputed",
    )
