"""Which codes two coders put in each other's place: a code-by-code matrix.

By characters, and by aligned codings (:mod:`toolkit.agreement.disagreements`). The empty
code stands for "nothing of that kind", so that what one coder passed over has a row or
column of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from toolkit.agreement.disagreements import AGREED, BOUNDARY, Disagreement
from toolkit.agreement.spans import CodedSpan, SourceFrame

NOTHING = ""

Cells = dict[tuple[str, str], float]
"""By code of coder a and code of coder b."""


@dataclass(frozen=True, slots=True)
class ConfusedPair:
    """Two codes that coders put in each other's place, in either direction."""

    code: str
    other: str
    characters: float
    codings: int
    """Aligned pairs of codings."""
    share: float
    """Of the characters that anyone gave either code, how many are confused."""


def by_characters(
    frames: Sequence[SourceFrame],
    spans: Iterable[CodedSpan],
    coders: tuple[str, str],
    domains: Mapping[str, str] | None = None,
) -> Cells:
    """Count characters by the codes of two coders.

    On each character, codes that both gave are on the diagonal. What is left is set
    against what is left of the other coder, first inside a domain, then across; where
    one coder has more codes left than the other, each pair counts in equal parts and
    the rest stands against nothing. Rows and columns then add up to what each coder
    coded.

    Parameters
    ----------
    frames
        Characters outside them, and sources that one of the two did not work on, do
        not count.
    coders
        Coder a (rows) and coder b (columns).

    Examples
    --------
    >>> frame = SourceFrame("s", 50, coverage={"ann", "ben"})
    >>> cells = by_characters([frame], [CodedSpan("s", "ann", "law", 0, 9),
    ...     CodedSpan("s", "ben", "cost", 4, 12)], ("ann", "ben"))
    >>> sorted(cells.items())
    [(('', 'cost'), 3.0), (('law', ''), 4.0), (('law', 'cost'), 5.0)]
    """
    shared = {frame.source_id: frame for frame in frames if frame.coverage >= set(coders)}
    events: dict[str, list[tuple[int, int, int, str]]] = defaultdict(list)
    for span in spans:
        if span.source_id in shared and span.coder in coders:
            side = coders.index(span.coder)
            events[span.source_id].append((span.start, 1, side, span.code))
            events[span.source_id].append((span.end, -1, side, span.code))
    cells: Cells = defaultdict(float)
    for source_id, frame in sorted(shared.items()):
        if frame.frame is not None:
            for start, end in frame.frame:
                events[source_id] += [(start, 1, 2, NOTHING), (end, -1, 2, NOTHING)]
        _sweep(sorted(events[source_id]), frame.frame is None, domains, cells)
    return dict(cells)


def by_codings(rows: Iterable[Disagreement]) -> Cells:
    """Count aligned rows by the codes of the two coders; a boundary is on the diagonal.

    Examples
    --------
    >>> from toolkit.agreement import align
    >>> spans = [CodedSpan("s", "ann", "law", 0, 9), CodedSpan("s", "ben", "cost", 0, 9),
    ...     CodedSpan("s", "ann", "law", 20, 30)]
    >>> sorted(by_codings(align(spans, ("ann", "ben"))).items())
    [(('law', ''), 1.0), (('law', 'cost'), 1.0)]
    """
    cells: Cells = defaultdict(float)
    for row in rows:
        mine = row.a[0].code if row.a else NOTHING
        theirs = row.b[0].code if row.b else NOTHING
        cells[mine, theirs] += 1
    return dict(cells)


def confused_pairs(characters: Iterable[Cells], codings: Iterable[Cells]) -> list[ConfusedPair]:
    """Pairs of codes by how many characters are confused, both directions and all coder pairs.

    Parameters
    ----------
    characters, codings
        Cells of each pair of coders.

    Examples
    --------
    >>> cells = {("law", "law"): 50.0, ("law", "cost"): 20.0, ("cost", "law"): 10.0}
    >>> [one] = confused_pairs([cells], [{("law", "cost"): 2.0}])
    >>> one.code, one.other, one.characters, one.codings, round(one.share, 3)
    ('cost', 'law', 30.0, 2, 0.375)
    """
    total: dict[str, float] = defaultdict(float)
    lost: dict[tuple[str, str], float] = defaultdict(float)
    times: dict[tuple[str, str], int] = defaultdict(int)
    for cells in characters:
        for (one, other), count in cells.items():
            total[one] += count
            if one != other:
                total[other] += count
                if NOTHING not in (one, other):
                    lost[min(one, other), max(one, other)] += count
    for cells in codings:
        for (one, other), count in cells.items():
            if one != other and NOTHING not in (one, other):
                times[min(one, other), max(one, other)] += int(count)
    found = []
    for pair in {*lost, *times}:
        confused = lost.get(pair, 0.0)
        either = total[pair[0]] + total[pair[1]] - confused
        share = confused / either if either else 0.0
        found.append(ConfusedPair(*pair, confused, times.get(pair, 0), share))
    return sorted(found, key=lambda one: (-one.characters, -one.codings, one.code, one.other))


