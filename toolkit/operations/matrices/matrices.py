"""Theme matrices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from toolkit.analysis.matrices import Matrix
    from toolkit.operations.matrices.report import MatrixReport

from toolkit.operations.subject import Subject


class Matrices(Subject):
    """Theme matrices."""

    def matrix(
        self,
        kind: str,
        *,
        measure: str = "counts",
        coder: str | None = None,
        round_id: str | None = None,
        sources: Sequence[str] = (),
        by: str | None = None,
    ) -> Matrix:
        """`codes-by-cases`, `directions-by-cases` or `codes-by-directions`; decided data only."""
        from toolkit.operations.matrices.matrix import matrix

        return matrix(
            self._session,
            kind,
            measure=measure,
            coder=coder,
            round_id=round_id,
            sources=sources,
            by=by,
        )

    def report(self, kind: str, **options: Any) -> MatrixReport:
        """`matrix` as a table to print or to write, with the segments behind each number."""
        from toolkit.operations.matrices.report import matrix_report

        return matrix_report(self._session, kind, **options)
