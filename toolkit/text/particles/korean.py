"""Korean particles that depend on the last sound of the word before them.

A word that ends in a consonant takes 은, 이, 을, 과, 으로, and one that ends in a vowel takes 는,
가, 를, 와, 로. When a word in a text is replaced by another, its particle changes with it.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum

from toolkit.text.hangul import final, is_korean


class Sound(Enum):
    """What a word ends in, as far as particles tell the difference."""

    VOWEL = "vowel"
    RIEUL = "ㄹ"
    """A consonant for all particles except 으로, which is 로 after it."""
    CONSONANT = "consonant"


_RIEUL = 8
_DIGITS = {
    **dict.fromkeys("2459", Sound.VOWEL),
    **dict.fromkeys("178", Sound.RIEUL),
    **dict.fromkeys("036", Sound.CONSONANT),
}
_TRILLIONS = range(12, 16)
"""Counts of closing zeros for which a number is read with 조, the only such unit with a vowel."""
_LETTERS = {"l": Sound.RIEUL, "r": Sound.RIEUL, "m": Sound.CONSONANT, "n": Sound.CONSONANT}
"""Names of Latin letters in Korean that end in a consonant: 엘, 알, 엠, 엔."""
_LATIN_WORD = re.compile(r"[A-Za-z]*[a-z]$")
_CLOSED = re.compile(r"(?:^|[^aeiou])(?:[aeiou]|oo|ou)(?:[bcgkpt]|ck)$|ng$|[mn]e?$")
"""Ends of English words that close a syllable in Korean: book (북), group (그룹), phone (폰)."""

_COPULAS = (
    *("라고", "라는", "라든가", "라든지", "라도", "라서", "라면", "라니", "라던", "라며", "라네"),
    *("라기", "라거나", "랍니다", "래", "란", "라", "든지", "든가", "든", "며", "고", "면", "니까"),
    *(
        "니",
        "지만",
        "지",
        "죠",
        "거든",
        "네",
        "시",
        "나마",
        "나",
        "랑",
        "잖",
        "더라",
        "던데",
        "구나",
    ),
    *("셨", "신", "십니", "세요"),
)
"""Particles and forms of the copula that have 이 before them after a consonant."""
_ENDS = ("으로", "로", *("이" + form for form in _COPULAS), *_COPULAS)
_SIMPLE = {"은": "는", "이": "가", "을": "를", "과": "와"}
_AFTER_WITH = r"(?:는|의|도|만|를|가)?"
_AFTER_NAME = (
    r"(?:가|는|를|와|의|도|만|에게서|에게|한테서|한테|께서|께|보다|처럼|하고|까지|부터|네|로|같이)"
)
_SIMPLE_PARTICLE = re.compile(rf"(?:(?:과|와){_AFTER_WITH}|[은는이가을를]요?)(?![가-힣])")
_NAME_SUFFIX = re.compile(rf"이(?={_AFTER_NAME})")
_VOCATIVE = re.compile(r"[아야](?![가-힣])")
_STATEMENT = re.compile(r"야(?=말로|\s*(?:[.?…]|$))")
_FORMS = re.compile("|".join(sorted(_ENDS, key=len, reverse=True)))
_BARE_FORM_AT_END = frozenset(
    ["고", "며", "면", "니", "지", "네", "든", "나", "랑", "란", "라", "시"]
)
"""Short forms that are also syllables of words: they count only at the end of a word."""
_MAY_FOLLOW = re.compile(
    r"(?=[^가-힣]|$|는|도|요|서|야|만|까|의|부터|하|했|그|까지|네요|다|라|였|셨|세|신|고|니)"
)


def last_sound(text: str) -> Sound | None:
    """What `text` ends in when read in Korean; None if it has no letter and no digit.

    Closing brackets and quotation marks are passed over. Numbers are read as Korean numbers, Latin
    capitals by their names, and words in lower case as they are usually written in Hangul.
    """
    sounded = unicodedata.normalize("NFKC", text).rstrip()
    while sounded and not sounded[-1].isalnum() and sounded[-1] != "%":
        sounded = sounded[:-1]
    if not sounded:
        return None
    last = sounded[-1]
    if is_korean(last):
        return _of_final(final(last))
    if last.isdigit():
        return _of_number(sounded)
    if last.isascii() and last.isalpha():
        return _of_latin(sounded)
    if "ㄱ" <= last <= "ㅎ" or "ᄀ" <= last <= "ᄒ":
        return Sound.RIEUL if last in "ㄹᄅ" else Sound.CONSONANT
    return Sound.VOWEL


def adjusted(replacement: str, following: str) -> tuple[int, str]:
    """The particle that stands after `replacement`, where `following` stands after the old word.

    Returns how many characters of `following` its particle has, and what stands there instead;
    `(0, "")` where nothing depends on the last sound. After a name, the 이 of 민준이가 is dropped.
    """
    sound = last_sound(replacement)
    if sound is None or not following or not is_korean(following[0]):
        return 0, ""
    return (
        _after_name(sound, following)
        or _simple(sound, following)
        or _called(sound, following)
        or _copula(sound, following)
        or (0, "")
    )


def _after_name(sound: Sound, following: str) -> tuple[int, str] | None:
    """The 이 that Korean puts after a given name before another particle."""
    if not _NAME_SUFFIX.match(following) or following.startswith(("이로서", "이로써")):
        return None
    if following.startswith("이네"):
        return (2, "네" if sound is Sound.VOWEL else "이네")
    length, particle = _particle(sound, following[1:])
    return 1 + length, particle


def _particle(sound: Sound, rest: str) -> tuple[int, str]:
    """The particle after the 이 of a name."""
    return _simple(sound, rest) or _copula(sound, rest) or (0, "")


def _simple(sound: Sound, following: str) -> tuple[int, str] | None:
    """은/는, 이/가, 을/를, 과/와, which end a word or have one more particle after them."""
    if not _SIMPLE_PARTICLE.match(following):
        return None
    for closed, open_ in _SIMPLE.items():
        if following[0] in (closed, open_):
            return 1, open_ if sound is Sound.VOWEL else closed
    return None


def _called(sound: Sound, following: str) -> tuple[int, str] | None:
    """아/야 to call somebody, and 이야/야 at the end of a sentence or in 이야말로."""
    if following.startswith("이야") and not following.startswith("이야기"):
        return 2, "야" if sound is Sound.VOWEL else "이야"
    if _STATEMENT.match(following):
        return 1, "야" if sound is Sound.VOWEL else "이야"
    if _VOCATIVE.match(following):
        return 1, "야" if sound is Sound.VOWEL else "아"
    return None


_CALLED = re.compile(r"이?여(?![가-힣])")


def _copula(sound: Sound, following: str) -> tuple[int, str] | None:
    """으로/로, and the forms with 이 after a consonant."""
    if _CALLED.match(following):
        return following.index("여") + 1, "여" if sound is Sound.VOWEL else "이여"
    for closed, open_ in (("이에요", "예요"), ("이었", "였"), ("이어", "여")):
        for form in (closed, open_):
            if following.startswith(form) and not (form == "여" and following[1:2] in _OF_WORDS):
                return len(form), open_ if sound is Sound.VOWEL else closed
    matched = _FORMS.match(following)
    if matched is None:
        return None
    form = matched.group()
    if form in ("으로", "로"):
        return len(form), "으로" if sound is Sound.CONSONANT else "로"
    bare = form.removeprefix("이") if form not in _COPULAS else form
    is_with = form == "랑" and following.startswith("은", 1)
    if form in _BARE_FORM_AT_END and not is_with and not _MAY_FOLLOW.match(following, len(form)):
        return None
    return len(form), bare if sound is Sound.VOWEL else "이" + bare


_OF_WORDS = frozenset("러기행부유성건름")
"""Syllables after which 여 is the start of a word such as 여러 and 여기."""


def _of_final(number: int) -> Sound:
    if number == 0:
        return Sound.VOWEL
    return Sound.RIEUL if number == _RIEUL else Sound.CONSONANT


def _of_number(text: str) -> Sound:
    figures = []
    for char in reversed(text):
        if not char.isdigit():
            break
        figures.append(str(unicodedata.digit(char)))
    number = "".join(reversed(figures))
    if number[-1] != "0":
        return _DIGITS[number[-1]]
    zeros = len(number) - len(number.rstrip("0"))
    return Sound.VOWEL if zeros in _TRILLIONS and zeros < len(number) else Sound.CONSONANT


def _of_latin(text: str) -> Sound:
    word = _LATIN_WORD.search(text)
    if word is None or len(word.group()) == 1:
        return _LETTERS.get(text[-1].lower(), Sound.VOWEL)
    if word.group().endswith(("l", "le")):
        return Sound.RIEUL
    return Sound.CONSONANT if _CLOSED.search(word.group()) else Sound.VOWEL
