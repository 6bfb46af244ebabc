"""Whether a text can be in the language that is said of it, by its script and its small words.

Only what is certain is told: a short text, a mixed one, and a language that is not known here
fit whatever is said.
"""

from __future__ import annotations

import re

from toolkit.i18n import _

_SAMPLE = 5_000
"""Code points that are looked at."""
_STEP = 1_000
"""Code points that are looked at together, where a part of a text may be enough."""
_LEAST_LETTERS = 150
_LEAST_WORDS = 80
_MOST_OF_ITS_SCRIPT = 0.1
"""A text with a larger share of letters in the script of the language fits it."""
_LEAST_OF_ANOTHER = 0.7
_MOST_OF_ITS_WORDS = 0.02
"""A text with a larger share of the small words of the language fits it."""
_LEAST_OF_OTHER_WORDS = 0.08

_SCRIPTS = {
    "hangul": "\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3",
    "kana": "\u3041-\u30ff",
    "han": "\u3400-\u4dbf\u4e00-\u9fff",
    "arabic": "\u0620-\u06ff",
    "hebrew": "\u05d0-\u05ea",
    "cyrillic": "\u0400-\u04ff",
    "greek": "\u0370-\u03ff",
    "thai": "\u0e01-\u0e5b",
    "devanagari": "\u0904-\u0963",
    "latin": "A-Za-z\u00c0-\u024f\u1e00-\u1eff",
}
_LETTERS = {name: re.compile(f"[{characters}]+") for name, characters in _SCRIPTS.items()}
_SCRIPTS_OF = {
    "ko": ("hangul", "han"), "ja": ("kana", "han"), "zh": ("han",), "ar": ("arabic",),
    "fa": ("arabic",), "ur": ("arabic",), "he": ("hebrew",), "yi": ("hebrew",),
    "ru": ("cyrillic",), "uk": ("cyrillic",), "bg": ("cyrillic",), "el": ("greek",),
    "th": ("thai",), "hi": ("devanagari",),
    **dict.fromkeys(
        ("en", "de", "fr", "es", "pt", "it", "nl", "sv", "da", "no", "nb", "nn", "fi", "pl", "cs",
         "tr", "id", "vi", "ca", "ro", "hu"),
        ("latin",),
    ),
}  # fmt: skip
_LANGUAGE_OF = {
    "hangul": "ko", "kana": "ja", "han": "zh", "hebrew": "he", "greek": "el", "thai": "th",
}  # fmt: skip
"""The language of a script that one language is mostly written in."""

_SMALL_WORDS = {
    "en": "the of and to that it they you not have this but with are for there which would",
    "de": "der die und ist nicht wir ich sie ein eine zu mit auf für dass auch den wenn aber haben",
    "fr": "les des et est pas nous vous qui dans pour avec ce sur je mais cette ont être leur",
    "es": "el los las y una pero más muy está hay porque cuando también son nos todo este",
    "pt": "os não em uma são mas mais muito isso você nós também ao pelo dos foi tem seu",
    "it": "il di che è non per del della ma più sono gli nel anche questo ho molto",
}
"""Frequent words of which the other languages have few."""
_WORDS = {name: frozenset(listed.split()) for name, listed in _SMALL_WORDS.items()}


def misfit(language: str, text: str) -> str | None:
    """The language that a text is in where it cannot be in the one that is said of it.

    Returns None where the text fits or nothing is certain, and an empty text where it fits not
    and its own language is not known.

    >>> misfit("en", "저쪽 자료를 믿지 못해요. " * 30)
    'ko'
    """
    language = language.lower().replace("_", "-").partition("-")[0]
    scripts = _SCRIPTS_OF.get(language)
    if scripts is None:
        return None
    sample = text[:_SAMPLE]
    if scripts != ("latin",) and any(
        exceeds(_LETTERS[script], sample, _MOST_OF_ITS_SCRIPT * len(sample)) for script in scripts
    ):
        # It has no more letters than characters, so that it need not be read to its end.
        return None
    total = letters(sample)
    if total < _LEAST_LETTERS:
        return None
    if sum(_letters(script, sample) for script in scripts) > _MOST_OF_ITS_SCRIPT * total:
        return _other_words(language, sample) if scripts == ("latin",) else None
    counts = {script: _letters(script, sample) for script in _LETTERS}
    if counts["kana"] * 20 > total:
        # Japanese is written in kana and Chinese characters.
        counts["kana"] += counts["han"]
    script = max(counts, key=lambda name: counts[name])
    if counts[script] < _LEAST_OF_ANOTHER * total:
        return None
    if script == "latin":
        return _by_small_words(sample)[0]
    return _LANGUAGE_OF.get(script, "")


def language_named(language: str) -> str:
    """A code of a language as notes name it."""
    return repr(language) if language != "und" else _("an unknown language")


def letters(sample: str) -> int:
    """How many letters a text has; each character is looked at once, however often it occurs."""
    return len(sample) - sum(sample.count(char) for char in set(sample) if not char.isalpha())


def exceeds(runs: re.Pattern[str], sample: str, count: float) -> bool:
    """Whether more than `count` characters of a text stand in the runs that a pattern finds.

    It reads no further than it must; the pattern must find parts of runs too.
    """
    standing = 0
    for start in range(0, len(sample), _STEP):
        standing += sum(map(len, runs.findall(sample, start, start + _STEP)))
        if standing > count:
            return True
    return False


def _letters(script: str, sample: str) -> int:
    return sum(map(len, _LETTERS[script].findall(sample)))


def _other_words(language: str, sample: str) -> str | None:
    """The language of the small words, where they are another's and nearly none its own."""
    if language not in _WORDS:
        return None
    own = _share(language, _words_in(sample))
    if own >= _MOST_OF_ITS_WORDS:
        return None
    other, share = _by_small_words(sample)
    return other if other and share >= own * 5 else None


def _by_small_words(sample: str) -> tuple[str, float]:
    """The language with the most small words and their share; empty where none is certain."""
    words = _words_in(sample)
    if len(words) < _LEAST_WORDS:
        return "", 0.0
    share, language = max((_share(language, words), language) for language in _WORDS)
    return (language, share) if share >= _LEAST_OF_OTHER_WORDS else ("", 0.0)


def _words_in(sample: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", sample.lower())


def _share(language: str, words: list[str]) -> float:
    return sum(word in _WORDS[language] for word in words) / max(len(words), 1)
