"""Tests of which existing codes a new code resembles."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.domain.codebook import Code
from toolkit.text.code_similarity import MOST, CodeSimilarity, folded

CODES = [
    Code(
        "trust", {"en": "Distrust of data", "ko": "자료에 대한 불신"}, {"en": "Not relying on it."}
    ),
    Code("security", {"en": "Security", "ko": "보안"}, {"en": "Leaks, access and protection."}),
    Code("cost-money", {"en": "Money", "ko": "예산과 비용 부담"}, {"ko": "공유에 드는 돈."}),
    Code("leaders", {"en": "Will of leaders", "ko": "지도부의 의지"}),
    Code("law", {"en": "Law", "ko": "법"}, {"en": "Statutes and rules."}),
]
texts = st.text(max_size=30)
codes = st.lists(
    st.builds(
        Code,
        st.sampled_from("abcdef"),
        name=st.dictionaries(st.sampled_from(["en", "ko"]), texts, max_size=2),
        definition=st.dictionaries(st.just("en"), texts, max_size=1),
    ),
    max_size=6,
    unique_by=lambda code: code.id,
)


def ids(*names: str, definitions: tuple[str, ...] = ()) -> list[str]:
    return [near.code_id for near in CodeSimilarity(CODES).nearest(names, definitions)]


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("distrusting the data", "trust"),
        ("Distrsut of data", "trust"),
        ("불신", "trust"),
        ("자료의 불신", "trust"),
        ("SECURITY", "security"),
        ("ｓｅｃｕｒｉｔｙ", "security"),
        ("sécurité", "security"),
        ("비용", "cost-money"),
        ("leadership", "leaders"),
    ],
)
def test_names_in_any_language_and_spelling_find_their_like(name: str, first: str) -> None:
    assert ids(name)[0] == first


def test_a_definition_finds_what_the_name_does_not() -> None:
    assert ids("Worry")[0] != "security"
    assert ids("Worry", definitions=("Leaks and access.",))[0] == "security"


def test_the_same_name_is_wholly_alike_whatever_is_meant() -> None:
    (near, *others) = CodeSimilarity(CODES).nearest(["보안"], ["Something else entirely."])
    assert (near.code_id, near.score) == ("security", 1.0)
    assert all(other.score < 1 for other in others)


def test_nothing_in_common_is_left_out_and_few_are_given() -> None:
    assert ids("zzz") == []
    assert ids("") == []
    assert len(CodeSimilarity(CODES * 2).nearest(["law leaders money security"])) == MOST
    assert CodeSimilarity([]).nearest(["law"]) == []


@given(codes, st.lists(texts, max_size=3), st.lists(texts, max_size=2))
def test_scores_are_shares_in_falling_order(
    book: list[Code], names: list[str], definitions: list[str]
) -> None:
    nearest = CodeSimilarity(book).nearest(names, definitions, most=10)
    scores = [near.score for near in nearest]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
    assert len({near.code_id for near in nearest}) == len(nearest) <= len(book)
    assert nearest[:MOST] == CodeSimilarity(book).nearest(names, definitions)


@given(codes, texts)
def test_case_and_decomposition_do_not_count(book: list[Code], name: str) -> None:
    likeness = CodeSimilarity(book)
    apart = unicodedata.normalize("NFD", name)
    assert likeness.nearest([apart]) == likeness.nearest([name])


@given(st.text(alphabet="abc 한글éＡ", max_size=20))
def test_folding_again_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)
