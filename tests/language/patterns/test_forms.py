"""Forms of words in English and Korean, with the analysers that people get."""

from __future__ import annotations

from functools import cache

import pytest

from toolkit.language.kiwi import Kiwi
from toolkit.language.patterns.match import find
from toolkit.language.patterns.parse import parse
from toolkit.language.patterns.words import Words
from toolkit.language.spacy_pipeline import PACKAGED, SpacyPipeline

pytestmark = pytest.mark.models

ENGLISH = [
    ("share", "They shared the list.", "shared"),
    ("share", "They are sharing the list.", "sharing"),
    ("share", "He shares every list.", "shares"),
    ("share", "We share nothing.", "share"),
    ("share", "The shareholder left.", None),
    ("give", "They gave us nothing.", "gave"),
    ("give", "It was given to us.", "given"),
    ("send", "She sent it twice.", "sent"),
    ("hold", "Who held the figures?", "held"),
    ("hold", "Holding figures is a burden.", "Holding"),
    ("buy", "We bought a licence.", "bought"),
    ("know", "Nobody knew the law.", "knew"),
    ("write", "It was written in the act.", "written"),
    ("be", "They were afraid.", "were"),
    ("have", "She has a list.", "has"),
    ("say", "He said no.", "said"),
    ("ministry", "Two ministries refused.", "ministries"),
    ("agency", "The agencies disagree.", "agencies"),
    ("person", "Three persons came.", "persons"),
    ("child", "The children waited.", "children"),
    ("law", "The laws are old.", "laws"),
    ("law", "The lawyers are old.", None),
    ("large", "It is the largest file.", "largest"),
    ("bad", "It got worse.", "worse"),
    ("data", "The data are old.", "data"),
    ("share data", "They shared the data.", "shared the data"),
    ("share ... data", "They shared all of their data.", "shared all of their data"),
    ("share ..1 data", "They shared all of their data.", None),
    ("share|exchange", "They exchanged letters.", "exchanged"),
    ("(data|figure) share", "We want the figures shared.", "figures shared"),
    ("law NEAR/10 obstacle", "The obstacles come from the laws.", "obstacles come from the laws"),
    ("law NOT lawyer", "The lawyer reads the law.", None),
    ("share/VERB", "Their share is small.", None),
    ("share/NOUN", "Their share is small.", "share"),
    ("share/VERB", "They never share it.", "share"),
    ("*/ADJ data", "It is personal data.", "personal data"),
    ("inform*", "This information came late.", "information"),
    ("inform*", "They informed us.", "informed"),
    ("=shared", "They share it.", None),
    ("=shared", "They Shared it.", "Shared"),
    ("ministry data", "It is the ministry's data.", "ministry's data"),
    ("data sharing", "The data-sharing act passed.", "data-sharing"),
]
KOREAN = [
    ("공유하다", "자료를 공유했습니다.", "공유했습니다"),
    ("공유하다", "자료를 공유해요.", "공유해요"),
    ("공유하다", "공유를 했다.", "공유를 했다"),
    ("공유하다", "공유를 안 했다.", "공유를 안 했다"),
    ("공유하다", "공유해 주셨다.", "공유해"),
    ("공유하다", "공유할 수 없었다.", "공유할"),
    ("공유하다", "공유가 어렵다.", None),
    ("공유하다", "공유가 됐다.", None),
    ("공유되다", "공유가 됐다.", "공유가 됐다"),
    ("공유되다", "자료가 공유됐습니다.", "공유됐습니다"),
    ("공유", "자료를 공유했습니다.", "공유"),
    ("공유", "공유를 했다.", "공유"),
    ("공유", "정보공유가 어렵습니다.", "공유"),
    ("정보공유", "정보 공유가 어렵습니다.", "정보 공유"),
    ("정보 공유", "정보의 공유가 어렵습니다.", "정보의 공유"),
    ("정보 공유", "정보를 자주 공유하죠.", None),
    ("정보 ..1 공유", "정보를 자주 공유하죠.", "정보를 자주 공유"),
    ("어렵다", "정말 어려웠어요.", "어려웠어요"),
    ("어렵다", "어려운 일이죠.", "어려운"),
    ("가깝다", "서로 가까웠다.", "가까웠다"),
    ("나누다", "데이터를 나눴어요.", "나눴어요"),
    ("만들다", "시스템을 만든 사람.", "만든"),
    ("듣다", "그 말을 들었습니다.", "들었습니다"),
    ("돕다", "서로 도와야 합니다.", "도와야"),
    ("모르다", "저는 몰랐어요.", "몰랐어요"),
    ("쓰다", "보고서를 썼다.", "썼다"),
    ("없다", "근거가 없어요.", "없어요"),
    ("주고받다", "공문을 주고받는 일.", "주고받는"),
    ("부족하다", "예산이 부족합니다.", "부족합니다"),
    ("중요하다", "중요한 문제입니다.", "중요한"),
    ("데이터", "데이터들을 모았다.", "데이터"),
    ("법적 근거", "법적인 근거가 없다.", "법적인 근거"),
    ("개인정보", "개인정보 보호법입니다.", "개인정보"),
    ("공유/VERB", "공유가 어렵다.", None),
    ("공유/VERB", "자료를 공유했습니다.", "공유했습니다"),
    ("공유/NOUN", "자료를 공유했습니다.", None),
    ("*/ADJ 문제", "어려운 문제가 많다.", "어려운 문제"),
    ("=공유", "자료를 공유했습니다.", None),
    ("=공유", "공유를 했다.", "공유"),
    ("정보|자료", "자료를 봤다.", "자료"),
    ("법 NEAR/5 문제", "문제는 결국 법이에요.", "문제는 결국 법"),
    ("자료 NOT 정보", "정보와 자료를 봤다.", None),
]


@cache
def analyser(language: str) -> Kiwi | SpacyPipeline:
    return Kiwi() if language == "ko" else SpacyPipeline(PACKAGED[language], language)


@pytest.mark.parametrize(
    ("language", "pattern", "text", "expected"),
    [("en", *row) for row in ENGLISH] + [("ko", *row) for row in KOREAN],
)
def test_a_word_finds_its_forms(
    language: str, pattern: str, text: str, expected: str | None
) -> None:
    (analysis,) = analyser(language).analyse([text])
    spans = find(parse(pattern), Words(text, analysis.tokens))
    assert [text[span.start : span.end] for span in spans] == ([expected] if expected else [])
