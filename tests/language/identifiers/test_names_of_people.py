"""A person has one pseudonym, in whatever order the names and their parts are decided on."""

from __future__ import annotations

import pytest

from toolkit.language.identifiers.candidate import Kind
from toolkit.language.identifiers.pseudonyms import Named, Pseudonyms


def _named(known: dict[str, str], names: list[str]) -> dict[str, str]:
    people = [Named(Kind.PERSON, words, replacement) for words, replacement in known.items()]
    pseudonyms = Pseudonyms(people)
    pseudonyms.name_people(names)
    return {words: pseudonyms.of(Kind.PERSON, words) for words in names}


@pytest.mark.parametrize(
    ("known", "names", "expected"),
    [
        ({}, ["Ji-hoon", "Park Ji-hoon"], ["[Person 1]", "[Person 1]"]),
        ({"Ji-hoon": "[Person 4]"}, ["Park Ji-hoon"], ["[Person 4]"]),
        ({"Park Ji-hoon": "[Person 4]"}, ["Ji-hoon"], ["[Person 4]"]),
        ({"민수": "[인물-3]"}, ["김민수"], ["[인물-3]"]),
        ({"Ji-hoon": "[Person 4]"}, ["Park Ji-hoon", "Lee Ji-hoon"], ["[Person 1]", "[Person 2]"]),
        ({"김": "[인물-1]"}, ["김민수", "김철수"], ["[인물-2]", "[인물-3]"]),
        (
            {"Ji-hoon": "[Person 4]", "Lee Ji-hoon": "[Person 5]"},
            ["Park Ji-hoon"],
            ["[Person 1]"],
        ),
    ],
)
def test_a_whole_name_and_its_part(
    known: dict[str, str], names: list[str], expected: list[str]
) -> None:
    assert list(_named(known, names).values()) == expected
