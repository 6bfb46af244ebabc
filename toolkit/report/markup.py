"""Tables as Markdown and as LaTeX, for papers. Nothing in a cell is interpreted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.report.tables import is_numeric, shown_cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.report.tables import Cell, Table

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|~$&])")
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    '"': r"\textquotedbl{}",
}


def markdown(table: Table, notes: Sequence[str] = ()) -> str:
    """The table as Markdown with pipes, its title above it and its notes below.

    Names are indented by no-break spaces, which Markdown keeps.
    """
    table = table.shown()
    numeric = [is_numeric(row[at] for row in table.rows) for at in range(len(table.columns))]
    rows = [
        [shown_cell(cell) for cell in row]
        for row in (*table.subheads, *table.indented("\u00a0\u00a0"))
    ]
    lines = [
        _pipes([_plain(name) for name in table.columns]),
        _pipes(["---:" if right else "---" for right in numeric]),
        *(_pipes([_plain(cell) for cell in row]) for row in rows),
    ]
    head = [f"## {_plain(table.title)}", ""] if table.title else []
    foot = ["", *(f"- {_plain(note)}" for note in notes)] if notes else []
    return "\n".join([*head, *lines, *foot]) + "\n"


def latex(table: Table, notes: Sequence[str] = ()) -> str:
    """The table as a `longtable` with the rules of `booktabs`, its notes below it.

    A document that takes it in needs the packages booktabs and longtable; for Korean a class or
    a font that has its letters.
    """
    table = table.shown()
    numeric = [is_numeric(row[at] for row in table.rows) for at in range(len(table.columns))]
    columns = "".join("r" if right else "l" for right in numeric)
    head = _ampersands([_tex(name) for name in table.columns])
    rows = [
        _ampersands(
            [
                (rf"\hspace{{{depth}em}}" if at == name_at and depth else "") + _tex(cell)
                for at, cell in enumerate(shown_cell(cell) for cell in row)
            ]
        )
        for depth, name_at, row in _with_depth(table)
    ]
    subheads = [_ampersands([_tex(shown_cell(cell)) for cell in row]) for row in table.subheads]
    caption = [rf"\caption{{{_tex(table.title)}}} \\"] if table.title else []
    foot = [r"\par\smallskip\footnotesize " + r"\\ ".join(map(_tex, notes))] if notes else []
    return (
        "\n".join(
            [
                "% needs: \\usepackage{booktabs,longtable}",
                rf"\begin{{longtable}}{{{columns}}}",
                *caption,
                r"\toprule",
                head,
                *subheads,
                r"\midrule",
                r"\endhead",
                *rows,
                r"\bottomrule",
                r"\end{longtable}",
                *foot,
            ]
        )
        + "\n"
    )


def _with_depth(table: Table) -> list[tuple[int, int, tuple[Cell, ...]]]:
    name_at = table.columns.index("name") if "name" in table.columns else 0
    depths = table.depths or (0,) * len(table.rows)
    return [(depth, name_at, row) for depth, row in zip(depths, table.rows, strict=True)]


def _pipes(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text).replace("\n", "<br>")


def _ampersands(cells: Sequence[str]) -> str:
    return rf"{' & '.join(cells)} \\"


def _tex(text: str) -> str:
    escaped = "".join(_LATEX.get(char, char) for char in text)
    return escaped.replace("\n", r" \newline ")
