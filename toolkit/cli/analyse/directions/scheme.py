"""`qct directions scheme`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.cli import options, output
from toolkit.cli.analyse.directions.of_directions import directions
from toolkit.cli.commands import flag
from toolkit.cli.opening import open_project
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.cli.options import Format


@directions.command("scheme")
@flag("--history", text=_("List the imports of directions with the mappings made under each."))
@options.project
@options.format_
def scheme(history: bool, folder: str | None, format_: Format) -> None:
    """Show the directions of the project, with what their models learn from, or their versions.

    `qct codebook import FILE` takes in any scheme. The ids `none` and `unclear` are always there.

    Example: qct directions scheme --history
    """
    with open_project(folder, read_only=True) as project:
        if history:
            columns: tuple[str, ...] = (
                "number", "scheme", "version", "at", "coder", "added", "changed", "mappings",
            )  # fmt: skip
            rows: list[tuple[object, ...]] = [
                (
                    each.number,
                    each.scheme,
                    each.version,
                    each.at,
                    each.actor,
                    " ".join(each.added),
                    " ".join(each.changed),
                    each.mappings,
                )
                for each in project.directions.versions()
            ]
        else:
            language = project.config.language
            columns = ("direction", "name", "definition", "prototypes", "terms", "boundary_cases")
            rows = [
                (
                    each.id,
                    each.label(language),
                    each.definition.get(language) or next(iter(each.definition.values()), ""),
                    _counted(each.prototypes),
                    _counted(each.terms),
                    len(each.boundary_cases),
                )
                for each in project.directions.all()
            ]
    output.emit(columns, rows, format_, wrapped=() if history else ("definition",))


def _counted(texts: object) -> str:
    """The number of texts by language, such as `en 24, ko 27`."""
    assert isinstance(texts, dict)
    return ", ".join(f"{language} {len(listed)}" for language, listed in sorted(texts.items()))
