from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from toolkit.tui.search import find_all, folded

texts = st.text(st.sampled_from("aAéÉßｱア책 \n.ﬁ"), max_size=40)


@given(texts)
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(folded(text)) == len(text)


@given(texts, st.text(st.sampled_from("aé책."), min_size=1, max_size=2))
def test_matches_are_in_order_apart_and_equal_to_the_query(text: str, query: str) -> None:
    found = find_all(text, query)
    for one, other in pairwise(found):
        assert one.end <= other.start
    assert all(folded(text[m.start : m.end]) == folded(query) for m in found)


def test_case_accents_and_width_do_not_count() -> None:
    assert len(find_all("Café CAFE ｃａｆé", "cafe")) == 3
    assert [str(m) for m in find_all("책임, 책임", "책임")] == ["0:2", "4:6"]


def test_nothing_is_found_for_nothing() -> None:
    assert find_all("text", "") == find_all("a b", "  ") == []
