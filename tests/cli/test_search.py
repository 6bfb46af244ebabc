"""Tests of `qct search`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Qct
    from toolkit.project import Project

JSON = ("--format", "json")


def test_matches_have_their_place_and_their_words(qct: Qct, project: Project) -> None:
    (row,) = qct("search", "LEAK", *JSON).json()
    text = project.sources.text("E01")
    at = text.index("leak")
    assert row == {
        "source": "E01",
        "start": at,
        "end": at + 4,
        "turn": 4,
        "speaker": "E01",
        "match": "leak",
        "context": row["context"],
    }
    assert row["context"] in text.replace("\n", " ")
    ran = qct("search", r"^\w\d+:", "--regex", "--source", "K01", "--format", "csv")
    assert [line.split(",")[0] for line in ran.out.splitlines()] == ["source", "K01", "K01"]


def test_counts_by_source(qct: Qct) -> None:
    assert qct("search", "a leak|누가", "--regex", "--count", *JSON).json() == [
        {"source": "E01", "matches": 1},
        {"source": "K01", "matches": 1},
    ]
    ran = qct("search", "nowhere", "--count", *JSON)
    assert [row["matches"] for row in ran.json()] == [0, 0]
    assert "no match" in ran.err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("(", "--regex"), 2, "at character 1"),
        (("a", "--source", "nope"), 3, "E01"),
    ],
)
def test_errors_name_what_is_wrong(
    qct: Qct, arguments: tuple[str, ...], code: int, message: str
) -> None:
    ran = qct("search", *arguments)
    assert (ran.code, "Traceback" in ran.err) == (code, False)
    assert message in ran.err


def test_a_bracket_is_a_bracket_without_regex(qct: Qct) -> None:
    (row,) = qct("search", "[agency 3]", *JSON).json()
    assert row["match"] == "[Agency 3]"
