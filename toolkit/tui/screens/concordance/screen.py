"""A word in context: every place of it, one a line, in the order that a person wants."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.widgets import OptionList, Static

from toolkit.analysis.terms.concordance import Line
from toolkit.errors import QctError
from toolkit.i18n import _, ngettext
from toolkit.tui.screens.concordance import rows
from toolkit.tui.screens.concordance.rows import columns, heading, line_row
from toolkit.tui.screens.listing import ListingScreen
from toolkit.tui.state.concordance import Answer, ConcordanceList, Question
from toolkit.tui.support.progress import Job, bar
from toolkit.tui.widgets.bars import QUIET, Bar, key_rows, safe, short
from toolkit.tui.widgets.lazy_row import LazyRow
from toolkit.tui.widgets.long_list import LongList
from toolkit.tui.widgets.prompt import ContextPrompt

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

_EVERY = 0.05
_CELLS = 24
_BESIDE = 3
"""Cells beside the lines: a blank at each edge, and the bar."""


class ConcordanceScreen(ListingScreen[Line | None]):
    """Returns the line to go to; None when left.

    The places are looked for in a thread. What was found stays in the list that the screen was
    given, so that it can be opened again where it was left.
    """

    DEFAULT_CSS = rows.CSS
    prefix = "kwic"
    BINDINGS: ClassVar[list[BindingType]] = rows.BINDINGS

    def __init__(self, listing: ConcordanceList, word: str = "", *, has_lemmas: bool) -> None:
        """`word` stands in the field first; without one the list is shown that there is.
        `has_lemmas` is whether words can be looked for in all their forms."""
        super().__init__()
        self.listing = listing
        self._word, self._has_lemmas = word, has_lemmas
        self._job: Job[Answer] | None = None
        answer = listing.answer
        self._speakers = answer.question.speakers if answer is not None else "experts"
        """Whose words are looked through next."""
        self._failure = ""
        self._cells = 0
        """The width that the lines were drawn for."""

    def compose(self) -> ComposeResult:
        yield Bar(id="kwic-title")
        yield ContextPrompt(
            _("Word, phrase or pattern"),
            id="kwic-word",
            changed=self._show_title,
            submitted=lambda _value: self._ask_for(self._typed()),
            has_lemmas=self._has_lemmas,
        )
        yield Static(id="kwic-limits", markup=False)
        yield Static(id="kwic-head", markup=False)
        yield LongList(id="kwic-list")
        yield Static(id="kwic-why", markup=False)
        yield Bar(id="kwic-status")
        yield Static(id="kwic-keys", markup=False)

    def on_mount(self) -> None:
        answer = self.listing.answer
        prompt = self._prompt
        if answer is not None:
            prompt.lemma = answer.question.search == "lemma"
            prompt.regex = answer.question.search == "regex"
        prompt.value = self._word or (answer.question.word if answer is not None else "")
        self._refill()
        if answer is None or self._word:
            prompt.focus()
        else:
            self._list.focus()
            if not self.listing.is_current():
                self._ask_for(answer.question)
        self.set_interval(_EVERY, self._look)

    def on_resize(self) -> None:
        self._show_keys()
        if self.size.width != self._cells:
            self._refill()

    @property
    def _prompt(self) -> ContextPrompt:
        return self.query_one(ContextPrompt)

    @property
    def _list(self) -> LongList:
        return self.query_one("#kwic-list", LongList)

    @property
    def is_busy(self) -> bool:
        """Whether the places are looked for."""
        return self._job is not None

    # --- looking for the places -----------------------------------------------------------

    def _typed(self) -> Question:
        """What stands in the field."""
        word, is_regex = self._prompt.pattern
        search = "regex" if is_regex else "lemma" if self._prompt.by_lemma else "written"
        return Question(word, search, self._speakers)

    def _ask_for(self, question: Question) -> None:
        """Look for the places of a word; what was looked for before is given up."""
        if not question.word.strip():
            self.say(_("Type a word first."))
            return
        self._give_up()
        self._job = Job(
            lambda tell: self.listing.read(question, tell), self.listing.session.project
        )
        self.say(_("looking for its places …"))
        self._show_keys()

    def _give_up(self) -> None:
        if self._job is not None:
            self._job.stop()
            self._job = None

    def _look(self) -> None:
        job = self._job
        if job is None:
            return
        if not job.ends_within(0):
            if job.of:
                text = _("analysing {done:,} of {of:,} pieces for the first time")
                done = text.format(done=job.done, of=job.of)
                self.say(f"{bar(job.done, job.of, _CELLS)} {done}")
            return
        self._job = None
        try:
            self.listing.show(job.result())
            self._failure = ""
        except QctError as error:
            self.listing.answer = None
            message = error.message
            self._failure = f"{message[:1].upper()}{message[1:]}. {error.hint}".strip()
        self._refill()
        if self.listing.lines:
            self._list.focus()
        self._show_keys()

    # --- what is shown --------------------------------------------------------------------

    def _refill(self) -> None:
        """List the lines in their order, with the highlighted one that was."""
        lines, answer = self.listing.lines, self.listing.answer
        self.set_class(not lines, "-without")
        self._cells = self.size.width
        if answer is not None and lines:
            at = columns(self._cells - _BESIDE, answer.sizes)
            self.query_one("#kwic-head", Static).update(heading(at))
            self._list.fill(
                len(lines), lambda n: LazyRow(lambda: line_row(lines[n], at)), self.listing.at
            )
        else:
            self._list.fill(0, str)
            self.query_one("#kwic-why", Static).update(safe(self._why_none()))
        limits = self.query_one("#kwic-limits", Static)
        unread = answer.made.unread if answer is not None else ()
        limits.update(safe(". ".join(f"{text[:1].upper()}{text[1:]}" for text in unread)))
        limits.display = bool(unread)
        self._show_title()
        self._tell_place()

    def _show_title(self) -> None:
        """The kind of search of what is typed, and what is listed."""
        left = [(" " + _("In context"), "bold")]
        left.append((f"  {rows.SEARCH_TEXTS[self._typed().search]}", "$text-accent"))
        right: list[tuple[str, str]] = []
        answer = self.listing.answer
        if answer is not None:
            made, count = answer.made, len(answer.made.lines)
            places = ngettext("{n:,} place", "{n:,} places", count).format(n=count)
            where = ngettext("{n} of {all} source", "{n} of {all} sources", made.sources).format(
                n=made.sources_with, all=made.sources
            )
            right.append((short(answer.question.word, 40), "bold"))
            right.append((f" · {places} · {where} ", QUIET))
        self.query_one("#kwic-title", Bar).set(left, right)

    def say(self, message: str) -> None:
        answer, order = self.listing.answer, rows.ORDER_TEXTS[self.listing.order]
        who = rows.WHO_TEXTS[answer.question.speakers if answer is not None else self._speakers]
        right = [(f"{who} · {order} ", QUIET)]
        self.query_one("#kwic-status", Bar).set([(f" {message}", "")], right)

    def _tell_place(self) -> None:
        at, count = self._list.at, self._list.count
        if at is not None and not self.is_busy:
            self.say(_("place {number:,} of {all:,}").format(number=at + 1, all=count))
        elif not self.is_busy:
            self.say("")

    def _why_none(self) -> str:
        """Why no line is there, in whole sentences."""
        if self._failure:
            return self._failure
        answer = self.listing.answer
        if answer is None:
            return _(
                "Type a word, a phrase, or a pattern of words as in a search, and press enter. "
                "Every place of it is listed with the words around it."
            )
        experts, made = answer.question.speakers == "experts", answer.made
        who = _("No expert says") if experts else _("Nobody says")
        where = ngettext("in {n} source", "in {n} sources", made.sources).format(n=made.sources)
        parts = [f"{who} “{short(answer.question.word, 60)}” {where}."]
        if answer.question.search == "lemma":
            parts.append(_("It was looked for in all its forms; ^r changes to words as written."))
        elif answer.question.search == "written":
            parts.append(_("It was looked for as it is written."))
        if experts:
            parts.append(_("^t looks through what everybody says."))
        return " ".join(parts)

    def _show_keys(self) -> None:
        keys = rows.LIST_KEYS
        if self.is_busy:
            keys = rows.WAITING_KEYS
        elif self._prompt.has_focus:
            keys = self._prompt.KEYS
        self.query_one("#kwic-keys", Static).update(key_rows(keys, self.size.width - 2))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        event.stop()
        self._show_keys()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if self._list.at is not None:
            self.listing.at = self._list.at
        self._tell_place()

    # --- keys -----------------------------------------------------------------------------

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self.listing.current is not None:
            self._give_up()
            self.dismiss(self.listing.current)

    def action_to_list(self) -> None:
        if self.listing.lines:
            self._list.focus()

    def action_ask(self) -> None:
        """Go to the field for another word."""
        self._prompt.focus()
        self._prompt.action_select_all()

    def action_sort(self, order: str) -> None:
        self.listing.sort(order)
        self._refill()

    def action_who(self) -> None:
        """Look at what everybody says, or at experts alone again."""
        answer = self.listing.answer
        is_typing = self._prompt.has_focus
        self._speakers = "experts" if self._speakers == "all" else "all"
        question = self._typed() if is_typing or answer is None else answer.question
        if question.word.strip():
            self._ask_for(replace(question, speakers=self._speakers))
        else:
            self._tell_place()

    def action_leave(self) -> None:
        """Stop what is looked for, then go back to the list from the field; close."""
        if self.is_busy:
            self._give_up()
            if self.listing.answer is not None:
                self._speakers = self.listing.answer.question.speakers
            self.say(_("Stopped. The list is the one before."))
            self._show_keys()
        elif self._prompt.has_focus and self.listing.lines:
            self._list.focus()
        else:
            self.dismiss(None)
