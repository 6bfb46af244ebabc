"""What a text quotes from others is found wherever it stands, and nothing else is."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from toolkit.text.shared_runs import LEAST, SharedRuns, reduced

SAID = (
    "We never sent them a list, because the last one came back with holes in it.\n"
    "And my director said: no more lists to anybody, not even to the tax people."
)
PIECES = st.lists(st.sampled_from("ab \n가"), min_size=1, max_size=90).map("".join)


def test_a_quotation_is_cut_out_at_its_borders() -> None:
    memo = "See “the last one came back with holes in it”, which says it all."
    runs = SharedRuns([SAID])
    assert runs.without(memo, "[x]") == "See “[x]”, which says it all."
    assert runs.any_in(memo)


def test_broken_lines_do_not_hide_a_quotation() -> None:
    runs = SharedRuns([SAID])
    assert runs.without("> the last one came\n>back", "[x]") == "> the last one came\n>back"
    broken = "in it. And  my director\nsaid: no more\tlists to anybody"
    assert runs.without(f"a) {broken} b)", "[x]") == "a)[x] b)"


def test_short_runs_and_common_questions_are_no_quotations() -> None:
    assert not SharedRuns([SAID]).any_in("the last one came back")
    question = "because the last one came back with holes in it"
    common = SharedRuns([SAID], is_common=lambda run: run.strip() in question)
    assert not common.any_in(question)
    assert common.any_in("And my director said: no more lists to anybody")


def test_two_quotations_are_two_spans() -> None:
    runs = SharedRuns([SAID])
    text = SAID[:40] + " ... " + SAID[80:130]
    assert len(runs.spans(text)) == 2


@given(text=PIECES, quoting=PIECES)
def test_runs_are_those_that_a_search_of_every_place_finds(text: str, quoting: str) -> None:
    spans = SharedRuns([text]).spans(quoting)
    short, whole = reduced(quoting), reduced(text)
    covered = set()
    for start in range(len(short) - LEAST + 1):
        if short[start : start + LEAST] in whole:
            covered |= set(range(start, start + LEAST))
    assert bool(spans) == bool(covered)
    for span in spans:
        words = reduced(quoting[span.start : span.end])
        assert len(words) >= LEAST
        assert words in whole
    left = SharedRuns([text]).without(quoting, "|")
    assert not any(len(piece) > 2 * LEAST and piece in whole for piece in re.split(r"\|", left))
    assert all(span.end <= later.start for span, later in pairwise(spans))
