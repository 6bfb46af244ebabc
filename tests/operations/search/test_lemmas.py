"""Tests of searching by lemma, with a stand-in for the analysers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.domain.spans import Span
from toolkit.errors import InputError
from toolkit.language.analyse import Analysers, Given
from toolkit.language.patterns.parse import PatternError
from toolkit.language.patterns.words import Words, plain_tokens
from toolkit.language.protocol import Analyser, Analysis, Token
from toolkit.operations.search import lemmas
from toolkit.operations.search.lemmas import ByLemma
from toolkit.project import Project
from toolkit.text.search import Haystack

Write = Callable[[str, str], object]


class EndingsOff:
    """Takes -s, -ed and -ing off, and knows no other form."""

    id = "endings/1"

    def __init__(self) -> None:
        self.texts: list[str] = []

    def analyse(self, texts: Sequence[str]) -> Iterator[Analysis]:
        for text in texts:
            self.texts.append(text)
            tokens = tuple(
                Token(
                    word.start(),
                    word.end(),
                    re.sub(r"(?<=..)(s|ed|ing)$", "", word[0].lower()),
                    "X",
                    "",
                )
                for word in re.finditer(r"\w+", text)
            )
            yield Analysis(tokens, (), ())


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> EndingsOff:
    """English has the stand-in for an analyser, and no other language has one."""
    made = EndingsOff()

    def of(_self: Analysers, language: str) -> Analyser:
        if language != "en":
            raise InputError("none", code="language-missing")
        return made

    monkeypatch.setattr(Analysers, "of", of)
    monkeypatch.setattr(lemmas, "is_installed", lambda: True)
    return made


def quotes(project: Project, pattern: str) -> dict[str, list[str]]:
    with project.sources.searcher(pattern, lemma=True) as finder:
        return {
            result.source_id: [result.text[match.start : match.end] for match in result.matches]
            for result in project.sources.search(finder)
        }


@pytest.mark.usefixtures("english")
def test_every_form_of_a_word_is_found(project: Project) -> None:
    assert quotes(project, "figure hole") == {"E01": [], "K01": []}
    assert quotes(project, "figure NEAR/10 hole")["E01"] == [
        "figures. Last spring [Agency 3] sent us a list with holes"
    ]
    assert quotes(project, "hinder")["E01"] == ["hinders"]
    assert quotes(project, "figure|hole")["E01"] == ["figures", "holes"]


@pytest.mark.usefixtures("english")
def test_what_is_written_so_is_always_found_too(project: Project) -> None:
    assert quotes(project, "igur")["E01"] == ["igur"]
    assert quotes(project, "E01:")["E01"] == ["E01:", "E01:"]
    assert quotes(project, "[agency 3]")["E01"] == ["[Agency 3]"]
    assert quotes(project, "igur|zzz")["E01"] == []


@pytest.mark.usefixtures("english")
def test_a_language_without_an_analyser_is_searched_as_written(project: Project) -> None:
    with project.sources.searcher("누가|leak", lemma=True) as finder:
        results = {result.source_id: result for result in project.sources.search(finder)}
    assert (results["E01"].unread, results["K01"].unread) == ((), ("ko",))
    assert len(results["E01"].matches) == len(results["K01"].matches) == 1


def test_texts_are_analysed_once_and_it_is_told_how_far_it_is(
    project: Project, english: EndingsOff
) -> None:
    told: list[tuple[int, int]] = []
    for _ in range(2):
        with project.sources.searcher("leak", lemma=True) as finder:
            list(project.sources.search(finder, note=lambda *state: told.append(state)))
    assert told[0][0] == 0
    assert told[-1] == (told[0][1], told[0][1])
    assert len(english.texts) == len(set(english.texts)) == told[0][1]


def test_without_an_analyser_the_extra_is_named(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lemmas, "is_installed", lambda: False)
    with pytest.raises(InputError, match="cannot be searched by lemma") as error:
        project.sources.searcher("x", lemma=True)
    assert "[language]" in error.value.hint


def test_a_wrong_pattern_says_where(project: Project) -> None:
    with pytest.raises(PatternError, match="at character 3"):
        project.sources.searcher("a (b", lemma=True)


@given(st.text(alphabet="ab ", min_size=1, max_size=30), st.text(alphabet="ab ", max_size=4))
def test_an_as_written_match_lies_in_a_match(text: str, words: str) -> None:
    if not words.strip():
        return
    matches = list(ByLemma(words).find_in(Words(text, plain_tokens(text, Span(0, len(text))))))
    for span in Haystack(text).find(words):
        assert any(span.start >= match.start and span.end <= match.end for match in matches)
    assert all(a.end <= b.start for a, b in pairwise(matches))


def _opened_again(project: Project, pattern: str) -> dict[str, list[str]]:
    """The matches in a project that was just opened, as each command opens it."""
    with Project.open(project.folder, read_only=True) as again:
        return quotes(again, pattern)


def test_words_that_are_kept_are_not_built_again(
    project: Project, english: EndingsOff, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _opened_again(project, "figure")
    assert first["E01"]
    analysed = list(english.texts)

    def built(*_arguments: object) -> None:
        raise AssertionError("the words are kept")

    monkeypatch.setattr(lemmas, "_words", built)
    monkeypatch.setattr(Analysers, "analyse", built)
    assert _opened_again(project, "figure") == first
    assert english.texts == analysed


def test_languages_without_an_analyser_are_kept_with_the_words(
    project: Project, english: EndingsOff
) -> None:
    def unread() -> dict[str, tuple[str, ...]]:
        with (
            Project.open(project.folder, read_only=True) as again,
            again.sources.searcher("figure", lemma=True) as finder,
        ):
            return {each.source_id: each.unread for each in again.sources.search(finder)}

    assert english.texts == []
    first = unread()
    assert first == {"E01": (), "K01": ("ko",)}
    assert unread() == first


@pytest.mark.parametrize("what", ["analyser", "rules", "text"])
def test_words_are_built_anew_where_something_else_would_come_out(
    project: Project, english: EndingsOff, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    _opened_again(project, "figure")
    built: list[str] = []
    build = lemmas._words

    def counted(given: Given, *others: object) -> lemmas.SourceWords:
        built.append(given.text)
        return build(given, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(lemmas, "_words", counted)
    if what == "analyser":
        monkeypatch.setattr(type(english), "id", "endings/2")
    elif what == "rules":
        monkeypatch.setattr(lemmas, "rules_digest", lambda: "others")
    else:
        project.sources.correct("E01", project.sources.text("E01") + " Figures.", actor="lead")
    matches = _opened_again(project, "figure")
    assert len(built) == (1 if what == "text" else 2)
    assert ("Figures" in matches["E01"]) == (what == "text")
