"""The agreement table: every code and all codes together, every pair and all coders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from toolkit.agreement.coefficient import NO_VARIATION, NOT_USED
from toolkit.agreement.ratings import Floats
from toolkit.agreement.spans import CodedSpan, SourceFrame
from toolkit.agreement.table.code_sums import (
    add_sources,
    group_ratios,
    group_sums,
    pair_sums,
    pair_values,
    pool_codes,
)
from toolkit.agreement.table.cover import CoverTables, cover_tables

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

PAIR_RULE = "sources that one of the two coders did not work on are left out"
GROUP_RULE = (
    "sources that fewer than two coders worked on do not enter observed agreement; "
    "where a coder did not work, that coder is missing, not a no"
)
NO_SHARED_SOURCE = "no source was worked on by two of these coders"


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """Agreement of some coders on one code or on all; None where undefined."""

    scope: str
    """code: one code; pooled: one fourfold matrix summed over codes, so that frequent
    codes weigh more; macro: plain mean of the codes' values."""
    code: str
    """Empty for pooled and macro."""
    coders: tuple[str, ...]
    percent: float | None
    cohen_kappa: float | None
    """Pairs only."""
    conger_kappa: float | None
    """Cohen's kappa for any number of coders; for a pair the same."""
    fleiss_kappa: float | None
    """Scott's pi for any number of coders; for a pair the same."""
    brennan_prediger: float | None
    gwet_ac1: float | None
    krippendorff_alpha: float | None
    uses: tuple[int, ...]
    """Stretches coded in those sources, by coder; overlapping ones of one coder are one."""
    prevalence: float | None
    """Share of decisions, unit by unit and coder by coder, that are the code."""
    n: int
    """Units in the frames of sources that two or more of the coders worked on."""
    sources: int
    """How many sources those are, and the ones that uses and prevalence are of."""
    unit: str
    missing_rule: str
    reason: str | None
    """Why the chance-corrected coefficients are None."""
    note: str
    """Codes left out of a macro mean, if any."""

    @property
    def few_uses(self) -> bool:
        """Whether all coders together used the code too rarely to read the value alone."""
        return sum(self.uses) < FEW_USES


def agreement_table(
    frames: Sequence[SourceFrame],
    spans: Iterable[CodedSpan],
    coders: Sequence[str],
    codes: Sequence[str] | None = None,
    pairs: bool = True,
    level: str = "character",
) -> list[AgreementRow]:
    """Return agreement of code against no code, for each code, pooled and macro.

    Parameters
    ----------
    frames, spans, coders, codes, level
        As :func:`toolkit.agreement.tables.cover_tables`.
    pairs
        Also one row for each pair of coders. With two coders they are the pair.

    Returns
    -------
    list of AgreementRow
        Codes in their order, then pooled, then macro; in each all coders first,
        then the pairs in the order of the coders.

    Raises
    ------
    ValueError
        Fewer than two coders, or as :func:`~toolkit.agreement.tables.cover_tables`.

    Examples
    --------
    NVivo's help, 1,000 characters: 85 % agreement; kappa by its printed formula.

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
    """Return the rows of tables that were measured already."""
    groups: list[tuple[int, ...]] = []
    if len(tables.coders) > 2:
        groups.append(tuple(range(len(tables.coders))))
    if pairs or not groups:
        groups.extend(combinations(range(len(tables.coders)), 2))
    values = _values(tables)
    columns = [_Column(tables, group, values[group]) for group in groups]
    rows = [column.row(at) for at in range(len(tables.codes)) for column in columns]
    if tables.codes:
        rows += [column.pooled() for column in columns]
        rows += [column.macro() for column in columns]
    return rows


def _values(tables: CoverTables) -> dict[tuple[int, ...], dict[str, Floats]]:
    """Coefficients by group of coders, each of shape (codes + 1,); the last is pooled."""
    found: dict[tuple[int, ...], dict[str, Floats]] = {}
    sums = pair_sums(tables)
    cells = sums.cells.sum(axis=0)
    table = pair_values(np.concatenate([cells, cells.sum(axis=0, keepdims=True)]))
    table["fleiss_kappa"], table["conger_kappa"] = table.pop("scott_pi"), table["cohen_kappa"]
    for at, pair in enumerate(sums.pairs):
        found[pair] = {name: value[:, at] for name, value in table.items()}
    if len(tables.coders) > 2:
        total = add_sources(group_sums(tables), np.ones((1, len(tables.sources))))
        each, pooled = group_ratios(total), group_ratios(pool_codes(total))
        found[tuple(range(len(tables.coders)))] = {
            name: np.concatenate([each[name][0], pooled[name][0]]) for name in each
        }
    return found


class _Column:
    """All rows of one group of coders."""

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
        own = np.einsum("skcc->skc", tables.joint)[shared][:, :, members]
        self._coded = (own * present[:, None, :]).sum(axis=(0, 2))

    def row(self, at: int) -> AgreementRow:
        """One code."""
        coded = float(self._coded[at])
        values = {name: _number(value[at]) for name, value in self._values.items()}
        return self._make("code", self._tables.codes[at], values, self._uses[at], coded, 1)

    def pooled(self) -> AgreementRow:
        """All codes in one matrix."""
        values = {name: _number(value[-1]) for name, value in self._values.items()}
        return self._all("pooled", values, "")

    def macro(self) -> AgreementRow:
        """The mean over codes, of the codes where the value is defined."""
        values = {name: _mean(value[:-1]) for name, value in self._values.items()}
        alphas = self._values["krippendorff_alpha"][:-1]
        left_out = [code for code, v in zip(self._tables.codes, alphas, strict=True) if np.isnan(v)]
        return self._all("macro", values, _left_out(left_out, len(alphas)))

    def _all(self, scope: str, values: dict[str, float | None], note: str) -> AgreementRow:
        uses, coded = self._uses.sum(axis=0), float(self._coded.sum())
        return self._make(scope, "", values, uses, coded, len(self._tables.codes), note)

    def _make(
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
            reason = self._why(coded)
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

    def _why(self, coded: float) -> str:
        if not self._n:
            return NO_SHARED_SOURCE
        return NO_VARIATION if coded else NOT_USED


def _left_out(codes: list[str], of: int) -> str:
    if not codes:
        return ""
    return f"mean over {of - len(codes)} of {of} codes; undefined: {', '.join(codes)}"


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _mean(values: Floats) -> float | None:
    defined: Iterator[float] = (float(v) for v in values if not np.isnan(v))
    kept = list(defined)
    return sum(kept) / len(kept) if kept else None
