"""Where two coders part: their codings aligned, each in exactly one row.

Four steps, each on what the one before left over. Codings of one code that share a
character belong together, however many they are: the same characters are agreement,
others a boundary in dispute. Then codings of different codes of one domain that share
a character, and codings of different domains that share half their common extent, are
paired one to one so that the pairs cover each other as well as possible: another code.
What is left was missed by the other coder.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby

from toolkit.agreement.pairing import best_pairing
from toolkit.agreement.spans import CodedSpan

AGREED, BOUNDARY, OTHER_CODE, MISSED, EXTRA = "agreed", "boundary", "other-code", "missed", "extra"
KINDS = (MISSED, EXTRA, OTHER_CODE, BOUNDARY)
"""Kinds of disagreement. Missed: coder b has nothing there; extra: coder a has nothing."""
ACROSS_DOMAINS = 0.5
"""Share of their common extent that codings of different domains must have in common."""

MORE_PAIRS = 1e-6
"""Among pairings that cover each other equally well, the one with more pairs."""

_ID_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Codings of two coders that belong together."""

    kind: str
    source_id: str
    coder_a: str
    coder_b: str
    a: tuple[CodedSpan, ...]
    """Codings of coder a in the order of the text; empty for extra."""
    b: tuple[CodedSpan, ...]
    characters: int
    """Characters in dispute: coded by one of the two but not by both; for another code
    all characters of either."""

    @property
    def start(self) -> int:
        return min(span.start for span in (*self.a, *self.b))

    @property
    def end(self) -> int:
        return max(span.end for span in (*self.a, *self.b))

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of coder a, then those of coder b that are others."""
        return tuple(dict.fromkeys(span.code for span in (*self.a, *self.b)))

    @property
    def id(self) -> str:
        """The same for the same answers; it changes when one of them does."""
        spelt = [self.source_id, self.coder_a, self.coder_b]
        for side in (self.a, self.b):
            spelt.append(";".join(f"{span.code} {span.start} {span.end}" for span in side))
        return sha256("\x1f".join(spelt).encode()).hexdigest()[:_ID_LENGTH]


def align(
    spans: Iterable[CodedSpan],
    coders: tuple[str, str],
    domains: Mapping[str, str] | None = None,
) -> list[Disagreement]:
    """Align the codings of two coders on sources that both worked on.

    Parameters
    ----------
    spans
        Half-open, in code points. Those of other coders are left out.
    coders
        In any order: coder a is the one whose name sorts first.
    domains
        Domain by code; a code without one is a domain of its own, and None makes
        all codes one domain.

    Returns
    -------
    list of Disagreement
        In the order of the text, agreement included. Every distinct coding is in
        exactly one row; exchanging the coders exchanges missed and extra.

    Examples
    --------
    >>> rows = align([CodedSpan("s", "ann", "law", 0, 9), CodedSpan("s", "ben", "law", 3, 9),
    ...     CodedSpan("s", "ann", "cost", 20, 30)], ("ann", "ben"))
    >>> [(row.kind, row.codes, row.characters) for row in rows]
    [('boundary', ('law',), 3), ('missed', ('cost',), 10)]
    """
    first, second = sorted(coders)
    sides: dict[str, tuple[list[CodedSpan], list[CodedSpan]]] = defaultdict(lambda: ([], []))
    for span in sorted(set(spans), key=_place):
        if span.coder in (first, second):
            sides[span.source_id][span.coder == second].append(span)
    found: list[Disagreement] = []
    for source_id, (a, b) in sorted(sides.items()):
        pair = _Pair(source_id, first, second)
        rows, a, b = pair.same_code(a, b)
        same_domain = {span.code: _domain(span.code, domains) for span in (*a, *b)}
        other, a, b = pair.other_code(a, b, 0.0, same_domain)
        rows += other
        if domains is not None:
            other, a, b = pair.other_code(a, b, ACROSS_DOMAINS, None)
            rows += other
        rows += [pair.row(MISSED, [span], []) for span in a]
        rows += [pair.row(EXTRA, [], [span]) for span in b]
        found += sorted(rows, key=lambda row: (row.start, row.end, row.codes, row.kind))
    return found


def ranked(rows: Iterable[Disagreement]) -> list[Disagreement]:
    """The disagreements, most characters in dispute first; agreement is left out.

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
class _Pair:
    source_id: str
    coder_a: str
    coder_b: str

    def row(self, kind: str, a: Sequence[CodedSpan], b: Sequence[CodedSpan]) -> Disagreement:
        mine, theirs = covered(a), covered(b)
        either, both = length(covered([*a, *b])), length(common(mine, theirs))
        characters = either if kind == OTHER_CODE else either - both
        return Disagreement(
            kind, self.source_id, self.coder_a, self.coder_b, tuple(a), tuple(b), characters
        )

    def same_code(
        self, a: list[CodedSpan], b: list[CodedSpan]
    ) -> tuple[list[Disagreement], list[CodedSpan], list[CodedSpan]]:
        """Put together what shares code and characters; return the rows and what is left."""
        rows: list[Disagreement] = []
        left_a: list[CodedSpan] = []
        left_b: list[CodedSpan] = []
        by_code = sorted([*a, *b], key=lambda span: (span.code, *_place(span)))
        for _, of_code in groupby(by_code, key=lambda span: span.code):
            for cluster in _touching(list(of_code)):
                mine = [span for span in cluster if span.coder == self.coder_a]
                theirs = [span for span in cluster if span.coder == self.coder_b]
                if not theirs:
                    left_a += mine
                elif not mine:
                    left_b += theirs
                else:
                    same = covered(mine) == covered(theirs)
                    rows.append(self.row(AGREED if same else BOUNDARY, mine, theirs))
        return rows, sorted(left_a, key=_place), sorted(left_b, key=_place)

    def other_code(
        self,
        a: list[CodedSpan],
        b: list[CodedSpan],
        least: float,
        domains: Mapping[str, str] | None,
    ) -> tuple[list[Disagreement], list[CodedSpan], list[CodedSpan]]:
        """Pair what shares characters, one to one; return the rows and what is left."""
        candidates = []
        starts = [span.start for span in b]
        longest = max((span.end - span.start for span in b), default=0)
        for i, mine in enumerate(a):
            # In the order of the text, only these can share a character.
            near = bisect_right(starts, mine.start - longest), bisect_left(starts, mine.end)
            for j in range(*near):
                theirs = b[j]
                if domains is not None and domains[mine.code] != domains[theirs.code]:
                    continue
                shared = min(mine.end, theirs.end) - max(mine.start, theirs.start)
                extent = max(mine.end, theirs.end) - min(mine.start, theirs.start)
                if shared > 0 and shared / extent >= least:
                    candidates.append((i, j, shared / extent + MORE_PAIRS))
        chosen = [candidates[at][:2] for at in best_pairing(candidates)]
        rows = [self.row(OTHER_CODE, [a[i]], [b[j]]) for i, j in chosen]
        taken_a, taken_b = {i for i, _ in chosen}, {j for _, j in chosen}
        return (
            rows,
            [span for i, span in enumerate(a) if i not in taken_a],
            [span for j, span in enumerate(b) if j not in taken_b],
        )


