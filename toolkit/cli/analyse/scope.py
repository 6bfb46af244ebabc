"""Options that say which answers count in a table of the analysis, and which rows it has."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.cli import completing, options
from toolkit.cli.commands import Words, option
from toolkit.i18n import _


@dataclass(frozen=True, slots=True)
class ScopeOptions:
    """Which answers count, and which rows the table has: the values of `ROWS` and `SCOPE`."""

    level: str = "all"
    codes: tuple[str, ...] = ()
    family: str | None = None
    language: str | None = None
    answers: str | None = None
    coder: str | None = None
    round_id: str | None = None
    sources: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    stance: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None


level = option(
    "--level",
    metavar="LEVEL",
    kind=Words("all", "leaves", "branches"),
    default="all",
    text=_(
        "Codes that have a row: all, leaves (each code by itself), branches (codes that group "
        "others), or a number of levels of the codebook (default: {default})."
    ),
)
codes = option(
    "--codes",
    metavar="ID,ID",
    kind=options.IDS,
    default="",
    text=_("Only rows of these codes and the codes below them (default: all)."),
    complete=completing.codes,
)
family = option(
    "--family",
    metavar="ID",
    text=_("Only rows of the codes of this family, such as topics or stance (default: all)."),
)
where = option(
    "--where",
    metavar="ATTRIBUTE=VALUE",
    multiple=True,
    text=_(
        "Only cases with this value of an attribute, or one of several: sector=a|b; repeat it for "
        "more attributes (default: all cases)."
    ),
)
stance = option(
    "--stance",
    metavar="STANCE,STANCE",
    kind=options.IDS,
    default="",
    text=_(
        "Only mappings of these stances (barrier, enabler, proposal, description), and codings "
        "that such a mapping belongs to (default: all)."
    ),
)
since = option(
    "--since",
    metavar="DAY",
    text=_("Only answers given on this day (UTC) or later, such as 2026-03-01 (default: all)."),
)
until = option(
    "--until",
    metavar="DAY",
    text=_("Only answers given on this day (UTC) or earlier (default: all)."),
)
by = option(
    "--by",
    metavar="ATTRIBUTE",
    text=_(
        "Case attribute whose values are the columns, or several to cross them: sector,field "
        "(default: none, a column a case)."
    ),
)
bins = option(
    "--bins",
    metavar="ATTRIBUTE=NUMBERS",
    multiple=True,
    text=_(
        "Ranges for an attribute of --by that holds numbers: years=5,10 gives below 5, 5 to below "
        "10, and 10 or more (default: none)."
    ),
)
shared_with = option(
    "--shared-with",
    metavar="WHAT",
    kind=Words("coding", "shorter"),
    default="coding",
    text=_(
        "Span of which a mapping must cover half to belong to a coding: the coding, or the "
        "shorter of the two (default: {default})."
    ),
)
unit = option(
    "--unit",
    metavar="UNIT",
    kind=Words("segment", "turn", "source"),
    default="segment",
    text=_(
        "Unit in which two codes are together: a segment of the row's code that meets one of the "
        "column's, a turn of an expert, or a source (default: {default})."
    ),
)
SCOPE = (
    options.language,
    options.answers,
    options.answers_coder,
    options.answers_round,
    options.only_sources,
    where,
    stance,
    since,
    until,
)
ROWS = (level, codes, family)
