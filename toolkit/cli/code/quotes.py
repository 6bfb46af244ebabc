"""`qct quotes`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.cli import completing, options, output
from toolkit.cli.commands import argument, command, option
from toolkit.cli.notes import note
from toolkit.cli.opening import open_project
from toolkit.i18n import _, ngettext

if TYPE_CHECKING:
    from toolkit.cli.options import Format

COLUMNS = ("source", "start", "end", "code", "coder", "quote")
RISK = "risk"


@command("quotes")
@argument(
    "code", "CODE", _("Id of the code; codes below it are included."), complete=completing.codes
)
@options.exactly
@option(
    "--answers",
    metavar="RULE",
    text=_(
        "Rule for whose answers count, as in `qct matrix` (default: the codings of everyone, and "
        "a note says of whom)."
    ),
)
@options.only_coder
@options.only_source
@options.round_shown
@options.public
@options.project
@options.format_
def quotes(
    code: str,
    exactly: bool,
    answers: str | None,
    coder: str | None,
    source: str | None,
    round_id: str | None,
    public: bool,
    folder: str | None,
    format_: Format,
) -> None:
    """List the passages behind a code, word for word, each with its source and offsets.

    Sources that render another source in a second language are left out unless you name one.
    The last column says of which quotes the details may tell who spoke.

    Example: qct quotes obstacle-security --answers consensus,coder-a --format csv
    """
    with open_project(folder, read_only=True, round_id=round_id, coder=coder) as project:
        listed = project.codings.quotes(
            code,
            answers=answers,
            exactly=exactly,
            source=source,
            coder=coder,
            round_id=round_id,
        )
        rows = [dict(row) for row in listed.rows]
        if public:
            project.identifiers.refuse_risks(
                (row["source"], row["start"], row["end"], row["quote"]) for row in listed.rows
            )
        risks = project.identifiers.quote_risks(row["quote"] for row in listed.rows)
    cells = [
        [*(row[column] for column in COLUMNS), risk.sentence if risk is not None else ""]
        for row in rows
        for risk in (risks.get(str(row["quote"])),)
    ]
    output.emit((*COLUMNS, RISK), cells, format_, wrapped=("quote",))
    if risks:
        note(
            ngettext(
                "{count} quote may tell who spoke: fewer than three cases share its details; "
                "--public refuses it",
                "{count} quotes may tell who spoke: fewer than three cases share their details; "
                "--public refuses them",
                len(risks),
            ).format(count=len(risks))
        )
    for line in listed.notes:
        note(line)
