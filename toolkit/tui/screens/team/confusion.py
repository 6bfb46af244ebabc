"""Codes that coders confuse, the most confused pair first, with their definitions side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import DataTable, OptionList, Static
from textual.widgets.option_list import Option

from toolkit.agreement.confusion import NOTHING, ConfusedPair
from toolkit.domain.progress import ProgressCallback, no_progress
from toolkit.i18n import _, ngettext
from toolkit.text.cells import drawn
from toolkit.tui.state.disagreements import definition
from toolkit.tui.widgets.bars import QUIET, safe, short

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from toolkit.operations.consensus.disagreements import ConfusionMatrix
    from toolkit.tui.state.coding_session import CodingSession

_MOST = 12
_MEASURES = ("characters", "codings")
_NAME_CELLS = 24
_ZERO = "·"
"""Stands for 0, so that what is confused stands out."""
_KEYS = {
    "": _("enter Show these disagreements   m Matrix   ↑ ↓ Move   esc Back"),
    "characters": _("m By codings   ↑ ↓ ← → Move   esc Back"),
    "codings": _("m Pairs of codes   ↑ ↓ ← → Move   esc Back"),
}


class ConfusionFigures:
    """The confused pairs and both matrices; reading them takes a moment."""

    def __init__(self, session: CodingSession, tell: ProgressCallback = no_progress) -> None:
        self.session = session
        sources, project = session.shared_sources(), session.project
        tell(0, 3)
        self.pairs = project.consensus.most_confused(sources=sources, limit=_MOST)
        self.matrices: dict[str, ConfusionMatrix] = {}
        for done, measure in enumerate(_MEASURES, 1):
            tell(done, 3)
            self.matrices[measure] = project.consensus.confusion_matrix(
                sources=sources, measure=measure
            )


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

    def __init__(self, figures: ConfusionFigures) -> None:
        super().__init__()
        self._session, self._pairs = figures.session, figures.pairs
        self._matrices = figures.matrices
        self._measure = ""
        """What the matrix counts; empty while the pairs are shown."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="window tall wide"):
            yield Static(_("Most confused codes"), classes="window-title", markup=False)
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
                _("The coders have not confused any two codes.")
            )
        self._show()

    @property
    def _list(self) -> OptionList:
        return self.query_one("#confused-list", OptionList)

    @property
    def _table(self) -> DataTable[Text]:
        return self.query_one(DataTable)

    def _show(self) -> None:
        """Show the pairs, or the matrix of one measure."""
        self.query_one("#confused-pairs").display = not self._measure
        self.query_one("#confused-table").display = bool(self._measure)
        title = (
            _("Matrix by {measure}").format(measure=self._measure)
            if self._measure
            else _("Most confused codes")
        )
        self.query_one(".window-title", Static).update(title)
        self.query_one("#confused-keys", Static).update(_KEYS[self._measure])
        if self._measure:
            self._fill()
            self._table.focus()
        else:
            self._list.focus()

    # --- pairs ------------------------------------------------------------------------

    def _option(self, pair: ConfusedPair) -> Option:
        look = self._session.look
        characters = ngettext(
            "{count:.0f} character", "{count:.0f} characters", round(pair.characters)
        ).format(count=pair.characters)
        codings = ngettext("{count} coding", "{count} codings", pair.codings)
        figures = f"  {characters}, {codings.format(count=pair.codings)}, {pair.share:.0%}"
        return Option(
            Content.assemble(
                (short(look(pair.code).name, _NAME_CELLS), "bold"),
                (" / ", QUIET),
                (short(look(pair.other).name, _NAME_CELLS), "bold"),
                (figures, QUIET),
            )
        )

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        pair = self._pairs[event.option_index]
        for widget, code in (("code", pair.code), ("other", pair.other)):
            text = Content.assemble(*definition(self._session, code))
            self.query_one(f"#confused-{widget}", Static).update(text)
        self.query_one("#confused-side").scroll_home(animate=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        pair = self._pairs[event.option_index]
        self.dismiss((pair.code, pair.other))

    # --- the matrix -------------------------------------------------------------------

    def action_matrix(self) -> None:
        order = ("", *_MEASURES)
        self._measure = order[(order.index(self._measure) + 1) % len(order)]
        self._show()

    def _fill(self) -> None:
        """All codes in use: rows are the first coder's, columns the second's, by number."""
        matrix, table = self._matrices[self._measure], self._table
        place = table.cursor_coordinate
        notes = "\n".join(safe(note) for note in matrix.notes)
        self.query_one("#confused-notes", Static).update(f"{notes}\n")
        numbers = [*map(str, range(1, len(matrix.codes) + 1)), "none"]
        table.clear(columns=True)
        table.add_column(Text("code"), width=_NAME_CELLS + 3)
        for number in numbers:
            table.add_column(Text(number, justify="right"))
        names = [*map(self._called, matrix.codes), self._called(NOTHING)]
        for number, name, counts in zip(numbers, names, matrix.counts, strict=True):
            label = Text(f"{number:>2} {short(name, _NAME_CELLS)}")
            table.add_row(label, *map(_counted, counts))
        table.move_cursor(row=place.row, column=max(place.column, 1))

    def _called(self, code_id: str) -> str:
        known = code_id in self._session.codebook.by_id
        return self._session.look(code_id).name if known else "nothing"

    def on_data_table_cell_highlighted(self, event: DataTable.CellHighlighted) -> None:
        """Describe the cell in words: the columns have room for numbers only."""
        event.stop()
        matrix = self._matrices.get(self._measure)
        column, row = event.coordinate.column - 1, event.coordinate.row
        codes = (*matrix.codes, NOTHING) if matrix is not None else ()
        if matrix is None or not (row < len(codes) and 0 <= column < len(codes)):
            return
        count = matrix.counts[row][column]
        how_many = f"{count} {self._measure}: " if count is not None else ""
        first, second = drawn(self._called(codes[row])), drawn(self._called(codes[column]))
        text = _("{how_many}{first} (row), {second} (column)").format(
            how_many=how_many, first=first, second=second
        )
        self.query_one("#confused-cell", Static).update(text)

    def action_step(self, by: int) -> None:
        target = self._table if self._measure else self._list
        if by > 0:
            target.action_cursor_down()
        else:
            target.action_cursor_up()


def _counted(count: float | None) -> Text:
    text = "" if count is None else _ZERO if not count else str(count)
    return Text(text, justify="right", style="dim" if text == _ZERO else "")
