"""Theme matrices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from toolkit.operations.answers.rule import Combination
from toolkit.operations.matrices.check import check_matrix
from toolkit.operations.matrices.decided import decided_data
from toolkit.operations.matrices.matrix import matrix, matrix_of_each
from toolkit.operations.matrices.provenance import matrix_provenance
from toolkit.operations.matrices.report import MatrixReport, matrix_report
from toolkit.operations.matrices.request import (
    CaseMatrixQuestion,
    MatrixQuestion,
    MatrixRequest,
)
from toolkit.operations.matrices.roles import with_role_note
from toolkit.operations.subject import Subject, in_one_snapshot

if TYPE_CHECKING:
    from toolkit.operations.codings.quotes import Quotes
    from toolkit.operations.matrices.one_reading import Comparison


class Matrices(Subject):
    """Theme matrices over what people decided; suggestions and proposals never enter them.

    All of them take the fields of `MatrixRequest` as keyword arguments, such as `measure`,
    `answers` (or `coder`), `sources` and, those over cases, `by`.
    """

    @in_one_snapshot
    def codes_by_cases(self, **question: Unpack[CaseMatrixQuestion]) -> MatrixReport:
        """Codes in rows, cases in columns."""
        return self.report("codes-by-cases", **question)

    @in_one_snapshot
    def directions_by_cases(self, **question: Unpack[CaseMatrixQuestion]) -> MatrixReport:
        """Policy directions in rows, cases in columns."""
        return self.report("directions-by-cases", **question)

    @in_one_snapshot
    def codes_by_directions(self, **question: Unpack[MatrixQuestion]) -> MatrixReport:
        """Codes in rows, policy directions in columns."""
        return self.report("codes-by-directions", **question)

    @in_one_snapshot
    def quotes(
        self, kind: str, row: str, column: str, **question: Unpack[CaseMatrixQuestion]
    ) -> Quotes:
        """The passages behind the number in a row and a column of the matrix of a kind."""
        from toolkit.operations.matrices.doors import behind_cell

        return behind_cell(self._session, self.report(kind, **question), row, column)

    @in_one_snapshot
    def pairs(self, **question: Unpack[CaseMatrixQuestion]) -> Comparison:
        """Which codes are together in a unit (turns where none is named), and how far beyond
        chance."""
        from toolkit.operations.matrices.pairs import pairs_of_codes

        question.setdefault("unit", "turn")
        return pairs_of_codes(self._session, MatrixRequest(**question))

    @in_one_snapshot
    def contrasts(self, **question: Unpack[CaseMatrixQuestion]) -> Comparison:
        """How many experts of each group of `by` named each code, and whether groups differ."""
        from toolkit.operations.matrices.contrasts import group_contrasts

        return group_contrasts(self._session, MatrixRequest(**question))

    @in_one_snapshot
    def report(self, kind: str, **question: Unpack[CaseMatrixQuestion]) -> MatrixReport:
        """The matrix of a kind: one of `toolkit.operations.matrices.request.KINDS`.

        The value has the matrix, its table, and the segments behind each number.
        """
        request = MatrixRequest(**question)
        check_matrix(self._session, kind, request)
        decided = decided_data(self._session, kind, request)
        if decided.chosen.rule.combination is Combination.EACH:
            made = matrix_of_each(self._session, kind, request, decided)
        else:
            made = matrix(self._session, kind, request, decided)
        provenance = matrix_provenance(self._session, kind, request, decided, made)
        report = matrix_report(self._session, kind, request, made, decided, provenance)
        return with_role_note(self._session, report, request.measure, decided.sources)
