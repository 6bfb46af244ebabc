"""What the rules find of identifiers that were planted in texts, and what they propose beside.

Run as a script with files whose identifiers are marked `⟦kind|text⟧`:
`python tests/language/identifiers/planted.py FILE ... [--quiet]`.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from toolkit.domain.spans import Span
from toolkit.language.analyse import Analysers, Given
from toolkit.language.identifiers.find import find
from toolkit.text.turns import parse_turns

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.language.identifiers.candidate import Candidate
    from toolkit.language.protocol import Analysis

_MARK = re.compile(r"⟦(\w+)\|([^⟧]*)⟧")
BEYOND = 3
"""Letters that a proposal may reach beyond what was planted."""


def parse(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The text without marks, and `(start, end, kind)` of each."""
    pieces: list[str] = []
    spans: list[tuple[int, int, str]] = []
    position = length = 0
    for match in _MARK.finditer(marked):
        pieces.append(marked[position : match.start()])
        length += len(pieces[-1])
        spans.append((length, length + len(match[2]), match[1]))
        pieces.append(match[2])
        length += len(match[2])
        position = match.end()
    return "".join([*pieces, marked[position:]]), spans


def read(
    path: Path, analysers: Analysers
) -> tuple[str, list[tuple[int, int, str]], Given, Analysis]:
    """The text of a file, what is planted in it, and its analysis as the product makes it."""
    text, spans = parse(path.read_text("utf-8"))
    given = Given(text, tuple(turn.body for turn in parse_turns(text)), path.name[:2])
    (done,) = analysers.analyse([given])
    return text, spans, given, done.analysis


@dataclass
class Score:
    """Counts over texts, by kind where a kind is known."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    same_kind: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    beyond: Counter[str] = field(default_factory=Counter)
    words: int = 0
    lines: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Share of the planted identifiers whose letters and digits are all covered."""
        return self.found.total() / max(self.planted.total(), 1)

    @property
    def false_rate(self) -> float:
        """Proposals that overlap no planted identifier, per 1,000 words."""
        return 1000 * self.false.total() / max(self.words, 1)

    def add(self, name: str, text: str, spans: list[tuple[int, int, str]],
            candidates: Iterable[Candidate]) -> None:  # fmt: skip
        """Compare the candidates of a text with what was planted."""
        candidates = list(candidates)
        self.words += len(text.split())
        covered = bytearray(len(text))
        for c in candidates:
            covered[c.start : c.end] = b"\1" * (c.end - c.start)
        for start, end, kind in spans:
            self.planted[kind] += 1
            over = [c for c in candidates if c.start < end and start < c.end]
            if all(covered[i] or not text[i].isalnum() for i in range(start, end)):
                self.found[kind] += 1
                same = any(c.kind.value == kind for c in over)
                self.same_kind[kind] += same
                if not same:
                    kinds = "/".join(c.kind.value for c in over)
                    self.lines.append(
                        f"KIND   {name} {kind:15} {_show(text, start, end)} [{kinds}]"
                    )
            else:
                self.lines.append(f"MISS   {name} {kind:15} {_show(text, start, end)}")
        inside = bytearray(len(text))
        for start, end, _ in spans:
            inside[start:end] = b"\1" * (end - start)
        for c in candidates:
            letters = [i for i in range(c.start, c.end) if text[i].isalnum()]
            outside = sum(not inside[i] for i in letters)
            if outside == len(letters):
                self.false[c.kind.value] += 1
                self.lines.append(
                    f"FALSE  {name} {c.kind.value:15} {_show(text, c.start, c.end)} [{c.rule}]"
                )
            elif outside > BEYOND:
                self.beyond[c.kind.value] += 1
                self.lines.append(
                    f"BEYOND {name} {c.kind.value:15} {_show(text, c.start, c.end)} [{c.rule}]"
                )

    def table(self) -> str:
        """The counts by kind and in all."""
        rows = [
            f"{'kind':16}{'planted':>8}{'found':>7}{'recall':>8}{'kind':>6}{'false':>7}{'beyond':>8}"
        ]
        for kind in sorted({*self.planted, *self.false, *self.beyond}):
            share = self.found[kind] / self.planted[kind] if self.planted[kind] else float("nan")
            rows.append(
                f"{kind:16}{self.planted[kind]:8}{self.found[kind]:7}{share:8.3f}"
                f"{self.same_kind[kind]:6}{self.false[kind]:7}{self.beyond[kind]:8}"
            )
        rows.append(
            f"{'all':16}{self.planted.total():8}{self.found.total():7}{self.recall:8.3f}"
            f"{self.same_kind.total():6}{self.false.total():7}{self.beyond.total():8}"
        )
        rows.append(f"{self.words} words, {self.false_rate:.2f} false proposals per 1,000 words")
        return "\n".join(rows)


def _show(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - 30) : start], text[end : end + 25]
    return f"{before}«{text[start:end]}»{after}".replace("\n", "⏎")


def measured(paths: Iterable[Path], cache: Path) -> Score:
    """The counts over files whose names begin with their language; `cache` keeps analyses."""
    score = Score()
    analysers = Analysers(cache)
    for path in sorted(paths):
        text, spans, given, analysis = read(path, analysers)
        labels = [
            Span(turn.span.start, turn.body.start) for turn in parse_turns(text) if turn.speaker
        ]
        found = find(text, language=given.language, analyses=analysis, labels=labels)
        score.add(path.stem, text, spans, found)
    return score


def main(arguments: list[str]) -> None:
    """Measure the files that are named."""
    with TemporaryDirectory(prefix="qct-planted-") as cache:
        names = [name for name in arguments if not name.startswith("--")]
        score = measured(map(Path, names), Path(cache))
    if "--quiet" not in arguments:
        print("\n".join(sorted(score.lines)))
    print(score.table())


if __name__ == "__main__":
    main(sys.argv[1:])
