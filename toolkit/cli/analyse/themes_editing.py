"""`qct themes name|merge|split|reject|code|assign`: what people make of themes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.cli import options, output
from toolkit.cli.commands import argument, command, option
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, open_project
from toolkit.cli.parsing import by_language
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.cli.options import Format

run_option = option("--run", metavar="ID", text=_("Stored run of themes (default: the latest)."))
_theme = argument("theme", "THEME", _("Number of a theme."), kind=click.IntRange(min=0))


@command("name")
@_theme
@argument("name", "NAME", _("Name of the theme."))
@run_option
@options.coder
@options.project
def name_theme(
    theme: int, name: str, run: str | None, coder: str | None, folder: str | None
) -> None:
    """Name a theme; `qct undo` takes it back, as every step on themes.

    Example: qct themes name 3 "Money for upkeep"
    """
    with open_project(folder) as project:
        project.themes.name(theme, name, actor=acting_coder(project, coder), run_id=run)
    note(_("the theme {theme} is named {name}").format(theme=theme, name=name.strip()))


@command("merge")
@argument(
    "numbers",
    "THEME...",
    _("Numbers of two themes or more."),
    kind=click.IntRange(min=0),
    many=True,
)
@run_option
@options.coder
@options.project
def merge(numbers: tuple[int, ...], run: str | None, coder: str | None, folder: str | None) -> None:
    """Merge themes into the first of them.

    Example: qct themes merge 2 5
    """
    with open_project(folder) as project:
        project.themes.merge(numbers, actor=acting_coder(project, coder), run_id=run)
    note(
        _("merged into the theme {theme}: {others}").format(
            theme=numbers[0], others=", ".join(map(str, numbers[1:]))
        )
    )


@command("split")
@_theme
@option(
    "--parts",
    metavar="N",
    kind=click.IntRange(min=2),
    default=2,
    text=_("Number of parts (default: {default})."),
)
@run_option
@options.coder
@options.project
def split(theme: int, parts: int, run: str | None, coder: str | None, folder: str | None) -> None:
    """Cut a theme into parts by what its segments say; the parts get new numbers.

    Example: qct themes split 0 --parts 2
    """
    with open_project(folder) as project:
        report = project.themes.split(
            theme, parts=parts, actor=acting_coder(project, coder), run_id=run
        )
    note(
        _("the theme {theme} is now {parts}").format(
            theme=theme, parts=", ".join(str(each.number) for each in report.themes[-parts:])
        )
    )


@command("reject")
@_theme
@option("--reason", metavar="TEXT", default="", text=_("Reason (default: none)."))
@run_option
@options.coder
@options.project
def reject(theme: int, reason: str, run: str | None, coder: str | None, folder: str | None) -> None:
    """Reject a theme: it stays folded with the reason, and `qct undo` takes it back.

    Example: qct themes reject 4 --reason "only greetings"
    """
    with open_project(folder) as project:
        project.themes.reject(theme, reason=reason, actor=acting_coder(project, coder), run_id=run)
    note(_("the theme {theme} is rejected").format(theme=theme))


@command("code")
@_theme
@argument("code_id", "CODE", _("Id of the new code."))
@options.names
@options.parent
@options.definitions
@run_option
@options.coder
@options.project
def code(
    theme: int,
    code_id: str,
    name: tuple[str, ...],
    parent: str | None,
    definition: tuple[str, ...],
    run: str | None,
    coder: str | None,
    folder: str | None,
) -> None:
    """Make a code of a theme; the passages that stand for it are its examples.

    Nothing is coded with it: a person reads the passages and codes them.

    Example: qct themes code 3 upkeep --name en="Money for upkeep"
    """
    from toolkit.domain.codebook import Code

    with open_project(folder) as project:
        new = Code(
            id=code_id,
            name=by_language(name),
            definition=by_language(definition),
            parent=parent,
        )
        edit = project.themes.make_code(
            theme,
            new,
            actor=acting_coder(project, coder),
            run_id=run,
        )
    for line in edit.lines(would=False):
        note(line)


@command("assign")
@option(
    "--sources",
    metavar="ID,ID",
    kind=options.IDS,
    default="",
    text=_("Only these sources (default: all that the themes do not have)."),
)
@run_option
@options.coder
@options.project
@options.format_
def assign(
    sources: tuple[str, ...],
    run: str | None,
    coder: str | None,
    folder: str | None,
    format_: Format,
) -> None:
    """Put new interviews into the themes, which stay as they were fitted.

    Example: qct themes assign --sources E21,E22
    """
    with open_project(folder) as project:
        counts = project.themes.assign(sources, actor=acting_coder(project, coder), run_id=run)
    output.emit(("source", "segments"), list(counts.items()), format_)
    note(_("segments nearer to small talk than to any theme are left out"))


COMMANDS = (name_theme, merge, split, reject, code, assign)
