"""Agreement as other programs compute it: the segments of MAXQDA and the kappa of NVivo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.agreement.table.cover import CoverTables

SHARES = ("union", "shorter", "longer")
ALL_CODES = ""
"""The code of a row for all codes together."""

SpanEnds = tuple[Ints, Ints]
"""The starts and ends of the spans of a coder, both of shape (spans,)."""


@dataclass(frozen=True, slots=True)
class SegmentAgreement:
    """How many segments of two coders have a partner with the same code."""

    code: str
    """Empty for all codes together."""
    matched: int
    """a: pairs of segments."""
    first_only: int
    """b: segments of the first coder without a partner."""
    second_only: int
    """c: segments of the second coder without a partner."""
    codes: int
    """How many codes the coders could choose from."""

    @property
    def percent(self) -> Coefficient:
        """Return the share of segments that have a partner, 2a / (2a + b + c)."""
        total = 2 * self.matched + self.first_only + self.second_only
        builder = self._builder("maxqda_percent", total)
        return builder.value(2 * self.matched / total) if total else builder.undefined(NOT_USED)

    @property
    def kappa(self) -> Coefficient:
        """Return the kappa of MAXQDA, called RK, (Po - Pc) / (1 - Pc).

        Po is a / (a + b + c) and Pc is 1 / codes. Text that neither coder coded does not
        enter it, so chance is equal for all codes.
        """
        total = self.matched + self.first_only + self.second_only
        builder = self._builder("maxqda_kappa", total)
        if not total:
            return builder.undefined(NOT_USED)
        if self.codes < 2:
            return builder.undefined(_("chance agreement needs two or more codes to choose from"))
        return builder.corrected(self.matched / total, 1.0 / self.codes)

    def _builder(self, name: str, units: int) -> CoefficientBuilder:
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
    """Compare two coders segment by segment, as the third level of MAXQDA does.

    A segment agrees where the other coder has a segment of the same code that overlaps it
    enough, its partner. A segment is the partner of a single segment, so that a long one
    does not match several short ones. As many pairs as possible are made, and among equal
    numbers those that overlap most.

    Parameters
    ----------
    overlap
        The share of characters that must be common, above 0 and at most 1.
    of
        What the share is of: the union of the two segments, the shorter or the longer.

    Returns
    -------
    list of SegmentAgreement
        A row for each code, and a row for all codes together at the end.

    Raises
    ------
    ValueError
        There are not two coders, the overlap is no share, the base is unknown, or an error
        of :func:`toolkit.agreement.spans.place`.

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
    # The codes follow each other on the axis, so that only spans of the same code can meet.
    shift = placed.code * (int(placed.lengths.sum()) + 1)
    begin, finish, code = placed.start + shift, placed.end + shift, placed.code
    by_first, by_second = placed.coder == 0, placed.coder == 1
    sides = (begin[by_first], finish[by_first]), (begin[by_second], finish[by_second])
    first, second = meeting(*sides)
    share = _share(sides, first, second, of)
    enough = share >= overlap
    first, second, share = first[enough], second[enough], share[enough]
    # Another pair gains more than the shares of all pairs together, so more pairs come first.
    chosen = best_pairs(first, second, 1.0 + share / (len(share) + 1.0))
    size = len(placed.codes)
    matched = np.bincount(code[by_first][first[chosen]], minlength=size)
    first_only = np.bincount(code[by_first], minlength=size) - matched
    second_only = np.bincount(code[by_second], minlength=size) - matched
    rows = [
        SegmentAgreement(name, int(a), int(b), int(c), size)
        for name, a, b, c in zip(placed.codes, matched, first_only, second_only, strict=True)
    ]
    a, b, c = (int(count.sum()) for count in (matched, first_only, second_only))
    return [*rows, SegmentAgreement(ALL_CODES, a, b, c, size)]


