"""The rows of the agreement table: each code and all codes, all coders and each pair."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from toolkit.agreement.coefficient import NO_VARIATION, NOT_USED
from toolkit.agreement.table.code_sums import (
    add_sources,
    group_ratios,
    group_sums,
    pair_sums,
    pair_values,
    pool_codes,
)
from toolkit.agreement.table.cover import CoverTables, cover_tables
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.agreement.ratings import Floats
    from toolkit.agreement.spans import CodedSpan, SourceFrame

COEFFICIENTS = (
    "percent",
    "cohen_kappa",
    "conger_kappa",
    "fleiss_kappa",
    "brennan_prediger",
    "gwet_ac1",
    "krippendorff_alpha",
)
FEW_USES = 10
"""Below this number of uses a value should not be read alone."""

PAIR_RULE = _("sources that one of the two coders did not work on are left out")
GROUP_RULE = _(
    "sources that fewer than two coders worked on do not enter observed agreement; "
    "where a coder did not work, that coder is missing, not a no"
)
NO_SHARED_SOURCE = _("no source was worked on by two of these coders")
EMPTY_FRAME = _(
    "no text of the sources that two of these coders worked on is in the frame: nobody there is "
    "read as an expert"
)
NO_UNIT_IN_FRAME = _(
    "no unit of the sources that two of these coders worked on is in the frame: nobody there is "
    "read as an expert, or no unit was given there"
)


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """Agreement of a group of coders on a code or on all codes; None where undefined."""

    scope: str
    """code: a single code; pooled: the fourfold tables of all codes summed, so that frequent
    codes weigh more; macro: the plain mean of the codes' values."""
    code: str
    """Empty for pooled and macro."""
    coders: tuple[str, ...]
    percent: float | None
    cohen_kappa: float | None
    """For pairs of coders only."""
    conger_kappa: float | None
    """Cohen's kappa for any number of coders; for a pair it is Cohen's kappa."""
    fleiss_kappa: float | None
    """Scott's pi for any number of coders; for a pair it is Scott's pi."""
    brennan_prediger: float | None
    gwet_ac1: float | None
    krippendorff_alpha: float | None
    uses: tuple[int, ...]
    """By coder, how many stretches were coded in those sources; overlapping stretches of a
    coder count once."""
    prevalence: float | None
    """Share of all decisions, one for each unit and coder, that are the code."""
    n: int
    """How many units are in the frames of the sources that two or more coders worked on."""
    sources: int
    """How many such sources there are; uses and prevalence are about them."""
    unit: str
    missing_rule: str
    reason: str | None
    """Why coefficients are None; where nobody used the code, percent is None too."""
    note: str
    """Which codes a macro mean leaves out, if any."""

    @property
    def few_uses(self) -> bool:
        """Return whether all coders together used the code too rarely to read the value alone."""
        return sum(self.uses) < FEW_USES


def agreement_table(
    frames: Sequence[SourceFrame],
    spans: Iterable[CodedSpan],
    coders: Sequence[str],
    codes: Sequence[str] | None = None,
    pairs: bool = True,
    level: str = "character",
) -> list[AgreementRow]:
    """Return agreement on each code against its absence, then pooled and macro.

    Parameters
    ----------
    frames, spans, coders, codes, level
        As in :func:`toolkit.agreement.table.cover.cover_tables`.
    pairs
        Whether each pair of coders has a row as well. Two coders are a pair.

    Returns
    -------
    list of AgreementRow
        The codes in their order, then pooled, then macro; for each of them all coders
        first, then the pairs in the order of the coders.

    Raises
    ------
    ValueError
        There are fewer than two coders, or an error of
        :func:`~toolkit.agreement.table.cover.cover_tables`.

    Examples
    --------
    The help of NVivo: 1,000 characters, 85 % agreement, kappa by the formula printed there.

    >>> from toolkit.agreement import CodedSpan, SourceFrame
    >>> frame = SourceFrame("s", 1000, coverage={"A", "B"})
    >>> spans = [CodedSpan("s", "A", "n", 0, 200), CodedSpan("s", "B", "n", 0, 50)]
    >>> row = agreement_table([frame], spans, ["A", "B"])[0]
    >>> row.percent, round(row.cohen_kappa, 4), row.uses, row.prevalence
    (0.85, 0.3478, (1, 1), 0.125)
    """
    if len(coders) < 2:
        raise ValueError(f"agreement needs two or more coders, got {len(coders)}")
    return table_rows(cover_tables(frames, spans, coders, codes, level), pairs)


def table_rows(tables: CoverTables, pairs: bool = True) -> list[AgreementRow]:
    """Return the rows of cover tables; see :func:`agreement_table`."""
    groups: list[tuple[int, ...]] = []
    if len(tables.coders) > 2:
        groups.append(tuple(range(len(tables.coders))))
    if pairs or not groups:
        groups.extend(combinations(range(len(tables.coders)), 2))
    values = _values(tables)
    of_groups = [_GroupRows(tables, group, values[group]) for group in groups]
    rows = [group.code(at) for at in range(len(tables.codes)) for group in of_groups]
    if tables.codes:
        rows += [group.pooled() for group in of_groups]
        rows += [group.macro() for group in of_groups]
    return rows


