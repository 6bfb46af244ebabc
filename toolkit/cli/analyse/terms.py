"""`qct terms` and `qct terms kwic`."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli import completing, options, output
from toolkit.cli.analysing import show_state
from toolkit.cli.commands import Words, argument, flag, group_with_table, option, together
from toolkit.cli.opening import open_project
from toolkit.errors import UsageError
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.cli.options import Destination, Format


@dataclass(frozen=True, slots=True)
class Spoken:
    """Whose words count, and in which passages."""

    code: str | None
    answers: str | None
    coder: str | None
    round_id: str | None
    sources: tuple[str, ...]
    language: str | None
    speakers: str

    def keywords(self) -> dict[str, Any]:
        """The keyword arguments of a question on terms."""
        return {
            "code": self.code,
            "answers": self.answers,
            "coder": self.coder,
            "round_id": self.round_id,
            "sources": self.sources,
            "language": self.language,
            "speakers": self.speakers,
            "progress": _progress if sys.stderr.isatty() else None,
        }


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which terms are listed."""

    by: str | None
    compare: str | None
    beside: str | None
    phrases: bool
    words: bool
    limit: int | None
    least: int | None


_spoken = options.as_value(
    Spoken,
    "spoken",
    option(
        "--code",
        metavar="ID",
        text=_(
            "Only words in passages of this code and the codes below it (default: all that is "
            "said)."
        ),
        complete=completing.codes,
    ),
    options.answers,
    options.answers_coder,
    options.answers_round,
    options.only_sources,
    option(
        "--language",
        metavar="LANG",
        text=_("Only words in this language, such as en or ko (default: all languages)."),
    ),
    option(
        "--speakers",
        metavar="WHO",
        kind=Words("experts", "all"),
        default="experts",
        text=_("Count words of experts, or of all who speak (default: {default})."),
    ),
)
_written = together(options.out, options.project, options.format_)


@group_with_table("terms")
@options.as_value(
    Chosen,
    "chosen",
    option(
        "--by",
        metavar="GROUP",
        text=_(
            "Group the words by code, case, direction or an attribute of cases (default: no "
            "groups)."
        ),
    ),
    option(
        "--compare",
        metavar="GROUP",
        text=_(
            "Compare this group of words, ATTRIBUTE=VALUE or the id of a code, with another "
            "(default: no comparison)."
        ),
    ),
    option(
        "--with",
        "beside",
        metavar="GROUP",
        text=_("Group to compare with (default: everything else in scope)."),
    ),
    flag("--phrases", text=_("List noun phrases alone.")),
    flag("--words", text=_("List single words alone, those of phrases too.")),
    option(
        "--limit",
        metavar="N",
        kind=click.IntRange(min=1),
        text=_("Most terms of a group (default: 10, or 20 in a comparison)."),
    ),
    option(
        "--least",
        metavar="N",
        kind=click.IntRange(min=1),
        text=_(
            "Fewest occurrences of a term in its group (default: 2), or in both groups of a "
            "comparison (default: 5)."
        ),
    ),
)
@_spoken
@_written
@click.pass_context
def terms(
    context: click.Context,
    chosen: Chosen,
    spoken: Spoken,
    out: Destination,
    folder: str | None,
    format_: Format,
) -> None:
    """List the terms that are typical of what is said, by lemma and noun phrase.

    The score is c-TF-IDF, and the dispersion says whether a few cases alone use a term. With
    --compare it lists what two groups of words use unequally, by the log-likelihood G2 with
    effect sizes. English needs spaCy and Korean needs Kiwi, both in the extra [language].

    Example: qct terms --by code --limit 5 --out outputs/terms.csv
    """
    if context.invoked_subcommand is not None:
        return
    _check(chosen)
    kind = "phrases" if chosen.phrases else "words" if chosen.words else "both"
    asked = {**spoken.keywords(), "kind": kind}
    for name, value in (("limit", chosen.limit), ("least", chosen.least)):
        if value is not None:
            asked[name] = value
    with open_project(
        folder, read_only=True, round_id=spoken.round_id, coder=spoken.coder
    ) as project:
        if chosen.compare is not None:
            table = project.terms.compare(chosen.compare, chosen.beside, **asked)
        else:
            table = project.terms.table(chosen.by, **asked)
        output.print_report([table], format_, out)


@terms.command("kwic")
@argument(
    "word",
    "WORD",
    _("Word or phrase: its lemma, or any form of it; or a pattern of words, as in qct search."),
)
@flag("--exact-words", text=_("Find the letters of WORD as they are written (default: all forms)."))
@flag("--regex", text=_("Read WORD as a regular expression."))
@option(
    "--order",
    metavar="ORDER",
    kind=Words("text", "left", "right"),
    default="text",
    text=_(
        "Order of the lines: that of the text, or by the words on the left or on the right "
        "(default: {default})."
    ),
)
@option(
    "--width",
    metavar="N",
    kind=click.IntRange(min=1),
    default=60,
    text=_("Most characters on each side, within the turn (default: {default})."),
)
@option(
    "--limit",
    metavar="N",
    kind=click.IntRange(min=1),
    text=_("Most lines (default: all)."),
)
@_spoken
@_written
def kwic(
    word: str,
    exact_words: bool,
    regex: bool,
    order: str,
    width: int,
    limit: int | None,
    spoken: Spoken,
    out: Destination,
    folder: str | None,
    format_: Format,
) -> None:
    """Show every place of a word in its context, in all its forms (a concordance).

    A .html or .xlsx holds the lines in all three orders. The workspace shows them with the key f.

    Example: qct terms kwic share --order right --out outputs/share.html
    """
    if exact_words and regex:
        raise _excluding("--exact-words", "--regex")
    with open_project(
        folder, read_only=True, round_id=spoken.round_id, coder=spoken.coder
    ) as project:
        tables = project.terms.concordance(
            word,
            search="regex" if regex else "written" if exact_words else "lemma",
            order=order,
            width=width,
            limit=limit,
            **spoken.keywords(),
        )
        output.print_report(tables, format_, out)


def _check(chosen: Chosen) -> None:
    """Raise `UsageError` for options that exclude each other."""
    pairs = (
        ("--phrases", chosen.phrases, "--words", chosen.words),
        ("--by", chosen.by is not None, "--compare", chosen.compare is not None),
    )
    for first, has_first, second, has_second in pairs:
        if has_first and has_second:
            raise _excluding(first, second)
    if chosen.beside is not None and chosen.compare is None:
        raise UsageError(
            _("--with names the second group of a comparison, and there is no first one"),
            code="terms-with",
            hint=_("Name the first with --compare."),
        )


def _excluding(first: str, second: str) -> UsageError:
    return UsageError(
        _("{first} and {second} exclude each other").format(first=first, second=second),
        code="options-exclude",
        hint=_("Give one of them."),
    )


def _progress(done: int, total: int) -> None:
    """Tell how far the first analysis of the texts is, on a terminal."""
    line = _("analysed {done} of {total} passages for the first time").format(
        done=min(done, total), total=total
    )
    show_state(line, ended=done >= total)
