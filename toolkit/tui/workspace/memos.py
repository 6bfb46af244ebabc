"""Memos on codings, on the source, and on anything else of the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.i18n import _
from toolkit.tui.widgets.bars import safe
from toolkit.tui.workspace.controller import Controller

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from toolkit.domain.codings import Coding
    from toolkit.domain.memos import MemoTarget


class Memos(Controller):
    """Writing memos in place."""

    def on_coding(self) -> None:
        """Write a memo on one of this coder's codings at the cursor."""

        def edit(codings: Sequence[Coding]) -> None:
            coding, session = codings[0], self.session
            self._edit(
                self.names(codings),
                session.my_memo(coding.id),
                f"coding {coding.id}",
                lambda text: session.note(coding.id, text),
            )

        self.choose_coding(self.own_codings_here(), _("Choose the coding for the memo"), edit)

    def on_source(self) -> None:
        """Write a memo on the open source."""
        document = self.view.document
        if document is None:
            return
        before = self.attempt(self.session.source_memo)
        if before is not None:
            name = document.source.id
            self._edit(safe(name), before, f"source {name}", self.session.note_source)

    def choose(self) -> None:
        """Choose what the memo is on: a coding here, the project, the source, a case, a code."""
        from toolkit.tui.screens.choose_item import Item, Pick

        session, document = self.session, self.view.document
        items = [
            Item(
                f"coding {coding.id}",
                _("Coding here: {name}").format(name=session.look(coding.code_id).name),
            )
            for coding in self.own_codings_here()
        ]
        items.append(Item("project", _("The project")))
        if document is not None:
            source = document.source.id
            items.append(Item(f"source {source}", _("This source: {source}").format(source=source)))
            cases = {
                p.case_id for p in session.project.sources.participations() if p.source_id == source
            }
            items += [
                Item(f"case {name}", _("Its case: {name}").format(name=name))
                for name in sorted(cases)
            ]
        items += [
            Item(
                f"code {code.id}",
                _("Code: {name}").format(name=session.look(code.id).name),
                session.path(code.id),
            )
            for code in session.codebook.depth_first()
        ]

        def chosen(item_id: str | None) -> None:
            if item_id is not None:
                kind, _, name = item_id.partition(" ")
                self._on(*session.project.memos.target(kind, name or None))

        self.host.open_screen(Pick(_("Memo on"), items), chosen)

    def _on(self, target: MemoTarget, name: str) -> None:
        session = self.session
        memos = session.project.memos.find(target=target, target_id=name, viewer=session.viewer)
        before = next((memo.text for memo in memos if memo.coder_id == session.coder), "")
        self._edit(
            safe(name),
            before,
            f"{target.value} {name}",
            lambda text: session.project.memos.write(target, name, text, coder=session.coder),
        )

    def _edit(self, subject: str, before: str, key: str, save: Callable[[str], object]) -> None:
        """Edit a memo; what cannot be saved stays as a draft and comes back with the editor."""
        from toolkit.tui.screens.memo import MemoScreen
        from toolkit.tui.state.unsaved_text import UnsavedText

        folder = self.session.project.folder
        draft = UnsavedText(folder, f"{self.session.coder}\n{key}")

        def ended(text: str | None) -> None:
            if text is None:
                draft.drop()
                return

            def work() -> bool:
                save(text)
                return True

            draft.write(text)
            if self.attempt(work):
                draft.drop()
                self.host.refresh_data()
                self.host.say(_("Memo saved.") if text.strip() else _("Memo removed."))

        self.host.open_screen(MemoScreen(subject, before, draft, folder), ended)
