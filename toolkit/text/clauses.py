"""Clauses of spoken English and Korean: sentences cut by rule where a new clause begins.

The clauses of a sentence cover it; only blank space lies between them.
English is cut after commas, semicolons, colons and dashes and before conjunctions, Korean
after connective endings (-고, -지만, -는데, -니까, -면, -어서 …) and commas. A piece with
too few words stays with its neighbour.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate

from toolkit.domain.spans import Span, stripped
from toolkit.text.hangul import final, is_korean, vowel
from toolkit.text.sentences import sentences

LEAST_WORDS, LEAST_KOREAN = 3, 2
"""Fewest words of a piece in English and in Korean, where a word includes its particles."""

_WORD = re.compile(r"\S+")
_MARK = re.compile(r"[,;:，、；：][\"'”’)\]」』]*(?=\s)|(?<=\w)—(?=\w)")
_DASH = re.compile(r"[–—-]+")
_SUBORDINATE = re.compile(
    r"(?:but|because|although|though|whereas|unless|while|until|since|if|when|whenever|which|"
    r"even though|even if|so that|as long as|as soon as|in order to)(?!\S)",
    re.IGNORECASE,
)
_COORDINATE = re.compile(
    # These join clauses only before a subject, and words or phrases elsewhere.
    r"(?:and|or|so|yet|nor|then)\s+(?:then\s+)?(?:i|we|you|he|she|it|they|this|that|these|those|"
    r"there|the|a|an|my|our|your|his|her|its|their|nobody|no one|everyone|everybody|someone|"
    r"somebody|people|what|nothing)(?=[\s'’])",
    re.IGNORECASE,
)


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_CONJUNCTIONS = frozenset(
    _listed(
        "but because although though whereas unless while until since if when whenever which "
        "even so as in and or yet nor then"
    )
)

_ENDINGS = _listed(
    "지만 니까 면서 면서도 거나 든지 든가 더라도 더니 자마자 느라 느라고 므로 길래 "
    "다가 수록 듯이 며 려고 도록 해도 면 고 서 데 데도"
)
_NO_CLAUSE = frozenset(
    _listed(
        "보고 사고 광고 최고 참고 경고 재고 신고 예고 창고 권고 공고 기고 원고 피고 충고 "
        "회고 숙고 제고 그리고 가지고 데리고 말고 빼고 어서 사서 비서 따라서 그래서 "
        "그러면서 라면 지면 가면 이면 그러면 그러며 하지만 그렇지만 그러니까 그런데 근데 "
        "한데 가운데 해서 해도 면 고 서 데 며"
    )
)
"""Nouns, adverbs and particles that look like a connective form."""
_NO_CLAUSE_TAIL = _listed(
    "에서 대해서 관해서 통해서 위해서 의해서 비해서 관련해서 가운데 까지만 측면 방면 "
    "장면 화면 표면 국면 단면 대면 서면 전면 정면 체면 도면 조사서 다고 라고 냐고 "
    "자고"
)
"""Such forms at the end of longer words, and quotations, which belong to their verb."""
_JOINED_TO: dict[str, tuple[str, ...]] = {
    "고": ("있", "싶", "계", "나서", "나면", "나니", "보니", "보면", "봐", "말았", "들어"),
    "면": ("안", "좋", "되", "된", "돼", "될", "됩", "됐"),
    "해도": ("되", "된", "돼", "될", "됩", "됐", "괜찮", "좋"),
    "도록": ("하", "해", "했", "합", "한", "할", "되", "된", "돼", "됩"),
    "려고": ("하", "해", "했", "합", "한", "할", "들"),
    "어서": ("그런지",),
}
"""Beginnings of the next word that form a predicate with the ending: 하고 있다, 가면 안 되다."""
_OPEN_VOWELS = frozenset([0, 1, 4, 6, 9, 10, 14])
"""Medial vowels of the verb forms before -서: 가서 해서 서서 여서 봐서 돼서 줘서."""


def clauses(text: str, span: Span | None = None) -> list[Span]:
    """Clauses of every sentence of `text`, or of a stretch of it, in order.

    >>> text = "We wanted to share it, but they refused. 법은 있는데 지키지 않고 미루기만 해요."
    >>> [text[clause.start : clause.end] for clause in clauses(text)]
    ['We wanted to share it,', 'but they refused.', '법은 있는데', '지키지 않고', '미루기만 해요.']
    """
    return [piece for sentence in sentences(text, span) for piece in clauses_of(text, sentence)]


def clauses_of(text: str, sentence: Span) -> list[Span]:
    """The clauses of a sentence, in order; the sentence itself where it has a single clause."""
    words = [
        match
        for match in _WORD.finditer(text, sentence.start, sentence.end)
        if any(char.isalnum() for char in match[0])
    ]
    starts = [word.start() for word in words]
    korean = [0, *accumulate(any(map(is_korean, word[0])) for word in words)]
    pieces: list[Span] = []
    begin, first = sentence.start, 0
    for cut in _cuts(text, sentence, words):
        at = bisect_left(starts, cut)
        least = LEAST_KOREAN if korean[at] > korean[first] else LEAST_WORDS
        if at - first >= least and len(words) - at >= least:
            if piece := stripped(text, begin, cut):
                pieces.append(piece)
            begin, first = cut, at
    if piece := stripped(text, begin, sentence.end):
        pieces.append(piece)
    return pieces


def _cuts(text: str, sentence: Span, words: list[re.Match[str]]) -> list[int]:
    """Offsets at which a new clause may begin, in order."""
    places = {match.end() for match in _MARK.finditer(text, sentence.start, sentence.end)}
    for at, word in enumerate(words[1:], 1):
        before = words[at - 1]
        if _begins(text, word, sentence.end):
            places.add(word.start())
            continue
        earlier = words[at - 2][0] if at > 1 else ""
        if _ends_korean(before[0], word[0], earlier):
            places.add(before.end())
        elif any(map(_DASH.fullmatch, text[before.end() : word.start()].split())):
            places.add(word.start())
    return sorted(places)


def _begins(text: str, word: re.Match[str], end: int) -> bool:
    """Whether a word opens an English clause."""
    if word[0].lower() not in _CONJUNCTIONS:
        return False
    return any(rule.match(text, word.start(), end) for rule in (_SUBORDINATE, _COORDINATE))


def _ends_korean(word: str, following: str, previous: str) -> bool:
    """Whether a Korean word ends a clause, by its ending and by the words around it."""
    if not is_korean(word[-1]):
        return False
    if word == "때문에":
        return previous.endswith("기")
    if word in ("때", "때는", "때에", "때에는", "때마다"):
        return bool(previous) and is_korean(previous[-1]) and final(previous[-1]) == 8
    core = word.lstrip("\"'“‘([「『")
    if core in _NO_CLAUSE or core.endswith(_NO_CLAUSE_TAIL) or not core.endswith(_ENDINGS):
        return False
    if any(core.endswith(end) and following.startswith(to) for end, to in _JOINED_TO.items()):
        return False
    return _fits(core)


def _fits(word: str) -> bool:
    """Whether the syllable before a short ending can stand before it."""
    if len(word) < 2:
        return False
    before = word[-2]
    if not is_korean(before):
        return False
    if word.endswith(("는데도", "은데도", "한데도", "인데도")):
        return True
    if word.endswith("데도"):
        return False
    if word.endswith("데"):
        return final(before) == 4
    if word.endswith("니까"):
        # -ㅂ니까 ends a question.
        return len(word) < 3 or not is_korean(word[-3]) or final(word[-3]) != 17
    if word.endswith("다가"):
        # 된다가, 한다가: quoted words as a subject.
        return len(word) < 3 or not is_korean(word[-3]) or final(word[-3]) != 4
    if word.endswith("서") and not word.endswith("면서"):
        return before in "아어여" or (final(before) == 0 and vowel(before) in _OPEN_VOWELS)
    return True
