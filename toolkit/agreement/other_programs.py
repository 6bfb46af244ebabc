"""Comparison with other programs: MAXQDA's segments and NVivo's kappa, named as such."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from toolkit.agreement.coefficient import (
    DROP_PAIR,
    NO_VARIATION,
    NOT_USED,
    Coefficient,
    CoefficientBuilder,
)
from toolkit.agreement.matching import best_pairs, meeting
from toolkit.agreement.ratings import Floats, Ints
from toolkit.agreement.spans import CodedSpan, Placed, SourceFrame, place
from toolkit.agreement.table.code_sums import pair_sums, pair_values
from toolkit.agreement.table.cover import CoverTables

SHARES = ("union", "shorter", "longer")
ALL_CODES = ""

Side = tuple[Ints, Ints]


@dataclass(frozen=True, slots=True)
class SegmentAgreement:
    """Segments of two coders that find a partner of the same code."""

    code: str
    """Empty for all codes together."""
    matched: int
    """a: pairs."""
    first_only: int
    """b."""
    second_only: int
    """c."""
    codes: int
    """How many codes the coders could choose from."""

    @property
    def percent(self) -> Coefficient:
        """Segments with a partner among all segments, 2a / (2a + b + c)."""
        total = 2 * self.matched + self.first_only + self.second_only
        result = self._draft("maxqda_percent", total)
        return result.value(2 * self.matched / total) if total else result.undefined(NOT_USED)

    @property
    def kappa(self) -> Coefficient:
        """MAXQDA's kappa (RK): (Po - Pc) / (1 - Pc), Po = a / (a + b + c), Pc = 1 / codes.

        Text that neither coder coded has no place in it, so chance is equal for all codes.
        """
        total = self.matched + self.first_only + self.second_only
        result = self._draft("maxqda_kappa", total)
        if not total:
            return result.undefined(NOT_USED)
        if self.codes < 2:
            return result.undefined("chance agreement needs two or more codes to choose from")
        return result.corrected(self.matched / total, 1.0 / self.codes)

    def _draft(self, name: str, units: int) -> CoefficientBuilder:
        return CoefficientBuilder(
            name, units, "segment", DROP_PAIR, {"code": self.code, "codes": self.codes}
        )


def segment_agreement(
    frames: Sequence[SourceFrame],
    spans: Iterable[CodedSpan],
    coders: tuple[str, str],
    codes: Sequence[str] | None = None,
    *,
    overlap: float = 0.9,
    of: str = "union",
) -> list[SegmentAgreement]:
    """Compare two coders segment by segment, as MAXQDA's third level does.

    A segment of one coder agrees when it has a partner of the same code that overlaps
    it enough. Partners are one to one, as many as possible, closest first among equals:
    one long segment does not answer for several short ones.

    Parameters
    ----------
    overlap
        Share of characters that must be common, above 0 and at most 1.
    of
        Share of what: union of the two segments, the shorter or the longer one.

    Returns
    -------
    list of SegmentAgreement
        One for each code, and one for all codes together at the end.

    Raises
    ------
    ValueError
        Other than two coders, an overlap that is no share, an unknown base, or as
        :func:`toolkit.agreement.spans.place`.

    Examples
    --------
    >>> frame = SourceFrame("s", 100, coverage={"A", "B"})
    >>> spans = [CodedSpan("s", "A", "x", 0, 20), CodedSpan("s", "B", "x", 0, 19),
    ...          CodedSpan("s", "A", "y", 50, 60)]
    >>> [(row.code, row.matched, row.first_only) for row in segment_agreement(
    ...     [frame], spans, ("A", "B"))]
    [('x', 1, 0), ('y', 0, 1), ('', 1, 1)]
    """
    if of not in SHARES:
        raise ValueError(f"unknown base {of!r} of the overlap; choose from {', '.join(SHARES)}")
    if not 0.0 < overlap <= 1.0:
        raise ValueError(f"overlap {overlap} is not a share above 0 and at most 1")
    placed = _both(frames, spans, coders, codes)
    # Code after code on one axis, so that only spans of one code can meet.
    shift = placed.code * (int(placed.lengths.sum()) + 1)
    begin, finish, code = placed.start + shift, placed.end + shift, placed.code
    lead, follow = placed.coder == 0, placed.coder == 1
    sides = (begin[lead], finish[lead]), (begin[follow], finish[follow])
    first, second = meeting(*sides)
    share = _share(sides, first, second, of)
    enough = share >= overlap
    first, second, share = first[enough], second[enough], share[enough]
    # More pairs before closer pairs: the shares of all pairs add up to less than one more.
    chosen = best_pairs(first, second, 1.0 + share / (len(share) + 1.0))
    size = len(placed.codes)
    a = np.bincount(code[lead][first[chosen]], minlength=size)
    one, other = (np.bincount(code[who], minlength=size) for who in (lead, follow))
    rows = [
        SegmentAgreement(name, int(a[at]), int(one[at] - a[at]), int(other[at] - a[at]), size)
        for at, name in enumerate(placed.codes)
    ]
    both = int(a.sum())
    total = SegmentAgreement(ALL_CODES, both, int(one.sum()) - both, int(other.sum()) - both, size)
    return [*rows, total]


def document_agreement(
    frames: Sequence[SourceFrame],
    spans: Iterable[CodedSpan],
    coders: tuple[str, str],
    codes: Sequence[str] | None = None,
    *,
    by: str = "presence",
) -> Coefficient:
    """Share of source and code pairs on which two coders agree, MAXQDA's first two levels.

    Parameters
    ----------
    by
        presence: both used the code in the source, or neither did. frequency: both
        used it equally often.

    Raises
    ------
    ValueError
        Another level, or as :func:`toolkit.agreement.spans.place`.

    Examples
    --------
    >>> frame = SourceFrame("s", 50, coverage={"ann", "ben"})
    >>> spans = [CodedSpan("s", "ann", "law", 0, 9), CodedSpan("s", "ben", "law", 20, 30),
    ...     CodedSpan("s", "ben", "law", 40, 50)]
    >>> document_agreement([frame], spans, ("ann", "ben")).value
    1.0
    >>> document_agreement([frame], spans, ("ann", "ben"), by="frequency").value
    0.0
    """
    if by not in ("presence", "frequency"):
        raise ValueError(f"unknown level {by!r}; choose presence or frequency")
    placed = _both(frames, spans, coders, codes)
    counts = np.zeros((2, len(placed.sources), len(placed.codes)), dtype=np.int64)
    np.add.at(counts, (placed.coder, placed.source, placed.code), 1)
    if by == "presence":
        counts = np.minimum(counts, 1)
    equal = counts[0] == counts[1]
    result = CoefficientBuilder(
        f"maxqda_{by}", int(equal.size), "source and code", DROP_PAIR, {"by": by}
    )
    if not equal.size:
        return result.undefined("no source was worked on by both coders, or no code was used")
    return result.value(float(equal.mean()))


@dataclass(frozen=True, slots=True)
class NvivoRow:
    """NVivo's coding comparison of two users on one node in one source."""

    source_id: str
    code: str
    coders: tuple[str, str]
    length: int
    kappa: float | None
    """None where neither coded, or both coded everything; NVivo prints 1 there."""
    percent: float | None
    reason: str | None


