"""Tests of tables that hold one text in each row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from toolkit.errors import InputError
from toolkit.formats.text_table import read_labelled, read_texts

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
        ("t.csv", "x,text\nonly-one\n", ":2: the row has no text"),
    ],
)
def test_what_cannot_be_read_is_named(write: Write, name: str, content: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_texts(write(name, content))


LABELLED = [(1, "one", "A"), (2, "둘", ""), (3, "three, four", "B")]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.csv", 'kind,text\nA,one\n,둘\nB,"three, four"\n'),
        ("t.tsv", "text\tkind\none\tA\n둘\t\nthree, four\tB\n"),
        (
            "t.jsonl",
            '{"text": "one", "kind": "A"}\n{"text": "둘"}\n\n'
            '{"text": "three, four", "kind": "B"}\n',
        ),
        (
            "t.json",
            '[{"text": "one", "kind": "A"}, {"text": "둘", "kind": null}, '
            '{"text": "three, four", "kind": "B"}]',
        ),
    ],
)
def test_labels_stand_in_a_field_of_their_own(write: Write, name: str, content: str) -> None:
    assert read_labelled(write(name, content), "kind") == LABELLED


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("t.txt", "one\ntwo\n", "has lines and no columns"),
        ("t.csv", "text\none\n", "no column 'kind'; it has text"),
        ("t.csv", "kind,words\nA,one\n", "no column 'text'; it has kind, words"),
        ("t.csv", "text,kind\none\n", ":2: the row has no kind"),
        ("t.csv", "text,kind\n", "has no texts"),
        ("t.jsonl", '{"text": "one", "kind": 3}\n', "t.jsonl:1: needs a field 'kind'"),
        ("t.json", '{"text": "one"}', "must hold a JSON list"),
    ],
)
def test_a_table_without_labels_is_refused(
    write: Write, name: str, content: str, message: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_labelled(write(name, content), "kind")
    assert message in caught.value.message
