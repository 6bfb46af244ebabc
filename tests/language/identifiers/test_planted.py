"""Identifiers that were planted in interviews are found, with few false proposals.

The texts in `planted/` were written by people who had not seen the rules, which were then improved
on them, and on those in `second/` to `fifth/`. `sealed.sha256` has the hashes of texts of the same
kind that nobody has looked at.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.language.identifiers.planted import measured, parse
from toolkit.language.identifiers.candidate import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent / "planted"


def files(language: str) -> Iterator[Path]:
    return HERE.glob(f"{language}-*.txt")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_planted_texts_are_marked_as_they_should_be(language: str) -> None:
    count = 0
    for path in HERE.rglob(f"{language}-*.txt"):
        marked = path.read_text(encoding="utf-8")
        text, spans = parse(marked)
        assert marked.count("⟦") == marked.count("⟧") == len(spans), path.name
        assert {kind for _start, _end, kind in spans} <= set(KINDS)
        assert all(text[start:end].strip() == text[start:end] for start, end, _kind in spans)
        count += len(spans)
    assert count > 240


def test_the_sealed_texts_have_a_hash_each() -> None:
    lines = (HERE / "sealed.sha256").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 24
    assert all(re.fullmatch(r"[0-9a-f]{64}  (?:en|ko)-\d\d\.txt", line) for line in lines)


@pytest.mark.long
@pytest.mark.models
@pytest.mark.parametrize("language", ["en", "ko"])
def test_planted_identifiers_are_found(language: str, tmp_path: Path) -> None:
    score = measured(files(language), tmp_path)
    assert score.recall >= 0.95, score.table()
    assert score.false_rate <= 2, score.table()


@pytest.mark.long
@pytest.mark.models
@pytest.mark.parametrize(
    ("language", "folder", "recall"),
    [
        ("en", "second", 0.95),
        ("en", "fourth", 0.95),
        ("en", "fifth", 0.95),
        ("ko", "second", 0.95),
        ("ko", "third", 0.95),
        ("ko", "fourth", 0.94),
        ("ko", "fifth", 0.94),
    ],
)
def test_further_sets_are_found_as_well(
    language: str, folder: str, recall: float, tmp_path: Path
) -> None:
    score = measured((HERE / folder).glob(f"{language}-*.txt"), tmp_path)
    assert score.planted.total() > 200
    assert score.recall >= recall, score.table()
    assert score.false_rate <= 2, score.table()
