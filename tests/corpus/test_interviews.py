"""The transcripts of the example study are as its description promises."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from toolkit.domain.transcript import Role
from toolkit.formats.transcripts import ImportedSource, read_source
from toolkit.text.turns import parse_turns

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = tuple(f"E{number:02}" for number in range(1, 21))
KOREAN = ("K03", "K07", "K12", "K18")
SECTORS = {"industry", "government", "academia", "research"}
HEADER = (
    "# Constructed interview: written for the example study (see corpus/README.md); "
    "no real person speaks here."
)
TAGS = re.compile(
    r"\[(Ministry [A-H]|Agency [1-9]|City [1-5]|Public Corporation [12]|Company [1-5]|"
    r"University [1-5]|Institute [1-5])\]"
)
STAGE = re.compile(r"\[[a-z][a-z ,.'0-9-]*\]")
LEFTOVERS = {
    "E05": {"extension 4417": 1, "Magpie Two": 2},
    "E14": {
        "the first civilian head of the harbour-master data office at [Ministry G]": 1,
        "Lighthouse Ledger": 1,
    },
}


def path_of(source: str) -> Path:
    folder = "interviews-ko" if source.startswith("K") else "interviews"
    return ROOT / "corpus" / folder / f"{source}.txt"


@cache
def read(source: str) -> ImportedSource:
    return read_source(path_of(source))


@cache
def expert_turns(source: str) -> tuple[str, ...]:
    """The texts of the expert's turns, in order."""
    text = read(source).text
    return tuple(
        text[turn.body.start : turn.body.end]
        for turn in parse_turns(text)
        if turn.role is Role.EXPERT
    )


def test_there_are_twenty_interviews_five_a_sector() -> None:
    sectors = [read(source).metadata["sector"] for source in ENGLISH]
    assert {sector: sectors.count(sector) for sector in SECTORS} == dict.fromkeys(SECTORS, 5)
    assert sorted(p.stem for p in (ROOT / "corpus/interviews").glob("*.txt")) == list(ENGLISH)


@pytest.mark.parametrize("source", [*ENGLISH, *KOREAN])
def test_every_file_says_that_it_is_constructed(source: str) -> None:
    lines = path_of(source).read_text(encoding="utf-8").split("\n")
    assert lines[:2] == ["---", HEADER]
    metadata = read(source).metadata
    assert metadata["status"] == "constructed"
    assert set(metadata) >= {"sector", "field", "years_of_experience", "date", "duration_minutes"}
    assert read(source).id_hint == source


@pytest.mark.parametrize("source", ENGLISH)
def test_interviews_are_long_enough_and_the_expert_speaks(source: str) -> None:
    words = len(read(source).text.split())
    assert words >= 2000
    assert sum(len(turn.split()) for turn in expert_turns(source)) >= 0.75 * words


def test_the_corpus_is_long_enough() -> None:
    assert sum(len(read(source).text.split()) for source in ENGLISH) >= 45_000


@pytest.mark.parametrize("source", [*ENGLISH, *KOREAN])
def test_two_people_speak(source: str) -> None:
    assert {turn.speaker for turn in parse_turns(read(source).text)} == {"I", source}


def test_no_stretch_of_eight_words_is_said_twice() -> None:
    places: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for source in ENGLISH:
        for turn in expert_turns(source):
            words = re.findall(r"[\w']+", turn.lower())
            for at in range(len(words) - 7):
                places[tuple(words[at : at + 8])].add(source)
    shared = {
        " ".join(words): sorted(sources) for words, sources in places.items() if len(sources) > 1
    }
    assert shared == {}


@pytest.mark.parametrize("source", ENGLISH)
def test_brackets_are_known_institutions_or_stage_directions(source: str) -> None:
    text = read(source).text
    unknown = [
        bracket
        for bracket in re.findall(r"\[[^\]]*\]", text)
        if not TAGS.fullmatch(bracket) and not STAGE.fullmatch(bracket)
    ]
    assert unknown == []


def test_leftover_identifiers_are_exactly_the_listed_ones() -> None:
    readme = (ROOT / "corpus" / "README.md").read_text(encoding="utf-8")
    for source in ENGLISH:
        for owner, marks in LEFTOVERS.items():
            for mark, times in marks.items():
                assert read(source).text.count(mark) == (times if owner == source else 0)
                assert mark in readme


@pytest.mark.parametrize("source", KOREAN)
def test_korean_renderings_are_aligned_turn_by_turn(source: str) -> None:
    original = str(read(source).metadata["rendering_of"])
    assert original == source.replace("K", "E")
    korean, english = parse_turns(read(source).text), parse_turns(read(original).text)
    assert [turn.role for turn in korean] == [turn.role for turn in english]
    hangul = len(re.findall(r"[가-힣]", read(source).text))
    assert hangul >= 0.5 * len(read(source).text)
    assert read(source).language == "ko"


def test_late_and_rare_subjects_are_late_and_rare() -> None:
    """Some subjects come late or rarely, so that an analysis of saturation has a result."""
    import json

    where: dict[str, set[str]] = defaultdict(set)
    for path in (ROOT / "corpus/codings/coder-a").glob("E*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            where[json.loads(line)["code"]].add(path.stem)
    assert min(where["proposal-citizen-control"]) >= "E14"
    assert min(where["risk-public-trust"]) >= "E13"
    assert len(where["cost-vendor"]) <= 3
