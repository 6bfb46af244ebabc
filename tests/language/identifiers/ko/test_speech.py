"""Names, numbers, bodies and places as they are said in passing, in Korean of several provinces.

Rows with tags give the analysis of the words that the rules ask for.
"""

from __future__ import annotations

import re
import time

import pytest

from tests.language.identifiers.ko.marked import marks, plain
from toolkit.language.identifiers.find import find
from toolkit.language.protocol import NOTHING, Analysis, Token


def _analysis(text: str, tags: str) -> Analysis:
    """Tokens for words such as `나래/NNP 가/JKS`, which are looked for in order."""
    tokens, at = [], 0
    for item in tags.split():
        word, tag = item.split("/")
        at = text.index(word, at)
        pos = "PROPN" if tag == "NNP" else "NOUN"
        tokens.append(Token(at, at + len(word), word, pos, tag))
        at += len(word)
    return Analysis(tuple(tokens), (), ())


ROWS = [
    # What a sentence says is a name.
    "그냥 ⟦person|은솔⟧이라고 할게요.",
    "그냥 ⟦person|ㅈㅎ⟧이라고 할게요.",
    "댓글에 ⟦person|ㄷㅎ⟧ 님이라고 써 있어요.",
    "아니 ⟦person|남궁⟧입니다, 했더니 웃어요.",
    "이름이 기억나요. ⟦person|제갈⟧ 뭐였는데.",
    "존함이 ⟦person|명⟧ 자 ⟦person|호⟧ 자 쓰시는 분이었어요.",
    "이름은 ⟦person|결⟧. 그냥 ⟦person|결⟧.",
    "재작년에 ⟦person|마⟧ 모 여인이라고 합시다.",
    "성이 ⟦person|천⟧가여.",
    "미스 ⟦person|김⟧이라고 부르던 때예요.",
    "⟦person|김⟧ PM님이 정리했어요.",
    "⟦person|박⟧ 서방이 그랬어요.",
    "⟦person|최⟧ 형사님이 전화 주셨어요.",
    "⟦person|임⟧가네 논이에요.",
    "⟦person|김⟧인가 ⟦person|강⟧인가 하는 과장이었어요.",
    "⟦person|김 민 수⟧라고 써 있었어요.",
    "⟦person|JH⟧님이 만들었어요.",
    "⟦person|김ㅇㅇ⟧ 씨가 왔어요.",
    "저희 ⟦person|미르⟧ 님한테 쓰세요.",
    "⟦person|나라⟧ 쌤이 알려 줬어요.",
    "⟦person|종구⟧ 아부지가 그랬어.",
    "⟦person|김요한⟧ 간호사가 왔어요.",
    # People from abroad.
    "⟦person|응우옌 티 란⟧이라고 해요. ⟦person|란⟧이 사진은 안 썼어요.",
    "건강보험에는 ⟦person|응웬티란⟧ 붙여서 썼대요.",
    "보안 담당이 ⟦person|데이비드 초이⟧라고 교포예요.",
    "풀 네임은 ⟦person|대니얼 권⟧. 변호사예요.",
    # Numbers in pieces.
    "⟦plate|충남 8 두 4410⟧, 우리 트럭이에요.",
    "번호를 반만 기억해. ⟦plate|48 무⟧ 그러고 몰라.",
    "⟦birth_date|칠일년생⟧인가 ⟦birth_date|삼년⟧생인가 그래요.",
    "내 또래예요. 내가 ⟦birth_date|칠공년⟧이고.",
    "실지는 ⟦birth_date|사십팔년 동짓달⟧에 났어.",
    "자리가 ⟦room|지하 1층 비12호⟧예요.",
    "제 노트는 연구동 ⟦room|R3-214호⟧ 책장에 있어요.",
    "어제 ⟦room|712호⟧에 계셨어요.",
    "거기 ⟦room|상담실 3⟧ 안에 있어요.",
    "연구실이 본관 ⟦room|304⟧인데 안 잠겨요.",
    "계좌가 ⟦account|351에 0877에 4402에 93⟧이에요.",
    "전화번호 끝이 ⟦telephone|칠삼⟧인가 그래요.",
    "전화는 ⟦telephone|공일일⟧에, 옛날 번호예요.",
    "조직도에는 아직 ⟦extension|2290⟧번으로 나와요.",
    "자리 내선은 ⟦extension|사 공 팔⟧이고요.",
    "내선을 외워요. ⟦extension|육백팔십이⟧. 그 번호요.",
    "주소가 ⟦address|들말면 솔고개길 20-1⟧인데 거기로 갔어요.",
    # Bodies and places.
    "⟦organisation|보건의료노조⟧ 대의원이었어요.",
    "⟦organisation|인하대병원⟧에 전화했어요.",
    "⟦organisation|운암3동 행정복지센터⟧요.",
    "⟦organisation|예산군청⟧에 갔어요.",
    "⟦organisation|광주아동보호전문기관⟧서 왔어요.",
    "⟦organisation|카카오⟧에서 이직했어요.",
    "⟦organisation|미래아이티⟧가 낙찰받았어요.",
    "⟦place|래미안⟧ 302동이요.",
    "⟦place|서부터미널⟧에서 타요.",
    # Particles of the provinces.
    "거기 ⟦person|김민수⟧여, 내 말이 맞제.",
    "⟦person|박지훈⟧이라꼬 있어예.",
    "담당이 ⟦person|정은숙⟧ 주무관인디 좋아.",
    "⟦organisation|국민연금공단⟧이유.",
    "그거는 ⟦organisation|행안부⟧헌티 물어봐야제.",
]


