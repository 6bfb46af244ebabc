"""The team: disagreements, comparing two coders, rounds and submitting a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.i18n import _
from toolkit.tui.widgets.bars import safe
from toolkit.tui.workspace.controller import Controller, Host

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from toolkit.agreement.disagreements import Disagreement
    from toolkit.domain.codings import Coding
    from toolkit.domain.progress import ProgressCallback
    from toolkit.tui.state.coding_session import CodingSession
    from toolkit.tui.transcript.widget import TranscriptView


class Team(Controller):
    """Showing other coders' work. In a blind round it only says why it is hidden."""

    def __init__(self, host: Host, session: CodingSession, view: TranscriptView) -> None:
        super().__init__(host, session, view)
        self._read: tuple[list[Coding], list[Disagreement]] | None = None
        """Disagreements of the open source, and the codings they were read with."""
        self._why_none = ""
        """Why the open source has none to look for, where two coders cannot be compared."""

    def disagreements(self) -> None:
        from toolkit.tui.screens.team.disagreements import DisagreementsScreen
        from toolkit.tui.state.disagreements import Disagreements

        session = self.session

        def back(row: Disagreement | None) -> None:
            # What was settled is a coding too, and this screen did not see it being made.
            self._catch_up()
            if row is not None:
                self._show_disagreement(row)

        def open_(disagreements: Disagreements) -> None:
            here = self._disagreement_here(disagreements.rows)
            screen = DisagreementsScreen(disagreements, here=here, selection=self.view.selection)
            self.host.open_screen(screen, back)

        if self._catch_up():
            self.host.run_with_progress(
                _("Comparing the coders …"), lambda tell: Disagreements(session, tell), open_
            )

    def rounds(self) -> None:
        from toolkit.tui.screens.team.rounds import RoundsScreen

        def back(source_id: str | None) -> None:
            self.host.refresh_data(sources=True)
            if source_id is not None:
                self.host.open_source(source_id)
                self.view.focus()

        screen = self.attempt(lambda: RoundsScreen(self.session)) if self._catch_up() else None
        if screen is not None:
            self.host.open_screen(screen, back)

    def finish(self) -> None:
        """State that this coder has finished the open source, or is working on it after all."""
        document, session = self.view.document, self.session
        if document is None:
            return
        name, finished = safe(document.source.id), not session.is_finished

        def work() -> bool:
            session.finish(finished=finished)
            return True

        if self.attempt(work):
            self.host.refresh_data()
            text = (
                _("Finished: {name}. What you left uncoded has no code. Press F if it is not.")
                if finished
                else _("You are still working on {name}.")
            )
            self.host.say(text.format(name=name))

    def submit(self) -> None:
        """State that this coder is done with the open source, which locks it."""
        from toolkit.tui.screens.confirm import Confirm

        document = self.view.document
        if document is None:
            return
        name = safe(document.source.id)

        def work() -> bool:
            self.session.submit()
            return True

        def answered(sure: bool | None) -> None:
            if sure and self.attempt(work):
                self.view.act(lambda reader: reader.clear())
                self.host.refresh_data()
                self.host.say(_("Submitted: {name}. It is locked now.").format(name=name))

        self.host.open_screen(
            Confirm(
                _("Submit {name} in round {id}?").format(name=name, id=safe(self.session.round.id)),
                _(
                    "What you left uncoded counts as having no code, and you can "
                    "no longer change anything in this source. Only another coder "
                    "can unlock it, with a reason."
                ),
                _("Submit and lock"),
            ),
            answered,
        )

    def only_own(self) -> None:
        """Show only this coder's codings, or everyone's again."""
        session = self.session
        session.only_own = not session.only_own or bool(session.comparing)
        session.compared = ()
        self.host.refresh_data()
        self.host.say(_("Your own codings only.") if session.only_own else _("Everyone's codings."))

    def _catch_up(self) -> bool:
        """Read what others have written since, so that a selection belongs to the current text."""

        def reload() -> bool:
            self.session.reload()
            return True

        done = self.attempt(reload)
        self.host.refresh_data(sources=True)
        return bool(done)

    def _why_hidden_here(self) -> str:
        document = self.view.document
        return self.session.why_hidden(document.source.id if document else "")

    def compare(self) -> None:
        """Show two coders against each other in the text, or go back to everyone."""
        session = self.session
        if session.comparing:
            self._compare(())
        elif why := self._why_hidden_here():
            self.host.say(safe(why))
        elif len(coders := session.coders_here()) < 2:
            self.host.say(
                _("Fewer than two coders have coded this source: there is nothing to compare.")
            )
        elif len(coders) == 2:
            self._compare(tuple(coders))
        else:

            def choose_second(first: str) -> None:
                self._choose_coder(
                    [coder for coder in coders if coder != first],
                    _("Choose the coder to compare with {first}").format(first=first),
                    lambda second: self._compare((first, second)),
                )

            self._choose_coder(coders, _("Choose the first coder"), choose_second)

    def _choose_coder(
        self, coders: Sequence[str], title: str, then: Callable[[str], object]
    ) -> None:
        from toolkit.tui.screens.choose_item import Item, Pick

        def chosen(coder: str | None) -> None:
            if coder is not None:
                then(coder)

        self.host.open_screen(Pick(title, [Item(coder, coder) for coder in coders]), chosen)

    def _compare(self, pair: tuple[str, ...]) -> None:
        self.session.compared = pair
        self.session.only_own = False
        self.host.refresh_data()
        if pair:
            a, b = map(safe, pair)
            self.host.say(
                _(
                    "A is {a}, B is {b} (double brackets). Press d for the next disagreement."
                ).format(a=a, b=b)
            )
        else:
            self.host.say(_("Everyone's codings."))

    def go_to_disagreement(self, by: int) -> None:
        """Go to the next disagreement in the text, or the one before."""
        if why := self._why_hidden_here():
            self.host.say(safe(why))
            return
        self._with_disagreements(lambda rows: self._go_from_here(rows, by))

    def _go_from_here(self, rows: Sequence[Disagreement], by: int) -> None:
        document = self.view.document
        if document is None:
            return
        cursor = self.view.cursor
        order = sorted(rows, key=lambda row: (row.start, row.end, row.id))
        if by > 0:
            row = next((row for row in order if row.start > cursor), None)
        else:
            row = next((row for row in reversed(order) if row.start < cursor), None)
        if row is None:
            if not rows and self._why_none:
                self.host.say(safe(self._why_none))
                return
            text = (
                _("There is no disagreement after this place in {source}.")
                if by > 0
                else _("There is no disagreement before this place in {source}.")
            )
            self.host.say(text.format(source=safe(document.source.id)))
            return
        self._show_disagreement(row)

    def _with_disagreements(self, then: Callable[[list[Disagreement]], object]) -> None:
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
            self._why_none = ""
            try:
                return session.project.consensus.disagreements(
                    sources=[document.source.id], in_order=True, tell=tell
                )
            except InputError as error:
                self._why_none = error.message
                return []

        def finished(rows: list[Disagreement]) -> None:
            self._read = (codings, rows)
            then(rows)

        self.host.run_with_progress(_("Looking for disagreements …"), look, finished)

    def _disagreement_here(self, rows: Sequence[Disagreement]) -> str:
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

    def _show_disagreement(self, row: Disagreement) -> None:
        document = self.view.document
        if document is None or document.source.id != row.source_id:
            self.host.open_source(row.source_id, at=row.start)
        else:
            self.view.act(lambda reader: reader.go(row.start))
        self.view.focus()
        names = " / ".join(self.session.look(code).name for code in row.codes)
        self.host.say(
            _("{kind}: {names}, {coder_a} and {coder_b}. Press F8 to settle it.").format(
                kind=row.kind,
                names=safe(names),
                coder_a=safe(row.coder_a),
                coder_b=safe(row.coder_b),
            )
        )
