"""The speakers of the open source, and the change of a role."""

from __future__ import annotations

from toolkit.i18n import _
from toolkit.tui.widgets.bars import safe
from toolkit.tui.workspace.controller import Controller


class SpeakersController(Controller):
    """Showing who speaks, and giving a label another role."""

    def show(self) -> None:
        """Open the list of speakers of the open source."""
        from toolkit.tui.screens.speakers import SpeakersScreen

        document = self.view.document
        rows = self.attempt(self.session.speakers)
        if document is None or not rows:
            self.host.say(_("Nobody speaks in this source: it has no turns."))
            return
        turn = document.turn_at(self.view.cursor)
        may_set = not self.session.read_only
        screen = SpeakersScreen(rows, turn.speaker if turn else "", self._set if may_set else None)
        self.host.open_screen(screen, self._closed)

    def _set(self, label: str, role: str) -> bool:
        """Set a role; whether it is set now."""

        def work() -> bool:
            self.session.set_role(label, role)
            return True

        return bool(self.attempt(work))

    def _closed(self, changed: dict[str, str] | None) -> None:
        if not changed:
            return
        self.host.refresh_data()
        listed = ", ".join(
            _("{label}: {role}").format(label=safe(label) or _("(no label)"), role=role)
            for label, role in changed.items()
        )
        self.host.say(_("Roles now: {listed}. `u` undoes the last.").format(listed=listed))