def _touching(spans: list[CodedSpan]) -> list[list[CodedSpan]]:
    """Clusters of spans of one code, joined where two of different coders share characters.

    What one coder alone has in a row stays apart, span by span.
    """
    done: list[list[CodedSpan]] = []
    open_: list[list[CodedSpan]] = []
    for span in spans:
        met, kept = [span], []
        for cluster in open_:
            if any(o.coder != span.coder and o.end > span.start for o in cluster):
                met = [*cluster, *met]
            elif all(o.end <= span.start for o in cluster):
                done.append(cluster)
            else:
                kept.append(cluster)
        open_ = [*kept, met]
    clusters = [sorted(cluster, key=_place) for cluster in (*done, *open_)]
    return sorted(clusters, key=lambda cluster: _place(cluster[0]))


def covered(spans: Iterable[CodedSpan]) -> list[tuple[int, int]]:
    """Characters that the spans cover, as stretches; touching ones are one."""
    out: list[tuple[int, int]] = []
    for start, end in sorted((span.start, span.end) for span in spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def common(
    one: Iterable[tuple[int, int]], other: Iterable[tuple[int, int]]
) -> list[tuple[int, int]]:
    """What two lists of stretches share, in order."""
    second = list(other)
    return [
        (max(start, left), min(end, right))
        for start, end in one
        for left, right in second
        if max(start, left) < min(end, right)
    ]


def length(stretches: Iterable[tuple[int, int]]) -> int:
    return sum(end - start for start, end in stretches)


def _domain(code: str, domains: Mapping[str, str] | None) -> str:
    return "" if domains is None else domains.get(code, code)


def _place(span: CodedSpan) -> tuple[str, int, int, str, str]:
    return span.source_id, span.start, span.end, span.code, span.coder
