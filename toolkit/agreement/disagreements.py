"""The disagreements of two coders: their codings aligned, each in exactly one row.

Four steps align the codings, each of them those that the steps before left over.

1. Codings of the same code that share a character belong together, however many they
   are. They agree where they cover the same characters; else the boundary is in dispute.
2. Codings of different codes of a domain that share a character are paired one to one,
   so that the pairs cover each other as well as possible: the other code.
3. Codings of different domains that share half their common extent are paired likewise.
4. The remaining codings were missed by the other coder.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from typing import TYPE_CHECKING

from toolkit.agreement.pairing import best_pairing
from toolkit.agreement.spans import CodedSpan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

AGREED, BOUNDARY, OTHER_CODE, MISSED, EXTRA = "agreed", "boundary", "other-code", "missed", "extra"
KINDS = (MISSED, EXTRA, OTHER_CODE, BOUNDARY)
"""The kinds of disagreement. Missed: coder b has nothing there; extra: coder a has nothing."""
ACROSS_DOMAINS = 0.5
"""Codings of different domains must share at least this part of their common extent."""

MORE_PAIRS = 1e-6
"""What a pair gains, so that of pairings that cover equally well the one with more pairs wins."""

_ID_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Codings of two coders that belong together; a row of kind `agreed` is an agreement."""

    kind: str
    """agreed, boundary, other-code, missed or extra."""
    source_id: str
    coder_a: str
    coder_b: str
    a: tuple[CodedSpan, ...]
    """The codings of coder a in the order of the text; empty for extra."""
    b: tuple[CodedSpan, ...]
    """The codings of coder b in the order of the text; empty for missed."""
    characters: int
    """How many characters are in dispute: those that one coder coded and the other did not;
    for the other code all characters of both codings."""

    @property
    def start(self) -> int:
        """Return where the first of the codings begins."""
        return min(span.start for span in (*self.a, *self.b))

    @property
    def end(self) -> int:
        """Return where the last of the codings ends."""
        return max(span.end for span in (*self.a, *self.b))

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of coder a, then the other codes of coder b."""
        return tuple(dict.fromkeys(span.code for span in (*self.a, *self.b)))

    @property
    def id(self) -> str:
        """Return a hash of the answers, which changes when one of the answers changes."""
        sides = [[(span.code, span.start, span.end) for span in side] for side in (self.a, self.b)]
        return disagreement_id(self.source_id, self.coder_a, self.coder_b, *sides)


def disagreement_id(
    source_id: str,
    coder_a: str,
    coder_b: str,
    a: Iterable[tuple[str, int, int]],
    b: Iterable[tuple[str, int, int]],
) -> str:
    """Return a hash of two coders' answers, each answer being codes with start and end."""
    parts = [source_id, coder_a, coder_b]
    for side in (a, b):
        parts.append(";".join(f"{code} {start} {end}" for code, start, end in side))
    return sha256("\x1f".join(parts).encode()).hexdigest()[:_ID_LENGTH]


def align(
    spans: Iterable[CodedSpan],
    coders: tuple[str, str],
    domains: Mapping[str, str] | None = None,
) -> list[Disagreement]:
    """Align the codings of two coders on the sources that both worked on.

    Parameters
    ----------
    spans
        The codings, half-open in code points; spans of other coders are left out.
    coders
        The two coders in any order: coder a is the one whose name sorts first.
    domains
        The domain of each code. A code without an entry is a separate domain; None puts
        all codes in the same domain.

    Returns
    -------
    list of Disagreement
        The rows in the order of the text, agreement included. Every distinct coding is
        in exactly one row; exchanging the coders exchanges missed and extra.

    Examples
    --------
    >>> rows = align([CodedSpan("s", "ann", "law", 0, 9), CodedSpan("s", "ben", "law", 3, 9),
    ...     CodedSpan("s", "ann", "cost", 20, 30)], ("ann", "ben"))
    >>> [(row.kind, row.codes, row.characters) for row in rows]
    [('boundary', ('law',), 3), ('missed', ('cost',), 10)]
    """
    first, second = sorted(coders)
    sides: dict[str, tuple[list[CodedSpan], list[CodedSpan]]] = defaultdict(lambda: ([], []))
    for span in sorted(set(spans), key=_position):
        if span.coder in (first, second):
            sides[span.source_id][span.coder == second].append(span)
    aligned: list[Disagreement] = []
    for source_id, (a, b) in sorted(sides.items()):
        pair = _CoderPair(source_id, first, second)
        rows, a, b = pair.same_code(a, b)
        same_domain = {span.code: _domain(span.code, domains) for span in (*a, *b)}
        paired, a, b = pair.other_code(a, b, 0.0, same_domain)
        rows += paired
        if domains is not None:
            paired, a, b = pair.other_code(a, b, ACROSS_DOMAINS, None)
            rows += paired
        rows += [pair.row(MISSED, [span], []) for span in a]
        rows += [pair.row(EXTRA, [], [span]) for span in b]
        aligned += sorted(rows, key=lambda row: (row.start, row.end, row.codes, row.kind))
    return aligned


