"""Tests of `qct search`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from toolkit.operations.search import lemmas

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


def test_words_are_searched_by_lemma_where_an_analyser_is_installed(
    qct: Qct, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = qct("search", "leak", *JSON)
    monkeypatch.setattr(lemmas, "is_installed", lambda: False)
    without = qct("search", "leak", *JSON)
    assert "as they are written, since no analyser" in without.err
    assert "[language]" in without.err
    exact = qct("search", "leak", "--exact-words", *JSON)
    assert exact.err == ""
    assert installed.json() == without.json() == exact.json()
    ran = qct("search", "leak", "--lemma")
    assert (ran.code, "language-missing" in ran.err) == (3, True)


@pytest.mark.models
def test_forms_of_words_are_found_and_it_is_said(qct: Qct) -> None:
    ran = qct("search", "figure", *JSON)
    assert [row["match"] for row in ran.json()] == ["figures"]
    assert "searched by lemma" in ran.err
    assert qct("search", "hole", "--exact-words", *JSON).json()[0]["match"] == "hole"
    assert qct("search", "hole", *JSON).json()[0]["match"] == "holes"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("a (b", "--lemma"), "at character 3"),
        (("a", "--lemma", "--regex"), "three kinds of search"),
        (("a", "--exact-words", "--regex"), "three kinds of search"),
    ],
)
@pytest.mark.models
def test_errors_of_patterns_and_kinds(qct: Qct, arguments: tuple[str, ...], message: str) -> None:
    ran = qct("search", *arguments)
    assert (ran.code, message in ran.err) == (2, True)
