"""Tests of moving the ends of a coding by words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.domain.spans import Span
from toolkit.domain.transcript import Source
from toolkit.text.cells import cluster_start
from toolkit.text.turns import parse_turns
from toolkit.tui.screens.choose_coding import ChooseCoding
from toolkit.tui.transcript.document import Document

if TYPE_CHECKING:
    from toolkit.project import Project

Open = Callable[..., Any]
Place = Callable[[str, str], tuple[int, int]]
FIRST = "We do not trust their figures."
ME = "coder-a"


def document(text: str) -> Document:
    return Document(Source("S", "S", "en", "0" * 64, len(text)), text, parse_turns(text))


words = st.sampled_from(
    [
        "word",
        "don't",
        "“said",
        "so”,",
        "법이",
        "我们的",
        "e\u0301",
        "👩\u200d🔬",
        "...",
        "—",
        "I:",
        "E1:",
    ]
)
glue = st.sampled_from([" ", "  ", "\n", "\n\n", "\n\nE1: ", "\n\nI: "])
texts = st.lists(st.tuples(words, glue), min_size=1, max_size=25).map(
    lambda pairs: "I: " + "".join(part for pair in pairs for part in pair)
)


@given(texts, st.data())
def test_an_edge_goes_where_it_should_and_never_into_a_label(
    text: str, data: st.DataObject
) -> None:
    shown = document(text)
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    end, back = data.draw(st.booleans()), data.draw(st.booleans())
    moved = shown.moved_edge(span, end=end, back=back)
    assert 0 <= moved.start < moved.end <= len(text)
    if end:
        assert moved.start == span.start
        assert (moved.end <= span.end) if back else (moved.end >= span.end)
    else:
        assert moved.end == span.end
        assert (moved.start <= span.start) if back else (moved.start >= span.start)
    if moved != span:
        at = moved.end if end else moved.start
        assert text[at - 1 if end else at].strip()
        assert at == len(text) or cluster_start(text, at) == at
        inside = at - 1 if end else at
        turn = shown.turn_at(inside)
        assert turn is None or inside >= turn.body.start or turn.span.start not in shown.leads


@given(texts)
def test_going_on_word_by_word_reaches_the_end_and_back_the_first_word(text: str) -> None:
    shown = document(text)
    body = next((turn.body.start for turn in shown.turns), 0)
    span = Span(body, body + 1)
    for _ in range(200):
        longer = shown.moved_edge(span, end=True, back=False)
        if longer == span:
            break
        span = longer
    last = shown.moved_edge(Span(body, len(text)), end=True, back=True)
    assert span.end >= last.end
    for _ in range(200):
        shorter = shown.moved_edge(span, end=True, back=True)
        if shorter == span:
            break
        span = shorter
    assert span.end > body


@pytest.fixture
def coded(project: Project, place: Place) -> Project:
    start, end = place("E01", "do not trust their")
    project.codings.add("E01", start, end, "trust", coder=ME)
    return project


def quotes(project: Project) -> list[str]:
    text = project.sources.text("E01")
    return [text[c.span.start : c.span.end] for c in project.codings.find(coder=ME)]


async def test_both_ends_move_by_a_word_and_each_step_is_undone(
    workspace: Open, coded: Project, place: Place
) -> None:
    async with workspace(at=place("E01", "trust")[0]) as (pilot, screen):
        await pilot.press("alt+right")
        assert quotes(coded) == ["do not trust their figures"]
        assert screen.message.startswith("Distrust ends “…do not trust their figures”")
        assert screen.view.document.text[screen.view.cursor] == "s"
        await pilot.press("alt+right")
        assert quotes(coded) == [FIRST.removeprefix("We ")]
        await pilot.press("alt+shift+left")
        assert quotes(coded) == [FIRST]
        assert screen.message.startswith("Distrust starts “We do not trust")
        assert screen.view.document.text[screen.view.cursor] == "W"
        await pilot.press("alt+shift+right", "alt+shift+right")
        assert quotes(coded) == ["not trust their figures."]
        await pilot.press("alt+left", "alt+left", "alt+left", "alt+left", "alt+left")
        assert quotes(coded) == ["not"]
        assert screen.message == "The coding is only one word long."
        await pilot.press(*"uuuuuuuuu")
        assert quotes(coded) == ["do not trust their"]


async def test_an_end_steps_over_the_label_of_the_next_turn(
    workspace: Open, coded: Project, place: Place
) -> None:
    smile = place("E01", "😀")[1]
    coding = coded.codings.find(coder=ME)[0]
    coded.codings.change(coding.id, coder=ME, end=smile)
    async with workspace(at=place("E01", "trust")[0]) as (pilot, _):
        await pilot.press("alt+right")
        (quote,) = quotes(coded)
        assert quote.endswith("I: And")
        await pilot.press("alt+left")
        assert coded.codings.find(coder=ME)[0].span.end == smile


async def test_the_same_coding_goes_on_while_the_coder_stays(
    workspace: Open, coded: Project, place: Place
) -> None:
    start, end = place("E01", "trust their figures")
    coded.codings.add("E01", start, end, "security", coder=ME)
    async with workspace(at=start) as (pilot, screen):
        await pilot.press("alt+left")
        assert isinstance(pilot.app.screen, ChooseCoding)
        await pilot.press("1")
        await pilot.pause()
        assert sorted(quotes(coded)) == ["do not trust", "trust their figures"]
        await pilot.press("alt+right", "alt+right", "alt+right")
        assert sorted(quotes(coded)) == [FIRST.removeprefix("We "), "trust their figures"]
        screen.view.act(lambda reader: reader.go(start))
        await pilot.press("alt+right")
        assert isinstance(pilot.app.screen, ChooseCoding)


async def test_codings_of_others_do_not_move(
    workspace: Open, project: Project, place: Place
) -> None:
    other_coding = project.codings.add("E01", *place("E01", FIRST), "trust", coder="coder-b")
    async with workspace(at=place("E01", "trust")[0]) as (pilot, _):
        await pilot.press("alt+left", "alt+right", "alt+shift+left", "alt+shift+right")
    assert project.codings.find() == [other_coding]
