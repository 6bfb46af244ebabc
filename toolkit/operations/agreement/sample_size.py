"""How much has to be coded twice before agreement can be told."""

from __future__ import annotations

from collections import Counter
from typing import Any

from toolkit.agreement.sample_size import sample_size_alpha, sample_size_cohen_kappa
from toolkit.errors import UsageError
from toolkit.operations.agreement.request import AgreementRequest
from toolkit.operations.agreement.scope import resolve_used
from toolkit.operations.session import ProjectSession
from toolkit.report.tables import Cell, Table

COLUMNS = (
    "method",
    "smallest",
    "expected",
    "rarest",
    "significance",
    "power",
    "units",
    "codings",
)
SMALLEST = (0.667, 0.8, 0.9)
SIGNIFICANCE = (0.1, 0.05, 0.01, 0.005)


def sample_size_table(
    session: ProjectSession | None = None,
    *,
    smallest: float | None = None,
    rarest: float | None = None,
    expected: float | None = None,
    significance: float | None = None,
    power: float = 0.8,
    **wanted: Any,
) -> Table:
    """Units that two coders must both code.

    Parameters
    ----------
    smallest
        The smallest value that is acceptable; a range of them by default.
    rarest
        Share of the rarest code among all decisions; by default that of the project's
        rarest code among all codings compared.
    expected
        Kappa that is hoped for: adds the test of kappa against `smallest`.
    """
    notes = []
    if rarest is None:
        if session is None:
            raise UsageError("without a project the rarest share is needed", code="rarest-needed")
        scope = resolve_used(session, AgreementRequest(**wanted))
        uses = Counter(span.code for span in scope.spans if span.code in scope.codes)
        if not uses:
            raise UsageError(
                f"no code was used by {', '.join(scope.coders)}, so that the rarest has no share",
                code="rarest-needed",
                hint="Say what you expect with --rarest.",
            )
        code, count = min(uses.items(), key=lambda item: (item[1], item[0]))
        rarest = count / sum(uses.values())
        notes.append(
            f"rarest: {code}, {count} of {sum(uses.values())} codings; --rarest plans for another"
        )
    levels = SIGNIFICANCE if significance is None else (significance,)
    values = SMALLEST if smallest is None else (smallest,)
    rows: list[tuple[Cell, ...]] = []
    try:
        for value in values:
            for level in levels:
                units = sample_size_alpha(value, rarest, significance=level)
                both = sample_size_alpha(value, rarest, significance=level, counted="codings")
                rows.append(("krippendorff_alpha", value, None, rarest, level, None, units, both))
        if expected is not None:
            for value in values:
                for level in levels:
                    units = sample_size_cohen_kappa(
                        rarest, rarest, expected, value, alpha=level, power=power
                    )
                    row = ("cohen_kappa", value, expected, rarest, level, power, units, 2 * units)
                    rows.append(row)
    except ValueError as error:
        raise UsageError(str(error), code="sample-size") from error
    notes += [
        "units: decisions that both coders take, such as given segments; characters of one text "
        "are not independent units; codings: of both coders together, as in Krippendorff's table",
        "krippendorff_alpha: Krippendorff (2004) after Bloch & Kraemer (1989); cohen_kappa: Cantor "
        "(1996), two coders, one-sided",
    ]
    return Table(COLUMNS, tuple(rows), "sample size", tuple(notes))
