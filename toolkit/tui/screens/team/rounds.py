"""The coder's rounds: what is left to do, source by source, and submitting it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from toolkit.errors import QctError
from toolkit.i18n import _, ngettext
from toolkit.text.cells import pad
from toolkit.tui.screens.confirm import Confirm
from toolkit.tui.screens.listing import ListingScreen
from toolkit.tui.screens.message import show_error
from toolkit.tui.state.rounds import NOT_STARTED, Line, Rounds
from toolkit.tui.widgets.bars import QUIET, Bar, key_rows, safe, short

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from toolkit.tui.state.coding_session import CodingSession

_KEYS = (
    ("enter", _("Open")),
    ("F", _("Finished or not")),
    ("S", _("Submit and lock")),
    ("esc", _("Back")),
)
_MEANING = _(
    "What you left uncoded counts as having no code, and you can "
    "no longer change anything in this source. Only another coder "
    "can unlock it, with a reason."
)


class RoundsScreen(ListingScreen[str | None]):
    """Returns the source to open, or None."""

    DEFAULT_CSS = """
    RoundsScreen { background: $background; layout: vertical; }
    RoundsScreen #rounds-title { background: $panel; }
    RoundsScreen #rounds-status { background: $surface; }
    RoundsScreen #rounds-keys { background: $panel; height: auto; max-height: 2; padding: 0 1; }
    RoundsScreen OptionList { height: 1fr; border: none; padding: 0 1; text-wrap: nowrap;
        background: $background; scrollbar-size-vertical: 1; }
    RoundsScreen OptionList:focus { border: none; }
    """
    prefix = "rounds"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,f9", "dismiss(None)", "Back"),
        Binding("j", "step(1)", show=False),
        Binding("k", "step(-1)", show=False),
        Binding("F", "finish", "Finished or not"),
        Binding("S", "submit", "Submit and lock"),
    ]

    def __init__(self, session: CodingSession) -> None:
        super().__init__()
        self.rounds = Rounds(session)
        self._lines: dict[str, Line] = {}

    def compose(self) -> ComposeResult:
        yield Bar(id="rounds-title")
        yield OptionList(id="rounds-list", markup=False)
        yield Bar(id="rounds-status")
        yield Static(id="rounds-keys", markup=False)

    def on_mount(self) -> None:
        coder = self.rounds.session.coder
        self.query_one("#rounds-title", Bar).set(
            [
                ((" " + _("Rounds")), "bold"),
                (("  " + _("of {coder}").format(coder=safe(coder))), ""),
            ]
        )
        self._list.focus()
        self._fill()

    def on_resize(self, event: events.Resize) -> None:
        self.query_one("#rounds-keys", Static).update(key_rows(_KEYS, event.size.width - 2))

    def _fill(self, line_id: str | None = None) -> None:
        self._lines = {}
        self._list.clear_options()
        for round_ in self.rounds.rounds:
            here = (" " + _("(open here)")) if round_.id == self.rounds.session.round.id else ""
            head = Content.assemble(
                (safe(round_.id), "bold"),
                (here, "$text-accent"),
                (f"  {safe(self.rounds.describe(round_))}\n", QUIET),
                (f"  {safe(self.rounds.to_do(round_))}", ""),
            )
            self._list.add_option(Option(head, disabled=True))
            for line in self.rounds.lines(round_):
                name = f"{round_.id}\x00{line.source_id}"
                self._lines[name] = line
                self._list.add_option(Option(self._row(line), id=name))
        if line_id in self._lines:
            self._list.highlighted = self._list.get_option_index(line_id)
        elif self._lines:
            self._list.highlighted = self._list.get_option_index(next(iter(self._lines)))
        else:
            self.say(
                _("There are no sources yet. Import some with `qct import FILE`.")
                if self.rounds.rounds
                else _("You take part in no round. Open one with `qct round open NAME`.")
            )

    def _row(self, line: Line) -> Content:
        others = "   ".join(f"{coder} {state}" for coder, state in line.others)
        title = line.title if line.title != line.source_id else ""
        return Content.assemble(
            f"    {pad(line.source_id, 10)} ",
            (pad(line.state, 11), QUIET if line.state == NOT_STARTED else "bold"),
            ngettext("{count:>6} coding ", "{count:>6} codings", line.codings).format(
                count=line.codings
            )
            + "  ",
            (short(title, 30), QUIET),
            (f"   {safe(others)}" if others else "", QUIET),
        )

    def current(self) -> Line | None:
        option = self._list.highlighted_option
        return self._lines.get(option.id or "") if option is not None else None

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        line = self.current()
        if line is None:
            return
        if line.round.id != self.rounds.session.round.id:
            self.say(
                _("Open it with `qct code {source_id} --round {id}`.").format(
                    source_id=safe(line.source_id), id=safe(line.round.id)
                )
            )
            return
        self.dismiss(line.source_id)

    def action_finish(self) -> None:
        """State that the source is finished, or that it is not after all. Nothing is locked."""
        line = self.current()
        if line is None or self._refuses(line):
            return
        try:
            self.rounds.finish(line, finished=not line.is_finished)
        except QctError as error:
            show_error(self.app, error)
            return
        self._fill(f"{line.round.id}\x00{line.source_id}")
        text = (
            _("You are still working on {name}.")
            if line.is_finished
            else _("Finished: {name}. What you left uncoded there has no code.")
        )
        self.say(text.format(name=_name(line)))

    def _refuses(self, line: Line) -> bool:
        """Say why the state of a source cannot change here, if it cannot."""
        if self.rounds.session.read_only:
            self.say(_("The workspace is read-only: you cannot change this here."))
        elif line.is_submitted:
            self.say(_("You have submitted {name} already.").format(name=_name(line)))
        elif not self.rounds.is_open(line.round):
            self.say(_("Round {id} is closed.").format(id=safe(line.round.id)))
        else:
            return False
        return True

    def action_submit(self) -> None:
        line = self.current()
        if line is None:
            return
        name = _name(line)
        if not self._refuses(line):

            def submit(sure: bool | None) -> None:
                if sure:
                    self._submit(line, name)

            self.app.push_screen(
                Confirm(_("Submit {name}?").format(name=name), _MEANING, _("Submit and lock")),
                submit,
            )

    def _submit(self, line: Line, name: str) -> None:
        try:
            self.rounds.submit(line)
        except QctError as error:
            show_error(self.app, error)
            return
        self._fill(f"{line.round.id}\x00{line.source_id}")
        self.say(_("Submitted: {name}. It is locked now.").format(name=name))


def _name(line: Line) -> str:
    return _("{source_id} in round {id}").format(
        source_id=safe(line.source_id), id=safe(line.round.id)
    )
