"""Actions of the workspace on what several coders did: disagreements, rounds, comparing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from toolkit.tui.widgets.bars import safe
from toolkit.tui.workspace.base import WorkspaceBase

if TYPE_CHECKING:
    from toolkit.agreement.disagreements import Disagreement
    from toolkit.domain.codings import Coding
    from toolkit.domain.progress import ProgressCallback


class TeamActions(WorkspaceBase):
    """Going from the text to what others did, and back. A blind round shows only why not."""

    def open_source(self, source_id: str, at: int | None = None) -> None:
        raise NotImplementedError

    _read: tuple[list[Coding], list[Disagreement]] | None = None
    """Disagreements of the open source, and the codings they were read with."""

    def action_disagreements(self) -> None:
        from toolkit.tui.screens.disagreements import DisagreementsScreen
        from toolkit.tui.state.disagreements import Disputes

        session = self.session

        def back(row: Disagreement | None) -> None:
            # What was settled is a coding too, and this screen did not see it being made.
            self._catch_up()
            if row is not None:
                self.go_to_dispute(row)

        def open_(disputes: Disputes) -> None:
            here = self._dispute_here(disputes.rows)
            screen = DisagreementsScreen(disputes, here=here, selection=self.view.selection)
            self.app.push_screen(screen, back)

        if self._catch_up():
            self.work_on(
                "Aligning what the coders did …", lambda tell: Disputes(session, tell), open_
            )

    def action_rounds(self) -> None:
        from toolkit.tui.screens.rounds import RoundsScreen

        def back(source_id: str | None) -> None:
            self.refresh_data(sources=True)
            if source_id is not None:
                self.open_source(source_id)
                self.view.focus()

        screen = self.attempt(lambda: RoundsScreen(self.session)) if self._catch_up() else None
        if screen is not None:
            self.app.push_screen(screen, back)

    def _catch_up(self) -> bool:
        """Read what others wrote since, a corrected text too: a selection is of one text only."""

        def reload() -> bool:
            self.session.reload()
            return True

        done = self.attempt(reload)
        self.refresh_data(sources=True)
        return bool(done)

    def _why_hidden_here(self) -> str:
        document = self.view.document
        return self.session.why_hidden(document.source.id if document else "")

    def action_compare(self) -> None:
        """Show two coders against each other in the text, or go back to everyone."""
        session = self.session
        if session.comparing:
            self._compare(())
        elif why := self._why_hidden_here():
            self.say(safe(why))
        elif len(coders := session.coders_here()) < 2:
            self.say("Two coders are compared, and fewer have coded this source.")
        elif len(coders) == 2:
            self._compare(tuple(coders))
        else:
            self._choose_coder(coders, "Compare whom?", lambda first: self._choose_coder(
                [one for one in coders if one != first],
                f"Compare {first} with whom?",
                lambda second: self._compare((first, second)),
            ))  # fmt: skip

    def _choose_coder(
        self, coders: Sequence[str], title: str, then: Callable[[str], object]
    ) -> None:
        from toolkit.tui.screens.choose_item import Item, Pick

        def chosen(coder: str | None) -> None:
            if coder is not None:
                then(coder)

        self.app.push_screen(Pick(title, [Item(one, one) for one in coders]), chosen)

    def _compare(self, pair: tuple[str, ...]) -> None:
        self.session.compared = pair
        self.session.only_own = False
        self.refresh_data()
        if pair:
            a, b = map(safe, pair)
            self.say(f"A {a}, B {b}: B's brackets are double. d goes to where they part.")
        else:
            self.say("Everyone's codings.")

    def action_dispute(self, by: int) -> None:
        """Go to the next disagreement in the text, or the one before."""
        if why := self._why_hidden_here():
            self.say(safe(why))
            return
        self._with_disputes(lambda rows: self._go_from_here(rows, by))

    def _go_from_here(self, rows: Sequence[Disagreement], by: int) -> None:
        document = self.view.document
        if document is None:
            return
        cursor = self.view.cursor
        order = sorted(rows, key=lambda row: (row.start, row.end, row.id))
        if by > 0:
            found = next((row for row in order if row.start > cursor), None)
        else:
            found = next((row for row in reversed(order) if row.start < cursor), None)
        if found is None:
            where = "after" if by > 0 else "before"
            self.say(f"No disagreement {where} this place in {safe(document.source.id)}.")
            return
        self.go_to_dispute(found)

    def _with_disputes(self, then: Callable[[list[Disagreement]], object]) -> None:
        """Go on with the disagreements of the open source; with none where fewer than two
        coders worked on it."""
        from toolkit.errors import InputError

        session, document = self.session, self.view.document
        if document is None or document.source.id not in session.shared_sources():
            then([])
            return
        # The session reads its codings anew after every change, also of others.
        codings = session.codings
        if self._read is not None and self._read[0] is codings:
            then(self._read[1])
            return

        def look(tell: ProgressCallback) -> list[Disagreement]:
            try:
                return session.project.consensus.disagreements(
                    sources=[document.source.id], in_order=True, tell=tell
                )
            except InputError:
                return []

        def found(rows: list[Disagreement]) -> None:
            self._read = (codings, rows)
            then(rows)

        self.work_on("Looking for disagreements …", look, found)

    def _dispute_here(self, rows: Sequence[Disagreement]) -> str:
        """Id of the disagreement at the cursor, the first of the text; empty for none."""
        document, cursor = self.view.document, self.view.cursor
        here = [
            row
            for row in rows
            if document is not None
            and row.source_id == document.source.id
            and row.start <= cursor < row.end
        ]
        return min(here, key=lambda row: (row.start, row.end, row.id)).id if here else ""

    def go_to_dispute(self, row: Disagreement) -> None:
        document = self.view.document
        if document is None or document.source.id != row.source_id:
            self.open_source(row.source_id, at=row.start)
        else:
            self.view.act(lambda reader: reader.go(row.start))
        self.view.focus()
        names = " / ".join(self.session.look(code).name for code in row.codes)
        self.say(
            f"{row.kind}: {safe(names)}, {safe(row.coder_a)} and {safe(row.coder_b)}. F8 settles."
        )
