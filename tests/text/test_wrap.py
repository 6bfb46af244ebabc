import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.text.cells import width, widths
from toolkit.text.wrap import CLOSING, OPENING, wrap

PIECES = [
    "word", "a", " ", "  ", "-", "well-known", ".", ",", ")", "(", "“", "”", "정보", "합니다",
    "공유를", "我们在医院", "。", "、", "」", "「", "っ", "ー", "e\u0301", "❤\ufe0f",
    "\U0001f468\u200d\U0001f469", "\t", "\x1b", "\u202e",
    "\u3000", "ﾊﾝ", "\n", "\n\n", "supercalifragilistic",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


def shown(text: str, cells: int) -> list[str]:
    rows = wrap(text, cells)
    return [text[a:b] for a, b in zip(rows.start, rows.end, strict=True)]


@given(texts, st.integers(1, 40))
def test_rows_partition_each_paragraph(text: str, cells: int) -> None:
    rows = wrap(text, cells)
    at = 0
    for start, end in zip(rows.start, rows.end, strict=True):
        assert start == at
        assert end >= start
        at = end + 1 if end < len(text) and text[end] == "\n" else end
    assert rows.end[-1] == len(text)
    assert "".join(shown(text, cells)) == text.replace("\n", "")


@given(texts, st.integers(1, 40))
def test_a_row_is_found_from_any_of_its_offsets(text: str, cells: int) -> None:
    rows = wrap(text, cells)
    for row in range(len(rows)):
        assert rows.row_of(rows.start[row]) == row or rows.start[row] == rows.end[row]
        for offset in range(rows.start[row], rows.end[row]):
            assert rows.row_of(offset) == row


@given(texts, st.integers(1, 40))
def test_rows_keep_to_the_width_but_for_one_hanging_space_or_a_lone_wide_cluster(
    text: str, cells: int
) -> None:
    for row in shown(text, cells):
        over = width(row) > cells
        if over and row.endswith(" "):
            over = width(row[:-1]) > cells
        assert not over or sum(1 for cell in widths(row) if cell) == 1


@given(texts, st.integers(2, 40))
def test_no_row_breaks_a_cluster(text: str, cells: int) -> None:
    rows = wrap(text, cells)
    for row in range(1, len(rows)):
        start = rows.start[row]
        if text[start - 1] == "\n":
            continue
        paragraph = text.rfind("\n", 0, start) + 1
        newline = text.find("\n", start)
        whole = widths(text[paragraph : newline if newline >= 0 else len(text)])
        assert whole[start - paragraph] > 0


@given(texts, st.integers(2, 40))
def test_no_row_starts_with_closing_punctuation_where_another_break_exists(
    text: str, cells: int
) -> None:
    rows = wrap(text, cells)
    for row in range(1, len(rows)):
        start = rows.start[row]
        if start >= len(text) or text[start - 1] == "\n" or text[start] not in CLOSING:
            continue
        before = range(rows.start[row - 1] + 1, start)
        assert not any(
            text[at] not in CLOSING
            and text[at - 1] not in OPENING
            and widths(text[rows.start[row - 1] : start])[at - rows.start[row - 1]]
            for at in before
        )


def test_han_and_kana_break_anywhere_but_hangul_words_stay_whole() -> None:
    assert shown("INT: 我们在医院工作", 11) == ["INT: 我们在", "医院工作"]
    assert shown("정보를 공유하면 책임이", 12) == ["정보를 ", "공유하면 ", "책임이"]


def test_closing_punctuation_takes_its_character_along() -> None:
    assert shown("我们工作。所以", 8) == ["我们工", "作。所以"]
    assert shown("我们「工作」", 6) == ["我们", "「工", "作」"]


def test_a_long_word_is_cut_only_when_it_must_be() -> None:
    assert shown("ab supercalifragilistic", 10) == ["ab ", "supercalif", "ragilistic"]


def test_words_may_break_after_an_inner_hyphen() -> None:
    assert shown("a well-known case", 8) == ["a well-", "known ", "case"]


def test_a_label_takes_no_room_and_stays_with_the_first_row() -> None:
    text = "E07: one two three\nplain"
    rows = wrap(text, 8, {0: 5})
    lines = [text[a:b] for a, b in zip(rows.start, rows.end, strict=True)]
    assert lines == ["E07: one two ", "three", "plain"]


def test_empty_text_has_one_empty_row() -> None:
    assert shown("", 10) == [""]
    assert shown("\n", 10) == ["", ""]


def test_no_cells_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one cell"):
        wrap("text", 0)
