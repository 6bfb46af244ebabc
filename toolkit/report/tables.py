"""Tables as CSV, JSON and text for the terminal.

The content of a cell is never interpreted, neither by a spreadsheet (formulas) nor by a
terminal (control characters), and numbers stay numbers.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass, field
from io import StringIO
from typing import TYPE_CHECKING, TypeAlias

from toolkit.i18n import _
from toolkit.report.json_text import json_text
from toolkit.report.provenance import Provenance
from toolkit.text.cells import drawn, flush_right, pad, truncate, width
from toolkit.text.wrap import wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

Cell: TypeAlias = str | int | float | bool | None

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠")
"""Characters that start a formula in spreadsheet programs, with their full-width forms."""
_VISIBLE = {code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A)}
_VISIBLE |= {0x7F: 0x2421, **dict.fromkeys(range(0x80, 0xA0), 0xFFFD)}
_LEAST = 8
"""Fewest terminal cells of a text column when a table has to shrink."""
_LEAST_WRAPPED = 24
"""Fewest terminal cells of a column that wraps its texts when a table has to shrink."""
_MOST_LINES = 6
"""Lines of a terminal that one text of a column that wraps takes at most."""
_MOST_PADDED = 60
"""Cells to which shorter rows are padded for a column that wraps, where no width is given."""
_GAP = "  "
_SHADES = "░▒▓█"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A table as text for the terminal."""

    text: str
    cut: bool
    """Whether a text of a column that wraps is longer than the lines it gets."""


