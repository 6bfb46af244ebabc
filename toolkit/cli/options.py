"""Options that several commands share, and how a command gets its project."""

from __future__ import annotations

import os
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import click
import typer

from toolkit.errors import StoreError, UsageError
from toolkit.project import Project


class Format(StrEnum):
    TABLE = "table"
    JSON = "json"
    CSV = "csv"


ProjectOption = Annotated[
    str | None, typer.Option("--project", metavar="DIR", help="The project folder.")
]
FormatOption = Annotated[Format, typer.Option("--format", help="How to print.")]
CoderOption = Annotated[
    str | None, typer.Option("--coder", metavar="NAME", help="Who acts; else QCT_CODER, qct.toml.")
]
RoundSeenOption = Annotated[
    str | None,
    typer.Option("--round", metavar="ID", help="As seen in this round; of a blind one your own."),
]
ModelOption = Annotated[
    str | None,
    typer.Option("--model", metavar="NAME", help="Embedding model; `qct doctor` lists them."),
]


def noun(help_text: str) -> typer.Typer:
    """A Typer app in the house's settings."""
    return typer.Typer(
        help=help_text,
        rich_markup_mode=None,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def open_project(
    option: str | None,
    *,
    read_only: bool = False,
    round_: str | None = None,
    coder: str | None = None,
    whole: bool = False,
    at: str | None = None,
) -> Project:
    """The project; opened to be read, it shows only what the one who looks may see.

    A listing leaves out the rows of open blind rounds; `round_` names one to see the own
    rows in it. Who looks is who QCT_CODER or qct.toml says, so that the filter --coder
    cannot borrow another's eyes, and only without them the one `coder` names.
    `at` (or --at before the command) opens the project as it was then.
    `whole` is for proofs over the store and for the workspace, which keeps to the rule itself.
    """
    from toolkit.cli.diagnostics import note

    chosen = option or _root_option()
    at = at or _root_at()
    if at is not None and not read_only:
        raise StoreError(
            f"this command changes the project, and its past (--at {at}) cannot be changed",
            code="past-read-only",
            hint="Leave --at away to change the project as it is now.",
        )
    project = Project.open(chosen, read_only=read_only, at=at)
    for sent in project.replayed:
        note(sent.sentence)
    if project.away:
        note(project.stand_in().sentence)
    elif count := project.waiting:
        note(f"{count} changes made here wait to be sent; `qct store replay` sends them")
    if warning := project.placement_warning():
        note(f"warning: {warning}")
    if read_only and not whole:
        who = os.environ.get("QCT_CODER") or project.config.coder or coder or ""
        viewer = project.viewer(who, round_)
        project.restrict_to_viewer(viewer)
        for line in viewer.left_out:
            note(line)
    return project


def _root_option() -> str | None:
    context = click.get_current_context(silent=True)
    return context.find_root().obj if context is not None else None


def _root_at() -> str | None:
    context = click.get_current_context(silent=True)
    return context.meta.get("qct.at") if context is not None else None


def acting_coder(project: Project, option: str | None) -> str:
    """Who acts: --coder, QCT_CODER, qct.toml, else the login name."""
    if option is not None:
        return option
    if found := os.environ.get("QCT_CODER") or project.config.coder:
        return found
    from getpass import getuser

    return getuser()


def own_coder(project: Project, option: str | None, why: str) -> str:
    """Whose habits are meant; who is bound by a blind round has to do with their own alone.

    `why` says what another's would tell. The project is open to be read.
    """
    who = acting_coder(project, option)
    looks = project.seen_by
    if looks is not None and looks.blind_rounds and who != looks.coder_id:
        raise UsageError(
            f"{looks.coder_id} takes part in an open blind round; {why}",
            code="not-your-own",
            hint="Leave --coder away for your own.",
        )
    return who


def whose_steps(project: Project, option: str | None) -> str | None:
    """Whose steps may be taken back: those of --coder, else anyone's.

    Who takes part in an open blind round works on their own alone.
    """
    who = acting_coder(project, option)
    return who if project.viewer(who).blind_rounds else option


def listed(text: str) -> list[str]:
    """The parts of `A,B,C`."""
    return [part.strip() for part in text.split(",") if part.strip()]


def parse_span(text: str) -> tuple[int, int]:
    """`START:END` in code points, half-open."""
    first, colon, last = text.partition(":")
    try:
        if not colon:
            raise ValueError
        return int(first), int(last)
    except ValueError:
        raise UsageError(
            f"{text!r} is not a span",
            code="span-syntax",
            hint="Write START:END in code points from the first character of the text, "
            "END not included, e.g. 120:184.",
        ) from None


def by_language(given: Sequence[str]) -> dict[str, str]:
    """The texts of `LANGUAGE=TEXT` by their language."""
    found = {}
    for one in given:
        language, equals, text = one.partition("=")
        if not equals or not language.strip() or not text.strip():
            raise UsageError(
                f"{one!r} is not LANGUAGE=TEXT",
                code="language-text",
                hint="Write the language before the text, e.g. en=Trust or ko=신뢰.",
            )
        found[language.strip()] = text.strip()
    return found
