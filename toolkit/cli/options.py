"""Options that several commands share, each written once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli import completing
from toolkit.cli.commands import Decorator, Words, argument, flag, option, together
from toolkit.cli.parsing import listed
from toolkit.i18n import _


class Format(StrEnum):
    TABLE = "table"
    JSON = "json"
    CSV = "csv"


if TYPE_CHECKING:
    from toolkit.operations.agreement.request import AgreementQuestion, IntervalKeywords

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
include_assisted = flag(
    "--include-assisted",
    text=_("Include codings made after a suggestion was seen."),
)

# The round to work in, to look at, or to compare.
round_worked_in = option(
    "--round",
    "round_id",
    metavar="ID",
    text=_("Round to work in (default: main)."),
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
round_compared = option(
    "--round",
    "round_id",
    metavar="ID",
    text=_("Round to compare (default: all but the consensus and open blind rounds)."),
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
    text=_("Only this code (default: all codes)."),
    complete=completing.codes,
)
only_sources = option(
    "--sources",
    metavar="ID,ID",
    kind=IDS,
    default="",
    text=_("Only these sources (default: all)."),
    complete=completing.sources,
)
compared_coders = option(
    "--coders",
    metavar="A,B",
    kind=IDS,
    default="",
    text=_("Coders to compare (default: all)."),
    complete=completing.coders,
)
compared_codes = option(
    "--codes",
    metavar="ID,ID",
    kind=IDS,
    default="",
    text=_("Codes to compare (default: all in use)."),
    complete=completing.codes,
)
compared_source = option(
    "--source",
    "sources",
    metavar="ID,ID",
    kind=IDS,
    default="",
    text=_("Sources to compare (default: all)."),
    complete=completing.sources,
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

out_report = option(
    "--out",
    metavar="FILE",
    kind=FILE,
    text=_("File to write as well, a .csv, .json, .xlsx or .html (default: none)."),
)
out_table = option(
    "--out",
    metavar="FILE",
    kind=FILE,
    text=_("File to write as well, a .csv or .xlsx (default: none)."),
)

unit = option(
    "--unit",
    kind=Words("character", "token", "sentence", "turn", "segment", "source"),
    metavar="UNIT",
    default="character",
    text=_(
        "Unit of comparison: character, token, sentence, turn, segment or source "
        "(default: {default})."
    ),
)
segments = option(
    "--segments",
    metavar="FILE|coder:NAME",
    text=_(
        "Segments for --unit segment, fixed before coding: a CSV with the columns "
        "source, start and end, or the passages of one coder "
        "(default: every passage that someone coded)."
    ),
)
whole_text = flag(
    "--whole-text", text=_("Include the words of the interviewer, not only of experts.")
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Answers to compare, as the options of a command name them."""

    coders: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    round_id: str | None = None
    level: str = "codes"
    unit: str = "character"
    segments: str | None = None
    whole_text: bool = False
    include_assisted: bool = False

    def keywords(self) -> AgreementQuestion:
        """The comparison as the project's methods take it."""
        return {
            "coders": self.coders,
            "codes": self.codes,
            "sources": self.sources,
            "round_id": self.round_id,
            "level": self.level,
            "unit": self.unit,
            "segments": self.segments,
            "whole_text": self.whole_text,
            "independent_only": not self.include_assisted,
        }


@dataclass(frozen=True, slots=True)
class Figures:
    """How intervals are made."""

    method: str
    resamples: int
    seed: int

    def keywords(self) -> IntervalKeywords:
        """The choice as the project's methods take it."""
        return {"method": self.method, "resamples": self.resamples, "seed": self.seed}


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


figures = as_value(
    Figures,
    "figures",
    option(
        "--method",
        kind=Words("auto", "bootstrap", "bca", "jackknife", "gwet", "cohen", "hayes-krippendorff"),
        metavar="NAME",
        default="auto",
        text=_(
            "Method of intervals: bootstrap, bca or jackknife over sources; over units other "
            "than characters also gwet, cohen or hayes-krippendorff "
            "(default: {default}, which is jackknife below 15 sources)."
        ),
    ),
    option(
        "--resamples",
        kind=int,
        metavar="N",
        default=2000,
        text=_("Number of bootstrap resamples (default: {default})."),
    ),
    option(
        "--seed",
        kind=int,
        metavar="N",
        default=0,
        text=_("Seed of the bootstrap and of gamma (default: {default})."),
    ),
)