@dataclass(frozen=True, slots=True)
class Table:
    """Named columns and rows of cells. A cell of None is missing and shows as empty."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""
    notes: tuple[str, ...] = ()
    """Sentences on the meaning of the numbers, printed below the table and never inside it."""
    aside: tuple[str, ...] = ()
    """Columns that repeat the notes, for CSV and JSON, which have no notes; all formats with
    notes leave these columns out."""
    subheads: tuple[tuple[Cell, ...], ...] = ()
    """Rows below the column names that say something of the columns, such as how many cases each
    rests on; CSV and JSON, whose columns hold one kind of value, leave them out."""
    wrapped: tuple[str, ...] = ()
    """Columns of long texts, which take several lines in a terminal and pad no other row to
    their length elsewhere."""
    flush_right: tuple[str, ...] = ()
    """Columns of texts that end at their right edge, such as what stands left of a word; a
    terminal that is too narrow cuts their beginning."""
    shaded: int = 0
    """Columns of numbers, from the third on, that a terminal shows with marks of their height."""
    depths: tuple[int, ...] = ()
    """How far each row stands below the topmost; its name is indented where people read it."""
    provenance: Provenance | None = field(default=None, compare=False, repr=False)
    """Where the figures come from, which every file with the table says. None: not known."""

    def __post_init__(self) -> None:
        if len(set(self.columns)) < len(self.columns):
            raise ValueError(f"two columns of a table have one name: {self.columns}")
        if any(len(row) != len(self.columns) for row in (*self.rows, *self.subheads)):
            raise ValueError(f"every row needs {len(self.columns)} cells")
        if self.depths and len(self.depths) != len(self.rows):
            raise ValueError(f"{len(self.depths)} depths for {len(self.rows)} rows")
        if unknown := {*self.aside, *self.wrapped, *self.flush_right} - set(self.columns):
            raise ValueError(f"no columns {', '.join(sorted(unknown))} to set aside or draw")

    def shown(self) -> Table:
        """The table without the columns that are set aside."""
        if not self.aside:
            return self
        columns = [at for at, name in enumerate(self.columns) if name not in self.aside]
        return Table(
            tuple(self.columns[at] for at in columns),
            tuple(tuple(row[at] for at in columns) for row in self.rows),
            self.title,
            self.notes,
            subheads=tuple(tuple(row[at] for at in columns) for row in self.subheads),
            wrapped=tuple(name for name in self.wrapped if name not in self.aside),
            flush_right=tuple(name for name in self.flush_right if name not in self.aside),
            shaded=self.shaded,
            depths=self.depths,
            provenance=self.provenance,
        )

    def indented(self, mark: str = "  ") -> tuple[tuple[Cell, ...], ...]:
        """The rows with their names moved to the right by their depth."""
        if not any(self.depths) or "name" not in self.columns:
            return self.rows
        at = self.columns.index("name")
        return tuple(
            (*row[:at], mark * depth + str(row[at]), *row[at + 1 :])
            for row, depth in zip(self.rows, self.depths, strict=True)
        )

    def to_frame(self) -> pd.DataFrame:
        """The table as a pandas data frame: a column for each of its own, None where unknown."""
        import pandas as pd

        return pd.DataFrame.from_records(list(self.rows), columns=list(self.columns))

    def to_csv(self) -> str:
        """The table as CSV by RFC 4180 with LF line ends, without a byte-order mark.

        A text that a spreadsheet would run as a formula gets an apostrophe before it. Control
        characters other than tab and LF become their Unicode pictures (␛), since the file may
        be shown in a terminal.
        """
        out = StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([_csv_cell(name) for name in self.columns])
        writer.writerows([[_csv_cell(cell) for cell in row] for row in self.rows])
        return out.getvalue()

    def to_json(self) -> str:
        """The table as a JSON list of objects with the column names as keys, one row a line."""
        rows = [
            json_text(dict(zip(self.columns, map(_finite, row), strict=True))) for row in self.rows
        ]
        return "[\n" + ",\n".join(rows) + "\n]\n" if rows else "[]\n"

    def to_json_lines(self) -> str:
        """The table as JSON Lines, an object a row, without keys whose cell is empty."""
        rows = (
            {
                column: _finite(cell)
                for column, cell in zip(self.columns, row, strict=True)
                if cell is not None
            }
            for row in self.rows
        )
        return "".join(f"{json_text(row)}\n" for row in rows)

    def to_text(self, width: int | None = None) -> str:
        """The table with columns aligned by terminal cells, numbers to the right.

        With `width` (in cells) text columns shrink to fit. A table that still does not fit is
        broken into blocks of columns, each with the first column at its start.
        """
        return self.draw(width).text

    def draw(self, width: int | None = None) -> Drawing:
        """The table as `to_text` gives it, and whether texts of columns that wrap are cut.

        With `width` such a text takes six lines at most, and the last says how many characters
        it has. Without, it is whole, and shorter rows are not padded to it.
        """
        if self.aside:
            return self.shown().draw(width)
        if not self.columns:
            return Drawing("", cut=False)
        cells = [[shown_cell(cell) for cell in row] for row in (*self.subheads, *self.indented())]
        if self.shaded and width is not None:
            cells[len(self.subheads) :] = _shaded(self, cells[len(self.subheads) :])
        heads = [drawn(name) for name in self.columns]
        sizes = _sizes(heads, cells)
        numeric = [is_numeric(row[at] for row in self.rows) for at in range(len(heads))]
        wrapped = [self.columns.index(name) for name in self.wrapped]
        blocks = [list(range(len(heads)))]
        if width is None:
            for at in wrapped:
                sizes[at] = min(sizes[at], max(_MOST_PADDED, len(heads[at])))
        else:
            whole = list(sizes)
            least = [_LEAST_WRAPPED if at in wrapped else _LEAST for at in range(len(heads))]
            sizes = _shrunk(sizes, numeric, least, width)
            blocks = _blocks(sizes, width)
            _widen(sizes, whole, wrapped, blocks, width)
        lines = [[[cell] for cell in row] for row in cells]
        for at in map(self.columns.index, self.flush_right):
            for drawn_row in lines:
                drawn_row[at] = [flush_right(drawn_row[at][0], sizes[at])]
        cut = False
        if width is not None:
            for row, shown in zip((*self.subheads, *self.rows), lines, strict=True):
                for at in wrapped:
                    shown[at], too_long = _wrapped_lines(row[at], sizes[at])
                    cut = cut or too_long
        parts = [
            _block(heads, lines, sizes, numeric, block, wrapped if width is None else ())
            for block in blocks
        ]
        title = [drawn(self.title), ""] if self.title else []
        return Drawing("\n".join([*title, "\n\n".join(parts)]) + "\n", cut)


def _guarded(text: str) -> str:
    return "'" + text if text.startswith(_FORMULA_STARTS) else text


def _csv_cell(cell: Cell) -> str | int | float:
    cell = _finite(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return _guarded(cell.translate(_VISIBLE)) if isinstance(cell, str) else cell


def _finite(cell: Cell) -> Cell:
    """The cell, or None for a float that is not finite: an undefined value is missing."""
    return None if isinstance(cell, float) and not math.isfinite(cell) else cell


def shown_cell(cell: Cell) -> str:
    """A cell as people read it."""
    cell = _finite(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return f"{cell:.3f}" if isinstance(cell, float) else drawn(str(cell))


def _shaded(table: Table, cells: Sequence[list[str]]) -> list[list[str]]:
    """The cells with a mark after each number; the highest of a level has the darkest."""
    depths = table.depths or (0,) * len(table.rows)
    last = 2 + table.shaded
    highest: dict[int, float] = {}
    for row, depth in zip(table.rows, depths, strict=True):
        values = [float(cell) for cell in row[2:last] if isinstance(cell, int | float)]
        highest[depth] = max([highest.get(depth, 0.0), *values])
    made = []
    for row, depth, shown in zip(table.rows, depths, cells, strict=True):
        marks = [
            f"{text} {_mark(cell, highest[depth])}" if isinstance(cell, int | float) else text
            for cell, text in zip(row[2:last], shown[2:last], strict=True)
        ]
        made.append([*shown[:2], *marks, *shown[last:]])
    return made


def _mark(value: float, highest: float) -> str:
    if not value or not highest:
        return " "
    return _SHADES[min(int(len(_SHADES) * value / highest), len(_SHADES) - 1)]


def is_numeric(column: Iterable[Cell]) -> bool:
    """Whether a column holds numbers, and no other values."""
    values = [cell for cell in column if cell is not None]
    return bool(values) and all(
        isinstance(cell, (int, float)) and not isinstance(cell, bool) for cell in values
    )


def _sizes(heads: Sequence[str], cells: Sequence[Sequence[str]]) -> list[int]:
    sizes = [width(head) for head in heads]
    for row in cells:
        sizes = [max(size, width(cell)) for size, cell in zip(sizes, row, strict=True)]
    return sizes


def _shrunk(
    sizes: Sequence[int], numeric: Sequence[bool], least: Sequence[int], available: int
) -> list[int]:
    """The sizes with text columns narrowed, widest first, until the table fits.

    No column gets narrower than its entry in `least`.
    """
    sizes = list(sizes)
    over = sum(sizes) + len(_GAP) * (len(sizes) - 1) - available
    while over > 0:
        texts = [at for at, size in enumerate(sizes) if not numeric[at] and size > least[at]]
        if not texts:
            break
        widest = max(sizes[at] for at in texts)
        level = [at for at in texts if sizes[at] == widest]
        below = max([least[at] for at in level] + [sizes[at] for at in texts if sizes[at] < widest])
        step = max(1, min(widest - below, over // len(level)))
        for at in level:
            taken = min(step, over)
            sizes[at] -= taken
            over -= taken
    return sizes


def _widen(
    sizes: list[int],
    whole: Sequence[int],
    wrapped: Sequence[int],
    blocks: Sequence[Sequence[int]],
    available: int,
) -> None:
    """Give the columns that wrap what their block leaves free, up to their whole size."""
    for block in blocks:
        free = available - sum(sizes[at] for at in block) - len(_GAP) * (len(block) - 1)
        for at in block:
            if at in wrapped and free > 0:
                wider = min(free, whole[at] - sizes[at])
                sizes[at] += wider
                free -= wider


def _wrapped_lines(cell: Cell, cells: int) -> tuple[list[str], bool]:
    """The lines of a text in a column of this many cells, and whether they are not all of it."""
    if not isinstance(cell, str):
        return [shown_cell(cell)], False
    rows = wrap(cell, cells)
    lines = [
        drawn(line)
        for start, end in zip(rows.start, rows.end, strict=True)
        if (line := cell[start:end].rstrip())
    ]
    if len(lines) <= _MOST_LINES:
        return lines or [""], False
    size = _("… ({count} characters)").format(count=f"{len(cell):,}")
    return [*lines[: _MOST_LINES - 1], size], True


def _blocks(sizes: Sequence[int], available: int) -> list[list[int]]:
    """The numbers of the columns of each block; every block begins with the first column."""
    blocks = [[0]]
    used = sizes[0]
    for at in range(1, len(sizes)):
        taken = len(_GAP) + sizes[at]
        if used + taken > available and len(blocks[-1]) > 1:
            blocks.append([0])
            used = sizes[0]
        blocks[-1].append(at)
        used += taken
    return blocks


def _block(
    heads: Sequence[str],
    rows: Sequence[Sequence[Sequence[str]]],
    sizes: Sequence[int],
    numeric: Sequence[bool],
    block: Sequence[int],
    overlong: Sequence[int],
) -> str:
    """The columns of a block. A row has the lines of each cell; `overlong` columns cut nothing."""

    def cell(text: str, at: int) -> str:
        if at in overlong and width(text) > sizes[at]:
            return text
        return _right(text, sizes[at]) if numeric[at] else pad(text, sizes[at])

    def line(texts: Sequence[str]) -> str:
        return _GAP.join(cell(texts[at], at) for at in block).rstrip()

    rule = _GAP.join("─" * sizes[at] for at in block)
    out = [line(heads), rule]
    for row in rows:
        for number in range(max(len(row[at]) for at in block)):
            out.append(line([lines[number] if number < len(lines) else "" for lines in row]))
    return "\n".join(out)


def _right(text: str, cells: int) -> str:
    cut = truncate(text, cells)
    return " " * (cells - width(cut)) + cut