def retrieval(rows: Iterable[Disagreement], coder: str) -> tuple[int, int, int]:
    """Count found, superfluous and missed codings of one coder against the other's.

    A coding is found when it shares code and characters with one of the other coder;
    see :func:`retrieval_ratios`.

    Examples
    --------
    >>> from toolkit.agreement import align
    >>> spans = [CodedSpan("s", "ann", "law", 0, 9), CodedSpan("s", "ben", "law", 0, 9),
    ...     CodedSpan("s", "ann", "law", 20, 30)]
    >>> retrieval(align(spans, ("ann", "ben")), "ann")
    (1, 1, 0)
    """
    found = superfluous = missed = 0
    for row in rows:
        mine, theirs = (row.a, row.b) if row.coder_a == coder else (row.b, row.a)
        if row.kind in (AGREED, BOUNDARY):
            found += 1
        else:
            superfluous += len(mine)
            missed += len(theirs)
    return found, superfluous, missed


def retrieval_ratios(
    found: float, superfluous: float, missed: float
) -> tuple[float | None, float | None, float | None]:
    """Precision, recall and F1; None where nothing was there to find or to give.

    Hripcsak & Rothschild (2005): F1 is what kappa approaches when what neither coded
    cannot be counted.

    Examples
    --------
    >>> retrieval_ratios(8, 2, 8)
    (0.8, 0.5, 0.6153846153846154)
    """
    precision = found / (found + superfluous) if found + superfluous else None
    recall = found / (found + missed) if found + missed else None
    both = 2.0 * found + superfluous + missed
    return precision, recall, 2.0 * found / both if both else None


def _sweep(
    events: Sequence[tuple[int, int, int, str]],
    inside: bool,
    domains: Mapping[str, str] | None,
    cells: Cells,
) -> None:
    depth: tuple[dict[str, int], dict[str, int]] = ({}, {})
    in_frame = 1 if inside else 0
    before = 0
    for at, step, side, code in events:
        if at > before and in_frame and (depth[0] or depth[1]):
            _add(set(depth[0]), set(depth[1]), at - before, domains, cells)
        before = at
        if side == 2:
            in_frame += step
            continue
        count = depth[side].get(code, 0) + step
        if count:
            depth[side][code] = count
        else:
            del depth[side][code]


def _add(
    a: set[str], b: set[str], size: int, domains: Mapping[str, str] | None, cells: Cells
) -> None:
    for code in a & b:
        cells[code, code] += size
    left = dict.fromkeys(sorted(a - b), 1.0), dict.fromkeys(sorted(b - a), 1.0)
    if domains is not None:
        for domain in sorted({domains.get(code, code) for code in left[0]}):
            _set_against(
                [c for c in left[0] if domains.get(c, c) == domain],
                [c for c in left[1] if domains.get(c, c) == domain],
                left,
                size,
                cells,
            )
    _set_against(list(left[0]), list(left[1]), left, size, cells)
    for code, part in left[0].items():
        if part > 1e-9:
            cells[code, NOTHING] += part * size
    for code, part in left[1].items():
        if part > 1e-9:
            cells[NOTHING, code] += part * size


def _set_against(
    mine: list[str],
    theirs: list[str],
    left: tuple[dict[str, float], dict[str, float]],
    size: int,
    cells: Cells,
) -> None:
    """Share out what is left of both sides in equal parts, as far as the smaller side goes."""
    given = sum(left[0][code] for code in mine), sum(left[1][code] for code in theirs)
    most = min(given)
    if most <= 1e-9:
        return
    parts = {code: left[0][code] / given[0] for code in mine}
    others = {code: left[1][code] / given[1] for code in theirs}
    for code, part in parts.items():
        for other, share in others.items():
            cells[code, other] += most * part * share * size
    for code, part in parts.items():
        left[0][code] -= most * part
    for other, share in others.items():
        left[1][other] -= most * share
