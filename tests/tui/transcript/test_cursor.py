"""Tests of the reader's state under any sequence of keys, without a screen."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.domain.spans import Span
from toolkit.domain.transcript import Source
from toolkit.text.cells import cluster_start
from toolkit.text.turns import parse_turns
from toolkit.tui.transcript.cursor import MOTIONS, TextCursor
from toolkit.tui.transcript.document import CLAUSE, PARAGRAPH, SENTENCE, TURN, WORD, Document
from toolkit.tui.transcript.layout import Layout

TEXT = """\
Title line

I: What hinders sharing? Anything at all?

E07: Nobody knows who answers. Then the list goes round once more.

It comes back with holes 👨‍👩‍👧. 법은 그렇습니다. 我们知道。

면담자: 법은 어떻습니까?

E07: 담당자가 판단해야 합니다.
"""


def reader(text: str = TEXT, cells: int = 50, at: int = 0) -> TextCursor:
    document = Document(Source("E07", "E07", "en", "0", len(text)), text, parse_turns(text))
    return TextCursor(Layout(document, cells), at)


def quote(span: Span | None, text: str = TEXT) -> str:
    assert span is not None
    return text[span.start : span.end]


steps = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.sampled_from(sorted(MOTIONS))),
        st.tuples(st.just("extend"), st.sampled_from(sorted(MOTIONS))),
        st.tuples(st.just("select"), st.sampled_from([SENTENCE, CLAUSE, TURN, PARAGRAPH, WORD])),
        st.tuples(st.sampled_from(["grow", "shrink", "visual", "clear"]), st.just("")),
        st.tuples(st.just("drag"), st.integers(0, 400).map(str)),
    ),
    max_size=30,
)
texts = st.one_of(
    st.just(TEXT),
    st.lists(
        st.sampled_from(
            ["I: ", "E07: ", "word. ", "정보요. ", "我们。", "\n", "\n\n", "e\u0301", "👍🏽"]
        ),
        min_size=1,
        max_size=40,
    ).map("".join),
)


@settings(max_examples=150)
@given(texts, st.integers(20, 80), steps)
def test_whatever_the_keys_cursor_and_selection_stay_in_the_text(
    text: str, cells: int, keys: list[tuple[str, str]]
) -> None:
    state = reader(text, cells)
    for name, argument in keys:
        if name == "move":
            state.move(argument)
        elif name == "extend":
            state.move(argument, extend=True)
        elif name == "select":
            state.select(argument)
        elif name == "drag":
            state.drag(int(argument))
        elif name == "visual":
            state.toggle_visual()
        else:
            getattr(state, name)()
        assert 0 <= state.cursor < len(text)
        assert cluster_start(text, state.cursor) == state.cursor
        if state.selection is not None:
            assert 0 <= state.selection.start < state.selection.end <= len(text)


@given(st.integers(0, len(TEXT)), st.sampled_from(["right", "word", "sentence", "turn"]))
def test_going_on_reaches_the_end_and_going_back_the_start(at: int, motion: str) -> None:
    state = reader(at=at)
    for _ in range(len(TEXT)):
        before = state.cursor
        state.move(motion)
        assert state.cursor >= before
        if state.cursor == before:
            break
    assert state.cursor >= TEXT.index("담당자")
    back = {"right": "left"}.get(motion, f"{motion}-back")
    for _ in range(len(TEXT)):
        before = state.cursor
        state.move(back)
        assert state.cursor <= before
        if state.cursor == before:
            break
    assert state.cursor <= TEXT.index("What")


def test_sentences_are_walked_across_turns_without_landing_in_labels() -> None:
    state = reader()
    first_words = []
    for _ in range(8):
        state.move("sentence")
        first_words.append(TEXT[state.cursor :].split()[0])
    assert first_words == ["What", "Anything", "Nobody", "Then", "It", "법은", "我们知道。", "법은"]


def test_down_and_up_keep_the_column() -> None:
    state = reader(at=TEXT.index("answers"))
    column = state.layout.column_of(state.cursor)
    for motion in ("down", "down", "up", "up"):
        state.move(motion)
    assert state.layout.column_of(state.cursor) == column


def test_selecting_again_takes_one_unit_more_and_part_of_one_becomes_whole() -> None:
    state = reader(at=TEXT.index("knows"))
    state.select(SENTENCE)
    assert quote(state.selection) == "Nobody knows who answers."
    state.select(SENTENCE)
    assert quote(state.selection).endswith("once more.")
    state.pick(Span(TEXT.index("knows"), TEXT.index("who")))
    state.select(SENTENCE)
    assert quote(state.selection) == "Nobody knows who answers."
    state.select(TURN)
    assert quote(state.selection).startswith("Nobody")
    assert quote(state.selection).endswith("我们知道。")


def test_shrinking_goes_on_by_words_when_one_sentence_is_left() -> None:
    state = reader(at=TEXT.index("knows"))
    state.select(SENTENCE)
    state.shrink()
    assert quote(state.selection) == "Nobody knows who"
    state.grow()
    assert quote(state.selection).startswith("Nobody knows who answers")


def test_uncoded_turns_are_expert_turns_without_a_coding() -> None:
    state = reader()
    assert state.uncoded_turn([], back=False) == TEXT.index("Nobody")
    assert state.uncoded_turn([], back=True) is None
