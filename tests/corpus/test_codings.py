"""The codebook, codings and mappings of the example study are as its description promises."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.corpus.test_interviews import ENGLISH, KOREAN, read
from toolkit.formats.codebook_yaml import check_codebook, read_codebook
from toolkit.formats.codings_jsonl import check_quotes, read_codings, read_mappings
from toolkit.formats.directions_yaml import check_directions, read_directions

if TYPE_CHECKING:
    from toolkit.domain.codebook import Code, Codebook, Example

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "codebooks" / "information-sharing.yaml"
SCHEME = ROOT / "codebooks" / "policy-directions.yaml"
SEVEN = [
    "common",
    "law-system",
    "finance",
    "organization",
    "technology",
    "security",
    "human-factor",
]
FACETS = {"barrier", "enabler", "proposal", "description"}
CONSENSUS = ("E03", "E07", "E12", "E18")
CODERS = {
    "coder-a": (*ENGLISH, *KOREAN),
    "coder-b": ("E01", "E03", "E05", "E07", "E09", "E12", "E14", "E17", "E18", "E20"),
    "consensus": CONSENSUS,
}
FILES = [
    ROOT / "corpus" / "codings" / coder / f"{source}.jsonl"
    for coder, sources in CODERS.items()
    for source in sources
]


@cache
def book() -> Codebook:
    return read_codebook(BOOK)


def _text(source: str) -> str | None:
    return read(source).text if source in (*ENGLISH, *KOREAN) else None


def test_codebook_and_directions_have_no_problem() -> None:
    directions = read_directions(SCHEME)
    assert check_directions(SCHEME) == []
    assert check_codebook(BOOK, direction_ids={direction.id for direction in directions}) == []
    assert [direction.id for direction in directions] == SEVEN
    assert 28 <= len(book().leaves()) <= 40


@pytest.mark.parametrize("code", read_codebook(BOOK).leaves(), ids=lambda code: code.id)
def test_every_code_is_defined_shown_and_linked(code: Code) -> None:
    assert all(code.name.get(language) for language in ("en", "ko"))
    assert all(code.definition.get(language) for language in ("en", "ko"))
    assert code.include
    assert code.exclude
    assert len(code.examples) >= 2
    assert len({example.source for example in code.examples}) >= 2
    assert code.counter_examples
    assert all(example.note for example in code.counter_examples)
    linked = code.directions.primary + code.directions.secondary
    assert set(linked) <= set(SEVEN)
    assert bool(code.directions.primary) == (code.id not in FACETS)
    for example in (*code.examples, *code.counter_examples):
        _is_verbatim(example)


def _is_verbatim(example: Example) -> None:
    text = _text(example.source)
    assert text is not None
    assert text[example.start : example.end] == example.text


@pytest.mark.parametrize("direction", read_directions(SCHEME), ids=lambda direction: direction.id)
def test_every_direction_is_defined_in_both_languages(direction: Any) -> None:
    for language in ("en", "ko"):
        assert direction.name[language]
        assert direction.definition[language]
        assert direction.terms[language]
        assert 5 <= len(direction.prototypes[language]) <= 40
    assert direction.boundary_cases


def test_prototype_sentences_occur_nowhere_in_the_corpus() -> None:
    heard: set[tuple[str, ...]] = set()
    for source in (*ENGLISH, *KOREAN):
        words = re.findall(r"\w+", read(source).text.lower())
        heard |= {tuple(words[at : at + 6]) for at in range(len(words) - 5)}
    for direction in read_directions(SCHEME):
        for sentence in (*direction.prototypes["en"], *direction.prototypes["ko"]):
            words = re.findall(r"\w+", sentence.lower())
            runs = {tuple(words[at : at + 6]) for at in range(len(words) - 5)}
            assert not runs & heard, sentence


def test_every_promised_file_is_there() -> None:
    paths = sorted((ROOT / "corpus" / "codings").glob("*/*.jsonl"))
    assert paths == sorted(FILES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_codings_are_verbatim_leaf_codes_of_the_expert(path: Path) -> None:
    from toolkit.domain.transcript import Role
    from toolkit.text.turns import parse_turns

    records = read_codings(path)
    assert check_quotes(records, _text) == []
    assert all(record.quote for record in records)
    leaves = {code.id for code in book().leaves()}
    assert {record.code for record in records} <= leaves
    assert {(record.source, record.coder) for record in records} == {(path.stem, path.parent.name)}
    assert {record.round for record in records} == {
        "consensus" if path.parent.name == "consensus" else "R1"
    }
    assert len(records) >= 25
    bodies = [turn.body for turn in parse_turns(read(path.stem).text) if turn.role is Role.EXPERT]
    for record in records:
        assert any(body.covers(record.span) for body in bodies)
    keys = [(r.start, r.end, r.code) for r in records]
    assert len(set(keys)) == len(keys)


def test_every_code_is_used_by_both_coders_somewhere() -> None:
    used = {
        coder: {
            record.code
            for source in sources
            for record in read_codings(ROOT / "corpus/codings" / coder / f"{source}.jsonl")
        }
        for coder, sources in CODERS.items()
    }
    leaves = {code.id for code in book().leaves()}
    assert used["coder-a"] == leaves
    assert len(leaves - used["coder-b"]) <= 3


def test_the_two_readings_are_not_copies() -> None:
    shared = total = 0
    for source in CODERS["coder-b"]:
        readings = [
            {
                (r.start, r.end, r.code)
                for r in read_codings(ROOT / "corpus/codings" / coder / f"{source}.jsonl")
            }
            for coder in ("coder-a", "coder-b")
        ]
        shared += len(readings[0] & readings[1])
        total += len(readings[0] | readings[1])
    assert 0.05 < shared / total < 0.6


@pytest.mark.parametrize("source", CONSENSUS)
def test_resolved_differences_carry_a_reason(source: str) -> None:
    records = read_codings(ROOT / "corpus/codings/consensus" / f"{source}.jsonl")
    readings = [
        {
            (r.start, r.end, r.code)
            for r in read_codings(ROOT / "corpus/codings" / coder / f"{source}.jsonl")
        }
        for coder in ("coder-a", "coder-b")
    ]
    agreed = readings[0] & readings[1]
    resolved = [r for r in records if (r.start, r.end, r.code) not in agreed]
    assert resolved
    assert all(record.note for record in resolved)
    dropped = json.loads((ROOT / "corpus/codings/consensus/dropped.json").read_text("utf-8"))
    assert all(entry["reason"] for entry in dropped)


def test_two_people_mapped_the_same_segments_onto_directions() -> None:
    readings = [
        read_mappings(ROOT / "corpus" / "mappings" / f"{coder}.jsonl")
        for coder in ("coder-a", "coder-b")
    ]
    places = [[(r.source, r.start, r.end) for r in records] for records in readings]
    assert places[0] == places[1]
    assert len(set(places[0])) >= 200
    for records in readings:
        assert check_quotes(records, _text) == []
        assert all(record.stance for record in records)
        assert set(Counter(direction for r in records for direction in r.directions)) == {
            *SEVEN,
            "none",
        }
    differing = sum(a.directions != b.directions for a, b in zip(*readings, strict=True))
    assert differing > 0
