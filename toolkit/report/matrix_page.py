"""The page of a matrix: a shaded table whose numbers lead to their passages on the same page.

It has no script and loads nothing, so that it works from a disk and on paper.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.i18n import _, ngettext
from toolkit.report.html_page import Markup, escaped, html_page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.report.tables import Cell, Table

MOST_PASSAGES = 20_000
"""Passages on a page, each as often as it is named; above that there are none."""
_STEPS = 8
_STYLE = (
    "tbody th { position: sticky; left: 0; z-index: 1; font-weight: normal; }\n"
    "tbody th.branch, td.branch { font-weight: bold; }\n"
    "td.zero { color: #767676; }\n"
    "td a { color: inherit; text-decoration-color: #888; }\n"
    "h3 { font-size: 1rem; margin: 1rem 0 .25rem; }\n"
    "li.passage { margin: .25rem 0; }\n"
    "li.passage span { color: #555; }\n"
    "section:target { outline: 2px solid #1f4e79; }\n"
    + "".join(
        f"td.s{step} {{ background: rgb(31 78 121 / {step * 0.05:.2f}); }}\n"
        for step in range(1, _STEPS + 1)
    )
    + "@media print { @page { size: A4 landscape; margin: 1cm; } body { margin: 0; } "
    ".table { overflow: visible; } table { font-size: .6rem; } thead { display: "
    "table-header-group; } th { position: static; } tr { break-inside: avoid; } }\n"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage behind a number."""

    quote: str
    where: str
    """Its citation."""
    about: str
    """Its code and who coded it."""


def matrix_page(
    table: Table,
    passages: Mapping[str, Passage],
    behind: Mapping[tuple[int, int], Sequence[str]],
    others: Sequence[Table] = (),
) -> str:
    """The page. `behind` has the ids of `passages` by row and column of the values."""
    named = sum(map(len, behind.values()))
    doors = behind if named <= MOST_PASSAGES else {}
    parts: list[Table | Markup | str] = [Markup(_matrix(table, doors)), *others]
    if doors:
        parts.append(Markup(_passages(table, passages, doors)))
    elif named:
        parts.append(
            ngettext(
                "{count:,} passage is too many for a page; an .xlsx lists it, and `qct quotes "
                "--matrix` lists those of a cell.",
                "{count:,} passages are too many for a page; an .xlsx lists them, and `qct quotes "
                "--matrix` lists those of a cell.",
                named,
            ).format(count=named)
        )
    language = table.provenance.language if table.provenance is not None else "en"
    return html_page(
        table.title,
        parts,
        language=language or "en",
        provenance=table.provenance,
        style=_STYLE,
    )


def _matrix(table: Table, doors: Mapping[tuple[int, int], Sequence[str]]) -> str:
    depths = table.depths or (0,) * len(table.rows)
    branches = [after > here for here, after in zip(depths, (*depths[1:], 0), strict=False)]
    highest: dict[int, float] = {}
    for row, depth in zip(table.rows, depths, strict=True):
        values = [float(cell) for cell in row[2:] if isinstance(cell, int | float)]
        highest[depth] = max([highest.get(depth, 0.0), *values])
    head = "".join(f'<th scope="col">{escaped(name)}</th>' for name in table.columns)
    subheads = "".join(
        f"</tr>\n<tr>{''.join(f'<td>{_shown(cell)}</td>' for cell in row)}"
        for row in table.subheads
    )
    rows = []
    for at, row in enumerate(table.rows):
        kind = ' class="branch"' if branches[at] else ""
        indent = f' style="padding-left:{0.5 + depths[at]:g}rem"' if depths[at] else ""
        cells = "".join(
            _cell(cell, (at, column), highest[depths[at]], branches[at], doors)
            for column, cell in enumerate(row[2:])
        )
        rows.append(
            f"<tr><td>{_shown(row[0])}</td>"
            f'<th scope="row"{kind}{indent}>{_shown(row[1])}</th>{cells}</tr>'
        )
    notes = "".join(f"<li>{escaped(note)}</li>" for note in table.notes)
    body = "\n".join(rows)
    return (
        f'<div class="table" tabindex="0" role="region" aria-label="{escaped(table.title)}">'
        f"<table>\n<thead><tr>{head}{subheads}</tr></thead>\n<tbody>\n{body}\n</tbody>\n"
        f"</table></div><ul>{notes}</ul>"
    )


def _cell(
    cell: Cell,
    place: tuple[int, int],
    highest: float,
    is_branch: bool,
    doors: Mapping[tuple[int, int], Sequence[str]],
) -> str:
    if cell is None:
        return "<td></td>"
    kinds = ["number" if _is_number(cell) else "text"]
    if is_branch:
        kinds.append("branch")
    if isinstance(cell, int | float):
        step = math.ceil(_STEPS * float(cell) / highest) if highest else 0
        kinds.append(f"s{step}" if step else "zero")
    shown = _shown(cell)
    if doors.get(place):
        shown = f'<a href="#{_id(place)}">{shown}</a>'
    return f'<td class="{" ".join(kinds)}">{shown}</td>'


def _passages(
    table: Table,
    passages: Mapping[str, Passage],
    doors: Mapping[tuple[int, int], Sequence[str]],
) -> str:
    sections = []
    for place, ids in sorted(doors.items()):
        if not ids:
            continue
        row, column = place
        heading = f"{_shown(table.rows[row][1])} × {escaped(table.columns[column + 2])}"
        items = "".join(_passage(passages[name]) for name in ids)
        sections.append(
            f'<section id="{_id(place)}">\n<h3>{heading}: '
            f"{_shown(table.rows[row][column + 2])}</h3>\n<ol>{items}</ol>\n</section>"
        )
    return f"<h2>{escaped(_('passages behind the numbers'))}</h2>\n" + "\n".join(sections)


def _passage(passage: Passage) -> str:
    return (
        f'<li class="passage">“{escaped(passage.quote)}” '
        f"<span>({escaped(passage.where)}; {escaped(passage.about)})</span></li>"
    )


def _id(place: tuple[int, int]) -> str:
    return f"cell-{place[0] + 1}-{place[1] + 1}"


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    return escaped(f"{cell:.3f}" if isinstance(cell, float) else str(cell))
