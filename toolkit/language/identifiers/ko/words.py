"""Words of a Korean text, with what particles can follow a name and what the analysis says."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.language.protocol import Analysis

_PARTICLES = (
    "이가 이는 이를 이의 이도 이만 이네 이한테 이에게 이하고 이랑 이야 이께 이보다 이처럼 이까지 이부터 이라 "
    "가 은 는 을 를 과 와 의 에 에서 에게 에게서 한테 한테서 께 께서 로 으로 도 만 까지 부터 마저 조차 보다 "
    "처럼 같이 같은 하고 하곤 랑 나 이나 라도 이라도 든 이든 든지 이든지 며 이며 고 이고 밖에 뿐 대로 마다 "
    "요 이요 야 아 여 이여 네 들 쯤 쪽 더러 보고 에다 에다가 란 이란 서 로서 으로서 로써 건 엔 측 님 이 "
    "씨 집 때 앞 옆 안 내 발 말고 말로는 급 별 산하 출신 소속 소관 본부 지사 본사 본원 본청 지부 사람 직원 담당 간 및 상 등"
).split()
_COPULA = (
    r"(?:이었|였|이에|예요|에요|입니|입디|인데|인지|인가|인거|인걸|인|이라|라|이래|래|랍|이랍|이잖|잖|이죠|죠|이지|지|"
    r"이니|니|이면|면|이셨|셨|이신|신|이시|시|이세|세|십니|이거|거든|일|이더|더라|던|이던|이군|군|구나|이구|이기|이자|"
    r"이어|여|임|긴|이긴|지만|이지만|데|이고|고|이며|며|네|이네|라서|이라서|다)[가-힣]{0,5}"
)
_TAIL = re.compile(
    rf"(?:{'|'.join(sorted(_PARTICLES, key=len, reverse=True))}){{0,3}}(?:{_COPULA})?"
)
_LONGEST_TAIL = 12
_RUN = re.compile(r"[가-힣]+")


@lru_cache(maxsize=65536)
def is_tail(rest: str) -> bool:
    """Whether `rest` can follow a noun within a word: nothing, particles, forms of the copula."""
    return not rest or (len(rest) <= _LONGEST_TAIL and _TAIL.fullmatch(rest) is not None)


class Word(NamedTuple):
    """A run of Hangul syllables."""

    start: int
    end: int
    text: str


def words(text: str) -> Iterator[Word]:
    """The runs of Hangul syllables in a text, in order."""
    for run in _RUN.finditer(text):
        yield Word(run.start(), run.end(), run.group())


def rest_of_word(text: str, at: int) -> str:
    """The Hangul syllables that follow directly at a place, no more than a tail can have and one."""
    end = at
    while end < len(text) and end - at <= _LONGEST_TAIL and "가" <= text[end] <= "힣":
        end += 1
    return text[at:end]


def begins_word(text: str, at: int) -> bool:
    """Whether no letter and no digit stands directly before a place."""
    return at == 0 or not text[at - 1].isalnum()


class Morphemes:
    """What an analysis says of stretches of the text; it may know nothing."""

    def __init__(self, analysis: Analysis) -> None:
        self._at: dict[int, tuple[int, str]] = {}
        for token in analysis.tokens:
            if token.end > token.start:
                self._at.setdefault(token.start, (token.end, token.tag.partition("-")[0]))
        self.known = bool(self._at)
        """Whether there is an analysis at all."""

    def tags(self, start: int, end: int) -> tuple[str, ...]:
        """The tags of the morphemes that make up exactly `[start, end)`; empty if none do."""
        tags = []
        while start < end:
            token = self._at.get(start)
            if token is None or token[0] > end:
                return ()
            tags.append(token[1])
            start = token[0]
        return tuple(tags)

    def tag_from(self, start: int) -> str:
        """The tag of the morpheme that begins at `start`, or an empty string."""
        return self._at.get(start, (0, ""))[1]

    def end_from(self, start: int) -> int:
        """Where the morpheme ends that begins at `start`; `start` if none does."""
        return self._at.get(start, (start, ""))[0]

    def is_name(self, start: int, end: int) -> bool:
        """Whether `[start, end)` is one proper noun."""
        return self.tags(start, end) == ("NNP",)

    def is_noun(self, start: int, end: int) -> bool:
        """Whether `[start, end)` is one common noun, as far as the analysis knows."""
        return self.tags(start, end) in (("NNG",), ("MAG",), ("NR",), ("NP",))
