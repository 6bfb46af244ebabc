"""What the words around speak for a word being the name of a person, in Korean."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.ko.people.surnames import (
    USUAL,
)

if TYPE_CHECKING:
    from toolkit.language.identifiers.ko.words import Word

ENOUGH = 3
_AFTER_GIVEN = re.compile(r"이(?:가|는|를|의|도|만|네|한테|에게|하고|랑|보다|처럼|까지|야|께)")
PERSON_PARTICLE = re.compile(
    r"이?(?:한테|에게|께서|헌티|한티|께)|(?:이?랑|하고) (?:저|나|둘|같이|셋|통화|얘기)"
)
CALLED = re.compile(
    r"이?라(?:고|는) ?(?:하는 ?)?(?:불|부르|계[시셨]|분|친구|사람|아이|애|동기|후배|선배|동생|"
    r"직원|젊|여자|남자|제 |우리 |있[는어었]|"
    r"[가-힣]{1,6}(?:에서 온|하는|하던|있던) (?:분|친구|사람|애))|이?라고[,.]"
)
CALLED_PERSON = re.compile(
    r"이?라(?:고|는|꼬|카는) ?(?:하는 ?)?(?:[가-힣]{1,4} ){0,1}(?:분|친구|사람|아이|애[가는를]|"
    r"동기|후배|"
    r"선배|동생|언니|형|누나|오빠|직원|학생|아저씨|아주머니|할머니|할아버지|어르신|간호사|주무관|"
    r"선생|"
    r"교수|기자|양반|청년|여자|남자|여성|남성|총각|처녀|새댁)"
)
CALLED_OUT = re.compile(r"[아야](?=[ ]?[,!~?\"'”’.]|\s)")
_PERSON_BEFORE = re.compile(
    r"(?:친구|동기|선배|후배|막내|조카|아들|딸|남편|동생|직원|누나|언니|오빠|담임|실무자|담당자|"
    r"막둥이|며느리|사위|"
    r"손자|손녀|둘째|첫째|큰애|작은애|신규|신입|후임|전임자|사수|딸내미|아들내미|제자|"
    r"분은|분이|그 친구|아이|애)"
    r"[가-힣]{0,6}[ ,.]{1,3}(?:[가-힣]{1,4}[ ,]{1,2}){0,2}$"
)
_NAME_CUE = re.compile(
    r"(?:이름|성함|본명|실명|예금주|성명|존함|함자)(?:은|는|이|가|을|도|만|인데|이라|이고)?"
    r"[ ,.]{1,3}(?:(?:진짜|그|저|어|음|뭐|뭐더라|뭐였더라|뭐였지|아마|아|그게|그러니까|원래|또|다|"
    r"바로)[ ,.]{1,3}){0,3}$"
)
_PERSON_AFTER = re.compile(
    r" (?:누나|언니|오빠|형|선배|후배|엄마|아빠|어머니|아버지|할머니|할아버지|그 친구|걔|얘|"
    r"이 친구|본인)"
)


def cues(text: str, stem: Word) -> int:
    """What the words around speak for a name."""
    score = 0
    before = text[max(0, stem.start - 30) : stem.start].rpartition("\n")[2]
    if _NAME_CUE.search(before):
        score += 2
    if _PERSON_BEFORE.search(before):
        score += 1
    if closed(stem.text) and _AFTER_GIVEN.match(text, stem.end):
        score += 2 if len(stem.text) == 2 else 1
    elif PERSON_PARTICLE.match(text, stem.end):
        score += 2
    if CALLED.match(text, stem.end):
        score += 2 if len(stem.text) > 2 else 1
    if CALLED_OUT.match(text, stem.end) and len(stem.text) == 2:
        score += 4 if text[stem.end + 1 : stem.end + 2] in (",", "!") and stem.text in USUAL else 1
    if _PERSON_AFTER.match(
        text, stem.end + (closed(stem.text) and text[stem.end : stem.end + 1] == "이")
    ):
        score += 1
    if before.rstrip(" ")[-1:] in (".", ":", ",", "(", "“", '"') and text[
        stem.end : stem.end + 1
    ] in (".", ",", ")"):
        score += 1
    if _ACTS.match(text, stem.end):
        score += 1
    if _OURS.search(before):
        score += 1
    if _HOUSEHOLD.match(text, stem.end):
        score += 2
    return score


_OURS = re.compile(r"(?:우리|저희|울) ?(?:막내|막둥이|큰애|작은애|신입|신규|선임|후임)? ?$")
_ACTS = re.compile(
    r"이?(?:가|는|도)? (?:(?:먼저|다|또|막|혼자|직접|그때|저한테|나한테|제일|자꾸|좀|안|못) ){0,2}"
    r"(?:그러|말을|말하|말했|얘기|물어|알려|전화|웃|울[었더면]|왔|와서|와 가|갔|가서|하더|했|"
    r"도와|도와줘|찾아|"
    r"받아|가르|가져|보내|해 ?[주줬]|챙[겨기]|퇴근|출근|결혼|시집|취직|입사|사표|그만)"
)
"""What people do, behind the particle of the one who does it."""
_HOUSEHOLD = re.compile(
    r"이?네 (?:집|밭|논|가게|식당|아들|딸|엄마|아빠|어머니|아버지|할머니|할아버지|며느리|축사|"
    r"하우스|과수원|마당|식구|가족|차|트럭|담|창고|옆|앞|뒤|부부|남편|아저씨)"
)


def closed(name: str) -> bool:
    return (ord(name[-1]) - 0xAC00) % 28 > 0