def ranked(rows: Iterable[Disagreement]) -> list[Disagreement]:
    """Return the disagreements, most characters in dispute first; agreement is left out.

    Examples
    --------
    >>> from toolkit.agreement import align
    >>> spans = [CodedSpan("s", "ann", "law", 0, 9), CodedSpan("s", "ben", "cost", 20, 50)]
    >>> [(row.kind, row.characters) for row in ranked(align(spans, ("ann", "ben")))]
    [('extra', 30), ('missed', 9)]
    """
    return sorted(
        (row for row in rows if row.kind != AGREED),
        key=lambda row: (-row.characters, row.source_id, row.start, row.end, row.codes),
    )


@dataclass(frozen=True, slots=True)
class _CoderPair:
    """Two coders on a source, whose codings are aligned."""

    source_id: str
    coder_a: str
    coder_b: str

    def row(self, kind: str, a: Sequence[CodedSpan], b: Sequence[CodedSpan]) -> Disagreement:
        """Return a row with the characters that are in dispute."""
        either, both = length(covered([*a, *b])), length(common(covered(a), covered(b)))
        characters = either if kind == OTHER_CODE else either - both
        return Disagreement(
            kind, self.source_id, self.coder_a, self.coder_b, tuple(a), tuple(b), characters
        )

    def same_code(
        self, a: list[CodedSpan], b: list[CodedSpan]
    ) -> tuple[list[Disagreement], list[CodedSpan], list[CodedSpan]]:
        """Join codings that share code and characters; return the rows and what is left."""
        rows: list[Disagreement] = []
        left_a: list[CodedSpan] = []
        left_b: list[CodedSpan] = []
        by_code = sorted([*a, *b], key=lambda span: (span.code, *_position(span)))
        for _, of_code in groupby(by_code, key=lambda span: span.code):
            for cluster in _touching(list(of_code)):
                of_a = [span for span in cluster if span.coder == self.coder_a]
                of_b = [span for span in cluster if span.coder == self.coder_b]
                if not of_b:
                    left_a += of_a
                elif not of_a:
                    left_b += of_b
                else:
                    same = covered(of_a) == covered(of_b)
                    rows.append(self.row(AGREED if same else BOUNDARY, of_a, of_b))
        return rows, sorted(left_a, key=_position), sorted(left_b, key=_position)

    def other_code(
        self,
        a: list[CodedSpan],
        b: list[CodedSpan],
        least: float,
        domains: Mapping[str, str] | None,
    ) -> tuple[list[Disagreement], list[CodedSpan], list[CodedSpan]]:
        """Pair codings that share characters, one to one; return the rows and what is left.

        `least` is the part of their common extent that two codings must share. With
        `domains` only codings of the same domain are paired.
        """
        candidates = []
        starts = [span.start for span in b]
        longest = max((span.end - span.start for span in b), default=0)
        for i, span in enumerate(a):
            # In the order of the text, only these codings can share a character with it.
            near = bisect_right(starts, span.start - longest), bisect_left(starts, span.end)
            for j in range(*near):
                other = b[j]
                if domains is not None and domains[span.code] != domains[other.code]:
                    continue
                shared = min(span.end, other.end) - max(span.start, other.start)
                extent = max(span.end, other.end) - min(span.start, other.start)
                if shared > 0 and shared / extent >= least:
                    candidates.append((i, j, shared / extent + MORE_PAIRS))
        chosen = [candidates[at][:2] for at in best_pairing(candidates)]
        rows = [self.row(OTHER_CODE, [a[i]], [b[j]]) for i, j in chosen]
        paired_a, paired_b = {i for i, _ in chosen}, {j for _, j in chosen}
        return (
            rows,
            [span for i, span in enumerate(a) if i not in paired_a],
            [span for j, span in enumerate(b) if j not in paired_b],
        )


def _touching(spans: list[CodedSpan]) -> list[list[CodedSpan]]:
    """Return clusters of spans, joined where spans of two coders share characters.

    The spans are of a single code. Spans that only one coder has are not joined.
    """
    closed: list[list[CodedSpan]] = []
    open_: list[list[CodedSpan]] = []
    for span in spans:
        joined, kept = [span], []
        for cluster in open_:
            if any(o.coder != span.coder and o.end > span.start for o in cluster):
                joined = [*cluster, *joined]
            elif all(o.end <= span.start for o in cluster):
                closed.append(cluster)
            else:
                kept.append(cluster)
        open_ = [*kept, joined]
    clusters = [sorted(cluster, key=_position) for cluster in (*closed, *open_)]
    return sorted(clusters, key=lambda cluster: _position(cluster[0]))


def covered(spans: Iterable[CodedSpan]) -> list[tuple[int, int]]:
    """Return the characters that spans cover, as stretches; touching stretches are merged."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted((span.start, span.end) for span in spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def common(
    first: Iterable[tuple[int, int]], second: Iterable[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return what two lists of stretches share, in order."""
    candidates = list(second)
    return [
        (max(start, left), min(end, right))
        for start, end in first
        for left, right in candidates
        if max(start, left) < min(end, right)
    ]


def length(stretches: Iterable[tuple[int, int]]) -> int:
    """Return how many characters stretches have together."""
    return sum(end - start for start, end in stretches)


def _domain(code: str, domains: Mapping[str, str] | None) -> str:
    return "" if domains is None else domains.get(code, code)


def _position(span: CodedSpan) -> tuple[str, int, int, str, str]:
    return span.source_id, span.start, span.end, span.code, span.coder