@pytest.mark.parametrize("row", ROWS)
def test_what_is_said_in_passing_is_proposed(row: str) -> None:
    text = plain(row)
    every = find(text, language="ko", analyses=NOTHING)
    assert [(str(c.kind), text[c.start : c.end]) for c in every] == marks(row)


TAGGED = [
    ("아이고 ⟦person|나라⟧야, 일이 그래.", "나라/NNG 야/JKV"),
    ("평소처럼 해, ⟦person|광복⟧아.", "광복/NNG 아/JKV"),
    ("⟦person|샛별⟧아, 서류 어디 있어?", "샛별아/NNP"),
    ("온 사람이 ⟦person|이장복⟧이, 그 아주머니.", "사람/NNG 이/JKS 이/MM 장복이/NNP"),
    ("제 동기 ⟦person|음문석⟧은 본청에 있어요.", "음/NNG 문/NNG 석/NNG 은/JX"),
    ("명단에 ⟦person|황보라⟧, 이렇게 있어요.", "황/NNP 보라/NNG"),
    ("명단에 ⟦person|제갈현⟧, 이렇게 있어요.", "제갈/NNP 현/NNG"),
    ("막내 ⟦person|아름⟧이가 정리했어요.", "아름/NNG 이/JKS 가/JKS"),
    ("우리 ⟦person|나래⟧는 잘해요.", "나래/NNP 는/JX"),
    ("⟦person|나래⟧가 그러더라고요.", "나래/NNP 가/JKS 그러/VV"),
    ("근데 ⟦person|은우⟧가 먼저 말을 꺼냈어요.", "은/NNG 우/NNG 가/JKS"),
    ("팀장 ⟦person|우현⟧, 그 사람이요.", "팀장/NNG 우/NNG 현/NNG"),
    ("⟦person|미카 살로넨⟧이라는 사람을 만났어요.", "미카/NNP 살로넨/NNP 이/VCP"),
    ("⟦place|상계⟧에서 ⟦place|수유⟧까지요.", "상계/NNP 에서/JKB 수유/NNP 까지/JX"),
    ("⟦organisation|솔터초⟧였고 지금은 다른 학교예요.", "솔터/NNP 초/NNG 였/VCP"),
]


@pytest.mark.parametrize(("row", "tags"), TAGGED)
def test_the_analysis_helps_with_names_that_are_words(row: str, tags: str) -> None:
    text = plain(row)
    every = find(text, language="ko", analyses=_analysis(text, tags))
    assert [(str(c.kind), text[c.start : c.end]) for c in every] == marks(row)


