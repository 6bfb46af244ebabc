"""Tests of the ways in which labels are written, and of lines that only look like labels."""

from __future__ import annotations

import pytest

from tests.text.conventions import ASKING, CONVENTIONS, SPEECHES
from toolkit.domain.transcript import Role
from toolkit.text.speaker_labels import base_key, label_key
from toolkit.text.turns import parse_turns


def speeches(text: str) -> list[tuple[str, str]]:
    return [(turn.speaker, text[turn.body.start : turn.body.end]) for turn in parse_turns(text)]


def talk(openings: tuple[str, ...], said: tuple[str, ...], between: str) -> str:
    return between.join(opening + speech for opening, speech in zip(openings, said, strict=True))


def test_there_are_over_fifty_conventions_in_ten_languages() -> None:
    assert len(CONVENTIONS) > 50
    assert {language for language, _, _ in CONVENTIONS.values()} == set(SPEECHES)


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_turns_of_a_convention(convention: str) -> None:
    language, openings, speakers = CONVENTIONS[convention]
    said = SPEECHES[language][: len(openings)]
    assert speeches(talk(openings, said, "\n\n")) == list(zip(speakers, said, strict=True))


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_turns_of_a_convention_without_blank_lines(convention: str) -> None:
    language, openings, speakers = CONVENTIONS[convention]
    said = tuple(speech.replace("\n", " ") for speech in SPEECHES[language][: len(openings)])
    assert speeches(talk(openings, said, "\n")) == list(zip(speakers, said, strict=True))


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_who_asks_in_a_convention(convention: str) -> None:
    language, openings, _speakers = CONVENTIONS[convention]
    asking = {label_key(label) for label in ASKING}
    for turn in parse_turns(talk(openings, SPEECHES[language][: len(openings)], "\n\n")):
        asks = base_key(label_key(turn.speaker)) in asking or turn.speaker in ASKING
        assert (turn.role is Role.INTERVIEWER) == asks, turn.speaker
