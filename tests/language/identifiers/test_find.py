"""Candidates of English texts by tables, and what holds for every text."""

from __future__ import annotations

import re
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.language.identifiers import (
    rows_codes,
    rows_english,
    rows_numbers,
    rows_of_none,
    rows_world,
)
from tests.language.identifiers.planted import Score, parse
from tests.near_misses import ENGLISH, repeated
from tests.work import calls
from toolkit.domain.spans import Span
from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.find import find
from toolkit.language.identifiers.numbers.accounts import has_check_digits, passes_luhn
from toolkit.language.protocol import NOTHING, Analysis, Entity

_TITLE_INSIDE = re.compile(r"(?:Mr|Mrs|Ms|Dr|Director|Minister|Councillor)\.? |.*['’]s$")


_MARKED = (*rows_numbers.ROWS, *rows_english.ROWS, *rows_codes.ROWS, *rows_world.ROWS)


def _found(text: str, analysis: Analysis = NOTHING) -> list[Candidate]:
    return find(text, language="en", analyses=analysis)


def _shown(text: str, candidates: list[Candidate]) -> list[tuple[str, str]]:
    return [(c.kind.value, text[c.start : c.end]) for c in candidates]


@pytest.mark.parametrize("marked", _MARKED)
def test_what_is_marked_is_proposed_and_nothing_else(marked: str) -> None:
    text, spans = parse(marked)
    expected = [(kind, text[start:end]) for start, end, kind in spans]
    assert _shown(text, _found(text)) == expected


@pytest.mark.parametrize("text", [*rows_of_none.ROWS, *rows_world.NONE])
def test_look_alikes_are_not_proposed(text: str) -> None:
    assert _shown(text, _found(text)) == []


def test_the_tables_are_large_enough() -> None:
    assert len(rows_numbers.ROWS) + len(rows_english.ROWS) >= 120
    assert len(rows_of_none.ROWS) >= 60


def test_a_given_name_that_is_a_word_is_taken_where_it_acts() -> None:
    text = "Mark the box. Frank answer? So Mark told us to sign."
    assert _shown(text, _found(text)) == [("person", "Mark")]
    assert _found(text)[0].start == text.index("Mark told")


def test_a_name_that_the_analyser_sees_keeps_the_kind_that_it_says() -> None:
    text = "We went from Brackmoor to Brackmoor again."
    start = text.index("Brackmoor")
    seen = Analysis((), (Entity(start, start + 9, "organisation"),), ())
    assert _found(text, seen)[0].kind is Kind.ORGANISATION
    assert _found(text)[0].kind is Kind.PLACE


def test_a_name_behind_a_title_is_found_again_without_it() -> None:
    text = "I asked Ms Okonkwo. The next day okonkwo was a note, and Okonkwo's desk was empty."
    assert _shown(text, _found(text)) == [("person", "Okonkwo"), ("person", "Okonkwo")]


def test_labels_are_candidates_only_where_they_name_a_person() -> None:
    text = "Interviewer: Yes?\nE04: No.\nGrace Okafor: Well.\nDr Kowalski: Yes.\nInterviewer: So.\n"
    expected = [("person", "Grace Okafor"), ("person", "Kowalski")]
    assert _shown(text, _found(text)) == expected
    spans = [Span(m.start(1), m.end(1)) for m in re.finditer(r"^([^:\n]+):", text, re.MULTILINE)]
    given_labels = find(text, language="en", analyses=NOTHING, labels=spans)
    assert _shown(text, given_labels) == expected


def test_names_of_the_project_are_found_as_they_are() -> None:
    text = "The Magpie is old. We call the magpie so, and Magpies too."
    known = find(text, language="en", analyses=NOTHING, names=[("Magpie", Kind.NICKNAME)])
    assert _shown(text, known) == [("nickname", "Magpie")]


def test_masked_names_of_the_corpus_are_not_proposed() -> None:
    text = "I: And [Ministry G]?\n\nE05: [Agency 4] in [City 2], with [Company 5] and [Person 1].\n"
    assert _shown(text, _found(text)) == []


def test_check_digits() -> None:
    # The examples of ISO 13616 and of the Luhn patent's successors.
    assert has_check_digits("GB82 WEST 1234 5698 7654 32")
    assert not has_check_digits("GB83 WEST 1234 5698 7654 32")
    assert passes_luhn("4539 1488 0343 6467")
    assert not passes_luhn("4539 1488 0343 6468")


_PIECE_LIST = """Mr |Dr. |Kim|Park Ji-hoon|O'Brien|al-Rashid|'s | said| and |. |: |Interviewer|E04|
Ministry of |Finance| Council|the |in |Leeds|oh two |seven, |four |020 7946 0123|+82 10 |
extension |4471|room |B-204|born in |March of '71|jane dot doe at |example dot org|www.|
a@b.example.org|14 Mill Lane|LS6 2AB|AB12 CDE|plate |account |12 34 56|GDPR|API|[laughs]|한국|
김민수 과장|é|\u2011|…|-|&| """
_PIECES = st.sampled_from(_PIECE_LIST.split("|"))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(_PIECES, max_size=30).map("".join))
def test_candidates_lie_in_the_text_without_overlaps_titles_and_endings(text: str) -> None:
    candidates = _found(text)
    position = 0
    for candidate in candidates:
        assert position <= candidate.start < candidate.end <= len(text)
        position = candidate.end
        piece = text[candidate.start : candidate.end]
        assert piece == piece.strip()
        if candidate.kind is Kind.PERSON:
            assert not _TITLE_INSIDE.match(piece)
    assert candidates == _found(text)


@pytest.mark.parametrize("piece", ENGLISH)
def test_the_work_grows_with_the_length_of_a_text_and_no_faster(piece: str) -> None:
    """Four times the text takes about four times the calls; sixteen, where all pairs are tried."""
    _found(piece)  # What is made once is made before.
    short, long = (calls(partial(_found, repeated(piece, length))) for length in (2_000, 8_000))
    assert long <= 6 * short


def test_the_measure_counts_hits_misses_false_proposals_and_wrong_boundaries() -> None:
    text, spans = parse("Mr ⟦person|Kim⟧ in ⟦place|Leeds⟧ rang ⟦person|Grace⟧ at noon today")
    assert [text[start:end] for start, end, _ in spans] == ["Kim", "Leeds", "Grace"]
    score = Score()
    score.add(
        "x",
        text,
        spans,
        [
            Candidate(3, 6, Kind.PERSON, "", 1),
            Candidate(10, 26, Kind.PLACE, "", 1),
            Candidate(30, 35, Kind.PLACE, "", 1),
        ],
    )
    assert (score.found.total(), score.planted.total(), score.false.total()) == (3, 3, 1)
    assert score.beyond == {"place": 1}
    assert score.same_kind.total() == 2
    assert score.recall == 1.0
    assert score.false_rate == pytest.approx(1000 / 9)
