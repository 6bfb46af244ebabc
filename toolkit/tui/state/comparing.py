"""Comparing coded passages in the background, while preliminary suggestions are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.i18n import _
from toolkit.tui.support.progress import Job, Stopped, bar

if TYPE_CHECKING:
    from toolkit.domain.spans import Span
    from toolkit.tui.state.coding_session import CodingSession

_CELLS = 16


class Comparing:
    """One piece of such work at a time; it goes on when the suggestions are closed."""

    def __init__(self) -> None:
        self._job: Job[int] | None = None
        self._stopped = False

    @property
    def is_running(self) -> bool:
        return self._job is not None and not self._job.ends_within(0)

    @property
    def is_done(self) -> bool:
        """Whether the last work came to its end."""
        return self._job is not None and not self.is_running and not self._failed()

    def start(self, session: CodingSession, source_id: str, span: Span) -> None:
        """Compare what suggestions for the passage rest on, unless that is being done."""
        if self.is_running:
            return
        project, coder, round_id = session.project, session.coder, session.round.id
        place = (source_id, span.start, span.end)
        self._stopped = False
        self._job = Job(
            lambda note: project.suggestions.prepare(
                [place], coder=coder, round_id=round_id, note=note
            ),
            project,
        )

    def stop(self) -> None:
        """End it after the passages at hand; what is compared by then stays so."""
        if self._job is not None:
            self._stopped = True
            self._job.stop()

    def told(self) -> str:
        """How far it is, as a line for the screen."""
        job = self._job
        if job is None:
            return ""
        if self.is_running:
            if self._stopped:
                return _("Stopping …")
            steps = bar(job.done, job.of, _CELLS)
            return _(
                "{bar} {done} of {of} compared in the background. x stops that, r asks again."
            ).format(bar=steps, done=job.done, of=job.of)
        if self._failed():
            return _("Stopped before all were compared. r asks again with those that are.")
        return _("All coded passages are compared now. r asks again.")

    def _failed(self) -> bool:
        if self._job is None:
            return True
        try:
            self._job.result()
        except Stopped:
            return True
        except Exception:
            # What goes wrong here goes wrong again, and is said, where suggestions are asked for.
            return True
        return False
