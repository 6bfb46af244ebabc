"""`qct quotes`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.cli import completing, options, output
from toolkit.cli.commands import argument, command
from toolkit.cli.opening import open_project
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.cli.options import Format

COLUMNS = ("source", "start", "end", "code", "coder", "quote")


@command("quotes")
@argument(
    "code", "CODE", _("Id of the code; codes below it are included."), complete=completing.codes
)
@options.only_coder
@options.only_source
@options.round_shown
@options.project
@options.format_
def quotes(
    code: str,
    coder: str | None,
    source: str | None,
    round_id: str | None,
    folder: str | None,
    format_: Format,
) -> None:
    """List the passages behind a code, word for word, each with its source and offsets.

    Example: qct quotes obstacle-security --format csv
    """
    with open_project(folder, read_only=True, round_id=round_id, coder=coder) as project:
        project.codebook.code(code)
        codes = set(project.codebook.current().descendants(code))
        rows = [
            row
            for row in project.codings.rows(source=source, coder=coder, round_id=round_id)
            if row["code"] in codes
        ]
    output.emit(COLUMNS, [[row[column] for column in COLUMNS] for row in rows], format_)  # type: ignore[literal-required]
