"""The main screen: sources, transcript, inspector, status and hints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import actions as textual_actions
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import OptionList, Static

from toolkit.domain.codings import Coding, Mode
from toolkit.domain.rounds import RoundStatus
from toolkit.text.carry_spans import Carrier
from toolkit.tui.actions import ACTIONS, ASKING, Action, ActionContext
from toolkit.tui.footer import hints
from toolkit.tui.keymap import effective_keys, shown_key, unknown_ids
from toolkit.tui.state.coding_session import CodingSession
from toolkit.tui.transcript.compositor import RowCompositor
from toolkit.tui.transcript.widget import TranscriptView
from toolkit.tui.widgets.bars import QUIET, Bar, Part, safe, short
from toolkit.tui.widgets.inspector import Inspector
from toolkit.tui.widgets.sources import SourceList
from toolkit.tui.workspace.codebook import BookActions
from toolkit.tui.workspace.pins import PinningActions
from toolkit.tui.workspace.reading import ReadingActions
from toolkit.tui.workspace.suggestions import AskingActions
from toolkit.tui.workspace.team import TeamActions
from toolkit.tui.workspace.tour import TouringActions

LEAST_COLUMNS, LEAST_ROWS = 50, 12
"""The smallest terminal that the workspace is drawn in."""
_BOTH_PANES, _INSPECTOR = 118, 92
"""Terminal columns from which source list and inspector, or the inspector alone, are shown."""
_BAND_ROWS = 24
"""Rows from which a narrow terminal has the inspector below the text."""
_NO_SOURCES = (
    "No sources yet.",
    "",
    "Bring interviews in, from a shell:",
    "",
    "    qct import interviews/*.txt",
    "",
    "They open here by themselves.",
)
_NONE_OF_THE_ROUND = (
    "No source of this round is here.",
    "",
    "F9 shows the rounds that are yours.",
)
_POLL_SECONDS = 1.0
_BARS_SECONDS = 0.06
"""How long bars and inspector lag behind the text. Painting them together with a row of the
text would repaint everything in between, on every key."""


def _by_call() -> Mapping[tuple[str, tuple[object, ...]], Action]:
    calls = {}
    for action in ACTIONS:
        _, name, parameters = textual_actions.parse(action.do)
        calls[name, tuple(parameters)] = action
    return calls


class WorkspaceScreen(
    ReadingActions, AskingActions, PinningActions, BookActions, TeamActions, TouringActions
):
    """One coder reading and coding one project."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(action.keys, action.do, action.label, id=action.id, show=False)
        for action in ACTIONS
    ]
    _ACTION_OF = _by_call()

    def __init__(
        self, session: CodingSession, *, source: str | None, at: int | None, tour: bool = False
    ) -> None:
        super().__init__()
        self._compositor = RowCompositor()
        self.session = session
        self.keys = effective_keys(session.project.config.keys)
        self._first = source
        self._at = at
        self._tour_wanted = tour
        self._message = ""
        self._bars_due = False
        self._alike: dict[str, list[Coding]] = {}
        """The codings that each shown one stands for, by its id."""
        self._wanted: dict[str, bool] = {}
        """Panes that the coder has shown or hidden by hand."""
        self._places: dict[str, int] = {}
        """Where the coder was in each source."""

    def compose(self) -> ComposeResult:
        session, config = self.session, self.session.project.config
        yield Bar(id="title")
        with Horizontal(id="panes"):
            yield SourceList(id="sources")
            yield TranscriptView(
                session.look,
                coder=session.coder,
                ascii_stripes=config.stripes == "ascii",
                id="transcript",
            )
            yield Inspector(session, id="inspector")
        yield Bar(id="status")
        yield Bar(id="hints")
        yield Static(id="too-small", markup=False)

    def on_mount(self) -> None:
        self.view.focus()
        self.view.asking = self._asking_keys()
        self.query_one(SourceList).fill(self.session.sources, self.session.counts)
        first = self._first or self._unfinished()
        if first is not None:
            self.open_source(first, at=self._at)
            self.begin_tour_if_new(wanted=self._tour_wanted)
        else:
            bound = bool(self.session.round.sources)
            self.view.placeholder = _NONE_OF_THE_ROUND if bound else _NO_SOURCES
            self.say("")
        wrong = unknown_ids(self.session.project.config.keys)
        if wrong:
            self.say(wrong[0])
        self.set_interval(_POLL_SECONDS, self._poll)

    def _asking_keys(self) -> dict[str, str]:
        """The actions that wait for another key, by the keys that start them."""
        found: dict[str, str] = {}
        for action in (action for action in ACTIONS if action.id in ASKING):
            bound = Binding(self.keys[action.id], action.do, action.label)
            found |= {one.key: one.action for one in Binding.make_bindings([bound])}
        return found

    def _unfinished(self) -> str | None:
        """The first source that this coder has not begun, else the first."""
        sources = self.session.sources
        fresh = [source.id for source in sources if not self.session.counts.get(source.id)]
        return fresh[0] if fresh else sources[0].id if sources else None

    # --- state ----------------------------------------------------------------------

    def situation(self) -> ActionContext:
        """What applies now."""
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
            touring=self.tour is not None,
            asked=self.prompt is not None or view.is_asking,
            busy=self.question is not None,
            others=not session.is_blind,
            new_codes=session.can_create_codes,
            pinned=bool(session.pins),
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        known = self._ACTION_OF.get((action, parameters))
        if known is None:
            return super().check_action(action, parameters)
        if not self.is_mounted or (self.has_class("-small") and known.id != "view.quit"):
            return False
        now = self.situation()
        return known.exists(now) and known.when(now)

    def open_source(self, source_id: str, at: int | None = None) -> None:
        """Show a source, at an offset or where the coder left it."""
        opened = self.view.document
        if opened is not None:
            self._places[opened.source.id] = self.view.cursor
            if opened.source.id != source_id:
                self.left = self.stand
        document = self.attempt(lambda: self.session.open(source_id))
        if document is None:
            return
        if at is None:
            first = next((turn.body.start for turn in document.turns), 0)
            at = self._places.get(source_id, first)
        self.cancel_question()
        shown = self._alike = self.session.alike()
        codings = [group[0] for group in shown.values()]
        self.view.compare(self.session.comparing)
        self.view.show(document, codings, at=at, noted=self.session.noted(shown))
        self.query_one(SourceList).mark(source_id)
        self.say("")

    def put_here(self, code_id: str) -> None:
        """Apply one code to the selection or the sentence, as the palette does."""
        span = self.target()
        if span is not None:
            self.put(span, [code_id])

    def refresh_data(self, *, sources: bool = False) -> None:
        session = self.session
        self.query_one(SourceList).fill(session.sources, session.counts)
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
        was, now = self.view.document, self.session.document
        self.cancel_question()
        if was is None or now is None:
            if was is not None:
                self.view.clear()
                self.say(f"{safe(was.source.id)} is no longer part of the project or the round")
            return
        at = Carrier(was.text, now.text).follow(self.view.cursor)
        shown = self._alike = self.session.alike()
        codings = [group[0] for group in shown.values()]
        self.view.show(now, codings, at=at, noted=self.session.noted(shown))
        self.say(f"The text of {safe(now.source.id)} was corrected; codings are at their words")

    def _poll(self) -> None:
        """Show what another process has written."""
        if not self.is_current and self.question is None:
            return

        def reload() -> bool:
            if not self.session.changed_elsewhere():
                return False
            self.session.reload()
            return True

        if self.attempt(reload):
            self.refresh_data(sources=True)
            if told := self.session.arrived():
                self.say(told)
            if self.view.document is None and self.session.sources:
                self.open_source(self.session.sources[0].id)

    # --- bars -----------------------------------------------------------------------

    def say(self, message: str) -> None:
        self._message = message
        self.update_bars()

    def on_transcript_view_moved(self, event: TranscriptView.Moved) -> None:
        event.stop()
        if not self._bars_due:
            self._bars_due = True
            self.set_timer(_BARS_SECONDS, self.update_bars)

    def update_bars(self) -> None:
        if not self.is_mounted:
            return
        self._bars_due = False
        self.follow_tour()
        view = self.view
        document = view.document
        turn = document.turn_at(view.cursor) if document else None
        groups = [self._alike[coding.id] for coding in view.under_cursor()]
        self.query_one(Inspector).inspect(groups, turn)
        self.query_one("#title", Bar).set(self._title_left(), self._title_right())
        self.query_one("#status", Bar).set(self._status_left(), self._status_right())
        self.query_one("#hints", Bar).set(self._hint_parts())

    def _title_left(self) -> list[Part]:
        project, document = self.session.project, self.view.document
        parts: list[Part] = [(f" {short(project.name, 40)}", "bold")]
        if document is not None:
            source = document.source
            title = f"  {short(source.title, 60)}" if source.title != source.id else ""
            parts += [("  ", ""), (safe(source.id), "bold $text-primary"), (title, "")]
        return parts

    def _title_right(self) -> list[Part]:
        session = self.session
        round_ = session.round
        what = {
            Mode.BLIND: "blind",
            Mode.COMMIT_THEN_REVEAL: "own answer first",
            Mode.ASSISTED: "assisted",
        }[round_.mode]
        parts: list[Part] = []
        if session.comparing:
            a, b = map(safe, session.comparing)
            parts.append((f"A {a} with B {b}   ", "bold $text-accent"))
        parts += [(safe(session.coder), "bold"), (f" · {safe(round_.id)} · {what} ", "")]
        if session.read_only:
            parts.append(("read-only ", "bold $text-warning"))
        elif round_.status is RoundStatus.CLOSED:
            parts.append(("closed ", "bold $text-warning"))
        elif session.is_locked:
            parts.append(("submitted ", "bold $text-warning"))
        return parts

    def _status_left(self) -> list[Part]:
        view = self.view
        if view.document is None and not self._message:
            return [(" No sources yet. Bring some with `qct import FILE …`.", "")]
        parts: list[Part] = [(" ", "")]
        if view.reader is not None and view.reader.is_visual:
            parts.append(("VISUAL ", "bold $text-accent"))
        if view.selection is not None:
            parts.append((f"{len(view.selection)} characters selected  ", "$text-accent"))
        parts.append((self._message, ""))
        return parts

    def _status_right(self) -> list[Part]:
        view, session = self.view, self.session
        if view.document is None:
            return []
        reader = view.reader
        parts: list[Part] = []
        if reader is not None and reader.matches:
            index = max(reader.matches.place_of(view.cursor), 1)
            parts.append((f"match {index} of {len(reader.matches)}  ", "$text-accent"))
        document = view.document
        place = (view.cursor * 100) // max(len(document.text) - 1, 1)
        if document.turns:
            turn = max(document.turn_index(view.cursor), 0) + 1
            parts.append((f"turn {turn} of {len(document.turns)} · ", ""))
        parts.append((f"{place} % · ", ""))
        if session.project.storage.away:
            kept = f"server away, {session.waiting} kept here "
            parts.append((kept, "bold $text-warning"))
        else:
            parts.append(("all saved " if session.may_change else "nothing can be changed ", ""))
        return parts

    def _hint_parts(self) -> list[Part]:
        if self.view.is_asking:
            return [(" esc", "bold $text-accent"), (" Leave", QUIET)]
        if self.prompt is not None:
            return self.prompt.hints
        parts: list[Part] = []
        for action in hints(self.situation()):
            parts.append(("   " if parts else " ", ""))
            parts.append((shown_key(self.keys[action.id].split(",")[0]), "bold $text-accent"))
            parts.append((f" {action.label}", QUIET))
        return parts

    # --- panes ----------------------------------------------------------------------

    def on_resize(self, event: events.Resize) -> None:
        columns, rows = event.size
        small = columns < LEAST_COLUMNS or rows < LEAST_ROWS
        self.set_class(small, "-small")
        if small:
            self.query_one("#too-small", Static).update(
                f"This terminal is {columns}x{rows}.\n"
                f"The workspace needs {LEAST_COLUMNS}x{LEAST_ROWS}:\nmake it larger."
            )
        self._arrange(columns, rows)

    def _arrange(self, columns: int, rows: int) -> None:
        narrow = columns < _INSPECTOR
        self.set_class(narrow, "-narrow")
        shown = {
            "sources": columns >= _BOTH_PANES,
            "inspector": not narrow or rows >= _BAND_ROWS,
        }
        for pane, usually in shown.items():
            self.query_one(f"#{pane}").display = self._wanted.get(pane, usually)

    def action_pane(self, pane: str) -> None:
        widget = self.query_one(f"#{pane}")
        self._wanted[pane] = not widget.display
        widget.display = not widget.display
        if widget.display and pane == "sources":
            widget.focus()
        elif not widget.display:
            self.view.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option.id is not None:
            self.open_source(event.option.id)
            if self.has_class("-narrow"):
                self.action_pane("sources")
            self.view.focus()

    def action_source(self, by: int) -> None:
        ids = [source.id for source in self.session.sources]
        document = self.view.document
        here = ids.index(document.source.id) if document and document.source.id in ids else -by
        self.open_source(ids[(here + by) % len(ids)])

    def action_only_own(self) -> None:
        self.session.only_own = not self.session.only_own or bool(self.session.comparing)
        self.session.compared = ()
        self.refresh_data()
        self.say("Your own codings only." if self.session.only_own else "Everyone's codings.")

    def on_screen_resume(self) -> None:
        self.update_bars()
