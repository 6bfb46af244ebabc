"""The glossary has every term of the toolkit, in English and Korean."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
ENTRIES = dict(
    re.findall(r"^### ([A-Za-z]+) \([가-힣 ]+\)\n(.+?)(?=\n\n#|\Z)", GLOSSARY, re.M | re.S)
)
TERMS = (
    *("Project", "Source", "Case", "Speaker", "Role", "Turn", "Span", "Code", "Codebook"),
    *("Family", "Coder", "Coding", "Segment", "Memo", "Round", "Blind", "Open", "Assisted"),
    *("Coverage", "Consensus", "Adjudication", "Answers", "Suggestion", "Verdict", "Evidence"),
    *("Decision", "Theme", "Direction", "Stance", "Matrix", "Agreement", "Kappa", "Alpha"),
    *(
        "Unit",
        "Frame",
        "Resample",
        "Interval",
        "Event",
        "Log",
        "Head",
        "Undo",
        "Store",
        "Bundle",
        "Merge",
    ),
)


def test_the_glossary_has_exactly_these_terms() -> None:
    assert tuple(sorted(ENTRIES)) == tuple(sorted(TERMS))


@pytest.mark.parametrize("term", TERMS)
def test_a_term_is_defined_in_english_and_in_korean(term: str) -> None:
    lines = ENTRIES[term].splitlines()
    korean = [line for line in lines if re.search("[가-힣]", line)]
    english = [line for line in lines if line not in korean]
    assert english
    assert korean
    assert english[-1].endswith(".")
    assert korean[-1].endswith(".")


def test_the_readme_leads_to_the_glossary() -> None:
    assert "(docs/glossary.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
