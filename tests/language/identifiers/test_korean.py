"""What the Korean rules propose together: offsets, boundaries, analysis, time."""

from __future__ import annotations

import re
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.language.identifiers.ko.marked import marks, plain
from tests.near_misses import KOREAN, repeated
from tests.work import calls
from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.ko.listed import listing
from toolkit.language.identifiers.ko.people.titles import OFFICES
from toolkit.language.identifiers.korean import find_korean, without_overlaps
from toolkit.language.protocol import NOTHING, Analysis, Token

TALK = """면담자: 네, 시작하겠습니다.

참여자 1: 저는 ⟦organisation|전주시청⟧에서 데이터 업무를 하고 있고요.
그때 ⟦person|최⟧ 과장님이라고 계셨는데, ⟦person|박성훈⟧ 사무관님이랑 둘이 했어요.
⟦person|성훈⟧ 씨가 ⟦birth_date|83년생⟧이라 편했죠.
⟦place|오송역⟧에 내려서 갔더니 회의 중이라 10분을 기다렸어요. 법 제12호 서식 때문에요.

면담자: 번호를 알려 주시겠어요?

참여자 1: ⟦telephone|공일공에 사삼이칠에 구공일팔⟧이고, 내선은 ⟦extension|2816⟧번이에요. 사무실은
⟦room|417호⟧, 주소는 ⟦address|양지로 38번길 17⟧입니다. ⟦organisation|행안부⟧에도 보냈어요.
"""
PIECES = st.sampled_from(
    listing("""
    김민수 과장님이 박 주무관 영희가 민준이한테 서울에서 성남시 분당구
    행안부 보건소 공일공에 일이삼사 오육칠팔 71년생 417호 내선 2816번 12가
    3456 생년월일 주민번호 710826-1 세종대로 209 골뱅이 점 컴 이름은 저는
    입니다 K Kevin 씨 님 은 이 가 에서 : . , ? " ( ) [ ] - 1 23 456 한 두 이 그 전
    현
    """)
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=40).map(" ".join)
GLUED = st.lists(PIECES, max_size=25).map("".join)
_PARTICLE = re.compile(r"(?:에서|에게|한테|께서|입니다|이라고)$")


def test_a_talk_is_found_with_all_its_kinds() -> None:
    text = plain(TALK)
    proposed = [(str(c.kind), text[c.start : c.end]) for c in find_korean(text, NOTHING)]
    assert proposed == marks(TALK)


@settings(derandomize=True, deadline=None, max_examples=150)
@given(st.one_of(TEXTS, GLUED))
def test_proposals_lie_in_the_text_and_never_overlap(text: str) -> None:
    candidates = find_korean(text, NOTHING)
    assert candidates == sorted(candidates)
    end = 0
    for candidate in candidates:
        assert end <= candidate.start < candidate.end <= len(text)
        end = candidate.end
        words = text[candidate.start : candidate.end]
        assert words == words.strip()
        if candidate.kind is Kind.PERSON:
            assert not _PARTICLE.search(words)
            assert not any(len(words) > len(t) + 1 and words.endswith(t + "님") for t in OFFICES)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(TEXTS)
def test_the_same_text_gives_the_same_proposals(text: str) -> None:
    assert find_korean(text, NOTHING) == find_korean(text, Analysis((), (), ()))


def test_of_two_that_overlap_the_stronger_then_the_longer_stays() -> None:
    weak = Candidate(0, 9, Kind.PLACE, "weak", 10)
    short = Candidate(0, 2, Kind.PERSON, "short", 50)
    long = Candidate(0, 4, Kind.PERSON, "long", 50)
    other = Candidate(5, 7, Kind.ROOM, "other", 20)
    assert without_overlaps([weak, short, long, other]) == [long, other]
    assert without_overlaps([]) == []


def _analysis(*morphemes: tuple[int, int, str]) -> Analysis:
    return Analysis(tuple(Token(s, e, "", "X", tag) for s, e, tag in morphemes), (), ())


@pytest.mark.parametrize(
    ("text", "morphemes", "expected"),
    [
        ("줄포에서 왔어요", [(0, 2, "NNP"), (2, 4, "JKB")], [("place", "줄포")]),
        ("줄포에서 왔어요", [(0, 2, "NNG"), (2, 4, "JKB")], []),
        ("해솔이가 왔어요", [(0, 2, "NNP"), (2, 3, "XSN"), (3, 4, "JKS")], [("person", "해솔")]),
        ("이 과장이 그래요", [(0, 1, "NNP"), (2, 4, "NNG")], [("person", "이")]),
        ("한 교수가 그래요", [(0, 1, "MM"), (2, 4, "NNG")], []),
        ("도윤 부서장", [(0, 2, "NNG")], []),
    ],
)
def test_the_analysis_decides_where_the_rules_cannot(
    text: str, morphemes: list[tuple[int, int, str]], expected: list[tuple[str, str]]
) -> None:
    candidates = find_korean(text, _analysis(*morphemes))
    assert [(str(c.kind), text[c.start : c.end]) for c in candidates] == expected


@pytest.mark.parametrize("piece", KOREAN)
def test_the_work_grows_with_the_length_alone(piece: str) -> None:
    """Four times the text takes about four times the calls; sixteen, where all pairs are tried."""
    find_korean(piece, NOTHING)  # What is made once is made before.
    short, long = (
        calls(partial(find_korean, repeated(piece, length), NOTHING)) for length in (2_000, 8_000)
    )
    assert long <= 6 * short
