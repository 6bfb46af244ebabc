"""Actions of the workspace on the codebook as a whole and on memos."""

from __future__ import annotations

from toolkit.domain.codings import Coding, MemoTarget
from toolkit.tui.workspace.base import WorkspaceBase


class BookActions(WorkspaceBase):
    """Opening the codebook, and going from it to a passage."""

    def action_codebook(self) -> None:
        from toolkit.tui.screens.codebook import CodebookScreen

        def back(coding: Coding | None) -> None:
            self.refresh_data(sources=True)
            if coding is not None:
                self.open_source(coding.source_id, at=coding.span.start)
                self.view.focus()

        screen = self.attempt(lambda: CodebookScreen(self.session))
        if screen is not None:
            self.app.push_screen(screen, back)

    def action_memo_on(self) -> None:
        """Choose what the memo is on: a coding here, the project, the source, a case, a code."""
        from toolkit.tui.screens.choose_item import Item, Pick

        session, document = self.session, self.view.document
        here = [coding for coding in self.view.under_cursor() if session.is_own(coding)]
        items = [
            Item(f"coding {coding.id}", f"Coding here: {session.look(coding.code_id).name}")
            for coding in here
        ]
        items.append(Item("project", "The project"))
        if document is not None:
            source = document.source.id
            items.append(Item(f"source {source}", f"This source: {source}"))
            found = {
                p.case_id for p in session.project.sources.participations() if p.source_id == source
            }
            items += [Item(f"case {name}", f"Its case: {name}") for name in sorted(found)]
        items += [
            Item(f"code {code.id}", f"Code: {session.look(code.id).name}", session.path(code.id))
            for code in session.codebook.depth_first()
        ]

        def chosen(what: str | None) -> None:
            if what is not None:
                kind, _, name = what.partition(" ")
                self._memo_on(*session.project.memos.target(kind, name or None))

        self.app.push_screen(Pick("Memo on", items), chosen)

    def _memo_on(self, target: MemoTarget, name: str) -> None:
        from toolkit.tui.widgets.bars import safe

        session = self.session
        found = session.project.memos.find(target=target, target_id=name, viewer=session.viewer)
        before = next((memo.text for memo in found if memo.coder_id == session.coder), "")

        self.edit_memo(
            safe(name), before, f"{target.value} {name}",
            lambda text: session.project.memos.write(target, name, text, coder=session.coder),
        )  # fmt: skip
