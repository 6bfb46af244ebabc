"""Codes that coders put in each other's place, most confused first, definitions side by side."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from toolkit.domain.progress import Tell, untold
from toolkit.tui.session import Session
from toolkit.tui.widgets.bars import QUIET, Part, safe

_MOST = 12


class Confused:
    """The figures, which take their time."""

    def __init__(self, session: Session, tell: Tell = untold) -> None:
        self.session = session
        sources, project = session.shared_sources(), session.project
        tell(0, 3)
        self.pairs = project.confused_codes(sources=sources, limit=_MOST)
        tell(1, 3)
        self.cells = {"characters": project.confusion(sources=sources, measure="characters")}
        tell(2, 3)
        self.cells["codings"] = project.confusion(sources=sources, measure="codings")


class ConfusedScreen(ModalScreen[None]):
    """Pairs of codes with both definitions, then the code-by-code matrix of what they share."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,f", "dismiss(None)", "Back"),
        Binding("m", "matrix", "Characters or codings"),
    ]

    def __init__(self, found: Confused) -> None:
        super().__init__()
        self._session, self._pairs, self._cells = found.session, found.pairs, found.cells
        self._measure = "characters"

    def compose(self) -> ComposeResult:
        with Vertical(classes="window tall wide"):
            yield Static("Most confused codes", classes="window-title", markup=False)
            with VerticalScroll(classes="window-body"):
                yield Static(id="confused-pairs", markup=False)
                yield Static(id="confused-matrix", markup=False)
            yield Static(
                "m Matrix by characters or codings   ↑ ↓ Scroll   esc Back",
                classes="window-keys",
                markup=False,
            )

    def on_mount(self) -> None:
        self.query_one("#confused-pairs", Static).update(Content.assemble(*self._listed()))
        self._show()

    def action_matrix(self) -> None:
        self._measure = "codings" if self._measure == "characters" else "characters"
        self._show()

    def _listed(self) -> list[Part]:
        session, parts = self._session, list[Part]()
        columns = self._pairs.columns
        for row in self._pairs.rows:
            one = dict(zip(columns, row, strict=True))
            share = float(str(one["share"]))
            parts += [
                (f"{safe(session.look(str(one['code'])).name)}", "bold"),
                (" / ", QUIET),
                (f"{safe(session.look(str(one['other'])).name)}", "bold"),
                (
                    f"  {one['characters']} characters, {one['codings']} codings, {share:.0%}\n",
                    QUIET,
                ),
                (f"  {safe(str(one['definition'] or 'No definition yet.'))}\n", ""),
                (f"  {safe(str(one['other_definition'] or 'No definition yet.'))}\n\n", ""),
            ]
        return parts or [
            ("No two codes stand in each other's place: no definition needs a second look.\n", "")
        ]

    def _show(self) -> None:
        """The matrix of the codes named above: rows are the first coder's, columns the second's."""
        table = self._cells[self._measure]
        at = {name: place for place, name in enumerate(table.columns)}
        named = dict.fromkeys(str(row[place]) for row in self._pairs.rows for place in (0, 1))
        kept = [name for name in named if name in at]
        numbers = {name: str(number) for number, name in enumerate(kept, 1)}
        by_row = {str(row[0]): row for row in table.rows}
        parts: list[Part] = [(f"Matrix by {self._measure}\n", "bold")]
        parts += [(f"{safe(note)}\n", QUIET) for note in table.notes]
        parts.append((" " * 28 + "".join(f"{numbers[name]:>8}" for name in kept) + "\n", QUIET))
        for name in kept:
            row = by_row.get(name)
            label = f"{numbers[name]} {self._session.look(name).name}"[:26]
            cells = "".join(f"{row[at[one]] if row else 0:>8}" for one in kept)
            parts.append((f"{safe(label):<28}{cells}\n", ""))
        self.query_one("#confused-matrix", Static).update(Content.assemble(*parts))
