"""What was found in all sources, by source, to go to one place of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import OptionList, ProgressBar, Static
from textual.widgets.option_list import Option

from toolkit.errors import QctError
from toolkit.tui.state.coding_session import CodingSession
from toolkit.tui.support.threads import start_thread
from toolkit.tui.widgets.bars import QUIET, safe, short

if TYPE_CHECKING:
    from toolkit.operations.sources.search import Searcher, SourceMatches

MOST = 20
"""Matches shown of each source; how many more there are is said."""
Place = tuple[str, int]


class MatchesScreen(ModalScreen[Place | None]):
    """Returns source and offset of the match to go to; None when left.

    Fills while it searches, source by source; leaving ends the search.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Leave"),
        Binding("j", "step(1)", show=False),
        Binding("k", "step(-1)", show=False),
    ]

    class Found(Message):
        """One source was searched."""

        def __init__(self, found: SourceMatches) -> None:
            super().__init__()
            self.found = found

    class Ended(Message):
        """All were, or it went wrong."""

        def __init__(self, error: QctError | None) -> None:
            super().__init__()
            self.error = error

    def __init__(self, session: CodingSession, wanted: str, *, regex: bool) -> None:
        super().__init__()
        self._session, self._wanted, self._regex = session, wanted, regex
        self._sources = [source.id for source in session.sources]
        self._places: list[Place] = []
        self._matches = self._hits = self._done = 0
        self._searcher: Searcher | None = None
        self._left = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="window tall wide"):
            yield Static(self._title(), classes="window-title", markup=False)
            yield ProgressBar(len(self._sources), show_eta=False, show_percentage=False)
            options = OptionList(markup=False)
            options.styles.height = "1fr"
            options.styles.max_height = "100%"
            yield options
            yield Static("esc Stop", classes="window-keys", markup=False)

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()
        start_thread(self._session.project, self._work, "search-all")

    def _work(self) -> None:
        project, failed = self._session.project, None
        try:
            with project.sources.searcher(self._wanted, regex=self._regex) as finder:
                self._searcher = finder
                for found in project.sources.search(finder, sources=self._sources):
                    if self._left:
                        return
                    self.post_message(self.Found(found))
        except QctError as error:
            failed = error
        self.post_message(self.Ended(failed))

    def _title(self) -> str:
        kind = "Regular expression" if self._regex else "Search"
        noun = "match" if self._matches == 1 else "matches"
        sources = f"{self._hits} of {len(self._sources)} sources"
        return f"{kind} · {short(self._wanted, 40)} · {self._matches} {noun} in {sources}"

    @on(Found)
    def _show(self, event: Found) -> None:
        event.stop()
        found, listing = event.found, self.query_one(OptionList)
        self._done += 1
        self.query_one(ProgressBar).update(progress=self._done)
        count = len(found.matches)
        if count:
            self._hits += 1
            self._matches += count
            self._places.append((found.source_id, found.matches.starts[0]))
            more = f" · the first {MOST} are shown" if count > MOST else ""
            noun = "match" if count == 1 else "matches"
            head = Content.assemble(
                (safe(found.source_id), "bold $text-primary"), (f"  {count} {noun}{more}", QUIET)
            )
            listing.add_options([Option(head), *self._options(found)])
            if listing.highlighted is None:
                listing.highlighted = 0
        self.query_one(".window-title", Static).update(self._title())

    def _options(self, found: SourceMatches) -> list[Option]:
        options = []
        for span in found.matches[:MOST]:
            self._places.append((found.source_id, span.start))
            before, said, after = found.context(span)
            turn = found.turn_of(span)
            where = f"turn {turn.index + 1}" if turn is not None else ""
            options.append(
                Option(
                    Content.assemble(
                        (f"  {where:<9}", QUIET),
                        safe(before),
                        (f"▸{safe(short(said, 60))}◂", "bold"),
                        safe(after),
                    )
                )
            )
        return options

    @on(Ended)
    def _end(self, event: Ended) -> None:
        event.stop()
        self.query_one(ProgressBar).display = False
        found, none = (
            "enter Go there   ↑ ↓ Choose   esc Leave",
            "No match.   esc Search for other words",
        )
        keys = found if self._matches else none
        self.query_one(".window-keys", Static).update(keys)
        if event.error is not None:
            from toolkit.tui.screens.message import MessageScreen

            message, hint = event.error.message, event.error.hint
            self.app.push_screen(MessageScreen("The search ended early", message, hint))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self._give_up()
        self.dismiss(self._places[event.option_index])

    def action_leave(self) -> None:
        self._give_up()
        self.dismiss(None)

    def _give_up(self) -> None:
        self._left = True
        if self._searcher is not None:
            self._searcher.stop()

    def action_step(self, by: int) -> None:
        listing = self.query_one(OptionList)
        if by > 0:
            listing.action_cursor_down()
        else:
            listing.action_cursor_up()
