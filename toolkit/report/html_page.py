"""Reports as a self-contained page of HTML, without scripts, fonts or addresses.

All texts are escaped; the content of a cell is never interpreted. Drawings are those of
`toolkit.report.figures`, which refuses what could load or run anything.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from toolkit.i18n import _
from toolkit.report.provenance import SHEET
from toolkit.report.tables import Table
from toolkit.text.cells import drawn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.report.figures import Figure
    from toolkit.report.provenance import Provenance
    from toolkit.report.tables import Cell

_STYLE = """\
body { font-family: system-ui, sans-serif; margin: 2rem auto; max-width: 90rem; padding: 0 1rem; }
table { border-collapse: collapse; font-size: .85rem; }
th, td { border-bottom: 1px solid #ccc; padding: .25rem .5rem; text-align: left; }
th { position: sticky; top: 0; background: #fff; vertical-align: bottom; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
td.text { white-space: pre-wrap; }
td.end { text-align: right; }
.table { overflow-x: auto; margin: 1rem 0; }
ul { color: #333; font-size: .85rem; }
figure { margin: 1rem 0; }
figure svg { max-width: 100%; height: auto; }
figcaption { color: #333; font-size: .85rem; }
"""


@dataclass(frozen=True, slots=True)
class Markup:
    """A part that is HTML already, made of escaped texts."""

    html: str


def html_page(
    title: str,
    parts: Sequence[Table | Figure | Markup | str],
    *,
    language: str = "en",
    provenance: Provenance | None = None,
    style: str = "",
) -> str:
    """A page with a heading, paragraphs, drawings and tables, each table with its notes below
    it, and where its figures come from in a section at the end.

    Equal parts give equal bytes.
    """
    body = [_part(part) for part in parts]
    if provenance is not None:
        body.append(_section(provenance))
    head = f"<title>{escaped(title)}</title>\n<style>\n{_STYLE}{style}</style>"
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f"{head}\n</head>\n<body>\n<h1>{escaped(title)}</h1>\n" + "\n".join(body) + "\n</body>\n"
        "</html>\n"
    )


def _part(part: Table | Figure | Markup | str) -> str:
    if isinstance(part, Markup):
        return part.html
    if isinstance(part, str):
        return _paragraph(part)
    return _table(part) if isinstance(part, Table) else _figure(part)


def _figure(figure: Figure) -> str:
    """The drawing, and what it shows in words that are opened on demand."""
    return (
        f'<figure id="{escape(figure.id)}">\n{figure.inline()}<figcaption><details><summary>'
        f"{escaped(_('What the chart shows, in words'))}</summary>{escaped(figure.description)}"
        "</details></figcaption>\n</figure>"
    )


def _paragraph(text: str) -> str:
    return "\n".join(f"<p>{escaped(part)}</p>" for part in text.split("\n\n"))


def _table(table: Table) -> str:
    table = table.shown()
    heads = "".join(f'<th scope="col">{escaped(name)}</th>' for name in table.columns)
    heads += "".join(f"</tr>\n<tr>{''.join(map(_cell, row))}" for row in table.subheads)
    ends = {table.columns.index(name) for name in table.flush_right}
    rows = "\n".join(
        f"<tr>{''.join(_cell(cell, at in ends) for at, cell in enumerate(row))}</tr>"
        for row in table.rows
    )
    title = f"<h2>{escaped(table.title)}</h2>\n" if table.title else ""
    notes = "".join(f"<li>{escaped(note)}</li>" for note in table.notes)
    return (
        f'{title}<div class="table"><table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n'
        f"</tbody>\n</table></div>{f'<ul>{notes}</ul>' if notes else ''}"
    )


def _section(provenance: Provenance) -> str:
    rows = "\n".join(
        f'<tr><th scope="row">{escaped(key)}</th>{_cell(value)}</tr>'
        for key, value in provenance.entries()
    )
    return (
        f'<section id="{SHEET}">\n<h2>{escaped(_("provenance"))}</h2>\n'
        f'<div class="table"><table>\n<tbody>\n{rows}\n</tbody>\n</table></div>\n</section>'
    )


def _cell(cell: Cell, at_end: bool = False) -> str:
    if cell is None or (isinstance(cell, float) and not math.isfinite(cell)):
        return "<td></td>"
    if isinstance(cell, bool):
        return f"<td>{'yes' if cell else 'no'}</td>"
    if isinstance(cell, str):
        return f'<td class="text{" end" if at_end else ""}">{escaped(cell)}</td>'
    shown = f"{cell:.3f}" if isinstance(cell, float) else str(cell)
    return f'<td class="number">{shown}</td>'


def escaped(text: str) -> str:
    """The text escaped, with visible pictures for control characters."""
    return escape(drawn(text))
