"""Agreement between coders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from toolkit.agreement.table.rows import AgreementRow
    from toolkit.report.tables import Table

from toolkit.operations.subject import Subject


class Agreement(Subject):
    """Agreement between coders."""

    def coefficients(
        self,
        *,
        coders: Sequence[str] = (),
        codes: Sequence[str] = (),
        sources: Sequence[str] = (),
        round_id: str | None = None,
        unit: str = "character",
        whole_text: bool = False,
        independent_only: bool = True,
        level: str = "codes",
    ) -> list[AgreementRow]:
        """Agreement per code and pooled, on the answers given before anything was revealed."""
        from toolkit.operations.agreement.coefficients import agreement

        return agreement(
            self._session,
            coders=coders,
            codes=codes,
            sources=sources,
            round_id=round_id,
            unit=unit,
            whole_text=whole_text,
            independent_only=independent_only,
            level=level,
        )

    def report(self, **options: Any) -> Table:
        """`agreement` as the table that `qct agree` prints, its small print in the notes."""
        from toolkit.operations.agreement.table import agreement_report

        return agreement_report(self._session, **options)

    def read_segments(self, path: str | Path) -> dict[str, list[tuple[int, int]]]:
        """Given units of agreement from a CSV of source,start,end (code points)."""
        from toolkit.operations.agreement.units import read_segments

        return read_segments(self._session, Path(path))

    def overlaps(self, **options: Any) -> Table:
        """Where codes of one domain overlap inside a coder, which nothing flattens."""
        from toolkit.operations.agreement.table import overlap_table

        return overlap_table(self._session, **options)

    def trend(self, *, over: str, **options: Any) -> Table:
        """Pooled agreement over `round`, `date` or `source`, with intervals and a test of drift."""
        from toolkit.operations.agreement.trend import trend_table

        return trend_table(self._session, over=over, **options)

    def intra(self, **options: Any) -> Table:
        """Each coder against the own earlier coding of the same sources."""
        from toolkit.operations.agreement.trend import intra_table

        return intra_table(self._session, **options)

    def scales(self, **options: Any) -> Table:
        """With what probability pooled alpha lies in which band of published scales."""
        from toolkit.operations.agreement.scales import scales_table

        return scales_table(self._session, **options)

    def sample_size(self, **options: Any) -> Table:
        """`sample_size` for the project's own rarest code."""
        from toolkit.operations.agreement.sample_size import sample_size_table

        return sample_size_table(self._session, **options)

    @staticmethod
    def sample_size_for(*, rarest: float, **options: Any) -> Table:
        """How many units two coders must both code; needs no project."""
        from toolkit.operations.agreement.sample_size import sample_size_table

        return sample_size_table(rarest=rarest, **options)
