"""`qct cite`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.cli import options, output
from toolkit.cli.commands import command, flag
from toolkit.cli.notes import note
from toolkit.cli.opening import open_project
from toolkit.cli.parsing import parse_span
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.cli.options import Format


@command("cite")
@options.source_argument
@options.span
@flag("--keep", text=_("Save the quote in outputs/quotes.txt, which only you may read, as well."))
@options.public
@options.project
@options.format_
def cite(
    source: str, at: str, keep: bool, public: bool, folder: str | None, format_: Format
) -> None:
    """Quote a passage word for word, with source, turn, speaker, time and offsets.

    Example: qct cite E07 --at 120:184 --keep
    """
    start, end = parse_span(at)
    with open_project(folder, read_only=True) as project:
        words = project.sources.text(source)[start:end]
        if public:
            project.identifiers.refuse_risks([(source, start, end, words)])
        risks = project.identifiers.quote_risks([words])
        text = project.sources.cite(source, start, end)
        saved = project.sources.save_quote(source, start, end) if keep else None
    output.emit(("source", "start", "end", "cited"), [(source, start, end, text)], format_)
    for risk in risks.values():
        note(_("this quote may tell who spoke: {risk}").format(risk=risk.sentence))
    if saved is not None:
        outcome = _("saved to {path}") if saved.new else _("the quote is already in {path}")
        note(outcome.format(path=saved.path))