def document_agreement(
    frames: Sequence[SourceFrame],
    spans: Iterable[CodedSpan],
    coders: tuple[str, str],
    codes: Sequence[str] | None = None,
    *,
    by: str = "presence",
) -> Coefficient:
    """Return the share of sources and codes on which two coders agree, for MAXQDA's levels 1 and 2.

    Parameters
    ----------
    by
        presence: both coders used the code in the source, or neither did. frequency:
        both used it equally often.

    Raises
    ------
    ValueError
        The level is unknown, or an error of :func:`toolkit.agreement.spans.place`.

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
    builder = CoefficientBuilder(
        f"maxqda_{by}", int(equal.size), "source and code", DROP_PAIR, {"by": by}
    )
    if not equal.size:
        return builder.undefined(_("no source was worked on by both coders, or no code was used"))
    return builder.value(float(equal.mean()))


@dataclass(frozen=True, slots=True)
class NvivoRow:
    """A row of NVivo's coding comparison: two users, a node and a source."""

    source_id: str
    code: str
    coders: tuple[str, str]
    length: int
    """How many characters are in the frame of the source."""
    kappa: float | None
    """None where neither user coded, or both coded everything; NVivo prints 1 there."""
    percent: float | None
    reason: str | None
    """Why kappa is None."""


def nvivo_rows(tables: CoverTables) -> list[NvivoRow]:
    """Return the kappa of characters for every source, code and pair that worked on the source.

    Parameters
    ----------
    tables
        The cover tables by characters, which is how NVivo counts.

    Examples
    --------
    The help of NVivo: 1,000 characters, 50 coded by both users, 150 by one of them: 85 %.

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
    """Return the average of NVivo's kappa over rows, leaving out undefined values.

    Parameters
    ----------
    weighting
        plain, or length: each row weighs as many characters as its source has.

    Raises
    ------
    ValueError
        The weighting is unknown.

    Examples
    --------
    The help of NVivo: of 1,000 characters 50 are coded by both and 150 by one, kappa .35.

    >>> from toolkit.agreement import cover_tables
    >>> frame = SourceFrame("s", 1000, coverage={"A", "B"})
    >>> spans = [CodedSpan("s", "A", "n", 0, 200), CodedSpan("s", "B", "n", 0, 50)]
    >>> round(nvivo_average(nvivo_rows(cover_tables([frame], spans, ["A", "B"]))).value, 2)
    0.35
    """
    if weighting not in ("plain", "length"):
        raise ValueError(f"unknown weighting {weighting!r}; choose plain or length")
    kept = [row for row in rows if row.kappa is not None]
    missing_rule = _("rows without a value are left out; NVivo counts them as 1")
    builder = CoefficientBuilder(
        "nvivo_kappa", len(kept), "source and code", missing_rule, {"weighting": weighting}
    )
    if not kept:
        return builder.undefined(_("no row has a value"))
    weights = [row.length if weighting == "length" else 1 for row in kept]
    values = [row.kappa for row in kept if row.kappa is not None]
    return builder.value(float(np.average(values, weights=weights)))


def _both(
    frames: Sequence[SourceFrame],
    spans: Iterable[CodedSpan],
    coders: tuple[str, str],
    codes: Sequence[str] | None,
) -> Placed:
    """Place the spans of two coders in the sources that both coders worked on."""
    if len(coders) != 2:
        raise ValueError(f"segments are compared between two coders, got {len(coders)}")
    shared = [frame for frame in frames if frame.coverage >= set(coders)]
    absent = {frame.source_id for frame in frames} - {frame.source_id for frame in shared}
    return place(shared, [s for s in spans if s.source_id not in absent], coders, codes)


def _share(sides: tuple[SpanEnds, SpanEnds], first: Ints, second: Ints, of: str) -> Floats:
    """Return the common share of each pair of spans, shape (pairs,)."""
    (start, end), (left, right) = sides
    start, end, left, right = start[first], end[first], left[second], right[second]
    common = np.minimum(end, right) - np.maximum(start, left)
    length, other_length = end - start, right - left
    base = {
        "union": length + other_length - common,
        "shorter": np.minimum(length, other_length),
        "longer": np.maximum(length, other_length),
    }[of]
    return np.asarray(common / base, dtype=np.float64)
