"""The list of sources with this coder's progress."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from toolkit.text.cells import drawn, pad, width
from toolkit.tui.widgets.bars import QUIET

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.domain.transcript import Source

CELLS = 28
_COUNT = 5


class SourceList(OptionList):
    """One line a source: id, title, and how many codings of one's own it has."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
    ]

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id, markup=False)
        self._shown: dict[str, Content] = {}

    def fill(self, sources: Sequence[Source], counts: Mapping[str, int]) -> None:
        """Show these sources; lines that stay the same are left alone."""
        lines = {source.id: _line(source, counts.get(source.id, 0), sources) for source in sources}
        if list(lines) != list(self._shown):
            self.clear_options()
            self.add_options(Option(line, id=name) for name, line in lines.items())
        else:
            for name, line in lines.items():
                if line.plain != self._shown[name].plain:
                    self.replace_option_prompt(name, line)
        self._shown = lines

    def mark(self, source_id: str) -> None:
        """Highlight the source that is open."""
        if source_id in self._shown:
            self.highlighted = list(self._shown).index(source_id)


def _line(source: Source, count: int, sources: Sequence[Source]) -> Content:
    name_cells = min(max((width(other.id) for other in sources), default=0), 12)
    title = source.title if source.title != source.id else ""
    room = CELLS - 4 - name_cells - 1 - _COUNT
    return Content.assemble(
        (pad(drawn(source.id), name_cells), "bold" if count else ""),
        " ",
        (pad(" ".join(title.split()), room), QUIET),
        (f"{count:>{_COUNT}}" if count else f"{'–':>{_COUNT}}", QUIET if not count else ""),
    )
