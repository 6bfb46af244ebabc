"""Codes that coders put in each other's place, most confused first, definitions side by side."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import DataTable, OptionList, Static
from textual.widgets.option_list import Option

from toolkit.domain.progress import ProgressCallback, no_progress
from toolkit.report.tables import Cell, Table
from toolkit.text.cells import drawn
from toolkit.tui.state.coding_session import CodingSession
from toolkit.tui.state.disagreements import definition
from toolkit.tui.widgets.bars import QUIET, safe, short

_MOST = 12
_MEASURES = ("characters", "codings")
_NAME_CELLS = 24
_NOTHING = "·"
"""Stands for 0, so that what is confused stands out."""
_KEYS = {
    "": "enter Those disagreements   m Matrix   ↑ ↓ Choose   esc Back",
    "characters": "m By codings   ↑ ↓ ← → Move   esc Back",
    "codings": "m Pairs of codes   ↑ ↓ ← → Move   esc Back",
}


class Confused:
    """The figures, which take their time."""

    def __init__(self, session: CodingSession, tell: ProgressCallback = no_progress) -> None:
        self.session = session
        sources, project = session.shared_sources(), session.project
        tell(0, 3)
        self.pairs = project.consensus.confused_codes(sources=sources, limit=_MOST)
        self.cells: dict[str, Table] = {}
        for done, measure in enumerate(_MEASURES, 1):
            tell(done, 3)
            self.cells[measure] = project.consensus.confusion(sources=sources, measure=measure)


class ConfusedScreen(ModalScreen[tuple[str, str] | None]):
    """Pairs of codes with both definitions, and the code-by-code matrix behind them.

    Returns the two codes whose disagreements are wanted, or None.
    """

    DEFAULT_CSS = """
    ConfusedScreen #confused-side { height: 1fr; margin-top: 1; }
    ConfusedScreen #confused-two { height: auto; }
    ConfusedScreen #confused-two Static { width: 1fr; height: auto; padding: 0 1 0 0; }
    ConfusedScreen #confused-table { height: 1fr; }
    ConfusedScreen DataTable { height: 1fr; background: $surface; }
    ConfusedScreen #confused-cell { height: 1; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,f", "dismiss(None)", "Back"),
        Binding("m", "matrix", "Matrix"),
        Binding("j", "step(1)", show=False),
        Binding("k", "step(-1)", show=False),
    ]

    def __init__(self, found: Confused) -> None:
        super().__init__()
        self._session, self._cells = found.session, found.cells
        self._pairs = [dict(zip(found.pairs.columns, row, strict=True)) for row in found.pairs.rows]
        self._measure = ""
        """What the matrix counts; empty while the pairs are shown."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="window tall wide"):
            yield Static("Most confused codes", classes="window-title", markup=False)
            with Vertical(id="confused-pairs", classes="window-body"):
                yield OptionList(*map(self._option, self._pairs), id="confused-list", markup=False)
                with (
                    VerticalScroll(id="confused-side", can_focus=False),
                    Horizontal(id="confused-two"),
                ):
                    yield Static(id="confused-code", markup=False)
                    yield Static(id="confused-other", markup=False)
            with Vertical(id="confused-table", classes="window-body"):
                yield Static(id="confused-notes", markup=False)
                yield DataTable(id="confused-matrix", fixed_columns=1, zebra_stripes=False)
                yield Static(id="confused-cell", markup=False)
            yield Static(id="confused-keys", classes="window-keys", markup=False)

    def on_mount(self) -> None:
        if self._pairs:
            self._list.highlighted = 0
        else:
            self.query_one("#confused-code", Static).update(
                "No two codes stand in each other's place: no definition needs a second look."
            )
        self._show()

    @property
    def _list(self) -> OptionList:
        return self.query_one("#confused-list", OptionList)

    @property
    def _table(self) -> DataTable[Text]:
        return self.query_one(DataTable)

    def _show(self) -> None:
        """The pairs, or the matrix by one measure."""
        self.query_one("#confused-pairs").display = not self._measure
        self.query_one("#confused-table").display = bool(self._measure)
        title = f"Matrix by {self._measure}" if self._measure else "Most confused codes"
        self.query_one(".window-title", Static).update(title)
        self.query_one("#confused-keys", Static).update(_KEYS[self._measure])
        if self._measure:
            self._fill()
            self._table.focus()
        else:
            self._list.focus()

    # --- pairs ------------------------------------------------------------------------

    def _option(self, pair: dict[str, Cell]) -> Option:
        look = self._session.look
        share, characters = float(str(pair["share"])), float(str(pair["characters"]))
        plural = "" if pair["codings"] == 1 else "s"
        figures = f"  {characters:.0f} characters, {pair['codings']} coding{plural}, {share:.0%}"
        return Option(
            Content.assemble(
                (short(look(str(pair["code"])).name, _NAME_CELLS), "bold"),
                (" / ", QUIET),
                (short(look(str(pair["other"])).name, _NAME_CELLS), "bold"),
                (figures, QUIET),
            )
        )

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        pair = self._pairs[event.option_index]
        for widget, key in (("code", "code"), ("other", "other")):
            said = Content.assemble(*definition(self._session, str(pair[key])))
            self.query_one(f"#confused-{widget}", Static).update(said)
        self.query_one("#confused-side").scroll_home(animate=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        pair = self._pairs[event.option_index]
        self.dismiss((str(pair["code"]), str(pair["other"])))

    # --- the matrix -------------------------------------------------------------------

    def action_matrix(self) -> None:
        order = ("", *_MEASURES)
        self._measure = order[(order.index(self._measure) + 1) % len(order)]
        self._show()

    def _fill(self) -> None:
        """All codes in use: rows are the first coder's, columns the second's, by number."""
        matrix, table = self._cells[self._measure], self._table
        place = table.cursor_coordinate
        notes = "\n".join(safe(note) for note in matrix.notes)
        self.query_one("#confused-notes", Static).update(f"{notes}\n")
        numbers = [*map(str, range(1, len(matrix.columns) - 1)), "none"]
        table.clear(columns=True)
        table.add_column(Text("code"), width=_NAME_CELLS + 3)
        for number in numbers:
            table.add_column(Text(number, justify="right"))
        for number, row in zip(numbers, matrix.rows, strict=True):
            label = Text(f"{number:>2} {short(self._called(str(row[0])), _NAME_CELLS)}")
            table.add_row(label, *(_counted(cell) for cell in row[1:]))
        table.move_cursor(row=place.row, column=max(place.column, 1))

    def _called(self, code_id: str) -> str:
        known = code_id in self._session.codebook.by_id
        return self._session.look(code_id).name if known else "nothing"

    def on_data_table_cell_highlighted(self, event: DataTable.CellHighlighted) -> None:
        """Say in words what the cell is: the columns have room for numbers only."""
        event.stop()
        matrix = self._cells.get(self._measure)
        at, row = event.coordinate.column, event.coordinate.row
        if matrix is None or row >= len(matrix.rows) or not 0 < at < len(matrix.columns):
            return
        count = matrix.rows[row][at]
        mine, theirs = self._called(str(matrix.rows[row][0])), self._called(matrix.columns[at])
        how_many = f"{count} {self._measure}: " if count is not None else ""
        said = f"{how_many}{drawn(mine)} (row), {drawn(theirs)} (column)"
        self.query_one("#confused-cell", Static).update(said)

    def action_step(self, by: int) -> None:
        target = self._table if self._measure else self._list
        if by > 0:
            target.action_cursor_down()
        else:
            target.action_cursor_up()


def _counted(cell: Cell) -> Text:
    text = "" if cell is None else _NOTHING if not cell else str(cell)
    return Text(text, justify="right", style="dim" if text == _NOTHING else "")
