"""Confusion matrices: which codes two coders put in each other's place.

They count characters, or aligned codings (:mod:`toolkit.agreement.disagreements`). The
empty code stands for no code, so that codings which the other coder passed over have a
row or a column too.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.agreement.disagreements import AGREED, BOUNDARY, Disagreement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from toolkit.agreement.spans import CodedSpan, SourceFrame

NOTHING = ""
"""The code of a row or column for characters that the other coder left uncoded."""

Cells = dict[tuple[str, str], float]
"""Counts by the code of coder a and the code of coder b."""


@dataclass(frozen=True, slots=True)
class ConfusedPair:
    """Two codes that coders put in each other's place, both directions together."""

    code: str
    other: str
    characters: float
    """How many characters are confused."""
    codings: int
    """How many aligned pairs of codings are confused."""
    share: float
    """Confused characters as a share of those that any coder gave either code."""


def by_characters(
    frames: Sequence[SourceFrame],
    spans: Iterable[CodedSpan],
    coders: tuple[str, str],
    domains: Mapping[str, str] | None = None,
) -> Cells:
    """Count characters by the codes of two coders.

    On each character, the codes that both coders gave are on the diagonal. The remaining
    codes of the two coders are set against each other, first inside a domain, then
    across domains. Where a coder has more remaining codes than the other, each pair
    counts in equal parts and the surplus stands against no code. Rows and columns thus
    add up to the characters that each coder coded.

    Parameters
    ----------
    frames
        The text that counts. Sources that some of the two coders did not work on are left
        out.
    spans
        The codings, half-open in code points.
    coders
        Coder a, whose codes are the rows, and coder b, whose codes are the columns.
    domains
        The domain of each code; None leaves domains out of account.

    Examples
    --------
    >>> from toolkit.agreement import CodedSpan, SourceFrame
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
    """Count aligned codings by the codes of the two coders; boundaries are on the diagonal.

    Examples
    --------
    >>> from toolkit.agreement import CodedSpan
    >>> from toolkit.agreement import align
    >>> spans = [CodedSpan("s", "ann", "law", 0, 9), CodedSpan("s", "ben", "cost", 0, 9),
    ...     CodedSpan("s", "ann", "law", 20, 30)]
    >>> sorted(by_codings(align(spans, ("ann", "ben"))).items())
    [(('law', ''), 1.0), (('law', 'cost'), 1.0)]
    """
    cells: Cells = defaultdict(float)
    for row in rows:
        code_a = row.a[0].code if row.a else NOTHING
        code_b = row.b[0].code if row.b else NOTHING
        cells[code_a, code_b] += 1
    return dict(cells)


def confused_pairs(characters: Iterable[Cells], codings: Iterable[Cells]) -> list[ConfusedPair]:
    """Return the confused pairs of codes, the most confused characters first.

    Both directions and all pairs of coders are added up.

    Parameters
    ----------
    characters, codings
        The cells of each pair of coders, of :func:`by_characters` and :func:`by_codings`.

    Examples
    --------
    >>> cells = {("law", "law"): 50.0, ("law", "cost"): 20.0, ("cost", "law"): 10.0}
    >>> [pair] = confused_pairs([cells], [{("law", "cost"): 2.0}])
    >>> pair.code, pair.other, pair.characters, pair.codings, round(pair.share, 3)
    ('cost', 'law', 30.0, 2, 0.375)
    """
    total: dict[str, float] = defaultdict(float)
    confused: dict[tuple[str, str], float] = defaultdict(float)
    aligned: dict[tuple[str, str], int] = defaultdict(int)
    for cells in characters:
        for (code_a, code_b), count in cells.items():
            total[code_a] += count
            if code_a != code_b:
                total[code_b] += count
                if NOTHING not in (code_a, code_b):
                    confused[min(code_a, code_b), max(code_a, code_b)] += count
    for cells in codings:
        for (code_a, code_b), count in cells.items():
            if code_a != code_b and NOTHING not in (code_a, code_b):
                aligned[min(code_a, code_b), max(code_a, code_b)] += int(count)
    pairs = []
    for codes in {*confused, *aligned}:
        count = confused.get(codes, 0.0)
        of_either = total[codes[0]] + total[codes[1]] - count
        share = count / of_either if of_either else 0.0
        pairs.append(ConfusedPair(*codes, count, aligned.get(codes, 0), share))
    return sorted(pairs, key=lambda pair: (-pair.characters, -pair.codings, pair.code, pair.other))


def retrieval(rows: Iterable[Disagreement], coder: str) -> tuple[int, int, int]:
    """Count the matched, superfluous and missed codings of a coder against the other coder.

    A coding is matched where the other coder has a coding with the same code that shares
    characters with it. See :func:`retrieval_ratios`.

    Examples
    --------
    >>> from toolkit.agreement import CodedSpan
    >>> from toolkit.agreement import align
    >>> spans = [CodedSpan("s", "ann", "law", 0, 9), CodedSpan("s", "ben", "law", 0, 9),
    ...     CodedSpan("s", "ann", "law", 20, 30)]
    >>> retrieval(align(spans, ("ann", "ben")), "ann")
    (1, 1, 0)
    """
    matched = superfluous = missed = 0
    for row in rows:
        given, reference = (row.a, row.b) if row.coder_a == coder else (row.b, row.a)
        if row.kind in (AGREED, BOUNDARY):
            matched += 1
        else:
            superfluous += len(given)
            missed += len(reference)
    return matched, superfluous, missed


def retrieval_ratios(
    matched: float, superfluous: float, missed: float
) -> tuple[float | None, float | None, float | None]:
    """Return precision, recall and F1; None where there is nothing to divide by.

    F1 is what kappa approaches where the text that neither coder coded cannot be counted
    (Hripcsak & Rothschild 2005).

    Examples
    --------
    >>> retrieval_ratios(8, 2, 8)
    (0.8, 0.5, 0.6153846153846154)
    """
    precision = matched / (matched + superfluous) if matched + superfluous else None
    recall = matched / (matched + missed) if matched + missed else None
    both = 2.0 * matched + superfluous + missed
    return precision, recall, 2.0 * matched / both if both else None


def _sweep(
    events: Sequence[tuple[int, int, int, str]],
    inside: bool,
    domains: Mapping[str, str] | None,
    cells: Cells,
) -> None:
    """Sweep the sorted events of a source and add its characters to `cells`.

    An event is a place, a step of 1 or -1, a side (0 or 1 for a coder, 2 for the frame)
    and a code.
    """
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
    """Add `size` characters to which the coders gave the codes in `a` and `b`."""
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
    codes_a: list[str],
    codes_b: list[str],
    left: tuple[dict[str, float], dict[str, float]],
    size: int,
    cells: Cells,
) -> None:
    """Set remaining codes of both coders against each other, in equal parts.

    `left` holds what remains of each code of either coder, and is reduced by what was set
    against the other coder: as much as the coder with less has.
    """
    total_a = sum(left[0][code] for code in codes_a)
    total_b = sum(left[1][code] for code in codes_b)
    smaller = min(total_a, total_b)
    if smaller <= 1e-9:
        return
    shares_a = {code: left[0][code] / total_a for code in codes_a}
    shares_b = {code: left[1][code] / total_b for code in codes_b}
    for code_a, share_a in shares_a.items():
        for code_b, share_b in shares_b.items():
            cells[code_a, code_b] += smaller * share_a * share_b * size
    for code_a, share_a in shares_a.items():
        left[0][code_a] -= smaller * share_a
    for code_b, share_b in shares_b.items():
        left[1][code_b] -= smaller * share_b
