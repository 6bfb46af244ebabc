"""Labels of speakers in Korean transcripts: which are names, and which say what a speaker is."""

from __future__ import annotations

import pytest

from toolkit.domain.spans import Span
from toolkit.language.identifiers.find import find
from toolkit.language.protocol import NOTHING
from toolkit.text.turns import parse_turns


def _labels_of(label: str) -> list[str]:
    """What is proposed in a transcript with a label, each text once."""
    text = (
        f"면담자: 어떻게 하셨어요?\n\n{label}네, 그렇습니다.\n\n면담자: 그래서요?\n\n"
        f"{label}그냥 했죠.\n\n면담자: 네.\n\n{label}끝입니다.\n\n면담자: 네.\n\n{label}또 봐요."
    )
    turns = parse_turns(text)
    spans = [Span(turn.span.start, turn.body.start) for turn in turns if turn.speaker]
    every = find(text, language="ko", analyses=NOTHING, labels=spans)
    return sorted({text[c.start : c.end] for c in every})


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("정하윤: ", "정하윤"),
        ("정하윤 : ", "정하윤"),
        ("편나래: ", "편나래"),
        ("궉아람: ", "궉아람"),
        ("나라: ", "나라"),
        ("다운: ", "다운"),
        ("슬기: ", "슬기"),
        ("윤하: ", "윤하"),
        ("김 과장: ", "김"),
        ("남궁혁 경감: ", "남궁혁"),
        ("팀장 정유라: ", "정유라"),
        ("주민 정유라: ", "정유라"),
        ("응답자(정유라): ", "정유라"),
        ("E04 정유라: ", "정유라"),
        ("정유라(52세, 주민): ", "정유라"),
        ("점례 할머니: ", "점례"),
        ("혜원쌤: ", "혜원"),
        ("한별이: ", "한별"),
        ("김 민수: ", "김 민수"),
        ("응오 반 득: ", "응오 반 득"),
        ("엘레나 페트로바: ", "엘레나 페트로바"),
        ("마이클: ", "마이클"),
        ("Minsu: ", "Minsu"),
        ("Y.J.: ", "Y.J."),
        ("O.S: ", "O.S"),
        ("KMS: ", "KMS"),
        ("JH: ", "JH"),
        ("ㅈㅎ: ", "ㅈㅎ"),
        ("박: ", "박"),
        ("솔: ", "솔"),
        ("이**: ", "이**"),
        ("김ㅇㅇ: ", "김ㅇㅇ"),
        ("[00:02:08] 정하윤: ", "정하윤"),
        ("정하윤 00:12\n", "정하윤"),
        ("**정하윤**: ", "정하윤"),
        ("- 정하윤: ", "정하윤"),
        ("정하윤) ", "정하윤"),
        ("정하윤> ", "정하윤"),
        ("정하윤 | ", "정하윤"),
        ("[슬기] ", "슬기"),
        ("(슬기) ", "슬기"),
        ("엘레나 페트로바) ", "엘레나 페트로바"),
    ],
)
def test_a_label_that_names_somebody_is_proposed(label: str, name: str) -> None:
    assert _labels_of(label) == [name]


@pytest.mark.parametrize(
    "label",
    [
        "답: ",
        "응답자: ",
        "참여자 1: ",
        "P12: ",
        "E04: ",
        "A. ",
        "연구진) ",
        "구청 주무관: ",
        "시청 과장: ",
        "활동가 A: ",
        "이장: ",
        "담당 공무원: ",
        "센터 직원: ",
        "면: ",
        "연: ",
        "가: ",
        "참1: ",
        "진행: ",
        "팀장님: ",
        "할머니: ",
        "전문가: ",
        "통역: ",
        "공무원 2: ",
        "주민센터 직원: ",
        "PM: ",
        "RES: ",
        "Speaker: ",
        "배경: ",
    ],
)
def test_a_label_that_says_what_a_speaker_is_is_left(label: str) -> None:
    assert _labels_of(label) == []
