"""Options of the commands that compare coders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from toolkit.cli import completing
from toolkit.cli.commands import Words, flag, option
from toolkit.cli.options import IDS, as_value
from toolkit.i18n import _


@dataclass(frozen=True, slots=True)
class Comparison:
    """Answers to compare, as the options of a command name them."""

    coders: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    exactly: bool = False
    sources: tuple[str, ...] = ()
    round_id: str | None = None
    level: str = "codes"
    unit: str = "character"
    segments: str | None = None
    whole_text: bool = False
    include_assisted: bool = False
    include_unfinished: bool = False

    def keywords(self) -> dict[str, Any]:
        """The comparison as the project's methods take it."""
        return {
            "coders": self.coders,
            "codes": self.codes,
            "exactly": self.exactly,
            "sources": self.sources,
            "round_id": self.round_id,
            "level": self.level,
            "unit": self.unit,
            "segments": self.segments,
            "whole_text": self.whole_text,
            "independent_only": not self.include_assisted,
            "include_unfinished": self.include_unfinished,
        }


@dataclass(frozen=True, slots=True)
class Figures:
    """How intervals are made."""

    method: str
    resamples: int
    seed: int

    def keywords(self) -> dict[str, Any]:
        """The choice as the project's methods take it."""
        return {"method": self.method, "resamples": self.resamples, "seed": self.seed}


coders = option(
    "--coders",
    metavar="A,B",
    kind=IDS,
    default="",
    text=_("Coders to compare (default: all)."),
    complete=completing.coders,
)
codes = option(
    "--codes",
    metavar="ID,ID",
    kind=IDS,
    default="",
    text=_("Codes to compare, each with all codes below it (default: all in use)."),
    complete=completing.codes,
)
exactly = flag("--exactly", text=_("Take named codes alone, without the codes below them."))
source = option(
    "--source",
    "sources",
    metavar="ID,ID",
    kind=IDS,
    default="",
    text=_("Sources to compare (default: all)."),
    complete=completing.sources,
)

round_ = option(
    "--round",
    "round_id",
    metavar="ID",
    text=_(
        "Round to compare, or all to put rounds together (default: of those in which two coders "
        "have finished a source, the one closed last, else the one opened last)."
    ),
    complete=completing.rounds,
)
include_assisted = flag(
    "--include-assisted",
    text=_("Include codings made after a suggestion was seen."),
)
include_unfinished = flag(
    "--include-unfinished",
    text=_(
        "Include the sources that a coder has not finished; what is left to read there then "
        "counts as uncoded."
    ),
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
    "--whole-text", text=_("Include what interviewers and others say, not only experts.")
)
figures = as_value(
    Figures,
    "figures",
    option(
        "--method",
        kind=Words("auto", "bootstrap", "bca", "jackknife", "gwet", "cohen", "hayes-krippendorff"),
        metavar="NAME",
        default="auto",
        text=_(
            "Method of intervals: auto, whose coverage is measured; for comparison bootstrap, "
            "bca or jackknife over sources, and over units other than characters gwet, cohen "
            "or hayes-krippendorff (default: {default})."
        ),
    ),
    option(
        "--resamples",
        kind=int,
        metavar="N",
        default=2000,
        text=_("Number of draws, or of bootstrap resamples (default: {default})."),
    ),
    option(
        "--seed",
        kind=int,
        metavar="N",
        default=0,
        text=_("Seed of the draws, the bootstrap and gamma (default: {default})."),
    ),
)
