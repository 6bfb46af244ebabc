"""How much has to be coded twice before agreement can be told."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from toolkit.agreement.sample_size import sample_size_alpha, sample_size_cohen_kappa
from toolkit.errors import UsageError
from toolkit.i18n import _
from toolkit.operations.agreement.request import AgreementQuestion, Scope
from toolkit.report.tables import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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


class SampleSizeKeywords(TypedDict, total=False):
    """Keyword arguments for sample sizes: the fields of `SampleSizeOptions`."""

    smallest: float | None
    expected: float | None
    significance: float | None
    power: float


class SampleSizeQuestion(AgreementQuestion, SampleSizeKeywords, total=False):
    """Keyword arguments of a sample size for a project."""


@dataclass(frozen=True, slots=True)
class SampleSizeOptions:
    """What a sample has to be large enough for."""

    smallest: float | None = None
    """The smallest value that is acceptable; None for a range of them."""
    expected: float | None = None
    """Kappa that is hoped for: adds the test of kappa against `smallest`."""
    significance: float | None = None
    """None for a range of levels."""
    power: float = 0.8


def rarest_code(scope: Scope) -> tuple[float, str]:
    """The share of the rarest code among the codings compared, and a note that names it."""
    uses = Counter(span.code for span in scope.spans if span.code in scope.codes)
    if not uses:
        raise UsageError(
            _("no code was used by {coders}, so that the rarest has no share").format(
                coders=", ".join(scope.coders)
            ),
            code="rarest-needed",
            hint=_("Say what you expect with --rarest."),
        )
    code, count = min(uses.items(), key=lambda item: (item[1], item[0]))
    note = _("rarest: {code}, {count} of {total} codings; --rarest plans for another")
    return count / uses.total(), note.format(code=code, count=count, total=uses.total())


def sample_size_table(
    rarest: float, options: SampleSizeOptions, notes: Sequence[str] = ()
) -> Table:
    """Units that two coders must both code, where `rarest` is the share of the rarest code."""
    try:
        rows = tuple(_rows(rarest, options))
    except ValueError as error:
        raise UsageError(str(error), code="sample-size") from error
    every_note = (
        *notes,
        _(
            "units: decisions that both coders take, such as given segments; characters of one "
            "text are not independent units; codings: of both coders together, as in "
            "Krippendorff's table"
        ),
        _(
            "krippendorff_alpha: Krippendorff (2004) after Bloch & Kraemer (1989); cohen_kappa: "
            "Cantor (1996), two coders, one-sided"
        ),
    )
    return Table(COLUMNS, rows, _("sample size"), every_note)


def _rows(rarest: float, options: SampleSizeOptions) -> Iterator[tuple[Cell, ...]]:
    levels = SIGNIFICANCE if options.significance is None else (options.significance,)
    values = SMALLEST if options.smallest is None else (options.smallest,)
    expected, power = options.expected, options.power
    for value in values:
        for level in levels:
            units = sample_size_alpha(value, rarest, significance=level)
            both = sample_size_alpha(value, rarest, significance=level, counted="codings")
            yield "krippendorff_alpha", value, None, rarest, level, None, units, both
    if expected is None:
        return
    for value in values:
        for level in levels:
            units = sample_size_cohen_kappa(
                rarest, rarest, expected, value, alpha=level, power=power
            )
            yield "cohen_kappa", value, expected, rarest, level, power, units, 2 * units
