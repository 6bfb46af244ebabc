"""Tests of `qct search`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from toolkit.cli.code.search_hits import COLUMNS, ask
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


# --- hits of a code's patterns ----------------------------------------------------------


def test_hits_of_a_code_are_listed_and_nothing_is_coded(qct: Qct, project: Project) -> None:
    ran = qct("search", "sent|leak", "--code", "trust", "--coder", "coder-a", *JSON)
    rows = ran.json()
    assert list(rows[0]) == list(COLUMNS)
    assert [(row["number"], row["source"], row["state"]) for row in rows] == [
        (1, "E01", ""),
        (2, "E01", ""),
    ]
    assert rows[0]["passage"].startswith("Last spring [Agency 3] sent us a list")
    assert "nothing is coded yet" in ran.err
    assert project.codings.find() == []


def test_hits_are_accepted_and_rejected_by_number(qct: Qct, project: Project) -> None:
    base = ("search", "sent|leak", "--code", "trust", "--coder", "coder-a")
    ran = qct(*base, "--accept", "1", "--reject", "all")
    assert "1 passage coded with trust in round main, 1 rejected" in ran.err
    (coding,) = project.codings.find()
    assert (coding.origin, coding.coder_id) == ("search", "coder-a")
    again = qct(*base, "--accept", "1-2", *JSON)
    assert [row["state"] for row in again.json()] == ["coded", "rejected"]
    assert "coded before, and left alone: 1" in again.err
    assert "precision so far of trust: withheld, since 2 hits are decided" in again.err
    shown = qct("codebook", "show", "trust", *JSON).json()
    assert {"field": "search precision", "text": shown[-2]["text"]} == shown[-2]
    assert shown[-1]["text"].startswith("sent|leak: withheld, since 2 hits")
    qct("undo", "--coder", "coder-a")
    assert len(project.codings.find()) == 1


def test_the_patterns_of_the_code_are_searched_without_another(qct: Qct) -> None:
    ran = qct("search", "--code", "trust")
    assert (ran.code, "no search patterns" in ran.err) == (2, True)
    assert (
        qct("codebook", "redefine", "trust", "--search", "en=leak", "--search", "ko=나무").code == 0
    )
    (row,) = qct("search", "--code", "trust", "--unit", "match", *JSON).json()
    assert (row["passage"], row["pattern"]) == ("leak", "leak")
    assert ("search (en)", "leak") in {
        (field["field"], field["text"]) for field in qct("codebook", "show", "trust", *JSON).json()
    }
    assert qct("codebook", "redefine", "trust", "--search", "en=", "--search", "ko=").code == 0
    assert qct("search", "--code", "trust").code == 2


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ((), 2, "a search needs a PATTERN"),
        (("x", "--accept", "1"), 2, "need --code"),
        (("leak", "--code", "trust", "--accept", "2"), 2, "numbered from 1 to 1"),
        (("leak", "--code", "trust", "--accept", "1-"), 2, "'1-' names none of the hits"),
        (("leak", "--code", "trust", "--regex"), 2, "--code takes patterns of words"),
        (("leak", "--code", "nope"), 3, "unknown code 'nope'"),
        (("a (b", "--code", "trust"), 2, "at character 3"),
    ],
)
def test_what_cannot_be_done_with_hits_is_said(
    qct: Qct, arguments: tuple[str, ...], code: int, message: str
) -> None:
    ran = qct("search", *arguments)
    assert (ran.code, message in ran.err) == (code, True), ran.err


@pytest.mark.parametrize(
    ("keys", "accepted", "rejected"),
    [("yn", [1], [2]), ("a", [1, 2], []), ("q", [], []), ("xny", [2], [1]), ("", [], [])],
)
def test_a_terminal_asks_about_each_hit(
    project: Project, keys: str, accepted: list[int], rejected: list[int]
) -> None:
    listed = project.suggestions.pattern_hits("trust", ["sent|leak"], coder="coder-a")
    waiting = iter(keys)
    kept, turned_down = ask(listed, lambda: next(waiting, ""))
    assert [hit.number for hit in kept] == accepted
    assert [hit.number for hit in turned_down] == rejected
