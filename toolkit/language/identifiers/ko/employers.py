"""Bodies that the words around say to be one: employers, contractors, banks before accounts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.ko.generic import is_generic
from toolkit.language.identifiers.ko.listed import words_of
from toolkit.language.identifiers.ko.lookalikes import NOUNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LIKELY = 78

_EMPLOYER = re.compile(
    r"(?<![가-힣])(네이버|카카오|구글|토스|라인|배민|당근마켓|삼성|현대|애플|아마존|마이크로소프트|"
    r"넥슨|엔씨소프트|오라클|아이비엠|롯데|한화|두산)"
    r"(?=에서 (?:이직|일하|일했|근무|다니|다녔|온 |왔|나온|퇴사)| (?:다니|다녔|출신|직원|본사|"
    r"입사))"
)
_VENDOR = re.compile(
    r"(?<![가-힣A-Za-z])([가-힣]{2,8}(?:정보|아이티|정보통신|테크|소프트|시스템|시스템즈|솔루션|"
    r"데이터|랩|"
    r"기술|산업|전자|통신|컨설팅|엔지니어링))"
    r"(?=(?:에|이|가|에서|한테|랑|하고|은|는)? ?(?:외주|낙찰|유지 ?보수|납품|용역|하청|수주|입찰|"
    r"상주|"
    r"직원|개발자|엔지니어|담당자|사장|대표|이라는|라는))"
)
_FIRST_WORDS = words_of(
    "미래 제일 대신 우리 한빛 대한 동양 세계 하나 신한 태평 대성 고려 국제 중앙"
)
"""Ordinary words that names of companies begin with."""


def employers(text: str) -> Iterator[Candidate]:
    """Companies that the words around say to be an employer or a contractor."""
    for match in _EMPLOYER.finditer(text):
        yield Candidate(*match.span(1), Kind.ORGANISATION, "employer", _LIKELY)
    for match in _VENDOR.finditer(text):
        name = match.group(1)
        strange = not is_generic(name[:2]) and name[:2] not in NOUNS and not is_generic(name)
        if name not in NOUNS and (strange or name[:2] in _FIRST_WORDS):
            yield Candidate(*match.span(1), Kind.ORGANISATION, "contractor", _LIKELY)


_BANK_FOR_SHORT = re.compile(
    r"(?<![가-힣])(국민|신한|하나|우리|기업|카카오|토스|새마을|수협|제일|씨티|케이|대구|부산|"
    r"광주|전북|경남|제주|카뱅|"
    r"토뱅|케뱅)(?:은행)? $"
)


def banks_before_accounts(text: str, kept: Iterable[Candidate]) -> Iterator[Candidate]:
    """Banks for short directly before an account: 신한 110-222."""
    for account in kept:
        if account.kind is Kind.ACCOUNT:
            bank = _BANK_FOR_SHORT.search(text, max(0, account.start - 8), account.start)
            if bank:
                yield Candidate(*bank.span(1), Kind.ORGANISATION, "bank for short", _LIKELY)
