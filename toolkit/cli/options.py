"""Options that several commands share, each written once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli import completing
from toolkit.cli.commands import Decorator, argument, flag, option, together
from toolkit.cli.parsing import listed
from toolkit.i18n import _


class Format(StrEnum):
    TABLE = "table"
    JSON = "json"
    CSV = "csv"


if TYPE_CHECKING:
    IdsType = click.ParamType[tuple[str, ...]]
else:
    IdsType = click.ParamType  # generic in later releases of click only


class Ids(IdsType):
    """`A,B,C` as a tuple."""

    name = "ids"

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,  # noqa: ARG002
        ctx: click.Context | None,  # noqa: ARG002
    ) -> tuple[str, ...]:
        return value if isinstance(value, tuple) else tuple(listed(value))


IDS = Ids()
FILE = click.Path(path_type=Path)

project = option(
    "--project",
    "folder",
    metavar="DIR",
    text=_("Project folder (default: $QCT_PROJECT, else the nearest one above with a qct.toml)."),
)
format_ = click.option(
    "--format",
    "format_",
    type=click.Choice([each.value for each in Format]),
    default=Format.TABLE.value,
    callback=lambda _context, _parameter, value: Format(value),
    help=_("Output format (default: table)."),
)
coder = option(
    "--coder",
    metavar="NAME",
    text=_("Coder to act as (default: $QCT_CODER, then qct.toml, then the login name)."),
    complete=completing.coders,
)
undoing_coder = option(
    "--coder",
    metavar="NAME",
    text=_("Coder whose steps are meant, and who acts (default: anyone's steps, acting yourself)."),
    complete=completing.coders,
)
public = flag(
    "--public",
    text=_(
        "Refuse while a quote holds a combination of role, body, event or date that fewer than "
        "three cases share."
    ),
)
dry_run = flag("--dry-run", text=_("Say what would happen and change nothing."))
model = option(
    "--model",
    metavar="NAME",
    text=_("Embedding model (default: the one of qct.toml; `qct doctor` lists them)."),
)
language = option(
    "--language",
    metavar="LANG",
    text=_("Language of names and definitions, such as en or ko (default: the project's)."),
)
# The round to work in, or to look at.
round_worked_in = option(
    "--round",
    "round_id",
    metavar="ID",
    text=_("Round to work in (default: the open round that names the coder, else main)."),
    complete=completing.rounds,
)
round_shown = option(
    "--round",
    "round_id",
    metavar="ID",
    text=_(
        "Round to show, of a blind one only your own codings "
        "(default: all rounds but open blind ones)."
    ),
    complete=completing.rounds,
)
# What a list or a figure is limited to.
only_coder = option(
    "--coder",
    metavar="NAME",
    text=_("Only codings of this coder (default: all coders)."),
    complete=completing.coders,
)
only_source = option(
    "--source",
    metavar="ID",
    text=_("Only this source (default: all sources)."),
    complete=completing.sources,
)
only_code = option(
    "--code",
    metavar="ID",
    text=_("Only this code and the codes below it (default: all codes)."),
    complete=completing.codes,
)
exactly = flag("--exactly", text=_("Take the code alone, without the codes below it."))
only_sources = option(
    "--sources",
    metavar="ID,ID",
    kind=IDS,
    default="",
    text=_("Only these sources (default: all)."),
    complete=completing.sources,
)
# Whose answers a figure rests on.
answers_round = option(
    "--round",
    "round_id",
    metavar="ID",
    text=_(
        "Round whose answers count, or all to put rounds together (default: for each coder and "
        "source the round that was closed last, else the one that was opened last)."
    ),
    complete=completing.rounds,
)
answers = option(
    "--answers",
    metavar="RULE",
    text=_(
        "Rule for whose answers count: coders in their order, of whom the first counts who has "
        "finished the source (consensus,coder-a), or union, intersection or each (default: the "
        "consensus where it is finished, else the lead coder, else the only coder)."
    ),
)
answers_coder = option(
    "--coder",
    metavar="NAME",
    text=_("One coder, the same as --answers NAME (default: the rule of --answers)."),
    complete=completing.coders,
)
# One source and one place in it.
source = option(
    "--source",
    metavar="ID",
    required=True,
    text=_("Source that holds the passage."),
    complete=completing.sources,
)
source_argument = argument("source", "SOURCE", _("Id of the source."), complete=completing.sources)
code_argument = argument("code", "CODE", _("Id of the code."), complete=completing.codes)
SPAN_TEXT = _(
    "Start and end of the passage in characters; END itself is not included, e.g. 120:184."
)
span = option("--at", metavar="START:END", required=True, text=SPAN_TEXT)

names = option(
    "--name",
    "name",
    metavar="LANG=TEXT",
    required=True,
    multiple=True,
    text=_("Name in one language, e.g. en=Trust; repeat it for others."),
)
definitions = option(
    "--definition",
    "definition",
    metavar="LANG=TEXT",
    multiple=True,
    text=_("Definition in one language; repeat it for others (default: none)."),
)

parent = option(
    "--parent",
    metavar="ID",
    text=_("Code above the new one (default: none, the new code is at the top)."),
    complete=completing.codes,
)
encoding = option(
    "--encoding",
    metavar="NAME",
    text=_("Encoding of text files that are not UTF-8, such as cp949 (default: UTF-8)."),
)


@dataclass(frozen=True, slots=True)
class Destination:
    """The files that a command writes beside what it prints."""

    paths: tuple[Path, ...] = ()
    bom: bool | None = None
    """Whether a .csv begins with a byte-order mark. None: for projects in Korean."""

    def has(self, ending: str) -> bool:
        """Whether a file with this ending, such as `.html`, is written."""
        return any(path.suffix.lower() == ending for path in self.paths)

    def parted(self, ending: str) -> tuple[tuple[Path, ...], Destination]:
        """The files with this ending, and the other ones."""
        own = tuple(path for path in self.paths if path.suffix.lower() == ending)
        rest = tuple(path for path in self.paths if path not in own)
        return own, Destination(rest, self.bom)


def as_value(value: type[Any], name: str, *parts: Decorator) -> Decorator:
    """Several options as one value of a dataclass, which the command takes as `name`."""
    fields = tuple(value.__dataclass_fields__)

    def decorate(callback: Any) -> Any:
        @wraps(callback)
        def call(*arguments: Any, **given: Any) -> Any:
            made = value(**{field: given.pop(field) for field in fields if field in given})
            return callback(*arguments, **given, **{name: made})

        return together(*parts)(call)

    return decorate


# The files to write; a command takes them as `out`, a `Destination`.
out = as_value(
    Destination,
    "out",
    option(
        "--out",
        "-o",
        "paths",
        metavar="FILE",
        kind=FILE,
        multiple=True,
        text=_(
            "File to write as well, a .csv, .json, .jsonl, .txt, .xlsx or .html, which only you "
            "may read; repeat it for others (default: none)."
        ),
    ),
    click.option(
        "--bom/--no-bom",
        "bom",
        default=None,
        help=_(
            "Begin a .csv file with a byte-order mark, which Excel needs for letters other than "
            "English ones (default: on for projects in Korean)."
        ),
    ),
)
