"""The main screen: sources, transcript, inspector, status and hints.

The screen holds one controller for each group of actions. `actions.py` names controller and
method of every action; `perform` below calls it, for keys, palette and tests alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import OptionList, Static

from toolkit.errors import QctError
from toolkit.i18n import _
from toolkit.tui.action_context import ActionContext
from toolkit.tui.actions import ACTIONS, ASKING, BY_ID
from toolkit.tui.keymap import effective_keys, unknown_ids
from toolkit.tui.transcript.compositor import begin_painting, use_row_compositor
from toolkit.tui.transcript.widget import TranscriptView
from toolkit.tui.widgets.bars import Bar, safe
from toolkit.tui.widgets.inspector import Inspector
from toolkit.tui.widgets.sources import SourceList
from toolkit.tui.workspace.controllers import Controllers
from toolkit.tui.workspace.panes import Panes
from toolkit.tui.workspace.status import StatusTexts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual import events
    from textual.app import ComposeResult

    from toolkit.domain.codings import Coding
    from toolkit.domain.progress import ProgressCallback
    from toolkit.tui.state.coding_session import CodingSession

T = TypeVar("T")

LEAST_COLUMNS, LEAST_ROWS = 50, 12
"""The smallest terminal that the workspace is drawn in."""
_NO_SOURCES = (
    _("There are no sources yet."),
    "",
    _("Import interviews from a shell:"),
    "",
    "    qct import interviews/*.txt",
    "",
    _("They open here once they are imported."),
)
_NONE_OF_THE_ROUND = (
    _("The sources of this round are not in this project."),
    "",
    _("Press F9 to list your rounds."),
)
_POLL_SECONDS = 1.0
_FIRST_SECONDS = 0.5
"""When the screen is painted for the first time even if it has not all that it is to show."""


class WorkspaceScreen(Screen[None]):
    """One coder reading and coding one project."""

    AUTO_FOCUS: ClassVar[str] = "#transcript"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(action.keys, f"perform('{action.id}')", action.label, id=action.id, show=False)
        for action in ACTIONS
    ]

    def __init__(
        self,
        session: CodingSession,
        *,
        source: str | None,
        at: int | None,
        tour: bool = False,
        queue: int | None = None,
        painted: Callable[[], object] = lambda: None,
    ) -> None:
        """`queue` is the number of a queue to answer first. `painted` is called once, when the
        screen was painted for the first time."""
        super().__init__()
        self._painted, self._has_begun = painted, False
        use_row_compositor(self)
        self.session = session
        self.keys: Mapping[str, str] = effective_keys(session.project.config.keys)
        self._first, self._at, self._begin_tour = source, at, tour
        self._queue = queue
        self._message = ""
        self._bars_due = self._is_performing = False
        self._alike: dict[str, list[Coding]] = {}
        """The codings that each shown one stands for, by its id."""
        self._places: dict[str, int] = {}
        """Where the coder was in each source."""
        self.view = TranscriptView(
            session.look,
            coder=session.coder,
            ascii_stripes=session.project.config.stripes == "ascii",
            moved=self.update_bars,
            id="transcript",
        )
        self._sources, self._inspector = (
            SourceList(id="sources"),
            Inspector(session, id="inspector"),
        )
        self._title, self._status, self._hints = Bar(id="title"), Bar(id="status"), Bar(id="hints")
        self._texts = StatusTexts(session, self.view, self.keys)
        self.controllers = Controllers(
            self,
            session,
            self.view,
            mount=lambda widget: self.mount(widget, before="#status"),
            every=self.set_interval,
            panes=Panes(
                self,
                session,
                self.view,
                self._sources,
                self._inspector,
                lambda narrow: self.set_class(narrow, "-narrow"),
            ),
        )

    def compose(self) -> ComposeResult:
        yield self._title
        with Horizontal(id="panes"):
            yield self._sources
            yield self.view
            yield self._inspector
        yield self._status
        yield self._hints
        yield Static(id="too-small", markup=False)

    def on_mount(self) -> None:
        self.view.asking = self._asking_keys()
        self._sources.fill(self.session.sources, self.session.counts)
        first = self._first or self._unfinished()
        if first is not None:
            self.open_source(first, at=self._at)
            if self._begin_tour or self.session.project.config.tour:
                self.controllers.tour.begin_if_new(always=self._begin_tour)
        else:
            bound = bool(self.session.round.sources)
            self.view.placeholder = _NONE_OF_THE_ROUND if bound else _NO_SOURCES
            self.say("")
        if (queue := self._queue) is not None:
            self.call_after_refresh(lambda: self.controllers.queue.open(queue))
        wrong = unknown_ids(self.session.project.config.keys)
        if wrong:
            self.say(wrong[0])
        self.set_timer(_FIRST_SECONDS, self._begin_painting)
        self.set_interval(_POLL_SECONDS, self._poll)

    def _asking_keys(self) -> dict[str, str]:
        """The actions that wait for another key, by the keys that start them."""
        keys: dict[str, str] = {}
        for action in (action for action in ACTIONS if action.id in ASKING):
            bound = Binding(self.keys[action.id], f"perform('{action.id}')", action.label)
            keys |= {binding.key: binding.action for binding in Binding.make_bindings([bound])}
        return keys

    def _unfinished(self) -> str | None:
        """The first source that this coder has not begun, else the first."""
        sources = self.session.sources
        fresh = [source.id for source in sources if not self.session.counts.get(source.id)]
        return fresh[0] if fresh else sources[0].id if sources else None

    # --- actions --------------------------------------------------------------------

    def action_perform(self, action_id: str) -> None:
        """Call the method of a controller that the table of actions names."""
        self._is_performing = True
        try:
            self.controllers.perform(BY_ID[action_id])
        finally:
            self._is_performing = False
        if self._bars_due:
            self.show_bars()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action != "perform":
            return super().check_action(action, parameters)
        if not self.is_mounted or (self.has_class("-small") and parameters != ("view.quit",)):
            return False
        return BY_ID[str(parameters[0])].applies(self.action_context())

    def action_context(self) -> ActionContext:
        """What decides which actions apply now."""
        session, view = self.session, self.view
        under = view.under_cursor()
        return ActionContext(
            document=view.document is not None,
            sources=len(session.sources) > 1,
            selection=view.selection is not None,
            coding=bool(under),
            own_coding=any(session.is_own(coding) for coding in under),
            may_change=session.may_change,
            suggestions=session.may_suggest,
            repeatable=bool(session.last_codes),
            searching=bool(view.reader and view.reader.matches),
            tour_is_on=self.controllers.tour_is_on,
            asked=self.controllers.prompts.current is not None or view.is_asking,
            busy=self.controllers.is_asking_model,
            others=not session.is_blind,
            new_codes=session.can_create_codes,
            pinned=bool(session.pins),
        )

    def clear(self) -> None:
        """Cancel the request, else close the prompt, else clear the selection or the search."""
        if self.controllers.cancel_request():
            return
        prompt = self.controllers.prompts.current
        if prompt is not None:
            if prompt.id == "search":
                self.controllers.search.stop()
            self.controllers.prompts.close()
            self.say("")
        elif self.view.selection is not None:
            self.view.act(lambda reader: reader.clear())
        elif (self.view.reader and self.view.reader.matches) or not (
            self.controllers.tour_is_on and self.controllers.tour.leave()
        ):
            self.controllers.search.stop()

    def palette(self) -> None:
        self.app.action_command_palette()

    def quit(self) -> None:
        self.app.exit()

    def apply_here(self, code_id: str) -> None:
        """Apply one code to the selection or the sentence, as the palette does."""
        self.controllers.editing.apply_here(code_id)

    # --- what controllers ask for -----------------------------------------------------

    def attempt(self, work: Callable[[], T]) -> T | None:
        """Do what may fail; an error opens a window with its whole text and gives None."""
        try:
            return work()
        except QctError as error:
            self.report(error)
            return None

    def report(self, error: QctError) -> None:
        from toolkit.tui.screens.message import show_error

        show_error(self.app, error)

    def open_screen(self, screen: Screen[T], then: Callable[[T | None], object]) -> None:
        def answered(answer: T | None) -> None:
            then(answer)

        self.app.push_screen(screen, answered)

    def run_with_progress(
        self,
        title: str,
        work: Callable[[ProgressCallback], T],
        then: Callable[[T], object],
        *,
        can_stop: bool = True,
    ) -> None:
        from toolkit.tui.screens.working import run_with_progress

        run_with_progress(self, self.session.project, title, work, then, can_stop=can_stop)

    def in_main_thread(self, then: Callable[[], object]) -> None:
        self.call_later(then)

    # --- data -----------------------------------------------------------------------

    def open_source(self, source_id: str, at: int | None = None) -> None:
        """Show a source, at an offset or where the coder left it."""
        opened = self.view.document
        if opened is not None:
            self._places[opened.source.id] = self.view.cursor
            if opened.source.id != source_id:
                self.controllers.navigation.previous = self.controllers.navigation.position
        document = self.attempt(lambda: self.session.open(source_id))
        if document is None:
            return
        if at is None:
            first = next((turn.body.start for turn in document.turns), 0)
            at = self._places.get(source_id, first)
        self.controllers.cancel_request()
        self._show_document(at)
        self._sources.mark(source_id)
        self.say("")

    def _show_document(self, at: int) -> None:
        """Show the session's document and its codings, with the cursor at an offset."""
        document = self.session.document
        assert document is not None
        shown = self._alike = self.session.alike()
        codings = [group[0] for group in shown.values()]
        self.view.compare(self.session.comparing)
        self.view.show(document, codings, at=at, noted=self.session.noted(shown))

    def refresh_data(self, *, sources: bool = False) -> None:
        """Show what the session knows now; with `sources` how codes look may have changed."""
        session = self.session
        self._sources.fill(session.sources, session.counts)
        if session.document is not self.view.document:
            self._follow_text()
        elif session.document is not None:
            if sources:
                self.view.notify_style_update()
                self.view.refresh()
            shown = self._alike = session.alike()
            codings = [group[0] for group in shown.values()]
            self.view.compare(session.comparing)
            self.view.set_codings(codings, session.noted(shown))
        self.update_bars()

    def _follow_text(self) -> None:
        """Show the text as it was corrected, at the same words; nothing if it is gone."""
        from toolkit.text.corrections.carry_spans import Carrier

        was, now = self.view.document, self.session.document
        self.controllers.cancel_request()
        if was is None or now is None:
            if was is not None:
                self.view.clear()
                self.say(
                    _("{id} is no longer part of the project or the round").format(
                        id=safe(was.source.id)
                    )
                )
            return
        if was.text == now.text:
            # The turns alone changed: another role, or labels that were read anew.
            self._show_document(self.view.cursor)
            return
        self._show_document(Carrier(was.text, now.text).follow(self.view.cursor))
        self.say(
            _("The text of {id} was corrected; codings are at their words").format(
                id=safe(now.source.id)
            )
        )

    def _poll(self) -> None:
        """Show what another process has written."""
        if not self.is_current and not self.controllers.is_asking_model:
            return

        def reload() -> bool:
            if not self.session.changed_elsewhere():
                return False
            self.session.reload()
            return True

        if self.attempt(reload):
            self.refresh_data(sources=True)
            if news := self.session.arrived():
                self.say(news)
            if self.view.document is None and self.session.sources:
                self.open_source(self.session.sources[0].id)

    # --- bars -----------------------------------------------------------------------

    @property
    def message(self) -> str:
        """What the status line says."""
        return self._message

    def say(self, message: str) -> None:
        """Show a message in the status line until the next one."""
        self._message = message
        self.update_bars()

    def update_bars(self) -> None:
        """Bring the bars up to date, once for everything that happens on one key."""
        if not self._bars_due and not self._is_performing:
            self.call_later(self._show_due_bars)
        self._bars_due = True

    def _show_due_bars(self) -> None:
        if self._bars_due:
            self.show_bars()

    def show_bars(self) -> None:
        """Bring title, status, hints and inspector up to date at once."""
        self._bars_due = False
        if not self.is_mounted:
            return
        if self.controllers.tour_is_on:
            self.controllers.tour.follow()
        view = self.view
        document = view.document
        turn = document.turn_at(view.cursor) if document else None
        groups = [self._alike[coding.id] for coding in view.under_cursor()]
        self._inspector.inspect(groups, turn)
        texts = self._texts
        self._title.set(texts.title_left(), texts.title_right())
        self._status.set(texts.status_left(self._message), texts.status_right())
        self._hints.set(texts.hints(self.action_context(), self.controllers.prompts.current))
        if view.document is None or view.reader is not None:
            self._begin_painting()

    def _begin_painting(self) -> None:
        """Paint for the first time, once."""
        if not self._has_begun:
            self._has_begun = True
            begin_painting(self)
            self.call_after_refresh(self._painted)

    def on_screen_resume(self) -> None:
        self.update_bars()

    # --- panes ----------------------------------------------------------------------

    def on_resize(self, event: events.Resize) -> None:
        columns, rows = event.size
        small = columns < LEAST_COLUMNS or rows < LEAST_ROWS
        self.set_class(small, "-small")
        if small:
            self._begin_painting()
            self.query_one("#too-small", Static).update(
                _(
                    "This terminal is {columns}x{rows}.\n"
                    "The workspace needs {least_columns}x{least_rows}:\n"
                    "make it larger."
                ).format(
                    columns=columns, rows=rows, least_columns=LEAST_COLUMNS, least_rows=LEAST_ROWS
                )
            )
        self.controllers.panes.arrange(columns, rows)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option.id is not None:
            self.controllers.panes.choose_source(event.option.id)