def _values(tables: CoverTables) -> dict[tuple[int, ...], dict[str, Floats]]:
    """Return the coefficients by group of coders, each of shape (codes + 1,), pooled last."""
    values: dict[tuple[int, ...], dict[str, Floats]] = {}
    sums = pair_sums(tables)
    cells = sums.cells.sum(axis=0)
    table = pair_values(np.concatenate([cells, cells.sum(axis=0, keepdims=True)]))
    table["fleiss_kappa"], table["conger_kappa"] = table.pop("scott_pi"), table["cohen_kappa"]
    for at, pair in enumerate(sums.pairs):
        values[pair] = {name: value[:, at] for name, value in table.items()}
    if len(tables.coders) > 2:
        total = add_sources(group_sums(tables), np.ones((1, len(tables.sources))))
        each, pooled = group_ratios(total), group_ratios(pool_codes(total))
        values[tuple(range(len(tables.coders)))] = {
            name: np.concatenate([each[name][0], pooled[name][0]]) for name in each
        }
    return values


class _GroupRows:
    """All rows of a group of coders."""

    def __init__(
        self, tables: CoverTables, group: tuple[int, ...], values: dict[str, Floats]
    ) -> None:
        self._tables = tables
        self._values = values
        self._coders = tuple(tables.coders[at] for at in group)
        members = list(group)
        shared = tables.covered[:, members].sum(axis=1) >= 2
        self._sources = int(shared.sum())
        self._n = int(tables.lengths[shared].sum())
        self._uses = tables.uses[shared][:, :, members].sum(axis=0)
        present = tables.covered[shared][:, members]
        self._decided = int((tables.lengths[shared][:, None] * present).sum())
        coded = np.einsum("skcc->skc", tables.joint)[shared][:, :, members]
        self._coded = (coded * present[:, None, :]).sum(axis=(0, 2))
        # Agreement on the absence of a code that nobody used is no agreement on the code.
        unused = np.append(self._coded, self._coded.sum()) == 0
        self._values = {**values, "percent": np.where(unused, np.nan, values["percent"])}

    def code(self, at: int) -> AgreementRow:
        """Return the row of a code, given by its index."""
        coded = float(self._coded[at])
        values = {name: _number(value[at]) for name, value in self._values.items()}
        return self._build("code", self._tables.codes[at], values, self._uses[at], coded, 1)

    def pooled(self) -> AgreementRow:
        """Return the row of all codes in a single fourfold table."""
        values = {name: _number(value[-1]) for name, value in self._values.items()}
        return self._all("pooled", values, "")

    def macro(self) -> AgreementRow:
        """Return the row of means over the codes whose value is defined."""
        values = {name: _mean(value[:-1]) for name, value in self._values.items()}
        alphas = self._values["krippendorff_alpha"][:-1]
        left_out = [code for code, v in zip(self._tables.codes, alphas, strict=True) if np.isnan(v)]
        return self._all("macro", values, _left_out(left_out, len(alphas)))

    def _all(self, scope: str, values: dict[str, float | None], note: str) -> AgreementRow:
        uses, coded = self._uses.sum(axis=0), float(self._coded.sum())
        return self._build(scope, "", values, uses, coded, len(self._tables.codes), note)

    def _build(
        self,
        scope: str,
        code: str,
        values: dict[str, float | None],
        uses: Iterable[int],
        coded: float,
        codes: int,
        note: str = "",
    ) -> AgreementRow:
        decided = self._decided * codes
        reason = None
        if values["krippendorff_alpha"] is None:
            reason = self._reason(coded)
        return AgreementRow(
            scope=scope,
            code=code,
            coders=self._coders,
            **{name: values.get(name) for name in COEFFICIENTS},
            uses=tuple(int(count) for count in uses),
            prevalence=coded / decided if decided else None,
            n=self._n,
            sources=self._sources,
            unit=self._tables.unit,
            missing_rule=PAIR_RULE if len(self._coders) == 2 else GROUP_RULE,
            reason=reason,
            note=note,
        )

    def _reason(self, coded: float) -> str:
        if not self._sources:
            return NO_SHARED_SOURCE
        if not self._n:
            return EMPTY_FRAME if self._tables.unit == "character" else NO_UNIT_IN_FRAME
        return NO_VARIATION if coded else NOT_USED


def _left_out(codes: list[str], total: int) -> str:
    """Return the note on the codes that a macro mean leaves out; empty without any."""
    if not codes:
        return ""
    return _("mean over {defined} of {total} codes; undefined: {codes}").format(
        defined=total - len(codes), total=total, codes=", ".join(codes)
    )


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _mean(values: Floats) -> float | None:
    defined = [float(value) for value in values if not np.isnan(value)]
    return sum(defined) / len(defined) if defined else None
