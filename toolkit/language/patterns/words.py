"""The words of an analysed text, in columns and by what they are, for patterns to be found in."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, Any

from toolkit.domain.spans import Span
from toolkit.language.protocol import Token
from toolkit.text.search import folded
from toolkit.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

PARTICLES = frozenset(["JKS", "JKC", "JKG", "JKO", "JKB", "JKV", "JKQ", "JX", "JC"])
"""Korean particles, by their tags of Sejong."""
ENDINGS = frozenset(["EP", "EF", "EC", "ETN", "ETM"])
"""Endings of Korean verbs and adjectives."""
MAKES = {"XSV": "VERB", "XSA": "ADJ"}
"""What a suffix such as the 하 of 공유하다 makes of the noun before it."""
_PASSED = PARTICLES | ENDINGS | MAKES.keys() | {"VCP", "POS"}
_ARTICLES = frozenset(["a", "an", "the"])
_LIGHT_SIGNS = frozenset("-‐‑–\"'“”‘’()[]「」『』《》〈〉")
_SIGNS = frozenset(["PUNCT", "SYM"])
_PLAIN_WORD = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")


class Words:
    """The tokens of one text in order, in columns of equal length."""

    def __init__(self, text: str, tokens: Iterable[Token], turns: Sequence[Span] = ()) -> None:
        """`turns` are what is spoken in each turn, in order; the whole text where there are none.

        Tokens without any length, such as a copula that Korean leaves out, are left away.
        """
        kept = [token for token in tokens if token.end > token.start]
        keys: dict[str, str] = {}
        self._fill(
            text,
            turns,
            [token.start for token in kept],
            [token.end for token in kept],
            [token.tag for token in kept],
            [token.pos for token in kept],
            [_key(token.lemma, keys) for token in kept],
            [_key(text[token.start : token.end], keys) for token in kept],
        )

    @classmethod
    def of_columns(cls, text: str, turns: Sequence[Span], *columns: Any) -> Words:
        """The words from their columns: starts, ends, tags, parts, lemmas and forms."""
        words = cls.__new__(cls)
        words._fill(text, turns, *columns)
        return words

    def _fill(
        self,
        text: str,
        turns: Sequence[Span],
        starts: list[int],
        ends: list[int],
        tags: list[str],
        parts: list[str],
        lemmas: list[str],
        forms: list[str],
    ) -> None:
        self.text = text
        self.turns = tuple(turns) or ((Span(0, len(text)),) if text else ())
        self._turn_starts = [turn.start for turn in self.turns]
        self._sentences: dict[int, list[int]] = {}
        self.starts, self.ends, self.tags = starts, ends, tags
        self.parts, self.lemmas, self.forms = parts, lemmas, forms

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def folded(self) -> str:
        """The text folded for comparison, of the same length."""
        return folded(self.text)

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """The numbers of the tokens that have a lemma or a form, in order."""
        places: dict[str, list[int]] = {}
        for at, (lemma, form) in enumerate(zip(self.lemmas, self.forms, strict=True)):
            places.setdefault(lemma, []).append(at)
            if form != lemma:
                places.setdefault(form, []).append(at)
        return places

    @cached_property
    def ends_of_tokens(self) -> frozenset[int]:
        """Every offset at which a token ends."""
        return frozenset(self.ends)

    @cached_property
    def is_passed(self) -> list[bool]:
        """Whether each token may stand between the words of a phrase: articles, particles,
        endings, hyphens and quotation marks."""
        return [
            tag in _PASSED
            or (form in _ARTICLES and part in ("DET", ""))
            or form in _LIGHT_SIGNS
            or (form == "들" and tag == "XSN")
            for tag, part, form in zip(self.tags, self.parts, self.forms, strict=True)
        ]

    @cached_property
    def numbers(self) -> list[int]:
        """The number of each token's word, which is what blank space or signs part; articles
        are not counted."""
        numbers: list[int] = []
        number, end, after_sign = 0, -1, True
        for at, start in enumerate(self.starts):
            is_sign = self.parts[at] in _SIGNS or not self.forms[at][:1].isalnum()
            if not is_sign:
                begins = start > end or after_sign
                if begins and self.forms[at] not in _ARTICLES:
                    number += 1
            after_sign = is_sign and self.forms[at][:1] not in "'’"
            numbers.append(number)
            end = max(end, self.ends[at])
        return numbers

    def sentence_of(self, at: int) -> int:
        """The offset at which the sentence of a token begins."""
        turn = bisect_right(self._turn_starts, self.starts[at]) - 1
        if turn < 0:
            return 0
        edges = self._sentences.get(turn)
        if edges is None:
            # A turn is cut when one of its words is asked about: most turns never are.
            edges = self._sentences[turn] = [
                sentence.start for sentence in sentences(self.text, self.turns[turn])
            ]
        place = bisect_right(edges, self.starts[at])
        return edges[place - 1] if place else self._turn_starts[turn]

    def turn_of(self, at: int) -> int:
        """The offset at which the turn of a token begins."""
        turn = bisect_right(self._turn_starts, self.starts[at]) - 1
        return self._turn_starts[turn] if turn >= 0 else 0

    def joins(self, at: int) -> bool:
        """Whether nothing stands between a token and the one before it."""
        return self.starts[at] <= self.ends[at - 1]

    def span(self, first: int, after: int) -> Span:
        """The stretch of the tokens from `first` up to `after`, with the endings of a verb."""
        end = max(self.ends[first:after])
        if self.tags[after - 1] not in PARTICLES:
            while after < len(self) and self.tags[after] in ENDINGS and self.joins(after):
                end = max(end, self.ends[after])
                after += 1
        return Span(self.starts[first], end)


def plain_tokens(text: str, span: Span) -> Iterator[Token]:
    """The words of a stretch that no analyser reads: each is its own lemma, of no known part."""
    for match in _PLAIN_WORD.finditer(text, span.start, span.end):
        sign = "" if match[0][0].isalnum() or match[0][0] == "_" else "PUNCT"
        yield Token(match.start(), match.end(), match[0].lower(), sign, "")


def _key(word: str, keys: dict[str, str]) -> str:
    key = keys.get(word)
    if key is None:
        key = keys[word] = folded(unicodedata.normalize("NFC", word))
    return key
