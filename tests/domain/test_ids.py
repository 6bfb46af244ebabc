"""Tests of ids that are derived from a name."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.domain.ids import _NAMESPACE, LONGEST_SLUG, derived_id, slug
from toolkit.operations.codebook.move_codings import check_id


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers())
def test_a_derived_id_is_the_uuid5_of_its_parts(name: str, number: int) -> None:
    expected = uuid.uuid5(_NAMESPACE, f"coding\x1f{name}\x1f{number}")
    assert derived_id("coding", name, number) == str(expected)


@given(st.text(max_size=120), st.sets(st.sampled_from(["code", "code-2", "a", "a-2"])))
def test_a_slug_can_be_the_id_of_a_code_and_is_free(name: str, taken: set[str]) -> None:
    new_id = slug(name, taken)
    check_id(new_id)
    assert new_id not in taken
    assert slug(name, {*taken, new_id}) != new_id
    assert len(slug(name)) <= LONGEST_SLUG


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Distrust of data", "distrust-of-data"),
        ("  [Agency 3]’s “lists”  ", "agency-3-s-lists"),
        ("자료에 대한 불신", "자료에-대한-불신"),
        ("e\u0301te\u0301", "été"),
        ("one two three four five six seven eight nine", "one-two-three-four-five-six-seven-eight"),
        ("🙂", "code"),
        ("", "code"),
        ("__a__", "a"),
    ],
)
def test_slugs_can_be_read(name: str, expected: str) -> None:
    assert slug(name) == expected
