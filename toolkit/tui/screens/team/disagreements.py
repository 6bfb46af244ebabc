"""Disagreements between coders, with both answers and definitions, and how they are settled."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from toolkit.agreement.disagreements import OTHER_CODE, Disagreement
from toolkit.domain.adjudication import Settlement
from toolkit.errors import QctError
from toolkit.i18n import _
from toolkit.text.cells import pad
from toolkit.tui.screens.choose_item import Item, Pick
from toolkit.tui.screens.form import FormScreen
from toolkit.tui.screens.listing import ListingScreen
from toolkit.tui.screens.message import show_error
from toolkit.tui.screens.working import run_with_progress
from toolkit.tui.state.code_form import Field
from toolkit.tui.state.disagreements import Disagreements, Filters
from toolkit.tui.widgets.bars import QUIET, Bar, Part, key_rows, safe

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.app import ComposeResult

    from toolkit.domain.spans import Span

_NARROW = 90
"""Columns below which the answers stand under the list."""
_LOOK = (
    ("enter", _("Go to the text")), ("t", _("Type")), ("c", _("Code")), ("s", _("Source")),
    ("p", _("Coders")),
    ("f", _("Confused codes")),
)  # fmt: skip
_SETTLE = (
    ("a", _("Accept A")), ("b", _("Accept B")), ("+", _("Union")), ("i", _("Intersection")),
    ("w", _("Selected words")), ("l", _("Leave open")), ("u", _("Undo")),
)  # fmt: skip
_FILTERS = {
    "kind": _("Show only one type"),
    "code": _("Show only one code"),
    "source": _("Show only one source"),
    "pair": _("Show only one pair of coders"),
}
MOST = 1_000
"""Rows listed, the largest ones; filters bring up the others."""
_ALL = "\x00all"
_NEEDS_CODE = (Settlement.UNION, Settlement.INTERSECTION, Settlement.SPAN)


class DisagreementsScreen(ListingScreen[Disagreement | None]):
    """Returns the disagreement to go to in the text, or None."""

    DEFAULT_CSS = """
    DisagreementsScreen { background: $background; layout: vertical; }
    DisagreementsScreen #disagreement-title { background: $panel; }
    DisagreementsScreen #disagreement-status { background: $surface; }
    DisagreementsScreen #disagreement-keys { background: $panel; height: auto; max-height: 3;
        padding: 0 1; }
    DisagreementsScreen #disagreement-panes { height: 1fr; }
    DisagreementsScreen OptionList { width: 2fr; height: 1fr; border: none; padding: 0 1;
        background: $background; text-wrap: nowrap; scrollbar-size-vertical: 1; }
    DisagreementsScreen OptionList:focus { border: none; }
    DisagreementsScreen #disagreement-side { width: 3fr; height: 1fr; padding: 0 1;
        border-left: solid $panel; scrollbar-size-vertical: 1; }
    DisagreementsScreen .disagreement-two { height: auto; margin-top: 1; }
    DisagreementsScreen .disagreement-two Static { width: 1fr; height: auto; padding: 0 1 0 0; }
    DisagreementsScreen.-narrow #disagreement-panes { layout: vertical; }
    DisagreementsScreen.-narrow OptionList { width: 1fr; height: 1fr; }
    DisagreementsScreen.-narrow #disagreement-side { width: 1fr; border-left: none;
        border-top: solid $panel; }
    """
    prefix = "disagreement"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,f8", "leave", "Back"),
        Binding("j", "step(1)", show=False),
        Binding("k", "step(-1)", show=False),
        Binding("shift+down,J", "scroll(3)", show=False),
        Binding("shift+up,K", "scroll(-3)", show=False),
        Binding("t", "filter('kind')", "Type"),
        Binding("c", "filter('code')", "Code"),
        Binding("s", "filter('source')", "Source"),
        Binding("p", "filter('pair')", "Coders"),
        Binding("f", "confused", "Confused codes"),
        Binding("a", "settle('accept-a')", "Accept A"),
        Binding("b", "settle('accept-b')", "Accept B"),
        Binding("plus", "settle('union')", "Union"),
        Binding("i", "settle('intersection')", "Intersection"),
        Binding("w", "settle('span')", "Selected words"),
        Binding("l", "settle('leave-open')", "Leave open"),
        Binding("u,ctrl+z", "undo", "Undo"),
        Binding("ctrl+r,ctrl+y", "redo", "Redo"),
    ]

    def __init__(
        self, disagreements: Disagreements, *, here: str = "", selection: Span | None = None
    ) -> None:
        """`here` is the id of the disagreement to begin with; `selection` what is selected in
        the open source, which `w` makes the consensus."""
        super().__init__()
        self.disagreements = disagreements
        self._here = here
        self._document, self._selection = disagreements.session.document, selection
        self._listed: list[Disagreement] = []
        self._left_out = 0
        self._cells = 0

    def compose(self) -> ComposeResult:
        yield Bar(id="disagreement-title")
        with Horizontal(id="disagreement-panes"):
            yield OptionList(id="disagreement-list", markup=False)
            with VerticalScroll(id="disagreement-side", can_focus=False):
                yield Static(id="disagreement-details", markup=False)
                with Horizontal(classes="disagreement-two"):
                    yield Static(id="disagreement-a", markup=False)
                    yield Static(id="disagreement-b", markup=False)
                with Horizontal(classes="disagreement-two"):
                    yield Static(id="disagreement-code-a", markup=False)
                    yield Static(id="disagreement-code-b", markup=False)
        yield Bar(id="disagreement-status")
        yield Static(id="disagreement-keys", markup=False)

    def on_mount(self) -> None:
        self._list.focus()
        self.refill(self._here)

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width < _NARROW, "-narrow")
        shown = (*_LOOK, *(_SETTLE if self.disagreements.may_settle else ()), ("esc", _("Back")))
        keys = key_rows(
            shown if self.disagreements.rows else (("esc", _("Back")),), event.size.width - 2
        )
        self.query_one("#disagreement-keys", Static).update(keys)
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        if self._list.scrollable_content_region.width != self._cells:
            here = self.current()
            self.refill(here.id if here else "")

    # --- the list ---------------------------------------------------------------------

    def current(self) -> Disagreement | None:
        at = self._list.highlighted
        return self._listed[at] if at is not None and at < len(self._listed) else None

    def refill(self, row_id: str = "") -> None:
        rows = self.disagreements.listed()
        self._listed = rows[:MOST]
        self._left_out = len(rows) - len(self._listed)
        self._cells = self._list.scrollable_content_region.width
        self._list.clear_options()
        self._list.add_options(self._option(row) for row in self._listed)
        ids = [row.id for row in self._listed]
        if ids:
            self._list.highlighted = ids.index(row_id) if row_id in ids else 0
        self._describe()
        self._head()

    def _option(self, row: Disagreement) -> Option:
        size = str(row.characters)
        room = max(self._cells - 2 - 11 - len(row.source_id) - 1 - len(size) - 2, 8)
        mark = self.disagreements.mark(row)
        return Option(
            Content.assemble(
                (f"{mark} ", "bold $text-success"),
                (f"{row.kind:<11}", QUIET if mark == "=" else ""),
                f"{safe(row.source_id)} ",
                pad(self.disagreements.codes_text(row), room),
                (f" {size}", QUIET),
            ),
            id=row.id,
        )

    def _head(self) -> None:
        disagreements = self.disagreements
        left = [((" " + _("Disagreements")), "bold")]
        if disagreements.filters.text:
            left.append(
                (
                    ("  " + _("only {text}").format(text=safe(disagreements.filters.text))),
                    "$text-accent",
                )
            )
        more = (
            _(", {left_out} smaller ones not").format(left_out=self._left_out)
            if self._left_out
            else ""
        )
        shown = (
            _("{count} shown{more} · {share}").format(
                count=len(self._listed), more=more, share=disagreements.share
            )
            + " "
        )
        right = [(shown, QUIET)] if disagreements.rows else []
        self.query_one("#disagreement-title", Bar).set(left, right)

    def _describe(self) -> None:
        row, disagreements = self.current(), self.disagreements
        none = safe(disagreements.why_none) or _(
            "No disagreement matches these filters. Press esc to clear them."
        )
        details: list[Part] = disagreements.details(row) if row else [(none, "")]
        a, b = disagreements.answers(row) if row else ([], [])
        codes = disagreements.definitions(row) if row else []
        # A dispute about one code has one definition, which then takes the whole width.
        first, second = [*codes, [], []][:2]
        for name, parts in (
            ("details", details), ("a", a), ("b", b), ("code-a", first), ("code-b", second),
        ):  # fmt: skip
            widget = self.query_one(f"#disagreement-{name}", Static)
            widget.update(Content.assemble(*parts).rstrip())
            widget.display = bool(parts)
        self.query_one("#disagreement-side").scroll_home(animate=False)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._describe()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self.current())

    def action_leave(self) -> None:
        """Clear the filters first, then close the screen."""
        if self.disagreements.filters != Filters():
            self._keep(Filters())
        else:
            self.dismiss(None)

    # --- filters ----------------------------------------------------------------------

    def action_filter(self, what: str) -> None:
        disagreements, session = self.disagreements, self.disagreements.session
        offered: dict[str, Callable[[], Sequence[Item]]] = {
            "kind": lambda: [Item(kind, kind) for kind in disagreements.kinds()],
            "code": lambda: [
                Item(item, session.look(item).name, item) for item in disagreements.codes()
            ],
            "source": lambda: [Item(item, item) for item in disagreements.sources()],
            "pair": lambda: [
                Item(f"{a}\x00{b}", _("{a} and {b}").format(a=a, b=b))
                for a, b in disagreements.pairs()
            ],
        }
        items = [Item(_ALL, _("All")), *offered[what]()]

        def chosen(answer: str | None) -> None:
            if answer is None:
                return
            value: Any = "" if answer == _ALL else answer
            if what == "pair":
                value = tuple(value.split("\x00")) if value else ()
            other = "" if what == "code" else disagreements.filters.other
            self._keep(replace(disagreements.filters, other=other, **{what: value}))

        self.app.push_screen(Pick(_FILTERS[what], items), chosen)

    def _keep(self, filters: Filters) -> None:
        here = self.current()
        self.disagreements.filters = filters
        self.refill(here.id if here else "")

    def action_confused(self) -> None:
        from toolkit.tui.screens.team.confusion import ConfusedScreen, ConfusionFigures

        session, filters = self.disagreements.session, self.disagreements.filters

        def chosen(pair: tuple[str, str] | None) -> None:
            if pair is not None:
                self._keep(replace(filters, kind="", code=pair[0], other=pair[1]))

        run_with_progress(
            self,
            session.project,
            _("Counting which codes are confused …"),
            lambda tell: ConfusionFigures(session, tell),
            lambda figures: self.app.push_screen(ConfusedScreen(figures), chosen),
        )

    # --- settling ---------------------------------------------------------------------

    def action_settle(self, outcome: str) -> None:
        row = self.current()
        if row is None:
            return
        if not self.disagreements.may_settle:
            self.say(_("The workspace is read-only: you cannot settle disagreements here."))
            return
        chosen, span = Settlement(outcome), None
        if chosen is Settlement.SPAN:
            span = self._words_for(row)
            if span is None:
                return
        self._ask(row, chosen, span)

    def _words_for(self, row: Disagreement) -> Span | None:
        document, selected = self._document, self._selection
        if document is None or selected is None or document.source.id != row.source_id:
            self.say(
                _("Select the words in {source_id} first (enter goes there), then F8.").format(
                    source_id=safe(row.source_id)
                )
            )
            return None
        return selected

    def _ask(
        self,
        row: Disagreement,
        outcome: Settlement,
        span: Span | None,
        written: dict[str, str] | None = None,
    ) -> None:
        fields = []
        if outcome in _NEEDS_CODE and row.kind == OTHER_CODE:
            both = (" " + _("or") + " ").join(row.codes)
            fields.append(
                Field("code", _("Code ({both}, or a third one)").format(both=both), row.codes[0])
            )
        reason = _("Reason") if outcome is Settlement.LEAVE_OPEN else _("Reason (optional)")
        fields.append(Field("reason", reason, "", 3))
        where = (" " + _("to {span}").format(span=span)) if span is not None else ""

        def filled(texts: dict[str, str] | None) -> None:
            if texts is not None:
                self._settle(row, outcome, span, texts)

        title = f"{outcome.value}{where}: {self.disagreements.codes_text(row)}"
        self.app.push_screen(FormScreen(title, fields, written), filled)

    def _settle(
        self, row: Disagreement, outcome: Settlement, span: Span | None, texts: dict[str, str]
    ) -> None:
        def work() -> bool:
            self.disagreements.settle(
                row,
                outcome,
                reason=texts["reason"],
                code=texts.get("code"),
                span=span,
                text_sha256=self._document.source.text_sha256 if self._document else "",
            )
            return True

        if self._tried(work, lambda: self._ask(row, outcome, span, texts)):
            self.refill(self._after(row))
            self.say(
                _("{outcome}: {codes_text}. Press u to undo.").format(
                    outcome=outcome.value, codes_text=safe(self.disagreements.codes_text(row))
                )
            )

    def _after(self, row: Disagreement) -> str:
        """Id of the next disagreement that nobody has settled or left open."""
        rows = self.disagreements.listed()
        at = next((n for n, other in enumerate(rows) if other.id == row.id), 0)
        order = [*rows[at + 1 :], *rows[:at]]
        following = next(
            (other for other in order if other.id not in self.disagreements.settled), None
        )
        return (following or row).id

    def action_undo(self) -> None:
        self._stepped(self.disagreements.undo, _("Undone."))

    def action_redo(self) -> None:
        self._stepped(self.disagreements.redo, _("Redone."))

    def _stepped(self, step: Callable[[], None], done: str) -> None:
        here = self.current()

        def work() -> bool:
            step()
            return True

        if self.disagreements.may_settle and self._tried(work):
            self.refill(here.id if here else "")
            self.say(done)

    def _tried(self, work: Callable[[], Any], again: Callable[[], None] | None = None) -> Any:
        """Run `work`; on an error open a window with its text, which leads on to `again`."""
        try:
            return work()
        except QctError as error:
            show_error(self.app, error, again)
            return None
