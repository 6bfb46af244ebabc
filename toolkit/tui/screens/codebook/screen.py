"""The codebook: its tree, what each code says, who used it, and every edit of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from toolkit.domain.codebook import Code, CodeStatus
from toolkit.i18n import _, ngettext
from toolkit.text.cells import drawn, pad
from toolkit.tui.screens.codebook.editing import CodebookEdits
from toolkit.tui.screens.codebook.passages import PassagesScreen
from toolkit.tui.screens.working import run_with_progress
from toolkit.tui.state.codebook import CodebookView
from toolkit.tui.widgets.bars import QUIET, Bar, key_rows, short

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from toolkit.domain.codings import Coding
    from toolkit.tui.state.coding_session import CodingSession

_NARROW = 90
"""Columns below which the details stand under the tree."""
_LOOK = (
    ("enter", _("Codings")),
    ("/", _("Filter")),
    ("v", _("Versions")),
    ("o", _("Older definition")),
)
_UNUSED = _("No coding has this code yet. Press enter on a passage in the text to apply it.")
_NONE_OLDER = _("Every coding was made under the current definition of its code.")
_EDIT = (
    ("a", _("Add")), ("e", _("Edit")), ("r", _("Rename")), ("m", _("Move")), ("M", _("Merge")),
    ("s", _("Split")), ("x", _("Retire")), ("p", _("Proposing")), ("u", _("Undo")),
)  # fmt: skip


class CodebookScreen(CodebookEdits):
    """Returns the coding to go to in the text, or None."""

    DEFAULT_CSS = """
    CodebookScreen { background: $background; layout: vertical; }
    CodebookScreen #book-title { background: $panel; }
    CodebookScreen #book-status { background: $surface; }
    CodebookScreen #book-keys { background: $panel; height: auto; max-height: 3; padding: 0 1; }
    CodebookScreen #book-panes { height: 1fr; }
    CodebookScreen OptionList { width: 2fr; height: 1fr; border: none; padding: 0 1;
        background: $background; text-wrap: nowrap; scrollbar-size-vertical: 1; }
    CodebookScreen OptionList:focus { border: none; }
    CodebookScreen #book-side { width: 3fr; height: 1fr; padding: 0 1;
        border-left: solid $panel; scrollbar-size-vertical: 1; }
    CodebookScreen.-narrow #book-panes { layout: vertical; }
    CodebookScreen.-narrow OptionList { width: 1fr; height: 1fr; }
    CodebookScreen.-narrow #book-side { width: 1fr; border-left: none; border-top: solid $panel; }
    CodebookScreen #book-filter { height: 1; border: none; padding: 0 1; background: $surface;
        display: none; }
    CodebookScreen #book-filter.-open { display: block; }
    """
    prefix = "book"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,f5", "leave", "Back"),
        Binding("slash", "filter", "Filter"),
        Binding("j", "step(1)", show=False),
        Binding("k", "step(-1)", show=False),
        Binding("shift+down,J", "scroll(3)", show=False),
        Binding("shift+up,K", "scroll(-3)", show=False),
        Binding("a", "add", "Add"),
        Binding("e", "edit", "Edit"),
        Binding("r", "rename", "Rename"),
        Binding("m", "move", "Move"),
        Binding("M", "merge", "Merge"),
        Binding("s", "split", "Split"),
        Binding("x", "retire", "Retire"),
        Binding("p", "proposing", "Proposing"),
        Binding("u,ctrl+z", "undo", "Undo"),
        Binding("ctrl+r,ctrl+y", "redo", "Redo"),
        Binding("v", "versions", "Versions"),
        Binding("o", "older", "Older definition"),
    ]

    def __init__(self, session: CodingSession) -> None:
        super().__init__()
        self.book = CodebookView(session)
        self._query = ""
        self._listed: list[tuple[Code, int]] = []
        self._cells = 0

    def compose(self) -> ComposeResult:
        yield Bar(id="book-title")
        with Horizontal(id="book-panes"):
            yield OptionList(id="book-list", markup=False)
            with VerticalScroll(id="book-side", can_focus=False):
                yield Static(id="book-details", markup=False)
        yield Input(placeholder=_("Type part of the name of a code"), id="book-filter")
        yield Bar(id="book-status")
        yield Static(id="book-keys", markup=False)

    def _keys(self, cells: int) -> Content:
        return key_rows((*_LOOK, *(_EDIT if self.book.may_edit else ()), ("esc", _("Back"))), cells)

    def on_mount(self) -> None:
        self._list.focus()
        self.refill()

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width < _NARROW, "-narrow")
        self.query_one("#book-keys", Static).update(self._keys(event.size.width - 2))
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """Fill the list again when its width changes: counts stand at its right end."""
        if self._list.scrollable_content_region.width != self._cells:
            here = self.current()
            self.refill(here.id if here else None)

    # --- the tree ---------------------------------------------------------------------

    def current(self) -> Code | None:
        at = self._list.highlighted
        return self._listed[at][0] if at is not None and at < len(self._listed) else None

    def refill(self, code_id: str | None = None) -> None:
        here = self.current()
        goal = code_id or (here.id if here is not None else None)
        self._listed = self.book.codes(self._query)
        ids = [code.id for code, _ in self._listed]
        self._cells = self._list.scrollable_content_region.width
        self._list.clear_options()
        self._list.add_options(self._option(code, depth) for code, depth in self._listed)
        if ids:
            self._list.highlighted = ids.index(goal) if goal in ids else 0
        self._describe()
        self._head()

    def _option(self, code: Code, depth: int) -> Option:
        look, count = self.book.session.look(code.id), self.book.count(code.id)
        retired = code.status is CodeStatus.RETIRED
        name = f"{drawn(look.name)}{' (retired)' if retired else ''}"
        room = max(self._cells - 2 - 2 * depth - 1 - len(count) - 1, 8)
        return Option(
            Content.assemble(
                "  " * depth,
                ("▌", look.color.hex),
                (pad(name, room), QUIET if retired else ""),
                (f" {count}", QUIET if count == "0" else ""),
            ),
            id=code.id,
        )

    def _head(self) -> None:
        session = self.book.session
        whose = _("your codings") if session.is_blind else _("your codings of all codings")
        left = [
            ((" " + _("Codebook")), "bold"),
            (("  " + _("version {version}").format(version=session.codebook.version)), ""),
        ]
        count = len(self._listed)
        codes = ngettext("{count} code", "{count} codes", count).format(count=count)
        self.query_one("#book-title", Bar).set(left, [(f"{codes} · {whose} ", QUIET)])

    def _describe(self) -> None:
        code, side = self.current(), self.query_one("#book-details", Static)
        if code is not None:
            side.update(Content.assemble(*self.book.details(code)))
        elif self._query:
            side.update(_("No code matches. Press esc to show all codes."))
        else:
            side.update(
                _(
                    "There are no codes yet. Press a to add one, or import some "
                    "with `qct codebook import FILE`."
                )
            )
        self.query_one("#book-side").scroll_home(animate=False)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._describe()

    # --- finding ------------------------------------------------------------------------

    def action_filter(self) -> None:
        field = self.query_one("#book-filter", Input)
        field.add_class("-open")
        field.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._query = event.value
        self.refill()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._list.focus()

    def action_leave(self) -> None:
        """Close the filter first, then the screen."""
        field = self.query_one("#book-filter", Input)
        if field.has_class("-open"):
            field.remove_class("-open")
            self._query = field.value = ""
            self._list.focus()
            self.refill()
        else:
            self.dismiss(None)

    # --- elsewhere ----------------------------------------------------------------------

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        code = self.current()
        if code is not None:
            name = short(code.label(self.book.session.language), 60)
            self._go(self.book.codings(code.id), name, _UNUSED)

    def action_older(self) -> None:
        run_with_progress(
            self,
            self.book.session.project,
            _("Looking for codings made under an older definition …"),
            lambda _: self.book.older(),
            lambda codings: self._go(codings, _("Made under an older definition"), _NONE_OLDER),
        )

    def _go(self, codings: list[Coding], title: str, none: str) -> None:
        def chosen(answer: list[Coding] | None) -> None:
            if answer:
                self.dismiss(answer[0])

        self.app.push_screen(PassagesScreen(self.book.session, codings, title, none=none), chosen)

    def action_versions(self) -> None:
        from toolkit.tui.screens.codebook.versions import VersionsScreen

        self.app.push_screen(VersionsScreen(self.book))
