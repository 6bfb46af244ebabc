"""Ids that follow from what they name."""

from __future__ import annotations

import uuid

from hypothesis import given
from hypothesis import strategies as st

from toolkit.domain.ids import _NAMESPACE, derived_id


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers())
def test_a_derived_id_is_the_uuid5_of_its_parts(name: str, number: int) -> None:
    expected = uuid.uuid5(_NAMESPACE, f"coding\x1f{name}\x1f{number}")
    assert derived_id("coding", name, number) == str(expected)
