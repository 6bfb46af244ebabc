"""Words of a Korean text, with what particles can follow a name and what the analysis says."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit.language.identifiers.ko.listed import listing
from toolkit.language.protocol import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.language.protocol import Analysis

_LAST = listing(
    """
    가 은 는 을 를 이가 이는 이를 이의 의 과 와 과는 와는 과의 와의 과도 와도 과만 와만 요 이요 야
    아 여 이여 건 엔 라도 이라도 나 이나 며 이며 고 이고 든 이든 든지 이든지 란 이란 이야 이네
    밖에 같은 하곤 말고 말로는 은요 는요 도요 만요 에요 서요
    유 쥬 예 이예 두 이두 루 으루 헌티 한티 이헌티 이한티 잉 은예 는예 도예 를예 가예 캉 하구 허고
    이하구 이허고 맨치로 맨키로 마냥 만치 마씨 신디 네가 네는 네도
    """
)
"""Particles after which a word ends, some of them in the speech of a province."""
_PARTICLES = listing(
    """
    이도 이만 이한테 이에게 이하고 이랑 이께 이보다 이처럼 이까지 이부터 이라 이 에 에서 에게
    에게서 한테 한테서 께 께서 로 으로 도 만 까지 부터 마저 조차 보다 처럼 같이 하고 랑 뿐 대로
    마다 네 들 쯤 쪽 더러 보고 에다 에다가 서 로서 으로서 로써 측 님 씨 집 때 앞 옆 안 내 발 급 별
    산하 출신 소속 소관 본부 지사 본사 본원 본청 지부 사람 직원 담당 간 및 상 등
    """
)
_COPULA = (
    r"(?:이?(?:라|래|랍|란|랑)[가-힣]{0,4}"
    r"|이(?:었|에|야|고|며|면|니|지|죠|시|신|셨|세|십|거|잖|자|다|네|군|구|건|어|여|더)[가-힣]{0,4}"
    r"|(?:였|셨|잖)[가-힣]{1,5}|(?:예요|에요|여요)[가-힣]{0,3}|입(?:니|디)[가-힣]{1,4}"
    r"|인(?:데|지|가|거|걸|건|줄|양|척)?|인(?:데|지|가)[가-힣]{1,2}|거든[가-힣]{0,2}|"
    r"더라[가-힣]{0,3}"
    r"|던데요?|네요?|죠|지요?|지만요?|면[은요]?|니까요?|고요?|구요?|구나|군요?|며|신(?:데|지|가|"
    r"분|거)?[가-힣]{0,2}"
    r"|시(?:고|죠|지|니|라|잖|거|던|다|네|면)[가-힣]{0,4}|세요|십니[가-힣]{1,2}|일(?:까|지|걸|"
    r"거|텐데)?[가-힣]{0,2}"
    r"|긴|다|임|요|나요?|냐[가-힣]{0,2}"
    r"|이(?:유|쥬|제|믄|예|냐|당|카|캤|우다|라우|잉)[가-힣]{0,4}|인(?:디|께|기|겨|갑|감)[가-힣]{0,3}"
    r"|입니[더꺼]|(?:랑께|당께|니께|응께|라꼬|라예|지예|고예|데예|라우|지라|구유|더만|제잉|카는|카이)"
    r"[가-힣]{0,2})"
)
_TAIL = re.compile(
    rf"(?:{'|'.join(sorted(_PARTICLES, key=len, reverse=True))}){{0,3}}"
    rf"(?:{'|'.join(sorted(_LAST, key=len, reverse=True))}|{_COPULA})?"
)
_LONGEST_TAIL = 12
_RUN = re.compile(r"[가-힣]+")


@lru_cache(maxsize=65536)
def is_tail(rest: str) -> bool:
    """Whether `rest` can follow a noun within a word: nothing, particles, forms of the copula."""
    return not rest or (len(rest) <= _LONGEST_TAIL and _TAIL.fullmatch(rest) is not None)


def stems(word: str, longest: int) -> tuple[int, ...]:
    """The lengths of what can be a noun at the beginning of a word, up to `longest`.

    From the longest to that of two syllables; what follows it in the word is a tail.
    """
    if len(word) > longest + _LONGEST_TAIL:
        return ()
    return _stems(word, longest)


@lru_cache(maxsize=65536)
def _stems(word: str, longest: int) -> tuple[int, ...]:
    return tuple(
        length for length in range(min(len(word), longest), 1, -1) if is_tail(word[length:])
    )


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
    """The Hangul syllables that follow directly at a place, as many as matter for a tail."""
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
        self._ends = {token.end: token.tag for token in analysis.tokens}
        self._unknown = {
            (entity.start, entity.end) for entity in analysis.entities if entity.kind == UNKNOWN
        }
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

    def at(self, start: int) -> bool:
        """Whether a morpheme begins at `start`; labels of speakers are not analysed."""
        return start in self._at

    def tag_from(self, start: int) -> str:
        """The tag of the morpheme that begins at `start`, or an empty string."""
        return self._at.get(start, (0, ""))[1]

    def end_from(self, start: int) -> int:
        """Where the morpheme ends that begins at `start`; `start` if none does."""
        return self._at.get(start, (start, ""))[0]

    def is_unknown(self, start: int, end: int) -> bool:
        """Whether `[start, end)` is a noun that is in no dictionary."""
        return (start, end) in self._unknown

    def noun_before(self, start: int) -> bool:
        """Whether a noun or a determiner ends directly before a place, blanks aside."""
        return self._ends.get(start - 1, self._ends.get(start, ""))[:2] in ("NN", "MM", "XP", "SN")

    def noun_at(self, end: int) -> bool:
        """Whether a noun, or what makes a verb of a noun, begins at a place, blanks aside."""
        tag = self.tag_from(end) or self.tag_from(end + 1)
        return tag in ("NNG", "XSV", "XSA", "XSN", "NNB")

    def ends_sentence(self, start: int) -> bool:
        """Whether the morpheme before a place ends a sentence, with or without a full stop."""
        return self._ends.get(start - 1, self._ends.get(start, ""))[:2] in ("EF", "SF")

    def names_of_length(self, least: int) -> list[tuple[int, int]]:
        """Where proper nouns of so many syllables or more stand."""
        return [
            (start, end)
            for start, (end, tag) in self._at.items()
            if tag == "NNP" and end - start >= least
        ]

    def unknown_nouns(self) -> list[tuple[int, int]]:
        """Where the nouns stand that are in no dictionary, in order."""
        return sorted(self._unknown)

    def is_name(self, start: int, end: int) -> bool:
        """Whether `[start, end)` is one proper noun."""
        return self.tags(start, end) == ("NNP",)

    def is_noun(self, start: int, end: int) -> bool:
        """Whether `[start, end)` is one common noun, as far as the analysis knows."""
        return self.tags(start, end) in (("NNG",), ("MAG",), ("NR",), ("NP",))