def nvivo_rows(tables: CoverTables) -> list[NvivoRow]:
    """Return character kappa for every source, code and pair that worked on the source.

    Parameters
    ----------
    tables
        By characters, as NVivo counts.

    Examples
    --------
    NVivo's help: 1,000 characters, 50 coded by both, 150 by one: 85 %.

    >>> from toolkit.agreement.table.cover import cover_tables
    >>> frame = SourceFrame("s", 1000, coverage={"A", "B"})
    >>> spans = [CodedSpan("s", "A", "n", 0, 200), CodedSpan("s", "B", "n", 0, 50)]
    >>> row = nvivo_rows(cover_tables([frame], spans, ["A", "B"]))[0]
    >>> row.percent, round(row.kappa, 4)
    (0.85, 0.3478)
    """
    sums = pair_sums(tables)
    values = pair_values(sums.cells)
    rows = []
    for s, source_id in enumerate(tables.sources):
        for k, code in enumerate(tables.codes):
            for p, (first, second) in enumerate(sums.pairs):
                if not (tables.covered[s, first] and tables.covered[s, second]):
                    continue
                kappa, percent = values["cohen_kappa"][s, k, p], values["percent"][s, k, p]
                coded = sums.cells[s, k, p, :3].any()
                undefined = bool(np.isnan(kappa))
                rows.append(
                    NvivoRow(
                        source_id,
                        code,
                        (tables.coders[first], tables.coders[second]),
                        int(tables.lengths[s]),
                        None if undefined else float(kappa),
                        None if np.isnan(percent) else float(percent),
                        (NO_VARIATION if coded else NOT_USED) if undefined else None,
                    )
                )
    return rows


def nvivo_average(rows: Iterable[NvivoRow], weighting: str = "plain") -> Coefficient:
    """Average NVivo's kappa over rows, undefined ones left out.

    Parameters
    ----------
    weighting
        plain, or length: by the sources' characters.

    Raises
    ------
    ValueError
        Another weighting.

    Examples
    --------
    NVivo's help: of 1,000 characters 50 are coded by both and 150 by one, kappa .35.

    >>> from toolkit.agreement import cover_tables
    >>> frame = SourceFrame("s", 1000, coverage={"A", "B"})
    >>> spans = [CodedSpan("s", "A", "n", 0, 200), CodedSpan("s", "B", "n", 0, 50)]
    >>> round(nvivo_average(nvivo_rows(cover_tables([frame], spans, ["A", "B"]))).value, 2)
    0.35
    """
    if weighting not in ("plain", "length"):
        raise ValueError(f"unknown weighting {weighting!r}; choose plain or length")
    kept = [row for row in rows if row.kappa is not None]
    rule = "rows without a value are left out; NVivo counts them as 1"
    result = CoefficientBuilder(
        "nvivo_kappa", len(kept), "source and code", rule, {"weighting": weighting}
    )
    if not kept:
        return result.undefined("no row has a value")
    weights = [row.length if weighting == "length" else 1 for row in kept]
    values = [row.kappa for row in kept if row.kappa is not None]
    return result.value(float(np.average(values, weights=weights)))


def _both(
    frames: Sequence[SourceFrame],
    spans: Iterable[CodedSpan],
    coders: tuple[str, str],
    codes: Sequence[str] | None,
) -> Placed:
    """Place the spans of two coders in the sources that both worked on."""
    if len(coders) != 2:
        raise ValueError(f"segments are compared between two coders, got {len(coders)}")
    shared = [frame for frame in frames if frame.coverage >= set(coders)]
    absent = {frame.source_id for frame in frames} - {frame.source_id for frame in shared}
    return place(shared, [s for s in spans if s.source_id not in absent], coders, codes)


def _share(sides: tuple[Side, Side], first: Ints, second: Ints, of: str) -> Floats:
    (start, end), (left, right) = sides
    start, end, left, right = start[first], end[first], left[second], right[second]
    common = np.minimum(end, right) - np.maximum(start, left)
    one, other = end - start, right - left
    base = {
        "union": one + other - common,
        "shorter": np.minimum(one, other),
        "longer": np.maximum(one, other),
    }[of]
    return np.asarray(common / base, dtype=np.float64)
