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
from toolkit.operations.themes.edits import edits_of, record, standing
from toolkit.operations.themes.fitting import FitRequest
from toolkit.operations.themes.runs import need_run, store
from toolkit.report.provenance import Provenance
from toolkit.store import queries

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, Unpack

    from toolkit.domain.codebook import Code
    from toolkit.operations.codebook.edit import CodebookEdit
    from toolkit.operations.themes.against_codes import Compared
    from toolkit.operations.themes.edits import Standings
    from toolkit.operations.themes.report import ThemeReport
    from toolkit.operations.themes.request import FitKeywords
    from toolkit.operations.themes.runs import StoredRun
    from toolkit.report.tables import Table
    from toolkit.report.themes.pictures import ThemePictures


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
            report_of(self._session, run, standing(run, edits_of(self._session, run.id))),
            unfolded=unfold,
            provenance=stamped(self._session, provenance, viewer),
        )

    @in_one_snapshot
    def pictures(self, run_id: str | None = None, *, unfold: bool = False) -> ThemePictures:
        """What the pictures of a stored run show: the map, words, hierarchy, stability, cases,
        and positions in the interview.

        All of it is stored; nothing is computed again by a model. `unfold` quotes the passages
        of unstable and rejected themes too. `toolkit.report.themes.page` makes the page. Raises
        `UsageError` before the first blind round is closed.
        """
        from toolkit.operations.themes.pictures import pictures_of

        run, state = self._standing(run_id)
        steps = edits_of(self._session, run.id)
        return pictures_of(self._session, run, state, steps, self.show(run.id, unfold=unfold))

    @in_one_snapshot
    def compare(
        self, run_id: str | None = None, *, answers: str | None = None, words: bool = False
    ) -> Compared:
        """The themes of a run beside the codes of those whose answers count.

        How much of each theme is coded, codes that are spread over themes or share one, and what
        to read next. `answers` is a rule as for matrices; `words` gives the keywords of each
        code. Raises `UsageError` before the first blind round is closed.
        """
        from toolkit.operations.themes.against_codes import compare

        run, state = self._standing(run_id)
        return compare(
            self._session,
            run,
            state,
            answers=answers,
            words=words,
            provenance=self.show(run.id).provenance,
        )

    def name(self, theme: int, name: str, *, actor: str, run_id: str | None = None) -> ThemeReport:
        """Name a theme. Its keywords stay."""
        label = name.strip()
        if not label:
            raise UsageError(_("the name of a theme has no letter"), code="theme-name")
        return self._step(run_id, actor, "name", [theme], {"theme": theme, "name": label})

    def merge(self, themes: Sequence[int], *, actor: str, run_id: str | None = None) -> ThemeReport:
        """Merge themes into the first of them."""
        together = list(dict.fromkeys(themes))
        if len(together) < 2:
            raise UsageError(
                _("a merge needs two themes; {given} is given").format(
                    given=", ".join(map(str, together)) or _("none")
                ),
                code="theme-merge",
            )
        return self._step(run_id, actor, "merge", together, {"themes": together})

    def split(
        self, theme: int, *, actor: str, parts: int = 2, run_id: str | None = None
    ) -> ThemeReport:
        """Cut a theme into parts by what its segments say; the parts get new numbers.

        Raises `UsageError` where the embedding model is no longer that of the run.
        """
        from toolkit.operations.themes.steps import split

        run, state = self._standing(run_id)
        split(self._session, run, state, theme, parts, actor)
        return self.show(run.id)

    def reject(
        self, theme: int, *, actor: str, reason: str = "", run_id: str | None = None
    ) -> ThemeReport:
        """Reject a theme: it stays, folded, with the reason."""
        body = {"theme": theme, "reason": reason.strip()}
        return self._step(run_id, actor, "reject", [theme], body)

    def make_code(
        self, theme: int, code: Code, *, actor: str, run_id: str | None = None
    ) -> CodebookEdit:
        """Add a code for a theme; the passages that stand for it are its examples, unless the
        code has some. Nothing is coded with it."""
        from toolkit.operations.themes.steps import make_code

        run, state = self._standing(run_id)
        return make_code(self._session, run, state.need(theme), code, actor=actor)

    def assign(
        self, sources: Sequence[str] = (), *, actor: str, run_id: str | None = None
    ) -> dict[str, int]:
        """Put the segments of new sources into the themes, which stay as they were fitted.

        Without names all sources that the run does not have. Returns the number of segments of
        each that got a theme; the others lie nearer to small talk.
        """
        from toolkit.operations.themes.steps import assign

        run, state = self._standing(run_id)
        return assign(self._session, run, state, sources, actor)

    def _standing(self, run_id: str | None) -> tuple[StoredRun, Standings]:
        refuse_before_blind(self._session)
        run = need_run(self._session, run_id)
        return run, standing(run, edits_of(self._session, run.id))

    def _step(
        self,
        run_id: str | None,
        actor: str,
        kind: str,
        numbers: Sequence[int],
        body: Mapping[str, Any],
    ) -> ThemeReport:
        run, state = self._standing(run_id)
        for number in numbers:
            state.need(number)
        record(self._session, run, actor=actor, kind=kind, body=body)
        return self.show(run.id)

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
