"""Tests of tables that hold one text in each row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from toolkit.errors import InputError
from toolkit.formats.text_table import read_texts

Write = Callable[[str, str], Path]
WANTED = [(1, "no law, no data"), (2, "돈이 없어요")]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.txt", "no law, no data\n\n돈이 없어요\n"),
        ("t.csv", 'id,text\n7,"no law, no data"\n8,돈이 없어요\n'),
        ("t.csv", '\ufeffText\n"no law, no data"\n돈이 없어요\n'),
        ("t.csv", '"no law, no data"\n돈이 없어요\n'),
        ("t.tsv", "text\tx\nno law, no data\t1\n돈이 없어요\t2\n"),
        ("t.jsonl", '{"text": "no law, no data"}\n\n"돈이 없어요"\n'),
        ("t.json", '["no law, no data", {"text": "돈이 없어요", "more": 1}]'),
    ],
)
def test_every_shape_gives_the_same_rows(write: Write, name: str, content: str) -> None:
    assert read_texts(write(name, content)) == WANTED


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("t.csv", "a,b\n1,2\n", "no column 'text'; it has a, b"),
        ("t.jsonl", '{"text": "x"}\n{"txt": "y"}\n', ":2: needs a field"),
        ("t.jsonl", "nonsense\n", ":1: not valid JSON"),
        ("t.json", '{"text": "x"}', "JSON list"),
        ("t.txt", "\n \n", "no texts"),
        ("t.csv", "x,text\nonly-one\n", "row 1 has no text"),
    ],
)
def test_what_cannot_be_read_is_named(write: Write, name: str, content: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_texts(write(name, content))
