"""Matches in all sources, listed by source."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import OptionList, ProgressBar, Static
from textual.widgets.option_list import Option

from toolkit.errors import QctError
from toolkit.i18n import _, ngettext
from toolkit.tui.support.threads import start_thread
from toolkit.tui.widgets.bars import QUIET, safe, short

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from toolkit.operations.search.searchers import Searcher, SourceMatches
    from toolkit.tui.state.coding_session import CodingSession

MOST = 20
"""Matches shown of each source; how many more there are is said."""
Place = tuple[str, int]


def _matches(count: int) -> str:
    return ngettext("{count} match", "{count} matches", count).format(count=count)


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

        def __init__(self, result: SourceMatches) -> None:
            super().__init__()
            self.result = result

    class Ended(Message):
        """Every source was searched, or the search failed."""

        def __init__(self, error: QctError | None) -> None:
            super().__init__()
            self.error = error

    class Analysed(Message):
        """So many pieces of the texts are analysed, which a search by lemma needs first."""

        def __init__(self, done: int, total: int) -> None:
            super().__init__()
            self.done, self.total = done, total

    def __init__(
        self, session: CodingSession, pattern: str, *, regex: bool, lemma: bool = False
    ) -> None:
        super().__init__()
        self._session, self._pattern, self._regex = session, pattern, regex
        self._lemma = lemma
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
            yield Static(_("esc Stop"), classes="window-keys", markup=False)

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()
        start_thread(self._session.project, self._work, "search-all")

    def _work(self) -> None:
        project, failed = self._session.project, None
        try:
            with project.sources.searcher(
                self._pattern, regex=self._regex, lemma=self._lemma
            ) as finder:
                self._searcher = finder
                for result in project.sources.search(
                    finder, sources=self._sources, note=self._note
                ):
                    if self._left:
                        return
                    self.post_message(self.Found(result))
        except QctError as error:
            failed = error
        self.post_message(self.Ended(failed))

    def _note(self, done: int, total: int) -> None:
        self.post_message(self.Analysed(done, total))

    @on(Analysed)
    def _tell_analysed(self, event: Analysed) -> None:
        event.stop()
        text = _("The texts are analysed for the first time: {done} of {total}  ·  esc Stop")
        self.query_one(".window-keys", Static).update(
            _("esc Stop")
            if event.done == event.total
            else text.format(done=event.done, total=event.total)
        )

    def _title(self) -> str:
        kind = _("Regular expression") if self._regex else _("Search")
        if self._lemma:
            kind = _("Search by lemma")
        matches = _matches(self._matches)
        where = ngettext(
            "in {hits} of {count} source", "in {hits} of {count} sources", len(self._sources)
        ).format(hits=self._hits, count=len(self._sources))
        return f"{kind} · {short(self._pattern, 40)} · {matches} {where}"

    @on(Found)
    def _show(self, event: Found) -> None:
        event.stop()
        result, listing = event.result, self.query_one(OptionList)
        self._done += 1
        self.query_one(ProgressBar).update(progress=self._done)
        count = len(result.matches)
        if count:
            self._hits += 1
            self._matches += count
            self._places.append((result.source_id, result.matches.starts[0]))
            more = " · " + _("the first {most} are shown").format(most=MOST) if count > MOST else ""
            head = Content.assemble(
                (safe(result.source_id), "bold $text-primary"),
                (f"  {_matches(count)}{more}", QUIET),
            )
            listing.add_options([Option(head), *self._options(result)])
            if listing.highlighted is None:
                listing.highlighted = 0
        self.query_one(".window-title", Static).update(self._title())

    def _options(self, result: SourceMatches) -> list[Option]:
        options = []
        for span in result.matches[:MOST]:
            self._places.append((result.source_id, span.start))
            before, match, after = result.context(span)
            turn = result.turn_of(span)
            where = _("turn {number}").format(number=turn.index + 1) if turn is not None else ""
            options.append(
                Option(
                    Content.assemble(
                        (f"  {where:<9}", QUIET),
                        safe(before),
                        (f"▸{safe(short(match, 60))}◂", "bold"),
                        safe(after),
                    )
                )
            )
        return options

    @on(Ended)
    def _end(self, event: Ended) -> None:
        event.stop()
        self.query_one(ProgressBar).display = False
        keys_found, none = (
            _("enter Go to it   ↑ ↓ Move   esc Cancel"),
            _("No match.   esc Search again"),
        )
        keys = keys_found if self._matches else none
        self.query_one(".window-keys", Static).update(keys)
        if event.error is not None:
            from toolkit.tui.screens.message import MessageScreen

            message, hint = event.error.message, event.error.hint
            self.app.push_screen(MessageScreen(_("The search ended early"), message, hint))

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
