"""The desk of de-identification: words that may identify somebody, decided on by one key each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from toolkit.errors import QctError, UsageError
from toolkit.i18n import _, ngettext
from toolkit.language.identifiers.candidate import Kind
from toolkit.tui.screens.choose_item import Item, Pick
from toolkit.tui.screens.identifiers import layout as looks
from toolkit.tui.screens.identifiers.passphrase import PassphraseScreen
from toolkit.tui.screens.identifiers.pseudonym import PseudonymScreen
from toolkit.tui.screens.identifiers.rows import FEW, details, group_row, heading, place_row
from toolkit.tui.screens.listing import ListingScreen
from toolkit.tui.screens.message import show_error
from toolkit.tui.state.identifiers import (
    KINDS,
    PASSPHRASE_CODES,
    Decision,
    Desk,
    Filters,
    Group,
    GroupId,
    Listing,
    Step,
)
from toolkit.tui.support.progress import Job, bar
from toolkit.tui.widgets.bars import QUIET, Bar, key_rows, safe
from toolkit.tui.widgets.lazy_row import LazyRow
from toolkit.tui.widgets.long_list import LongList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from toolkit.operations.identifiers.propose import Proposal

_NARROW = 100
"""Columns below which the places stand under the list."""
_EVERY = 0.05
_CELLS = 24
_SPINNER = "|/-\\"
_ALL = "\x00all"


class DeidentifyScreen(ListingScreen[bool]):
    """Returns whether a text was changed.

    Decisions are carried out one after the other in a thread, each as a step of its own. Their
    rows say so until the list was read anew.
    """

    DEFAULT_CSS = looks.CSS
    prefix = "desk"
    BINDINGS: ClassVar[list[BindingType]] = looks.BINDINGS

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._listed: list[Group] = []
        self._places: Sequence[Proposal] = ()
        self._reading: Job[Listing] | None = None
        self._step: Job[str] | None = None
        self._waiting: list[Decision] = []
        """Decisions that are still to be carried out, the first of them now."""
        self._under_way: set[GroupId | None] = set()
        """Groups decided on since the list was read."""
        self._failed: GroupId | None = None
        """The group of a decision that could not be carried out: it is highlighted again."""
        self._has_changed = self._is_leaving = False
        self._turned = self._cells = 0
        self._said = ""
        self.is_at_places = False
        """Whether the keys go to the single places."""

    def compose(self) -> ComposeResult:
        yield Bar(id="desk-title")
        yield Static(id="desk-limits", markup=False)
        with Horizontal(id="desk-panes"):
            with Vertical(id="desk-main"):
                yield Static(id="desk-head", markup=False)
                yield OptionList(id="desk-list", markup=False)
            with Vertical(id="desk-side"):
                yield Static(id="desk-details", markup=False)
                yield LongList(id="desk-places")
        yield Bar(id="desk-status")
        yield Static(id="desk-keys", markup=False)

    def on_mount(self) -> None:
        self._list.focus()
        self._head()
        self._describe()
        self.set_interval(_EVERY, self._look)
        self._begin()

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width < _NARROW, "-narrow")
        self._show_keys()
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        if self._list.scrollable_content_region.width != self._cells:
            self.refill()

    # --- work in threads ------------------------------------------------------------------

    @property
    def is_busy(self) -> bool:
        """Whether something is read or carried out, or is about to be."""
        return bool(self._reading or self._step or self._waiting)

    def _begin(self, *, is_wrong: bool = False) -> None:
        """Read the proposals, after the passphrase where the key needs one."""
        if not self.desk.needs_passphrase:
            self._reading = Job(self.desk.read, self.desk.session.project)
            self._show_keys()
            return

        def answered(passphrase: str | None) -> None:
            if passphrase is None:
                self.call_later(self._close)
                return
            self.desk.passphrase = passphrase
            self._begin()

        self.app.push_screen(PassphraseScreen(is_wrong=is_wrong), answered)

    def _look(self) -> None:
        """Go on with what has ended in a thread."""
        if self._step is not None and self._step.ends_within(0):
            self._end_step(self._step)
        elif self._reading is not None and self._reading.ends_within(0):
            self._end_reading(self._reading)
        if self._step is None and self._reading is None and self._waiting:
            decision = self._waiting[0]
            self._step = Job(
                lambda tell: self.desk.carry_out(decision, tell), self.desk.session.project
            )
        if self._reading is not None or self._step is not None:
            self._show_progress()

    def _end_step(self, step: Job[str]) -> None:
        self._step = None
        decision = self._waiting.pop(0)
        is_wrong = False
        try:
            self._said = step.result()
        except QctError as error:
            self._waiting.clear()
            self._is_leaving = False
            self._failed = decision.group
            self._said = _("Nothing was changed.")
            if error.code in PASSPHRASE_CODES:
                is_wrong, self.desk.passphrase = self.desk.passphrase is not None, None
            elif decision.group is None and isinstance(error, UsageError):
                self._said = _("Nothing was changed: {why}.").format(why=safe(error.message))
            else:
                show_error(self.app, error)
        else:
            self._has_changed |= decision.step not in (Step.REJECT, Step.REJECT_PLACE)
        if self._is_leaving and not self._waiting:
            self._is_leaving = False
            self._close()
        # Offsets have moved: everything is read anew before the next decision.
        self._begin(is_wrong=is_wrong)

    def _end_reading(self, reading: Job[Listing]) -> None:
        self._reading = None
        try:
            listing = reading.result()
        except QctError as error:
            self._cannot_read(error)
            return
        self.desk.show(listing)
        self._under_way = {decision.group for decision in self._waiting}
        self.refill()
        self.say(self._said or self._sum())
        self._said = ""
        self._show_keys()

    def _cannot_read(self, error: QctError) -> None:
        if error.code in PASSPHRASE_CODES:
            is_wrong, self.desk.passphrase = self.desk.passphrase is not None, None
            self._begin(is_wrong=is_wrong)
            return
        self._waiting.clear()
        show_error(self.app, error, lambda: self.call_later(self._close))

    def _show_progress(self) -> None:
        self._turned += 1
        turning = _SPINNER[self._turned // 2 % len(_SPINNER)]
        reading = self._reading
        if self._step is not None:
            first = self._waiting[0]
            text = _("{words}: under way …").format(words=safe(first.words) or _("the last step"))
            if self._is_leaving and len(self._waiting) > 1:
                text += " " + _("esc again drops what has not begun.")
            self.say(f"{turning} {text}")
        elif reading is not None and reading.of:
            text = _("analysing {done:,} of {of:,} pieces").format(done=reading.done, of=reading.of)
            self.say(f"{turning} {bar(reading.done, reading.of, _CELLS)} {text}")
        elif not self._said:
            self.say(f"{turning} " + _("reading the sources …"))

    def _sum(self) -> str:
        listing = self.desk.listing
        assert listing is not None
        return _("{count} places in {words:,} words. Read the transcripts all the same.").format(
            count=len(listing.proposals.all), words=listing.proposals.words
        )

    def _close(self) -> None:
        """Leave, unless another window is open over the desk."""
        if self.is_current:
            self.dismiss(self._has_changed)

    # --- the list -------------------------------------------------------------------------

    @property
    def _place_list(self) -> LongList:
        return self.query_one("#desk-places", LongList)

    def current(self) -> Group | None:
        """The highlighted group."""
        at = self._list.highlighted
        return self._listed[at] if at is not None and at < len(self._listed) else None

    def current_place(self) -> Proposal | None:
        """The highlighted place."""
        at = self._place_list.at
        return self._places[at] if at is not None and at < len(self._places) else None

    def refill(self) -> None:
        """List the groups, with the one highlighted that was, else the one in its row."""
        here, at = self.current(), self._list.highlighted or 0
        if self._failed is not None:
            here, self._failed = self.desk.group(self._failed), None
        self._listed = self.desk.listed()
        self._cells = self._list.scrollable_content_region.width
        self._list.clear_options()
        self._list.add_options(Option(self._row(group)) for group in self._listed)
        ids = [group.id for group in self._listed]
        if ids:
            same = here is not None and here.id in ids
            self._list.highlighted = ids.index(here.id) if same else min(at, len(ids) - 1)  # type: ignore[union-attr]
        if self.is_at_places and (here is None or here.id not in ids):
            self._list.focus()
        self.query_one("#desk-head", Static).update(heading(self._cells) if ids else "")
        self._head()
        self._describe()

    def _row(self, group: Group) -> LazyRow:
        def make() -> Content:
            left_out = sum(map(self.desk.is_left_out, group.places))
            is_under_way = group.id in self._under_way
            return group_row(group, self._cells, left_out=left_out, is_under_way=is_under_way)

        return LazyRow(make)

    def _head(self) -> None:
        desk = self.desk
        left = [(" " + _("De-identify"), "bold")]
        if desk.filters.text:
            only = _("only {text}").format(text=desk.filters.text)
            left.append((f"  {only}", "$text-accent"))
        right = []
        if desk.listing is not None:
            listed = ngettext("{n} name or number", "{n} names and numbers", len(self._listed))
            places = sum(len(group.places) for group in self._listed)
            counts = ngettext("{n} place", "{n} places", places).format(n=places)
            right = [(f"{listed.format(n=len(self._listed))} · {counts} ", QUIET)]
        self.query_one("#desk-title", Bar).set(left, right)
        limits = self.query_one("#desk-limits", Static)
        limits.update(safe(desk.limits))
        limits.display = bool(desk.limits)

    def _show_keys(self) -> None:
        keys = looks.PLACE_KEYS if self.is_at_places else looks.LIST_KEYS
        if self.desk.listing is None:
            keys = looks.READING_KEYS
        self.query_one("#desk-keys", Static).update(key_rows(keys, self.size.width - 2))

    # --- the places -----------------------------------------------------------------------

    def _describe(self) -> None:
        """Show the first places of the highlighted group, or all once the keys go to them."""
        group, place, was = self.current(), self.current_place(), self._place_list.at or 0
        self._places = group.places if group is not None else ()
        count, at = min(len(self._places), FEW), None
        if self.is_at_places and self._places:
            count = len(self._places)
            at = self._places.index(place) if place in self._places else min(was, count - 1)
        self._place_list.fill(count, lambda at: place_row(self.desk, self._places[at]), at)
        self._tell_places()

    def _tell_places(self) -> None:
        """Show above the places what they are, how many there are, and which is highlighted."""
        places = self._place_list
        text = details(self.desk, self.current(), shown=places.count, at=places.at)
        self.query_one("#desk-details", Static).update(text)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if event.option_list.id == "desk-list":
            self._describe()
        else:
            self._tell_places()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter goes to the places of the group, and back."""
        event.stop()
        (self._place_list if event.option_list.id == "desk-list" else self._list).focus()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        is_at_places = event.widget is self._place_list
        if is_at_places is not self.is_at_places:
            self.is_at_places = is_at_places
            self._describe()
            self._show_keys()

    def action_step(self, by: int) -> None:
        options = self._place_list if self.is_at_places else self._list
        if by > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def action_leave_out(self) -> None:
        """Leave the highlighted place out, or take it in again."""
        place, group = self.current_place(), self.current()
        if not self.is_at_places or place is None or group is None:
            self.say(_("Press enter first: the space bar leaves out single places."))
            return
        self.desk.toggle(place)
        self._place_list.make_again(self._place_list.at or 0)
        row = self._list.highlighted
        assert row is not None
        self._list.replace_option_prompt_at_index(row, self._row(group))

    def action_leave(self) -> None:
        """Back to the words, then clear the filters, then wait for what is under way; close."""
        if self.is_at_places:
            self._list.focus()
        elif self._waiting:
            if self._is_leaving:
                # What has begun is a step that is done whole.
                del self._waiting[1 if self._step is not None else 0 :]
            self._is_leaving = True
            if not self._waiting:
                self._close()
        elif self.desk.filters != Filters():
            self._keep(Filters())
        else:
            if self._reading is not None:
                self._reading.stop()
            self.dismiss(self._has_changed)

    # --- filters --------------------------------------------------------------------------

    def action_kind(self) -> None:
        items = [Item(kind.value, KINDS[kind]) for kind in self.desk.kinds()]

        def chosen(answer: str | None) -> None:
            if answer is not None:
                kind = None if answer == _ALL else Kind(answer)
                self._keep(replace(self.desk.filters, kind=kind))

        self.app.push_screen(Pick(_("Show only one kind"), [Item(_ALL, _("All")), *items]), chosen)

    def action_new_only(self) -> None:
        self._keep(replace(self.desk.filters, new_only=not self.desk.filters.new_only))

    def _keep(self, filters: Filters) -> None:
        self.desk.filters = filters
        self.refill()

    # --- deciding -------------------------------------------------------------------------

    def action_decide(self, step: str) -> None:
        group = self._decidable()
        if group is None:
            return
        if not self.desk.chosen(group):
            self.say(_("Every place is left out: the space bar takes one in again."))
            return
        self._put(self.desk.decision(Step(step), group))

    def action_reject(self) -> None:
        group, place = self._decidable(), self.current_place() if self.is_at_places else None
        if group is None:
            return
        step = Step.REJECT if place is None else Step.REJECT_PLACE
        self._put(self.desk.decision(step, group, place=place))

    def action_change(self) -> None:
        group = self._decidable()
        if group is None or not self.desk.chosen(group):
            return
        decision = self.desk.decision(Step.ACCEPT, group)

        def answered(replacement: str | None) -> None:
            if replacement is not None:
                self._put(replace(decision, replacement=replacement))

        offered = self.desk.offered(group)
        self.app.push_screen(PseudonymScreen(group.words, group.replacement, offered), answered)

    def action_go_back(self, step: str) -> None:
        if self._may_decide() and self.desk.listing is not None:
            self._put(self.desk.decision(Step(step)))

    def _may_decide(self) -> bool:
        if not self.desk.may_decide:
            self.say(_("The workspace is read-only: texts cannot be changed here."))
        return self.desk.may_decide

    def _decidable(self) -> Group | None:
        """The highlighted group, where a decision on it can be taken now."""
        group = self.current()
        if group is None or not self._may_decide():
            return None
        if group.id in self._under_way:
            self.say(_("A decision on these words is under way."))
            return None
        return group

    def _put(self, decision: Decision) -> None:
        """Let a decision be carried out after those before it, and go to the next group."""
        self._waiting.append(decision)
        if decision.group is None:
            return
        self._under_way.add(decision.group)
        at = next((n for n, each in enumerate(self._listed) if each.id == decision.group), None)
        if at is None:
            return
        group = self._listed[at]
        self._list.replace_option_prompt_at_index(at, self._row(group))
        if decision.step is not Step.REJECT_PLACE and at == self._list.highlighted:
            self._list.focus()
            self._list.highlighted = min(at + 1, len(self._listed) - 1)
