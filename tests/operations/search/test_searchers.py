"""Tests of searching sources by words, and by expressions that may never end."""

from __future__ import annotations

import threading
import time
import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from toolkit.domain.spans import Span
from toolkit.errors import CheckFailed, InputError, UsageError
from toolkit.operations.search.searchers import Regex
from toolkit.operations.sources.sources import Sources
from toolkit.text.search import Haystack

if TYPE_CHECKING:
    from toolkit.project import Project

Write = Callable[[str, str], object]
ENDLESS = r"(a+a+)+b"
"""An expression that tries every way to split a run of the letter a."""


def quotes(project: Project, pattern: str, **options: bool) -> dict[str, list[str]]:
    with project.sources.searcher(pattern, **options) as finder:
        return {
            result.source_id: [result.text[match.start : match.end] for match in result.matches]
            for result in project.sources.search(finder)
        }


def test_every_source_is_told_with_what_it_has(project: Project) -> None:
    assert quotes(project, "LEAK") == {"E01": ["leak"], "K01": []}
    assert quotes(project, "[b]") == {"E01": [], "K01": []}
    assert quotes(project, r"\bl\w+", regex=True)["E01"] == ["Last", "list", "leak"]
    assert quotes(project, r"^e\d+:", regex=True)["E01"] == ["E01:", "E01:"]
    assert quotes(project, "누가|모두", regex=True)["K01"] == ["누가", "모두"]
    assert quotes(project, "", regex=True) == {"E01": [], "K01": []}
    assert quotes(project, "x*", regex=True) == {"E01": [], "K01": []}


def test_a_match_has_its_turn_and_what_is_around_it(project: Project) -> None:
    with project.sources.searcher("leak") as finder:
        (result,) = project.sources.search(finder, sources=["E01"])
    turn = result.turn_of(result.matches[0])
    before, words, after = result.context(result.matches[0])
    assert turn is not None
    assert (turn.index, turn.speaker) == (3, "E01")
    assert (before, words, after[:6]) == ("E01: A ", "leak", " is wh")
    assert not any("\n" in part for part in result.context(Span(0, 60)))


def test_accents_and_composition_do_not_count_in_expressions_either(
    project: Project, write: Write
) -> None:
    text = "I: Où?\n\nE09: Un cafe\u0301 noir, " + unicodedata.normalize("NFD", "책임") + ".\n"
    project.sources.import_files([write("E09.txt", text)], actor="lead")  # type: ignore[list-item]
    assert quotes(project, "caf[éx] N", regex=True)["E09"] == ["cafe\u0301 n"]
    assert quotes(project, "책.", regex=True)["E09"] == [unicodedata.normalize("NFD", "책임")]


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("(", "missing \\), unterminated subpattern at character 1"),
        ("a[", "unterminated character set at character 2"),
        ("*", "nothing to repeat at character 1"),
        ("\\", "bad escape"),
        ("(?P<a", "missing >"),
        ("(" * 5000 + ")" * 5000, "it is too large|too many|no regular"),
    ],
    ids=["group", "set", "repetition", "escape", "name", "five-thousand-groups"],
)
def test_what_is_no_expression_says_where(pattern: str, why: str) -> None:
    with pytest.raises(UsageError, match=why) as caught:
        Sources.searcher(pattern, regex=True)
    assert caught.value.code == "regex-syntax"


def test_an_endless_expression_is_ended(project: Project) -> None:
    with (
        Regex(ENDLESS, seconds=0.3) as finder,
        pytest.raises(UsageError, match=r"0\.3 s") as caught,
    ):
        finder.find(Haystack("a" * 5000))
    assert caught.value.code == "regex-too-much"
    assert "aaaa" not in str(caught.value)


@pytest.mark.usefixtures("must_end")
def test_a_search_is_given_up_from_another_thread() -> None:
    with Regex(ENDLESS, seconds=5) as finder:
        threading.Timer(0.2, finder.stop).start()
        with pytest.raises(CheckFailed, match="given up"):
            finder.find(Haystack("a" * 5000))
        with pytest.raises(CheckFailed, match="given up"):
            finder.find(Haystack("a"))


def test_the_text_can_be_read_while_an_expression_is_matched() -> None:
    """Matching does not block other threads, so the workspace stays usable."""
    ticks: list[float] = []
    with Regex(ENDLESS, seconds=1) as finder:
        searching = threading.Thread(target=_search_in_vain, args=(finder,))
        searching.start()
        while searching.is_alive():
            ticks.append(time.monotonic())
            time.sleep(0.01)
    assert len(ticks) > 10


def _search_in_vain(finder: Regex) -> None:
    with pytest.raises(UsageError):
        finder.find(Haystack("a" * 5000))


@pytest.mark.parametrize(
    "pattern", ["(?:(?:a{1000}){1000}){1000}", "a{99999999999}", "a{99999}{9}"]
)
def test_repetition_that_would_fill_the_memory_is_refused(pattern: str) -> None:
    with pytest.raises(UsageError, match="too large"):
        Regex(pattern)
    with Regex("a{1000}b{3}") as finder:
        assert len(finder.find(Haystack("a" * 1000 + "bbb"))) == 1


def test_a_long_text(project: Project) -> None:
    long = "a leak. " * 100_000
    with Regex(r"leak\.") as finder:
        matches = finder.find(Haystack(long))
        assert len(matches) == 100_000
        assert long[matches[-1].start : matches[-1].end] == "leak."
        assert len(finder.find(Haystack("no"))) == 0


def test_an_unknown_source_is_named(project: Project) -> None:
    with (
        project.sources.searcher("a") as finder,
        pytest.raises(InputError, match="unknown source 'nope'"),
    ):
        list(project.sources.search(finder, sources=["nope"]))


def test_nothing_is_left_running() -> None:
    with Regex(ENDLESS, seconds=0.2) as finder, pytest.raises(UsageError):
        finder.find(Haystack("a" * 5000))
    left = [thread for thread in threading.enumerate() if thread.name == "regex"]
    for thread in left:
        thread.join(timeout=50)
    assert not any(thread.is_alive() for thread in left)
