"""Families in codebook files are read, checked and written back to the same text."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.domain.codebook import Family
from toolkit.formats.codebook_yaml import check_codebook, read_codebook, write_codebook

SHIPPED = Path(__file__).parents[2] / "codebooks" / "information-sharing.yaml"

CODES = """\
codes:
  - id: obstacles
    name: {en: Obstacles}
    definition: What hinders.
    children:
      - {id: trust, name: {en: Distrust}, definition: Doubts.}
      - {id: law, name: {en: Law}, definition: Acts.}
  - {id: barrier, name: {en: Barrier}, definition: It hinders.}
  - {id: enabler, name: {en: Enabler}, definition: It helps.}
"""
FAMILIES = """\
families:
  - {id: topics, name: {en: Topics, ko: 주제}, exclusive: false, codes: [obstacles]}
  - {id: stance, name: {en: Stance}, exclusive: true, codes: [enabler, barrier]}
"""


def problems(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in check_codebook(text, "book.yaml")]


def test_families_are_read_with_their_codes_in_codebook_order() -> None:
    book = read_codebook(FAMILIES + CODES)
    assert book.families == (
        Family("topics", {"en": "Topics", "ko": "주제"}, False, ("obstacles",)),
        Family("stance", {"en": "Stance"}, True, ("barrier", "enabler")),
    )


def test_a_code_brings_what_is_below_it_and_belongs_to_one_family() -> None:
    book = read_codebook(FAMILIES + CODES)
    assert book.family_members("topics") == ("obstacles", "trust", "law")
    assert book.family_members("stance") == ("barrier", "enabler")
    law = book.family_of("law")
    assert law is not None
    assert law.id == "topics"


def test_a_family_below_another_takes_its_branch_out() -> None:
    book = read_codebook(FAMILIES.replace("[enabler, barrier]", "[law]") + CODES)
    assert book.family_members("topics") == ("obstacles", "trust")
    assert book.family_members("stance") == ("law",)
    assert book.family_of("barrier") is None


def test_a_code_may_name_its_family_itself() -> None:
    codes = CODES.replace("id: obstacles\n", "id: obstacles\n    family: topics\n")
    assert read_codebook(codes).families == (Family("topics", {}, False, ("obstacles",)),)
    both = read_codebook(FAMILIES.replace("codes: [obstacles]", "codes: []") + codes)
    assert both == read_codebook(FAMILIES + CODES)


@pytest.mark.parametrize(
    "text", [FAMILIES + CODES, CODES.replace("id: barrier,", "id: barrier, family: stance,")]
)
def test_what_is_written_reads_back_equal_and_is_written_the_same(text: str) -> None:
    book = read_codebook(text)
    written = write_codebook(book)
    assert read_codebook(written) == book
    assert write_codebook(read_codebook(written)) == written


def test_a_codebook_without_families_is_written_without_them() -> None:
    assert "families" not in write_codebook(read_codebook(CODES))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("codes: [obstacles]", "codes: [obstacle]", [(2, "unknown-code")]),
        ("codes: [obstacles]", "codes: [obstacles, barrier]", [(3, "two-families")]),
        ("codes: [obstacles]", "codes: [obstacles, obstacles]", [(2, "code-twice")]),
        ("id: stance", "id: topics", [(3, "duplicate-family")]),
        ("id: stance, ", "", [(3, "missing-id")]),
        ("exclusive: true", "exclusive: perhaps", [(3, "not-a-flag")]),
        ("exclusive: true", "only: true", [(3, "unknown-key")]),
    ],
    ids=["unknown", "two", "twice", "duplicate", "no-id", "flag", "key"],
)
def test_every_problem_of_a_family_has_its_line(
    before: str, after: str, expected: list[tuple[int, str]]
) -> None:
    assert before in FAMILIES
    assert problems(FAMILIES.replace(before, after, 1) + CODES) == expected


def test_a_code_cannot_name_a_family_that_the_list_lacks() -> None:
    codes = CODES.replace("id: barrier,", "id: barrier, family: mood,")
    assert problems(FAMILIES.replace("enabler, barrier", "enabler") + codes) == [
        (11, "unknown-family")
    ]


def test_the_example_marks_its_families_and_every_code_belongs_to_one() -> None:
    book = read_codebook(SHIPPED)
    assert [(family.id, family.exclusive) for family in book.families] == [
        ("impact", False),
        ("obstacles", False),
        ("proposals", False),
        ("stance", True),
    ]
    assert all(book.family_of(code.id) is not None for code in book)


PATTERNS = """\
language: ko
codes:
  - id: trust
    name: {en: Distrust}
    definition: Doubts.
    search: {en: [share ... data, "share ... data", "law NOT lawyer"], ko: 불신}
  - id: law
    name: {en: Law}
    definition: Acts.
    search: [법, 규정]
"""


def test_patterns_are_lists_by_language_or_in_the_language_of_the_file() -> None:
    book = read_codebook(PATTERNS)
    assert book["trust"].search == {"en": ("share ... data", "law NOT lawyer"), "ko": ("불신",)}
    assert book["law"].search == {"ko": ("법", "규정")}
    written = write_codebook(book)
    assert read_codebook(written) == book
    assert write_codebook(read_codebook(written)) == written


@pytest.mark.parametrize(
    ("search", "code", "message"),
    [
        ("[a (b]", "bad-pattern", "at character 3: this parenthesis is never closed"),
        ("{en: [share/NOUM]}", "bad-pattern", "search of code trust"),
        ("{EN: [share]}", "bad-language", "no language code"),
        ("{en: {a: b}}", "not-a-list", "search of code trust"),
        ("{de: [teilen], en: [share]}", "pattern-language", "no analyser of the language de"),
    ],
)
def test_patterns_are_checked_with_their_line(search: str, code: str, message: str) -> None:
    text = PATTERNS.replace(
        '{en: [share ... data, "share ... data", "law NOT lawyer"], ko: 불신}', search
    )
    (problem,) = check_codebook(text, "book.yaml", analysed={"en", "ko"})
    assert (problem.line, problem.code) == (6, code)
    assert message in problem.message
    assert (problem.severity == "warning") is (code == "pattern-language")
