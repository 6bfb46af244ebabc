"""Edits of the codebook: each is previewed, confirmed, and made as one event."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from toolkit.domain.codebook import Code, CodeStatus
from toolkit.domain.codings import Coding
from toolkit.domain.suggestions import Proposing
from toolkit.errors import QctError
from toolkit.i18n import _
from toolkit.tui.screens.choose_item import Item, Pick
from toolkit.tui.screens.codebook.passages import PassagesScreen
from toolkit.tui.screens.confirm import Confirm
from toolkit.tui.screens.form import FormScreen
from toolkit.tui.screens.listing import ListingScreen
from toolkit.tui.screens.message import show_error
from toolkit.tui.state import code_form as fields
from toolkit.tui.state.codebook import PROPOSING
from toolkit.tui.widgets.bars import safe, short

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from toolkit.domain.events import Event
    from toolkit.tui.state.codebook import CodebookView, Edit

T = TypeVar("T")
_TOP = "\x00top"
_LAST = "\x00last"


class CodebookEdits(ListingScreen[Coding | None]):
    """Adding, describing, renaming, moving, merging, splitting and retiring codes."""

    book: CodebookView

    def current(self) -> Code | None:
        """The highlighted code."""
        raise NotImplementedError

    def refill(self, code_id: str | None = None) -> None:
        """Show the codebook as it is now, at a code."""
        raise NotImplementedError

    def _editable(self) -> Code | None:
        """The highlighted code where it may be edited."""
        if not self.book.may_edit:
            self.say(self.book.why_not)
            return None
        return self.current()

    def _tried(self, work: Callable[[], T], then: Callable[[], None] | None = None) -> T | None:
        """Run `work`; on an error open a window with its text, which leads on to `then`."""
        try:
            return work()
        except QctError as error:
            show_error(self.app, error, then)
            return None

    def _ask(
        self, title: str, edit: Edit, code_id: str, again: Callable[[], None] | None = None
    ) -> None:
        """Show what an edit would change, ask, and make it. `again` goes back a step."""
        plan = self._tried(lambda: edit(True), again)
        if plan is None:
            return
        if plan.version == self.book.session.codebook.version:
            self.say(_("Nothing to change."))
            return

        def answered(sure: bool | None) -> None:
            if not sure:
                if again is not None:
                    again()
                return
            done = self._tried(lambda: edit(False), again)
            if done is not None:
                self.book.reload()
                self.refill(code_id)
                self.say(
                    _("Saved as version {version}: {title}. Press u to undo.").format(
                        version=done.version, title=title
                    )
                )

        preview = safe("\n".join(plan.lines(would=True)))
        self.app.push_screen(Confirm(short(title, 66), preview, _("Make this change")), answered)

    def _fill_in(
        self,
        title: str,
        asked: Sequence[fields.Field],
        read: Callable[[Mapping[str, str]], tuple[Edit, str]],
        written: Mapping[str, str] | None = None,
    ) -> None:
        """Open a form, then ask; the form comes back with its texts where the edit fails."""

        def filled(texts: dict[str, str] | None) -> None:
            if texts is None:
                return

            def again() -> None:
                self._fill_in(title, asked, read, texts)

            edit_and_code = self._tried(lambda: read(texts), again)
            if edit_and_code is not None:
                edit, code_id = edit_and_code
                self._ask(title, edit, code_id, again)

        self.app.push_screen(FormScreen(title, asked, written), filled)

    def _spoken(self) -> list[str]:
        return fields.languages(self.book.session.codebook, self.book.session.language)

    def _called(self, code: Code) -> str:
        return short(code.label(self.book.session.language), 40)

    def action_add(self) -> None:
        if not self.book.may_edit:
            self.say(self.book.why_not)
            return
        here, session = self.current(), self.book.session

        def read(texts: Mapping[str, str]) -> tuple[Edit, str]:
            new = fields.read_new(texts)
            return (
                lambda dry: session.project.codebook.add(new, actor=session.coder, dry_run=dry),
                new.id,
            )

        parent = here.parent if here is not None else None
        self._fill_in(_("Add a code"), fields.new_fields(parent, self._spoken()), read)

    def action_edit(self) -> None:
        code, session = self._editable(), self.book.session
        if code is None:
            return

        def read(texts: Mapping[str, str]) -> tuple[Edit, str]:
            changes = fields.read_meaning(code, texts)
            return (
                lambda dry: session.project.codebook.redefine(
                    code.id, actor=session.coder, dry_run=dry, **changes
                ),
                code.id,
            )

        self._fill_in(
            _("Edit {code}").format(code=self._called(code)),
            fields.meaning_fields(code, self._spoken()),
            read,
        )

    def action_rename(self) -> None:
        code, session = self._editable(), self.book.session
        if code is None:
            return

        def read(texts: Mapping[str, str]) -> tuple[Edit, str]:
            names = fields.read_names(code, texts)
            return (
                lambda dry: session.project.codebook.rename(
                    code.id, names, actor=session.coder, dry_run=dry
                ),
                code.id,
            )

        self._fill_in(
            _("Rename {code}").format(code=self._called(code)),
            fields.name_fields(code, self._spoken()),
            read,
        )

    def action_retire(self) -> None:
        code, session = self._editable(), self.book.session
        if code is None:
            return
        back = code.status is CodeStatus.RETIRED
        self._ask(
            (_("Reinstate {code}") if back else _("Retire {code}")).format(code=self._called(code)),
            lambda dry: session.project.codebook.retire(
                code.id, actor=session.coder, reinstate=back, dry_run=dry
            ),
            code.id,
        )

    def action_proposing(self) -> None:
        """Settle whether models propose the code."""
        code, session = self._editable(), self.book.session
        if code is None:
            return

        def picked(how: str | None) -> None:
            if how is None:
                return

            def settle() -> list[str]:
                return session.project.suggestions.set_proposing(
                    [code.id], Proposing(how), actor=session.coder
                )

            changed = self._tried(settle)
            if changed is None:
                return
            self.book.reload()
            self.refill(code.id)
            self.say(
                _("Saved: {how}. Press u to undo.").format(how=PROPOSING[Proposing(how)])
                if changed
                else _("Nothing to change.")
            )

        items = [Item(how.value, text) for how, text in PROPOSING.items()]
        self.app.push_screen(
            Pick(_("What models may do with {code}").format(code=self._called(code)), items),
            picked,
        )

    def _items(self, leave_out: Sequence[str]) -> list[Item]:
        session = self.book.session
        return [
            Item(code.id, session.look(code.id).name, session.path(code.id))
            for code in session.usable_codes()
            if code.id not in leave_out
        ]

    def action_merge(self) -> None:
        code, session = self._editable(), self.book.session
        if code is None:
            return

        def picked(into: str | None) -> None:
            if into is not None:
                goal = session.codebook[into]
                self._ask(
                    _("Merge {code} into {goal}").format(
                        code=self._called(code), goal=self._called(goal)
                    ),
                    lambda dry: session.project.codebook.merge(
                        [code.id], into, actor=session.coder, dry_run=dry
                    ),
                    into,
                )

        self.app.push_screen(
            Pick(_("Merge {code} into").format(code=self._called(code)), self._items([code.id])),
            picked,
        )

    def action_move(self) -> None:
        code, session = self._editable(), self.book.session
        if code is None:
            return
        below = session.codebook.descendants(code.id)

        def under(parent: str | None) -> None:
            if parent is None:
                return
            goal = None if parent == _TOP else parent
            siblings = [
                sibling for sibling in session.codebook.children(goal) if sibling.id != code.id
            ]
            if not siblings:
                self._move(code, goal, None)
                return
            items = [Item(_LAST, _("(last)"))]
            items += [
                Item(sibling.id, _("before {label}").format(label=sibling.label(session.language)))
                for sibling in siblings
            ]
            self.app.push_screen(
                Pick(_("Place among its siblings"), items),
                lambda at: (
                    None if at is None else self._move(code, goal, None if at == _LAST else at)
                ),
            )

        items = [Item(_TOP, _("(at the top)")), *self._items(below)]
        self.app.push_screen(
            Pick(_("Move {code} under").format(code=self._called(code)), items), under
        )

    def _move(self, code: Code, parent: str | None, before: str | None) -> None:
        session = self.book.session
        self._ask(
            _("Move {code}").format(code=self._called(code)),
            lambda dry: session.project.codebook.move(
                code.id, parent, actor=session.coder, before=before, dry_run=dry
            ),
            code.id,
        )

    def action_split(self) -> None:
        code, session = self._editable(), self.book.session
        if code is None:
            return

        def marked(codings: list[Coding] | None) -> None:
            if not codings:
                return
            ids = [coding.id for coding in codings]

            def read(texts: Mapping[str, str]) -> tuple[Edit, str]:
                new = fields.read_new(texts)
                return (
                    lambda dry: session.project.codebook.split(
                        code.id, new, ids, actor=session.coder, dry_run=dry
                    ),
                    new.id,
                )

            asked = fields.new_fields(code.parent, self._spoken())
            self._fill_in(
                _("New code for {count} of {code}").format(count=len(ids), code=self._called(code)),
                asked,
                read,
            )

        screen = PassagesScreen(
            session,
            self.book.codings(code.id),
            _("Which codings leave {code}?").format(code=self._called(code)),
            several=True,
            none=_("No coding has this code: there is nothing to split off."),
        )
        self.app.push_screen(screen, marked)

    def action_undo(self) -> None:
        done = _("Undone. The codebook is now version {version}.")
        self._travel(self.book.undo, done, _("You have no edit to undo here."))

    def action_redo(self) -> None:
        done = _("Redone. The codebook is now version {version}.")
        self._travel(self.book.redo, done, _("There is nothing to redo."))

    def _travel(self, step: Callable[[], Event], done: str, nowhere: str) -> None:
        if not self.book.may_edit:
            self.say(self.book.why_not)
            return
        try:
            step()
        except QctError as error:
            if error.code in ("nothing-to-undo", "nothing-to-redo"):
                self.say(nowhere)
            else:
                show_error(self.app, error)
            return
        self.refill()
        self.say(done.format(version=self.book.session.codebook.version))
