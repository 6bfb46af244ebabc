"""What tables that compare answers, codes or groups have in common with a matrix."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from toolkit.errors import UsageError
from toolkit.i18n import _
from toolkit.operations.answers.rule import Combination, parse_rule
from toolkit.operations.matrices.request import MatrixRequest
from toolkit.report.tables import Table

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd


@dataclass(frozen=True, slots=True)
class Comparison:
    """A table with its notes and its provenance."""

    table: Table

    def to_frame(self) -> pd.DataFrame:
        """The table as a pandas data frame."""
        return self.table.to_frame()


def check_comparison(name: str, request: MatrixRequest, unused: Collection[str]) -> None:
    """Refuse fields of a request that the table does not use, and several readings at once."""
    defaults = MatrixRequest()
    for each in fields(request):
        if each.name in unused and getattr(request, each.name) != getattr(defaults, each.name):
            raise UsageError(
                _("{table} has no choice of {field}").format(table=name, field=each.name),
                code="matrix-options",
            )
    rule = request.rule
    if rule is not None and parse_rule(rule).combination is Combination.EACH:
        raise UsageError(
            _("{table} rests on one reading of the text, and `each` gives several").format(
                table=name
            ),
            code="matrix-each",
            hint=_("Name one coder, union or intersection."),
        )


def significant(p: float | None) -> float | None:
    """A p with three significant digits, so that a small one does not become 0."""
    return None if p is None else float(f"{p:.3g}")
