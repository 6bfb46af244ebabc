"""The letters of Hangul syllables, computed from their code points (U+AC00 to U+D7A3)."""

from __future__ import annotations


def is_korean(char: str) -> bool:
    """Whether the character is a composed Hangul syllable."""
    return "가" <= char <= "힣"


def final(syllable: str) -> int:
    """Number of the closing consonant of a syllable: 0 none, 4 ㄴ, 8 ㄹ, 17 ㅂ."""
    return (ord(syllable) - 0xAC00) % 28


def vowel(syllable: str) -> int:
    """Number of the vowel of a syllable: 0 ㅏ, 4 ㅓ, 20 ㅣ."""
    return (ord(syllable) - 0xAC00) // 28 % 21
