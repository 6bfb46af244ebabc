"""The versions of the codebook, and what differs between two of them."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from toolkit.tui.state.codebook import Book, Version
from toolkit.tui.widgets.bars import QUIET, Part, safe, short

_MOST = 200
"""Differences shown at once."""


class VersionsScreen(ModalScreen[None]):
    """Newest first. The side compares with the version before, or with the marked one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "Leave"),
        Binding("j", "step(1)", show=False),
        Binding("k", "step(-1)", show=False),
        Binding("space,d", "mark", "Compare with", priority=True),
        Binding("pagedown", "scroll(8)", show=False, priority=True),
        Binding("pageup", "scroll(-8)", show=False, priority=True),
    ]

    def __init__(self, book: Book) -> None:
        super().__init__()
        self._book = book
        self._versions = list(reversed(book.versions()))
        self._base: int | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="window tall wide"):
            yield Static("Versions of the codebook", classes="window-title", markup=False)
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
                "space Compare with this one   pgup pgdn Scroll   esc Leave",
                classes="window-keys",
                markup=False,
            )

    def on_mount(self) -> None:
        if self._versions:
            self.query_one(OptionList).highlighted = 0
        else:
            self.query_one("#version-diff", Static).update(
                "There is no codebook yet. Its first code makes version 1: esc, then a."
            )

    def _option(self, one: Version) -> Option:
        mark = "= " if one.number == self._base else "  "
        what = [f"+{safe(name)}" for name in one.added] + [safe(name) for name in one.changed]
        when = one.created_at[:16].replace("T", " ")
        return Option(
            Content.assemble(
                (mark, "bold $text-success"),
                (f"{one.number:>3} ", "bold"),
                (f"{when} ", QUIET),
                short(" ".join(what) or "order", 200),
            ),
            id=str(one.number),
        )

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        self._compare(self._versions[event.option_index])

    def _compare(self, one: Version) -> None:
        numbers = [version.number for version in self._versions]
        at = numbers.index(one.number)
        before = self._base
        if before is None:
            before = numbers[at + 1] if at + 1 < len(numbers) else None
        parts: list[Part] = []
        if before is None:
            parts.append((f"Version {one.number}, the first: {one.codes} codes", "bold"))
        else:
            first, second = sorted((before, one.number))
            parts.append((f"From version {first} to {second}\n", "bold"))
            found = self._book.diff(first, second)
            parts += [part for row in found[:_MOST] for part in _row(row)]
            if len(found) > _MOST:
                parts.append((f"\nand {len(found) - _MOST} more: `qct codebook diff`", QUIET))
            if not found:
                parts.append(("\nNothing but the order of codes.", ""))
        self.query_one("#version-diff", Static).update(Content.assemble(*parts))
        self.query_one("#picker-side").scroll_home(animate=False)

    def action_mark(self) -> None:
        """Compare with the highlighted version from now on; again: with the one before."""
        listing = self.query_one(OptionList)
        at = listing.highlighted
        if at is None:
            return
        number = self._versions[at].number
        self._base = None if self._base == number else number
        for place, one in enumerate(self._versions):
            listing.replace_option_prompt_at_index(place, self._option(one).prompt)
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
