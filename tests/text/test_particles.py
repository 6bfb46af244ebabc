"""Particles that depend on the last sound of the word before them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.text.particles import Sound, adjusted, last_sound

VOWEL, RIEUL, CONSONANT = Sound.VOWEL, Sound.RIEUL, Sound.CONSONANT


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        ("가", VOWEL),
        ("서울", RIEUL),
        ("부산", CONSONANT),
        ("[기관-1]", RIEUL),
        ("[기관-2]", VOWEL),
        ("[기관-3]", CONSONANT),
        ("[기관-4]", VOWEL),
        ("[기관-5]", VOWEL),
        ("[기관-6]", CONSONANT),
        ("[기관-7]", RIEUL),
        ("[기관-8]", RIEUL),
        ("[기관-9]", VOWEL),
        ("[기관-10]", CONSONANT),
        ("[기관-11]", RIEUL),
        ("[기관-100]", CONSONANT),
        ("1000000000000", VOWEL),
        ("[Ministry A]", VOWEL),
        ("[Ministry L]", RIEUL),
        ("[Ministry M]", CONSONANT),
        ("[Ministry N]", CONSONANT),
        ("[Ministry R]", RIEUL),
        ("[Ministry Z]", VOWEL),
        ("E07", RIEUL),
        ("KDI", VOWEL),
        ("[Person]", CONSONANT),
        ("[Hospital]", RIEUL),
        ("[Group]", CONSONANT),
        ("[Company]", VOWEL),
        ("[Institute]", VOWEL),
        ("[Place name]", CONSONANT),
        ("‘부처’", VOWEL),
        ("국장님」", CONSONANT),
        ("3%", VOWEL),
        ("ㄱ", CONSONANT),
        ("ㄹ", RIEUL),
        ("ㅏ", VOWEL),
        ("각".encode().decode(), CONSONANT),
        ("４", VOWEL),
        ("[***]", None),
        ("", None),
    ],
)
def test_the_last_sound_is_that_of_the_last_letter_or_digit(text: str, sound: Sound | None) -> None:
    assert last_sound(text) is sound


ROWS = [
    # 은/는, 이/가, 을/를, 과/와
    ("[전문가-3]", "가 왔어요", "이 왔어요"),
    ("[전문가-2]", "가 왔어요", "가 왔어요"),
    ("[전문가-2]", "이 왔어요", "가 왔어요"),
    ("[전문가-3]", "이 왔어요", "이 왔어요"),
    ("[기관-3]", "는 안 해요", "은 안 해요"),
    ("[기관-4]", "은 안 해요", "는 안 해요"),
    ("[기관-1]", "를 봐요", "을 봐요"),
    ("[기관-5]", "을 봐요", "를 봐요"),
    ("[기관-6]", "와 같이", "과 같이"),
    ("[기관-9]", "과 같이", "와 같이"),
    ("[기관-6]", "와는 달라요", "과는 달라요"),
    ("[기관-9]", "과의 관계", "와의 관계"),
    ("[기관-6]", "와도 했어요", "과도 했어요"),
    ("[Ministry A]", "은 몰라요", "는 몰라요"),
    ("[Ministry L]", "는 몰라요", "은 몰라요"),
    ("[기관-3]", "가,", "이,"),
    # 으로/로
    ("[기관-1]", "으로 갔어요", "로 갔어요"),
    ("[기관-3]", "로 갔어요", "으로 갔어요"),
    ("[기관-2]", "으로 갔어요", "로 갔어요"),
    ("[Ministry R]", "으로 갔어요", "로 갔어요"),
    ("[Ministry M]", "로 갔어요", "으로 갔어요"),
    ("[기관-3]", "로서는", "으로서는"),
    ("[기관-7]", "으로부터", "로부터"),
    ("[기관-6]", "로써", "으로써"),
    ("[기관-6]", "로도 보내요", "으로도 보내요"),
    # 이랑, 이나, 이라
    ("[전문가-3]", "랑 둘이", "이랑 둘이"),
    ("[전문가-2]", "이랑 둘이", "랑 둘이"),
    ("[전문가-3]", "랑은 친해요", "이랑은 친해요"),
    ("[전문가-2]", "은요?", "는요?"),
    ("[전문가-3]", "는요?", "은요?"),
    ("[기관-3]", "나 [기관-2]", "이나 [기관-2]"),
    ("[기관-2]", "이나 [기관-3]", "나 [기관-3]"),
    ("[기관-3]", "라 그래요", "이라 그래요"),
    ("[기관-2]", "이라 그래요", "라 그래요"),
    ("[기관-3]", "라고 해요", "이라고 해요"),
    ("[기관-2]", "이라고 해요", "라고 해요"),
    ("[기관-3]", "라는 데", "이라는 데"),
    ("[기관-2]", "이라는 데", "라는 데"),
    ("[기관-3]", "라도 좋아요", "이라도 좋아요"),
    ("[기관-2]", "이라서요", "라서요"),
    ("[기관-3]", "라면 몰라도", "이라면 몰라도"),
    ("[기관-2]", "이란 곳", "란 곳"),
    ("[기관-3]", "래요", "이래요"),
    ("[기관-2]", "이랍니다", "랍니다"),
    # 이며, 이고, 이든지, 이면, 이니까, 이지만
    ("[기관-3]", "며 [기관-2]", "이며 [기관-2]"),
    ("[기관-2]", "이며 [기관-3]", "며 [기관-3]"),
    ("[기관-3]", "고 그다음이", "이고 그다음이"),
    ("[기관-2]", "이고 그다음이", "고 그다음이"),
    ("[기관-3]", "고요", "이고요"),
    ("[기관-3]", "든지 말든지", "이든지 말든지"),
    ("[기관-2]", "이든 말든", "든 말든"),
    ("[기관-3]", "면 돼요", "이면 돼요"),
    ("[기관-2]", "이면 돼요", "면 돼요"),
    ("[기관-3]", "니까 그렇죠", "이니까 그렇죠"),
    ("[기관-2]", "이지만", "지만"),
    ("[기관-3]", "죠", "이죠"),
    ("[기관-2]", "이죠", "죠"),
    ("[기관-3]", "거든요", "이거든요"),
    ("[기관-2]", "이잖아요", "잖아요"),
    # The copula
    ("[기관-3]", "였어요", "이었어요"),
    ("[기관-2]", "이었습니다", "였습니다"),
    ("[기관-3]", "예요", "이에요"),
    ("[기관-2]", "이에요", "예요"),
    ("[기관-3]", "여서 그래요", "이어서 그래요"),
    ("[기관-2]", "이어서 그래요", "여서 그래요"),
    ("[기관-3]", "시고요", "이시고요"),
    ("[기관-2]", "이시고요", "시고요"),
    ("[기관-3]", "셨어요", "이셨어요"),
    ("[기관-2]", "입니다", "입니다"),
    ("[기관-3]", "인데", "인데"),
    # Calling somebody
    ("[전문가-3]", "야, 이거 봐", "아, 이거 봐"),
    ("[전문가-2]", "아, 이거 봐", "야, 이거 봐"),
    ("[전문가-3]", "야.", "이야."),
    ("[전문가-2]", "이야.", "야."),
    ("[전문가-3]", "야말로", "이야말로"),
    ("[전문가-2]", "이야말로", "야말로"),
    ("[전문가-3]", "여, 오라", "이여, 오라"),
    ("[전문가-2]", "이여, 오라", "여, 오라"),
    # The 이 after a given name
    ("[전문가-3]", "이가 왔어요", "이 왔어요"),
    ("[전문가-2]", "이가 왔어요", "가 왔어요"),
    ("[전문가-3]", "이는 몰라요", "은 몰라요"),
    ("[전문가-2]", "이를 불러요", "를 불러요"),
    ("[전문가-2]", "이한테 물어봐요", "한테 물어봐요"),
    ("[전문가-3]", "이한테 물어봐요", "한테 물어봐요"),
    ("[전문가-2]", "이도 왔어요", "도 왔어요"),
    ("[전문가-2]", "이네 집", "네 집"),
    ("[전문가-3]", "네 집", "이네 집"),
    # What does not depend on the last sound
    ("[기관-3]", "에서 왔어요", "에서 왔어요"),
    ("[기관-3]", "한테 줘요", "한테 줘요"),
    ("[기관-3]", "도 해요", "도 해요"),
    ("[기관-3]", " 가 보세요", " 가 보세요"),
    ("[기관-3]", "여러 곳", "여러 곳"),
    ("[기관-3]", "가게", "가게"),
    ("[기관-3]", "이야기", "이야기"),
    ("[기관-3]", "고객", "고객"),
    ("[기관-3]", "나무", "나무"),
    ("[기관-3]", "", ""),
    ("[***]", "가 왔어요", "가 왔어요"),
]


@pytest.mark.parametrize(("replacement", "following", "expected"), ROWS)
def test_particles_follow_the_sound_of_the_replacement(
    replacement: str, following: str, expected: str
) -> None:
    length, particle = adjusted(replacement, following)
    assert particle + following[length:] == expected


PAIRS = [("은", "는"), ("이", "가"), ("을", "를"), ("과", "와"), ("이랑", "랑"), ("이라고", "라고")]


@settings(derandomize=True, deadline=None)
@given(st.text(max_size=12), st.text(max_size=12))
def test_what_is_taken_stands_at_the_beginning(replacement: str, following: str) -> None:
    length, particle = adjusted(replacement, following)
    assert 0 <= length <= len(following)
    assert all("가" <= char <= "힣" for char in following[:length] + particle)
    # What stands there after an adjustment needs no further one.
    rest = particle + following[length:]
    if length and not following.startswith("이"):
        again, same = adjusted(replacement, rest)
        assert same + rest[again:] == rest


@settings(derandomize=True, deadline=None)
@given(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), st.sampled_from(PAIRS))
def test_both_forms_of_a_particle_become_the_same(last: str, pair: tuple[str, str]) -> None:
    closed = (ord(last) - 0xAC00) % 28 > 0
    for form in pair:
        length, particle = adjusted(last, form + " 그래요")
        assert (length, particle) == (len(form), pair[0] if closed else pair[1])
