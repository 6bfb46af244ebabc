"""The code picker: choose codes by typing part of a name, with their definitions at the side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from toolkit.domain.codebook import Code, Example, local
from toolkit.i18n import _, ngettext
from toolkit.tui.support.fuzzy import Ranked, Ranker
from toolkit.tui.support.pending_input import after_pending_input
from toolkit.tui.widgets.bars import QUIET, safe, short
from toolkit.tui.widgets.lazy_row import LazyRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from toolkit.tui.state.coding_session import CodingSession

_WEIGHTS = (1.0, 0.9, 0.9, 0.9, 0.55)
"""Of a match in the shown name, the id, other names, and last the path."""


@dataclass(frozen=True, slots=True)
class NewCode:
    """The answer of a picker in which the coder asked for a new code."""

    name: str
    """What was typed."""
    marked: tuple[str, ...] = ()
    """Codes that were marked before, to be applied with it."""


_NEW = "\x00new"
"""Id of the row that offers a new code."""


class CodePicker(ModalScreen[tuple[str, ...] | NewCode]):
    """Returns the ids of the codes chosen, none when cancelled, or a `NewCode`.

    In a blind round the list keeps the codebook's order whatever is typed; elsewhere the
    best match comes first, and before anything is typed the codes that the coder applied last,
    then those applied most.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(())", "Leave", priority=True),
        Binding("down,ctrl+n,ctrl+j", "step(1)", show=False, priority=True),
        Binding("up,ctrl+p,ctrl+k", "step(-1)", show=False, priority=True),
        Binding("pagedown", "step(10)", show=False, priority=True),
        Binding("pageup", "step(-10)", show=False, priority=True),
        Binding("tab", "mark", "Mark", priority=True),
        Binding("space", "space", show=False, priority=True),
        Binding("enter", "take", "Take", priority=True),
        Binding("ctrl+t", "new_code", "New code", priority=True),
    ]

    def __init__(
        self,
        session: CodingSession,
        *,
        quote: str = "",
        already: frozenset[str] = frozenset(),
        several: bool = True,
        may_create: bool = False,
        title: str = "",
    ) -> None:
        """`quote` is shown above; `already` are codes the coder has on it; with `may_create` a
        code that is not there can be asked for."""
        super().__init__()
        self._session = session
        self._quote, self._already, self._several = quote, already, several
        self._may_create = may_create
        self._title = title or _("Code")
        self._codes = session.usable_codes()
        self._fields = [self._searched(code) for code in self._codes]
        self._ranker = Ranker(self._fields, _WEIGHTS)
        self._last: list[str] = []
        self._often: dict[str, int] = {}
        if not session.is_blind:
            self._last, self._often = session.used_codes()
        self._listed: list[int] = []
        self._hits: dict[int, Ranked] = {}
        """Where what was typed matches, by the index of the code."""
        self._rows: dict[tuple[object, ...], LazyRow] = {}
        """Rows by all that their text depends on."""
        self._described: str | None = ""
        """Id of the code at the side; empty before any was shown."""
        self._marked: dict[str, None] = {}
        self._filled = ""
        """What the list was last searched for."""

    def _searched(self, code: Code) -> list[str]:
        name = code.label(self._session.language)
        others = [text for text in code.name.values() if text != name]
        return [name, code.id, *others, self._session.path(code.id)]

    def compose(self) -> ComposeResult:
        with Vertical(id="picker", classes="window tall wide"):
            yield Static(self._heading(), classes="window-title", markup=False)
            yield Input(placeholder=_("Type part of the name of a code"), id="picker-query")
            with Horizontal(id="picker-panes"):
                yield OptionList(id="picker-list", markup=False)
                with VerticalScroll(id="picker-side", can_focus=False):
                    yield Static(id="picker-details", markup=False)
            yield Static(self._keys(), classes="window-keys", markup=False)

    def _heading(self) -> Content:
        quote = f" · {short(self._quote, 64)}" if self._quote else ""
        return Content.assemble((self._title, "bold"), (quote, QUIET))

    def _keys(self) -> str:
        keys = [_("enter Choose")]
        if self._several:
            keys.append(_("tab Mark several"))
        if self._may_create:
            keys.append(_("^t New code"))
        return "   ".join([*keys, _("↑ ↓ Move"), _("esc Cancel")])

    def on_mount(self) -> None:
        self.query_one("#picker-list", OptionList).can_focus = False
        self._fill("")
        self.query_one("#picker-query", Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._fill(event.value)

    # --- the list -------------------------------------------------------------------

    def _fill(self, query: str) -> None:
        """Rank the codes by what was typed. Rows keep their text; it is made when first seen."""
        self._filled, searching = query, bool(query.strip())
        ranked = self._ranker.rank(query)
        self._hits = {hit.index: hit for hit in ranked}
        ordered = [hit.index for hit in ranked]
        best = ordered[0] if ordered else None
        if self._session.is_blind:
            ordered.sort()
        groups = [ordered]
        if not self._session.is_blind and not searching:
            groups = self._used_first(ordered)
            ordered = [index for group in groups for index in group]
            best = ordered[0] if ordered else None
        self._listed = ordered
        options: list[Option | None] = []
        for group in groups:
            aside = group is not groups[-1]
            options += [self._option(index, searching, aside) for index in group]
            if group and aside:
                options.append(None)
        if best is None and self._may_create and searching:
            options.append(
                Option(
                    "+ " + _("New code “{name}”…").format(name=short(query.strip(), 50)), id=_NEW
                )
            )
        listing = self.query_one("#picker-list", OptionList)
        listing.set_options(options)
        if best is not None:
            listing.highlighted = ordered.index(best)
        elif options:
            listing.highlighted = 0
        else:
            self._describe(None)

    def _used_first(self, ordered: Sequence[int]) -> list[list[int]]:
        """The coder's last codes, those applied most, and all others as the tree has them."""
        places = {self._codes[index].id: index for index in ordered}
        last = [places[code_id] for code_id in self._last if code_id in places]
        often = [places[code_id] for code_id in self._often if code_id in places]
        return [last, often, [index for index in ordered if index not in {*last, *often}]]

    def _option(self, index: int, searching: bool, aside: bool) -> Option:
        """A row; `aside` is one of those taken out of the tree to stand before it."""
        code_id = self._codes[index].id
        hit = self._hits[index] if searching else None
        key = (index, aside, code_id in self._marked, hit and (hit.field, hit.positions))
        row = self._rows.get(key)
        if row is None:
            marked = code_id in self._marked
            row = LazyRow(lambda: self._row(index, hit, marked=marked, aside=aside))
            self._rows[key] = row
        return Option(row, id=code_id)

    def _row(self, index: int, hit: Ranked | None, *, marked: bool, aside: bool) -> Content:
        """The text of a row; `hit` says where what was typed matches."""
        code, session = self._codes[index], self._session
        pin = next((str(n) for n, pinned in session.pins.items() if pinned == code.id), " ")
        mark = "+ " if marked else "= " if code.id in self._already else "  "
        tree = hit is None and not aside
        look = session.look(code.id)
        name = Content(safe(look.name))
        if hit is not None and hit.field == 0 and len(look.name) == len(name):
            for at in hit.positions:
                name = name.stylize("bold underline", at, at + 1)
        above = "" if tree else session.path(code.id)
        times = self._often.get(code.id, 0) if aside else 0
        elsewhere = hit is not None and 0 < hit.field < len(self._fields[index]) - 1
        other = f"  {safe(self._fields[index][hit.field])}" if hit and elsewhere else ""
        return Content.assemble(
            (mark, "bold $text-success"),
            (f"{pin} " if session.pins else "", QUIET),
            "  " * (len(session.codebook.path(code.id)) - 1) if tree else "",
            ("▌", look.color.hex),
            name,
            (other, "$text-accent"),
            (f"  {_used(times)}" if times > 1 else "", QUIET),
            (f"  {safe(above)}" if above else "", QUIET),
        )

    # --- the side ---------------------------------------------------------------------

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        self._describe(event.option.id)

    def _describe(self, code_id: str | None) -> None:
        if code_id == self._described:
            return
        self._described = code_id
        side = self.query_one("#picker-details", Static)
        if code_id is None or code_id == _NEW:
            if not self._codes:
                side.update(
                    _(
                        "There are no codes yet. Type a name and press enter to make "
                        "one, or import a codebook with `qct codebook import FILE`."
                    )
                )
                return
            side.update(
                _("No code matches.")
                if code_id is None
                else _("No code matches. Press enter to make a new one; similar codes are shown.")
            )
            return
        side.update(self._details(self._session.codebook[code_id]))
        self.query_one("#picker-side").scroll_home(animate=False)

    def _details(self, code: Code) -> Content:
        language = self._session.language
        look = self._session.look(code.id)
        others = " · ".join(t for t in code.name.values() if t != look.name)
        path = self._session.path(code.id)
        parts: list[str | tuple[str, str]] = [
            ("▌", look.color.hex),
            (f"{safe(look.name)}\n", "bold"),
            (f"{safe(others)}\n" if others else "", QUIET),
            (f"{safe(path)}\n" if path else "", QUIET),
            f"\n{safe(local(code.definition, language)) or _('No definition yet.')}\n",
        ]
        parts += _lines(_("Include"), code.include)
        parts += _lines(_("Exclude"), code.exclude)
        parts += _lines(_("Examples"), [_quoted(example) for example in code.examples])
        parts += _lines(
            _("Counter-examples"), [_quoted(example) for example in code.counter_examples]
        )
        parts.append((f"\n{code.id}", QUIET))
        return Content.assemble(*parts)

    # --- choosing -----------------------------------------------------------------------

    def action_step(self, by: int) -> None:
        listing = self.query_one("#picker-list", OptionList)
        if self._listed:
            here = listing.highlighted or 0
            last = len(self._listed) - 1
            if abs(by) == 1:
                listing.highlighted = (here + by) % (last + 1)
            else:
                listing.highlighted = min(max(here + by, 0), last)

    def _highlighted(self) -> str | None:
        at = self.query_one("#picker-list", OptionList).highlighted
        return self._codes[self._listed[at]].id if at is not None and self._listed else None

    def _after_pending_input(self, then: Callable[[], object]) -> None:
        """Call `then` once every letter typed before has been searched."""
        field = self.query_one("#picker-query", Input)

        def go_on() -> None:
            if field.value != self._filled:
                self._fill(field.value)
            then()

        after_pending_input(field, go_on)

    def action_mark(self) -> None:
        self._after_pending_input(self._mark)

    def action_take(self) -> None:
        self._after_pending_input(self._take)

    def action_new_code(self) -> None:
        self._after_pending_input(self._ask_new_code)

    def _mark(self) -> None:
        """Mark or unmark the highlighted code, and start a new search."""
        code_id = self._highlighted()
        if code_id is None or not self._several:
            return
        if code_id in self._marked:
            del self._marked[code_id]
        else:
            self._marked[code_id] = None
        field = self.query_one("#picker-query", Input)
        if field.value:
            field.value = ""
        else:
            at = self.query_one("#picker-list", OptionList).highlighted
            self._fill("")
            self.query_one("#picker-list", OptionList).highlighted = at

    def _take(self) -> None:
        """Return the marked codes, and the highlighted one if searched or alone."""
        if self._offers_new:
            self._ask_new_code()
            return
        chosen = dict(self._marked)
        current = self._highlighted()
        searched = bool(self.query_one("#picker-query", Input).value.strip())
        if current is not None and (searched or not chosen):
            chosen[current] = None
        if chosen:
            self.dismiss(tuple(chosen))

    @property
    def _offers_new(self) -> bool:
        query = self.query_one("#picker-query", Input).value
        return self._may_create and not self._listed and bool(query.strip())

    def action_space(self) -> None:
        """Mark the code; while a new name is typed, insert a blank."""
        if self._offers_new:
            self.query_one("#picker-query", Input).insert_text_at_cursor(" ")
        else:
            self.action_mark()

    def _ask_new_code(self) -> None:
        """Open the form of a new code, with the text typed as its name."""
        if self._may_create:
            name = self.query_one("#picker-query", Input).value.strip()
            self.dismiss(NewCode(name, tuple(self._marked)))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:  # noqa: ARG002
        """Choose the code that was clicked."""
        self._take()


def _used(times: int) -> str:
    return ngettext("{times} time", "{times} times", times).format(times=times)


def _lines(title: str, items: Sequence[str]) -> list[str | tuple[str, str]]:
    if not items:
        return []
    return [(f"\n{title}\n", "bold"), *(f"- {safe(item)}\n" for item in items)]


def _quoted(example: Example) -> str:
    return f"“{' '.join(example.text.split())}”" + (f" ({example.note})" if example.note else "")
