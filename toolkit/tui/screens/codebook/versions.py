"""The versions of the codebook, and what differs between two of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from toolkit.i18n import _
from toolkit.tui.widgets.bars import QUIET, Part, safe, short

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from toolkit.tui.state.codebook import CodebookView, Version

_MOST = 200
"""Differences shown at once."""


class VersionsScreen(ModalScreen[None]):
    """The list has the newest version first. The side compares it with the previous version, or
    with the marked one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "Leave"),
        Binding("j", "step(1)", show=False),
        Binding("k", "step(-1)", show=False),
        Binding("space,d", "mark", "Compare with", priority=True),
        Binding("pagedown", "scroll(8)", show=False, priority=True),
        Binding("pageup", "scroll(-8)", show=False, priority=True),
    ]

    def __init__(self, book: CodebookView) -> None:
        super().__init__()
        self._book = book
        self._versions = list(reversed(book.versions()))
        self._base: int | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="window tall wide"):
            yield Static(_("Versions of the codebook"), classes="window-title", markup=False)
            with Horizontal(id="picker-panes"):
                options = OptionList(*map(self._option, self._versions), markup=False)
                options.styles.width = "2fr"
                options.styles.height = "1fr"
                options.styles.max_height = "100%"
                yield options
                side = VerticalScroll(id="picker-side", can_focus=False)
                side.styles.width = "3fr"
                with side:
                    yield Static(id="version-diff", markup=False)
            yield Static(
                _("space Compare with this version   pgup pgdn Scroll   esc Cancel"),
                classes="window-keys",
                markup=False,
            )

    def on_mount(self) -> None:
        if self._versions:
            self.query_one(OptionList).highlighted = 0
        else:
            self.query_one("#version-diff", Static).update(
                _(
                    "There is no codebook yet. Press esc, then a to add its first "
                    "code, which makes version 1."
                )
            )

    def _option(self, version: Version) -> Option:
        mark = "= " if version.number == self._base else "  "
        what = [f"+{safe(name)}" for name in version.added] + [
            safe(name) for name in version.changed
        ]
        when = version.created_at[:16].replace("T", " ")
        return Option(
            Content.assemble(
                (mark, "bold $text-success"),
                (f"{version.number:>3} ", "bold"),
                (f"{when} ", QUIET),
                short(" ".join(what) or "order", 200),
            ),
            id=str(version.number),
        )

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        self._compare(self._versions[event.option_index])

    def _compare(self, shown: Version) -> None:
        numbers = [version.number for version in self._versions]
        at = numbers.index(shown.number)
        before = self._base
        if before is None:
            before = numbers[at + 1] if at + 1 < len(numbers) else None
        parts: list[Part] = []
        if before is None:
            parts.append(
                (
                    _("Version {number}, the first: {codes} codes").format(
                        number=shown.number, codes=shown.codes
                    ),
                    "bold",
                )
            )
        else:
            first, second = sorted((before, shown.number))
            parts.append(
                (
                    (
                        _("From version {first} to {second}").format(first=first, second=second)
                        + "\n"
                    ),
                    "bold",
                )
            )
            differences = self._book.diff(first, second)
            parts += [part for row in differences[:_MOST] for part in _row(row)]
            if len(differences) > _MOST:
                parts.append(
                    (
                        (
                            "\n"
                            + _("and {number} more: `qct codebook diff`").format(
                                number=len(differences) - _MOST
                            )
                        ),
                        QUIET,
                    )
                )
            if not differences:
                parts.append((("\n" + _("Only the order of codes differs.")), ""))
        self.query_one("#version-diff", Static).update(Content.assemble(*parts))
        self.query_one("#picker-side").scroll_home(animate=False)

    def action_mark(self) -> None:
        """Compare with the highlighted version from now on; a second time with the previous one."""
        listing = self.query_one(OptionList)
        at = listing.highlighted
        if at is None:
            return
        number = self._versions[at].number
        self._base = None if self._base == number else number
        for place, version in enumerate(self._versions):
            listing.replace_option_prompt_at_index(place, self._option(version).prompt)
        self._compare(self._versions[at])

    def action_step(self, by: int) -> None:
        listing = self.query_one(OptionList)
        if by > 0:
            listing.action_cursor_down()
        else:
            listing.action_cursor_up()

    def action_scroll(self, rows: int) -> None:
        self.query_one("#picker-side", VerticalScroll).scroll_relative(y=rows, animate=False)


def _row(row: tuple[str, str, str, str]) -> list[Part]:
    code, field, before, after = map(safe, row)
    parts: list[Part] = [(f"\n{code}", "bold"), (f" {field}\n", QUIET)]
    if before:
        parts.append((f"- {before}\n", "$text-error"))
    if after:
        parts.append((f"+ {after}\n", "$text-success"))
    return parts
