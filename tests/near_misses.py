"""Pieces that come near what the rules look for; repeated, they make a rule look again and again.

`tests` count the calls that such texts take, and `python -m benchmarks language` the time, which
also grows where a pattern tries every end of a match.
"""

from __future__ import annotations

_ENGLISH = (
    "a dot a |oh two |room |born in |12-34 |Mr |A. |of the |a@|a|x1 |Ministry of |Aa |Aa & |"
    "and Aa |Aa, |plate A |one two three |www.|+44 |(0|0 |Office |Office, |Aa:\n|okafor |mark |"
    "IBAN DE00 |1 Mill Lane, |de |double |live at 1 A|third of the |"
    "badge number is |S12 |he's in |Flat 1, |double one |my number |Gemeente A |lives at Aa 1|"
    "last four "
)
ENGLISH = _ENGLISH.split("|")
KOREAN = [
    *("김민수", "김 과장 ", "일이삼사", "공일공 ", "생년월일 ", "내선 ", "이름은 김", "서울시 "),
    *("정보화진흥원", "점 예시 ", "에이 비 씨 ", "골뱅이 ", "71년 3월 ", "12-34-", "주민번호 "),
    *("세종대로 ", "마을 ", "계좌 123-", "번호 ", "\n김철수: ", "a.b-", "정자동 178-", "일 이 "),
]
OF_FILES = ["<!---->", "<!-- x -->\n", "<!--", "00:00:01", "1", " ", "-->"]
"""Beginnings of files that are no transcripts."""


def repeated(piece: str, length: int) -> str:
    """A text of this many characters that repeats the piece."""
    return (piece * (length // len(piece) + 1))[:length]
