"""The form for a code made while coding, with the codes that it would resemble below."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList, Static, TextArea
from textual.widgets.option_list import Option

from toolkit.domain.codebook import CodeStatus, local
from toolkit.domain.ids import slug
from toolkit.errors import QctError
from toolkit.i18n import _
from toolkit.text.code_similarity import CodeSimilarity
from toolkit.text.hangul import is_korean
from toolkit.tui.screens.form import FormScreen
from toolkit.tui.state.code_form import Field, new_code_fields
from toolkit.tui.support.threads import start_thread
from toolkit.tui.widgets.bars import QUIET, safe, short

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual import events
    from textual.app import ComposeResult

    from toolkit.tui.state.coding_session import CodingSession

TAKEN = "\x00taken"
"""The only field of the answer where an existing code is taken instead: its id."""
_NEAR = _("Nearest existing codes")


class NewCodeScreen(FormScreen):
    """Returns the fields of a new code, or under `TAKEN` the existing one to use instead.

    The id follows the name until it is written by hand. What is nearest follows every field.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "nearest", show=False, priority=True),
        Binding("ctrl+o", "propose_name", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    NewCodeScreen #near-title { margin-top: 1; color: $text-accent; }
    NewCodeScreen #near { height: 3; max-height: 3; }
    """
    keys = _("^s Make and apply   ^n Use an existing code   tab Next field   esc Cancel")

    class Named(Message):
        """The names that the words of the passage give, or why there are none."""

        def __init__(self, names: Sequence[str], problem: str = "") -> None:
            super().__init__()
            self.names, self.problem = tuple(names), problem

    def __init__(
        self,
        session: CodingSession,
        *,
        name: str = "",
        quote: str = "",
        parent: str | None = None,
        written: Mapping[str, str] | None = None,
        names: Callable[[], Sequence[str]] | None = None,
    ) -> None:
        """`written` is what a form that could not be carried out held. `names` gives names from
        the words of the passage; it may take seconds, and is called in a thread."""
        book = session.codebook
        self._session = session
        self._similarity = CodeSimilarity(book.codes)
        fields: Sequence[Field] = new_code_fields(name, book, session.language, parent)
        super().__init__(
            _("New code · {quote}").format(quote=short(quote, 70)) if quote else _("New code"),
            fields,
            written,
        )
        self._names = [at for at, field in enumerate(fields) if field.name.startswith("name.")]
        self._id_at = next(at for at, field in enumerate(fields) if field.name == "id")
        self._derived = fields[self._id_at].text
        self._near: list[str] = []
        self._names_of = names
        self._proposed: list[str] = []
        """Names from the words, the next one first."""
        if names is not None:
            self.keys = _(
                "^s Make and apply   ^n Use an existing code   ^o Name from the words   "
                "tab Next field   esc Cancel"
            )

    def compose_below(self) -> ComposeResult:
        yield Static(_NEAR, id="near-title", markup=False)
        yield OptionList(id="near", markup=False)

    def on_mount(self) -> None:
        super().on_mount()
        self._compare()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.input.id == f"field-{self._names[0]}":
            self._derive(event.value)
        self._compare()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._compare()

    def _derive(self, name: str) -> None:
        """Make the id from the name, unless the coder has written an id."""
        field = self.query_one(f"#field-{self._id_at}", Input)
        if field.value == self._derived:
            taken = self._session.codebook.by_id
            self._derived = slug(name, taken) if name.strip() else ""
            field.value = self._derived

    def _compare(self) -> None:
        texts = self.texts()
        names = [text for field, text in texts.items() if field.startswith("name.")]
        meant = [text for field, text in texts.items() if field.startswith("definition.")]
        nearest = self._similarity.nearest(names, meant)
        self._near = [near.code_id for near in nearest]
        listing = self.query_one("#near", OptionList)
        listing.clear_options()
        listing.add_options(self._option(at, code_id) for at, code_id in enumerate(self._near))
        listing.highlighted = None
        self.query_one("#near-title", Static).update(
            _NEAR if nearest else _("{title}: none is similar").format(title=_NEAR)
        )

    def _option(self, at: int, code_id: str) -> Option:
        session = self._session
        code, look = session.codebook[code_id], session.look(code_id)
        retired = ("  " + _("(retired)")) if code.status is CodeStatus.RETIRED else ""
        meaning = short(local(code.definition, session.language), 90)
        return Option(
            Content.assemble(
                (f"{at + 1} ", QUIET),
                ("▌", look.color.hex),
                (safe(look.name), "bold"),
                (retired, "$text-warning"),
                (f"  {meaning}" if meaning else "", QUIET),
            )
        )

    def action_propose_name(self) -> None:
        """Write a noun phrase of the passage as the name; again, the next one."""
        if self._proposed:
            self._write_name()
            return
        names_of, self._names_of = self._names_of, None
        if names_of is None:
            return
        self._tell(_("Looking at the words of the passage …"))

        def work() -> None:
            try:
                self.post_message(self.Named(names_of()))
            except QctError as error:
                self.post_message(self.Named((), error.message))

        start_thread(self._session.project, work, "names")

    @on(Named)
    def _show_names(self, event: Named) -> None:
        event.stop()
        self._proposed = list(event.names)
        if self._proposed:
            self._write_name()
        else:
            self._tell(event.problem or _("No noun of the passage could name a code."))

    def _write_name(self) -> None:
        name = self._proposed.pop(0)
        self._proposed.append(name)
        field = self.query_one(f"#field-{self._field_for(name)}", Input)
        field.value = name
        field.cursor_position = len(name)
        self._compare()

    def _field_for(self, name: str) -> int:
        """The name in Korean for a Korean name, where the form has it; else the first name."""
        korean = [at for at in self._names if self._fields[at].name == "name.ko"]
        return korean[0] if korean and any(map(is_korean, name)) else self._names[0]

    def _tell(self, text: str) -> None:
        self.query_one("#near-title", Static).update(short(text, 90))

    def action_nearest(self) -> None:
        """Go to the existing codes; enter or a digit takes one of them instead."""
        if self._near:
            listing = self.query_one("#near", OptionList)
            listing.highlighted = 0
            listing.focus()

    def on_key(self, event: events.Key) -> None:
        digits = [str(n) for n in range(1, len(self._near) + 1)]
        if self.query_one("#near").has_focus and event.key in digits:
            event.stop()
            self._use(int(event.key) - 1)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._use(event.option_index)

    def _use(self, at: int) -> None:
        code = self._session.codebook[self._near[at]]
        if code.status is CodeStatus.RETIRED:
            self.query_one("#near-title", Static).update(_("That code is retired. Choose another."))
        else:
            self.dismiss({TAKEN: code.id})
