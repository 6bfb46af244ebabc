"""Themes: topics that a model finds, and what people make of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.domain.codings import Mode
from toolkit.errors import UsageError
from toolkit.i18n import _
from toolkit.operations.provenance import stamped
from toolkit.operations.session import ProjectSession, need_round
from toolkit.operations.subject import Subject, in_one_snapshot
from toolkit.operations.themes.fitting import FitRequest
from toolkit.operations.themes.runs import need_run, store
from toolkit.report.provenance import Provenance
from toolkit.store import queries

if TYPE_CHECKING:
    from typing import Unpack

    from toolkit.operations.themes.report import ThemeReport
    from toolkit.operations.themes.request import FitKeywords
    from toolkit.report.tables import Table


class Themes(Subject):
    """Themes in what the experts say. Nobody sees them before the first blind round is closed."""

    def fit(self, *, actor: str, **request: Unpack[FitKeywords]) -> ThemeReport:
        """Fit themes on what the experts say, and store them with seed, versions and parameters.

        The keyword arguments are the fields of `FitRequest`. Without `sources` and `language`
        the language that most sources are in is taken; sources that are named may be of several
        languages. A run with the same material, model, seed, parameters and versions is the
        same run and is stored once. Raises `UsageError` before the first blind round is closed.
        """
        from toolkit.operations.themes.fitting import fit

        refuse_before_blind(self._session)
        run, material = fit(self._session, FitRequest(**request))
        return self.show(store(self._session, actor, run, material))

    @in_one_snapshot
    def show(self, run_id: str | None = None, *, unfold: bool = False) -> ThemeReport:
        """A stored run, the latest for None. `unfold` shows unstable and rejected themes whole.

        Raises `UsageError` before the first blind round is closed.
        """
        from toolkit.operations.themes.shown import report_of

        refuse_before_blind(self._session)
        run = need_run(self._session, run_id)
        viewer = queries.viewer(
            self._session.database, self._session.identity.name, need_round(self._session, None)
        )
        provenance = Provenance(
            sources=run.sources, details=(("run", run.id), ("model", run.model))
        )
        return replace(
            report_of(self._session, run),
            unfolded=unfold,
            provenance=stamped(self._session, provenance, viewer),
        )

    @in_one_snapshot
    def apart(self, run_id: str | None = None) -> Table:
        """The segments that a run has set apart, with the reason: small talk, or words that half
        of the interviews have. Raises `UsageError` before the first blind round is closed."""
        from toolkit.operations.themes.shown import apart_table

        refuse_before_blind(self._session)
        return apart_table(self._session, need_run(self._session, run_id))


def refuse_before_blind(session: ProjectSession) -> None:
    """Raise `UsageError` while the first blind round is open, whoever asks: themes of a model
    would reach its coders."""
    blind = [each for each in queries.rounds(session.database) if each.mode is Mode.BLIND]
    open_ = [each for each in blind if each.is_blind]
    if open_ and len(open_) == len(blind):
        raise UsageError(
            _(
                "the blind round {round} is open, and no blind round has been closed yet: themes "
                "are for nobody before"
            ).format(round=open_[0].id),
            code="round-blind",
            hint=_("`qct round close {round}` closes it.").format(round=open_[0].id),
        )
