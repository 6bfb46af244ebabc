"""The lines of a concordance: words, patterns and expressions, by one operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.operations.terms.conftest import code, small
from toolkit.domain.codings import Mode
from toolkit.errors import InputError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.operations.terms.lines import Concordance
    from toolkit.project import Project


def matches(made: Concordance) -> list[tuple[str, str, str]]:
    return [(line.source_id, line.speaker, line.match) for line in made.lines]


@pytest.fixture
def plain(tmp_path: Path) -> Project:
    """The small project, whatever is installed."""
    return small(tmp_path)


def test_every_line_has_its_place_and_its_speaker(spoken: Project) -> None:
    made = spoken.terms.lines("share", speakers="all")
    assert matches(made) == [
        ("E01", "E01", "shared"), ("E01", "E01", "shares"), ("E01", "E01", "sharing"),
    ]  # fmt: skip
    assert made.sources_with == 1
    assert made.texts == {source.id: source.text_sha256 for source in spoken.sources.all()}
    for line in made.lines:
        assert spoken.sources.text(line.source_id)[line.start : line.end] == line.match
    who = spoken.terms.lines("the", search="written", speakers="all")
    assert ("E01", "I", "the") in matches(who)
    assert ("E01", "I", "the") not in matches(spoken.terms.lines("the", search="written"))


def test_the_tables_are_these_lines(spoken: Project) -> None:
    made = spoken.terms.lines("budget", width=30)
    (table, *_others) = spoken.terms.concordance("budget", width=30)
    assert [row[0] for row in table.rows] == ["E02"] * 3
    assert table.rows == tuple(
        (
            line.source_id,
            f"{line.start}:{line.end}",
            line.speaker,
            line.left,
            line.match,
            line.right,
        )
        for line in made.lines
    )
    assert table.notes[0] == "3 places in 1 of 4 sources"
    assert list(table.notes[1:]) == list(made.notes)


def test_a_pattern_of_words_is_read_as_in_a_search(spoken: Project) -> None:
    """Where a word has a sign of the pattern language."""
    made = spoken.terms.lines("data NEAR share", speakers="all")
    assert [line.match for line in made.lines] == [
        "data platform was never shared", "shares the data",
    ]  # fmt: skip
    assert [line.match for line in spoken.terms.lines("=shared|=sharing").lines] == [
        "shared", "sharing",
    ]  # fmt: skip
    assert [line.match for line in spoken.terms.lines("share/VERB").lines] == ["shared", "shares"]
    with pytest.raises(UsageError, match="wrong at character 8"):
        spoken.terms.lines("share (")


def test_a_pattern_takes_words_as_written_where_nothing_analyses_them(spoken: Project) -> None:
    made = spoken.terms.lines("statute|Gesetz")
    assert ("D01", "D01", "Gesetz") in matches(made)
    assert made.unread == (
        "there is no analyser of the language de, so its words were searched as they are "
        "written: D01",
    )
    assert made.unread[0] in made.notes
    # A word alone is looked for in its forms, and a note counts what is left out for that.
    (left_out,) = spoken.terms.lines("Gesetz").unread
    assert left_out.startswith("left out: 5 words in 'de'")
    assert spoken.terms.lines("Gesetz").lines == ()


def test_letters_and_expressions_need_no_analyser(
    plain: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_arguments: object, **_named: object) -> None:
        raise AssertionError("something was analysed")

    monkeypatch.setattr("toolkit.language.analyse.Analysers.analyse", missing)
    written = plain.terms.lines("atut", search="written")
    assert [(line.source_id, line.left, line.match, line.right) for line in written.lines] == [
        ("E01", "St", "atut", "es forbid sharing. The statute is narrow, and the statute"),
        ("E01", "Statutes forbid sharing. The st", "atut", "e is narrow, and the statute stays."),
        ("E01", "Statutes forbid sharing. The statute is narrow, and the st", "atut", "e stays."),
        ("E02", "budget was cut. The budget office cut our budget, and the st", "atut",
         "e was silent."),
    ]  # fmt: skip
    assert written.unread == ()
    # Case and accents do not count, as in a search.
    assert len(plain.terms.lines("STÁTUTE", search="written").lines) == 4
    matched = plain.terms.lines(r"\bstat\w+|공유[가-힣]+", search="regex")
    assert [line.match for line in matched.lines] == [
        "Statutes", "statute", "statute", "statute", "공유를", "공유했습니다", "공유가",
    ]  # fmt: skip
    assert matched.provenance is not None
    assert matched.provenance.details == ()
    with pytest.raises(UsageError, match="no regular expression"):
        plain.terms.lines("(", search="regex")


def test_only_words_of_a_language_a_code_or_a_source(plain: Project) -> None:
    korean = plain.terms.lines(".", search="regex", language="ko")
    assert {line.source_id for line in korean.lines} == {"K01"}
    law = plain.terms.lines("statute", search="written", code="law", coder="coder-a")
    assert [line.source_id for line in law.lines] == ["E01", "E01", "E01"]
    only = plain.terms.lines("statute", search="written", sources=["E02"])
    assert (len(only.lines), only.sources) == (1, 1)
    with pytest.raises(InputError, match="unknown language"):
        plain.terms.lines("statute", search="written", language="fr")


def test_what_makes_no_sense_is_refused_with_what_is_valid(plain: Project) -> None:
    with pytest.raises(UsageError, match="unknown search 'letters'; valid: lemma, written, regex"):
        plain.terms.lines("x", search="letters")
    for search in ("lemma", "written", "regex"):
        with pytest.raises(UsageError, match="no word to look for"):
            plain.terms.lines("  ", search=search)
    with pytest.raises(UsageError, match="unknown order 'up'"):
        plain.terms.concordance("x", order="up")


def test_a_bound_coder_sees_the_same_lines_whatever_others_did(
    plain: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain.rounds.open("R1", actor="lead", mode=Mode.BLIND, coders=["coder-a", "coder-b"])
    monkeypatch.setenv("QCT_CODER", "coder-a")
    with plain.open(plain.folder) as mine:
        before = mine.terms.lines("statute", search="written")
        of_code = mine.terms.lines("statute", search="written", code="law", round_id="R1")
        assert of_code.lines == ()
    monkeypatch.delenv("QCT_CODER")
    code_there(plain)
    monkeypatch.setenv("QCT_CODER", "coder-a")
    with plain.open(plain.folder) as mine:
        assert mine.terms.lines("statute", search="written") == before
        assert mine.terms.lines("statute", search="written", code="law", round_id="R1") == of_code


def code_there(project: Project) -> None:
    """Another coder codes a passage in the blind round."""
    quote = "the statute was silent"
    start = project.sources.text("E02").index(quote)
    project.codings.add("E02", start, start + len(quote), "law", coder="coder-b", round_id="R1")
    code(project, "E02", "The budget office cut our budget", "money", "coder-b")