NONE = [
    ("그날 인계장에 줄을 그었어요.", "인계/NNG 장/NNG 에/JKB"),
    ("저기 조수석 앞에 있어요.", "조수석/NNG 앞/NNG"),
    ("표선 백사장으로 갔어요.", "백사장/NNG 으로/JKB"),
    ("원무과장님이 받으셔요.", "원무/NNG 과장/NNG 님/XSN"),
    ("피 검사 결과지예요.", "피/NNG 검사/NNG"),
    ("시 과장님이랑 싸웠어요.", "시/NNG 과장/NNG 님/XSN"),
    ("이 성씨는 드물어요.", "이/MM 성/NNP 씨/NNB"),
    ("어려운 말은 박사님들이 하시고.", "말/NNG 은/JX 박사/NNG"),
    ("전화 잘못 건 덕분이네요.", "덕분/NNG 이/VCP 네요/EF"),
    ("저도 이름이 이래서 할 말이 없네요.", ""),
    ("제안번호가 2022-03318이에요.", ""),
    ("요청번호도 있어요. 2023-0417-0026. 이걸 대야 돼요.", ""),
    ("접수번호가 나와요. 예를 들면 20230518-447 이런 식으로.", ""),
    ("바뀌었지, 176조. 지방자치단체조합이 그래요.", ""),
    ("문서번호가 삼천이백십사 호예요.", ""),
    ("굴착공사 때문에 막혔어요.", ""),
    ("우리 이름은 없고요.", "이름/NNG 은/JX 없/VA"),
    ("친구야, 서류 어디 있어?", "친구/NNG 야/JKV"),
    ("그 사람아, 그게 되나.", "사람/NNG 아/JKV"),
    ("그날 하늘이 맑았어요.", "하늘/NNG 이/JKS"),
    ("그래도 보람은 있어요.", "보람/NNG 은/JX"),
    ("나라가 정한 일이에요.", "나라/NNG 가/JKS"),
    ("우리 엄마가 그랬어요.", "우리/NP 엄마/NNG"),
    ("그건 최초였어요.", "최초/NNG 였/VCP"),
    ("학교에서 신고하고 보고하고 그래요.", "신고/NNG 하/XSV"),
    ("회의실 3개를 빌렸어요.", ""),
    ("비고란에 쓰면 돼요.", "비고란/NNG 에/JKB"),
    ("ㅋㅋ 님이 웃겼어요.", ""),
    ("고객 님이 오셨어요.", "고객/NNG 님/NNB"),
    ("처음에서 끝까지 봤어요.", "처음/NNG 에서/JKB 끝/NNG"),
    ("한국에서 미국까지 보내요.", "한국/NNP 에서/JKB 미국/NNP"),
    ("하나라도 틀리면 안 돼요.", "하나/NR 라도/JX"),
    ("파쇄기 앞으로 가시더라고요.", "파쇄기/NNP 앞/NNG"),
    ("팀장님이라고 불러요.", "팀장/NNG 님/XSN"),
    ("그냥 시스템이라고 할게요.", "시스템/NNG 이/VCP"),
    ("법이 뒤에 있고 칠공년 얘기는 아니에요.", ""),
    ("구십이년에 시행됐어요.", ""),
    ("이 PD가 누구예요.", ""),
]


@pytest.mark.parametrize(("text", "tags"), NONE)
def test_words_that_only_sound_like_names_are_left(text: str, tags: str) -> None:
    every = find(text, language="ko", analyses=_analysis(text, tags) if tags else NOTHING)
    assert [text[c.start : c.end] for c in every] == []


def test_a_name_that_is_a_word_is_found_again_only_where_it_is_a_person() -> None:
    text = "이름이 보람이라서요. 그래도 보람은 있어요. 보람이가 왔어요."
    tags = "보람/NNG 이라서요/VCP 보람/NNG 은/JX 보람/NNG 이/JKS 가/JKS"
    every = find(text, language="ko", analyses=_analysis(text, tags))
    places = [match.start() for match in re.finditer("보람", text)]
    assert [c.start for c in every] == [places[0], places[2]]


@pytest.mark.parametrize(
    "piece",
    [
        "이름은 ",
        "가나다라 ",
        "그다음이 어 음 ",
        "김 민 ",
        "나에서 ",
        "48 무 ",
        "내선 외워. ",
        "성이 그 저 ",
        "별명이 '",
        "가)\n",
        "김인가 ",
        "년생인가 ",
    ],
)
def test_the_time_grows_with_the_length_alone(piece: str) -> None:
    text = piece * (30_000 // len(piece))
    started = time.process_time()
    find(text, language="ko", analyses=NOTHING)
    assert time.process_time() - started < 20
