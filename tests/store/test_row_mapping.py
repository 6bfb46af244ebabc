"""Values of the domain become rows of their tables and come back equal."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit.domain.codebook import Code, DirectionLinks, Example
from toolkit.domain.codings import Coding, Mode
from toolkit.domain.evidence import CodedPassage
from toolkit.domain.spans import Span
from toolkit.errors import StoreError
from toolkit.store import rows
from toolkit.store.row_mapping import RowMapping

MAPPINGS = [made for made in vars(rows).values() if isinstance(made, RowMapping)]
TEXTS = st.text(max_size=5)
SPANS = st.builds(
    lambda start, length: Span(start, start + length), st.integers(0, 9), st.integers(1, 9)
)
st.register_type_strategy(Span, SPANS)


def _mappings(hint: Any) -> st.SearchStrategy[Any]:
    entry = get_args(hint)[1]
    return st.dictionaries(TEXTS, TEXTS if entry is object else st.from_type(entry), max_size=3)


st.register_type_strategy(Mapping, _mappings)
st.register_type_strategy(float, st.floats(allow_nan=False))
# The quote is empty, since the words of a passage are stored with its source only.
st.register_type_strategy(CodedPassage, st.builds(CodedPassage, quote=st.just("")))


@pytest.mark.parametrize("mapping", MAPPINGS, ids=lambda mapping: mapping.table.name)
def test_every_value_comes_back(mapping: RowMapping[Any]) -> None:
    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.from_type(mapping.value_type))
    def comes_back(value: Any) -> None:
        row = mapping.row(value)
        if mapping.table.name == "codes":
            # Search patterns have a table of their own.
            value = dataclasses.replace(value, search={})
        assert mapping.value(row) == value
        assert row.keys() == set(mapping.table.column_names) - mapping.beside

    comes_back()


def test_a_coding_in_its_row() -> None:
    coding = Coding("i", "E01", Span(3, 9), "trust", "a", "main", Mode.BLIND, 2, "at", discuss=True)
    row = rows.coding_row(coding)
    assert (row["span_start"], row["span_end"], row["mode"], row["discuss"]) == (3, 9, "blind", 1)
    with pytest.raises(StoreError, match="holds values that qct does not write"):
        rows.coding_from({**row, "mode": "seen"})


def test_lists_and_objects_are_canonical_json() -> None:
    code = Code(
        "c",
        {"ko": "가", "en": "a"},
        examples=(Example("words", "E01", 3, 8),),
        directions=DirectionLinks(("law",)),
    )
    row = rows.code_row(code)
    assert row["name"] == '{"en":"a","ko":"가"}'
    assert json.loads(row["examples"]) == [dataclasses.asdict(code.examples[0])]
    assert row["directions"] == '{"primary":["law"],"secondary":[]}'


def test_search_patterns_come_back_from_a_row_of_their_own() -> None:
    code = Code("c", {"en": "a"}, search={"en": ("share ... data", "law"), "ko": ("공유하다",)})
    (row,) = rows.pattern_rows([code, Code("d", {"en": "b"})]).values()
    assert rows.code_from(rows.code_row(code), row["patterns"]) == code
    assert rows.code_from(rows.code_row(code)).search == {}
    other = {"e": {"code_id": "e", "patterns": "{}"}}
    changes = rows.pattern_changes(other, {"c": row})
    assert [(change.key, change.before is None) for change in changes] == [
        (("e",), False),
        (("c",), True),
    ]


@dataclasses.dataclass
class Unstorable:
    id: str
    nickname: str


def test_a_field_without_a_column_is_noticed() -> None:
    with pytest.raises(AssertionError, match="coders: no field fills"):
        RowMapping("coders", lambda: Unstorable).row(Unstorable("a", "b"))
