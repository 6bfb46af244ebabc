"""Agreement between coders."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from toolkit.agreement.table.rows import AgreementRow, table_rows
from toolkit.operations.agreement.domains import TOP, check_domains, domain_members
from toolkit.operations.agreement.request import (
    AgreementQuestion,
    AgreementRequest,
    FigureQuestion,
    IntervalOptions,
    Scope,
    TableOptions,
    TableQuestion,
    split,
)
from toolkit.operations.agreement.scope import resolve, resolve_used
from toolkit.operations.agreement.table import (
    agreement_table,
    check_intervals,
    check_table,
    overlap_table,
    scopes_by,
)
from toolkit.operations.agreement.units import read_segments
from toolkit.operations.provenance import with_scopes
from toolkit.operations.subject import Subject, in_one_snapshot
from toolkit.store import queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.operations.agreement.sample_size import SampleSizeKeywords, SampleSizeQuestion
    from toolkit.report.tables import Table


class Agreement(Subject):
    """Agreement between coders.

    All figures take the fields of `AgreementRequest` as keyword arguments: `coders`, `codes`,
    `sources`, `round_id`, `unit`, `whole_text`, `independent_only`, `level` and `segments`.
    Without `round_id` one round is compared: of those in which two coders have finished a source,
    the one that was closed last. It is never the consensus, since that is no independent
    reading, nor an open blind round, since that would leak. Without `coders` everyone with
    answers in scope is compared. What experts say is compared, with `whole_text` everything.
    Unless `independent_only` is false, codings made after a suggestion was seen are left out,
    and unless `include_unfinished` is true so are sources that a coder has not finished.
    """

    @in_one_snapshot
    def coefficients(self, **question: Unpack[AgreementQuestion]) -> list[AgreementRow]:
        """Coefficients per code, pooled and macro, for all coders and each pair."""
        return table_rows(resolve(self._session, AgreementRequest(**question)).tables())

    @in_one_snapshot
    def report(self, **question: Unpack[TableQuestion]) -> Table:
        """The table that `qct agree` prints, with all that a reader needs to judge it in its notes.

        Keyword arguments are the fields of `AgreementRequest` and of `TableOptions`: `by`,
        `domains`, `coefficients`, `intervals`, `method`, `resamples` and `seed`.
        """
        request, options = split(question, TableOptions)
        check_table(options)
        groups, notes = scopes_by(self._session, request, options.by)
        book = queries.codebook(self._session.database)
        check_domains(self._session, book, request, options.domains)
        table = agreement_table(groups, notes, book, options)
        return with_scopes(self._session, table, (scope for _name, scope in groups))

    @in_one_snapshot
    def ratings(self, **question: Unpack[AgreementQuestion]) -> Table:
        """The ratings that the coefficients of each code are computed from, for other programs.

        A row is a unit and a code: source, unit, start, end, code, and a column for each coder
        with 1, 0 or None where the coder did not work on the source.
        """
        from toolkit.operations.agreement.ratings import ratings_table

        scope = resolve_used(self._session, AgreementRequest(**question))
        return with_scopes(self._session, ratings_table(scope), [scope])

    @in_one_snapshot
    def family(self, name: str, **question: Unpack[AgreementQuestion]) -> list[Table]:
        """Nominal coefficients over the codes of an exclusive family on fixed units.

        The second table lists the units to which a coder gave several codes of the family.
        """
        from toolkit.operations.agreement.ratings import family_table

        scope = self._family_scope(name, AgreementRequest(**question))
        first, *others = family_table(scope, name)
        return [with_scopes(self._session, first, [scope]), *others]

    @in_one_snapshot
    def family_ratings(self, name: str, **question: Unpack[AgreementQuestion]) -> Table:
        """The ratings that the figures of `family` are computed from: a code, or none."""
        from toolkit.operations.agreement.ratings import family_ratings_table

        scope = self._family_scope(name, AgreementRequest(**question))
        return with_scopes(self._session, family_ratings_table(scope, name), [scope])

    def _family_scope(self, name: str, request: AgreementRequest) -> Scope:
        from toolkit.operations.agreement.ratings import check_family, family_scope

        book = queries.codebook(self._session.database)
        check_family(book, request, name)
        return family_scope(book, resolve(self._session, request), name)

    @in_one_snapshot
    def overlaps(
        self, *, domains: Sequence[str] = (), **question: Unpack[AgreementQuestion]
    ) -> Table:
        """Where codes of one domain overlap inside a coder (default: top-level domains)."""
        request = AgreementRequest(**question)
        scope = resolve(self._session, request)
        domains = domains or (TOP,)
        book = queries.codebook(self._session.database)
        check_domains(self._session, book, request, domains)
        table = overlap_table(scope, domain_members(book, scope, domains))
        return with_scopes(self._session, table, [scope])

    @in_one_snapshot
    def trend(self, *, over: str, **question: Unpack[FigureQuestion]) -> Table:
        """Pooled agreement over `round`, `date` or `source`, with intervals and a test of drift.

        By date, a source counts on the day when it was last worked on.
        """
        from toolkit.operations.agreement.trend import check_trend, groups_over, trend_table

        check_trend(over)
        request, options = split(question, IntervalOptions)
        check_intervals(options)
        groups, notes = groups_over(self._session, request, over)
        table = trend_table(groups, notes, over, options)
        return with_scopes(self._session, table, (scope for _name, scope in groups))

    @in_one_snapshot
    def intra(self, **question: Unpack[FigureQuestion]) -> Table:
        """Each coder against the own earlier coding: rounds that share sources, in turn."""
        from toolkit.operations.agreement.trend import intra_table, own_passes

        request, options = split(question, IntervalOptions)
        check_intervals(options)
        passes = list(own_passes(self._session, request))
        table = intra_table(passes, options)
        return with_scopes(self._session, table, (scope for _name, scope in passes))

    @in_one_snapshot
    def scales(self, **question: Unpack[FigureQuestion]) -> Table:
        """With what probability pooled alpha lies in which band of published scales."""
        from toolkit.operations.agreement.scales import scales_table

        request, options = split(question, IntervalOptions)
        check_intervals(options)
        scope = resolve_used(self._session, request)
        return with_scopes(self._session, scales_table(scope, options), [scope])

    @in_one_snapshot
    def sample_size(
        self, *, rarest: float | None = None, **question: Unpack[SampleSizeQuestion]
    ) -> Table:
        """How many units two coders must both code.

        `rarest` is the share of the rarest code among all decisions, by default that of the
        project's rarest code among all codings compared.
        """
        from toolkit.operations.agreement.sample_size import (
            SampleSizeOptions,
            rarest_code,
            sample_size_table,
        )

        request, options = split(question, SampleSizeOptions)
        if rarest is not None:
            return sample_size_table(rarest, options)
        share, note = rarest_code(resolve_used(self._session, request))
        return sample_size_table(share, options, [note])

    @staticmethod
    def sample_size_for(*, rarest: float, **options: Unpack[SampleSizeKeywords]) -> Table:
        """How many units two coders must both code; needs no project."""
        from toolkit.operations.agreement.sample_size import SampleSizeOptions, sample_size_table

        return sample_size_table(rarest, SampleSizeOptions(**options))

    @in_one_snapshot
    def read_segments(self, path: str | Path) -> dict[str, list[tuple[int, int]]]:
        """Given units of agreement from a CSV of source,start,end (code points)."""
        return read_segments(self._session, Path(path))
